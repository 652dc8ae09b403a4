//! Which awards their giver has to report to the register of aid, and from when. What to do about it is the giver's; the house reminds.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::award::Given;
use super::de_minimis::euro_cents;
use crate::facts::AidBasis;

/// A duty to report a single award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// The register of state aid: a single award at or above the threshold of its day.
    Register {
        /// The threshold, in cents.
        threshold_cents: i64,
        /// Whether the ground is not stated, so that it may turn out not to be state aid.
        unsure: bool,
    },
    /// The register of de minimis aid, whatever the amount.
    DeMinimis,
}

#[derive(Debug, Deserialize)]
struct Threshold {
    from: NaiveDate,
    threshold_eur: i64,
    #[expect(dead_code, reason = "said in the data for whoever mends it")]
    source: String,
    #[expect(dead_code, reason = "said in the data for whoever mends it")]
    verified: bool,
}

#[derive(Debug, Deserialize)]
struct From {
    from: NaiveDate,
    #[expect(dead_code, reason = "said in the data for whoever mends it")]
    source: String,
    #[expect(dead_code, reason = "said in the data for whoever mends it")]
    verified: bool,
}

#[derive(Debug, Deserialize)]
struct Data {
    registers: Vec<Threshold>,
    de_minimis_register: From,
}

static DATA: LazyLock<Option<Data>> = LazyLock::new(|| toml::from_str(include_str!("../../data/de_minimis.toml")).ok());

/// Whether the giver has to report aid. A private giver gives no aid; what others are said to have given, they report.
#[must_use]
pub fn duty(given: &Given<'_>) -> Option<Duty> {
    let data = DATA.as_ref()?;
    let terms = &given.body.terms;
    if terms.private || given.body.status == crate::facts::AwardStatus::Declared {
        return None;
    }
    match terms.basis {
        AidBasis::None | AidBasis::Purchase => None,
        AidBasis::DeMinimis => (given.on >= data.de_minimis_register.from).then_some(Duty::DeMinimis),
        AidBasis::BlockGrant | AidBasis::BlockExemption | AidBasis::Unknown => {
            let rule = data.registers.iter().filter(|rule| rule.from <= given.on).max_by_key(|rule| rule.from)?;
            // Where the aid in a loan is not computed, the loan itself is the most it can be.
            let minor = given.aid_minor.unwrap_or(given.body.amount.minor);
            let (cents, _) = euro_cents(given.on, given.body, minor)?;
            let threshold_cents = rule.threshold_eur * 100;
            let unsure = terms.basis == AidBasis::Unknown;
            (cents >= threshold_cents).then_some(Duty::Register { threshold_cents, unsure })
        }
    }
}
