//! The world: organisations, units and posts as arrays, and who is tied to whom. It is built once and shared by all
//! replicates; the people who fill the posts live in the engine's state.

mod acquaint;
mod culture;
mod initiative;
mod leaders;
mod population;
mod prices;
mod professions;
mod roster;
mod strategy;
mod ties;

pub use acquaint::{Network, TieSettings};
pub use culture::Culture;
pub use initiative::{Initiative, Origin, Response, Spread, Through};
pub use leaders::{Leaders, Policy, Resources};
pub(crate) use population::TRUST_UNITS;
pub use population::{Population, Template};
pub use prices::Prices;
pub(crate) use professions::{KNOWN, PRACTICE, WARD};
pub use professions::{Profession, ProfessionSettings, Tier};
pub use roster::{Contact, Figures, Heads, Roster, UnitPlan};
pub use strategy::Aims;
pub use ties::{Messages, Rows, Ties};

use crate::dice::{Address, Decision, Dice, normal};
use crate::quantities::Quantity;
use std::ops::Range;

/// Units as arrays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Units {
    /// Name.
    pub name: Vec<String>,
    /// Index of the organisation.
    pub organisation: Vec<u16>,
    /// Index of the division: the units of an organisation, ten at a time, under one middle manager.
    pub division: Vec<u32>,
    /// Where the chance of the unit itself lives: organisation and place in it.
    pub(crate) place: Vec<u32>,
    /// First post of each unit; one more than there are units.
    first_post: Vec<u32>,
    /// First cell of each unit; one more than there are units.
    first_cell: Vec<u32>,
    /// Support from the unit's first lead; 1 at the reference unit, between 0 and 2.
    pub lead: Vec<f32>,
    /// Multiple of everyone's leaving rate; 1 at the reference unit.
    pub turnover: Vec<f32>,
    /// Multiple of the number of ties inside the unit; 1 at the reference unit.
    pub cohesion: Vec<f32>,
    /// Multiple of the hours not taken by the daily work; 1 at the reference unit.
    pub slack: Vec<f32>,
    /// Quality of data; 1 at the reference unit, between 0 and 2.
    pub data: Vec<f32>,
    /// Quality of care before anything is tried, 0 to 1.
    pub quality: Vec<f32>,
    /// How unlike other places the unit is: a multiple of an initiative's distance.
    pub context: Vec<f32>,
}

impl Units {
    /// Number of units.
    pub fn len(&self) -> usize {
        self.name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty()
    }

    /// What is known of a unit takes the place of what was drawn.
    fn know(&mut self, unit: usize, figures: Option<&Figures>) {
        let Some(figures) = figures else { return };
        for (column, known) in [
            (&mut self.lead, figures.lead),
            (&mut self.turnover, figures.turnover),
            (&mut self.cohesion, figures.cohesion),
            (&mut self.slack, figures.slack),
            (&mut self.data, figures.data),
        ] {
            if let Some(known) = known {
                column[unit] = known;
            }
        }
    }

    /// The posts of a unit.
    pub fn posts(&self, unit: usize) -> Range<usize> {
        self.first_post[unit] as usize..self.first_post[unit + 1] as usize
    }

    /// The cells of a unit.
    pub fn cells(&self, unit: usize) -> Range<usize> {
        self.first_cell[unit] as usize..self.first_cell[unit + 1] as usize
    }
}

/// Cells: the posts of one profession and tier in one unit, which stand together. Every count is made by cell first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cells {
    /// Index of the unit.
    pub unit: Vec<u32>,
    /// Index of the profession.
    pub profession: Vec<u8>,
    /// Tier.
    pub tier: Vec<Tier>,
    /// Posts the cell was designed for.
    designed: Vec<u32>,
    /// First post of each cell; one more than there are cells.
    first_post: Vec<u32>,
}

impl Cells {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.unit.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.unit.is_empty()
    }

    /// The posts of a cell.
    pub fn posts(&self, cell: usize) -> Range<usize> {
        self.first_post[cell] as usize..self.first_post[cell + 1] as usize
    }

    /// Posts a cell was designed for.
    pub fn designed(&self, cell: usize) -> u32 {
        self.designed[cell]
    }
}

/// Posts as arrays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posts {
    /// Index of the cell, which knows unit, profession and tier.
    pub cell: Vec<u32>,
    /// First half of the address at which a post draws.
    pub(crate) address0: Vec<u32>,
    /// Second half.
    pub(crate) address1: Vec<u32>,
}

impl Posts {
    /// Number of posts.
    pub fn len(&self) -> usize {
        self.cell.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cell.is_empty()
    }

    /// Where a post's chance lives. It belongs to the post for good.
    pub fn address(&self, post: usize) -> Address {
        Address(self.address0[post], self.address1[post])
    }

    /// A post's unit.
    pub fn unit(&self, cells: &Cells, post: usize) -> usize {
        cells.unit[self.cell[post] as usize] as usize
    }

    /// A post's profession.
    pub fn profession(&self, cells: &Cells, post: usize) -> u8 {
        cells.profession[self.cell[post] as usize]
    }
}

/// A world: everything about organisations that does not change during a run.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Names of the organisations.
    pub organisations: Vec<String>,
    /// First unit of each organisation; one more than there are organisations.
    first_unit: Vec<u32>,
    /// The professions.
    pub professions: Vec<Profession>,
    /// The units.
    pub units: Units,
    /// The cells.
    pub cells: Cells,
    /// The posts.
    pub posts: Posts,
    /// How unlike its leaders are: standard deviation of their support on the logit scale.
    pub unlikeness: f64,
    /// Who is tied to whom.
    pub ties: Ties,
}

impl World {
    /// Builds the world of a roster under the dice of that world.
    pub fn build(roster: &Roster, population: &Population, ties: &TieSettings, dice: &Dice) -> Self {
        let mut world = Self {
            organisations: roster.organisations.clone(),
            first_unit: first_units(roster),
            professions: roster.professions.clone(),
            units: Units { first_post: vec![0], first_cell: vec![0], ..Units::default() },
            cells: Cells { first_post: vec![0], ..Cells::default() },
            posts: Posts::default(),
            unlikeness: population.unlikeness.value(),
            ties: Ties::Complete,
        };
        let mut ordinal = 0u32;
        for (unit, plan) in roster.units.iter().enumerate() {
            let new = unit == 0 || roster.units[unit - 1].organisation != plan.organisation;
            ordinal = if new { 0 } else { ordinal + 1 };
            let place = u32::from(plan.organisation) << 16 | ordinal & 0xFFFF;
            let division =
                world.units.division.last().map_or(0, |last| last + u32::from(ordinal.is_multiple_of(DIVISION)));
            world.units.division.push(division);
            world.units.place.push(place);
            world.add_unit(plan, place, population, dice);
            world.units.know(unit, roster.figures.get(unit));
        }
        world.ties = acquaint::acquaint(&world, roster, ties, dice);
        world
    }

    fn add_unit(&mut self, plan: &UnitPlan, place: u32, population: &Population, dice: &Dice) {
        let unit = self.units.len() as u32;
        self.units.name.push(plan.name.clone());
        self.units.organisation.push(plan.organisation);
        let spread = population.unlikeness.value();
        let shared = libm::sqrt(population.shared_in_organisation.value());
        let own = libm::sqrt(1.0 - population.shared_in_organisation.value());
        let here = Address(place, u32::MAX);
        let site = Address(place & 0xFFFF_0000, u32::MAX - 1);
        let character = |part: u32, scale: f64| {
            let ours = normal(dice.word(site, part, Decision::Character));
            let mine = normal(dice.word(here, part, Decision::Character));
            spread * scale * (shared * ours + own * mine)
        };
        self.units.lead.push(support(character(0, 1.0)));
        self.units.data.push(support(character(1, 1.0)));
        self.units.slack.push(libm::exp(character(2, 0.5)) as f32);
        self.units.turnover.push(libm::exp(character(3, 0.33).clamp(-1.5, 1.5)) as f32);
        self.units.cohesion.push(libm::exp(character(4, 0.6).clamp(-1.0, 1.0)) as f32);
        self.units.quality.push(population.quality_at(character(5, 0.2)));
        self.units.context.push(libm::exp(character(6, 0.25).clamp(-1.0, 1.0)) as f32);
        for heads in &plan.heads {
            let cell = self.cells.len() as u32;
            self.cells.unit.push(unit);
            self.cells.profession.push(heads.profession);
            self.cells.tier.push(heads.tier);
            self.cells.designed.push(heads.designed);
            for number in 0..heads.posts {
                self.posts.cell.push(cell);
                self.posts.address0.push(place);
                self.posts.address1.push(u32::from(heads.profession) << 26 | (heads.tier as u32) << 24 | number);
            }
            self.cells.first_post.push(self.posts.len() as u32);
        }
        self.units.first_post.push(self.posts.len() as u32);
        self.units.first_cell.push(self.cells.len() as u32);
    }

    /// Divisions in all; each has a middle manager.
    pub fn divisions(&self) -> usize {
        self.units.division.last().map_or(0, |last| *last as usize + 1)
    }

    /// The units of an organisation.
    pub fn organisation_units(&self, organisation: usize) -> Range<usize> {
        self.first_unit[organisation] as usize..self.first_unit[organisation + 1] as usize
    }

    /// The posts of an organisation.
    pub fn organisation_posts(&self, organisation: usize) -> Range<usize> {
        let units = self.organisation_units(organisation);
        self.units.first_post[units.start] as usize..self.units.first_post[units.end] as usize
    }

    /// The organisation a post belongs to.
    pub fn organisation_of(&self, post: usize) -> usize {
        usize::from(self.units.organisation[self.posts.unit(&self.cells, post)])
    }

    /// The post that leads a unit: the first of the highest tier there, if that is above the front line.
    pub fn lead_of(&self, unit: usize) -> Option<usize> {
        let filled = self.units.cells(unit).filter(|&cell| !self.cells.posts(cell).is_empty());
        let highest = filled.max_by_key(|&cell| (self.cells.tier[cell], std::cmp::Reverse(cell)))?;
        (self.cells.tier[highest] > Tier::Front).then(|| self.cells.posts(highest).start)
    }

    /// A post's ties.
    pub fn degree(&self, post: usize) -> usize {
        self.ties.degree(post, self.posts.len())
    }

    /// One over a post's ties, each counted by its weight against the mean; 0 for someone without any.
    pub fn per_tie(&self, post: usize) -> f32 {
        self.ties.per_tie(post, self.posts.len())
    }

    /// Who a post is, in words: `ward 3, nurses, front line, number 4`.
    pub fn describe(&self, post: usize) -> String {
        let cell = self.posts.cell[post] as usize;
        let number = post - self.cells.posts(cell).start + 1;
        format!(
            "{}, {}, {}, number {number}",
            self.units.name[self.cells.unit[cell] as usize],
            self.professions[usize::from(self.cells.profession[cell])].name,
            self.cells.tier[cell].name(),
        )
    }

    /// Bytes held by its arrays, ties included, names apart.
    pub fn bytes(&self) -> usize {
        let units = self.units.len() * (2 + 4 + 4 + 4 + 4 + 7 * 4);
        let cells = self.cells.len() * (4 + 1 + 1 + 4 + 4);
        units + cells + self.posts.len() * 12 + self.ties.bytes()
    }

    fn is_beyond_design(&self, post: usize) -> bool {
        let cell = self.posts.cell[post] as usize;
        (post - self.cells.posts(cell).start) as u32 >= self.cells.designed[cell]
    }
}

/// Units under one middle manager.
const DIVISION: u32 = 10;

/// Support on its scale, 0 to 2 with a reference of 1, from a place on the logit scale.
pub fn support(z: f64) -> f32 {
    (2.0 / (1.0 + libm::exp(-z))) as f32
}

/// The place on the logit scale that [`support`] comes from; kept finite.
pub fn place_of_support(support: f32) -> f64 {
    let share = (f64::from(support) / 2.0).clamp(1e-6, 1.0 - 1e-6);
    libm::log(share / (1.0 - share))
}

/// The first unit of each organisation, and the number of units: an organisation without any has a place too.
fn first_units(roster: &Roster) -> Vec<u32> {
    let mut first = vec![0; roster.organisations.len() + 1];
    for plan in &roster.units {
        first[usize::from(plan.organisation) + 1] += 1;
    }
    for organisation in 0..roster.organisations.len() {
        first[organisation + 1] += first[organisation];
    }
    first
}
