//! The scenario file: read as a tree that remembers where everything stands, patched by arms and `--set`, and handed
//! out section by section, with every mistake collected rather than the first one thrown.
//!
//! ```text
//! let mut document = Document::read(load("ward.toml".as_ref())?, &sets);
//! let mut root = document.reader();
//! let title = root.required_text("title");
//! let run: Run = root.section("run");
//! for (name, mut initiative) in root.tables("initiatives") {
//!     initiative.fill(&mut settings);
//!     initiative.finish();
//! }
//! root.finish();
//! for (name, root) in document.arm_readers() {
//!     // The same again: the base as that arm has it.
//! }
//! let notes = document.finish()?;
//! ```

mod document;
mod document_schema;
mod expectation;
mod experiment;
mod files;
mod load;
mod merge;
mod parse;
mod problems;
mod read;
mod reader;
mod resolved;
mod schema;
mod set;
mod settings;
mod source;
mod suggest;
mod syntax;
mod tree;
mod unit_key;
mod write;

#[cfg(test)]
mod tests;

pub use document::{ARMS, Arm, Document};
pub use document_schema::schema;
pub use expectation::{Expectation, Since, moment};
pub use experiment::{
    Design, DesignKind, Experiment, Factor, Keep, Level, Levels, Point, Series, Span, is_experiment, read_experiment,
    table_of,
};
pub use files::{FileSettings, PeopleFile, TiesFile, UnitsFile};
pub use load::{LIMIT, LoadError, load};
pub use parse::parse;
pub use problems::{Findings, Note, Notes, Problem, ProblemKind, Problems};
pub use read::read;
pub use reader::{Reader, Switch};
pub use schema::{DocumentSchema, section_schema};
pub use settings::{About, ArmSettings, BASE, Decide, RunSettings, Scenario, Settings};
pub(crate) use source::clean;
#[cfg(feature = "cli")]
pub(crate) use source::is_unseen;
pub use source::{Place, RowPlace, Source, Sources, Spot};
pub(crate) use suggest::closest;
pub use tree::{Entry, Node, Table, Value};
pub use write::{Comments, write, write_key, write_plain};
