//! What goes where nobody sees it at first: effort that is wasted, managers' support, and success as it is told at each end.

use super::recorder::Recorder;
use crate::engine::State;
use crate::mechanisms::success;

impl Recorder<'_> {
    /// Hours a week that are wasted, middle managers' support, and by how much managers report more success than the front
    /// line sees.
    pub(super) fn perceived(&self, state: &State, index: usize) -> [f64; 3] {
        let hours = self.course.initiatives[index].item.asks();
        let wasted =
            self.over_staff(state, index, |unit, _| self.rules.wasted(index, unit, state.week).unwrap_or(f32::NAN));
        [wasted * hours, self.middle_support(state, index), self.perceived_apart(state, index)]
    }

    /// Mean over target staff of a number that belongs to their unit.
    fn over_staff(&self, state: &State, index: usize, of_unit: impl Fn(usize, [u32; 3]) -> f32) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut staff) = (0.0, 0.0);
        for unit in 0..self.world.units.len() {
            let cells = self.world.units.cells(unit);
            let here = cells.fold([0; 3], |[filled, truly, ritual], cell| {
                [filled + counts.filled(cell), truly + counts.truly(cell), ritual + counts.ritual(cell)]
            });
            if here[0] > 0 {
                sum += f64::from(here[0]) * f64::from(of_unit(unit, here));
                staff += f64::from(here[0]);
            }
        }
        sum / staff
    }

    /// What middle managers give in support.
    fn middle_support(&self, state: &State, index: usize) -> f64 {
        let courted = self.rules.courted(index);
        self.over_staff(state, index, |unit, _| {
            let [_, (support, _), _] = state.leaders.of_unit(self.world, unit, index);
            (support * courted).min(2.0)
        })
    }

    /// Success as managers report it, less success as the front line sees it.
    fn perceived_apart(&self, state: &State, index: usize) -> f64 {
        let (pursuit, i) = (&state.pursuits[index], &self.course.initiatives[index].item);
        self.over_staff(state, index, |unit, [filled, truly, ritual]| {
            let before = self.world.units.quality[unit];
            let hoped = (1.0 - before) * i.hoped.f32();
            let gained = |quality: Option<&f32>| Some((quality? - before) / hoped).filter(|gained| gained.is_finite());
            let share = |part: u32| part as f32 / filled as f32;
            let managers = success(share(truly + ritual), gained(pursuit.measured.get(unit)));
            let front_line = success(share(truly), gained(pursuit.quality.get(unit)));
            self.rules.reported(index, managers).map_or(f32::NAN, |reported| reported - front_line)
        })
    }
}
