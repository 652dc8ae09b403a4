//! The stay that a flat row tells: its days, its batch, and how it ended.

use chrono::NaiveDate;

use super::Reader;
use super::row::Row;
use crate::exchange::batch::BatchCode;
use crate::exchange::error::{Expected, Place, WarningKind};
use crate::exchange::profile::Field;
use crate::exchange::told::{Head, StageGoal, StatusWord, ToldChange, ToldStartup, ToldStay};
use crate::facts::{LifeEventKind, Outcome};
use crate::words::fold;

/// The days of a stay as a flat sheet tells them.
pub(super) struct Stay {
    pub applied: Option<NaiveDate>,
    pub admitted: Option<NaiveDate>,
    pub exited: Option<NaiveDate>,
}

impl Stay {
    pub fn began(&self) -> Option<NaiveDate> {
        self.admitted.or(self.applied)
    }
}

/// What `status` can say besides life events.
pub(super) enum Word {
    Told(StatusWord),
    Declined,
}

impl Word {
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "alive" => Self::Told(StatusWord::Alive),
            "unknown" => Self::Told(StatusWord::Unknown),
            "declined" => Self::Declined,
            event => Self::Told(StatusWord::Event(LifeEventKind::from_code(event)?)),
        })
    }

    pub fn codes() -> impl Iterator<Item = &'static str> {
        ["alive", "unknown", "declined"].into_iter().chain(LifeEventKind::ALL.iter().map(|kind| kind.code()))
    }
}

/// Whether nobody works in the startup any more after this: it died, or went up in another company.
pub(super) const fn ends(kind: LifeEventKind) -> bool {
    matches!(
        kind,
        LifeEventKind::Bankrupt
            | LifeEventKind::WoundUp
            | LifeEventKind::StruckOff
            | LifeEventKind::Abandoned
            | LifeEventKind::Dormant
            | LifeEventKind::AbsorbedInMerger
    )
}

impl Reader<'_> {
    /// The stay that a flat row tells, by its own days or by its batch.
    pub(super) fn stay(
        &mut self,
        row: &Row<'_>,
        startup: &mut ToldStartup,
        status: Option<&Word>,
        status_on: Option<NaiveDate>,
    ) -> Stay {
        let mut days = Stay {
            applied: self.day(row, Field::AppliedOn),
            admitted: self.day(row, Field::AdmittedOn),
            exited: self.day(row, Field::ExitedOn),
        };
        // Days in the wrong order are said so here, where both cells are seen; whether the moves are legal is asked later.
        if let (Some(former), Some(latter)) = (days.applied, days.admitted) {
            days.admitted = self.not_before(row, Field::AdmittedOn, former, latter);
        }
        if row.first(Field::AdmittedOn).is_some() && days.admitted.is_none() {
            // The admission was refused already; that the exit lacks one is no second mistake.
            days.exited = None;
        }
        if let (Some(former), Some(latter)) = (days.admitted, days.exited) {
            days.exited = self.not_before(row, Field::ExitedOn, former, latter);
        }
        let mut told = ToldStay {
            place: row.place_of(Field::AdmittedOn),
            id: None,
            programme: self.profile.defaults.programme.clone(),
            programme_name: self.profile.defaults.programme_name.clone(),
            cohort: self.text(row, Field::Cohort),
            cohort_days: None,
            changes: Vec::new(),
        };
        let mut exit_place = row.place_of(Field::ExitedOn);
        if row.first(Field::Batch).is_some() {
            let place = row.place_of(Field::Batch);
            told.place = place.clone();
            if let Some((from, to)) = self.batch(row, &mut told) {
                days.admitted = days.admitted.or(Some(from));
                if to <= self.as_of && days.exited.is_none() {
                    days.exited = Some(to);
                    exit_place = place;
                }
            }
        }
        if let Some(programme) = self.text(row, Field::Programme) {
            let default = fold(&programme) == fold(&self.profile.defaults.programme);
            told.programme_name = if default { told.programme_name } else { Some(programme.clone()) };
            told.programme = programme;
        }
        let source = self.profile.source;
        let batched = row.first(Field::Batch).is_some();
        let place_of = |field: Field| {
            if row.first(field).is_some() || !batched { row.place_of(field) } else { told.place.clone() }
        };
        let move_to = |place: Place, on, to, outcome, reason| ToldChange {
            stage_at: place.clone(),
            head: Head { reason, ..Head::plain(place, on, source) },
            to: Some(to),
            from: None,
            outcome,
        };
        if let Some(on) = days.applied {
            told.changes.push(move_to(row.place_of(Field::AppliedOn), on, StageGoal::Application, None, None));
        }
        if let Some(on) = days.admitted {
            told.changes.push(move_to(place_of(Field::AdmittedOn), on, StageGoal::Admission, None, None));
        }
        let reason = self.text(row, Field::Reason);
        let outcome =
            self.code(row, Field::Outcome, Outcome::from_code, Outcome::ALL.iter().map(|outcome| outcome.code()));
        let died = match status {
            Some(Word::Told(StatusWord::Event(kind))) if ends(*kind) => Some((*kind, status_on)),
            _ => None,
        };
        if let Some(on) = days.exited {
            let outcome = outcome.unwrap_or_else(|| self.outcome(status, status_on, on));
            told.changes.push(move_to(exit_place, on, StageGoal::Exit(outcome), Some(outcome), reason));
        } else if let (Some(admitted), Some((_, died_on))) = (days.admitted, died) {
            let exit_told = row.first(Field::ExitedOn).is_some();
            match died_on.filter(|on| self.profile.exit_at_death && *on >= admitted && !exit_told) {
                Some(on) => {
                    let place = row.place_of(Field::StatusOn);
                    self.warn(place.clone(), WarningKind::ClosedAtDeath);
                    let outcome = outcome.unwrap_or(Outcome::Discontinued);
                    told.changes.push(move_to(place, on, StageGoal::Exit(outcome), Some(outcome), reason));
                    days.exited = Some(on);
                }
                None if !exit_told => self.warn(row.place_of(Field::Status), WarningKind::DeadInTheHouse),
                None => {}
            }
        } else if let (Some(Word::Declined), Some(_), None) = (status, days.applied, days.admitted) {
            let on = status_on.unwrap_or(self.as_of);
            told.changes.push(move_to(row.place_of(Field::Status), on, StageGoal::Declined, None, reason));
        }
        if !told.changes.is_empty() {
            startup.stays.push(told);
        } else if row.has(Field::AdmittedOn) && row.first(Field::AdmittedOn).is_none() {
            self.warn(row.place_of(Field::AdmittedOn), WarningKind::NoStay);
        }
        days
    }

    /// How a stay ended when the sheet has no word for it: with the startup's death or sale when that came first.
    fn outcome(&self, status: Option<&Word>, status_on: Option<NaiveDate>, exited: NaiveDate) -> Outcome {
        match (status, status_on) {
            (Some(Word::Told(StatusWord::Event(kind))), Some(on)) if on <= exited => match kind {
                LifeEventKind::AcquiredContinuing | LifeEventKind::AbsorbedInMerger => Outcome::Acquired,
                kind if ends(*kind) => Outcome::Discontinued,
                _ => self.profile.defaults.outcome,
            },
            _ => self.profile.defaults.outcome,
        }
    }

    /// Reads a batch code into the stay's programme and cohort, and gives its first and last day.
    fn batch(&mut self, row: &Row<'_>, told: &mut ToldStay) -> Option<(NaiveDate, NaiveDate)> {
        let profile = self.profile;
        let letters = || Expected::Batch(profile.batches.keys().cloned().collect());
        let (shown, rule, days) = self.value(row, Field::Batch, |cell| {
            let shown = cell.shown();
            let code = BatchCode::parse(&shown).ok_or_else(letters)?;
            let rule = profile.batches.get(&code.letters).ok_or_else(letters)?;
            Ok((shown, rule, rule.days(code.year).ok_or_else(letters)?))
        })?;
        self.not_after(row, Field::Batch, days.0)?;
        if let Some(programme) = &rule.programme {
            told.programme.clone_from(programme);
            told.programme_name.clone_from(&rule.programme_name);
        }
        told.cohort = Some(shown);
        told.cohort_days = Some(days);
        Some(days)
    }
}
