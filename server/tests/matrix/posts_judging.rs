//! Forms of judging applications.

use domain::evaluation::{Scores, Verdict};
use domain::ids::ApplicationId;
use domain::intake::ApplicationStatus;

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{Somebody, root};
use crate::judging::Judged;

impl Posts<'_> {
    /// A form that is about judging; `None` for any other.
    pub(super) async fn judging(&self, path: &str, label: &str, who: &Somebody) -> Option<Fields> {
        let number = self.next();
        let nowhere = label.ends_with("nowhere");
        let changed = &self.cast.judging.changed[usize::from(label.ends_with('b'))];
        let call = if nowhere { NOWHERE.to_owned() } else { changed.call.to_string() };
        let round = if nowhere { NOWHERE.to_owned() } else { changed.round.to_string() };
        let application = if nowhere { NOWHERE.to_owned() } else { changed.application.to_string() };
        let form = match path {
            "/act/save-score" | "/act/submit-score" => return Some(self.scored(label, who).await),
            "/act/reopen-score" => {
                // In a round whose criteria nobody changes.
                let of = &self.cast.judging.seen[1 + usize::from(label.ends_with('b'))];
                let scores = self.scores(of, 5).await;
                let _ = self.house.store.submit_score(&of.evaluator, of.round, of.other, &scores, "").await;
                let application = if nowhere { NOWHERE.to_owned() } else { of.other.to_string() };
                let (call, round) = (of.call.to_string(), of.round.to_string());
                let person = of.evaluator.person.unwrap().to_string();
                fields([("call", call), ("round", round), ("application", application), ("person", person)])
            }
            "/act/conflict" => {
                let application = if nowhere { NOWHERE.to_owned() } else { changed.other.to_string() };
                let mut form = fields([("application", application), ("reason", "matrix".to_owned())]);
                if label.starts_with("take back") {
                    let store = &self.house.store;
                    store.declare_conflict(&changed.evaluator, changed.other, None).await.unwrap();
                    let person = changed.evaluator.person.unwrap().to_string();
                    form.extend(fields([("act", "take-back".to_owned()), ("person", person)]));
                }
                form
            }
            "/act/judging-sharing" => fields([("call", call), ("sharing", "never".to_owned())]),
            "/act/judging-person" => {
                let person = changed.evaluator.person.unwrap();
                // Taken off first, so that setting them is something.
                if !nowhere {
                    let _ = self.house.store.remove_evaluator(&root(), changed.call, person).await;
                }
                fields([("call", call), ("person", person.to_string()), ("act", "set".to_owned())])
            }
            "/act/judging-invite" => fields([("call", call), ("email", format!("matrix-{number}@example.no"))]),
            "/act/judging-round" => fields([("call", call), ("round", round), ("name", format!("Matrix {number}"))]),
            "/act/judging-step" => {
                if !nowhere {
                    let (store, person) = (&self.house.store, changed.evaluator.person.unwrap());
                    store.set_evaluator(&root(), changed.call, person).await.unwrap();
                }
                fields([("call", call), ("round", round), ("act", "start".to_owned())])
            }
            "/act/judging-criterion" => fields([
                ("call", call),
                ("round", round),
                ("name_nb", format!("Matrix {number}")),
                ("weight", "1".to_owned()),
            ]),
            "/act/judging-letters" => {
                let programme = self.cast.programmes[usize::from(label.ends_with('b'))];
                let programme = if nowhere { NOWHERE.to_owned() } else { programme.to_string() };
                let text = || "Kjære {applicant}".to_owned();
                fields([("call", call), ("programme", programme), ("nb", text()), ("nn", text()), ("en", text())])
            }
            "/act/admit-application" => {
                self.undecided(nowhere, changed.application, false).await;
                let today = self.house.store.world().today().to_string();
                fields([("call", call), ("application", application), ("on", today), ("employees", "2".to_owned())])
            }
            "/act/decline-applications" => {
                self.undecided(nowhere, changed.application, false).await;
                let named = |what: &str, text: &str| (format!("{what}[k{application}]"), text.to_owned());
                let mut form = fields([("call", call)]);
                form.extend([named("reasons", "matrix"), named("letters", "Kjære søker.")]);
                form
            }
            "/act/wait-application" => {
                self.undecided(nowhere, changed.application, false).await;
                fields([("call", call), ("application", application), ("reason", "matrix".to_owned())])
            }
            "/act/undo-decision" => {
                self.undecided(nowhere, changed.application, true).await;
                fields([("call", call), ("application", application), ("reason", "matrix".to_owned())])
            }
            _ => return None,
        };
        Some(form)
    }

    /// Undoes what was decided about an application; with `waits` it is on the waiting list afterwards.
    async fn undecided(&self, nowhere: bool, application: ApplicationId, waits: bool) {
        if nowhere {
            return;
        }
        let store = &self.house.store;
        let status = store.application(application).await.unwrap().unwrap().status;
        if status != ApplicationStatus::Submitted {
            store.undo_decision(&root(), application, "matrix").await.unwrap();
        }
        let decided = store.decision(&root(), application).await.unwrap();
        if waits && decided.is_none_or(|decision| decision.verdict != Verdict::Waiting) {
            store.put_on_waiting_list(&root(), application, "matrix").await.unwrap();
        }
    }

    async fn scores(&self, of: &Judged, score: u8) -> Scores {
        let known = self.house.store.judging(&root(), of.call).await.unwrap();
        known.rounds[0].criteria.iter().map(|criterion| (criterion.id, score)).collect()
    }

    /// The scores of whoever asks, opened again if they are handed in.
    async fn scored(&self, label: &str, who: &Somebody) -> Fields {
        let seen = &self.cast.judging.seen;
        let (of, application) = match label {
            "in a" => (&seen[0], seen[0].application),
            "in a2" => (&seen[1], seen[1].application),
            "in b" => (&seen[2], seen[2].application),
            "a with a2" => (&seen[0], seen[1].application),
            _ => (&seen[0], ApplicationId(NOWHERE.parse().unwrap())),
        };
        if let Some(person) = who.viewer.as_ref().and_then(|viewer| viewer.actor.person) {
            let _ = self.house.store.reopen_score(&root(), of.round, application, person).await;
        }
        let mut form = fields([("round", of.round.to_string()), ("application", application.to_string())]);
        for (criterion, score) in self.scores(of, 3).await {
            form.push((format!("scores[k{criterion}]"), score.to_string()));
        }
        form
    }
}
