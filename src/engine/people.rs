//! Everyone looks, chooses and forms habits: the part of a week that is done for each person alone, from last week's
//! world, in blocks that fit the nearest cache.

use super::hands::{familiar, marks_changes};
use super::numerics::{LEAN_CAP, exp, happens};
use super::part::{Moves, Part, PursuitPart, together};
use super::places::each_set;
use super::rules::{InitiativeRules, Rules};
use super::state::{State, Tally, practice};
use crate::dice::{BLOCK, Dice, weekly_word};
use crate::mechanisms::Seen;
use crate::world::World;
use multiversion::multiversion;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;

/// What all blocks of a week have in common.
struct Common<'a> {
    rules: &'a Rules,
    world: &'a World,
    dice: &'a Dice,
    week: u32,
}

/// A block of posts.
struct Block<'a> {
    posts: Range<usize>,
    vacant: &'a [u8],
    arrived: &'a [i32],
    threshold: &'a [f32],
    tally: &'a Tally,
}

/// Room for one block; kept by each thread.
struct Desk {
    words: [[u32; BLOCK]; 4],
    up: [u8; BLOCK],
    seen: [f32; BLOCK],
    phi: [f32; BLOCK],
    practising: [f32; BLOCK],
    lean: [f32; BLOCK],
    rate: [f32; BLOCK],
}

thread_local! {
    static DESK: RefCell<Box<Desk>> = RefCell::new(Box::new(Desk {
        words: [[0; BLOCK]; 4],
        up: [0; BLOCK],
        seen: [0.0; BLOCK],
        phi: [0.0; BLOCK],
        practising: [0.0; BLOCK],
        lean: [0.0; BLOCK],
        rate: [0.0; BLOCK],
    }));
}

/// Lives the week of everyone.
pub(super) fn everyone_lives(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let common = Common { rules, world, dice, week };
    together(Part::of(state), &|part| {
        DESK.with_borrow_mut(|desk| blocks_live(&common, part, desk));
        Moves::default()
    });
}

fn blocks_live(common: &Common<'_>, mut part: Part<'_>, desk: &mut Desk) {
    for start in (0..part.marks.len()).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(part.marks.len());
        let block = Block {
            posts: part.first + rows.start..part.first + rows.end,
            vacant: &part.vacant[rows.clone()],
            arrived: &part.arrived[rows.clone()],
            threshold: part.threshold.get(rows.clone()).unwrap_or(&[]),
            tally: part.tally,
        };
        // Moves of the post share their block of words with the first initiatives.
        desk.rolls(common, &block.posts, 0);
        if common.rules.mechanisms.turnover.is_some() {
            let (words, up) = (&desk.words[0], &mut desk.up);
            let marks = &mut part.marks[rows.clone()];
            marks_changes(common.rules, common.world, block.vacant, words, block.posts.start, up, marks);
        }
        for (index, pursuit) in part.pursuits.iter_mut().enumerate() {
            let (words, word) = weekly_word(index);
            if word == 0 {
                desk.rolls(common, &block.posts, words);
            }
            let mut mine = PursuitPart {
                practice: &mut pursuit.practice[rows.clone()],
                habit: pursuit.habit.get_mut(rows.clone()).unwrap_or(&mut []),
                past: &mut pursuit.past[rows.clone()],
                next_shown: &mut pursuit.next_shown[rows.clone()],
                whole: pursuit.whole,
            };
            block_lives(common, index, &block, &mut mine, desk);
        }
    }
}

impl Desk {
    /// The week's words for a block of posts: no more of them than there are initiatives to decide about.
    fn rolls(&mut self, common: &Common<'_>, posts: &Range<usize>, block: u8) {
        let (first, second) =
            (&common.world.posts.address0[posts.clone()], &common.world.posts.address1[posts.clone()]);
        let wanted = common.rules.initiatives.len() + 1 - 4 * usize::from(block);
        common.dice.weekly(first, second, common.week, block, wanted, &mut self.words);
    }
}

/// A block of people and one initiative: they weigh, choose, form habits, and are made ready to be seen.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
fn block_lives(common: &Common<'_>, index: usize, block: &Block<'_>, mine: &mut PursuitPart<'_>, desk: &mut Desk) {
    let posts = &block.posts;
    let n = posts.len();
    let rules = &common.rules.initiatives[index];
    let word = weekly_word(index).1;
    weigh(common, rules, block, mine, desk);

    // Few choose to change in any one week. A word above its rate cannot mean a change, since 1 − exp(−r) ≤ r; the rest
    // are looked at one by one.
    let (up, words, rate) = (&mut desk.up[..n], &desk.words[word][..n], &desk.rate[..n]);
    for i in 0..n {
        up[i] = u8::from((words[i] >> 8) as f32 * (1.0 / 16_777_216.0) <= rate[i]);
    }
    if let Some(habit) = &common.rules.mechanisms.habit {
        habit.drifts(&desk.practising[..n], mine.habit);
    }
    // Those of a cell stand together, and are counted together.
    let cells = &common.world.posts.cell[posts.clone()];
    let (mut cell, mut more) = (cells[0], 0);
    each_set(up, |i| {
        if happens(words[i], rate[i]) {
            let takes_up = mine.practice[i] == practice::NOT;
            mine.practice[i] = if takes_up { practice::TRUE } else { practice::NOT };
            mine.past[i] |= u8::from(!takes_up);
            if cell != cells[i] {
                mine.whole.counts.turned(cell as usize, more);
                (cell, more) = (cells[i], 0);
            }
            more += if takes_up { 1 } else { -1 };
        }
    });
    mine.whole.counts.turned(cell as usize, more);
    show(common, block, mine);
}

/// Everyone's rate of change this week.
#[inline(always)]
fn weigh(common: &Common<'_>, rules: &InitiativeRules, block: &Block<'_>, mine: &PursuitPart<'_>, desk: &mut Desk) {
    let posts = &block.posts;
    let n = posts.len();
    let mechanisms = &common.rules.mechanisms;
    let (week, settings) = (common.week, &rules.settings);
    let phi = &mut desk.phi[..n];
    match &mechanisms.contagion {
        None => phi.fill(0.0),
        Some(contagion) => {
            let seen = &mut desk.seen[..n];
            let whole = mine.whole;
            whole.sight.of(common.world, whole.shown, common.rules.across, posts.clone(), seen);
            contagion.pull(
                Seen { count: seen, per_tie: &common.rules.per_tie[posts.clone()], threshold: block.threshold },
                phi,
            );
        }
    }
    let (mut on_uptake, mut on_lapse) = (0.0, 0.0);
    if let Some(attention) = &mechanisms.attention {
        on_uptake += attention.leans_on_uptake(settings, week);
        on_lapse += attention.leans_on_lapse(settings, week);
    }
    let practice = &mine.practice[..n];
    let ratio = &mut desk.lean[..n];
    if on_uptake != 0.0 || on_lapse != 0.0 || mechanisms.habit.is_some() || mechanisms.embedding.is_some() {
        ratio.fill(on_lapse);
        if let Some(habit) = &mechanisms.habit {
            habit.leans_on_lapse(mine.habit, ratio);
        }
        if mechanisms.embedding.is_some() {
            adds_units(common.world, mine.whole.unit_lean, posts, ratio);
        }
        let capped = ratios(practice, on_uptake, ratio);
        block.tally.weighed.fetch_add(n as u64, Relaxed);
        block.tally.capped.fetch_add(u64::from(capped), Relaxed);
    } else {
        ratio.fill(1.0);
    }
    let (organic, floor, lapse) = (rules.organic, rules.floor, rules.lapse);
    let pull = rules.pull;
    // What was seen has been weighed; its room serves for what the programme does to each.
    let push = &mut desk.seen[..n];
    pushes(common.world, rules, settings.push_in(week) as f32, posts, push);
    let (practising, rate) = (&mut desk.practising[..n], &mut desk.rate[..n]);
    for i in 0..n {
        let (truly, not) = (practice[i] == practice::TRUE, practice[i] == practice::NOT);
        practising[i] = if truly || practice[i] == practice::RITUAL { 1.0 } else { 0.0 };
        let (lapses, takes_up) = (floor + lapse * ratio[i], organic + (push[i] + pull * phi[i]) * ratio[i]);
        let moves = if truly { lapses } else { takes_up };
        rate[i] = if truly || not { moves } else { 0.0 };
    }
}

/// The programme's push on each: the same for all it works with, nothing for the others.
#[inline(always)]
fn pushes(world: &World, rules: &InitiativeRules, push: f32, posts: &Range<usize>, each: &mut [f32]) {
    each.fill(push);
    if let (Some(reached), true) = (&rules.reached, push > 0.0) {
        for (post, each) in posts.clone().zip(each) {
            if !reached[usize::from(world.posts.profession(&world.cells, post))] {
                *each = 0.0;
            }
        }
    }
}

/// Turns leans on lapse into hazard ratios of whatever each person may do next; how often the cap bit.
#[inline(always)]
fn ratios(practice: &[u8], on_uptake: f32, leans: &mut [f32]) -> u32 {
    let mut capped = 0;
    for (lean, &practice) in leans.iter_mut().zip(practice) {
        let leaning = if practice == practice::TRUE { *lean } else { on_uptake };
        let counts = practice == practice::TRUE || practice == practice::NOT;
        capped += u32::from((leaning.abs() > LEAN_CAP) & counts);
        *lean = exp(leaning.clamp(-LEAN_CAP, LEAN_CAP));
    }
    capped
}

/// Adds to everyone what their unit leans.
#[inline(always)]
fn adds_units(world: &World, unit_lean: &[f32], posts: &Range<usize>, lean: &mut [f32]) {
    let mut unit = world.posts.unit(&world.cells, posts.start);
    let mut at = posts.start;
    while at < posts.end {
        let end = world.units.posts(unit).end.min(posts.end);
        let lean_here = unit_lean[unit];
        for lean in &mut lean[at - posts.start..end - posts.start] {
            *lean += lean_here;
        }
        (at, unit) = (end, unit + 1);
    }
}

/// What neighbours will see next week.
#[inline(always)]
fn show(common: &Common<'_>, block: &Block<'_>, mine: &mut PursuitPart<'_>) {
    let n = block.posts.len();
    let (practice, standing) = (&mine.practice[..n], &common.rules.standing[block.posts.clone()]);
    let next = &mut mine.next_shown[..n];
    // Masks rather than branches, so that the loops fill vector registers.
    let truly = |practice: u8| u8::from(practice == practice::TRUE).wrapping_neg();
    match &common.rules.mechanisms.familiarity {
        None => {
            for ((next, standing), practice) in next.iter_mut().zip(standing).zip(practice) {
                *next = standing & truly(*practice);
            }
        }
        Some(familiarity) => {
            let per_week = familiarity.per_week();
            let (now, arrived) = (common.week as i32 + 1, &block.arrived[..n]);
            for i in 0..n {
                next[i] = familiar(standing[i], per_week, now - arrived[i]) & truly(practice[i]);
            }
        }
    }
}
