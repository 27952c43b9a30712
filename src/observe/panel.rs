//! Quality of each unit in periods of four weeks: what an evaluator has to go by, and the truth beside it.

use crate::engine::Pursuit;
use crate::world::World;

/// Weeks in a period.
pub const PERIOD: u32 = 4;

/// Periods from the start on that evaluators take for what was before, where nothing had been measured by then.
pub const LATE: u32 = 3;

/// Quality by unit and period, of one initiative in one run, until its evaluation ends: with its funding, unless stated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// Whole periods until the end of the evaluation.
    pub periods: usize,
    /// Whether quality was measured before the programme began.
    pub baseline: bool,
    /// The period in which the programme comes to each unit; none for never.
    pub begins: Vec<Option<u32>>,
    /// Established target posts of each unit.
    pub staff: Vec<f64>,
    /// Mean measured quality of unit `u` in period `t` at `u · periods + t`; NaN where there was nobody to measure.
    pub measured: Vec<f64>,
    /// Mean true quality, likewise.
    pub quality: Vec<f32>,
    /// Weeks so far in the period under way, by unit.
    weeks: Vec<u32>,
}

impl Panel {
    /// Empty, for units that a programme comes to in these weeks, and whose evaluation ends in week `end`.
    pub(super) fn new(begins: impl Iterator<Item = Option<u32>>, staff: Vec<f64>, end: u32, baseline: bool) -> Self {
        let periods = (end / PERIOD) as usize;
        Self {
            periods,
            baseline,
            begins: begins.map(|week| week.map(|week| week / PERIOD)).collect(),
            measured: vec![0.0; staff.len() * periods],
            quality: vec![0.0; staff.len() * periods],
            weeks: vec![0; staff.len()],
            staff,
        }
    }

    /// Sees a week that has been lived, the first one being 0.
    pub(super) fn watch(&mut self, world: &World, pursuit: &Pursuit, week: u32) {
        let period = (week / PERIOD) as usize;
        if period >= self.periods || pursuit.measured.is_empty() {
            return;
        }
        for unit in 0..self.staff.len() {
            let at = unit * self.periods + period;
            if week.is_multiple_of(PERIOD) {
                self.weeks[unit] = 0;
            }
            if pursuit.counts.of_cells(world.units.cells(unit)).0 > 0 {
                self.weeks[unit] += 1;
                self.measured[at] += f64::from(pursuit.measured[unit]);
                self.quality[at] += pursuit.quality[unit];
            }
            if week % PERIOD == PERIOD - 1 {
                self.measured[at] /= f64::from(self.weeks[unit]);
                self.quality[at] /= self.weeks[unit] as f32;
            }
        }
    }

    /// What evaluators have to go by: measured quality, and when they hold each unit to have begun. Where nothing was
    /// measured before, that is some periods too late, and what came before the first start is lost.
    pub fn as_evaluated(&self) -> (std::borrow::Cow<'_, [f64]>, Vec<Option<u32>>) {
        if self.baseline {
            return ((&self.measured).into(), self.begins.clone());
        }
        let first = self.begins.iter().flatten().min().copied().unwrap_or(0);
        let mut measured = self.measured.clone();
        for (unit, begins) in self.begins.iter().enumerate() {
            let before = (begins.unwrap_or(first) as usize).min(self.periods);
            measured[unit * self.periods..][..before].fill(f64::NAN);
        }
        (measured.into(), self.begins.iter().map(|begins| begins.map(|begins| begins + LATE)).collect())
    }

    /// What the programme truly did to quality against its twin: mean over staff of the units it came to, each over its
    /// periods from the start on. NaN where nothing of both was seen.
    pub fn effect(&self, twin: &Panel) -> f64 {
        if self.periods != twin.periods {
            return f64::NAN;
        }
        let (mut sum, mut staff) = (0.0, 0.0);
        for (unit, begins) in self.begins.iter().enumerate() {
            let Some(begins) = begins.map(|begins| begins as usize).filter(|begins| *begins < self.periods) else {
                continue;
            };
            let from = unit * self.periods;
            let (rows, weight) = (from + begins..from + self.periods, self.staff[unit]);
            let Some(other) = twin.quality.get(rows.clone()) else { return f64::NAN };
            let gained = self.quality[rows].iter().zip(other).map(|(arm, twin)| f64::from(arm - twin));
            let gained: Vec<f64> = gained.filter(|gained| gained.is_finite()).collect();
            if !gained.is_empty() {
                sum += weight * gained.iter().sum::<f64>() / gained.len() as f64;
                staff += weight;
            }
        }
        sum / staff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_baseline_the_first_weeks_are_taken_for_it() {
        let panel = Panel {
            periods: 6,
            begins: vec![Some(2), None],
            staff: vec![1.0, 1.0],
            measured: vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9],
            ..Panel::default()
        };
        let (measured, begins) = panel.as_evaluated();
        assert_eq!(begins, [Some(5), None]);
        assert!(measured[..2].iter().chain(&measured[6..8]).all(|value| value.is_nan()));
        assert_eq!((&measured[2..6], measured[8]), (&panel.measured[2..6], 0.9));
        let collected = Panel { baseline: true, ..panel };
        assert_eq!(collected.as_evaluated().1, [Some(2), None]);
    }

    #[test]
    fn the_effect_is_the_mean_over_staff_of_what_was_gained_from_the_start_on() {
        let panel = |quality: Vec<f32>| Panel {
            periods: 3,
            begins: vec![Some(1), None, Some(2)],
            staff: vec![30.0, 10.0, 10.0],
            quality,
            ..Panel::default()
        };
        let arm = panel(vec![0.5, 0.6, 0.8, 0.9, 0.9, 0.9, 0.1, 0.1, 0.3]);
        let twin = panel(vec![0.1, 0.5, 0.5, 0.0, 0.0, 0.0, 0.1, 0.1, 0.1]);
        // (30 · (0.1 + 0.3)/2 + 10 · 0.2)/40
        assert!((arm.effect(&twin) - 0.2).abs() < 1e-7);
    }
}
