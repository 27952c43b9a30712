//! A scenario as resolved: every setting written out, arms as what differs from the base. Reading it again gives the
//! same scenario.

use super::settings::{BASE, Scenario, Settings};
use super::tree::{Entry, Table, Value};
use super::write::{Comments, write};
use crate::mechanisms::{Mechanism, Mechanisms, Visitor};
use crate::quantities::{Plain, Section};

impl Scenario {
    /// As TOML text.
    pub fn to_toml(&self) -> String {
        self.to_toml_saying("A scenario as resolved: every default is written out. Running it gives the same results.")
    }

    /// The same with another line above it.
    pub fn to_toml_saying(&self, line: &str) -> String {
        let mut comments = Comments::new();
        comments.above("", line);
        write(&self.to_table(), &comments)
    }

    /// As a document tree.
    pub fn to_table(&self) -> Table {
        let mut root = Table::new();
        root.put("title", Plain::Text(self.title.clone()));
        root.put("question", Plain::Text(self.question.clone()));
        root.put_table("about", fields(&self.about));
        root.put_table("run", fields(&self.run));
        root.put_table("decide", fields(&self.decide));
        let mut expected = Table::new();
        for expectation in &self.expectations {
            expected.put_table(expectation.name.clone(), fields(&expectation.item));
        }
        if !self.expectations.is_empty() {
            root.put_table("expect", expected);
        }
        let Some((base, others)) = self.arms.split_first() else { return root };
        debug_assert_eq!(base.name, BASE);
        let base = base.settings.to_table();
        for (key, entry) in base.iter() {
            root.insert(key, entry.clone());
        }
        let mut arms = Table::new();
        for arm in others {
            arms.put_table(arm.name.clone(), differences(&base, &arm.settings.to_table()));
        }
        if !others.is_empty() {
            root.put_table("arms", arms);
        }
        root
    }
}

impl Settings {
    /// Everything that a run with these settings depends on, as text: the same for the same settings, wherever the files
    /// of a population stand, as long as they hold the same.
    pub fn identity(&self) -> String {
        let mut table = self.to_table();
        if let Some(Value::Table(files)) = table.get_mut("files").map(|entry| &mut entry.node.value) {
            for kind in ["units", "people", "ties"] {
                if let Some(Value::Table(file)) = files.get_mut(kind).map(|entry| &mut entry.node.value) {
                    *file = file.without("path");
                }
            }
        }
        write(&table, &Comments::new())
    }

    /// As a document tree.
    fn to_table(&self) -> Table {
        let mut root = Table::new();
        root.put_table("population", fields(&self.population));
        if let Some(files) = self.files.to_table() {
            root.put_table("files", files);
        }
        let mut professions = Table::new();
        for profession in &self.professions {
            professions.put_table(profession.name.clone(), fields(&profession.settings));
        }
        root.put_table("professions", professions);
        root.put_table("ties", fields(&self.ties));
        root.put_table("leaders", fields(&self.course.leaders));
        root.put_table("resources", fields(&self.course.resources));
        root.put_table("policy", fields(&self.course.policy));
        root.put_table("strategy", fields(&self.course.strategy));
        root.put_table("culture", fields(&self.course.culture));
        root.put_table("costs", fields(&self.course.prices));
        let mut mechanisms = Mechanisms::clone(&self.course.mechanisms);
        let mut written = Written(Table::new());
        mechanisms.visit(&mut written);
        root.put_table("mechanisms", written.0);
        let mut initiatives = Table::new();
        for initiative in &self.course.initiatives {
            initiatives.put_table(initiative.name.clone(), fields(&initiative.item));
        }
        root.put_table("initiatives", initiatives);
        let mut events = Table::new();
        for event in &self.course.events {
            events.put_table(event.name.clone(), fields(&event.item));
        }
        root.put_table("events", events);
        root
    }
}

struct Written(Table);

impl Visitor for Written {
    fn visit<M: Mechanism>(&mut self, name: &'static str, slot: &mut Option<M>) {
        match slot {
            None => self.0.put(name, Plain::Flag(false)),
            Some(mechanism) => self.0.put_table(name, fields(mechanism)),
        }
    }
}

fn fields<S: Section>(section: &S) -> Table {
    let mut table = Table::new();
    table.put_fields(section);
    table
}

/// What a patch of the base must say to give the other.
fn differences(base: &Table, other: &Table) -> Table {
    let mut patch = Table::new();
    for (key, entry) in other.iter() {
        let kept: Option<Entry> = match (base.get(key).map(|entry| &entry.node.value), &entry.node.value) {
            (Some(Value::Table(base)), Value::Table(other)) => {
                let inner = differences(base, other);
                (!inner.is_empty()).then(|| Entry::new(Value::Table(inner)))
            }
            (Some(Value::Plain(base)), Value::Plain(other)) if base == other => None,
            _ => Some(entry.clone()),
        };
        if let Some(entry) = kept {
            patch.insert(key, entry);
        }
    }
    patch
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Source, read};

    #[test]
    fn what_is_resolved_reads_back_the_same() {
        let text = "title = \"T\"\nquestion = \"Q?\"\n[run]\nlength = \"3 years\"\n[mechanisms]\nhabit = false\n\
            [initiatives.a]\npull = \"0.013 /week\"\n[arms.x.mechanisms.habit]\nweight = 0.7\n\
            [arms.y]\nmechanisms.tribes = false\npopulation.unlikeness = 0.1\n[arms.z]\n";
        let (scenario, _) = read(Source::new("a.toml", text), &[]).unwrap();
        let resolved = scenario.to_toml();
        let (again, _) = read(Source::new("b.toml", resolved.clone()), &[]).unwrap();
        assert_eq!(again, scenario);
        assert_eq!(again.to_toml(), resolved);
        assert!(again.arms[0].settings.course.mechanisms.habit.is_none());
        assert!(again.arms[1].settings.course.mechanisms.habit.is_some());
    }
}
