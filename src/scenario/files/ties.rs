//! The file of ties: pairs of people, each once, with what it weighs.

use super::build::{Builder, counted};
use super::filter::number;
use super::sheet::{Row, Sheet};
use super::{Repeated, TiesFile, Unknown};
use crate::world::Contact;
use std::collections::BTreeMap;

/// Kinds named in the note.
const KINDS: usize = 6;

/// What became of rows that are no ties of their own.
#[derive(Default)]
struct Left {
    people: usize,
    unknown: usize,
    oneself: usize,
    nothing: usize,
    again: usize,
}

/// Someone at the end of a tie.
enum End {
    Person(usize),
    LeftOut,
    Unknown,
}

/// Reads the rows; whether all were sound.
pub(super) fn read(sheet: &Sheet<'_>, settings: &TiesFile, builder: &mut Builder) -> bool {
    let (Some(from), Some(to)) = (sheet.needed("from"), sheet.needed("to")) else { return false };
    if builder.ids.is_empty() && !builder.is_partial {
        let cause = format!("the people of {} have no id to be tied by", builder.people_file);
        sheet.reader.problem("path", cause, "name the column of their ids: id = \"...\" under [files.people]");
        return false;
    }
    let (weight, kind) = (sheet.column("weight"), sheet.column("kind"));
    let mut left = Left::default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let people = std::mem::take(&mut builder.people_file);
    let (rows, kept) = sheet.rows(|row, kept| {
        if !kept {
            return;
        }
        let (Some(a), Some(b)) = (end(row, from, settings, builder, &people), end(row, to, settings, builder, &people))
        else {
            return;
        };
        let Some(weight) = weight.map_or(Some(1.0), |column| weighs(row, column)) else { return };
        match (a, b) {
            (End::Unknown, _) | (_, End::Unknown) => left.unknown += 1,
            (End::LeftOut, _) | (_, End::LeftOut) => left.people += 1,
            (End::Person(a), End::Person(b)) if a == b => left.oneself += 1,
            _ if weight == 0.0 => left.nothing += 1,
            (End::Person(a), End::Person(b)) => {
                if let Some(column) = kind
                    && (kinds.len() < 1000 || kinds.contains_key(row.cell(column)))
                {
                    *kinds.entry(row.cell(column).into()).or_default() += 1;
                }
                pairs
                    .entry((a.min(b) as u32, a.max(b) as u32))
                    .and_modify(|sum| {
                        left.again += 1;
                        *sum = if settings.repeated == Repeated::Add { *sum + weight } else { sum.max(weight) };
                    })
                    .or_insert(weight);
            }
        }
    });
    if kept == 0 && sheet.is_sound() {
        let cause = format!("no tie is left of the {} of {}", counted(rows, "row", "rows"), sheet.name());
        let remedy =
            "keep at least one; for people without ties leave the file out and write network = \"none\" under [ties]";
        sheet.reader.problem(if rows == 0 { "path" } else { "keep" }, cause, remedy);
        return false;
    }
    if sheet.is_sound() {
        let mut tied = vec![false; builder.people.len()];
        for &(a, b) in pairs.keys() {
            (tied[a as usize], tied[b as usize]) = (true, true);
        }
        let alone = tied.iter().filter(|tied| !**tied).count();
        sheet.note(told(pairs.len(), rows - kept, &left, alone, &kinds));
    }
    let contact =
        |((a, b), weight): ((u32, u32), f64)| Contact { a, b, weight: weight.min(f64::from(f32::MAX)) as f32 };
    builder.contacts = Some(pairs.into_iter().map(contact).collect());
    sheet.is_sound()
}

fn end(row: &Row<'_>, column: usize, settings: &TiesFile, builder: &Builder, people: &str) -> Option<End> {
    let id = row.cell(column);
    if let Some((person, _)) = builder.ids.get(id) {
        return Some(End::Person(*person));
    }
    if id.is_empty() {
        row.problem(Some(column), "one end of this tie is blank".into(), "fill it in, or take the line out");
        return None;
    }
    if builder.left_out.contains(id) {
        return Some(End::LeftOut);
    }
    if settings.unknown == Unknown::Drop || builder.is_partial {
        return Some(End::Unknown);
    }
    row.problem(
        Some(column),
        format!("\"{id}\" is nobody in {people}"),
        "mend the id, or write unknown = \"drop\" under [files.ties] to leave such ties out",
    );
    None
}

fn weighs(row: &Row<'_>, column: usize) -> Option<f64> {
    let cell = row.cell(column);
    let weight = number(cell).filter(|weight| *weight >= 0.0);
    if weight.is_none() {
        let shown = if cell.is_empty() { "nothing".into() } else { format!("\"{cell}\"") };
        let remedy = "write a number, with a point and not below 0; or weight = \"-\" for ties that all weigh the same";
        row.problem(Some(column), format!("{shown} is no weight"), remedy);
    }
    weight
}

fn told(pairs: usize, filtered: usize, left: &Left, alone: usize, kinds: &BTreeMap<String, usize>) -> String {
    let mut text = counted(pairs, "tie", "ties");
    if kinds.len() > 1 {
        let named: Vec<String> = kinds.iter().take(KINDS).map(|(kind, rows)| format!("{rows} {kind}")).collect();
        let more = if kinds.len() > KINDS { " and others" } else { "" };
        text += &format!(" of {} kinds, in rows {}{more}", kinds.len(), named.join(", "));
    }
    for (count, what) in [
        (filtered, "left out by keep"),
        (left.people, "with people who are left out"),
        (left.unknown, "with people in no file"),
        (left.oneself, "to oneself"),
        (left.nothing, "of weight 0"),
        (left.again, "of a pair that was there already"),
    ] {
        if count > 0 {
            text += &format!("; {} {what}", counted(count, "row", "rows"));
        }
    }
    if alone > 0 {
        text += &format!("; {} without any tie", counted(alone, "person", "people"));
    }
    text
}
