//! Laws of the engine: what must hold whatever the settings.
//!
//! Error rate: what can be said exactly is said exactly, and tries are the same every time. Where chance comes in,
//! two-sided p-values are held against 1e-9; there are fewer than 90 of them, so a faultless engine is blamed with
//! probability below 9e-8. Where one thing is to be larger than another in paired runs, the chance that a toss of a coin
//! would do as well is below 1e-9.

#![allow(clippy::disallowed_methods, reason = "p-values need not have the same bits on every platform")]

#[path = "laws/bounds.rs"]
mod bounds;
#[path = "laws/culture.rs"]
mod culture;
#[path = "laws/hands.rs"]
mod hands;
#[path = "laws/identities.rs"]
mod identities;
#[path = "support/judge.rs"]
mod judge;
#[path = "support/lives.rs"]
mod lives;
#[path = "laws/minds.rs"]
mod minds;
#[path = "laws/portfolio.rs"]
mod portfolio;
#[path = "laws/rosters.rs"]
mod rosters;
#[path = "laws/runs.rs"]
mod runs;
#[path = "laws/sites.rs"]
mod sites;
#[path = "laws/spread.rs"]
mod spread;
#[path = "laws/trace.rs"]
mod trace;
#[path = "support/worlds.rs"]
mod worlds;
