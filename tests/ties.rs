//! Who is tied to whom, and who is there: the networks have the shape that was asked for, and every population can be
//! built, down to nobody at all.
//!
//! Error rate: comparisons with chance are two-sided p-values against 1e-9, at most 40 of them in this file, so a
//! faultless program is blamed with probability below 4e-8. What is expected is worked out here from the model's
//! sentences, not taken from the code: a Poisson number of calls, each to anyone on the list alike, ties two posts with
//! probability 1 − exp(−calls expected between them). All else is exact.

#![allow(clippy::disallowed_methods, reason = "p-values need not have the same bits on every platform")]

#[path = "support/judge.rs"]
mod judge;
#[path = "support/worlds.rs"]
mod worlds;

use judge::{Judge, binomial, deviates, fits, mean};
use proptest::prelude::*;
use statrs::distribution::{Binomial, Discrete};
use std::collections::HashSet;
use takehold::dice::{Decision, Dice, uniform};
use takehold::engine::{Course, Named, Rules, State, run};
use takehold::quantities::*;
use takehold::world::*;
use worlds::{alike, grid, neighbours, pairs, roster, tries};

fn plain(posts: u32, ties: TieSettings, number: u32) -> (World, Dice) {
    let dice = Dice::of_world(77, number);
    let population = Population { template: Template::Plain, ..alike() };
    (World::build(&Roster::plain(posts), &population, &ties, &dice), dice)
}

fn of_kind(network: Network, per_person: f64) -> TieSettings {
    TieSettings { network, per_person: Real::of(per_person), line_management: false, ..Default::default() }
}

/// What must hold of all ties: mutual, listed once, never to oneself, and told apart by profession.
fn are_ties(world: &World) {
    let all = neighbours(world);
    for (post, others) in all.iter().enumerate() {
        assert_eq!(others.len(), world.degree(post));
        assert!(others.windows(2).all(|two| two[0] < two[1]), "post {post} is tied twice: {others:?}");
        for &other in others {
            assert_ne!(other as usize, post);
            assert!(all[other as usize].binary_search(&(post as u32)).is_ok(), "{post} and {other}");
        }
        let Ties::Listed { same, other } = &world.ties else { continue };
        let profession = |post: usize| world.posts.profession(&world.cells, post);
        assert!(same.neighbours(post).iter().all(|&there| profession(there as usize) == profession(post)));
        assert!(other.neighbours(post).iter().all(|&there| profession(there as usize) != profession(post)));
    }
}

#[test]
fn in_a_random_graph_every_two_posts_are_tied_alike() {
    let mut judge = Judge::with_room_for(5);
    let (posts, asked, worlds) = (2000u32, 8.0, 10);
    let tied = 1.0 - f64::exp(-asked / f64::from(posts - 1));
    let law = Binomial::new(tied, u64::from(posts - 1)).unwrap();
    // Degrees up to 2 and from 16 are counted together.
    let mut degrees = vec![0u64; 15];
    let mut total = 0;
    for number in 0..worlds {
        let (world, _) = plain(posts, of_kind(Network::Random, asked), number);
        for post in 0..world.posts.len() {
            total += world.degree(post) as u64;
            degrees[world.degree(post).clamp(2, 16) - 2] += 1;
        }
    }
    let couples = u64::from(worlds) * u64::from(posts) * u64::from(posts - 1) / 2;
    judge.asks(binomial(total / 2, couples, tied), "ties in all");
    let probability = |degree: usize| match degree {
        2 => (0..=2).map(|k| law.pmf(k)).sum(),
        16 => 1.0 - (0..16).map(|k| law.pmf(k)).sum::<f64>(),
        k => law.pmf(k as u64),
    };
    judge.asks(fits(&degrees, |bin| f64::from(worlds * posts) * probability(bin + 2)), "degrees");
    assert!((total as f64 / f64::from(worlds * posts) - asked).abs() < 0.1);

    // Of a dozen posts, each couple is tied as often as any other.
    let (posts, asked, worlds) = (12, 4.0, 4000u32);
    let tied = 1.0 - f64::exp(-asked / 11.0);
    let mut tally = vec![0u64; posts * posts];
    for number in 0..worlds {
        let (world, _) = plain(posts as u32, of_kind(Network::Random, asked), number);
        pairs(&world).into_iter().for_each(|(a, b)| tally[a * posts + b] += 1);
    }
    let couples: Vec<u64> =
        (0..posts).flat_map(|a| (a + 1..posts).map(move |b| a * posts + b)).map(|at| tally[at]).collect();
    judge.asks(binomial(couples.iter().sum(), 66 * u64::from(worlds), tied), "couples in all");
    let expected = f64::from(worlds) * tied;
    let squares = couples.iter().map(|&count| (count as f64 - expected).powi(2) / (expected * (1.0 - tied))).sum();
    judge.asks(judge::chi_square(squares, couples.len()), "couples one by one");
}

#[test]
fn a_ring_ties_everyone_to_the_nearest() {
    for (posts, asked, degree) in [(100usize, 6.0, 6), (101, 7.9, 8), (4099, 2.0, 2), (5, 12.0, 4), (9, 0.0, 0)] {
        let (world, _) = plain(posts as u32, of_kind(Network::Ring, asked), 0);
        for (post, others) in neighbours(&world).into_iter().enumerate() {
            let mut nearest: Vec<u32> = (1..=degree / 2)
                .flat_map(|step| [(post + step) % posts, (post + posts - step) % posts])
                .map(|p| p as u32)
                .collect();
            nearest.sort_unstable();
            assert_eq!(others, nearest, "post {post} of {posts}");
        }
        are_ties(&world);
    }
}

#[test]
fn a_rewired_ring_keeps_degrees_and_moves_the_share_that_was_asked() {
    let mut judge = Judge::with_room_for(6);
    let (posts, degree) = (3000usize, 8usize);
    for share in [0.05, 0.3, 1.0] {
        let ties = TieSettings { rewired: Share::of(share), ..of_kind(Network::RewiredRing, degree as f64) };
        let (world, dice) = plain(posts as u32, ties, 4);
        are_ties(&world);
        let loose = (0..posts)
            .flat_map(|post| (1..=degree as u32 / 2).map(move |step| (post, step)))
            .filter(|&(post, step)| {
                uniform(dice.words(world.posts.address(post), step, Decision::Rewire(0))[0]) < share
            })
            .count();
        let all = pairs(&world);
        let outside = all.iter().filter(|(a, b)| (b - a).min(posts - (b - a)) > degree / 2).count();
        // An exchanged tie lands where a tie is already, on itself or in the old neighbourhood by chance alone.
        let chances = loose as f64 * (2 * degree + 2) as f64 / posts as f64;
        let lost = posts * degree / 2 - all.len();
        assert!(outside <= loose && lost as f64 <= 3.0 * chances + 20.0, "{lost} of {loose} lost");
        assert!((loose - outside) as f64 <= 3.0 * chances + 20.0, "{outside} of {loose}");
        assert!((0..posts).all(|post| world.degree(post) <= degree));
        let count = loose as u64;
        if share < 1.0 {
            judge.asks(binomial(count, (posts * degree / 2) as u64, share), "ties exchanged");
        }
        // How far an exchanged tie reaches is anyone's guess: on average a quarter of the way round.
        let reach: Vec<f64> = all
            .iter()
            .map(|(a, b)| (b - a).min(posts - (b - a)) as f64 / posts as f64)
            .filter(|&reach| reach > degree as f64 / 2.0 / posts as f64)
            .collect();
        let (average, _) = mean(&reach);
        let deviation = (1.0f64 / 48.0 / reach.len() as f64).sqrt();
        judge.asks(
            deviates((average - 0.25 - degree as f64 / 4.0 / posts as f64) / deviation),
            "reach of exchanged ties",
        );
    }
}

/// Ties counted inside and across units, each inside and across professions.
fn by_block(world: &World) -> [[u64; 2]; 2] {
    let mut counts = [[0; 2]; 2];
    for (a, b) in pairs(world) {
        let unit = |post| world.posts.unit(&world.cells, post);
        let profession = |post| world.posts.profession(&world.cells, post);
        counts[usize::from(unit(a) != unit(b))][usize::from(profession(a) != profession(b))] += 1;
    }
    counts
}

#[test]
fn the_block_model_has_the_degree_the_share_and_the_odds_that_were_asked() {
    let mut judge = Judge::with_room_for(18);
    let (units, professions, each) = (60.0, 3.0, 12.0);
    let roster = grid(1, 60, &["nurses", "doctors", "support"], 12);
    let posts: f64 = units * professions * each;
    for (number, inside, across) in [(0, 4.0, 8.0), (1, 1.0, 1.0), (2, 30.0, 30.0)] {
        let settings = TieSettings {
            same_profession_odds: Multiple::of(inside),
            same_profession_odds_across: Multiple::of(across),
            ..of_kind(Network::Blocks, 12.0)
        };
        let world = World::build(&roster, &alike(), &settings, &Dice::of_world(78, number));
        are_ties(&world);
        let [[here_same, here_other], [there_same, there_other]] = by_block(&world);
        // Couples inside a unit and across units, of the same profession and of two.
        let couples_here_same = units * professions * each * (each - 1.0) / 2.0;
        let couples_here_other = units * professions * (professions - 1.0) / 2.0 * each * each;
        let couples_there_same = units * (units - 1.0) / 2.0 * professions * each * each;
        let couples_there_other = couples_there_same * (professions - 1.0);
        let asked = 12.0 * 0.6 * posts / 2.0;
        let counted = here_same + here_other;
        let couples = couples_here_same + couples_here_other;
        // A sum of coins that are not all alike varies less than one of like coins.
        let deviation = (asked * (1.0 - asked / couples)).sqrt();
        judge.asks(deviates((counted as f64 - asked) / deviation), "ties inside units");
        let odds = |ties: u64, couples: f64| ties as f64 / (couples - ties as f64);
        let spread = |ties: u64, couples: f64| 1.0 / ties as f64 + 1.0 / (couples - ties as f64);
        let apart = (odds(here_same, couples_here_same) / odds(here_other, couples_here_other) / inside).ln();
        let deviation = (spread(here_same, couples_here_same) + spread(here_other, couples_here_other)).sqrt();
        judge.asks(deviates(apart / deviation), "odds inside units");
        // Professions of one size: each calls its own in the part odds / (odds + 2), the two others alike.
        let calls = 12.0 * 0.4 * posts / 2.0;
        let part = across / (across + professions - 1.0);
        let same = couples_there_same * -f64::exp_m1(-calls * part / couples_there_same);
        let other = couples_there_other * -f64::exp_m1(-calls * (1.0 - part) / couples_there_other);
        judge
            .asks(binomial(there_same, couples_there_same as u64, same / couples_there_same), "across, own profession");
        judge.asks(binomial(there_other, couples_there_other as u64, other / couples_there_other), "across, others");
        let apart = (odds(there_same, couples_there_same) / odds(there_other, couples_there_other) / across).ln();
        let deviation = (spread(there_same, couples_there_same) + spread(there_other, couples_there_other)).sqrt();
        judge.asks(deviates(apart / deviation), "odds across units");
        // Calls that meet make one tie, which costs a few in a thousand: close to the twelve asked.
        let degree = (here_same + here_other + there_same + there_other) as f64 * 2.0 / posts;
        let expected = (asked + same + other) * 2.0 / posts;
        assert!((expected - 12.0).abs() < 0.06, "{expected}");
        judge.asks(deviates((degree - expected) * posts / 2.0 / (expected * posts / 2.0).sqrt()), "degree");
    }
}

#[test]
fn line_management_ties_everyone_to_the_lead_and_leads_in_a_ring() {
    let mut roster = grid(2, 6, &["nurses", "doctors"], 9);
    for plan in &mut roster.units {
        plan.heads.push(Heads::new(1, Tier::Middle, 2));
        plan.heads.push(Heads::new(0, Tier::Middle, 1));
    }
    let lines = TieSettings { line_management: true, ..of_kind(Network::Blocks, 0.0) };
    let world = World::build(&roster, &alike(), &lines, &Dice::of_world(79, 0));
    are_ties(&world);
    for unit in 0..world.units.len() {
        let posts = world.units.posts(unit);
        let lead = world.lead_of(unit).unwrap();
        assert_eq!(lead, posts.start + 18, "the first of the highest tier leads");
        assert!(posts.clone().filter(|&post| post != lead).all(|post| world.ties.neighbours(post, 0) == [lead as u32]));
        assert_eq!(world.degree(lead), posts.len() - 1 + 4);
    }
    let none = TieSettings { line_management: false, ..lines };
    let world = World::build(&roster, &alike(), &none, &Dice::of_world(79, 0));
    assert!(pairs(&world).is_empty());
}

#[test]
fn organisations_of_a_system_are_tied_by_profession_as_often_as_asked() {
    let mut judge = Judge::with_room_for(1);
    let roster = grid(4, 20, &["nurses", "doctors", "support"], 12);
    let abroad = TieSettings { between_organisations: Share::of(0.1), ..of_kind(Network::Blocks, 12.0) };
    let world = World::build(&roster, &alike(), &abroad, &Dice::of_world(80, 0));
    are_ties(&world);
    let home = |post| world.organisation_of(post);
    let between: Vec<_> = pairs(&world).into_iter().filter(|&(a, b)| home(a) != home(b)).collect();
    let profession = |post| world.posts.profession(&world.cells, post);
    assert!(between.iter().all(|&(a, b)| profession(a) == profession(b)));
    // A call abroad that lands at home is made again; the fifth time is the last.
    let posts = world.posts.len() as f64;
    let couples = 3.0 * 6.0 * 240.0 * 240.0;
    let calls = posts * 12.0 * 0.4 * 0.1 / 2.0 * (1.0 - 0.25f64.powi(5));
    judge.asks(binomial(between.len() as u64, couples as u64, -f64::exp_m1(-calls / couples)), "ties abroad");
    let none = TieSettings { between_organisations: Share::of(0.0), ..abroad };
    let world = World::build(&roster, &alike(), &none, &Dice::of_world(80, 0));
    assert!(pairs(&world).into_iter().all(|(a, b)| world.organisation_of(a) == world.organisation_of(b)));
}

#[test]
fn cohesion_multiplies_the_ties_inside_a_unit() {
    let mut judge = Judge::with_room_for(1);
    let roster = grid(1, 200, &["nurses"], 60);
    let unlike = Population { unlikeness: Multiple::of(2.0), ..alike() };
    let settings = TieSettings { inside_unit: Share::of(1.0), ..of_kind(Network::Blocks, 12.0) };
    let world = World::build(&roster, &unlike, &settings, &Dice::of_world(81, 0));
    let squares = (0..200)
        .map(|unit| {
            let asked = 60.0 * 12.0 * f64::from(world.units.cohesion[unit]) / 2.0;
            let counted = world.units.posts(unit).map(|post| world.degree(post)).sum::<usize>() as f64 / 2.0;
            (counted - asked).powi(2) / (asked * (1.0 - asked / 1770.0))
        })
        .sum();
    judge.asks(judge::chi_square(squares, 200), "ties by unit");
    let (low, high) = world.units.cohesion.iter().fold((9.0f32, 0.0f32), |(low, high), &c| (low.min(c), high.max(c)));
    assert!(low < 0.5 && high > 2.0, "units are unlike: {low} to {high}");
}

#[test]
fn units_of_one_organisation_share_the_part_of_their_character_that_was_asked() {
    let mut judge = Judge::with_room_for(3);
    let roster = grid(4000, 2, &["nurses"], 1);
    let unlike = Population { unlikeness: Multiple::of(1.0), shared_in_organisation: Share::of(0.3), ..alike() };
    let world = World::build(&roster, &unlike, &of_kind(Network::None, 0.0), &Dice::of_world(82, 0));
    // Back from the logistic scale, on which the reference is 1.
    let logit = |lead: f32| (f64::from(lead) / (2.0 - f64::from(lead))).ln();
    let leads: Vec<f64> = world.units.lead.iter().map(|&lead| logit(lead)).collect();
    let (sum, squares): (f64, f64) = (leads.iter().sum(), leads.iter().map(|z| z * z).sum());
    let product: f64 = leads.chunks(2).map(|two| two[0] * two[1]).sum();
    let n = 8000.0;
    // Variances of these sums for couples of standard normals with correlation 0.3.
    judge.asks(deviates(sum / (n * 1.3f64).sqrt()), "mean");
    judge.asks(deviates((squares - n) / (2.0 * n * (1.0 + 0.09f64)).sqrt()), "variance");
    judge.asks(deviates((product - 0.3 * n / 2.0) / (n / 2.0 * 1.09f64).sqrt()), "what is shared");
}

fn any_population() -> impl Strategy<Value = Population> {
    let template = prop::sample::select(vec![
        Template::Ward,
        Template::Trust,
        Template::Practices,
        Template::System,
        Template::Plain,
    ]);
    let staff = prop_oneof![0..4u32, 0..40u32, 0..700u32];
    let units = prop::option::of(0..60u32);
    let organisations = prop::option::of(0..9u32);
    (template, staff, units, organisations, 0.0..4.0, 0.0..=1.0f64).prop_map(
        |(template, staff, units, organisations, unlike, shared)| Population {
            template,
            staff: Some(Whole::of(f64::from(staff))),
            units: units.map(|units| Whole::of(f64::from(units))),
            organisations: organisations.map(|number| Whole::of(f64::from(number))),
            quality: Share::of(0.7),
            unlikeness: Multiple::of(unlike),
            shared_in_organisation: Share::of(shared),
        },
    )
}

fn any_ties() -> impl Strategy<Value = TieSettings> {
    let network = prop::sample::select(vec![
        Network::Blocks,
        Network::Blocks,
        Network::Blocks,
        Network::Complete,
        Network::Ring,
        Network::RewiredRing,
        Network::Random,
        Network::None,
    ]);
    (network, -2.0..40.0, 0.0..=1.0f64, 0.0..40.0, 0.0..=1.0f64, any::<bool>()).prop_map(
        |(network, per_person, inside, odds, share, line_management)| TieSettings {
            network,
            per_person: Real::of(per_person),
            inside_unit: Share::of(inside),
            same_profession_odds: Multiple::of(odds),
            same_profession_odds_across: Multiple::of(odds / 2.0),
            between_organisations: Share::of(share),
            line_management,
            rewired: Share::of(share),
        },
    )
}

#[test]
fn every_population_can_be_built_tied_and_lived_in() {
    tries(500)
        .run(&(any_population(), any_ties(), any::<u64>()), |(population, ties, seed)| {
            let dice = Dice::of_world(seed, 0);
            let roster = roster(&population, &dice);
            prop_assert_eq!(roster.posts() as u32, population.staff());
            prop_assert_eq!(roster.organisations.len() as u32, population.organisations().max(1));
            let mut names = HashSet::new();
            for plan in &roster.units {
                prop_assert!(plan.posts() > 0 && names.insert(&plan.name), "{}", plan.name);
                let kinds: HashSet<_> = plan.heads.iter().map(|heads| (heads.profession, heads.tier as u8)).collect();
                prop_assert_eq!(kinds.len(), plan.heads.len());
            }
            prop_assert!(roster.units.windows(2).all(|two| two[0].organisation <= two[1].organisation));
            let world = World::build(&roster, &population, &ties, &dice);
            are_ties(&world);
            let addresses: HashSet<_> = (0..world.posts.len()).map(|post| world.posts.address(post)).collect();
            prop_assert_eq!(addresses.len(), world.posts.len());
            let mut next = 0;
            for organisation in 0..world.organisations.len() {
                let posts = world.organisation_posts(organisation);
                prop_assert!(posts.is_empty() || posts.start == next, "{:?} after {}", posts, next);
                next = posts.end.max(next);
                prop_assert!(posts.clone().all(|post| world.organisation_of(post) == organisation));
            }
            prop_assert_eq!(next, world.posts.len());
            (0..world.posts.len()).for_each(|post| assert!(!world.describe(post).is_empty()));
            let item = Initiative { organic: Some(Rate::of(0.001)), ..Default::default() };
            let initiatives = vec![Named { name: "x".into(), item }];
            let course = Course { initiatives, ..Course::default() };
            let rules = Rules::new(&course, &world, &dice).unwrap();
            let _ = run(&rules, &world, &dice, 30, &mut State::default(), |_| std::ops::ControlFlow::Continue(()));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_templates_of_all_sizes_have_their_staff() {
    for template in [Template::Ward, Template::Trust, Template::Practices, Template::System, Template::Plain] {
        for staff in (0..=60).chain([200, 999, 5723, 20_001]) {
            let population = Population { template, staff: Some(Whole::of(f64::from(staff))), ..Default::default() };
            let roster = roster(&population, &Dice::of_world(83, 0));
            assert_eq!(roster.posts() as u32, staff, "{template:?}");
            assert!(roster.units.iter().all(|plan| plan.heads.iter().all(|heads| heads.posts > 0)));
        }
    }
}
