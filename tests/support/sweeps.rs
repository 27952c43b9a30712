//! Experiments to be run, and plan folders to be looked at.

#![allow(dead_code, reason = "each test file uses a part of it")]

use super::program::{Desk, difference};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A ward with an arm, quickly run.
pub const SCENARIO: &str = r#"title = "A ward"
question = "What is left?"

[run]
length = "70 weeks"

[population]
template = "ward"

[initiatives.huddle]
starts = "4 weeks"
funded = "10 weeks"

[arms.more.initiatives.huddle]
embedding_effort = 0.8
"#;

/// Six points of it in two worlds.
pub const EXPERIMENT: &str = r#"title = "Push and turnover"
question = "Which counts more?"
scenario = "ward.toml"

[run]
replicates = 5
worlds = 2

[keep]
chunk = 7

[designs.levers.factors.push]
key = "initiatives.huddle.push"
values = ["0.01 /week", "0.03 /week"]

[designs.world]
kind = "latin-hypercube"
points = 3

[designs.world.factors.turnover]
key = "mechanisms.turnover.multiple"
from = 0.5
to = 2
"#;

/// What a plan is merged into.
pub const TABLES: [&str; 4] = ["runs.csv", "summary.csv", "comparison.csv", "series.csv"];

/// A folder with the scenario and an experiment in it.
pub fn desk(experiment: &str) -> Desk {
    let desk = Desk::with("ward.toml", SCENARIO);
    desk.write("e.toml", experiment);
    desk
}

/// The tables of a result folder, those that are there.
pub fn tables(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let there = TABLES.iter().filter(|name| desk.path(&format!("{folder}/{name}")).exists());
    there.map(|name| (name.to_string(), desk.bytes(&format!("{folder}/{name}")))).collect()
}

/// Two result folders hold the same tables.
pub fn same(desk: &Desk, one: &str, other: &str) {
    let (one_tables, other_tables) = (tables(desk, one), tables(desk, other));
    assert!(one_tables.contains_key("runs.csv"), "{one} is not merged");
    if let Some(difference) = difference(&one_tables, &other_tables) {
        panic!("{one} and {other} differ in {difference}");
    }
}

/// The folder of chunks of a plan; there must be a single one.
pub fn chunks(desk: &Desk, plan: &str) -> PathBuf {
    let entries = std::fs::read_dir(desk.path(plan)).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<PathBuf> =
        entries.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("chunks-")).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

/// Copies a folder.
pub fn copy(desk: &Desk, from: &str, to: &str) {
    fn all(from: &std::path::Path, to: &std::path::Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let (path, into) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() {
                all(&path, &into);
            } else {
                std::fs::copy(path, into).unwrap();
            }
        }
    }
    all(&desk.path(from), &desk.path(to));
}
