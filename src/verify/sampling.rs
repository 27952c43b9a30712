//! Sampling theory: how far a mean may be off by chance.

/// Two-sided normal quantile for a false alarm of 1 in 10,000.
const Z: f64 = 3.890_592;

/// What the bound from an exactly known spread is, in words.
pub(super) fn known_spread(of: &str) -> String {
    format!("3.89 standard errors of {of}, the spread known from theory: false alarm 1 in 10,000")
}

/// What the bound from an estimated spread is, in words.
pub(super) fn estimated_spread(replicates: usize, of: &str) -> String {
    format!(
        "{:.2} standard errors of the mean over {replicates} {of} (Student's t): false alarm 1 in 10,000",
        student(replicates.saturating_sub(1))
    )
}

/// How far a mean of `draws` draws of a known standard deviation may be off.
pub(super) fn bound_known(deviation: f64, draws: usize) -> f64 {
    Z * deviation / libm::sqrt(draws.max(1) as f64)
}

/// How far a share of `draws` independent draws may be off its probability.
pub(super) fn bound_share(probability: f64, draws: usize) -> f64 {
    bound_known(libm::sqrt((probability * (1.0 - probability)).max(0.0)), draws)
}

/// Mean, and how far it may be off by the spread found in the values themselves.
pub(super) fn mean_and_bound(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let error = libm::sqrt(squares / (n - 1.0) / n);
    (mean, student(values.len().saturating_sub(1)) * error)
}

/// The mean.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Two-sided quantile of Student's t for a false alarm of 1 in 10,000: Fisher's expansion about the normal one
/// (Abramowitz and Stegun 26.7.5), good to a per cent from 12 degrees of freedom on; fewer are never enough.
pub(super) fn student(freedom: usize) -> f64 {
    if freedom < 12 {
        return f64::NAN;
    }
    let v = freedom as f64;
    let z2 = Z * Z;
    let first = (z2 + 1.0) / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let fourth = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0;
    Z * (1.0 + first / v + second / (v * v) + third / (v * v * v) + fourth / (v * v * v * v))
}

/// The standard normal distribution function.
pub(super) fn normal_share_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Root of a function that changes sign once between two places.
pub(super) fn root(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let rising = value(high) > value(low);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if (value(middle) > 0.0) == rising { high = middle } else { low = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let normal = Normal::new(0.0, 1.0).unwrap();
        assert!((normal.inverse_cdf(0.99995) - Z).abs() < 1e-4);
        assert!((normal.cdf(1.3) - normal_share_below(1.3)).abs() < 1e-9);
        for freedom in [12, 15, 19, 31, 100] {
            let t = StudentsT::new(0.0, 1.0, freedom as f64).unwrap();
            let false_alarm = 2.0 * (1.0 - t.cdf(student(freedom)));
            assert!((false_alarm / 1e-4 - 1.0).abs() < 0.05, "{freedom}: {false_alarm}");
        }
        assert!(student(3).is_nan());
    }

    #[test]
    fn a_mean_by_hand() {
        // 0 and 2, twelve times each: mean 1, variance 24/23, standard error √(1/23).
        let values: Vec<f64> = (0..24).map(|i| f64::from(i % 2) * 2.0).collect();
        let (mean, bound) = mean_and_bound(&values);
        assert_eq!(mean, 1.0);
        assert!((bound / student(23) - libm::sqrt(1.0 / 23.0)).abs() < 1e-12);
        assert!((bound_share(0.5, 100) - Z * 0.05).abs() < 1e-12);
        assert!((root(0.0, 2.0, |x| x * x - 2.0) - std::f64::consts::SQRT_2).abs() < 1e-12);
    }
}
