//! Islands: the few places that answer to a hand.
//!
//! Each enhances HTML that already works without it: a form that posts, a table that can be read. They get their words as
//! properties, know nothing of the store, and call no server function (one costs some 54 kB in the browser). The unit of
//! truth is the HTML the server made; which `data-` attributes an island reads is written at the top of its file.
//!
//! Numbers in those attributes are whole: reading and writing fractions would cost more wasm than the islands themselves.

mod board_drag;
mod chart_pointer;
#[cfg(feature = "hydrate")]
mod dom;

pub use board_drag::BoardDrag;
pub use chart_pointer::ChartPointer;
