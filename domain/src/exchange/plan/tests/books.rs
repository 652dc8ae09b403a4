//! The product's own workbook, and tables of all kinds.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::ids::{CohortId, ProgrammeId, StageId};

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
        Table::of_text(
            "other_support",
            &[&["startup", "valid_on", "supporter", "source"], &["K1", "2023-06-01", "Spiren, nord", "document"]],
        ),
        Table::of_text("Notater", &[&["hei"]]),
    ];
    let plan = house.import("grobunn", "2024-06-30", &tables);
    assert_eq!(warnings(&plan), [WarningKind::SheetIgnored]);
    assert_eq!(house.course("Korn AS").outcome, Some(Outcome::Graduated));
    assert!(house.startup("Korn AS").headcounts[0].documented);
    assert_eq!(house.startup("Mel AS").awards[0].body.as_ref().unwrap().amount.minor, 15_000_000);
    let support = house.startup("Korn AS").other_support[0].body.as_ref().unwrap();
    assert_eq!(&*support.supporter, "Spiren, nord", "here a cell is one name");
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

/// Meetings and teams filled in by hand: said once, corrected by an edited row, refused with the cell, and never doubled.
#[test]
fn meetings_and_teams_come_by_the_workbook() {
    let mut house = House::new();
    let startups = Table::of_text("startups", &[&["name", "external_id"], &["Korn AS", "K1"], &["Mel AS", "M1"]]);
    let moves = Table::of_text(
        "stage_changes",
        &[
            &["startup", "programme", "stage", "valid_on"],
            &["K1", "Inkubator", "admitted", "2023-02-01"],
            &["M1", "Inkubator", "admitted", "2023-02-01"],
            &["M1", "Forprogram", "admitted", "2023-05-01"],
        ],
    );
    let meetings = |rows: &[&[&str]]| {
        let all: Vec<&[&str]> = [&["startup", "valid_on", "programme", "minutes", "meeting_kind"][..]]
            .into_iter()
            .chain(rows.iter().copied())
            .collect();
        Table::of_text("meetings", &all)
    };
    let teams = |rows: &[&[&str]]| {
        let header = &["startup", "valid_on", "founders", "women_founders", "leaders", "women_leaders"][..];
        let all: Vec<&[&str]> = [header].into_iter().chain(rows.iter().copied()).collect();
        Table::of_text("team", &all)
    };
    let tables = [
        startups,
        moves,
        meetings(&[
            &["K1", "2023-03-01", "", "45", "video"],
            &["K1", "2023-03-01", "inkubator", "30", "phone"],
            &["M1", "2023-06-01", "Forprogram", "60", "in_person"],
        ]),
        teams(&[&["K1", "2023-03-01", "2", "1", "", ""], &["M1", "2023-03-01", "1", "", "1", "0"]]),
    ];
    let plan = house.import("grobunn", "2024-06-30", &tables);
    assert_eq!(plan.counts[&FactKind::Meeting].new, 3);
    let korn = house.startup("Korn AS");
    let programme = korn.enrolments[0].programme;
    let met: Vec<_> =
        korn.meetings.iter().map(|fact| fact.body.unwrap()).map(|met| (met.programme, met.minutes)).collect();
    assert_eq!(met, [(programme, 45), (programme, 30)]);
    assert_eq!(korn.teams[0].body.unwrap().women_founders, Some(1));
    assert_eq!(house.startup("Mel AS").teams[0].body.unwrap().women_founders, None, "what was not said is not zero");
    let again = house.import("grobunn", "2024-06-30", &tables);
    assert!(again.changes_nothing(), "{:#?}", again.startups);

    // Who held it is not in the file, so a corrected row leaves it as it is.
    let held_by = crate::ids::PersonId(Uuid::from_u128(77));
    let at = house.ledger.startups.iter().position(|startup| startup.profile.name == "Korn AS").unwrap();
    let startup = std::sync::Arc::make_mut(&mut house.ledger.startups[at]);
    startup.meetings[0].body.as_mut().unwrap().mentor = Some(held_by);
    let tables = workbook::export(&house.ledger, &HashMap::new(), house.now).unwrap();
    assert!(house.plan("grobunn", "2024-06-30", &tables).changes_nothing(), "the mentor is not missed");
    let mut edited = tables.clone();
    let sheet = edited.iter_mut().find(|table| table.sheet == "meetings").unwrap();
    let minutes = sheet.rows[0].cells.iter().position(|cell| cell.shown() == "minutes").unwrap();
    let row = sheet.rows.iter_mut().find(|row| row.cell(minutes).shown() == "45").unwrap();
    row.cells[minutes] = Cell::Number(50.0);
    house.import("grobunn", "2024-06-30", &edited);
    let met = in_force(&house.startup("Korn AS").meetings, house.now);
    let corrected = met.last().unwrap().body.unwrap();
    assert_eq!(met.len(), 2);
    assert_eq!((corrected.minutes, corrected.mentor), (50, Some(held_by)));

    let broken = house.plan(
        "grobunn",
        "2024-06-30",
        &[
            meetings(&[
                &["M1", "2023-07-01", "", "60", "video"],
                &["K1", "2023-07-01", "Forprogram", "60", "video"],
                &["K1", "2023-07-02", "", "2000", "chat"],
            ]),
            teams(&[&["K1", "2023-07-01", "1", "2", "", ""], &["K1", "2023-07-02", "1", "", "", "1"]]),
        ],
    );
    assert_eq!(
        errors(&broken),
        [
            "2 programme : a stay of the sheet enrolments, or a programme in which the startup has one stay",
            "3 programme Forprogram: a stay of the sheet enrolments, or a programme in which the startup has one stay",
            "4 meeting_kind chat: one of: in_person, video, phone, workshop",
            "4 minutes 2000: a length of 1 to 1440 minutes",
            "2 women_founders 2: no more women than founders",
            "3 leaders : the number of leaders, since women among them are stated",
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
        sort!(stage_changes headcounts life_events verifications workplaces revenues capital awards other_support);
        sort!(meetings teams updates);
        for meeting in startup.meetings.iter_mut().filter_map(|fact| fact.body.as_mut()) {
            meeting.programme = ProgrammeId(Uuid::nil());
            meeting.mentor = None;
        }
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
    assert!(before.iter().any(|startup| !startup.other_support.is_empty()));
    let told = |startup: &StartupLedger| {
        !startup.meetings.is_empty() && !startup.teams.is_empty() && !startup.updates.is_empty()
    };
    assert!(before.iter().any(told));
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
            startup.other_support.iter_mut().for_each(|fact| fact.documented = false);
            startup.stage_changes.iter_mut().for_each(|fact| fact.documented = false);
            startup.meetings.iter_mut().for_each(|fact| fact.documented = false);
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
        sheet in 0usize..17,
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
            house.follow(&profile.name, "2024-06-30", &first);
            let again = house.plan(&profile.name, "2024-06-30", &tables);
            prop_assert!(again.changes_nothing() && again.errors.is_empty(), "{:?}", again);
        }
    }
}
