//! Measurement takes longer to build than planned, moves people when it is credible, and costs them time.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Multiple, Quantity, Share, Weeks, section};
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
        /// What agreeing on common measures, and what joining a system to those that are there, adds to the time of setting up, as a part of it.
        concerted: Multiple = Multiple::of(0.5), 0.0..2.0, Assumed, "consensus costs time (Health Foundation 2012, challenge 3), direction only";
        /// Log hazard ratio of uptake between a unit where nobody practises and units measured alike where all do, under wholly credible data.
        compares: LogHazard = LogHazard::of(0.5), 0.0..1.5, Assumed, "Kiefe et al. 2001: feedback with the benchmark of the best peers did more than feedback; no hazard ratio";
        /// Part of the hours needed for credible data that full skill in data saves.
        skills: Share = Share::of(0.6), 0.0..0.9, Assumed, "no measured value found";
        /// Time in which training gives 63 % of that skill; it is lost as data systems decay.
        skilled: Weeks = Weeks::of(26.0), 8.0..78.0, Assumed, "it always takes longer than planned (Health Foundation 2012, challenge 3), direction only";
        /// Part of credibility that data gathered wholly for research lack.
        aloof: Share = Share::of(0.5), 0.0..1.0, Assumed, "direction only (Health Foundation 2012, table 1)";
        /// Part of credibility that is lost where all take evaluation for performance management, and hold data back.
        guarded: Share = Share::of(0.5), 0.0..1.0, Assumed, "direction only (Health Foundation 2012, table 1)";
        /// Infrastructure, as a multiple of the reference, that building structures comes to in the end where there was less.
        sound: Multiple = Multiple::of(1.5), 1.0..2.0, Assumed, "no measured value found";
        /// Time in which full funding builds 63 % of it, as far as pressure lets it.
        founded: Weeks = Weeks::of(78.0), 26.0..156.0, Assumed, "a year or two; no measured value found";
    }
}

impl Mechanism for Data {
    const CARD: Card = Card {
        claim: "A data system takes longer to build than its plan says, more so where infrastructure is poor; once it stands, credible feedback keeps people at it, the more so where others measure alike and do better, and hours spent on data that nobody believes, or that are for others, wear them down.",
        equation: "D ← min(1, D + I · (1 + data_investment) / (data_setup · overrun · (1 + concerted · (common_measures + integrated)))) while it runs, D ← D − (1 − automated) · D / decays after;  I = I0 + built · max(0, sound − I0), I0 = min(2, data_unit · resources.data_infrastructure), built ← built + resources.build_infrastructure · valued · (1 − built)/founded (valued: see trap);  C = D · h/(h + half · (1 − skills · data_training · g)) · (1 − aloof · research_use) · (1 − guarded · evaluation_feared · (1 − evaluation_support)) · (1 − missing), h = measurement while it runs, automated · measurement after, g = 1 − e^(−t/skilled) while it runs, falling by e^(−1/decays) a week after, missing = by_hand · max(0, 1 − m̄/m̄0), m̄ the mean motivation of a unit's targets, m̄0 that of the reference person;  lean on uptake = feedback · C + compares · common_measures · C · max(0, x̄_all − x̄) while it runs, on lapse = −feedback · C;  motivation: m* falls by resented · measurement · (1 − automated) · (1 − integrated) · (1 + chases · chasing · missing) · (1 − C) while it runs;  without the mechanism C = 1",
        acts_by: "states of each unit; leans on uptake and lapse; drift of motivation; what of results is seen",
        reference: "no data: C = 0",
        sources: &[
            "Ivers et al. 2012, Cochrane CD000259 (audit and feedback, 140 trials: median 4.3 points)",
            "Kiefe et al. 2001, JAMA 285:2871: physicians given the benchmark of the best peers improved more than those given their own figures",
            "Gerber et al. 2014, JAMA 312:2569: the gain was lost once feedback stopped",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 3: getting data collection and monitoring systems right",
        ],
        counter_sources: &[
            "The same review: a quarter of the comparisons gained half a point or less (interquartile range 0.5 to 16)",
        ],
        rows: &["C3-01", "C3-02", "C3-03", "C3-05", "C3-06", "C3-08", "T1-08", "T1-09", "T1-13", "CYCLE-3"],
        worked: "unit 0.8, planned in 13 weeks, overrun 2, no investment: 0.8/26 = 0.0308 a week, 33 weeks to stand; D = 0.5, 0.1 hours, half 0.1: C = 0.5 · 0.5 = 0.25, lean on uptake 0.2 · 0.25 = 0.05, motivation −0.1 · 0.1 · 0.75 = −0.0075; common measures 0.5, 0.4 of the unit and 0.6 of all practise: lean 0.5 · 0.5 · 0.25 · 0.2 = 0.0125",
    };
}

impl Data {
    /// How far a unit's system stands after a week; `infrastructure` is the unit's.
    pub fn builds(&self, initiative: &Initiative, week: u32, infrastructure: f32, stands: f32) -> f32 {
        if initiative.runs_in(week) {
            let concerted = self.concerted.f32() * (initiative.common_measures.f32() + initiative.integrated.f32());
            let planned = initiative.data_setup.f32() * self.overrun.f32() * (1.0 + concerted);
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
        let half = self.half.f32() * (1.0 - self.skills.f32() * self.trained(initiative, week));
        let feared = initiative.evaluation_feared.f32() * (1.0 - initiative.evaluation_support.f32());
        let trusted = (1.0 - self.aloof.f32() * initiative.research_use.f32()) * (1.0 - self.guarded.f32() * feared);
        let shown = if half <= 0.0 { stands } else { stands * hours / (hours + half) };
        trusted * shown * (1.0 - missing)
    }

    /// Skill in data that training has given by a week, 0 to 1.
    fn trained(&self, initiative: &Initiative, week: u32) -> f32 {
        let training = initiative.data_training.value();
        if training == 0.0 || !initiative.launched_by(week) {
            return 0.0;
        }
        let (starts, ends) = (initiative.starts.whole(), initiative.ends());
        let (taught, since) = (f64::from(week.min(ends) - starts), f64::from(week.saturating_sub(ends)));
        let lost = libm::exp(-since / self.decays.value().max(1.0));
        (-training * libm::expm1(-taught / self.skilled.value().max(1.0)) * lost) as f32
    }

    /// What standing behind units that are measured alike does to uptake while it runs: by how much the share that
    /// practises there is larger.
    pub fn compares(&self, initiative: &Initiative, credible: f32, behind: f32) -> f32 {
        self.compares.f32() * initiative.common_measures.f32() * credible * behind.max(0.0)
    }

    /// A unit's infrastructure with what has been built.
    pub fn infrastructure(&self, first: f32, built: f32) -> f32 {
        first + built * (self.sound.f32() - first).max(0.0)
    }

    /// What has been built after a week of a funding between 0 and 1.
    pub fn founds(&self, funding: f32, built: f32) -> f32 {
        built + funding * (1.0 - built) / self.founded.f32().max(1.0)
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
        let common = Initiative { common_measures: Share::of(0.5), ..initiative.clone() };
        assert!((data.compares(&common, credible, 0.6 - 0.4) - 0.0125).abs() < 1e-7);
        assert_eq!(data.compares(&common, credible, -0.2), 0.0);
        let automated = Initiative { automated: Share::of(1.0), ..initiative };
        assert_eq!(data.builds(&automated, 500, 0.8, 0.5), 0.5);
        assert_eq!(data.resented(&automated, credible, 0.0), 0.0);
    }

    #[test]
    fn skill_comes_late_and_goes_and_data_for_others_are_believed_less() {
        let data = Data::default();
        let (starts, funded) = (Weeks::of(0.0), Weeks::of(78.0));
        let plain = Initiative { starts, funded, ..Default::default() };
        let trained = Initiative { data_training: Share::of(1.0), ..plain.clone() };
        let of = |initiative: &Initiative, week| data.credible(initiative, week, 1.0, 0.0);
        // Nothing at first; 1 − e⁻¹ = 0.6321 after 26 weeks: half 0.1 · (1 − 0.6 · 0.6321) = 0.062073.
        assert_eq!(of(&trained, 0), of(&plain, 0));
        assert!((of(&trained, 26) - 0.1 / 0.162_073).abs() < 1e-5);
        assert!(of(&trained, 77) > of(&trained, 26));
        // 1 − e⁻³ = 0.9502, of which 36.8 % are left 26 weeks after.
        assert!((data.trained(&trained, 104) - 0.349_56).abs() < 1e-4);
        let aloof = Initiative { research_use: Share::of(1.0), ..plain.clone() };
        assert!(
            (of(&aloof, 9) - 0.25).abs() < 1e-6 && data.resented(&aloof, 0.25, 0.0) < data.resented(&plain, 0.5, 0.0)
        );
        let feared = Initiative { evaluation_feared: Share::of(0.8), ..plain.clone() };
        let helped = Initiative { evaluation_support: Share::of(0.5), ..feared.clone() };
        assert!((of(&feared, 9) - 0.5 * 0.6).abs() < 1e-6 && (of(&helped, 9) - 0.5 * 0.8).abs() < 1e-6);
        let instead = Initiative { integrated: Share::of(1.0), ..plain };
        assert_eq!((instead.burden(), of(&instead, 9)), (0.0, 0.5));
        assert!((data.infrastructure(0.5, 0.5) - 1.0).abs() < 1e-6 && data.infrastructure(1.8, 0.5) == 1.8);
    }
}
