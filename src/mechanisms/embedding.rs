//! What is written into standards lasts.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Rate, Share, Weeks, section};

section! {
    /// What is written into standards, procedures and induction outlasts the people.
    pub struct Embedding {
        /// Rate at which a unit locks in a practice that all follow under full effort and a reference lead.
        growth: Rate = Rate::of(0.05), 0.006..0.09, Calibrated, "prototype of the core";
        /// Effort that units put in of themselves, with no programme asking for it.
        organic: Share = Share::of(0.15), 0.0..1.0, Assumed, "prototype of the core: .4–1 in accepted sets, with less lock-in from it; 0 leaves it to the programme";
        /// Time in which lock-in loosens to 37 %, unattended.
        loosening: Weeks = Weeks::of(200.0), 75.0..240.0, Calibrated, "prototype of the core";
        /// Log hazard ratio of lapse between no lock-in and full lock-in.
        weight: LogHazard = LogHazard::of(2.6), 0.6..2.7, Calibrated, "prototype of the core";
        /// How much a unit's lead matters: power of the lead's support in the growth.
        lead_matters: Multiple = Multiple::of(1.5), 0.0..2.0, Assumed, "needs management time (normalisation process theory, in words)";
    }
}

impl Mechanism for Embedding {
    const CARD: Card = Card {
        claim: "A practice that enough people follow, in a unit whose lead attends to it, is written into standards and induction, and then survives project and people.",
        equation: "dK = growth · min(1, organic + effort) · lead^lead_matters · x̄ · (1 − K) − K / loosening, per unit and week, lead being the support of whoever leads the unit, whether or not they back this initiative;  lean on lapse = −weight · K",
        acts_by: "drift of unit lock-in; lean on lapse; through induction, newcomers",
        reference: "a unit with nothing locked in: K = 0",
        sources: &[
            "Pronovost et al. 2010, BMJ 340:c309: Keystone intensive care gains held at 36 months",
            "May and Finch 2009, Sociology 43:535 (normalisation process theory)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 9: securing sustainability",
        ],
        counter_sources: &[
            "Pickering et al. 2013, British Journal of Surgery 100:1664: a written checklist step was attempted in 8.8 % of operations; what is written is not yet done",
        ],
        rows: &["C9-02", "C9-09"],
        worked: "K = 0.2, x̄ = 0.5, effort 0.85, lead 1: dK = 0.05 · 1 · 1 · 0.5 · 0.8 − 0.2/200 = 0.02 − 0.001 = 0.019; lean −2.6 · 0.2 = −0.52",
    };
}

impl Embedding {
    /// A unit's lock-in after a week. `practising` is the share of its target staff who truly practise.
    /// `lead` is what the lead's support comes to, by [`Embedding::lead`].
    pub fn drifts(&self, locked_in: f32, practising: f32, effort: f32, lead: f32) -> f32 {
        let effort = (self.organic.f32() + effort).min(1.0);
        let gain = self.growth.f32() * effort * lead * practising * (1.0 - locked_in);
        (locked_in + gain - locked_in / self.loosening.f32().max(1.0)).clamp(0.0, 1.0)
    }

    /// What a lead's support comes to: a factor on the growth of lock-in.
    pub fn lead(&self, lead: f32) -> f32 {
        let power = self.lead_matters.f32();
        // pow(x, 1) and pow(x, 0) need no pow, and are what most runs have.
        if power == 1.0 {
            lead
        } else if power == 0.0 {
            1.0
        } else {
            // Kept finite, so that nobody practising still means nothing gained.
            libm::powf(lead, power).min(1e6)
        }
    }

    /// Where lock-in settles with a steady share practising and no programme.
    pub fn settled(&self, practising: f32, lead: f32) -> f32 {
        let gain = self.growth.f32() * self.organic.f32() * self.lead(lead) * practising;
        gain / (gain + 1.0 / self.loosening.f32().max(1.0))
    }

    /// What lock-in does to lapse.
    pub fn leans_on_lapse(&self, locked_in: f32) -> f32 {
        -self.weight.f32() * locked_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let embedding = Embedding::default();
        let after = embedding.drifts(0.2, 0.5, 0.85, 1.0);
        assert!((after - (0.2 + 0.02 - 0.001)).abs() < 1e-6);
        assert!((embedding.leans_on_lapse(0.2) + 0.52).abs() < 1e-6);
    }

    #[test]
    fn lock_in_stays_where_it_settles() {
        let embedding = Embedding::default();
        let settled = embedding.settled(0.07, 1.3);
        assert!((embedding.drifts(settled, 0.07, 0.0, embedding.lead(1.3)) - settled).abs() < 1e-7);
    }
}
