//! Where a startup works, and who follows it up.

use serde::{Deserialize, Serialize};

use crate::geography::Municipality;
use crate::ids::PersonId;

/// From the fact's `valid_on` the startup works here, until a later workplace fact says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Workplace {
    /// The municipality as numbered when it was stated; `None` when the place is abroad.
    pub municipality: Option<Municipality>,
}

/// From the fact's `valid_on` this person is the startup's mentor; `None` ends the assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MentorAssignment {
    /// The mentor.
    pub mentor: Option<PersonId>,
}
