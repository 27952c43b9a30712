//! The policy world moves organisations, for and against what is tried in them.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Share, section};
use crate::world;

section! {
    /// The policy world moves organisations, for and against what is tried in them.
    pub struct Policy {
        /// Log hazard ratio of uptake between policy that does not care and policy that is wholly for it; against it, as much the other way.
        aligned: LogHazard = LogHazard::of(0.3), 0.0..1.0, Assumed, "aligned policy helped hand hygiene (Health Foundation 2012, challenge 5), direction only";
        /// Part of what units have locked in that a reorganisation by policy loosens.
        loosens: Share = Share::of(0.4), 0.1..0.8, Assumed, "no measured value found";
        /// Part of what a shift of policy or a reorganisation takes that mapping an initiative to core themes keeps.
        core: Share = Share::of(0.8), 0.0..1.0, Assumed, "map the intervention to core themes as well as to specific policies (Health Foundation 2012, table 1), direction only";
        /// Chance that the sponsor goes with it.
        removes: Share = Share::of(0.5), 0.2..0.9, Assumed, "72 % of directors had been appointed within a year in trusts found inadequate (King's Fund and NHS Providers 2018); no figure for reorganisations";
    }
}

impl Mechanism for Policy {
    const CARD: Card = Card {
        claim: "Policy that fits what is tried helps it along, mandates take its time, reorganisations loosen what was locked in and remove sponsors, and a rising tide lifts everyone whether or not they take part.",
        equation: "lean on uptake = aligned · p while it runs, p = 2 alignment − 1;  while policy has shifted p ← p + (2 shifted − 1 − p) · (1 − core · mapped); regard likewise (see sponsor);  P(reorganised in a week) = 1 − exp(−turbulence) by organisation: K ← K · (1 − loosens · (1 − core · mapped)) in its units, and its sponsor leaves with chance removes;  organic rate + tide from tide_from on, programme or not;  mandates: hours taken first (see time and events)",
        acts_by: "lean on uptake; events; organic uptake; through time, hours",
        reference: "policy that does not care, no turbulence, no tide",
        sources: &[
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5: policy upheaval in England, stability in Wales and Scotland",
            "Benning et al. 2011, BMJ 342:d195 (first Safer Patients Initiative): control hospitals improved as much",
            "Walshe 2010, BMJ 341:c3843 (reorganisations of the English NHS)",
        ],
        counter_sources: &[
            "Bevan and Wilson 2013, Public Money and Management 33:245: waiting times fell more under England's harsher and less settled regime than in Wales",
        ],
        rows: &["C5-10", "C5-14", "C5-15", "C5-16", "FACTOR-3", "BAR-6", "T1-17", "PROG-12"],
        worked: "alignment 0.8: lean 0.3 · 0.6 = 0.18; turbulence 0.5 a year: 1 − exp(−0.5/52) = 0.00957 a week; K 0.5 falls to 0.5 · 0.6 = 0.3; half mapped, a shift to 0.2 takes 0.6 of it: p = 0.6 − 1.2 · 0.6 = −0.12",
    };
}

impl Policy {
    /// What policy does to uptake while a programme runs, as far as it is for it.
    pub fn leans_on_uptake(&self, for_it: f32) -> f32 {
        self.aligned.f32() * for_it
    }

    /// How far policy is for an initiative that is mapped to core themes after a shift of alignment.
    pub fn after_shift(&self, for_it: f32, alignment: f32, mapped: f32) -> f32 {
        for_it + (2.0 * alignment - 1.0 - for_it) * (1.0 - self.core.f32() * mapped)
    }

    /// How far policy is for what is tried, −1 to 1.
    pub fn for_it(around: &world::Policy) -> f32 {
        2.0 * around.alignment.f32() - 1.0
    }

    /// Uptake a week that comes with the tide.
    pub fn tide(around: &world::Policy, week: u32) -> f32 {
        if week >= around.tide_from.whole() { around.tide.f32() } else { 0.0 }
    }

    /// Lock-in after a reorganisation.
    pub fn reorganised(&self, locked_in: f32, mapped: f32) -> f32 {
        locked_in * (1.0 - self.loosens.f32() * (1.0 - self.core.f32() * mapped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::{Quantity, Rate, Weeks};

    #[test]
    fn worked_by_hand() {
        let policy = Policy::default();
        let around = world::Policy {
            alignment: Share::of(0.8),
            turbulence: Rate::of(0.5 / 52.0),
            tide: Rate::of(0.01),
            tide_from: Weeks::of(10.0),
        };
        assert!((policy.leans_on_uptake(Policy::for_it(&around)) - 0.18).abs() < 1e-6);
        assert!((-libm::expm1(-around.turbulence.value()) - 0.009_57).abs() < 1e-5);
        assert!((policy.reorganised(0.5, 0.0) - 0.3).abs() < 1e-6);
        // Half mapped, a shift from 0.8 to 0.2 takes 0.6 of 1.2: 0.6 − 0.72 = −0.12; and K 0.5 · (1 − 0.4 · 0.6) = 0.38.
        assert!((policy.after_shift(Policy::for_it(&around), 0.2, 0.5) + 0.12).abs() < 1e-6);
        assert!((policy.reorganised(0.5, 0.5) - 0.38).abs() < 1e-6);
        assert_eq!((Policy::tide(&around, 9), Policy::tide(&around, 10)), (0.0, 0.01));
    }
}
