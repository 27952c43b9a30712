//! A runner that loses nothing, tested by breaking it: whatever happens to workers, files and clocks, a plan ends in the
//! same bytes as one that nothing happened to, or in a refusal that says what is wrong.
#![cfg(unix)]

#[path = "support/program.rs"]
mod program;
#[path = "support/sweeps.rs"]
mod sweeps;

use program::{Desk, Ran, ran};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use sweeps::{EXPERIMENT, chunks, copy, desk, same, tables};

/// Runs enough that a worker can be met in the middle of them.
fn many() -> String {
    EXPERIMENT.replace("replicates = 5", "replicates = 40")
}

/// A desk on which the experiment was swept into `whole` undisturbed, and planned in `plan`.
fn prepared(experiment: &str) -> Desk {
    let desk = desk(experiment);
    desk.well(&["sweep", "e.toml", "--out", "whole", "--quiet"]);
    desk.well(&["plan", "e.toml", "--out", "plan", "--quiet"]);
    desk
}

/// Starts a worker.
fn worker(desk: &Desk, arguments: &[&str]) -> Child {
    let mut command = desk.program(&[&["worker", "plan"], arguments].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn ended(child: Child) -> Ran {
    ran(child.wait_with_output().unwrap())
}

/// Works the plan off, merges it, and holds it against the one that nothing happened to.
fn ends_the_same(desk: &Desk) {
    desk.well(&["worker", "plan", "--quiet"]);
    desk.well(&["merge", "plan", "--quiet"]);
    same(desk, "whole", "plan");
}

/// The chunks of the plan, in order.
fn files(desk: &Desk) -> Vec<PathBuf> {
    let entries = fs::read_dir(chunks(desk, "plan")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "csv")).collect();
    files.sort();
    files
}

/// A chance without order, for moments to kill at.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
fn workers_killed_at_200_moments_lose_nothing() {
    let desk = desk(&many());
    desk.well(&["sweep", "e.toml", "--out", "whole", "--quiet"]);
    let (mut kills, mut rounds, mut moments) = (0, 0, Moments(20_261_125));
    while kills < 200 {
        // A folder at a time, killed until all of it is there.
        let _ = fs::remove_dir_all(desk.path("plan"));
        desk.well(&["plan", "e.toml", "--out", "plan", "--quiet"]);
        loop {
            // Two at once, on the same chunks or on different ones, killed one after the other.
            let shards = if moments.next(2) == 0 { ["1/1", "1/1"] } else { ["1/2", "2/2"] };
            let mut workers = shards.map(|shard| worker(&desk, &["--quiet", "--threads", "1", "--shard", shard]));
            let mut finished = 0;
            for one in &mut workers {
                sleep(Duration::from_millis(moments.next(60)));
                match one.try_wait().unwrap() {
                    Some(status) => {
                        assert!(status.success(), "{status}");
                        finished += 1;
                    }
                    None => {
                        one.kill().unwrap();
                        one.wait().unwrap();
                        kills += 1;
                    }
                }
            }
            if finished == 2 || kills >= 200 {
                break;
            }
        }
        rounds += 1;
        ends_the_same(&desk);
        // What the killed left half-written is gone too.
        let left = fs::read_dir(chunks(&desk, "plan")).unwrap().map(|entry| entry.unwrap().file_name());
        let parts: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with('.')).collect();
        assert!(parts.is_empty(), "{parts:?}");
    }
    println!("{kills} kills in {rounds} rounds");
}

#[test]
fn a_worker_told_to_stop_keeps_what_it_has_and_says_so() {
    // One chunk, so that it is met within it.
    let desk = prepared(&many().replace("chunk = 7", "chunk = 100000"));
    let mut met = 0;
    for _ in 0..40 {
        let child = worker(&desk, &["--threads", "1"]);
        sleep(Duration::from_millis(120));
        let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let ran = ended(child);
        match ran.code {
            Some(130) => {
                met += 1;
                assert!(ran.out.contains("interrupted"), "{}", ran.out);
            }
            // Told before it listened, or when it was done.
            None => assert!(ran.out.is_empty()),
            other => {
                assert_eq!(other, Some(0), "{}", ran.err);
                break;
            }
        }
    }
    assert!(met >= 1, "no worker was met at work");
    assert_eq!(desk.run(&["status", "plan"]).code, Some(0));
    ends_the_same(&desk);
    // A begun chunk is gone when it is whole.
    assert!(files(&desk).iter().all(|file| !file.to_str().unwrap().contains("begun")));
}

#[test]
fn runs_of_a_begun_chunk_are_not_run_again() {
    let desk = prepared(&many().replace("chunk = 7", "chunk = 100000"));
    let child = worker(&desk, &["--threads", "1"]);
    // Well into the plan: until something begun is there, told to stop again and again.
    let mut child = Some(child);
    let mut lived = 0;
    for wait in (30..).step_by(30) {
        sleep(Duration::from_millis(wait));
        let one = child.take().unwrap();
        let _ = Command::new("kill").args(["-TERM", &one.id().to_string()]).status().unwrap();
        let ran = ended(one);
        let number = ran.out.split(' ').next().unwrap_or_default().replace(',', "");
        lived += number.parse::<u64>().unwrap_or(0);
        if ran.code == Some(0) || (ran.code == Some(130) && lived > 0) {
            break;
        }
        child = Some(worker(&desk, &["--threads", "1"]));
    }
    let said = desk.well(&["worker", "plan"]);
    let rest: u64 = said.split(' ').next().unwrap().replace(',', "").parse().unwrap();
    assert_eq!(lived + rest, 6 * 2 * 2 * 40, "{said}");
    ends_the_same(&desk);
}

#[test]
fn a_file_cut_short_is_refused_and_run_again() {
    let desk = prepared(EXPERIMENT);
    desk.well(&["worker", "plan", "--quiet"]);
    let file = &files(&desk)[3];
    let whole = fs::read(file).unwrap();
    let lines: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    // In the heading, at the end of a line, in the middle of one, at the last byte, and nothing at all.
    for end in [10, lines[0] + 1, lines[2] + 1, lines[2] + 40, whole.len() - 1, 0] {
        fs::write(file, &whole[..end]).unwrap();
        let refused = desk.run(&["merge", "plan"]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.err.contains("000003.csv"), "cut at {end}: {}", refused.err);
        assert_eq!(desk.run(&["status", "plan"]).code, Some(1));
        let mended = desk.run(&["worker", "plan"]);
        assert_eq!(mended.code, Some(0));
        assert!(mended.err.contains("was run again"), "cut at {end}: {}", mended.err);
        assert_eq!(fs::read(file).unwrap(), whole);
    }
    ends_the_same(&desk);
}

#[test]
fn series_cut_short_do_not_count_as_complete() {
    let desk = prepared(&EXPERIMENT.replace("chunk = 7", "chunk = 7\nseries = \"system\""));
    desk.well(&["worker", "plan", "--quiet"]);
    let file = files(&desk).into_iter().find(|file| file.to_str().unwrap().ends_with("000002.series.csv")).unwrap();
    let whole = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let (first, rest) = lines.split_at(200);
    let of = |line: &str| line.splitn(5, ',').take(4).collect::<Vec<_>>().join(",");
    let between = (2..lines.len()).find(|at| of(lines[*at]) != of(lines[1])).unwrap();
    let versions = [
        whole[..whole.len() / 2].to_string(),
        // A line lost in the middle, one twice, one with another value, one of no run.
        first[1..].concat() + &rest.concat(),
        lines[..199].concat() + &rest.concat(),
        first.concat() + first[199] + &rest.concat(),
        whole.replacen(",0.", ",0.1", 1),
        whole.clone() + "00000000000000aa,0,0,arm,1,system,all,huddle,true_adoption,0.5\n",
        // And one of no run between two runs.
        lines[..between].concat()
            + "00000000000000aa,0,0,arm,1,system,all,huddle,true_adoption,0.5\n"
            + &lines[between..].concat(),
        String::new(),
    ];
    for (number, version) in versions.iter().enumerate() {
        assert_ne!(*version, whole);
        fs::write(&file, version).unwrap();
        let refused = desk.run(&["merge", "plan"]);
        assert_eq!(refused.code, Some(2), "version {number}");
        desk.well(&["worker", "plan", "--quiet"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), whole, "version {number}");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(desk.run(&["merge", "plan"]).code, Some(2));
    ends_the_same(&desk);
}

#[test]
fn an_edited_row_is_not_accepted() {
    let desk = prepared(EXPERIMENT);
    desk.well(&["worker", "plan", "--quiet"]);
    let file = &files(&desk)[0];
    let whole = fs::read_to_string(file).unwrap();
    let mut lines: Vec<String> = whole.lines().map(String::from).collect();
    let at = lines[1].find(",0.").unwrap();
    lines[1].replace_range(at..at + 3, ",0.9");
    let edited = lines.join("\n") + "\n";
    // Rows swapped, a row twice, a row of another chunk.
    let (mut swapped, mut twice): (Vec<&str>, Vec<&str>) = (whole.lines().collect(), whole.lines().collect());
    swapped.swap(1, 2);
    twice.push(twice[1]);
    let other = fs::read_to_string(&files(&desk)[1]).unwrap();
    let versions = [edited, swapped.join("\n") + "\n", twice.join("\n") + "\n", other];
    for version in versions {
        fs::write(file, version).unwrap();
        assert_eq!(desk.run(&["merge", "plan"]).code, Some(2));
        desk.well(&["worker", "plan", "--quiet"]);
        assert_eq!(fs::read_to_string(file).unwrap(), whole);
    }
    ends_the_same(&desk);
}

#[test]
fn a_shard_done_twice_at_once_is_done_once() {
    let desk = prepared(&many());
    let all: Vec<Child> = (0..4).map(|_| worker(&desk, &["--quiet", "--threads", "1", "--shard", "1/2"])).collect();
    for child in all {
        let ran = ended(child);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    // Copies in which the same was done are merged too, being the same.
    copy(&desk, "plan", "copy");
    desk.well(&["worker", "plan", "--shard", "2/2", "--quiet"]);
    desk.well(&["merge", "copy", "plan", "--out", "both", "--quiet"]);
    same(&desk, "whole", "both");
    ends_the_same(&desk);
}

#[test]
fn two_results_of_the_same_runs_are_not_chosen_between() {
    let desk = prepared(EXPERIMENT);
    desk.well(&["worker", "plan", "--quiet"]);
    copy(&desk, "plan", "copy");
    // A row with another number and the checksum that belongs to it: what a machine that miscalculates would write.
    let file = &files(&desk)[0];
    let mut lines: Vec<String> = fs::read_to_string(file).unwrap().lines().map(String::from).collect();
    let (rest, _) = lines[1].rsplit_once(',').unwrap();
    let rest = rest.replacen(",0.", ",0.9", 1);
    let checksum: String = Sha256::digest(&rest)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    lines[1] = format!("{rest},{checksum}");
    fs::write(file, lines.join("\n") + "\n").unwrap();
    let refused = desk.run(&["merge", "plan", "copy", "--out", "both"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("different results of the same runs"), "{}", refused.err);
    assert!(!desk.path("both").exists());
    // rerun tells which of the two it is.
    let rows = desk.table("whole", "runs.csv");
    let id = &rows[1][0];
    assert_eq!(desk.run(&["rerun", "plan", "--run", id]).code, Some(1));
    assert_eq!(desk.run(&["rerun", "copy", "--run", id]).code, Some(0));
}

#[test]
fn a_plan_that_was_touched_is_refused() {
    let desk = prepared(EXPERIMENT);
    for (file, from, to) in [
        ("points.csv", "0.01 /week", "0.02 /week"),
        ("cases.csv", "base", "more"),
        ("experiment.toml", "worlds = 2", "worlds = 3"),
        ("base.toml", "10 weeks", "12 weeks"),
        ("plan.json", "\"replicates\": 5", "\"replicates\": 4"),
        ("plan.json", "\"fingerprint\": \"", "\"fingerprint\": \"0"),
        ("plan.json", "\"format\": 1", "\"format\": 2"),
        ("plan.json", "{", "["),
    ] {
        let name = format!("plan/{file}");
        let before = desk.text(&name);
        assert!(before.contains(from), "{file}: {from}");
        desk.write(&name, before.replacen(from, to, 1));
        for command in [&["worker", "plan"][..], &["merge", "plan"]] {
            let refused = desk.run(command);
            assert_eq!(refused.code, Some(2), "{file}: {}{}", refused.out, refused.err);
            assert!(!refused.err.contains("panicked"), "{file}: {}", refused.err);
        }
        desk.write(&name, before);
    }
    ends_the_same(&desk);
}

#[test]
fn a_plan_that_lost_a_file_is_mended_by_planning_it_again() {
    let desk = prepared(EXPERIMENT);
    desk.well(&["worker", "plan", "--shard", "1/2", "--quiet"]);
    for file in ["points.csv", "cases.csv", "experiment.toml", "base.toml", "scenario.toml", "plan.json"] {
        let name = format!("plan/{file}");
        let before = desk.bytes(&name);
        for lost in [None, Some("x = 1\n")] {
            match lost {
                None => fs::remove_file(desk.path(&name)).unwrap(),
                Some(text) => desk.write(&name, text),
            }
            assert_ne!(desk.run(&["worker", "plan"]).code, Some(0), "{file}");
            desk.well(&["plan", "e.toml", "--out", "plan", "--quiet"]);
            assert_eq!(desk.bytes(&name), before, "{file}");
        }
    }
    // Killed while it is made: some of its files are there, and parts of others.
    fs::create_dir(desk.path("half")).unwrap();
    fs::copy(desk.path("plan/experiment.toml"), desk.path("half/experiment.toml")).unwrap();
    desk.write("half/.points.csv.0.part", "point,pu");
    desk.well(&["plan", "e.toml", "--out", "half", "--quiet"]);
    // Not where something else stands.
    desk.write("half/mine.txt", "mine");
    fs::remove_file(desk.path("half/plan.json")).unwrap();
    assert_eq!(desk.run(&["plan", "e.toml", "--out", "half"]).code, Some(2));
    ends_the_same(&desk);
}

#[test]
fn a_table_that_was_edited_is_told_by_rerun_and_status() {
    let desk = prepared(EXPERIMENT);
    ends_the_same(&desk);
    assert_eq!(desk.run(&["status", "plan"]).code, Some(0));
    let table = desk.text("plan/runs.csv");
    let at = table.match_indices(",0.").nth(3).unwrap().0;
    let mut edited = table.clone();
    edited.replace_range(at..at + 3, ",0.9");
    desk.write("plan/runs.csv", edited);
    let id = table.lines().nth(1).unwrap().split(',').next().unwrap().to_string();
    assert_eq!(desk.run(&["rerun", "plan", "--run", &id]).code, Some(1));
    let status = desk.run(&["status", "plan"]);
    assert!(status.code == Some(1) && status.out.contains("runs.csv"), "{}", status.out);
    // Without its chunks a merged folder still says what there is.
    desk.write("plan/runs.csv", table);
    fs::remove_dir_all(chunks(&desk, "plan")).unwrap();
    assert_eq!(desk.run(&["rerun", "plan", "--run", &id]).code, Some(0));
    assert!(desk.well(&["status", "plan"]).contains("merged"));
}

#[test]
fn two_sweeps_of_one_folder_at_once_end_the_same() {
    let desk = prepared(&many());
    let sweep = || {
        let mut command = desk.program(&["sweep", "e.toml", "--out", "plan", "--quiet"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for child in [sweep(), sweep(), sweep()] {
        let ran = ended(child);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    same(&desk, "whole", "plan");
}

#[test]
fn a_plan_changed_underfoot_stops_its_workers() {
    let desk = prepared(&many());
    let child = worker(&desk, &["--threads", "1"]);
    sleep(Duration::from_millis(250));
    desk.write("e.toml", many().replace("replicates = 40", "replicates = 41"));
    desk.well(&["plan", "e.toml", "--out", "plan", "--extend", "--quiet"]);
    let stopped = ended(child);
    // On a quick machine it may have been done before.
    if stopped.code != Some(0) {
        assert_eq!(stopped.code, Some(2), "{}", stopped.err);
        assert!(stopped.err.contains("was changed while this worker was at it"), "{}", stopped.err);
    }
    // What it had done is found again, and all ends as if it had been planned so at once.
    let said = desk.well(&["worker", "plan"]);
    assert!(said.contains("found again"), "{said}");
    desk.well(&["merge", "plan", "--quiet"]);
    desk.well(&["sweep", "e.toml", "--out", "fresh", "--quiet"]);
    same(&desk, "fresh", "plan");
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let desk = prepared(EXPERIMENT);
    let needed: u64 = desk.contents().iter().filter(|(path, _)| path.starts_with("whole")).map(|(_, size)| size).sum();
    // A small disk of its own, in a mount namespace that ends with the shell.
    let script = |size: u64, then: &str| {
        let setup = format!("mkdir -p disk && mount -t tmpfs -o size={size} tmpfs disk && cp -r plan disk/plan");
        format!("{setup} || exit 77; {then}")
    };
    let shell = |script: String| {
        let program = env!("CARGO_BIN_EXE_takehold");
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--map-root-user", "--user", "sh", "-c", &script, program])
            .current_dir(desk.path("."));
        command.output().map(ran)
    };
    let probe = shell(script(1 << 20, "exit 0"));
    if probe.as_ref().map_or(true, |ran| ran.code != Some(0)) {
        println!("skipped: a disk of its own cannot be mounted here ({probe:?})");
        return;
    }
    let small = needed / 3;
    let all = "$0 worker disk/plan --quiet; code=$?; cp -r disk/plan kept; exit $code";
    let full = shell(script(small, all)).unwrap();
    assert_eq!(full.code, Some(3), "{}{}", full.out, full.err);
    assert!(
        full.err.contains("No space left on device") && full.err.contains("what was finished is kept"),
        "{}",
        full.err
    );
    // What was finished is whole, and the rest goes on elsewhere.
    let kept = desk.run(&["status", "kept", "--json"]);
    assert_eq!(kept.code, Some(0), "{}", kept.out);
    let done = kept.out.lines().find(|line| line.contains("\"chunks_done\"")).unwrap().to_string();
    assert!(!done.contains(": 0,"), "{done}");
    desk.well(&["worker", "kept", "--quiet"]);
    // So it is with tables that do not fit.
    let merge = "$0 merge disk/plan; code=$?; ls -A disk/plan; exit $code";
    fs::rename(desk.path("plan"), desk.path("aside")).unwrap();
    fs::rename(desk.path("kept"), desk.path("plan")).unwrap();
    let chunks: u64 = files(&desk).iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    let unmerged = shell(script(chunks * 4 / 3 + 200_000, merge)).unwrap();
    assert_eq!(unmerged.code, Some(3), "{}{}", unmerged.out, unmerged.err);
    // A table that is there is whole, and without a manifest it is no result.
    assert!(!unmerged.out.contains("manifest.json") && !unmerged.out.contains(".part"), "{}", unmerged.out);
    ends_the_same(&desk);
}

#[test]
fn a_clock_set_back_changes_nothing() {
    let desk = prepared(EXPERIMENT);
    desk.well(&["worker", "plan", "--shard", "1/2", "--quiet"]);
    // Files from the future and from long ago.
    for (at, file) in files(&desk).iter().enumerate() {
        let when = if at % 2 == 0 { "2100-01-01" } else { "1971-01-01" };
        assert!(Command::new("touch").args(["-d", when]).arg(file).status().unwrap().success());
    }
    assert!(
        Command::new("touch").args(["-d", "2100-01-01"]).arg(desk.path("plan/plan.json")).status().unwrap().success()
    );
    let faketime = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_takehold");
        Command::new("faketime")
            .arg("2001-02-03 04:05:06")
            .arg(program)
            .args(arguments)
            .current_dir(desk.path("."))
            .output()
    };
    match faketime(&["worker", "plan", "--quiet"]).map(ran) {
        Ok(worked) => {
            assert_eq!(worked.code, Some(0), "{}", worked.err);
            assert_eq!(faketime(&["merge", "plan", "--quiet"]).map(ran).unwrap().code, Some(0));
            assert!(desk.text("plan/manifest.json").contains("2001-02-0"), "the clock was not set back");
            same(&desk, "whole", "plan");
        }
        Err(cause) => println!("skipped in part: the clock cannot be set back here (faketime: {cause})"),
    }
    ends_the_same(&desk);
    assert!(!tables(&desk, "plan").is_empty());
}
