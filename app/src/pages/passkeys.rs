//! The reader's passkeys: the ones there are, and a new one. Also where a role that demands one leads before anything else.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::strong::{KeptPasskey, MOST_PASSKEYS};

use crate::actions;
use crate::components::{
    ButtonLink, ErrorSummary, Field, Hidden, Input, Notice, NoticeKind, PasskeyForm, PasskeyScript, SubmitButton,
    TabLinks,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, personal_page};
use crate::paths::{self, Query};
use crate::strong::PasskeyPlace;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Passnøkler", nn: "Passnøklar", en: "Passkeys" }
        lead => {
            nb: "En passnøkkel beviser at det er deg, med fingeravtrykk, ansikt eller PIN på din egen enhet. Den kan ikke fiskes eller gjettes.",
            nn: "Ein passnøkkel prov at det er deg, med fingeravtrykk, ansikt eller PIN på di eiga eining. Han kan ikkje fiskast eller gjettast.",
            en: "A passkey proves that it is you, by fingerprint, face or PIN on your own device. It cannot be phished or guessed." }
        due(role: &str) => {
            nb: "Rollen din ({role}) gir innsyn i andres opplysninger og krever derfor en passnøkkel. Legg til en, så slipper du inn.",
            nn: "Rolla di ({role}) gir innsyn i opplysningane til andre og krev difor ein passnøkkel. Legg til ein, så slepp du inn.",
            en: "Your role ({role}) lets you see what concerns others and therefore demands a passkey. Add one, and you are let in." }
        added => { nb: "Passnøkkelen er lagt til.", nn: "Passnøkkelen er lagd til.", en: "The passkey was added." }
        removed => { nb: "Passnøkkelen er fjernet.", nn: "Passnøkkelen er fjerna.", en: "The passkey was removed." }
        renamed => { nb: "Passnøkkelen har fått nytt navn.", nn: "Passnøkkelen har fått nytt namn.", en: "The passkey has a new name." }
        go_on => { nb: "Gå videre", nn: "Gå vidare", en: "Go on" }
        yours => { nb: "Passnøklene dine", nn: "Passnøklane dine", en: "Your passkeys" }
        none => { nb: "Du har ingen passnøkler ennå.", nn: "Du har ingen passnøklar enno.", en: "You have no passkeys yet." }
        since(date: &str) => { nb: "Lagt til {date}", nn: "Lagd til {date}", en: "Added {date}" }
        used(date: &str) => { nb: "sist brukt {date}", nn: "sist brukt {date}", en: "last used {date}" }
        rename => { nb: "Gi nytt navn", nn: "Gi nytt namn", en: "Rename" }
        remove => { nb: "Fjern", nn: "Fjern", en: "Remove" }
        remove_named(name: &str) => { nb: "Fjern {name}", nn: "Fjern {name}", en: "Remove {name}" }
        new => { nb: "Legg til en passnøkkel", nn: "Legg til ein passnøkkel", en: "Add a passkey" }
        name => { nb: "Navn på passnøkkelen", nn: "Namn på passnøkkelen", en: "Name of the passkey" }
        name_hint => {
            nb: "Så du kjenner den igjen, for eksempel «Jobbtelefonen».",
            nn: "Så du kjenner han att, til dømes «Jobbtelefonen».",
            en: "So that you know it again, such as “Work phone”." }
        several => {
            nb: "Ha gjerne flere, på ulike enheter: da er du ikke utestengt når en av dem blir borte.",
            nn: "Ha gjerne fleire, på ulike einingar: då er du ikkje stengd ute når ei av dei blir borte.",
            en: "Have several, on different devices: then you are not locked out when one is lost." }
        confirm_first => {
            nb: "Først må du bekrefte at det er deg.", nn: "Først må du stadfeste at det er deg.", en: "First you have to confirm that it is you." }
        confirm => { nb: "Bekreft at det er deg", nn: "Stadfest at det er deg", en: "Confirm that it is you" }
        recovery => { nb: "Gjenopprettingskoder", nn: "Attopprettingskodar", en: "Recovery codes" }
        recovery_left(left: &str) => {
            nb: "Du har {left} ubrukte koder. De slipper deg inn når passnøkkelen er borte.",
            nn: "Du har {left} ubrukte kodar. Dei slepp deg inn når passnøkkelen er borte.",
            en: "You have {left} unused codes. They let you in when the passkey is lost." }
        recovery_none => {
            nb: "Du har ingen. Lag et sett og legg det på et trygt sted: det slipper deg inn når passnøkkelen er borte.",
            nn: "Du har ingen. Lag eit sett og legg det på ein trygg stad: det slepp deg inn når passnøkkelen er borte.",
            en: "You have none. Make a set and put it in a safe place: it lets you in when the passkey is lost." }
        to_recovery => { nb: "Til gjenopprettingskodene", nn: "Til attopprettingskodane", en: "To the recovery codes" }
        elsewhere => {
            nb: "Passnøkler virker ikke på denne adressen, bare på", nn: "Passnøklar verkar ikkje på denne adressa, berre på", en: "Passkeys do not work at this address, only at" }
        elsewhere_why => {
            nb: "Nettleseren knytter dem til et navn og ikke til et tall. Du må logge inn på nytt der.",
            nn: "Nettlesaren knyter dei til eit namn og ikkje til eit tal. Du må logge inn på nytt der.",
            en: "Browsers tie them to a name, not to a number. You have to sign in again there." }
        needs_name => {
            nb: "Passnøkler virker ikke her: adressen til huset er et tall, og nettlesere knytter passnøkler til et navn. Den som drifter systemet må gi huset et navn (GROBUNN_BASE_URL).",
            nn: "Passnøklar verkar ikkje her: adressa til huset er eit tal, og nettlesarar knyter passnøklar til eit namn. Den som driftar systemet må gi huset eit namn (GROBUNN_BASE_URL).",
            en: "Passkeys do not work here: the address of the house is a number, and browsers tie passkeys to a name. Whoever runs the system has to give the house a name (GROBUNN_BASE_URL)." }
        needs_https => {
            nb: "Passnøkler virker ikke her: nettlesere tilbyr dem bare over https. Den som drifter systemet må sette opp https (GROBUNN_BASE_URL).",
            nn: "Passnøklar verkar ikkje her: nettlesarar tilbyr dei berre over https. Den som driftar systemet må setje opp https (GROBUNN_BASE_URL).",
            en: "Passkeys do not work here: browsers offer them over https only. Whoever runs the system has to set up https (GROBUNN_BASE_URL)." }
        no_person => {
            nb: "I demohuset er du ingen bestemt person, og passnøkler hører til en person. Velg noen å se som øverst.",
            nn: "I demohuset er du ingen bestemt person, og passnøklar høyrer til ein person. Vel nokon å sjå som øvst.",
            en: "In the demo house you are nobody in particular, and passkeys belong to a person. Choose somebody to look as above." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let headers = use_context::<axum::http::request::Parts>().map(|parts| parts.headers).unwrap_or_default();
    personal_page(move |cx| async move {
        let here = cx.house.strong.place.is_here(&headers);
        load(cx, here).await
    })
}

/// What the page is called.
#[must_use]
pub fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// Why no passkey can be asked for under this address, and where one can; nothing where one can.
pub(super) fn not_here(cx: &Cx, here: bool, path: &str) -> Option<AnyView> {
    let locale = cx.locale;
    let text = match &cx.house.strong.place {
        PasskeyPlace::At(_) if here => return None,
        PasskeyPlace::At(origin) => {
            let there = format!("{origin}{path}");
            let href = there.clone();
            view! {
                <p>
                    {w::elsewhere(locale)} " " <a class="ds-link" href=href>{there}</a> ". " {w::elsewhere_why(locale)}
                </p>
            }
            .into_any()
        }
        PasskeyPlace::NeedsName => w::needs_name(locale).into_any(),
        PasskeyPlace::NeedsHttps => w::needs_https(locale).into_any(),
    };
    Some(view! { <Notice kind=NoticeKind::Warning>{text}</Notice> }.into_any())
}

async fn load(cx: Cx, here: bool) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let page = |body: AnyView| Page { title: w::title(locale).to_owned(), place: Place::Me, body, islands: false };
    let Some((viewer, person)) = cx.viewer.as_ref().and_then(|viewer| Some((viewer, viewer.person()?))) else {
        return Ok(page(
            view! { <h1 class="ds-heading">{title}</h1> <Notice>{w::no_person(locale)}</Notice> }.into_any(),
        ));
    };
    let store = &cx.house.store;
    let passkeys = store.passkeys_of(person).await?;
    let left = store.recovery_codes_left(person).await?;
    let fresh = store.is_fresh(viewer).await?;
    let refused = actions::shown_again(&cx, "passkey").await?.unwrap_or_default();
    let renaming = actions::shown_again(&cx, "rename-passkey").await?.unwrap_or_default();
    let next = refused.value("next", cx.query.get("next").unwrap_or_default());
    let done = match cx.query.get("done") {
        Some("added") => Some(w::added(locale)),
        Some("removed") => Some(w::removed(locale)),
        Some("renamed") => Some(w::renamed(locale)),
        _ => None,
    };
    let due = cx.house.strong.is_due(viewer);
    // Until there is a passkey the other pages are out of reach.
    let tabs = (!due).then(|| view! { <TabLinks label=shared::my_pages(locale) tabs=super::hats::my_tabs(&cx)/> });
    let lead_on = (done.is_some() && !due && !next.is_empty()).then(
        || view! { <ButtonLink href=paths::local_or(&next, paths::HOME) label=w::go_on(locale) variant="primary"/> },
    );
    let list = if passkeys.is_empty() {
        view! { <p>{w::none(locale)}</p> }.into_any()
    } else {
        let rows = passkeys.iter().map(|passkey| row(&cx, passkey, &renaming)).collect_view();
        view! { <ul class="keys">{rows}</ul> }.into_any()
    };
    let labels = [("name", w::name(locale))];
    let new = if let Some(notice) = not_here(&cx, here, paths::PASSKEYS) {
        notice
    } else if passkeys.len() >= MOST_PASSKEYS {
        ().into_any()
    } else if fresh {
        view! {
            <p>{w::several(locale)}</p>
            <ErrorSummary title=shared::mend_this(locale) errors=refused.summary("", &labels)/>
            <PasskeyForm kind="create" action=paths::PASSKEYS options=paths::PASSKEY_OPTIONS next=next locale=locale>
                <Field input=refused.input("name", w::name(locale)).value(&cx.origin.device).hint(w::name_hint(locale)).required()/>
                <div class="actions"><SubmitButton label=w::new(locale)/></div>
            </PasskeyForm>
            <PasskeyScript/>
        }
        .into_any()
    } else {
        let back = paths::with_query(paths::PASSKEYS, &Query::one("next", &next));
        view! {
            <p>{w::confirm_first(locale)}</p>
            <div class="actions"><ButtonLink href=paths::confirm_then(&back) label=w::confirm(locale)/></div>
        }
        .into_any()
    };
    let codes = match left {
        0 => w::recovery_none(locale).to_owned(),
        left => w::recovery_left(locale, &left.to_string()),
    };
    let recovery = (!passkeys.is_empty()).then(|| {
        view! {
            <section aria-labelledby="recovery">
                <h2 class="ds-heading" data-size="md" id="recovery">{w::recovery(locale)}</h2>
                <p>{codes}</p>
                <div class="actions"><ButtonLink href=paths::RECOVERY label=w::to_recovery(locale)/></div>
            </section>
        }
    });
    let demand = due.then(|| {
        let text = w::due(locale, viewer.actor.role.name(locale));
        view! { <Notice kind=NoticeKind::Warning>{text}</Notice> }
    });
    Ok(page(
        view! {
            <h1 class="ds-heading">{title}</h1>
            {tabs}
            {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
            {lead_on}
            {demand}
            <p class="lead">{w::lead(locale)}</p>
            <section aria-labelledby="yours">
                <h2 class="ds-heading" data-size="md" id="yours">{w::yours(locale)}</h2>
                {list}
            </section>
            <section aria-labelledby="new">
                <h2 class="ds-heading" data-size="md" id="new">{w::new(locale)}</h2>
                {new}
            </section>
            {recovery}
        }
        .into_any(),
    ))
}

fn row(cx: &Cx, passkey: &KeptPasskey, renaming: &crate::form::Shown) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id = passkey.id.to_string();
    let this = renaming.value("passkey", "") == id;
    let used = passkey.last_used_at.map(|at| format!(", {}", w::used(locale, &format::instant(locale, at))));
    let error = if this { renaming.error("name") } else { None };
    let value = if this { renaming.value("name", "") } else { passkey.name.clone() };
    view! {
        <li class="keys__one">
            <div class="keys__what">
                <p><strong>{passkey.name.clone()}</strong></p>
                <p class="muted">{w::since(locale, &format::instant(locale, passkey.created_at))} {used}</p>
            </div>
            <details class="fold" open=this>
                <summary>{w::rename(locale)}</summary>
                <form class="form" method="post" action=actions::rename_passkey_path()>
                    <Hidden name="passkey" value=id.clone()/>
                    <Field input=Input::new("name", w::name(locale)).value(value).error(error).id(format!("name-{id}")).required()/>
                    <div class="actions"><SubmitButton label=shared::save(locale) variant="secondary"/></div>
                </form>
            </details>
            <form method="post" action=actions::remove_passkey_path()>
                <Hidden name="passkey" value=id/>
                <button class="ds-button" type="submit" data-variant="tertiary" data-color="danger" aria-label=w::remove_named(locale, &passkey.name)>
                    {w::remove(locale)}
                </button>
            </form>
        </li>
    }
}
