//! When things happen to a startup: turns a fate into days.

use chrono::NaiveDate;

use super::chance::Chance;
use super::plan::{Fate, Plan, Route};
use super::scribe::{eve, plus};
use crate::facts::{LifeEventKind, Outcome};
use crate::time::days_between;

/// The days of a startup's life.
pub(super) struct Life {
    /// When it applied to the first programme that took it.
    pub(super) applied_on: NaiveDate,
    pub(super) admitted_on: NaiveDate,
    /// For those that go through both programmes: when they went over from the first to the second.
    pub(super) went_over_on: Option<NaiveDate>,
    pub(super) exit: Option<(NaiveDate, Outcome)>,
    /// When it was admitted again.
    pub(super) back_on: Option<NaiveDate>,
    pub(super) founded_on: NaiveDate,
    /// When its (first) company was registered.
    pub(super) incorporated_on: Option<NaiveDate>,
    pub(super) converted_on: Option<NaiveDate>,
    /// What happened to it after it began, in order.
    pub(super) events: Vec<(NaiveDate, LifeEventKind)>,
    /// From when until when it slept.
    pub(super) slept: Option<(NaiveDate, NaiveDate)>,
    /// The last day on which anybody could see it alive.
    pub(super) seen_until: NaiveDate,
    /// From when on its headcount is not asked for any more, though it lives.
    pub(super) counted_until: NaiveDate,
}

impl Life {
    /// Whether it is in the house on a day.
    pub(super) fn is_inside(&self, on: NaiveDate) -> bool {
        on >= self.admitted_on
            && (self.exit.is_none_or(|(exit, _)| on < exit) || self.back_on.is_some_and(|back| on >= back))
    }

    /// The days of a plan, for a startup admitted on `admitted_on` in a house that is looked at on the day after `last`.
    pub(super) fn of(plan: &Plan, admitted_on: NaiveDate, last: NaiveDate, chance: &mut Chance) -> Self {
        let applied_on = plus(admitted_on, -chance.between(30, 70));
        let founded_on = plus(applied_on, -chance.between(15, 720));
        let mut life = Self {
            applied_on,
            admitted_on,
            went_over_on: None,
            exit: None,
            back_on: None,
            founded_on,
            // Who employs people has a company to employ them; others take their time.
            incorporated_on: Some(
                plus(founded_on, chance.between(20, 500))
                    .min(plus(admitted_on, if plan.baseline + plan.growth > 0 { -22 } else { 150 })),
            ),
            converted_on: None,
            events: Vec::new(),
            slept: None,
            seen_until: last,
            counted_until: last,
        };
        let age = days_between(admitted_on, last);
        life.leave(plan, age, chance);
        life.die(plan, last, chance);
        life.seen_until = life.seen_until.min(last);
        life.incorporated_on =
            life.incorporated_on.filter(|on| *on < life.seen_until && plan.fate != Fate::AbandonedIdea);
        life.counted_until = if plan.quirks.stale_headcount {
            plus(last, -chance.between(19 * 31, 27 * 31)).min(life.seen_until)
        } else {
            life.seen_until
        };
        let until = life.exit.map_or(last, |(on, _)| on);
        if plan.route == Route::ShortFirst {
            let over = plus(admitted_on, chance.between(95, 150));
            life.went_over_on = Some(over).filter(|on| plus(*on, 60) < until);
        }
        if plan.quirks.converted
            && let Some(on) = life.incorporated_on
        {
            let half = plus(on, days_between(on, until) / 2);
            life.converted_on = Some(half).filter(|half| plus(on, 60) < *half && *half < life.seen_until);
        }
        life
    }

    /// Decides when and how it leaves the house.
    fn leave(&mut self, plan: &Plan, age: i64, chance: &mut Chance) {
        // No stay may outlast what is left for what comes after it.
        let mut stay = |low: i64, high: i64, share: i64| chance.between(low, high).min(age * share / 100);
        let (days, outcome) = match plan.fate {
            Fate::InHouse | Fate::SilentInside | Fate::DeadInside => return,
            Fate::Graduated | Fate::LeftEarly | Fate::LostTouch if plan.route == Route::ShortOnly => {
                let left = plan.fate == Fate::LeftEarly;
                (stay(95, 160, 70), if left { Outcome::Left } else { Outcome::Graduated })
            }
            Fate::Graduated => (stay(520, 1000, 70), Outcome::Graduated),
            Fate::MovedAbroad | Fate::Absorbed => (stay(450, 800, 55), Outcome::Graduated),
            Fate::BankruptLater | Fate::WoundUpLater => (stay(450, 850, 50), Outcome::Graduated),
            Fate::LeftEarly => (stay(200, 420, 60), Outcome::Left),
            Fate::StruckOffLater | Fate::Dormant | Fate::Reactivated => (stay(250, 500, 35), Outcome::Left),
            Fate::LostTouch => (stay(260, 480, 40), Outcome::Left),
            Fate::Returned => (stay(350, 600, 35), Outcome::Graduated),
            Fate::Acquired => (stay(500, 1000, 65), Outcome::Acquired),
            Fate::Discontinued | Fate::AbandonedIdea if plan.route == Route::ShortOnly => {
                (stay(70, 140, 70), Outcome::Discontinued)
            }
            Fate::Discontinued | Fate::AbandonedIdea => (stay(270, 760, 75), Outcome::Discontinued),
        };
        // Some are acquired only after they have gone through the programme.
        let outcome = match outcome {
            Outcome::Acquired if chance.percent(40) => Outcome::Graduated,
            outcome => outcome,
        };
        self.exit = Some((plus(self.admitted_on, days), outcome));
    }

    /// Decides what happens to its life.
    fn die(&mut self, plan: &Plan, last: NaiveDate, chance: &mut Chance) {
        let exit = self.exit.map_or(self.admitted_on, |(on, _)| on);
        let after = days_between(exit, last);
        // After a share of the time since, in percent, but seldom later than so many days: what ends early ends for early reasons.
        let mut later = |low: i64, high: i64, most: i64| {
            let days = after * chance.between(low, high) / 100;
            plus(exit, days.min(most * chance.between(55, 100) / 100))
        };
        match plan.fate {
            Fate::InHouse | Fate::Graduated | Fate::LeftEarly => {}
            Fate::Returned => self.back_on = Some(later(55, 75, 1500)),
            Fate::Acquired => {
                let inside = matches!(self.exit, Some((_, Outcome::Acquired)));
                let on = if inside { exit } else { later(25, 60, 900) };
                self.events.push((on, LifeEventKind::AcquiredContinuing));
            }
            Fate::MovedAbroad => self.events.push((later(20, 60, 500), LifeEventKind::MovedAbroad)),
            Fate::Reactivated => {
                let (from, to) = (later(12, 22, 500), later(45, 65, 1400));
                self.events.push((from, LifeEventKind::Dormant));
                self.events.push((to, LifeEventKind::Reactivated));
                self.slept = Some((from, to));
            }
            Fate::Dormant => self.end(later(20, 50, 700), LifeEventKind::Dormant),
            Fate::BankruptLater => self.end(later(15, 60, 900), LifeEventKind::Bankrupt),
            Fate::WoundUpLater => self.end(later(15, 60, 900), LifeEventKind::WoundUp),
            Fate::StruckOffLater => self.end(later(25, 60, 1000), LifeEventKind::StruckOff),
            Fate::Absorbed => self.end(later(25, 70, 1100), LifeEventKind::AbsorbedInMerger),
            Fate::Discontinued => {
                let kind = *chance.pick(&[LifeEventKind::Bankrupt, LifeEventKind::WoundUp, LifeEventKind::Abandoned]);
                self.end(plus(exit, -chance.between(0, 12)), kind);
            }
            Fate::AbandonedIdea => self.end(exit, LifeEventKind::Abandoned),
            Fate::DeadInside => {
                let kind = *chance.pick(&[LifeEventKind::Bankrupt, LifeEventKind::Abandoned]);
                let age = days_between(self.admitted_on, last);
                self.end(plus(self.admitted_on, (age * chance.between(60, 80) / 100).min(900)), kind);
            }
            // Seventeen months and more: past every limit of "verified alive".
            Fate::LostTouch | Fate::SilentInside => {
                let room = days_between(plus(exit, 45), last);
                self.seen_until = plus(last, -chance.between(17 * 31, (36 * 31).min(room)));
            }
        }
    }

    fn end(&mut self, on: NaiveDate, kind: LifeEventKind) {
        self.events.push((on, kind));
        self.seen_until = eve(on);
    }
}
