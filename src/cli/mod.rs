//! The command line: the only place that knows a terminal, and thin. Each command is a file.

mod arguments;
mod audit;
mod check;
mod explain;
mod library;
mod new;
mod progress;
pub mod render;
mod rerun;
mod run;
mod screen;
mod stop;
mod submit;
mod sweep;
mod terminal;
mod trace;

use crate::library::find;
use crate::scenario::{Problems, Scenario, Source, is_experiment, load, read};
use crate::study::{Plan, RunId};
use arguments::{Command, TakeholdArguments};
use clap::Parser;
use render::Look;
use std::path::Path;
use std::process::ExitCode;
use terminal::Message;

/// How a command ended: the codes users' scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Done.
    Done,
    /// Done, and a check it makes did not hold.
    CheckFailed,
    /// The input was refused.
    Refused,
    /// Some runs failed; the rest are kept.
    SomeFailed,
    /// Interrupted; everything finished so far is kept.
    Interrupted,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Done => 0,
            End::CheckFailed => 1,
            End::Refused => 2,
            End::SomeFailed => 3,
            End::Interrupted => 130,
        })
    }
}

/// The program.
pub fn main() -> ExitCode {
    let arguments = TakeholdArguments::parse();
    let ended = match arguments.command {
        Command::New(new) => new::new(&new),
        Command::Check(check) => check::check(&check),
        Command::Explain(explain) => explain::explain(&explain),
        Command::Scenarios(scenarios) => library::scenarios(&scenarios),
        Command::Catalogue(rows) => library::rows(&rows),
        Command::Schema => explain::schema(),
        Command::Run(run) => run::run(&run),
        Command::Verify => explain::verify(),
        Command::Screen(arguments) => screen::run(&arguments),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Plan(arguments) => sweep::plan(&arguments),
        Command::Worker(arguments) => sweep::worker(&arguments),
        Command::Merge(arguments) => sweep::merge(&arguments),
        Command::Status(arguments) => sweep::status(&arguments),
        Command::Submit(arguments) => submit::submit(&arguments),
        Command::Rerun(rerun) => rerun::rerun(&rerun),
        Command::Audit(audit) => audit::audit(&audit),
    };
    ended
        .unwrap_or_else(|message| {
            terminal::complain(&message);
            End::Refused
        })
        .into()
}

/// Reads a scenario file, or says everything that is wrong with it.
fn scenario(file: &Path, sets: &[String]) -> Result<(Scenario, String), Message> {
    let source = named(file)?;
    if is_experiment(&source) {
        let text = format!("{} is an experiment, not a scenario", source.name());
        return Err(Message::with_remedy(&text, &format!("takehold sweep {} runs it", file.display())));
    }
    read_source(source, sets)
}

/// The text of a scenario: a file, or one that comes with the program.
fn named(file: &Path) -> Result<Source, Message> {
    // A name that is no file may be that of a scenario of the library.
    match file.to_str().and_then(shipped).filter(|_| !file.exists()) {
        Some(source) => Ok(source),
        None => load(file).map_err(|error| Message::with_remedy(&error, error.remedy())),
    }
}

/// The text of a scenario that comes with the program.
fn shipped(name: &str) -> Option<Source> {
    find(name).map(|shipped| Source::new(format!("{}.toml", shipped.name()), shipped.text))
}

/// The same for a source at hand: the scenario, and its notes ready to be shown.
fn read_source(source: Source, sets: &[String]) -> Result<(Scenario, String), Message> {
    let look = Look::of_standard_error();
    match read(source, sets) {
        Ok((scenario, notes)) => {
            let notes = if notes.list().is_empty() { String::new() } else { render::notes(&notes, look) };
            Ok((scenario, notes))
        }
        Err(problems) => Err(refused(&problems, look)),
    }
}

fn refused(problems: &Problems, look: Look) -> Message {
    Message::ready(render::problems(problems, look))
}

/// Refuses a run that is not in a study.
fn known(plan: &Plan<'_>, id: &RunId) -> Result<(), Message> {
    if !plan.subjects.iter().any(|subject| subject.name == id.arm) {
        let known: Vec<&str> = plan.subjects.iter().map(|subject| subject.name.as_str()).collect();
        return Err(Message::new(format_args!("there is no arm \"{}\"; there are {}", id.arm, known.join(", "))));
    }
    if id.world >= plan.worlds || id.replicate >= plan.replicates {
        return Err(Message::new(format_args!(
            "{id} is outside the study: its worlds are 0 to {}, its replicates 0 to {}",
            plan.worlds.saturating_sub(1),
            plan.replicates.saturating_sub(1)
        )));
    }
    Ok(())
}
