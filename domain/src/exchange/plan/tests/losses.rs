//! What a file must not lose, take back or pass over in silence.

use super::*;
use crate::ids::CohortId;

const MINE: &[&str] = &["ID", "Navn", "Opptak", "Uttak", "Status", "Status dato"];

fn mine(rows: &[&[&str]]) -> Vec<Table> {
    let all: Vec<&[&str]> = std::iter::once(MINE).chain(rows.iter().copied()).collect();
    vec![Table::of_text("Ark1", &all)]
}

/// A sheet with what a profile says, each cell in its own column.
fn said(name: &str, sector: &str, website: &str) -> Vec<Table> {
    vec![Table::of_text("s", &[&["Navn", "Org.nr", "Bransje", "Nettsted"], &[name, "923609016", sector, website]])]
}

fn profile(house: &House) -> [String; 3] {
    let profile = &house.ledger.startups[0].profile;
    [Some(profile.name.clone()), profile.sector.clone(), profile.website.clone()].map(Option::unwrap_or_default)
}

#[test]
fn a_value_that_no_header_stands_above_is_named() {
    let mut house = House::new();
    // A decimal comma in a file of commas: two and a half full-time equivalents would be two, and five employees three.
    let table =
        Table::of_text("a", &[&["Navn", "Opptak", "Ansatte 2020", ""], &["A", "2019-01-01", "2", "5", "", "3"]]);
    let plan = house.plan("sheet", "2024-06-30", &[table]);
    let why = "no value here: the header has no column for it";
    assert_eq!(errors(&plan), [format!("2 D 5: {why}"), format!("2 F 3: {why}")]);
    // An empty header in the middle, and a row of which nothing else is filled.
    let table = Table::of_text("a", &[&["Navn", "", "Opptak"], &["A", " ", "2019-01-01"], &["", "se der", ""]]);
    assert_eq!(errors(&house.plan("sheet", "2024-06-30", &[table])), [format!("3 B se der: {why}")]);
    // Ignored columns have a header, a sum is not read, and separators at the end of a line are nothing.
    let table = Table::of_text(
        "a",
        &[&["Tittel", "", "", "", "2024"], &["Navn", "Farge"], &["A", "rød", "", " "], &["Sum", "", "1"]],
    );
    let plan = house.plan("sheet", "2024-06-30", &[table]);
    assert!(plan.is_ready(), "{:?}", plan.errors);
    // The same in the product's own workbook.
    let book = Table::of_text("startups", &[&["name"], &["A", "1"]]);
    assert_eq!(errors(&house.plan("grobunn", "2024-06-30", &[book])), [format!("2 B 1: {why}")]);
}

#[test]
fn a_header_that_was_never_calculated_is_no_unknown_column() {
    let mut house = House::new();
    let header = TableRow { number: 1, cells: vec![Cell::from("Navn"), Cell::Error("=\"Ansatte \"&2020".to_owned())] };
    let row = TableRow { number: 2, cells: vec![Cell::from("A"), Cell::Number(3.0)] };
    let plan = house.plan("sheet", "2024-06-30", &[Table { sheet: "s".to_owned(), rows: vec![header, row] }]);
    assert_eq!(plan.errors.len(), 1);
    assert_eq!(plan.errors[0].expected, Expected::WorkingFormula);
}

#[test]
fn what_an_answer_would_break_is_shown_with_the_question() {
    let mut house = House::new();
    house.import("sheet", "2024-06-30", &mine(&[&["K1", "Korn AS", "2022-01-01", "", "", ""]]));
    // The house's own people wrote the name in another profile: is it the same one? If so, it has an open stay already.
    let other = |admitted: &str, exited: &str| {
        let mut table =
            Table::of_text("s", &[&["Navn", "Kull", "Opptak", "Uttak"], &["korn as", "2023", admitted, exited]]);
        table.rows[1].cells.resize(4, Cell::Empty);
        vec![table]
    };
    house.told.clear();
    let cohort = crate::pipeline::Cohort {
        id: CohortId(Uuid::from_u128(7)),
        programme: house.ledger.programmes[0].id,
        name: "2022".to_owned(),
        starts_on: None,
        ends_on: None,
    };
    let startup = Arc::make_mut(&mut house.ledger.startups[0]);
    startup.enrolments[0].cohort = Some(cohort.id);
    house.ledger.cohorts.push(cohort);
    let plan = house.plan("sheet", "2024-06-30", &other("2023-02-01", ""));
    assert!(plan.errors.is_empty() && plan.startups.is_empty(), "{:?}", plan.errors);
    assert_eq!((plan.cohorts.len(), plan.counts.len()), (0, 0), "what was only tried leaves nothing behind");
    let [question] = plan.questions.as_slice() else { panic!("{:?}", plan.questions) };
    assert_eq!(question.refused, []);
    let [refused] = question.candidates[0].refused.as_slice() else { panic!("{:?}", question.candidates) };
    assert!(matches!(refused.expected, Expected::Move(crate::pipeline::MoveError::SecondOpenEnrolment { .. })));
    assert_eq!((refused.place.row, &*refused.place.column), (2, "Opptak"));
    // Answered so all the same, the cell is wrong, and nothing can be written.
    house.answers.all = Some(SameName::Merge);
    let plan = house.plan("sheet", "2024-06-30", &other("2023-02-01", ""));
    assert!(!plan.is_ready());
    assert_eq!(plan.errors.as_slice(), std::slice::from_ref(refused));
    house.answers.all = Some(SameName::New);
    assert!(house.plan("sheet", "2024-06-30", &other("2023-02-01", "")).is_ready());
    // Where no answer can help, the cells are wrong before anybody answers.
    house.answers.all = None;
    let plan = house.plan("sheet", "2024-06-30", &other("", "2023-02-01"));
    assert!(
        errors(&plan)[0].starts_with("2 Uttak 2023-02-01: The startup has not been admitted"),
        "{:?}",
        errors(&plan)
    );
}

#[test]
fn a_row_that_was_merged_by_name_is_known_the_next_time() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE]));
    let rows = |external| mine(&[&[external, "alpha", "2023-05-01", "", "", ""]]);
    for external in ["", "K7"] {
        house.answers.all = Some(SameName::Merge);
        assert_eq!(house.import("sheet", "2024-06-30", &rows(external)).startups_with(Action::New), 0);
        house.answers.all = None;
        let again = house.plan("sheet", "2024-06-30", &rows(external));
        assert!(again.is_ready() && again.changes_nothing(), "{external:?}: {:?}", again.questions);
    }
    // The same name under another id was never said to be it.
    assert_eq!(house.plan("sheet", "2024-06-30", &rows("K8")).questions.len(), 1);
    // Nor is it known to another profile.
    let book = [Table::of_text("startups", &[&["name"], &["Alpha"]])];
    assert_eq!(house.plan("grobunn", "2024-06-30", &book).questions.len(), 1);
}

#[test]
fn a_merge_that_brings_no_news_is_kept_all_the_same() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE]));
    let bare = [Table::of_text("s", &[&["Navn"], &["Alpha"]])];
    house.answers.all = Some(SameName::Merge);
    let merged = house.import("sheet", "2024-06-30", &bare);
    assert_eq!((merged.startups_with(Action::Unchanged), merged.facts()), (1, 0));
    assert!(!merged.changes_nothing(), "the answer is news");
    house.answers.all = None;
    assert!(house.plan("sheet", "2024-06-30", &bare).changes_nothing());
}

#[test]
fn a_namesake_of_a_startup_known_by_its_number_is_asked_about() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE]));
    let keyed = |row: &[&str]| vec![Table::of_text("s", &[&["Navn", "Org.nr", "Opptak"], row])];
    house.answers.all = Some(SameName::Merge);
    house.import("sheet", "2024-06-30", &keyed(&["Alpha", "923609016", "2023-05-01"]));
    house.answers.all = None;
    // The profile wrote facts about Alpha, but always by its number. Another number is another company until somebody says otherwise.
    assert_eq!(house.plan("sheet", "2024-06-30", &keyed(&["Alpha", "984851006", "2023-06-01"])).questions.len(), 1);
}

#[test]
fn an_older_file_takes_nothing_newer_back() {
    let mut house = House::new();
    house.import("sheet", "2023-01-01", &said("Korn AS", "Mat", ""));
    house.import("sheet", "2024-01-01", &said("Mel AS", "Landbruk", ""));
    assert_eq!(profile(&house), ["Mel AS", "Landbruk", ""]);
    // A file of a day between knows of a site, of which nobody spoke, and of an old name.
    let older = house.import("sheet", "2023-06-01", &said("Korn AS", "Mat", "https://korn.example"));
    assert_eq!(warnings(&older), [WarningKind::NewerProfile]);
    assert_eq!(profile(&house), ["Mel AS", "Landbruk", "https://korn.example"]);
    // A later one, or another of the same day, says what is so.
    house.import("sheet", "2024-01-01", &said("Gryn AS", "", ""));
    assert_eq!(profile(&house), ["Gryn AS", "Landbruk", "https://korn.example"]);
}

#[test]
fn a_name_spelled_otherwise_does_not_change_to_and_fro() {
    let mut house = House::new();
    house.import("sheet", "2024-01-01", &said("Korn AS", "Mat", ""));
    let other = house.import("sheet", "2024-02-01", &said("KORN  as", "MAT", ""));
    assert!(other.changes_nothing() && warnings(&other).is_empty());
    assert_eq!(profile(&house), ["Korn AS", "Mat", ""]);
    // In our own workbook somebody changed just that.
    let id = house.ledger.startups[0].profile.id.to_string();
    house.import("grobunn", "2024-03-01", &[Table::of_text("startups", &[&["startup_id", "name"], &[&id, "KORN AS"]])]);
    assert_eq!(profile(&house)[0], "KORN AS");
}

#[test]
fn a_sale_on_a_known_day_shows_a_business_that_goes_on() {
    for status in ["Kjøpt opp", "Flyttet til utlandet"] {
        let mut house = House::new();
        let row: &[&str] = &["K1", "Korn AS", "2019-03-01", "2020-06-30", status, "2021-05-01"];
        house.import("sheet", "2024-06-29", &mine(&[row]));
        let verified = |house: &House| -> Vec<NaiveDate> {
            house.startup("Korn AS").verifications.iter().map(|fact| fact.valid_on).collect()
        };
        assert_eq!(verified(&house), [day("2024-06-29")], "{status}");
        assert_eq!(house.events("Korn AS")[0].0, "2021-05-01", "the turn itself keeps its day");
        assert!(house.plan("sheet", "2024-06-29", &mine(&[row])).changes_nothing());
        house.import("sheet", "2024-06-30", &mine(&[row]));
        assert_eq!(verified(&house), [day("2024-06-29"), day("2024-06-30")]);
    }
}

#[test]
fn a_sale_told_after_another_source_recorded_a_death_verifies_nobody() {
    let mut house = House::new();
    house.import(
        "sheet",
        "2024-01-01",
        &mine(&[&["K1", "Korn AS", "2019-03-01", "2020-06-30", "Konkurs", "2022-05-01"]]),
    );
    let sold: &[&str] = &["K1", "Korn AS", "2019-03-01", "2020-06-30", "Kjøpt opp", "2021-05-01"];
    // The same profile changed its mind: alive again, as with any other word for alive.
    let own = house.plan("sheet", "2024-06-30", &mine(&[sold]));
    assert!(warnings(&own).contains(&WarningKind::Reactivated), "{:?}", warnings(&own));
    // It was somebody else.
    house.told.clear();
    let other = house.plan("sheet", "2024-06-30", &mine(&[sold]));
    assert!(warnings(&other).contains(&WarningKind::DeadElsewhere), "{:?}", warnings(&other));
    let kinds: Vec<FactKind> = other.startups[0].facts.iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, [FactKind::LifeEvent]);
}

#[test]
fn what_the_database_would_refuse_is_seen_before() {
    let mut house = House::new();
    let head: &[&str] = &["ID", "Navn", "Org.nr"];
    let two = Table::of_text("s", &[head, &["1", "En", "923609016"], &["2", "To", "984851006"]]);
    house.import("sheet", "2024-06-30", &[two]);
    let crossed = Table::of_text("companies", &[&["startup", "organisation_number"], &["En", "984851006"]]);
    let plan = house.plan("grobunn", "2024-06-30", &[crossed]);
    assert_eq!(errors(&plan), ["2 organisation_number 984851006: a company of this startup; the number is To's"]);
    // Two programmes whose names leave the same short name.
    let programmes =
        |name: &str| vec![Table::of_text("s", &[&["Navn", "Program", "Opptak"], &[name, name, "2024-01-01"]])];
    house.import("sheet", "2024-06-30", &programmes("C++"));
    house.import("sheet", "2024-06-30", &programmes("C#"));
    let slugs: Vec<_> = house.ledger.programmes.iter().map(|programme| programme.slug.as_str()).collect();
    assert_eq!(slugs, ["c", "c-2"]);
    assert!(house.plan("sheet", "2024-06-30", &programmes("C#")).changes_nothing());
}
