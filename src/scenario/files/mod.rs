//! Populations from files: units, people and ties as tables beside the scenario, with a mapping of their columns and a
//! filter of their rows, so that a table can stay as it is.

mod build;
mod filter;
mod names;
mod people;
mod sheet;
pub(super) mod text;
mod ties;
mod units;

#[cfg(test)]
mod tests;

use super::reader::Reader;
use super::schema::DocumentSchema;
use super::tree::Table;
use crate::quantities::{choice, section};
use crate::world::{Population, Roster, Template};
use build::Builder;
use schemars::Schema;
use sheet::{Sheet, SheetSettings};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::Text;

/// What says that a table has no such column.
const NO_COLUMN: &str = "-";

section! {
    /// Units from a file: a row for each.
    pub struct UnitsFile {
        /// The file, from where the scenario stands; left out, there is none.
        path: String = String::new(), -, Stated, "";
        /// Which rows count, as filters such as "beds >= 8"; all must hold.
        keep: Vec<String> = Vec::new(), -, Stated, "";
        /// Column with the unit's name. A column whose key is left out is the one of that very name, if the file has it; "-" is none.
        unit: String = String::new(), -, Stated, "";
        /// Column with the organisation; without one, all units are in one.
        organisation: String = String::new(), -, Stated, "";
        /// Columns with the headcount of a profession each, whose name is the column's; left out, all columns that are nothing else. Not read where people come from a file.
        professions: Vec<String> = Vec::new(), -, Stated, "";
        /// Column with the support from the unit's lead, as all such figures 1 at the reference unit; drawn where there is none.
        lead: String = String::new(), -, Stated, "";
        /// Column with the multiple of leaving rates.
        turnover: String = String::new(), -, Stated, "";
        /// Column with the multiple of ties inside the unit, where ties do not come from a file.
        cohesion: String = String::new(), -, Stated, "";
        /// Column with the multiple of hours not taken by the daily work.
        slack: String = String::new(), -, Stated, "";
        /// Column with the quality of data.
        data: String = String::new(), -, Stated, "";
        /// SHA-256 the file must have; left out, it may be any. A scenario in a result folder states it.
        sha256: String = String::new(), -, Stated, "";
    }
}

section! {
    /// People from a file: a row for each.
    pub struct PeopleFile {
        /// The file, from where the scenario stands; left out, there is none.
        path: String = String::new(), -, Stated, "";
        /// Which rows count, as filters such as "role != PAT"; all must hold.
        keep: Vec<String> = Vec::new(), -, Stated, "";
        /// Column with what ties call a person. A column whose key is left out is the one of that very name, if the file has it; "-" is none.
        id: String = String::new(), -, Stated, "";
        /// Column with the unit; without one, all are in one unit, or in one for each organisation.
        unit: String = String::new(), -, Stated, "";
        /// Column with the organisation; without one, all are in one.
        organisation: String = String::new(), -, Stated, "";
        /// Column with the profession; without one, all are "staff". Names become lower case with hyphens: "Ward Clerk" is ward-clerk.
        profession: String = String::new(), -, Stated, "";
        /// Column with the tier: front line, middle or senior; without one, and where it is blank, front line.
        tier: String = String::new(), -, Stated, "";
        /// SHA-256 the file must have; left out, it may be any. A scenario in a result folder states it.
        sha256: String = String::new(), -, Stated, "";
    }
}

choice! {
    /// What becomes of a tie to somebody whom the file of people does not have.
    pub enum Unknown {
        /// It is a mistake.
        Refuse = "refuse",
        /// It is left out.
        Drop = "drop",
    }
}

choice! {
    /// What a pair weighs that has several rows.
    pub enum Repeated {
        /// What the heaviest row does: A names B and B names A is one tie.
        Largest = "largest",
        /// What all rows do together: each is a contact.
        Add = "add",
    }
}

section! {
    /// Ties from a file: a row for each pair, either way round. They replace the ties that would be drawn.
    pub struct TiesFile {
        /// The file, from where the scenario stands; left out, there is none and ties are drawn.
        path: String = String::new(), -, Stated, "";
        /// Which rows count, as filters such as "weight >= 3"; all must hold.
        keep: Vec<String> = Vec::new(), -, Stated, "";
        /// Column with one person's id. A column whose key is left out is the one of that very name, if the file has it; "-" is none.
        from: String = String::new(), -, Stated, "";
        /// Column with the other's id.
        to: String = String::new(), -, Stated, "";
        /// Column with the weight, above 0; without one all ties weigh the same. A tie of mean weight counts as one neighbour.
        weight: String = String::new(), -, Stated, "";
        /// Column with the kind of tie, for filters such as "kind = advice"; without one all are of a kind.
        kind: String = String::new(), -, Stated, "";
        /// A tie to an id that the file of people does not have, not even filtered away: refuse or drop.
        unknown: Unknown = Unknown::Refuse, -, Stated, "";
        /// A pair in several rows weighs as its largest row, or all rows add up: largest or add.
        repeated: Repeated = Repeated::Largest, -, Stated, "";
        /// SHA-256 the file must have; left out, it may be any. A scenario in a result folder states it.
        sha256: String = String::new(), -, Stated, "";
    }
}

/// The files of a population.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileSettings {
    /// Units.
    pub units: UnitsFile,
    /// People.
    pub people: PeopleFile,
    /// Ties.
    pub ties: TiesFile,
}

impl FileSettings {
    /// As a document tree; nothing where nothing is said.
    pub(super) fn to_table(&self) -> Option<Table> {
        if *self == Self::default() {
            return None;
        }
        let (mut files, mut units, mut people, mut ties) = (Table::new(), Table::new(), Table::new(), Table::new());
        units.put_fields(&self.units);
        people.put_fields(&self.people);
        ties.put_fields(&self.ties);
        files.put_table("units", units);
        files.put_table("people", people);
        files.put_table("ties", ties);
        Some(files)
    }

    fn paths(&mut self) -> [(&'static str, &mut String, &mut String); 3] {
        [
            ("units", &mut self.units.path, &mut self.units.sha256),
            ("people", &mut self.people.path, &mut self.people.sha256),
            ("ties", &mut self.ties.path, &mut self.ties.sha256),
        ]
    }
}

/// The schema of `[files]`.
pub(super) fn schema() -> Schema {
    DocumentSchema::table("Who works where and who is tied to whom, as tables beside the scenario.")
        .section::<UnitsFile>("units", "Units: a row for each.")
        .section::<PeopleFile>("people", "People: a row for each.")
        .section::<TiesFile>("ties", "Ties: a row for each pair.")
        .finish()
}

/// Files that were read already: arms mostly share them.
#[derive(Debug)]
pub(super) struct Shelf {
    directory: PathBuf,
    texts: Vec<(PathBuf, Option<Arc<Text>>)>,
    read: Vec<(FileSettings, FileSettings, Option<Arc<Roster>>)>,
}

impl Shelf {
    /// Relative paths start from a directory.
    pub fn new(directory: &Path) -> Self {
        Self { directory: directory.into(), texts: Vec::new(), read: Vec::new() }
    }

    /// The text of a file; nothing, and a problem, where it cannot be had.
    fn text(&mut self, path: &str, shown: &str, table: &Reader<'_>) -> Option<Arc<Text>> {
        let path = PathBuf::from(path);
        if let Some((_, text)) = self.texts.iter().find(|(known, _)| *known == path) {
            return text.clone();
        }
        let text = match Text::open(&path, shown, self.texts.len()) {
            Ok(text) => Some(Arc::new(text)),
            Err(error) => {
                table.problem("path", error.to_string(), error.remedy());
                None
            }
        };
        self.texts.push((path, text.clone()));
        text
    }
}

/// Reads `[files]`: what it says, with whole paths and the hash of each file, and the roster where the population is
/// one from files and nothing is wrong with it.
pub(super) fn read(
    root: &mut Reader<'_>,
    population: &Population,
    shelf: &mut Shelf,
) -> (FileSettings, Option<Arc<Roster>>) {
    let mut files = FileSettings::default();
    let mut table = root.table("files");
    let mut inner = |key: &str| table.as_mut().and_then(|table| table.table(key));
    let (mut units, mut people, mut ties) = (inner("units"), inner("people"), inner("ties"));
    units.iter_mut().for_each(|table| table.fill(&mut files.units));
    people.iter_mut().for_each(|table| table.fill(&mut files.people));
    ties.iter_mut().for_each(|table| table.fill(&mut files.ties));
    let imported = match (&table, population.template) {
        (_, Template::Files) => {
            stated_sizes(root);
            let readers = [&units, &people, &ties].map(Option::as_ref);
            match (files.units.path.is_empty(), files.people.path.is_empty()) {
                (true, true) => nobody(root, &table),
                _ => open(&mut files, readers, shelf),
            }
        }
        (Some(table), _) => {
            unread(root, table);
            None
        }
        (None, _) => None,
    };
    for table in [units, people, ties, table].into_iter().flatten() {
        table.finish();
    }
    (files, imported)
}

/// Sizes that are stated although the files say them.
fn stated_sizes(root: &mut Reader<'_>) {
    let Some(table) = root.table("population") else { return };
    for key in ["staff", "units", "organisations"] {
        if table.has(key) && !table.is_inherited(key) {
            table.problem(key, "is what the files say", "leave it out");
        }
    }
}

fn nobody(root: &mut Reader<'_>, table: &Option<Reader<'_>>) -> Option<Arc<Roster>> {
    let remedy = "name a file: path = \"people.csv\" under [files.people], or path = \"units.csv\" under [files.units]";
    match table {
        Some(table) => table.problem("", "names neither people nor units", remedy),
        None => {
            let population = root.table("population");
            population.iter().for_each(|table| table.problem("template", "there is no [files] to read from", remedy));
        }
    }
    None
}

/// `[files]` beside a population that is none from files.
fn unread(root: &mut Reader<'_>, table: &Reader<'_>) {
    let stated = root.table("population").is_some_and(|population| population.has("template"));
    let text = "is not read: the population is one from files only with population.template = \"files\"";
    if stated || table.is_all_inherited() {
        if !table.is_all_inherited() {
            table.note("", text);
        }
    } else {
        table.problem("", "is not read", "write template = \"files\" under [population]");
    }
}

/// Opens the files and builds the roster; once for all who say the same.
fn open(files: &mut FileSettings, readers: [Option<&Reader<'_>>; 3], shelf: &mut Shelf) -> Option<Arc<Roster>> {
    let mut shown = [const { String::new() }; 3];
    for (shown, (_, path, _)) in shown.iter_mut().zip(files.paths()) {
        if !path.is_empty() {
            shown.clone_from(path);
            *path = shelf.directory.join(&*path).to_string_lossy().into_owned();
        }
    }
    if let Some((_, known, roster)) = shelf.read.iter().find(|(asked, ..)| asked == files) {
        let roster = roster.clone();
        files.clone_from(known);
        return roster;
    }
    let asked = files.clone();
    let mut texts = [const { None }; 3];
    for (((_, path, sha256), reader), (shown, text)) in
        files.paths().into_iter().zip(readers).zip(shown.iter().zip(&mut texts))
    {
        let Some(reader) = reader.filter(|_| !path.is_empty()) else { continue };
        *text = shelf.text(path, shown, reader);
        if let Some(text) = text {
            if !sha256.is_empty() && *sha256 != text.sha256 {
                let cause = format!("{} is not the file that is meant: its SHA-256 is {}", text.name, text.sha256);
                reader.problem(
                    "sha256",
                    cause,
                    "bring the file back as it was, or leave sha256 out to read it as it is",
                );
            }
            sha256.clone_from(&text.sha256);
        }
    }
    let roster = build(files, readers, &texts).map(Arc::new);
    shelf.read.push((asked, files.clone(), roster.clone()));
    roster
}

fn build(files: &FileSettings, readers: [Option<&Reader<'_>>; 3], texts: &[Option<Arc<Text>>; 3]) -> Option<Roster> {
    let [units, people, ties] = readers;
    let [units_text, people_text, ties_text] = texts;
    let mut builder = Builder::default();
    let mut sound = true;
    if let Some(reader) = units.filter(|_| !files.units.path.is_empty()) {
        let settings = SheetSettings { keep: &files.units.keep, mapping: files.units.mapping() };
        let alone = files.people.path.is_empty();
        let sheet = Sheet::new(units_text.as_deref(), settings, reader);
        sound &= sheet.is_some_and(|sheet| units::read(&sheet, &files.units.professions, alone, &mut builder));
    }
    if let Some(reader) = people.filter(|_| !files.people.path.is_empty()) {
        let settings = SheetSettings { keep: &files.people.keep, mapping: files.people.mapping() };
        let sheet = Sheet::new(people_text.as_deref(), settings, reader);
        builder.is_partial = !sound;
        sound &= sheet.is_some_and(|sheet| people::read(&sheet, &mut builder));
    }
    if let Some(reader) = ties.filter(|_| !files.ties.path.is_empty()) {
        if files.people.path.is_empty() {
            reader.problem(
                "path",
                "there are no people to tie",
                "name their file: path = \"people.csv\" under [files.people]",
            );
            return None;
        }
        let settings = SheetSettings { keep: &files.ties.keep, mapping: files.ties.mapping() };
        let sheet = Sheet::new(ties_text.as_deref(), settings, reader)?;
        builder.is_partial = !sound;
        sound &= ties::read(&sheet, &files.ties, &mut builder);
    }
    if sound { builder.finish(people.or(units)?) } else { None }
}

impl UnitsFile {
    fn mapping(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("unit", &self.unit),
            ("organisation", &self.organisation),
            ("lead", &self.lead),
            ("turnover", &self.turnover),
            ("cohesion", &self.cohesion),
            ("slack", &self.slack),
            ("data", &self.data),
        ]
    }
}

impl PeopleFile {
    fn mapping(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("id", &self.id),
            ("unit", &self.unit),
            ("organisation", &self.organisation),
            ("profession", &self.profession),
            ("tier", &self.tier),
        ]
    }
}

impl TiesFile {
    fn mapping(&self) -> Vec<(&'static str, &str)> {
        vec![("from", &self.from), ("to", &self.to), ("weight", &self.weight), ("kind", &self.kind)]
    }
}
