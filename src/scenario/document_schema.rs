//! The JSON Schema of a scenario file, from the same fields that read it.

use super::expectation::Expectation;
use super::schema::{DocumentSchema, section_schema};
use super::settings::{About, Decide, RunSettings};
use crate::engine::Event;
use crate::mechanisms::{Mechanism, Mechanisms, Visitor};
use crate::world::{
    Aims, Culture, Initiative, Leaders, Policy, Population, Prices, ProfessionSettings, Resources, TieSettings,
};
use schemars::Schema;

/// The schema of a scenario file.
pub fn schema() -> Schema {
    let mut each = Each(Vec::new());
    Mechanisms::default().visit(&mut each);
    DocumentSchema::new(
        "takehold scenario",
        "A scenario of takehold: who works where, what is tried, and in which arms.",
    )
    .required_text("title", "Its title.")
    .required_text("question", "The question it asks.")
    .section::<About>("about", "What a reader should know before running it.")
    .section::<RunSettings>("run", "How long, how often, under which seed.")
    .section::<Decide>("decide", "When a difference is worth calling one.")
    .keyed::<Expectation>("expect", "What is expected to come out, said beforehand.")
    .section::<Population>("population", "Who works where.")
    .with("files", super::files::schema())
    .keyed::<ProfessionSettings>("professions", "What is particular to a profession.")
    .section::<TieSettings>("ties", "Who is tied to whom.")
    .section::<Leaders>("leaders", "How organisations are led.")
    .section::<Resources>("resources", "What organisations give to improvement in general.")
    .section::<Policy>("policy", "The policy world around them.")
    .section::<Aims>("strategy", "How what organisations try hangs together.")
    .section::<Culture>("culture", "What they are like as places to try something in.")
    .section::<Prices>("costs", "What a unit of effort costs.")
    .switches("mechanisms", "The mechanisms; false takes one away.", each.0)
    .keyed::<Initiative>("initiatives", "What is tried.")
    .keyed::<Event>("events", "What happens in a given week, in every arm and its twin.")
    .arms("arms", "Variants: each patches the scenario by the same keys.")
    .finish()
}

struct Each(Vec<(&'static str, &'static str, Schema)>);

impl Visitor for Each {
    fn visit<M: Mechanism>(&mut self, name: &'static str, _: &mut Option<M>) {
        self.0.push((name, M::CARD.claim, section_schema::<M>()));
    }
}
