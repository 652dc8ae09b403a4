//! The work of the house: meetings, what startups say of their teams, and the rounds in which they are asked how they are.
//!
//! Told when everything else is, each startup from a stream of its own, so that no other part of its story hangs on it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};

use super::cast::is_woman;
use super::chance::Chance;
use super::plan::SEED;
use super::programmes::opening;
use super::scribe::{Scribe, id, plus};
use super::texts::{self, by};
use super::{DemoFact, DemoPerson, DemoRound, DemoStartup};
use crate::facts::{
    LifeEventKind, Meeting, MeetingKind, MentorAssignment, Outcome, Source, Team, UpdateEvent, UpdateStep, in_force,
};
use crate::figures::history::{Gone, History};
use crate::ids::{PersonId, ProgrammeId, UpdateRoundId};
use crate::ledger::Ledger;
use crate::pipeline::{Course, Programme};
use crate::time::{Instant, add_years, days_between, sub_months};
use crate::updates::{ALUMNI_YEARS, RoundKind};

/// For so many months back there were rounds.
const ROUND_MONTHS: u32 = 24;
/// Days until an answer is due.
const DUE_DAYS: i64 = 14;

/// The id of the demo's round of a programme that asked a kind of startups on the first day of a quarter.
#[must_use]
pub fn round_id(programme: ProgrammeId, kind: RoundKind, slot_on: NaiveDate) -> UpdateRoundId {
    let (high, low) = programme.0.as_u64_pair();
    let kind = match kind {
        RoundKind::Stays => 1,
        RoundKind::Alumni => 2,
    };
    UpdateRoundId(id(&mut Chance::stream(high ^ low, kind), slot_on))
}

/// A stay that was admitted: where, from when, and until when the house looked after it.
struct Inside {
    programme: ProgrammeId,
    from: NaiveDate,
    until: NaiveDate,
}

/// Tells the work of the house about all its startups, and which rounds there were.
pub(super) fn tell(
    startups: &mut [DemoStartup],
    programmes: &[Programme],
    people: &[DemoPerson],
    last: NaiveDate,
) -> Vec<DemoRound> {
    let names: HashMap<PersonId, &str> = people.iter().map(|person| (person.id, person.name.as_str())).collect();
    let ledger = Ledger { version: 1, programmes: programmes.to_vec(), ..Ledger::default() };
    let rounds = rounds(programmes, last);
    let quiet = quiet(startups, &ledger, last);
    for (index, startup) in startups.iter_mut().enumerate() {
        let mut scribe = Scribe { chance: Chance::stream(SEED, 5000 + index as u64), last };
        let facts = startup.ledger();
        let history = History::of(&ledger, &facts, Instant::MAX_UTC);
        let courses = courses(&history, last);
        let team = Speaks::of(&mut scribe.chance, startup, &names);
        if let (Some(team), Some((_, first))) = (&team, courses.first()) {
            let body = team.today(&mut scribe.chance);
            startup.teams.push(scribe.fact(first.applied_on, 0, by::FOUNDER, Source::Founder, body));
        }
        meetings(&mut scribe, startup, &history, &courses);
        let answered = updates(&mut scribe, startup, &history, &courses, &rounds, quiet.contains(&index));
        // The form asks for the team, too, and some fill it in.
        for (on, recorded_at) in answered {
            if let Some(team) = team.as_ref().filter(|_| scribe.chance.percent(60)) {
                let body = team.today(&mut scribe.chance);
                startup.teams.push(scribe.write(on, recorded_at, by::FOUNDER, Source::Founder, Some(body)));
            }
        }
        startup.in_order();
    }
    rounds
}

/// The startup's stays with their courses, in the order of application.
fn courses(history: &History<'_>, last: NaiveDate) -> Vec<(ProgrammeId, Course)> {
    let mut courses: Vec<(ProgrammeId, Course)> = history
        .startup
        .enrolments
        .iter()
        .filter_map(|stay| {
            let programme = history.programmes.iter().find(|programme| programme.id == stay.programme)?;
            Some((stay.programme, Course::at(programme, stay.id, &history.stage_changes, last)?))
        })
        .collect();
    courses.sort_by_key(|(_, course)| course.applied_on);
    courses
}

/// What a startup says of its team, if it says anything.
struct Speaks {
    founders: u32,
    women: u32,
    /// Whether the first founder leads alone.
    one_leads: bool,
    first_is_woman: bool,
    says_leaders: bool,
    says_women: bool,
}

impl Speaks {
    fn of(chance: &mut Chance, startup: &DemoStartup, names: &HashMap<PersonId, &str>) -> Option<Self> {
        let women: Vec<bool> = startup
            .founders
            .iter()
            .map(|founder| names.get(&founder.person).is_some_and(|name| is_woman(name)))
            .collect();
        let speaks = Self {
            founders: u32::try_from(women.len()).unwrap_or(1),
            women: u32::try_from(women.iter().filter(|woman| **woman).count()).unwrap_or(0),
            one_leads: chance.percent(55),
            first_is_woman: women.first().copied().unwrap_or(false),
            says_leaders: chance.percent(85),
            says_women: chance.percent(82),
        };
        chance.percent(78).then_some(speaks)
    }

    fn today(&self, chance: &mut Chance) -> Team {
        let says_leaders = self.says_leaders && chance.percent(90);
        let (leaders, women) =
            if self.one_leads { (1, u32::from(self.first_is_woman)) } else { (self.founders, self.women) };
        Team {
            founders: self.founders,
            women_founders: self.says_women.then_some(self.women),
            leaders: says_leaders.then_some(leaders),
            women_leaders: (says_leaders && self.says_women).then_some(women),
        }
    }
}

/// Meetings while a startup was in the house, one before it was admitted, and a few with those that had left.
fn meetings(scribe: &mut Scribe, startup: &mut DemoStartup, history: &History<'_>, courses: &[(ProgrammeId, Course)]) {
    let mut mentors: Vec<DemoFact<MentorAssignment>> = startup.mentors.clone();
    mentors.sort_by_key(|told| told.fact.valid_on);
    let mentor = |on: NaiveDate| mentors.iter().rfind(|told| told.fact.valid_on <= on)?.fact.body?.mentor;
    for (programme, course) in courses {
        let (programme, decided) = (*programme, course.admitted_on.or(course.closed_on));
        if days_between(course.applied_on, decided.unwrap_or(scribe.last)) > 9 && scribe.chance.percent(60) {
            let on = plus(course.applied_on, scribe.chance.between(3, 9)).min(scribe.last);
            let told = meeting(scribe, on, programme, None);
            startup.meetings.push(told);
        }
        let Some(from) = course.admitted_on else { continue };
        let stay = Inside { programme, from, until: course.closed_on.unwrap_or(scribe.last) };
        // Nobody meets a startup that is gone, or that nobody has heard from.
        let gone = history.absences.first().map_or(scribe.last, |absence| absence.from);
        let heard = history.last_verified(scribe.last).map_or(stay.from, |on| plus(on, 40));
        let until = stay.until.min(gone).min(if course.is_open() { heard } else { stay.until });
        let pace = scribe.chance.between(18, 40);
        let mut on = plus(stay.from, scribe.chance.between(4, 16));
        while on < until {
            let holder = mentor(on);
            let told = meeting(scribe, on, stay.programme, holder);
            startup.meetings.push(told);
            // Before 2018 meetings were written down when somebody thought of it; without a mentor they are few.
            let slower = if on.year() < 2018 { 3 } else { 1 } * if holder.is_none() { 3 } else { 1 };
            // In July everybody is away.
            let rest = if on.month() == 6 { 25 } else { 0 };
            on = plus(on, pace * slower * scribe.chance.between(60, 150) / 100 + rest);
        }
    }
    slips(scribe, startup);
}

fn meeting(scribe: &mut Scribe, on: NaiveDate, programme: ProgrammeId, mentor: Option<PersonId>) -> DemoFact<Meeting> {
    let kind = match (on.year(), scribe.chance.between(0, 99)) {
        (2020 | 2021, 0..80) | (2022.., 0..35) => MeetingKind::Video,
        (_, 80..88) => MeetingKind::Phone,
        (_, 88..94) => MeetingKind::Workshop,
        _ => MeetingKind::InPerson,
    };
    let minutes = match kind {
        MeetingKind::Workshop => *scribe.chance.pick(&[120, 180, 240]),
        MeetingKind::Phone => *scribe.chance.pick(&[15, 20, 20, 30]),
        MeetingKind::InPerson | MeetingKind::Video => *scribe.chance.pick(&[30, 45, 45, 60, 60, 60, 75, 90]),
    };
    let later = if scribe.chance.percent(80) { 0 } else { scribe.chance.between(1, 9) };
    let body = Meeting { programme, mentor, minutes, kind };
    let who = if mentor.is_some() { by::MENTOR } else { by::MANAGER };
    let told = scribe.fact(on, later, who, Source::Mentor, body);
    // What many came to has a list of who was there.
    if kind == MeetingKind::Workshop { told.shown_by(texts::ATTENDANCE) } else { told }
}

/// A meeting that was written down with the wrong length, and one that was written down twice.
fn slips(scribe: &mut Scribe, startup: &mut DemoStartup) {
    let middle = startup.meetings.len() / 2;
    let settled = plus(scribe.last, -60);
    let ordinary = |told: &&DemoFact<Meeting>| told.fact.valid_on < settled && !told.fact.documented;
    let Some(told) = startup.meetings.get(middle).filter(ordinary).cloned() else { return };
    let Some(body) = told.fact.body else { return };
    let (on, later) = (told.fact.valid_on, scribe.chance.between(1, 20));
    match scribe.chance.between(0, 19) {
        0 => {
            let right = Meeting { minutes: (body.minutes / 2).max(15), ..body };
            startup.meetings.push(scribe.instead(&told, on, later, texts::MEETING_CORRECTED, Some(right)));
        }
        1 => {
            let twice = scribe.fact(on, 2, told.recorded_by, Source::Mentor, body);
            let withdrawn = scribe.instead(&twice, on, later, texts::MEETING_TWICE, None);
            startup.meetings.extend([twice, withdrawn]);
        }
        _ => {}
    }
}

/// The rounds of the last two years: each quarter those in a programme, each January those that left it.
fn rounds(programmes: &[Programme], last: NaiveDate) -> Vec<DemoRound> {
    let first = sub_months(last, ROUND_MONTHS).max(plus(opening(), 90));
    let days = (first.year()..=last.year())
        .flat_map(|year| [1, 4, 7, 10].into_iter().filter_map(move |month| NaiveDate::from_ymd_opt(year, month, 1)));
    let mut rounds = Vec::new();
    for slot_on in days.filter(|on| first <= *on && *on <= last) {
        for programme in programmes {
            for kind in RoundKind::ALL {
                if kind == RoundKind::Stays || slot_on.month() == 1 {
                    rounds.push(DemoRound {
                        id: round_id(programme.id, kind, slot_on),
                        programme: programme.id,
                        kind,
                        slot_on,
                        due_on: plus(slot_on, DUE_DAYS),
                    });
                }
            }
        }
    }
    rounds
}

/// For each mentor of today the startup that has told most about itself: it has not answered the latest round, so that whoever looks
/// at the demo finds a request that waits.
fn quiet(startups: &[DemoStartup], ledger: &Ledger, last: NaiveDate) -> HashSet<usize> {
    let mut most: BTreeMap<PersonId, (usize, usize)> = BTreeMap::new();
    for (index, startup) in startups.iter().enumerate() {
        let facts = startup.ledger();
        let mentor = in_force(&facts.mentors, Instant::MAX_UTC).last().and_then(|fact| fact.body?.mentor);
        let history = History::of(ledger, &facts, Instant::MAX_UTC);
        let Some(mentor) = mentor.filter(|_| history.absence_on(last).is_none()) else { continue };
        let told = history.headcounts.len();
        let so_far = most.entry(mentor).or_insert((0, index));
        if told >= so_far.0 {
            *so_far = (told, index);
        }
    }
    most.into_values().map(|(_, index)| index).collect()
}

/// What became of a startup's requests. Gives the days on which it answered and when that was recorded.
fn updates(
    scribe: &mut Scribe,
    startup: &mut DemoStartup,
    history: &History<'_>,
    courses: &[(ProgrammeId, Course)],
    rounds: &[DemoRound],
    quiet: bool,
) -> Vec<(NaiveDate, Instant)> {
    let latest = rounds.iter().map(|round| round.slot_on).max();
    let mut answered = Vec::new();
    // Some always answer, some hardly ever.
    let habit = *scribe.chance.pick(&[35, 70, 85, 90, 95, 97]);
    let reached = !scribe.chance.percent(4);
    for round in rounds.iter().filter(|round| asks(round, courses, history)) {
        let on = round.slot_on;
        let mut step = |scribe: &mut Scribe, on: NaiveDate, event, source, who| {
            let due_on = (event == UpdateEvent::Asked).then_some(round.due_on);
            let body = UpdateStep { round: round.id, event, due_on };
            let told = scribe.fact(on, 0, who, source, body);
            let recorded_at = told.fact.recorded_at;
            startup.updates.push(told);
            recorded_at
        };
        step(scribe, on, UpdateEvent::Asked, Source::Mentor, by::SYSTEM);
        let ended = history.absences.iter().find(|absence| absence.from > on);
        let ends = ended.filter(|absence| days_between(on, absence.from) < 40);
        let asleep = history.last_verified(on).is_none_or(|seen| days_between(seen, on) > 400);
        let waits = quiet && Some(on) == latest;
        let day = plus(on, *scribe.chance.pick(&[0, 0, 1, 1, 1, 2, 3, 5, 8, 9, 13, 14, 22, 29]));
        let answers = scribe.chance.percent(habit);
        if !reached {
            step(scribe, on, UpdateEvent::Bounced, Source::Mentor, by::SYSTEM);
        } else if let Some(absence) = ends {
            let closed = plus(absence.from, 2);
            let known = matches!(absence.how, Gone::Dead { date_known: true });
            if known && closed <= scribe.last && gave_up(history, absence.from) {
                step(scribe, closed, UpdateEvent::Closed, Source::Founder, by::FOUNDER);
            }
        } else if answers && !asleep && !waits && day <= scribe.last {
            let recorded_at = step(scribe, day, UpdateEvent::Answered, Source::Founder, by::FOUNDER);
            answered.push((day, recorded_at));
        }
    }
    answered
}

/// Whether its founders closed it on that day, rather than a court or somebody who bought it.
fn gave_up(history: &History<'_>, on: NaiveDate) -> bool {
    use LifeEventKind::{Abandoned, Dormant, WoundUp};
    history.life_events.iter().any(|seen| seen.on() == on && matches!(seen.body.kind, Abandoned | Dormant | WoundUp))
}

/// Whether a round asks a startup: it lives, and is in the programme, or left it last and not long ago.
fn asks(round: &DemoRound, courses: &[(ProgrammeId, Course)], history: &History<'_>) -> bool {
    let on = round.slot_on;
    if history.absence_on(on).is_some() {
        return false;
    }
    let inside = |course: &Course| {
        course.admitted_on.is_some_and(|from| from <= on) && course.closed_on.is_none_or(|until| until > on)
    };
    match round.kind {
        RoundKind::Stays => courses.iter().any(|(of, course)| *of == round.programme && inside(course)),
        RoundKind::Alumni => {
            let left = courses
                .iter()
                .filter_map(|(of, course)| Some((course.exited_on().filter(|left| *left <= on)?, *of, course.outcome)));
            !courses.iter().any(|(_, course)| inside(course))
                && left.max().is_some_and(|(left, of, outcome)| {
                    of == round.programme
                        && outcome != Some(Outcome::Discontinued)
                        && on <= add_years(left, ALUMNI_YEARS)
                })
        }
    }
}
