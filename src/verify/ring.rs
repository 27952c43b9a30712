//! Centola and Macy's ring: exchanging a few ties at random speeds up what one neighbour passes on, and hinders what
//! needs several.

use super::setup::{Bench, idle, practising};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms};
use crate::quantities::{Rate, Real, Share, Whole};
use crate::world::{Initiative, Network, TieSettings};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Centola and Macy's ring";
const SOURCE: &str = "Centola and Macy 2007, American Journal of Sociology 113:702";
const PEOPLE: u32 = 1000;
const DEGREE: u32 = 8;
/// A person and all their neighbours.
const SEEDS: u32 = DEGREE + 1;
const RINGS: u32 = 40;
/// So few tails in as many throws of a coin come with a chance of 1 in 10,000.
const OTHERWISE: u32 = 8;
const BENCHES: u32 = 6000;

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = Vec::new();
    for needed in 1..=4 {
        all.extend(unrewired(needed, needed)?);
    }
    for exchanged in [0.01, 0.1] {
        all.push(one_is_enough(exchanged)?);
    }
    for exchanged in [0.1, 0.2] {
        all.push(three_are_needed(exchanged)?);
    }
    Ok(all)
}

fn bench(number: u32, needed: u32, exchanged: f64) -> Result<Bench, RulesError> {
    let ties = TieSettings {
        network: Network::RewiredRing,
        per_person: Real::of(f64::from(DEGREE)),
        rewired: Share::of(exchanged),
        ..Default::default()
    };
    let contagion = Contagion { form: Form::AtLeast, needed: Whole::of(f64::from(needed)), ..Default::default() };
    let mechanisms = Mechanisms { contagion: Some(contagion), ..Mechanisms::none() };
    Bench::new(number, PEOPLE, &ties, mechanisms, Initiative { pull: Rate::of(1000.0), ..idle() })
}

/// Numbers practising by week, until nothing changes.
fn spread(bench: &Bench, state: &mut State) -> Vec<u32> {
    let mut counts: Vec<u32> = Vec::new();
    bench.live(
        0,
        PEOPLE,
        state,
        |state| bench.seed(state, 0..SEEDS as usize),
        |state| {
            let now = practising(state);
            let still = counts.last() == Some(&now);
            if !still {
                counts.push(now);
            }
            if still { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    counts
}

/// People a front gains each week: the next one sees half the degree of those who practise, the one after that one
/// fewer.
fn front(needed: u32) -> u32 {
    DEGREE / 2 + 1 - needed
}

/// How many practise after each week on the plain ring, until all do. The fronts gain twice [`front`] a week until the
/// gap between them is so narrow, degree + 1 − needed, that everybody in it sees enough on both sides together.
fn line(needed: u32) -> Vec<u32> {
    let mut counts = vec![SEEDS];
    let mut now = SEEDS;
    while now < PEOPLE {
        let gap = PEOPLE - now;
        now = if gap <= DEGREE + 1 - needed { PEOPLE } else { now + 2 * front(needed) };
        counts.push(now);
    }
    counts
}

/// Weeks until all practise on the plain ring.
fn weeks_alone(needed: u32) -> u32 {
    line(needed).len() as u32 - 1
}

/// Weeks until all practise in a run, or never.
fn weeks_to_all(counts: &[u32]) -> f64 {
    if counts.last() == Some(&PEOPLE) { (counts.len() - 1) as f64 } else { f64::INFINITY }
}

/// The plain ring, to the person and the week.
fn unrewired(theory: u32, engine: u32) -> Result<Vec<Check>, RulesError> {
    let counts = spread(&bench(BENCHES + engine, engine, 0.0)?, &mut State::default());
    let line = line(theory);
    let at = |list: &[u32], week: usize| list.get(week).or(list.last()).copied().unwrap_or(0);
    let apart = (0..line.len().max(counts.len())).map(|week| at(&line, week).abs_diff(at(&counts, week))).max();
    let about = About {
        limit: LIMIT,
        what: format!(
            "Ring of 1,000 people tied to the nearest {DEGREE}, of whom a person and the {DEGREE} neighbours practise at first; whoever sees {theory} practise does so next week. Each front gains degree/2 + 1 − needed people a week, so {SEEDS} + {} t have it after t weeks, and the last {} or fewer have it at once, since they see both fronts.",
            2 * front(theory),
            DEGREE + 1 - theory
        ),
        source: SOURCE,
        bound_is: "none allowed: nothing is left to chance".into(),
    };
    Ok(vec![
        about.equal(
            format!("needing {theory}: most people off in any week"),
            0.0,
            apart.map_or(f64::NAN, f64::from),
            0.0,
        ),
        about.equal(
            format!("needing {theory}: weeks until all practise"),
            f64::from(weeks_alone(theory)),
            weeks_to_all(&counts),
            0.0,
        ),
    ])
}

/// Rings with part of their ties exchanged: on how many of them it does not turn out as published.
fn rewired(
    needed: u32,
    exchanged: f64,
    expected: &str,
    as_published: impl Fn(f64) -> bool,
) -> Result<Check, RulesError> {
    let mut state = State::default();
    let mut otherwise = 0;
    for ring in 0..RINGS {
        let counts = spread(&bench(BENCHES + 100 * needed + ring, needed, exchanged)?, &mut state);
        otherwise += u32::from(!as_published(weeks_to_all(&counts)));
    }
    let about = About {
        limit: LIMIT,
        what: format!(
            "The same ring with part of its ties exchanged: chosen tie by tie, they swap their far ends along a random cycle, which keeps everyone's degree. Published: needing {needed}, {expected}. Number of rings out of {RINGS} on which it does not."
        ),
        source: SOURCE,
        bound_is: format!(
            "the published order on most rings: a fair coin would have {OTHERWISE} or fewer of {RINGS} against it with a chance of 1 in 10,000 (sign test)"
        ),
    };
    let name = format!("needing {needed}, {:.0} % exchanged: against", exchanged * 100.0);
    Ok(about.at_most(name, f64::from(OTHERWISE), f64::from(otherwise)))
}

fn one_is_enough(exchanged: f64) -> Result<Check, RulesError> {
    let half = f64::from(weeks_alone(1)) / 2.0;
    rewired(
        1,
        exchanged,
        "a little rewiring speeds the spread greatly, here taken as reaching everybody in half the time",
        |weeks| weeks <= half,
    )
}

fn three_are_needed(exchanged: f64) -> Result<Check, RulesError> {
    let alone = f64::from(weeks_alone(3));
    rewired(
        3,
        exchanged,
        "rewiring slows the spread or kills it: everybody is reached later than on the plain ring, or never",
        |weeks| weeks > alone,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_hardly_ever_falls_so() {
        let chance: f64 = crate::verify::chain::binomial(RINGS as usize, 0.5)[..=OTHERWISE as usize].iter().sum();
        assert!(chance < 1e-4, "{chance}");
    }

    #[test]
    fn the_engine_keeps_to_the_ring() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn another_number_needed_is_noticed() {
        assert!(unrewired(2, 3).unwrap().iter().all(|check| !check.pass));
    }

    #[test]
    fn a_ring_left_as_it_is_is_noticed() {
        assert!(!one_is_enough(0.0).unwrap().pass);
        assert!(!three_are_needed(0.0).unwrap().pass);
    }
}
