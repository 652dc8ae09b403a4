//! Rows that tell of startups, with all that a flat sheet tells in the same row; rows of companies, programmes and cohorts.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::row::{Filled, Row};
use super::{Key, Reader};
use crate::exchange::batch::BatchCode;
use crate::exchange::error::{Expected, Place, WarningKind};
use crate::exchange::profile::{BareYear, Dated, Field};
use crate::exchange::told::{
    Head, StageGoal, StatusWord, ToldChange, ToldCompany, ToldFact, ToldStartup, ToldStatus, ToldStay,
};
use crate::exchange::values;
use crate::facts::{Headcount, LifeEvent, LifeEventKind, Money, OtherSupport, Outcome, Revenue, Span, Workplace};
use crate::organisation::OrganisationNumber;
use crate::words::fold;

/// What one row says of one day.
#[derive(Default)]
struct Observed {
    employees: Option<(Span, Place)>,
    fte: Option<(u32, Place)>,
    founders: Option<(u32, Place)>,
}

/// The days of a stay as a flat sheet tells them.
struct Stay {
    applied: Option<NaiveDate>,
    admitted: Option<NaiveDate>,
    exited: Option<NaiveDate>,
}

impl Stay {
    fn began(&self) -> Option<NaiveDate> {
        self.admitted.or(self.applied)
    }
}

/// What `status` can say besides life events.
enum Word {
    Told(StatusWord),
    Declined,
}

impl Word {
    fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "alive" => Self::Told(StatusWord::Alive),
            "unknown" => Self::Told(StatusWord::Unknown),
            "declined" => Self::Declined,
            event => Self::Told(StatusWord::Event(LifeEventKind::from_code(event)?)),
        })
    }

    fn codes() -> impl Iterator<Item = &'static str> {
        ["alive", "unknown", "declined"].into_iter().chain(LifeEventKind::ALL.iter().map(|kind| kind.code()))
    }
}

/// Whether nobody works in the startup any more after this: it died, or went up in another company.
const fn ends(kind: LifeEventKind) -> bool {
    matches!(
        kind,
        LifeEventKind::Bankrupt
            | LifeEventKind::WoundUp
            | LifeEventKind::StruckOff
            | LifeEventKind::Abandoned
            | LifeEventKind::Dormant
            | LifeEventKind::AbsorbedInMerger
    )
}

impl Reader<'_> {
    /// A row that tells of a startup.
    pub(super) fn startup(&mut self, row: &Row<'_>) {
        let mut startup = ToldStartup::at(row.place_of(Field::Name));
        startup.name = self.text(row, Field::Name).unwrap_or_default();
        startup.id = self.id(row, Field::StartupId);
        startup.external_id = self.text(row, Field::ExternalId);
        startup.sector = self.text(row, Field::Sector);
        startup.website = self.text(row, Field::Website);
        startup.created_at = self.instant(row, Field::CreatedAt);
        startup.withdrawn_at = self.instant(row, Field::WithdrawnAt);
        if let Some(number) = self.organisation_number(row) {
            let name = self.text(row, Field::CompanyName);
            startup.companies.push(ToldCompany { place: row.place_of(Field::OrganisationNumber), number, name });
        }
        let status = self.code(row, Field::Status, Word::parse, Word::codes());
        let status_on = self.day(row, Field::StatusOn);
        let stay = self.stay(row, &mut startup, status.as_ref(), status_on);
        if let Some(Word::Told(word)) = status {
            startup.status = Some(ToldStatus { place: row.place_of(Field::Status), word, on: status_on });
        }
        for (field, kind) in
            [(Field::FoundedOn, LifeEventKind::Founded), (Field::IncorporatedOn, LifeEventKind::Incorporated)]
        {
            if let Some(on) = self.day(row, field) {
                let head = Head { single: true, ..Head::plain(row.place_of(field), on, self.profile.source) };
                startup.life_events.push(ToldFact { head, body: Some(LifeEvent::dated(kind)) });
            }
        }
        self.workplaces(row, &mut startup, &stay);
        self.headcounts(row, &mut startup, &stay);
        self.revenues(row, &mut startup, &stay);
        self.supporters(row, &mut startup, &stay);
        self.keep(row, startup);
    }

    pub(super) fn organisation_number(&mut self, row: &Row<'_>) -> Option<OrganisationNumber> {
        self.value(row, Field::OrganisationNumber, |cell| {
            OrganisationNumber::parse(&cell.shown()).map_err(Expected::OrganisationNumber)
        })
    }

    /// The stay that a flat row tells, by its own days or by its batch.
    fn stay(
        &mut self,
        row: &Row<'_>,
        startup: &mut ToldStartup,
        status: Option<&Word>,
        status_on: Option<NaiveDate>,
    ) -> Stay {
        let mut days = Stay {
            applied: self.day(row, Field::AppliedOn),
            admitted: self.day(row, Field::AdmittedOn),
            exited: self.day(row, Field::ExitedOn),
        };
        // Days in the wrong order are said so here, where both cells are seen; whether the moves are legal is asked later.
        if let (Some(former), Some(latter)) = (days.applied, days.admitted) {
            days.admitted = self.not_before(row, Field::AdmittedOn, former, latter);
        }
        if row.first(Field::AdmittedOn).is_some() && days.admitted.is_none() {
            // The admission was refused already; that the exit lacks one is no second mistake.
            days.exited = None;
        }
        if let (Some(former), Some(latter)) = (days.admitted, days.exited) {
            days.exited = self.not_before(row, Field::ExitedOn, former, latter);
        }
        let mut told = ToldStay {
            place: row.place_of(Field::AdmittedOn),
            id: None,
            programme: self.profile.defaults.programme.clone(),
            programme_name: self.profile.defaults.programme_name.clone(),
            cohort: self.text(row, Field::Cohort),
            cohort_days: None,
            changes: Vec::new(),
        };
        let mut exit_place = row.place_of(Field::ExitedOn);
        if row.first(Field::Batch).is_some() {
            let place = row.place_of(Field::Batch);
            told.place = place.clone();
            if let Some((from, to)) = self.batch(row, &mut told) {
                days.admitted = days.admitted.or(Some(from));
                if to <= self.as_of && days.exited.is_none() {
                    days.exited = Some(to);
                    exit_place = place;
                }
            }
        }
        if let Some(programme) = self.text(row, Field::Programme) {
            let default = fold(&programme) == fold(&self.profile.defaults.programme);
            told.programme_name = if default { told.programme_name } else { Some(programme.clone()) };
            told.programme = programme;
        }
        let source = self.profile.source;
        let batched = row.first(Field::Batch).is_some();
        let place_of = |field: Field| {
            if row.first(field).is_some() || !batched { row.place_of(field) } else { told.place.clone() }
        };
        let move_to = |place: Place, on, to, outcome, reason| ToldChange {
            stage_at: place.clone(),
            head: Head { reason, ..Head::plain(place, on, source) },
            to: Some(to),
            from: None,
            outcome,
        };
        if let Some(on) = days.applied {
            told.changes.push(move_to(row.place_of(Field::AppliedOn), on, StageGoal::Application, None, None));
        }
        if let Some(on) = days.admitted {
            told.changes.push(move_to(place_of(Field::AdmittedOn), on, StageGoal::Admission, None, None));
        }
        let reason = self.text(row, Field::Reason);
        let outcome =
            self.code(row, Field::Outcome, Outcome::from_code, Outcome::ALL.iter().map(|outcome| outcome.code()));
        let died = match status {
            Some(Word::Told(StatusWord::Event(kind))) if ends(*kind) => Some((*kind, status_on)),
            _ => None,
        };
        if let Some(on) = days.exited {
            let outcome = outcome.unwrap_or_else(|| self.outcome(status, status_on, on));
            told.changes.push(move_to(exit_place, on, StageGoal::Exit(outcome), Some(outcome), reason));
        } else if let (Some(admitted), Some((_, died_on))) = (days.admitted, died) {
            let exit_told = row.first(Field::ExitedOn).is_some();
            match died_on.filter(|on| self.profile.exit_at_death && *on >= admitted && !exit_told) {
                Some(on) => {
                    let place = row.place_of(Field::StatusOn);
                    self.warn(place.clone(), WarningKind::ClosedAtDeath);
                    let outcome = outcome.unwrap_or(Outcome::Discontinued);
                    told.changes.push(move_to(place, on, StageGoal::Exit(outcome), Some(outcome), reason));
                    days.exited = Some(on);
                }
                None if !exit_told => self.warn(row.place_of(Field::Status), WarningKind::DeadInTheHouse),
                None => {}
            }
        } else if let (Some(Word::Declined), Some(_), None) = (status, days.applied, days.admitted) {
            let on = status_on.unwrap_or(self.as_of);
            told.changes.push(move_to(row.place_of(Field::Status), on, StageGoal::Declined, None, reason));
        }
        if !told.changes.is_empty() {
            startup.stays.push(told);
        } else if row.has(Field::AdmittedOn) && row.first(Field::AdmittedOn).is_none() {
            self.warn(row.place_of(Field::AdmittedOn), WarningKind::NoStay);
        }
        days
    }

    /// How a stay ended when the sheet has no word for it: with the startup's death or sale when that came first.
    fn outcome(&self, status: Option<&Word>, status_on: Option<NaiveDate>, exited: NaiveDate) -> Outcome {
        match (status, status_on) {
            (Some(Word::Told(StatusWord::Event(kind))), Some(on)) if on <= exited => match kind {
                LifeEventKind::AcquiredContinuing | LifeEventKind::AbsorbedInMerger => Outcome::Acquired,
                kind if ends(*kind) => Outcome::Discontinued,
                _ => self.profile.defaults.outcome,
            },
            _ => self.profile.defaults.outcome,
        }
    }

    /// Reads a batch code into the stay's programme and cohort, and gives its first and last day.
    fn batch(&mut self, row: &Row<'_>, told: &mut ToldStay) -> Option<(NaiveDate, NaiveDate)> {
        let profile = self.profile;
        let letters = || Expected::Batch(profile.batches.keys().cloned().collect());
        let (shown, rule, days) = self.value(row, Field::Batch, |cell| {
            let shown = cell.shown();
            let code = BatchCode::parse(&shown).ok_or_else(letters)?;
            let rule = profile.batches.get(&code.letters).ok_or_else(letters)?;
            Ok((shown, rule, rule.days(code.year).ok_or_else(letters)?))
        })?;
        self.not_after(row, Field::Batch, days.0)?;
        if let Some(programme) = &rule.programme {
            told.programme.clone_from(programme);
            told.programme_name.clone_from(&rule.programme_name);
        }
        told.cohort = Some(shown);
        told.cohort_days = Some(days);
        Some(days)
    }

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

    fn workplaces(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
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

    fn headcounts(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
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

    fn revenues(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
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
    fn supporters(&mut self, row: &Row<'_>, startup: &mut ToldStartup, stay: &Stay) {
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

    /// Keeps a startup, refusing keys that another row has.
    fn keep(&mut self, row: &Row<'_>, startup: ToldStartup) {
        let index = self.told.startups.len();
        let mut keys: Vec<(Key, Field)> = Vec::new();
        keys.extend(startup.id.map(|id| (Key::Id(id), Field::StartupId)));
        keys.extend(startup.external_id.clone().map(|id| (Key::External(id), Field::ExternalId)));
        keys.extend(startup.companies.iter().map(|company| (Key::Number(company.number), Field::OrganisationNumber)));
        for (key, field) in keys {
            self.claim(key, index, row.place_of(field));
        }
        let folded = fold(&startup.name);
        if !folded.is_empty() {
            let others = self.by_name.entry(folded).or_default();
            let told = &self.told.startups;
            let twin =
                others.iter().find(|other| !told_apart(&startup, &told[**other])).map(|other| told[*other].place.row);
            others.push(index);
            if let Some(row) = twin {
                self.error(startup.place.clone(), startup.name.clone(), Expected::Unique { row });
            }
        }
        self.told.startups.push(startup);
    }

    /// Takes a key for a startup; refuses it when another has it.
    pub(super) fn claim(&mut self, key: Key, index: usize, place: Place) {
        match self.by_key.get(&key) {
            Some(other) => {
                let row = self.told.startups.get(*other).map_or(place.row, |startup| startup.place.row);
                self.error(place, key.to_string(), Expected::Unique { row });
            }
            None => {
                self.by_key.insert(key, index);
            }
        }
    }

    /// The startup a row of another sheet speaks of: of this file, or else of the house.
    pub(super) fn startup_of(&mut self, row: &Row<'_>) -> Option<usize> {
        let key = self.text(row, Field::Startup)?;
        let id = key.parse().ok().map(Key::Id);
        let number = OrganisationNumber::parse(&key).ok().map(Key::Number);
        let keys = [id, Some(Key::External(key.clone())), number, Some(Key::Reference(key.clone()))];
        if let Some(index) = keys.iter().flatten().find_map(|key| self.by_key.get(key)) {
            return Some(*index);
        }
        match self.by_name.get(&fold(&key)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some([_, _, ..]) => {
                self.error(row.place_of(Field::Startup), key, Expected::KnownStartup);
                None
            }
            Some([]) | None => {
                let index = self.told.startups.len();
                let mut startup = ToldStartup::at(row.place_of(Field::Startup));
                startup.reference = Some(key.clone());
                self.told.startups.push(startup);
                self.by_key.insert(Key::Reference(key), index);
                Some(index)
            }
        }
    }
}

/// Two rows of the same name are two startups when a key says so.
fn told_apart(a: &ToldStartup, b: &ToldStartup) -> bool {
    let number = |startup: &ToldStartup| startup.companies.first().map(|company| company.number);
    (a.id.is_some() && b.id.is_some())
        || (a.external_id.is_some() && b.external_id.is_some())
        || (number(a).is_some() && number(b).is_some())
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
