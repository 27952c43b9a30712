//! What leans on one decision, thing by thing: each in a few words, with the state it comes from.

use crate::engine::{Contribution, Doing, Mind, Weighed};
use crate::report::numbers::number;

/// What is smaller is not worth a reader's time.
const WORTH_TELLING: f32 = 0.05;

/// What changed by less is not worth it either.
const CHANGED: f32 = 0.1;

/// Of a list the largest are told.
const LISTED: usize = 6;

/// A log hazard ratio, with its sign.
pub(super) fn lean(value: f32) -> String {
    let text = number(f64::from(value), 2);
    if value.abs() < 0.005 {
        "0".into()
    } else if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A share from 0 to 1 with two decimals.
fn share(value: f32) -> String {
    number(f64::from(value), 2)
}

/// What a mechanism is called where it acts on somebody.
pub(super) fn called(mechanism: &str) -> &str {
    match mechanism {
        "attention" => "the project's attention",
        "leadership" => "leaders",
        "norm" => "what colleagues do",
        "persuasion" => "beliefs",
        "data" => "feedback from data",
        "time" => "lack of time",
        "side_effects" => "side effects",
        "sponsor" => "the sponsor",
        "capability" => "know-how",
        "design" => "how it was thought through",
        "involvement" => "whose change it is",
        "transfer" => "fit to the place",
        "incentives" => "rewards",
        "fatigue" => "fatigue and cynicism",
        "embedding" => "what is locked in",
        "enforcement" => "checks",
        "culture" => "the place",
        "esteem" => "esteem and credit",
        other => other,
    }
}

/// The states a mechanism reads of a person, by name.
fn states(mechanism: &str, mind: &Mind) -> Vec<(&'static str, f32)> {
    let some = |states: &[(&'static str, Option<f32>)]| -> Vec<(&'static str, f32)> {
        states.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect()
    };
    match mechanism {
        "habit" => some(&[("habit", mind.habit)]),
        "leadership" => some(&[("ownership", mind.ownership)]),
        "norm" => some(&[("seen practising", mind.seen)]),
        "persuasion" => {
            some(&[("in the problem", mind.belief_in_problem), ("in the solution", mind.belief_in_solution)])
        }
        "motivation" => some(&[("motivation", mind.motivation)]),
        "fatigue" => some(&[("fatigue", mind.fatigue), ("cynicism", mind.cynicism)]),
        "embedding" => some(&[("locked in", mind.locked_in)]),
        "time" => some(&[("time there is", mind.time)]),
        "sponsor" => some(&[("regard", mind.regard)]),
        "capability" => some(&[("in the unit", mind.know_how)]),
        "data" => some(&[("credible", mind.credible)]),
        _ => Vec::new(),
    }
}

/// ` (habit 0.52)`, or ` (habit 0.10 → 0.52)`; a state that bears the mechanism's own name is not named again.
fn because(mechanism: &str, before: Option<&Mind>, now: &Mind) -> String {
    let were = before.map(|mind| states(mechanism, mind));
    let states = states(mechanism, now);
    let one_of_that_name = states.len() == 1 && states[0].0 == mechanism;
    let said = states.iter().enumerate().filter_map(|(at, (name, value))| {
        let was = were.as_ref().and_then(|were| were.get(at)).map(|was| share(was.1));
        let (now, name) = (share(*value), if one_of_that_name { String::new() } else { format!("{name} ") });
        match was {
            Some(was) if was != now => Some(format!("{name}{was} → {now}")),
            // Of what led to a change only what changed is said, and of several things what there is.
            Some(_) => None,
            None if states.len() > 1 && now == share(0.0) => None,
            None => Some(format!("{name}{now}")),
        }
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// What leans one way on a decision, largest first: `leaders −1.02 (ownership 0.10), habit −0.41 (0.77)`; nothing for
/// nothing.
pub(super) fn one_way(weighed: &Weighed, up: bool) -> Option<String> {
    let all = weighed.contributions.iter();
    let ours: Vec<&Contribution> = all.filter(|one| one.lean != 0.0 && (one.lean > 0.0) == up).collect();
    let told = ours.iter().take_while(|one| one.lean.abs() >= WORTH_TELLING).count().min(LISTED);
    let mut said: Vec<String> = ours[..told]
        .iter()
        .map(|one| {
            format!("{} {}{}", called(one.mechanism), lean(one.lean), because(one.mechanism, None, &weighed.mind))
        })
        .collect();
    let rest: f32 = ours[told..].iter().map(|one| one.lean).sum();
    if rest.abs() >= WORTH_TELLING {
        said.push(format!("smaller things {}", lean(rest)));
    }
    (!said.is_empty()).then(|| said.join(", "))
}

/// What leans otherwise than before, most changed first: `the project's attention −1.90 → 0`.
pub(super) fn changes(before: &Weighed, now: &Weighed) -> Vec<String> {
    let mut names: Vec<&'static str> = now.contributions.iter().map(|one| one.mechanism).collect();
    names.extend(before.contributions.iter().map(|one| one.mechanism).filter(|name| now.lean_of(name) == 0.0));
    let mut moved: Vec<(&str, f32, f32)> =
        names.into_iter().map(|name| (name, before.lean_of(name), now.lean_of(name))).collect();
    moved.retain(|(_, was, is)| (is - was).abs() >= CHANGED);
    moved.sort_by(|a, b| (b.2 - b.1).abs().total_cmp(&(a.2 - a.1).abs()));
    moved
        .into_iter()
        .take(LISTED)
        .map(|(name, was, is)| {
            let why = because(name, Some(&before.mind), &now.mind);
            format!("{} {} → {}{why}", called(name), lean(was), lean(is))
        })
        .collect()
}

/// What held while the project ran, and has gone since: `the project's attention (was −1.38)`.
pub(super) fn gone(before: &Weighed, now: &Weighed) -> Vec<String> {
    let held = before.contributions.iter().filter(|one| one.lean <= -0.25 && now.lean_of(one.mechanism) > -0.05);
    held.map(|one| format!("{} (was {})", called(one.mechanism), lean(one.lean))).collect()
}

/// What the two sides are called for somebody: what leans towards the move, and what leans against it.
pub(super) fn sides(doing: Doing) -> [&'static str; 2] {
    match doing {
        Doing::True => ["drew away", "held"],
        Doing::Ritual => ["for making it true", "against"],
        _ => ["for it", "against it"],
    }
}
