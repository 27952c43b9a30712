//! Everything wrong with a scenario, collected to be told in one go.

use super::source::{Place, Sources, clean};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// How many problems are shown one by one.
const SHOWN: usize = 100;

/// What sort of problem it is; decides which ones follow from others and are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text is not TOML there, so what is read around it is a guess.
    Syntax,
    /// Something is given twice.
    Duplicate,
    /// Something is not there.
    Missing,
    /// Something cannot be what it is.
    Wrong,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What sort it is.
    pub kind: ProblemKind,
    /// Where it stands.
    pub place: Place,
    /// The dotted key it is about; empty for the document as a whole.
    pub key: String,
    /// The arm it appears in, when it does not stand in the arm's own lines.
    pub arm: Option<String>,
    /// What is wrong, without a full stop.
    pub cause: String,
    /// What to do, without a full stop.
    pub remedy: Option<String>,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem of the usual sort.
    pub fn new(place: Place, key: impl AsRef<str>, cause: impl AsRef<str>) -> Self {
        Self {
            kind: ProblemKind::Wrong,
            place,
            key: clean(key.as_ref(), 200),
            arm: None,
            cause: clean(cause.as_ref(), 400),
            remedy: None,
            suggestion: None,
        }
    }

    /// With what to do about it.
    pub fn remedy(mut self, remedy: impl AsRef<str>) -> Self {
        self.remedy = Some(clean(remedy.as_ref(), 400));
        self
    }

    /// With what was probably meant.
    pub fn suggestion(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion.map(|text| clean(&text, 100));
        self
    }

    /// As another sort of problem.
    pub fn kind(mut self, kind: ProblemKind) -> Self {
        self.kind = kind;
        self
    }

    /// Key and cause: the headline.
    pub fn headline(&self) -> String {
        let arm = self.arm.as_ref().map(|arm| format!(" (in arm `{arm}`)")).unwrap_or_default();
        match self.key.as_str() {
            "" => format!("{}{arm}", self.cause),
            key => format!("{key}: {}{arm}", self.cause),
        }
    }

    /// What to do, as sentences; nothing when that goes without saying.
    pub fn help(&self) -> Option<String> {
        let meant = self.suggestion.as_ref().map(|word| format!("Did you mean `{word}`?"));
        let remedy = self.remedy.as_ref().map(|text| sentence(text));
        match (meant, remedy) {
            (Some(meant), Some(remedy)) => Some(format!("{meant} {remedy}")),
            (one, other) => one.or(other),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// Something allowed but worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it stands.
    pub place: Place,
    /// The dotted key it is about.
    pub key: String,
    /// What to know, without a full stop.
    pub text: String,
}

/// Where readers put what they find; shared by all readers of a document.
#[derive(Debug, Default)]
pub struct Findings {
    problems: RefCell<Vec<Problem>>,
    notes: RefCell<Vec<Note>>,
}

impl Findings {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Adds a note.
    pub fn note(&self, place: Place, key: impl AsRef<str>, text: impl AsRef<str>) {
        let note = Note { place, key: clean(key.as_ref(), 200), text: clean(text.as_ref(), 400) };
        self.notes.borrow_mut().push(note);
    }

    /// Whether a problem has been found.
    pub fn any(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// The notes when nothing is wrong, and what is wrong otherwise.
    ///
    /// # Errors
    /// [`Problems`], sorted by place, each once, without those that merely follow from another.
    pub fn finish(self, sources: impl Into<Arc<Sources>>) -> Result<Notes, Problems> {
        let sources = sources.into();
        let problems = settle(self.problems.into_inner(), &sources);
        let mut notes = self.notes.into_inner();
        notes.sort_by_key(|note| note.place.order());
        let mut seen = BTreeSet::new();
        notes.retain(|note| seen.insert((note.place.order(), note.key.clone(), note.text.clone())));
        if problems.is_empty() {
            return Ok(Notes { sources, list: notes });
        }
        // With something wrong, only a note on the same line may explain it.
        let lines: BTreeSet<_> = problems.iter().map(|problem| line(&problem.place, &sources)).collect();
        notes.retain(|note| lines.contains(&line(&note.place, &sources)));
        Err(Problems { sources, list: problems, notes })
    }
}

/// The line of a place, to compare.
fn line(place: &Place, sources: &Sources) -> (u8, usize, usize) {
    match place {
        Place::File(range) => (0, 0, sources.file.line(range.start)),
        Place::Set(which, _) => (1, 0, *which),
        Place::Row(row) => (2, row.table, row.line.position(0).0),
        Place::Nowhere => (3, 0, 0),
    }
}

fn settle(mut problems: Vec<Problem>, sources: &Sources) -> Vec<Problem> {
    let broken = problems.iter().any(|problem| problem.kind == ProblemKind::Syntax);
    let line = |problem: &Problem| line(&problem.place, sources);
    let is_text = |problem: &Problem| matches!(problem.kind, ProblemKind::Syntax | ProblemKind::Duplicate);
    let spoilt: BTreeSet<_> = problems.iter().filter(|problem| is_text(problem)).map(line).collect();
    let breaks: BTreeSet<usize> = problems
        .iter()
        .filter_map(|problem| match (&problem.place, problem.kind) {
            (Place::File(range), ProblemKind::Syntax) => Some(range.start),
            _ => None,
        })
        .collect();
    // A value with a break inside is not the value that was meant.
    let torn = |problem: &Problem| match &problem.place {
        Place::File(range) => breaks.range(range.start..range.end.max(range.start)).next().is_some(),
        _ => false,
    };
    problems.retain(|problem| {
        is_text(problem)
            || !(spoilt.contains(&line(problem)) || torn(problem) || broken && problem.kind == ProblemKind::Missing)
    });
    // The same mistake met in the base and again in every arm is one mistake, told for the base.
    problems
        .sort_by(|a, b| (a.place.order(), &a.key, &a.cause, &a.arm).cmp(&(b.place.order(), &b.key, &b.cause, &b.arm)));
    let mut seen = BTreeSet::new();
    problems.retain(|problem| seen.insert((problem.place.order(), problem.key.clone(), problem.cause.clone())));
    problems
}

/// Everything wrong with a document; never empty.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", self.text())]
pub struct Problems {
    sources: Arc<Sources>,
    list: Vec<Problem>,
    notes: Vec<Note>,
}

impl Problems {
    /// The problems, in the order they stand.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// The texts they stand in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The notes that stand on the same lines and may explain a problem.
    pub fn notes(&self) -> &[Note] {
        self.notes.get(..self.notes.len().min(SHOWN)).unwrap_or_default()
    }

    /// How many there are, in which file.
    pub fn heading(&self) -> String {
        let plural = if self.list.len() == 1 { "" } else { "s" };
        format!("{} problem{plural} in {}", self.list.len(), self.sources.file.name())
    }

    /// The problems shown one by one, and how many are left out.
    pub fn shown(&self) -> (&[Problem], usize) {
        let shown = self.list.len().min(SHOWN);
        (self.list.get(..shown).unwrap_or_default(), self.list.len() - shown)
    }

    fn text(&self) -> String {
        let (shown, left) = self.shown();
        let mut text = self.heading();
        for problem in shown {
            let help = problem.help().map(|help| format!(". {help}")).unwrap_or_default();
            text.push_str(&format!("\n{}: {}{help}", self.sources.spot(&problem.place), problem.headline()));
        }
        for note in self.notes() {
            text.push_str(&format!("\n{}: note: {}: {}", self.sources.spot(&note.place), note.key, note.text));
        }
        if left > 0 {
            text.push_str(&format!("\nand {left} more"));
        }
        text
    }
}

/// What is allowed but worth knowing about a document; may be empty.
#[derive(Debug, Clone)]
pub struct Notes {
    sources: Arc<Sources>,
    list: Vec<Note>,
}

impl Notes {
    /// The notes, in the order they stand.
    pub fn list(&self) -> &[Note] {
        &self.list
    }

    /// The texts they stand in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, note) in self.list.iter().enumerate() {
            if count == SHOWN {
                return writeln!(f, "and {} more", self.list.len() - SHOWN);
            }
            writeln!(f, "{}: note: {}: {}", self.sources.spot(&note.place), note.key, note.text)?;
        }
        Ok(())
    }
}
