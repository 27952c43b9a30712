//! What becomes of programmes in organisations, and how much of their work had been done elsewhere.

use super::recorder::Recorder;
use crate::engine::{Pursuit, State};
use crate::quantities::Quantity;

impl Recorder<'_> {
    /// Adds up the work of taking it up, and what of it another group has done before.
    pub(super) fn works(&mut self, pursuit: &Pursuit, index: usize, week: u32) {
        self.solved.counts(self.world, &pursuit.counts);
        let [work, again] = &mut self.work[index];
        for group in 0..self.solved.len() {
            if !self.rules.comes_to_group(self.world, index, group) {
                continue;
            }
            let to_do = f64::from(self.solved.to_do(group));
            let unreached = 1.0 - f64::from(self.rules.reaches(index, group, week));
            *work += to_do;
            *again += to_do * f64::from(self.solved.ahead(group)) * unreached;
        }
    }

    /// Of the organisations that a programme came to: how many were stopped, the weeks it ran, and how many met the goal.
    pub(super) fn fates(&self, state: &State, index: usize) -> [f64; 3] {
        let (pursuit, initiative) = (&state.pursuits[index], &self.course.initiatives[index].item);
        let (mut there, mut sums) = (0.0, [0.0; 3]);
        for organisation in 0..self.world.organisations.len() {
            let units = || self.world.organisation_units(organisation);
            let Some((from, to)) = units().filter_map(|unit| self.rules.runs_from_to(index, unit)).min() else {
                continue;
            };
            let stopped = pursuit.stopped_in(organisation);
            let (filled, truly) = units().fold((0, 0), |(filled, truly), unit| {
                let here = pursuit.counts.of_cells(self.world.units.cells(unit));
                (filled + here.0, truly + here.1)
            });
            there += 1.0;
            sums[0] += f64::from(u8::from(stopped.is_some()));
            sums[1] += f64::from(stopped.unwrap_or(to).min(to).saturating_sub(from));
            let met = filled > 0 && f64::from(truly) >= initiative.goal.value() * f64::from(filled);
            sums[2] += f64::from(u8::from(met));
        }
        sums.map(|sum| sum / there)
    }
}
