//! What is seen of a run: a state in, numbers out. Observers have no dice and change nothing, so that looking more
//! closely never changes a run.

mod bill;
mod costs;
mod fates;
mod follow;
mod means;
mod measures;
mod moments;
mod panel;
mod record;
mod recorder;
mod weekly;

pub use costs::{At, COSTS, Cost, Per, Spent, UNPRICED};
pub use measures::{ESTIMATES, MEASURES, Measure, Scale, measure_index};
pub use panel::{PERIOD, Panel};
pub use record::{Record, WORTH_COUNTING};
pub use recorder::Recorder;
pub use weekly::{EXHAUSTED, Weekly};

use follow::Follow;

use crate::world::{Tier, World};

/// At what level something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everyone.
    System,
    /// One organisation.
    Organisation,
    /// One profession.
    Profession,
    /// One tier.
    Tier,
    /// One unit; only with `--series`.
    Unit,
}

impl Level {
    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Level::System => "system",
            Level::Organisation => "organisation",
            Level::Profession => "profession",
            Level::Tier => "tier",
            Level::Unit => "unit",
        }
    }
}

/// Groups of staff that are looked at week by week.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// Level and name of each, in the order of tables: system, organisations, professions, tiers, units.
    pub names: Vec<(Level, String)>,
    /// Cells of one organisation, profession and tier are one stratum; the stratum of each cell.
    stratum: Vec<u32>,
    /// The groups each stratum belongs to.
    groups: Vec<[u32; 4]>,
    /// First group that is a unit, if units are looked at.
    first_unit: Option<usize>,
}

impl Groups {
    /// The groups of a world, with or without its units.
    pub fn new(world: &World, units: bool) -> Self {
        let mut names = vec![(Level::System, "all".to_string())];
        names.extend(world.organisations.iter().map(|name| (Level::Organisation, name.clone())));
        let first_profession = names.len();
        names.extend(world.professions.iter().map(|profession| (Level::Profession, profession.name.clone())));
        let first_tier = names.len();
        names.extend(Tier::ALL.iter().map(|tier| (Level::Tier, tier.name().to_string())));
        let first_unit = units.then_some(names.len());
        if units {
            names.extend(world.units.name.iter().map(|name| (Level::Unit, name.clone())));
        }
        let (professions, tiers) = (world.professions.len(), Tier::ALL.len());
        let stratum = (0..world.cells.len())
            .map(|cell| {
                let organisation = usize::from(world.units.organisation[world.cells.unit[cell] as usize]);
                let profession = usize::from(world.cells.profession[cell]);
                ((organisation * professions + profession) * tiers + world.cells.tier[cell] as usize) as u32
            })
            .collect();
        let mut groups = Vec::new();
        for organisation in 0..world.organisations.len() {
            for profession in 0..professions {
                for tier in 0..tiers {
                    groups.push(
                        [0, 1 + organisation, first_profession + profession, first_tier + tier]
                            .map(|group| group as u32),
                    );
                }
            }
        }
        Self { names, stratum, groups, first_unit }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The groups of one level.
    pub fn level(&self, level: Level) -> impl Iterator<Item = usize> + '_ {
        self.names.iter().enumerate().filter(move |(_, (at, _))| *at == level).map(|(group, _)| group)
    }
}
