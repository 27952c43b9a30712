//! Points from a file: a row for each, a column for each factor.

use super::MOST_POINTS;
use super::factor::{Factor, Level, Levels, one_line};
use crate::scenario::files::text::Text;
use crate::scenario::reader::Reader;
use crate::scenario::suggest::closest;
use std::path::Path;

/// Wrong rows told one by one.
const MOST_TOLD: usize = 20;

/// Puts the values of each factor's column into the factor, and says how many points there are; nothing, and problems,
/// where the table cannot be read so.
pub(super) fn read(table: &Reader<'_>, file: Option<(&Path, &str)>, factors: &mut [Factor]) -> Option<u64> {
    let Some((path, shown)) = file else {
        table.problem("file", "is missing", "name the table, from where the experiment stands");
        return None;
    };
    let text = match Text::open(path, shown, 0) {
        Ok(text) => text,
        Err(error) => {
            table.problem("file", error.to_string(), error.remedy());
            return None;
        }
    };
    // Told before it is taken apart.
    let lines = text.text.lines().count() as u64;
    if lines > MOST_POINTS + 1 {
        table.problem("file", format!("{} has {lines} lines", text.name), format!("lay at most {MOST_POINTS} points"));
        return None;
    }
    let mut records = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.text.as_bytes());
    let heading: Vec<String> = records.headers().map(|row| row.iter().map(String::from).collect()).unwrap_or_default();
    let mut sound = true;
    let mut columns = Vec::new();
    for factor in factors.iter() {
        let column = heading.iter().position(|column| *column == factor.name);
        if column.is_none() {
            sound = false;
            let near = closest(&factor.name, heading.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; \"{near}\" is near"));
            let cause = format!("{} has no column \"{}\"{near}", text.name, factor.name);
            table.problem("file", cause, "name columns as the factors are named");
        }
        columns.push(column.unwrap_or_default());
    }
    for (at, column) in heading.iter().enumerate() {
        let cause = if !factors.iter().any(|factor| factor.name == *column) {
            format!("{}: column \"{}\" belongs to no factor", text.name, one_line(column))
        } else if heading[..at].contains(column) {
            format!("{}: there are two columns \"{column}\"", text.name)
        } else {
            continue;
        };
        sound = false;
        table.problem("file", cause, "make each column a factor with a key, or leave it out of the table");
    }
    if !sound {
        return None;
    }
    let mut told = 0;
    let mut values: Vec<Vec<Level>> = vec![Vec::new(); factors.len()];
    for (row, record) in records.records().enumerate() {
        let problem = |line: u64, cause: &str| {
            table.problem("file", format!("{}, line {line}: {cause}", text.name), "mend the row, or leave it out");
        };
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problem(row as u64 + 2, &error.to_string());
                return None;
            }
        };
        let line = record.position().map_or(row as u64 + 2, csv::Position::line);
        let cells: Vec<&str> = columns.iter().map(|column| record.get(*column).unwrap_or_default()).collect();
        if record.len() != heading.len() || cells.iter().any(|cell| cell.is_empty()) {
            told += 1;
            if told <= MOST_TOLD {
                problem(
                    line,
                    if record.len() == heading.len() {
                        "has an empty cell"
                    } else {
                        "has other columns than the heading"
                    },
                );
            }
            continue;
        }
        for ((values, factor), cell) in values.iter_mut().zip(factors.iter()).zip(cells) {
            values.push(Level { label: one_line(cell), sets: vec![format!("{}={}", factor.key, one_line(cell))] });
        }
    }
    let points = values.first().map_or(0, Vec::len) as u64;
    if points == 0 && told == 0 {
        table.problem("file", format!("{} has no rows", text.name), "give it a row for each point");
    }
    for (factor, values) in factors.iter_mut().zip(values) {
        factor.levels = Levels::Values(values);
    }
    (points > 0 && told == 0).then_some(points)
}
