//! The capability trap: a shock that squeezes out all the time there is for working smarter is made good if it is short,
//! and never if it is long.

use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{Event, EventKind, RulesError, State};
use crate::mechanisms::{Mechanisms, Time, Trap};
use crate::quantities::{Hours, Quantity, Share, Weeks};
use crate::world::{Initiative, Network};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Capability trap";
const SOURCE: &str =
    "form: Repenning and Sterman 2002, Administrative Science Quarterly 47:265; κ ← κ + erodes (φ − κ)";
/// A quiet month, so that a shock that came at once would be noticed.
const QUIET: u32 = 4;
/// Long enough to recover, or to sink, to far less than the bound.
const AFTER: u32 = 3000;
/// Longer shocks are not tried.
const LONGEST: u32 = 150;
/// One rounding of a number up to 1 to single precision.
const ROUNDING: f64 = 1.0 / 16_777_216.0;

/// A unit under a shock, and the hours that are protected for it with somebody standing in.
#[derive(Debug, Clone)]
struct Shaken {
    trap: Trap,
    protected: f64,
}

impl Shaken {
    fn new(trap: Trap, protected: f64) -> Self {
        Self { trap, protected }
    }

    /// Part of the time for working smarter that no pressure takes: one hour of slack is the reference unit's.
    fn kept(&self) -> f64 {
        (self.trap.kept.value() + self.protected / Time::default().slack.value()).min(1.0)
    }

    /// κ after so many weeks of shock.
    fn left(&self, weeks: u32) -> f64 {
        let kept = self.kept();
        kept + (1.0 - kept) * libm::pow(1.0 - self.trap.erodes.value(), f64::from(weeks))
    }

    /// The shortest shock that it does not get over.
    fn tips_after(&self) -> Option<u32> {
        let point = self.trap.point_of_no_return().filter(|point| *point > self.kept())?;
        (1..=LONGEST).find(|&weeks| self.left(weeks) < point)
    }

    /// κ of the engine at every week, under a shock that doubles demand.
    fn lives(&self, lasts: u32, weeks: u32) -> Result<Vec<f64>, RulesError> {
        let shock = Event {
            what: EventKind::Demand,
            at: Weeks::of(f64::from(QUIET)),
            share: Share::of(1.0),
            lasts: Weeks::of(f64::from(lasts)),
            ..Event::default()
        };
        let mechanisms =
            Mechanisms { trap: Some(self.trap.clone()), time: Some(Time::default()), ..Mechanisms::none() };
        let (protected_time, backfill) = (Hours::of(self.protected), Share::of(1.0));
        let initiative = Initiative { protected_time, backfill, ..idle() };
        let bench = Bench::shaken(7200, 4, &network(Network::None, 0.0), mechanisms, initiative, vec![shock])?;
        let mut can = Vec::new();
        bench.live(
            0,
            weeks,
            &mut State::default(),
            |_| {},
            |state| {
                can.push(f64::from(state.sites.can[0]));
                ControlFlow::Continue(())
            },
        );
        Ok(can)
    }
}

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = Vec::new();
    for protected in [0.0, 0.25, 0.5] {
        let shaken = Shaken::new(Trap::default(), protected);
        all.extend(tips(&shaken, &shaken)?);
    }
    all.push(never(&Shaken::new(Trap::default(), 0.8))?);
    Ok(all)
}

fn what(theory: &Shaken, and: &str) -> String {
    let with = match theory.protected {
        0.0 => "No time is protected".into(),
        hours => format!("{hours} hours a week of one hour of slack are protected and backfilled"),
    };
    format!(
        "Demand is doubled from week {QUIET} on, which squeezes the time for working smarter to its least. {with}: kept = {:.2}; erodes {} a week. {and}",
        theory.kept(),
        theory.trap.erodes.value()
    )
}

/// The way down, and where it tips.
fn tips(theory: &Shaken, engine: &Shaken) -> Result<Vec<Check>, RulesError> {
    let point = theory.trap.point_of_no_return().unwrap_or(f64::NAN);
    let Some(length) = theory.tips_after() else { return Ok(vec![never(engine)?]) };
    let down = About {
        limit: LIMIT,
        what: what(
            theory,
            &format!(
                "What a unit can do after t weeks of it is κ = kept + (1 − kept)(1 − erodes)^t. A shock tips it once that is below the point of no return, {point:.4}, the larger root of 1 − squeeze (1/κ − 1 − buffer) = κ below 1."
            ),
        ),
        source: SOURCE,
        bound_is: "rounding: four roundings a week to single precision, 2⁻²⁴ each, and the map shrinks errors".into(),
    };
    let mut checks = Vec::new();
    let long = engine.lives(LONGEST, QUIET + LONGEST)?;
    checks.push(down.equal("κ before the shock", 1.0, long[QUIET as usize], 0.0));
    for weeks in [1, length, LONGEST] {
        let bound = 4.0 * f64::from(weeks) * ROUNDING;
        let simulated = long[(QUIET + weeks) as usize];
        checks.push(down.equal(format!("κ in week {weeks} of the shock"), theory.left(weeks), simulated, bound));
    }
    let ends = |lasts: u32| -> Result<f64, RulesError> {
        Ok(engine.lives(lasts, QUIET + lasts + AFTER)?.last().copied().unwrap_or(f64::NAN))
    };
    let mut first = f64::NAN;
    for lasts in 1..=2 * length {
        if ends(lasts)? < point {
            first = f64::from(lasts);
            break;
        }
    }
    let exact = About {
        bound_is: "none allowed: it is a number of weeks, and κ is nowhere within rounding of the point of no return"
            .into(),
        ..down.clone()
    };
    checks.push(exact.equal("weeks of the shortest shock that tips", f64::from(length), first, 0.0));
    let erodes = theory.trap.erodes.value();
    let rests = About {
        bound_is: format!(
            "a change that rounding swallows: a week's, erodes times what is lacking, is lost below four roundings of 2⁻²⁴; what is left after {AFTER} weeks is far less"
        ),
        ..down
    };
    let bound = 4.0 * ROUNDING / erodes;
    checks.push(rests.equal(format!("κ long after {} weeks of shock", length - 1), 1.0, ends(length - 1)?, bound));
    checks.push(rests.equal(format!("κ long after {length} weeks of shock"), theory.kept(), ends(length)?, bound));
    Ok(checks)
}

/// With so much protected that the least is above the point of no return, nothing tips it.
fn never(shaken: &Shaken) -> Result<Check, RulesError> {
    const DECADE: u32 = 520;
    let about = About {
        limit: LIMIT,
        what: what(shaken, "That is above the point of no return, and even a shock of ten years is made good."),
        source: SOURCE,
        bound_is: "a change that rounding swallows, as above".into(),
    };
    let ends = shaken.lives(DECADE, QUIET + DECADE + AFTER)?.last().copied().unwrap_or(f64::NAN);
    let bound = 4.0 * ROUNDING / shaken.trap.erodes.value();
    Ok(about.equal("κ long after ten years of shock", 1.0, ends, bound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Rate;

    #[test]
    fn the_engine_tips_where_it_must() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn tipping_lengths_by_hand() {
        // ln((1 − kept)/(0.886 − kept))/−ln 0.99: 13.5, 19.2 and 33.4 weeks.
        let length = |protected| Shaken::new(Trap::default(), protected).tips_after();
        assert_eq!([0.0, 0.25, 0.5, 0.8].map(length), [Some(14), Some(20), Some(34), None]);
        // No length is decided by rounding.
        let point = Trap::default().point_of_no_return().unwrap();
        for protected in [0.0, 0.25, 0.5] {
            let shaken = Shaken::new(Trap::default(), protected);
            let nearest = (1..=LONGEST).map(|weeks| (shaken.left(weeks) - point).abs()).fold(1.0, f64::min);
            assert!(nearest > 4.0 * f64::from(LONGEST) * ROUNDING, "{protected}: {nearest}");
        }
    }

    #[test]
    fn erosion_a_few_per_cent_off_is_noticed() {
        let theory = Shaken::new(Trap::default(), 0.5);
        for factor in [0.95, 1.05] {
            let erodes = Rate::of(theory.trap.erodes.value() * factor);
            let engine = Shaken::new(Trap { erodes, ..Trap::default() }, 0.5);
            let failed: Vec<String> = tips(&theory, &engine)
                .unwrap()
                .into_iter()
                .filter(|check| !check.pass)
                .map(|check| check.name)
                .collect();
            // On the way down, and in the length itself.
            assert!(failed.iter().any(|name| name.starts_with("κ in week")), "{failed:?}");
            assert!(failed.iter().any(|name| name.starts_with("weeks of")), "{failed:?}");
        }
    }

    #[test]
    fn protected_time_that_protects_less_is_noticed() {
        let (theory, engine) = (Shaken::new(Trap::default(), 0.5), Shaken::new(Trap::default(), 0.48));
        assert!(tips(&theory, &engine).unwrap().iter().filter(|check| !check.pass).count() >= 3);
    }
}
