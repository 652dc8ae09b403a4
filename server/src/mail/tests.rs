//! Every message in every language, as it leaves the house.

use std::path::PathBuf;

use domain::access::Role;
use domain::ids::MailId;
use domain::mail::{Kind, Message, Proving, RoleChange, SecurityChange};
use domain::time::Instant;
use domain::words::Locale;
use lettre::message::Mailbox;
use store::outbox::Claimed;

use super::letter::{Letter, Links};
use super::mime::{Unwritable, render};
use super::post::{Post, Settings, Smtp};
use crate::config::Config;

const CODE: &str = "K7MPQX";
const TOKEN: &str = "dGhpcyBpcyBhIHRva2VuIG9mIHRoaXJ0eS10d28gYnl0ZXM";

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn at() -> Instant {
    "2026-08-01T07:30:00Z".parse().unwrap()
}

/// Every message in every shape it can take, by a name for its snapshot.
fn samples() -> Vec<(&'static str, Message)> {
    let programme = || Some("Inkubator Vestlandet".to_owned());
    let role = |role, scope_name, what| Message::RoleChanged { role, scope_name, what };
    let security = |what| Message::SecurityChanged { what, at: at() };
    vec![
        ("sign_in", Message::SignIn { code: CODE.to_owned(), link_token: TOKEN.to_owned(), minutes: 10 }),
        ("prove_address", Message::Prove { what: Proving::Address, code: CODE.to_owned(), minutes: 10 }),
        ("prove_person", Message::Prove { what: Proving::Person, code: CODE.to_owned(), minutes: 10 }),
        (
            "invitation",
            Message::Invitation {
                role: Role::Mentor,
                scope_name: programme(),
                inviter: Some("Åse Bø".to_owned()),
                link_token: TOKEN.to_owned(),
                days: 7,
            },
        ),
        (
            "invitation_of_the_first",
            Message::Invitation {
                role: Role::Admin,
                scope_name: None,
                inviter: None,
                link_token: TOKEN.to_owned(),
                days: 7,
            },
        ),
        ("role_given", role(Role::Manager, programme(), RoleChange::Given { from_on: day("2026-08-01"), to_on: None })),
        (
            "role_given_until",
            role(
                Role::Evaluator,
                programme(),
                RoleChange::Given { from_on: day("2026-08-01"), to_on: Some(day("2026-12-31")) },
            ),
        ),
        ("role_ends", role(Role::Founder, Some("Solvind AS".to_owned()), RoleChange::Ends { on: day("2026-09-30") })),
        ("role_revoked", role(Role::Admin, None, RoleChange::Revoked)),
        (
            "log_meeting",
            Message::LogMeeting {
                startup: "Solvind".to_owned(),
                on: chrono::NaiveDate::from_ymd_opt(2024, 6, 5).unwrap(),
                link_token: TOKEN.to_owned(),
                days: 14,
            },
        ),
        (
            "application_link",
            Message::ApplicationLink {
                call: "Vårkullet 2027".to_owned(),
                slug: "var-2027".to_owned(),
                link_token: TOKEN.to_owned(),
                closes_at: at(),
            },
        ),
        (
            "application_received",
            Message::ApplicationReceived {
                call: "Vårkullet 2027".to_owned(),
                slug: "var-2027".to_owned(),
                startup: "Solvind".to_owned(),
                link_token: TOKEN.to_owned(),
                at: at(),
            },
        ),
        (
            "update_asked",
            Message::UpdateAsked {
                startup: "Solvind AS".to_owned(),
                programme: "Inkubator Vestlandet".to_owned(),
                due_on: day("2026-10-15"),
                link_token: TOKEN.to_owned(),
            },
        ),
        (
            "update_reminder",
            Message::UpdateReminder {
                startup: "Solvind AS".to_owned(),
                programme: "Inkubator Vestlandet".to_owned(),
                due_on: day("2026-10-15"),
                link_token: TOKEN.to_owned(),
            },
        ),
        (
            "update_unanswered",
            Message::UpdateUnanswered {
                startup_id: "01980000-0000-7000-8000-000000000002".parse().unwrap(),
                startup: "Solvind AS".to_owned(),
                due_on: day("2026-10-15"),
            },
        ),
        (
            "application_declined",
            Message::ApplicationDeclined {
                startup: "Solvind".to_owned(),
                programme: "Inkubator Vestlandet".to_owned(),
                letter: "Hei Åse,\n\nTakk for søknaden. <b>Denne</b> gangen kan vi ikke tilby plass.\n\nVennlig hilsen\nInkubator Vestlandet"
                    .to_owned(),
            },
        ),
        (
            "application_admitted",
            Message::ApplicationAdmitted {
                startup: "Solvind".to_owned(),
                programme: "Inkubator Vestlandet".to_owned(),
                on: day("2026-10-15"),
            },
        ),
        (
            "evaluation_asked",
            Message::EvaluationAsked {
                call: "Vårkullet 2027".to_owned(),
                round: "første runde".to_owned(),
                left: 7,
                due_on: Some(day("2026-10-15")),
                again: false,
            },
        ),
        (
            "evaluation_reminded",
            Message::EvaluationAsked {
                call: "Vårkullet 2027".to_owned(),
                round: "første runde".to_owned(),
                left: 2,
                due_on: None,
                again: true,
            },
        ),
        ("new_device", Message::NewDevice { device: "Firefox, Linux".to_owned(), at: at() }),
        (
            "from_house",
            Message::FromHouse {
                subject: "Samling på torsdag\r\nBcc: x@example.no".to_owned(),
                text: "Hei!\r\n\r\nVi møtes torsdag kl. 12 <i>på</i> huset.\nTa med tall.\n\n\n\nVel møtt".to_owned(),
                from_name: "Åse Bø".to_owned(),
                reply_to: Some("ase@example.no".to_owned()),
            },
        ),
        ("passkey_added", security(SecurityChange::PasskeyAdded { name: "Telefonen min".to_owned() })),
        ("passkey_removed", security(SecurityChange::PasskeyRemoved { name: "Telefonen min".to_owned() })),
        ("recovery_used", security(SecurityChange::RecoveryUsed { left: 7 })),
        ("recovery_renewed", security(SecurityChange::RecoveryRenewed)),
        ("address_changed", security(SecurityChange::AddressChanged)),
    ]
}

fn claimed(message: Message, locale: Locale) -> Claimed {
    Claimed {
        id: "01980000-0000-7000-8000-000000000001".parse::<MailId>().unwrap(),
        to: "ase@example.no".to_owned(),
        locale,
        message,
        created_at: at(),
        expires_at: None,
        caused_by: None,
        tries: 0,
    }
}

fn links() -> Links {
    Links::to("https://grobunn.example.no/").unwrap()
}

fn from() -> Mailbox {
    "Grobunn <post@grobunn.example.no>".parse().unwrap()
}

/// Headers, text and HTML, with the secrets normalised by a redaction that fails when they are not where they belong.
fn shown(mail: &Claimed) -> String {
    let rendered = render(mail, &from(), &links()).unwrap();
    let letter = Letter::of(&mail.message, mail.locale, &links());
    let raw = String::from_utf8(rendered.email.formatted()).unwrap();
    let (headers, body) = raw.split_once("\r\n\r\n").unwrap();
    assert!(!headers.contains(CODE) && !headers.contains(TOKEN), "no secret in a header: {headers}");
    assert!(raw.is_ascii(), "every mail server takes it");
    assert_eq!(body.matches("Content-Type: text/").count(), 2, "text and HTML");
    let text = format!(
        "{}\n\n--- text\n{}\n--- html\n{}",
        headers.replace("\r\n", "\n"),
        redacted(&mail.message, &letter.plain().unwrap(), 1),
        redacted(&mail.message, &letter.html().unwrap(), 2),
    );
    assert!(!text.contains(CODE) && !text.contains(TOKEN), "{text}");
    text
}

/// Replaces code and link token; each must be there exactly as often as its message asks for.
fn redacted(message: &Message, text: &str, links: usize) -> String {
    let (codes, tokens) = match message.kind() {
        Kind::SignIn => (1, links),
        Kind::Prove => (1, 0),
        Kind::ApplicationLink | Kind::ApplicationReceived => (0, links),
        Kind::Invitation | Kind::LogMeeting | Kind::UpdateAsked | Kind::UpdateReminder => (0, links),
        Kind::ApplicationDeclined | Kind::ApplicationAdmitted | Kind::EvaluationAsked => (0, 0),
        Kind::UpdateUnanswered => (0, 0),
        Kind::RoleChanged | Kind::NewDevice | Kind::FromHouse | Kind::SecurityChanged => (0, 0),
    };
    assert_eq!(text.matches(CODE).count(), codes, "{text}");
    assert_eq!(text.matches(TOKEN).count(), tokens, "{text}");
    text.replace(CODE, "[code]").replace(TOKEN, "[token]")
}

#[test]
fn every_message_in_every_language() {
    let samples = samples();
    for kind in Kind::ALL {
        assert!(samples.iter().any(|(_, message)| message.kind() == kind), "{kind:?} has a sample");
    }
    for (name, message) in samples {
        let languages =
            Locale::ALL.map(|locale| format!("=== {}\n{}", locale.tag(), shown(&claimed(message.clone(), locale))));
        insta::assert_snapshot!(name, languages.join("\n"));
    }
}

#[test]
fn each_try_sends_the_same_bytes() {
    for (_, message) in samples() {
        let mail = claimed(message, Locale::Nb);
        let once = render(&mail, &from(), &links()).unwrap();
        let again = render(&mail, &from(), &links()).unwrap();
        assert_eq!(once.email.formatted(), again.email.formatted());
        let id = format!("\r\nMessage-ID: <{}@grobunn.example.no>\r\n", mail.id);
        assert!(String::from_utf8(once.email.formatted()).unwrap().contains(&id));
    }
}

#[test]
fn whoever_names_himself_a_letter_writes_none() {
    let evil = "Kari\r\nBcc: all@example.no\r\n\r\n<a href=\"https://evil.example\">klikk</a> https://evil.example "
        .to_owned();
    let long = "x".repeat(10_000);
    let message = Message::Invitation {
        role: Role::Mentor,
        scope_name: Some(long),
        inviter: Some(evil),
        link_token: TOKEN.to_owned(),
        days: 7,
    };
    let mail = claimed(message, Locale::Nb);
    let raw = String::from_utf8(render(&mail, &from(), &links()).unwrap().email.formatted()).unwrap();
    assert!(!raw.lines().any(|line| line.to_lowercase().starts_with("bcc:")), "{raw}");
    let letter = Letter::of(&mail.message, mail.locale, &links());
    let (plain, html) = (letter.plain().unwrap(), letter.html().unwrap());
    assert!(!html.contains("<a href=\"https://evil"), "{html}");
    assert!(!plain.contains("https://evil"), "{plain}");
    assert!(!plain.contains(&"x".repeat(101)), "a long name is cut");
}

#[test]
fn an_address_that_is_none_is_said_to_be_none() {
    for address in ["", "kari", "kari@", "kari@example.no, ola@example.no", "kari@example.no\r\nBcc: x@example.no"] {
        let mail = Claimed { to: address.to_owned(), ..claimed(samples()[0].1.clone(), Locale::Nb) };
        assert!(matches!(render(&mail, &from(), &links()), Err(Unwritable::Address)), "{address:?}");
    }
}

#[test]
fn links_lead_to_where_the_house_is() {
    for (base, host) in [
        ("http://127.0.0.1:3000", "127.0.0.1"),
        ("https://hus.example.no/", "hus.example.no"),
        ("http://[::1]:3000", "[::1]"),
    ] {
        assert_eq!(Links::to(base).unwrap().host(), host);
    }
    for none in ["", "grobunn", "ftp://example.no", "javascript:alert(1)", "http://"] {
        assert_eq!(Links::to(none), None, "{none}");
    }
}

#[test]
fn a_mail_servers_address_says_how_to_speak_to_it() {
    for good in [
        "smtp://127.0.0.1:2525?tls=none",
        "smtp://mail.example.no",
        "smtp://kari:a%40b@mail.example.no?tls=required",
        "smtp://mail.example.no?tls=opportunistic",
        "smtps://kari:hemmelig@mail.example.no/grobunn.example.no",
    ] {
        let smtp = Smtp::at(good).unwrap();
        assert!(!format!("{smtp:?}").contains("hemmelig"));
    }
    for bad in [
        "mail.example.no",
        "http://mail.example.no",
        "smtp://",
        "smtp://kari@mail.example.no",
        "smtp://kari:hemmelig@mail.example.no?tls=maybe",
        "smtp://kari:hemmelig@mail.example.no:99999",
    ] {
        let why = Smtp::at(bad).unwrap_err();
        assert!(!why.contains("hemmelig"), "{why}");
    }
}

fn config(smtp_url: Option<&str>, mail_from: Option<&str>) -> Config {
    let settings = crate::config::Settings {
        database_url: Some("sqlite://somewhere/house.db".to_owned()),
        smtp_url: smtp_url.map(str::to_owned),
        mail_from: mail_from.map(str::to_owned),
        ..crate::config::Settings::default()
    };
    settings.resolve().unwrap()
}

#[test]
fn nothing_leaves_the_demo_and_a_server_needs_a_sender() {
    let (url, base) = (Some("smtp://mail.example.no"), "https://grobunn.example.no");
    let demo = Settings::of(&config(url, None), base, Some(app::dev_mail::DevMail::default())).unwrap();
    assert!(matches!(demo.post, Post::Folder { shown: Some(_), .. }));
    let told = Settings::of(&config(url, None), base, None).unwrap_err().to_string();
    assert!(told.contains("GROBUNN_MAIL_FROM"), "{told}");
    assert!(Settings::of(&config(url, Some("nobody")), base, None).is_err());
    let real = Settings::of(&config(url, Some("Hus <post@example.no>")), base, None).unwrap();
    assert!(matches!(real.post, Post::Server(_)));
    let none = Settings::of(&config(None, None), base, None).unwrap();
    let Post::Folder { folder, shown: None } = none.post else { panic!("{:?}", none.post) };
    assert_eq!(folder, PathBuf::from("somewhere/outbox"));
    assert_eq!(none.from.to_string(), "Grobunn <grobunn@grobunn.example.no>");
}

#[tokio::test]
async fn a_message_is_written_to_one_file_however_often_it_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = folder.path().join("outbox");
    let demo = app::dev_mail::DevMail::default();
    let post = Post::Folder { folder: outbox.clone(), shown: Some(demo.clone()) };
    let mail = claimed(samples()[0].1.clone(), Locale::Nb);
    let rendered = render(&mail, &from(), &links()).unwrap();
    for _ in 0..2 {
        post.hand_over(&mail, &rendered).await.unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(std::fs::read(&files[0]).unwrap(), rendered.email.formatted());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&outbox), mode(&files[0])), (0o700, 0o600), "codes are for the operator alone");
    }
    let shown = demo.all();
    assert_eq!(shown.len(), 1);
    assert!(shown[0].text.contains(CODE));
    assert!(!format!("{demo:?}").contains(CODE));
}
