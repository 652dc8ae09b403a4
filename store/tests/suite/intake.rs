//! Calls, applications, and what becomes of them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::facts::in_force;
use domain::ids::{CallId, PersonId, ProgrammeId, QuestionId};
use domain::intake::{ApplicationStatus, CallState, QuestionKind, Texts, options_from};
use domain::organisation::OrganisationNumber;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement};
use store::identity::Origin;
use store::intake::{CallForm, CallRefusal, IntakeError, NewApplication, QuestionForm, Saved};
use store::{Category, Missing, NewPerson, Refusal, RetentionRules, VerbError};

use crate::cast::{self, manager, refusal};
use crate::common::{House, on_both};
use crate::ledger::{assert_fresh, second};
use crate::personal::{count, raw};

fn form(house: &House, slug: &str) -> CallForm {
    let now = house.store.world().now();
    CallForm {
        cohort: None,
        slug: slug.to_owned(),
        title: Texts::all("Vårkull", "Vårkull", "Spring cohort"),
        intro: Texts::of("Kom og bli med."),
        contact: "Kari, 900 00 000".to_owned(),
        opens_at: now,
        closes_at: now + TimeDelta::days(30),
        consent: Texts::of("Jeg samtykker."),
        privacy: Texts::of("Slik gjør vi."),
    }
}

fn question(kind: QuestionKind, required: bool) -> QuestionForm {
    QuestionForm {
        kind,
        label: Texts::of("Hva gjør dere?"),
        help: Texts::default(),
        options: options_from("Hav\nHelse"),
        required,
        max_length: None,
    }
}

struct Open {
    programme: ProgrammeId,
    call: CallId,
    text: QuestionId,
    number: QuestionId,
}

/// An open call with a question that must be answered and one that need not.
async fn open(house: &House) -> Open {
    let programme = cast::programme(house).await;
    let store = &house.store;
    let call = store.create_call(&manager(), programme, form(house, "var")).await.unwrap();
    let text = store.add_question(&manager(), call, question(QuestionKind::LongText, true)).await.unwrap();
    let number = store.add_question(&manager(), call, question(QuestionKind::OrganisationNumber, false)).await.unwrap();
    Open { programme, call, text, number }
}

fn applicant(email: &str, startup: &str) -> NewApplication {
    NewApplication {
        email: email.to_owned(),
        name: "Åse Bø".to_owned(),
        startup_name: startup.to_owned(),
        locale: Locale::Nb,
    }
}

fn origin() -> Origin {
    Origin::new("192.0.2.1".to_owned(), "Firefox, Linux")
}

/// The secret of the last link that went out.
async fn last_token(house: &House) -> String {
    let raw = raw(house).await;
    let sql = "SELECT payload FROM outbox WHERE payload IS NOT NULL ORDER BY id DESC LIMIT 1";
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap().unwrap();
    let payload: serde_json::Value = row.try_get_by_index(0).unwrap();
    payload["link_token"].as_str().unwrap().to_owned()
}

/// Begins an application; its link.
async fn begun(house: &House, email: &str, startup: &str) -> String {
    house.world.advance(TimeDelta::minutes(10));
    house.store.start_application("var", &applicant(email, startup), &origin()).await.unwrap();
    last_token(house).await
}

fn saved(answers: impl IntoIterator<Item = (QuestionId, &'static str)>) -> Saved {
    let answers = answers.into_iter().map(|(id, text)| (id, text.to_owned())).collect();
    Saved { answers, ..Saved::default() }
}

/// An application that was sent in; its link.
async fn sent(house: &House, open: &Open, email: &str, startup: &str) -> String {
    let token = begun(house, email, startup).await;
    house.store.save_application(&token, &saved([(open.text, "Vi lager båter.")])).await.unwrap();
    house.store.submit_application(&token, true, 1).await.unwrap();
    token
}

on_both! {
    async fn a_call_says_what_it_must_and_opens_and_closes_by_its_times(house: House) {
        let programme = cast::programme(&house).await;
        let store = &house.store;
        let good = form(&house, "var");
        for (bad, why) in [
            (CallForm { title: Texts::of(" "), ..good.clone() }, CallRefusal::TitleMissing),
            (CallForm { slug: "Vår 27".to_owned(), ..good.clone() }, CallRefusal::SlugBad),
            (CallForm { consent: Texts::default(), ..good.clone() }, CallRefusal::ConsentMissing),
            (CallForm { privacy: Texts::default(), ..good.clone() }, CallRefusal::PrivacyMissing),
            (CallForm { closes_at: good.opens_at, ..good.clone() }, CallRefusal::ClosesFirst),
        ] {
            assert_eq!(refusal(store.create_call(&manager(), programme, bad).await), Refusal::Call(why));
        }
        let id = store.create_call(&manager(), programme, good.clone()).await.unwrap();
        let taken = store.create_call(&manager(), programme, good.clone()).await;
        assert_eq!(refusal(taken), Refusal::Call(CallRefusal::SlugTaken));
        let state = async || store.call(id).await.unwrap().unwrap().state(store.world().now());
        assert_eq!(state().await, CallState::Open);
        store.close_call(&manager(), id).await.unwrap();
        assert_eq!(state().await, CallState::Closed);
        let passed = store.extend_call(&manager(), id, store.world().now()).await;
        assert_eq!(refusal(passed), Refusal::Call(CallRefusal::UntilPassed));
        store.extend_call(&manager(), id, store.world().now() + TimeDelta::days(1)).await.unwrap();
        assert_eq!(state().await, CallState::Open);
        house.world.advance(TimeDelta::days(1));
        assert_eq!(state().await, CallState::Closed);
        assert_fresh(&house).await;
    }

    async fn only_those_who_run_the_programme_manage_its_calls(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let person = PersonId(uuid::Uuid::from_u128(9));
        let own = Scope::Programme(open.programme);
        let elsewhere = Scope::Programme(ProgrammeId(uuid::Uuid::from_u128(1)));
        let founder = Scope::Startup(domain::ids::StartupId(uuid::Uuid::from_u128(1)));
        let before = (store.call(open.call).await.unwrap(), store.questions(open.call).await.unwrap());
        for (role, scope, hidden) in [
            (Role::Mentor, own, false),
            (Role::Evaluator, own, false),
            (Role::Funder, own, false),
            (Role::Manager, elsewhere, true),
            (Role::Mentor, elsewhere, true),
            (Role::Founder, founder, true),
        ] {
            let actor = Actor::person(person, role, scope);
            let until = store.world().now() + TimeDelta::days(2);
            let text = || question(QuestionKind::Text, true);
            let tried = [
                ("create_call", store.create_call(&actor, open.programme, form(&house, "x")).await.map(drop)),
                ("change_call", store.change_call(&actor, open.call, form(&house, "x")).await),
                ("close_call", store.close_call(&actor, open.call).await),
                ("extend_call", store.extend_call(&actor, open.call, until).await),
                ("add_question", store.add_question(&actor, open.call, text()).await.map(drop)),
                ("change_question", store.change_question(&actor, open.text, text()).await),
                ("move_question", store.move_question(&actor, open.text, false).await),
                ("retire_question", store.retire_question(&actor, open.text, true).await),
            ];
            for (verb, answer) in tried {
                match answer {
                    Err(VerbError::NotFound(Missing::Call | Missing::Programme | Missing::Question)) => {
                        assert!(hidden, "{verb} as {role:?}");
                    }
                    Err(VerbError::Denied(_)) => assert!(!hidden, "{verb} as {role:?}"),
                    other => panic!("{verb} as {role:?}: {other:?}"),
                }
            }
        }
        let after = (store.call(open.call).await.unwrap(), store.questions(open.call).await.unwrap());
        assert_eq!(after, before, "nothing was done");
        let (manager, admin) = (Actor::person(person, Role::Manager, own), Actor::person(person, Role::Admin, Scope::House));
        store.close_call(&manager, open.call).await.unwrap();
        store.extend_call(&admin, open.call, store.world().now() + TimeDelta::days(2)).await.unwrap();
    }

    async fn the_same_link_holder_writes_saves_and_sends_in_once(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let token = begun(&house, "ase@example.no", "Solvind").await;
        let before = store.ledger().await.unwrap().version;
        store.save_application(&token, &saved([(open.text, "Båter"), (open.number, "923609017")])).await.unwrap();
        assert_eq!(store.ledger().await.unwrap().version, before, "saving makes nobody read anew");
        let application = store.application_by_link(&token).await.unwrap().unwrap();
        assert_eq!(application.answers.len(), 2);
        assert!(matches!(store.submit_application(&token, true, 1).await, Err(IntakeError::Incomplete)), "a digit is wrong");
        assert!(matches!(store.submit_application(&token, false, 1).await, Err(IntakeError::Incomplete)));
        store.save_application(&token, &saved([(open.number, "923 609 016")])).await.unwrap();
        assert!(matches!(store.submit_application(&token, true, 2).await, Err(IntakeError::NoticeChanged)));
        assert_eq!(store.ledger().await.unwrap().startups.len(), 0, "nothing was sent in");

        let id = store.submit_application(&token, true, 1).await.unwrap();
        assert!(matches!(store.submit_application(&token, true, 1).await, Err(IntakeError::SentAlready)));
        let late = store.save_application(&token, &saved([(open.text, "Annet")])).await;
        assert!(matches!(late, Err(IntakeError::SentAlready)));
        let application = store.application(id).await.unwrap().unwrap();
        assert_eq!((application.status, application.notice_version), (ApplicationStatus::Submitted, Some(1)));
        let ledger = store.ledger().await.unwrap();
        let startup = ledger.startup(application.startup.unwrap()).unwrap();
        assert_eq!(startup.profile.name, "Solvind");
        assert_eq!(startup.companies[0].number, OrganisationNumber::parse("923609016").unwrap());
        let stage = in_force(&startup.stage_changes, Instant::MAX_UTC)[0].body.as_ref().unwrap().to;
        assert_eq!(ledger.programme(open.programme).unwrap().first_stage().unwrap().id, stage);
        let raw = raw(&house).await;
        assert_eq!(count(&raw, "SELECT count(*) FROM outbox WHERE kind = 'application_received'").await, 1);
        assert_eq!(count(&raw, "SELECT count(*) FROM audit WHERE action = 'submit_application'").await, 1);
        let named = "SELECT count(*) FROM audit WHERE CAST(after AS TEXT) LIKE '%ase@example%' OR CAST(after AS TEXT) LIKE '%Åse%'";
        assert_eq!(count(&raw, named).await, 0, "the log names nobody");
        assert_fresh(&house).await;
    }

    async fn of_many_that_send_it_in_at_once_one_does(house: House) {
        let open = open(&house).await;
        let token = begun(&house, "ase@example.no", "Solvind").await;
        house.store.save_application(&token, &saved([(open.text, "Båter")])).await.unwrap();
        let other = second(&house).await;
        let mut racers = tokio::task::JoinSet::new();
        for number in 0..10 {
            let store = if number % 2 == 0 { house.store.clone() } else { other.clone() };
            let token = token.clone();
            racers.spawn(async move { store.submit_application(&token, true, 1).await });
        }
        let mut done = 0;
        while let Some(result) = racers.join_next().await {
            match result.unwrap() {
                Ok(_) => done += 1,
                Err(IntakeError::SentAlready) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(done, 1);
        assert_eq!(house.store.ledger().await.unwrap().startups.len(), 1);
        assert_fresh(&house).await;
    }

    async fn asking_again_resumes_and_another_startup_begins_anew(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let first = begun(&house, "ase@example.no", "Solvind").await;
        store.save_application(&first, &saved([(open.text, "Båter")])).await.unwrap();
        let again = begun(&house, " ASE@Example.no", "solvind ").await;
        assert_ne!(first, again);
        let ids = [&first, &again].map(|token| store.application_by_link(token));
        let [one, two] = ids;
        assert_eq!(one.await.unwrap().unwrap().id, two.await.unwrap().unwrap().id, "both links hold");
        let other = begun(&house, "ase@example.no", "Måneskinn").await;
        assert!(store.application_by_link(&other).await.unwrap().unwrap().answers.is_empty());
        let drafts = store.call_counts().await.unwrap()[&open.call];
        assert_eq!((drafts.drafts, drafts.submitted), (2, 0));
        for token in ["", "x", &first[..42]] {
            assert!(store.application_by_link(token).await.unwrap().is_none());
            assert!(matches!(store.submit_application(token, true, 1).await, Err(IntakeError::Gone)));
        }
    }

    async fn the_link_of_one_call_answers_nothing_of_another(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let call = store.create_call(&manager(), open.programme, form(&house, "host")).await.unwrap();
        let theirs = store.add_question(&manager(), call, question(QuestionKind::Text, false)).await.unwrap();
        let token = begun(&house, "ase@example.no", "Solvind").await;
        store.save_application(&token, &saved([(theirs, "Feil sted")])).await.unwrap();
        assert!(store.application_by_link(&token).await.unwrap().unwrap().answers.is_empty());
    }

    async fn a_closed_call_takes_nothing_and_keeps_what_was_written(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let token = begun(&house, "ase@example.no", "Solvind").await;
        store.save_application(&token, &saved([(open.text, "Båter")])).await.unwrap();
        store.close_call(&manager(), open.call).await.unwrap();
        assert!(matches!(store.save_application(&token, &saved([(open.text, "x")])).await, Err(IntakeError::Closed)));
        assert!(matches!(store.submit_application(&token, true, 1).await, Err(IntakeError::Closed)));
        let late = store.start_application("var", &applicant("ola@example.no", "Sein"), &origin()).await;
        assert!(matches!(late, Err(IntakeError::Closed)));
        let kept = store.application_by_link(&token).await.unwrap().unwrap();
        assert_eq!(kept.answers, BTreeMap::from([(open.text, "Båter".to_owned())]));
        store.extend_call(&manager(), open.call, store.world().now() + TimeDelta::days(1)).await.unwrap();
        store.submit_application(&token, true, 1).await.unwrap();
    }

    async fn what_was_asked_and_agreed_to_stays_once_somebody_has_applied(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let changed = QuestionForm { label: Texts::of("Hva lager dere?"), ..question(QuestionKind::LongText, true) };
        store.change_question(&manager(), open.text, changed.clone()).await.unwrap();
        store.move_question(&manager(), open.number, true).await.unwrap();
        assert_eq!(store.questions(open.call).await.unwrap()[0].id, open.number);
        let text = CallForm { privacy: Texts::of("På en annen måte."), ..form(&house, "var") };
        store.change_call(&manager(), open.call, text.clone()).await.unwrap();
        assert_eq!(store.call(open.call).await.unwrap().unwrap().notice.version, 1, "nobody has agreed yet");

        sent(&house, &open, "ase@example.no", "Solvind").await;
        let fixed = Refusal::Call(CallRefusal::QuestionsFixed);
        assert_eq!(refusal(store.change_question(&manager(), open.text, changed).await), fixed);
        assert_eq!(refusal(store.move_question(&manager(), open.text, true).await), fixed);
        store.retire_question(&manager(), open.number, true).await.unwrap();
        store.add_question(&manager(), open.call, question(QuestionKind::Several, false)).await.unwrap();
        let again = CallForm { privacy: Texts::of("På en tredje måte."), ..text.clone() };
        store.change_call(&manager(), open.call, again).await.unwrap();
        let call = store.call(open.call).await.unwrap().unwrap();
        assert_eq!((call.notice.version, call.notice.privacy.nb.as_str()), (2, "På en tredje måte."));
        let agreed = store.notice(open.call, 1).await.unwrap().unwrap();
        assert_eq!(agreed.privacy, text.privacy, "what was agreed to keeps its words");
        let choice = QuestionForm { options: options_from("Bare én"), ..question(QuestionKind::One, true) };
        let refused = store.add_question(&manager(), open.call, choice).await;
        assert_eq!(refusal(refused), Refusal::Call(CallRefusal::OptionsMissing));
    }

    async fn an_application_is_withdrawn_with_its_stay_and_a_draft_is_gone(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let token = sent(&house, &open, "ase@example.no", "Solvind").await;
        assert_eq!(store.withdraw_application(&token).await.unwrap(), ApplicationStatus::Withdrawn);
        assert_eq!(store.withdraw_application(&token).await.unwrap(), ApplicationStatus::Withdrawn, "twice is once");
        let application = store.application_by_link(&token).await.unwrap().unwrap();
        assert!(application.settled_at.is_some());
        let ledger = store.ledger().await.unwrap();
        let startup = ledger.startup(application.startup.unwrap()).unwrap();
        let last = *in_force(&startup.stage_changes, Instant::MAX_UTC).last().unwrap();
        let stage = ledger.programme(open.programme).unwrap().stage(last.body.as_ref().unwrap().to).unwrap();
        assert_eq!(stage.kind, domain::pipeline::StageKind::Declined);
        assert_eq!(last.source, domain::facts::Source::Founder, "figures know by it who took it back");

        let draft = begun(&house, "ola@example.no", "Måneskinn").await;
        store.save_application(&draft, &saved([(open.text, "Hemmelig")])).await.unwrap();
        assert_eq!(store.withdraw_application(&draft).await.unwrap(), ApplicationStatus::Draft);
        assert!(store.application_by_link(&draft).await.unwrap().is_none());
        assert_eq!(count(&raw(&house).await, "SELECT count(*) FROM application_answer WHERE value = 'Hemmelig'").await, 0);

        let admitted = sent(&house, &open, "per@example.no", "Opptatt").await;
        let stay = store.application_by_link(&admitted).await.unwrap().unwrap().enrolment.unwrap();
        store.admit(&manager(), stay, store.world().today(), None).await.unwrap();
        assert!(matches!(store.withdraw_application(&admitted).await, Err(IntakeError::Decided)));
        assert_fresh(&house).await;
    }

    async fn a_number_that_is_here_already_is_not_told_and_left_to_a_person(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let first = begun(&house, "ase@example.no", "Solvind").await;
        let second = begun(&house, "ola@example.no", "Solvind igjen").await;
        for token in [&first, &second] {
            let told = saved([(open.text, "Båter"), (open.number, "923609016")]);
            store.save_application(token, &told).await.unwrap();
            store.submit_application(token, true, 1).await.unwrap();
        }
        let ledger = store.ledger().await.unwrap();
        let companies: Vec<usize> = ledger.startups.iter().map(|startup| startup.companies.len()).collect();
        assert_eq!(companies.iter().sum::<usize>(), 1, "{companies:?}");
    }

    async fn too_many_links_are_not_sent(house: House) {
        open(&house).await;
        let store = &house.store;
        let ask = async || store.start_application("var", &applicant("ase@example.no", "Solvind"), &origin()).await;
        for _ in 0..5 {
            ask().await.unwrap();
        }
        assert!(matches!(ask().await, Err(IntakeError::Identity(_))));
        assert_eq!(count(&raw(&house).await, "SELECT count(*) FROM outbox").await, 5);
    }

    async fn what_was_never_sent_in_goes_and_what_was_declined_is_forgotten(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let sent_in = sent(&house, &open, "ase@example.no", "Solvind").await;
        let admitted = sent(&house, &open, "per@example.no", "Opptatt").await;
        let stay = async |token: &str| store.application_by_link(token).await.unwrap().unwrap().enrolment.unwrap();
        store.decline(&manager(), stay(&sent_in).await, store.world().today(), "passer ikke").await.unwrap();
        store.admit(&manager(), stay(&admitted).await, store.world().today(), None).await.unwrap();
        let unsent = begun(&house, "ola@example.no", "Måneskinn").await;
        store.save_application(&unsent, &saved([(open.text, "Uferdig")])).await.unwrap();
        let of = |swept: &[store::Swept], category| swept.iter().find(|one| one.category == category).map(|one| one.many);
        let off = RetentionRules::default();
        house.world.advance(TimeDelta::days(60));
        assert_eq!(of(&store.sweep(&off, false).await.unwrap(), Category::Unsent), Some(0), "too soon");
        house.world.advance(TimeDelta::days(90));
        assert_eq!(of(&store.sweep(&off, true).await.unwrap(), Category::Unsent), Some(1));
        assert!(store.application_by_link(&unsent).await.unwrap().is_some(), "a dry run takes nothing");
        assert_eq!(of(&store.sweep(&off, false).await.unwrap(), Category::Unsent), Some(1));
        assert!(store.application_by_link(&unsent).await.unwrap().is_none());

        let rules = RetentionRules { declined_months: Some(2), ..off };
        let id = store.application_by_link(&sent_in).await.unwrap().unwrap().id;
        assert_eq!(of(&store.sweep(&rules, false).await.unwrap(), Category::Applications), Some(1));
        let forgotten = store.application(id).await.unwrap().unwrap();
        assert!(forgotten.applicant_name.is_empty() && forgotten.applicant_email.is_empty() && forgotten.answers.is_empty());
        assert!(forgotten.submitted_at.is_some() && forgotten.startup.is_some(), "that it was sent in stays");
        assert!(store.application_by_link(&sent_in).await.unwrap().is_none());
        assert!(!store.application_by_link(&admitted).await.unwrap().unwrap().answers.is_empty());
        assert_eq!(of(&store.sweep(&rules, false).await.unwrap(), Category::Applications), Some(0), "once");
    }

    async fn an_erased_person_takes_what_they_told_along(house: House) {
        let open = open(&house).await;
        let store = &house.store;
        let token = sent(&house, &open, "ase@example.no", "Solvind").await;
        let application = store.application_by_link(&token).await.unwrap().unwrap();
        let other = sent(&house, &open, "ola@example.no", "Måneskinn").await;
        let new = NewPerson { name: "Åse Bø".to_owned(), email: Some("Ase@example.no".to_owned()), is_mentor: false };
        let person = store.add_founder(&manager(), application.startup.unwrap(), &new, None, None).await.unwrap();
        let held = store.personal_data(&Actor::command_line(), person).await.unwrap();
        assert_eq!(held.applications.len(), 1);
        assert_eq!(held.applications[0].answers[0].answer, "Vi lager båter.");
        store.erase_person(&Actor::command_line(), person, "Åse Bø").await.unwrap();
        let forgotten = store.application(application.id).await.unwrap().unwrap();
        assert!(forgotten.answers.is_empty() && forgotten.applicant_name.is_empty());
        assert!(store.application_by_link(&other).await.unwrap().is_some(), "nobody else's");
    }
}
