//! The money of the demo house: awards of several givers and forms, each step with its day, some of them near the ceiling.
//!
//! It draws from a stream of its own, so that what is invented here changes nothing else of the house.

use chrono::NaiveDate;

use super::chance::Chance;
use super::life::Life;
use super::scribe::{Scribe, plus};
use super::texts::by;
use super::{DemoFact, DemoStartup};
use crate::facts::{AidBasis, AwardStatus, Currency, FundingAward, Instrument, Money, Source, Terms};
use crate::funding::{rate, scheme, shipped};
use crate::ids::AwardId;
use crate::time::sub_months;
use crate::words::fold;

/// Of so many startups one comes near the ceiling.
const NEAR_EVERY: usize = 23;

/// The terms that a scheme gives on a day.
fn terms(name: &str, on: NaiveDate) -> Terms {
    let of_scheme = scheme::named(shipped(), name, on);
    Terms {
        giver: of_scheme.map(|one| one.giver.as_str().into()),
        private: of_scheme.is_some_and(|one| one.private),
        instrument: of_scheme.map(|one| one.instrument).unwrap_or_default(),
        basis: of_scheme.map(|one| one.basis).unwrap_or_default(),
        gross_minor: None,
        rate: rate::assumed(on),
    }
}

/// An award being told.
struct Told<'a> {
    scribe: &'a mut Scribe,
    startup: &'a mut DemoStartup,
    until: NaiveDate,
    scheme: &'a str,
    terms: Terms,
    id: Option<AwardId>,
}

impl<'a> Told<'a> {
    fn new(
        scribe: &'a mut Scribe,
        startup: &'a mut DemoStartup,
        until: NaiveDate,
        scheme: &'a str,
        terms: Terms,
    ) -> Self {
        Self { scribe, startup, until, scheme, terms, id: None }
    }

    /// One step, if it has come to that. Kroner.
    fn step(&mut self, on: NaiveDate, status: AwardStatus, kroner: i64) -> &mut Self {
        if on >= self.until {
            return self;
        }
        let amount = Money { minor: kroner * 100, currency: Currency::Nok };
        let body = FundingAward::plain(self.scheme, status, amount).under(self.terms.clone());
        let mut fact = self.scribe.fact(on, 6, by::MANAGER, Source::Mentor, body);
        let id = *self.id.get_or_insert(AwardId(fact.fact.id.0));
        if let Some(body) = &mut fact.fact.body {
            body.award = Some(id);
        }
        self.startup.awards.push(match status {
            AwardStatus::Awarded => fact.shown_by("Tilsagnsbrev"),
            AwardStatus::Paid => fact.shown_by("Utbetalingsbrev"),
            _ => fact,
        });
        self
    }
}

/// Ties the steps of the one award a startup tells itself, and says under which terms it was given.
fn dress(awards: &mut [DemoFact<FundingAward>]) {
    let mut known: Vec<(String, AwardId)> = Vec::new();
    for told in awards {
        let (on, id) = (told.fact.valid_on, AwardId(told.fact.id.0));
        let Some(body) = &mut told.fact.body else { continue };
        let key = fold(&body.scheme);
        let award = match known.iter().find(|(scheme, _)| *scheme == key) {
            Some((_, award)) => *award,
            None => {
                known.push((key, id));
                id
            }
        };
        body.award = Some(award);
        body.terms = terms(&body.scheme, on);
    }
}

/// All money of one startup beside what it raised.
pub(super) fn awards(last: NaiveDate, startup: &mut DemoStartup, life: &Life, seed: u64, index: usize) {
    dress(&mut startup.awards);
    let mut scribe = Scribe { chance: Chance::stream(seed, 7000 + index as u64), last };
    let until = plus(life.seen_until, -1).min(last);
    let scribe = &mut scribe;
    if scribe.chance.percent(34) {
        in_parts(scribe, startup, life, until);
    }
    if scribe.chance.percent(38) {
        office(scribe, startup, life, until);
    }
    if scribe.chance.percent(12) {
        loan(scribe, startup, life, until);
    }
    if scribe.chance.percent(9) {
        lapsed(scribe, startup, life, until);
    }
    if scribe.chance.percent(8) {
        let on = plus(life.admitted_on, scribe.chance.between(10, 700));
        let kroner = scribe.chance.between(4, 40) * 10_000;
        let declared = Terms { giver: Some("Ullensaker kommune".into()), basis: AidBasis::DeMinimis, ..terms("", on) };
        Told::new(scribe, startup, until, "Kommunalt næringsfond", declared).step(on, AwardStatus::Declared, kroner);
    }
    // One that still waits for its answer.
    let recent = plus(last, -scribe.chance.between(8, 60));
    if scribe.chance.percent(12) && recent > life.admitted_on && life.exit.is_none() {
        let of = terms("Oppstartstilskudd 2", recent);
        let kroner = scribe.chance.between(8, 20) * 25_000;
        Told::new(scribe, startup, until, "Oppstartstilskudd 2", of).step(recent, AwardStatus::Applied, kroner);
    }
    if index % NEAR_EVERY == 5 {
        near(scribe, startup, life, until);
    }
}

/// A grant that is paid in three parts.
fn in_parts(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, until: NaiveDate) {
    let applied = plus(life.admitted_on, scribe.chance.between(200, 800));
    let names = ["SkatteFUNN", "Regionale utviklingsmidler", "Lillestrøm klima- og næringsfond"];
    let name = *scribe.chance.pick(&names);
    let asked = scribe.chance.between(8, 40) * 50_000;
    let granted = asked * scribe.chance.between(6, 10) / 10;
    let decided = plus(applied, scribe.chance.between(40, 110));
    let (one, two, three) = (granted / 2, granted * 3 / 10, granted - granted / 2 - granted * 3 / 10);
    Told::new(scribe, startup, until, name, terms(name, decided))
        .step(applied, AwardStatus::Applied, asked)
        .step(decided, AwardStatus::Awarded, granted)
        .step(plus(decided, 40), AwardStatus::Paid, one)
        .step(plus(decided, 200), AwardStatus::Paid, two)
        .step(plus(decided, 400), AwardStatus::Paid, three);
}

/// A desk of the house's, below its price: aid without money.
fn office(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, until: NaiveDate) {
    let kroner = scribe.chance.between(12, 36) * 1_000;
    for year in 0..2 {
        let on = plus(life.admitted_on, 14 + 365 * year);
        if life.exit.is_some_and(|(exit, _)| on >= exit) {
            continue;
        }
        let in_kind = Terms {
            giver: Some(super::HOUSE_NAME.into()),
            instrument: Instrument::InKind,
            basis: AidBasis::DeMinimis,
            rate: rate::assumed(on),
            ..Terms::default()
        };
        Told::new(scribe, startup, until, "Kontorplass under pris", in_kind).step(on, AwardStatus::Awarded, kroner);
    }
}

/// A loan that is paid back in yearly parts.
fn loan(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, until: NaiveDate) {
    let on = plus(life.admitted_on, scribe.chance.between(150, 600));
    let kroner = scribe.chance.between(6, 30) * 50_000;
    let of = Terms { gross_minor: Some(kroner * 12), ..terms("Oppstartslån", on) };
    let mut told = Told::new(scribe, startup, until, "Oppstartslån", of);
    told.step(plus(on, -45), AwardStatus::Applied, kroner);
    told.step(on, AwardStatus::Awarded, kroner).step(plus(on, 20), AwardStatus::Paid, kroner);
    for year in 2..6 {
        told.step(plus(on, 365 * year), AwardStatus::Repaid, kroner / 5);
    }
}

/// A grant of which the last part was never asked for.
fn lapsed(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, until: NaiveDate) {
    let on = plus(life.admitted_on, scribe.chance.between(100, 500));
    let kroner = scribe.chance.between(4, 12) * 25_000;
    Told::new(scribe, startup, until, "Kommunalt næringsfond", terms("Kommunalt næringsfond", on))
        .step(plus(on, -60), AwardStatus::Applied, kroner)
        .step(on, AwardStatus::Awarded, kroner)
        .step(plus(on, 50), AwardStatus::Paid, kroner / 2)
        .step(plus(on, 700), AwardStatus::Lapsed, kroner - kroner / 2);
}

/// Three grants within three years that leave little below the ceiling.
fn near(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, until: NaiveDate) {
    let name = "Lillestrøm klima- og næringsfond";
    for (months, kroner) in [(28, 1_100_000), (17, 950_000), (6, 1_150_000)] {
        let on = sub_months(until, months);
        if on < life.admitted_on {
            continue;
        }
        Told::new(scribe, startup, until, name, terms(name, on))
            .step(plus(on, -70), AwardStatus::Applied, kroner + 200_000)
            .step(on, AwardStatus::Awarded, kroner)
            .step(plus(on, 60), AwardStatus::Paid, kroner / 2)
            .step(plus(on, 150), AwardStatus::Paid, kroner - kroner / 2);
    }
}
