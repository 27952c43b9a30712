//! The arrows between modules point one way, and what ruins repeatability stays where it is harmless.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module imports only those before it.
const ORDER: [&str; 14] = [
    "quantities",
    "dice",
    "world",
    "mechanisms",
    "engine",
    "observe",
    "scenario",
    "study",
    "decide",
    "library",
    "output",
    "report",
    "verify",
    "cli",
];

/// A line of code, with what is only there for tests and comments left out.
struct Line {
    file: PathBuf,
    number: usize,
    /// The top-level module it belongs to; nothing for `lib.rs` and `main.rs`.
    module: Option<String>,
    text: String,
}

impl Line {
    fn says(&self, what: &str) -> String {
        format!("{}:{}: {what}: {}", self.file.display(), self.number, self.text.trim())
    }
}

fn code() -> Vec<Line> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if stem == "tests" {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                read(path.strip_prefix(root).unwrap(), &fs::read_to_string(&path).unwrap(), &mut lines);
            }
        }
    }
    lines
}

fn read(file: &Path, text: &str, lines: &mut Vec<Line>) {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    let module = first.trim_end_matches(".rs");
    let module = (!["lib", "main"].contains(&module)).then(|| module.to_string());
    // A test module ends with the brace that stands as far in as it began: the code is formatted.
    let mut test: Option<String> = None;
    let mut announced = false;
    for (number, line) in text.lines().enumerate() {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        if let Some(end) = &test {
            if line == end {
                test = None;
            }
            continue;
        }
        let bare = line.trim_start();
        if bare.starts_with("#[cfg(test)]") || bare.starts_with("#[cfg(all(test") {
            announced = true;
            continue;
        }
        if announced && !bare.starts_with("#[") {
            announced = false;
            if bare.ends_with('{') {
                test = Some(format!("{indent}}}"));
            }
            continue;
        }
        if !bare.starts_with("//") {
            let text = line.split(" // ").next().unwrap_or(line).to_string();
            lines.push(Line { file: file.into(), number: number + 1, module: module.clone(), text });
        }
    }
}

/// The words of a line: names of Rust, without what joins them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

fn rank(module: &str) -> usize {
    let known = ORDER.iter().position(|name| *name == module);
    known.unwrap_or_else(|| panic!("{module} has no place in ORDER yet; see the architecture"))
}

fn none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn each_module_imports_only_those_before_it() {
    let mut violations = Vec::new();
    let mut arrows = 0;
    for line in code() {
        let Some(module) = &line.module else { continue };
        for (at, _) in line.text.match_indices("crate::") {
            let rest = &line.text[at + "crate::".len()..];
            let other = words(rest).next().unwrap_or_default();
            if other.is_empty() {
                violations.push(line.says("import one module a line, so that arrows can be read"));
            } else if rank(other) > rank(module) {
                violations.push(line.says(&format!("{module} must not know {other}")));
            }
            arrows += usize::from(other != module);
        }
    }
    none(&violations);
    assert!(arrows > 50, "this test no longer sees the arrows");
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let mut modules: Vec<String> = code().into_iter().filter_map(|line| line.module).collect();
    modules.sort();
    modules.dedup();
    let mut order = ORDER.map(String::from);
    order.sort();
    assert_eq!(modules, order);
}

#[test]
fn only_the_command_line_knows_a_terminal() {
    let crates = ["clap", "indicatif", "miette", "ctrlc", "terminal_size"];
    let known = |line: &Line| words(&line.text).any(|word| crates.contains(&word));
    let outside = |line: &Line| line.module.as_deref() != Some("cli");
    none(
        &code()
            .iter()
            .filter(|line| outside(line) && known(line))
            .map(|line| line.says("is for cli"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn only_the_command_line_reads_the_surroundings_and_clocks() {
    let readings = ["env::", "SystemTime::now", "Instant::now", "stdout(", "stderr(", "println!", "process::"];
    let violations: Vec<String> = code()
        .iter()
        .filter(|line| line.module.as_deref().is_some_and(|module| module != "cli"))
        .filter(|line| readings.iter().any(|reading| line.text.contains(reading)))
        .map(|line| line.says("is for cli"))
        .collect();
    none(&violations);
}

#[test]
fn nothing_is_kept_in_an_order_that_changes_from_run_to_run() {
    let hashed = |line: &&Line| words(&line.text).any(|word| word == "HashMap" || word == "HashSet");
    none(&code().iter().filter(hashed).map(|line| line.says("use a BTreeMap or BTreeSet")).collect::<Vec<_>>());
}
