//! Controlled before–after: difference in differences between treated and never treated units.
//!
//! Every unit's periods become one mean before and one after, which is what Bertrand, Duflo and Mullainathan 2004,
//! Quarterly Journal of Economics 119:249, recommend against serial correlation; then the two groups' changes are
//! compared as by Welch 1947, Biometrika 34:28, so that they may differ in size and spread.
//!
//! Before and after must be the same calendar periods for both groups, or a trend would not cancel. Where treated units
//! start at different times, before ends with the first start and after begins with the last, and what lies between is
//! left out. Units treated from the very first period have no before and are left out.

use super::weighted::weighted;
use super::{CannotBe, Estimate, Unit, starts};

const UNITS: usize = 2;

/// Change of the treated units minus change of the controls.
pub(super) fn estimate(units: &[Unit<'_>]) -> Result<Estimate, CannotBe> {
    let starts = starts(units);
    let (Some(&before), Some(&after)) = (starts.first(), starts.last()) else {
        return Err(CannotBe::TooFewBefore { found: 0, needed: 1 });
    };
    let changes = |group: &dyn Fn(&Unit<'_>) -> bool| -> Vec<(f64, f64)> {
        let members = units.iter().filter(|unit| group(unit));
        members.filter_map(|unit| Some((unit.change(before, after)?, unit.weight))).collect()
    };
    let treated = changes(&|unit| unit.start_with_before().is_some());
    let controls = changes(&|unit| unit.start.is_none());
    if treated.len() < UNITS {
        return Err(CannotBe::TooFewTreated { found: treated.len(), needed: UNITS });
    }
    if controls.len() < UNITS {
        return Err(CannotBe::TooFewControls { found: controls.len(), needed: UNITS });
    }
    let (treated, controls) = (weighted(&treated), weighted(&controls));
    let (one, other) = (treated.variance, controls.variance);
    let spread = one * one / treated.degrees + other * other / controls.degrees;
    // Without any spread there is nothing to weigh the two against each other.
    let degrees =
        if spread > 0.0 { (one + other) * (one + other) / spread } else { treated.degrees + controls.degrees };
    Estimate::new(treated.mean - controls.mean, one + other, degrees, treated.units, controls.units)
}

#[cfg(test)]
mod tests {
    use super::super::tests::SLEEP;
    use crate::study::evaluate::{CannotBe, Design, Panel, estimate};

    #[test]
    fn students_sleepers_as_two_groups() {
        // The same numbers as if from twenty people, the second drug's treated, from a start of nil. Welch's test:
        // t = 1.8608 with 17.776 degrees of freedom, interval from −0.2054832 to 3.3654832.
        let values: Vec<f64> = [1, 0].iter().flat_map(|&drug| SLEEP.iter().flat_map(move |p| [0.0, p[drug]])).collect();
        let first: Vec<Option<u32>> = (0..20).map(|person| (person < 10).then_some(1)).collect();
        let panel = Panel { values: &values, periods: 2, first_treated: &first, weights: &[2.0; 20], last: 2 };
        let found = estimate(Design::Controlled, &panel).unwrap();
        assert!((found.effect - 1.58).abs() < 1e-12);
        assert!((found.effect / found.standard_error - 1.8608).abs() < 5e-5);
        assert!((found.degrees_of_freedom - 17.776).abs() < 5e-4);
        assert!((found.low + 0.205_483_2).abs() < 5e-8 && (found.high - 3.365_483_2).abs() < 5e-8);
        assert_eq!((found.treated, found.controls), (10, 10));
    }

    #[test]
    fn card_and_krueger() {
        // Card and Krueger 1994, American Economic Review 84:772, table 3: staff per store in New Jersey 20.44, then
        // 21.03; in Pennsylvania 23.33, then 21.17; changes with errors 0.54 and 1.25; the difference of the
        // differences 2.76 with an error of 1.36. Two stores for each state, as far from its mean change as its error.
        let state = |before: f64, after: f64, error: f64| [before, after - error, before, after + error];
        let values = [state(20.44, 21.03, 0.54), state(23.33, 21.17, 1.25)].concat();
        let first = [Some(1), Some(1), None, None];
        let panel = Panel { values: &values, periods: 2, first_treated: &first, weights: &[1.0; 4], last: 2 };
        let found = estimate(Design::Controlled, &panel).unwrap();
        // Four means to two decimals can be off by 0.02 together.
        assert!((found.effect - 2.76).abs() <= 0.02 && (found.effect - 2.75).abs() < 1e-12);
        assert!((found.standard_error - 1.36).abs() < 0.005);
    }

    #[test]
    fn what_lies_between_the_starts_is_left_out_by_hand() {
        // Before is period 0, after is periods 3 and 4; the nines lie between, or belong to one treated all along.
        let values = [
            [1.0, 9.0, 9.0, 4.0, 6.0],
            [2.0, 9.0, 9.0, 3.0, f64::NAN],
            [1.0, 9.0, 9.0, 2.0, 2.0],
            [4.0, 9.0, 9.0, 4.0, 4.0],
            [9.0, 9.0, 9.0, 9.0, 9.0],
        ]
        .concat();
        let first = [Some(1), Some(3), None, Some(9), Some(0)];
        let panel = Panel { values: &values, periods: 5, first_treated: &first, weights: &[1.0; 5], last: 5 };
        let found = estimate(Design::Controlled, &panel).unwrap();
        // Changes 4 and 1 against 1 and 0.
        assert!((found.effect - 2.0).abs() < 1e-12);
        assert_eq!((found.treated, found.controls), (2, 2));
    }

    #[test]
    fn refusals() {
        let panel = Panel {
            values: &[1.0; 8],
            periods: 2,
            first_treated: &[Some(1), Some(1), None, Some(0)],
            weights: &[1.0; 4],
            last: 2,
        };
        let controlled = |panel: Panel<'_>| estimate(Design::Controlled, &panel);
        assert_eq!(controlled(panel), Err(CannotBe::TooFewControls { found: 1, needed: 2 }));
        let first = [Some(1), None, None, None];
        let few = Panel { first_treated: &first, ..panel };
        assert_eq!(controlled(few), Err(CannotBe::TooFewTreated { found: 1, needed: 2 }));
        let first = [Some(0), Some(0), None, None];
        let never_before = Panel { first_treated: &first, ..panel };
        assert_eq!(controlled(never_before), Err(CannotBe::TooFewBefore { found: 0, needed: 1 }));
    }
}
