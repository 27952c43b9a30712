//! A study: every arm and its twin, in every world and replicate, at the same addresses. Pure and in order: what comes
//! out depends on the scenario and the seed alone, not on threads.

mod audit;
pub mod evaluate;
mod plan;
pub mod screen;
pub mod statistics;
pub mod sweep;
mod trace;

pub use audit::{Parting, Side, audit};
pub use plan::{Plan, Row, RunId, RunIdError, Subject, TWIN};
pub use trace::{FATES, Fate, MOST_TOLD, Moment, Skipped, Strand, Told, Trace, TraceError, What, Who, WhoError, trace};

use crate::dice::Dice;
use crate::engine::{Rules, RulesError, Solutions, State, run};
use crate::observe::{Groups, Record, Recorder};
use crate::scenario::{Scenario, Settings};
use crate::world::World;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

/// Why a study cannot be run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("arm `{arm}`: {cause}")]
pub struct StudyError {
    /// The arm.
    pub arm: String,
    /// What does not fit.
    #[source]
    pub cause: RulesError,
}

/// What a study tells its surroundings, and is told.
pub struct Hooks<'a> {
    /// Called with a number of weeks just simulated, from any thread.
    pub weeks_done: &'a (dyn Fn(u64) + Sync),
    /// Set to stop: runs under way are dropped, finished ones kept.
    pub stop: &'a AtomicBool,
}

/// Everything a study found.
#[derive(Debug, Default)]
pub struct Results {
    /// The groups of the series, by kind of world; see [`Subject::world`].
    pub groups: Vec<Groups>,
    /// The same for each world, where units are kept: worlds drawn anew need not have the same units.
    pub groups_of_worlds: BTreeMap<u32, Vec<Groups>>,
    /// One row for each arm and twin, world and replicate, in that order.
    pub rows: Vec<Row>,
    /// Whether it was stopped before all were done.
    pub interrupted: bool,
}

/// A world, and the groups of its staff that are looked at.
#[derive(Debug)]
struct Place {
    world: World,
    groups: Groups,
}

/// One world, ready to be run in.
struct Stage {
    /// By world group of the plan.
    places: Vec<Arc<Place>>,
    /// By course of the plan.
    rules: Vec<Rules>,
}

/// Runs a study. An arm that cannot be run in a later world fails there, and the rest is kept.
///
/// # Errors
/// [`StudyError`] when an arm does not fit the first world; found before anything is lived.
pub fn study(scenario: &Scenario, units: bool, hooks: &Hooks<'_>) -> Result<Results, StudyError> {
    let plan = Plan::new(scenario);
    let pool: Mutex<Vec<State>> = Mutex::new(Vec::new());
    let first = Mutex::new(Some(Stage::new(&plan, 0, units)?));
    let worlds: Vec<u32> = (0..plan.worlds).collect();
    let of_worlds = in_order(&worlds, |&world| {
        if hooks.stop.load(Relaxed) {
            return None;
        }
        let ready = if world == 0 { first.lock().ok().and_then(|mut first| first.take()) } else { None };
        let stage = match ready.map_or_else(|| Stage::new(&plan, world, units), Ok) {
            Ok(stage) => stage,
            Err(error) => return Some((world, Vec::new(), plan.failed(&error))),
        };
        let replicates: Vec<u32> = (0..plan.replicates).collect();
        let runs = in_order(&replicates, |&replicate| {
            let mut state = pool.lock().map(|mut pool| pool.pop()).ok().flatten().unwrap_or_default();
            let records = stage.live(&plan, world, replicate, &mut state, hooks);
            if let Ok(mut pool) = pool.lock() {
                pool.push(state);
            }
            records
        });
        Some((world, stage.groups(), runs))
    });
    let mut results = Results { interrupted: hooks.stop.load(Relaxed), ..Results::default() };
    let mut by_world = Vec::new();
    for (world, groups, runs) in of_worlds.into_iter().flatten() {
        if results.groups.is_empty() {
            results.groups.clone_from(&groups);
        }
        if units {
            results.groups_of_worlds.insert(world, groups);
        }
        by_world.push((world, runs));
    }
    results.rows = plan.rows(by_world);
    Ok(results)
}

/// Checks that every arm can be run in the first world.
///
/// # Errors
/// [`StudyError`] for the first arm that cannot.
pub fn rehearse(scenario: &Scenario) -> Result<(), StudyError> {
    Stage::new(&Plan::new(scenario), 0, false).map(|_| ())
}

/// Runs one row again.
///
/// # Errors
/// [`StudyError`] as for [`study`].
pub fn rerun(scenario: &Scenario, id: &RunId) -> Result<Option<Row>, StudyError> {
    let plan = Plan::new(scenario);
    let stage = Stage::new(&plan, id.world, false)?;
    let nothing = AtomicBool::new(false);
    let hooks = Hooks { weeks_done: &|_| {}, stop: &nothing };
    let records = stage.live(&plan, id.world, id.replicate, &mut State::default(), &hooks);
    Ok(plan.row(id, &records))
}

/// The world and the rules of one run, for those who step through it week by week.
///
/// # Errors
/// [`StudyError`] as for [`study`].
pub fn staged(scenario: &Scenario, id: &RunId) -> Result<Option<(World, Rules, Dice)>, StudyError> {
    let plan = Plan::new(scenario);
    let Some(subject) = plan.subjects.iter().position(|subject| subject.name == id.arm) else { return Ok(None) };
    let course = plan.subjects[subject].course;
    let mut stage = Stage::new(&plan, id.world, false)?;
    let place = stage.places.swap_remove(plan.courses[course].world);
    // Nobody else has seen it yet; of a kind of world there is one place.
    let Some(place) = Arc::into_inner(place) else { return Ok(None) };
    let dice = Dice::of_run(plan.seed, id.world, id.replicate);
    Ok(Some((place.world, stage.rules.swap_remove(course), dice)))
}

impl Place {
    /// Builds a world of these settings.
    fn new(settings: &Settings, dice: &Dice, units: bool) -> Self {
        let roster = settings.roster(dice);
        let world = World::build(&roster, &settings.population, &settings.ties, dice);
        let groups = Groups::new(&world, units);
        Self { world, groups }
    }
}

impl Stage {
    fn new(plan: &Plan<'_>, world: u32, units: bool) -> Result<Self, StudyError> {
        let dice = Dice::of_world(plan.seed, world);
        let places = plan.worlds_of.iter().map(|settings| Arc::new(Place::new(settings, &dice, units))).collect();
        Self::in_places(plan, places, &dice, &mut Solutions::default())
    }

    /// The same in places that are there already.
    fn in_places(
        plan: &Plan<'_>,
        places: Vec<Arc<Place>>,
        dice: &Dice,
        solutions: &mut Solutions,
    ) -> Result<Self, StudyError> {
        let rules = plan
            .courses
            .iter()
            .map(|course| {
                Rules::with(&course.course, &places[course.world].world, dice, solutions)
                    .map_err(|cause| StudyError { arm: course.arm.clone(), cause })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { places, rules })
    }

    /// The groups looked at, by kind of world.
    fn groups(&self) -> Vec<Groups> {
        self.places.iter().map(|place| place.groups.clone()).collect()
    }

    /// Lives every course at one address.
    fn live(&self, plan: &Plan<'_>, world: u32, replicate: u32, state: &mut State, hooks: &Hooks<'_>) -> plan::Records {
        let dice = Dice::of_run(plan.seed, world, replicate);
        (0..plan.courses.len()).map(|course| self.live_course(plan, course, &dice, state, hooks)).collect()
    }

    /// Lives one course at one address; nothing when it is stopped, the cause when it fails.
    fn live_course(
        &self,
        plan: &Plan<'_>,
        course: usize,
        dice: &Dice,
        state: &mut State,
        hooks: &Hooks<'_>,
    ) -> Option<Result<Record, String>> {
        // Of many runs most have not begun when the study is stopped.
        if hooks.stop.load(Relaxed) {
            return None;
        }
        let (planned, rules) = (&plan.courses[course], &self.rules[course]);
        let Place { world, groups } = &*self.places[planned.world];
        let mut recorder = Recorder::new(world, groups, &planned.timing, rules, plan.weeks);
        // A defect in one run must not cost the others.
        let lived = catch_unwind(AssertUnwindSafe(|| {
            run(rules, world, dice, plan.weeks, state, |state| {
                recorder.watch(state);
                (hooks.weeks_done)(u64::from(state.week > 0));
                if hooks.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        }));
        match lived {
            Ok(ControlFlow::Continue(())) => {
                let mut record = recorder.finish(state);
                evaluate::conclude(&mut record);
                Some(Ok(record))
            }
            Ok(ControlFlow::Break(())) => None,
            Err(panic) => {
                *state = State::default();
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
                Some(Err(text.unwrap_or_else(|| "unknown".into())))
            }
        }
    }
}

/// Maps in order, on all threads there are.
#[cfg(feature = "threads")]
fn in_order<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().with_max_len(1).map(&map).collect()
}

/// Maps in order.
#[cfg(not(feature = "threads"))]
fn in_order<T, R>(items: &[T], map: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(map).collect()
}
