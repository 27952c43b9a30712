//! The weighted mean of independent units, with an error that holds when units differ in size.
//!
//! The variance is the sum of squared weighted residuals, each divided by 1 minus the unit's share of the weights (HC2
//! of MacKinnon and White 1985, Journal of Econometrics 29:305), the degrees of freedom are those of Bell and McCaffrey
//! 2002, Survey Methodology 28:169, for units whose variance goes with 1 over their weight, as that of a share of staff
//! does. With equal weights both are the ordinary ones: s²/n and n − 1.

/// A mean with what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weighted {
    pub mean: f64,
    /// Of the mean.
    pub variance: f64,
    pub degrees: f64,
    /// Units in it.
    pub units: usize,
}

/// The mean of (value, weight) pairs; there should be two at least, and weights above 0.
pub(super) fn weighted(units: &[(f64, f64)]) -> Weighted {
    let total: f64 = units.iter().map(|(_, weight)| weight).sum();
    let mean = units.iter().map(|(value, weight)| value * weight).sum::<f64>() / total;
    let (mut variance, mut shares, mut crossed, mut crossed_squares) = (0.0, 0.0, 0.0, 0.0);
    for (value, weight) in units {
        let share = weight / total;
        let taken = share * share / ((total - weight) / total);
        variance += taken * (value - mean) * (value - mean);
        shares += share * share;
        crossed += taken;
        crossed_squares += taken * taken;
    }
    // Satterthwaite's ratio, 2 E² / Var, of the variance above; its expectation is 1 in units of σ² over the total.
    let degrees = 1.0 / (shares + crossed * crossed - crossed_squares);
    Weighted { mean, variance, degrees, units: units.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_textbook() {
        // 1, 2, 6: mean 3, s² = (4 + 1 + 9) / 2 = 7.
        let found = weighted(&[(1.0, 5.0), (2.0, 5.0), (6.0, 5.0)]);
        assert!((found.mean - 3.0).abs() < 1e-12 && (found.variance - 7.0 / 3.0).abs() < 1e-12);
        assert!((found.degrees - 2.0).abs() < 1e-12);
    }

    #[test]
    fn unequal_weights_by_hand() {
        // Shares 1/2, 1/4, 1/4 of 0, 4, 8: mean 3; residuals −3, 1, 5; taken 1/2, 1/12, 1/12.
        let found = weighted(&[(0.0, 2.0), (4.0, 1.0), (8.0, 1.0)]);
        assert!((found.mean - 3.0).abs() < 1e-12);
        assert!((found.variance - (9.0 / 2.0 + 1.0 / 12.0 + 25.0 / 12.0)).abs() < 1e-12);
        // 1 / (3/8 + (2/3)² − (1/4 + 1/72)) = 72/40.
        assert!((found.degrees - 1.8).abs() < 1e-12);
    }
}
