//! What people think and feel drifts: beliefs, hearing what colleagues think; and what they carry from one initiative to
//! the next.

use super::part::{PeoplePart, PursuitPart};
use super::people::{Block, Common, Desk};
use super::rules::Rules;
use super::state::practice;
use crate::dice::BLOCK;
use crate::mechanisms::{Arguments, Persuasion, Thinkers};
use multiversion::multiversion;

/// Everyone hears what colleagues think, and comes to think a little more, or less, of problem and solution.
#[inline(always)]
pub(super) fn beliefs_drift(
    common: &Common<'_>,
    persuasion: &Persuasion,
    block: &Block<'_>,
    mine: &mut PursuitPart<'_>,
    arguments: &Arguments<BLOCK>,
    heard: &mut [[f32; BLOCK]; 2],
) {
    let n = block.posts.len();
    let per_tie = &common.rules.per_tie[block.posts.clone()];
    for (belief, heard) in heard.iter_mut().enumerate() {
        let heard = &mut heard[..n];
        let sight = mine.whole.hearing[belief];
        sight.of(common.world, mine.whole.heard[belief], mine.whole.across, block.posts.clone(), heard);
        for (heard, per_tie) in heard.iter_mut().zip(per_tie) {
            // What is shown is twice the difference.
            *heard *= 0.5 * per_tie;
        }
    }
    let thinkers = Thinkers {
        outlook: block.outlook,
        stubborn: block.stubborn,
        motivation: block.motivation,
        heard: [&heard[0][..n], &heard[1][..n]],
    };
    persuasion.drifts(arguments, &thinkers, mine.problem, mine.solution);
}

/// What colleagues will hear next week: something where the initiative is talked about, and what they heard before where
/// it has hardly changed.
#[inline(always)]
pub(super) fn speak(common: &Common<'_>, block: &Block<'_>, mine: &mut PursuitPart<'_>, desk: &mut Desk) {
    let Some(persuasion) = common.rules.mechanisms.persuasion.as_ref().filter(|_| desk.talks) else { return };
    let n = block.posts.len();
    let (practice, talked, known) = (&mine.practice[..n], &desk.arguments.talked[..n], &desk.known[..n]);
    let listened_to = &mut desk.up[..n];
    for i in 0..n {
        let talks = (practice[i] != practice::NOBODY) & (talked[i] > 0.0);
        listened_to[i] = known[i] & u8::from(talks).wrapping_neg();
    }
    let noticed = persuasion.noticeable();
    let beliefs = [(&*mine.problem, &mut *mine.next_problem), (&*mine.solution, &mut *mine.next_solution)];
    for (belief, (holds, next)) in beliefs.into_iter().enumerate() {
        let heard = &mine.whole.heard[belief][block.posts.clone()];
        let (heard, holds, next) = (&heard[..n], &holds[..n], &mut next[..n]);
        for i in 0..n {
            let says = persuasion.says(holds[i], listened_to[i]);
            let change = (i32::from(says) - i32::from(heard[i])).abs();
            // Whoever falls silent is heard no more.
            let told = (change > noticed) | (says == 0);
            next[i] = if told { says } else { heard[i] };
        }
    }
}

/// What people carry from one initiative to the next drifts, whatever it is that moved it.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn minds_drift(rules: &Rules, desk: &Desk, people: &mut PeoplePart<'_>) {
    if let Some(mechanism) = &rules.mechanisms.motivation {
        mechanism.drifts(people.hired_with, &desk.drive, people.motivation);
    }
    if let Some(mechanism) = &rules.mechanisms.fatigue {
        mechanism.drifts(&desk.overload, people.fatigue);
        mechanism.fades(people.cynicism);
    }
    if let Some(mechanism) = &rules.mechanisms.capability {
        let mut growth = mechanism.growth(&rules.resources);
        if let Some(culture) = &rules.mechanisms.culture {
            growth.leaks = (growth.leaks * culture.leaks(&rules.culture)).min(1.0);
        }
        for ((skill, used), kept_up) in people.skill.iter_mut().zip(&desk.used).zip(&desk.kept_up) {
            *skill = mechanism.drifts(&growth, *used, *kept_up, *skill);
        }
        let training = rules.resources.training.f32();
        if training > 0.0 {
            for ((skill, waits), vacant) in people.skill.iter_mut().zip(people.waits.iter_mut()).zip(&*people.vacant) {
                *waits -= training;
                let turn = (*waits <= 0.0) & (*vacant == 0);
                *skill = if turn { skill.max(mechanism.trained.f32()) } else { *skill };
                *waits = if turn { f32::INFINITY } else { *waits };
            }
        }
    }
}
