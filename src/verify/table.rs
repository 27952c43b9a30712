//! The checks as text, at most 100 columns wide.

use super::{Check, Relation};
use std::fmt::Write;

const WIDTH: usize = 100;

/// A readable table: by limit, and within it by what was set up, with source and bound in words.
pub fn table(checks: &[Check]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < checks.len() {
        let first = &checks[at];
        if at == 0 || checks[at - 1].limit != first.limit {
            if at > 0 {
                out.push('\n');
            }
            let _ = writeln!(out, "{}\n{}", first.limit, "─".repeat(first.limit.chars().count()));
        } else {
            out.push('\n');
        }
        let same = |check: &&Check| check.limit == first.limit && check.what == first.what;
        let group = &checks[at..at + checks[at..].iter().take_while(same).count()];
        at += group.len();
        wrap(&mut out, "  ", &first.what);
        wrap(&mut out, "  Source: ", first.source);
        let _ = writeln!(out, "  {:<44} {:>13} {:>13} {:>12} {:>12}", "", "closed form", "ours", "error", "bound");
        let mut from = 0;
        while from < group.len() {
            let bound_is = &group[from].bound_is;
            let alike = group[from..].iter().take_while(|check| check.bound_is == *bound_is).count();
            for check in &group[from..from + alike] {
                let _ = writeln!(out, "{}", row(check));
            }
            wrap(&mut out, "  Bound: ", bound_is);
            from += alike;
        }
    }
    let failed = checks.iter().filter(|check| !check.pass).count();
    let _ = match failed {
        0 => writeln!(out, "\nAll {} checks hold.", checks.len()),
        _ => writeln!(out, "\nChecks that do not hold: {failed} of {}.", checks.len()),
    };
    out
}

fn row(check: &Check) -> String {
    let mark = if check.pass { "ok  " } else { "FAIL" };
    let bound = match check.relation {
        Relation::Equal => number(check.bound),
        Relation::AtMost => "at most".into(),
    };
    let error = match number(check.error) {
        plus if check.error > 0.0 => format!("+{plus}"),
        other => other,
    };
    format!(
        "  {mark} {:<39} {:>13} {:>13} {error:>12} {bound:>12}",
        shortened(&check.name, 39),
        number(check.closed_form),
        number(check.simulated)
    )
}

/// Five figures, without needless noughts.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if value == libm::floor(value) && value.abs() < 1e6 {
        return format!("{value:.0}");
    }
    match value.abs() {
        size if size < 1e-4 => format!("{value:.1e}"),
        size if size < 10.0 => format!("{value:.5}"),
        size if size < 1e6 => format!("{value:.2}"),
        _ => format!("{value:.2e}"),
    }
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.into();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

/// Words in lines of the table's width; what follows the first line is indented as deep as its opening.
fn wrap(out: &mut String, opening: &str, text: &str) {
    let depth = opening.chars().count();
    let mut line = opening.to_string();
    let mut long = depth;
    let mut empty = true;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if !empty && long + 1 + size > WIDTH {
            let _ = writeln!(out, "{line}");
            line = " ".repeat(depth);
            (long, empty) = (depth, true);
        }
        if !empty {
            line.push(' ');
            long += 1;
        }
        line.push_str(word);
        (long, empty) = (long + size, false);
    }
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::About;

    #[test]
    fn a_table_is_no_wider_than_it_says() {
        let about = About {
            limit: "Limit",
            what: "A sentence that goes on and on. ".repeat(9),
            source: "Somebody 1999, Journal 1:2",
            bound_is: "a bound in many words, ".repeat(9),
        };
        let checks = vec![
            about.equal("a name that is longer than there is room for in the table", 0.5, 0.500_01, 0.001),
            about.equal("a big one", 1_234_567.8, -1.0e-9, 1e12),
            about.at_most("a third", 62.0, 13.0),
            About { limit: "Another", ..about.clone() }.equal("a fourth", f64::INFINITY, f64::NAN, 0.0),
        ];
        let text = table(&checks);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.matches("Somebody").count(), 2);
        assert!(text.contains("FAIL") && text.contains("do not hold: 1 of 4."), "{text}");
    }

    #[test]
    fn numbers_keep_what_matters() {
        let shown: Vec<String> = [0.0, 124.0, 0.527, -0.000_012_3, 12.345, 19.5].into_iter().map(number).collect();
        assert_eq!(shown, ["0", "124", "0.52700", "-1.2e-5", "12.35", "19.50"]);
    }
}
