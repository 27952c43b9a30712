//! Lines on a screen: wrapped, set in columns, in bold where that can be shown, in ASCII where nothing else can.

use super::Look;

/// Breaks a text into lines at plain spaces; what must stay together holds no-break spaces.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        let mut letters = word.chars().count();
        if length > 0 && length + 1 + letters > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        // A word longer than a line is cut: nothing may run over the edge.
        while letters > width && width > 0 {
            let cut = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
            lines.push(word[..cut].into());
            word = &word[cut..];
            letters -= width;
        }
        line.push_str(word);
        length += letters;
    }
    lines.push(line);
    lines
}

/// A text set off by a mark, the lines after the first below its beginning.
pub(super) fn hanging(mark: &str, text: &str, width: usize) -> Vec<String> {
    let indent = mark.chars().count();
    let blank = " ".repeat(indent);
    wrap(text, width.saturating_sub(indent))
        .into_iter()
        .enumerate()
        .map(|(index, line)| format!("{}{line}", if index == 0 { mark } else { &blank }))
        .collect()
}

/// Cuts a text to a number of columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.into();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// To the left in a column.
pub(super) fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let room = width - text.chars().count().min(width);
    text + &" ".repeat(room)
}

fn right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    " ".repeat(width - text.chars().count().min(width)) + &text
}

/// A column: two lines of heading, and whether its cells stand to the left.
pub(super) struct Column {
    heading: [String; 2],
    to_left: bool,
}

impl Column {
    /// A column of numbers.
    pub fn numbers(above: &str, below: &str) -> Self {
        Self { heading: [above.into(), below.into()], to_left: false }
    }

    /// A column of words.
    pub fn words(above: &str, below: &str) -> Self {
        Self { heading: [above.into(), below.into()], to_left: true }
    }
}

/// Rows under headings, at most so wide: the first column, of names, gives way, then the last; where that is not
/// enough, columns are left out from the right.
pub(super) fn table(columns: &[Column], rows: &[Vec<String>], width: usize) -> Vec<String> {
    /// No name and no last cell is cut to less.
    const SHORTEST: usize = 8;
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = rows.iter().filter_map(|row| row.get(index));
            column.heading.iter().chain(cells).map(|text| text.chars().count()).max().unwrap_or(0)
        })
        .collect();
    loop {
        let gaps = 2 * widths.len().saturating_sub(1);
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
        let Some((first, rest)) = widths.split_first_mut() else { return Vec::new() };
        let give = |width: usize, wanted: usize| wanted.min(width.saturating_sub(SHORTEST));
        let from_first = give(*first, over);
        let from_last = rest.last().map_or(0, |last| give(*last, over - from_first));
        if from_first + from_last < over && !rest.is_empty() {
            widths.pop();
            continue;
        }
        *first -= from_first;
        if let Some(last) = rest.last_mut() {
            *last -= from_last;
        }
        break;
    }
    let line = |cells: Vec<&str>| -> String {
        let cells = cells.iter().zip(columns).zip(&widths);
        let set: Vec<String> = cells
            .map(|((text, column), &width)| if column.to_left { left(text, width) } else { right(text, width) })
            .collect();
        set.join("  ").trim_end().to_string()
    };
    let mut lines: Vec<String> = (0..2)
        .map(|which| line(columns.iter().map(|column| column.heading[which].as_str()).collect()))
        .filter(|heading| !heading.is_empty())
        .collect();
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines
}

/// How something is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// As it is.
    Plain,
    /// What a reader should see first.
    Bold,
    /// The line of an arm.
    Line,
    /// The band around it.
    Band,
    /// The twin.
    Twin,
    /// Help for the eye.
    Faint,
}

/// A text in an ink, where colour can be shown.
pub(super) fn paint(text: &str, ink: Ink, look: &Look) -> String {
    // Colours that differ in brightness as well as in hue.
    let code = match ink {
        Ink::Plain => return text.into(),
        Ink::Bold => "1",
        Ink::Line => "1;36",
        Ink::Band => "36",
        Ink::Twin => "33",
        Ink::Faint => "2",
    };
    if look.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.into() }
}

/// The finished text: no-break spaces have done their work, and our own signs become ASCII where they must. Letters of
/// somebody's own words are kept.
pub(super) fn finish(lines: &[String], look: &Look) -> String {
    let mut out = String::new();
    for line in lines {
        for c in line.trim_end().chars() {
            if c == '→' && !look.unicode {
                out.push_str("->");
                continue;
            }
            out.push(match c {
                '\u{a0}' => ' ',
                '–' | '−' | '—' if !look.unicode => '-',
                '…' if !look.unicode => '~',
                '×' if !look.unicode => 'x',
                '·' if !look.unicode => '-',
                _ => c,
            });
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_words_too_long_are_cut() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("ab abcdefgh c", 4), ["ab", "abcd", "efgh", "c"]);
        assert_eq!(wrap("61\u{a0}% of", 4), ["61\u{a0}%", "of"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(hanging("- ", "one two", 5), ["- one", "  two"]);
    }

    #[test]
    fn a_table_fits() {
        let columns = [Column::words("", "arm"), Column::numbers("true", "peak"), Column::words("", "where")];
        let row = |cells: [&str; 3]| cells.map(String::from).to_vec();
        let rows = [row(["a-very-long-name-of-an-arm", "61", "doctors 12"]), row(["base", "–", ""])];
        let lines = table(&columns, &rows, 30);
        assert_eq!(
            lines,
            ["              true", "arm           peak  where", "a-very-long…    61  doctors 12", "base             –"]
        );
        assert_eq!(
            table(&columns, &rows, 16),
            ["            true", "arm         peak", "a-very-lo…    61", "base           –"]
        );
    }
}
