//! Interrupted time series: segmented regression on the mean series of the treated units.
//!
//! Outcome = level + slope · time + change of level + change of slope · time since the start. The effect is the fitted
//! course minus the continued first line, averaged over the periods after the start; it is a sum of coefficients, so
//! its error follows from theirs (delta method), by Newey and West. Wagner, Soumerai, Zhang and Ross-Degnan 2002, Journal
//! of Clinical Pharmacy and Therapeutics 27:299; Bernal, Cummins and Gasparrini 2017, International Journal of
//! Epidemiology 46:348. At least three periods on each side, as the Cochrane group EPOC asks for.
//!
//! Units that start at different times are put side by side by time since their own start, over the periods that all of
//! them have, before and after: were membership to change along the series, that would look like a change of course.
//! For the same reason a period's mean is taken after effects of units, so that a unit that was not measured once does
//! not move it; with nothing missing it is the plain weighted mean. Units treated from the very first period are left
//! out.

use super::least_squares::{dot, fit};
use super::newey_west::{lags, spread};
use super::two_way::take_out;
use super::{CannotBe, Estimate, Unit, starts};

const EACH_SIDE: usize = 3;

/// Mean distance of the course after the start from the line before it.
pub(super) fn estimate(units: &[Unit<'_>]) -> Result<Estimate, CannotBe> {
    let Some(&before) = starts(units).first() else {
        return Err(CannotBe::TooFewBefore { found: 0, needed: EACH_SIDE });
    };
    let (series, treated) = series(units, before).ok_or(CannotBe::TooThin)?;
    let measured: Vec<usize> = (0..series.len()).filter(|period| series[*period].is_finite()).collect();
    let early = measured.iter().filter(|period| **period < before).count();
    let late = measured.len() - early;
    if early < EACH_SIDE {
        return Err(CannotBe::TooFewBefore { found: early, needed: EACH_SIDE });
    }
    if late < EACH_SIDE {
        return Err(CannotBe::TooFewAfter { found: late, needed: EACH_SIDE });
    }
    let column = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
        measured.iter().map(|period| of(*period as f64 - before as f64)).collect()
    };
    let after = |since: f64| f64::from(since >= 0.0);
    let columns = [column(&|_| 1.0), column(&|since| since), column(&after), column(&|since| since.max(0.0))];
    let outcomes: Vec<f64> = measured.iter().map(|period| series[*period]).collect();
    let fit = fit(&columns, &outcomes).ok_or(CannotBe::Inseparable)?;
    let mean_since = columns[3].iter().sum::<f64>() / late as f64;
    let averaged = [0.0, 0.0, 1.0, mean_since];
    let found = spread(&fit, &fit.influence(&averaged), &measured, lags(measured.len()));
    Estimate::new(dot(&averaged, &fit.coefficients), found.variance, found.degrees, treated, 0)
}

/// The mean series by time since the start, which is at `before`, up to a constant; and the units in it.
fn series(units: &[Unit<'_>], before: usize) -> Option<(Vec<f64>, usize)> {
    let treated: Vec<(&Unit<'_>, usize)> =
        units.iter().filter_map(|unit| Some((unit, unit.start_with_before()?))).collect();
    let after = treated.iter().map(|(unit, start)| unit.values.len() - start).min().unwrap_or(0);
    let mut values = Vec::new();
    for (unit, start) in &treated {
        values.extend_from_slice(&unit.values[start - before..start + after]);
    }
    let weights: Vec<f64> = treated.iter().map(|(unit, _)| unit.weight).collect();
    let periods = before + after;
    let seen = values.chunks(periods).filter(|unit| unit.iter().any(|value| value.is_finite())).count();
    Some((take_out(&mut values, periods, &weights)?, seen))
}

#[cfg(test)]
mod tests {
    use crate::study::evaluate::{CannotBe, Design, Estimate, Panel, estimate};

    fn interrupted(values: &[f64], periods: usize, first: &[u32], weights: &[f64]) -> Result<Estimate, CannotBe> {
        let first: Vec<Option<u32>> = first.iter().map(|start| Some(*start)).collect();
        let panel = Panel { values, periods, first_treated: &first, weights, last: periods as u32 };
        estimate(Design::InterruptedTimeSeries, &panel)
    }

    #[test]
    fn two_lines_by_hand() {
        // 1, 2, 6 has mean 3 and slope 2.5, which leads to 3 + 2.5 · 3 = 10.5 at the middle of 10, 12, 17, mean 13.
        let found = interrupted(&[1.0, 2.0, 6.0, 10.0, 12.0, 17.0], 6, &[3], &[8.0]).unwrap();
        assert!((found.effect - 2.5).abs() < 1e-12);
        // Six periods for four coefficients: error and degrees of freedom from full matrices in NumPy.
        assert!((found.standard_error - 2.606_172_448_527).abs() < 1e-9);
        assert!((found.degrees_of_freedom - 1.084_845_579_675).abs() < 1e-9);
        assert_eq!((found.treated, found.controls), (1, 0));
    }

    #[test]
    fn units_are_put_side_by_side_by_hand() {
        // Starts 4 and 5, so 4 periods before and 5 after; a quarter of the one and three quarters of the other, 1.25
        // 2.25 2.75 3.25 | 5.5 6.75 8.25 8 9. Before: mean 2.375, slope 0.65; after, 4.5 later: mean 7.5.
        let values = [
            [2.0, 3.0, 2.0, 4.0, 7.0, 6.0, 9.0, 8.0, 9.0, 1000.0],
            [-1000.0, 1.0, 2.0, 3.0, 3.0, 5.0, 7.0, 8.0, 8.0, 9.0],
        ]
        .concat();
        let found = interrupted(&values, 10, &[4, 5], &[1.0, 3.0]).unwrap();
        assert!((found.effect - (7.5 - 2.375 - 0.65 * 4.5)).abs() < 1e-12);
        // Error, degrees of freedom and interval from full matrices in NumPy, the quantile from SciPy.
        assert!((found.standard_error - 0.490_529_445_559).abs() < 1e-9);
        assert!((found.degrees_of_freedom - 1.864_896_445_433).abs() < 1e-9);
        assert!((found.low + 0.064_091_956_7).abs() < 1e-8 && (found.high - 4.464_091_956_7).abs() < 1e-8);
    }

    #[test]
    fn changes_of_level_and_slope_are_recovered() {
        // Level 3 higher at once and slope 0.5 steeper: 3 + 0.5 · 3.5 over eight periods. Units of different levels,
        // one of them unmeasured twice, which would move a plain mean.
        let course = |since: f64| 40.0 - 0.7 * since + if since < 0.0 { 0.0 } else { 3.0 + 0.5 * since };
        let starts = [6, 6, 7];
        let levels = [0.0, 25.0, -10.0];
        let unit = |u: usize| (0..14 + u / 2).map(move |t| levels[u] + course(t as f64 - f64::from(starts[u])));
        let mut values: Vec<f64> = unit(0).chain([f64::NAN]).chain(unit(1)).chain([f64::NAN]).chain(unit(2)).collect();
        values[2] = f64::NAN;
        values[15 + 8] = f64::NAN;
        let found = interrupted(&values, 15, &starts, &[20.0, 11.0, 35.0]).unwrap();
        assert!((found.effect - (3.0 + 0.5 * 3.5)).abs() < 1e-9 && found.standard_error < 1e-9);
    }

    #[test]
    fn short_series_are_refused() {
        let values: Vec<f64> = (0..12).map(f64::from).collect();
        let before = Err(CannotBe::TooFewBefore { found: 2, needed: 3 });
        assert_eq!(interrupted(&values, 12, &[2], &[1.0]), before);
        let after = Err(CannotBe::TooFewAfter { found: 2, needed: 3 });
        assert_eq!(interrupted(&values, 12, &[10], &[1.0]), after);
        let never = Err(CannotBe::TooFewBefore { found: 0, needed: 3 });
        assert_eq!(interrupted(&values, 12, &[0], &[1.0]), never);
        // Apart, each is long enough, but hardly a period is common to both.
        assert_eq!(interrupted(&values, 6, &[1, 5], &[1.0, 1.0]), Err(CannotBe::TooFewBefore { found: 1, needed: 3 }));
    }
}
