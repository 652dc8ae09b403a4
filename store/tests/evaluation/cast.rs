//! A programme with two calls, another programme with one, applications to each, and people in every role.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::evaluation::Scores;
use domain::ids::{ApplicationId, CallId, PersonId, ProgrammeId, ReviewId};
use domain::intake::Texts;
use domain::mail::Message;
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use store::Store;
use store::evaluation::RoundWords;
use store::identity::{NewInvitation, Origin};
use store::intake::{CallForm, NewApplication};

use crate::common::{House, day};

pub fn root() -> Actor {
    Actor::command_line()
}

pub fn firefox() -> Origin {
    Origin::new("192.0.2.1", "Firefox, Linux")
}

pub struct Cast {
    pub programmes: [ProgrammeId; 2],
    /// Two calls of the first programme, one of the second.
    pub calls: [CallId; 3],
    /// Three applications to the first call, one to each of the others.
    pub applications: Vec<ApplicationId>,
    /// A manager of the first programme.
    pub manager: Actor,
    pub manager_elsewhere: Actor,
    /// Evaluators of the first call.
    pub first: Actor,
    pub second: Actor,
    /// An evaluator of the programme who is set on the second call.
    pub third: Actor,
    pub elsewhere: Actor,
}

/// All the mail that waits, taken out.
pub async fn mail(store: &Store) -> Vec<(String, Message)> {
    let claimed = store.claim_mail(200, "test", TimeDelta::minutes(1)).await.unwrap();
    let mut out = Vec::new();
    for one in claimed {
        store.mail_sent(one.id, "test", "250").await.unwrap();
        out.push((one.to, one.message));
    }
    out
}

pub async fn member(house: &House, email: &str, role: Role, scope: Scope) -> Actor {
    let new = NewInvitation {
        email: email.to_owned(),
        name: Some(email.split('@').next().unwrap().to_owned()),
        role,
        scope,
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::Nb,
    };
    let invited = house.store.invite(&root(), new).await.unwrap();
    house.store.accept_invitation(&invited.link_token, email, &firefox()).await.unwrap();
    let people = house.store.people().await.unwrap();
    let person = people.persons.values().find(|person| person.email.as_deref() == Some(email)).unwrap();
    Actor::person(person.id, role, scope)
}

pub async fn apply(house: &House, slug: &str, email: &str, startup: &str) -> ApplicationId {
    let new = NewApplication {
        email: email.to_owned(),
        name: format!("Søker {startup}"),
        startup_name: startup.to_owned(),
        locale: Locale::Nb,
    };
    house.store.start_application(slug, &new, &firefox()).await.unwrap();
    let link = mail(&house.store).await.into_iter().find_map(|(to, message)| match message {
        Message::ApplicationLink { link_token, .. } if to == email => Some(link_token),
        _ => None,
    });
    let application = house.store.submit_application(&link.unwrap(), true, 1).await.unwrap();
    mail(&house.store).await;
    application
}

impl Cast {
    pub async fn new(house: &House) -> Self {
        let store = &house.store;
        let mut programmes = Vec::new();
        for name in ["a", "b"] {
            programmes.push(store.create_programme(&root(), name, name, &DEFAULT_STAGES).await.unwrap());
        }
        let now = store.world().now();
        let mut calls = Vec::new();
        for (slug, programme) in [("one", 0), ("two", 0), ("three", 1)] {
            let form = CallForm {
                cohort: None,
                slug: slug.to_owned(),
                title: Texts::of(slug),
                intro: Texts::of("Velkommen"),
                contact: "kari@example.no".to_owned(),
                opens_at: now - TimeDelta::days(10),
                closes_at: now + TimeDelta::days(10),
                consent: Texts::of("Ja"),
                privacy: Texts::of("Slik"),
            };
            calls.push(store.create_call(&root(), programmes[programme], form).await.unwrap());
        }
        let here = Scope::Programme(programmes[0]);
        let there = Scope::Programme(programmes[1]);
        let manager = member(house, "leder@example.no", Role::Manager, here).await;
        let manager_elsewhere = member(house, "andre@example.no", Role::Manager, there).await;
        let first = member(house, "ein@example.no", Role::Evaluator, here).await;
        let second = member(house, "to@example.no", Role::Evaluator, here).await;
        let third = member(house, "tre@example.no", Role::Evaluator, here).await;
        let elsewhere = member(house, "borte@example.no", Role::Evaluator, there).await;
        mail(store).await;
        let mut applications = Vec::new();
        for (number, slug) in ["one", "one", "one", "two", "three"].into_iter().enumerate() {
            let (email, startup) = (format!("s{number}@example.no"), format!("Bedrift {number}"));
            applications.push(apply(house, slug, &email, &startup).await);
        }
        for (actor, call) in [(&first, 0), (&second, 0), (&third, 1), (&elsewhere, 2)] {
            store.set_evaluator(&root(), calls[call], actor.person.unwrap()).await.unwrap();
        }
        Self {
            programmes: programmes.try_into().unwrap(),
            calls: calls.try_into().unwrap(),
            applications,
            manager,
            manager_elsewhere,
            first,
            second,
            third,
            elsewhere,
        }
    }

    /// A round of a call, under way.
    pub async fn round(&self, house: &House, call: usize) -> ReviewId {
        let words = RoundWords { name: "Fyrste".to_owned(), due_on: Some(day(2024, 7, 10)) };
        let id = house.store.open_round(&root(), self.calls[call], &words, None).await.unwrap();
        house.store.start_round(&root(), id).await.unwrap();
        id
    }

    /// The same score on every criterion of a round.
    pub async fn all(&self, house: &House, round: ReviewId, score: u8) -> Scores {
        let call = house.store.judging(&root(), self.calls[0]).await.unwrap();
        let other = house.store.judging(&root(), self.calls[1]).await.unwrap();
        let mut rounds = call.rounds.iter().chain(&other.rounds);
        let round = rounds.find(|known| known.id == round).unwrap();
        round.criteria.iter().map(|criterion| (criterion.id, score)).collect::<BTreeMap<_, _>>()
    }

    pub async fn submit(&self, house: &House, who: &Actor, round: ReviewId, application: usize, score: u8) {
        let scores = self.all(house, round, score).await;
        let comment = format!("meining om {application} frå {}", who.label);
        let application = self.applications[application];
        house.store.submit_score(who, round, application, &scores, &comment).await.unwrap();
    }
}

pub fn person(actor: &Actor) -> PersonId {
    actor.person.unwrap()
}
