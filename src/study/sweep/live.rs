//! The living of runs one after the other: what was built for one is used for the next, as far as it is the same.

use super::{Case, Slot, Sweep};
use crate::dice::Dice;
use crate::engine::{Solutions, State};
use crate::observe::Record;
use crate::scenario::{ArmSettings, Problems, Scenario, Series, Settings};
use crate::study::plan::{PlannedCourse, Records};
use crate::study::{Hooks, Place, Plan, Row, RunId, Stage};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Twins kept for cases that share them, in bytes: a lever changes the arm, and mostly leaves its twin as it is.
pub(super) const TWINS: usize = 64 << 20;

/// What one run came to: the row of the arm and that of its twin, each nothing when it was stopped.
pub struct Lived<'a> {
    /// The arm.
    pub arm: &'a Row,
    /// Its twin.
    pub twin: &'a Row,
    /// The names of the initiatives, in order.
    pub initiatives: Vec<&'a str>,
    /// The groups of the weekly series.
    pub groups: &'a crate::observe::Groups,
}

/// What one thread keeps between runs.
#[derive(Default)]
pub struct Bench {
    state: State,
    case: Option<(u32, Scenario)>,
    place: Option<(Settings, u64, u32, Arc<Place>)>,
    twins: VecDeque<Twin>,
    solutions: Solutions,
}

/// A twin that was lived in the place at hand.
struct Twin {
    course: PlannedCourse,
    weeks: u32,
    replicate: u32,
    outcome: Result<Record, String>,
}

impl Bench {
    /// Lives runs in order, and shows each that reaches its end or fails. Ends early when told to stop.
    ///
    /// # Errors
    /// [`Problems`] where a case cannot be settled any more, such as when a file of its population has changed.
    pub fn live<E: From<Problems>>(
        &mut self,
        sweep: &Sweep,
        cases: &[Case],
        arms: &[String],
        slots: &[Slot],
        hooks: &Hooks<'_>,
        mut show: impl FnMut(Slot, &Scenario, Lived<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        for run in slots.chunk_by(|a, b| (a.case, a.world) == (b.case, b.world)) {
            if hooks.stop.load(Relaxed) {
                return Ok(());
            }
            let case = &cases[run[0].case as usize];
            let scenario = match self.case.take() {
                Some((number, scenario)) if number == run[0].case => scenario,
                _ => alone(sweep.settle(case.point)?, &arms[case.arm as usize]),
            };
            let shown = self.live_case(&scenario, run, sweep.experiment.keep.series, hooks, |slot, lived| {
                show(slot, &scenario, lived)
            });
            self.case = Some((run[0].case, scenario));
            shown?;
        }
        Ok(())
    }

    /// Lives one course of a plan.
    pub(super) fn course(
        &mut self,
        plan: &Plan<'_>,
        stage: &Stage,
        course: usize,
        slot: &Slot,
        hooks: &Hooks<'_>,
    ) -> Option<Record> {
        let dice = Dice::of_run(plan.seed, slot.world, slot.replicate);
        stage.live_course(plan, course, &dice, &mut self.state, hooks)?.ok()
    }

    pub(super) fn live_case<E>(
        &mut self,
        scenario: &Scenario,
        slots: &[Slot],
        series: Series,
        hooks: &Hooks<'_>,
        mut show: impl FnMut(Slot, Lived<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let plan = Plan::new(scenario);
        let place = self.place(&plan, slots[0].world, series == Series::Units);
        let dice = Dice::of_world(plan.seed, slots[0].world);
        let stage = Stage::in_places(&plan, vec![Arc::clone(&place)], &dice, &mut self.solutions);
        for slot in slots {
            let records = match &stage {
                // The case may be that of several arms.
                Err(error) => plan.failed_with(&error.cause.to_string()),
                Ok(stage) => self.records(&plan, stage, slot, hooks),
            };
            let row = |subject: usize| {
                let arm = plan.subjects[subject].name.clone();
                plan.row(&RunId { arm, world: slot.world, replicate: slot.replicate }, &records)
            };
            let (Some(arm), Some(twin)) = (row(0), row(1)) else { continue };
            // What was stopped is not finished.
            if arm.outcome.is_none() || twin.outcome.is_none() {
                return Ok(());
            }
            let initiatives = scenario.arms[0].settings.course.initiatives.iter().map(|named| named.name.as_str());
            show(*slot, Lived { arm: &arm, twin: &twin, initiatives: initiatives.collect(), groups: &place.groups })?;
        }
        Ok(())
    }

    /// The place of the only kind of world of a plan.
    fn place(&mut self, plan: &Plan<'_>, world: u32, units: bool) -> Arc<Place> {
        let settings = plan.worlds_of[0];
        if let Some((known, seed, number, place)) = &self.place
            && (*seed, *number) == (plan.seed, world)
            && known.same_world(settings)
        {
            return Arc::clone(place);
        }
        self.twins.clear();
        // The old one goes before the new one is built.
        self.place = None;
        let place = Arc::new(Place::new(settings, &Dice::of_world(plan.seed, world), units));
        self.place = Some((settings.clone(), plan.seed, world, Arc::clone(&place)));
        place
    }

    /// What each course of a plan comes to at one address; a twin that was lived there already is not lived again.
    fn records(&mut self, plan: &Plan<'_>, stage: &Stage, slot: &Slot, hooks: &Hooks<'_>) -> Records {
        let dice = Dice::of_run(plan.seed, slot.world, slot.replicate);
        (0..plan.courses.len())
            .map(|course| {
                let planned = &plan.courses[course];
                if course == 0 {
                    return stage.live_course(plan, course, &dice, &mut self.state, hooks);
                }
                let known = self.twins.iter().find(|twin| {
                    (twin.replicate, twin.weeks) == (slot.replicate, plan.weeks) && twin.course.is_same(planned)
                });
                if let Some(known) = known {
                    (hooks.weeks_done)(u64::from(plan.weeks));
                    return Some(known.outcome.clone());
                }
                let outcome = stage.live_course(plan, course, &dice, &mut self.state, hooks)?;
                self.keep(planned, plan.weeks, slot.replicate, &outcome);
                Some(outcome)
            })
            .collect()
    }

    fn keep(&mut self, course: &PlannedCourse, weeks: u32, replicate: u32, outcome: &Result<Record, String>) {
        let size = |outcome: &Result<Record, String>| outcome.as_ref().map_or(0, Record::bytes);
        self.twins.push_back(Twin { course: course.clone(), weeks, replicate, outcome: outcome.clone() });
        while self.twins.iter().map(|twin| size(&twin.outcome)).sum::<usize>() > TWINS {
            self.twins.pop_front();
        }
    }
}

/// A scenario with a single arm left of it.
pub(super) fn alone(mut scenario: Scenario, arm: &str) -> Scenario {
    let arm: Option<ArmSettings> = scenario.arms.iter().find(|other| other.name == arm).cloned();
    scenario.arms = arm.into_iter().collect();
    scenario.expectations.clear();
    scenario
}
