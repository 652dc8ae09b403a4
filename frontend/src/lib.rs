//! The wasm entry: wakes the islands of the page and nothing else.

pub use app::islands;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
