//! People leave, and posts stand empty.

use super::{Card, Mechanism};
use crate::quantities::{Multiple, Quantity, Rate, Weeks, section};

section! {
    /// People leave and take what they know; posts stand empty until they are filled.
    pub struct Turnover {
        /// One leaving rate for all; left out, each profession has its own.
        rate: Option<Rate> = None, -, Stated, "";
        /// Multiple of everyone's leaving rate.
        multiple: Multiple = Multiple::of(1.0), 0.5..2.0, Measured, "trust-level turnover including moves between trusts is roughly 14–17 % a year against 11 % leaving the service";
        /// Mean time a post stands empty; 0 fills it in the same week.
        vacancy: Weeks = Weeks::of(10.0), 0.0..26.0, Assumed, "time to hire in the NHS is of the order of two to three months; no measured value verified";
    }
}

impl Mechanism for Turnover {
    const CARD: Card = Card {
        claim: "People leave at rates that differ by profession and unit; a leaver takes habit and belief along, the post stands empty for a while, and the next one starts afresh.",
        equation: "P(leave in a week) = 1 − exp(−rate_profession · multiple · turnover_unit), where fatigue multiplies the rate (see fatigue);  P(filled in a week) = 1 − exp(−1 / vacancy)",
        acts_by: "events: leaving, filling",
        reference: "none: without it nobody leaves",
        sources: &[
            "House of Lords written answer, 13 Sep 2023: leavers a year, doctors 13–15 %, nurses 9–11 %",
            "Nuffield Trust 2022: all staff 11 % a year",
            "Woltmann et al. 2008, Psychiatric Services 59:732 (turnover and the fidelity of new practice)",
        ],
        counter_sources: &[
            "March 1991, Organization Science 2:71: moderate turnover brings in new knowledge; in Woltmann 2008, too, some sites gained by it",
        ],
        rows: &["C5-11", "C9-03", "BEN-1"],
        worked: "11 % a year, unit turnover 1: 1 − exp(−0.11/52) = 0.002113 a week; 52 weeks keep 0.997887⁵² = exp(−0.11) = 0.8958",
    };
}

impl Turnover {
    /// Leaving rate per week of a profession in a unit.
    pub fn leaving(&self, profession: Rate, unit: f32) -> f64 {
        self.rate.unwrap_or(profession).value() * self.multiple.value() * f64::from(unit)
    }

    /// Probability that an empty post is filled in a week; nothing when posts are filled at once.
    pub fn filling(&self) -> Option<f64> {
        (self.vacancy.value() > 0.0).then(|| -libm::expm1(-1.0 / self.vacancy.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let turnover = Turnover::default();
        let weekly = -libm::expm1(-turnover.leaving(Rate::of(0.11 / 52.0), 1.0));
        assert!((weekly - 0.002_113_1).abs() < 1e-7);
        assert!((libm::pow(1.0 - weekly, 52.0) - 0.895_834).abs() < 1e-6);
        assert_eq!(Turnover { vacancy: Weeks::of(0.0), ..turnover }.filling(), None);
    }
}
