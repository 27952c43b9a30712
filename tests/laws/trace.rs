//! What is told of a decision is what decides: for every post, in every week, under any settings.

use super::bounds::Tape;
use super::lives::*;
use super::worlds::tries;
use proptest::prelude::*;
use std::cell::Cell;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::quantities::Share;

/// How often something was seen.
#[derive(Default)]
struct Seen(Cell<u64>);

impl Seen {
    fn again(&self) {
        self.0.set(self.0.get() + 1);
    }
}

/// Whether nobody left, came or rotated at a post this week.
fn same_person(before: &Week, after: &Week, post: usize) -> bool {
    (before.vacant[post], before.hires[post], before.arrived[post])
        == (after.vacant[post], after.hires[post], after.arrived[post])
}

/// Whoever moves has a word below the chance that is told of, and moves where it says; whoever stays has one above. And
/// a life that is told is the life that is not, to the bit.
#[test]
fn the_rates_told_are_the_rates_that_decide() {
    let (stayed, moved, competed) = (Seen::default(), Seen::default(), Seen::default());
    tries(1_500)
        .run(&(prop::collection::vec(0.0..1.0f64, 307), any::<u64>()), |(numbers, seed)| {
            let (place, course) = Tape::new(&numbers).place_and_course(seed);
            let Ok(rules) = Rules::new(&course, &place.world, &place.dice) else { return Ok(()) };
            let (world, dice) = (&place.world, Dice::of_run(seed, 0, 0));
            let mut scales = Scales::new(&rules);
            let (mut told, mut untold) = (State::default(), State::default());
            start(&rules, world, &dice, &mut told);
            start(&rules, world, &dice, &mut untold);
            for number in 0..70 {
                let before = Week::of(world, &told);
                let mut all = Vec::new();
                week_told(&rules, world, &mut told, &dice, |deciding| {
                    for (initiative, post) in
                        (0..course.initiatives.len()).flat_map(|i| (0..world.posts.len()).map(move |p| (i, p)))
                    {
                        all.push((initiative, post, deciding.rates(&mut scales, post, initiative)));
                    }
                });
                week(&rules, world, &mut untold, &dice);
                let after = Week::of(world, &told);
                assert!(after == Week::of(world, &untold), "telling changed week {number}");
                for (initiative, post, weighed) in all {
                    let Some(weighed) = weighed else {
                        assert_eq!(before.pursuits[initiative].practice[post], practice::NOBODY);
                        continue;
                    };
                    assert_eq!(weighed.doing, Doing::of(before.pursuits[initiative].practice[post]));
                    if !same_person(&before, &after, post) {
                        continue;
                    }
                    let decided = Doing::of(after.pursuits[initiative].practice[post]);
                    assert_eq!(weighed.decided(), decided, "post {post} in week {number}: {weighed:?}");
                    let [first, second] = weighed.chances();
                    let share = f64::from(weighed.word) / 4_294_967_296.0;
                    assert_eq!(share < first + second, decided != weighed.doing, "{weighed:?}");
                    if decided == weighed.doing {
                        stayed.again()
                    } else {
                        moved.again()
                    }
                    if first > 0.0 && second > 0.0 {
                        competed.again()
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let seen = [&stayed, &moved, &competed].map(|seen| seen.0.get());
    assert!(seen[0] > 1_000_000 && seen[1] > 50_000 && seen[2] > 50_000, "{seen:?}");
}

/// What mechanisms add one by one adds up to the whole lean; only what attention and leaders hold up is multiplied, by
/// time and by sponsors, and what other targets draw, by assurance that is part of one system; that is told as done
/// together.
#[test]
fn what_is_added_one_by_one_adds_up() {
    let (added, multiplied) = (Seen::default(), Seen::default());
    tries(600)
        .run(&(prop::collection::vec(0.0..1.0f64, 307), any::<u64>()), |(numbers, seed)| {
            let (place, mut course) = Tape::new(&numbers).place_and_course(seed);
            let additive = seed % 2 == 0;
            if additive {
                (course.mechanisms.time, course.mechanisms.sponsor) = (None, None);
                course.strategy.assurance_aligned = Share::of(0.0);
            }
            let Ok(rules) = Rules::new(&course, &place.world, &place.dice) else { return Ok(()) };
            let (world, dice) = (&place.world, Dice::of_run(seed, 0, 0));
            let mut scales = Scales::new(&rules);
            let mut state = State::default();
            start(&rules, world, &dice, &mut state);
            for number in 0..70usize {
                week_told(&rules, world, &mut state, &dice, |deciding| {
                    let posts = (number % 7..world.posts.len()).step_by(17);
                    for (initiative, post) in
                        (0..course.initiatives.len()).flat_map(|i| posts.clone().map(move |p| (i, p)))
                    {
                        let Some(weighed) = deciding.weighed(&mut scales, post, initiative) else { continue };
                        let plain = deciding.rates(&mut scales, post, initiative).unwrap();
                        assert_eq!((plain.rate, plain.other, plain.lean), (weighed.rate, weighed.other, weighed.lean));
                        let sum: f32 = weighed.contributions.iter().map(|one| one.lean).sum();
                        assert!((sum + weighed.together - weighed.lean).abs() < 1e-4, "{weighed:?}");
                        // On take-up everything adds up; on lapse, unless something is multiplied.
                        if additive || weighed.doing != Doing::True {
                            assert!(weighed.together.abs() < 1e-4, "week {number}: {weighed:?}");
                            added.again();
                        } else if weighed.together != 0.0 {
                            multiplied.again();
                        }
                        follows_from_its_parts(&weighed);
                    }
                });
            }
            Ok(())
        })
        .unwrap();
    let seen = [&added, &multiplied].map(|seen| seen.0.get());
    assert!(seen[0] > 100_000 && seen[1] > 1_000, "{seen:?}");
}

/// The parts that are told, put together as the model's equations say, make the rate.
fn follows_from_its_parts(weighed: &Weighed) {
    let ratio = f64::from(weighed.lean.clamp(-6.0, 6.0)).exp();
    let of = f64::from;
    let wanted = match weighed.doing {
        Doing::Not => {
            let taken = of(weighed.push) + of(weighed.pull) * of(weighed.phi) + of(weighed.joined);
            of(weighed.organic) + taken * ratio * of(weighed.slowed)
        }
        Doing::True => of(weighed.floor) + of(weighed.lapse) * ratio,
        Doing::Ritual | Doing::Nobody => return,
    };
    assert!((of(weighed.rate) - wanted).abs() <= 1e-5 * wanted.max(1e-6), "{wanted}: {weighed:?}");
}
