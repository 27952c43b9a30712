//! Many points of one scenario: planned, run in parts, merged, gone on with and added to, always to the same bytes.

#[path = "support/program.rs"]
mod program;
#[path = "support/sweeps.rs"]
mod sweeps;

use program::{Desk, table};
use std::collections::BTreeSet;
use sweeps::{EXPERIMENT, SCENARIO, chunks, copy, desk, same};

/// The column of a table, by its name.
fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// A desk on which the experiment was swept into `whole`.
fn swept(experiment: &str) -> Desk {
    let desk = desk(experiment);
    desk.well(&["sweep", "e.toml", "--out", "whole", "--quiet"]);
    desk
}

#[test]
fn any_shards_in_any_order_on_any_threads_give_the_same_bytes() {
    let desk = swept(EXPERIMENT);
    for (folder, of, threads) in [("three", 3, "1"), ("nine", 9, "2"), ("forty", 40, "3")] {
        desk.well(&["plan", "e.toml", "--out", folder, "--quiet"]);
        for shard in (1..=of).rev() {
            let shard = format!("{shard}/{of}");
            desk.well(&["worker", folder, "--shard", &shard, "--threads", threads, "--quiet"]);
        }
        desk.well(&["merge", folder, "--quiet"]);
        same(&desk, "whole", folder);
    }
}

#[test]
fn shards_done_in_copies_of_the_plan_are_merged_from_all_of_them() {
    let desk = swept(EXPERIMENT);
    desk.well(&["plan", "e.toml", "--out", "a", "--quiet"]);
    copy(&desk, "a", "b");
    desk.well(&["worker", "a", "--shard", "1/2", "--quiet"]);
    desk.well(&["worker", "b", "--shard", "2/2", "--quiet"]);
    for (folders, out) in [(["a", "b"], "ab"), (["b", "a"], "ba")] {
        desk.well(&["merge", folders[0], folders[1], "--out", out, "--quiet"]);
        same(&desk, "whole", out);
    }
    // What stands elsewhere is a plan too, and a run of it can be run again there.
    let again = desk.run(&["rerun", "ab", "--run", "p3-more-w1-r2"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
}

#[test]
fn rows_bear_their_points_and_agree_with_the_program_that_runs_one_scenario() {
    let desk = swept(EXPERIMENT);
    let (rows, points) = (desk.table("whole", "runs.csv"), desk.table("whole", "points.csv"));
    let (ids, of) = (column(&rows, "run_id"), column(&rows, "point"));
    for factor in ["push", "turnover"] {
        let (levels, stated) = (column(&rows, factor), column(&points, factor));
        for (row, point) in of.iter().enumerate() {
            assert_eq!(levels[row], stated[point.parse::<usize>().unwrap()], "{}", ids[row]);
        }
    }
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 6 * 2 * 2 * 5);
    // One point by hand: the same scenario with the same settings, run by itself.
    let turnover = &column(&points, "turnover")[4];
    desk.well(&[
        "run",
        "ward.toml",
        "--quiet",
        "--out",
        "alone",
        "--reps",
        "5",
        "--worlds",
        "2",
        "--set",
        "initiatives.huddle.push=0.03 /week",
        "--set",
        &format!("mechanisms.turnover.multiple={turnover}"),
    ]);
    let alone = desk.table("alone", "runs.csv");
    let mut compared = 0;
    for (row, id) in column(&alone, "run_id").iter().enumerate() {
        let Some(there) = ids.iter().position(|other| *other == format!("p4-{id}")) else { continue };
        for (at, measure) in alone[0].iter().enumerate().filter(|(_, column)| column.contains('.')) {
            let other = rows[0].iter().position(|column| column == measure).unwrap();
            assert_eq!(alone[row + 1][at], rows[there + 1][other], "{id} {measure}");
        }
        compared += 1;
    }
    assert_eq!(compared, 2 * 2 * 5);
    // So are its summary and its comparison.
    for (file, number) in [
        ("summary.csv", "mean"),
        ("summary.csv", "ci_low"),
        ("comparison.csv", "difference"),
        ("comparison.csv", "verdict"),
    ] {
        let (alone, rows) = (desk.table("alone", file), desk.table("whole", file));
        let values = |rows: &[Vec<String>], only: Option<&str>| -> Vec<[String; 3]> {
            let columns = ["arm", "measure", number].map(|name| column(rows, name));
            let points = only.map(|_| column(rows, "point"));
            (0..rows.len() - 1)
                .filter(|row| points.as_ref().is_none_or(|points| Some(points[*row].as_str()) == only))
                .map(|row| [0, 1, 2].map(|at| columns[at][row].clone()))
                .filter(|[arm, ..]| !arm.ends_with(":twin"))
                .collect()
        };
        assert_eq!(values(&alone, None), values(&rows, Some("4")), "{file} {number}");
    }
}

#[test]
fn more_replicates_worlds_and_points_run_only_what_is_new() {
    let steps = [
        ("replicates = 5", "replicates = 8", 6 * 2 * 2 * 3),
        ("worlds = 2", "worlds = 3", 6 * 2 * 8),
        ("[\"0.01 /week\", \"0.03 /week\"]", "[\"0.01 /week\", \"0.02 /week\", \"0.03 /week\"]", 3 * 2 * 3 * 8),
    ];
    let desk = swept(EXPERIMENT);
    let mut text = EXPERIMENT.to_string();
    for (number, (from, to, new)) in steps.into_iter().enumerate() {
        text = text.replace(from, to);
        desk.write("e.toml", &text);
        let refused = desk.run(&["sweep", "e.toml", "--out", "whole", "--quiet"]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.err.contains("--extend"), "{}", refused.err);
        let said = desk.well(&["sweep", "e.toml", "--out", "whole", "--extend"]);
        assert!(said.contains(&format!("\n{new} runs done, ")), "{said}");
        let fresh = format!("fresh{number}");
        desk.well(&["sweep", "e.toml", "--out", &fresh, "--quiet"]);
        same(&desk, "whole", &fresh);
    }
    // Back to where it was: all of it is there.
    desk.write("e.toml", EXPERIMENT);
    let said = desk.well(&["sweep", "e.toml", "--out", "whole", "--extend"]);
    assert!(said.contains("\n0 runs done"), "{said}");
}

#[test]
fn a_sweep_that_is_done_does_nothing_again() {
    let desk = swept(EXPERIMENT);
    let before = desk.bytes("whole/runs.csv");
    let said = desk.well(&["sweep", "e.toml", "--out", "whole"]);
    assert!(said.contains("\n0 runs done; 19 of 19 chunks were there already"), "{said}");
    assert_eq!(desk.bytes("whole/runs.csv"), before);
}

#[test]
fn identical_runs_are_run_once_and_have_all_their_rows() {
    // The first two points are the same; so is the base of all, which the factor does not touch.
    let desk = desk(
        "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 3\n[designs.d]\nkind = \"table\"\n\
         file = \"points.csv\"\n[designs.d.factors.effort]\nkey = \"arms.more.initiatives.huddle.embedding_effort\"\n",
    );
    desk.write("points.csv", "effort\n0.2\n0.20\n0.9\n");
    let said = desk.well(&["sweep", "e.toml", "--out", "whole"]);
    assert!(said.contains("3, 2 arms, 3 the same as another and run once"), "{said}");
    assert!(said.contains("\n9 runs done"), "{said}");
    let rows = desk.table("whole", "runs.csv");
    assert_eq!(rows.len() - 1, 3 * 2 * 3);
    let of = |point: &str, arm: &str| -> Vec<Vec<String>> {
        let (points, arms) = (column(&rows, "point"), column(&rows, "arm"));
        let mine = (0..rows.len() - 1).filter(|row| points[*row] == point && arms[*row] == arm);
        let measures = rows[0].iter().position(|column| column == "huddle.start").unwrap();
        mine.map(|row| rows[row + 1][measures..rows[0].len() - 4].to_vec()).collect()
    };
    assert_eq!(of("0", "more"), of("1", "more"));
    assert_eq!(of("0", "base"), of("2", "base"));
    assert_ne!(of("0", "more"), of("2", "more"));
    assert_eq!(of("0", "more").len(), 3);
    assert_eq!(column(&rows, "effort")[..].iter().filter(|level| *level == "0.20").count(), 6);
}

#[test]
fn a_part_of_a_plan_can_be_merged_where_a_stage_ends() {
    let desk = swept(&EXPERIMENT.replace("replicates = 5", "replicates = 2"));
    desk.write("e.toml", EXPERIMENT);
    let desk = desk;
    desk.well(&["plan", "e.toml", "--out", "part", "--quiet"]);
    desk.well(&["worker", "part", "--quiet"]);
    // All of the third stage but its first chunk, and the whole fourth are lost.
    let folder = chunks(&desk, "part");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files[9..].iter().for_each(|file| std::fs::remove_file(file).unwrap());
    let refused = desk.run(&["merge", "part"]);
    assert_eq!((refused.code, desk.path("part/runs.csv").exists()), (Some(2), false), "{}", refused.err);
    let said = desk.well(&["status", "part"]);
    assert!(said.contains("complete up to 6 points and 2 replicates"), "{said}");
    let said = desk.well(&["merge", "part", "--partial"]);
    assert!(said.contains("2 of 5 replicates"), "{said}");
    // The same as a plan of two replicates.
    same(&desk, "whole", "part");
    // And it goes on from there.
    desk.well(&["worker", "part", "--quiet"]);
    desk.well(&["merge", "part", "--quiet"]);
    desk.well(&["sweep", "e.toml", "--out", "five", "--quiet"]);
    same(&desk, "five", "part");
}

#[test]
fn a_part_of_a_sobol_sequence_ends_at_a_power_of_two() {
    let text = |points: u32| {
        format!(
            "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 2\n[keep]\nchunk = 2\n\
             arms = [\"base\"]\n[designs.s]\nkind = \"sobol\"\npoints = {points}\n[designs.s.factors.push]\n\
             key = \"initiatives.huddle.push\"\nfrom = \"0.005 /week\"\nto = \"0.05 /week\"\n"
        )
    };
    let desk = swept(&text(4));
    desk.write("e.toml", text(16));
    desk.well(&["plan", "e.toml", "--out", "part", "--quiet"]);
    desk.well(&["worker", "part", "--quiet"]);
    let folder = chunks(&desk, "part");
    // Points 4 to 7 are in chunks 4 to 7.
    std::fs::remove_file(folder.join("000006.csv")).unwrap();
    let said = desk.well(&["merge", "part", "--partial"]);
    assert!(said.contains("4 of 16 points"), "{said}");
    same(&desk, "whole", "part");
}

#[test]
fn a_part_of_a_sequence_has_rows_of_its_points_only() {
    // The base is the same at all points, and its runs are all there when the first point is.
    let text = |points: u32| {
        format!(
            "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 2\n[keep]\nchunk = 2\n\
             [designs.s]\nkind = \"sobol\"\npoints = {points}\n[designs.s.factors.effort]\n\
             key = \"arms.more.initiatives.huddle.embedding_effort\"\nfrom = 0.1\nto = 0.9\n"
        )
    };
    let desk = swept(&text(4));
    desk.write("e.toml", text(16));
    desk.well(&["plan", "e.toml", "--out", "part", "--quiet"]);
    desk.well(&["worker", "part", "--quiet"]);
    let folder = chunks(&desk, "part");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    std::fs::remove_file(files.last().unwrap()).unwrap();
    std::fs::remove_file(&files[6]).unwrap();
    let said = desk.well(&["merge", "part", "--partial"]);
    assert!(said.contains("4 of 16 points"), "{said}");
    same(&desk, "whole", "part");
}

#[test]
fn twins_are_shared_only_where_they_are_looked_at_alike() {
    // Evaluators look longer at one point than at the other, at its twin too.
    let desk = desk(
        "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 3\n[keep]\nchunk = 2\n\
         arms = [\"base\"]\n[designs.d.factors.evaluated]\nkey = \"initiatives.huddle.evaluated_for\"\n\
         values = [\"26 weeks\", \"52 weeks\"]\n",
    );
    for folder in ["one", "two"] {
        desk.well(&["plan", "e.toml", "--out", folder, "--quiet"]);
    }
    desk.well(&["worker", "one", "--quiet", "--threads", "1"]);
    ["2/3", "3/3", "1/3"].iter().for_each(|shard| drop(desk.well(&["worker", "two", "--shard", shard, "--quiet"])));
    ["one", "two"].iter().for_each(|folder| drop(desk.well(&["merge", folder, "--quiet"])));
    same(&desk, "one", "two");
    for point in ["0", "1"] {
        let again = desk.run(&["rerun", "one", "--run", &format!("p{point}-base-w0-r1")]);
        assert_eq!(again.code, Some(0), "{}", again.err);
    }
}

#[test]
fn a_failed_run_is_a_row_with_its_cause_and_the_rest_go_on() {
    // Peers carry the practice off at the upper end, which no organic rate can hold.
    let desk = desk(
        "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 2\n[keep]\narms = [\"base\"]\n\
         [designs.d.factors.pull]\nkey = \"initiatives.huddle.pull\"\nvalues = [\"0.02 /week\", \"5 /week\"]\n",
    );
    let ran = desk.run(&["sweep", "e.toml", "--out", "whole"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("2 runs failed"), "{}", ran.err);
    let rows = desk.table("whole", "runs.csv");
    assert_eq!(column(&rows, "status"), ["done", "failed", "done", "failed"]);
    let (causes, reruns) = (column(&rows, "cause"), column(&rows, "rerun"));
    assert!(causes[1].contains("baseline"), "{}", causes[1]);
    assert_eq!(column(&rows, "huddle.end")[1], "");
    let summary = desk.table("whole", "summary.csv");
    let of = |row: usize, name: &str| column(&summary, name)[row].clone();
    for row in (0..summary.len() - 1).filter(|row| of(*row, "point") == "1") {
        assert_eq!((of(row, "runs"), of(row, "failed"), of(row, "mean")), ("0".into(), "2".into(), String::new()));
    }
    // The command as it stands in the row, from where the row is.
    let command: Vec<&str> = reruns[1].split(' ').collect();
    assert_eq!(command[0], "takehold");
    let mut again = desk.program(&command[1..]);
    let again = program::ran(again.current_dir(desk.path("whole")).output().unwrap());
    assert_eq!(again.code, Some(3));
    assert!(again.err.contains(&causes[1]), "{}", again.err);
}

#[test]
fn series_and_twins_are_kept_where_asked_for() {
    let keep = "[keep]\nseries = \"groups\"\ntwins = true\nmeasures = [\"end\", \"retention_12m\"]\nchunk = 3\n";
    let desk = swept(&EXPERIMENT.replace("[keep]\nchunk = 7\n", keep).replace("replicates = 5", "replicates = 1"));
    let rows = desk.table("whole", "runs.csv");
    let measures: Vec<&String> = rows[0].iter().filter(|column| column.contains('.')).collect();
    // A ratio is summed up from the two it is of.
    assert_eq!(measures, ["huddle.end", "huddle.gain_end", "huddle.gain_12m", "huddle.retention_12m"]);
    let arms: BTreeSet<String> = column(&rows, "arm").into_iter().collect();
    assert_eq!(arms.into_iter().collect::<Vec<_>>(), ["base", "base:twin", "more", "more:twin"]);
    let series = desk.table("whole", "series.csv");
    let of_runs: BTreeSet<String> = column(&series, "run_id").into_iter().collect();
    assert_eq!(of_runs, column(&rows, "run_id").into_iter().collect());
    // The end of the funding is in the series too.
    let (ids, weeks, levels, whats, values) = (
        column(&series, "run_id"),
        column(&series, "week"),
        column(&series, "level"),
        column(&series, "measure"),
        column(&series, "value"),
    );
    let at = (0..ids.len())
        .find(|at| {
            ids[*at] == "p5-more-w1-r0"
                && weeks[*at] == "14"
                && levels[*at] == "system"
                && whats[*at] == "true_adoption"
        })
        .unwrap();
    let row = column(&rows, "run_id").iter().position(|id| id == "p5-more-w1-r0").unwrap();
    let (series, end): (f64, f64) = (values[at].parse().unwrap(), column(&rows, "huddle.end")[row].parse().unwrap());
    assert!((series - end).abs() < 1e-6, "{series} {end}");
    // Shards give the same, series included.
    desk.well(&["plan", "e.toml", "--out", "parts", "--quiet"]);
    ["2/2", "1/2"].iter().for_each(|shard| drop(desk.well(&["worker", "parts", "--shard", shard, "--quiet"])));
    desk.well(&["merge", "parts", "--quiet"]);
    same(&desk, "whole", "parts");
}

#[test]
fn timing_and_rival_forms_are_factors_and_a_dry_run_writes_nothing() {
    let desk = desk(
        "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[run]\nreplicates = 1\n[keep]\narms = [\"base\"]\n\
         [designs.d.factors.starts]\nkey = \"initiatives.huddle.starts\"\nvalues = [\"0 weeks\", \"8 weeks\"]\n\
         [designs.d.factors.form]\nkey = \"mechanisms.contagion.form\"\nvalues = [\"simple\", \"threshold\"]\n\
         [designs.d.factors.habits]\nkey = \"mechanisms.habit\"\nvalues = [true, false]\n",
    );
    let before = desk.contents();
    let said = desk.well(&["plan", "e.toml", "--dry-run"]);
    for line in ["points    8, 1 arm", "runs      8", "time ", "memory ", "disk "] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert_eq!(desk.contents(), before);
    assert!(desk.well(&["check", "e.toml"]).contains("8 points"));
    desk.well(&["sweep", "e.toml", "--out", "whole", "--quiet"]);
    let rows = desk.table("whole", "runs.csv");
    let measures = rows[0].iter().position(|column| column == "huddle.start").unwrap();
    let came_to: BTreeSet<&[String]> = rows[1..].iter().map(|row| &row[measures..row.len() - 5]).collect();
    assert_eq!(came_to.len(), 8);
}

#[test]
fn one_run_of_a_plan_can_be_had_before_and_after_it_is_run() {
    let desk = desk(EXPERIMENT);
    desk.well(&["plan", "e.toml", "--out", "whole", "--quiet"]);
    let before = desk.run(&["rerun", "whole", "--run", "p2-base-w1-r4"]);
    assert!(before.err.contains("has no row yet"), "{}", before.err);
    desk.well(&["worker", "whole", "--quiet"]);
    desk.well(&["merge", "whole", "--quiet"]);
    let after = desk.run(&["rerun", "whole", "--run", "p2-base-w1-r4"]);
    assert!(after.err.contains("is the same to the bit"), "{}", after.err);
    assert_eq!(before.out, after.out);
    let row = table(&after.out)[1].join(",");
    assert!(desk.text("whole/runs.csv").contains(&row), "{row}");
    assert!(SCENARIO.contains("arms.more"));
}

#[test]
fn the_experiments_that_are_shown_and_shipped_are_sound() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/sweeps.md")).unwrap();
    let shown = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let desk = desk(shown);
    let said = desk.well(&["check", "e.toml"]);
    assert!(said.contains("256 points, 2 arms"), "{said}");
    for folder in ["experiments", "notebooks"] {
        for path in std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|end| end == "toml") {
                desk.well(&["check", path.to_str().unwrap()]);
            }
        }
    }
}
