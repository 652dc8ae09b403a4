//! What a batch adds to the ledger, as the database would give it back: so that who has just written need not read it.

use domain::facts::Fact;
use domain::ids::StartupId;
use domain::ledger::{Ledger, Profile};
use domain::time::{Instant, to_micros};

use crate::bulk::{Batch, NewFact, shown_by};
use crate::cache::{Delta, Facts, Owned};
use crate::kinds::{FactRow, each_kind};

/// More rows than this are read back instead: an import of millions should not lie in memory twice.
const MOST_ROWS: usize = 20_000;

macro_rules! facts_of {
    ($($name:ident: $body:ty,)+) => {
        fn facts(batch: &Batch, at: Instant) -> Facts {
            Facts { $($name: owned::<$body>(&batch.$name, at),)+ }
        }
    };
}
each_kind!(facts_of);

fn owned<T: FactRow>(new: &[NewFact<T>], at: Instant) -> Owned<T> {
    new.iter().map(|new| (new.startup, fact(new, at))).collect()
}

fn fact<T: FactRow>(new: &NewFact<T>, at: Instant) -> Fact<T> {
    Fact {
        id: new.id,
        valid_on: new.valid_on,
        recorded_at: to_micros(new.recorded_at.unwrap_or(at)),
        supersedes: new.supersedes,
        source: new.source,
        documented: new.source.documents() || shown_by(new.evidence.as_deref()).is_some(),
        body: new.body.clone(),
    }
}

/// What the batch adds to `before`; `None` when it is too much, or when it holds a text that the database keeps differently.
pub(crate) fn of(batch: &Batch, before: &Ledger, at: Instant) -> Option<Delta> {
    let rows = batch.facts() + batch.startups.len() + batch.companies.len() + batch.enrolments.len();
    if rows > MOST_ROWS || has_nul(batch) {
        return None;
    }
    let profile = |profile: &Profile| Profile {
        created_at: to_micros(profile.created_at),
        withdrawn_at: profile.withdrawn_at.map(to_micros),
        ..profile.clone()
    };
    // A changed profile keeps the instant at which it was made.
    let changed = batch.profiles.iter().map(|changed| {
        let created_at = before.startup(changed.id).map_or(changed.created_at, |known| known.profile.created_at);
        Profile { created_at, ..profile(changed) }
    });
    let companies_of = |startup: StartupId| before.startup(startup).into_iter().flat_map(|known| &known.companies);
    let gone = |profile: &&Profile| profile.withdrawn_at.is_some();
    let taken_along = batch.profiles.iter().filter(gone).flat_map(|profile| {
        let new = batch.companies.iter().filter(|(startup, _)| *startup == profile.id).map(|(_, company)| company);
        companies_of(profile.id).chain(new).map(|company| (profile.id, company.clone(), true))
    });
    let withdrawn = before.startups.iter().flat_map(|startup| {
        let named = startup.companies.iter().filter(|company| batch.withdrawn_companies.contains(&company.id));
        named.map(|company| (startup.profile.id, company.clone(), true))
    });
    let withdrawn: Vec<_> = if batch.withdrawn_companies.is_empty() { Vec::new() } else { withdrawn.collect() };
    let new = batch.companies.iter().map(|(startup, company)| (*startup, company.clone(), false));
    let stages = batch
        .programmes
        .iter()
        .flat_map(|programme| programme.stages.iter().map(|stage| (programme.id, stage.clone())));
    Some(Delta {
        programmes: batch.programmes.clone(),
        stages: stages.chain(batch.stages.iter().cloned()).collect(),
        cohorts: batch.cohorts.clone(),
        profiles: batch.startups.iter().map(profile).chain(changed).collect(),
        companies: new.chain(taken_along).chain(withdrawn).collect(),
        enrolments: batch.enrolments.clone(),
        persons: batch.people.clone(),
        founders: batch.founders.clone(),
        facts: facts(batch, at),
        ..Delta::default()
    })
}

/// Whether a text in it would be cleaned on its way into the database.
fn has_nul(batch: &Batch) -> bool {
    let nul = |text: &str| text.contains('\0');
    let some = |text: Option<&String>| text.is_some_and(|text| nul(text));
    batch.startups.iter().chain(&batch.profiles).any(|profile| {
        nul(&profile.name)
            || some(profile.external_id.as_ref())
            || some(profile.sector.as_ref())
            || some(profile.website.as_ref())
    }) || batch.companies.iter().any(|(_, company)| some(company.name.as_ref()))
        || batch.people.iter().any(|person| nul(&person.name) || some(person.email.as_ref()))
        || batch.awards.iter().any(|award| {
            award.body.as_ref().is_some_and(|body| {
                let rate = body.terms.rate.as_ref().is_some_and(|rate| nul(&rate.source));
                rate || nul(&body.scheme) || body.terms.giver.as_deref().is_some_and(nul)
            })
        })
        || batch.cohorts.iter().any(|cohort| nul(&cohort.name))
        || batch.programmes.iter().any(|programme| nul(&programme.name) || nul(&programme.slug))
        || batch
            .programmes
            .iter()
            .flat_map(|programme| &programme.stages)
            .any(|stage| stage.names.iter().any(|name| nul(name)))
        || batch.stages.iter().any(|(_, stage)| stage.names.iter().any(|name| nul(name)))
}
