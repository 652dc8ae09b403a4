//! What the server does by itself, beside answering.

pub mod retention;
