//! Forms of documents and of what asks for attention.

use chrono::Days;
use domain::access::{Actor, Role, Scope};
use domain::attention::{AttentionRules, Rule};
use domain::documents::Room;
use domain::facts::{Headcount, Source};
use domain::ids::{DocumentId, StartupId};

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{DOCUMENTS, document, root};
use crate::client::Ask;

impl Posts<'_> {
    /// A form that is about documents or attention; `None` for any other.
    pub(super) async fn docs(&self, ask: &mut Ask, path: &str, label: &str) -> Option<Fields> {
        let store = &self.house.store;
        let form = match path {
            "/startups/{startup}/documents" => {
                ask.path = path.replace("{startup}", &self.startup(label).to_string());
                ask.file = Some((format!("matrix-{}.txt", self.next()), b"matrix".to_vec()));
                fields([("shared", "all".to_owned())])
            }
            "/act/remove-document" | "/act/restore-document" => {
                let id = match DOCUMENTS.into_iter().find(|(known, ..)| *known == label) {
                    Some((_, of, _, shared, by_founder)) => self.added(of, shared, by_founder).await,
                    None => DocumentId(NOWHERE.parse().unwrap()),
                };
                if path == "/act/restore-document" && label != "nowhere" {
                    store.remove_document(&root(), id).await.unwrap();
                }
                fields([("document", id.to_string())])
            }
            "/act/snooze" | "/act/unsnooze" => {
                let startup = self.startup(label);
                let rule = if label == "a3" { Rule::ApplicationWaiting } else { Rule::FiguresFallen };
                if label != "nowhere" {
                    self.fallen(startup).await;
                }
                let until = store.world().today() + Days::new(2 + u64::from(self.next() % 60));
                if path == "/act/unsnooze" && label != "nowhere" {
                    store.snooze(&root(), startup, rule, until, "matrix").await.unwrap();
                }
                fields([
                    ("startup", startup.to_string()),
                    ("rule", rule.code().to_owned()),
                    ("until", until.to_string()),
                    ("why", "matrix".to_owned()),
                ])
            }
            "/act/attention-rules" => {
                let slug = match label {
                    "of a" => "prog-a",
                    "of b" => "prog-b",
                    _ => "nowhere",
                };
                let shipped = AttentionRules::default();
                let mut form = fields([("programme", slug.to_owned())]);
                for rule in Rule::ALL {
                    let setting = shipped.get(rule);
                    form.extend(fields([
                        (&format!("rules[on_{}]", rule.code()), "true".to_owned()),
                        (&format!("rules[limit_{}]", rule.code()), setting.limit.to_string()),
                        (&format!("rules[severity_{}]", rule.code()), setting.severity.code().to_owned()),
                    ]));
                }
                form
            }
            _ => return None,
        };
        Some(form)
    }

    /// Lets a startup have lost nearly all who worked there within a year, whatever was recorded about it before.
    async fn fallen(&self, startup: StartupId) {
        let (store, today) = (&self.house.store, self.house.store.world().today());
        for (on, heads) in [(today - Days::new(366), 800), (today, 1 + self.next() % 100)] {
            let heads = Headcount::of(heads);
            store.record_headcount(&root(), startup, on, heads, Source::Mentor, None).await.unwrap();
        }
    }

    /// A new document, so that one that is taken away takes nothing from the next.
    async fn added(&self, of: &str, shared: bool, by_founder: bool) -> DocumentId {
        let startup: StartupId = self.startup(of);
        let founder = self.cast.actor("founder-a1").person();
        let actor = if by_founder { Actor::person(founder, Role::Founder, Scope::Startup(startup)) } else { root() };
        let new = document(self.house, &format!("matrix-{}.txt", self.next()));
        self.house.store.add_document(&actor, startup, &new, shared, Room::default()).await.unwrap()
    }
}
