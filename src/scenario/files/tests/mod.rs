//! What is read from tables, and what is harmless.

mod refused;

use crate::scenario::{Scenario, Source, read};
use crate::world::{Roster, Tier};
use proptest::prelude::*;
use tempfile::TempDir;

const HEAD: &str = "title = \"T\"\nquestion = \"Q?\"\n[population]\ntemplate = \"files\"\n";
const PEOPLE: &str = "[files.people]\npath = \"people.csv\"\n";
const TIES: &str = "[files.ties]\npath = \"ties.csv\"\n";
const UNITS: &str = "[files.units]\npath = \"units.csv\"\n";

/// Reads a scenario with files beside it.
fn told(scenario: &str, files: &[(&str, &[u8])]) -> (Result<Scenario, String>, String) {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let source = Source::new("a.toml", format!("{HEAD}{scenario}")).within(folder.path());
    match read(source, &[]) {
        Ok((scenario, notes)) => (Ok(scenario), notes.to_string()),
        Err(problems) => (Err(problems.to_string()), String::new()),
    }
}

/// What is wrong, without the heading.
fn wrong(scenario: &str, files: &[(&str, &str)]) -> String {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let error = told(scenario, &files).0.expect_err("read without a problem");
    error.split_once('\n').unwrap().1.to_string()
}

fn wrong_people(text: &str) -> String {
    wrong(PEOPLE, &[("people.csv", text)])
}

fn wrong_ties(text: &str) -> String {
    wrong(&format!("{PEOPLE}{TIES}"), &[("people.csv", "id\na\nb\nc\n"), ("ties.csv", text)])
}

fn wrong_units(text: &str) -> String {
    wrong(UNITS, &[("units.csv", text)])
}

fn roster(scenario: &str, files: &[(&str, &[u8])]) -> (Roster, String) {
    let (read, notes) = told(scenario, files);
    let scenario = read.unwrap_or_else(|problems| panic!("{problems}"));
    (Roster::clone(scenario.arms[0].settings.imported.as_ref().unwrap()), notes)
}

/// Profession, tier and posts of each cell, by unit.
fn cells(roster: &Roster) -> Vec<(String, String, Tier, u32)> {
    let cell = |unit: &crate::world::UnitPlan| {
        let name = unit.name.clone();
        let of = |heads: &crate::world::Heads| {
            (name.clone(), roster.professions[usize::from(heads.profession)].name.clone(), heads.tier, heads.posts)
        };
        unit.heads.iter().map(of).collect::<Vec<_>>()
    };
    roster.units.iter().flat_map(cell).collect()
}

#[test]
fn people_become_posts_in_the_order_of_the_file() {
    let people = "id,role,ward,site,grade,x\n1,Nurse,A,North,,\n2,Doctor,B,South,Senior,\n3,NURSE,A,North,middle,\n4,PAT,A,North,,\n\
                  5,Doctor,A,South,front-line,\n6,Nurse,A,North,Front line,\n";
    let ties = "from,to,weight\n1,2,1\n6,5,4\n3,4,1\n2,1,3\n";
    let mapping = "[files.people]\npath = \"people.csv\"\nkeep = [\"role != PAT\"]\nprofession = \"role\"\nunit = \"ward\"\n\
                   organisation = \"site\"\ntier = \"grade\"\n";
    let files: [(&str, &[u8]); 2] = [("people.csv", people.as_bytes()), ("ties.csv", ties.as_bytes())];
    let (read, notes) = roster(&format!("{mapping}{TIES}"), &files);
    assert_eq!(read.organisations, ["North", "South"]);
    let of = |unit: &str, profession: &str, tier, posts| (unit.to_string(), profession.to_string(), tier, posts);
    let wanted = [
        of("North A", "nurse", Tier::Front, 2),
        of("North A", "nurse", Tier::Middle, 1),
        of("B", "doctor", Tier::Senior, 1),
        of("South A", "doctor", Tier::Front, 1),
    ];
    assert_eq!(cells(&read), wanted);
    // Posts: 1, 6, 3, 2, 5.
    let ties: Vec<(u32, u32, f32)> = read.contacts.unwrap().iter().map(|tie| (tie.a, tie.b, tie.weight)).collect();
    assert_eq!(ties, [(0, 3, 3.0), (4, 1, 4.0)]);
    assert_eq!(
        notes,
        "a.toml:6:8: note: files.people.path: 5 people in 3 units of 2 organisations: 3 nurse, 2 doctor; 1 left out by keep\n\
         a.toml:13:8: note: files.ties.path: 2 ties; 1 row with people who are left out; 1 row of a pair that was there already; \
         1 person without any tie\n"
    );
}

#[test]
fn units_alone_are_headcounts() {
    let units = "unit,nurses,Ward Clerk,lead,beds\nA,3,1,1.5,8\nB,,2,,9\nC,0,0,,9\nD,5,,,2\n";
    let (read, notes) = roster(&format!("{UNITS}keep = [\"beds > 2\"]\n"), &[("units.csv", units.as_bytes())]);
    let of = |unit: &str, profession: &str, posts| (unit.to_string(), profession.to_string(), Tier::Front, posts);
    assert_eq!(cells(&read), [of("A", "nurses", 3), of("A", "ward-clerk", 1), of("B", "ward-clerk", 2)]);
    assert_eq!((read.figures[0].lead, read.figures[1].lead, read.contacts), (Some(1.5), None, None));
    assert_eq!(
        notes,
        "a.toml:6:8: note: files.units.path: 2 units in 1 organisation: 3 nurses, 3 ward-clerk; 1 left out by keep; 1 unit without \
         staff left out\n"
    );
}

#[test]
fn units_beside_people_give_figures() {
    let units = "unit,organisation,turnover,beds\nA,X,2,many\nB,X,,few\nC,Y,1,\n";
    let people = "id,unit\n1,C\n2,A\n3,A\n";
    let files: [(&str, &[u8]); 2] = [("units.csv", units.as_bytes()), ("people.csv", people.as_bytes())];
    let (read, notes) = roster(&format!("{UNITS}{PEOPLE}"), &files);
    let of = |unit: &str, posts| (unit.to_string(), "staff".to_string(), Tier::Front, posts);
    assert_eq!((cells(&read), read.organisations.len()), (vec![of("A", 2), of("C", 1)], 2));
    assert_eq!(read.figures.iter().map(|figures| figures.turnover).collect::<Vec<_>>(), [Some(2.0), Some(1.0)]);
    assert!(
        notes.ends_with("3 people in 2 units of 2 organisations: 3 staff; 1 unit without staff left out\n"),
        "{notes}"
    );
}

#[test]
fn what_is_harmless_is_read_the_same() {
    let plain = roster(PEOPLE, &[("people.csv", b"id,unit,profession\n1,A,x\n2,B,y\n")]).0;
    let others: [&[u8]; 9] = [
        b"\xef\xbb\xbfid,unit,profession\r\n1,A,x\r\n2,B,y\r\n",
        b"id;unit;profession\n1;A;x\n2;B;y",
        b"id\tunit\tprofession\n1\tA\tx\n2\tB\ty\n",
        b"ID , Unit,profession\n\n 1 ,A,x\n\n2,B,y\n,,\n",
        b"\"id\",\"unit\",\"profession\"\n\"1\",\"A\",\"x\"\n\"2\",\"B\",\"y\"\n",
        b"id,unit,profession,,\n1,A,x,,\n2,B,y,,,,\n",
        b"  \n\r\nid,unit,profession\n1,A,x\n   \n2,B,y\n",
        b"id,unit,profession\r1,A,x\r2,B,y\r",
        b"note,id,unit,profession\n\"two\nlines\",1,A,x\n,2,B,y\n",
    ];
    for (which, other) in others.iter().enumerate() {
        assert_eq!(roster(PEOPLE, &[("people.csv", other)]).0, plain, "{which}");
    }
    let ties: [&[u8]; 2] = [b"from,to\n1,2\n2,1\n1,1\n", b"from,to,weight\n1,2,2\n2,1,9\n1,2,0\n"];
    for ties in ties {
        let files: [(&str, &[u8]); 2] = [("people.csv", b"id\n1\n2\n"), ("ties.csv", ties)];
        assert_eq!(roster(&format!("{PEOPLE}{TIES}"), &files).0.contacts.unwrap().len(), 1);
    }
}

#[test]
fn repeated_rows_weigh_as_the_largest_or_add_up() {
    let files: [(&str, &[u8]); 2] =
        [("people.csv", b"id\n1\n2\n"), ("ties.csv", b"from,to,weight\n1,2,2\n2,1,9\n1,2,4\n")];
    let weight = |more: &str| roster(&format!("{PEOPLE}{TIES}{more}"), &files).0.contacts.unwrap()[0].weight;
    assert_eq!((weight(""), weight("repeated = \"add\"\n"), weight("weight = \"-\"\n")), (9.0, 15.0, 1.0));
}

#[test]
fn names_of_the_mapping_stand_for_columns_in_filters() {
    let files: [(&str, &[u8]); 2] =
        [("people.csv", b"id\n1\n2\n3\n"), ("ties.csv", b"a,b,relation\n1,2,advice\n2,3,friend\n1,3,advice\n")];
    let text = format!("{PEOPLE}{TIES}from = \"a\"\nto = \"b\"\nkind = \"relation\"\n");
    let (read, notes) = roster(&text, &files);
    assert_eq!(read.contacts.unwrap().len(), 3);
    assert!(notes.ends_with("3 ties of 2 kinds, in rows 2 advice, 1 friend\n"), "{notes}");
    let kept = roster(&format!("{text}keep = [\"kind = advice\"]\n"), &files).0;
    assert_eq!(kept.contacts.unwrap().len(), 2);
}

#[test]
fn a_population_and_its_files_must_both_be_said() {
    let remedy =
        "Name a file: path = \"people.csv\" under [files.people], or path = \"units.csv\" under [files.units].";
    assert_eq!(wrong("", &[]), format!("a.toml:4:12: population.template: there is no [files] to read from. {remedy}"));
    assert_eq!(wrong(TIES, &[]), format!("a.toml:5:2: files: names neither people nor units. {remedy}"));
    assert_eq!(
        wrong(&format!("staff = 3\n{PEOPLE}"), &[("people.csv", "id\n1\n")]),
        "a.toml:5:9: population.staff: is what the files say. Leave it out."
    );
    let said = |population: &str| {
        let text = format!("title = \"T\"\nquestion = \"Q?\"\n{population}{PEOPLE}");
        read(Source::new("a.toml", text), &[]).map(|(_, notes)| notes.to_string()).map_err(|wrong| wrong.to_string())
    };
    assert_eq!(
        said("").unwrap_err(),
        "1 problem in a.toml\na.toml:3:2: files: is not read. Write template = \"files\" under [population]."
    );
    assert_eq!(
        said("[population]\ntemplate = \"ward\"\n").unwrap(),
        "a.toml:5:2: note: files: is not read: the population is one from files only with population.template = \"files\"\n"
    );
}

#[test]
fn professions_of_the_files_can_be_spoken_of() {
    let files: [(&str, &[u8]); 1] = [("people.csv", b"id,profession\n1,NUR\n2,Doctors\n")];
    let text = format!(
        "{PEOPLE}[professions.nur]\nlistened_to = 2\n[initiatives.x]\ntargets = [\"nur\", \"nurses\"]\n[professions.nurses]\n"
    );
    let error = told(&text, &files).0.unwrap_err();
    assert_eq!(
        error,
        "2 problems in a.toml\na.toml:10:11: initiatives.x.targets: this population has no \"nurses\". It has nur, doctors.\n\
         a.toml:11:1: professions.nurses: this population has no \"nurses\". It has nur, doctors."
    );
    let sound = text.replace(", \"nurses\"]", "]").replace("[professions.nurses]\n", "");
    let settings = told(&sound, &files).0.unwrap().arms.remove(0).settings;
    assert_eq!((settings.staff(), settings.professions[0].settings.listened_to.to_string()), (2, "2".into()));
    // Of people who cannot be read nobody is unknown.
    let told = wrong(&text, &[("people.csv", "id,profession\n1\n")]);
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn arms_have_files_of_their_own() {
    let files: [(&str, &[u8]); 2] = [("people.csv", b"id\n1\n2\n3\n"), ("ties.csv", b"from,to,weight\n1,2,1\n2,3,5\n")];
    let arms = "[arms.strong.files.ties]\nkeep = [\"weight > 2\"]\n[arms.drawn.files.ties]\npath = \"\"\n\
                [arms.ward.population]\ntemplate = \"ward\"\n[arms.same]\n";
    let (read, notes) = told(&format!("{PEOPLE}{TIES}{arms}"), &files);
    let arms = read.unwrap().arms;
    let ties = |arm: usize| {
        let roster = arms[arm].settings.imported.as_ref();
        roster.and_then(|roster| roster.contacts.as_ref()).map(|contacts| contacts.len())
    };
    assert_eq!([0, 1, 2, 3, 4].map(ties), [Some(2), Some(1), None, None, Some(2)]);
    assert!(arms[2].settings.imported.is_some() && arms[3].settings.imported.is_none());
    assert!(arms[0].settings.same_world(&arms[4].settings) && !arms[0].settings.same_world(&arms[1].settings));
    assert!(notes.contains("note: files.ties.path: 2 ties\n"), "{notes}");
    assert!(
        notes.contains("note: arms.strong.files.ties.keep: 1 tie; 1 row left out by keep; 1 person without any tie\n"),
        "{notes}"
    );
    let wrong = wrong(
        &format!("{PEOPLE}{TIES}[arms.x.files.ties]\nkeep = [\"w > 2\"]\n"),
        &[("people.csv", "id\n1\n2\n"), ("ties.csv", "from,to\n1,2\n")],
    );
    assert_eq!(wrong, "a.toml:10:8: arms.x.files.ties.keep: ties.csv has no column \"w\". It has from, to.");
}

#[test]
fn what_is_resolved_is_read_from_anywhere_and_only_from_the_same_files() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("people.csv"), "id\n1\n2\n").unwrap();
    std::fs::write(folder.path().join("ties.csv"), "from,to\n1,2\n").unwrap();
    let arms = "[arms.drawn.files.ties]\npath = \"\"\n[arms.ward.population]\ntemplate = \"ward\"\n";
    let source = Source::new("a.toml", format!("{HEAD}{PEOPLE}{TIES}{arms}")).within(folder.path());
    let (scenario, _) = read(source, &[]).unwrap();
    let resolved = scenario.to_toml();
    let (again, _) = read(Source::new("b.toml", resolved.clone()), &[]).unwrap();
    assert_eq!(again, scenario);
    assert_eq!(again.to_toml(), resolved);
    std::fs::write(folder.path().join("ties.csv"), "from,to\n2,1\n").unwrap();
    let error = read(Source::new("b.toml", resolved), &[]).unwrap_err().to_string();
    assert!(error.contains("files.ties.sha256: "), "{error}");
    assert!(error.contains("ties.csv is not the file that is meant: its SHA-256 is "), "{error}");
    assert!(error.contains("Bring the file back as it was, or leave sha256 out to read it as it is."), "{error}");
}

#[test]
fn one_more_person_moves_nobody() {
    let place = |people: &str| {
        let (read, _) = roster(PEOPLE, &[("people.csv", people.as_bytes())]);
        let dice = crate::dice::Dice::of_world(1, 0);
        let population = crate::world::Population::default();
        let world = crate::world::World::build(&read, &population, &Default::default(), &dice);
        (0..world.posts.len()).map(|post| world.posts.address(post)).collect::<Vec<_>>()
    };
    let before = place("id,unit,profession\n1,A,x\n2,B,x\n3,A,y\n");
    let after = place("id,unit,profession\n1,A,x\n2,B,x\n3,A,y\n4,A,x\n5,C,z\n");
    assert!(before.iter().all(|address| after.contains(address)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the files, they are read or refused in words.
    #[test]
    fn nothing_in_a_table_is_beyond_words(
        units in "(unit,organisation,lead,n\n)?[ab1-3,;\t\"\r\n .é-]{0,60}",
        people in "(id,unit,profession,tier\n)?[ab1-3,;\t\"\r\n .é-]{0,60}",
        ties in "(from,to,weight\n)?[ab1-3,;\t\"\r\n .é-]{0,60}",
        keep in "[abid1=<>! \"']{0,6}",
    ) {
        let files = [("units.csv", units.as_bytes()), ("people.csv", people.as_bytes()), ("ties.csv", ties.as_bytes())];
        for scenario in [
            format!("{UNITS}keep = [{keep:?}]\n"),
            format!("{PEOPLE}{TIES}"),
            format!("{UNITS}{PEOPLE}keep = [{keep:?}]\n{TIES}"),
        ] {
            if let Ok(scenario) = told(&scenario, &files).0 {
                let settings = &scenario.arms[0].settings;
                let dice = crate::dice::Dice::of_world(1, 0);
                let roster = settings.roster(&dice);
                let world = crate::world::World::build(&roster, &settings.population, &settings.ties, &dice);
                prop_assert_eq!(world.posts.len(), settings.staff());
            }
        }
    }
}
