//! Hours: how much of the time asked staff have, and what is drawn from the daily work.

use super::leaders::LeadersNow;
use super::programme::InitiativeRules;
use super::rules::Rules;
use super::state::{Pursuit, Sites, State};
use crate::mechanisms::{Asked, Time};
use crate::quantities::Quantity;
use crate::world::{Initiative, World};

/// Counts hours anew in the units where something has changed: an initiative or a mandate that begins or ends, time
/// given up under pressure, hours given back.
pub(crate) fn hours_are_counted(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let mechanisms = &rules.mechanisms;
    if mechanisms.time.is_none() && mechanisms.side_effects.is_none() {
        return;
    }
    // Where middle managers release time, hours turn with them.
    let turns = week == 0 || rules.leaders.middle_release.value() > 0.0 || rules.hours_turn_in(week);
    let State { sites, leaders, pursuits, counted, sufficiency, slowed, lacking, .. } = state;
    for (unit, counted) in counted.iter_mut().enumerate() {
        let smarter = sites.smarter.get(unit).copied().unwrap_or(1.0);
        let freed = rules.freed(world, pursuits, unit);
        let released = rules.lets_through(leaders, world, unit);
        let now = [smarter, freed, released];
        if !turns && *counted == now {
            continue;
        }
        *counted = now;
        for cell in world.units.cells(unit) {
            let (mut asked, mut unstaffed) = rules.asked_of(world, (sites, leaders), cell, week);
            asked.protected *= f64::from(released);
            unstaffed *= f64::from(released);
            let Some(time) = &mechanisms.time else {
                lacking[cell] = unstaffed as f32;
                continue;
            };
            let slack = world.units.slack[unit] * smarter;
            let mandates = rules.resources.mandates.value() + rules.mandates_in(week) + rules.developing();
            sufficiency[cell] = time.sufficiency(slack, &rules.resources, &asked, f64::from(freed), mandates);
            slowed[cell] = time.slows(sufficiency[cell]);
            lacking[cell] = (1.0 - sufficiency[cell]) * time.hours(&asked) as f32 + unstaffed as f32;
        }
    }
}

impl Rules {
    /// Whether hours may change in a week for all.
    fn hours_turn_in(&self, week: u32) -> bool {
        let waves = self.initiatives.iter().flat_map(|initiative| &initiative.waves.each);
        let mut turning = waves.filter(|wave| wave.launched_by(u32::MAX));
        turning.any(|wave| wave.starts.whole() == week || wave.ends() == week)
            || self.events.iter().any(|event| event.at.whole() == week || event.ends() == week)
    }

    /// What the initiatives that run in a week ask of a cell's staff, and protected hours in which nobody stands in.
    fn asked_of(&self, world: &World, (sites, leaders): (&Sites, &LeadersNow), cell: usize, week: u32) -> (Asked, f64) {
        let (mut asked, mut unstaffed) = (Asked::default(), 0.0);
        let absent = Time::default();
        let time = self.mechanisms.time.as_ref().unwrap_or(&absent);
        let unit = world.cells.unit[cell] as usize;
        let valued = f64::from(sites.keeps_up(unit));
        let all = self.initiatives.iter().enumerate();
        for (index, initiative) in all.filter(|(_, initiative)| initiative.is_for(world, cell)) {
            let here = initiative.waves.in_unit(unit);
            if here.runs_in(week) {
                let looking = self.mechanisms.side_effects.as_ref().map_or(0.0, |effects| effects.hours(here));
                let released = self.released(world, leaders, unit, index);
                time.asks(&mut asked, here, looking + time.supported(here, valued), released);
                unstaffed += unstaffed_of(here) * released;
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
