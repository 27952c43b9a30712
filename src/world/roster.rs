//! A roster: which organisations there are, their units, and how many posts of which profession and tier. Everything
//! a world is built from, before anyone has met anyone.

use super::professions::{Profession, Tier};
use std::sync::Arc;

/// Posts of one kind in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// Index into [`Roster::professions`].
    pub profession: u8,
    /// Their tier.
    pub tier: Tier,
    /// How many posts there are.
    pub posts: u32,
    /// How many the unit was designed for. Densities follow the design, so that one more post re-rolls nobody else's
    /// ties.
    pub designed: u32,
}

impl Heads {
    /// Posts as designed.
    pub fn new(profession: u8, tier: Tier, posts: u32) -> Self {
        Self { profession, tier, posts, designed: posts }
    }
}

/// A ward, team, practice or department.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPlan {
    /// Its name, unique in the roster.
    pub name: String,
    /// Index into [`Roster::organisations`].
    pub organisation: u16,
    /// Its posts by profession and tier, each pair at most once.
    pub heads: Vec<Heads>,
}

impl UnitPlan {
    /// All its posts.
    pub fn posts(&self) -> usize {
        self.heads.iter().map(|heads| heads.posts as usize).sum()
    }
}

/// What is known of a unit's character: multiples of the reference unit. What is not known is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Support from the unit's lead.
    pub lead: Option<f32>,
    /// Leaving rate.
    pub turnover: Option<f32>,
    /// Ties inside the unit.
    pub cohesion: Option<f32>,
    /// Hours not taken by the daily work.
    pub slack: Option<f32>,
    /// Quality of data.
    pub data: Option<f32>,
}

/// A tie that is known rather than drawn: two posts by their index, and how much it weighs beside the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact {
    /// One end.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Its weight, above 0.
    pub weight: f32,
}

/// Organisations, units and posts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// The professions, in the order they are numbered; at most 64.
    pub professions: Vec<Profession>,
    /// The names of the organisations.
    pub organisations: Vec<String>,
    /// The units, those of one organisation together and organisations in order.
    pub units: Vec<UnitPlan>,
    /// What is known of the units' character, in their order; empty where all is drawn.
    pub figures: Vec<Figures>,
    /// The ties, where they are known; they then replace those that would be drawn. Posts are counted in the order of
    /// units and, in each, of its heads.
    pub contacts: Option<Arc<Vec<Contact>>>,
}

impl Roster {
    /// All posts.
    pub fn posts(&self) -> usize {
        self.units.iter().map(UnitPlan::posts).sum()
    }

    /// One organisation, one unit, one profession: what the exact limits are run on.
    pub fn plain(posts: u32) -> Self {
        Self {
            professions: vec![Profession { name: "staff".into(), settings: Default::default() }],
            organisations: vec!["organisation".into()],
            units: vec![UnitPlan {
                name: "unit".into(),
                organisation: 0,
                heads: vec![Heads::new(0, Tier::Front, posts)],
            }],
            ..Self::default()
        }
    }
}
