//! The schemes there are, as dated data. A scheme that changes is a new version of it, from a day on.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::{AidBasis, Instrument};
use crate::words::fold;

/// One version of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// What the versions of one scheme have in common.
    pub key: String,
    /// What it is called in that time.
    pub name: String,
    /// Who gives it.
    pub giver: String,
    /// Whether that is a private giver.
    #[serde(default)]
    pub private: bool,
    /// In what form.
    pub instrument: Instrument,
    /// On what ground it is usually given.
    pub basis: AidBasis,
    /// The first day of this version; `None` for as long as anybody knows.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Its last day; `None` while it lasts.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Where that is known from.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether somebody held it against the source.
    pub verified: bool,
}

impl Scheme {
    /// Whether this version is in force on a day.
    #[must_use]
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

#[derive(Deserialize)]
struct Shipped {
    schemes: Vec<Scheme>,
}

static SHIPPED: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
    toml::from_str::<Shipped>(include_str!("../../data/schemes.toml"))
        .map(|shipped| shipped.schemes)
        .unwrap_or_default()
});

/// The schemes that come with the program, in the order in which they are shown.
#[must_use]
pub fn shipped() -> &'static [Scheme] {
    &SHIPPED
}

/// The version of that name in force on a day; else the one of that name nearest before, so that a late payment finds its scheme.
#[must_use]
pub fn named<'s>(schemes: &'s [Scheme], name: &str, day: NaiveDate) -> Option<&'s Scheme> {
    let name = fold(name);
    let mut of_name: Vec<&Scheme> = schemes.iter().filter(|scheme| fold(&scheme.name) == name).collect();
    of_name.sort_by_key(|scheme| scheme.valid_from);
    let on = of_name.iter().rev().find(|scheme| scheme.is_on(day));
    on.or(of_name.last()).copied()
}
