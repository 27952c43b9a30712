//! What changes during a run: people as arrays, and per initiative what each of them does.

use super::answers::Answered;
use super::climate::Sway;
use super::leaders::LeadersNow;
use super::look::Sight;
use super::portfolio::Solved;
use super::spread::Elsewhere;
use crate::mechanisms::{Argument, Harm};
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
    /// Where own judgement lies, in standard deviations between people.
    pub outlook: Vec<f32>,
    /// How far each holds to it, 0 to 1.
    pub stubborn: Vec<f32>,
    /// Skill in improvement, 0 to 1.
    pub skill: Vec<f32>,
    /// Trainings a head that go by until it is this person's turn; infinite once it has come.
    pub waits: Vec<f32>,
}

/// What units are in, whatever the initiative. A column no mechanism of the run uses stays empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sites {
    /// Harm done to something else, and faith lost over it.
    pub harm: Vec<Harm>,
    /// What staff can do of the work, 1 at the start (see trap).
    pub can: Vec<f32>,
    /// Time left for working smarter, of what there is at the reference.
    pub smarter: Vec<f32>,
    /// What a unit knows together about improvement, 0 to 1.
    pub knows: Vec<f32>,
    /// How far each organisation learns, 0 to 1 (see culture).
    pub learning: Vec<f32>,
    /// What pressure leaves of supports, 0 to 1 (see trap).
    pub valued: Vec<f32>,
    /// What there is of coaching in each unit, of what is stated; empty where that is all of it.
    pub coached: Vec<f32>,
    /// What has been built of structures for improvement and its data, 0 to 1.
    pub built: Vec<f32>,
}

/// What is heard of a belief: of everyone, by how much they hold more or less of it than the reference person.
#[derive(Debug, Default)]
pub struct Voice {
    /// As colleagues hear it this week: twice the difference, times standing (64 = 1), times familiarity; 0 from nobody.
    pub heard: Vec<i8>,
    /// The same for next week, in the making.
    pub(crate) next: Vec<i8>,
    /// What everybody's colleagues say, added up.
    pub(crate) sight: Sight,
}

/// One initiative, person by person and unit by unit.
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
    /// What lies behind: for an occupant, 1 if they have practised and lapsed; for an empty post, 1 if whoever left it
    /// practised truly.
    pub past: Vec<u8>,
    /// What neighbours read: practice times standing times familiarity, 64 = in full.
    pub shown: Vec<u8>,
    /// The same for next week, in the making.
    pub(crate) next_shown: Vec<u8>,
    /// Lock-in of each unit, 0 to 1.
    pub locked_in: Vec<f32>,
    /// How far each unit's data system stands, 0 to 1.
    pub stands: Vec<f32>,
    /// How credible what it shows is this week, 0 to 1.
    pub credible: Vec<f32>,
    /// True quality of each unit in what this initiative is about, 0 to 1.
    pub quality: Vec<f32>,
    /// The same as measured.
    pub measured: Vec<f32>,
    /// Results as each unit sees them, 1 for all that was hoped for.
    pub seen: Vec<f32>,
    /// Regard of each organisation's sponsor, 1 at the reference, 0 to 2.
    pub regard: Vec<f32>,
    /// What those in charge see in each unit and answer; empty where they answer nothing.
    pub(crate) answered: Vec<Answered>,
    /// Resentment of a celebrity lead, 0 to 1, by wave of the programme.
    pub resentment: Vec<f32>,
    /// Week from which on an organisation's sponsor has stopped it, by organisation; far away where nobody has.
    pub stopped: Vec<u32>,
    /// The wave of each unit, as the programme goes now: it changes where it is stopped.
    pub(crate) wave: Vec<u8>,
    /// How much of the wall between professions learning together has taken down, 0 to 1.
    pub bridged: f32,
    /// How much has been found out of what it truly does, 0 to 1.
    pub found_out: f32,
    /// Weight of a tie to another profession in what concerns it.
    pub(crate) across: f32,
    /// What leaders, hours, rewards and lock-in come to this week, by cell.
    pub(crate) sway: Vec<Sway>,
    /// What is put to people this week, by cell.
    pub(crate) arguments: Vec<Argument>,
    /// What is heard of belief in the problem and in the solution.
    pub voices: [Voice; 2],
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
    /// Those of them with a skill in improvement above a third.
    pub improvers_left: u64,
    /// People hired.
    pub hired: u64,
    /// Leaders, of any level, who were succeeded.
    pub leaders: u64,
    /// Reorganisations by policy, over all organisations.
    pub reorganised: u64,
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
    /// What units are in.
    pub sites: Sites,
    /// Share of the time asked that there is, by cell.
    pub sufficiency: Vec<f32>,
    /// Hours a week that staff have beyond what is asked of them, below 0 where they have fewer, by cell.
    pub(crate) spare: Vec<f32>,
    /// Hours a week that are drawn from the daily work, by cell.
    pub(crate) lacking: Vec<f32>,
    /// Counted over the run.
    pub tally: Tally,
    /// Slack left, hours given back, part of protected hours let through and hours saved, for which hours were counted, by
    /// unit.
    pub(crate) counted: Vec<[f32; 4]>,
    /// What is left of uptake at that sufficiency, by cell.
    pub(crate) slowed: Vec<f32>,
    /// What this week did to each post.
    pub(crate) marks: Vec<u8>,
    /// By initiative, what has been worked out where; room for it where it is shared.
    pub(crate) solved: Vec<Solved>,
    /// Room for what those convened see.
    pub(crate) elsewhere: Elsewhere,
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
    pub beliefs: bool,
    pub skill: bool,
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
            (&mut self.people.outlook, needs.beliefs),
            (&mut self.people.stubborn, needs.beliefs),
            (&mut self.people.skill, needs.skill),
            (&mut self.people.waits, needs.skill),
        ] {
            refill(column, if needed { posts } else { 0 }, 0.0);
        }
        refill(&mut self.marks, posts, mark::NOTHING);
        self.tally = Tally::default();
        self.pursuits.resize_with(initiatives, Pursuit::default);
        for pursuit in &mut self.pursuits {
            refill(&mut pursuit.practice, posts, practice::NOBODY);
            refill(&mut pursuit.shown, posts, 0);
            refill(&mut pursuit.next_shown, posts, 0);
            refill(&mut pursuit.past, posts, 0);
            refill(&mut pursuit.ownership, if needs.ownership { posts } else { 0 }, 0.0);
            let thinking = if needs.beliefs { posts } else { 0 };
            refill(&mut pursuit.problem, thinking, 0.0);
            refill(&mut pursuit.solution, thinking, 0.0);
            for voice in &mut pursuit.voices {
                refill(&mut voice.heard, thinking, 0);
                refill(&mut voice.next, thinking, 0);
            }
            pursuit.counts.clear(world.cells.len());
        }
    }

    /// Bytes held for people and what they do.
    pub fn bytes(&self) -> usize {
        let people = &self.people;
        let columns = [
            &people.threshold,
            &people.motivation,
            &people.hired_with,
            &people.fatigue,
            &people.cynicism,
            &people.outlook,
            &people.stubborn,
            &people.skill,
            &people.waits,
        ]
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
                    + [&p.locked_in, &p.stands, &p.credible, &p.quality, &p.measured, &p.seen]
                        .map(Vec::len)
                        .iter()
                        .sum::<usize>();
                let voices: usize = p.voices.iter().map(|voice| 2 * voice.heard.len() + voice.sight.bytes()).sum();
                let bytes = p.practice.len() + p.past.len() + p.shown.len() + p.next_shown.len() + voices;
                floats * 4
                    + bytes
                    + p.counts.filled.len() * 12
                    + p.sight.bytes()
                    + p.sway.len() * std::mem::size_of::<Sway>()
                    + p.arguments.len() * std::mem::size_of::<Argument>()
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
