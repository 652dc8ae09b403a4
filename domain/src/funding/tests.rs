//! Awards, balances and duties, as tables and as properties.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::de_minimis::{Verdict, Window, rules};
use super::scheme::named;
use super::*;
use crate::facts::{
    AidBasis, AwardStatus, Currency, Fact, FundingAward, Instrument, Money, Rate, Source, Terms, in_force,
};
use crate::ids::{AwardId, FactId};
use crate::time::Instant;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const fn award_id(number: u64) -> AwardId {
    AwardId(Uuid::from_u64_pair(9, number))
}

/// Ten kroner are a euro.
fn ten() -> Option<Rate> {
    Some(Rate { e4: 100_000, on: day("2024-01-01"), source: "test".into() })
}

fn aid(euro: i64, status: AwardStatus, award: u64) -> FundingAward {
    let amount = Money { minor: euro * 10 * 100, currency: Currency::Nok };
    let terms = Terms { basis: AidBasis::DeMinimis, rate: ten(), ..Terms::default() };
    FundingAward::plain("Næringsfond", status, amount).of(award_id(award)).under(terms)
}

fn facts(told: &[(&str, FundingAward)]) -> Vec<Fact<FundingAward>> {
    let fact = |(number, (on, body)): (u64, &(&str, FundingAward))| Fact {
        id: FactId(Uuid::from_u64_pair(1, number)),
        valid_on: day(on),
        recorded_at: Instant::default(),
        supersedes: None,
        source: Source::Mentor,
        documented: false,
        body: Some(body.clone()),
    };
    (1..).zip(told).map(fact).collect()
}

fn balance_of(told: &[(&str, FundingAward)], on: &str) -> Balance {
    let facts = facts(told);
    balance(&awards(&in_force(&facts, Instant::default())), day(on), false)
}

fn verdict(told: &[(&str, FundingAward)], on: &str, new: &FundingAward, freight: bool) -> Option<Verdict> {
    let facts = facts(told);
    would_pass(&awards(&in_force(&facts, Instant::default())), day(on), new, freight)
}

use AwardStatus::{Applied, Awarded, Declared, Declined, Lapsed, Paid};

#[test]
fn an_award_has_three_amounts_and_three_days() {
    let told = [
        ("2022-01-10", aid(50, Applied, 1)),
        ("2022-03-01", aid(40, Awarded, 1)),
        ("2022-03-05", aid(9, Awarded, 2)),
        ("2022-06-01", aid(20, Paid, 1)),
        ("2022-09-01", aid(35, Awarded, 1)),
        ("2022-12-01", aid(15, Paid, 1)),
    ];
    let facts = facts(&told);
    let awards = awards(&in_force(&facts, Instant::default()));
    assert_eq!(awards.len(), 2);
    let first = &awards[0];
    let kroner = |told: Option<(NaiveDate, Money)>| told.map(|(on, money)| (on, money.minor / 100));
    assert_eq!(kroner(first.applied), Some((day("2022-01-10"), 500)));
    assert_eq!(kroner(first.awarded), Some((day("2022-03-01"), 350)), "the day of the first, the amount of the latest");
    assert_eq!(kroner(first.paid), Some((day("2022-12-01"), 350)), "in two parts");
    assert_eq!((first.status(), first.steps.len()), (Paid, 5));
    assert_eq!(awards[1].applied, None);
}

#[test]
fn steps_without_an_award_are_put_together_by_their_scheme() {
    let nok = |kroner: i64| Money { minor: kroner * 100, currency: Currency::Nok };
    let told = [
        ("2020-01-01", FundingAward::plain("SkatteFUNN", Applied, nok(100))),
        ("2020-02-01", FundingAward::plain("Oppstartstilskudd 1", Applied, nok(7))),
        ("2020-03-01", FundingAward::plain("skattefunn ", Awarded, nok(90))),
        ("2020-04-01", FundingAward::plain("Oppstartstilskudd 1", Declined, nok(7))),
        ("2021-01-01", FundingAward::plain("SkatteFUNN", Applied, nok(200))),
        ("2021-03-01", FundingAward::plain("SkatteFUNN", Awarded, nok(150))),
    ];
    let facts = facts(&told);
    let awards = awards(&in_force(&facts, Instant::default()));
    let steps: Vec<(usize, AwardStatus)> = awards.iter().map(|award| (award.steps.len(), award.status())).collect();
    assert_eq!(steps, [(2, Awarded), (2, Declined), (2, Awarded)]);
}

#[test]
fn what_counts_in_a_balance() {
    let mut grant = aid(1_000, Awarded, 1);
    let on = "2022-05-01";
    assert_eq!(balance_of(&[(on, grant.clone())], on).cents, 100_000);
    assert_eq!(balance_of(&[(on, aid(1_000, Applied, 1))], on).cents, 0, "nothing was given yet");
    assert_eq!(balance_of(&[(on, aid(1_000, Declared, 1))], on).cents, 100_000, "aid from elsewhere");
    grant.terms.basis = AidBasis::BlockExemption;
    assert_eq!(balance_of(&[(on, grant.clone())], on).lines, []);
    grant.terms.basis = AidBasis::DeMinimis;
    grant.terms.private = true;
    assert_eq!(balance_of(&[(on, grant.clone())], on).lines, [], "a private giver gives no aid");
    grant.terms.private = false;
    grant.terms.instrument = Instrument::InKind;
    assert_eq!(balance_of(&[(on, grant.clone())], on).cents, 100_000, "an office counts as money does");
    grant.terms.instrument = Instrument::Loan;
    let loan = balance_of(&[(on, grant.clone())], on);
    assert_eq!((loan.cents, loan.unknown()), (0, 1), "the aid in a loan must be computed");
    grant.terms.gross_minor = Some(120 * 10 * 100);
    assert_eq!(balance_of(&[(on, grant.clone())], on).cents, 12_000);
    grant.terms.rate = None;
    let assumed = balance_of(&[(on, grant)], on);
    assert_eq!((assumed.cents, assumed.lines[0].assumed_rate), (11_876, true), "1 200 kroner by the average of 2022");
}

#[test]
fn what_lapsed_counts_as_far_as_it_was_paid() {
    let told =
        [("2022-01-01", aid(1_000, Awarded, 1)), ("2022-06-01", aid(300, Paid, 1)), ("2023-01-01", aid(0, Lapsed, 1))];
    assert_eq!(balance_of(&told, "2023-05-01").cents, 30_000);
    assert_eq!(balance_of(&[told[0].clone(), told[2].clone()], "2023-05-01").lines, []);
}

#[test]
fn three_fiscal_years_before_and_three_years_by_date_after() {
    assert_eq!(Window::FiscalYears.first(day("2023-12-31")), day("2021-01-01"));
    assert_eq!(Window::Rolling.first(day("2026-11-22")), day("2023-11-23"));
    let old = [("2021-01-01", aid(7, Awarded, 1))];
    assert_eq!(balance_of(&old, "2023-12-31").cents, 700);
    assert_eq!(balance_of(&[("2020-12-31", aid(7, Awarded, 1))], "2023-12-31").cents, 0);
    let new = [("2023-11-23", aid(7, Awarded, 1))];
    assert_eq!(balance_of(&new, "2026-11-22").cents, 700);
    assert_eq!(balance_of(&new, "2026-11-23").cents, 0);
    assert_eq!(balance_of(&new, "2023-11-22").cents, 0, "what has not been given yet");
}

#[test]
fn ceilings_by_their_day() {
    for (on, freight, ceiling) in [
        ("2023-12-31", false, Some(20_000_000)),
        ("2023-12-31", true, Some(10_000_000)),
        ("2024-01-01", false, None),
        ("2026-11-22", false, Some(30_000_000)),
        ("2026-11-22", true, Some(30_000_000)),
        ("2010-01-01", false, None),
    ] {
        assert_eq!(rule_on(day(on)).and_then(|rule| rule.ceiling_cents(freight)), ceiling, "{on}");
    }
    assert!(rules().is_sorted_by_key(|rule| rule.from));
    let gap = rules().iter().find(|rule| rule.key == "gap").unwrap();
    assert_eq!((gap.from, gap.ceiling_cents(false)), (day("2024-01-01"), None));
}

#[test]
fn the_ceiling_may_be_reached_and_not_passed() {
    let told = [("2022-03-01", aid(150_000, Awarded, 1))];
    let ask = |euro, on, freight| verdict(&told, on, &aid(euro, Awarded, 2), freight);
    assert_eq!(ask(50_000, "2023-06-01", false), Some(Verdict::Fits { room_cents: 0 }));
    let passes = Verdict::Passes { by_cents: 100, total_cents: 20_000_100, ceiling_cents: 20_000_000 };
    assert_eq!(ask(50_001, "2023-06-01", false), Some(passes));
    assert!(matches!(ask(1, "2023-06-01", true), Some(Verdict::Passes { ceiling_cents: 10_000_000, .. })));
    assert_eq!(ask(1, "2024-03-01", false), Some(Verdict::NoRule));
    assert_eq!(ask(300_000, "2026-06-01", false), Some(Verdict::Fits { room_cents: 0 }), "the old aid has gone out");
    let changed = verdict(&told, "2022-09-01", &aid(200_000, Awarded, 1), false);
    assert_eq!(changed, Some(Verdict::Fits { room_cents: 0 }), "a changed grant takes the place of the one before");
    let mut other = aid(999_999, Awarded, 2);
    other.terms.basis = AidBasis::BlockExemption;
    assert_eq!(verdict(&told, "2023-06-01", &other, false), None);
    assert_eq!(verdict(&told, "2023-06-01", &aid(999_999, Applied, 2), false), None, "to apply is no aid");
    let mut loan = aid(5, Awarded, 2);
    loan.terms.instrument = Instrument::Loan;
    assert_eq!(verdict(&told, "2023-06-01", &loan, false), Some(Verdict::Unknown));
}

#[test]
fn what_is_entered_late_leaves_room_for_what_came_after() {
    let told = [("2022-03-01", aid(150_000, Awarded, 1))];
    let ask = |euro, on| verdict(&told, on, &aid(euro, Awarded, 2), false);
    assert_eq!(ask(50_000, "2021-06-01"), Some(Verdict::Fits { room_cents: 0 }));
    let passes = Verdict::Passes { by_cents: 100, total_cents: 20_000_100, ceiling_cents: 20_000_000 };
    assert_eq!(ask(50_001, "2021-06-01"), Some(passes), "on the day of the later one");
    assert_eq!(ask(200_000, "2019-12-31"), Some(Verdict::Fits { room_cents: 0 }), "it had gone out by then");
}

#[test]
fn who_has_to_report() {
    let of = |euro, basis, on: &str| {
        let mut body = aid(euro, Awarded, 1);
        body.terms.basis = basis;
        let facts = facts(&[(on, body)]);
        awards(&in_force(&facts, Instant::default()))[0].given().and_then(|given| duty(&given))
    };
    let register = |threshold_cents, unsure| Some(Duty::Register { threshold_cents, unsure });
    assert_eq!(of(499_999, AidBasis::BlockExemption, "2023-12-10"), None);
    assert_eq!(of(500_000, AidBasis::BlockExemption, "2023-12-10"), register(50_000_000, false));
    assert_eq!(of(100_000, AidBasis::BlockExemption, "2023-12-11"), register(10_000_000, false));
    assert_eq!(of(99_999, AidBasis::BlockExemption, "2023-12-11"), None);
    assert_eq!(of(100_000, AidBasis::Unknown, "2024-12-11"), register(10_000_000, true));
    assert_eq!(of(900_000, AidBasis::Purchase, "2024-12-11"), None);
    assert_eq!(of(900_000, AidBasis::None, "2024-12-11"), None);
    assert_eq!(of(10, AidBasis::DeMinimis, "2025-12-31"), None);
    assert_eq!(of(10, AidBasis::DeMinimis, "2026-01-01"), Some(Duty::DeMinimis));
}

#[test]
fn schemes_have_versions() {
    let schemes = shipped();
    assert!(schemes.len() >= 20);
    let name_on = |name, on| named(schemes, name, day(on)).map(|scheme| scheme.key.as_str());
    assert_eq!(name_on("Etablerertilskudd fase 1", "2016-01-01"), Some("oppstartstilskudd-1"));
    assert_eq!(name_on("oppstartstilskudd 1", "2024-01-01"), Some("oppstartstilskudd-1"));
    assert_eq!(
        name_on("Etablerertilskudd fase 2", "2024-01-01"),
        Some("oppstartstilskudd-2"),
        "a late payment finds it"
    );
    assert_eq!(name_on("Månefondet", "2024-01-01"), None);
    for scheme in schemes {
        let versions: Vec<&Scheme> =
            schemes.iter().filter(|one| one.key == scheme.key && one.name != scheme.name).collect();
        let overlaps = |one: &&Scheme| one.valid_from.is_some_and(|from| scheme.is_on(from));
        assert!(!versions.iter().any(overlaps), "two versions of {} at once", scheme.key);
        assert!(scheme.verified || scheme.source.is_some() || scheme.valid_from.is_none(), "{}", scheme.key);
    }
}

#[test]
fn a_rate_is_assumed_from_the_year() {
    assert_eq!(rate::assumed(day("2022-05-01")).unwrap().e4, 101_040);
    assert_eq!(rate::assumed(day("2030-05-01")).unwrap().on, day("2024-12-31"), "the latest that is known");
    assert_eq!(rate::assumed(day("1999-05-01")).unwrap().on, day("2014-12-31"));
    assert!(rate::assumed(day("2024-01-01")).unwrap().is_plausible() && !rate::averages().verified);
}

prop_compose! {
    fn told()(many in proptest::collection::vec((0_u64..4_000, 0_i64..90_000, 0..4_u64, 0..5_usize), 0..12))
        -> Vec<(NaiveDate, FundingAward)> {
        let status = [Applied, Awarded, Declared, Paid, Lapsed];
        let mut told: Vec<_> = many
            .into_iter()
            .map(|(on, euro, award, which)| (day("2015-01-01") + Days::new(on), aid(euro, status[which], award)))
            .collect();
        told.sort_by_key(|(on, _)| *on);
        told
    }
}

proptest! {
    #[test]
    fn a_balance_is_what_its_lines_add_up_to_and_a_verdict_follows(told in told(), on in 0_u64..4_500, euro in 1_i64..400_000) {
        let on = day("2015-01-01") + Days::new(on);
        let texts: Vec<(String, FundingAward)> = told.iter().map(|(on, body)| (on.to_string(), body.clone())).collect();
        let texts: Vec<(&str, FundingAward)> = texts.iter().map(|(on, body)| (on.as_str(), body.clone())).collect();
        let facts = facts(&texts);
        let awards = awards(&in_force(&facts, Instant::default()));
        prop_assert_eq!(awards.iter().map(|award| award.steps.len()).sum::<usize>(), facts.len(), "no step is lost");
        let balance = balance(&awards, on, false);
        prop_assert_eq!(balance.cents, balance.lines.iter().filter_map(|line| line.cents).sum::<i64>());
        prop_assert!(balance.lines.iter().all(|line| balance.from <= line.on && line.on <= on));
        // An award is never counted twice, and the lower ceiling is never the higher.
        prop_assert!(balance.lines.len() <= awards.len());
        let new = aid(euro, Awarded, 77);
        match would_pass(&awards, on, &new, false).unwrap() {
            Verdict::NoRule => prop_assert_eq!(balance.ceiling_cents, None),
            Verdict::Fits { room_cents } => {
                // Aid given later may leave less room than there is on the day.
                prop_assert!(room_cents <= balance.room_cents().unwrap() - euro * 100);
                prop_assert!(room_cents >= 0);
            }
            Verdict::Passes { by_cents, total_cents, ceiling_cents } => {
                prop_assert_eq!(by_cents, total_cents - ceiling_cents);
                prop_assert!(total_cents - ceiling_cents >= balance.cents + euro * 100 - balance.ceiling_cents.unwrap());
                prop_assert!(by_cents > 0);
                prop_assert!(would_pass(&awards, on, &new, true).unwrap().warns());
                // More of the same passes it too.
                prop_assert!(would_pass(&awards, on, &aid(euro * 2, Awarded, 77), false).unwrap().warns());
            }
            Verdict::Unknown => prop_assert!(false, "a grant is all aid"),
        }
    }
}
