//! `grobunn survival FILE`: Kaplan-Meier of any table with durations and events. Needs no house.

use std::path::PathBuf;

use clap::Args;
use domain::exchange::{Cell, Table, TableRow};
use domain::figures::km::{self, KmError};
use domain::figures::{Curve, CurvePoint};
use domain::words::{Locale, fold};
use serde::Serialize;
use store::exchange;

use super::{print, print_json};
use crate::config::one_line;
use crate::failure::Failure;

/// Kaplan-Meier of any CSV with the columns duration,event[,entry][,group].
#[derive(Debug, Args)]
pub struct Survival {
    /// CSV or XLSX; `event` is 1 for a death and 0 for a censoring, `entry` the time from which it is at risk
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is printed. Others read it: fields are added, never renamed.
#[derive(Debug, Serialize)]
struct Document {
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    group: Option<String>,
    n: u64,
    events: u64,
    median: Option<f64>,
    points: Vec<CurvePoint>,
}

impl Group {
    fn of(group: Option<String>, curve: Curve) -> Self {
        Self { group, n: curve.n, events: curve.events, median: curve.median, points: curve.points }
    }
}

/// The rows of one group, with the row of the file each came from.
#[derive(Debug, Default)]
struct Rows {
    observations: Vec<km::Observation>,
    numbers: Vec<u32>,
}

impl Survival {
    /// Prints the curve of every group.
    pub fn run(self) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        let bytes =
            std::fs::read(&self.file).map_err(|error| Failure::input(format!("{name} cannot be read: {error}")))?;
        let tables = exchange::read_tables(&bytes, &name)
            .map_err(|error| Failure::input(format!("{name}: {}", error.text(Locale::En))))?;
        // A workbook may begin with an empty sheet.
        let filled = tables.iter().find(|table| table.rows.iter().any(|row| !row.is_empty()));
        let table = filled.ok_or_else(|| Failure::input(format!("{name} is empty")))?;
        let groups = read(table).map_err(|line| Failure::input(format!("{name}: {}", one_line(&line))))?;
        let mut document = Document { groups: Vec::with_capacity(groups.len()) };
        for (group, rows) in groups {
            let curve = km::estimate(&rows.observations)
                .map_err(|error| Failure::input(format!("{name}: {}", refused(error, &rows.numbers))))?;
            document.groups.push(Group::of(group, curve));
        }
        if self.json {
            return print_json(&document);
        }
        print(&document.groups.iter().map(table_of).collect::<String>())
    }
}

/// A group as a table to be read.
fn table_of(group: &Group) -> String {
    let name = group.group.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
    let median = group.median.map_or_else(|| "not reached".to_owned(), |t| t.to_string());
    let mut text = format!("{name}n {}, events {}, median {median}\n", group.n, group.events);
    text.push_str(&format!(
        "{:>12} {:>8} {:>7} {:>9} {:>9} {:>9} {:>9}\n",
        "t", "at risk", "events", "censored", "S", "low", "high"
    ));
    for point in &group.points {
        text.push_str(&format!(
            "{:>12} {:>8} {:>7} {:>9} {:>9.6} {:>9.6} {:>9.6}\n",
            point.t, point.at_risk, point.events, point.censored, point.s, point.low, point.high
        ));
    }
    text.push('\n');
    text
}

/// The row that an observation came from, and what is wrong with it.
fn refused(error: KmError, numbers: &[u32]) -> String {
    let (index, what) = match error {
        KmError::InvalidTime { index, time } => (index, format!("duration {time} is not a number from 0 up")),
        KmError::InvalidEntry { index, entry } => (index, format!("entry {entry} is not a number from 0 up")),
        KmError::EntryNotBeforeTime { index, entry, time } => {
            (index, format!("entry {entry} is not before the duration {time}"))
        }
    };
    match numbers.get(index) {
        Some(row) => format!("row {row}: {what}"),
        None => what,
    }
}

/// The table's groups in the order in which they first appear.
fn read(table: &Table) -> Result<Vec<(Option<String>, Rows)>, String> {
    let mut rows = table.rows.iter().filter(|row| !row.is_empty());
    let header = rows.next().ok_or("the file is empty")?;
    let column = |name: &str| header.cells.iter().position(|cell| fold(&cell.shown()) == name);
    for name in ["duration", "event", "entry", "group"] {
        // Which of two counted would be a matter of luck.
        if header.cells.iter().filter(|cell| fold(&cell.shown()) == name).count() > 1 {
            return Err(format!("there are several columns '{name}'; one was expected"));
        }
    }
    let width = header.cells.len();
    let missing = |name: &str| format!("there is no column '{name}'; expected duration,event[,entry][,group]");
    let duration = column("duration").ok_or_else(|| missing("duration"))?;
    let event = column("event").ok_or_else(|| missing("event"))?;
    let (entry, group) = (column("entry"), column("group"));
    let mut groups: Vec<(Option<String>, Rows)> = Vec::new();
    for row in rows {
        // A decimal comma in a file separated by commas shifts every cell behind it.
        if let Some(beyond) = row.cells.iter().skip(width).find(|cell| !cell.is_empty()) {
            return Err(format!(
                "row {}: '{}' stands beyond the last column of the header",
                row.number,
                beyond.shown()
            ));
        }
        let observation = km::Observation {
            time: time(row, duration, "duration")?
                .ok_or_else(|| format!("row {}: duration is empty; a number was expected", row.number))?,
            event: dead(row, event)?,
            entry: match entry {
                Some(entry) => time(row, entry, "entry")?,
                None => None,
            },
        };
        let name = group.map(|group| row.cell(group).shown()).filter(|name| !name.is_empty());
        let index = match groups.iter().position(|(known, _)| *known == name) {
            Some(index) => index,
            None => {
                groups.push((name, Rows::default()));
                groups.len() - 1
            }
        };
        let rows = &mut groups[index].1;
        rows.observations.push(observation);
        rows.numbers.push(row.number);
    }
    if groups.is_empty() {
        return Err("there are no rows below the header".to_owned());
    }
    Ok(groups)
}

/// A time: not negative, with a decimal point or comma. `None` when the cell is empty.
fn time(row: &TableRow, column: usize, name: &str) -> Result<Option<f64>, String> {
    let cell = row.cell(column);
    let number = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(number) => Some(*number),
        cell if cell.is_empty() => return Ok(None),
        cell => cell.shown().replace(',', ".").parse::<f64>().ok(),
    };
    match number {
        Some(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
        _ => Err(format!("row {}: {name} is '{}'; a number, 0 or more, was expected", row.number, cell.shown())),
    }
}

/// Whether the row ends in a death.
fn dead(row: &TableRow, column: usize) -> Result<bool, String> {
    let cell = row.cell(column);
    match fold(&cell.shown()).as_str() {
        "1" | "1.0" | "true" | "yes" | "ja" => Ok(true),
        "0" | "0.0" | "false" | "no" | "nei" => Ok(false),
        _ => Err(format!("row {}: event is '{}'; 1 (death) or 0 (censored) was expected", row.number, cell.shown())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_in_the_order_of_the_file_and_entries_are_read() {
        let table = Table::of_text(
            "t",
            &[
                &["Group", "duration", "event", "entry"],
                &["b", "3,5", "1", "1"],
                &["a", "2", "0", ""],
                &["b", "4", "nei", "0"],
            ],
        );
        let groups = read(&table).unwrap();
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].0.as_deref(), Some("b"));
        let first = &groups[0].1.observations[0];
        assert_eq!((first.time, first.event, first.entry), (3.5, true, Some(1.0)));
        assert_eq!(groups[1].1.observations[0].entry, None);
    }

    #[test]
    fn each_bad_cell_is_named() {
        let refused = |rows: &[&[&str]]| read(&Table::of_text("t", rows)).unwrap_err();
        assert_eq!(
            refused(&[&["duration", "event"], &["-1", "1"]]),
            "row 2: duration is '-1'; a number, 0 or more, was expected"
        );
        assert!(refused(&[&["duration", "event"], &["1", "2"]]).starts_with("row 2: event is '2'"));
        assert!(refused(&[&["duration", "event"], &["", "1"]]).contains("duration is empty"));
        assert!(refused(&[&["time", "event"], &["1", "1"]]).contains("no column 'duration'"));
        assert!(refused(&[&["duration", "event"]]).contains("no rows"));
        assert!(
            refused(&[&["duration", "event", "Duration"], &["1", "1", "2"]]).contains("several columns 'duration'")
        );
        assert!(refused(&[&["duration", "event"], &["2", "0", "5"]]).starts_with("row 2: '5' stands beyond"));
    }
}
