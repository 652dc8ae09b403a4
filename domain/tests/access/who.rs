//! Who can see this?

use chrono::TimeDelta;
use domain::access::tie::Tie;
use domain::access::who::who_can_see;
use domain::access::{Actor, Role, Scope};
use domain::words::Locale;

use crate::house::{
    Assigned, Came, Told, days_ago, founder, house, in_programme, membership, person, startup_id, today,
};

#[test]
fn everybody_who_sees_a_startup_is_named_with_the_reason_and_nobody_else() {
    let mentors = vec![Assigned { ago: 100, to: Some(3), taken_back: false }];
    let ledger = house(&[Told { stays: vec![(1, Came::Admitted), (2, Came::Applied)], mentors, withdrawn: false }]);
    let startup = ledger.startup(startup_id(1)).unwrap();
    let actors = [
        founder(9, 1),
        founder(10, 2),
        Actor::person(person(1), Role::Admin, Scope::House),
        in_programme(2, Role::Manager, 1),
        in_programme(2, Role::Manager, 3),
        in_programme(3, Role::Mentor, 1),
        in_programme(4, Role::Mentor, 1),
        in_programme(5, Role::Mentor, 2),
        in_programme(6, Role::Evaluator, 2),
        in_programme(7, Role::Evaluator, 1),
        in_programme(8, Role::Funder, 1),
    ];
    let memberships: Vec<_> = actors.iter().map(|actor| membership(actor, days_ago(500), None)).collect();
    let seen = who_can_see(&ledger, startup, &memberships, today());
    let told: Vec<_> = seen.iter().map(|seer| (seer.person, seer.tie, seer.changes)).collect();
    let expected = [
        (person(1), Tie::Keeps, true),
        (person(2), Tie::Runs, true),
        (person(3), Tie::Assigned, true),
        (person(4), Tie::SameProgramme, false),
        (person(9), Tie::Founds, false),
    ];
    assert_eq!(told, expected);
    let why: Vec<String> = seen.iter().map(|seer| seer.why(Locale::En, Some("Growth"))).collect();
    assert_eq!(why[1], "manages Growth");
    for locale in Locale::ALL {
        let words: std::collections::HashSet<String> = seen.iter().map(|seer| seer.why(locale, None)).collect();
        assert_eq!(words.len(), seen.len());
    }
    let mut reversed = memberships;
    reversed.reverse();
    assert_eq!(who_can_see(&ledger, startup, &reversed, today()), seen, "the order of memberships means nothing");
}

#[test]
fn a_founder_sees_from_the_first_day_to_the_last() {
    let ledger = house(&[Told { stays: vec![(1, Came::Admitted)], ..Told::default() }]);
    let startup = ledger.startup(startup_id(1)).unwrap();
    let (from, to) = (days_ago(20), days_ago(10));
    let own = membership(&founder(9, 1), from, Some(to));
    let sees = |membership: &domain::access::Membership, on| {
        !who_can_see(&ledger, startup, std::slice::from_ref(membership), on).is_empty()
    };
    let day = TimeDelta::days(1);
    assert_eq!([from - day, from, to, to + day].map(|on| sees(&own, on)), [false, true, true, false]);
    let mut revoked = own;
    revoked.revoked_at = Some(from.and_hms_opt(0, 0, 0).unwrap().and_utc());
    assert!(!sees(&revoked, from));
    let open = membership(&founder(9, 1), from, None);
    assert!(sees(&open, today()));
}

#[test]
fn an_assignment_opens_a_startup_on_its_day_and_closes_it_on_the_day_it_ends() {
    let mentors = vec![
        Assigned { ago: 20, to: Some(3), taken_back: false },
        Assigned { ago: 10, to: None, taken_back: false },
        Assigned { ago: 5, to: Some(3), taken_back: true },
        Assigned { ago: -1, to: Some(3), taken_back: false },
    ];
    let ledger = house(&[Told { stays: vec![(1, Came::Admitted)], mentors, withdrawn: false }]);
    let startup = ledger.startup(startup_id(1)).unwrap();
    let mentor = [membership(&in_programme(3, Role::Mentor, 1), days_ago(500), None)];
    let changes = |ago| who_can_see(&ledger, startup, &mentor, days_ago(ago))[0].changes;
    let expected = [(21, false), (20, true), (11, true), (10, false), (5, false), (0, false), (-1, true)];
    for (ago, expected) in expected {
        assert_eq!(changes(ago), expected, "{ago} days ago");
    }
}
