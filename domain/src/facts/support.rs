//! Who else supported a startup.

use serde::{Deserialize, Serialize};

/// Another programme or incubator supported this startup, known from the fact's `valid_on` on.
///
/// There is no end: having been supported is what is shared, and a jobs figure asked for fractions divides by everybody who
/// had a part in it. One that was stated by mistake is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OtherSupport {
    /// The supporter's name as people write it. Two spellings that fold to the same are one supporter.
    pub supporter: Box<str>,
}
