//! Exact limits: set-ups simple enough that mathematics, or a published table, says what must come out. Each is an
//! ordinary run of the engine with the other mechanisms absent, so what is checked is what users run.
//!
//! A bound is never a matter of taste. It follows from sampling theory, from rounding or from the length of a week,
//! and is said in words beside every number; where the bound is the order of two results, it says that.
//!
//! Everything is drawn under a fixed seed: the same numbers on every machine.

mod baseline;
mod bass;
mod chain;
mod friedkin;
mod granovetter;
mod habit;
mod nobody;
mod ring;
mod sampling;
mod setup;
mod sis;
mod table;
mod trap;
mod turnover;
mod watts;
mod workload;

pub use table::table;

use crate::engine::RulesError;
use serde::Serialize;

/// How a simulated value must stand to its closed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// As far off as the bound at most, either way.
    Equal,
    /// Not above it by more than the bound.
    AtMost,
}

/// One number compared with what it must be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// The limit it belongs to.
    pub limit: &'static str,
    /// What was set up and what must come out, in a sentence or two.
    pub what: String,
    /// Where the closed form or the published value is from.
    pub source: &'static str,
    /// Which of the numbers this is.
    pub name: String,
    /// The closed form's value, or the published one.
    pub closed_form: f64,
    /// The engine's value.
    pub simulated: f64,
    /// Engine minus closed form.
    pub error: f64,
    /// How the two must stand to each other.
    pub relation: Relation,
    /// The error allowed.
    pub bound: f64,
    /// What the bound is, in words.
    pub bound_is: String,
    /// Whether the bound holds.
    pub pass: bool,
}

/// What the checks of one comparison have in common.
#[derive(Debug, Clone)]
struct About {
    limit: &'static str,
    what: String,
    source: &'static str,
    bound_is: String,
}

impl About {
    fn check(&self, name: String, closed_form: f64, simulated: f64, relation: Relation, bound: f64) -> Check {
        let error = simulated - closed_form;
        // Written so that a value that is no number passes nowhere.
        let pass = match relation {
            Relation::Equal => error.abs() <= bound,
            Relation::AtMost => error <= bound,
        };
        let Self { limit, what, source, bound_is } = self.clone();
        Check { limit, what, source, name, closed_form, simulated, error, relation, bound, bound_is, pass }
    }

    /// Equal up to a bound.
    fn equal(&self, name: impl Into<String>, closed_form: f64, simulated: f64, bound: f64) -> Check {
        self.check(name.into(), closed_form, simulated, Relation::Equal, bound)
    }

    /// Not above.
    fn at_most(&self, name: impl Into<String>, limit: f64, simulated: f64) -> Check {
        self.check(name.into(), limit, simulated, Relation::AtMost, 0.0)
    }
}

/// One exact limit.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Its name.
    pub name: &'static str,
    run: fn() -> Result<Vec<Check>, RulesError>,
}

impl Limit {
    /// Runs its checks. A set-up that the engine refuses is a check that does not hold.
    pub fn checks(&self) -> Vec<Check> {
        (self.run)().unwrap_or_else(|error| {
            let about = About {
                limit: self.name,
                what: format!("The engine refuses the set-up: {error}."),
                source: "none",
                bound_is: "none".into(),
            };
            vec![about.equal("set-up", f64::NAN, f64::NAN, 0.0)]
        })
    }
}

/// All limits, in the order they are shown.
pub const LIMITS: &[Limit] = &[
    Limit { name: bass::LIMIT, run: bass::checks },
    Limit { name: sis::LIMIT, run: sis::checks },
    Limit { name: workload::LIMIT, run: workload::checks },
    Limit { name: granovetter::LIMIT, run: granovetter::checks },
    Limit { name: watts::LIMIT, run: watts::checks },
    Limit { name: ring::LIMIT, run: ring::checks },
    Limit { name: friedkin::LIMIT, run: friedkin::checks },
    Limit { name: habit::LIMIT, run: habit::checks },
    Limit { name: turnover::LIMIT, run: turnover::checks },
    Limit { name: trap::LIMIT, run: trap::checks },
    Limit { name: nobody::LIMIT, run: nobody::checks },
    Limit { name: baseline::LIMIT, run: baseline::checks },
];

/// Runs the checks of all limits: some seconds of one core.
pub fn checks() -> Vec<Check> {
    LIMITS.iter().flat_map(Limit::checks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> About {
        About { limit: "limit", what: "what".into(), source: "source", bound_is: "bound".into() }
    }

    #[test]
    fn a_bound_holds_or_does_not() {
        let about = about();
        assert!(about.equal("x", 1.0, 1.1, 0.2).pass && about.equal("x", 1.0, 0.9, 0.2).pass);
        assert!(!about.equal("x", 1.0, 1.3, 0.2).pass && !about.equal("x", 1.0, f64::NAN, 0.2).pass);
        assert!(about.at_most("x", 1.0, 0.5).pass && !about.at_most("x", 1.0, 1.01).pass);
        assert!(!about.at_most("x", 1.0, f64::NAN).pass);
    }

    #[test]
    fn a_refusal_is_a_failure() {
        let limit = Limit { name: "limit", run: || Err(RulesError::TooManyInitiatives { count: 99 }) };
        let checks = limit.checks();
        assert!(checks.len() == 1 && !checks[0].pass && checks[0].what.contains("99"));
    }

    #[test]
    fn limits_have_names_of_their_own() {
        let mut names: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), LIMITS.len());
    }
}
