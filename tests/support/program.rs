//! The program as its users have it: a working folder, arguments in, exit code, standard output and error out.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A small trust, quickly run: two worlds, arms that change something, and one that changes nothing.
pub const TRUST: &str = r#"title = "A small trust"
question = "Which option keeps most?"

[run]
length = "90 weeks"
replicates = 3
worlds = 2

[population]
template = "trust"
staff = 220

[initiatives.huddle]
targets = ["nurses", "support", "doctors"]
starts = "4 weeks"
funded = "20 weeks"
push = "0.02 /week"

[initiatives.checklist]
starts = "10 weeks"
funded = "26 weeks"

[events.leavers]
what = "leavers"
at = "40 weeks"
share = 0.1

[arms.embedded.initiatives.huddle]
embedding_effort = "85 %"

[arms.gentle.initiatives.huddle]
push = "0.005 /week"

[arms.denser.ties]
per_person = 20

[arms.same]
"#;

/// One ward, as small as a scenario gets.
pub const WARD: &str = r#"title = "A ward"
question = "What is left?"

[run]
length = "70 weeks"
replicates = 2

[population]
template = "ward"

[initiatives.huddle]
starts = "4 weeks"
funded = "10 weeks"
"#;

/// What a call of the program came to.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; nothing when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A folder to work in, removed afterwards. The program runs in it, so that messages hold no path but those given.
pub struct Desk(TempDir);

impl Desk {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with a scenario file in it.
    pub fn with(name: &str, text: &str) -> Self {
        let desk = Self::new();
        desk.write(name, text);
        desk
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts a file into it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The text of a file.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The program, ready to be started here, with nothing of the tester's own settings.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_takehold"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.program(arguments).output().unwrap())
    }

    /// Runs it to its end with a text on standard input.
    pub fn run_on(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut command = self.program(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ran(child.wait_with_output().unwrap())
    }

    /// Runs it and expects it to end well; its standard output.
    pub fn well(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Everything in it: folders, and files with their bytes.
    pub fn contents(&self) -> BTreeMap<PathBuf, u64> {
        let mut found = BTreeMap::new();
        let mut left = vec![self.0.path().to_path_buf()];
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let metadata = entry.metadata().unwrap();
                if metadata.is_dir() {
                    left.push(entry.path());
                }
                let inside = entry.path().strip_prefix(self.0.path()).unwrap().to_path_buf();
                found.insert(inside, if metadata.is_dir() { 0 } else { metadata.len() });
            }
        }
        found
    }

    /// The files of a result folder that must not depend on anything but scenario and seed, by name.
    pub fn results(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let files = std::fs::read_dir(self.path(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let mut found = BTreeMap::new();
        for file in files {
            let name = file.unwrap().file_name().into_string().unwrap();
            // It says when and how, and so differs.
            if name != "manifest.json" {
                found.insert(name.clone(), self.bytes(&format!("{folder}/{name}")));
            }
        }
        found
    }

    /// The table of a result folder, with its heading first.
    pub fn table(&self, folder: &str, name: &str) -> Vec<Vec<String>> {
        table(&self.text(&format!("{folder}/{name}")))
    }
}

/// The rows of a CSV text.
pub fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

/// What a finished call came to.
pub fn ran(output: std::process::Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Says which files of two result folders differ, and where first; nothing when they are the same to the byte.
pub fn difference(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    if names(one) != names(other) {
        return Some(format!("{:?} beside {:?}", names(one), names(other)));
    }
    one.iter().find(|(name, bytes)| other[*name] != **bytes).map(|(name, bytes)| {
        let (one, other) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other[name]).into_owned());
        let differ = one.lines().zip(other.lines()).enumerate().find(|(_, (one, other))| one != other);
        match differ {
            Some((line, (one, other))) => format!("{name}, line {}:\n{one}\n{other}", line + 1),
            None => format!("{name}: {} beside {} lines", one.lines().count(), other.lines().count()),
        }
    })
}

/// The scenarios that are shipped, by name.
pub fn shipped() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") {
                found.push((path.file_stem().unwrap().to_str().unwrap().to_string(), path));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no scenario is shipped");
    assert!(found.windows(2).all(|pair| pair[0].0 != pair[1].0), "two scenarios of one name");
    found
}
