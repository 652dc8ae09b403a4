//! From a plan to the rows of one write.

use domain::exchange::{Action, Body, Plan, PlannedFact};
use domain::ids::{ImportId, StartupId};

use crate::bulk::{Batch, NewFact};

/// The rows that make a plan come true.
pub(super) fn of(plan: &Plan, import: ImportId) -> Batch {
    let mut batch = Batch {
        import: Some(import),
        programmes: plan.programmes.clone(),
        cohorts: plan.cohorts.clone(),
        ..Batch::default()
    };
    for startup in &plan.startups {
        let id = startup.profile.id;
        match (startup.action, &startup.before) {
            (Action::New, _) => batch.startups.push(startup.profile.clone()),
            (_, Some(before)) if *before != startup.profile => batch.profiles.push(startup.profile.clone()),
            _ => {}
        }
        batch.companies.extend(startup.companies.iter().map(|company| (id, company.clone())));
        batch.enrolments.extend(startup.enrolments.iter().map(|enrolment| (id, enrolment.clone())));
        for fact in &startup.facts {
            add(&mut batch, id, fact);
        }
    }
    batch
}

fn add(batch: &mut Batch, startup: StartupId, fact: &PlannedFact) {
    use domain::facts::FactKind;
    macro_rules! put {
        ($list:ident, $variant:ident) => {{
            let body = match &fact.body {
                Some(Body::$variant(body)) => Some(body.clone()),
                _ => None,
            };
            batch.$list.push(row(startup, fact, body));
        }};
    }
    match fact.kind {
        FactKind::StageChange => put!(stage_changes, StageChange),
        FactKind::Headcount => put!(headcounts, Headcount),
        FactKind::LifeEvent => put!(life_events, LifeEvent),
        FactKind::Verification => put!(verifications, Verification),
        FactKind::Workplace => put!(workplaces, Workplace),
        FactKind::Revenue => put!(revenues, Revenue),
        FactKind::Capital => put!(capital, Capital),
        FactKind::Award => put!(awards, Award),
        FactKind::OtherSupport => put!(other_support, OtherSupport),
        FactKind::Meeting => put!(meetings, Meeting),
        FactKind::Team => put!(teams, Team),
        FactKind::Update => put!(updates, Update),
        // No file brings mentors: people are not in it.
        FactKind::Mentor => {}
    }
}

fn row<T>(startup: StartupId, fact: &PlannedFact, body: Option<T>) -> NewFact<T> {
    NewFact {
        id: fact.id,
        startup,
        valid_on: fact.valid_on,
        recorded_at: fact.recorded_at,
        recorded_by: fact.recorded_by.clone(),
        source: fact.source,
        evidence: fact.evidence.clone(),
        supersedes: fact.supersedes,
        reason: fact.reason.clone(),
        body,
    }
}
