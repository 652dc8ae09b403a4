//! What the figures of money share: which steps count, their sums in øre, their rows, and the sentence.
//!
//! Amounts are nominal, without regard to what money was worth. Only what happened from the day of admission on counts: what a
//! startup had before is not of the house's time.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected, Says, Told};
use super::history::{Seen, up_to};
use super::parameter::{Parameter, Period, Places};
use super::scope::{Question, Stay};
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period, sums};
use crate::facts::{AwardStatus, CapitalRaised, Currency, FundingAward, Money};
use crate::format;
use crate::geography::region_set;
use crate::words::Locale;

/// No unit of a foreign currency the product keeps was ever worth more kroner: the ceiling of an amount without a rate.
const MOST_KRONER: i64 = 15;

/// A way to count money: what the definitions differ in.
pub(super) struct MoneyRule {
    /// Its name: `funding.paid`.
    pub id: &'static str,
    /// The rule in symbols, as plain text.
    pub formula: &'static str,
    /// A short name for headings.
    pub title: fn(Locale) -> &'static str,
    /// The rule in words.
    pub rule: fn(Locale) -> &'static str,
    /// The sentence that gives the figure, from the amount, the startups, the region in brackets or nothing, and the period.
    pub lead: fn(Locale, &str, &str, &str, &str) -> String,
    /// What counts, from the day of admission on.
    pub sum: fn(&Case<'_, '_>, NaiveDate) -> Sum,
    /// Why a startup without any of it is left out.
    pub none: OutReason,
    /// What it comes to in the worked example, in kroner, and from how many startups.
    pub worked: (f64, usize),
}

/// A got 400,000 in two parts and paid some back; D got 200,000. What D raised came before its money, what A raised after.
pub(super) const MONEY: &[Told] = &[
    ("A", "2019-03-01", Says::Granted(400_000)),
    ("A", "2019-06-01", Says::Paid(250_000)),
    ("A", "2020-03-01", Says::Paid(150_000)),
    ("A", "2021-01-15", Says::Raised(900_000)),
    ("A", "2021-06-01", Says::Repaid(50_000)),
    ("D", "2022-02-01", Says::Raised(300_000)),
    ("D", "2022-09-01", Says::Granted(200_000)),
    ("D", "2022-10-01", Says::Paid(200_000)),
];

/// What is part of the version of every figure of money.
pub(super) fn parameters() -> Vec<Parameter> {
    vec![Parameter::Places(Places::Startups), Parameter::Period(Period::Happened)]
}

/// Money added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    /// Øre.
    pub ore: i64,
    /// Of them so many documented.
    pub documented: i64,
    /// Of how many awards, payments or rounds.
    pub steps: u32,
    /// The day of the first.
    pub first_on: Option<NaiveDate>,
    /// The day of the latest.
    pub last_on: Option<NaiveDate>,
    /// What is in another currency without a rate is worth at most so many øre; `None` when nothing is.
    pub unpriced: Option<i64>,
}

impl Sum {
    /// Adds an amount, in øre where that is known.
    fn add(&mut self, on: NaiveDate, ore: Result<i64, i64>, documented: bool) {
        match ore {
            Ok(ore) => {
                self.ore = self.ore.saturating_add(ore);
                if documented {
                    self.documented = self.documented.saturating_add(ore);
                }
            }
            Err(most) => self.unpriced = Some(self.unpriced.unwrap_or(0).saturating_add(most)),
        }
        self.steps += 1;
        self.first_on = Some(self.first_on.map_or(on, |first| first.min(on)));
        self.last_on = self.last_on.max(Some(on));
    }

    /// What it can be at most, in kroner.
    pub(super) fn most(&self) -> f64 {
        sums::kroner(self.ore.saturating_add(self.unpriced.unwrap_or(0)))
    }
}

/// An amount of a step in øre, or at most so many where no rate is stated.
fn ore(step: &FundingAward) -> Result<i64, i64> {
    step.ore().ok_or_else(|| at_most(step.amount))
}

const fn at_most(amount: Money) -> i64 {
    amount.minor.saturating_mul(MOST_KRONER)
}

/// Awards, each once: dated by its first grant, with the amount of its latest. One that was withdrawn or lapsed is what was paid of it.
pub(super) fn awarded(case: &Case<'_, '_>, from: NaiveDate) -> Sum {
    let steps = up_to(&case.history.awards, case.question.as_of());
    let mut sum = Sum::default();
    for (index, seen) in steps.iter().enumerate().filter(|(_, seen)| seen.body.status == AwardStatus::Awarded) {
        let of_it = |other: &&Seen<'_, FundingAward>| {
            std::ptr::eq(other.fact, seen.fact) || (seen.body.award.is_some() && other.body.award == seen.body.award)
        };
        let granted = |other: &&Seen<'_, FundingAward>| of_it(other) && other.body.status == AwardStatus::Awarded;
        if steps[..index].iter().any(|other| granted(&other)) || seen.on() < from || !case.question.in_period(seen.on())
        {
            continue;
        }
        let latest = steps[index..].iter().rfind(granted).unwrap_or(seen);
        if !latest.body.is_public_money() {
            continue;
        }
        let ends = |status| matches!(status, AwardStatus::Withdrawn | AwardStatus::Lapsed);
        let mut amount = ore(latest.body);
        if steps.iter().any(|other| of_it(&other) && ends(other.body.status)) {
            let mut paid = Sum::default();
            for payment in steps.iter().filter(of_it).filter(|other| is_payment(other.body)) {
                paid.add(payment.on(), ore(payment.body), false);
            }
            if paid.steps == 0 {
                continue;
            }
            let least = |ore: i64| ore.min(paid.ore.saturating_add(paid.unpriced.unwrap_or(0)));
            amount = amount.map(least).map_err(least);
        }
        sum.add(seen.on(), amount, latest.documented());
    }
    sum
}

fn is_payment(step: &FundingAward) -> bool {
    step.status == AwardStatus::Paid && step.is_public_money()
}

/// Steps of one status, each for itself: an award is paid in parts.
fn of_status(case: &Case<'_, '_>, from: NaiveDate, status: AwardStatus) -> Sum {
    let mut sum = Sum::default();
    let steps = case.of_period(&case.history.awards).iter();
    for seen in steps.filter(|seen| seen.on() >= from && seen.body.status == status && seen.body.is_public_money()) {
        sum.add(seen.on(), ore(seen.body), seen.documented());
    }
    sum
}

pub(super) fn paid(case: &Case<'_, '_>, from: NaiveDate) -> Sum {
    of_status(case, from, AwardStatus::Paid)
}

pub(super) fn repaid(case: &Case<'_, '_>, from: NaiveDate) -> Sum {
    of_status(case, from, AwardStatus::Repaid)
}

/// Capital raised from a day on.
pub(super) fn capital(case: &Case<'_, '_>, from: NaiveDate) -> Sum {
    let mut sum = Sum::default();
    for seen in case.of_period(&case.history.capital).iter().filter(|seen| seen.on() >= from) {
        let CapitalRaised { amount } = *seen.body;
        let ore = if amount.currency == Currency::Nok { Ok(amount.minor) } else { Err(at_most(amount)) };
        sum.add(seen.on(), ore, seen.documented());
    }
    sum
}

/// On what a row of money rests.
pub(super) fn basis(stay: Stay, sum: &Sum, paid_ore: Option<i64>) -> Basis {
    let work = Work { steps: Some(sum.steps), money_on: sum.last_on, paid_ore, ..Work::default() };
    Basis {
        admitted_on: Some(stay.admitted_on),
        exited_on: stay.exited_on,
        work: Some(Box::new(work)),
        ..Basis::default()
    }
}

/// The region of a figure in brackets, or nothing.
pub(super) fn region(locale: Locale, figure: &Figure) -> String {
    let region = figure.query.scope.region.as_ref().and_then(region_set);
    region.map_or_else(String::new, |set| format!(" ({})", set.name(locale)))
}

/// Of how many startups not enough is known to count them: a place, or a rate.
pub(super) fn unknown(locale: Locale, figure: &Figure) -> Option<String> {
    let many = figure.rows_out.iter().filter(|row| row.reason.is_missing()).count();
    (many > 0).then(|| period::startups(locale, many))
}

impl Definition for MoneyRule {
    fn id(&self) -> FigureId {
        FigureId(self.id.to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Kroner
    }

    fn title(&self, locale: Locale) -> String {
        (self.title)(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        format!("{} {}", (self.rule)(locale), words::common(locale))
    }

    fn parameters(&self) -> Vec<Parameter> {
        parameters()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        let (value, n) = self.worked;
        let expected = Expected { value, floor: 0.0, ceiling: value, numerator: value, n };
        Example { id: self.id, more: MONEY, expected }
    }

    fn formula(&self) -> String {
        self.formula.to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let period = period::text(locale, figure);
        let unknown = unknown(locale, figure);
        let Some(value) = figure.value else {
            return words::nothing(locale, &period, &unknown.unwrap_or_default());
        };
        let amount = format::kroner(locale, value);
        let startups = period::startups(locale, figure.n);
        let lead = (self.lead)(locale, &amount, &startups, &region(locale, figure), &period);
        match unknown {
            Some(unknown) => format!("{lead} {}", words::without(locale, &unknown)),
            None => lead,
        }
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let sum = (self.sum)(case, stay.admitted_on);
        if sum.steps == 0 {
            return Err(self.none.into());
        }
        case.in_region(sum.most())?;
        if sum.unpriced.is_some() {
            return Err(LeftOut::up_to(OutReason::NoRate, sum.most()));
        }
        Ok(Counted {
            contribution: sums::kroner(sum.ore),
            floor: sums::kroner(sum.documented),
            ceiling: sums::kroner(sum.ore),
            basis: basis(stay, &sum, None),
        })
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        sums::add_up_kroner(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of all figures of money.
    mod words {
        apart => {
            nb: "Ikke tilsagn med utbetalt: det er ulike dager og ulike beløp. Ikke med et budsjett. Ikke mellom år uten å si at kroner er nominelle.",
            nn: "Ikkje tilsegn med utbetalt: det er ulike dagar og ulike beløp. Ikkje med eit budsjett. Ikkje mellom år utan å seie at kroner er nominelle.",
            en: "Not awarded with paid: those are other days and other amounts. Not with a budget. Not between years without saying that kroner are nominal." }
        common => {
            nb: "Beløpene er nominelle og telles fra den dagen bedriften ble tatt opp. Beløp i euro regnes om med kursen som står ved tilsagnet; en bedrift med et beløp i fremmed valuta uten kurs er utelatt, og regnes i taket med høyst 15 kroner for enheten. Dokumenterte er beløp som noe viser.",
            nn: "Beløpa er nominelle og blir talde frå den dagen bedrifta vart teken opp. Beløp i euro blir rekna om med kursen som står ved tilsegna; ei bedrift med eit beløp i framand valuta utan kurs er utelaten, og blir rekna i taket med høgst 15 kroner for eininga. Dokumenterte er beløp som noko viser.",
            en: "Amounts are nominal and count from the day the startup was admitted. Amounts in euro are converted by the rate stated with the award; a startup with an amount in a foreign currency without a rate is left out, and in the ceiling its unit is at most 15 kroner. Documented are amounts that something shows." }
        without(startups: &str) => {
            nb: "Uten kjent kurs eller sted: {startups}.",
            nn: "Utan kjend kurs eller stad: {startups}.",
            en: "Without a known rate or place: {startups}." }
        nothing(period: &str, startups: &str) => {
            nb: "Det finnes ikke grunnlag for et beløp {period}: kurs eller sted mangler for {startups}.",
            nn: "Det finst ikkje grunnlag for eit beløp {period}: kurs eller stad manglar for {startups}.",
            en: "There is nothing to compute an amount from {period}: the rate or the place is missing for {startups}." }
    }
}
