//! Programmes, cohorts, and how a startup comes into them.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::facts::{Source, StageChange};
use domain::ids::{CohortId, EnrolmentId, FactId, LegalEntityId, ProgrammeId, StageId, StartupId};
use domain::ledger::{Ledger, LegalEntity, Profile, StartupLedger};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{Cohort, Enrolment, Move, MoveError, Programme, Stage, StageKind, StageTemplate, plan_move};
use domain::stays::plan_enrolment;

use super::{changes, check_day, most, name, optional, programme, short, standing};
use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::write::{Write, json};

/// A startup that applies and is not here yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewStartup {
    /// Its name.
    pub name: String,
    /// Its id in the sheet or system it came from.
    pub external_id: Option<String>,
    /// Its sector, in the incubator's own words.
    pub sector: Option<String>,
    /// Where its own site is.
    pub website: Option<String>,
    /// The organisation number of its company, when it has one.
    pub organisation_number: Option<OrganisationNumber>,
}

impl Store {
    /// Sets up a programme with its stages, in the order given; [`domain::pipeline::DEFAULT_STAGES`] is what a new one starts with.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::SlugTaken`], [`Refusal::StagesIncomplete`].
    pub async fn create_programme(
        &self,
        actor: &Actor,
        slug: &str,
        title: &str,
        stages: &[StageTemplate],
    ) -> Result<ProgrammeId, VerbError> {
        let slug = short(slug.trim(), "slug", most::KEY)?;
        let title = name(title, "name")?;
        if slug.is_empty() {
            return Err(Refusal::NameMissing.into());
        }
        let mut write = self.begin(actor).await?;
        write.ask(Action::CreateProgramme, &Resource::House(&write.ledger()), Missing::Programme)?;
        if write.ledger().programmes.iter().any(|programme| programme.slug == slug) {
            return Err(Refusal::SlugTaken { slug }.into());
        }
        let id = ProgrammeId(write.new_id());
        let stages = (0..).zip(stages).map(|(position, (key, phase, kind, names))| Stage {
            id: StageId(write.new_id()),
            key: (*key).to_owned(),
            phase: *phase,
            kind: *kind,
            names: names.map(str::to_owned),
            position,
            retired: false,
            usual_days: None,
        });
        let programme = Programme { id, slug, name: title, stages: stages.collect() };
        let keys: HashSet<&str> = programme.stages.iter().map(|stage| stage.key.as_str()).collect();
        let way_out = programme.stages.iter().any(|stage| matches!(stage.kind, StageKind::Exit(_)));
        let way_in = programme.first_stage().is_some() && programme.admission_stage().is_some();
        if keys.len() != programme.stages.len() || !way_in || !way_out {
            return Err(Refusal::StagesIncomplete.into());
        }
        write.audit("create_programme", "programme", id.0, None, None, json(&programme)).await?;
        write.batch(&Batch { programmes: vec![programme], ..Batch::default() }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Sets up a cohort of a programme.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`Refusal::NameMissing`], [`Refusal::CohortTaken`], [`Refusal::EndsBeforeItBegins`].
    pub async fn create_cohort(
        &self,
        actor: &Actor,
        of: ProgrammeId,
        title: &str,
        starts_on: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
    ) -> Result<CohortId, VerbError> {
        let title = name(title, "name")?;
        if starts_on.zip(ends_on).is_some_and(|(starts, ends)| ends < starts) {
            return Err(Refusal::EndsBeforeItBegins.into());
        }
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        programme(&ledger, of)?;
        write.ask(Action::CreateCohort, &Resource::Programme(of), Missing::Programme)?;
        if ledger.cohorts.iter().any(|cohort| cohort.programme == of && cohort.name == title) {
            return Err(Refusal::CohortTaken { name: title }.into());
        }
        let id = CohortId(write.new_id());
        let cohort = Cohort { id, programme: of, name: title, starts_on, ends_on };
        write.audit("create_cohort", "cohort", id.0, None, None, json(&cohort)).await?;
        write.batch(&Batch { cohorts: vec![cohort], ..Batch::default() }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// A new startup applies to a programme: the startup, its stay, and the first move of it.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`Missing::Cohort`], [`Refusal::NameMissing`], [`Refusal::ExternalIdTaken`],
    /// [`Refusal::OrganisationNumberTaken`], [`MoveError::InFuture`].
    pub async fn apply(
        &self,
        actor: &Actor,
        new: &NewStartup,
        to: ProgrammeId,
        cohort: Option<CohortId>,
        on: NaiveDate,
        source: Source,
    ) -> Result<(StartupId, EnrolmentId), VerbError> {
        let mut write = self.begin(actor).await?;
        let applied = apply_in(&mut write, new, to, cohort, on, source).await?;
        write.commit().await?;
        Ok(applied)
    }

    /// A startup that is here already begins another stay: again in a programme it has left, or in another one.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::Programme`], [`Missing::Cohort`], [`MoveError::SecondOpenEnrolment`],
    /// [`MoveError::OverlapsEarlierStay`], [`MoveError::InFuture`].
    pub async fn re_enrol(
        &self,
        actor: &Actor,
        startup: StartupId,
        to: ProgrammeId,
        cohort: Option<CohortId>,
        on: NaiveDate,
    ) -> Result<EnrolmentId, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(Action::Enrol, &Resource::startup(&ledger, known), Missing::Startup)?;
        programme(&ledger, to)?;
        write.ask(Action::Apply, &Resource::Programme(to), Missing::Programme)?;
        plan_enrolment(programme(&ledger, to)?, &known.enrolments, &changes(known), on, write.today())?;
        let stay = enter(&write, &ledger, to, cohort, on)?;
        let batch = Batch {
            enrolments: vec![(startup, stay.enrolment.clone())],
            stage_changes: vec![NewFact::new(FactId(write.new_id()), startup, on, Source::Mentor, stay.first)],
            ..Batch::default()
        };
        write.batch(&batch).await?;
        let after = serde_json::json!({ "enrolment": stay.enrolment, "on": on });
        write.audit("re_enrol", "enrolment", stay.enrolment.id.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(stay.enrolment.id)
    }
}

/// A new startup applies to a programme, inside a write; see [`Store::apply`].
pub(crate) async fn apply_in(
    write: &mut Write,
    new: &NewStartup,
    to: ProgrammeId,
    cohort: Option<CohortId>,
    on: NaiveDate,
    source: Source,
) -> Result<(StartupId, EnrolmentId), VerbError> {
    let title = name(&new.name, "name")?;
    let external_id = optional(new.external_id.as_deref(), "external_id", most::KEY)?;
    let sector = optional(new.sector.as_deref(), "sector", most::NAME)?;
    let website = optional(new.website.as_deref(), "website", most::LINK)?;
    let ledger = write.ledger();
    programme(&ledger, to)?;
    write.ask(Action::Apply, &Resource::Programme(to), Missing::Programme)?;
    free_external_id(write, None, external_id.as_deref())?;
    let id = StartupId(write.new_id());
    let profile = Profile { id, external_id, name: title, sector, website, created_at: write.at(), withdrawn_at: None };
    let mut batch = Batch::default();
    if let Some(number) = new.organisation_number {
        free_number(write, number)?;
        let company = LegalEntity { id: LegalEntityId(write.new_id()), number, name: None };
        batch.companies.push((id, company));
    }
    let stay = enter(write, &ledger, to, cohort, on)?;
    batch.enrolments.push((id, stay.enrolment.clone()));
    batch.stage_changes.push(NewFact::new(FactId(write.new_id()), id, on, source, stay.first));
    let after = serde_json::json!({
        "profile": profile, "organisation_number": new.organisation_number, "enrolment": stay.enrolment, "on": on, "source": source,
    });
    batch.startups.push(profile);
    write.batch(&batch).await?;
    write.audit("apply", "startup", id.0, Some(id), None, Some(after)).await?;
    Ok((id, stay.enrolment.id))
}

struct NewStay {
    enrolment: Enrolment,
    first: StageChange,
}

/// A stay that begins in the first stage of a programme.
fn enter(
    write: &Write,
    ledger: &Ledger,
    to: ProgrammeId,
    cohort: Option<CohortId>,
    on: NaiveDate,
) -> Result<NewStay, VerbError> {
    let programme = programme(ledger, to)?;
    if let Some(cohort) = cohort
        && !ledger.cohorts.iter().any(|known| known.id == cohort && known.programme == to)
    {
        return Err(Missing::Cohort.into());
    }
    let enrolment = Enrolment { id: EnrolmentId(write.new_id()), programme: to, cohort };
    let first = programme.first_stage().ok_or(MoveError::UnknownStage)?;
    let asked = Move { to: first.id, on, outcome: None, reason: None };
    let first = plan_move(programme, enrolment.id, &[], &asked, write.today())?;
    check_day(on, write)?;
    Ok(NewStay { enrolment, first })
}

/// Refuses an external id that another startup has. Whose it is, is for the actor to know only when they see that startup.
pub(super) fn free_external_id(write: &Write, own: Option<StartupId>, id: Option<&str>) -> Result<(), Refusal> {
    let Some(id) = id else { return Ok(()) };
    let ledger = write.ledger();
    let taken = ledger.startups.iter().find(|startup| {
        let profile = &startup.profile;
        profile.withdrawn_at.is_none() && Some(profile.id) != own && profile.external_id.as_deref() == Some(id)
    });
    match taken {
        None => Ok(()),
        Some(other) if sees(write, &ledger, other) => Err(Refusal::ExternalIdTaken { id: id.to_owned() }),
        Some(_) => Err(Refusal::ExternalIdTakenUnseen { id: id.to_owned() }),
    }
}

/// Refuses an organisation number that is here already.
pub(crate) fn free_number(write: &Write, number: OrganisationNumber) -> Result<(), Refusal> {
    let ledger = write.ledger();
    let holds = |startup: &&Arc<StartupLedger>| startup.companies.iter().any(|company| company.number == number);
    let taken = ledger.startups.iter().find(holds);
    match taken {
        None => Ok(()),
        Some(other) if sees(write, &ledger, other) => {
            Err(Refusal::OrganisationNumberTaken { number: number.grouped() })
        }
        Some(_) => Err(Refusal::OrganisationNumberTakenUnseen { number: number.grouped() }),
    }
}

fn sees(write: &Write, ledger: &Ledger, startup: &StartupLedger) -> bool {
    write.ask(Action::SeeStartup, &Resource::startup(ledger, startup), Missing::Startup).is_ok()
}
