//! What is drawn from elsewhere does harm there, which is noticed early or late.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Multiple, Rate, Weeks, section};
use crate::world::Initiative;

section! {
    /// What is drawn from elsewhere does harm there, which is noticed early or late.
    pub struct SideEffects {
        /// Rate at which each hour a week that staff have not got, or that nobody stands in for, harms something else.
        neglect: Rate = Rate::of(0.001), 0.0..0.005, Assumed, "no measured rate";
        /// Log hazard ratio of lapse from other practices when another one is fully rewarded or sanctioned.
        displaces: LogHazard = LogHazard::of(0.3), 0.0..1.0, Assumed, "Doran et al. 2011: in English general practice, measures outside the payment scheme fell behind; no hazard ratio";
        /// Time until harm is noticed where nobody looks for it.
        late: Weeks = Weeks::of(78.0), 26.0..156.0, Assumed, "no measured value found";
        /// Time until it is noticed with full balancing measures.
        early: Weeks = Weeks::of(8.0), 2.0..26.0, Assumed, "no measured value found";
        /// Time in which harm that has been noticed is mended.
        mends: Weeks = Weeks::of(13.0), 4.0..39.0, Assumed, "no measured value found";
        /// Loss of faith per unit of harm that comes to light with nobody having looked for it.
        shock: Multiple = Multiple::of(4.0), 0.0..10.0, Assumed, "people lose faith (Health Foundation 2012, challenge 10), direction only";
        /// Time in which that is forgiven.
        forgives: Weeks = Weeks::of(52.0), 26.0..156.0, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up between full faith and none.
        faith: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "direction only";
        /// Hours a week that full balancing measures take of staff.
        looking: Hours = Hours::of(0.1), 0.0..0.3, Assumed, "no measured value found";
    }
}

impl Mechanism for SideEffects {
    const CARD: Card = Card {
        claim: "Hours and attention drawn to one thing harm another; where somebody measures what might suffer it is noticed soon and mended, elsewhere it comes to light late and costs the faith of staff.",
        equation: "hidden ← hidden + (neglect · hours lacking + Σ harms · max(0, x̄ − baseline)) · (1 − H) − hidden/lag, lag = balancing · early + (1 − balancing) · late, with the most balancing of any that runs;  known ← known + hidden/lag − known/mends;  H = hidden + known;  hours lacking = (1 − T) · asked + Σ protected · (1 − backfill), mean over the unit's posts;  faith lost L ← L + shock · (1 − balancing) · hidden/lag · (1 − L) − L/forgives;  lean on uptake = −faith · L while a programme runs;  lean on lapse = displaces · the greatest max(reward, pressure) among the other initiatives",
        acts_by: "state of each unit; leans on uptake and lapse; through results, quality; through time, hours",
        reference: "nothing drawn from elsewhere: H = 0, L = 0, no rewards or sanctions",
        sources: &[
            "Holmstrom and Milgrom 1991, Journal of Law, Economics and Organization 7:24 (effort goes where it is paid)",
            "Doran et al. 2011, BMJ 342:d3590: measures outside the incentive scheme fell behind what had been expected",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 10: minimising unintended consequences",
        ],
        counter_sources: &[
            "Sutton, Elder, Guthrie and Watt 2010, Health Economics 19:1: recording of factors without payment rose along with the paid ones",
        ],
        rows: &["C10-01", "C10-02", "C10-03", "C10-04", "TEN-2"],
        worked: "asked 0.6 at T 0.5, 1 protected hour with half backfilled: 0.3 + 0.5 = 0.8 hours lacking, 0.0008 a week; hidden 0.1 without balancing: 0.1/78 = 0.00128 comes to light, faith lost 4 · 0.00128 = 0.0051; with full balancing 0.1/8 = 0.0125 comes to light and no faith is lost",
    };
}

/// Harm in a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Harm {
    /// Not noticed yet.
    pub hidden: f32,
    /// Noticed and not mended yet.
    pub known: f32,
    /// Faith that staff have lost, 0 to 1.
    pub doubt: f32,
}

impl Harm {
    /// All there is.
    pub fn all(self) -> f32 {
        self.hidden + self.known
    }
}

impl SideEffects {
    /// A week of harm in a unit: hours that were lacking, harm that practices do of themselves a week, and the share of
    /// balancing measures there are.
    pub fn drifts(&self, harm: Harm, lacking: f32, done: f32, balancing: f32) -> Harm {
        let lag = balancing * self.early.f32() + (1.0 - balancing) * self.late.f32();
        let noticed = harm.hidden / lag.max(1.0);
        let inflow = (self.neglect.f32() * lacking + done).min(1.0) * (1.0 - harm.all()).max(0.0);
        Harm {
            hidden: (harm.hidden + inflow - noticed).clamp(0.0, 1.0),
            known: (harm.known + noticed - harm.known / self.mends.f32().max(1.0)).clamp(0.0, 1.0),
            doubt: (harm.doubt + self.shock.f32() * (1.0 - balancing) * noticed * (1.0 - harm.doubt)
                - harm.doubt / self.forgives.f32().max(1.0))
            .clamp(0.0, 1.0),
        }
    }

    /// What lost faith does to uptake.
    pub fn leans_on_uptake(&self, doubt: f32) -> f32 {
        -self.faith.f32() * doubt
    }

    /// What attention drawn to another initiative does to lapse.
    pub fn displaces(&self, drawn: f32) -> f32 {
        self.displaces.f32() * drawn
    }

    /// Hours a week that looking for harm takes.
    pub fn hours(&self, initiative: &Initiative) -> f64 {
        f64::from(self.looking.f32() * initiative.balancing.f32())
    }

    /// Attention that rewards and sanctions draw to an initiative, 0 to 1.
    pub fn draws(initiative: &Initiative, week: u32) -> f32 {
        initiative.reward_in(week).max(initiative.pressure_in(week)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let effects = SideEffects::default();
        let begun = effects.drifts(Harm::default(), 0.8, 0.0, 0.0);
        assert!((begun.hidden - 0.0008).abs() < 1e-7 && begun.doubt == 0.0);
        let before = Harm { hidden: 0.1, ..Harm::default() };
        let late = effects.drifts(before, 0.0, 0.0, 0.0);
        assert!((late.known - 0.001_282).abs() < 1e-6 && (late.doubt - 0.005_128).abs() < 1e-6);
        let early = effects.drifts(before, 0.0, 0.0, 1.0);
        assert!((early.known - 0.0125).abs() < 1e-7 && early.doubt == 0.0);
    }
}
