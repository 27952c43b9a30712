//! The mechanisms: one file each, with a claim, an equation, sources, parameters and a number worked by hand.
//!
//! A mechanism *leans* on a decision (a log hazard ratio, from last week's world, without dice) or *drifts* a state.
//! It is present or absent; absent leans nowhere, so that taking one away leaves the rest as it was. The baselines
//! (push, pull, lapse) belong to the initiative, never to a mechanism.

mod attention;
mod capability;
mod contagion;
mod culture;
mod data;
mod design;
mod embedding;
mod enforcement;
mod esteem;
mod familiarity;
mod fatigue;
mod habit;
mod incentives;
mod induction;
mod involvement;
mod leadership;
mod motivation;
mod norm;
mod patience;
mod persuasion;
mod policy;
mod portfolio;
mod results;
mod rotation;
mod side_effects;
mod sponsor;
mod succession;
mod time;
mod transfer;
mod trap;
mod tribes;
mod turnover;

pub use attention::Attention;
pub use capability::{Capability, Growth, Help, INTERMEDIATE};
pub use contagion::{Contagion, Form, Seen};
pub use culture::Culture;
pub use data::Data;
pub use design::Design;
pub use embedding::Embedding;
pub use enforcement::Enforcement;
pub use esteem::Esteem;
pub use familiarity::Familiarity;
pub use fatigue::{Fatigue, shortfall};
pub use habit::Habit;
pub use incentives::Incentives;
pub use induction::Induction;
pub use involvement::{Involvement, PARTICIPATION_COUNTS, Stake, success};
pub use leadership::{Felt, Leadership};
pub use motivation::{Motivation, Treatment};
pub use norm::Norm;
pub use patience::Patience;
pub use persuasion::{Argument, Arguments, Dispute, Persuasion, Shown, Thinkers, Voiced};
pub use policy::Policy;
pub use portfolio::{Portfolio, ahead};
pub use results::{Done, Results};
pub use rotation::Rotation;
pub use side_effects::{Harm, SideEffects};
pub use sponsor::Sponsor;
pub use succession::Succession;
pub use time::{Asked, Time};
pub use transfer::Transfer;
pub use trap::Trap;
pub use tribes::{STANDING_MAX, Tribes};
pub use turnover::Turnover;

use crate::quantities::{Field, Section};

/// What a mechanism claims, as shown by `explain` and the model document.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    /// What it says about the world, in a sentence that could be wrong.
    pub claim: &'static str,
    /// The equation, in the symbols of the parameters.
    pub equation: &'static str,
    /// What it acts by: lean, drift, event, weights.
    pub acts_by: &'static str,
    /// Where its lean is zero: the reference person in the reference setting.
    pub reference: &'static str,
    /// Sources for the claim or the form.
    pub sources: &'static [&'static str],
    /// Sources that disagree, or say where it does not hold.
    pub counter_sources: &'static [&'static str],
    /// Rows of the requirements catalogue it answers.
    pub rows: &'static [&'static str],
    /// A number worked by hand; its first test asks for it.
    pub worked: &'static str,
}

/// A mechanism: a section of settings with a card.
pub trait Mechanism: Section + Clone + PartialEq {
    /// Its card.
    const CARD: Card;
}

/// Something done to every mechanism in turn, present or not.
pub trait Visitor {
    /// One mechanism.
    fn visit<M: Mechanism>(&mut self, name: &'static str, slot: &mut Option<M>);
}

macro_rules! registry {
    ($(#[doc = $doc:literal] $name:ident: $type:ty,)*) => {
        /// All mechanisms, each present or absent.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Mechanisms {
            $(#[doc = $doc] pub $name: Option<$type>,)*
        }

        impl Mechanisms {
            /// Their names, in the order of the model's prose.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// What each comes to, in a few words.
            pub const BRIEFLY: &'static [&'static str] = &[$($doc.trim_ascii()),*];

            /// None of them: uptake by push alone.
            pub fn none() -> Self {
                Self { $($name: None,)* }
            }

            /// Does something to each.
            pub fn visit(&mut self, visitor: &mut impl Visitor) {
                $(visitor.visit(stringify!($name), &mut self.$name);)*
            }

            /// Takes one away; false if there is none of that name.
            pub fn remove(&mut self, name: &str) -> bool {
                match name {
                    $(stringify!($name) => self.$name = None,)*
                    _ => return false,
                }
                true
            }

            /// Name, card and parameters of each.
            pub fn catalogue() -> Vec<(&'static str, Card, &'static [Field])> {
                vec![$((stringify!($name), <$type as Mechanism>::CARD, <$type as Section>::fields())),*]
            }
        }

        impl Default for Mechanisms {
            fn default() -> Self {
                Self { $($name: Some(Default::default()),)* }
            }
        }
    };
}

registry! {
    /// Peers pull.
    contagion: Contagion,
    /// Professions listen to their own.
    tribes: Tribes,
    /// Newcomers are seen less.
    familiarity: Familiarity,
    /// What colleagues go on doing holds one's own practice.
    norm: Norm,
    /// People come to believe in problem and solution, or not.
    persuasion: Persuasion,
    /// Leaders carry a change, each in their style.
    leadership: Leadership,
    /// Those whose change it is take it up, and those left out refuse.
    involvement: Involvement,
    /// What was thought through goes where it was meant to; haste is paid for later.
    design: Design,
    /// Leaders leave, and successors have other priorities.
    succession: Succession,
    /// What is asked takes hours.
    time: Time,
    /// Pressure squeezes out the time for working smarter.
    trap: Trap,
    /// Measurement is built, believed or not, and costs time.
    data: Data,
    /// What practice truly does, and what is seen of it.
    results: Results,
    /// What is drawn from elsewhere does harm there.
    side_effects: SideEffects,
    /// Boards regard what shows results.
    sponsor: Sponsor,
    /// Impatient sponsors stop what does not show.
    patience: Patience,
    /// Improvement is a skill, and it leaks.
    capability: Capability,
    /// Policy helps along, disturbs, and lifts everyone.
    policy: Policy,
    /// What is tried side by side adds up, or gets in its own way.
    portfolio: Portfolio,
    /// What worked elsewhere fits less well here.
    transfer: Transfer,
    /// The place decides who dares to try, and what stays.
    culture: Culture,
    /// What improvement is thought of decides who takes part.
    esteem: Esteem,
    /// Rewards work while they last, and control wears motivation down.
    incentives: Incentives,
    /// Being checked makes people report.
    enforcement: Enforcement,
    /// People act on what they care about.
    motivation: Motivation,
    /// Overload tires, disappointment makes cynical.
    fatigue: Fatigue,
    /// What is repeated becomes automatic.
    habit: Habit,
    /// A project holds practice up while it lasts.
    attention: Attention,
    /// What is written into standards lasts.
    embedding: Embedding,
    /// People leave, and posts stand empty.
    turnover: Turnover,
    /// Newcomers learn what the unit has locked in.
    induction: Induction,
    /// Doctors in training move on together.
    rotation: Rotation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::{Kind, Quantity, Rate, Unit};

    #[test]
    fn each_can_be_taken_away_by_name() {
        let mut all = Mechanisms::default();
        for name in Mechanisms::NAMES {
            assert!(all.remove(name));
        }
        assert_eq!(all, Mechanisms::none());
        assert!(!all.remove("nothing"));
    }

    #[test]
    fn every_card_is_filled_in_and_every_default_plausible() {
        struct Check;
        impl Visitor for Check {
            fn visit<M: Mechanism>(&mut self, name: &'static str, slot: &mut Option<M>) {
                let card = M::CARD;
                for text in [card.claim, card.equation, card.acts_by, card.reference, card.worked] {
                    assert!(text.len() > 10, "{name}: {text}");
                }
                assert!(!card.sources.is_empty() && !card.rows.is_empty(), "{name}");
                let default = slot.clone().unwrap_or_default();
                for field in M::fields() {
                    assert!(field.what.len() > 10, "{name}.{}", field.name);
                    let (Some((low, high)), Kind::Quantity(unit)) = (field.plausible, field.kind) else { continue };
                    assert!(!field.source.is_empty(), "{name}.{} has no source", field.name);
                    assert!(unit.checked(low).is_ok() && unit.checked(high).is_ok() && low < high);
                    let value = match default.get(field.name) {
                        Some(crate::quantities::Plain::Real(value)) => value,
                        Some(crate::quantities::Plain::Integer(value)) => value as f64,
                        Some(crate::quantities::Plain::Text(text)) => unit.parse(&text).unwrap(),
                        None => continue,
                        other => panic!("{name}.{}: {other:?}", field.name),
                    };
                    assert!((low..=high).contains(&value), "{name}.{}: {value} is not in {low}..{high}", field.name);
                }
            }
        }
        Mechanisms::default().visit(&mut Check);
        assert_eq!(Rate::UNIT, Unit::PerWeek);
    }
}
