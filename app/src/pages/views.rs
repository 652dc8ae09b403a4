//! Saved views of the pipeline: saving one, renaming, deleting, and with which the reader begins.

use std::collections::BTreeMap;

use domain::access::{Action, Resource};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::SavedView;

use crate::actions;
use crate::components::{
    Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Lagrede visninger", nn: "Lagra visingar", en: "Saved views" }
        lead => {
            nb: "En visning er et navn på filtrene i løpet. Den viser alltid det som gjelder når du åpner den.",
            nn: "Ei vising er eit namn på filtera i løpet. Ho viser alltid det som gjeld når du opnar ho.",
            en: "A view is a name for the pipeline's filters. It always shows what holds when you open it." }
        pipeline => { nb: "Løpet", nn: "Løpet", en: "Pipeline" }
        none => { nb: "Ingen visninger ennå", nn: "Ingen visingar enno", en: "No views yet" }
        none_text => {
            nb: "Sett filtrene du vil ha i løpet, og velg «Lagre denne visningen».",
            nn: "Set filtera du vil ha i løpet, og vel «Lagre denne visinga».",
            en: "Set the filters you want in the pipeline, and choose “Save this view”." }
        name => { nb: "Navn på visningen", nn: "Namn på visinga", en: "Name of the view" }
        share => { nb: "Hvem som ser den", nn: "Kven som ser ho", en: "Who sees it" }
        only_me => { nb: "Bare jeg", nn: "Berre eg", en: "Only me" }
        all_in(programme: &str) => { nb: "Alle i {programme}", nn: "Alle i {programme}", en: "Everybody in {programme}" }
        /// Opens the form that saves what is shown.
        save_this => { nb: "Lagre denne visningen", nn: "Lagre denne visinga", en: "Save this view" }
        save_do => { nb: "Lagre visningen", nn: "Lagre visinga", en: "Save the view" }
        everything => { nb: "alt", nn: "alt", en: "everything" }
        first => { nb: "åpnes først", nn: "blir opna først", en: "opens first" }
        begin => { nb: "Åpne løpet med denne", nn: "Opne løpet med denne", en: "Begin with this" }
        begin_all => { nb: "Åpne løpet med alt", nn: "Opne løpet med alt", en: "Begin with everything" }
        rename => { nb: "Gi nytt navn", nn: "Gi nytt namn", en: "Rename" }
        delete => { nb: "Slett", nn: "Slett", en: "Delete" }
        /// Name of the links to saved views.
        views => { nb: "Visninger", nn: "Visingar", en: "Views" }
        /// Link to everything.
        all_tab => { nb: "Alle opphold", nn: "Alle opphald", en: "All stays" }
        /// Link to the page of saved views.
        manage => { nb: "Endre visninger", nn: "Endre visingar", en: "Change views" }
        done_renamed => { nb: "Visningen har fått nytt navn.", nn: "Visinga har fått nytt namn.", en: "The view is renamed." }
        done_deleted => { nb: "Visningen er slettet.", nn: "Visinga er sletta.", en: "The view is deleted." }
        done_begins => { nb: "Løpet åpnes med denne visningen heretter.", nn: "Løpet blir opna med denne visinga heretter.", en: "The pipeline begins with this view from now on." }
        done_all => { nb: "Løpet åpnes med alt heretter.", nn: "Løpet blir opna med alt heretter.", en: "The pipeline begins with everything from now on." }
    }
}

pub use w::{all_tab, manage, save_this, views as views_word};

/// What a saved view keeps of the pipeline's address.
const KEPT: [&str; 9] = ["view", "programme", "cohort", "sector", "mentor", "stuck", "q", "stage", "sort"];

/// The part of a query string that a view keeps, in a stable order, without its question mark.
#[must_use]
pub fn kept(query: &str) -> String {
    let read: BTreeMap<String, String> =
        form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect();
    let text = paths::with_query("", &Query(read).only(&KEPT));
    text.trim_start_matches('?').to_owned()
}

/// The page's address with the filters of a view. The view is named in it, so that the page can say which it shows.
#[must_use]
pub fn address(view: &SavedView) -> String {
    let query: BTreeMap<String, String> = form_urlencoded::parse(view.query.as_bytes()).into_owned().collect();
    paths::with_query(paths::PIPELINE, &Query(query).only(&KEPT).with("saved", view.id))
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_list(&cx)?;
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let views = cx.house.store.views(&cx.actor()).await?;
    let save_draft = actions::shown_again(&cx, "view").await?;
    let name_draft = actions::shown_again(&cx, "view-name").await?;
    let title = w::title(locale).to_owned();
    let notice = match cx.query.get("done") {
        Some("renamed") => Some(w::done_renamed(locale)),
        Some("deleted") => Some(w::done_deleted(locale)),
        Some("begins") => Some(w::done_begins(locale)),
        Some("all") => Some(w::done_all(locale)),
        _ => None,
    };
    let refused = save_draft.map(|draft| save_form(&cx, &ledger, &draft.value("query", ""), &draft, true).into_any());
    let list = if views.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        let rows = views.iter().map(|view| row(&cx, &ledger, view, name_draft.as_ref())).collect_view();
        view! { <div class="folds">{rows}</div> }.into_any()
    };
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::with_query(paths::PIPELINE, &Query::one("all", true))>{w::pipeline(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        {refused}
        {list}
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}

/// The form that keeps what the pipeline shows.
pub(super) fn save_form(cx: &Cx, ledger: &Ledger, query: &str, draft: &Shown, open: bool) -> impl IntoView + use<> {
    let locale = cx.locale;
    let prefix = "view-";
    let programmes = ledger
        .programmes
        .iter()
        .filter(|programme| cx.may(Action::SeeProgramme, &Resource::Programme(programme.id)))
        .map(|programme| SelectOption::new(programme.id.to_string(), w::all_in(locale, &programme.name)));
    let options: Vec<SelectOption> =
        std::iter::once(SelectOption::new("", w::only_me(locale))).chain(programmes).collect();
    let errors = draft.summary(prefix, &[("name", w::name(locale)), ("programme", w::share(locale))]);
    view! {
        <details class="ds-details fold" open=open>
            <summary>{w::save_this(locale)}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                <form class="form" method="post" action=actions::save_view_path()>
                    <Hidden name="query" value=query.to_owned()/>
                    <Field input=draft.input("name", w::name(locale)).within(prefix).required()/>
                    <SelectField input=draft.input("programme", w::share(locale)).within(prefix) options=options/>
                    <div class="actions"><SubmitButton label=w::save_do(locale)/></div>
                </form>
            </div>
        </details>
    }
}

/// Who sees a view, in words.
fn seen_by(locale: Locale, ledger: &Ledger, view: &SavedView) -> String {
    let programme = view.programme.and_then(|id| ledger.programme(id));
    programme.map_or_else(|| w::only_me(locale).to_owned(), |programme| w::all_in(locale, &programme.name))
}

fn row(cx: &Cx, ledger: &Ledger, view: &SavedView, draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id = view.id.to_string();
    let draft = draft.filter(|draft| draft.value("view", "") == id).cloned();
    let open = draft.is_some();
    let draft = draft.unwrap_or_default();
    let prefix = format!("view-{id}-");
    let about = [Some(seen_by(locale, ledger, view)), view.is_default.then(|| w::first(locale).to_owned())];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let errors = draft.summary(&prefix, &[("name", w::name(locale))]);
    let change = view.may_change.then(|| {
        view! {
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::change_view_path()>
                <Hidden name="view" value=id.clone()/>
                <Field input=draft.input("name", w::name(locale)).value(&view.name).within(&prefix).required()/>
                <div class="actions">
                    <SubmitButton label=w::rename(locale) variant="secondary" name="act".to_owned() value="rename".to_owned()/>
                    <button class="ds-button" data-variant="tertiary" data-color="danger" type="submit" name="act" value="delete" formnovalidate=true>
                        {w::delete(locale)}
                    </button>
                </div>
            </form>
        }
    });
    let begin = cx.actor().person.map(|_| {
        let (act, label) = if view.is_default { ("all", w::begin_all(locale)) } else { ("begin", w::begin(locale)) };
        view! {
            <form method="post" action=actions::change_view_path()>
                <Hidden name="view" value=id.clone()/>
                <SubmitButton label=label variant="secondary" name="act".to_owned() value=act.to_owned()/>
            </form>
        }
    });
    view! {
        <details class="ds-details fold" open=open>
            <summary>{view.name.clone()} <span class="filter__asked">{about}</span></summary>
            <div class="fold__body">
                <div class="actions">
                    <a class="ds-button" data-variant="primary" href=address(view)>{shared::show(locale)}</a>
                    {begin}
                </div>
                {change}
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_keeps_what_the_page_understands_and_nothing_else() {
        assert_eq!(kept("?stuck=90&q=%C3%85r&done=moved&draft=7&page=3&as_of=2020-01-01"), "q=%C3%85r&stuck=90");
        assert_eq!(kept("https://evil.example"), "");
    }
}
