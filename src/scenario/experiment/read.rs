//! The experiment file against its rules, everything that is wrong at once.

use super::factor::{Factor, Level, Levels, Span, one_line};
use super::sample::hypercube;
use super::{Design, DesignKind, Experiment, Keep, MOST_POINTS, MOST_SOBOL, MOST_SOBOL_FACTORS, points_file};
use crate::observe::MEASURES;
use crate::quantities::{Plain, Quantity, Whole, choice, section};
use crate::scenario::document::Document;
use crate::scenario::problems::{Findings, Notes, Problems};
use crate::scenario::reader::Reader;
use crate::scenario::source::Source;
use crate::scenario::suggest::closest;
use crate::scenario::tree::{Table, Value};
use crate::scenario::write::{dotted, write_plain};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Columns that are there anyway.
const TAKEN: [&str; 35] = [
    "case",
    "undefined",
    "difference",
    "correlation",
    "probability_better",
    "runs_needed",
    "run_id",
    "arm",
    "world",
    "replicate",
    "status",
    "point",
    "cause",
    "rerun",
    "key",
    "series",
    "checksum",
    "week",
    "level",
    "name",
    "initiative",
    "measure",
    "value",
    "scale",
    "mean",
    "sd",
    "ci_low",
    "ci_high",
    "p05",
    "p50",
    "p95",
    "runs",
    "failed",
    "reference",
    "verdict",
];

/// The most points times factors of a Latin hypercube: their order is held in memory.
const MOST_PARTS: u64 = 50_000_000;

choice! {
    /// What counts as an equal step within a range.
    pub enum StepScale {
        /// Equal differences.
        Linear = "linear",
        /// Equal ratios.
        Log = "log",
    }
}

section! {
    /// How a design lays its points.
    pub struct DesignSettings {
        /// factorial, zip, latin-hypercube, sobol or table.
        kind: DesignKind = DesignKind::Factorial, -, Stated, "";
        /// How many points, for a Latin hypercube and a Sobol sequence.
        points: Option<Whole> = None, -, Stated, "";
        /// The seed of what is drawn.
        seed: Whole = Whole::of(1.0), -, Stated, "";
        /// The file of a table, from where the experiment stands.
        file: Option<String> = None, -, Stated, "";
    }
}

section! {
    /// What a factor is, beside its values.
    pub struct FactorSettings {
        /// The key of the scenario it sets.
        key: Option<String> = None, -, Stated, "";
        /// What counts as an equal step within a range: linear or log.
        scale: StepScale = StepScale::Linear, -, Stated, "";
        /// Whether only whole numbers are taken from a range.
        whole: bool = false, -, Stated, "";
        /// Into how many levels a range is divided in a factorial design or a zip.
        steps: Option<Whole> = None, -, Stated, "";
    }
}

/// Whether a text is meant as an experiment rather than a scenario.
pub fn is_experiment(source: &Source) -> bool {
    let table = crate::scenario::parse::parse(source, &Findings::new());
    table.get("scenario").is_some() || table.get("designs").is_some()
}

/// What the table of a design is called in a plan.
pub fn table_of(design: &str) -> String {
    format!("table-{design}.csv")
}

/// Reads an experiment. Tables of points stand beside it, or, of one that was planned, in the plan's folder.
///
/// # Errors
/// [`Problems`]: everything that is wrong, all at once.
pub fn read_experiment(source: Source, planned: Option<&Path>) -> Result<(Experiment, Notes), Problems> {
    let directory = source.directory().to_path_buf();
    let document = Document::read(source, &[]);
    let mut root = document.reader();
    let title = root.required_text("title");
    let question = root.required_text("question");
    let scenario = root.required_text("scenario");
    let mut fixed = Vec::new();
    for (table, path) in [("run", "run"), ("fixed", "")] {
        if let Some(table) = root.table(table) {
            flatten(table.contents(), path, &mut fixed);
        }
    }
    let keep: Keep = root.section("keep");
    check_keep(&mut root, &keep);
    let mut designs = Vec::new();
    let mut names = BTreeSet::new();
    for (name, mut table) in root.tables("designs") {
        let mut settings = DesignSettings::default();
        table.fill(&mut settings);
        let factors = factors(&mut table, settings.kind, &mut names);
        let file = settings.file.as_deref().map(|file| match planned {
            Some(folder) => folder.join(table_of(&name)),
            None => directory.join(file),
        });
        designs.extend(design(name, &mut table, &settings, factors, file));
        table.finish();
    }
    root.finish();
    // Stable, so that the order of the others is that of the file.
    designs.sort_by_key(|design| design.kind != DesignKind::Sobol);
    let points = designs.iter().fold(1u64, |all, design| all.saturating_mul(design.points));
    if points > MOST_POINTS
        && let Some(table) = root_again(&document)
    {
        let cause = format!("{points} points in all are too many");
        table.problem("", cause, format!("lay at most {MOST_POINTS}; designs are crossed with each other"));
    }
    let notes = document.finish()?;
    Ok((Experiment { title, question, scenario, fixed, keep, designs }, notes))
}

fn root_again(document: &Document) -> Option<Reader<'_>> {
    document.reader().table("designs")
}

/// A table as `KEY=VALUE`, tables inside with their path. A key with points in it is a path already.
fn flatten(table: &Table, path: &str, sets: &mut Vec<String>) {
    for (key, entry) in table.iter() {
        let at = match (path, key.contains('.')) {
            ("", true) => key.to_string(),
            (path, true) => format!("{path}.{key}"),
            (path, false) => dotted(path, key),
        };
        match &entry.node.value {
            Value::Plain(plain) => sets.push(format!("{at}={}", write_plain(plain))),
            Value::Table(inner) => flatten(inner, &at, sets),
            Value::Refused => {}
        }
    }
}

fn check_keep(root: &mut Reader<'_>, keep: &Keep) {
    let Some(table) = root.table("keep") else { return };
    for name in &keep.measures {
        if !MEASURES.iter().any(|measure| measure.name == *name) {
            let near = closest(name, MEASURES.iter().map(|measure| measure.name));
            let remedy =
                near.map_or("takehold explain measures lists them".into(), |near| format!("\"{near}\" is one"));
            table.problem("measures", format!("there is no measure \"{name}\""), remedy);
        }
    }
    if let Some((_, name)) = keep.arms.iter().enumerate().find(|(at, name)| keep.arms[..*at].contains(name)) {
        table.problem("arms", format!("names {name} twice"), "name it once");
    }
    if keep.chunk.is_some_and(|chunk| chunk.value() < 1.0 || chunk.value() > 100_000.0) {
        table.problem("chunk", "a file holds 1 to 100000 runs", "choose one in between, or leave it out");
    }
}

fn factors(table: &mut Reader<'_>, kind: DesignKind, names: &mut BTreeSet<String>) -> Vec<Factor> {
    let mut factors = Vec::new();
    for (name, mut table) in table.tables("factors") {
        if TAKEN.contains(&name.as_str()) {
            table.problem("", format!("a factor cannot be called {name}: tables have such a column"), "rename it");
        } else if !names.insert(name.clone()) {
            table.problem("", format!("another design has a factor {name} too"), "rename one of them");
        }
        factors.extend(factor(name, &mut table, kind));
        table.finish();
    }
    factors
}

/// What is the same for all points: they could not be compared otherwise, nor be called by it.
const THE_SAME: [&str; 8] =
    ["title", "question", "about", "expect", "decide", "run.worlds", "run.replicates", "run.seed"];

/// One factor; nothing, and problems, where it cannot be.
fn factor(name: String, table: &mut Reader<'_>, kind: DesignKind) -> Option<Factor> {
    let factor = unchecked(name, table, kind)?;
    let levels = match &factor.levels {
        Levels::Values(values) => values.iter().flat_map(|level| &level.sets).map(String::as_str).collect(),
        Levels::Span(_) => Vec::new(),
    };
    let keys = levels.into_iter().filter_map(|set| set.split('=').next()).chain([factor.key.as_str()]);
    let wrong = |key: &&str| {
        THE_SAME.iter().any(|same| key == same || key.strip_prefix(same).is_some_and(|rest| rest.starts_with('.')))
    };
    if let Some(key) = keys.into_iter().map(str::trim).find(wrong) {
        table.problem(
            "",
            format!("{key} is the same for all points"),
            "set it under [run] or [fixed], or in the scenario",
        );
        return None;
    }
    Some(factor)
}

fn unchecked(name: String, table: &mut Reader<'_>, kind: DesignKind) -> Option<Factor> {
    let mut settings = FactorSettings::default();
    table.fill(&mut settings);
    let (from, to, values) = (table.plain("from"), table.plain("to"), table.plain("values"));
    let named = table.tables("levels");
    let ways = [from.is_some() || to.is_some(), values.is_some(), !named.is_empty()];
    let wanted = usize::from(kind != DesignKind::Table);
    if ways.iter().filter(|way| **way).count() != wanted {
        let (cause, remedy) = match kind {
            DesignKind::Table => ("has values of its own", "leave them out: the values stand in the table"),
            _ if ways.contains(&true) => ("has its values in more than one way", "keep values, from and to, or levels"),
            _ => ("has no values", "give it values = [...], from and to, or named levels"),
        };
        table.problem("", cause, remedy);
        return None;
    }
    let key = settings.key.clone().unwrap_or_default();
    if !named.is_empty() {
        if !key.is_empty() {
            table.problem("key", "is not read: each level names its own keys", "leave it out");
        }
        let level = |(label, table): (String, Reader<'_>)| {
            let mut sets = Vec::new();
            flatten(table.contents(), "", &mut sets);
            Level { label, sets }
        };
        return Some(Factor { name, key, levels: Levels::Values(named.into_iter().map(level).collect()) });
    }
    if key.trim().is_empty() {
        table.problem("key", "is missing", "name the key of the scenario it sets, such as initiatives.huddle.push");
        return None;
    }
    let levels = match values {
        Some(Plain::List(values)) if values.is_empty() => {
            table.problem("values", "is empty", "give it at least one value");
            return None;
        }
        Some(Plain::List(values)) => Levels::Values(values.iter().map(|value| Factor::value(&key, value)).collect()),
        Some(other) => {
            table.problem("values", format!("{} is no list", other.what()), "write it like [1, 2, 3]");
            return None;
        }
        None if kind == DesignKind::Table => Levels::Values(Vec::new()),
        None => Levels::Span(span(table, from, to, &settings, kind)?),
    };
    Some(Factor { name, key, levels })
}

fn span(
    table: &Reader<'_>,
    from: Option<&Plain>,
    to: Option<&Plain>,
    settings: &FactorSettings,
    kind: DesignKind,
) -> Option<Span> {
    let end = |key: &str, plain: Option<&Plain>| {
        let found = plain.and_then(number);
        if found.is_none() {
            let cause = plain.map_or("is missing".into(), |plain| format!("{} is not a number", plain.what()));
            table.problem(key, cause, "write a number with its unit, such as \"0.02 /week\" or 4");
        }
        found
    };
    let (from, to) = (end("from", from), end("to", to));
    let ((from, unit), (to, other)) = (from?, to?);
    if unit != other {
        table.problem("to", "has another unit than from", "write both with the same unit");
        return None;
    }
    if from >= to {
        table.problem("to", "is not above from", "write the lower end as from, the upper one as to");
        return None;
    }
    if settings.whole && (from.fract() != 0.0 || to.fract() != 0.0) {
        table.problem("whole", "the ends of the range are no whole numbers", "write whole ends, or leave whole out");
        return None;
    }
    let log = settings.scale == StepScale::Log;
    if log && from <= 0.0 {
        table.problem("from", "equal ratios start above 0", "choose a lower end above 0, or scale = \"linear\"");
        return None;
    }
    let by_steps = matches!(kind, DesignKind::Factorial | DesignKind::Zip);
    match settings.steps {
        Some(_) if !by_steps => {
            table.problem(
                "steps",
                "is for factorial designs and zips",
                "leave it out: points are drawn from the range",
            );
            return None;
        }
        Some(steps) if (2.0..=MOST_POINTS as f64).contains(&steps.value()) => {}
        None if !by_steps => {}
        _ => {
            table.problem("steps", "is missing or below 2", "say into how many levels the range is divided, steps = 5");
            return None;
        }
    }
    let steps = settings.steps.map_or(0, |steps| steps.count() as u64);
    Some(Span { from, to, unit, log, whole: settings.whole, steps })
}

/// A number and what stands behind it.
fn number(plain: &Plain) -> Option<(f64, String)> {
    match plain {
        Plain::Real(number) => Some((*number, String::new())),
        Plain::Integer(number) => Some((*number as f64, String::new())),
        Plain::Text(text) => {
            let text = text.trim();
            // The longest beginning that is a number: "2e3" is one, of "2 e" only the 2.
            (1..=text.len()).rev().filter(|&end| text.is_char_boundary(end)).find_map(|end| {
                let number: f64 = text[..end].trim_end().parse().ok().filter(|number: &f64| number.is_finite())?;
                let unit = text[end..].trim();
                Some((number, if unit.is_empty() { String::new() } else { format!(" {}", one_line(unit)) }))
            })
        }
        Plain::Flag(_) | Plain::List(_) => None,
    }
}

/// The design of these factors; nothing, and problems, where it cannot be.
fn design(
    name: String,
    table: &mut Reader<'_>,
    settings: &DesignSettings,
    mut factors: Vec<Factor>,
    file: Option<PathBuf>,
) -> Option<Design> {
    let kind = settings.kind;
    if factors.is_empty() {
        // Factors that cannot be have been told already.
        if table.table_if_any("factors").is_none_or(|factors| factors.keys().next().is_none()) {
            table.problem("", "has no factors", "give it [designs.NAME.factors.NAME] tables");
        }
        return None;
    }
    let drawn_kind = matches!(kind, DesignKind::LatinHypercube | DesignKind::Sobol);
    if !drawn_kind && settings.points.is_some() {
        table.problem("points", "follows from the factors", "leave it out");
    }
    if kind != DesignKind::Table && settings.file.is_some() {
        table.problem("file", "is for a table", "leave it out, or choose kind = \"table\"");
    }
    let counts: Vec<u64> = factors.iter().map(|factor| factor.levels.count()).collect();
    let points = match kind {
        DesignKind::Factorial => counts.iter().fold(1, |all: u64, count| all.saturating_mul(*count)),
        DesignKind::Zip => {
            if counts.iter().any(|count| *count != counts[0]) {
                let told: Vec<String> =
                    factors.iter().zip(&counts).map(|(factor, count)| format!("{} {count}", factor.name)).collect();
                table.problem(
                    "",
                    format!("its factors do not have as many values: {}", told.join(", ")),
                    "give all as many",
                );
                return None;
            }
            counts[0]
        }
        DesignKind::Table => {
            let shown = settings.file.as_deref().unwrap_or_default();
            points_file::read(table, file.as_deref().map(|path| (path, shown)), &mut factors)?
        }
        DesignKind::LatinHypercube | DesignKind::Sobol => drawn_points(table, settings, &factors)?,
    };
    if points > MOST_POINTS {
        let remedy = format!("lay at most {MOST_POINTS}");
        table.problem("", format!("{points} points are too many"), remedy);
        return None;
    }
    let seed = settings.seed.value() as u32;
    let file = file.filter(|_| kind == DesignKind::Table);
    let mut design = Design { name, kind, points, seed, factors, file, drawn: Vec::new() };
    if kind == DesignKind::LatinHypercube {
        design.drawn = hypercube(&design);
    }
    Some(design)
}

fn drawn_points(table: &Reader<'_>, settings: &DesignSettings, factors: &[Factor]) -> Option<u64> {
    let Some(points) = settings.points.map(|points| points.count() as u64).filter(|points| *points > 0) else {
        table.problem("points", "is missing", "say how many points, such as points = 256");
        return None;
    };
    if settings.kind == DesignKind::LatinHypercube {
        let parts = points.saturating_mul(factors.len() as u64);
        if parts > MOST_PARTS {
            let cause = format!("{points} points of {} factors are too many", factors.len());
            table.problem("points", cause, format!("points times factors are at most {MOST_PARTS}"));
            return None;
        }
        return Some(points);
    }
    if !points.is_power_of_two() || points > MOST_SOBOL {
        let above = points.checked_next_power_of_two().unwrap_or(MOST_SOBOL).min(MOST_SOBOL);
        let remedy = match (above / 2, points > MOST_SOBOL) {
            (below, false) if below > 1 => format!("choose {below} or {above}"),
            _ => format!("choose {above}"),
        };
        let cause = format!("{points} is no power of two up to {MOST_SOBOL}; only those fill the space evenly");
        table.problem("points", cause, remedy);
        return None;
    }
    if factors.len() > MOST_SOBOL_FACTORS {
        table.problem("", format!("{} factors are too many", factors.len()), "a Sobol sequence has at most 256");
        return None;
    }
    Some(points)
}
