//! Who sends: so many clients, each with one connection that is kept open, each asking again as soon as it is answered.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::Plan;

/// The larger of the two numbers of clients.
pub const MANY: usize = 64;
/// An answer that takes longer ends the bench.
const PATIENCE: Duration = Duration::from_secs(120);

/// The cookie of the manager as whom everything is asked, once there is one. The bare server passes it over.
static SESSION: OnceLock<String> = OnceLock::new();

/// One request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Path and query.
    pub path: Arc<str>,
    /// A form to post; `None` asks for a page.
    pub form: Option<String>,
    /// Whether the answer may come compressed, as a browser would have it.
    pub packed: bool,
}

impl Ask {
    /// Asks for a page.
    pub fn get(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), form: None, packed: false }
    }

    /// Posts a form.
    pub fn post(path: impl Into<Arc<str>>, form: String) -> Self {
        Self { path: path.into(), form: Some(form), packed: false }
    }

    /// Asks for it compressed.
    pub fn packed(self) -> Self {
        Self { packed: true, ..self }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The whole body, as it was sent.
    pub body: Bytes,
    /// Whether it was sent compressed (brotli).
    pub is_packed: bool,
    /// The cookie it sets, without its attributes.
    cookie: Option<String>,
}

/// Accepts an invitation on the server at `address`: from then on everything is asked by the person invited.
pub async fn sign_in(address: SocketAddr, invitation: &str) -> Result<()> {
    let token: String = form_urlencoded::byte_serialize(invitation.as_bytes()).collect();
    let form = format!("token={token}&name=Kari+Nordmann");
    let answer = Connection::open(address).await?.send(&Ask::post("/act/accept-invitation", form)).await?;
    let cookie = answer.cookie.context("accepting the invitation gave no session")?;
    if SESSION.set(cookie).is_err() {
        bail!("somebody has signed in already");
    }
    Ok(())
}

/// What is measured: for each count, the requests that one client sends one after the other.
pub type Case = Arc<dyn Fn(u64) -> Vec<Ask> + Send + Sync>;

/// A connection that is kept open.
#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    /// Connects to an address on this machine.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        if !address.ip().is_loopback() {
            bail!("{address} is not on this machine");
        }
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends when the sender is dropped, and what went wrong on it is told to the sender.
        tokio::spawn(connection);
        Ok(Self { sender, host: address.to_string() })
    }

    /// The text of a page.
    pub async fn page(&mut self, path: &str) -> Result<String> {
        Ok(String::from_utf8(self.send(&Ask::get(path)).await?.body.to_vec())?)
    }

    /// Asks and waits for the whole answer.
    ///
    /// # Errors
    /// When the answer is not a page (200), or to a form not the redirect of an accepted one.
    pub async fn send(&mut self, ask: &Ask) -> Result<Answer> {
        tokio::time::timeout(PATIENCE, self.send_patiently(ask))
            .await
            .with_context(|| format!("{} took longer than {PATIENCE:?}", ask.path))?
            .with_context(|| ask.path.to_string())
    }

    async fn send_patiently(&mut self, ask: &Ask) -> Result<Answer> {
        let mut request = Request::builder()
            .uri(&*ask.path)
            .method(if ask.form.is_some() { Method::POST } else { Method::GET })
            .header(header::HOST, &self.host)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en");
        if let Some(session) = SESSION.get() {
            request = request.header(header::COOKIE, session);
        }
        if ask.packed {
            request = request.header(header::ACCEPT_ENCODING, "br");
        }
        if ask.form.is_some() {
            // As a browser does: without it a post from another site would look the same.
            request = request
                .header(header::ORIGIN, format!("http://{}", self.host))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let body = ask.form.clone().map_or_else(Bytes::new, Bytes::from);
        self.sender.ready().await?;
        let answer = self.sender.send_request(request.body(Full::new(body))?).await?;
        let status = answer.status();
        let went_to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        let is_packed = answer.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "br");
        let cookie = answer.headers().get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let body = answer.into_body().collect().await?.to_bytes();
        let is_redirect = status == StatusCode::FOUND || status == StatusCode::SEE_OTHER;
        match (&ask.form, went_to) {
            (None, _) if status == StatusCode::OK => {}
            // A refused form is sent back to what was typed; only an accepted one goes on.
            (Some(_), Some(to)) if is_redirect && !to.contains("draft=") => {}
            (_, to) => bail!("answered {status} {}", to.unwrap_or_default()),
        }
        Ok(Answer { body, is_packed, cookie })
    }
}

/// What a case gave.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Times through the case, each second.
    pub rate: f64,
    /// Median time through the case, in milliseconds.
    pub p50: f64,
    /// 99 of 100 were at least as fast, in milliseconds.
    pub p99: f64,
}

impl Measured {
    fn of(mut times: Vec<Duration>, over: Duration) -> Result<Self> {
        times.sort_unstable();
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "an index from a share of a count far below 2^53"
            )]
            let index = (times.len() as f64 * share) as usize;
            times.get(index.min(times.len().saturating_sub(1))).map(|time| time.as_secs_f64() * 1_000.0)
        };
        let (Some(p50), Some(p99)) = (at(0.5), at(0.99)) else { bail!("nothing was answered in time") };
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^53")]
        let rate = times.len() as f64 / over.as_secs_f64();
        Ok(Self { rate, p50, p99 })
    }
}

/// Runs a case with so many clients; the first answer that is not as it should be ends it.
pub async fn run(address: SocketAddr, case: &Case, clients: usize, plan: Plan) -> Result<Measured> {
    let count = Arc::new(AtomicU64::new(0));
    let mut connections = Vec::new();
    for _ in 0..clients {
        connections.push(Connection::open(address).await?);
    }
    let warm = Instant::now() + plan.warm_up;
    let end = warm + plan.time;
    let mut running = JoinSet::new();
    for mut connection in connections {
        let (case, count) = (Arc::clone(case), Arc::clone(&count));
        running.spawn(async move {
            let mut times = Vec::new();
            loop {
                let asks = case(count.fetch_add(1, Ordering::Relaxed));
                let began = Instant::now();
                if began >= end {
                    return anyhow::Ok(times);
                }
                for ask in &asks {
                    connection.send(ask).await?;
                }
                // One that outlasts the warm-up and the whole case is the case's answer, and may be its only one.
                if began >= warm || Instant::now() >= end {
                    times.push(began.elapsed());
                }
            }
        });
    }
    let mut times = Vec::new();
    while let Some(done) = running.join_next().await {
        times.extend(done??);
    }
    Measured::of(times, warm.elapsed())
}
