//! Judging by chance with a known rate of false alarms.
//!
//! Every comparison is a p-value against [`LEVEL`], and a test says beforehand how many it will make. The seeds are
//! fixed, so a verdict never changes from one day to the next; the level says how likely it was, when the seeds were
//! chosen, that a faultless program would be blamed.

// Each test file uses its part.
#![allow(dead_code)]

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, Normal, Poisson};

/// A comparison raises a false alarm with this probability.
pub const LEVEL: f64 = 1e-9;

/// Counts the comparisons of a test, so that none is made beyond those the error rate was worked out for.
pub struct Judge {
    left: usize,
}

impl Judge {
    pub fn with_room_for(comparisons: usize) -> Self {
        Self { left: comparisons }
    }

    pub fn asks(&mut self, p: f64, what: &str) {
        assert!(self.left > 0, "{what}: more comparisons than the error rate allows for");
        self.left -= 1;
        assert!(p >= LEVEL, "{what}: p = {p:e}");
    }
}

/// Both tails: too even is as suspicious as too uneven.
fn both(below: f64, above: f64) -> f64 {
    (2.0 * below.min(above)).min(1.0)
}

/// Whether a sum of squared standard normals has its size.
pub fn chi_square(sum: f64, freedom: usize) -> f64 {
    let law = ChiSquared::new(freedom as f64).unwrap();
    both(law.cdf(sum), law.sf(sum))
}

/// Whether counts fit what is expected; every bin should expect some tens at least.
pub fn fits(counts: &[u64], expected: impl Fn(usize) -> f64) -> f64 {
    let sum = counts.iter().enumerate().map(|(bin, &count)| (count as f64 - expected(bin)).powi(2) / expected(bin));
    chi_square(sum.sum(), counts.len() - 1)
}

/// Whether all bins are equally full.
pub fn even(counts: &[u64]) -> f64 {
    let mean = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    fits(counts, |_| mean)
}

/// Whether a number of standard deviations is one.
pub fn deviates(z: f64) -> f64 {
    let law = Normal::new(0.0, 1.0).unwrap();
    both(law.cdf(z), law.sf(z))
}

/// Whether a count of rare things fits its mean.
pub fn rare(count: u64, mean: f64) -> f64 {
    let law = Poisson::new(mean).unwrap();
    both(law.cdf(count), if count == 0 { 1.0 } else { law.sf(count - 1) })
}

/// Whether `count` in `of` fits a probability; exact.
pub fn binomial(count: u64, of: u64, probability: f64) -> f64 {
    let law = Binomial::new(probability, of).unwrap();
    both(law.cdf(count), if count == 0 { 1.0 } else { law.sf(count - 1) })
}

/// How likely so many of a number of pairs would be the right way round if it were a coin's toss which way they are.
pub fn tossed(right: u64, of: u64) -> f64 {
    if right == 0 { 1.0 } else { Binomial::new(0.5, of).unwrap().sf(right - 1) }
}

/// Claims that the second of each pair is the larger, as a rule: were it a toss, this would let it pass with a probability
/// below [`LEVEL`]. Pairs must be independent of one another.
pub fn larger(pairs: &[(f64, f64)], what: &str) {
    let right = pairs.iter().filter(|(less, more)| more > less).count() as u64;
    let p = tossed(right, pairs.len() as u64);
    assert!(p < LEVEL, "{what}: {right} of {} pairs, p = {p:e}: {pairs:?}", pairs.len());
}

/// A bound, not an approximation, on the probability that an empirical distribution of `n` is this far from its own
/// (Massart 1990, the tight constant of Dvoretzky, Kiefer and Wolfowitz).
pub fn distant(gap: f64, n: usize) -> f64 {
    (2.0 * (-2.0 * n as f64 * gap * gap).exp()).min(1.0)
}

/// Mean and variance of the mean.
pub fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, variance / n)
}
