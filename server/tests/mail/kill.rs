//! Mail arrives: the real binary is killed between any two steps of sending, over and over, while a real SMTP server on loopback counts
//! what it took. And two binaries at one outbox share the work.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::access::Actor;
use domain::ids::MailId;
use store::outbox::MailState;

use crate::house::{Database, House, Server};
use crate::post_office::{Moment, PostOffice};

/// Nothing here may take longer.
const BOUND: Duration = Duration::from_secs(58);

/// What the kill test did.
#[derive(Debug, Default)]
struct Report {
    kills: usize,
    messages: usize,
    acceptances: usize,
    duplicates: usize,
    losses: usize,
    /// Messages that the server had taken when their sender died before it could write that down.
    in_the_window: usize,
}

/// Kills the server at every moment of sending, several times, and at times that nothing chose.
async fn killed_over_and_over(database: Database) {
    let began = Instant::now();
    let office = PostOffice::open(Duration::from_millis(5)).await;
    let house = House::new(database).await;
    let mut report = Report::default();
    let mut queued: BTreeSet<MailId> = BTreeSet::new();
    // For each message: how often a sender of it was killed after it had been taken and before that was written down.
    let mut window: BTreeMap<MailId, usize> = BTreeMap::new();
    let moments = Moment::ALL.into_iter().cycle().take(Moment::ALL.len() * 3).map(Some);
    let at_random = std::iter::repeat_n(None, 5);
    for moment in moments.chain(at_random) {
        queued.extend(house.queue(3).await);
        let taken_before = office.taken();
        let mut server = Server::sending(&house, &office.url(""));
        match moment {
            Some(moment) => server.killed_at(&office, moment).await,
            None => server.killed_after(&office, house.random_below(120)).await,
        }
        report.kills += 1;
        office.is_quiet().await;
        let sent = house.sent().await;
        for (id, copies) in &office.taken() {
            let new = copies.len() - taken_before.get(id).map_or(0, Vec::len);
            assert!(new <= 1, "{id} was sent twice by one process");
            if new == 1 && !sent.contains(id) {
                *window.entry(*id).or_default() += 1;
            }
        }
    }
    let server = Server::sending(&house, &office.url(""));
    while house.sent().await.len() < queued.len() {
        assert!(began.elapsed() < BOUND, "{:?} of {} messages are out", house.sent().await.len(), queued.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(server);

    let taken = office.taken();
    report.messages = queued.len();
    report.losses = queued.iter().filter(|id| !taken.contains_key(id)).count();
    report.acceptances = taken.values().map(Vec::len).sum();
    report.duplicates = report.acceptances - taken.len();
    report.in_the_window = window.values().sum();
    println!("{database:?}, {:.1} s: {report:?}", began.elapsed().as_secs_f64());
    assert!(report.kills >= 20);
    assert_eq!(report.losses, 0);
    assert_eq!(taken.keys().copied().collect::<BTreeSet<_>>(), queued, "what arrived is what was queued");
    for (id, copies) in &taken {
        let excused = window.get(id).copied().unwrap_or_default();
        assert!(copies.len() <= 1 + excused, "{id} went {} times, and only {excused} can be excused", copies.len());
        assert!(copies.iter().all(|copy| copy == &copies[0]), "a copy of {id} differs, so nobody can tell it is one");
    }
    // Kills struck just there, so the test would notice a server that repeats what it need not, and one that forgets.
    assert!(report.in_the_window >= 3, "{report:?}");
    assert_eq!(report.duplicates, report.in_the_window, "each of those goes once more, and nothing else does");
    house.remove().await;
}

/// Two servers at one outbox: both work, and nothing goes twice.
async fn two_share_the_work(database: Database) {
    const MANY: usize = 240;
    let began = Instant::now();
    let office = PostOffice::open(Duration::from_millis(40)).await;
    let house = House::new(database).await;
    let servers = [Server::sending(&house, &office.url("one")), Server::sending(&house, &office.url("two"))];
    // Both have looked and found nothing.
    for server in &servers {
        server.is_up().await;
    }
    let queued: BTreeSet<MailId> = house.queue(MANY).await.into_iter().collect();
    while house.sent().await.len() < MANY {
        assert!(began.elapsed() < BOUND, "{} of {MANY} messages are out", house.sent().await.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let taken = office.taken();
    assert_eq!(taken.keys().copied().collect::<BTreeSet<_>>(), queued);
    assert!(taken.values().all(|copies| copies.len() == 1), "nothing twice");
    let shares = office.shares();
    println!("{database:?}, {:.1} s: {MANY} messages by {shares:?}", began.elapsed().as_secs_f64());
    assert_eq!(shares.keys().map(String::as_str).collect::<Vec<_>>(), ["one", "two"]);
    for server in servers {
        server.stops_by_itself().await;
    }
    house.remove().await;
}

/// Told to stop, the server finishes the message under way and writes it down.
async fn a_stop_loses_and_repeats_nothing(database: Database) {
    let office = PostOffice::open(Duration::from_millis(300)).await;
    let house = House::new(database).await;
    let queued: BTreeSet<MailId> = house.queue(12).await.into_iter().collect();
    let server = Server::sending(&house, &office.url(""));
    while office.taken().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    server.stops_by_itself().await;
    let taken: BTreeSet<MailId> = office.taken().into_keys().collect();
    assert!(taken.len() < queued.len(), "it stopped in the middle");
    assert_eq!(house.sent().await, taken, "what the mail server took is written down");
    house.remove().await;
}

/// A reader who does not exist is given up at once, one who is busy is tried again, and nobody else waits for either.
async fn a_refusal_means_what_it_says(database: Database) {
    let office = PostOffice::open(Duration::ZERO).await;
    let house = House::new(database).await;
    let ids = house.queue_to(&["ukjent@example.no", "opptatt@example.no", "ase@example.no"]).await;
    let server = Server::sending(&house, &office.url(""));
    let all = house.settled(3, |entry| entry.state != MailState::Sending && entry.answer.is_some()).await;
    drop(server);
    let of = |id: MailId| all.iter().find(|entry| entry.id == id).unwrap();
    let answer = |id: MailId| of(id).answer.clone().unwrap();
    assert_eq!((of(ids[0]).state, of(ids[0]).tries), (MailState::GivenUp, 1));
    assert!(answer(ids[0]).contains("550") && answer(ids[0]).contains("no such reader"), "{}", answer(ids[0]));
    assert_eq!((of(ids[1]).state, of(ids[1]).tries), (MailState::Queued, 1));
    assert!(answer(ids[1]).contains("450"), "{}", answer(ids[1]));
    assert_eq!(of(ids[2]).state, MailState::Sent);
    assert!(answer(ids[2]).starts_with("250"), "{}", answer(ids[2]));
    assert_eq!(office.taken().keys().copied().collect::<Vec<_>>(), [ids[2]]);
    house.remove().await;
}

/// A server that does not encrypt gets nothing, unless somebody wrote that it need not.
async fn nothing_goes_over_an_open_way(database: Database) {
    let office = PostOffice::open(Duration::ZERO).await;
    let house = House::new(database).await;
    house.queue(1).await;
    for address in [office.url("").replace("?tls=none", ""), office.url("").replace("tls=none", "tls=required")] {
        let server = Server::sending(&house, &address);
        let all = house.settled(1, |entry| entry.answer.is_some()).await;
        drop(server);
        assert_eq!(all[0].state, MailState::Queued);
        assert!(all[0].answer.as_ref().unwrap().contains("STARTTLS"), "{:?}", all[0].answer);
        house.store.resend_mail(&Actor::command_line(), all[0].id).await.unwrap();
    }
    assert!(office.taken().is_empty());
    let server = Server::sending(&house, &office.url("").replace("tls=none", "tls=opportunistic"));
    house.settled(1, |entry| entry.state == MailState::Sent).await;
    drop(server);
    house.remove().await;
}

macro_rules! on_both {
    ($($test:ident)+) => {$(
        mod $test {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                tokio::time::timeout(super::BOUND, super::$test(super::Database::Sqlite)).await.expect("in time");
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if std::env::var("GROBUNN_TEST_POSTGRES").as_deref() == Ok("skip") {
                    println!("passed over: GROBUNN_TEST_POSTGRES=skip");
                    return;
                }
                tokio::time::timeout(super::BOUND, super::$test(super::Database::Postgres)).await.expect("in time");
            }
        }
    )+};
}

on_both! {
    killed_over_and_over
    two_share_the_work
    a_stop_loses_and_repeats_nothing
    a_refusal_means_what_it_says
    nothing_goes_over_an_open_way
}
