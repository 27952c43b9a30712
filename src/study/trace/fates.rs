//! What happened at every post during a run, as little of it as is needed to find somebody.

use super::{Fate, Staged, Turn};
use crate::engine::{State, practice};

/// Who holds each post, so that a change of hands is known from a change of mind.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Hands {
    vacant: Vec<u8>,
    hires: Vec<u16>,
    arrived: Vec<i32>,
}

impl Hands {
    /// As they are.
    pub fn note(&mut self, state: &State) {
        self.vacant.clone_from(&state.people.vacant);
        self.hires.clone_from(&state.people.hires);
        self.arrived.clone_from(&state.people.arrived);
    }

    /// Whether the same person holds a post as when they were noted.
    pub fn same(&self, state: &State, post: usize) -> bool {
        let people = &state.people;
        (self.vacant[post], self.hires[post], self.arrived[post])
            == (people.vacant[post], people.hires[post], people.arrived[post])
    }

    /// Whether a post stood empty.
    pub fn empty(&self, post: usize) -> bool {
        self.vacant[post] != 0
    }

    /// How many had been hired into it.
    pub fn hires(&self, post: usize) -> u16 {
        self.hires[post]
    }
}

/// Fates of all posts, by initiative and post.
pub(super) struct Fates {
    seen: Vec<Vec<u8>>,
}

const fn bit(fate: Fate) -> u8 {
    1 << fate as u8
}

impl Fates {
    /// Lives a run to find out.
    pub fn of(stage: &Staged<'_>, initiatives: usize) -> Self {
        let posts = stage.world.posts.len();
        let mut seen = vec![vec![0u8; posts]; initiatives];
        let mut practised = vec![vec![false; posts]; initiatives];
        let mut target = vec![vec![false; posts]; initiatives];
        let mut before: Vec<Vec<u8>> = vec![Vec::new(); initiatives];
        let mut hands = Hands::default();
        // Practising when the funding ended, and the same person since.
        let mut held = vec![vec![false; posts]; initiatives];
        let ends = |initiative: usize, post: usize| {
            let unit = stage.world.posts.unit(&stage.world.cells, post);
            stage.rules.runs_from_to(initiative, unit).map(|(_, ends)| ends)
        };
        let ends: Vec<Vec<Option<u32>>> =
            (0..initiatives).map(|initiative| (0..posts).map(|post| ends(initiative, post)).collect()).collect();
        let look = |state: &State, practised: &mut [Vec<bool>], target: &mut [Vec<bool>]| {
            for (index, pursuit) in state.pursuits.iter().enumerate() {
                for (post, &now) in pursuit.practice.iter().enumerate() {
                    practised[index][post] |= now == practice::TRUE || now == practice::RITUAL;
                    target[index][post] |= now != practice::NOBODY;
                }
            }
        };
        stage.live(&mut State::default(), |turn| match turn {
            Turn::Deciding(deciding) => {
                let state = deciding.state();
                look(state, &mut practised, &mut target);
                hands.note(state);
                for (index, pursuit) in state.pursuits.iter().enumerate() {
                    before[index].clone_from(&pursuit.practice);
                    for (post, &now) in pursuit.practice.iter().enumerate() {
                        held[index][post] |= now == practice::TRUE && ends[index][post] == Some(state.week);
                    }
                }
            }
            Turn::Done(state) => {
                look(state, &mut practised, &mut target);
                for (index, pursuit) in state.pursuits.iter().enumerate() {
                    for (post, (&was, &now)) in before[index].iter().zip(&pursuit.practice).enumerate() {
                        let seen = &mut seen[index][post];
                        if !hands.same(state, post) {
                            *seen &= !bit(Fate::Kept);
                            held[index][post] = false;
                            continue;
                        }
                        match (was, now) {
                            (practice::NOT | practice::RITUAL, practice::TRUE) => {
                                *seen |= bit(Fate::TookUp) | bit(Fate::Kept);
                            }
                            (practice::TRUE, practice::NOT) => {
                                *seen = *seen & !bit(Fate::Kept) | bit(Fate::Lapsed);
                                if std::mem::take(&mut held[index][post]) {
                                    *seen |= bit(Fate::LapsedAfterEnd);
                                }
                            }
                            (practice::NOT, practice::RITUAL) => *seen |= bit(Fate::Complied),
                            _ => {}
                        }
                    }
                }
            }
        });
        for ((seen, practised), target) in seen.iter_mut().zip(&practised).zip(&target) {
            for ((seen, practised), target) in seen.iter_mut().zip(practised).zip(target) {
                *seen |= if *target && !practised { bit(Fate::NeverDid) } else { 0 };
            }
        }
        Self { seen }
    }

    /// The posts of a fate in any initiative, in order.
    pub fn posts(&self, fate: Fate) -> Vec<usize> {
        let posts = self.seen.first().map_or(0, Vec::len);
        (0..posts).filter(|&post| self.seen.iter().any(|seen| seen[post] & bit(fate) != 0)).collect()
    }

    /// The initiatives in which a post had a fate.
    pub fn initiatives(&self, post: usize, fate: Fate) -> Vec<usize> {
        (0..self.seen.len()).filter(|&index| self.seen[index][post] & bit(fate) != 0).collect()
    }
}
