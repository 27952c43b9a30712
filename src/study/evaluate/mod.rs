//! Evaluators' eyes: what somebody would conclude who sees only what was *measured*, unit by unit and period by period,
//! and has no twin to compare with. Four designs, each as its field does it; the exact effect stands beside them
//! elsewhere, so that one can see which design would have been fooled, and by how much.
//!
//! | design | compares | is fooled by |
//! |---|---|---|
//! | before–after | treated units with themselves | whatever else changed meanwhile |
//! | controlled | their change with that of untreated units | whatever else changed in one group only, and spill-over |
//! | interrupted time series | their course with the line it was on | a course that would have bent anyway |
//! | stepped wedge | early with late starters, period by period | an effect that grows or fades after the start |
//!
//! All four weigh units by their staff, so that they estimate one quantity: the effect for a member of staff of the
//! treated units, averaged over periods after the start. All intervals are 95 % intervals of Student's t.
//!
//! Sources: Shadish, Cook and Campbell 2002, *Experimental and Quasi-Experimental Designs for Generalized Causal
//! Inference*, for the designs and what threatens each; in every file those of its estimator.

mod before_after;
mod concluded;
mod controlled;
mod interrupted;
mod least_squares;
mod newey_west;
mod stepped_wedge;
#[cfg(test)]
mod tests;
mod two_way;
mod weighted;

pub use concluded::conclude;

use super::statistics::t_quantile;
use std::collections::BTreeSet;

/// Measured outcomes of units (wards) over periods (of four weeks, say).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel<'a> {
    /// Outcome of unit `u` in period `t` at `u · periods + t`, in any unit; not finite where nothing was measured.
    pub values: &'a [f64],
    /// Periods of each unit.
    pub periods: usize,
    /// The period from which each unit is treated; none for never.
    pub first_treated: &'a [Option<u32>],
    /// Staff of each unit, 0 or more. Units without staff are left out.
    pub weights: &'a [f64],
    /// The period after the last of the evaluation, `periods` at most. Units that start then or later count as untreated.
    pub last: u32,
}

/// What an evaluator would conclude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Effect of being treated, in the unit of the outcome.
    pub effect: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of the interval; not whole in general.
    pub degrees_of_freedom: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Treated units it rests on.
    pub treated: usize,
    /// Untreated units it rests on; 0 where the design has none.
    pub controls: usize,
}

/// How the effect is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Treated units, after against before.
    BeforeAfter,
    /// Difference in differences against units that are never treated.
    Controlled,
    /// Segmented regression on the mean series of the treated units.
    InterruptedTimeSeries,
    /// Units that start at different times, with effects of units and of periods taken out.
    SteppedWedge,
}

impl Design {
    /// Every design, simplest first.
    pub const ALL: [Design; 4] =
        [Design::BeforeAfter, Design::Controlled, Design::InterruptedTimeSeries, Design::SteppedWedge];

    /// As written on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Design::BeforeAfter => "before–after",
            Design::Controlled => "controlled",
            Design::InterruptedTimeSeries => "interrupted time series",
            Design::SteppedWedge => "stepped wedge",
        }
    }

    /// What it does, in a sentence.
    pub fn what(self) -> &'static str {
        match self {
            Design::BeforeAfter => "Mean of the treated units after their start minus their mean before it.",
            Design::Controlled => {
                "Change of the treated units minus the change of the never treated ones, from before the first start to after the last."
            }
            Design::InterruptedTimeSeries => {
                "Course of the treated units after their start minus the continued line of their course before it."
            }
            Design::SteppedWedge => {
                "Difference between treated and untreated periods, with fixed effects of units and of periods taken out."
            }
        }
    }
}

/// Why a design says nothing about a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBe {
    /// The parts of the panel contradict each other.
    #[error("the panel does not fit together: {0}")]
    Misshapen(&'static str),
    /// Nothing to evaluate.
    #[error("no measured unit is treated before the evaluation ends")]
    NobodyTreated,
    /// Too few treated units that were measured on both sides of the start.
    #[error("too few treated units measured both before and after the start: {found}, at least {needed} are needed")]
    TooFewTreated {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Too few never treated units that were measured on both sides of the start.
    #[error("too few control units measured both before and after the start: {found}, at least {needed} are needed")]
    TooFewControls {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Too few periods before the start.
    #[error("too few measured periods before the start: {found}, at least {needed} are needed")]
    TooFewBefore {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Too few periods after the start.
    #[error("too few measured periods after the start: {found}, at least {needed} are needed")]
    TooFewAfter {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Nobody starts while others wait.
    #[error("all treated units start at once; it takes at least two starts")]
    OneStart,
    /// Treatment goes along with units and periods.
    #[error("treatment cannot be told from differences between units and between periods")]
    Inseparable,
    /// Without one unit there would be no effect to estimate, so nothing says how far it could be off.
    #[error("the whole estimate rests on unit {unit}, so its error cannot be known")]
    RestsOnOneUnit {
        /// Its place in the panel, from 0.
        unit: usize,
    },
    /// Units were hardly ever measured in the same periods.
    #[error("too few units were measured in the same periods to tell units from periods")]
    TooThin,
    /// Sums overflow, or weights differ by more than numbers can hold.
    #[error("values or weights are too large or too uneven to be worked with")]
    OutOfRange,
}

/// What an evaluator with this design would conclude from this panel.
///
/// # Errors
/// [`CannotBe`], where the design needs what the panel does not have.
pub fn estimate(design: Design, panel: &Panel<'_>) -> Result<Estimate, CannotBe> {
    let units = panel.units()?;
    if units.iter().all(|unit| unit.start.is_none()) {
        return Err(CannotBe::NobodyTreated);
    }
    match design {
        Design::BeforeAfter => before_after::estimate(&units),
        Design::Controlled => controlled::estimate(&units),
        Design::InterruptedTimeSeries => interrupted::estimate(&units),
        Design::SteppedWedge => stepped_wedge::estimate(&units),
    }
}

/// A unit with staff that was measured at least once.
#[derive(Debug, Clone, Copy)]
struct Unit<'a> {
    /// Its place in the panel.
    index: usize,
    /// Its periods up to the end of the evaluation.
    values: &'a [f64],
    /// The period from which it is treated, if that is within the evaluation.
    start: Option<usize>,
    weight: f64,
}

impl<'a> Panel<'a> {
    fn units(&self) -> Result<Vec<Unit<'a>>, CannotBe> {
        let count = self.first_treated.len();
        let last = self.last as usize;
        if count.checked_mul(self.periods) != Some(self.values.len()) {
            return Err(CannotBe::Misshapen("values are not units times periods"));
        }
        if self.weights.len() != count {
            return Err(CannotBe::Misshapen("there is not one weight for each unit"));
        }
        if !self.weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
            return Err(CannotBe::Misshapen("a weight is negative or not a number"));
        }
        if last == 0 || last > self.periods {
            return Err(CannotBe::Misshapen("the evaluation ends before the first period or after the last one"));
        }
        let units = self.values.chunks_exact(self.periods).zip(self.first_treated).zip(self.weights).enumerate();
        let units = units.map(|(index, ((values, start), weight))| Unit {
            index,
            values: &values[..last],
            start: start.map(|start| start as usize).filter(|start| *start < last),
            weight: *weight,
        });
        Ok(units.filter(|unit| unit.weight > 0.0 && unit.values.iter().any(|value| value.is_finite())).collect())
    }
}

impl Unit<'_> {
    /// When it starts, if there is a time before.
    fn start_with_before(&self) -> Option<usize> {
        self.start.filter(|start| *start > 0)
    }

    /// Mean from `after` on minus mean up to `before`, if both were measured.
    fn change(&self, before: usize, after: usize) -> Option<f64> {
        Some(mean_measured(&self.values[after..])? - mean_measured(&self.values[..before])?)
    }
}

/// Mean of what was measured.
fn mean_measured(values: &[f64]) -> Option<f64> {
    let (sum, count) = values
        .iter()
        .filter(|value| value.is_finite())
        .fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// The different starts of units that have a time before.
fn starts(units: &[Unit<'_>]) -> BTreeSet<usize> {
    units.iter().filter_map(Unit::start_with_before).collect()
}

impl Estimate {
    fn new(effect: f64, variance: f64, degrees: f64, treated: usize, controls: usize) -> Result<Self, CannotBe> {
        let standard_error = libm::sqrt(variance);
        if !(effect.is_finite() && standard_error.is_finite() && degrees > 0.0) {
            return Err(CannotBe::OutOfRange);
        }
        let half = t_quantile(degrees) * standard_error;
        let (low, high) = (effect - half, effect + half);
        Ok(Self { effect, standard_error, degrees_of_freedom: degrees, low, high, treated, controls })
    }
}
