//! Everyone looks, chooses and forms habits: the part of a week that is done for each person alone, from last week's
//! world, in blocks that fit the nearest cache.

use super::hands::{Leavable, familiar, marks_changes};
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
    motivation: &'a [f32],
    fatigue: &'a [f32],
    cynicism: &'a [f32],
    tally: &'a Tally,
}

/// Room for one block; kept by each thread.
struct Desk {
    words: [[u32; BLOCK]; 4],
    up: [u8; BLOCK],
    seen: [f32; BLOCK],
    phi: [f32; BLOCK],
    practising: [f32; BLOCK],
    push: [f32; BLOCK],
    organic: [f32; BLOCK],
    on_uptake: [f32; BLOCK],
    on_lapse: [f32; BLOCK],
    slowed: [f32; BLOCK],
    complying: [f32; BLOCK],
    growing: [f32; BLOCK],
    /// What the people may do next: the move of most interest, and the other one.
    rate: [f32; BLOCK],
    other: [f32; BLOCK],
    /// What motivation is moved by, over all initiatives; and time lacking.
    drive: [f32; BLOCK],
    overload: [f32; BLOCK],
}

thread_local! {
    static DESK: RefCell<Box<Desk>> = RefCell::new(Box::new(Desk {
        words: [[0; BLOCK]; 4],
        up: [0; BLOCK],
        seen: [0.0; BLOCK],
        phi: [0.0; BLOCK],
        practising: [0.0; BLOCK],
        push: [0.0; BLOCK],
        organic: [0.0; BLOCK],
        on_uptake: [0.0; BLOCK],
        on_lapse: [0.0; BLOCK],
        slowed: [0.0; BLOCK],
        complying: [0.0; BLOCK],
        growing: [0.0; BLOCK],
        rate: [0.0; BLOCK],
        other: [0.0; BLOCK],
        drive: [0.0; BLOCK],
        overload: [0.0; BLOCK],
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
            motivation: part.motivation.get(rows.clone()).unwrap_or(&[]),
            fatigue: part.fatigue.get(rows.clone()).unwrap_or(&[]),
            cynicism: part.cynicism.get(rows.clone()).unwrap_or(&[]),
            tally: part.tally,
        };
        // Moves of the post share their block of words with the first initiatives.
        desk.rolls(common, &block.posts, 0);
        if common.rules.mechanisms.turnover.is_some() {
            let (words, up) = (&desk.words[0], &mut desk.up);
            let marks = &mut part.marks[rows.clone()];
            let people = Leavable { vacant: block.vacant, fatigue: block.fatigue };
            marks_changes(common.rules, common.world, people, words, block.posts.start, up, marks);
        }
        desk.counts_hours(common, &block.posts, part.sufficiency);
        for (index, pursuit) in part.pursuits.iter_mut().enumerate() {
            let (words, word) = weekly_word(index);
            if word == 0 {
                desk.rolls(common, &block.posts, words);
            }
            let mut mine = PursuitPart {
                practice: &mut pursuit.practice[rows.clone()],
                habit: pursuit.habit.get_mut(rows.clone()).unwrap_or(&mut []),
                ownership: pursuit.ownership.get_mut(rows.clone()).unwrap_or(&mut []),
                past: &mut pursuit.past[rows.clone()],
                next_shown: &mut pursuit.next_shown[rows.clone()],
                whole: pursuit.whole,
            };
            block_lives(common, index, &block, &mut mine, desk);
        }
        let motivation = part.motivation.get_mut(rows.clone()).unwrap_or(&mut []);
        let hired_with = part.hired_with.get(rows.clone()).unwrap_or(&[]);
        let fatigue = part.fatigue.get_mut(rows.clone()).unwrap_or(&mut []);
        let cynicism = part.cynicism.get_mut(rows.clone()).unwrap_or(&mut []);
        minds_drift(common.rules, desk, motivation, hired_with, fatigue, cynicism);
    }
}

/// What people carry from one initiative to the next drifts, whatever it is that moved it.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
fn minds_drift(
    rules: &Rules,
    desk: &Desk,
    motivation: &mut [f32],
    hired_with: &[f32],
    fatigue: &mut [f32],
    cynicism: &mut [f32],
) {
    if let Some(mechanism) = &rules.mechanisms.motivation {
        mechanism.drifts(hired_with, &desk.drive, motivation);
    }
    if let Some(mechanism) = &rules.mechanisms.fatigue {
        mechanism.drifts(&desk.overload, fatigue);
        mechanism.fades(cynicism);
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

    /// Time that each lacks, and what that does to motivation; the initiatives add to it.
    fn counts_hours(&mut self, common: &Common<'_>, posts: &Range<usize>, sufficiency: &[f32]) {
        let mechanisms = &common.rules.mechanisms;
        let n = posts.len();
        if mechanisms.motivation.is_none() && mechanisms.fatigue.is_none() {
            return;
        }
        let cells = &common.world.posts.cell[posts.clone()];
        for (overload, cell) in self.overload[..n].iter_mut().zip(cells) {
            *overload = 1.0 - sufficiency[*cell as usize];
        }
        let burden = mechanisms.motivation.as_ref().map_or(0.0, |motivation| motivation.burdened_by(0.0));
        for (drive, overload) in self.drive[..n].iter_mut().zip(&self.overload[..n]) {
            *drive = burden * overload;
        }
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
    let (up, words, rate, other) = (&mut desk.up[..n], &desk.words[word][..n], &desk.rate[..n], &desk.other[..n]);
    let ritual = common.rules.mechanisms.enforcement.is_some();
    if ritual {
        for i in 0..n {
            up[i] = u8::from((words[i] >> 8) as f32 * (1.0 / 16_777_216.0) <= rate[i] + other[i]);
        }
    } else {
        for i in 0..n {
            up[i] = u8::from((words[i] >> 8) as f32 * (1.0 / 16_777_216.0) <= rate[i]);
        }
    }
    if let Some(habit) = &common.rules.mechanisms.habit {
        habit.drifts(&desk.practising[..n], mine.habit);
    }
    if let Some(leadership) = &common.rules.mechanisms.leadership {
        leadership.owns(&desk.growing[..n], &desk.practising[..n], mine.ownership);
    }
    // Those of a cell stand together, and are counted together.
    let cells = &common.world.posts.cell[posts.clone()];
    let (mut cell, mut more) = (cells[0], 0);
    each_set(up, |i| {
        let besides = if ritual { other[i] } else { 0.0 };
        if !happens(words[i], rate[i] + besides) {
            return;
        }
        let from = mine.practice[i];
        let to = moves_to(from, words[i], rate[i], besides);
        mine.practice[i] = to;
        mine.past[i] |= u8::from(from == practice::TRUE);
        if from == practice::RITUAL || to == practice::RITUAL {
            mine.whole.counts.moved(cells[i] as usize, from, to);
            return;
        }
        if cell != cells[i] {
            mine.whole.counts.turned(cell as usize, more);
            (cell, more) = (cells[i], 0);
        }
        more += if to == practice::TRUE { 1 } else { -1 };
    });
    mine.whole.counts.turned(cell as usize, more);
    show(common, rules, block, mine);
}

/// The transition matrix, row by row: the move of most interest, and the other one. `NOBODY` stays.
///
/// | from | first | at | other | at |
/// |---|---|---|---|---|
/// | not | true | uptake | ritual | complying |
/// | ritual | true | converting | not | dropping |
/// | true | not | lapse | – | 0 |
const MOVES: [[u8; 2]; 4] = [
    [practice::TRUE, practice::RITUAL],
    [practice::TRUE, practice::NOT],
    [practice::NOT, practice::NOT],
    [practice::NOBODY, practice::NOBODY],
];

/// Which of two competing moves it is, given that one of them happens: the word below the first one's share of their
/// common probability means the first.
#[inline(always)]
fn moves_to(from: u8, word: u32, rate: f32, other: f32) -> u8 {
    let [first, second] = MOVES[usize::from(from & 3)];
    if other == 0.0 {
        return first;
    }
    let (rate, total) = (f64::from(rate), f64::from(rate + other));
    let share = -libm::expm1(-total) * rate / total;
    if crate::dice::uniform(word) < share { first } else { second }
}

/// Everyone's rates of change this week.
#[inline(always)]
fn weigh(common: &Common<'_>, rules: &InitiativeRules, block: &Block<'_>, mine: &PursuitPart<'_>, desk: &mut Desk) {
    let posts = &block.posts;
    let n = posts.len();
    let mechanisms = &common.rules.mechanisms;
    let (week, settings) = (common.week, &rules.settings);
    let phi = &mut desk.phi[..n];
    let seen = &mut desk.seen[..n];
    let per_tie = &common.rules.per_tie[posts.clone()];
    if mechanisms.contagion.is_some() || mechanisms.norm.is_some() || mechanisms.motivation.is_some() {
        let whole = mine.whole;
        whole.sight.of(common.world, whole.shown, common.rules.across, posts.clone(), seen);
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
    if let Some(attention) = &mechanisms.attention {
        attends_uptake += attention.leans_on_uptake(settings, week);
        // Where things come together by cell, it has been weighed there against the time there is.
        if !common.rules.sways {
            attends_lapse += attention.leans_on_lapse(settings, week);
        }
    }
    let (on_uptake, on_lapse) = (&mut desk.on_uptake[..n], &mut desk.on_lapse[..n]);
    let (slowed, complying) = (&mut desk.slowed[..n], &mut desk.complying[..n]);
    // Units are alike in what happens anyway where nothing comes together by cell.
    let organic = &mut desk.organic[..n];
    organic.fill(rules.organic.first().copied().unwrap_or(0.0));
    if common.rules.leans || attends_uptake != 0.0 || attends_lapse != 0.0 {
        if common.rules.sways {
            let cells = &common.world.posts.cell[posts.clone()];
            let (growing, drive) = (&mut desk.growing[..n], &mut desk.drive[..n]);
            for i in 0..n {
                let sway = &mine.whole.sway[cells[i] as usize];
                organic[i] = sway.organic;
                on_uptake[i] = attends_uptake + sway.uptake;
                on_lapse[i] = sway.lapse;
                slowed[i] = sway.slowed;
                complying[i] = sway.complying;
                growing[i] = sway.growing;
                drive[i] += if practice[i] == practice::NOBODY { 0.0 } else { sway.drive };
            }
        } else {
            on_uptake.fill(attends_uptake);
            on_lapse.fill(attends_lapse);
            slowed.fill(1.0);
            complying.fill(1.0);
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
            motivation.esteemed(practising, seen, per_tie, &mut desk.drive[..n]);
        }
        if let Some(fatigue) = &mechanisms.fatigue {
            fatigue.leans(block.fatigue, block.cynicism, on_uptake, on_lapse);
        }
        let capped = ratios(practice, on_uptake, on_lapse);
        block.tally.weighed.fetch_add(n as u64, Relaxed);
        block.tally.capped.fetch_add(u64::from(capped), Relaxed);
    } else {
        on_lapse.fill(1.0);
        slowed.fill(1.0);
        complying.fill(1.0);
    }
    let (organic, floor, lapse) = (&desk.organic[..n], rules.floor, rules.lapse);
    let pull = rules.pull;
    let push = &mut desk.push[..n];
    pushes(common.world, rules, settings.push_in(week) as f32, posts, push);
    let (ratio, rate) = (&desk.on_lapse[..n], &mut desk.rate[..n]);
    for i in 0..n {
        let (truly, not) = (practice[i] == practice::TRUE, practice[i] == practice::NOT);
        let taken = (push[i] + pull * phi[i]) * ratio[i] * slowed[i];
        let (lapses, takes_up) = (floor + lapse * ratio[i], organic[i] + taken);
        let moves = if truly { lapses } else { takes_up };
        rate[i] = if truly || not { moves } else { 0.0 };
    }
    let Some(enforcement) = &mechanisms.enforcement else { return };
    let (complies, drops) = (enforcement.complies(settings, week), enforcement.drops(settings, week));
    let other = &mut desk.other[..n];
    for i in 0..n {
        let (ritual, not) = (practice[i] == practice::RITUAL, practice[i] == practice::NOT);
        // Without the mechanism of habit nobody has any, and ritual stays ritual.
        let habit = mine.habit.get(i).copied().unwrap_or(0.0);
        rate[i] = if ritual { enforcement.converts(habit) * ratio[i] } else { rate[i] };
        let complies = if not { complies * complying[i] } else { 0.0 };
        other[i] = if ritual { drops } else { complies };
    }
}

/// The programme's push on each: the same for all it works with, more for the few it works through, nothing for the
/// others.
#[inline(always)]
fn pushes(world: &World, rules: &InitiativeRules, push: f32, posts: &Range<usize>, each: &mut [f32]) {
    each.fill(push);
    if push == 0.0 {
        return;
    }
    if let Some(through) = &rules.through {
        for (multiple, each) in through.multiple[posts.clone()].iter().zip(each.iter_mut()) {
            *each *= multiple;
        }
    }
    if let Some(reached) = &rules.reached {
        for (post, each) in posts.clone().zip(each) {
            if !reached[usize::from(world.posts.profession(&world.cells, post))] {
                *each = 0.0;
            }
        }
    }
}

/// Turns leans into hazard ratios of whatever each person may do next, in place of those on lapse; how often the cap bit.
#[inline(always)]
fn ratios(practice: &[u8], on_uptake: &[f32], on_lapse: &mut [f32]) -> u32 {
    let mut capped = 0;
    for ((lean, &on_uptake), &practice) in on_lapse.iter_mut().zip(on_uptake).zip(practice) {
        let leaning = if practice == practice::TRUE { *lean } else { on_uptake };
        capped += u32::from((leaning.abs() > LEAN_CAP) & (practice != practice::NOBODY));
        *lean = exp(leaning.clamp(-LEAN_CAP, LEAN_CAP));
    }
    capped
}

/// What neighbours will see next week.
#[inline(always)]
fn show(common: &Common<'_>, rules: &InitiativeRules, block: &Block<'_>, mine: &mut PursuitPart<'_>) {
    let n = block.posts.len();
    let practice = &mine.practice[..n];
    let standing = &common.rules.standing_in(rules, common.week + 1)[block.posts.clone()];
    let next = &mut mine.next_shown[..n];
    // Masks rather than branches, so that the loops fill vector registers.
    let is = |practice: u8, what: u8| u8::from(practice == what).wrapping_neg();
    match &common.rules.mechanisms.familiarity {
        None => {
            for ((next, standing), practice) in next.iter_mut().zip(standing).zip(practice) {
                *next = standing & is(*practice, practice::TRUE);
            }
        }
        Some(familiarity) => {
            let per_week = familiarity.per_week();
            let (now, arrived) = (common.week as i32 + 1, &block.arrived[..n]);
            for i in 0..n {
                next[i] = familiar(standing[i], per_week, now - arrived[i]) & is(practice[i], practice::TRUE);
            }
        }
    }
    let Some(enforcement) = &common.rules.mechanisms.enforcement else { return };
    // Few practise as ritual, and in most runs nobody does.
    if !practice.contains(&practice::RITUAL) {
        return;
    }
    for i in 0..n {
        if practice[i] == practice::RITUAL {
            let known = match &common.rules.mechanisms.familiarity {
                None => standing[i],
                Some(f) => familiar(standing[i], f.per_week(), common.week as i32 + 1 - block.arrived[i]),
            };
            next[i] = enforcement.seen(known);
        }
    }
}
