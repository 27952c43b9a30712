//! The file of people: unit, profession and tier of each, and what ties call them.

use super::build::{Builder, Person, Unit, counted};
use super::sheet::{Row, Sheet};
use crate::scenario::source::clean;
use crate::scenario::suggest::closest;
use crate::world::Tier;

/// Spellings of the tiers, without blanks and hyphens.
const TIERS: [(&str, Tier); 14] = [
    ("", Tier::Front),
    ("frontline", Tier::Front),
    ("front", Tier::Front),
    ("staff", Tier::Front),
    ("middle", Tier::Middle),
    ("mid", Tier::Middle),
    ("middletier", Tier::Middle),
    ("middlemanager", Tier::Middle),
    ("middlemanagement", Tier::Middle),
    ("senior", Tier::Senior),
    ("seniortier", Tier::Senior),
    ("seniormanager", Tier::Senior),
    ("seniormanagement", Tier::Senior),
    ("top", Tier::Senior),
];

struct Columns {
    id: Option<usize>,
    unit: Option<usize>,
    organisation: Option<usize>,
    profession: Option<usize>,
    tier: Option<usize>,
}

/// Reads the rows; whether all were sound.
pub(super) fn read(sheet: &Sheet<'_>, builder: &mut Builder) -> bool {
    let columns = Columns {
        id: sheet.column("id"),
        unit: sheet.column("unit"),
        organisation: sheet.column("organisation"),
        profession: sheet.column("profession"),
        tier: sheet.column("tier"),
    };
    if builder.units_file.is_some() && sheet.needed("unit").is_none() {
        return false;
    }
    builder.people_file = sheet.name().into();
    let mut elsewhere = 0;
    let (rows, kept) = sheet.rows(|row, kept| {
        let id = columns.id.map(|column| (column, row.cell(column)));
        if let Some((column, "")) = id {
            let remedy = "fill it in; or write id = \"-\" if nobody is tied by id";
            return row.problem(Some(column), "there is no id on this line".into(), remedy);
        }
        if !kept {
            builder.left_out.extend(id.map(|(_, id)| id.to_string()));
            return;
        }
        if let Some((column, id)) = id
            && let Some((_, line)) = builder.ids.get(id)
        {
            let cause = format!("\"{id}\" is here twice; first on line {line}");
            return row.problem(Some(column), cause, "keep one of the two, or leave one out with keep");
        }
        let (Some(profession), Some(tier)) = (profession(row, &columns, builder), tier(row, &columns)) else { return };
        let unit = match unit(row, &columns, builder) {
            Found::At(unit) => unit,
            Found::Refused => return,
            Found::LeftOut => {
                elsewhere += 1;
                builder.left_out.extend(id.map(|(_, id)| id.to_string()));
                return;
            }
        };
        if let Some((_, id)) = id {
            builder.ids.insert(id.into(), (builder.people.len(), row.line));
        }
        builder.people.push(Person { unit, profession, tier });
    });
    if builder.people.is_empty() && sheet.is_sound() && !builder.is_partial {
        let cause = format!("nobody is left of the {} of {}", counted(rows, "row", "rows"), sheet.name());
        sheet.reader.problem(if rows == 0 { "path" } else { "keep" }, cause, "keep at least one member of staff");
        return false;
    }
    if sheet.is_sound() {
        sheet.note(told(builder, rows - kept, elsewhere));
    }
    sheet.is_sound()
}

fn told(builder: &Builder, left_out: usize, elsewhere: usize) -> String {
    let (units, organisations) = builder.places();
    let mut text = format!(
        "{} in {} of {}: {}",
        counted(builder.people.len(), "person", "people"),
        counted(units, "unit", "units"),
        counted(organisations, "organisation", "organisations"),
        builder.tally()
    );
    if left_out > 0 {
        text += &format!("; {left_out} left out by keep");
    }
    if elsewhere > 0 {
        text += &format!("; {elsewhere} left out with their unit");
    }
    if builder.units_file.is_some() && builder.units.len() > units {
        text += &format!("; {} without staff left out", counted(builder.units.len() - units, "unit", "units"));
    }
    if let Some(joined) = builder.joined() {
        text += &format!("; {joined}");
    }
    text
}

fn profession(row: &Row<'_>, columns: &Columns, builder: &mut Builder) -> Option<u8> {
    let Some(column) = columns.profession else { return builder.profession("staff").ok() };
    let name = row.cell(column);
    if name.is_empty() {
        row.problem(
            Some(column),
            "there is no profession on this line".into(),
            "fill it in, or leave such people out with keep",
        );
        return None;
    }
    let known = builder.profession(name);
    if known.is_err() {
        let cause = format!("\"{name}\" would be the 65th profession, and 64 fit");
        row.problem(Some(column), cause, "map a column with fewer, or leave such people out with keep");
    }
    known.ok()
}

fn tier(row: &Row<'_>, columns: &Columns) -> Option<Tier> {
    let Some(column) = columns.tier else { return Some(Tier::Front) };
    let cell = row.cell(column);
    let bare: String = cell.chars().filter(|c| !" -_".contains(*c)).flat_map(char::to_lowercase).collect();
    let tier = TIERS.iter().find(|(name, _)| *name == bare).map(|(_, tier)| *tier);
    if tier.is_none() {
        let near = closest(cell, ["front line", "middle", "senior"]);
        row.problem_near(Some(column), format!("\"{cell}\" is no tier"), "write front line, middle or senior", near);
    }
    tier
}

enum Found {
    At(usize),
    /// The filter of the file of units took it away.
    LeftOut,
    /// There is none; reported.
    Refused,
}

fn unit(row: &Row<'_>, columns: &Columns, builder: &mut Builder) -> Found {
    let mut place = [None, None];
    for ((column, what), place) in
        [(columns.organisation, "an organisation"), (columns.unit, "a unit")].into_iter().zip(&mut place)
    {
        let Some(column) = column else { continue };
        let name = clean(row.cell(column), 200);
        if name.is_empty() {
            let cause = format!("there is no name of {what} on this line");
            row.problem(Some(column), cause, "fill it in, or leave such people out with keep");
            return Found::Refused;
        }
        *place = Some(name);
    }
    let [organisation, unit] = place;
    if let (Some(file), Some(unit)) = (builder.units_file.clone(), &unit) {
        return listed_unit(row, columns.unit, builder, &file, organisation, unit);
    }
    let name = unit.or_else(|| organisation.clone()).unwrap_or_else(|| "unit".into());
    let organisation = builder.organisation(organisation.as_deref().unwrap_or("organisation"));
    Found::At(
        builder
            .known_unit(organisation, &name)
            .unwrap_or_else(|| builder.add_unit(Unit { name, organisation, ..Unit::default() })),
    )
}

/// A unit of the file of units.
fn listed_unit(
    row: &Row<'_>,
    column: Option<usize>,
    builder: &Builder,
    file: &str,
    organisation: Option<String>,
    unit: &str,
) -> Found {
    let mut units = builder.units_named(unit).to_vec();
    if let Some(organisation) = organisation.filter(|_| builder.units_have_organisations) {
        let elsewhere = units.first().map(|&unit| builder.organisation_name(unit));
        units.retain(|&unit| builder.organisation_name(unit) == organisation);
        if let (Some(elsewhere), true) = (elsewhere, units.is_empty()) {
            let cause = format!("unit \"{unit}\" is not in {organisation} but in {elsewhere}, says {file}");
            row.problem(column, cause, "mend one of the two");
            return Found::Refused;
        }
    }
    match units[..] {
        [one] => Found::At(one),
        [] if builder.is_partial || builder.left_out_units.contains(unit) => Found::LeftOut,
        [] => {
            let near = closest(unit, builder.units.iter().map(|unit| unit.name.as_str()).take(2000));
            let cause = format!("there is no unit \"{unit}\" in {file}");
            row.problem_near(column, cause, format!("add it to {file}, or mend its name"), near);
            Found::Refused
        }
        _ => {
            let cause = format!("unit \"{unit}\" is in {} organisations of {file}", units.len());
            row.problem(column, cause, "have a column organisation in the file of people, as in that of units");
            Found::Refused
        }
    }
}
