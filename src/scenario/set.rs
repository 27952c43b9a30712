//! `--set KEY=VALUE`: one setting changed from the command line.

use super::merge::{Patch, merge};
use super::parse::Converter;
use super::problems::{Findings, Problem, ProblemKind};
use super::source::{Place, Source};
use super::tree::{Entry, Node, Table, Value};
use super::write::dotted;
use crate::quantities::Plain;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

const EXAMPLE: &str = "write it like --set run.length=\"18 months\"";

/// Applies the arguments in order.
pub(super) fn apply(table: &mut Table, sets: &[Source], findings: &Findings) {
    let mut seen = BTreeSet::new();
    for (which, source) in sets.iter().enumerate() {
        let set = Set { which, text: source.text(), findings };
        let Some((keys, node)) = set.read() else { continue };
        let path = keys.iter().fold(String::new(), |path, (key, _)| dotted(&path, key));
        if !seen.insert(path.clone()) {
            set.problem(0..source.text().len(), &path, "is set twice", "keep one of the two");
            continue;
        }
        if let Some(patch) = chain(&keys, node, which) {
            merge(table, &patch, Patch::Set, findings);
        }
    }
}

/// A key of a path and where it stands in the argument.
type Key = (String, Range<usize>);

struct Set<'a> {
    which: usize,
    text: &'a str,
    findings: &'a Findings,
}

impl Set<'_> {
    fn problem(&self, range: Range<usize>, key: &str, cause: &str, remedy: &str) {
        let kind = ProblemKind::Wrong;
        self.findings.problem(Problem::new(Place::Set(self.which, range), key, cause).remedy(remedy).kind(kind));
    }

    fn read(&self) -> Option<(Vec<Key>, Node)> {
        let Some(equals) = equals(self.text) else {
            self.problem(0..self.text.len(), "", "there is no = in it", EXAMPLE);
            return None;
        };
        let (key, value) = (self.text.get(..equals)?, self.text.get(equals + 1..)?);
        let Some(keys) = keys(key) else {
            self.problem(0..equals, "", "what stands before the = is not a key", EXAMPLE);
            return None;
        };
        let path = keys.iter().fold(String::new(), |path, (key, _)| dotted(&path, key));
        let start = equals + 1 + (value.len() - value.trim_start().len());
        let node = self.value(value.trim(), start, &path)?;
        Some((keys, node))
    }

    fn value(&self, text: &str, start: usize, path: &str) -> Option<Node> {
        let place = |range: Range<usize>| Place::Set(self.which, range.start + start..range.end + start);
        match DeValue::parse(text) {
            // A date is no value of a scenario, but may well be a title.
            Ok(value) if !value.get_ref().is_datetime() => {
                Some(Converter { place: &place, findings: self.findings }.node(&value, path, 0))
            }
            // What starts like a list, a table or a quoted text was meant as one.
            Err(error) if text.starts_with(['[', '{', '"', '\'']) => {
                let cause = format!("the value is not right: {}", error.message());
                self.problem(start..start + text.len(), path, &cause, "close every bracket and quotation mark");
                None
            }
            _ => Some(Node { value: Value::Plain(Plain::Text(text.to_string())), place: place(0..text.len()) }),
        }
    }
}

/// The first = outside quotation marks.
fn equals(text: &str) -> Option<usize> {
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (None, '=') => return Some(at),
            (None, '"' | '\'') => open = Some(c),
            (Some(quote), c) if c == quote => open = None,
            _ => {}
        }
    }
    None
}

fn keys(text: &str) -> Option<Vec<Key>> {
    // A line break would start another line of TOML.
    if text.contains(['\n', '\r']) {
        return None;
    }
    let line = format!("{text}=0");
    let table = DeTable::parse(&line).ok()?;
    let mut keys = Vec::new();
    let mut level = table.get_ref();
    loop {
        let (key, value) = level.iter().next()?;
        keys.push((key.get_ref().to_string(), key.span()));
        match value.get_ref() {
            DeValue::Table(inner) => level = inner,
            _ => return Some(keys),
        }
    }
}

fn chain(keys: &[Key], node: Node, which: usize) -> Option<Table> {
    let mut keys = keys.iter().rev();
    let (last, range) = keys.next()?;
    let entry =
        |node: Node, range: &Range<usize>| Entry { key_place: Place::Set(which, range.clone()), patched: false, node };
    let mut table = Table::new();
    table.insert(last.as_str(), entry(node, range));
    for (key, range) in keys {
        let node = Node { value: Value::Table(table), place: Place::Set(which, range.clone()) };
        table = Table::new();
        table.insert(key.as_str(), entry(node, range));
    }
    Some(table)
}
