//! Each rule at its edges: the last day on which it says nothing, and the first on which it speaks; and what it says.

use domain::attention::{Act, AttentionRules, HouseRules, Item, Rule, Setting, Severity};
use domain::facts::{LifeEventKind, Outcome, UpdateEvent};
use domain::ids::ProgrammeId;
use domain::words::Locale;

use crate::house::{House, day, id};
use crate::on;

/// The rules that speak of a house on a day.
fn rules(house: &House, today: &str) -> Vec<Rule> {
    on(&house.ledger, &HouseRules::default(), day(today)).into_iter().map(|item| item.rule).collect()
}

/// The items of one rule.
fn of(house: &House, today: &str, rule: Rule) -> Vec<Item> {
    on(&house.ledger, &HouseRules::default(), day(today)).into_iter().filter(|item| item.rule == rule).collect()
}

fn told(house: &House, today: &str, rule: Rule) -> String {
    let found = of(house, today, rule);
    assert_eq!(found.len(), 1, "{rule:?} on {today}: {found:?}");
    found[0].reason(Locale::Nb, &house.ledger)
}

/// One startup in the first programme, built up and looked at.
fn one(build: impl FnOnce(crate::house::Builder<'_>) -> crate::house::Builder<'_>) -> House {
    let mut house = House::new(1);
    build(house.startup("Årvak")).build();
    house
}

#[test]
fn an_application_waits_for_more_than_three_weeks() {
    let house = one(|startup| startup.enrolled(1, None, "2024-01-01", "applied").moved("2024-01-10", "screening"));
    assert_eq!(rules(&house, "2024-01-22"), []);
    assert_eq!(rules(&house, "2024-01-23"), [Rule::ApplicationWaiting], "and none of the rules for those who are in");
    assert_eq!(
        told(&house, "2024-01-31", Rule::ApplicationWaiting),
        "Søkte 1.1.2024 og har ventet på svar i 30 dager."
    );
    let item = of(&house, "2024-01-31", Rule::ApplicationWaiting).remove(0);
    assert_eq!((item.since, item.act(), item.severity), (day("2024-01-23"), Act::Decide, Severity::High));
    let declined = one(|startup| startup.enrolled(1, None, "2024-01-01", "applied").moved("2024-01-10", "declined"));
    assert_eq!(rules(&declined, "2024-06-01"), []);
}

#[test]
fn stuck_is_beyond_the_stages_own_time_else_the_houses_else_the_rules() {
    let stuck = |house: &House, today: &str| of(house, today, Rule::StuckInStage).len();
    let growing = || one(|startup| startup.admitted("2024-01-01").moved("2024-02-01", "idea"));
    let mut house = growing();
    assert_eq!((stuck(&house, "2024-07-30"), stuck(&house, "2024-07-31")), (0, 1), "180 days, and one more");
    assert!(told(&house, "2024-07-31", Rule::StuckInStage).ends_with("181 dager. Huset regner 180 som lenge."));
    house.ledger.programmes[0].stages[4].usual_days = Some(30);
    assert_eq!((stuck(&house, "2024-03-02"), stuck(&house, "2024-03-03")), (0, 1));
    assert_eq!(
        told(&house, "2024-03-03", Rule::StuckInStage),
        "I steget Idé siden 1.2.2024: 31 dager. Vanlig er høyst 30."
    );
    // Four others have been through, and that says nothing; five say that three of four took at most 40 days.
    let mut house = growing();
    for (number, days) in [10, 20, 30, 40].into_iter().enumerate() {
        let out = day("2023-01-01") + chrono::Days::new(days);
        let startup = house.startup(&format!("S{number}")).admitted("2022-12-01").moved("2023-01-01", "idea");
        startup.moved(&out.to_string(), "graduated").build();
    }
    assert_eq!(stuck(&house, "2024-04-01"), 0);
    let startup = house.startup("S9").admitted("2022-12-01").moved("2023-01-01", "idea");
    startup.moved("2023-02-20", "graduated").build();
    assert_eq!((stuck(&house, "2024-03-12"), stuck(&house, "2024-03-13")), (0, 1));
    assert!(told(&house, "2024-03-13", Rule::StuckInStage).ends_with("Tre av fire kom videre innen 40 (av 5)."));
}

#[test]
fn not_met_counts_from_the_last_meeting_and_only_while_it_is_mentored() {
    let missed = |house: &House, today: &str| of(house, today, Rule::NoMeeting).len();
    let never = one(|startup| startup.admitted("2024-01-01").moved("2024-01-01", "idea"));
    assert_eq!((missed(&never, "2024-02-12"), missed(&never, "2024-02-13")), (0, 1), "six weeks, and a day");
    assert_eq!(
        told(&never, "2024-02-13", Rule::NoMeeting),
        "Ingen møter er registrert siden opptaket 1.1.2024, for 6 uker siden."
    );
    let met = one(|startup| startup.admitted("2024-01-01").moved("2024-01-01", "idea").met("2024-02-01", 30));
    assert_eq!((missed(&met, "2024-03-14"), missed(&met, "2024-03-15")), (0, 1));
    assert_eq!(told(&met, "2024-04-11", Rule::NoMeeting), "Siste møte var 1.2.2024, for 10 uker siden.");
    // Admitted and not yet in a stage of mentoring: nobody is late.
    let waiting = one(|startup| startup.admitted("2024-01-01"));
    assert_eq!(missed(&waiting, "2024-12-01"), 0);
    // What is yet to come, as known later, has not happened.
    let ahead = one(|startup| {
        startup.admitted("2024-01-01").moved("2024-01-01", "idea").recorded("2024-01-02").met("2024-06-01", 30)
    });
    assert_eq!(missed(&ahead, "2024-03-01"), 1);
}

#[test]
fn an_update_is_overdue_the_day_after_it_was_due_until_anything_becomes_of_it() {
    let owed = |house: &House, today: &str| of(house, today, Rule::UpdateOverdue).len();
    let asked = || House::new(1);
    let mut house = asked();
    house.startup("A").admitted("2023-01-01").asked(1, "2024-01-02", "2024-01-16").build();
    assert_eq!((owed(&house, "2024-01-16"), owed(&house, "2024-01-17")), (0, 1));
    assert_eq!(
        told(&house, "2024-01-17", Rule::UpdateOverdue),
        "Spurt om oppdatering med frist 16.1.2024. Ikke svar, én dag over fristen."
    );
    assert_eq!((owed(&house, "2024-03-16"), owed(&house, "2024-03-17")), (1, 0), "nobody can answer it any more");
    for event in [UpdateEvent::Answered, UpdateEvent::Closed, UpdateEvent::Revoked] {
        let mut house = asked();
        let startup = house.startup("A").admitted("2023-01-01").asked(1, "2024-01-02", "2024-01-16");
        startup.update(1, "2024-02-01", event).build();
        assert_eq!((owed(&house, "2024-01-31"), owed(&house, "2024-02-01")), (1, 0), "{event:?}");
    }
    let mut house = asked();
    let startup = house.startup("A").admitted("2023-01-01").asked(1, "2024-01-02", "2024-01-16");
    startup.update(1, "2024-01-03", UpdateEvent::Bounced).build();
    assert_eq!(
        (owed(&house, "2024-01-02"), owed(&house, "2024-01-03")),
        (0, 1),
        "a mail that came back waits for nobody"
    );
    assert!(told(&house, "2024-01-03", Rule::UpdateOverdue).contains("kom i retur 3.1.2024"));
    // The answer to a later round answers for the earlier one; asked again, it owes again.
    let mut house = asked();
    let startup = house.startup("A").admitted("2023-01-01").asked(1, "2024-01-02", "2024-01-16");
    let startup = startup.asked(2, "2024-04-02", "2024-04-16").update(2, "2024-04-03", UpdateEvent::Answered);
    startup.asked(3, "2024-07-02", "2024-07-16").build();
    assert_eq!((owed(&house, "2024-04-02"), owed(&house, "2024-06-01"), owed(&house, "2024-07-17")), (0, 0, 1));
}

#[test]
fn alumni_owe_answers_and_nothing_else_and_the_dead_owe_nothing() {
    let mut house = House::new(1);
    let startup = house.startup("Ute").admitted("2020-01-01").exited("2021-01-01", Outcome::Graduated);
    startup.verified("2023-12-01").asked(1, "2024-05-02", "2024-05-16").build();
    let startup = house.startup("Død").admitted("2020-01-01").moved("2020-02-01", "idea");
    startup.asked(1, "2024-01-02", "2024-01-16").life("2024-01-10", LifeEventKind::Bankrupt).build();
    let startup = house.startup("Innfusjonert").admitted("2020-01-01").moved("2020-02-01", "idea");
    startup.life("2024-01-10", LifeEventKind::AbsorbedInMerger).build();
    assert_eq!(rules(&house, "2024-06-01"), [Rule::UpdateOverdue]);
}

#[test]
fn fewer_employees_is_a_quarter_and_two_heads_within_a_year() {
    let fallen = |before: u32, after: u32| {
        let house =
            one(|startup| startup.admitted("2023-01-01").heads("2023-01-01", before).heads("2024-01-15", after));
        of(&house, "2024-02-01", Rule::FiguresFallen).len()
    };
    assert_eq!(
        (fallen(8, 6), fallen(8, 7), fallen(9, 7), fallen(4, 3), fallen(2, 0), fallen(1, 0)),
        (1, 0, 0, 0, 1, 0)
    );
    let house = one(|startup| startup.admitted("2023-01-01").heads("2023-01-01", 8).heads("2024-01-15", 5));
    assert_eq!(told(&house, "2024-02-01", Rule::FiguresFallen), "Fra 8 ansatte (1.1.2023) til 5 (15.1.2024).");
    // A year later the fall is what it was a year ago.
    assert_eq!(of(&house, "2025-01-14", Rule::FiguresFallen).len(), 1);
    assert_eq!(of(&house, "2025-01-15", Rule::FiguresFallen).len(), 0);
    // Between one and four may be four: what is not known to have fallen has not.
    let hidden = one(|startup| startup.admitted("2023-01-01").heads("2023-01-01", 5).span("2024-01-15", 1, 4));
    assert_eq!(of(&hidden, "2024-02-01", Rule::FiguresFallen).len(), 0);
    let hidden = one(|startup| startup.admitted("2023-01-01").heads("2023-01-01", 8).span("2024-01-15", 1, 4));
    assert!(told(&hidden, "2024-02-01", Rule::FiguresFallen).contains("til 1–4"));
}

#[test]
fn nobody_has_shown_it_alive_for_a_year_and_after_fifteen_months_it_is_unknown() {
    let house = one(|startup| startup.admitted("2023-01-31").heads("2023-01-31", 2).verified("2023-03-31"));
    let silent = |today: &str| of(&house, today, Rule::NotVerified).len();
    assert_eq!((silent("2024-03-31"), silent("2024-04-01")), (0, 1));
    assert_eq!(
        told(&house, "2024-04-01", Rule::NotVerified),
        "Sist bekreftet i live 31.3.2023. Fra 30.6.2024 teller den som ukjent."
    );
    assert!(told(&house, "2024-07-01", Rule::NotVerified).ends_with("Den teller nå som ukjent."));
}

#[test]
fn a_baseline_is_a_headcount_of_the_day_of_admission_that_is_not_too_old() {
    let lacks = |house: &House| of(house, "2024-02-02", Rule::NoBaseline).len();
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-01"))), 1);
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-02"))), 0, "on the day itself nobody is late");
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-01").heads("2024-02-01", 0))), 0, "none is a number");
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-01").heads("2024-02-02", 3))), 1, "later is too late");
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-01").heads("2022-11-01", 3))), 0);
    assert_eq!(lacks(&one(|startup| startup.admitted("2024-02-01").heads("2022-10-31", 3))), 1, "too old to count");
    let house = one(|startup| startup.admitted("2024-02-01"));
    assert_eq!(of(&house, "2024-02-02", Rule::NoBaseline)[0].act(), Act::RecordHeadcount);
}

#[test]
fn without_a_mentor_for_more_than_two_weeks() {
    let house = one(|startup| startup.admitted("2024-02-01").heads("2024-02-01", 1));
    assert_eq!(rules(&house, "2024-02-15"), []);
    assert_eq!(rules(&house, "2024-02-16"), [Rule::NoMentor]);
    assert_eq!(told(&house, "2024-02-16", Rule::NoMentor), "Tatt opp 1.2.2024, og uten mentor i 15 dager.");
}

#[test]
fn what_matters_most_stands_first_and_then_what_has_waited_longest() {
    let mut house = House::new(2);
    house.startup("Ny").admitted("2024-01-01").build();
    house.startup("Gammel").admitted("2023-12-01").build();
    house.startup("Annet sted").enrolled(2, None, "2023-11-01", "admitted").build();
    let found = on(&house.ledger, &HouseRules::default(), day("2024-03-01"));
    let told: Vec<(&str, Rule)> = found.iter().map(|item| (item.name.as_str(), item.rule)).collect();
    assert_eq!(
        told,
        [
            ("Annet sted", Rule::NoBaseline),
            ("Gammel", Rule::NoBaseline),
            ("Ny", Rule::NoBaseline),
            ("Annet sted", Rule::NoMentor),
            ("Gammel", Rule::NoMentor),
            ("Ny", Rule::NoMentor),
        ]
    );
    // The second programme sees it otherwise.
    let low = Setting { on: true, limit: 0, severity: Severity::Low };
    let off = Setting { on: false, ..low };
    let own = AttentionRules::default().with(Rule::NoBaseline, low).with(Rule::NoMentor, off);
    let rules = HouseRules { own: [(ProgrammeId(id(2)), own)].into(), ..HouseRules::default() };
    let found = on(&house.ledger, &rules, day("2024-03-01"));
    assert_eq!(found.len(), 5);
    assert_eq!(found.last().map(|item| (item.name.as_str(), item.severity)), Some(("Annet sted", Severity::Low)));
}

#[test]
fn every_item_says_why_in_every_language() {
    let mut house = House::new(1);
    house.startup("A").enrolled(1, None, "2023-01-01", "applied").build();
    let startup = house.startup("B").admitted("2022-01-01").moved("2022-02-01", "idea").heads("2022-11-01", 9);
    startup.heads("2023-01-02", 2).asked(1, "2023-02-01", "2023-02-10").build();
    let found = on(&house.ledger, &HouseRules::default(), day("2024-01-01"));
    let mut spoken: Vec<Rule> = found.iter().map(|item| item.rule).collect();
    spoken.sort_unstable();
    spoken.dedup();
    assert!(spoken.len() >= 6, "{spoken:?}");
    for item in &found {
        for locale in Locale::ALL {
            let reason = item.reason(locale, &house.ledger);
            assert!(reason.ends_with('.') && reason.chars().any(|c| c.is_ascii_digit()), "{reason}");
            assert!(!item.act().text(locale).is_empty() && !item.rule.name(locale).is_empty());
        }
    }
}
