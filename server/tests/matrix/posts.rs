//! Everything that is posted: each form whole and right, so that it is refused for who sends it and for nothing else. What a form is
//! about is made for it first, so that an accepted one takes nothing away from the next.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use domain::access::{Role, Scope};
use domain::board;
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, FactKind, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, MentorAssignment, Money, OtherSupport, Outcome, Revenue, Source, Team, Verification, Workplace,
};
use domain::ids::{EnrolmentId, FactId, PersonId, StageId, StartupId};
use domain::words::Locale;
use store::exchange::{Profiled, Upload};
use store::identity::{Accepted, BrowserToken, NewInvitation};
use store::{NewStartup, Strength, Viewer};

use crate::cast::{Cast, Somebody, day, invited, origin, passkey, root, token};
use crate::client::Ask;
use crate::house::House;
use crate::labels::OWN_SESSION;
use crate::pages::NOWHERE;

#[path = "posts_contracts.rs"]
pub mod contracts;
#[path = "posts_day.rs"]
mod day;
#[path = "posts_docs.rs"]
mod docs;
#[path = "posts_founder.rs"]
mod founder;
#[path = "posts_funding.rs"]
mod funding;
#[path = "posts_intake.rs"]
mod intake;
#[path = "posts_judging.rs"]
mod judging;
#[path = "posts_pipe.rs"]
mod pipe;
#[path = "posts_pub.rs"]
mod published;

/// Makes forms.
pub struct Posts<'a> {
    house: &'a House,
    cast: &'a Cast,
    made: AtomicU32,
    /// A message that waits for its next try.
    waiting: domain::ids::MailId,
}

type Fields = Vec<(String, String)>;

fn fields<const N: usize>(list: [(&str, String); N]) -> Fields {
    list.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
}

fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

impl<'a> Posts<'a> {
    /// For a house and its cast.
    pub fn new(house: &'a House, cast: &'a Cast, waiting: domain::ids::MailId) -> Self {
        Self { house, cast, made: AtomicU32::new(0), waiting }
    }

    fn next(&self) -> u32 {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// A request that would be right for whoever may send it.
    pub async fn prepare(&self, path: &str, label: &str, who: &Somebody) -> Ask {
        let cookie = if OWN_SESSION.contains(&path) { self.session(who).await } else { who.cookie.clone() };
        let mut ask = Ask::post(path, &cookie, Vec::new());
        if let Some(form) = self.published(&mut ask, path, label) {
            ask.fields = form;
            return ask;
        }
        if let Some(form) = self.contracts(path, label).await {
            ask.fields = form;
            return ask;
        }
        if let Some(form) = self.day(path, label, who).await {
            ask.fields = form;
            return ask;
        }
        if let Some(form) = self.docs(&mut ask, path, label).await {
            ask.fields = form;
            return ask;
        }
        if let Some(form) = self.intake(&mut ask, path, label).await {
            ask.fields = form;
            return ask;
        }
        ask.fields = match path {
            "/act/headcount" | "/act/life-event" | "/act/workplace" | "/act/other-support" | "/act/money" => {
                self.observed(path, label)
            }
            "/act/award-step" | "/act/scheme" | "/act/scheme-remove" => self.funded(path, label).await,
            "/act/move-stay" => self.moved(label).await,
            "/act/correct" => self.corrected(label).await,
            "/act/enrol" => self.enrolled(label).await,
            "/act/apply" => self.applied(label),
            "/act/invite" | "/act/grant" => self.role(path, label).await,
            "/act/end-membership" | "/act/revoke-membership" => self.held(label).await,
            "/imports" => {
                ask.file = Some(("matrix.csv".to_owned(), self.sheet()));
                fields([("profile", "sheet".to_owned()), ("as_of", "2023-12-31".to_owned())])
            }
            "/act/erase-person" => {
                let (cookie, form) = self.erased(label, who, &ask.cookie).await;
                ask.cookie = cookie;
                form
            }
            _ if path.starts_with("/act/") && self.is_founders(path) => {
                self.founder(path, label).await.unwrap_or_default()
            }
            _ => match self.pipe(path, label, who).await {
                Some(form) => form,
                None => match self.judging(path, label, who).await {
                    Some(form) => form,
                    None => self.personal(path, label, who, &mut ask.cookie).await,
                },
            },
        };
        ask
    }

    /// A new session of somebody's.
    async fn session(&self, who: &Somebody) -> String {
        let Some(viewer) = &who.viewer else { return String::new() };
        let person = viewer.actor.person.expect("a person");
        let session = self.house.store.begin_session(person, Strength::Passkey, &origin(3)).await.unwrap();
        format!("grobunn={}", session.token.secret())
    }

    fn startup(&self, key: &str) -> StartupId {
        if key == "nowhere" { StartupId(NOWHERE.parse().unwrap()) } else { self.cast.target(key).startup }
    }

    fn observed(&self, path: &str, label: &str) -> Fields {
        let number = self.next();
        let on = day(2024, 7, 1) + TimeDelta::days(i64::from(number % 700));
        let mut form = fields([("startup", self.startup(label).to_string()), ("on", on.to_string())]);
        form.extend(match path {
            "/act/headcount" => fields([("employees", (number % 900).to_string())]),
            "/act/life-event" => fields([("kind", "moved_abroad".to_owned())]),
            "/act/money" => fields([("amount", number.to_string())]),
            "/act/workplace" => fields([("municipality", "0301".to_owned())]),
            _ => fields([("supporter", format!("Matrix {number}"))]),
        });
        form
    }

    /// Moves a stay to the one of two stages that it does not stand in.
    async fn moved(&self, label: &str) -> Fields {
        let (of, stay_of) = label.split_once(" with ").unwrap_or((label, label));
        let today = self.house.store.world().today();
        let (stay, stage) = match stay_of {
            "nowhere" => {
                (EnrolmentId(NOWHERE.parse().unwrap()), self.cast.stage(&self.house.store, "a1", "idea").await)
            }
            key => (self.cast.target(key).stay, self.other_stage(key).await),
        };
        fields([
            ("startup", self.startup(of).to_string()),
            ("enrolment", stay.to_string()),
            ("stage", stage.to_string()),
            ("on", today.to_string()),
            ("reason", "matrix".to_owned()),
        ])
    }

    async fn other_stage(&self, key: &str) -> StageId {
        let store = &self.house.store;
        let ledger = store.ledger().await.unwrap();
        let stays = board::stays(&ledger, store.world().now(), store.world().today());
        let stay = self.cast.target(key).stay;
        let stands = stays.iter().find(|known| known.enrolment.id == stay).unwrap().course.stage;
        let two = if key.ends_with('3') { ["applied", "screening"] } else { ["idea", "validation"] };
        let first = self.cast.stage(store, key, two[0]).await;
        if stands == first { self.cast.stage(store, key, two[1]).await } else { first }
    }

    async fn corrected(&self, label: &str) -> Fields {
        let (of, rest) = label.split_once(' ').unwrap();
        let (fact_of, kind) = rest.strip_prefix("with ").and_then(|rest| rest.split_once(' ')).unwrap_or((of, rest));
        let kind = FactKind::from_code(kind).unwrap();
        let fact = match fact_of {
            "nowhere" => FactId(NOWHERE.parse().unwrap()),
            key => self.fact(key, kind).await,
        };
        let mut form = fields([
            ("startup", self.startup(of).to_string()),
            ("fact", fact.to_string()),
            ("fact_kind", kind.code().to_owned()),
            ("reason", "matrix".to_owned()),
        ]);
        form.extend(match kind {
            FactKind::Headcount => fields([
                ("act", "correct".to_owned()),
                ("on", "2024-06-01".to_owned()),
                ("employees", (900 + self.next() % 90).to_string()),
            ]),
            _ => fields([("act", "withdraw".to_owned())]),
        });
        form
    }

    /// A new fact about a startup, which nothing rests on.
    async fn fact(&self, key: &str, kind: FactKind) -> FactId {
        let (store, startup, by) = (&self.house.store, self.startup(key), Source::Mentor);
        let number = self.next();
        let on = day(2024, 7, 1) + TimeDelta::days(i64::from(number % 700));
        let actor = root();
        let made = match kind {
            FactKind::StageChange => {
                let (stay, stage, today) =
                    (self.cast.target(key).stay, self.other_stage(key).await, store.world().today());
                store.move_to(&actor, stay, stage, today, None, Some("matrix")).await
            }
            FactKind::Headcount => {
                store.record_headcount(&actor, startup, on, Headcount::of(number % 900), by, None).await
            }
            FactKind::LifeEvent => {
                let event = LifeEvent { kind: LifeEventKind::MovedAbroad, date_known: true };
                store.record_life_event(&actor, startup, on, event, by, None).await
            }
            FactKind::Verification => store.record_verification(&actor, startup, on, Verification, by, None).await,
            FactKind::Workplace => {
                store.record_workplace(&actor, startup, on, Workplace { municipality: None }, by, None).await
            }
            FactKind::Revenue => {
                let revenue = Revenue { amount: kroner(number.into()) };
                store.record_revenue(&actor, startup, on, revenue, by, None).await
            }
            FactKind::Capital => {
                let capital = CapitalRaised { amount: kroner(number.into()) };
                store.record_capital(&actor, startup, on, capital, by, None).await
            }
            FactKind::Award => {
                let award = FundingAward::plain("Matrix", AwardStatus::Awarded, kroner(number.into()));
                store.record_award(&actor, startup, on, award, by, None).await
            }
            FactKind::Mentor => {
                // Before anybody was assigned, so that nobody loses or wins a startup by it.
                let on = day(2024, 3, 2) + TimeDelta::days(i64::from(number % 60));
                store.assign_mentor(&actor, startup, on, MentorAssignment { mentor: None }, by, None).await
            }
            FactKind::OtherSupport => {
                let support = OtherSupport { supporter: format!("Matrix {number}").into() };
                store.record_other_support(&actor, startup, on, support, by, None).await
            }
            FactKind::Meeting => {
                let [programme, _] = self.cast.programmes;
                let meeting = Meeting { programme, mentor: None, minutes: 30, kind: MeetingKind::Phone };
                store.record_meeting(&actor, startup, on, meeting, by, None).await
            }
            FactKind::Team => {
                let team = Team { founders: number % 900, women_founders: None, leaders: None, women_leaders: None };
                store.record_team(&actor, startup, on, team, by, None).await
            }
            FactKind::Update => unreachable!("no form is about one: it follows from a founder's answer"),
        };
        made.unwrap_or_else(|error| panic!("{key} {kind:?}: {error}"))
    }

    async fn enrolled(&self, label: &str) -> Fields {
        let (of, into) = label.split_once(" into ").unwrap_or((label, "a"));
        let [a, b] = self.cast.programmes;
        let startup = match of {
            "a1 again" => self.startup("a1"),
            "nowhere" => self.startup("nowhere"),
            programme => self.left(if programme == "a" { a } else { b }).await,
        };
        let into = if into == "b" { b } else { a };
        let today = self.house.store.world().today();
        fields([("startup", startup.to_string()), ("programme", into.to_string()), ("on", today.to_string())])
    }

    /// A startup that was in a programme and left it.
    async fn left(&self, programme: domain::ids::ProgrammeId) -> StartupId {
        let store = &self.house.store;
        let new = NewStartup { name: format!("Matrix {}", self.next()), ..NewStartup::default() };
        let applied = store.apply(&root(), &new, programme, None, day(2024, 1, 1), Source::Founder).await;
        let (startup, stay) = applied.unwrap();
        store.admit(&root(), stay, day(2024, 2, 1), None).await.unwrap();
        store.exit(&root(), stay, Outcome::Left, day(2024, 3, 1), "matrix").await.unwrap();
        startup
    }

    fn applied(&self, label: &str) -> Fields {
        let [a, b] = self.cast.programmes.map(|programme| programme.to_string());
        let into = match label {
            "into a" => a,
            "into b" => b,
            _ => NOWHERE.to_owned(),
        };
        fields([("name", format!("Matrix {}", self.next())), ("programme", into), ("on", "2024-05-05".to_owned())])
    }

    async fn role(&self, path: &str, label: &str) -> Fields {
        let [a, b] = self.cast.programmes.map(|programme| programme.to_string());
        let (role, whom) = label.split_once(" to ").unwrap_or((label, ""));
        let (role, programme, startup) = match role {
            "mentor of a" => ("mentor", a, String::new()),
            "manager of a" => ("manager", a, String::new()),
            "mentor of b" => ("mentor", b, String::new()),
            "founder of a1" => ("founder", String::new(), self.startup("a1").to_string()),
            "founder of b1" => ("founder", String::new(), self.startup("b1").to_string()),
            "manager of the house" => ("manager", "house".to_owned(), String::new()),
            _ => ("admin", String::new(), String::new()),
        };
        let mut form = fields([
            ("role", role.to_owned()),
            ("programme", programme),
            ("startup", startup),
            ("from_on", self.house.store.world().today().to_string()),
        ]);
        if path == "/act/invite" {
            form.push(("email".to_owned(), format!("matrix-{}@example.no", self.next())));
        } else {
            let scope = Scope::Programme(self.cast.programmes[usize::from(whom == "b")]);
            let (viewer, _) = self.newcomer(Role::Funder, scope).await;
            form.push(("person".to_owned(), viewer.actor.person.unwrap().to_string()));
        }
        form
    }

    /// Somebody new in a role, with a session.
    async fn newcomer(&self, role: Role, scope: Scope) -> (Viewer, String) {
        let (store, number) = (&self.house.store, self.next());
        let new = NewInvitation {
            email: format!("matrix-{number}@example.no"),
            name: None,
            role,
            scope,
            from_on: day(2024, 1, 1),
            to_on: None,
            locale: Locale::Nb,
        };
        let invited = store.invite(&root(), new).await.unwrap();
        let from = origin(1_000 + usize::try_from(number).unwrap());
        let accepted = store.accept_invitation(&invited.link_token, &format!("Matrix {number}"), &from).await.unwrap();
        let Accepted::SignedIn(session) = accepted else { panic!("somebody new") };
        let session = store.rotate(&session.token, Strength::Passkey).await.unwrap();
        (session.viewer, format!("grobunn={}", session.token.secret()))
    }

    /// Somebody new in the same shoes as one of the cast, for what ends who does it.
    async fn double(&self, own: &Viewer) -> (Viewer, String) {
        let store = &self.house.store;
        let other = Scope::Programme(self.cast.programmes[1]);
        let (role, scope) = own.hat().map_or((Role::Mentor, other), |hat| (hat.role, hat.scope));
        let (mut viewer, mut cookie) = self.newcomer(role, scope).await;
        if own.hat().is_none() {
            store.revoke_membership(&root(), viewer.worn.unwrap(), "matrix").await.unwrap();
            let person = viewer.actor.person.unwrap();
            let session = store.begin_session(person, Strength::Passkey, &origin(5)).await.unwrap();
            (viewer, cookie) = (session.viewer, format!("grobunn={}", session.token.secret()));
        }
        (viewer, cookie)
    }

    async fn held(&self, label: &str) -> Fields {
        let [a, b] = self.cast.programmes;
        let form = |person: String, held: String| {
            fields([
                ("person", person),
                ("membership", held),
                ("to_on", "2099-01-01".to_owned()),
                ("reason", "matrix".to_owned()),
            ])
        };
        let (scope, role) = match label {
            "in a" => (Scope::Programme(a), Role::Mentor),
            "in b" => (Scope::Programme(b), Role::Mentor),
            "of the house" => (Scope::House, Role::Manager),
            _ => return form(NOWHERE.to_owned(), NOWHERE.to_owned()),
        };
        let (viewer, _) = self.newcomer(role, scope).await;
        form(viewer.actor.person.unwrap().to_string(), viewer.worn.unwrap().to_string())
    }

    async fn erased(&self, label: &str, who: &Somebody, cookie: &str) -> (String, Fields) {
        let form = |viewer: &Viewer| {
            fields([("person", viewer.actor.person.unwrap().to_string()), ("name", viewer.name.clone())])
        };
        let [a, b] = self.cast.programmes;
        match (label, &who.viewer) {
            ("self", Some(own)) => {
                let (viewer, cookie) = self.double(own).await;
                (cookie, form(&viewer))
            }
            ("in a" | "in b", _) => {
                let scope = Scope::Programme(if label == "in a" { a } else { b });
                (cookie.to_owned(), form(&self.newcomer(Role::Mentor, scope).await.0))
            }
            _ => (cookie.to_owned(), fields([("person", NOWHERE.to_owned()), ("name", "Matrix".to_owned())])),
        }
    }

    fn sheet(&self) -> Vec<u8> {
        let number = self.next();
        format!("ID;Navn;Kommune;Opptak;Ansatte ved opptak\nM{number};Matrix {number};Oslo;01.01.2019;2\n").into_bytes()
    }

    async fn import(&self) -> domain::ids::ImportId {
        let upload = Upload {
            bytes: self.sheet(),
            file_name: "matrix.csv".to_owned(),
            profile: Profiled::Shipped("sheet".to_owned()),
            as_of: Some(day(2023, 12, 31)),
        };
        self.house.store.upload(&root(), upload).await.unwrap()
    }

    /// What concerns accounts, sessions and mail.
    async fn personal(&self, path: &str, label: &str, who: &Somebody, cookie: &mut String) -> Fields {
        let store = &self.house.store;
        let nowhere = NOWHERE.to_owned();
        let other = self.cast.actor(if who.key == "mentor-a1" { "mentor-b" } else { "mentor-a1" });
        let theirs = other.viewer.as_ref().unwrap();
        let browser = BrowserToken::new(&**store.world());
        match (path, label) {
            ("/act/revoke-invitation", "nowhere") => fields([("invitation", nowhere)]),
            ("/act/revoke-invitation", label) => {
                let programme = self.cast.programmes[usize::from(label == "in b")];
                let id = invited(store, &format!("matrix-{}", self.next()), programme).await;
                fields([("invitation", id.to_string())])
            }
            ("/act/apply-import", "of the admin") => fields([("import", self.import().await.to_string())]),
            ("/act/undo-import", "of the admin") => {
                let id = self.import().await;
                store.apply_import(&root(), id, &domain::exchange::Answers::default(), &|_| ()).await.unwrap();
                fields([("import", id.to_string())])
            }
            ("/act/apply-import" | "/act/undo-import", _) => fields([("import", nowhere)]),
            ("/act/rename-passkey" | "/act/remove-passkey", label) => {
                let id = match (label, &who.viewer) {
                    ("own", Some(own)) => {
                        let fresh = Viewer { confirmed_at: store.world().now(), ..own.clone() };
                        // Two, because some roles may not remove their last one.
                        passkey(store, &fresh, who.key).await;
                        passkey(store, &fresh, who.key).await
                    }
                    _ => store.passkeys_of(theirs.actor.person.unwrap()).await.unwrap()[0].id,
                };
                fields([("passkey", id.to_string()), ("name", "Matrix".to_owned())])
            }
            ("/act/make-token", label) => {
                let hat = match (label, &who.viewer) {
                    ("own", Some(own)) => own.worn,
                    _ => theirs.worn,
                };
                let hat = hat.map_or(nowhere, |hat| hat.to_string());
                fields([("name", "Matrise".to_owned()), ("hat", hat), ("days", "30".to_owned())])
            }
            ("/act/revoke-token", label) => {
                let fresh = |viewer: &Viewer| Viewer { confirmed_at: store.world().now(), ..viewer.clone() };
                let made = match (label, &who.viewer) {
                    ("own", Some(own)) => token(store, &fresh(own)).await,
                    _ => token(store, &fresh(theirs)).await,
                };
                fields([("token", made.map_or(nowhere, |(id, _)| id.to_string()))])
            }
            ("/act/end-sessions", label) => {
                let which = match (label, &who.viewer) {
                    ("own", Some(own)) => {
                        let devices = store.sessions_of(own).await.unwrap();
                        devices.iter().find(|device| !device.this).map_or(nowhere, |device| device.id.to_string())
                    }
                    ("own" | "of another", _) => theirs.session.unwrap().to_string(),
                    (all, _) => all.to_owned(),
                };
                if matches!(label, "own" | "others" | "all")
                    && let Some(own) = &who.viewer
                {
                    // So that the sessions of the cast stay.
                    let (viewer, fresh) = self.double(own).await;
                    let person: PersonId = viewer.actor.person.unwrap();
                    let second = store.begin_session(person, Strength::Passkey, &origin(4)).await.unwrap();
                    *cookie = fresh;
                    let which = if label == "own" { second.viewer.session.unwrap().to_string() } else { which };
                    return fields([("which", which)]);
                }
                fields([("which", which)])
            }
            ("/act/wear", "own") => {
                let Some(own) = &who.viewer else { return fields([("hat", nowhere)]) };
                let hat = own.worn.map_or(nowhere, |hat| hat.to_string());
                fields([("hat", hat)])
            }
            ("/act/wear", _) => fields([("hat", theirs.worn.unwrap().to_string())]),
            ("/act/choose", "language") => {
                // Everybody begins with bokmål.
                let tag = "nn";
                fields([("lang", tag.to_owned()), ("back", "/accessibility".to_owned())])
            }
            ("/act/check-text", "nothing") => fields([("text", String::new())]),
            ("/act/check-text", _) => fields([("text", "73 prosent overlever.".to_owned())]),
            ("/act/choose", "keys") => fields([("keys", "off".to_owned()), ("back", "/accessibility".to_owned())]),
            ("/act/choose", _) => fields([("scheme", "dark".to_owned()), ("back", "/accessibility".to_owned())]),
            ("/act/ask-to-sign-in", "known") => {
                let (viewer, _) = self.newcomer(Role::Funder, Scope::Programme(self.cast.programmes[0])).await;
                fields([("email", viewer.email.unwrap())])
            }
            ("/act/ask-to-sign-in", _) => fields([("email", format!("matrix-{}@example.no", self.next()))]),
            ("/act/sign-in-by-code" | "/act/confirm-by-code", _) => {
                // Begun by somebody else, in another browser.
                let email = format!("matrix-{}@example.no", self.next());
                let from = origin(5_000 + usize::try_from(self.next()).unwrap());
                let attempt = store.ask_to_sign_in(&email, &browser, Locale::Nb, &from).await.unwrap();
                fields([("attempt", attempt.to_string()), ("code", "K7MPQX".to_owned())])
            }
            ("/act/ask-to-change-email", "free") => fields([("email", format!("matrix-{}@example.no", self.next()))]),
            ("/act/ask-to-change-email", _) => {
                let scope = Scope::Programme(self.cast.programmes[0]);
                fields([("email", self.newcomer(Role::Funder, scope).await.0.email.unwrap())])
            }
            ("/act/change-email", _) => {
                // Begun by somebody else, in another browser.
                let asks = Viewer { confirmed_at: store.world().now(), ..theirs.clone() };
                let email = format!("matrix-{}@example.no", self.next());
                let from = origin(7_000 + usize::try_from(self.next()).unwrap());
                let attempt = store.ask_to_change_email(&asks, &email, &browser, Locale::Nb, &from).await.unwrap();
                fields([("attempt", attempt.to_string()), ("email", email), ("code", "K7MPQX".to_owned())])
            }
            ("/act/disable-account" | "/act/enable-account" | "/act/end-sessions-of", "nowhere") => {
                fields([("person", nowhere)])
            }
            ("/act/disable-account" | "/act/enable-account" | "/act/end-sessions-of", label) => {
                let scope = Scope::Programme(self.cast.programmes[usize::from(label == "in b")]);
                let person: PersonId = self.newcomer(Role::Mentor, scope).await.0.actor.person.unwrap();
                if path == "/act/enable-account" {
                    store.disable_account(&root(), person).await.unwrap();
                }
                fields([("person", person.to_string())])
            }
            ("/act/sign-in-by-link", _) => fields([("token", browser.secret().to_owned())]),
            ("/act/accept-invitation", "new") => {
                let new = NewInvitation {
                    email: format!("matrix-{}@example.no", self.next()),
                    name: None,
                    role: Role::Funder,
                    scope: Scope::Programme(self.cast.programmes[0]),
                    from_on: day(2024, 1, 1),
                    to_on: None,
                    locale: Locale::Nb,
                };
                let token = store.invite(&root(), new).await.unwrap().link_token;
                fields([("token", token), ("name", "Matrix".to_owned())])
            }
            ("/act/accept-invitation", _) => fields([("token", "abc".to_owned()), ("name", "Matrix".to_owned())]),
            ("/act/use-recovery-code", _) => {
                let fresh = Viewer { confirmed_at: store.world().now(), ..theirs.clone() };
                let codes = store.new_recovery_codes(&fresh).await.unwrap();
                fields([("code", codes.codes()[0].clone())])
            }
            ("/act/resend-mail", "waiting") => fields([("mail", self.waiting.to_string())]),
            ("/act/resend-mail", _) => fields([("mail", nowhere)]),
            ("/act/look-as", role) => fields([("role", role.to_owned())]),
            _ => fields([("ceremony", nowhere), ("answer", "{}".to_owned()), ("name", "Matrix".to_owned())]),
        }
    }
}
