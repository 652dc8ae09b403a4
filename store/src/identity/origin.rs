//! Where a request comes from.

use std::net::IpAddr;

/// Where somebody signs in from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The network address.
    pub address: String,
    /// The browser in a few words, such as "Firefox, Linux".
    pub device: String,
}

impl Origin {
    /// Where somebody signs in from; what is longer than is kept is cut.
    #[must_use]
    pub fn new(address: impl Into<String>, device: impl AsRef<str>) -> Self {
        let clean = device.as_ref().chars().filter(|letter| !letter.is_control()).take(120).collect::<String>();
        Self { address: address.into().chars().take(60).collect(), device: clean.trim().to_owned() }
    }

    /// What limits count by: the address, of an IPv6 address the half that a household gets.
    #[must_use]
    pub fn network(&self) -> String {
        match self.address.parse() {
            Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(address) => address.to_string(),
                None => {
                    let [a, b, c, d, ..] = address.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
            Ok(IpAddr::V4(address)) => address.to_string(),
            Err(_) => self.address.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_counts_as_one() {
        let network = |address: &str| Origin::new(address, "").network();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:2::9"), network("2001:db8:1:3::9"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network("here"), "here");
    }

    #[test]
    fn a_device_is_short_and_one_line() {
        let origin = Origin::new("192.0.2.1", format!(" Fire\nfox{}", "x".repeat(500)));
        assert!(origin.device.starts_with("Firefox") && origin.device.len() <= 120);
    }
}
