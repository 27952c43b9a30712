//! A table row by row: its heading against the mapping, its rows against the filters, and what is wrong with a row told
//! at its line.

use super::NO_COLUMN;
use super::filter::Filter;
use super::text::Text;
use crate::scenario::reader::Reader;
use crate::scenario::source::{Place, RowPlace, Source};
use crate::scenario::suggest::closest;
use csv::{ReaderBuilder, StringRecord, Trim};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Wrong rows told one by one.
const MOST: usize = 20;

/// Columns named in a message.
const NAMED: usize = 12;

/// What a scenario says about the reading of a table.
pub(super) struct SheetSettings<'a> {
    /// The filters.
    pub keep: &'a [String],
    /// Keys of the mapping, each with the column stated for it, or nothing.
    pub mapping: Vec<(&'static str, &'a str)>,
}

/// A table whose heading fits.
pub(super) struct Sheet<'t> {
    text: &'t Text,
    /// The table of the scenario that names it.
    pub reader: &'t Reader<'t>,
    delimiter: u8,
    /// Names of the columns.
    pub heading: Vec<String>,
    heading_start: usize,
    columns: Vec<(&'static str, Option<usize>)>,
    filters: Vec<(Filter, usize)>,
    told: Cell<usize>,
}

/// A row, with the line it stands on.
pub(super) struct Row<'s> {
    sheet: &'s Sheet<'s>,
    record: &'s StringRecord,
    start: usize,
    /// Its line, from 1.
    pub line: usize,
}

impl Row<'_> {
    /// A cell without the blanks around it.
    pub fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// Reports what is wrong with a cell, or with the row.
    pub fn problem(&self, column: Option<usize>, cause: String, remedy: impl Into<String>) {
        self.problem_near(column, cause, remedy, None);
    }

    /// The same with what was probably meant.
    pub fn problem_near(
        &self,
        column: Option<usize>,
        cause: String,
        remedy: impl Into<String>,
        suggestion: Option<String>,
    ) {
        let told = self.sheet.told.get();
        self.sheet.told.set(told + 1);
        if told < MOST {
            let place = self.sheet.place(self.start, self.line, column);
            self.sheet.reader.problem_at("", place, (cause, remedy.into()), suggestion);
        }
    }
}

impl<'t> Sheet<'t> {
    /// Reads the heading; nothing, and problems, where it does not fit.
    pub fn new(text: Option<&'t Text>, settings: SheetSettings<'_>, reader: &'t Reader<'t>) -> Option<Self> {
        let mut filters = Vec::new();
        for keep in settings.keep {
            match Filter::parse(keep) {
                Some(filter) => filters.push(filter),
                None => reader.problem(
                    "keep",
                    format!("\"{keep}\" is no filter"),
                    "write COLUMN, one of = != < <= > >= and a value, such as \"role != PAT\"",
                ),
            }
        }
        let text = text?;
        let mut sheet = Self {
            delimiter: delimiter(&text.text),
            text,
            reader,
            heading: Vec::new(),
            heading_start: text
                .text
                .find(|c: char| !c.is_whitespace())
                .map_or(0, |first| first_of_line(&text.text, first)),
            columns: Vec::new(),
            filters: Vec::new(),
            told: Cell::new(0),
        };
        let mut first = StringRecord::new();
        // The text is known to be sound and not empty.
        let _ = sheet.records().read_record(&mut first);
        sheet.heading = first.iter().map(String::from).collect();
        let sound = sheet.map(&settings.mapping) & sheet.filter(filters, &settings.mapping);
        (sound && settings.keep.len() == sheet.filters.len()).then_some(sheet)
    }

    /// The column of a key, if there is one.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == key).and_then(|(_, column)| *column)
    }

    /// The column of a key that must have one.
    pub fn needed(&self, key: &'static str) -> Option<usize> {
        let column = self.column(key);
        if column.is_none() {
            let cause = format!("there is no column \"{key}\"");
            let remedy = format!("name the one that is meant, {key} = \"...\"; there are {}", self.listed());
            let place = self.place(self.heading_start, self.line_of(self.heading_start), None);
            let near = closest(key, self.heading.iter().map(String::as_str));
            self.reader.problem_at(key, place, (cause, remedy), near);
        }
        column
    }

    /// A column by its name: to the letter, or else but for capitals.
    pub fn named(&self, key: &str, name: &str) -> Option<usize> {
        let all = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
            self.heading.iter().enumerate().filter(|(_, column)| same(column)).map(|(at, _)| at).collect()
        };
        let mut found = all(&|column| column == name);
        if found.is_empty() {
            found = all(&|column| column.to_lowercase() == name.to_lowercase());
        }
        match found[..] {
            [one] => return Some(one),
            [] => {
                let cause = format!("{} has no column \"{name}\"", self.text.name);
                let near = closest(name, self.heading.iter().map(String::as_str));
                let remedy = format!("it has {}", self.listed());
                self.reader.problem_at(key, self.reader.place_of(key), (cause, remedy), near);
            }
            _ => {
                let cause = format!("{} has {} columns \"{name}\"", self.text.name, found.len());
                self.reader.problem(key, cause, "give each a name of its own");
            }
        }
        None
    }

    /// Columns that neither the mapping nor a filter uses.
    pub fn others(&self) -> Vec<usize> {
        let used = self.used();
        (0..self.heading.len()).filter(|column| !used.contains(column) && !self.heading[*column].is_empty()).collect()
    }

    /// Goes through the rows, and says of each whether the filters keep it. The number of rows, and of those kept.
    pub fn rows(&self, mut call: impl FnMut(&Row<'_>, bool)) -> (usize, usize) {
        let (mut rows, mut kept) = (0, 0);
        let (mut start, mut line) = (self.heading_start, self.line_of(self.heading_start));
        let mut used: Vec<usize> = self.used().into_iter().collect();
        used.sort_unstable();
        let mut records = self.records();
        let mut record = StringRecord::new();
        let mut is_heading = true;
        while let Ok(true) = records.read_record(&mut record) {
            let after = record.position().map_or(0, |position| position.byte() as usize);
            let here = next_line(&self.text.text, self.heading_start + after);
            line += breaks(self.text.text.get(start..here).unwrap_or_default());
            start = here;
            if std::mem::take(&mut is_heading) || record.iter().all(str::is_empty) {
                continue;
            }
            rows += 1;
            let row = Row { sheet: self, record: &record, start, line };
            if !self.is_whole(&row, &used) {
                continue;
            }
            let keeps = self.filters.iter().all(|(filter, column)| filter.keeps(row.cell(*column)));
            kept += usize::from(keeps);
            call(&row, keeps);
        }
        let left = self.told.get().saturating_sub(MOST);
        if left > 0 {
            let place = self.place(self.text.text.len(), line + 1, None);
            let cause = format!("and {left} more in this file");
            self.reader.problem_at("", place, (cause, "mend those above, then check again".into()), None);
        }
        (rows, kept)
    }

    /// A note of what was read: at what an arm says of the table, if it is an arm that says something.
    pub fn note(&self, text: String) {
        let own = self.reader.keys().find(|key| !self.reader.is_inherited(key));
        self.reader.note(own.filter(|_| self.reader.is_inherited("path")).unwrap_or("path"), text);
    }

    /// Whether no row was wrong.
    pub fn is_sound(&self) -> bool {
        self.told.get() == 0
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.text.name
    }

    fn is_whole(&self, row: &Row<'_>, used: &[usize]) -> bool {
        let (cells, columns) = (row.record.len(), self.heading.len());
        let whole = cells == columns || cells > columns && row.record.iter().skip(columns).all(str::is_empty);
        let broken = |cell: &str| cell.contains(['\n', '\r']);
        let torn = match whole {
            true => used.iter().any(|&column| broken(row.cell(column))),
            false => row.record.iter().any(broken),
        };
        if torn {
            row.problem(None, "a quotation mark on this line is not closed there".into(), "close it");
        } else if cells < columns {
            let cause = format!("this line has {cells} of {columns} columns");
            row.problem(None, cause, "complete the line, or take it out");
        } else if !whole {
            let cause = format!("this line has {cells} cells under {columns} columns");
            row.problem(None, cause, "put a cell that holds the separator in quotation marks");
        }
        whole && !torn
    }

    fn records(&self) -> csv::Reader<&'t [u8]> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.delimiter).trim(Trim::All);
        builder.from_reader(self.text.text.as_bytes().get(self.heading_start..).unwrap_or_default())
    }

    fn map(&mut self, mapping: &[(&'static str, &str)]) -> bool {
        let mut sound = true;
        for &(key, stated) in mapping {
            let column = match stated.trim() {
                NO_COLUMN => None,
                // Capitals make no difference here either, and of several none is the one that is meant.
                "" => match self.heading.iter().filter(|column| column.eq_ignore_ascii_case(key)).count() {
                    0 => None,
                    _ => self.named(key, key),
                },
                name => {
                    let column = self.named(key, name);
                    sound &= column.is_some();
                    column
                }
            };
            self.columns.push((key, column));
        }
        sound
    }

    /// Finds the columns of the filters: by name, or by the key of the mapping.
    fn filter(&mut self, filters: Vec<Filter>, mapping: &[(&'static str, &str)]) -> bool {
        let mut sound = true;
        for filter in filters {
            let there = self.heading.iter().any(|column| column.eq_ignore_ascii_case(&filter.column));
            let mapped = mapping.iter().find(|(key, _)| *key == filter.column && !there);
            let column = match mapped.and_then(|(key, _)| self.column(key)) {
                Some(column) => Some(column),
                None => self.named("keep", &filter.column),
            };
            sound &= column.is_some();
            self.filters.extend(column.map(|column| (filter, column)));
        }
        sound
    }

    fn used(&self) -> BTreeSet<usize> {
        let mapped = self.columns.iter().filter_map(|(_, column)| *column);
        mapped.chain(self.filters.iter().map(|(_, column)| *column)).collect()
    }

    fn listed(&self) -> String {
        let names: Vec<&str> = self.heading.iter().take(NAMED).map(String::as_str).collect();
        let more = self.heading.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", names.join(", "))
    }

    fn line_of(&self, start: usize) -> usize {
        breaks(self.text.text.get(..start).unwrap_or_default()) + 1
    }

    fn place(&self, start: usize, line: usize, column: Option<usize>) -> Place {
        let rest = self.text.text.get(start..).unwrap_or_default();
        let shown = rest.split(['\n', '\r']).next().unwrap_or_default();
        let range = column.map_or(0..shown.len(), |column| cell(shown, self.delimiter, column));
        let line = Source::of_line(self.text.name.as_str(), shown, line - 1);
        Place::Row(Arc::new(RowPlace { table: self.text.table, line, range }))
    }
}

/// What separates the cells: whichever of comma, semicolon and tab the heading has most of.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in heading.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !quoted) {
            *count += 1;
        }
    }
    let [mut most, rest @ ..] = counts;
    for other in rest {
        if other.1 > most.1 {
            most = other;
        }
    }
    most.0
}

/// Where the line begins that holds the byte at an offset.
fn first_of_line(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |end| end + 1)
}

/// Where the next line that holds something begins.
fn next_line(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start_matches(['\n', '\r']).len())
}

/// Line ends, of whatever system.
fn breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |(at, byte): (usize, &u8)| *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    bytes.iter().enumerate().filter(|found| ends(*found)).count()
}

/// Where a cell stands in its line.
fn cell(line: &str, delimiter: u8, column: usize) -> Range<usize> {
    let (mut start, mut count, mut quoted) = (0, 0, false);
    for (at, byte) in line.bytes().enumerate() {
        quoted ^= byte == b'"';
        if byte == delimiter && !quoted {
            if count == column {
                return start..at;
            }
            (start, count) = (at + 1, count + 1);
        }
    }
    if count == column { start..line.len() } else { 0..line.len() }
}
