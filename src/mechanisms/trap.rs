//! The capability trap: pressure squeezes out the time for working smarter, which then makes pressure.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Rate, Share, section};

section! {
    /// The capability trap: pressure squeezes out the time for working smarter, which makes pressure.
    pub struct Trap {
        /// Demand above what staff can do that is met without anything being given up.
        buffer: Share = Share::of(0.1), 0.0..0.3, Assumed, "no measured value found";
        /// Part of the time for working smarter that each further unit of demand takes, as a multiple.
        squeeze: Multiple = Multiple::of(4.0), 0.0..8.0, Assumed, "Repenning and Sterman 2002, form only";
        /// Part of that time which no pressure takes; protected time in which somebody stands in adds to it.
        kept: Share = Share::of(0.1), 0.0..0.5, Assumed, "no measured value found";
        /// How many times sooner than time for working smarter the supports of improvement go: clerks, coaching, peer support, help from outside, the building of structures.
        sheds: Multiple = Multiple::of(1.5), 1.0..4.0, Assumed, "coaching, learning sets and time to reflect are valued and the first to erode (Health Foundation 2012, chapter 4); direction only";
        /// Rate at which what staff can do follows the time they have for working smarter.
        erodes: Rate = Rate::of(0.01), 0.003..0.04, Assumed, "about two years; no measured rate";
    }
}

impl Mechanism for Trap {
    const CARD: Card = Card {
        claim: "Under pressure people work harder and give up the time in which they would work smarter; a short shock is made good, a long one leaves a unit that can do less, and so has less time, for ever. What supports improvement goes first.",
        equation: "φ = 1 − squeeze · max(0, demand/(κ · (1 + reinvest · Σ frees · max(0, x̄ − baseline)/37.5)) − 1 − buffer), kept between kept + Σ protected · backfill/slack (at most 1) and 1, slack being the hours that time would leave at φ = 1;  κ ← κ + erodes · (φ − κ), by unit;  hours free: slack · φ (see time);  valued = max(0, 1 − sheds · (1 − φ)), what is left of supports (see time, capability, motivation and data)",
        acts_by: "drift of what each unit can do; through time, hours free",
        reference: "a unit whose demand is what its staff can do: φ = κ = 1",
        sources: &[
            "Repenning and Sterman 2001, California Management Review 43(4):64; 2002, Administrative Science Quarterly 47:265",
            "Rudolph and Repenning 2002, Administrative Science Quarterly 47:1 (tipping under many small interruptions)",
        ],
        counter_sources: &[
            "Nohria and Gulati 1996, Academy of Management Journal 39:1245: beyond a point slack slackens, so that some pressure does good",
        ],
        rows: &["FACTOR-5", "C4-06", "CYCLE-5", "BEN-2", "TEN-10"],
        worked: "demand 1.3, κ 1: φ = 1 − 4 · 0.2 = 0.2, valued 0 (at φ = 0.6 0.4), κ = 1 + 0.01 · (0.2 − 1) = 0.992; with demand back at 1 it recovers from any κ above 0.886, where 1 − 4 · (1/κ − 1.1) = κ, and sinks to 0.1 from any below; at the least φ a shock tips it after ln((1 − 0.1)/(0.886 − 0.1))/−ln(1 − 0.01) = 13.5 weeks",
    };
}

/// Hours of a full-time week in the NHS.
const FULL_TIME: f32 = 37.5;

impl Trap {
    /// Time left for working smarter, of what there is at the reference: demand, what the unit can do, and the share of
    /// its slack that is protected.
    pub fn smarter(&self, demand: f32, can: f32, protected: f32) -> f32 {
        let over = (demand / can.max(0.01) - 1.0 - self.buffer.f32()).max(0.0);
        let kept = (self.kept.f32() + protected).min(1.0);
        (1.0 - self.squeeze.f32() * over).clamp(kept, 1.0)
    }

    /// What is left of supports that are the first to go.
    pub fn keeps_up(&self, smarter: f32) -> f32 {
        (1.0 - self.sheds.f32() * (1.0 - smarter)).max(0.0)
    }

    /// Demand once hours that practices give back, per week and head, relieve the daily work.
    pub fn relieved(demand: f32, reinvested: f32) -> f32 {
        demand / (1.0 + reinvested / FULL_TIME)
    }

    /// What a unit can do after a week.
    pub fn drifts(&self, can: f32, smarter: f32) -> f32 {
        can + self.erodes.f32().min(1.0) * (smarter - can)
    }

    /// What a unit must still be able to do when a shock is over in order to recover from it, at a demand of 1; nothing
    /// where it always recovers.
    ///
    /// The larger root of 1 − squeeze · (1/κ − 1 − buffer) = κ below 1, an unstable equilibrium.
    pub fn point_of_no_return(&self) -> Option<f64> {
        let (squeeze, buffer) = (self.squeeze.value(), self.buffer.value());
        let b = 1.0 + squeeze * (1.0 + buffer);
        let root = b * b - 4.0 * squeeze;
        let least = (b - libm::sqrt(root.max(0.0))) / 2.0;
        (root > 0.0 && least < 1.0 && least > self.kept.value()).then_some(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let trap = Trap::default();
        let smarter = trap.smarter(1.3, 1.0, 0.0);
        assert!((smarter - 0.2).abs() < 1e-6);
        assert!((trap.drifts(1.0, smarter) - 0.992).abs() < 1e-6);
        assert_eq!((trap.smarter(1.0, 1.0, 0.0), trap.drifts(1.0, 1.0)), (1.0, 1.0));
        assert_eq!((trap.keeps_up(smarter), trap.keeps_up(1.0)), (0.0, 1.0));
        assert!((trap.keeps_up(0.6) - 0.4).abs() < 1e-6 && (Trap::relieved(1.2, 7.5) - 1.0).abs() < 1e-6);
        assert!((trap.point_of_no_return().unwrap() - 0.886).abs() < 1e-3);
        assert!((trap.smarter(1.3, 1.0, 0.4) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn below_the_point_of_no_return_it_sinks_and_above_it_recovers() {
        let trap = Trap::default();
        let after = |mut can: f32| {
            for _ in 0..3000 {
                can = trap.drifts(can, trap.smarter(1.0, can, 0.0));
            }
            can
        };
        let point = trap.point_of_no_return().unwrap() as f32;
        assert!(after(point + 0.01) > 0.999 && (after(point - 0.01) - 0.1).abs() < 1e-3);
    }
}
