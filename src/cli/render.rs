//! Everything wrong with a scenario on a terminal: each problem with its line, a label and what to do.

use crate::scenario::{Notes, Place, Problem, Problems, Source, Sources};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};
use miette::{ThemeCharacters, ThemeStyles};
use std::fmt;
use std::io::IsTerminal;

/// A line longer than this is not shown; its place is.
const LONGEST_LINE: usize = 400;

/// What the output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// Whether to colour.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Look {
    /// For a file, a pipe or a test: ASCII, without colour.
    pub const PLAIN: Look = Look { unicode: false, colour: false, width: 100 };

    /// What standard error can show. Colour and drawing only on a terminal; `NO_COLOR` and `TERM=dumb` are respected.
    pub fn of_standard_error() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if !std::io::stderr().is_terminal() || set("TERM").is_some_and(|term| term == "dumb") {
            return Self::PLAIN;
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
        let unicode = cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8");
        let columns = terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0));
        let width = columns.unwrap_or(Self::PLAIN.width).clamp(40, 120);
        Self { unicode, colour: set("NO_COLOR").is_none(), width }
    }

    fn handler(self) -> GraphicalReportHandler {
        let characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        let styles = if self.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
        GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_width(self.width)
            .with_links(false)
            .with_context_lines(0)
            .without_syntax_highlighting()
    }
}

/// Everything wrong with a document, ready to print.
pub fn problems(problems: &Problems, look: Look) -> String {
    let (shown, left) = problems.shown();
    let mut out = format!("{}\n\n", problems.heading());
    for problem in shown {
        push(&mut out, &Shown::problem(problem, problems.sources()), look);
    }
    if left > 0 {
        out.push_str(&format!("and {left} more\n"));
    }
    out
}

/// The notes of a document, ready to print; empty when there are none.
pub fn notes(notes: &Notes, look: Look) -> String {
    let mut out = String::new();
    for note in notes.list() {
        let (spot, source) = find(&note.place, notes.sources());
        let shown = Shown {
            message: format!("{}: {}{spot}", note.key, note.text),
            label: String::new(),
            help: None,
            severity: Severity::Advice,
            source,
        };
        push(&mut out, &shown, look);
    }
    out
}

fn push(out: &mut String, shown: &Shown, look: Look) {
    if look.handler().render_report(out, shown).is_err() {
        // Writing to a string does not fail; if it did, the message alone is still worth having.
        out.push_str(&shown.message);
    }
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// One thing to show, in the form the reporter takes.
#[derive(Debug)]
struct Shown {
    message: String,
    label: String,
    help: Option<String>,
    severity: Severity,
    source: Option<(NamedSource<String>, usize, usize)>,
}

impl Shown {
    fn problem(problem: &Problem, sources: &Sources) -> Self {
        let (spot, source) = find(&problem.place, sources);
        let label = if problem.suggestion.is_some() { "not known" } else { "here" };
        Self {
            message: format!("{}{spot}", problem.headline()),
            label: label.into(),
            help: problem.help(),
            severity: Severity::Error,
            source,
        }
    }
}

/// The text around a place. Where it cannot be shown, the place in words instead.
fn find(place: &Place, sources: &Sources) -> (String, Option<(NamedSource<String>, usize, usize)>) {
    let Some((source, range)) = sources.find(place) else { return (String::new(), None) };
    let lines = (source.line(range.start), source.line(range.end.saturating_sub(1).max(range.start)));
    if source.line_text(lines.0).len() > LONGEST_LINE {
        return (format!(" ({})", sources.spot(place)), None);
    }
    // Of a text of several lines its first is enough.
    let end = if lines.0 == lines.1 { range.end } else { end_of_line(source, range.start, lines.0) };
    let name = source.name().to_string();
    (
        String::new(),
        Some((NamedSource::new(name, harmless(source.text())), range.start, end.saturating_sub(range.start))),
    )
}

fn end_of_line(source: &Source, from: usize, line: usize) -> usize {
    let (_, column) = source.position(from);
    from + source.line_text(line).chars().skip(column - 1).map(char::len_utf8).sum::<usize>()
}

/// The text with what could drive a terminal replaced by characters of the same length.
fn harmless(text: &str) -> String {
    let stand_in = |c: char| match (c, c.len_utf8()) {
        ('\n' | '\t', _) => c,
        ('\r', _) => ' ',
        (c, _) if !crate::scenario::is_unseen(c) => c,
        (_, 1) => '?',
        (_, 2) => '¿',
        _ => '\u{fffd}',
    };
    text.chars().map(stand_in).collect()
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|(source, ..)| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, start, length) = self.source.as_ref()?;
        let label = Some(self.label.clone()).filter(|label| !label.is_empty());
        Some(Box::new(std::iter::once(LabeledSpan::new(label, *start, *length))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Document;

    fn shown(text: &str, sets: &[&str]) -> String {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let document = Document::read(Source::new("ward.toml", text), &sets);
        let mut reader = document.reader();
        reader.required_text("title");
        reader.setting("series", false);
        reader.setting("weeks", crate::quantities::Weeks::of(3.0));
        reader.finish();
        match document.finish() {
            Ok(found) => notes(&found, Look::PLAIN),
            Err(found) => problems(&found, Look::PLAIN),
        }
    }

    #[test]
    fn every_problem_is_shown_with_its_line() {
        let text = "# A ward\nseries = \"yes\"\t# \u{1b}[31m is not a colour here\nweks = 3\nx = '''a\nb'''\n";
        insta::assert_snapshot!(shown(text, &["weeks=18"]), @r#"
        4 problems in ward.toml

          x this is not TOML: invalid comment character, expected printable characters
           ,-[ward.toml:2:18]
           `----

          x weks: there is no such key
           ,-[ward.toml:3:1]
         3 | weks
           : ^^|^
           :   `-- not known
           `----
          help: Did you mean `weeks`?

          x x: there is no such key
           ,-[ward.toml:4:1]
         4 | x
           : |
           : `-- here
           `----

          x weeks: the number 18 has no unit
           ,-[--set:1:7]
         1 | 18
           : ^|
           :  `-- here
           `----
          help: Write it like "18 months", "26 weeks" or "2 years".
        "#);
    }

    #[test]
    fn very_long_lines_are_not_shown() {
        let text = format!("title = \"a\"\nx = \"{}\"\n", "b".repeat(1000));
        insta::assert_snapshot!(shown(&text, &[]), @r#"
        1 problem in ward.toml

          x x: there is no such key (ward.toml:2:1)
        "#);
    }

    #[test]
    fn notes_are_advice() {
        let text = "title = \"a\"\nseries = true\n[arms.a]\nseries = true\n";
        insta::assert_snapshot!(shown(text, &["series=false"]), @r#"
         > arms.a.series: arm `a` keeps its own value; --set series=... changes the base only
          ,-[ward.toml:4:10]
        4 | true
          : ^^^^
          `----
        "#);
    }
}
