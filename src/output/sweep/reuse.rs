//! Runs of earlier plans of a folder, found again by key, world and replicate.

use super::chunk::{self, Found, Kept, Stage};
use super::error::SweepError;
use super::plan::PlanFolder;
use crate::study::sweep::{Key, Slot};
use std::collections::BTreeMap;

/// The earlier plans of a folder whose rows have the columns of the one at hand.
pub(super) struct Earlier {
    plans: Vec<(PlanFolder, BTreeMap<Key, u32>)>,
}

/// The chunk of an earlier plan that was looked into last.
#[derive(Default)]
pub(super) struct Opened {
    last: Option<(usize, u64, Found)>,
}

impl Earlier {
    /// Opens them; and says which cannot be used, and why.
    pub fn new(plan: &PlanFolder) -> (Self, Vec<String>) {
        let (mut plans, mut unusable) = (Vec::new(), Vec::new());
        for id in plan.file.earlier.iter().filter(|id| **id != plan.file.id) {
            let mut earlier = match plan.earlier(id) {
                Ok(earlier) if earlier.columns == plan.columns => earlier,
                Ok(_) => {
                    unusable.push(format!("runs of the earlier plan {id} are not used: it has other columns"));
                    continue;
                }
                Err(error) => {
                    unusable.push(format!("runs of the earlier plan {id} are not used: {error}"));
                    continue;
                }
            };
            // Its tables were put aside, its chunks stay where they were.
            earlier.directory.clone_from(&plan.directory);
            let cases = earlier.cases.cases.iter().enumerate().map(|(number, case)| (case.key, number as u32));
            let cases = cases.collect();
            plans.push((earlier, cases));
        }
        (Self { plans }, unusable)
    }

    /// What an earlier plan has of a run, subject by subject; nothing where none has it whole.
    pub fn find(&self, key: Key, slot: Slot, opened: &mut Opened) -> Result<Option<Vec<Kept>>, SweepError> {
        for (number, (plan, cases)) in self.plans.iter().enumerate() {
            let Some(&case) = cases.get(&key) else { continue };
            let Some((chunk, place)) = plan.layout.place(Slot { case, ..slot }) else { continue };
            let known = opened.last.as_ref().is_some_and(|(plan, there, _)| (*plan, *there) == (number, chunk));
            if !known {
                opened.last = Some((number, chunk, either(plan, chunk)?));
            }
            let Some((.., found)) = &opened.last else { continue };
            let subjects = plan.columns.subjects().len();
            let rows = found.rows.get(place * subjects..(place + 1) * subjects);
            if let Some(rows) = rows.and_then(|rows| rows.iter().cloned().collect::<Option<Vec<Kept>>>()) {
                return Ok(Some(rows));
            }
        }
        Ok(None)
    }
}

/// The runs of a chunk of a plan.
pub(super) fn runs_of(plan: &PlanFolder, number: u64) -> Vec<(Key, Slot)> {
    plan.layout.slots(number).map(|slot| (plan.case(slot).key, slot)).collect()
}

/// What there is of a chunk: all of it, or what a worker that was told to stop had of it.
pub(super) fn either(plan: &PlanFolder, number: u64) -> Result<Found, SweepError> {
    let (directory, runs) = (plan.chunks(), runs_of(plan, number));
    let mut found = chunk::read(&directory, number, Stage::Whole, &plan.columns, &runs)?;
    if !found.is_whole() {
        let begun = chunk::read(&directory, number, Stage::Begun, &plan.columns, &runs)?;
        for (row, other) in found.rows.iter_mut().zip(begun.rows) {
            *row = row.take().or(other);
        }
    }
    Ok(found)
}
