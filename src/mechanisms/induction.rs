//! Newcomers learn what the unit has locked in, and what was handed over.

use super::{Card, Mechanism};
use crate::quantities::{Quantity, Share, section};

section! {
    /// Newcomers learn what the unit has locked in, and what was handed over to them.
    pub struct Induction {
        /// Share of newcomers who start out practising in a unit where the practice is fully locked in.
        strength: Share = Share::of(0.7), 0.2..0.95, Assumed, "no measured value found";
    }
}

impl Mechanism for Induction {
    const CARD: Card = Card {
        claim: "A newcomer starts with what the profession at large does, with what the unit's induction teaches, and with what a planned succession hands over.",
        equation: "P(starts practising) = 1 − (1 − newcomers) · (1 − strength · K) · (1 − succession · [predecessor practised and the programme runs])",
        acts_by: "how newcomers start",
        reference: "a unit with nothing locked in and no handover: the share of the profession at large",
        sources: &[
            "March 1991, Organization Science 2:71 (socialisation carries an organisation's code to newcomers)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 5 and 9: induction and succession keep what people would take along",
        ],
        counter_sources: &["Induction teaches what is written, not what is done (as in embedding)"],
        rows: &["C5-11", "C9-02", "C9-03"],
        worked: "newcomers 0.07, strength 0.7, K = 0.5, succession 0.6 and the predecessor practised: 1 − 0.93 · 0.65 · 0.4 = 0.7582",
    };
}

impl Induction {
    /// Probability that a newcomer starts out practising.
    pub fn starts(&self, newcomers: f64, locked_in: f64, handed_over: f64) -> f64 {
        // Written so that with nothing taught and nothing handed over it is the share at large to the bit.
        newcomers + (1.0 - newcomers) * (1.0 - (1.0 - self.strength.value() * locked_in) * (1.0 - handed_over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let induction = Induction::default();
        assert!((induction.starts(0.07, 0.5, 0.6) - 0.7582).abs() < 1e-9);
        assert!((induction.starts(0.07, 0.0, 0.0) - 0.07).abs() < 1e-12);
    }
}
