//! What was expected of a scenario and what became of it, as it is read on a screen or in the library.

use super::Look;
use super::numbers::{UNKNOWN, difference, number, signed};
use super::screen::own_words;
use super::text::{Ink, hanging, paint, wrap};
use crate::decide::{Digest, Judged, Outcome, Step, scale_of};
use crate::observe::Scale;
use crate::quantities::Quantity;

/// The lines of a screen; none where nothing is expected.
pub(super) fn expectations(digest: &Digest<'_>, width: usize, look: &Look) -> Vec<String> {
    let judged = digest.judged();
    if judged.is_empty() {
        return Vec::new();
    }
    let mut lines = wrap(&format!("Expected beforehand, {}:", tallied(&judged)), width);
    for one in &judged {
        let verdict = one.outcome.name();
        let mut entry = hanging(" > ", &sentence(one), width);
        if let Some(head) = entry.first_mut() {
            *head = head.replacen(verdict, &paint(verdict, Ink::Bold, look), 1);
        }
        lines.append(&mut entry);
    }
    lines
}

/// How many were met: `3 as expected, 1 not as expected, 1 cannot tell`.
pub(super) fn tallied(judged: &[Judged<'_>]) -> String {
    let count = |outcome: Outcome| judged.iter().filter(|one| one.outcome == outcome).count();
    let outcomes = [Outcome::AsExpected, Outcome::NotAsExpected, Outcome::CannotTell];
    let parts = outcomes.map(|outcome| (count(outcome), outcome.name()));
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    parts.join(", ")
}

/// An expectation in a sentence: the verdict, what was expected, and the steps with their intervals.
pub(super) fn sentence(judged: &Judged<'_>) -> String {
    let expected = &judged.expectation.item;
    let says = own_words(&expected.says, 300);
    let says = says.trim_end_matches('.');
    let inferred = if expected.inferred { " (inferred)" } else { "" };
    let steps: Vec<String> = judged.steps.iter().map(|step| told(step, judged)).collect();
    format!("{}: {says}{inferred}. {}", judged.outcome.name(), capital(&steps.join("; ")))
}

fn capital(text: &str) -> String {
    super::words::capital(text)
}

/// `after_12m higher by 3 points (2 to 4) in debate than in argue`.
fn told(step: &Step, judged: &Judged<'_>) -> String {
    let expected = &judged.expectation.item;
    let (value, interval, unit) = in_figures(step, &expected.measure, expected.by.value());
    let range = interval.map_or(String::new(), |range| format!(" ({range})"));
    format!("{} less {} in {}: {value}{unit}{range}", step.higher, step.lower, expected.measure)
}

/// The difference, its interval, and their unit.
pub(super) fn in_figures(step: &Step, measure: &str, by: f64) -> (String, Option<String>, &'static str) {
    let found = &step.found;
    if !found.mean.is_finite() {
        return (UNKNOWN.into(), None, "");
    }
    if scale_of(measure) == Scale::Share {
        let (value, range) = difference(found.mean, found.interval, by);
        return (signed(&value), range, "\u{a0}points");
    }
    let (low, high) = found.interval;
    let width = (high - low).abs();
    let decimals = if width > 20.0 { 0 } else { 1 + usize::from(width < 2.0) };
    let range = low
        .is_finite()
        .then(|| format!("{} to {}", number(low, decimals), number(high, decimals)).replace(' ', "\u{a0}"));
    let unit = match scale_of(measure) {
        Scale::Weeks => "\u{a0}weeks",
        Scale::PerYear => "\u{a0}a\u{a0}year",
        _ => "",
    };
    (signed(&number(found.mean, decimals)), range, unit)
}
