//! The address of one's own calendar.

use leptos::prelude::*;
use store::VerbError;

use super::{denied, done, failed, set_cookie, signed_in};
use crate::paths;

/// Makes the address, or a new one; its page shows it once.
#[server(prefix = "/act", endpoint = "make-calendar")]
pub async fn make_calendar() -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    match cx.house.store.make_calendar(&cx.actor()).await {
        Ok(secret) => {
            set_cookie(cx.house.cookies.calendar(&secret));
            leptos_axum::redirect(paths::MY_CALENDAR);
        }
        Err(VerbError::Store(error)) => return Err(failed(&error)),
        Err(VerbError::Denied(reason)) => denied(reason),
        Err(_) => leptos_axum::redirect(paths::MY_CALENDAR),
    }
    Ok(())
}

/// Takes the address away.
#[server(prefix = "/act", endpoint = "revoke-calendar")]
pub async fn revoke_calendar() -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    match cx.house.store.revoke_calendar(&cx.actor()).await {
        Ok(()) => done(paths::MY_CALENDAR, "revoked"),
        Err(VerbError::Store(error)) => return Err(failed(&error)),
        Err(VerbError::Denied(reason)) => denied(reason),
        Err(_) => leptos_axum::redirect(paths::MY_CALENDAR),
    }
    Ok(())
}
