//! Susceptible–infected–susceptible with turnover: practice is taken up from others, dropped, and lost with leavers.

use super::chain::{expectation, follow};
use super::sampling::{bound_known, bound_share, estimated_spread, known_spread, mean, mean_and_bound, root};
use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms, Turnover};
use crate::quantities::{Rate, Weeks};
use crate::world::{Initiative, Network};

pub(super) const LIMIT: &str = "SIS with turnover";
const SOURCE: &str = "Kermack and McKendrick 1932, Proceedings of the Royal Society A 138:55 (endemic SIS), in weeks";

/// Rates a week.
#[derive(Debug, Clone, Copy)]
struct Sis {
    pull: f64,
    lapse: f64,
    leaving: f64,
}

impl Sis {
    const ENDEMIC: Self = Self { pull: 0.2, lapse: 0.08, leaving: 0.01 };
    /// A group of a hundred dies out at times.
    const FRAGILE: Self = Self { pull: 0.2, lapse: 0.15, leaving: 0.02 };
    /// Each who practises wins fewer than are lost.
    const BELOW: Self = Self { pull: 0.05, lapse: 0.08, leaving: 0.02 };

    fn bench(self, number: u32, people: u32) -> Result<Bench, RulesError> {
        let mechanisms = Mechanisms {
            contagion: Some(Contagion { form: Form::Simple, ..Default::default() }),
            turnover: Some(Turnover {
                rate: Some(Rate::of(self.leaving)),
                vacancy: Weeks::of(0.0),
                ..Default::default()
            }),
            ..Mechanisms::none()
        };
        let initiative = Initiative { pull: Rate::of(self.pull), lapse: Rate::of(self.lapse), ..idle() };
        Bench::new(number, people, &network(Network::Complete, 0.0), mechanisms, initiative)
    }

    /// Part of those who practise that still do after a week, leavers gone.
    fn kept(self) -> f64 {
        libm::exp(-self.lapse - self.leaving)
    }

    /// Part of the others that do after a week.
    fn taken_up(self, share: f64) -> f64 {
        -libm::expm1(-self.pull * share) * libm::exp(-self.leaving)
    }

    /// What a small share is multiplied by in a week; above 1 it lives on.
    fn threshold(self) -> f64 {
        self.kept() + self.pull * libm::exp(-self.leaving)
    }

    /// The share at which as many are won as are lost.
    fn endemic(self) -> f64 {
        root(1e-6, 1.0, |x| x * (1.0 - self.kept()) - (1.0 - x) * self.taken_up(x))
    }
}

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = endemic(Sis::ENDEMIC, Sis::ENDEMIC)?;
    all.extend(below(Sis::BELOW)?);
    all.extend(small(Sis::FRAGILE, Sis::FRAGILE)?);
    Ok(all)
}

/// Where many people settle.
fn endemic(theory: Sis, engine: Sis) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: u32 = 10_000;
    let bench = engine.bench(2000, PEOPLE)?;
    let mut state = State::default();
    let shares: Vec<f64> = (0..20)
        .map(|run| {
            let counts = bench.counts(run, 200, &mut state, |state| bench.seed(state, 0..PEOPLE as usize / 2));
            let late: Vec<f64> = counts[100..].iter().map(|&count| f64::from(count) / f64::from(PEOPLE)).collect();
            mean(&late)
        })
        .collect();
    let (mean, bound) = mean_and_bound(&shares);
    let about = About {
        limit: LIMIT,
        what: format!(
            "10,000 people who all see each other, half of them practising at first; pull β = {}, lapse δ = {}, leaving r = {} a week, newcomers practise nothing: share over weeks 100 to 200, against the fixed point of x ← e^−r [x e^−δ + (1 − x)(1 − e^−βx)], found by bisection. A small share is multiplied by {:.3} a week.",
            theory.pull,
            theory.lapse,
            theory.leaving,
            theory.threshold()
        ),
        source: SOURCE,
        bound_is: format!(
            "{}; what is lacking to infinitely many people is of order 1/10,000",
            estimated_spread(20, "runs")
        ),
    };
    Ok(vec![about.equal("endemic share", theory.endemic(), mean, bound)])
}

/// Below the threshold nothing stays.
fn below(engine: Sis) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: u32 = 5000;
    const WEEKS: u32 = 520;
    let bench = engine.bench(2001, PEOPLE)?;
    let mut state = State::default();
    let left: u32 = (0..8)
        .map(|run| {
            let counts = bench.counts(run, WEEKS, &mut state, |state| bench.seed(state, 0..PEOPLE as usize / 2));
            counts[WEEKS as usize]
        })
        .sum();
    let factor = Sis::BELOW.threshold();
    let expected = f64::from(PEOPLE / 2) * libm::pow(factor, f64::from(WEEKS)) * 8.0;
    let about = About {
        limit: LIMIT,
        what: format!(
            "5,000 people as before, but pull {}, lapse {}, leaving {}: a share is multiplied by {factor:.3} a week at most, so half of them practising at first die out. People practising after ten years, in 8 runs together.",
            Sis::BELOW.pull,
            Sis::BELOW.lapse,
            Sis::BELOW.leaving,
        ),
        source: SOURCE,
        bound_is: format!("nobody; the chance that anyone is left is below {expected:.0e} (Markov's inequality)"),
    };
    Ok(vec![about.equal("practising after ten years", 0.0, f64::from(left), 0.0)])
}

/// A hundred people against the exact chain, dying out included.
fn small(theory: Sis, engine: Sis) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: usize = 100;
    const SEEDS: usize = 5;
    const RUNS: usize = 2000;
    let others = (PEOPLE - 1) as f64;
    let chain = follow(PEOPLE, SEEDS, 104, theory.kept(), |now| theory.taken_up(now as f64 / others));
    let bench = engine.bench(2002, PEOPLE as u32)?;
    let mut state = State::default();
    let runs: Vec<Vec<u32>> =
        (0..RUNS).map(|run| bench.counts(run as u32, 104, &mut state, |state| bench.seed(state, 0..SEEDS))).collect();
    let about = About {
        limit: LIMIT,
        what: format!(
            "{PEOPLE} people who all see each other, {SEEDS} of them practising at first, pull {}, lapse {}, leaving {} a week, in {RUNS} runs: against the exact distribution of the chain.",
            theory.pull, theory.lapse, theory.leaving
        ),
        source: "exact Markov chain of the weekly form",
        bound_is: known_spread("2000 runs"),
    };
    let mut checks = Vec::new();
    for week in [13, 52, 104] {
        let mean = expectation(&chain[week], |x| x);
        let variance = expectation(&chain[week], |x| (x - mean) * (x - mean));
        let average = runs.iter().map(|run| f64::from(run[week])).sum::<f64>() / RUNS as f64;
        let bound = bound_known(libm::sqrt(variance), RUNS);
        checks.push(about.equal(format!("mean number in week {week}"), mean, average, bound));
        let gone = chain[week][0];
        let died_out = runs.iter().filter(|run| run[week] == 0).count() as f64 / RUNS as f64;
        checks.push(about.equal(format!("died out by week {week}"), gone, died_out, bound_share(gone, RUNS)));
    }
    Ok(checks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_lie_where_the_set_ups_need_them() {
        assert!(Sis::ENDEMIC.threshold() > 1.05 && Sis::FRAGILE.threshold() > 1.0 && Sis::BELOW.threshold() < 0.96);
        let x = Sis::ENDEMIC.endemic();
        assert!((x - (x * Sis::ENDEMIC.kept() + (1.0 - x) * Sis::ENDEMIC.taken_up(x))).abs() < 1e-12 && x > 0.3);
    }

    #[test]
    fn the_engine_settles_and_dies_out_as_it_must() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn rates_that_are_off_are_noticed() {
        let truth = Sis::ENDEMIC;
        for off in [
            Sis { pull: truth.pull * 1.1, ..truth },
            Sis { lapse: truth.lapse * 1.1, ..truth },
            Sis { leaving: truth.leaving * 1.5, ..truth },
        ] {
            assert!(!endemic(truth, off).unwrap()[0].pass, "{off:?}");
        }
        let off = Sis { leaving: 0.0, ..Sis::FRAGILE };
        assert!(small(Sis::FRAGILE, off).unwrap().iter().any(|check| !check.pass));
        assert!(!below(Sis::ENDEMIC).unwrap()[0].pass);
    }
}
