//! Who sees which mail: those who keep the house see where messages stand, and visitors of the demo what they say.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use domain::access::{Actor, Role, Scope};
use domain::mail::Message;
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use store::identity::{Accepted, NewInvitation, Origin};
use store::{Strength, outbox};

use crate::house::{Database, House, Server, to};

const CODE: &str = "K7MPQX";
const TOKEN: &str = "lenken-som-ingen-skal-se";

fn secret() -> Message {
    Message::SignIn { code: CODE.to_owned(), link_token: TOKEN.to_owned(), minutes: 10 }
}

/// The session cookie of somebody who holds a role.
async fn signed_in(house: &House, email: &str, role: Role, scope: Scope) -> String {
    let (store, origin) = (&house.store, Origin::new("127.0.0.1", "Firefox, Linux"));
    let invitation = NewInvitation {
        email: email.to_owned(),
        name: None,
        role,
        scope,
        from_on: store.world().today(),
        to_on: None,
        locale: Locale::Nb,
    };
    let invited = store.invite(&Actor::command_line(), invitation).await.unwrap();
    let accepted = store.accept_invitation(&invited.link_token, "Åse Bø", &origin).await.unwrap();
    let Accepted::SignedIn(first) = accepted else { panic!("somebody new") };
    let person = first.viewer.actor.person.unwrap();
    // As with a passkey, so that none has to be set up first.
    let session = store.begin_session(person, Strength::Passkey, &origin).await.unwrap();
    format!("grobunn={}", session.token.secret())
}

struct Answer {
    status: u16,
    text: String,
}

/// Asks as a browser does. HTTP/1.0: the answer ends with the connection.
fn ask(address: &str, request: &str, cookie: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "{request} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: text/html\r\nAccept-Language: nb\r\n\
         Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
    Answer { status, text }
}

fn get(address: &str, path: &str, cookie: &str) -> Answer {
    ask(address, &format!("GET {path}"), cookie, "")
}

/// Asks again until the answer is as it should be.
async fn until(what: &str, mut answer: impl FnMut() -> Answer, good: impl Fn(&Answer) -> bool) -> Answer {
    let began = Instant::now();
    loop {
        let answer = answer();
        if good(&answer) {
            return answer;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: {}", answer.text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outside_the_demo_only_those_who_keep_the_house_see_its_mail_and_nobody_what_it_says() {
    let house = House::new(Database::Sqlite).await;
    let programme = house.store.create_programme(&Actor::command_line(), "p", "P", &DEFAULT_STAGES).await.unwrap();
    let admin = signed_in(&house, "admin@example.no", Role::Admin, Scope::House).await;
    let manager = signed_in(&house, "leder@example.no", Role::Manager, Scope::Programme(programme)).await;
    let mut write = house.store.begin(&Actor::command_line()).await.unwrap();
    let id = write.queue(to("leser@example.no", secret())).await.unwrap();
    write.audit("test", "mail", id.0, None, None, None).await.unwrap();
    write.commit().await.unwrap();
    // Nobody listens there: a port of ours that is closed again.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&house, &[], &[("GROBUNN_SMTP_URL", &format!("smtp://{closed}?tls=none"))]);
    let address = server.address().await;

    let failed = |answer: &Answer| answer.text.contains("Connection refused");
    let page = until("the try fails", || get(&address, "/outbox", &admin), failed).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("leser@example.no"), "{}", page.text);
    assert!(!page.text.contains(CODE) && !page.text.contains(TOKEN), "never what it says");
    let resent = ask(&address, "POST /act/resend-mail", &admin, &format!("mail={id}"));
    assert!(resent.status == 302 && resent.text.contains("done=resent"), "{}", resent.text);
    let nonsense = ask(&address, "POST /act/resend-mail", &admin, "mail=nonsense");
    assert!(nonsense.status == 302 && nonsense.text.contains("draft="), "{}", nonsense.text);

    let denied = get(&address, "/outbox", &manager);
    assert!(matches!(denied.status, 403 | 404), "{}", denied.text);
    let denied = ask(&address, "POST /act/resend-mail", &manager, &format!("mail={id}"));
    assert!(!denied.text.contains("done=resent"), "{}", denied.text);
    for answer in [get(&address, "/outbox", ""), get(&address, "/dev/outbox", "")] {
        assert!(answer.status == 303 && answer.text.contains("/sign-in"), "{}", answer.text);
    }
    for cookie in [&admin, &manager] {
        let answer = get(&address, "/dev/outbox", cookie);
        assert_eq!(answer.status, 404, "{}", answer.text);
        assert!(!answer.text.contains(CODE));
    }
    let log = server.said();
    assert!(!log.contains(CODE) && !log.contains(TOKEN) && !log.contains("leser@example.no"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_demo_a_visitor_reads_the_mail_that_would_have_been_sent() {
    let house = House::new(Database::Sqlite).await;
    // A mail server is set up, and still nothing leaves the demo.
    let server = Server::start(&house, &["--demo"], &[("GROBUNN_SMTP_URL", "smtp://127.0.0.1:9?tls=none")]);
    let address = server.address().await;
    let raw = sea_orm::Database::connect(format!("sqlite://{}", house.folder.path().join("house.db").display()));
    let id =
        outbox::queue(&raw.await.unwrap(), &**house.store.world(), to("leser@example.no", secret())).await.unwrap();
    for nobody in ["grobunn=nobody", ""] {
        let there = |answer: &Answer| answer.text.contains(CODE);
        let page = until("the message is shown", || get(&address, "/dev/outbox", nobody), there).await;
        assert_eq!(page.status, 200);
        let link = format!("href=\"http://{address}/sign-in/link/{TOKEN}\"");
        assert!(page.text.contains(&link), "a link that works: {}", page.text);
    }
    let files = std::fs::read_dir(house.folder.path().join("outbox")).unwrap();
    // The demo's founders are written to as well.
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let names: Vec<_> = names.filter(|name| !name.contains("-update_")).collect();
    assert!(names.len() == 1 && names[0].ends_with(&format!("-sign_in-{id}.eml")), "{names:?}");
}
