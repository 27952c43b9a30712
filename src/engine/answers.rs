//! What those in charge of a programme look at in each unit, where they answer it: resistance, data that are missing, and
//! what is lacking of the goal.

use super::programme::InitiativeRules;
use super::rules::Rules;
use super::state::{Pursuit, State, practice};
use crate::mechanisms::shortfall;
use crate::quantities::Quantity;
use crate::world::{Response, World};

/// What is seen in a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answered {
    /// Resistance: the share that does not practise times the share that does not believe in it. 0 where nobody answers.
    pub resists: f32,
    /// Part of the data that is missing.
    pub missing: f32,
    /// What the unit lacks of the goal, as reported; 1 where sanctions do not follow it.
    pub lacks: f32,
}

impl Default for Answered {
    fn default() -> Self {
        Self { resists: 0.0, missing: 0.0, lacks: 1.0 }
    }
}

/// Those in charge look at each unit as it was last week.
pub(super) fn those_in_charge_look(
    rules: &Rules,
    world: &World,
    state: &State,
    initiative: &InitiativeRules,
    pursuit: &mut Pursuit,
) {
    if pursuit.answered.is_empty() {
        return;
    }
    let mut answered = std::mem::take(&mut pursuit.answered);
    let settings = &initiative.settings;
    let caring = rules.mechanisms.motivation.as_ref().filter(|_| settings.by_hand.value() > 0.0);
    let doubting = rules.mechanisms.persuasion.is_some() && settings.responds != Response::Neither;
    for (unit, answered) in answered.iter_mut().enumerate() {
        let (mut staff, mut believing, mut motivated) = (0.0f32, 0.0f32, 0.0f32);
        for post in world.units.posts(unit).filter(|&post| pursuit.practice[post] != practice::NOBODY) {
            staff += 1.0;
            believing += if doubting { pursuit.solution[post] } else { 0.0 };
            motivated += if caring.is_some() { state.people.motivation[post] } else { 0.0 };
        }
        *answered = Answered::default();
        if staff == 0.0 {
            continue;
        }
        if doubting {
            answered.resists = (1.0 - pursuit.share(world, unit)) * (1.0 - believing / staff);
        }
        if let (Some(motivation), Some(data)) = (caring, &rules.mechanisms.data) {
            answered.missing = data.missing(settings, motivated / staff / motivation.mean.f32().max(0.01));
        }
        if settings.tightens.value() > 0.0 {
            let reported: u32 =
                world.units.cells(unit).map(|cell| pursuit.counts.truly(cell) + pursuit.counts.ritual(cell)).sum();
            answered.lacks = shortfall(settings.goal.f32(), reported as f32 / staff);
        }
    }
    pursuit.answered = answered;
}
