//! What anybody sees of a call: what it is about, and the form that sends a link to an application. No account, no tracking.

pub mod fields;
pub mod status;
pub mod written;

use domain::format;
use domain::intake::{Call, CallState};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::actions;
use crate::components::{ErrorSummary, Field, Hidden, Notice, NoticeKind, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, open_page};
use crate::words as shared;

domain::catalogue! {
    mod w {
        opens(at: &str) => { nb: "Utlysningen åpner {at}.", nn: "Utlysinga opnar {at}.", en: "The call opens {at}." }
        closes(at: &str) => { nb: "Søknadsfrist: {at}.", nn: "Søknadsfrist: {at}.", en: "Apply by {at}." }
        closed(at: &str) => {
            nb: "Utlysningen stengte {at}. Har du søkt, finner du søknaden din igjen gjennom lenken i e-posten du fikk.",
            nn: "Utlysinga stengde {at}. Har du søkt, finn du søknaden din att gjennom lenkja i e-posten du fekk.",
            en: "The call closed {at}. If you have applied, the link in the mail you got leads to your application." }
        contact(who: &str) => { nb: "Spørsmål? {who}", nn: "Spørsmål? {who}", en: "Questions? {who}" }
        begin => { nb: "Begynn søknaden", nn: "Byrj på søknaden", en: "Begin your application" }
        begin_text => {
            nb: "Vi sender deg en lenke. Gjennom den skriver du søknaden når det passer, på den enheten du vil. Du trenger ingen konto.",
            nn: "Vi sender deg ei lenkje. Gjennom henne skriv du søknaden når det passar, på den eininga du vil. Du treng ingen konto.",
            en: "We send you a link. Through it you write your application when it suits you, on the device you like. You need no account." }
        name => { nb: "Navnet ditt", nn: "Namnet ditt", en: "Your name" }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        startup => { nb: "Hva heter bedriften eller ideen?", nn: "Kva heiter bedrifta eller ideen?", en: "What is the startup or the idea called?" }
        startup_hint => { nb: "Et arbeidsnavn holder. Du kan endre det i søknaden.", nn: "Eit arbeidsnamn held. Du kan endre det i søknaden.", en: "A working title will do. You can change it in the application." }
        homepage => { nb: "La dette feltet stå tomt", nn: "Lat dette feltet stå tomt", en: "Leave this field empty" }
        send => { nb: "Send meg lenken", nn: "Send meg lenkja", en: "Send me the link" }
        sent_title => { nb: "Se i e-posten din", nn: "Sjå i e-posten din", en: "Look in your mail" }
        sent => {
            nb: "Vi har sendt en lenke til adressen du skrev. Gjennom den skriver du søknaden. Kommer den ikke på noen minutter, se i søppelposten, eller prøv på nytt her.",
            nn: "Vi har sendt ei lenkje til adressa du skreiv. Gjennom henne skriv du søknaden. Kjem ho ikkje på nokre minutt, sjå i søppelposten, eller prøv på nytt her.",
            en: "We have sent a link to the address you wrote. Through it you write your application. If it does not come within some minutes, look among the junk mail, or try again here." }
        resume => {
            nb: "Har du begynt før? Skriv samme adresse og samme bedrift, så får du lenken til søknaden du begynte på.",
            nn: "Har du byrja før? Skriv same adresse og same bedrift, så får du lenkja til søknaden du byrja på.",
            en: "Have you begun before? Write the same address and startup, and you get the link to the application you began." }
        dropped => {
            nb: "Søknaden er slettet, og vi har ikke lenger noe av det du skrev i den.",
            nn: "Søknaden er sletta, og vi har ikkje lenger noko av det du skreiv i han.",
            en: "The application is deleted, and we no longer have anything of what you wrote in it." }
        privacy => { nb: "Slik behandler vi opplysningene dine", nn: "Slik behandlar vi opplysningane dine", en: "What we do with your information" }
        mend => { nb: "Vi har ikke sendt noe ennå:", nn: "Vi har ikkje sendt noko enno:", en: "Nothing has been sent yet:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("slug").unwrap_or_default());
    open_page(move |cx| load(cx, slug))
}

async fn load(cx: Cx, slug: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let call = cx.house.store.call_by_slug(&slug).await?.ok_or(PageError::NotFound)?;
    let draft = actions::shown_again(&cx, "start-application").await?.unwrap_or_default();
    let title = call.title.get(locale).to_owned();
    let notice = match cx.query.get("done") {
        Some("sent") => Some(
            view! {
                <Notice kind=NoticeKind::Success live=true title=Some(w::sent_title(locale).to_owned())>
                    <p>{w::sent(locale)}</p>
                </Notice>
            }
            .into_any(),
        ),
        Some("dropped") => {
            Some(view! { <Notice kind=NoticeKind::Success live=true>{w::dropped(locale)}</Notice> }.into_any())
        }
        _ => None,
    };
    let form = (call.state(cx.now()) == CallState::Open).then(|| start(&cx, &call, &draft));
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice}
        {paragraphs(call.intro.get(locale))}
        <p><strong>{when(&cx, &call)}</strong></p>
        {(!call.contact.is_empty()).then(|| view! { <p>{w::contact(locale, &call.contact)}</p> })}
        {form}
        {privacy(locale, &call)}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// When the call opens or closes, in a sentence.
pub fn when(cx: &Cx, call: &Call) -> String {
    let locale = cx.locale;
    match call.state(cx.now()) {
        CallState::NotOpen => w::opens(locale, &format::instant(locale, call.opens_at)),
        CallState::Open => w::closes(locale, &format::instant(locale, call.closes_at)),
        CallState::Closed => w::closed(locale, &format::instant(locale, call.closes_at)),
    }
}

/// A text of several paragraphs, as it was typed: an empty line between them.
pub fn paragraphs(text: &str) -> AnyView {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| view! { <p class="as-typed">{part.to_owned()}</p> })
        .collect_view()
        .into_any()
}

/// What is done with what is told.
fn privacy(locale: Locale, call: &Call) -> AnyView {
    view! {
        <details class="ds-details fold">
            <summary>{w::privacy(locale)}</summary>
            <div>{paragraphs(call.notice.privacy.get(locale))}</div>
        </details>
    }
    .into_any()
}

fn start(cx: &Cx, call: &Call, draft: &Shown) -> AnyView {
    let locale = cx.locale;
    let labels = [("name", w::name(locale)), ("email", w::email(locale)), ("startup_name", w::startup(locale))];
    view! {
        <section aria-labelledby="begin">
            <h2 class="ds-heading" data-size="sm" id="begin">{w::begin(locale)}</h2>
            <p>{w::begin_text(locale)}</p>
            <ErrorSummary title=w::mend(locale) errors=draft.summary("", &labels)/>
            <form class="form" method="post" action=actions::start_application_path()>
                <Hidden name="slug" value=call.slug.clone()/>
                <Hidden name="began" value=cx.now().timestamp_millis().to_string()/>
                <Field input=draft.input("name", w::name(locale)).required() autocomplete="name".to_owned()/>
                <Field input=draft.input("email", w::email(locale)).required() kind="email" autocomplete="email".to_owned()/>
                <Field input=draft.input("startup_name", w::startup(locale)).hint(w::startup_hint(locale)).required() autocomplete="organization".to_owned()/>
                // What only a program fills in.
                <div hidden>
                    <label for="homepage">{w::homepage(locale)}</label>
                    <input type="text" id="homepage" name="homepage" tabindex="-1" autocomplete="off"/>
                </div>
                <div class="actions"><SubmitButton label=w::send(locale)/></div>
            </form>
            <p class="muted">{w::resume(locale)}</p>
        </section>
    }
    .into_any()
}

/// The words of the boxes that ask something of the whole form.
pub(super) const fn mend(locale: Locale) -> &'static str {
    shared::mend_this(locale)
}
