//! The start of a run: everyone in post, the baseline in place and at rest.

use super::hands::traits;
use super::part::{Moves, Part, together};
use super::rules::Rules;
use super::state::{State, practice, refill};
use crate::dice::{Decision, Dice, uniform};
use crate::quantities::Quantity;
use crate::world::World;

/// Puts the state at week 0. The same in every arm that shares the baseline.
pub(crate) fn start(rules: &Rules, world: &World, state: &mut State, dice: &Dice) {
    state.clear(world, rules.initiatives.len(), &rules.needs);
    state.clear_climate(rules, world);
    state.leaders.start(rules, dice);
    let posts = world.posts.len();
    let settled = rules.mechanisms.familiarity.as_ref().map_or(1, |f| libm::ceil(f.full_after.value()) as i32);
    state.people.arrived.fill(-settled);
    for (pursuit, initiative) in state.pursuits.iter_mut().zip(&rules.initiatives) {
        refill(&mut pursuit.habit, if rules.mechanisms.habit.is_some() { posts } else { 0 }, 0.0);
        let units = if rules.mechanisms.embedding.is_some() { world.units.len() } else { 0 };
        refill(&mut pursuit.locked_in, units, 0.0);
        if let Some(embedding) = &rules.mechanisms.embedding {
            for unit in 0..units {
                pursuit.locked_in[unit] = embedding.settled(initiative.baseline, state.leaders.support[unit]);
            }
        }
    }
    together(Part::of(state), &|mut part| {
        for row in 0..part.people.marks.len() {
            traits(rules, world, &mut part, dice, row);
            if let (Some(fatigue), Some(cynicism)) = (&rules.mechanisms.fatigue, part.people.cynicism.get_mut(row)) {
                *cynicism = fatigue.legacy.f32();
            }
            if let (Some(capability), Some(skill)) = (&rules.mechanisms.capability, part.people.skill.get_mut(row)) {
                let words = dice.words(world.posts.address(part.first + row), 0, Decision::Skill);
                *skill = capability.at_start(&rules.resources, uniform(words[0]), uniform(words[1]));
            }
            takes_part(rules, world, &mut part, dice, row, settled);
        }
        Moves::default()
    });
    for pursuit in &mut state.pursuits {
        std::mem::swap(&mut pursuit.shown, &mut pursuit.next_shown);
        pursuit.sight.anew(world, &pursuit.shown);
        for voice in &mut pursuit.voices {
            // Nobody speaks yet; without the mechanism nobody ever does.
            if !voice.heard.is_empty() {
                voice.sight.anew(world, &voice.heard);
            }
        }
    }
}

/// What someone who was there at the start does about every initiative.
fn takes_part(rules: &Rules, world: &World, part: &mut Part<'_>, dice: &Dice, row: usize, settled: i32) {
    let post = part.first + row;
    for (index, (pursuit, initiative)) in part.pursuits.iter_mut().zip(&rules.initiatives).enumerate() {
        if rules.idle(world, index, post) == practice::NOBODY {
            continue;
        }
        let words = dice.words(world.posts.address(post), 0, Decision::Start(index as u8));
        let practises = uniform(words[0]) < initiative.settings.baseline.value();
        let now = if practises { practice::TRUE } else { practice::NOT };
        pursuit.practice[row] = now;
        pursuit.whole.counts.moved(world.posts.cell[post] as usize, practice::NOBODY, now);
        if let Some(habit) = pursuit.habit.get_mut(row) {
            *habit = initiative.stationary.habit(practises, uniform(words[1]));
        }
        pursuit.next_shown[row] = rules.shows(index, now, post, settled, 0);
    }
}
