//! How this house asks for more than a mailbox: what pages, forms and the server's guard have to know of it.

use axum::http::{HeaderMap, header};
use store::Viewer;
use store::strong::Duty;

use crate::paths;

/// Where a browser can make and use passkeys for this house.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PasskeyPlace {
    /// At this origin and no other, such as `https://grobunn.example` or `http://localhost:3000`.
    At(String),
    /// Nowhere: browsers tie passkeys to a name, and the house's address is a number.
    #[default]
    NeedsName,
    /// Nowhere: browsers offer passkeys only over https, except on the machine itself.
    NeedsHttps,
}

impl PasskeyPlace {
    /// Whether the page under this request's address may ask the browser for one.
    #[must_use]
    pub fn is_here(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        matches!(self, Self::At(origin) if origin.split_once("://").is_some_and(|(_, place)| place.eq_ignore_ascii_case(host)))
    }
}

/// How this house asks for more than a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strong {
    /// Where passkeys work.
    pub place: PasskeyPlace,
    /// Which roles have to have one.
    pub duty: Duty,
    /// What the provider of accounts elsewhere is called on the button, when there is one.
    pub elsewhere: Option<String>,
}

impl Default for Strong {
    /// No passkeys, no duty, no provider.
    fn default() -> Self {
        Self { place: PasskeyPlace::default(), duty: Duty::none(), elsewhere: None }
    }
}

/// What a session may reach while its role still demands a passkey of it: what sets one up, uses one, or leaves.
const WHILE_DUE: [&str; 7] = [
    paths::CONFIRM,
    paths::PASSKEYS,
    paths::DEVICES,
    paths::HATS,
    paths::CONFIRM_OPTIONS,
    paths::CONFIRM_PASSKEY,
    paths::PASSKEY_OPTIONS,
];

impl Strong {
    /// Whether a session has still to prove more than its mailbox before it reaches anything.
    #[must_use]
    pub fn is_due(&self, viewer: &Viewer) -> bool {
        self.duty.is_due(viewer)
    }

    /// Where a session has to go before it may have what it asks for; `None` when it may.
    #[must_use]
    pub fn first(&self, viewer: &Viewer, path: &str) -> Option<String> {
        let open = WHILE_DUE.contains(&path) || paths::is_open(path) || crate::actions::is_open_while_due(path);
        // A form that came too early is not sent again by itself: its address is no page to go on to.
        let next = if path.starts_with("/act/") { paths::HOME } else { path };
        (self.is_due(viewer) && !open).then(|| paths::confirm_then(next))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn passkeys_work_under_their_own_name_and_port_only() {
        let place = PasskeyPlace::At("http://localhost:3000".to_owned());
        let at = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            headers
        };
        assert!(place.is_here(&at("localhost:3000")));
        for host in ["127.0.0.1:3000", "localhost:3001", "localhost", "localhost:3000.evil.example"] {
            assert!(!place.is_here(&at(host)), "{host}");
        }
        assert!(!place.is_here(&HeaderMap::new()));
        assert!(!PasskeyPlace::NeedsHttps.is_here(&at("localhost:3000")));
    }
}
