//! What answers each row of the requirements catalogue, and how that is shown.

use serde::Deserialize;
use std::sync::OnceLock;

/// How a row is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Class {
    /// It comes out of several mechanisms together: no single coefficient's sign decides it.
    #[serde(rename = "emergent")]
    Emergent,
    /// A mechanism says it; taking that away takes it away.
    #[serde(rename = "by construction")]
    ByConstruction,
    /// It is something that a scenario states.
    #[serde(rename = "setting")]
    Setting,
    /// Nothing answers it.
    #[serde(rename = "unanswered")]
    Unanswered,
}

impl Class {
    /// All, in the order in which they are counted.
    pub const ALL: [Class; 4] = [Class::Emergent, Class::ByConstruction, Class::Setting, Class::Unanswered];

    /// As written.
    pub fn name(self) -> &'static str {
        match self {
            Class::Emergent => "emergent",
            Class::ByConstruction => "by construction",
            Class::Setting => "setting",
            Class::Unanswered => "unanswered",
        }
    }
}

/// Where a measure is expected to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Toward {
    /// Up by more than the margin.
    Up,
    /// Down by more than the margin.
    Down,
    /// Nowhere: within the margin either way.
    Nowhere,
}

/// A paired experiment: the same worlds and dice with one thing changed. A setting is written `table.key=value`, or
/// `.key=value` for one of the initiative `change`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The system it is done in; see [`BASES`](super::BASES).
    #[serde(default = "trust")]
    pub base: String,
    /// What is set in both arms.
    #[serde(default)]
    pub set: Vec<String>,
    /// What is set before.
    #[serde(default)]
    pub from: Vec<String>,
    /// What is set instead after.
    pub to: Vec<String>,
    /// For an interaction: the change is made with `within` set, and compared with the same change with `than` set.
    #[serde(default)]
    pub within: Vec<String>,
    /// See `within`; an experiment with either is about the difference of the two changes.
    #[serde(default)]
    pub than: Vec<String>,
    /// A measure of a run, or a weekly one.
    pub measure: String,
    /// The initiative it is measured in.
    #[serde(default = "change")]
    pub initiative: String,
    /// For a weekly measure: the profession, organisation or tier.
    pub group: Option<String>,
    /// For a weekly measure: what the moment is counted from, `start` or `end`.
    #[serde(default = "end")]
    pub since: String,
    /// For a weekly measure: how long after that.
    #[serde(default = "nothing")]
    pub at: String,
    /// Where it goes.
    pub goes: Toward,
    /// By how much at least; for nowhere, at most.
    #[serde(default)]
    pub by: f64,
    /// What takes the effect away: a mechanism, or a setting.
    pub without: Option<String>,
    /// Mechanisms that make it together: taking any one of them away changes its size.
    #[serde(default)]
    pub through: Vec<String>,
}

fn trust() -> String {
    "trust".into()
}

fn change() -> String {
    "change".into()
}

fn end() -> String {
    "end".into()
}

fn nothing() -> String {
    "0 weeks".into()
}

/// A row and what answers it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its id, such as `C6-04`.
    #[serde(skip)]
    pub id: String,
    /// What it claims, in a sentence.
    pub claim: String,
    /// How it is answered.
    pub class: Class,
    /// By what: `mechanism NAME`, `setting table.key`, `event KIND`, `measure NAME`, `scenario NAME`, `lever NAME`.
    pub by: Vec<String>,
    /// What a reader should know of it; why, where nothing answers it.
    #[serde(default)]
    pub why: String,
    /// The experiments that show it.
    #[serde(default)]
    pub shows: Vec<Shown>,
}

/// The parts of the catalogue, in the order of their rows.
const PARTS: &[(&str, &str)] = &[
    ("c1-c5", include_str!("catalogue/c1-c5.toml")),
    ("c6-c10", include_str!("catalogue/c6-c10.toml")),
    ("t1-ten", include_str!("catalogue/t1-ten.toml")),
    ("cycle-leak", include_str!("catalogue/cycle-leak.toml")),
    ("prog-a", include_str!("catalogue/prog-a.toml")),
    ("prog-b", include_str!("catalogue/prog-b.toml")),
    ("sum", include_str!("catalogue/sum.toml")),
];

/// A part of a catalogue that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}: {cause}")]
pub struct CatalogueError {
    /// Which part.
    pub part: String,
    /// What is wrong with it.
    pub cause: String,
}

/// The rows of a part, in its order.
///
/// # Errors
/// [`CatalogueError`] for a text that holds no rows.
pub fn read_part(part: &str, text: &str) -> Result<Vec<Row>, CatalogueError> {
    let error = |cause: String| CatalogueError { part: part.into(), cause };
    let table: toml::Table = toml::from_str(text).map_err(|cause| error(cause.to_string()))?;
    let row = |(id, value): (String, toml::Value)| {
        let row: Row = value.try_into().map_err(|cause: toml::de::Error| error(format!("{id}: {cause}")))?;
        Ok(Row { id, ..row })
    };
    table.into_iter().map(row).collect()
}

/// All rows, in the order of the requirements catalogue.
///
/// # Panics
/// When a part cannot be read. Not reachable from input: the parts come with the program, and a test reads them.
pub fn catalogue() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let parts = PARTS.iter().map(|(part, text)| read_part(part, text));
        parts.flat_map(|rows| rows.unwrap_or_else(|error| panic!("{error}"))).collect()
    })
}
