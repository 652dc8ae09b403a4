//! The cast by quota: how many startups meet which fate, and which of them are odd in which way.
//!
//! Fates are drawn by quota and then spread over the years, not thrown one by one: a small house's figures would else depend on
//! the luck of the seed.

use super::chance::Chance;
use super::places::{HOMES, Place};

/// What becomes of an admitted startup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// In the house and well.
    InHouse,
    /// Went out, came back, is in the house.
    Returned,
    /// In the house on paper; nobody has heard from it for long.
    SilentInside,
    /// Dead, but nobody closed its stay.
    DeadInside,
    /// Went through the programme and lives.
    Graduated,
    /// Left early and lives.
    LeftEarly,
    /// Was acquired and goes on.
    Acquired,
    /// Went through the programme and moved abroad.
    MovedAbroad,
    /// Slept for some years after its exit and was taken up again.
    Reactivated,
    /// Left, and sleeps.
    Dormant,
    /// Went through the programme and went bankrupt later.
    BankruptLater,
    /// Went through the programme and was wound up later.
    WoundUpLater,
    /// Left, and was struck off.
    StruckOffLater,
    /// Given up in the house, with a company.
    Discontinued,
    /// Given up in the house before there was a company.
    AbandonedIdea,
    /// Left; nobody has heard from it since.
    LostTouch,
    /// Went through the programme and was absorbed in a merger.
    Absorbed,
}

/// Which programmes it goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// The incubator.
    Incubator,
    /// The pre-programme, then the incubator.
    ShortFirst,
    /// The pre-programme only.
    ShortOnly,
}

/// In which ways a startup is odd. Most are odd in none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quirks {
    /// Nobody asked for its headcount at admission.
    pub(super) no_baseline: bool,
    /// Has stood in one stage for more than a year.
    pub(super) stuck: bool,
    /// Never got a mentor.
    pub(super) no_mentor: bool,
    /// Its mentor left the house and nobody took over.
    pub(super) mentor_left: bool,
    /// Verified alive, but its last headcount is old.
    pub(super) stale_headcount: bool,
    /// Its last headcount is what the open register says: 1-4.
    pub(super) register_tail: bool,
    /// Works in two municipalities.
    pub(super) split: bool,
    /// Began as a sole proprietorship and became a limited company.
    pub(super) converted: bool,
    /// Nobody recorded when it began.
    pub(super) birth_unknown: bool,
    /// Nobody recorded where it works.
    pub(super) place_unknown: bool,
    /// Moved to Oslo after its exit.
    pub(super) moved: bool,
    /// Applied once before and was declined.
    pub(super) declined_before: bool,
    /// Went back a stage.
    pub(super) sent_back: bool,
    /// Lost somebody on the way up.
    pub(super) dips: bool,
    /// A headcount was corrected months later.
    pub(super) headcount_corrected: bool,
    /// A headcount was recorded on the wrong startup and withdrawn.
    pub(super) headcount_withdrawn: bool,
    /// Its exit was recorded late and then dated back.
    pub(super) exit_corrected: bool,
    /// Its workplace was corrected.
    pub(super) place_corrected: bool,
    /// Its death was seen, and not when it came.
    pub(super) death_undated: bool,
    /// Its death was seen first and dated later.
    pub(super) death_dated_later: bool,
}

/// What will become of one startup.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) fate: Fate,
    pub(super) route: Route,
    pub(super) baseline: u32,
    pub(super) growth: u32,
    pub(super) home: Place,
    pub(super) quirks: Quirks,
}

/// How many were declined, and how many wait for an answer.
pub(super) const DECLINED: usize = 14;
pub(super) const WAITING: usize = 9;

/// The seed. Another one is another house.
pub(super) const SEED: u64 = 2014;

/// Each fate with where in the house's history its startups were admitted (0 the first day, 1 today, counted in startups) and,
/// for each of them, how many jobs it grew by at the highest.
const CAST: [(Fate, f64, f64, &[u32]); 17] = [
    (
        Fate::Graduated,
        0.0,
        0.68,
        &[
            38, 27, 21, 17, 15, 13, 12, 11, 10, 9, 9, 8, 8, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 1,
            1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
        ],
    ),
    (Fate::LeftEarly, 0.05, 0.75, &[5, 3, 2, 1, 1, 1, 0, 0, 0]),
    (Fate::Acquired, 0.0, 0.6, &[21, 14, 9, 6, 3, 1]),
    (Fate::MovedAbroad, 0.1, 0.5, &[12, 4]),
    (Fate::Reactivated, 0.05, 0.3, &[3, 2]),
    (Fate::BankruptLater, 0.08, 0.5, &[22, 12, 8, 5, 3, 1, 0]),
    (Fate::WoundUpLater, 0.1, 0.45, &[4, 2, 1, 0]),
    (Fate::StruckOffLater, 0.1, 0.35, &[3, 1]),
    (Fate::Discontinued, 0.03, 0.5, &[3, 1, 1, 0, 0]),
    (Fate::AbandonedIdea, 0.06, 0.58, &[0, 0, 0, 0]),
    (Fate::Dormant, 0.15, 0.35, &[2]),
    (Fate::LostTouch, 0.05, 0.45, &[6, 4, 2, 1, 0]),
    (Fate::Absorbed, 0.1, 0.45, &[9, 4]),
    (
        Fate::InHouse,
        0.66,
        1.0,
        &[9, 7, 6, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    (Fate::DeadInside, 0.12, 0.62, &[3, 1, 1, 0, 0, 0]),
    (Fate::SilentInside, 0.6, 0.68, &[2, 1, 0]),
    (Fate::Returned, 0.25, 0.5, &[5, 3]),
];

/// Employees at admission, and how many of a hundred startups have so many.
const BASELINES: [(u32, usize); 7] = [(0, 43), (1, 30), (2, 14), (3, 6), (4, 3), (6, 2), (9, 2)];

/// The admitted startups, in the order of their admission. The same on every day.
pub(super) fn plans() -> Vec<Plan> {
    let mut chance = Chance::stream(SEED, 1);
    let mut placed: Vec<(f64, Plan)> = Vec::new();
    for (fate, from, to, growths) in CAST {
        let mut order: Vec<usize> = (0..growths.len()).collect();
        chance.shuffle(&mut order);
        for (slot, growth) in order.into_iter().zip(growths) {
            // Evenly over the stretch, with some play, so that no fate crowds into one year.
            let at = (slot as f64 + chance.unit()) / growths.len() as f64;
            let plan = Plan {
                fate,
                route: Route::Incubator,
                baseline: 0,
                growth: *growth,
                home: HOMES[0].0,
                quirks: Quirks::default(),
            };
            placed.push((from + (to - from) * at, plan));
        }
    }
    placed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut plans: Vec<Plan> = placed.into_iter().map(|(_, plan)| plan).collect();
    settle_growth(&mut plans);
    age_the_large(&mut plans);
    give_baselines(&mut plans, &mut chance);
    give_homes(&mut plans);
    give_routes(&mut plans, &mut chance);
    give_quirks(&mut plans, &mut chance);
    plans
}

/// Gives those in the house their growth by age: who came last month has not grown yet.
fn settle_growth(plans: &mut [Plan]) {
    let inside: Vec<usize> = (0..plans.len()).filter(|&index| plans[index].fate == Fate::InHouse).collect();
    let mut growths: Vec<u32> = inside.iter().map(|&index| plans[index].growth).collect();
    growths.sort_unstable_by(|a, b| b.cmp(a));
    // Neighbours change places, so that age is not all.
    for pair in growths.chunks_exact_mut(5) {
        pair.rotate_left(2);
    }
    for (index, growth) in inside.into_iter().zip(growths) {
        plans[index].growth = growth;
    }
}

/// Gives the large growth of graduates to those who have had the years for it.
fn age_the_large(plans: &mut [Plan]) {
    let graduates: Vec<usize> = (0..plans.len()).filter(|&index| plans[index].fate == Fate::Graduated).collect();
    let (old, young) = graduates.split_at(graduates.len() * 2 / 3);
    let large = young.iter().filter(|&&index| plans[index].growth > 7).copied().collect::<Vec<_>>();
    let small = old.iter().filter(|&&index| plans[index].growth < 5).copied().collect::<Vec<_>>();
    for (large, small) in large.into_iter().zip(small) {
        let growth = plans[large].growth;
        plans[large].growth = std::mem::replace(&mut plans[small].growth, growth);
    }
}

fn give_baselines(plans: &mut [Plan], chance: &mut Chance) {
    let mut baselines: Vec<u32> = (0..plans.len()).map(|index| quantile(&BASELINES, index, plans.len())).collect();
    chance.shuffle(&mut baselines);
    for (plan, baseline) in plans.iter_mut().zip(baselines) {
        plan.baseline = if plan.fate == Fate::AbandonedIdea { 0 } else { baseline };
    }
}

/// Gives homes so that large and small growers spread over the region alike.
fn give_homes(plans: &mut [Plan]) {
    let mut by_growth: Vec<usize> = (0..plans.len()).collect();
    by_growth.sort_by_key(|&index| std::cmp::Reverse(plans[index].growth));
    for (turn, index) in by_growth.into_iter().enumerate() {
        // Steps of the golden ratio visit the whole circle evenly.
        let at = (0.11 + turn as f64 * 0.618_033_988_75).fract();
        plans[index].home = quantile(&HOMES, (at * 10_000.0) as usize, 10_000);
    }
}

/// The value at place `index` of `of` in a list with weights.
fn quantile<T: Copy>(weighted: &[(T, usize)], index: usize, of: usize) -> T {
    let total: usize = weighted.iter().map(|(_, weight)| weight).sum();
    let mut rest = index * total / of;
    for (value, weight) in weighted {
        if rest < *weight {
            return *value;
        }
        rest -= weight;
    }
    weighted[weighted.len() - 1].0
}

fn give_routes(plans: &mut [Plan], chance: &mut Chance) {
    let all = plans.len();
    let of = |fate: Fate| move |_: usize, plan: &Plan| plan.fate == fate && plan.growth < 8;
    // The pre-programme began in the house's third year.
    let since = all / 5;
    let mut route = |count: usize, route: Route, fits: &dyn Fn(usize, &Plan) -> bool| {
        let free = |index: usize, plan: &Plan| plan.route == Route::Incubator && index >= since && fits(index, plan);
        choose(plans, chance, count, &free, |plan| plan.route = route);
    };
    route(5, Route::ShortOnly, &of(Fate::Graduated));
    route(2, Route::ShortOnly, &of(Fate::LeftEarly));
    route(2, Route::ShortOnly, &of(Fate::AbandonedIdea));
    route(1, Route::ShortOnly, &of(Fate::LostTouch));
    route(4, Route::ShortOnly, &|index, plan| plan.fate == Fate::InHouse && index + 12 >= all);
    route(8, Route::ShortFirst, &of(Fate::Graduated));
    route(1, Route::ShortFirst, &of(Fate::BankruptLater));
    route(9, Route::ShortFirst, &|index, plan| plan.fate == Fate::InHouse && index + 22 < all);
}

fn give_quirks(plans: &mut [Plan], chance: &mut Chance) {
    use Fate::{Acquired, BankruptLater, Discontinued, Graduated, InHouse, LeftEarly, StruckOffLater, WoundUpLater};
    let all = plans.len();
    let alumnus = |plan: &Plan| matches!(plan.fate, Graduated | LeftEarly | Acquired);
    let mut some = |count: usize, fits: &dyn Fn(usize, &Plan) -> bool, mark: fn(&mut Quirks)| {
        choose(plans, chance, count, fits, |plan| mark(&mut plan.quirks));
    };
    some(7, &|_, plan| plan.growth <= 5 && plan.fate != Fate::AbandonedIdea, |odd| odd.no_baseline = true);
    some(6, &|index, plan| plan.fate == InHouse && index * 100 < all * 78, |odd| odd.stuck = true);
    some(4, &|index, plan| plan.fate == InHouse && index + 5 < all, |odd| odd.no_mentor = true);
    some(3, &|index, plan| plan.fate == InHouse && index + 30 < all && !plan.quirks.no_mentor, |odd| {
        odd.mentor_left = true;
    });
    some(5, &|index, plan| alumnus(plan) && index * 2 < all, |odd| odd.stale_headcount = true);
    some(8, &|_, plan| alumnus(plan) && plan.growth <= 4, |odd| odd.register_tail = true);
    some(4, &|_, plan| plan.growth >= 6, |odd| odd.split = true);
    some(4, &|_, plan| matches!(plan.fate, Graduated | InHouse) && plan.growth >= 2, |odd| odd.converted = true);
    some(4, &|_, plan| plan.growth <= 3, |odd| odd.birth_unknown = true);
    some(3, &|_, plan| plan.growth <= 4, |odd| odd.place_unknown = true);
    some(9, &|_, plan| plan.fate == Graduated && plan.growth >= 4, |odd| odd.moved = true);
    some(3, &|index, _| index * 5 > all, |odd| odd.declined_before = true);
    some(7, &|_, plan| matches!(plan.fate, Graduated | InHouse), |odd| odd.sent_back = true);
    some(9, &|_, plan| alumnus(plan) && plan.growth >= 4, |odd| odd.dips = true);
    some(6, &|index, plan| alumnus(plan) && index * 2 < all, |odd| odd.headcount_corrected = true);
    some(2, &|index, plan| alumnus(plan) && index * 2 < all, |odd| odd.headcount_withdrawn = true);
    some(3, &|index, plan| plan.fate == Graduated && index * 2 < all, |odd| odd.exit_corrected = true);
    some(2, &|index, _| index * 3 < all, |odd| odd.place_corrected = true);
    some(1, &|_, plan| plan.fate == StruckOffLater, |odd| odd.death_undated = true);
    some(1, &|_, plan| plan.fate == WoundUpLater, |odd| odd.death_undated = true);
    some(2, &|_, plan| matches!(plan.fate, BankruptLater | Discontinued), |odd| odd.death_dated_later = true);
}

/// Marks so many of those that fit; all of them when they are fewer.
fn choose(
    plans: &mut [Plan],
    chance: &mut Chance,
    count: usize,
    fits: &dyn Fn(usize, &Plan) -> bool,
    mut mark: impl FnMut(&mut Plan),
) {
    let mut fitting: Vec<usize> = (0..plans.len()).filter(|&index| fits(index, &plans[index])).collect();
    chance.shuffle(&mut fitting);
    for index in fitting.into_iter().take(count) {
        mark(&mut plans[index]);
    }
}
