//! `takehold run`: a scenario in, a result folder and one screen out.

use super::arguments::Run;
use super::progress::Progress;
use super::stop::when_told;
use super::terminal::{self, Message, complain, print};
use super::{End, scenario, trace};
use crate::decide::{Digest, record};
use crate::mechanisms::Mechanisms;
use crate::observe::MEASURES;
use crate::output::{Circumstances, FolderError, Prepared, prepare, write};
use crate::quantities::Quantity;
use crate::report;
use crate::scenario::{Scenario, closest};
use crate::study::{Hooks, Plan, Results, StudyError, study};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

pub(super) fn run(run: &Run) -> Result<End, Message> {
    let (scenario, notes) = asked(run)?;
    if !run.quiet {
        complain(&Message::ready(notes));
    }
    if let Some(who) = &run.trace {
        return trace::tell(run, &scenario, who);
    }
    let directory = run.out.clone().unwrap_or_else(|| vacant(&run.file));
    let folder = Arc::new(OnceLock::new());
    // Listened for before the folder is made, so that it is never left empty.
    let made: Arc<OnceLock<Result<Prepared, FolderError>>> = Arc::clone(&folder);
    let stop = when_told(move || {
        if let Some(Ok(folder)) = made.get() {
            folder.abandon();
        }
    })?;
    let folder = folder.get_or_init(|| prepare(&directory, run.force)).as_ref().map_err(Message::new)?;
    let began = now();
    let results = match lived(run, &scenario, &stop) {
        Ok(Ok(results)) => results,
        Ok(Err(error)) => {
            folder.abandon();
            return Err(Message::new(format_args!("{}: {error}", run.file.display())));
        }
        Err(message) => {
            folder.abandon();
            return Err(message);
        }
    };
    if !results.rows.iter().any(|row| record(row).is_some()) && results.interrupted {
        folder.abandon();
        complain(&Message::new("interrupted before the first run was finished; nothing was written"));
        return Ok(End::Interrupted);
    }
    let subjects = Plan::new(&scenario).into_subjects();
    let digest = Digest::new(&scenario, &subjects, &results);
    let command = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let beside = vec![("adoption.svg", report::picture(&digest))];
    let circumstances = Circumstances { command, times: (began, now()), series: run.series, beside };
    write(&directory, &digest, &circumstances).map_err(Message::new)?;
    if run.json {
        print(&format!("{:#}\n", as_json(&digest, &directory)));
    } else if !run.quiet {
        let look = report::Look { width: terminal::width(), colour: terminal::colour(), unicode: terminal::unicode() };
        print(&report::screen(&digest, &look));
        print(&format!("\nResults are in {}\n", directory.display()));
    }
    let failed = results.rows.iter().filter(|row| matches!(row.outcome, Some(Err(_)))).count();
    Ok(match (results.interrupted, failed) {
        (true, _) => {
            complain(&Message::new("interrupted; the runs finished before are kept"));
            End::Interrupted
        }
        (false, 0) => End::Done,
        (false, failed) => {
            complain(&Message::new(format_args!("{failed} runs failed; manifest.json says why, the rest are kept")));
            End::SomeFailed
        }
    })
}

/// The scenario as asked for: the file, what --set and the other flags say, and without what --without takes away.
fn asked(run: &Run) -> Result<(Scenario, String), Message> {
    let mut sets = run.sets.clone();
    let flags = [
        ("--reps", "run.replicates", run.reps.map(|n| n.to_string())),
        ("--seed", "run.seed", run.seed.map(|n| n.to_string())),
        ("--worlds", "run.worlds", run.worlds.map(|n| n.to_string())),
        ("--weeks", "run.length", run.weeks.map(|n| format!("{n} weeks"))),
    ];
    for (flag, key, value) in flags {
        let Some(value) = value else { continue };
        if run.sets.iter().any(|set| set.split('=').next().is_some_and(|set| set.trim() == key)) {
            let text = format!("{flag} and --set {key} say the same");
            return Err(Message::with_remedy(&text, "keep one of the two"));
        }
        sets.push(format!("{key}={value}"));
    }
    let (mut scenario, notes) = scenario(&run.file, &sets)?;
    for name in &run.without {
        if !scenario.without(name) {
            let meant = closest(name, Mechanisms::NAMES.iter().copied());
            let meant = meant.map_or(String::new(), |meant| format!("; did you mean \"{meant}\"?"));
            let text = format!("--without {name}: there is no such mechanism{meant}");
            return Err(Message::with_remedy(&text, &format!("name one of {}", Mechanisms::NAMES.join(", "))));
        }
    }
    Ok((scenario, notes))
}

/// Runs the study, on as many threads as asked for, until it is done or told to stop.
fn lived(run: &Run, scenario: &Scenario, stop: &AtomicBool) -> Result<Result<Results, StudyError>, Message> {
    let progress = Progress::new(Plan::new(scenario).work(), run.quiet || run.json);
    let hooks = Hooks { weeks_done: &|weeks| progress.advance(weeks), stop };
    let results = on_threads(run.threads, || study(scenario, run.series, &hooks))?;
    progress.finish();
    Ok(results)
}

#[expect(clippy::disallowed_methods, reason = "the manifest says when a study ran; nothing else depends on it")]
fn now() -> SystemTime {
    SystemTime::now()
}

#[cfg(feature = "threads")]
pub(super) fn on_threads<R: Send>(threads: Option<u16>, work: impl FnOnce() -> R + Send) -> Result<R, Message> {
    let threads = threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Message::new(format_args!("cannot start threads: {error}")))?;
    Ok(pool.install(work))
}

#[cfg(not(feature = "threads"))]
pub(super) fn on_threads<R>(threads: Option<u16>, work: impl FnOnce() -> R) -> Result<R, Message> {
    match threads {
        Some(threads) if threads > 1 => Err(Message::new("this build has no threads; leave --threads out")),
        _ => Ok(work()),
    }
}

/// A folder under results/ that is not there yet, named after the scenario.
fn vacant(file: &Path) -> PathBuf {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-").unwrap_or("scenario");
    let results = Path::new("results");
    let first = results.join(stem);
    if !first.exists() {
        return first;
    }
    (2u32..).map(|n| results.join(format!("{stem}-{n}"))).find(|path| !path.exists()).unwrap_or(first)
}

fn as_json(digest: &Digest<'_>, directory: &Path) -> Value {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    let name = |subject: usize| &digest.subjects[subject].name;
    let summaries: Vec<Value> = digest
        .summaries
        .iter()
        .map(|s| {
            json!({
                "arm": name(s.subject), "initiative": s.initiative, "measure": MEASURES[s.measure].name,
                "scale": MEASURES[s.measure].scale.name(), "mean": number(s.mean.mean), "sd": number(s.mean.sd),
                "ci_low": number(s.mean.interval.0), "ci_high": number(s.mean.interval.1),
                "p05": number(s.percentiles[0]), "p50": number(s.percentiles[1]), "p95": number(s.percentiles[2]),
                "runs": s.mean.runs,
            })
        })
        .collect();
    let comparisons: Vec<Value> = digest
        .comparisons
        .iter()
        .map(|c| {
            json!({
                "arm": name(c.subject), "reference": name(c.reference), "initiative": c.initiative,
                "measure": MEASURES[c.measure].name, "difference": number(c.found.difference),
                "ci_low": number(c.found.interval.0), "ci_high": number(c.found.interval.1),
                "correlation": number(c.found.correlation),
                "probability_better": number(c.found.probability_better), "runs": c.found.runs,
                "runs_needed": if c.found.runs_needed == u64::MAX { Value::Null } else { json!(c.found.runs_needed) },
                "verdict": c.found.verdict.name(),
            })
        })
        .collect();
    let expectations: Vec<Value> = digest
        .judged()
        .iter()
        .map(|judged| {
            let expected = &judged.expectation.item;
            let steps = judged.steps.iter().map(|step| {
                json!({
                    "lower": step.lower, "higher": step.higher, "difference": number(step.found.mean),
                    "ci_low": number(step.found.interval.0), "ci_high": number(step.found.interval.1),
                    "runs": step.found.runs, "verdict": step.outcome.name(),
                })
            });
            json!({
                "expectation": judged.expectation.name, "says": expected.says, "measure": expected.measure,
                "initiative": judged.initiative, "verdict": judged.outcome.name(), "by": expected.by.value(),
                "inferred": expected.inferred, "rows": expected.rows, "steps": steps.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "title": digest.scenario.title, "question": digest.scenario.question,
        "purpose": "theory exploration and comparison of options under stated assumptions; not a forecast",
        "results": directory.display().to_string(), "interrupted": digest.results.interrupted,
        "summary": summaries, "comparison": comparisons, "expectations": expectations,
    })
}
