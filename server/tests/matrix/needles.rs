//! What nobody else may receive: every name, number and note of the cast can be told from all other text, and it is written here who
//! may be told it. It is looked for in whatever anybody is answered, whatever the status.

use std::collections::BTreeSet;
use std::io::Read as _;

use crate::cast::{ACTORS, STARTUPS, heads, number};

/// What begins every telling word of the cast.
const MARK: &[u8] = b"zqx-";

/// What a telling word goes on with. A nonce may hold the mark by chance, but not one of these after it.
const KINDS: [&str; 25] = [
    "bedrift-",
    "dokument-",
    "internt-",
    "ekstern-",
    "bransje-",
    "nett-",
    "navn-",
    "bevis-",
    "ordning-",
    "annen-",
    "epost-",
    "grunn-",
    "annetsted-",
    "ark",
    "fil",
    "venter-",
    "utkast-",
    "nokkel-",
    "flyttet",
    "soknad-",
    "notat-",
    "privat-",
    "milepel-",
    "oppgave-",
    "avtale-",
];

/// In place of a path: a message to the mailbox.
pub const MAIL: &str = "a message";

/// How much of a startup somebody may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sight {
    Nothing,
    /// Everything but what those who follow it up say among themselves.
    Own,
    Everything,
}

/// Who is told how much of which startup. By hand, from the table of the design; not asked of the policy, which is what is tested.
fn sight(actor: &str, startup: &str) -> Sight {
    let application = startup.ends_with('3');
    let (in_a, in_b) = (startup.starts_with('a'), startup.starts_with('b') || startup == "ab");
    match actor {
        "admin" => Sight::Everything,
        "manager-a" if in_a => Sight::Everything,
        "manager-b" if in_b => Sight::Everything,
        "mentor-a1" | "mentor-a" if in_a && !application => Sight::Everything,
        "mentor-b" if in_b && !application => Sight::Everything,
        "founder-a1" if startup == "a1" => Sight::Own,
        "founder-b1" if startup == "b1" => Sight::Own,
        _ => Sight::Nothing,
    }
}

/// Who may be told what somebody of the cast is called: those of the same programme or startup, and of the startup in both.
fn knows(actor: &str, other: &str) -> bool {
    let one_of = |names: &[&str]| names.contains(&actor);
    actor == other
        || actor == "admin"
        || match other {
            // Everybody sees who keeps the house, where it is said who sees a startup.
            "admin" => !one_of(&["nobody", "no-role", "founder-over", "funder-a"]),
            "manager-a" | "mentor-a" | "mentor-a1" => {
                one_of(&["manager-a", "mentor-a1", "mentor-a", "founder-a1", "evaluator-a"])
            }
            "manager-b" | "mentor-b" => one_of(&["manager-b", "mentor-b", "founder-b1"]),
            "evaluator-a" => one_of(&["manager-a"]),
            "founder-a1" => one_of(&["manager-a", "mentor-a1", "mentor-a"]),
            "founder-b1" => one_of(&["manager-b", "mentor-b"]),
            "funder-a" => one_of(&["manager-a"]),
            // Founded it all the same, and the startup's page says so.
            "founder-over" => one_of(&["manager-a", "mentor-a1", "mentor-a", "founder-a1"]),
            // Whose only role was taken back, and by whom they were known.
            "no-role" => one_of(&["manager-b"]),
            _ => false,
        }
}

/// Whether somebody may be told a word; an error for a word that nobody has decided about.
fn may_know(actor: &str, word: &str, path: &str, shared: &str) -> Result<bool, String> {
    if let Some(startup) = STARTUPS.into_iter().find(|key| word == heads(key).to_string()) {
        return Ok(sight(actor, startup) >= Sight::Own);
    }
    if let Some(startup) = STARTUPS.into_iter().find(|key| word == number(key)) {
        return Ok(sight(actor, startup) >= Sight::Own);
    }
    let unknown = || format!("nobody has decided who may be told {word:?}");
    let told = word.strip_prefix("zqx-").ok_or_else(unknown)?;
    let person = told.trim_end_matches('@');
    if ACTORS.contains(&person) {
        // The page of a startup in both programmes tells each side who of the other sees it; addresses it tells nobody.
        let who_sees = path.contains(shared) && !told.ends_with('@') && sight(actor, "ab") == Sight::Everything;
        return Ok(knows(actor, person) || who_sees);
    }
    // What is held about oneself, and the mail one was sent, say what one was.
    let own = path.contains("data") || path == MAIL;
    if own && matches!((actor, told), ("founder-over", "bedrift-a1") | ("no-role", "flyttet")) {
        return Ok(true);
    }
    let (kind, of) = told.trim_end_matches('@').split_once('-').unwrap_or((told, ""));
    let startup = STARTUPS.into_iter().find(|key| *key == of);
    Ok(match (kind, startup) {
        ("bedrift" | "ekstern" | "bransje" | "nett" | "navn", Some(startup)) => sight(actor, startup) >= Sight::Own,
        ("bevis" | "ordning" | "annen" | "epost", Some(startup)) => sight(actor, startup) >= Sight::Own,
        ("dokument", Some(startup)) => sight(actor, startup) >= Sight::Own,
        // Shared with the founders, and with the mentors of the programme.
        ("notat" | "milepel", Some(startup)) => sight(actor, startup) >= Sight::Own,
        // Whoever follows the startup up, runs its programme or keeps the house.
        ("oppgave", Some(startup)) => {
            sight(actor, startup) == Sight::Everything && actor != "mentor-a" || own && actor == "mentor-a1"
        }
        // The author's, and nobody else's: not the administrator's, not in the data file handed to them.
        ("privat", _) => actor == of,
        // Of the staff among themselves.
        ("internt" | "grunn", Some(startup)) => sight(actor, startup) == Sight::Everything,
        // What was told in applications: an evaluator is told what they judge, and nothing of another call of the same programme.
        ("soknad", _) => match of {
            "a" => matches!(actor, "admin" | "manager-a" | "evaluator-a"),
            "a2" => matches!(actor, "admin" | "manager-a"),
            "b" => matches!(actor, "admin" | "manager-b"),
            _ => return Err(unknown()),
        },
        // What was agreed with a funder: their own contract is theirs to read, another's is not, and a draft is the manager's.
        ("avtale", _) => match of {
            "a" => matches!(actor, "admin" | "manager-a" | "mentor-a1" | "mentor-a" | "funder-a"),
            "annen" => matches!(actor, "admin" | "manager-a" | "mentor-a1" | "mentor-a"),
            "utkast" => matches!(actor, "admin" | "manager-a"),
            "b" => matches!(actor, "admin" | "manager-b" | "mentor-b"),
            _ => return Err(unknown()),
        },
        // Why the startup of both was moved in B.
        ("annetsted", Some(_)) => matches!(actor, "admin" | "manager-b" | "mentor-b"),
        // What stands in the administrator's file.
        ("ark" | "arkid" | "fil", _) => actor == "admin",
        ("venter", _) => actor == "admin" || actor == format!("manager-{of}"),
        // The administrator is who can be asked for what is held about somebody.
        ("utkast" | "nokkel", _) => actor == of || (actor == "admin" && path.ends_with("data.json")),
        ("flyttet", _) => matches!(actor, "admin" | "manager-b"),
        _ => return Err(unknown()),
    })
}

/// Everything telling in an answer that somebody should not have been told. `shared` is the id of the startup in both programmes.
pub fn leaks(actor: &str, path: &str, shared: &str, answer: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words(&readable(answer)) {
        match may_know(actor, &word, path, shared) {
            Ok(true) => {}
            Ok(false) => found.push(word),
            Err(error) => found.push(error),
        }
    }
    found
}

/// The text of an answer: as it is, or what a workbook unpacks to.
pub fn readable(bytes: &[u8]) -> Vec<u8> {
    if !bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut text = Vec::new();
    for at in 0..archive.len() {
        archive.by_index(at).expect("a part").read_to_end(&mut text).expect("its text");
        text.push(b'\n');
    }
    text
}

/// All telling words and numbers in a text.
pub fn words(text: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(next) = lower[at..].windows(MARK.len()).position(|four| four == MARK) {
        let begin = at + next;
        let length = lower[begin..]
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'))
            .unwrap_or(lower.len() - begin);
        at = begin + length;
        let rest = &lower[begin + MARK.len()..];
        let inside = begin.checked_sub(1).is_some_and(|before| {
            lower[before].is_ascii_alphanumeric() || matches!(lower[before], b'-' | b'_' | b'+' | b'/')
        });
        let telling = KINDS.iter().chain(ACTORS.iter()).any(|kind| rest.starts_with(kind.as_bytes()));
        if inside && !telling {
            continue;
        }
        let mut word = String::from_utf8_lossy(&lower[begin..at]).trim_end_matches('-').to_owned();
        if [&b"@"[..], b"%40", b"&#64;"].iter().any(|sign| lower[at..].starts_with(sign)) {
            word.push('@');
        }
        found.insert(word);
    }
    numbers(&lower, &mut found);
    found
}

/// Telling numbers, also where their digits stand in groups of three.
fn numbers(text: &[u8], found: &mut BTreeSet<String>) {
    let telling: BTreeSet<String> =
        STARTUPS.into_iter().flat_map(|key| [heads(key).to_string(), number(key).to_owned()]).collect();
    let mut groups: Vec<String> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let begin = at;
        while at < text.len() && text[at].is_ascii_digit() {
            at += 1;
        }
        let before = begin.checked_sub(1).map(|before| text[before]);
        // Digits inside an id, a decimal or a word tell nothing.
        let inside = before.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.' | b'_'));
        let follows = !groups.is_empty() && follows(&text[..begin]);
        if !follows {
            groups.clear();
        }
        if inside {
            groups.clear();
            continue;
        }
        groups.push(String::from_utf8_lossy(&text[begin..at]).into_owned());
        let after = text.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        if after {
            groups.clear();
            continue;
        }
        for from in groups.len().saturating_sub(3)..groups.len() {
            let joined = groups[from..].concat();
            if telling.contains(&joined) {
                found.insert(joined);
            }
        }
    }
}

/// Whether a text ends with one separator between groups of digits, after a digit.
fn follows(text: &[u8]) -> bool {
    [&b" "[..], "\u{a0}".as_bytes(), "\u{202f}".as_bytes(), b"&nbsp;"].iter().any(|separator| {
        text.strip_suffix(*separator).is_some_and(|before| before.last().is_some_and(u8::is_ascii_digit))
    })
}

#[test]
fn what_is_telling_is_found_however_it_is_written() {
    let found = |text: &str| words(text.as_bytes()).into_iter().collect::<Vec<_>>();
    assert_eq!(found("<b>Zqx-bedrift-a1</b> zqx-mentor-b@example.no"), ["zqx-bedrift-a1", "zqx-mentor-b@"]);
    assert_eq!(found("q=zqx-bedrift-ab&x"), ["zqx-bedrift-ab"]);
    let heads = heads("b1").to_string();
    let grouped = format!("i alt {}\u{a0}{} ansatte", &heads[..2], &heads[2..]);
    assert_eq!(found(&grouped), [heads.as_str()]);
    assert_eq!(found("NO 974 761 076 MVA"), ["974761076"]);
    assert_eq!(found("nonce=\"Ab3Zqx-JRPVuYw\" %3EZqx-navn-b1"), ["zqx-navn-b1"]);
    assert!(found(&format!("01a2-{heads}-b 0.{heads} x{heads}")).is_empty());
    assert_eq!(leaks("mentor-a", "/", "-", b"Zqx-bedrift-b1 Zqx-bedrift-a2"), ["zqx-bedrift-b1"]);
    assert!(!leaks("admin", "/", "-", b"zqx-ukjent").is_empty(), "a word that nobody has decided about");
}
