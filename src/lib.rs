//! takehold: a wind tunnel for improvement in organisations.
#[macro_use]
pub mod quantities;
