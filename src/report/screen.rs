//! The one screen that a person reads when a run ends.

use super::Look;
use super::chart::{chart, key};
use super::expected::expectations;
use super::facts::{Arm, LEFT, Over, View, over, tally};
use super::notes::notes;
use super::numbers::{UNKNOWN, count, counted, difference, duration, hundredths, interval, signed, stated};
use super::tables::{of_arms, of_comparisons, of_prices};
use super::text::{Ink, finish, hanging, paint, wrap};
use super::words::{alone, between, funding, listed};
use crate::decide::Digest;
use crate::dice::Dice;
use crate::scenario::clean;
use crate::study::Row;

/// Narrower than this the tables cannot be read.
const NARROWEST: usize = 60;
/// Wider than this lines are hard to follow.
const WIDEST: usize = 160;
/// Text is not set wider than this.
const TEXT: usize = 100;

/// A study on one screen: what was asked, the answer with how sure it is, the numbers, a chart, and what the reader
/// must know to judge them.
pub fn screen(digest: &Digest<'_>, look: &Look) -> String {
    let look = Look { width: look.width.clamp(NARROWEST, WIDEST), ..*look };
    let text = look.width.min(TEXT);
    let mut lines = Vec::new();
    let say = |lines: &mut Vec<String>, words: &str, ink: Ink| {
        lines.extend(wrap(words, text).iter().map(|line| paint(line, ink, &look)));
    };
    say(&mut lines, &own_words(&digest.scenario.title, 200), Ink::Bold);
    say(&mut lines, &own_words(&digest.scenario.question, 500), Ink::Plain);
    lines.push(String::new());
    say(&mut lines, &what_was_run(digest), Ink::Plain);
    for lack in lacks(digest) {
        say(&mut lines, &lack, Ink::Bold);
    }
    say(&mut lines, "To explore and compare options under the stated assumptions; not a forecast.", Ink::Plain);
    let views = View::all(digest);
    if views.is_empty() {
        lines.push(String::new());
        say(&mut lines, "There is no initiative in this scenario, so there is nothing to be taken up.", Ink::Bold);
    }
    for (index, view) in views.iter().enumerate() {
        lines.push(String::new());
        initiative(&mut lines, view, (index, views.len()), &look);
    }
    let expected = expectations(digest, text, &look);
    if !expected.is_empty() {
        lines.push(String::new());
        lines.extend(expected);
    }
    if !views.is_empty() {
        lines.push(String::new());
        lines.extend(wrap(&what_intervals_mean(digest), text));
    }
    finish(&lines, &look)
}

/// A study in one line, for logs.
pub fn one_line(digest: &Digest<'_>) -> String {
    let views = View::all(digest);
    let parts: Vec<String> = views
        .iter()
        .map(|view| {
            let mut parts: Vec<String> = view.arms.first().map(|arm| in_short(view, arm)).into_iter().collect();
            for arm in view.others() {
                let Some(found) = view.against(arm) else { continue };
                let (value, range) = difference(found.difference, found.interval, view.margin());
                let range = range.map_or(String::new(), |range| format!(" ({range})"));
                parts.push(format!("{} {}{range}: {}", arm.name, signed(&value), found.verdict.name()));
            }
            let name = if views.len() > 1 { format!("{}: ", view.name) } else { String::new() };
            format!("{name}{}", parts.join("; "))
        })
        .collect();
    let all = tally(digest, false);
    let runs = format!("{} of {} runs", count(all.finished), count(all.planned));
    let line = parts.into_iter().chain([runs]).collect::<Vec<_>>().join(" | ");
    line.replace('\u{a0}', " ")
}

fn in_short(view: &View<'_>, arm: &Arm<'_>) -> String {
    let left = view.mean(arm, LEFT);
    let sure = interval(&left).map_or(String::new(), |range| format!(" ({range})"));
    let kept = hundredths(&view.mean(arm, "retention_12m"));
    let kept = if kept == UNKNOWN { String::new() } else { format!(", {kept} % of the gain") };
    format!("{} {} points left 12 months on{sure}{kept}", arm.name, hundredths(&left))
}

/// Somebody's own words on one line, fit for a terminal.
pub(super) fn own_words(text: &str, longest: usize) -> String {
    clean(&text.split_whitespace().collect::<Vec<_>>().join(" "), longest)
}

fn what_was_run(digest: &Digest<'_>) -> String {
    let scenario = digest.scenario;
    let dice = Dice::of_world(scenario.run.seed.count() as u64, 0);
    let mut sizes: Vec<[u64; 3]> = Vec::new();
    let mut known = Vec::new();
    for subject in digest.subjects {
        if known.contains(&subject.world) {
            continue;
        }
        known.push(subject.world);
        let settings = &scenario.arms[subject.arm].settings;
        let roster = settings.roster(&dice);
        sizes.push([roster.posts() as u64, roster.units.len() as u64, roster.organisations.len() as u64]);
    }
    let size = |which: usize, one: &str, many: &str| {
        let low = sizes.iter().map(|size| size[which]).min().unwrap_or(0);
        let high = sizes.iter().map(|size| size[which]).max().unwrap_or(0);
        let rest = counted(high, one, many);
        if low == high { rest } else { format!("{} to {rest}", count(low)) }
    };
    let arms = tally(digest, false);
    let run = &scenario.run;
    let arm_count = arms.planned / (run.worlds.count() as u64 * run.replicates.count() as u64).max(1);
    format!(
        "{} in {}, {}, over {}. {} × {} × {} = {}, each beside a twin without the programme (same dice). Seed\u{a0}{}.",
        size(0, "post", "posts"),
        size(1, "unit", "units"),
        size(2, "organisation", "organisations"),
        duration(scenario.weeks()),
        counted(arm_count, "arm", "arms"),
        counted(run.replicates.count() as u64, "replicate", "replicates"),
        counted(run.worlds.count() as u64, "world", "worlds"),
        counted(arms.planned, "run", "runs"),
        run.seed.count()
    )
}

/// What is missing: runs that were stopped or failed.
fn lacks(digest: &Digest<'_>) -> Vec<String> {
    let (arms, twins) = (tally(digest, false), tally(digest, true));
    let (planned, finished) = (arms.planned + twins.planned, arms.finished + twins.finished);
    let failed = arms.failed + twins.failed;
    let mut lines = Vec::new();
    if finished + failed < planned {
        let rest = if arms.finished > 0 { "; all that follows is from those" } else { "" };
        lines.push(format!(
            "INTERRUPTED: {} of {} were finished ({} of {} twins){rest}.",
            count(arms.finished),
            counted(arms.planned, "run", "runs"),
            count(twins.finished),
            count(twins.planned)
        ));
    }
    let first = digest.results.rows.iter().find_map(|row| match row {
        Row { id, outcome: Some(Err(cause)), .. } => Some(format!("{id}: {}", own_words(cause, 200))),
        _ => None,
    });
    if let Some(first) = first {
        let noun = counted(planned, "run", "runs");
        lines.push(format!("FAILED: {} of {noun} (twins counted) and left out; the first is {first}", count(failed)));
    }
    lines
}

/// One initiative: the answer, the numbers, the chart, the notes. What signs and columns mean is said with the first.
fn initiative(lines: &mut Vec<String>, view: &View<'_>, (index, of): (usize, usize), look: &Look) {
    let text = look.width.min(TEXT);
    let Some(first) = view.arms.first() else { return };
    let faint = |words: &str| -> Vec<String> {
        let wrapped = if words.is_empty() { Vec::new() } else { wrap(words, text) };
        wrapped.iter().map(|line| paint(line, Ink::Faint, look)).collect()
    };
    lines.extend(wrap(&what_is_done(first, &view.name), text).iter().map(|line| paint(line, Ink::Bold, look)));
    if let Some(answer) = between(view).filter(|answer| !answer.is_empty()) {
        let mut wrapped = hanging(" > ", &answer, text);
        // What leads up to the colon is the verdict.
        if let (Some(head), Some((verdict, _))) = (wrapped.first_mut(), answer.split_once(':')) {
            *head = head.replacen(verdict, &paint(verdict, Ink::Bold, look), 1);
        }
        lines.append(&mut wrapped);
    }
    lines.extend(hanging(" > ", &alone(view, first), text));
    if view.arms.iter().all(|arm| view.finished(arm) == 0) {
        return;
    }
    lines.push(String::new());
    lines.extend(of_arms(view, look.width));
    if index == 0 {
        lines.extend(faint(
            "% of target staff who truly practise: at the peak, at the end of the funding, 12\u{a0}months later; twin: \
             doing nothing. Gain left: points over the twin. Kept: part of the gain at the end. Spread: % of units \
             where more than half practise.",
        ));
    }
    let prices = of_prices(view, look.width);
    if !prices.is_empty() {
        lines.push(String::new());
        lines.extend(prices);
        if index == 0 {
            lines.extend(faint(
                "Tired: mean fatigue in %. Measured over true: points of quality. Pounds and hours are for each target post over \
                 the run, at the unit prices of [costs], and assumed; what was spent in goodwill and autonomy is in summary.csv.",
            ));
        }
    }
    let compared = of_comparisons(view, look.width);
    if let Some(reference) = view.reference().filter(|_| !compared.is_empty()) {
        lines.push(String::new());
        let heading = format!(
            "Gain left 12\u{a0}months on, in points, against {} (paired runs, margin {}):",
            reference.name,
            stated(view.margin())
        );
        lines.extend(wrap(&heading, text));
        lines.extend(compared);
    }
    let rows = match view.arms.len() {
        1 if of == 1 => 11,
        ..=2 if of == 1 => 9,
        _ => 7,
    };
    lines.push(String::new());
    lines.extend(chart(view, rows, look));
    lines.extend(faint(&key(view, index == 0, look)));
    for note in notes(view) {
        lines.extend(hanging("- ", &note, text));
    }
}

fn what_is_done(arm: &Arm<'_>, name: &str) -> String {
    let practice = own_words(&arm.initiative.practice, 300);
    let what = if practice.is_empty() { String::new() } else { format!(" ({practice})") };
    let targets = &arm.initiative.targets;
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let whom = if targets.is_empty() { String::new() } else { format!(", for {}", listed(&targets)) };
    format!("{name}{what}{whom}, {}", funding(arm))
}

/// What the intervals hold and what they do not.
fn what_intervals_mean(digest: &Digest<'_>) -> String {
    match over(digest) {
        Over::Runs(0) => "No run was finished, so there are no intervals.".into(),
        Over::Runs(1) => "One run of each arm: effect and chance cannot be told apart. More replicates would give \
                          intervals, of chance alone."
            .into(),
        Over::Runs(runs) => format!(
            "Intervals are over {runs} replicates in one world: chance alone. They hold neither how other organisations \
             would differ nor doubt about the model's assumptions."
        ),
        Over::Worlds(0 | 1) => "Too few worlds were finished for intervals.".into(),
        Over::Worlds(worlds) => format!(
            "Intervals are over {worlds} worlds (organisations of the same description, drawn anew): chance and the \
             make-up of the organisation. They do not hold doubt about the model's assumptions."
        ),
    }
}
