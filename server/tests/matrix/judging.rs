//! Calls and applications of the cast, and who judges them: two calls of programme A of which the evaluator of A judges one, one of B, and
//! a call of each to be changed.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::ids::{ApplicationId, CallId, PersonId, ProgrammeId, ReviewId};
use domain::intake::Texts;
use domain::mail::Message;
use domain::words::Locale;
use store::Store;
use store::evaluation::RoundWords;
use store::identity::NewInvitation;
use store::intake::{CallForm, NewApplication};

use crate::cast::{Somebody, day, origin, root};

/// A call with its round under way.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The call.
    pub call: CallId,
    /// Its round.
    pub round: ReviewId,
    /// An application to it.
    pub application: ApplicationId,
    /// Another one.
    pub other: ApplicationId,
    /// Somebody beside the cast who judges it.
    pub evaluator: Actor,
}

/// What there is to judge.
#[derive(Debug, Clone)]
pub struct Judging {
    /// To be looked at: of A, which the evaluator of A judges; of A, which others judge; of B.
    pub seen: [Judged; 3],
    /// To be changed: of A, of B. Their applications have names that tell nothing.
    pub changed: [Judged; 2],
}

impl Judging {
    /// Sets everything up.
    pub async fn new(store: &Store, [a, b]: [ProgrammeId; 2], actors: &[Somebody]) -> Self {
        let of_a = evaluator(store, "a", a).await;
        let of_b = evaluator(store, "b", b).await;
        let first = actors.iter().find(|somebody| somebody.key == "evaluator-a").expect("an evaluator").person();
        let seen = [
            judged(store, "soknad-a", a, &of_a, Some(first)).await,
            judged(store, "soknad-a2", a, &of_a, None).await,
            judged(store, "soknad-b", b, &of_b, None).await,
        ];
        let changed =
            [judged(store, "endres-a", a, &of_a, None).await, judged(store, "endres-b", b, &of_b, None).await];
        Self { seen, changed }
    }
}

async fn evaluator(store: &Store, key: &str, programme: ProgrammeId) -> Actor {
    let scope = Scope::Programme(programme);
    let email = format!("matrix-vurderer-{key}@example.no");
    let new = NewInvitation {
        email: email.clone(),
        name: Some("Matrix".to_owned()),
        role: Role::Evaluator,
        scope,
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::Nb,
    };
    let invited = store.invite(&root(), new).await.unwrap();
    store.accept_invitation(&invited.link_token, "Matrix", &origin(900)).await.unwrap();
    let people = store.people().await.unwrap();
    let person = people.persons.values().find(|person| person.email.as_deref() == Some(&email)).expect("accepted");
    Actor::person(person.id, Role::Evaluator, scope)
}

async fn judged(
    store: &Store,
    name: &str,
    programme: ProgrammeId,
    evaluator: &Actor,
    also: Option<PersonId>,
) -> Judged {
    let now = store.world().now();
    let form = CallForm {
        cohort: None,
        slug: name.to_owned(),
        title: Texts::of(format!("Utlysning {name}")),
        intro: Texts::of("Velkommen"),
        contact: "Matrix".to_owned(),
        opens_at: now - TimeDelta::days(10),
        closes_at: now + TimeDelta::days(10),
        consent: Texts::of("Ja"),
        privacy: Texts::of("Slik"),
    };
    let call = store.create_call(&root(), programme, form).await.unwrap();
    let mark = if name.starts_with("soknad") { format!("zqx-{name}") } else { format!("Matrix {name}") };
    let application = applied(store, name, &mark, 1).await;
    let other = applied(store, name, &mark, 2).await;
    store.set_evaluator(&root(), call, evaluator.person.unwrap()).await.unwrap();
    if let Some(person) = also {
        store.set_evaluator(&root(), call, person).await.unwrap();
    }
    let words = RoundWords { name: "Runde".to_owned(), due_on: None };
    let round = store.open_round(&root(), call, &words, None).await.unwrap();
    store.start_round(&root(), round).await.unwrap();
    Judged { call, round, application, other, evaluator: evaluator.clone() }
}

async fn applied(store: &Store, slug: &str, mark: &str, number: usize) -> ApplicationId {
    let email = format!("matrix-{slug}-{number}@example.no");
    let new = NewApplication {
        email: email.clone(),
        name: mark.to_owned(),
        startup_name: format!("{mark} {number}"),
        locale: Locale::Nb,
    };
    store.start_application(slug, &new, &origin(901)).await.unwrap();
    // Leased for a moment only: the server sends it as if nobody had looked.
    let claimed = store.claim_mail(500, "matrix", TimeDelta::milliseconds(1)).await.unwrap();
    let link = claimed.into_iter().find_map(|mail| match mail.message {
        Message::ApplicationLink { link_token, .. } if mail.to == email => Some(link_token),
        _ => None,
    });
    store.submit_application(&link.expect("a link by mail"), true, 1).await.unwrap()
}
