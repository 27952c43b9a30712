//! What is followed from week to week because no single week shows it: harm that arises, results that are first seen,
//! what a unit loses after its lead has left.

use super::recorder::Recorder;
use super::weekly::Weekly;
use crate::engine::State;
use crate::mechanisms::INTERMEDIATE;
use crate::world::World;

/// Harm in a unit above this is a side effect.
const SIDE_EFFECT: f32 = 0.01;

/// Results as seen, of what was hoped for, that count as a first result.
const FIRST_RESULT: f64 = 0.1;

/// Weeks after a lead has left in which a loss shows.
const AFTER_A_LEAD: u32 = 13;

/// What is followed from week to week.
#[derive(Debug)]
pub(super) struct Follow {
    /// Weeks that people with projects behind them were in post, added up.
    pub improver_weeks: u64,
    /// Whether each unit has a side effect, and how many have come by one this week.
    harmed: Vec<bool>,
    arose: u32,
    /// By initiative.
    pub each: Vec<Followed>,
}

/// The same for one initiative, from its start on.
#[derive(Debug, Clone, Default)]
pub(super) struct Followed {
    /// Weeks until staff saw a first result.
    pub first_result: Option<u32>,
    /// Side effects that arose.
    pub arose: u32,
    /// By unit, since when its lead has been gone, and true adoption there and over all in that week.
    led: Vec<Option<(u32, [f32; 2])>>,
    /// By how much adoption fell more there than over all, times staff; and staff.
    pub fell: [f64; 2],
}

impl Follow {
    pub fn new(world: &World, initiatives: usize) -> Self {
        let units = world.units.len();
        let one = Followed { led: vec![None; units], ..Followed::default() };
        Self { improver_weeks: 0, harmed: vec![false; units], arose: 0, each: vec![one; initiatives] }
    }

    /// Sees what is no initiative's own.
    pub fn everyone(&mut self, state: &State) {
        if state.week > 0 {
            // Nobody's skill is none.
            let improvers: u32 = state.people.skill.iter().map(|skill| u32::from(*skill > INTERMEDIATE)).sum();
            self.improver_weeks += u64::from(improvers);
        }
        self.arose = 0;
        for (harmed, harm) in self.harmed.iter_mut().zip(&state.sites.harm) {
            let now = harm.all() > SIDE_EFFECT;
            self.arose += u32::from(now & !*harmed);
            *harmed = now;
        }
    }
}

impl Recorder<'_> {
    /// Sees an initiative in a week whose shares have been recorded.
    pub(super) fn follow_initiative(&mut self, state: &State, index: usize) {
        let start = self.course.initiatives[index].item.starts.whole();
        if state.week <= start {
            return;
        }
        self.follow.each[index].arose += self.follow.arose;
        let pursuit = &state.pursuits[index];
        // Where no unit has seen it, not all of them together have.
        if self.follow.each[index].first_result.is_none()
            && pursuit.seen.iter().any(|seen| f64::from(*seen) >= FIRST_RESULT)
            && self.of_staff(state, index, &pursuit.seen) >= FIRST_RESULT
        {
            self.follow.each[index].first_result = Some(state.week - start);
        }
        let over_all = self.record.share(state.week as usize, index, 0, Weekly::True);
        let followed = &mut self.follow.each[index];
        for (unit, led) in followed.led.iter_mut().enumerate() {
            let due = led.is_some_and(|(week, _)| week + AFTER_A_LEAD == state.week);
            let gone = led.is_none() && state.leaders.came.get(unit) == Some(&state.week);
            if !due && !gone {
                continue;
            }
            let (filled, truly) = pursuit.counts.of_cells(self.world.units.cells(unit));
            let here = truly as f32 / filled.max(1) as f32;
            if let Some((_, [then, over_all_then])) = led.take().filter(|_| filled > 0) {
                let fell = f64::from(then - here) - f64::from(over_all_then - over_all);
                followed.fell[0] += f64::from(filled) * fell;
                followed.fell[1] += f64::from(filled);
            } else if gone && filled > 0 {
                *led = Some((state.week, [here, over_all]));
            }
        }
    }

    /// What was followed, in measures.
    pub(super) fn followed(&self, state: &State, index: usize) -> [(&'static str, f64); 4] {
        let followed = &self.follow.each[index];
        let undefined_unless = |there: bool, value: f64| if there { value } else { f64::NAN };
        let units = self.world.units.len() as f64;
        let improver_years = self.follow.improver_weeks as f64 / crate::quantities::WEEKS_PER_YEAR;
        let started = state.week > self.course.initiatives[index].item.starts.whole();
        [
            ("time_to_first_result", followed.first_result.map_or(f64::NAN, f64::from)),
            (
                "side_effect_count",
                undefined_unless(started && !state.sites.harm.is_empty(), f64::from(followed.arose) / units),
            ),
            ("key_person_loss", followed.fell[0] / followed.fell[1]),
            ("improvers_leaving", state.tally.improvers_left as f64 / improver_years),
        ]
    }
}
