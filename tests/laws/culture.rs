//! What places are like does what it is said to do: one thing changed at a time, in the same worlds under the same dice.

use super::lives::*;
use std::ops::ControlFlow::Continue;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::{Contagion, Form, Mechanisms};
use takehold::quantities::*;
use takehold::world::{self, Initiative, Leaders, Resources};

const WEEKS: u32 = 160;

/// A programme over two years in a trust with nothing else going on.
fn project() -> Initiative {
    Initiative { starts: Weeks::of(4.0), funded: Weeks::of(104.0), goal: Share::of(0.8), ..Default::default() }
}

fn plain() -> Course {
    course(Mechanisms::default(), [project()])
}

fn at(value: f64) -> Share {
    Share::of(value)
}

/// Mean over seeds of what is read at the end of a number of weeks.
fn mean(course: &Course, weeks: u32, read: impl Fn(&world::World, &State) -> f64) -> f64 {
    let seeds = 8;
    let sum: f64 = (0..seeds)
        .map(|seed| {
            let place = trust(700, seed);
            let mut state = State::default();
            let rules = place.rules(course);
            let _ = run(&rules, &place.world, &Dice::of_run(seed, 0, 0), weeks, &mut state, |_| Continue(()));
            read(&place.world, &state)
        })
        .sum();
    sum / seeds as f64
}

fn changed(change: impl FnOnce(&mut Course)) -> Course {
    let mut course = plain();
    change(&mut course);
    course
}

fn practising(world: &world::World, state: &State) -> f64 {
    let (filled, truly) = (0..world.cells.len()).fold((0, 0), |(f, t), cell| {
        (f + state.pursuits[0].counts.filled(cell), t + state.pursuits[0].counts.truly(cell))
    });
    f64::from(truly) / f64::from(filled)
}

/// The same for one profession.
fn of_profession(name: &'static str) -> impl Fn(&world::World, &State) -> f64 {
    move |world, state| {
        let profession = world.professions.iter().position(|p| p.name == name).unwrap();
        let counts = &state.pursuits[0].counts;
        let cells = (0..world.cells.len()).filter(|&cell| usize::from(world.cells.profession[cell]) == profession);
        let (filled, truly) = cells.fold((0, 0), |(f, t), cell| (f + counts.filled(cell), t + counts.truly(cell)));
        f64::from(truly) / f64::from(filled)
    }
}

fn average(column: &[f32]) -> f64 {
    column.iter().map(|value| f64::from(*value)).sum::<f64>() / column.len() as f64
}

fn ownership(_: &world::World, state: &State) -> f64 {
    average(&state.pursuits[0].ownership)
}

fn fatigue(_: &world::World, state: &State) -> f64 {
    average(&state.people.fatigue)
}

fn cynicism(_: &world::World, state: &State) -> f64 {
    average(&state.people.cynicism)
}

fn quality(_: &world::World, state: &State) -> f64 {
    average(&state.pursuits[0].quality)
}

fn measured(_: &world::World, state: &State) -> f64 {
    average(&state.pursuits[0].measured)
}

fn know_how(_: &world::World, state: &State) -> f64 {
    average(&state.sites.knows)
}

/// Says what was found when asked (`cargo test -- --nocapture`), and wants the second to be above by that much.
fn rises(what: &str, from: f64, to: f64, by: f64) {
    println!("{what}: {from:.4} -> {to:.4}");
    assert!(to > from + by, "{what}: {from} -> {to}");
}

#[test]
fn people_try_more_where_the_place_learns_and_forgives() {
    let learning = |value| changed(|c| c.culture.learning = at(value));
    rises(
        "C5-01 adoption, learning 0.2 to 0.9",
        mean(&learning(0.2), 100, practising),
        mean(&learning(0.9), 100, practising),
        0.02,
    );
    let tolerance = |value| changed(|c| c.culture.tolerance = at(value));
    rises(
        "C5-06 adoption, tolerance 0.1 to 0.9",
        mean(&tolerance(0.1), 40, practising),
        mean(&tolerance(0.9), 40, practising),
        0.02,
    );
}

#[test]
fn words_without_means_gain_less_and_leave_cynics_and_alignment_without_trust_disempowers() {
    let authentic = |value| changed(|c| c.culture.authenticity = at(value));
    rises(
        "C5-02 quality, authenticity 0.3 to 1",
        mean(&authentic(0.3), 100, quality),
        mean(&authentic(1.0), 100, quality),
        0.003,
    );
    rises(
        "BAR-4 cynicism, authenticity 1 to 0.3",
        mean(&authentic(1.0), 100, cynicism),
        mean(&authentic(0.3), 100, cynicism),
        0.02,
    );
    let aligned = |trust: f64, arguing: f64| {
        changed(|c| {
            c.culture.authenticity = at(trust);
            c.leaders.sponsor_support = Multiple::of(1.0 + arguing);
            c.initiatives[0].item.arguing = at(arguing);
        })
    };
    let low = [mean(&aligned(0.1, 1.0), 100, ownership), mean(&aligned(0.1, 0.0), 100, ownership)];
    rises("BAR-4 ownership at low trust, alignment full to none", low[0], low[1], 0.002);
    let high = [mean(&aligned(1.0, 0.0), 100, ownership), mean(&aligned(1.0, 1.0), 100, ownership)];
    rises("BAR-4 ownership at full trust, alignment none to full", high[0], high[1], 0.002);
}

#[test]
fn what_a_unit_knows_outlasts_turnover_where_levels_work_together() {
    let skilled = |joint: f64, learning: f64| {
        changed(|c| {
            c.resources.improvers = at(0.3);
            c.culture.joint_work = at(joint);
            c.culture.learning = at(learning);
        })
    };
    rises(
        "C5-08 know-how, joint work 0.1 to 0.9",
        mean(&skilled(0.1, 0.5), WEEKS, know_how),
        mean(&skilled(0.9, 0.5), WEEKS, know_how),
        0.005,
    );
    let senior = |value: f64| {
        changed(|c| {
            c.resources.improvers = at(0.3);
            c.leaders.senior_involvement = at(value);
        })
    };
    rises(
        "T1-15 know-how, senior involvement 0 to 1",
        mean(&senior(0.0), 260, know_how),
        mean(&senior(1.0), 260, know_how),
        0.002,
    );
    // Developed improvers are an example where the place supports them: complex work, trained or not.
    let developed = |learning: f64, trained: f64| {
        changed(|c| {
            c.culture.learning = at(learning);
            (c.resources.training, c.resources.coaching) = (Rate::of(0.004 * trained), at(trained));
            c.initiatives[0].item.complexity = at(0.9);
        })
    };
    let effect =
        |learning| mean(&developed(learning, 1.0), 100, practising) - mean(&developed(learning, 0.0), 100, practising);
    rises("PROG-6 what development adds, learning 0.1 to 0.9", effect(0.1), effect(0.9), 0.002);
}

#[test]
fn critical_feedback_under_blame_hides_problems() {
    let shown = |blame: f64| {
        changed(|c| {
            c.culture.blame = at(blame);
            c.initiatives[0].item.comparative_data = at(1.0);
        })
    };
    let [free, blamed] = [shown(0.0), shown(1.0)];
    rises("TEN-6 quality, blame 1 to 0", mean(&blamed, 100, quality), mean(&free, 100, quality), 0.003);
    let gap = |course: &Course| mean(course, 100, measured) - mean(course, 100, quality);
    rises("TEN-6 measured above true, blame 0 to 1", gap(&free), gap(&blamed), 0.01);
    // Without feedback there is nothing to hide.
    let unseen = |blame: f64| changed(|c| c.culture.blame = at(blame));
    assert_eq!(mean(&unseen(0.0), 60, quality), mean(&unseen(1.0), 60, quality));
}

#[test]
fn taking_part_is_for_show_where_control_rules() {
    let debated = |control: f64, debate: f64| {
        changed(|c| {
            c.culture.control = at(control);
            c.initiatives[0].item.debate = at(debate);
        })
    };
    let gains = |control| mean(&debated(control, 1.0), 100, ownership) - mean(&debated(control, 0.0), 100, ownership);
    rises("TEN-8 what debate adds to ownership, control 0.9 to 0.2", gains(0.9), gains(0.2), 0.02);
}

#[test]
fn low_capacity_and_hostility_exhaust_more_than_either() {
    let hard = |slack: f64, hostility: f64| {
        changed(|c| {
            c.resources.slack = Multiple::of(slack);
            c.culture.hostility = at(hostility);
        })
    };
    let of = |slack, hostility| mean(&hard(slack, hostility), 100, fatigue);
    let none = of(1.0, 0.0);
    let (scarce, hostile, both) = (of(0.3, 0.0) - none, of(1.0, 1.0) - none, of(0.3, 1.0) - none);
    rises("C5-09 fatigue, sum of the two to both at once", scarce + hostile, both, 0.01);
}

#[test]
fn a_missed_goal_that_is_reviewed_helps_the_next_project() {
    let next = Initiative { starts: Weeks::of(110.0), funded: Weeks::of(50.0), complexity: at(0.9), ..project() };
    let reviewed = |review: f64, learning: f64| {
        let mut course = course(Mechanisms::default(), [project(), next.clone()]);
        course.resources.failure_review = at(review);
        course.culture.learning = at(learning);
        course
    };
    let second = |world: &world::World, state: &State| {
        let counts = &state.pursuits[1].counts;
        let (filled, truly) = counts.of_cells(0..world.cells.len());
        f64::from(truly) / f64::from(filled)
    };
    let gains = |learning| mean(&reviewed(1.0, learning), 160, second) - mean(&reviewed(0.0, learning), 160, second);
    rises("TEN-11 what review adds to the next project, learning 0.1 to 0.9", gains(0.1), gains(0.9), 0.002);
}

#[test]
fn what_earlier_attempts_left_weighs_less_once_it_is_reviewed() {
    let left = |legacy: f64, review: f64| {
        changed(|c| {
            c.mechanisms.fatigue.as_mut().unwrap().legacy = at(legacy);
            c.initiatives[0].item.legacy_review = at(review);
        })
    };
    let of = |legacy, review| mean(&left(legacy, review), 100, practising);
    rises("BAR-3 adoption under a bad legacy, to none", of(0.5, 0.0), of(0.0, 0.0), 0.02);
    rises("BAR-3 adoption under a bad legacy, review 0 to 1", of(0.5, 0.0), of(0.5, 1.0), 0.01);
}

#[test]
fn esteem_moves_doctors_most_and_credit_those_who_care_least() {
    let esteem = |value| changed(|c| c.culture.esteem = at(value));
    let moved = |name| mean(&esteem(0.9), 60, of_profession(name)) - mean(&esteem(0.1), 60, of_profession(name));
    rises("C5-07 what esteem adds, nurses and doctors", moved("nurses"), moved("doctors"), 0.01);
    rises("C5-07 what esteem adds to nurses", 0.0, moved("nurses"), 0.01);
    let careers = |value| changed(|c| c.resources.career_credit = at(value));
    rises(
        "T1-14 doctors, career credit 0 to 1",
        mean(&careers(0.0), 60, of_profession("doctors")),
        mean(&careers(1.0), 60, of_profession("doctors")),
        0.01,
    );
    let credit = |value| changed(|c| c.initiatives[0].item.credit = at(value));
    // Those hired with less motivation than the median of 0.6, and the others.
    let part = |low: bool| {
        move |_: &world::World, state: &State| {
            let people = state.pursuits[0].practice.iter().zip(&state.people.hired_with);
            let (all, truly) = people
                .filter(|(now, m0)| **now != practice::NOBODY && (**m0 < 0.6) == low)
                .fold((0.0, 0.0), |(all, truly), (now, _)| {
                    (all + 1.0, truly + f64::from(u8::from(*now == practice::TRUE)))
                });
            truly / all
        }
    };
    let ratio = |low| mean(&credit(1.0), 60, part(low)) / mean(&credit(0.0), 60, part(low));
    rises("C8-02 adoption with credit over without, the motivated and the others", ratio(false), ratio(true), 0.02);
    rises(
        "T1-20 adoption, credit 0 to 1",
        mean(&credit(0.0), 60, practising),
        mean(&credit(1.0), 60, practising),
        0.02,
    );
}

#[test]
fn careers_and_control_over_ones_work_keep_people() {
    let left = |_: &world::World, state: &State| state.tally.left as f64;
    let trained = |credit: f64| {
        changed(|c| {
            (c.resources.improvers, c.resources.coaching) = (at(0.5), at(1.0));
            c.resources.career_credit = at(credit);
        })
    };
    rises(
        "T1-18 leavers, career credit 1 to 0",
        mean(&trained(1.0), WEEKS, left),
        mean(&trained(0.0), WEEKS, left),
        2.0,
    );
    let taking_part = |safety: f64, push: f64| {
        changed(|c| {
            c.culture.safety = at(safety);
            c.leaders.lead_style = at(0.9);
            c.initiatives[0].item.push = Rate::of(push);
        })
    };
    let saved = |safety| mean(&taking_part(safety, 0.0), WEEKS, left) - mean(&taking_part(safety, 0.05), WEEKS, left);
    rises("BEN-1 leavers fewer by a strong push, unsafe to safe", saved(0.0), saved(1.0), 1.0);
}

#[test]
fn feverish_activity_hinders_and_boards_can_turn_it_round() {
    let active = |activity: f64, esteem: f64| {
        changed(|c| {
            c.leaders.activity = at(activity);
            c.culture.esteem = at(esteem);
        })
    };
    rises(
        "CYCLE-5 adoption, activity 1 to 0.5",
        mean(&active(1.0, 0.5), 80, practising),
        mean(&active(0.5, 0.5), 80, practising),
        0.02,
    );
    let boards = |involvement: f64| {
        changed(|c| {
            c.mechanisms.fatigue.as_mut().unwrap().legacy = at(0.4);
            c.culture.esteem = at(0.2);
            c.leaders.senior_involvement = at(involvement);
            c.leaders.involved_from = Weeks::of(26.0);
        })
    };
    rises(
        "CYCLE-6 cynicism, boards from month 6 to none",
        mean(&boards(1.0), 100, cynicism),
        mean(&boards(0.0), 100, cynicism),
        0.02,
    );
    rises(
        "CYCLE-6 adoption, none to boards from month 6",
        mean(&boards(0.0), 100, practising),
        mean(&boards(1.0), 100, practising),
        0.02,
    );
    let before = [0.0, 1.0].map(|value| mean(&boards(value), 26, practising));
    assert_eq!(before[0], before[1]);
}

#[test]
fn one_manager_who_blocks_holds_up_a_division_and_at_a_bridge_more() {
    let blocked = |position: Option<Position>| {
        let mut course = changed(|c| {
            c.mechanisms.succession = None;
            c.initiatives[0].item.pull = Rate::of(0.03);
        });
        if let Some(position) = position {
            let item = Event { what: EventKind::Blocked, position, ..Default::default() };
            course.events.push(Named { name: "blocked".into(), item });
        }
        course
    };
    let spread = |world: &world::World, state: &State| {
        let half = (0..world.units.len()).filter(|&unit| {
            let (filled, truly) = state.pursuits[0].counts.of_cells(world.units.cells(unit));
            2 * truly > filled
        });
        half.count() as f64
    };
    for (what, read) in [("units", &spread as &dyn Fn(&world::World, &State) -> f64), ("adoption", &practising)] {
        let of = |position| mean(&blocked(position), 100, read);
        let (nobody, anywhere, bridge) = (of(None), of(Some(Position::Anywhere)), of(Some(Position::Bridge)));
        rises(&format!("C5-03 {what}, one who blocks anywhere to nobody"), anywhere, nobody, 0.0);
        rises(&format!("C5-03 {what}, at a bridge to anywhere"), bridge, anywhere, 0.0);
    }
    let many = |share: f64| changed(|c| c.leaders.blockers = at(share));
    rises(
        "C5-03 adoption, all block to none",
        mean(&many(1.0), 100, practising),
        mean(&many(0.0), 100, practising),
        0.02,
    );
}

#[test]
fn a_critical_mass_decides_where_peers_pull_by_threshold() {
    let seeded = |share: f64| {
        let contagion = Contagion {
            form: Form::Threshold,
            threshold: at(0.35),
            threshold_spread: at(0.05),
            steepness: Whole::of(8.0),
            ..Default::default()
        };
        let mechanisms = Mechanisms { contagion: Some(contagion), ..Mechanisms::none() };
        let initiative = Initiative {
            organic: Some(Rate::of(0.0)),
            push: Rate::of(0.0),
            pull: Rate::of(0.15),
            lapse: Rate::of(0.1),
            baseline: at(share),
            ..project()
        };
        mean(&course(mechanisms, [initiative]), 104, practising)
    };
    let shares = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4].map(|share| (share, seeded(share)));
    println!("BAR-2 start and after two years: {shares:.3?}");
    assert!(shares[1].1 < 0.1 && shares[5].1 > 0.45, "{shares:?}");
}

#[test]
fn a_place_at_its_defaults_is_left_out_of_account() {
    let mut named = plain();
    named.culture = world::Culture::default();
    (named.leaders, named.resources) = (Leaders::default(), Resources::default());
    let mut absent = plain();
    (absent.mechanisms.culture, absent.mechanisms.esteem) = (None, None);
    let (place, dice) = (trust(250, 3), Dice::of_run(3, 0, 0));
    same_lives(&place.life(&named, &dice, 60), &place.life(&absent, &dice, 60), "defaults");
}
