//! The first page, which is another for each role: what one comes for.

mod admin;
mod evaluator;
mod founder;
mod funder;
mod house;
mod mentor;

use domain::access::{Role, Scope};
use domain::ledger::Ledger;
use leptos::prelude::*;

use crate::cx::Cx;
use crate::frame::{Page, PageError, page as show};
use crate::question::Question;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    match cx.actor().role {
        Role::Admin | Role::System => admin::load(cx).await,
        Role::Manager => house::load(cx).await,
        Role::Mentor => mentor::load(cx).await,
        Role::Evaluator => evaluator::load(cx).await,
        Role::Founder => founder::load(cx).await,
        Role::Funder => funder::load(cx).await,
    }
}

/// The question in the address, about the reader's own programme when their role is of one. The ledger is the whole one.
fn question(cx: &Cx, house: &Ledger) -> Question {
    let question = Question::of(cx, house);
    match cx.actor().scope {
        Scope::Programme(own) | Scope::Contract(_, own) => match house.programme(own) {
            Some(programme) => question.about(programme),
            None => question,
        },
        Scope::House | Scope::Startup(_) => question,
    }
}
