//! What changes during a run: people as arrays, and per initiative what each of them does.

use super::climate::Sway;
use super::leaders::LeadersNow;
use super::look::Sight;
use crate::world::World;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What a person does about an initiative, as stored.
pub mod practice {
    /// Not practising.
    pub const NOT: u8 = 0;
    /// Reported, with little true effect.
    pub const RITUAL: u8 = 1;
    /// Truly practising.
    pub const TRUE: u8 = 2;
    /// Nobody who could: the post is vacant, or is no target of the initiative.
    pub const NOBODY: u8 = 3;
}

/// What a standing of 1 in full view is published as.
pub const SHOWN_ONE: f32 = 64.0;

/// Whoever fills the posts. A column no mechanism of the run uses stays empty and costs nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People {
    /// 1 where the post stands empty.
    pub vacant: Vec<u8>,
    /// How many have been hired into the post since the start: the occupant's number, and the address of their traits.
    pub hires: Vec<u16>,
    /// Week in which the occupant came to the post; before 0 for those who were there at the start.
    pub arrived: Vec<i32>,
    /// Personal threshold of contagion.
    pub threshold: Vec<f32>,
    /// Intrinsic motivation, 0 to 1.
    pub motivation: Vec<f32>,
    /// The same at hire, to which it returns.
    pub hired_with: Vec<f32>,
    /// Fatigue, 0 to 1.
    pub fatigue: Vec<f32>,
    /// Cynicism left by earlier initiatives, 0 to 1.
    pub cynicism: Vec<f32>,
}

/// One initiative, person by person. Beliefs and fidelity have their place here beside habit; no mechanism of this
/// version moves them, so they hold no memory yet.
#[derive(Debug, Default)]
pub struct Pursuit {
    /// What each person does: see [`practice`].
    pub practice: Vec<u8>,
    /// Habit, 0 to 1.
    pub habit: Vec<f32>,
    /// Belief in the problem, 0 to 1.
    pub problem: Vec<f32>,
    /// Belief in the solution, 0 to 1.
    pub solution: Vec<f32>,
    /// Ownership, 0 to 1.
    pub ownership: Vec<f32>,
    /// Fidelity of true practice, 0 to 1.
    pub fidelity: Vec<f32>,
    /// What lies behind: for an occupant, 1 if they have practised and lapsed; for an empty post, 1 if whoever left it
    /// practised truly.
    pub past: Vec<u8>,
    /// What neighbours read: practice times standing times familiarity, 64 = in full.
    pub shown: Vec<u8>,
    /// The same for next week, in the making.
    pub(crate) next_shown: Vec<u8>,
    /// Lock-in of each unit, 0 to 1.
    pub locked_in: Vec<f32>,
    /// Resentment of a celebrity lead, 0 to 1.
    pub resentment: f32,
    /// What leaders, hours, rewards and lock-in come to this week, by cell.
    pub(crate) sway: Vec<Sway>,
    /// Counts by cell.
    pub counts: Counts,
    /// What everybody's neighbours show, added up.
    pub(crate) sight: Sight,
}

/// Filled target posts and what is done there, by cell. Kept up to date at every change; whole numbers, so that the
/// order of changes does not matter.
#[derive(Debug, Default)]
pub struct Counts {
    /// Filled posts of targets.
    filled: Vec<AtomicU32>,
    ritual: Vec<AtomicU32>,
    truly: Vec<AtomicU32>,
}

impl Counts {
    fn clear(&mut self, cells: usize) {
        for column in [&mut self.filled, &mut self.ritual, &mut self.truly] {
            column.clear();
            column.resize_with(cells, AtomicU32::default);
        }
    }

    /// Filled posts of targets.
    pub fn filled(&self, cell: usize) -> u32 {
        self.filled[cell].load(Relaxed)
    }

    /// Those in ritual practice.
    pub fn ritual(&self, cell: usize) -> u32 {
        self.ritual[cell].load(Relaxed)
    }

    /// Those in true practice.
    pub fn truly(&self, cell: usize) -> u32 {
        self.truly[cell].load(Relaxed)
    }

    /// Filled posts of some cells, and those in true practice there.
    pub fn of_cells(&self, cells: std::ops::Range<usize>) -> (u32, u32) {
        cells.fold((0, 0), |(filled, truly), cell| (filled + self.filled(cell), truly + self.truly(cell)))
    }

    fn column(&self, practice: u8) -> Option<&[AtomicU32]> {
        match practice {
            practice::RITUAL => Some(&self.ritual),
            practice::TRUE => Some(&self.truly),
            _ => None,
        }
    }

    /// So many more in a cell, or fewer, have come to practise truly who did not at all.
    #[inline(always)]
    pub(crate) fn turned(&self, cell: usize, more: i32) {
        if more != 0 {
            // Adding wraps round, which is how a negative number is added.
            self.truly[cell].fetch_add(more as u32, Relaxed);
        }
    }

    /// Someone in a cell changes what they do.
    pub(crate) fn moved(&self, cell: usize, from: u8, to: u8) {
        if let Some(column) = self.column(from) {
            column[cell].fetch_sub(1, Relaxed);
        }
        if let Some(column) = self.column(to) {
            column[cell].fetch_add(1, Relaxed);
        }
        if from == practice::NOBODY {
            self.filled[cell].fetch_add(1, Relaxed);
        }
        if to == practice::NOBODY {
            self.filled[cell].fetch_sub(1, Relaxed);
        }
    }
}

/// Things counted over a run.
#[derive(Debug, Default)]
pub struct Tally {
    /// Decisions weighed under leans.
    pub weighed: std::sync::atomic::AtomicU64,
    /// Decisions at which the cap on leans bit.
    pub capped: std::sync::atomic::AtomicU64,
    /// People who left.
    pub left: u64,
    /// People hired.
    pub hired: u64,
    /// Leaders, of any level, who were succeeded.
    pub leaders: u64,
}

/// What a week did to a post, until it has been seen to; odd where it did something.
pub(crate) mod mark {
    pub const NOTHING: u8 = 0;
    pub const LEFT: u8 = 1;
    pub const FILLED: u8 = 3;
}

/// Everything that changes during a run. Reused from run to run, so that a worker allocates once.
#[derive(Debug, Default)]
pub struct State {
    /// Weeks lived.
    pub week: u32,
    /// Who fills the posts.
    pub people: People,
    /// What they do, by initiative.
    pub pursuits: Vec<Pursuit>,
    /// Who leads.
    pub leaders: LeadersNow,
    /// Share of the time asked that there is, by cell.
    pub sufficiency: Vec<f32>,
    /// Counted over the run.
    pub tally: Tally,
    /// The initiatives for which `sufficiency` was worked out.
    pub(crate) asking: Option<u32>,
    /// What is left of uptake at that sufficiency, by cell.
    pub(crate) slowed: Vec<f32>,
    /// What this week did to each post.
    pub(crate) marks: Vec<u8>,
    /// Room for a rotation.
    pub(crate) order: Vec<(u32, u32)>,
}

/// The columns that a run's mechanisms use.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Needs {
    pub thresholds: bool,
    pub motivation: bool,
    pub fatigue: bool,
    pub ownership: bool,
}

impl Pursuit {
    /// Whether the occupant of a post has practised and lapsed.
    pub fn has_lapsed(&self, post: usize) -> bool {
        self.practice[post] != practice::NOBODY && self.past[post] != 0
    }
}

impl State {
    /// Sized for a world, with everyone in post and nobody practising.
    pub(crate) fn clear(&mut self, world: &World, initiatives: usize, needs: &Needs) {
        let posts = world.posts.len();
        self.week = 0;
        refill(&mut self.people.vacant, posts, 0);
        refill(&mut self.people.hires, posts, 0);
        refill(&mut self.people.arrived, posts, 0);
        for (column, needed) in [
            (&mut self.people.threshold, needs.thresholds),
            (&mut self.people.motivation, needs.motivation),
            (&mut self.people.hired_with, needs.motivation),
            (&mut self.people.fatigue, needs.fatigue),
            (&mut self.people.cynicism, needs.fatigue),
        ] {
            refill(column, if needed { posts } else { 0 }, 0.0);
        }
        self.asking = None;
        refill(&mut self.marks, posts, mark::NOTHING);
        self.tally = Tally::default();
        self.pursuits.resize_with(initiatives, Pursuit::default);
        for pursuit in &mut self.pursuits {
            refill(&mut pursuit.practice, posts, practice::NOBODY);
            refill(&mut pursuit.shown, posts, 0);
            refill(&mut pursuit.next_shown, posts, 0);
            refill(&mut pursuit.past, posts, 0);
            refill(&mut pursuit.ownership, if needs.ownership { posts } else { 0 }, 0.0);
            pursuit.resentment = 0.0;
            pursuit.counts.clear(world.cells.len());
        }
    }

    /// Bytes held for people and what they do.
    pub fn bytes(&self) -> usize {
        let people = &self.people;
        let columns = [&people.threshold, &people.motivation, &people.hired_with, &people.fatigue, &people.cynicism]
            .map(Vec::len);
        let words = people.arrived.len() + columns.iter().sum::<usize>() + self.sufficiency.len() + self.slowed.len();
        let people = people.vacant.len() + people.hires.len() * 2 + words * 4;
        let pursuits: usize = self
            .pursuits
            .iter()
            .map(|p| {
                let floats = p.habit.len()
                    + p.problem.len()
                    + p.solution.len()
                    + p.ownership.len()
                    + p.fidelity.len()
                    + p.locked_in.len();
                let bytes = p.practice.len() + p.past.len() + p.shown.len() + p.next_shown.len();
                floats * 4
                    + bytes
                    + p.counts.filled.len() * 12
                    + p.sight.bytes()
                    + p.sway.len() * std::mem::size_of::<Sway>()
            })
            .sum();
        people + pursuits + self.marks.len()
    }
}

/// As long as wanted, all the same, without giving memory back.
pub(crate) fn refill<T: Clone>(column: &mut Vec<T>, len: usize, value: T) {
    column.clear();
    column.resize(len, value);
}
