//! A baseline that stays where it is: the organic uptake, and the spread of habits, at which a stated share of staff
//! practises for ever with no programme.
//!
//! One typical person is followed through weeks of uptake, lapse, habit and replacement until nothing changes any
//! more. Habit stands on a grid, between whose points people are divided in proportion.

use crate::mechanisms::{Embedding, Habit, Induction, Mechanisms};
use crate::quantities::Quantity;
use crate::world::Initiative;
use std::collections::VecDeque;

const POINTS: usize = 101;
/// Weeks followed at most; habits settle within some hundreds.
const WEEKS: usize = 4000;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Stationary {
    /// Uptake rate a week, from whatever source, that keeps the share where it is.
    pub uptake: f64,
    /// Whether any does: not where newcomers bring more than is lost, or where everybody would have to take it up.
    pub holds: bool,
    /// Cumulative distribution of habit among those who practise, and those who do not.
    practising: Vec<f64>,
    not: Vec<f64>,
}

/// Baselines that were worked out before. An arm and its twin have the same, and so have all arms that do not differ in
/// what it depends on.
#[derive(Debug, Default)]
pub struct Solutions(VecDeque<(Asked, Stationary)>);

/// How many are kept.
const KEPT: usize = 256;

/// All that a stationary baseline depends on.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    /// Share, what newcomers bring, lapse, its floor, leaving.
    numbers: [f64; 5],
    lead: f32,
    habit: Option<Habit>,
    induction: Option<Induction>,
    embedding: Option<Embedding>,
}

impl Solutions {
    /// A baseline, worked out unless it is known.
    pub(crate) fn find(
        &mut self,
        initiative: &Initiative,
        mechanisms: &Mechanisms,
        leaving: f64,
        lead: f32,
    ) -> Stationary {
        let asked = Asked {
            numbers: [
                initiative.baseline.value(),
                initiative.newcomers(),
                initiative.lapse.value(),
                initiative.lapse_floor.value(),
                leaving,
            ],
            lead,
            habit: mechanisms.habit.clone(),
            induction: mechanisms.induction.clone(),
            embedding: mechanisms.embedding.clone(),
        };
        if let Some((_, known)) = self.0.iter().find(|(known, _)| *known == asked) {
            return known.clone();
        }
        let solved = Stationary::solve(initiative, mechanisms, leaving, lead);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((asked, solved.clone()));
        solved
    }
}

impl Stationary {
    /// Follows a typical target of an initiative in a unit whose lead gives such support; `leaving` is their mean
    /// leaving rate a week.
    pub fn solve(initiative: &Initiative, mechanisms: &Mechanisms, leaving: f64, lead: f32) -> Self {
        let share = initiative.baseline.value();
        let leave = -libm::expm1(-leaving);
        let locked_in = mechanisms.embedding.as_ref().map(|e| e.settled(initiative.baseline.f32(), lead));
        let embedded = match (&mechanisms.embedding, locked_in) {
            (Some(embedding), Some(locked_in)) => f64::from(embedding.leans_on_lapse(locked_in)),
            _ => 0.0,
        };
        let pool = initiative.newcomers();
        let start = match &mechanisms.induction {
            Some(induction) => induction.starts(pool, f64::from(locked_in.unwrap_or(0.0)), 0.0),
            None => pool,
        };
        let lapse: Vec<f64> = (0..POINTS)
            .map(|point| {
                let mut lean = [embedded as f32];
                if let Some(habit) = &mechanisms.habit {
                    habit.leans_on_lapse(&[point as f32 / (POINTS - 1) as f32], &mut lean);
                }
                let rate = initiative.lapse_floor.value() + initiative.lapse.value() * libm::exp(f64::from(lean[0]));
                -libm::expm1(-rate)
            })
            .collect();
        let drift = |practising: f32| -> Vec<Between> {
            (0..POINTS)
                .map(|point| {
                    let mut habit = [point as f32 / (POINTS - 1) as f32];
                    if let Some(mechanism) = &mechanisms.habit {
                        mechanism.drifts(&[practising], &mut habit);
                    }
                    Between::of(f64::from(habit[0]) * (POINTS - 1) as f64)
                })
                .collect()
        };
        let (grown, faded) = (drift(1.0), drift(0.0));
        let (mut practising, mut not) = ([0.0; POINTS], [0.0; POINTS]);
        practising[0] = share;
        not[0] = 1.0 - share;
        let (mut taken_up, mut holds) = (0.0, true);
        for _ in 0..WEEKS {
            let kept: f64 = practising.iter().zip(&lapse).map(|(mass, lapse)| mass * (1.0 - lapse)).sum();
            let others: f64 = not.iter().sum();
            let wanted = if leave < 1.0 { (share - leave * start) / (1.0 - leave) - kept } else { 0.0 };
            let uptake = if others > 0.0 { (wanted / others).clamp(0.0, 0.999) } else { 0.0 };
            // A hair below nought is rounding.
            holds = wanted > -1e-9 && wanted <= 0.999 * others;
            let (mut next, mut next_not) = ([0.0; POINTS], [0.0; POINTS]);
            for point in 0..POINTS {
                let (grows, fades) = (&grown[point], &faded[point]);
                grows.put(&mut next, practising[point] * (1.0 - lapse[point]));
                grows.put(&mut next_not, practising[point] * lapse[point]);
                fades.put(&mut next, not[point] * uptake);
                fades.put(&mut next_not, not[point] * (1.0 - uptake));
            }
            for mass in next.iter_mut().chain(&mut next_not) {
                *mass *= 1.0 - leave;
            }
            next[0] += leave * start;
            next_not[0] += leave * (1.0 - start);
            let moved: f64 = next.iter().zip(&practising).map(|(a, b)| (a - b).abs()).sum();
            (practising, not) = (next, next_not);
            let settled = moved < 1e-9 && (uptake - taken_up).abs() < 1e-10;
            taken_up = uptake;
            if settled {
                break;
            }
        }
        Self { uptake: -libm::log1p(-taken_up), holds, practising: cumulative(&practising), not: cumulative(&not) }
    }

    /// Habit of someone at the start, from a uniform.
    pub fn habit(&self, practising: bool, uniform: f64) -> f32 {
        let cumulative = if practising { &self.practising } else { &self.not };
        let point = cumulative.iter().position(|&sum| uniform < sum).unwrap_or(0);
        point as f32 / (POINTS - 1) as f32
    }
}

/// The uptake that keeps a baseline in units unlike in what they have locked in: known where the lead gives no support,
/// the reference and the most, and in between by lock-in, evenly in its logarithm.
#[derive(Debug, Clone)]
pub(crate) struct ByLead {
    /// Lock-in, and the logarithm of the uptake needed there.
    known: [(f64, f64); 3],
}

/// Below this logarithm of an uptake none is needed: newcomers alone keep the baseline.
const NONE_NEEDED: f64 = -18.0;

impl ByLead {
    /// `typical` is the solution at the reference lead. Nothing where units lock nothing in.
    pub fn solve(
        initiative: &Initiative,
        mechanisms: &Mechanisms,
        leaving: f64,
        solutions: &mut Solutions,
    ) -> Option<Self> {
        let embedding = mechanisms.embedding.as_ref()?;
        let mut at = |lead: f32| {
            let uptake = solutions.find(initiative, mechanisms, leaving, lead).uptake;
            let locked_in = f64::from(embedding.settled(initiative.baseline.f32(), lead));
            (locked_in, libm::log(uptake.max(1e-12)))
        };
        Some(Self { known: [at(0.0), at(1.0), at(2.0)] })
    }

    /// Uptake needed at a lock-in.
    pub fn uptake(&self, locked_in: f32) -> f64 {
        let locked_in = f64::from(locked_in);
        let [none, typical, most] = self.known;
        let (from, to) = if locked_in < typical.0 { (none, typical) } else { (typical, most) };
        let part = if to.0 > from.0 { ((locked_in - from.0) / (to.0 - from.0)).clamp(0.0, 1.0) } else { 0.0 };
        // Where no uptake at all is needed there is no logarithm to go along.
        if from.1.min(to.1) < NONE_NEEDED {
            return libm::exp(from.1) + part * (libm::exp(to.1) - libm::exp(from.1));
        }
        libm::exp(from.1 + part * (to.1 - from.1))
    }
}

/// A place between two points of the grid.
struct Between {
    below: usize,
    /// The part of the way from the point below to the one above.
    above: f64,
}

impl Between {
    fn of(place: f64) -> Self {
        let below = (place.max(0.0) as usize).min(POINTS - 2);
        Self { below, above: (place - below as f64).clamp(0.0, 1.0) }
    }

    /// Divides a mass between the points on either side.
    #[inline]
    fn put(&self, grid: &mut [f64; POINTS], mass: f64) {
        grid[self.below] += mass * (1.0 - self.above);
        grid[self.below + 1] += mass * self.above;
    }
}

fn cumulative(mass: &[f64]) -> Vec<f64> {
    let total: f64 = mass.iter().sum();
    let mut sum = 0.0;
    mass.iter()
        .map(|mass| {
            sum += mass;
            if total > 0.0 { sum / total } else { 0.0 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::{Rate, Share};

    #[test]
    fn without_mechanisms_it_is_the_balance_of_flows() {
        let initiative = Initiative {
            baseline: Share::of(0.1),
            lapse: Rate::of(0.2),
            lapse_floor: Rate::of(0.0),
            newcomers: Some(Share::of(0.0)),
            ..Default::default()
        };
        let solved = Stationary::solve(&initiative, &Mechanisms::none(), 0.0, 1.0);
        // 0.1 · (1 − exp(−0.2)) = 0.9 · (1 − exp(−a))
        let a = -libm::log(1.0 - 0.1 * (1.0 - libm::exp(-0.2)) / 0.9);
        assert!((solved.uptake - a).abs() < 1e-9);
        // With 1 % leaving a week and newcomers at nought, the loss is that much larger.
        let left = Stationary::solve(&initiative, &Mechanisms::none(), 0.01, 1.0);
        assert!(left.uptake > solved.uptake + 0.0009);
    }

    #[test]
    fn habits_lower_the_uptake_that_is_needed() {
        let initiative = Initiative::default();
        let mechanisms = Mechanisms { embedding: None, ..Mechanisms::default() };
        let with = Stationary::solve(&initiative, &mechanisms, 0.002, 1.0);
        assert!(with.uptake > 0.0 && with.uptake < 0.05);
        assert!(with.habit(true, 0.9) >= with.habit(true, 0.1));
    }
}
