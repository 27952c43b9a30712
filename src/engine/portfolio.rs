//! What organisations, or the units of a single one, have worked out before others, and yearly goals.

use super::leaders::{LeaderLevel, drops, leaders_of, mean_locked_in};
use super::rules::Rules;
use super::state::{Counts, State};
use crate::dice::{Address, Decision, Dice, uniform};
use crate::mechanisms::ahead;
use crate::quantities::Quantity;
use crate::world::{Ties, World};

/// Weeks from one choice of goals to the next.
const YEAR: u32 = 52;

impl World {
    /// The group that a unit works things out with: its organisation, or itself where there is one organisation.
    pub(crate) fn group_of(&self, unit: usize) -> usize {
        if self.organisations.len() > 1 { usize::from(self.units.organisation[unit]) } else { unit }
    }

    /// How many such groups there are.
    pub(crate) fn groups(&self) -> usize {
        if self.organisations.len() > 1 { self.organisations.len() } else { self.units.len() }
    }

    /// By group, the part of its ties that leads to other groups.
    pub(super) fn tied(&self) -> Vec<f32> {
        let (mut out, mut all) = (vec![0u64; self.groups()], vec![0u64; self.groups()]);
        let group = |post: usize| self.group_of(self.posts.unit(&self.cells, post));
        for post in 0..self.posts.len() {
            let here = group(post);
            if let Ties::Listed { same, other } = &self.ties {
                for neighbours in [same.neighbours(post), other.neighbours(post)] {
                    all[here] += neighbours.len() as u64;
                    out[here] += neighbours.iter().filter(|&&other| group(other as usize) != here).count() as u64;
                }
            } else {
                all[here] += 1;
            }
        }
        if let Ties::Complete = self.ties {
            let posts = self.posts.len() as u64;
            for (out, all) in out.iter_mut().zip(&mut all) {
                (*out, *all) = (posts - *all, posts);
            }
        }
        out.iter().zip(&all).map(|(out, all)| if *all > 0 { *out as f32 / *all as f32 } else { 0.0 }).collect()
    }
}

/// By group, the share of target staff in true practice, and how far behind the furthest each is.
#[derive(Debug, Default)]
pub(crate) struct Solved {
    filled: Vec<u32>,
    truly: Vec<u32>,
    best: f32,
}

impl Solved {
    /// Counts anew.
    pub fn counts(&mut self, world: &World, counts: &Counts) {
        for column in [&mut self.filled, &mut self.truly] {
            column.clear();
            column.resize(world.groups(), 0);
        }
        for cell in 0..world.cells.len() {
            let group = world.group_of(world.cells.unit[cell] as usize);
            self.filled[group] += counts.filled(cell);
            self.truly[group] += counts.truly(cell);
        }
        self.best = (0..self.filled.len()).map(|group| self.share(group)).fold(0.0, f32::max);
    }

    fn share(&self, group: usize) -> f32 {
        if self.filled[group] > 0 { self.truly[group] as f32 / self.filled[group] as f32 } else { 0.0 }
    }

    /// Part of what a group has still to work out that another has worked out already.
    pub fn ahead(&self, group: usize) -> f32 {
        ahead(self.best, self.share(group))
    }

    /// Target staff of a group who do not practise yet.
    pub fn to_do(&self, group: usize) -> u32 {
        self.filled[group] - self.truly[group]
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.filled.len()
    }
}

impl Rules {
    /// Part of what others have worked out that reaches a group in a week, for the measure of problems solved again: by
    /// its ties, by what is shared and joined, and by convening.
    pub(crate) fn reaches(&self, initiative: usize, group: usize, week: u32) -> f32 {
        let rules = &self.initiatives[initiative];
        let shared = self
            .mechanisms
            .portfolio
            .as_ref()
            .map_or(1.0, |_| (1.0 - self.strategy.sharing.f32()) * (1.0 - self.strategy.joined.f32()));
        let wave = rules.waves.one();
        let convened = if rules.waves.convenes() && wave.convenes_in(week) { wave.convened.f32() } else { 0.0 };
        1.0 - (1.0 - self.tied[group]) * shared * (1.0 - convened)
    }
}

/// Once a year, by chance, organisations set themselves other goals, and those at the top drop what these leave out.
pub(crate) fn goals_change(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let Some(portfolio) = &rules.mechanisms.portfolio else { return };
    let chance = 1.0 - rules.strategy.constancy.value();
    if chance <= 0.0 || week == 0 || !week.is_multiple_of(YEAR) {
        return;
    }
    for (organisation, sponsor) in leaders_of(rules, LeaderLevel::Sponsor).enumerate() {
        let who = Address((organisation as u32) << 16, u32::MAX - 8);
        if dice.uniform(who, week, Decision::Goals(u8::MAX)) >= chance {
            continue;
        }
        for (index, initiative) in rules.initiatives.iter().enumerate() {
            let pursuit = &state.pursuits[index];
            let begun =
                world.organisation_units(organisation).any(|unit| pursuit.here(initiative, unit).launched_by(week));
            let locked_in = mean_locked_in(world, pursuit, LeaderLevel::Sponsor, sponsor);
            let left_out =
                uniform(dice.word(who, week, Decision::Goals(index as u8))) < portfolio.leaves_out(locked_in);
            if begun && left_out {
                drops(world, &mut state.leaders, organisation, index);
            }
        }
    }
}
