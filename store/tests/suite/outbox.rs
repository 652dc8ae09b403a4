//! Mail on its way out: it goes with what causes it, is one worker's at a time, and is forgotten when it is off our hands.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::access::{Actor, Role};
use domain::ids::MailId;
use domain::mail::{Message, RoleChange};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database, Statement, TransactionTrait};
use store::outbox::{MOST_TRIES, MailCounts, MailEntry, MailFilter, MailState, NewMail, Tried, queue};
use store::{Missing, Refusal, VerbError};

use crate::cast::manager;
use crate::common::{House, on_both};
use crate::ledger::second;

const LEASE: TimeDelta = TimeDelta::seconds(10);
const CODE: &str = "K7MPQX";

fn code(to: &str) -> NewMail {
    let message = Message::SignIn { code: CODE.to_owned(), link_token: "hemmelig-lenke".to_owned(), minutes: 10 };
    NewMail { to: to.to_owned(), locale: Locale::Nn, message, expires_at: None, caused_by: None }
}

fn news(to: &str) -> NewMail {
    let message = Message::RoleChanged { role: Role::Mentor, scope_name: None, what: RoleChange::Revoked };
    NewMail { message, ..code(to) }
}

fn admin() -> Actor {
    Actor::command_line()
}

/// Queues messages in a write of their own.
async fn queued(house: &House, mails: impl IntoIterator<Item = NewMail>) -> Vec<MailId> {
    let mut write = house.store.begin(&admin()).await.unwrap();
    let mut ids = Vec::new();
    for mail in mails {
        ids.push(write.queue(mail).await.unwrap());
    }
    write.commit().await.unwrap();
    ids
}

async fn all(house: &House) -> Vec<MailEntry> {
    house.store.mail(&admin(), &MailFilter { state: None, before: None, at_most: 100 }).await.unwrap()
}

async fn counts(house: &House) -> MailCounts {
    house.store.mail_counts(&admin()).await.unwrap()
}

/// Everything the table holds, as the database prints it.
async fn everything(house: &House) -> String {
    let raw = Database::connect(&house.url).await.unwrap();
    let sql = "SELECT coalesce(CAST(payload AS text), '') || coalesce(answer, '') FROM outbox";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

on_both! {
    async fn a_message_exists_exactly_when_its_cause_does(house: House) {
        let mut write = house.store.begin(&manager()).await.unwrap();
        write.queue(code("borte@example.no")).await.unwrap();
        drop(write);
        let raw = Database::connect(&house.url).await.unwrap();
        let transaction = raw.begin().await.unwrap();
        queue(&transaction, house.store.world().as_ref(), code("borte@example.no")).await.unwrap();
        transaction.rollback().await.unwrap();
        assert_eq!(house.store.claim_mail(9, "a", LEASE).await.unwrap(), []);

        let transaction = raw.begin().await.unwrap();
        let id = queue(&transaction, house.store.world().as_ref(), code("ase@example.no")).await.unwrap();
        transaction.commit().await.unwrap();
        let claimed = house.store.claim_mail(9, "a", LEASE).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let mail = &claimed[0];
        assert_eq!((mail.id, mail.to.as_str(), mail.locale, mail.tries), (id, "ase@example.no", Locale::Nn, 0));
        assert_eq!(mail.message, code("").message);
    }

    async fn a_commit_wakes_the_worker_of_its_process(house: House) {
        let soon = std::time::Duration::from_secs(5);
        queued(&house, [code("ase@example.no")]).await;
        tokio::time::timeout(soon, house.store.mail_waits()).await.expect("woken, also when nobody waited yet");
        let waiting = { let store = house.store.clone(); tokio::spawn(async move { store.mail_waits().await }) };
        house.store.wake_mail();
        tokio::time::timeout(soon, waiting).await.expect("woken").unwrap();
    }

    async fn a_message_is_one_workers_until_its_lease_is_over(house: House) {
        let ids = queued(&house, [code("a@example.no"), code("b@example.no"), code("c@example.no")]).await;
        let store = &house.store;
        let two = store.claim_mail(2, "a", LEASE).await.unwrap();
        assert_eq!(two.iter().map(|mail| mail.id).collect::<Vec<_>>(), ids[..2]);
        let rest = store.claim_mail(9, "b", LEASE).await.unwrap();
        assert_eq!(rest.iter().map(|mail| mail.id).collect::<Vec<_>>(), ids[2..]);
        assert_eq!(counts(&house).await.of(MailState::Sending), 3);

        house.world.advance(LEASE - TimeDelta::seconds(1));
        assert_eq!(store.claim_mail(9, "c", LEASE).await.unwrap(), []);
        assert!(store.hold_mail(ids[0], "a", LEASE).await.unwrap());
        house.world.advance(TimeDelta::seconds(1));
        let lost = store.claim_mail(9, "c", LEASE).await.unwrap();
        assert_eq!(lost.iter().map(|mail| mail.id).collect::<Vec<_>>(), ids[1..], "the first was held");

        // Who has lost a message has no say in it.
        assert!(!store.hold_mail(ids[1], "a", LEASE).await.unwrap());
        assert!(!store.mail_sent(ids[1], "a", "250 ok").await.unwrap());
        assert_eq!(store.mail_failed(&two[1], "a", "450 no").await.unwrap(), Tried::Lost);
        assert_eq!(store.mail_given_up(&two[1], "a", "550 no").await.unwrap(), Tried::Lost);
        assert!(store.mail_sent(ids[1], "c", "250 ok").await.unwrap());
        assert!(!store.mail_sent(ids[1], "c", "250 ok").await.unwrap(), "once");
        house.world.advance(LEASE);
        assert_eq!(store.claim_mail(9, "d", LEASE).await.unwrap()[0].tries, 0, "a crash is no try");
    }

    async fn of_many_workers_each_message_has_one(house: House) {
        let ids = queued(&house, (0..60).map(|number| code(&format!("{number}@example.no")))).await;
        let other = second(&house).await;
        let mut workers = tokio::task::JoinSet::new();
        for number in 0..8 {
            let store = if number % 2 == 0 { house.store.clone() } else { other.clone() };
            workers.spawn(async move {
                let (owner, mut mine) = (format!("worker {number}"), Vec::new());
                loop {
                    let claimed = store.claim_mail(3, &owner, LEASE).await.unwrap();
                    if claimed.is_empty() {
                        return mine;
                    }
                    for mail in claimed {
                        assert!(store.mail_sent(mail.id, &owner, "250 ok").await.unwrap());
                        mine.push(mail.id);
                    }
                }
            });
        }
        let mut taken = Vec::new();
        while let Some(mine) = workers.join_next().await {
            taken.extend(mine.unwrap());
        }
        assert_eq!(taken.len(), ids.len(), "none twice");
        assert_eq!(taken.into_iter().collect::<HashSet<_>>(), ids.into_iter().collect());
        assert_eq!(counts(&house).await, MailCounts { sent: 60, ..MailCounts::default() });
    }

    async fn what_a_message_said_is_forgotten_once_it_is_off_our_hands(house: House) {
        let expires = store_now(&house) + TimeDelta::minutes(10);
        let soon = NewMail { expires_at: Some(expires), ..code("c@example.no") };
        let ids = queued(&house, [code("a@example.no"), code("b@example.no"), soon]).await;
        assert!(everything(&house).await.contains(CODE));
        let store = &house.store;
        let claimed = store.claim_mail(9, "a", LEASE).await.unwrap();
        assert_eq!(claimed[0].id, ids[2], "what is of no use soonest goes first");
        let of = |id: MailId| claimed.iter().find(|mail| mail.id == id).unwrap();
        assert!(store.mail_sent(ids[0], "a", "250 ok").await.unwrap());
        assert_eq!(store.mail_given_up(of(ids[1]), "a", "550 unknown").await.unwrap(), Tried::GivenUp);
        // Its worker dies and nobody comes for it in time.
        house.world.advance(TimeDelta::minutes(10));
        assert_eq!(store.claim_mail(9, "a", LEASE).await.unwrap(), [], "expired");
        let found = everything(&house).await;
        assert!(!found.contains(CODE) && !found.contains("hemmelig"), "{found}");
        let states: Vec<_> = all(&house).await.iter().rev().map(|entry| (entry.state, entry.can_resend)).collect();
        assert_eq!(states, [(MailState::Sent, false), (MailState::GivenUp, false), (MailState::Expired, false)]);
        assert!(all(&house).await.iter().all(|entry| entry.settled_at.is_some()));
    }

    async fn a_message_is_tried_ever_more_seldom_and_then_given_up(house: House) {
        let ids = queued(&house, [news("a@example.no")]).await;
        let store = &house.store;
        let mut delays = Vec::new();
        loop {
            let claimed = store.claim_mail(9, "a", LEASE).await.unwrap();
            let now = store.world().now();
            match store.mail_failed(&claimed[0], "a", &"450 prøv igjen ".repeat(100)).await.unwrap() {
                Tried::Again { at } => {
                    delays.push((at - now).num_minutes());
                    house.world.advance(at - now - TimeDelta::microseconds(1));
                    assert_eq!(store.claim_mail(9, "a", LEASE).await.unwrap(), [], "not before its time");
                    house.world.advance(TimeDelta::microseconds(1));
                }
                Tried::GivenUp => break,
                Tried::Lost => panic!("nobody else is here"),
            }
        }
        assert_eq!(delays, [1, 5, 15, 60, 240, 480, 960]);
        let entry = all(&house).await.remove(0);
        assert_eq!((entry.state, entry.tries), (MailState::GivenUp, MOST_TRIES));
        assert_eq!(entry.answer.unwrap().chars().count(), 500, "a server may say as much as it likes");
        assert!(entry.can_resend, "it held no secret");

        store.resend_mail(&admin(), ids[0]).await.unwrap();
        let again = store.claim_mail(9, "a", LEASE).await.unwrap();
        assert_eq!((again[0].id, again[0].tries), (ids[0], 0), "the same message, and so the same Message-ID");
        assert_eq!(again[0].message, news("").message);
        let log = store.audit_of(None, None, 10).await.unwrap();
        assert_eq!((log[0].action.as_str(), log[0].subject), ("resend_mail", ids[0].0));
    }

    async fn a_try_that_would_come_too_late_is_not_waited_for(house: House) {
        let expires = store_now(&house) + TimeDelta::minutes(10);
        queued(&house, [NewMail { expires_at: Some(expires), ..code("a@example.no") }]).await;
        let store = &house.store;
        for expected in [1, 5] {
            let claimed = store.claim_mail(9, "a", LEASE).await.unwrap();
            let Tried::Again { at } = store.mail_failed(&claimed[0], "a", "450").await.unwrap() else { panic!("again") };
            assert_eq!((at - store.world().now()).num_minutes(), expected);
            house.world.advance(at - store.world().now());
        }
        let claimed = store.claim_mail(9, "a", LEASE).await.unwrap();
        assert_eq!(store.mail_failed(&claimed[0], "a", "450").await.unwrap(), Tried::GivenUp);
        assert!(!everything(&house).await.contains(CODE));
    }

    async fn who_does_not_keep_the_house_does_not_see_its_mail(house: House) {
        let ids = queued(&house, [news("a@example.no")]).await;
        let filter = MailFilter { state: None, before: None, at_most: 100 };
        for role in [Role::Manager, Role::Mentor, Role::Evaluator, Role::Founder, Role::Funder] {
            let actor = Actor::new("somebody", role);
            for refused in [
                house.store.mail(&actor, &filter).await.map(|_| ()),
                house.store.mail_counts(&actor).await.map(|_| ()),
                house.store.resend_mail(&actor, ids[0]).await,
            ] {
                assert!(matches!(refused, Err(VerbError::NotFound(Missing::Mail) | VerbError::Denied(_))), "{role:?}: {refused:?}");
            }
        }
        assert_eq!(house.store.mail(&admin(), &filter).await.unwrap().len(), 1);
    }

    async fn only_what_waits_or_was_given_up_can_be_sent_again(house: House) {
        let ids = queued(&house, [news("a@example.no"), code("b@example.no"), news("c@example.no")]).await;
        let store = &house.store;
        let claimed = store.claim_mail(9, "a", LEASE).await.unwrap();
        let of = |id: MailId| claimed.iter().find(|mail| mail.id == id).unwrap();
        assert!(store.mail_sent(ids[0], "a", "250 ok").await.unwrap());
        store.mail_given_up(of(ids[1]), "a", "550 no").await.unwrap();
        let version = store.ledger().await.unwrap().version;
        for id in &ids {
            let refused = store.resend_mail(&admin(), *id).await;
            assert!(matches!(refused, Err(VerbError::Refused(Refusal::MailGone))), "{refused:?}");
        }
        let nowhere = store.resend_mail(&admin(), MailId(uuid::Uuid::from_u128(7))).await;
        assert!(matches!(nowhere, Err(VerbError::NotFound(Missing::Mail))), "{nowhere:?}");
        assert_eq!(store.ledger().await.unwrap().version, version, "a refusal writes nothing");

        let Tried::Again { at } = store.mail_failed(of(ids[2]), "a", "450").await.unwrap() else { panic!("again") };
        assert!(at > store.world().now());
        store.resend_mail(&admin(), ids[2]).await.unwrap();
        assert_eq!(store.claim_mail(9, "b", LEASE).await.unwrap().len(), 1, "now instead of then");
    }

    async fn the_list_turns_its_pages_and_tells_the_oldest(house: House) {
        let first = store_now(&house);
        let ids = queued(&house, [news("a@example.no")]).await;
        house.world.advance(TimeDelta::minutes(1));
        let more = queued(&house, (0..4).map(|number| news(&format!("{number}@example.no")))).await;
        let page = |before, state| MailFilter { state, before, at_most: 2 };
        let newest = house.store.mail(&admin(), &page(None, None)).await.unwrap();
        assert_eq!(newest.iter().map(|entry| entry.id).collect::<Vec<_>>(), [more[3], more[2]]);
        let next = house.store.mail(&admin(), &page(Some(more[2]), None)).await.unwrap();
        assert_eq!(next.iter().map(|entry| entry.id).collect::<Vec<_>>(), [more[1], more[0]]);
        assert_eq!(house.store.mail(&admin(), &page(None, Some(MailState::Sent))).await.unwrap(), []);
        assert_eq!(counts(&house).await, MailCounts { queued: 5, oldest_waiting: Some(first), ..MailCounts::default() });

        house.store.claim_mail(1, "a", LEASE).await.unwrap();
        house.store.mail_sent(ids[0], "a", "250 ok").await.unwrap();
        assert_eq!(counts(&house).await.sent, 1);
        assert_eq!(counts(&house).await.oldest_waiting, Some(first + TimeDelta::minutes(1)), "what is sent does not wait");
    }

    async fn a_message_of_another_version_keeps_nobody_waiting(house: House) {
        queued(&house, [news("a@example.no"), news("b@example.no")]).await;
        let raw = Database::connect(&house.url).await.unwrap();
        let sql = "UPDATE outbox SET payload = '{\"kind\": \"greeting\", \"code\": \"hemmelig\"}', kind = 'greeting' \
                   WHERE recipient = 'a@example.no'";
        raw.execute_unprepared(sql).await.unwrap();
        let claimed = house.store.claim_mail(9, "a", LEASE).await.unwrap();
        assert_eq!(claimed.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["b@example.no"]);
        let entries = all(&house).await;
        assert_eq!((entries[1].state, entries[1].kind), (MailState::GivenUp, None));
        assert!(!everything(&house).await.contains("hemmelig"));
    }
}

fn store_now(house: &House) -> domain::time::Instant {
    house.store.world().now()
}
