//! The working day: meetings, notes, milestones, tasks, planned meetings, assignments.

mod link;
mod meetings;
mod milestones;
mod notes;
mod tasks;

use domain::access::{Actor, Role, Scope};
use domain::facts::{MeetingKind, MentorAssignment, Source};
use domain::ids::{PersonId, StartupId};
use store::day::NewMeeting;
use store::{NewPerson, Store};

use crate::cast::{self, Stay, manager};
use crate::common::{House, day};

/// A startup with a mentor, a founder, another mentor of its programme, and somebody of another one.
pub struct Cast {
    pub stay: Stay,
    pub mentor: Actor,
    pub colleague: Actor,
    pub founder: Actor,
    pub boss: Actor,
    pub stranger: Actor,
}

pub fn id(actor: &Actor) -> PersonId {
    actor.person.unwrap()
}

pub async fn person(store: &Store, name: &str, is_mentor: bool) -> PersonId {
    let new = NewPerson { name: name.to_owned(), is_mentor, ..NewPerson::default() };
    store.add_person(&manager(), &new).await.unwrap()
}

/// Assigns a mentor from a day.
pub async fn assign(store: &Store, startup: StartupId, mentor: PersonId, on: chrono::NaiveDate) {
    let body = MentorAssignment { mentor: Some(mentor) };
    store.assign_mentor(&manager(), startup, on, body, Source::Mentor, None).await.unwrap();
}

impl Cast {
    pub async fn new(house: &House) -> Self {
        let store = &house.store;
        let stay = cast::admitted(house).await;
        let scope = Scope::Programme(stay.programme);
        let mentor = person(store, "Mona Mentor", true).await;
        assign(store, stay.startup, mentor, day(2024, 2, 1)).await;
        let other =
            store.create_programme(&manager(), "annet", "Annet", &domain::pipeline::DEFAULT_STAGES).await.unwrap();
        let new = NewPerson { name: "Finn Founder".to_owned(), ..NewPerson::default() };
        let from = Some(day(2024, 1, 1));
        let founder = store.add_founder(&manager(), stay.startup, &new, from, None).await.unwrap();
        Self {
            stay,
            mentor: Actor::person(mentor, Role::Mentor, scope),
            colleague: Actor::person(person(store, "Kåre Kollega", true).await, Role::Mentor, scope),
            founder: Actor::person(founder, Role::Founder, Scope::Startup(stay.startup)),
            boss: Actor::person(person(store, "Lise Leder", false).await, Role::Manager, scope),
            stranger: Actor::person(person(store, "Frida Fremmed", true).await, Role::Mentor, Scope::Programme(other)),
        }
    }

    /// Everybody but the mentor, and the administrator.
    pub fn others(&self) -> [Actor; 6] {
        [
            self.colleague.clone(),
            self.founder.clone(),
            self.boss.clone(),
            self.stranger.clone(),
            Actor::command_line(),
            manager(),
        ]
    }

    /// A meeting on the clock's day.
    pub fn meeting(&self, house: &House) -> NewMeeting {
        NewMeeting {
            form: house.store.new_id(),
            startup: self.stay.startup,
            on: day(2024, 6, 30),
            minutes: 45,
            kind: MeetingKind::Video,
            shared_note: String::new(),
            private_note: String::new(),
            next: None,
            planned: None,
        }
    }
}

/// Gives the mentor of a cast an account, and a role in the whole house.
pub async fn with_account(house: &House, cast: &mut Cast, email: &str) {
    crate::personal::account(house, id(&cast.mentor), email, Role::Mentor).await;
    cast.mentor = Actor::person(id(&cast.mentor), Role::Mentor, Scope::House);
}
