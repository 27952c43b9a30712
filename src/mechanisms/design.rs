//! What was thought through goes where it was meant to go; haste starts fast and is paid for later.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Quantity, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// What was thought through goes where it was meant to go; haste starts fast and is paid for later.
    pub struct Design {
        /// Part of the effort that drifts off where there is no theory of change at all.
        drift: Share = Share::of(0.25), 0.0..0.5, Assumed, "without an explicit theory of change participants drift (Health Foundation 2012, challenge 2), direction only";
        /// Part of it that is lost in confusion where nobody knows who does what and what terms mean.
        confusion: Share = Share::of(0.15), 0.0..0.3, Assumed, "details to be agreed at the outset (Health Foundation 2012, table 1), direction only";
        /// Part of it that goes into a dispute about evidence that is wholly open; counted as wasted, and acting through persuasion alone.
        disputing: Share = Share::of(0.2), 0.0..0.4, Assumed, "no measured value found";
        /// Time of planning, or of a pilot, in which 63 % of what is unclear is cleared up.
        matures: Weeks = Weeks::of(26.0), 8.0..52.0, Assumed, "no measured value found";
        /// Part of the hours that planning takes, against the programme in full.
        plans: Share = Share::of(0.25), 0.1..0.5, Assumed, "no measured value found";
        /// Success of a pilot below which the programme is given up: the mean of adoption gained towards the goal and of measured gain towards what was hoped, each 0 to 1.
        bar: Share = Share::of(0.25), 0.0..0.5, Assumed, "pilot, then revise or reject (Health Foundation 2012, table 1); no measured value found";
        /// Log hazard ratio of uptake between a change that neither goes with the grain of values and habits nor against it, and one wholly with it; against it as much less.
        with_grain: LogHazard = LogHazard::of(0.5), 0.0..1.2, Assumed, "what goes with the grain meets less pushback (Health Foundation 2012, challenge 2), direction only";
        /// Part of the effect that is lost where a change wholly defers to what is done already; the cube of the way there.
        defers: Share = Share::of(0.7), 0.3..0.9, Assumed, "too much deference leaves poor care unchallenged (Health Foundation 2012, challenge 2), direction only";
        /// Part of the effect that full adaptation dilutes where nobody knows what the core is.
        dilutes: Share = Share::of(0.8), 0.2..0.95, Assumed, "a framework that keeps the core (Health Foundation 2012, chapter 4), direction only";
        /// Log hazard ratio of uptake that driving for quick results brings at first.
        hurry: LogHazard = LogHazard::of(0.6), 0.0..1.2, Assumed, "direction only";
        /// Time in which that falls to 37 %.
        quick: Weeks = Weeks::of(13.0), 4.0..26.0, Assumed, "no measured value found";
        /// Part of the growth of ownership that it takes away.
        alienates: Share = Share::of(0.7), 0.2..0.9, Assumed, "direction only";
        /// Part of what would be clear that it leaves unclear.
        careless: Share = Share::of(0.5), 0.0..0.8, Assumed, "the urge to act outruns planning (Health Foundation 2012, chapter 4), direction only";
        /// Part of a disappointment that people are spared who were told the limits at the start.
        candid: Share = Share::of(0.5), 0.0..0.8, Assumed, "limits of funding stated at the start (Health Foundation 2012, table 1), direction only";
        /// Log hazard ratio of not taking up where all limits are told.
        sobering: LogHazard = LogHazard::of(0.1), 0.0..0.4, Assumed, "fewer volunteers once demands are plain; inferred";
    }
}

impl Mechanism for Design {
    const CARD: Card = Card {
        claim: "An improvement with a clear theory and clear roles loses less of its effort to drift and confusion, which planning clears up and haste does not; going with the grain eases uptake until so little changes that little is gained; haste starts fast and costs ownership.",
        equation: "clear = (clarity + (1 − clarity) · (1 − e^(−planned · (1 − pace)/matures))) · (1 − careless · pace), likewise of roles, planned the weeks of planning (and of the pilot, after it);  wasted = drift · (1 − clear) + confusion · (1 − roles clear), plus disputing · u as it is told;  push, and the effect, times (1 − wasted)/(1 − wasted at 0.5);  effect · (1 − defers · max(0, 2 grain − 1)³) · (1 − dilutes · adaptation² · max(0, 1 − 2 clear));  lean on uptake while it runs = with_grain · (2 grain − 1) + hurry · pace · e^(−t/quick) − sobering · limits_stated;  ownership grows times (1 − alienates · pace);  no push, and hours times plans, while it is planned;  a programme whose pilot came to less than bar ends with it;  a missed goal disappoints times (1 − candid · limits_stated)",
        acts_by: "factors on push, effect and growth of ownership; lean on uptake; the timetable of the push",
        reference: "a change as clear as usual, neither with the grain nor against it, at once and without haste",
        sources: &[
            "Davidoff, Dixon-Woods, Leviton and Michie 2015, BMJ Quality and Safety 24:228 (theory of an improvement made explicit)",
            "Rogers 2003, Diffusion of Innovations, 5th edition (compatibility and relative advantage)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 2, table 1 and chapter 4",
        ],
        counter_sources: &[
            "Mintzberg 1994, The Rise and Fall of Strategic Planning: plans made apart from the work fix what has yet to be learnt",
        ],
        rows: &[
            "C2-04", "C2-05", "C2-07", "C2-08", "CYCLE-4", "SUM-1", "T1-03", "T1-05", "T1-12", "T1-27", "TEN-1",
            "TEN-9",
        ],
        worked: "clarity 0.2, roles 0.4: wasted 0.25 · 0.8 + 0.15 · 0.6 = 0.29, push times 0.71/0.8 = 0.8875; after 26 weeks of planning clarity 0.2 + 0.8 · 0.632 = 0.7057; grain 0.9: lean 0.5 · 0.8 = 0.4, effect times 1 − 0.7 · 0.512 = 0.6416",
    };
}

/// As clear as usual.
const USUAL: f32 = 0.5;

impl Design {
    /// An initiative as its planning, and a pilot of some weeks, have made it: clearer, and after a pilot better adapted.
    pub fn planned(&self, i: &Initiative, pilot: f64) -> Initiative {
        let planned = i.planning.value() + pilot;
        let adapted = if pilot > 0.0 { self.clears(i, i.adaptation, pilot) } else { i.adaptation };
        Initiative {
            clarity: self.clears(i, i.clarity, planned),
            roles: self.clears(i, i.roles, planned),
            adaptation: if adapted.value() > i.adaptation.value() { adapted } else { i.adaptation },
            ..i.clone()
        }
    }

    /// What is clear of something after some weeks of planning.
    pub fn clears(&self, i: &Initiative, clear: Share, planned: f64) -> Share {
        let pace = i.pace.value();
        let learnt = 1.0 - libm::exp(-planned * (1.0 - pace) / self.matures.value().max(1.0));
        let clear = clear.value() + (1.0 - clear.value()) * learnt;
        Share::of((clear * (1.0 - self.careless.value() * pace)).clamp(0.0, 1.0))
    }

    /// Part of the effort that drifts off or is lost in confusion.
    fn lost(&self, clarity: f32, roles: f32) -> f32 {
        (self.drift.f32() * (1.0 - clarity) + self.confusion.f32() * (1.0 - roles)).min(0.95)
    }

    /// Part of the hours asked that is wasted, disputes included; `disputed` is what is still open.
    pub fn wasted(&self, i: &Initiative, disputed: f32) -> f32 {
        (self.lost(i.clarity.f32(), i.roles.f32()) + self.disputing.f32() * disputed).min(1.0)
    }

    /// What is left of the effort, 1 for one as clear as usual.
    pub fn focus(&self, i: &Initiative) -> f32 {
        (1.0 - self.lost(i.clarity.f32(), i.roles.f32())) / (1.0 - self.lost(USUAL, USUAL))
    }

    /// What the effect is multiplied by.
    pub fn substance(&self, i: &Initiative) -> f32 {
        let deference = (2.0 * i.grain.f32() - 1.0).max(0.0);
        let blurred = (1.0 - 2.0 * i.clarity.f32()).max(0.0);
        let adapted = i.adaptation.f32();
        let kept = 1.0 - self.dilutes.f32() * adapted * adapted * blurred;
        self.focus(i) * (1.0 - self.defers.f32() * deference * deference * deference) * kept
    }

    /// What design does to uptake while the programme runs.
    pub fn leans_on_uptake(&self, i: &Initiative, week: u32) -> f32 {
        let since = f64::from(week.saturating_sub(i.pushes_from())) / self.quick.value().max(1.0);
        let hurry = self.hurry.value() * i.pace.value() * libm::exp(-since);
        self.with_grain.f32() * (2.0 * i.grain.f32() - 1.0) + hurry as f32 - self.sobering.f32() * i.limits_stated.f32()
    }

    /// What the growth of ownership is multiplied by.
    pub fn heeds(&self, i: &Initiative) -> f32 {
        1.0 - self.alienates.f32() * i.pace.f32()
    }

    /// Part of its hours that a programme takes in a week.
    pub fn asks(&self, i: &Initiative, week: u32) -> f64 {
        if week < i.pushes_from() { self.plans.value() } else { 1.0 }
    }

    /// What is left of a shortfall for those who were told.
    pub fn told(&self, i: &Initiative, shortfall: f32) -> f32 {
        shortfall * (1.0 - self.candid.f32() * i.limits_stated.f32())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let design = Design::default();
        let i =
            Initiative { clarity: Share::of(0.2), roles: Share::of(0.4), grain: Share::of(0.9), ..Default::default() };
        assert!((design.wasted(&i, 0.0) - 0.29).abs() < 1e-6);
        assert!((design.focus(&i) - 0.8875).abs() < 1e-6);
        assert!((design.clears(&i, i.clarity, 26.0).value() - 0.705_7).abs() < 1e-4);
        assert!((design.leans_on_uptake(&i, 30) - 0.4).abs() < 1e-6);
        assert!((design.substance(&i) / design.focus(&i) - 0.641_6).abs() < 1e-6);
    }

    #[test]
    fn as_usual_is_nothing_at_all() {
        let (design, i) = (Design::default(), Initiative::default());
        assert_eq!((design.focus(&i), design.substance(&i), design.heeds(&i)), (1.0, 1.0, 1.0));
        assert_eq!((design.leans_on_uptake(&i, 30), design.told(&i, 0.37), design.asks(&i, 26)), (0.0, 0.37, 1.0));
        assert_eq!(design.clears(&i, i.clarity, 0.0), i.clarity);
    }

    #[test]
    fn haste_starts_fast_and_clears_up_nothing() {
        let design = Design::default();
        let hasty = Initiative { pace: Share::of(1.0), planning: Weeks::of(26.0), ..Default::default() };
        assert!((design.clears(&hasty, hasty.clarity, 26.0).value() - 0.25).abs() < 1e-9);
        let first = hasty.pushes_from();
        assert!((design.leans_on_uptake(&hasty, first) - 0.6).abs() < 1e-6);
        assert!((design.leans_on_uptake(&hasty, first + 13) - 0.220_7).abs() < 1e-3);
        assert_eq!((design.asks(&hasty, first - 1), hasty.push_in(first - 1)), (0.25, 0.0));
        assert!(hasty.push_in(first) > 0.0);
    }
}
