//! Chunks: files of a fixed set of runs. They are written whole or not at all, and nothing in them is believed that does
//! not bear its checksum.

use super::error::{SweepError, at};
use super::row::{Columns, Subject, short, start, start_of, unsealed};
use crate::output::folder::aside;
use crate::scenario::Series;
use crate::study::sweep::{Key, Slot};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A run that a chunk holds: its row and the lines of its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// With its checksum, without a line break.
    pub row: String,
    /// Lines with their breaks.
    pub series: String,
}

/// What was found of a chunk.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By run and subject, in order; nothing where there is no row to be believed.
    pub rows: Vec<Option<Kept>>,
    /// Why it is not whole, if there was a file.
    pub amiss: Option<String>,
    /// Whether there was a file.
    pub there: bool,
}

impl Found {
    /// Whether all of it is there, and nothing else.
    pub fn is_whole(&self) -> bool {
        self.there && self.amiss.is_none() && self.rows.iter().all(Option::is_some)
    }
}

/// A state of a chunk: finished, or what a worker that was told to stop had of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Finished.
    Whole,
    /// Begun.
    Begun,
}

fn name(number: u64, stage: Stage, series: bool) -> String {
    let begun = if stage == Stage::Begun { ".begun" } else { "" };
    format!("{number:06}{begun}{}.csv", if series { ".series" } else { "" })
}

/// The file of a chunk.
pub(super) fn path(directory: &Path, number: u64, stage: Stage) -> PathBuf {
    directory.join(name(number, stage, false))
}

/// The rows that a chunk has to hold, in order.
pub(super) fn expected(columns: &Columns, runs: &[(Key, Slot)]) -> Vec<(Key, Slot, Subject)> {
    runs.iter().flat_map(|(key, slot)| columns.subjects().iter().map(|subject| (*key, *slot, *subject))).collect()
}

/// Reads a chunk. What cannot be believed is left out, and why is said.
pub(super) fn read(
    directory: &Path,
    number: u64,
    stage: Stage,
    columns: &Columns,
    runs: &[(Key, Slot)],
) -> Result<Found, SweepError> {
    let wanted: Vec<String> = expected(columns, runs).into_iter().map(start).collect();
    let mut found = Found { rows: vec![None; wanted.len()], ..Found::default() };
    let Some(text) = text_in(&directory.join(name(number, stage, false)))? else { return Ok(found) };
    found.there = true;
    let series = if columns.series == Series::None {
        String::new()
    } else {
        text_in(&directory.join(name(number, stage, true)))?.unwrap_or_default()
    };
    let mut said = |why: String| {
        found.amiss.get_or_insert(why);
    };
    let mut lines = text.split_inclusive('\n');
    if lines.next() != Some(&format!("{}\n", columns.heading())) {
        said("its heading is not that of the plan".into());
        return Ok(found);
    }
    let mut blocks = Blocks::new(&series, columns);
    if columns.series != Series::None && !blocks.headed {
        said("the heading of its series is not that of the plan".into());
    }
    let mut next = 0;
    for (line, row) in lines.enumerate() {
        let row = row.strip_suffix('\n').unwrap_or_else(|| {
            said(format!("line {} is cut short", line + 2));
            row
        });
        let Some(rest) = unsealed(row) else {
            said(format!("line {} does not have its checksum", line + 2));
            continue;
        };
        let begins = start_of(row).unwrap_or_default();
        // Mostly the next one.
        let place = if wanted.get(next).is_some_and(|wanted| wanted == begins) {
            Some(next)
        } else {
            wanted.iter().position(|wanted| wanted == begins)
        };
        let Some(place) = place.filter(|place| found.rows[*place].is_none()) else {
            said(format!("line {} is of a run that does not belong there", line + 2));
            continue;
        };
        if place != next && stage == Stage::Whole {
            said(format!("line {} is not in its place", line + 2));
        }
        next = place + 1;
        let stated = rest.rsplit_once(',').map_or("", |(_, series)| series);
        match blocks.take(begins, stated, columns.series) {
            Some(series) => found.rows[place] = Some(Kept { row: row.to_string(), series: series.to_string() }),
            None => said(format!("the series of line {} is not what the line says", line + 2)),
        }
    }
    if !blocks.is_done() || stage == Stage::Whole && blocks.passed_over {
        said("its series has lines that belong to no run".into());
    }
    if stage == Stage::Whole && found.amiss.is_none() && found.rows.iter().any(Option::is_none) {
        let there = found.rows.iter().flatten().count();
        found.amiss = Some(format!("it has {there} of {} rows", found.rows.len()));
    }
    Ok(found)
}

/// The series beside a chunk, run by run.
struct Blocks<'a> {
    rest: &'a str,
    headed: bool,
    /// Whether lines were passed over.
    passed_over: bool,
}

impl<'a> Blocks<'a> {
    fn new(text: &'a str, columns: &Columns) -> Self {
        match text.strip_prefix(columns.series_heading()).and_then(|rest| rest.strip_prefix('\n')) {
            Some(rest) => Self { rest, headed: true, passed_over: false },
            None => Self { rest: "", headed: false, passed_over: false },
        }
    }

    /// The lines of a run, if they are those its row states.
    fn take(&mut self, begins: &str, stated: &str, kept: Series) -> Option<&'a str> {
        if kept == Series::None {
            return stated.is_empty().then_some("");
        }
        let (lines, checksum) = stated.split_once(':')?;
        let lines: usize = lines.parse().ok()?;
        // A run whose row was lost may have left its lines.
        let mut from = self.rest;
        while let Some(first) = from.split_inclusive('\n').next().filter(|_| lines > 0) {
            if start_of(first) == Some(begins) {
                break;
            }
            from = &from[first.len()..];
        }
        let end = match lines {
            0 => 0,
            lines => from.match_indices('\n').nth(lines - 1)?.0 + 1,
        };
        let (block, rest) = from.split_at(end);
        let whole = short(block.as_bytes()) == checksum && block.lines().all(|line| start_of(line) == Some(begins));
        if whole {
            self.passed_over |= from.len() != self.rest.len();
            self.rest = rest;
        }
        whole.then_some(block)
    }

    fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}

fn text_in(path: &Path) -> Result<Option<String>, SweepError> {
    match fs::read(path) {
        // Bytes that are no text cannot have their checksum.
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(at(path)(cause)),
    }
}

/// Writes a chunk: first the series, then the rows that say what the series must hold.
pub(super) fn write(
    directory: &Path,
    number: u64,
    stage: Stage,
    columns: &Columns,
    rows: &[Option<Kept>],
) -> Result<(), SweepError> {
    if columns.series != Series::None {
        put(directory, &name(number, stage, true), &mut |file| {
            writeln!(file, "{}", columns.series_heading())?;
            rows.iter().flatten().try_for_each(|kept| file.write_all(kept.series.as_bytes()))
        })?;
    }
    put(directory, &name(number, stage, false), &mut |file| {
        writeln!(file, "{}", columns.heading())?;
        rows.iter().flatten().try_for_each(|kept| writeln!(file, "{}", kept.row))
    })?;
    if stage == Stage::Whole {
        forget_begun(directory, number);
    }
    Ok(())
}

/// Removes what was begun of a chunk that is whole.
pub(super) fn forget_begun(directory: &Path, number: u64) {
    for series in [false, true] {
        let _ = fs::remove_file(directory.join(name(number, Stage::Begun, series)));
    }
}

/// The number of the chunk that a file belongs to.
pub(super) fn number_of(file: &str) -> Option<u64> {
    file.split('.').next()?.parse().ok()
}

fn put(
    directory: &Path,
    name: &str,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SweepError> {
    let path = directory.join(name);
    match aside(directory, name, |file| write(file)) {
        Ok(_) => Ok(()),
        // Another worker has made the chunk whole meanwhile, and tidied up.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && directory.is_dir() => Ok(()),
        Err(cause) => Err(at(&path)(cause)),
    }
}
