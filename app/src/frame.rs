//! The frame of every page: load, then show; header, main, footer; and what is shown when loading fails.

use std::future::Future;

use axum::http::{HeaderValue, StatusCode, header};
use domain::access::{Action, Reason, Resource, Role, Scope};
use domain::figures::FigureId;
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::identity::IdentityError;
use store::{StoreError, VerbError};

use crate::components::{Hidden, IslandScripts, PageTitle};
use crate::cx::{Cx, Scheme};
use crate::paths::{self, Query};
use crate::words as w;

/// A place in the main navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What the reader's role begins with.
    Home,
    /// What asks for attention.
    Attention,
    /// The pipeline.
    Pipeline,
    /// Calls for applications.
    Calls,
    /// Contracts with those who pay.
    Contracts,
    /// Figures.
    Figures,
    /// Awards across startups.
    Funding,
    /// Reports to those who pay.
    Reports,
    /// Imports.
    Imports,
    /// Programmes, their stages and cohorts.
    Programmes,
    /// People and roles.
    People,
    /// The audit log.
    Audit,
    /// The day of those who run a programme: meetings, tasks, hours.
    MyDay,
    /// The reader's own pages: roles, devices.
    Me,
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
    /// Nothing lives at this address, or nothing that the reader may know of.
    #[error("not found")]
    NotFound,
    /// The reader may know of it, and may not do this.
    #[error("denied: {0}")]
    Denied(Reason),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// Whoever is signed in holds no role today.
    #[error("no role is held today")]
    NoRole,
    /// What is asked for is shown at another address of the house.
    #[error("shown at {0}")]
    Elsewhere(String),
    /// The database did not answer as it should. The reader is told that nothing was lost, not what broke.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<VerbError> for PageError {
    fn from(error: VerbError) -> Self {
        match error {
            VerbError::Store(error) => Self::Store(error),
            VerbError::Denied(reason) => Self::Denied(reason),
            VerbError::NotFound(_) | VerbError::Refused(_) => Self::NotFound,
        }
    }
}

impl From<IdentityError> for PageError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Store(error) => Self::Store(error),
            _ => Self::NotFound,
        }
    }
}

/// Loads a page and shows it in the frame, to somebody who is signed in and holds a role. Anybody else is sent to sign in, or told.
pub fn page<Load, Loading>(load: Load) -> impl IntoView
where
    Load: FnOnce(Cx) -> Loading + Send + 'static,
    Loading: Future<Output = Result<Page, PageError>> + Send + 'static,
{
    personal_page(move |cx: Cx| async move { if cx.has_role() { load(cx).await } else { Err(PageError::NoRole) } })
}

/// Loads a page for somebody who is signed in, whether they hold a role or not.
pub fn personal_page<Load, Loading>(load: Load) -> impl IntoView
where
    Load: FnOnce(Cx) -> Loading + Send + 'static,
    Loading: Future<Output = Result<Page, PageError>> + Send + 'static,
{
    open_page(move |cx: Cx| async move { if cx.viewer.is_some() { load(cx).await } else { Err(PageError::SignIn) } })
}

/// Loads a page for anybody, and shows it in the frame; a failure becomes an error page with its status.
pub fn open_page<Load, Loading>(load: Load) -> impl IntoView
where
    Load: FnOnce(Cx) -> Loading + Send + 'static,
    Loading: Future<Output = Result<Page, PageError>> + Send + 'static,
{
    let Some(cx) = Cx::current() else { return ().into_any() };
    let response = use_context::<ResponseOptions>();
    let loading = load(cx.clone());
    let content = Suspend::new(async move {
        let loaded = loading.await;
        // Whether the whole navigation can be made hangs on the database too; without it, the page says what is wrong.
        let nav = nav(&cx).await.unwrap_or_default();
        let error = match loaded {
            Ok(page) => return framed(&cx, page, nav).into_any(),
            Err(error) => error,
        };
        if let Some(to) = led_elsewhere(&cx, &error) {
            if let (Some(response), Ok(to)) = (&response, HeaderValue::from_str(&to)) {
                response.set_status(StatusCode::SEE_OTHER);
                response.insert_header(header::LOCATION, to);
            }
            return ().into_any();
        }
        let (status, page) = crate::pages::errors::page_for(&cx, &error);
        if let Some(response) = response {
            response.set_status(status);
        }
        framed(&cx, page, nav).into_any()
    });
    view! { <Suspense>{content}</Suspense> }.into_any()
}

/// Where a reader is sent instead, for what is no error but another page.
fn led_elsewhere(cx: &Cx, error: &PageError) -> Option<String> {
    match error {
        PageError::SignIn => Some(paths::sign_in_then(&paths::with_query(&cx.path, &cx.query))),
        PageError::Elsewhere(to) => Some(paths::local_or(to, paths::HOME)),
        PageError::NotFound | PageError::Denied(_) | PageError::NoRole | PageError::Store(_) => None,
    }
}

/// What the header shows to one reader.
#[derive(Default)]
struct Nav {
    links: Vec<(Place, String, &'static str)>,
    /// How many things ask for the reader's attention.
    asking: usize,
    /// In what role and where the reader looks, in words.
    hat: Option<String>,
    /// Whether there is something to search.
    searches: bool,
}

/// How many places stand in the first row; the others are one press away. Those of every day come first.
const AT_HAND: usize = 6;

/// The navigation of a reader: what their role may open, and nothing else.
async fn nav(cx: &Cx) -> Result<Nav, StoreError> {
    let locale = cx.locale;
    if !cx.has_role() {
        return Ok(Nav::default());
    }
    let actor = cx.actor();
    let ledger = cx.house_ledger().await?;
    // A session that has still to show a passkey reaches none of it.
    if cx.viewer.as_ref().is_some_and(|viewer| cx.house.strong.is_due(viewer)) {
        return Ok(Nav {
            links: Vec::new(),
            asking: 0,
            hat: Some(hat(locale, &ledger, actor.role, actor.scope)),
            searches: false,
        });
    }
    let house = Resource::House(&ledger);
    let may = |action| cx.may(action, &house);
    let figures = figures_href(cx, &ledger);
    let links = [
        (Place::Home, paths::HOME, home_word(locale, actor.role), true),
        (Place::Attention, paths::ATTENTION, w::nav_attention(locale), crate::pages::attention::is_asked(cx)),
        (Place::Pipeline, paths::PIPELINE, w::nav_pipeline(locale), lists_startups(actor.role)),
        (Place::MyDay, paths::MY_DAY, w::nav_my_day(locale), matches!(actor.role, Role::Manager)),
        (Place::Calls, paths::CALLS, w::nav_calls(locale), crate::pages::calls::manages_any(cx, &ledger)),
        (Place::Figures, figures.as_str(), w::nav_figures(locale), sees_figures(cx)),
        (Place::Contracts, paths::CONTRACTS, w::nav_contracts(locale), crate::pages::contracts::sees_any(cx, &ledger)),
        (Place::Funding, paths::FUNDING, w::nav_funding(locale), may(Action::ManageFunding)),
        (Place::Reports, paths::REPORTS, w::nav_reports(locale), crate::pages::reports::concerns(cx, &ledger)),
        (Place::Imports, paths::IMPORTS, w::nav_imports(locale), may(Action::Import)),
        (Place::Imports, paths::IMPORTS, w::nav_export(locale), may(Action::Export) && !may(Action::Import)),
        (
            Place::Programmes,
            paths::PROGRAMMES,
            w::nav_programmes(locale),
            crate::pages::programmes::runs_any(cx, &ledger),
        ),
        (Place::People, paths::PEOPLE, w::nav_people(locale), may(Action::SeePeople)),
        (Place::Audit, paths::AUDIT, w::nav_audit(locale), may(Action::SeeAudit)),
    ];
    let links = links
        .into_iter()
        .filter(|(.., open)| *open)
        .map(|(place, href, text, _)| (place, href.to_owned(), text))
        .collect();
    let searches = lists_startups(actor.role);
    let asking = crate::pages::attention::count(cx).await?;
    Ok(Nav { links, asking, hat: Some(hat(locale, &ledger, actor.role, actor.scope)), searches })
}

/// Whether a role looks at more than one startup, so that a list of them is worth a page.
#[must_use]
pub const fn lists_startups(role: Role) -> bool {
    matches!(role, Role::Admin | Role::System | Role::Manager | Role::Mentor)
}

/// Goes on for those whose role looks at more than one startup.
///
/// # Errors
/// [`PageError::Denied`] for the others.
pub fn require_list(cx: &Cx) -> Result<(), PageError> {
    match cx.actor().role {
        Role::Founder => Err(PageError::Denied(Reason::FoundersReport)),
        Role::Funder => Err(PageError::Denied(Reason::FiguresOnly)),
        Role::Evaluator => Err(PageError::Denied(Reason::EvaluatorsRead)),
        role => {
            if lists_startups(role) {
                Ok(())
            } else {
                Err(PageError::NotFound)
            }
        }
    }
}

/// Whether the reader may enter an application: into any programme, or into the first one of a house that has none. The ledger is
/// the whole one.
#[must_use]
pub fn may_apply(cx: &Cx, house: &Ledger) -> bool {
    if house.programmes.is_empty() {
        return cx.may(Action::CreateProgramme, &Resource::House(house));
    }
    house.programmes.iter().any(|programme| cx.may(Action::Apply, &Resource::Programme(programme.id)))
}

/// Whether the reader may open pages of figures: of the whole house, or of the programme their role is about.
#[must_use]
pub fn sees_figures(cx: &Cx) -> bool {
    let programme = match cx.actor().scope {
        Scope::Programme(programme) | Scope::Contract(_, programme) => Some(programme),
        Scope::House | Scope::Startup(_) => None,
    };
    cx.may(Action::SeeFigures, &Resource::Figures { programme, narrowed: false })
}

/// What a reader's figures are asked of where they do not say: whoever may ask of one programme only is led straight to it. The ledger
/// is the whole one.
fn own_question(cx: &Cx, house: &Ledger) -> Query {
    let actor = cx.actor();
    let own = match actor.scope {
        Scope::Programme(id) | Scope::Contract(_, id) if actor.role == Role::Funder => house.programme(id),
        Scope::House | Scope::Programme(_) | Scope::Startup(_) | Scope::Contract(..) => None,
    };
    own.map_or_else(Query::default, |own| Query::one("programme", &own.slug))
}

/// Where a reader's figures begin. The ledger is the whole one.
#[must_use]
pub fn figures_href(cx: &Cx, house: &Ledger) -> String {
    paths::with_query(paths::FIGURES, &own_question(cx, house))
}

/// Where a reader opens a figure. The ledger is the whole one.
#[must_use]
pub fn own_figure_href(cx: &Cx, house: &Ledger, figure: &FigureId) -> String {
    paths::with_query(&paths::figure(figure), &own_question(cx, house))
}

/// What the first page is called for a role.
const fn home_word(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Admin | Role::System | Role::Manager => w::nav_home(locale),
        Role::Mentor => w::nav_home_mentor(locale),
        Role::Founder => w::nav_home_founder(locale),
        Role::Evaluator => w::nav_home_evaluator(locale),
        Role::Funder => w::nav_home_funder(locale),
    }
}

/// A role and where it holds, in words: `mentor, Inkubator`.
#[must_use]
pub fn hat(locale: Locale, ledger: &Ledger, role: Role, scope: Scope) -> String {
    format!("{}, {}", role.name(locale), scope_name(locale, ledger, scope))
}

/// Where a role holds, in words. The ledger is the whole one.
#[must_use]
pub fn scope_name(locale: Locale, ledger: &Ledger, scope: Scope) -> String {
    match scope {
        Scope::House => Some(w::whole_house(locale).to_owned()),
        Scope::Programme(id) | Scope::Contract(_, id) => ledger.programme(id).map(|programme| programme.name.clone()),
        Scope::Startup(id) => ledger.startup(id).map(|startup| startup.profile.name.clone()),
    }
    .unwrap_or_else(|| w::unknown(locale).to_owned())
}

fn framed(cx: &Cx, page: Page, nav: Nav) -> impl IntoView + use<> {
    let locale = cx.locale;
    let place = page.place;
    let account = account(cx, nav.hat.as_deref(), place);
    // Where the reader is stands in the first row, wherever it stands otherwise.
    let all = nav.links.len() <= AT_HAND + 1;
    let at_hand = |index: usize, to: Place| all || index < AT_HAND || to == place;
    let mut links = Vec::new();
    let mut more = Vec::new();
    for (index, (to, href, text)) in nav.links.into_iter().enumerate() {
        let link = {
            let asking = (to == Place::Attention && nav.asking > 0).then(|| {
                let n = format::count(locale, nav.asking);
                view! {
                    " "
                    <span class="site-nav__count" aria-hidden="true">{n.clone()}</span>
                    <span class="ds-sr-only">{w::asking(locale, &n)}</span>
                }
            });
            view! {
                <li><a href=href class="site-nav__link" aria-current=(place == to).then_some("page")>{text}{asking}</a></li>
            }
        };
        if at_hand(index, to) { links.push(link) } else { more.push(link) }
    }
    let more = (!more.is_empty()).then(|| {
        view! {
            <li class="site-nav__more">
                <details>
                    <summary class="site-nav__link">{w::nav_more(locale)}</summary>
                    <ul>{more}</ul>
                </details>
            </li>
        }
    });
    let links = (!links.is_empty())
        .then(|| view! { <nav class="site-nav" aria-label=w::main_navigation(locale)><ul>{links}{more}</ul></nav> });
    // Whoever looks at more than one startup has something to look for.
    let searches = nav.searches;
    let search = searches.then(|| {
        view! {
            <form class="site-search" method="get" action=paths::SEARCH role="search" aria-label=crate::pages::search::search_submit(locale)>
                <label class="ds-sr-only" for="site-search">{crate::pages::search::search_label(locale)}</label>
                <input class="ds-input" id="site-search" name="q" type="search" autocomplete="off" placeholder=crate::pages::search::search_submit(locale) data-search/>
                <button class="ds-button ds-sr-only" type="submit">{crate::pages::search::search_submit(locale)}</button>
            </form>
        }
    });
    let keys = searches.then(|| crate::components::Keys(crate::components::KeysProps { locale, on: cx.keys }));
    let demo = cx.house.demo.then(|| crate::demo::bar(cx, nav.hat.as_deref()));
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
                {links}
                {search}
                {account}
            </div>
        </header>
        {demo}
        <main id="main" class="site-main" tabindex="-1">{page.body}</main>
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>{w::footer_line(locale)}</p>
                {choices(cx)}
                {open_to_all(locale)}
            </div>
        </footer>
        {keys}
        {scripts}
    }
}

/// What anybody may open, signed in or not.
fn open_to_all(locale: Locale) -> impl IntoView + use<> {
    let places = [
        (paths::OPEN_HOUSE, w::open_house(locale)),
        (paths::PUBLISHED, w::open_published(locale)),
        (paths::DEFINITIONS, w::open_definitions(locale)),
        (paths::BENCHMARKS, w::open_benchmarks(locale)),
        (paths::GUARD, w::open_guard(locale)),
        (paths::VERIFY, w::open_verify(locale)),
        (paths::OPEN_DATA, w::open_data(locale)),
        (paths::API, w::open_api(locale)),
        (paths::ACCESSIBILITY, w::accessibility(locale)),
    ];
    let links = places
        .into_iter()
        .map(|(href, name)| view! { <li><a class="ds-link" href=href>{name}</a></li> })
        .collect_view();
    view! { <nav class="site-open" aria-label=w::open_to_all(locale)><ul>{links}</ul></nav> }
}

/// Who is signed in and which hat is on, with the way out; or the way in.
fn account(cx: &Cx, hat: Option<&str>, place: Place) -> impl IntoView + use<> {
    let locale = cx.locale;
    let Some(viewer) = &cx.viewer else {
        let current = (cx.path == paths::SIGN_IN).then_some("page");
        return view! {
            <div class="site-account">
                <a class="site-account__who" href=paths::SIGN_IN aria-current=current>{w::sign_in(locale)}</a>
            </div>
        }
        .into_any();
    };
    // The demo's visitor is nobody in particular; the bar below says as whom they look.
    if viewer.session.is_none() {
        return ().into_any();
    }
    let name = viewer.name.clone();
    let hat = hat.map_or_else(|| w::no_role(locale).to_owned(), str::to_owned);
    view! {
        <div class="site-account">
            <a class="site-account__who" href=paths::HATS aria-current=(place == Place::Me).then_some("page")>
                <span class="site-account__name">{name}</span>
                <span class="site-account__hat">{hat}</span>
            </a>
            <form method="post" action=crate::actions::sign_out_path()>
                <button class="choice" type="submit">{w::sign_out(locale)}</button>
            </form>
        </div>
    }
    .into_any()
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
    // Single keys do things only where there is something to do them to, and whoever does not want them turns them off.
    let shortcuts = cx.viewer.as_ref().is_some_and(|viewer| lists_startups(viewer.actor.role)).then(|| {
        let choice = |value: &'static str, on: bool, label: &'static str| {
            view! {
                <button class="choice" type="submit" name="keys" value=value aria-pressed=(cx.keys == on).to_string()>{label}</button>
            }
        };
        view! {
            <fieldset class="choices">
                <legend>{w::shortcuts(locale)}</legend>
                {choice("on", true, w::shortcuts_on(locale))}
                {choice("off", false, w::shortcuts_off(locale))}
            </fieldset>
        }
    });
    view! {
        <form class="site-choices" method="post" action=crate::actions::choose_path()>
            <Hidden name="back" value=here/>
            <fieldset class="choices"><legend>{w::language(locale)}</legend>{languages}</fieldset>
            <fieldset class="choices"><legend>{w::colours(locale)}</legend>{schemes}</fieldset>
            {shortcuts}
        </form>
    }
}
