//! Everyone looks: what neighbours showed last week, added up.

use super::places::each_set;
use super::state::SHOWN_ONE;
#[cfg(feature = "threads")]
use crate::world::Rows;
use crate::world::{Messages, Ties, World};
use std::ops::Range;

/// What can be shown: a byte, with or without a sign.
pub(crate) trait Sign: Copy + PartialEq + Into<i32> + Sync {}

impl Sign for u8 {}

impl Sign for i8 {}

/// What neighbours show, added up for every post. Kept from week to week, and changed by what changes.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// By post: what neighbours of the same profession show. Empty where there are no such ties.
    same: Vec<i32>,
    /// By post: what neighbours of other professions show.
    other: Vec<i32>,
    /// Where everyone sees everyone: what all show, and by profession.
    all: i64,
    by_profession: Vec<i64>,
    /// Room for what is told, by class of tie.
    messages: [Messages; 2],
    /// What one district has to tell another, where threads share the telling.
    #[cfg(feature = "threads")]
    post: Vec<Vec<Vec<(u32, i32)>>>,
}

/// Posts whose sums one thread changes.
#[cfg(feature = "threads")]
const DISTRICT: usize = 128 * 1024;

/// The telling, shared between threads. Each district tells its own people, and puts down what is for another one; when
/// all have done so, each reads what was put down for it. Nobody writes what belongs to another, and whole numbers add
/// up to the same in any order, so that the sums are those of one thread.
#[cfg(feature = "threads")]
fn together<T: Sign>(rows: &Rows, before: &[T], now: &[T], sums: &mut [i32], post: &mut Vec<Vec<Vec<(u32, i32)>>>) {
    use rayon::prelude::*;
    if sums.is_empty() {
        return;
    }
    let districts = sums.len().div_ceil(DISTRICT);
    post.resize_with(districts, Vec::new);
    sums.par_chunks_mut(DISTRICT).zip(post.par_iter_mut()).enumerate().for_each(|(here, (sums, letters))| {
        letters.resize_with(districts, Vec::new);
        letters.iter_mut().for_each(Vec::clear);
        let first = here * DISTRICT;
        let mine = first..first + sums.len();
        each_change(&before[mine.clone()], &now[mine], |posts| {
            rows.fetch(first, posts);
            for post in posts.iter().map(|&post| first + post as usize) {
                let change = now[post].into() - before[post].into();
                for (neighbour, weight) in rows.weighed(post) {
                    let change = change * weight;
                    let there = neighbour as usize / DISTRICT;
                    if there == here {
                        sums[neighbour as usize - first] += change;
                    } else {
                        letters[there].push((neighbour, change));
                    }
                }
            }
        });
    });
    sums.par_chunks_mut(DISTRICT).enumerate().for_each(|(here, sums)| {
        for &(to, change) in post.iter().flat_map(|letters| &letters[here]) {
            sums[to as usize - here * DISTRICT] += change;
        }
    });
}

impl Sight {
    /// Looks at everybody anew.
    pub fn anew<T: Sign>(&mut self, world: &World, shown: &[T]) {
        match &world.ties {
            Ties::Listed { same, other } => {
                same.sums(shown, &mut self.same);
                other.sums(shown, &mut self.other);
            }
            Ties::Complete => self.totals(world, shown),
        }
    }

    /// What was seen `before` becomes what is seen `now`: those who changed tell their neighbours.
    #[inline(never)]
    pub fn turns<T: Sign>(&mut self, world: &World, before: &[T], now: &[T]) {
        match &world.ties {
            Ties::Listed { same, other } => {
                #[cfg(feature = "threads")]
                if rayon::current_num_threads() > 1 && now.len() > DISTRICT {
                    together(same, before, now, &mut self.same, &mut self.post);
                    together(other, before, now, &mut self.other, &mut self.post);
                    return;
                }
                let [inside, across] = &mut self.messages;
                each_change(before, now, |posts| {
                    same.fetch(0, posts);
                    other.fetch(0, posts);
                    for &post in posts {
                        let change = now[post as usize].into() - before[post as usize].into();
                        inside.tell(same, post as usize, change, &mut self.same);
                        across.tell(other, post as usize, change, &mut self.other);
                    }
                });
                inside.arrive(&mut self.same);
                across.arrive(&mut self.other);
            }
            Ties::Complete => self.totals(world, now),
        }
    }

    fn totals<T: Sign>(&mut self, world: &World, shown: &[T]) {
        self.by_profession.clear();
        self.by_profession.resize(world.professions.len(), 0);
        for cell in 0..world.cells.len() {
            let sum: i64 = shown[world.cells.posts(cell)].iter().map(|&shown| i64::from(shown.into())).sum();
            self.by_profession[usize::from(world.cells.profession[cell])] += sum;
        }
        self.all = self.by_profession.iter().sum();
    }

    /// Weighted number of neighbours that some people see practising; of opinions, twice the sum of what they differ by.
    #[inline(always)]
    pub fn of<T: Sign>(&self, world: &World, shown: &[T], across: f32, posts: Range<usize>, seen: &mut [f32]) {
        const ONE: f32 = 1.0 / SHOWN_ONE;
        // A tie of mean weight counts as one neighbour; where all weigh the same, the mean is 1.
        let one = if let Ties::Listed { same, .. } = &world.ties { ONE / same.mean_weight() } else { ONE };
        if let Ties::Complete = world.ties {
            for (post, seen) in posts.zip(seen) {
                let own = self.by_profession[usize::from(world.posts.profession(&world.cells, post))];
                let same = (own - i64::from(shown[post].into())) as f32;
                *seen = (same + across * (self.all - own) as f32) * ONE;
            }
            return;
        }
        match (self.same.get(posts.clone()), self.other.get(posts)) {
            (None, None) => seen.fill(0.0),
            (Some(same), None) => {
                for (seen, &same) in seen.iter_mut().zip(same) {
                    *seen = same as f32 * one;
                }
            }
            (None, Some(other)) => {
                for (seen, &other) in seen.iter_mut().zip(other) {
                    *seen = across * other as f32 * one;
                }
            }
            (Some(same), Some(other)) => {
                for ((seen, &same), &other) in seen.iter_mut().zip(same).zip(other) {
                    *seen = (same as f32 + across * other as f32) * one;
                }
            }
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.same.len() + self.other.len()) * 4 + self.by_profession.len() * 8
    }
}

/// Calls for the posts at which two weeks differ, some dozens of them at a time, in order.
fn each_change<T: Sign>(before: &[T], now: &[T], mut call: impl FnMut(&[u32])) {
    const STEP: usize = 1024;
    let (mut changed, mut posts) = ([0u8; STEP], [0; STEP]);
    for (step, (before, now)) in before.chunks(STEP).zip(now.chunks(STEP)).enumerate() {
        let changed = &mut changed[..now.len()];
        for ((changed, before), now) in changed.iter_mut().zip(before).zip(now) {
            *changed = u8::from(before != now);
        }
        let mut count = 0;
        each_set(changed, |i| {
            posts[count] = (step * STEP + i) as u32;
            count += 1;
        });
        call(&posts[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::quantities::Whole;
    use crate::world::{Contact, Network, Population, Profession, Roster, Template, TieSettings};

    fn world(posts: u32, network: Network) -> World {
        let population =
            Population { template: Template::Trust, staff: Some(Whole::of(f64::from(posts))), ..Population::default() };
        let named = |name: &&str| Profession { name: name.to_string(), settings: Default::default() };
        let professions = population.professions().iter().map(named).collect();
        let dice = Dice::of_world(5, 0);
        let roster = match network {
            Network::Random => Roster::plain(posts),
            _ => population.roster(professions, &dice),
        };
        World::build(&roster, &population, &TieSettings { network, ..TieSettings::default() }, &dice)
    }

    /// What is seen of a few hundred changes is what is seen by looking anew.
    fn keeps_up(world: &World) {
        let posts = world.posts.len();
        let mut shown: Vec<u8> = (0..posts).map(|post| (post * 37 % 251) as u8 * u8::from(post % 3 == 0)).collect();
        let (mut kept, mut anew) = (Sight::default(), Sight::default());
        kept.anew(world, &shown);
        for week in 0..3 {
            let before = shown.clone();
            for post in (week..posts).step_by(posts / 300 + 1) {
                shown[post] = shown[post].wrapping_add(100 + week as u8);
            }
            kept.turns(world, &before, &shown);
            anew.anew(world, &shown);
            assert_eq!((&kept.same, &kept.other, kept.all), (&anew.same, &anew.other, anew.all));
        }
    }

    #[test]
    fn a_tie_of_mean_weight_is_one_neighbour() {
        let mut roster = Roster::plain(4);
        let contact = |a, b, weight| Contact { a, b, weight };
        let contacts = vec![contact(0, 1, 1.0), contact(1, 2, 3.0), contact(2, 3, 2.0)];
        roster.contacts = Some(std::sync::Arc::new(contacts));
        let world = World::build(&roster, &Population::default(), &TieSettings::default(), &Dice::of_world(5, 0));
        let shown = [64u8, 0, 64, 64];
        let (mut sight, mut seen) = (Sight::default(), [0.0; 4]);
        sight.anew(&world, &shown);
        sight.of(&world, &shown, 1.0, 0..4, &mut seen);
        // Weights 85, 255 and 170, mean 170: half a neighbour and one and a half; the tie of mean weight is one.
        assert_eq!(seen, [0.0, 2.0, 1.0, 1.0]);
        let exposure: Vec<f32> = (0..4).map(|post| seen[post] * world.per_tie(post)).collect();
        for (exposure, wanted) in exposure.iter().zip([0.0, 1.0, 0.4, 1.0]) {
            assert!((exposure - wanted).abs() < 1e-6, "{exposure} for {wanted}");
        }
    }

    #[test]
    fn sight_keeps_up_with_changes_of_unlike_weight() {
        let mut roster = Roster::plain(500);
        let contacts = (0..3000u32).map(|i| Contact { a: i % 500, b: i * 7919 % 499, weight: (1 + i % 9) as f32 });
        roster.contacts = Some(std::sync::Arc::new(contacts.collect()));
        keeps_up(&World::build(&roster, &Population::default(), &TieSettings::default(), &Dice::of_world(5, 0)));
    }

    #[test]
    fn sight_keeps_up_with_changes() {
        for network in [Network::Blocks, Network::Complete, Network::None] {
            keeps_up(&world(700, network));
        }
    }

    #[cfg(feature = "threads")]
    #[test]
    fn threads_tell_the_same() {
        let world = world(DISTRICT as u32 + 5000, Network::Random);
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| keeps_up(&world));
        }
    }
}
