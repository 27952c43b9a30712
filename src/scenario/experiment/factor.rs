//! A factor: a key of the scenario, and the values it takes.

use crate::quantities::Plain;
use crate::scenario::write::write_plain;

/// Significant digits of a value within a range: enough for any design, and short enough to read.
const DIGITS: usize = 6;

/// What a design varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name: the column of its levels.
    pub name: String,
    /// The key it sets; empty where each level names its own.
    pub key: String,
    /// Its levels.
    pub levels: Levels,
}

/// The levels of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// Single ones.
    Values(Vec<Level>),
    /// Anything between two numbers.
    Span(Span),
}

/// One level: what it is called, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// As it stands in tables.
    pub label: String,
    /// What it changes, as `KEY=VALUE`.
    pub sets: Vec<String>,
}

/// A range.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The least value.
    pub from: f64,
    /// The largest.
    pub to: f64,
    /// What stands behind the number, such as " /week"; empty for a plain number.
    pub unit: String,
    /// Whether equal ratios count as equal steps.
    pub log: bool,
    /// Whether only whole numbers are taken.
    pub whole: bool,
    /// Levels in a factorial design or a zip, evenly spaced, both ends among them.
    pub steps: u64,
}

impl Levels {
    /// How many single levels there are.
    pub fn count(&self) -> u64 {
        match self {
            Levels::Values(values) => values.len() as u64,
            Levels::Span(span) => span.steps,
        }
    }
}

impl Factor {
    /// A level that sets the factor's key.
    pub(super) fn value(key: &str, plain: &Plain) -> Level {
        let label = match plain {
            Plain::Text(text) => text.clone(),
            other => write_plain(other),
        };
        Level { label: one_line(&label), sets: vec![format!("{key}={}", write_plain(plain))] }
    }

    /// One of its single levels.
    pub(super) fn step(&self, at: u64) -> Level {
        match &self.levels {
            Levels::Values(values) => values[at as usize % values.len()].clone(),
            Levels::Span(span) => self.number(span, span.at(at as f64 / (span.steps.max(2) - 1) as f64)),
        }
    }

    /// The level at a part of the whole, from 0 to below 1.
    pub(super) fn within(&self, part: f64) -> Level {
        match &self.levels {
            // Each value has an equal share.
            Levels::Values(values) => {
                let at = (part * values.len() as f64) as usize;
                values[at.min(values.len() - 1)].clone()
            }
            // Each whole number likewise.
            Levels::Span(span) if span.whole => {
                let beyond = Span { to: span.to + 1.0, ..span.clone() };
                self.number(span, beyond.at(part).floor().clamp(span.from, span.to))
            }
            Levels::Span(span) => self.number(span, span.at(part)),
        }
    }

    fn number(&self, span: &Span, value: f64) -> Level {
        let value = if span.whole { value.round() } else { rounded(value) };
        let plain = match span.unit.as_str() {
            "" if span.whole => Plain::Integer(value as i64),
            "" => Plain::Real(value),
            unit => Plain::Text(format!("{value}{unit}")),
        };
        // Tables have the number alone, which is one to whoever reads them; the plan says its unit.
        Level { label: value.to_string(), ..Self::value(&self.key, &plain) }
    }
}

impl Span {
    /// The value at a part of the way.
    fn at(&self, part: f64) -> f64 {
        let value = if self.log {
            let (from, to) = (libm::log(self.from), libm::log(self.to));
            libm::exp(from + part * (to - from))
        } else {
            self.from + part * (self.to - self.from)
        };
        value.clamp(self.from, self.to)
    }
}

/// A number to a few significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value)
}

/// Text that stays on its line in a table.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
