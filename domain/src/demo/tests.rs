use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Days, NaiveDate};

use super::{DemoFact, DemoHouse, DemoRole, DemoStartup, house, ledger};
use crate::facts::{LifeEventKind, Source, in_force};
use crate::figures::{self, Figure, OutReason, Query, Scope};
use crate::geography::RegionSetId;
use crate::ids::StartupId;
use crate::ledger::Ledger;
use crate::organisation::OrganisationNumber;
use crate::pipeline::{Course, Move, StageKind, plan_move};
use crate::time::{Instant, end_of_oslo_day, oslo_date};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days spread over the years in which the demo will be looked at: every part of the year, and its edges.
fn days() -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> =
        day("2025-01-01").iter_days().step_by(41).take_while(|on| *on < day("2031-01-01")).collect();
    days.extend(["2025-12-31", "2026-01-01", "2026-07-01", "2028-02-29", "2030-12-31"].map(day));
    days
}

fn query(today: NaiveDate, region: Option<&str>) -> Query {
    let scope = Scope { region: region.map(RegionSetId::from), ..Scope::default() };
    Query { as_of: today, known_at: end_of_oslo_day(today), scope }
}

fn figure(ledger: &Ledger, id: &str, today: NaiveDate, region: Option<&str>) -> Figure {
    figures::compute(ledger, &figures::parse_id(id).unwrap(), &query(today, region)).unwrap()
}

/// What every fact has, whatever its kind.
struct Told {
    id: crate::ids::FactId,
    valid_on: NaiveDate,
    recorded_at: Instant,
    supersedes: Option<crate::ids::FactId>,
    withdraws: bool,
    source: Source,
    documented: bool,
    reasoned: bool,
    evidenced: bool,
}

/// Every list of facts of a startup, in its own order.
fn told(startup: &DemoStartup) -> Vec<Vec<Told>> {
    fn list<T>(facts: &[DemoFact<T>]) -> Vec<Told> {
        let told = facts.iter().map(|told| Told {
            id: told.fact.id,
            valid_on: told.fact.valid_on,
            recorded_at: told.fact.recorded_at,
            supersedes: told.fact.supersedes,
            withdraws: told.fact.body.is_none(),
            source: told.fact.source,
            documented: told.fact.documented,
            reasoned: told.reason.is_some(),
            evidenced: told.evidence.is_some(),
        });
        told.collect()
    }
    vec![
        list(&startup.stage_changes),
        list(&startup.headcounts),
        list(&startup.life_events),
        list(&startup.verifications),
        list(&startup.workplaces),
        list(&startup.revenues),
        list(&startup.capital),
        list(&startup.awards),
        list(&startup.mentors),
        list(&startup.other_support),
        list(&startup.meetings),
        list(&startup.teams),
        list(&startup.updates),
    ]
}

fn names(house: &DemoHouse) -> BTreeSet<&str> {
    house.startups.iter().map(|startup| startup.profile.name.as_str()).collect()
}

#[test]
fn the_same_day_gives_the_same_house() {
    let today = day("2026-03-17");
    assert_eq!(house(today), house(today));
}

#[test]
fn the_cast_is_the_same_on_every_day() {
    let (early, late) = (house(day("2025-02-01")), house(day("2029-11-30")));
    assert_eq!(names(&early), names(&late));
    assert_ne!(early, late);
    let stages = |house: &DemoHouse| house.programmes.clone();
    assert_eq!(stages(&early), stages(&late));
}

#[test]
fn there_is_no_house_before_it_opened_and_no_day_breaks_it() {
    assert!(house(day("2014-08-18")).startups.is_empty());
    for today in day("2014-08-01").iter_days().step_by(97).take_while(|on| *on < day("2040-01-01")) {
        let house = house(today);
        assert!(house.startups.is_empty() || house.startups.len() > 150, "{today}");
    }
}

#[test]
fn numbers_are_valid_and_fictional() {
    let house = house(day("2026-03-17"));
    let mut seen = HashSet::new();
    for company in house.startups.iter().flat_map(|startup| &startup.companies) {
        let text = company.number.to_string();
        assert_eq!(OrganisationNumber::parse(&text), Ok(company.number));
        assert!(text.starts_with('3'), "{text} could be somebody's");
        assert!(seen.insert(company.number), "{text} twice");
    }
    assert!(seen.len() > 100);
    // Nobody is employed without an employer.
    for startup in house.startups.iter().filter(|startup| startup.companies.is_empty()) {
        let employs =
            startup.headcounts.iter().any(|told| told.fact.body.as_ref().is_some_and(|body| body.employees.high > 0));
        assert!(!employs, "{} employs people without a company", startup.profile.name);
    }
    assert!(house.people.iter().all(|person| person.email.is_ascii() && person.email.ends_with(".example")));
    let emails: HashSet<&str> = house.people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(emails.len(), house.people.len());
}

/// Moves in force, replayed through the rule that guards the real ones.
#[test]
fn every_move_is_legal() {
    for today in days() {
        let house = house(today);
        for startup in &house.startups {
            let ledger = startup.ledger();
            let changes = in_force(&ledger.stage_changes, end_of_oslo_day(today));
            for enrolment in &startup.enrolments {
                let programme = house.programmes.iter().find(|one| one.id == enrolment.programme).unwrap();
                let mut before = Vec::new();
                for fact in changes.iter().filter(|fact| fact.body.is_some_and(|body| body.enrolment == enrolment.id)) {
                    let body = fact.body.unwrap();
                    let told = startup.stage_changes.iter().find(|told| told.fact.id == fact.id).unwrap();
                    let asked = Move { to: body.to, on: fact.valid_on, outcome: body.outcome, reason: told.reason };
                    let planned = plan_move(programme, enrolment.id, &before, &asked, today);
                    assert_eq!(planned, Ok(body), "{today} {} {}", startup.profile.name, fact.valid_on);
                    before.push(*fact);
                }
                // Known on any earlier day, too, the moves stand in their order.
                let recorded = before.iter().filter(|fact| fact.supersedes.is_none()).map(|fact| fact.recorded_at);
                assert!(recorded.is_sorted(), "{today} {}", startup.profile.name);
                assert!(!before.is_empty(), "{} has a stay without an application", startup.profile.name);
            }
        }
    }
}

#[test]
fn no_two_stays_in_one_programme_overlap() {
    for today in days() {
        let house = house(today);
        for startup in &house.startups {
            let ledger = startup.ledger();
            let changes = in_force(&ledger.stage_changes, end_of_oslo_day(today));
            for programme in &house.programmes {
                let stays = startup.enrolments.iter().filter(|one| one.programme == programme.id);
                let courses: Vec<Course> =
                    stays.filter_map(|one| Course::at(programme, one.id, &changes, NaiveDate::MAX)).collect();
                for pair in courses.windows(2) {
                    let closed = pair[0].closed_on.unwrap_or(NaiveDate::MAX);
                    assert!(closed <= pair[1].applied_on, "{today} {}: {pair:?}", startup.profile.name);
                }
            }
        }
    }
}

#[test]
fn facts_are_well_formed_and_lie_before_today() {
    for today in days() {
        let house = house(today);
        let mut ids = HashSet::new();
        let mut startups: Vec<StartupId> = house.startups.iter().map(|startup| startup.profile.id).collect();
        assert!(startups.is_sorted());
        startups.dedup();
        assert_eq!(startups.len(), house.startups.len());
        for startup in &house.startups {
            let name = &startup.profile.name;
            for list in told(startup) {
                let mut earlier = HashSet::new();
                let mut superseded = HashSet::new();
                for fact in list {
                    assert!(ids.insert(fact.id), "{name}: an id twice");
                    assert!(fact.valid_on < today, "{name}: {} is not before {today}", fact.valid_on);
                    let recorded_on = oslo_date(fact.recorded_at);
                    assert!(recorded_on < today && recorded_on >= fact.valid_on, "{name}: recorded {recorded_on}");
                    assert!(startup.profile.created_at <= fact.recorded_at, "{name}: known before it was entered");
                    if let Some(old) = fact.supersedes {
                        assert!(earlier.contains(&old), "{name}: supersedes what comes later");
                        assert!(superseded.insert(old), "{name}: superseded twice");
                        assert!(fact.reasoned, "{name}: corrected without a reason");
                    }
                    assert!(!fact.withdraws || fact.supersedes.is_some(), "{name}: withdraws nothing");
                    assert_eq!(fact.documented, fact.source.documents() || fact.evidenced, "{name}");
                    assert!(fact.evidenced || fact.source != Source::Document, "{name}: a document that is not named");
                    earlier.insert(fact.id);
                }
            }
            for told in &startup.headcounts {
                if let Some(body) = &told.fact.body {
                    assert_eq!(body.check(), Ok(()), "{name} {body:?}");
                }
            }
        }
    }
}

#[test]
fn everything_that_is_named_exists() {
    let house = house(day("2026-03-17"));
    let cohorts: BTreeMap<_, _> = house.cohorts.iter().map(|cohort| (cohort.id, cohort.programme)).collect();
    let role = |id| house.people.iter().find(|person| person.id == id).map(|person| person.role);
    let mut external = HashSet::new();
    for startup in &house.startups {
        assert!(external.insert(startup.profile.external_id.clone().unwrap()));
        assert!(!startup.founders.is_empty());
        for founder in &startup.founders {
            assert_eq!(role(founder.person), Some(DemoRole::Founder));
            assert!(founder.to_on.is_none_or(|to| to >= founder.from_on));
        }
        for enrolment in &startup.enrolments {
            if let Some(cohort) = enrolment.cohort {
                assert_eq!(cohorts.get(&cohort), Some(&enrolment.programme));
            }
        }
        for told in &startup.mentors {
            if let Some(mentor) = told.fact.body.and_then(|body| body.mentor) {
                assert_eq!(role(mentor), Some(DemoRole::Mentor));
            }
        }
    }
}

/// Old facts bear the old numbers: 0231 before 2020, 3030 until 2023, 3205 since.
#[test]
fn places_bear_the_number_of_their_day() {
    let in_use = |code: &str, on: NaiveDate| {
        include_str!("../../data/municipalities.csv").lines().skip(1).any(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[0] == code && cells[2] <= on.to_string().as_str() && (cells[3].is_empty() || on < day(cells[3]))
        })
    };
    let house = house(day("2026-03-17"));
    let mut seen = BTreeSet::new();
    for startup in &house.startups {
        let places =
            startup.workplaces.iter().filter_map(|told| Some((told.fact.valid_on, told.fact.body?.municipality?)));
        let splits = startup
            .headcounts
            .iter()
            .filter_map(|told| Some((told.fact.valid_on, told.fact.body.as_ref()?.split.clone()?)));
        let splits = splits.flat_map(|(on, split)| split.into_vec().into_iter().map(move |(place, _)| (on, place)));
        for (on, place) in places.chain(splits) {
            assert!(in_use(&place.to_string(), on), "{place} was not in use on {on}");
            seen.insert(place.to_string());
        }
    }
    for code in ["0231", "3030", "3205", "0226", "0227", "0301"] {
        assert!(seen.contains(code), "nobody works in {code}");
    }
}

/// The sentence a house like this prints: over 500 jobs since 2014, more than half of them in Romerike, 73 % alive.
#[test]
fn the_press_figures_come_out_on_any_day() {
    for today in days() {
        let ledger = ledger(&house(today));
        let value = |id: &str, region| figure(&ledger, id, today, region).value.unwrap();

        let gross = value("jobs.gross_increase", None);
        assert!((505.0..=560.0).contains(&gross), "{today}: gross increase {gross}");
        let romerike = value("jobs.gross_increase", Some("romerike"));
        assert!(romerike > gross / 2.0 && romerike < gross * 0.9, "{today}: {romerike} of {gross} in Romerike");

        let exits = figure(&ledger, "survival.exits", today, None);
        let share = exits.value.unwrap();
        assert!((0.725..0.735).contains(&share), "{today}: {share} of exits alive");
        assert!((60..=90).contains(&exits.n), "{today}: {} exits", exits.n);
    }
}

/// What the other definitions say of the same house: that is what a visitor is to see.
#[test]
fn the_other_definitions_tell_another_story() {
    for today in days() {
        let ledger = ledger(&house(today));
        let value = |id: &str| figure(&ledger, id, today, None).value.unwrap();

        let net = value("jobs.net");
        assert!(net > 200.0 && net < value("jobs.gross_increase") * 0.65, "{today}: net {net}");
        assert!(value("jobs.net_floor") > net && value("jobs.peak") > value("jobs.stock"), "{today}");

        let exits = value("survival.exits");
        let (admitted, fixed) = (value("survival.admitted"), value("survival.fixed(5)"));
        assert!(admitted > exits + 0.02, "{today}: admitted {admitted}");
        assert!(fixed < exits - 0.03, "{today}: five years {fixed}");
        assert!(
            value("survival.fixed(1)") > value("survival.fixed(3)") && value("survival.fixed(3)") > fixed,
            "{today}"
        );

        for id in ["survival.km(admission)", "survival.km(birth)", "survival.km(exit)"] {
            let curve = figure(&ledger, id, today, None);
            let height = curve.value.unwrap();
            assert!((0.55..0.9).contains(&height), "{today}: {id} {height}");
            let points = curve.curve.unwrap().points;
            // Nobody wants a curve that falls in one step or stops in the second year.
            assert!(points.iter().filter(|point| point.events > 0).count() >= 8, "{today}: {id}");
            assert!(points.iter().any(|point| point.t > 5.0 * 365.25 && point.at_risk >= 10), "{today}: {id}");
        }
    }
}

/// A published figure is asked about again on later days: the house does not turn unknown in a month.
#[test]
fn a_demo_loaded_last_month_still_holds() {
    for loaded in days() {
        let ledger = ledger(&house(loaded));
        let today = loaded + Days::new(31);
        let share = figure(&ledger, "survival.exits", today, None).value.unwrap();
        assert!((0.72..0.74).contains(&share), "{loaded}: {share}");
    }
}

#[test]
fn all_that_happens_to_real_ones_happens_here() {
    let today = day("2026-03-17");
    let house = house(today);
    let ledger = ledger(&house);

    let kinds: BTreeSet<LifeEventKind> = house
        .startups
        .iter()
        .flat_map(|startup| &startup.life_events)
        .filter_map(|told| Some(told.fact.body?.kind))
        .collect();
    assert_eq!(kinds, LifeEventKind::ALL.into_iter().collect());

    let mut reasons = BTreeSet::new();
    for id in figures::default_ids() {
        for region in [None, Some("romerike")] {
            let figure = figures::compute(&ledger, &id, &query(today, region)).unwrap();
            reasons.extend(figure.rows_out.iter().map(|row| row.reason));
        }
    }
    for reason in [
        OutReason::NotAdmitted,
        OutReason::OutsideRegion,
        OutReason::PlaceUnknown,
        OutReason::NoBaseline,
        OutReason::StaleHeadcount,
        OutReason::NotAlive,
        OutReason::NotExited,
        OutReason::TooYoung,
        OutReason::StatusUnknown,
        OutReason::Absorbed,
        OutReason::DeathDateUnknown,
        OutReason::BirthUnknown,
    ] {
        assert!(reasons.contains(&reason), "nobody is left out because of {reason:?}");
    }

    let bodies =
        || house.startups.iter().flat_map(|startup| &startup.headcounts).filter_map(|told| told.fact.body.as_ref());
    assert!(bodies().any(|body| !body.employees.is_exact()));
    assert!(bodies().any(|body| body.split.is_some()));
    assert!(bodies().any(|body| body.fte_hundredths.is_some()) && bodies().any(|body| body.fte_hundredths.is_none()));
    let facts = || house.startups.iter().flat_map(told).flatten();
    assert!(facts().filter(|fact| fact.supersedes.is_some()).count() >= 10, "too few corrections");
    assert!(facts().any(|fact| fact.withdraws));
    assert!(
        facts().any(|fact| (oslo_date(fact.recorded_at) - fact.valid_on).num_days() > 60 && fact.supersedes.is_none())
    );
    for source in Source::ALL {
        assert!(facts().any(|fact| fact.source == source), "{source:?}");
    }
    let startups = || house.startups.iter();
    assert!(startups().filter(|startup| startup.companies.len() == 2).count() >= 3, "too few conversions");
    assert!(startups().filter(|startup| startup.enrolments.len() >= 2).count() >= 15, "too few second stays");
    assert!(startups().any(|startup| {
        startup.workplaces.iter().any(|told| told.fact.body.is_some_and(|at| at.municipality.is_none()))
    }));
}

/// What the pipeline's filters are there to find.
#[test]
fn the_pipeline_has_its_waiting_its_stuck_and_its_mentorless() {
    let today = day("2026-03-17");
    let ledger = ledger(&house(today));
    let known_at = end_of_oslo_day(today);
    let (mut waiting, mut declined, mut stuck, mut without_mentor, mut inside) = (0, 0, 0, 0, 0);
    for startup in &ledger.startups {
        let changes = in_force(&startup.stage_changes, known_at);
        let mentors = in_force(&startup.mentors, known_at);
        let mentored = mentors.last().is_some_and(|fact| fact.body.is_some_and(|body| body.mentor.is_some()));
        for enrolment in &startup.enrolments {
            let programme = ledger.programme(enrolment.programme).unwrap();
            let course = Course::at(programme, enrolment.id, &changes, today).unwrap();
            if course.admitted_on.is_none() {
                let closed = programme.stage(course.stage).unwrap().kind == StageKind::Declined;
                *(if closed { &mut declined } else { &mut waiting }) += 1;
            } else if course.is_open() {
                inside += 1;
                stuck += i32::from((today - course.since).num_days() > 365);
                without_mentor += i32::from(!mentored);
            }
        }
    }
    assert!((6..=12).contains(&waiting), "{waiting} wait");
    assert!(declined >= 12, "{declined} were declined");
    assert!((35..=55).contains(&inside), "{inside} in the house");
    assert!((5..=25).contains(&stuck), "{stuck} stuck");
    assert!((4..=15).contains(&without_mentor), "{without_mentor} without a mentor");
}

#[test]
fn some_startups_were_supported_by_others_too() {
    let demo = house(day("2026-03-17"));
    let admitted = demo.startups.iter().filter(|startup| !startup.workplaces.is_empty()).count();
    let shared = demo.startups.iter().filter(|startup| !startup.other_support.is_empty()).count();
    let percent = 100 * shared / admitted;
    assert!((10..=15).contains(&percent), "{shared} of {admitted}");
    assert!(demo.startups.iter().any(|startup| startup.other_support.len() == 2));
}

/// Meetings as a house holds them, teams as founders tell of them, rounds as they are answered.
#[test]
fn the_house_is_seen_at_work() {
    use super::round_id;
    use crate::facts::UpdateEvent;
    for today in days() {
        let demo = house(today);
        let ledger = ledger(&demo);
        let value = |id: &str| figure(&ledger, id, today, None).value.unwrap();
        let (meetings, hours) = (value("mentoring.meetings"), value("mentoring.hours"));
        assert!((1_500.0..5_000.0).contains(&meetings), "{today}: {meetings} meetings");
        assert!((0.7..1.3).contains(&(hours / meetings)), "{today}: {hours} hours in {meetings} meetings");
        let met = |year: i32| {
            let starts = demo.startups.iter().flat_map(|startup| &startup.meetings);
            starts.filter(|told| chrono::Datelike::year(&told.fact.valid_on) == year).count()
        };
        assert!(met(2016) * 2 < met(2023), "{today}: meetings of early years were seldom written down");
        let response = figure(&ledger, "updates.response", today, None);
        assert!((0.45..0.9).contains(&response.value.unwrap()), "{today}: {:?} answered", response.value);
        assert!(response.n > 60, "{today}: {} asked", response.n);
        let women = figure(&ledger, "team.women_founders", today, None);
        assert!((0.35..0.65).contains(&women.value.unwrap()), "{today}: {:?} women", women.value);
        assert!(women.rows_out.iter().any(|row| row.reason == OutReason::NotSaid), "{today}: not everybody says so");
        assert!(value("applications.withdrawn") > 0.0, "{today}: somebody took an application back");

        // Every step is of a round of the house, and whoever looks at it finds a request that waits.
        let rounds: BTreeSet<_> = demo.rounds.iter().map(|round| round.id).collect();
        assert_eq!(rounds.len(), demo.rounds.len(), "{today}: two rounds with one id");
        assert!(demo.rounds.iter().all(|round| round.id == round_id(round.programme, round.kind, round.slot_on)));
        let latest = demo.rounds.iter().map(|round| round.slot_on).max().unwrap();
        let mut waiting = 0;
        for startup in &demo.startups {
            let steps = || startup.updates.iter().filter_map(|told| Some((told.fact.valid_on, told.fact.body?)));
            assert!(steps().all(|(_, step)| rounds.contains(&step.round)), "{today}: a step of no round");
            let asked =
                |round| steps().filter(|(_, step)| step.round == round && step.event == UpdateEvent::Asked).count();
            assert!(demo.rounds.iter().all(|round| asked(round.id) <= 1), "{today}: asked twice in a round");
            let of_latest = demo.rounds.iter().filter(|round| round.slot_on == latest && asked(round.id) == 1);
            waiting +=
                of_latest.filter(|round| steps().filter(|(_, step)| step.round == round.id).count() == 1).count();
        }
        assert!(waiting >= 5, "{today}: {waiting} requests wait");
    }
}
