//! The mail that the demo house would have sent, whole, codes and links included. Outside the demo there is no such page.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use crate::components::Empty;
use crate::cx::Cx;
use crate::dev_mail::Shown;
use crate::frame::{Page, PageError, Place, open_page};

domain::catalogue! {
    mod w {
        title => { nb: "E-post i demoen", nn: "E-post i demoen", en: "Mail of the demo" }
        lead => {
            nb: "I demoen går ingen e-post ut av huset. Her er meldingene som ellers ville blitt sendt, de nyeste øverst.",
            nn: "I demoen går ingen e-post ut av huset. Her er meldingane som elles ville blitt sende, dei nyaste øvst.",
            en: "In the demo no mail leaves the house. These are the messages that would have been sent, newest first." }
        none => { nb: "Ingen meldinger ennå.", nn: "Ingen meldingar enno.", en: "No messages yet." }
        none_text => {
            nb: "En melding kommer hit et par sekunder etter at den er lagt i kø. Last siden på nytt.",
            nn: "Ei melding kjem hit eit par sekund etter at ho er lagd i kø. Last sida på nytt.",
            en: "A message comes here a few seconds after it was queued. Reload the page." }
        to(address: &str, at: &str) => { nb: "Til {address}, {at}", nn: "Til {address}, {at}", en: "To {address}, {at}" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    open_page(|cx: Cx| async move { if cx.house.demo { Ok(shown(&cx)) } else { Err(PageError::NotFound) } })
}

fn shown(cx: &Cx) -> Page {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let messages = cx.house.dev_mail.all();
    let list = if messages.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        messages.into_iter().map(|message| letter(locale, &message)).collect_view().into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {list}
    }
    .into_any();
    Page { title, place: Place::Elsewhere, body, islands: false }
}

fn letter(locale: Locale, message: &Shown) -> impl IntoView + use<> {
    let id = format!("mail-{}", message.id);
    let lines = message.text.lines().map(line).collect_view();
    view! {
        <article class="ds-card dev-mail" aria-labelledby=id>
            <h2 class="ds-heading" data-size="sm" id=id.clone()>{message.subject.clone()}</h2>
            <p>{w::to(locale, &message.to, &format::instant(locale, message.at))}</p>
            {lines}
        </article>
    }
}

/// A line of a letter. Ours end in the address that a link leads to, and names from outside cannot hold one.
fn line(line: &str) -> impl IntoView + use<> {
    let line = line.trim();
    let (before, last) = line.rsplit_once(' ').unwrap_or(("", line));
    if last.starts_with("http://") || last.starts_with("https://") {
        let (before, href) = (before.to_owned(), last.to_owned());
        let text = href.clone();
        return view! { <p>{before} " " <a class="ds-link" href=href>{text}</a></p> }.into_any();
    }
    if line.is_empty() { ().into_any() } else { view! { <p>{line.to_owned()}</p> }.into_any() }
}
