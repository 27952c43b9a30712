//! Quantities with units, and the settings made of them. A value that cannot be is refused when it is built, so
//! nothing further in has to ask again.
//!
//! A *unit* here is a unit of measurement; the ward or team a person works in is a `world::Unit`.

mod setting;
mod unit;

pub use setting::{Field, Grade, Kind, Plain, Section, Setting};
pub(crate) use setting::{choice, section};
pub use unit::{
    Effect, Hours, LogHazard, Money, Multiple, OutOfRange, Quantity, Rate, Real, Share, Unit, WEEKS_PER_YEAR, Weeks,
    Whole,
};
