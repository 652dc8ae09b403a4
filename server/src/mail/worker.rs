//! The worker: takes messages from the outbox, sends them, and says what became of them.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use store::outbox::{Claimed, Tried};
use store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};

use super::mime::render;
use super::post::{NotTaken, Post, Settings};

/// How many messages are under way at once. Each has its connection, and mail servers grant few.
const AT_ONCE: u32 = 4;
/// How long a message is this worker's without another word. After a crash it waits so long before somebody else sends it.
const LEASE: TimeDelta = TimeDelta::seconds(10);
/// How often that word is given.
const BEAT: Duration = Duration::from_secs(3);
/// How often to look for mail that another process queued, or whose time has come.
const LOOK: Duration = Duration::from_secs(2);
/// How long to leave a mail server alone that could not be spoken to, at first and at most.
const REST: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// How long a message under way may take when the server is told to stop.
const FINISH: Duration = Duration::from_secs(20);

/// Sends the mail of a house.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Begins to work.
    #[must_use]
    pub fn start(store: Store, settings: Settings) -> Self {
        if let Post::Folder { folder, shown: None } = &settings.post {
            tracing::warn!(folder = %folder.display(), "mail.no_server: messages are written to files; set GROBUNN_SMTP_URL to send them");
        }
        let (stop, stopped) = watch::channel(false);
        let owner = store.new_id().to_string();
        let desk = Arc::new(Desk { store, settings, owner });
        Self { stop, task: tokio::spawn(work(desk, stopped)) }
    }

    /// Takes nothing more, and ends when what is under way is done.
    pub async fn finish(self) {
        let _ = self.stop.send(true);
        if timeout(FINISH, self.task).await.is_err() {
            tracing::warn!("mail.cut_off: a message was still under way; it goes again");
        }
    }
}

/// What every message under way needs.
struct Desk {
    store: Store,
    settings: Settings,
    /// Who has the leases: a name no other worker has, also not this one's successor.
    owner: String,
}

/// How a round went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Nothing was due.
    Idle,
    /// Something was sent or refused.
    Worked,
    /// Nobody could be spoken to.
    Unreachable,
}

async fn work(desk: Arc<Desk>, mut stopped: watch::Receiver<bool>) {
    let mut rest = REST.0;
    while !*stopped.borrow() {
        let pause = match desk.round().await {
            Ok(Round::Worked) => {
                rest = REST.0;
                continue;
            }
            Ok(Round::Idle) => None,
            Ok(Round::Unreachable) => Some(rest),
            Err(error) => {
                tracing::error!(%error, "mail.outbox_failed");
                Some(rest)
            }
        };
        let woken = async {
            match pause {
                Some(pause) => sleep(pause).await,
                // Who queues in this process says so; others' mail is found by looking.
                None => drop(timeout(LOOK, desk.store.mail_waits()).await),
            }
        };
        tokio::select! {
            () = woken => {}
            _ = stopped.changed() => {}
        }
        if pause.is_some() {
            rest = (rest * 2).min(REST.1);
        }
    }
}

impl Desk {
    /// Takes what is due and sends it.
    async fn round(self: &Arc<Self>) -> Result<Round, StoreError> {
        let claimed = self.store.claim_mail(AT_ONCE, &self.owner, LEASE).await?;
        if claimed.is_empty() {
            return Ok(Round::Idle);
        }
        let mut under_way = JoinSet::new();
        for mail in claimed {
            let desk = Arc::clone(self);
            under_way.spawn(async move { desk.deliver(&mail).await });
        }
        let mut round = Round::Worked;
        while let Some(delivered) = under_way.join_next().await {
            match delivered {
                Ok(Round::Unreachable) => round = Round::Unreachable,
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "mail.panicked"),
            }
        }
        Ok(round)
    }

    /// Sends one message and writes down what became of it.
    async fn deliver(&self, mail: &Claimed) -> Round {
        let kind = mail.message.kind().code();
        let rendered = match render(mail, &self.settings.from, &self.settings.links) {
            Ok(rendered) => rendered,
            Err(error) => {
                self.note(mail, NotTaken::Never(error.to_string())).await;
                return Round::Worked;
            }
        };
        let handed_over = tokio::select! {
            handed_over = self.settings.post.hand_over(mail, &rendered) => handed_over,
            // Another worker has it by now. Whatever was not yet taken of ours is dropped with the connection.
            () = self.hold(mail) => {
                tracing::warn!(mail.id = %mail.id, mail.kind = kind, "mail.lease_lost");
                return Round::Worked;
            }
        };
        match handed_over {
            Ok(answer) => {
                self.sent(mail, &answer).await;
                Round::Worked
            }
            Err(why) => {
                let unreachable = matches!(why, NotTaken::Unreachable(_));
                self.note(mail, why).await;
                if unreachable { Round::Unreachable } else { Round::Worked }
            }
        }
    }

    /// Prolongs the lease again and again. Ends when it is lost.
    async fn hold(&self, mail: &Claimed) {
        let lease = LEASE.to_std().unwrap_or(BEAT * 3);
        let mut held = Instant::now();
        loop {
            sleep(BEAT).await;
            let asked = Instant::now();
            match timeout(lease.saturating_sub(held.elapsed()), self.store.hold_mail(mail.id, &self.owner, LEASE)).await
            {
                Ok(Ok(true)) => held = asked,
                Ok(Ok(false)) => return,
                // The database did not answer. The lease stands until its time is over.
                _ if held.elapsed() < lease => {}
                _ => return,
            }
        }
    }

    /// Writes down that a message was taken. Everything depends on it, so it is tried as long as the lease stands.
    async fn sent(&self, mail: &Claimed, answer: &str) {
        let (id, kind) = (mail.id, mail.message.kind().code());
        for attempt in 1..=6u32 {
            match self.store.mail_sent(id, &self.owner, answer).await {
                Ok(true) => return tracing::info!(mail.id = %id, mail.kind = kind, "mail.sent"),
                Ok(false) => return tracing::warn!(mail.id = %id, mail.kind = kind, "mail.sent_without_lease"),
                Err(error) => tracing::error!(mail.id = %id, %error, attempt, "mail.sent_not_noted"),
            }
            sleep(Duration::from_millis(50) * 2u32.pow(attempt)).await;
        }
    }

    /// Writes down why a message was not taken.
    async fn note(&self, mail: &Claimed, why: NotTaken) {
        let (id, kind) = (mail.id, mail.message.kind().code());
        let noted = match &why {
            NotTaken::Never(answer) => self.store.mail_given_up(mail, &self.owner, answer).await,
            NotTaken::Later(answer) | NotTaken::Unreachable(answer) => {
                self.store.mail_failed(mail, &self.owner, answer).await
            }
        };
        match noted {
            // Not the answer: it may hold the address.
            Ok(Tried::Again { at }) => tracing::warn!(mail.id = %id, mail.kind = kind, next = %at, "mail.failed"),
            Ok(Tried::GivenUp) => tracing::error!(mail.id = %id, mail.kind = kind, "mail.given_up"),
            Ok(Tried::Lost) => tracing::warn!(mail.id = %id, mail.kind = kind, "mail.lease_lost"),
            Err(error) => tracing::error!(mail.id = %id, %error, "mail.not_noted"),
        }
    }
}
