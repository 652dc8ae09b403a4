//! How the product meets the accessibility requirements, and what is known not to.

use leptos::prelude::*;

use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::words as shared;

domain::catalogue! {
    mod w {
        aim => {
            nb: "Målet er WCAG 2.2 nivå AA på alle sider. Hver side prøves automatisk mot kravene før den tas i bruk, i lyst og mørkt, på telefon og på skjerm.",
            nn: "Målet er WCAG 2.2 nivå AA på alle sider. Kvar side blir prøvd automatisk mot krava før ho blir teken i bruk, i lyst og mørkt, på telefon og på skjerm.",
            en: "The aim is WCAG 2.2 level AA on every page. Each page is tried against the requirements by machine before it is taken into use, light and dark, on a phone and on a screen." }
        without => {
            nb: "Alt kan gjøres uten JavaScript og uten mus. Kort på tavla kan dras, men også flyttes med et skjema.",
            nn: "Alt kan gjerast utan JavaScript og utan mus. Kort på tavla kan dragast, men òg flyttast med eit skjema.",
            en: "Everything can be done without JavaScript and without a mouse. Cards on the board can be dragged, and moved by a form as well." }
        charts => {
            nb: "Hver graf har en beskrivelse og de samme tallene som tabell. Farge er aldri det eneste som skiller.",
            nn: "Kvar graf har ei skildring og dei same tala som tabell. Farge er aldri det einaste som skil.",
            en: "Every chart has a description and the same numbers as a table. Colour is never the only difference." }
        limits_title => { nb: "Kjente mangler", nn: "Kjende manglar", en: "Known limits" }
        limits => {
            nb: "Maskinprøver finner ikke alt. Siden er ikke prøvd av brukere av skjermleser ennå. Filer som lastes ned (XLSX), er ikke prøvd.",
            nn: "Maskinprøver finn ikkje alt. Sida er ikkje prøvd av brukarar av skjermlesar enno. Filer som blir lasta ned (XLSX), er ikkje prøvde.",
            en: "Machines do not find everything. The pages have not been tried by users of screen readers yet. Downloaded files (XLSX) have not been tried." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = shared::accessibility(locale).to_owned();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <div class="prose">
            <p>{w::aim(locale)}</p>
            <p>{w::without(locale)}</p>
            <p>{w::charts(locale)}</p>
            <h2 class="ds-heading" data-size="md">{w::limits_title(locale)}</h2>
            <p>{w::limits(locale)}</p>
        </div>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}
