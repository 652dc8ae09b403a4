//! The frame of every page: load, then show; header, main, footer; and what is shown when loading fails.

use std::future::Future;

use axum::http::StatusCode;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::{StoreError, VerbError};

use crate::components::{IslandScripts, PageTitle};
use crate::cx::{Cx, Scheme};
use crate::paths;
use crate::words as w;

/// A place in the main navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The house today.
    Home,
    /// The pipeline.
    Pipeline,
    /// Figures.
    Figures,
    /// Imports.
    Imports,
    /// None of them.
    Elsewhere,
}

/// A page ready to be shown.
pub struct Page {
    /// Its title, also the document's.
    pub title: String,
    /// Which place of the navigation it belongs to.
    pub place: Place,
    /// Its content, heading included.
    pub body: AnyView,
    /// Whether it holds an island: only then are script and wasm sent.
    pub islands: bool,
}

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nothing lives at this address.
    #[error("not found")]
    NotFound,
    /// The database did not answer as it should. The reader is told that nothing was lost, not what broke.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<VerbError> for PageError {
    fn from(error: VerbError) -> Self {
        match error {
            VerbError::Store(error) => Self::Store(error),
            VerbError::NotFound(_) | VerbError::Refused(_) => Self::NotFound,
        }
    }
}

/// Loads a page and shows it in the frame; a failure becomes an error page with its status.
pub fn page<Load, Loading>(load: Load) -> impl IntoView
where
    Load: FnOnce(Cx) -> Loading + Send + 'static,
    Loading: Future<Output = Result<Page, PageError>> + Send + 'static,
{
    let Some(cx) = Cx::current() else { return ().into_any() };
    let response = use_context::<ResponseOptions>();
    let loading = load(cx.clone());
    let content = Suspend::new(async move {
        match loading.await {
            Ok(page) => framed(&cx, page).into_any(),
            Err(error) => {
                let (status, page) = crate::pages::errors::page_for(&cx, &error);
                if let Some(response) = response {
                    response.set_status(status);
                }
                framed(&cx, page).into_any()
            }
        }
    });
    view! { <Suspense>{content}</Suspense> }.into_any()
}

/// A page that needs nothing loaded.
pub fn framed_with_status(cx: &Cx, status: StatusCode, page: Page) -> impl IntoView + use<> {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    framed(cx, page)
}

fn framed(cx: &Cx, page: Page) -> impl IntoView + use<> {
    let locale = cx.locale;
    let place = page.place;
    let link = move |to: Place, href: &'static str, text: &'static str| {
        view! {
            <li><a href=href class="site-nav__link" aria-current=(place == to).then_some("page")>{text}</a></li>
        }
    };
    let demo = cx.house.demo.then(|| view! { <p class="demo-bar">{w::demo_bar(locale)}</p> });
    let manifest = &cx.house.manifest;
    let scripts = page
        .islands
        .then(|| view! { <IslandScripts script=manifest.href("grobunn.js") wasm=manifest.href("grobunn_bg.wasm")/> });
    view! {
        <PageTitle text=format!("{} – Grobunn", page.title)/>
        <a href="#main" class="ds-skip-link">{w::skip_to_content(locale)}</a>
        <header class="site-header">
            <div class="site-header__inner">
                <a href=paths::HOME class="site-brand">
                    <img src=cx.house.manifest.href("logo.svg") alt="" width="28" height="28"/>
                    "Grobunn"
                </a>
                <nav class="site-nav" aria-label=w::main_navigation(locale)>
                    <ul>
                        {link(Place::Home, paths::HOME, w::nav_home(locale))}
                        {link(Place::Pipeline, paths::PIPELINE, w::nav_pipeline(locale))}
                        {link(Place::Figures, paths::FIGURES, w::nav_figures(locale))}
                        {link(Place::Imports, paths::IMPORTS, w::nav_imports(locale))}
                    </ul>
                </nav>
            </div>
        </header>
        {demo}
        <main id="main" class="site-main" tabindex="-1">{page.body}</main>
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>{w::footer_line(locale)}</p>
                {choices(cx)}
                <p><a class="ds-link" href=paths::ACCESSIBILITY>{w::accessibility(locale)}</a></p>
            </div>
        </footer>
        {scripts}
    }
}

/// The two choices a reader makes about every page: language and colours. Plain forms, kept in cookies.
fn choices(cx: &Cx) -> impl IntoView + use<> {
    let locale = cx.locale;
    let scheme = cx.scheme;
    let here = paths::with_query(&cx.path, &cx.query.clone().without("done").without("draft"));
    let languages = Locale::ALL.map(|choice| {
        view! {
            <button class="choice" type="submit" name="lang" value=choice.tag() lang=choice.tag()
                aria-pressed=(choice == locale).to_string()>
                {choice.own_name()}
            </button>
        }
    });
    let schemes = Scheme::ALL.map(|choice| {
        view! {
            <button class="choice" type="submit" name="scheme" value=choice.code() aria-pressed=(choice == scheme).to_string()>
                {match choice {
                    Scheme::Auto => w::scheme_auto(locale),
                    Scheme::Light => w::scheme_light(locale),
                    Scheme::Dark => w::scheme_dark(locale),
                }}
            </button>
        }
    });
    view! {
        <form class="site-choices" method="post" action=crate::actions::choose_path()>
            <input type="hidden" name="back" value=here/>
            <fieldset class="choices"><legend>{w::language(locale)}</legend>{languages}</fieldset>
            <fieldset class="choices"><legend>{w::colours(locale)}</legend>{schemes}</fieldset>
        </form>
    }
}
