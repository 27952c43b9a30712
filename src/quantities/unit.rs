//! Numbers that know their unit.

use std::fmt;

/// Weeks in a year, by declaration: a model year is 52 weeks and a month a twelfth of it.
pub const WEEKS_PER_YEAR: f64 = 52.0;

/// A unit of measurement: how a number is written, read back and bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A part of a whole, 0 to 1; may be written as a percentage.
    Share,
    /// A duration in weeks; written with its unit.
    Weeks,
    /// A hazard: events per person and week; written with its unit.
    PerWeek,
    /// Working time: hours per person and week; written with its unit.
    HoursPerWeek,
    /// A log hazard ratio: 0 leaves a hazard as it is, 0.69 doubles it, −0.69 halves it.
    LogHazard,
    /// A part of what could be gained, −1 to 1; below 0 for what does harm. May be written as a percentage.
    Effect,
    /// A ratio to a reference of 1, never negative.
    Multiple,
    /// An amount of money, in pounds.
    Money,
    /// A plain number.
    Real,
    /// A count.
    Whole,
}

/// A number outside what its unit allows.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{value} is not {}", .unit.article())]
pub struct OutOfRange {
    /// What was offered.
    pub value: f64,
    /// The unit it was offered for.
    pub unit: Unit,
}

impl Unit {
    /// The unit in words, for tables.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Share => "share (0–1)",
            Unit::Weeks => "weeks",
            Unit::PerWeek => "per week",
            Unit::HoursPerWeek => "hours per person and week",
            Unit::LogHazard => "log hazard ratio",
            Unit::Effect => "effect (−1–1)",
            Unit::Multiple => "multiple of the reference",
            Unit::Money => "pounds",
            Unit::Real => "number",
            Unit::Whole => "count",
        }
    }

    /// What a value of this unit is, to complete "… is not".
    pub fn article(self) -> &'static str {
        match self {
            Unit::Share => "a share between 0 and 1",
            Unit::Weeks => "a duration of 0 to 5200 weeks",
            Unit::PerWeek => "a rate of 0 to 1000 per week",
            Unit::HoursPerWeek => "working time of 0 to 168 hours a week",
            Unit::LogHazard => "a log hazard ratio between -20 and 20",
            Unit::Effect => "an effect between -1 and 1",
            Unit::Multiple => "a multiple between 0 and 1000",
            Unit::Money => "an amount of 0 to 1000000 pounds",
            Unit::Real => "a finite number",
            Unit::Whole => "a whole number from 0 to 4294967295",
        }
    }

    /// How to write one, for error messages.
    pub fn example(self) -> &'static str {
        match self {
            Unit::Share => "0.07 or \"7 %\"",
            Unit::Weeks => "\"18 months\", \"26 weeks\" or \"2 years\"",
            Unit::PerWeek => "\"11 %/year\", \"0.02 /week\" or \"2 /year\"",
            Unit::HoursPerWeek => "\"2 hours/week\" or \"90 minutes/week\"",
            Unit::LogHazard | Unit::Multiple | Unit::Real => "1.5",
            Unit::Money => "40",
            Unit::Effect => "0.3, \"30 %\" or -0.1",
            Unit::Whole => "12",
        }
    }

    /// The smallest and largest value allowed.
    pub fn limits(self) -> (f64, f64) {
        match self {
            Unit::Share => (0.0, 1.0),
            Unit::Weeks => (0.0, 5200.0),
            Unit::PerWeek | Unit::Multiple => (0.0, 1000.0),
            Unit::HoursPerWeek => (0.0, 168.0),
            Unit::LogHazard => (-20.0, 20.0),
            Unit::Effect => (-1.0, 1.0),
            Unit::Money => (0.0, 1e6),
            Unit::Real => (f64::MIN, f64::MAX),
            Unit::Whole => (0.0, u32::MAX as f64),
        }
    }

    /// Whether a bare number says enough; a duration or a rate must carry its unit.
    pub fn bare_number_is_clear(self) -> bool {
        !matches!(self, Unit::Weeks | Unit::PerWeek | Unit::HoursPerWeek)
    }

    /// The value if it is one this unit allows.
    ///
    /// # Errors
    /// [`OutOfRange`] when it is not finite, out of the limits, or not whole where it must be.
    pub fn checked(self, value: f64) -> Result<f64, OutOfRange> {
        let (low, high) = self.limits();
        let whole = self != Unit::Whole || value == libm::floor(value);
        if value.is_finite() && value >= low && value <= high && whole {
            Ok(if value == 0.0 { 0.0 } else { value })
        } else {
            Err(OutOfRange { value, unit: self })
        }
    }

    /// Reads a number with its unit, such as `18 months` or `11 %/year`.
    ///
    /// # Errors
    /// A sentence that says what could not be read.
    pub fn parse(self, text: &str) -> Result<f64, String> {
        let text = text.trim();
        let is_number = |c: char| c.is_ascii_digit() || "+-.eE_".contains(c);
        // "2e3" holds an e, "2 e" does not: the number ends where it stops being one.
        let mut end = text.find(|c: char| !is_number(c)).unwrap_or(text.len());
        while end > 0 && text[..end].ends_with(['e', 'E']) {
            end -= 1;
        }
        let number: f64 =
            text[..end].replace('_', "").parse().map_err(|_| format!("\"{text}\" does not start with a number"))?;
        let suffix: String = text[end..].split_whitespace().collect::<Vec<_>>().join(" ");
        self.factor(&suffix)
            .map(|factor| match factor {
                Factor::Times(by) => number * by,
                Factor::Over(by) => number / by,
            })
            .ok_or_else(|| match suffix.as_str() {
                "" => format!("\"{text}\" has no unit"),
                other => format!("\"{other}\" is not a unit this value can have"),
            })
    }

    fn factor(self, suffix: &str) -> Option<Factor> {
        use Factor::{Over, Times};
        let suffix = suffix.replace("per ", "/").replace(" /", "/").replace("/ ", "/");
        Some(match (self, suffix.as_str()) {
            (Unit::Share, "" | "of 1") => Times(1.0),
            (Unit::Share | Unit::Effect, "%" | "percent" | "per cent" | "/cent") => Over(100.0),
            (Unit::Weeks, "week" | "weeks" | "w") => Times(1.0),
            (Unit::Weeks, "day" | "days") => Over(7.0),
            (Unit::Weeks, "month" | "months") => Times(WEEKS_PER_YEAR / 12.0),
            (Unit::Weeks, "year" | "years") => Times(WEEKS_PER_YEAR),
            (Unit::PerWeek, "/week" | "/w") => Times(1.0),
            (Unit::PerWeek, "%/week") => Over(100.0),
            (Unit::PerWeek, "/month") => Times(12.0 / WEEKS_PER_YEAR),
            (Unit::PerWeek, "%/month") => Times(12.0 / WEEKS_PER_YEAR / 100.0),
            (Unit::PerWeek, "/year") => Over(WEEKS_PER_YEAR),
            (Unit::PerWeek, "%/year") => Over(WEEKS_PER_YEAR * 100.0),
            (Unit::HoursPerWeek, "hours/week" | "hour/week" | "h/week") => Times(1.0),
            (Unit::HoursPerWeek, "minutes/week" | "min/week") => Over(60.0),
            (Unit::HoursPerWeek, "hours/month" | "hour/month") => Times(12.0 / WEEKS_PER_YEAR),
            (Unit::LogHazard | Unit::Effect | Unit::Multiple | Unit::Real | Unit::Whole, "") => Times(1.0),
            (Unit::Money, "" | "pounds") => Times(1.0),
            _ => return None,
        })
    }

    /// Writes a value so that [`Unit::parse`] reads the same bits back.
    pub fn write(self, value: f64) -> String {
        match self {
            Unit::Weeks => format!("{value} weeks"),
            Unit::PerWeek => format!("{value} /week"),
            Unit::HoursPerWeek => format!("{value} hours/week"),
            _ => format!("{value}"),
        }
    }
}

enum Factor {
    Times(f64),
    Over(f64),
}

/// A number of a fixed unit.
pub trait Quantity: Copy {
    /// Its unit.
    const UNIT: Unit;

    /// Builds one.
    ///
    /// # Errors
    /// [`OutOfRange`] when the unit does not allow the value.
    fn new(value: f64) -> Result<Self, OutOfRange>;

    /// The plain number, in the unit's own scale.
    fn value(self) -> f64;
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident: $unit:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// A value known when the program is written; one that cannot be is caught at its first use.
            ///
            /// # Panics
            /// When the unit does not allow the value. Not reachable from input.
            pub const fn of(value: f64) -> Self {
                assert!(value == value && value < f64::INFINITY && value > f64::NEG_INFINITY);
                Self(value)
            }

            /// As the engine stores it.
            pub fn f32(self) -> f32 {
                self.0 as f32
            }
        }

        impl Quantity for $name {
            const UNIT: Unit = Unit::$unit;

            fn new(value: f64) -> Result<Self, OutOfRange> {
                Unit::$unit.checked(value).map(Self)
            }

            fn value(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&Unit::$unit.write(self.0))
            }
        }
    )*};
}

quantities! {
    /// A part of a whole, 0 to 1.
    Share: Share;
    /// A duration in weeks.
    Weeks: Weeks;
    /// A hazard per person and week.
    Rate: PerWeek;
    /// Working time in hours per person and week.
    Hours: HoursPerWeek;
    /// A log hazard ratio.
    LogHazard: LogHazard;
    /// A part of what could be gained, −1 to 1.
    Effect: Effect;
    /// A ratio to a reference of 1, never negative.
    Multiple: Multiple;
    /// An amount of money in pounds.
    Money: Money;
    /// A plain finite number.
    Real: Real;
    /// A count.
    Whole: Whole;
}

impl Weeks {
    /// The nearest whole week.
    #[inline]
    pub fn whole(self) -> u32 {
        // Asked for in every unit and week, so without a call.
        let below = self.0 as u32;
        below + u32::from(self.0 - f64::from(below) >= 0.5)
    }
}

impl Whole {
    /// The count as an index.
    pub fn count(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_cannot_be_are_refused() {
        assert!(Share::new(1.0).is_ok());
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(Share::new(bad).is_err(), "{bad}");
        }
        assert!(Whole::new(1.5).is_err());
        assert!(Weeks::new(-1.0).is_err());
    }

    #[test]
    fn units_are_read_with_their_value() {
        assert_eq!(Unit::Weeks.parse("18 months"), Ok(78.0));
        assert_eq!(Unit::Weeks.parse(" 2 years "), Ok(104.0));
        assert_eq!(Unit::PerWeek.parse("11 %/year"), Ok(11.0 / 5200.0));
        assert_eq!(Unit::PerWeek.parse("0.02 per week"), Ok(0.02));
        assert_eq!(Unit::PerWeek.parse("2e-3/week"), Ok(0.002));
        assert_eq!(Unit::HoursPerWeek.parse("90 minutes/week"), Ok(1.5));
        assert_eq!(Unit::HoursPerWeek.parse("2 hours per week"), Ok(2.0));
        assert_eq!(Unit::Share.parse("7 %"), Ok(0.07));
        assert!(Unit::Weeks.parse("18").is_err());
        assert!(Unit::Weeks.parse("soon").is_err());
        assert!(Unit::PerWeek.parse("11 weeks").is_err());
        assert!(Unit::Share.parse("").is_err());
    }

    #[test]
    fn what_is_written_reads_back_to_the_bit() {
        for value in [0.1, 1.0 / 3.0, 1e-9, 78.0] {
            for unit in [Unit::Weeks, Unit::PerWeek, Unit::HoursPerWeek, Unit::Real] {
                let back = unit.parse(&unit.write(value)).unwrap();
                assert_eq!(back.to_bits(), value.to_bits(), "{}", unit.write(value));
            }
        }
    }
}
