//! Where a request comes from: the address, for limits, and the device in a few words, for the person to know it by.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use store::identity::Origin;

/// Most letters kept of a device's own words.
const MOST: usize = 60;

/// The address somebody asks from, put there by the server, which knows whether to believe a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedFrom(pub IpAddr);

/// Where a request comes from.
#[must_use]
pub fn of(parts: &Parts) -> Origin {
    let address = parts
        .extensions
        .get::<AskedFrom>()
        .map(|from| from.0)
        .or_else(|| parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|from| from.0.ip()))
        .map_or_else(|| "unknown".to_owned(), |address| address.to_string());
    let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Origin { address, device: device(agent) }
}

/// A browser and its system in a few words: `Firefox, Windows`. What is not known is told by its first word.
#[must_use]
pub fn device(agent: &str) -> String {
    // The order matters: most browsers also claim to be those that came before them.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find =
        |among: &[(&str, &'static str)]| among.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent
            .split(['/', ' '])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_graphic())
            .take(MOST)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_told_in_words_its_owner_knows() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome, Linux");
        assert_eq!(device(&format!("{chrome} Edg/130.0")), "Edge, Linux");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device(safari), "Safari, iPhone");
        assert_eq!(device("curl/8.5"), "curl");
        assert_eq!(device(""), "");
        assert_eq!(device("\u{1b}[31m<script>x"), "[31m<script>x");
    }
}
