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
        Self::Outside(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Outside(error.to_string())
    }
}
