//! Random houses: startups with stays, facts, corrections and withdrawals of every kind, legal or not.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, Fact, FundingAward, Headcount, Instrument, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, Money, OtherSupport, Rate, Revenue, Source, Span, StageChange, Team, Terms, UpdateEvent, UpdateStep,
    Verification, Workplace,
};
use domain::figures::{Measure, Query, Scope};
use domain::geography::{Municipality, RegionSetId};
use domain::ids::{AwardId, CohortId, EnrolmentId, FactId, ProgrammeId, StartupId, UpdateRoundId};
use domain::ledger::{Ledger, Profile, StartupLedger};
use domain::pipeline::Enrolment;
use domain::time::Instant;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::house::{id, noon, programme};

/// Days of a house's life that facts fall on: ten years.
pub const DAYS: u64 = 3_650;

/// A day counted from the first of 2014.
pub fn day(number: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(16_071 + number)
}

/// What a fact has beside its body: its day, how many days later it was recorded, who said it, whether it is documented, whether it
/// takes the place of the fact before it, and whether it withdraws instead of stating.
type Frame = (u64, u64, Source, bool, bool, bool);

fn frame() -> impl Strategy<Value = Frame> {
    let source =
        prop_oneof![Just(Source::Founder), Just(Source::Mentor), Just(Source::Document), Just(Source::Register)];
    (
        0..DAYS,
        prop_oneof![4 => 0_u64..30, 1 => 0_u64..2_000],
        source,
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.05),
    )
}

/// Builds facts of one kind; `base` keeps their ids apart from those of other kinds.
fn facts<T>(base: u64, planned: Vec<(Frame, T)>) -> Vec<Fact<T>> {
    let mut before = None;
    let build = |(number, ((on, delay, source, documented, supersedes, withdraws), body))| {
        let fact_id = FactId(id(base + number));
        Fact {
            id: fact_id,
            valid_on: day(on),
            recorded_at: noon(day(on + delay)),
            supersedes: before.replace(fact_id).filter(|_| supersedes),
            source,
            documented,
            body: (!(withdraws && supersedes)).then_some(body),
        }
    };
    (0..).zip(planned).map(build).collect()
}

fn municipality() -> impl Strategy<Value = Municipality> {
    prop_oneof![Just("0231"), Just("3030"), Just("3205"), Just("0235"), Just("0301"), Just("1507"), Just("0999")]
        .prop_map(|code| Municipality::parse(code).expect("four digits"))
}

fn headcount() -> impl Strategy<Value = Headcount> {
    let employees = prop_oneof![
        5 => (0_u32..12).prop_map(Span::exact),
        1 => Just(Span::HIDDEN),
        1 => (0_u32..5, 0_u32..5).prop_map(|(low, more)| Span { low, high: low + more }),
    ];
    let fte = option::weighted(0.6, 0_u32..100);
    (
        employees,
        fte,
        option::weighted(0.6, 0_u32..4),
        option::weighted(0.3, (municipality(), municipality(), 0_u32..=100)),
    )
        .prop_map(|(employees, fte, working_founders, places)| {
            let split = places.map(|(one, other, percent)| {
                let here = employees.high * percent / 100;
                Box::from([(one, here), (other, employees.high - here)])
            });
            Headcount { employees, fte_hundredths: fte.map(|percent| employees.low * percent), working_founders, split }
        })
}

fn life_event() -> impl Strategy<Value = LifeEvent> {
    (prop::sample::select(&LifeEventKind::ALL[..]), prop::bool::weighted(0.8))
        .prop_map(|(kind, date_known)| LifeEvent { kind, date_known })
}

fn meeting() -> impl Strategy<Value = Meeting> {
    (1_u64..=2, prop_oneof![Just(20_u32), Just(45), 1..=Meeting::MOST], prop::sample::select(&MeetingKind::ALL[..]))
        .prop_map(|(number, minutes, kind)| Meeting { programme: ProgrammeId(id(number)), mentor: None, minutes, kind })
}

fn team() -> impl Strategy<Value = Team> {
    let part = |of: u32| option::weighted(0.8, 0..=of);
    (0_u32..4, option::weighted(0.9, 0_u32..6))
        .prop_flat_map(move |(founders, leaders)| {
            (Just(founders), part(founders), Just(leaders), part(leaders.unwrap_or(0)))
        })
        .prop_map(|(founders, women_founders, leaders, women_leaders)| Team {
            founders,
            women_founders,
            leaders,
            women_leaders: women_leaders.filter(|_| leaders.is_some()),
        })
}

/// A step of one of a few rounds; how many days after it an answer is due.
fn update() -> impl Strategy<Value = (u64, UpdateEvent, Option<u64>)> {
    use UpdateEvent::{Answered, Asked, Bounced, Closed, Revoked};
    let event =
        prop_oneof![4 => Just(Asked), 3 => Just(Answered), 1 => Just(Closed), 1 => Just(Bounced), 1 => Just(Revoked)];
    (1_u64..=4, event, option::weighted(0.8, 0_u64..400))
}

/// A currency: mostly kroner.
fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![6 => Just(Currency::Nok), 1 => Just(Currency::Eur), 1 => Just(Currency::Usd)]
}

/// A step of an award: of one of three awards or of none, of any kind, with a rate or without.
fn award() -> impl Strategy<Value = FundingAward> {
    let status = prop_oneof![3 => Just(AwardStatus::Awarded), 3 => Just(AwardStatus::Paid), 2 => Just(AwardStatus::Repaid), 3 => prop::sample::select(&AwardStatus::ALL[..])];
    let instrument = prop_oneof![4 => Just(Instrument::Grant), 1 => prop::sample::select(&Instrument::ALL[..])];
    let rate = option::weighted(0.4, 70_000_u32..130_000);
    let which = option::weighted(0.7, 1_u64..4);
    (status, instrument, 0_i64..5_000_000, currency(), rate, which, prop::bool::weighted(0.1)).prop_map(
        |(status, instrument, minor, currency, e4, which, private)| {
            let rate = e4.map(|e4| Rate { e4, on: day(0), source: "Norges Bank".into() });
            let terms = Terms { giver: Some("Fylket".into()), private, instrument, rate, ..Terms::default() };
            let step = FundingAward::plain("Ordningen", status, Money { minor, currency }).under(terms);
            FundingAward { award: which.map(|number| AwardId(id(number))), ..step }
        },
    )
}

type Stays = Vec<(u64, Option<u64>, Vec<(u64, u64, usize)>)>;

fn stays() -> impl Strategy<Value = Stays> {
    // Dates of a stay run forward and most are recorded at once; which stages they lead through is anybody's guess.
    let change = (
        0_u64..900,
        prop_oneof![3 => Just(0_u64), 1 => 0_u64..500],
        prop_oneof![2 => Just(3_usize), 2 => Just(7), 3 => 0_usize..11],
    );
    let stay = (1_u64..=2, option::of(1_u64..=2), 0..DAYS, vec(change, 1..5)).prop_map(
        |(programme, cohort, start, changes)| {
            let mut on = start / 2;
            let dated = |(gap, delay, stage)| {
                on += gap;
                (on, delay, stage)
            };
            (programme, cohort, changes.into_iter().map(dated).collect())
        },
    );
    vec(stay, 0..3)
}

prop_compose! {
    /// A startup; `number` is its id.
    fn startup(number: u64)(
        created in prop_oneof![6 => Just(0_u64), 1 => 0..DAYS],
        withdrawn in option::weighted(0.05, 0..DAYS),
        sector in option::of(prop_oneof![Just("Helse"), Just("helse "), Just("Energi")]),
        stays in stays(),
        headcounts in vec((frame(), headcount()), 0..24),
        life in vec((frame(), life_event()), 0..4),
        seen in vec((frame(), Just(Verification)), 0..3),
        places in vec((frame(), option::weighted(0.9, municipality())), 0..3),
        revenues in vec((frame(), 0_i64..3), 0..2),
        capital in vec((frame(), 0_i64..3, currency()), 0..3),
        supporters in vec((frame(), prop::sample::select(&["Vekst", "vekst ", "Spire"][..])), 0..4),
        (meetings, teams, updates, awards) in (
            vec((frame(), meeting()), 0..12),
            vec((frame(), team()), 0..7),
            vec((frame(), update()), 0..8),
            vec((frame(), award()), 0..8),
        ),
    ) -> StartupLedger {
        let base = number * 10_000;
        let mut startup = StartupLedger::new(Profile {
            id: StartupId(id(number)),
            external_id: None,
            name: format!("S{number}"),
            sector: sector.map(str::to_owned),
            website: None,
            created_at: noon(day(created)),
            withdrawn_at: withdrawn.map(|on| noon(day(on))),
        });
        let money = |minor| Money { minor, currency: Currency::Nok };
        let body = |(frame, minor): (Frame, i64)| (frame, Revenue { amount: money(minor) });
        startup.revenues = facts(base + 1_000, revenues.into_iter().map(body).collect());
        startup.awards = facts(base + 9_600, awards);
        let body = |(frame, minor, currency): (Frame, i64, Currency)| (frame, CapitalRaised { amount: Money { minor, currency } });
        startup.capital = facts(base + 2_000, capital.into_iter().map(body).collect());
        startup.headcounts = facts(base + 3_000, headcounts);
        startup.life_events = facts(base + 4_000, life);
        startup.verifications = facts(base + 5_000, seen);
        let body = |(frame, municipality)| (frame, Workplace { municipality });
        startup.workplaces = facts(base + 6_000, places.into_iter().map(body).collect());
        let body = |(frame, name): (Frame, &str)| (frame, OtherSupport { supporter: name.into() });
        startup.other_support = facts(base + 8_000, supporters.into_iter().map(body).collect());
        startup.meetings = facts(base + 9_000, meetings);
        startup.teams = facts(base + 9_200, teams);
        let body = |(frame, (round, event, days)): (Frame, (u64, UpdateEvent, Option<u64>))| {
            let due_on = days.map(|days| day(frame.0 + days)).filter(|_| event == UpdateEvent::Asked);
            (frame, UpdateStep { round: UpdateRoundId(id(round)), event, due_on })
        };
        startup.updates = facts(base + 9_400, updates.into_iter().map(body).collect());
        for (programme_number, cohort, changes) in stays {
            let enrolment = EnrolmentId(id(base + startup.enrolments.len() as u64));
            startup.enrolments.push(Enrolment {
                id: enrolment,
                programme: ProgrammeId(id(programme_number)),
                cohort: cohort.map(|cohort| CohortId(id(cohort))),
            });
            for (on, delay, stage) in changes {
                let to = programme(programme_number).stages[stage].id;
                // A founder moves nothing but the own application, out of the house.
                let source = if stage == 2 && on % 2 == 0 { Source::Founder } else { Source::Mentor };
                let frame = (on, delay, source, false, false, false);
                let fact_base = base + 7_000 + startup.stage_changes.len() as u64;
                let change = StageChange { enrolment, from: None, to, outcome: None };
                startup.stage_changes.extend(facts(fact_base, vec![(frame, change)]));
            }
        }
        startup.stage_changes.sort_by_key(Fact::order);
        startup
    }
}

/// A house of two programmes and up to `most` startups.
pub fn house(most: u64) -> impl Strategy<Value = Ledger> {
    (1..=most).prop_flat_map(|many| (1..=many).map(startup).collect::<Vec<_>>()).prop_map(|startups| Ledger {
        version: 1,
        programmes: vec![programme(1), programme(2)],
        cohorts: Vec::new(),
        startups: startups.into_iter().map(Arc::new).collect(),
    })
}

/// A question: mostly about the whole house, sometimes about any part of it.
pub fn query() -> impl Strategy<Value = Query> {
    let regions = prop_oneof![Just("romerike@1"), Just("lillestrom"), Just("unheard-of")];
    let scope = (
        option::weighted(0.2, 1_u64..=2),
        option::weighted(0.2, 1_u64..=2),
        option::weighted(0.2, Just("HELSE".to_owned())),
        option::weighted(0.4, regions.prop_map(|region| RegionSetId(region.to_owned()))),
        option::weighted(0.2, 0_u64..DAYS),
        option::weighted(0.2, 0_u64..DAYS),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.3),
        option::weighted(0.3, 0_u64..1_500),
    );
    (DAYS / 3..DAYS + 200, 0_u64..DAYS + 2_500, scope).prop_map(|(as_of, known, scope)| {
        let (programme, cohort, sector, region, from, to, fte, with_founders, fractional, ago) = scope;
        Query {
            as_of: day(as_of),
            known_at: noon(day(known)),
            scope: Scope {
                programme: programme.map(|number| ProgrammeId(id(number))),
                cohort: cohort.map(|number| CohortId(id(number))),
                sector,
                region,
                admitted_from: from.map(day),
                admitted_to: to.map(day),
                measure: if fte { Measure::Fte } else { Measure::Heads },
                with_founders,
                fractional,
                since: ago.map(|ago| day(as_of.saturating_sub(ago))),
            },
        }
    })
}

/// A house known only by what was recorded up to an instant, with everything later taken away.
pub fn without_later(ledger: &Ledger, known_at: Instant) -> Ledger {
    fn cut<T>(facts: &mut Vec<Fact<T>>, known_at: Instant) {
        facts.retain(|fact| fact.recorded_at <= known_at);
    }
    let mut ledger = ledger.clone();
    for startup in &mut ledger.startups {
        let startup = Arc::make_mut(startup);
        cut(&mut startup.stage_changes, known_at);
        cut(&mut startup.headcounts, known_at);
        cut(&mut startup.life_events, known_at);
        cut(&mut startup.verifications, known_at);
        cut(&mut startup.workplaces, known_at);
        cut(&mut startup.revenues, known_at);
        cut(&mut startup.capital, known_at);
        cut(&mut startup.awards, known_at);
        cut(&mut startup.other_support, known_at);
        cut(&mut startup.meetings, known_at);
        cut(&mut startup.teams, known_at);
        cut(&mut startup.updates, known_at);
        // An enrolment of which no change was known yet had not been entered.
        let changes = &startup.stage_changes;
        startup.enrolments.retain(|enrolment| {
            changes.iter().any(|fact| fact.body.is_some_and(|change| change.enrolment == enrolment.id))
        });
    }
    ledger.startups.retain(|startup| startup.profile.created_at <= known_at);
    ledger
}
