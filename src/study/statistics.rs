//! Means, intervals and percentiles. Undefined values (NaN) are left out, and how many were defined is always said.
//!
//! Runs of one world share that world, so intervals are clustered by world: with several worlds the unit is the mean of
//! a world, with one world it is the run.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A value of one run, with the world it lived in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Index of the world.
    pub world: u32,
    /// The value; NaN where undefined.
    pub value: f64,
}

/// One less the other, run by run; the slices hold the same addresses in the same order.
pub fn less(one: &[Observed], other: &[Observed]) -> Vec<Observed> {
    one.iter().zip(other).map(|(a, b)| Observed { world: a.world, value: a.value - b.value }).collect()
}

/// A mean with its spread and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Mean over runs.
    pub mean: f64,
    /// Standard deviation over runs; NaN below two.
    pub sd: f64,
    /// Interval of the mean; NaN below two units.
    pub interval: (f64, f64),
    /// Runs in which the value was defined.
    pub runs: usize,
}

impl Mean {
    /// Of nothing.
    pub const UNDEFINED: Self = Self { mean: f64::NAN, sd: f64::NAN, interval: (f64::NAN, f64::NAN), runs: 0 };
}

/// The mean of runs, its interval clustered by world.
pub fn mean(values: &[Observed]) -> Mean {
    let defined: Vec<f64> = values.iter().map(|v| v.value).filter(|value| value.is_finite()).collect();
    let (centre, sd) = moments(&defined);
    let units = by_world(values);
    let (unit_mean, unit_sd) = moments(&units);
    let half = half_width(unit_sd, units.len());
    Mean { mean: centre, sd, interval: (unit_mean - half, unit_mean + half), runs: defined.len() }
}

/// The 97.5 % quantile of Student's t; infinite without degrees of freedom.
pub fn t_quantile(degrees_of_freedom: f64) -> f64 {
    quantile(degrees_of_freedom, 0.975)
}

/// A quantile of Student's t; infinite without degrees of freedom.
pub fn quantile(degrees_of_freedom: f64, of: f64) -> f64 {
    StudentsT::new(0.0, 1.0, degrees_of_freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(of))
}

fn half_width(sd: f64, n: usize) -> f64 {
    if n < 2 { f64::NAN } else { t_quantile(n as f64 - 1.0) * sd / libm::sqrt(n as f64) }
}

/// Mean and standard deviation; the latter NaN below two values.
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    if values.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, if values.len() < 2 { f64::NAN } else { libm::sqrt(squares / (n - 1.0)) })
}

/// What varies independently: means of worlds, or the runs of a single one. Values of a world stand together.
pub fn by_world(values: &[Observed]) -> Vec<f64> {
    let worlds = values.chunk_by(|a, b| a.world == b.world);
    let defined =
        |chunk: &[Observed]| -> Vec<f64> { chunk.iter().map(|v| v.value).filter(|value| value.is_finite()).collect() };
    let mut chunks: Vec<Vec<f64>> = worlds.map(defined).collect();
    match chunks.len() {
        1 => chunks.remove(0),
        _ => chunks.into_iter().filter(|chunk| !chunk.is_empty()).map(|chunk| moments(&chunk).0).collect(),
    }
}

/// A ratio of means with its 95 % interval by Fieller's theorem (1954, Journal of the Royal Statistical Society B 16:175),
/// clustered by world. The interval is NaN where the denominator cannot be told from 0.
pub fn ratio_of_means(numerator: &[Observed], denominator: &[Observed]) -> Mean {
    let pairs: Vec<(Observed, Observed)> = numerator
        .iter()
        .zip(denominator)
        .filter(|(a, b)| a.value.is_finite() && b.value.is_finite())
        .map(|(a, b)| (*a, *b))
        .collect();
    let (above, below): (Vec<Observed>, Vec<Observed>) = pairs.iter().copied().unzip();
    let (a, b) = (by_world(&above), by_world(&below));
    let (mean_a, sd_a) = moments(&a);
    let (mean_b, sd_b) = moments(&b);
    let ratio = mean_a / mean_b;
    let n = a.len() as f64;
    let nothing = Mean { mean: ratio, sd: f64::NAN, interval: (f64::NAN, f64::NAN), runs: pairs.len() };
    if a.len() < 2 {
        return nothing;
    }
    let covariance = a.iter().zip(&b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>() / (n - 1.0) / n;
    let (var_a, var_b) = (sd_a * sd_a / n, sd_b * sd_b / n);
    let t2 = t_quantile(n - 1.0) * t_quantile(n - 1.0);
    let g = t2 * var_b / (mean_b * mean_b);
    if g.is_nan() || g >= 1.0 {
        return nothing;
    }
    let centre = ratio - g * covariance / var_b.max(f64::MIN_POSITIVE);
    let inside = var_a - 2.0 * ratio * covariance + ratio * ratio * var_b
        - g * (var_a - covariance * covariance / var_b.max(f64::MIN_POSITIVE));
    let half = libm::sqrt(t2 * inside.max(0.0)) / mean_b.abs();
    let interval = ((centre - half) / (1.0 - g), (centre + half) / (1.0 - g));
    Mean { interval, ..nothing }
}

/// Percentiles of the defined values, linear between order statistics (type 7 of Hyndman and Fan 1996).
pub fn percentiles<const N: usize>(values: &mut Vec<f64>, at: [f64; N]) -> [f64; N] {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    at.map(|part| {
        let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
        let place = part * last as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(last);
        values[below] + (values[above] - values[below]) * (place - below as f64)
    })
}

/// Pearson's correlation of paired values; NaN below three pairs or without spread.
pub fn correlation(one: &[Observed], other: &[Observed]) -> f64 {
    let pairs: Vec<(f64, f64)> = one
        .iter()
        .zip(other)
        .map(|(a, b)| (a.value, b.value))
        .filter(|(a, b)| a.is_finite() && b.is_finite())
        .collect();
    if pairs.len() < 3 {
        return f64::NAN;
    }
    let n = pairs.len() as f64;
    let (mean_a, mean_b) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        ab += (a - mean_a) * (b - mean_b);
        aa += (a - mean_a) * (a - mean_a);
        bb += (b - mean_b) * (b - mean_b);
    }
    if aa > 0.0 && bb > 0.0 { ab / libm::sqrt(aa * bb) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(values: &[(u32, f64)]) -> Vec<Observed> {
        values.iter().map(|&(world, value)| Observed { world, value }).collect()
    }

    #[test]
    fn an_interval_by_hand() {
        // 1, 2, 3: mean 2, sd 1, half width 4.302653 · 1/√3.
        let result = mean(&runs(&[(0, 1.0), (0, 2.0), (0, 3.0), (0, f64::NAN)]));
        assert_eq!((result.mean, result.sd, result.runs), (2.0, 1.0, 3));
        assert!((result.interval.1 - 2.0 - 4.302_652_73 / libm::sqrt(3.0)).abs() < 1e-6);
    }

    #[test]
    fn worlds_count_once_in_intervals() {
        let result = mean(&runs(&[(0, 1.0), (0, 1.0), (0, 1.0), (1, 3.0)]));
        assert_eq!(result.mean, 1.5);
        assert!((result.interval.0 + result.interval.1 - 4.0).abs() < 1e-9);
    }

    #[test]
    fn fieller_by_hand() {
        // a = 1, 2, 3 and b = 10, 10, 10: b has no spread, so the interval is that of the mean of a over 10.
        let ratio = ratio_of_means(&runs(&[(0, 1.0), (0, 2.0), (0, 3.0)]), &runs(&[(0, 10.0), (0, 10.0), (0, 10.0)]));
        assert!((ratio.mean - 0.2).abs() < 1e-12);
        assert!((ratio.interval.1 - 0.2 - 0.430_265_273 / libm::sqrt(3.0)).abs() < 1e-6);
        let lost = ratio_of_means(&runs(&[(0, 1.0), (0, 2.0)]), &runs(&[(0, 0.1), (0, -0.1)]));
        assert!(lost.interval.0.is_nan());
    }

    #[test]
    fn percentiles_by_hand() {
        let mut values = vec![4.0, 1.0, f64::NAN, 3.0, 2.0];
        assert_eq!(percentiles(&mut values, [0.0, 0.5, 1.0]), [1.0, 2.5, 4.0]);
        assert!(percentiles(&mut Vec::new(), [0.5])[0].is_nan());
    }

    #[test]
    fn correlation_of_a_line_is_one() {
        let one = runs(&[(0, 1.0), (0, 2.0), (0, 4.0)]);
        let other = runs(&[(0, 3.0), (0, 5.0), (0, 9.0)]);
        assert!((correlation(&one, &other) - 1.0).abs() < 1e-12);
    }
}
