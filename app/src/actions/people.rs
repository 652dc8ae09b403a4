//! People and roles: inviting, giving, ending, taking back.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use domain::access::{Role, Scope};
use domain::ids::{InvitationId, MembershipId, PersonId, StartupId};
use domain::ledger::Ledger;
use domain::organisation::OrganisationNumber;
use domain::words::{Locale, fold};
use leptos::prelude::*;
use store::VerbError;
use store::identity::{NewInvitation, NewMembership};

use super::strong::unconfirmed;
use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::Form;
use crate::paths;
use crate::words as shared;

/// In place of a programme: the whole house.
pub(crate) const WHOLE_HOUSE: &str = "house";
/// What stands before the id of a contract where a programme is chosen.
pub(crate) const CONTRACT: &str = "contract:";
/// Under what name a refused change of an account is kept.
pub(crate) const ACCOUNT_FORM: &str = "account";

domain::catalogue! {
    mod w {
        no_programme => {
            nb: "Velg programmet rollen gjelder i.", nn: "Vel programmet rolla gjeld i.", en: "Choose the programme the role holds in." }
        no_startup => {
            nb: "Skriv navnet på bedriften slik det står i løpet, eller organisasjonsnummeret.",
            nn: "Skriv namnet på bedrifta slik det står i løpet, eller organisasjonsnummeret.",
            en: "Write the startup's name as the pipeline has it, or its organisation number." }
        unknown_startup(name: &str) => {
            nb: "Ingen bedrift heter «{name}». Skriv navnet slik det står i løpet, eller organisasjonsnummeret.",
            nn: "Inga bedrift heiter «{name}». Skriv namnet slik det står i løpet, eller organisasjonsnummeret.",
            en: "No startup is called “{name}”. Write the name as the pipeline has it, or the organisation number." }
        several_startups(name: &str) => {
            nb: "Flere bedrifter heter «{name}». Skriv organisasjonsnummeret.",
            nn: "Fleire bedrifter heiter «{name}». Skriv organisasjonsnummeret.",
            en: "Several startups are called “{name}”. Write the organisation number." }
    }
}

/// Invites somebody to hold a role, by mail.
#[server(prefix = "/act", endpoint = "invite")]
pub async fn invite(
    #[server(default)] email: String,
    #[server(default)] name: String,
    #[server(default)] role: String,
    #[server(default)] programme: String,
    #[server(default)] startup: String,
    #[server(default)] from_on: String,
    #[server(default)] to_on: String,
    #[server(default)] language: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(
        cx.locale,
        [
            ("email", email),
            ("name", name),
            ("role", role),
            ("programme", programme),
            ("startup", startup),
            ("from_on", from_on),
            ("to_on", to_on),
            ("language", language),
        ],
    );
    let email = form.required("email");
    let role = read_role(&cx, &mut form).await?;
    let (from_on, to_on) = (form.date("from_on"), read_end(&mut form));
    let (Some(email), Some((role, scope)), Some(from_on), true) = (email, role, from_on, form.is_accepted()) else {
        return refused(&cx, form, "invite", paths::PEOPLE).await;
    };
    if unconfirmed(&cx, &form, "invite", paths::PEOPLE).await? {
        return Ok(());
    }
    let locale = form.text("language").and_then(|tag| Locale::from_tag(&tag)).unwrap_or(cx.locale);
    let new = NewInvitation { email, name: form.text("name"), role, scope, from_on, to_on, locale };
    let result = cx.house.store.invite(&cx.actor(), new).await;
    finish(&cx, form, "invite", paths::PEOPLE, "invited", result).await
}

/// Takes an open invitation back.
#[server(prefix = "/act", endpoint = "revoke-invitation")]
pub async fn revoke_invitation(#[server(default)] invitation: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let form = Form::new(cx.locale, [("invitation", invitation)]);
    let Some(id) = form.text("invitation").and_then(|id| id.parse::<InvitationId>().ok()) else {
        leptos_axum::redirect(paths::PEOPLE);
        return Ok(());
    };
    let result = cx.house.store.revoke_invitation(&cx.actor(), id).await;
    finish(&cx, form, "revoke-invitation", paths::PEOPLE, "uninvited", result).await
}

/// Gives somebody who has an account another role.
#[server(prefix = "/act", endpoint = "grant")]
pub async fn grant(
    #[server(default)] person: String,
    #[server(default)] role: String,
    #[server(default)] programme: String,
    #[server(default)] startup: String,
    #[server(default)] from_on: String,
    #[server(default)] to_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(person) = person_of(&person) else { return Ok(()) };
    let page = paths::person(person);
    let mut form = Form::new(
        cx.locale,
        [("role", role), ("programme", programme), ("startup", startup), ("from_on", from_on), ("to_on", to_on)],
    );
    let role = read_role(&cx, &mut form).await?;
    let (from_on, to_on) = (form.date("from_on"), read_end(&mut form));
    let (Some((role, scope)), Some(from_on), true) = (role, from_on, form.is_accepted()) else {
        return refused(&cx, form, "grant", &page).await;
    };
    if unconfirmed(&cx, &form, "grant", &page).await? {
        return Ok(());
    }
    let new = NewMembership { role, scope, from_on, to_on };
    let result = cx.house.store.grant(&cx.actor(), person, new).await;
    finish(&cx, form, "grant", &page, "granted", result).await
}

/// Gives a role a last day, or takes the last day away.
#[server(prefix = "/act", endpoint = "end-membership")]
pub async fn end_membership(
    #[server(default)] person: String,
    #[server(default)] membership: String,
    #[server(default)] to_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(person) = person_of(&person) else { return Ok(()) };
    let page = paths::person(person);
    let mut form = Form::new(cx.locale, [("membership", membership), ("to_on", to_on)]);
    let Some(id) = form.text("membership").and_then(|id| id.parse::<MembershipId>().ok()) else {
        leptos_axum::redirect(&page);
        return Ok(());
    };
    let to_on = read_end(&mut form);
    if !form.is_accepted() {
        return refused(&cx, form, "end-membership", &page).await;
    }
    if unconfirmed(&cx, &form, "end-membership", &page).await? {
        return Ok(());
    }
    let result = cx.house.store.end_membership(&cx.actor(), id, to_on).await;
    finish(&cx, form, "end-membership", &page, "changed", result).await
}

/// Takes a role back at once.
#[server(prefix = "/act", endpoint = "revoke-membership")]
pub async fn revoke_membership(
    #[server(default)] person: String,
    #[server(default)] membership: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(person) = person_of(&person) else { return Ok(()) };
    let page = paths::person(person);
    let mut form = Form::new(cx.locale, [("membership", membership), ("reason", reason)]);
    let Some(id) = form.text("membership").and_then(|id| id.parse::<MembershipId>().ok()) else {
        leptos_axum::redirect(&page);
        return Ok(());
    };
    let Some(reason) = form.required("reason") else { return refused(&cx, form, "revoke-membership", &page).await };
    if unconfirmed(&cx, &form, "revoke-membership", &page).await? {
        return Ok(());
    }
    let result = cx.house.store.revoke_membership(&cx.actor(), id, &reason).await;
    // Who took back the last role of somebody in their sight no longer finds that person's page.
    finish(&cx, form, "revoke-membership", &page, "revoked", result).await
}

/// Closes somebody's account.
#[server(prefix = "/act", endpoint = "disable-account")]
pub async fn disable_account(#[server(default)] person: String) -> Result<(), ServerFnError> {
    account(&person, AccountChange::Close).await
}

/// Opens somebody's closed account again.
#[server(prefix = "/act", endpoint = "enable-account")]
pub async fn enable_account(#[server(default)] person: String) -> Result<(), ServerFnError> {
    account(&person, AccountChange::Open).await
}

/// Signs somebody out everywhere.
#[server(prefix = "/act", endpoint = "end-sessions-of")]
pub async fn end_sessions_of(#[server(default)] person: String) -> Result<(), ServerFnError> {
    account(&person, AccountChange::EndSessions).await
}

/// What whoever keeps the house does with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccountChange {
    Close,
    Open,
    EndSessions,
}

async fn account(person: &str, change: AccountChange) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(person) = person_of(person) else { return Ok(()) };
    let page = paths::person(person);
    let form = Form::new(cx.locale, []);
    if unconfirmed(&cx, &form, ACCOUNT_FORM, &page).await? {
        return Ok(());
    }
    let (store, actor) = (&cx.house.store, cx.actor());
    let (result, word) = match change {
        AccountChange::Close => (store.disable_account(&actor, person).await, "closed"),
        AccountChange::Open => (store.enable_account(&actor, person).await, "opened"),
        AccountChange::EndSessions => (store.end_sessions_of(&actor, person).await, "signed-out"),
    };
    finish(&cx, form, ACCOUNT_FORM, &page, word, result).await
}

/// The person a form names; a crafted form without one is sent to the list.
fn person_of(text: &str) -> Option<PersonId> {
    let id = text.parse().ok();
    if id.is_none() {
        leptos_axum::redirect(paths::PEOPLE);
    }
    id
}

async fn finish<T>(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    word: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("");
    match answer(result, &form)? {
        Answer::Accepted(_) => done(page, word),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(cx, form, name, page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// The last day, if one was typed.
fn read_end(form: &mut Form) -> Option<chrono::NaiveDate> {
    form.text("to_on")?;
    form.date("to_on")
}

/// The role and where it is to hold. What does not fit together is refused by the policy.
async fn read_role(cx: &Cx, form: &mut Form) -> Result<Option<(Role, Scope)>, ServerFnError> {
    let Some(role) = form.required("role").and_then(|code| Role::from_code(&code)) else {
        form.refuse("role", shared::required(cx.locale));
        return Ok(None);
    };
    let scope = match role {
        Role::Admin | Role::System => Some(Scope::House),
        Role::Founder => {
            let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
            read_startup(&ledger, form).map(Scope::Startup)
        }
        Role::Manager | Role::Mentor | Role::Evaluator | Role::Funder => match form.text("programme").as_deref() {
            Some(WHOLE_HOUSE) => Some(Scope::House),
            Some(text) if text.starts_with(CONTRACT) => {
                let scope = contract_of(cx, text).await?;
                if scope.is_none() {
                    form.refuse("programme", w::no_programme(cx.locale));
                }
                scope
            }
            id => {
                let programme = id.and_then(|id| id.parse().ok()).map(Scope::Programme);
                if programme.is_none() {
                    form.refuse("programme", w::no_programme(cx.locale));
                }
                programme
            }
        },
    };
    Ok(scope.map(|scope| (role, scope)))
}

/// The contract that was chosen, among those the person sees.
async fn contract_of(cx: &Cx, text: &str) -> Result<Option<Scope>, ServerFnError> {
    let Some(id) = text.strip_prefix(CONTRACT).and_then(|id| id.parse().ok()) else { return Ok(None) };
    match cx.house.store.contract(&cx.actor(), id).await {
        Ok(contract) => Ok(Some(Scope::Contract(id, contract.terms.programme))),
        Err(VerbError::Store(error)) => Err(failed(&error)),
        Err(_) => Ok(None),
    }
}

/// The startup that was named, among those the person sees.
fn read_startup(ledger: &Ledger, form: &mut Form) -> Option<StartupId> {
    let locale = form.locale();
    let Some(text) = form.text("startup") else {
        form.refuse("startup", w::no_startup(locale));
        return None;
    };
    if let Some(startup) = text.parse().ok().and_then(|id| ledger.startup(id)) {
        return Some(startup.profile.id);
    }
    let number = OrganisationNumber::parse(&text).ok();
    let name = fold(&text);
    let mut found = ledger.startups.iter().filter(|startup| match number {
        Some(number) => startup.companies.iter().any(|company| company.number == number),
        None => fold(&startup.profile.name) == name,
    });
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only.profile.id),
        (Some(_), Some(_)) => {
            form.refuse("startup", w::several_startups(locale, &text));
            None
        }
        (None, _) => {
            form.refuse("startup", w::unknown_startup(locale, &text));
            None
        }
    }
}
