//! A tree back to TOML text, such that reading it gives the same tree.

use super::tree::{Table, Value};
use crate::quantities::Plain;
use std::collections::BTreeMap;

/// Lists longer than this are written one value a line.
const WIDEST: usize = 100;

/// Comments to stand above keys and tables.
#[derive(Debug, Clone, Default)]
pub struct Comments(BTreeMap<String, String>);

impl Comments {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a comment, of one or more lines, above a dotted key; above the whole document for an empty one.
    pub fn above(&mut self, key: impl Into<String>, text: impl Into<String>) {
        self.0.insert(key.into(), text.into());
    }

    fn write(&self, key: &str, out: &mut String) {
        for line in self.0.get(key).into_iter().flat_map(|text| text.lines()) {
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            out.push_str(format!("# {line}").trim_end());
            out.push('\n');
        }
    }
}

/// Writes a document: of each table first its values in order, then its tables in order.
pub fn write(table: &Table, comments: &Comments) -> String {
    let mut out = String::new();
    comments.write("", &mut out);
    if !out.is_empty() {
        out.push('\n');
    }
    write_table(table, "", comments, &mut out);
    out
}

fn write_table(table: &Table, path: &str, comments: &Comments, out: &mut String) {
    for (key, entry) in table.iter() {
        if let Value::Plain(plain) = &entry.node.value {
            comments.write(&dotted(path, key), out);
            out.push_str(&format!("{} = {}\n", write_key(key), write_plain(plain)));
        }
    }
    for (key, entry) in table.iter() {
        let Value::Table(inner) = &entry.node.value else { continue };
        let at = dotted(path, key);
        let only_tables = inner.iter().all(|(_, entry)| matches!(entry.node.value, Value::Table(_)));
        // [initiatives] says nothing that [initiatives.huddle] does not, unless there is something to say about it.
        if inner.is_empty() || !only_tables || comments.0.contains_key(&at) {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            comments.write(&at, out);
            out.push_str(&format!("[{at}]\n"));
        }
        write_table(inner, &at, comments, out);
    }
}

/// A dotted path with one more key.
pub(super) fn dotted(path: &str, key: &str) -> String {
    match path {
        "" => write_key(key),
        path => format!("{path}.{}", write_key(key)),
    }
}

/// A key, in quotation marks when it needs them.
pub fn write_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if bare { key.to_string() } else { quote(key) }
}

/// A value. Numbers read back to the bit, integers as integers.
pub fn write_plain(plain: &Plain) -> String {
    match plain {
        Plain::Text(text) if text.contains('\n') => quote_lines(text),
        Plain::Text(text) => quote(text),
        // The debug form is the shortest that reads back the same, and always has a point or an exponent.
        Plain::Real(number) if number.is_finite() => format!("{number:?}"),
        Plain::Real(number) => format!("{number}").to_lowercase(),
        Plain::Integer(number) => number.to_string(),
        Plain::Flag(flag) => flag.to_string(),
        Plain::List(items) => {
            let items: Vec<String> = items.iter().map(write_plain).collect();
            let line = format!("[{}]", items.join(", "));
            if line.len() <= WIDEST && !line.contains('\n') {
                return line;
            }
            format!("[\n{}]", items.iter().map(|item| format!("    {item},\n")).collect::<String>())
        }
    }
}

/// Text on one line in quotation marks.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            other => escape(other, &mut out),
        }
    }
    out + "\""
}

/// Text of several lines, as it is.
fn quote_lines(text: &str) -> String {
    let mut out = String::from("\"\"\"\n");
    let mut chars = text.chars().peekable();
    let mut quotes = 0;
    while let Some(c) = chars.next() {
        match c {
            // Three in a row, or one at the end, would close the text.
            '"' if quotes == 1 || chars.peek().is_none() => out.push_str("\\\""),
            '"' | '\n' => out.push(c),
            other => escape(other, &mut out),
        }
        quotes = if c == '"' && quotes == 0 { 1 } else { 0 };
    }
    out + "\"\"\""
}

fn escape(c: char, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push(c),
    }
}
