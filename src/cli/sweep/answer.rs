//! What a sweep came to, on a screen: each point where they are few, and else each factor with the others averaged out.

use crate::output::sweep::{Merged, PlanFolder};
use std::fmt::Write;

/// Points shown one by one.
const MOST_POINTS: u64 = 24;

/// Levels of a factor shown one by one; of more, those of its lower and of its upper half are taken together.
const MOST_LEVELS: usize = 8;

/// Measures shown, where several are asked for.
const MOST_MEASURES: usize = 3;

/// A row of a table by point: of the summary, or, where there is more than one arm, of the comparison.
struct Row {
    levels: Vec<String>,
    /// The arm, or the arm less the reference.
    arm: String,
    initiative: String,
    mean: Option<f64>,
    interval: [Option<f64>; 2],
    verdict: String,
}

/// The measures that are asked for, the first few of them, or the gain left after a year.
pub(super) fn answer(plan: &PlanFolder, merged: &Merged) -> Option<String> {
    let stated = &plan.sweep.experiment.keep.measures;
    let measures: Vec<&str> = match stated.len() {
        0 => vec!["gain_12m"],
        _ => stated.iter().take(MOST_MEASURES).map(String::as_str).collect(),
    };
    let compares = merged.directory.join("comparison.csv").exists();
    let mut out = String::new();
    for measure in measures {
        let rows = rows(plan, merged, measure, compares)?;
        let what = if compares { "difference of arms, run by run" } else { "mean" };
        if merged.manifest.points <= MOST_POINTS {
            let _ = writeln!(out, "{measure}: {what}, over the runs of each point");
            out += &points(plan, &rows, compares);
        } else {
            let _ = writeln!(out, "{measure}: {what}, over points; of each factor, with all others averaged out");
            out += &factors(plan, &rows, compares);
        }
        out.push('\n');
    }
    if merged.manifest.points > MOST_POINTS {
        let file = if compares { "comparison.csv" } else { "summary.csv" };
        let _ = writeln!(out, "How sure each point is stands in {file}; between levels no interval is worked out.");
    }
    Some(out)
}

fn rows(plan: &PlanFolder, merged: &Merged, measure: &str, compares: bool) -> Option<Vec<Row>> {
    let file = if compares { "comparison.csv" } else { "summary.csv" };
    let mut table = csv::Reader::from_path(merged.directory.join(file)).ok()?;
    let heading = table.headers().ok()?.clone();
    let column = |name: &str| heading.iter().position(|column| column == name);
    let mean = if compares { "difference" } else { "mean" };
    let of = ["measure", "arm", "initiative", mean, "ci_low", "ci_high"].map(column);
    let [Some(of), Some(arm), Some(initiative), Some(mean), Some(low), Some(high)] = of else { return None };
    let (reference, verdict) = (column("reference"), column("verdict"));
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.ok()?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        if cell(of) == measure {
            rows.push(Row {
                levels: (1..1 + plan.file.factors.len()).map(|at| cell(at).to_string()).collect(),
                arm: reference.map_or(cell(arm).into(), |reference| format!("{} less {}", cell(arm), cell(reference))),
                initiative: cell(initiative).into(),
                mean: cell(mean).parse().ok(),
                interval: [cell(low), cell(high)].map(|cell| cell.parse().ok()),
                verdict: verdict.map_or(String::new(), |at| in_words(cell(at)).into()),
            });
        }
    }
    Some(rows)
}

/// A verdict for any measure: of costs more is not better.
fn in_words(verdict: &str) -> &str {
    match verdict {
        "better" => "higher",
        "worse" => "lower",
        other => other,
    }
}

fn number(value: Option<f64>) -> String {
    match value {
        // Pounds and hours need no thousandths.
        Some(value) if value.abs() >= 100.0 => format!("{value:.0}"),
        Some(value) if value.abs() < 0.0005 => "0.000".into(),
        Some(value) => format!("{value:.3}"),
        None => "–".into(),
    }
}

fn points(plan: &PlanFolder, rows: &[Row], compares: bool) -> String {
    let heading = plan.file.factors.iter().cloned();
    let columns = if compares {
        ["arms", "initiative", "difference", "95 % interval", "it is"]
    } else {
        ["arm", "initiative", "mean", "95 % interval", ""]
    };
    let mut table: Vec<Vec<String>> = vec![heading.chain(columns.map(String::from)).collect()];
    for row in rows {
        let interval = match row.interval {
            [None, None] => "–".into(),
            [low, high] => format!("{} to {}", number(low), number(high)),
        };
        let found = [row.arm.clone(), row.initiative.clone(), number(row.mean), interval, row.verdict.clone()];
        table.push(row.levels.iter().cloned().chain(found).collect());
    }
    let width = |at: usize| table.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table[0].len()).map(width).collect();
    let mut out = String::new();
    for row in &table {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}

fn factors(plan: &PlanFolder, rows: &[Row], compares: bool) -> String {
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        if !subjects.contains(&(&row.arm, &row.initiative)) {
            subjects.push((&row.arm, &row.initiative));
        }
    }
    let longest = plan.file.factors.iter().map(|factor| factor.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (arm, initiative) in subjects {
        let mine: Vec<&Row> =
            rows.iter().filter(|row| (row.arm.as_str(), row.initiative.as_str()) == (arm, initiative)).collect();
        let _ = writeln!(out, "  {arm}, {initiative}{}", if compares { verdicts(&mine) } else { String::new() });
        for (at, factor) in plan.file.factors.iter().enumerate() {
            let drawn = plan.sweep.experiment.is_drawn(at);
            let told: Vec<String> = groups(&mine, at, drawn)
                .into_iter()
                .map(|(level, rows)| {
                    let means: Vec<f64> = rows.iter().filter_map(|row| row.mean).collect();
                    let mean = (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64);
                    format!("{level}: {}", number(mean))
                })
                .collect();
            let _ = writeln!(out, "    {factor:<longest$}  {}", told.join("   "));
        }
    }
    out
}

/// At how many points each verdict was reached.
fn verdicts(rows: &[&Row]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(known, _)| *known == row.verdict) {
            Some((_, count)) => *count += 1,
            None => counts.push((&row.verdict, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told: Vec<String> = counts.iter().map(|(verdict, count)| format!("{verdict} at {count}")).collect();
    format!(": {} of {} points", told.join(", "), rows.len())
}

/// Points by the level of a factor: each level, or the lower and the upper half of many and of those drawn from a range.
fn groups<'a>(rows: &[&'a Row], factor: usize, drawn: bool) -> Vec<(String, Vec<&'a Row>)> {
    let mut groups: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in rows {
        let level = &row.levels[factor];
        match groups.iter_mut().find(|(known, _)| known == level) {
            Some((_, group)) => group.push(row),
            None => groups.push((level.clone(), vec![row])),
        }
    }
    let value = |level: &str| level.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    let few = groups.len() <= MOST_LEVELS && !drawn || groups.len() < 2;
    if few || groups.iter().any(|(level, _)| value(level).is_none()) {
        return groups.into_iter().take(MOST_LEVELS).collect();
    }
    groups.sort_by(|(a, _), (b, _)| value(a).unwrap_or(0.0).total_cmp(&value(b).unwrap_or(0.0)));
    let upper = groups.split_off(groups.len() / 2);
    let middle = upper[0].0.clone();
    let together = |groups: Vec<(String, Vec<&'a Row>)>| groups.into_iter().flat_map(|(_, rows)| rows).collect();
    vec![(format!("below {middle}"), together(groups)), (format!("from {middle} on"), together(upper))]
}
