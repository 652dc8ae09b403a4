//! The reader's own choices: language and colours.

use axum::http::{HeaderValue, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::cx::Scheme;
use crate::paths;

/// Keeps the chosen language or colours in a cookie for a year and returns to the page.
#[server(prefix = "/act", endpoint = "choose")]
pub async fn choose(
    #[server(default)] lang: String,
    #[server(default)] scheme: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let response = expect_context::<ResponseOptions>();
    let keep = |name: &str, value: &str| {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.append_header(header::SET_COOKIE, value);
        }
    };
    if let Some(locale) = domain::words::Locale::from_tag(&lang) {
        keep("lang", locale.tag());
    }
    if let Some(scheme) = Scheme::from_code(&scheme) {
        keep("scheme", scheme.code());
    }
    leptos_axum::redirect(&paths::local_or(&back, paths::HOME));
    Ok(())
}
