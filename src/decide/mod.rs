//! Comparing options: paired differences at the same addresses, and a verdict that says no more than the runs do.

mod digest;
mod expected;

pub(crate) use digest::ENOUGH;
pub use digest::{Band, Compared, Digest, RATIOS, Summary, is_twin, record, sum_up};
pub use expected::{Judged, Outcome, Step, observed, scale_of};

use crate::observe::Scale;
use crate::study::statistics::{Observed, by_world, correlation, less, mean};

/// What the runs say of one arm against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The interval excludes 0 and the difference exceeds the margin, upwards.
    Better,
    /// The same, downwards.
    Worse,
    /// The whole interval lies inside the margin.
    NoMeaningfulDifference,
    /// Neither: more runs would tell.
    CannotTell,
    /// Too few runs in which both are defined.
    NotComparable,
}

impl Verdict {
    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::NoMeaningfulDifference => "no meaningful difference",
            Verdict::CannotTell => "cannot tell apart yet",
            Verdict::NotComparable => "not comparable",
        }
    }
}

/// A paired comparison on one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Mean difference, arm minus reference.
    pub difference: f64,
    /// Its 95 % interval, clustered by world.
    pub interval: (f64, f64),
    /// Correlation of the paired values: what pairing gains.
    pub correlation: f64,
    /// Share of worlds in which the arm is better, replicates averaged first; NaN with a single world.
    pub probability_better: f64,
    /// Pairs in which both were defined.
    pub runs: usize,
    /// Runs (worlds times replicates) that would settle it, if the difference and its spread stay as they are; 0 where
    /// it is settled.
    pub runs_needed: u64,
    /// The verdict.
    pub verdict: Verdict,
}

/// Compares two arms run by run. The slices hold the same addresses in the same order.
pub fn compare(arm: &[Observed], reference: &[Observed], margin: f64) -> Comparison {
    let differences = less(arm, reference);
    let found = mean(&differences);
    let several = differences.chunk_by(|a, b| a.world == b.world).count() > 1;
    let worlds = by_world(&differences);
    let probability_better = if several && !worlds.is_empty() {
        worlds.iter().filter(|difference| **difference > 0.0).count() as f64 / worlds.len() as f64
    } else {
        f64::NAN
    };
    let (low, high) = found.interval;
    let difference = found.mean;
    let verdict = if low.is_nan() {
        Verdict::NotComparable
    } else if low >= -margin && high <= margin {
        Verdict::NoMeaningfulDifference
    } else if low > 0.0 && difference > margin {
        Verdict::Better
    } else if high < 0.0 && difference < -margin {
        Verdict::Worse
    } else {
        Verdict::CannotTell
    };
    let half = (high - low) / 2.0;
    // The half width must shrink to the distance from the difference to what would settle it: 0 for one beyond the
    // margin, the margin for one within it.
    let room = if difference.abs() > margin { difference.abs() } else { margin - difference.abs() };
    let runs_needed = match verdict {
        Verdict::CannotTell if room > 0.0 => (found.runs as f64 * (half / room) * (half / room)).ceil() as u64,
        Verdict::CannotTell => u64::MAX,
        _ => 0,
    };
    Comparison {
        difference,
        interval: found.interval,
        correlation: correlation(arm, reference),
        probability_better,
        runs: found.runs,
        runs_needed,
        verdict,
    }
}

/// The margin that applies to a measure: the stated one for shares, none for others.
pub fn margin_for(scale: Scale, margin: f64) -> f64 {
    if scale == Scale::Share { margin } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(values: &[f64]) -> Vec<Observed> {
        values.iter().map(|&value| Observed { world: 0, value }).collect()
    }

    #[test]
    fn verdicts() {
        let reference = runs(&[0.1, 0.2, 0.3, 0.2]);
        let shifted = |by: f64, jitter: f64| {
            let signs = [1.0, -1.0, 1.0, -1.0];
            runs(&[0.1, 0.2, 0.3, 0.2].iter().zip(signs).map(|(v, s)| v + by + s * jitter).collect::<Vec<_>>())
        };
        let verdict = |arm: Vec<Observed>| compare(&arm, &reference, 0.03).verdict;
        assert_eq!(verdict(shifted(0.1, 0.01)), Verdict::Better);
        assert_eq!(verdict(shifted(-0.1, 0.01)), Verdict::Worse);
        assert_eq!(verdict(shifted(0.005, 0.005)), Verdict::NoMeaningfulDifference);
        assert_eq!(verdict(shifted(0.05, 0.2)), Verdict::CannotTell);
        assert_eq!(verdict(runs(&[f64::NAN; 4])), Verdict::NotComparable);
        assert_eq!(verdict(reference.clone()), Verdict::NoMeaningfulDifference);
    }

    #[test]
    fn runs_needed_by_hand() {
        // Differences ±0.2 around 0.05: half width 3.182446 · 0.2309 / 2 = 0.36746; (0.36746/0.05)² · 4 = 216.04.
        let arm = runs(&[0.25, -0.15, 0.25, -0.15]);
        let found = compare(&arm, &runs(&[0.0; 4]), 0.03);
        assert_eq!(found.verdict, Verdict::CannotTell);
        assert_eq!(found.runs_needed, 217);
    }
}
