//! takehold: a wind tunnel for improvement in organisations.
#[macro_use]
pub mod quantities;
#[cfg(feature = "cli")]
pub mod cli;
pub mod scenario;
