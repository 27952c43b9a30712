//! One run of a plan again, held against the row there is.

use super::chunk::Kept;
use super::error::{SweepError, at};
use super::merge::{levels, merged_row, runs_heading};
use super::plan::PlanFolder;
use super::reuse::either;
use super::row::Subject;
use crate::study::sweep::{Bench, Slot};
use crate::study::{Hooks, RunId, TWIN};
use std::fmt;
use std::fs;
use std::io::{self, BufRead};
use std::str::FromStr;
use std::sync::atomic::AtomicBool;

/// The name of a run of a sweep: `pPOINT-ARM-wWORLD-rREPLICATE`, such as `p12-base-w0-r3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepRun {
    /// The point.
    pub point: u64,
    /// The arm or twin, world and replicate.
    pub run: RunId,
}

/// A text that names no run of a sweep.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" does not name a run of a sweep; they are called like p12-base-w0-r3, as in the first column of runs.csv"
)]
pub struct SweepRunError(pub String);

impl fmt::Display for SweepRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}-{}", self.point, self.run)
    }
}

impl FromStr for SweepRun {
    type Err = SweepRunError;

    fn from_str(text: &str) -> Result<Self, SweepRunError> {
        let parse = || {
            let (point, run) = text.strip_prefix('p')?.split_once('-')?;
            Some(Self { point: point.parse().ok()?, run: run.parse().ok()? })
        };
        parse().ok_or_else(|| SweepRunError(text.into()))
    }
}

/// What a run comes to now, and what there is of it.
#[derive(Debug)]
pub struct Again {
    /// The heading of `runs.csv`.
    pub heading: String,
    /// The row it comes to now.
    pub now: String,
    /// The row there is; nothing where it was not run yet, or is of a twin without rows.
    pub then: Option<String>,
    /// Why it fails, if it does.
    pub cause: Option<String>,
}

/// Lives one run of a plan again; nothing where the plan has no such run.
///
/// # Errors
/// [`SweepError`] where the point is not what was planned.
pub fn again(plan: &PlanFolder, id: &SweepRun) -> Result<Option<Again>, SweepError> {
    let (arm, subject) = match id.run.arm.strip_suffix(TWIN) {
        Some(arm) => (arm, Subject::Twin),
        None => (id.run.arm.as_str(), Subject::Arm),
    };
    let arm = plan.cases.arms.iter().position(|known| known == arm);
    let Some(arm) = arm.filter(|_| id.point < plan.file.points) else { return Ok(None) };
    let case = plan.cases.of_point(id.point)[arm];
    let slot = Slot { case, world: id.run.world, replicate: id.run.replicate };
    let Some((chunk, place)) = plan.layout.place(slot) else { return Ok(None) };
    let never = AtomicBool::new(false);
    let hooks = Hooks { weeks_done: &|_| {}, stop: &never };
    let key = plan.case(slot).key;
    let mut found = None;
    let (cases, arms) = (&plan.cases.cases, &plan.cases.arms);
    Bench::default().live(&plan.sweep, cases, arms, &[slot], &hooks, |slot, scenario, lived| {
        plan.believe(plan.case(slot), scenario)?;
        found = Some(plan.columns.row((key, slot, subject), subject.of(&lived), &lived.initiatives, lived.groups).0);
        Ok::<(), SweepError>(())
    })?;
    let subjects = plan.columns.subjects();
    let at = subjects.iter().position(|known| *known == subject);
    let there: Option<Kept> = match at {
        Some(at) => either(plan, chunk)?.rows.swap_remove(place * subjects.len() + at),
        None => None,
    };
    let (name, levels) = (id.to_string(), levels(plan, id.point));
    let merged = |row: &str| merged_row(plan, (id.point as u32, &name, &levels, &id.run.arm), slot, row);
    let Some((now, cause)) = found.and_then(|row| merged(&row)) else { return Ok(None) };
    let then = match in_table(plan, &name)? {
        Some(row) => Some(row),
        None => there.and_then(|kept| merged(&kept.row)).map(|(row, _)| row),
    };
    Ok(Some(Again { heading: runs_heading(plan), now, then, cause }))
}

/// The row of a run in the merged table, as it stands there; nothing where there is no table or no such row.
fn in_table(plan: &PlanFolder, name: &str) -> Result<Option<String>, SweepError> {
    let path = plan.directory.join("runs.csv");
    let table = match fs::File::open(&path) {
        Ok(table) => table,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(at(&path)(cause)),
    };
    let mut lines = io::BufReader::new(table).lines();
    // Of an earlier plan of the folder, or another's.
    match lines.next().transpose().map_err(at(&path))? {
        Some(heading) if heading == runs_heading(plan) => {}
        _ => return Ok(None),
    }
    for line in lines {
        let line = line.map_err(at(&path))?;
        if line.split(',').next() == Some(name) {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        let text = "p12-with-embedding:twin-w0-r3";
        assert_eq!(text.parse::<SweepRun>().unwrap().to_string(), text);
        for bad in ["", "p-base-w0-r0", "12-base-w0-r0", "p12", "px-base-w0-r0", "p1-base"] {
            assert!(bad.parse::<SweepRun>().is_err(), "{bad}");
        }
    }
}
