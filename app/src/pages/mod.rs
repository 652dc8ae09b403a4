//! The pages, one module each: what it loads, what it shows, and its own words.

pub mod accessibility;
pub mod apply;
pub mod correct;
pub mod errors;
pub mod facts;
pub mod figure;
pub mod figures;
pub mod home;
pub mod import;
pub mod imports;
pub mod move_stay;
pub mod pipeline;
pub mod plots;
pub mod startup;
