//! Every verb as every role on what is their own and on what is foreign; and what is seen, exported and told in between.

pub(crate) mod cast;
mod registry;
mod sight;
mod verbs;
