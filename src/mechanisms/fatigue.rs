//! Overload tires people, and disappointment makes them cynical about what comes next.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Quantity, Rate, Share, Weeks, section};

section! {
    /// Overload tires people, and disappointment makes them cynical about whatever comes next.
    pub struct Fatigue {
        /// Rate at which fatigue builds where there is no time at all for what is asked.
        builds: Rate = Rate::of(0.04), 0.01..0.1, Assumed, "no measured rate; builds over months";
        /// Rate at which people recover.
        recovers: Rate = Rate::of(0.02), 0.01..0.05, Assumed, "no measured rate; slower than it builds";
        /// Log hazard ratio of not taking up between fresh and exhausted.
        slows: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "Bernerth, Walker and Harris 2011: change fatigue goes with exhaustion and leaving; no hazard ratio";
        /// Log hazard ratio of lapse between fresh and exhausted.
        strain: LogHazard = LogHazard::of(0.5), 0.0..1.5, Assumed, "hand hygiene fell by 8.7 points over a 12-hour shift (Dai et al. 2015); no hazard ratio for months";
        /// Log hazard ratio of leaving the post between fresh and exhausted.
        leaving: LogHazard = LogHazard::of(0.5), 0.0..1.0, Assumed, "across acute trusts able-to-improve and burnout correlate at −0.64; no hazard ratio of leaving";
        /// How cynical a goal missed altogether makes people.
        disappointment: Share = Share::of(0.3), 0.0..0.8, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up the next initiative between trusting and wholly cynical.
        cynicism: LogHazard = LogHazard::of(1.2), 0.0..2.5, Assumed, "Reichers, Wanous and Austin 1997, direction only";
        /// Time in which cynicism fades to 37 %.
        forgets: Weeks = Weeks::of(156.0), 52.0..260.0, Assumed, "no measured value found";
        /// Cynicism that staff start with, left by what was tried before; newcomers bring none.
        legacy: Share = Share::of(0.0), -, Stated, "";
    }
}

impl Mechanism for Fatigue {
    const CARD: Card = Card {
        claim: "More asked than there is time for tires staff, slowly made good; a project that misses its goal or is dropped leaves cynicism, and the next project pays for both.",
        equation: "F ← F + builds · (1 − T) · (1 − F) − recovers · F;  at the end of an initiative c ← c + disappointment · shortfall · (1 − c), shortfall = max(0, 1 − x̄_unit / goal);  c ← c − c / forgets;  lean on uptake = −slows · F − cynicism · c, on lapse = strain · F;  leaving rate · exp(leaving · F)",
        acts_by: "drift of fatigue and cynicism; leans on uptake and lapse; leaving",
        reference: "a fresh person whom nothing has disappointed: F = 0, c = 0",
        sources: &[
            "Reichers, Wanous and Austin 1997, Academy of Management Executive 11:48 (cynicism about change)",
            "Bernerth, Walker and Harris 2011, Work and Stress 25:321 (change fatigue)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 4: fatigue makes the next initiative harder",
        ],
        counter_sources: &[
            "Amburgey, Kelly and Barnett 1993, Administrative Science Quarterly 38:51: organisations that have changed change more readily again",
        ],
        rows: &["C4-04", "C4-05", "BAR-1", "BAR-3", "BEN-1", "C5-09"],
        worked: "F 0.2, T 0.5: 0.2 + 0.04 · 0.5 · 0.8 − 0.02 · 0.2 = 0.212; goal 0.5, unit at 0.2: shortfall 0.6, c from 0 to 0.3 · 0.6 = 0.18; leans on uptake −0.2 − 1.2 · 0.18 = −0.416",
    };
}

impl Fatigue {
    /// A week of fatigue; `overload` is 1 − T by person.
    #[inline(always)]
    pub fn drifts(&self, overload: &[f32], fatigue: &mut [f32]) {
        let (builds, recovers) = (self.builds.f32().min(1.0), self.recovers.f32().min(1.0));
        for (fatigue, overload) in fatigue.iter_mut().zip(overload) {
            *fatigue = (*fatigue + builds * overload * (1.0 - *fatigue) - recovers * *fatigue).clamp(0.0, 1.0);
        }
    }

    /// A week of forgetting.
    #[inline(always)]
    pub fn fades(&self, cynicism: &mut [f32]) {
        let kept = 1.0 - 1.0 / self.forgets.f32().max(1.0);
        for cynicism in cynicism {
            *cynicism *= kept;
        }
    }

    /// Cynicism after a goal was missed by a share.
    pub fn disappointed(&self, cynicism: f32, shortfall: f32) -> f32 {
        cynicism + self.disappointment.f32() * shortfall * (1.0 - cynicism)
    }

    /// What fatigue and cynicism do to uptake and lapse.
    #[inline(always)]
    pub fn leans(&self, fatigue: &[f32], cynicism: &[f32], on_uptake: &mut [f32], on_lapse: &mut [f32]) {
        let (slows, strain, cynical) = (self.slows.f32(), self.strain.f32(), self.cynicism.f32());
        for (((up, lapse), f), c) in on_uptake.iter_mut().zip(on_lapse).zip(fatigue).zip(cynicism) {
            *up -= slows * f + cynical * c;
            *lapse += strain * f;
        }
    }

    /// The factor on someone's leaving rate.
    pub fn drives_out(&self, fatigue: f32) -> f64 {
        libm::exp(self.leaving.value() * f64::from(fatigue))
    }
}

/// By what share a goal was missed.
pub fn shortfall(goal: f32, reached: f32) -> f32 {
    if goal > 0.0 { (1.0 - reached / goal).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let fatigue = Fatigue::default();
        let mut f = [0.2];
        fatigue.drifts(&[0.5], &mut f);
        assert!((f[0] - 0.212).abs() < 1e-6);
        let missed = shortfall(0.5, 0.2);
        let c = fatigue.disappointed(0.0, missed);
        assert!((missed - 0.6).abs() < 1e-6 && (c - 0.18).abs() < 1e-6);
        let (mut up, mut lapse) = ([0.0], [0.0]);
        fatigue.leans(&[0.2], &[c], &mut up, &mut lapse);
        assert!((up[0] + 0.416).abs() < 1e-6 && (lapse[0] - 0.1).abs() < 1e-6);
        assert!((fatigue.drives_out(1.0) - 1.648_72).abs() < 1e-4);
        assert_eq!(shortfall(0.0, 0.2), 0.0);
    }
}
