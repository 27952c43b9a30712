//! What evaluators would have concluded of a run, put beside its other measures.

use super::{Design, Panel, estimate};
use crate::observe::{ESTIMATES, Record, measure_index};

impl Design {
    /// The measure that it estimates.
    pub fn measure(self) -> &'static str {
        ESTIMATES[self as usize]
    }
}

/// Has every design evaluate every initiative of a run on its measured quality, until its evaluation ended. What was measured
/// is let go of afterwards; what was true is kept, to be held against the twin.
pub fn conclude(record: &mut Record) {
    for index in 0..record.panels.len() {
        let seen = &record.panels[index];
        // Nobody evaluates what never came, as in a twin.
        if seen.begins.iter().all(Option::is_none) {
            continue;
        }
        let (measured, begins) = seen.as_evaluated();
        let found = Design::ALL.map(|design| {
            let panel = Panel {
                values: &measured,
                periods: seen.periods,
                first_treated: &begins,
                weights: &seen.staff,
                last: seen.periods as u32,
            };
            (design, estimate(design, &panel))
        });
        for (design, found) in found {
            let Ok(found) = found else { continue };
            let sign = if found.low > 0.0 {
                1.0
            } else if found.high < 0.0 {
                -1.0
            } else {
                0.0
            };
            let measure = design.measure();
            record.measures[index][measure_index(measure)] = found.effect;
            record.measures[index][measure_index(&format!("{measure}_says"))] = sign;
        }
        record.panels[index].measured = Vec::new();
    }
}
