//! Everyone looks: what neighbours showed last week, added up.

use super::places::each_set;
use super::state::SHOWN_ONE;
use crate::world::{Messages, Ties, World};
use std::ops::Range;

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
}

impl Sight {
    /// Looks at everybody anew.
    pub fn anew(&mut self, world: &World, shown: &[u8]) {
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
    pub fn turns(&mut self, world: &World, before: &[u8], now: &[u8]) {
        match &world.ties {
            Ties::Listed { same, other } => {
                let [inside, across] = &mut self.messages;
                each_change(before, now, |posts| {
                    same.fetch(posts);
                    other.fetch(posts);
                    for &post in posts {
                        let change = i32::from(now[post as usize]) - i32::from(before[post as usize]);
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

    fn totals(&mut self, world: &World, shown: &[u8]) {
        self.by_profession.clear();
        self.by_profession.resize(world.professions.len(), 0);
        for cell in 0..world.cells.len() {
            let sum: i64 = shown[world.cells.posts(cell)].iter().map(|&shown| i64::from(shown)).sum();
            self.by_profession[usize::from(world.cells.profession[cell])] += sum;
        }
        self.all = self.by_profession.iter().sum();
    }

    /// Weighted number of neighbours that some people see practising.
    #[inline(always)]
    pub fn of(&self, world: &World, shown: &[u8], across: f32, posts: Range<usize>, seen: &mut [f32]) {
        const ONE: f32 = 1.0 / SHOWN_ONE;
        if let Ties::Complete = world.ties {
            for (post, seen) in posts.zip(seen) {
                let own = self.by_profession[usize::from(world.posts.profession(&world.cells, post))];
                let same = (own - i64::from(shown[post])) as f32;
                *seen = (same + across * (self.all - own) as f32) * ONE;
            }
            return;
        }
        match (self.same.get(posts.clone()), self.other.get(posts)) {
            (None, None) => seen.fill(0.0),
            (Some(same), None) => {
                for (seen, &same) in seen.iter_mut().zip(same) {
                    *seen = same as f32 * ONE;
                }
            }
            (None, Some(other)) => {
                for (seen, &other) in seen.iter_mut().zip(other) {
                    *seen = across * other as f32 * ONE;
                }
            }
            (Some(same), Some(other)) => {
                for ((seen, &same), &other) in seen.iter_mut().zip(same).zip(other) {
                    *seen = (same as f32 + across * other as f32) * ONE;
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
fn each_change(before: &[u8], now: &[u8], mut call: impl FnMut(&[u32])) {
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
