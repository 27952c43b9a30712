//! What worked elsewhere fits less well here, the less the more unlike the places are.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Quantity, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// What worked elsewhere fits less well here, the less the more unlike the places are.
    pub struct Transfer {
        /// How fast fit falls with distance: at this power of e over the whole scale.
        falls: Multiple = Multiple::of(1.2), 0.3..3.0, Assumed, "direction only (Health Foundation 2012, challenge 9)";
        /// Part of the distance that full adaptation takes away.
        adapts: Share = Share::of(0.6), 0.2..0.9, Assumed, "no measured value found";
        /// Time that full adaptation takes at the start, on top of the ramp.
        takes: Weeks = Weeks::of(26.0), 8.0..52.0, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up between what fits wholly and what does not fit at all.
        misfit: LogHazard = LogHazard::of(1.5), 0.0..3.0, Assumed, "no hazard ratio found";
        /// Part of the effect that is lost where everything is laid down step by step.
        hollow: Share = Share::of(0.4), 0.0..0.8, Assumed, "over-scripting keeps the form and loses the effect (Health Foundation 2012, challenges 2 and 9), direction only";
        /// Log hazard ratio of lapse by which a script that lays down every step keeps people at the form.
        adheres: LogHazard = LogHazard::of(0.3), 0.0..1.0, Assumed, "direction only";
    }
}

impl Mechanism for Transfer {
    const CARD: Card = Card {
        claim: "An improvement that worked in one place does less in another the more unlike the two are; adapting it helps and takes time, and copying every step keeps the form and loses the effect.",
        equation: "fit = exp(−falls · d · (1 − adapts · adaptation)), d = min(1, distance · context of the unit);  lean on uptake = −misfit · (1 − fit) while it runs;  lean on lapse = −adheres · scripting while it runs;  effect · fit · (1 − hollow · scripting) (see results);  ramp + takes · adaptation",
        acts_by: "leans on uptake and lapse; through results, effect; the ramp of the push",
        reference: "an improvement in the place it comes from, with no script: fit 1",
        sources: &[
            "Damschroder et al. 2009, Implementation Science 4:50 (core and adaptable periphery)",
            "Dixon-Woods, Leslie, Tarrant and Bion 2013, Implementation Science 8:70 (Matching Michigan: a programme that worked elsewhere)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 9",
        ],
        counter_sources: &[
            "Elliott and Mihalic 2004, Prevention Science 5:47: programmes do best when copied faithfully, and adaptation mostly loses effect",
        ],
        rows: &["C9-06", "C2-04", "C2-09", "T1-34", "TEN-9", "PROG-11"],
        worked: "distance 0.5, context 1, adaptation 0.5: fit = exp(−1.2 · 0.5 · 0.7) = exp(−0.42) = 0.657; lean on uptake −1.5 · 0.343 = −0.5145; scripting 0.5: effect 0.657 · 0.8 = 0.5256 of itself; the ramp is 13 weeks longer",
    };
}

impl Transfer {
    /// How well an initiative fits a unit, 0 to 1.
    pub fn fit(&self, initiative: &Initiative, context: f32) -> f32 {
        let distance = (initiative.distance.value() * f64::from(context)).min(1.0);
        let left = 1.0 - self.adapts.value() * initiative.adaptation.value();
        libm::exp(-self.falls.value() * distance * left) as f32
    }

    /// What misfit does to uptake.
    pub fn leans_on_uptake(&self, fit: f32) -> f32 {
        -self.misfit.f32() * (1.0 - fit)
    }

    /// What a script does to lapse.
    pub fn leans_on_lapse(&self, initiative: &Initiative) -> f32 {
        -self.adheres.f32() * initiative.scripting.f32()
    }

    /// Part of the effect that a script leaves.
    pub fn substance(&self, initiative: &Initiative) -> f32 {
        1.0 - self.hollow.f32() * initiative.scripting.f32()
    }

    /// Weeks that adaptation adds to the ramp.
    pub fn delays(&self, initiative: &Initiative) -> f64 {
        self.takes.value() * initiative.adaptation.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let transfer = Transfer::default();
        let initiative = Initiative {
            distance: Share::of(0.5),
            adaptation: Share::of(0.5),
            scripting: Share::of(0.5),
            ..Default::default()
        };
        let fit = transfer.fit(&initiative, 1.0);
        assert!((fit - 0.657).abs() < 1e-4);
        assert!((transfer.leans_on_uptake(fit) + 0.5145).abs() < 1e-3);
        assert!((fit * transfer.substance(&initiative) - 0.5256).abs() < 1e-4);
        assert_eq!(transfer.delays(&initiative), 13.0);
        assert_eq!(transfer.fit(&Initiative::default(), 1.7), 1.0);
    }
}
