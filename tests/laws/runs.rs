//! A run is a pure function: of neither the number of threads, nor of what its state was used for before.

use super::lives::*;
use super::worlds::alike;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

/// What a large run looks like in a few of its weeks, on so many threads.
#[cfg(feature = "threads")]
fn lived_on(threads: usize, place: &Place, course: &Course) -> Vec<Week> {
    use std::ops::ControlFlow::Continue;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let (mut seen, mut state) = (Vec::new(), State::default());
        let dice = Dice::of_run(51, 0, 0);
        let _ = run(&place.rules(course), &place.world, &dice, 26, &mut state, |state| {
            if [1, 2, 13, 26].contains(&state.week) {
                seen.push(Week::of(&place.world, state));
            }
            Continue(())
        });
        seen
    })
}

#[cfg(feature = "threads")]
#[test]
fn a_large_run_is_the_same_on_any_number_of_threads() {
    use super::worlds::grid;
    let announced = Initiative { announced_end: true, targets: vec!["doctors".into()], ..programme() };
    // The fourth initiative has words of another block.
    let several = [programme(), announced.clone(), programme(), announced];
    let mut all =
        course(Mechanisms::default(), several.map(|one| Initiative { organic: Some(Rate::of(0.003)), ..one }));
    let (at, share) = (Weeks::of(10.0), Share::of(0.1));
    all.events.push(Named { name: "exodus".into(), item: Event { at, share, ..Default::default() } });
    let units = [(Network::Blocks, 1100), (Network::Complete, 1050)];
    for (network, units) in units {
        let roster = grid(2, units, &["nurses", "doctors", "support"], 7);
        let place = Place::new(&roster, &Population::default(), &TieSettings { network, ..Default::default() }, 51);
        assert!(place.world.posts.len() > 40_000);
        let alone = lived_on(1, &place, &all);
        for threads in [2, 7] {
            same_lives(&alone, &lived_on(threads, &place, &all), &format!("{threads} threads"));
        }
        let adopters = alone.iter().map(Week::practising);
        assert!(adopters.clone().max() > adopters.min().map(|least| least + 2000), "nothing happens");
    }
}

#[test]
fn a_state_that_was_used_before_gives_the_same_life_as_a_fresh_one() {
    let crowd = Roster::plain(700);
    let complete = TieSettings { network: Network::Complete, ..Default::default() };
    let places = [trust(250, 52), Place::new(&crowd, &alike(), &complete, 52), trust(120, 53)];
    let stated = |one: Initiative| Initiative { organic: Some(Rate::of(0.003)), ..one };
    let few =
        Mechanisms { contagion: Some(Contagion { form: Form::Simple, ..Default::default() }), ..Mechanisms::none() };
    let courses = [
        course(Mechanisms::default(), [programme(), programme(), programme()].map(stated)),
        course(few, [stated(programme())]),
        course(Mechanisms::default(), []),
        course(Mechanisms { habit: None, ..Mechanisms::default() }, [programme(), programme()].map(stated)),
    ];
    let mut used = State::default();
    for round in 0..24usize {
        // Another order each round, so that every kind comes after every other, broken off at different weeks.
        let (place, course) = (&places[round * round % 3], &courses[(round + round / 4) % 4]);
        let (dice, weeks) = (Dice::of_run(52, 0, round as u32), 10 + round as u32);
        let again = place.relived(course, &dice, weeks, &mut used);
        same_lives(&place.life(course, &dice, weeks), &again, &format!("round {round}"));
    }
}

#[test]
fn replicates_worlds_and_seeds_live_differently() {
    let place = trust(250, 54);
    let all = course(Mechanisms::default(), [programme()]);
    let lives = [Dice::of_run(1, 0, 0), Dice::of_run(1, 0, 1), Dice::of_run(1, 1, 0), Dice::of_run(2, 0, 0)]
        .map(|dice| place.life(&all, &dice, 30));
    for (one, life) in lives.iter().enumerate() {
        assert!(lives[..one].iter().all(|other| other[30].pursuits[0].practice != life[30].pursuits[0].practice));
    }
    let dice = Dice::of_run(1, 0, 0);
    same_lives(&lives[0], &place.life(&all, &dice, 30), "the same dice");
}
