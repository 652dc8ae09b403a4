//! What holds over random houses, legal or not.

use chrono::NaiveDate;
use domain::access::sight::seen_by;
use domain::access::{Actor, Role, Scope};
use domain::attention::{AttentionRules, HouseRules, Item, Rule, Severity, UsualTimes, items, items_of};
use domain::facts::in_force;
use domain::figures::history::History;
use domain::figures::status::{self, Status};
use domain::ids::{PersonId, ProgrammeId};
use domain::pipeline::Course;
use domain::time::end_of_oslo_day;
use domain::words::Locale;
use proptest::prelude::*;

use crate::house::id;
use crate::on;
use crate::portfolio::{DAYS, day, house};

fn today() -> impl Strategy<Value = NaiveDate> {
    (DAYS / 4..DAYS + 400).prop_map(day)
}

fn with_limit(rule: Rule, limit: u32) -> HouseRules {
    let shipped = AttentionRules::default();
    let setting = domain::attention::Setting { limit, ..shipped.get(rule) };
    HouseRules { shipped: shipped.with(rule, setting), ..HouseRules::default() }
}

fn keys(items: &[Item], rule: Rule) -> Vec<(domain::ids::StartupId, domain::ids::EnrolmentId)> {
    let mut keys: Vec<_> =
        items.iter().filter(|item| item.rule == rule).map(|item| (item.startup, item.stay)).collect();
    keys.sort_unstable();
    keys
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn nothing_is_asked_of_the_dead_and_only_an_answer_of_those_who_are_out(ledger in house(12), today in today()) {
        let known_at = end_of_oslo_day(today);
        for item in on(&ledger, &HouseRules::default(), today) {
            let startup = ledger.startup(item.startup).unwrap();
            prop_assert!(startup.is_known_at(known_at));
            let history = History::of(&ledger, startup, known_at);
            let status = status::at(&history, today);
            prop_assert!(!matches!(status, Status::Dead { .. } | Status::Absorbed { .. }), "{item:?}: {status:?}");
            let stay = startup.enrolments.iter().find(|stay| stay.id == item.stay).unwrap();
            let changes = in_force(&startup.stage_changes, known_at);
            let course = Course::at(ledger.programme(stay.programme).unwrap(), stay.id, &changes, today).unwrap();
            prop_assert!(course.is_open() || item.rule == Rule::UpdateOverdue, "{item:?}");
            prop_assert_eq!(course.admitted_on.is_none(), item.rule == Rule::ApplicationWaiting, "{:?}", item);
            prop_assert_eq!(stay.programme, item.programme);
        }
    }

    #[test]
    fn a_wider_limit_never_asks_for_more(ledger in house(10), today in today(), rule in prop::sample::select(&Rule::ALL[..]), one in 0_u32..400, more in 0_u32..400) {
        let narrow = on(&ledger, &with_limit(rule, one), today);
        let wide = on(&ledger, &with_limit(rule, one.saturating_add(more)), today);
        let (narrow_keys, wide_keys) = (keys(&narrow, rule), keys(&wide, rule));
        for key in &wide_keys {
            prop_assert!(narrow_keys.contains(key), "{key:?} only beyond {}", one + more);
        }
        // And no other rule minds.
        for other in Rule::ALL.into_iter().filter(|other| *other != rule) {
            prop_assert_eq!(keys(&narrow, other), keys(&wide, other));
        }
    }

    #[test]
    fn each_rule_speaks_once_of_a_stay_in_order_and_since_a_day_that_has_come(ledger in house(12), today in today()) {
        let found = on(&ledger, &HouseRules::default(), today);
        for pair in found.windows(2) {
            prop_assert!((pair[0].severity, pair[0].since) <= (pair[1].severity, pair[1].since));
        }
        let mut keys: Vec<_> = found.iter().map(|item| (item.startup, item.stay, item.rule)).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), found.len());
        for item in &found {
            prop_assert!(item.since <= today, "{item:?}");
            for locale in Locale::ALL {
                let reason = item.reason(locale, &ledger);
                prop_assert!(reason.ends_with('.') && !reason.contains("  "), "{reason}");
            }
        }
    }

    #[test]
    fn a_rule_that_is_off_says_nothing_and_changes_nothing_else(ledger in house(8), today in today(), rule in prop::sample::select(&Rule::ALL[..])) {
        let shipped = AttentionRules::default();
        let off = domain::attention::Setting { on: false, severity: Severity::High, ..shipped.get(rule) };
        let rules = HouseRules { shipped: shipped.with(rule, off), ..HouseRules::default() };
        let (with, without) = (on(&ledger, &HouseRules::default(), today), on(&ledger, &rules, today));
        let rest: Vec<&Item> = with.iter().filter(|item| item.rule != rule).collect();
        prop_assert_eq!(rest, without.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_part_of_the_house_is_asked_for_its_own_and_for_nothing_else(ledger in house(10), today in today()) {
        let known_at = end_of_oslo_day(today);
        let usual = UsualTimes::of(&ledger, known_at, today);
        let rules = HouseRules::default();
        let manager = Actor::person(PersonId(id(7)), Role::Manager, Scope::Programme(ProgrammeId(id(1))));
        let part = seen_by(&ledger, &manager, today);
        let found = items(&part, &rules, &usual, known_at, today);
        for item in &found {
            prop_assert_eq!(item.programme, ProgrammeId(id(1)));
            prop_assert!(part.startup(item.startup).is_some());
        }
        // One startup at a time says the same as all of them at once.
        let one_by_one: usize =
            part.startups.iter().filter(|startup| startup.is_known_at(known_at)).map(|startup| items_of(&part, startup, &rules, &usual, known_at, today).len()).sum();
        prop_assert_eq!(one_by_one, found.len());
    }

    #[test]
    fn a_day_on_which_nothing_happens_is_the_same_item(ledger in house(8), today in today()) {
        let tomorrow = today.succ_opt().unwrap();
        // Nothing is learned or true tomorrow that was not today: then whatever still speaks is what was put off.
        let quiet = |on: NaiveDate| on != tomorrow;
        let calm = ledger.startups.iter().all(|startup| {
            startup.meetings.iter().all(|fact| quiet(fact.valid_on) && quiet(domain::time::oslo_date(fact.recorded_at)))
                && startup.stage_changes.iter().all(|fact| quiet(fact.valid_on) && quiet(domain::time::oslo_date(fact.recorded_at)))
        });
        prop_assume!(calm);
        let find = |items: &[Item], rule: Rule| {
            items.iter().filter(|item| item.rule == rule).map(|item| (item.stay, item.fingerprint())).collect::<Vec<_>>()
        };
        let (now, then) = (on(&ledger, &HouseRules::default(), today), on(&ledger, &HouseRules::default(), tomorrow));
        for rule in [Rule::NoMeeting, Rule::StuckInStage, Rule::ApplicationWaiting] {
            let then = find(&then, rule);
            for (stay, fingerprint) in find(&now, rule) {
                if let Some((_, other)) = then.iter().find(|(other, _)| *other == stay) {
                    prop_assert_eq!(&fingerprint, other);
                }
            }
        }
    }
}
