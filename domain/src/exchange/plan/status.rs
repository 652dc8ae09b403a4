//! What a sheet says a startup is today, laid beside what is known of its life.

use super::facts::{Decision, History};
use super::{Draft, Planner};
use crate::exchange::error::WarningKind;
use crate::exchange::told::{Body, Head, StatusWord, ToldFact, ToldStatus};
use crate::facts::{Fact, FactKind, LifeEvent, LifeEventKind, Verification};

/// Whether the event ends a life, or with a merger the startup's own.
const fn ends(kind: LifeEventKind) -> bool {
    use LifeEventKind::{
        Abandoned, AbsorbedInMerger, AcquiredContinuing, Bankrupt, Converted, Dormant, Founded, Incorporated,
        MovedAbroad, Reactivated, StruckOff, WoundUp,
    };
    match kind {
        Bankrupt | WoundUp | StruckOff | Abandoned | Dormant | AbsorbedInMerger => true,
        Founded | Incorporated | Converted | AcquiredContinuing | MovedAbroad | Reactivated => false,
    }
}

impl Planner<'_> {
    /// Plans what follows from a status: a life event, a verification, both or nothing.
    pub(super) fn status(
        &mut self,
        told: &ToldStatus,
        known: &[Fact<LifeEvent>],
        verifications: &mut Vec<ToldFact<Verification>>,
        draft: &mut Draft,
    ) {
        let history = History::of(known);
        let on = told.on.unwrap_or(self.cx.as_of);
        let head = Head::plain(told.place.clone(), on, self.cx.profile.source);
        let last = history
            .in_force()
            .filter(|fact| fact.valid_on <= self.cx.as_of)
            .filter(|fact| fact.body.is_some_and(|event| ends(event.kind) || event.kind == LifeEventKind::Reactivated))
            .max_by_key(|fact| fact.order());
        let dead = last.filter(|fact| fact.body.is_some_and(|event| ends(event.kind)));
        match told.word {
            StatusWord::Unknown => {}
            StatusWord::Alive => {
                if self.alive(&head, dead, told.on.is_some(), draft) {
                    verifications.push(ToldFact { head, body: Some(Verification) });
                }
            }
            StatusWord::Event(kind) => {
                let event = LifeEvent { kind, date_known: told.on.is_some() };
                let decision = if ends(kind) {
                    self.death(event, &head, dead, last, &history)
                } else {
                    self.turn(event, &head, &history)
                };
                self.write(&head, decision, Some(event), draft);
                // Seen on the file's own day as a business that goes on, whenever the turn was: that is an observation of its own, and
                // a later file brings a later one.
                let goes_on = matches!(kind, LifeEventKind::AcquiredContinuing | LifeEventKind::MovedAbroad);
                let seen = Head { valid_on: self.cx.as_of, ..head };
                if goes_on && self.alive(&seen, dead, false, draft) {
                    verifications.push(ToldFact { head: seen, body: Some(Verification) });
                }
            }
        }
    }

    /// Whether the file is followed when it says that the startup lived on a day: not when another source recorded its death before.
    /// When this profile did, the startup is taken up again.
    fn alive(&mut self, head: &Head, dead: Option<&Fact<LifeEvent>>, date_known: bool, draft: &mut Draft) -> bool {
        let Some(death) = dead.filter(|death| death.valid_on <= head.valid_on) else { return true };
        if !self.told_by_us(death.id) {
            self.warn(&head.place, WarningKind::DeadElsewhere);
            return false;
        }
        if death.valid_on == head.valid_on {
            // Two files of one day: the later one corrects the former.
            self.write(head, Decision::InPlaceOf(death.id), None, draft);
        } else {
            self.warn(&head.place, WarningKind::Reactivated);
            let event = LifeEvent { kind: LifeEventKind::Reactivated, date_known };
            self.write(head, Decision::New, Some(event), draft);
        }
        true
    }

    /// A death or merger: of one life there is one.
    fn death(
        &self,
        event: LifeEvent,
        head: &Head,
        dead: Option<&Fact<LifeEvent>>,
        last: Option<&Fact<LifeEvent>>,
        history: &History<'_, LifeEvent>,
    ) -> Decision {
        // What this profile told of this life: after the startup was last taken up again.
        let reborn = last.filter(|_| dead.is_none()).map(Fact::order);
        let told = history
            .facts
            .iter()
            .filter(|fact| self.told_by_us(fact.id) && reborn.is_none_or(|reborn| fact.order() > reborn))
            .filter(|fact| fact.body.is_some_and(|known| ends(known.kind)))
            .max_by_key(|fact| (fact.recorded_at, fact.id));
        match (told, dead) {
            (Some(last), _) => {
                let known = last.body.unwrap_or(event);
                // "Still dead" at a later day is no news.
                let same = known.kind == event.kind
                    && (!event.date_known || (known.date_known && last.valid_on == head.valid_on));
                self.against(last, same, history)
            }
            (None, Some(death)) => {
                let known = death.body.unwrap_or(event);
                let same = !event.date_known || (known.kind == event.kind && death.valid_on == head.valid_on);
                if same { Decision::Known } else { Decision::New }
            }
            (None, None) => Decision::New,
        }
    }

    /// A turn after which the business goes on.
    fn turn(&self, event: LifeEvent, head: &Head, history: &History<'_, LifeEvent>) -> Decision {
        let kind = |fact: &&Fact<LifeEvent>| fact.body.is_some_and(|known| known.kind == event.kind);
        let told = history.facts.iter().filter(|fact| self.told_by_us(fact.id)).filter(kind);
        let says_the_same =
            |fact: &Fact<LifeEvent>| !event.date_known || (fact.valid_on == head.valid_on && fact.body == Some(event));
        if let Some(last) = told.max_by_key(|fact| (fact.recorded_at, fact.id)) {
            return self.against(last, says_the_same(last), history);
        }
        if history.in_force().filter(kind).any(says_the_same) { Decision::Known } else { Decision::New }
    }

    fn write(&mut self, head: &Head, decision: Decision, event: Option<LifeEvent>, draft: &mut Draft) {
        let supersedes = match decision {
            Decision::Known => {
                self.count(FactKind::LifeEvent).unchanged += 1;
                return;
            }
            Decision::Corrected => {
                self.count(FactKind::LifeEvent).unchanged += 1;
                self.warn(&head.place, WarningKind::NewerHere);
                return;
            }
            Decision::New => None,
            Decision::InPlaceOf(id) => Some(id),
        };
        let fact = self.fact(head, FactKind::LifeEvent, supersedes, event.map(Body::LifeEvent));
        draft.facts.push(fact);
    }
}
