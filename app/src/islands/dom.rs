//! Short words for the few things the islands ask of the browser.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The nearest element at or around an event's target that matches a selector.
pub(super) fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()?
}

/// The first element inside another that matches a selector, as the kind asked for.
pub(super) fn find<T: JsCast>(within: &Element, selector: &str) -> Option<T> {
    within.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements inside another that match a selector.
pub(super) fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = within.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

/// Sets or removes an attribute without a value to speak of. Browsers refuse only names that are not names.
pub(super) fn mark(element: &Element, name: &str, on: bool) {
    let _ = if on { element.set_attribute(name, "true") } else { element.remove_attribute(name) };
}

/// A whole number in an attribute.
pub(super) fn whole(element: &Element, name: &str) -> Option<i32> {
    element.get_attribute(name)?.parse().ok()
}
