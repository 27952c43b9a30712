//! The library as documents: the scenarios with the pictures of their results, and the catalogue with what answers it.

mod catalogue;
mod rings;
mod scenarios;

pub use catalogue::catalogue_document;
pub use rings::loops_picture;
pub use scenarios::{scenario_section, scenarios_document, stamp};
