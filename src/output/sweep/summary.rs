//! Summaries and comparisons, point by point. Points are taken in blocks, so that memory stays flat however many runs
//! there are.

use super::error::SweepError;
use super::merge::{Sources, factors, levels};
use super::row::{cell, measures_of, unsealed};
use crate::decide::{compare, margin_for, sum_up};
use crate::observe::MEASURES;
use crate::output::folder::Writer;
use crate::output::tables::{comparison_cells, mean_cells};
use crate::study::statistics::Observed;
use crate::study::sweep::Slot;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

/// Bytes of values held at a time.
const BLOCK: u64 = 64 << 20;

/// The values of some cases.
struct Values<'a> {
    sources: &'a Sources<'a>,
    replicates: u32,
    width: usize,
    /// Where the values of a case begin, counted in cases.
    at: BTreeMap<u32, usize>,
    /// By case, world, replicate and column; NaN where undefined or failed.
    values: Vec<f64>,
    /// By case, world and replicate.
    failed: Vec<bool>,
}

/// Writes `summary.csv`, and `comparison.csv` where there is something to compare.
pub(super) fn write(sources: &Sources<'_>, writer: &mut Writer<'_>) -> Result<(), SweepError> {
    let plan = sources.plan;
    let factors = factors(plan);
    let numbers = "mean,sd,ci_low,ci_high,p05,p50,p95,runs,undefined,failed";
    let heading = format!("point,{factors}arm,initiative,measure,scale,{numbers}");
    put(sources, writer, ("summary.csv", &heading), |values, point, file| values.summaries(point, file))?;
    let Some(reference) =
        plan.cases.arms.iter().position(|arm| arm == plan.reference()).filter(|_| plan.cases.arms.len() > 1)
    else {
        return Ok(writer.absent("comparison.csv")?);
    };
    let numbers = "difference,ci_low,ci_high,correlation,probability_better,runs,runs_needed,verdict";
    let heading = format!("point,{factors}arm,reference,initiative,measure,{numbers}");
    put(sources, writer, ("comparison.csv", &heading), |values, point, file| values.comparisons(point, reference, file))
}

/// Writes a table point by point.
fn put(
    sources: &Sources<'_>,
    writer: &mut Writer<'_>,
    (name, heading): (&str, &str),
    mut write: impl FnMut(&Values<'_>, u64, &mut dyn Write) -> io::Result<()>,
) -> Result<(), SweepError> {
    let mut fault = None;
    let written = writer.file(name, |file| {
        writeln!(file, "{heading}")?;
        for block in blocks(sources) {
            let values = Values::new(sources, block.clone()).map_err(|error| {
                fault = Some(error);
                io::Error::other("a chunk was lost")
            })?;
            for point in block {
                write(&values, point, file)?;
            }
        }
        Ok(())
    });
    match fault {
        Some(fault) => Err(fault),
        None => Ok(written?),
    }
}

/// Points in blocks whose values fit into the room there is.
fn blocks(sources: &Sources<'_>) -> Vec<Range<u64>> {
    let (points, replicates) = sources.reached();
    let plan = sources.plan;
    let case = 9 * u64::from(plan.layout.worlds) * u64::from(replicates) * plan.columns.width() as u64;
    let size = (BLOCK / (case * plan.cases.arms.len() as u64).max(1)).max(1);
    (0..points.div_ceil(size)).map(|block| block * size..((block + 1) * size).min(points)).collect()
}

impl<'a> Values<'a> {
    /// Reads the values of the cases of some points.
    fn new(sources: &'a Sources<'a>, points: Range<u64>) -> Result<Self, SweepError> {
        let plan = sources.plan;
        let (worlds, (_, replicates)) = (plan.layout.worlds, sources.reached());
        let mut at = BTreeMap::new();
        for case in points.flat_map(|point| plan.cases.of_point(point)) {
            at.entry(*case).or_insert(0);
        }
        at.values_mut().enumerate().for_each(|(number, at)| *at = number);
        let runs = at.len() * worlds as usize * replicates as usize;
        let width = plan.columns.width();
        let mut found =
            Self { sources, replicates, width, at, values: vec![f64::NAN; runs * width], failed: vec![false; runs] };
        // The chunks the runs are in, each read once. In a stage and world cases stand in order, so mostly they are few.
        let mut chunks: BTreeMap<u64, Vec<(usize, Slot)>> = BTreeMap::new();
        for &case in found.at.keys() {
            for world in 0..worlds {
                for replicate in 0..replicates {
                    let slot = Slot { case, world, replicate };
                    if let Some((chunk, place)) = plan.layout.place(slot) {
                        chunks.entry(chunk).or_default().push((place, slot));
                    }
                }
            }
        }
        let subjects = plan.columns.subjects().len();
        for (chunk, wanted) in chunks {
            let rows = sources.chunk(chunk)?;
            for (place, slot) in wanted {
                // The arm's row comes first; what twins are is in it as far as it matters.
                let run = found.run(slot);
                let row = rows.get(place * subjects).and_then(|kept| unsealed(&kept.row));
                match row.and_then(measures_of) {
                    Some(cells) => {
                        let values = &mut found.values[run * width..(run + 1) * width];
                        values.iter_mut().zip(cells).for_each(|(value, cell)| *value = cell);
                    }
                    None => found.failed[run] = true,
                }
            }
        }
        Ok(found)
    }

    fn run(&self, slot: Slot) -> usize {
        let worlds = self.sources.plan.layout.worlds as usize;
        let case = self.at.get(&slot.case).copied().unwrap_or_default();
        (case * worlds + slot.world as usize) * self.replicates as usize + slot.replicate as usize
    }

    /// A column of a case, run by run in order of world and replicate.
    fn observed(&self, case: u32, column: usize) -> Vec<Observed> {
        let worlds = self.sources.plan.layout.worlds;
        (0..worlds)
            .flat_map(|world| (0..self.replicates).map(move |replicate| Slot { case, world, replicate }))
            .map(|slot| Observed { world: slot.world, value: self.values[self.run(slot) * self.width + column] })
            .collect()
    }

    /// The column of a measure of an initiative.
    fn column(&self, initiative: usize, measure: usize) -> Option<usize> {
        let measures = &self.sources.plan.columns.measures;
        measures.iter().position(|kept| *kept == measure).map(|at| initiative * measures.len() + at)
    }

    /// Whether an arm has an initiative: some measure of it is defined in some run.
    fn has(&self, case: u32, initiative: usize) -> bool {
        let measures = self.sources.plan.columns.measures.len();
        (initiative * measures..(initiative + 1) * measures)
            .any(|column| self.observed(case, column).iter().any(|one| one.value.is_finite()))
    }

    fn summaries(&self, point: u64, file: &mut dyn Write) -> io::Result<()> {
        let plan = self.sources.plan;
        let levels = levels(plan, point);
        for (&case, arm) in plan.cases.of_point(point).iter().zip(&plan.cases.arms) {
            let first = self.run(Slot { case, world: 0, replicate: 0 });
            let runs = plan.layout.worlds as usize * self.replicates as usize;
            let failed = self.failed[first..first + runs].iter().filter(|failed| **failed).count();
            for (initiative, name) in plan.columns.initiatives.iter().enumerate() {
                // A point whose runs all failed is told of too.
                if failed < runs && !self.has(case, initiative) {
                    continue;
                }
                for &measure in &plan.columns.measures {
                    let of = |measure| self.column(initiative, measure).map(|column| self.observed(case, column));
                    let Some((mean, percentiles)) = sum_up(measure, &of) else { continue };
                    let card = &MEASURES[measure];
                    let undefined = of(measure).map_or(0, |all| all.iter().filter(|one| one.value.is_nan()).count());
                    writeln!(
                        file,
                        "{point},{levels}{},{},{},{},{},{},{failed}",
                        cell(arm),
                        cell(name),
                        card.name,
                        card.scale.name(),
                        mean_cells(&mean, &percentiles).join(","),
                        undefined - failed,
                    )?;
                }
            }
        }
        Ok(())
    }

    /// Arms against the reference.
    fn comparisons(&self, point: u64, reference: usize, file: &mut dyn Write) -> io::Result<()> {
        let plan = self.sources.plan;
        let levels = levels(plan, point);
        let cases = plan.cases.of_point(point);
        let against = cell(&plan.cases.arms[reference]);
        for (arm, &case) in cases.iter().enumerate().filter(|(arm, _)| *arm != reference) {
            let arm = cell(&plan.cases.arms[arm]);
            for (initiative, of) in plan.columns.initiatives.iter().enumerate() {
                if !self.has(case, initiative) || !self.has(cases[reference], initiative) {
                    continue;
                }
                for &measure in &plan.columns.measures {
                    let Some(column) = self.column(initiative, measure) else { continue };
                    let (ours, theirs) = (self.observed(case, column), self.observed(cases[reference], column));
                    let card = &MEASURES[measure];
                    let found = compare(&ours, &theirs, margin_for(card.scale, plan.margin));
                    let cells = comparison_cells(&found).join(",");
                    writeln!(file, "{point},{levels}{arm},{against},{},{},{cells}", cell(of), card.name)?;
                }
            }
        }
        Ok(())
    }
}
