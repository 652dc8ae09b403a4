//! Forms of updates and objections: each has its own startup, request or fact made for it first.

use domain::access::{Actor, Role, Scope};
use domain::facts::{FactKind, Source};
use domain::ids::{ObjectionId, ProgrammeId, StartupId, UpdateRequestId};
use store::{NewPerson, NewStartup};

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{day, root};

/// Where those forms are posted.
const PATHS: [&str; 7] = [
    "/act/answer-update",
    "/act/report-update",
    "/act/update-settings",
    "/act/start-update-round",
    "/act/update-request",
    "/act/contest-fact",
    "/act/answer-objection",
];

impl Posts<'_> {
    /// Whether a form is about updates or objections.
    pub(super) fn is_founders(&self, path: &str) -> bool {
        PATHS.contains(&path)
    }

    /// A form that is about updates or objections; `None` for any other.
    pub(super) async fn founder(&self, path: &str, label: &str) -> Option<Fields> {
        let form = match path {
            "/act/answer-update" => {
                fields([("token", "abc".to_owned()), ("act", "answer".to_owned()), ("employees", "4".to_owned())])
            }
            "/act/report-update" => fields([
                ("startup", self.startup(label).to_string()),
                ("act", "answer".to_owned()),
                ("employees", (self.next() % 900).to_string()),
            ]),
            "/act/update-settings" => fields([
                ("programme", self.asks(label)),
                ("rhythm", "off".to_owned()),
                ("day", (1 + self.next() % 28).to_string()),
                ("due_days", "14".to_owned()),
                ("reminders", "7".to_owned()),
                ("question_headcount", "true".to_owned()),
            ]),
            "/act/start-update-round" => {
                if let Some(programme) = self.of(label) {
                    self.newly_admitted(programme).await;
                }
                fields([("programme", self.asks(label))])
            }
            "/act/update-request" => {
                let (act, place) = label.split_once(' ').unwrap_or((label, ""));
                let request = match self.of(place) {
                    Some(programme) => self.waiting_request(programme).await.to_string(),
                    None => NOWHERE.to_owned(),
                };
                // Where there is no such request the programme is one's own, so that the request alone is refused.
                let programme = self.of(place).unwrap_or(self.cast.programmes[0]);
                let act = if act == "nowhere" { "revoke" } else { act };
                fields([("programme", programme.to_string()), ("request", request), ("act", act.to_owned())])
            }
            "/act/contest-fact" => {
                let (startup, key) = label.split_once(" with ").unwrap_or((label, label));
                let fact = match key {
                    "nowhere" => NOWHERE.to_owned(),
                    key => self.fact(key, FactKind::Headcount).await.to_string(),
                };
                fields([
                    ("startup", self.startup(startup).to_string()),
                    ("fact", fact),
                    ("fact_kind", FactKind::Headcount.code().to_owned()),
                    ("sentence", "matrix".to_owned()),
                ])
            }
            "/act/answer-objection" => {
                let objection = match label {
                    "nowhere" => ObjectionId(NOWHERE.parse().unwrap()),
                    key => self.objection(key).await,
                };
                fields([
                    ("objection", objection.to_string()),
                    ("verdict", "kept".to_owned()),
                    ("text", "matrix".to_owned()),
                ])
            }
            _ => return None,
        };
        Some(form)
    }

    fn of(&self, label: &str) -> Option<ProgrammeId> {
        let [a, b] = self.cast.programmes;
        match label.rsplit(' ').next() {
            Some("a") => Some(a),
            Some("b") => Some(b),
            _ => None,
        }
    }

    fn asks(&self, label: &str) -> String {
        self.of(label).map_or_else(|| NOWHERE.to_owned(), |programme| programme.to_string())
    }

    /// Somebody who was not asked yet, with a founder who can be written to.
    async fn newly_admitted(&self, programme: ProgrammeId) -> StartupId {
        let (store, number) = (&self.house.store, self.next());
        let new = NewStartup { name: format!("Matrix {number}"), ..NewStartup::default() };
        let (startup, stay) =
            store.apply(&root(), &new, programme, None, day(2024, 1, 1), Source::Founder).await.unwrap();
        store.admit(&root(), stay, day(2024, 2, 1), None).await.unwrap();
        let email = Some(format!("matrix-{number}@example.no"));
        let founder = NewPerson { name: format!("Matrix {number}"), email, is_mentor: false };
        store.add_founder(&root(), startup, &founder, None, None).await.unwrap();
        startup
    }

    /// A request that waits.
    async fn waiting_request(&self, programme: ProgrammeId) -> UpdateRequestId {
        let startup = self.newly_admitted(programme).await;
        let store = &self.house.store;
        store.start_update_round(&root(), programme).await.unwrap();
        store.updates_of(&root(), startup).await.unwrap()[0].0.id
    }

    /// An objection that waits.
    async fn objection(&self, key: &str) -> ObjectionId {
        let fact = self.fact(key, FactKind::Headcount).await;
        let startup = self.startup(key);
        let founder = self.cast.actor(if key.starts_with('b') { "founder-b1" } else { "founder-a1" }).person();
        let actor = Actor::person(founder, Role::Founder, Scope::Startup(startup));
        self.house.store.contest_fact(&actor, startup, FactKind::Headcount, fact, "matrix").await.unwrap()
    }
}
