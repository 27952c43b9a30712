//! Where something stands, and the texts it can stand in.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the scenario file, as a range of bytes.
    File(Range<usize>),
    /// In the `--set` argument of this number (from 0), as a range of its bytes.
    Set(usize, Range<usize>),
    /// In a line of a table that the scenario names.
    Row(Arc<RowPlace>),
    /// In no text: a default, or the document as a whole.
    Nowhere,
}

/// A line of a table, and the part of it something is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlace {
    /// Which table, in the order they were opened.
    pub table: usize,
    /// The line, under the table's name.
    pub line: Source,
    /// The bytes of the line.
    pub range: Range<usize>,
}

impl Place {
    /// Whether it came from the command line.
    pub fn is_set(&self) -> bool {
        matches!(self, Place::Set(..))
    }

    /// A key to sort by: the file from top to bottom, then the arguments in order, then tables, then what stands nowhere.
    pub fn order(&self) -> (u8, usize, usize, usize) {
        match self {
            Place::File(range) => (0, 0, range.start, range.end),
            Place::Set(which, range) => (1, *which, range.start, range.end),
            Place::Row(row) => (2, row.table, row.line.above, row.range.start),
            Place::Nowhere => (3, 0, 0, 0),
        }
    }
}

/// A text with the name it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// Lines of the file that stand above the text.
    above: usize,
    /// Where the file stands, if anywhere: what it names by a relative path stands beside it.
    directory: Option<PathBuf>,
}

impl Source {
    /// A text and its name. A byte-order mark is dropped, so that offsets count from what is seen.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: clean(&name.into(), 200), text, line_starts, above: 0, directory: None }
    }

    /// One line of a file, with the number of lines above it.
    pub fn of_line(name: impl Into<String>, text: impl Into<String>, above: usize) -> Self {
        Self { above, ..Self::new(name, text) }
    }

    /// The same, of a file that stands in a directory.
    pub fn within(self, directory: impl Into<PathBuf>) -> Self {
        Self { directory: Some(directory.into()), ..self }
    }

    /// The directory that relative paths start from; empty for the working directory.
    pub fn directory(&self) -> &Path {
        self.directory.as_deref().unwrap_or(Path::new(""))
    }

    /// The name, fit to be shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line, from 0, that holds the byte at an offset.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The text of a line, from 0, without its end; empty when there is no such line.
    pub fn line_text(&self, line: usize) -> &str {
        let start = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// Line and column, both from 1 and in characters, of an offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        (self.above + line + 1, before.chars().count() + 1)
    }
}

/// A place as it is shown: where, and for a file which line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file's name, or the `--set` argument.
    pub name: String,
    /// Line and column from 1; none outside files.
    pub position: Option<(usize, usize)>,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.position {
            Some((line, column)) => write!(f, "{}:{line}:{column}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// Every text a document was read from: the file and the `--set` arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The scenario file.
    pub file: Source,
    /// The arguments, in order.
    pub sets: Vec<Source>,
}

impl Sources {
    /// The file, and the arguments as they were given after `--set`.
    pub fn new(file: Source, sets: &[String]) -> Self {
        Self { file, sets: sets.iter().map(|set| Source::new("--set", set.as_str())).collect() }
    }

    /// The text something stands in, and the range there.
    pub fn find<'s>(&'s self, place: &'s Place) -> Option<(&'s Source, Range<usize>)> {
        match place {
            Place::File(range) => Some((&self.file, range.clone())),
            Place::Set(which, range) => self.sets.get(*which).map(|set| (set, range.clone())),
            Place::Row(row) => Some((&row.line, row.range.clone())),
            Place::Nowhere => None,
        }
    }

    /// How a place is shown.
    pub fn spot(&self, place: &Place) -> Spot {
        match place {
            Place::File(range) => {
                Spot { name: self.file.name.clone(), position: Some(self.file.position(range.start)) }
            }
            Place::Set(which, _) => {
                let text = self.sets.get(*which).map(Source::text).unwrap_or_default();
                Spot { name: format!("--set {}", clean(text, 80)), position: None }
            }
            Place::Row(row) => Spot { name: row.line.name.clone(), position: Some(row.line.position(row.range.start)) },
            Place::Nowhere => Spot { name: self.file.name.clone(), position: None },
        }
    }
}

/// Text from outside made fit for a terminal and one line: control characters are spelt out (they could move the
/// cursor or recolour what follows), and what is very long is cut.
pub(crate) fn clean(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len().min(longest));
    for (count, c) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        if is_unseen(c) {
            out.extend(c.escape_debug());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character acts on the terminal or the reading direction instead of being seen.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.toml", "\u{feff}é = 1\r\nb = 2\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(3), (1, 3));
        assert_eq!(source.position(8), (2, 1));
        assert_eq!(source.line_text(0), "é = 1");
        assert_eq!(source.line_text(1), "b = 2");
        assert_eq!(source.position(1000), (3, 1));
        assert_eq!(source.line_text(9), "");
    }

    #[test]
    fn what_is_shown_cannot_drive_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\nc", 80), "a\\u{1b}[2Jb\\nc");
        assert_eq!(clean("aaaa", 2), "aa…");
    }
}
