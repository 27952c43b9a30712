//! `takehold rerun`: one row again, to the bit.

use super::arguments::Rerun;
use super::sweep::open;
use super::terminal::{Message, complain, print};
use super::{End, known};
use crate::decide::Digest;
use crate::output::sweep::{PLAN, SweepRun, again as again_in};
use crate::output::{ResultFolder, run_as_in_table};
use crate::study::{Plan, Results, RunId, rerun as again};

pub(super) fn rerun(rerun: &Rerun) -> Result<End, Message> {
    if rerun.dir.join(PLAN).exists() {
        return rerun_of_sweep(rerun);
    }
    let folder = ResultFolder::open(&rerun.dir).map_err(Message::new)?;
    let id: RunId = rerun.run.parse().map_err(Message::new)?;
    let scenario = &folder.scenario;
    let plan = Plan::new(scenario);
    known(&plan, &id)?;
    let Some(row) = again(scenario, &id).map_err(Message::new)? else {
        return Err(Message::new(format_args!("{id} cannot be run")));
    };
    let results = Results::default();
    let digest = Digest::new(scenario, &plan.subjects, &results);
    let (heading, now) = run_as_in_table(&digest, &row);
    print(&format!("{}\n{}\n", heading.join(","), now.join(",")));
    match folder.row(&id.to_string()).map_err(Message::new)? {
        None => {
            complain(&Message::new(format_args!("{id} has no row in runs.csv; it was interrupted")));
            Ok(End::Done)
        }
        Some((then_heading, then)) if then_heading == heading && then == now => {
            complain(&Message::new(format_args!("{id} is the same to the bit as in runs.csv")));
            Ok(End::Done)
        }
        Some((then_heading, then)) => {
            let differ = then_heading.iter().zip(&then).filter(|(column, value)| {
                heading.iter().position(|other| other == *column).is_none_or(|at| now[at] != **value)
            });
            let columns: Vec<&str> = differ.map(|(column, _)| column.as_str()).collect();
            complain(&Message::new(format_args!(
                "{id} differs from runs.csv in {} (written by version {}, revision {}; this is {}, {})",
                columns.join(", "),
                folder.manifest.version,
                folder.manifest.revision,
                env!("CARGO_PKG_VERSION"),
                env!("TAKEHOLD_REVISION"),
            )));
            Ok(End::CheckFailed)
        }
    }
}

/// The same for a run of a plan, whether it has been run before or not.
fn rerun_of_sweep(rerun: &Rerun) -> Result<End, Message> {
    let plan = open(&rerun.dir)?;
    let id: SweepRun = rerun.run.parse().map_err(Message::new)?;
    let Some(found) = again_in(&plan, &id).map_err(Message::new)? else {
        let file = &plan.file;
        return Err(Message::new(format_args!(
            "{id} is not in the plan: its points are 0 to {}, its arms {}, its worlds 0 to {}, its replicates 0 to {}",
            file.points.saturating_sub(1),
            file.arms.join(", "),
            file.worlds.saturating_sub(1),
            file.replicates.saturating_sub(1),
        )));
    };
    print(&format!("{}\n{}\n", found.heading, found.now));
    let (text, end) = match (&found.then, &found.cause) {
        (Some(then), _) if *then != found.now => ("differs from the row there is".into(), End::CheckFailed),
        (_, Some(cause)) => (format!("fails: {cause}"), End::SomeFailed),
        (Some(_), None) => ("is the same to the bit as the row there is".into(), End::Done),
        (None, None) => ("has no row yet to be compared with".into(), End::Done),
    };
    complain(&Message::new(format_args!("{id} {text}")));
    Ok(end)
}
