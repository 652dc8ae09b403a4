//! The flat sheet of an incubator: what it tells, what is wrong in it, and whom its rows mean.

use super::*;

const KORN: &[&str] = &[
    "Korn AS",
    "923 609 016",
    "Mat",
    "0231",
    "2019 vår",
    "01.02.2019",
    "1.3.2019",
    "30.06.2020",
    "Aktiv",
    "",
    "2",
    "3",
    "5",
    "4,5",
    "1 200 000",
];
const BANKRUPT: &[&str] = &[
    "Sukk AS",
    "984851006",
    "IT",
    "Oslo",
    "2019 vår",
    "",
    "01.03.2019",
    "",
    "Konkurs",
    "15.10.2020",
    "1",
    "4",
    "",
    "",
    "",
];
const MERGED: &[&str] =
    &["Felles AS", "", "IT", "Asker", "", "", "2018-01-01", "2019-12-31", "Fusjonert", "", "", "", "", "", ""];
const ASKED: &[&str] = &["Søker AS", "", "", "", "", "01.05.2024", "", "", "Avslått", "20.05.2024", "", "", "", "", ""];
const SUM: &[&str] = &["Sum", "", "", "", "", "", "", "", "", "", "3", "7", "5", "", ""];

#[test]
fn a_flat_sheet_tells_a_house() {
    let mut house = House::new();
    let plan = house.import("sheet", "2024-06-30", &sheet(&[KORN, BANKRUPT, MERGED, ASKED, SUM]));
    assert_eq!(warnings(&plan), [WarningKind::ClosedAtDeath, WarningKind::RowSkipped]);
    let korn = house.course("Korn AS");
    assert_eq!(
        (korn.applied_on, korn.admitted_on, korn.closed_on, korn.outcome),
        (day("2019-02-01"), Some(day("2019-03-01")), Some(day("2020-06-30")), Some(Outcome::Graduated))
    );
    let counts: Vec<_> =
        house.startup("Korn AS").headcounts.iter().map(|fact| (fact.valid_on, fact.body.clone().unwrap())).collect();
    assert_eq!(counts.len(), 3);
    assert_eq!(counts[0], (day("2019-03-01"), Headcount::of(2)));
    assert_eq!(counts[2].0, day("2020-12-31"));
    assert_eq!((counts[2].1.employees.low, counts[2].1.fte_hundredths), (5, Some(450)));
    let place = house.startup("Korn AS").workplaces[0].clone();
    assert_eq!(
        (place.valid_on, place.body.unwrap().municipality.unwrap().to_string()),
        (day("2019-03-01"), "0231".to_owned())
    );
    assert_eq!(house.startup("Korn AS").revenues[0].body.unwrap().amount.minor, 120_000_000);
    assert_eq!(house.startup("Korn AS").verifications[0].valid_on, day("2024-06-30"));
    assert_eq!(house.ledger.cohorts[0].name, "2019 vår");

    let sukk = house.course("Sukk AS");
    assert_eq!((sukk.closed_on, sukk.outcome), (Some(day("2020-10-15")), Some(Outcome::Discontinued)));
    assert_eq!(house.events("Sukk AS"), [("2020-10-15".to_owned(), LifeEventKind::Bankrupt, true)]);
    assert_eq!(house.events("Felles AS"), [("2024-06-30".to_owned(), LifeEventKind::AbsorbedInMerger, false)]);
    let asked = house.course("Søker AS");
    assert_eq!((asked.admitted_on, asked.closed_on, asked.outcome), (None, Some(day("2024-05-20")), None));

    let again = house.import("sheet", "2024-06-30", &sheet(&[KORN, BANKRUPT, MERGED, ASKED, SUM]));
    assert!(again.changes_nothing(), "{:#?}", again.startups);
}

#[test]
fn every_bad_cell_is_named() {
    let mut house = House::new();
    let plan = house.plan(
        "sheet",
        "2024-06-30",
        &sheet(&[
            &["A", "000000000", "", "Andeby", "", "31.02.2019", "", "", "Rik", "", "2", "tre", "-1", "x", "1.234"],
            &["", "12345678", "", "Herøy", "", "", "01.07.2024", "", "", "", "", "2", "2", "3", ""],
            &["C", "833286602", "", "", "", "", "2019-03-01", "2019-02-01", "", "", "", "", "", "", ""],
            &["D", "", "", "", "", "", "", "2019-02-01", "", "", "", "", "", "", ""],
            &["E", "", "", "", "", "", "mars 2019", "2020-02-01", "", "", "", "", "", "", ""],
        ]),
    );
    assert_eq!(
        errors(&plan),
        [
            "2 Ansatte 2019 tre: a whole number, or a span such as 1-4",
            "2 Ansatte 2020 -1: a whole number, or a span such as 1-4",
            "2 Ansatte ved opptak 2: a date of admission in the same row",
            "2 Kommune Andeby: a municipality number of four digits, a municipality's name or \"abroad\"",
            "2 Omsetning 2020 1.234: a number whose mark is not ambiguous: write 1234 or 1.2340",
            "2 Org.nr 000000000: a valid organisation number: the check digit does not fit",
            "2 Status Rik: one of the words the profile knows, such as Inaktiv, Avviklet, Vet ikke (46 more)",
            "2 Søkt 31.02.2019: a date such as 31.05.2019 or 2019-05-31",
            "2 Årsverk 2020 x: a number, 0 or more",
            "3 Ansatte 2020 2: There are more full-time equivalents than 2 employees can work. Check both numbers.",
            "3 Kommune Herøy: the municipality's number, since the name fits 1515, 1818",
            "3 Navn : a value",
            "3 Opptak 01.07.2024: a date no later than 30 June 2024",
            "3 Org.nr 12345678: an organisation number of nine digits",
            "4 Org.nr 833286602: a valid organisation number: the check digit does not fit",
            "4 Uttak 2019-02-01: a date no earlier than 1 March 2019",
            "5 Uttak 2019-02-01: The startup has not been admitted, so it cannot exit. Admit it first, or decline the application.",
            "6 Opptak mars 2019: a date such as 31.05.2019 or 2019-05-31",
        ]
    );
}

#[test]
fn a_row_told_twice_names_both() {
    let mut house = House::new();
    let twice = house.plan("accelerator-directory", "2023-02-27", &directory(&[ACTIVE, PUBLIC, ACTIVE]));
    assert_eq!(errors(&twice), ["4 company_id 1: a value that row 2 does not have as well"]);
    // The same name with another key is another startup.
    let namesake = ["9", "Alpha", "S22", "Active", "", "", "", "1", "1", ""];
    assert!(house.plan("accelerator-directory", "2023-02-27", &directory(&[ACTIVE, &namesake])).is_ready());
    // In a sheet without keys it is a row told twice, and so is one number under two names.
    let nameless = ["MERGED", "", "", "", "", "", "", "", "", "", "", "", "", "", ""];
    let mut folded = nameless;
    folded[0] = " merged ";
    let names = house.plan("sheet", "2024-06-30", &sheet(&[&nameless, &folded]));
    assert_eq!(errors(&names), ["3 Navn merged: a value that row 2 does not have as well"]);
    let mut renamed = KORN.to_vec();
    renamed[0] = "Annet AS";
    let numbers = house.plan("sheet", "2024-06-30", &sheet(&[KORN, &renamed]));
    assert_eq!(errors(&numbers), ["3 Org.nr 923609016: a value that row 2 does not have as well"]);
}

#[test]
fn a_name_alone_is_a_question() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE, PUBLIC]));
    let alpha = house.startup("Alpha").profile.id;
    let row = ["ALPHA ", "923609016", "", "", "", "", "2023-05-01", "", "", "", "", "", "", "", ""];
    let asked = house.plan("sheet", "2024-06-30", &sheet(&[&row]));
    assert!(!asked.is_ready() && asked.errors.is_empty());
    assert_eq!(asked.questions[0].candidates[0].id, alpha);
    assert_eq!(asked.questions[0].place.row, 2);

    house.answers.all = Some(SameName::New);
    assert_eq!(house.plan("sheet", "2024-06-30", &sheet(&[&row])).startups_with(Action::New), 1);
    house.answers.rows.insert(("Ark1".to_owned(), 2), RowAnswer::Merge(alpha));
    let merged = house.import("sheet", "2024-06-30", &sheet(&[&row]));
    assert_eq!(merged.startups_with(Action::Updated), 1);
    assert_eq!(merged.startups[0].profile.id, alpha);
    assert_eq!(merged.startups[0].profile.external_id.as_deref(), Some("1"), "it keeps its key");
    // From now on the number tells, and nobody is asked.
    house.answers = Answers::default();
    assert!(house.plan("sheet", "2024-06-30", &sheet(&[&row])).changes_nothing());
}

#[test]
fn a_namesake_that_was_told_apart_once_is_not_asked_about_again() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE]));
    let row = ["Alpha", "", "", "", "", "", "2023-05-01", "", "", "", "", "", "", "", ""];
    house.answers.all = Some(SameName::New);
    assert_eq!(house.import("sheet", "2024-06-30", &sheet(&[&row])).startups_with(Action::New), 1);
    house.answers = Answers::default();
    assert!(house.plan("sheet", "2024-06-30", &sheet(&[&row])).changes_nothing());
}

#[test]
fn keys_of_two_startups_in_one_row_are_refused() {
    let mut house = House::new();
    let head: &[&str] = &["ID", "Navn", "Org.nr"];
    let two = Table::of_text("s", &[head, &["1", "En", "923609016"], &["2", "To", "984851006"]]);
    house.import("sheet", "2024-06-30", &[two]);
    let crossed = Table::of_text("s", &[head, &["1", "En", "984851006"]]);
    let plan = house.plan("sheet", "2024-06-30", &[crossed]);
    assert_eq!(errors(&plan), ["2 Navn En: keys of one startup; these belong to En, To"]);
    let both = Table::of_text("s", &[head, &["1", "En", ""], &["", "Eksta", "923609016"]]);
    let plan = house.plan("sheet", "2024-06-30", &[both]);
    assert_eq!(errors(&plan), ["3 Navn En: one row a startup: row 2 is the same one"]);
}

#[test]
fn a_startup_that_comes_back_gets_a_second_stay() {
    let mut house = House::new();
    let row = |cohort, from, to| ["Korn AS", "923609016", "", "", cohort, "", from, to, "", "", "", "", "", "", ""];
    house.import("sheet", "2024-06-30", &sheet(&[&row("2019", "2019-03-01", "2020-06-30")]));
    let second = house.import("sheet", "2024-06-30", &sheet(&[&row("2022", "2022-01-01", "")]));
    assert_eq!(second.startups[0].enrolments.len(), 1);
    assert_eq!(house.startup("Korn AS").enrolments.len(), 2);
    let third = house.plan("sheet", "2024-06-30", &sheet(&[&row("2023", "2023-01-01", "")]));
    assert_eq!(
        errors(&third),
        ["2 Opptak 2023-01-01: The startup already has an open enrolment in this programme (since 1 January 2022). \
          Close it before a new one begins."]
    );
    let before = house.plan("sheet", "2024-06-30", &sheet(&[&row("2020", "2020-01-01", "2020-02-01")]));
    assert_eq!(
        errors(&before),
        [
            "2 Opptak 2020-01-01: An earlier stay in this programme lasted until 30 June 2020. The new one must begin that day or later."
        ]
    );
}

#[test]
fn a_move_corrected_onto_the_day_of_the_next_keeps_its_order() {
    let mut house = House::new();
    let row =
        |applied, admitted| ["Korn AS", "923609016", "", "", "", applied, admitted, "", "", "", "", "", "", "", ""];
    house.import("sheet", "2024-06-30", &sheet(&[&row("2019-02-01", "2019-03-01")]));
    let plan = house.import("sheet", "2024-06-30", &sheet(&[&row("2019-03-01", "2019-03-01")]));
    assert_eq!(plan.facts(), 2, "the admission is stated once more behind the application");
    let course = house.course("Korn AS");
    assert_eq!((course.applied_on, course.admitted_on), (day("2019-03-01"), Some(day("2019-03-01"))));
    let programme = &house.ledger.programmes[0];
    assert_eq!(programme.stage(course.stage).unwrap().key, "admitted");
    assert!(house.plan("sheet", "2024-06-30", &sheet(&[&row("2019-03-01", "2019-03-01")])).changes_nothing());
}

#[test]
fn a_place_that_changed_is_a_move_from_the_day_of_the_file() {
    let mut house = House::new();
    let row = |place| ["Korn AS", "923609016", "", place, "", "", "2019-03-01", "", "", "", "", "", "", "", ""];
    house.import("sheet", "2024-01-01", &sheet(&[&row("Lillestrøm")]));
    house.import("sheet", "2024-06-30", &sheet(&[&row("Oslo")]));
    let places = in_force(&house.startup("Korn AS").workplaces, house.now);
    let places: Vec<_> = places
        .iter()
        .map(|fact| (fact.valid_on.to_string(), fact.body.unwrap().municipality.unwrap().to_string()))
        .collect();
    assert_eq!(places, [("2019-03-01".to_owned(), "3205".to_owned()), ("2024-06-30".to_owned(), "0301".to_owned())]);
    assert!(house.plan("sheet", "2024-06-30", &sheet(&[&row("Oslo")])).changes_nothing());
}

#[test]
fn this_years_column_says_what_is_so_on_the_day_of_the_file() {
    let mut house = House::new();
    let table = |header: &str| vec![Table::of_text("s", &[&["Navn", header], &["Korn AS", "4"]])];
    house.import("sheet", "2024-06-30", &table("Ansatte 2024"));
    assert_eq!(house.headcounts("Korn AS"), [("2024-06-30".to_owned(), 4)]);
    let future = house.plan("sheet", "2024-06-30", &table("Ansatte 2025"));
    assert_eq!(errors(&future), ["2 Ansatte 2025 4: a date no later than 30 June 2024"]);
    let revenue = house.plan("sheet", "2024-06-30", &table("Omsetning 2024"));
    assert_eq!(errors(&revenue), ["2 Omsetning 2024 4: a date no later than 30 June 2024"]);
}

#[test]
fn other_programmes_are_named_in_one_cell_and_dated_at_admission() {
    let mut house = House::new();
    let file = |admitted: &str, korn: &str| {
        let head: &[&str] = &["Navn", "Opptak", "Andre programmer"];
        vec![Table::of_text(
            "s",
            &[head, &["Korn AS", admitted, korn], &["Mel AS", "", "Spiren"], &["Gryn AS", "2020-01-01", "Ingen"]],
        )]
    };
    house.import("sheet", "2024-06-30", &file("2019-03-01", "Vekstverket; Spiren, vekstverket;"));
    let told = |house: &House, name: &str| -> Vec<(String, String)> {
        let facts = in_force(&house.startup(name).other_support, house.now).into_iter();
        facts.map(|fact| (fact.valid_on.to_string(), fact.body.clone().unwrap().supporter.into_string())).collect()
    };
    let both = |day: &str| ["Spiren", "Vekstverket"].map(|name| (day.to_owned(), name.to_owned())).to_vec();
    let sorted = |house: &House| {
        let mut told = told(house, "Korn AS");
        told.sort();
        told
    };
    assert_eq!(sorted(&house), both("2019-03-01"));
    assert_eq!(told(&house, "Mel AS"), [("2024-06-30".to_owned(), "Spiren".to_owned())]);
    assert_eq!(told(&house, "Gryn AS"), []);
    // The same again writes nothing, not on a later day either.
    let again = house.plan("sheet", "2024-12-31", &file("2019-03-01", "Spiren; Vekstverket"));
    assert!(again.changes_nothing(), "{:#?}", again.startups);
    // An earlier admission moves it.
    house.import("sheet", "2024-12-31", &file("2018-03-01", "Spiren; Vekstverket"));
    assert_eq!(sorted(&house), both("2018-03-01"));
}
