//! Measurement takes longer to build than planned, moves people when it is credible, and costs them time.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Multiple, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// Measurement takes longer to build than planned, moves people when it is credible, and costs them time.
    pub struct Data {
        /// How many times longer than planned a data system takes in a unit of reference infrastructure without early investment.
        overrun: Multiple = Multiple::of(2.0), 1.0..4.0, Assumed, "it always takes longer than planned (Health Foundation 2012, challenge 3); Buehler, Griffin and Ross 1994 for plans in general";
        /// Hours a week of collecting at which data are half as credible as they can be.
        half: Hours = Hours::of(0.1), 0.0..0.4, Assumed, "no measured value found";
        /// Log hazard ratio of uptake, and of not lapsing, between no feedback and wholly credible feedback.
        feedback: LogHazard = LogHazard::of(0.2), 0.0..0.8, Assumed, "audit and feedback: median 4.3 points (Ivers 2012), 2.7 (2025); no hazard ratio";
        /// What an hour a week spent on data that nobody believes takes from motivation.
        resented: Share = Share::of(0.1), 0.0..0.3, Assumed, "burdensome measures breed resentment (Health Foundation 2012, challenge 3), direction only";
        /// Hours of chasing what is missing, as a multiple of the hours of collecting, where all is missing and chased in full.
        chases: Multiple = Multiple::of(3.0), 0.0..10.0, Assumed, "direction only (blog on improvement in the NHS: pushing staff for data)";
        /// Time in which a data system that nobody pays for falls to 37 %, unless it is automated.
        decays: Weeks = Weeks::of(26.0), 8.0..104.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Data {
    const CARD: Card = Card {
        claim: "A data system takes longer to build than its plan says, more so where infrastructure is poor; once it stands, credible feedback keeps people at it, and hours spent on data that nobody believes wear them down.",
        equation: "D ← min(1, D + data_unit · (1 + data_investment) / (data_setup · overrun)) while it runs, D ← D − (1 − automated) · D / decays after;  C = D · h/(h + half) · (1 − missing), h = measurement while it runs, automated · measurement after, missing = by_hand · max(0, 1 − m̄/m̄0), m̄ the mean motivation of a unit's targets, m̄0 that of the reference person;  lean on uptake = feedback · C while it runs, on lapse = −feedback · C;  motivation: m* falls by resented · measurement · (1 − automated) · (1 + chases · chasing · missing) · (1 − C) while it runs;  without the mechanism C = 1",
        acts_by: "state of each unit; leans on uptake and lapse; drift of motivation; what of results is seen",
        reference: "no data: C = 0",
        sources: &[
            "Ivers et al. 2012, Cochrane CD000259 (audit and feedback, 140 trials: median 4.3 points)",
            "Gerber et al. 2014, JAMA 312:2569: the gain was lost once feedback stopped",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 3: getting data collection and monitoring systems right",
        ],
        counter_sources: &[
            "The same review: a quarter of the comparisons gained half a point or less (interquartile range 0.5 to 16)",
        ],
        rows: &["C3-01", "C3-02", "C3-03", "C3-05", "C3-06", "CYCLE-3"],
        worked: "unit 0.8, planned in 13 weeks, overrun 2, no investment: 0.8/26 = 0.0308 a week, 33 weeks to stand; D = 0.5, 0.1 hours, half 0.1: C = 0.5 · 0.5 = 0.25, lean on uptake 0.2 · 0.25 = 0.05, motivation −0.1 · 0.1 · 0.75 = −0.0075",
    };
}

impl Data {
    /// How far a unit's system stands after a week; `infrastructure` is the unit's.
    pub fn builds(&self, initiative: &Initiative, week: u32, infrastructure: f32, stands: f32) -> f32 {
        if initiative.runs_in(week) {
            let planned = initiative.data_setup.f32() * self.overrun.f32();
            if planned <= 0.0 {
                return 1.0;
            }
            (stands + infrastructure * (1.0 + initiative.data_investment.f32()) / planned).min(1.0)
        } else {
            stands - (1.0 - initiative.automated.f32()) * stands / self.decays.f32().max(1.0)
        }
    }

    /// Part of its data that is missing in a unit: what is entered by hand suffers where people care less than the reference
    /// person, `caring` being how much they care of that.
    pub fn missing(&self, initiative: &Initiative, caring: f32) -> f32 {
        initiative.by_hand.f32() * (1.0 - caring).clamp(0.0, 1.0)
    }

    /// How credible what it shows is.
    pub fn credible(&self, initiative: &Initiative, week: u32, stands: f32, missing: f32) -> f32 {
        let collected = initiative.measurement.f32();
        let hours = if initiative.runs_in(week) { collected } else { initiative.automated.f32() * collected };
        let half = self.half.f32();
        let shown = if half <= 0.0 { stands } else { stands * hours / (hours + half) };
        shown * (1.0 - missing)
    }

    /// What feedback does to uptake while it runs, and takes from lapse.
    pub fn feeds_back(&self, credible: f32) -> f32 {
        self.feedback.f32() * credible
    }

    /// How far collecting moves what motivation settles at, while it runs; never upwards.
    pub fn resented(&self, initiative: &Initiative, credible: f32, missing: f32) -> f32 {
        let chased = 1.0 + self.chases.f32() * initiative.chasing.f32() * missing;
        -self.resented.f32() * initiative.burden() as f32 * chased * (1.0 - credible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let data = Data::default();
        let initiative = Initiative { starts: Weeks::of(0.0), ..Default::default() };
        let mut stands = 0.0;
        let weeks = (0..).take_while(|&week| {
            stands = data.builds(&initiative, week, 0.8, stands);
            stands < 1.0
        });
        assert_eq!(weeks.count() + 1, 33);
        let credible = data.credible(&initiative, 3, 0.5, 0.0);
        assert!((credible - 0.25).abs() < 1e-6);
        assert!((data.feeds_back(credible) - 0.05).abs() < 1e-6);
        assert!((data.resented(&initiative, credible, 0.0) + 0.0075).abs() < 1e-7);
        // Entered by hand by people who care four fifths as much: a tenth is missing, and chased.
        let by_hand = Initiative { by_hand: Share::of(0.5), chasing: Share::of(1.0), ..initiative.clone() };
        let missing = data.missing(&by_hand, 0.8);
        assert!((missing - 0.1).abs() < 1e-6);
        assert!((data.credible(&by_hand, 3, 0.5, missing) - 0.225).abs() < 1e-6);
        assert!((data.resented(&by_hand, 0.25, missing) + 0.0075 * 1.3).abs() < 1e-7);
        let automated = Initiative { automated: Share::of(1.0), ..initiative };
        assert_eq!(data.builds(&automated, 500, 0.8, 0.5), 0.5);
        assert_eq!(data.resented(&automated, credible, 0.0), 0.0);
    }
}
