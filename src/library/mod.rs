//! What is shipped to be looked at and argued with: the scenarios of the sources, and for every row of the requirements
//! catalogue what answers it, with the paired experiments that show it.

mod catalogue;
mod experiment;
mod shelf;

pub use catalogue::{Class, Row, Shown, Toward, catalogue};
pub use experiment::{BASES, Found, NeverError, Verdict, experiment};
pub use shelf::{GROUPS, Opening, OpeningAbout, Shipped, find, shelf};
