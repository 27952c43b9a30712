//! How programmes end: when their time is up, or before it where sponsors lose patience.

use super::culture::failure_is_reviewed;
use super::leaders::{LeaderLevel, address_of, leaders_of};
use super::programme::InitiativeRules;
use super::rules::Rules;
use super::spread::NEVER;
use super::state::{People, Pursuit, Sites, State, practice};
use crate::dice::{Decision, Dice, normal, uniform};
use crate::mechanisms::success;
use crate::world::{Initiative, World};

/// What stands for a week in which nothing was stopped.
const NOT_STOPPED: u32 = u32::MAX;

impl Pursuit {
    /// The initiative as a unit lives it.
    #[inline]
    pub(crate) fn here<'a>(&self, initiative: &'a InitiativeRules, unit: usize) -> &'a Initiative {
        &initiative.waves.each[usize::from(self.wave[unit])]
    }

    /// Nothing stopped yet.
    pub(super) fn not_stopped(&mut self, initiative: &InitiativeRules, organisations: usize) {
        self.wave.clone_from(&initiative.waves.of_unit);
        super::state::refill(&mut self.stopped, organisations, NOT_STOPPED);
    }

    /// The week in which an organisation's sponsor stopped the programme; nothing where none did.
    pub fn stopped_in(&self, organisation: usize) -> Option<u32> {
        self.stopped.get(organisation).copied().filter(|week| *week != NOT_STOPPED)
    }
}

/// The projects whose funding ends with this week are measured against what they promised, unit by unit: who was a
/// target of one that fell short is disappointed.
pub(crate) fn projects_end(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { people, pursuits, sites, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        for unit in 0..world.units.len() {
            let here = pursuit.here(initiative, unit);
            if !here.runs_in(week) || here.ends() != week + 1 {
                continue;
            }
            disappoints(rules, world, (people, sites), pursuit, initiative, unit);
        }
    }
}

/// What a unit has reached of a project that ends is measured against what was promised: its target staff are
/// disappointed by what is missing.
fn disappoints(
    rules: &Rules,
    world: &World,
    (people, sites): (&mut People, &mut Sites),
    pursuit: &Pursuit,
    initiative: &InitiativeRules,
    unit: usize,
) {
    let (filled, truly) = pursuit.counts.of_cells(world.units.cells(unit));
    if filled == 0 {
        return;
    }
    let missed = crate::mechanisms::shortfall(initiative.settings.goal.f32(), truly as f32 / filled as f32);
    let here = pursuit.here(initiative, unit);
    let missed = rules.mechanisms.design.as_ref().map_or(missed, |design| design.told(here, missed));
    failure_is_reviewed(rules, world, sites, unit, missed);
    let posts = world.units.posts(unit);
    for post in posts.filter(|&post| pursuit.practice[post] != practice::NOBODY) {
        if let (Some(fatigue), Some(cynicism)) = (&rules.mechanisms.fatigue, people.cynicism.get_mut(post)) {
            *cynicism = fatigue.disappointed(*cynicism, missed);
        }
        if let (Some(motivation), Some(m)) = (&rules.mechanisms.motivation, people.motivation.get_mut(post)) {
            *m = motivation.after_missing(*m, missed);
        }
    }
}

/// A programme that ends before its time is over in a unit that has it, and does not come to one that has not.
fn ends_in(
    rules: &Rules,
    world: &World,
    (people, sites, counted): (&mut People, &mut Sites, &mut [f32; 4]),
    pursuit: &mut Pursuit,
    initiative: &InitiativeRules,
    unit: usize,
    week: u32,
) {
    if pursuit.here(initiative, unit).runs_in(week) {
        disappoints(rules, world, (people, sites), pursuit, initiative, unit);
    }
    let wave = usize::from(pursuit.wave[unit]);
    let begun = initiative.waves.each[wave].launched_by(week);
    pursuit.wave[unit] = if begun { initiative.waves.stopped(wave) } else { NEVER } as u8;
    // Hours are counted anew: nothing equals this.
    *counted = [f32::NAN; 4];
}

/// A programme that a tenth of units have tried is given up where too little came of it there: it is over in those, and
/// comes to no other.
pub(crate) fn pilots_are_judged(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(design) = &rules.mechanisms.design else { return };
    let State { people, pursuits, counted, sites, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        if initiative.waves.judged_in() != Some(week) {
            continue;
        }
        let i = &initiative.settings;
        let (mut sum, mut staff) = (0.0, 0.0f32);
        for unit in initiative.waves.trying() {
            let filled = pursuit.counts.of_cells(world.units.cells(unit)).0 as f32;
            let before = world.units.quality[unit];
            let gained =
                pursuit.measured.get(unit).map(|measured| (measured - before) / ((1.0 - before) * i.hoped.f32()));
            let promised = (i.goal.f32() - initiative.baseline).max(0.01);
            let practised = ((pursuit.share(world, unit) - initiative.baseline) / promised).clamp(0.0, 1.0);
            sum += filled * success(practised, gained.filter(|gained| gained.is_finite()));
            staff += filled;
        }
        if staff == 0.0 || sum / staff >= design.bar.f32() {
            continue;
        }
        for (unit, counted) in counted.iter_mut().enumerate() {
            ends_in(rules, world, (people, sites, counted), pursuit, initiative, unit, week);
        }
    }
}

/// What begins next week is planned for less time where its sponsor has seen too little of what runs already.
fn planning_is_cut(initiatives: &[InitiativeRules], world: &World, pursuits: &mut [Pursuit], week: u32) {
    for index in 0..initiatives.len() {
        let waves = &initiatives[index].waves;
        for organisation in 0..world.organisations.len() {
            let begins = |unit: usize, pursuit: &Pursuit| {
                let wave = usize::from(pursuit.wave[unit]);
                waves.hurried(wave) != wave && waves.each[wave].starts.whole() == week + 1
            };
            if !world.organisation_units(organisation).any(|unit| begins(unit, &pursuits[index])) {
                continue;
            }
            let others = pursuits.iter().zip(initiatives).enumerate().filter(|(other, _)| *other != index);
            let running = others.filter(|(_, (pursuit, other))| {
                world.organisation_units(organisation).any(|unit| pursuit.here(other, unit).launched_by(week))
            });
            let regards: Vec<f32> =
                running.filter_map(|(_, (pursuit, _))| pursuit.regard.get(organisation).copied()).collect();
            if regards.is_empty() || regards.iter().sum::<f32>() / regards.len() as f32 >= 1.0 {
                continue;
            }
            for unit in world.organisation_units(organisation) {
                if begins(unit, &pursuits[index]) {
                    let wave = waves.hurried(usize::from(pursuits[index].wave[unit]));
                    pursuits[index].wave[unit] = wave as u8;
                }
            }
        }
    }
}

/// Sponsors who lose patience stop what does not show, in all their units: it is over from next week on.
pub(crate) fn sponsors_lose_patience(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let Some(patience) = &rules.mechanisms.patience else { return };
    let State { people, pursuits, counted, leaders, sites, .. } = state;
    if patience.hurries(&rules.leaders) > 0.0 {
        planning_is_cut(&rules.initiatives, world, pursuits, week);
    }
    if !patience.ever(&rules.leaders) {
        return;
    }
    for (index, (pursuit, initiative)) in pursuits.iter_mut().zip(&rules.initiatives).enumerate() {
        for (organisation, sponsor) in leaders_of(rules, LeaderLevel::Sponsor).enumerate() {
            let units = world.organisation_units(organisation);
            if pursuit.stopped_in(organisation).is_some()
                || !units.clone().any(|unit| pursuit.here(initiative, unit).runs_in(week + 1))
            {
                continue;
            }
            let words = dice.words(address_of(rules, sponsor), week, Decision::Patience(index as u8));
            // Who does not back it does not regard it.
            let backs = leaders.backing[sponsor] >> index & 1 == 1;
            let regard = if backs { pursuit.regard.get(organisation).copied().unwrap_or(1.0) } else { 0.0 };
            let chance = patience.stops(&rules.leaders, &initiative.settings, regard, normal(words[1]));
            if uniform(words[0]) >= chance {
                continue;
            }
            pursuit.stopped[organisation] = week + 1;
            for unit in units {
                ends_in(rules, world, (people, sites, &mut counted[unit]), pursuit, initiative, unit, week);
            }
        }
    }
}
