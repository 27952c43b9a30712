//! One week. It reads as the model's prose; the order is printed by [`PROSE`] and held by a test.

use super::events::events_strike;
use super::hands::{doctors_rotate, posts_change_hands};
use super::people::everyone_lives;
use super::rules::Rules;
use super::state::State;
use crate::dice::Dice;
use crate::world::World;

/// The sentences of a week, in order.
pub const PROSE: &[&str] = &[
    "Units weigh what they have locked in, and lock in more or loosen it.",
    "Everyone looks at what their colleagues showed last week, chooses whether to take up, keep or drop each practice, and grows or loses the habit of it.",
    "Posts change hands: people leave, posts stand empty, newcomers start.",
    "Doctors in training rotate.",
    "Events strike.",
    "Everyone is seen as they are now.",
];

/// Lives one week.
pub fn week(rules: &Rules, world: &World, state: &mut State, dice: &Dice) {
    let week = state.week;
    units_embed(rules, world, state, week);
    everyone_lives(rules, world, state, dice, week);
    posts_change_hands(rules, world, state, dice, week);
    doctors_rotate(rules, world, state, dice, week);
    events_strike(rules, world, state, dice, week);
    everyone_is_seen(world, state);
    state.week += 1;
}

/// Units note how firmly each practice was locked in last week, for this week's leans; then lock-in drifts with the
/// share that practised.
#[inline(never)]
fn units_embed(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(embedding) = &rules.mechanisms.embedding else { return };
    for (pursuit, initiative) in state.pursuits.iter_mut().zip(&rules.initiatives) {
        let effort = initiative.settings.embedding_in(week) as f32;
        for unit in 0..world.units.len() {
            let (mut filled, mut truly) = (0, 0);
            for cell in world.units.cells(unit) {
                filled += pursuit.counts.filled(cell);
                truly += pursuit.counts.truly(cell);
            }
            let share = if filled > 0 { truly as f32 / filled as f32 } else { 0.0 };
            pursuit.unit_lean[unit] = embedding.leans_on_lapse(pursuit.locked_in[unit]);
            pursuit.locked_in[unit] = embedding.drifts(pursuit.locked_in[unit], share, effort, world.units.lead[unit]);
        }
    }
}

/// What was made ready for next week becomes what is seen.
fn everyone_is_seen(world: &World, state: &mut State) {
    for pursuit in &mut state.pursuits {
        pursuit.sight.turns(world, &pursuit.shown, &pursuit.next_shown);
        std::mem::swap(&mut pursuit.shown, &mut pursuit.next_shown);
    }
}
