//! The answer in sentences. The verdict comes first, whatever it is.

use super::facts::{Arm, LEFT, View};
use super::numbers::{
    count, counted, difference, duration, hundredths, interval, interval_of_ratio, points, roughly, stated,
};
use crate::decide::{Comparison, ENOUGH, Verdict};

/// More runs than this nobody makes.
pub(super) const TOO_MANY: u64 = 1_000_000;

/// How one arm fared against doing nothing.
pub(super) fn alone(view: &View<'_>, arm: &Arm<'_>) -> String {
    let several = view.arms.len() > 1;
    if view.finished(arm) == 0 {
        let of = if several { format!(" of {}", arm.name) } else { String::new() };
        return format!("No run{of} was finished: nothing can be said.");
    }
    let peak = hundredths(&view.mean(arm, "peak"));
    let who = if several {
        format!("In {}, {peak}\u{a0}% of target staff practised at the peak", arm.name)
    } else {
        format!("At its peak {peak}\u{a0}% of target staff practised")
    };
    format!("{who}; {}", what_is_left(view, arm))
}

fn what_is_left(view: &View<'_>, arm: &Arm<'_>) -> String {
    let (at_end, later) = (view.mean(arm, "gain_end"), view.mean(arm, LEFT));
    let (gained, left) = (hundredths(&at_end), hundredths(&later));
    if view.weeks_after(arm) < 52 {
        let ends = match view.weeks_after(arm) {
            0 => "with the funding".into(),
            weeks => format!("{} after it", counted(u64::from(weeks), "week", "weeks")),
        };
        let gained = points(&gained);
        return format!(
            "when the funding ended the gain over doing nothing was {gained}{}. How much of it is left 12\u{a0}months \
             later cannot be told: the run ends {ends}.",
            bracket(interval(&at_end))
        );
    }
    if at_end.mean.is_nan() || later.mean.is_nan() {
        return "what was gained over doing nothing is not known, since its runs were not finished.".into();
    }
    if at_end.mean < ENOUGH {
        return format!(
            "when the funding ended the gain over doing nothing was {}{}, 12\u{a0}months later {}{}: too little to say \
             what part of it lasts.",
            points(&gained),
            bracket(interval(&at_end)),
            points(&left),
            bracket(interval(&later))
        );
    }
    let includes_nothing = |(low, high): (f64, f64)| low <= 0.0 && high >= 0.0;
    if includes_nothing(at_end.interval) {
        return format!(
            "whether anything was gained over doing nothing when the funding ended cannot be told: {} on average{}.",
            points(&gained),
            bracket(interval(&at_end))
        );
    }
    if includes_nothing(later.interval) {
        return format!(
            "whether anything is left 12\u{a0}months after the funding ended cannot be told: of the {} gained over \
             doing nothing {left} are left on average{}.",
            points(&gained),
            bracket(interval(&later))
        );
    }
    let kept = view.mean(arm, "retention_12m");
    let how_sure = match (interval_of_ratio(&kept), later.runs) {
        (Some(range), _) => format!("(95\u{a0}% interval {range}\u{a0}%)"),
        (None, 1) => "(one run, so how sure this is cannot be told)".into(),
        (None, _) => "(the runs are too few or too unlike to give an interval)".into(),
    };
    let kept = hundredths(&kept);
    if later.mean > at_end.mean {
        return format!(
            "12\u{a0}months after the funding ended the gain over doing nothing has grown from {gained} to {}: about \
             {kept}\u{a0}% {how_sure}.",
            points(&left)
        );
    }
    let are = if left == "1" { "is" } else { "are" };
    format!(
        "12\u{a0}months after the funding ended {left} of the {} gained over doing nothing {are} left: about \
         {kept}\u{a0}% {how_sure}.",
        points(&gained)
    )
}

/// How the arms fared against each other; nothing where there is one.
pub(super) fn between(view: &View<'_>) -> Option<String> {
    let mut others = view.others();
    match (others.next(), others.next(), view.reference()) {
        (None, ..) => None,
        (Some(_), Some(_), _) => Some(of_many(view)),
        (Some(arm), None, Some(reference)) => Some(of_two(view, arm, reference)),
        (Some(_), None, None) => None,
    }
}

fn of_two(view: &View<'_>, arm: &Arm<'_>, reference: &Arm<'_>) -> String {
    let Some(found) = view.against(arm) else { return String::new() };
    let (name, other) = (arm.name, reference.name);
    let lead = capital(found.verdict.name());
    if found.verdict == Verdict::NotComparable {
        return format!("{lead}: {}", why_not(view, &found, &format!("{name} and {other}")));
    }
    if found.interval == (0.0, 0.0) {
        return format!("{lead}: {name} keeps exactly as much as {other}, in every run.");
    }
    let margin = view.margin();
    let (value, range) = difference(found.difference, found.interval, margin);
    let size = points(value.trim_start_matches('−'));
    let how_much = match value.as_str() {
        "0" => format!("on average as much gain left as {other}"),
        _ if value.starts_with('−') => format!("{size} less gain left than {other}"),
        _ => format!("{size} more gain left than {other}"),
    };
    let sure = bracket(range);
    let after = match found.verdict {
        Verdict::NoMeaningfulDifference => {
            format!(", inside the margin of {}.", points(&stated(margin)))
        }
        Verdict::CannotTell => format!(". {}", what_would_tell(view, &found)),
        _ => ".".into(),
    };
    format!("{lead}: 12\u{a0}months after the funding ended {name} has {how_much}{sure}{after}")
}

/// Why two arms could not be compared.
fn why_not(view: &View<'_>, found: &Comparison, who: &str) -> String {
    let too_short = view.arms.iter().any(|arm| view.weeks_after(arm) < 52);
    match (too_short, found.runs) {
        (true, _) => "what is left 12\u{a0}months after the funding lies beyond the end of the run.".into(),
        (_, 0) => format!("no run of {who} at the same place was finished."),
        (_, 1) => format!("with one run of {who} a difference cannot be told from chance."),
        _ => format!("too few runs of {who} were finished."),
    }
}

/// How many runs would settle it, in words.
fn what_would_tell(view: &View<'_>, found: &Comparison) -> String {
    match needed(view, found.runs_needed, true) {
        Some(needed) => {
            let made = count(found.runs as u64);
            format!("{} would tell, if the difference stays as it is; {made} were made.", capital(&needed))
        }
        None => "No number of runs that could be made would tell.".into(),
    }
}

/// How many runs are needed: worlds where they are what varies. Nothing where it is beyond reach.
pub(super) fn needed(view: &View<'_>, runs: u64, in_full: bool) -> Option<String> {
    let run = &view.digest.scenario.run;
    if runs > TOO_MANY {
        return None;
    }
    let (number, of_what, rest) = if run.worlds.count() > 1 {
        let each = run.replicates.count().max(1) as u64;
        (runs.div_ceil(each), "worlds", format!(" of {}", counted(each, "run", "runs")))
    } else {
        (runs, "runs", " of each arm".into())
    };
    let short = format!("{}\u{a0}{of_what}", roughly(number));
    Some(if in_full { format!("about {short}{rest}") } else { short })
}

fn of_many(view: &View<'_>) -> String {
    let counts = by_verdict(view);
    let against = match view.reference() {
        Some(reference) if !counts.is_empty() => format!(" Against {}: {counts}.", reference.name),
        _ => String::new(),
    };
    let ranked = view.ranked();
    let Some((first, rest)) = ranked.split_first() else { return against };
    if view.mean(first, LEFT).mean.is_nan() {
        return format!("Which arm keeps most cannot be told: what is left 12\u{a0}months on is not known.{against}");
    }
    let of = |wanted: fn(Verdict) -> bool| -> Vec<&str> {
        rest.iter().filter(|arm| wanted(view.between(first, arm))).map(|arm| arm.name).collect()
    };
    let level = of(|verdict| verdict == Verdict::NoMeaningfulDifference);
    let open = of(|verdict| !matches!(verdict, Verdict::Better | Verdict::NoMeaningfulDifference));
    let name = first.name;
    if level.is_empty() && open.is_empty() {
        return format!("{} {name} keeps most.{}{against}", capital("better than every other arm:"), lead(view, first));
    }
    let mut parts = Vec::new();
    if !open.is_empty() {
        parts.push(format!("{} cannot be told apart from it yet", listed(&open)));
    }
    if !level.is_empty() {
        let verb = if level.len() == 1 { "differs" } else { "differ" };
        parts.push(format!("{} {verb} from it by no more than the margin", listed(&level)));
    }
    let head = if open.is_empty() { "No single best arm" } else { "Cannot tell which arm keeps most" };
    format!("{head}: {name} leads on average, but {}.{}{against}", parts.join(", and "), lead(view, first))
}

/// How far ahead of the reference an arm is.
fn lead(view: &View<'_>, arm: &Arm<'_>) -> String {
    let (Some(found), Some(reference)) = (view.against(arm), view.reference()) else { return String::new() };
    let (value, range) = difference(found.difference, found.interval, view.margin());
    if view.is_reference(arm) || found.difference.is_nan() || value == "0" || value.starts_with('−') {
        return String::new();
    }
    format!(
        " 12\u{a0}months after the funding ended {} has {} more gain left than {}{}.",
        arm.name,
        points(&value),
        reference.name,
        bracket(range)
    )
}

/// How many arms have which verdict against the reference.
fn by_verdict(view: &View<'_>) -> String {
    let order =
        [Verdict::Better, Verdict::Worse, Verdict::NoMeaningfulDifference, Verdict::CannotTell, Verdict::NotComparable];
    let found: Vec<Verdict> = view.others().filter_map(|arm| view.against(arm)).map(|found| found.verdict).collect();
    let counted = order.iter().filter_map(|verdict| {
        let many = found.iter().filter(|other| *other == verdict).count();
        (many > 0).then(|| format!("{many} {}", verdict.name()))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// Names in a sentence; of many, the first few.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., last] if names.len() <= 4 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} others", names[..3].join(", "), names.len() - 3),
    }
}

fn bracket(range: Option<String>) -> String {
    range.map_or_else(|| " (no interval)".into(), |range| format!(" (95\u{a0}% interval {range})"))
}

/// For how long, and from when, an initiative is funded.
pub(super) fn funding(arm: &Arm<'_>) -> String {
    let starts = arm.initiative.starts.whole();
    let lasts = arm.initiative.ends() - starts;
    let from = if starts == 0 { "the start".into() } else { format!("week\u{a0}{starts}") };
    format!("funded for {} from {from}", duration(lasts))
}

/// With a capital at the beginning, unless it begins with the name of an arm.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
