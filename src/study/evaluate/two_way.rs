//! Effects of units and of periods, taken out of a panel that need not be complete.
//!
//! Means of units and of periods are taken out in turn until none is left, which is least squares with a dummy for each
//! (Guimarães and Portugal 2010, Stata Journal 10:628; Gaure 2013, Computational Statistics & Data Analysis 66:8). In a
//! complete panel the first turn does it all.

/// Turns after which we give up; panels with a few gaps need a dozen.
const TURNS: usize = 10_000;
/// What counts as no mean left, relative to the largest value.
const NOTHING: f64 = 1e-12;

/// Leaves in `values` (unit by unit, `periods` each, not finite where unmeasured) what neither units nor periods
/// explain, and gives the effects of periods: NaN where no unit was measured, and free up to one constant. Nothing if
/// that takes too many turns, since hardly any units were measured together.
pub(super) fn take_out(values: &mut [f64], periods: usize, weights: &[f64]) -> Option<Vec<f64>> {
    let mut effects = vec![0.0; periods];
    let mut scale = 0.0_f64;
    for turn in 0..TURNS {
        for unit in values.chunks_exact_mut(periods) {
            let mean = super::mean_measured(unit).unwrap_or(0.0);
            unit.iter_mut().for_each(|value| *value -= mean);
        }
        if turn == 0 {
            scale = values.iter().filter(|value| value.is_finite()).fold(0.0, |scale, value| scale.max(value.abs()));
        }
        let mut largest = 0.0_f64;
        for (period, effect) in effects.iter_mut().enumerate() {
            let (mut sum, mut total) = (0.0, 0.0);
            for (unit, weight) in values.chunks_exact(periods).zip(weights) {
                if unit[period].is_finite() {
                    sum += weight * unit[period];
                    total += weight;
                }
            }
            let mean = sum / total;
            *effect += mean;
            if total > 0.0 {
                values.iter_mut().skip(period).step_by(periods).for_each(|value| *value -= mean);
                largest = largest.max(mean.abs());
            }
        }
        if largest <= NOTHING * scale {
            return Some(effects);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_panel_by_hand() {
        // Means of units 2 and 6; of what is left, −1 and 1, then −3 and 3, weighed 3 to 1: −1.5 and 1.5.
        let mut values = [1.0, 3.0, 3.0, 9.0];
        let effects = take_out(&mut values, 2, &[3.0, 1.0]).unwrap();
        assert_eq!(effects, [-1.5, 1.5]);
        assert_eq!(values, [0.5, -0.5, -1.5, 1.5]);
    }

    #[test]
    fn nothing_is_left_of_a_sum_with_gaps() {
        let (units, steps) = ([5.0, -2.0, 40.0, 0.0], [0.0, 3.0, 3.5, -7.0, 1.0]);
        let mut values: Vec<f64> = units.iter().flat_map(|unit| steps.map(|step| unit + step)).collect();
        for gap in [0, 1, 7, 13, 19] {
            values[gap] = f64::NAN;
        }
        let effects = take_out(&mut values, 5, &[1.0, 2.0, 30.0, 4.0]).unwrap();
        assert!(values.iter().all(|value| value.is_nan() || value.abs() < 1e-9));
        for (effect, step) in effects.iter().zip(steps) {
            assert!((effect - effects[0] - step).abs() < 1e-9);
        }
    }

    #[test]
    fn a_period_without_anybody_has_no_effect() {
        let mut values = [1.0, f64::NAN, 2.0, f64::NAN];
        let effects = take_out(&mut values, 2, &[1.0, 1.0]).unwrap();
        assert!(effects[0] == 0.0 && effects[1].is_nan());
    }

    #[test]
    fn units_that_hardly_meet_are_given_up() {
        // Each of 120 units is measured in two periods, which it shares with the next one: what holds at one end takes
        // tens of thousands of turns to be known at the other.
        let cell = |at: usize| if (at % 121).wrapping_sub(at / 121) < 2 { (at % 7) as f64 } else { f64::NAN };
        let mut values: Vec<f64> = (0..120 * 121).map(cell).collect();
        assert_eq!(take_out(&mut values, 121, &[1.0; 120]), None);
    }
}
