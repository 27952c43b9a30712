//! Everyone weighs: what push and peers, leaders, hours, rewards, checks, habit, norms, motivation and fatigue come to for
//! each person of a block, as rates of what they may do next. It rolls no dice.

use super::numerics::{LEAN_CAP, exp, pick};
use super::part::PursuitPart;
use super::people::{Block, Common, Desk};
use super::programme::InitiativeRules;
use super::state::practice;
use crate::mechanisms::Seen;
use crate::world::World;
use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;

/// Everyone's rates of change this week.
#[inline(always)]
pub(super) fn weigh(
    common: &Common<'_>,
    rules: &InitiativeRules,
    block: &Block<'_>,
    mine: &PursuitPart<'_>,
    desk: &mut Desk,
) {
    let leaning = leans_add_up(common, rules, block, mine, desk);
    rates_follow(common, rules, block, mine, desk, leaning);
}

/// What everyone is pushed and pulled by, and the sum of what leans on them: on uptake and on lapse, not capped yet.
///
/// # Returns
/// Whether anything leans at all; if nothing does, no sum is written.
#[inline(always)]
pub(super) fn leans_add_up(
    common: &Common<'_>,
    rules: &InitiativeRules,
    block: &Block<'_>,
    mine: &PursuitPart<'_>,
    desk: &mut Desk,
) -> bool {
    let posts = &block.posts;
    let n = posts.len();
    let mechanisms = &common.rules.mechanisms;
    let (week, settings) = (common.week, &rules.settings);
    let phi = &mut desk.phi[..n];
    let seen = &mut desk.seen[..n];
    let per_tie = &common.rules.per_tie[posts.clone()];
    if mechanisms.contagion.is_some() || mechanisms.norm.is_some() || mechanisms.motivation.is_some() {
        let whole = mine.whole;
        whole.sight.of(common.world, whole.shown, whole.across, posts.clone(), seen);
    }
    match &mechanisms.contagion {
        None => phi.fill(0.0),
        Some(contagion) => contagion.pull(Seen { count: seen, per_tie, threshold: block.threshold }, phi),
    }
    let practice = &mine.practice[..n];
    let practising = &mut desk.practising[..n];
    let within = mechanisms.enforcement.as_ref().map_or(1.0, |enforcement| enforcement.within.f32());
    for (practising, practice) in practising.iter_mut().zip(practice) {
        let ritual = if *practice == practice::RITUAL { within } else { 0.0 };
        *practising = if *practice == practice::TRUE { 1.0 } else { ritual };
    }
    let (mut attends_uptake, mut attends_lapse) = (0.0, 0.0);
    // Where things come together by cell, it has been weighed there against the time there is.
    if let Some(attention) = mechanisms.attention.as_ref().filter(|_| !common.rules.sways) {
        attends_uptake += attention.leans_on_uptake(settings, week);
        attends_lapse += attention.leans_on_lapse(settings, week);
    }
    let (on_uptake, on_lapse) = (&mut desk.on_uptake[..n], &mut desk.on_lapse[..n]);
    let (slowed, organic, push) = (&mut desk.slowed[..n], &mut desk.organic[..n], &mut desk.push[..n]);
    let (complies, drops) = (&mut desk.complies[..n], &mut desk.drops[..n]);
    let joined = &mut desk.joined[..n];
    if !common.rules.sways {
        // Units are alike where nothing comes together by cell.
        organic.fill(rules.organic.first().copied().unwrap_or(0.0));
        push.fill(settings.push_in(week) as f32);
        unreached(common.world, rules, posts, push);
        joined.fill(0.0);
    }
    let leaning = common.rules.leans || attends_uptake != 0.0 || attends_lapse != 0.0;
    if leaning {
        if common.rules.sways {
            let cells = &common.world.posts.cell[posts.clone()];
            let (growing, drive, used) = (&mut desk.growing[..n], &mut desk.drive[..n], &mut desk.used[..n]);
            let runs = &mut desk.runs[..n];
            for i in 0..n {
                let sway = &mine.whole.sway[cells[i] as usize];
                organic[i] = sway.organic;
                push[i] = sway.push;
                joined[i] = sway.joined;
                on_uptake[i] = sway.uptake;
                on_lapse[i] = sway.lapse;
                slowed[i] = sway.slowed;
                complies[i] = sway.complies;
                drops[i] = sway.drops;
                // Nobody is moved on an empty post.
                let somebody = practice[i] != practice::NOBODY;
                growing[i] = if somebody { sway.growing } else { 0.0 };
                drive[i] += if somebody { sway.drive } else { 0.0 };
                runs[i] = sway.runs;
            }
            for ((used, runs), practising) in used.iter_mut().zip(runs).zip(practising.iter()) {
                *used = used.max(*practising * *runs);
            }
        } else {
            on_uptake.fill(attends_uptake);
            on_lapse.fill(attends_lapse);
            slowed.fill(1.0);
        }
        if let Some(habit) = &mechanisms.habit {
            habit.leans_on_lapse(mine.habit, on_lapse);
        }
        if let Some(norm) = &mechanisms.norm {
            norm.leans_on_lapse(rules.baseline, seen, per_tie, on_lapse);
        }
        if let Some(leadership) = &mechanisms.leadership {
            leadership.owned(mine.ownership, on_lapse);
        }
        if let Some(motivation) = &mechanisms.motivation {
            motivation.leans(block.motivation, on_uptake, on_lapse);
            let values = settings.values.f32();
            if values > 0.0 && common.rules.sways {
                motivation.resonates(values, &desk.runs[..n], block.motivation, on_uptake);
            }
            motivation.esteemed(practising, seen, per_tie, &mut desk.drive[..n]);
        }
        if let Some(esteem) = mechanisms.esteem.as_ref().filter(|_| settings.credit.f32() > 0.0) {
            esteem.credited(settings, &desk.runs[..n], block.motivation, on_uptake, on_lapse);
        }
        if let Some(fatigue) = &mechanisms.fatigue {
            fatigue.leans(block.fatigue, block.cynicism, on_uptake, on_lapse);
        }
        if let Some(persuasion) = &mechanisms.persuasion {
            desk.talks = desk.arguments.read(&common.world.posts.cell[posts.clone()], mine.whole.arguments);
            if desk.talks {
                let (problem, solution, talked) =
                    (&mine.problem[..n], &mine.solution[..n], &desk.arguments.talked[..n]);
                for i in 0..n {
                    let (up, lapse) = persuasion.leans(problem[i], solution[i]);
                    on_uptake[i] += talked[i] * up;
                    on_lapse[i] += talked[i] * lapse;
                }
            }
        }
    } else {
        slowed.fill(1.0);
    }
    leaning
}

/// Everyone's rates of change from what [`leans_add_up`] has put on the desk.
#[inline(always)]
pub(super) fn rates_follow(
    common: &Common<'_>,
    rules: &InitiativeRules,
    block: &Block<'_>,
    mine: &PursuitPart<'_>,
    desk: &mut Desk,
    leaning: bool,
) {
    let posts = &block.posts;
    let n = posts.len();
    let mechanisms = &common.rules.mechanisms;
    let (week, settings) = (common.week, &rules.settings);
    let practice = &mine.practice[..n];
    let on_lapse = &mut desk.on_lapse[..n];
    let (phi, slowed, joined) = (&desk.phi[..n], &desk.slowed[..n], &desk.joined[..n]);
    let push = &mut desk.push[..n];
    let (complies, drops) = (&mut desk.complies[..n], &mut desk.drops[..n]);
    if leaning {
        let capped = ratios(practice, &desk.on_uptake[..n], on_lapse);
        let deciding = practice.iter().filter(|practice| **practice != practice::NOBODY).count();
        block.tally.weighed.fetch_add(deciding as u64, Relaxed);
        block.tally.capped.fetch_add(u64::from(capped), Relaxed);
    } else {
        on_lapse.fill(1.0);
    }
    let (organic, floor, lapse) = (&desk.organic[..n], rules.floor, rules.lapse);
    let pull = rules.pull;
    if let Some(through) = &rules.through {
        for (multiple, push) in through.multiple[posts.clone()].iter().zip(push.iter_mut()) {
            *push *= multiple;
        }
    }
    let (ratio, rate) = (&desk.on_lapse[..n], &mut desk.rate[..n]);
    for i in 0..n {
        let (truly, not) = (practice[i] == practice::TRUE, practice[i] == practice::NOT);
        let taken = (push[i] + pull * phi[i] + joined[i]) * ratio[i] * slowed[i];
        let (lapses, takes_up) = (floor + lapse * ratio[i], organic[i] + taken);
        rate[i] = pick(truly, lapses, pick(not, takes_up, 0.0));
    }
    let Some(enforcement) = &mechanisms.enforcement else { return };
    if !common.rules.sways {
        let pressure = settings.pressure_in(week);
        complies.fill(enforcement.complies(pressure));
        drops.fill(enforcement.drops(pressure));
    }
    let other = &mut desk.other[..n];
    // Few practise as ritual, and in most runs nobody does. Without the mechanism of habit nobody has any, and ritual stays
    // ritual.
    if practice.contains(&practice::RITUAL) {
        // A copy of its own, so that a parameter is read once and not for everyone.
        let enforcement = enforcement.clone();
        if mine.habit.is_empty() {
            for (rate, practice) in rate.iter_mut().zip(practice) {
                *rate = pick(*practice == practice::RITUAL, 0.0, *rate);
            }
        } else {
            let habit = &mine.habit[..n];
            for i in 0..n {
                let converts = enforcement.converts(habit[i]) * ratio[i];
                rate[i] = pick(practice[i] == practice::RITUAL, converts, rate[i]);
            }
        }
    }
    for i in 0..n {
        let (ritual, not) = (practice[i] == practice::RITUAL, practice[i] == practice::NOT);
        other[i] = pick(ritual, drops[i], pick(not, complies[i], 0.0));
    }
}

/// Those whom the programme does not work with are not pushed.
#[inline(always)]
fn unreached(world: &World, rules: &InitiativeRules, posts: &Range<usize>, each: &mut [f32]) {
    let Some(reached) = &rules.reached else { return };
    for (post, each) in posts.clone().zip(each) {
        if !reached[usize::from(world.posts.profession(&world.cells, post))] {
            *each = 0.0;
        }
    }
}

/// Turns leans into hazard ratios of whatever each person may do next, in place of those on lapse; how often the cap bit.
#[inline(always)]
fn ratios(practice: &[u8], on_uptake: &[f32], on_lapse: &mut [f32]) -> u32 {
    let mut capped = 0;
    for ((lean, &on_uptake), &practice) in on_lapse.iter_mut().zip(on_uptake).zip(practice) {
        let leaning = pick(practice == practice::TRUE, *lean, on_uptake);
        capped += u32::from((leaning.abs() > LEAN_CAP) & (practice != practice::NOBODY));
        *lean = exp(leaning.clamp(-LEAN_CAP, LEAN_CAP));
    }
    capped
}
