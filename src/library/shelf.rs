//! The scenarios that come with the program.

use crate::scenario::{Problems, Scenario, Source, read};
use serde::Deserialize;

/// A scenario that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Where it stands under `scenarios/`, without the ending: `challenges/c06-tribes`.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What a scenario opens with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Opening {
    /// Its title.
    pub title: String,
    /// Its question.
    pub question: String,
    /// What a reader should know.
    pub about: OpeningAbout,
}

/// What a reader of a scenario should know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpeningAbout {
    /// How it works.
    pub how: String,
    /// Things to notice.
    #[serde(default)]
    pub notice: Vec<String>,
    /// Things to try.
    #[serde(default)]
    pub attempt: Vec<String>,
    /// Rows of the requirements catalogue behind it.
    #[serde(default)]
    pub rows: Vec<String>,
}

/// The folders of the library in the order in which they are listed, each with what is in it.
pub const GROUPS: [(&str, &str); 4] = [
    ("", "First steps"),
    ("programmes", "Programmes that were run"),
    ("modes", "Ways of improving"),
    ("challenges", "Challenges, one at a time"),
];

/// All of them, in the order of their paths.
pub fn shelf() -> &'static [Shipped] {
    const SHELF: &[Shipped] = include!(concat!(env!("OUT_DIR"), "/shelf.rs"));
    SHELF
}

/// The one of a path or of a name without its folder.
pub fn find(name: &str) -> Option<&'static Shipped> {
    let name = name.strip_prefix("scenarios/").unwrap_or(name);
    let name = name.strip_suffix(".toml").unwrap_or(name);
    shelf().iter().find(|shipped| shipped.path == name || shipped.name() == name)
}

impl Shipped {
    /// Its name without the folder.
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// The folder it stands in; nothing for those to start with.
    pub fn group(&self) -> &'static str {
        self.path.rsplit_once('/').map_or("", |(group, _)| group)
    }

    /// Whether it needs files beside it, and so can be run from its folder only.
    pub fn needs_files(&self) -> bool {
        self.text.lines().any(|line| line.starts_with("[files."))
    }

    /// What it opens with, whether or not the files it needs are there.
    ///
    /// # Errors
    /// What the parser says; a test sees that there is nothing.
    pub fn opening(&self) -> Result<Opening, toml::de::Error> {
        toml::from_str(self.text)
    }

    /// The scenario.
    ///
    /// # Errors
    /// [`Problems`] as for any scenario; a test sees that there are none.
    pub fn scenario(&self) -> Result<Scenario, Problems> {
        read(Source::new(format!("scenarios/{}.toml", self.path), self.text), &[]).map(|(scenario, _)| scenario)
    }
}
