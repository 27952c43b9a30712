//! Nothing without a cause: with no programme, practice stays at its stated baseline. The organic rate that keeps it
//! there is worked out for one typical person, an approximation; this says how good it is.

use super::sampling::mean;
use super::setup::SEED;
use super::{About, Check};
use crate::dice::Dice;
use crate::engine::{self, Course, Named, Rules, RulesError, State};
use crate::quantities::Quantity;
use crate::world::{Initiative, Population, Profession, TieSettings, World};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Stationary baseline";
const FIRST: u32 = 10_000;
const WORLDS: u32 = 6;
const RUNS: u32 = 2;
const WEEKS: [u32; 3] = [52, 104, 156];

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    against(Initiative::default().without_programme())
}

fn against(initiative: Initiative) -> Result<Vec<Check>, RulesError> {
    let baseline = initiative.baseline.value();
    let course =
        Course { initiatives: vec![Named { name: "practice".into(), item: initiative }], ..Default::default() };
    let mut shares = vec![Vec::new(); WEEKS.len()];
    let mut state = State::default();
    for number in FIRST..FIRST + WORLDS {
        let dice = Dice::of_world(SEED, number);
        let world = trust(&dice);
        let rules = Rules::new(&course, &world, &dice)?;
        for run in 0..RUNS {
            let dice = Dice::of_run(SEED, number, run);
            // Nobody breaks off.
            let _ = engine::run(&rules, &world, &dice, WEEKS[WEEKS.len() - 1], &mut state, |state| {
                if let Some(index) = WEEKS.iter().position(|&week| week == state.week) {
                    shares[index].push(share(&world, state));
                }
                ControlFlow::Continue(())
            });
        }
    }
    let about = About {
        limit: LIMIT,
        what: format!(
            "An acute trust of 5,000 with all mechanisms at their defaults and no programme: share of staff practising, mean over {RUNS} runs in each of {WORLDS} worlds, beside the stated baseline."
        ),
        source: "calibration target C0 (model, section 6)",
        bound_is: "C0's 5 points, far more than chance; the error is the drift of an approximation, so no exactness is claimed".into(),
    };
    let mut checks = Vec::new();
    for (week, shares) in WEEKS.into_iter().zip(&shares) {
        checks.push(about.equal(format!("mean share in week {week}"), baseline, mean(shares), 0.05));
        if week == WEEKS[WEEKS.len() - 1] {
            let off = |share: &f64| (share - baseline).abs();
            let worst = shares.iter().copied().max_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(f64::NAN);
            checks.push(about.equal(format!("run farthest off in week {week}"), baseline, worst, 0.05));
        }
    }
    Ok(checks)
}

/// The trust template as it stands.
fn trust(dice: &Dice) -> World {
    let population = Population::default();
    let professions = population
        .professions()
        .into_iter()
        .map(|name| Profession { name: name.into(), settings: population.profession_defaults(name) })
        .collect();
    World::build(&population.roster(professions, dice), &population, &TieSettings::default(), dice)
}

fn share(world: &World, state: &State) -> f64 {
    let counts = &state.pursuits[0].counts;
    let (filled, truly) = (0..world.cells.len())
        .map(|cell| (counts.filled(cell), counts.truly(cell)))
        .fold((0, 0), |sum, here| (sum.0 + here.0, sum.1 + here.1));
    f64::from(truly) / f64::from(filled.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Rate;

    #[test]
    fn the_baseline_stays_within_five_points() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn a_baseline_with_no_cause_is_noticed() {
        let initiative = Initiative { organic: Some(Rate::of(0.0)), pull: Rate::of(0.0), ..Default::default() };
        let checks = against(initiative.without_programme()).unwrap();
        assert!(checks.iter().any(|check| !check.pass), "{checks:#?}");
    }
}
