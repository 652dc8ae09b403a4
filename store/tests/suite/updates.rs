//! Asking founders how they are: rounds open once, links open one form for one founder, answers become facts once, silence is followed up.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::facts::{
    FactKind, Headcount, LifeEventKind, MentorAssignment, Outcome, Source, Team, UpdateEvent, Workplace, in_force,
};
use domain::figures::{FigureId, Query, Scope as Whole};
use domain::geography::Municipality;
use domain::ids::{PersonId, StartupId};
use domain::mail::Message;
use domain::time::Instant;
use domain::updates::{Answer, Rhythm, Settings};
use store::updates::{ClosedDown, ObjectionVerdict, RequestState, RoundView, UpdateDoor, UpdateRequest, UpdatesRun};
use store::{Missing, NewPerson, Refusal, Store, VerbError};

use crate::cast::{Stay, admitted, apply, manager, refusal, size};
use crate::common::{House, day, on_both};
use crate::ledger::second;
use crate::personal::{count, raw};

const LEASE: TimeDelta = TimeDelta::seconds(10);

/// Årvak in a programme that asks every quarter, with a founder who can be written to. It is the day before the quarter ends.
async fn asking(house: &House) -> (Stay, PersonId) {
    let stay = admitted(house).await;
    let founder = founder(house, stay.startup, "Kari Gründer", "kari@example.no").await;
    house.store.set_update_settings(&manager(), stay.programme, Settings::default()).await.unwrap();
    (stay, founder)
}

async fn founder(house: &House, startup: StartupId, name: &str, email: &str) -> PersonId {
    let new = NewPerson { name: name.to_owned(), email: Some(email.to_owned()), is_mentor: false };
    house.store.add_founder(&manager(), startup, &new, None, None).await.unwrap()
}

/// So many days later the job runs.
async fn later(house: &House, days: i64) -> UpdatesRun {
    house.world.advance(TimeDelta::days(days));
    house.store.run_updates().await.unwrap()
}

/// The mail that waits, taken and settled as sent: to whom, and what it says.
async fn mail(house: &House) -> Vec<(String, Message)> {
    let mut found = Vec::new();
    for mail in house.store.claim_mail(100, "test", LEASE).await.unwrap() {
        assert!(house.store.mail_sent(mail.id, "test", "250 ok").await.unwrap());
        found.push((mail.to, mail.message));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn link(message: &Message) -> String {
    match message {
        Message::UpdateAsked { link_token, .. } | Message::UpdateReminder { link_token, .. } => link_token.clone(),
        other => panic!("no link in {other:?}"),
    }
}

/// A round that has just opened, and the link of its only mail.
async fn opened(house: &House) -> (Stay, PersonId, String) {
    let (stay, founder) = asking(house).await;
    assert_eq!(later(house, 1).await.asked, 1);
    let mails = mail(house).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].0, "kari@example.no");
    (stay, founder, link(&mails[0].1))
}

async fn request(house: &House, stay: Stay) -> UpdateRequest {
    rounds(house, stay).await[0].requests[0].clone()
}

async fn rounds(house: &House, stay: Stay) -> Vec<RoundView> {
    house.store.update_rounds(&manager(), stay.programme, 10).await.unwrap()
}

/// What happened to a startup's parts in rounds, in order.
async fn steps(store: &Store, startup: StartupId) -> Vec<UpdateEvent> {
    let ledger = store.ledger().await.unwrap();
    let known = ledger.startup(startup).unwrap();
    in_force(&known.updates, Instant::MAX_UTC).iter().filter_map(|fact| fact.body.map(|step| step.event)).collect()
}

fn four() -> Answer {
    Answer { headcount: Some(Headcount::of(4)), ..Answer::default() }
}

async fn is_over(house: &House, token: &str) {
    let before = size(house).await;
    assert!(house.store.look_at_update(UpdateDoor::Link(token)).await.unwrap().is_none());
    let answered = house.store.answer_update(UpdateDoor::Link(token), four(), Some("x")).await;
    assert_eq!(refusal(answered), Refusal::UpdateOver);
    let closed = ClosedDown { kind: LifeEventKind::Abandoned, on: day(2024, 6, 1), date_known: true };
    assert_eq!(refusal(house.store.close_by_update(UpdateDoor::Link(token), closed).await), Refusal::UpdateOver);
    let typed = BTreeMap::from([("employees".to_owned(), "4".to_owned())]);
    let saved = house.store.save_update_draft(UpdateDoor::Link(token), &typed).await;
    assert_eq!(refusal(saved), Refusal::UpdateOver);
    assert_eq!(size(house).await, before, "a link that opens nothing writes nothing");
}

on_both! {
    async fn a_round_opens_once_however_often_and_by_however_many(house: House) {
        let (stay, _) = asking(&house).await;
        assert_eq!(house.store.run_updates().await.unwrap(), UpdatesRun::default(), "what was set today asks tomorrow at the earliest");
        house.world.advance(TimeDelta::days(1));
        let other = second(&house).await;
        let mut runs = tokio::task::JoinSet::new();
        for number in 0..6 {
            let store = if number % 2 == 0 { house.store.clone() } else { other.clone() };
            runs.spawn(async move { store.run_updates().await.unwrap() });
        }
        let mut opened = 0;
        while let Some(run) = runs.join_next().await {
            opened += run.unwrap().opened;
        }
        assert_eq!(opened, 1);
        assert_eq!(mail(&house).await.len(), 1);
        assert_eq!(later(&house, 3).await, UpdatesRun::default());
        let view = &rounds(&house, stay).await[0];
        assert_eq!((view.round.slot_on, view.round.due_on), (day(2024, 7, 1), day(2024, 7, 15)));
        assert_eq!((view.asked(), view.responded(), view.count(RequestState::Waiting)), (1, 0, 1));
        assert_eq!(steps(&house.store, stay.startup).await, [UpdateEvent::Asked]);
    }

    async fn nobody_is_asked_where_nobody_has_set_it_and_only_who_runs_the_programme_sets_it(house: House) {
        let stay = admitted(&house).await;
        founder(&house, stay.startup, "Kari", "kari@example.no").await;
        assert_eq!(later(&house, 40).await, UpdatesRun::default());
        let stranger = Actor::person(PersonId(house.store.new_id()), Role::Mentor, Scope::Programme(stay.programme));
        let denied = house.store.set_update_settings(&stranger, stay.programme, Settings::default()).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        let nobody = Actor::person(PersonId(house.store.new_id()), Role::Founder, Scope::Startup(stay.startup));
        let hidden = house.store.start_update_round(&nobody, stay.programme).await;
        assert!(matches!(hidden, Err(VerbError::NotFound(Missing::Programme))), "{hidden:?}");
        let bad = Settings { day: 31, ..Settings::default() };
        let refused = house.store.set_update_settings(&manager(), stay.programme, bad).await;
        assert!(matches!(refused, Err(VerbError::Refused(Refusal::UpdateSettings(_)))), "{refused:?}");
        // By hand it works all the same, and not twice.
        assert_eq!(house.store.start_update_round(&manager(), stay.programme).await.unwrap().1, 1);
        assert_eq!(refusal(house.store.start_update_round(&manager(), stay.programme).await), Refusal::NobodyToAsk);
    }

    async fn an_answer_becomes_facts_once_and_is_stated_anew_by_the_next(house: House) {
        let (stay, kari, token) = opened(&house).await;
        let form = house.store.look_at_update(UpdateDoor::Link(&token)).await.unwrap().unwrap();
        assert_eq!((form.state(), form.programme.as_deref()), (Some(RequestState::Waiting), Some("Inkubator")));
        let place = Workplace { municipality: Municipality::parse("3205").ok() };
        let team = Team { founders: 2, women_founders: Some(1), leaders: None, women_leaders: None };
        let told = Answer { workplace: Some(place), team: Some(team), ..four() };
        let answered = house.store.answer_update(UpdateDoor::Link(&token), told, Some(" Første kunde! ")).await.unwrap();
        let kinds: Vec<FactKind> = answered.facts.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [FactKind::Verification, FactKind::Headcount, FactKind::Workplace, FactKind::Team]);
        let settled = request(&house, stay).await;
        assert_eq!((settled.state, settled.answered_by), (RequestState::Answered, Some(kari)));
        assert_eq!(settled.words.as_deref(), Some("Første kunde!"));

        // Nobody is reminded who has answered; three days later it is corrected, for the day it was said.
        assert_eq!(later(&house, 3).await, UpdatesRun::default());
        let again = Answer { headcount: Some(Headcount::of(5)), team: Some(team), workplace: Some(place), ..Answer::default() };
        house.store.answer_update(UpdateDoor::Link(&token), again, None).await.unwrap();
        let ledger = house.store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        let heads = in_force(&startup.headcounts, Instant::MAX_UTC);
        assert_eq!(heads.len(), 1);
        assert_eq!((heads[0].valid_on, heads[0].source), (day(2024, 7, 1), Source::Founder));
        assert_eq!(heads[0].body, Some(Headcount::of(5)));
        assert_eq!(startup.headcounts.len(), 2, "what was said first stays in the history");
        assert_eq!((startup.workplaces.len(), startup.teams.len(), startup.verifications.len()), (1, 1, 1), "what is the same is not said twice");
        assert_eq!(steps(&house.store, stay.startup).await, [UpdateEvent::Asked, UpdateEvent::Answered]);
        // What is no longer said is taken back; where they work is not.
        house.store.answer_update(UpdateDoor::Link(&token), four(), None).await.unwrap();
        let ledger = house.store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        assert!(in_force(&startup.teams, Instant::MAX_UTC).is_empty());
        assert_eq!(in_force(&startup.workplaces, Instant::MAX_UTC).len(), 1);
        assert_eq!(request(&house, stay).await.facts.len(), 3);
    }

    async fn two_founders_who_answer_at_once_leave_one_answer(house: House) {
        let (stay, _) = asking(&house).await;
        founder(&house, stay.startup, "Ola Gründer", "ola@example.no").await;
        later(&house, 1).await;
        let links: Vec<String> = mail(&house).await.iter().map(|(_, message)| link(message)).collect();
        assert_eq!(links.len(), 2);
        assert_ne!(links[0], links[1], "each has a link of their own");
        let other = second(&house).await;
        let (one, two) = (house.store.clone(), other);
        let (first, next) = (links[0].clone(), links[1].clone());
        let (left, right) = tokio::join!(
            tokio::spawn(async move { one.answer_update(UpdateDoor::Link(&first), four(), None).await }),
            tokio::spawn(async move {
                let six = Answer { headcount: Some(Headcount::of(6)), ..Answer::default() };
                two.answer_update(UpdateDoor::Link(&next), six, None).await
            }),
        );
        left.unwrap().unwrap();
        right.unwrap().unwrap();
        let ledger = house.store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        assert_eq!(in_force(&startup.headcounts, Instant::MAX_UTC).len(), 1, "the one after states it anew");
        assert_eq!(steps(&house.store, stay.startup).await, [UpdateEvent::Asked, UpdateEvent::Answered], "answered once");
    }

    async fn an_answer_that_makes_no_sense_is_refused_and_leaves_nothing(house: House) {
        let (_, _, token) = opened(&house).await;
        let door = UpdateDoor::Link(&token);
        let before = size(&house).await;
        let answer = |told: Answer| house.store.answer_update(door, told, None);
        assert_eq!(refusal(answer(Answer::default()).await), Refusal::HeadcountMissing);
        let fte = Headcount { fte_hundredths: Some(900), ..Headcount::of(4) };
        assert!(matches!(refusal(answer(Answer { headcount: Some(fte), ..Answer::default() }).await), Refusal::Headcount(_)));
        let team = Team { founders: 1, women_founders: Some(2), leaders: None, women_leaders: None };
        assert!(matches!(refusal(answer(Answer { team: Some(team), ..four() }).await), Refusal::Team(_)));
        let long = "x".repeat(5_000);
        let long = house.store.answer_update(door, four(), Some(&long)).await;
        assert!(matches!(refusal(long), Refusal::TooLong { field: "words", .. }));
        let tomorrow = ClosedDown { kind: LifeEventKind::Abandoned, on: day(2024, 7, 2), date_known: true };
        assert_eq!(refusal(house.store.close_by_update(door, tomorrow).await), Refusal::InFuture { on: tomorrow.on });
        assert_eq!(size(&house).await, before);
    }

    async fn a_link_opens_its_form_and_no_other(house: House) {
        let (_, kari, token) = opened(&house).await;
        is_over(&house, "").await;
        is_over(&house, "kari").await;
        is_over(&house, &format!("{token}x")).await;
        // It signs nobody in, in whatever it is tried.
        assert!(house.store.viewer(&store::identity::SessionToken::from(token.clone())).await.unwrap().is_none());
        assert!(house.store.look_at_invitation(&token).await.unwrap().is_none());
        let hashes = count(&raw(&house).await, &format!("SELECT count(*) FROM update_link WHERE token_hash = '{token}'")).await;
        assert_eq!(hashes, 0, "only a hash is kept");
        // Somebody who is no founder of it any more.
        let raw = raw(&house).await;
        crate::personal::run(&raw, "UPDATE founder SET to_on = $1, ledger = 99 WHERE person_id = $2", [day(2024, 6, 30).into(), kari.0.into()]).await;
        crate::personal::run(&raw, "UPDATE ledger_version SET version = 99", []).await;
        is_over(&house, &token).await;
    }

    async fn a_request_taken_back_opens_nothing_and_is_counted_nowhere(house: House) {
        let (stay, _, token) = opened(&house).await;
        let id = request(&house, stay).await.id;
        house.store.revoke_update(&manager(), id).await.unwrap();
        is_over(&house, &token).await;
        assert_eq!(refusal(house.store.revoke_update(&manager(), id).await), Refusal::UpdateOver);
        assert_eq!(refusal(house.store.remind_update(&manager(), id).await), Refusal::UpdateOver);
        let view = &rounds(&house, stay).await[0];
        assert_eq!((view.asked(), view.requests[0].state), (0, RequestState::Revoked));
        // On the very day a round by hand asks whoever came since, and not again the one that was taken back.
        assert_eq!(refusal(house.store.start_update_round(&manager(), stay.programme).await), Refusal::NobodyToAsk);
        let since = apply(&house, stay.programme, "Båten", day(2024, 1, 1)).await;
        house.store.admit(&manager(), since.enrolment, day(2024, 2, 1), None).await.unwrap();
        assert_eq!(house.store.start_update_round(&manager(), stay.programme).await.unwrap().1, 1);
        assert_eq!(rounds(&house, stay).await.len(), 1, "in the round of that day");
        assert_eq!(later(&house, 60).await.reminded, 0);
        let foreign = Actor::person(PersonId(house.store.new_id()), Role::Manager, Scope::Programme(domain::ids::ProgrammeId(house.store.new_id())));
        let hidden = house.store.revoke_update(&foreign, id).await;
        assert!(matches!(hidden, Err(VerbError::NotFound(Missing::UpdateRequest))), "{hidden:?}");
    }

    async fn a_round_is_over_sixty_days_after_it_was_due_and_keeps_no_link_and_no_draft(house: House) {
        let (stay, _, token) = opened(&house).await;
        let typed = BTreeMap::from([("employees".to_owned(), "4".to_owned())]);
        let version = house.store.ledger().await.unwrap().version;
        assert!(house.store.save_update_draft(UpdateDoor::Link(&token), &typed).await.unwrap());
        assert_eq!(house.store.ledger().await.unwrap().version, version, "a draft makes nobody read anew");
        let form = house.store.look_at_update(UpdateDoor::Link(&token)).await.unwrap().unwrap();
        assert_eq!(form.draft, typed);
        let huge = BTreeMap::from([("words".to_owned(), "x".repeat(20_000))]);
        assert!(matches!(refusal(house.store.save_update_draft(UpdateDoor::Link(&token), &huge).await), Refusal::TooLong { .. }));
        // 13 September is the last day.
        house.world.advance(TimeDelta::days(74));
        assert!(house.store.look_at_update(UpdateDoor::Link(&token)).await.unwrap().is_some());
        house.world.advance(TimeDelta::days(1));
        is_over(&house, &token).await;
        assert_eq!(house.store.run_updates().await.unwrap().closed, 1);
        let raw = raw(&house).await;
        assert_eq!(count(&raw, "SELECT count(*) FROM update_link").await, 0);
        assert_eq!(count(&raw, "SELECT count(*) FROM update_draft").await, 0);
        assert_eq!(request(&house, stay).await.state, RequestState::Waiting, "that nobody answered stays known");
    }

    async fn closing_down_is_an_answer_and_ends_the_questions(house: House) {
        let (stay, _, token) = opened(&house).await;
        let closed = ClosedDown { kind: LifeEventKind::WoundUp, on: day(2024, 6, 20), date_known: true };
        house.store.close_by_update(UpdateDoor::Link(&token), closed).await.unwrap();
        assert_eq!(request(&house, stay).await.state, RequestState::Closed);
        assert_eq!(steps(&house.store, stay.startup).await, [UpdateEvent::Asked, UpdateEvent::Closed]);
        let form = house.store.look_at_update(UpdateDoor::Link(&token)).await.unwrap().unwrap();
        assert_eq!(form.state(), Some(RequestState::Closed), "the link shows kind words");
        let again = house.store.answer_update(UpdateDoor::Link(&token), four(), None).await;
        assert_eq!(refusal(again), Refusal::UpdateOver);
        assert_eq!(refusal(house.store.close_by_update(UpdateDoor::Link(&token), closed).await), Refusal::UpdateOver);
        mail(&house).await;
        // The next quarter opens, and asks nobody.
        let run = later(&house, 92).await;
        assert_eq!((run.opened, run.asked), (1, 0));
        assert!(mail(&house).await.is_empty());
    }

    async fn who_does_not_answer_is_reminded_and_then_the_mentor_is_told_once(house: House) {
        let (stay, _, first) = opened(&house).await;
        let new = NewPerson { name: "Mette Mentor".to_owned(), email: Some("mette@example.no".to_owned()), is_mentor: true };
        let mentor = house.store.add_person(&manager(), &new).await.unwrap();
        let assigned = MentorAssignment { mentor: Some(mentor) };
        house.store.assign_mentor(&manager(), stay.startup, day(2024, 3, 1), assigned, Source::Mentor, None).await.unwrap();
        assert_eq!(later(&house, 20).await, UpdatesRun::default(), "due on the 15th, reminded a week later");
        assert_eq!(later(&house, 1).await.reminded, 1);
        assert_eq!(house.store.run_updates().await.unwrap(), UpdatesRun::default(), "once");
        let reminder = mail(&house).await;
        assert!(matches!(&reminder[..], [(to, Message::UpdateReminder { .. })] if to == "kari@example.no"));
        let next = link(&reminder[0].1);
        assert_ne!(first, next);
        for token in [&first, &next] {
            assert!(house.store.look_at_update(UpdateDoor::Link(token)).await.unwrap().is_some(), "both links open it");
        }
        assert_eq!(later(&house, 7).await.reminded, 1);
        mail(&house).await;
        assert_eq!(later(&house, 6).await, UpdatesRun::default());
        assert_eq!(later(&house, 1).await.told, 1);
        let told = mail(&house).await;
        assert!(matches!(&told[..], [(to, Message::UpdateUnanswered { startup_id, .. })] if to == "mette@example.no" && *startup_id == stay.startup));
        assert_eq!(later(&house, 1).await, UpdatesRun::default());
        // An answer is welcome still.
        house.store.answer_update(UpdateDoor::Link(&next), four(), None).await.unwrap();
    }

    async fn mail_that_does_not_arrive_is_an_outcome(house: House) {
        let (stay, _) = asking(&house).await;
        founder(&house, stay.startup, "Ola", "ola@example.no").await;
        later(&house, 1).await;
        let mails = house.store.claim_mail(9, "test", LEASE).await.unwrap();
        house.store.mail_given_up(&mails[0], "test", "550 no such user").await.unwrap();
        let one = request(&house, stay).await;
        assert_eq!(one.state, RequestState::Waiting, "the other founder is reached");
        assert_eq!(one.people.iter().filter(|asked| asked.bounced_at.is_some()).count(), 1);
        house.store.mail_given_up(&mails[1], "test", "550 no such user").await.unwrap();
        assert_eq!(request(&house, stay).await.state, RequestState::Bounced);
        assert_eq!(steps(&house.store, stay.startup).await, [UpdateEvent::Asked, UpdateEvent::Bounced]);
        // Nobody writes to a wall; asked again by hand it waits again.
        let passed = later(&house, 21).await;
        assert_eq!((passed.reminded, passed.passed), (0, 1));
        let id = request(&house, stay).await.id;
        house.store.remind_update(&manager(), id).await.unwrap();
        house.store.remind_update(&manager(), id).await.unwrap();
        assert_eq!(mail(&house).await.len(), 2, "two taps are one reminder");
        assert_eq!(request(&house, stay).await.state, RequestState::Waiting);
        // What is returned later nobody here can read; somebody says so.
        house.store.bounce_update(&manager(), id).await.unwrap();
        assert_eq!(request(&house, stay).await.state, RequestState::Bounced);
        assert_eq!(refusal(house.store.bounce_update(&manager(), id).await), Refusal::UpdateOver);
    }

    async fn without_an_address_the_request_says_so(house: House) {
        let stay = admitted(&house).await;
        house.store.set_update_settings(&manager(), stay.programme, Settings::default()).await.unwrap();
        assert_eq!(later(&house, 1).await.asked, 1);
        let unreached = request(&house, stay).await;
        assert_eq!((unreached.state, unreached.people.len()), (RequestState::Bounced, 0));
        assert_eq!(refusal(house.store.remind_update(&manager(), unreached.id).await), Refusal::NobodyToAsk);
    }

    async fn an_erased_founder_gets_no_mail_and_leaves_no_words(house: House) {
        let (stay, kari, token) = opened(&house).await;
        house.store.answer_update(UpdateDoor::Link(&token), four(), Some("Ring meg på 99 88 77 66")).await.unwrap();
        let typed = BTreeMap::from([("words".to_owned(), "mer".to_owned())]);
        house.world.advance(TimeDelta::hours(1));
        house.store.save_update_draft(UpdateDoor::Link(&token), &typed).await.unwrap();
        let held = house.store.personal_data(&Actor::command_line(), kari).await.unwrap();
        assert_eq!(held.updates.len(), 1);
        assert!(held.updates[0].answered && held.updates[0].words.is_some() && held.updates[0].unsent.is_some());
        house.store.erase_person(&Actor::command_line(), kari, "Kari Gründer").await.unwrap();
        is_over(&house, &token).await;
        let answered = request(&house, stay).await;
        assert_eq!((answered.state, answered.answered_by, answered.words), (RequestState::Answered, None, None));
        let raw = raw(&house).await;
        assert_eq!(count(&raw, "SELECT count(*) FROM update_draft").await, 0);
        assert_eq!(count(&raw, "SELECT count(*) FROM update_link").await, 0);
        later(&house, 92).await;
        assert!(mail(&house).await.iter().all(|(to, _)| to != "kari@example.no"));
    }

    async fn two_programmes_ask_a_startup_once(house: House) {
        let (stay, _) = asking(&house).await;
        let other = house.store.create_programme(&manager(), "annet", "Annet", &domain::pipeline::DEFAULT_STAGES).await.unwrap();
        let again = house.store.re_enrol(&manager(), stay.startup, other, None, day(2024, 3, 1)).await.unwrap();
        house.store.admit(&manager(), again, day(2024, 3, 2), None).await.unwrap();
        house.store.set_update_settings(&manager(), other, Settings::default()).await.unwrap();
        let run = later(&house, 1).await;
        assert_eq!((run.opened, run.asked), (2, 1));
        assert_eq!(mail(&house).await.len(), 1);
    }

    async fn a_former_startup_answers_once_a_year_and_its_jobs_count(house: House) {
        let (stay, _) = asking(&house).await;
        let silent = Settings { rhythm: Rhythm::Off, ..Settings::default() };
        house.store.set_update_settings(&manager(), stay.programme, silent).await.unwrap();
        house.store.exit(&manager(), stay.enrolment, Outcome::Graduated, day(2024, 6, 1), "ferdig").await.unwrap();
        assert_eq!(later(&house, 100).await, UpdatesRun::default());
        // January of the second year after.
        house.world.advance(TimeDelta::days(450));
        house.store.run_updates().await.unwrap();
        let mails = mail(&house).await;
        assert_eq!(mails.len(), 1);
        let token = link(&mails[0].1);
        let stock = async || {
            let query = Query { as_of: house.store.world().today(), known_at: house.store.world().now(), scope: Whole::default() };
            house.store.figure(&FigureId("jobs.stock".into()), &query).await.unwrap().unwrap().value
        };
        assert_eq!(stock().await, None, "nothing is known of it");
        house.store.answer_update(UpdateDoor::Link(&token), four(), None).await.unwrap();
        assert_eq!(stock().await, Some(4.0));
        let alumni = &rounds(&house, stay).await[0].round;
        assert_eq!(alumni.kind, domain::updates::RoundKind::Alumni);
    }

    async fn a_founder_who_is_signed_in_reports_by_the_same_form(house: House) {
        let (stay, kari, token) = opened(&house).await;
        let actor = Actor::person(kari, Role::Founder, Scope::Startup(stay.startup));
        let door = UpdateDoor::SignedIn(&actor, stay.startup);
        house.store.answer_update(door, four(), None).await.unwrap();
        assert_eq!(request(&house, stay).await.state, RequestState::Answered, "it answers the request that waits");
        let form = house.store.look_at_update(UpdateDoor::Link(&token)).await.unwrap().unwrap();
        assert_eq!(form.state(), Some(RequestState::Answered));
        // Without a request there are facts all the same.
        house.world.advance(TimeDelta::days(80));
        house.store.run_updates().await.unwrap();
        let answered = house.store.answer_update(door, four(), None).await.unwrap();
        assert_eq!(answered.facts.len(), 2);
        let elsewhere = apply(&house, stay.programme, "Båten", day(2024, 1, 1)).await;
        let foreign = house.store.answer_update(UpdateDoor::SignedIn(&actor, elsewhere.startup), four(), None).await;
        assert!(matches!(foreign, Err(VerbError::NotFound(Missing::Startup))), "{foreign:?}");
    }

    async fn an_objection_and_its_answer_stay_on_the_record(house: House) {
        let (stay, kari, _) = opened(&house).await;
        let store = &house.store;
        let founder = Actor::person(kari, Role::Founder, Scope::Startup(stay.startup));
        let fact = store.record_headcount(&manager(), stay.startup, day(2024, 5, 1), Headcount::of(9), Source::Mentor, None).await.unwrap();
        let kind = FactKind::Headcount;
        let contest = |actor: Actor, text: &'static str| async move { store.contest_fact(&actor, stay.startup, kind, fact, text).await };
        assert_eq!(refusal(contest(founder.clone(), "  ").await), Refusal::ReasonMissing);
        let id = contest(founder.clone(), "Vi var åtte.").await.unwrap();
        assert_eq!(refusal(contest(founder.clone(), "Igjen").await), Refusal::ObjectionOpen);
        assert!(matches!(contest(manager(), "Nei").await, Err(VerbError::Denied(_))));
        let nothing = domain::ids::FactId(store.new_id());
        let missing = store.contest_fact(&founder, stay.startup, kind, nothing, "x").await;
        assert!(matches!(missing, Err(VerbError::NotFound(Missing::Fact))), "{missing:?}");
        let other = apply(&house, stay.programme, "Båten", day(2024, 1, 1)).await;
        let foreign = store.contest_fact(&founder, other.startup, kind, fact, "x").await;
        assert!(matches!(foreign, Err(VerbError::NotFound(_))), "{foreign:?}");

        assert_eq!(store.objections_for(&manager()).await.unwrap().len(), 1);
        assert!(store.objections_for(&founder).await.unwrap().is_empty(), "a founder answers none");
        let own = store.answer_objection(&founder, id, ObjectionVerdict::Agreed, None).await;
        assert!(matches!(own, Err(VerbError::Denied(_))), "{own:?}");
        assert_eq!(refusal(store.answer_objection(&manager(), id, ObjectionVerdict::Kept, None).await), Refusal::ReasonMissing);
        store.answer_objection(&manager(), id, ObjectionVerdict::Kept, Some("Lønnslista viser ni.")).await.unwrap();
        assert_eq!(refusal(store.answer_objection(&manager(), id, ObjectionVerdict::Agreed, None).await), Refusal::ObjectionAnswered);
        let both = store.objections_of(&founder, stay.startup).await.unwrap();
        assert_eq!(both[0].sentence, "Vi var åtte.");
        assert_eq!(both[0].answer.as_ref().and_then(|answer| answer.text.as_deref()), Some("Lønnslista viser ni."));
        // Answered once, it may be said again.
        contest(founder, "Likevel.").await.unwrap();
    }
}
