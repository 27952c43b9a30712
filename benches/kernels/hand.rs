//! The hand-tuned kernel: adoption on a graph, with every week a sweep of
//! three short passes over blocks of 256 posts.
//!
//! * The graph is immutable and shared by all replicates. People are sorted by
//!   degree within windows of 4,096 and laid out in slices of sixteen, each
//!   slice padded to its longest list and stored neighbour by neighbour
//!   ("SELL-16"). A post is a person's place in that layout.
//! * The state is one byte a post, double-buffered; it is the only thing that
//!   neighbours read.
//! * Chance is addressed, not streamed: the words for a person and a week come
//!   from one Philox4x32-10 call, so no layout or order can change a draw.
//!
//! The block loop is compiled for AVX-512, AVX2 and the baseline; the program picks.

use super::Params;
use multiversion::multiversion;

/// Posts in one slice, which share one padded list length.
const LANES: usize = 16;
/// People who are sorted by degree among themselves.
const WINDOW: usize = 4096;
/// Posts in one block; the scratch of a block stays in the first-level cache.
const BLOCK: usize = 256;
/// The week whose words choose who starts as an adopter.
const SEEDING: u32 = 0;

const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// An undirected graph in slices of sixteen, with the addresses of its people.
pub struct Graph {
    people: usize,
    /// A whole number of blocks, and more than there are people: the posts past
    /// the last person never adopt, and the first of them pads the lists.
    posts: usize,
    /// Start of each slice's entries, with one more for the end of the last.
    starts: Vec<u32>,
    /// For each slice, sixteen first neighbours, then sixteen second ones, and
    /// so on, as posts. Every entry is below `posts`.
    entries: Vec<u32>,
    /// The two words of each person's address.
    address: [Vec<u32>; 2],
}

impl Graph {
    /// Lays out the graph given by the neighbours of each person. Person `i`
    /// has the address (0, `i`).
    pub fn new(neighbours: &[Vec<u32>]) -> Graph {
        let people = neighbours.len();
        let posts = (people + 1).next_multiple_of(BLOCK);
        let mut order: Vec<u32> = (0..people as u32).collect();
        for window in order.chunks_mut(WINDOW) {
            window.sort_by_key(|&person| neighbours[person as usize].len());
        }
        let mut post_of = vec![0; people];
        for (post, &person) in order.iter().enumerate() {
            post_of[person as usize] = post as u32;
        }
        let blank = people as u32;
        let (mut starts, mut entries) = (vec![0u32], Vec::new());
        for slice in 0..posts / LANES {
            let lists: [&[u32]; LANES] = std::array::from_fn(|lane| {
                let person = order.get(slice * LANES + lane);
                person.map_or(&[][..], |&person| &neighbours[person as usize])
            });
            let longest = lists.iter().map(|list| list.len()).max().unwrap_or(0);
            assert!(longest < 256, "a degree above 255 would overflow a sum");
            for place in 0..longest {
                for list in lists {
                    entries.push(list.get(place).map_or(blank, |&n| post_of[n as usize]));
                }
            }
            starts.push(u32::try_from(entries.len()).expect("too many ties"));
        }
        let mut address1 = order;
        address1.resize(posts, u32::MAX);
        let address = [vec![0; posts], address1];
        Graph { people, posts, starts, entries, address }
    }
}

/// The memory of a run, reused from one replicate to the next.
#[derive(Default)]
pub struct Arena {
    now: Vec<u8>,
    next: Vec<u8>,
    ranked: Vec<u64>,
}

/// One run of `weeks` weeks; returns the number of adopters after each.
///
/// `everybody` sums the neighbours of adopters too, as a rule would need by which adopters look about them as well. The
/// outcome is the same.
pub fn run(graph: &Graph, arena: &mut Arena, key: Key, weeks: u32, params: &Params, everybody: bool) -> Vec<u32> {
    arena.seed(graph, key, params.seeded);
    let (rates, keys) = (Rates::new(params, everybody), round_keys(key));
    let week = |week| sweep(graph, arena, &keys, week, &rates);
    (1..=weeks).map(week).collect()
}

impl Arena {
    /// Clears the states and makes adopters of the wanted share: those whose
    /// words for the seeding week are the lowest.
    fn seed(&mut self, graph: &Graph, key: Key, share: f64) {
        self.now.clear();
        self.now.resize(graph.posts, 0);
        self.next.resize(graph.posts, 0);
        let wanted = (graph.people as f64 * share).round() as usize;
        self.ranked.clear();
        self.ranked.extend((0..graph.people).map(|post| {
            let counter = [graph.address[0][post], graph.address[1][post], SEEDING, 0];
            (u64::from(philox(counter, key)[0]) << 32) | post as u64
        }));
        if wanted < graph.people {
            self.ranked.select_nth_unstable(wanted);
        }
        for &ranked in &self.ranked[..wanted] {
            self.now[ranked as u32 as usize] = 1;
        }
    }
}

/// Chances as thresholds: a word below the threshold means that it happens.
struct Rates {
    /// By the number of adopting neighbours.
    uptake: [u32; 256],
    lapse: u32,
    replacement: u32,
    everybody: bool,
}

impl Rates {
    fn new(params: &Params, everybody: bool) -> Rates {
        // The cast saturates: a chance of one falls short by one word in 2^32.
        let threshold = |chance: f64| (chance * 2f64.powi(32)).round() as u32;
        Rates {
            uptake: std::array::from_fn(|k| threshold(1.0 - (1.0 - params.uptake).powi(k as i32))),
            lapse: threshold(params.lapse),
            replacement: threshold(params.replacement),
            everybody,
        }
    }
}

type Key = [u32; 2];
type Keys = [[u64; 2]; 10];
type Words = [u32; BLOCK];
type States = [u8; BLOCK];

/// One Philox4x32-10 call.
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let start = counter.map(u64::from);
    let words = round_keys(key).into_iter().fold(start, round);
    words.map(|word| word as u32)
}

/// The keys of the ten rounds, widened once so that the rounds need not.
fn round_keys(key: [u32; 2]) -> Keys {
    std::array::from_fn(|r| [0, 1].map(|i| u64::from(key[i].wrapping_add(WEYL[i].wrapping_mul(r as u32)))))
}

/// One round on words held in the low halves of 64-bit lanes. What is left in
/// the high halves is never cleared: the masks cost nothing, because the vector
/// multiply reads the low halves only, and no lane is narrowed between rounds.
#[inline(always)]
fn round(c: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    const LOW: u64 = 0xFFFF_FFFF;
    let (p0, p1) = (MULTIPLIER[0] * (c[0] & LOW), MULTIPLIER[1] * (c[2] & LOW));
    let (hi0, hi1) = (p0 >> 32, p1 >> 32);
    [hi1 ^ c[1] ^ key[0], p1, hi0 ^ c[3] ^ key[1], p0]
}

/// One week for all posts; returns the adopters after it.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
fn sweep(graph: &Graph, arena: &mut Arena, keys: &Keys, week: u32, rates: &Rates) -> u32 {
    let Arena { now, next, .. } = arena;
    assert!(now.len() == graph.posts && next.len() == graph.posts);
    let own = now.as_chunks::<BLOCK>().0;
    let address = [0, 1].map(|i| graph.address[i].as_chunks::<BLOCK>().0);
    let (mut chance, mut words) = ([0u32; BLOCK], [[0u32; BLOCK]; 2]);
    let mut adopters = 0;
    for (block, next) in next.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
        neighbour_pass(graph, block, now, rates, &mut chance);
        random_pass(address.map(|a| &a[block]), week, keys, &mut words);
        let (states, count) = decision_pass(&own[block], &chance, &words, rates);
        *next = states;
        adopters += count;
    }
    std::mem::swap(now, next);
    adopters
}

/// Sums the adopting neighbours of a block's posts, and looks up the chance.
///
/// Only a non-adopter's sum bears on what happens next, so the others are
/// passed over, and their chances left stale, unless `everybody` is set. The
/// non-adopters are found sixty-four posts at a time, as the bits of a word.
/// Out of line, so compiled for the baseline: wider targets gain nothing here.
#[inline(never)]
fn neighbour_pass(graph: &Graph, block: usize, now: &[u8], rates: &Rates, chance: &mut Words) {
    const SLICES: usize = BLOCK / LANES;
    let starts = &graph.starts[block * SLICES..][..SLICES + 1];
    let rows = |slice: usize| {
        let entries = &graph.entries[starts[slice] as usize..starts[slice + 1] as usize];
        entries.as_chunks::<LANES>().0
    };
    // SAFETY: `Graph::new` writes entries below `posts` only, and `sweep`
    // asserts that the state is that long.
    let state = |post: u32| unsafe { *now.get_unchecked(post as usize) };
    if rates.everybody {
        for (slice, chances) in chance.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let rows = rows(slice);
            for (half, chances) in chances.as_chunks_mut::<8>().0.iter_mut().enumerate() {
                let mut sums = [0u8; 8];
                for row in rows {
                    for (lane, sum) in sums.iter_mut().enumerate() {
                        *sum += state(row[half * 8 + lane]);
                    }
                }
                *chances = sums.map(|sum| rates.uptake[usize::from(sum)]);
            }
        }
        return;
    }
    let own = now[block * BLOCK..][..BLOCK].as_chunks::<64>().0;
    for (group, states) in own.iter().enumerate() {
        let mut idle = 0u64;
        for (byte, eight) in states.as_chunks::<8>().0.iter().enumerate() {
            // The product gathers the lowest bits of eight bytes in its top byte.
            let flags = u64::from_le_bytes(*eight) ^ 0x0101_0101_0101_0101;
            idle |= (flags.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * byte);
        }
        while idle != 0 {
            let i = group * 64 + idle.trailing_zeros() as usize;
            let mut sum = 0u8;
            for row in rows(i / LANES) {
                sum += state(row[i % LANES]);
            }
            chance[i] = rates.uptake[usize::from(sum)];
            idle &= idle - 1;
        }
    }
}

/// Words 0 and 1 of the call at (address0, address1, week, 0), for each post.
/// Two distant posts to a step make twice as many independent chains, which
/// hide the latency of ten rounds in a row.
#[inline(always)]
fn random_pass(address: [&Words; 2], week: u32, keys: &Keys, words: &mut [Words; 2]) {
    const HALF: usize = BLOCK / 2;
    for i in 0..HALF {
        let j = i + HALF;
        let counter = |i: usize| [address[0][i].into(), address[1][i].into(), week.into(), 0];
        let (mut a, mut b) = (counter(i), counter(j));
        for &key in keys {
            (a, b) = (round(a, key), round(b, key));
        }
        (words[0][i], words[1][i]) = (a[0] as u32, a[1] as u32);
        (words[0][j], words[1][j]) = (b[0] as u32, b[1] as u32);
    }
}

/// Decides the next state of a block's posts without a branch, and counts. All
/// is kept in 32-bit integers; booleans here made a loop four times as slow.
#[inline(always)]
fn decision_pass(now: &States, chance: &Words, words: &[Words; 2], rates: &Rates) -> (States, u32) {
    let (mut next, mut adopters) = ([0; BLOCK], 0);
    for i in 0..BLOCK {
        let was = u32::from(now[i]);
        // What may happen is a change of state: lapse for adopters, else uptake.
        let threshold = chance[i] ^ ((chance[i] ^ rates.lapse) & was.wrapping_neg());
        let changes = u32::from(words[1][i] < threshold);
        let stays = u32::from(words[0][i] >= rates.replacement);
        let adopts = (was ^ changes) & stays;
        next[i] = adopts as u8;
        adopters += adopts;
    }
    (next, adopters)
}
