//! Mail on its way out: send it now.

use domain::ids::MailId;
use leptos::prelude::*;
use store::{Missing, VerbError};

use super::{Answer, answer, denied, done, refused, signed_in};
use crate::form::Form;
use crate::paths;

/// Sends a message now that waits for its next try, or once more one that was given up.
#[server(prefix = "/act", endpoint = "resend-mail")]
pub async fn resend_mail(#[server(default)] mail: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, [("mail", mail)]);
    let resent = match form.text("mail").and_then(|id| id.parse::<MailId>().ok()) {
        Some(id) => cx.house.store.resend_mail(&cx.actor(), id).await,
        None => Err(VerbError::NotFound(Missing::Mail)),
    };
    match answer(resent, &form)? {
        Answer::Accepted(()) => {
            done(paths::OUTBOX, "resent");
            Ok(())
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse("", sentence);
            refused(&cx, form, "resend", paths::OUTBOX).await
        }
    }
}
