//! Rows that are one fact each: the sheets of the product's own workbook.

use chrono::NaiveDate;

use super::row::Row;
use super::{Reader, stay_id};
use crate::exchange::error::Expected;
use crate::exchange::profile::Field;
use crate::exchange::table::Cell;
use crate::exchange::told::{Head, StageGoal, ToldChange, ToldFact, ToldStartup, ToldStay};
use crate::exchange::values;
use crate::facts::{
    AidBasis, AwardStatus, CapitalRaised, Currency, FundingAward, Headcount, Instrument, LifeEvent, LifeEventKind,
    Money, OtherSupport, Outcome, Rate, Revenue, Source, Terms, Verification, Workplace,
};
use crate::words::fold;

impl Reader<'_> {
    /// What all rows of facts share; `None` when a cell of it was refused.
    fn head(&mut self, row: &Row<'_>) -> Option<(Head, bool)> {
        let valid_on = self.day(row, Field::ValidOn);
        let id: Option<uuid::Uuid> = self.id(row, Field::Fact);
        let recorded_at = self.instant(row, Field::RecordedAt);
        let source = self.code(row, Field::Source, Source::from_code, Source::ALL.iter().map(|source| source.code()));
        let withdrawn = self.value(row, Field::Withdrawn, values::yes_or_no).unwrap_or(false);
        let supersedes = self.id(row, Field::Supersedes);
        if withdrawn && row.first(Field::Supersedes).is_none() {
            self.error(row.place_of(Field::Supersedes), String::new(), Expected::KnownFact);
        }
        if let Some(id) = id
            && let Some(other) = self.facts.insert(id, row.row.number)
        {
            self.error(row.place_of(Field::Fact), id.to_string(), Expected::Unique { row: other });
        }
        let head = Head {
            place: row.place_of(Field::ValidOn),
            valid_on: valid_on?,
            id: id.map(Into::into),
            recorded_at,
            recorded_by: self.text(row, Field::RecordedBy),
            source: source.unwrap_or(self.profile.source),
            evidence: self.text(row, Field::Evidence),
            supersedes,
            reason: self.text(row, Field::Reason),
            single: false,
        };
        Some((head, withdrawn))
    }

    /// Reads a row of facts of one kind and keeps it with its startup.
    pub(super) fn fact<T>(
        &mut self,
        row: &Row<'_>,
        body: impl FnOnce(&mut Self) -> Option<T>,
        keep: impl FnOnce(&mut ToldStartup) -> &mut Vec<ToldFact<T>>,
    ) {
        let (startup, head) = (self.startup_of(row), self.head(row));
        let withdrawn = head.as_ref().is_some_and(|(_, withdrawn)| *withdrawn);
        let body = if withdrawn { None } else { body(self) };
        let (Some(index), Some((head, _))) = (startup, head) else { return };
        if withdrawn || body.is_some() {
            keep(&mut self.told.startups[index]).push(ToldFact { head, body });
        }
    }

    /// A field that the row must have.
    pub(super) fn must<T>(
        &mut self,
        row: &Row<'_>,
        field: Field,
        read: impl FnOnce(&Cell) -> Result<T, Expected>,
    ) -> Option<T> {
        if row.first(field).is_none() {
            self.error(row.place_of(field), String::new(), Expected::Something);
            return None;
        }
        self.value(row, field, read)
    }

    pub(super) fn must_code<T>(
        &mut self,
        row: &Row<'_>,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        codes: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        if row.first(field).is_none() {
            self.error(row.place_of(field), String::new(), Expected::Something);
            return None;
        }
        self.code(row, field, parse, codes)
    }

    fn money(&mut self, row: &Row<'_>) -> Option<Money> {
        let scale = row.first(Field::Amount).map_or(1, |filled| filled.column.rule.scale);
        let minor = self.must(row, Field::Amount, |cell| values::hundredths(cell, scale))?;
        let currency = if row.first(Field::Currency).is_some() {
            self.code(row, Field::Currency, Currency::from_code, Currency::ALL.iter().map(|currency| currency.code()))?
        } else {
            self.profile.defaults.currency
        };
        Some(Money { minor, currency })
    }

    pub(super) fn headcount(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let employees = reader.must(row, Field::Employees, values::span);
            let fte = |cell: &Cell| u32::try_from(values::hundredths(cell, 1)?).map_err(|_| Expected::Number);
            let body = Headcount {
                fte_hundredths: reader.value(row, Field::Fte, fte),
                working_founders: reader.value(row, Field::WorkingFounders, values::whole),
                split: reader.value(row, Field::Split, values::split),
                employees: employees?,
            };
            if let Err(why) = body.check() {
                let shown = body.employees.to_string();
                reader.error(row.place_of(Field::Employees), shown, Expected::Headcount(why));
                return None;
            }
            Some(body)
        };
        self.fact(row, body, |startup| &mut startup.headcounts);
    }

    pub(super) fn life_event(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let codes = LifeEventKind::ALL.iter().map(|kind| kind.code());
            let kind = reader.must_code(row, Field::Event, LifeEventKind::from_code, codes);
            let date_known = reader.value(row, Field::DateKnown, values::yes_or_no).unwrap_or(true);
            Some(LifeEvent { kind: kind?, date_known })
        };
        self.fact(row, body, |startup| &mut startup.life_events);
    }

    pub(super) fn verification(&mut self, row: &Row<'_>) {
        self.fact(row, |_| Some(Verification), |startup| &mut startup.verifications);
    }

    pub(super) fn workplace(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let municipality = reader.must(row, Field::Municipality, values::municipality)?;
            Some(Workplace { municipality })
        };
        self.fact(row, body, |startup| &mut startup.workplaces);
    }

    pub(super) fn revenue(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| Some(Revenue { amount: reader.money(row)? });
        self.fact(row, body, |startup| &mut startup.revenues);
    }

    pub(super) fn capital(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| Some(CapitalRaised { amount: reader.money(row)? });
        self.fact(row, body, |startup| &mut startup.capital);
    }

    pub(super) fn award(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let scheme = reader.must(row, Field::Scheme, |cell| Ok(cell.shown()));
            let scheme = scheme.and_then(|_| reader.text(row, Field::Scheme));
            let codes = AwardStatus::ALL.iter().map(|status| status.code());
            let status = reader.must_code(row, Field::AwardStatus, AwardStatus::from_code, codes);
            let amount = reader.money(row);
            let award = reader.id(row, Field::Award);
            let terms = reader.terms(row);
            Some(FundingAward { award, terms, ..FundingAward::plain(&scheme?, status?, amount?) })
        };
        self.fact(row, body, |startup| &mut startup.awards);
    }

    /// What else a row tells of an award. Most sheets tell none of it.
    fn terms(&mut self, row: &Row<'_>) -> Terms {
        let instruments = Instrument::ALL.iter().map(|instrument| instrument.code());
        let bases = AidBasis::ALL.iter().map(|basis| basis.code());
        let e4 = self.value(row, Field::EurRate, |cell| {
            let e4 = u32::try_from(values::hundredths(cell, 100)?).map_err(|_| Expected::Number)?;
            let rate = Rate { e4, on: NaiveDate::default(), source: "".into() };
            if rate.is_plausible() { Ok(e4) } else { Err(Expected::Number) }
        });
        let on = self.any_day(row, Field::EurRateOn);
        let source = self.text(row, Field::EurRateSource).unwrap_or_default().into_boxed_str();
        if e4.is_some() && row.first(Field::EurRateOn).is_none() {
            self.error(row.place_of(Field::EurRateOn), String::new(), Expected::Something);
        }
        Terms {
            giver: self.text(row, Field::Giver).map(String::into_boxed_str),
            private: self.value(row, Field::PrivateGiver, values::yes_or_no).unwrap_or(false),
            instrument: self.code(row, Field::Instrument, Instrument::from_code, instruments).unwrap_or_default(),
            basis: self.code(row, Field::AidBasis, AidBasis::from_code, bases).unwrap_or_default(),
            gross_minor: self.value(row, Field::GrossGrant, |cell| values::hundredths(cell, 1)),
            rate: e4.zip(on).map(|(e4, on)| Rate { e4, on, source }),
        }
    }

    pub(super) fn other_support(&mut self, row: &Row<'_>) {
        let body = |reader: &mut Self| {
            let supporter = reader.must(row, Field::Supporter, |cell| Ok(cell.shown()));
            let supporter = supporter.and_then(|_| reader.text(row, Field::Supporter))?;
            Some(OtherSupport { supporter: supporter.into_boxed_str() })
        };
        self.fact(row, body, |startup| &mut startup.other_support);
    }

    /// A row of the sheet of moves.
    pub(super) fn stage_change(&mut self, row: &Row<'_>) {
        let stay = self.stay_of(row);
        let outcome =
            self.code(row, Field::Outcome, Outcome::from_code, Outcome::ALL.iter().map(|outcome| outcome.code()));
        let stage = self.text(row, Field::Stage);
        let from = self.text(row, Field::FromStage);
        let stage_at = row.place_of(Field::Stage);
        let head = self.head(row);
        let (Some((startup, stay)), Some((head, withdrawn))) = (stay, head) else { return };
        if !withdrawn && stage.is_none() {
            self.error(row.place_of(Field::Stage), String::new(), Expected::Something);
        }
        let to = if withdrawn { None } else { stage.map(StageGoal::Key) };
        if withdrawn || to.is_some() {
            self.told.startups[startup].stays[stay].changes.push(ToldChange { head, to, stage_at, from, outcome });
        }
    }

    /// The stay a move belongs to: by its key, or the one that startup and programme decide.
    fn stay_of(&mut self, row: &Row<'_>) -> Option<(usize, usize)> {
        let key = self.text(row, Field::Enrolment);
        if let Some(found) = key.as_ref().and_then(|key| self.stays.get(key)) {
            return Some(*found);
        }
        let refuse = |reader: &mut Self| {
            let field = if row.first(Field::Enrolment).is_some() { Field::Enrolment } else { Field::Startup };
            let shown = row.first(field).map_or_else(String::new, |filled| filled.cell.shown());
            reader.error(row.place_of(field), shown, Expected::KnownStay);
            None
        };
        if row.first(Field::Startup).is_none() {
            return refuse(self);
        }
        let startup = self.startup_of(row)?;
        let stays = &self.told.startups[startup].stays;
        let programme = match self.text(row, Field::Programme) {
            Some(programme) => programme,
            None => match stays.as_slice() {
                [] => self.profile.defaults.programme.clone(),
                [one] => one.programme.clone(),
                [_, _, ..] => return refuse(self),
            },
        };
        if key.is_none() {
            let mut fitting = stays.iter().enumerate().filter(|(_, stay)| fold(&stay.programme) == fold(&programme));
            match (fitting.next(), fitting.next()) {
                (Some((index, _)), None) => return Some((startup, index)),
                (Some(_), Some(_)) => return refuse(self),
                (None, _) => {}
            }
        }
        let stay = ToldStay {
            place: row.place_of(Field::Stage),
            id: stay_id(key.as_deref()),
            programme,
            programme_name: None,
            cohort: None,
            cohort_days: None,
            changes: Vec::new(),
        };
        Some(self.keep_stay(key, startup, stay))
    }
}
