//! Turnover alone: people leave at a constant rate, so everything about time in post is geometric.

use super::sampling::{bound_known, bound_share, known_spread};
use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Mechanisms, Turnover};
use crate::quantities::{Rate, Share, Weeks};
use crate::world::{Initiative, Network};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Turnover alone";
const SOURCE: &str = "geometric survival";
const PEOPLE: u32 = 10_000;
const RUNS: u32 = 3;
const ALL: usize = (PEOPLE * RUNS) as usize;
/// 11 % a year, the default of a profession.
const USUAL: f64 = 0.11 / 52.0;
/// So many leave that all have left by the end.
const HIGH: f64 = 0.05;
/// Share of newcomers who practise.
const NEWCOMERS: f64 = 0.2;

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = survival(USUAL, USUAL)?;
    all.extend(tenure(HIGH, HIGH)?);
    all.extend(vacancy(10.0, 10.0)?);
    Ok(all)
}

fn bench(number: u32, leaving: f64, vacancy: f64, newcomers: f64) -> Result<Bench, RulesError> {
    let turnover = Turnover { rate: Some(Rate::of(leaving)), vacancy: Weeks::of(vacancy), ..Default::default() };
    let initiative = Initiative { newcomers: Some(Share::of(newcomers)), ..idle() };
    let mechanisms = Mechanisms { turnover: Some(turnover), ..Mechanisms::none() };
    Bench::new(number, PEOPLE, &network(Network::None, 0.0), mechanisms, initiative)
}

/// The chance of a week at a rate.
fn weekly(rate: f64) -> f64 {
    -libm::expm1(-rate)
}

fn count(column: &[impl Copy + Into<u32>], value: u32) -> f64 {
    column.iter().filter(|&&entry| entry.into() == value).count() as f64
}

/// Runs with everyone practising at first, and adds something up at every week.
fn sums<const N: usize>(bench: &Bench, weeks: u32, value: impl Fn(&State) -> [f64; N]) -> Vec<[f64; N]> {
    let mut sums = vec![[0.0; N]; weeks as usize + 1];
    let mut state = State::default();
    for run in 0..RUNS {
        bench.live(
            run,
            weeks,
            &mut state,
            |state| bench.seed(state, 0..PEOPLE as usize),
            |state| {
                for (sum, value) in sums[state.week as usize].iter_mut().zip(value(state)) {
                    *sum += value;
                }
                ControlFlow::Continue(())
            },
        );
    }
    sums
}

/// How many of the first occupants are left, and what becomes of practice.
fn survival(theory: f64, engine: f64) -> Result<Vec<Check>, RulesError> {
    let stays = 1.0 - weekly(theory);
    let alone = sums(&bench(8000, engine, 0.0, 0.0)?, 520, |state| {
        [count(&state.people.hires, 0), f64::from(state.pursuits[0].counts.truly(0))]
    });
    let pool = sums(&bench(8001, engine, 0.0, NEWCOMERS)?, 520, |state| [f64::from(state.pursuits[0].counts.truly(0))]);
    let bound_is = known_spread("30,000 people");
    let about = About {
        limit: LIMIT,
        what: "Nobody takes up or drops anything; people leave at 11 % a year (rate r a week) and posts are filled at once. Of the first occupants e^−rt are left after t weeks; practice that all had goes the same way when newcomers have none.".into(),
        source: SOURCE,
        bound_is: bound_is.clone(),
    };
    let with_pool = About {
        what: format!(
            "The same with newcomers of whom {NEWCOMERS} practise: practice goes to {NEWCOMERS} + {} e^−rt.",
            1.0 - NEWCOMERS
        ),
        ..about.clone()
    };
    let mut checks = Vec::new();
    for week in [52, 156, 520] {
        let left = libm::pow(stays, week as f64);
        let bound = bound_share(left, ALL);
        checks.push(about.equal(
            format!("first occupants after {week} weeks"),
            left,
            alone[week][0] / ALL as f64,
            bound,
        ));
        checks.push(about.equal(format!("practice after {week} weeks"), left, alone[week][1] / ALL as f64, bound));
    }
    for week in [156, 520] {
        let share = NEWCOMERS + (1.0 - NEWCOMERS) * libm::pow(stays, week as f64);
        let name = format!("with newcomers, after {week} weeks");
        checks.push(with_pool.equal(name, share, pool[week][0] / ALL as f64, bound_share(share, ALL)));
    }
    Ok(checks)
}

/// Time in post, of the first occupants until they left and of whoever is there in the end.
fn tenure(theory: f64, engine: f64) -> Result<Vec<Check>, RulesError> {
    const WEEKS: u32 = 400;
    let leaves = weekly(theory);
    let sums = sums(&bench(8002, engine, 0.0, 0.0)?, WEEKS, |state| {
        let weeks: i64 = state.people.arrived.iter().map(|&since| i64::from(state.week) - i64::from(since)).sum();
        [count(&state.people.hires, 0), weeks as f64]
    });
    // Each week that a first occupant is still there adds one to the time in post.
    let completed = sums.iter().map(|[first, _]| first).sum::<f64>() / ALL as f64;
    let running = sums[WEEKS as usize][1] / ALL as f64;
    let deviation = libm::sqrt(1.0 - leaves) / leaves;
    let about = About {
        limit: LIMIT,
        what: format!(
            "People leave with probability p = {leaves:.5} a week for {WEEKS} weeks, after which no first occupant is left: their mean time to leaving is 1/p; those in post in the end have been there for (1 − p)/p."
        ),
        source: "geometric waiting times",
        bound_is: known_spread("30,000 people"),
    };
    Ok(vec![
        about.equal("mean weeks until leaving", 1.0 / leaves, completed, bound_known(deviation, ALL)),
        about.equal("mean weeks since arrival", (1.0 - leaves) / leaves, running, bound_known(deviation, ALL)),
    ])
}

/// Posts that stand empty for a while.
fn vacancy(theory: f64, engine: f64) -> Result<Vec<Check>, RulesError> {
    const LEAVING: f64 = 0.01;
    let (leaves, fills) = (weekly(LEAVING), weekly(1.0 / theory));
    let sums = sums(&bench(8003, LEAVING, engine, 0.0)?, 156, |state| {
        [count(&state.people.vacant, 1), f64::from(state.pursuits[0].counts.filled(0))]
    });
    let about = About {
        limit: LIMIT,
        what: format!(
            "People leave at {LEAVING} a week (chance p), posts stand empty for {theory} weeks on average (chance f of being filled): after t weeks p/(p + f) · (1 − (1 − p − f)^t) of posts are vacant."
        ),
        source: "two-state Markov chain",
        bound_is: known_spread("30,000 posts"),
    };
    let mut checks = Vec::new();
    for week in [4, 13, 156] {
        let share = leaves / (leaves + fills) * (1.0 - libm::pow(1.0 - leaves - fills, week as f64));
        let simulated = sums[week][0] / ALL as f64;
        checks.push(about.equal(format!("vacant after {week} weeks"), share, simulated, bound_share(share, ALL)));
    }
    let counted = About { bound_is: "none allowed: both are counts".into(), ..about };
    let lost = sums.iter().map(|[vacant, filled]| (vacant + filled - ALL as f64).abs()).fold(0.0, f64::max);
    checks.push(counted.equal("posts neither vacant nor filled", 0.0, lost, 0.0));
    Ok(checks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Quantity;

    #[test]
    fn the_engine_keeps_to_the_geometric() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn rates_that_are_off_are_noticed() {
        assert!(survival(USUAL, USUAL * 1.1).unwrap().iter().any(|check| !check.pass));
        assert!(tenure(HIGH, HIGH * 1.1).unwrap().iter().all(|check| !check.pass));
        assert!(vacancy(10.0, 8.0).unwrap().iter().any(|check| !check.pass));
    }

    #[test]
    fn the_usual_rate_is_the_default() {
        let settings = crate::world::ProfessionSettings::default();
        assert_eq!(settings.leaving.value(), USUAL);
    }
}
