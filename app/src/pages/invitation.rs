//! An invitation, as whoever got it opens it. Opening it uses nothing up.

use domain::format;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::actions;
use crate::components::{
    ButtonLink, DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Input, Notice, SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Du er invitert", nn: "Du er invitert", en: "You are invited" }
        lead(role: &str, scope: &str) => {
            nb: "Du er invitert som {role} i {scope}.", nn: "Du er invitert som {role} i {scope}.", en: "You are invited as {role} of {scope}." }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        from => { nb: "Rollen gjelder fra", nn: "Rolla gjeld frå", en: "The role holds from" }
        to => { nb: "Til og med", nn: "Til og med", en: "Until" }
        by => { nb: "Invitert av", nn: "Invitert av", en: "Invited by" }
        until => { nb: "Invitasjonen gjelder til", nn: "Invitasjonen gjeld til", en: "The invitation holds until" }
        name => { nb: "Navnet ditt", nn: "Namnet ditt", en: "Your name" }
        accept => { nb: "Bli med", nn: "Bli med", en: "Join" }
        known => {
            nb: "Adressen har allerede en konto. Når du har takket ja, logger du inn som vanlig.",
            nn: "Adressa har alt ein konto. Når du har takka ja, loggar du inn som vanleg.",
            en: "The address has an account already. Once you have accepted, sign in as always." }
        gone_title => { nb: "Invitasjonen gjelder ikke lenger", nn: "Invitasjonen gjeld ikkje lenger", en: "The invitation no longer holds" }
        gone_text => {
            nb: "Den er brukt, trukket tilbake eller eldre enn sju dager. Har du takket ja, kan du logge inn. Ellers: spør den som inviterte deg om en ny.",
            nn: "Han er brukt, trekt tilbake eller eldre enn sju dagar. Har du takka ja, kan du logge inn. Elles: spør den som inviterte deg om ein ny.",
            en: "It was used, taken back, or is older than seven days. If you have accepted, you can sign in. Otherwise ask whoever invited you for a new one." }
        other => {
            nb: "Du er logget inn som en annen. Logg ut først hvis invitasjonen er til deg selv med en annen adresse.",
            nn: "Du er logga inn som ein annan. Logg ut først om invitasjonen er til deg sjølv med ei anna adresse.",
            en: "You are signed in as somebody else. Sign out first if the invitation is for you at another address." }
        mend => { nb: "Rett dette for å bli med:", nn: "Rett dette for å bli med:", en: "Mend this to join:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    open_page(move |cx| load(cx, token))
}

async fn load(cx: Cx, token: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let Some(invitation) = cx.house.store.look_at_invitation(&token).await? else {
        let title = w::gone_title(locale).to_owned();
        let body = view! {
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="lead">{w::gone_text(locale)}</p>
            <p><ButtonLink href=paths::SIGN_IN label=shared::sign_in(locale) variant="primary"/></p>
        }
        .into_any();
        return Ok(Page { title, place: Place::Elsewhere, body, islands: false });
    };
    let draft = actions::shown_again(&cx, "accept").await?.unwrap_or_default();
    let people = cx.house.store.people().await?;
    let title = w::title(locale).to_owned();
    let scope = invitation.scope_name.clone().unwrap_or_else(|| shared::whole_house(locale).to_owned());
    let date = move |on| format::date(locale, on);
    let email = invitation.email.clone();
    let other = cx
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.session.is_some() && viewer.email.as_deref() != Some(email.as_str()));
    let name = draft.value("name", &invitation.name.clone().unwrap_or_default());
    let who = if invitation.has_account {
        // The name of somebody who is known already is not told to whoever holds the link.
        view! { <p>{w::known(locale)}</p> }.into_any()
    } else {
        view! {
            <Field input=Input::new("name", w::name(locale)).value(name).error(draft.error("name")).required() autocomplete="name".to_owned()/>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale, invitation.role.name(locale), &scope)}</p>
        {other.then(|| view! { <Notice>{w::other(locale)}</Notice> })}
        <DefinitionList>
            <DefinitionItem term=w::email(locale)>{email}</DefinitionItem>
            <DefinitionItem term=w::by(locale)>{people.name_of(&invitation.invited_by, locale)}</DefinitionItem>
            <DefinitionItem term=w::from(locale)>{date(invitation.from_on)}</DefinitionItem>
            {invitation.to_on.map(|on| view! { <DefinitionItem term=w::to(locale)>{date(on)}</DefinitionItem> })}
            <DefinitionItem term=w::until(locale)>{format::instant(locale, invitation.expires_at)}</DefinitionItem>
        </DefinitionList>
        <ErrorSummary title=w::mend(locale) errors=draft.summary("", &[("name", w::name(locale))])/>
        <form class="form" method="post" action=actions::accept_invitation_path()>
            <Hidden name="token" value=token/>
            {who}
            <div class="actions"><SubmitButton label=w::accept(locale)/></div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}
