//! Reads a table key by key into settings, and reports all that does not fit.

use super::document::Arm;
use super::merge::dotted_arm;
use super::problems::{Findings, Problem, ProblemKind};
use super::source::Place;
use super::suggest::closest;
use super::tree::{Entry, Table, Value};
use super::unit_key::unit_keys;
use super::write::{dotted, quote, write_plain};
use crate::quantities::{Field, Kind, Plain, Section, Setting};
use std::collections::BTreeSet;

/// The longest name something may have.
const LONGEST_NAME: usize = 40;

static EMPTY: Table = Table::new();

/// Reads one table. Every key asked for counts as known; [`Reader::finish`] reports the others.
#[derive(Debug)]
#[must_use = "call finish, or unknown keys pass silently"]
pub struct Reader<'a> {
    table: &'a Table,
    place: Place,
    path: String,
    arm: Option<&'a str>,
    patched: bool,
    findings: &'a Findings,
    known: BTreeSet<String>,
}

/// A thing that can be absent, switched off, or on with settings.
#[derive(Debug)]
pub enum Switch<'a> {
    /// Not mentioned.
    Absent,
    /// `NAME = false`.
    Off,
    /// A table, or `NAME = true` for one without settings of its own.
    On(Reader<'a>),
}

impl<'a> Reader<'a> {
    /// A reader over a whole document.
    pub fn new(table: &'a Table, findings: &'a Findings) -> Self {
        let (place, path) = (Place::Nowhere, String::new());
        Self { table, place, path, arm: None, patched: false, findings, known: BTreeSet::new() }
    }

    /// A reader over the base as an arm has it; what stands in the arm's lines is reported under the arm's keys.
    pub fn for_arm(arm: &'a Arm, findings: &'a Findings) -> Self {
        Self { arm: Some(&arm.name), place: arm.place.clone(), ..Self::new(&arm.table, findings) }
    }

    /// Its dotted path; empty for a document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The keys present, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.table.iter().map(|(key, _)| key)
    }

    /// All that stands in the table, for those to whom any key is known.
    pub(super) fn contents(&self) -> &'a Table {
        self.table
    }

    /// Counts a key as known without reading it.
    pub fn expect(&mut self, key: &str) {
        self.know(key);
    }

    /// Where a key stands, or the table's heading when it is not there.
    pub fn place_of(&self, key: &str) -> Place {
        self.table.get(key).map_or_else(|| self.place.clone(), |entry| entry.node.place.clone())
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether what stands under a key is the base's, seen from an arm.
    pub fn is_inherited(&self, key: &str) -> bool {
        self.arm.is_some() && !self.is_patched(key)
    }

    /// Whether nothing in this table is an arm's own, seen from an arm.
    pub fn is_all_inherited(&self) -> bool {
        self.keys().all(|key| self.is_inherited(key)) && self.arm.is_some() && !self.patched
    }

    /// Reports a rule between fields that does not hold, at a key's place, or at the table's for an empty key.
    pub fn problem(&self, key: &str, cause: impl AsRef<str>, remedy: impl AsRef<str>) {
        let mut problem = self.described(key, self.place_of(key), cause).remedy(remedy);
        if key.is_empty() {
            problem.key = self.in_arm(self.path.clone(), self.patched);
        }
        self.report(problem);
    }

    /// Reports what is wrong with a key, or with the table for an empty one, at another place than the key's: a line of
    /// a file it names, say.
    pub(super) fn problem_at(
        &self,
        key: &str,
        place: Place,
        (cause, remedy): (String, String),
        suggestion: Option<String>,
    ) {
        let mut problem = self.described(key, place, cause).remedy(remedy).suggestion(suggestion);
        if key.is_empty() {
            problem.key = self.in_arm(self.path.clone(), self.patched);
        }
        self.report(problem);
    }

    /// Adds a note at a key's place.
    pub fn note(&self, key: &str, text: impl AsRef<str>) {
        let about = match key {
            "" => self.in_arm(self.path.clone(), self.patched),
            key => self.full_key(key, self.is_patched(key)),
        };
        self.findings.note(self.place_of(key), about, text);
    }

    /// One setting, or the default when it is absent or wrong.
    pub fn setting<T: Setting>(&mut self, key: &str, default: T) -> T {
        let Some((entry, plain)) = self.take(key, T::KIND, &[]) else { return default };
        T::from_plain(&plain).unwrap_or_else(|cause| {
            self.wrong(key, entry, &plain, T::KIND, &cause);
            default
        })
    }

    /// A text that must be there; empty when it is not.
    pub fn required_text(&mut self, key: &str) -> String {
        let text = self.setting(key, String::new());
        let cause = match self.plain(key) {
            None if !self.has(key) => "is missing",
            Some(Plain::Text(text)) if text.trim().is_empty() => "is empty",
            _ => return text,
        };
        let problem = self.described(key, self.place_of(key), cause).kind(ProblemKind::Missing);
        self.report(problem.remedy(format!("write {key} = \"...\"")));
        text
    }

    /// The bare value under a key, which counts as known from now on.
    pub fn plain(&mut self, key: &str) -> Option<&'a Plain> {
        self.know(key);
        match &self.table.get(key)?.node.value {
            Value::Plain(plain) => Some(plain),
            _ => None,
        }
    }

    /// The section in the table under a key; defaults for all that is absent.
    pub fn section<S: Section>(&mut self, key: &str) -> S {
        let mut section = S::default();
        if let Some(mut reader) = self.table(key) {
            reader.fill(&mut section);
            reader.finish();
        }
        section
    }

    /// Reads the fields of a section that stand in this table over an existing value.
    pub fn fill<S: Section>(&mut self, section: &mut S) {
        for field in S::fields() {
            let Some((entry, plain)) = self.take(field.name, field.kind, S::fields()) else { continue };
            match section.put(field.name, &plain) {
                Ok(()) => self.weigh(field, entry, section),
                Err(cause) => self.wrong(field.name, entry, &plain, field.kind, &cause),
            }
        }
    }

    /// The table under a key.
    pub fn table(&mut self, key: &str) -> Option<Reader<'a>> {
        self.know(key);
        let entry = self.table.get(key)?;
        match &entry.node.value {
            Value::Table(table) => Some(self.inner(key, entry, table)),
            Value::Refused => None,
            Value::Plain(plain) => {
                let cause = format!("{} stands where a table is needed", plain.what());
                let problem = self.described(key, entry.node.place.clone(), cause);
                self.report(problem.remedy(format!("start it with [{}]", dotted(&self.path, key))));
                None
            }
        }
    }

    /// The table under a key, where there is one; what else may stand there is not looked at.
    pub fn table_if_any(&mut self, key: &str) -> Option<Reader<'a>> {
        let entry = self.table.get(key)?;
        match &entry.node.value {
            Value::Table(table) => Some(self.inner(key, entry, table)),
            _ => None,
        }
    }

    /// The tables of a keyed table such as `[initiatives.NAME]`, in order.
    pub fn tables(&mut self, key: &str) -> Vec<(String, Reader<'a>)> {
        let Some(mut keyed) = self.table(key) else { return Vec::new() };
        let names: Vec<&str> = keyed.keys().collect();
        let mut tables = Vec::with_capacity(names.len());
        for name in names {
            let misnamed = keyed.table.get(name).and_then(|entry| {
                check_name(name, &entry.key_place, &keyed.full_key(name, keyed.patched || entry.patched))
            });
            match (misnamed, keyed.table(name)) {
                (Some(problem), _) => keyed.report(problem),
                (None, Some(reader)) => tables.push((name.to_string(), reader)),
                (None, None) => {}
            }
        }
        tables
    }

    /// Something that can be switched off with `NAME = false` or set up with a table.
    pub fn switch(&mut self, key: &str) -> Switch<'a> {
        self.know(key);
        let Some(entry) = self.table.get(key) else { return Switch::Absent };
        match &entry.node.value {
            Value::Table(table) => Switch::On(self.inner(key, entry, table)),
            Value::Plain(Plain::Flag(false)) => Switch::Off,
            Value::Plain(Plain::Flag(true)) => Switch::On(self.inner(key, entry, &EMPTY)),
            Value::Refused => Switch::Absent,
            Value::Plain(plain) => {
                let cause = format!("{} is neither a table nor true nor false", plain.what());
                let remedy = format!("write {key} = false, or a table [{}]", dotted(&self.path, key));
                self.report(self.described(key, entry.node.place.clone(), cause).remedy(remedy));
                Switch::Absent
            }
        }
    }

    /// Reports every key nobody asked for.
    pub fn finish(self) {
        for (key, entry) in self.table.iter().filter(|(key, _)| !self.known.contains(*key)) {
            let what = if matches!(entry.node.value, Value::Table(_)) { "table" } else { "key" };
            let suggestion = closest(key, self.known.iter().map(String::as_str).filter(|known| !self.has(known)))
                .or_else(|| closest(key, self.known.iter().map(String::as_str)));
            let problem = self.described(key, entry.key_place.clone(), format!("there is no such {what}"));
            self.report(problem.suggestion(suggestion));
        }
    }

    fn know(&mut self, key: &str) {
        self.known.insert(key.to_string());
    }

    fn inner(&self, key: &str, entry: &Entry, table: &'a Table) -> Reader<'a> {
        Reader {
            table,
            place: entry.node.place.clone(),
            path: dotted(&self.path, key),
            arm: self.arm,
            patched: self.patched || entry.patched,
            findings: self.findings,
            known: BTreeSet::new(),
        }
    }

    /// The value of a field under its own key or under one with its unit. `fields` are the section's other fields,
    /// whose names come first.
    fn take(&mut self, name: &str, kind: Kind, fields: &[Field]) -> Option<(&'a Entry, Plain)> {
        self.know(name);
        let mut found = self.table.get(name).map(|entry| (name.to_string(), entry, None));
        for form in unit_keys(kind) {
            let key = format!("{name}{}", form.suffix);
            if fields.iter().any(|field| field.name == key) {
                continue;
            }
            self.know(&key);
            let Some(entry) = self.table.get(&key) else { continue };
            match &found {
                None => found = Some((key, entry, Some(form))),
                Some((first, ..)) => {
                    let cause = format!("says the same as `{first}`");
                    self.report(self.described(&key, entry.key_place.clone(), cause).remedy("keep one of the two"));
                }
            }
        }
        let (key, entry, form) = found?;
        match (&entry.node.value, form) {
            (Value::Plain(plain), None) => return Some((entry, plain.clone())),
            (Value::Plain(plain), Some(form)) => match form.with_unit(plain) {
                Ok(plain) => return Some((entry, plain)),
                Err(cause) => {
                    let problem = self.described(&key, entry.node.place.clone(), cause);
                    self.report(problem.remedy(format!("write {key} = 12, or {name} = \"12{}\"", form.unit)));
                }
            },
            (Value::Table(_), _) => {
                let problem = self.described(&key, entry.node.place.clone(), "a table stands where a value is needed");
                self.report(match remedy(kind) {
                    Some(remedy) => problem.remedy(remedy),
                    None => problem,
                });
            }
            (Value::Refused, _) => {}
        }
        None
    }

    fn wrong(&self, name: &str, entry: &Entry, plain: &Plain, kind: Kind, cause: &str) {
        // The unit may stand in the key; the problem is told under the key as it is written.
        let written = self.table.iter().find(|(_, other)| std::ptr::eq(*other, entry)).map_or(name, |(key, _)| key);
        let mut problem = self.described(written, entry.node.place.clone(), cause);
        problem.remedy = remedy(kind);
        if let (Kind::Choice(words), Plain::Text(word)) = (kind, plain) {
            problem = problem.suggestion(closest(word, words.iter().copied()));
        }
        self.report(problem);
    }

    /// Notes a value outside the plausible range.
    fn weigh<S: Section>(&self, field: &Field, entry: &Entry, section: &S) {
        let (Some((low, high)), Kind::Quantity(unit)) = (field.plausible, field.kind) else { return };
        let Some(number) = section.get(field.name).and_then(|plain| plain.number(unit)) else { return };
        if number < low || number > high {
            let shown = |value: f64| unit.write(value);
            let text = format!("{} is outside the plausible range, {} to {}", shown(number), shown(low), shown(high));
            let key = self.full_key(field.name, self.patched || entry.patched);
            self.findings.note(entry.node.place.clone(), key, text);
        }
    }

    fn is_patched(&self, key: &str) -> bool {
        self.patched || self.table.get(key).is_some_and(|entry| entry.patched)
    }

    fn full_key(&self, key: &str, patched: bool) -> String {
        self.in_arm(dotted(&self.path, key), patched)
    }

    fn in_arm(&self, path: String, patched: bool) -> String {
        match self.arm {
            Some(arm) if patched => dotted_arm(arm, &path),
            _ => path,
        }
    }

    fn described(&self, key: &str, place: Place, cause: impl AsRef<str>) -> Problem {
        let patched = self.is_patched(key);
        let mut problem = Problem::new(place, self.full_key(key, patched), cause);
        problem.arm = self.arm.filter(|_| !patched).map(str::to_string);
        problem
    }

    fn report(&self, problem: Problem) {
        self.findings.problem(problem);
    }
}

/// How to write a value of a kind.
fn remedy(kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Quantity(unit) => format!("write it like {}", unit.example()),
        Kind::Flag => "write true or false, without quotation marks".into(),
        Kind::Text => "write it in quotation marks".into(),
        Kind::Texts => "write it like [\"one\", \"two\"]".into(),
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
            format!("write one of {}", words.join(", "))
        }
    })
}

/// What is wrong with a name, if anything: it appears in columns, file names and keys.
pub(super) fn check_name(name: &str, place: &Place, key: &str) -> Option<Problem> {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let fits = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    let cause = match (starts && fits, name.len() > LONGEST_NAME) {
        (true, false) => return None,
        (true, true) => format!("a name of {} characters is too long", name.len()),
        (false, _) => format!("{} cannot be a name", write_plain(&Plain::Text(name.to_string()))),
    };
    let remedy = format!(
        "use lower-case letters, digits, - and _, starting with a letter or digit, at most {LONGEST_NAME} characters"
    );
    Some(Problem::new(place.clone(), key, cause).remedy(remedy))
}
