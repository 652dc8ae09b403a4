//! My tokens: what programs show to read on the reader's behalf, and the form that makes one.

use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::Viewer;
use store::identity::{ApiToken, TOKEN_LIVES};

use super::hats::my_tabs;
use crate::actions;
use crate::components::{
    ButtonLink, DataTable, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
    TabLinks,
};
use crate::cookies;
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, hat, personal_page};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Mine tilgangsnøkler", nn: "Mine tilgangsnøklar", en: "My tokens" }
        lead => {
            nb: "Med en tilgangsnøkkel kan et program lese på dine vegne: regnearket ditt, et skript eller kommunens egne systemer. Den leser bare, og ser det samme som du ser i rollen du velger.",
            nn: "Med ein tilgangsnøkkel kan eit program lese på dine vegner: reknearket ditt, eit skript eller systema til kommunen. Han les berre, og ser det same som du ser i rolla du vel.",
            en: "With a token a program can read on your behalf: your spreadsheet, a script or the municipality's own systems. It only reads, and sees what you see in the role you choose." }
        ends => {
            nb: "Nøkkelen slutter å virke når tiden er ute, når rollen slutter, når du logger ut overalt, og når du trekker den tilbake.",
            nn: "Nøkkelen sluttar å verke når tida er ute, når rolla sluttar, når du loggar ut overalt, og når du trekkjer han tilbake.",
            en: "The token stops working when its time is over, when the role ends, when you sign out everywhere, and when you take it back." }
        how => { nb: "Slik brukes den", nn: "Slik blir han brukt", en: "How it is used" }
        once_title => { nb: "Nøkkelen vises bare denne ene gangen", nn: "Nøkkelen blir vist berre denne eine gongen", en: "The token is shown this once only" }
        once => {
            nb: "Kopier den dit den skal brukes, og ikke noe annet sted. Den som har den, leser som deg.",
            nn: "Kopier han dit han skal brukast, og ingen annan stad. Den som har han, les som deg.",
            en: "Copy it to where it is to be used, and nowhere else. Whoever has it reads as you." }
        yours => { nb: "Den nye nøkkelen", nn: "Den nye nøkkelen", en: "The new token" }
        have => { nb: "Nøkler som gjelder", nn: "Nøklar som gjeld", en: "Tokens that are good" }
        none => { nb: "Du har ingen tilgangsnøkler.", nn: "Du har ingen tilgangsnøklar.", en: "You have no tokens." }
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        name_hint => { nb: "Hva som skal bruke den, for eksempel «Regnearket i kommunen»", nn: "Kva som skal bruke han, til dømes «Reknearket i kommunen»", en: "What is to use it, such as “The municipality's spreadsheet”" }
        role => { nb: "Leser som", nn: "Les som", en: "Reads as" }
        life => { nb: "Gjelder i", nn: "Gjeld i", en: "Good for" }
        days(days: &str) => { nb: "{days} dager", nn: "{days} dagar", en: "{days} days" }
        until => { nb: "Til", nn: "Til", en: "Until" }
        used => { nb: "Sist brukt", nn: "Sist brukt", en: "Last used" }
        unused => { nb: "aldri", nn: "aldri", en: "never" }
        make_title => { nb: "Lag en nøkkel", nn: "Lag ein nøkkel", en: "Make a token" }
        make => { nb: "Lag nøkkelen", nn: "Lag nøkkelen", en: "Make the token" }
        revoke => { nb: "Trekk tilbake", nn: "Trekk tilbake", en: "Take back" }
        revoked => {
            nb: "Nøkkelen er trukket tilbake og virker ikke lenger.",
            nn: "Nøkkelen er trekt tilbake og verkar ikkje lenger.",
            en: "The token is taken back and no longer works." }
        confirm_first => {
            nb: "For å lage en nøkkel må du først bekrefte at det er deg.",
            nn: "For å lage ein nøkkel må du først stadfeste at det er deg.",
            en: "To make a token you first have to confirm that it is you." }
        confirm => { nb: "Bekreft at det er deg", nn: "Stadfest at det er deg", en: "Confirm that it is you" }
        no_role => {
            nb: "Du har ingen rolle i dag, og en nøkkel leser som en rolle.",
            nn: "Du har inga rolle i dag, og ein nøkkel les som ei rolle.",
            en: "You hold no role today, and a token reads as a role." }
        visitor => {
            nb: "Velg en person i demolinjen øverst for å prøve tilgangsnøkler.",
            nn: "Vel ein person i demolinja øvst for å prøve tilgangsnøklar.",
            en: "Choose a person in the demo bar at the top to try tokens." }
    }
}

/// The page's title, for the links between a person's own pages.
#[must_use]
pub const fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page. A new token comes in a cookie that is taken back as it is shown.
pub fn page() -> impl IntoView {
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let response = use_context::<ResponseOptions>();
    personal_page(move |cx| async move {
        // The demo's visitor is nobody in particular, and has no pages of their own.
        if cx.viewer.as_ref().is_none_or(|viewer| viewer.session.is_none()) {
            return Err(PageError::NotFound);
        }
        let cookies = cx.house.cookies;
        let secret = cookies::value(&headers, cookies.token_name());
        if let (Some(_), Some(response), Some(gone)) = (&secret, response, cookies.without(cookies.token_name())) {
            response.append_header(SET_COOKIE, gone);
        }
        load(cx, secret.filter(|secret| is_token(secret))).await
    })
}

/// Whether a text has the shape of a token; a cookie may say anything.
fn is_token(text: &str) -> bool {
    text.len() < 80 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

async fn load(cx: Cx, secret: Option<String>) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let content = match cx.viewer.as_ref().and_then(|viewer| Some((viewer, viewer.person()?))) {
        None => view! { <Notice>{w::visitor(locale)}</Notice> }.into_any(),
        Some((viewer, person)) => {
            let ledger = cx.house_ledger().await?;
            let tokens = cx.house.store.tokens_of(person).await?;
            let refused = actions::shown_again(&cx, actions::TOKEN_FORM).await?.unwrap_or_default();
            let gone = actions::shown_again(&cx, "revoke-token").await?.unwrap_or_default();
            let fresh = cx.house.store.is_fresh(viewer).await?;
            let shown = secret.map(|secret| new_token(locale, secret));
            let list = if tokens.is_empty() {
                view! { <p>{w::none(locale)}</p> }.into_any()
            } else {
                let rows = tokens.iter().map(|token| row(locale, &ledger, token)).collect::<Vec<_>>();
                let heads = vec![w::name(locale), w::role(locale), w::until(locale), w::used(locale)];
                view! { <DataTable label=w::have(locale) heads=heads acts=w::revoke(locale)>{rows}</DataTable> }
                    .into_any()
            };
            view! {
                {shown}
                <ErrorSummary title=shared::mend_this(locale) errors=gone.summary("", &[])/>
                <section aria-labelledby="tokens">
                    <h2 class="ds-heading" data-size="md" id="tokens">{w::have(locale)}</h2>
                    {list}
                </section>
                <section aria-labelledby="make">
                    <h2 class="ds-heading" data-size="md" id="make">{w::make_title(locale)}</h2>
                    {make(locale, &ledger, viewer, fresh, &refused)}
                </section>
            }
            .into_any()
        }
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <TabLinks label=shared::my_pages(locale) tabs=my_tabs(&cx)/>
        {(cx.query.get("done") == Some("revoked"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::revoked(locale)}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <p>{w::ends(locale)} " " <a class="ds-link" href=paths::API>{w::how(locale)}</a></p>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

/// The new token, this once.
fn new_token(locale: Locale, secret: String) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warning title=w::once_title(locale).to_owned() live=true>{w::once(locale)}</Notice>
        <section aria-labelledby="new">
            <h2 class="ds-heading" data-size="md" id="new">{w::yours(locale)}</h2>
            <p class="address"><code id="api-token">{secret}</code></p>
        </section>
    }
}

fn row(locale: Locale, ledger: &Ledger, token: &ApiToken) -> impl IntoView + use<> {
    let used = token.last_used_at.map_or_else(|| w::unused(locale).to_owned(), |at| format::instant(locale, at));
    let named = format!(" {}", token.name);
    view! {
        <tr>
            <th scope="row">{token.name.clone()}</th>
            <td data-label=w::role(locale)>{hat(locale, ledger, token.role, token.scope)}</td>
            <td data-label=w::until(locale)>{format::instant(locale, token.expires_at)}</td>
            <td data-label=w::used(locale)>{used}</td>
            <td data-act="true">
                <form method="post" action=actions::revoke_token_path()>
                    <Hidden name="token" value=token.id.to_string()/>
                    <button class="ds-button" type="submit" data-variant="tertiary" data-color="danger">
                        {w::revoke(locale)}
                        <span class="ds-sr-only">{named}</span>
                    </button>
                </form>
            </td>
        </tr>
    }
}

/// The form that makes a token, or what has to come before it.
fn make(locale: Locale, ledger: &Ledger, viewer: &Viewer, fresh: bool, refused: &Shown) -> AnyView {
    if viewer.hats.is_empty() {
        return view! { <Notice>{w::no_role(locale)}</Notice> }.into_any();
    }
    if !fresh {
        return view! {
            <p>{w::confirm_first(locale)}</p>
            <div class="actions"><ButtonLink href=paths::confirm_then(paths::TOKENS) label=w::confirm(locale)/></div>
        }
        .into_any();
    }
    let hats = viewer
        .hats
        .iter()
        .map(|one| SelectOption::new(one.id.to_string(), hat(locale, ledger, one.role, one.scope)))
        .collect::<Vec<_>>();
    let lives = TOKEN_LIVES
        .map(|days| SelectOption::new(days.to_string(), w::days(locale, &days.to_string())))
        .into_iter()
        .collect::<Vec<_>>();
    let worn = viewer.worn.map(|worn| worn.to_string()).unwrap_or_default();
    let labels = [("name", w::name(locale)), ("hat", w::role(locale)), ("days", w::life(locale))];
    let input = |field: &'static str, label: &'static str, otherwise: &str| {
        refused.input(field, label).value(refused.value(field, otherwise))
    };
    view! {
        <ErrorSummary title=shared::mend_this(locale) errors=refused.summary("", &labels)/>
        <form class="form" method="post" action=actions::make_token_path()>
            <Field input=input("name", w::name(locale), "").hint(w::name_hint(locale)).required()/>
            <SelectField input=input("hat", w::role(locale), &worn) options=hats/>
            <SelectField input=input("days", w::life(locale), "90") options=lives/>
            <div class="actions"><SubmitButton label=w::make(locale)/></div>
        </form>
    }
    .into_any()
}
