//! What a person reads when a study ends: one screen, one line, one picture. All of it comes from a
//! [`Digest`](crate::decide::Digest), as the tables do, and says no more than the runs bear out: whole points where the
//! interval is wider than a point, "cannot tell" in the same place and weight as any other answer.
//!
//! And what a person reads about the model itself: [`topics`], and the [`model_document`] made from them.

mod chart;
mod evaluators;
mod expected;
mod facts;
mod library;
mod notes;
mod numbers;
mod odd;
mod picture;
mod screen;
mod tables;
mod text;
mod topics;
mod trace;
mod words;

#[cfg(test)]
mod tests;

pub use library::{catalogue_document, loops_picture, scenario_section, scenarios_document, stamp};
pub use numbers::count;
pub use odd::{SYMBOLS, Symbol, model_document, symbols_of};
pub use picture::{picture, picture_in_short};
pub use screen::{one_line, screen};
pub use topics::{FILES, Topic, topics};
pub use trace::stories;

/// What the reader's screen can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether to use bold type and colour.
    pub colour: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
}

impl Default for Look {
    /// For a file or a pipe that is read as UTF-8: 80 columns, no colour.
    fn default() -> Self {
        Self { width: 80, colour: false, unicode: true }
    }
}
