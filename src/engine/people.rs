//! Everyone looks, chooses and forms habits: the part of a week that is done for each person alone, from last week's
//! world, in blocks that fit the nearest cache.

use super::culture::what_keeps_people;
use super::hands::{Leavable, familiar, marks_changes};
use super::minds::{beliefs_drift, minds_drift, speak};
use super::numerics::happens;
use super::part::{Moves, Part, PursuitPart, together};
use super::places::each_set;
use super::programme::InitiativeRules;
use super::rules::Rules;
use super::state::{State, Tally, practice};
use super::weigh::weigh;
use crate::dice::{BLOCK, Dice, weekly_word};
use crate::mechanisms::Arguments;
use crate::world::World;
use multiversion::multiversion;
use std::cell::RefCell;
use std::ops::Range;

/// What all blocks of a week have in common.
pub(super) struct Common<'a> {
    pub rules: &'a Rules,
    pub world: &'a World,
    pub dice: &'a Dice,
    pub week: u32,
}

/// A block of posts.
pub(super) struct Block<'a> {
    pub posts: Range<usize>,
    pub vacant: &'a [u8],
    pub arrived: &'a [i32],
    pub threshold: &'a [f32],
    pub motivation: &'a [f32],
    pub fatigue: &'a [f32],
    pub cynicism: &'a [f32],
    pub outlook: &'a [f32],
    pub stubborn: &'a [f32],
    pub tally: &'a Tally,
}

/// Room for one block; kept by each thread.
pub(super) struct Desk {
    pub words: [[u32; BLOCK]; 4],
    pub up: [u8; BLOCK],
    /// Everyone's standing, as far as people know whose it is.
    pub known: [u8; BLOCK],
    pub seen: [f32; BLOCK],
    pub phi: [f32; BLOCK],
    pub practising: [f32; BLOCK],
    pub push: [f32; BLOCK],
    pub organic: [f32; BLOCK],
    pub on_uptake: [f32; BLOCK],
    pub on_lapse: [f32; BLOCK],
    pub slowed: [f32; BLOCK],
    pub joined: [f32; BLOCK],
    pub complies: [f32; BLOCK],
    pub drops: [f32; BLOCK],
    pub growing: [f32; BLOCK],
    /// How much colleagues are above or below the reference in each belief.
    pub heard: [[f32; BLOCK]; 2],
    /// What is put to each, and whether anybody in the block talks about it.
    pub arguments: Arguments<BLOCK>,
    pub talks: bool,
    /// Whether each practises what a running programme asks, over all initiatives.
    pub used: [f32; BLOCK],
    /// 1 where the programme runs.
    pub runs: [f32; BLOCK],
    /// What the people may do next: the move of most interest, and the other one.
    pub rate: [f32; BLOCK],
    pub other: [f32; BLOCK],
    /// What keeps each in their post: a factor on leaving.
    pub kept: [f32; BLOCK],
    /// What motivation is moved by, over all initiatives; and time lacking.
    pub drive: [f32; BLOCK],
    pub overload: [f32; BLOCK],
    /// What pressure leaves of coaching.
    pub kept_up: [f32; BLOCK],
}

impl Desk {
    pub(super) const CLEAR: Desk = Desk {
        words: [[0; BLOCK]; 4],
        up: [0; BLOCK],
        known: [0; BLOCK],
        seen: [0.0; BLOCK],
        phi: [0.0; BLOCK],
        practising: [0.0; BLOCK],
        push: [0.0; BLOCK],
        organic: [0.0; BLOCK],
        on_uptake: [0.0; BLOCK],
        on_lapse: [0.0; BLOCK],
        slowed: [0.0; BLOCK],
        joined: [0.0; BLOCK],
        complies: [0.0; BLOCK],
        drops: [0.0; BLOCK],
        growing: [0.0; BLOCK],
        heard: [[0.0; BLOCK]; 2],
        arguments: Arguments::NONE,
        talks: false,
        used: [0.0; BLOCK],
        runs: [0.0; BLOCK],
        rate: [0.0; BLOCK],
        other: [0.0; BLOCK],
        kept: [1.0; BLOCK],
        drive: [0.0; BLOCK],
        overload: [0.0; BLOCK],
        kept_up: [1.0; BLOCK],
    };
}

thread_local! {
    static DESK: RefCell<Box<Desk>> = RefCell::new(Box::new(Desk::CLEAR));
}

/// The rates at which the last block lived on this thread decided about its last initiative.
#[cfg(test)]
pub(super) fn last_rates(posts: usize) -> Vec<[f32; 2]> {
    DESK.with_borrow(|desk| (0..posts).map(|i| [desk.rate[i], desk.other[i]]).collect())
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
    let posts = part.people.marks.len();
    for start in (0..posts).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(posts);
        let mut people = part.people.rows(rows.clone());
        let block = Block {
            posts: part.first + rows.start..part.first + rows.end,
            vacant: people.vacant,
            arrived: people.arrived,
            threshold: people.threshold,
            motivation: people.motivation,
            fatigue: people.fatigue,
            cynicism: people.cynicism,
            outlook: people.outlook,
            stubborn: people.stubborn,
            tally: part.tally,
        };
        // Moves of the post share their block of words with the first initiatives.
        desk.rolls(common, &block.posts, 0);
        if common.rules.mechanisms.turnover.is_some() {
            let (words, up) = (&desk.words[0], &mut desk.up);
            let kept = if common.rules.keeps_people() { rows.len() } else { 0 };
            let kept = &mut desk.kept[..kept];
            what_keeps_people(common.rules, &part.pursuits, people.skill, rows.start, kept);
            let leavable = Leavable { vacant: block.vacant, fatigue: block.fatigue, kept };
            marks_changes(common.rules, common.world, leavable, words, block.posts.start, up, people.marks);
        }
        desk.counts_hours(common, &block.posts, part.sufficiency);
        desk.keeps_up(common, &block.posts, part.coached);
        desk.used[..rows.len()].fill(0.0);
        for (index, pursuit) in part.pursuits.iter_mut().enumerate() {
            let (words, word) = weekly_word(index);
            if word == 0 {
                desk.rolls(common, &block.posts, words);
            }
            block_lives(common, index, &block, &mut pursuit.rows(rows.clone()), desk);
        }
        minds_drift(common.rules, desk, &mut people);
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
        if let Some(culture) = &mechanisms.culture {
            let exhausts = culture.exhausts(&common.rules.culture);
            self.overload[..n].iter_mut().for_each(|overload| *overload *= exhausts);
        }
    }
}

impl Desk {
    /// What pressure leaves of the coaching of each.
    fn keeps_up(&mut self, common: &Common<'_>, posts: &Range<usize>, coached: &[f32]) {
        let kept_up = &mut self.kept_up[..posts.len()];
        if coached.is_empty() || common.rules.resources.coaching.f32() == 0.0 {
            kept_up.fill(1.0);
            return;
        }
        let world = common.world;
        for (kept_up, cell) in kept_up.iter_mut().zip(&world.posts.cell[posts.clone()]) {
            *kept_up = coached[world.cells.unit[*cell as usize] as usize];
        }
    }

    /// How far each is known next week in what concerns an initiative.
    #[inline(always)]
    fn known_by_then(&mut self, common: &Common<'_>, rules: &InitiativeRules, block: &Block<'_>) {
        let n = block.posts.len();
        let standing = &common.rules.standing_in(rules, common.week + 1)[block.posts.clone()];
        let known = &mut self.known[..n];
        let Some(familiarity) = &common.rules.mechanisms.familiarity else {
            known.copy_from_slice(standing);
            return;
        };
        let per_week = familiarity.per_week();
        let (now, arrived) = (common.week as i32 + 1, &block.arrived[..n]);
        for i in 0..n {
            known[i] = familiar(standing[i], per_week, now - arrived[i]);
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
    if let Some(persuasion) = common.rules.mechanisms.persuasion.as_ref().filter(|_| desk.talks) {
        beliefs_drift(common, persuasion, block, mine, &desk.arguments, &mut desk.heard);
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
    desk.known_by_then(common, rules, block);
    speak(common, block, mine, desk);
    show(common, mine, &desk.known[..n]);
}

/// The transition matrix as it is printed: from what, to what, and at what rate a week.
pub const MATRIX: &[[&str; 3]] = &[
    [
        "not",
        "true",
        "organic + tide + (push + pull · (Φ + convened · x̄ of those convened with)) · T^exponent · exp(Σ leans on uptake)",
    ],
    ["not", "ritual", "complying · pressure · exp(lean on complying)"],
    ["ritual", "true", "converting · habit · exp(Σ leans on uptake)"],
    ["ritual", "not", "dropping · (1 − pressure)"],
    ["true", "not", "lapse_floor + lapse · exp(Σ leans on lapse)"],
    ["true", "ritual", "0: whoever lapses under checks comes back to it from not"],
];

/// The transition matrix, row by row: the move of most interest, and the other one. `NOBODY` stays.
const MOVES: [[u8; 2]; 4] = [
    [practice::TRUE, practice::RITUAL],
    [practice::TRUE, practice::NOT],
    [practice::NOT, practice::NOT],
    [practice::NOBODY, practice::NOBODY],
];

/// Which of two competing moves it is, given that one of them happens: the word below the first one's share of their
/// common probability means the first.
#[inline(always)]
pub(super) fn moves_to(from: u8, word: u32, rate: f32, other: f32) -> u8 {
    let [first, second] = MOVES[usize::from(from & 3)];
    if other == 0.0 {
        return first;
    }
    let (rate, total) = (f64::from(rate), f64::from(rate + other));
    let share = -libm::expm1(-total) * rate / total;
    if crate::dice::uniform(word) < share { first } else { second }
}

/// What neighbours will see next week.
#[inline(always)]
fn show(common: &Common<'_>, mine: &mut PursuitPart<'_>, known: &[u8]) {
    let n = known.len();
    let (practice, next) = (&mine.practice[..n], &mut mine.next_shown[..n]);
    // Masks rather than branches, so that the loops fill vector registers.
    let is = |practice: u8, what: u8| u8::from(practice == what).wrapping_neg();
    for i in 0..n {
        next[i] = known[i] & is(practice[i], practice::TRUE);
    }
    // Few practise as ritual, and in most runs nobody does.
    let Some(enforcement) = &common.rules.mechanisms.enforcement else { return };
    if practice.contains(&practice::RITUAL) {
        // A copy of its own, so that a parameter is read once and not for everyone.
        let enforcement = enforcement.clone();
        for i in 0..n {
            next[i] |= enforcement.seen(known[i]) & is(practice[i], practice::RITUAL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed is what is done: every move, from its row, in the order in which the two compete.
    #[test]
    fn the_matrix_that_is_printed_is_the_one_that_moves() {
        let name = |practice: u8| ["not", "ritual", "true"][usize::from(practice)];
        for from in [practice::NOT, practice::RITUAL, practice::TRUE] {
            let rows: Vec<_> = MATRIX.iter().filter(|row| row[0] == name(from) && !row[2].starts_with("0:")).collect();
            // With all of the rate on one side, that side is the move, whatever the word.
            assert_eq!(rows[0][1], name(moves_to(from, 0, 1.0, 0.0)));
            if let Some(other) = rows.get(1) {
                assert_eq!(other[1], name(moves_to(from, 1 << 31, 0.0, 1.0)));
            }
        }
        // Rates 0.1 and 0.2: of words below 1 − exp(−0.3) = 0.259182 the lower third means the first.
        let word = |share: f64| (share * 4_294_967_296.0) as u32;
        assert_eq!(moves_to(practice::NOT, word(0.0863), 0.1, 0.2), practice::TRUE);
        assert_eq!(moves_to(practice::NOT, word(0.0865), 0.1, 0.2), practice::RITUAL);
    }
}
