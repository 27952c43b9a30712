//! How long a plan will take and how much room it needs, from a few small runs: the largest model is never built.

use super::live::TWINS;
use super::{Bench, Cases, Layout, Lived, Slot, Sweep};
use crate::engine::Solutions;
use crate::observe::Record;
use crate::quantities::{Quantity, Whole};
use crate::scenario::{Scenario, Series};
use crate::study::{Hooks, Place, Plan, Stage};
use crate::world::Roster;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Cases lived for it, spread over the plan.
const SAMPLED: usize = 6;

/// The most posts of a case that is lived for it; larger ones are made smaller, and what they take is scaled up.
const MOST_STAFF: u32 = 2000;

/// Bytes that a post takes with its ties left out, while its world is built and lived in, for one initiative and for each
/// further one; and bytes of a tie. Measured; see `docs/performance.md`.
const POST: f64 = 110.0;
const FURTHER: f64 = 70.0;
const TIE: f64 = 13.0;

/// Bytes of the program itself, with a chunk at hand.
const PROGRAM: f64 = 12e6;

/// What small runs took, in seconds of one thread.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Probe {
    /// Building a world, for each post.
    pub place: f64,
    /// Making an arm and its twin ready, for each post.
    pub stage: f64,
    /// An arm, for each post and week.
    pub arm: f64,
    /// A twin, likewise.
    pub twin: f64,
    /// Writing a run down, for each.
    pub writing: f64,
    /// Part of neighbouring cases that need a world of their own.
    pub own_place: f64,
    /// Part of neighbouring cases that need a twin of their own.
    pub own_twin: f64,
    /// Bytes that the rows of a run take.
    pub row: f64,
    /// Bytes in memory that the largest case of those looked at would take.
    pub memory: f64,
    /// Bytes that the record of a run takes.
    pub record: f64,
}

/// What a plan takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Seconds of one thread.
    pub seconds: f64,
    /// Of those, seconds in which runs are written down as rows.
    pub writing: f64,
    /// Bytes of memory of a worker with one thread.
    pub memory: f64,
    /// Bytes on disk: the chunks, and the tables merged from them.
    pub disk: f64,
}

/// Lives a few small cases and takes the time. `clock` tells seconds; `write` writes a run down as a worker would, and
/// says in how many bytes.
pub fn probe(
    sweep: &Sweep,
    cases: &Cases,
    clock: &dyn Fn() -> f64,
    write: &mut dyn FnMut(&Scenario, Lived<'_>) -> usize,
) -> Probe {
    let all = cases.cases.len();
    let sampled: Vec<usize> = (0..SAMPLED.min(all)).map(|at| at * all / SAMPLED.min(all).max(1)).collect();
    let never = AtomicBool::new(false);
    let hooks = Hooks { weeks_done: &|_| {}, stop: &never };
    let (mut found, mut looked, mut pairs) = (Probe::default(), 0.0, 0.0);
    for at in sampled {
        let Some(mut scenario) = alone(sweep, cases, at) else { continue };
        if let Some(next) = alone(sweep, cases, at + 1) {
            let (one, other) = (Plan::new(&scenario), Plan::new(&next));
            let same_place = one.worlds_of[0].same_world(other.worlds_of[0]) && one.seed == other.seed;
            let same_twin =
                same_place && one.courses.last().zip(other.courses.last()).is_some_and(|(a, b)| a.is_same(b));
            found.own_place += f64::from(u8::from(!same_place));
            found.own_twin += f64::from(u8::from(!same_twin));
            pairs += 1.0;
        }
        found.memory = found.memory.max(memory(&scenario));
        shrink(&mut scenario);
        let plan = Plan::new(&scenario);
        let posts = scenario.arms[0].settings.staff().max(1) as f64;
        let began = clock();
        let dice = crate::dice::Dice::of_world(plan.seed, 0);
        let place = Arc::new(Place::new(plan.worlds_of[0], &dice, sweep.experiment.keep.series == Series::Units));
        let built = clock();
        let Ok(stage) = Stage::in_places(&plan, vec![Arc::clone(&place)], &dice, &mut Solutions::default()) else {
            continue;
        };
        let ready = clock();
        let mut bench = Bench::default();
        let slot = |replicate| Slot { case: 0, world: 0, replicate };
        // Once to have it warm, then often enough to be told from nothing.
        let mut lived = [0.0; 2];
        let mut records = Vec::new();
        for (course, seconds) in lived.iter_mut().enumerate().take(plan.courses.len()) {
            let live = |bench: &mut Bench, replicate| bench.course(&plan, &stage, course, &slot(replicate), &hooks);
            records.extend(live(&mut bench, 0));
            let (start, mut runs) = (clock(), 0u32);
            while runs < 50 && (runs == 0 || clock() - start < 0.03) {
                runs += 1;
                std::hint::black_box(live(&mut bench, runs));
            }
            *seconds = (clock() - start) / f64::from(runs);
        }
        let mut row = 0;
        // A run that fails has a short row.
        let _ = bench.live_case(&scenario, &[slot(0)], sweep.experiment.keep.series, &hooks, |_, lived| {
            let from = clock();
            row = write(&scenario, lived);
            found.writing += clock() - from;
            Ok::<(), ()>(())
        });
        let weeks = f64::from(scenario.weeks().max(1));
        found.place += (built - began) / posts;
        found.stage += (ready - built) / posts;
        found.arm += lived[0] / posts / weeks;
        found.twin += lived[1] / posts / weeks;
        found.row += row as f64;
        found.record = found.record.max(records.iter().map(Record::bytes).max().unwrap_or(0) as f64);
        looked += 1.0;
    }
    let mean = |sum: f64, of: f64| if of > 0.0 { sum / of } else { 0.0 };
    for value in
        [&mut found.place, &mut found.stage, &mut found.arm, &mut found.twin, &mut found.writing, &mut found.row]
    {
        *value = mean(*value, looked);
    }
    found.own_place = mean(found.own_place, pairs);
    found.own_twin = mean(found.own_twin, pairs);
    found
}

impl Probe {
    /// What a whole plan takes by these figures.
    pub fn estimate(&self, cases: &Cases, layout: &Layout) -> Estimate {
        let (worlds, replicates) = (f64::from(layout.worlds), f64::from(layout.replicates));
        let (mut posts, mut person_weeks, mut readied) = (0.0, 0.0, 0.0);
        for case in &cases.cases {
            posts += f64::from(case.staff);
            person_weeks += f64::from(case.staff) * f64::from(case.weeks);
        }
        for stage in &layout.stages {
            // A case is made ready once in each stage and world, and again where a chunk ends within its runs.
            let chunks = (stage.replicates.len() as f64 / layout.chunk as f64).max(1.0);
            readied += worlds * chunks * stage.cases.len() as f64 / cases.cases.len().max(1) as f64;
        }
        let runs = layout.runs() as f64;
        let built = self.own_place * readied * posts + worlds * f64::from(cases.sizes.staff as u32);
        let seconds = self.place * built
            + self.stage * readied * posts
            + (self.arm + self.own_twin * self.twin) * person_weeks * worlds * replicates
            + self.writing * runs;
        let points = cases.of_points.len() as f64 / cases.cases.len().max(1) as f64;
        let table = 120.0 * cases.of_points.len() as f64;
        // Two records at a time and their copies, and the twins that are kept.
        let records = 4.0 * self.record + (TWINS as f64).min(self.record * runs);
        Estimate {
            seconds,
            writing: self.writing * runs,
            memory: self.memory + records + table + PROGRAM,
            disk: self.row * runs * (1.0 + points),
        }
    }
}

/// The scenario of a case; nothing where there is none such.
fn alone(sweep: &Sweep, cases: &Cases, at: usize) -> Option<Scenario> {
    let case = cases.cases.get(at)?;
    Some(super::live::alone(sweep.settle(case.point).ok()?, &cases.arms[case.arm as usize]))
}

/// Bytes a case takes, from its sizes alone.
fn memory(scenario: &Scenario) -> f64 {
    let settings = &scenario.arms[0].settings;
    let ties = match settings.imported.as_ref().and_then(|roster| roster.contacts.as_ref()) {
        Some(contacts) => 2.0 * contacts.len() as f64,
        None => settings.ties.per_person.value() * settings.staff() as f64,
    };
    let further = settings.course.initiatives.len().saturating_sub(1) as f64;
    settings.staff() as f64 * (POST + FURTHER * further) + TIE * ties
}

/// Makes a case as small as is needed.
fn shrink(scenario: &mut Scenario) {
    let settings = &mut scenario.arms[0].settings;
    if settings.staff() <= MOST_STAFF as usize {
        return;
    }
    match &settings.imported {
        // The first units, with ties drawn.
        Some(roster) => {
            let mut posts = 0;
            let kept = roster.units.iter().take_while(|unit| {
                posts += unit.posts();
                posts <= MOST_STAFF as usize
            });
            let kept = kept.count().max(1);
            let units = roster.units.iter().take(kept).cloned().collect();
            let figures = roster.figures.iter().take(kept).cloned().collect();
            settings.imported = Some(Arc::new(Roster { units, figures, contacts: None, ..Roster::clone(roster) }));
        }
        None => {
            settings.population.staff = Some(Whole::of(f64::from(MOST_STAFF)));
            settings.population.units = None;
        }
    }
}
