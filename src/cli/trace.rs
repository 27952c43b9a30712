//! `takehold run FILE --trace WHO`: one run instead of the study, and what some people in it decided, and why.

use super::arguments::Run;
use super::run::on_threads;
use super::terminal::{self, Message, print};
use super::{End, known};
use crate::report;
use crate::scenario::{Scenario, closest};
use crate::study::{FATES, Plan, RunId, RunIdError, TWIN, TraceError, Who, WhoError, trace};
use serde_json::{Value, json};

pub(super) fn tell(run: &Run, scenario: &Scenario, who: &str) -> Result<End, Message> {
    let who: Who = who.parse().map_err(|error: WhoError| nobody(&error, remedy_of_request(&error)))?;
    let plan = Plan::new(scenario);
    let id = asked(run.run.as_deref(), &plan)?;
    known(&plan, &id)?;
    let told = on_threads(run.threads, || trace(scenario, &id, &who))?;
    let told = told.map_err(|error| match remedy(&error, &plan) {
        Some(remedy) => nobody(&error, remedy),
        None => Message::new(format_args!("{}: {error}", run.file.display())),
    })?;
    if run.json {
        let mut value = serde_json::to_value(&told).map_err(Message::new)?;
        if let Value::Object(fields) = &mut value {
            let purpose = "one life under stated assumptions, luck included; not a forecast";
            fields.insert("purpose".into(), json!(purpose));
        }
        print(&format!("{value:#}\n"));
    } else {
        let look = report::Look { width: terminal::width(), colour: terminal::colour(), unicode: terminal::unicode() };
        print(&report::stories(&told, &look));
    }
    Ok(End::Done)
}

/// The run that is asked for: by its name, by its arm's name, or the first there is.
fn asked(text: Option<&str>, plan: &Plan<'_>) -> Result<RunId, Message> {
    let first = |arm: &str| RunId { arm: arm.into(), world: 0, replicate: 0 };
    let Some(text) = text else {
        return Ok(first(plan.subjects.first().map_or("", |subject| subject.name.as_str())));
    };
    if plan.subjects.iter().any(|subject| subject.name == text) {
        return Ok(first(text));
    }
    text.parse().map_err(|error: RunIdError| {
        let arms = plan.subjects.iter().map(|subject| subject.name.as_str());
        let meant = closest(text, arms.clone()).map_or(String::new(), |meant| format!("did you mean \"{meant}\"? "));
        let arms: Vec<&str> = arms.collect();
        Message::with_remedy(
            &format_args!("--run: {error}"),
            &format!("{meant}name a run, or an arm for its first run: {}", arms.join(", ")),
        )
    })
}

fn nobody(error: &dyn std::fmt::Display, remedy: String) -> Message {
    Message::with_remedy(&format_args!("--trace: {error}"), &remedy)
}

/// What can be asked for.
fn can_be_asked() -> String {
    let fates: Vec<&str> = FATES.iter().map(|(_, words)| words[0]).collect();
    format!(
        "ask for a post by its number or its description, or for so many of those who {}: \"three who {}\"",
        fates.join(", "),
        fates[1]
    )
}

fn remedy_of_request(error: &WhoError) -> String {
    match error {
        WhoError::UnknownFate { meant: Some(meant), .. } => format!("did you mean \"who {meant}\"? {}", can_be_asked()),
        _ => can_be_asked(),
    }
}

fn remedy(error: &TraceError, plan: &Plan<'_>) -> Option<String> {
    match error {
        TraceError::Study(_) | TraceError::NoArm(_) => None,
        TraceError::NoPost { .. } => Some(can_be_asked()),
        TraceError::NotCalled { meant: Some(meant), .. } => {
            Some(format!("did you mean \"{meant}\"? {}", can_be_asked()))
        }
        TraceError::NotCalled { meant: None, .. } => Some(can_be_asked()),
        TraceError::Several { first: (number, description), .. } => {
            Some(format!("name one of them, such as \"{description}\", or say its number, {number}"))
        }
        TraceError::Nobody { instead, .. } if instead.is_empty() => {
            Some(format!("name a post by its number{}", elsewhere(plan)))
        }
        TraceError::Nobody { instead, .. } => {
            let instead: Vec<String> =
                instead.iter().map(|(fate, posts)| format!("{} ({posts})", fate.name())).collect();
            Some(format!("ask for those who {}, or for a post by its number{}", instead.join(", "), elsewhere(plan)))
        }
    }
}

/// Where else to look: in other arms, twins apart.
fn elsewhere(plan: &Plan<'_>) -> String {
    let arms: Vec<&str> = plan.subjects.iter().map(|subject| subject.name.as_str()).collect();
    let arms: Vec<&str> = arms.into_iter().filter(|name| !name.ends_with(TWIN)).collect();
    if arms.len() > 1 { format!("; or look into another arm with --run: {}", arms.join(", ")) } else { String::new() }
}
