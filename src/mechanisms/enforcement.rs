//! Being checked makes people report; some of it becomes practice.

use super::{Card, Mechanism};
use crate::quantities::{Quantity, Rate, Share, section};
use crate::world::Initiative;

section! {
    /// Being checked makes people report; some of it becomes practice.
    pub struct Enforcement {
        /// Rate at which those who do not practise begin to report it, under full monitoring and full sanction.
        complying: Rate = Rate::of(0.1), 0.02..0.3, Assumed, "no measured rate; sanctions act within weeks";
        /// Rate at which ritual is dropped where nobody checks.
        dropping: Rate = Rate::of(0.15), 0.05..0.4, Assumed, "no measured rate; hand hygiene falls to its unobserved level as soon as observers leave (Srigley 2014)";
        /// Rate at which ritual becomes true practice, per unit of habit.
        converting: Rate = Rate::of(0.03), 0.0..0.1, Assumed, "no measured value found";
        /// Part of the true practice that ritual contains; habit grows so much more slowly.
        within: Share = Share::of(0.3), 0.0..0.6, Assumed, "Pickering 2013: of time-outs attempted, 55 % communicated all information";
        /// How much of ritual colleagues take for the real thing.
        visibility: Share = Share::of(0.5), 0.0..1.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Enforcement {
    const CARD: Card = Card {
        claim: "Monitoring with sanctions makes people report a practice at once, mostly as ritual; ritual lapses when the checking stops, and some of it has become true practice by habit until then.",
        equation: "a week's moves, at rates: not → true = uptake (see contagion); not → ritual = complying · pressure(t) · exp(Σ leans on complying); ritual → not = dropping · (1 − pressure(t)); ritual → true = converting · h · exp(Σ leans on uptake); true → not = lapse; true → ritual = 0 (through not);  pressure = monitoring · sanction;  competing hazards, one draw",
        acts_by: "the ritual route; what colleagues see; habit grows in ritual at `within` of its pace",
        reference: "nobody checks: pressure 0",
        sources: &[
            "Srigley et al. 2014, BMJ Quality and Safety 23:974: hand hygiene within sight of an observer about three times that out of sight",
            "Pickering et al. 2013, British Journal of Surgery 100:1664: what is ticked is not yet done",
            "Health Foundation 2012, Overcoming challenges to improving quality, chapter 4: performance management invites ritual compliance",
        ],
        counter_sources: &[
            "Propper, Sutton, Whitnall and Windmeijer 2010, Journal of Public Economics 94:318: targets with sanctions cut waiting times in England without visible gaming",
        ],
        rows: &["C8-05", "C8-06", "TEN-7"],
        worked: "monitoring 0.8, sanction 0.5: pressure 0.4, not → ritual 0.1 · 0.4 = 0.04 a week, ritual → not 0.15 · 0.6 = 0.09; h 0.5, no leans: ritual → true 0.03 · 0.5 = 0.015",
    };
}

impl Enforcement {
    /// Rate from not practising to ritual, before leans on complying.
    pub fn complies(&self, initiative: &Initiative, week: u32) -> f32 {
        (self.complying.value() * initiative.pressure_in(week)) as f32
    }

    /// Rate from ritual to not practising.
    pub fn drops(&self, initiative: &Initiative, week: u32) -> f32 {
        (self.dropping.value() * (1.0 - initiative.pressure_in(week))) as f32
    }

    /// What colleagues see of someone in ritual, of what they would see of true practice.
    #[inline(always)]
    pub fn seen(&self, shown: u8) -> u8 {
        (f32::from(shown) * self.visibility.f32() + 0.5) as u8
    }

    /// Rate from ritual to true practice at a habit, before leans on uptake.
    #[inline(always)]
    pub fn converts(&self, habit: f32) -> f32 {
        self.converting.f32() * habit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Weeks;

    #[test]
    fn worked_by_hand() {
        let enforcement = Enforcement::default();
        let initiative = Initiative {
            starts: Weeks::of(10.0),
            funded: Weeks::of(20.0),
            monitoring: Share::of(0.8),
            sanction: Share::of(0.5),
            ..Default::default()
        };
        assert!((enforcement.complies(&initiative, 12) - 0.04).abs() < 1e-7);
        assert!((enforcement.drops(&initiative, 12) - 0.09).abs() < 1e-7);
        assert!((enforcement.converts(0.5) - 0.015).abs() < 1e-7);
        assert_eq!(enforcement.seen(64), 32);
        assert_eq!((enforcement.complies(&initiative, 30), enforcement.drops(&initiative, 30)), (0.0, 0.15));
    }
}
