//! Claims about the work of the house and the money that came to its startups.

use super::{Sentence, turned};
use crate::claims::lexicon::{Topic, find};
use crate::claims::number::Amount;
use crate::claims::token::Kind;
use crate::claims::{Claim, Open, Says, Work};
use crate::words::Locale;

impl Sentence<'_> {
    /// A share of founders, or of those who answer.
    pub(super) fn work_share(&self, amount: &Amount) -> Option<Claim> {
        // How much it changed is another matter, and two shares are none.
        if self.has(Topic::Growth) || self.has(Topic::Job) || self.is_mean() {
            return None;
        }
        let near = |topic| self.nearest(amount, topic).map(|at| at.abs_diff(amount.from));
        let (women, men) = (near(Topic::Woman), near(Topic::Man));
        let says = if self.has(Topic::Founder) && (women.is_some() || men.is_some()) {
            let turn = women.is_none_or(|women| men.is_some_and(|men| men < women));
            let (share, bound) =
                if turn { (1.0 - amount.value, turned(amount.bound)) } else { (amount.value, amount.bound) };
            Says::Work { of: Work::Women, amount: share, bound }
        } else if self.has(Topic::Answer) {
            Says::Work { of: Work::Response, amount: amount.value, bound: amount.bound }
        } else {
            return None;
        };
        Some(self.made(amount, amount.to, says, self.undated()))
    }

    /// Work of the house, or money that came to its startups.
    pub(super) fn work_count(&self, amount: &Amount, is_money: bool) -> Option<Claim> {
        if self.is_change(amount) || self.has(Topic::Promised) {
            return None;
        }
        let next = self.starts.iter().copied().find(|start| *start >= amount.to).unwrap_or(self.range.end);
        let last = self.ends.iter().map(|(_, end)| *end).rfind(|end| *end <= amount.from).unwrap_or(self.range.start);
        let ahead = |topic, reach: usize| find(self.tokens, amount.to..next.min(amount.to + reach), topic).is_some();
        let behind =
            |topic, reach: usize| find(self.tokens, amount.from.saturating_sub(reach).max(last)..amount.from, topic);
        let beside = |topic| ahead(topic, 7) || behind(topic, 6).is_some();
        let (mut value, mut to) = (amount.value, amount.to);
        let of = if is_money {
            if matches!(self.word(to), "mrd" | "milliard" | "milliarder" | "milliardar" | "billion") {
                (value, to) = (value * 1e9, to + 1);
            }
            if !self.in_kroner(amount) {
                return None;
            }
            let for_each = self.range.clone().any(|at| {
                matches!(self.word(at), "hver" | "kvar" | "each" | "every" | "per")
                    && (1..=3).any(|step| matches!(self.word(at + step), "krone" | "krona" | "krones"))
            });
            if self.is_mean() || self.is_yearly() {
                return None;
            } else if for_each && self.has(Topic::Capital) {
                Work::Leverage
            } else if beside(Topic::Capital) {
                Work::Capital
            } else if self.has(Topic::Company) && (beside(Topic::Grant) || beside(Topic::Paid)) {
                if beside(Topic::Paid) { Work::Paid } else { Work::Awarded }
            } else {
                return None;
            }
        } else if self.is_mean() || self.is_yearly() {
            return None;
        } else if ahead(Topic::Meeting, 3) {
            Work::Meetings
        } else if ahead(Topic::Hour, 2) && self.has(Topic::Mentoring) {
            Work::Hours
        } else {
            return None;
        };
        Some(self.made(amount, to, Says::Work { of, amount: value, bound: amount.bound }, self.undated()))
    }

    /// Whether a sum is in kroner: no other currency stands at it, and in English kroner do.
    fn in_kroner(&self, amount: &Amount) -> bool {
        let sign = amount.from.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        let around = amount.from.saturating_sub(2)..self.range.end.min(amount.to + 3);
        let named = |names: &[&str]| around.clone().any(|at| names.contains(&self.word(at)));
        let foreign = matches!(sign, Some(Kind::Mark('€' | '$' | '£')))
            || named(&["euro", "eur", "euros", "usd", "dollar", "dollars", "pund", "gbp", "sek"]);
        !foreign && (self.language != Locale::En || named(&["nok", "kroner", "kr"]))
    }

    /// Whether the sentence is about each year: `per år`, `årlig`.
    fn is_yearly(&self) -> bool {
        self.range.clone().any(|at| {
            matches!((self.word(at), self.word(at + 1)), ("per" | "pr" | "i" | "hvert" | "kvart", "året" | "år"))
                || matches!((self.word(at), self.word(at + 1)), ("per" | "a" | "each" | "every", "year"))
                || ["årlig", "årleg", "annual", "yearly"].iter().any(|word| self.word(at).starts_with(word))
        }) && !self.during
    }

    fn undated(&self) -> Vec<Open> {
        (!self.dated).then_some(Open::AsOfWhen).into_iter().collect()
    }
}
