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

/// How rows are called that ask the API with the cookie of a session.
pub const BY_SESSION: &str = "by a session";

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
        "/pipeline/selected" | "/pipeline/selected.xlsx" => {
            queries(&[("nothing chosen", String::new()), ("draft of manager-b", drafts[1].clone())])
        }
        "/search" => queries(&[
            ("nothing asked", String::new()),
            ("a1", "?q=bedrift-a1".to_owned()),
            ("b1", "?q=bedrift-b1".to_owned()),
            ("number of b1", "?q=97476107".to_owned()),
            ("founder of b1", "?q=navn-b1".to_owned()),
            ("everything", "?q=bedrift".to_owned()),
        ]),
        "/evaluate/{round}/{application}" => {
            let [a, a2, b] = &cast.judging.seen;
            let page = |round: String, application: String| format!("/evaluate/{round}/{application}");
            vec![
                one("in a", page(a.round.to_string(), a.application.to_string())),
                one("in a2", page(a2.round.to_string(), a2.application.to_string())),
                one("in b", page(b.round.to_string(), b.application.to_string())),
                one("a with a2", page(a.round.to_string(), a2.application.to_string())),
                one("a2 with a", page(a2.round.to_string(), a.application.to_string())),
                one("nowhere", page(a.round.to_string(), NOWHERE.to_owned())),
            ]
        }
        "/calls/{call}" | "/calls/{call}/edit" => {
            let [a, _, b] = &cast.judging.seen;
            let page = |call: String| pattern.replace("{call}", &call);
            vec![
                one("a", page(a.call.to_string())),
                one("b", page(b.call.to_string())),
                one("nowhere", page(NOWHERE.to_owned())),
            ]
        }
        "/calls/{call}/questions/{question}" => {
            let [a, _, b] = &cast.judging.seen;
            vec![
                one("nowhere in a", format!("/calls/{}/questions/{NOWHERE}", a.call)),
                one("nowhere in b", format!("/calls/{}/questions/{NOWHERE}", b.call)),
            ]
        }
        "/calls/{call}/applications/{application}" => {
            let [a, _, b] = &cast.judging.seen;
            let page = |call: String, of: String| format!("/calls/{call}/applications/{of}");
            vec![
                one("a", page(a.call.to_string(), a.application.to_string())),
                one("b", page(b.call.to_string(), b.application.to_string())),
                one("a with b", page(a.call.to_string(), b.application.to_string())),
                one("nowhere", page(a.call.to_string(), NOWHERE.to_owned())),
            ]
        }
        "/apply/{slug}" => vec![one("open", "/apply/soknad-a".to_owned()), one("nowhere", "/apply/x".to_owned())],
        "/apply/{slug}/{token}" => {
            vec![one("nothing", format!("/apply/soknad-a/{}", "a".repeat(43))), one("nowhere", "/apply/x/y".to_owned())]
        }
        "/calls/{call}/judging" => {
            let [a, a2, b] = &cast.judging.seen;
            let page = |call: String| format!("/calls/{call}/judging");
            vec![
                one("a", page(a.call.to_string())),
                one("a2", page(a2.call.to_string())),
                one("b", page(b.call.to_string())),
                one("nowhere", page(NOWHERE.to_owned())),
            ]
        }
        "/calls/{call}/rounds/{round}" => {
            let [a, a2, b] = &cast.judging.seen;
            let page = |call: String, round: String| format!("/calls/{call}/rounds/{round}");
            vec![
                one("a", page(a.call.to_string(), a.round.to_string())),
                one("a2", page(a2.call.to_string(), a2.round.to_string())),
                one("b", page(b.call.to_string(), b.round.to_string())),
                one("a with b", page(a.call.to_string(), b.round.to_string())),
                one("nowhere", page(a.call.to_string(), NOWHERE.to_owned())),
            ]
        }
        "/calls/{call}/decline" => {
            let [a, _, b] = &cast.judging.seen;
            let page = |call: String, of: String| format!("/calls/{call}/decline?picked%5Bk{of}%5D=true");
            vec![
                one("a", page(a.call.to_string(), a.application.to_string())),
                one("b", page(b.call.to_string(), b.application.to_string())),
                one("a with b", page(a.call.to_string(), b.application.to_string())),
                one("nothing chosen", format!("/calls/{}/decline", a.call)),
                one("nowhere", format!("/calls/{NOWHERE}/decline")),
            ]
        }
        "/programmes/{programme}/stages" => vec![
            one("a", "/programmes/prog-a/stages".to_owned()),
            one("b", "/programmes/prog-b/stages".to_owned()),
            one("nowhere", "/programmes/nowhere/stages".to_owned()),
        ],
        "/api/v1/{*rest}" => vec![one("nothing", "/api/v1/nothing".to_owned())],
        "/api/v1/publications" => queries(&[("", "?limit=200".to_owned()), ("mistyped", "?limt=3".to_owned())]),
        "/api/v1/publications/{id}" => {
            vec![one("nowhere", pattern.replace("{id}", "abcdefghij")), one("nonsense", pattern.replace("{id}", "%FF"))]
        }
        "/api/v1/definitions" => queries(&[
            ("", "?limit=200".to_owned()),
            ("mistyped", "?limt=3".to_owned()),
            ("a page that is none", "?cursor=AAAA%25".to_owned()),
        ]),
        "/api/v1/definitions/{id}" => vec![
            row("known", vec![pattern.replace("{id}", "jobs.net"), pattern.replace("{id}", "survival.fixed(5)")]),
            one("nowhere", pattern.replace("{id}", "jobs.nothing")),
        ],
        "/api/v1/figures" => queries(&[
            ("of the house", "?limit=200".to_owned()),
            ("of a", "?programme=prog-a&limit=200".to_owned()),
            ("of b", "?programme=prog-b&limit=200".to_owned()),
            ("of nowhere", "?programme=nowhere".to_owned()),
            ("of a, narrowed", "?programme=prog-a&from=2023-01-01&limit=200".to_owned()),
            ("of the house, narrowed", "?from=2023-01-01&to=2024-12-31&limit=200".to_owned()),
            (BY_SESSION, String::new()),
            ("mistyped", "?program=prog-a".to_owned()),
        ]),
        "/api/v1/figures/{id}" | "/api/v1/figures/{id}/rows" => {
            let all = |query: &str| -> Vec<String> {
                let ids = default_ids().into_iter().filter(|id| !id.0.starts_with("mentoring."));
                ids.map(|id| format!("{}{query}", pattern.replace("{id}", &id.0))).collect()
            };
            vec![
                row("of the house", all("")),
                row("of a", all("?programme=prog-a")),
                row("of b", all("?programme=prog-b")),
                row("of a, narrowed", all("?programme=prog-a&from=2023-01-01&to=2024-12-31")),
                row("of the house, narrowed", all("?from=2023-01-01")),
                one("of nothing", pattern.replace("{id}", "jobs.nothing")),
                one(BY_SESSION, pattern.replace("{id}", "jobs.net")),
            ]
        }
        "/api/v1/startups" => queries(&[
            ("", "?limit=200".to_owned()),
            ("of a", "?programme=prog-a&limit=200".to_owned()),
            ("of b", "?programme=prog-b&limit=200".to_owned()),
            ("one of b", "?external_id=zqx-ekstern-b1".to_owned()),
            (BY_SESSION, String::new()),
        ]),
        "/api/v1/startups/{id}" | "/api/v1/startups/{id}/facts" => ["a1", "a2", "a3", "b1", "b3", "ab"]
            .into_iter()
            .map(|key| one(key, pattern.replace("{id}", &startup(key))))
            .chain([
                one("nowhere", pattern.replace("{id}", NOWHERE)),
                one("nonsense", pattern.replace("{id}", "x")),
                one(BY_SESSION, pattern.replace("{id}", &startup("a1"))),
            ])
            .collect(),
        "/api/v1/pipeline" => queries(&[
            ("", "?limit=200".to_owned()),
            ("of a", "?programme=prog-a&limit=200".to_owned()),
            ("of b", "?programme=prog-b&limit=200".to_owned()),
            ("before", "?as_of=2024-04-15&known_at=2030-01-01&limit=200".to_owned()),
            (BY_SESSION, String::new()),
        ]),
        "/api/v1/contracts/{id}" => {
            vec![one("nowhere", pattern.replace("{id}", NOWHERE)), one(BY_SESSION, pattern.replace("{id}", NOWHERE))]
        }
        "/api/v1/programmes" | "/api/v1/cohorts" | "/api/v1/contracts" => {
            queries(&[("", "?limit=200".to_owned()), (BY_SESSION, String::new())])
        }
        "/calendar/{token}" => {
            vec![one("nowhere", format!("/calendar/{}.ics", "a".repeat(43))), one("nonsense", "/calendar/x".to_owned())]
        }
        "/my-day" => plain(),
        "/tasks" => queries(&[
            ("mine", String::new()),
            ("all", "?show=all".to_owned()),
            ("overdue", "?show=overdue".to_owned()),
        ]),
        "/mentoring" => queries(&[
            ("", "?from=2024-01-01".to_owned()),
            ("of a", "?programme=prog-a&from=2024-01-01".to_owned()),
            ("of b", "?programme=prog-b&from=2024-01-01".to_owned()),
        ]),
        "/mentoring/setup" => queries(&[
            ("", String::new()),
            ("of a", "?programme=prog-a".to_owned()),
            ("of b", "?programme=prog-b".to_owned()),
            ("of nowhere", "?programme=nowhere".to_owned()),
        ]),
        "/meetings/new" | "/meetings/plan" => queries(&[
            ("", String::new()),
            ("a1", format!("?startup={}", startup("a1"))),
            ("a2", format!("?startup={}", startup("a2"))),
            ("b1", format!("?startup={}", startup("b1"))),
            ("nowhere", format!("?startup={NOWHERE}")),
        ]),
        "/log-meeting/{token}" => vec![one("nowhere", "/log-meeting/abc".to_owned())],
        "/notes/{note}" => {
            let [a1, b1] = &cast.written;
            [
                ("shared of a1", a1.shared.to_string()),
                ("private of mentor-a1", a1.private.to_string()),
                ("shared of b1", b1.shared.to_string()),
                ("private of mentor-b", b1.private.to_string()),
                ("nowhere", NOWHERE.to_owned()),
            ]
            .into_iter()
            .map(|(label, id)| one(label, format!("/notes/{id}")))
            .collect()
        }
        "/milestones/{milestone}" => {
            let [a1, b1] = &cast.written;
            [("a1", a1.milestone.to_string()), ("b1", b1.milestone.to_string()), ("nowhere", NOWHERE.to_owned())]
                .into_iter()
                .map(|(label, id)| one(label, format!("/milestones/{id}")))
                .collect()
        }
        "/startups/{startup}/hand-over" => vec![
            one("a1", format!("/startups/{}/hand-over", startup("a1"))),
            one("a2", format!("/startups/{}/hand-over", startup("a2"))),
            one("b1", format!("/startups/{}/hand-over", startup("b1"))),
            one("nowhere", format!("/startups/{NOWHERE}/hand-over")),
        ],
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
                let ids = default_ids().into_iter().filter(|id| !id.0.starts_with("mentoring."));
                ids.map(|id| format!("/figures/{}{rest}{query}", id.0)).collect()
            };
            // Meetings rest on fewer startups than the rest, so that what is withheld of those is not withheld of them.
            let meetings = |query: &str| -> Vec<String> {
                ["meetings", "hours"].map(|what| format!("/figures/mentoring.{what}{rest}{query}")).into()
            };
            vec![
                row("meetings of a", meetings("?programme=prog-a")),
                row("meetings of b", meetings("?programme=prog-b")),
                row("of the house", all("")),
                row("of a", all("?programme=prog-a")),
                row("of b", all("?programme=prog-b")),
                row("of b by id", all(&format!("?programme={b}"))),
                row("of a, narrowed", all("?programme=prog-a&from=2023-01-01&to=2024-12-31")),
                row("of the house, narrowed", all("?from=2023-01-01&sort=-name&page=1")),
                row("of nothing", vec![format!("/figures/jobs.nothing{rest}")]),
            ]
        }
        "/figures/{figure}/publish" => {
            let page = |figure: &str, query: &str| format!("/figures/{figure}/publish{query}");
            vec![
                one("of the house", page("jobs.stock", "")),
                one("of a", page("jobs.stock", "?programme=prog-a")),
                one("of b", page("jobs.stock", "?programme=prog-b")),
                one("of nothing", page("jobs.nothing", "")),
            ]
        }
        "/contracts/{contract}"
        | "/contracts/{contract}/edit"
        | "/contracts/{contract}/amend"
        | "/contracts/{contract}/progress.csv"
        | "/contracts/{contract}/progress.json" => ["own of the funder", "of a", "draft of a", "of b"]
            .into_iter()
            .zip(cast.contracts)
            .map(|(label, id)| one(label, pattern.replace("{contract}", &id.to_string())))
            .chain([
                one("nowhere", pattern.replace("{contract}", NOWHERE)),
                one("nonsense", pattern.replace("{contract}", "x")),
            ])
            .collect(),
        "/contracts/new" => queries(&[("", String::new()), ("draft of manager-b", drafts[1].clone())]),
        "/published/{address}" => vec![
            one("nowhere", "/published/abcdefghij".to_owned()),
            one("a file of nowhere", "/published/abcdefghij.json".to_owned()),
            one("a paper of nowhere", "/published/abcdefghij.pdf".to_owned()),
        ],
        "/published/{address}/card" => vec![one("nowhere", "/published/abcdefghij/card".to_owned())],
        "/reports/{report}" => {
            vec![one("nowhere", format!("/reports/{NOWHERE}")), one("nonsense", "/reports/x".to_owned())]
        }
        "/reports/{report}/{file}" => vec![
            one("nowhere", format!("/reports/{NOWHERE}/report.pdf")),
            one("nonsense", format!("/reports/{NOWHERE}/report.exe")),
        ],
        "/startups/{startup}/funding" | "/startups/{startup}/funding/statement" => ["a1", "a2", "a3", "b1", "ab"]
            .into_iter()
            .map(|key| one(key, pattern.replace("{startup}", &startup(key))))
            .chain([
                one("nowhere", pattern.replace("{startup}", NOWHERE)),
                one("nonsense", pattern.replace("{startup}", "x")),
            ])
            .collect(),
        "/startups/{startup}/funding/new" => {
            let page = |key: &str, query: &str| format!("{}{query}", pattern.replace("{startup}", &startup(key)));
            let mut rows: Vec<Row> = ["a1", "a2", "a3", "b1", "ab"]
                .into_iter()
                .map(|key| row(key, ["", "?what=kind", "?what=declared"].map(|query| page(key, query)).to_vec()))
                .collect();
            rows.push(one("a1, no such award", page("a1", &format!("?award={NOWHERE}"))));
            rows.push(one("a1 draft of manager-b", page("a1", &drafts[1])));
            rows.push(one("nowhere", pattern.replace("{startup}", NOWHERE)));
            rows
        }
        "/funding" | "/funding/awards.csv" => queries(&[
            ("", String::new()),
            ("filtered", "?status=awarded&scheme=matrix&giver=x&since=2020-01-01&duty=true".to_owned()),
        ]),
        "/schemes" => queries(&[("", String::new()), ("draft of manager-b", drafts[1].clone())]),
        "/definitions/{definition}" => vec![
            row("each", domain::figures::family_ids().iter().map(|id| app::paths::definition(id, None)).collect()),
            one("nowhere", "/definitions/jobs.nothing".to_owned()),
        ],
        "/definitions/{definition}/{version}" => vec![
            one("former", "/definitions/survival.km.admission/1".to_owned()),
            one("newest", "/definitions/survival.km.admission/2".to_owned()),
            row(
                "nowhere",
                ["3", "01", "x"].map(|version| format!("/definitions/survival.km.admission/{version}")).into(),
            ),
        ],
        "/update/{token}" => vec![one("nowhere", "/update/abc".to_owned())],
        "/startups/{startup}/update" | "/startups/{startup}/held" => ["a1", "a2", "a3", "b1", "b3", "ab"]
            .into_iter()
            .map(|key| one(key, pattern.replace("{startup}", &startup(key))))
            .chain([
                one("nowhere", pattern.replace("{startup}", NOWHERE)),
                one("nonsense", pattern.replace("{startup}", "x")),
            ])
            .collect(),
        "/programmes/{programme}/updates" => vec![
            one("a", "/programmes/prog-a/updates".to_owned()),
            one("b", "/programmes/prog-b/updates".to_owned()),
            one("nowhere", "/programmes/nowhere/updates".to_owned()),
        ],
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
        "/programmes/{programme}/attention" => vec![
            one("a", "/programmes/prog-a/attention".to_owned()),
            one("b", "/programmes/prog-b/attention".to_owned()),
            one("nowhere", "/programmes/nowhere/attention".to_owned()),
        ],
        "/documents/{document}" => cast
            .documents
            .iter()
            .map(|(label, id)| one(label, format!("/documents/{id}")))
            .chain([one("nowhere", format!("/documents/{NOWHERE}")), one("nonsense", "/documents/x".to_owned())])
            .collect(),
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
        | "/objections"
        | "/evaluate"
        | "/imports/template.xlsx"
        | "/attention"
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
        | "/me/calendar"
        | "/me/tokens"
        | "/api"
        | "/api/v1"
        | "/api/v1/openapi.json"
        | "/api/v1/house"
        | "/api/v1/keys"
        | "/open-data"
        | "/open-data/publications.csv"
        | "/open-data/publications.json"
        | "/open-data/revisions.csv"
        | "/open-data/catalog.jsonld"
        | "/published.atom"
        | "/.well-known/security.txt"
        | "/pipeline/views"
        | "/programmes"
        | "/me/data"
        | "/me/data.json"
        | "/sign-in/erased"
        | "/accessibility"
        | "/published"
        | "/contracts"
        | "/verify"
        | "/reports"
        | "/.well-known/grobunn-keys.json"
        | "/definitions"
        | "/benchmarks"
        | "/guard"
        | "/house"
        | "/sign-in/oidc"
        | "/sign-in/oidc/back"
        | "/calls"
        | "/calls/new"
        | "/healthz"
        | "/readyz"
        | "/nothing-is-here" => plain(),
        _ => Vec::new(),
    }
}
