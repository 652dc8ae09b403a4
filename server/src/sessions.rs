//! How long somebody stays signed in.

use chrono::TimeDelta;
use clap::Args;
use serde::Deserialize;
use store::SessionLimits;

use crate::failure::Failure;

/// What an operator can set, in hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    /// Hours unused after which a session is over [default: 336, two weeks]
    #[arg(long = "session-idle", env = "GROBUNN_SESSION_IDLE", global = true, value_name = "HOURS")]
    #[arg(id = "session_idle")]
    pub idle: Option<u32>,
    /// Hours after signing in at which it is over, however much it was used [default: 1440, sixty days]
    #[arg(long = "session-absolute", env = "GROBUNN_SESSION_ABSOLUTE", global = true, value_name = "HOURS")]
    #[arg(id = "session_absolute")]
    pub absolute: Option<u32>,
    /// Hours unused after which a session in an administrator's role is over [default: 12]
    #[arg(long = "session-idle-admin", env = "GROBUNN_SESSION_IDLE_ADMIN", global = true, value_name = "HOURS")]
    #[arg(id = "session_idle_admin")]
    pub idle_admin: Option<u32>,
    /// Hours after which an administrator must show anew who they are [default: 168, a week]
    #[arg(
        long = "session-absolute-admin",
        env = "GROBUNN_SESSION_ABSOLUTE_ADMIN",
        global = true,
        value_name = "HOURS"
    )]
    #[arg(id = "session_absolute_admin")]
    pub absolute_admin: Option<u32>,
}

impl SessionSettings {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: &Self) -> Self {
        Self {
            idle: self.idle.or(file.idle),
            absolute: self.absolute.or(file.absolute),
            idle_admin: self.idle_admin.or(file.idle_admin),
            absolute_admin: self.absolute_admin.or(file.absolute_admin),
        }
    }

    /// The limits that follow.
    ///
    /// # Errors
    /// [`Failure`] when a limit would sign everybody out at once, or reaches beyond a year.
    pub fn limits(&self) -> Result<SessionLimits, Failure> {
        let usual = SessionLimits::default();
        let hours = |name: &str, set: Option<u32>, usual: TimeDelta| match set {
            None => Ok(usual),
            Some(hours @ 1..=8784) => Ok(TimeDelta::hours(hours.into())),
            Some(hours) => Err(Failure::input(format!("{name} is {hours} hours; it is between 1 and 8784, a year"))),
        };
        Ok(SessionLimits {
            idle: hours("session-idle", self.idle, usual.idle)?,
            absolute: hours("session-absolute", self.absolute, usual.absolute)?,
            idle_admin: hours("session-idle-admin", self.idle_admin, usual.idle_admin)?,
            absolute_admin: hours("session-absolute-admin", self.absolute_admin, usual.absolute_admin)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_holds_and_the_rest_is_as_usual() {
        let file = SessionSettings { idle: Some(1), absolute: Some(2), ..SessionSettings::default() };
        let limits = SessionSettings { idle: Some(24), ..SessionSettings::default() }.or(&file).limits().unwrap();
        let usual = SessionLimits::default();
        assert_eq!(limits, SessionLimits { idle: TimeDelta::hours(24), absolute: TimeDelta::hours(2), ..usual });
        for hours in [0, 8785, u32::MAX] {
            assert!(SessionSettings { idle_admin: Some(hours), ..SessionSettings::default() }.limits().is_err());
        }
    }
}
