//! What a reader must know before believing the numbers of an initiative, where it applies.

use super::evaluators::evaluators;
use super::facts::{Arm, Over, View, over};
use super::numbers::{duration, number};
use crate::decide::ENOUGH;
use crate::quantities::Quantity;

/// The cap on leans is mentioned from this share of decisions on.
const CAP_MATTERS: f64 = 0.01;
/// Ritual is mentioned from this share of staff on.
const RITUAL_MATTERS: f64 = 0.01;
/// Lack of time is mentioned below this part of the hours asked.
const HALF_THE_TIME: f64 = 0.5;
/// With fewer independent runs than this, spread is guessed from hardly anything.
const FEW: usize = 5;
/// From so many comparisons on, chance will make some of them mislead.
const MANY: usize = 5;

/// The notes that are due.
pub(super) fn notes(view: &View<'_>) -> Vec<String> {
    [
        too_short,
        too_little,
        still_on,
        twin_moves,
        ritual,
        starved,
        times_differ,
        worlds_differ,
        half_lives,
        evaluators,
        capped,
        weakest,
        few,
        many,
    ]
    .iter()
    .filter_map(|note| note(view))
    .collect()
}

fn named<'d>(view: &View<'d>, holds: impl Fn(&Arm<'d>) -> bool) -> Option<String> {
    let names: Vec<&str> = view.arms.iter().filter(|arm| holds(arm)).map(|arm| arm.name).collect();
    match names.as_slice() {
        [] => None,
        all if all.len() == view.arms.len() => Some(String::new()),
        some => Some(format!("{}: ", super::words::listed(some))),
    }
}

fn capital(text: String, in_front: &str) -> String {
    if in_front.is_empty() { super::words::capital(&text) } else { format!("{in_front}{text}") }
}

fn too_short(view: &View<'_>) -> Option<String> {
    // Where it is so for all arms the answer says it.
    let who = named(view, |arm| view.weeks_after(arm) < 52).filter(|who| !who.is_empty())?;
    let text = "the run ends less than 12\u{a0}months after the funding, so what is left then is not known; make run.length \
                longer.";
    Some(capital(text.into(), &who))
}

fn too_little(view: &View<'_>) -> Option<String> {
    let who = named(view, |arm| view.mean(arm, "gain_end").mean < ENOUGH && view.weeks_after(arm) >= 52)?;
    Some(capital("the gain at the end is below 5\u{a0}points, so what part of it is kept is not given.".into(), &who))
}

/// Rewards and checks that are still there when what is left is counted.
fn still_on(view: &View<'_>) -> Option<String> {
    let who = named(view, |arm| {
        let initiative = arm.initiative;
        let counted = initiative.ends() + 52;
        view.weeks_after(arm) >= 52 && (initiative.reward_in(counted) > 0.0 || initiative.pressure_in(counted) > 0.0)
    })?;
    let text = "rewards or checks still go on 12\u{a0}months after the funding, so what is left then is not what lasts without them.";
    Some(capital(text.into(), &who))
}

/// A twin that does not stay where it began, so that gains over it are not comparable.
fn twin_moves(view: &View<'_>) -> Option<String> {
    let moved = |arm: &Arm<'_>| view.twin(arm, "after_12m").mean - arm.initiative.baseline.value();
    let who = named(view, |arm| moved(arm).abs() > view.margin())?;
    let most = view.arms.iter().map(moved).filter(|moved| moved.is_finite());
    let most = most.max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(f64::NAN);
    let text = format!(
        "with no programme at all practice moves from its baseline by up to {}\u{a0}points, more than the margin: gains over doing nothing are then no fair comparison between arms.",
        number(100.0 * most, 0)
    );
    Some(capital(text, &who))
}

/// What is reported and not done, where anybody checks.
fn ritual(view: &View<'_>) -> Option<String> {
    let reported = view.arms.iter().filter_map(|arm| {
        let (ritual, nominal) = (view.mean(arm, "ritual_end").mean, view.mean(arm, "nominal_end").mean);
        (ritual >= RITUAL_MATTERS).then(|| {
            let (nominal, truly) = (number(100.0 * nominal, 0), number(100.0 * (nominal - ritual), 0));
            format!("{}\u{a0}% against {truly}\u{a0}% in {}", nominal, arm.name)
        })
    });
    let reported: Vec<String> = reported.collect();
    (!reported.is_empty()).then(|| {
        format!(
            "Checked staff report more than they do: when the funding ends, reported against truly done, {}.",
            reported.join("; ")
        )
    })
}

/// Where staff had much less time than was asked of them.
fn starved(view: &View<'_>) -> Option<String> {
    let time = |arm: &Arm<'_>| view.mean(arm, "time_end").mean;
    let who = named(view, |arm| time(arm) < HALF_THE_TIME)?;
    let least = view.arms.iter().map(time).fold(1.0, f64::min);
    let text = format!(
        "staff had less than half of the hours asked of them (as little as {}\u{a0}%) when the funding ended.",
        number(100.0 * least, 0)
    );
    Some(capital(text, &who))
}

fn times_differ(view: &View<'_>) -> Option<String> {
    let first = view.arms.first()?.initiative.ends();
    view.arms.iter().any(|arm| arm.initiative.ends() != first).then(|| {
        "The funding does not end at the same time in all arms: \"end\" and \"+12m\" are counted from each arm's own."
            .into()
    })
}

fn half_lives(view: &View<'_>) -> Option<String> {
    let parts: Vec<String> = view
        .chosen(4)
        .into_iter()
        .filter_map(|arm| {
            let half_life = view.half_life(arm).filter(|_| view.weeks_after(arm) >= 52)?;
            let who = if view.arms.len() > 1 { format!("{} ", arm.name) } else { String::new() };
            let censored = match half_life.never {
                0 => String::new(),
                never => format!(" (not within the run in {never} of {} runs)", half_life.runs),
            };
            let after = duration(view.weeks_after(arm));
            Some(match half_life.median {
                median if median.is_finite() => format!("{who}{}{censored}", duration(median as u32)),
                _ => format!("{who}more than the {after} the run goes on{censored}"),
            })
        })
        .collect();
    (!parts.is_empty())
        .then(|| format!("Time after the funding until half the gain is lost (median run): {}.", parts.join("; ")))
}

fn capped(view: &View<'_>) -> Option<String> {
    let share = |arm: &Arm<'_>| view.mean(arm, "capped").mean;
    let who = named(view, |arm| share(arm) > CAP_MATTERS)?;
    let most = view.arms.iter().map(share).fold(0.0, f64::max);
    let text = format!(
        "the cap on leans bit in up to {}\u{a0}% of decisions, so the strongest influences count for less than stated.",
        number(100.0 * most, 0)
    );
    Some(capital(text, &who))
}

fn weakest(view: &View<'_>) -> Option<String> {
    let unsure = view.arms.iter().filter_map(|arm| {
        let weakest = view.weakest(arm).filter(|weakest| !weakest.is_mostly())?;
        let of = if view.arms.len() > 1 { format!(" of {}", arm.name) } else { String::new() };
        Some(format!("{} in {} of {} runs{of}", weakest.name, weakest.lowest_in, weakest.runs))
    });
    let unsure: Vec<String> = unsure.take(3).collect();
    (!unsure.is_empty()).then(|| {
        format!(
            "Weakest with a question mark: lowest on average, but in fewer than four runs of five ({}).",
            unsure.join("; ")
        )
    })
}

fn worlds_differ(view: &View<'_>) -> Option<String> {
    let world = |arm: &Arm<'_>| view.digest.subjects[arm.subject].world;
    let first = world(view.arms.first()?);
    view.arms.iter().any(|arm| world(arm) != first).then(|| {
        "Not all arms have the same population and ties, so what differs between them is more than the initiative."
            .into()
    })
}

fn few(view: &View<'_>) -> Option<String> {
    let (number, what) = match over(view.digest) {
        Over::Worlds(worlds) => (worlds, "worlds"),
        Over::Runs(runs) => (runs, "runs"),
    };
    (2..FEW).contains(&number).then(|| {
        format!("With {number} {what} the intervals themselves are rough: they may be far too narrow or too wide.")
    })
}

fn many(view: &View<'_>) -> Option<String> {
    let compared = view.others().filter(|arm| view.against(arm).is_some()).count();
    (compared >= MANY).then(|| {
        format!("{compared} comparisons, each with a 95\u{a0}% interval: about one interval in 20 misses by chance.")
    })
}
