//! From tables to what they tell, by the rules of a profile. Every cell that cannot be understood is collected.

mod around;
mod facts;
mod observed;
mod row;
mod startups;
mod stays;
mod work;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::columns::{self, Mapping};
use super::error::{CellError, Expected, Place, Warning, WarningKind};
use super::profile::{Profile, RowKind};
use super::table::Table;
use super::told::Told;
use crate::ids::{EnrolmentId, StartupId};
use crate::organisation::OrganisationNumber;
use crate::time::Instant;
use crate::words::fold;
pub(super) use around::STAGE_KINDS;
use row::Row;

/// Reads tables by a profile.
///
/// `as_of` is the day on which the file was right: what it tells without a day is true on that one, and a day after it is refused.
/// `now` is the injected clock's instant: nothing can have been recorded after it.
#[must_use]
pub fn read(tables: &[Table], profile: &Profile, as_of: NaiveDate, now: Instant) -> Told {
    let mut reader = Reader {
        profile,
        as_of,
        now,
        told: Told::default(),
        by_key: HashMap::new(),
        by_name: HashMap::new(),
        facts: HashMap::new(),
        stays: HashMap::new(),
    };
    let mut assigned = assign(tables, profile, &mut reader.told);
    // Whose row it is must be known before anything about them is read.
    assigned.sort_by_key(|(_, kind, _)| *kind);
    for (table, kind, mapping) in assigned {
        reader.sheet(table, kind, mapping);
    }
    reader.told
}

/// What stands behind while a file is read.
struct Reader<'p> {
    profile: &'p Profile,
    as_of: NaiveDate,
    now: Instant,
    told: Told,
    /// The keys of the file's startups, with their place in [`Told::startups`].
    by_key: HashMap<Key, usize>,
    /// Folded names of the file's startups.
    by_name: HashMap<String, Vec<usize>>,
    /// Ids of facts with the row that told them first.
    facts: HashMap<uuid::Uuid, u32>,
    /// Keys of stays: which startup, and which of its stays.
    stays: HashMap<String, (usize, usize)>,
}

/// What tells a startup of the file from all others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Id(StartupId),
    External(String),
    Number(OrganisationNumber),
    /// What another sheet called it that the file itself does not tell of.
    Reference(String),
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::External(text) | Self::Reference(text) => f.write_str(text),
        }
    }
}

/// Decides which table is which sheet of the profile.
fn assign<'t, 'p>(
    tables: &'t [Table],
    profile: &'p Profile,
    told: &mut Told,
) -> Vec<(&'t Table, RowKind, Mapping<'p>)> {
    let mut assigned = Vec::new();
    let mut left: Vec<&Table> = Vec::new();
    let same =
        |name: &str, table: &Table| fold(name).replace([' ', '-'], "_") == fold(&table.sheet).replace([' ', '-'], "_");
    for table in tables.iter().filter(|table| table.rows.iter().any(|row| !row.is_empty())) {
        match profile.sheets.iter().find(|rule| rule.names.iter().any(|name| same(name, table))) {
            Some(rule) => assigned.push((table, rule.rows, columns::map(table, rule))),
            None => left.push(table),
        }
    }
    // A sheet without a name of its own is the table whose header fits best. So is the only table of a CSV file, whatever its name.
    let only = tables.len() == 1;
    for rule in profile.sheets.iter().filter(|rule| rule.names.is_empty()) {
        let fitting = left.iter().enumerate().map(|(index, table)| (index, columns::map(table, rule)));
        let best = fitting
            .filter(|(_, found)| only || found.fits > 0)
            .min_by_key(|(_, found)| (found.missing, usize::MAX - found.fits));
        if let Some((index, mapping)) = best {
            assigned.push((left.remove(index), rule.rows, mapping));
        }
    }
    if only && let [table] = left.as_slice() {
        let fitting = profile.sheets.iter().map(|rule| (rule, columns::map(table, rule)));
        let best = fitting
            .filter(|(_, found)| found.missing == 0 && found.fits > 0)
            .max_by_key(|(rule, found)| (found.fits, usize::MAX - rule.columns.len()));
        if let Some((rule, mapping)) = best {
            assigned.push((table, rule.rows, mapping));
            left.clear();
        }
    }
    let whole = |table: &Table, row| Place { sheet: Arc::from(table.sheet.as_str()), row, column: Arc::from("") };
    if assigned.is_empty() {
        let names = profile.sheets.iter().filter_map(|rule| rule.names.first().cloned()).collect::<Vec<_>>();
        let place = tables
            .first()
            .map_or_else(|| Place { sheet: Arc::from(""), row: 1, column: Arc::from("") }, |table| whole(table, 1));
        let expected = if names.is_empty() { Expected::Something } else { Expected::KnownSheet(names) };
        told.errors.push(CellError { place, value: String::new(), expected });
    } else {
        let silent = |table: &&Table| profile.ignore_sheets.iter().any(|name| same(name, table));
        let ignored = left
            .into_iter()
            .filter(|table| !silent(table))
            .map(|table| Warning { place: whole(table, 0), kind: WarningKind::SheetIgnored });
        told.warnings.extend(ignored);
    }
    assigned
}

impl Reader<'_> {
    fn sheet(&mut self, table: &Table, kind: RowKind, mapping: Mapping<'_>) {
        let unusable = mapping.missing > 0;
        self.told.errors.extend(mapping.errors);
        self.told.warnings.extend(mapping.warnings);
        if unusable {
            return;
        }
        for table_row in table.rows.iter().skip(mapping.first_row) {
            let row = Row { sheet: &mapping.sheet, columns: &mapping.columns, row: table_row };
            // A sum is not read at all, so nothing in its row is wrong.
            if kind == RowKind::Startup && self.skipped(&row) {
                self.told.rows += 1;
                continue;
            }
            self.check_headed(table_row, &mapping.sheet, &mapping.headed);
            if row.is_empty() {
                continue;
            }
            self.told.rows += 1;
            self.row(kind, &row);
        }
    }

    fn row(&mut self, kind: RowKind, row: &Row<'_>) {
        self.check_formulas(row);
        self.check_required(row);
        match kind {
            RowKind::Stage => self.stage(row),
            RowKind::Cohort => self.cohort(row),
            RowKind::Startup => self.startup(row),
            RowKind::Company => self.company(row),
            RowKind::Enrolment => self.enrolment(row),
            RowKind::StageChange => self.stage_change(row),
            RowKind::Headcount => self.headcount(row),
            RowKind::LifeEvent => self.life_event(row),
            RowKind::Verification => self.verification(row),
            RowKind::Workplace => self.workplace(row),
            RowKind::Revenue => self.revenue(row),
            RowKind::Capital => self.capital(row),
            RowKind::Award => self.award(row),
            RowKind::OtherSupport => self.other_support(row),
            RowKind::Meeting => self.meeting(row),
            RowKind::Team => self.team(row),
            RowKind::Update => self.update(row),
        }
    }

    fn error(&mut self, place: Place, value: String, expected: Expected) {
        self.told.errors.push(CellError { place, value, expected });
    }

    fn warn(&mut self, place: Place, kind: WarningKind) {
        self.told.warnings.push(Warning { place, kind });
    }

    /// The stay of this key, made when the file did not tell of it before.
    fn keep_stay(&mut self, key: Option<String>, startup: usize, stay: super::told::ToldStay) -> (usize, usize) {
        let stays = &mut self.told.startups[startup].stays;
        stays.push(stay);
        let found = (startup, stays.len() - 1);
        if let Some(key) = key {
            self.stays.insert(key, found);
        }
        found
    }
}

/// Our id of a stay, when its key is one.
fn stay_id(key: Option<&str>) -> Option<EnrolmentId> {
    key.and_then(|key| key.parse().ok())
}
