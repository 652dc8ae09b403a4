//! Everything a person sees: pages, components, charts, islands and the server functions behind the forms.
//!
//! `pages`, `components`, `charts` and `actions` exist on the server only; `islands` is compiled for both sides and knows
//! nothing of the store (decision 0002). What an island needs, words included, it gets as properties.

// A page is one type, as deep as its elements are; some of ours are deeper than the compiler looks by itself.
#![recursion_limit = "512"]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "ssr")]
pub mod charts;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod cx;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod dev_mail;
#[cfg(feature = "ssr")]
pub mod feed;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod imports;
#[cfg(feature = "ssr")]
pub mod memo;
#[cfg(feature = "ssr")]
pub mod origin;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod paths;
#[cfg(feature = "ssr")]
pub mod publisher;
#[cfg(feature = "ssr")]
pub mod question;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod strong;
#[cfg(feature = "ssr")]
pub mod tables;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use routes::{App, shell};
