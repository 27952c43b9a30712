//! Professions listen to their own.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Rate, Share, Weeks, section};
use crate::world::{Initiative, Tier};

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
        /// Part of the wall that people who go between professions open while they do.
        mediates: Share = Share::of(0.3), 0.0..0.6, Assumed, "direction only (Health Foundation 2012, table 1)";
        /// Rate at which learning together that is volunteered takes the wall down.
        joins: Rate = Rate::of(0.01), 0.002..0.03, Assumed, "trust between professions takes years; no measured rate";
        /// Part of that rate that is left where learning together is imposed.
        imposed: Share = Share::of(0.1), 0.0..0.4, Assumed, "it cannot be imposed (Health Foundation 2012, challenge 6), direction only";
        /// Time in which the wall is back to 63 % of its height where nobody learns together any more.
        parts: Weeks = Weeks::of(52.0), 13.0..156.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Tribes {
    const CARD: Card = Card {
        claim: "A colleague of one's own profession counts in full, one of another profession only in part, and those who stand high count for more; the wall between professions comes down slowly where they choose to learn together, and hardly where they have to.",
        equation: "Σ w v = Σ_same standing_k · v_k + B · Σ_other standing_k · v_k;  B = bridge + (1 − bridge) · min(1, mediates · intermediaries · runs + G), runs = part of the programme's units in which it runs;  G ← G + joins · (imposed where joint_imposed) · joint_learning · runs · (1 − G) − (1 − joint_learning · runs) · G/parts;  the number of ties it is divided by stays as it is",
        acts_by: "the weights of ties; drift of the wall in what concerns an initiative",
        reference: "one profession of equal standing: all weights 1",
        sources: &[
            "Ferlie, Fitzgerald, Wood and Hawkins 2005, Academy of Management Journal 48:117 (professions as walls to spread)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 6: tribalism and lack of staff engagement",
            "Lyon geriatric ward 2010: 79 % of staff contact time within own role",
        ],
        counter_sources: &[
            "The same cohesion deepens adoption inside a profession (Health Foundation 2012, Overcoming challenges to improving quality, challenge 6), so a wall is not only a loss",
        ],
        rows: &["C6-01", "C6-03", "C6-04", "C6-13", "C9-07", "T1-23"],
        worked: "2 practising nurses and 3 practising doctors seen by a nurse with 10 ties, bridge 0.4, all front line: E = (2 + 0.4 · 3) / 10 = 0.32; intermediaries 0.5, running everywhere, G 0.1: B = 0.4 + 0.6 · 0.25 = 0.55",
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

    /// The same in what concerns an initiative that runs in a part of its units, with so much of the wall taken down.
    pub fn opened(&self, initiative: &Initiative, runs: f32, down: f32) -> f32 {
        let bridge = self.bridge.f32();
        bridge + (1.0 - bridge) * (self.mediates.f32() * initiative.intermediaries.f32() * runs + down).min(1.0)
    }

    /// How much of the wall is down after a week.
    pub fn takes_down(&self, initiative: &Initiative, runs: f32, down: f32) -> f32 {
        let together = initiative.joint_learning.f32() * runs;
        let chosen = if initiative.joint_imposed { self.imposed.f32() } else { 1.0 };
        let gained = self.joins.f32().min(1.0) * chosen * together * (1.0 - down);
        down + gained - (1.0 - together) * down / self.parts.f32().max(1.0)
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
        let mediated = Initiative { intermediaries: Share::of(0.5), ..Default::default() };
        assert!((tribes.opened(&mediated, 1.0, 0.1) - 0.55).abs() < 1e-6);
        assert_eq!(tribes.opened(&Initiative::default(), 1.0, 0.0), tribes.weight_across());
        let joint = Initiative { joint_learning: Share::of(1.0), ..Default::default() };
        let imposed = Initiative { joint_imposed: true, ..joint.clone() };
        assert!((tribes.takes_down(&joint, 1.0, 0.0) - 0.01).abs() < 1e-7);
        assert!((tribes.takes_down(&imposed, 1.0, 0.0) - 0.001).abs() < 1e-7);
        assert!((tribes.takes_down(&joint, 0.0, 0.52) - 0.51).abs() < 1e-6);
        let none = Tribes { opinion_leadership: Multiple::of(0.0), ..tribes };
        assert_eq!(none.standing(Tier::Front, 1.0, 2.0), 1.0);
        assert_eq!(none.standing(Tier::Middle, 1.0, 2.0), 1.2);
    }
}
