//! Typed routes: every address of the product is written here and nowhere else.
//!
//! The patterns that the router matches stand in [`crate::App`]; a crawl in the browser tests follows every link, so a pattern
//! and its function cannot drift apart unseen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::figures::FigureId;
use domain::ids::{
    ApplicationId, AwardId, CallId, ContractId, DocumentId, DraftId, EnrolmentId, FactId, ImportId, MilestoneId,
    NoteId, PersonId, QuestionId, ReportId, ReviewId, StartupId,
};

/// The house today.
pub const HOME: &str = "/";
/// Calls for applications.
pub const CALLS: &str = "/calls";
/// Reports to those who pay.
pub const REPORTS: &str = "/reports";
/// A new call.
pub const NEW_CALL: &str = "/calls/new";
/// Contracts with those who pay.
pub const CONTRACTS: &str = "/contracts";
/// A new contract.
pub const NEW_CONTRACT: &str = "/contracts/new";
/// What asks for attention.
pub const ATTENTION: &str = "/attention";
/// The pipeline.
pub const PIPELINE: &str = "/pipeline";
/// What was ticked in the pipeline's table, and what to do with all of it.
pub const SELECTED: &str = "/pipeline/selected";
/// What was ticked, as a workbook.
pub const SELECTED_XLSX: &str = "/pipeline/selected.xlsx";
/// Saved views of the pipeline.
pub const VIEWS: &str = "/pipeline/views";
/// Searching over everything one may see.
pub const SEARCH: &str = "/search";
/// The programmes, their cohorts and the way to their stages.
pub const PROGRAMMES: &str = "/programmes";
/// The address of the reader's own calendar.
pub const MY_CALENDAR: &str = "/me/calendar";
/// A new application.
pub const NEW_STARTUP: &str = "/startups/new";
/// All figures.
pub const FIGURES: &str = "/figures";
/// Published figures. Anybody may read them.
pub const PUBLISHED: &str = "/published";
/// Checking a published file, and where it is sent to.
pub const VERIFY: &str = "/verify";
/// The public keys that publications of the house are signed with.
pub const PUBLIC_KEYS: &str = "/.well-known/grobunn-keys.json";
/// No published file is larger: 64 MB.
pub const MOST_PUBLICATION_BYTES: usize = 64_000_000;
/// Imports, and where a file is uploaded to.
pub const IMPORTS: &str = "/imports";
/// The empty workbook that a sheet can be copied into.
pub const TEMPLATE: &str = "/imports/template.xlsx";
/// Everything, as a workbook.
pub const EXPORT: &str = "/export/grobunn.xlsx";
/// How the product meets the accessibility requirements, and what is known not to.
pub const ACCESSIBILITY: &str = "/accessibility";
/// Every definition by which a figure is counted.
pub const DEFINITIONS: &str = "/definitions";
/// National figures to set beside the house's own, and what sets each apart.
pub const BENCHMARKS: &str = "/benchmarks";
/// Testing a text before it is printed: which figures carry its claims.
pub const GUARD: &str = "/guard";
/// The house as anybody sees it: its open figures.
pub const OPEN_HOUSE: &str = "/house";
/// Why something was not the reader's to do.
pub const DENIED: &str = "/denied";
/// The reader's tokens, by which programs read on their behalf.
pub const TOKENS: &str = "/me/tokens";
/// What a program can ask the house, told to people.
pub const API: &str = "/api";
/// What anybody may take away of what is published.
pub const OPEN_DATA: &str = "/open-data";
/// Publications, a row for each.
pub const PUBLICATIONS_CSV: &str = "/open-data/publications.csv";
/// The same as JSON.
pub const PUBLICATIONS_JSON: &str = "/open-data/publications.json";
/// Notes to publications, a row for each.
pub const REVISIONS_CSV: &str = "/open-data/revisions.csv";
/// What there is and on which terms, for catalogues of data.
pub const CATALOGUE: &str = "/open-data/catalog.jsonld";
/// News of what is published.
pub const FEED: &str = "/published.atom";
/// Where word of faults goes.
pub const SECURITY_TXT: &str = "/.well-known/security.txt";
/// Where a program begins.
pub const API_V1: &str = "/api/v1";
/// The description of what programs read.
pub const API_DOCUMENT: &str = "/api/v1/openapi.json";
/// Signing in: the address a code goes to.
pub const SIGN_IN: &str = "/sign-in";
/// Signing in: the code from the mail.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
/// The roles a person holds, and which of them is worn.
pub const HATS: &str = "/me/hats";
/// Where a person is signed in.
pub const DEVICES: &str = "/me/devices";
/// The address a person signs in with, and changing it.
pub const ADDRESS: &str = "/me/address";
/// People, roles and invitations.
pub const PEOPLE: &str = "/people";
/// Awards across startups.
pub const FUNDING: &str = "/funding";
/// The same as a file.
pub const FUNDING_CSV: &str = "/funding/awards.csv";
/// The schemes that money is awarded by.
pub const SCHEMES: &str = "/schemes";
/// Who did what.
pub const AUDIT: &str = "/audit";
/// The same as a file.
pub const AUDIT_CSV: &str = "/audit/log.csv";
/// What is held about the reader.
pub const MY_DATA: &str = "/me/data";
/// The same as a file.
pub const MY_DATA_FILE: &str = "/me/data.json";
/// What is shown to whoever erased themselves. Below signing in, because they are nobody any more.
pub const ERASED: &str = "/sign-in/erased";
/// Mail on its way out.
pub const OUTBOX: &str = "/outbox";
/// The mail of the demo, whole. Open to all in the demo, and nowhere else.
pub const DEV_OUTBOX: &str = "/dev/outbox";
/// The reader's passkeys; a new one is posted here too.
pub const PASSKEYS: &str = "/me/passkeys";
/// What a browser is asked so that it makes a new passkey.
pub const PASSKEY_OPTIONS: &str = "/me/passkeys/options";
/// The reader's recovery codes.
pub const RECOVERY: &str = "/me/recovery";
/// Proving anew who one is.
pub const CONFIRM: &str = "/confirm";
/// What a browser is asked so that one of the reader's passkeys answers.
pub const CONFIRM_OPTIONS: &str = "/confirm/options";
/// Where the answer of one of the reader's passkeys is posted.
pub const CONFIRM_PASSKEY: &str = "/confirm/passkey";
/// What a browser is asked so that any passkey answers.
pub const SIGN_IN_PASSKEY_OPTIONS: &str = "/sign-in/passkey/options";
/// Where the answer of a passkey that signs somebody in is posted.
pub const SIGN_IN_PASSKEY: &str = "/sign-in/passkey";
/// Where signing in at a provider elsewhere begins.
pub const OIDC: &str = "/sign-in/oidc";
/// Where the provider sends its reader back to.
pub const OIDC_BACK: &str = "/sign-in/oidc/back";

/// The reader's own day: meetings, tasks, startups.
pub const MY_DAY: &str = "/my-day";
/// Tasks.
pub const TASKS: &str = "/tasks";
/// Hours given, and against what.
pub const MENTORING: &str = "/mentoring";
/// How many hours a programme gives, and which milestones its stages bring.
pub const MENTORING_SETUP: &str = "/mentoring/setup";
/// Logging a meeting.
pub const NEW_MEETING: &str = "/meetings/new";
/// Planning one.
pub const PLAN_MEETING: &str = "/meetings/plan";

/// The applications that are the reader's to judge.
pub const EVALUATE: &str = "/evaluate";

/// An application to judge in a round.
#[must_use]
pub fn score(round: ReviewId, application: ApplicationId) -> String {
    format!("/evaluate/{round}/{application}")
}

/// How a call is judged: rounds, criteria, evaluators, letters.
#[must_use]
pub fn judging(call: CallId) -> String {
    format!("/calls/{call}/judging")
}

/// A round's ranked list.
#[must_use]
pub fn ranked(call: CallId, round: ReviewId) -> String {
    format!("/calls/{call}/rounds/{round}")
}

/// The letters to those who are to be declined, before they go.
#[must_use]
pub fn decline(call: CallId) -> String {
    format!("/calls/{call}/decline")
}

/// The same for one application.
#[must_use]
pub fn decline_one(call: CallId, application: ApplicationId) -> String {
    with_query(&decline(call), &Query::one(&format!("picked[k{application}]"), "true"))
}

/// What anybody may ask for without signing in; everything else is refused before it reaches a page. It may only shrink.
const OPEN: [&str; 15] = [
    SIGN_IN,
    ACCESSIBILITY,
    PUBLISHED,
    VERIFY,
    PUBLIC_KEYS,
    API,
    DEFINITIONS,
    BENCHMARKS,
    GUARD,
    OPEN_HOUSE,
    OPEN_DATA,
    FEED,
    SECURITY_TXT,
    "/healthz",
    "/readyz",
];
/// What anybody may ask for below these.
const OPEN_BELOW: [&str; 10] = [
    "/log-meeting/",
    "/sign-in/",
    "/invitations/",
    "/pkg/",
    "/update/",
    "/calendar/",
    "/apply/",
    "/published/",
    "/definitions/",
    "/open-data/",
];

/// Whether anybody may ask for what lies at a path, without signing in. Forms have a list of their own in `actions`.
#[must_use]
pub fn is_open(path: &str) -> bool {
    OPEN.contains(&path) || OPEN_BELOW.iter().any(|folder| path.starts_with(folder))
}

/// Whether anybody may ask for what lies at a path in the demo, also a visitor who chose to be nobody.
#[must_use]
pub fn is_open_in_demo(path: &str) -> bool {
    path == DEV_OUTBOX
}

/// A path as a log may hold it: links that let somebody in are cut off before their secret.
#[must_use]
pub fn without_secrets(path: &str) -> &str {
    ["/sign-in/link/", "/log-meeting/", "/invitations/", "/update/", "/calendar/", "/apply/"]
        .into_iter()
        .find(|folder| path.starts_with(folder))
        .unwrap_or(path)
}

/// One contract.
#[must_use]
pub fn contract(id: ContractId) -> String {
    format!("/contracts/{id}")
}

/// Changing a contract that is a draft.
#[must_use]
pub fn edit_contract(id: ContractId) -> String {
    format!("/contracts/{id}/edit")
}

/// An addendum to a signed contract.
#[must_use]
pub fn amend_contract(id: ContractId) -> String {
    format!("/contracts/{id}/amend")
}

/// How far a contract has come, quarter by quarter.
#[must_use]
pub fn contract_csv(id: ContractId) -> String {
    format!("/contracts/{id}/progress.csv")
}

/// The same with its terms.
#[must_use]
pub fn contract_json(id: ContractId) -> String {
    format!("/contracts/{id}/progress.json")
}

/// One report.
#[must_use]
pub fn report(id: ReportId) -> String {
    format!("/reports/{id}")
}

/// A report that was handed in, as a file: `pdf`, `docx` or `xlsx`.
#[must_use]
pub fn report_file(id: ReportId, ending: &str) -> String {
    format!("/reports/{id}/report.{ending}")
}

/// One call.
#[must_use]
pub fn call(id: CallId) -> String {
    format!("/calls/{id}")
}

/// Changing what a call says, and when it is open.
#[must_use]
pub fn edit_call(id: CallId) -> String {
    format!("/calls/{id}/edit")
}

/// Changing a question of a call.
#[must_use]
pub fn question(call: CallId, question: QuestionId) -> String {
    format!("/calls/{call}/questions/{question}")
}

/// An application to a call, as those see it who run the programme.
#[must_use]
pub fn application(call: CallId, application: ApplicationId) -> String {
    format!("/calls/{call}/applications/{application}")
}

/// Where anybody begins an application to a call.
#[must_use]
pub fn apply_to(slug: &str) -> String {
    format!("/apply/{slug}")
}

/// The link in a mail that leads its reader to their application. It shows that and nothing else.
#[must_use]
pub fn my_application(slug: &str, token: &str) -> String {
    format!("/apply/{slug}/{token}")
}

/// Where an applicant posts the file that answers a question.
#[must_use]
pub fn answer_file(slug: &str, token: &str, question: QuestionId) -> String {
    format!("/apply/{slug}/{token}/files/{question}")
}

/// The link in a mail that signs its reader in.
#[must_use]
pub fn sign_in_link(token: &str) -> String {
    format!("/sign-in/link/{token}")
}

/// The link in a mail that invites its reader.
#[must_use]
pub fn invitation(token: &str) -> String {
    format!("/invitations/{token}")
}

/// The link in a mail that asks its reader's startup for an update. It shows that form and nothing else.
#[must_use]
pub fn update(token: &str) -> String {
    format!("/update/{token}")
}

/// The same form for a founder who is signed in.
#[must_use]
pub fn update_of(startup: StartupId) -> String {
    format!("/startups/{startup}/update")
}

/// Everything that is held about a startup, and which figures it feeds.
#[must_use]
pub fn held(startup: StartupId) -> String {
    format!("/startups/{startup}/held")
}

/// How a programme asks for updates, and what came back. The programme is named by its short name.
#[must_use]
pub fn updates(programme: &str) -> String {
    format!("/programmes/{programme}/updates")
}

/// Objections that wait for an answer, and those that have one.
pub const OBJECTIONS: &str = "/objections";

/// What a calendar program reads; the token is the person's own secret.
#[must_use]
pub fn calendar_feed(token: &str) -> String {
    format!("/calendar/{token}.ics")
}

/// A programme's stages, by its slug.
#[must_use]
pub fn stages(slug: &str) -> String {
    format!("/programmes/{slug}/stages")
}

/// Signing in, with where to go afterwards: a local path.
#[must_use]
pub fn sign_in_then(next: &str) -> String {
    let next = local_or(next, HOME);
    if next == HOME { SIGN_IN.to_owned() } else { with_query(SIGN_IN, &Query::one("next", next)) }
}

/// Proving anew who one is, with where to go afterwards: a local path.
#[must_use]
pub fn confirm_then(next: &str) -> String {
    let next = local_or(next, HOME);
    if next == HOME { CONFIRM.to_owned() } else { with_query(CONFIRM, &Query::one("next", next)) }
}

/// Everything held about a person, as a file.
#[must_use]
pub fn person_data(id: PersonId) -> String {
    format!("/people/{id}/data.json")
}

/// Erasing a person.
#[must_use]
pub fn erase_person(id: PersonId) -> String {
    format!("/people/{id}/erase")
}

/// A person's roles.
#[must_use]
pub fn person(id: PersonId) -> String {
    format!("/people/{id}")
}

/// Logging a meeting with a startup.
#[must_use]
pub fn log_meeting(startup: StartupId) -> String {
    with_query(NEW_MEETING, &Query::one("startup", startup))
}

/// Planning a meeting with a startup.
#[must_use]
pub fn plan_meeting(startup: StartupId) -> String {
    with_query(PLAN_MEETING, &Query::one("startup", startup))
}

/// The link in a mail that opens the form for one meeting.
#[must_use]
pub fn log_link(token: &str) -> String {
    format!("/log-meeting/{token}")
}

/// One's own note, to change it.
#[must_use]
pub fn note(id: NoteId) -> String {
    format!("/notes/{id}")
}

/// A milestone, to change it.
#[must_use]
pub fn milestone(id: MilestoneId) -> String {
    format!("/milestones/{id}")
}

/// What somebody who takes a startup over finds.
#[must_use]
pub fn hand_over(startup: StartupId) -> String {
    format!("/startups/{startup}/hand-over")
}

/// A startup's page.
#[must_use]
pub fn startup(id: StartupId) -> String {
    format!("/startups/{id}")
}

/// The rules of attention of a programme, by its short name.
#[must_use]
pub fn attention_rules(slug: &str) -> String {
    format!("/programmes/{slug}/attention")
}

/// What a startup was awarded.
#[must_use]
pub fn startup_funding(id: StartupId) -> String {
    format!("/startups/{id}/funding")
}

/// The form that records a step of an award: `award`, aid in `kind`, or `declared` aid.
#[must_use]
pub fn new_award(id: StartupId, what: &str) -> String {
    with_query(&format!("/startups/{id}/funding/new"), &Query::one("what", what))
}

/// The same for a further step of an award that is there.
#[must_use]
pub fn next_step(id: StartupId, award: AwardId) -> String {
    with_query(&format!("/startups/{id}/funding/new"), &Query::one("award", award))
}

/// A startup's statement of the aid it has had, to print.
#[must_use]
pub fn aid_statement(id: StartupId) -> String {
    format!("/startups/{id}/funding/statement")
}

/// A startup's documents, and where a new one is posted.
#[must_use]
pub fn add_document(id: StartupId) -> String {
    format!("/startups/{id}/documents")
}

/// A startup's page at its documents.
#[must_use]
pub fn documents_of(id: StartupId) -> String {
    startup_section(id, "documents")
}

/// One document, to take away.
#[must_use]
pub fn document(id: DocumentId) -> String {
    format!("/documents/{id}")
}

/// The id of the list of what was refused, above a form.
pub const ERROR_SUMMARY: &str = "error-summary";

/// A page whose form was refused, at the list of what was refused. `draft` names the form as it was kept.
#[must_use]
pub fn refused(page: &str, draft: impl ToString) -> String {
    format!("{}#{ERROR_SUMMARY}", with_query(page, &Query::one("draft", draft)))
}

/// A startup's page at one of its sections.
#[must_use]
pub fn startup_section(id: StartupId, section: &str) -> String {
    format!("/startups/{id}#{section}")
}

/// The form that corrects or withdraws a fact.
#[must_use]
pub fn correct_fact(startup: StartupId, kind: &str, fact: FactId) -> String {
    format!("/startups/{startup}/facts/{kind}/{fact}")
}

/// The form that moves a stay, by itself (without a board around it).
#[must_use]
pub fn move_stay(startup: StartupId, enrolment: EnrolmentId) -> String {
    format!("/startups/{startup}/stays/{enrolment}/move")
}

/// One figure.
#[must_use]
pub fn figure(id: &FigureId) -> String {
    format!("/figures/{}", id.0)
}

/// Publishing a figure: what would become public.
#[must_use]
pub fn publish(id: &FigureId) -> String {
    format!("/figures/{}/publish", id.0)
}

/// A published figure, by the ten letters and digits of its address.
#[must_use]
pub fn publication(address: &str) -> String {
    format!("/published/{address}")
}

/// The signed file of a publication.
#[must_use]
pub fn publication_json(address: &str) -> String {
    format!("/published/{address}.json")
}

/// The table of a publication.
#[must_use]
pub fn publication_csv(address: &str) -> String {
    format!("/published/{address}.csv")
}

/// A publication to print.
#[must_use]
pub fn publication_pdf(address: &str) -> String {
    format!("/published/{address}.pdf")
}

/// The address of a publication as a picture that a telephone reads.
#[must_use]
pub fn publication_qr(address: &str) -> String {
    format!("/published/{address}.svg")
}

/// A publication as a card to be shown within another page.
#[must_use]
pub fn publication_card(address: &str) -> String {
    format!("/published/{address}/card")
}

/// A definition, in a version of its own or the newest. Brackets would be in the way of whoever copies the address into a text.
#[must_use]
pub fn definition(id: &FigureId, version: Option<u32>) -> String {
    let id = id.0.replace('(', ".").replace(')', "");
    match version {
        Some(version) => format!("/definitions/{id}/{version}"),
        None => format!("/definitions/{id}"),
    }
}

/// The rows of one figure as CSV.
#[must_use]
pub fn figure_csv(id: &FigureId) -> String {
    format!("/figures/{}/rows.csv", id.0)
}

/// One import.
#[must_use]
pub fn import(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// A path with query parameters in a stable order; empty values are dropped.
#[must_use]
pub fn with_query(path: &str, query: &Query) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (key, value) in &query.0 {
        if !value.is_empty() {
            out.append_pair(key, value);
        }
    }
    let text = out.finish();
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut whole = if text.is_empty() { path.to_owned() } else { format!("{path}{separator}{text}") };
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}

/// The query part of an address: filters, order, page, dates. Unknown keys are kept out of links we make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(pub BTreeMap<String, String>);

impl Query {
    /// A query with one key.
    #[must_use]
    pub fn one(key: &str, value: impl ToString) -> Self {
        Self::default().with(key, value)
    }

    /// The value of a key, trimmed; `None` when absent or empty.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The same query with a key set; an empty value removes it.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over ids, numbers and texts alike")]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        if value.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    /// The same query without a key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.0.remove(key);
        self
    }

    /// Only the named keys, so that a link to another page carries what that page understands.
    #[must_use]
    pub fn only(&self, keys: &[&str]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(key, _)| keys.contains(&key.as_str()))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        )
    }

    /// A date under a key; `None` when absent or not a date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.get(key)?, "%Y-%m-%d").ok()
    }

    /// A draft id under the key `draft`.
    #[must_use]
    pub fn draft(&self) -> Option<DraftId> {
        self.get("draft")?.parse().ok()
    }
}

/// A path to return to after a form, as a form may carry it: local, without a scheme or host, without control characters.
///
/// Anything else becomes `fallback`, so that a crafted form cannot send a person elsewhere (and cannot break a header).
#[must_use]
pub fn local_or(path: &str, fallback: &str) -> String {
    let safe = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && path.bytes().all(|byte| byte.is_ascii_graphic())
        && path.len() <= 2_000;
    if safe { path.to_owned() } else { fallback.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_encoded_and_ordered() {
        let query = Query::one("stuck", 90).with("cohort", "2019 vår & høst").with("empty", "");
        assert_eq!(with_query(PIPELINE, &query), "/pipeline?cohort=2019+v%C3%A5r+%26+h%C3%B8st&stuck=90");
        assert_eq!(with_query("/startups/x#facts", &Query::one("done", "moved")), "/startups/x?done=moved#facts");
        assert_eq!(with_query("/tasks?show=all", &Query::one("task", 7)), "/tasks?show=all&task=7");
    }

    #[test]
    fn nothing_is_open_but_what_is_listed_and_no_secret_reaches_a_log() {
        for path in [
            SIGN_IN,
            SIGN_IN_CODE,
            ACCESSIBILITY,
            PUBLISHED,
            VERIFY,
            &publication_json("x"),
            &sign_in_link("x"),
            &invitation("x"),
            "/pkg/a.css",
            "/healthz",
        ] {
            assert!(is_open(path), "{path}");
        }
        for path in
            [HOME, PIPELINE, FIGURES, IMPORTS, EXPORT, PEOPLE, DEVICES, "/sign-into", "/healthz/x", "/nothing", ""]
        {
            assert!(!is_open(path), "{path}");
        }
        assert_eq!(without_secrets(&sign_in_link("secret")), "/sign-in/link/");
        assert_eq!(without_secrets(&invitation("secret")), "/invitations/");
        assert_eq!(without_secrets(PIPELINE), PIPELINE);
    }

    #[test]
    fn signing_in_leads_back_to_local_paths_only() {
        assert_eq!(sign_in_then("/figures?as_of=2020-01-01"), "/sign-in?next=%2Ffigures%3Fas_of%3D2020-01-01");
        assert_eq!(sign_in_then("//evil.example"), SIGN_IN);
        assert_eq!(sign_in_then(HOME), SIGN_IN);
    }

    #[test]
    fn a_refused_form_is_shown_at_the_list_of_what_was_refused() {
        assert_eq!(refused("/startups/x", "7"), "/startups/x?draft=7#error-summary");
    }

    #[test]
    fn only_local_paths_are_returned_to() {
        assert_eq!(local_or("/pipeline?view=table", HOME), "/pipeline?view=table");
        for evil in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "javascript:1", ""]
        {
            assert_eq!(local_or(evil, HOME), HOME, "{evil}");
        }
    }
}
