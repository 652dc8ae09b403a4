//! A house whose outbox fills, and the binary that empties it.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::access::{Actor, Role};
use domain::ids::MailId;
use domain::mail::{Message, RoleChange};
use domain::words::Locale;
use store::Store;
use store::outbox::{MailEntry, MailFilter, MailState, NewMail};
use tempfile::TempDir;

pub use crate::database::Database;
use crate::database::{RealWorld, drop_database};
use crate::post_office::{Moment, PostOffice};

/// How long a server may take to do what it is watched for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A house that nobody serves yet.
pub struct House {
    /// Its store.
    pub store: Store,
    /// Where its files lie.
    pub folder: TempDir,
    url: String,
}

impl House {
    /// An empty one.
    pub async fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = database.make(folder.path(), "mail").await;
        let store = Store::connect(&url, Arc::new(RealWorld)).await.unwrap();
        store.migrate().await.unwrap();
        Self { store, url, folder }
    }

    /// Takes the database away again.
    pub async fn remove(self) {
        self.store.close().await.unwrap();
        drop_database(&self.url).await;
    }

    /// Queues so many messages, as a verb does.
    pub async fn queue(&self, many: usize) -> Vec<MailId> {
        let addresses: Vec<String> = (0..many).map(|number| format!("leser{number}@example.no")).collect();
        self.queue_to(&addresses).await
    }

    /// Queues a message to each of some readers, as a verb does.
    pub async fn queue_to<T: AsRef<str>>(&self, addresses: &[T]) -> Vec<MailId> {
        let mut write = self.store.begin(&Actor::command_line()).await.unwrap();
        let mut ids = Vec::new();
        for address in addresses {
            let message = Message::RoleChanged { role: Role::Mentor, scope_name: None, what: RoleChange::Revoked };
            ids.push(write.queue(to(address.as_ref(), message)).await.unwrap());
        }
        write.audit("test", "mail", ids[0].0, None, None, None).await.unwrap();
        write.commit().await.unwrap();
        ids
    }

    /// The messages that the database knows to be sent.
    pub async fn sent(&self) -> BTreeSet<MailId> {
        let filter = MailFilter { state: Some(MailState::Sent), before: None, at_most: 10_000 };
        let sent = self.store.mail(&Actor::command_line(), &filter).await.unwrap();
        sent.into_iter().map(|entry| entry.id).collect()
    }

    /// Every message, once there are so many and each is as it should be.
    pub async fn settled(&self, many: usize, good: impl Fn(&MailEntry) -> bool) -> Vec<MailEntry> {
        let began = std::time::Instant::now();
        let filter = MailFilter { state: None, before: None, at_most: 10_000 };
        loop {
            let all = self.store.mail(&Actor::command_line(), &filter).await.unwrap();
            if all.len() == many && all.iter().all(&good) {
                return all;
            }
            assert!(began.elapsed() < PATIENCE, "{all:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A number of milliseconds that nothing chose.
    pub fn random_below(&self, most: u64) -> Duration {
        let mut bytes = [0; 8];
        self.store.world().fill(&mut bytes);
        Duration::from_millis(u64::from_le_bytes(bytes) % most)
    }
}

/// A message to somebody.
pub fn to(address: &str, message: Message) -> NewMail {
    NewMail { to: address.to_owned(), locale: Locale::Nb, message, expires_at: None, caused_by: None }
}

/// A running binary. Killed when the test lets go of it.
pub struct Server {
    child: Arc<Mutex<Child>>,
    log: std::path::PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        // It may be gone already; either way nothing of it is left.
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Server {
    /// Starts one that sends its mail to a server.
    pub fn sending(house: &House, smtp: &str) -> Self {
        Self::start(house, &[], &[("GROBUNN_BASE_URL", "http://grobunn.test"), ("GROBUNN_SMTP_URL", smtp)])
    }

    /// Starts one.
    pub fn start(house: &House, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let log = house.folder.path().join(format!("log-{}", house.store.new_id()));
        let child = Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(house.folder.path())
            .env("GROBUNN_DATABASE_URL", &house.url)
            .env("GROBUNN_MAIL_FROM", "Grobunn <post@grobunn.test>")
            .env("GROBUNN_LOG", "warn")
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .expect("the binary runs");
        Self { child: Arc::new(Mutex::new(child)), log }
    }

    /// Waits until it is dead, killed by the post office at a moment of sending.
    pub async fn killed_at(&mut self, office: &PostOffice, moment: Moment) {
        let child = Arc::clone(&self.child);
        // SIGKILL: nothing of it runs after this line.
        office.when(moment, move || child.lock().unwrap().kill().unwrap());
        self.is_over().await;
    }

    /// Lets it connect to the post office, and kills it some time later.
    pub async fn killed_after(&mut self, office: &PostOffice, time: Duration) {
        let (connected, met) = tokio::sync::oneshot::channel();
        office.when(Moment::Connected, move || {
            let _ = connected.send(());
        });
        tokio::time::timeout(PATIENCE, met)
            .await
            .unwrap_or_else(|_| panic!("nothing was sent: {}", self.said()))
            .unwrap();
        tokio::time::sleep(time).await;
        self.child.lock().unwrap().kill().unwrap();
        self.is_over().await;
    }

    /// Waits until it says where it is.
    pub async fn is_up(&self) {
        let began = std::time::Instant::now();
        while !self.said().contains("Grobunn is at") {
            assert!(began.elapsed() < PATIENCE, "{}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stops_by_itself(self) {
        let id = self.child.lock().unwrap().id();
        assert!(Command::new("kill").args(["-TERM", &id.to_string()]).status().unwrap().success());
        assert!(self.is_over().await.success(), "{}", self.said());
    }

    /// The address it listens on, once it is up.
    pub async fn address(&self) -> String {
        self.is_up().await;
        let said = self.said();
        said.lines().find_map(|line| line.strip_prefix("Grobunn is at http://")).unwrap().to_owned()
    }

    async fn is_over(&self) -> std::process::ExitStatus {
        let began = std::time::Instant::now();
        loop {
            if let Some(status) = self.child.lock().unwrap().try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it lives on: {}", self.said());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Everything it has written to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}
