//! One run as a row of a chunk: `key, world, replicate, subject, status`, the measures, then `cause, series, checksum`.

use crate::observe::{Groups, Level, MEASURES, Record, Weekly};
use crate::output::folder::hex;
use crate::output::tables::{exact, weekly_rows};
use crate::scenario::Series;
use crate::study::Row;
use crate::study::sweep::{Key, Lived, Slot};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Whose row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An arm.
    Arm,
    /// Its twin.
    Twin,
}

impl Subject {
    /// Its row of a run.
    pub fn of<'a>(self, lived: &Lived<'a>) -> &'a Row {
        match self {
            Subject::Arm => lived.arm,
            Subject::Twin => lived.twin,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Subject::Arm => "arm",
            Subject::Twin => "twin",
        }
    }
}

/// The columns of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The initiatives.
    pub initiatives: Vec<String>,
    /// Indices of the measures into [`MEASURES`].
    pub measures: Vec<usize>,
    /// Whose weekly series are kept.
    pub series: Series,
    /// Whether twins have rows.
    pub twins: bool,
}

/// A cell, in quotation marks where it needs them. Nothing in these tables holds a line break.
pub(super) fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.contains([',', '"']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

/// The text of a cell.
pub(super) fn text_of(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.into(),
    }
}

/// The first 16 hexadecimal digits of a SHA-256.
pub(super) fn short(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

/// A row with its checksum, which is the last cell.
pub(super) fn sealed(mut row: String) -> String {
    let checksum = short(row.as_bytes());
    row.push(',');
    row += &checksum;
    row
}

/// A row without its checksum, if it has the one that belongs to it.
pub(super) fn unsealed(row: &str) -> Option<&str> {
    let (rest, checksum) = row.rsplit_once(',')?;
    (short(rest.as_bytes()) == checksum).then_some(rest)
}

impl Columns {
    /// The names of the columns of measures.
    pub fn measured(&self) -> Vec<String> {
        let of = |initiative: &String| {
            let name = |measure: &usize| format!("{initiative}.{}", MEASURES[*measure].name);
            self.measures.iter().map(name).collect::<Vec<_>>()
        };
        self.initiatives.iter().flat_map(of).collect()
    }

    /// How many columns of measures there are.
    pub fn width(&self) -> usize {
        self.initiatives.len() * self.measures.len()
    }

    /// Whose rows there are of a run.
    pub fn subjects(&self) -> &'static [Subject] {
        if self.twins { &[Subject::Arm, Subject::Twin] } else { &[Subject::Arm] }
    }

    /// The heading of a chunk.
    pub(super) fn heading(&self) -> String {
        let measured: String = self.measured().iter().map(|name| format!("{},", cell(name))).collect();
        format!("key,world,replicate,subject,status,{measured}cause,series,checksum")
    }

    /// The heading of the series beside it.
    pub(super) fn series_heading(&self) -> &'static str {
        "key,world,replicate,subject,week,level,name,initiative,measure,value"
    }

    /// A run as a row, and its series as lines, which are empty where none are kept.
    pub fn row(
        &self,
        address: (Key, Slot, Subject),
        row: &Row,
        initiatives: &[&str],
        groups: &Groups,
    ) -> (String, String) {
        let start = start(address);
        let record = match &row.outcome {
            Some(Ok(record)) => record,
            Some(Err(cause)) => return (self.unfinished(&start, cause), String::new()),
            None => return (self.unfinished(&start, "stopped"), String::new()),
        };
        let mut text = format!("{start},done,");
        for initiative in &self.initiatives {
            let at = initiatives.iter().position(|name| name == initiative);
            for &measure in &self.measures {
                if let Some(at) = at {
                    let _ = write!(text, "{}", exact(record.measures[at][measure]));
                }
                text.push(',');
            }
        }
        let series = self.series_of(&start, record, initiatives, groups);
        // No cause.
        text.push(',');
        if self.series != Series::None {
            let _ = write!(text, "{}:{}", series.lines().count(), short(series.as_bytes()));
        }
        (sealed(text), series)
    }

    fn unfinished(&self, start: &str, cause: &str) -> String {
        let nothing = ",".repeat(self.width());
        let series = if self.series == Series::None { String::new() } else { format!("0:{}", short(b"")) };
        sealed(format!("{start},failed,{nothing}{},{series}", cell(cause)))
    }

    fn series_of(&self, start: &str, record: &Record, initiatives: &[&str], groups: &Groups) -> String {
        let mut text = String::new();
        if self.series == Series::None {
            return text;
        }
        let kept = |level: Level| match self.series {
            Series::None => false,
            Series::System => level == Level::System,
            Series::Groups => level != Level::Unit,
            Series::Units => true,
        };
        let groups = groups.names.iter().enumerate().map(|(group, (level, name))| (group, *level, name.as_str()));
        let groups: Vec<(usize, Level, &str)> = groups.filter(|(_, level, _)| kept(*level)).collect();
        weekly_rows(
            record,
            initiatives,
            &groups,
            &mut |week: usize, level: Level, name: &str, of: &str, what: Weekly, value: &str| {
                let _ = writeln!(
                    text,
                    "{start},{week},{},{},{},{},{value}",
                    level.name(),
                    cell(name),
                    cell(of),
                    what.name()
                );
            },
        );
        text
    }
}

/// What the rows of a run and of its series begin with.
pub(super) fn start((key, slot, subject): (Key, Slot, Subject)) -> String {
    format!("{key},{},{},{}", slot.world, slot.replicate, subject.name())
}

/// What a row or a line of a series begins with.
pub(super) fn start_of(row: &str) -> Option<&str> {
    let (at, _) = row.match_indices(',').nth(3)?;
    row.get(..at)
}

/// The cells of measures of an unsealed row; nothing when the run failed.
pub(super) fn measures_of(row: &str) -> Option<impl Iterator<Item = f64>> {
    let mut cells = row.split(',').skip(4);
    // No cell before the cause is ever in quotation marks.
    (cells.next()? == "done")
        .then(|| cells.map(|cell| if cell.is_empty() { f64::NAN } else { cell.parse().unwrap_or(f64::NAN) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_was_touched_is_not_believed() {
        let row = sealed("00000000000000aa,0,1,arm,done,0.5,,,".into());
        assert_eq!(unsealed(&row), Some("00000000000000aa,0,1,arm,done,0.5,,,"));
        for at in 0..row.len() {
            let mut bytes = row.clone().into_bytes();
            bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
            assert_eq!(unsealed(&String::from_utf8(bytes).unwrap()), None, "byte {at}");
        }
        for end in 0..row.len() {
            assert_eq!(unsealed(&row[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn cells_read_back() {
        for text in ["plain", "a, b", "say \"no\"", ""] {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(std::io::Cursor::new(format!("x,{}", cell(text))));
            assert_eq!(reader.records().next().unwrap().unwrap().get(1), Some(text));
            assert_eq!(text_of(&cell(text)), text);
        }
        assert_eq!(cell("two\nlines"), "two lines");
    }
}
