//! A patch over a base: tables merge, anything else is replaced.

use super::problems::{Findings, Problem};
use super::suggest::closest;
use super::tree::{Entry, Table, Value};
use super::write::dotted;
use crate::quantities::Plain;

/// The table whose entries are switches: `NAME = false` takes one away, a table puts it in.
const SWITCHES: &str = "mechanisms";

/// The tables whose entries are named by whoever writes the scenario.
const KEYED: [&str; 4] = ["initiatives", "events", "expect", super::ARMS];

/// Who patches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patch<'a> {
    /// An arm of this name; what it puts in is marked as its own.
    Arm(&'a str),
    /// A `--set` argument.
    Set,
}

/// Merges a patch into a base. What the patch puts in keeps the patch's places, so that errors point there.
pub(super) fn merge(base: &mut Table, patch: &Table, by: Patch<'_>, findings: &Findings) {
    Merger { by, findings }.tables(base, patch, "", "");
}

struct Merger<'a> {
    by: Patch<'a>,
    findings: &'a Findings,
}

impl Merger<'_> {
    fn tables(&self, base: &mut Table, patch: &Table, path: &str, parent: &str) {
        for (key, entry) in patch.iter() {
            let at = dotted(path, key);
            if base.get(key).is_none() {
                self.note_new(base, key, entry, &at);
                if self.is_slip(base, key, entry, &at, parent) {
                    continue;
                }
                base.insert(key, self.owned(entry));
            } else if let Some(old) = base.get_mut(key) {
                self.entry(old, entry, &at, key, parent == SWITCHES);
            }
        }
    }

    fn entry(&self, old: &mut Entry, new: &Entry, path: &str, key: &str, switch: bool) {
        match (&mut old.node.value, &new.node.value) {
            (Value::Table(base), Value::Table(patch)) => return self.tables(base, patch, path, key),
            // On already, and with more to say.
            (Value::Table(_), Value::Plain(Plain::Flag(true))) if switch => return,
            (Value::Table(_), Value::Plain(Plain::Flag(false))) | (Value::Plain(Plain::Flag(_)), Value::Table(_))
                if switch => {}
            (Value::Table(_), Value::Plain(_)) => {
                return self.mismatch(new, path, "is a table, and a value cannot stand in for it");
            }
            (Value::Plain(_), Value::Table(_)) => {
                return self.mismatch(new, path, "is a value, and a table cannot stand in for it");
            }
            _ => {}
        }
        self.note_kept(old, new, path);
        *old = Entry { key_place: new.key_place.clone(), ..self.owned(new) };
    }

    fn owned(&self, entry: &Entry) -> Entry {
        Entry { patched: matches!(self.by, Patch::Arm(_)), ..entry.clone() }
    }

    fn mismatch(&self, new: &Entry, path: &str, what: &str) {
        let (key, cause, remedy) = match self.by {
            Patch::Arm(arm) => (
                dotted_arm(arm, path),
                format!("in the base `{path}` {what}"),
                "patch the base by the same keys, with the same kind of value",
            ),
            Patch::Set => (path.to_string(), format!("in the file `{path}` {what}"), "set a single value inside it"),
        };
        self.findings.problem(Problem::new(new.node.place.clone(), key, cause).remedy(remedy));
    }

    /// A `--set` changes the base; an arm that says the same key stays as it is, and that may surprise.
    fn note_kept(&self, old: &Entry, new: &Entry, path: &str) {
        if let Patch::Arm(arm) = self.by
            && comes_from_set(old)
            && !new.node.place.is_set()
        {
            let text = format!("arm `{arm}` keeps its own value; --set {path}=... changes the base only");
            self.findings.note(new.node.place.clone(), dotted_arm(arm, path), text);
        }
    }

    /// A `--set` that would add an initiative with almost the name of an existing one: it would run beside it, with
    /// defaults for all else, and nobody would notice.
    fn is_slip(&self, base: &Table, key: &str, entry: &Entry, path: &str, parent: &str) -> bool {
        if self.by != Patch::Set || !KEYED.contains(&parent) {
            return false;
        }
        let Some(near) = closest(key, base.iter().map(|(name, _)| name)) else { return false };
        let problem = Problem::new(entry.key_place.clone(), path, "there is no such table");
        self.findings.problem(problem.suggestion(Some(near)));
        true
    }

    /// An arm may add a table of its own, but one with almost the name of an existing one is probably a slip.
    fn note_new(&self, base: &Table, key: &str, entry: &Entry, path: &str) {
        let Patch::Arm(arm) = self.by else { return };
        if !matches!(entry.node.value, Value::Table(_)) {
            return;
        }
        let tables = base.iter().filter(|(_, entry)| matches!(entry.node.value, Value::Table(_)));
        let letters = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        // "ward1" beside "ward2" is no slip.
        let others = tables.map(|(name, _)| name).filter(|name| letters(name) != letters(key));
        if let Some(near) = closest(key, others) {
            let text = format!("this adds a new table; if `{near}` is meant, use that name");
            self.findings.note(entry.key_place.clone(), dotted_arm(arm, path), text);
        }
    }
}

fn comes_from_set(entry: &Entry) -> bool {
    match &entry.node.value {
        Value::Table(table) => table.iter().any(|(_, entry)| comes_from_set(entry)),
        _ => entry.node.place.is_set(),
    }
}

/// The key of something an arm says, as it stands in the file.
pub(super) fn dotted_arm(arm: &str, path: &str) -> String {
    match path {
        "" => dotted(super::ARMS, arm),
        path => format!("{}.{path}", dotted(super::ARMS, arm)),
    }
}
