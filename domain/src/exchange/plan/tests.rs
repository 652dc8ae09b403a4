//! Files read into a house kept in memory, which follows a plan as the store would.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::exchange::error::WarningKind;
use crate::exchange::read::read;
use crate::exchange::table::{Cell, Table, TableRow};
use crate::exchange::workbook::{self, Note};
use crate::facts::{Fact, Headcount, LifeEventKind, Outcome, in_force};
use crate::pipeline::Course;

/// A house that imports files.
struct House {
    ledger: Ledger,
    notes: HashMap<FactId, Note>,
    told: HashMap<String, (HashSet<FactId>, HashSet<StartupId>)>,
    now: Instant,
    drawn: u128,
    answers: Answers,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl House {
    fn new() -> Self {
        let now = DateTime::parse_from_rfc3339("2024-06-30T12:00:00Z").unwrap().to_utc();
        Self {
            ledger: Ledger::default(),
            notes: HashMap::new(),
            told: HashMap::new(),
            now,
            drawn: 1 << 64,
            answers: Answers::default(),
        }
    }

    fn plan(&mut self, profile: &str, as_of: &str, tables: &[Table]) -> Plan {
        let profile = Profile::shipped(profile).unwrap();
        let told = read(tables, &profile, day(as_of), self.now);
        let nothing = (HashSet::new(), HashSet::new());
        let (told_facts, told_startups) = self.told.get(&profile.name).unwrap_or(&nothing);
        let mut drawn = self.drawn;
        let mut new_id = || {
            drawn += 1;
            Uuid::from_u128(drawn)
        };
        let known = Known { ledger: &self.ledger, told_facts, told_startups };
        let context = Context {
            file: "sheet.csv",
            profile: &profile,
            as_of: day(as_of),
            now: self.now,
            answers: &self.answers,
            new_id: &mut new_id,
        };
        let plan = plan(told, known, context);
        self.drawn = drawn;
        plan
    }

    /// Plans and follows the plan. A minute passes.
    fn import(&mut self, profile: &str, as_of: &str, tables: &[Table]) -> Plan {
        let plan = self.plan(profile, as_of, tables);
        assert!(plan.is_ready(), "{:?} {:?}", plan.errors, plan.questions);
        self.follow(profile, &plan);
        plan
    }

    fn follow(&mut self, profile: &str, plan: &Plan) {
        self.ledger.programmes.extend(plan.programmes.iter().cloned());
        self.ledger.cohorts.extend(plan.cohorts.iter().cloned());
        let (facts, startups) = self.told.entry(profile.to_owned()).or_default();
        for planned in &plan.startups {
            let id = planned.profile.id;
            if planned.action == Action::New {
                startups.insert(id);
                self.ledger.startups.push(Arc::new(StartupLedger::new(planned.profile.clone())));
            }
            let startup = self.ledger.startups.iter_mut().find(|startup| startup.profile.id == id).unwrap();
            let startup = Arc::make_mut(startup);
            startup.profile = planned.profile.clone();
            startup.companies.extend(planned.companies.iter().cloned());
            startup.enrolments.extend(planned.enrolments.iter().cloned());
            for fact in &planned.facts {
                facts.insert(fact.id);
                let note = Note {
                    recorded_by: fact.recorded_by.clone().unwrap_or_else(|| "tester".to_owned()),
                    evidence: fact.evidence.clone(),
                    reason: fact.reason.clone(),
                };
                self.notes.insert(fact.id, note);
                keep(startup, fact, self.now);
            }
        }
        self.ledger.startups.sort_by_key(|startup| startup.profile.id);
        self.now += TimeDelta::minutes(1);
    }

    fn startup(&self, name: &str) -> &StartupLedger {
        self.ledger.startups.iter().find(|startup| startup.profile.name == name).unwrap()
    }

    /// A person corrects the latest headcount.
    fn correct_headcount(&mut self, name: &str, employees: u32) {
        let id = FactId(Uuid::from_u128(self.drawn + 1));
        self.drawn += 1;
        let startup = self.ledger.startups.iter_mut().find(|startup| startup.profile.name == name).unwrap();
        let startup = Arc::make_mut(startup);
        let last = startup.headcounts.last().unwrap().clone();
        startup.headcounts.push(Fact {
            id,
            recorded_at: self.now,
            supersedes: Some(last.id),
            body: Some(Headcount::of(employees)),
            ..last
        });
        self.now += TimeDelta::minutes(1);
    }

    fn headcounts(&self, name: &str) -> Vec<(String, u32)> {
        let facts = in_force(&self.startup(name).headcounts, self.now);
        facts.iter().map(|fact| (fact.valid_on.to_string(), fact.body.as_ref().unwrap().employees.low)).collect()
    }

    fn events(&self, name: &str) -> Vec<(String, LifeEventKind, bool)> {
        let facts = in_force(&self.startup(name).life_events, self.now);
        facts
            .iter()
            .map(|fact| (fact.valid_on.to_string(), fact.body.unwrap().kind, fact.body.unwrap().date_known))
            .collect()
    }

    fn course(&self, name: &str) -> Course {
        let startup = self.startup(name);
        let enrolment = startup.enrolments.last().unwrap();
        let programme = self.ledger.programme(enrolment.programme).unwrap();
        Course::at(programme, enrolment.id, &in_force(&startup.stage_changes, self.now), NaiveDate::MAX).unwrap()
    }
}

/// Does with a planned fact what the store does.
fn keep(startup: &mut StartupLedger, planned: &PlannedFact, now: Instant) {
    macro_rules! put {
        ($list:ident, $variant:ident) => {
            startup.$list.push(Fact {
                id: planned.id,
                valid_on: planned.valid_on,
                recorded_at: planned.recorded_at.unwrap_or(now),
                supersedes: planned.supersedes,
                source: planned.source,
                documented: planned.evidence.is_some() || planned.source.documents(),
                body: match &planned.body {
                    Some(Body::$variant(body)) => Some(body.clone()),
                    None => None,
                    other => panic!("{other:?} is not of kind {:?}", planned.kind),
                },
            })
        };
    }
    match planned.kind {
        FactKind::StageChange => put!(stage_changes, StageChange),
        FactKind::Headcount => put!(headcounts, Headcount),
        FactKind::LifeEvent => put!(life_events, LifeEvent),
        FactKind::Verification => put!(verifications, Verification),
        FactKind::Workplace => put!(workplaces, Workplace),
        FactKind::Revenue => put!(revenues, Revenue),
        FactKind::Capital => put!(capital, Capital),
        FactKind::Award => put!(awards, Award),
        FactKind::Mentor => panic!("no file brings mentors"),
    }
}

fn warnings(plan: &Plan) -> Vec<WarningKind> {
    plan.warnings.iter().map(|warning| warning.kind.clone()).collect()
}

/// Errors as `row column value: expected`.
fn errors(plan: &Plan) -> Vec<String> {
    let line = |error: &CellError| {
        format!(
            "{} {} {}: {}",
            error.place.row,
            error.place.column,
            error.value,
            error.expected.text(crate::words::Locale::En)
        )
    };
    plan.errors.iter().map(line).collect()
}

const DIRECTORY: &[&str] = &[
    "company_id",
    "company_name",
    "batch",
    "status",
    "location",
    "country",
    "year_founded",
    "num_founders",
    "team_size",
    "website",
];

fn directory(rows: &[&[&str]]) -> Vec<Table> {
    let all: Vec<&[&str]> = std::iter::once(DIRECTORY).chain(rows.iter().copied()).collect();
    vec![Table::of_text("directory", &all)]
}

const ACTIVE: &[&str] = &["1", "Alpha", "W22", "Active", "Oslo", "NO", "2021", "2", "12", "https://alpha.example"];
const PUBLIC: &[&str] = &["2", "Beta", "S21", "Public", "", "", "", "1", "300", ""];
const BOUGHT: &[&str] = &["3", "Gamma", "W12", "Acquired", "", "US", "2011", "3", "0", ""];
const DEAD: &[&str] = &["4", "Delta", "S20", "Inactive", "", "US", "2021", "0", "7", ""];
const SISTER: &[&str] = &["5", "Epsilon", "IK12", "Inactive", "", "US", "2011", "1", "", ""];
const NOW_IN: &[&str] = &["6", "Zeta", "W23", "Active", "", "US", "2023", "2", "", ""];

#[test]
fn a_directory_tells_what_was_seen_on_its_day() {
    let mut house = House::new();
    let plan = house.import(
        "accelerator-directory",
        "2023-02-27",
        &directory(&[ACTIVE, PUBLIC, BOUGHT, DEAD, SISTER, NOW_IN]),
    );
    assert_eq!(plan.startups_with(Action::New), 6);
    assert_eq!(warnings(&plan), [WarningKind::HeadcountOfTheDead]);
    let slugs: Vec<_> = house.ledger.programmes.iter().map(|programme| programme.slug.as_str()).collect();
    assert_eq!(slugs, ["accelerator", "imagine-k12"]);

    let alpha = house.course("Alpha");
    assert_eq!((alpha.admitted_on, alpha.closed_on), (Some(day("2022-01-01")), Some(day("2022-03-31"))));
    assert_eq!(alpha.outcome, Some(Outcome::Graduated));
    assert_eq!(house.course("Beta").closed_on, Some(day("2021-08-31")));
    assert_eq!(house.course("Epsilon").closed_on, Some(day("2012-12-31")));
    assert!(house.course("Zeta").is_open(), "its batch ends after the day of the directory");

    assert_eq!(house.events("Alpha"), [("2021-01-01".to_owned(), LifeEventKind::Founded, true)]);
    assert_eq!(house.events("Beta"), []);
    let seen = "2023-02-27".to_owned();
    assert_eq!(house.events("Gamma")[1], (seen.clone(), LifeEventKind::AcquiredContinuing, false));
    assert_eq!(house.events("Delta")[1], (seen.clone(), LifeEventKind::Abandoned, false));
    let verified = |name| house.startup(name).verifications.iter().map(|fact| fact.valid_on).collect::<Vec<_>>();
    assert_eq!(verified("Alpha"), [day("2023-02-27")]);
    assert_eq!(verified("Gamma"), [day("2023-02-27")]);
    assert_eq!(verified("Delta"), []);

    assert_eq!(house.headcounts("Alpha"), [(seen.clone(), 12)]);
    assert_eq!(house.headcounts("Gamma"), [(seen, 0)]);
    assert_eq!(house.headcounts("Delta"), [], "seven people do not work in a dead company");
    assert_eq!(house.headcounts("Zeta"), [], "missing is not zero");
    assert!(house.startup("Alpha").headcounts.iter().all(|fact| fact.source == Source::Founder && !fact.documented));
}

#[test]
fn the_same_directory_again_is_no_news_and_a_later_one_adds() {
    let mut house = House::new();
    let first = directory(&[ACTIVE, PUBLIC, BOUGHT, DEAD, SISTER, NOW_IN]);
    house.import("accelerator-directory", "2023-02-27", &first);
    let again = house.import("accelerator-directory", "2023-02-27", &first);
    assert!(
        again.changes_nothing(),
        "{:#?}",
        again.startups.iter().flat_map(|startup| &startup.facts).collect::<Vec<_>>()
    );
    assert_eq!(again.startups_with(Action::Unchanged), 6);

    let grown = ["1", "Alpha", "W22", "Active", "", "NO", "2021", "2", "20", "https://alpha.example"];
    let later = house.import("accelerator-directory", "2024-02-27", &directory(&[&grown, BOUGHT, DEAD, NOW_IN]));
    assert!(later.startups.iter().flat_map(|startup| &startup.facts).all(|fact| fact.supersedes.is_none()));
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 12), ("2024-02-27".to_owned(), 20)]);
    assert_eq!(house.events("Delta").len(), 2, "still dead is no news");
    assert_eq!(house.events("Gamma").len(), 2);
    assert_eq!(house.startup("Gamma").verifications.len(), 2);
    assert_eq!(house.course("Zeta").closed_on, Some(day("2023-03-31")), "the batch is over by then");
}

#[test]
fn a_changed_cell_of_the_same_day_corrects_what_the_file_told() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[ACTIVE, DEAD]));
    let mended = ["1", "Alpha", "W22", "Active", "", "NO", "2020", "2", "11", "https://alpha.example"];
    let plan = house.import("accelerator-directory", "2023-02-27", &directory(&[&mended, DEAD]));
    let facts: Vec<_> = plan.startups[0]
        .facts
        .iter()
        .map(|fact| (fact.kind, fact.supersedes.is_some(), fact.reason.as_deref()))
        .collect();
    let why = Some("import sheet.csv");
    assert_eq!(facts, [(FactKind::Headcount, true, why), (FactKind::LifeEvent, true, why)]);
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 11)]);
    assert_eq!(house.events("Alpha"), [("2020-01-01".to_owned(), LifeEventKind::Founded, true)]);
}

#[test]
fn a_correction_made_in_the_house_is_not_taken_back_by_the_same_file() {
    let mut house = House::new();
    let file = directory(&[ACTIVE]);
    house.import("accelerator-directory", "2023-02-27", &file);
    house.correct_headcount("Alpha", 9);
    let again = house.import("accelerator-directory", "2023-02-27", &file);
    assert!(again.changes_nothing());
    assert_eq!(warnings(&again), [WarningKind::NewerHere]);
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 9)]);
    // The file itself changed: then it has news.
    let changed = ["1", "Alpha", "W22", "Active", "", "NO", "2021", "2", "10", "https://alpha.example"];
    house.import("accelerator-directory", "2023-02-27", &directory(&[&changed]));
    assert_eq!(house.headcounts("Alpha"), [("2023-02-27".to_owned(), 10)]);
}

#[test]
fn the_dead_that_are_seen_alive_are_taken_up_again() {
    let mut house = House::new();
    house.import("accelerator-directory", "2023-02-27", &directory(&[DEAD]));
    let back = ["4", "Delta", "S20", "Active", "", "US", "2021", "0", "7", ""];
    let plan = house.import("accelerator-directory", "2024-02-27", &directory(&[&back]));
    assert_eq!(warnings(&plan), [WarningKind::Reactivated]);
    assert_eq!(house.events("Delta").last().unwrap().1, LifeEventKind::Reactivated);
    let again = house.import("accelerator-directory", "2024-02-27", &directory(&[&back]));
    assert!(again.changes_nothing());
    // And dead once more, which is another death.
    let gone = house.import("accelerator-directory", "2024-06-01", &directory(&[DEAD]));
    assert_eq!(gone.facts(), 1);
    assert_eq!(house.events("Delta").last().unwrap().1, LifeEventKind::Abandoned);
}

const SHEET: &[&str] = &[
    "Navn",
    "Org.nr",
    "Bransje",
    "Kommune",
    "Kull",
    "Søkt",
    "Opptak",
    "Uttak",
    "Status",
    "Status dato",
    "Ansatte ved opptak",
    "Ansatte 2019",
    "Ansatte 2020",
    "Årsverk 2020",
    "Omsetning 2020",
];

fn sheet(rows: &[&[&str]]) -> Vec<Table> {
    let all: Vec<&[&str]> = std::iter::once(SHEET).chain(rows.iter().copied()).collect();
    vec![Table::of_text("Ark1", &all)]
}

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
            "2 Status Rik: one of: ?, Abandoned, Acquired, Active, Aktiv, Alive, Avslag, Avslått, Avviklet, Bankrupt, Closed, Dead, \
             Declined, Dissolved, Dormant, Død, Fusjonert, Flyttet til utlandet, Gitt opp, Hvilende, I drift, I live, Ikke aktiv, \
             Inactive, Inaktiv, Innfusjonert, Ja, Kjøpt opp, Konkurs, Konkursåpnet, Lagt ned, Merged, Moved abroad, Nedlagt, \
             Operating, Oppkjøpt, Oppløst, Slettet, Solgt, Sovende, Struck off, Søker, Tvangsavviklet, Tvangsoppløst, Ukjent, \
             Under avvikling, Unknown, Vet ikke, Wound up"
                .replace("Død, Fusjonert, Flyttet til utlandet, ", "Død, Flyttet til utlandet, Fusjonert, ")
                .as_str(),
            "2 Søkt 31.02.2019: a date such as 31.05.2019 or 2019-05-31",
            "2 Årsverk 2020 x: a number, 0 or more",
            "3 Ansatte 2020 2: There are more full-time equivalents than 2 employees can work. Check both numbers.",
            "3 Kommune Herøy: the municipality's number, since the name fits 1515, 1818",
            "3 Navn : a value",
            "3 Opptak 01.07.2024: a date no later than 30 June 2024",
            "3 Org.nr 12345678: an organisation number of nine digits",
            "4 Org.nr 833286602: a valid organisation number: the check digit does not fit",
            "4 Uttak 2019-02-01: The startup has not been admitted, so it cannot exit. Admit it first, or decline the application.",
            "5 Uttak 2019-02-01: The startup has not been admitted, so it cannot exit. Admit it first, or decline the application.",
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
fn the_template_is_filled_by_hand() {
    let mut house = House::new();
    let tables = vec![
        Table::of_text("Startups", &[&["name", "external_id"], &["Korn AS", "K1"], &["Mel AS", ""]]),
        Table::of_text("companies", &[&["startup", "organisation_number"], &["K1", "923609016"]]),
        Table::of_text(
            "stage_changes",
            &[
                &["startup", "programme", "stage", "valid_on", "reason"],
                &["Korn AS", "", "Søkt", "2023-01-01", ""],
                &["923609016", "", "admitted", "2023-02-01", ""],
                &["K1", "", "idea", "2023-02-01", ""],
                &["K1", "", "graduated", "2024-01-01", "Ferdig"],
                &["mel as", "Forprogram", "admitted", "2023-05-01", ""],
            ],
        ),
        Table::of_text(
            "headcounts",
            &[
                &["startup", "valid_on", "employees", "split", "evidence"],
                &["K1", "2023-02-01", "1–4", "", "lønnsliste"],
            ],
        ),
        Table::of_text("headcounts ", &[&["startup", "valid_on", "employees"], &["K1", "2024-01-01", "7"]]),
        Table::of_text(
            "funding",
            &[
                &["startup", "valid_on", "scheme", "award_status", "amount"],
                &["Mel AS", "2023-06-01", "Etablerertilskudd", "awarded", "150000"],
            ],
        ),
        Table::of_text("workplaces", &[&["startup", "valid_on", "municipality"], &["Mel AS", "2023-06-01", "abroad"]]),
        Table::of_text("Notater", &[&["hei"]]),
    ];
    let plan = house.import("grobunn", "2024-06-30", &tables);
    assert_eq!(warnings(&plan), [WarningKind::SheetIgnored]);
    assert_eq!(house.course("Korn AS").outcome, Some(Outcome::Graduated));
    assert!(house.startup("Korn AS").headcounts[0].documented);
    assert_eq!(house.startup("Mel AS").awards[0].body.as_ref().unwrap().amount.minor, 15_000_000);
    assert!(house.course("Mel AS").is_open());
    let again = house.import("grobunn", "2024-06-30", &tables);
    assert!(again.changes_nothing(), "{:#?}", again.startups);

    let broken = house.plan(
        "grobunn",
        "2024-06-30",
        &[
            Table::of_text(
                "headcounts",
                &[&["startup", "valid_on", "employees"], &["Ukjent AS", "2024-01-01", "7"], &["K1", "2024-01-02", ""]],
            ),
            Table::of_text(
                "stage_changes",
                &[&["startup", "stage", "valid_on"], &["K1", "voksen", "2024-01-01"], &["K1", "applied", "2022-01-01"]],
            ),
        ],
    );
    assert_eq!(
        errors(&broken),
        [
            "2 startup Ukjent AS: the id, external id, organisation number or name of exactly one startup",
            "3 employees : a value",
            "2 stage voksen: a stage of the programme inkubator",
            "3 valid_on 2022-01-01: The startup already stands in this stage. Nothing was changed.",
        ]
    );
}

/// What of a house a workbook must carry: everything but people.
fn essence(ledger: &Ledger) -> Vec<StartupLedger> {
    let mut startups: Vec<StartupLedger> =
        ledger.startups.iter().map(|startup| StartupLedger::clone(startup)).collect();
    for startup in &mut startups {
        startup.mentors.clear();
        startup.companies.sort_by_key(|company| company.number);
        macro_rules! sort {
            ($($list:ident)+) => {$(startup.$list.sort_by_key(Fact::order);)+};
        }
        sort!(stage_changes headcounts life_events verifications workplaces revenues capital awards);
        // Programmes, cohorts and stages get ids of their own in another house; their names decide.
        for company in &mut startup.companies {
            company.id = LegalEntityId(Uuid::nil());
        }
        for enrolment in &mut startup.enrolments {
            enrolment.programme = ProgrammeId(Uuid::nil());
            enrolment.cohort = enrolment.cohort.map(|_| CohortId(Uuid::nil()));
        }
        let names: HashMap<StageId, u128> = ledger
            .programmes
            .iter()
            .flat_map(|programme| programme.stages.iter().map(|stage| (stage.id, u128::from(stage.position) + 1)))
            .collect();
        let named = |id: StageId| StageId(Uuid::from_u128(names[&id]));
        for change in startup.stage_changes.iter_mut().filter_map(|fact| fact.body.as_mut()) {
            change.to = named(change.to);
            change.from = change.from.map(named);
        }
    }
    startups
}

#[test]
fn the_demo_house_goes_through_the_workbook_unharmed() {
    let today = day("2025-03-31");
    let demo = crate::demo::ledger(&crate::demo::house(today));
    let now = DateTime::parse_from_rfc3339("2025-03-31T20:00:00Z").unwrap().to_utc();
    let mut house = House::new();
    house.now = now;
    let tables = workbook::export(&demo, &HashMap::new(), now).unwrap();
    house.import("grobunn", "2025-03-31", &tables);
    let (before, after) = (essence(&demo), essence(&house.ledger));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.profile, after.profile);
        assert_eq!(before.stage_changes, after.stage_changes, "{}", before.profile.name);
        // Whether evidence is attached is kept beside the fact, and the demo ledger has no such notes.
        let bare = |startup: &StartupLedger| {
            let mut startup = startup.clone();
            startup.headcounts.iter_mut().for_each(|fact| fact.documented = false);
            startup.life_events.iter_mut().for_each(|fact| fact.documented = false);
            startup.verifications.iter_mut().for_each(|fact| fact.documented = false);
            startup.workplaces.iter_mut().for_each(|fact| fact.documented = false);
            startup.revenues.iter_mut().for_each(|fact| fact.documented = false);
            startup.capital.iter_mut().for_each(|fact| fact.documented = false);
            startup.awards.iter_mut().for_each(|fact| fact.documented = false);
            startup.stage_changes.iter_mut().for_each(|fact| fact.documented = false);
            startup
        };
        assert_eq!(bare(before), bare(after), "{}", before.profile.name);
    }
    let again = house.import("grobunn", "2025-03-31", &tables);
    assert!(again.changes_nothing(), "{:?}", again.counts);

    // A row edited in the spreadsheet corrects that very fact.
    let mut edited = tables.clone();
    let counts = edited.iter_mut().find(|table| table.sheet == "headcounts").unwrap();
    let header = counts.rows[0].clone();
    let column = |name: &str| header.cells.iter().position(|cell| cell.shown() == name).unwrap();
    let old: HashSet<String> = counts.rows.iter().map(|row| row.cell(column("supersedes")).shown()).collect();
    let row = counts.rows.iter_mut().skip(1).find(|row| !old.contains(&row.cell(column("fact")).shown())).unwrap();
    row.cells[column("employees")] = Cell::Number(99.0);
    row.cells[column("split")] = Cell::Empty;
    let plan = house.plan("grobunn", "2025-03-31", &edited);
    assert!(plan.is_ready(), "{:?}", plan.errors);
    let facts: Vec<_> = plan.startups.iter().flat_map(|startup| &startup.facts).collect();
    assert_eq!(facts.len(), 1);
    assert!(facts[0].supersedes.is_some());
    assert_eq!(
        facts[0].body.as_ref().map(|body| matches!(body, Body::Headcount(count) if count.employees.low == 99)),
        Some(true)
    );
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        2 => Just(Cell::Empty),
        3 => prop::sample::select(vec![
            "Aktiv", "Konkurs", "2019-01-01", "31.12.2020", "1", "0", "1-4", "W22", "IK12", "S99", "923609016", "Oslo", "0231", "Korn AS",
            "admitted", "applied", "graduated", "2019", "ja", "nok", "=1+1", "'=x", "1e9", "-5", "exit:left", "intake", "step",
            "00000000-0000-0000-0000-000000000001", "2024-01-01T00:00:00Z", "founder", "bankrupt", "0231:3", "true",
        ]).prop_map(Cell::from),
        1 => "\\PC{0,12}".prop_map(Cell::Text),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (-400_000i32..400_000).prop_filter_map("no day", |days| NaiveDate::from_num_days_from_ce_opt(days + 730_000)).prop_map(Cell::Date),
        1 => any::<bool>().prop_map(Cell::Bool),
        1 => Just(Cell::Error("#REF!".to_owned())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_table_makes_the_reader_or_the_planner_panic(
        which in 0usize..3,
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..14),
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..14), 0..12),
        sheet in 0usize..13,
    ) {
        let profile = Profile::shipped(crate::exchange::SHIPPED[which].0).unwrap();
        let rule = &profile.sheets[sheet % profile.sheets.len()];
        let header = picks.iter().map(|pick| {
            let column = pick.get(&rule.columns);
            Cell::Text(column.headers[0].replace("{year}", "2020"))
        });
        let required = rule.columns.iter().filter(|column| column.required).map(|column| Cell::Text(column.headers[0].clone()));
        let mut lines = vec![TableRow { number: 1, cells: required.chain(header).collect() }];
        lines.extend((2u32..).zip(rows).map(|(number, cells)| TableRow { number, cells }));
        let name = rule.names.first().cloned().unwrap_or_else(|| "s".to_owned());
        let tables = [Table { sheet: name, rows: lines }];
        let mut house = House::new();
        let first = house.plan(&profile.name, "2024-06-30", &tables);
        for locale in crate::words::Locale::ALL {
            for error in &first.errors {
                prop_assert!(!error.text(locale).is_empty());
            }
        }
        if first.is_ready() {
            house.follow(&profile.name, &first);
            let again = house.plan(&profile.name, "2024-06-30", &tables);
            prop_assert!(again.changes_nothing() && again.errors.is_empty(), "{:?}", again);
        }
    }
}
