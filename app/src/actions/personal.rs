//! Erasing a person.

use domain::ids::PersonId;
use leptos::prelude::*;

use super::{Answer, answer, denied, done, failed, refused, signed_in_person, turned_away};
use crate::form::Form;
use crate::paths;

/// Erases a person whose name was typed: oneself, or anybody for those who keep the house.
#[server(prefix = "/act", endpoint = "erase-person")]
pub async fn erase_person(
    #[server(default)] person: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let Ok(person) = person.parse::<PersonId>() else {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    };
    let page = paths::erase_person(person);
    // What cannot be taken back is not done by a browser that somebody else walked away from.
    if !cx.house.store.is_fresh(viewer).await.map_err(|error| failed(&error))? {
        leptos_axum::redirect(&paths::confirm_then(&page));
        return Ok(());
    }
    let mut form = Form::new(cx.locale, [("name", name.clone())]);
    let result = cx.house.store.erase_person(&viewer.actor, person, &name).await;
    let field = result.as_ref().err().and_then(store::VerbError::field).unwrap_or("");
    match answer(result, &form)? {
        Answer::Accepted(()) if viewer.actor.person == Some(person) => leptos_axum::redirect(paths::ERASED),
        Answer::Accepted(()) => done(paths::PEOPLE, "erased"),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, "erase-person", &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
