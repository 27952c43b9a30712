//! A roster: which organisations there are, their units, and how many posts of which profession and tier. Everything
//! a world is built from, before anyone has met anyone.

use super::professions::{Profession, Tier};

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

/// Organisations, units and posts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// The professions, in the order they are numbered; at most 64.
    pub professions: Vec<Profession>,
    /// The names of the organisations.
    pub organisations: Vec<String>,
    /// The units, those of one organisation together and organisations in order.
    pub units: Vec<UnitPlan>,
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
        }
    }
}
