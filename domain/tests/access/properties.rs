//! What is seen, over random houses, against a plain reading of the rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::access::policy::fits;
use domain::access::sight::{seen_by, sees_all};
use domain::access::{Action, Actor, Decision, Resource, Role, Scope, may};
use domain::facts::in_force;
use domain::ids::{ContractId, EnrolmentId, FactId};
use domain::ledger::{Ledger, StartupLedger};
use domain::time::Instant;
use proptest::prelude::*;

use crate::house::{
    Assigned, Came, Told, founder, house, in_programme, person, programme_id, startup_id, stay_id, today,
};

fn told() -> impl Strategy<Value = Vec<Told>> {
    let stay = (1..=3_u64, prop::sample::select(Came::ALL.to_vec()));
    let assigned = (-2..40_i64, prop::option::of(1..=2_u64), any::<bool>());
    let assigned = assigned.prop_map(|(ago, to, taken_back)| Assigned { ago, to, taken_back });
    let startup =
        (prop::collection::vec(stay, 0..4), prop::collection::vec(assigned, 0..4), prop::bool::weighted(0.15));
    let startup = startup.prop_map(|(stays, mentors, withdrawn)| Told { stays, mentors, withdrawn });
    prop::collection::vec(startup, 1..6)
}

fn actor() -> impl Strategy<Value = Actor> {
    let scope = prop_oneof![
        1 => Just(Scope::House),
        4 => (1..=3_u64).prop_map(|number| Scope::Programme(programme_id(number))),
        2 => (1..=5_u64).prop_map(|number| Scope::Startup(startup_id(number))),
        2 => (1..=3_u64).prop_map(|number| Scope::Contract(ContractId(uuid::Uuid::nil()), programme_id(number))),
    ];
    (1..=3_u64, prop::sample::select(Role::ALL.to_vec()), scope)
        .prop_map(|(who, role, scope)| Actor::person(person(who), role, scope))
}

/// Who follows a startup up today, read from what was told of it: of two assignments on one day, the one entered later counts.
fn mentor_of(told: &Told) -> Option<u64> {
    let standing = told.mentors.iter().filter(|assigned| !assigned.taken_back && assigned.ago >= 0);
    standing.rev_min_by_ago().and_then(|assigned| assigned.to)
}

trait LatestOf<'a> {
    fn rev_min_by_ago(self) -> Option<&'a Assigned>;
}

impl<'a, I: Iterator<Item = &'a Assigned>> LatestOf<'a> for I {
    fn rev_min_by_ago(self) -> Option<&'a Assigned> {
        self.fold(None, |latest: Option<&Assigned>, next| match latest {
            Some(latest) if latest.ago < next.ago => Some(latest),
            _ => Some(next),
        })
    }
}

/// The stays of a startup that an actor sees by the rules as the issue writes them; `None` when not even the startup.
fn should_see(actor: &Actor, number: u64, told: &Told) -> Option<BTreeSet<EnrolmentId>> {
    let all = || (1..).zip(&told.stays).map(|(at, stay)| (stay_id(number, at), stay.0, stay.1));
    let covers = |programme: u64| match actor.scope {
        Scope::House => true,
        Scope::Programme(own) | Scope::Contract(_, own) => own == programme_id(programme),
        Scope::Startup(_) => false,
    };
    let began = |came: Came| came != Came::Nowhere;
    let admitted = |came: Came| matches!(came, Came::Admitted | Came::Exited);
    let ids = |shown: &dyn Fn(u64, Came) -> bool| {
        all().filter(|(_, programme, came)| shown(*programme, *came)).map(|(id, ..)| id).collect::<BTreeSet<_>>()
    };
    if !fits(actor.role, actor.scope) {
        return None;
    }
    match actor.role {
        Role::Admin | Role::System => Some(ids(&|_, _| true)),
        Role::Manager if actor.scope == Scope::House => Some(ids(&|_, _| true)),
        Role::Manager => all()
            .any(|(_, programme, came)| covers(programme) && began(came))
            .then(|| ids(&|programme, _| covers(programme))),
        _ if told.withdrawn => None,
        Role::Mentor if mentor_of(told).map(person) == actor.person => all()
            .any(|(_, programme, came)| covers(programme) && began(came))
            .then(|| ids(&|programme, _| covers(programme))),
        Role::Mentor => {
            let shown = ids(&|programme, came| covers(programme) && admitted(came));
            (!shown.is_empty()).then_some(shown)
        }
        Role::Founder => (actor.scope == Scope::Startup(startup_id(number))).then(|| ids(&|_, _| true)),
        Role::Evaluator | Role::Funder => None,
    }
}

fn text(ledger: &Ledger) -> String {
    let startups: Vec<&StartupLedger> = ledger.startups.iter().map(|startup| &**startup).collect();
    serde_json::to_string(&(&startups, &ledger.programmes, &ledger.cohorts)).unwrap()
}

fn stays(ledger: &Ledger) -> BTreeSet<EnrolmentId> {
    ledger.startups.iter().flat_map(|startup| &startup.enrolments).map(|stay| stay.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn exactly_what_the_rules_show_is_seen_and_nothing_else_occurs_anywhere(told in told(), actor in actor()) {
        let ledger = house(&told);
        let seen = seen_by(&ledger, &actor, today());
        let written = text(&seen);
        for (number, told) in (1..).zip(&told) {
            let shown = should_see(&actor, number, told);
            let found = seen.startup(startup_id(number));
            prop_assert_eq!(found.is_some(), shown.is_some(), "startup {}", number);
            let own: Option<BTreeSet<EnrolmentId>> =
                found.map(|startup| startup.enrolments.iter().map(|stay| stay.id).collect());
            prop_assert_eq!(&own, &shown);
            if shown.is_none() {
                let keys = [startup_id(number).to_string(), format!("startup number {number}."), format!("key-of-{number}-"),
                    format!("sector of {number}."), format!("company number {number}.")];
                for key in keys {
                    prop_assert!(!written.contains(&key), "{} tells of a hidden startup", key);
                }
            }
            for (at, _) in (1..).zip(&told.stays) {
                let stay = stay_id(number, at);
                let visible = shown.as_ref().is_some_and(|shown| shown.contains(&stay));
                prop_assert_eq!(written.contains(&stay.to_string()), visible, "stay {} of startup {}", at, number);
            }
        }
        for number in 1..=3 {
            let own = match actor.scope {
                _ if !fits(actor.role, actor.scope) => false,
                Scope::House => true,
                Scope::Programme(own) | Scope::Contract(_, own) => own == programme_id(number),
                Scope::Startup(_) => seen.startups.iter().flat_map(|startup| &startup.enrolments).any(|stay| stay.programme == programme_id(number)),
            };
            prop_assert_eq!(written.contains(&format!("programme number {number}")), own);
            prop_assert_eq!(written.contains(&format!("cohort of {number}")), own && actor.role != Role::Funder);
        }
    }

    #[test]
    fn a_stay_that_is_seen_stands_where_it_stands(told in told(), actor in actor()) {
        let ledger = house(&told);
        let seen = seen_by(&ledger, &actor, today());
        for own in &seen.startups {
            let whole = ledger.startup(own.profile.id).unwrap();
            let counts = |startup: &StartupLedger, stay: EnrolmentId| -> Vec<FactId> {
                let changes = in_force(&startup.stage_changes, Instant::MAX_UTC).into_iter();
                changes.filter(|fact| fact.body.is_some_and(|told| told.enrolment == stay)).map(|fact| fact.id).collect()
            };
            for stay in &own.enrolments {
                prop_assert_eq!(counts(own, stay.id), counts(whole, stay.id), "a move that was taken back counts again");
            }
        }
    }

    #[test]
    fn the_policy_answers_alike_from_what_is_seen_and_from_the_whole(told in told(), actor in actor()) {
        let ledger = house(&told);
        let seen = seen_by(&ledger, &actor, today());
        for startup in &ledger.startups {
            let whole = Resource::startup(&ledger, startup);
            let found = seen.startup(startup.profile.id);
            prop_assert_eq!(may(&actor, Action::SeeStartup, &whole, today()).is_allowed(), found.is_some());
            for action in Action::ALL {
                let decision = may(&actor, *action, &whole, today());
                match found {
                    Some(own) => prop_assert_eq!(may(&actor, *action, &Resource::startup(&seen, own), today()), decision),
                    None => prop_assert_eq!(decision, Decision::Hidden),
                }
                for stay in &startup.enrolments {
                    let decision = may(&actor, *action, &Resource::stay(&ledger, startup, stay.id), today());
                    match found.filter(|own| own.enrolments.iter().any(|known| known.id == stay.id)) {
                        Some(own) => {
                            prop_assert_eq!(may(&actor, *action, &Resource::stay(&seen, own, stay.id), today()), decision);
                        }
                        None => prop_assert_eq!(decision, Decision::Hidden),
                    }
                }
            }
        }
    }

    #[test]
    fn an_administrator_sees_whatever_anybody_sees_and_more_scope_shows_more(told in told(), actor in actor()) {
        let ledger = house(&told);
        let seen = seen_by(&ledger, &actor, today());
        let all = seen_by(&ledger, &Actor::person(person(1), Role::Admin, Scope::House), today());
        prop_assert_eq!(text(&all), text(&ledger));
        prop_assert!(stays(&seen).is_subset(&stays(&all)));
        prop_assert!(!sees_all(&actor) || text(&seen) == text(&ledger));
        if fits(actor.role, Scope::House) {
            let wider = seen_by(&ledger, &Actor { scope: Scope::House, ..actor }, today());
            prop_assert!(stays(&seen).is_subset(&stays(&wider)));
        }
    }

    #[test]
    fn a_mentor_who_loses_the_programme_sees_nothing_of_it(told in told(), who in 1..=2_u64) {
        let ledger = house(&told);
        let before = seen_by(&ledger, &in_programme(who, Role::Mentor, 1), today());
        let after = seen_by(&ledger, &in_programme(who, Role::Mentor, 2), today());
        prop_assert!(stays(&before).is_disjoint(&stays(&after)));
        prop_assert!(after.startups.iter().flat_map(|startup| &startup.enrolments).all(|stay| stay.programme == programme_id(2)));
        prop_assert!(!text(&after).contains(&programme_id(1).to_string()));
    }

    #[test]
    fn the_order_in_which_things_lie_means_nothing(told in told(), actor in actor(), turn in 0..4_usize) {
        let ledger = house(&told);
        let mut other = ledger.clone();
        other.programmes.rotate_left(turn % 3);
        other.startups = ledger.startups.iter().map(|startup| {
            let mut startup = StartupLedger::clone(startup);
            startup.enrolments.reverse();
            let (moves, mentors) = (startup.stage_changes.len().max(1), startup.mentors.len().max(1));
            startup.stage_changes.rotate_left(turn % moves);
            startup.mentors.rotate_left(turn % mentors);
            Arc::new(startup)
        }).collect();
        let (one, two) = (seen_by(&ledger, &actor, today()), seen_by(&other, &actor, today()));
        prop_assert_eq!(stays(&one), stays(&two));
        let facts = |ledger: &Ledger| -> BTreeSet<String> {
            ledger.startups.iter().flat_map(|startup| &startup.stage_changes).map(|fact| fact.id.to_string()).collect()
        };
        prop_assert_eq!(facts(&one), facts(&two));
    }

    #[test]
    fn a_startup_whose_import_was_undone_is_seen_by_staff_who_run_it_only(mut told in told(), actor in actor()) {
        for told in &mut told {
            told.withdrawn = true;
        }
        let seen = seen_by(&house(&told), &actor, today());
        let runs = matches!(actor.role, Role::Admin | Role::System | Role::Manager);
        prop_assert!(runs || seen.startups.is_empty());
    }

    #[test]
    fn evaluators_and_funders_see_no_startup(told in told(), programme in 1..=3_u64) {
        let ledger = house(&told);
        prop_assert!(seen_by(&ledger, &in_programme(1, Role::Evaluator, programme), today()).startups.is_empty());
        prop_assert!(seen_by(&ledger, &in_programme(1, Role::Funder, programme), today()).startups.is_empty());
    }
}

#[test]
fn startups_without_a_stay_elsewhere_are_shared_and_not_copied() {
    let ledger = house(&[
        Told { stays: vec![(1, Came::Admitted)], ..Told::default() },
        Told { stays: vec![(1, Came::Admitted), (2, Came::Admitted)], ..Told::default() },
    ]);
    let seen = seen_by(&ledger, &in_programme(1, Role::Manager, 1), today());
    assert!(Arc::ptr_eq(&ledger.startups[0], &seen.startups[0]));
    assert!(!Arc::ptr_eq(&ledger.startups[1], &seen.startups[1]));
    assert_eq!(seen_by(&ledger, &founder(1, 2), today()).startups.len(), 1);
}
