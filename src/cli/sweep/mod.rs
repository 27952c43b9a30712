//! `takehold plan`, `worker`, `merge`, `status` and `sweep`: many points of a scenario, and nothing of it lost.

mod answer;
mod told;

use super::arguments::{Merge, PlanArguments, StatusArguments, Sweep as SweepArguments, Worker};
use super::progress::{self, Progress};
use super::render::{self, Look};
use super::run::on_threads;
use super::stop::when_told_once;
use super::terminal::{Message, complain, print, say};
use super::{End, refused, shipped};
use crate::library::{Shipped, shelf};
use crate::output::FolderError;
use crate::output::sweep::{
    Done, Fresh, Merged, PlanFolder, Shard, SweepError, create, merge as merged, status as state, work,
};
use crate::scenario::{LoadError, Source, closest, is_experiment, load, read_experiment};
use crate::study::Hooks;
use crate::study::sweep::{Cases, Estimate, Key, PlanError, Probe, Slot, Sweep, probe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

/// An experiment that was read, with all that follows from it.
struct Asked {
    source: Source,
    sweep: Sweep,
    cases: Cases,
}

/// Reads an experiment and works out its points.
fn asked(file: &Path, threads: Option<u16>, quiet: bool) -> Result<Asked, Message> {
    let source = load(file).map_err(|error| match error {
        LoadError::Absent { .. } | LoadError::Directory { .. } => {
            Message::with_remedy(&error, "name an experiment file; takehold new DIR makes one beside a scenario")
        }
        _ => Message::with_remedy(&error, error.remedy()),
    })?;
    if !is_experiment(&source) {
        let text = format!("{} is no experiment: it names no scenario and has no designs", source.name());
        return Err(Message::with_remedy(
            &text,
            "a scenario is run with takehold run; docs/sweeps.md shows an experiment",
        ));
    }
    let look = Look::of_standard_error();
    let (experiment, notes) = read_experiment(source.clone(), None).map_err(|problems| refused(&problems, look))?;
    let base = base_of(file, &experiment.scenario)?;
    let sweep = Sweep { experiment, base };
    let (_, more) = sweep.experiment.settle_base(&sweep.base).map_err(|problems| refused(&problems, look))?;
    if !quiet {
        for notes in [&notes, &more].into_iter().filter(|notes| !notes.list().is_empty()) {
            complain(&Message::ready(render::notes(notes, look)));
        }
    }
    let cases = on_threads(threads, || Cases::new(&sweep))?.map_err(|error| points_amiss(&sweep, &error, look))?;
    if !quiet {
        told::warnings(&cases).iter().for_each(|text| complain(&Message::new(text)));
    }
    Ok(Asked { source, sweep, cases })
}

/// The scenario that an experiment names: beside it, or one that comes with the program.
fn base_of(file: &Path, scenario: &str) -> Result<Source, Message> {
    // As it was named, so that messages hold no longer path than the user gave.
    let beside = file.parent().unwrap_or(Path::new("")).join(scenario);
    match shipped(scenario).filter(|_| !beside.exists()) {
        Some(source) => Ok(source),
        None => load(&beside).map_err(|error| {
            let near = closest(scenario, shelf().iter().map(Shipped::name));
            let near = near.map_or(String::new(), |near| format!(", such as {near}"));
            let remedy = format!(
                "name a file from where the experiment stands, or a scenario that comes with the program{near}"
            );
            Message::with_remedy(&error, &remedy)
        }),
    }
}

/// Points that cannot be, the first of each sort with all that is wrong with it.
fn points_amiss(sweep: &Sweep, error: &PlanError, look: Look) -> Message {
    let PlanError::Points { told, all } = error else { return Message::new(error) };
    let points = sweep.experiment.points();
    let mut text = format!("takehold: {all} of {points} points cannot be; what follows is the first of each sort\n\n");
    let factors = sweep.experiment.factors();
    for amiss in told {
        let levels: Vec<String> =
            factors.iter().zip(&amiss.levels).map(|(factor, level)| format!("{factor} {level}")).collect();
        text += &format!("point {}: {}\n{}", amiss.point, levels.join(", "), render::problems(&amiss.problems, look));
    }
    Message::ready(text)
}

/// Seconds since the first call, for the probe.
fn clock() -> impl Fn() -> f64 {
    let began = progress::now();
    move || began.elapsed().as_secs_f64()
}

/// Lives a few small cases of a plan, to tell what all of it takes.
fn probed(sweep: &Sweep, cases: &Cases, columns: &crate::output::sweep::Columns) -> Probe {
    let (key, slot) = (Key(0), Slot { case: 0, world: 0, replicate: 0 });
    probe(sweep, cases, &clock(), &mut |_, lived| {
        let subjects = columns.subjects().iter().map(|subject| {
            let (row, series) =
                columns.row((key, slot, *subject), subject.of(&lived), &lived.initiatives, lived.groups);
            row.len() + series.len()
        });
        subjects.sum()
    })
}

/// A plan folder that this program can go on with.
pub(super) fn open(directory: &Path) -> Result<PlanFolder, Message> {
    PlanFolder::open(directory).map_err(|error| message(&error))
}

/// What all of a plan takes, by a probe.
pub(super) fn probed_whole(plan: &PlanFolder) -> Result<Estimate, Message> {
    let found = on_threads(Some(1), || probed(&plan.sweep, &plan.cases, &plan.columns))?;
    Ok(found.estimate(&plan.cases, &plan.layout))
}

/// The folder of an experiment where none is named.
fn usual(file: &Path) -> PathBuf {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-").unwrap_or("experiment");
    Path::new("results").join(stem)
}

fn planned(asked: &Asked, out: &Path, extend: bool) -> Result<PlanFolder, Message> {
    let fresh = Fresh { experiment: &asked.source, sweep: &asked.sweep, cases: &asked.cases };
    create(out, &fresh, extend).map_err(|error| message(&error))
}

/// What went wrong with a plan folder, ready to print.
fn message(error: &SweepError) -> Message {
    match error {
        SweepError::Problems(problems) => refused(problems, Look::of_standard_error()),
        other => Message::new(other),
    }
}

/// An experiment that is sound, in a sentence.
pub(super) fn described(file: &Path) -> Result<String, Message> {
    let asked = asked(file, None, false)?;
    Ok(told::in_a_sentence(&asked.cases, &asked.cases.layout(&asked.sweep)))
}

pub(super) fn plan(arguments: &PlanArguments) -> Result<End, Message> {
    let asked = asked(&arguments.file, arguments.threads, arguments.quiet)?;
    let out = arguments.out.clone().unwrap_or_else(|| usual(&arguments.file));
    let threads = arguments.threads;
    if arguments.dry_run {
        let columns = crate::output::sweep::columns(&asked.sweep.experiment, &asked.cases.initiatives);
        let layout = asked.cases.layout(&asked.sweep);
        let found = on_threads(Some(1), || probed(&asked.sweep, &asked.cases, &columns))?;
        let estimate = found.estimate(&asked.cases, &layout);
        print(&told::plan(
            &asked.sweep,
            &asked.cases,
            &layout,
            Some((&estimate, told::threads(threads))),
            arguments.json,
        ));
        return Ok(End::Done);
    }
    let plan = planned(&asked, &out, arguments.extend)?;
    if arguments.quiet && !arguments.json {
        return Ok(End::Done);
    }
    let estimate = probed_whole(&plan)?;
    let takes = Some((&estimate, told::threads(threads)));
    print(&told::plan(&plan.sweep, &plan.cases, &plan.layout, takes, arguments.json));
    if !arguments.json {
        print(&format!("\nThe plan is in {0}; next: takehold worker {0}\n", out.display()));
    }
    Ok(End::Done)
}

/// Works a shard off, with a bar.
fn worked(
    plan: &PlanFolder,
    shard: Shard,
    threads: Option<u16>,
    quiet: bool,
    stop: &AtomicBool,
) -> Result<(Done, End), Message> {
    let weeks = |chunk| plan.layout.slots(chunk).map(|slot| plan.weeks(slot)).sum::<u64>();
    let progress = Progress::new(shard.chunks(plan.layout.chunks()).map(weeks).sum(), quiet);
    let hooks = Hooks { weeks_done: &|weeks| progress.advance(weeks), stop };
    let done = on_threads(threads, || work(plan, shard, &hooks))?;
    progress.finish();
    match done {
        Ok(done) => {
            for unusable in &done.unusable {
                complain(&Message::new(unusable));
            }
            for damaged in &done.damaged {
                complain(&Message::new(format_args!("{damaged}; what was lost of it was run again")));
            }
            let end = if done.interrupted { End::Interrupted } else { End::Done };
            Ok((done, end))
        }
        Err(error) => Ok((Done::default(), unwritten(&error)?)),
    }
}

pub(super) fn worker(arguments: &Worker) -> Result<End, Message> {
    let stop = when_told_once()?;
    let plan = open(&arguments.dir)?;
    let (done, end) = worked(&plan, arguments.shard, arguments.threads, arguments.quiet, &stop)?;
    if !arguments.quiet && end != End::SomeFailed {
        say(&told::done(&arguments.dir, arguments.shard, &done));
    }
    Ok(end)
}

pub(super) fn merge(arguments: &Merge) -> Result<End, Message> {
    let plans = arguments.dirs.iter().map(|directory| open(directory)).collect::<Result<Vec<_>, _>>()?;
    let out = arguments.out.clone().unwrap_or_else(|| arguments.dirs[0].clone());
    match merged(&plans, &out, arguments.partial, about()) {
        Ok(done) => Ok(concluded(&plans[0], &done, arguments.quiet)),
        Err(error) => unwritten(&error),
    }
}

/// What cannot be written is nobody's mistake, and nothing that was finished is lost by it; all else was refused.
fn unwritten(error: &SweepError) -> Result<End, Message> {
    if !matches!(error, SweepError::Io { .. } | SweepError::Folder(FolderError::Io { .. })) {
        return Err(message(error));
    }
    let remedy = "what was finished is kept; make room, then start the same command again";
    complain(&Message::with_remedy(error, remedy));
    Ok(End::SomeFailed)
}

/// Says what a merge came to.
fn concluded(plan: &PlanFolder, merged: &Merged, quiet: bool) -> End {
    if !quiet {
        say(&told::merged(plan, merged));
    }
    match merged.manifest.rows_failed {
        0 => End::Done,
        failed => {
            let text = "failed; their rows in runs.csv say why and how to run them again, the rest are kept";
            complain(&Message::new(format_args!("{failed} runs {text}")));
            End::SomeFailed
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the manifest says when results were merged; nothing else depends on it")]
fn about() -> (Vec<String>, SystemTime) {
    (std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect(), SystemTime::now())
}

pub(super) fn status(arguments: &StatusArguments) -> Result<End, Message> {
    let plan = PlanFolder::open_any(&arguments.dir).map_err(|error| message(&error))?;
    let found = state(&plan).map_err(|error| message(&error))?;
    print(&told::status(&plan, &found, arguments.json));
    Ok(if found.damaged.is_empty() { End::Done } else { End::CheckFailed })
}

pub(super) fn sweep(arguments: &SweepArguments) -> Result<End, Message> {
    let stop: Arc<AtomicBool> = when_told_once()?;
    let asked = asked(&arguments.file, arguments.threads, arguments.quiet)?;
    let out = arguments.out.clone().unwrap_or_else(|| usual(&arguments.file));
    let plan = planned(&asked, &out, arguments.extend)?;
    if !arguments.quiet {
        say(&told::plan(&plan.sweep, &plan.cases, &plan.layout, None, false));
    }
    let (done, end) = worked(&plan, Shard::default(), arguments.threads, arguments.quiet, &stop)?;
    match end {
        End::Interrupted => {
            complain(&Message::new(told::interrupted(&plan, &done)));
            return Ok(end);
        }
        End::SomeFailed => return Ok(end),
        _ => {}
    }
    if !arguments.quiet {
        say(&format!("\n{}", told::done(&out, Shard::default(), &done)));
    }
    match merged(std::slice::from_ref(&plan), &out, false, about()) {
        Ok(done) => Ok(concluded(&plan, &done, arguments.quiet)),
        Err(error) => unwritten(&error),
    }
}
