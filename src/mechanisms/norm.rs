//! What colleagues go on doing holds one's own practice up.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, section};

section! {
    /// What colleagues go on doing holds one's own practice up.
    pub struct Norm {
        /// Log hazard ratio of lapse between a person whose colleagues all practise and one among whom the baseline share do.
        weight: LogHazard = LogHazard::of(0.8), 0.0..3.5, Assumed, "prototype of the core: .1–3.5 in accepted sets; no detectable contagion in Coleman, Katz and Menzel, so 0 is in the range";
    }
}

impl Mechanism for Norm {
    const CARD: Card = Card {
        claim: "Someone whose colleagues go on practising lapses less; where most have stopped, those who still practise stop sooner.",
        equation: "lean on lapse = −weight · (E − baseline);  E = min(1, Σ w v / Σ tie), as in contagion",
        acts_by: "lean on lapse",
        reference: "a person among whose colleagues just the baseline share practises",
        sources: &[
            "Meeker et al. 2016, JAMA 315:562; Linder et al. 2017, JAMA 318:1391: peer comparison kept part of its effect a year after it stopped",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 6: norms within a profession",
        ],
        counter_sources: &[
            "Van den Bulte and Lilien 2001, American Journal of Sociology 106:1409: no contagion among physicians once marketing is allowed for",
        ],
        rows: &["C6-01", "C9-07"],
        worked: "weight 0.8, half of the colleagues practise, baseline 0.07: lean −0.8 · (0.5 − 0.07) = −0.344, lapse at exp(−0.344) = 0.709 of its level",
    };
}

impl Norm {
    /// What colleagues do to lapse. `seen` is the weighted number of neighbours who practise, `per_tie` one over ties.
    #[inline(always)]
    pub fn leans_on_lapse(&self, baseline: f32, seen: &[f32], per_tie: &[f32], leans: &mut [f32]) {
        let weight = self.weight.f32();
        for ((lean, seen), per_tie) in leans.iter_mut().zip(seen).zip(per_tie) {
            *lean -= weight * ((seen * per_tie).min(1.0) - baseline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let mut lean = [0.0];
        Norm::default().leans_on_lapse(0.07, &[5.0], &[0.1], &mut lean);
        assert!((lean[0] + 0.344).abs() < 1e-6);
        assert!((libm::expf(lean[0]) - 0.7089).abs() < 1e-4);
    }
}
