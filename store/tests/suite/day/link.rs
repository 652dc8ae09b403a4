//! The link from the mail: for one meeting, once, for fourteen days, until it is taken back.

use chrono::TimeDelta;
use domain::facts::{MeetingKind, in_force};
use domain::ids::PlannedMeetingId;
use domain::mail::{Kind, Message};
use domain::time::Instant;
use store::day::{NewMeeting, NewPlanned};
use store::outbox::MailFilter;
use store::{Missing, VerbError};

use super::{Cast, assign, id, with_account};
use crate::cast::size;
use crate::common::{House, day, on_both};

async fn planned(house: &House, cast: &Cast) -> PlannedMeetingId {
    let starts_at = house.store.world().now() + TimeDelta::hours(1);
    let new = NewPlanned { startup: cast.stay.startup, starts_at, minutes: 30, kind: MeetingKind::Phone };
    house.store.plan_meeting(&cast.mentor, new).await.unwrap()
}

/// The token of the last mail, as the worker sees it.
async fn mailed(house: &House) -> String {
    let claimed = house.store.claim_mail(10, "test", TimeDelta::minutes(5)).await.unwrap();
    let token = claimed.iter().rev().find_map(|mail| match &mail.message {
        Message::LogMeeting { link_token, .. } => Some(link_token.clone()),
        _ => None,
    });
    token.expect("a mail with a link")
}

async fn meetings(house: &House, cast: &Cast) -> usize {
    let ledger = house.store.ledger().await.unwrap();
    in_force(&ledger.startup(cast.stay.startup).unwrap().meetings, Instant::MAX_UTC).len()
}

/// A cast whose meeting is over, and the link that came of it.
async fn asked(house: &House) -> (Cast, PlannedMeetingId, String) {
    let mut cast = Cast::new(house).await;
    with_account(house, &mut cast, "mona@example.no").await;
    let plan = planned(house, &cast).await;
    house.world.advance(TimeDelta::hours(2));
    assert_eq!(house.store.ask_to_log_meetings().await.unwrap(), 1);
    let token = mailed(house).await;
    (cast, plan, token)
}

fn gone<T: std::fmt::Debug>(result: &Result<T, VerbError>) {
    assert!(matches!(result, Err(VerbError::NotFound(Missing::PlannedMeeting))), "{result:?}");
}

on_both! {
    async fn a_mentor_is_asked_once_and_only_after_the_meeting(house: House) {
        let mut cast = Cast::new(&house).await;
        with_account(&house, &mut cast, "mona@example.no").await;
        planned(&house, &cast).await;
        let store = &house.store;
        assert_eq!(store.ask_to_log_meetings().await.unwrap(), 0);
        house.world.advance(TimeDelta::minutes(75));
        assert_eq!(store.ask_to_log_meetings().await.unwrap(), 0, "it is going on");
        house.world.advance(TimeDelta::minutes(15));
        let (one, other) = tokio::join!(store.ask_to_log_meetings(), store.ask_to_log_meetings());
        assert_eq!(one.unwrap() + other.unwrap(), 1, "however many servers ask");
        let before = size(&house).await;
        assert_eq!(store.ask_to_log_meetings().await.unwrap(), 0);
        assert_eq!(size(&house).await, before, "looking writes nothing");
        let filter = MailFilter { state: None, before: None, at_most: 10 };
        let mail = store.mail(&domain::access::Actor::command_line(), &filter).await.unwrap();
        let told: Vec<_> = mail.iter().map(|one| (one.to.as_str(), one.kind)).collect();
        assert_eq!(told, [("mona@example.no", Some(Kind::LogMeeting))]);
        // One that was logged, cancelled, or is long over is not asked about.
        planned(&house, &cast).await;
        house.world.advance(TimeDelta::days(5));
        assert_eq!(store.ask_to_log_meetings().await.unwrap(), 0);
    }

    async fn the_link_logs_its_meeting_once_as_its_mentor(house: House) {
        let (cast, plan, token) = asked(&house).await;
        let store = &house.store;
        let link = store.look_at_log_link(&token).await.unwrap().unwrap();
        assert_eq!((link.planned.id, link.startup_name.as_str()), (plan, "Årvak"));
        assert_eq!(store.look_at_log_link("rubbish").await.unwrap(), None);
        let raw = crate::personal::raw(&house).await;
        let kept = format!("SELECT count(*) FROM planned_meeting WHERE link_hash = '{token}'");
        assert_eq!(crate::personal::count(&raw, &kept).await, 0, "only a hash is kept");

        let other = crate::cast::apply(&house, cast.stay.programme, "En annen", day(2024, 1, 1)).await;
        // What the form says of startup and plan counts for nothing.
        let new = NewMeeting { startup: other.startup, ..cast.meeting(&house) };
        let logged = store.log_meeting_by_link(&token, &new, Some("anfrage-1")).await.unwrap();
        assert_eq!((logged.startup, logged.again), (cast.stay.startup, false));
        let told = store.audit_of(None, None, 1).await.unwrap();
        assert_eq!((told[0].actor.as_str(), told[0].request_id.as_deref()), (cast.mentor.label.as_str(), Some("anfrage-1")));
        let again = store.log_meeting_by_link(&token, &new, None).await.unwrap();
        assert_eq!((again.meeting, again.again), (logged.meeting, true), "the same form again is told the same");
        gone(&store.log_meeting_by_link(&token, &cast.meeting(&house), None).await);
        assert_eq!(store.look_at_log_link(&token).await.unwrap(), None);
        assert_eq!(meetings(&house, &cast).await, 1);
    }

    async fn the_link_runs_out_after_fourteen_days(house: House) {
        let (cast, _, token) = asked(&house).await;
        house.world.advance(TimeDelta::days(14) - TimeDelta::minutes(1));
        assert!(house.store.look_at_log_link(&token).await.unwrap().is_some());
        house.world.advance(TimeDelta::minutes(1));
        assert_eq!(house.store.look_at_log_link(&token).await.unwrap(), None);
        gone(&house.store.log_meeting_by_link(&token, &cast.meeting(&house), None).await);
        assert_eq!(meetings(&house, &cast).await, 0);
    }

    async fn the_link_ends_when_it_is_taken_back_or_the_meeting_is_cancelled(house: House) {
        let (cast, plan, token) = asked(&house).await;
        gone(&house.store.revoke_log_link(&cast.boss, plan).await);
        house.store.revoke_log_link(&cast.mentor, plan).await.unwrap();
        assert_eq!(house.store.look_at_log_link(&token).await.unwrap(), None);
        gone(&house.store.revoke_log_link(&cast.mentor, plan).await);
        let second = planned(&house, &cast).await;
        house.world.advance(TimeDelta::hours(2));
        house.store.ask_to_log_meetings().await.unwrap();
        let token = mailed(&house).await;
        assert!(house.store.look_at_log_link(&token).await.unwrap().is_some());
        house.store.cancel_meeting(&cast.mentor, second).await.unwrap();
        gone(&house.store.log_meeting_by_link(&token, &cast.meeting(&house), None).await);
    }

    async fn the_link_ends_with_the_assignment_the_account_and_the_person(house: House) {
        let (cast, _, token) = asked(&house).await;
        let store = &house.store;
        let sql = "UPDATE account SET disabled_at = created_at";
        let raw = crate::personal::raw(&house).await;
        crate::personal::run(&raw, sql, []).await;
        assert_eq!(store.look_at_log_link(&token).await.unwrap(), None, "the account is closed");
        crate::personal::run(&raw, "UPDATE account SET disabled_at = NULL", []).await;
        assert!(store.look_at_log_link(&token).await.unwrap().is_some());
        assign(store, cast.stay.startup, id(&cast.colleague), day(2024, 6, 30)).await;
        assert_eq!(store.look_at_log_link(&token).await.unwrap(), None, "somebody else follows it up");
        assign(store, cast.stay.startup, id(&cast.mentor), day(2024, 6, 30)).await;
        assert!(store.look_at_log_link(&token).await.unwrap().is_some());
        store.erase_person(&domain::access::Actor::command_line(), id(&cast.mentor), "Mona Mentor").await.unwrap();
        assert_eq!(store.look_at_log_link(&token).await.unwrap(), None);
        assert_eq!(crate::personal::count(&raw, "SELECT count(*) FROM planned_meeting").await, 0);
    }
}
