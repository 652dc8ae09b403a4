//! The processes under test: started, looked at, ended.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::client::{Ask, Connection};
use crate::sheet;

/// How long a process may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Takes over a child that listens on `address`.
    pub fn new(child: Child, address: SocketAddr) -> Self {
        Self { child, address }
    }

    /// Its share of the memory in use, in MiB; `None` where the system does not tell.
    pub fn memory(&self) -> Option<f64> {
        memory(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing to be done about a child that has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An import of the whole sheet.
#[derive(Debug, Clone, Copy)]
pub struct Import {
    /// From start to end of the command.
    pub time: Duration,
    /// The most memory it held, in MiB; `None` where the system does not tell.
    pub peak: Option<f64>,
}

/// Imports the sheet into a new database.
pub fn import(binary: &Path, folder: &Path, database: &Path, file: &Path) -> Result<Import> {
    let log = folder.join("import.log");
    let began = Instant::now();
    let mut child = grobunn(binary, folder, database, &log)?
        .arg("import")
        .arg(file)
        .args(["--profile", "sheet", "--as-of", sheet::AS_OF])
        .spawn()
        .with_context(|| format!("{} does not start", binary.display()))?;
    let mut peak = None;
    let status = loop {
        // The mark only rises, so the last look before the end is the highest; it may miss what the last moment added.
        peak = high_water_mark(child.id()).or(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = began.elapsed();
    if !status.success() {
        bail!("the import failed ({status}): {}", std::fs::read_to_string(&log).unwrap_or_default().trim());
    }
    Ok(Import { time, peak })
}

/// Invites a manager of the imported programme; gives what the link ends in.
pub fn invite(binary: &Path, folder: &Path, database: &Path) -> Result<String> {
    let log = folder.join("invite.log");
    let output = grobunn(binary, folder, database, &log)?
        .args(["user", "invite", "kari@example.no", "--role", "manager", "--scope", "programme:inkubator", "--json"])
        .stdout(Stdio::piped())
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let link = told.split("/invitations/").nth(1).and_then(|rest| rest.split('"').next());
    link.map(str::to_owned)
        .with_context(|| format!("nobody was invited: {}", std::fs::read_to_string(&log).unwrap_or_default().trim()))
}

/// Starts the server; gives it once a page answers, and how long that took from its start.
pub async fn serve(binary: &Path, folder: &Path, database: &Path, page: &str) -> Result<(Server, Duration)> {
    let address = free_address()?;
    let log = folder.join("serve.log");
    let began = Instant::now();
    let child = grobunn(binary, folder, database, &log)?
        .args(["serve", "--listen", &address.to_string()])
        .spawn()
        .with_context(|| format!("{} does not start", binary.display()))?;
    let mut server = Server::new(child, address);
    loop {
        if let Ok(mut connection) = Connection::open(address).await {
            connection.send(&Ask::get(page)).await.context("the first page")?;
            return Ok((server, began.elapsed()));
        }
        let ended = server.child.try_wait()?;
        if ended.is_some() || began.elapsed() > PATIENCE {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            bail!(
                "the server does not answer ({}): {}",
                ended.map_or("still running".to_owned(), |status| status.to_string()),
                said.trim()
            );
        }
        tokio::time::sleep(Duration::from_micros(500)).await;
    }
}

fn grobunn(binary: &Path, folder: &Path, database: &Path, log: &Path) -> Result<Command> {
    let log = File::create(log)?;
    let mut command = Command::new(binary);
    command
        .current_dir(folder)
        .env("GROBUNN_DATABASE_URL", format!("sqlite://{}", database.display()))
        .env_remove("GROBUNN_LISTEN")
        .env_remove("GROBUNN_BASE_URL")
        .env_remove("GROBUNN_LOG")
        // The load has no finger to put on a key.
        .env("GROBUNN_PASSKEY_MANAGER", "false")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    Ok(command)
}

/// An address on this machine that nobody listens on just now.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// How busy the machine was over the last minute; `None` where the system does not tell.
pub fn load_average() -> Option<String> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

/// Proportional set size: pages shared with other processes count in part.
fn memory(process: u32) -> Option<f64> {
    kib(&format!("/proc/{process}/smaps_rollup"), "Pss:")
}

fn high_water_mark(process: u32) -> Option<f64> {
    kib(&format!("/proc/{process}/status"), "VmHWM:")
}

/// A line `Name:  123 kB` of a file of the process table, in MiB.
fn kib(path: &str, name: &str) -> Option<f64> {
    let text = std::fs::read_to_string(path).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
}
