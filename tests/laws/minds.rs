//! What moves people: competing moves by chance, leaders who come and go, hours shared between initiatives, and what one
//! initiative leaves behind for the next.

use super::judge::{Judge, binomial};
use super::lives::*;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

/// One unit of equals who see nobody.
fn strangers(staff: u32) -> Place {
    let population = Population { template: Template::Plain, unlikeness: Multiple::of(0.0), ..Default::default() };
    let ties = TieSettings { network: Network::None, ..Default::default() };
    Place::new(&Roster::plain(staff), &population, &ties, 3)
}

fn of(practice: u8, week: &Week) -> u64 {
    week.pursuits[0].practice.iter().filter(|&&now| now == practice).count() as u64
}

/// Checked from the first week on, with a pressure of 0.5.
fn checked() -> Initiative {
    Initiative {
        starts: Weeks::of(0.0),
        funded: Weeks::of(200.0),
        ramp: Weeks::of(1.0),
        baseline: Share::of(0.0),
        organic: Some(Rate::of(0.0)),
        pull: Rate::of(0.0),
        push: Rate::of(0.0),
        lapse: Rate::of(0.0),
        lapse_floor: Rate::of(0.0),
        monitoring: Share::of(1.0),
        sanction: Share::of(0.5),
        ..Default::default()
    }
}

#[test]
fn two_moves_compete_for_one_draw() {
    let (place, dice) = (strangers(100_000), Dice::of_run(5, 0, 0));
    let enforcement = Enforcement { complying: Rate::of(0.4), ..Default::default() };
    let mechanisms = Mechanisms { enforcement: Some(enforcement), ..Mechanisms::none() };
    let item = Initiative { push: Rate::of(0.1), ..checked() };
    let life = place.life(&course(mechanisms, [item]), &dice, 1);
    // Rates 0.1 to true practice and 0.4 · 0.5 to ritual: P(any) = 1 − exp(−0.3), a third of it true.
    let any = 1.0 - (-0.3f64).exp();
    let mut judge = Judge::with_room_for(2);
    judge.asks(binomial(of(practice::TRUE, &life[1]), 100_000, any / 3.0), "true practice");
    judge.asks(binomial(of(practice::RITUAL, &life[1]), 100_000, any * 2.0 / 3.0), "ritual");
}

#[test]
fn ritual_settles_where_coming_and_going_balance_and_goes_when_nobody_checks() {
    let (place, dice) = (strangers(40_000), Dice::of_run(6, 0, 0));
    let enforcement = Enforcement { complying: Rate::of(0.2), dropping: Rate::of(0.3), ..Default::default() };
    let mechanisms = Mechanisms { enforcement: Some(enforcement), ..Mechanisms::none() };
    let item = Initiative { enforced: Some(Weeks::of(100.0)), ..checked() };
    let life = place.life(&course(mechanisms, [item]), &dice, 110);
    // To ritual at 0.2 · 0.5, from it at 0.3 · 0.5 a week; afterwards at 0.3. Chains of two states are independent
    // between people, and after 100 weeks the start is forgotten to less than 1e-9.
    let (comes, goes) = (1.0 - (-0.1f64).exp(), 1.0 - (-0.15f64).exp());
    let settled = comes / (comes + goes);
    let mut judge = Judge::with_room_for(2);
    judge.asks(binomial(of(practice::RITUAL, &life[100]), 40_000, settled), "while checked");
    judge.asks(binomial(of(practice::RITUAL, &life[110]), 40_000, settled * (-3.0f64).exp()), "ten weeks after");
    // Without habit ritual never becomes true practice.
    assert_eq!(of(practice::TRUE, &life[110]), 0);
}

#[test]
fn ritual_becomes_practice_by_habit_alone() {
    let (place, dice) = (strangers(4_000), Dice::of_run(7, 0, 0));
    let with = |habit: Option<Habit>, converting: f64| {
        let enforcement = Some(Enforcement { converting: Rate::of(converting), ..Default::default() });
        let mechanisms = Mechanisms { enforcement, habit, ..Mechanisms::none() };
        of(practice::TRUE, &place.life(&course(mechanisms, [checked()]), &dice, 80)[80])
    };
    assert_eq!((with(None, 0.1), with(Some(Habit::default()), 0.0)), (0, 0));
    assert!(with(Some(Habit::default()), 0.1) > 200);
    // The less of the practice ritual contains, the later it becomes habit.
    let within = |share: f64| {
        let (within, converting) = (Share::of(share), Rate::of(0.1));
        let enforcement = Some(Enforcement { within, converting, ..Default::default() });
        let mechanisms = Mechanisms { enforcement, habit: Some(Habit::default()), ..Mechanisms::none() };
        of(practice::TRUE, &place.life(&course(mechanisms, [checked()]), &dice, 20)[20])
    };
    let (little, much) = (within(0.1), within(0.6));
    // While habit is small it grows in proportion to what ritual contains, here six to one, and slower as it saturates;
    // counts of some tens or hundreds are within a fifth or so of their means. Were it all the same, the ratio would be 1.
    let ratio = much as f64 / little as f64;
    assert!((2.5..7.5).contains(&ratio), "{little} {much}");
}

#[test]
fn successors_drop_what_was_begun_unless_succession_is_planned() {
    let place = trust(2000, 8);
    let leave = |week: f64| Event {
        what: EventKind::LeadsLeave,
        at: Weeks::of(week),
        share: Share::of(1.0),
        ..Default::default()
    };
    let backing = |planned: f64, week: f64| {
        let mut course = course(Mechanisms { embedding: None, ..Default::default() }, [programme()]);
        course.leaders.succession_planned = Share::of(planned);
        course.events = vec![Named { name: "all leads go".into(), item: leave(week) }];
        // By the end all had one successor, but for the few who had more by chance.
        let life = place.life(&course, &Dice::of_run(8, 0, 0), 30);
        let units = place.world.units.len();
        life[30].leaders.backing[..units].iter().filter(|bits| **bits & 1 == 1).count() as f64 / units as f64
    };
    let (unplanned, planned, before) = (backing(0.0, 20.0), backing(1.0, 20.0), backing(0.0, 2.0));
    // A successor backs it with probability 0.4; of about 50 units, within 5 standard deviations.
    assert!((unplanned - 0.4).abs() < 0.35, "{unplanned}");
    assert_eq!(planned, 1.0);
    assert!(before > 0.9, "what begins later is begun under the successor: {before}");
}

#[test]
fn a_leader_who_goes_is_succeeded_at_the_same_address_in_every_arm() {
    let place = trust(600, 9);
    let life = |item: Initiative| place.life(&course(Mechanisms::default(), [item]), &Dice::of_run(9, 0, 0), 150);
    let (arm, twin) = (life(programme()), life(programme().without_programme()));
    let last = |life: &[Week]| life[150].leaders.clone();
    assert_eq!((last(&arm).support, last(&arm).style), (last(&twin).support, last(&twin).style));
    assert_ne!(last(&arm).support, arm[0].leaders.support);
}

/// Gain of the last of several initiatives over the twin at its end, mean over a few runs.
fn gain(place: &Place, mechanisms: &Mechanisms, items: &[Initiative], ends: usize) -> f64 {
    let index = items.len() - 1;
    let course = course(mechanisms.clone(), items.to_vec());
    let runs = 6;
    let total: f64 = (0..runs)
        .map(|run| {
            let dice = Dice::of_run(100 + run, 0, 0);
            let [arm, twin] = [&course, &course.twin()].map(|course| {
                let life = place.life(course, &dice, ends as u32);
                life[ends].pursuits[index].practice.iter().filter(|&&now| now == practice::TRUE).count() as f64
            });
            (arm - twin) / place.world.posts.len() as f64
        })
        .sum();
    total / runs as f64
}

#[test]
fn a_starved_project_is_paid_for_by_the_next_one_through_fatigue_alone() {
    let place = trust(800, 10);
    let first = Initiative {
        starts: Weeks::of(4.0),
        funded: Weeks::of(52.0),
        hours: Hours::of(3.0),
        goal: Share::of(0.8),
        ..Default::default()
    };
    let second =
        Initiative { starts: Weeks::of(69.0), funded: Weeks::of(40.0), goal: Share::of(0.0), ..Default::default() };
    let none = Initiative { funded: Weeks::of(0.0), ..first.clone() };
    let lost = |mechanisms: &Mechanisms| {
        let after = gain(&place, mechanisms, &[first.clone(), second.clone()], 109);
        let fresh = gain(&place, mechanisms, &[none.clone(), second.clone()], 109);
        1.0 - after / fresh
    };
    // Boards, beliefs and faith lost remember as well, and are left out here.
    let all =
        Mechanisms { succession: None, sponsor: None, persuasion: None, side_effects: None, ..Default::default() };
    let with = lost(&all);
    assert!(with > 0.1, "the second project loses only {with}");
    // What is left without the memory of fatigue is motivation's own, which is a small part of it.
    let without = lost(&Mechanisms { fatigue: None, ..all.clone() });
    assert!(without < with / 2.0, "{without} of {with} is lost without fatigue");
    // Overload also slows and wears out what is done of the second practice before its programme; that is not memory.
    let neither = lost(&Mechanisms { fatigue: None, motivation: None, ..all.clone() });
    assert!(neither.abs() < with / 4.0, "{neither} of {with} is lost without any memory");
    let nothing = lost(&Mechanisms { fatigue: None, motivation: None, time: None, ..all });
    assert_eq!(nothing, 0.0);
}

#[test]
fn many_initiatives_at_once_share_the_same_hours() {
    let place = trust(500, 11);
    let one = Initiative { starts: Weeks::of(4.0), funded: Weeks::of(52.0), ..Default::default() };
    let gains: Vec<f64> =
        [1, 3, 6].map(|count| gain(&place, &Mechanisms::default(), &vec![one.clone(); count], 56)).into();
    assert!(gains[0] > gains[1] + 0.02 && gains[1] > gains[2] + 0.02, "{gains:?}");
    let timeless = Mechanisms { time: None, motivation: None, fatigue: None, ..Default::default() };
    let apart: Vec<f64> = [1, 3].map(|count| gain(&place, &timeless, &vec![one.clone(); count], 56)).into();
    assert!((apart[0] - apart[1]).abs() < 0.05, "{apart:?}");
}

#[test]
fn with_no_time_at_all_only_what_happens_anyway_is_taken_up() {
    let place = trust(400, 12);
    let item = Initiative { attention: Share::of(0.0), ..programme() };
    let mut starved = course(
        Mechanisms { time: Some(Time { strain: LogHazard::of(0.0), ..Default::default() }), ..Mechanisms::none() },
        [Initiative { protected_time: Hours::of(0.0), monitoring: Share::of(0.0), ..item }],
    );
    starved.resources.slack = Multiple::of(0.0);
    let dice = Dice::of_run(12, 0, 0);
    same_deeds(&place.life(&starved, &dice, 80), &place.life(&starved.twin(), &dice, 80), "no time");
}
