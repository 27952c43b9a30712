//! The library is what it says it is: every shipped scenario runs and has its section and picture in `docs/scenarios.md`,
//! every row of the requirements catalogue has its answer, and the experiments that show them hold.
//!
//! ```sh
//! TAKEHOLD_BLESS="what changed" cargo test --test library
//! ```
//!
//! writes both documents anew; scenarios whose text and numbers did not change are not run again.

#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use takehold::decide::Digest;
use takehold::library::{Class, LEVERS, Row, Shipped, Verdict, base_with, catalogue, experiment, loops, shelf};
use takehold::mechanisms::Mechanisms;
use takehold::observe::{MEASURES, Weekly};
use takehold::report::{
    catalogue_document, loops_picture, picture_in_short, scenario_section, scenarios_document, stamp, topics,
};
use takehold::scenario::{load, read};
use takehold::study::{Hooks, Plan, study};

/// Rows of the requirements catalogue.
const ROWS: usize = 184;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn docs() -> PathBuf {
    root().join("docs")
}

fn blessing() -> Option<String> {
    let reason = std::env::var("TAKEHOLD_BLESS").ok()?;
    assert!(reason.split_whitespace().count() >= 2, "say what changed in TAKEHOLD_BLESS, in a few words");
    Some(reason)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n")
}

fn stamp_of(shipped: &Shipped) -> String {
    stamp(shipped.text, &text(&root().join(format!("tests/goldens/{}.csv", shipped.name()))))
}

/// The section of a scenario as it stands in the document, from its heading to the next.
fn standing<'t>(document: &'t str, shipped: &Shipped) -> Option<&'t str> {
    let heading = format!("### {}\n", shipped.name());
    let from = document.find(&heading)?;
    let rest = &document[from..];
    let to = rest[4..].find("\n### ").or_else(|| rest.find("\n## ")).map_or(rest.len(), |at| at + 5);
    let section = &rest[..to];
    let end = section.find("\n## ").map_or(section.len(), |at| at + 1);
    Some(&section[..end.min(section.len())])
}

#[test]
fn every_scenario_has_its_section_and_its_picture() {
    let then = text(&docs().join("scenarios.md"));
    let is_current = |shipped: &Shipped| {
        let stamped = format!("<!-- {} -->", stamp_of(shipped));
        standing(&then, shipped).is_some_and(|section| section.contains(&stamped))
            && docs().join(format!("scenarios/{}.svg", shipped.name())).exists()
    };
    if blessing().is_none() {
        let stale: Vec<&str> = shelf().iter().filter(|shipped| !is_current(shipped)).map(Shipped::name).collect();
        let how = "look at what they do now; if it is right: TAKEHOLD_BLESS=\"what changed\" cargo test --release --test library";
        assert!(stale.is_empty(), "docs/scenarios.md does not know these as they are; {how}\n  {}", stale.join("\n  "));
        for name in shelf().iter().map(Shipped::name) {
            assert!(then.contains(&format!("(scenarios/{name}.svg)")), "{name} has no picture");
        }
        return;
    }
    std::fs::create_dir_all(docs().join("scenarios")).unwrap();
    let sections = shelf().iter().map(|shipped| {
        let section = match standing(&then, shipped) {
            Some(section) if is_current(shipped) => section.trim_end().to_string() + "\n\n",
            _ => made_anew(shipped),
        };
        (shipped, section)
    });
    let sections: Vec<(&Shipped, String)> = sections.collect();
    std::fs::write(docs().join("scenarios.md"), scenarios_document(&sections).trim_end().to_string() + "\n").unwrap();
    for entry in std::fs::read_dir(docs().join("scenarios")).unwrap().flatten() {
        let stem = entry.path().file_stem().unwrap().to_str().unwrap().to_string();
        if !shelf().iter().any(|shipped| shipped.name() == stem) {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
}

/// Runs a scenario as it stands and writes its picture; its section.
fn made_anew(shipped: &Shipped) -> String {
    let source = load(&root().join(format!("scenarios/{}.toml", shipped.path))).unwrap();
    let (scenario, _) = read(source, &[]).unwrap_or_else(|problems| panic!("{}: {problems}", shipped.path));
    let never = AtomicBool::new(false);
    let results = study(&scenario, false, &Hooks { weeks_done: &|_| {}, stop: &never }).unwrap();
    let subjects = Plan::new(&scenario).into_subjects();
    let digest = Digest::new(&scenario, &subjects, &results);
    std::fs::write(docs().join(format!("scenarios/{}.svg", shipped.name())), picture_in_short(&digest)).unwrap();
    scenario_section(shipped, &shipped.opening().unwrap(), &digest, &stamp_of(shipped))
}

#[test]
fn the_catalogue_that_is_read_is_the_one_that_is_tested() {
    let file = docs().join("catalogue.md");
    let now = catalogue_document();
    if blessing().is_some() {
        std::fs::write(file, now).unwrap();
        return;
    }
    let how = "TAKEHOLD_BLESS=\"what changed\" cargo test --test library";
    assert!(text(&file) == now, "docs/catalogue.md is not what the program says; {how}");
}

#[test]
fn every_row_has_its_line_once_and_few_are_unanswered() {
    let ids: Vec<&str> = catalogue().iter().map(|row| row.id.as_str()).collect();
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!((ids.len(), once.len()), (ROWS, ROWS), "rows, and different ones");
    let unanswered: Vec<&str> =
        catalogue().iter().filter(|row| row.class == Class::Unanswered).map(|row| row.id.as_str()).collect();
    assert!(unanswered.len() <= 10, "{unanswered:?}");
    let required = root().join("../shared/requirements/catalogue.csv");
    if !required.exists() {
        eprintln!("skipped: the requirements catalogue is not here to compare the rows with");
        return;
    }
    let mut table = csv::Reader::from_path(required).unwrap();
    let required: Vec<String> = table.records().map(|row| row.unwrap()[0].to_string()).collect();
    assert_eq!(ids, required);
}

/// Whatever a row says answers it is there under that name.
#[test]
fn what_answers_a_row_exists() {
    let topics = topics();
    let setting = |path: &str| {
        let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
        let table = table.trim_start_matches("mechanisms.");
        topics.iter().any(|topic| (topic.name == table || topic.key() == table) && topic.field(key).is_some())
    };
    let events = topics.iter().find(|topic| topic.name == "event").unwrap();
    let mut missing = Vec::new();
    for row in catalogue() {
        assert!(row.class == Class::Unanswered || !row.by.is_empty(), "{} is answered by nothing", row.id);
        for answer in &row.by {
            let (kind, name) = answer.split_once(' ').unwrap_or((answer, ""));
            let exists = match kind {
                "mechanism" => Mechanisms::NAMES.contains(&name),
                "setting" => setting(name),
                "event" => events.field("what").is_some_and(|(field, _)| field.what.contains(name)),
                "measure" => {
                    MEASURES.iter().any(|measure| measure.name == name) || Weekly::ALL.iter().any(|w| w.name() == name)
                }
                "scenario" => shelf().iter().any(|shipped| shipped.name() == name),
                "lever" => LEVERS.iter().any(|lever| lever.name == name),
                "population" => name.len() > 3,
                _ => false,
            };
            if !exists {
                missing.push(format!("{}: {answer}", row.id));
            }
        }
    }
    assert!(missing.is_empty(), "there is no such thing:\n  {}", missing.join("\n  "));
}

/// What a class promises is shown: something emergent through at least two mechanisms, something by construction with
/// what takes it away; where nothing is answered, why.
#[test]
fn every_row_shows_what_its_kind_promises() {
    let mut lacking = Vec::new();
    for row in catalogue() {
        let shows = |holds: &dyn Fn(&takehold::library::Shown) -> bool| row.shows.iter().any(holds);
        let kept = match row.class {
            Class::Emergent => shows(&|shown| shown.through.len() >= 2),
            Class::ByConstruction => shows(&|shown| shown.without.is_some()),
            Class::Setting => true,
            Class::Unanswered => row.why.len() > 40 && row.shows.is_empty(),
        };
        if !kept {
            lacking.push(format!("{} ({})", row.id, row.class.name()));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join(", "));
}

/// Each experiment says something false with a chance below one in a thousand; see the library's `experiment`.
#[test]
fn the_experiments_hold() {
    let failed: Vec<String> = catalogue().iter().flat_map(failing).collect();
    assert!(failed.is_empty(), "takehold catalogue ROW does one again:\n  {}", failed.join("\n  "));
}

fn failing(row: &Row) -> Vec<String> {
    let mut failed = Vec::new();
    for shown in &row.shows {
        match experiment(row, shown) {
            Err(error) => failed.push(error.to_string()),
            Ok(answers) => {
                let not = answers.into_iter().filter(|(_, found)| found.verdict != Verdict::Holds);
                failed.extend(not.map(|(words, found)| format!("{}: {words}: {found:?}", row.id)));
            }
        }
    }
    failed
}

/// A loop that is opened is not the loop: the same push does something else where it is closed, and with it opened what
/// lies behind the opening still responds.
#[test]
fn loops_can_be_opened_and_the_others_respond() {
    let mut failed = Vec::new();
    for one in loops() {
        let (closed, opened): (Vec<_>, Vec<_>) =
            one.shows.iter().partition(|shown| !(shown.within.is_empty() && shown.than.is_empty()));
        assert!(!closed.is_empty() && !opened.is_empty(), "{}: closed against opened, and opened by itself", one.id);
        failed.extend(failing(&one.as_row()));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n  "));
}

#[test]
fn the_picture_of_the_loops_is_the_one_the_program_draws() {
    let (file, now) = (docs().join("loops.svg"), loops_picture());
    if blessing().is_some() {
        std::fs::write(file, now).unwrap();
        return;
    }
    assert!(
        text(&file) == now,
        "docs/loops.svg is not what the program draws; TAKEHOLD_BLESS=\"what changed\" cargo test --test library"
    );
}

/// Every lever can be pulled, moves something, and costs something that its price list or its delay names; those that do
/// not say so in what they may do besides.
#[test]
fn every_lever_moves_settings_that_are_there_and_has_its_price() {
    let mut free = Vec::new();
    for lever in LEVERS {
        let pulled: Vec<String> = lever.moves.iter().map(|set| (*set).to_string()).collect();
        let scenario = base_with("trust", &pulled).unwrap_or_else(|error| panic!("{}: {error}", lever.name));
        let unmoved = base_with("trust", &[]).unwrap();
        let at_its_default = ["inclusive_design", "plan_evaluation"].contains(&lever.name);
        assert!(at_its_default || scenario.arms != unmoved.arms, "{} moves nothing", lever.name);
        assert!(!lever.rows.is_empty() && lever.besides.len() > 5, "{}", lever.name);
        if lever.costs().unwrap().is_empty() && !lever.delays {
            free.push(lever.name);
        }
    }
    // The same coaching, turned to others.
    assert_eq!(free, ["coach_split"], "these cost nothing that is named");
}

/// What is seen of a costly lever is in the measures: a lever that takes cash costs cash, and so on.
#[test]
fn a_lever_that_is_pulled_shows_in_what_it_costs() {
    for (lever, measure) in [
        ("external_support", "cost_cash"),
        ("debate_forum", "cost_hours"),
        ("embed_in_standards", "cost_attention"),
        ("setup_weeks", "cost_delay"),
        ("celebrity_lead", "cost_goodwill"),
        ("sanctions", "cost_autonomy"),
    ] {
        let moves = LEVERS.iter().find(|one| one.name == lever).unwrap().moves;
        let to: Vec<String> = moves.iter().map(|set| format!("\"{}\"", set.replace('"', "\\\""))).collect();
        let text = format!(
            "[X]\nclaim = \"{lever}\"\nclass = \"setting\"\nby = []\n[[X.shows]]\nto = [{}]\nmeasure = \"{measure}\"\ngoes = \"up\"\n",
            to.join(", ")
        );
        let rows = takehold::library::read_part("levers", &text).unwrap();
        let failed: Vec<String> = rows.iter().flat_map(failing).collect();
        assert!(failed.is_empty(), "{lever}: {}", failed.join("; "));
    }
}
