//! The loops of the sources: what closes each of their links, and what is seen when one is opened.

use super::catalogue::{Class, Row, Shown};
use serde::Deserialize;
use std::sync::OnceLock;

/// A loop of the sources.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loop {
    /// Its id: `R1` to `R10` reinforce, `B1` to `B6` balance.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// Rows of the requirements catalogue.
    pub rows: Vec<String>,
    /// Its links, each from where the one before it ends.
    pub links: Vec<Link>,
    /// Where it can be opened, in words.
    pub opened: String,
    /// The settings that open it there.
    pub open: Vec<String>,
    /// What the others do then: the effect of a push in the loop, with it closed less with it opened; and the same push
    /// with it opened, which still goes round to where it is cut.
    #[serde(default)]
    pub shows: Vec<Shown>,
}

/// A link of a loop.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What acts.
    pub from: String,
    /// What it acts on.
    pub to: String,
    /// Whether more makes more (`+`) or less (`-`).
    pub sign: Sign,
    /// The mechanisms that close it.
    pub by: Vec<String>,
    /// How.
    pub how: String,
}

/// The sign of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Sign {
    /// More makes more.
    #[serde(rename = "+")]
    Plus,
    /// More makes less.
    #[serde(rename = "-")]
    Minus,
}

impl Sign {
    /// As printed.
    pub fn mark(self) -> &'static str {
        match self {
            Sign::Plus => "+",
            Sign::Minus => "−",
        }
    }
}

impl Loop {
    /// What it shows, as a row of a catalogue would have it.
    pub fn as_row(&self) -> Row {
        Row {
            id: self.id.clone(),
            claim: self.name.clone(),
            class: Class::Emergent,
            by: Vec::new(),
            why: String::new(),
            shows: self.shows.clone(),
        }
    }

    /// Whether it reinforces what it starts with: an even number of minuses.
    pub fn reinforces(&self) -> bool {
        self.links.iter().filter(|link| link.sign == Sign::Minus).count() % 2 == 0
    }
}

/// All of them, in the order of the sources.
///
/// # Panics
/// When the text cannot be read. Not reachable from input: it comes with the program, and a test reads it.
pub fn loops() -> &'static [Loop] {
    static LOOPS: OnceLock<Vec<Loop>> = OnceLock::new();
    LOOPS.get_or_init(|| {
        let table: toml::Table =
            toml::from_str(include_str!("loops.toml")).unwrap_or_else(|error| panic!("loops: {error}"));
        let one = |(id, value): (String, toml::Value)| {
            let one: Loop = value.try_into().unwrap_or_else(|error| panic!("{id}: {error}"));
            Loop { id, ..one }
        };
        table.into_iter().map(one).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::Mechanisms;

    #[test]
    fn each_closes_and_is_of_the_kind_it_says() {
        assert_eq!(loops().len(), 16);
        for one in loops() {
            for (link, next) in one.links.iter().zip(one.links.iter().cycle().skip(1)) {
                assert_eq!(link.to, next.from, "{}", one.id);
                assert!(!link.by.is_empty(), "{}: nothing closes {} to {}", one.id, link.from, link.to);
                for by in &link.by {
                    assert!(Mechanisms::NAMES.contains(&by.as_str()), "{}: there is no mechanism {by}", one.id);
                }
            }
            assert_eq!(one.reinforces(), one.id.starts_with('R'), "{}", one.id);
        }
    }
}
