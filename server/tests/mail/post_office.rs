//! An SMTP server on loopback that keeps what it takes, and can kill its caller at a given moment.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::ids::MailId;
use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A moment of sending a message, as the mail server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Somebody connected.
    Connected,
    /// The sender was named.
    Mail,
    /// The reader was named.
    Rcpt,
    /// The message was announced.
    Data,
    /// Its first lines came.
    HalfOfIt,
    /// It was taken; its sender does not know yet.
    Taken,
    /// Its sender was told.
    Told,
}

impl Moment {
    /// All moments, in their order.
    pub const ALL: [Moment; 7] =
        [Moment::Connected, Moment::Mail, Moment::Rcpt, Moment::Data, Moment::HalfOfIt, Moment::Taken, Moment::Told];
}

/// What happens at a moment, once.
type Trap = Box<dyn FnOnce() + Send>;

/// What the office has seen.
#[derive(Default)]
struct Seen {
    /// Every message that was taken, by its id: one entry for each time.
    taken: BTreeMap<MailId, Vec<Vec<u8>>>,
    /// How many came from whom, by the name they greeted with.
    shares: BTreeMap<String, usize>,
    trap: Option<(Moment, Trap)>,
    /// How many conversations go on.
    open: usize,
}

/// The server. It works until the test ends.
#[derive(Clone)]
pub struct PostOffice {
    port: u16,
    /// How long it thinks before it takes a message.
    slowness: Duration,
    seen: Arc<Mutex<Seen>>,
}

impl PostOffice {
    /// Opens on a free port.
    pub async fn open(slowness: Duration) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let office = Self { port: listener.local_addr().unwrap().port(), slowness, seen: Arc::default() };
        let open = office.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let office = open.clone();
                office.seen.lock().unwrap().open += 1;
                tokio::spawn(async move {
                    // A caller that was killed hangs up in the middle; that is what this is about.
                    let _ = office.serve(stream).await;
                    office.seen.lock().unwrap().open -= 1;
                });
            }
        });
        office
    }

    /// Its address for a caller that greets by a name.
    pub fn url(&self, name: &str) -> String {
        format!("smtp://127.0.0.1:{}/{name}?tls=none", self.port)
    }

    /// Every message it took.
    pub fn taken(&self) -> BTreeMap<MailId, Vec<Vec<u8>>> {
        self.seen.lock().unwrap().taken.clone()
    }

    /// Waits until every conversation is over: what a killed caller has sent off is still on its way.
    pub async fn is_quiet(&self) {
        while self.seen.lock().unwrap().open > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// How many came from whom.
    pub fn shares(&self) -> BTreeMap<String, usize> {
        self.seen.lock().unwrap().shares.clone()
    }

    /// Does this when a caller next comes to a moment.
    pub fn when(&self, moment: Moment, trap: impl FnOnce() + Send + 'static) {
        self.seen.lock().unwrap().trap = Some((moment, Box::new(trap)));
    }

    /// Springs the trap if it is set for this moment. Nothing else happens meanwhile in this conversation: the caller dies here.
    fn reached(&self, moment: Moment) {
        let trap = {
            let mut seen = self.seen.lock().unwrap();
            if seen.trap.as_ref().is_some_and(|(set, _)| *set == moment) { seen.trap.take() } else { None }
        };
        if let Some((_, trap)) = trap {
            trap();
        }
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        let clerk = Clerk { office: self.clone(), caller: String::new(), letter: Vec::new() };
        let mut session = SessionBuilder::new("post.test").build(IpAddr::V4(Ipv4Addr::LOCALHOST), clerk);
        self.reached(Moment::Connected);
        stream.write_all(&session.greeting().buffer()?).await?;
        let (mut in_letter, mut line) = (false, Vec::new());
        loop {
            line.clear();
            if (&mut stream).take(1 << 20).read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let ends = in_letter && line == b".\r\n";
            if ends {
                tokio::time::sleep(self.slowness).await;
            }
            let answer = session.process(&line);
            if ends {
                self.reached(Moment::Taken);
            } else if in_letter {
                self.reached(Moment::HalfOfIt);
            }
            in_letter = answer.code == 354 || (in_letter && !ends);
            match answer.action {
                Action::NoReply => continue,
                Action::Reply => stream.write_all(&answer.buffer()?).await?,
                _ => {
                    stream.write_all(&answer.buffer()?).await?;
                    return stream.shutdown().await;
                }
            }
            if ends {
                self.reached(Moment::Told);
            }
        }
    }
}

/// Who takes the messages of one conversation.
struct Clerk {
    office: PostOffice,
    caller: String,
    letter: Vec<u8>,
}

impl Handler for Clerk {
    fn helo(&mut self, _: IpAddr, domain: &str) -> Response {
        domain.clone_into(&mut self.caller);
        response::OK
    }

    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.office.reached(Moment::Mail);
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.office.reached(Moment::Rcpt);
        match to.split('@').next() {
            Some("ukjent") => Response::custom(550, "5.1.1 no such reader".to_owned()),
            Some("opptatt") => Response::custom(450, "4.2.1 come back later".to_owned()),
            _ => response::OK,
        }
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, _: &[String]) -> Response {
        self.letter.clear();
        self.office.reached(Moment::Data);
        response::OK
    }

    fn data(&mut self, lines: &[u8]) -> std::io::Result<()> {
        self.letter.extend_from_slice(lines);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let text = String::from_utf8_lossy(&self.letter);
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: <")?.strip_suffix("@grobunn.test>")?.parse().ok())
            .expect("every message has its id");
        let mut seen = self.office.seen.lock().unwrap();
        seen.taken.entry(id).or_default().push(std::mem::take(&mut self.letter));
        *seen.shares.entry(self.caller.clone()).or_default() += 1;
        response::OK
    }
}
