//! A document as a tree that remembers where everything stands.

use super::source::Place;
use crate::quantities::{Plain, Section};
use std::collections::BTreeMap;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; for a table its heading.
    pub place: Place,
}

/// What can stand behind a key.
#[derive(Debug, Clone)]
pub enum Value {
    /// A single value or a list of them.
    Plain(Plain),
    /// A table.
    Table(Table),
    /// Something that cannot be and has been reported already; kept so that its key does not count as missing.
    Refused,
}

/// What a table holds under a key.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where the key stands.
    pub key_place: Place,
    /// Whether an arm put it here.
    pub patched: bool,
    /// The value.
    pub node: Node,
}

impl Entry {
    /// An entry that stands in no text.
    pub fn new(value: Value) -> Self {
        Self { key_place: Place::Nowhere, patched: false, node: Node { value, place: Place::Nowhere } }
    }
}

/// A table: keys in the order they were first given.
#[derive(Debug, Clone, Default)]
pub struct Table {
    entries: Vec<(String, Entry)>,
    index: BTreeMap<String, usize>,
}

impl Table {
    /// An empty table.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), index: BTreeMap::new() }
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no keys.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What stands under a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.index.get(key).and_then(|&at| self.entries.get(at)).map(|(_, entry)| entry)
    }

    /// What stands under a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.index.get(key).and_then(|&at| self.entries.get_mut(at)).map(|(_, entry)| entry)
    }

    /// The keys and what stands under them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Puts an entry under a key; one that is already there keeps its position in the order.
    pub fn insert(&mut self, key: impl Into<String>, entry: Entry) {
        let key = key.into();
        match self.get_mut(&key) {
            Some(old) => *old = entry,
            None => {
                self.index.insert(key.clone(), self.entries.len());
                self.entries.push((key, entry));
            }
        }
    }

    /// Puts a value under a key.
    pub fn put(&mut self, key: impl Into<String>, plain: Plain) {
        self.insert(key, Entry::new(Value::Plain(plain)));
    }

    /// Puts a table under a key.
    pub fn put_table(&mut self, key: impl Into<String>, table: Table) {
        self.insert(key, Entry::new(Value::Table(table)));
    }

    /// Puts every field of a section that has a value into this table.
    pub fn put_fields<S: Section>(&mut self, section: &S) {
        for field in S::fields() {
            if let Some(plain) = section.get(field.name) {
                self.put(field.name, plain);
            }
        }
    }

    /// The same without one key.
    pub fn without(&self, key: &str) -> Table {
        let mut rest = Table::new();
        for (name, entry) in self.iter().filter(|(name, _)| *name != key) {
            rest.insert(name, entry.clone());
        }
        rest
    }

    /// Whether two tables hold the same keys and values, to the bit; order and places do not count.
    pub fn same_values(&self, other: &Table) -> bool {
        self.len() == other.len()
            && self.iter().all(|(key, entry)| {
                other.get(key).is_some_and(|there| match (&entry.node.value, &there.node.value) {
                    (Value::Plain(one), Value::Plain(two)) => same_plain(one, two),
                    (Value::Table(one), Value::Table(two)) => one.same_values(two),
                    (Value::Refused, Value::Refused) => true,
                    _ => false,
                })
            })
    }
}

fn same_plain(one: &Plain, two: &Plain) -> bool {
    match (one, two) {
        (Plain::Real(one), Plain::Real(two)) => one.to_bits() == two.to_bits(),
        (Plain::List(one), Plain::List(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same_plain(one, two))
        }
        _ => one == two,
    }
}
