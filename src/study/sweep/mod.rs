//! Many points of one scenario: which runs an experiment comes to, in which order they stand, and the living of some of
//! them. Nothing here knows of files; see `output::sweep` for those.

mod cases;
mod fingerprint;
mod layout;
mod live;
mod probe;

pub use cases::{Amiss, Case, Cases, Key, PlanError, Sizes, key_of};
pub use fingerprint::fingerprint;
pub use layout::{Layout, Slot, Stage};
pub use live::{Bench, Lived};
pub use probe::{Estimate, Probe, probe};

use crate::scenario::{Experiment, Problems, Scenario, Source};

/// An experiment with the scenario it varies.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// What is varied.
    pub experiment: Experiment,
    /// The text of the scenario.
    pub base: Source,
}

impl Sweep {
    /// The scenario as a point has it.
    ///
    /// # Errors
    /// [`Problems`], where the point cannot be; a plan has none such.
    pub fn settle(&self, point: u64) -> Result<Scenario, Problems> {
        let (scenario, _) = self.experiment.settle(&self.base, &self.experiment.point(point))?;
        Ok(scenario)
    }
}

/// Items worked out at a time: memory stays flat, and results come out in order.
const BATCH: u64 = 4096;

/// Works out numbered items on all threads there are, and hands them on in order.
fn in_batches<R: Send>(all: u64, work: impl Fn(u64) -> R + Sync, mut hand_on: impl FnMut(u64, R)) {
    let mut from = 0;
    while from < all {
        let batch: Vec<u64> = (from..(from + BATCH).min(all)).collect();
        for (number, result) in batch.iter().zip(super::in_order(&batch, |number| work(*number))) {
            hand_on(*number, result);
        }
        from += BATCH;
    }
}
