//! Who leads: units' leads, middle managers and sponsors, one after the other in one list; and what happens when one of
//! them leaves.

use super::rules::Rules;
use super::state::{Pursuit, State, refill};
use crate::dice::{Address, Decision, Dice, normal, uniform};
use crate::quantities::Quantity;
use crate::world::{Leaders, World, place_of_support, support};
use std::ops::Range;

/// The three levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaderLevel {
    /// Leads a unit.
    Lead,
    /// Manages a division of units.
    Middle,
    /// An executive of the organisation.
    Sponsor,
}

/// Who leads now. Leads of units come first, then middle managers by division, then sponsors by organisation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeadersNow {
    /// Support that each gives what they back: 1 is the reference, 0 to 2.
    pub support: Vec<f32>,
    /// Style: 0 directive, 1 facilitative.
    pub style: Vec<f32>,
    /// Skill in enabling others that training gave, 0 to 1.
    pub skill: Vec<f32>,
    /// Weeks lived when each came; 0 for those who were there at the start.
    pub came: Vec<u32>,
    /// Whether each backs an initiative, as bits by initiative.
    pub backing: Vec<u16>,
    /// Whether each blocks whatever is tried; middle managers alone ever do.
    pub blocks: Vec<bool>,
    /// What the support of each unit's lead comes to in embedding; kept, since leads seldom change.
    pub(crate) embeds: Vec<f32>,
}

/// A leader as the world has it before anyone leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstLeader {
    level: LeaderLevel,
    address: Address,
    /// Place on the logit scale.
    place: f64,
    style: f32,
}

/// The first leaders of a world, under its own dice.
pub(crate) fn first_leaders(settings: &Leaders, world: &World, dice: &Dice) -> Vec<FirstLeader> {
    let (units, divisions) = (world.units.len(), world.divisions());
    let mut leaders = Vec::with_capacity(units + divisions + world.organisations.len());
    let style = |level, normal: f64| style(settings, level, normal);
    for unit in 0..units {
        let address = Address(world.units.place[unit], u32::MAX - 2);
        let words = dice.words(address, u32::MAX, Decision::Leader);
        let place = place_of_support(world.units.lead[unit]);
        leaders.push(FirstLeader {
            level: LeaderLevel::Lead,
            address,
            place,
            style: style(LeaderLevel::Lead, normal(words[1])),
        });
    }
    let mut other = |level: LeaderLevel, address: Address| {
        let words = dice.words(address, u32::MAX, Decision::Leader);
        let place = world.unlikeness * normal(words[0]);
        leaders.push(FirstLeader { level, address, place, style: style(level, normal(words[1])) });
    };
    let mut last = None;
    for unit in 0..units {
        // A division draws at the place of its first unit.
        if last != Some(world.units.division[unit]) {
            last = Some(world.units.division[unit]);
            other(LeaderLevel::Middle, Address(world.units.place[unit], u32::MAX - 3));
        }
    }
    for organisation in 0..world.organisations.len() {
        other(LeaderLevel::Sponsor, Address((organisation as u32) << 16, u32::MAX - 4));
    }
    leaders
}

fn style(settings: &Leaders, level: LeaderLevel, normal: f64) -> f32 {
    let mean = match level {
        LeaderLevel::Lead => settings.lead_style,
        LeaderLevel::Middle => settings.middle_style,
        LeaderLevel::Sponsor => settings.sponsor_style,
    };
    (mean.value() + settings.style_spread.value() * normal).clamp(0.0, 1.0) as f32
}

fn supports(settings: &Leaders, level: LeaderLevel, place: f64) -> f32 {
    let multiple = match level {
        LeaderLevel::Lead => settings.lead_support,
        LeaderLevel::Middle => settings.middle_support,
        LeaderLevel::Sponsor => settings.sponsor_support,
    };
    (support(place) * multiple.f32()).min(2.0)
}

impl Rules {
    /// Support of a leader at the start.
    pub(super) fn first_support(&self, leader: usize) -> f32 {
        let FirstLeader { level, place, .. } = self.first_leaders[leader];
        supports(&self.leaders, level, place)
    }
}

impl LeadersNow {
    /// Everyone as at the start; backing whatever is launched.
    pub(super) fn start(&mut self, rules: &Rules, dice: &Dice) {
        let first = &rules.first_leaders;
        refill(&mut self.support, first.len(), 1.0);
        refill(&mut self.style, first.len(), 0.5);
        refill(&mut self.skill, first.len(), 0.0);
        refill(&mut self.came, first.len(), 0);
        refill(&mut self.backing, first.len(), u16::MAX);
        refill(&mut self.blocks, first.len(), false);
        for (index, leader) in first.iter().enumerate() {
            self.support[index] = rules.first_support(index);
            self.style[index] = leader.style;
            self.blocks[index] = rules.blocks_by_chance(dice, leader.level, leader.address, u32::MAX);
        }
        self.embeds.clear();
        if let Some(embedding) = &rules.mechanisms.embedding {
            let leads = first.iter().zip(&self.support).filter(|(leader, _)| leader.level == LeaderLevel::Lead);
            self.embeds.extend(leads.map(|(_, support)| embedding.lead(*support)));
        }
    }

    /// Support for an initiative, 0 for a leader who does not back it, and style: of the lead, middle manager and sponsor of a unit.
    #[inline]
    pub fn of_unit(&self, world: &World, unit: usize, initiative: usize) -> [(f32, f32); 3] {
        places(world, unit).map(|leader| {
            let backs = self.backing[leader] >> initiative & 1 == 1 && !self.blocks[leader];
            (if backs { self.support[leader] } else { 0.0 }, self.style[leader])
        })
    }

    /// Their skill in enabling others.
    #[inline]
    pub fn skills(&self, world: &World, unit: usize) -> [f32; 3] {
        places(world, unit).map(|leader| self.skill[leader])
    }
}

/// Lead, middle manager and sponsor of a unit, by their places in the list.
#[inline]
fn places(world: &World, unit: usize) -> [usize; 3] {
    let middle = world.units.len() + world.units.division[unit] as usize;
    let sponsor = world.units.len() + world.divisions() + usize::from(world.units.organisation[unit]);
    [unit, middle, sponsor]
}

impl LeadersNow {
    /// Whether the middle manager of a unit blocks.
    #[inline]
    pub fn blocked(&self, world: &World, unit: usize) -> bool {
        self.blocks[world.units.len() + world.units.division[unit] as usize]
    }
}

impl Rules {
    /// Whether somebody who comes to lead in a week is one of those who block; the first ones come before all weeks.
    fn blocks_by_chance(&self, dice: &Dice, level: LeaderLevel, address: Address, week: u32) -> bool {
        let share = self.leaders.blockers.value();
        let may = share > 0.0 && level == LeaderLevel::Middle && self.mechanisms.culture.is_some();
        may && uniform(dice.word(address, week, Decision::Blocks)) < share
    }
}

/// Leaders leave by chance, and successors come.
pub(crate) fn leaders_change(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let Some(succession) = &rules.mechanisms.succession else { return };
    let leaving = succession.leaving();
    for leader in 0..rules.first_leaders.len() {
        let FirstLeader { level, address, .. } = rules.first_leaders[leader];
        let words = dice.words(address, week, Decision::Leader);
        let chance = leaving[level as usize];
        let chance = match rules.leaders.promotion.value() {
            0.0 => chance,
            promotion => (chance * succession.moves_on(promotion, success(world, state, level, leader))).min(1.0),
        };
        if uniform(words[0]) < chance {
            succeeds(rules, world, state, dice, week, leader);
        }
    }
}

/// A leader leaves and is succeeded: the address is that of the place and the week, whatever made the first one leave.
pub(crate) fn succeeds(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32, leader: usize) {
    let FirstLeader { level, address, place, .. } = rules.first_leaders[leader];
    let words = dice.words(address, week, Decision::Leader);
    let own = world.unlikeness * normal(words[1]);
    let place = rules.mechanisms.succession.as_ref().map_or(own, |succession| succession.successor(place, own));
    state.tally.leaders += 1;
    if let (LeaderLevel::Lead, Some(knows)) = (level, state.sites.knows.get_mut(leader)) {
        *knows *= 1.0 - rules.leaders.carries.f32() * (1.0 - rules.leaders.distribution.f32());
    }
    state.leaders.came[leader] = week + 1;
    state.leaders.support[leader] = supports(&rules.leaders, level, place);
    if let (Some(embedding), Some(embeds)) = (&rules.mechanisms.embedding, state.leaders.embeds.get_mut(leader)) {
        *embeds = embedding.lead(state.leaders.support[leader]);
    }
    state.leaders.style[leader] = style(&rules.leaders, level, normal(words[2]));
    state.leaders.blocks[leader] = rules.blocks_by_chance(dice, level, address, week);
    state.leaders.skill[leader] = 0.0;
    let planned = rules.leaders.succession_planned.value();
    for (index, initiative) in rules.initiatives.iter().enumerate() {
        // What begins later, where they lead, has the successor's backing: it is begun under them.
        let mut led = answers_for(world, level, leader);
        let backs = if led.any(|unit| state.pursuits[index].here(initiative, unit).launched_by(week)) {
            let locked_in = mean_locked_in(world, &state.pursuits[index], level, leader);
            let chance = rules.mechanisms.succession.as_ref().map_or(planned, |s| s.backing(planned, locked_in));
            let backed = state.leaders.backing[leader] >> index & 1 == 1;
            // What the predecessor had dropped is not taken up again.
            backed && uniform(dice.word(address, week, Decision::Backing(index as u8))) < chance
        } else {
            true
        };
        let bit = 1u16 << index;
        let backing = &mut state.leaders.backing[leader];
        *backing = if backs { *backing | bit } else { *backing & !bit };
    }
}

/// The results that a leader's units see, of the initiative in which they are best; 0 where nothing is seen.
fn success(world: &World, state: &State, level: LeaderLevel, leader: usize) -> f32 {
    let of = |pursuit: &Pursuit| {
        let units = answers_for(world, level, leader);
        let (count, seen) = (units.len() as f32, units.filter_map(|unit| pursuit.seen.get(unit)).sum::<f32>());
        if count > 0.0 { seen / count } else { 0.0 }
    };
    state.pursuits.iter().map(of).fold(0.0, f32::max)
}

/// The units that a leader answers for.
fn answers_for(world: &World, level: LeaderLevel, leader: usize) -> Range<usize> {
    let units = world.units.len();
    match level {
        LeaderLevel::Lead => leader..leader + 1,
        LeaderLevel::Middle => {
            let division = (leader - units) as u32;
            let first = world.units.division.partition_point(|&other| other < division);
            first..world.units.division.partition_point(|&other| other <= division)
        }
        LeaderLevel::Sponsor => world.organisation_units(leader - units - world.divisions()),
    }
}

/// Mean lock-in of those of them that have targets.
pub(super) fn mean_locked_in(world: &World, pursuit: &Pursuit, level: LeaderLevel, leader: usize) -> f64 {
    if pursuit.locked_in.is_empty() {
        return 0.0;
    }
    let answers_for = answers_for(world, level, leader);
    let (mut sum, mut count) = (0.0, 0.0);
    for unit in answers_for.filter(|&unit| pursuit.counts.of_cells(world.units.cells(unit)).0 > 0) {
        sum += f64::from(pursuit.locked_in[unit]);
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The sponsor of an organisation and its middle managers no longer back an initiative.
pub(super) fn drops(world: &World, leaders: &mut LeadersNow, organisation: usize, initiative: usize) {
    let units = world.units.len();
    let sponsor = units + world.divisions() + organisation;
    let middle = world.organisation_units(organisation).map(|unit| units + world.units.division[unit] as usize);
    for leader in middle.chain([sponsor]) {
        leaders.backing[leader] &= !(1u16 << initiative);
    }
}

/// The leaders of a level, by their place in the list.
pub(crate) fn leaders_of(rules: &Rules, level: LeaderLevel) -> impl Iterator<Item = usize> + '_ {
    (0..rules.first_leaders.len()).filter(move |&leader| rules.first_leaders[leader].level == level)
}

/// Where a leader draws.
pub(crate) fn address_of(rules: &Rules, leader: usize) -> Address {
    rules.first_leaders[leader].address
}
