//! Parts of an organisation: neighbouring posts with all that belongs to them, so that threads can share the work.
//! Everything a part writes belongs to its own posts, but for counts of whole numbers, whose order cannot matter; so
//! parts may live in any order and on any thread.

use super::climate::Sway;
use super::look::Sight;
use super::rules::MAX_INITIATIVES;
use super::state::{Counts, Pursuit, State, Tally};
#[cfg(feature = "threads")]
use crate::dice::BLOCK;
use arrayvec::ArrayVec;

/// Some neighbouring blocks of posts. Its columns begin at the post `first`; a column no mechanism uses is empty.
pub(crate) struct Part<'a> {
    pub first: usize,
    pub vacant: &'a mut [u8],
    pub hires: &'a mut [u16],
    pub arrived: &'a mut [i32],
    pub threshold: &'a mut [f32],
    pub motivation: &'a mut [f32],
    pub hired_with: &'a mut [f32],
    pub fatigue: &'a mut [f32],
    pub cynicism: &'a mut [f32],
    pub marks: &'a mut [u8],
    pub pursuits: ArrayVec<PursuitPart<'a>, MAX_INITIATIVES>,
    pub moves: Moves,
    pub tally: &'a Tally,
    /// What every part reads of time: sufficiency by cell.
    pub sufficiency: &'a [f32],
}

/// What the people of a part do about one initiative.
pub(crate) struct PursuitPart<'a> {
    pub practice: &'a mut [u8],
    pub habit: &'a mut [f32],
    pub ownership: &'a mut [f32],
    pub past: &'a mut [u8],
    pub next_shown: &'a mut [u8],
    pub whole: Whole<'a>,
}

/// What every part reads of an initiative.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'a> {
    pub shown: &'a [u8],
    pub locked_in: &'a [f32],
    pub sway: &'a [Sway],
    pub sight: &'a Sight,
    pub counts: &'a Counts,
}

/// How many left and how many came.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Moves {
    pub left: u64,
    pub hired: u64,
}

impl Moves {
    /// Counts them over the run.
    pub fn count(self, tally: &mut Tally) {
        tally.left += self.left;
        tally.hired += self.hired;
    }
}

impl<'a> Part<'a> {
    /// Everybody.
    pub fn of(state: &'a mut State) -> Self {
        let State { people, pursuits, tally, marks, sufficiency, .. } = state;
        let pursuits = pursuits.iter_mut().map(|pursuit| {
            let Pursuit { practice, habit, ownership, past, next_shown, shown, locked_in, sway, sight, counts, .. } =
                pursuit;
            let whole = Whole { shown, locked_in, sway, sight, counts };
            PursuitPart { practice, habit, ownership, past, next_shown, whole }
        });
        Part {
            first: 0,
            vacant: &mut people.vacant,
            hires: &mut people.hires,
            arrived: &mut people.arrived,
            threshold: &mut people.threshold,
            motivation: &mut people.motivation,
            hired_with: &mut people.hired_with,
            fatigue: &mut people.fatigue,
            cynicism: &mut people.cynicism,
            marks,
            pursuits: pursuits.collect(),
            moves: Moves::default(),
            tally,
            sufficiency,
        }
    }

    #[cfg(feature = "threads")]
    fn halves(self) -> (Self, Self) {
        let middle = self.marks.len() / BLOCK / 2 * BLOCK;
        let (vacant, other_vacant) = self.vacant.split_at_mut(middle);
        let (hires, other_hires) = self.hires.split_at_mut(middle);
        let (arrived, other_arrived) = self.arrived.split_at_mut(middle);
        let (threshold, other_threshold) = at(self.threshold, middle);
        let (motivation, other_motivation) = at(self.motivation, middle);
        let (hired_with, other_hired_with) = at(self.hired_with, middle);
        let (fatigue, other_fatigue) = at(self.fatigue, middle);
        let (cynicism, other_cynicism) = at(self.cynicism, middle);
        let (marks, other_marks) = self.marks.split_at_mut(middle);
        let (mut pursuits, mut other_pursuits) = (ArrayVec::new(), ArrayVec::new());
        for pursuit in self.pursuits {
            let (mine, other) = pursuit.halves(middle);
            pursuits.push(mine);
            other_pursuits.push(other);
        }
        let (first, moves, tally, sufficiency) = (self.first, self.moves, self.tally, self.sufficiency);
        let other = Part {
            first: first + middle,
            vacant: other_vacant,
            hires: other_hires,
            arrived: other_arrived,
            threshold: other_threshold,
            motivation: other_motivation,
            hired_with: other_hired_with,
            fatigue: other_fatigue,
            cynicism: other_cynicism,
            marks: other_marks,
            pursuits: other_pursuits,
            moves: Moves::default(),
            tally,
            sufficiency,
        };
        let mine = Part {
            first,
            vacant,
            hires,
            arrived,
            threshold,
            motivation,
            hired_with,
            fatigue,
            cynicism,
            marks,
            pursuits,
            moves,
            tally,
            sufficiency,
        };
        (mine, other)
    }
}

impl<'a> PursuitPart<'a> {
    #[cfg(feature = "threads")]
    fn halves(self, middle: usize) -> (Self, Self) {
        let (practice, other_practice) = self.practice.split_at_mut(middle);
        let (habit, other_habit) = at(self.habit, middle);
        let (ownership, other_ownership) = at(self.ownership, middle);
        let (past, other_past) = self.past.split_at_mut(middle);
        let (next_shown, other_shown) = self.next_shown.split_at_mut(middle);
        let other = PursuitPart {
            practice: other_practice,
            habit: other_habit,
            ownership: other_ownership,
            past: other_past,
            next_shown: other_shown,
            whole: self.whole,
        };
        (PursuitPart { practice, habit, ownership, past, next_shown, ..self }, other)
    }
}

/// A column in two, where it is not empty.
#[cfg(feature = "threads")]
fn at(column: &mut [f32], middle: usize) -> (&mut [f32], &mut [f32]) {
    column.split_at_mut(middle.min(column.len()))
}

/// Lives a part: halves it between threads until few posts are left, and lives those one after the other.
pub(crate) fn together(part: Part<'_>, lives: &(impl Fn(Part<'_>) -> Moves + Sync)) -> Moves {
    #[cfg(feature = "threads")]
    {
        // Below this a hand-over costs more than it brings.
        const ALONE: usize = 128 * BLOCK;
        if part.marks.len() > ALONE && rayon::current_num_threads() > 1 {
            let (one, other) = part.halves();
            let (one, other) = rayon::join(|| together(one, lives), || together(other, lives));
            return Moves { left: one.left + other.left, hired: one.hired + other.hired };
        }
    }
    lives(part)
}
