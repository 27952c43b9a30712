//! The experiment file: which points of a scenario's settings are run. A design lays points in the space of its factors;
//! several designs are crossed, such as levers with what is uncertain. A point is worked out from its number alone, so
//! that no list of points has to be carried about.

mod factor;
mod points_file;
mod read;
mod sample;

#[cfg(test)]
mod tests;

pub use factor::{Factor, Level, Levels, Span};
pub use read::{is_experiment, read_experiment, table_of};

use super::problems::{Notes, Problems};
use super::settings::Scenario;
use super::source::Source;
use crate::quantities::{choice, section};
use sample::uniform;

/// The most points of a design, and of an experiment.
pub const MOST_POINTS: u64 = 1_000_000;

/// The most points of a Sobol sequence: the generator in use has no more.
pub const MOST_SOBOL: u64 = 1 << 16;

/// The most factors of a Sobol sequence, likewise.
pub const MOST_SOBOL_FACTORS: usize = 256;

choice! {
    /// How a design lays its points.
    pub enum DesignKind {
        /// Every value of each factor with every value of the others, the last factor changing fastest.
        Factorial = "factorial",
        /// The first values of all factors, then the second ones, and so on.
        Zip = "zip",
        /// As many equal parts of each range as there are points, each hit once (McKay, Beckman and Conover 1979).
        LatinHypercube = "latin-hypercube",
        /// A Sobol sequence (Sobol 1967), scrambled as by Owen (1995): its first 2, 4, 8, … points are even already.
        Sobol = "sobol",
        /// A row for each point, from a file.
        Table = "table",
    }
}

choice! {
    /// Whose weekly series are kept, run by run.
    pub enum Series {
        /// None.
        None = "none",
        /// That of everybody together.
        System = "system",
        /// Also those of organisations, professions and tiers.
        Groups = "groups",
        /// Also those of units.
        Units = "units",
    }
}

section! {
    /// What is kept of the runs.
    pub struct Keep {
        /// Measures, by name; left out, all.
        measures: Vec<String> = Vec::new(), -, Stated, "";
        /// Arms, by name; left out, all.
        arms: Vec<String> = Vec::new(), -, Stated, "";
        /// Whether twins have rows of their own; what arms are measured against is in the arms' rows anyway.
        twins: bool = false, -, Stated, "";
        /// Weekly series of each run: none, system, groups or units.
        series: Series = Series::None, -, Stated, "";
        /// Runs to a file while workers are at it: what is lost at most when one dies. Left out, about a second's worth.
        chunk: Option<crate::quantities::Whole> = None, -, Stated, "";
    }
}

/// One design.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Its name.
    pub name: String,
    /// How it lays its points.
    pub kind: DesignKind,
    /// How many.
    pub points: u64,
    /// The seed of what is drawn: a Latin hypercube, the scrambling of a Sobol sequence.
    pub seed: u32,
    /// Its factors.
    pub factors: Vec<Factor>,
    /// The file its points are from, if they are.
    pub file: Option<std::path::PathBuf>,
    /// What it draws ahead: of a Latin hypercube, for each factor the part of the range each point is in.
    drawn: Vec<Vec<u32>>,
}

/// An experiment, read and checked but for what its points come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Its title.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// The scenario: a file, from where the experiment stands, or the name of one that comes with the program.
    pub scenario: String,
    /// What all points change, as `KEY=VALUE`: `[fixed]` and `[run]`.
    pub fixed: Vec<String>,
    /// What is kept.
    pub keep: Keep,
    /// The designs in the order in which they are crossed, the first changing slowest. A Sobol sequence comes first, so
    /// that a part of the points that can be analysed is a beginning of them.
    pub designs: Vec<Design>,
}

/// A point: what it is called by, factor by factor, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The level of each factor, in the order of [`Experiment::factors`].
    pub levels: Vec<String>,
    /// What it changes, as `KEY=VALUE`.
    pub sets: Vec<String>,
}

impl Experiment {
    /// How many points it has.
    pub fn points(&self) -> u64 {
        self.designs.iter().map(|design| design.points).product()
    }

    /// The names of all factors, in the order of columns.
    pub fn factors(&self) -> Vec<&str> {
        self.designs.iter().flat_map(|design| &design.factors).map(|factor| factor.name.as_str()).collect()
    }

    /// Whether the levels of a factor are drawn from a range, by its place in [`Experiment::factors`].
    pub fn is_drawn(&self, factor: usize) -> bool {
        let of = |design: &Design| matches!(design.kind, DesignKind::LatinHypercube | DesignKind::Sobol);
        let all = self.designs.iter().flat_map(|design| design.factors.iter().map(move |factor| (of(design), factor)));
        all.skip(factor)
            .map(|(drawn, factor)| drawn && matches!(factor.levels, Levels::Span(_)))
            .next()
            .unwrap_or(false)
    }

    /// The point of a number, counted from 0.
    pub fn point(&self, number: u64) -> Point {
        let mut point = Point { levels: Vec::new(), sets: self.fixed.clone() };
        let mut left = number;
        let mut below = self.points();
        for design in &self.designs {
            below /= design.points.max(1);
            let at = left / below.max(1);
            left -= at * below;
            for factor in 0..design.factors.len() {
                let level = design.level(factor, at);
                point.levels.push(level.label);
                point.sets.extend(level.sets);
            }
        }
        point
    }

    /// Where the points may be cut so that the rest can be analysed, ascending, the last being all of them: after each
    /// doubling of a Sobol sequence, and nowhere else.
    pub fn cuts(&self) -> Vec<u64> {
        let all = self.points();
        match self.designs.first() {
            Some(first) if first.kind == DesignKind::Sobol => {
                let rest = all / first.points;
                (0..=first.points.ilog2()).map(|doubling| rest << doubling).collect()
            }
            _ => vec![all],
        }
    }

    /// The scenario without what its points change.
    ///
    /// # Errors
    /// [`Problems`]: what is wrong with it, or with what all points change.
    pub fn settle_base(&self, base: &Source) -> Result<(Scenario, Notes), Problems> {
        super::read(base.clone(), &self.fixed)
    }

    /// The scenario as one of its points has it.
    ///
    /// # Errors
    /// [`Problems`]: what is wrong with the base, or with what the point changes.
    pub fn settle(&self, base: &Source, point: &Point) -> Result<(Scenario, Notes), Problems> {
        super::read(base.clone(), &point.sets)
    }
}

impl Design {
    /// The level of a factor at a point of this design.
    fn level(&self, factor: usize, at: u64) -> Level {
        let levels = &self.factors[factor].levels;
        match self.kind {
            DesignKind::Factorial => {
                let faster: u64 = self.factors[factor + 1..].iter().map(|factor| factor.levels.count()).product();
                self.factors[factor].step(at / faster.max(1) % levels.count().max(1))
            }
            DesignKind::Zip | DesignKind::Table => self.factors[factor].step(at),
            DesignKind::LatinHypercube | DesignKind::Sobol => self.factors[factor].within(uniform(self, factor, at)),
        }
    }
}
