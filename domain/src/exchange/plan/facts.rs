//! Observations: what is new, what corrects what, what is known already.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{Draft, Planner};
use crate::exchange::error::{Expected, WarningKind};
use crate::exchange::told::{Head, Observed, ToldFact, ToldStartup};
use crate::facts::{Fact, LifeEvent, Meeting, OtherSupport, Source, Workplace};
use crate::ids::{FactId, ProgrammeId};
use crate::ledger::StartupLedger;

/// One startup's facts of one kind, and how they follow each other.
pub(super) struct History<'a, T> {
    pub facts: &'a [Fact<T>],
    by_id: HashMap<FactId, &'a Fact<T>>,
    followed_by: HashMap<FactId, FactId>,
}

impl<'a, T> History<'a, T> {
    pub fn of(facts: &'a [Fact<T>]) -> Self {
        let followers = facts.iter().filter_map(|fact| Some((fact.supersedes?, fact.id)));
        Self { facts, by_id: facts.iter().map(|fact| (fact.id, fact)).collect(), followed_by: followers.collect() }
    }

    pub fn get(&self, id: FactId) -> Option<&'a Fact<T>> {
        self.by_id.get(&id).copied()
    }

    /// The fact that stands today where this one once stood; `None` when it was withdrawn.
    pub fn head(&self, id: FactId) -> Option<&'a Fact<T>> {
        let mut id = id;
        // A chain is at most as long as there are facts: a circle cannot hold the planner.
        for _ in 0..=self.facts.len() {
            match self.followed_by.get(&id) {
                Some(next) => id = *next,
                None => return self.get(id).filter(|fact| fact.body.is_some()),
            }
        }
        None
    }

    pub fn in_force(&self) -> impl Iterator<Item = &'a Fact<T>> + '_ {
        self.facts.iter().filter(|fact| fact.body.is_some() && !self.followed_by.contains_key(&fact.id))
    }
}

/// What to do with a told fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing: it is known.
    Known,
    /// Nothing: it is known, and corrected here since.
    Corrected,
    /// Write it.
    New,
    /// Write it in the place of this one.
    InPlaceOf(FactId),
}

impl<'a> Planner<'a> {
    /// Plans everything that is not a move: observations and what a startup is today.
    pub(super) fn observations(&mut self, told: &ToldStartup, existing: Option<&'a StartupLedger>, draft: &mut Draft) {
        macro_rules! known {
            ($field:ident) => {
                existing.map_or(&[][..], |existing| &existing.$field)
            };
        }
        self.kind(&told.headcounts, known!(headcounts), draft, |_, _, _| None);
        self.kind(&told.life_events, known!(life_events), draft, single_event);
        let mut verifications = told.verifications.clone();
        if let Some(status) = &told.status {
            self.status(status, known!(life_events), &mut verifications, draft);
        }
        self.kind(&verifications, known!(verifications), draft, |_, _, _| None);
        self.kind(&told.workplaces, known!(workplaces), draft, single_place);
        self.kind(&told.revenues, known!(revenues), draft, |_, _, _| None);
        self.kind(&told.capital, known!(capital), draft, |_, _, _| None);
        self.kind(&told.awards, known!(awards), draft, |_, _, _| None);
        self.kind(&told.other_support, known!(other_support), draft, single_support);
        let meetings = self.meetings(told, existing, draft);
        self.kind(&meetings, known!(meetings), draft, |_, _, _| None);
        self.kind(&told.teams, known!(teams), draft, |_, _, _| None);
        self.kind(&told.updates, known!(updates), draft, |_, _, _| None);
    }

    /// The told meetings, each in the programme it was part of: the one the file names, or the only one the startup has a stay in.
    fn meetings(
        &mut self,
        told: &ToldStartup,
        existing: Option<&StartupLedger>,
        draft: &Draft,
    ) -> Vec<ToldFact<Meeting>> {
        let known = existing.map_or(&[][..], |existing| &existing.enrolments);
        let mut stays: Vec<ProgrammeId> =
            known.iter().chain(&draft.enrolments).map(|enrolment| enrolment.programme).collect();
        stays.sort_unstable();
        stays.dedup();
        let mut meetings = Vec::with_capacity(told.meetings.len());
        for fact in &told.meetings {
            let head = fact.head.clone();
            let Some(body) = &fact.body else {
                meetings.push(ToldFact { head, body: None });
                continue;
            };
            let programme = match &body.programme {
                Some(text) => self.known_programme(text).filter(|id| stays.contains(id)),
                None => stays.first().copied().filter(|_| stays.len() == 1),
            };
            match programme {
                Some(programme) => {
                    let body = Meeting { programme, mentor: None, minutes: body.minutes, kind: body.kind };
                    meetings.push(ToldFact { head, body: Some(body) });
                }
                None => {
                    let value = body.programme.clone().unwrap_or_default();
                    self.error(&body.programme_at, value, Expected::KnownStay);
                }
            }
        }
        meetings
    }

    /// Plans the told facts of one kind. `single` decides about a fact of which the file has one place.
    fn kind<T: Observed>(
        &mut self,
        told: &[ToldFact<T>],
        known: &[Fact<T>],
        draft: &mut Draft,
        single: impl Fn(&Self, &mut ToldFact<T>, &History<'_, T>) -> Option<Decision>,
    ) {
        if told.is_empty() {
            return;
        }
        let history = History::of(known);
        let chain = Chain::of(told.iter().map(|fact| &fact.head));
        let mut seen: HashMap<(NaiveDate, Source, String), u32> = HashMap::new();
        for fact in told {
            let mut fact = fact.clone();
            if fact.head.id.is_none()
                && let Some(body) = &fact.body
                && let Some(row) =
                    seen.insert((fact.head.valid_on, fact.head.source, body.subject()), fact.head.place.row)
            {
                self.error(&fact.head.place, fact.head.valid_on.to_string(), Expected::Unique { row });
                continue;
            }
            let decision = if self.restores {
                self.restored(&fact.head, &chain)
            } else if let Some(decision) = self.by_id(&fact, &history, &chain) {
                Some(decision)
            } else if fact.head.single {
                single(self, &mut fact, &history).or_else(|| Some(self.by_key(&fact, &history)))
            } else {
                Some(self.by_key(&fact, &history))
            };
            match decision {
                Some(Decision::Known) => self.count(T::KIND).unchanged += 1,
                Some(Decision::Corrected) => {
                    self.count(T::KIND).unchanged += 1;
                    self.warn(&fact.head.place, WarningKind::NewerHere);
                }
                Some(Decision::New) => draft.facts.push(self.fact(&fact.head, T::KIND, None, fact.body.map(T::wrap))),
                Some(Decision::InPlaceOf(id)) => {
                    // Stated anew, it counts before whatever another source said of that day.
                    let others = history.in_force().filter(|known| known.id != id);
                    if fact.body.is_some() && differs(&fact, others) {
                        self.warn(&fact.head.place, WarningKind::Disagrees);
                    }
                    let former = history.get(id).and_then(|former| former.body.as_ref());
                    let body = fact.body.map(|body| match former {
                        Some(former) => body.keeping(former),
                        None => body,
                    });
                    draft.facts.push(self.fact(&fact.head, T::KIND, Some(id), body.map(T::wrap)));
                }
                None => {}
            }
        }
    }

    /// A fact of an export read into an empty house is written as it stands, once what it supersedes is in the file too.
    pub(super) fn restored(&mut self, head: &Head, chain: &Chain) -> Option<Decision> {
        match head.supersedes {
            None => Some(Decision::New),
            Some(id) if chain.ids.contains(&id) && chain.follows(head, id) => Some(Decision::InPlaceOf(id)),
            Some(id) => {
                self.error(&head.place, id.to_string(), Expected::KnownFact);
                None
            }
        }
    }

    /// Decides by our own ids; `None` when the fact has none that the house knows.
    fn by_id<T: Observed>(&mut self, fact: &ToldFact<T>, history: &History<'_, T>, chain: &Chain) -> Option<Decision> {
        let ours = fact.head.id.and_then(|id| history.get(id));
        if let Some(ours) = ours {
            let same = ours.valid_on == fact.head.valid_on && ours.source == fact.head.source && same_body(fact, ours);
            // Old versions in the file are history, and history is not rewritten from a sheet.
            let old = fact.body.is_none() || chain.superseded.contains(&ours.id);
            return Some(if same || old {
                Decision::Known
            } else {
                match history.head(ours.id) {
                    Some(head) if head.id == ours.id => Decision::InPlaceOf(head.id),
                    _ => Decision::Corrected,
                }
            });
        }
        let id_is_old = fact.head.id.is_some_and(|id| chain.superseded.contains(&id));
        if id_is_old {
            return Some(Decision::Known);
        }
        match fact.head.supersedes {
            Some(target) => match history.get(target) {
                Some(_) => Some(match history.head(target) {
                    Some(head) if head.id == target => Decision::InPlaceOf(target),
                    _ => Decision::Corrected,
                }),
                // A withdrawal of what this house never knew says nothing.
                None if fact.body.is_none() => Some(Decision::Known),
                None => None,
            },
            None => None,
        }
    }

    /// Decides by day, source and subject.
    fn by_key<T: Observed>(&mut self, fact: &ToldFact<T>, history: &History<'_, T>) -> Decision {
        let Some(body) = &fact.body else { return Decision::Known };
        let (head, subject) = (&fact.head, body.subject());
        let same_key = |known: &&Fact<T>| {
            known.valid_on == head.valid_on
                && known.source == head.source
                && known.body.as_ref().is_some_and(|known| known.subject() == subject)
        };
        let told = history.facts.iter().filter(|known| self.told_by_us(known.id)).filter(same_key);
        if let Some(last) = told.max_by_key(|known| known.order()) {
            return self.against(last, same_body(fact, last), history);
        }
        if history.in_force().filter(same_key).any(|known| same_body(fact, known)) {
            return Decision::Known;
        }
        if differs(fact, history.in_force()) {
            self.warn(&head.place, WarningKind::Disagrees);
        }
        Decision::New
    }

    /// Decides against what this profile told last of the same thing.
    pub(super) fn against<T>(&self, last: &Fact<T>, same: bool, history: &History<'_, T>) -> Decision {
        match history.head(last.id) {
            Some(head) if head.id == last.id && same => Decision::Known,
            _ if same => Decision::Corrected,
            Some(head) => Decision::InPlaceOf(head.id),
            None => Decision::New,
        }
    }
}

/// Whether a known fact says what a told one says, or both only withdraw.
fn same_body<T: Observed>(told: &ToldFact<T>, known: &Fact<T>) -> bool {
    match (&told.body, &known.body) {
        (Some(told), Some(known)) => told.same(known),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether one of these says otherwise of the same day and subject.
fn differs<'a, T: Observed + 'a>(fact: &ToldFact<T>, mut others: impl Iterator<Item = &'a Fact<T>>) -> bool {
    let Some(body) = &fact.body else { return false };
    others.any(|known| {
        let said = known.body.as_ref().filter(|_| known.valid_on == fact.head.valid_on);
        said.is_some_and(|said| !body.same(said) && said.subject() == body.subject())
    })
}

/// Which of a file's facts take the place of which.
pub(super) struct Chain {
    ids: HashSet<FactId>,
    pub superseded: HashSet<FactId>,
}

impl Chain {
    pub fn of<'h>(heads: impl Iterator<Item = &'h Head> + Clone) -> Self {
        Self {
            ids: heads.clone().filter_map(|head| head.id).collect(),
            superseded: heads.filter_map(|head| head.supersedes).collect(),
        }
    }

    /// A fact cannot take its own place.
    #[expect(clippy::unused_self, reason = "reads as a question to the chain")]
    fn follows(&self, head: &Head, id: FactId) -> bool {
        head.id != Some(id)
    }
}

/// A founding or registration: another day in the file corrects the former one.
fn single_event(
    planner: &Planner<'_>,
    fact: &mut ToldFact<LifeEvent>,
    history: &History<'_, LifeEvent>,
) -> Option<Decision> {
    let body = fact.body?;
    let kind = |known: &&Fact<LifeEvent>| known.body.is_some_and(|known| known.kind == body.kind);
    let told = history.facts.iter().filter(|known| planner.told_by_us(known.id)).filter(kind);
    let last = told.max_by_key(|known| (known.recorded_at, known.id))?;
    Some(planner.against(last, last.valid_on == fact.head.valid_on && last.body == fact.body, history))
}

/// A supporter of a flat sheet: an earlier day in the file corrects the former one, and a later day of the same is no news.
fn single_support(
    planner: &Planner<'_>,
    fact: &mut ToldFact<OtherSupport>,
    history: &History<'_, OtherSupport>,
) -> Option<Decision> {
    let subject = fact.body.as_ref()?.subject();
    let same = |known: &&Fact<OtherSupport>| known.body.as_ref().is_some_and(|known| known.subject() == subject);
    let told = history.facts.iter().filter(|known| planner.told_by_us(known.id)).filter(same);
    let last = told.max_by_key(|known| (known.recorded_at, known.id))?;
    Some(planner.against(last, last.valid_on <= fact.head.valid_on && last.body == fact.body, history))
}

/// The place a flat sheet tells: known since admission the first time, and from the file's own day when it changed.
fn single_place(
    planner: &Planner<'_>,
    fact: &mut ToldFact<Workplace>,
    history: &History<'_, Workplace>,
) -> Option<Decision> {
    let told = history.facts.iter().filter(|known| planner.told_by_us(known.id) && known.body.is_some());
    let Some(last) = told.max_by_key(|known| (known.recorded_at, known.id)) else {
        let latest = history.in_force().max_by_key(|known| known.order())?;
        if latest.body == fact.body {
            return Some(Decision::Known);
        }
        fact.head.valid_on = fact.head.valid_on.max(planner.cx.as_of);
        return None;
    };
    if last.body == fact.body {
        return Some(planner.against(last, true, history));
    }
    if last.valid_on < planner.cx.as_of {
        fact.head.valid_on = planner.cx.as_of;
        return Some(Decision::New);
    }
    Some(planner.against(last, false, history))
}
