//! The rules of the jobs ledger, one by one.

use domain::facts::{Headcount, LifeEventKind, Outcome, Source, Span};
use domain::figures::series::{StepCause, jobs_over_time, startup_jobs};
use domain::figures::{Figure, Measure, OutReason, Query, Scope, history};
use domain::geography::{Municipality, RegionSetId};
use domain::ids::StartupId;

use crate::house::{House, day, query, row, toy};

const TODAY: &str = "2023-12-31";

fn with(change: impl Fn(&mut Scope)) -> Query {
    let mut query = query(TODAY);
    change(&mut query.scope);
    query
}

fn out(figure: &Figure, startup: StartupId) -> (OutReason, f64) {
    let row = figure.rows_out.iter().find(|row| row.startup == startup).unwrap();
    (row.reason, row.ceiling)
}

fn levels(figure: &Figure, startup: StartupId) -> (f64, f64, f64) {
    let row = figure.rows_in.iter().find(|row| row.startup == startup).unwrap();
    (row.floor, row.contribution, row.ceiling)
}

#[test]
fn fifteen_months_is_fresh_and_a_day_more_is_stale() {
    let mut house = House::new(1);
    let fresh = house.startup("fresh").admitted("2020-01-01").heads("2020-01-01", 1).heads("2022-09-30", 5).build();
    let stale = house.startup("stale").admitted("2020-01-01").heads("2020-01-01", 1).heads("2022-09-29", 7).build();
    let stock = house.at("jobs.stock", TODAY);
    assert_eq!(row(&stock, fresh), Ok(5.0));
    assert_eq!(out(&stock, stale), (OutReason::StaleHeadcount, 7.0));
    assert_eq!((stock.value, stock.ceiling), (Some(5.0), Some(12.0)));
    assert_eq!(out(&house.at("jobs.net", TODAY), stale), (OutReason::StaleHeadcount, 6.0));
    assert_eq!(row(&house.at("jobs.peak", TODAY), stale), Ok(7.0), "a past peak is history");
    assert_eq!(row(&house.at("jobs.gross_increase", TODAY), stale), Ok(6.0));
}

#[test]
fn spans_claim_their_low_end_and_reach_their_high_end() {
    let mut house = House::new(1);
    let hidden = house.startup("hidden").admitted("2023-01-01").span("2023-01-01", 1, 4).by(Source::Register);
    let hidden = hidden.span("2023-06-01", 5, 9).build();
    assert_eq!(levels(&house.at("jobs.stock", TODAY), hidden), (5.0, 5.0, 9.0));
    assert_eq!(levels(&house.at("jobs.peak", TODAY), hidden), (5.0, 5.0, 9.0));
    // At least 5 - 4, shown 5 - 1, at most 9 - 1.
    assert_eq!(levels(&house.at("jobs.net", TODAY), hidden), (1.0, 4.0, 8.0));
    assert_eq!(levels(&house.at("jobs.net_floor", TODAY), hidden), (1.0, 4.0, 8.0));
    assert_eq!(levels(&house.at("jobs.gross_increase", TODAY), hidden), (1.0, 4.0, 8.0));
}

#[test]
fn hidden_numbers_that_stay_hidden_add_nothing_for_sure() {
    let mut house = House::new(1);
    let hidden = house.startup("hidden").by(Source::Register).admitted("2022-01-01").span("2022-01-01", 1, 4);
    let hidden = hidden.span("2022-06-01", 1, 4).span("2023-01-01", 1, 4).span("2023-06-01", 1, 4).build();
    // The most: 1 to 4, back to 1, up to 4 again.
    assert_eq!(levels(&house.at("jobs.gross_increase", TODAY), hidden), (0.0, 0.0, 6.0));
}

#[test]
fn the_floor_rests_on_documents_alone() {
    let mut house = House::new(1);
    let grown = house.startup("grown").admitted("2023-01-01").heads("2023-01-01", 2).by(Source::Document);
    let grown = grown.heads("2023-03-01", 6).by(Source::Founder).heads("2023-09-01", 10).build();
    let shrunk = house.startup("shrunk").admitted("2023-01-01").heads("2023-01-01", 2).by(Source::Register);
    let shrunk = shrunk.heads("2023-03-01", 9).by(Source::Founder).heads("2023-09-01", 3).build();
    let told = house.startup("told").admitted("2023-01-01").heads("2023-01-01", 2).heads("2023-09-01", 8).build();
    let stock = house.at("jobs.stock", TODAY);
    assert_eq!(levels(&stock, grown), (6.0, 10.0, 10.0));
    assert_eq!(levels(&stock, shrunk), (3.0, 3.0, 3.0), "never above the point");
    assert_eq!(levels(&stock, told), (0.0, 8.0, 8.0));
    assert_eq!(stock.floor, Some(9.0));
    let net = house.at("jobs.net", TODAY);
    assert_eq!(levels(&net, grown), (4.0, 8.0, 8.0));
    assert_eq!(levels(&net, told), (0.0, 6.0, 6.0), "no document shows a job, and none shows a loss");
    assert_eq!(levels(&house.at("jobs.gross_increase", TODAY), grown), (4.0, 8.0, 8.0));
    assert_eq!(levels(&house.at("jobs.peak", TODAY), shrunk), (9.0, 9.0, 9.0));
    assert_eq!(levels(&house.at("jobs.peak", TODAY), grown), (6.0, 10.0, 10.0));
}

#[test]
fn death_is_zero_at_once_and_dormancy_is_death() {
    let mut house = House::new(1);
    let dead = house.startup("dead").admitted("2021-01-01").heads("2021-01-01", 3).heads("2022-01-01", 8);
    let dead = dead.exited("2023-06-01", Outcome::Graduated).life("2023-06-01", LifeEventKind::Bankrupt);
    let dead = dead.heads("2023-07-01", 99).build();
    let dormant = house.startup("dormant").admitted("2021-01-01").heads("2021-01-01", 2);
    let dormant = dormant.life("2022-01-01", LifeEventKind::Dormant).build();
    assert_eq!(out(&house.at("jobs.stock", TODAY), dead), (OutReason::NotAlive, 0.0));
    assert_eq!(levels(&house.at("jobs.net", TODAY), dead), (-3.0, -3.0, -3.0));
    assert_eq!(levels(&house.at("jobs.net_floor", TODAY), dead), (0.0, 0.0, 0.0));
    assert_eq!(row(&house.at("jobs.at_exit", TODAY), dead), Ok(0.0), "it died the day it left");
    assert_eq!(row(&house.at("jobs.peak", TODAY), dead), Ok(8.0), "what was observed after death does not count");
    assert_eq!(row(&house.at("jobs.gross_increase", TODAY), dead), Ok(5.0));
    assert_eq!(row(&house.at("jobs.at_exit", TODAY), dormant), Ok(0.0), "dead in the house");
    assert_eq!(row(&house.at("jobs.net", TODAY), dormant), Ok(-2.0));
}

#[test]
fn after_a_revival_only_what_is_observed_since_stands() {
    let mut house = House::new(1);
    let back = house.startup("back").admitted("2022-01-01").heads("2022-01-01", 2).heads("2023-01-01", 6);
    let back = back.life("2023-03-01", LifeEventKind::Dormant).life("2023-09-01", LifeEventKind::Reactivated).build();
    assert_eq!(out(&house.at("jobs.stock", TODAY), back), (OutReason::StaleHeadcount, 6.0));
    let mut house = House::new(1);
    let back = house.startup("back").admitted("2022-01-01").heads("2022-01-01", 2).heads("2023-01-01", 6);
    let back = back.life("2023-03-01", LifeEventKind::Dormant).life("2023-09-01", LifeEventKind::Reactivated);
    let back = back.heads("2023-10-01", 4).build();
    assert_eq!(row(&house.at("jobs.stock", TODAY), back), Ok(4.0));
    assert_eq!(row(&house.at("jobs.gross_increase", TODAY), back), Ok(4.0), "6 to 4 is no increase, dormant or not");
}

#[test]
fn a_merger_leaves_no_jobs_of_its_own() {
    let mut house = House::new(1);
    let merged = house.startup("merged").admitted("2022-01-01").heads("2022-01-01", 2).heads("2023-05-01", 6);
    let merged =
        merged.life("2023-06-01", LifeEventKind::StruckOff).life("2023-06-01", LifeEventKind::AbsorbedInMerger);
    let merged = merged.heads("2023-10-01", 400).build();
    assert_eq!(out(&house.at("jobs.stock", TODAY), merged), (OutReason::Absorbed, 6.0));
    assert_eq!(out(&house.at("jobs.net", TODAY), merged), (OutReason::Absorbed, 4.0));
    assert_eq!(row(&house.at("jobs.peak", TODAY), merged), Ok(6.0), "the other company's 400 are not its jobs");
    let uncounted =
        house.startup("uncounted").admitted("2022-01-01").life("2023-06-01", LifeEventKind::AbsorbedInMerger);
    let uncounted = uncounted.heads("2023-10-01", 400).build();
    assert_eq!(out(&house.at("jobs.stock", TODAY), uncounted), (OutReason::Absorbed, 0.0), "merged, counted or not");
}

#[test]
fn without_a_number_at_admission_before_and_after_cannot_be_compared() {
    let mut house = House::new(1);
    let late = house.startup("late").admitted("2022-01-01").heads("2022-01-02", 2).heads("2023-05-01", 6).build();
    let old = house.startup("old").heads("2020-09-30", 3).admitted("2022-01-01").heads("2023-05-01", 6).build();
    let none = house.startup("none").admitted("2022-01-01").build();
    for id in ["jobs.net", "jobs.net_floor", "jobs.gross_increase"] {
        let figure = house.at(id, TODAY);
        assert_eq!(out(&figure, late), (OutReason::NoBaseline, 6.0), "{id}");
        assert_eq!(out(&figure, old), (OutReason::NoBaseline, 6.0), "{id}");
        assert_eq!(out(&figure, none), (OutReason::NoHeadcount, 0.0), "{id}");
        assert_eq!(figure.value, None, "{id}: nobody counts for want of knowledge, which is not zero");
    }
    assert_eq!(row(&house.at("jobs.stock", TODAY), late), Ok(6.0), "it is counted where no baseline is needed");
}

#[test]
fn full_time_equivalents_and_founders() {
    let mut house = House::new(1);
    let stated = |heads, fte, founders| Headcount {
        employees: Span::exact(heads),
        fte_hundredths: fte,
        working_founders: founders,
        split: None,
    };
    let all = house.startup("all").admitted("2023-01-01").counted("2023-01-01", stated(2, Some(150), Some(2)));
    let all = all.counted("2023-09-01", stated(5, Some(425), Some(1))).build();
    let bare = house.startup("bare").admitted("2023-01-01").heads("2023-01-01", 1).heads("2023-09-01", 4).build();
    let fte = with(|scope| scope.measure = Measure::Fte);
    let founders = with(|scope| scope.with_founders = true);
    let both = with(|scope| {
        scope.measure = Measure::Fte;
        scope.with_founders = true;
    });
    assert_eq!(row(&house.figure("jobs.stock", &fte), all), Ok(4.25));
    assert_eq!(row(&house.figure("jobs.net", &fte), all), Ok(2.75));
    assert_eq!(row(&house.figure("jobs.stock", &founders), all), Ok(6.0));
    assert_eq!(row(&house.figure("jobs.net", &founders), all), Ok(2.0));
    assert_eq!(row(&house.figure("jobs.stock", &both), all), Ok(5.25));
    assert_eq!(out(&house.figure("jobs.stock", &fte), bare), (OutReason::NoFte, 4.0));
    assert_eq!(out(&house.figure("jobs.peak", &fte), bare), (OutReason::NoFte, 4.0));
    assert_eq!(out(&house.figure("jobs.stock", &founders), bare), (OutReason::NoFounderCount, 4.0));
    assert_eq!(out(&house.figure("jobs.gross_increase", &founders), bare).0, OutReason::NoFounderCount);
}

#[test]
fn a_split_shares_the_jobs_between_places() {
    let place = |code| Municipality::parse(code).unwrap();
    let split = |romerike, oslo| Headcount {
        split: Some(Box::from([(place("3205"), romerike), (place("0301"), oslo)])),
        ..Headcount::of(romerike + oslo)
    };
    let mut house = House::new(1);
    let parted = house.startup("parted").admitted("2023-01-01").counted("2023-01-01", split(2, 0));
    let parted = parted.counted("2023-09-01", split(3, 4)).build();
    let romerike = with(|scope| scope.region = Some(RegionSetId::from("romerike")));
    assert_eq!(row(&house.figure("jobs.stock", &romerike), parted), Ok(3.0));
    assert_eq!(row(&house.figure("jobs.net", &romerike), parted), Ok(1.0));
    // Of the five new ones three sevenths: the observation that shows them says where.
    let gross = house.figure("jobs.gross_increase", &romerike).value.unwrap();
    assert!((gross - 5.0 * 3.0 / 7.0).abs() < 1e-12, "{gross}");
    let exits = house.figure("survival.admitted", &romerike);
    assert_eq!(row(&exits, parted), Err(OutReason::OutsideRegion), "most of its jobs are in Oslo");
}

#[test]
fn a_place_that_nobody_stated_is_not_guessed() {
    let mut house = House::new(1);
    let nowhere = house.startup("nowhere").admitted("2023-01-01").heads("2023-01-01", 1).heads("2023-09-01", 4).build();
    let late = house.startup("late").admitted("2023-01-01").heads("2023-01-01", 1).heads("2023-09-01", 4);
    let late = late.works("2023-10-01", "0231").build();
    let romerike = with(|scope| scope.region = Some(RegionSetId::from("romerike")));
    let stock = house.figure("jobs.stock", &romerike);
    assert_eq!(out(&stock, nowhere), (OutReason::PlaceUnknown, 4.0));
    assert_eq!(row(&stock, late), Ok(4.0), "the first place ever stated serves for the time before it");
    assert_eq!(out(&house.figure("jobs.net", &romerike), nowhere), (OutReason::PlaceUnknown, 4.0));
    assert_eq!(out(&house.figure("survival.admitted", &romerike), nowhere), (OutReason::PlaceUnknown, 1.0));
}

#[test]
fn scope_gives_its_reasons_in_order() {
    let mut house = House::new(2);
    let here = house.startup("here").sector("Helse").admitted("2022-01-01").heads("2022-01-01", 1).build();
    let other = house.startup("other").sector(" HELSE").enrolled(2, None, "2022-01-01", "admitted").build();
    let applied = house.startup("applied").enrolled(1, None, "2022-01-01", "applied").build();
    let early = house.startup("early").sector("Energi").admitted("2019-01-01").build();
    let programme = house.ledger.programmes[0].id;
    let peak = |change: &dyn Fn(&mut Scope)| house.figure("jobs.peak", &with(change));
    let figure = peak(&|scope| scope.programme = Some(programme));
    assert_eq!(row(&figure, here), Ok(1.0));
    assert_eq!(row(&figure, other), Err(OutReason::OtherProgramme));
    assert_eq!(row(&figure, applied), Err(OutReason::NotAdmitted));
    let figure = peak(&|scope| scope.sector = Some("helse".into()));
    assert_eq!(row(&figure, other), Err(OutReason::NoHeadcount), "a sector is compared folded");
    assert_eq!(row(&figure, early), Err(OutReason::OtherSector));
    let figure = peak(&|scope| scope.admitted_from = Some(day("2020-01-01")));
    assert_eq!(row(&figure, early), Err(OutReason::OutsidePeriod));
    assert_eq!(row(&figure, here), Ok(1.0));
    let figure = peak(&|scope| scope.cohort = Some(domain::ids::CohortId(crate::house::id(5))));
    assert_eq!(row(&figure, here), Err(OutReason::OtherCohort));
}

#[test]
fn jobs_over_time_are_the_stock_of_each_day() {
    let house = toy();
    let romerike = RegionSetId::from("romerike");
    let known_at = query(TODAY).known_at;
    let scope = Scope::default();
    let points = jobs_over_time(&house.ledger, &scope, known_at, day("2018-03-31"), day(TODAY), 6, &[romerike]);
    assert_eq!(points.first().map(|point| (point.date, point.total)), Some((day("2018-03-31"), 2.0)));
    assert_eq!(points[1].date, day("2018-09-30"));
    let last = points.last().unwrap();
    assert_eq!((last.date, last.total, last.per_region.as_slice()), (day(TODAY), 25.0, &[16.0][..]));
    for point in &points {
        let asked = Query { as_of: point.date, known_at, scope: Scope::default() };
        assert_eq!(Some(point.total), house.figure("jobs.stock", &asked).value.or(Some(0.0)), "{}", point.date);
    }
}

#[test]
fn a_startups_curve_steps_at_what_happened() {
    let mut house = House::new(1);
    let startup = house.startup("one").admitted("2019-01-01").heads("2019-01-01", 2).heads("2019-06-01", 4);
    let startup = startup.life("2021-03-01", LifeEventKind::Dormant).life("2021-09-01", LifeEventKind::Reactivated);
    startup.heads("2021-09-01", 3).build();
    let histories = history::prepare(&house.ledger, query(TODAY).known_at);
    let steps: Vec<_> = startup_jobs(&histories[0], day("2019-03-01"), day("2022-01-01"))
        .iter()
        .map(|step| (step.on.to_string(), step.employees.map(|span| span.low), step.cause))
        .collect();
    let step = |on: &str, heads, cause| (on.to_owned(), heads, cause);
    assert_eq!(
        steps,
        [
            step("2019-03-01", Some(2), StepCause::Observed),
            step("2019-06-01", Some(4), StepCause::Observed),
            step("2020-09-02", None, StepCause::Stale),
            step("2021-03-01", Some(0), StepCause::Died),
            step("2021-09-01", None, StepCause::Revived),
            step("2021-09-01", Some(3), StepCause::Observed),
        ]
    );
}

#[test]
fn a_corrected_observation_counts_as_corrected_and_a_withdrawn_one_not_at_all() {
    let mut house = House::new(1);
    let mut builder = house.startup("slip").admitted("2023-01-01").heads("2023-01-01", 2).heads("2023-06-01", 50);
    let wrong = builder.startup.headcounts[1].id;
    let mut right = builder.fact(day("2023-06-01"), Some(Headcount::of(5)));
    (right.supersedes, right.recorded_at) = (Some(wrong), crate::house::noon(day("2023-08-01")));
    let (right_id, mut withdrawal) = (right.id, builder.fact(day("2023-06-01"), None));
    (withdrawal.supersedes, withdrawal.recorded_at) = (Some(right_id), crate::house::noon(day("2023-10-01")));
    builder.startup.headcounts.extend([right, withdrawal]);
    let slip = builder.build();
    let known = |on: &str| Query { known_at: query(on).known_at, ..query(TODAY) };
    for (on, value) in [("2023-07-01", 50.0), ("2023-09-01", 5.0), ("2023-11-01", 2.0)] {
        let figure = house.figure("jobs.peak", &known(on));
        assert_eq!(row(&figure, slip), Ok(value), "as known on {on}");
    }
}

#[test]
fn two_stays_are_one_from_the_first_admission_on() {
    let mut house = House::new(2);
    let twice = house.startup("twice").enrolled(2, None, "2021-01-01", "admitted").heads("2021-01-01", 1);
    let twice = twice.exited("2022-01-01", Outcome::Graduated).heads("2022-12-31", 4).admitted("2023-01-01");
    let twice = twice.heads("2023-09-01", 6).build();
    let net = house.at("jobs.net", TODAY);
    assert_eq!((row(&net, twice), net.n), (Ok(5.0), 1));
    let mut second = query(TODAY);
    second.scope.programme = Some(house.ledger.programmes[0].id);
    assert_eq!(
        row(&house.figure("jobs.net", &second), twice),
        Ok(2.0),
        "from the admission to the programme asked about"
    );
}

#[test]
fn the_documented_path_climbs_no_more_than_it_must() {
    let mut house = House::new(1);
    let path = house.startup("path").by(Source::Register).admitted("2022-01-01").span("2022-01-01", 1, 4);
    // From at most 4 it must climb to 6; from there it may stay within 5-9 and must climb to 8 at last.
    let path = path.heads("2022-06-01", 6).span("2023-01-01", 5, 9).heads("2023-09-01", 8).build();
    // Shown: 1 to 6, down to 5, up to 8. At most: 1 to 6 to 9, or 6 down to 5 and up to 8.
    assert_eq!(levels(&house.at("jobs.gross_increase", TODAY), path), (4.0, 8.0, 8.0));
}

#[test]
fn a_later_move_overrules_an_older_split() {
    let place = |code| Municipality::parse(code).unwrap();
    let split = Headcount { split: Some(Box::from([(place("3205"), 3)])), ..Headcount::of(3) };
    let mut house = House::new(1);
    let moved = house.startup("moved").admitted("2023-01-01").counted("2023-02-01", split).works("2023-06-01", "0301");
    let moved = moved.verified("2023-07-01").build();
    let tie = Headcount { split: Some(Box::from([(place("3205"), 2), (place("0301"), 2)])), ..Headcount::of(4) };
    let half = house.startup("half").admitted("2023-01-01").counted("2023-02-01", tie).build();
    let romerike = with(|scope| scope.region = Some(RegionSetId::from("romerike")));
    let admitted = house.figure("survival.admitted", &romerike);
    assert_eq!(row(&admitted, moved), Err(OutReason::OutsideRegion));
    assert_eq!(row(&admitted, half), Err(OutReason::OutsideRegion), "half is not most");
}

#[test]
fn of_two_observations_of_one_day_the_one_recorded_last_stands() {
    let mut house = House::new(1);
    let doubled = house.startup("doubled").admitted("2023-01-01").heads("2023-01-01", 2).by(Source::Document);
    let doubled =
        doubled.heads("2023-06-01", 12).recorded("2023-07-01").by(Source::Mentor).heads("2023-06-01", 3).build();
    assert_eq!(levels(&house.at("jobs.peak", TODAY), doubled), (3.0, 3.0, 3.0), "12 was never the value");
    assert_eq!(levels(&house.at("jobs.gross_increase", TODAY), doubled), (1.0, 1.0, 1.0));
    let before = Query { known_at: crate::house::noon(day("2023-06-15")), ..query(TODAY) };
    assert_eq!(row(&house.figure("jobs.peak", &before), doubled), Ok(12.0), "as known before the second came");
}

#[test]
fn a_fraction_divides_by_the_house_and_each_other_supporter_once() {
    let mut house = House::new(1);
    let alone = house.startup("alone").admitted("2023-01-01").heads("2023-01-01", 1).heads("2023-09-01", 4).build();
    let shared = house.startup("shared").admitted("2023-01-01").heads("2023-01-01", 6).heads("2023-09-01", 12);
    let shared = shared.supported("2023-02-01", "Vekstverket").supported("2023-03-01", " vekstverket ");
    let shared = shared.supported("2023-12-31", "Spiren").supported("2024-01-01", "Too late").build();
    let stale = house.startup("stale").admitted("2021-01-01").heads("2021-01-01", 2).heads("2022-01-01", 8);
    let stale = stale.supported("2021-06-01", "Spiren").build();
    let fractional = with(|scope| scope.fractional = true);
    let stock = house.figure("jobs.stock", &fractional);
    assert_eq!((row(&stock, alone), row(&stock, shared)), (Ok(4.0), Ok(4.0)));
    assert_eq!(out(&stock, stale), (OutReason::StaleHeadcount, 4.0));
    assert_eq!((stock.value, stock.ceiling), (Some(8.0), Some(12.0)));
    let basis = &stock.rows_in.iter().find(|row| row.startup == shared).unwrap().basis;
    assert_eq!((basis.value, basis.shared_with), (Some(12.0), Some(2)));
    assert_eq!(stock.rows_in.iter().find(|row| row.startup == alone).unwrap().basis.shared_with, None);
    assert_eq!(row(&house.figure("jobs.net", &fractional), shared), Ok(2.0));
    assert_eq!(row(&house.at("jobs.stock", TODAY), shared), Ok(12.0), "not asked for, nothing is shared");
    for locale in domain::words::Locale::ALL {
        let sentence = domain::figures::definition(&stock.id).unwrap().sentence(locale, &stock);
        let word = if locale == domain::words::Locale::En { "divided by" } else { "delt på" };
        assert!(sentence.contains(word), "{sentence}");
    }
    let known_at = fractional.known_at;
    let on = day(TODAY);
    let points = jobs_over_time(&house.ledger, &fractional.scope, known_at, on, on, 1, &[]);
    assert_eq!(points[0].total, 8.0, "a chart says what its figure says");
}
