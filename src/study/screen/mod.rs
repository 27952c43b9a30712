//! A screen of believability: how many settings drawn from the plausible ranges meet the calibration targets, each and
//! jointly, on twenty unlike sites. It rules settings out; it estimates nothing.

mod draw;
mod targets;

pub use draw::Setting;
pub use targets::{Found, Target, Targets};

use super::in_order;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Sites of a system.
pub const SITES: u32 = 20;
/// Staff of a site.
pub const STAFF_OF_A_SITE: u32 = 200;
/// Systems lived for every setting, so that shares are of a hundred sites.
pub const SYSTEMS: u32 = 5;
/// Part of the variance between units that a whole site shares.
pub const SHARED: f64 = 0.8;

/// One setting and what became of it.
#[derive(Debug)]
pub struct Screened {
    /// Its number.
    pub number: u32,
    /// What was drawn, by name.
    pub drawn: Vec<(String, f64)>,
    /// What was found; nothing where peers alone or newcomers carry the practice off, which no organic rate can hold.
    pub found: Option<Found>,
}

impl Screened {
    /// Whether a target is met.
    pub fn meets(&self, target: Target) -> bool {
        self.found.as_ref().is_some_and(|found| found.meets(target))
    }
}

/// Screens settings numbered from 0. `done` is told of every setting; those not begun when told to stop are left out.
pub fn screen(seed: u64, settings: u32, done: &(dyn Fn() + Sync), stop: &AtomicBool) -> Vec<Screened> {
    let numbers: Vec<u32> = (0..settings).collect();
    let screened = in_order(&numbers, |&number| {
        if stop.load(Relaxed) {
            return None;
        }
        let setting = Setting::new(seed, Some(number));
        let found = targets::find(&setting, seed);
        done();
        Some(Screened { number, drawn: setting.drawn, found })
    });
    screened.into_iter().flatten().collect()
}

/// Lives settings that met all targets once more, on other systems and with other luck: what each comes to there. How
/// many still meet them says how far the first time was luck.
pub fn again(seed: u64, screened: &[Screened], stop: &AtomicBool) -> Vec<Option<Found>> {
    let met: Vec<u32> = screened
        .iter()
        .filter(|one| Target::ALL.iter().all(|&target| one.meets(target)))
        .map(|one| one.number)
        .collect();
    in_order(&met, |&number| {
        if stop.load(Relaxed) { None } else { targets::find(&Setting::new(seed, Some(number)), seed.wrapping_add(1)) }
    })
}

/// What the defaults come to.
pub fn defaults(seed: u64) -> Option<Found> {
    targets::find(&Setting::new(seed, None), seed)
}
