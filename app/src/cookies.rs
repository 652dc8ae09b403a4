//! The cookies the server sets, each with all its attributes.
//!
//! Over https their names carry `__Host-`: a browser then takes them from this very host only, and only `Secure`. Plain http is for
//! a house on the machine itself, where a browser would throw such a cookie away.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chrono::TimeDelta;

/// How long a browser is remembered between asking for a code and typing it. The attempt itself ends earlier.
const ASKING: TimeDelta = TimeDelta::minutes(15);

/// What the session cookie holds in the demo when the visitor chose to be nobody.
pub const NOBODY: &str = "nobody";

/// What a browser takes from this very host and over https only.
const HOST_ONLY: &str = "__Host-";

/// How this server names and guards its cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// For a house reached at this address.
    #[must_use]
    pub fn of(base_url: &str) -> Self {
        Self { secure: base_url.starts_with("https://") }
    }

    /// Whether the house is reached over https.
    #[must_use]
    pub const fn is_secure(self) -> bool {
        self.secure
    }

    /// The name of the cookie that says who is signed in.
    #[must_use]
    pub const fn session_name(self) -> &'static str {
        if self.secure { "__Host-grobunn" } else { "grobunn" }
    }

    /// The name of the cookie that ties an attempt to sign in to its browser.
    #[must_use]
    pub const fn browser_name(self) -> &'static str {
        if self.secure { "__Host-grobunn-asks" } else { "grobunn-asks" }
    }

    /// The cookie that says who is signed in, for so long.
    #[must_use]
    pub fn session(self, token: &str, life: TimeDelta) -> Option<HeaderValue> {
        self.made(self.session_name(), token, life)
    }

    /// The cookie that ties an attempt to sign in to its browser.
    #[must_use]
    pub fn browser(self, token: &str) -> Option<HeaderValue> {
        self.made(self.browser_name(), token, ASKING)
    }

    /// The name of the cookie that carries new recovery codes to the page that shows them.
    #[must_use]
    pub const fn codes_name(self) -> &'static str {
        if self.secure { "__Host-grobunn-codes" } else { "grobunn-codes" }
    }

    /// The cookie that carries new recovery codes to the page that shows them: they lie in no database meanwhile, and the page takes it
    /// back.
    #[must_use]
    pub fn codes(self, codes: &str) -> Option<HeaderValue> {
        self.made(self.codes_name(), codes, TimeDelta::minutes(2))
    }

    /// The name of the cookie that carries the secret of a new calendar address to the page that shows it.
    #[must_use]
    pub const fn calendar_name(self) -> &'static str {
        if self.secure { "__Host-grobunn-calendar" } else { "grobunn-calendar" }
    }

    /// The cookie that carries the secret of a new calendar address to the page that shows it, and takes it back.
    #[must_use]
    pub fn calendar(self, secret: &str) -> Option<HeaderValue> {
        self.made(self.calendar_name(), secret, TimeDelta::minutes(2))
    }

    /// The name of the cookie that carries a new token to the page that shows it.
    #[must_use]
    pub const fn token_name(self) -> &'static str {
        if self.secure { "__Host-grobunn-token" } else { "grobunn-token" }
    }

    /// The cookie that carries a new token to the page that shows it, and takes it back.
    #[must_use]
    pub fn token(self, secret: &str) -> Option<HeaderValue> {
        self.made(self.token_name(), secret, TimeDelta::minutes(2))
    }

    /// The cookie that takes back the one of this name.
    #[must_use]
    pub fn without(self, name: &'static str) -> Option<HeaderValue> {
        self.made(name, "", TimeDelta::zero())
    }

    /// A cookie that keeps one of the reader's choices for a year.
    #[must_use]
    pub fn choice(self, name: &'static str, value: &str) -> Option<HeaderValue> {
        let name = if self.secure { format!("{HOST_ONLY}{name}") } else { name.to_owned() };
        self.made(&name, value, TimeDelta::days(365))
    }

    fn made(self, name: &str, value: &str, life: TimeDelta) -> Option<HeaderValue> {
        let cookie = Cookie::build((name.to_owned(), value.to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .build();
        // The cookie crate speaks another crate's durations, which this one attribute is not worth.
        HeaderValue::from_str(&format!("{cookie}; Max-Age={}", life.num_seconds().max(0))).ok()
    }
}

/// One of the reader's choices, under the name it has over https or the one it has without.
#[must_use]
pub fn choice(headers: &HeaderMap, name: &str) -> Option<String> {
    value(headers, &format!("{HOST_ONLY}{name}")).or_else(|| value(headers, name))
}

/// The value of a cookie that came with a request.
#[must_use]
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    CookieJar::from_headers(headers).get(name).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_has_all_its_attributes_and_its_prefix_where_it_can() {
        let made = |cookies: Cookies| cookies.session("abc", TimeDelta::hours(1)).unwrap().to_str().unwrap().to_owned();
        let safe = made(Cookies::of("https://grobunn.example"));
        for part in ["__Host-grobunn=abc", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=3600"] {
            assert!(safe.contains(part), "{safe}");
        }
        assert!(!safe.contains("Domain"), "{safe}");
        let plain = made(Cookies::of("http://127.0.0.1:3000"));
        assert!(plain.starts_with("grobunn=abc") && !plain.contains("Secure"), "{plain}");
    }

    #[test]
    fn a_cookie_is_read_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", HeaderValue::from_static("a=1; grobunn-asks=b; grobunn=t; lang="));
        assert_eq!(value(&headers, "grobunn").as_deref(), Some("t"));
        assert_eq!(value(&headers, "grobunn-asks").as_deref(), Some("b"));
        assert_eq!(value(&headers, "lang"), None);
    }

    #[test]
    fn a_choice_is_kept_under_the_prefix_where_it_can_be() {
        let kept = Cookies::of("https://grobunn.example").choice("lang", "en").unwrap();
        assert!(kept.to_str().unwrap().starts_with("__Host-lang=en;"), "{kept:?}");
        let mut headers = HeaderMap::new();
        headers.insert("cookie", HeaderValue::from_static("__Host-lang=en; scheme=dark"));
        assert_eq!(choice(&headers, "lang").as_deref(), Some("en"));
        assert_eq!(choice(&headers, "scheme").as_deref(), Some("dark"));
    }
}
