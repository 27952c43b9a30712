//! What evaluators would have concluded of a run, put beside its other measures.

use super::{Design, Panel, estimate};
use crate::observe::{Record, measure_index};

/// The measures that each design fills in: what it estimates, and what it says.
const fn measures(design: Design) -> (&'static str, &'static str) {
    match design {
        Design::BeforeAfter => ("before_after", "before_after_says"),
        Design::Controlled => ("controlled", "controlled_says"),
        Design::InterruptedTimeSeries => ("interrupted", "interrupted_says"),
        Design::SteppedWedge => ("stepped_wedge", "stepped_wedge_says"),
    }
}

/// Has every design evaluate every initiative of a run on its measured quality, until the funding ended. What was measured
/// is let go of afterwards; what was true is kept, to be held against the twin.
pub fn conclude(record: &mut Record) {
    for index in 0..record.panels.len() {
        let seen = &record.panels[index];
        let found = Design::ALL.map(|design| {
            let panel = Panel {
                values: &seen.measured,
                periods: seen.periods,
                first_treated: &seen.begins,
                weights: &seen.staff,
                last: seen.periods as u32,
            };
            (design, estimate(design, &panel))
        });
        for (design, found) in found {
            let Ok(found) = found else { continue };
            let (estimated, says) = measures(design);
            let sign = if found.low > 0.0 {
                1.0
            } else if found.high < 0.0 {
                -1.0
            } else {
                0.0
            };
            record.measures[index][measure_index(estimated)] = found.effect;
            record.measures[index][measure_index(says)] = sign;
        }
        record.panels[index].measured = Vec::new();
    }
}
