//! The manifest: what made a result folder, and the checksums of what is in it.

use super::{Circumstances, time_text};
use crate::decide::{Digest, record};
use crate::quantities::Quantity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Version of the folder's format.
pub const FORMAT: u32 = 1;

/// See the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's format.
    pub format: u32,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Source revision it was built from, or "unknown".
    pub revision: String,
    /// What this is, and is not.
    pub purpose: String,
    /// Title of the scenario; the scenario itself, as resolved, is in `scenario.toml`.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Worlds and replicates in each.
    pub worlds: u32,
    /// Replicates in each world.
    pub replicates: u32,
    /// The worlds file and its hash: none, since worlds are drawn from the seed alone in this version.
    pub worlds_file: Option<String>,
    /// The command line.
    pub command: Vec<String>,
    /// When the study began, UTC.
    pub started: String,
    /// When it ended, UTC.
    pub finished: String,
    /// Whether it was interrupted; the rows there are are whole.
    pub interrupted: bool,
    /// Runs that reached their end.
    pub runs_done: usize,
    /// Runs that failed, with the cause.
    pub failed: BTreeMap<String, String>,
    /// SHA-256 of the other files.
    pub checksums: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(digest: &Digest<'_>, about: &Circumstances, checksums: Vec<(String, String)>) -> Self {
        let rows = &digest.results.rows;
        let failed = rows.iter().filter_map(|row| match &row.outcome {
            Some(Err(cause)) => Some((row.id.to_string(), cause.clone())),
            _ => None,
        });
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            revision: env!("TAKEHOLD_REVISION").into(),
            purpose: super::PURPOSE.into(),
            title: digest.scenario.title.clone(),
            seed: digest.scenario.run.seed.value() as u64,
            worlds: digest.scenario.run.worlds.value() as u32,
            replicates: digest.scenario.run.replicates.value() as u32,
            worlds_file: None,
            command: about.command.clone(),
            started: time_text(about.times.0),
            finished: time_text(about.times.1),
            interrupted: digest.results.interrupted,
            runs_done: rows.iter().filter(|row| record(row).is_some()).count(),
            failed: failed.collect(),
            checksums: checksums.into_iter().collect(),
        }
    }

    pub(super) fn write(&self, file: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *file, self)?;
        writeln!(file)
    }
}
