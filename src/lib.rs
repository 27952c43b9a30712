//! takehold: a wind tunnel for improvement in organisations.
#[cfg(feature = "cli")]
pub mod cli;
pub mod decide;
pub mod dice;
pub mod engine;
pub mod library;
pub mod mechanisms;
pub mod observe;
pub mod output;
pub mod quantities;
pub mod report;
pub mod scenario;
pub mod study;
pub mod verify;
pub mod world;
