//! Parts of an organisation: neighbouring posts with all that belongs to them, so that threads can share the work.
//! Everything a part writes belongs to its own posts, but for counts of whole numbers, whose order cannot matter; so
//! parts may live in any order and on any thread.

use super::climate::Sway;
use super::look::Sight;
use super::rules::MAX_INITIATIVES;
use super::state::{Counts, Pursuit, State, Tally};
#[cfg(feature = "threads")]
use crate::dice::BLOCK;
use crate::mechanisms::Argument;
use arrayvec::ArrayVec;

/// A part of something with one row for each post: columns that are cut in two with it, columns that may be empty, and
/// what every part shares.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $vis:vis struct $name:ident {
            rows { $($row:ident: $row_type:ty,)* }
            columns { $($column:ident: $column_type:ty,)* }
            shared { $($shared:ident: $shared_type:ty,)* }
        }
    ) => {
        $(#[$doc])*
        $vis struct $name<'a> {
            $(pub $row: &'a mut [$row_type],)*
            $(pub $column: &'a mut [$column_type],)*
            $(pub $shared: $shared_type,)*
        }

        impl<'a> $name<'a> {
            /// In two, the first with so many rows. What is shared is the same in both.
            #[cfg(feature = "threads")]
            fn cut(self, middle: usize) -> (Self, Self) {
                $(let $row = self.$row.split_at_mut(middle);)*
                $(let $column = self.$column.split_at_mut(middle.min(self.$column.len()));)*
                $(let $shared = self.$shared;)*
                (
                    Self { $($row: $row.0,)* $($column: $column.0,)* $($shared,)* },
                    Self { $($row: $row.1,)* $($column: $column.1,)* $($shared,)* },
                )
            }

            /// The same rows, for some of them and for a while.
            pub fn rows(&mut self, rows: std::ops::Range<usize>) -> $name<'_> {
                $name {
                    $($row: &mut self.$row[rows.clone()],)*
                    $($column: self.$column.get_mut(rows.clone()).unwrap_or(&mut []),)*
                    $($shared: self.$shared,)*
                }
            }
        }
    };
}

part! {
    /// Who fills some posts. A column no mechanism uses is empty.
    pub(crate) struct PeoplePart {
        rows { vacant: u8, hires: u16, arrived: i32, marks: u8, }
        columns {
            threshold: f32,
            motivation: f32,
            hired_with: f32,
            fatigue: f32,
            cynicism: f32,
            outlook: f32,
            stubborn: f32,
            skill: f32,
            waits: f32,
        }
        shared {}
    }
}

part! {
    /// What the people of a part do about one initiative.
    pub(crate) struct PursuitPart {
        rows { practice: u8, past: u8, next_shown: u8, }
        columns {
            habit: f32,
            ownership: f32,
            problem: f32,
            solution: f32,
            next_problem: i8,
            next_solution: i8,
        }
        shared { whole: Whole<'a>, }
    }
}

/// Some neighbouring blocks of posts, from the post `first` on.
pub(crate) struct Part<'a> {
    pub first: usize,
    pub people: PeoplePart<'a>,
    pub pursuits: ArrayVec<PursuitPart<'a>, MAX_INITIATIVES>,
    pub moves: Moves,
    pub tally: &'a Tally,
    /// What every part reads of time: sufficiency by cell.
    pub sufficiency: &'a [f32],
    /// What there is of coaching, by unit; empty where that is all that is stated.
    pub coached: &'a [f32],
}

/// What every part reads of an initiative.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'a> {
    pub shown: &'a [u8],
    pub locked_in: &'a [f32],
    pub wave: &'a [u8],
    pub sway: &'a [Sway],
    pub arguments: &'a [Argument],
    /// What is heard of belief in the problem and in the solution.
    pub heard: [&'a [i8]; 2],
    pub hearing: [&'a Sight; 2],
    pub sight: &'a Sight,
    pub counts: &'a Counts,
    /// Weight of a tie to another profession.
    pub across: f32,
}

/// How many left and how many came.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Moves {
    pub left: u64,
    pub improvers_left: u64,
    pub hired: u64,
}

impl Moves {
    /// Counts them over the run.
    pub fn count(self, tally: &mut Tally) {
        tally.left += self.left;
        tally.improvers_left += self.improvers_left;
        tally.hired += self.hired;
    }
}

impl<'a> Part<'a> {
    /// Everybody.
    pub fn of(state: &'a mut State) -> Self {
        let State { people, pursuits, tally, marks, sufficiency, sites, .. } = state;
        let pursuits = pursuits.iter_mut().map(|pursuit| {
            let Pursuit {
                practice,
                habit,
                problem,
                solution,
                ownership,
                past,
                next_shown,
                shown,
                locked_in,
                wave,
                sway,
                arguments,
                voices,
                sight,
                counts,
                across,
                ..
            } = pursuit;
            let [on_problem, on_solution] = voices;
            let whole = Whole {
                shown,
                locked_in,
                wave,
                sway,
                arguments,
                heard: [&on_problem.heard, &on_solution.heard],
                hearing: [&on_problem.sight, &on_solution.sight],
                sight,
                counts,
                across: *across,
            };
            let (next_problem, next_solution) = (&mut on_problem.next[..], &mut on_solution.next[..]);
            PursuitPart {
                practice,
                past,
                next_shown,
                habit,
                ownership,
                problem,
                solution,
                next_problem,
                next_solution,
                whole,
            }
        });
        Part {
            first: 0,
            people: PeoplePart {
                vacant: &mut people.vacant,
                hires: &mut people.hires,
                arrived: &mut people.arrived,
                marks,
                threshold: &mut people.threshold,
                motivation: &mut people.motivation,
                hired_with: &mut people.hired_with,
                fatigue: &mut people.fatigue,
                cynicism: &mut people.cynicism,
                outlook: &mut people.outlook,
                stubborn: &mut people.stubborn,
                skill: &mut people.skill,
                waits: &mut people.waits,
            },
            pursuits: pursuits.collect(),
            moves: Moves::default(),
            tally,
            sufficiency,
            coached: &sites.coached,
        }
    }

    #[cfg(feature = "threads")]
    fn halves(self) -> (Self, Self) {
        let middle = self.people.marks.len() / BLOCK / 2 * BLOCK;
        let (people, other_people) = self.people.cut(middle);
        let (mut pursuits, mut other_pursuits) = (ArrayVec::new(), ArrayVec::new());
        for pursuit in self.pursuits {
            let (mine, other) = pursuit.cut(middle);
            pursuits.push(mine);
            other_pursuits.push(other);
        }
        let (first, tally, sufficiency, coached) = (self.first, self.tally, self.sufficiency, self.coached);
        let other = Part {
            first: first + middle,
            people: other_people,
            pursuits: other_pursuits,
            moves: Moves::default(),
            tally,
            sufficiency,
            coached,
        };
        (Part { first, people, pursuits, moves: self.moves, tally, sufficiency, coached }, other)
    }
}

/// Lives a part: halves it between threads until few posts are left, and lives those one after the other.
pub(crate) fn together(part: Part<'_>, lives: &(impl Fn(Part<'_>) -> Moves + Sync)) -> Moves {
    #[cfg(feature = "threads")]
    {
        // Below this a hand-over costs more than it brings.
        const ALONE: usize = 128 * BLOCK;
        if part.people.marks.len() > ALONE && rayon::current_num_threads() > 1 {
            let (one, other) = part.halves();
            let (one, other) = rayon::join(|| together(one, lives), || together(other, lives));
            return Moves {
                left: one.left + other.left,
                improvers_left: one.improvers_left + other.improvers_left,
                hired: one.hired + other.hired,
            };
        }
    }
    lives(part)
}
