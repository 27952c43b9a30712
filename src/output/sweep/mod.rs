//! Plan folders: what is to be run, chunks of what has been, and the tables merged from them. Chunks hold rows by key,
//! world and replicate; which point a row belongs to is looked up by its key, never by where it stands.

mod chunk;
mod error;
mod merge;
mod one;
mod plan;
mod points;
mod reuse;
mod row;
mod status;
mod summary;
mod work;

pub use error::SweepError;
pub use merge::{Merged, merge};
pub use one::{SweepRun, SweepRunError, again};
pub use plan::{Fresh, PLAN, PlanFile, PlanFolder, columns, create};
pub use row::{Columns, Subject};
pub use status::{Status, status};
pub use work::{Done, Shard, ShardError, work};
