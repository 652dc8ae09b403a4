//! What a flat row observed: places, headcounts, revenue and other programmes, each of the day its column speaks of.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Reader;
use super::row::{Filled, Row};
use super::stays::{Stay, ends};
use crate::exchange::error::{Expected, Place, WarningKind};
use crate::exchange::profile::{BareYear, Dated, Field};
use crate::exchange::told::{Head, StatusWord, ToldFact, ToldStartup, ToldStatus};
use crate::exchange::values;
use crate::facts::{Headcount, Money, OtherSupport, Revenue, Span, Workplace};
use crate::words::fold;

/// What one row says of one day.
#[derive(Default)]
struct Observed {
    employees: Option<(Span, Place)>,
    fte: Option<(u32, Place)>,
    founders: Option<(u32, Place)>,
}

impl Reader<'_> {
    /// The day of which an observation in a column speaks; `None` when the row lacks the day, which is refused where it was asked for.
    fn observed_on(&mut self, row: &Row<'_>, filled: Filled<'_>, stay: &Stay) -> Option<NaiveDate> {
        let in_year = |rule: BareYear| {
            let (month, day) = match rule {
                BareYear::YearStart => (1, 1),
                BareYear::YearMid => (7, 1),
                BareYear::YearEnd => (12, 31),
            };
            NaiveDate::from_ymd_opt(filled.column.year?, month, day)
        };
        let on = match filled.column.rule.dated {
            Dated::AsOf => return Some(self.as_of),
            Dated::Admission => {
                // A place or a supporter is worth knowing without a date of admission; a headcount before and after is not.
                let place = matches!(filled.column.rule.field, Field::Municipality | Field::Supporter);
                let on = stay.admitted.or_else(|| if place { stay.began().or(Some(self.as_of)) } else { None });
                if on.is_none() && row.first(Field::AdmittedOn).is_none() {
                    self.error(row.place(filled.column), filled.cell.shown(), Expected::AdmissionDate);
                }
                return on;
            }
            Dated::YearStart => in_year(BareYear::YearStart)?,
            Dated::YearMid => in_year(BareYear::YearMid)?,
            Dated::YearEnd => {
                let end = in_year(BareYear::YearEnd)?;
                // This year's column says what is so today: the year is not over. A year's revenue is only known at its end.
                let running = filled.column.rule.field != Field::Amount && in_year(BareYear::YearStart)? <= self.as_of;
                if running { end.min(self.as_of) } else { end }
            }
        };
        if on > self.as_of {
            self.error(row.place(filled.column), filled.cell.shown(), Expected::NotAfter(self.as_of));
            return None;
        }
        Some(on)
    }

    pub(super) fn workplaces(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
        // Number and name of one place are two columns: the first filled one of each day counts.
        let mut days: Vec<NaiveDate> = Vec::new();
        for filled in row.filled(Field::Municipality) {
            let Some(on) = self.observed_on(row, filled, stay).filter(|on| !days.contains(on)) else { continue };
            days.push(on);
            if let Some(municipality) = self.value_of(row, filled, values::municipality) {
                let single = filled.column.year.is_none();
                let head = Head { single, ..Head::plain(row.place(filled.column), on, self.profile.source) };
                startup.workplaces.push(ToldFact { head, body: Some(Workplace { municipality }) });
            }
        }
    }

    pub(super) fn headcounts(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
        let ended = match &startup.status {
            Some(ToldStatus { word: StatusWord::Event(kind), .. }) => ends(*kind),
            _ => false,
        };
        let mut days: BTreeMap<NaiveDate, Observed> = BTreeMap::new();
        for field in [Field::Employees, Field::Fte, Field::WorkingFounders] {
            for filled in row.filled(field) {
                let Some(on) = self.observed_on(row, filled, stay) else {
                    self.read_anyway(row, filled, field);
                    continue;
                };
                let place = row.place(filled.column);
                let observed = days.entry(on).or_default();
                let clash = match field {
                    Field::Employees => {
                        let Some(read) = self.value_of(row, filled, values::span) else { continue };
                        // Nobody works in a dead startup, and the number a directory still shows is of some day before.
                        if ended && filled.column.rule.dated == Dated::AsOf {
                            if read.high > 0 {
                                self.warn(place, WarningKind::HeadcountOfTheDead);
                            }
                            continue;
                        }
                        put(&mut observed.employees, read, place)
                    }
                    Field::Fte => {
                        let Some(read) = self.value_of(row, filled, |cell| {
                            u32::try_from(values::hundredths(cell, 1)?).map_err(|_| Expected::Number)
                        }) else {
                            continue;
                        };
                        put(&mut observed.fte, read, place)
                    }
                    _ => {
                        let Some(read) = self.value_of(row, filled, values::whole) else { continue };
                        put(&mut observed.founders, read, place)
                    }
                };
                if let Some(other) = clash {
                    let expected = Expected::SameAs { row: other.row, column: other.column.to_string() };
                    self.error(row.place(filled.column), filled.cell.shown(), expected);
                }
            }
        }
        for (on, observed) in days {
            let Some((employees, place)) = observed.employees else {
                if let Some((_, place)) = observed.fte.or(observed.founders).filter(|_| !ended) {
                    self.warn(place, WarningKind::FteAlone);
                }
                continue;
            };
            let body = Headcount {
                employees,
                fte_hundredths: observed.fte.map(|(fte, _)| fte),
                working_founders: observed.founders.map(|(founders, _)| founders),
                split: None,
            };
            match body.check() {
                Ok(()) => {
                    let head = Head::plain(place, on, self.profile.source);
                    startup.headcounts.push(ToldFact { head, body: Some(body) });
                }
                Err(why) => self.error(place, employees.to_string(), Expected::Headcount(why)),
            }
        }
    }

    /// Reads a cell of which no day is known, only to say what is wrong with it: every bad cell is named, not the first of a row.
    fn read_anyway(&mut self, row: &Row<'_>, filled: Filled<'_>, field: Field) {
        let scale = filled.column.rule.scale;
        let _ = match field {
            Field::Employees => self.value_of(row, filled, values::span).is_some(),
            Field::Fte => self.value_of(row, filled, |cell| values::hundredths(cell, 1)).is_some(),
            Field::Amount => self.value_of(row, filled, |cell| values::hundredths(cell, scale)).is_some(),
            _ => self.value_of(row, filled, values::whole).is_some(),
        };
    }

    pub(super) fn revenues(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
        let mut told: BTreeMap<NaiveDate, (i64, Place)> = BTreeMap::new();
        for filled in row.filled(Field::Amount) {
            let Some(on) = self.observed_on(row, filled, stay) else {
                self.read_anyway(row, filled, Field::Amount);
                continue;
            };
            let scale = filled.column.rule.scale;
            let Some(minor) = self.value_of(row, filled, |cell| values::hundredths(cell, scale)) else { continue };
            match told.get(&on) {
                Some((other, _)) if *other == minor => {}
                Some((_, other)) => {
                    let expected = Expected::SameAs { row: other.row, column: other.column.to_string() };
                    self.error(row.place(filled.column), filled.cell.shown(), expected);
                }
                None => {
                    told.insert(on, (minor, row.place(filled.column)));
                }
            }
        }
        let currency = self.profile.defaults.currency;
        startup.revenues.extend(told.into_iter().map(|(on, (minor, place))| ToldFact {
            head: Head::plain(place, on, self.profile.source),
            body: Some(Revenue { amount: Money { minor, currency } }),
        }));
    }

    /// The other programmes that a cell names, each once. `none` is what the profile's words for nobody mean.
    pub(super) fn supporters(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
        for filled in row.filled(Field::Supporter) {
            let Some(on) = self.observed_on(row, filled, stay) else { continue };
            let text = self.text_of(filled);
            if text == "none" {
                continue;
            }
            for name in text.split([';', ',']).map(str::trim).filter(|name| !name.is_empty()) {
                let folded = fold(name);
                let named = |told: &ToldFact<OtherSupport>| {
                    told.body.as_ref().is_some_and(|body| fold(&body.supporter) == folded)
                };
                if !startup.other_support.iter().any(named) {
                    let head = Head { single: true, ..Head::plain(row.place(filled.column), on, self.profile.source) };
                    startup.other_support.push(ToldFact { head, body: Some(OtherSupport { supporter: name.into() }) });
                }
            }
        }
    }
}

/// Keeps the first value of a day; gives the place of that one when the second differs.
fn put<T: PartialEq>(slot: &mut Option<(T, Place)>, value: T, place: Place) -> Option<Place> {
    match slot {
        Some((kept, _)) if *kept == value => None,
        Some((_, other)) => Some(Place { column: Arc::clone(&other.column), ..other.clone() }),
        None => {
            *slot = Some((value, place));
            None
        }
    }
}
