//! The cases of an experiment: what each arm comes to at each point, the same ones counted once.

use super::layout::Layout;
use super::{Sweep, in_batches};
use crate::quantities::Quantity;
use crate::scenario::{ArmSettings, Problems, Scenario, Series};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// Person-weeks to a chunk, unless stated: about a second of work.
const CHUNK: u64 = 30_000_000;

/// The most runs to a chunk, unless stated, and the most chunks: folders with more files are slow to list.
const MOST_IN_CHUNK: u64 = 1000;
const MOST_CHUNKS: u64 = 50_000;

/// Points that cannot be, told one by one.
const MOST_TOLD: usize = 10;

/// What determines a run but for its world and replicate: 64 bits of a SHA-256 over everything the run depends on, the
/// version of the program included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 16 {
            return Err(());
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| ())
    }
}

/// The key of an arm of a scenario.
pub fn key_of(scenario: &Scenario, arm: &ArmSettings) -> Key {
    let mut hash = Sha256::new();
    hash.update(concat!("takehold run 1 ", env!("CARGO_PKG_VERSION"), " ", env!("TAKEHOLD_SOURCES")));
    hash.update(format!("\n{} weeks, seed {}\n", scenario.weeks(), scenario.run.seed.value()));
    hash.update(arm.settings.identity());
    let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = hash.finalize().into();
    Key(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}

/// A case: the first point and arm that come to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// What determines its runs.
    pub key: Key,
    /// The point.
    pub point: u64,
    /// Index into the arms that are kept.
    pub arm: u32,
    /// Posts.
    pub staff: u32,
    /// Weeks.
    pub weeks: u32,
}

/// How much there is to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sizes {
    /// The most posts of a case.
    pub staff: u64,
    /// The longest run, in weeks.
    pub weeks: u64,
}

/// The cases of an experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// The arms that are kept, by name.
    pub arms: Vec<String>,
    /// All cases, in the order in which points come to them.
    pub cases: Vec<Case>,
    /// The case of each point and kept arm, point by point.
    pub of_points: Vec<u32>,
    /// Initiatives of all cases, in the order of first appearance.
    pub initiatives: Vec<String>,
    /// Those the scenario has itself.
    pub own: Vec<String>,
    /// What is allowed at some points but worth knowing, by key: the first point and the text.
    pub notes: BTreeMap<String, (u64, String)>,
    /// Worlds.
    pub worlds: u32,
    /// Replicates in each.
    pub replicates: u32,
    /// How much there is to it.
    pub sizes: Sizes,
}

/// A point that cannot be.
#[derive(Debug)]
pub struct Amiss {
    /// Its number.
    pub point: u64,
    /// Its levels.
    pub levels: Vec<String>,
    /// What is wrong.
    pub problems: Problems,
}

/// Why an experiment cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Points cannot be: the first with each sort of problem, and how many there are in all.
    #[error("{all} of the points cannot be")]
    Points {
        /// Those told.
        told: Vec<Amiss>,
        /// All of them.
        all: u64,
    },
    /// An arm that is to be kept is not there.
    #[error("keep.arms: there is no arm \"{name}\"; there are {known}")]
    NoArm {
        /// The arm.
        name: String,
        /// Those there are.
        known: String,
    },
    /// Arms that a point adds.
    #[error(
        "point {point} has the arms {here}, the scenario {known}; all points have the same arms: add it to the scenario"
    )]
    Arms {
        /// The first such point.
        point: u64,
        /// Its arms.
        here: String,
        /// Those of the scenario.
        known: String,
    },
    /// The scenario cannot be, without any point.
    #[error(transparent)]
    Base(Problems),
    /// More runs than can be numbered.
    #[error("{0} runs are too many; lay fewer points, or take fewer worlds or replicates")]
    TooMany(u128),
}

/// What one point comes to.
struct Settled {
    arms: Vec<String>,
    keys: Vec<(Key, u32)>,
    weeks: u32,
    notes: Vec<(String, String)>,
    initiatives: Vec<String>,
}

impl Cases {
    /// Works out every point, on all threads there are.
    ///
    /// # Errors
    /// [`PlanError`]: points that cannot be, all looked at before any is refused.
    pub fn new(sweep: &Sweep) -> Result<Self, PlanError> {
        let mut cases = Self {
            arms: sweep.experiment.keep.arms.clone(),
            cases: Vec::new(),
            of_points: Vec::new(),
            initiatives: Vec::new(),
            own: Vec::new(),
            notes: BTreeMap::new(),
            worlds: 0,
            replicates: 0,
            sizes: Sizes::default(),
        };
        let mut known: BTreeMap<Key, u32> = BTreeMap::new();
        let (mut told, mut all): (Vec<Amiss>, u64) = (Vec::new(), 0);
        let (mut seen, mut failed) = (BTreeSet::new(), None);
        let (base, _) = sweep.experiment.settle_base(&sweep.base).map_err(PlanError::Base)?;
        cases.worlds = base.run.worlds.count() as u32;
        cases.replicates = base.run.replicates.count() as u32;
        let names: Vec<&str> = base.arms.iter().map(|arm| arm.name.as_str()).collect();
        if let Some(name) = cases.arms.iter().find(|name| !names.contains(&name.as_str())) {
            return Err(PlanError::NoArm { name: name.clone(), known: names.join(", ") });
        }
        if cases.arms.is_empty() {
            cases.arms = names.iter().map(|name| name.to_string()).collect();
        }
        cases.own = base.initiatives();
        let arms = cases.arms.clone();
        in_batches(
            sweep.experiment.points(),
            |point| settled(sweep, &arms, point),
            |point, settled| match settled {
                Err(problems) => {
                    all += 1;
                    let fresh = problems.list().iter().filter(|problem| seen.insert(problem.headline())).count();
                    if fresh > 0 && told.len() < MOST_TOLD {
                        told.push(Amiss { point, levels: sweep.experiment.point(point).levels, problems });
                    }
                }
                Ok(settled) => {
                    if settled.arms != names && failed.is_none() {
                        failed =
                            Some(PlanError::Arms { point, here: settled.arms.join(", "), known: names.join(", ") });
                    }
                    let weeks = settled.weeks;
                    for (arm, (key, staff)) in settled.keys.into_iter().enumerate() {
                        let next = cases.cases.len() as u32;
                        let case = *known.entry(key).or_insert(next);
                        if case == next {
                            cases.cases.push(Case { key, point, arm: arm as u32, staff, weeks });
                        }
                        cases.of_points.push(case);
                        let most = &mut cases.sizes;
                        *most = Sizes { staff: most.staff.max(staff.into()), weeks: most.weeks.max(weeks.into()) };
                    }
                    for (key, text) in settled.notes {
                        cases.notes.entry(key).or_insert((point, text));
                    }
                    for name in settled.initiatives {
                        if !cases.initiatives.contains(&name) {
                            cases.initiatives.push(name);
                        }
                    }
                }
            },
        );
        match (all, failed) {
            (0, None) => {}
            (0, Some(failed)) => return Err(failed),
            _ => return Err(PlanError::Points { told, all }),
        }
        let runs = cases.cases.len() as u128 * u128::from(cases.worlds) * u128::from(cases.replicates);
        if runs > u128::from(u32::MAX) * 1000 {
            return Err(PlanError::TooMany(runs));
        }
        Ok(cases)
    }

    /// Points.
    pub fn points(&self) -> u64 {
        (self.of_points.len() / self.arms.len().max(1)) as u64
    }

    /// The cases of a point, arm by arm.
    pub fn of_point(&self, point: u64) -> &[u32] {
        let arms = self.arms.len();
        &self.of_points[point as usize * arms..][..arms]
    }

    /// The order of all runs.
    pub fn layout(&self, sweep: &Sweep) -> Layout {
        let stated = sweep.experiment.keep.chunk.map(|chunk| chunk.count() as u64);
        let runs = self.cases.len() as u64 * u64::from(self.worlds) * u64::from(self.replicates);
        // An arm and its twin.
        let work = (2 * self.sizes.staff * self.sizes.weeks).max(1);
        let usual = (CHUNK / work).clamp(1, MOST_IN_CHUNK).max(runs / MOST_CHUNKS);
        let usual = match sweep.experiment.keep.series {
            Series::None | Series::System => usual,
            // Series are held in memory until their chunk is written.
            Series::Groups => (usual / 10).max(1),
            Series::Units => (usual / 1000).max(1),
        };
        Layout::new(self.worlds, self.replicates, stated.unwrap_or(usual), &self.cuts(sweep))
    }

    /// After how many points the plan may be cut short, with the number of cases until there.
    pub fn cuts(&self, sweep: &Sweep) -> Vec<(u64, u32)> {
        let cases = |points: u64| {
            // Cases are numbered as points come to them.
            let cases = &self.of_points[..points as usize * self.arms.len()];
            (points, cases.iter().max().map_or(0, |most| most + 1))
        };
        sweep.experiment.cuts().into_iter().map(cases).collect()
    }
}

fn settled(sweep: &Sweep, arms: &[String], point: u64) -> Result<Settled, Problems> {
    let (scenario, notes) = sweep.experiment.settle(&sweep.base, &sweep.experiment.point(point))?;
    let set = notes.list().iter().filter(|note| note.place.is_set());
    let mut found = Settled {
        arms: scenario.arms.iter().map(|arm| arm.name.clone()).collect(),
        keys: Vec::new(),
        weeks: scenario.weeks(),
        notes: set.map(|note| (note.key.clone(), note.text.clone())).collect(),
        initiatives: Vec::new(),
    };
    for arm in arms.iter().filter_map(|name| scenario.arms.iter().find(|arm| arm.name == *name)) {
        found.keys.push((key_of(&scenario, arm), arm.settings.staff() as u32));
        found.initiatives.extend(arm.settings.course.initiatives.iter().map(|initiative| initiative.name.clone()));
    }
    Ok(found)
}
