//! Leaders leave, and their successors have priorities of their own.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Share, Weeks, section};

section! {
    /// Leaders leave, and their successors have priorities of their own.
    pub struct Succession {
        /// Median time that the lead of a unit stays.
        lead_tenure: Weeks = Weeks::of(208.0), 104.0..364.0, Assumed, "no measured tenure of ward and team leads found";
        /// Median time that a middle manager stays.
        middle_tenure: Weeks = Weeks::of(156.0), 78.0..312.0, Assumed, "no measured tenure found";
        /// Median time that a sponsor stays.
        sponsor_tenure: Weeks = Weeks::of(156.0), 104.0..260.0, Measured, "chief executives of 145 NHS trusts, late 2017: median 3 years (King's Fund and NHS Providers 2018); 2.5 in 2014";
        /// Chance that a successor backs what was begun before, with nothing planned and nothing locked in.
        backs: Share = Share::of(0.4), 0.1..0.8, Assumed, "no measured value found";
        /// By how much of their rate of leaving more a leader leaves whose projects show all that was hoped for, where success is promoted in full.
        promoted: Multiple = Multiple::of(2.0), 0.0..5.0, Assumed, "direction only (blog on The Improvement Journey: leaders who succeed soon move on)";
        /// How like the place a successor is: correlation of their support with what the place had at the start.
        likeness: Share = Share::of(0.5), 0.0..0.9, Assumed, "culture outlives its leaders in part; no measured value";
    }
}

impl Mechanism for Succession {
    const CARD: Card = Card {
        claim: "Leads, managers and sponsors leave; whoever comes next drops most of what was begun, unless succession was planned or the change is already how things are done.",
        equation: "P(leaves in a week) = (1 − exp(−ln 2 / tenure)) · (1 + promoted · promotion · r), r the best results that the leader's units see, their mean, kept in 0–1;  a lead who leaves takes carries · (1 − distribution) of what the unit knows (see capability);  P(successor backs an initiative that was begun before and that the predecessor backed) = 1 − (1 − backs) · (1 − planned) · (1 − K), what the predecessor had dropped stays dropped;  support_new = 2/(1 + e^(−z)) · the multiple of [leaders], at most 2;  z = likeness · z_place + √(1 − likeness²) · unlikeness · normal",
        acts_by: "events: changes of leaders, whose support and style leadership and embedding read",
        reference: "none: without it leaders stay",
        sources: &[
            "King's Fund and NHS Providers 2018: median tenure of chief executives 3 years; 54 % of directors appointed in the last 3 years",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5: senior turnover removes buy-in",
        ],
        counter_sources: &[
            "Hannan and Freeman 1984, American Sociological Review 49:149 (structural inertia): organisations change less with their leaders than leaders hope",
        ],
        rows: &["C5-10", "C5-11", "LEAK-4", "C9-03"],
        worked: "tenure 156 weeks: 1 − exp(−0.6931/156) = 0.004433 a week; backs 0.4, planned 0.5, K 0.2: 1 − 0.6 · 0.5 · 0.8 = 0.76; promotion 0.5, r 0.8: 1 + 2 · 0.5 · 0.8 = 1.8 times as often",
    };
}

impl Succession {
    /// Probability that a leader of each level leaves in a week: lead, middle manager, sponsor.
    pub fn leaving(&self) -> [f64; 3] {
        [self.lead_tenure, self.middle_tenure, self.sponsor_tenure]
            .map(|tenure| -libm::expm1(-std::f64::consts::LN_2 / tenure.value().max(1.0)))
    }

    /// By how much more often a leader leaves where success is promoted.
    pub fn moves_on(&self, promotion: f64, success: f32) -> f64 {
        1.0 + self.promoted.value() * promotion * f64::from(success.clamp(0.0, 1.0))
    }

    /// Probability that a successor backs what was begun before.
    pub fn backing(&self, planned: f64, locked_in: f64) -> f64 {
        1.0 - (1.0 - self.backs.value()) * (1.0 - planned) * (1.0 - locked_in)
    }

    /// Where a successor stands on the scale on which support is logistic: near the place, but not the same.
    pub fn successor(&self, place: f64, own: f64) -> f64 {
        let likeness = self.likeness.value();
        likeness * place + libm::sqrt(1.0 - likeness * likeness) * own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let succession = Succession::default();
        assert!((succession.leaving()[2] - 0.004_433_3).abs() < 1e-6);
        assert!((succession.backing(0.5, 0.2) - 0.76).abs() < 1e-12);
        assert_eq!(succession.backing(1.0, 0.0), 1.0);
        assert_eq!(succession.moves_on(0.0, 1.0), 1.0);
        assert!((succession.moves_on(0.5, 0.8) - 1.8).abs() < 1e-6);
        assert!((succession.successor(1.0, 0.0) - 0.5).abs() < 1e-12);
    }
}
