//! My calendar: the address at which the reader's own calendar program reads what is due.

use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::hats::my_tabs;
use crate::actions;
use crate::components::{Notice, NoticeKind, SubmitButton, TabLinks};
use crate::cookies;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Min kalender", nn: "Min kalender", en: "My calendar" }
        lead => {
            nb: "Med denne adressen leser kalenderen på telefonen eller PC-en din hva som skal skje: møter, oppgaver og milepæler med dato, og søknadsfrister for den som leder et program.",
            nn: "Med denne adressa les kalenderen på telefonen eller PC-en din kva som skal skje: møte, oppgåver og milepælar med dato, og søknadsfristar for den som leier eit program.",
            en: "With this address the calendar on your phone or computer reads what is coming: meetings, tasks and milestones with a date, and closing times of calls for those who run a programme." }
        little => {
            nb: "Kalenderen viser bare hva slags hendelse det er og navnet på bedriften. Den følger rollene du har nå.",
            nn: "Kalenderen viser berre kva slags hending det er og namnet på bedrifta. Han følgjer rollene du har no.",
            en: "The calendar shows only what kind of event it is and the startup's name. It follows the roles you hold now." }
        secret => {
            nb: "Adressen er hemmelig: den som har den, ser kalenderen din uten å logge inn.",
            nn: "Adressa er hemmeleg: den som har ho, ser kalenderen din utan å logge inn.",
            en: "The address is secret: whoever has it sees your calendar without signing in." }
        none => { nb: "Du har ingen kalenderadresse.", nn: "Du har inga kalenderadresse.", en: "You have no calendar address." }
        have(at: &str) => { nb: "Du laget adressen {at}.", nn: "Du laga adressa {at}.", en: "You made the address on {at}." }
        read(at: &str) => { nb: "Den ble sist lest {at}.", nn: "Ho vart sist lesen {at}.", en: "It was last read on {at}." }
        unread => { nb: "Den er ikke lest ennå.", nn: "Ho er ikkje lesen enno.", en: "It has not been read yet." }
        once_title => { nb: "Adressen vises bare denne ene gangen", nn: "Adressa blir vist berre denne eine gongen", en: "The address is shown this once only" }
        once => {
            nb: "Kopier den og legg den inn i kalenderprogrammet som et abonnement. Mister du den, lager du en ny.",
            nn: "Kopier ho og legg ho inn i kalenderprogrammet som eit abonnement. Mistar du ho, lagar du ei ny.",
            en: "Copy it and add it to your calendar program as a subscription. If you lose it, make a new one." }
        address => { nb: "Kalenderadressen din", nn: "Kalenderadressa di", en: "Your calendar address" }
        make => { nb: "Lag adressen", nn: "Lag adressa", en: "Make the address" }
        renew => { nb: "Lag en ny adresse", nn: "Lag ei ny adresse", en: "Make a new address" }
        renew_hint => { nb: "Den gamle slutter å virke med en gang.", nn: "Den gamle sluttar å verke med ein gong.", en: "The old one stops working at once." }
        revoke => { nb: "Ta adressen bort", nn: "Ta adressa bort", en: "Take the address away" }
        revoked => { nb: "Adressen er tatt bort og virker ikke lenger.", nn: "Adressa er teken bort og verkar ikkje lenger.", en: "The address is taken away and no longer works." }
        visitor => {
            nb: "Velg en person i demolinjen øverst for å prøve kalenderen.",
            nn: "Vel ein person i demolinja øvst for å prøve kalenderen.",
            en: "Choose a person in the demo bar at the top to try the calendar." }
    }
}

/// The page's title, for the links between a person's own pages.
#[must_use]
pub const fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page. A new address comes in a cookie that is taken back as it is shown.
pub fn page() -> impl IntoView {
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let response = use_context::<ResponseOptions>();
    show(move |cx| async move {
        let cookies = cx.house.cookies;
        let secret = cookies::value(&headers, cookies.calendar_name());
        if let (Some(_), Some(response), Some(gone)) = (&secret, response, cookies.without(cookies.calendar_name())) {
            response.append_header(SET_COOKIE, gone);
        }
        load(cx, secret).await
    })
}

/// A secret as it was made; a cookie may say anything.
fn is_secret(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

async fn load(cx: Cx, secret: Option<String>) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let content = match cx.actor().person {
        None => view! { <Notice>{w::visitor(locale)}</Notice> }.into_any(),
        Some(person) => {
            let known = cx.house.store.calendar_of(person).await?;
            let shown = secret.filter(|secret| is_secret(secret)).map(|secret| {
                let address = format!("{}{}", cx.house.base_url, paths::calendar_feed(&secret));
                view! {
                    <Notice kind=NoticeKind::Warning title=w::once_title(locale).to_owned() live=true>{w::once(locale)}</Notice>
                    <section aria-labelledby="address">
                        <h2 class="ds-heading" data-size="md" id="address">{w::address(locale)}</h2>
                        <p class="address"><code id="calendar-address">{address}</code></p>
                    </section>
                }
            });
            let told = match known {
                None => w::none(locale).to_owned(),
                Some(known) => {
                    let read = known.last_read_at.map_or_else(
                        || w::unread(locale).to_owned(),
                        |at| w::read(locale, &format::instant(locale, at)),
                    );
                    format!("{} {read}", w::have(locale, &format::instant(locale, known.created_at)))
                }
            };
            let make = if known.is_some() { w::renew(locale) } else { w::make(locale) };
            view! {
                {shown}
                <p>{told}</p>
                {known.is_some().then(|| view! { <p class="muted">{w::renew_hint(locale)}</p> })}
                <div class="actions">
                    <form method="post" action=actions::make_calendar_path()>
                        <SubmitButton label=make variant=if known.is_some() { "secondary" } else { "primary" }/>
                    </form>
                    {known.is_some().then(|| view! {
                        <form method="post" action=actions::revoke_calendar_path()>
                            <SubmitButton label=w::revoke(locale) variant="secondary" danger=true/>
                        </form>
                    })}
                </div>
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
        <p>{w::little(locale)} " " {w::secret(locale)}</p>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}
