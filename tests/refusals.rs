//! What is refused, and how: every bad input has its own message, exits with 2, says nothing on standard output and
//! leaves nothing behind. Messages are kept under `tests/snapshots`; `INSTA_UPDATE=always cargo test --test refusals`
//! writes them anew.

#[path = "support/program.rs"]
mod program;
#[path = "support/refused.rs"]
mod refused;

use program::{Desk, TRUST, WARD};
use refused::refused;

/// A scenario that must be refused.
fn refused_text(name: &str, text: &str) {
    refused(name, &Desk::with("a.toml", text), &["run", "a.toml"]);
}

/// A sound ward with more lines at its end, in the table of the initiative.
fn refused_ward(name: &str, more: &str) {
    refused_text(name, &format!("{WARD}{more}"));
}

/// A sound ward with arguments that do not fit.
fn refused_arguments(name: &str, arguments: &[&str]) {
    refused(name, &Desk::with("a.toml", WARD), &[&["run", "a.toml"], arguments].concat());
}

#[test]
fn the_scenarios_that_are_broken_here_are_sound() {
    for text in [WARD, TRUST] {
        Desk::with("a.toml", text).well(&["check", "a.toml"]);
    }
}

#[test]
fn many_mistakes_are_told_at_once() {
    refused_text(
        "many",
        "titel = \"A ward\"\nquestion = \"\"\n\n[run]\nlength = \"40 parsecs\"\nreplicates = 2.5\nworlds = 0\n\n\
         [population]\ntemplate = \"wrad\"\nstaff = -3\n\n[mechanisms]\nhabits = false\n\n[mechanisms.attention]\n\
         weight = \"much\"\n\n[initiatives.Huddle]\npush = \"0.01 /week\"\n\n[initiatives.checklist]\n\
         targets = [\"wizards\"]\nbaseline = 7\nstarts = 26\npush = \"2 kg\"\nannounced_end = \"yes\"\n\n\
         [arms.more.initiatives.checklists]\npush = \"0.02 /week\"\n\n[arms.more.run]\nseed = 3\n",
    );
}

#[test]
fn text_that_is_no_toml_is_told_line_by_line() {
    refused_text(
        "not-toml",
        "title: A ward\nquestion = What is left?\n\n[run\nlength = \"40 weeks\nreplicates = 2,5\n\n[population]\nstaff =\n",
    );
    refused_text("not-toml-but-prose", "Dear colleague,\n\nplease find attached the scenario.\n");
}

#[test]
fn misspelt_keys_are_told_with_what_was_meant() {
    refused_ward("misspelt-key", "pusch = \"0.01 /week\"\nbaselin = 0.1\n[population_]\n[arm.x]\n");
    refused_ward(
        "misspelt-mechanism",
        "[mechanisms.habbit]\ngrowth = \"1 /week\"\n[mechanisms.turnover]\nmultipel = 2\n",
    );
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    refused_ward("range-share", "baseline = 1.2\n");
    refused_ward("range-full", "baseline = 1.0\n");
    refused_ward("range-rate", "push = \"-0.01 /week\"\npull = \"5000 /week\"\n");
    refused_ward("range-nan", "baseline = nan\npush = \"nan /week\"\n[ties]\nper_person = nan\n");
    refused_ward(
        "range-inf",
        "[ties]\nper_person = inf\nsame_profession_odds = -inf\n[mechanisms.turnover]\nmultiple = 1e999\n",
    );
    refused_ward("range-ties", "[ties]\nper_person = 501\nsame_profession_odds = 0\n");
    refused_ward("no-unit", "push = 0.01\nlapse = \"12 %\"\nramp = 8\n");
}

#[test]
fn staff_that_cannot_be_are_refused() {
    let of = |lines: &str| WARD.replace("template = \"ward\"", lines);
    refused_text("staff-negative", &of("staff = -5"));
    refused_text("staff-none", &of("staff = 0"));
    refused_text("staff-part", &of("staff = 36.5"));
    refused_text("staff-too-many", &of("staff = 5000001"));
    refused_text("staff-more-units-in-one-organisation-than-fit", &of("staff = 5000000"));
    refused_text("units-more-than-staff", &of("staff = 20\nunits = 21"));
    refused_text("units-too-many", &of("template = \"ward\"\nunits = 4294967295"));
    refused_text("organisations-more-than-staff", &of("staff = 20\norganisations = 21"));
    refused_text("organisations-more-than-units", &of("staff = 200\nunits = 3\norganisations = 4"));
}

#[test]
fn something_given_twice_is_refused() {
    refused_ward("duplicate-table", "[initiatives.huddle]\npush = \"0.01 /week\"\n");
    refused_ward("duplicate-key", "funded = \"12 weeks\"\n");
    refused_ward("duplicate-by-unit", "funded_weeks = 12\n");
    refused_ward("duplicate-arm", "[arms.x]\n[arms.y]\n[arms.x]\n");
}

#[test]
fn arms_that_cannot_be_are_refused() {
    refused_ward("arm-base", "[arms.base.initiatives.huddle]\npush = \"0.02 /week\"\n");
    refused_ward("arm-sets-seed", "[arms.lucky.run]\nseed = 7\n");
    refused_ward(
        "arm-patches-nothing-there",
        "[arms.x.initiatives.huddle.levers]\nmoney = 3\n[arms.y.mechanism]\nhabit = false\n",
    );
    refused_ward("arm-is-a-number", "[arms]\nx = 3\n");
    refused_ward("arm-name", "[arms.\"More money!\"]\n");
    refused_ward("arm-in-arm", "[arms.x.arms.y]\n");
    refused_ward(
        "arm-targets",
        "[arms.practices.population]\ntemplate = \"practices\"\n[arms.practices.initiatives.huddle]\ntargets = [\"nurses\"]\n",
    );
    refused_ward("arm-reference", "[decide]\nreference = \"beast\"\n[arms.best]\n");
    let many: String = (0..65).map(|arm| format!("[arms.a{arm}]\n")).collect();
    refused_ward("arms-too-many", &many);
}

#[test]
fn what_comes_too_late_is_refused() {
    refused_ward(
        "late-event",
        "[events.cut]\nwhat = \"leavers\"\nat = \"70 weeks\"\n[events.when]\nwhat = \"leavers\"\n",
    );
    refused_text("late-initiative", &WARD.replace("\"4 weeks\"", "\"70 weeks\""));
    refused_text("late-funding", &WARD.replace("\"10 weeks\"", "\"2 years\""));
    refused_ward("late-embedding", "embedding_after = \"11 weeks\"\n");
    refused_arguments("late-by-flag", &["--weeks", "10"]);
}

#[test]
fn waves_that_cannot_come_are_refused() {
    refused_ward("waves-none", "spread = \"waves\"\nwaves = 0\n");
    refused_ward("waves-too-many", "spread = \"waves\"\nwaves = 80\n");
    refused_ward("waves-too-late", "spread = \"receptive-first\"\nwaves = 3\nbetween = \"5 weeks\"\n");
}

#[test]
fn what_happens_at_once_does_not_last() {
    refused_ward(
        "event-lasts",
        "[events.cut]\nwhat = \"leavers\"\nat = \"20 weeks\"\nlasts = \"4 weeks\"\nhours = \"1 hour/week\"\n",
    );
}

#[test]
fn what_cannot_be_judged_is_refused() {
    refused_ward(
        "expect-several",
        "\n[expect.first]\nmeasure = \"gain_12\"\norder = [\"bse\", \"base\"]\n\n[expect.second]\nsays = \"More\"\n\
         order = [\"base\"]\nmeasure = \"gain_12m\"\ngroup = \"nurses\"\nat = \"4 weeks\"\n\n[expect.third]\nsays = \"Less\"\n\
         measure = \"true_adoption\"\ninitiative = \"hudle\"\norder = [\"base\", \"base:twin\"]\nbeyond = [\"base\"]\n\
         alike = true\nby = -1\n\n[expect.fourth]\nsays = \"Late\"\nmeasure = \"true_adoption\"\norder = [\"base\"]\nabove = 0.1\n\
         at = \"3 years\"\n",
    );
}

#[test]
fn unknown_people_are_refused() {
    refused_ward("targets-unknown", "targets = [\"nurses\", \"nurse\"]\n");
    refused_ward(
        "professions-unknown",
        "[professions.wizards]\nlistened_to = 2\n[mechanisms.rotation]\nprofessions = [\"wizards\"]\n",
    );
    refused_ward(
        "event-professions-unknown",
        "[events.e]\nwhat = \"leavers\"\nat = \"3 weeks\"\nprofessions = [\"elves\"]\n",
    );
}

/// A scenario whose people and ties stand in files, with something wrong in them.
fn files(people: &str, ties: &str) -> Desk {
    let files = "template = \"files\"\n[files.people]\npath = \"people.csv\"\n[files.ties]\npath = \"ties.csv\"";
    let desk = Desk::with("a.toml", &WARD.replace("template = \"ward\"", files));
    desk.write("people.csv", people);
    desk.write("ties.csv", ties);
    desk
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let (people, ties) = ("id,profession\r\n1,nurses\r\n2,doctors\r\n3,nurses\r\n", "from;to;weight\n1;2;3\n2;3;1\n");
    let run = ["run", "a.toml", "--out", "results"];
    refused("tables-people", &files("id,profession\r\n1,nurses\r\n2\r\n1,doctors\r\n3,\r\n", ties), &run);
    refused("tables-ties", &files(people, "from,to,weight\n1,2,3\n1,4,3\n2,3,-1\n3,1\n"), &run);
    refused("tables-heading", &files("id,profession\n1,nurses\n", "form,to\n1,1\n"), &run);
    refused("tables-empty", &files("", ties), &run);
    let utf16: Vec<u8> = people.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let desk = files(people, ties);
    desk.write("people.csv", utf16);
    refused("tables-utf16", &desk, &run);
    let desk = files(people, ties);
    refused("tables-keep", &desk, &[&run[..], &["--set", "files.ties.keep=['wieght > 2']"]].concat());
    desk.well(&["run", "a.toml", "--out", "results", "--quiet"]);
    // Moved or not, it is the same scenario; with another file it is not.
    std::fs::create_dir(desk.path("elsewhere")).unwrap();
    std::fs::copy(desk.path("results/scenario.toml"), desk.path("elsewhere/b.toml")).unwrap();
    desk.well(&["run", "elsewhere/b.toml", "--out", "again", "--quiet"]);
    assert_eq!(program::difference(&desk.results("results"), &desk.results("again")), None);
    desk.well(&["rerun", "results", "--run", "base-w0-r0"]);
    desk.write("ties.csv", "from,to,weight\n1,2,3\n");
    let ran = desk.run(&["rerun", "results", "--run", "base-w0-r0"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("files.ties.sha256: ") && ran.err.contains("is not the file that is meant"),
        "{}",
        ran.err
    );
}

#[test]
fn a_baseline_that_cannot_hold_is_refused() {
    refused_ward("baseline-cannot-hold", "pull = \"0.9 /week\"\n[mechanisms.contagion]\nform = \"simple\"\n");
    // Found when the world is built, after the folder was made: that goes too.
    let desk =
        Desk::with("a.toml", &format!("{WARD}pull = \"0.9 /week\"\n[mechanisms.contagion]\nform = \"simple\"\n"));
    refused("baseline-cannot-hold", &desk, &["run", "a.toml", "--out", "some/where/new"]);
    std::fs::create_dir(desk.path("empty")).unwrap();
    refused("baseline-cannot-hold", &desk, &["run", "a.toml", "--out", "empty"]);
}

#[test]
fn settings_on_the_command_line_are_held_to_the_same() {
    refused_arguments("set-twice", &["--set", "ties.per_person=8", "--set", "ties.per_person=9"]);
    refused_arguments("set-without-equals", &["--set", "ties.per_person"]);
    refused_arguments("set-unknown", &["--set", "initiatives.hudle.push=\"0.02 /week\"", "--set", "ties.perperson=3"]);
    refused_arguments("set-and-flag", &["--reps", "3", "--set", "run.replicates=4"]);
    refused_arguments("set-table", &["--set", "ties=3"]);
    refused_arguments("set-value", &["--set", "ties.per_person=[3", "--set", "run.length=soon"]);
    refused_arguments("without-unknown", &["--without", "habits"]);
    refused_arguments("reps-none", &["--reps", "0"]);
    refused_arguments("reps-too-many", &["--reps", "1000001"]);
    refused_arguments("reps-no-number", &["--reps", "many"]);
    refused_arguments("seed-negative", &["--seed", "-1"]);
    refused_arguments("threads-none", &["--threads", "0"]);
    refused_arguments("force-without-out", &["--force"]);
    refused_arguments("flag-unknown", &["--reps", "2", "--sead", "3"]);
}

#[test]
fn files_that_are_no_scenarios_are_refused() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("folder")).unwrap();
    desk.write("empty.toml", "");
    desk.write("blank.toml", "\n  \n");
    desk.write("latin.toml", b"title = \"A\"\nquestion = \"Caf\xe9?\"\n");
    desk.write("utf16.toml", b"\xff\xfet\0i\0");
    desk.write("picture.toml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    // A gigabyte that takes no room, and must not be read.
    std::fs::File::create(desk.path("huge.toml")).unwrap().set_len(1 << 30).unwrap();
    for name in ["missing", "folder", "empty", "blank", "latin", "utf16", "picture", "huge"] {
        let file = if name == "folder" { name.to_string() } else { format!("{name}.toml") };
        refused(&format!("file-{name}"), &desk, &["run", &file]);
    }
    #[cfg(unix)]
    refused("file-endless", &desk, &["run", "/dev/zero"]);
    refused("no-file", &desk, &["run"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with("a.toml", WARD);
    std::fs::set_permissions(desk.path("a.toml"), std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything, as in a container, has no such file.
    if std::fs::File::open(desk.path("a.toml")).is_err() {
        refused("file-unreadable", &desk, &["run", "a.toml"]);
    }
}

#[test]
fn results_are_never_overwritten_unasked() {
    let desk = Desk::with("a.toml", WARD);
    desk.well(&["run", "a.toml", "--quiet", "--out", "results"]);
    refused("out-exists", &desk, &["run", "a.toml", "--out", "results"]);
    refused("out-is-a-file", &desk, &["run", "a.toml", "--out", "a.toml"]);
    refused("out-is-a-file", &desk, &["run", "a.toml", "--out", "a.toml", "--force"]);
    desk.well(&["run", "a.toml", "--quiet", "--out", "results", "--force", "--seed", "3"]);
    let ran = desk.run(&["run", "a.toml", "--out", "a.toml/inside"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("takehold: a.toml/inside: "), "{}", ran.err);
}

#[test]
fn runs_and_folders_that_are_not_there_are_refused() {
    let desk = Desk::with("a.toml", WARD);
    desk.well(&["run", "a.toml", "--quiet", "--out", "results"]);
    refused("rerun-name", &desk, &["rerun", "results", "--run", "first"]);
    refused("rerun-arm", &desk, &["rerun", "results", "--run", "bse-w0-r0"]);
    refused("rerun-outside", &desk, &["rerun", "results", "--run", "base-w0-r2"]);
    refused("audit-arm", &desk, &["audit", "results", "results", "--run-b", "other-w0-r0"]);
    refused("audit-outside", &desk, &["audit", "results", "results", "--run-b", "base-w3-r0"]);
    std::fs::create_dir(desk.path("other")).unwrap();
    for folder in ["other", "nowhere", "a.toml"] {
        let ran = desk.run(&["rerun", folder, "--run", "base-w0-r0"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
        let says = format!("takehold: {folder} is not a result folder of takehold: manifest.json: ");
        assert!(ran.err.starts_with(&says), "{}", ran.err);
    }
    desk.write("other/manifest.json", desk.text("results/manifest.json").replace("\"format\": 1", "\"format\": 99"));
    refused("rerun-other-format", &desk, &["rerun", "other", "--run", "base-w0-r0"]);
    desk.write("other/manifest.json", "{}");
    refused("rerun-other-program", &desk, &["rerun", "other", "--run", "base-w0-r0"]);
}

#[test]
fn a_scenario_is_not_made_over_another() {
    let desk = Desk::with("scenario.toml", WARD);
    refused("new-exists", &desk, &["new", "."]);
    refused("new-template", &desk, &["new", "x", "--template", "hospital"]);
    refused("new-in-a-file", &desk, &["new", "scenario.toml"]);
}

#[test]
fn check_tells_of_every_file() {
    let desk = Desk::with("good.toml", WARD);
    desk.write("bad.toml", WARD.replace("funded", "fundet"));
    desk.write("worse.toml", WARD.replace("\"ward\"", "\"word\""));
    let ran = desk.run(&["check", "bad.toml", "good.toml", "nowhere.toml", "worse.toml"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("good.toml: fine. 1 arm, 36 staff, 1 initiative, 70 weeks, "), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("check-several", ran.err);
    });
}

#[test]
fn nobody_to_tell_of_is_told_with_whom_there_is() {
    let traced = |name: &str, who: &str| refused_arguments(name, &["--trace", who]);
    traced("trace-nobody", "");
    traced("trace-fate", "ten who lapst");
    traced("trace-many", "100 who lapsed");
    traced("trace-number", "9999");
    traced("trace-called", "ward 1, nurses, front lin, number 2");
    traced("trace-several", "ward 1");
    refused_arguments("trace-and-out", &["--trace", "1", "--out", "results"]);
    refused_arguments("trace-run-without-trace", &["--run", "base-w0-r0"]);
    refused_arguments("trace-run-name", &["--trace", "1", "--run", "bsae"]);
    refused_arguments("trace-run-outside", &["--trace", "1", "--run", "base-w0-r7"]);
    let desk = Desk::with("a.toml", TRUST);
    refused("trace-fate-of-nobody", &desk, &["run", "a.toml", "--trace", "two who complied"]);
}
