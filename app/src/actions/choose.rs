//! The reader's own choices: language and colours.

use leptos::prelude::*;

use super::{here, set_cookie};
use crate::cx::Scheme;
use crate::paths;

/// Keeps the chosen language or colours, or whether single keys do things, in a cookie for a year and returns to the page.
#[server(prefix = "/act", endpoint = "choose")]
pub async fn choose(
    #[server(default)] lang: String,
    #[server(default)] scheme: String,
    #[server(default)] keys: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let cookies = cx.house.cookies;
    let keep = |name, value: &str| set_cookie(cookies.choice(name, value));
    if let Some(locale) = domain::words::Locale::from_tag(&lang) {
        keep("lang", locale.tag());
        // Mail is written in the language last chosen. The choice itself does not hang on it.
        if let Some(viewer) = cx.viewer.as_ref().filter(|viewer| viewer.session.is_some())
            && let Err(error) = cx.house.store.set_locale(viewer, locale).await
        {
            tracing::error!(%error, "choose.failed");
        }
    }
    if let Some(scheme) = Scheme::from_code(&scheme) {
        keep("scheme", scheme.code());
    }
    if matches!(keys.as_str(), "on" | "off") {
        keep("keys", &keys);
    }
    leptos_axum::redirect(&paths::local_or(&back, paths::HOME));
    Ok(())
}
