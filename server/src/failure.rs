//! How a command fails: one clear line on stderr and an exit code.

use std::process::ExitCode;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was typed or handed in cannot be used; nothing was written. Exit code 2.
    #[error("{0}")]
    Input(String),
    /// Something outside failed: disk, database, network. Exit code 1.
    #[error("{0}")]
    Outside(String),
}

impl Failure {
    /// What was typed or handed in cannot be used.
    pub fn input(line: impl Into<String>) -> Self {
        Self::Input(line.into())
    }

    /// Something outside failed.
    pub fn outside(error: impl std::fmt::Display) -> Self {
        Self::Outside(error.to_string())
    }

    /// 2 for bad input, 1 for the outside world.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(2),
            Self::Outside(_) => ExitCode::from(1),
        }
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Address(_) => Self::Input(with_causes(&error)),
            error => Self::Outside(with_causes(&error)),
        }
    }
}

/// An error and what caused it, in one line. "The database failed" alone helps nobody to mend it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let why = error.to_string();
        // Some errors tell their cause themselves.
        if !text.contains(&why) {
            text.push_str(": ");
            text.push_str(&why);
        }
        cause = error.source();
    }
    crate::config::one_line(&text)
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Outside(error.to_string())
    }
}
