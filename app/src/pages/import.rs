//! stub
use leptos::prelude::*;
/// stub
pub fn page() -> impl IntoView {}
