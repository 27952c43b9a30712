//! What is shipped to be looked at and argued with: the scenarios of the sources, and for every row of the requirements
//! catalogue what answers it, with the paired experiments that show it.

mod catalogue;
mod experiment;
mod levers;
mod loops;
mod shelf;

pub use catalogue::{CatalogueError, Class, Row, Shown, Toward, catalogue, read_part};
pub use experiment::{BASES, Found, NeverError, Verdict, base_with, experiment};
pub use levers::{LEVERS, Lever};
pub use loops::{Link, Loop, Sign, loops};
pub use shelf::{GROUPS, Opening, OpeningAbout, Shipped, find, shelf};
