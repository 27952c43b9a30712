//! Before–after, without controls: each treated unit against itself.
//!
//! Periods of a unit are averaged first, so serial correlation within units does no harm; what moves all units at once
//! does, and no interval shows it. Shadish, Cook and Campbell 2002, chapter 4 (one-group pretest–posttest design).

use super::weighted::weighted;
use super::{CannotBe, Estimate, Unit};

const UNITS: usize = 2;

/// Each unit's mean from its own start to the end minus its mean before; then over units.
pub(super) fn estimate(units: &[Unit<'_>]) -> Result<Estimate, CannotBe> {
    let change = |unit: &Unit<'_>| {
        let start = unit.start_with_before()?;
        Some((unit.change(start, start)?, unit.weight))
    };
    let changes: Vec<(f64, f64)> = units.iter().filter_map(change).collect();
    if changes.len() < UNITS {
        return Err(CannotBe::TooFewTreated { found: changes.len(), needed: UNITS });
    }
    let found = weighted(&changes);
    Estimate::new(found.mean, found.variance, found.degrees, found.units, 0)
}

#[cfg(test)]
mod tests {
    use super::super::tests::SLEEP;
    use crate::study::evaluate::{CannotBe, Design, Panel, estimate};

    #[test]
    fn students_sleepers() {
        // As published and often checked since: mean difference 1.58, t = 4.0621 with 9 degrees of freedom, interval
        // from 0.7001142 to 2.4598858.
        let values = SLEEP.concat();
        let panel = Panel { values: &values, periods: 2, first_treated: &[Some(1); 10], weights: &[7.0; 10], last: 2 };
        let found = estimate(Design::BeforeAfter, &panel).unwrap();
        assert!((found.effect - 1.58).abs() < 1e-12);
        assert!((found.effect / found.standard_error - 4.0621).abs() < 5e-5);
        assert!((found.degrees_of_freedom - 9.0).abs() < 1e-9);
        assert!((found.low - 0.700_114_2).abs() < 5e-8 && (found.high - 2.459_885_8).abs() < 5e-8);
        assert_eq!((found.treated, found.controls), (10, 0));
    }

    #[test]
    fn each_unit_has_its_own_start_by_hand() {
        // 1, 3 | 6, 8 gives 5; 2 | 3, 4, unmeasured gives 1.5; the last one starts too late and counts as untreated.
        let values = [1.0, 3.0, 6.0, 8.0, 2.0, 3.0, 4.0, f64::NAN, 0.0, 0.0, 9.0, 9.0];
        let first = [Some(2), Some(1), Some(4)];
        let panel = Panel { values: &values, periods: 4, first_treated: &first, weights: &[3.0, 1.0, 5.0], last: 4 };
        let found = estimate(Design::BeforeAfter, &panel).unwrap();
        assert!((found.effect - (3.0 * 5.0 + 1.5) / 4.0).abs() < 1e-12);
        assert_eq!(found.treated, 2);
        // Cut one period short, the first unit gives 4.
        let found = estimate(Design::BeforeAfter, &Panel { last: 3, ..panel }).unwrap();
        assert!((found.effect - (3.0 * 4.0 + 1.5) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn one_unit_is_too_few() {
        let first = [Some(1), Some(0), None];
        let panel = Panel { values: &[1.0; 6], periods: 2, first_treated: &first, weights: &[1.0; 3], last: 2 };
        let refusal = Err(CannotBe::TooFewTreated { found: 1, needed: 2 });
        assert_eq!(estimate(Design::BeforeAfter, &panel), refusal);
    }
}
