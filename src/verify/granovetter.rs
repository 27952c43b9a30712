//! Granovetter's crowd: everyone joins once as many others have joined as their own threshold says, and a small change
//! in the spread of thresholds turns a handful into everybody.

use super::chain::binomial;
use super::sampling::{bound_share, known_spread, normal_share_below, root};
use super::setup::{Bench, SEED, idle, network, practising};
use super::{About, Check};
use crate::dice::{Address, Decision, Dice, normal};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms};
use crate::quantities::Rate;
use crate::world::{Initiative, Network};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Granovetter's equilibrium";
const SOURCE: &str = "Granovetter 1978, American Journal of Sociology 83:1420";
const PEOPLE: usize = 100;
const MEAN: f64 = 25.0;
const BENCH: u32 = 4000;

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let bench = bench()?;
    let mut state = State::default();
    let mut all = Vec::new();
    for (deviation, published) in [(12.2, 6.0), (12.3, 100.0)] {
        all.extend(quantiles(&bench, &mut state, deviation, deviation, published));
    }
    for deviation in [12.2, 12.3] {
        all.push(sampled(&bench, &mut state, deviation, deviation));
    }
    Ok(all)
}

fn bench() -> Result<Bench, RulesError> {
    let mechanisms =
        Mechanisms { contagion: Some(Contagion { form: Form::Strict, ..Default::default() }), ..Mechanisms::none() };
    // So strong a pull that whoever's threshold is reached joins within the week: 1 − exp(−1000) is 1.
    let initiative = Initiative { pull: Rate::of(1000.0), ..idle() };
    Bench::new(BENCH, PEOPLE as u32, &network(Network::Complete, 0.0), mechanisms, initiative)
}

fn below(threshold: f64, deviation: f64) -> f64 {
    normal_share_below((threshold - MEAN) / deviation)
}

/// The numbers who have joined, week by week, until nobody joins any more. Thresholds count people; nobody who has not
/// joined counts themselves, so in the engine, which compares shares of the 99 others, they are divided by 99.
fn joined(bench: &Bench, state: &mut State, thresholds: &[f64]) -> Vec<u32> {
    let mut counts: Vec<u32> = Vec::new();
    let prepare = |state: &mut State| {
        for (own, threshold) in state.people.threshold.iter_mut().zip(thresholds) {
            *own = (threshold / (PEOPLE - 1) as f64) as f32;
        }
        bench.seed(state, (0..PEOPLE).filter(|&person| thresholds[person] <= 0.0));
    };
    bench.live(0, 2 * PEOPLE as u32, state, prepare, |state| {
        let now = practising(state);
        let still = counts.last() == Some(&now);
        counts.push(now);
        if still { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    counts
}

/// Thresholds at the quantiles, against the published map.
fn quantiles(bench: &Bench, state: &mut State, theory: f64, engine: f64, published: f64) -> Vec<Check> {
    let mut map = Vec::new();
    let mut now = 0.0;
    while map.last() != Some(&now) && map.len() <= 2 * PEOPLE {
        map.push(now);
        now = libm::ceil(100.0 * below(now, theory));
    }
    // The first number is before anyone has acted; the instigators are the second.
    map.remove(0);
    // So spread that ⌈100 F(r)⌉ people have thresholds of r or less: the first below any number.
    let thresholds: Vec<f64> = (0..PEOPLE)
        .map(|person| match person {
            0 => f64::NEG_INFINITY,
            _ => {
                let level = person as f64 / PEOPLE as f64;
                MEAN + engine * root(-8.0, 8.0, |z| normal_share_below(z) - level)
            }
        })
        .collect();
    let counts = joined(bench, state, &thresholds);
    let weeks = map.len().max(counts.len());
    let at = |list: &[f64], week: usize| list.get(week).or(list.last()).copied().unwrap_or(f64::NAN);
    let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
    let apart = (0..weeks).filter(|&week| at(&map, week) != at(&counts, week)).count();
    let shown: Vec<String> = map.iter().map(f64::to_string).collect();
    let about = About {
        limit: LIMIT,
        what: format!(
            "100 people who all see each other, thresholds at the quantiles of a normal distribution of mean 25 and standard deviation {theory}, adoption at once: the map r ← ⌈100 F(r)⌉ goes {}.",
            shown.join(", ")
        ),
        source: SOURCE,
        bound_is: "none allowed: the sequence has no chance in it".into(),
    };
    vec![
        about.equal("weeks that differ from the map", 0.0, apart as f64, 0.0),
        about.equal("joined in the end", published, at(&counts, usize::MAX), 0.0),
    ]
}

/// Thresholds drawn at random: how often more than half join.
fn sampled(bench: &Bench, state: &mut State, theory: f64, engine: f64) -> Check {
    const DRAWS: usize = 2000;
    let tipped = (0..DRAWS)
        .filter(|&draw| {
            // The same draws at either deviation.
            let dice = Dice::of_run(SEED, BENCH, draw as u32);
            let thresholds: Vec<f64> = (0..PEOPLE)
                .map(|person| MEAN + engine * normal(dice.word(Address(person as u32, u32::MAX), 0, Decision::Traits)))
                .collect();
            joined(bench, state, &thresholds).last().is_some_and(|&count| count as usize > PEOPLE / 2)
        })
        .count();
    let exact = tipping(theory);
    let about = About {
        limit: LIMIT,
        what: format!(
            "100 people whose thresholds are drawn at random from a normal distribution of mean 25, in {DRAWS} draws: share of draws in which more than half join. It is about a fifth on either side of what the quantiles make a sharp edge; the exact value comes from the chain of generations, each binomial given the two before it."
        ),
        source: "Granovetter 1978; exact recursion over generations",
        bound_is: known_spread("2000 draws"),
    };
    let share = tipped as f64 / DRAWS as f64;
    about.equal(format!("tips at standard deviation {theory}"), exact, share, bound_share(exact, DRAWS))
}

/// Probability that more than half join. Of those who have not joined when `now` have, all have thresholds above
/// `before`, the number that was seen last; each joins next with (F(now) − F(before)) / (1 − F(before)).
fn tipping(deviation: f64) -> f64 {
    let mut reached = vec![vec![0.0; PEOPLE + 1]; PEOPLE + 1];
    reached[0] = binomial(PEOPLE, below(0.0, deviation));
    // Nobody at the start is the end already.
    reached[0][0] = 0.0;
    let mut tips = 0.0;
    for now in 1..=PEOPLE {
        for before in 0..now {
            let mass = reached[before][now];
            if mass == 0.0 {
                continue;
            }
            let seen = below(before as f64, deviation);
            let joins = (below(now as f64, deviation) - seen) / (1.0 - seen);
            for (more, share) in binomial(PEOPLE - now, joins).into_iter().enumerate() {
                if more > 0 {
                    reached[now][now + more] += mass * share;
                } else if now > PEOPLE / 2 {
                    tips += mass * share;
                }
            }
        }
    }
    tips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_follows_the_map() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn a_tenth_of_a_deviation_is_noticed() {
        let bench = bench().unwrap();
        let checks = quantiles(&bench, &mut State::default(), 12.2, 12.3, 6.0);
        assert!(checks.iter().all(|check| !check.pass), "{checks:#?}");
        assert!(!sampled(&bench, &mut State::default(), 12.2, 14.0).pass);
    }

    #[test]
    fn about_a_fifth_tip_either_way() {
        assert!((tipping(12.2) - 0.2).abs() < 0.05 && (tipping(12.3) - 0.2).abs() < 0.05);
        assert!(tipping(1.0) < 1e-9 && tipping(30.0) > 0.99);
    }
}
