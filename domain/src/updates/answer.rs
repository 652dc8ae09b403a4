//! What a founder says, and what was known before: a form begins with the one and ends with the other.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Question;
use crate::facts::{Fact, Headcount, Money, Source, Team, Workplace, in_force};
use crate::ledger::StartupLedger;
use crate::time::Instant;

/// The latest that is known of something, since when, and from whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last<T> {
    /// What.
    pub value: T,
    /// The day it was true.
    pub on: NaiveDate,
    /// Where it is known from.
    pub source: Source,
}

/// The latest that is known of what an update asks about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// How many work there.
    pub headcount: Option<Last<Headcount>>,
    /// Where.
    pub workplace: Option<Last<Workplace>>,
    /// Revenue.
    pub revenue: Option<Last<Money>>,
    /// Capital raised.
    pub capital: Option<Last<Money>>,
    /// Founders and leaders.
    pub team: Option<Last<Team>>,
}

impl Known {
    /// What is known of a startup on a day, by the facts in force now.
    #[must_use]
    pub fn of(startup: &StartupLedger, today: NaiveDate) -> Self {
        Self {
            headcount: last(&startup.headcounts, today, Clone::clone),
            workplace: last(&startup.workplaces, today, |place| *place),
            revenue: last(&startup.revenues, today, |revenue| revenue.amount),
            capital: last(&startup.capital, today, |capital| capital.amount),
            team: last(&startup.teams, today, |team| *team),
        }
    }
}

fn last<T, V>(facts: &[Fact<T>], today: NaiveDate, value: impl Fn(&T) -> V) -> Option<Last<V>> {
    let fact = in_force(facts, Instant::MAX_UTC).into_iter().rfind(|fact| fact.valid_on <= today)?;
    Some(Last { value: value(fact.body.as_ref()?), on: fact.valid_on, source: fact.source })
}

/// What a founder says of today. A missing part was not asked, or not said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// How many work there.
    pub headcount: Option<Headcount>,
    /// Where, if that has changed.
    pub workplace: Option<Workplace>,
    /// Revenue of the last twelve months.
    pub revenue: Option<Money>,
    /// Capital raised since the last answer; nothing raised is not said.
    pub capital: Option<Money>,
    /// Founders and leaders.
    pub team: Option<Team>,
}

impl Answer {
    /// That nothing has changed: the same numbers are true today. `None` when there is nothing to confirm: no headcount that is known
    /// exactly, where one is asked for.
    #[must_use]
    pub fn unchanged(known: &Known, asks: impl Fn(Question) -> bool) -> Option<Self> {
        let headcount = match &known.headcount {
            Some(last) if asks(Question::Headcount) && last.value.employees.is_exact() => Some(last.value.clone()),
            _ if asks(Question::Headcount) => return None,
            _ => None,
        };
        let revenue = known.revenue.as_ref().filter(|_| asks(Question::Revenue)).map(|last| last.value);
        let team = known.team.as_ref().filter(|_| asks(Question::Team)).map(|last| last.value);
        if headcount.is_none() && revenue.is_none() && team.is_none() {
            return None;
        }
        // Where they work still holds without being said again, and what was raised before was not raised since.
        Some(Self { headcount, revenue, team, workplace: None, capital: None })
    }

    /// Without what says nothing new: a workplace that is known already, capital of nothing.
    #[must_use]
    pub fn news(mut self, known: &Known) -> Self {
        let before = known.workplace.as_ref().map(|last| last.value);
        self.workplace = self.workplace.filter(|place| Some(*place) != before);
        self.capital = self.capital.filter(|amount| amount.minor != 0);
        self
    }
}
