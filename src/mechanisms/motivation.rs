//! People act on what they care about, and how much they care moves with how they are treated.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Quantity, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// People act on what they care about, and how much they care moves with how they are treated.
    pub struct Motivation {
        /// Mean intrinsic motivation at hire, and the reference person's.
        mean: Share = Share::of(0.6), 0.4..0.8, Assumed, "NHS staff survey: about 55 % say they can make improvements happen in their area; no scale for this construct";
        /// Standard deviation of it between people.
        spread: Share = Share::of(0.15), 0.0..0.25, Assumed, "no measured value found";
        /// Log hazard ratio of uptake per unit of motivation.
        weight: LogHazard = LogHazard::of(1.5), 0.0..3.0, Assumed, "Cerasoli, Nicklin and Ford 2014: intrinsic motivation and performance correlate at about 0.2–0.5; no hazard ratio";
        /// Log hazard ratio of lapse per unit of motivation lacking.
        holds: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "no measured value found";
        /// Time in which a person comes back to 37 % of the way from what they were hired with.
        returns: Weeks = Weeks::of(39.0), 26.0..78.0, Assumed, "model: 6–18 months";
        /// What full freedom to shape the change adds, and being told takes away.
        autonomy: Share = Share::of(0.1), 0.0..0.3, Assumed, "self-determination theory, direction only";
        /// What seeing all of the unit practise adds.
        progress: Share = Share::of(0.1), 0.0..0.3, Assumed, "Health Foundation 2012: a sense of progress keeps effort on task";
        /// What leaders' regard at twice the reference adds, and none takes away.
        regard: Share = Share::of(0.1), 0.0..0.3, Assumed, "the cycle of regard and scepticism, direction only";
        /// What practising among colleagues who all practise adds.
        esteem: Share = Share::of(0.05), 0.0..0.2, Assumed, "peer esteem, direction only";
        /// What having no time at all for what is asked takes away.
        burden: Share = Share::of(0.2), 0.0..0.4, Assumed, "burdensome measures breed resentment, direction only";
        /// What a goal missed altogether takes away, at once.
        unmet: Share = Share::of(0.1), 0.0..0.3, Assumed, "stretch goals disillusion when unmet, direction only";
        /// What full support from peers elsewhere adds.
        peers: Share = Share::of(0.08), 0.0..0.2, Assumed, "it sustains energy (Health Foundation 2012, challenge 6), direction only";
    }
}

impl Mechanism for Motivation {
    const CARD: Card = Card {
        claim: "Staff who care take a practice up sooner and keep it longer; freedom, regard, progress and esteem raise what they care, and burden, control, disregard and missed goals wear it down, until it returns within months to what they came with.",
        equation: "m* = m0 + autonomy · (2 f − 1) + regard · (σ − 1) + progress · (x̄ − baseline) + esteem · [practises] · E − burden · (1 − T) + peers · peer_support · valued (see trap) − autonomy · joint_learning · [joint_imposed] − crowding (see incentives) + what results add and data take (see results and data), kept in 0–1, all that comes of the programme but crowding while it runs, all summed over initiatives;  m ← m + (m* − m) / returns;  a missed goal: m ← m − unmet · shortfall · m;  lean on uptake = weight · (1 + values while it runs) · (m − mean), on lapse = −holds · (m − mean)",
        acts_by: "drift of motivation; leans on uptake and lapse",
        reference: "a person of mean motivation with no programme under way",
        sources: &[
            "Ryan and Deci 2000, American Psychologist 55:68 (autonomy, competence, relatedness)",
            "Cerasoli, Nicklin and Ford 2014, Psychological Bulletin 140:980",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 3, 4, 7 and 8",
        ],
        counter_sources: &[
            "Health Foundation 2012, challenge 8: motivation goes a long way but not all the way against hostility or indifference (weight 0 is in the range)",
        ],
        rows: &["C8-04", "C3-01", "C3-02", "C4-04", "C6-05", "C6-09", "C6-13", "CYCLE-1", "CYCLE-3"],
        worked: "m0 0.6, f 0.8, σ 1.5, x̄ 0.37, baseline 0.07, T 0.5, not practising: m* = 0.6 + 0.1 · 0.6 + 0.1 · 0.5 + 0.1 · 0.3 − 0.2 · 0.5 = 0.64; from m = 0.6 a week gives 0.6 + 0.04/39 = 0.601026; at m = 0.8 the lean on uptake is 1.5 · 0.2 = 0.3; peer support 0.5 in full: m* 0.04 more",
    };
}

/// What a unit's staff live with while a programme runs; see the equation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Treatment {
    /// Style of leadership, 0 directive to 1 facilitative; 0.5 is neither.
    pub style: f32,
    /// Support from leaders; 1 is the reference.
    pub support: f32,
    /// Share of the unit that truly practises, less the baseline.
    pub progress: f32,
}

impl Motivation {
    /// Motivation at hire from a standard normal.
    pub fn at_hire(&self, normal: f64) -> f32 {
        (self.mean.value() + self.spread.value() * normal).clamp(0.0, 1.0) as f32
    }

    /// How far a running programme moves what its target staff settle at, esteem and burden apart.
    pub fn moved_by(&self, treatment: &Treatment) -> f32 {
        self.autonomy.f32() * (2.0 * treatment.style - 1.0)
            + self.regard.f32() * (treatment.support - 1.0)
            + self.progress.f32() * treatment.progress
    }

    /// How far support from peers moves it, as far as it is kept up, and learning together that is imposed.
    pub fn joined_by(&self, initiative: &Initiative, valued: f32) -> f32 {
        let imposed = if initiative.joint_imposed { initiative.joint_learning.f32() } else { 0.0 };
        self.peers.f32() * initiative.peer_support.f32() * valued - self.autonomy.f32() * imposed
    }

    /// What a part in the change adds to the freedom that a style leaves.
    pub fn freed(&self, style: f32, part: f32) -> f32 {
        2.0 * self.autonomy.f32() * (1.0 - style) * part
    }

    /// How far lack of time moves it.
    pub fn burdened_by(&self, sufficiency: f32) -> f32 {
        -self.burden.f32() * (1.0 - sufficiency)
    }

    /// What those who practise gain from colleagues who do.
    #[inline(always)]
    pub fn esteemed(&self, practising: &[f32], seen: &[f32], per_tie: &[f32], drive: &mut [f32]) {
        let esteem = self.esteem.f32();
        for (((drive, practising), seen), per_tie) in drive.iter_mut().zip(practising).zip(seen).zip(per_tie) {
            *drive += esteem * practising * (seen * per_tie).min(1.0);
        }
    }

    /// A week of motivation under what moves it.
    #[inline(always)]
    pub fn drifts(&self, hired_with: &[f32], drive: &[f32], motivation: &mut [f32]) {
        let share = (1.0 / self.returns.value().max(1.0)) as f32;
        for ((m, m0), drive) in motivation.iter_mut().zip(hired_with).zip(drive) {
            *m += ((m0 + drive).clamp(0.0, 1.0) - *m) * share;
        }
    }

    /// What is left of a person's motivation after a goal was missed by a share.
    pub fn after_missing(&self, motivation: f32, shortfall: f32) -> f32 {
        motivation * (1.0 - self.unmet.f32() * shortfall)
    }

    /// What a programme that speaks to what people came for adds to that, where it runs.
    #[inline(always)]
    pub fn resonates(&self, values: f32, runs: &[f32], motivation: &[f32], on_uptake: &mut [f32]) {
        let (mean, weight) = (self.mean.f32(), self.weight.f32() * values);
        for ((up, m), runs) in on_uptake.iter_mut().zip(motivation).zip(runs) {
            *up += runs * weight * (*m - mean);
        }
    }

    /// What motivation does to uptake and lapse.
    #[inline(always)]
    pub fn leans(&self, motivation: &[f32], on_uptake: &mut [f32], on_lapse: &mut [f32]) {
        let (mean, weight, holds) = (self.mean.f32(), self.weight.f32(), self.holds.f32());
        for ((up, lapse), m) in on_uptake.iter_mut().zip(on_lapse).zip(motivation) {
            *up += weight * (*m - mean);
            *lapse -= holds * (*m - mean);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let motivation = Motivation::default();
        let treatment = Treatment { style: 0.8, support: 1.5, progress: 0.3 };
        let drive = motivation.moved_by(&treatment) + motivation.burdened_by(0.5);
        assert!((drive - 0.04).abs() < 1e-6);
        let mut m = [0.6];
        motivation.drifts(&[0.6], &[drive], &mut m);
        assert!((m[0] - 0.601_026).abs() < 1e-6);
        let (mut up, mut lapse) = ([0.0], [0.0]);
        motivation.leans(&[0.8], &mut up, &mut lapse);
        assert!((up[0] - 0.3).abs() < 1e-6 && (lapse[0] + 0.2).abs() < 1e-6);
        let peers = Initiative { peer_support: Share::of(0.5), ..Default::default() };
        assert!((motivation.joined_by(&peers, 1.0) - 0.04).abs() < 1e-6);
    }

    #[test]
    fn it_comes_back_to_what_people_were_hired_with() {
        let motivation = Motivation::default();
        let mut m = [0.2];
        for _ in 0..39 {
            motivation.drifts(&[0.6], &[0.0], &mut m);
        }
        // (1 − 1/39)³⁹ = 0.3631 of the way is left.
        assert!((m[0] - (0.6 - 0.4 * 0.363_1)).abs() < 1e-3);
        assert!((motivation.after_missing(0.5, 1.0) - 0.45).abs() < 1e-6);
    }
}
