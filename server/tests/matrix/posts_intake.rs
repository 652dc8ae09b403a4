//! Forms of calls and applications: what those do who run a programme, and what whoever has a link does.

use chrono::TimeDelta;
use domain::ids::{CallId, ProgrammeId, QuestionId};
use domain::intake::{QuestionKind, Texts};
use domain::mail::Message;
use domain::words::Locale;
use store::intake::{CallForm, NewApplication, QuestionForm};

use super::{Fields, NOWHERE, Posts, fields};
use crate::cast::{origin, root};
use crate::client::Ask;

/// A call made for one form.
struct Made {
    id: CallId,
    slug: String,
    first: QuestionId,
    second: QuestionId,
}

impl Posts<'_> {
    /// A form that is about calls or applications; `None` for any other.
    pub(super) async fn intake(&self, ask: &mut Ask, path: &str, label: &str) -> Option<Fields> {
        let [a, b] = self.cast.programmes;
        let programme = match label {
            "in b" => Some(b),
            "nowhere" | "nothing" => None,
            _ => Some(a),
        };
        let nowhere = || NOWHERE.to_owned();
        let form = match path {
            "/act/create-call" => {
                let into = programme.map_or_else(nowhere, |programme| programme.to_string());
                let mut form = self.said(&format!("matrix-laget-{}", self.next()));
                form.extend(fields([("programme", into)]));
                form
            }
            "/act/change-call" | "/act/close-call" | "/act/extend-call" | "/act/add-question" => {
                let made = self.call(programme).await;
                let (id, slug) =
                    made.map_or_else(|| (nowhere(), "x".to_owned()), |made| (made.id.to_string(), made.slug));
                let mut form = fields([("call", id)]);
                form.extend(match path {
                    "/act/change-call" => self.said(&slug),
                    "/act/add-question" => fields([("kind", "text".to_owned()), ("label_nb", "Hva?".to_owned())]),
                    _ => fields([("closes_on", "2099-01-01".to_owned()), ("closes_time", "12.00".to_owned())]),
                });
                form
            }
            "/act/change-question" | "/act/move-question" | "/act/retire-question" => {
                let made = self.call(programme).await;
                let (call, question) =
                    made.map_or_else(|| (nowhere(), nowhere()), |made| (made.id.to_string(), made.first.to_string()));
                fields([
                    ("call", call),
                    ("question", question),
                    ("kind", "text".to_owned()),
                    ("label_nb", "Hva nå?".to_owned()),
                    ("way", "down".to_owned()),
                    ("retired", "true".to_owned()),
                ])
            }
            "/act/start-application" => {
                let made = self.call(programme).await;
                let began = self.house.store.world().now() - TimeDelta::minutes(1);
                fields([
                    ("slug", made.map_or_else(|| "nowhere".to_owned(), |made| made.slug)),
                    ("name", "Matrix".to_owned()),
                    ("email", format!("matrix-{}@example.no", self.next())),
                    ("startup_name", "Matrix".to_owned()),
                    ("began", began.timestamp_millis().to_string()),
                ])
            }
            "/act/save-application"
            | "/act/submit-application"
            | "/act/withdraw-application"
            | "/apply/{slug}/{token}/files/{question}" => {
                let (slug, token, question, file) = match self.call(programme).await {
                    Some(made) => (made.slug.clone(), self.link(&made.slug).await, made.first, made.second),
                    None => {
                        let nothing = QuestionId(NOWHERE.parse().unwrap());
                        ("soknad-a".to_owned(), "a".repeat(43), nothing, nothing)
                    }
                };
                if path.starts_with("/apply/") {
                    ask.path = format!("/apply/{slug}/{token}/files/{file}");
                    ask.file = Some(("matrix.txt".to_owned(), b"matrix".to_vec()));
                }
                fields([
                    ("slug", slug),
                    ("token", token),
                    (&format!("answers[q{question}]"), "Matrix".to_owned()),
                    ("consent", "true".to_owned()),
                    ("notice", "1".to_owned()),
                    ("sure", "true".to_owned()),
                ])
            }
            _ => return None,
        };
        Some(form)
    }

    /// What a call says, as its form posts it.
    fn said(&self, slug: &str) -> Fields {
        fields([
            ("slug", slug.to_owned()),
            ("title_nb", "Matrix".to_owned()),
            ("opens_on", "2024-01-01".to_owned()),
            ("opens_time", "08:00".to_owned()),
            ("closes_on", "2098-01-01".to_owned()),
            ("closes_time", "12:00".to_owned()),
            ("consent_nb", "Ja".to_owned()),
            ("privacy_nb", "Slik".to_owned()),
        ])
    }

    /// A new open call that asks for a text and for a file.
    async fn call(&self, programme: Option<ProgrammeId>) -> Option<Made> {
        let (store, slug) = (&self.house.store, format!("matrix-{}", self.next()));
        let now = store.world().now();
        let form = CallForm {
            cohort: None,
            slug: slug.clone(),
            title: Texts::of("Matrix"),
            intro: Texts::default(),
            contact: String::new(),
            opens_at: now - TimeDelta::days(1),
            closes_at: now + TimeDelta::days(1),
            consent: Texts::of("Ja"),
            privacy: Texts::of("Slik"),
        };
        let id = store.create_call(&root(), programme?, form).await.unwrap();
        let asked = |kind| QuestionForm {
            kind,
            label: Texts::of("Hva?"),
            help: Texts::default(),
            options: Vec::new(),
            required: false,
            max_length: None,
        };
        let first = store.add_question(&root(), id, asked(QuestionKind::Text)).await.unwrap();
        let second = store.add_question(&root(), id, asked(QuestionKind::File)).await.unwrap();
        Some(Made { id, slug, first, second })
    }

    /// The link to a new application, taken from its mail before the server sends it.
    async fn link(&self, slug: &str) -> String {
        let store = &self.house.store;
        loop {
            let number = self.next();
            let email = format!("matrix-{number}@example.no");
            let new = NewApplication {
                email: email.clone(),
                name: "Matrix".to_owned(),
                startup_name: format!("Matrix {number}"),
                locale: Locale::Nb,
            };
            let from = origin(20_000 + usize::try_from(number).unwrap());
            store.start_application(slug, &new, &from).await.unwrap();
            // Leased for a moment only: the server sends it as if nobody had looked.
            let claimed = store.claim_mail(500, "matrix", TimeDelta::milliseconds(1)).await.unwrap();
            let link = claimed.into_iter().find_map(|mail| match mail.message {
                Message::ApplicationLink { link_token, .. } if mail.to == email => Some(link_token),
                _ => None,
            });
            // The server may have been faster.
            if let Some(link) = link {
                return link;
            }
        }
    }
}
