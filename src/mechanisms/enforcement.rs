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
        equation: "a week's moves, at rates: not → true = uptake (see contagion); not → ritual = complying · pressure(t) · exp(Σ leans on complying); ritual → not = dropping · (1 − pressure(t)); ritual → true = converting · h · exp(Σ leans on uptake); true → not = lapse; true → ritual = 0 (through not);  pressure = monitoring · sanction · (1 − tightens + tightens · g), g = max(0, 1 − share reported in the unit / goal);  competing hazards, one draw",
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
        worked: "monitoring 0.8, sanction 0.5: pressure 0.4 (with tightens 1 and a quarter of the goal lacking, 0.1), not → ritual 0.1 · 0.4 = 0.04 a week, ritual → not 0.15 · 0.6 = 0.09; h 0.5, no leans: ritual → true 0.03 · 0.5 = 0.015",
    };
}

impl Enforcement {
    /// Pressure in a unit that lacks a part of the goal: sanctions may follow what is lacking.
    pub fn tightened(&self, initiative: &Initiative, pressure: f64, lacks: f32) -> f64 {
        let tightens = initiative.tightens.value();
        pressure * (1.0 - tightens + tightens * f64::from(lacks))
    }

    /// Rate from not practising to ritual under a pressure, before leans on complying.
    pub fn complies(&self, pressure: f64) -> f32 {
        (self.complying.value() * pressure) as f32
    }

    /// Rate from ritual to not practising.
    pub fn drops(&self, pressure: f64) -> f32 {
        (self.dropping.value() * (1.0 - pressure)) as f32
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
        let pressure = initiative.pressure_in(12);
        assert!((enforcement.complies(pressure) - 0.04).abs() < 1e-7);
        assert!((enforcement.drops(pressure) - 0.09).abs() < 1e-7);
        assert_eq!(enforcement.tightened(&initiative, pressure, 0.25), pressure);
        let follows = Initiative { tightens: Share::of(1.0), ..initiative.clone() };
        assert!((enforcement.tightened(&follows, pressure, 0.25) - 0.1).abs() < 1e-12);
        assert!((enforcement.converts(0.5) - 0.015).abs() < 1e-7);
        assert_eq!(enforcement.seen(64), 32);
        let over = initiative.pressure_in(30);
        assert_eq!((enforcement.complies(over), enforcement.drops(over)), (0.0, 0.15));
    }
}
