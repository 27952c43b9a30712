//! What supports improvement besides leaders and hours: structures, help from outside, skill of leaders, bridges between
//! professions, evidence. It is built up, is kept up as far as pressure lets it be, and falls back.

use super::leaders::LeadersNow;
use super::programme::InitiativeRules;
use super::rules::Rules;
use super::state::{People, Pursuit, Sites, State};
use crate::mechanisms::{Capability, Data, Help, INTERMEDIATE};
use crate::world::{Initiative, World};

impl InitiativeRules {
    /// Part of the units that the programme ever comes to in which it runs.
    pub(super) fn running(&self, week: u32) -> f32 {
        let units = || self.waves.each.iter().zip(&self.waves.units).skip(1);
        let all: u32 = units().map(|(_, units)| units).sum();
        let running: u32 = units().filter(|(wave, _)| wave.runs_in(week)).map(|(_, units)| units).sum();
        if all > 0 { running as f32 / all as f32 } else { 0.0 }
    }

    /// Share of the staff of units it has come to who truly practise.
    pub(super) fn share_of_all(&self, world: &World, pursuit: &Pursuit, week: u32) -> f32 {
        let begun = (0..world.units.len()).filter(|&unit| pursuit.here(self, unit).launched_by(week));
        let counts = begun.map(|unit| pursuit.counts.of_cells(world.units.cells(unit)));
        let (filled, truly) = counts.fold((0, 0), |sum, here| (sum.0 + here.0, sum.1 + here.1));
        if filled > 0 { truly as f32 / filled as f32 } else { 0.0 }
    }
}

impl Sites {
    /// What pressure leaves of supports in a unit.
    pub(super) fn keeps_up(&self, unit: usize) -> f32 {
        self.valued.get(unit).copied().unwrap_or(1.0)
    }
}

impl Rules {
    /// A unit's infrastructure for data, with what has been built.
    pub(super) fn infrastructure(&self, data: &Data, world: &World, sites: &Sites, unit: usize) -> f32 {
        let first = (world.units.data[unit] * self.resources.data_infrastructure.f32()).min(2.0);
        data.infrastructure(first, sites.built[unit])
    }

    /// A unit's know-how for an initiative, with what helps while it runs.
    pub(super) fn know_how(
        &self,
        capability: &Capability,
        world: &World,
        (sites, people, leaders): (&Sites, &People, &LeadersNow),
        here: &Initiative,
        (unit, week): (usize, u32),
    ) -> f32 {
        let own = capability.know_how(sites.knows[unit]);
        if !here.runs_in(week) {
            return own;
        }
        let posts = world.units.posts(unit);
        let vacant = if here.external_support.f32() > 0.0 && !posts.is_empty() {
            let vacant = people.vacant[posts.clone()].iter().filter(|vacant| **vacant == 1).count();
            vacant as f32 / posts.len() as f32
        } else {
            0.0
        };
        let professions = if here.team.f32() > 0.0 {
            let there = &world.cells.profession[world.units.cells(unit)];
            there.iter().enumerate().filter(|(cell, profession)| !there[..*cell].contains(profession)).count()
        } else {
            1
        };
        let guided = leaders.skill[unit] * leaders.style[unit];
        let help = Help { professions: professions as f32, vacant, valued: sites.keeps_up(unit), guided };
        capability.helped(here, own, help)
    }
}

/// What there is of coaching in each unit: as far as pressure keeps it up, and as far as an organisation's own experienced
/// improvers are enough where they give it.
fn coaches_are_counted(rules: &Rules, world: &World, sites: &mut Sites, people: &People) {
    let Some(capability) = &rules.mechanisms.capability else { return };
    if sites.coached.is_empty() {
        return;
    }
    let own = rules.resources.own_coaches.f32() > 0.0;
    for organisation in 0..world.organisations.len() {
        let coaches = if own {
            let posts = world.organisation_posts(organisation);
            let filled = people.vacant[posts.clone()].iter().filter(|vacant| **vacant == 0).count();
            let improvers = people.skill[posts].iter().filter(|skill| **skill > INTERMEDIATE).count();
            capability.coaches(&rules.resources, improvers as f32 / filled.max(1) as f32)
        } else {
            1.0
        };
        for unit in world.organisation_units(organisation) {
            sites.coached[unit] = sites.keeps_up(unit) * coaches;
        }
    }
}

/// Supports are built up, or fall back.
#[inline(never)]
pub(crate) fn supports_drift(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { sites, pursuits, leaders, people, .. } = state;
    if let Some(trap) = &rules.mechanisms.trap {
        for (valued, smarter) in sites.valued.iter_mut().zip(&sites.smarter) {
            *valued = trap.keeps_up(*smarter);
        }
    }
    coaches_are_counted(rules, world, sites, people);
    let funding = rules.resources.build_infrastructure.f32();
    if let Some(data) = rules.mechanisms.data.as_ref().filter(|_| funding > 0.0) {
        for unit in 0..sites.built.len() {
            sites.built[unit] = data.founds(funding * sites.keeps_up(unit), sites.built[unit]);
        }
    }
    let training = rules.leaders.training.f32() / rules.leaders.training_takes.f32().max(1.0);
    if training > 0.0 {
        for skill in &mut leaders.skill {
            *skill += training * (1.0 - *skill);
        }
    }
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        if let Some(tribes) = &rules.mechanisms.tribes {
            let (runs, settings) = (initiative.running(week), &initiative.settings);
            pursuit.bridged = tribes.takes_down(settings, runs, pursuit.bridged);
            // As it will be seen across next week.
            pursuit.across = tribes.opened(settings, initiative.running(week + 1), pursuit.bridged);
        }
        let learning = rules.resources.learning_system.f32();
        if let Some(persuasion) = rules.mechanisms.persuasion.as_ref().filter(|_| learning > 0.0) {
            let launched = |pursuit: &Pursuit, unit: usize| pursuit.here(initiative, unit).launched_by(week);
            let begun = (0..world.units.len()).filter(|&unit| launched(pursuit, unit));
            let (mut sum, mut units) = (0.0f32, 0.0f32);
            for unit in begun {
                sum += pursuit.credible.get(unit).copied().unwrap_or(1.0);
                units += 1.0;
            }
            if units > 0.0 {
                pursuit.found_out = persuasion.finds_out(learning, sum / units, pursuit.found_out);
            }
        }
    }
}
