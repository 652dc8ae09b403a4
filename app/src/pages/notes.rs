//! Notes about a startup: a section of its page, and the page on which their author changes one.

use domain::access::{Action, Resource};
use domain::day::{Note, NoteKind};
use domain::format;
use domain::ids::{NoteId, StartupId};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{People, VerbError};

use crate::actions;
use crate::components::{
    Empty, ErrorSummary, Hidden, Markdown, NoteItem, NoteList, Notice, NoticeKind, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        notes => { nb: "Notater", nn: "Notat", en: "Notes" }
        none => { nb: "Ingen notater ennå.", nn: "Ingen notat enno.", en: "No notes yet." }
        by(who: &str, on: &str) => { nb: "{who}, {on}", nn: "{who}, {on}", en: "{who}, {on}" }
        by_changed(who: &str, on: &str, changed: &str) => {
            nb: "{who}, {on}, endret {changed}", nn: "{who}, {on}, endra {changed}", en: "{who}, {on}, changed {changed}" }
        private => { nb: "bare du ser dette", nn: "berre du ser dette", en: "only you see this" }
        change => { nb: "Endre", nn: "Endre", en: "Change" }
        write_shared => { nb: "Skriv et delt notat", nn: "Skriv eit delt notat", en: "Write a shared note" }
        write_private => { nb: "Skriv et privat notat", nn: "Skriv eit privat notat", en: "Write a private note" }
        shared_note => { nb: "Delt notat", nn: "Delt notat", en: "Shared note" }
        shared_hint => {
            nb: "Gründerne, mentorene og lederne ser det. **fet**, *kursiv*, - liste, [lenke](https://…)",
            nn: "Gründarane, mentorane og leiarane ser det. **feit**, *kursiv*, - liste, [lenkje](https://…)",
            en: "Founders, mentors and managers see it. **bold**, *italic*, - list, [link](https://…)" }
        private_note => { nb: "Privat notat", nn: "Privat notat", en: "Private note" }
        private_hint => {
            nb: "Bare du ser det, noensinne. **fet**, *kursiv*, - liste, [lenke](https://…)",
            nn: "Berre du ser det, nokon gong. **feit**, *kursiv*, - liste, [lenkje](https://…)",
            en: "Only you see it, ever. **bold**, *italic*, - list, [link](https://…)" }
        saved => { nb: "Notatet er lagret.", nn: "Notatet er lagra.", en: "The note is saved." }
        change_title => { nb: "Endre notat", nn: "Endre notat", en: "Change a note" }
        empty_shared => {
            nb: "Tøm feltet for å trekke notatet tilbake. Tidligere versjoner blir stående for deg her.",
            nn: "Tøm feltet for å trekkje notatet tilbake. Tidlegare versjonar blir ståande for deg her.",
            en: "Empty the field to take the note back. Former versions stay for you here." }
        empty_private => {
            nb: "Tøm feltet for å slette notatet med alle versjoner. Det kan ikke angres.",
            nn: "Tøm feltet for å slette notatet med alle versjonar. Det kan ikkje angrast.",
            en: "Empty the field to delete the note with all its versions. There is no undo." }
        versions => { nb: "Tidligere versjoner", nn: "Tidlegare versjonar", en: "Former versions" }
    }
}

/// The section of a startup's page; `None` for those who may not read what is shared.
pub(super) async fn section(
    cx: &Cx,
    ledger: &Ledger,
    people: &People,
    id: StartupId,
) -> Result<Option<AnyView>, PageError> {
    let Some(startup) = ledger.startup(id) else { return Ok(None) };
    let notes = match cx.house.store.notes_of(&cx.actor(), id).await {
        Ok(notes) => notes,
        Err(VerbError::Store(error)) => return Err(error.into()),
        Err(_) => return Ok(None),
    };
    let locale = cx.locale;
    let about = Resource::startup(ledger, startup);
    let may_share = cx.may(Action::WriteSharedNote, &about);
    let may_keep = cx.may(Action::WritePrivateNote, &about) && cx.actor().person.is_some();
    let shared_draft = actions::shown_again(cx, actions::note_form(NoteKind::Shared)).await?;
    let private_draft = actions::shown_again(cx, actions::note_form(NoteKind::Private)).await?;
    let list = list(cx, people, &notes, may_share || may_keep);
    let saved = (cx.query.get("done") == Some("noted"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::saved(locale)}</Notice> });
    let forms = (may_share || may_keep).then(|| {
        view! {
            <div class="folds">
                {may_share.then(|| form(locale, id, NoteKind::Shared, shared_draft.as_ref()))}
                {may_keep.then(|| form(locale, id, NoteKind::Private, private_draft.as_ref()))}
            </div>
        }
    });
    Ok(Some(
        view! {
            <section aria-labelledby="notes">
                <h2 class="ds-heading" data-size="md" id="notes">{w::notes(locale)}</h2>
                {saved}
                {list}
                {forms}
            </section>
        }
        .into_any(),
    ))
}

/// Notes in a list; `changes` says whether the reader may change their own.
pub(super) fn list(cx: &Cx, people: &People, notes: &[Note], changes: bool) -> AnyView {
    let locale = cx.locale;
    if notes.is_empty() {
        return view! { <Empty title=w::none(locale)/> }.into_any();
    }
    let me = cx.actor().person;
    let item = |note: &Note| {
        let who = super::milestones::name_or_house(people, note.author, locale);
        let on = format::instant(locale, note.created_at);
        let by = if note.is_changed() {
            w::by_changed(locale, &who, &on, &format::instant(locale, note.written_at))
        } else {
            w::by(locale, &who, &on)
        };
        NoteItem {
            by,
            iso: note.created_at.to_rfc3339(),
            text: note.text.clone(),
            private: (note.kind == NoteKind::Private).then(|| w::private(locale).to_owned()),
            change: (changes && note.author == me).then(|| (paths::note(note.id), w::change(locale).to_owned())),
        }
    };
    let items = notes.iter().map(item).collect::<Vec<_>>();
    view! { <NoteList notes=items/> }.into_any()
}

/// The field of a kind of note: each has a name of its own, so that what is private is never taken for anything else.
fn field(locale: Locale, kind: NoteKind, draft: &Shown, prefix: &str) -> crate::components::Input {
    match kind {
        NoteKind::Shared => {
            draft.input("shared_note", w::shared_note(locale)).hint(w::shared_hint(locale)).within(prefix)
        }
        NoteKind::Private => {
            draft.input("private_note", w::private_note(locale)).hint(w::private_hint(locale)).within(prefix)
        }
    }
}

fn form(locale: Locale, startup: StartupId, kind: NoteKind, draft: Option<&Shown>) -> impl IntoView + use<> {
    let (title, id, name, label) = match kind {
        NoteKind::Shared => (w::write_shared(locale), "write-shared", "shared_note", w::shared_note(locale)),
        NoteKind::Private => (w::write_private(locale), "write-private", "private_note", w::private_note(locale)),
    };
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let errors = shown.summary("note-", &[(name, label)]);
    view! {
        <details class="ds-details fold" id=id open=draft.is_some()>
            <summary>{title}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                <form class="form" method="post" action=actions::write_note_path()>
                    <Hidden name="startup" value=startup.to_string()/>
                    <Hidden name="kind" value=kind.code()/>
                    <TextArea input=field(locale, kind, shown, "note-").required() rows=5/>
                    <div class="actions"><SubmitButton label=shared::save(locale)/></div>
                </form>
            </div>
        </details>
    }
}

/// The page on which a note is changed.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("note").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id: NoteId = id.parse().map_err(|_| PageError::NotFound)?;
    let versions = cx.house.store.own_note(&cx.actor(), id).await?;
    let newest = versions.first().ok_or(PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let startup = ledger.startup(newest.startup).ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let draft = actions::shown_again(&cx, actions::CHANGE_NOTE_FORM).await?.unwrap_or_default();
    let title = w::change_title(locale).to_owned();
    let kind = newest.kind;
    let hint = match kind {
        NoteKind::Shared => w::empty_shared(locale),
        NoteKind::Private => w::empty_private(locale),
    };
    let labels = [("shared_note", w::shared_note(locale)), ("private_note", w::private_note(locale))];
    let input = field(locale, kind, &draft, "").value(&newest.text);
    let former: Vec<_> = versions[1..]
        .iter()
        .map(|version| {
            view! {
                <li class="note">
                    <p class="note__by">{format::instant(locale, version.written_at)}</p>
                    <Markdown text=version.text.clone()/>
                </li>
            }
        })
        .collect();
    let former = (!former.is_empty()).then(|| {
        view! {
            <section aria-labelledby="versions">
                <h2 class="ds-heading" data-size="md" id="versions">{w::versions(locale)}</h2>
                <ul class="notes">{former}</ul>
            </section>
        }
    });
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(newest.startup)>{startup.profile.name.clone()}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form" method="post" action=actions::change_note_path()>
            <Hidden name="note" value=newest.id.to_string()/>
            <TextArea input=input rows=8/>
            <p class="muted">{hint}</p>
            <div class="actions">
                <SubmitButton label=shared::save(locale)/>
                <a class="ds-link" href=paths::startup_section(newest.startup, "notes")>{shared::cancel(locale)}</a>
            </div>
        </form>
        {former}
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
