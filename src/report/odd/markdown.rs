//! The little Markdown that the model document needs: text that stays text, tables, bullets, wrapped lines.

/// Columns that generated paragraphs are wrapped at; tables cannot be wrapped.
const WIDTH: usize = 120;
/// Columns that equations are broken at.
const EQUATION: usize = 96;

/// Letters that could mean something in Markdown, made to mean themselves; what stands in backticks is left alone.
pub(in crate::report) fn escape(text: &str) -> String {
    let (mut out, mut code) = (String::with_capacity(text.len()), false);
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        code ^= c == '`';
        if !code && matches!(c, '*' | '<' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text for a cell of a table, in which a bar would end the cell.
fn cell(text: &str) -> String {
    if text.trim().is_empty() { "–".into() } else { text.replace('|', "\\|") }
}

/// A table; its cells are Markdown already.
pub(in crate::report) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line =
        |cells: &[String]| format!("| {} |\n", cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(" | "));
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        debug_assert_eq!(row.len(), head.len());
        out += &line(row);
    }
    out
}

/// A word that would begin a list, a heading or a quotation if a line began with it.
fn begins_something(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let ordered = number.len() < word.len() && number.chars().all(|c| c.is_ascii_digit());
    matches!(word, "+" | "-" | "*") || word.starts_with(['#', '>', '=']) || ordered
}

/// Text in lines, the later ones set in; no line begins with what would mean something there.
pub(in crate::report) fn wrap(text: &str, indent: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        if length == 0 {
            length = letters;
        } else if length + 1 + letters > WIDTH && !begins_something(word) {
            out.push('\n');
            out += indent;
            length = indent.len() + letters;
        } else {
            out.push(' ');
            length += 1 + letters;
        }
        out += word;
    }
    out.push('\n');
    out
}

/// A bullet with a label in bold.
pub(super) fn bullet(label: &str, text: &str) -> String {
    wrap(&format!("* **{label}:** {text}"), "  ")
}

/// Several things under one label: in line where it is one, as bullets of their own where there are more.
pub(super) fn bullets(label: &str, texts: &[String]) -> String {
    match texts {
        [one] => bullet(label, one),
        _ => {
            let each: String = texts.iter().map(|text| format!("  {}", wrap(&format!("* {text}"), "    "))).collect();
            format!("* **{label}:**\n{each}")
        }
    }
}

/// The equations of a card, one a line, in a block in which nothing means anything. Such lines do not reflow and should
/// be read without scrolling: a long one is broken, where it can be outside all brackets.
pub(super) fn equations(text: &str) -> String {
    const INDENT: &str = "    ";
    let mut out = String::from("```text\n");
    for equation in text.split(";  ") {
        let mut line: Vec<&str> = Vec::new();
        let mut indent = "";
        for word in equation.split_whitespace() {
            line.push(word);
            if indent.len() + line.join(" ").chars().count() > EQUATION {
                let outside = |&at: &usize| depth(&line[..at]) == 0 && indent.len() + line[..at].join(" ").len() > 30;
                let at = (1..line.len()).rev().find(outside).unwrap_or((line.len() - 1).max(1));
                let rest = line.split_off(at);
                out += &format!("{indent}{}\n", line.join(" "));
                (line, indent) = (rest, INDENT);
            }
        }
        out += &format!("{indent}{}\n", line.join(" "));
    }
    out + "```\n"
}

/// How many brackets are open after some words.
fn depth(words: &[&str]) -> i32 {
    let letters = words.iter().flat_map(|word| word.chars());
    letters.map(|c| i32::from("([".contains(c)) - i32::from(")]".contains(c))).sum()
}

/// What links to a heading: as it is made from the heading by those who render Markdown.
pub(super) fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_';
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A number in four digits at most.
pub(super) fn short(value: f64) -> String {
    let size = if value == 0.0 { 0.0 } else { libm::floor(libm::log10(value.abs())) };
    let places = (3.0 - size).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_short_and_right() {
        for (value, text) in
            [(0.0, "0"), (0.11 / 52.0, "0.002115"), (78.0, "78"), (1.35, "1.35"), (-0.5, "−0.5"), (5000.0, "5000")]
        {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("m* falls by  `a*b` <here>"), "m\\* falls by `a*b` \\<here>");
        assert_eq!(table(&["a", "b"], &[vec!["x|y".into(), " ".into()]]), "| a | b |\n|---|---|\n| x\\|y | – |\n");
        assert_eq!(anchor("7.1 What people do: rates"), "71-what-people-do-rates");
        assert_eq!(equations("a = b;  c = d; e"), "```text\na = b\nc = d; e\n```\n");
        // Not inside the brackets, though they reach further.
        let long = format!("{} (of {})", "word ".repeat(17).trim(), "things ".repeat(3).trim());
        let broken = equations(&long);
        let lines: Vec<&str> = broken.lines().collect();
        assert_eq!(lines[1..3], ["word ".repeat(17).trim(), "    (of things things things)"]);
    }

    /// A sum broken before its plus would become a list.
    #[test]
    fn no_line_begins_a_list_by_chance() {
        let long = "0.93 · 0.65 ".repeat(12);
        for sign in ["+", "-", "1)", "#", "12."] {
            let text = format!("{}{sign} 1", &long[..118]);
            assert!(!wrap(&text, "").lines().any(|line| line.starts_with(sign)), "{sign}");
        }
        assert_eq!(bullets("Against", &["one".into()]), "* **Against:** one\n");
        assert_eq!(bullets("From", &["one".into(), "two".into()]), "* **From:**\n  * one\n  * two\n");
    }
}
