//! Forms of the working day: meetings, notes, milestones, tasks, assignments, and what a programme gives.

use chrono::{NaiveTime, TimeDelta};
use domain::access::Actor;
use domain::board;
use domain::day::NoteKind;
use domain::facts::MeetingKind;
use domain::ids::{EnrolmentId, PersonId, ProgrammeId, StartupId};
use domain::intake::oslo_at;
use store::day::{NewMilestone, NewNote, NewPlanned, NewTask, NewTemplate};

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{Somebody, root};

impl Posts<'_> {
    fn as_actor(&self, key: &str) -> Actor {
        self.cast.actor(key).viewer.as_ref().unwrap().actor.clone()
    }

    /// The mentor who follows a startup up.
    fn follower(&self, label: &str) -> Actor {
        self.as_actor(if label.starts_with('b') { "mentor-b" } else { "mentor-a1" })
    }

    fn programme_of(&self, label: &str) -> ProgrammeId {
        match label {
            "of a" | "in a" => self.cast.programmes[0],
            "of b" | "in b" => self.cast.programmes[1],
            _ => NOWHERE.parse().unwrap(),
        }
    }

    /// A form of the working day; `None` for any other.
    pub(super) async fn day(&self, path: &str, label: &str, who: &Somebody) -> Option<Fields> {
        let store = &self.house.store;
        let startup = || self.startup(label.split(' ').next().unwrap_or_default());
        let today = store.world().today();
        let text = format!("matrix-{}", self.next());
        let form = match path {
            "/act/log-meeting" | "/act/log-meeting-by-link" => fields([
                ("token", "abc".to_owned()),
                ("form", store.new_id().to_string()),
                ("startup", if label == "nothing" { String::new() } else { startup().to_string() }),
                ("on", today.to_string()),
                ("minutes", "30".to_owned()),
                ("kind", "video".to_owned()),
            ]),
            "/act/plan-meeting" => fields([
                ("startup", startup().to_string()),
                ("on", (today + TimeDelta::days(3)).to_string()),
                ("at", "10:00".to_owned()),
                ("minutes", "30".to_owned()),
            ]),
            "/act/cancel-meeting" | "/act/revoke-log-link" => {
                fields([("planned", self.planned(path, label).await), ("back", "/my-day".to_owned())])
            }
            "/act/write-note" if label.ends_with("private") => {
                fields([("startup", startup().to_string()), ("kind", "private".to_owned()), ("private_note", text)])
            }
            "/act/write-note" => {
                fields([("startup", startup().to_string()), ("kind", "shared".to_owned()), ("shared_note", text)])
            }
            "/act/change-note" => self.changed_note(label, text).await,
            "/act/add-milestone" => fields([("startup", startup().to_string()), ("title", text)]),
            "/act/change-milestone" | "/act/tick-milestone" => {
                fields([("milestone", self.milestone(label).await), ("title", text), ("ticked", "true".to_owned())])
            }
            "/act/take-up-milestones" => self.taken_up(label, text).await,
            "/act/add-task" => fields([
                ("title", text),
                ("startup", if label == "own" { String::new() } else { self.startup(&label[6..]).to_string() }),
            ]),
            "/act/tick-task" => fields([("task", self.task(label).await), ("ticked", "true".to_owned())]),
            "/act/assign-mentor" => {
                fields([("startup", startup().to_string()), ("mentor", "nobody".to_owned()), ("on", today.to_string())])
            }
            "/act/hand-over" => fields([("startup", startup().to_string())]),
            "/act/mentoring-budget" => fields([
                ("programme", self.programme_of(label).to_string()),
                ("hours", (1 + self.next() % 900).to_string()),
                ("per", "stay".to_owned()),
            ]),
            "/act/add-milestone-template" => {
                let stage = self.cast.stage(store, if label == "of b" { "b1" } else { "a1" }, "idea").await;
                fields([
                    ("programme", self.programme_of(label).to_string()),
                    ("stage", stage.to_string()),
                    ("title", text),
                ])
            }
            "/act/retire-milestone-template" => {
                let template = if label == "nowhere" { NOWHERE.to_owned() } else { self.template(label, text).await };
                fields([("template", template), ("programme", self.programme_of(label).to_string())])
            }
            _ => return None,
        };
        // Whoever posts makes no difference to what is posted.
        let _ = who;
        Some(form)
    }

    /// A planned meeting of the mentor of a1: one to come, or one that is over and was asked about.
    async fn planned(&self, path: &str, label: &str) -> String {
        if label == "nowhere" {
            return NOWHERE.to_owned();
        }
        let store = &self.house.store;
        let starts_at = if path == "/act/cancel-meeting" {
            store.world().now() + TimeDelta::days(2)
        } else {
            oslo_at(store.world().today(), NaiveTime::from_hms_opt(0, 0, 0).unwrap())
        };
        let new = NewPlanned { startup: self.startup("a1"), starts_at, minutes: 1, kind: MeetingKind::Phone };
        let id = store.plan_meeting(&self.follower("a1"), new).await.unwrap();
        store.ask_to_log_meetings().await.unwrap();
        id.to_string()
    }

    async fn changed_note(&self, label: &str, text: String) -> Fields {
        let (of, kind) = match label {
            "shared of mentor-a1" => ("a1", NoteKind::Shared),
            "private of mentor-a1" => ("a1", NoteKind::Private),
            "shared of mentor-b" => ("b1", NoteKind::Shared),
            "private of mentor-b" => ("b1", NoteKind::Private),
            _ => return fields([("note", NOWHERE.to_owned()), ("shared_note", text)]),
        };
        let new = NewNote { startup: self.startup(of), meeting: None, kind, text: format!("{text}-first") };
        let id = self.house.store.write_note(&self.follower(of), &new).await.unwrap();
        let field = if kind == NoteKind::Private { "private_note" } else { "shared_note" };
        fields([("note", id.to_string()), (field, text)])
    }

    async fn milestone(&self, label: &str) -> String {
        if label == "nowhere" {
            return NOWHERE.to_owned();
        }
        let new = NewMilestone {
            startup: self.startup(label),
            title: format!("matrix-{}", self.next()),
            owner: None,
            due_on: None,
        };
        self.house.store.add_milestone(&self.follower(label), &new).await.unwrap().to_string()
    }

    async fn template(&self, label: &str, title: String) -> String {
        let store = &self.house.store;
        // Where the stay stands at the moment: other forms move it.
        let ledger = store.ledger().await.unwrap();
        let stays = board::stays(&ledger, store.world().now(), store.world().today());
        let stay = self.cast.target(if label == "in b" { "b1" } else { "a1" }).stay;
        let stage = stays.iter().find(|known| known.enrolment.id == stay).unwrap().course.stage;
        let new = NewTemplate { programme: self.programme_of(label), stage, title, days: None };
        store.add_milestone_template(&root(), &new).await.unwrap().to_string()
    }

    /// What the stage of a stay brings, made so that there is always one more to take up.
    async fn taken_up(&self, label: &str, title: String) -> Fields {
        let stay = |key: &str| self.cast.target(key).stay;
        let (startup, enrolment): (StartupId, EnrolmentId) = match label {
            "a1 with b1" => (self.startup("a1"), stay("b1")),
            "nowhere" => (NOWHERE.parse().unwrap(), NOWHERE.parse().unwrap()),
            key => (self.startup(key), stay(key)),
        };
        if label != "nowhere" {
            self.template(if label == "b1" { "in b" } else { "in a" }, title).await;
        }
        fields([("startup", startup.to_string()), ("enrolment", enrolment.to_string())])
    }

    async fn task(&self, label: &str) -> String {
        if label == "nowhere" {
            return NOWHERE.to_owned();
        }
        let of = &label[3..];
        let follower = self.follower(of);
        let owner: PersonId = follower.person.unwrap();
        let title = format!("matrix-{}", self.next());
        let new = NewTask { title, owner, startup: Some(self.startup(of)), due_on: None };
        self.house.store.add_task(&follower, &new).await.unwrap().to_string()
    }
}
