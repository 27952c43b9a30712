//! Everything wrong with a scenario on a terminal: each problem with its line, a label and what to do.

pub use crate::report::Look;
use crate::scenario::{Note, Notes, Place, Problem, Problems, Sources};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents};
use miette::{Severity, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles};
use std::fmt;
use std::io::IsTerminal;

/// Of a line with more characters than this only the part around the place is shown.
const LONGEST_LINE: usize = 160;

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
    for note in problems.notes() {
        push(&mut out, &Shown::note(note, problems.sources()), look);
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
        push(&mut out, &Shown::note(note, notes.sources()), look);
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
    help: Option<String>,
    severity: Severity,
    label: &'static str,
    line: Option<OneLine>,
}

impl Shown {
    fn problem(problem: &Problem, sources: &Sources) -> Self {
        let label = match problem.suggestion {
            Some(_) => "not known",
            None => "here",
        };
        let line = OneLine::at(&problem.place, sources);
        Self { message: problem.headline(), help: problem.help(), severity: Severity::Error, label, line }
    }

    fn note(note: &Note, sources: &Sources) -> Self {
        let line = OneLine::at(&note.place, sources);
        let message = format!("{}: {}", note.key, note.text);
        Self { message, help: None, severity: Severity::Advice, label: "", line }
    }
}

/// The line something stands on, or the part of it around the place when it is long.
#[derive(Debug)]
struct OneLine {
    name: String,
    text: String,
    /// From 0, as the reporter counts.
    line: usize,
    column: usize,
    mark: (usize, usize),
}

impl OneLine {
    fn at(place: &Place, sources: &Sources) -> Option<Self> {
        let (source, range) = sources.find(place)?;
        let line = source.line(range.start);
        let (shown, column) = source.position(range.start);
        let column = column - 1;
        let all: Vec<char> = source.line_text(line).chars().collect();
        let skipped = if all.len() > LONGEST_LINE { column.saturating_sub(LONGEST_LINE / 3) } else { 0 };
        let mut text = String::from(if skipped > 0 { "..." } else { "" });
        let mut mark = (text.len(), 0);
        let length =
            source.text().get(range).map_or(0, |marked| marked.lines().next().unwrap_or_default().chars().count());
        for (at, &c) in all.iter().enumerate().skip(skipped).take(LONGEST_LINE) {
            text.push(if crate::scenario::is_unseen(c) && c != '\t' { '?' } else { c });
            if at < column {
                mark.0 = text.len();
            } else if at < column + length {
                mark.1 = text.len() - mark.0;
            }
        }
        if all.len() > skipped + LONGEST_LINE {
            text.push_str("...");
        }
        // The reporter needs something to point at, even where the line is at its end.
        if mark.0 >= text.len() {
            text.push(' ');
        }
        Some(Self { name: source.name().to_string(), text, line: shown - 1, column, mark })
    }
}

impl SourceCode for OneLine {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::new(0.into(), self.text.len());
        let name = self.name.clone();
        let contents = MietteSpanContents::new_named(name, self.text.as_bytes(), whole, self.line, self.column, 1);
        Ok(Box::new(contents))
    }
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
        self.line.as_ref().map(|line| line as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, length) = self.line.as_ref()?.mark;
        let label = Some(self.label.to_string()).filter(|label| !label.is_empty());
        Some(Box::new(std::iter::once(LabeledSpan::new(label, start, length))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Document, Source};

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
         2 | series = "yes"  # ?[31m is not a colour here
           :                   ^
           :                   `-- here
           `----

          x weks: there is no such key
           ,-[ward.toml:3:1]
         3 | weks = 3
           : ^^|^
           :   `-- not known
           `----
          help: Did you mean `weeks`?

          x x: there is no such key
           ,-[ward.toml:4:1]
         4 | x = '''a
           : |
           : `-- here
           `----

          x weeks: the number 18 has no unit
           ,-[--set:1:7]
         1 | weeks=18
           :       ^|
           :        `-- here
           `----
          help: Write it like "18 months", "26 weeks" or "2 years".
        "#);
    }

    #[test]
    fn of_very_long_lines_a_part_is_shown() {
        let text = format!("title = \"a\"\nx = \"{}\"\n", "b".repeat(1000));
        insta::assert_snapshot!(shown(&text, &[]), @r#"
        1 problem in ward.toml

          x x: there is no such key
           ,-[ward.toml:2:1]
         2 | x = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb...
           : |
           : `-- here
           `----
        "#);
        let text = format!("title = \"a\"\nx = {{ y = \"{}\", é = nan }}\n", "é".repeat(1000));
        insta::assert_snapshot!(shown(&text, &[]), @r#"
        1 problem in ward.toml

          x this is not TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
           ,-[ward.toml:2:1015]
         2 | ...éééééééééééééééééééééééééééééééééééééééééééééééééé", é = nan }
           :                                                         |
           :                                                         `-- here
           `----
        "#);
    }

    #[test]
    fn notes_are_advice() {
        let text = "title = \"a\"\nseries = true\n[arms.a]\nseries = true\n";
        insta::assert_snapshot!(shown(text, &["series=false"]), @r#"
         > arms.a.series: arm `a` keeps its own value; --set series=... changes the base only
          ,-[ward.toml:4:10]
        4 | series = true
          :          ^^^^
          `----
        "#);
    }

    #[test]
    fn a_problem_at_the_end_of_a_line_or_file_is_shown() {
        insta::assert_snapshot!(shown("title =\n[run", &["x=", ""]), @r#"
        4 problems in ward.toml

          x there is no value after the =
           ,-[ward.toml:1:8]
         1 | title = 
           :        ^
           :        `-- here
           `----
          help: Write a value, or leave the line out.

          x the table's name is not closed
           ,-[ward.toml:2:5]
         2 | [run 
           :     ^
           :     `-- here
           `----
          help: Write ] after it.

          x x: there is no such key
           ,-[--set:1:1]
         1 | x=
           : |
           : `-- here
           `----

          x there is no = in it
           ,-[--set:1:1]
         1 |  
           : ^
           : `-- here
           `----
          help: Write it like --set run.length="18 months".
        "#);
    }
}
