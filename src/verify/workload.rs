//! The workload that simulators are timed on: its right answer is published with it.

use super::sampling::{estimated_spread, mean_and_bound};
use super::setup::{Bench, SEED, idle, network, spare_word};
use super::{About, Check};
use crate::dice::{Address, Decision, Dice};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms, Turnover};
use crate::quantities::{Rate, Weeks};
use crate::world::{Initiative, Network};

pub(super) const LIMIT: &str = "SIS on a random graph";

/// Probabilities a week.
#[derive(Debug, Clone, Copy)]
struct Workload {
    per_neighbour: f64,
    drop: f64,
    replaced: f64,
}

impl Workload {
    const PUBLISHED: Self = Self { per_neighbour: 0.02, drop: 0.02, replaced: 0.0025 };

    fn bench(self, number: u32, people: u32) -> Result<Bench, RulesError> {
        let rate = |probability: f64| Rate::of(-libm::log1p(-probability));
        let mechanisms = Mechanisms {
            contagion: Some(Contagion { form: Form::Count, ..Default::default() }),
            turnover: Some(Turnover { rate: Some(rate(self.replaced)), vacancy: Weeks::of(0.0), ..Default::default() }),
            ..Mechanisms::none()
        };
        let initiative = Initiative { pull: rate(self.per_neighbour), lapse: rate(self.drop), ..idle() };
        Bench::new(number, people, &network(Network::Random, 12.0), mechanisms, initiative)
    }
}

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let engine = Workload::PUBLISHED;
    let mut checks = run(engine, 20_000, 24, 3000, &[(26, 0.527), (52, 0.882)])?;
    checks.extend(run(engine, 5000, 16, 3100, &[(104, 0.889), (520, 0.888)])?);
    Ok(checks)
}

fn run(
    engine: Workload,
    people: u32,
    graphs: u32,
    first: u32,
    published: &[(u32, f64)],
) -> Result<Vec<Check>, RulesError> {
    let weeks = published.iter().map(|(week, _)| *week).max().unwrap_or(0);
    let mut state = State::default();
    let mut runs = Vec::new();
    for graph in first..first + graphs {
        let bench = engine.bench(graph, people)?;
        let counts = bench.counts(0, weeks, &mut state, |state| {
            bench.seed(state, one_per_cent(graph, people));
        });
        runs.push(counts);
    }
    let about = About {
        limit: LIMIT,
        what: format!(
            "{},000 people on a random graph of mean degree 12, 1 % practising at first; with k practising neighbours one takes it up with 1 − 0.98^k, drops it with 0.02, is replaced with 0.0025 a week. Share practising, mean over {graphs} graphs.",
            people / 1000
        ),
        source: "the workload's published answer, to three digits",
        bound_is: format!(
            "half a unit of the published last digit and {}; the published values' own error is not given",
            estimated_spread(graphs as usize, "graphs")
        ),
    };
    Ok(published
        .iter()
        .map(|&(week, share)| {
            let shares: Vec<f64> = runs.iter().map(|run| f64::from(run[week as usize]) / f64::from(people)).collect();
            let (mean, bound) = mean_and_bound(&shares);
            about.equal(format!("share in week {week}"), share, mean, bound + 0.0005)
        })
        .collect())
}

/// Exactly one in a hundred, chosen anew for every graph.
fn one_per_cent(graph: u32, people: u32) -> Vec<usize> {
    let dice = Dice::of_run(SEED, graph, spare_word(graph, 0));
    let mut ranks: Vec<(u32, usize)> = (0..people as usize)
        .map(|post| (dice.word(Address(post as u32, u32::MAX), 0, Decision::Traits), post))
        .collect();
    ranks.sort_unstable();
    ranks.iter().take(people as usize / 100).map(|(_, post)| *post).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_gives_the_published_shares() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn probabilities_ten_per_cent_off_are_noticed() {
        let truth = Workload::PUBLISHED;
        for off in [
            Workload { per_neighbour: truth.per_neighbour * 1.1, ..truth },
            Workload { drop: truth.drop * 1.1, ..truth },
        ] {
            assert!(run(off, 5000, 16, 3100, &[(104, 0.889)]).unwrap().iter().all(|check| !check.pass));
        }
    }
}
