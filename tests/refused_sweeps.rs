//! What is refused of experiments, plans and shards, and how. As for scenarios, each has a message that was read by a human,
//! kept under `tests/snapshots`.

#[path = "support/program.rs"]
mod program;
#[path = "support/refused.rs"]
mod refused;
#[path = "support/sweeps.rs"]
mod sweeps;

use program::Desk;
use refused::refused;
use sweeps::{EXPERIMENT, desk};

/// An experiment that must be refused.
fn refused_experiment(name: &str, text: &str) {
    refused(name, &desk(text), &["sweep", "e.toml"]);
}

/// A sound head with designs that are not.
fn refused_designs(name: &str, designs: &str) {
    refused_experiment(name, &format!("title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n{designs}"));
}

#[test]
fn many_mistakes_of_an_experiment_are_told_at_once() {
    refused_experiment(
        "sweep-many",
        "titel = \"T\"\nquestion = \"\"\nscenario = \"ward.toml\"\n[keep]\nmeasures = [\"gain_12\"]\nseries = \"all\"\n\
         chunk = 0\n[designs.a]\nkind = \"factorail\"\n[designs.a.factors.point]\nkey = \"x\"\nvalues = [1]\n\
         [designs.a.factors.b]\nvalues = [1]\n[designs.a.factors.c]\nkey = \"x\"\n[designs.a.factors.d]\nkey = \"x\"\n\
         values = [1]\nfrom = 1\nto = 2\n[designs.a.factors.e]\nkey = \"x\"\nfrom = \"1 week\"\nto = \"2 months\"\nsteps = 3\n\
         [designs.a.factors.f]\nkey = \"x\"\nfrom = 2\nto = 1\n[designs.a.factors.g]\nkey = \"x\"\nfrom = 1\nto = 2\n\
         [designs.a.factors.h]\nkey = \"x\"\nfrom = 0\nto = 1\nscale = \"log\"\n[designs.a.factors.i]\nkey = \"x\"\nvalues = 3\n\
         [designs.b]\nkind = \"sobol\"\npoints = 1000\n[designs.b.factors.b]\nkey = \"x\"\nfrom = \"low\"\nto = 1\n\
         [designs.c]\nkind = \"zip\"\n[designs.c.factors.u]\nkey = \"x\"\nvalues = [1, 2]\n[designs.c.factors.v]\nkey = \"y\"\n\
         values = [1, 2, 3]\n[designs.d]\nkind = \"latin-hypercube\"\n[designs.d.factors.w]\nkey = \"x\"\nfrom = 0\nto = 1\n[designs.e]\n",
    );
}

#[test]
fn points_that_cannot_be_are_told_with_their_levels() {
    refused_designs(
        "sweep-points",
        "[designs.d.factors.push]\nkey = \"initiatives.huddle.push\"\nvalues = [\"0.01 /week\", \"2 kg\"]\n\
         [designs.d.factors.ends]\nkey = \"initiatives.huddle.funded\"\nvalues = [\"10 weeks\", \"3 years\"]\n\
         [designs.d.factors.slip]\nkey = \"initiatives.huddel.pull\"\nvalues = [\"0.01 /week\"]\n",
    );
}

#[test]
fn what_is_the_same_for_all_points_is_no_factor() {
    refused_designs(
        "sweep-unequal",
        "[designs.d.factors.n]\nkey = \"run.replicates\"\nvalues = [1, 2]\n[designs.d.factors.m.levels.a]\ndecide.margin = 0.1\n\
         [designs.d.factors.w]\nkey = \"x\"\nfrom = 0.5\nto = 2.5\nsteps = 3\nwhole = true\n",
    );
    refused_designs(
        "sweep-arms",
        "[designs.d.factors.x.levels.with]\narms.extra.initiatives.huddle.push = \"0.03 /week\"\n[designs.d.factors.x.levels.without]\n",
    );
}

#[test]
fn tables_that_do_not_fit_are_told_line_by_line() {
    let text = "title = \"T\"\nquestion = \"Q\"\nscenario = \"ward.toml\"\n[designs.d]\nkind = \"table\"\nfile = \"p.csv\"\n\
        [designs.d.factors.push]\nkey = \"initiatives.huddle.push\"\n";
    let desk = desk(text);
    refused("sweep-table-absent", &desk, &["sweep", "e.toml"]);
    desk.write("p.csv", "pusch,funded\n0.01 /week,3\n");
    refused("sweep-table-columns", &desk, &["sweep", "e.toml"]);
    desk.write("p.csv", "push\n0.01 /week\n\"\"\n0.02 /week,x\n");
    refused("sweep-table-rows", &desk, &["sweep", "e.toml"]);
    desk.write("p.csv", "push\n");
    refused("sweep-table-empty", &desk, &["sweep", "e.toml"]);
}

#[test]
fn what_is_no_experiment_and_what_it_names_are_told() {
    let desk = desk(&EXPERIMENT.replace("ward.toml", "wrd.toml"));
    refused("sweep-of-a-scenario", &desk, &["sweep", "ward.toml"]);
    refused("sweep-scenario-absent", &desk, &["sweep", "e.toml"]);
    desk.write("e.toml", EXPERIMENT.replace("[keep]\n", "[keep]\narms = [\"most\"]\n"));
    refused("sweep-arm", &desk, &["plan", "e.toml"]);
    desk.write("e.toml", EXPERIMENT.replace("replicates = 5", "replicats = 5"));
    refused("sweep-fixed", &desk, &["plan", "e.toml"]);
    desk.write("e.toml", EXPERIMENT.replace("points = 3", "points = 900000"));
    refused("sweep-too-many", &desk, &["plan", "e.toml"]);
}

#[test]
fn commands_on_plans_are_told_what_they_lack() {
    let desk = desk(EXPERIMENT);
    desk.write("empty.txt", "");
    for command in ["worker", "merge", "status"] {
        refused(&format!("plan-absent-{command}"), &desk, &[command, "nothing"]);
    }
    refused("plan-out-exists", &desk, &["plan", "e.toml", "--out", "."]);
    refused("plan-out-is-a-file", &desk, &["plan", "e.toml", "--out", "empty.txt"]);
    desk.well(&["plan", "e.toml", "--out", "plan", "--quiet"]);
    for shard in ["0/4", "5/4", "4"] {
        refused(&format!("shard-{}", shard.replace('/', "-of-")), &desk, &["worker", "plan", "--shard", shard]);
    }
    refused("merge-incomplete", &desk, &["merge", "plan"]);
    refused("merge-incomplete-partial", &desk, &["merge", "plan", "--partial"]);
    refused("plan-run-name", &desk, &["rerun", "plan", "--run", "base-w0-r0"]);
    refused("plan-run-outside", &desk, &["rerun", "plan", "--run", "p6-base-w0-r0"]);
    desk.write("e.toml", EXPERIMENT.replace("worlds = 2", "worlds = 3"));
    refused("plan-other", &desk, &["plan", "e.toml", "--out", "plan"]);
    desk.well(&["plan", "e.toml", "--out", "other", "--quiet"]);
    refused("merge-unlike", &desk, &["merge", "plan", "other"]);
}

#[test]
fn without_a_cluster_it_is_said_how_to_go_on() {
    let desk = desk(EXPERIMENT);
    desk.well(&["plan", "e.toml", "--out", "plan", "--quiet"]);
    let mut command = desk.program(&["submit", "plan", "--engine", "slurm"]);
    let ran = program::ran(command.env("PATH", "/nowhere").output().unwrap());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("sbatch cannot be started") && ran.err.contains("--dry-run"), "{}", ran.err);
    let said = desk.well(&["submit", "plan", "--engine", "slurm", "--dry-run"]);
    assert!(said.contains("1 shard of less than a minute each; nothing was submitted"), "{said}");
    let script = desk.text("plan/slurm/array.sh");
    assert!(
        script.contains("#SBATCH --array=1-1") && script.contains("--shard \"$SLURM_ARRAY_TASK_ID/1\""),
        "{script}"
    );
    assert!(Desk::new().run(&["submit", "plan", "--engine", "pbs"]).code == Some(2));
}
