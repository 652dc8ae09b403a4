//! Files read into a house kept in memory, which follows a plan as the store would.

mod books;
mod directory;
mod losses;
mod sheets;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta};

use super::*;
use crate::exchange::error::{Expected, WarningKind};
use crate::exchange::read::read;
use crate::exchange::table::{Cell, Table, TableRow};
use crate::exchange::workbook::{self, Note};
use crate::facts::{Fact, Headcount, LifeEventKind, Outcome, in_force};
use crate::pipeline::Course;

/// A house that imports files.
struct House {
    ledger: Ledger,
    notes: HashMap<FactId, Note>,
    told: HashMap<String, Brought>,
    told_on: HashMap<StartupId, ToldOn>,
    now: Instant,
    drawn: u128,
    answers: Answers,
}

/// What files of one profile brought.
#[derive(Default)]
struct Brought {
    facts: HashSet<FactId>,
    startups: HashSet<StartupId>,
    named: HashSet<(StartupId, Option<String>)>,
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
            told_on: HashMap::new(),
            now,
            drawn: 1 << 64,
            answers: Answers::default(),
        }
    }

    fn plan(&mut self, profile: &str, as_of: &str, tables: &[Table]) -> Plan {
        let profile = Profile::shipped(profile).unwrap();
        let told = read(tables, &profile, day(as_of), self.now);
        let nothing = Brought::default();
        let Brought { facts, startups, named } = self.told.get(&profile.name).unwrap_or(&nothing);
        let mut drawn = self.drawn;
        let mut new_id = || {
            drawn += 1;
            Uuid::from_u128(drawn)
        };
        let known =
            Known { ledger: &self.ledger, told_facts: facts, told_startups: startups, named, told_on: &self.told_on };
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
        self.follow(profile, as_of, &plan);
        plan
    }

    fn follow(&mut self, profile: &str, as_of: &str, plan: &Plan) {
        self.ledger.programmes.extend(plan.programmes.iter().cloned());
        self.ledger.cohorts.extend(plan.cohorts.iter().cloned());
        let Brought { facts, startups, named } = self.told.entry(profile.to_owned()).or_default();
        for planned in &plan.startups {
            let id = planned.profile.id;
            named.extend(planned.named.clone().map(|named| (id, named.external_id)));
            self.told_on.entry(id).or_default().note(planned.tells, day(as_of));
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
        FactKind::OtherSupport => put!(other_support, OtherSupport),
        FactKind::Meeting => put!(meetings, Meeting),
        FactKind::Team => put!(teams, Team),
        FactKind::Update => put!(updates, Update),
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
