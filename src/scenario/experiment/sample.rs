//! Points between 0 and 1, each worked out from its number.

use super::{Design, DesignKind};
use crate::dice::{Address, Decision, Dice, uniform as of_word};

/// Where a point stands in the range of a factor: 0 to below 1.
pub(super) fn uniform(design: &Design, factor: usize, at: u64) -> f64 {
    match design.kind {
        DesignKind::Sobol => f64::from(sobol_burley::sample(at as u32, factor as u32, design.seed)),
        _ => {
            let part = design.drawn.get(factor).and_then(|drawn| drawn.get(at as usize)).copied().unwrap_or(0);
            (f64::from(part) + of_word(words(design, factor, at as u32)[1])) / design.points as f64
        }
    }
}

/// The parts of a Latin hypercube: for each factor an order of its own. A factor's order depends on its name, so that a
/// further one changes none of the others.
pub(super) fn hypercube(design: &Design) -> Vec<Vec<u32>> {
    (0..design.factors.len())
        .map(|factor| {
            let mut drawn: Vec<(u32, u32)> =
                (0..design.points as u32).map(|point| (words(design, factor, point)[0], point)).collect();
            drawn.sort_unstable();
            let mut parts = vec![0; drawn.len()];
            for (part, (_, point)) in drawn.into_iter().enumerate() {
                parts[point as usize] = part as u32;
            }
            parts
        })
        .collect()
}

fn words(design: &Design, factor: usize, point: u32) -> [u32; 4] {
    let dice = Dice::of_design(u64::from(design.seed));
    dice.words(Address::of_name(&design.factors[factor].name), point, Decision::Setting)
}
