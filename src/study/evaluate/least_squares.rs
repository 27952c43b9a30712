//! Least squares with a handful of columns.
//!
//! By modified Gram–Schmidt, which is as good as Householder's reflections for this (Björck 1967, BIT 7:1) and gives
//! the orthonormal columns that errors are worked out with. Sums run in one order, so that bits are the same everywhere.

/// A column that keeps less than this of its length once the ones before it are taken out depends on them.
const DEPENDENT: f64 = 1e-12;

/// A fit of some outcomes by some columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// One for each outcome.
    pub residuals: Vec<f64>,
    /// The columns made orthonormal.
    basis: Vec<Vec<f64>>,
    /// How the columns are made of the basis: column k is the sum of `upper[k][j] · basis[j]` over j ≤ k.
    upper: Vec<Vec<f64>>,
}

/// Fits; nothing if a column depends on those before it.
pub(super) fn fit(columns: &[Vec<f64>], outcomes: &[f64]) -> Option<Fit> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut upper: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let mut rest = column.clone();
        let mut parts = project_out(&mut rest, &basis);
        let length = libm::sqrt(dot(&rest, &rest));
        if length.is_nan() || length <= DEPENDENT * libm::sqrt(dot(column, column)) {
            return None;
        }
        rest.iter_mut().for_each(|value| *value /= length);
        parts.push(length);
        basis.push(rest);
        upper.push(parts);
    }
    let mut residuals = outcomes.to_vec();
    let parts = project_out(&mut residuals, &basis);
    let mut coefficients = vec![0.0; parts.len()];
    for k in (0..parts.len()).rev() {
        let known: f64 = (k + 1..parts.len()).map(|later| upper[later][k] * coefficients[later]).sum();
        coefficients[k] = (parts[k] - known) / upper[k][k];
    }
    Some(Fit { coefficients, residuals, basis, upper })
}

impl Fit {
    /// How a combination of coefficients hangs on each outcome: its value is the sum of influence times outcome, which
    /// is all the delta method needs.
    pub fn influence(&self, combination: &[f64]) -> Vec<f64> {
        let mut along: Vec<f64> = Vec::new();
        for (wanted, parts) in combination.iter().zip(&self.upper) {
            let known: f64 = along.iter().zip(parts).map(|(along, part)| along * part).sum();
            along.push((wanted - known) / parts[along.len()]);
        }
        let at = |i: usize| along.iter().zip(&self.basis).map(|(along, column)| along * column[i]).sum();
        (0..self.residuals.len()).map(at).collect()
    }

    /// How residual `i` hangs on error `k`: 1 if they are the same, minus an entry of the hat matrix.
    pub fn passes(&self, i: usize, k: usize) -> f64 {
        f64::from(i == k) - self.basis.iter().map(|column| column[i] * column[k]).sum::<f64>()
    }
}

fn project_out(rest: &mut [f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let take = |column: &Vec<f64>| {
        let part = dot(rest, column);
        rest.iter_mut().zip(column).for_each(|(value, base)| *value -= part * base);
        part
    };
    basis.iter().map(take).collect()
}

/// Sum of products.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest relative distance of coefficients, and of their errors under independent noise, from certified ones.
    fn furthest(columns: &[Vec<f64>], outcomes: &[f64], certified: &[(f64, f64)]) -> f64 {
        let fit = fit(columns, outcomes).unwrap();
        let degrees = (outcomes.len() - columns.len()) as f64;
        let sd = libm::sqrt(dot(&fit.residuals, &fit.residuals) / degrees);
        let mut furthest = 0.0_f64;
        for (k, (coefficient, error)) in certified.iter().enumerate() {
            let mut alone = vec![0.0; columns.len()];
            alone[k] = 1.0;
            let influence = fit.influence(&alone);
            let found = sd * libm::sqrt(dot(&influence, &influence));
            furthest = furthest.max((fit.coefficients[k] / coefficient - 1.0).abs()).max((found / error - 1.0).abs());
            // Influence leads to the same coefficient by another way.
            furthest = furthest.max((dot(&influence, outcomes) / coefficient - 1.0).abs());
        }
        furthest
    }

    fn with_constant(columns: &[&[f64]]) -> Vec<Vec<f64>> {
        let constant = vec![1.0; columns[0].len()];
        std::iter::once(constant).chain(columns.iter().map(|column| column.to_vec())).collect()
    }

    /// NIST, Statistical Reference Datasets (public domain), linear regression, lower level of difficulty: Norris,
    /// calibration of ozone monitors.
    #[test]
    fn nist_norris() {
        let x = [
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0,
            447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3,
            229.2, 669.1, 448.9, 0.5,
        ];
        let y = [
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3,
            448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6,
            228.9, 668.4, 449.2, 0.2,
        ];
        let certified = [(-0.262323073774029, 0.232818234301152), (1.00211681802045, 0.429796848199937e-3)];
        let off = furthest(&with_constant(&[&x]), &y, &certified);
        // Certified to 15 digits; sums of 36 values may lose some of 16.
        assert!(off < 1e-12, "{off:e}");
    }

    /// The same, higher level of difficulty: Longley 1967, whose columns nearly depend on each other.
    #[test]
    fn nist_longley() {
        let deflator =
            [83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9];
        let product = [
            234289.0, 259426.0, 258054.0, 284599.0, 328975.0, 346999.0, 365385.0, 363112.0, 397469.0, 419180.0,
            442769.0, 444546.0, 482704.0, 502601.0, 518173.0, 554894.0,
        ];
        let unemployed = [
            2356.0, 2325.0, 3682.0, 3351.0, 2099.0, 1932.0, 1870.0, 3578.0, 2904.0, 2822.0, 2936.0, 4681.0, 3813.0,
            3931.0, 4806.0, 4007.0,
        ];
        let forces = [
            1590.0, 1456.0, 1616.0, 1650.0, 3099.0, 3594.0, 3547.0, 3350.0, 3048.0, 2857.0, 2798.0, 2637.0, 2552.0,
            2514.0, 2572.0, 2827.0,
        ];
        let population = [
            107608.0, 108632.0, 109773.0, 110929.0, 112075.0, 113270.0, 115094.0, 116219.0, 117388.0, 118734.0,
            120445.0, 121950.0, 123366.0, 125368.0, 127852.0, 130081.0,
        ];
        let year: [f64; 16] = std::array::from_fn(|k| 1947.0 + k as f64);
        let employed = [
            60323.0, 61122.0, 60171.0, 61187.0, 63221.0, 63639.0, 64989.0, 63761.0, 66019.0, 67857.0, 68169.0, 66513.0,
            68655.0, 69564.0, 69331.0, 70551.0,
        ];
        let certified = [
            (-3482258.63459582, 890420.383607373),
            (15.0618722713733, 84.9149257747669),
            (-0.358191792925910e-1, 0.334910077722432e-1),
            (-2.02022980381683, 0.488399681651699),
            (-1.03322686717359, 0.214274163161675),
            (-0.511041056535807e-1, 0.226073200069370),
            (1829.15146461355, 455.478499142212),
        ];
        let columns = with_constant(&[&deflator, &product, &unemployed, &forces, &population, &year]);
        let off = furthest(&columns, &employed, &certified);
        // The columns, each brought to length 1, have a condition number of 43 275, which 16 digits lose 5 to; normal
        // equations would lose 10.
        assert!(off < 1e-9, "{off:e}");
    }

    #[test]
    fn columns_that_depend_on_each_other_are_refused() {
        let columns = [vec![1.0, 1.0, 1.0], vec![1.0, 2.0, 3.0], vec![3.0, 5.0, 7.0]];
        assert_eq!(fit(&columns, &[1.0, 2.0, 4.0]), None);
        assert_eq!(fit(&[vec![f64::NAN, 1.0]], &[1.0, 1.0]), None);
    }
}
