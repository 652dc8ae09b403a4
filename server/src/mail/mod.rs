//! Mail: what a message looks like, how it travels, and the worker that sends it.
//!
//! - [`words`] and [`letter`] make the texts of a [`Message`](domain::mail::Message) in its reader's language
//! - [`mime`] makes the e-mail around them, the same bytes at every try
//! - [`post`] hands it to a mail server, or to a folder when there is none
//! - [`worker`] takes messages from the outbox and says what became of them
//!
//! **How often a message arrives.** It is queued in the transaction of what causes it, so it exists exactly when that does. Before the
//! first byte goes to the mail server the database holds a lease that keeps other processes away; as soon as the server has said that
//! it took the message, that is written down. A process that dies between these two cannot know whether the message was taken, so it
//! goes again once the lease is over: at least once. The second copy is the same to the byte, its Message-ID too, by which mail
//! systems tell a copy. No protocol of mail can do better.

mod letter;
mod mime;
mod post;
#[cfg(test)]
mod tests;
mod words;
mod worker;

pub use post::Settings;
pub use worker::Worker;
