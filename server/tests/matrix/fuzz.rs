//! Nonsense of every kind at every address, as nobody, as an administrator and as a founder: no answer is a failure of the server, and
//! what is kept is whole afterwards. The same nonsense in every run; `GROBUNN_FUZZ_SEED` and `GROBUNN_FUZZ_REQUESTS` choose other and more.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use store::{Store, Strength};

use crate::cast::{Cast, origin};
use crate::client::{Answer, Client, encoded};
use crate::house::{Database, House, Server};
use crate::matrix::served;

/// How many requests, unless it is said.
const REQUESTS: usize = 3_000;
/// How long at most.
const PATIENCE: Duration = Duration::from_secs(40);
/// After so many requests everybody signs in again: nonsense signs people out as well.
const ROUND: usize = 150;

/// Chance that is the same in every run. `SplitMix64`.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.draw() % most.max(1) as u64).unwrap_or_default()
    }

    fn one<'a, T: ?Sized>(&mut self, of: &'a [&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Whether, so often in a hundred.
    fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }
}

/// What forms and addresses have fields for.
const FIELDS: [&str; 60] = [
    "startup",
    "enrolment",
    "stage",
    "on",
    "reason",
    "employees",
    "employees_high",
    "fte",
    "working_founders",
    "places",
    "source",
    "evidence",
    "back",
    "name",
    "organisation_number",
    "sector",
    "website",
    "programme",
    "cohort",
    "kind",
    "date_unknown",
    "municipality",
    "supporter",
    "fact",
    "fact_kind",
    "act",
    "import",
    "answers",
    "answers[0]",
    "answers[x][y]",
    "lang",
    "scheme",
    "email",
    "next",
    "attempt",
    "code",
    "token",
    "which",
    "hat",
    "person",
    "membership",
    "invitation",
    "role",
    "from_on",
    "to_on",
    "language",
    "mail",
    "passkey",
    "ceremony",
    "answer",
    "draft",
    "q",
    "sort",
    "page",
    "view",
    "as_of",
    "known_at",
    "before",
    "region",
    "__proto__",
];

/// Values as they stand in an address or a form, encoded already; right ones are added.
const VALUES: [&str; 62] = [
    "",
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%A0%80",
    "%ED%B0%80",
    "%u0000",
    "%",
    "%zz",
    "%C0%AF",
    "0",
    "-1",
    "1",
    "4294967295",
    "4294967296",
    "99999999999999999999999999",
    "-9223372036854775809",
    "1e309",
    "NaN",
    "0x7fff",
    "1,5",
    "2,555",
    "2.5",
    "100000",
    "100001",
    "%F0%9F%92%A9",
    "%E2%80%AE",
    "%CC%81%CC%81%CC%81",
    "%EF%B7%BA",
    "%0D%0ASet-Cookie:%20a=b",
    "%0A%0A",
    "+",
    "%20",
    "%09",
    "0000-00-00",
    "2024-02-30",
    "2024-02-29",
    "9999-12-31",
    "-9999-01-01",
    "2262-04-12",
    "1900-01-01",
    "2200-01-01",
    "31.12.2023",
    "2024-06-01",
    "true",
    "null",
    "[]",
    "%7B%22a%22:1%7D",
    "admin",
    "house",
    "mentor",
    "founder",
    "withdraw",
    "correct",
    "headcount",
    "stage_change",
    "incorporated",
    "0301",
    "%27%3B--",
    "%22%3E%3Cscript%3E",
    "..%2f..%2fetc%2fpasswd",
    "%2F%2Fevil.example",
];

struct Fuzz {
    /// Every pattern, and whether it is posted to.
    addresses: Vec<(String, bool)>,
    ids: Vec<String>,
    address: String,
}

impl Fuzz {
    fn value(&self, chance: &mut Chance) -> String {
        match chance.below(20) {
            0..8 => self.ids[chance.below(self.ids.len())].clone(),
            8..18 => chance.one(&VALUES).to_owned(),
            18 => "a".repeat(1 << chance.below(14)),
            _ => format!("%F0%9F%92%A9{}", "%00".repeat(chance.below(40))),
        }
    }

    fn pairs(&self, chance: &mut Chance, most: usize) -> String {
        let mut pairs = Vec::new();
        for _ in 0..chance.below(most) {
            let field = chance.one(&FIELDS);
            pairs.push(match chance.below(12) {
                0 => encoded(field),
                1 => format!("{field}=={}", self.value(chance)),
                2 => format!("{}={}", self.value(chance), self.value(chance)),
                _ => format!("{}={}", encoded(field), self.value(chance)),
            });
            if chance.percent(10) {
                // The same field once more.
                pairs.push(format!("{}={}", encoded(field), self.value(chance)));
            }
        }
        pairs.join(chance.one(&["&", "&", "&", "&", ";", "&&"]))
    }

    /// A form as a browser would send it, but for what is typed into it: each field once.
    fn form(&self, chance: &mut Chance) -> String {
        let fields = FIELDS.into_iter().filter(|field| !field.starts_with("answers"));
        let fields: Vec<&str> = fields.filter(|_| chance.percent(70)).collect();
        fields.into_iter().map(|field| format!("{field}={}", self.value(chance))).collect::<Vec<_>>().join("&")
    }

    /// A request that is right in every way but for its ids, its query and what was typed: it reaches what reads them.
    fn shaped(&self, chance: &mut Chance, cookie: &str, from: &str) -> Vec<u8> {
        let (pattern, posted) = &self.addresses[chance.below(self.addresses.len())];
        let (path, address) = (self.path(chance, pattern), &self.address);
        let body = if *posted { self.form(chance) } else { String::new() };
        let method = if *posted { "POST" } else { "GET" };
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: text/html\r\n\
             X-Forwarded-For: {from}\r\n{cookie}Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        head.into_bytes()
    }

    fn path(&self, chance: &mut Chance, pattern: &str) -> String {
        let mut path = String::new();
        for segment in pattern.split('/').skip(1) {
            path.push('/');
            if segment.starts_with('{') || chance.percent(2) {
                path.push_str(&self.value(chance).replace('+', "%2B").replace(' ', "%20"));
            } else {
                path.push_str(segment);
            }
        }
        if chance.percent(4) {
            path.push_str(chance.one(&["/", "//", "/..", "/.", "%2e%2e", ";a=b", "/%00"]));
        }
        if chance.percent(40) {
            path.push('?');
            path.push_str(&self.pairs(chance, 9));
        }
        path
    }

    fn body(&self, chance: &mut Chance) -> Vec<u8> {
        match chance.below(14) {
            0 => Vec::new(),
            1 => b"{\"startup\":\"\\ud800\",\"employees\":1e999,\"on\":null}".to_vec(),
            2 => (0..chance.below(3_000)).map(|_| u8::try_from(chance.draw() % 256).unwrap_or_default()).collect(),
            3 => format!("name={}", "a".repeat(300_000)).into_bytes(),
            4 => {
                let value = self.value(chance);
                let name = chance.one(&["file", "profile", "own_profile", "as_of", ""]);
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{value}\"\r\n\r\nPK\x03\x04{value}\r\n--b{}",
                    chance.one(&["--\r\n", "", "\r\n\r\n--b--"])
                )
                .into_bytes()
            }
            _ => self.pairs(chance, 24).into_bytes(),
        }
    }

    /// A whole request, wrong in any way, and whether it promises more than it sends.
    fn request(&self, chance: &mut Chance, cookie: &str, from: &str) -> (Vec<u8>, bool) {
        let method = chance.one(&[
            "GET", "GET", "GET", "POST", "POST", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH",
            "TRACE", "BREW",
        ]);
        let body = if method == "GET" && chance.percent(90) { Vec::new() } else { self.body(chance) };
        let pattern = &self.addresses[chance.below(self.addresses.len())].0;
        let address = &self.address;
        let mut head = format!(
            "{method} {} HTTP/1.0\r\nHost: {address}\r\nX-Forwarded-For: {from}\r\n",
            self.path(chance, pattern)
        );
        let mut ends = false;
        match chance.below(40) {
            0 => head.push_str("Origin: https://evil.example\r\n"),
            1 => head.push_str("Origin: null\r\nSec-Fetch-Site: cross-site\r\n"),
            2 => head.push_str("Sec-Fetch-Site: \r\n"),
            _ => head.push_str(&format!("Origin: http://{address}\r\n")),
        }
        let accept = chance.one(&["text/html", "text/html", "application/json", "*/*", "text/html;q=x", "\u{7f}", ""]);
        head.push_str(&format!("Accept: {accept}\r\n"));
        let kind = chance.one(&[
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "application/json",
            "text/plain; charset=utf-16",
            "application/cbor",
            "",
            "x",
            "application/x-www-form-urlencoded; charset=iso-8859-1",
        ]);
        head.push_str(&format!("Content-Type: {kind}\r\n"));
        for (often, line) in [
            (6, "Accept-Language: ,,;q=,nb;q=9,\u{7f}\r\n"),
            (4, "Accept-Encoding: gzip, br;q=0, *\r\n"),
            (4, "Range: bytes=-1,0-0,99999999999999999999-\r\n"),
            (3, "If-Modified-Since: yesterday\r\nIf-None-Match: *\r\n"),
            (3, "X-Forwarded-For: ::ffff:1.2.3.4, unknown, 300.1.1.1\r\n"),
            (3, "Referer: http:///\\//[::1\r\n"),
            (3, "Content-Encoding: gzip\r\n"),
            (3, "X-HTTP-Method-Override: DELETE\r\nX-Request-Id: a\r\n"),
            (2, "Expect: 100-continue\r\n"),
        ] {
            if chance.percent(often) {
                head.push_str(line);
            }
        }
        let cookies = match chance.below(12) {
            0 => format!("{cookie}; {cookie}; lang=%00; scheme=x; grobunn-asks={}", self.value(chance)),
            1 => format!("lang={}; ; =; grobunn={}", self.value(chance), self.value(chance)),
            2 => format!("{cookie}; grobunn-codes={}; grobunn-asks=nobody", self.value(chance)),
            3 => format!("grobunn=nobody; {}", "a=b; ".repeat(200)),
            _ => cookie.to_owned(),
        };
        if !cookies.is_empty() {
            head.push_str(&format!("Cookie: {cookies}\r\n"));
        }
        match chance.below(40) {
            // Less comes than was promised; more comes; nothing is promised; nonsense is.
            0 => {
                head.push_str(&format!("Content-Length: {}\r\n", body.len() + 10));
                ends = true;
            }
            1 => head.push_str(&format!("Content-Length: {}\r\n", body.len() / 2)),
            2 if body.is_empty() => {}
            3 => {
                head.push_str("Content-Length: -1\r\n");
                ends = true;
            }
            _ => head.push_str(&format!("Content-Length: {}\r\n", body.len())),
        }
        let mut bytes = head.into_bytes();
        bytes.extend(b"\r\n");
        bytes.extend(body);
        (bytes, ends)
    }
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

async fn sessions(house: &House, cast: &Cast) -> Vec<String> {
    let mut cookies = vec![String::new()];
    for key in ["admin", "founder-a1"] {
        let person = cast.actor(key).person();
        // Somebody may have erased themselves: then what is left of them asks.
        let session = house.store.begin_session(person, Strength::Passkey, &origin(9)).await;
        cookies.push(
            session.map_or_else(|_| cast.actor(key).cookie.clone(), |one| format!("grobunn={}", one.token.secret())),
        );
    }
    cookies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nonsense_is_answered_and_leaves_the_house_whole() {
    let seed = from_environment("GROBUNN_FUZZ_SEED", 20_240_630);
    let most = usize::try_from(from_environment("GROBUNN_FUZZ_REQUESTS", REQUESTS as u64)).unwrap();
    let house = House::new(Database::Sqlite).await;
    let cast = Cast::new(&house).await;
    let (mut server, address) = Server::start(&house, &[]).await;
    let client = Client::new(address.clone());
    let (gets, posts) = served();
    let ids = cast
        .targets
        .iter()
        .flat_map(|target| {
            let facts = target.facts.iter().map(|(_, id)| id.to_string());
            [target.startup.to_string(), target.stay.to_string(), target.key.to_owned()].into_iter().chain(facts)
        })
        .chain(cast.programmes.map(|id| id.to_string()))
        .chain(["mentor-a", "manager-b", "founder-b1"].map(|key| cast.actor(key).person().to_string()))
        .chain([
            cast.import.to_string(),
            cast.drafts[0].to_string(),
            "jobs.net".to_owned(),
            "survival.km(exit)".to_owned(),
        ])
        .collect();
    let fuzz = Fuzz {
        addresses: gets
            .into_iter()
            .map(|path| (path, false))
            .chain(posts.into_iter().map(|path| (path, true)))
            .collect(),
        ids,
        address,
    };
    let (began, wrong) = (Instant::now(), Mutex::new(Vec::new()));
    let (mut sent, met) = (0, [const { AtomicUsize::new(0) }; 6]);
    while sent < most && began.elapsed() < PATIENCE {
        let cookies = sessions(&house, &cast).await;
        std::thread::scope(|scope| {
            for worker in 0..5_u64 {
                let (fuzz, client, cookies, wrong, met) = (&fuzz, &client, &cookies, &wrong, &met);
                let mut chance = Chance(seed ^ (sent as u64) << 20 ^ worker << 50);
                scope.spawn(move || {
                    for _ in 0..ROUND / 5 {
                        let cookie = &cookies[chance.below(cookies.len())];
                        let from = client.elsewhere();
                        let (bytes, ends) = if chance.percent(60) {
                            (fuzz.shaped(&mut chance, cookie, &from), false)
                        } else {
                            fuzz.request(&mut chance, cookie, &from)
                        };
                        let answer: Answer = client.raw(&bytes, ends);
                        met[usize::from(answer.status / 100).min(5)].fetch_add(1, Ordering::Relaxed);
                        let tells = answer.leads_to().contains("__err=");
                        if answer.status >= 500 || tells || (answer.status == 0 && !ends) {
                            let shown: String = String::from_utf8_lossy(&bytes).chars().take(900).collect();
                            wrong.lock().unwrap().push(format!("{}: {}\n{shown}", answer.status, answer.text()));
                        }
                    }
                });
            }
        });
        sent += ROUND;
    }
    let met = met.map(AtomicUsize::into_inner);
    println!(
        "{sent} requests in {:.1} s, seed {seed}; no answer {}, 2xx {}, 3xx {}, 4xx {}, 5xx {}",
        began.elapsed().as_secs_f32(),
        met[0],
        met[2],
        met[3],
        met[4],
        met[5]
    );
    let wrong = wrong.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "{} answers were failures:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n---\n")
    );
    assert!(met[2] > 0 && met[3] > 0 && met[4] > 0, "nonsense that is always answered in the same way tries nothing");
    assert!(server.is_alive(), "{}", server.said());
    let log = server.said();
    let loud: Vec<&str> = log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
    assert!(loud.is_empty(), "the log says: {loud:#?}");
    assert_eq!(client.raw(b"GET /readyz HTTP/1.0\r\n\r\n", false).text(), "ready");
    // What is read anew from the database is what was kept up to date all along, and every page can be made of it.
    let anew = Store::connect(house.url(), std::sync::Arc::clone(house.store.world())).await.unwrap();
    let (anew, kept) = (anew.ledger().await.unwrap(), house.store.ledger().await.unwrap());
    assert_eq!((anew.version, &anew.programmes, &anew.cohorts), (kept.version, &kept.programmes, &kept.cohorts));
    assert_eq!(anew.startups, kept.startups);
    let admin = &sessions(&house, &cast).await[1];
    for path in ["/", "/pipeline?view=table", "/figures", "/audit", "/people", "/imports"] {
        let answer = client.send(&crate::client::Ask::get(path, admin));
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
    }
}
