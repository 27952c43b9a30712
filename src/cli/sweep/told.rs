//! What is said of plans and their results.

use crate::output::sweep::{Done, Merged, PlanFolder, Shard, Status};
use crate::report::count;
use crate::scenario::{Design, DesignKind};
use crate::study::sweep::{Cases, Estimate, Layout, Sweep};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Threads as many as asked for, or as there are.
pub(super) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

fn plural(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {one}s", count(number)) }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "about a second".into(),
        s if s < 90.0 => format!("about {s:.0} s"),
        s if s < 5400.0 => format!("about {:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("about {:.1} h", s / 3600.0),
        s => format!("about {:.1} days", s / 86_400.0),
    }
}

fn bytes(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("about {:.0} kB", (b / 1e3).max(1.0)),
        b if b < 1e9 => format!("about {:.0} MB", b / 1e6),
        b => format!("about {:.1} GB", b / 1e9),
    }
}

fn design(design: &Design) -> String {
    let kind = match design.kind {
        DesignKind::Factorial => "full factorial",
        DesignKind::Zip => "zip",
        DesignKind::LatinHypercube => "Latin hypercube",
        DesignKind::Sobol => "scrambled Sobol sequence",
        DesignKind::Table => "table",
    };
    let of = |factor: &crate::scenario::Factor| match &factor.levels {
        crate::scenario::Levels::Span(span) => format!("{} {}–{}{}", factor.name, span.from, span.to, span.unit),
        crate::scenario::Levels::Values(values) if design.kind != DesignKind::Table => {
            format!("{} ({})", factor.name, plural(values.len() as u64, "level"))
        }
        crate::scenario::Levels::Values(_) => factor.name.clone(),
    };
    let factors: Vec<String> = design.factors.iter().map(of).collect();
    format!("{}: {kind}, {} of {}", design.name, plural(design.points, "point"), factors.join(", "))
}

/// After what a plan may be cut short.
fn cuts(layout: &Layout) -> String {
    let by_points = layout.stages.iter().any(|stage| stage.points != layout.stages[0].points);
    let ends: Vec<String> = layout
        .stages
        .iter()
        .map(|stage| if by_points { count(stage.points) } else { stage.replicates.end.to_string() })
        .collect();
    let what = if by_points { "points" } else { "replicates of all points" };
    format!("{} {what}", ends.join(", "))
}

/// What is allowed but may not be meant.
pub(super) fn warnings(cases: &Cases) -> Vec<String> {
    const MOST: usize = 5;
    let strange: Vec<&str> =
        cases.initiatives.iter().filter(|name| !cases.own.contains(name)).map(String::as_str).collect();
    let mut texts = Vec::new();
    if !strange.is_empty() {
        let (names, own) = (strange.join(", "), cases.own.join(", "));
        texts.push(format!("note: points add the initiative {names}, which the scenario does not have; it has {own}"));
    }
    let notes = cases.notes.iter().take(MOST);
    texts.extend(notes.map(|(key, (point, text))| format!("note: {key}, at point {point} first: {text}")));
    texts
}

/// How sure a mean is, where worlds are few.
pub(super) fn about_intervals(worlds: u32) -> &'static str {
    match worlds {
        1 => {
            "Intervals are over replicates in one world: chance alone, not what differs from one organisation to another.\n"
        }
        2..=4 => "Intervals are over few worlds, and wide for that; more worlds narrow them, more replicates hardly.\n",
        _ => "",
    }
}

/// What an experiment comes to.
pub(super) fn in_a_sentence(cases: &Cases, layout: &Layout) -> String {
    format!(
        "{}, {}, {} in {} and {}.",
        plural(cases.points(), "point"),
        plural(cases.arms.len() as u64, "arm"),
        plural(layout.runs(), "run"),
        plural(u64::from(layout.worlds), "world"),
        plural(u64::from(layout.replicates), "replicate"),
    )
}

/// A plan before it is run, and what it takes.
pub(super) fn plan(
    sweep: &Sweep,
    cases: &Cases,
    layout: &Layout,
    takes: Option<(&Estimate, usize)>,
    as_json: bool,
) -> String {
    let arms = cases.arms.len() as u64;
    if as_json {
        let takes = takes.map(|(estimate, threads)| {
            json!({
                "threads": threads, "seconds": estimate.seconds / threads as f64, "cpu_seconds": estimate.seconds,
                "of_which_writing": estimate.writing,
                "memory_bytes": estimate.memory * threads as f64, "disk_bytes": estimate.disk,
            })
        });
        let plan = json!({
            "title": sweep.experiment.title, "question": sweep.experiment.question,
            "points": cases.points(), "arms": cases.arms, "cases": cases.cases.len(), "worlds": layout.worlds,
            "replicates": layout.replicates, "runs": layout.runs(), "chunks": layout.chunks(),
            "factors": sweep.experiment.factors(), "takes": takes,
        });
        return format!("{plan:#}\n");
    }
    let mut out = format!("{}\n{}\n\n", sweep.experiment.title, sweep.experiment.question);
    for (number, one) in sweep.experiment.designs.iter().enumerate() {
        let _ = writeln!(out, "  {:<10}{}", if number == 0 { "designs" } else { "" }, design(one));
    }
    let same = cases.points() * arms - cases.cases.len() as u64;
    let shared = if same > 0 { format!(", {} the same as another and run once", count(same)) } else { String::new() };
    let _ = writeln!(out, "  {:<10}{}, {}{shared}", "points", count(cases.points()), plural(arms, "arm"));
    let _ = writeln!(
        out,
        "  {:<10}{}: {} in {} and {}, each with its twin",
        "runs",
        count(layout.runs()),
        plural(cases.cases.len() as u64, "case"),
        plural(u64::from(layout.worlds), "world"),
        plural(u64::from(layout.replicates), "replicate"),
    );
    let _ = writeln!(out, "  {:<10}after {}", "cuts", cuts(layout));
    if let Some((estimate, threads)) = takes {
        let on = plural(threads as u64, "thread");
        let _ = writeln!(out, "  {:<10}{} on {on}, by a probe", "time", duration(estimate.seconds / threads as f64));
        let _ = writeln!(out, "  {:<10}{}", "memory", bytes(estimate.memory * threads as f64));
        let _ = writeln!(out, "  {:<10}{}, chunks and tables", "disk", bytes(estimate.disk));
    }
    out
}

/// What a worker came to.
pub(super) fn done(directory: &Path, shard: Shard, done: &Done) -> String {
    let part = if shard == Shard::default() { String::new() } else { format!("shard {shard}: ") };
    let failed = if done.failed > 0 { format!(", of which {} failed", count(done.failed)) } else { String::new() };
    let mut out = format!("{part}{} done{failed}", plural(done.lived, "run"));
    if done.found_again > 0 {
        let _ = write!(out, ", {} found again", count(done.found_again));
    }
    if done.there > 0 {
        let _ = write!(out, "; {} of {} were there already", count(done.there), plural(done.chunks, "chunk"));
    }
    if done.interrupted {
        let _ = write!(out, "; interrupted, the rest goes on with the same command");
    } else if shard != Shard::default() {
        let _ = write!(out, "; when all shards are done: takehold merge {}", directory.display());
    }
    out + "\n"
}

/// What an interrupted sweep leaves.
pub(super) fn interrupted(plan: &PlanFolder, done: &Done) -> String {
    let folder = plan.directory.display();
    format!(
        "interrupted; {} done now are kept, and the same command goes on from there. takehold status {folder} says how far it \
         is, takehold merge {folder} --partial makes tables of the stages that are complete",
        plural(done.lived, "run"),
    )
}

/// What a merge came to.
pub(super) fn merged(plan: &PlanFolder, merged: &Merged) -> String {
    let manifest = &merged.manifest;
    let mut out = String::new();
    if manifest.partial {
        let _ = writeln!(
            out,
            "A part of the plan: {} of {} points, {} of {} replicates.",
            count(manifest.points),
            count(plan.file.points),
            manifest.replicates,
            plan.file.replicates
        );
    }
    if merged.summed {
        out += &super::answer::answer(plan, merged).unwrap_or_default();
        out += about_intervals(manifest.worlds);
    }
    let _ = writeln!(
        out,
        "{} of {} in {}: runs.csv{}.",
        plural(manifest.rows_done + manifest.rows_failed, "row"),
        plural(manifest.points, "point"),
        merged.directory.display(),
        match (merged.summed, plan.file.arms.len() > 1) {
            (true, true) => ", summary.csv and comparison.csv by point",
            (true, false) => ", summary.csv by point",
            _ => "",
        },
    );
    out += "For exploring theory and comparing options under stated assumptions; not a forecast.\n";
    out
}

/// How far a plan is.
pub(super) fn status(plan: &PlanFolder, found: &Status, as_json: bool) -> String {
    let all = plan.layout.chunks();
    if as_json {
        let stages: Vec<Value> = found
            .stages
            .iter()
            .zip(&plan.layout.stages)
            .map(|((whole, all), stage)| {
                json!({"points": stage.points, "replicates": stage.replicates.end, "chunks_done": whole, "chunks": all})
            })
            .collect();
        let status = json!({
            "plan": plan.file.id, "title": plan.file.title, "runs": plan.file.runs, "runs_done": found.runs,
            "runs_failed": found.failed, "chunks": all, "chunks_done": found.whole, "chunks_begun": found.begun,
            "damaged": found.damaged, "merged": found.merged, "stages": stages,
            "complete": {"points": found.reached.0, "replicates": found.reached.1},
        });
        return format!("{status:#}\n");
    }
    let mut out = format!(
        "{}\n  {} of {} done ({:.0} %)",
        plan.file.title,
        count(found.runs),
        plural(plan.file.runs, "run"),
        100.0 * found.runs as f64 / plan.file.runs.max(1) as f64
    );
    if found.failed > 0 {
        let _ = write!(out, ", {} of them failed", count(found.failed));
    }
    let _ = writeln!(out, "; {} of {} whole, {} begun", count(found.whole), plural(all, "chunk"), found.begun);
    for damaged in &found.damaged {
        let _ = writeln!(out, "  damaged: {damaged}");
    }
    let (points, replicates) = found.reached;
    let _ = match (found.whole == all, points) {
        (true, _) if found.merged => writeln!(out, "  complete and merged"),
        (true, _) => writeln!(out, "  complete; next: takehold merge {}", plan.directory.display()),
        (false, _) if found.merged && found.runs == 0 => writeln!(out, "  merged; its chunks are not here"),
        (false, 0) => writeln!(out, "  no stage is complete yet; next: takehold worker {}", plan.directory.display()),
        (false, _) => writeln!(
            out,
            "  complete up to {} and {}, which takehold merge {2} --partial makes tables of; the rest: takehold worker {2}",
            plural(points, "point"),
            plural(u64::from(replicates), "replicate"),
            plan.directory.display()
        ),
    };
    out
}
