//! What is done with a text whose claims are to be tested: it is kept for a while, and the answer is shown.

use chrono::TimeDelta;
use domain::claims::LONGEST;
use leptos::prelude::*;
use store::identity::{IdentityError, Quota};

use super::{failed, here, refused};
use crate::form::{Form, fields};
use crate::paths;

/// What the form is called among the drafts.
pub(crate) const GUARD_FORM: &str = "guard";

/// How often texts are tested from one network. Anybody may, and each is kept for a while.
const TESTED: Quota = Quota { burst: 30, every: TimeDelta::seconds(5) };

domain::catalogue! {
    mod w {
        too_long(many: &str, most: &str) => {
            nb: "Teksten har {many} tegn, og vi prøver opptil {most} om gangen. Del den opp; alt du skrev står her.",
            nn: "Teksten har {many} teikn, og vi prøver opptil {most} om gongen. Del han opp; alt du skreiv står her.",
            en: "The text has {many} characters, and we test up to {most} at a time. Divide it; all you wrote is here." }
        too_often => {
            nb: "Det er prøvd mange tekster herfra nå. Vent litt og prøv igjen; teksten står her.",
            nn: "Det er prøvd mange tekstar herifrå no. Vent litt og prøv igjen; teksten står her.",
            en: "Many texts were tested from here just now. Wait a moment and try again; the text is here." }
    }
}

/// Tests a text. Open to all; it changes nothing but the draft that the answer is shown from.
#[server(prefix = "/act", endpoint = "check-text")]
pub async fn check_text(#[server(default)] text: String) -> Result<(), ServerFnError> {
    let cx = here();
    let mut form = Form::new(cx.locale, fields![text]);
    let text = form.required("text").unwrap_or_default();
    let many = text.chars().count();
    if many > LONGEST {
        let count = |number| domain::format::count(cx.locale, number);
        form.refuse("text", w::too_long(cx.locale, &count(many), &count(LONGEST)));
    }
    match cx.house.store.limit(&format!("guard:from:{}", cx.origin.network()), TESTED).await {
        Ok(()) => {}
        Err(IdentityError::Store(error)) => return Err(failed(&error)),
        Err(_) => form.refuse("text", w::too_often(cx.locale)),
    }
    refused(&cx, form, GUARD_FORM, paths::GUARD).await
}
