//! For those who judge applications: what is theirs to score, round by round, and the next one.

use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::pages::evaluate;

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    evaluate::listed(cx, Place::Home).await
}
