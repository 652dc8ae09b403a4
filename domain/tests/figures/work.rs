//! The figures of the house's work, each on a small house that can be counted by hand.

use domain::facts::{Outcome, Source, UpdateEvent};
use domain::figures::flow::{funnel, time_in_stage};
use domain::figures::{FigureId, OutReason, Query, Scope, compute, definition, house_ids};
use domain::geography::RegionSetId;
use domain::ids::{CohortId, ProgrammeId};
use domain::ledger::Ledger;
use domain::words::Locale;
use proptest::prelude::*;

use crate::house::{House, day, id, query, row};
use crate::portfolio;

const TODAY: &str = "2023-12-31";

fn since(from: &str) -> Query {
    Query { scope: Scope { since: Some(day(from)), ..Scope::default() }, ..query(TODAY) }
}

fn text(house: &House, id: &str, query: &Query, locale: Locale) -> String {
    let figure = house.figure(id, query);
    definition(&figure.id).unwrap().sentence(locale, &figure).replace('\u{a0}', " ")
}

/// A met three times for twenty minutes, B twice, one of them documented; C only in another programme; D never.
fn meetings() -> House {
    let mut house = House::new(2);
    let a = house.startup("A").admitted("2020-01-01").works("2020-01-01", "0231");
    a.met("2022-06-01", 20).met("2023-02-01", 20).met("2023-12-31", 20).build();
    let b = house.startup("B").enrolled(1, Some(CohortId(id(9))), "2021-01-01", "applied").met("2021-01-05", 45);
    b.by(Source::Document).met("2023-05-01", 60).build();
    house.startup("C").enrolled(2, None, "2021-01-01", "admitted").met_in(2, "2023-05-01", 90).build();
    house.startup("D").admitted("2021-01-01").met("2024-01-01", 30).build();
    house
}

#[test]
fn meetings_of_a_period() {
    let house = meetings();
    let all = house.at("mentoring.meetings", TODAY);
    assert_eq!((all.value, all.floor, all.ceiling, all.n), (Some(6.0), Some(1.0), Some(6.0), 3));
    assert_eq!(row(&all, house.named("A")), Ok(3.0));
    assert_eq!(row(&all, house.named("D")), Err(OutReason::NoMeeting), "the meeting of tomorrow has not been held");
    let year = house.figure("mentoring.meetings", &since("2023-01-01"));
    assert_eq!(year.value, Some(4.0), "A twice, the last day included, B and C once");
    let mut asked = query(TODAY);
    asked.scope.programme = Some(ProgrammeId(id(1)));
    let one = house.figure("mentoring.meetings", &asked);
    assert_eq!((one.value, row(&one, house.named("C"))), (Some(5.0), Err(OutReason::OtherProgramme)));
    assert_eq!(row(&one, house.named("B")), Ok(2.0), "an applicant is met too");
    asked.scope = Scope { cohort: Some(CohortId(id(9))), ..Scope::default() };
    assert_eq!(house.figure("mentoring.meetings", &asked).value, Some(2.0));
    asked.scope = Scope { admitted_from: Some(day("2021-01-01")), ..Scope::default() };
    let admitted = house.figure("mentoring.meetings", &asked);
    assert_eq!(row(&admitted, house.named("A")), Err(OutReason::OutsidePeriod));
    assert_eq!(row(&admitted, house.named("B")), Err(OutReason::NotAdmitted));
    asked.scope = Scope { region: Some(RegionSetId::from("romerike")), ..Scope::default() };
    let region = house.figure("mentoring.meetings", &asked);
    assert_eq!((region.value, region.ceiling), (Some(3.0), Some(6.0)));
    assert_eq!(row(&region, house.named("B")), Err(OutReason::PlaceUnknown));
}

#[test]
fn hours_are_whole_minutes_added_up_exactly() {
    let house = meetings();
    let figure = house.at("mentoring.hours", TODAY);
    assert_eq!(row(&figure, house.named("A")), Ok(1.0), "three times a third");
    assert_eq!((figure.value, figure.floor), (Some(4.25), Some(1.0)), "60 + 105 + 90 minutes");
    let year = house.figure("mentoring.hours", &since("2023-01-01"));
    assert_eq!(year.value, Some(190.0 / 60.0));
    let mut thirds = House::new(1);
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        thirds.startup(name).admitted("2020-01-01").met("2022-06-01", 20).build();
    }
    thirds.startup("h").admitted("2020-01-01").met("2022-06-01", 40).build();
    assert_eq!(thirds.at("mentoring.hours", TODAY).value, Some(3.0), "thirds would not add up to it");
}

#[test]
fn sentences_of_meetings() {
    let house = meetings();
    assert_eq!(
        text(&house, "mentoring.meetings", &since("2023-01-01"), Locale::Nb),
        "Huset har hatt 4 møter med 3 bedrifter fra 1.1.2023 til 31.12.2023. Uten møte i perioden: 1 bedrift."
    );
    assert_eq!(
        text(&house, "mentoring.hours", &query(TODAY), Locale::En),
        "The house gave 4.2 hours of meetings to 3 startups up to 31 December 2023. Without a meeting in the period: 1 startup."
    );
    let empty = House::new(1);
    assert_eq!(empty.at("mentoring.hours", TODAY).value, Some(0.0), "nothing recorded is nothing given");
}

/// Round 1 was due last year, round 2 in November, round 3 is due next week.
fn updates() -> House {
    use UpdateEvent::{Answered, Bounced, Closed, Revoked};
    let mut house = House::new(1);
    let both = house.startup("both").admitted("2020-01-01").asked(1, "2022-11-01", "2022-11-15");
    both.update(1, "2022-11-02", Answered).asked(2, "2023-11-01", "2023-11-15").build();
    let late = house.startup("late").admitted("2020-01-01").asked(2, "2023-11-01", "2023-11-15");
    late.update(2, "2023-12-20", Answered).build();
    let closed = house.startup("closed").admitted("2020-01-01").asked(2, "2023-11-01", "2023-11-15");
    closed.update(2, "2023-11-04", Closed).build();
    let bounced = house.startup("bounced").admitted("2020-01-01").asked(2, "2023-11-01", "2023-11-15");
    bounced.update(2, "2023-11-01", Bounced).build();
    let waits = house.startup("waits").admitted("2020-01-01").asked(3, "2023-12-24", "2024-01-07");
    waits.build();
    let early = house.startup("early").admitted("2020-01-01").asked(3, "2023-12-24", "2024-01-07");
    early.update(3, "2023-12-27", Answered).build();
    let revoked = house.startup("revoked").admitted("2020-01-01").asked(2, "2023-11-01", "2023-11-15");
    revoked.update(2, "2023-11-03", Revoked).build();
    let old = house.startup("old").admitted("2015-01-01").asked(4, "2019-11-01", "2019-11-15");
    old.update(4, "2019-11-02", Answered).build();
    house
}

#[test]
fn the_response_is_by_each_startups_latest_request() {
    let house = updates();
    let figure = house.at("updates.response", TODAY);
    assert_eq!((figure.numerator, figure.n, figure.value), (3.0, 5, Some(0.6)));
    for (name, expected) in [
        ("both", Ok(0.0)),
        ("late", Ok(1.0)),
        ("closed", Ok(1.0)),
        ("bounced", Ok(0.0)),
        ("waits", Err(OutReason::NotYetDue)),
        ("early", Ok(1.0)),
        ("revoked", Err(OutReason::NotAsked)),
        ("old", Err(OutReason::NotAsked)),
    ] {
        assert_eq!(row(&figure, house.named(name)), expected, "{name}");
    }
    assert_eq!((figure.floor, figure.ceiling), (Some(0.5), Some(4.0 / 6.0)), "who has time may answer or not");
    // On the day it is due one can still answer.
    let due = house.at("updates.response", "2023-11-15");
    assert_eq!(row(&due, house.named("late")), Err(OutReason::NotYetDue));
    assert_eq!(row(&due, house.named("both")), Ok(1.0), "the round before is the latest that is over");
    assert_eq!(row(&house.at("updates.response", "2023-11-16"), house.named("late")), Ok(0.0));
    let ever = house.figure("updates.response", &since("2010-01-01"));
    assert_eq!(row(&ever, house.named("old")), Ok(1.0));
}

#[test]
fn the_sentence_of_responses_names_who_closed_and_who_was_not_reached() {
    let house = updates();
    assert_eq!(
        text(&house, "updates.response", &query(TODAY), Locale::Nb),
        "60 % (3 av 5) av bedriftene har svart på siste oppdatering de er bedt om, fram til 31.12.2023 (95 % intervall \
         15–95 %). Åpent for 1 til (tid på seg eller ukjent sted): svarer ingen, blir andelen 50 %; svarer alle, blir den \
         67 %. 1 av svarene er at bedriften har lagt ned. E-posten kom i retur fra 1; det teller som ikke besvart."
    );
    assert_eq!(house.at("updates.response", "2010-01-01").value, None);
}

/// Two admitted (one after a refusal), one declined, one that took its application back, one that waits.
fn applications() -> House {
    let mut house = House::new(1);
    house.startup("admitted").enrolled(1, None, "2022-01-01", "applied").moved("2022-02-01", "admitted").build();
    let again = house.startup("again").enrolled(1, None, "2022-01-01", "applied").moved("2022-02-01", "declined");
    let again = again.enrolled(1, None, "2023-01-01", "applied").moved("2023-02-01", "admitted");
    again.exited("2023-10-01", Outcome::Left).build();
    house.startup("declined").enrolled(1, None, "2023-01-01", "applied").moved("2023-02-01", "declined").build();
    let withdrawn = house.startup("withdrawn").enrolled(1, None, "2023-01-01", "applied").by(Source::Founder);
    withdrawn.moved("2023-01-15", "declined").build();
    house.startup("waits").enrolled(1, None, "2023-12-01", "applied").build();
    house.startup("never").build();
    house
}

#[test]
fn what_became_of_applications_adds_up_to_all() {
    let house = applications();
    let shares = ["admitted", "declined", "withdrawn"].map(|of| house.at(&format!("applications.{of}"), TODAY));
    assert_eq!(shares.each_ref().map(|figure| figure.numerator), [2.0, 1.0, 1.0]);
    for figure in &shares {
        assert_eq!(figure.n, 4);
        assert_eq!(row(figure, house.named("waits")), Err(OutReason::Undecided));
        assert_eq!(row(figure, house.named("never")), Err(OutReason::NoApplication));
    }
    assert_eq!(shares.iter().map(|figure| figure.value.unwrap()).sum::<f64>(), 1.0);
    assert_eq!((shares[0].floor, shares[0].ceiling), (Some(0.4), Some(0.6)));
    let early = house.at("applications.declined", "2022-12-31");
    assert_eq!(row(&early, house.named("again")), Ok(1.0), "then it stood declined");
    let year = house.figure("applications.admitted", &since("2023-01-01"));
    assert_eq!((year.numerator, year.n), (1.0, 3));
    assert_eq!(row(&year, house.named("admitted")), Err(OutReason::BeforePeriod));
    let mut applied = query(TODAY);
    applied.scope.admitted_to = Some(day("2022-12-31"));
    let applied = house.figure("applications.declined", &applied);
    assert_eq!((row(&applied, house.named("again")), applied.n), (Ok(1.0), 2), "of the applications of that year");
    assert_eq!(row(&applied, house.named("waits")), Err(OutReason::OutsidePeriod));
    assert_eq!(
        text(&house, "applications.admitted", &query(TODAY), Locale::Nn),
        "50 % (2 av 4) av søkjarane som har fått svar fram til 31.12.2023, vart tekne opp (95 % intervall 7–93 %). 1 til ventar \
         på svar: delen kan ende mellom 40 % og 60 %."
    );
}

fn teams() -> House {
    let mut house = House::new(1);
    let one = house.startup("one").admitted("2020-01-01").team("2020-01-01", (3, Some(1)), (None, None));
    one.team("2023-06-01", (3, None), (Some(2), Some(2))).build();
    house.startup("two").admitted("2020-01-01").team("2020-06-01", (1, Some(0)), (Some(1), Some(0))).build();
    house.startup("unsaid").admitted("2020-01-01").team("2023-06-01", (2, None), (None, None)).build();
    house.startup("silent").admitted("2020-01-01").build();
    let gone = house.startup("gone").admitted("2020-01-01").team("2023-06-01", (1, Some(1)), (Some(1), Some(1)));
    gone.life("2023-09-01", domain::facts::LifeEventKind::Bankrupt).build();
    house
}

#[test]
fn women_among_founders_with_the_coverage() {
    let house = teams();
    let figure = house.at("team.women_founders", TODAY);
    assert_eq!((figure.numerator, figure.denominator(), figure.n), (2.0, 5.0, 3));
    assert_eq!(figure.value, Some(0.4));
    assert_eq!(row(&figure, house.named("one")), Ok(1.0), "what was said once is not unsaid by silence");
    assert_eq!(row(&figure, house.named("unsaid")), Err(OutReason::NotSaid));
    assert_eq!((figure.floor, figure.ceiling), (Some(2.0 / 7.0), Some(4.0 / 7.0)), "two founders nobody told of");
    assert_eq!(
        text(&house, "team.women_founders", &query(TODAY), Locale::Nb),
        "40 % (2 av 5) av gründerne er kvinner per 31.12.2023 (95 % intervall 5–85 %). 3 av 5 bedrifter har oppgitt det."
    );
    assert_eq!(
        text(&House::new(1), "team.women_founders", &query(TODAY), Locale::En),
        "What share of the founders are women as at 31 December 2023? It cannot be computed: 0 of 0 startups said so."
    );
}

#[test]
fn women_among_leaders_of_today() {
    let house = teams();
    let figure = house.at("team.women_leaders", TODAY);
    assert_eq!((figure.numerator, figure.denominator(), figure.n, figure.value), (2.0, 2.0, 1, Some(1.0)));
    assert_eq!(row(&figure, house.named("two")), Err(OutReason::StaleTeam));
    assert_eq!(row(&figure, house.named("gone")), Err(OutReason::NotAlive));
    assert_eq!(row(&figure, house.named("silent")), Err(OutReason::NotSaid));
    assert_eq!(row(&house.at("team.women_leaders", "2021-01-01"), house.named("two")), Ok(0.0));
}

#[test]
fn time_in_a_stage_is_the_median_of_who_left_it() {
    let mut house = House::new(1);
    let back =
        house.startup("back").admitted("2020-01-01").moved("2020-01-11", "idea").moved("2020-01-31", "validation");
    back.moved("2020-03-01", "idea").moved("2020-03-11", "validation").build();
    house.startup("quick").admitted("2020-01-01").moved("2020-02-01", "idea").moved("2020-02-11", "growth").build();
    house.startup("there").admitted("2023-01-01").moved("2023-02-01", "idea").build();
    house.startup("never").admitted("2023-01-01").build();
    let figure = house.at("pipeline.time_in_stage(idea)", TODAY);
    assert_eq!(row(&figure, house.named("back")), Ok(30.0), "20 days and, sent back, 10 more");
    assert_eq!((figure.value, figure.numerator, figure.n), (Some(20.0), 40.0, 2));
    assert_eq!(row(&figure, house.named("there")), Err(OutReason::StillInStage));
    assert_eq!(row(&figure, house.named("never")), Err(OutReason::NotInStage));
    let before = house.figure("pipeline.time_in_stage(idea)", &since("2020-03-01"));
    assert_eq!(row(&before, house.named("quick")), Err(OutReason::BeforePeriod));
    assert_eq!(
        text(&house, "pipeline.time_in_stage(idea)", &query(TODAY), Locale::Nb),
        "Bedriftene brukte 20 dager i steget idé (median); den midterste halvdelen brukte 15 til 25. Det bygger på 2 bedrifter \
         som forlot steget fram til 31.12.2023; 1 står der fortsatt."
    );
}

#[test]
fn how_far_startups_came() {
    let house = applications();
    let reached = |gate: &str, query: &Query| house.figure(&format!("pipeline.reached({gate})"), query);
    let numbers = ["applied", "admitted", "exited", "graduated"].map(|gate| reached(gate, &query(TODAY)).value);
    assert_eq!(numbers, [Some(5.0), Some(2.0), Some(1.0), Some(0.0)]);
    let graduated = reached("graduated", &query(TODAY));
    assert_eq!(row(&graduated, house.named("again")), Err(OutReason::OtherOutcome));
    assert_eq!(row(&graduated, house.named("admitted")), Err(OutReason::NotExited));
    assert_eq!(row(&graduated, house.named("waits")), Err(OutReason::NotAdmitted));
    let year = reached("admitted", &since("2023-01-01"));
    assert_eq!((year.value, row(&year, house.named("admitted"))), (Some(1.0), Err(OutReason::BeforePeriod)));
    assert_eq!(
        text(&house, "pipeline.reached(admitted)", &since("2023-01-01"), Locale::Nb),
        "1 bedrift er tatt opp fra 1.1.2023 til 31.12.2023."
    );
}

#[test]
fn a_house_has_its_own_stages_among_its_figures() {
    let house = House::new(2);
    let ids: Vec<String> = house_ids(&house.ledger, None).into_iter().map(|id| id.0).collect();
    assert_eq!(ids.iter().filter(|id| *id == "pipeline.time_in_stage(idea)").count(), 1, "two programmes have one");
    assert!(!ids.contains(&"pipeline.time_in_stage(graduated)".to_owned()), "an end takes no time");
    assert!(ids.iter().all(|id| definition(&FigureId(id.clone())).is_some()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What charts draw is what the figures with their rows say.
    #[test]
    fn charts_and_figures_agree(ledger in portfolio::house(10), query in portfolio::query()) {
        let figure = |id: &str, query: &Query| compute(&ledger, &FigureId(id.to_owned()), query).unwrap();
        let scope = Scope { since: None, ..query.scope.clone() };
        let whole = Query { as_of: query.as_of, known_at: query.known_at, scope };
        let steps = funnel(&ledger, &whole);
        for (gate, tally) in [("applied", steps.applied), ("admitted", steps.admitted), ("exited", steps.left)] {
            prop_assert_eq!(figure(&format!("pipeline.reached({gate})"), &whole).n, tally.startups, "{}", gate);
        }
        prop_assert_eq!(figure("pipeline.reached(graduated)", &whole).n, steps.exited[0].1.startups);
        for time in time_in_stage(&ledger, &query) {
            // The figure asks by the stage's short name, the chart by programme: in one programme they are one.
            let stage = stage_key(&ledger, time.programme, time.stage);
            let scope = Scope { programme: Some(time.programme), ..query.scope.clone() };
            let figure = figure(&format!("pipeline.time_in_stage({stage})"), &Query { scope, ..query.clone() });
            prop_assert_eq!((figure.n, figure.value), (time.completed, time.quartiles.map(|[_, median, _]| median)));
            let still = figure.rows_out.iter().filter(|row| row.reason == OutReason::StillInStage).count();
            prop_assert_eq!(still, time.still_there);
        }
        let shares = ["admitted", "declined", "withdrawn"].map(|of| figure(&format!("applications.{of}"), &query));
        prop_assert_eq!(shares.iter().map(|share| share.numerator).sum::<f64>(), shares[0].n as f64);
    }

    #[test]
    fn meetings_of_two_periods_add_up(ledger in portfolio::house(8), query in portfolio::query(), middle in 0_u64..portfolio::DAYS) {
        let scope = Scope { since: None, ..query.scope.clone() };
        let middle = portfolio::day(middle).min(query.as_of);
        for id in ["mentoring.meetings", "mentoring.hours"].map(|id| FigureId(id.to_owned())) {
            let minutes = |query: &Query| (compute(&ledger, &id, query).unwrap().numerator * 60.0).round();
            let whole = minutes(&Query { scope: scope.clone(), ..query.clone() });
            let late = minutes(&Query { scope: Scope { since: Some(middle), ..scope.clone() }, ..query.clone() });
            // What was asked as of the day before is of the startups of that day: stays that began later are not in it.
            if scope == Scope::default() {
                let early = minutes(&Query { as_of: middle.pred_opt().unwrap(), scope: scope.clone(), ..query.clone() });
                prop_assert_eq!(early + late, whole, "{}", &id.0);
            }
            prop_assert!(late <= whole);
        }
    }
}

fn stage_key(ledger: &Ledger, programme: ProgrammeId, stage: domain::ids::StageId) -> String {
    ledger.programme(programme).unwrap().stage(stage).unwrap().key.clone()
}
