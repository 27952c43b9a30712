//! The numbers of an initiative: a row for each arm, and a row for each comparison with the reference.

use super::facts::{LEFT, View};
use super::numbers::{UNKNOWN, about, difference, hundredths, interval, number, signed};
use super::text::{Column, table};
use super::words::{TOO_MANY, needed};
use crate::decide::Verdict;

/// A row for each arm.
pub(super) fn of_arms(view: &View<'_>, width: usize) -> Vec<String> {
    let columns = [
        Column::words("", "arm"),
        Column::numbers("", "peak"),
        Column::numbers("", "end"),
        Column::numbers("", "+12m"),
        Column::numbers("twin", "+12m"),
        Column::numbers("gain left", "(95\u{a0}%)"),
        Column::numbers("kept", "%"),
        Column::numbers("spread", "end, +12m"),
        Column::words("weakest", "at end"),
    ];
    let rows: Vec<Vec<String>> = view
        .arms
        .iter()
        .map(|arm| {
            let mean = |measure: &str| hundredths(&view.mean(arm, measure));
            let left = view.mean(arm, LEFT);
            let range = interval(&left).map_or(String::new(), |range| format!(" ({range})"));
            let weakest = view.weakest(arm).map_or(UNKNOWN.into(), |weakest| {
                let doubt = if weakest.is_mostly() { "" } else { "?" };
                format!("{}{doubt} {}", number(100.0 * weakest.share, 0), weakest.name)
            });
            vec![
                arm.name.into(),
                mean("peak"),
                mean("end"),
                mean("after_12m"),
                hundredths(&view.twin(arm, "after_12m")),
                hundredths(&left) + &range,
                mean("retention_12m"),
                format!("{}, {:>2}", mean("spread_units_end"), mean("spread_units_12m")),
                weakest,
            ]
        })
        .collect();
    table(&columns, &rows, width)
}

/// What each arm did to people and data, and what it cost; nothing where no run was finished.
pub(super) fn of_prices(view: &View<'_>, width: usize) -> Vec<String> {
    let columns = [
        Column::words("", "arm"),
        Column::numbers("tired", "at end"),
        Column::numbers("measured", "over true"),
        Column::numbers("pounds", "a post"),
        Column::numbers("hours", "a post"),
        Column::numbers("leaders'", "hours"),
        Column::numbers("pounds for who", "still practises"),
    ];
    let row = |arm: &super::facts::Arm<'_>| {
        vec![
            arm.name.to_string(),
            hundredths(&view.mean(arm, "fatigue_end")),
            hundredths(&view.mean(arm, "measurement_gap_end")),
            about(view.mean(arm, "cost_cash").mean),
            about(view.mean(arm, "cost_hours").mean),
            about(view.mean(arm, "cost_attention").mean),
            about(view.mean(arm, "cost_per_adopter").mean),
        ]
    };
    let rows: Vec<Vec<String>> = view.arms.iter().map(row).collect();
    if view.arms.iter().all(|arm| view.mean(arm, "cost_cash").mean.is_nan()) {
        return Vec::new();
    }
    table(&columns, &rows, width)
}

/// A row for each arm that is compared with the reference; nothing where there is none.
pub(super) fn of_comparisons(view: &View<'_>, width: usize) -> Vec<String> {
    let run = &view.digest.scenario.run;
    let several_worlds = run.worlds.count() > 1;
    let mut columns = vec![
        Column::words("", "arm"),
        Column::numbers("", "points"),
        Column::words("", "95\u{a0}%"),
        Column::words("", "verdict"),
    ];
    if several_worlds {
        columns.push(Column::numbers("ahead, %", "of worlds"));
    }
    columns.push(Column::words("would tell,", "about"));
    let row = |arm: &super::facts::Arm<'_>| {
        let found = view.against(arm)?;
        let (value, range) = difference(found.difference, found.interval, view.margin());
        let mut row = vec![
            arm.name.to_string(),
            signed(&value),
            range.unwrap_or_else(|| UNKNOWN.into()),
            found.verdict.name().to_string(),
        ];
        if several_worlds {
            row.push(match found.probability_better {
                part if part.is_nan() => UNKNOWN.into(),
                part => number(100.0 * part, 0),
            });
        }
        row.push(match found.verdict {
            Verdict::CannotTell if found.runs_needed > TOO_MANY => "nothing".into(),
            Verdict::CannotTell => needed(view, found.runs_needed, false).unwrap_or_default(),
            _ => String::new(),
        });
        Some(row)
    };
    let rows: Vec<Vec<String>> = view.others().filter_map(row).collect();
    if view.others().filter_map(|arm| view.against(arm)).all(|found| found.difference.is_nan()) {
        return Vec::new();
    }
    // A column without anything in it is not shown.
    if rows.iter().all(|row| row.last().is_some_and(String::is_empty)) {
        columns.pop();
    }
    table(&columns, &rows, width)
}
