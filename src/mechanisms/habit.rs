//! What is repeated becomes automatic.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Rate, Share, section};

section! {
    /// What is repeated becomes automatic, and then it lapses less.
    pub struct Habit {
        /// Rate at which habit grows while practising.
        growth: Rate = Rate::of(0.08), 0.04..0.27, Calibrated, "Lally 2010: 95 % of the plateau after a median of 66 days (18–254), that is 0.32 a week (0.08–1.2) for simple daily acts; accepted sets of the prototype .04–.27";
        /// Rate at which it fades otherwise.
        fading: Rate = Rate::of(0.02), 0.012..0.032, Calibrated, "prototype of the core";
        /// Log hazard ratio of lapse between no habit and full habit.
        weight: LogHazard = LogHazard::of(1.5), 0.5..2.5, Calibrated, "prototype of the core: .5–1.5 in accepted sets";
        /// Habit at which it neither holds nor pulls back; below it the old way pulls back.
        reference: Share = Share::of(0.5), 0.0..1.0, Assumed, "declared reference person";
    }
}

impl Mechanism for Habit {
    const CARD: Card = Card {
        claim: "A practice that is repeated becomes automatic within months and then lapses less; until it has, the old way pulls back.",
        equation: "h ← h + growth · p · (1 − h) while practising (p = 1) or in ritual (p = `within` of enforcement), h − fading · h otherwise;  lean on lapse = −weight · (h − reference)",
        acts_by: "drift of habit; lean on lapse",
        reference: "a person whose habit is `reference`",
        sources: &[
            "Lally, van Jaarsveld, Potts and Wardle 2010, European Journal of Social Psychology 40:998",
            "Nilsen, Roback, Broström and Ellström 2012, Implementation Science 7:53 (habit in clinical behaviour)",
        ],
        counter_sources: &[
            "Lally 2010 watched simple daily acts of volunteers; complex clinical work may never become automatic (weight 0 is worth a run)",
        ],
        rows: &["C9-01"],
        worked: "growth 0.08 from h = 0: 0.08, then 0.08 + 0.08 · 0.92 = 0.1536; after 10 weeks 1 − 0.92¹⁰ = 0.5656; lean at h = 1: −1.5 · 0.5 = −0.75",
    };
}

impl Habit {
    /// A week of habit. `practising` is 1 for those who practise truly, the part of it that ritual contains for those in
    /// ritual, else 0.
    #[inline(always)]
    pub fn drifts(&self, practising: &[f32], habit: &mut [f32]) {
        let (growth, fading) = (self.growth.f32().min(1.0), self.fading.f32().min(1.0));
        for (habit, practising) in habit.iter_mut().zip(practising) {
            let (grown, faded) = (*habit + growth * *practising * (1.0 - *habit), *habit - fading * *habit);
            *habit = if *practising > 0.0 { grown } else { faded };
        }
    }

    /// What habit does to lapse.
    #[inline(always)]
    pub fn leans_on_lapse(&self, habit: &[f32], leans: &mut [f32]) {
        let (weight, reference) = (self.weight.f32(), self.reference.f32());
        for (lean, habit) in leans.iter_mut().zip(habit) {
            *lean -= weight * (*habit - reference);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let habit = Habit::default();
        let mut h = [0.0];
        // In ritual that contains 0.3 of the practice: 0.08 · 0.3.
        habit.drifts(&[0.3], &mut h);
        assert!((h[0] - 0.024).abs() < 1e-7);
        let mut h = [0.0, 1.0];
        habit.drifts(&[1.0, 0.0], &mut h);
        assert!((h[0] - 0.08).abs() < 1e-7 && (h[1] - 0.98).abs() < 1e-7);
        for _ in 1..10 {
            habit.drifts(&[1.0, 0.0], &mut h);
        }
        assert!((h[0] - 0.565_611).abs() < 1e-5);
        assert!((h[1] - 0.817_073).abs() < 1e-5);
        let mut lean = [0.0];
        habit.leans_on_lapse(&[1.0], &mut lean);
        assert_eq!(lean, [-0.75]);
    }
}
