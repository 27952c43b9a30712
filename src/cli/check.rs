//! `takehold check`: every problem of every file, and nothing else.

use super::arguments::Check;
use super::terminal::{Message, complain, print};
use super::{End, scenario, sweep};
use crate::scenario::{Scenario, is_experiment, load};
use crate::study::rehearse;
use std::path::Path;

pub(super) fn check(check: &Check) -> Result<End, Message> {
    let mut refused = 0;
    for file in &check.files {
        // What comes on standard input can be read once only, and is taken for a scenario.
        if file != Path::new("-") && load(file).is_ok_and(|source| is_experiment(&source)) {
            match sweep::described(file) {
                Ok(text) => print(&format!("{}: fine. {text}\n", file.display())),
                Err(message) => {
                    refused += 1;
                    complain(&message);
                }
            }
            continue;
        }
        match scenario(file, &[]) {
            Err(message) => {
                refused += 1;
                complain(&message);
            }
            Ok((scenario, notes)) => {
                complain(&Message::ready(notes));
                match rehearse(&scenario) {
                    Ok(()) => print(&format!("{}: fine. {}\n", file.display(), described(&scenario))),
                    Err(error) => {
                        refused += 1;
                        complain(&Message::new(format_args!("{}: {error}", file.display())));
                    }
                }
            }
        }
    }
    Ok(if refused > 0 { End::Refused } else { End::Done })
}

fn described(scenario: &Scenario) -> String {
    let plural = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let base = &scenario.arms[0].settings;
    format!(
        "{}, {} staff, {}, {} weeks, {} in {}.",
        plural(scenario.arms.len(), "arm"),
        base.staff(),
        plural(base.course.initiatives.len(), "initiative"),
        scenario.weeks(),
        plural(scenario.run.replicates.count(), "replicate"),
        plural(scenario.run.worlds.count(), "world"),
    )
}
