//! Stepped wedge: units cross over at different times, so each period has treated and untreated ones to compare.
//!
//! Outcome = effect of the unit + effect of the period + effect · treated, by least squares weighted by staff: the
//! model of Hussey and Hughes 2007, Contemporary Clinical Trials 28:182, with fixed instead of random unit effects, so
//! that it does not matter if better units start earlier. Hemming, Haines, Chilton, Girling and Lilford 2015, BMJ
//! 350:h391. Units that never start help with the periods.
//!
//! The error is the jackknife over units, with units − 1 degrees of freedom: it needs no assumption on correlation
//! within a unit, and where few units decide it is better than the usual sandwich, which is too small (MacKinnon,
//! Nielsen and Webb 2023, Journal of Applied Econometrics 38:671, their CV3).
//!
//! The one effect is taken to be the same at any time since the start. If it is not, units that started earlier serve as
//! controls while their effect still moves: a growing effect is then underestimated, down to the wrong sign, and a
//! fading one can be overestimated (Kenny, Voldal, Xia, Heagerty and Hughes 2022, Statistics in Medicine 41:4311).

use super::least_squares::dot;
use super::two_way::take_out;
use super::{CannotBe, Estimate, Unit, starts};

const STARTS: usize = 2;
/// A share of the weighted cells below which what is left of treatment is rounding.
const NOTHING: f64 = 1e-12;

/// The treated against the untreated periods, units and periods apart.
pub(super) fn estimate(units: &[Unit<'_>]) -> Result<Estimate, CannotBe> {
    if starts(units).len() < STARTS {
        return Err(CannotBe::OneStart);
    }
    // A unit measured once is explained by its own effect and says nothing.
    let twice = |unit: &&Unit<'_>| unit.values.iter().filter(|value| value.is_finite()).count() > 1;
    let units: Vec<&Unit<'_>> = units.iter().filter(twice).collect();
    let found = effect(&units)?;
    let mut squares = 0.0;
    for (place, unit) in units.iter().enumerate() {
        let mut others = units.clone();
        others.remove(place);
        let without = effect(&others).map_err(|cause| match cause {
            CannotBe::Inseparable => CannotBe::RestsOnOneUnit { unit: unit.index },
            other => other,
        })?;
        squares += (without - found) * (without - found);
    }
    let count = units.len() as f64;
    let treated = units.iter().filter(|unit| unit.start.is_some()).count();
    Estimate::new(found, squares * (count - 1.0) / count, count - 1.0, treated, units.len() - treated)
}

/// The coefficient of treatment: what units and periods leave of it, against the outcome (Frisch and Waugh 1933).
fn effect(units: &[&Unit<'_>]) -> Result<f64, CannotBe> {
    let Some(periods) = units.first().map(|unit| unit.values.len()) else { return Err(CannotBe::Inseparable) };
    let weights: Vec<f64> = units.iter().map(|unit| unit.weight).collect();
    let mut left = Vec::with_capacity(units.len() * periods);
    for unit in units {
        let treated = |period: usize| f64::from(unit.start.is_some_and(|start| period >= start));
        let cell = |(period, value): (usize, &f64)| if value.is_finite() { treated(period) } else { f64::NAN };
        left.extend(unit.values.iter().enumerate().map(cell));
    }
    take_out(&mut left, periods, &weights).ok_or(CannotBe::TooThin)?;
    let (mut along, mut squares, mut cells) = (0.0, 0.0, 0.0);
    for (unit, left) in units.iter().zip(left.chunks_exact(periods)) {
        // What is unmeasured counts in neither. The mean leaves nothing but rounding behind, and less of that.
        let (values, left): (Vec<f64>, Vec<f64>) =
            unit.values.iter().zip(left).filter(|(value, _)| value.is_finite()).unzip();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let values: Vec<f64> = values.iter().map(|value| value - mean).collect();
        along += unit.weight * dot(&left, &values);
        squares += unit.weight * dot(&left, &left);
        cells += unit.weight * left.len() as f64;
    }
    if squares > NOTHING * cells { Ok(along / squares) } else { Err(CannotBe::Inseparable) }
}

#[cfg(test)]
mod tests {
    use crate::study::evaluate::{CannotBe, Design, Estimate, Panel, estimate};

    fn wedge(values: &[f64], first: &[Option<u32>], weights: &[f64]) -> Result<Estimate, CannotBe> {
        let periods = values.len() / first.len();
        let panel = Panel { values, periods, first_treated: first, weights, last: periods as u32 };
        estimate(Design::SteppedWedge, &panel)
    }

    #[test]
    fn two_starts_by_hand() {
        // Periods only matter where early and late starters differ in treatment, which is the second of three. So the
        // effect is z of the early minus z of the late, where z is the second value minus the mean of first and third.
        let values = [
            [0.0, 5.0, 4.0], // z = 3
            [1.0, 6.0, 5.0], // z = 3
            [2.0, 8.0, 4.0], // z = 5
            [7.0, 8.0, 7.0], // z = 1
            [1.0, 2.0, 5.0], // z = −1
        ]
        .concat();
        let first = [Some(1), Some(1), Some(1), Some(2), Some(2)];
        let found = wedge(&values, &first, &[1.0, 1.0, 2.0, 3.0, 1.0]).unwrap();
        // Early (3 + 3 + 2 · 5) / 4 = 4, late (3 · 1 − 1) / 4 = 0.5.
        assert!((found.effect - 3.5).abs() < 1e-12);
        // Left out in turn, early becomes 13/3, 13/3, 3 and late −1, 1.
        let squares = 1.0 / 9.0 + 1.0 / 9.0 + 1.0 + 2.25 + 0.25;
        assert!((found.standard_error * found.standard_error - 0.8 * squares).abs() < 1e-12);
        assert_eq!((found.degrees_of_freedom, found.treated, found.controls), (4.0, 5, 0));
    }

    #[test]
    fn gaps_and_weights_as_with_a_dummy_for_each() {
        let values = [
            [3.0, 5.0, 9.0, 8.0, 12.0],
            [1.0, 2.0, 2.0, 6.0, 7.0],
            [4.0, f64::NAN, 5.0, 5.0, 11.0],
            [2.0, 3.0, 6.0, 4.0, 5.0],
            [7.0, 6.0, 9.0, f64::NAN, 8.0],
        ]
        .concat();
        let first = [Some(1), Some(2), Some(3), Some(3), None];
        let found = wedge(&values, &first, &[2.0, 1.0, 4.0, 3.0, 5.0]).unwrap();
        // From NumPy, by weighted least squares on ten columns and six fits, the quantile from SciPy.
        assert!((found.effect - 1.928_372_093_023).abs() < 1e-10);
        assert!((found.standard_error - 2.933_597_647_487).abs() < 1e-10);
        assert!((found.low + 6.216_600_735_962).abs() < 1e-8 && (found.high - 10.073_344_922_009).abs() < 1e-8);
        assert_eq!((found.treated, found.controls), (4, 1));
    }

    #[test]
    fn an_effect_is_recovered_whatever_units_and_periods_do() {
        let first = [Some(0), Some(2), Some(3), Some(3), Some(6), None, Some(2)];
        let levels = [10.0, -4.0, 0.5, 88.0, 3.0, 21.0, -60.0];
        let shocks = [0.0, 30.0, -8.0, 2.5, 2.5, 70.0, -1.0, 4.0];
        let mut values = Vec::new();
        for (start, level) in first.iter().zip(levels) {
            let treated = |period: usize| f64::from(start.is_some_and(|start| period >= start as usize));
            values.extend((0..8).map(|period| level + shocks[period] - 2.25 * treated(period)));
        }
        for gap in [3, 9, 10, 30, 47, 50] {
            values[gap] = f64::NAN;
        }
        let found = wedge(&values, &first, &[5.0, 30.0, 12.0, 8.0, 19.0, 40.0, 1.0]).unwrap();
        assert!((found.effect + 2.25).abs() < 1e-9 && found.standard_error < 1e-9);
    }

    #[test]
    fn an_effect_that_moves_misleads_by_hand() {
        // Effect a in a unit's first period of treatment, b in its second. As above, early z = a − b/2 and late
        // z = −a/2, so what is found is 1.5 a − 0.5 b.
        let found = |a: f64, b: f64| {
            let values = [[0.0, a, b], [0.0, a, b], [0.0, 0.0, a], [0.0, 0.0, a]].concat();
            wedge(&values, &[Some(1), Some(1), Some(2), Some(2)], &[1.0; 4]).unwrap().effect
        };
        assert!((found(2.0, 2.0) - 2.0).abs() < 1e-12);
        // Growing, and never below 1: of the wrong sign. Gone after a period: larger than it ever was.
        assert!((found(1.0, 4.0) + 0.5).abs() < 1e-12);
        assert!((found(1.0, 0.0) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn refusals() {
        let first = [Some(2), Some(2), None, Some(0), Some(4)];
        assert_eq!(wedge(&[1.0; 20], &first, &[1.0; 5]), Err(CannotBe::OneStart));
        // Without the one early starter, nobody is treated while others wait.
        let first = [Some(2), Some(2), Some(1), Some(2)];
        assert_eq!(wedge(&[1.0; 12], &first, &[1.0; 4]), Err(CannotBe::RestsOnOneUnit { unit: 2 }));
        // Nobody was measured twice.
        let mut values = [f64::NAN; 9];
        values[0] = 1.0;
        values[4] = 1.0;
        values[8] = 1.0;
        let first = [Some(1), Some(2), Some(2)];
        assert_eq!(wedge(&values, &first, &[1.0; 3]), Err(CannotBe::Inseparable));
    }
}
