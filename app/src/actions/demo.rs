//! Looking at the demo house as somebody else.

use domain::access::Role;
use leptos::prelude::*;
use store::identity::IdentityError;

use super::identity::welcome;
use super::{failed, here, set_cookie};
use crate::cookies;
use crate::demo;
use crate::paths;

/// Makes a visitor of the demo somebody else: a person in a role, nobody at all, or the manager they came as. Outside the demo
/// nothing happens.
#[server(prefix = "/act", endpoint = "look-as")]
pub async fn look_as(#[server(default)] role: String) -> Result<(), ServerFnError> {
    let cx = here();
    let jar = cx.house.cookies;
    if !cx.house.demo {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    }
    // Whoever the visitor was before is signed out.
    if let Some(viewer) = &cx.viewer
        && let Some(session) = viewer.session
        && let Err(IdentityError::Store(error)) = cx.house.store.end_session(viewer, session).await
    {
        return Err(failed(&error));
    }
    match Role::from_code(&role).filter(|role| demo::ROLES.contains(role)) {
        Some(role) => match cx.house.store.demo_session(role, &cx.origin).await {
            Ok(session) => {
                welcome(&cx, &session, "");
                return Ok(());
            }
            Err(IdentityError::Store(error)) => return Err(failed(&error)),
            Err(error) => tracing::warn!(%error, "look_as.failed"),
        },
        None if role == demo::NOBODY => {
            set_cookie(jar.session(cookies::NOBODY, chrono::TimeDelta::days(1)));
            leptos_axum::redirect(paths::SIGN_IN);
            return Ok(());
        }
        None => {}
    }
    set_cookie(jar.without(jar.session_name()));
    leptos_axum::redirect(paths::HOME);
    Ok(())
}
