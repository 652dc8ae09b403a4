//! What is in force on a day, and the digests.

use chrono::NaiveDate;
use domain::contracts::{Addendum, Change, Contract, PathPoint, TermsError, addendum_digest, verify};
use domain::figures::FigureId;
use domain::geography::RegionSetId;
use domain::words::Locale;
use proptest::prelude::*;

use crate::house::{day, noon};
use crate::{signed, target, terms, within};

fn contract() -> Contract {
    let (from, to) = (day("2023-01-01"), day("2025-12-31"));
    let promised = within(target(1, from, to, 150.0), "romerike@1");
    signed(1, terms(1, from, to, vec![promised]), day("2022-12-15"))
}

fn amended(contract: &mut Contract, on: NaiveDate, from: NaiveDate, changes: Vec<Change>) {
    let number = u32::try_from(contract.addenda.len()).unwrap() + 1;
    let before = contract.last_digest().unwrap();
    let digest = addendum_digest(before, number, on, from, "avtalt", &changes).unwrap();
    let (reason, at, by) = ("avtalt".to_owned(), noon(on), "x".to_owned());
    contract.addenda.push(Addendum { number, signed_on: on, from_on: from, reason, changes, at, by, digest });
}

#[test]
fn an_addendum_holds_from_its_day_and_not_before() {
    let mut contract = contract();
    amended(&mut contract, day("2024-03-01"), day("2024-07-01"), vec![Change::Title("Ny tittel".to_owned())]);
    // A later addendum may hold from an earlier day; in force is what holds from the latest day.
    amended(
        &mut contract,
        day("2024-04-01"),
        day("2024-05-01"),
        vec![Change::Title("Mellom".to_owned()), Change::ToOn(day("2026-06-30"))],
    );
    for (on, title, to) in [
        ("2022-12-15", "150 arbeidsplasser", "2025-12-31"),
        ("2024-04-30", "150 arbeidsplasser", "2025-12-31"),
        ("2024-05-01", "Mellom", "2026-06-30"),
        ("2024-06-30", "Mellom", "2026-06-30"),
        ("2024-07-01", "Ny tittel", "2026-06-30"),
    ] {
        let terms = contract.in_force(day(on));
        assert_eq!((terms.title.as_str(), terms.to_on), (title, day(to)), "on {on}");
    }
    assert!(verify(&contract));
}

#[test]
fn whatever_is_changed_in_a_signed_contract_shows_in_its_digests() {
    let mut good = contract();
    amended(&mut good, day("2024-03-01"), day("2024-07-01"), vec![Change::ToOn(day("2026-06-30"))]);
    amended(&mut good, day("2024-09-01"), day("2024-10-01"), vec![Change::Conditions("Mer".to_owned())]);
    assert!(verify(&good));
    type Forge = fn(&mut Contract);
    let forgeries: [(&str, Forge); 8] = [
        ("amount", |contract| contract.terms.minor += 1),
        ("target", |contract| contract.terms.targets[0].amount = 140.0),
        ("day", |contract| contract.signed.as_mut().unwrap().on = day("2022-12-16")),
        ("changes", |contract| contract.addenda[0].changes = vec![Change::ToOn(day("2027-06-30"))]),
        ("from", |contract| contract.addenda[0].from_on = day("2024-06-01")),
        ("reason", |contract| contract.addenda[1].reason = "annet".to_owned()),
        ("first taken out", |contract| {
            contract.addenda.remove(0);
        }),
        ("order", |contract| contract.addenda.swap(0, 1)),
    ];
    for (what, forge) in forgeries {
        let mut forged = good.clone();
        forge(&mut forged);
        assert!(!verify(&forged), "{what}");
    }
}

#[test]
fn a_contract_reads_back_from_json_with_the_same_digest() {
    let mut contract = contract();
    contract.terms.targets[0].amount = 0.1 + 0.2;
    let contract = signed(1, contract.terms, day("2022-12-15"));
    let text = serde_json::to_string(&contract).unwrap();
    let back: Contract = serde_json::from_str(&text).unwrap();
    assert_eq!(back, contract);
    assert!(verify(&back));
    // A scope that learns to narrow in another way must not change old digests: what says nothing is not written.
    assert!(!text.contains("cohort") && !text.contains("fractional"), "{text}");
}

#[test]
fn the_changes_between_two_terms_lead_from_one_to_the_other() {
    let before = contract().terms;
    let mut after = before.clone();
    after.title = "Annet".to_owned();
    after.minor += 100;
    after.instalments[0].minor += 100;
    after.reports.push(day("2026-03-01"));
    let changes = after.changes_since(&before);
    assert_eq!(changes.iter().map(Change::field).collect::<Vec<_>>(), ["title", "amount", "reports"]);
    assert_eq!(changes.iter().fold(before.clone(), |terms, change| terms.with(change)), after);
    assert!(before.changes_since(&before).is_empty());
}

#[test]
fn what_cannot_be_agreed_is_refused_with_a_sentence() {
    let good = contract().terms;
    assert_eq!(good.check(), Ok(()));
    type Spoil = fn(&mut domain::contracts::Terms);
    let bad: [(TermsError, Spoil); 13] = [
        (TermsError::FunderMissing, |terms| terms.funder.name = "  ".to_owned()),
        (TermsError::TitleMissing, |terms| terms.title.clear()),
        (TermsError::TooLong, |terms| terms.conditions = "x".repeat(4_001)),
        (TermsError::TooMany, |terms| {
            terms.reports = (1..=60).map(|at| day("2024-01-01") + chrono::Days::new(at)).collect();
        }),
        (TermsError::PeriodReversed, |terms| terms.to_on = terms.from_on),
        (TermsError::AmountNotAboveZero, |terms| terms.minor = 0),
        (TermsError::InstalmentsDoNotAddUp, |terms| terms.minor += 1),
        (TermsError::NotInOrder, |terms| terms.instalments.reverse()),
        (TermsError::NoTarget, |terms| terms.targets.clear()),
        (TermsError::UnknownDefinition(FigureId("jobs.net".into())), |terms| terms.targets[0].definition.version = 2),
        (TermsError::OtherProgramme, |terms| terms.targets[0].scope.programme = None),
        (TermsError::UnknownRegion, |terms| terms.targets[0].scope.region = Some(RegionSetId("romerike".into()))),
        (TermsError::TargetOutsidePeriod, |terms| terms.targets[0].due_on = day("2026-01-01")),
    ];
    for (expected, spoil) in bad {
        let mut terms = good.clone();
        spoil(&mut terms);
        assert_eq!(terms.check(), Err(expected.clone()));
        for locale in Locale::ALL {
            assert!(expected.text(locale).ends_with('.'), "{expected:?}");
        }
    }
    let mut share = good.clone();
    share.targets[0].definition.id = FigureId("survival.exits".into());
    assert_eq!(share.check(), Err(TermsError::TargetAmount), "a share of 150");
    share.targets[0].amount = 0.7;
    assert_eq!(share.check(), Ok(()));
    share.targets[0].definition.id = FigureId("survival.km(exit)".into());
    assert!(matches!(share.check(), Err(TermsError::UnknownDefinition(_))), "a curve is no promise");
    let mut path = good;
    path.targets[0].path = vec![PathPoint { on: day("2025-12-31"), amount: 10.0 }];
    assert_eq!(path.check(), Err(TermsError::PathNotInOrder));
}

#[test]
fn the_path_runs_straight_between_its_corners() {
    let mut promised = target(1, day("2023-01-01"), day("2025-01-01"), 100.0);
    assert_eq!(promised.path_at(day("2022-01-01")), 0.0);
    promised.path = vec![PathPoint { on: day("2024-01-01"), amount: 20.0 }];
    for (on, expected) in [
        ("2023-01-01", 0.0),
        ("2023-07-02", 20.0 * 182.0 / 365.0),
        ("2024-01-01", 20.0),
        ("2025-01-01", 100.0),
        ("2026-01-01", 100.0),
    ] {
        assert!((promised.path_at(day(on)) - expected).abs() < 1e-9, "{on}: {}", promised.path_at(day(on)));
    }
    let mut share = promised;
    share.definition.id = FigureId("survival.exits".into());
    (share.amount, share.path) = (0.7, Vec::new());
    assert_eq!(share.path_at(day("2023-06-01")), 0.7, "a share is asked for on every day");
}

proptest! {
    #[test]
    fn in_force_is_what_applying_the_addenda_one_by_one_gives(days in proptest::collection::vec((0_u64..900, 0_usize..4), 0..8), on in 0_u64..1_000) {
        let start = day("2022-12-15");
        let at = |days: u64| start + chrono::Days::new(days);
        let mut contract = contract();
        for (number, (from, field)) in days.iter().enumerate() {
            let change = match field {
                0 => Change::Title(format!("Tittel {number}")),
                1 => Change::CaseNumber(format!("{number}")),
                2 => Change::Conditions(format!("Vilkår {number}")),
                _ => Change::Reports(vec![at(1_000 + number as u64)]),
            };
            amended(&mut contract, start, at(*from), vec![change]);
        }
        // By plain words: of each field, the change that holds from the latest day, and of those on one day the one agreed last.
        let last = |wanted: usize| days.iter().enumerate().filter(|(_, (from, field))| *from <= on && *field == wanted)
            .max_by_key(|(number, (from, _))| (*from, *number)).map(|(number, _)| number);
        let terms = contract.in_force(at(on));
        prop_assert_eq!(terms.title, last(0).map_or("150 arbeidsplasser".to_owned(), |number| format!("Tittel {number}")));
        prop_assert_eq!(terms.case_number, last(1).map_or("2023/1234".to_owned(), |number| number.to_string()));
        prop_assert_eq!(terms.conditions, last(2).map_or(String::new(), |number| format!("Vilkår {number}")));
        prop_assert_eq!(terms.reports, last(3).map_or(vec![day("2025-12-31")], |number| vec![at(1_000 + number as u64)]));
        prop_assert!(verify(&contract));
    }
}
