//! The ledger in memory, kept up to date by what is new.
//!
//! Facts are append-only and every row carries the number of the write that made it, so a newer ledger is the older one plus the rows
//! with a greater number. Startups that nothing happened to are shared between the two.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::facts::Fact;
use domain::ids::{ProgrammeId, StageId, StartupId};
use domain::ledger::{Ledger, LegalEntity, Profile, StartupLedger};
use domain::pipeline::{Cohort, Enrolment, Programme, Stage};
use domain::time::Instant;

use crate::kinds::{FactRow, each_kind};
use crate::people::{Founder, People, Person};

/// One kind's new facts and whose they are.
pub(crate) type Owned<T> = Vec<(StartupId, Fact<T>)>;

macro_rules! facts {
    ($($name:ident: $body:ty,)+) => {
        /// Facts of every kind.
        #[derive(Debug, Default)]
        pub(crate) struct Facts {
            $(pub(crate) $name: Owned<$body>,)+
        }

        impl Facts {
            /// Adds the facts of another.
            fn append(&mut self, mut other: Self) {
                $(self.$name.append(&mut other.$name);)+
            }

            /// Files each fact under its startup.
            fn file(self, startups: &mut Startups<'_>) {
                $(for (startup, fact) in self.$name {
                    if let Some(startup) = startups.get(startup) {
                        <$body as FactRow>::facts_mut(startup).push(fact);
                    }
                })+
            }
        }

        /// Puts a startup's facts in their order; new ones were added at the end.
        fn put_in_order(startup: &mut StartupLedger) {
            $({
                let facts = <$body as FactRow>::facts_mut(startup);
                if !facts.is_sorted_by_key(Fact::order) {
                    facts.sort_by_key(Fact::order);
                }
            })+
        }

        /// Gives back the room that growing left over: there are millions of facts.
        pub(crate) fn trim(startup: &mut StartupLedger) {
            $(<$body as FactRow>::facts_mut(startup).shrink_to_fit();)+
        }
    };
}
each_kind!(facts);

/// Everything with a number above `since`, up to `version`.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    pub(crate) since: i64,
    pub(crate) version: i64,
    /// When the last write was recorded.
    pub(crate) at: Instant,
    /// Programmes without their stages.
    pub(crate) programmes: Vec<Programme>,
    pub(crate) stages: Vec<(ProgrammeId, Stage)>,
    /// Stages that were taken away; no move ever named them.
    pub(crate) stages_gone: Vec<StageId>,
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) profiles: Vec<Profile>,
    /// Companies, whose they are, and whether they were withdrawn.
    pub(crate) companies: Vec<(StartupId, LegalEntity, bool)>,
    pub(crate) enrolments: Vec<(StartupId, Enrolment)>,
    pub(crate) persons: Vec<Person>,
    pub(crate) founders: Vec<Founder>,
    pub(crate) facts: Facts,
}

impl Delta {
    /// Adds what came after it in the same write.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.programmes.append(&mut other.programmes);
        self.stages.append(&mut other.stages);
        self.stages_gone.append(&mut other.stages_gone);
        self.cohorts.append(&mut other.cohorts);
        self.profiles.append(&mut other.profiles);
        self.companies.append(&mut other.companies);
        self.enrolments.append(&mut other.enrolments);
        self.persons.append(&mut other.persons);
        self.founders.append(&mut other.founders);
        self.facts.append(other.facts);
    }
}

/// A ledger and what was read with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cached {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) people: Arc<People>,
    /// When the last write was recorded: a question as known at any later instant has the same answer.
    pub(crate) at: Instant,
}

/// The newest ledger this process has read.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    newest: RwLock<Option<Cached>>,
    /// Held by the write under way, so that the next one finds in the cache what this one wrote.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
    /// Held while loading, so that a crowd of readers loads once.
    pub(crate) loading: tokio::sync::Mutex<()>,
}

impl Cache {
    pub(crate) fn newest(&self) -> Option<Cached> {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn version(&self) -> Option<i64> {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|cached| cached.ledger.version)
    }

    /// Sets what was loaded from nothing, unless something newer came meanwhile.
    pub(crate) fn set(&self, loaded: Cached) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if newest.as_ref().is_none_or(|cached| cached.ledger.version < loaded.ledger.version) {
            *newest = Some(loaded);
        }
    }

    /// Adds what is new; does nothing when the cache has moved on since the delta was read.
    pub(crate) fn merge(&self, delta: Delta) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = newest.as_mut()
            && cached.ledger.version == delta.since
        {
            cached.merge(delta);
        }
    }
}

impl Cached {
    /// Adds what is new. Whoever holds the older ledger keeps it as it was.
    pub(crate) fn merge(&mut self, delta: Delta) {
        self.at = delta.at;
        if !delta.persons.is_empty() || !delta.founders.is_empty() {
            let people = Arc::make_mut(&mut self.people);
            people.persons.extend(delta.persons.into_iter().map(|person| (person.id, person)));
            people.founders.extend(delta.founders.into_iter().map(|founder| (founder.id, founder)));
        }
        let ledger = Arc::make_mut(&mut self.ledger);
        ledger.version = delta.version;
        for programme in delta.programmes {
            match ledger.programmes.iter_mut().find(|known| known.id == programme.id) {
                Some(known) => {
                    known.slug = programme.slug;
                    known.name = programme.name;
                }
                None => ledger.programmes.push(programme),
            }
        }
        for (programme, stage) in delta.stages {
            if let Some(programme) = ledger.programmes.iter_mut().find(|known| known.id == programme) {
                upsert(&mut programme.stages, stage, |stage| stage.id);
                programme.stages.sort_by_key(|stage| stage.position);
            }
        }
        for gone in delta.stages_gone {
            for programme in &mut ledger.programmes {
                programme.stages.retain(|stage| stage.id != gone);
            }
        }
        for cohort in delta.cohorts {
            upsert(&mut ledger.cohorts, cohort, |cohort| cohort.id);
        }
        ledger.programmes.sort_by_key(|programme| programme.id);
        ledger.cohorts.sort_by_key(|cohort| cohort.id);

        let mut startups = Startups::new(&mut ledger.startups, delta.profiles);
        for (startup, company, withdrawn) in delta.companies {
            if let Some(startup) = startups.get(startup) {
                if withdrawn {
                    startup.companies.retain(|known| known.id != company.id);
                    continue;
                }
                upsert(&mut startup.companies, company, |company| company.id);
                startup.companies.sort_by_key(|company| company.id);
            }
        }
        for (startup, enrolment) in delta.enrolments {
            if let Some(startup) = startups.get(startup) {
                upsert(&mut startup.enrolments, enrolment, |enrolment| enrolment.id);
                startup.enrolments.sort_by_key(|enrolment| enrolment.id);
            }
        }
        delta.facts.file(&mut startups);
        startups.finish();
    }
}

fn upsert<T, K: PartialEq>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) {
    match list.iter_mut().find(|known| key(known) == key(&item)) {
        Some(known) => *known = item,
        None => list.push(item),
    }
}

/// The startups of a ledger while facts are filed under them; each is copied at most once.
struct Startups<'a> {
    all: &'a mut Vec<Arc<StartupLedger>>,
    /// Where the touched ones stand in `all`, and their copies.
    touched: HashMap<StartupId, (usize, StartupLedger)>,
}

impl<'a> Startups<'a> {
    fn new(all: &'a mut Vec<Arc<StartupLedger>>, profiles: Vec<Profile>) -> Self {
        let mut startups = Self { all, touched: HashMap::new() };
        let mut fresh = Vec::new();
        for profile in profiles {
            match startups.get(profile.id) {
                Some(known) => known.profile = profile,
                None => fresh.push(Arc::new(StartupLedger::new(profile))),
            }
        }
        if !fresh.is_empty() {
            // Known ones move when new ones come between them, so what was touched goes back first.
            startups.put_back();
            startups.all.extend(fresh);
            startups.all.sort_by_key(|startup| startup.profile.id);
        }
        startups
    }

    fn get(&mut self, id: StartupId) -> Option<&mut StartupLedger> {
        match self.touched.entry(id) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(&mut entry.into_mut().1),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let at = self.all.binary_search_by_key(&id, |startup| startup.profile.id).ok()?;
                let copy = StartupLedger::clone(self.all.get(at)?);
                Some(&mut entry.insert((at, copy)).1)
            }
        }
    }

    fn put_back(&mut self) {
        for (_, (at, startup)) in self.touched.drain() {
            if let Some(place) = self.all.get_mut(at) {
                *place = Arc::new(startup);
            }
        }
    }

    fn finish(mut self) {
        for (_, startup) in self.touched.values_mut() {
            put_in_order(startup);
        }
        self.put_back();
    }
}
