//! The file of units: their organisation, headcounts and figures.

use super::build::{Builder, Unit, counted};
use super::filter::number;
use super::sheet::{Row, Sheet};
use crate::scenario::settings::limits;
use crate::scenario::source::clean;
use crate::world::Figures;

/// Largest figure of each kind: support and data lie on a scale that ends there, the others are multiples.
const FIGURES: [(&str, f64); 5] =
    [("lead", 2.0), ("turnover", 100.0), ("cohesion", 100.0), ("slack", 100.0), ("data", 2.0)];

/// Reads the rows; whether all were sound.
pub(super) fn read(sheet: &Sheet<'_>, professions: &[String], alone: bool, builder: &mut Builder) -> bool {
    let Some(unit) = sheet.needed("unit") else { return false };
    let organisation = sheet.column("organisation");
    builder.units_have_organisations = organisation.is_some();
    let figures = FIGURES.map(|(key, most)| (key, most, sheet.column(key)));
    let columns = match (alone, professions.is_empty()) {
        (false, _) => Vec::new(),
        (true, true) => sheet.others(),
        (true, false) => {
            let named: Vec<usize> = professions.iter().filter_map(|name| sheet.named("professions", name)).collect();
            if named.len() < professions.len() {
                return false;
            }
            named
        }
    };
    if alone && columns.is_empty() {
        let cause = format!("{} has no column with a headcount", sheet.name());
        sheet.reader.problem("path", cause, "add a column for each profession, or name a file of people");
        return false;
    }
    let mut counted_by = Vec::new();
    for &column in &columns {
        match builder.profession(&sheet.heading[column]) {
            Ok(profession) => counted_by.push((column, usize::from(profession))),
            Err(_) => {
                let cause = format!("{} professions are more than the 64 that fit", columns.len());
                sheet.reader.problem("professions", cause, "name those that matter");
                return false;
            }
        }
    }
    let guessed = professions.is_empty();
    let (rows, kept) = sheet.rows(|row, kept| {
        let name = clean(row.cell(unit), 200);
        if name.is_empty() {
            row.problem(
                Some(unit),
                "there is no name of a unit on this line".into(),
                "fill it in, or take the line out",
            );
            return;
        }
        if !kept {
            builder.left_out_units.insert(name);
            return;
        }
        let organisation = match organisation.map(|column| (column, clean(row.cell(column), 200))) {
            None => builder.organisation("organisation"),
            Some((_, name)) if !name.is_empty() => builder.organisation(&name),
            Some((column, _)) => {
                let cause = format!("unit \"{name}\" has no organisation");
                return row.problem(Some(column), cause, "fill it in");
            }
        };
        if let Some(known) = builder.known_unit(organisation, &name) {
            let cause = format!("unit \"{name}\" is given twice; first on line {}", builder.units[known].line);
            return row.problem(Some(unit), cause, "keep one of the two");
        }
        let mut counts = vec![0u32; if alone { counted_by.len() } else { 0 }];
        for &(column, profession) in &counted_by {
            // Two columns of one name in lower case are one profession.
            if let Some(count) = counts.get_mut(profession) {
                *count = count.saturating_add(headcount(row, column, guessed));
            }
        }
        let figures = figures.map(|(key, most, column)| column.and_then(|column| figure(row, key, most, column)));
        let [lead, turnover, cohesion, slack, data] = figures;
        let figures = Figures { lead, turnover, cohesion, slack, data };
        builder.add_unit(Unit { name, organisation, figures, line: row.line, counts });
    });
    builder.units_file = Some(sheet.name().into());
    if kept == 0 && sheet.is_sound() {
        let cause = format!("no unit is left of the {} of {}", counted(rows, "row", "rows"), sheet.name());
        sheet.reader.problem(if rows == 0 { "path" } else { "keep" }, cause, "keep at least one");
        return false;
    }
    let empty = builder.units.iter().filter(|unit| unit.counts.iter().all(|&count| count == 0)).count();
    if alone && sheet.is_sound() && empty == kept {
        sheet.reader.problem("path", format!("nobody works in the units of {}", sheet.name()), "fill in headcounts");
        return false;
    }
    if alone && sheet.is_sound() {
        let (units, organisations) = builder.places();
        let mut text = format!(
            "{} in {}: {}",
            counted(units, "unit", "units"),
            counted(organisations, "organisation", "organisations"),
            builder.tally()
        );
        if rows > kept {
            text += &format!("; {} left out by keep", rows - kept);
        }
        if empty > 0 {
            text += &format!("; {} without staff left out", counted(empty, "unit", "units"));
        }
        sheet.note(text);
    }
    sheet.is_sound()
}

fn headcount(row: &Row<'_>, column: usize, guessed: bool) -> u32 {
    let cell = row.cell(column);
    if cell.is_empty() {
        return 0;
    }
    let remedy = match guessed {
        true => "write a whole number; or, if the column holds no headcount, name those that do in professions",
        false => "write a whole number",
    };
    match number(cell) {
        Some(count) if count < 0.0 || count.fract() != 0.0 => {
            row.problem(Some(column), format!("{cell} is no number of posts"), remedy);
            0
        }
        Some(count) if count > f64::from(limits::STAFF) => {
            row.problem(Some(column), format!("{cell} staff are too many"), format!("at most {} fit", limits::STAFF));
            0
        }
        Some(count) => count as u32,
        None => {
            row.problem(Some(column), format!("\"{cell}\" is no number of posts"), remedy);
            0
        }
    }
}

fn figure(row: &Row<'_>, key: &str, most: f64, column: usize) -> Option<f32> {
    let cell = row.cell(column);
    if cell.is_empty() {
        return None;
    }
    let value = number(cell).filter(|value| (0.0..=most).contains(value));
    if value.is_none() {
        let remedy = format!("write a number from 0 to {most}, 1 being the reference unit, or leave it blank");
        row.problem(Some(column), format!("\"{cell}\" cannot be the {key} of a unit"), remedy);
    }
    value.map(|value| value as f32)
}
