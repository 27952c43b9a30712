//! The Bass curve: everyone sees everyone, some are pushed, the rest are pulled in proportion to who practises.

use super::chain::{expectation, follow};
use super::sampling::{bound_known, estimated_spread, known_spread, mean_and_bound};
use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms};
use crate::quantities::Rate;
use crate::world::{Initiative, Network};

pub(super) const LIMIT: &str = "Bass curve";
const SOURCE: &str = "Bass 1969, Management Science 15:215";

/// Bass's two coefficients, a week.
#[derive(Debug, Clone, Copy)]
struct Bass {
    push: f64,
    pull: f64,
}

impl Bass {
    const FAST: Self = Self { push: 0.01, pull: 0.3 };
    const SLOW: Self = Self { push: 0.002, pull: 0.04 };

    fn bench(self, number: u32, people: u32) -> Result<Bench, RulesError> {
        let mechanisms = Mechanisms {
            contagion: Some(Contagion { form: Form::Simple, ..Default::default() }),
            ..Mechanisms::none()
        };
        let initiative = Initiative { push: Rate::of(self.push), pull: Rate::of(self.pull), ..idle() };
        Bench::new(number, people, &network(Network::Complete, 0.0), mechanisms, initiative)
    }

    /// The share after a week in which the hazard stays what it was at its start.
    fn next(self, share: f64) -> f64 {
        share - (1.0 - share) * libm::expm1(-(self.push + self.pull * share))
    }

    /// Bass's own curve, in continuous time.
    fn continuous(self, weeks: f64) -> f64 {
        let fade = libm::exp(-(self.push + self.pull) * weeks);
        (1.0 - fade) / (1.0 + self.pull / self.push * fade)
    }

    /// How far whole weeks fall behind it, to first order. With y = −ln(1 − x) the week is Euler's step for
    /// y' = f(y) = push + pull · x, whose error is −½ f ln(f / f₀); a change of y moves x by (1 − x) of it.
    fn lag(self, share: f64) -> f64 {
        let hazard = self.push + self.pull * share;
        0.5 * (1.0 - share) * hazard * libm::log(hazard / self.push)
    }
}

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = small(Bass::FAST, Bass::FAST)?;
    all.extend(weekly(Bass::FAST, Bass::FAST)?);
    all.extend(continuous(Bass::SLOW, Bass::SLOW)?);
    Ok(all)
}

/// A hundred people against the exact chain.
fn small(theory: Bass, engine: Bass) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: usize = 100;
    const RUNS: usize = 2000;
    let others = (PEOPLE - 1) as f64;
    let chain = follow(PEOPLE, 0, 20, 1.0, |now| -libm::expm1(-(theory.push + theory.pull * now as f64 / others)));
    let bench = engine.bench(1000, PEOPLE as u32)?;
    let mut state = State::default();
    let runs: Vec<Vec<u32>> = (0..RUNS).map(|run| bench.counts(run as u32, 20, &mut state, |_| {})).collect();
    let about = About {
        limit: LIMIT,
        what: format!(
            "{PEOPLE} people who all see each other, push {} and pull {} a week, in {RUNS} runs: number practising, against the exact distribution of the chain in which each of the others joins with 1 − exp(−(p + q X / {others})).",
            theory.push, theory.pull
        ),
        source: "Bass 1969; exact Markov chain of the weekly form",
        bound_is: known_spread("2000 runs"),
    };
    let mut checks = Vec::new();
    for week in [5, 10, 15, 20] {
        let mean = expectation(&chain[week], |x| x);
        let moment = |power: f64| expectation(&chain[week], |x| libm::pow((x - mean).abs(), power));
        let (variance, fourth) = (moment(2.0), moment(4.0));
        let average = runs.iter().map(|run| f64::from(run[week])).sum::<f64>() / RUNS as f64;
        checks.push(about.equal(
            format!("mean in week {week}"),
            mean,
            average,
            bound_known(libm::sqrt(variance), RUNS),
        ));
        let spread = runs.iter().map(|run| (f64::from(run[week]) - mean) * (f64::from(run[week]) - mean)).sum::<f64>()
            / RUNS as f64;
        let bound = bound_known(libm::sqrt(fourth - variance * variance), RUNS);
        checks.push(about.equal(format!("variance in week {week}"), variance, spread, bound));
    }
    Ok(checks)
}

/// Many people against the weekly recursion.
fn weekly(theory: Bass, engine: Bass) -> Result<Vec<Check>, RulesError> {
    const WEEKS: [usize; 5] = [2, 5, 10, 15, 25];
    let runs = shares(engine, 1001, 50_000, 24, 25)?;
    let recursion: Vec<f64> = std::iter::successors(Some(0.0), |&share| Some(theory.next(share))).take(26).collect();
    let about = About {
        limit: LIMIT,
        what: format!(
            "50,000 people who all see each other, push p = {} and pull q = {} a week: share practising, against x ← x + (1 − x)(1 − exp(−(p + q x))), exact for many people.",
            theory.push, theory.pull
        ),
        source: SOURCE,
        bound_is: format!("{}; what 50,000 lack to infinity is of order 1/50,000", estimated_spread(24, "runs")),
    };
    Ok(WEEKS
        .into_iter()
        .map(|week| {
            let (mean, bound) = mean_and_bound(&at(&runs, week));
            about.equal(format!("share in week {week}"), recursion[week], mean, bound)
        })
        .collect())
}

/// Many people against the continuous curve.
fn continuous(theory: Bass, engine: Bass) -> Result<Vec<Check>, RulesError> {
    const WEEKS: [usize; 4] = [26, 52, 78, 104];
    let runs = shares(engine, 1002, 20_000, 24, 104)?;
    let about = About {
        limit: LIMIT,
        what: format!(
            "20,000 people, push p = {} and pull q = {} a week: share practising, against Bass's curve in continuous time, (1 − e^−(p+q)t) / (1 + (q/p) e^−(p+q)t). Whole weeks lag behind it by ½ (1 − x)(p + q x) ln(1 + q x / p), to first order.",
            theory.push, theory.pull
        ),
        source: SOURCE,
        bound_is: format!(
            "that lag and a tenth of it for the higher orders (of relative order q = {}), and {}",
            theory.pull,
            estimated_spread(24, "runs")
        ),
    };
    Ok(WEEKS
        .into_iter()
        .map(|week| {
            let (mean, bound) = mean_and_bound(&at(&runs, week));
            let curve = theory.continuous(week as f64);
            about.equal(format!("share in week {week}"), curve, mean, 1.1 * theory.lag(curve) + bound)
        })
        .collect())
}

fn shares(engine: Bass, number: u32, people: u32, runs: u32, weeks: u32) -> Result<Vec<Vec<f64>>, RulesError> {
    let bench = engine.bench(number, people)?;
    let mut state = State::default();
    Ok((0..runs)
        .map(|run| {
            let counts = bench.counts(run, weeks, &mut state, |_| {});
            counts.into_iter().map(|count| f64::from(count) / f64::from(people)).collect()
        })
        .collect())
}

fn at(runs: &[Vec<f64>], week: usize) -> Vec<f64> {
    runs.iter().map(|run| run[week]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that is said of the higher orders in the bound of the continuous curve.
    #[test]
    fn whole_weeks_lag_by_what_is_said() {
        let bass = Bass::SLOW;
        let mut share = 0.0;
        for week in 1..=200 {
            share = bass.next(share);
            let curve = bass.continuous(f64::from(week));
            let (behind, lag) = (curve - share, bass.lag(curve));
            assert!((behind / lag - 1.0).abs() < 0.1, "week {week}: {behind} and {lag}");
        }
    }

    #[test]
    fn the_engine_keeps_to_the_curve() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn a_pull_ten_per_cent_off_is_noticed() {
        let off = |bass: Bass| Bass { pull: bass.pull * 1.1, ..bass };
        for checks in [
            small(Bass::FAST, off(Bass::FAST)),
            weekly(Bass::FAST, off(Bass::FAST)),
            continuous(Bass::SLOW, off(Bass::SLOW)),
        ] {
            assert!(checks.unwrap().iter().any(|check| !check.pass));
        }
    }

    #[test]
    fn a_push_ten_per_cent_off_is_noticed() {
        let off = Bass { push: Bass::FAST.push * 1.1, ..Bass::FAST };
        assert!(weekly(Bass::FAST, off).unwrap().iter().any(|check| !check.pass));
    }
}
