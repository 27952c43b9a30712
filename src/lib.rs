//! takehold: a wind tunnel for improvement in organisations.
pub mod dice;
pub mod engine;
pub mod mechanisms;
pub mod quantities;
pub mod verify;
pub mod world;
