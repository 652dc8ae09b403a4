//! Forms of the pipeline: stages, what is ticked, views, undoing, calendars.

use domain::access::Actor;
use domain::ids::{FactId, ProgrammeId, SavedViewId, StageId};
use domain::pipeline::{Phase, StageKind};
use store::{NewView, StageWords};

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{Somebody, root};

impl Posts<'_> {
    /// A form that is about the pipeline; `None` for any other.
    pub(super) async fn pipe(&self, path: &str, label: &str, who: &Somebody) -> Option<Fields> {
        let nowhere = || NOWHERE.to_owned();
        let number = self.next();
        let named = |programme: Option<ProgrammeId>| programme.map_or_else(nowhere, |programme| programme.to_string());
        let form = match path {
            "/act/add-programme" => fields([("name", format!("Matrix {number}"))]),
            "/act/add-cohort" => {
                fields([("programme", named(self.programme(label))), ("name", format!("Matrix {number}"))])
            }
            "/act/add-stage" => fields([
                ("programme", named(self.programme(label))),
                ("place", "mentoring".to_owned()),
                ("name_nb", format!("Matrix {number}")),
            ]),
            "/act/change-stage" => self.stage_changed(label).await,
            "/act/pick" => {
                let stay = if label == "nothing" { nowhere() } else { self.cast.target(label).stay.to_string() };
                let stay = if label == "nothing" { String::new() } else { stay };
                fields([("pick[]", stay), ("back", "/pipeline?view=table".to_owned())])
            }
            "/act/bulk-move" | "/act/bulk-assign" | "/act/bulk-message" => self.bulk(path, label).await,
            "/act/undo" => {
                let fact = self.undone(label, who).await;
                fields([("facts", format!("stage_change:{fact}")), ("back", "/pipeline".to_owned())])
            }
            "/act/save-view" => {
                let programme = self.programme(label).map(|programme| programme.to_string());
                let query = "stuck=90".to_owned();
                fields([
                    ("name", format!("Matrix {number}")),
                    ("query", query),
                    ("programme", programme.unwrap_or_default()),
                ])
            }
            "/act/change-view" => {
                let view = match self.programme(label) {
                    None => SavedViewId(NOWHERE.parse().unwrap()),
                    programme => {
                        let new = NewView { name: "Matrix".to_owned(), query: String::new(), programme };
                        self.house.store.save_view(&root(), &new).await.unwrap()
                    }
                };
                fields([("view", view.to_string()), ("act", "rename".to_owned()), ("name", format!("Matrix {number}"))])
            }
            "/act/make-calendar" => Fields::new(),
            "/act/revoke-calendar" => {
                if let Some(actor) = actor(who) {
                    self.house.store.make_calendar(&actor).await.unwrap();
                }
                Fields::new()
            }
            _ => return None,
        };
        Some(form)
    }

    fn programme(&self, label: &str) -> Option<ProgrammeId> {
        let [a, b] = self.cast.programmes;
        match label.rsplit(' ').next() {
            Some("a") => Some(a),
            Some("b") => Some(b),
            _ => None,
        }
    }

    async fn new_stage(&self, programme: ProgrammeId) -> StageId {
        let names = [format!("Matrix {}", self.next()), String::new(), String::new()];
        let words = StageWords { names, usual_days: None };
        self.house.store.add_stage(&root(), programme, Phase::Mentoring, StageKind::Step, &words).await.unwrap()
    }

    async fn stage_changed(&self, label: &str) -> Fields {
        let [a, b] = self.cast.programmes;
        let (programme, stage) = match label {
            "nowhere" => (a, StageId(NOWHERE.parse().unwrap())),
            "a with b" => (a, self.new_stage(b).await),
            label => {
                let programme = self.programme(label).unwrap();
                (programme, self.new_stage(programme).await)
            }
        };
        let act = if label.starts_with("retire") { "retire" } else { "save" };
        fields([
            ("programme", programme.to_string()),
            ("stage", stage.to_string()),
            ("act", act.to_owned()),
            ("name_nb", format!("Matrix {}", self.next())),
        ])
    }

    async fn bulk(&self, path: &str, label: &str) -> Fields {
        let today = self.house.store.world().today().to_string();
        let stays = if label == "nowhere" { NOWHERE.to_owned() } else { self.cast.target(label).stay.to_string() };
        let mut form = fields([("stays", stays), ("back", "/pipeline".to_owned()), ("on", today)]);
        form.extend(match path {
            "/act/bulk-move" => {
                let key = if label == "nowhere" { "a1" } else { label };
                fields([("stage", self.other_stage(key).await.to_string()), ("reason", "matrix".to_owned())])
            }
            // To whoever follows it up already: nobody's tie to it may change.
            "/act/bulk-assign" => {
                let mentor = self.cast.actor(if label == "b1" { "mentor-b" } else { "mentor-a1" }).person();
                fields([("mentor", mentor.to_string())])
            }
            _ => fields([
                ("subject", format!("Matrix {}", self.next())),
                ("text", "matrix".to_owned()),
                ("send", "true".to_owned()),
            ]),
        });
        form
    }

    /// A move that whoever asks has just made where they may, or that somebody else has.
    async fn undone(&self, label: &str, who: &Somebody) -> FactId {
        let (key, own) = match label {
            "a1 own" => ("a1", true),
            "b1 of another" => ("b1", false),
            _ => return FactId(NOWHERE.parse().unwrap()),
        };
        let store = &self.house.store;
        let (stay, stage, today) = (self.cast.target(key).stay, self.other_stage(key).await, store.world().today());
        if let Some(actor) = actor(who).filter(|_| own)
            && let Ok(fact) = store.move_to(&actor, stay, stage, today, None, Some("matrix")).await
        {
            return fact;
        }
        let made = store.move_to(&root(), stay, stage, today, None, Some("matrix")).await;
        made.unwrap()
    }
}

/// As whom somebody acts, when they hold a role.
fn actor(who: &Somebody) -> Option<Actor> {
    who.viewer.as_ref().filter(|viewer| viewer.worn.is_some()).map(|viewer| viewer.actor.clone())
}
