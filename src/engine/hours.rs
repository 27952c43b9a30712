//! Hours: how much of the time asked staff have, and what is drawn from the daily work.

use super::leaders::LeadersNow;
use super::programme::InitiativeRules;
use super::rules::{MAX_INITIATIVES, Rules};
use super::state::{Pursuit, Sites, State};
use crate::mechanisms::{Asked, Time};
use crate::quantities::Quantity;
use crate::world::{Initiative, World};
use arrayvec::ArrayVec;

/// Part of the hours of each initiative that is saved; nothing where nothing is.
type Saved = ArrayVec<f32, MAX_INITIATIVES>;

/// Counts hours anew in the units where something has changed: an initiative or a mandate that begins or ends, time
/// given up under pressure, hours given back.
pub(crate) fn hours_are_counted(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let mechanisms = &rules.mechanisms;
    if mechanisms.time.is_none() && mechanisms.side_effects.is_none() {
        return;
    }
    // Where middle managers release time, hours turn with them.
    let turns = week == 0 || rules.leaders.middle_release.value() > 0.0 || rules.hours_turn_in(week);
    let State { sites, leaders, pursuits, counted, sufficiency, slowed, lacking, spare, solved, .. } = state;
    let shares = mechanisms.portfolio.as_ref().map_or(0.0, |portfolio| portfolio.shares(&rules.strategy));
    if shares > 0.0 {
        for (solved, pursuit) in solved.iter_mut().zip(&*pursuits) {
            solved.counts(world, &pursuit.counts);
        }
    }
    let squeezed = 1.0 - rules.squeezed_in(week);
    for (unit, counted) in counted.iter_mut().enumerate() {
        let smarter = sites.smarter.get(unit).copied().unwrap_or(1.0);
        let freed = rules.freed(world, pursuits, unit);
        let released = rules.lets_through(leaders, world, unit);
        let mut saved = Saved::new();
        if shares > 0.0 {
            saved.extend(solved.iter().map(|solved| shares * solved.ahead(world.group_of(unit))));
        }
        let now = [smarter, freed, released, saved.iter().sum()];
        if !turns && *counted == now {
            continue;
        }
        *counted = now;
        for cell in world.units.cells(unit) {
            let (mut asked, mut unstaffed) = rules.asked_of(world, (sites, leaders, pursuits), cell, week, &saved);
            asked.protected *= f64::from(released);
            unstaffed *= f64::from(released);
            let Some(time) = &mechanisms.time else {
                lacking[cell] = unstaffed as f32;
                continue;
            };
            let slack = world.units.slack[unit] * smarter * squeezed;
            let mandates = rules.resources.mandates.value() + rules.mandates_in(week);
            let mandates = mandates * rules.mandates_left() + rules.developing();
            sufficiency[cell] = time.sufficiency(slack, &rules.resources, &asked, f64::from(freed), mandates);
            spare[cell] = time.spare(slack, &rules.resources, &asked, f64::from(freed), mandates) as f32;
            slowed[cell] = time.slows(sufficiency[cell]);
            lacking[cell] = (1.0 - sufficiency[cell]) * time.hours(&asked) as f32 + unstaffed as f32;
        }
    }
}

impl Rules {
    /// What is left of the hours that mandates take.
    fn mandates_left(&self) -> f64 {
        self.mechanisms.portfolio.as_ref().map_or(1.0, |portfolio| portfolio.draws(&self.strategy))
    }

    /// Whether hours may change in a week for all.
    fn hours_turn_in(&self, week: u32) -> bool {
        let waves = self.initiatives.iter().flat_map(|initiative| &initiative.waves.each);
        let mut turning = waves.filter(|wave| wave.launched_by(u32::MAX));
        turning.any(|wave| wave.turns_in(week))
            || self.events.iter().any(|event| event.at.whole() == week || event.ends() == week)
    }

    /// What the initiatives that run in a week ask of a cell's staff, and protected hours in which nobody stands in.
    fn asked_of(
        &self,
        world: &World,
        (sites, leaders, pursuits): (&Sites, &LeadersNow, &[Pursuit]),
        cell: usize,
        week: u32,
        saved: &Saved,
    ) -> (Asked, f64) {
        let eases = self.mechanisms.portfolio.as_ref().map_or(1.0, |portfolio| portfolio.overhead(&self.strategy));
        let (mut asked, mut unstaffed) = (Asked { eases, ..Asked::default() }, 0.0);
        let absent = Time::default();
        let time = self.mechanisms.time.as_ref().unwrap_or(&absent);
        let unit = world.cells.unit[cell] as usize;
        let valued = f64::from(sites.keeps_up(unit));
        let all = self.initiatives.iter().enumerate();
        for (index, initiative) in all.filter(|(_, initiative)| initiative.is_for(world, cell)) {
            let here = pursuits[index].here(initiative, unit);
            if here.runs_in(week) {
                let looking = self.mechanisms.side_effects.as_ref().map_or(0.0, |effects| effects.hours(here));
                let released = self.released(world, leaders, unit, index);
                let stake = initiative.stakes[usize::from(world.cells.profession[cell])];
                let meeting = self.mechanisms.involvement.as_ref().map_or(0.0, |one| one.hours(stake.part));
                let part = self.mechanisms.design.as_ref().map_or(1.0, |design| design.asks(here, week));
                let besides = looking + time.supported(here, valued) + meeting;
                let own = part * (1.0 - f64::from(saved.get(index).copied().unwrap_or(0.0)));
                time.asks(&mut asked, here, (own, besides), released);
                unstaffed += unstaffed_of(here) * released;
            } else {
                asked.after += here.hours_after_in(week);
            }
        }
        (asked, unstaffed)
    }

    /// Hours a week that practices give back to everyone in a unit.
    pub(super) fn freed(&self, world: &World, pursuits: &[Pursuit], unit: usize) -> f32 {
        let mut freed = 0.0f32;
        for (pursuit, initiative) in pursuits.iter().zip(&self.initiatives) {
            if initiative.settings.frees.value() > 0.0 {
                let more = (pursuit.share(world, unit) - initiative.baseline).max(0.0);
                freed += initiative.settings.frees.f32() * more;
            }
        }
        freed
    }

    /// Part of protected time that staff of a unit are released for, as far as that is up to middle managers.
    pub(super) fn released(&self, world: &World, leaders: &LeadersNow, unit: usize, initiative: usize) -> f64 {
        let [_, (support, _), _] = leaders.of_unit(world, unit, initiative);
        1.0 - self.leaders.middle_release.value() * (1.0 - f64::from(support.min(1.0)))
    }
}

fn unstaffed_of(initiative: &Initiative) -> f64 {
    initiative.protected_time.value() * (1.0 - initiative.backfill.value())
}

impl InitiativeRules {
    /// Whether a cell's staff are its targets.
    pub fn is_for(&self, world: &World, cell: usize) -> bool {
        self.target[usize::from(world.cells.profession[cell])]
    }
}
