//! Requests as a browser without JavaScript sends them, many at a time.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

/// How many requests are under way at once.
const AT_ONCE: usize = 6;
/// Separates the parts of an upload.
const BOUNDARY: &str = "----grobunn-matrix";

/// A request to be sent.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path and query.
    pub path: String,
    /// The whole cookie header; empty for somebody who brings none.
    pub cookie: String,
    /// The fields of a form.
    pub fields: Vec<(String, String)>,
    /// A file that goes with them: then they are sent as parts.
    pub file: Option<(String, Vec<u8>)>,
    /// Whether a program asks, which wants no page.
    pub program: bool,
    /// The token that a program shows; empty for one that shows none.
    pub token: String,
}

impl Ask {
    /// Asks for a page.
    pub fn get(path: impl Into<String>, cookie: &str) -> Self {
        Self { method: "GET", path: path.into(), cookie: cookie.to_owned(), ..Self::default() }
    }

    /// Posts a form.
    pub fn post(path: impl Into<String>, cookie: &str, fields: Vec<(String, String)>) -> Self {
        Self { method: "POST", path: path.into(), cookie: cookie.to_owned(), fields, ..Self::default() }
    }

    fn body(&self) -> (String, Vec<u8>) {
        let Some((name, bytes)) = &self.file else {
            return ("application/x-www-form-urlencoded".to_owned(), form_urlencoded(&self.fields).into_bytes());
        };
        let mut body = Vec::new();
        for (field, value) in &self.fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(part.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }
}

fn form_urlencoded(fields: &[(String, String)]) -> String {
    let pair = |(key, value): &(String, String)| format!("{}={}", encoded(key), encoded(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Letters and digits as they are, everything else by its bytes.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status; 0 when there was no answer at all.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// What follows.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Where it leads; empty when nowhere.
    pub fn leads_to(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A client of one server; counts what it sends.
#[derive(Debug)]
pub struct Client {
    /// The server's address, without a scheme.
    pub address: String,
    sent: AtomicUsize,
    from: AtomicU32,
}

impl Client {
    /// A client of the server at an address.
    pub fn new(address: String) -> Self {
        Self { address, sent: AtomicUsize::new(0), from: AtomicU32::new(1) }
    }

    /// How many requests were sent.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }

    /// Sends bytes as they are and reads what comes back; `ends` says before that nothing more will come.
    pub fn raw(&self, bytes: &[u8], ends: bool) -> Answer {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return Answer::default() };
        let patience = Some(Duration::from_secs(60));
        stream.set_read_timeout(patience).and_then(|()| stream.set_write_timeout(patience)).expect("a time");
        // A server that has heard enough may close before the end.
        let _ = stream.write_all(bytes);
        if ends {
            let _ = stream.shutdown(std::net::Shutdown::Write);
        }
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
        let at = told.windows(4).position(|four| four == b"\r\n\r\n").map_or(told.len(), |at| at + 4);
        let body = told.split_off(at);
        let head = String::from_utf8_lossy(&told).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        Answer { status, head, body }
    }

    /// A network that nobody else asks from, so that limits by network hit nobody here.
    pub fn elsewhere(&self) -> String {
        let number = self.from.fetch_add(1, Ordering::Relaxed);
        format!("{}.{}.{}.7", 11 + number / 62_500 % 100, number / 250 % 250, number % 250)
    }

    /// Sends one request. HTTP/1.0: the answer ends with the connection.
    pub fn send(&self, ask: &Ask) -> Answer {
        let (kind, body) = ask.body();
        let posted = match ask.method {
            "GET" => String::new(),
            _ => format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len()),
        };
        let cookie = if ask.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", ask.cookie) };
        let token =
            if ask.token.is_empty() { String::new() } else { format!("Authorization: Bearer {}\r\n", ask.token) };
        let accept = if ask.program { "application/json" } else { "text/html" };
        let (address, method, path) = (&self.address, ask.method, &ask.path);
        let mut bytes = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: {accept}\r\n\
             Accept-Language: nb\r\nX-Forwarded-For: {}\r\n{cookie}{token}{posted}\r\n",
            self.elsewhere()
        )
        .into_bytes();
        if ask.method != "GET" {
            bytes.extend(body);
        }
        self.raw(&bytes, false)
    }

    /// Sends many requests, several at a time, and gives the answers in their order.
    pub fn send_all(&self, asks: &[Ask]) -> Vec<Answer> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut mine = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(ask) = asks.get(at) else { return mine };
                mine.push((at, self.send(ask)));
            }
        };
        let mut all: Vec<(usize, Answer)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
        });
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, answer)| answer).collect()
    }
}
