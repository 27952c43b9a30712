//! Means over target staff: what they carry, what their cells and units are in.

use super::recorder::Recorder;
use super::weekly::{EXHAUSTED, MEANS};
use crate::engine::{Pursuit, State, practice};
use crate::mechanisms::INTERMEDIATE;

/// Sums that become means over people, in the order of the weekly measures after the counts.
pub(super) type Means = [f64; MEANS];

/// Of these, the first are what people carry, one column each; the next what their units are in; the next shares and
/// means that are worked out from several columns; the last what their cells are in.
const CARRIED: usize = 7;
const SITES: usize = 5;
const JUDGED: usize = 4;
const FROM_JUDGED: usize = CARRIED + SITES;
const FROM_CELLS: usize = FROM_JUDGED + JUDGED;

fn one_if(so: bool) -> f64 {
    f64::from(u8::from(so))
}

impl Recorder<'_> {
    /// Sums over the target staff of each group; which of them there is in this run.
    pub(super) fn means(&mut self, state: &State, pursuit: &Pursuit) -> [bool; MEANS] {
        let known = self.known(state, pursuit);
        if known == [false; MEANS] {
            return known;
        }
        let people = &state.people;
        let carried: [&[f32]; CARRIED] = [
            &people.motivation,
            &people.fatigue,
            &people.cynicism,
            &pursuit.ownership,
            &pursuit.problem,
            &pursuit.solution,
            &people.skill,
        ];
        let judged = known[FROM_JUDGED..FROM_CELLS] != [false; JUDGED];
        self.mind_strata.fill([0.0; MEANS]);
        self.mind_sums.fill([0.0; MEANS]);
        for cell in 0..self.world.cells.len() {
            let filled = f64::from(pursuit.counts.filled(cell));
            if filled == 0.0 {
                continue;
            }
            let unit = self.world.cells.unit[cell] as usize;
            let mut here = [0.0; MEANS];
            let posts = self.world.cells.posts(cell);
            let columns = carried.map(|column| column.get(posts.clone()).unwrap_or(&self.nothing[..posts.len()]));
            let practices = &pursuit.practice[posts];
            for (row, &now) in practices.iter().enumerate().filter(|(_, now)| **now != practice::NOBODY) {
                // Side by side, so that no sum waits for another.
                let person = columns.map(|column| column[row]);
                for (sum, value) in here.iter_mut().zip(person) {
                    *sum += f64::from(value);
                }
                if judged {
                    let judged = judge(person, now == practice::TRUE);
                    for (sum, value) in here[FROM_JUDGED..].iter_mut().zip(judged) {
                        *sum += value;
                    }
                }
            }
            let organisation = usize::from(self.world.units.organisation[unit]);
            let at = |column: &[f32], place: usize| column.get(place).map_or(0.0, |value| f64::from(*value));
            let sites: [f64; SITES] = [
                at(&pursuit.quality, unit),
                at(&pursuit.measured, unit),
                state.sites.harm.get(unit).map_or(0.0, |harm| f64::from(harm.all())),
                at(&pursuit.credible, unit),
                at(&pursuit.regard, organisation),
            ];
            for (sum, value) in here[CARRIED..].iter_mut().zip(sites) {
                *sum = filled * value;
            }
            let cells = [f64::from(state.sufficiency[cell]), f64::from(state.lacking[cell])];
            for (sum, value) in here[FROM_CELLS..].iter_mut().zip(cells) {
                *sum = filled * value;
            }
            let add = |sums: &mut Means| sums.iter_mut().zip(here).for_each(|(sum, here)| *sum += here);
            add(&mut self.mind_strata[self.groups.stratum[cell] as usize]);
            if let Some(first) = self.groups.first_unit {
                add(&mut self.mind_sums[first + unit]);
            }
        }
        for (stratum, groups) in self.mind_strata.iter().zip(&self.groups.groups) {
            for &group in groups {
                for (sum, here) in self.mind_sums[group as usize].iter_mut().zip(stratum) {
                    *sum += here;
                }
            }
        }
        known
    }

    /// Which means the mechanisms of the run give.
    fn known(&self, state: &State, pursuit: &Pursuit) -> [bool; MEANS] {
        let (people, m) = (&state.people, &self.course.mechanisms);
        let (believes, moved) = (!pursuit.solution.is_empty(), !people.motivation.is_empty());
        [
            moved,
            !people.fatigue.is_empty(),
            !people.cynicism.is_empty(),
            !pursuit.ownership.is_empty(),
            !pursuit.problem.is_empty(),
            believes,
            !people.skill.is_empty(),
            !pursuit.quality.is_empty(),
            !pursuit.measured.is_empty(),
            !state.sites.harm.is_empty(),
            !pursuit.credible.is_empty(),
            !pursuit.regard.is_empty(),
            believes && moved,
            believes,
            !people.fatigue.is_empty(),
            !people.skill.is_empty(),
            m.time.is_some(),
            m.time.is_some() || m.side_effects.is_some(),
        ]
    }
}

/// Whether someone is engaged, how sceptical they are, whether they are exhausted, and whether they have projects
/// behind them.
#[inline(always)]
fn judge(person: [f32; CARRIED], truly: bool) -> [f64; JUDGED] {
    let [motivation, fatigue, cynicism, _, problem, solution, skill] = person;
    let exhausted = fatigue > EXHAUSTED;
    let willing = (problem > 0.5) & (solution > 0.5) & (motivation > 0.5) & !exhausted;
    [
        one_if(truly | willing),
        f64::from(1.0 - solution * (1.0 - cynicism)),
        one_if(exhausted),
        one_if(skill > INTERMEDIATE),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judged_by_hand() {
        // Believes and is motivated; tired but not exhausted; 1 − 0.8 · (1 − 0.25) = 0.4; a beginner.
        let willing = [0.6, 0.4, 0.25, 0.0, 0.7, 0.8, 0.2];
        let judged = judge(willing, false);
        assert!((judged[1] - 0.4).abs() < 1e-6);
        assert_eq!([judged[0], judged[2], judged[3]], [1.0, 0.0, 0.0]);
        // Exhausted: engaged no more, unless they practise all the same.
        let exhausted = [0.6, 0.51, 0.25, 0.0, 0.7, 0.8, 0.34];
        assert_eq!(judge(exhausted, false)[0], 0.0);
        let practising = judge(exhausted, true);
        assert_eq!([practising[0], practising[2], practising[3]], [1.0, 1.0, 1.0]);
        assert_eq!(judge([0.6, 0.0, 0.0, 0.0, 0.5, 0.8, 0.0], false)[0], 0.0);
    }
}
