//! The program in the hands of its users: help, explanations, first steps, pipes, and being stopped.

#[path = "support/program.rs"]
mod program;

use program::{Desk, TRUST, WARD, ran, shipped, table};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;
use takehold::mechanisms::Mechanisms;

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn help_says_what_there_is() {
    let desk = Desk::new();
    snapshot("help", &desk.well(&["--help"]));
    snapshot("help-run", &desk.well(&["run", "--help"]));
    let nothing = desk.run(&[]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(2), ""));
    assert!(nothing.err.contains("Usage: takehold <COMMAND>"), "{}", nothing.err);
    assert_eq!(desk.well(&["--version"]), format!("takehold {}\n", env!("CARGO_PKG_VERSION")));
}

/// The names that `explain` lists: mechanisms and tables stand first in their lines, measures between commas.
fn explained(list: &str) -> (Vec<String>, Vec<String>) {
    let (mut topics, mut measures) = (Vec::new(), Vec::new());
    let mut heading = "";
    for line in list.lines().filter(|line| !line.is_empty()) {
        let Some(inside) = line.strip_prefix("  ") else {
            heading = line;
            continue;
        };
        if heading.starts_with("Mechanisms") || heading.starts_with("Tables") {
            topics.extend((!inside.starts_with(' ')).then(|| inside.split(' ').next().unwrap().to_string()));
        } else if heading.contains("easures") {
            measures.extend(inside.split(',').map(|name| name.trim().to_string()).filter(|name| !name.is_empty()));
        }
    }
    (topics, measures)
}

#[test]
fn everything_that_explain_lists_is_explained() {
    let desk = Desk::new();
    let (topics, measures) = explained(&desk.well(&["explain"]));
    for name in Mechanisms::NAMES {
        assert!(topics.contains(&name.to_string()), "{name} is not listed");
    }
    assert!(measures.iter().any(|name| name == "retention_12m") && measures.iter().any(|name| name == "true_adoption"));
    for measure in &measures {
        assert!(desk.well(&["explain", measure]).starts_with(&format!("{measure} — a ")), "{measure}");
    }
    for topic in &topics {
        let page = desk.well(&["explain", topic]);
        assert!(page.starts_with(&format!("{topic} — ")), "{page}");
        let settings = page.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(" = "));
        for (setting, _) in settings.filter(|(name, _)| !name.contains(' ')) {
            let page = desk.well(&["explain", &format!("{topic}.{setting}")]);
            // "Unit:" may stand at the end of a line.
            let says = page.starts_with(&format!("{setting} in [")) && page.contains(" Unit:");
            assert!(says, "{topic}.{setting}: {page}");
        }
    }
    assert_eq!(desk.well(&["explain", "habit"]), desk.well(&["explain", "mechanisms.habit"]));
}

/// A key is explained by the path at which it stands in somebody's scenario, and names however they are written.
#[test]
fn a_name_is_found_as_people_write_it() {
    let desk = Desk::new();
    for (typed, plain) in [
        ("Habit", "habit"),
        ("LEADERSHIP", "leadership"),
        (" habit.Growth ", "habit.growth"),
        ("Retention_12M", "retention_12m"),
        ("Mechanisms.Habit.growth", "habit.growth"),
        ("initiatives", "initiative"),
        ("initiatives.Hand-Hygiene", "initiative"),
        ("initiatives.practice.reward", "initiative.reward"),
        ("initiatives.hand-hygiene.practice", "initiative.practice"),
        ("arms.longer.initiatives.practice.funded", "initiative.funded"),
        ("arms.quiet.leaders.lead_style", "leaders.lead_style"),
        ("arms.quiet.mechanisms.habit", "habit"),
        ("professions.doctors.leaving", "profession.leaving"),
        ("events.merger.share", "event.share"),
    ] {
        assert_eq!(desk.well(&["explain", typed]), desk.well(&["explain", plain]), "{typed}");
    }
    // Not every path is one: what is no key is refused, with the key that may have been meant.
    let ran = desk.run(&["explain", "initiatives.practice.rewrad"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("\"initiatives.practice.rewrad\"") && ran.err.contains("\"initiative.reward\"?"),
        "{}",
        ran.err
    );
}

#[test]
fn a_mechanism_is_explained_with_the_symbols_of_its_equation() {
    let desk = Desk::new();
    let symbols = |name: &str| {
        let page = desk.well(&["explain", name]);
        let Some(rest) = page.split("\n  symbols ").nth(1) else { return String::new() };
        let block = rest.split("\n  acts by ").next().unwrap();
        block.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let of_leadership = symbols("leadership");
    for symbol in ["σ: support from leaders", "f: style of leaders", "O: a person's ownership", "R: resentment"] {
        assert!(of_leadership.contains(symbol), "{symbol}: {of_leadership}");
    }
    assert!(!of_leadership.contains("cynicism"), "{of_leadership}");
    // The same letter stands for what it stands for there.
    assert!(symbols("contagion").contains("n: the parameter") && symbols("time").contains("n: initiatives that run"));
    // Where there is nothing but parameters and words, there is no block.
    assert_eq!(symbols("rotation"), "");
}

#[test]
fn the_model_document_is_printed_whole() {
    let desk = Desk::new();
    assert_eq!(desk.well(&["explain", "--model"]), takehold::report::model_document());
    assert_eq!(desk.run(&["explain", "--model", "habit"]).code, Some(2));
}

#[test]
fn a_misspelt_name_is_told_with_what_was_meant() {
    let desk = Desk::new();
    for (typed, meant) in [
        ("habbit", "habit"),
        ("contagoin", "contagion"),
        ("retention_12", "retention_12m"),
        ("initiatives.pusch", "initiative.push"),
        ("populaton", "population"),
    ] {
        let ran = desk.run(&["explain", typed]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{typed}");
        assert!(ran.err.contains(&format!("did you mean \"{meant}\"?")), "{typed}: {}", ran.err);
    }
    assert!(!desk.run(&["explain", "weather"]).err.contains("did you mean"));
}

#[test]
fn the_schema_is_json_and_knows_each_mechanism() {
    let schema: Value = serde_json::from_str(&Desk::new().well(&["schema"])).unwrap();
    assert!(schema["$schema"].as_str().is_some_and(|name| name.starts_with("https://json-schema.org/")));
    let known = |at: &Value| at["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        known(&schema["properties"]["mechanisms"]),
        Mechanisms::NAMES.iter().map(|name| name.to_string()).collect()
    );
    let tables = known(&schema);
    for table in ["title", "question", "run", "population", "ties", "mechanisms", "initiatives", "events", "arms"] {
        assert!(tables.contains(table), "{table}");
    }
}

#[test]
fn a_new_scenario_of_every_template_runs_as_it_is() {
    let desk = Desk::new();
    for template in ["ward", "trust", "practices", "system"] {
        let file = format!("{template}/scenario.toml");
        let said = desk.well(&["new", template, "--template", template]);
        let beside = file.replace("scenario.toml", "experiment.toml");
        assert_eq!(
            said,
            format!("Made {file}\n\nNext: takehold run {file}\nMany points of it: takehold sweep {beside}\n")
        );
        desk.well(&["check", &beside]);
        let checked = desk.run(&["check", &file]);
        assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
        assert!(checked.out.starts_with(&format!("{file}: fine. 2 arms, ")), "{}", checked.out);
        assert_eq!(desk.well(&["run", &file, "--reps", "2", "--quiet", "--out", &format!("{template}/results")]), "");
        assert_eq!(desk.table(&format!("{template}/results"), "runs.csv").len(), 1 + 4 * 2);
    }
    desk.well(&["new", "a/b/c"]);
    assert_eq!(desk.text("a/b/c/scenario.toml"), desk.text("ward/scenario.toml"));
}

#[test]
fn every_shipped_scenario_is_fine_and_opens_with_what_to_know() {
    let desk = Desk::new();
    let files = shipped();
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(|(_, path)| path.to_str().unwrap()));
    let checked = desk.run(&arguments);
    // Notes there may be: a scenario may go to the edge on purpose.
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert_eq!(checked.out.lines().filter(|line| line.contains(": fine. ")).count(), files.len());
    for (name, path) in files {
        let text = std::fs::read_to_string(path).unwrap();
        for part in ["[about]", "how = ", "notice = [", "attempt = [", "rows = [", "# Run it:   takehold run "] {
            assert!(text.contains(part), "{name} does not say {part}");
        }
    }
}

#[test]
fn what_a_shipped_scenario_says_to_try_can_be_tried() {
    let desk = Desk::new();
    for (name, path) in shipped() {
        let (scenario, _) =
            takehold::scenario::read(takehold::scenario::load(&path).unwrap(), &[]).unwrap_or_else(|p| panic!("{p}"));
        for advice in &scenario.about.attempt {
            for flag in flags(advice) {
                let mut arguments = vec![
                    "run",
                    path.to_str().unwrap(),
                    "--reps",
                    "1",
                    "--worlds",
                    "1",
                    "--quiet",
                    "--force",
                    "--out",
                    "results",
                ];
                arguments.extend(flag.iter().map(String::as_str));
                let ran = desk.run(&arguments);
                assert_eq!(ran.code, Some(0), "{name}: {advice}\n{}", ran.err);
            }
        }
    }
}

/// The flags in a sentence, each with its value as a shell would pass it.
fn flags(sentence: &str) -> Vec<[String; 2]> {
    let mut found = Vec::new();
    for flag in ["--set ", "--without "] {
        for (at, _) in sentence.match_indices(flag) {
            let mut quoted = false;
            let value = sentence[at + flag.len()..].chars().take_while(|&c| {
                quoted ^= c == '"';
                quoted || !(c.is_whitespace() || ",?".contains(c))
            });
            let value: String = value.filter(|&c| c != '"').collect();
            found.push([flag.trim().to_string(), value.trim_end_matches('.').to_string()]);
        }
    }
    found
}

#[test]
fn results_go_to_a_numbered_folder_when_none_is_named() {
    let desk = Desk::with("small.toml", WARD);
    for folder in ["results/small", "results/small-2", "results/small-3"] {
        assert!(!desk.path(folder).exists());
        desk.well(&["run", "small.toml", "--quiet"]);
        assert!(desk.path(folder).join("manifest.json").exists(), "{folder}");
    }
    assert_eq!(desk.run_on(WARD, &["run", "-", "--quiet"]).code, Some(0));
    assert!(desk.path("results/scenario/manifest.json").exists());
}

#[test]
fn a_scenario_can_come_from_standard_input() {
    let desk = Desk::with("small.toml", WARD);
    let checked = desk.run_on(WARD, &["check", "-"]);
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    let refused = desk.run_on(&WARD.replace("staff", "").replace("template", "tempalte"), &["check", "-"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.starts_with("1 problem in standard input\n"), "{}", refused.err);
    desk.well(&["run", "small.toml", "--quiet", "--out", "one"]);
    assert_eq!(desk.run_on(WARD, &["run", "-", "--quiet", "--out", "two"]).code, Some(0));
    assert_eq!(desk.results("one"), desk.results("two"));
}

#[test]
fn quiet_says_nothing_and_no_output_holds_colour() {
    let desk = Desk::with("small.toml", WARD);
    let quiet = desk.run(&["run", "small.toml", "--quiet", "--set", "initiatives.huddle.baseline=0.4"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(0), "", ""));
    for no_colour in [None, Some("1")] {
        for arguments in [["run", "small.toml"], ["run", "missing.toml"], ["explain", "habit"], ["run", "--help"]] {
            let mut command = desk.program(&arguments);
            command.envs(no_colour.map(|value| ("NO_COLOR", value)));
            let ran = ran(command.output().unwrap());
            assert!(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'), "{arguments:?}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn the_summary_for_machines_can_be_parsed_and_holds_numbers_only() {
    let desk = Desk::with("trust.toml", TRUST);
    let out = desk.well(&["run", "trust.toml", "--json", "--reps", "1", "--worlds", "1", "--out", "one"]);
    assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["results"], &json["interrupted"]), (&Value::from("one"), &Value::from(false)));
    let rows = |name: &str| json[name].as_array().unwrap().len();
    assert_eq!(rows("summary"), desk.table("one", "summary.csv").len() - 1);
    assert_eq!(rows("comparison"), desk.table("one", "comparison.csv").len() - 1);
    // One run has no spread.
    assert_eq!(json["summary"][0]["sd"], Value::Null);
    assert!(json["summary"][0]["mean"].is_number());
}

/// Each verdict has its case here: an arm that pushes more gains more, an arm is not below itself, arms without any difference
/// are alike, and of a run that ends before there is anything to see nothing can be told.
#[test]
fn what_was_expected_is_judged_and_ends_well_all_the_same() {
    let more = "\n[arms.more.initiatives.huddle]\npush = \"0.2 /week\"\n\n[arms.same]\n\n\
        [expect.push]\nsays = \"Pushing more gains more\"\nmeasure = \"end\"\norder = [\"base\", \"more\"]\nrows = [\"C4-01\"]\n\n\
        [expect.wrong]\nsays = \"Pushing more gains less\"\nmeasure = \"true_adoption\"\norder = [\"more\", \"base\", \"base:twin\"]\n\n\
        [expect.alike]\nsays = \"The same is the same\"\nmeasure = \"end\"\norder = [\"base\", \"same\"]\nalike = true\nby = 0.01\n\n\
        [expect.step]\nsays = \"The step is larger\"\nmeasure = \"end\"\norder = [\"base\", \"more\"]\nbeyond = [\"base\", \"same\"]\n\
        inferred = true\n\n\
        [expect.level]\nsays = \"More than the twin had\"\nmeasure = \"end\"\norder = [\"more\"]\nabove = 0.2\n\n\
        [expect.unseen]\nsays = \"Nobody sees\"\nmeasure = \"after_36m\"\norder = [\"base\", \"more\"]\n";
    let desk = Desk::with("a.toml", &format!("{WARD}{more}"));
    let screen = desk.well(&["run", "a.toml", "--reps", "12", "--out", "one"]);
    let verdicts: Vec<(String, String)> =
        desk.table("one", "expectations.csv")[1..].iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let told = |name: &str| verdicts.iter().find(|(own, _)| own == name).map(|(_, verdict)| verdict.as_str());
    assert_eq!(told("push"), Some("as expected"));
    assert_eq!(told("wrong"), Some("not as expected"));
    assert_eq!(told("alike"), Some("as expected"));
    assert_eq!(told("step"), Some("as expected"));
    assert_eq!(told("level"), Some("as expected"));
    assert_eq!(told("unseen"), Some("cannot tell"));
    assert!(screen.contains("Expected beforehand, 4 as expected, 1 not as expected, 1 cannot tell:"), "{screen}");
    assert!(screen.contains("(inferred)"), "{screen}");
    // The resolved scenario holds them too.
    desk.well(&["run", "one/scenario.toml", "--out", "again", "--quiet"]);
    assert_eq!(desk.text("one/expectations.csv"), desk.text("again/expectations.csv"));
}

#[test]
fn the_manifest_says_what_was_run() {
    let desk = Desk::with("small.toml", WARD);
    desk.well(&["run", "small.toml", "--quiet", "--seed", "7", "--out", "one"]);
    let manifest: Value = serde_json::from_str(&desk.text("one/manifest.json")).unwrap();
    assert_eq!(manifest["seed"], 7);
    assert_eq!(manifest["replicates"], 2);
    assert_eq!(manifest["runs_done"], 4);
    assert_eq!(
        manifest["command"].as_array().unwrap()[1..],
        ["run", "small.toml", "--quiet", "--seed", "7", "--out", "one"]
    );
    let named: BTreeSet<String> = manifest["checksums"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, desk.results("one").into_keys().collect());
}

#[test]
fn a_world_that_cannot_be_run_costs_only_its_own_runs() {
    // Peers pull just so hard that the baseline holds in some worlds and not in others.
    let desk =
        Desk::with("a.toml", &format!("{WARD}pull = \"0.106 /week\"\n[mechanisms.contagion]\nform = \"simple\"\n"));
    let some_failed = (1..60).find_map(|seed: u32| {
        let seed = seed.to_string();
        let ran =
            desk.run(&["run", "a.toml", "--quiet", "--worlds", "6", "--seed", &seed, "--out", "results", "--force"]);
        (ran.code == Some(3)).then_some(ran)
    });
    let ran = some_failed.expect("a seed under which the first world can be run and another cannot");
    assert!(ran.err.ends_with(" runs failed; manifest.json says why, the rest are kept\n"), "{}", ran.err);
    let rows = desk.table("results", "runs.csv");
    let (failed, done): (Vec<_>, Vec<_>) = rows[1..].iter().partition(|row| row[4] == "failed");
    assert_eq!(failed.len() + done.len(), 2 * 6 * 2);
    assert!(!failed.is_empty() && failed.iter().all(|row| row[2] != "0" && row[5..].iter().all(String::is_empty)));
    let manifest: Value = serde_json::from_str(&desk.text("results/manifest.json")).unwrap();
    assert_eq!(manifest["runs_done"], done.len());
    for row in failed {
        assert!(manifest["failed"][&row[0]].as_str().is_some_and(|cause| cause.contains("peers alone")), "{}", row[0]);
    }
    let summary = desk.table("results", "summary.csv");
    let end = summary.iter().find(|row| row[..3] == ["base", "huddle", "end"]).unwrap();
    assert_eq!(end[11], (done.len() / 2).to_string());
}

#[test]
fn a_reader_who_has_seen_enough_ends_the_program_quietly() {
    let desk = Desk::with("small.toml", WARD);
    let calls: [&[&str]; 5] =
        [&["explain"], &["explain", "--model"], &["schema"], &["run", "small.toml", "--json"], &["--help"]];
    for arguments in calls {
        // Gone before a word was written.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let gone = desk.program(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let gone = ran(gone.wait_with_output().unwrap());
        assert_eq!((gone.code, gone.err.as_str()), (Some(0), ""), "{arguments:?}");
        // Gone after a few bytes.
        let mut child = desk.program(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 8]).unwrap();
        drop(out);
        let left = ran(child.wait_with_output().unwrap());
        assert_eq!((left.code, left.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_no_reason_to_panic() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::with("small.toml", WARD);
    let name = std::ffi::OsStr::from_bytes(b"results-\xff");
    let ran = ran(desk.program(&["run", "small.toml", "--quiet", "--out"]).arg(name).output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[cfg(unix)]
mod stopped {
    use super::*;
    use std::process::{Child, Command};
    use std::thread::sleep;
    use std::time::Duration;

    /// Starts a run, and waits until its folder is there: from then on it listens.
    fn started(desk: &Desk, arguments: &[&str]) -> Child {
        let mut command = desk.program(&["run", "a.toml", "--out", "deep/results"]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while !desk.path("deep/results").exists() {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
            sleep(Duration::from_millis(5));
        }
        child
    }

    fn signal(child: &Child, name: &str) {
        let told = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    #[test]
    fn what_is_finished_is_kept() {
        for name in ["INT", "TERM"] {
            let desk =
                Desk::with("a.toml", &(WARD.to_string() + "[arms.more.initiatives.huddle]\npush = \"0.02 /week\"\n"));
            // How long the first run takes depends on the machine: longer is waited until one was finished.
            let mut wait = Duration::from_millis(100);
            let stopped = loop {
                let child = started(&desk, &["--reps", "20000", "--threads", "1"]);
                sleep(wait);
                signal(&child, name);
                let stopped = ran(child.wait_with_output().unwrap());
                assert_eq!(stopped.code, Some(130), "{}", stopped.err);
                if desk.path("deep/results").exists() {
                    break stopped;
                }
                wait *= 2;
            };
            assert!(
                stopped.err.ends_with("takehold: interrupted; the runs finished before are kept\n"),
                "{}",
                stopped.err
            );
            let manifest: Value = serde_json::from_str(&desk.text("deep/results/manifest.json")).unwrap();
            assert_eq!(manifest["interrupted"], true);
            let kept = desk.table("deep/results", "runs.csv");
            assert_eq!(manifest["runs_done"], kept.len() - 1);
            assert!(kept.len() > 1 && kept[1..].iter().all(|row| row[4] == "done"), "{kept:?}");
            // The same rows as of a study that was not interrupted.
            let reps = (kept.len() - 1).min(30).to_string();
            desk.well(&["run", "a.toml", "--quiet", "--reps", &reps, "--out", "whole"]);
            let whole = desk.table("whole", "runs.csv");
            assert_eq!(kept[0], whole[0]);
            let compared =
                kept[1..].iter().filter_map(|row| Some((row, whole.iter().find(|other| other[0] == row[0])?)));
            assert!(compared.clone().count() > 0);
            for (kept, whole) in compared {
                assert_eq!(kept, whole);
            }
            let last = &kept[kept.len() - 1];
            let again = desk.run(&["rerun", "deep/results", "--run", &last[0]]);
            assert_eq!((again.code, table(&again.out)[1].clone()), (Some(0), last.clone()), "{}", again.err);
            assert_eq!(desk.run(&["rerun", "deep/results", "--run", "base-w0-r19999"]).code, Some(0));
        }
    }

    #[test]
    fn nothing_is_left_behind_when_nothing_was_finished() {
        // One run of a hundred years of a large trust: nobody waits for that.
        let large = WARD.replace("\"ward\"", "\"trust\"\nstaff = 20000").replace("70 weeks", "100 years");
        let desk = Desk::with("a.toml", &large);
        let before = desk.contents();
        let child = started(&desk, &[]);
        signal(&child, "INT");
        let stopped = ran(child.wait_with_output().unwrap());
        assert_eq!((stopped.code, stopped.out.as_str()), (Some(130), ""));
        assert_eq!(stopped.err, "takehold: interrupted before the first run was finished; nothing was written\n");
        assert_eq!(desk.contents(), before);
    }
}

#[test]
fn a_screen_says_the_same_on_any_number_of_threads_and_writes_what_was_drawn() {
    let desk = Desk::new();
    let screen = |threads: &str, out: &str| {
        let ran = desk.run(&["screen", "--draws", "3", "--threads", threads, "--out", out, "--quiet"]);
        // The defaults meet all targets under this seed, so the check it makes holds.
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        (ran.out, desk.text(out))
    };
    let one = screen("1", "one.csv");
    assert_eq!(one, screen("3", "three.csv"));
    assert!(one.0.contains("3 settings drawn") && one.0.contains("The defaults meet C0, C2, C3:"), "{}", one.0);
    let rows = table(&one.1);
    assert_eq!((rows.len(), rows[0].len()), (4, rows[3].len()));
    for column in ["habit.growth", "strategy.attention", "population.unlikeness", "C3", "lose"] {
        assert!(rows[0].iter().any(|name| name == column), "{column}");
    }
    assert_ne!(rows[1], rows[2]);
    let refused = desk.run(&["screen", "--draws", "0"]);
    assert_eq!(refused.code, Some(2));
}

#[test]
fn a_person_is_told_of_decision_by_decision() {
    let desk = Desk::with("a.toml", TRUST);
    let story = desk.well(&["run", "a.toml", "--trace", "one who lapsed after the end"]);
    snapshot("trace", &story);
    assert!(!desk.path("results").exists(), "--trace leaves no folder");
    assert!(story.lines().all(|line| line.chars().count() <= 80), "{story}");
    // The same every time, on any number of threads, and with the run named.
    let ask =
        |more: &[&str]| desk.well(&[&["run", "a.toml", "--trace", "one who lapsed after the end"], more].concat());
    assert_eq!(ask(&["--threads", "1"]), story);
    assert_eq!(ask(&["--run", "base-w0-r0"]), story);
    assert_eq!(ask(&["--run", "base", "--quiet"]), story);
    for more in [
        &["--run", "embedded"][..],
        &["--run", "base:twin-w1-r2"],
        &["--seed", "5"],
        &["--weeks", "60"],
        &["--without", "habit"],
        &["--set", "initiatives.huddle.push=\"0.05 /week\""],
    ] {
        let other = desk.run(&[&["run", "a.toml", "--trace", "40"], more].concat());
        assert_eq!(other.code, Some(0), "{more:?}: {}", other.err);
        assert_ne!(other.out, desk.well(&["run", "a.toml", "--trace", "40"]), "{more:?}");
    }
    // In fewer lines nobody says more: as JSON it is the same story.
    let json: Value = serde_json::from_str(&ask(&["--json"])).unwrap();
    assert_eq!(json["run"], "base-w0-r0");
    assert_eq!(json["fate"], "lapsed_after_end");
    let strand = &json["people"][0]["strands"][0];
    let stopped = strand["moments"].as_array().unwrap().iter().find(|moment| moment["what"] == "lapsed").unwrap();
    let decision = &stopped["decision"];
    assert_eq!(decision["doing"], "true");
    let chance = decision["word"].as_f64().unwrap() / 4_294_967_296.0;
    assert!(chance < decision["rate"].as_f64().unwrap(), "{decision}");
    assert!(story.contains(&format!("Post {}: ", json["people"][0]["post"])));
}
