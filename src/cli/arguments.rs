//! The commands and their flags.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A wind tunnel for improvement in organisations: how a change in practice is taken up by staff, spreads, takes hold
/// or evaporates. For exploring theory and comparing options under stated assumptions; never a forecast.
#[derive(Debug, Parser)]
#[command(name = "takehold", version, max_term_width = 100, arg_required_else_help = true)]
pub(super) struct TakeholdArguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a commented scenario that runs as it is
    New(New),
    /// Say everything that is wrong with scenario files, with line, cause and remedy
    Check(Check),
    /// Explain a mechanism, a setting, a lever or a measure: claim, equation, unit, range, source
    Explain(Explain),
    /// List the scenarios that come with the program, with their questions, or tell of one
    Scenarios(Scenarios),
    /// Say what answers each row of the requirements catalogue, and do the experiments that show it
    Catalogue(Catalogue),
    /// Print the JSON Schema of the scenario file
    Schema,
    /// Run a scenario: every arm and its twin without the programme, into a result folder
    Run(Run),
    /// Hold the engine against exact limits: closed form, ours, difference, pass
    Verify,
    /// Draw settings from the plausible ranges and say how many meet the calibration targets, and which conflict
    Screen(Screen),
    /// Run an experiment: many points of a scenario, worked off and merged here; called again it goes on where it was
    Sweep(Sweep),
    /// Fix what an experiment comes to in a plan folder, and say what it will take
    Plan(PlanArguments),
    /// Do a plan, or a shard of it; called again it does what is left
    Worker(Worker),
    /// Merge what workers did into the tables of a result folder
    Merge(Merge),
    /// Say how far a plan is
    Status(StatusArguments),
    /// Give a plan to a cluster: an array of workers, and a merge after them
    Submit(Submit),
    /// Run one row of a result folder again and compare it to the bit
    Rerun(Rerun),
    /// Find the first week, person and decision at which two runs part
    Audit(Audit),
}

/// What kind of population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TemplateName {
    /// One ward of 36 staff
    Ward,
    /// An acute hospital trust of 5,000 staff in about 140 units
    Trust,
    /// A network of 30 general practices
    Practices,
    /// Four trusts of 2,500 staff
    System,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to make; the scenario is written to scenario.toml in it
    pub dir: PathBuf,
    /// The population it starts from
    #[arg(long, value_enum, default_value_t = TemplateName::Ward)]
    pub template: TemplateName,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A mechanism (habit), a setting (habit.growth, initiative.push), a lever (debate_forum), a measure (retention_12m); left
    /// out, the list
    pub name: Option<String>,
    /// Print the whole model document: purpose, entities, schedule, concepts, every mechanism with its parameters
    #[arg(long, conflicts_with = "name")]
    pub model: bool,
    /// Print the loops of the sources, with the mechanisms that close each link; NAME for one of them, such as R1
    #[arg(long, conflicts_with = "model")]
    pub loops: bool,
}

#[derive(Debug, Args)]
pub(super) struct Scenarios {
    /// One of them; left out, the list
    pub name: Option<String>,
    /// Print its text, to start from
    #[arg(long, requires = "name")]
    pub text: bool,
}

#[derive(Debug, Args)]
pub(super) struct Catalogue {
    /// Rows, such as C6-04; left out, how many there are of each kind
    #[arg(value_name = "ROW")]
    pub rows: Vec<String>,
    /// All of them; their experiments take some minutes
    #[arg(long, conflicts_with = "rows")]
    pub all: bool,
    /// Rows of your own from a TOML file instead, written as those in src/library/catalogue
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    /// The scenario: a file, or the name of one that comes with the program; - reads standard input
    pub file: PathBuf,
    /// Replicates of each arm in each world
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub reps: Option<u32>,
    /// The seed; the same seed gives the same bytes
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u32>,
    /// Weeks to simulate
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=5200))]
    pub weeks: Option<u32>,
    /// Worlds: organisations of the same description, drawn anew
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub worlds: Option<u32>,
    /// The result folder; left out, a new one under results/
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Overwrite results in the folder named by --out
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Threads; left out, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Set a key of the scenario, such as --set initiatives.huddle.push="0.02 /week"; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
    /// Keep every unit's weekly series of every run, in series.csv
    #[arg(long)]
    pub series: bool,
    /// Take a mechanism away from every arm; repeatable
    #[arg(long, value_name = "MECHANISM")]
    pub without: Vec<String>,
    /// Instead of the study, live one run and tell of a person in it, decision by decision: a post by its number or description,
    /// or such as "three who lapsed after the end"
    #[arg(long, value_name = "WHO", conflicts_with_all = ["out", "force", "series"])]
    pub trace: Option<String>,
    /// With --trace: the run to tell of, such as base-w0-r0, or an arm; left out, the first of the first arm
    #[arg(long, value_name = "ID", requires = "trace")]
    pub run: Option<String>,
    /// Print the summary as JSON instead of the screen
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Screen {
    /// How many settings to draw; 2000 take some minutes
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub draws: u32,
    /// The seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u32,
    /// Write every setting and what it came to, as CSV
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Threads; left out, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Say nothing but the report
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// The experiment file
    pub file: PathBuf,
    /// The plan folder, which becomes the result folder; left out, one under results/ named after the experiment
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Where the folder holds another plan: plan anew there, and run only what is new
    #[arg(long)]
    pub extend: bool,
    /// Threads; left out, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// The experiment file
    pub file: PathBuf,
    /// The plan folder; left out, one under results/ named after the experiment
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Say what the plan comes to and takes, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Where the folder holds another plan: plan anew there, and keep every run that stays the same
    #[arg(long)]
    pub extend: bool,
    /// Threads, also those that the time is told for; left out, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print the plan as JSON
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Worker {
    /// The plan folder
    #[arg(value_name = "PLAN")]
    pub dir: PathBuf,
    /// Which part of the plan, such as 3/8: the third of eight; left out, all of it
    #[arg(long, value_name = "I/N", default_value = "1/1")]
    pub shard: crate::output::sweep::Shard,
    /// Threads; left out, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Plan folders: one, or copies of it in which different shards were done
    #[arg(required = true, value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// The result folder; left out, the first plan folder itself
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Where a plan is not finished, merge the stages that are: all points with as many replicates, or the first points of a
    /// Sobol sequence
    #[arg(long)]
    pub partial: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct StatusArguments {
    /// The plan folder
    pub dir: PathBuf,
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

/// Which cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    /// Slurm: an array job, and a merge that depends on it
    Slurm,
}

#[derive(Debug, Args)]
pub(super) struct Submit {
    /// The plan folder, on a file system that all nodes share
    #[arg(value_name = "PLAN")]
    pub dir: PathBuf,
    /// The cluster's engine
    #[arg(long, value_enum)]
    pub engine: Engine,
    /// Minutes that a shard is to take
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: u32,
    /// Shards; left out, as many as it takes for each to last that long
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub shards: Option<u32>,
    /// Processors of a shard
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub cpus: u16,
    /// Memory of a shard in MB; left out, twice what a probe says it needs
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub memory: Option<u32>,
    /// A further argument for sbatch, such as --sbatch=--partition=short; repeatable
    #[arg(long = "sbatch", value_name = "ARG", allow_hyphen_values = true)]
    pub sbatch: Vec<String>,
    /// Write the job scripts and submit nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Rerun {
    /// The result folder
    pub dir: PathBuf,
    /// The run, as in the first column of runs.csv; of a sweep also one that has no row yet
    #[arg(long, value_name = "ID")]
    pub run: String,
}

#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The first result folder
    pub dir_a: PathBuf,
    /// The second result folder; may be the same, to compare two of its runs
    pub dir_b: PathBuf,
    /// The run of the first folder; left out, its first
    #[arg(long, value_name = "ID")]
    pub run_a: Option<String>,
    /// The run of the second folder; left out, the one of the same name, or its first
    #[arg(long, value_name = "ID")]
    pub run_b: Option<String>,
}
