//! Same bytes: what a result folder holds depends on the scenario and the seed, and on nothing else.

#[path = "support/program.rs"]
mod program;

use program::{Desk, TRUST, WARD, difference, table};
use takehold::mechanisms::Mechanisms;

/// Two result folders hold the same.
fn same(desk: &Desk, one: &str, other: &str) {
    if let Some(difference) = difference(&desk.results(one), &desk.results(other)) {
        panic!("{one} and {other} differ in {difference}");
    }
}

fn trust() -> Desk {
    Desk::with("trust.toml", TRUST)
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = trust();
    for threads in ["1", "2", "7"] {
        desk.well(&["run", "trust.toml", "--quiet", "--series", "--threads", threads, "--out", threads]);
    }
    for file in ["comparison.csv", "runs.csv", "scenario.toml", "series.csv", "summary.csv", "weekly.csv"] {
        assert!(desk.results("1").contains_key(file), "{file}");
    }
    same(&desk, "1", "2");
    same(&desk, "1", "7");
}

#[test]
fn a_world_large_enough_to_be_split_gives_the_same_bytes() {
    // Few weeks of many people: a single run is divided among threads.
    let desk = Desk::with(
        "large.toml",
        "title = \"Large\"\nquestion = \"?\"\n[run]\nlength = \"9 weeks\"\nreplicates = 1\n[population]\nstaff = 45000\n\
         [mechanisms.rotation]\nevery = \"4 weeks\"\n\
         [initiatives.a]\nstarts = \"1 week\"\nfunded = \"5 weeks\"\nembedding_effort = 0.8\n\
         [initiatives.b]\nstarts = \"2 weeks\"\nfunded = \"4 weeks\"\nsuccession = 0.5\n",
    );
    for threads in ["1", "2", "7"] {
        desk.well(&["run", "large.toml", "--quiet", "--threads", threads, "--out", threads]);
    }
    same(&desk, "1", "2");
    same(&desk, "1", "7");
}

#[test]
fn the_resolved_scenario_gives_the_same_bytes_for_every_kind_of_population() {
    for template in ["ward", "trust", "practices", "system", "plain"] {
        let desk = Desk::new();
        desk.write(
            "a.toml",
            WARD.replace("\"ward\"", &format!("\"{template}\"\nstaff = 300"))
                + "[arms.y]\npopulation.unlikeness = 0.5\nmechanisms.tribes = false\n[arms.z]\n",
        );
        desk.well(&["run", "a.toml", "--quiet", "--out", "one", "--without", "familiarity"]);
        desk.well(&["run", "one/scenario.toml", "--quiet", "--out", "two"]);
        same(&desk, "one", "two");
    }
}

#[test]
fn the_resolved_scenario_gives_the_same_bytes_where_arms_have_other_populations() {
    let desk = Desk::new();
    let arms: String = ["trust", "practices", "system", "plain"]
        .map(|t| format!("[arms.{t}]\npopulation.template = \"{t}\"\n"))
        .join("");
    desk.write(
        "a.toml",
        WARD.replace("\"ward\"", "\"ward\"\nstaff = 200") + "[professions.nurses]\nlistened_to = 1.5\n" + &arms,
    );
    desk.well(&["run", "a.toml", "--quiet", "--out", "one"]);
    desk.well(&["run", "one/scenario.toml", "--quiet", "--out", "two"]);
    same(&desk, "one", "two");
}

#[test]
fn what_flags_and_set_change_stands_in_the_resolved_scenario() {
    let desk = trust();
    let flags = ["--reps", "2", "--seed", "9", "--weeks", "95", "--worlds", "1", "--set", "ties.per_person=8"];
    desk.well(&[&["run", "trust.toml", "--quiet", "--out", "one"], flags.as_slice()].concat());
    desk.well(&["run", "one/scenario.toml", "--quiet", "--out", "two"]);
    same(&desk, "one", "two");
}

#[test]
fn keeping_every_units_series_changes_no_other_file() {
    let desk = trust();
    desk.well(&["run", "trust.toml", "--quiet", "--out", "plain"]);
    desk.well(&["run", "trust.toml", "--quiet", "--series", "--out", "series"]);
    let (plain, mut series) = (desk.results("plain"), desk.results("series"));
    assert!(series.remove("series.csv").is_some());
    assert_eq!(difference(&plain, &series), None);
    // Overwriting without it leaves no series of another run behind.
    desk.well(&["run", "trust.toml", "--quiet", "--out", "series", "--force"]);
    same(&desk, "plain", "series");
}

#[test]
fn the_series_agrees_with_the_weekly_table_and_names_the_units_of_its_own_world() {
    let desk = Desk::with("a.toml", &WARD.replace("\"ward\"", "\"trust\"\nstaff = 60\nunits = 50"));
    desk.well(&["run", "a.toml", "--quiet", "--series", "--reps", "1", "--worlds", "4", "--out", "one"]);
    let series = desk.table("one", "series.csv");
    let units = |world: usize| -> Vec<String> {
        let id = format!("base-w{world}-r0");
        series
            .iter()
            .filter(|row| row[0] == id && row[2] == "0" && row[3] == "unit")
            .map(|row| row[4].clone())
            .collect()
    };
    // With hardly more staff than units, some units have nobody, and not the same ones in every world.
    assert!((1..4).any(|world| units(world) != units(0)), "the worlds of this test should differ");
    let weekly = desk.table("one", "weekly.csv");
    let mean = |level: &str, name: &str, week: &str| {
        let row = weekly.iter().find(|row| row[..6] == ["base", week, level, name, "huddle", "true_adoption"]).unwrap();
        row[6].parse::<f64>().unwrap()
    };
    let values: Vec<f64> = series
        .iter()
        .filter(|row| row[1..7] == ["base", "14", "system", "all", "huddle", "true_adoption"])
        .map(|row| row[7].parse().unwrap())
        .collect();
    assert_eq!(values.len(), 4);
    assert!((mean("system", "all", "14") - values.iter().sum::<f64>() / 4.0).abs() < 2e-6);
}

#[test]
fn a_row_run_again_says_the_same_to_the_bit() {
    let desk = trust();
    desk.well(&["run", "trust.toml", "--quiet", "--out", "results"]);
    let rows = desk.table("results", "runs.csv");
    for id in ["base-w0-r0", "embedded-w1-r2", "embedded:twin-w1-r2", "denser:twin-w0-r1", "same-w1-r0"] {
        let ran = desk.run(&["rerun", "results", "--run", id]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let row = rows.iter().find(|row| row[0] == id).unwrap();
        assert_eq!(table(&ran.out), [rows[0].clone(), row.clone()], "{id}");
        assert_eq!(ran.err, format!("takehold: {id} is the same to the bit as in runs.csv\n"));
    }
}

#[test]
fn a_result_that_was_edited_is_not_believed() {
    let desk = trust();
    desk.well(&["run", "trust.toml", "--quiet", "--reps", "1", "--worlds", "1", "--out", "results"]);
    let (runs, scenario) = (desk.text("results/runs.csv"), desk.text("results/scenario.toml"));
    desk.write("results/runs.csv", runs.replacen("0.1", "0.2", 1));
    let ran = desk.run(&["rerun", "results", "--run", "base-w0-r0"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("runs.csv does not have the checksum its manifest states"), "{}", ran.err);
    desk.write("results/runs.csv", &runs);
    desk.write("results/scenario.toml", scenario.replace("seed = 1", "seed = "));
    let ran = desk.run(&["rerun", "results", "--run", "base-w0-r0"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("scenario.toml does not have the checksum its manifest states"), "{}", ran.err);
}

#[test]
fn a_row_that_comes_out_otherwise_is_told_by_its_columns() {
    // As if an earlier version of the program had written it: the manifest vouches for other numbers.
    let desk = trust();
    desk.well(&["run", "trust.toml", "--quiet", "--reps", "1", "--worlds", "1", "--out", "results"]);
    let (runs, manifest) = (desk.text("results/runs.csv"), desk.text("results/manifest.json"));
    let rows = table(&runs);
    let (column, value) = (rows[0][6].clone(), rows[1][6].clone());
    let edited = runs.replacen(&value, "0.123", 1);
    desk.write("results/runs.csv", &edited);
    desk.write("results/manifest.json", manifest.replace(&sha256(&runs), &sha256(&edited)));
    let ran = desk.run(&["rerun", "results", "--run", "base-w0-r0"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err.contains(&format!("base-w0-r0 differs from runs.csv in {column} (written by version")),
        "{}",
        ran.err
    );
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn an_audit_says_where_two_runs_part() {
    let desk = trust();
    let small = ["run", "trust.toml", "--quiet", "--reps", "1", "--worlds", "1"];
    let make = |out: &str, more: &[&str]| desk.well(&[&small, ["--out", out].as_slice(), more].concat());
    make("a", &[]);
    make("again", &[]);
    make("seed", &["--seed", "2"]);
    make("staff", &["--set", "population.staff=221"]);
    make("shorter", &["--weeks", "89"]);
    let audit = |arguments: &[&str]| {
        let ran = desk.run(&[&["audit"], arguments].concat());
        assert_eq!(ran.err, "", "{arguments:?}");
        (ran.code, ran.out)
    };
    assert_eq!(
        audit(&["a", "again"]),
        (Some(0), "base-w0-r0 in a and base-w0-r0 in again are the same to the bit in all 90 weeks.\n".into())
    );
    let same = audit(&["a", "a", "--run-a", "base-w0-r0", "--run-b", "same-w0-r0"]);
    assert_eq!(same.0, Some(0), "{}", same.1);
    // The programme begins in the fourth week, and embedding reaches newcomers and those who lapse.
    let arms = audit(&["a", "a", "--run-a", "base-w0-r0", "--run-b", "embedded-w0-r0"]);
    assert_eq!(arms.0, Some(1));
    assert!(arms.1.contains(" part in week ") && arms.1.contains("decision  huddle: "), "{}", arms.1);
    let twin = audit(&["a", "a", "--run-b", "base:twin-w0-r0"]);
    assert_eq!(twin.0, Some(1));
    for (other, what) in [
        ("seed", "part before the first week"),
        ("staff", "part before the first week"),
        ("shorter", "length of the run"),
    ] {
        let (code, out) = audit(&["a", other]);
        assert_eq!(code, Some(1), "{other}");
        assert!(out.contains(what), "{other}: {out}");
    }
}

#[test]
fn an_arm_that_changes_nothing_equals_the_base_in_every_column() {
    let desk = trust();
    desk.well(&["run", "trust.toml", "--quiet", "--out", "one"]);
    for (name, from) in [("runs.csv", 2), ("weekly.csv", 1), ("summary.csv", 1)] {
        let arm = if name == "runs.csv" { 1 } else { 0 };
        let rows = desk.table("one", name);
        for twin in ["", ":twin"] {
            let of = |arm_name: &str| -> Vec<&[String]> {
                let arm_name = format!("{arm_name}{twin}");
                rows.iter().filter(|row| row[arm] == arm_name).map(|row| &row[from..]).collect()
            };
            assert!(!of("base").is_empty());
            assert!(of("same") == of("base"), "{name} {twin}");
        }
    }
    for row in desk.table("one", "comparison.csv").iter().filter(|row| row[0] == "same") {
        let undefined = row[4].is_empty();
        // Of a single run in which both are defined nothing can be said.
        let alike = if row[9] == "1" { "not comparable" } else { "no meaningful difference" };
        assert!(undefined || row[4] == "0" && row[11] == alike, "{row:?}");
    }
}

#[test]
fn taking_a_mechanism_away_is_the_scenario_in_which_it_is_false() {
    let desk = trust();
    for name in Mechanisms::NAMES {
        let base = ["run", "trust.toml", "--quiet", "--reps", "1", "--worlds", "1", "--out"];
        let (without, set) = (format!("{name}-without"), format!("{name}-set"));
        desk.well(&[base.as_slice(), &[&without, "--without", name]].concat());
        desk.well(&[base.as_slice(), &[&set, "--set", &format!("mechanisms.{name}=false")]].concat());
        same(&desk, &without, &set);
    }
}
