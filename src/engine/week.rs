//! One week. It reads as the model's prose; the order is printed by [`PROSE`] and held by a test.

use super::climate::{units_drift, units_weigh};
use super::culture::places_change;
use super::events::events_strike;
use super::hands::{doctors_rotate, posts_change_hands};
use super::leaders::leaders_change;
use super::people::everyone_lives;
use super::portfolio::goals_change;
use super::rules::Rules;
use super::sites::{boards_look, policy_turns, results_come, units_cope};
use super::state::State;
use super::stops::{pilots_are_judged, projects_end, sponsors_lose_patience};
use super::supports::supports_drift;
use super::trace::Deciding;
use crate::dice::Dice;
use crate::world::World;

/// The sentences of a week, in order.
pub const PROSE: &[&str] = &[
    "In each unit leaders' support and style, hours asked and free, rewards, checks, data, skill, policy and what is locked in come together; data systems are built, and units lock in more, or loosen it.",
    "Everyone looks at what their colleagues showed last week, chooses whether to take up, keep or drop each practice, and grows or loses the habit of it; everyone hears what colleagues think, and beliefs drift; so do what they care about, their fatigue, their cynicism and their skill.",
    "Posts change hands: people leave, posts stand empty, newcomers start.",
    "Doctors in training rotate.",
    "Leaders leave, and successors choose what to back.",
    "Results come about in each unit, are measured and seen; harm done elsewhere comes to light and is mended.",
    "Programmes that a tenth of units have tried are given up where too little came of it.",
    "Boards look at what units show, and give more regard or less.",
    "Units under pressure give up time for working smarter, or win it back; what they know together follows what their people know.",
    "What supports improvement is built up, kept up as far as pressure lets it be, or falls back: structures, leaders' skill, bridges between professions, evidence.",
    "Projects whose money ends are measured against what they promised.",
    "Sponsors who have lost patience stop what does not show, and cut the planning of what comes next.",
    "Places learn, or forget how; cynicism grows where more is said than given, and goes where earlier attempts are reviewed or boards mean it.",
    "Policy reorganises organisations by chance.",
    "Once a year organisations keep their goals or change them, by chance; leaders drop what new goals leave out.",
    "Events strike.",
    "Everyone is seen as they are now.",
];

/// Lives one week.
pub fn week(rules: &Rules, world: &World, state: &mut State, dice: &Dice) {
    week_told(rules, world, state, dice, |_| {});
}

/// Lives one week. `tell` sees everybody at the moment at which they decide; it changes nothing.
pub fn week_told(rules: &Rules, world: &World, state: &mut State, dice: &Dice, tell: impl FnOnce(&Deciding<'_>)) {
    let week = state.week;
    units_weigh(rules, world, state, week);
    tell(&Deciding { rules, world, state, dice });
    units_drift(rules, world, state, week);
    everyone_lives(rules, world, state, dice, week);
    posts_change_hands(rules, world, state, dice, week);
    doctors_rotate(rules, world, state, dice, week);
    leaders_change(rules, world, state, dice, week);
    results_come(rules, world, state, dice, week);
    pilots_are_judged(rules, world, state, week);
    boards_look(rules, world, state, week);
    units_cope(rules, world, state, week);
    supports_drift(rules, world, state, week);
    projects_end(rules, world, state, week);
    sponsors_lose_patience(rules, world, state, dice, week);
    places_change(rules, world, state, week);
    policy_turns(rules, world, state, dice, week);
    goals_change(rules, world, state, dice, week);
    events_strike(rules, world, state, dice, week);
    everyone_is_seen(world, state);
    state.week += 1;
}

/// What was made ready for next week becomes what is seen.
fn everyone_is_seen(world: &World, state: &mut State) {
    for pursuit in &mut state.pursuits {
        pursuit.sight.turns(world, &pursuit.shown, &pursuit.next_shown);
        std::mem::swap(&mut pursuit.shown, &mut pursuit.next_shown);
        for voice in pursuit.voices.iter_mut().filter(|voice| !voice.heard.is_empty()) {
            voice.sight.turns(world, &voice.heard, &voice.next);
            std::mem::swap(&mut voice.heard, &mut voice.next);
        }
    }
}
