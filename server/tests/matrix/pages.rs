//! Everything that is asked for by `GET`: pages and files, each with ids of one's own, of others, and of nothing.

use domain::figures::default_ids;

use crate::cast::{Cast, STARTUPS};

/// One row of the table: a pattern with ids, and every address that has to be answered in the same way.
#[derive(Debug, Clone)]
pub struct Row {
    /// What the table calls it.
    pub name: String,
    /// The addresses. `{self}` stands for the id of whoever asks.
    pub paths: Vec<String>,
    /// Whether a program asks, which wants no page.
    pub program: bool,
}

/// An id that nobody has.
pub const NOWHERE: &str = "01a20113-718f-79cc-a9eb-cd765d77abc3";

/// The rows of one pattern; an empty list for a pattern that is not known here.
pub fn rows(cast: &Cast, pattern: &str) -> Vec<Row> {
    let row = |label: &str, paths: Vec<String>| Row {
        name: format!("GET {pattern} {label}").trim_end().to_owned(),
        paths,
        program: false,
    };
    let one = |label: &str, path: String| row(label, vec![path]);
    let queries = |list: &[(&str, String)]| -> Vec<Row> {
        list.iter().map(|(label, query)| one(label, format!("{pattern}{query}"))).collect()
    };
    let plain = || vec![one("", pattern.to_owned())];
    let startup = |key: &str| cast.target(key).startup.to_string();
    let [a, b] = cast.programmes;
    let drafts = cast.drafts.map(|draft| format!("?draft={draft}"));
    let people = ["admin", "manager-a", "mentor-a", "mentor-b", "founder-a1", "founder-b1", "founder-over", "no-role"];
    let person = |key: &str| cast.actor(key).person().to_string();
    match pattern {
        "/pipeline" => queries(&[
            ("board", String::new()),
            ("table", "?view=table".to_owned()),
            ("sorted", "?view=table&sort=-name&page=1".to_owned()),
            ("search", "?q=bedrift-b1&view=table".to_owned()),
            ("search number", "?q=97476107&view=table".to_owned()),
            ("filter", format!("?cohort={NOWHERE}&stage={b}&mentor=none&stuck=1")),
            ("before", "?as_of=2024-04-15".to_owned()),
        ]),
        "/startups/new" => queries(&[
            ("", String::new()),
            ("draft of manager-a", drafts[0].clone()),
            ("draft of manager-b", drafts[1].clone()),
        ]),
        "/startups/{startup}" => STARTUPS
            .into_iter()
            .filter(|key| !matches!(*key, "a4" | "a5" | "a6" | "b4" | "b5" | "b6"))
            .map(|key| one(key, format!("/startups/{}", startup(key))))
            .chain([
                one("a1 draft of manager-b", format!("/startups/{}{}", startup("a1"), drafts[1])),
                one("nowhere", format!("/startups/{NOWHERE}")),
                one("nonsense", "/startups/x".to_owned()),
            ])
            .collect(),
        "/startups/{startup}/stays/{enrolment}/move" => {
            let page =
                |of: &str, stay: &str| format!("/startups/{}/stays/{}/move", startup(of), cast.target(stay).stay);
            let mut rows: Vec<Row> =
                ["a1", "a2", "a3", "b1", "b3", "ab"].into_iter().map(|key| one(key, page(key, key))).collect();
            // One's own startup with somebody else's stay, and the other way round.
            rows.push(one("a1 with b1", page("a1", "b1")));
            rows.push(one("b1 with a1", page("b1", "a1")));
            rows.push(one("nowhere", format!("/startups/{}/stays/{NOWHERE}/move", startup("a1"))));
            rows
        }
        "/startups/{startup}/facts/{kind}/{fact}" => {
            let page = |of: &str, fact: &str, at: usize| {
                let (kind, id) = cast.target(fact).facts[at];
                format!("/startups/{}/facts/{}/{id}", startup(of), kind.code())
            };
            let observed = |of: &str, fact: &str| [1, 2, 3, 4, 6, 9].map(|at| page(of, fact, at)).to_vec();
            let mut rows = Vec::new();
            for key in ["a1", "a2", "a3", "b1", "ab"] {
                rows.push(row(&format!("{key} observed"), observed(key, key)));
                for (label, at) in [("moved", 0), ("revenue", 5), ("award", 7), ("mentor", 8)] {
                    rows.push(one(&format!("{key} {label}"), page(key, key, at)));
                }
            }
            rows.push(row("a1 with b1", observed("a1", "b1")));
            rows.push(row("b1 with a1", observed("b1", "a1")));
            rows.push(one("nowhere", format!("/startups/{}/facts/headcount/{NOWHERE}", startup("a1"))));
            rows
        }
        "/figures" => queries(&[
            ("of the house", String::new()),
            ("of a", "?programme=prog-a".to_owned()),
            ("of b", "?programme=prog-b".to_owned()),
            ("of a, narrowed", "?programme=prog-a&from=2023-01-01".to_owned()),
            ("of the house, narrowed", "?from=2023-01-01&to=2024-12-31".to_owned()),
        ]),
        "/figures/{figure}" | "/figures/{figure}/rows.csv" => {
            let rest = pattern.trim_start_matches("/figures/{figure}");
            let all = |query: &str| -> Vec<String> {
                default_ids().into_iter().map(|id| format!("/figures/{}{rest}{query}", id.0)).collect()
            };
            vec![
                row("of the house", all("")),
                row("of a", all("?programme=prog-a")),
                row("of b", all("?programme=prog-b")),
                row("of b by id", all(&format!("?programme={b}"))),
                row("of a, narrowed", all("?programme=prog-a&from=2023-01-01&to=2024-12-31")),
                row("of the house, narrowed", all("?from=2023-01-01&sort=-name&page=1")),
                row("of nothing", vec![format!("/figures/jobs.nothing{rest}")]),
            ]
        }
        "/imports/{import}" => vec![
            one("of the admin", format!("/imports/{}", cast.import)),
            one("nowhere", format!("/imports/{NOWHERE}")),
        ],
        "/sign-in/link/{token}" => vec![one("nowhere", "/sign-in/link/abc".to_owned())],
        "/invitations/{token}" => vec![one("nowhere", "/invitations/abc".to_owned())],
        "/people" => queries(&[
            ("", String::new()),
            ("for b1", format!("?startup={}", startup("b1"))),
            ("draft of manager-b", drafts[1].clone()),
        ]),
        "/people/{person}" | "/people/{person}/erase" | "/people/{person}/data.json" => {
            let mut rows: Vec<Row> =
                people.into_iter().map(|key| one(key, pattern.replace("{person}", &person(key)))).collect();
            rows.push(one("self", pattern.replace("{person}", "{self}")));
            rows.push(one("nowhere", pattern.replace("{person}", NOWHERE)));
            rows
        }
        "/audit" | "/audit/log.csv" => queries(&[
            ("", String::new()),
            ("of a1", format!("?startup={}", startup("a1"))),
            ("of b1", format!("?startup={}", startup("b1"))),
            ("by mentor-b", format!("?person={}", person("mentor-b"))),
            ("of roles", "?action=grant&role=admin".to_owned()),
            ("of b by id", format!("?startup={b}&person={a}")),
        ]),
        "/denied" => queries(&[("", String::new()), ("why", "?why=not-assigned".to_owned())]),
        "/pkg/{*path}" => vec![one("nothing", "/pkg/nothing.js".to_owned())],
        "/" => {
            let program = Row { name: "GET / by a program".to_owned(), paths: vec!["/".to_owned()], program: true };
            vec![one("", "/".to_owned()), one("draft of manager-b", format!("/{}", drafts[1])), program]
        }
        "/export/grobunn.xlsx" => {
            let program =
                Row { name: format!("GET {pattern} by a program"), paths: vec![pattern.to_owned()], program: true };
            vec![plain().remove(0), program]
        }
        "/imports"
        | "/imports/template.xlsx"
        | "/sign-in"
        | "/sign-in/code"
        | "/me/hats"
        | "/me/devices"
        | "/me/address"
        | "/outbox"
        | "/dev/outbox"
        | "/me/passkeys"
        | "/me/recovery"
        | "/confirm"
        | "/me/data"
        | "/me/data.json"
        | "/sign-in/erased"
        | "/accessibility"
        | "/sign-in/oidc"
        | "/sign-in/oidc/back"
        | "/healthz"
        | "/readyz"
        | "/nothing-is-here" => plain(),
        _ => Vec::new(),
    }
}
