//! Populations from files as a whole: the shipped network, and two published ones where they are at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use takehold::dice::Dice;
use takehold::scenario::{Scenario, Settings, Source, load, read};
use takehold::study::{Hooks, study};
use takehold::world::World;

/// The folder of published data, if it is there.
fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/data");
    let folder = std::env::var_os("TAKEHOLD_DATA").map_or(beside, PathBuf::from);
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        println!("skipped: there is no folder of data; TAKEHOLD_DATA names one");
    }
    found
}

/// The rows of a table, by the names of its columns. Read without the program, to hold it against.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim().to_string()).collect::<Vec<_>>());
    let heading = lines.next().unwrap();
    lines.map(|cells| heading.iter().cloned().zip(cells).collect()).collect()
}

fn scenario(files: &str, folder: &Path) -> Scenario {
    let text = format!(
        "title = \"T\"\nquestion = \"Q?\"\n[run]\nlength = \"120 weeks\"\nreplicates = 2\n[population]\ntemplate = \"files\"\n\
         {files}[initiatives.x]\nfunded = \"30 weeks\"\n"
    );
    let source = Source::new("a.toml", text).within(folder);
    read(source, &[]).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn world(settings: &Settings, number: u32) -> World {
    let dice = Dice::of_world(1, number);
    World::build(&settings.roster(&dice), &settings.population, &settings.ties, &dice)
}

/// Posts by profession, and ties, which all are mutual.
fn counted(world: &World) -> (BTreeMap<String, usize>, usize) {
    let mut professions = BTreeMap::new();
    for post in 0..world.posts.len() {
        let profession = &world.professions[usize::from(world.posts.profession(&world.cells, post))];
        *professions.entry(profession.name.clone()).or_default() += 1;
    }
    let degrees: usize = (0..world.posts.len()).map(|post| world.degree(post)).sum();
    (professions, degrees / 2)
}

fn lives(scenario: &Scenario) {
    let stop = AtomicBool::new(false);
    let results = study(scenario, false, &Hooks { weeks_done: &|_| {}, stop: &stop }).unwrap();
    assert!(!results.rows.is_empty() && results.rows.iter().all(|row| matches!(row.outcome, Some(Ok(_)))));
}

#[test]
fn the_contacts_of_a_ward_in_lyon_run_as_they_are() {
    let Some(folder) = data() else { return };
    let scenario = scenario(
        "[files.people]\npath = \"lyon_ward_nodes.csv\"\nkeep = [\"role != PAT\"]\nprofession = \"role\"\n\
         [files.ties]\npath = \"lyon_ward_edges_aggregated.csv\"\nfrom = \"x\"\nto = \"y\"\nweight = \"intervals_20s\"\n",
        &folder,
    );
    let nodes = table(&folder.join("lyon_ward_nodes.csv"));
    let staff: BTreeSet<&str> = nodes.iter().filter(|row| row["role"] != "PAT").map(|row| row["id"].as_str()).collect();
    let edges = table(&folder.join("lyon_ward_edges_aggregated.csv"));
    let pairs: BTreeSet<[&str; 2]> = edges
        .iter()
        .filter(|row| staff.contains(row["x"].as_str()) && staff.contains(row["y"].as_str()))
        .map(|row| if row["x"] < row["y"] { [row["x"].as_str(), &row["y"]] } else { [row["y"].as_str(), &row["x"]] })
        .collect();
    let wanted = BTreeMap::from([("adm".to_string(), 8), ("med".to_string(), 11), ("nur".to_string(), 27)]);
    assert_eq!(counted(&world(&scenario.arms[0].settings, 0)), (wanted, pairs.len()));
    assert_eq!((nodes.len(), staff.len()), (75, 46));
    lives(&scenario);
}

#[test]
fn the_advice_of_physicians_runs_as_it_is() {
    let Some(folder) = data() else { return };
    let scenario = scenario(
        "[files.people]\npath = \"ckm_nodes_full246.csv\"\norganisation = \"city_name\"\n\
         [files.ties]\npath = \"ckm_edges_full246.csv\"\nkind = \"relation\"\nkeep = [\"kind = advice\"]\n",
        &folder,
    );
    let world = world(&scenario.arms[0].settings, 0);
    let edges = table(&folder.join("ckm_edges_full246.csv"));
    let pairs: BTreeSet<[&str; 2]> = edges
        .iter()
        .filter(|row| row["relation"] == "advice" && row["from"] != row["to"])
        .map(|row| {
            if row["from"] < row["to"] {
                [row["from"].as_str(), &row["to"]]
            } else {
                [row["to"].as_str(), &row["from"]]
            }
        })
        .collect();
    assert_eq!(counted(&world), (BTreeMap::from([("staff".to_string(), 246)]), pairs.len()));
    let nodes = table(&folder.join("ckm_nodes_full246.csv"));
    for (city, name) in world.organisations.iter().enumerate() {
        let there = nodes.iter().filter(|row| row["city_name"] == *name).count();
        assert_eq!(world.organisation_posts(city).len(), there, "{name}");
    }
    assert_eq!(world.organisations.len(), 4);
    lives(&scenario);
}

#[test]
fn the_drawn_ties_of_the_shipped_network_are_as_many_as_the_read_ones() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-network.toml");
    let (scenario, _) = read(load(&file).unwrap(), &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let arm = |name: &str| &scenario.arms.iter().find(|arm| arm.name == name).unwrap().settings;
    let ties = |name: &str, number: u32| counted(&world(arm(name), number)).1 as f64;
    let drawn = (0..10).map(|number| ties("drawn", number)).sum::<f64>() / 10.0;
    assert!((drawn / ties("base", 0) - 1.0).abs() < 0.05, "{drawn} beside {}", ties("base", 0));
    assert_eq!(ties("base", 0), ties("alike", 0));
    assert!(ties("strong", 0) < 0.5 * ties("base", 0));
}

#[test]
fn equal_weights_give_the_same_to_the_bit_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let people: String = (0..40).map(|id| format!("{id},{}\n", ["a", "b", "c"][id % 3])).collect();
    std::fs::write(folder.path().join("people.csv"), format!("id,profession\n{people}")).unwrap();
    let ties: String = (0..40).flat_map(|a| (1..5).map(move |b| format!("{a},{},0.7\n", (a * b + b) % 40))).collect();
    std::fs::write(folder.path().join("ties.csv"), format!("from,to,weight\n{ties}")).unwrap();
    let rows = |more: &str| {
        let files = format!("[files.people]\npath = \"people.csv\"\n[files.ties]\npath = \"ties.csv\"\n{more}");
        let scenario = scenario(&files, folder.path());
        let stop = AtomicBool::new(false);
        let results = study(&scenario, false, &Hooks { weeks_done: &|_| {}, stop: &stop }).unwrap();
        format!("{:?}", results.rows)
    };
    assert_eq!(rows(""), rows("weight = \"-\"\n"));
    std::fs::write(folder.path().join("ties.csv"), format!("from,to,weight\n{ties}0,3,50\n")).unwrap();
    assert_ne!(rows(""), rows("weight = \"-\"\n"));
}
