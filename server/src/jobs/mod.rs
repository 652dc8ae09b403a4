//! What the server does by itself, beside answering.

pub mod documents;
pub mod meetings;
pub mod retention;
pub mod updates;
