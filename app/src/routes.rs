//! The document around every page, and which page answers which address.

use axum::http::{HeaderValue, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::cx::{Cx, House};
use crate::pages;

/// The HTML document around the application.
///
/// The policy for scripts and styles is set here because it carries the nonce of this very response.
#[must_use]
pub fn shell() -> impl IntoView {
    let cx = Cx::current();
    let house = use_context::<House>();
    let (lang, scheme) = cx.as_ref().map_or(("nb", "auto"), |cx| (cx.locale.tag(), cx.scheme.code()));
    let href = |name: &str| house.as_ref().map(|house| house.manifest.href(name)).unwrap_or_default();
    if let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<ResponseOptions>()) {
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        if let Ok(value) = HeaderValue::from_str(&policy) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, value);
        }
    }
    view! {
        <!DOCTYPE html>
        <html lang=lang data-color-scheme=scheme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="preload" href=href("inter.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=href("grobunn.css")/>
                <link rel="icon" href=href("favicon.svg") r#type="image/svg+xml"/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The application: one route per page, all rendered whole on the server.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=pages::errors::not_found>
                <Route path=path!("/") view=pages::home::page ssr=SsrMode::Async/>
                <Route path=path!("/attention") view=pages::attention::page ssr=SsrMode::Async/>
                <Route path=path!("/programmes/:programme/attention") view=pages::attention::rules_page ssr=SsrMode::Async/>
                <Route path=path!("/pipeline") view=pages::pipeline::page ssr=SsrMode::Async/>
                <Route path=path!("/pipeline/selected") view=pages::pipeline::selected::page ssr=SsrMode::Async/>
                <Route path=path!("/pipeline/views") view=pages::views::page ssr=SsrMode::Async/>
                <Route path=path!("/search") view=pages::search::page ssr=SsrMode::Async/>
                <Route path=path!("/programmes") view=pages::programmes::page ssr=SsrMode::Async/>
                <Route path=path!("/programmes/:programme/stages") view=pages::stages::page ssr=SsrMode::Async/>
                <Route path=path!("/me/calendar") view=pages::calendar::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/new") view=pages::apply::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup") view=pages::startup::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/stays/:enrolment/move") view=pages::move_stay::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/facts/:kind/:fact") view=pages::correct::page ssr=SsrMode::Async/>
                <Route path=path!("/contracts") view=pages::contracts::page ssr=SsrMode::Async/>
                <Route path=path!("/contracts/new") view=pages::contracts::edit::new_page ssr=SsrMode::Async/>
                <Route path=path!("/contracts/:contract") view=pages::contracts::contract::page ssr=SsrMode::Async/>
                <Route path=path!("/contracts/:contract/edit") view=pages::contracts::edit::page ssr=SsrMode::Async/>
                <Route path=path!("/contracts/:contract/amend") view=pages::contracts::edit::amend_page ssr=SsrMode::Async/>
                <Route path=path!("/calls") view=pages::calls::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/new") view=pages::calls::edit::new_page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call") view=pages::calls::call::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/edit") view=pages::calls::edit::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/questions/:question") view=pages::calls::question::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/applications/:application") view=pages::calls::application::page ssr=SsrMode::Async/>
                <Route path=path!("/evaluate") view=pages::evaluate::page ssr=SsrMode::Async/>
                <Route path=path!("/evaluate/:round/:application") view=pages::evaluate::score::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/judging") view=pages::evaluate::setup::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/rounds/:round") view=pages::evaluate::ranked::page ssr=SsrMode::Async/>
                <Route path=path!("/calls/:call/decline") view=pages::evaluate::decline::page ssr=SsrMode::Async/>
                <Route path=path!("/apply/:slug") view=pages::apply_call::page ssr=SsrMode::Async/>
                <Route path=path!("/apply/:slug/:token") view=pages::apply_call::written::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/hand-over") view=pages::mentors::hand_over_page ssr=SsrMode::Async/>
                <Route path=path!("/my-day") view=pages::my_day::page ssr=SsrMode::Async/>
                <Route path=path!("/tasks") view=pages::tasks::page ssr=SsrMode::Async/>
                <Route path=path!("/mentoring") view=pages::mentoring::page ssr=SsrMode::Async/>
                <Route path=path!("/mentoring/setup") view=pages::mentoring::setup_page ssr=SsrMode::Async/>
                <Route path=path!("/meetings/new") view=pages::meeting::page ssr=SsrMode::Async/>
                <Route path=path!("/meetings/plan") view=pages::meeting::plan_page ssr=SsrMode::Async/>
                <Route path=path!("/log-meeting/:token") view=pages::meeting::link_page ssr=SsrMode::Async/>
                <Route path=path!("/notes/:note") view=pages::notes::page ssr=SsrMode::Async/>
                <Route path=path!("/milestones/:milestone") view=pages::milestones::page ssr=SsrMode::Async/>
                <Route path=path!("/figures") view=pages::figures::page ssr=SsrMode::Async/>
                <Route path=path!("/figures/:figure") view=pages::figure::page ssr=SsrMode::Async/>
                <Route path=path!("/figures/:figure/publish") view=pages::publish::page ssr=SsrMode::Async/>
                <Route path=path!("/published") view=pages::published::page ssr=SsrMode::Async/>
                <Route path=path!("/published/:address") view=pages::published::one::page ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=pages::verify::page ssr=SsrMode::Async/>
                <Route path=path!("/house") view=pages::open_house::page ssr=SsrMode::Async/>
                <Route path=path!("/guard") view=pages::guard::page ssr=SsrMode::Async/>
                <Route path=path!("/benchmarks") view=pages::benchmarks::page ssr=SsrMode::Async/>
                <Route path=path!("/definitions") view=pages::definitions::page ssr=SsrMode::Async/>
                <Route path=path!("/definitions/:definition") view=pages::definitions::one::page ssr=SsrMode::Async/>
                <Route path=path!("/definitions/:definition/:version") view=pages::definitions::one::version_page ssr=SsrMode::Async/>
                <Route path=path!("/reports") view=pages::reports::page ssr=SsrMode::Async/>
                <Route path=path!("/reports/:report") view=pages::reports::one::page ssr=SsrMode::Async/>
                <Route path=path!("/imports") view=pages::imports::page ssr=SsrMode::Async/>
                <Route path=path!("/imports/:import") view=pages::import::page ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=pages::sign_in::page ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/code") view=pages::sign_in::code_page ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/link/:token") view=pages::link::page ssr=SsrMode::Async/>
                <Route path=path!("/invitations/:token") view=pages::invitation::page ssr=SsrMode::Async/>
                <Route path=path!("/me/hats") view=pages::hats::page ssr=SsrMode::Async/>
                <Route path=path!("/me/devices") view=pages::devices::page ssr=SsrMode::Async/>
                <Route path=path!("/me/address") view=pages::address::page ssr=SsrMode::Async/>
                <Route path=path!("/people") view=pages::people::page ssr=SsrMode::Async/>
                <Route path=path!("/people/:person") view=pages::person::page ssr=SsrMode::Async/>
                <Route path=path!("/outbox") view=pages::outbox::page ssr=SsrMode::Async/>
                <Route path=path!("/dev/outbox") view=pages::dev_outbox::page ssr=SsrMode::Async/>
                <Route path=path!("/denied") view=pages::errors::denied ssr=SsrMode::Async/>
                <Route path=path!("/me/passkeys") view=pages::passkeys::page ssr=SsrMode::Async/>
                <Route path=path!("/me/recovery") view=pages::recovery::page ssr=SsrMode::Async/>
                <Route path=path!("/confirm") view=pages::confirm::page ssr=SsrMode::Async/>
                <Route path=path!("/audit") view=pages::audit::page ssr=SsrMode::Async/>
                <Route path=path!("/me/data") view=pages::my_data::page ssr=SsrMode::Async/>
                <Route path=path!("/people/:person/erase") view=pages::my_data::erase_page ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/erased") view=pages::my_data::erased_page ssr=SsrMode::Async/>
                <Route path=path!("/update/:token") view=pages::update_form::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/funding") view=pages::funding::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/funding/new") view=pages::funding::step::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/funding/statement") view=pages::funding::statement::page ssr=SsrMode::Async/>
                <Route path=path!("/funding") view=pages::funding::overview::page ssr=SsrMode::Async/>
                <Route path=path!("/schemes") view=pages::funding::schemes::page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/update") view=pages::update_form::signed_in_page ssr=SsrMode::Async/>
                <Route path=path!("/startups/:startup/held") view=pages::held::page ssr=SsrMode::Async/>
                <Route path=path!("/programmes/:programme/updates") view=pages::updates::page ssr=SsrMode::Async/>
                <Route path=path!("/objections") view=pages::objections::page ssr=SsrMode::Async/>
                <Route path=path!("/open-data") view=pages::open_data::page ssr=SsrMode::Async/>
                <Route path=path!("/api") view=pages::api::page ssr=SsrMode::Async/>
                <Route path=path!("/me/tokens") view=pages::tokens::page ssr=SsrMode::Async/>
                <Route path=path!("/accessibility") view=pages::accessibility::page ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
