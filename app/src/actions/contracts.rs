//! Drafting, signing and amending contracts, and what happens under them.

use std::collections::{BTreeMap, BTreeSet};

use domain::contracts::terms::{Kind, MOST};
use domain::contracts::{Funder, Instalment, PathPoint, Target, Terms};
use domain::figures::{Scope, definition, parse_id};
use domain::geography::RegionSetId;
use domain::ids::{ContractId, ProgrammeId};
use domain::organisation::OrganisationNumber;
use domain::publication::DefinitionVersion;
use domain::words::fold;
use leptos::prelude::*;
use store::contracts::{NewAddendum, NewHandIn, NewPayment, Signing};
use store::{Missing, Refusal, VerbError};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields, read_date};
use crate::pages::contracts::edit::target_field;
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        line(n: &str) => {
            nb: "Linje {n} kan ikke leses. Skriv den som i eksempelet.",
            nn: "Linje {n} kan ikkje lesast. Skriv ho som i dømet.",
            en: "Line {n} cannot be read. Write it as in the example." }
        not_kroner => {
            nb: "Skriv et beløp i kroner, for eksempel 1 500 000.",
            nn: "Skriv eit beløp i kroner, til dømes 1 500 000.",
            en: "Write an amount in kroner, such as 1 500 000." }
        unknown_startup(name: &str) => {
            nb: "«{name}» finnes ikke i programmet. Skriv navnet som det står her.",
            nn: "«{name}» finst ikkje i programmet. Skriv namnet som det står her.",
            en: "“{name}” is not in the programme. Write the name as it stands here." }
        which_startup(name: &str) => {
            nb: "Flere bedrifter heter «{name}». Gi den ene et annet navn først.",
            nn: "Fleire bedrifter heiter «{name}». Gi den eine eit anna namn først.",
            en: "Several startups are called “{name}”. Give one of them another name first." }
    }
}

/// The name of a field of a contract's form.
#[must_use]
pub fn terms_field(name: &str) -> String {
    format!("terms[{name}]")
}

/// The fields of the form that are no target's.
const FIELDS: [&str; 15] = [
    "programme",
    "funder",
    "number",
    "title",
    "case_number",
    "from_on",
    "to_on",
    "amount",
    "instalments",
    "conditions",
    "reports",
    "lists",
    "signed_on",
    "holds_from",
    "reason",
];

/// Keeps a draft of a contract.
#[server(prefix = "/act", endpoint = "draft-contract")]
pub async fn draft_contract(#[server(default)] terms: BTreeMap<String, String>) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = typed(&cx, &terms);
    let Some(terms) = read_terms(&cx, &mut form).await? else {
        return refused(&cx, form, "contract", paths::NEW_CONTRACT).await;
    };
    match cx.house.store.draft_contract(&cx.actor(), terms).await {
        Ok(id) => done(&paths::contract(id), "drafted"),
        other => return turned_down(&cx, form, "contract", paths::NEW_CONTRACT, other).await,
    }
    Ok(())
}

/// Changes a draft.
#[server(prefix = "/act", endpoint = "redraft-contract")]
pub async fn redraft_contract(
    #[server(default)] contract: String,
    #[server(default)] terms: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = typed(&cx, &terms);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::edit_contract(id);
    let Some(terms) = read_terms(&cx, &mut form).await? else {
        return refused(&cx, form, "contract", &page).await;
    };
    match cx.house.store.redraft_contract(&cx.actor(), id, terms).await {
        Ok(()) => done(&paths::contract(id), "drafted"),
        other => return turned_down(&cx, form, "contract", &page, other).await,
    }
    Ok(())
}

/// Throws a draft away.
#[server(prefix = "/act", endpoint = "drop-contract")]
pub async fn drop_contract(#[server(default)] contract: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = known(&contract) else { return Ok(()) };
    let result = cx.house.store.drop_draft(&cx.actor(), id).await;
    event(&cx, Form::new(cx.locale, []), "drop-contract", id, paths::CONTRACTS, "dropped", result).await
}

/// Signs a draft.
#[server(prefix = "/act", endpoint = "sign-contract")]
pub async fn sign_contract(
    #[server(default)] contract: String,
    #[server(default)] signed_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![signed_on]);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::contract(id);
    let Some(on) = form.date("signed_on") else { return refused(&cx, form, "sign-contract", &page).await };
    let result = cx.house.store.sign_contract(&cx.actor(), id, Signing { on }).await;
    event(&cx, form, "sign-contract", id, &page, "signed", result).await
}

/// Adds an addendum.
#[server(prefix = "/act", endpoint = "amend-contract")]
pub async fn amend_contract(
    #[server(default)] contract: String,
    #[server(default)] terms: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = typed(&cx, &terms);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::amend_contract(id);
    let signed_on = form.date(&terms_field("signed_on"));
    let from_on = form.date(&terms_field("holds_from"));
    let reason = form.required(&terms_field("reason"));
    let terms = read_terms(&cx, &mut form).await?;
    let (Some(signed_on), Some(from_on), Some(reason), Some(terms)) = (signed_on, from_on, reason, terms) else {
        return refused(&cx, form, "addendum", &page).await;
    };
    let new = NewAddendum { signed_on, from_on, reason, terms };
    match cx.house.store.amend_contract(&cx.actor(), id, new).await {
        Ok(_) => done(&paths::contract(id), "amended"),
        other => return turned_down(&cx, form, "addendum", &page, other).await,
    }
    Ok(())
}

/// Records a payment.
#[server(prefix = "/act", endpoint = "record-payment")]
pub async fn record_payment(
    #[server(default)] contract: String,
    #[server(default)] instalment: String,
    #[server(default)] paid_on: String,
    #[server(default)] kroner: String,
    #[server(default)] note: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![instalment, paid_on, kroner, note]);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::contract(id);
    let on = form.date("paid_on");
    let minor = form.required("kroner").and_then(|text| {
        let read = read_kroner(&text);
        if read.is_none() {
            form.refuse("kroner", w::not_kroner(cx.locale));
        }
        read
    });
    let instalment = form.count("instalment");
    let (Some(on), Some(minor), true) = (on, minor, form.is_accepted()) else {
        return refused(&cx, form, "record-payment", &page).await;
    };
    let note = form.text("note").unwrap_or_default();
    let result = cx.house.store.record_payment(&cx.actor(), id, NewPayment { instalment, on, minor, note }).await;
    event(&cx, form, "record-payment", id, &page, "paid", result).await
}

/// Records that a report was handed in.
#[server(prefix = "/act", endpoint = "hand-in-report")]
pub async fn hand_in_report(
    #[server(default)] contract: String,
    #[server(default)] due_on: String,
    #[server(default)] handed_in_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![due_on, handed_in_on]);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::contract(id);
    let (Some(due_on), Some(on)) = (form.date("due_on"), form.date("handed_in_on")) else {
        return refused(&cx, form, "hand-in-report", &page).await;
    };
    let result = cx.house.store.hand_in_report(&cx.actor(), id, NewHandIn { due_on, on, report: None }).await;
    event(&cx, form, "hand-in-report", id, &page, "handed-in", result).await
}

/// Closes a contract.
#[server(prefix = "/act", endpoint = "close-contract")]
pub async fn close_contract(
    #[server(default)] contract: String,
    #[server(default)] closed_on: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![closed_on, reason]);
    let Some(id) = known(&contract) else { return Ok(()) };
    let page = paths::contract(id);
    let (Some(on), Some(reason)) = (form.date("closed_on"), form.required("reason")) else {
        return refused(&cx, form, "close-contract", &page).await;
    };
    let result = cx.house.store.close_contract(&cx.actor(), id, on, &reason).await;
    event(&cx, form, "close-contract", id, &page, "closed", result).await
}

/// The contract that a form is about; a form about none leads to the list.
fn known(text: &str) -> Option<ContractId> {
    let id = text.trim().parse().ok();
    if id.is_none() {
        leptos_axum::redirect(paths::CONTRACTS);
    }
    id
}

/// The form as typed: only the fields there are.
fn typed(cx: &Cx, terms: &BTreeMap<String, String>) -> Form {
    let mut form = Form::new(cx.locale, []);
    let targets = (0..MOST).flat_map(|at| {
        ["definition", "region", "amount", "baseline", "due", "path"].map(|field| format!("target{at}_{field}"))
    });
    for name in FIELDS.iter().map(|field| (*field).to_owned()).chain(targets) {
        if let Some(value) = terms.get(&name) {
            form.set(&terms_field(&name), value.clone());
        }
    }
    form
}

/// What comes after a small form on a contract's page.
async fn event<T>(
    cx: &Cx,
    form: Form,
    name: &str,
    contract: ContractId,
    to: &str,
    word: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    match result {
        Ok(_) => done(to, word),
        other => return turned_down(cx, form, name, &paths::contract(contract), other).await,
    }
    Ok(())
}

/// What follows when a verb did nothing: the form again with the sentence beside its field, or the page that says why not.
async fn turned_down<T>(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = match &result {
        Err(VerbError::Refused(Refusal::Terms(error))) => match error.field() {
            // What is said of targets is said beside the first.
            "target_definition" => target_field("definition", 0),
            "target_region" => target_field("region", 0),
            "target_amount" => target_field("amount", 0),
            "target_due_on" => target_field("due", 0),
            "target_path" => target_field("path", 0),
            field => terms_field(field),
        },
        Err(VerbError::Refused(Refusal::InFuture { .. } | Refusal::TooEarly { .. })) => match name {
            "sign-contract" => "signed_on".to_owned(),
            "record-payment" => "paid_on".to_owned(),
            "hand-in-report" => "handed_in_on".to_owned(),
            "close-contract" => "closed_on".to_owned(),
            _ => terms_field("signed_on"),
        },
        Err(VerbError::Refused(Refusal::Contract(why))) => contract_field(*why, name),
        Err(VerbError::NotFound(Missing::Programme)) => terms_field("programme"),
        _ => String::new(),
    };
    match answer(result, &form)? {
        Answer::Accepted(_) => Ok(()),
        Answer::Refused(sentence) => {
            form.refuse(&field, sentence);
            refused(cx, form, name, page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// The field beside which a refusal of a contract belongs.
fn contract_field(why: store::contracts::ContractRefusal, name: &str) -> String {
    use store::contracts::ContractRefusal as Why;
    match why {
        Why::NoAmount => "kroner".to_owned(),
        Why::NoteMissing => "note".to_owned(),
        Why::NoInstalment => "instalment".to_owned(),
        Why::NoReport | Why::HandedIn => "due_on".to_owned(),
        Why::ListedElsewhere => terms_field("lists"),
        Why::OtherProgramme => terms_field("programme"),
        Why::BeforeSigning if name == "close-contract" => "closed_on".to_owned(),
        Why::BeforeSigning => terms_field("holds_from"),
        Why::NothingChanged => terms_field("title"),
        Why::Signed | Why::NotSigned | Why::Closed => String::new(),
    }
}

/// An amount in hundredths, kroner in øre: `1 500 000`, `1.500.000`, `1500,50`, also below zero.
pub(super) fn read_kroner(text: &str) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    let (sign, bare) = match bare.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest.to_owned()),
        None => (1, bare),
    };
    let bare = bare.trim_end_matches("kr").trim_end_matches(",-").to_owned();
    let groups: Vec<&str> = bare.split('.').collect();
    let grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
    let bare = if grouped { bare.replace('.', "") } else { bare.replace('.', ",") };
    let (whole, part) = bare.split_once(',').unwrap_or((&bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 14 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = if part.is_empty() { 0 } else { format!("{part:0<2}").parse().ok()? };
    Some(sign * (whole * 100 + part))
}

/// A number with a comma or a point.
fn read_number(text: &str) -> Option<f64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '%')).collect();
    let plain = bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    if !plain || bare.is_empty() || bare.len() > 12 {
        return None;
    }
    bare.replace(',', ".").parse().ok()
}

/// Reads a field of lines; a line that cannot be read is refused by its number.
fn lines<T>(form: &mut Form, field: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let text = form.text(field).unwrap_or_default();
    let mut found = Vec::new();
    for (line, number) in text.lines().map(str::trim).zip(1..).filter(|(line, _)| !line.is_empty()) {
        match read(line) {
            Some(one) => found.push(one),
            None => form.refuse(field, w::line(form.locale(), &format!("{number}"))),
        }
    }
    found
}

/// Reads the terms; `None` when something was refused.
async fn read_terms(cx: &Cx, form: &mut Form) -> Result<Option<Terms>, ServerFnError> {
    let field = terms_field;
    let programme = form.required(&field("programme")).and_then(|id| id.parse::<ProgrammeId>().ok());
    let funder = form.required(&field("funder"));
    let number = form.text(&field("number")).and_then(|text| match OrganisationNumber::parse(&text) {
        Ok(number) => Some(number),
        Err(error) => {
            use domain::organisation::OrganisationNumberError as Why;
            form.refuse(
                &field("number"),
                match error {
                    Why::NotNineDigits => shared::not_nine_digits(cx.locale),
                    Why::WrongCheckDigit => shared::wrong_check_digit(cx.locale),
                },
            );
            None
        }
    });
    let title = form.required(&field("title"));
    let (from_on, to_on) = (form.date(&field("from_on")), form.date(&field("to_on")));
    let minor = form.required(&field("amount")).and_then(|text| {
        let read = read_kroner(&text);
        if read.is_none() {
            form.refuse(&field("amount"), w::not_kroner(cx.locale));
        }
        read
    });
    let instalments = lines(form, &field("instalments"), |line| {
        let mut parts = line.splitn(3, ';').map(str::trim);
        let (due_on, minor) = (read_date(parts.next()?)?, read_kroner(parts.next()?)?);
        Some(Instalment { due_on, minor, condition: parts.next().unwrap_or_default().to_owned() })
    });
    let reports = lines(form, &field("reports"), read_date);
    let lists = read_lists(cx, form, programme).await?;
    let targets: Vec<Target> = (0..MOST).filter_map(|at| read_target(form, at, programme)).collect();
    let (Some(programme), Some(name), Some(title), Some(from_on), Some(to_on), Some(minor), true) =
        (programme, funder, title, from_on, to_on, minor, form.is_accepted())
    else {
        return Ok(None);
    };
    Ok(Some(Terms {
        funder: Funder { name, number },
        programme,
        title,
        case_number: form.text(&field("case_number")).unwrap_or_default(),
        minor,
        instalments,
        from_on,
        to_on,
        targets,
        conditions: form.text(&field("conditions")).unwrap_or_default(),
        reports,
        lists,
    }))
}

/// Reads a target; `None` for one that is not there, or of which something was refused.
fn read_target(form: &mut Form, at: usize, programme: Option<ProgrammeId>) -> Option<Target> {
    let field = |name: &str| target_field(name, at);
    let id = form.text(&field("definition"))?;
    let known = parse_id(&id).and_then(|id| Some((definition(&id)?.version(), id)));
    let Some((version, id)) = known else {
        form.refuse(&field("definition"), shared::required(form.locale()));
        return None;
    };
    let amount = form.required(&field("amount")).and_then(|text| read_number(&text));
    if amount.is_none() {
        form.refuse(&field("amount"), shared::not_a_number(form.locale()));
    }
    let (baseline_on, due_on) = (form.date(&field("baseline")), form.date(&field("due")));
    let path = lines(form, &field("path"), |line| {
        let (on, amount) = line.split_once(';')?;
        Some(PathPoint { on: read_date(on)?, amount: read_number(amount)? })
    });
    let region = form.text(&field("region")).map(RegionSetId);
    let mut target = Target {
        definition: DefinitionVersion { id, version },
        scope: Scope { programme, region, ..Scope::default() },
        baseline_on: baseline_on?,
        amount: amount?,
        due_on: due_on?,
        path,
    };
    if target.kind() == Some(Kind::Level) {
        // A share is typed as per cent.
        target.amount /= 100.0;
        for step in &mut target.path {
            step.amount /= 100.0;
        }
    }
    Some(target)
}

/// The startups named one on each line, among those of the programme.
async fn read_lists(
    cx: &Cx,
    form: &mut Form,
    programme: Option<ProgrammeId>,
) -> Result<BTreeSet<domain::ids::StartupId>, ServerFnError> {
    let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
    let field = terms_field("lists");
    let mut found = BTreeSet::new();
    for name in form.text(&field).unwrap_or_default().lines().map(str::trim).filter(|name| !name.is_empty()) {
        let own = |startup: &&std::sync::Arc<domain::ledger::StartupLedger>| {
            startup.enrolments.iter().any(|stay| Some(stay.programme) == programme)
                && fold(&startup.profile.name) == fold(name)
        };
        let mut same = ledger.startups.iter().filter(own);
        match (same.next(), same.next()) {
            (Some(only), None) => {
                found.insert(only.profile.id);
            }
            (None, _) => form.refuse(&field, w::unknown_startup(cx.locale, name)),
            _ => form.refuse(&field, w::which_startup(cx.locale, name)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_are_read_as_people_type_them() {
        for (text, minor) in [
            ("1500000", Some(150_000_000)),
            ("1 500 000", Some(150_000_000)),
            ("1\u{a0}500\u{a0}000 kr", Some(150_000_000)),
            ("1.500.000", Some(150_000_000)),
            ("1500,5", Some(150_050)),
            ("1500.05", Some(150_005)),
            ("-200", Some(-20_000)),
            ("−200,-", Some(-20_000)),
            ("", None),
            ("12,345", None),
            ("mye", None),
            ("99999999999999999", None),
        ] {
            assert_eq!(read_kroner(text), minor, "{text}");
        }
        assert_eq!(read_number("72,5 %"), Some(72.5));
        assert_eq!(read_number("1e9"), None);
    }
}
