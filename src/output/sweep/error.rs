//! What can go wrong with plan folders.

use crate::output::FolderError;
use crate::scenario::{LoadError, Problems};
use std::io;
use std::path::{Path, PathBuf};

/// See the module.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// A file or folder cannot be written or read.
    #[error("{}: {cause}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The folder has no plan.
    #[error("{} is no plan: {cause}; make one with takehold plan FILE --out DIR", path.display())]
    NoPlan {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        cause: String,
    },
    /// A file of the plan was changed.
    #[error("{} is not as it was planned: it was changed or cut short; plan anew, or bring it back", .0.display())]
    Changed(PathBuf),
    /// The plan was made by another program.
    #[error("{} was planned by takehold {theirs}, this is {ours}; results of the two must not be mixed: use that program, or plan anew with this one in another folder", path.display())]
    OtherProgram {
        /// The folder.
        path: PathBuf,
        /// Version, revision and fingerprint of the other.
        theirs: String,
        /// Those of this program.
        ours: String,
    },
    /// The folder holds another plan already.
    #[error("{} holds another plan already; add to it with --extend, which runs only what is new, or name another folder with --out", .0.display())]
    OtherPlan(PathBuf),
    /// The folder holds something that is no plan.
    #[error("{} is not empty, and what it holds is no plan; name another folder with --out", .0.display())]
    NotEmpty(PathBuf),
    /// A plan was changed while a worker was at it.
    #[error("{} was changed while this worker was at it; it stops, and what it finished before is kept for the plan it belongs to", .0.display())]
    Underfoot(PathBuf),
    /// Something that is settled differently than when it was planned.
    #[error(
        "point {point} is not what was planned: a file that the scenario reads has changed since; bring it back, or plan anew"
    )]
    OtherPoint {
        /// The point.
        point: u64,
    },
    /// Folders of different plans.
    #[error("{} and {} hold different plans, and cannot be merged", .0.display(), .1.display())]
    Unlike(PathBuf, PathBuf),
    /// Not everything is there.
    #[error("{}", missing(.chunks, *.all, .damaged, *.stages))]
    Incomplete {
        /// Chunks that are not there.
        chunks: Vec<u64>,
        /// All chunks of the plan.
        all: u64,
        /// Files that cannot be believed, and why.
        damaged: Vec<String>,
        /// Stages that are complete.
        stages: usize,
    },
    /// Two results for one chunk.
    #[error("{} and {} hold different results of the same runs, which the same program never gives: one of them is not to be trusted", .0.display(), .1.display())]
    TwoResults(PathBuf, PathBuf),
    /// Something of the result folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The scenario cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The scenario cannot be read.
    #[error(transparent)]
    Problems(Box<Problems>),
}

impl From<Problems> for SweepError {
    fn from(problems: Problems) -> Self {
        SweepError::Problems(Box::new(problems))
    }
}

/// For what the system says about a path.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> SweepError + '_ {
    move |cause| SweepError::Io { path: path.into(), cause }
}

fn missing(chunks: &[u64], all: u64, damaged: &[String], stages: usize) -> String {
    const MOST: usize = 8;
    let few = |texts: Vec<String>| {
        let more = texts.len().saturating_sub(MOST);
        let list = texts.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{list} and {more} more") } else { list }
    };
    let mut text = format!(
        "{} of {all} chunks are missing ({}); run takehold worker on the plan",
        chunks.len(),
        few(chunks.iter().map(u64::to_string).collect()),
    );
    if !damaged.is_empty() {
        text += &format!("; not to be believed and so counted as missing: {}", few(damaged.to_vec()));
    }
    if stages > 0 {
        text += "; --partial merges the stages that are complete";
    }
    text
}
