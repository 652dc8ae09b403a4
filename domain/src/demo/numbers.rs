//! Headcounts, revenue, capital and public money of a startup.

use chrono::{Datelike, NaiveDate};

use super::growth::{Shape, path};
use super::life::Life;
use super::plan::{Fate, Plan, Route};
use super::scribe::{Scribe, eve, month, plus, rounds};
use super::texts::{self, by};
use super::{DemoFact, DemoStartup, places};
use crate::facts::{AwardStatus, CapitalRaised, Currency, FundingAward, Headcount, Money, Revenue, Source, Span};
use crate::time::days_between;

/// How a startup answers when it is asked for numbers. The same from round to round.
struct Habit {
    /// From when on there is a company that reports its employees.
    company_since: Option<NaiveDate>,
    /// Of a hundred answers so many say full-time equivalents.
    fte: i64,
    /// How many working founders it states; `None` when it never does.
    founders: Option<u32>,
    /// Part-time work: full-time equivalents of a hundred heads.
    part_time: i64,
}

/// The headcounts of a startup: at admission, then round by round.
pub(super) fn headcounts(scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
    let habit = Habit {
        company_since: life.incorporated_on,
        fte: *scribe.chance.pick(&[0, 0, 20, 90, 100, 100, 100]),
        founders: scribe.chance.percent(78).then_some(u32::try_from(startup.founders.len()).unwrap_or(1)),
        part_time: scribe.chance.between(70, 100),
    };
    if !plan.quirks.no_baseline {
        let on = plus(life.admitted_on, -scribe.chance.between(0, 20));
        let later = days_between(on, life.admitted_on) + scribe.chance.between(0, 6);
        let baseline = habit.answer(scribe, plan.baseline, on, later, None);
        startup.headcounts.push(baseline);
    }

    let mut days = counted_on(scribe, life);
    if days.is_empty() && days_between(life.admitted_on, life.counted_until) > 40 {
        // Gone before the first round: the mentor asked once.
        days.push(plus(life.admitted_on, days_between(life.admitted_on, life.counted_until) / 2));
    }
    let awake = life.slept.map_or(days.len(), |(from, _)| days.iter().filter(|on| **on < from).count());
    let shape = Shape {
        baseline: plan.baseline,
        growth: plan.growth,
        peak_at: match plan.fate {
            Fate::InHouse | Fate::DeadInside | Fate::SilentInside => 1.0,
            Fate::BankruptLater | Fate::WoundUpLater => 0.7,
            _ => 0.6 + 0.4 * scribe.chance.unit(),
        },
        kept: match plan.fate {
            Fate::BankruptLater | Fate::WoundUpLater | Fate::StruckOffLater => 0.5,
            _ => 0.65 + 0.35 * scribe.chance.unit(),
        },
        dips: plan.quirks.dips,
    };
    let mut heads = path(&shape, awake, &mut scribe.chance);
    // Taken up again, it begins with half of what it had.
    heads.resize(days.len(), heads.last().map_or(1, |last| (last / 2).max(1)));
    let last = heads.len().checked_sub(1);
    for (index, (&on, &heads)) in days.iter().zip(&heads).enumerate() {
        let later = scribe.chance.between(7, 44);
        if plan.quirks.register_tail && Some(index) == last && (1..=4).contains(&heads) {
            let hidden = Headcount { employees: Span::HIDDEN, ..Headcount::of(0) };
            startup.headcounts.push(scribe.fact(on, later, by::REGISTER, Source::Register, hidden));
            continue;
        }
        let split = (plan.quirks.split && heads >= 4).then_some(plan);
        startup.headcounts.push(habit.answer(scribe, heads, on, later, split));
    }
    slips(scribe, startup, plan);
}

/// The days on which its headcount was taken: each half-year while it is in the house, each year after that, and for the last
/// two years each half-year for all. A round whose answer would not have come yet is left out.
fn counted_on(scribe: &mut Scribe, life: &Life) -> Vec<NaiveDate> {
    let recent = plus(scribe.last, -730);
    let from = plus(life.admitted_on, 25);
    // The answer takes up to 44 days, and a weekend.
    let to = life.counted_until.min(plus(scribe.last, -47));
    let mut days = rounds(from, to);
    days.retain(|on| {
        let asleep = life.slept.is_some_and(|(from, to)| from <= *on && *on < to);
        !asleep && (on.month() == 12 || life.is_inside(*on) || *on >= recent)
    });
    days
}

impl Habit {
    /// One answer: so many heads on a day.
    fn answer(
        &self,
        scribe: &mut Scribe,
        heads: u32,
        on: NaiveDate,
        later: i64,
        split: Option<&Plan>,
    ) -> DemoFact<Headcount> {
        let fte = u32::try_from(i64::from(heads) * self.part_time).unwrap_or(0) / 10 * 10;
        let split = split.and_then(|plan| {
            let away = heads / 3;
            let home = places::number(&plan.home, on)?;
            let other = places::number(if plan.home == places::OSLO { &places::SKEDSMO } else { &places::OSLO }, on)?;
            Some(vec![(home, heads - away), (other, away)].into_boxed_slice())
        });
        let body = Headcount {
            employees: Span::exact(heads),
            fte_hundredths: scribe.chance.percent(self.fte).then_some(fte),
            working_founders: self.founders,
            split,
        };
        match scribe.chance.between(0, 99) {
            0..45 => scribe.fact(on, later, by::FOUNDER, Source::Founder, body),
            45..65 => scribe.fact(on, later, by::MENTOR, Source::Mentor, body),
            // Without a company there is neither a register nor a payroll to look it up in.
            _ if self.company_since.is_none_or(|since| on < since) => {
                scribe.fact(on, later, by::MENTOR, Source::Mentor, body)
            }
            // The open register tells numbers from five on and none, and hides those between since September 2023.
            65..80 if heads >= 5 || heads == 0 || (heads == 1 && on.year() >= 2023) => {
                let employees = if heads == 1 { Span::HIDDEN } else { body.employees };
                let body = Headcount { employees, ..Headcount::of(heads) };
                scribe.fact(on, later, by::REGISTER, Source::Register, body)
            }
            _ => {
                scribe.fact(on, later, by::MENTOR, Source::Document, body).shown_by(format!("A-melding {}", month(on)))
            }
        }
    }
}

/// What people write by mistake, and how it is put right.
fn slips(scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan) {
    let settled = plus(scribe.last, -330);
    let middle = startup.headcounts.len() / 2;
    let Some(right) = startup.headcounts.get(middle).filter(|told| told.fact.valid_on < settled).cloned() else {
        return;
    };
    let Some(body) = right.fact.body.clone().filter(|body| body.employees.is_exact()) else { return };
    let heads = body.employees.low;
    if plan.quirks.headcount_corrected {
        let wrong = Headcount { split: None, ..Headcount::of(heads + 3) };
        let mut slip = right.clone();
        slip.fact.source = Source::Founder;
        slip.fact.documented = false;
        slip.fact.body = Some(wrong);
        slip.recorded_by = by::FOUNDER;
        slip.evidence = None;
        let (later, reason) = (scribe.chance.between(90, 240), *scribe.chance.pick(&texts::HEADCOUNT_CORRECTED));
        let on = right.fact.valid_on;
        let corrected = scribe.instead(&slip, on, later, reason, Some(body));
        startup.headcounts[middle] = slip;
        startup.headcounts.push(corrected.shown_by(format!("A-melding {}", month(on))));
    } else if plan.quirks.headcount_withdrawn {
        let on = plus(right.fact.valid_on, 31);
        let stray = scribe.fact(on, 6, by::MENTOR, Source::Mentor, Headcount::of(heads + 11));
        let later = scribe.chance.between(40, 200);
        let withdrawn = scribe.instead(&stray, on, later, texts::HEADCOUNT_WITHDRAWN, None);
        startup.headcounts.extend([stray, withdrawn]);
    }
}

/// Kroner as the house keeps them.
const fn kroner(amount: i64) -> Money {
    Money { minor: amount * 100, currency: Currency::Nok }
}

/// Revenue, capital and public money.
pub(super) fn money(scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
    revenue(scribe, startup, life);
    let seen = days_between(life.admitted_on, life.seen_until);
    if plan.growth >= 5 && plan.route != Route::ShortOnly {
        let times = scribe.chance.between(1, 3);
        for time in 1..=times {
            let on = plus(life.admitted_on, seen * time * 22 / 100);
            let amount = kroner(scribe.chance.between(4, 30) * 100_000 * time * i64::from(plan.growth.min(20)) / 5);
            let later = scribe.chance.between(5, 50);
            let fact = scribe.fact(on, later, by::FOUNDER, Source::Founder, CapitalRaised { amount });
            let shown = scribe.chance.percent(60);
            startup.capital.push(if shown { fact.shown_by("Kapitalforhøyelse, protokoll") } else { fact });
        }
    }
    if scribe.chance.percent(48) {
        award(scribe, startup, life);
    }
}

/// The accounts of each whole year in which it had a company, handed in the summer after.
fn revenue(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life) {
    let Some(incorporated_on) = life.incorporated_on.filter(|_| scribe.chance.percent(80)) else { return };
    for on in rounds(life.admitted_on.max(incorporated_on), life.seen_until.min(plus(scribe.last, -215))) {
        let asleep = life.slept.is_some_and(|(from, to)| from <= on && on < to);
        if on.month() != 12 || asleep {
            continue;
        }
        let heads =
            startup.headcounts.iter().filter(|told| told.fact.valid_on <= on).max_by_key(|told| told.fact.valid_on);
        let heads = heads.and_then(|told| told.fact.body.as_ref()).map_or(0, |body| body.employees.low);
        let amount =
            kroner((i64::from(heads) * 820_000 + 140_000) * scribe.chance.between(55, 130) / 100 / 1000 * 1000);
        let later = scribe.chance.between(180, 210);
        let fact = scribe.fact(on, later, by::REGISTER, Source::Document, Revenue { amount });
        startup.revenues.push(fact.shown_by(format!("Årsregnskap {}", on.year())));
    }
}

/// One application for public money with what became of it.
fn award(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life) {
    let applied_on = plus(life.admitted_on, scribe.chance.between(50, 330));
    let scheme = match (applied_on.year(), scribe.chance.between(0, 3)) {
        (..2020, 0 | 1) => "Etablerertilskudd fase 1",
        (..2020, 2) => "Etablerertilskudd fase 2",
        (2020.., 0) => "Oppstartstilskudd 1",
        (2020.., 1) => "Oppstartstilskudd 2",
        (2022.., 2) => "Lillestrøm klima- og næringsfond",
        _ => "SkatteFUNN",
    };
    let amount = scribe.chance.between(3, 24) * 25_000;
    let declined = scribe.chance.percent(25);
    let decided = plus(applied_on, scribe.chance.between(40, 90));
    let paid = plus(decided, scribe.chance.between(60, 200));
    let steps: &[(NaiveDate, AwardStatus)] = if declined {
        &[(applied_on, AwardStatus::Applied), (decided, AwardStatus::Declined)]
    } else {
        &[(applied_on, AwardStatus::Applied), (decided, AwardStatus::Awarded), (paid, AwardStatus::Paid)]
    };
    for &(on, status) in steps.iter().filter(|(on, _)| *on < eve(life.seen_until)) {
        let amount = kroner(amount);
        let fact = scribe.fact(on, 8, by::FOUNDER, Source::Founder, FundingAward::plain(scheme, status, amount));
        startup.awards.push(match status {
            AwardStatus::Awarded => fact.shown_by("Tilsagnsbrev"),
            AwardStatus::Declined => fact.shown_by("Avslagsbrev"),
            _ => fact,
        });
    }
}
