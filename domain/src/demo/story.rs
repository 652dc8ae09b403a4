//! Turns the plan of the house into facts.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::chance::Chance;
use super::life::Life;
use super::plan::{DECLINED, Fate, Plan, Route, SEED, WAITING, plans};
use super::programmes::{Offer, Term, offer, opening};
use super::scribe::{Scribe, eve, id, id_at, plus};
use super::texts::by;
use super::{
    DemoFounder, DemoHouse, DemoPerson, DemoRole, DemoStartup, cast, funding, numbers, places, stays, texts, work,
};
use crate::facts::{LifeEvent, LifeEventKind, MentorAssignment, OtherSupport, Source, Verification, Workplace};
use crate::ids::{LegalEntityId, PersonId, StartupId};
use crate::ledger::{LegalEntity, Profile};
use crate::organisation::OrganisationNumber;
use crate::time::{Instant, days_between};

/// When each mentor worked in the house, as shares of its history.
const MENTORS: [(f64, f64); 7] =
    [(0.0, 1.0), (0.0, 0.45), (0.1, 1.0), (0.3, 0.86), (0.4, 1.0), (0.6, 1.0), (0.78, 1.0)];

/// A mentor with the days between which the house employed them.
struct Mentor {
    person: PersonId,
    from: NaiveDate,
    /// `None` while still there.
    to: Option<NaiveDate>,
}

/// What the stories of all startups share.
struct House {
    offer: Offer,
    last: NaiveDate,
    mentors: Vec<Mentor>,
    people: Vec<DemoPerson>,
    taken_people: HashSet<String>,
    taken_names: HashSet<String>,
    taken_numbers: HashSet<OrganisationNumber>,
}

/// The house as seen on the morning of `today`.
pub(super) fn house(today: NaiveDate) -> DemoHouse {
    let offer = offer(&mut Chance::stream(SEED, 2), today);
    let mut house = House {
        offer,
        last: eve(today),
        mentors: Vec::new(),
        people: Vec::new(),
        taken_people: HashSet::new(),
        taken_names: HashSet::new(),
        taken_numbers: HashSet::new(),
    };
    if house.offer.terms.is_empty() {
        return house.close(Vec::new());
    }
    house.staff();
    let plans = plans();
    let mut told: Vec<(NaiveDate, DemoStartup)> = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        told.push(house.admitted(plan, index, plans.len()));
    }
    for index in 0..DECLINED {
        told.push(house.declined(index));
    }
    for index in 0..WAITING {
        told.push(house.waiting(index));
    }
    told.sort_by_key(|(applied_on, startup)| (*applied_on, startup.profile.created_at));
    let startups = told.into_iter().enumerate().map(|(index, (_, mut startup))| {
        startup.profile.external_id = Some(format!("D-{:03}", index + 1));
        startup
    });
    let startups = startups.collect();
    house.close(startups)
}

impl House {
    fn close(self, mut startups: Vec<DemoStartup>) -> DemoHouse {
        let programmes = vec![self.offer.incubator, self.offer.short];
        let rounds = work::tell(&mut startups, &programmes, &self.people, self.last);
        startups.sort_by_key(|startup| startup.profile.id);
        DemoHouse { programmes, cohorts: self.offer.cohorts, people: self.people, startups, rounds }
    }

    fn staff(&mut self) {
        let mut chance = Chance::stream(SEED, 3);
        let history = days_between(opening(), self.last) as f64;
        self.person(&mut chance, DemoRole::Manager, opening());
        for (from, to) in MENTORS {
            let day = |share: f64| plus(opening(), (history * share) as i64);
            let person = self.person(&mut chance, DemoRole::Mentor, day(from));
            self.mentors.push(Mentor { person, from: day(from), to: (to < 1.0).then(|| day(to)) });
        }
    }

    fn person(&mut self, chance: &mut Chance, role: DemoRole, on: NaiveDate) -> PersonId {
        let name = cast::person(chance, &mut self.taken_people);
        let host = if role == DemoRole::Founder { "grunder" } else { "grobunn" };
        let person = DemoPerson { id: PersonId(id(chance, on)), email: cast::email(&name, host), name, role };
        let id = person.id;
        self.people.push(person);
        id
    }

    /// A startup that applied, with a name and founders and nothing else yet.
    fn begin(&mut self, applied_on: NaiveDate, chance: Chance) -> (Scribe, DemoStartup) {
        let mut scribe = Scribe { chance, last: self.last };
        let (name, sector) = cast::venture(&mut scribe.chance, &mut self.taken_names);
        let created_at = scribe.recorded(applied_on, 0);
        let profile = Profile {
            id: StartupId(id_at(&mut scribe.chance, created_at)),
            external_id: None,
            name,
            sector: (!scribe.chance.percent(3)).then(|| sector.to_owned()),
            website: None,
            created_at,
            withdrawn_at: None,
        };
        let founders = *scribe.chance.pick(&[1, 1, 1, 2, 2, 3]);
        let founders = (0..founders).map(|_| DemoFounder {
            person: self.person(&mut scribe.chance, DemoRole::Founder, applied_on),
            from_on: applied_on,
            to_on: None,
        });
        let founders = founders.collect();
        (scribe, DemoStartup::new(profile, founders))
    }

    /// The term in which the `index`th of `of` startups was admitted. The house takes in more each year: three times as many
    /// in the latest term as in the first.
    fn term(&self, index: usize, of: usize) -> usize {
        let share = (index as f64 + 0.5) / of as f64;
        // The inverse of (x + x^2) / 2, the share admitted by the time x when intake grows threefold.
        let time = ((1.0 + 8.0 * share).sqrt() - 1.0) / 2.0;
        ((time * self.offer.terms.len() as f64) as usize).min(self.offer.terms.len() - 1)
    }

    fn admitted(&mut self, plan: &Plan, index: usize, of: usize) -> (NaiveDate, DemoStartup) {
        let mut chance = Chance::stream(SEED, 1000 + index as u64);
        let term_index = self.term(index, of);
        let mut plan = plan.clone();
        if self.offer.terms[term_index].short.is_none() {
            plan.route = Route::Incubator;
        }
        let admitted_on = plus(self.offer.terms[term_index].starts_on, chance.between(0, 18));
        let life = Life::of(&plan, admitted_on, self.last, &mut chance);
        let declined_on = plan.quirks.declined_before.then(|| plus(life.applied_on, -chance.between(150, 400)));
        let declined_on = declined_on.filter(|on| plus(*on, -90) > opening());
        let first_applied = declined_on.map_or(life.applied_on, |on| plus(on, -40));
        let (mut scribe, mut startup) = self.begin(first_applied, chance);

        if let Some(on) = declined_on {
            let cohort = self.term_on(on).map(|term| term.incubator);
            stays::declined(&mut scribe, &mut startup, &self.offer.incubator, cohort, (first_applied, on));
        }
        stays::admitted(&mut scribe, &mut startup, &self.offer, &plan, &life);
        self.companies(&mut scribe, &mut startup, &plan, &life);
        life_events(&mut scribe, &mut startup, &plan, &life);
        workplaces(&mut scribe, &mut startup, &plan, &life);
        numbers::headcounts(&mut scribe, &mut startup, &plan, &life);
        numbers::money(&mut scribe, &mut startup, &plan, &life);
        verifications(&mut scribe, &mut startup, &life);
        self.mentors(&mut scribe, &mut startup, &plan, &life);
        if startup.founders.len() > 1 && scribe.chance.percent(20) {
            let left = plus(life.admitted_on, days_between(life.admitted_on, life.seen_until) / 2);
            if let Some(founder) = startup.founders.last_mut() {
                founder.to_on = Some(left);
            }
        }
        other_support(&mut scribe, &mut startup, &life, index);
        funding::awards(self.last, &mut startup, &life, SEED, index);
        startup.in_order();
        (first_applied, startup)
    }

    fn term_on(&self, on: NaiveDate) -> Option<&Term> {
        self.offer.terms.iter().rfind(|term| term.starts_on <= on)
    }

    fn declined(&mut self, index: usize) -> (NaiveDate, DemoStartup) {
        let mut chance = Chance::stream(SEED, 2000 + index as u64);
        let term = self.term(index, DECLINED);
        let on = plus(self.offer.terms[term].starts_on, chance.between(-12, 15));
        let applied_on = plus(on, -chance.between(20, 60));
        let (mut scribe, mut startup) = self.begin(applied_on, chance);
        let term = &self.offer.terms[term];
        let (programme, cohort) = match term.short {
            Some(short) if index % 4 == 3 => (&self.offer.short, short),
            _ => (&self.offer.incubator, term.incubator),
        };
        stays::declined(&mut scribe, &mut startup, programme, Some(cohort), (applied_on, on));
        startup.in_order();
        (applied_on, startup)
    }

    fn waiting(&mut self, index: usize) -> (NaiveDate, DemoStartup) {
        let mut chance = Chance::stream(SEED, 3000 + index as u64);
        let applied_on = plus(self.last, -chance.between(2, 48));
        let (mut scribe, mut startup) = self.begin(applied_on, chance);
        let programme = if index % 3 == 2 { &self.offer.short } else { &self.offer.incubator };
        let screened_on = index.is_multiple_of(2).then(|| plus(applied_on, 9)).filter(|on| *on <= self.last);
        stays::waiting(&mut scribe, &mut startup, programme, applied_on, screened_on);
        startup.in_order();
        (applied_on, startup)
    }

    fn companies(&mut self, scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
        let Some(on) = life.incorporated_on else { return };
        let mut company = |house: &mut Self, on: NaiveDate, name: String| LegalEntity {
            id: LegalEntityId(id(&mut scribe.chance, on)),
            number: cast::organisation_number(&mut scribe.chance, &mut house.taken_numbers),
            name: Some(name),
        };
        let limited = format!("{} AS", startup.profile.name);
        let Some(converted_on) = life.converted_on else {
            startup.companies.push(company(self, on, limited));
            return;
        };
        debug_assert!(plan.quirks.converted, "only the planned ones convert");
        // A sole proprietorship bears its owner's last name.
        let owner =
            startup.founders.first().and_then(|founder| self.people.iter().find(|one| one.id == founder.person));
        let owner = owner.and_then(|person| person.name.rsplit(' ').next()).unwrap_or_default();
        let sole = format!("{} {owner}", startup.profile.name);
        startup.companies.push(company(self, on, sole));
        startup.companies.push(company(self, converted_on, limited));
    }

    fn mentors(&self, scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
        if plan.quirks.no_mentor {
            return;
        }
        let until = life.exit.map_or(life.seen_until, |(on, _)| on);
        let mut on = plus(life.admitted_on, scribe.chance.between(2, 20));
        if plan.quirks.mentor_left {
            // Some months ago the mentor left and nobody took over.
            let left = plus(self.last, -scribe.chance.between(70, 160));
            if let Some(mentor) = self.mentors.iter().find(|mentor| mentor.to.is_some()) {
                startup.mentors.push(scribe.mentor(on.min(eve(left)), Some(mentor.person)));
                startup.mentors.push(scribe.mentor(left, None));
            }
            return;
        }
        while on < until {
            let there: Vec<&Mentor> =
                self.mentors.iter().filter(|one| one.from <= on && one.to.is_none_or(|to| plus(on, 30) < to)).collect();
            let mentor = scribe.chance.pick(&there);
            startup.mentors.push(scribe.mentor(on, Some(mentor.person)));
            match mentor.to {
                Some(to) if to < until => on = plus(to, 1),
                _ => break,
            }
        }
        if let Some((exit, _)) = life.exit {
            startup.mentors.push(scribe.mentor(exit, None));
        }
        if let Some(back) = life.back_on
            && let Some(mentor) = self.mentors.first()
        {
            startup.mentors.push(scribe.mentor(plus(back, 5).min(self.last), Some(mentor.person)));
        }
    }
}

impl Scribe {
    fn mentor(&mut self, on: NaiveDate, mentor: Option<PersonId>) -> super::DemoFact<MentorAssignment> {
        let later = self.chance.between(0, 4);
        self.fact(on, later, by::MANAGER, Source::Mentor, MentorAssignment { mentor })
    }
}

impl DemoStartup {
    fn new(profile: Profile, founders: Vec<DemoFounder>) -> Self {
        Self {
            profile,
            companies: Vec::new(),
            founders,
            enrolments: Vec::new(),
            stage_changes: Vec::new(),
            headcounts: Vec::new(),
            life_events: Vec::new(),
            verifications: Vec::new(),
            workplaces: Vec::new(),
            revenues: Vec::new(),
            capital: Vec::new(),
            awards: Vec::new(),
            mentors: Vec::new(),
            other_support: Vec::new(),
            meetings: Vec::new(),
            teams: Vec::new(),
            updates: Vec::new(),
        }
    }

    /// Puts every list in the order of recording, and the startup's own beginning before all of it.
    pub(super) fn in_order(&mut self) {
        let mut first = self.profile.created_at;
        fn sort<T>(facts: &mut [super::DemoFact<T>], first: &mut Instant) {
            facts.sort_by_key(|told| (told.fact.recorded_at, told.fact.id));
            if let Some(told) = facts.first() {
                *first = told.fact.recorded_at.min(*first);
            }
        }
        sort(&mut self.stage_changes, &mut first);
        sort(&mut self.headcounts, &mut first);
        sort(&mut self.life_events, &mut first);
        sort(&mut self.verifications, &mut first);
        sort(&mut self.workplaces, &mut first);
        sort(&mut self.revenues, &mut first);
        sort(&mut self.capital, &mut first);
        sort(&mut self.awards, &mut first);
        sort(&mut self.mentors, &mut first);
        sort(&mut self.other_support, &mut first);
        sort(&mut self.meetings, &mut first);
        sort(&mut self.teams, &mut first);
        sort(&mut self.updates, &mut first);
        self.profile.created_at = first;
    }
}

fn life_events(scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
    // What was known when it applied was recorded then.
    let told = |on: NaiveDate| days_between(on, life.applied_on).max(0);
    if !plan.quirks.birth_unknown {
        let founded = LifeEvent::dated(LifeEventKind::Founded);
        let later = told(life.founded_on);
        startup.life_events.push(scribe.fact(life.founded_on, later, by::FOUNDER, Source::Founder, founded));
        if let Some(on) = life.incorporated_on {
            let incorporated = LifeEvent::dated(LifeEventKind::Incorporated);
            let later = told(on) + scribe.chance.between(2, 20);
            startup.life_events.push(scribe.fact(on, later, by::REGISTER, Source::Register, incorporated));
        }
    }
    if let Some(on) = life.converted_on {
        let converted = LifeEvent::dated(LifeEventKind::Converted);
        startup.life_events.push(scribe.fact(on, 12, by::REGISTER, Source::Register, converted));
    }
    for &(on, kind) in &life.events {
        let (by, source, later) = match kind {
            LifeEventKind::Bankrupt
            | LifeEventKind::WoundUp
            | LifeEventKind::StruckOff
            | LifeEventKind::AbsorbedInMerger => (by::REGISTER, Source::Register, scribe.chance.between(3, 25)),
            LifeEventKind::AcquiredContinuing | LifeEventKind::MovedAbroad => {
                (by::FOUNDER, Source::Founder, scribe.chance.between(5, 40))
            }
            _ => (by::MENTOR, Source::Mentor, scribe.chance.between(0, 60)),
        };
        let seen_on = plus(on, 60).min(scribe.last);
        if plan.quirks.death_undated {
            let seen = LifeEvent { kind, date_known: false };
            startup.life_events.push(scribe.fact(seen_on, 0, by, source, seen));
        } else if plan.quirks.death_dated_later && plus(seen_on, 130) < scribe.last {
            let seen = scribe.fact(seen_on, 0, by, source, LifeEvent { kind, date_known: false });
            let later = scribe.chance.between(40, 120);
            let dated = scribe.instead(&seen, on, later, texts::DEATH_DATED, Some(LifeEvent::dated(kind)));
            startup.life_events.extend([seen, dated]);
        } else {
            let mut fact = scribe.fact(on, later, by, source, LifeEvent::dated(kind));
            if kind == LifeEventKind::AcquiredContinuing {
                fact = fact.shown_by("Kjøpsavtale");
            }
            startup.life_events.push(fact);
        }
    }
}

fn workplaces(scribe: &mut Scribe, startup: &mut DemoStartup, plan: &Plan, life: &Life) {
    if plan.quirks.place_unknown {
        return;
    }
    let at = |place: &places::Place, on| Workplace { municipality: places::number(place, on) };
    let on = life.applied_on;
    if plan.quirks.place_corrected {
        let stated = scribe.fact(on, 0, by::FOUNDER, Source::Founder, at(&places::OSLO, on));
        let later = scribe.chance.between(60, 200);
        let corrected = scribe.instead(&stated, on, later, texts::PLACE_CORRECTED, Some(at(&plan.home, on)));
        startup.workplaces.extend([stated, corrected]);
    } else {
        startup.workplaces.push(scribe.fact(on, 0, by::FOUNDER, Source::Founder, at(&plan.home, on)));
    }
    if let (true, Some((exit, _))) = (plan.quirks.moved, life.exit) {
        let moved_on = plus(exit, days_between(exit, life.seen_until) * scribe.chance.between(10, 50) / 100);
        let place = *scribe.chance.pick(&[places::OSLO, places::OSLO, places::OSLO, places::BERGEN, places::AALESUND]);
        startup.workplaces.push(scribe.fact(moved_on, 15, by::REGISTER, Source::Register, at(&place, moved_on)));
    }
    if plan.fate == Fate::MovedAbroad
        && let Some(&(moved_on, _)) = life.events.first()
    {
        startup.workplaces.push(scribe.fact(
            moved_on,
            30,
            by::FOUNDER,
            Source::Founder,
            Workplace { municipality: None },
        ));
    }
}

/// Every eighth startup went through another programme too, and every fifth of those through two. Drawn last of all, so that
/// nothing else of the story hangs on it.
fn other_support(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life, index: usize) {
    if index % 8 != 5 {
        return;
    }
    let turn = index / 8;
    let stay = days_between(life.admitted_on, life.exit.map_or(life.seen_until, |(on, _)| on)).max(0);
    for more in 0..if turn.is_multiple_of(5) { 2 } else { 1 } {
        let supporter = texts::SUPPORTERS[(turn + more * 2) % texts::SUPPORTERS.len()].into();
        let on = plus(life.admitted_on, scribe.chance.between(0, stay)).min(scribe.last);
        let later = scribe.chance.between(0, 40);
        startup.other_support.push(scribe.fact(on, later, by::FOUNDER, Source::Founder, OtherSupport { supporter }));
    }
}

/// Once out of the house, somebody looks every ten months or so whether it is still there.
fn verifications(scribe: &mut Scribe, startup: &mut DemoStartup, life: &Life) {
    let Some((exit, _)) = life.exit else { return };
    let mut on = plus(exit, 180);
    while on <= life.seen_until {
        let asleep = life.slept.is_some_and(|(from, to)| from <= on && on < to);
        if !asleep && !life.is_inside(on) {
            let (by, source) = if startup.companies.is_empty() || scribe.chance.percent(25) {
                (by::MENTOR, Source::Mentor)
            } else {
                (by::REGISTER, Source::Register)
            };
            startup.verifications.push(scribe.fact(on, 0, by, source, Verification));
        }
        on = plus(on, scribe.chance.between(270, 330));
    }
}
