//! Rounds and what came of them, for whoever runs the programme; a startup's own requests, for whoever sees the startup.

use domain::access::{Action, Actor, Resource, may};
use domain::ids::{ProgrammeId, StartupId};

use super::{RequestState, UpdateRequest, UpdateRound, rows};
use crate::connect::Store;
use crate::error::{Missing, VerbError};

/// A round with its requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundView {
    /// The round.
    pub round: UpdateRound,
    /// Its requests, oldest first.
    pub requests: Vec<UpdateRequest>,
}

impl RoundView {
    /// How many requests stand in a state.
    #[must_use]
    pub fn count(&self, state: RequestState) -> usize {
        self.requests.iter().filter(|request| request.state == state).count()
    }

    /// How many were asked and not taken back.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.requests.len() - self.count(RequestState::Revoked)
    }

    /// How many have told how they are: by an answer, or that they have closed down.
    #[must_use]
    pub fn responded(&self) -> usize {
        self.count(RequestState::Answered) + self.count(RequestState::Closed)
    }
}

impl Store {
    /// The latest rounds of a programme that asked anybody, newest first.
    ///
    /// # Errors
    /// [`VerbError::Denied`], [`Missing::Programme`], or the database.
    pub async fn update_rounds(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        at_most: usize,
    ) -> Result<Vec<RoundView>, VerbError> {
        let decision = may(actor, Action::AskForUpdates, &Resource::Programme(programme), self.world().today());
        VerbError::unless_allowed(decision, Missing::Programme)?;
        let condition = "r.programme_id = $1 AND EXISTS (SELECT 1 FROM update_request q WHERE q.round_id = r.id)";
        let rounds = rows::rounds(self.reader(), condition, [programme.0.into()]).await?;
        let mut found = Vec::new();
        for round in rounds.into_iter().take(at_most) {
            let requests = rows::requests(self.reader(), "q.round_id = $1", [round.id.0.into()]).await?;
            found.push(RoundView { round, requests });
        }
        Ok(found)
    }

    /// A startup's requests, newest first, each with its round.
    ///
    /// # Errors
    /// [`VerbError::Denied`] and [`Missing::Startup`] for whoever does not see what was observed about it; or the database.
    pub async fn updates_of(
        &self,
        actor: &Actor,
        startup: StartupId,
    ) -> Result<Vec<(UpdateRequest, UpdateRound)>, VerbError> {
        let ledger = self.ledger().await?;
        let known = ledger.startup(startup).ok_or(Missing::Startup)?;
        let about = Resource::startup(&ledger, known);
        let decision = may(actor, Action::SeeObservations, &about, self.world().today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        let mut requests = rows::requests(self.reader(), "q.startup_id = $1", [startup.0.into()]).await?;
        requests.reverse();
        let rounds = rows::rounds(
            self.reader(),
            "r.id IN (SELECT q.round_id FROM update_request q WHERE q.startup_id = $1)",
            [startup.0.into()],
        )
        .await?;
        let with_round = |request: UpdateRequest| {
            let round = rounds.iter().find(|round| round.id == request.round)?.clone();
            Some((request, round))
        };
        Ok(requests.into_iter().filter_map(with_round).collect())
    }
}
