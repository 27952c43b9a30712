//! How far a plan is.

use super::chunk::{self, Stage};
use super::error::SweepError;
use super::merge::SweepManifest;
use super::plan::PlanFolder;
use super::reuse::either;
use super::row::{Subject, measures_of, unsealed};
use crate::output::folder;
use std::fs;
use std::path::Path;

/// See [`status`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Runs that are there, failed ones included, of whole and begun chunks.
    pub runs: u64,
    /// Of those, runs that failed.
    pub failed: u64,
    /// Chunks that are whole.
    pub whole: u64,
    /// Chunks of which a part is there.
    pub begun: u64,
    /// Files that cannot be believed, and why.
    pub damaged: Vec<String>,
    /// Whole chunks of each stage, and all of them.
    pub stages: Vec<(u64, u64)>,
    /// Points that are complete up to the last complete stage, and their replicates.
    pub reached: (u64, u32),
    /// Whether all of this plan was merged here.
    pub merged: bool,
}

/// Looks at every chunk of a plan.
///
/// # Errors
/// [`SweepError`] where a file cannot be read.
pub fn status(plan: &PlanFolder) -> Result<Status, SweepError> {
    let mut found = Status::default();
    let directory = plan.chunks();
    let subjects = plan.columns.subjects();
    for (number, stage) in plan.layout.stages.iter().enumerate() {
        let (mut whole, mut all) = (0, 0);
        for chunk in plan.layout.chunks_of(number) {
            all += 1;
            let there = either(plan, chunk)?;
            if let Some(why) = &there.amiss {
                found.damaged.push(format!("{}: {why}", chunk::path(&directory, chunk, Stage::Whole).display()));
            }
            if there.is_whole() {
                whole += 1;
            } else {
                found.begun += u64::from(there.rows.iter().any(Option::is_some));
            }
            for rows in there.rows.chunks(subjects.len()).filter(|rows| rows.iter().all(Option::is_some)) {
                debug_assert_eq!(subjects[0], Subject::Arm);
                let failed =
                    rows[0].as_ref().and_then(|kept| unsealed(&kept.row)).is_some_and(|row| measures_of(row).is_none());
                found.runs += 1;
                found.failed += u64::from(failed);
            }
        }
        if whole == all && found.stages.iter().all(|(whole, all)| whole == all) {
            found.reached = (stage.points, stage.replicates.end);
        }
        found.whole += whole;
        found.stages.push((whole, all));
    }
    if let Some(manifest) = manifest(&plan.directory).filter(|manifest| manifest.plan == plan.file.id) {
        found.merged = !manifest.partial;
        for name in manifest.checksums.keys() {
            if let Err(error) = folder::checked(&plan.directory, &manifest.checksums, name) {
                found.damaged.push(error.to_string());
            }
        }
    }
    Ok(found)
}

/// What was merged in a folder, if anything was.
fn manifest(directory: &Path) -> Option<SweepManifest> {
    serde_json::from_slice(&fs::read(directory.join("manifest.json")).ok()?).ok()
}
