//! What a practice truly does, what is measured of it, and what people see.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Rate, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// What a practice truly does, what is measured of it, and what people see.
    pub struct Results {
        /// Time in which 63 % of what wholly credible data show is seen.
        delay: Weeks = Weeks::of(13.0), 4.0..39.0, Assumed, "results show with a delay of a quarter or more; no measured value";
        /// Part of the room for improvement by which care is better while it is watched.
        observation: Share = Share::of(0.05), 0.0..0.2, Assumed, "hand hygiene within sight of an observer about three times that out of sight (Srigley 2014); for quality at large no value found";
        /// Part of the room that is closed on paper under a full reward or sanction on a measure without any validity.
        gaming: Share = Share::of(0.3), 0.0..0.6, Assumed, "direction only (Health Foundation 2012, challenge 3)";
        /// Standard deviation of a week's measured quality in a unit of 36 target staff, less in larger ones.
        noise: Share = Share::of(0.05), 0.0..0.15, Assumed, "sampling: 20 cases a week at 70 % have a standard error of 0.10, a month's 0.05";
        /// What seeing all that was hoped for adds to motivation.
        encourages: Share = Share::of(0.1), 0.0..0.3, Assumed, "a sense of progress keeps effort on task (Health Foundation 2012, challenge 3), direction only";
        /// Rate at which results that are seen draw belief in the solution to where they point.
        teaches: Rate = Rate::of(0.03), 0.0..0.1, Assumed, "no measured rate";
        /// How much of what wholly complex work could do is lost where nobody knows how.
        botched: Multiple = Multiple::of(0.6), 0.0..1.0, Assumed, "no measured value found; at most 1";
    }
}

impl Mechanism for Results {
    const CARD: Card = Card {
        claim: "A practice improves care as far as it truly works, fits and is done well, which may be not at all; what is measured is more flattering than what is true while somebody watches or pays, and people act on what they see.",
        equation: "q = q0 + (1 − q0) · benefit · fit · fidelity · (x̄ − baseline) − H, kept in 0–1;  fidelity = (1 − hollow · scripting) · (1 − botched · complexity · (1 − know-how)), see transfer and capability, times what design makes of it;  measured = q + (1 − q0) · (observation · attention while it runs + gaming · (1 − validity) · max(reward, pressure)) + noise · √(36/n) · normal, n target staff in post, kept in 0–1;  r ← r + C · ((measured − q0)/((1 − q0) · hoped) − r)/delay once launched, kept within ±2;  motivation: m* moves by encourages · r while it runs;  once launched S ← S + teaches · C · ((1 + r)/2 kept in 0–1 − S)",
        acts_by: "state of each unit: true quality, measured quality, results as seen; drift of motivation and belief; through sponsor, regard",
        reference: "the baseline share practising: nothing gained, nothing seen",
        sources: &[
            "Donabedian 1966, Milbank Memorial Fund Quarterly 44:166 (structure, process, outcome)",
            "McCambridge, Witton and Elbourne 2014, Journal of Clinical Epidemiology 67:267 (effects of being observed)",
            "Bevan and Hood 2006, Public Administration 84:517 (gaming of targets in the English NHS)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 1, 3, 8 and 10",
        ],
        counter_sources: &[
            "Levitt and List 2011, American Economic Journal: Applied Economics 3:224: little of the original effect of being observed is left when the data are looked at again",
        ],
        rows: &["C1-01", "C3-04", "C3-07", "C8-01", "LEAK-5", "C10-04"],
        worked: "q0 0.7, benefit 0.3, fit and fidelity 1, x̄ 0.57, baseline 0.07, no harm: q = 0.7 + 0.3 · 0.3 · 0.5 = 0.745; attention 1, no reward: measured 0.745 + 0.3 · 0.05 = 0.76; hoped 0.3, C 0.5: r goes from 0 to 0.5 · (0.06/0.09)/13 = 0.0256",
    };
}

/// How well a practice is done in a unit, of what it could do; see the equation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done {
    /// Fit to the place, 0 to 1.
    pub fit: f32,
    /// Fidelity in substance, 1 for what is as clear as usual and done in full.
    pub fidelity: f32,
    /// Harm to something else, 0 to 1.
    pub harm: f32,
}

impl Results {
    /// True quality of a unit with a share practising.
    pub fn quality(&self, i: &Initiative, before: f32, practising: f32, done: Done) -> f32 {
        let room = 1.0 - before;
        let gained = room * i.benefit.f32() * done.fit * done.fidelity * (practising - i.baseline.f32());
        (before + gained - done.harm).clamp(0.0, 1.0)
    }

    /// Measured quality; `normal` is the week's luck.
    pub fn measured(&self, i: &Initiative, week: u32, before: f32, quality: f32, staff: f32, normal: f64) -> f32 {
        let watched = if i.runs_in(week) { self.observation.f32() * i.attention.f32() } else { 0.0 };
        let drawn = i.reward_in(week).max(i.pressure_in(week)) as f32;
        let gamed = self.gaming.f32() * (1.0 - i.validity.f32()) * drawn;
        let luck = self.noise.f32() * libm::sqrtf(36.0 / staff.max(1.0)) * normal as f32;
        (quality + (1.0 - before) * (watched + gamed) + luck).clamp(0.0, 1.0)
    }

    /// Results as they are seen after a week, of what was hoped for.
    pub fn seen(&self, i: &Initiative, before: f32, measured: f32, credible: f32, seen: f32) -> f32 {
        let hoped = (1.0 - before) * i.hoped.f32();
        let shows = if hoped > 0.0 { (measured - before) / hoped } else { 0.0 };
        (seen + credible * (shows - seen) / self.delay.f32().max(1.0)).clamp(-2.0, 2.0)
    }

    /// How far results that are seen move what motivation settles at.
    pub fn encourage(&self, seen: f32) -> f32 {
        self.encourages.f32() * seen
    }

    /// Where results draw belief in the solution, and at what rate.
    pub fn teach(&self, seen: f32, credible: f32) -> (f32, f32) {
        ((0.5 + 0.5 * seen).clamp(0.0, 1.0), (self.teaches.f32() * credible).min(1.0))
    }

    /// What is left of what complex work could do, at a know-how between 0 and 1.
    pub fn done_well(&self, complexity: f32, know_how: f32) -> f32 {
        1.0 - self.botched.f32().min(1.0) * complexity * (1.0 - know_how)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let (results, i) = (Results::default(), Initiative::default());
        let well = Done { fit: 1.0, fidelity: 1.0, harm: 0.0 };
        let quality = results.quality(&i, 0.7, 0.57, well);
        assert!((quality - 0.745).abs() < 1e-6);
        let week = i.starts.whole() + 3;
        let measured = results.measured(&i, week, 0.7, quality, 36.0, 0.0);
        assert!((measured - 0.76).abs() < 1e-6);
        let seen = results.seen(&i, 0.7, measured, 0.5, 0.0);
        assert!((seen - 0.025_641).abs() < 1e-5);
        // Nobody watches once it is over.
        assert_eq!(results.measured(&i, 400, 0.7, quality, 36.0, 0.0), quality);
        assert_eq!(results.done_well(0.0, 0.0), 1.0);
        assert!((results.done_well(1.0, 0.5) - 0.7).abs() < 1e-6);
    }
}
