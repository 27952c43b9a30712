//! What improvement is thought of, and what it counts for, decides who takes part.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Share, section};
use crate::world::{self, Initiative};

section! {
    /// What improvement is thought of, and what it counts for, decides who takes part.
    pub struct Esteem {
        /// Log hazard ratio of uptake between the highest esteem and what leaves people as they are.
        valued: LogHazard = LogHazard::of(0.4), 0.0..1.2, Assumed, "low esteem beside research discourages clinicians (Health Foundation 2012, challenge 5), direction only";
        /// Part of what esteem lacks that careers which lead somewhere, or boards which are fully involved, make good.
        raises: Share = Share::of(0.4), 0.0..0.8, Assumed, "no measured value found";
        /// Log hazard ratio of uptake under full credit in someone of motivation 0.5; twice that at 0, nothing at 1.
        credit: LogHazard = LogHazard::of(0.4), 0.0..1.2, Assumed, "credit rewards an activity of low status (Health Foundation 2012, challenge 8), direction only";
        /// Log hazard ratio of lapse between full credit and none in such a person, while it lasts.
        holds: LogHazard = LogHazard::of(0.3), 0.0..1.0, Assumed, "no measured value found";
        /// Log hazard ratio of leaving between no skill in improvement and full, where careers in it lead somewhere.
        careers: LogHazard = LogHazard::of(0.7), 0.0..1.5, Assumed, "no hazard ratio found";
        /// How far activity rises where improvement is thought nothing of.
        fuels: Share = Share::of(0.2), 0.0..0.5, Assumed, "fear that improvement looks easy drives activity (blog on The Improvement Journey), direction only";
        /// Log hazard ratio of not taking up under the most feverish activity, against the best.
        hectic: LogHazard = LogHazard::of(0.6), 0.0..1.5, Assumed, "no measured value found";
        /// Activity at which it does most good; 0 makes any more of it worse, 1 any more better.
        optimum: Share = Share::of(0.5), 0.0..1.0, Assumed, "that there is one is a choice of form";
    }
}

impl Mechanism for Esteem {
    const CARD: Card = Card {
        claim: "Clinicians take part in what is thought well of and counts for something: esteem moves doctors most, credit those who would not care otherwise, and only while it lasts; careers keep those who can improve, and fear of being thought nothing of ends in feverish activity.",
        equation: "ε = esteem + raises · (1 − esteem) · (1 − (1 − career_credit) · (1 − involved · min(1, σ_sponsor)));  while it runs lean on uptake = valued · (2 ε − 1) · moved_by_esteem + credit · given · 2 (1 − m) − 4 hectic · ((α − optimum)² − (0.5 − optimum)²), on lapse = −holds · given · 2 (1 − m), given the initiative's credit, m 0.5 where the mechanism of motivation is absent;  α = activity + fuels · (0.5 − ε), kept in 0–1;  leaving rate · e^(−careers · career_credit · k)",
        acts_by: "leans on uptake and lapse; a factor on leaving",
        reference: "an esteem of 0.5, activity at 0.5, no credit",
        sources: &[
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 5 and 8",
            "Davies, Powell and Rushmer 2007, Healthcare professionals' views on clinician engagement in quality improvement (Health Foundation)",
            "Repenning and Sterman 2002, Administrative Science Quarterly 47:265 (activity that crowds out improvement)",
        ],
        counter_sources: &[
            "Deci, Koestner and Ryan 1999, Psychological Bulletin 125:627: what is done for credit is done less for its own sake (here it only ends with the credit)",
        ],
        rows: &["C5-07", "C8-02", "T1-14", "T1-18", "T1-20", "CYCLE-5", "CYCLE-6"],
        worked: "esteem 0.8, moved 1.8: lean 0.4 · 0.6 · 1.8 = 0.432; credit 0.5, m 0.3: 0.4 · 0.5 · 2 · 0.7 = 0.28, on lapse −0.21; activity 0.9, esteem 0.5: −4 · 0.6 · 0.16 = −0.384; career credit 0.5, k 0.6: leaving · e^(−0.21) = 0.8106",
    };
}

impl Esteem {
    /// What improvement is thought of now, from what is stated, careers, and boards' involvement, 0 to 1.
    pub fn now(&self, stated: &world::Culture, careers: f32, involved: f32) -> f32 {
        let base = stated.esteem.f32();
        base + self.raises.f32() * (1.0 - base) * (1.0 - (1.0 - careers) * (1.0 - involved))
    }

    /// What that does to uptake of a profession.
    pub fn leans_on_uptake(&self, esteem: f32, moved_by_esteem: Multiple) -> f32 {
        self.valued.f32() * (2.0 * esteem - 1.0) * moved_by_esteem.f32()
    }

    /// What activity does to uptake.
    pub fn hectic(&self, activity: f32, esteem: f32) -> f32 {
        let active = (activity + self.fuels.f32() * (0.5 - esteem)).clamp(0.0, 1.0);
        let off = |at: f32| (at - self.optimum.f32()) * (at - self.optimum.f32());
        -4.0 * self.hectic.f32() * (off(active) - off(0.5))
    }

    /// What credit does to uptake and lapse of those for whom it runs; `motivation` may be empty.
    #[inline(always)]
    pub fn credited(&self, i: &Initiative, runs: &[f32], motivation: &[f32], up: &mut [f32], lapse: &mut [f32]) {
        let given = i.credit.f32();
        let (draws, holds) = (self.credit.f32() * given, self.holds.f32() * given);
        for (at, ((up, lapse), runs)) in up.iter_mut().zip(lapse).zip(runs).enumerate() {
            let lacking = 2.0 * (1.0 - motivation.get(at).copied().unwrap_or(0.5));
            *up += runs * draws * lacking;
            *lapse -= runs * holds * lacking;
        }
    }

    /// The log hazard ratio of staying of those of full skill.
    pub fn stays(&self, careers: f32) -> f32 {
        self.careers.f32().max(0.0) * careers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let esteem = Esteem::default();
        assert!((esteem.leans_on_uptake(0.8, Multiple::of(1.8)) - 0.432).abs() < 1e-6);
        let i = Initiative { credit: Share::of(0.5), ..Default::default() };
        let (mut up, mut lapse) = ([0.0], [0.0]);
        esteem.credited(&i, &[1.0], &[0.3], &mut up, &mut lapse);
        assert!((up[0] - 0.28).abs() < 1e-6 && (lapse[0] + 0.21).abs() < 1e-6);
        esteem.credited(&i, &[0.0], &[0.3], &mut up, &mut lapse);
        assert!((up[0] - 0.28).abs() < 1e-6, "nothing once it is over");
        assert!((esteem.hectic(0.9, 0.5) + 0.384).abs() < 1e-6);
        assert!((libm::expf(-esteem.stays(0.5) * 0.6) - 0.810_6).abs() < 1e-4);
        let stated = world::Culture::default();
        assert!((esteem.now(&stated, 1.0, 0.0) - 0.7).abs() < 1e-6);
    }

    #[test]
    fn middling_esteem_and_activity_leave_people_as_they_are_whatever_the_optimum() {
        for optimum in [0.0, 0.3, 0.5, 1.0] {
            let esteem = Esteem { optimum: Share::of(optimum), ..Default::default() };
            assert_eq!(esteem.now(&world::Culture::default(), 0.0, 0.0), 0.5);
            assert_eq!((esteem.hectic(0.5, 0.5), esteem.leans_on_uptake(0.5, Multiple::of(2.0))), (0.0, 0.0));
        }
        let monotone = Esteem { optimum: Share::of(1.0), ..Default::default() };
        assert!(monotone.hectic(0.9, 0.5) > monotone.hectic(0.6, 0.5));
    }
}
