//! Sponsors who lose patience stop what does not show.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Rate, Share, section};
use crate::world::{Initiative, Leaders};

section! {
    /// Sponsors who lose patience stop what does not show what was promised.
    pub struct Patience {
        /// Rate at which a wholly impatient sponsor stops what is regarded not at all.
        stops: Rate = Rate::of(0.1), 0.03..0.3, Assumed, "no measured rate; sponsors look monthly or quarterly";
        /// Part of the planning of what begins that a wholly impatient sponsor cuts who regards what runs already below the reference.
        cuts: Share = Share::of(0.8), 0.0..1.0, Assumed, "impatience cuts diagnosis and planning (Health Foundation 2012, challenge 4), direction only";
        /// Standard deviation of a week's impression that wholly complex work leaves, in units of regard.
        unsure: Multiple = Multiple::of(0.4), 0.0..1.0, Assumed, "complexity makes outcomes uncertain and frustrates leaders who want definite commitments (Health Foundation, barriers to uptake), direction only";
    }
}

impl Mechanism for Patience {
    const CARD: Card = Card {
        claim: "An impatient sponsor stops a programme before its time when it shows less than was promised, the sooner the less clearly its results can be read; where people agree what improvement is for, it is let run.",
        equation: "P(stopped in a week) = 1 − exp(−stops · impatience · (1 − consensus) · max(0, 1 − Z + unsure · complexity · ε)) by organisation and initiative, while it runs there;  ε standard normal, new each week;  without the mechanism sponsor Z = 1, and for a sponsor who does not back it Z = 0;  whatever is stopped is over there and then: push, attention, hours, rewards, checks, and staff are disappointed by what it falls short of (see fatigue);  an initiative whose sponsor regards those that run already at Z̄ < 1 in the mean begins with planning · (1 − cuts · impatience · (1 − consensus)) (see design)",
        acts_by: "events: the programme of an organisation ends early, or is planned for less time",
        reference: "a sponsor without impatience, or one who sees just what was promised of something simple",
        sources: &[
            "Repenning and Sterman 2001, California Management Review 43(4):64 (programmes are given up before they can pay)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 4: impatience cuts the time for bedding in",
        ],
        counter_sources: &[
            "Staw 1976, Organizational Behavior and Human Performance 16:27 (escalation of commitment): those who chose a course put more into it when it fails",
        ],
        rows: &["C4-06", "BAR-5", "FACTOR-1", "C5-15"],
        worked: "impatience 0.5, consensus 0.2, Z 0.7, something simple: 0.1 · 0.5 · 0.8 · 0.3 = 0.012, 1 − exp(−0.012) = 0.011928 a week; complexity 0.5 in a week that looks two standard deviations worse: 0.3 + 0.4 = 0.7, so 0.028 and 0.027612; of the planning of the next 0.8 · 0.5 · 0.8 = 0.32 is cut",
    };
}

impl Patience {
    /// Whether anything is ever stopped.
    pub fn ever(&self, leaders: &Leaders) -> bool {
        self.stops.value() * leaders.impatience.value() * (1.0 - leaders.consensus.value()) > 0.0
    }

    /// Part of its planning that an initiative loses where its sponsor has seen too little of others.
    pub fn hurries(&self, leaders: &Leaders) -> f64 {
        self.cuts.value() * leaders.impatience.value() * (1.0 - leaders.consensus.value())
    }

    /// Chance that a sponsor stops an initiative this week: `regard` is theirs, `normal` the week's impression.
    pub fn stops(&self, leaders: &Leaders, initiative: &Initiative, regard: f32, normal: f64) -> f64 {
        let missing = 1.0 - f64::from(regard) + self.unsure.value() * initiative.complexity.value() * normal;
        let hurry = leaders.impatience.value() * (1.0 - leaders.consensus.value());
        -libm::expm1(-self.stops.value() * hurry * missing.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let patience = Patience::default();
        let leaders = Leaders { impatience: Share::of(0.5), consensus: Share::of(0.2), ..Leaders::default() };
        let simple = Initiative::default();
        assert!((patience.stops(&leaders, &simple, 0.7, -3.0) - 0.011_928).abs() < 1e-6);
        let complex = Initiative { complexity: Share::of(0.5), ..simple.clone() };
        assert!((patience.stops(&leaders, &complex, 0.7, 2.0) - 0.027_612).abs() < 1e-6);
        assert_eq!(patience.stops(&leaders, &simple, 1.0, 0.0), 0.0);
        assert!((patience.hurries(&leaders) - 0.32).abs() < 1e-12);
        assert!(!patience.ever(&Leaders::default()));
    }
}
