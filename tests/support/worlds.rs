//! Worlds to test in.

// Each test file uses its part.
#![allow(dead_code)]

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use takehold::dice::Dice;
use takehold::quantities::*;
use takehold::world::*;

/// Tries that are the same every time.
pub fn tries(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// The roster a population's settings stand for.
pub fn roster(population: &Population, dice: &Dice) -> Roster {
    let professions = population.professions();
    let professions = professions
        .into_iter()
        .map(|name| Profession { name: name.to_string(), settings: population.profession_defaults(name) });
    population.roster(professions.collect(), dice)
}

/// Professions by name, with settings of no note.
pub fn named(professions: &[&str]) -> Vec<Profession> {
    professions.iter().map(|name| Profession { name: name.to_string(), settings: Default::default() }).collect()
}

/// Organisations of like units, each unit with so many posts of each profession in the front line.
pub fn grid(organisations: u16, units: u32, professions: &[&str], each: u32) -> Roster {
    let heads: Vec<Heads> =
        (0..professions.len()).map(|profession| Heads::new(profession as u8, Tier::Front, each)).collect();
    Roster {
        professions: named(professions),
        organisations: (0..organisations).map(|number| format!("trust {number}")).collect(),
        units: (0..organisations)
            .flat_map(|organisation| (0..units).map(move |number| (organisation, number)))
            .map(|(organisation, number)| UnitPlan {
                name: format!("ward {organisation}-{number}"),
                organisation,
                heads: heads.clone(),
            })
            .collect(),
        ..Roster::default()
    }
}

/// Units as alike as their rosters.
pub fn alike() -> Population {
    Population { unlikeness: Multiple::of(0.0), ..Default::default() }
}

/// Everyone's neighbours, lowest first.
pub fn neighbours(world: &World) -> Vec<Vec<u32>> {
    (0..world.posts.len()).map(|post| world.ties.neighbours(post, world.posts.len())).collect()
}

/// Every tie once, the lower post first.
pub fn pairs(world: &World) -> Vec<(usize, usize)> {
    let of = |(post, others): (usize, Vec<u32>)| {
        others.into_iter().map(move |other| (post, other as usize)).filter(|(a, b)| a < b).collect::<Vec<_>>()
    };
    neighbours(world).into_iter().enumerate().flat_map(of).collect()
}
