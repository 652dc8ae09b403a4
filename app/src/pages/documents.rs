//! The documents of a startup, on its page: what there is, adding one, taking one away and putting it back.

use domain::access::{Action, Resource};
use domain::documents::{DocumentKind, Room, size};
use domain::format;
use domain::ledger::{Ledger, StartupLedger};
use domain::time::oslo_date;
use domain::words::Locale;
use leptos::prelude::*;
use store::People;
use store::documents::Document;

use crate::actions;
use crate::components::{
    DataTable, Empty, ErrorSummary, FileField, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::PageError;
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Dokumenter", nn: "Dokument", en: "Documents" }
        none => { nb: "Ingen dokumenter ennå.", nn: "Ingen dokument enno.", en: "No documents yet." }
        name => { nb: "Dokument", nn: "Dokument", en: "Document" }
        how_large => { nb: "Størrelse", nn: "Storleik", en: "Size" }
        added => { nb: "Lagt til", nn: "Lagt til", en: "Added" }
        added_by(on: &str, who: &str) => { nb: "{on} av {who}", nn: "{on} av {who}", en: "{on} by {who}" }
        seen_by => { nb: "Synlig for", nn: "Synleg for", en: "Seen by" }
        everyone => { nb: "gründere og ansatte", nn: "gründarar og tilsette", en: "founders and staff" }
        staff => { nb: "bare ansatte", nn: "berre tilsette", en: "staff only" }
        remove => { nb: "Fjern", nn: "Fjern", en: "Remove" }
        restore => { nb: "Hent tilbake", nn: "Hent tilbake", en: "Put back" }
        removed(until: &str) => {
            nb: "Fjernet. Slettes for godt {until}.",
            nn: "Fjerna. Blir sletta for godt {until}.",
            en: "Removed. Deleted for good on {until}." }
        add => { nb: "Legg til dokument", nn: "Legg til dokument", en: "Add a document" }
        file => { nb: "Fil", nn: "Fil", en: "File" }
        file_hint(most: &str, list: &str) => {
            nb: "Høyst {most}. {list}.",
            nn: "Høgst {most}. {list}.",
            en: "At most {most}. {list}." }
        who_sees => { nb: "Hvem skal se det?", nn: "Kven skal sjå det?", en: "Who should see it?" }
        founders_see => {
            nb: "Mentorene og lederne i programmet ser det du legger til.",
            nn: "Mentorane og leiarane i programmet ser det du legg til.",
            en: "The programme's mentors and managers see what you add." }
        upload => { nb: "Last opp", nn: "Last opp", en: "Upload" }
        was_added => { nb: "Dokumentet er lagt til.", nn: "Dokumentet er lagt til.", en: "The document is added." }
        was_removed => {
            nb: "Dokumentet er fjernet. Du kan hente det tilbake i 30 dager.",
            nn: "Dokumentet er fjerna. Du kan hente det tilbake i 30 dagar.",
            en: "The document is removed. You can put it back for 30 days." }
        was_restored => { nb: "Dokumentet er tilbake.", nn: "Dokumentet er tilbake.", en: "The document is back." }
    }
}

/// The form's name, and that of its draft.
pub(crate) const FORM: &str = "document";

/// The section of a startup's page; nothing for whoever sees no documents.
pub(super) async fn section(
    cx: &Cx,
    ledger: &Ledger,
    people: &People,
    startup: &StartupLedger,
) -> Result<Option<AnyView>, PageError> {
    let about = Resource::startup(ledger, startup);
    if !cx.may(Action::SeeDocuments, &about) {
        return Ok(None);
    }
    let locale = cx.locale;
    let adds = cx.may(Action::AddDocument, &about);
    let id = startup.profile.id;
    let documents = cx.house.store.documents_of(&cx.actor(), id).await?;
    let draft = actions::shown_again(cx, FORM).await?;
    let done = match cx.query.get("done") {
        Some("document-added") => Some(w::was_added(locale)),
        Some("document-removed") => Some(w::was_removed(locale)),
        Some("document-restored") => Some(w::was_restored(locale)),
        _ => None,
    };
    let (here, removed): (Vec<Document>, Vec<Document>) =
        documents.into_iter().partition(|document| document.removed_at.is_none());
    let list = if here.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        let rows = here.iter().map(|document| row(cx, people, document, adds)).collect::<Vec<_>>();
        let heads = vec![w::name(locale), w::how_large(locale), w::added(locale), w::seen_by(locale)];
        view! { <DataTable label=w::title(locale) heads=heads acts=w::remove(locale)>{rows}</DataTable> }.into_any()
    };
    let removed = removed.iter().map(|document| removed_view(locale, document)).collect::<Vec<_>>();
    let form = adds.then(|| form(cx, startup, draft.as_ref(), cx.house.room));
    Ok(Some(
        view! {
            <section aria-labelledby="documents">
                <h2 class="ds-heading" data-size="md" id="documents">{w::title(locale)}</h2>
                {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
                {list}
                {removed}
                {form}
            </section>
        }
        .into_any(),
    ))
}

fn row(cx: &Cx, people: &People, document: &Document, adds: bool) -> impl IntoView + use<> {
    let locale = cx.locale;
    let name = document.name.clone();
    let added = w::added_by(
        locale,
        &format::date(locale, oslo_date(document.added_at)),
        &people.name_of(&document.added_by, locale),
    );
    let seen_by = if document.shared { w::everyone(locale) } else { w::staff(locale) };
    let remove = (adds && document.is_theirs(&cx.actor())).then(|| {
        view! {
            <form method="post" action=actions::remove_document_path()>
                <Hidden name="document" value=document.id.to_string()/>
                <button class="ds-button" type="submit" data-variant="secondary">
                    {w::remove(locale)}
                    <span class="ds-sr-only">{format!(" {name}")}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">
                // Not a page: the browser saves it.
                <a class="ds-link" href=paths::document(document.id) download=name rel="external">{name.clone()}</a>
            </th>
            <td data-label=w::how_large(locale)>{size(locale, document.size)}</td>
            <td data-label=w::added(locale)>{added}</td>
            <td data-label=w::seen_by(locale)>{seen_by}</td>
            <td data-act="true">{remove}</td>
        </tr>
    }
}

/// A document that was removed and can be put back.
fn removed_view(locale: Locale, document: &Document) -> impl IntoView + use<> {
    let until = document.undo_until().map(|until| format::date(locale, oslo_date(until))).unwrap_or_default();
    let name = document.name.clone();
    view! {
        <form class="actions" method="post" action=actions::restore_document_path()>
            <Hidden name="document" value=document.id.to_string()/>
            <p class="muted"><s>{name.clone()}</s>" "{w::removed(locale, &until)}</p>
            <button class="ds-button" type="submit" data-variant="tertiary">
                {w::restore(locale)}
                <span class="ds-sr-only">{format!(" {name}")}</span>
            </button>
        </form>
    }
}

fn form(cx: &Cx, startup: &StartupLedger, draft: Option<&Shown>, room: Room) -> impl IntoView + use<> {
    let locale = cx.locale;
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let errors = shown.summary("document-", &[("file", w::file(locale))]);
    let hint = w::file_hint(locale, &size(locale, room.file), &shared::at_start(&DocumentKind::list()));
    let file = shown.input("file", w::file(locale)).within("document-").hint(hint);
    let sees = if cx.actor().role == domain::access::Role::Founder {
        view! { <p class="muted">{w::founders_see(locale)}</p> }.into_any()
    } else {
        let options = vec![
            SelectOption::new("all", shared::at_start(w::everyone(locale))),
            SelectOption::new("staff", shared::at_start(w::staff(locale))),
        ];
        let input = shown.input("shared", w::who_sees(locale)).within("document-");
        view! { <SelectField input=input options=options/> }.into_any()
    };
    view! {
        <details class="ds-details fold" id="add-document" open=draft.is_some()>
            <summary>{w::add(locale)}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                <form class="form" method="post" enctype="multipart/form-data" action=paths::add_document(startup.profile.id)>
                    {sees}
                    <FileField input=file accept=Some(DocumentKind::accept())/>
                    <div class="actions"><SubmitButton label=w::upload(locale)/></div>
                </form>
            </div>
        </details>
    }
}
