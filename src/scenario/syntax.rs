//! What is wrong with a text that is not TOML, in plain words.

use super::problems::{Findings, Problem, ProblemKind};
use super::source::{Place, Source};
use super::write::quote;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::DeTable;

/// Beyond this many the file is not a scenario with slips but something else.
const MOST: usize = 50;

/// What the parser says of a line without =, and then reads nothing further.
const NO_VALUE: &str = "key with no value";

/// Parses a text, and when lines without = end that early, once more as if they were not there: what follows them is
/// still worth reading. Blanks stand in for them, so that nothing moves.
pub(super) fn recover(source: &Source) -> (Cow<'_, str>, Vec<toml::de::Error>) {
    let (_, errors) = DeTable::parse_recoverable(source.text());
    let lost: BTreeSet<usize> = errors
        .iter()
        .filter(|error| error.message().starts_with(NO_VALUE))
        .filter_map(|error| error.span().map(|span| source.line(span.start)))
        .collect();
    if lost.is_empty() {
        return (Cow::Borrowed(source.text()), errors);
    }
    let mut text = String::with_capacity(source.text().len());
    for (number, line) in source.text().split_inclusive('\n').enumerate() {
        match lost.contains(&number) {
            true => text.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            false => text.push_str(line),
        }
    }
    let (_, more) = DeTable::parse_recoverable(&text);
    (Cow::Owned(text), errors.into_iter().chain(more).collect())
}

/// Reports what the TOML parser found, the first thing on each line: what follows on a line follows from it.
pub(super) fn report(errors: &[toml::de::Error], source: &Source, findings: &Findings) {
    let mut lines = BTreeSet::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if lines.insert(source.line(span.start)) {
            findings.problem(explain(error.message(), span, source));
        }
        if lines.len() == MOST {
            break;
        }
    }
}

fn explain(message: &str, span: Range<usize>, source: &Source) -> Problem {
    let text = source.text().get(span.clone()).unwrap_or_default();
    let line = source.line_text(source.line(span.start));
    let problem = |cause: String| Problem::new(Place::File(span.clone()), "", cause).kind(ProblemKind::Syntax);
    if message.starts_with("duplicate key") {
        return twice(span.clone(), source);
    }
    if message.starts_with("cannot extend value") {
        return problem(format!("`{text}` has a value already and cannot be a table as well"))
            .remedy("keep one of the two")
            .kind(ProblemKind::Duplicate);
    }
    if message.contains("multi-line") && span.start == source.text().len() {
        // What is never closed was opened by the last such marks.
        let opened = source.text().rfind("\"\"\"").max(source.text().rfind("'''")).unwrap_or(span.start);
        let place = Place::File(opened..source.text().len().min(opened + 3));
        return Problem::new(place, "", "a text opened with three quotation marks is never closed")
            .remedy("write the three marks again where it ends")
            .kind(ProblemKind::Syntax);
    }
    if message.starts_with("invalid boolean") {
        let word = if text.to_ascii_lowercase().starts_with('f') { "false" } else { "true" };
        return problem(format!("{} is not a value", quote(text))).remedy(format!("write {word}"));
    }
    if message.starts_with("string values must be quoted") && heading(line) == Some(text) {
        return problem("the list above this heading is not closed".into()).remedy("write ] where it ends");
    }
    if message.starts_with("string values must be quoted") {
        let cause = match text {
            "" => {
                return problem("there is no value after the =".into()).remedy("write a value, or leave the line out");
            }
            other => format!("{} is neither a number, true, false nor text in quotation marks", quote(other)),
        };
        let bare = text.trim_matches(['“', '”', '‘', '’', '„', '«', '»']);
        return match bare.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => problem(cause).remedy("write true"),
            "false" | "no" | "off" => problem(cause).remedy("write false"),
            _ => problem(cause).remedy(format!("if it is meant as text, write {}", quote(bare))),
        };
    }
    if message.starts_with(NO_VALUE) {
        return match line.contains(':') {
            true => problem("there is no = on this line".into()).remedy("write KEY = VALUE, with = and not :"),
            false => problem("there is no = on this line".into()).remedy("write KEY = VALUE, or # before a comment"),
        };
    }
    if message.starts_with("unclosed table") {
        return problem("the table's name is not closed".into()).remedy("write ] after it");
    }
    if message.starts_with("missing comma between array") {
        return problem("a comma is missing in the list".into())
            .remedy("put a comma between the values, or ] where the list ends");
    }
    if message.starts_with("unclosed array") {
        return problem("the list is not closed".into()).remedy("write ] where it ends");
    }
    if message.contains("basic string") || message.contains("literal string") {
        return problem(format!("the text in quotation marks is not right: {message}"))
            .remedy("open and close it with \", and write \\\\ for a backslash");
    }
    if message.starts_with("unexpected key or value") {
        return problem("there is more on this line than one value".into())
            .remedy("write one KEY = VALUE a line, lists in [ ], and numbers with a point, not a comma");
    }
    problem(format!("this is not TOML: {message}"))
}

/// Something given twice; says where first when that can be found.
fn twice(span: Range<usize>, source: &Source) -> Problem {
    let line = source.line(span.start);
    let here = source.line_text(line);
    let before = (0..line).rev().map(|line| (line, source.line_text(line)));
    // A key inside { } is not the one its line starts with.
    let (_, column) = source.position(span.start);
    let key_here = key(here).filter(|key| column <= key.chars().count() + 1);
    let (name, remedy, first) = match (heading(here), key_here) {
        (Some(name), _) => (
            format!("the table [{name}]"),
            "put everything of the table under one heading",
            before.rev().find(|(_, text)| heading(text) == Some(name)),
        ),
        // Only up to the heading the key stands under.
        (None, Some(name)) => (
            format!("`{}`", name.trim_start()),
            "keep one of the two",
            before
                .take_while(|(_, text)| heading(text).is_none())
                .filter(|(_, text)| key(text).map(str::trim_start) == Some(name.trim_start()))
                .last(),
        ),
        (None, None) => {
            (format!("`{}`", source.text().get(span.clone()).unwrap_or_default()), "keep one of the two", None)
        }
    };
    let cause = match first {
        Some((first, _)) => format!("{name} is given twice; first on line {}", first + 1),
        None => format!("{name} is given twice"),
    };
    Problem::new(Place::File(span), "", cause).remedy(remedy).kind(ProblemKind::Duplicate)
}

fn heading(line: &str) -> Option<&str> {
    let inside = line.trim_start().strip_prefix('[')?;
    inside.split_once(']').map(|(name, _)| name.trim_start_matches('[').trim())
}

fn key(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim_end())
}
