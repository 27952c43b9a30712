//! One setting of all uncertain parameters, drawn from their plausible ranges.

use crate::dice::{Address, Decision, Dice};
use crate::mechanisms::{Mechanism, Mechanisms, Visitor};
use crate::quantities::{Grade, Kind, Plain, Section, Share, Unit};
use crate::world::{Initiative, Population, ProfessionSettings, TieSettings};

/// What is drawn: everything that has a plausible range and is not for a scenario to state.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The mechanisms, all present.
    pub mechanisms: Mechanisms,
    /// An initiative: its baselines and what it asks. Its push is the project's.
    pub initiative: Initiative,
    /// How unlike units are.
    pub population: Population,
    /// Who is tied to whom.
    pub ties: TieSettings,
    /// The same for a strategy alone: with a push of its own from the same range, and less attention.
    pub strategy: Initiative,
    /// What was drawn, by name and in the unit's own scale.
    pub drawn: Vec<(String, f64)>,
}

impl Setting {
    /// The setting of a number; `None` is the defaults.
    pub fn new(seed: u64, number: Option<u32>) -> Self {
        let mut tape = Tape { dice: Dice::of_world(seed, 0), number, drawn: Vec::new() };
        let mut mechanisms = Mechanisms::default();
        mechanisms.visit(&mut tape);
        let initiative: Initiative = tape.section("initiative");
        let push = tape.section::<Initiative>("strategy").push;
        // Of a strategy the push is its own, and the attention.
        tape.drawn.retain(|(name, _)| !name.starts_with("strategy.") || name == "strategy.push");
        let attention = Share::of(tape.strategy_attention());
        let strategy = Initiative { push, attention, ..initiative.clone() };
        let population = tape.section("population");
        let ties = tape.section("ties");
        Self { mechanisms, initiative, population, ties, strategy, drawn: tape.drawn }
    }

    /// What the professions of a template say by themselves; nothing of theirs is drawn.
    pub fn profession(&self, name: &str) -> ProfessionSettings {
        self.population.profession_defaults(name)
    }
}

struct Tape {
    dice: Dice,
    number: Option<u32>,
    drawn: Vec<(String, f64)>,
}

/// Attention that a strategy alone commands, against 1 for a project: assumed; the middle is that of the defaults.
const STRATEGY_ATTENTION: (f64, f64) = (0.0, 0.4);

impl Tape {
    fn strategy_attention(&mut self) -> f64 {
        let name = "strategy.attention";
        let uniform =
            self.number.map_or(0.5, |number| self.dice.uniform(Address::of_name(name), number, Decision::Setting));
        let attention = within(Unit::Share, STRATEGY_ATTENTION, uniform);
        self.drawn.push((name.into(), attention));
        attention
    }

    fn section<S: Section>(&mut self, name: &str) -> S {
        let mut section = S::default();
        self.fill(name, &mut section);
        section
    }

    fn fill<S: Section>(&mut self, name: &str, section: &mut S) {
        for field in S::fields().iter().filter(|field| field.grade != Grade::Stated) {
            let (Some(range), Kind::Quantity(unit)) = (field.plausible, field.kind) else { continue };
            let full = format!("{name}.{}", field.name);
            // Optional ones are left out: the staff of the system are stated below.
            if field.optional {
                continue;
            }
            let value = match self.number {
                Some(number) => {
                    let value =
                        within(unit, range, self.dice.uniform(Address::of_name(&full), number, Decision::Setting));
                    // A plausible range lies within what its unit allows, so that this cannot fail.
                    let _ = section.put(field.name, &plain(unit, value));
                    value
                }
                None => section.get(field.name).and_then(|plain| plain.number(unit)).unwrap_or(f64::NAN),
            };
            self.drawn.push((full, value));
        }
    }
}

impl Visitor for Tape {
    fn visit<M: Mechanism>(&mut self, name: &'static str, slot: &mut Option<M>) {
        if let Some(mechanism) = slot {
            self.fill(name, mechanism);
        }
    }
}

/// Evenly over the range; rates evenly over their logarithm, where the range does not begin at nought.
fn within(unit: Unit, (low, high): (f64, f64), uniform: f64) -> f64 {
    let value = if unit == Unit::PerWeek && low > 0.0 {
        low * libm::exp(uniform * libm::log(high / low))
    } else {
        low + uniform * (high - low)
    };
    if unit == Unit::Whole { libm::round(value) } else { value.clamp(low, high) }
}

fn plain(unit: Unit, value: f64) -> Plain {
    match unit {
        Unit::Whole => Plain::Integer(value as i64),
        unit if unit.bare_number_is_clear() => Plain::Real(value),
        unit => Plain::Text(unit.write(value)),
    }
}

/// The 20 unlike sites of the calibration targets: 200 staff each, drivers mostly shared by a whole site.
pub(super) fn sites(setting: &Setting) -> Population {
    use crate::quantities::Whole;
    Population {
        template: crate::world::Template::System,
        staff: Some(Whole::of(f64::from(super::SITES * super::STAFF_OF_A_SITE))),
        organisations: Some(Whole::of(f64::from(super::SITES))),
        shared_in_organisation: Share::of(super::SHARED),
        unlikeness: setting.population.unlikeness,
        ..Population::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Quantity;

    #[test]
    fn settings_lie_in_their_ranges_and_are_named_once() {
        let (one, other) = (Setting::new(1, Some(3)), Setting::new(1, Some(4)));
        assert_ne!(one.drawn, other.drawn);
        assert_eq!(one.drawn, Setting::new(1, Some(3)).drawn);
        let mut names: Vec<&str> = one.drawn.iter().map(|(name, _)| name.as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == all && all > 60, "{all}");
        let value = |name: &str| one.drawn.iter().find(|(other, _)| other == name).map(|(_, value)| *value).unwrap();
        assert!((0.002..=0.02).contains(&value("initiative.push")));
        assert!(one.mechanisms.habit.as_ref().unwrap().growth.value() == value("habit.growth"));
        // Without a number everything is as the defaults have it.
        assert_eq!(Setting::new(1, None).mechanisms, Mechanisms::default());
    }
}
