//! Charts: server-rendered SVG with title, description and the same data as a table.
//!
//! Each chart is a pure function of plain data and of words it is given; [`domain::format`] writes its numbers in the
//! reader's language. It is drawn twice, wide and compact, and the style sheet shows the one that fits its frame, so that
//! letters stay readable on a phone. Colours are classes (`series-1` ...), because the page forbids inline styles and because
//! light and dark need different ones; every series also differs in dash, marker or a direct label.
//!
//! Rows of the table carry `data-at` (ten-thousandths along the horizontal axis) where the island `ChartPointer` can read them off.
//!
//! - [`frame`] figure, axes, table · [`scale`] ticks and positions
//! - [`survival`] survival curve · [`lines`] lines or areas over time · [`steps`] one startup's jobs
//! - [`bars`] measures side by side, funnel · [`ranges`] quartiles

#![expect(clippy::needless_pass_by_value, reason = "the properties of a component are handed over by value")]

pub mod bars;
pub mod frame;
pub mod lines;
pub mod ranges;
pub mod scale;
pub mod steps;
pub mod survival;

pub use bars::{Bar, BarsSideBySide, Funnel, FunnelStep, FunnelWords};
pub use frame::{Caption, TableRow};
pub use lines::{LinesOverTime, Series};
pub use ranges::{RangeBar, RangeBars, RangeWords};
pub use steps::{JobsPoint, Marker, StepCurve, StepEnd, StepWords};
pub use survival::{SurvivalCurve, SurvivalPoint, SurvivalSeries, SurvivalWords};
