//! How ties come about: the crossed block model, and the graphs that the exact limits need.
//!
//! Every post makes its own draws at its own address, in time linear in posts, and calls on posts that were there by
//! design. A post beyond the design is not called on and makes twice the calls instead; so one more post re-rolls no tie
//! between the others.

use super::roster::{Roster, UnitPlan};
use super::ties::{Ties, listed, weighted};
use super::{Posts, World};
use crate::dice::{Decision, Dice, uniform};
use crate::quantities::{Multiple, Quantity, Real, Share, Whole, choice, section};
use rand::Rng;
use std::ops::Range;

choice! {
    /// The kind of network.
    pub enum Network {
        /// Units and professions crossed: the model of an organisation.
        Blocks = "blocks",
        /// Everyone with everyone.
        Complete = "complete",
        /// A ring in which everyone is tied to the nearest `per_person`.
        Ring = "ring",
        /// The ring with part of its ties exchanged at random, degrees kept.
        RewiredRing = "rewired-ring",
        /// Any two are tied with the same probability.
        Random = "random",
        /// Nobody with anybody.
        None = "none",
    }
}

section! {
    /// Who is tied to whom.
    pub struct TieSettings {
        /// The kind of network.
        network: Network = Network::Blocks, -, Stated, "";
        /// Mean ties per person in a unit of reference cohesion, before line management.
        per_person: Real = Real::of(12.0), 6.0..24.0, Assumed, "no direct count of working ties per member of staff; a ward contact study (Lyon 2010) gives densities of 0.5–0.9 in groups of about 20";
        /// Part of those ties that stay inside the unit.
        inside_unit: Share = Share::of(0.6), 0.4..0.85, Assumed, "same-unit odds ratios of 4.1 (Lazega) and 10.4 (Cross and Parker) in firms of about 70, which do not carry over to 5,000 staff; hence the share";
        /// Odds ratio of a tie inside the profession to one across, within a unit; 1 = no tribes.
        same_profession_odds: Multiple = Multiple::of(4.0), 1.0..30.0, Assumed, "Lyon ward 2010: 79 % of staff contact time within own role; swept 1–30";
        /// The same between units.
        same_profession_odds_across: Multiple = Multiple::of(8.0), 1.0..30.0, Assumed, "advice across units runs along professions (Creswick and Westbrook 2010, in words)";
        /// Part of the ties across units that go to another organisation, to the same profession.
        between_organisations: Share = Share::of(0.03), 0.0..0.2, Assumed, "no source found";
        /// Whether every post is tied to the lead of its unit, and leads to one another within their organisation.
        line_management: bool = true, -, Assumed, "formal lines carry advice in every advice network read";
        /// Part of a ring's ties that are exchanged (`rewired-ring`).
        rewired: Share = Share::of(0.1), 0.0..1.0, Stated, "";
    }
}

impl TieSettings {
    /// The nearest neighbours of a ring, an even number.
    fn ring_degree(&self) -> Whole {
        Whole::of((self.per_person.value() / 2.0).round().max(0.0) * 2.0)
    }
}

/// Ties for the posts of a world whose units and posts stand already.
pub(super) fn acquaint(world: &World, roster: &Roster, settings: &TieSettings, dice: &Dice) -> Ties {
    let posts = world.posts.len();
    if let Some(contacts) = &roster.contacts {
        return weighted(posts, |post| world.posts.profession(&world.cells, post), contacts);
    }
    let pairs = match settings.network {
        Network::Complete => return Ties::Complete,
        Network::None => Vec::new(),
        Network::Ring => ring(posts, settings.ring_degree().count(), 0.0, &world.posts, dice),
        Network::RewiredRing => {
            ring(posts, settings.ring_degree().count(), settings.rewired.value(), &world.posts, dice)
        }
        Network::Random => {
            let mut pairs = Vec::new();
            let everyone = by_design(world, 0..posts);
            for post in 0..posts {
                let mean = settings.per_person.value().max(0.0) / 2.0;
                calls(world, post, &everyone, mean, 0, dice, |other| other != post, &mut pairs);
            }
            pairs
        }
        Network::Blocks => blocks(world, roster, settings, dice),
    };
    listed(posts, |post| world.posts.profession(&world.cells, post), pairs)
}

/// A ring lattice; with `rewired` above 0, that part of the ties, chosen tie by tie, exchange their far ends along a
/// random cycle, which keeps everyone's degree (Maslov and Sneppen 2002) but for the few that would coincide.
fn ring(posts: usize, degree: usize, rewired: f64, place: &Posts, dice: &Dice) -> Vec<(u32, u32)> {
    let mut pairs = Vec::with_capacity(posts * degree / 2);
    let mut loose: Vec<(u32, usize)> = Vec::new();
    for post in 0..posts {
        for step in 1..=(degree / 2).min(posts.saturating_sub(1) / 2) {
            let words = dice.words(place.address(post), step as u32, Decision::Rewire(0));
            if uniform(words[0]) < rewired {
                loose.push((words[1], pairs.len()));
            }
            pairs.push((post as u32, ((post + step) % posts) as u32));
        }
    }
    loose.sort_unstable();
    if let Some(&(_, first)) = loose.first() {
        let kept = pairs[first].1;
        for two in loose.windows(2) {
            pairs[two[0].1].1 = pairs[two[1].1].1;
        }
        if let Some(&(_, last)) = loose.last() {
            pairs[last].1 = kept;
        }
    }
    pairs
}

/// The posts that can be called on: those of the design, so that the list is the same when there is one more.
fn by_design(world: &World, posts: Range<usize>) -> Vec<u32> {
    posts.filter(|&post| !world.is_beyond_design(post)).map(|post| post as u32).collect()
}

/// The same by profession.
fn by_profession(world: &World, list: &[u32]) -> Vec<Vec<u32>> {
    let mut own = vec![Vec::new(); world.professions.len()];
    for &post in list {
        own[usize::from(world.posts.profession(&world.cells, post as usize))].push(post);
    }
    own
}

/// Lamping and Veach (2014), A fast, minimal memory, consistent hash algorithm: one of `n` buckets for a key; when a
/// bucket is added, a key stays where it was or moves to the new one. So a unit that is added at the end takes its part
/// of the calls, and the others land where they did.
fn jump(mut key: u64, n: usize) -> usize {
    let (mut bucket, mut next) = (0i64, 0i64);
    while next < n as i64 {
        bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((bucket + 1) as f64 * ((1u64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
    }
    bucket as usize
}

/// A Poisson number of calls from one post to others of a list. A call that may not be is made again, a few times.
/// `mean` is half of the ties wanted, because a tie comes about from either end; but nobody calls a post beyond the design.
#[allow(clippy::too_many_arguments)]
fn calls(
    world: &World,
    post: usize,
    list: &[u32],
    mean: f64,
    class: u8,
    dice: &Dice,
    allowed: impl Fn(usize) -> bool,
    pairs: &mut Vec<(u32, u32)>,
) {
    if list.is_empty() || mean <= 0.0 {
        return;
    }
    let mean = if world.is_beyond_design(post) { 2.0 * mean } else { mean };
    let mut stream = dice.stream(world.posts.address(post), Decision::Calls(class));
    // Each call has ten words of its own, so that making one again shifts none of the others.
    let number = poisson(stream.next_u32(), mean);
    for _ in 0..number {
        let keys: [u64; 5] = std::array::from_fn(|_| stream.next_u64());
        let others = keys.map(|key| list[jump(key, list.len())]);
        if let Some(&other) = others.iter().find(|&&other| allowed(other as usize)) {
            pairs.push((post as u32, other));
        }
    }
}

/// The Poisson quantile at a word; means here are a dozen or so.
fn poisson(word: u32, mean: f64) -> u32 {
    let mean = mean.min(500.0);
    let u = uniform(word);
    let mut term = libm::exp(-mean);
    let (mut sum, mut k) = (term, 0);
    while u >= sum && k < 2000 {
        k += 1;
        term *= mean / f64::from(k);
        sum += term;
    }
    k
}

fn blocks(world: &World, roster: &Roster, settings: &TieSettings, dice: &Dice) -> Vec<(u32, u32)> {
    let mut pairs = Vec::with_capacity(world.posts.len() * (settings.per_person.value() as usize / 2 + 1));
    let wanted = settings.per_person.value().max(0.0);
    for (unit, plan) in roster.units.iter().enumerate() {
        let inside = wanted * settings.inside_unit.value() * f64::from(world.units.cohesion[unit]);
        inside_unit(world, unit, plan, inside, settings.same_profession_odds.value(), dice, &mut pairs);
    }
    across_units(world, roster, settings, wanted * (1.0 - settings.inside_unit.value()), dice, &mut pairs);
    if settings.line_management {
        lines(world, &mut pairs);
    }
    pairs
}

/// Ties in a unit: each pair has a word of its own; the log-odds rise by ln(odds) inside a profession, and their level
/// is set so that the unit as designed has the wanted mean.
fn inside_unit(
    world: &World,
    unit: usize,
    plan: &UnitPlan,
    wanted: f64,
    odds: f64,
    dice: &Dice,
    pairs: &mut Vec<(u32, u32)>,
) {
    let mut designed: Vec<(u8, f64)> = Vec::new();
    for heads in &plan.heads {
        match designed.iter_mut().find(|(profession, _)| *profession == heads.profession) {
            Some((_, count)) => *count += f64::from(heads.designed),
            None => designed.push((heads.profession, f64::from(heads.designed))),
        }
    }
    let staff: f64 = designed.iter().map(|(_, count)| count).sum();
    if staff < 2.0 || wanted <= 0.0 {
        return;
    }
    let (mut same, mut other) = (0.0, 0.0);
    for (_, count) in &designed {
        same += count * (count - 1.0) / staff;
        other += count * (staff - count) / staff;
    }
    let share = |odds: f64| odds / (1.0 + odds);
    let mean = |level: f64| same * share(level * odds) + other * share(level);
    let (mut low, mut high) = (-30.0f64, 30.0f64);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if mean(libm::exp(middle)) < wanted { low = middle } else { high = middle }
    }
    let level = libm::exp(high);
    let (within, between) = (share(level * odds), share(level));
    let posts = world.units.posts(unit);
    let dice = dice.pairs();
    for a in posts.clone() {
        let (place, profession) = (world.posts.address(a), world.posts.profession(&world.cells, a));
        for b in a + 1..posts.end {
            let tied = if world.posts.profession(&world.cells, b) == profession { within } else { between };
            if uniform(dice.between(place, world.posts.address(b))) < tied {
                pairs.push((a as u32, b as u32));
            }
        }
    }
}

/// Ties across units: every post calls a few of its own profession, a few of the others, and some abroad.
fn across_units(
    world: &World,
    roster: &Roster,
    settings: &TieSettings,
    wanted: f64,
    dice: &Dice,
    pairs: &mut Vec<(u32, u32)>,
) {
    let professions = roster.professions.len();
    let odds = settings.same_profession_odds_across.value();
    let abroad = if roster.organisations.len() > 1 { settings.between_organisations.value() } else { 0.0 };
    let everywhere = by_profession(world, &by_design(world, 0..world.posts.len()));
    for organisation in 0..roster.organisations.len() {
        let posts = world.organisation_posts(organisation);
        let mut designed = vec![0.0; professions];
        for plan in roster.units.iter().filter(|plan| usize::from(plan.organisation) == organisation) {
            for heads in &plan.heads {
                designed[usize::from(heads.profession)] += f64::from(heads.designed);
            }
        }
        let staff: f64 = designed.iter().sum();
        let everyone = by_design(world, posts.clone());
        let own = by_profession(world, &everyone);
        for post in posts {
            let profession = usize::from(world.posts.profession(&world.cells, post));
            let unit = world.posts.unit(&world.cells, post);
            let elsewhere = |other: usize| world.posts.unit(&world.cells, other) != unit;
            let (same, other) = (odds * designed[profession], staff - designed[profession]);
            let part = if same + other > 0.0 { same / (same + other) } else { 0.0 };
            let mean = wanted * (1.0 - abroad) / 2.0;
            calls(world, post, &own[profession], mean * part, 1, dice, elsewhere, pairs);
            let foreign = |other: usize| {
                elsewhere(other) && usize::from(world.posts.profession(&world.cells, other)) != profession
            };
            calls(world, post, &everyone, mean * (1.0 - part), 2, dice, foreign, pairs);
            if abroad > 0.0 {
                let there = |other: usize| world.organisation_of(other) != organisation;
                calls(world, post, &everywhere[profession], wanted * abroad / 2.0, 3, dice, there, pairs);
            }
        }
    }
}

/// Everyone in a unit to its lead; the leads of an organisation along a ring of four neighbours.
fn lines(world: &World, pairs: &mut Vec<(u32, u32)>) {
    for organisation in 0..world.organisations.len() {
        let units = world.organisation_units(organisation);
        let leads: Vec<u32> = units.clone().filter_map(|unit| world.lead_of(unit)).map(|lead| lead as u32).collect();
        for unit in units {
            if let Some(lead) = world.lead_of(unit) {
                pairs.extend(world.units.posts(unit).map(|post| (lead as u32, post as u32)));
            }
        }
        for (index, &lead) in leads.iter().enumerate() {
            for step in 1..=2 {
                pairs.push((lead, leads[(index + step) % leads.len()]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_or_moves_to_the_new_bucket() {
        for key in 0..2000u64 {
            let key = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            for n in 1..40 {
                let (before, after) = (jump(key, n), jump(key, n + 1));
                assert!(before < n && (after == before || after == n));
            }
        }
    }

    #[test]
    fn poisson_quantiles() {
        // P(0) = 0.1353, P(≤1) = 0.4060 at mean 2.
        let at = |u: f64| poisson((u * 4_294_967_296.0) as u32, 2.0);
        assert_eq!([at(0.13), at(0.14), at(0.40), at(0.41)], [0, 1, 1, 2]);
        assert!(poisson(u32::MAX, 2.0) < 30);
    }
}
