//! What a scenario says once it is read: typed settings, arm by arm.

use super::expectation::Expectation;
use super::files::FileSettings;
use crate::dice::Dice;
use crate::engine::{Course, MAX_INITIATIVES, Named};
use crate::quantities::{Share, Weeks, Whole, section};
use crate::world::{Population, Profession, Roster, TieSettings};
use std::sync::Arc;

/// The arm made of the document without any patch.
pub const BASE: &str = "base";

section! {
    /// How long, how often, under which seed.
    pub struct RunSettings {
        /// Time simulated.
        length: Weeks = Weeks::of(260.0), -, Stated, "";
        /// Runs of each arm in each world, each with chance of its own.
        replicates: Whole = Whole::of(20.0), -, Stated, "";
        /// Worlds: organisations of the same description, drawn anew (units, people, ties).
        worlds: Whole = Whole::of(1.0), -, Stated, "";
        /// The seed; the same seed gives the same bytes.
        seed: Whole = Whole::of(1.0), -, Stated, "";
    }
}

section! {
    /// When a difference is worth calling one.
    pub struct Decide {
        /// Differences smaller than this, in the gain left 12 months after the funding ended, do not matter.
        margin: Share = Share::of(0.03), -, Stated, "";
        /// The arm all others are compared with; left out, the base.
        reference: Option<String> = None, -, Stated, "";
    }
}

section! {
    /// What a reader should know before running it.
    pub struct About {
        /// How it works.
        how: String = String::new(), -, Stated, "";
        /// Things to notice.
        notice: Vec<String> = Vec::new(), -, Stated, "";
        /// Things to try.
        attempt: Vec<String> = Vec::new(), -, Stated, "";
        /// Rows of the requirements catalogue behind it.
        rows: Vec<String> = Vec::new(), -, Stated, "";
    }
}

/// Everything one arm is run with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// Who works where.
    pub population: Population,
    /// The files it is read from, if it is.
    pub files: FileSettings,
    /// What was read from them.
    pub imported: Option<Arc<Roster>>,
    /// The professions, as the population has them.
    pub professions: Vec<Profession>,
    /// Who is tied to whom.
    pub ties: TieSettings,
    /// Mechanisms, initiatives and events.
    pub course: Course,
}

impl Settings {
    /// Whether two arms live in the same world.
    pub fn same_world(&self, other: &Self) -> bool {
        self.population == other.population
            && self.professions == other.professions
            && self.ties == other.ties
            && self.imported == other.imported
    }

    /// Posts in all.
    pub fn staff(&self) -> usize {
        self.imported.as_ref().map_or(self.population.staff() as usize, |roster| roster.posts())
    }

    /// The roster: as read from files, or drawn under the world's dice.
    pub fn roster(&self, dice: &Dice) -> Roster {
        match &self.imported {
            Some(roster) => Roster { professions: self.professions.clone(), ..Roster::clone(roster) },
            None => self.population.roster(self.professions.clone(), dice),
        }
    }
}

/// An arm.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmSettings {
    /// Its name.
    pub name: String,
    /// What it is run with.
    pub settings: Settings,
}

/// A scenario, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its title.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// What a reader should know.
    pub about: About,
    /// How long, how often.
    pub run: RunSettings,
    /// When a difference matters.
    pub decide: Decide,
    /// What is expected of it.
    pub expectations: Vec<Named<Expectation>>,
    /// The arms, the base first.
    pub arms: Vec<ArmSettings>,
}

impl Scenario {
    /// Weeks simulated.
    pub fn weeks(&self) -> u32 {
        self.run.length.whole()
    }

    /// The arm the others are compared with.
    pub fn reference(&self) -> usize {
        let name = self.decide.reference.as_deref().unwrap_or(BASE);
        self.arms.iter().position(|arm| arm.name == name).unwrap_or(0)
    }

    /// The names of the initiatives of all arms, in the order of first appearance.
    pub fn initiatives(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for initiative in self.arms.iter().flat_map(|arm| &arm.settings.course.initiatives) {
            if !names.contains(&initiative.name) {
                names.push(initiative.name.clone());
            }
        }
        names
    }

    /// Takes a mechanism away from every arm; false if there is none of that name.
    pub fn without(&mut self, mechanism: &str) -> bool {
        self.arms.iter_mut().all(|arm| arm.settings.course.mechanisms.remove(mechanism))
    }
}

/// The most a scenario may ask for. Generous; beyond it lies a typing error or another program.
pub(super) mod limits {
    use super::MAX_INITIATIVES;

    pub const STAFF: u32 = 5_000_000;
    pub const ORGANISATIONS: u32 = 1000;
    pub const UNITS: u32 = 65_000;
    pub const WEEKS: u32 = 5200;
    pub const REPLICATES: f64 = 1_000_000.0;
    pub const WORLDS: f64 = 100_000.0;
    pub const TIES: f64 = 500.0;
    pub const EVENTS: usize = 200;
    pub const INITIATIVES: usize = MAX_INITIATIVES;
}
