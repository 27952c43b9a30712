//! The engine: one week as a page of prose, and the run.

mod answers;
mod climate;
mod culture;
mod events;
mod hands;
mod hours;
mod leaders;
mod look;
mod minds;
pub mod numerics;
mod part;
mod people;
mod places;
mod portfolio;
mod programme;
mod rules;
mod seed;
mod sites;
mod spread;
mod start;
mod state;
mod stationary;
mod stops;
mod supports;
mod trace;
mod week;
mod weigh;
mod weighed;

pub use events::{Event, EventKind, Position};
pub use leaders::{LeaderLevel, LeadersNow};
pub use people::MATRIX;
pub(crate) use portfolio::Solved;
pub use rules::{Course, MAX_INITIATIVES, Named, Rules, RulesError};
pub use seed::set_practising;
pub use spread::MAX_WAVES;
pub use state::{Counts, People, Pursuit, SHOWN_ONE, Sites, State, Tally, Voice, practice};
pub use stationary::Solutions;
pub use trace::{Deciding, Scales};
pub use week::{PROSE, week, week_told};
pub use weighed::{Contribution, Doing, Mind, Weighed};

use crate::dice::Dice;
use crate::world::World;
use std::ops::ControlFlow;

/// Lives a number of weeks. `watch` sees the state at week 0 and after every week; it has no dice and changes nothing,
/// but it may break off.
///
/// # Returns
/// Whether the run reached its end.
pub fn run(
    rules: &Rules,
    world: &World,
    dice: &Dice,
    weeks: u32,
    state: &mut State,
    watch: impl FnMut(&State) -> ControlFlow<()>,
) -> ControlFlow<()> {
    start::start(rules, world, state, dice);
    live(rules, world, dice, weeks, state, watch)
}

/// Lives on from where a state stands: [`run`] without its start, for a state that was changed by hand after
/// [`start`]. `watch` sees it before the first week and after every one.
///
/// # Returns
/// Whether all the weeks were lived.
pub fn live(
    rules: &Rules,
    world: &World,
    dice: &Dice,
    weeks: u32,
    state: &mut State,
    mut watch: impl FnMut(&State) -> ControlFlow<()>,
) -> ControlFlow<()> {
    watch(state)?;
    for _ in 0..weeks {
        week(rules, world, state, dice);
        watch(state)?;
    }
    ControlFlow::Continue(())
}

/// Puts a state at week 0 for a run that goes on with [`live`] or is stepped by hand with [`week`].
pub fn start(rules: &Rules, world: &World, dice: &Dice, state: &mut State) {
    start::start(rules, world, state, dice);
}
