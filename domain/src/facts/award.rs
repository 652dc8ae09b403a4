//! Money and other aid that a startup applies for and is awarded: one fact for each step.
//!
//! Budgeted is not granted and granted is not paid: each step has its own amount and its own day. The steps of one award bear its
//! [`AwardId`]; facts from before there was one, and rows of sheets that know none, bear none and stand for themselves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::money::{Currency, Money};
use crate::ids::AwardId;
use crate::words::Locale;

/// Which step of an award a fact tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardStatus {
    /// Applied for.
    Applied,
    /// Granted. A later step of the same award changes what was granted.
    Awarded,
    /// Refused.
    Declined,
    /// Paid out; an award is often paid in several parts.
    Paid,
    /// Paid back.
    Repaid,
    /// Taken back by the startup.
    Withdrawn,
    /// Lapsed: not used in time, or its terms not met. What was paid by then stands.
    Lapsed,
    /// Aid from elsewhere that the startup declares (egenerklæring). Counts in its de minimis balance and in no figure.
    Declared,
}

impl AwardStatus {
    /// All states in the order of a grant's life.
    pub const ALL: [AwardStatus; 8] = [
        AwardStatus::Applied,
        AwardStatus::Awarded,
        AwardStatus::Declined,
        AwardStatus::Paid,
        AwardStatus::Repaid,
        AwardStatus::Withdrawn,
        AwardStatus::Lapsed,
        AwardStatus::Declared,
    ];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            AwardStatus::Applied => "applied",
            AwardStatus::Awarded => "awarded",
            AwardStatus::Declined => "declined",
            AwardStatus::Paid => "paid",
            AwardStatus::Repaid => "repaid",
            AwardStatus::Withdrawn => "withdrawn",
            AwardStatus::Lapsed => "lapsed",
            AwardStatus::Declared => "declared",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            AwardStatus::Applied => words::applied(locale),
            AwardStatus::Awarded => words::awarded(locale),
            AwardStatus::Declined => words::declined(locale),
            AwardStatus::Paid => words::paid(locale),
            AwardStatus::Repaid => words::repaid(locale),
            AwardStatus::Withdrawn => words::withdrawn(locale),
            AwardStatus::Lapsed => words::lapsed(locale),
            AwardStatus::Declared => words::declared(locale),
        }
    }
}

/// In what form aid is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// Money that need not be paid back.
    #[default]
    Grant,
    /// Money lent; the aid in it must be computed.
    Loan,
    /// A promise to pay if the startup cannot; the aid in it must be computed.
    Guarantee,
    /// Less tax, or tax paid out.
    TaxDeduction,
    /// Money for shares.
    Equity,
    /// No money: an office, advice or tickets below their price.
    InKind,
}

impl Instrument {
    /// All of them.
    pub const ALL: [Instrument; 6] = [
        Instrument::Grant,
        Instrument::Loan,
        Instrument::Guarantee,
        Instrument::TaxDeduction,
        Instrument::Equity,
        Instrument::InKind,
    ];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Instrument::Grant => "grant",
            Instrument::Loan => "loan",
            Instrument::Guarantee => "guarantee",
            Instrument::TaxDeduction => "tax_deduction",
            Instrument::Equity => "equity",
            Instrument::InKind => "in_kind",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|instrument| instrument.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Instrument::Grant => words::grant(locale),
            Instrument::Loan => words::loan(locale),
            Instrument::Guarantee => words::guarantee(locale),
            Instrument::TaxDeduction => words::tax_deduction(locale),
            Instrument::Equity => words::equity(locale),
            Instrument::InKind => words::in_kind(locale),
        }
    }

    /// Whether kroner change hands when it is paid: a guarantee is a promise, and an office is no money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        !matches!(self, Instrument::Guarantee | Instrument::InKind)
    }

    /// Whether the aid in it is the amount itself. That in a loan, a guarantee or shares has to be computed.
    #[must_use]
    pub const fn is_all_aid(self) -> bool {
        matches!(self, Instrument::Grant | Instrument::TaxDeduction | Instrument::InKind)
    }
}

/// On what ground aid is lawful, in the words of the case officers' own system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AidBasis {
    /// Nobody has said.
    #[default]
    Unknown,
    /// A block grant: rammetildeling.
    BlockGrant,
    /// A purchase of services: kjøp av tjeneste.
    Purchase,
    /// Aid too small to matter: bagatellmessig støtte.
    DeMinimis,
    /// The block exemption: gruppeunntak.
    BlockExemption,
    /// No state aid.
    None,
}

impl AidBasis {
    /// All of them, the four words of the case officers first.
    pub const ALL: [AidBasis; 6] = [
        AidBasis::BlockGrant,
        AidBasis::Purchase,
        AidBasis::DeMinimis,
        AidBasis::BlockExemption,
        AidBasis::None,
        AidBasis::Unknown,
    ];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            AidBasis::Unknown => "unknown",
            AidBasis::BlockGrant => "block_grant",
            AidBasis::Purchase => "purchase",
            AidBasis::DeMinimis => "de_minimis",
            AidBasis::BlockExemption => "block_exemption",
            AidBasis::None => "none",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            AidBasis::Unknown => words::unknown(locale),
            AidBasis::BlockGrant => words::block_grant(locale),
            AidBasis::Purchase => words::purchase(locale),
            AidBasis::DeMinimis => words::de_minimis(locale),
            AidBasis::BlockExemption => words::block_exemption(locale),
            AidBasis::None => words::none(locale),
        }
    }
}

/// How many kroner a euro was, on which day, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rate {
    /// Ten-thousandths of a krone for one euro: 11.4206 is 114 206. Above zero.
    pub e4: u32,
    /// The day it is of.
    pub on: NaiveDate,
    /// Who published it: `Norges Bank`. Empty in a published file.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub source: Box<str>,
}

fn is_empty(text: &str) -> bool {
    text.is_empty()
}

impl Rate {
    /// Whether a euro can be worth that: one to a hundred kroner.
    #[must_use]
    pub const fn is_plausible(&self) -> bool {
        10_000 <= self.e4 && self.e4 <= 1_000_000
    }

    /// Øre as cent, to the nearest.
    #[must_use]
    pub fn cents(&self, ore: i64) -> i64 {
        divide(i128::from(ore) * 10_000, i128::from(self.e4.max(1)))
    }

    /// Cent as øre, to the nearest.
    #[must_use]
    pub fn ore(&self, cents: i64) -> i64 {
        divide(i128::from(cents) * i128::from(self.e4), 10_000)
    }
}

/// Divides to the nearest whole number, halves upwards. What no account can hold is as much as it can.
fn divide(number: i128, by: i128) -> i64 {
    i64::try_from((number + by / 2).div_euclid(by)).unwrap_or(i64::MAX)
}

/// What else is known of an award. Everything is optional: a sheet of another system tells scheme, step and amount and no more.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// Who gives it, as it writes itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub giver: Option<Box<str>>,
    /// Whether the giver is private: then it is no public money and no aid.
    #[serde(skip_serializing_if = "is_false")]
    pub private: bool,
    /// In what form.
    #[serde(skip_serializing_if = "is_default")]
    pub instrument: Instrument,
    /// On what ground.
    #[serde(skip_serializing_if = "is_default")]
    pub basis: AidBasis,
    /// The gross grant equivalent, in minor units of the amount's currency: the aid in a loan, a guarantee or shares. Of a grant it is
    /// the amount itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_minor: Option<i64>,
    /// The rate by which kroner become euro.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Terms {
    /// Whether nothing is stated.
    #[must_use]
    pub fn is_unstated(&self) -> bool {
        *self == Self::default()
    }
}

/// One step of an award: what was applied for, granted, declined, paid or repaid on the fact's `valid_on`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FundingAward {
    /// The scheme's name as the giver writes it.
    pub scheme: Box<str>,
    /// Which step of the award this fact tells.
    pub status: AwardStatus,
    /// The amount of that step. Of aid in kind what it would have cost; of a step that ends an award nothing, or what is lost.
    pub amount: Money,
    /// Which award the step is one of; `None` when nobody said, and then it stands for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<AwardId>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Terms::is_unstated")]
    pub terms: Terms,
}

impl FundingAward {
    /// A step of which nothing else is known.
    #[must_use]
    pub fn plain(scheme: &str, status: AwardStatus, amount: Money) -> Self {
        Self { scheme: scheme.into(), status, amount, award: None, terms: Terms::default() }
    }

    /// The same step as one of an award.
    #[must_use]
    pub fn of(mut self, award: AwardId) -> Self {
        self.award = Some(award);
        self
    }

    /// The same step under these terms.
    #[must_use]
    pub fn under(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }

    /// Whether it is public money: neither a private giver's, nor a promise, nor an office, nor what another is said to have given.
    #[must_use]
    pub const fn is_public_money(&self) -> bool {
        !self.terms.private && self.terms.instrument.is_money() && !matches!(self.status, AwardStatus::Declared)
    }

    /// The amount in øre; `None` when it is in another currency and no rate is stated.
    #[must_use]
    pub fn ore(&self) -> Option<i64> {
        self.in_ore(self.amount.minor)
    }

    /// The aid in it, in minor units of the amount's currency; `None` when it has to be computed and nobody has.
    #[must_use]
    pub fn aid_minor(&self) -> Option<i64> {
        let all = self.terms.instrument.is_all_aid().then_some(self.amount.minor);
        self.terms.gross_minor.or(all)
    }

    fn in_ore(&self, minor: i64) -> Option<i64> {
        match (self.amount.currency, &self.terms.rate) {
            (Currency::Nok, _) => Some(minor),
            (Currency::Eur, Some(rate)) => Some(rate.ore(minor)),
            (Currency::Eur | Currency::Usd, _) => None,
        }
    }
}

crate::catalogue! {
    /// The words of awards.
    mod words {
        applied => { nb: "søkt", nn: "søkt", en: "applied" }
        awarded => { nb: "tilsagn", nn: "tilsegn", en: "awarded" }
        declined => { nb: "avslag", nn: "avslag", en: "declined" }
        paid => { nb: "utbetalt", nn: "utbetalt", en: "paid" }
        repaid => { nb: "tilbakebetalt", nn: "tilbakebetalt", en: "repaid" }
        withdrawn => { nb: "trukket", nn: "trekt", en: "withdrawn" }
        lapsed => { nb: "bortfalt", nn: "bortfalle", en: "lapsed" }
        declared => { nb: "egenerklært", nn: "eigenerklært", en: "declared" }
        grant => { nb: "tilskudd", nn: "tilskot", en: "grant" }
        loan => { nb: "lån", nn: "lån", en: "loan" }
        guarantee => { nb: "garanti", nn: "garanti", en: "guarantee" }
        tax_deduction => { nb: "skattefradrag", nn: "skattefrådrag", en: "tax deduction" }
        equity => { nb: "egenkapital", nn: "eigenkapital", en: "equity" }
        in_kind => { nb: "ytelse uten penger", nn: "yting utan pengar", en: "in kind" }
        unknown => { nb: "ikke oppgitt", nn: "ikkje oppgitt", en: "not stated" }
        block_grant => { nb: "rammetildeling", nn: "rammetildeling", en: "block grant (rammetildeling)" }
        purchase => { nb: "kjøp av tjeneste", nn: "kjøp av teneste", en: "purchase of services (kjøp av tjeneste)" }
        de_minimis => { nb: "bagatellmessig støtte", nn: "bagatellmessig støtte", en: "de minimis aid (bagatellmessig støtte)" }
        block_exemption => { nb: "gruppeunntak", nn: "gruppeunntak", en: "block exemption (gruppeunntak)" }
        none => { nb: "ikke offentlig støtte", nn: "ikkje offentleg støtte", en: "not state aid" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for status in AwardStatus::ALL {
            assert_eq!(AwardStatus::from_code(status.code()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.code());
        }
        for instrument in Instrument::ALL {
            assert_eq!(Instrument::from_code(instrument.code()), Some(instrument));
            assert_eq!(serde_json::to_value(instrument).unwrap(), instrument.code());
        }
        for basis in AidBasis::ALL {
            assert_eq!(AidBasis::from_code(basis.code()), Some(basis));
            assert_eq!(serde_json::to_value(basis).unwrap(), basis.code());
        }
    }

    #[test]
    fn a_fact_from_before_there_were_terms_reads_and_is_written_as_it_was() {
        let old = serde_json::json!({
            "scheme": "SkatteFUNN", "status": "paid", "amount": { "minor": 100, "currency": "NOK" },
        });
        let award: FundingAward = serde_json::from_value(old.clone()).unwrap();
        assert!(award.award.is_none() && award.terms.is_unstated() && award.is_public_money());
        assert_eq!(serde_json::to_value(&award).unwrap(), old);
    }

    #[test]
    fn money_crosses_the_border_to_the_nearest_cent() {
        let rate = Rate { e4: 114_206, on: NaiveDate::default(), source: "Norges Bank".into() };
        assert_eq!(rate.cents(1_142_060), 100_000, "11 420.60 kroner are a thousand euro");
        assert_eq!(rate.ore(100_000), 1_142_060);
        assert_eq!((rate.cents(0), rate.cents(5), rate.cents(6)), (0, 0, 1));
        assert_eq!(rate.cents(i64::MAX), i64::try_from((i128::from(i64::MAX) * 10_000 + 57_103) / 114_206).unwrap());
    }

    #[test]
    fn the_aid_in_a_loan_is_not_the_loan() {
        let amount = Money { minor: 100_000, currency: Currency::Nok };
        let of = |instrument, gross_minor| {
            let terms = Terms { instrument, gross_minor, ..Terms::default() };
            FundingAward::plain("x", AwardStatus::Awarded, amount).under(terms).aid_minor()
        };
        assert_eq!(of(Instrument::Grant, None), Some(100_000));
        assert_eq!(of(Instrument::Loan, None), None);
        assert_eq!(of(Instrument::Loan, Some(7_000)), Some(7_000));
        assert_eq!(of(Instrument::InKind, None), Some(100_000));
    }
}
