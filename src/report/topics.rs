//! Everything that can be explained: the mechanisms, and the tables of the scenario file with their fields.

use crate::engine::Event;
use crate::mechanisms::{Card, Mechanism, Mechanisms, Visitor};
use crate::quantities::{Field, Plain, Section};
use crate::scenario::{About, Decide, Expectation, PeopleFile, RunSettings, TiesFile, UnitsFile};
use crate::world::{
    Aims, Culture, Initiative, Leaders, Policy, Population, Prices, ProfessionSettings, Resources, TieSettings,
};

/// What the tables of a population from files begin with; they are explained together and each by itself.
pub const FILES: &str = "files";

/// A mechanism, or a table of the scenario file.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The name it is explained under.
    pub name: &'static str,
    /// How it stands in a scenario file; nothing for a mechanism.
    pub heading: &'static str,
    /// What it is, in a sentence.
    pub what: &'static str,
    /// A mechanism's card.
    pub card: Option<Card>,
    /// Its fields with their defaults; nothing for one that is left out.
    pub fields: Vec<(Field, Option<Plain>)>,
}

fn topic<S: Section>(name: &'static str, heading: &'static str, what: &'static str, card: Option<Card>) -> Topic {
    let default = S::default();
    let fields = S::fields().iter().map(|field| (*field, default.get(field.name))).collect();
    Topic { name, heading, what, card, fields }
}

/// All of them: the mechanisms in the order of the catalogue, then the tables.
pub fn topics() -> Vec<Topic> {
    struct Each(Vec<Topic>);
    impl Visitor for Each {
        fn visit<M: Mechanism>(&mut self, name: &'static str, _: &mut Option<M>) {
            self.0.push(topic::<M>(name, "", M::CARD.claim, Some(M::CARD)));
        }
    }
    let mut each = Each(Vec::new());
    Mechanisms::default().visit(&mut each);
    let mut topics = each.0;
    topics.extend([
        topic::<Initiative>(
            "initiative",
            "[initiatives.NAME]",
            "What is tried: its timing, its strength, its levers.",
            None,
        ),
        topic::<Population>("population", "[population]", "Who works where.", None),
        topic::<UnitsFile>("files.units", "[files.units]", "Units from a CSV file: a row for each.", None),
        topic::<PeopleFile>("files.people", "[files.people]", "People from a CSV file: a row for each.", None),
        topic::<TiesFile>("files.ties", "[files.ties]", "Ties from a CSV file: a row for each pair.", None),
        topic::<ProfessionSettings>("profession", "[professions.NAME]", "What is particular to a profession.", None),
        topic::<TieSettings>("ties", "[ties]", "Who is tied to whom.", None),
        topic::<Leaders>("leaders", "[leaders]", "How organisations are led: style and support at each level.", None),
        topic::<Resources>("resources", "[resources]", "What organisations give to improvement in general.", None),
        topic::<Policy>("policy-world", "[policy]", "The policy world around organisations.", None),
        topic::<Aims>("strategy", "[strategy]", "How what organisations try hangs together.", None),
        topic::<Culture>(
            "culture-world",
            "[culture]",
            "What organisations are like as places to try something in.",
            None,
        ),
        topic::<Prices>(
            "costs",
            "[costs]",
            "What a unit of effort costs; the price list says which setting takes how much of it.",
            None,
        ),
        topic::<Event>("event", "[events.NAME]", "Something that happens in a given week.", None),
        topic::<RunSettings>("run", "[run]", "How long, how often, under which seed.", None),
        topic::<Decide>("decide", "[decide]", "When a difference is worth calling one.", None),
        topic::<Expectation>("expectation", "[expect.NAME]", "What is expected to come out, said beforehand.", None),
        topic::<About>("about", "[about]", "What a reader should know before running it.", None),
    ]);
    topics
}

impl Topic {
    /// The key of its table in the scenario file: `initiatives` for `[initiatives.NAME]`.
    pub fn key(&self) -> &'static str {
        self.heading.trim_matches(['[', ']']).trim_end_matches(".NAME")
    }

    /// Whether there can be several of it, each with a name of its own.
    pub fn is_named(&self) -> bool {
        self.heading.ends_with(".NAME]")
    }

    /// Whether it is one of the tables of a population from files.
    pub fn is_file(&self) -> bool {
        self.name.strip_prefix(FILES).is_some_and(|rest| rest.starts_with('.'))
    }

    /// A field and its default.
    pub fn field(&self, name: &str) -> Option<&(Field, Option<Plain>)> {
        self.fields.iter().find(|(field, _)| field.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that the scenario file may hold and nobody is told of would be a secret.
    #[test]
    fn every_table_of_the_scenario_file_can_be_explained() {
        let schema = serde_json::to_value(crate::scenario::schema()).unwrap();
        // Whatever stands in the file as a table of its own, but for the mechanisms, the arms and the texts.
        let tables = schema["properties"].as_object().unwrap().keys();
        let topics = topics();
        for table in tables.filter(|key| !["title", "question", "mechanisms", "arms", FILES].contains(&key.as_str())) {
            assert!(topics.iter().any(|topic| topic.key() == table), "[{table}] is not among the topics");
        }
        for file in schema["properties"][FILES]["properties"].as_object().unwrap().keys() {
            assert!(topics.iter().any(|topic| topic.name == format!("{FILES}.{file}")), "[files.{file}]");
        }
    }
}
