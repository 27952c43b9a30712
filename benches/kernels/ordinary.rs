//! The ordinary kernel: adoption on a graph as one would write it on a first,
//! careful pass. Nested neighbour lists, a vector of booleans, one generator
//! seeded once per run and drawn from in order.

use super::Params;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Runs the model once and returns the number of adopters after each week.
pub fn run(neighbours: &[Vec<u32>], seed: u64, weeks: u32, params: &Params) -> Vec<u32> {
    let people = neighbours.len();
    let mut rng = StdRng::seed_from_u64(seed);

    let mut adopts = vec![false; people];
    let seeds = (people as f64 * params.seeded).round() as usize;
    for person in rand::seq::index::sample(&mut rng, people, seeds) {
        adopts[person] = true;
    }

    let mut next = vec![false; people];
    let mut counts = Vec::with_capacity(weeks as usize);
    for _ in 0..weeks {
        for person in 0..people {
            let mut state = if adopts[person] {
                !rng.random_bool(params.lapse)
            } else {
                let adopting = neighbours[person].iter().filter(|&&other| adopts[other as usize]).count();
                let chance = 1.0 - (1.0 - params.uptake).powi(adopting as i32);
                rng.random_bool(chance)
            };
            if rng.random_bool(params.replacement) {
                state = false;
            }
            next[person] = state;
        }
        std::mem::swap(&mut adopts, &mut next);
        counts.push(adopts.iter().filter(|&&state| state).count() as u32);
    }
    counts
}
