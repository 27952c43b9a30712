use super::mapping::{CFIR, NORMALISATION};
use super::*;
use crate::engine::EventKind;
use crate::mechanisms::Mechanisms;
use crate::observe::{MEASURES, Weekly};
use crate::quantities::{Kind, Setting};
use crate::report::topics;
use std::collections::BTreeSet;
use std::path::Path;

fn headings(document: &str) -> Vec<(usize, &str)> {
    let mut inside_block = false;
    let heading = |line: &'_ str| {
        let level = line.chars().take_while(|c| *c == '#').count();
        (level > 0).then_some(level)
    };
    let mut found = Vec::new();
    for line in document.lines() {
        inside_block ^= line.starts_with("```");
        if let Some(level) = heading(line).filter(|_| !inside_block) {
            found.push((level, line[level..].trim()));
        }
    }
    found
}

#[test]
fn every_part_that_the_text_asks_for_is_there() {
    let document = model_document();
    let left: Vec<_> = document.lines().filter(|line| line.contains("{{") || line.contains("}}")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!document.contains('\r') && document.ends_with('\n') && !document.contains("\n\n\n"));
}

/// The seven elements and, of the fourth, the eleven concepts, in the order of the protocol.
#[test]
fn the_order_is_that_of_the_protocol() {
    let document = model_document();
    let elements: Vec<&str> = headings(&document)
        .into_iter()
        .filter(|(level, _)| *level == 2)
        .filter_map(|(_, title)| title.split_once(". ").map(|(_, title)| title))
        .take(7)
        .collect();
    let wanted = [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ];
    assert_eq!(elements, wanted);
    let concepts = document.split("## 4. ").nth(1).unwrap().split("\n## 5. ").next().unwrap();
    let concepts: Vec<&str> = headings(concepts).into_iter().map(|(_, title)| title).collect();
    let wanted = [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ];
    assert_eq!(concepts, wanted);
}

/// Every mechanism with all that its card says, in the order of the catalogue, and each of its parameters.
#[test]
fn every_mechanism_is_told_whole_and_in_order() {
    let document = model_document();
    let submodels = document.split("\n## 7. ").nth(1).unwrap().split("\n## 8. ").next().unwrap();
    let mut sections = submodels.split("\n### ").filter(|section| {
        let title = section.lines().next().unwrap();
        Mechanisms::NAMES.contains(&title)
    });
    // Lines are wrapped and marks escaped: words are compared.
    let words = |text: &str| text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, card, fields) in Mechanisms::catalogue() {
        let section = sections.next().unwrap();
        assert_eq!(section.lines().next(), Some(name));
        let section = words(section);
        let texts = [card.claim, card.acts_by, card.reference, card.worked];
        let equations = card.equation.split(";  ");
        for text in texts.into_iter().chain(equations).chain(card.sources.iter().chain(card.counter_sources).copied()) {
            assert!(section.contains(&words(text)), "{name} does not say: {text}");
        }
        assert!(section.contains(&card.rows.join(", ")), "{name}");
        for field in fields {
            assert!(section.contains(&format!("| `{}` {}", field.name, words(field.what))), "{name}.{}", field.name);
            assert!(section.contains(&words(field.source)), "{name}.{}", field.name);
        }
    }
    assert!(sections.next().is_none());
}

#[test]
fn every_measure_and_every_table_of_the_scenario_is_told() {
    let document = model_document();
    for name in MEASURES.iter().map(|measure| measure.name).chain(Weekly::ALL.map(Weekly::name)) {
        assert!(document.contains(&format!("| `{name}` | ")), "{name}");
    }
    // What says how to read files, when to decide and what to tell a reader is no part of the model.
    let beside = |topic: &crate::report::Topic| topic.is_file() || ["decide", "about"].contains(&topic.name);
    for topic in topics().iter().filter(|topic| topic.card.is_none() && !beside(topic)) {
        let asked = CHAPTERS.iter().any(|(_, text)| text.contains(&format!("{{{{settings {}}}}}", topic.name)));
        assert!(
            asked,
            "no chapter has the settings of {}: put {{{{settings {}}}}} into one",
            topic.heading, topic.name
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    let document = model_document();
    let mut anchors: Vec<String> = headings(&document).into_iter().map(|(_, title)| markdown::anchor(title)).collect();
    let count = anchors.len();
    anchors.sort();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "two headings have the same name");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut links = 0;
    for link in document.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
        match link.strip_prefix('#') {
            Some(anchor) => assert!(anchors.iter().any(|known| known == anchor), "#{anchor} is no heading"),
            None => assert!(docs.join(link).exists(), "docs/{link} is not there"),
        }
        links += 1;
    }
    assert!(links > 100, "this test no longer sees the links");
}

#[test]
fn tables_are_whole_and_no_section_is_empty() {
    let document = model_document();
    let (mut columns, mut inside_block) = (None, false);
    for line in document.lines() {
        inside_block ^= line.starts_with("```");
        let here = line.starts_with('|').then(|| line.replace("\\|", "").matches('|').count());
        if let (Some(before), Some(here)) = (columns, here) {
            assert_eq!(before, here, "{line}");
        }
        columns = here;
        // A name that is broken over two lines is read as one, but is found by no search.
        assert!(inside_block || line.starts_with("```") || line.matches('`').count() % 2 == 0, "{line}");
    }
    // A heading is followed by text, or by a deeper heading.
    let lines: Vec<&str> = document.lines().filter(|line| !line.is_empty()).collect();
    let level = |line: &str| line.chars().take_while(|c| *c == '#').count();
    for two in lines.windows(2).filter(|two| level(two[0]) > 0) {
        assert!(level(two[1]) == 0 || level(two[1]) > level(two[0]), "{} is empty", two[0]);
    }
}

/// What the hand-written text sets in backticks is still called so: a setting that was renamed must not live on in prose.
#[test]
fn names_in_the_text_are_names_of_the_program() {
    let topics = topics();
    let mut known: BTreeSet<String> = Mechanisms::NAMES.iter().map(|name| name.to_string()).collect();
    known.extend(MEASURES.iter().map(|measure| measure.name.to_string()));
    known.extend(Weekly::ALL.map(|weekly| weekly.name().to_string()));
    for topic in &topics {
        known.insert(topic.name.into());
        for (field, _) in &topic.fields {
            known.insert(field.name.into());
            known.insert(format!("{}.{}", topic.name, field.name));
            if let Kind::Choice(words) = field.kind {
                known.extend(words.iter().map(|word| word.to_string()));
            }
        }
    }
    let Kind::Choice(events) = EventKind::KIND else { panic!("events are a choice") };
    known.extend(events.iter().map(|event| event.to_string()));
    let mut seen = 0;
    for (chapter, text) in CHAPTERS {
        for name in text.split('`').skip(1).step_by(2) {
            // Flags and commands are tried by the tests of the program.
            if !name.starts_with("--") && !name.starts_with("takehold ") {
                assert!(known.contains(name), "{chapter}: `{name}` is nothing of the program's");
                seen += 1;
            }
        }
    }
    assert!(seen > 20);
}

#[test]
fn terms_are_named_once() {
    for groups in [CFIR, NORMALISATION] {
        let mut terms: Vec<&str> = groups.iter().flat_map(|group| group.links).map(|link| link.term).collect();
        let count = terms.len();
        terms.sort_unstable();
        terms.dedup();
        assert_eq!(terms.len(), count);
    }
}
