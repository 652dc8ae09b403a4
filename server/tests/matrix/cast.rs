//! Two programmes that know nothing of each other, startups with telling names and numbers, and somebody in every role.

use chrono::NaiveDate;
use domain::access::{Actor, Role, Scope};
use domain::documents::Room;
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, FactKind, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, MentorAssignment, Money, OtherSupport, Revenue, Source, Team, Verification, Workplace,
};
use domain::ids::{
    DocumentId, EnrolmentId, FactId, InvitationId, MembershipId, PersonId, ProgrammeId, StageId, StartupId, TokenId,
};
use domain::organisation::OrganisationNumber;
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use store::contracts::Signing;
use store::documents::NewDocument;
use store::exchange::{Profiled, Upload};
use store::identity::{Accepted, NewInvitation, NewToken, Origin, TokenError};
use store::strong::NewPasskey;
use store::{Draft, NewPerson, NewStartup, Store, Strength, Viewer};

use crate::house::House;
use crate::judging::Judging;
use crate::written::Written;

/// Everybody who asks, in the order of the columns of the table.
pub const ACTORS: [&str; 13] = [
    "admin",
    "manager-a",
    "manager-b",
    "mentor-a1",
    "mentor-a",
    "mentor-b",
    "evaluator-a",
    "founder-a1",
    "founder-b1",
    "founder-over",
    "funder-a",
    "no-role",
    "nobody",
];

/// Every startup: of programme A, of programme B, or of both; an application or admitted.
pub const STARTUPS: [&str; 13] = ["a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2", "b3", "b4", "b5", "b6", "ab"];

/// Organisation numbers with the digits that check them.
const NUMBERS: [&str; 13] = [
    "923609016",
    "984851006",
    "974760673",
    "991825827",
    "889640782",
    "971040238",
    "974761076",
    "974760843",
    "971032081",
    "974652277",
    "982583462",
    "983971636",
    "986352325",
];

/// The program's own hand, which may do everything.
pub fn root() -> Actor {
    Actor::command_line()
}

/// A civil date.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// One startup of the cast.
#[derive(Debug, Clone)]
pub struct Target {
    /// What the tables call it.
    pub key: &'static str,
    /// The startup.
    pub startup: StartupId,
    /// The first stay of it: in A for `ab`.
    pub stay: EnrolmentId,
    /// One fact of every kind.
    pub facts: Vec<(FactKind, FactId)>,
}

/// Somebody who asks.
pub struct Somebody {
    /// What the tables call them.
    pub key: &'static str,
    /// What the browser brings.
    pub cookie: String,
    /// What a program of theirs shows; empty for nobody.
    pub token: String,
    /// Who it is, when they are signed in.
    pub viewer: Option<Viewer>,
}

/// The whole cast.
pub struct Cast {
    /// Programme A, then B.
    pub programmes: [ProgrammeId; 2],
    /// Everybody, in the order of [`ACTORS`].
    pub actors: Vec<Somebody>,
    /// Every startup, in the order of [`STARTUPS`].
    pub targets: Vec<Target>,
    /// A file that the administrator brought and nobody applied.
    pub import: domain::ids::ImportId,
    /// One of each of [`DOCUMENTS`].
    pub documents: Vec<(&'static str, DocumentId)>,
    /// What the manager of A was typing, then the manager of B.
    pub drafts: [domain::ids::DraftId; 2],
    /// Contracts: that by which the funder of A pays, another of A, a draft of A, one of B.
    pub contracts: [domain::ids::ContractId; 4],
    /// Calls and applications, and who judges them.
    pub judging: Judging,
    /// What the mentors of a1 and of b1 wrote about them.
    pub written: [Written; 2],
}

/// Every document: what the tables call it, of which startup, the word it begins with, whether the founders see it, and whether one
/// of them added it.
pub const DOCUMENTS: [(&str, &str, &str, bool, bool); 6] = [
    ("a1", "a1", "dokument", true, false),
    ("a1 of the staff", "a1", "internt", false, false),
    ("a1 of its founder", "a1", "dokument", true, true),
    ("a2", "a2", "dokument", true, false),
    ("b1", "b1", "dokument", true, false),
    ("ab", "ab", "internt", false, false),
];

/// A document whose bytes, which are its name, lie where the server looks for them.
pub fn document(house: &House, name: &str) -> NewDocument {
    let id = house.store.new_id().simple().to_string();
    let key = format!("d/{}/{id}", &id[30..]);
    let beside = if house.url().starts_with("sqlite") { "documents" } else { "data/documents" };
    let path = house.folder.path().join(beside).join(&key);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, name).unwrap();
    let media_type = "text/plain; charset=utf-8".to_owned();
    NewDocument { name: name.to_owned(), media_type, size: name.len() as u64, sha256: "0".repeat(64), key }
}

/// The telling number of people who work in a startup.
pub fn heads(key: &str) -> u32 {
    let at = STARTUPS.iter().position(|known| *known == key).unwrap();
    71_337 + 977 * u32::try_from(at).unwrap()
}

/// The organisation number of a startup.
pub fn number(key: &str) -> &'static str {
    NUMBERS[STARTUPS.iter().position(|known| *known == key).unwrap()]
}

/// Another address for each who comes in, so that no limit by network is met.
pub fn origin(number: usize) -> Origin {
    Origin::new(format!("172.16.{}.{}", number / 250 % 250, number % 250), "Firefox, Linux")
}

impl Cast {
    /// Brings everybody in.
    pub async fn new(house: &House) -> Self {
        let store = &house.store;
        let a = store.create_programme(&root(), "prog-a", "Program A", &DEFAULT_STAGES).await.unwrap();
        let b = store.create_programme(&root(), "prog-b", "Program B", &DEFAULT_STAGES).await.unwrap();
        let mut targets = Vec::new();
        for key in STARTUPS {
            targets.push(target(store, key, a, b).await);
        }
        let of = |key: &str| targets.iter().find(|target| target.key == key).unwrap().startup;
        let mut contracts = Vec::new();
        for (title, programme, signs) in [
            ("Zqx-avtale-a", a, true),
            ("Zqx-avtale-annen", a, true),
            ("Zqx-avtale-utkast", a, false),
            ("Zqx-avtale-b", b, true),
        ] {
            let terms = crate::posts::contracts::terms(programme, title);
            let id = store.draft_contract(&root(), terms).await.unwrap();
            if signs {
                store.sign_contract(&root(), id, Signing { on: day(2023, 12, 1) }).await.unwrap();
            }
            contracts.push(id);
        }
        let contracts = [contracts[0], contracts[1], contracts[2], contracts[3]];
        let mut actors = Vec::new();
        for (number, key) in ACTORS.into_iter().enumerate() {
            let (role, scope) = match key {
                "admin" => (Role::Admin, Scope::House),
                "manager-a" => (Role::Manager, Scope::Programme(a)),
                "manager-b" => (Role::Manager, Scope::Programme(b)),
                "mentor-a1" | "mentor-a" => (Role::Mentor, Scope::Programme(a)),
                "mentor-b" | "no-role" => (Role::Mentor, Scope::Programme(b)),
                "evaluator-a" => (Role::Evaluator, Scope::Programme(a)),
                "founder-a1" | "founder-over" => (Role::Founder, Scope::Startup(of("a1"))),
                "founder-b1" => (Role::Founder, Scope::Startup(of("b1"))),
                "funder-a" => (Role::Funder, Scope::Contract(contracts[0], a)),
                _ => {
                    actors.push(Somebody { key, cookie: String::new(), token: String::new(), viewer: None });
                    continue;
                }
            };
            let (viewer, held) = member(store, key, role, scope, number).await;
            let person = viewer.actor.person.unwrap();
            // Made before a role is over, to show that it ends with the role.
            let (_, token) = token(store, &viewer).await.unwrap();
            match key {
                "founder-over" => {
                    let yesterday = store.world().today().pred_opt();
                    store.end_membership(&root(), held, yesterday).await.unwrap();
                }
                "no-role" => store.revoke_membership(&root(), held, "zqx-flyttet").await.unwrap(),
                "mentor-a1" => assign(store, of("a1"), person).await,
                "mentor-b" => assign(store, of("b1"), person).await,
                _ => {}
            }
            actors.push(Somebody { token, ..sign_in(store, key, person, number).await });
        }
        invited(store, "zqx-venter-a", a).await;
        invited(store, "zqx-venter-b", b).await;
        let upload = Upload {
            bytes: "ID;Navn;Kommune;Opptak;Ansatte ved opptak\nzqx-arkid;Zqx-ark AS;Oslo;01.01.2019;2\n".into(),
            file_name: "zqx-fil.csv".to_owned(),
            profile: Profiled::Shipped("sheet".to_owned()),
            as_of: Some(day(2023, 12, 31)),
        };
        let import = store.upload(&root(), upload).await.unwrap();
        let mut drafts = Vec::new();
        for key in ["manager-a", "manager-b"] {
            let person = actors.iter().find(|somebody| somebody.key == key).unwrap().person();
            let values = ["name", "email"].map(|field| (field.to_owned(), format!("zqx-utkast-{key}"))).into();
            let draft = Draft { form: "apply".to_owned(), values, errors: [].into(), person: Some(person) };
            drafts.push(store.save_draft(&draft).await.unwrap());
        }
        let drafts = [drafts[0], drafts[1]];
        let mut documents = Vec::new();
        for (label, of, word, shared, by_founder) in DOCUMENTS {
            let founder = actors.iter().find(|somebody| somebody.key == "founder-a1").unwrap();
            let founder = founder.viewer.as_ref().unwrap().actor.clone();
            let startup = targets.iter().find(|target| target.key == of).unwrap().startup;
            let new = document(house, &format!("zqx-{word}-{of}.txt"));
            let actor = if by_founder { founder } else { root() };
            let id = store.add_document(&actor, startup, &new, shared, Room::default()).await.unwrap();
            documents.push((label, id));
        }
        let judging = Judging::new(store, [a, b], &actors).await;
        let by = |key: &str| {
            let somebody = actors.iter().find(|somebody| somebody.key == key).unwrap();
            somebody.viewer.as_ref().unwrap().actor.clone()
        };
        let written = [
            Written::new(store, &by("mentor-a1"), of("a1"), "a1", "mentor-a1").await,
            Written::new(store, &by("mentor-b"), of("b1"), "b1", "mentor-b").await,
        ];
        Self { programmes: [a, b], actors, targets, import, documents, drafts, contracts, judging, written }
    }

    /// A startup by its name in the tables.
    pub fn target(&self, key: &str) -> &Target {
        self.targets.iter().find(|target| target.key == key).unwrap_or_else(|| panic!("no startup {key}"))
    }

    /// Somebody by their name in the tables.
    pub fn actor(&self, key: &str) -> &Somebody {
        self.actors.iter().find(|somebody| somebody.key == key).unwrap_or_else(|| panic!("nobody is {key}"))
    }

    /// A stage of the programme of a startup's first stay.
    pub async fn stage(&self, store: &Store, key: &str, stage: &str) -> StageId {
        let programme = self.programmes[usize::from(key.starts_with('b'))];
        store.ledger().await.unwrap().programme(programme).unwrap().stage_by_key(stage).unwrap().id
    }
}

impl Somebody {
    /// Who it is.
    pub fn person(&self) -> PersonId {
        self.viewer.as_ref().and_then(|viewer| viewer.actor.person).expect("somebody who is signed in")
    }
}

fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

async fn target(store: &Store, key: &'static str, a: ProgrammeId, b: ProgrammeId) -> Target {
    let actor = root();
    let programme = if key.starts_with('b') { b } else { a };
    let new = NewStartup {
        name: format!("Zqx-bedrift-{key}"),
        external_id: Some(format!("zqx-ekstern-{key}")),
        sector: Some(format!("zqx-bransje-{key}")),
        website: Some(format!("https://zqx-nett-{key}.example")),
        organisation_number: Some(OrganisationNumber::parse(number(key)).unwrap_or_else(|_| panic!("{key}"))),
    };
    let applied = store.apply(&actor, &new, programme, None, day(2024, 1, 1), Source::Founder).await;
    let (startup, stay) = applied.unwrap();
    let mut facts = vec![];
    let ledger = store.ledger().await.unwrap();
    facts.push((FactKind::StageChange, ledger.startup(startup).unwrap().stage_changes[0].id));
    if !key.ends_with('3') {
        store.admit(&actor, stay, day(2024, 2, 1), Some(Headcount::of(3))).await.unwrap();
        let idea = store.advance(&actor, stay, day(2024, 3, 1)).await.unwrap();
        let reason = format!("zqx-grunn-{key}");
        let growth = store.advance(&actor, stay, day(2024, 4, 1)).await.unwrap();
        store.send_back(&actor, stay, None, day(2024, 5, 1), &reason).await.unwrap();
        facts[0].1 = if key == "ab" { idea } else { growth };
    }
    if key == "ab" {
        let other = store.re_enrol(&actor, startup, b, None, day(2024, 3, 1)).await.unwrap();
        store.admit(&actor, other, day(2024, 4, 1), None).await.unwrap();
        store.advance(&actor, other, day(2024, 5, 1)).await.unwrap();
        store.advance(&actor, other, day(2024, 5, 2)).await.unwrap();
        store.send_back(&actor, other, None, day(2024, 6, 1), "zqx-annetsted-ab").await.unwrap();
    }
    let founder = NewPerson {
        name: format!("Zqx-navn-{key}"),
        email: Some(format!("zqx-epost-{key}@example.no")),
        is_mentor: false,
    };
    store.add_founder(&actor, startup, &founder, None, None).await.unwrap();
    let (on, by) = (day(2024, 3, 1), Source::Mentor);
    let told = || Some(format!("zqx-bevis-{key}"));
    let dormant = LifeEvent { kind: LifeEventKind::Incorporated, date_known: true };
    let heads = Headcount::of(heads(key));
    facts.push((FactKind::Headcount, store.record_headcount(&actor, startup, on, heads, by, told()).await.unwrap()));
    facts.push((FactKind::LifeEvent, store.record_life_event(&actor, startup, on, dormant, by, None).await.unwrap()));
    let alive = store.record_verification(&actor, startup, on, Verification, by, None).await.unwrap();
    facts.push((FactKind::Verification, alive));
    let place = Workplace { municipality: None };
    facts.push((FactKind::Workplace, store.record_workplace(&actor, startup, on, place, by, None).await.unwrap()));
    let revenue = Revenue { amount: kroner(1) };
    facts.push((FactKind::Revenue, store.record_revenue(&actor, startup, on, revenue, by, None).await.unwrap()));
    let capital = CapitalRaised { amount: kroner(1) };
    facts.push((FactKind::Capital, store.record_capital(&actor, startup, on, capital, by, None).await.unwrap()));
    let award = FundingAward::plain(&format!("zqx-ordning-{key}"), AwardStatus::Awarded, kroner(100));
    facts.push((FactKind::Award, store.record_award(&actor, startup, on, award, by, None).await.unwrap()));
    let nobody = MentorAssignment { mentor: None };
    facts.push((FactKind::Mentor, store.assign_mentor(&actor, startup, on, nobody, by, None).await.unwrap()));
    let support = OtherSupport { supporter: format!("zqx-annen-{key}").into() };
    let supported = store.record_other_support(&actor, startup, on, support, by, None).await.unwrap();
    facts.push((FactKind::OtherSupport, supported));
    let met = Meeting { programme, mentor: None, minutes: 45, kind: MeetingKind::Video };
    facts.push((FactKind::Meeting, store.record_meeting(&actor, startup, on, met, by, None).await.unwrap()));
    let team = Team { founders: 2, women_founders: Some(1), leaders: None, women_leaders: None };
    facts.push((FactKind::Team, store.record_team(&actor, startup, on, team, by, None).await.unwrap()));
    Target { key, startup, stay, facts }
}

async fn assign(store: &Store, startup: StartupId, mentor: PersonId) {
    let body = MentorAssignment { mentor: Some(mentor) };
    store.assign_mentor(&root(), startup, day(2024, 6, 1), body, Source::Mentor, None).await.unwrap();
}

/// Invites somebody, and lets them accept.
pub async fn member(store: &Store, key: &str, role: Role, scope: Scope, number: usize) -> (Viewer, MembershipId) {
    let new = NewInvitation {
        email: format!("zqx-{key}@example.no"),
        name: None,
        role,
        scope,
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::Nb,
    };
    let invited = store.invite(&root(), new).await.unwrap();
    let name = format!("Zqx-{key}");
    let accepted = store.accept_invitation(&invited.link_token, &name, &origin(number)).await.unwrap();
    let Accepted::SignedIn(session) = accepted else { panic!("{key} is new") };
    let held = session.viewer.worn.expect("the role just given");
    (session.viewer, held)
}

/// Signs somebody in as with a passkey, so that none has to be set up. Two of the cast have one.
async fn sign_in(store: &Store, key: &'static str, person: PersonId, number: usize) -> Somebody {
    let session = store.begin_session(person, Strength::Passkey, &origin(number)).await.unwrap();
    if matches!(key, "mentor-a1" | "mentor-b") {
        passkey(store, &session.viewer, key).await;
    }
    let cookie = format!("grobunn={}", session.token.secret());
    Somebody { key, cookie, token: String::new(), viewer: Some(session.viewer) }
}

/// A token of somebody's for the role they wear.
pub async fn token(store: &Store, viewer: &Viewer) -> Result<(TokenId, String), TokenError> {
    let hat = viewer.worn.ok_or(TokenError::NotYours)?;
    store.make_token(viewer, &NewToken { name: "Matrise".to_owned(), hat, days: 30 }).await
}

/// Another passkey of somebody's.
pub async fn passkey(store: &Store, viewer: &Viewer, name: &str) -> domain::ids::PasskeyId {
    let new = NewPasskey {
        credential_id: store.new_id().as_bytes().to_vec(),
        credential: serde_json::json!({}),
        name: format!("zqx-nokkel-{name}"),
    };
    store.add_passkey(viewer, new).await.unwrap()
}

/// An invitation that nobody has answered yet.
pub async fn invited(store: &Store, name: &str, programme: ProgrammeId) -> InvitationId {
    let new = NewInvitation {
        email: format!("{name}@example.no"),
        name: Some(name.to_owned()),
        role: Role::Mentor,
        scope: Scope::Programme(programme),
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::Nb,
    };
    store.invite(&root(), new).await.unwrap().id
}
