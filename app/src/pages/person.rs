//! One person's roles: what they hold, and the forms that change, end and give.

use domain::access::{Action, Membership, Resource};
use domain::format;
use domain::ids::PersonId;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::people::{role_fields, role_labels, role_text};
use crate::actions;
use crate::components::{
    DateField, DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Notice, NoticeKind, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        all => { nb: "Folk og roller", nn: "Folk og roller", en: "People and roles" }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        last_seen => { nb: "Sist her", nn: "Sist her", en: "Last here" }
        never => { nb: "aldri", nn: "aldri", en: "never" }
        closed => {
            nb: "Kontoen er stengt, så ingen av rollene virker.",
            nn: "Kontoen er stengd, så ingen av rollene verkar.",
            en: "The account is closed, so none of the roles has effect." }
        roles => { nb: "Roller", nn: "Roller", en: "Roles" }
        no_roles => { nb: "Ingen rolle som du deler ut.", nn: "Inga rolle som du deler ut.", en: "No role that you hand out." }
        to_on => { nb: "Siste dag", nn: "Siste dag", en: "Last day" }
        to_hint => { nb: "Tomt: ingen slutt.", nn: "Tomt: ingen slutt.", en: "Empty: no end." }
        change => { nb: "Lagre siste dag", nn: "Lagre siste dag", en: "Save the last day" }
        why => { nb: "Hvorfor trekkes rollen tilbake?", nn: "Kvifor blir rolla trekt tilbake?", en: "Why is the role taken back?" }
        why_hint => {
            nb: "Rollen slutter å gjelde med en gang. Grunnen blir stående i loggen.",
            nn: "Rolla sluttar å gjelde med ein gong. Grunnen blir ståande i loggen.",
            en: "The role holds no longer from this moment. The reason stays in the log." }
        revoke => { nb: "Trekk rollen tilbake nå", nn: "Trekk rolla tilbake no", en: "Take the role back now" }
        give => { nb: "Gi en rolle til", nn: "Gi ei rolle til", en: "Give another role" }
        give_do => { nb: "Gi rollen", nn: "Gi rolla", en: "Give the role" }
        mend => { nb: "Ingenting er endret ennå. Rett dette:", nn: "Ingenting er endra enno. Rett dette:", en: "Nothing is changed yet. Mend this:" }
        granted => { nb: "Rollen er gitt, og en e-post er på vei.", nn: "Rolla er gitt, og ein e-post er på veg.", en: "The role is given, and a mail is on its way." }
        changed => { nb: "Siste dag er lagret, og en e-post er på vei.", nn: "Siste dag er lagra, og ein e-post er på veg.", en: "The last day is saved, and a mail is on its way." }
        revoked => { nb: "Rollen er trukket tilbake, og en e-post er på vei.", nn: "Rolla er trekt tilbake, og ein e-post er på veg.", en: "The role is taken back, and a mail is on its way." }
        account => { nb: "Konto", nn: "Konto", en: "Account" }
        account_lead => {
            nb: "En stengt konto slipper ingen inn, og alle innlogginger avsluttes med en gang. Rollene blir stående til kontoen åpnes igjen.",
            nn: "Ein stengd konto slepper ingen inn, og alle innloggingar blir avslutta med ein gong. Rollene blir ståande til kontoen blir opna att.",
            en: "A closed account lets nobody in, and every session ends at once. The roles stay until the account is opened again." }
        close => { nb: "Steng kontoen", nn: "Steng kontoen", en: "Close the account" }
        open => { nb: "Åpne kontoen igjen", nn: "Opne kontoen att", en: "Open the account again" }
        end_sessions => { nb: "Logg ut overalt", nn: "Logg ut overalt", en: "Sign out everywhere" }
        not_done => { nb: "Kontoen er ikke endret:", nn: "Kontoen er ikkje endra:", en: "The account is not changed:" }
        confirmed => {
            nb: "Du har bekreftet at det er deg. Kontoen er ikke endret ennå; trykk på knappen igjen.",
            nn: "Du har stadfesta at det er deg. Kontoen er ikkje endra enno; trykk på knappen igjen.",
            en: "You have confirmed that it is you. The account is not changed yet; press the button again." }
        closed_done => {
            nb: "Kontoen er stengt, og personen er logget ut overalt.",
            nn: "Kontoen er stengd, og personen er logga ut overalt.",
            en: "The account is closed, and the person is signed out everywhere." }
        opened_done => { nb: "Kontoen er åpnet igjen.", nn: "Kontoen er opna att.", en: "The account is open again." }
        signed_out_done => {
            nb: "Personen er logget ut overalt.",
            nn: "Personen er logga ut overalt.",
            en: "The person is signed out everywhere." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let person = use_params_map().with_untracked(|params| params.get("person").unwrap_or_default());
    show(move |cx| load(cx, person))
}

async fn load(cx: Cx, person: String) -> Result<Page, PageError> {
    let person: PersonId = person.parse().map_err(|_| PageError::NotFound)?;
    let house = cx.house_ledger().await?;
    cx.require(Action::SeePeople, &Resource::House(&house))?;
    let ledger = cx.ledger().await?;
    let members = cx.house.store.members(&cx.actor()).await?;
    // Who holds no role that the reader hands out is not the reader's to see.
    let found = members.people.into_iter().find(|member| member.person == person);
    let revoked = cx.query.get("done") == Some("revoked");
    let Some(member) = found else {
        // The last one was just taken back, by whoever asks: the list tells of it.
        return Err(if revoked { PageError::Elsewhere(paths::PEOPLE.to_owned()) } else { PageError::NotFound });
    };
    let end = actions::shown_again(&cx, "end-membership").await?;
    let revoke = actions::shown_again(&cx, "revoke-membership").await?;
    let grant = actions::shown_again(&cx, "grant").await?;
    let account = actions::shown_again(&cx, actions::ACCOUNT_FORM).await?;
    let keeps = cx.may(Action::KeepHouse, &Resource::House(&house));
    let locale = cx.locale;
    let title = member.name.clone();
    let notice = match cx.query.get("done") {
        Some("granted") => Some(w::granted(locale)),
        Some("changed") => Some(w::changed(locale)),
        Some("revoked") => Some(w::revoked(locale)),
        Some("closed") => Some(w::closed_done(locale)),
        Some("opened") => Some(w::opened_done(locale)),
        Some("signed-out") => Some(w::signed_out_done(locale)),
        _ => None,
    };
    let roles = member
        .roles
        .iter()
        .map(|role| one_role(&cx, &house, role, end.as_ref(), revoke.as_ref()).into_any())
        .collect::<Vec<_>>();
    let roles = if roles.is_empty() { view! { <p>{w::no_roles(locale)}</p> }.into_any() } else { roles.into_any() };
    let contracts = cx.house.store.contracts(&cx.actor()).await?;
    let empty = Shown::default();
    let shown = grant.as_ref().unwrap_or(&empty);
    let seen = member.last_seen_at.map_or_else(|| w::never(locale).to_owned(), |at| format::instant(locale, at));
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::PEOPLE>{w::all(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {member.disabled_at.map(|_| view! { <Notice kind=NoticeKind::Warning>{w::closed(locale)}</Notice> })}
        <DefinitionList>
            <DefinitionItem term=w::email(locale)>{member.email.clone()}</DefinitionItem>
            <DefinitionItem term=w::last_seen(locale)>{seen}</DefinitionItem>
        </DefinitionList>
        <section aria-labelledby="roles">
            <h2 class="ds-heading" data-size="md" id="roles">{w::roles(locale)}</h2>
            <div class="folds">{roles}</div>
        </section>
        <section aria-labelledby="give">
            <h2 class="ds-heading" data-size="md" id="give">{w::give(locale)}</h2>
            <ErrorSummary title=w::mend(locale) errors=shown.summary("grant-", &role_labels(locale)[2..7])/>
            <form class="form" method="post" action=actions::grant_path()>
                <Hidden name="person" value=person.to_string()/>
                {role_fields(&cx, &ledger, &contracts, shown, "grant-")}
                <div class="actions"><SubmitButton label=w::give_do(locale)/></div>
            </form>
        </section>
        {keeps.then(|| account_forms(locale, person, member.disabled_at.is_some(), account.as_ref()))}
        {super::my_data::links(&cx, person)}
    }
    .into_any();
    Ok(Page { title, place: Place::People, body, islands: false })
}

/// What whoever keeps the house does with an account: closing it, opening it, ending its sessions.
fn account_forms(locale: Locale, person: PersonId, closed: bool, draft: Option<&Shown>) -> impl IntoView + use<> {
    // A form without a refusal was held back to prove first who one is.
    let held = draft.is_some_and(|draft| !draft.is_refused());
    let errors = draft.map(|draft| draft.summary("", &[("account-change", w::account(locale))])).unwrap_or_default();
    let (path, label) = if closed {
        (actions::enable_account_path(), w::open(locale))
    } else {
        (actions::disable_account_path(), w::close(locale))
    };
    // Nobody is signed in to a closed account.
    let sessions = (!closed).then(|| {
        view! {
            <form method="post" action=actions::end_sessions_of_path()>
                <Hidden name="person" value=person.to_string()/>
                <SubmitButton label=w::end_sessions(locale) variant="secondary"/>
            </form>
        }
    });
    view! {
        <section aria-labelledby="account">
            <h2 class="ds-heading" data-size="md" id="account">{w::account(locale)}</h2>
            {held.then(|| view! { <Notice live=true>{w::confirmed(locale)}</Notice> })}
            <ErrorSummary title=w::not_done(locale) errors=errors/>
            <p>{w::account_lead(locale)}</p>
            <div class="actions">
                <form method="post" action=path id="account-change">
                    <Hidden name="person" value=person.to_string()/>
                    <SubmitButton label=label variant="secondary" danger=!closed/>
                </form>
                {sessions}
            </div>
        </section>
    }
}

fn one_role(
    cx: &Cx,
    house: &Ledger,
    role: &Membership,
    end: Option<&Shown>,
    revoke: Option<&Shown>,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id = role.id.to_string();
    // A refused form belongs to one of the roles.
    let mine = |draft: Option<&Shown>| draft.filter(|draft| draft.value("membership", "") == id).cloned();
    let (end, revoke) = (mine(end), mine(revoke));
    let open = end.is_some() || revoke.is_some();
    let (end, revoke) = (end.unwrap_or_default(), revoke.unwrap_or_default());
    let prefix = format!("role-{id}-");
    let mut errors = end.summary(&prefix, &[("to_on", w::to_on(locale))]);
    errors.extend(revoke.summary(&prefix, &[("reason", w::why(locale))]));
    let to_on = role.to_on.map(|on| on.to_string()).unwrap_or_default();
    let ids =
        || view! { <Hidden name="person" value=role.person.to_string()/> <Hidden name="membership" value=id.clone()/> };
    view! {
        <details class="ds-details fold" open=open>
            <summary>{shared::at_start(&role_text(locale, house, role, cx.today()))}</summary>
            <div class="fold__body">
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <form class="form" method="post" action=actions::end_membership_path()>
                    {ids()}
                    <DateField input=end.input("to_on", w::to_on(locale)).value(&to_on).within(&prefix).hint(w::to_hint(locale)) min=Some(role.from_on.to_string())/>
                    <div class="actions"><SubmitButton label=w::change(locale) variant="secondary"/></div>
                </form>
                <form class="form" method="post" action=actions::revoke_membership_path()>
                    {ids()}
                    <Field input=revoke.input("reason", w::why(locale)).within(&prefix).hint(w::why_hint(locale)).required()/>
                    <div class="actions"><SubmitButton label=w::revoke(locale) variant="secondary" danger=true/></div>
                </form>
            </div>
        </details>
    }
}
