//! Merging: chunks into the tables of a result folder, the same bytes whoever lived which of them.

use super::chunk::{self, Kept, Stage};
use super::error::{SweepError, at};
use super::plan::{PLAN, PlanFolder, vacant};
use super::reuse::runs_of;
use super::row::{Subject, cell, sealed, text_of, unsealed};
use super::summary;
use crate::output::folder::Writer;
use crate::output::{PURPOSE, time_text};
use crate::scenario::Series;
use crate::study::sweep::Slot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Failed runs named one by one in the manifest; all of them have their rows.
const MOST_NAMED: usize = 1000;

/// What a result folder of a sweep says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepManifest {
    /// Version of the folder's format.
    pub format: u32,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Source revision it was built from.
    pub revision: String,
    /// What a small run comes to in it.
    pub fingerprint: String,
    /// The plan.
    pub plan: String,
    /// What this is, and is not.
    pub purpose: String,
    /// Title of the experiment.
    pub title: String,
    /// Points that are complete.
    pub points: u64,
    /// Worlds.
    pub worlds: u32,
    /// Replicates of each point.
    pub replicates: u32,
    /// Whether only a part of the plan was merged.
    pub partial: bool,
    /// The command line.
    pub command: Vec<String>,
    /// When it was merged, UTC.
    pub finished: String,
    /// Rows of runs that reached their end.
    pub rows_done: u64,
    /// Rows of runs that failed.
    pub rows_failed: u64,
    /// The first failed runs, with the cause.
    pub failed: BTreeMap<String, String>,
    /// SHA-256 of the tables.
    pub checksums: BTreeMap<String, String>,
}

/// What a merge came to.
#[derive(Debug)]
pub struct Merged {
    /// Where the tables are.
    pub directory: PathBuf,
    /// What the manifest says.
    pub manifest: SweepManifest,
    /// Whether there is a summary: not where every point has a single run.
    pub summed: bool,
}

/// Chunks of one plan in one folder or several, of which the first stages are merged.
pub(super) struct Sources<'a> {
    /// The plan.
    pub plan: &'a PlanFolder,
    /// Folders of chunks.
    folders: Vec<PathBuf>,
    /// Which folder each chunk is taken from.
    chosen: Vec<Option<u16>>,
    /// Stages that are merged.
    pub stages: usize,
}

/// Merges the chunks of a plan from folders that hold it, into `out`. With `partial`, the stages that are complete.
///
/// # Errors
/// [`SweepError`], with no table written unless the fault is in writing: folders of different plans, chunks that are
/// missing or cannot be believed, two results of the same runs that differ.
pub fn merge(
    plans: &[PlanFolder],
    out: &Path,
    partial: bool,
    about: (Vec<String>, SystemTime),
) -> Result<Merged, SweepError> {
    let Some(plan) = plans.first() else {
        return Err(SweepError::NoPlan { path: out.into(), cause: "no folder was named".into() });
    };
    if let Some(other) = plans.iter().find(|other| other.file.id != plan.file.id) {
        return Err(SweepError::Unlike(plan.directory.clone(), other.directory.clone()));
    }
    let mut sources = Sources {
        plan,
        folders: plans.iter().map(PlanFolder::chunks).collect(),
        chosen: Vec::new(),
        stages: plan.layout.stages.len(),
    };
    sources.choose(partial)?;
    if out != plan.directory {
        carry(plan, out)?;
    }
    let by_case = PointsOf::new(plan, sources.reached().0);
    let (mut counts, mut failed) = ([0u64; 2], BTreeMap::new());
    let mut writer = Writer::new(out);
    sources.put(&mut writer, "runs.csv", |file, slot, subject, kept| {
        by_case.each(plan, slot, subject, |point, id, levels, arm| {
            let row = merged_row(plan, (point, id, levels, arm), slot, &kept.row);
            let Some((row, cause)) = row else { return Err(io::Error::other("a row changed while it was merged")) };
            counts[usize::from(cause.is_some())] += 1;
            if let Some(cause) = cause.filter(|_| failed.len() < MOST_NAMED) {
                failed.insert(id.to_string(), cause);
            }
            writeln!(file, "{row}")
        })
    })?;
    if plan.columns.series == Series::None {
        writer.absent("series.csv")?;
    } else {
        sources.put(&mut writer, "series.csv", |file, slot, subject, kept| {
            by_case.each(plan, slot, subject, |point, id, levels, arm| {
                kept.series.lines().try_for_each(|line| {
                    // After key, world, replicate and subject.
                    let rest = line.splitn(5, ',').nth(4).unwrap_or_default();
                    writeln!(file, "{id},{},{point},{levels}{rest}", cell(arm))
                })
            })
        })?;
    }
    let reached = sources.reached();
    let summed = u64::from(plan.layout.worlds) * u64::from(reached.1) > 1;
    if summed {
        summary::write(&sources, &mut writer)?;
    } else {
        writer.absent("summary.csv")?;
        writer.absent("comparison.csv")?;
    }
    // Those of a build that writes them would not be of these runs.
    writer.absent("runs.parquet")?;
    writer.absent("series.parquet")?;
    #[cfg(feature = "parquet")]
    {
        let texts = texts(plan);
        crate::output::columnar::beside(&mut writer, out, "runs", &texts)?;
        if plan.columns.series != Series::None {
            crate::output::columnar::beside(&mut writer, out, "series", &texts)?;
        }
    }
    let manifest = SweepManifest {
        format: crate::output::FORMAT,
        program: plan.file.program.clone(),
        version: plan.file.version.clone(),
        revision: plan.file.revision.clone(),
        fingerprint: plan.file.fingerprint.clone(),
        plan: plan.file.id.clone(),
        purpose: PURPOSE.into(),
        title: plan.file.title.clone(),
        points: reached.0,
        worlds: plan.layout.worlds,
        replicates: reached.1,
        partial: sources.stages < plan.layout.stages.len(),
        command: about.0,
        finished: time_text(about.1),
        rows_done: counts[0],
        rows_failed: counts[1],
        failed,
        checksums: writer.checksums().into_iter().collect(),
    };
    writer.file("manifest.json", |file| {
        serde_json::to_writer_pretty(&mut *file, &manifest)?;
        writeln!(file)
    })?;
    Ok(Merged { directory: out.into(), manifest, summed })
}

/// The factors whose levels are not all numbers.
#[cfg(feature = "parquet")]
fn texts(plan: &PlanFolder) -> Vec<String> {
    let mut texts = vec![false; plan.file.factors.len()];
    for point in 0..plan.file.points {
        for (text, level) in texts.iter_mut().zip(plan.sweep.experiment.point(point).levels) {
            *text |= level.parse::<f64>().is_err();
        }
    }
    plan.file.factors.iter().zip(texts).filter(|(_, text)| *text).map(|(factor, _)| factor.clone()).collect()
}

/// Puts the plan beside results that stand elsewhere.
fn carry(plan: &PlanFolder, out: &Path) -> Result<(), SweepError> {
    if out.join(PLAN).exists() {
        let there = PlanFolder::open_any(out)?;
        return match there.file.id == plan.file.id {
            true => Ok(()),
            false => Err(SweepError::OtherPlan(out.into())),
        };
    }
    vacant(out)?;
    let mut writer = Writer::new(out);
    for name in plan.file.checksums.keys().map(String::as_str).chain([PLAN]) {
        let from = plan.directory.join(name);
        let bytes = fs::read(&from).map_err(at(&from))?;
        writer.file(name, |file| file.write_all(&bytes))?;
    }
    Ok(())
}

impl Sources<'_> {
    /// Finds a file to be believed for every chunk.
    fn choose(&mut self, partial: bool) -> Result<(), SweepError> {
        let (plan, all) = (self.plan, self.plan.layout.chunks());
        let (mut missing, mut damaged) = (Vec::new(), Vec::new());
        for number in 0..all {
            let mut chosen: Option<u16> = None;
            let mut rows = Vec::new();
            let runs = runs_of(plan, number);
            for (which, folder) in self.folders.iter().enumerate() {
                let found = chunk::read(folder, number, Stage::Whole, &plan.columns, &runs)?;
                let path = || chunk::path(folder, number, Stage::Whole);
                if found.is_whole() {
                    match chosen {
                        None => (chosen, rows) = (Some(which as u16), found.rows),
                        Some(_) if rows == found.rows => {}
                        Some(first) => {
                            let first = chunk::path(&self.folders[usize::from(first)], number, Stage::Whole);
                            return Err(SweepError::TwoResults(first, path()));
                        }
                    }
                } else if let Some(why) = found.amiss {
                    damaged.push(format!("{}: {why}", path().display()));
                }
            }
            if chosen.is_none() {
                missing.push(number);
            }
            self.chosen.push(chosen);
        }
        let Some(&first) = missing.first() else { return Ok(()) };
        let stages = plan.layout.stage_of(first);
        if !partial || stages == 0 {
            let stages = if partial { 0 } else { stages };
            return Err(SweepError::Incomplete { chunks: missing, all, damaged, stages });
        }
        self.stages = stages;
        Ok(())
    }

    /// Points that are complete, and their replicates.
    pub fn reached(&self) -> (u64, u32) {
        let stages = &self.plan.layout.stages[..self.stages];
        stages.last().map_or((0, 0), |last| (last.points, last.replicates.end))
    }

    /// The rows of a chunk, by run and subject.
    pub fn chunk(&self, number: u64) -> Result<Vec<Kept>, SweepError> {
        let folder =
            self.chosen.get(number as usize).copied().flatten().and_then(|at| self.folders.get(usize::from(at)));
        let Some(folder) = folder else { return Err(self.lost(number)) };
        let found = chunk::read(folder, number, Stage::Whole, &self.plan.columns, &runs_of(self.plan, number))?;
        if !found.is_whole() {
            return Err(SweepError::Changed(chunk::path(folder, number, Stage::Whole)));
        }
        Ok(found.rows.into_iter().flatten().collect())
    }

    fn lost(&self, number: u64) -> SweepError {
        let all = self.plan.layout.chunks();
        SweepError::Incomplete { chunks: vec![number], all, damaged: Vec::new(), stages: 0 }
    }

    /// Writes a table of all runs that are merged.
    fn put(
        &self,
        writer: &mut Writer<'_>,
        name: &str,
        mut write: impl FnMut(&mut dyn Write, Slot, Subject, &Kept) -> io::Result<()>,
    ) -> Result<(), SweepError> {
        let heading = if name == "runs.csv" { runs_heading(self.plan) } else { series_heading(self.plan) };
        let end = self.stages.checked_sub(1).map_or(0, |last| self.plan.layout.chunks_of(last).end);
        let mut fault = None;
        let written = writer.file(name, |file| {
            writeln!(file, "{heading}")?;
            for number in 0..end {
                let rows = match self.chunk(number) {
                    Ok(rows) => rows,
                    Err(error) => {
                        fault = Some(error);
                        return Err(io::Error::other("a chunk was lost"));
                    }
                };
                let subjects = self.plan.columns.subjects();
                let slots = self.plan.layout.slots(number).flat_map(|slot| subjects.iter().map(move |of| (slot, *of)));
                for ((slot, subject), kept) in slots.zip(&rows) {
                    write(file, slot, subject, kept)?;
                }
            }
            Ok(())
        });
        match fault {
            Some(fault) => Err(fault),
            None => Ok(written?),
        }
    }
}

/// The points of each case.
struct PointsOf {
    /// Where the points of each case begin.
    from: Vec<u32>,
    points: Vec<u32>,
    /// The arm of each, as its name.
    arms: Vec<u32>,
}

impl PointsOf {
    /// Of the first points.
    fn new(plan: &PlanFolder, points: u64) -> Self {
        let (cases, arms) = (plan.cases.cases.len(), plan.cases.arms.len());
        let mut from = vec![0u32; cases + 1];
        // Of a part of a plan, cases may have points beyond it.
        let of_points = &plan.cases.of_points[..points as usize * arms];
        of_points.iter().for_each(|case| from[*case as usize + 1] += 1);
        (0..cases).for_each(|case| from[case + 1] += from[case]);
        let mut next = from.clone();
        let mut found = Self { from, points: vec![0; of_points.len()], arms: vec![0; of_points.len()] };
        for (at, case) in of_points.iter().enumerate() {
            let place = &mut next[*case as usize];
            found.points[*place as usize] = (at / arms) as u32;
            found.arms[*place as usize] = (at % arms) as u32;
            *place += 1;
        }
        found
    }

    /// Calls with every point of a run: its number, the name of the run, the levels as cells, the arm.
    fn each(
        &self,
        plan: &PlanFolder,
        slot: Slot,
        subject: Subject,
        mut call: impl FnMut(u32, &str, &str, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        let case = slot.case as usize;
        for at in self.from[case] as usize..self.from[case + 1] as usize {
            let (point, arm) = (self.points[at], &plan.cases.arms[self.arms[at] as usize]);
            let arm = if subject == Subject::Twin { format!("{arm}{}", crate::study::TWIN) } else { arm.clone() };
            let id = format!("p{point}-{arm}-w{}-r{}", slot.world, slot.replicate);
            call(point, &id, &levels(plan, u64::from(point)), &arm)?;
        }
        Ok(())
    }
}

/// The levels of a point as cells, each with a comma behind it.
pub(super) fn levels(plan: &PlanFolder, point: u64) -> String {
    let levels = plan.sweep.experiment.point(point).levels;
    levels.iter().map(|level| cell(level) + ",").collect()
}

/// The factors as cells of a heading, each with a comma behind it.
pub(super) fn factors(plan: &PlanFolder) -> String {
    plan.file.factors.iter().map(|factor| cell(factor) + ",").collect()
}

/// The heading of `runs.csv` of a sweep.
pub(super) fn runs_heading(plan: &PlanFolder) -> String {
    let measured: String = plan.columns.measured().iter().map(|name| cell(name) + ",").collect();
    let factors = factors(plan);
    format!("run_id,arm,world,replicate,status,point,{factors}{measured}cause,rerun,key,series,checksum")
}

fn series_heading(plan: &PlanFolder) -> String {
    format!("run_id,arm,point,{}week,level,name,initiative,measure,value", factors(plan))
}

/// A row of a chunk as a row of `runs.csv`, and the cause where the run failed.
pub(super) fn merged_row(
    plan: &PlanFolder,
    (point, id, levels, arm): (u32, &str, &str, &str),
    slot: Slot,
    row: &str,
) -> Option<(String, Option<String>)> {
    let row = unsealed(row)?;
    let mut cells = row.splitn(5, ',');
    let key = cells.next()?;
    // After world, replicate and subject: the status and the rest.
    let (status, rest) = cells.nth(3)?.split_once(',')?;
    let width = plan.columns.width();
    let end = match width {
        0 => 0,
        width => rest.match_indices(',').nth(width - 1)?.0 + 1,
    };
    let (measures, rest) = rest.split_at(end);
    let (cause, series) = rest.rsplit_once(',')?;
    let failed = status == "failed";
    let rerun = if failed { format!("takehold rerun . --run {id}") } else { String::new() };
    let (world, replicate, arm) = (slot.world, slot.replicate, cell(arm));
    let text =
        format!("{id},{arm},{world},{replicate},{status},{point},{levels}{measures}{cause},{rerun},{key},{series}");
    Some((sealed(text), failed.then(|| text_of(cause))))
}
