//! One award, put together from the facts that are its steps.

use chrono::NaiveDate;

use crate::facts::{AwardStatus, Fact, FundingAward, Money, Terms};
use crate::ids::{AwardId, FactId};
use crate::words::fold;

/// An award with what was applied for, granted and paid: three amounts, three days.
#[derive(Debug, Clone, PartialEq)]
pub struct Award<'a> {
    /// Its id; none where the steps bear none and were put together by their scheme.
    pub id: Option<AwardId>,
    /// Its steps, oldest first. Never empty.
    pub steps: Vec<&'a Fact<FundingAward>>,
    /// What was applied for last, and when it was first.
    pub applied: Option<(NaiveDate, Money)>,
    /// What was granted last, and when it was first.
    pub awarded: Option<(NaiveDate, Money)>,
    /// What was paid in all, and when last.
    pub paid: Option<(NaiveDate, Money)>,
    /// What was paid back in all, and when last.
    pub repaid: Option<(NaiveDate, Money)>,
}

impl<'a> Award<'a> {
    fn of(id: Option<AwardId>, steps: Vec<&'a Fact<FundingAward>>) -> Self {
        let bodies = |status: AwardStatus| {
            let told = steps.iter().filter_map(move |fact| Some((fact.valid_on, fact.body.as_ref()?)));
            told.filter(move |(_, body)| body.status == status)
        };
        let latest = |status| {
            let (first, _) = bodies(status).next()?;
            let (_, last) = bodies(status).next_back()?;
            Some((first, last.amount))
        };
        // Parts in one currency; a part in another is not added to them.
        let all = |status| {
            let (last, body) = bodies(status).next_back()?;
            let parts = bodies(status).filter(|(_, part)| part.amount.currency == body.amount.currency);
            let minor = parts.fold(0, |sum: i64, (_, part)| sum.saturating_add(part.amount.minor));
            Some((last, Money { minor, currency: body.amount.currency }))
        };
        Self {
            id,
            applied: latest(AwardStatus::Applied),
            awarded: latest(AwardStatus::Awarded),
            paid: all(AwardStatus::Paid),
            repaid: all(AwardStatus::Repaid),
            steps,
        }
    }

    /// The body of the latest step.
    #[must_use]
    pub fn latest(&self) -> Option<&'a FundingAward> {
        self.steps.iter().rev().find_map(|fact| fact.body.as_ref())
    }

    /// The scheme as the latest step names it.
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        self.latest().map_or("", |body| &body.scheme)
    }

    /// Where it stands: its latest step.
    #[must_use]
    pub fn status(&self) -> AwardStatus {
        self.latest().map_or(AwardStatus::Applied, |body| body.status)
    }

    /// Its terms: those of the latest step that states any.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let stated = self.steps.iter().rev().filter_map(|fact| fact.body.as_ref());
        stated.map(|body| &body.terms).find(|terms| !terms.is_unstated()).cloned().unwrap_or_default()
    }

    /// Whether it has come to an end before it was all paid.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        let ends = |status| matches!(status, AwardStatus::Withdrawn | AwardStatus::Lapsed);
        self.steps.iter().filter_map(|fact| fact.body.as_ref()).any(|body| ends(body.status))
    }

    /// The step that gives the aid, on the day the right to it arose: the latest grant with the day of the first, or what was declared.
    /// `None` when nothing was granted, or it came to an end and nothing was paid.
    #[must_use]
    pub fn given(&self) -> Option<Given<'a>> {
        let granting = |status| matches!(status, AwardStatus::Awarded | AwardStatus::Declared);
        let mut grants = self.steps.iter().filter(|fact| fact.body.as_ref().is_some_and(|body| granting(body.status)));
        let first = grants.clone().next()?;
        let fact = grants.next_back()?;
        let body = fact.body.as_ref()?;
        let aid = body.aid_minor();
        let at_most = match self.paid {
            _ if !self.is_ended() => None,
            Some((_, paid)) if paid.currency == body.amount.currency => Some(paid.minor),
            Some(_) => None,
            None => return None,
        };
        let aid_minor = aid.map(|aid| at_most.map_or(aid, |most| aid.min(most)));
        Some(Given { on: first.valid_on, fact: fact.id, body, aid_minor })
    }
}

/// Aid as it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given<'a> {
    /// The day the right to it arose.
    pub on: NaiveDate,
    /// The fact that tells of it.
    pub fact: FactId,
    /// What it says.
    pub body: &'a FundingAward,
    /// The aid in minor units of the amount's currency; `None` when it must be computed and nobody has.
    pub aid_minor: Option<i64>,
}

/// Puts a startup's awards together from its facts in force, in the order of their first step. Steps without an award's id are of one
/// award while they are of one scheme, until something is applied for anew.
#[must_use]
pub fn awards<'a>(in_force: &[&'a Fact<FundingAward>]) -> Vec<Award<'a>> {
    let mut groups: Vec<(Option<AwardId>, Vec<&'a Fact<FundingAward>>)> = Vec::new();
    for &fact in in_force {
        let Some(body) = &fact.body else { continue };
        let scheme = fold(&body.scheme);
        let joins = |(id, steps): &(Option<AwardId>, Vec<&Fact<FundingAward>>)| match (body.award, id) {
            (Some(one), Some(other)) => one == *other,
            (None, None) => {
                let same = steps[0].body.as_ref().is_some_and(|first| fold(&first.scheme) == scheme);
                same && !matches!(body.status, AwardStatus::Applied | AwardStatus::Declared)
            }
            _ => false,
        };
        match groups.iter_mut().rev().find(|group| joins(group)) {
            Some((_, steps)) => steps.push(fact),
            None => groups.push((body.award, vec![fact])),
        }
    }
    groups.into_iter().map(|(id, steps)| Award::of(id, steps)).collect()
}
