//! The house as tables: what an export writes and the profile `grobunn` reads back, and the empty template of the same sheets.
//!
//! Sheets and headers come from the profile itself, so the two cannot drift apart. People are not in it: founders' and mentors'
//! names and addresses are personal data, no figure rests on them, and a file that is passed on cannot be erased.

use std::collections::HashMap;

use chrono::SecondsFormat;

use super::help;
use super::profile::{Field, Profile, ProfileError, RowKind, SheetRule};
use super::read::STAGE_KINDS;
use super::table::{Cell, Table, TableRow};
use crate::facts::{AidBasis, Fact, FundingAward, Headcount, Instrument, Money, Rate, StageChange, Terms};
use crate::ids::{EnrolmentId, FactId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Programme, StageKind};
use crate::time::Instant;
use crate::words::Locale;

/// What is kept beside a fact and no figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// Who recorded it.
    pub recorded_by: String,
    /// What shows it.
    pub evidence: Option<String>,
    /// Why it supersedes, withdraws or closes.
    pub reason: Option<String>,
}

/// Everything the house knew at an instant, as the sheets of the workbook.
///
/// Facts come with id, time of recording, source, evidence and what they supersede, so that the workbook read into an empty house
/// gives every figure as it is and as it was known at any instant before `known_at`.
///
/// # Errors
/// [`ProfileError`] when the shipped profile is broken, which a test rules out.
pub fn export(ledger: &Ledger, notes: &HashMap<FactId, Note>, known_at: Instant) -> Result<Vec<Table>, ProfileError> {
    let profile = Profile::shipped("grobunn")?;
    let export = Export { ledger, notes, known_at, nothing: Note::default() };
    Ok(profile.sheets.iter().map(|rule| export.table(rule)).collect())
}

/// The sheets without rows, and one that explains them.
///
/// # Errors
/// [`ProfileError`] when the shipped profile is broken, which a test rules out.
pub fn template(locale: Locale) -> Result<Vec<Table>, ProfileError> {
    let profile = Profile::shipped("grobunn")?;
    let mut tables = vec![help::table(&profile, locale)];
    tables.extend(
        profile.sheets.iter().map(|rule| Table { sheet: sheet_name(rule).to_owned(), rows: vec![header(rule)] }),
    );
    Ok(tables)
}

/// The names of the workbook's sheets, in order.
///
/// # Errors
/// [`ProfileError`] when the shipped profile is broken, which a test rules out.
pub fn sheets() -> Result<Vec<String>, ProfileError> {
    Ok(Profile::shipped("grobunn")?.sheets.iter().map(|rule| sheet_name(rule).to_owned()).collect())
}

pub(super) fn sheet_name(rule: &SheetRule) -> &str {
    rule.names.first().map_or("", String::as_str)
}

fn header(rule: &SheetRule) -> TableRow {
    let cells = rule.columns.iter().map(|column| Cell::from(column.headers.first().map_or("", String::as_str)));
    TableRow { number: 1, cells: cells.collect() }
}

struct Export<'a> {
    ledger: &'a Ledger,
    notes: &'a HashMap<FactId, Note>,
    known_at: Instant,
    nothing: Note,
}

/// A row under way: what is known of it, by field.
type Fields = Vec<(Field, Cell)>;

impl<'a> Export<'a> {
    fn table(&self, rule: &SheetRule) -> Table {
        let mut rows = vec![header(rule)];
        let mut add = |startup: Option<&StartupLedger>, fields: Fields| {
            let cells = rule.columns.iter().map(|column| match (column.field, startup) {
                // The one ignored column is there for the eye: whose row it is.
                (Field::Ignore, Some(startup)) => text(&startup.profile.name),
                (field, _) => fields.iter().find(|(of, _)| *of == field).map_or(Cell::Empty, |(_, cell)| cell.clone()),
            });
            let number = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
            let cells = cells.collect();
            rows.push(TableRow { number, cells });
        };
        match rule.rows {
            RowKind::Stage => {
                for programme in &self.ledger.programmes {
                    for fields in stages(programme) {
                        add(None, fields);
                    }
                }
            }
            RowKind::Cohort => {
                for cohort in &self.ledger.cohorts {
                    let programme = self.ledger.programme(cohort.programme).map_or("", |programme| &programme.slug);
                    let day = |day: Option<_>| day.map_or(Cell::Empty, Cell::Date);
                    add(
                        None,
                        vec![
                            (Field::Programme, text(programme)),
                            (Field::Cohort, text(&cohort.name)),
                            (Field::StartsOn, day(cohort.starts_on)),
                            (Field::EndsOn, day(cohort.ends_on)),
                        ],
                    );
                }
            }
            kind => {
                for startup in self.ledger.startups.iter().filter(|startup| startup.profile.created_at <= self.known_at)
                {
                    for fields in self.rows(kind, startup) {
                        add(Some(startup), fields);
                    }
                }
            }
        }
        Table { sheet: sheet_name(rule).to_owned(), rows }
    }

    fn rows(&self, kind: RowKind, startup: &'a StartupLedger) -> Vec<Fields> {
        let key = || (Field::Startup, key(startup));
        match kind {
            RowKind::Stage | RowKind::Cohort => Vec::new(),
            RowKind::Startup => vec![self.startup(startup)],
            RowKind::Company => startup
                .companies
                .iter()
                .map(|company| {
                    let number = (Field::OrganisationNumber, Cell::Text(company.number.to_string()));
                    vec![key(), number, (Field::Name, maybe(company.name.as_deref()))]
                })
                .collect(),
            RowKind::Enrolment => startup
                .enrolments
                .iter()
                .map(|enrolment| {
                    let cohort =
                        enrolment.cohort.and_then(|id| self.ledger.cohorts.iter().find(|cohort| cohort.id == id));
                    vec![
                        (Field::Enrolment, Cell::Text(enrolment.id.to_string())),
                        key(),
                        (
                            Field::Programme,
                            self.programme(startup, enrolment.id).map_or(Cell::Empty, |p| text(&p.slug)),
                        ),
                        (Field::Cohort, maybe(cohort.map(|cohort| cohort.name.as_str()))),
                    ]
                })
                .collect(),
            RowKind::StageChange => self.stage_changes(startup),
            RowKind::Headcount => self.facts(startup, &startup.headcounts, headcount),
            RowKind::LifeEvent => self.facts(startup, &startup.life_events, |event| {
                vec![(Field::Event, text(event.kind.code())), (Field::DateKnown, Cell::Bool(event.date_known))]
            }),
            RowKind::Verification => self.facts(startup, &startup.verifications, |_| Vec::new()),
            RowKind::Workplace => self.facts(startup, &startup.workplaces, |place| {
                let place =
                    place.municipality.map_or_else(|| "abroad".to_owned(), |municipality| municipality.to_string());
                vec![(Field::Municipality, Cell::Text(place))]
            }),
            RowKind::Revenue => self.facts(startup, &startup.revenues, |revenue| money(revenue.amount)),
            RowKind::Capital => self.facts(startup, &startup.capital, |capital| money(capital.amount)),
            RowKind::Award => self.facts(startup, &startup.awards, |award| {
                let mut fields =
                    vec![(Field::Scheme, text(&award.scheme)), (Field::AwardStatus, text(award.status.code()))];
                fields.extend(money(award.amount));
                fields.extend(terms(award));
                fields
            }),
            RowKind::OtherSupport => self
                .facts(startup, &startup.other_support, |support| vec![(Field::Supporter, text(&support.supporter))]),
            RowKind::Meeting => self.facts(startup, &startup.meetings, |meeting| {
                let programme = self.ledger.programme(meeting.programme);
                vec![
                    (Field::Programme, programme.map_or(Cell::Empty, |programme| text(&programme.slug))),
                    (Field::Minutes, whole(meeting.minutes)),
                    (Field::MeetingKind, text(meeting.kind.code())),
                ]
            }),
            RowKind::Team => self.facts(startup, &startup.teams, |team| {
                let said = |number: Option<u32>| number.map_or(Cell::Empty, whole);
                vec![
                    (Field::Founders, whole(team.founders)),
                    (Field::WomenFounders, said(team.women_founders)),
                    (Field::Leaders, said(team.leaders)),
                    (Field::WomenLeaders, said(team.women_leaders)),
                ]
            }),
            RowKind::Update => self.facts(startup, &startup.updates, |step| {
                vec![
                    (Field::Round, Cell::Text(step.round.to_string())),
                    (Field::UpdateEvent, text(step.event.code())),
                    (Field::DueOn, step.due_on.map_or(Cell::Empty, Cell::Date)),
                ]
            }),
        }
    }

    fn startup(&self, startup: &StartupLedger) -> Fields {
        let profile = &startup.profile;
        let withdrawn = profile.withdrawn_at.filter(|at| *at <= self.known_at);
        vec![
            (Field::StartupId, Cell::Text(profile.id.to_string())),
            (Field::ExternalId, maybe(profile.external_id.as_deref())),
            (Field::Name, text(&profile.name)),
            (Field::Sector, maybe(profile.sector.as_deref())),
            (Field::Website, maybe(profile.website.as_deref())),
            (Field::CreatedAt, instant(profile.created_at)),
            (Field::WithdrawnAt, withdrawn.map_or(Cell::Empty, instant)),
        ]
    }

    fn facts<T>(&self, startup: &StartupLedger, facts: &[Fact<T>], body: impl Fn(&T) -> Fields) -> Vec<Fields> {
        let known = facts.iter().filter(|fact| fact.recorded_at <= self.known_at);
        known
            .map(|fact| {
                let mut fields = fact.body.as_ref().map_or_else(Vec::new, &body);
                fields.push((Field::Startup, key(startup)));
                fields.extend(self.head(fact));
                fields
            })
            .collect()
    }

    fn head<T>(&self, fact: &Fact<T>) -> Fields {
        let note = self.notes.get(&fact.id).unwrap_or(&self.nothing);
        vec![
            (Field::ValidOn, Cell::Date(fact.valid_on)),
            (Field::Fact, Cell::Text(fact.id.to_string())),
            (Field::RecordedAt, instant(fact.recorded_at)),
            (Field::RecordedBy, text(&note.recorded_by)),
            (Field::Source, text(fact.source.code())),
            (Field::Evidence, maybe(note.evidence.as_deref())),
            (Field::Supersedes, fact.supersedes.map_or(Cell::Empty, |id| Cell::Text(id.to_string()))),
            (Field::Withdrawn, if fact.body.is_none() { Cell::Bool(true) } else { Cell::Empty }),
            (Field::Reason, maybe(note.reason.as_deref())),
        ]
    }

    fn stage_changes(&self, startup: &StartupLedger) -> Vec<Fields> {
        let known = startup.stage_changes.iter().filter(|fact| fact.recorded_at <= self.known_at);
        known
            .map(|fact| {
                let mut fields = vec![(Field::Startup, key(startup))];
                if let Some(enrolment) = stay_of(startup, fact) {
                    fields.push((Field::Enrolment, Cell::Text(enrolment.to_string())));
                    if let Some(programme) = self.programme(startup, enrolment) {
                        fields.push((Field::Programme, text(&programme.slug)));
                        if let Some(change) = fact.body {
                            let stage = |id| programme.stage(id).map_or(Cell::Empty, |stage| text(&stage.key));
                            fields.push((Field::Stage, stage(change.to)));
                            fields.push((Field::FromStage, change.from.map_or(Cell::Empty, stage)));
                            fields.push((Field::Outcome, maybe(change.outcome.map(crate::facts::Outcome::code))));
                        }
                    }
                }
                fields.extend(self.head(fact));
                fields
            })
            .collect()
    }

    fn programme(&self, startup: &StartupLedger, enrolment: EnrolmentId) -> Option<&'a Programme> {
        let enrolment = startup.enrolments.iter().find(|known| known.id == enrolment)?;
        self.ledger.programme(enrolment.programme)
    }
}

/// The stay of a move; a withdrawal belongs to the stay of the move it withdraws.
fn stay_of(startup: &StartupLedger, fact: &Fact<StageChange>) -> Option<EnrolmentId> {
    let mut fact = fact;
    for _ in 0..=startup.stage_changes.len() {
        if let Some(body) = fact.body {
            return Some(body.enrolment);
        }
        let before = fact.supersedes?;
        fact = startup.stage_changes.iter().find(|known| known.id == before)?;
    }
    None
}

/// The key by which other sheets speak of a startup: the one its own people know, if there is one.
fn key(startup: &StartupLedger) -> Cell {
    match &startup.profile.external_id {
        Some(external) => text(external),
        None => Cell::Text(startup.profile.id.to_string()),
    }
}

fn stages(programme: &Programme) -> Vec<Fields> {
    let mut first = true;
    programme
        .stages
        .iter()
        .map(|stage| {
            let name = if std::mem::take(&mut first) { text(&programme.name) } else { Cell::Empty };
            let [nb, nn, en] = &stage.names;
            vec![
                (Field::Programme, text(&programme.slug)),
                (Field::ProgrammeName, name),
                (Field::Stage, text(&stage.key)),
                (Field::Phase, text(stage.phase.code())),
                (Field::StageKind, text(stage_kind(stage.kind))),
                (Field::NameNb, text(nb)),
                (Field::NameNn, text(nn)),
                (Field::NameEn, text(en)),
            ]
        })
        .collect()
}

fn stage_kind(kind: StageKind) -> &'static str {
    STAGE_KINDS.iter().find(|(_, known)| *known == kind).map_or("step", |(code, _)| code)
}

fn headcount(headcount: &Headcount) -> Fields {
    let employees = if headcount.employees.is_exact() {
        Cell::Number(f64::from(headcount.employees.low))
    } else {
        // An en dash: a spreadsheet would take 1-4 for the first of April.
        Cell::Text(format!("{}–{}", headcount.employees.low, headcount.employees.high))
    };
    let number = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
    let split = headcount
        .split
        .as_ref()
        .map(|split| split.iter().map(|(place, heads)| format!("{place}:{heads}")).collect::<Vec<_>>().join("; "));
    vec![
        (Field::Employees, employees),
        (Field::Fte, number(headcount.fte_hundredths.map(|fte| f64::from(fte) / 100.0))),
        (Field::WorkingFounders, number(headcount.working_founders.map(f64::from))),
        (Field::Split, maybe(split.as_deref())),
    ]
}

fn money(amount: Money) -> Fields {
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 øre, which is more than the country's product")]
    let number = amount.minor as f64 / 100.0;
    vec![(Field::Amount, Cell::Number(number)), (Field::Currency, text(amount.currency.code()))]
}

/// What else is known of an award; what is not stated stays empty, as it is read back.
fn terms(award: &FundingAward) -> Fields {
    let Terms { giver, private, instrument, basis, gross_minor, rate } = &award.terms;
    let gross = gross_minor.map(|minor| money(Money { minor, ..award.amount }).swap_remove(0).1);
    let mut fields = vec![
        (Field::Award, award.award.map_or(Cell::Empty, |id| Cell::Text(id.to_string()))),
        (Field::Giver, maybe(giver.as_deref())),
        (Field::PrivateGiver, if *private { Cell::Bool(true) } else { Cell::Empty }),
        (Field::Instrument, maybe((*instrument != Instrument::default()).then(|| instrument.code()))),
        (Field::AidBasis, maybe((*basis != AidBasis::default()).then(|| basis.code()))),
        (Field::GrossGrant, gross.unwrap_or(Cell::Empty)),
    ];
    if let Some(Rate { e4, on, source }) = rate {
        // Always four decimals: 11.421 could be read as eleven thousand.
        fields.push((Field::EurRate, Cell::Text(format!("{}.{:04}", e4 / 10_000, e4 % 10_000))));
        fields.push((Field::EurRateOn, Cell::Date(*on)));
        fields.push((Field::EurRateSource, maybe(Some(source).filter(|text| !text.is_empty()).map(AsRef::as_ref))));
    }
    fields
}

fn text(text: &str) -> Cell {
    Cell::from(text)
}

fn whole(number: u32) -> Cell {
    Cell::Number(f64::from(number))
}

fn maybe(value: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, text)
}

fn instant(at: Instant) -> Cell {
    Cell::Text(at.to_rfc3339_opts(SecondsFormat::Micros, true))
}
