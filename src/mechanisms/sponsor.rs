//! Boards regard what shows results, and what they regard gets done.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// Boards give regard and practical support to what shows results, and what they regard gets done.
    pub struct Sponsor {
        /// How far regard moves between nothing shown where all that was hoped for is due, and just what is due.
        gain: Multiple = Multiple::of(1.0), 0.0..1.1, Calibrated, "prototype of the core: .07–1.1 in accepted sets";
        /// Time in which regard goes 63 % of the way to where results draw it.
        patience: Weeks = Weeks::of(26.0), 13.0..46.0, Calibrated, "prototype of the core: 13–46 weeks in accepted sets";
        /// Part of what attention and leaders hold up that hangs on the sponsor's practical support.
        practical: Share = Share::of(0.5), 0.0..0.8, Assumed, "no measured split";
        /// How far policy that is wholly for it moves regard (see policy).
        policy: Multiple = Multiple::of(0.3), 0.0..0.6, Assumed, "direction only";
        /// How far a squeeze of all money moves regard to what is over soon: up for the shortest, down for what is funded two years or more.
        squeeze: Multiple = Multiple::of(0.3), 0.0..0.6, Assumed, "financial pressure makes fixed-term projects attractive, direction only";
    }
}

impl Mechanism for Sponsor {
    const CARD: Card = Card {
        claim: "Regard and practical support from the top follow the results that are seen, and results follow support: low regard breeds scepticism and poorer results, and the circle can be turned round, the later the slower.",
        equation: "Z ← Z + (Z* − Z)/patience once launched, by organisation and initiative;  Z* = 1 + gain · (r̄ − due) + policy · p + squeeze · squeezed · (1 − 2 min(1, funded/104)), kept in 0–2, · (1 − withdrawn);  r̄ = mean of what units show: results as seen (x̄ − baseline where the mechanism of results is absent);  due = (goal − baseline) · min(1, t/funded), at least 0, t and funded those of the organisation's first units to begin;  the sponsor's support · Z;  what attention and leaders lean on lapse · (1 + practical · (Z − 1))",
        acts_by: "state of each organisation; through leadership and attention",
        reference: "an organisation whose units show just what is due, with nobody withdrawing support: Z = 1",
        sources: &[
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 5 and 7",
            "Repenning and Sterman 2002, Administrative Science Quarterly 47:265 (poor results laid to people rather than to the system)",
            "Weiner, Shortell and Alexander 1997, Health Services Research 32:491 (boards and clinical involvement in quality)",
        ],
        counter_sources: &[
            "Staw 1976, Organizational Behavior and Human Performance 16:27 (escalation of commitment): those who chose a course put more into it when it fails",
        ],
        rows: &["CYCLE-1", "CYCLE-6", "CYCLE-7", "C5-04", "C6-09", "BAR-5"],
        worked: "goal 0.47, baseline 0.07, half of the funded time gone: due 0.2; r̄ 0.1: Z* = 1 − 0.1 = 0.9, from Z = 1 a week gives 1 − 0.1/26 = 0.9962; at Z = 0.5 what holds is 1 − 0.5 · 0.5 = 0.75 of it",
    };
}

impl Sponsor {
    /// What should show by a week, of what was promised.
    pub fn due(&self, initiative: &Initiative, week: u32) -> f32 {
        let since = f64::from(week.saturating_sub(initiative.starts.whole()));
        let part = (since / initiative.funded.value().max(1.0)).min(1.0);
        ((initiative.goal.value() - initiative.baseline.value()) * part).max(0.0) as f32
    }

    /// What moves regard besides results: how far policy is for it, −1 to 1, and the part of money that is squeezed.
    pub fn around(&self, initiative: &Initiative, for_it: f32, squeezed: f32) -> f32 {
        let short = 1.0 - 2.0 * (initiative.funded.f32() / 104.0).min(1.0);
        self.policy.f32() * for_it + self.squeeze.f32() * squeezed * short
    }

    /// Regard after a week: `shown` is what units show in the mean, `around` what moves it besides.
    pub fn drifts(&self, regard: f32, shown: f32, due: f32, around: f32, withdrawn: f32) -> f32 {
        let drawn = (1.0 + self.gain.f32() * (shown - due) + around).clamp(0.0, 2.0);
        (regard + (drawn * (1.0 - withdrawn) - regard) / self.patience.f32().max(1.0)).clamp(0.0, 2.0)
    }

    /// What is left of what attention and leaders hold up, or is added to it.
    pub fn holds(&self, regard: f32) -> f32 {
        1.0 + self.practical.f32() * (regard - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let sponsor = Sponsor::default();
        let initiative = Initiative { goal: Share::of(0.47), starts: Weeks::of(0.0), ..Default::default() };
        let due = sponsor.due(&initiative, 39);
        assert!((due - 0.2).abs() < 1e-6);
        assert!((sponsor.drifts(1.0, 0.1, due, 0.0, 0.0) - (1.0 - 0.1 / 26.0)).abs() < 1e-6);
        assert!((sponsor.holds(0.5) - 0.75).abs() < 1e-6);
        assert_eq!(sponsor.drifts(1.0, due, due, 0.0, 0.0), 1.0);
        // Funded for 78 weeks, three tenths squeezed: 0.3 · 0.3 · (1 − 1.5).
        assert!((sponsor.around(&initiative, 0.0, 0.3) + 0.045).abs() < 1e-6);
    }
}
