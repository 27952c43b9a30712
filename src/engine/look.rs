//! Everyone looks: what neighbours showed last week, added up.

use super::rules::Rules;
use super::state::SHOWN_ONE;
use crate::world::{Ties, WINDOW, World};

/// What everybody shows together, by profession: all that a complete network needs.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    all: u64,
    by_profession: Vec<u64>,
}

impl Totals {
    /// Added up where everyone sees everyone; empty elsewhere.
    pub fn of(world: &World, shown: &[u8]) -> Self {
        let mut totals = Self::default();
        totals.update(world, shown);
        totals
    }

    /// The same, into the room there is.
    pub fn update(&mut self, world: &World, shown: &[u8]) {
        if Rules::listed(world) {
            return;
        }
        self.by_profession.resize(world.professions.len(), 0);
        self.by_profession.fill(0);
        for cell in 0..world.cells.len() {
            let sum: u64 = shown[world.cells.posts(cell)].iter().map(|&shown| u64::from(shown)).sum();
            self.by_profession[usize::from(world.cells.profession[cell])] += sum;
        }
        self.all = self.by_profession.iter().sum();
    }
}

/// Room for one window's sums, inside the profession and across.
#[derive(Debug)]
pub(crate) struct Room {
    same: [u32; WINDOW],
    other: [u32; WINDOW],
    other_is_nil: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self { same: [0; WINDOW], other: [0; WINDOW], other_is_nil: false }
    }
}

impl Room {
    /// Weighted number of neighbours seen by a person of the window.
    #[inline(always)]
    pub fn seen(&self, across: f32, row: usize) -> f32 {
        (self.same[row] as f32 + across * self.other[row] as f32) * (1.0 / SHOWN_ONE)
    }

    /// The same for a block of them.
    pub fn seen_by(&self, across: f32, first: usize, seen: &mut [f32]) {
        let rows = first..first + seen.len();
        if self.other_is_nil {
            for (seen, same) in seen.iter_mut().zip(&self.same[rows]) {
                *seen = *same as f32 * (1.0 / SHOWN_ONE);
            }
        } else {
            for ((seen, same), other) in seen.iter_mut().zip(&self.same[rows.clone()]).zip(&self.other[rows]) {
                *seen = (*same as f32 + across * *other as f32) * (1.0 / SHOWN_ONE);
            }
        }
    }
}

/// Adds up what the neighbours of a window's people showed.
pub(crate) fn everyone_looks(world: &World, totals: &Totals, shown: &[u8], window: usize, room: &mut Room) {
    match &world.ties {
        Ties::Listed { same, other } => {
            same.sums(window, shown, &mut room.same);
            room.other_is_nil = other.is_empty();
            other.sums(window, shown, &mut room.other);
        }
        Ties::Complete => {
            let first = window * WINDOW;
            let size = WINDOW.min(world.posts.len() - first);
            room.other_is_nil = world.professions.len() == 1;
            for row in 0..size {
                let own = totals.by_profession[usize::from(world.posts.profession(&world.cells, first + row))];
                room.same[row] = (own - u64::from(shown[first + row])) as u32;
                room.other[row] = (totals.all - own) as u32;
            }
        }
    }
}
