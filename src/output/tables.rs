//! The tables of a result folder. The order of rows and columns is part of the format.

use crate::decide::{Comparison, Digest, record};
use crate::observe::{Level, MEASURES, Record, Weekly};
use crate::quantities::Quantity;
use crate::study::Row;
use crate::study::statistics::Mean;
use std::io::{self, Write};

/// Numbers to six decimals, enough for a share of a million staff; nothing where undefined.
pub(super) fn rounded(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Numbers to the bit; nothing where undefined.
pub(super) fn exact(value: f64) -> String {
    if value.is_finite() { format!("{value}") } else { String::new() }
}

fn table(file: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(file)
}

/// Initiatives of all arms, in order of first appearance.
fn initiatives(digest: &Digest<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for subject in 0..digest.subjects.len() {
        for name in digest.initiatives(subject) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// The heading of `runs.csv`.
fn runs_heading(digest: &Digest<'_>) -> Vec<String> {
    let mut heading: Vec<String> = ["run_id", "arm", "world", "replicate", "status"].map(String::from).into();
    for initiative in initiatives(digest) {
        heading.extend(MEASURES.iter().map(|measure| format!("{initiative}.{}", measure.name)));
    }
    heading
}

/// One row of `runs.csv`.
fn run_row(digest: &Digest<'_>, row: &Row) -> Vec<String> {
    let status = match &row.outcome {
        Some(Ok(_)) => "done",
        Some(Err(_)) => "failed",
        None => "missing",
    };
    let id = &row.id;
    let mut cells =
        vec![id.to_string(), id.arm.clone(), id.world.to_string(), id.replicate.to_string(), status.to_string()];
    let own = digest.initiatives(row.subject);
    for initiative in initiatives(digest) {
        let at = own.iter().position(|name| *name == initiative);
        let values = at.and_then(|at| record(row).map(|record| &record.measures[at]));
        cells.extend((0..MEASURES.len()).map(|measure| values.map_or(String::new(), |values| exact(values[measure]))));
    }
    cells
}

/// The heading and the row of one run, as in `runs.csv`.
pub fn run_as_in_table(digest: &Digest<'_>, row: &Row) -> (Vec<String>, Vec<String>) {
    (runs_heading(digest), run_row(digest, row))
}

pub(super) fn runs(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record(runs_heading(digest))?;
    for row in digest.results.rows.iter().filter(|row| row.outcome.is_some()) {
        table.write_record(run_row(digest, row))?;
    }
    table.flush()
}

pub(super) fn weekly(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record([
        "arm",
        "week",
        "level",
        "name",
        "initiative",
        "measure",
        "mean",
        "p05",
        "p25",
        "p50",
        "p75",
        "p95",
        "runs",
    ])?;
    for (subject, one) in digest.subjects.iter().enumerate() {
        let Some(weeks) = digest.runs(subject).find_map(record).map(Record::weeks) else { continue };
        for week in 0..weeks {
            for (group, level, name) in digest.groups(subject).filter(|(_, level, _)| *level != Level::Unit) {
                for (initiative, of) in digest.initiatives(subject).iter().enumerate() {
                    for what in Weekly::ALL {
                        let Some(band) = digest.band(subject, initiative, group, what, week) else { continue };
                        let week = week.to_string();
                        let start = [one.name.as_str(), &week, level.name(), name, of, what.name()];
                        let numbers = [band.mean].into_iter().chain(band.percentiles).map(rounded);
                        let cells = start.into_iter().map(String::from).chain(numbers);
                        table.write_record(cells.chain([band.runs.to_string()]))?;
                    }
                }
            }
        }
    }
    table.flush()
}

pub(super) fn summary(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record([
        "arm",
        "initiative",
        "measure",
        "scale",
        "mean",
        "sd",
        "ci_low",
        "ci_high",
        "p05",
        "p50",
        "p95",
        "runs",
    ])?;
    for summary in &digest.summaries {
        let measure = &MEASURES[summary.measure];
        let start = [&digest.subjects[summary.subject].name, &summary.initiative, measure.name, measure.scale.name()];
        let cells = start.into_iter().map(String::from);
        table.write_record(cells.chain(mean_cells(&summary.mean, &summary.percentiles)))?;
    }
    table.flush()
}

pub(super) fn comparison(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record([
        "arm",
        "reference",
        "initiative",
        "measure",
        "difference",
        "ci_low",
        "ci_high",
        "correlation",
        "probability_better",
        "runs",
        "runs_needed",
        "verdict",
    ])?;
    for compared in &digest.comparisons {
        let found = &compared.found;
        let name = |subject: usize| digest.subjects[subject].name.clone();
        let start = [
            name(compared.subject),
            name(compared.reference),
            compared.initiative.clone(),
            MEASURES[compared.measure].name.to_string(),
        ];
        table.write_record(start.into_iter().chain(comparison_cells(found)))?;
    }
    table.flush()
}

/// A mean as cells: mean, sd, ci_low, ci_high, p05, p50, p95, runs.
pub(super) fn mean_cells(mean: &Mean, percentiles: &[f64; 3]) -> [String; 8] {
    let [p05, p50, p95] = percentiles.map(rounded);
    let [middle, sd, low, high] = [mean.mean, mean.sd, mean.interval.0, mean.interval.1].map(rounded);
    [middle, sd, low, high, p05, p50, p95, mean.runs.to_string()]
}

/// A comparison as cells: difference, ci_low, ci_high, correlation, probability_better, runs, runs_needed, verdict.
pub(super) fn comparison_cells(found: &Comparison) -> [String; 8] {
    let needed = match found.runs_needed {
        0 | u64::MAX => String::new(),
        runs => runs.to_string(),
    };
    [
        rounded(found.difference),
        rounded(found.interval.0),
        rounded(found.interval.1),
        rounded(found.correlation),
        rounded(found.probability_better),
        found.runs.to_string(),
        needed,
        found.verdict.name().to_string(),
    ]
}

pub(super) fn expectations(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record([
        "expectation",
        "verdict",
        "says",
        "measure",
        "initiative",
        "lower",
        "higher",
        "difference",
        "ci_low",
        "ci_high",
        "by",
        "runs",
        "step_verdict",
        "inferred",
        "rows",
    ])?;
    for judged in digest.judged() {
        let expected = &judged.expectation.item;
        for step in &judged.steps {
            table.write_record([
                judged.expectation.name.clone(),
                judged.outcome.name().into(),
                expected.says.clone(),
                expected.measure.clone(),
                judged.initiative.clone(),
                step.lower.clone(),
                step.higher.clone(),
                rounded(step.found.mean),
                rounded(step.found.interval.0),
                rounded(step.found.interval.1),
                rounded(expected.by.value()),
                step.found.runs.to_string(),
                step.outcome.name().into(),
                expected.inferred.to_string(),
                expected.rows.join(" "),
            ])?;
        }
    }
    table.flush()
}

pub(super) fn series(digest: &Digest<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut table = table(file);
    table.write_record(["run_id", "arm", "week", "level", "name", "initiative", "measure", "value"])?;
    for row in &digest.results.rows {
        let Some(record) = record(row) else { continue };
        let (id, own) = (row.id.to_string(), digest.initiatives(row.subject));
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let groups: Vec<_> = digest.groups_in(row.subject, row.id.world).collect();
        let mut written = Ok(());
        weekly_rows(record, &own, &groups, &mut |week, level, name, of, what, value| {
            if written.is_ok() {
                let week = week.to_string();
                written = table.write_record([&id, &row.id.arm, &week, level.name(), name, of, what.name(), value]);
            }
        });
        written?;
    }
    table.flush()
}

/// Takes a row of a weekly series: week, level, group, initiative, measure and value.
pub(super) type WeeklyRow<'a> = dyn FnMut(usize, Level, &str, &str, Weekly, &str) + 'a;

/// The weekly series of a run, row by row.
pub(super) fn weekly_rows(
    record: &Record,
    initiatives: &[&str],
    groups: &[(usize, Level, &str)],
    write: &mut WeeklyRow<'_>,
) {
    for week in 0..record.weeks() {
        for &(group, level, name) in groups {
            for (initiative, of) in initiatives.iter().enumerate() {
                for what in Weekly::ALL {
                    let value = rounded(f64::from(record.share(week, initiative, group, what)));
                    // What no mechanism of the run moves has no rows at all.
                    if value.is_empty() && what as usize > Weekly::Established as usize {
                        continue;
                    }
                    write(week, level, name, of, what, &value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_plainly() {
        assert_eq!(rounded(0.25), "0.25");
        assert_eq!(rounded(-1e-9), "0");
        assert_eq!(rounded(12.0), "12");
        assert_eq!(rounded(f64::NAN), "");
        assert_eq!(exact(1.0 / 3.0), "0.3333333333333333");
    }
}
