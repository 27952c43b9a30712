//! Posts change hands: people leave, posts stand empty, newcomers come, doctors in training rotate.

use super::numerics::{happens, whole};
use super::part::{Part, together};
use super::places::each_set;
use super::rules::Rules;
use super::state::{SHOWN_ONE, State, mark, practice};
use crate::dice::{BLOCK, Decision, Dice, normal, uniform};
use crate::mechanisms::{Familiarity, INTERMEDIATE};
use crate::world::World;
use multiversion::multiversion;

/// What decides who is up for a change of post: who is there, and how tired they are.
#[derive(Clone, Copy)]
pub(crate) struct Leavable<'a> {
    pub vacant: &'a [u8],
    /// Empty where the mechanism is absent.
    pub fatigue: &'a [f32],
    /// What keeps each: a factor on their leaving, at most 1. Empty where nothing does.
    pub kept: &'a [f32],
}

/// The first half, for a block of posts: who is up for a change, by the week's words. Last week's people are looked at
/// and nobody is moved yet.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
pub(crate) fn marks_changes(
    rules: &Rules,
    world: &World,
    people: Leavable<'_>,
    words: &[u32],
    first: usize,
    up: &mut [u8],
    marks: &mut [u8],
) {
    let n = marks.len();
    let never_from = rules.leaving_bounds[first / BLOCK];
    let (vacant, words, up) = (&people.vacant[..n], &words[..n], &mut up[..n]);
    for i in 0..n {
        up[i] = vacant[i] | u8::from(words[i] < never_from);
    }
    each_set(up, |i| {
        marks[i] = if vacant[i] != 0 {
            match rules.filling {
                Some(bound) if words[i] < bound => mark::FILLED,
                _ => mark::NOTHING,
            }
        } else {
            let rate = rules.leaving[world.posts.cell[first + i] as usize];
            let tired = match (&rules.mechanisms.fatigue, people.fatigue.get(i)) {
                (Some(mechanism), Some(&fatigue)) if fatigue > 0.0 => mechanism.drives_out(fatigue),
                _ => 1.0,
            };
            let kept = people.kept.get(i).map_or(1.0, |kept| f64::from(*kept));
            if happens(words[i], (rate * tired * kept) as f32) { mark::LEFT } else { mark::NOTHING }
        };
    });
}

/// The second half: those who were marked go and come.
pub(crate) fn posts_change_hands(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    if rules.mechanisms.turnover.is_none() {
        return;
    }
    let moves = together(Part::of(state), &|mut part| {
        let marks = std::mem::take(&mut part.people.marks);
        each_set(marks, |row| {
            if marks[row] == mark::LEFT {
                leaves(rules, world, &mut part, dice, week, row);
            } else {
                arrives(rules, world, &mut part, dice, week, row);
            }
        });
        marks.fill(mark::NOTHING);
        part.moves
    });
    moves.count(&mut state.tally);
}

/// Someone leaves, and takes habit and belief along. The post stands empty, or is filled at once.
pub(crate) fn leaves(rules: &Rules, world: &World, part: &mut Part<'_>, dice: &Dice, week: u32, row: usize) {
    part.moves.left += 1;
    let cell = world.posts.cell[part.first + row] as usize;
    for pursuit in &mut part.pursuits {
        // Kept on the empty post for a handover: see `arrives`.
        let before = pursuit.practice[row];
        pursuit.past[row] = u8::from(before == practice::TRUE);
        pursuit.whole.counts.moved(cell, before, practice::NOBODY);
        pursuit.practice[row] = practice::NOBODY;
        pursuit.next_shown[row] = 0;
        for column in [&mut pursuit.habit, &mut pursuit.ownership, &mut pursuit.problem, &mut pursuit.solution] {
            if let Some(value) = column.get_mut(row) {
                *value = 0.0;
            }
        }
        for voice in [&mut pursuit.next_problem, &mut pursuit.next_solution] {
            if let Some(says) = voice.get_mut(row) {
                *says = 0;
            }
        }
    }
    if let Some(skill) = part.people.skill.get_mut(row) {
        part.moves.improvers_left += u64::from(*skill > INTERMEDIATE);
        *skill = 0.0;
    }
    part.people.vacant[row] = 1;
    if rules.filling.is_none() {
        arrives(rules, world, part, dice, week, row);
    }
}

/// A newcomer takes an empty post: traits by post and number of occupants before, practice from the profession at
/// large, the unit's induction and the handover.
fn arrives(rules: &Rules, world: &World, part: &mut Part<'_>, dice: &Dice, week: u32, row: usize) {
    part.moves.hired += 1;
    let post = part.first + row;
    let cell = world.posts.cell[post] as usize;
    let unit = world.cells.unit[cell] as usize;
    part.people.vacant[row] = 0;
    part.people.hires[row] = part.people.hires[row].wrapping_add(1);
    part.people.arrived[row] = week as i32 + 1;
    traits(rules, world, part, dice, row);
    for (index, (pursuit, initiative)) in part.pursuits.iter_mut().zip(&rules.initiatives).enumerate() {
        let predecessor = pursuit.past[row] != 0;
        pursuit.past[row] = 0;
        let idle = rules.idle(world, index, post);
        if idle == practice::NOBODY {
            continue;
        }
        let pool = initiative.settings.newcomers();
        let starts = match &rules.mechanisms.induction {
            None => pool,
            Some(induction) => {
                let locked_in = pursuit.whole.locked_in.get(unit).copied().unwrap_or(0.0);
                let here = &initiative.waves.each[usize::from(pursuit.whole.wave[unit])];
                let handed_over = if predecessor && here.runs_in(week) { here.succession_share() } else { 0.0 };
                induction.starts(pool, f64::from(locked_in), handed_over)
            }
        };
        let word = dice.word(world.posts.address(post), week, Decision::Induction(index as u8));
        let now = if uniform(word) < starts { practice::TRUE } else { practice::NOT };
        pursuit.practice[row] = now;
        pursuit.whole.counts.moved(cell, practice::NOBODY, now);
        pursuit.next_shown[row] = rules.shows(index, now, post, 0, week + 1);
    }
}

/// Traits of a post's occupant, drawn under the run's dice by how many held the post before. Whoever is new is fresh.
pub(crate) fn traits(rules: &Rules, world: &World, part: &mut Part<'_>, dice: &Dice, row: usize) {
    let people = &mut part.people;
    if let Some(fatigue) = people.fatigue.get_mut(row) {
        *fatigue = 0.0;
        people.cynicism[row] = 0.0;
    }
    let m = &rules.mechanisms;
    let contagion = m.contagion.as_ref().filter(|_| rules.needs.thresholds);
    let who = world.posts.address(part.first + row);
    let occupant = u32::from(people.hires[row]);
    if m.motivation.is_some() || m.persuasion.is_some() || contagion.is_some() {
        let words = dice.words(who, occupant, Decision::Traits);
        if let Some(contagion) = contagion {
            people.threshold[row] = contagion.personal_threshold(normal(words[0]));
        }
        if let Some(motivation) = &m.motivation {
            people.hired_with[row] = motivation.at_hire(normal(words[1]));
            people.motivation[row] = people.hired_with[row];
        }
        if let Some(persuasion) = &m.persuasion {
            people.outlook[row] = normal(words[2]) as f32;
            people.stubborn[row] = persuasion.stubborn(normal(words[3]));
            let own = persuasion.own(people.outlook[row]).clamp(0.0, 1.0);
            for pursuit in &mut part.pursuits {
                (pursuit.problem[row], pursuit.solution[row]) = (own, own);
            }
        }
    }
    if let Some(capability) = &m.capability {
        let words = dice.words(who, occupant, Decision::Skill);
        people.waits[row] = capability.waits(uniform(words[2]));
    }
}

impl Rules {
    /// What neighbours see of someone in a week.
    pub(crate) fn shows(&self, initiative: usize, practice: u8, post: usize, weeks_in_post: i32, week: u32) -> u8 {
        if practice != practice::TRUE && practice != practice::RITUAL {
            return 0;
        }
        let standing = self.standing_in(&self.initiatives[initiative], week)[post];
        let known = match &self.mechanisms.familiarity {
            None => standing,
            Some(familiarity) => familiar(standing, familiarity.per_week(), weeks_in_post),
        };
        match &self.mechanisms.enforcement {
            Some(enforcement) if practice == practice::RITUAL => enforcement.seen(known),
            _ => known,
        }
    }
}

/// Standing as far as people know whose it is.
#[inline(always)]
pub(crate) fn familiar(standing: u8, per_week: f32, weeks_in_post: i32) -> u8 {
    whole(f32::from(standing) * Familiarity::weight(per_week, weeks_in_post) + 0.5) as u8
}

/// Doctors in training move one place along a random cycle of their profession's rotating posts in the organisation, and
/// carry what they do along. Posts that stand empty are passed over.
pub(crate) fn doctors_rotate(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let Some(rotation) = &rules.mechanisms.rotation else { return };
    if !rotation.happens_after(week) {
        return;
    }
    let mut order = std::mem::take(&mut state.order);
    for posts in &rules.rotating {
        order.clear();
        order.extend(
            posts
                .iter()
                .filter(|&&post| state.people.vacant[post as usize] == 0)
                .map(|&post| (dice.word(world.posts.address(post as usize), week, Decision::Rotation), post)),
        );
        // Whoever has nobody to change places with stays.
        if order.len() < 2 {
            continue;
        }
        order.sort_unstable();
        // Swapping from the end of the cycle moves everyone one place on: the last ends up where the first was.
        for two in order.windows(2).rev() {
            swap(world, state, two[0].1 as usize, two[1].1 as usize);
        }
        for &(_, post) in &order {
            let post = post as usize;
            state.people.arrived[post] = week as i32 + 1;
            for (index, pursuit) in state.pursuits.iter_mut().enumerate() {
                for voice in &mut pursuit.voices {
                    // Nobody listens yet to someone who has just come.
                    if let Some(says) = voice.next.get_mut(post) {
                        *says = 0;
                    }
                }
                pursuit.next_shown[post] = rules.shows(index, pursuit.practice[post], post, 0, week + 1);
            }
        }
    }
    state.order = order;
}

/// Two people of the same initiative targets change places. Their posts' number of occupants stays with the posts.
fn swap(world: &World, state: &mut State, a: usize, b: usize) {
    let (cell_a, cell_b) = (world.posts.cell[a] as usize, world.posts.cell[b] as usize);
    let people = &mut state.people;
    for column in [
        &mut people.threshold,
        &mut people.motivation,
        &mut people.hired_with,
        &mut people.fatigue,
        &mut people.cynicism,
        &mut people.outlook,
        &mut people.stubborn,
        &mut people.skill,
        &mut people.waits,
    ] {
        if !column.is_empty() {
            column.swap(a, b);
        }
    }
    for pursuit in &mut state.pursuits {
        let (was_a, was_b) = (pursuit.practice[a], pursuit.practice[b]);
        if was_a == practice::NOBODY || was_b == practice::NOBODY {
            continue;
        }
        pursuit.counts.moved(cell_a, was_a, was_b);
        pursuit.counts.moved(cell_b, was_b, was_a);
        pursuit.practice.swap(a, b);
        pursuit.past.swap(a, b);
        for column in [&mut pursuit.habit, &mut pursuit.problem, &mut pursuit.solution, &mut pursuit.ownership] {
            if !column.is_empty() {
                column.swap(a, b);
            }
        }
    }
}

/// What is shown in full view, for readers of this module.
const _: () = assert!(SHOWN_ONE * 3.9 < 255.0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_familiar_shows_half() {
        assert_eq!(familiar(64, 1.0 / 26.0, 13), 32);
        assert_eq!(familiar(64, 1.0 / 26.0, 0), 0);
        assert_eq!(familiar(64, 1.0 / 26.0, 99), 64);
    }
}
