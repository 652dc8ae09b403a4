//! No text that anybody typed becomes markup: every text of a house is a canary, and every page that every role finds is taken apart as
//! a browser does it. So is the mail.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::NaiveDate;
use domain::access::{Role, Scope};
use domain::facts::{AwardStatus, Currency, FundingAward, Headcount, MentorAssignment, Money, OtherSupport, Source};
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use store::exchange::{Profiled, Upload};
use store::identity::{Accepted, NewInvitation, Origin};
use store::strong::NewPasskey;
use store::{Draft, NewPerson, NewStartup, Strength, Viewer};

use crate::cast::{day, root};
use crate::client::{Answer, Ask, Client};
use crate::house::{Database, House, Server};
use crate::mails;

/// Breaks out of a text.
const MARKUP: &str = "</textarea></title><script>canary(1)</script>";
/// Breaks out of an attribute, whichever quotes it has.
const ATTRIBUTE: &str = "\" onfocus=canary(2) '><img src=x onerror=canary(3)>";
/// Breaks out of a comment, a script and a header.
const REST: &str = "--></script>\r\nBcc: canary@evil.example\r\n<svg onload=canary(4)>";
/// Most pages that one role is followed to.
const MOST: usize = 110;

/// An element of a page: its name, attributes, and its text where that is no markup.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    raw: String,
}

/// The elements of a page, read as a browser reads them.
fn elements(html: &str) -> Vec<Element> {
    let lower = html.to_ascii_lowercase();
    let (bytes, mut at, mut found) = (html.as_bytes(), 0, Vec::new());
    while let Some(open) = lower[at..].find('<').map(|next| at + next) {
        at = open + 1;
        if lower[open..].starts_with("<!--") {
            at = lower[open..].find("-->").map_or(html.len(), |end| open + end + 3);
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let mut element = Element::default();
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'>' | b'/') {
            element.name.push(char::from(bytes[at].to_ascii_lowercase()));
            at += 1;
        }
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
                at += 1;
                continue;
            }
            let begin = at;
            at += 1;
            while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'>' | b'/' | b'=') {
                at += 1;
            }
            let name = lower[begin..at].to_owned();
            let mut value = String::new();
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
                let begin = at + usize::from(quote.is_some());
                at = begin;
                while at < bytes.len()
                    && match quote {
                        Some(quote) => bytes[at] != quote,
                        None => !bytes[at].is_ascii_whitespace() && bytes[at] != b'>',
                    }
                {
                    at += 1;
                }
                value = html[begin..at].to_owned();
                at += usize::from(quote.is_some());
            }
            element.attributes.push((name, value));
        }
        at = (at + 1).min(bytes.len());
        if ["script", "style", "textarea", "title"].contains(&element.name.as_str()) {
            let end = lower[at..].find(&format!("</{}", element.name)).map_or(html.len(), |end| at + end);
            element.raw = html[at..end].to_owned();
            at = end;
        }
        found.push(element);
    }
    found
}

/// What somebody's text has become on a page that it should not have.
fn broken_out(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for element in elements(html) {
        let said = format!("<{} {:?}>", element.name, element.attributes);
        if element.name == "script" && element.raw.contains("canary(") {
            found.push(format!("a script: {}", element.raw));
        }
        for (name, value) in &element.attributes {
            let address = ["href", "src", "action", "formaction"].contains(&name.as_str());
            let value = value.trim().to_ascii_lowercase();
            let runs = value.starts_with("javascript:") || value.starts_with("data:text");
            if (name.starts_with("on") && value.contains("canary"))
                || (address && runs)
                || (name == "src" && value == "x")
            {
                found.push(said.clone());
            }
        }
    }
    found
}

#[test]
fn what_breaks_out_is_found_and_what_does_not_is_not() {
    for bad in [
        format!("<p>{MARKUP}</p>"),
        format!("<textarea>{MARKUP}</textarea>"),
        format!("<title>{MARKUP}</title>"),
        format!("<input value=\"{ATTRIBUTE}\">"),
        format!("<input value='{ATTRIBUTE}'>"),
        format!("<!-- {REST} -->"),
        format!("<script>let a = '{REST}'</script>"),
        "<a href=\" javascript:canary(5)\">x</a>".to_owned(),
    ] {
        assert!(!broken_out(&bad).is_empty(), "{bad}");
    }
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    for good in [
        format!("<p title=\"{}\">{}</p>", escaped(ATTRIBUTE), escaped(MARKUP)),
        format!("<textarea>{}</textarea><p>\" onfocus=canary(2)</p>", escaped(MARKUP)),
        "<a href=\"/startups?q=javascript:canary(5)\">x</a><script>let b = 1;</script>".to_owned(),
    ] {
        assert_eq!(broken_out(&good), Vec::<String>::new(), "{good}");
    }
}

/// Somebody whose every word is a canary, and what their browser brings.
async fn member(house: &House, number: usize, role: Role, scope: Scope) -> (Viewer, String) {
    let (store, origin) = (&house.store, Origin::new(format!("172.20.{number}.1"), MARKUP));
    let new = NewInvitation {
        email: format!("canary{number}@example.no"),
        name: Some(ATTRIBUTE.to_owned()),
        role,
        scope,
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::ALL[number % 3],
    };
    let invited = store.invite(&root(), new).await.unwrap();
    let name = [MARKUP, ATTRIBUTE, REST][number % 3];
    let accepted = store.accept_invitation(&invited.link_token, name, &origin).await.unwrap();
    let Accepted::SignedIn(session) = accepted else { panic!("somebody new") };
    let session = store.rotate(&session.token, Strength::Passkey).await.unwrap();
    let passkey = NewPasskey {
        credential_id: store.new_id().as_bytes().to_vec(),
        credential: serde_json::json!({}),
        name: MARKUP.to_owned(),
    };
    store.add_passkey(&session.viewer, passkey).await.unwrap();
    // Another device, with another name: its owner is written to.
    let person = session.viewer.actor.person.unwrap();
    store.begin_session(person, Strength::Passkey, &Origin::new("172.21.0.1", ATTRIBUTE)).await.unwrap();
    (session.viewer, format!("grobunn={}", session.token.secret()))
}

/// A startup whose every word is a canary.
async fn startup(
    house: &House,
    programme: domain::ids::ProgrammeId,
    number: usize,
    admitted: bool,
) -> domain::ids::StartupId {
    let (store, actor) = (&house.store, root());
    let words = [MARKUP, ATTRIBUTE, REST];
    let word = |at: usize| Some(words[(number + at) % 3].to_owned());
    let on: NaiveDate = day(2024, 3, 1);
    let cohort = store.create_cohort(&actor, programme, &format!("{number}{MARKUP}"), None, None).await.unwrap();
    let new = NewStartup {
        name: format!("{number}{}", words[number % 3]),
        external_id: Some(format!("{number}{MARKUP}")),
        sector: word(1),
        // A form refuses such an address, a sheet may bring it all the same.
        website: Some(format!("javascript:canary({number})")),
        organisation_number: None,
    };
    let applied = store.apply(&actor, &new, programme, Some(cohort), day(2024, 1, 1), Source::Founder).await;
    let (startup, stay) = applied.unwrap();
    if admitted {
        store.admit(&actor, stay, day(2024, 2, 1), Some(Headcount::of(3))).await.unwrap();
        store.advance(&actor, stay, on).await.unwrap();
        store.advance(&actor, stay, day(2024, 4, 1)).await.unwrap();
        store.send_back(&actor, stay, None, day(2024, 5, 1), words[number % 3]).await.unwrap();
    }
    let founder = NewPerson { name: words[(number + 2) % 3].to_owned(), email: word(0), is_mentor: false };
    store.add_founder(&actor, startup, &founder, None, None).await.unwrap();
    let by = Source::Mentor;
    let fact = store.record_headcount(&actor, startup, on, Headcount::of(3), by, word(1)).await.unwrap();
    store.correct_headcount(&actor, fact, on, Headcount::of(4), by, word(2), words[number % 3]).await.unwrap();
    let award = FundingAward::plain(MARKUP, AwardStatus::Awarded, Money { minor: 100, currency: Currency::Nok });
    store.record_award(&actor, startup, on, award, by, word(0)).await.unwrap();
    let support = OtherSupport { supporter: ATTRIBUTE.into() };
    store.record_other_support(&actor, startup, on, support, by, word(1)).await.unwrap();
    startup
}

/// The pages of ours that a page links to.
fn links(html: &str) -> Vec<String> {
    let hrefs = elements(html).into_iter().filter(|element| element.name == "a").flat_map(|element| element.attributes);
    hrefs
        .filter(|(name, value)| name == "href" && value.starts_with('/') && !value.contains(".xlsx"))
        .map(|(_, value)| value.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_text_becomes_markup_for_anybody_in_a_page_or_in_mail() {
    let house = House::new(Database::Sqlite).await;
    let store = &house.store;
    let programme = store.create_programme(&root(), "canary", MARKUP, &DEFAULT_STAGES).await.unwrap();
    let first = startup(&house, programme, 1, true).await;
    for number in 2..8 {
        startup(&house, programme, number, number % 3 != 0).await;
    }
    let here = Scope::Programme(programme);
    let mut people = vec![("nobody", String::new())];
    for (number, (role, scope)) in [
        (Role::Admin, Scope::House),
        (Role::Manager, here),
        (Role::Mentor, here),
        (Role::Evaluator, here),
        (Role::Founder, Scope::Startup(first)),
        (Role::Funder, here),
    ]
    .into_iter()
    .enumerate()
    {
        let (viewer, cookie) = member(&house, number, role, scope).await;
        if role == Role::Mentor {
            let body = MentorAssignment { mentor: viewer.actor.person };
            let made = store.assign_mentor(&root(), first, day(2024, 6, 1), body, Source::Mentor, None).await;
            made.unwrap();
        }
        people.push((role.code(), cookie));
    }
    let open = NewInvitation {
        email: "canary-open@example.no".to_owned(),
        name: Some(MARKUP.to_owned()),
        role: Role::Mentor,
        scope: here,
        from_on: day(2024, 1, 1),
        to_on: None,
        locale: Locale::En,
    };
    let invitation = store.invite(&root(), open).await.unwrap().link_token;
    let upload = Upload {
        bytes: format!(
            "ID;Navn;Kommune;Opptak;Ansatte ved opptak\n\"{0}\";\"{0}\";\"{0}\";{1};\"{0}\"\n",
            MARKUP, "i gaar"
        )
        .into(),
        file_name: format!("{MARKUP}.csv"),
        profile: Profiled::Shipped("sheet".to_owned()),
        as_of: None,
    };
    let import = store.upload(&root(), upload).await.unwrap();
    let mut starts: Vec<String> = [
        "/",
        "/denied?why=%3Cscript%3Ecanary(1)%3C/script%3E",
        "/sign-in",
        "/accessibility",
        "/me/data",
        "/me/devices",
        "/me/address",
        "/me/passkeys",
        "/me/hats",
        "/outbox",
        "/audit",
        "/people",
        "/figures?region=%22%3E%3Cscript%3Ecanary(1)%3C/script%3E",
        "/pipeline?view=table&q=%22%3E%3Cscript%3Ecanary(1)%3C/script%3E&sort=%22onfocus=canary(2)",
    ]
    .map(str::to_owned)
    .into();
    starts.push(format!("/imports/{import}"));
    starts.push(format!("/invitations/{invitation}"));
    // Every form that comes back says again what was typed, whatever it is.
    let back = format!("/startups/{first}");
    for (form, page) in [
        ("sign-in", "/sign-in"),
        ("code", "/sign-in/code"),
        ("apply", "/startups/new"),
        ("invite", "/people"),
        ("upload", "/imports"),
        ("headcount", &back),
        ("life-event", &back),
        ("workplace", &back),
        ("other-support", &back),
        ("money", &back),
        ("enrol", &back),
        ("passkey", "/me/passkeys"),
        ("rename-passkey", "/me/passkeys"),
        ("confirm", "/confirm"),
        ("recovery", "/me/recovery"),
        ("wear", "/me/hats"),
        ("address", "/me/address"),
        ("address-code", "/me/address"),
        ("resend", "/outbox"),
        ("undo", &format!("/imports/{import}")),
        ("accept", &format!("/invitations/{invitation}")),
    ] {
        let fields = [
            "",
            "name",
            "email",
            "on",
            "employees",
            "places",
            "evidence",
            "municipality",
            "supporter",
            "reason",
            "sector",
            "website",
            "organisation_number",
            "attempt",
            "next",
            "profile",
            "as_of",
            "code",
            "import",
            "hat",
        ];
        let filled = |with: &str| fields.map(|field| (field.to_owned(), with.to_owned())).into();
        let draft = Draft { form: form.to_owned(), values: filled(ATTRIBUTE), errors: filled(MARKUP), person: None };
        starts.push(format!("{page}?draft={}", store.save_draft(&draft).await.unwrap()));
    }
    let (mut server, address) = Server::start(&house, &[]).await;
    let client = Client::new(address);
    let (mut wrong, mut total) = (Vec::new(), 0);
    for (role, cookie) in &people {
        let mut seen: BTreeSet<String> = starts.iter().cloned().collect();
        let mut waiting = starts.clone();
        let (mut pages, mut shown) = (0, 0);
        while !waiting.is_empty() && pages < MOST {
            let batch: Vec<String> = waiting.drain(..waiting.len().min(MOST - pages)).collect();
            let asks: Vec<Ask> = batch.iter().map(|path| Ask::get(path, cookie)).collect();
            let answers: Vec<Answer> = client.send_all(&asks);
            pages += batch.len();
            for (path, answer) in batch.iter().zip(answers) {
                let text = answer.text();
                if answer.status >= 500 || answer.status == 0 {
                    wrong.push(format!("{role}: {path} is answered {}", answer.status));
                }
                if answer.head.to_ascii_lowercase().contains("\nbcc:") {
                    wrong.push(format!("{role}: {path} has a header that somebody typed"));
                }
                if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                    continue;
                }
                shown += usize::from(text.contains("canary("));
                wrong.extend(broken_out(&text).into_iter().map(|what| format!("{role}: {path}: {what}")));
                waiting.extend(links(&text).into_iter().filter(|link| seen.insert(link.clone())));
            }
        }
        println!("{role}: {pages} pages, {shown} with canaries");
        total += pages;
        let least = match *role {
            "nobody" => 3,
            "funder" | "founder" | "evaluator" => 8,
            _ => 30,
        };
        assert!(shown >= least, "{role} saw canaries on {shown} pages only, so this would not have found them");
    }
    // The worker writes the mail soon after.
    let began = std::time::Instant::now();
    while mails::all(house.folder.path()).len() < 20 && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mails = mails::all(house.folder.path());
    let mut parts = 0;
    for mail in &mails {
        if mail.headers().iter().any(|line| line.to_ascii_lowercase().starts_with("bcc:")) {
            wrong.push(format!("a message to {} has a header that somebody typed", mail.to));
        }
        for html in mail.html() {
            parts += usize::from(html.contains("canary("));
            wrong.extend(broken_out(&html).into_iter().map(|what| format!("a message to {}: {what}", mail.to)));
        }
    }
    println!("{total} pages, {} messages, {parts} with canaries", mails.len());
    assert!(parts > 3, "only {parts} of {} messages held a canary", mails.len());
    assert!(server.is_alive() && !server.said().contains("panicked"), "{}", server.said());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
