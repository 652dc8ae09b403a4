//! Documents over HTTP, at the real binary: what is sent out with which headers, what a line that is cut leaves, and where they lie.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const BOUNDARY: &str = "----grobunn-documents";

/// A running demo house; stopped when the test ends.
struct Server {
    child: Child,
    address: String,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grobunn"));
    command.current_dir(folder).env_remove("GROBUNN_DATABASE_URL").env("GROBUNN_LOG", "warn");
    command
}

impl Server {
    fn start(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = command(folder.path())
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .envs(settings.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(child.stderr.take().expect("its stderr")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Grobunn is at http://").map(str::to_owned))
            .expect("it says where it is");
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Self { child, address, folder }
    }

    fn send(&self, head: &str, body: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!("{head}\r\nHost: {0}\r\nOrigin: http://{0}\r\n", self.address);
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        stream.write_all(format!("{head}{length}Connection: close\r\n\r\n").as_bytes()).expect("sent");
        let _ = stream.write_all(body);
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
        String::from_utf8_lossy(&told).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nAccept: text/html"), b"")
    }

    /// The address of a startup's page, from the pipeline.
    fn startup(&self) -> String {
        let page = self.get("/pipeline?view=table");
        let at = page.find("<tbody").expect("a table");
        let at = at + page[at..].find("href=\"/startups/").expect("a startup") + "href=\"".len();
        page[at..at + "/startups/".len() + 36].to_owned()
    }

    fn upload(&self, startup: &str, name: &str, bytes: &[u8]) -> String {
        let body = form(name, bytes);
        let head = format!(
            "POST {startup}/documents HTTP/1.1\r\nAccept: text/html\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}"
        );
        self.send(&head, &body)
    }

    /// How many files lie where documents lie.
    fn kept(&self) -> usize {
        let mut waiting = vec![self.folder.path().join("data").join("documents")];
        let mut found = 0;
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(std::fs::read_dir(path).expect("a folder").flatten().map(|entry| entry.path()));
            } else {
                found += 1;
            }
        }
        found
    }
}

fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"shared\"\r\n\r\nall\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn a_document_goes_out_as_an_attachment_and_never_as_a_page() {
    let server = Server::start(&[]);
    let startup = server.startup();
    let answer = server.upload(&startup, "Årsplan.txt", "Ærlig talt\n".as_bytes());
    assert_eq!(status(&answer), "303", "{answer}");
    assert!(header(&answer, "location").unwrap().contains("done=document-added"), "{answer}");
    let page = server.get(&startup);
    let at = page.find("href=\"/documents/").expect("a link to it") + "href=\"".len();
    let path = page[at..at + "/documents/".len() + 36].to_owned();
    let document = server.get(&path);
    assert_eq!(status(&document), "200", "{document}");
    assert_eq!(header(&document, "content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(
        header(&document, "content-disposition"),
        Some("attachment; filename=\"Arsplan.txt\"; filename*=UTF-8''%C3%85rsplan.txt")
    );
    assert_eq!(header(&document, "x-content-type-options"), Some("nosniff"));
    assert_eq!(header(&document, "content-security-policy"), Some("sandbox; default-src 'none'"));
    assert!(header(&document, "cache-control").unwrap().contains("no-store"));
    assert!(document.ends_with("Ærlig talt\n"), "{document}");
    for nothing in ["/documents/x", "/documents/01a20113-718f-79cc-a9eb-cd765d77abc3"] {
        assert_eq!(status(&server.get(nothing)), "404", "{nothing}");
    }
    assert_eq!(status(&server.upload("/startups/x", "a.txt", b"a")), "404");
}

#[test]
fn what_is_too_much_is_refused_with_the_limit_that_was_set() {
    let server = Server::start(&[("GROBUNN_DOCUMENT_MOST", "1"), ("GROBUNN_DOCUMENTS_MOST", "2")]);
    let (startup, before) = (server.startup(), server.kept());
    let text = |bytes: usize| vec![b'a'; bytes];
    let refused = |answer: &str, why: &str| {
        assert_eq!(status(answer), "303", "{answer}");
        let page = server.get(header(answer, "location").unwrap().split('#').next().unwrap());
        assert!(page.contains(why), "{why}");
    };
    refused(&server.upload(&startup, "a.txt", &text(1_000_001)), "Filen er for stor: høyst 1\u{a0}MB");
    assert_eq!(server.kept(), before);
    let page = server.get(&startup);
    assert!(page.contains("Høyst 1\u{a0}MB"), "the form says so before");
    // What the demo brought along takes its part of the room too.
    assert!(
        header(&server.upload(&startup, "a.txt", &text(1_000_000)), "location").unwrap().contains("document-added")
    );
    refused(&server.upload(&startup, "b.txt", &text(1_000_000)), "Det er ikke plass til flere dokumenter");
    assert_eq!(server.kept(), before + 1);
}

#[test]
fn a_line_that_is_cut_leaves_neither_row_nor_bytes() {
    let mut server = Server::start(&[]);
    let (startup, before) = (server.startup(), server.kept());
    let rows = |server: &Server| server.get(&startup).matches("href=\"/documents/").count();
    let shown = rows(&server);
    let cut = |server: &Server| {
        let body = form("plan.txt", &vec![b'a'; 8_000_000]);
        let mut stream = TcpStream::connect(&server.address).expect("a connection");
        let head = format!(
            "POST {startup}/documents HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {1}\r\n\r\n",
            server.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        stream.write_all(&body[..4_000_000]).expect("sent");
        stream
    };
    drop(cut(&server));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!((server.kept(), rows(&server)), (before, shown));
    // The server dies in the middle of it.
    let line = cut(&server);
    std::thread::sleep(Duration::from_millis(300));
    server.child.kill().expect("killed");
    server.child.wait().expect("gone");
    drop(line);
    assert_eq!(server.kept(), before);
}

#[test]
fn a_place_that_cannot_be_written_is_told_in_one_line_before_anything_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("taken"), b"").expect("a file");
    let began = Instant::now();
    for (place, code) in [("taken/documents", 1), ("gs://bucket", 2), ("s3://", 2)] {
        let output = command(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0", "--documents", place])
            .output()
            .expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{place}: {said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.starts_with("grobunn: documents") && last.contains(place.split('/').next().unwrap()), "{said}");
    }
    assert!(began.elapsed() < Duration::from_secs(60));
}
