//! From the living ledger, as known then: the same bytes, whatever was learned or erased since.

use std::sync::Arc;

use domain::figures::{FigureId, Query};
use domain::ledger::Ledger;
use domain::publication::{Recomputed, Secret, recompute, verify};
use domain::time::Instant;
use proptest::prelude::*;

use crate::house::{self, query as on};
use crate::portfolio::{house, query, without_later};
use crate::{id, ids, publish, toy};

/// Takes away everything about people, and every name.
fn erased(ledger: &Ledger) -> Ledger {
    let mut ledger = ledger.clone();
    for startup in &mut ledger.startups {
        let startup = Arc::make_mut(startup);
        startup.mentors.clear();
        startup.companies.clear();
        startup.profile.name = "slettet".to_owned();
        startup.profile.external_id = None;
        startup.profile.website = None;
    }
    for programme in &mut ledger.programmes {
        programme.name.push_str(" (ny)");
        programme.slug.push_str("-ny");
        for stage in &mut programme.stages {
            stage.names[0].push('!');
            stage.key.push_str("_2");
        }
    }
    ledger
}

/// The same startups with half of what is known recorded a second time, later, and withdrawn ones gone.
fn corrected(ledger: &Ledger, known_at: Instant) -> Ledger {
    let mut ledger = ledger.clone();
    let later = known_at + chrono::TimeDelta::days(9);
    for (number, startup) in (1_u64..).zip(&mut ledger.startups) {
        let startup = Arc::make_mut(startup);
        let mut again: Vec<_> =
            startup.headcounts.iter().filter(|fact| fact.recorded_at <= known_at).cloned().collect();
        for (index, fact) in (0_u64..).zip(&mut again) {
            fact.supersedes = Some(fact.id);
            fact.id = domain::ids::FactId(house::id(10_000_000 + number * 1_000 + index));
            fact.recorded_at = later;
            fact.body = Some(domain::facts::Headcount::of(77));
        }
        startup.headcounts.extend(again);
        if startup.profile.withdrawn_at.is_none() && number % 2 == 0 {
            startup.profile.withdrawn_at = Some(later);
        }
    }
    ledger
}

#[test]
fn the_toy_portfolio_after_erasing_and_correcting() {
    for id in ids() {
        let (house, publication) = toy(&id.0);
        let verified = verify(&publication.bytes).unwrap();
        let secret = Secret::from([1; 32]);
        let known_at = on("2023-12-31").known_at;
        for ledger in [house.ledger.clone(), erased(&house.ledger), corrected(&house.ledger, known_at)] {
            assert_eq!(recompute(&verified, &ledger, &secret).unwrap(), Recomputed::Same, "{}", id.0);
        }
    }
}

#[test]
fn what_was_overwritten_is_named() {
    let (house, publication) = toy("jobs.stock");
    let verified = verify(&publication.bytes).unwrap();
    let mut ledger = house.ledger.clone();
    let startup = ledger.startups.iter_mut().find(|startup| startup.profile.name == "A").unwrap();
    // The twelve of A become thirteen where they stand: nothing in the product can do this.
    let fact = Arc::make_mut(startup).headcounts.last_mut().unwrap();
    fact.body = Some(domain::facts::Headcount::of(13));
    let Recomputed::Differs(found) = recompute(&verified, &ledger, &Secret::from([1; 32])).unwrap() else { panic!() };
    let paths: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(paths.contains(&"outputs.value: 25 ≠ 26".to_owned()), "{paths:?}");
    assert!(paths.iter().any(|path| path.contains(".employees.low: 12 ≠ 13")), "{paths:?}");
    // Another secret makes other pseudonyms: that is seen too.
    assert_ne!(recompute(&verified, &house.ledger, &Secret::from([2; 32])).unwrap(), Recomputed::Same);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn erasing_and_later_facts_change_nothing(id in id(), ledger in house(6), query in query()) {
        let publication = publish(&ledger, &id, &query, 1);
        let verified = verify(&publication.bytes).unwrap();
        let then = without_later(&ledger, query.known_at);
        for later in [erased(&ledger), corrected(&ledger, query.known_at), then.clone()] {
            let again = recompute(&verified, &later, &Secret::from([1; 32])).unwrap();
            prop_assert_eq!(again, Recomputed::Same, "{}", &id.0);
        }
        prop_assert_eq!(publish(&then, &id, &query, 1).bytes, publication.bytes, "{}", id.0);
    }

    #[test]
    fn the_order_in_which_a_ledger_holds_things_is_nothing(ledger in house(6), query in query()) {
        let mut turned = ledger.clone();
        turned.programmes.reverse();
        for startup in &mut turned.startups {
            let startup = Arc::make_mut(startup);
            startup.headcounts.reverse();
            startup.life_events.reverse();
            startup.workplaces.reverse();
        }
        let id = FigureId("jobs.net".to_owned());
        let asked: &Query = &query;
        prop_assert_eq!(publish(&ledger, &id, asked, 1).bytes, publish(&turned, &id, asked, 1).bytes);
    }
}
