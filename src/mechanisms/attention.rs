//! A project holds practice up while it lasts.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Quantity, Weeks, section};
use crate::world::Initiative;

section! {
    /// A project holds practice up while it lasts; when the funding ends, that goes in one step.
    pub struct Attention {
        /// Log hazard ratio of lapse between no project and a running one.
        weight: LogHazard = LogHazard::of(1.9), 1.6..3.2, Calibrated, "prototype of the core: 1.6–3.2 in accepted sets";
        /// How long before an announced end people begin to wait it out.
        horizon: Weeks = Weeks::of(26.0), 8.0..52.0, Assumed, "no measured value found";
        /// Log hazard ratio by which uptake falls at the very end of a project whose end was announced.
        waiting: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Attention {
    const CARD: Card = Card {
        claim: "While a project runs, being watched, asked and helped holds practice up; when the money ends this goes in one step, and an announced end is discounted beforehand.",
        equation: "lean on lapse = −weight · A(t), as far as there is time for it and practical support (see time and sponsor);  A = the initiative's attention while funded, · continued as far as it goes on after, 0 otherwise; with an announced end A · min(1, weeks left / horizon) and lean on uptake = −waiting · (1 − min(1, weeks left / horizon))",
        acts_by: "lean on lapse; with an announced end also on uptake",
        reference: "an organisation without a project: A = 0",
        sources: &[
            "Ocasio 1997, Strategic Management Journal 18:187 (attention-based view)",
            "Gerber et al. 2014, JAMA 312:2569: prescribing gain lost once audit and feedback stopped",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 4: time-limited work is tolerated until it goes away",
        ],
        counter_sources: &[
            "Linder et al. 2017, JAMA 318:1391: peer comparison kept part of its effect twelve months after it stopped",
        ],
        rows: &["C4-01", "C4-02", "C9-01", "C9-04", "C9-05", "T1-31"],
        worked: "weight 1.9, a project (attention 1), open end: lapse falls to exp(−1.9) = 0.150 of its baseline while funded; 13 weeks before an announced end A = 0.5 and it is exp(−0.95) = 0.387",
    };
}

impl Attention {
    /// How much of its attention an initiative has in a week, 0 to 1.
    fn level(&self, initiative: &Initiative, week: u32) -> f64 {
        if !initiative.runs_in(week) {
            initiative.continues_in(week)
        } else if initiative.announced_end {
            (f64::from(initiative.ends() - week) / self.horizon.value().max(1.0)).min(1.0)
        } else {
            1.0
        }
    }

    /// What it does to everyone's lapse.
    pub fn leans_on_lapse(&self, initiative: &Initiative, week: u32) -> f32 {
        (-self.weight.value() * initiative.attention.value() * self.level(initiative, week)) as f32
    }

    /// What it does to everyone's uptake: nothing unless an announced end is near.
    pub fn leans_on_uptake(&self, initiative: &Initiative, week: u32) -> f32 {
        if initiative.announced_end && initiative.runs_in(week) {
            (-self.waiting.value() * (1.0 - self.level(initiative, week))) as f32
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Share;

    #[test]
    fn worked_by_hand() {
        let attention = Attention::default();
        let open = Initiative { starts: Weeks::of(10.0), funded: Weeks::of(52.0), ..Default::default() };
        assert_eq!([9, 10, 61, 62].map(|week| attention.leans_on_lapse(&open, week)), [0.0, -1.9, -1.9, 0.0]);
        assert_eq!(attention.leans_on_uptake(&open, 61), 0.0);
        let service = Initiative { continued: Share::of(0.5), continued_for: Some(Weeks::of(26.0)), ..open.clone() };
        assert_eq!([61, 62, 87, 88].map(|week| attention.leans_on_lapse(&service, week)), [-1.9, -0.95, -0.95, 0.0]);
        let announced = Initiative { announced_end: true, ..open };
        assert!((attention.leans_on_lapse(&announced, 49) + 0.95).abs() < 1e-6);
        assert!((attention.leans_on_uptake(&announced, 49) + 0.5).abs() < 1e-6);
        assert_eq!(attention.leans_on_lapse(&announced, 20), -1.9);
    }
}
