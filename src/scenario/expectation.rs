//! What is expected of a scenario, said before it is run: orderings of arms, with their margin and where they come from.

use super::reader::Reader;
use super::settings::{ArmSettings, RunSettings};
use super::suggest::closest;
use crate::observe::{MEASURES, Weekly};
use crate::quantities::{Quantity, Real, Weeks, choice, section};

choice! {
    /// What a moment is counted from.
    pub enum Since {
        /// The programme's start.
        Start = "start",
        /// The end of its funding.
        End = "end",
    }
}

section! {
    /// What is expected, as data: what the sources say should come out, or what is inferred from them. Not met, it is
    /// reported, and nothing is tuned.
    pub struct Expectation {
        /// The expectation in a sentence.
        says: String = String::new(), -, Stated, "";
        /// What is compared: a measure of a run, or a weekly measure at a moment.
        measure: String = "gain_12m".into(), -, Stated, "";
        /// Of which initiative; left out, each arm's first.
        initiative: Option<String> = None, -, Stated, "";
        /// Arms from the lowest to the highest; NAME:twin is the arm with nothing tried. A single one is compared with `above` or `below`, or its `groups` with each other.
        order: Vec<String> = Vec::new(), -, Stated, "";
        /// Two further arms: the step between the two of `order` is expected to be larger than the step between these.
        beyond: Vec<String> = Vec::new(), -, Stated, "";
        /// For a weekly measure: the profession, organisation or tier that is looked at; left out, everyone.
        group: Option<String> = None, -, Stated, "";
        /// For a weekly measure in a single arm: groups from the lowest to the highest.
        groups: Vec<String> = Vec::new(), -, Stated, "";
        /// For a weekly measure: what its moment is counted from, the programme's start or the end of its funding.
        since: Since = Since::End, -, Stated, "";
        /// For a weekly measure: how long after that.
        at: Weeks = Weeks::of(0.0), -, Stated, "";
        /// A value that a single arm is expected to exceed.
        above: Option<Real> = None, -, Stated, "";
        /// A value that a single arm is expected to stay below.
        below: Option<Real> = None, -, Stated, "";
        /// By how much at least, in the measure's own scale.
        by: Real = Real::of(0.0), -, Stated, "";
        /// That the arms are alike instead: no step, either way, is larger than `by`.
        alike: bool = false, -, Stated, "";
        /// Whether it is inferred: no source says so in these words.
        inferred: bool = false, -, Stated, "";
        /// Rows of the requirements catalogue it comes from.
        rows: Vec<String> = Vec::new(), -, Stated, "";
    }
}

/// What a twin is called behind its arm's name.
const TWIN: &str = ":twin";

/// Reports what cannot be judged.
pub(super) fn check(table: &Reader<'_>, expected: &Expectation, arms: &[ArmSettings], run: &RunSettings) {
    if expected.says.trim().is_empty() {
        table.problem("says", "is missing", "say in a sentence what is expected");
    }
    let known: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    let mut named = Vec::new();
    for (key, list) in [("order", &expected.order), ("beyond", &expected.beyond)] {
        for name in list {
            let plain = name.strip_suffix(TWIN).unwrap_or(name);
            match arms.iter().find(|arm| arm.name == plain) {
                Some(arm) => named.push(arm),
                None => table.problem(
                    key,
                    format!("there is no arm \"{plain}\""),
                    format!("name some of {}", known.join(", ")),
                ),
            }
        }
    }
    check_shape(table, expected);
    let weekly = Weekly::ALL.iter().any(|weekly| weekly.name() == expected.measure);
    if !weekly && !MEASURES.iter().any(|measure| measure.name == expected.measure) {
        let names = || MEASURES.iter().map(|m| m.name).chain(Weekly::ALL.iter().map(|weekly| weekly.name()));
        let cause = format!("there is no measure \"{}\"", expected.measure);
        let near = closest(&expected.measure, names());
        let remedy = near.map_or("takehold explain measures lists them".into(), |near| format!("\"{near}\" is one"));
        table.problem("measure", cause, remedy);
    } else if !weekly {
        for (key, stated) in [("group", expected.group.is_some()), ("groups", !expected.groups.is_empty())] {
            if stated {
                let cause = format!("\"{}\" is a measure of a whole run, which has no groups", expected.measure);
                table.problem(key, cause, "choose a weekly measure, such as true_adoption");
            }
        }
        if expected.at != Weeks::of(0.0) {
            let cause = format!("\"{}\" is a measure of a whole run and has its own moment", expected.measure);
            table.problem("at", cause, "leave it out, or choose a weekly measure, such as true_adoption");
        }
    }
    for arm in named {
        let initiatives = &arm.settings.course.initiatives;
        let found = match &expected.initiative {
            None => initiatives.first(),
            Some(name) => initiatives.iter().find(|initiative| initiative.name == *name),
        };
        let Some(initiative) = found else {
            let cause = match &expected.initiative {
                Some(name) => format!("arm {} has no initiative \"{name}\"", arm.name),
                None => format!("arm {} has no initiative", arm.name),
            };
            table.problem("initiative", cause, "name one that all these arms have");
            continue;
        };
        let moment = moment(expected, &initiative.item);
        if weekly && moment > run.length.whole() {
            let end = run.length.whole();
            let text = format!("{moment} is after the end in week {end}, so that this expectation cannot be told");
            table.note("at", format!("week {text}"));
            break;
        }
    }
}

/// The week in which a weekly measure is looked at.
pub fn moment(expected: &Expectation, initiative: &crate::world::Initiative) -> u32 {
    let from = match expected.since {
        Since::Start => initiative.starts.whole(),
        Since::End => initiative.ends(),
    };
    from.saturating_add(expected.at.whole())
}

/// That it says one thing, and all of it.
fn check_shape(table: &Reader<'_>, expected: &Expectation) {
    let bounded = expected.above.is_some() || expected.below.is_some();
    let (order, beyond, groups) = (expected.order.len(), expected.beyond.len(), expected.groups.len());
    match order {
        0 => table.problem("order", "names no arm", "name the arms from the lowest to the highest"),
        1 if groups == 0 && !bounded => {
            table.problem(
                "order",
                "names one arm, and nothing to compare it with",
                "name another, or say `above` or `below`, or `groups`",
            );
        }
        1 if groups > 0 && bounded => table.problem("groups", "cannot stand beside `above` or `below`", "make it two"),
        1 => {}
        _ if bounded => table.problem("order", "`above` and `below` are for a single arm", "make it several"),
        _ if groups > 0 => table.problem("groups", "are compared within a single arm", "name one arm in `order`"),
        _ => {}
    }
    if groups == 1 {
        table.problem("groups", "names one group, and nothing to compare it with", "name another, or use `group`");
    }
    if groups > 0 && expected.group.is_some() {
        table.problem("group", "cannot stand beside `groups`", "keep one of the two");
    }
    if beyond > 0 && (beyond != 2 || order != 2) {
        table.problem(
            "beyond",
            "compares a step with a step, so there must be two arms in each",
            "name two in `order` and two here",
        );
    }
    if expected.by.value() < 0.0 {
        table.problem("by", "a margin is not below 0", "turn the order round instead");
    }
    if expected.alike && (bounded || beyond > 0 || expected.by.value() == 0.0) {
        table.problem("alike", "needs arms in `order` and a margin `by`", "say within what they are alike");
    }
}
