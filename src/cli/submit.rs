//! `takehold submit`: a plan as jobs of a cluster's own engine. takehold starts no workers on other machines itself, and
//! watches none: that is what the engine is for.

use super::End;
use super::arguments::{Engine, Submit};
use super::sweep::{open, probed_whole};
use super::terminal::{Message, complain, print};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

const ARRAY: &str = include_str!("../../cluster/slurm/array.sh.template");
const MERGE: &str = include_str!("../../cluster/slurm/merge.sh.template");

/// The most shards: clusters mostly allow arrays of up to 1000 tasks.
const MOST_SHARDS: u64 = 1000;

/// How often a task that failed is tried again, and how often at most one is started anew for any reason.
const RETRIES: &str = "3";
const RESTARTS: &str = "200";

/// The least time limit, in minutes, and the least memory, in MB.
const LEAST_MINUTES: f64 = 10.0;
const LEAST_MEMORY: f64 = 256.0;

pub(super) fn submit(arguments: &Submit) -> Result<End, Message> {
    let Engine::Slurm = arguments.engine;
    let plan = open(&arguments.dir)?;
    let estimate = probed_whole(&plan)?;
    let cpus = f64::from(arguments.cpus);
    let minutes = estimate.seconds / cpus / 60.0;
    let usual = (minutes / f64::from(arguments.minutes)).ceil().clamp(1.0, MOST_SHARDS as f64) as u64;
    let shards = arguments.shards.map_or(usual, u64::from).min(plan.layout.chunks().max(1));
    let each = minutes / shards as f64;
    // A probe may be off, and the nodes slower; what is stopped at the limit goes on in the next run.
    let limit = (3.0 * each).max(LEAST_MINUTES).ceil();
    let megabytes =
        arguments.memory.map_or_else(|| (2.0 * estimate.memory * cpus / 1e6).max(LEAST_MEMORY).ceil(), f64::from);
    let folder = arguments.dir.join("slurm");
    let told = |path: &Path, cause: std::io::Error| Message::new(format_args!("{}: {cause}", path.display()));
    let absolute = |path: &Path| std::path::absolute(path).map_err(|cause| told(path, cause));
    let program = std::env::current_exe().map_err(|cause| told(Path::new("the program"), cause))?;
    let logs = text(&absolute(&folder)?)?;
    if logs.contains(['"', '\\', '\n']) {
        let cause = format!("{logs}: Slurm cannot write its logs under a path with such signs");
        return Err(Message::with_remedy(
            &cause,
            "plan in a folder without quotation marks, backslashes and line breaks",
        ));
    }
    let values = [
        ("{name}", job_name(&arguments.dir)),
        ("{shards}", shards.to_string()),
        ("{time}", format!("{limit:.0}")),
        ("{cpus}", arguments.cpus.to_string()),
        ("{memory}", format!("{megabytes:.0}M")),
        // In the name of a log % stands for something else.
        ("{logs}", logs.replace('%', "%%")),
        ("{program}", quoted(&text(&program)?)),
        ("{plan}", quoted(&text(&absolute(&arguments.dir)?)?)),
        ("{retries}", RETRIES.into()),
        ("{restarts}", RESTARTS.into()),
    ];
    fs::create_dir_all(&folder).map_err(|cause| told(&folder, cause))?;
    for (name, template) in [("array.sh", ARRAY), ("merge.sh", MERGE)] {
        let script = values.iter().fold(template.to_string(), |script, (key, value)| script.replace(key, value));
        let path = folder.join(name);
        fs::write(&path, script).map_err(|cause| told(&path, cause))?;
    }
    let plural = if shards == 1 { "1 shard".into() } else { format!("{shards} shards") };
    let each = if each < 1.0 { "less than a minute".into() } else { format!("about {each:.0} minutes") };
    let (array, merge) = (folder.join("array.sh"), folder.join("merge.sh"));
    if arguments.dry_run {
        print(&format!(
            "{plural} of {each} each; nothing was submitted. To do so:\n  sbatch {}\n  sbatch --dependency=afterany:JOB {}\n",
            quoted(&text(&array)?),
            quoted(&text(&merge)?)
        ));
        return Ok(End::Done);
    }
    let first = sbatch(arguments, &[], &array)?;
    let after = format!("--dependency=afterany:{first}");
    let second = sbatch(arguments, &[after], &merge).map_err(|message| {
        complain(&message);
        let text = format!("array job {first} is submitted, and no merge after it");
        let remedy = format!("when it has ended: takehold merge {}", arguments.dir.display());
        Message::with_remedy(&text, &remedy)
    })?;
    print(&format!(
        "array job {first}: {plural} of {each} each; merge job {second} after it\nlogs are in {}; how far it is: takehold status {}\n",
        folder.display(),
        arguments.dir.display()
    ));
    Ok(End::Done)
}

/// Submits a script; the number of the job.
fn sbatch(arguments: &Submit, more: &[String], script: &Path) -> Result<String, Message> {
    let own = arguments.sbatch.iter().map(OsString::from);
    let more = more.iter().map(OsString::from);
    let all: Vec<OsString> = own.chain(more).chain([script.into()]).collect();
    let output = Command::new("sbatch").arg("--parsable").args(&all).output().map_err(|cause| {
        let text = format!("sbatch cannot be started: {cause}");
        Message::with_remedy(
            &text,
            "submit from a machine that has Slurm's commands; --dry-run only writes the job scripts",
        )
    })?;
    let said = String::from_utf8_lossy(&output.stdout);
    // JOB, or JOB;CLUSTER.
    let job = said.trim().split(';').next().unwrap_or_default();
    if !output.status.success() || job.is_empty() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(Message::new(format_args!("sbatch refused {}: {}", script.display(), why.trim())));
    }
    Ok(job.into())
}

/// A name for jobs, made of that of the folder.
fn job_name(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    if plain.is_empty() { "takehold".into() } else { format!("takehold-{plain}") }
}

fn text(path: &Path) -> Result<String, Message> {
    path.to_str()
        .map(String::from)
        .ok_or_else(|| Message::new(format_args!("{}: the path is not UTF-8", path.display())))
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_shell() {
        assert_eq!(quoted("/a b/it's"), "'/a b/it'\\''s'");
        assert_eq!(job_name(Path::new("results/push & time")), "takehold-push---time");
    }

    #[test]
    fn every_place_in_the_scripts_has_a_value() {
        let known = ["name", "shards", "time", "cpus", "memory", "logs", "program", "plan", "retries", "restarts"];
        for template in [ARRAY, MERGE] {
            for (at, _) in template.match_indices('{').filter(|(at, _)| !template[..*at].ends_with('$')) {
                let word: String = template[at + 1..].chars().take_while(|c| c.is_ascii_lowercase()).collect();
                assert!(known.contains(&word.as_str()), "{word}");
            }
        }
    }
}
