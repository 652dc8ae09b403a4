//! What a reader sees when a page cannot be shown.

use axum::http::StatusCode;
use leptos::prelude::*;

use crate::components::{ButtonLink, Empty};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, framed_with_status};
use crate::paths;

domain::catalogue! {
    mod w {
        not_found_title => { nb: "Siden finnes ikke", nn: "Sida finst ikkje", en: "There is no such page" }
        not_found_text => {
            nb: "Adressen kan være feil, eller det du leter etter er flyttet. Ingenting er gått tapt.",
            nn: "Adressa kan vere feil, eller det du leitar etter er flytta. Ingenting er gått tapt.",
            en: "The address may be wrong, or what you look for has moved. Nothing was lost." }
        broken_title => { nb: "Noe gikk galt hos oss", nn: "Noko gjekk gale hos oss", en: "Something went wrong here" }
        broken_text => {
            nb: "Siden kunne ikke lages akkurat nå. Ingenting er endret eller gått tapt. Prøv igjen om litt.",
            nn: "Sida kunne ikkje lagast akkurat no. Ingenting er endra eller gått tapt. Prøv att om litt.",
            en: "The page could not be made just now. Nothing was changed or lost. Try again in a moment." }
        to_home => { nb: "Til forsiden", nn: "Til framsida", en: "To the front page" }
        to_pipeline => { nb: "Til løpet", nn: "Til løpet", en: "To the pipeline" }
    }
}

/// The page for an address that the router does not know.
pub fn not_found() -> impl IntoView {
    let Some(cx) = Cx::current() else { return ().into_any() };
    let (status, page) = page_for(&cx, &PageError::NotFound);
    framed_with_status(&cx, status, page).into_any()
}

/// The page and the status for an error. What broke goes to the log, not to the reader.
#[must_use]
pub fn page_for(cx: &Cx, error: &PageError) -> (StatusCode, Page) {
    let locale = cx.locale;
    let (status, title, text) = match error {
        PageError::NotFound => (StatusCode::NOT_FOUND, w::not_found_title(locale), w::not_found_text(locale)),
        PageError::Store(error) => {
            tracing::error!(path = %cx.path, error = %error, "page.failed");
            (StatusCode::INTERNAL_SERVER_ERROR, w::broken_title(locale), w::broken_text(locale))
        }
    };
    let body = view! {
        <h1 class="ds-heading">{title}</h1>
        <Empty title=text>
            <ButtonLink href=paths::HOME label=w::to_home(locale) variant="primary"/>
            <ButtonLink href=paths::PIPELINE label=w::to_pipeline(locale)/>
        </Empty>
    }
    .into_any();
    (status, Page { title: title.to_owned(), place: Place::Elsewhere, body, islands: false })
}
