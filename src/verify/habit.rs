//! Habit: it grows while a practice is done and fades while it is not, along two curves.

use super::setup::{Bench, SEED, idle, network};
use super::{About, Check};
use crate::dice::Dice;
use crate::engine::{RulesError, State, set_practising, start, week};
use crate::mechanisms::{Habit, Mechanisms};
use crate::quantities::Quantity;
use crate::world::Network;

pub(super) const LIMIT: &str = "Habit and forgetting";
const BENCH: u32 = 7000;
/// Enough for more than one block of the engine's inner loop.
const PEOPLE: usize = 300;
const GROWING: u32 = 52;
const FADING: u32 = 104;

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    against(&Habit::default(), Habit::default())
}

fn against(theory: &Habit, engine: Habit) -> Result<Vec<Check>, RulesError> {
    let (growth, fading) = (theory.growth.value(), theory.fading.value());
    let bench = Bench::new(
        BENCH,
        PEOPLE as u32,
        &network(Network::None, 0.0),
        Mechanisms { habit: Some(engine), ..Mechanisms::none() },
        idle(),
    )?;
    let dice = Dice::of_run(SEED, BENCH, 0);
    let mut state = State::default();
    start(&bench.rules, &bench.world, &dice, &mut state);
    bench.seed(&mut state, 0..PEOPLE);
    let grown = |weeks: u32| 1.0 - libm::pow(1.0 - growth, f64::from(weeks));
    let about = |what: &str| About {
        limit: LIMIT,
        what: format!(
            "{PEOPLE} people, all of whom practise from the start with no habit, and none lapses; {what} The person who is farthest off the curve is shown."
        ),
        source: "form: Lally et al. 2010, European Journal of Social Psychology 40:998; h ← h + k (1 − h), h ← h − d h",
        bound_is: "rounding: four roundings a week to single precision, 2⁻²⁴ each, and the map shrinks errors".into(),
    };
    let growing = about(&format!("habit after t weeks is 1 − (1 − k)^t, with k = {growth}."));
    let forgetting = about(&format!(
        "after {GROWING} weeks all stop at once, and habit after t more is (1 − d)^t of what it was, with d = {fading}."
    ));
    let rounding = |weeks: u32| 4.0 * f64::from(weeks) / 16_777_216.0;
    let mut checks = Vec::new();
    for now in 1..=GROWING + FADING {
        week(&bench.rules, &bench.world, &mut state, &dice);
        if [1, 10, 26, GROWING].contains(&now) {
            let expected = grown(now);
            let name = format!("habit in week {now}");
            checks.push(growing.equal(name, expected, farthest(&state, expected), rounding(now)));
        }
        if now == GROWING {
            set_practising(&bench.rules, &bench.world, &mut state, 0, 0..PEOPLE, false);
        }
        let since = now.saturating_sub(GROWING);
        if [1, 26, FADING].contains(&since) {
            let expected = grown(GROWING) * libm::pow(1.0 - fading, f64::from(since));
            let name = format!("habit in week {since} after stopping");
            checks.push(forgetting.equal(name, expected, farthest(&state, expected), rounding(now)));
        }
    }
    Ok(checks)
}

/// The habit that is farthest from a value.
fn farthest(state: &State, expected: f64) -> f64 {
    let habits = state.pursuits[0].habit.iter().map(|&habit| f64::from(habit));
    habits.max_by(|a, b| (a - expected).abs().total_cmp(&(b - expected).abs())).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Rate;

    fn scaled(growth: f64, fading: f64) -> Habit {
        let habit = Habit::default();
        let (growth, fading) = (habit.growth.value() * growth, habit.fading.value() * fading);
        Habit { growth: Rate::of(growth), fading: Rate::of(fading), ..habit }
    }

    #[test]
    fn the_engine_keeps_to_the_curves() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn a_rate_a_thousandth_off_is_noticed() {
        for engine in [scaled(1.001, 1.0), scaled(1.0, 1.001)] {
            assert!(against(&Habit::default(), engine).unwrap().iter().any(|check| !check.pass));
        }
    }
}
