//! TOML text into a tree.

use super::problems::{Findings, Problem};
use super::source::{Place, Source};
use super::syntax;
use super::tree::{Entry, Node, Table, Value};
use super::write::dotted;
use crate::quantities::Plain;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

/// How deep tables and lists may stand inside each other; a scenario needs four levels.
const DEEPEST: usize = 16;

/// Reads a document. Every mistake of the text is reported; the tree holds what could be read all the same.
pub fn parse(source: &Source, findings: &Findings) -> Table {
    let (text, errors) = syntax::recover(source);
    let (table, _) = DeTable::parse_recoverable(&text);
    syntax::report(&errors, source, findings);
    Converter { place: &Place::File, findings }.table(table.get_ref(), "", 0)
}

/// Turns what the TOML parser read into a tree.
pub(super) struct Converter<'a> {
    /// Where a range of the parsed text stands.
    pub place: &'a dyn Fn(Range<usize>) -> Place,
    /// Where to report.
    pub findings: &'a Findings,
}

impl Converter<'_> {
    fn table(&self, table: &DeTable<'_>, path: &str, depth: usize) -> Table {
        let mut out = Table::new();
        for (key, value) in table {
            let node = self.node(value, &dotted(path, key.get_ref()), depth + 1);
            out.insert(key.get_ref().as_ref(), Entry { key_place: (self.place)(key.span()), patched: false, node });
        }
        out
    }

    /// One value.
    pub fn node(&self, value: &Spanned<DeValue<'_>>, path: &str, depth: usize) -> Node {
        let place = (self.place)(value.span());
        let refuse = |problem: Box<Problem>| {
            self.findings.problem(*problem);
            Value::Refused
        };
        let result = match value.get_ref() {
            _ if depth > DEEPEST => Err(Box::new(Problem::new(place.clone(), path, "is nested too deeply"))),
            DeValue::Table(table) => Ok(Value::Table(self.table(table, path, depth))),
            DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                let problem = Problem::new(place.clone(), path, "a list of tables cannot be used here");
                Err(Box::new(problem.remedy(format!("such things are tables with a name, [{path}.NAME]"))))
            }
            other => self.plain(other, &place, path, depth).map(Value::Plain),
        };
        Node { value: result.unwrap_or_else(refuse), place }
    }

    fn plain(&self, value: &DeValue<'_>, place: &Place, path: &str, depth: usize) -> Result<Plain, Box<Problem>> {
        let wrong = |(cause, remedy): (String, &str)| Box::new(Problem::new(place.clone(), path, cause).remedy(remedy));
        match value {
            DeValue::String(text) => Ok(Plain::Text(text.to_string())),
            DeValue::Integer(number) => integer(number).map(Plain::Integer).map_err(wrong),
            DeValue::Float(number) => real(number).map(Plain::Real).map_err(wrong),
            DeValue::Boolean(flag) => Ok(Plain::Flag(*flag)),
            DeValue::Datetime(date) => Err(wrong((
                format!("the date or time {date} cannot be used here"),
                "write a time span, such as \"18 months\"",
            ))),
            DeValue::Array(items) => items
                .iter()
                .map(|item| {
                    let place = (self.place)(item.span());
                    match depth {
                        DEEPEST.. => Err(Box::new(Problem::new(place, path, "is nested too deeply"))),
                        _ => self.plain(item.get_ref(), &place, path, depth + 1),
                    }
                })
                .collect::<Result<_, _>>()
                .map(Plain::List),
            DeValue::Table(_) => Err(wrong(("a list of tables cannot be used here".into(), "give each table a name"))),
        }
    }
}

fn integer(number: &DeInteger<'_>) -> Result<i64, (String, &'static str)> {
    i64::from_str_radix(number.as_str(), number.radix()).map_err(|error| match error.kind() {
        std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => {
            (format!("the number {number} is too large"), "the largest whole number is 9223372036854775807")
        }
        _ => (format!("\"{number}\" is not a number"), "write digits, such as 12"),
    })
}

fn real(number: &DeFloat<'_>) -> Result<f64, (String, &'static str)> {
    let text = number.as_str();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) if text.contains("nan") || text.contains("inf") => {
            Err((format!("{text} is not a number that can be used"), "write a finite number"))
        }
        Ok(_) => Err((format!("the number {text} is too large"), "write a number below 1e308")),
        Err(_) => Err((format!("\"{text}\" is not a number"), "write digits on both sides of the point, such as 0.5")),
    }
}
