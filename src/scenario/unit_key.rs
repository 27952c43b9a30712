//! Units that stand in the key: `duration_months = 18` for `duration = "18 months"`.

use crate::quantities::{Kind, Plain, Unit};

/// A way to give the unit in the key.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitKey {
    /// What the key ends with.
    pub suffix: &'static str,
    /// What follows the number when the unit stands in the value.
    pub unit: &'static str,
}

const DURATIONS: &[UnitKey] = &[
    UnitKey { suffix: "_days", unit: " days" },
    UnitKey { suffix: "_weeks", unit: " weeks" },
    UnitKey { suffix: "_months", unit: " months" },
    UnitKey { suffix: "_years", unit: " years" },
];

const RATES: &[UnitKey] = &[
    UnitKey { suffix: "_per_week", unit: " /week" },
    UnitKey { suffix: "_per_month", unit: " /month" },
    UnitKey { suffix: "_per_year", unit: " /year" },
];

const HOURS: &[UnitKey] = &[UnitKey { suffix: "_hours_per_week", unit: " hours/week" }];

/// The ways to give the unit of this kind in the key.
pub(super) fn unit_keys(kind: Kind) -> &'static [UnitKey] {
    match kind {
        Kind::Quantity(Unit::Weeks) => DURATIONS,
        Kind::Quantity(Unit::PerWeek) => RATES,
        Kind::Quantity(Unit::HoursPerWeek) => HOURS,
        _ => &[],
    }
}

impl UnitKey {
    /// The value as if its unit stood in it.
    ///
    /// # Errors
    /// The cause, when the value is no bare number.
    pub fn with_unit(self, plain: &Plain) -> Result<Plain, String> {
        match plain {
            Plain::Integer(number) => Ok(Plain::Text(format!("{number}{}", self.unit))),
            Plain::Real(number) => Ok(Plain::Text(format!("{number}{}", self.unit))),
            // "11 %" per year is a number per year.
            Plain::Text(text) if self.unit.contains('/') && text.trim_end().ends_with('%') => {
                Ok(Plain::Text(format!("{}{}", text.trim_end(), self.unit)))
            }
            other => Err(format!("{} is not a bare number, and the key already gives the unit", other.what())),
        }
    }
}
