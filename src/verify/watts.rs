//! Watts' cascades: on a random graph a single seed sets off almost everybody, but only if people have neither too few
//! ties nor too many.

use super::chain::binomial;
use super::sampling::{estimated_spread, mean_and_bound, root};
use super::setup::{Bench, idle, network, practising, spare_word};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms};
use crate::quantities::{Rate, Share};
use crate::world::{Initiative, Network};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Watts' cascade window";
const SOURCE: &str = "Watts 2002, PNAS 99:5766";
const PEOPLE: u32 = 10_000;
/// More than this part of all makes a cascade global.
const GLOBAL: f64 = 0.1;
const THRESHOLD: f64 = 0.18;
/// More ties than anyone has at these means.
const MOST: usize = 60;

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = Vec::new();
    for (index, degree) in [0.8, 8.0].into_iter().enumerate() {
        all.push(none(5000 + index as u32, degree, THRESHOLD)?);
    }
    all.push(frequency(5010, 2.0, THRESHOLD)?);
    all.push(frequency(5040, 4.0, THRESHOLD)?);
    all.push(size(5070, 4.0, THRESHOLD)?);
    Ok(all)
}

fn bench(number: u32, degree: f64, threshold: f64) -> Result<Bench, RulesError> {
    let contagion = Contagion {
        form: Form::Strict,
        threshold: Share::of(threshold),
        threshold_spread: Share::of(0.0),
        ..Default::default()
    };
    let mechanisms = Mechanisms { contagion: Some(contagion), ..Mechanisms::none() };
    let initiative = Initiative { pull: Rate::of(1000.0), ..idle() };
    Bench::new(number, PEOPLE, &network(Network::Random, degree), mechanisms, initiative)
}

/// The share that one random seed sets off; broken off once it exceeds `enough`.
fn cascade(bench: &Bench, state: &mut State, number: u32, index: u32, enough: f64) -> f64 {
    let seed = spare_word(number, index) as usize % bench.people();
    let mut count = 0;
    bench.live(
        0,
        PEOPLE,
        state,
        |state| bench.seed(state, [seed]),
        |state| {
            let before = std::mem::replace(&mut count, practising(state));
            let over = count == before || f64::from(count) > enough * f64::from(PEOPLE);
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    f64::from(count) / f64::from(PEOPLE)
}

/// Outside the window no seed goes far.
fn none(number: u32, degree: f64, threshold: f64) -> Result<Check, RulesError> {
    const SEEDS: u32 = 200;
    let bench = bench(number, degree, threshold)?;
    let mut state = State::default();
    let cascades = (0..SEEDS).filter(|&seed| cascade(&bench, &mut state, number, seed, GLOBAL) > GLOBAL).count();
    let about = About {
        limit: LIMIT,
        what: format!(
            "Random graph of 10,000 people, strict threshold {THRESHOLD}, one seed, adoption at once: number of seeds out of {SEEDS} that set off more than 10 % of all. Theory has cascades at mean degrees from 1 to {:.2} and nowhere else.",
            window_ends()
        ),
        source: SOURCE,
        bound_is: "none: outside the window there is no giant cluster of people whom one neighbour persuades".into(),
    };
    Ok(about.equal(format!("cascades at mean degree {degree}"), 0.0, cascades as f64, 0.0))
}

/// Inside it, as many as touch the giant cluster of the vulnerable.
fn frequency(number: u32, degree: f64, threshold: f64) -> Result<Check, RulesError> {
    const GRAPHS: u32 = 24;
    const SEEDS: u32 = 20;
    let mut state = State::default();
    let mut shares = Vec::new();
    for number in number..number + GRAPHS {
        let bench = bench(number, degree, threshold)?;
        let far = (0..SEEDS).filter(|&seed| cascade(&bench, &mut state, number, seed, GLOBAL) > GLOBAL).count();
        shares.push(far as f64 / f64::from(SEEDS));
    }
    let (mean, bound) = mean_and_bound(&shares);
    let about = About {
        limit: LIMIT,
        what: format!(
            "Random graphs of 10,000 people, strict threshold {THRESHOLD}, one seed: share of seeds that set off more than 10 % of all, against the probability that a seed touches the giant cluster of those whom one neighbour persuades (generating functions; the extended vulnerable cluster)."
        ),
        source: SOURCE,
        bound_is: estimated_spread(GRAPHS as usize, &format!("graphs with {SEEDS} seeds each")),
    };
    Ok(about.equal(format!("frequency at mean degree {degree}"), touching(degree), mean, bound))
}

/// How far a global cascade goes.
fn size(number: u32, degree: f64, threshold: f64) -> Result<Check, RulesError> {
    const CASCADES: usize = 16;
    let mut state = State::default();
    let mut sizes = Vec::new();
    for number in number..number + CASCADES as u32 {
        let bench = bench(number, degree, threshold)?;
        // A few seeds in a row set off nothing; a hundred never do.
        let mut shares = (0..100).map(|seed| cascade(&bench, &mut state, number, seed, 1.0));
        sizes.extend(shares.find(|&share| share > GLOBAL));
    }
    let (mean, bound) = mean_and_bound(&sizes);
    let about = About {
        limit: LIMIT,
        what: format!(
            "The same graphs: share of all that a global cascade reaches, mean over {CASCADES} graphs, against the fixed point of the tree recursion."
        ),
        source: "Gleeson and Cahalane 2007, Physical Review E 75:056103",
        bound_is: estimated_spread(CASCADES, "graphs"),
    };
    Ok(about.equal(format!("size at mean degree {degree}"), reach(degree), mean, bound))
}

/// The degrees of a random graph.
fn poisson(mean: f64) -> Vec<f64> {
    let mut term = libm::exp(-mean);
    (0..MOST)
        .map(|k| {
            let here = term;
            term *= mean / (k + 1) as f64;
            here
        })
        .collect()
}

/// Whether so many practising neighbours out of all persuade.
fn persuaded(practising: usize, ties: usize) -> bool {
    practising > 0 && practising as f64 >= THRESHOLD * ties as f64
}

/// Sum over the degrees of the vulnerable.
fn vulnerable(degree: f64, value: impl Fn(usize, f64) -> f64) -> f64 {
    poisson(degree)
        .into_iter()
        .enumerate()
        .filter(|&(k, _)| k > 0 && persuaded(1, k))
        .map(|(k, share)| value(k, share))
        .sum()
}

/// Probability that a random person has a tie into the giant cluster of the vulnerable.
fn touching(degree: f64) -> f64 {
    // A tie leads nowhere if whoever is there is not vulnerable, or none of their other ties leads anywhere.
    let ends = |u: f64| vulnerable(degree, |k, share| k as f64 * share / degree * (1.0 - libm::pow(u, (k - 1) as f64)));
    let mut nowhere = 0.0;
    for _ in 0..10_000 {
        nowhere = 1.0 - ends(nowhere);
    }
    1.0 - poisson(degree).into_iter().enumerate().map(|(k, share)| share * libm::pow(nowhere, k as f64)).sum::<f64>()
}

/// The mean degree above which there is no such cluster any more.
fn window_ends() -> f64 {
    root(4.0, 8.0, |degree| vulnerable(degree, |k, share| k as f64 * (k as f64 - 1.0) * share) - degree)
}

/// Share reached by a cascade from a vanishing seed.
fn reach(degree: f64) -> f64 {
    let shares = poisson(degree);
    let convinced = |ties: usize, others: usize, share: f64| -> f64 {
        binomial(others, share).into_iter().enumerate().filter(|&(m, _)| persuaded(m, ties)).map(|(_, mass)| mass).sum()
    };
    let mut along = 1e-3;
    for _ in 0..500 {
        along = (1..MOST).map(|k| k as f64 * shares[k] / degree * convinced(k, k - 1, along)).sum();
    }
    (1..MOST).map(|k| shares[k] * convinced(k, k, along)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theory_is_the_published_one() {
        // Watts' figure 1 and model.md: the window closes at about 5.8.
        assert!((window_ends() - 5.76).abs() < 0.02, "{}", window_ends());
        assert!(touching(0.8) < 1e-6 && touching(8.0) < 1e-6 && touching(4.0) > 0.5);
        // At low degree almost everyone is vulnerable: the giant component, 1 − exp(−2 S) = S, is 0.7968.
        assert!((touching(2.0) - 0.7968).abs() < 0.05);
    }

    #[test]
    fn the_engine_cascades_where_it_must() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn another_threshold_is_noticed() {
        // At 0.21 a person with five ties is no longer persuaded by one neighbour; at 0.12 the window reaches beyond 8.
        assert!(!frequency(5010, 4.0, 0.21).unwrap().pass);
        assert!(!none(5001, 8.0, 0.1).unwrap().pass);
    }
}
