//! Chance: are draws uniform, and is each one free of all others?
//!
//! Error rate: every comparison is a p-value (two-sided) held against 1e-9, and each test says beforehand how many it
//! makes: 38 kinds of pairs × 8 ways of looking, 24 for uniformity, 3 for shared good and bad weeks, 5 for shared words, 8
//! for the normal; less than 360 in all. A faultless generator is blamed by this file with probability below 4e-7.
//! Seeds are fixed. Pairs do not overlap (no word stands in two pairs of a kind), so that the laws compared with are
//! the right ones. The last two tests turn the same looks on generators that are known to be bad.

#![allow(clippy::disallowed_methods, reason = "p-values need not have the same bits on every platform")]

#[path = "support/judge.rs"]
mod judge;
#[path = "support/words.rs"]
mod words;

use judge::{Judge, LEVEL, binomial, chi_square, deviates, distant, even, rare};
use rand::Rng;
use statrs::distribution::{ContinuousCDF, Normal};
use takehold::dice::{Address, Decision, Dice, normal};
use words::{LOOKS, PAIRS, connected, equal_pairs, repeats, suspicions, unconnected};

const SEED: u64 = 20_180_601;
const LANE: Decision = Decision::Weekly(0);

fn dice() -> Dice {
    Dice::of_run(SEED, 3, 5)
}

/// An address as posts have them in a world (see `World::build`). Units and numbers are even ones only, numbers below
/// 16, so that the next one is nobody else's start.
fn post(k: usize) -> Address {
    let (organisation, unit, profession, number) = (k >> 15 & 3, k >> 6 & 511, k >> 3 & 7, k & 7);
    Address(((organisation << 16) + unit * 2) as u32, ((profession << 26) + number * 2) as u32)
}

fn pairs(pair: impl Fn(usize) -> (u32, u32)) -> Vec<(u32, u32)> {
    (0..PAIRS).map(pair).collect()
}

fn plus(a: Address, first: u32, second: u32) -> Address {
    Address(a.0 + first, a.1 + second)
}

/// The bit that pair `k` differs in, each in turn.
fn flip(k: usize, bits: usize) -> u64 {
    1 << (k % bits)
}

#[test]
fn people_draw_apart_in_the_same_week() {
    let dice = dice();
    let draw = |who: Address, when: usize| dice.word(who, when as u32, LANE);
    // Numbers of a cell run on, so lags from 16 stay clear of the posts they start from.
    let steps: [(&str, u32, u32); 11] = [
        ("the next post", 0, 1),
        ("16 posts on", 0, 16),
        ("17 posts on", 0, 17),
        ("256 posts on", 0, 256),
        ("4096 posts on", 0, 4096),
        ("the next unit", 1, 0),
        ("1024 units on", 1024, 0),
        ("the fifth organisation on", 5 << 16, 0),
        ("the eighth profession on", 0, 8 << 26),
        ("the next tier", 0, 1 << 24),
        ("the next unit and post", 1, 1),
    ];
    let mut judge = Judge::with_room_for((steps.len() + 3) * LOOKS);
    for (what, first, second) in steps {
        let drawn = pairs(|k| (draw(post(k), 7), draw(plus(post(k), first, second), 7)));
        unconnected(&mut judge, what, &drawn);
    }
    let one_bit = pairs(|k| {
        let bit = flip(k, 64);
        let there = Address(post(k).0 ^ (bit >> 32) as u32, post(k).1 ^ bit as u32);
        // A week of its own for each pair: what one flips to, another may start from.
        (draw(post(k), k), draw(there, k))
    });
    unconnected(&mut judge, "addresses that differ by one bit", &one_bit);
    let exchanged = pairs(|k| {
        let here = Address(k as u32, (k + PAIRS) as u32);
        (draw(here, 9), draw(Address(here.1, here.0), 9))
    });
    unconnected(&mut judge, "the halves of an address exchanged", &exchanged);
    let diagonal = pairs(|k| (draw(post(k), 52), draw(plus(post(k), 0, 1), 51)));
    unconnected(&mut judge, "the next post a week earlier", &diagonal);
}

#[test]
fn weeks_draw_apart() {
    let dice = dice();
    let draw = |who: Address, when: u32| dice.word(who, when, LANE);
    let mut judge = Judge::with_room_for(5 * LOOKS);
    for (what, lag) in [("the next week", 1), ("26 weeks on", 26), ("a year on", 52), ("1024 weeks on", 1024)] {
        // 1024 posts and 128 weeks each, in blocks of weeks that stay clear of those they are compared with.
        let drawn = pairs(|k| {
            let (who, k) = (post(k >> 7), (k & 127) as u32);
            let when = k / lag * 2 * lag + k % lag;
            (draw(who, when), draw(who, when + lag))
        });
        unconnected(&mut judge, what, &drawn);
    }
    let one_bit = pairs(|k| (draw(post(k), 77), draw(post(k), 77 ^ flip(k, 32) as u32)));
    unconnected(&mut judge, "weeks that differ by one bit", &one_bit);
}

#[test]
fn seeds_worlds_and_replicates_draw_apart() {
    let draw = |dice: Dice, k: usize| dice.word(post(k), 7, LANE);
    let mut judge = Judge::with_room_for(8 * LOOKS);
    let mut look = |what: &str, one: &dyn Fn(usize) -> Dice, other: &dyn Fn(usize) -> Dice| {
        unconnected(&mut judge, what, &pairs(|k| (draw(one(k), k), draw(other(k), k))));
    };
    look("the next seed", &|_| Dice::of_run(SEED, 0, 0), &|_| Dice::of_run(SEED + 1, 0, 0));
    look("seeds that differ by one bit", &|_| dice(), &|k| Dice::of_run(SEED ^ flip(k, 64), 3, 5));
    look("the next replicate", &|_| dice(), &|_| Dice::of_run(SEED, 3, 6));
    look("replicates that differ by one bit", &|_| dice(), &|k| Dice::of_run(SEED, 3, 5 ^ flip(k, 32) as u32));
    look("the next world", &|_| dice(), &|_| Dice::of_run(SEED, 4, 5));
    look("worlds that differ by one bit", &|_| dice(), &|k| Dice::of_run(SEED, 3 ^ flip(k, 32) as u32, 5));
    look("world and replicate exchanged", &|_| dice(), &|_| Dice::of_run(SEED, 5, 3));
    look("a world and its run", &|_| Dice::of_world(SEED, 3), &|_| Dice::of_run(SEED, 3, 0));
}

#[test]
fn decisions_and_words_of_a_block_draw_apart() {
    use Decision::*;
    let dice = dice();
    let mut judge = Judge::with_room_for(5 * LOOKS);
    let kinds = [Weekly(0), Traits, Start(0), Induction(0), Rotation, RotatingPost, Event(0), Size(0), Character];
    let kinds: Vec<Decision> = kinds.into_iter().chain([Calls(0), Rewire(0), Standing]).collect();
    let drawn = pairs(|k| {
        let kind = k % (kinds.len() - 1);
        (dice.word(post(k), 3, kinds[kind]), dice.word(post(k), 3, kinds[kind + 1]))
    });
    unconnected(&mut judge, "one kind of decision and the next", &drawn);
    let numbered: [fn(u8) -> Decision; 7] = [Weekly, Start, Induction, Event, Size, Calls, Rewire];
    let drawn = pairs(|k| {
        let kind = numbered[k % 7];
        (dice.word(post(k), 3, kind(k as u8 & 14)), dice.word(post(k), 3, kind(k as u8 & 14 | 1)))
    });
    unconnected(&mut judge, "one number of a decision and the next", &drawn);
    const TWO: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
    let within = pairs(|k| {
        let words = dice.words(post(k), 3, LANE);
        (words[TWO[k % 6].0], words[TWO[k % 6].1])
    });
    unconnected(&mut judge, "two words of a block", &within);
    let beside = pairs(|k| {
        let (here, there) = (dice.words(post(k), 3, LANE), dice.words(plus(post(k), 0, 1), 3, LANE));
        (here[TWO[k % 6].1], there[TWO[k % 6].0])
    });
    unconnected(&mut judge, "a later word of a post and an earlier one of the next", &beside);
    let later = pairs(|k| {
        let (now, then) = (dice.words(post(k), 3, LANE), dice.words(post(k), 4, LANE));
        (now[TWO[k % 6].1], then[TWO[k % 6].0])
    });
    unconnected(&mut judge, "a later word of a week and an earlier one of the next", &later);
}

#[test]
fn pairs_of_posts_and_streams_draw_apart() {
    let dice = dice();
    let both = dice.pairs();
    let mut judge = Judge::with_room_for(6 * LOOKS);
    let hub = Address(9, 1 << 20);
    let drawn = pairs(|k| (both.between(hub, post(k)), both.between(hub, plus(post(k), 0, 1))));
    unconnected(&mut judge, "one post's ties to two neighbours", &drawn);
    let drawn = pairs(|k| {
        let (a, b, c) = (post(k), plus(post(k), 0, 1), plus(post(k), 0, 32));
        (both.between(a, b), both.between(b, c))
    });
    unconnected(&mut judge, "two ties of a chain", &drawn);
    let next = Dice::of_run(SEED, 4, 5).pairs();
    let drawn = pairs(|k| {
        let (a, b) = (post(k), plus(post(k), 0, 1));
        (both.between(a, b), next.between(a, b))
    });
    unconnected(&mut judge, "the same tie in the next world", &drawn);
    // 1024 words for each of 256 posts, in pairs one after the other, then a block of four apart.
    let what = Decision::Calls(1);
    for (name, lag) in [("a stream's next word", 1), ("a stream's word of the next block", 4)] {
        let mut drawn = Vec::with_capacity(PAIRS);
        for k in 0..256 {
            let mut stream = dice.stream(post(k), what);
            let words: Vec<u32> = (0..1024).map(|_| stream.next_u32()).collect();
            drawn.extend(words.chunks(2 * lag).flat_map(|part| (0..lag).map(|i| (part[i], part[lag + i]))));
        }
        unconnected(&mut judge, name, &drawn);
    }
    let drawn = pairs(|k| {
        let at = |who: Address| dice.stream(who, what).next_u64() as u32;
        (at(post(k)), at(plus(post(k), 0, 1)))
    });
    unconnected(&mut judge, "streams of neighbours", &drawn);
}

#[test]
fn words_are_uniform_in_high_low_and_middle_bits() {
    let dice = dice();
    let mut judge = Judge::with_room_for(24);
    let mut look = |what: &str, words: &mut dyn Iterator<Item = u32>| {
        let (mut high, mut middle, mut low) = (vec![0u64; 1024], vec![0u64; 1024], vec![0u64; 1024]);
        let (mut bits, mut n) = ([0u64; 32], 0.0);
        for word in words {
            high[(word >> 22) as usize] += 1;
            middle[(word >> 11 & 1023) as usize] += 1;
            low[(word & 1023) as usize] += 1;
            for (bit, count) in bits.iter_mut().enumerate() {
                *count += u64::from(word >> bit & 1);
            }
            n += 1.0;
        }
        judge.asks(even(&high), &format!("{what}, high bits"));
        judge.asks(even(&middle), &format!("{what}, middle bits"));
        judge.asks(even(&low), &format!("{what}, low bits"));
        let squares = bits.iter().map(|&count| (count as f64 - n / 2.0).powi(2) / (n / 4.0)).sum();
        judge.asks(chi_square(squares, 32), &format!("{what}, each bit"));
    };
    // 4096 posts, 128 weeks.
    let of_a_year = || (0..1usize << 19).map(|k| (post(k & 4095), (k >> 12) as u32));
    for word in 0..4 {
        look(&format!("word {word}"), &mut of_a_year().map(|(who, week)| dice.words(who, week, LANE)[word]));
    }
    let mut stream = dice.stream(post(1), Decision::Calls(0));
    look("a stream", &mut (0..1 << 19).map(|_| stream.next_u32()));
    let pairs = dice.pairs();
    look("pairs", &mut (0..1usize << 19).map(|k| pairs.between(post(k >> 9), plus(post(k & 511), 0, 1))));
}

/// Totals that are too alike or too unlike betray draws that are shared, even where no single pair does.
#[test]
fn no_week_no_person_and_no_replicate_is_luckier_than_chance_allows() {
    let (posts, weeks, replicates) = (2000usize, 104u32, 8u32);
    let (mut by_week, mut by_post, mut by_replicate) =
        (vec![0.0; weeks as usize], vec![0.0; posts], vec![0.0; replicates as usize]);
    let chance = 0.1;
    for replicate in 0..replicates {
        let dice = Dice::of_run(SEED, 0, replicate);
        for week in 0..weeks {
            for (k, sum) in by_post.iter_mut().enumerate() {
                let hit = f64::from(u8::from(dice.uniform(post(k), week, LANE) < chance));
                *sum += hit;
                by_week[week as usize] += hit;
                by_replicate[replicate as usize] += hit;
            }
        }
    }
    let draws = posts as f64 * f64::from(weeks) * f64::from(replicates);
    let mut judge = Judge::with_room_for(3);
    for (what, sums) in [("weeks", by_week), ("people", by_post), ("replicates", by_replicate)] {
        let of = draws / sums.len() as f64;
        let squares = sums.iter().map(|sum| (sum - of * chance).powi(2) / (of * chance * (1.0 - chance))).sum();
        judge.asks(chi_square(squares, sums.len()), what);
    }
}

/// What one week's draws of many people gained since another week (or under another seed). Two people whose draws are
/// the same but for a constant gain the same; so do two whose draws differ by the same bits, in the exclusive or.
fn gains(before: &[u32], after: &[u32]) -> [Vec<u32>; 2] {
    [
        before.iter().zip(after).map(|(a, b)| b.wrapping_sub(*a)).collect(),
        before.iter().zip(after).map(|(a, b)| b ^ a).collect(),
    ]
}

#[test]
fn nobody_shares_their_draws_with_anyone_at_whatever_shift() {
    let (posts, weeks) = (8192usize, 100u32);
    let dice = dice();
    let words =
        |dice: &Dice, week: u32| -> Vec<u32> { (0..posts).flat_map(|k| dice.words(post(k), week, LANE)).collect() };
    let n = 4.0 * posts as f64;
    let expected = |looks: u32| f64::from(looks) * n * (n - 1.0) / 2.0 / 4_294_967_296.0;
    let (mut same, mut shifted, mut flipped, mut nearly) = (0, 0, 0, 0);
    let mut before = words(&dice, 0);
    for week in 1..=weeks {
        let after = words(&dice, week);
        same += equal_pairs(after.clone());
        let [gained, changed] = gains(&before, &after);
        nearly += equal_pairs(gained.iter().map(|gain| gain >> 8).collect());
        shifted += equal_pairs(gained);
        flipped += equal_pairs(changed);
        before = after;
    }
    let mut judge = Judge::with_room_for(5);
    judge.asks(rare(same, expected(weeks)), "equal words in a week");
    judge.asks(rare(shifted, expected(weeks)), "words a constant apart for two weeks");
    judge.asks(rare(flipped, expected(weeks)), "words with the same bits apart for two weeks");
    let near = expected(weeks) * 256.0;
    judge.asks(deviates((nearly as f64 - near) / near.sqrt()), "words nearly a constant apart for two weeks");
    // Anyone's words in any week: a million of them, so that a shift in time would show as well.
    let all = (0..32).flat_map(|week| words(&dice, 1000 + week)).collect();
    judge.asks(repeats(all), "equal words in any week");
}

#[test]
fn normal_draws_have_the_moments_tails_and_shape_of_the_normal() {
    let dice = dice();
    let n = 1usize << 20;
    let mut drawn: Vec<f64> =
        (0..n).map(|k| normal(dice.word(post(k & 0xFFFF), (k >> 16) as u32, Decision::Traits))).collect();
    let mut judge = Judge::with_room_for(8);
    // Moments of the standard normal, and the variances of one draw's powers: 1, 2, 15, 96.
    for (power, moment, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0f64)] {
        let mean = drawn.iter().map(|z| z.powi(power)).sum::<f64>() / n as f64;
        judge.asks(deviates((mean - moment) / (variance / n as f64).sqrt()), &format!("moment {power}"));
    }
    let law = Normal::new(0.0, 1.0).unwrap();
    for beyond in [2.0, 3.0, 4.0] {
        let count = drawn.iter().filter(|z| z.abs() > beyond).count() as u64;
        judge.asks(binomial(count, n as u64, 2.0 * law.sf(beyond)), &format!("beyond {beyond}"));
    }
    drawn.sort_unstable_by(f64::total_cmp);
    let gap = drawn.iter().enumerate().map(|(rank, z)| (law.cdf(*z) - (rank as f64 + 0.5) / n as f64).abs());
    judge.asks(distant(gap.fold(0.0, f64::max) - 0.5 / n as f64, n), "distribution");
    assert!(drawn.iter().all(|z| z.abs() < 6.4));
}

#[test]
fn a_stream_gives_the_same_words_in_whatever_pieces() {
    let dice = dice();
    let stream = || dice.stream(post(5), Decision::Calls(2));
    let (mut singly, mut doubly, mut bytes) = (stream(), stream(), [0; 19]);
    let words: Vec<u32> = (0..40).map(|_| singly.next_u32()).collect();
    for two in words.chunks(2) {
        assert_eq!(doubly.next_u64(), u64::from(two[1]) << 32 | u64::from(two[0]));
    }
    stream().fill_bytes(&mut bytes);
    let expected: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).take(19).collect();
    assert_eq!(bytes[..], expected);
}

/// A linear generator seeded person by person with an exclusive or: what happened to somebody else. The multiplier is
/// odd, so two seeds that differ in the top bit stay 2³¹ apart for ever, while each person's draws look fine.
#[test]
fn sharing_at_a_constant_shift_would_be_found() {
    let steps = |seed: u32, person: u32, weeks: u32| {
        (0..weeks).fold(seed ^ person << 24, |state, _| state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))
    };
    let week = |when: u32| -> Vec<u32> {
        (0..8192).map(|person| steps(SEED as u32 + person % 32, person / 32, when)).collect()
    };
    let [gained, _] = gains(&week(5), &week(6));
    assert!(repeats(gained) < LEVEL);
    let far_apart: Vec<(u32, u32)> = (0..PAIRS as u32).map(|k| (steps(k, 0, 6), steps(k, 128, 6))).collect();
    assert!(connected(&far_apart));
}

#[test]
fn each_way_of_looking_finds_what_it_is_for() {
    let dice = dice();
    let (one, other) = (|k: usize| dice.word(post(k), 1, LANE), |k: usize| dice.word(post(k), 2, LANE));
    let blamed = |look: usize, pair: &dyn Fn(usize) -> (u32, u32)| suspicions(&pairs(pair))[look].1 < LEVEL;
    // One pair in ten shares its high bits, its low bits, or lies close by.
    let some = |k: usize, word: u32, instead: u32| if k.is_multiple_of(10) { instead } else { word };
    assert!(blamed(0, &|k| (one(k), some(k, other(k), one(k) & 0xF000_0000 | other(k) >> 4))));
    assert!(blamed(1, &|k| (one(k), some(k, other(k), one(k) & 15 | other(k) << 4))));
    assert!(blamed(2, &|k| (one(k), some(k, other(k), one(k) ^ other(k) >> 3))));
    assert!(blamed(3, &|k| (one(k), some(k, other(k), one(k) ^ other(k) & !64))));
    assert!(blamed(4, &|k| (one(k), some(k, other(k), one(k) ^ 0xFFFF_0000 >> (other(k) & 15)))));
    assert!(blamed(5, &|k| (one(k), some(k, other(k), one(k).wrapping_add(other(k) >> 6)))));
    assert!(blamed(6, &|k| (one(k), if k.is_multiple_of(4000) { one(k).wrapping_add(12_345) } else { other(k) })));
    assert!(blamed(7, &|k| (one(k), if k.is_multiple_of(4000) { one(k) ^ 0x0F0F_1234 } else { other(k) })));
    assert_eq!(LOOKS, 8);
}
