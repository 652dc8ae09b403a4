//! De minimis aid (bagatellmessig støtte): what a company has been given within the window of the day, and whether more would pass the
//! ceiling.
//!
//! The balance is per *undertaking* («ett foretak»): all that is recorded of a startup, whichever of its companies got it, and what it
//! declares of companies it is linked with and of aid from elsewhere. The rule is that of the day aid is given; what was given under an
//! earlier rule counts in the window of the new one. Cash and aid in kind count alike. What was repaid still counts: whoever knows
//! better corrects the award.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::award::Award;
use super::rate;
use crate::facts::{AidBasis, AwardStatus, Currency, FundingAward};
use crate::format;
use crate::ids::FactId;
use crate::time::sub_months;
use crate::words::Locale;

/// Over which time aid is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The year of the day and the two before it.
    FiscalYears,
    /// The three years that end on the day.
    Rolling,
}

impl Window {
    /// The first day whose aid still counts on a day.
    #[must_use]
    pub fn first(self, on: NaiveDate) -> NaiveDate {
        match self {
            Self::FiscalYears => NaiveDate::from_ymd_opt(on.year() - 2, 1, 1).unwrap_or(on),
            // What was given on the same day three years ago has just gone out of it.
            Self::Rolling => sub_months(on, 36).succ_opt().unwrap_or(on),
        }
    }
}

/// The rule of a time. A time without a ceiling is one in which none was in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its number, or `gap`.
    pub key: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Over which time aid is added up.
    pub window: Window,
    /// The ceiling in euro; `None` while no rule is in force.
    #[serde(default)]
    ceiling_eur: Option<i64>,
    /// The lower ceiling for carriage of goods by road, where there is one.
    #[serde(default)]
    road_freight_eur: Option<i64>,
    /// Where that is known from.
    pub source: String,
    /// Whether somebody held it against the source.
    pub verified: bool,
}

impl Rule {
    /// The ceiling in cents; `None` while no rule is in force.
    #[must_use]
    pub fn ceiling_cents(&self, road_freight: bool) -> Option<i64> {
        let ceiling = self.ceiling_eur?;
        let ceiling = if road_freight { self.road_freight_eur.unwrap_or(ceiling) } else { ceiling };
        Some(ceiling * 100)
    }
}

#[derive(Debug, Deserialize)]
struct Shipped {
    rules: Vec<Rule>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let shipped = toml::from_str::<Shipped>(include_str!("../../data/de_minimis.toml"));
    let mut rules = shipped.map(|shipped| shipped.rules).unwrap_or_default();
    rules.sort_by_key(|rule| rule.from);
    rules
});

/// The rules in order, the oldest first.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The rule of a day; `None` before the first one that is known.
#[must_use]
pub fn rule_on(on: NaiveDate) -> Option<&'static Rule> {
    RULES.iter().rev().find(|rule| rule.from <= on)
}

/// Aid that counts in a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day the right to it arose.
    pub on: NaiveDate,
    /// The scheme.
    pub scheme: Box<str>,
    /// Who gave it.
    pub giver: Option<Box<str>>,
    /// Whether it was declared rather than recorded here.
    pub declared: bool,
    /// The fact that tells of it; `None` for aid that is being asked about.
    pub fact: Option<FactId>,
    /// The aid in cents; `None` when the aid in a loan or guarantee must be computed and nobody has, or nobody knows a rate.
    pub cents: Option<i64>,
    /// Whether the rate was assumed and not stated.
    pub assumed_rate: bool,
}

/// What a company has been given within the window of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The day.
    pub on: NaiveDate,
    /// The rule of that day.
    pub rule: Option<&'static Rule>,
    /// The first day that still counts.
    pub from: NaiveDate,
    /// The ceiling in cents; `None` while no rule is in force.
    pub ceiling_cents: Option<i64>,
    /// What counts, oldest first.
    pub lines: Vec<Line>,
    /// What it adds up to, in cents. Lines without an amount are not in it.
    pub cents: i64,
}

impl Balance {
    /// How much room is left, in cents; below zero when the ceiling is passed, `None` while no rule is in force.
    #[must_use]
    pub fn room_cents(&self) -> Option<i64> {
        self.ceiling_cents.map(|ceiling| ceiling - self.cents)
    }

    /// Of how many lines nobody knows the aid.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.lines.iter().filter(|line| line.cents.is_none()).count()
    }
}

/// What another award would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays at or below the ceiling.
    Fits {
        /// How much room is left then, in cents.
        room_cents: i64,
    },
    /// It passes the ceiling.
    Passes {
        /// By so many cents.
        by_cents: i64,
        /// What it would all add up to.
        total_cents: i64,
        /// The ceiling.
        ceiling_cents: i64,
    },
    /// No rule is in force on its day.
    NoRule,
    /// How much aid is in it, nobody knows.
    Unknown,
}

impl Verdict {
    /// Whether a person should look before it is recorded.
    #[must_use]
    pub const fn warns(self) -> bool {
        matches!(self, Self::Passes { .. } | Self::NoRule | Self::Unknown)
    }
}

impl Verdict {
    /// What a person should know before it is recorded; `None` when it fits.
    #[must_use]
    pub fn warning(self, locale: Locale) -> Option<String> {
        let euro = |cents| format::euro(locale, cents);
        match self {
            Self::Fits { .. } => None,
            Self::Passes { by_cents, total_cents, ceiling_cents } => {
                Some(words::passes(locale, &euro(total_cents), &euro(ceiling_cents), &euro(by_cents)))
            }
            Self::NoRule => Some(words::no_rule(locale).to_owned()),
            Self::Unknown => Some(words::unknown(locale).to_owned()),
        }
    }
}

crate::catalogue! {
    /// The words of the warning.
    mod words {
        passes(total: &str, ceiling: &str, by: &str) => {
            nb: "Med dette får foretaket {total} i bagatellmessig støtte. Det er {by} over taket på {ceiling}. Ingenting er lagret ennå. Skriv hvorfor det likevel skal registreres, og lagre en gang til.",
            nn: "Med dette får føretaket {total} i bagatellmessig støtte. Det er {by} over taket på {ceiling}. Ingenting er lagra enno. Skriv kvifor det likevel skal registrerast, og lagre ein gong til.",
            en: "With this the undertaking has {total} of de minimis aid. That is {by} above the ceiling of {ceiling}. Nothing has been saved yet. Write why it should be recorded all the same, and save once more." }
        no_rule => {
            nb: "Den dagen gjaldt det ingen regel for bagatellmessig støtte i Norge. Ingenting er lagret ennå. Skriv hvorfor det likevel skal registreres, og lagre en gang til.",
            nn: "Den dagen gjaldt det ingen regel for bagatellmessig støtte i Noreg. Ingenting er lagra enno. Skriv kvifor det likevel skal registrerast, og lagre ein gong til.",
            en: "On that day no rule on de minimis aid was in force in Norway. Nothing has been saved yet. Write why it should be recorded all the same, and save once more." }
        unknown => {
            nb: "Støtten i lånet, garantien eller egenkapitalen er ikke regnet ut, så ingen vet om taket passeres. Ingenting er lagret ennå. Fyll inn bruttotilskuddsekvivalenten, eller skriv hvorfor den mangler og lagre en gang til.",
            nn: "Støtta i lånet, garantien eller eigenkapitalen er ikkje rekna ut, så ingen veit om taket blir passert. Ingenting er lagra enno. Fyll inn bruttotilskotsekvivalenten, eller skriv kvifor han manglar og lagre ein gong til.",
            en: "The aid in the loan, guarantee or equity has not been computed, so nobody knows whether the ceiling is passed. Nothing has been saved yet. Fill in the gross grant equivalent, or write why it is missing and save once more." }
    }
}

/// An amount of a step in cents, and whether the rate was assumed. `None` when nobody knows a rate.
#[must_use]
pub(super) fn euro_cents(on: NaiveDate, body: &FundingAward, minor: i64) -> Option<(i64, bool)> {
    match (body.amount.currency, &body.terms.rate) {
        (Currency::Eur, _) => Some((minor, false)),
        (Currency::Nok, Some(rate)) => Some((rate.cents(minor), false)),
        (Currency::Nok, None) => rate::assumed(on).map(|rate| (rate.cents(minor), true)),
        (Currency::Usd, _) => None,
    }
}

/// Whether aid counts in the balance: given as de minimis aid, by a public giver.
fn counts(body: &FundingAward) -> bool {
    let basis = body.terms.basis == AidBasis::DeMinimis;
    !body.terms.private && (basis || body.status == AwardStatus::Declared && body.terms.basis == AidBasis::Unknown)
}

fn line(on: NaiveDate, body: &FundingAward, aid_minor: Option<i64>, fact: Option<FactId>) -> Line {
    let cents = aid_minor.and_then(|minor| euro_cents(on, body, minor));
    Line {
        on,
        scheme: body.scheme.clone(),
        giver: body.terms.giver.clone(),
        declared: body.status == AwardStatus::Declared,
        fact,
        cents: cents.map(|(cents, _)| cents),
        assumed_rate: cents.is_some_and(|(_, assumed)| assumed),
    }
}

/// The balance of a startup on a day: aid given up to and including it that its window still holds.
#[must_use]
pub fn balance(awards: &[Award<'_>], on: NaiveDate, road_freight: bool) -> Balance {
    let rule = rule_on(on);
    let from = rule.map_or(Window::FiscalYears, |rule| rule.window).first(on);
    let given = awards.iter().filter_map(Award::given).filter(|given| counts(given.body));
    let within = given.filter(|given| from <= given.on && given.on <= on);
    let mut lines: Vec<Line> =
        within.map(|given| line(given.on, given.body, given.aid_minor, Some(given.fact))).collect();
    lines.sort_by_key(|line| (line.on, line.fact));
    let cents = lines.iter().filter_map(|line| line.cents).fold(0, i64::saturating_add);
    Balance { on, rule, from, ceiling_cents: rule.and_then(|rule| rule.ceiling_cents(road_freight)), lines, cents }
}

/// What another award of de minimis aid on a day would do. `None` when it would not count.
///
/// An award entered late must leave room for what was given after it, too: every later day on which aid was given while the new one
/// still counted is looked at, and the worst of them is the answer.
#[must_use]
pub fn would_pass(awards: &[Award<'_>], on: NaiveDate, new: &FundingAward, road_freight: bool) -> Option<Verdict> {
    let giving = matches!(new.status, AwardStatus::Awarded | AwardStatus::Declared);
    if !giving || !counts(new) {
        return None;
    }
    // A changed grant takes the place of the one before it.
    let others: Vec<Award<'_>> =
        awards.iter().filter(|award| new.award.is_none() || award.id != new.award).cloned().collect();
    let Some(ceiling_cents) = balance(&others, on, road_freight).ceiling_cents else { return Some(Verdict::NoRule) };
    let Some(cents) = line(on, new, new.aid_minor(), None).cents else { return Some(Verdict::Unknown) };
    let later = others.iter().filter_map(Award::given).filter(|given| given.on > on && counts(given.body));
    let days: BTreeSet<NaiveDate> = std::iter::once(on).chain(later.map(|given| given.on)).collect();
    let mut worst = Verdict::Fits { room_cents: ceiling_cents };
    let mut least_room = i64::MAX;
    for day in days {
        let then = balance(&others, day, road_freight);
        // A day without a rule has no ceiling to pass, and what was given on it was looked at when it was recorded.
        let Some(ceiling_cents) = then.ceiling_cents.filter(|_| then.from <= on) else { continue };
        let total_cents = then.cents.saturating_add(cents);
        let room_cents = ceiling_cents.saturating_sub(total_cents);
        if room_cents < least_room {
            least_room = room_cents;
            worst = if room_cents < 0 {
                Verdict::Passes { by_cents: -room_cents, total_cents, ceiling_cents }
            } else {
                Verdict::Fits { room_cents }
            };
        }
    }
    Some(worst)
}
