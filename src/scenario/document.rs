//! A scenario document: a base, and arms that patch it.

use super::merge::{Patch, dotted_arm, merge};
use super::parse::parse;
use super::problems::{Findings, Notes, Problem, Problems};
use super::reader::{Reader, check_name};
use super::set;
use super::source::{Place, Source, Sources};
use super::tree::{Table, Value};
use std::sync::Arc;

/// The table that holds the arms.
pub const ARMS: &str = "arms";

/// The most arms a document may have; each is a copy of the base.
const MOST_ARMS: usize = 64;

/// An arm: the base with a patch over it.
#[derive(Debug, Clone)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// The base as this arm has it.
    pub table: Table,
    /// Its heading.
    pub place: Place,
}

/// A document read from a text and `--set` arguments, with what was found wrong so far.
#[derive(Debug)]
pub struct Document {
    sources: Arc<Sources>,
    whole: Table,
    base: Table,
    arms: Vec<Arm>,
    findings: Findings,
}

impl Document {
    /// Reads a document; mistakes are kept until [`Document::finish`].
    pub fn read(source: Source, sets: &[String]) -> Self {
        let findings = Findings::new();
        let sources = Arc::new(Sources::new(source, sets));
        let mut whole = parse(&sources.file, &findings);
        set::apply(&mut whole, &sources.sets, &findings);
        let base = whole.without(ARMS);
        let arms = arms(&whole, &base, &findings);
        Self { sources, whole, base, arms, findings }
    }

    /// The base without the arms.
    pub fn base(&self) -> &Table {
        &self.base
    }

    /// The whole document as given, with `--set` applied and arms as patches.
    pub fn whole(&self) -> &Table {
        &self.whole
    }

    /// The arms, in order.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// A reader over the base.
    pub fn reader(&self) -> Reader<'_> {
        let mut reader = Reader::new(&self.base, &self.findings);
        // Taken out already, but still what a misspelt `arm` is close to.
        reader.expect(ARMS);
        reader
    }

    /// Each arm's name with a reader over the base as that arm has it.
    pub fn arm_readers(&self) -> Vec<(&str, Reader<'_>)> {
        let reader = |arm| {
            let mut reader = Reader::for_arm(arm, &self.findings);
            reader.expect(ARMS);
            reader
        };
        self.arms.iter().map(|arm| (arm.name.as_str(), reader(arm))).collect()
    }

    /// What has been found so far, to add to.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Ends the reading: the notes when nothing is wrong, and everything that is wrong otherwise.
    ///
    /// # Errors
    /// [`Problems`], all at once.
    pub fn finish(self) -> Result<Notes, Problems> {
        self.findings.finish(self.sources)
    }
}

fn arms(whole: &Table, base: &Table, findings: &Findings) -> Vec<Arm> {
    let Some(entry) = whole.get(ARMS) else { return Vec::new() };
    let table = match &entry.node.value {
        Value::Table(table) => table,
        Value::Refused => return Vec::new(),
        Value::Plain(plain) => {
            let cause = format!("{} is not a table of arms", plain.what());
            findings.problem(
                Problem::new(entry.node.place.clone(), ARMS, cause).remedy("give each arm a table, [arms.NAME]"),
            );
            return Vec::new();
        }
    };
    if table.len() > MOST_ARMS {
        let cause = format!("{} arms are too many", table.len());
        let problem = Problem::new(entry.node.place.clone(), ARMS, cause);
        findings.problem(problem.remedy(format!("compare at most {MOST_ARMS} at a time")));
    }
    let mut arms = Vec::new();
    for (name, entry) in table.iter().take(MOST_ARMS) {
        let place = entry.node.place.clone();
        let path = dotted_arm(name, "");
        if let Some(problem) = check_name(name, &entry.key_place, &path) {
            findings.problem(problem);
            continue;
        }
        match &entry.node.value {
            Value::Table(patch) => {
                if let Some(inner) = patch.get(ARMS) {
                    let key = dotted_arm(name, ARMS);
                    findings.problem(Problem::new(inner.key_place.clone(), key, "an arm cannot hold arms"));
                }
                let mut table = base.clone();
                merge(&mut table, &patch.without(ARMS), Patch::Arm(name), findings);
                arms.push(Arm { name: name.to_string(), table, place });
            }
            Value::Plain(plain) => findings.problem(
                Problem::new(place, path.clone(), format!("{} is not an arm", plain.what()))
                    .remedy(format!("an arm is a table, [{path}]")),
            ),
            Value::Refused => {}
        }
    }
    arms
}
