//! The bar above every page of the demo: as whom a visitor looks, and the way to look as somebody else. Nothing of it exists outside
//! the demo.

use domain::access::Role;
use leptos::prelude::*;

use crate::actions;
use crate::components::{SelectOption, SubmitButton};
use crate::cx::Cx;
use crate::paths;
use crate::words as shared;

/// The value of the choice to look as nobody: as somebody who is not signed in.
pub const NOBODY: &str = "nobody";

/// The roles that a visitor of the demo can look as.
pub const ROLES: [Role; 6] = [Role::Admin, Role::Manager, Role::Mentor, Role::Founder, Role::Funder, Role::Evaluator];

domain::catalogue! {
    mod w {
        looks_as(hat: &str) => { nb: "Du ser som {hat}.", nn: "Du ser som {hat}.", en: "You look as {hat}." }
        looks_as_nobody => { nb: "Du er ikke logget inn.", nn: "Du er ikkje logga inn.", en: "You are not signed in." }
        look_as => { nb: "Se huset som", nn: "Sjå huset som", en: "Look as" }
        look => { nb: "Bytt", nn: "Byt", en: "Change" }
        nobody => { nb: "ingen (ikke logget inn)", nn: "ingen (ikkje logga inn)", en: "nobody (not signed in)" }
        visitor => { nb: "leder av hele huset", nn: "leiar av heile huset", en: "manager of the whole house" }
        mail => { nb: "E-post fra demoen", nn: "E-post frå demoen", en: "The demo's mail" }
    }
}

/// The bar. `hat` is the reader's role in words, when they hold one.
pub fn bar(cx: &Cx, hat: Option<&str>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let session = cx.viewer.as_ref().is_some_and(|viewer| viewer.session.is_some());
    let now = match (&cx.viewer, session) {
        (None, _) => NOBODY,
        (Some(_), false) => "",
        (Some(_), true) => cx.actor().role.code(),
    };
    let said = hat.map_or_else(|| w::looks_as_nobody(locale).to_owned(), |hat| w::looks_as(locale, hat));
    let options = std::iter::once(SelectOption::new("", w::visitor(locale)))
        .chain(ROLES.map(|role| SelectOption::new(role.code(), role.name(locale))))
        .chain([SelectOption::new(NOBODY, w::nobody(locale))])
        .map(|option| {
            let selected = option.value == now;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="demo-bar" role="region" aria-label=w::look_as(locale)>
            <p>{shared::demo_bar(locale)} " " {said}</p>
            <form class="demo-bar__as" method="post" action=actions::look_as_path()>
                <label for="look-as">{w::look_as(locale)}</label>
                <select class="ds-input" id="look-as" name="role">{options}</select>
                <SubmitButton label=w::look(locale) variant="secondary"/>
            </form>
            <a class="ds-link" href=paths::DEV_OUTBOX>{w::mail(locale)}</a>
        </div>
    }
}
