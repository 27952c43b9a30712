//! Professions listen to their own.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Share, section};
use crate::world::Tier;

section! {
    /// Professions listen to their own, and to those who stand high.
    pub struct Tribes {
        /// Weight of a tie to another profession, against 1 within one's own: the permeability of the wall between tribes.
        bridge: Share = Share::of(0.4), 0.05..1.0, Assumed, "no measured weight; swept from nearly closed to open";
        /// Standing of the middle tier, against 1 for the front line.
        middle_standing: Multiple = Multiple::of(1.2), 1.0..2.0, Assumed, "respected seniors move opinion (Health Foundation 2012, Overcoming challenges to improving quality, challenge 6); no measured weight";
        /// Standing of the senior tier.
        senior_standing: Multiple = Multiple::of(1.4), 1.0..2.5, Assumed, "as for the middle tier";
        /// Spread of personal standing within a tier: standard deviation of its logarithm.
        opinion_leadership: Multiple = Multiple::of(0.2), 0.0..0.5, Assumed, "standing so uneven that one leader exceeds the threshold turns complex contagion into simple, hence modest";
    }
}

impl Mechanism for Tribes {
    const CARD: Card = Card {
        claim: "A colleague of one's own profession counts in full, one of another profession only in part, and those who stand high count for more.",
        equation: "Σ w v = Σ_same standing_k · v_k + bridge · Σ_other standing_k · v_k;  the number of ties it is divided by stays as it is",
        acts_by: "the weights of ties",
        reference: "one profession of equal standing: all weights 1",
        sources: &[
            "Ferlie, Fitzgerald, Wood and Hawkins 2005, Academy of Management Journal 48:117 (professions as walls to spread)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 6: tribalism and lack of staff engagement",
            "Lyon geriatric ward 2010: 79 % of staff contact time within own role",
        ],
        counter_sources: &[
            "The same cohesion deepens adoption inside a profession (Health Foundation 2012, Overcoming challenges to improving quality, challenge 6), so a wall is not only a loss",
        ],
        rows: &["C6-01", "C6-03", "C6-04", "C9-07"],
        worked: "2 practising nurses and 3 practising doctors seen by a nurse with 10 ties, bridge 0.4, all front line: E = (2 + 0.4 · 3) / 10 = 0.32",
    };
}

/// The highest standing anyone can have: what a byte holds.
pub const STANDING_MAX: f64 = 3.9;

impl Tribes {
    /// Standing of a post from its tier, how much its profession is listened to, and a standard normal of its own.
    pub fn standing(&self, tier: Tier, listened_to: f64, normal: f64) -> f64 {
        let tier = match tier {
            Tier::Front => 1.0,
            Tier::Middle => self.middle_standing.value(),
            Tier::Senior => self.senior_standing.value(),
        };
        let spread = self.opinion_leadership.value();
        // The half variance keeps the mean at that of the tier.
        (tier * listened_to * libm::exp(spread * normal - spread * spread / 2.0)).clamp(0.0, STANDING_MAX)
    }

    /// Weight of a tie to another profession.
    pub fn weight_across(&self) -> f32 {
        self.bridge.f32()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let tribes = Tribes::default();
        let seen = (2.0 + tribes.weight_across() * 3.0) / 10.0;
        assert!((seen - 0.32).abs() < 1e-6);
        let none = Tribes { opinion_leadership: Multiple::of(0.0), ..tribes };
        assert_eq!(none.standing(Tier::Front, 1.0, 2.0), 1.0);
        assert_eq!(none.standing(Tier::Middle, 1.0, 2.0), 1.2);
    }
}
