//! What becomes of programmes: those that go on as a service, those that are stopped, and those side by side.

use super::lives::*;
use super::worlds::roster;
use std::ops::ControlFlow::Continue;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::Mechanisms;
use takehold::quantities::*;
use takehold::world::*;

const WEEKS: u32 = 120;

/// Four organisations of a hundred.
fn system(seed: u64) -> Place {
    let population = Population {
        template: Template::System,
        staff: Some(Whole::of(400.0)),
        organisations: Some(Whole::of(4.0)),
        ..Default::default()
    };
    let roster = roster(&population, &Dice::of_world(seed, 0));
    Place::new(&roster, &population, &TieSettings::default(), seed)
}

fn project() -> Initiative {
    let (starts, funded) = (Weeks::of(4.0), Weeks::of(52.0));
    Initiative { starts, funded, push: Rate::of(0.01), complexity: Share::of(0.3), ..Default::default() }
}

/// The week in which each organisation stopped the first initiative, and time sufficiency by cell week by week.
fn watched(place: &Place, course: &Course, dice: &Dice) -> (Vec<Option<u32>>, Vec<Vec<f32>>) {
    let (mut stopped, mut time) = (Vec::new(), Vec::new());
    let _ = run(&place.rules(course), &place.world, dice, WEEKS, &mut State::default(), |state| {
        let organisations = 0..place.world.organisations.len();
        stopped = organisations.map(|organisation| state.pursuits[0].stopped_in(organisation)).collect();
        time.push(state.sufficiency.clone());
        Continue(())
    });
    (stopped, time)
}

#[test]
fn what_is_stopped_is_over_there_and_then_and_nothing_is_before() {
    let (mut early, mut never) = (0, 0);
    for seed in 0..6 {
        let (place, dice) = (system(seed), Dice::of_run(seed, 0, 1));
        let asking = Initiative { hours: Hours::of(4.0), goal: Share::of(0.9), ..project() };
        let patient = course(Mechanisms::default(), [asking]);
        let leaders = Leaders { impatience: Share::of(0.7), ..Default::default() };
        let impatient = Course { leaders, ..patient.clone() };
        let (stopped, time) = watched(&place, &impatient, &dice);
        let first = stopped.iter().flatten().min().copied().unwrap_or(WEEKS);
        let lives = [&patient, &impatient].map(|course| place.life(course, &dice, WEEKS));
        // In the last week before, staff are told.
        same_lives(&lives[0][..first as usize], &lives[1][..first as usize], "until the first is stopped");
        for (cell, unit) in place.world.cells.unit.iter().enumerate() {
            let unit = *unit as usize;
            match stopped[usize::from(place.world.units.organisation[unit])] {
                Some(week) => {
                    assert!((5..56).contains(&week));
                    // Hours are asked in the last week before, of whoever has not got them, and no more in the week after.
                    early += u32::from(time[week as usize][cell] < 1.0);
                    assert_eq!(time[week as usize + 1][cell], 1.0);
                }
                None => {
                    never += u32::from(time[56][cell] < 1.0);
                    assert_eq!(time[57][cell], 1.0);
                }
            }
        }
    }
    assert!(early > 100 && never > 20, "{early} {never}");
}

#[test]
fn whoever_agrees_wholly_or_waits_stops_nothing() {
    let (place, dice) = (system(3), Dice::of_run(3, 0, 1));
    let patient = course(Mechanisms::default(), [project()]);
    let leaders = Leaders { impatience: Share::of(1.0), consensus: Share::of(1.0), ..Default::default() };
    let agreed = Course { leaders, ..patient.clone() };
    same_lives(&place.life(&patient, &dice, WEEKS), &place.life(&agreed, &dice, WEEKS), "agreed");
}

/// A programme that is continued in full for some weeks is one that is funded for so long, as far as push and attention
/// go: no mechanism is left that tells a service from a project.
#[test]
fn continued_in_full_is_funded_for_longer() {
    let (place, dice) = (system(5), Dice::of_run(5, 0, 1));
    let mechanisms =
        Mechanisms { contagion: Some(Default::default()), habit: Some(Default::default()), ..Mechanisms::none() };
    let mechanisms = Mechanisms { attention: Some(Default::default()), ..mechanisms };
    let short = Initiative { continued: Share::of(1.0), continued_for: Some(Weeks::of(26.0)), ..project() };
    let long = Initiative { funded: Weeks::of(78.0), ..project() };
    let live = |initiative| place.life(&course(mechanisms.clone(), [initiative]), &dice, WEEKS);
    same_lives(&live(short), &live(long), "continued");
}

#[test]
fn whoever_is_mapped_to_core_themes_wholly_does_not_feel_a_shift_of_policy() {
    let (place, dice) = (system(7), Dice::of_run(7, 0, 1));
    let core = Share::of(1.0);
    let policy = Some(takehold::mechanisms::Policy { core, ..Default::default() });
    let mapped = Initiative { mapped: Share::of(1.0), ..project() };
    let calm = course(Mechanisms { policy, ..Default::default() }, [mapped]);
    let (what, at, share) = (EventKind::PolicyShift, Weeks::of(20.0), Share::of(0.0));
    let item = Event { what, at, share, lasts: Weeks::of(60.0), ..Default::default() };
    let mut shifted = calm.clone();
    shifted.events = vec![Named { name: "shift".into(), item }];
    let lives = [&calm, &shifted].map(|course| place.life(course, &dice, WEEKS));
    same_lives(&lives[0], &lives[1], "mapped");
    let mut bare = [calm, shifted];
    bare.iter_mut().for_each(|course| course.initiatives[0].item.mapped = Share::of(0.0));
    let [one, other] = bare.map(|course| place.life(&course, &dice, WEEKS));
    assert!(one[80].practising() > other[80].practising());
}

/// Goals that change every year take leaders away from what has begun, and nothing from what has not.
#[test]
fn goals_that_change_take_backing_away_once_a_year() {
    let (place, dice) = (system(9), Dice::of_run(9, 0, 1));
    let later = Initiative { starts: Weeks::of(100.0), ..project() };
    let steady = course(Mechanisms { succession: None, ..Default::default() }, [project(), later]);
    let strategy = Aims { constancy: Share::of(0.0), ..Default::default() };
    let changing = Course { strategy, ..steady.clone() };
    let lives = [&steady, &changing].map(|course| place.life(course, &dice, WEEKS));
    same_lives(&lives[0][..=52], &lives[1][..=52], "within the first year");
    let backing = |week: usize, initiative: usize| {
        lives[1][week].leaders.backing.iter().filter(|bits| **bits >> initiative & 1 == 1).count()
    };
    assert!(backing(53, 0) < backing(52, 0), "{}", backing(53, 0));
    assert_eq!(backing(53, 1), backing(52, 1));
}
