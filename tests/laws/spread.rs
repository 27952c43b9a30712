//! How a programme goes from place to place: whom it comes to and when, who then sees whom, and that nobody else is moved.

use super::judge::{Judge, binomial};
use super::lives::*;
use super::worlds::{alike, grid};
use std::ops::ControlFlow::Continue;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

const SPREADS: [Spread; 7] = [
    Spread::AtOnce,
    Spread::Waves,
    Spread::ReceptiveFirst,
    Spread::NeediestFirst,
    Spread::Pairs,
    Spread::Network,
    Spread::Movement,
];

/// The week in which each initiative comes to each unit, as the rules of a course have it.
fn begins(course: &Course, world: &World, dice: &Dice) -> Vec<Vec<Option<u32>>> {
    let rules = Rules::new(course, world, dice).unwrap();
    let of = |initiative| (0..world.units.len()).map(move |unit| (initiative, unit));
    let first = |(initiative, unit)| rules.runs_from_to(initiative, unit).map(|(begins, _)| begins);
    (0..course.initiatives.len()).map(|initiative| of(initiative).map(first).collect()).collect()
}

/// Organisations of unlike wards with two professions, and nobody tied to anybody.
fn apart(organisations: u16, units: u32, each: u32, seed: u64) -> Place {
    let ties = TieSettings { network: Network::None, ..Default::default() };
    Place::new(&grid(organisations, units, &["nurses", "doctors"], each), &Population::default(), &ties, seed)
}

/// All mechanisms but those by which people of one unit reach those of another: peers, talk, and doctors who move on.
fn peerless() -> Mechanisms {
    let motivation = Some(Motivation { esteem: Share::of(0.0), ..Default::default() });
    Mechanisms { contagion: None, norm: None, persuasion: None, rotation: None, motivation, ..Default::default() }
}

#[test]
fn a_programme_that_comes_to_nobody_is_no_programme() {
    for (seed, spread) in SPREADS.into_iter().enumerate() {
        for through in [Through::Everyone, Through::OpinionLeaders] {
            let (place, dice) = (trust(250, seed as u64), Dice::of_run(60, 0, seed as u32));
            let item = Initiative { sites: Share::of(0.0), spread, through, ..programme() };
            let arm = course(Mechanisms::default(), [item]);
            let lives = [&arm, &arm.twin()].map(|course| {
                let mut life = place.life(course, &dice, 60);
                // Resentment is kept by wave, of waves without units as well.
                life.iter_mut().flat_map(|week| &mut week.pursuits).for_each(|deeds| deeds.resentment.clear());
                life
            });
            same_lives(&lives[0], &lives[1], &format!("{spread:?} through {through:?}"));
        }
    }
}

#[test]
fn before_its_week_a_unit_lives_as_without_the_programme() {
    for (seed, spread) in [Spread::Waves, Spread::ReceptiveFirst, Spread::NeediestFirst].into_iter().enumerate() {
        for (through, same_budget) in [(Through::Everyone, true), (Through::OpinionLeaders, false)] {
            let (place, dice) = (trust(500, 70 + seed as u64), Dice::of_run(61, 0, seed as u32));
            let item = Initiative {
                spread,
                through,
                same_budget,
                waves: Whole::of(3.0),
                between: Weeks::of(9.0),
                sites: Share::of(0.8),
                ..programme()
            };
            let arm = course(peerless(), [item]);
            let begins = begins(&arm, &place.world, &place.dice).remove(0);
            let (arm, twin) = (place.life(&arm, &dice, 40), place.life(&arm.twin(), &dice, 40));
            let mut waits = 0;
            for (unit, begins) in begins.into_iter().enumerate() {
                let until = begins.unwrap_or(40) as usize;
                waits += usize::from(until > 4);
                // What is to be seen in a week is made ready before it, and opinion leaders count double from the first on.
                let last = if through == Through::OpinionLeaders && begins.is_some() { until - 1 } else { until };
                for week in 0..=last {
                    for post in place.world.units.posts(unit) {
                        assert_eq!(arm[week].post(post), twin[week].post(post), "post {post}, week {week} of {until}");
                    }
                    // Regard, the last of them, is kept by organisation.
                    let of = |life: &[Week]| {
                        life[week].pursuits[0].units[..5].iter().map(|column| column[unit]).collect::<Vec<_>>()
                    };
                    assert_eq!(of(&arm), of(&twin), "unit {unit}, week {week} of {until}");
                }
                let differ = |post: usize| arm[40].post(post) != twin[40].post(post);
                assert!(begins.is_none() || place.world.units.posts(unit).any(differ), "nothing came to unit {unit}");
            }
            assert!(waits > 5);
        }
    }
}

#[test]
fn a_lead_who_comes_before_the_programme_backs_it() {
    let place = apart(1, 30, 4, 72);
    let item = Initiative { spread: Spread::Waves, waves: Whole::of(3.0), sites: Share::of(0.8), ..programme() };
    let mut course = course(Mechanisms { embedding: None, ..Default::default() }, [item]);
    let (what, at) = (EventKind::LeadsLeave, Weeks::of(20.0));
    let event = Event { what, at, share: Share::of(1.0), ..Default::default() };
    course.events = vec![Named { name: "all leads go".into(), item: event }];
    let begins = begins(&course, &place.world, &place.dice).remove(0);
    // Waves in weeks 4, 17 and 30. By the end of week 20 every unit has another lead.
    let life = place.life(&course, &Dice::of_run(65, 0, 0), 21);
    let backs = |unit: &usize| life[21].leaders.backing[*unit] & 1 == 1;
    let (begun, waits): (Vec<usize>, Vec<usize>) =
        (0..30).partition(|&unit| begins[unit].is_some_and(|begins| begins <= 20));
    assert!(waits.len() == 14 && waits.iter().all(backs), "somebody has dropped what has not begun");
    // Where it has begun a successor goes on with it in two cases of five: all of 16 with a probability below 1e-6.
    assert!(!begun.iter().all(backs));
}

/// The week from which on each unit lacks time where there is none to spare: that in which a programme comes.
fn comes(place: &Place, course: &Course, weeks: u32) -> Vec<Option<u32>> {
    let mut came = vec![None; place.world.units.len()];
    let _ = run(&place.rules(course), &place.world, &Dice::of_run(62, 0, 0), weeks, &mut State::default(), |state| {
        for (unit, came) in came.iter_mut().enumerate() {
            let short = place.world.units.cells(unit).any(|cell| state.sufficiency[cell] < 1.0);
            if short && came.is_none() {
                // Seen after the week has been lived.
                *came = Some(state.week - 1);
            }
        }
        Continue(())
    });
    came
}

#[test]
fn a_programme_comes_when_it_is_said_to_and_whole_organisations_go_together() {
    for (seed, spread) in SPREADS.into_iter().enumerate() {
        for (organisations, units) in [(1, 9), (5, 3)] {
            let place = apart(organisations, units, 4, 80 + seed as u64);
            // Waves that would begin when the money has run out never come.
            for (sites, between) in [(1.0, 10.0), (0.5, 10.0), (0.7, 20.0)] {
                let item = Initiative { spread, sites: Share::of(sites), between: Weeks::of(between), ..programme() };
                let mut course = course(Mechanisms { time: Some(Time::default()), ..Mechanisms::none() }, [item]);
                course.resources.slack = Multiple::of(0.0);
                course.initiatives[0].item.protected_time = Hours::of(0.0);
                let said = begins(&course, &place.world, &place.dice).remove(0);
                assert_eq!(comes(&place, &course, 60), said, "{spread:?}");
                let groups = if organisations == 1 { units } else { u32::from(organisations) } as usize;
                let group = |unit: usize| if organisations == 1 { unit } else { unit / units as usize };
                let mut of_group = vec![None; groups];
                for (unit, &week) in said.iter().enumerate() {
                    assert_eq!(*of_group[group(unit)].get_or_insert(week), week, "an organisation is torn apart");
                }
                let reached = (sites * groups as f64).ceil() as usize;
                let mut weeks: Vec<u32> = of_group.into_iter().flatten().flatten().collect();
                weeks.sort_unstable();
                let in_waves = matches!(spread, Spread::Waves | Spread::ReceptiveFirst | Spread::NeediestFirst);
                if !in_waves {
                    assert_eq!(weeks, vec![4; reached]);
                } else if between == 10.0 {
                    assert_eq!(weeks.len(), reached);
                    // Waves are as alike in size as they can be.
                    let waves: Vec<usize> = weeks.chunk_by(|a, b| a == b).map(<[u32]>::len).collect();
                    assert_eq!(waves.len(), reached.min(4));
                    assert!(waves.iter().max() <= waves.iter().min().map(|least| least + 1).as_ref(), "{waves:?}");
                } else {
                    assert!(weeks.iter().all(|&week| week == 4 || week == 24) && weeks.len() < reached);
                }
            }
        }
    }
}

#[test]
fn the_receptive_and_the_needy_come_first() {
    for seed in 0..10 {
        for (organisations, units) in [(1u16, 12), (6, 4)] {
            let place = apart(organisations, units, 4, 90 + seed);
            let world = &place.world;
            let groups: Vec<Vec<usize>> = if organisations == 1 {
                (0..world.units.len()).map(|unit| vec![unit]).collect()
            } else {
                (0..usize::from(organisations))
                    .map(|organisation| world.organisation_units(organisation).collect())
                    .collect()
            };
            for spread in [Spread::ReceptiveFirst, Spread::NeediestFirst] {
                let item = Initiative { spread, sites: Share::of(0.75), between: Weeks::of(4.0), ..programme() };
                let begins = begins(&course(Mechanisms::none(), [item]), world, &place.dice).remove(0);
                let score = |units: &Vec<usize>| {
                    let of = |&unit: &usize| match spread {
                        Spread::ReceptiveFirst => -f64::from(world.units.lead[unit] * world.units.slack[unit]),
                        _ => f64::from(world.units.quality[unit]),
                    };
                    units.iter().map(of).sum::<f64>() / units.len() as f64
                };
                // Those it never comes to are the last of all.
                let mut order: Vec<(f64, u32)> =
                    groups.iter().map(|units| (score(units), begins[units[0]].unwrap_or(u32::MAX))).collect();
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(order.is_sorted_by_key(|(_, week)| *week), "{spread:?}: {order:?}");
                assert!(order[0].1 < order[order.len() - 1].1);
            }
        }
    }
}

/// A practice that nobody takes up but from those they are convened with.
fn from_others(spread: Spread, sites: f64, pull: f64) -> Course {
    let nothing = Rate::of(0.0);
    let item = Initiative {
        spread,
        sites: Share::of(sites),
        pull: Rate::of(pull),
        convened: Share::of(0.5),
        baseline: Share::of(0.0),
        organic: Some(nothing),
        push: nothing,
        lapse: nothing,
        lapse_floor: nothing,
        starts: Weeks::of(0.0),
        funded: Weeks::of(200.0),
        ..Default::default()
    };
    course(Mechanisms::none(), [item])
}

/// Who practises some weeks after these began to.
fn after(place: &Place, course: &Course, seeds: &[usize], weeks: u32) -> Vec<bool> {
    let (rules, dice, mut state) = (place.rules(course), Dice::of_run(63, 0, 0), State::default());
    start(&rules, &place.world, &dice, &mut state);
    set_practising(&rules, &place.world, &mut state, 0, seeds.iter().copied(), true);
    let _ = live(&rules, &place.world, &dice, weeks, &mut state, |_| Continue(()));
    state.pursuits[0].practice.iter().map(|&now| now == practice::TRUE).collect()
}

/// Groups all of whose members practise; that it is all or nobody is asserted. At a pull of 20 whoever sees all of
/// another group practise takes it up at 10 a week, and is left out after ten weeks with a probability of e⁻¹⁰⁰.
fn all_or_nobody(practising: &[bool], groups: &[Vec<usize>]) -> Vec<bool> {
    let of = |posts: &Vec<usize>| {
        let count = posts.iter().filter(|&&post| practising[post]).count();
        assert!(count == 0 || count == posts.len(), "{count} of {}", posts.len());
        count > 0
    };
    groups.iter().map(of).collect()
}

fn organisations(place: &Place) -> Vec<Vec<usize>> {
    let posts = |organisation| {
        let units = place.world.organisation_units(organisation);
        units.flat_map(|unit| place.world.units.posts(unit)).collect()
    };
    (0..place.world.organisations.len()).map(posts).collect()
}

#[test]
fn partners_see_each_other_and_nobody_else() {
    let units = |place: &Place| {
        (0..place.world.units.len()).map(|unit| place.world.units.posts(unit).collect()).collect::<Vec<Vec<usize>>>()
    };
    for seed in 0..6 {
        let cases = [
            (apart(6, 2, 5, 100 + seed), true, 1.0, 6),
            (apart(5, 2, 5, 100 + seed), true, 1.0, 4),
            (apart(1, 8, 5, 100 + seed), false, 1.0, 8),
            (apart(8, 1, 5, 100 + seed), true, 0.5, 4),
        ];
        for (place, several, sites, paired) in cases {
            let groups = if several { organisations(&place) } else { units(&place) };
            let course = from_others(Spread::Pairs, sites, 20.0);
            let partner: Vec<Option<usize>> = (0..groups.len())
                .map(|group| {
                    let mut reached = all_or_nobody(&after(&place, &course, &groups[group], 10), &groups);
                    assert!(std::mem::take(&mut reached[group]));
                    let others: Vec<usize> = (0..groups.len()).filter(|&other| reached[other]).collect();
                    assert!(others.len() <= 1, "{group} reaches {others:?}");
                    others.first().copied()
                })
                .collect();
            assert_eq!(partner.iter().flatten().count(), paired);
            for (group, &other) in partner.iter().enumerate() {
                assert!(other.is_none_or(|other| partner[other] == Some(group)), "{partner:?}");
            }
        }
    }
}

#[test]
fn uptake_rises_with_the_partners_share() {
    let place = apart(2, 1, 10_000, 104);
    let organisations = organisations(&place);
    let mut judge = Judge::with_room_for(3);
    for part in [4, 2, 1] {
        let seeds: Vec<usize> = organisations[0].iter().copied().step_by(part).collect();
        let practising = after(&place, &from_others(Spread::Pairs, 1.0, 0.4), &seeds, 1);
        let others = organisations[1].iter().filter(|&&post| practising[post]).count() as u64;
        // Nobody there practises yet: pull · convened · the partner's share, and nothing comes back within the week.
        let taken = 1.0 - (-0.4 * 0.5 / part as f64).exp();
        judge.asks(binomial(others, 20_000, taken), &format!("one in {part}"));
        assert_eq!(practising.iter().filter(|&&now| now).count() as u64, seeds.len() as u64 + others);
    }
}

#[test]
fn a_network_reaches_a_profession_everywhere_and_a_movement_everyone() {
    let place = apart(4, 2, 5, 105);
    let world = &place.world;
    // By organisation and profession: nurses first.
    let groups: Vec<Vec<usize>> = organisations(&place)
        .into_iter()
        .flat_map(|posts| {
            [0, 1].map(|profession| {
                posts.iter().copied().filter(|&post| world.posts.profession(&world.cells, post) == profession).collect()
            })
        })
        .collect();
    // Seeing an eighth of all at a pull of 160 is 10 a week.
    let reached = |spread, sites, from: usize| {
        all_or_nobody(&after(&place, &from_others(spread, sites, 160.0), &groups[from], 10), &groups)
    };
    for from in [0, 1, 5] {
        let own: Vec<bool> = (0..8).map(|group| group % 2 == from % 2).collect();
        assert_eq!(reached(Spread::Network, 1.0, from), own);
        assert_eq!(reached(Spread::Movement, 1.0, from), [true; 8]);
        let alone: Vec<bool> = (0..8).map(|group| group == from).collect();
        for spread in [Spread::AtOnce, Spread::Waves, Spread::ReceptiveFirst, Spread::NeediestFirst] {
            assert_eq!(reached(spread, 1.0, from), alone, "{spread:?}");
        }
    }
    // Those it does not come to see nothing of a movement, but are seen.
    let half = from_others(Spread::Movement, 0.5, 160.0);
    let begins = begins(&half, world, &place.dice).remove(0);
    let out = (0..4).find(|organisation| begins[organisation * 2].is_none()).unwrap();
    let expected: Vec<bool> = (0..8).map(|group| group == 2 * out || begins[group / 2 * 2].is_some()).collect();
    assert_eq!(reached(Spread::Movement, 0.5, 2 * out), expected);
}

#[test]
fn the_same_budget_is_spent_where_the_programme_is_up_to_three_times_the_push() {
    let roster = grid(1, 8, &["nurses"], 5000);
    let ties = TieSettings { network: Network::None, ..Default::default() };
    let place = Place::new(&roster, &alike(), &ties, 106);
    let item = |same_budget| {
        let of = from_others(Spread::Waves, 1.0, 0.0).initiatives.remove(0).item;
        let (push, between) = (Rate::of(0.015), Weeks::of(10.0));
        Initiative { push, between, same_budget, ramp: Weeks::of(0.0), ..of }
    };
    let mut judge = Judge::with_room_for(8);
    for same_budget in [true, false] {
        let course = course(Mechanisms::none(), [item(same_budget)]);
        let begins = begins(&course, &place.world, &place.dice).remove(0);
        let mut counts: Vec<Vec<u32>> = Vec::new();
        let dice = Dice::of_run(64, 0, 0);
        let _ = run(&place.rules(&course), &place.world, &dice, 32, &mut State::default(), |state| {
            counts.push((0..8).map(|unit| state.pursuits[0].counts.truly(unit)).collect());
            Continue(())
        });
        for (wave, multiple) in [3.0, 2.0, 4.0 / 3.0, 1.0].into_iter().enumerate() {
            let week = wave * 10;
            let begun = |unit: &usize| begins[*unit].is_some_and(|begins| begins as usize <= week);
            let units: Vec<usize> = (0..8).filter(begun).collect();
            assert_eq!(units.len(), 2 * (wave + 1));
            // Four times the push for a quarter of the units would be all of the budget: three is the most.
            let multiple = if same_budget { multiple } else { 1.0 };
            assert!(units.len() as f64 * multiple <= 8.0 + 1e-9);
            let sum = |week: usize| units.iter().map(|&unit| u64::from(counts[week][unit])).sum::<u64>();
            let (before, after) = (sum(week), sum(week + 1));
            let not = units.len() as u64 * 5000 - before;
            judge.asks(binomial(after - before, not, 1.0 - (-0.015 * multiple).exp()), &format!("week {week}"));
        }
    }
}

#[test]
fn practice_crosses_between_organisations_by_ties_alone() {
    let reached = |between: f64, contagion: Option<Contagion>| {
        let ties = TieSettings { between_organisations: Share::of(between), ..Default::default() };
        let place = Place::new(&grid(3, 4, &["nurses", "doctors"], 12), &Population::default(), &ties, 107);
        let mut course = from_others(Spread::AtOnce, 1.0, 0.5);
        course.mechanisms = Mechanisms { contagion, ..Mechanisms::none() };
        let organisations = organisations(&place);
        let practising = after(&place, &course, &organisations[0], 150);
        [0, 1, 2]
            .map(|organisation: usize| organisations[organisation].iter().filter(|&&post| practising[post]).count())
    };
    let simple = || Some(Contagion { form: Form::Simple, ..Default::default() });
    assert_eq!(reached(0.0, simple()), [96, 0, 0]);
    assert_eq!(reached(0.05, None), [96, 0, 0]);
    // Of some dozen ties across, one persuades within 150 weeks with all but certainty, and the rest follows.
    assert!(reached(0.05, simple())[1..].iter().all(|&count| count > 48));
}
