//! Chance is an address, not a sequence. A draw is a pure function of who decides, when, and what: nothing is handed
//! along, so nothing that one person does shifts what another one draws.
//!
//! The levels are seed → world → replicate → (post or unit, week, decision); the arm of a study is never part of an
//! address, which is what makes two arms differ only where something they changed can reach.

mod normal;
mod philox;

pub use normal::normal;
pub use philox::{BLOCK, philox, philox_block};

use std::convert::Infallible;

/// Who draws: 64 bits that belong to a post (or a unit) for good. It does not move when others come or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub u32, pub u32);

impl Address {
    /// The address of something that is known by its name alone: the 64-bit hash of Fowler, Noll and Vo (1a).
    pub fn of_name(name: &str) -> Self {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(hash as u32, (hash >> 32) as u32)
    }
}

/// What is decided. Each kind has words of its own, so that a new kind never shifts an old one.
///
/// The weekly kinds share blocks of four words: word 0 of block 0 moves the post (leaving, or being filled when
/// vacant), and initiative `i` has word `(i + 1) mod 4` of block `(i + 1) div 4`. One block a person and week is
/// therefore enough for three initiatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A block of weekly words, by number.
    Weekly(u8),
    /// The traits of an occupant; when = how many held the post before.
    Traits,
    /// Practice and habit at the start, per initiative.
    Start(u8),
    /// Whether a newcomer starts out practising, per initiative.
    Induction(u8),
    /// The order in which posts swap at a rotation.
    Rotation,
    /// Whether a post is one of those that rotate.
    RotatingPost,
    /// Whether an event reaches a post, per event.
    Event(u8),
    /// The size of a unit, per profession.
    Size(u8),
    /// The character of a unit or an organisation.
    Character,
    /// The calls a post makes to others, per class of tie.
    Calls(u8),
    /// The rewiring of a ring, per tie.
    Rewire(u8),
    /// The standing of a post.
    Standing,
    /// Whether a leader leaves, and who succeeds.
    Leader,
    /// Whether a successor backs an initiative.
    Backing(u8),
    /// An uncertain parameter, at an address made of its name; when = the number of the setting.
    Setting,
    /// The order in which a programme takes on units, per initiative.
    Wave(u8),
    /// The skill of someone at the start, and when an occupant is trained; when = how many held the post before.
    Skill,
    /// The luck of a unit's measured quality, per initiative.
    Luck(u8),
    /// Whether policy reorganises an organisation.
    Policy,
    /// Whether an organisation's goals change, and what they leave out, per initiative.
    Goals(u8),
    /// Whether a sponsor stops an initiative, and the impression of the week, per initiative.
    Patience(u8),
    /// Whose story is told, of those who fit: nothing in a run depends on it.
    Telling,
    /// Whether a middle manager is one who blocks.
    Blocks,
}

impl Decision {
    fn code(self) -> u32 {
        use Decision::*;
        let (kind, index) = match self {
            Weekly(block) => return u32::from(block),
            Traits => (1, 0),
            Start(i) => (2, i),
            Induction(i) => (3, i),
            Rotation => (4, 0),
            RotatingPost => (5, 0),
            Event(i) => (6, i),
            Size(i) => (7, i),
            Character => (8, 0),
            Calls(i) => (9, i),
            Rewire(i) => (10, i),
            Standing => (11, 0),
            Leader => (12, 0),
            Backing(i) => (13, i),
            Setting => (14, 0),
            Wave(i) => (15, i),
            Skill => (16, 0),
            Luck(i) => (17, i),
            Policy => (18, 0),
            Telling => (19, 0),
            Blocks => (20, 0),
            Goals(i) => (21, i),
            Patience(i) => (22, i),
        };
        kind << 16 | u32::from(index)
    }
}

/// The block and the word in it that belong to an initiative's weekly choice.
pub fn weekly_word(initiative: usize) -> (u8, usize) {
    (((initiative + 1) / 4) as u8, (initiative + 1) % 4)
}

/// The chance of one run, or of the structure of one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dice {
    key: [u32; 2],
}

/// Keeps the keys of structures, runs and pairs apart.
#[derive(Debug, Clone, Copy)]
enum Domain {
    World = 1,
    Run = 2,
    Pairs = 3,
    Design = 4,
}

impl Dice {
    /// What the structure of a world is drawn with: units, ties, the pool newcomers come from. The same for all
    /// replicates and arms.
    pub fn of_world(seed: u64, world: u32) -> Self {
        Self::derived([seed as u32, (seed >> 32) as u32], [world, 0, 0, Domain::World as u32])
    }

    /// What one replicate in one world lives through. The same for all arms.
    pub fn of_run(seed: u64, world: u32, replicate: u32) -> Self {
        Self::derived([seed as u32, (seed >> 32) as u32], [world, replicate, 0, Domain::Run as u32])
    }

    /// What the points of a design are drawn with; nothing of a run depends on it but the settings it is given.
    pub fn of_design(seed: u64) -> Self {
        Self::derived([seed as u32, (seed >> 32) as u32], [0, 0, 0, Domain::Design as u32])
    }

    fn derived(key: [u32; 2], counter: [u32; 4]) -> Self {
        let [a, b, ..] = philox(counter, key);
        Self { key: [a, b] }
    }

    /// Four words for one decision.
    pub fn words(&self, who: Address, when: u32, what: Decision) -> [u32; 4] {
        philox([who.0, who.1, when, what.code()], self.key)
    }

    /// The first of [`Dice::words`].
    pub fn word(&self, who: Address, when: u32, what: Decision) -> u32 {
        self.words(who, when, what)[0]
    }

    /// A uniform in [0, 1) for one decision.
    pub fn uniform(&self, who: Address, when: u32, what: Decision) -> f64 {
        uniform(self.word(who, when, what))
    }

    /// A word that belongs to two posts, the same whichever is named first.
    pub fn between(&self, one: Address, other: Address) -> u32 {
        self.pairs().between(one, other)
    }

    /// Dice for [`Dice::between`] with the key worked out once, for many pairs.
    pub fn pairs(&self) -> Pairs {
        Pairs { key: Self::derived(self.key, [0, 0, 0, Domain::Pairs as u32]).key }
    }

    /// The weekly words of up to [`BLOCK`] posts: `out[w][i]` is word `w` of `block` for the post at `(first[i],
    /// second[i])`, for the first `wanted` words at least.
    pub fn weekly(
        &self,
        first: &[u32],
        second: &[u32],
        week: u32,
        block: u8,
        wanted: usize,
        out: &mut [[u32; BLOCK]; 4],
    ) {
        philox_block(first, second, week, Decision::Weekly(block).code(), self.key, wanted, out);
    }

    /// As many words as wanted at one address, as a generator for the `rand` traits: for decisions whose number of
    /// words is not known beforehand.
    pub fn stream(&self, who: Address, what: Decision) -> Stream {
        Stream { key: self.key, who, what: what.code(), block: 0, words: [0; 4], used: 4 }
    }
}

/// See [`Dice::pairs`].
#[derive(Debug, Clone, Copy)]
pub struct Pairs {
    key: [u32; 2],
}

impl Pairs {
    /// A word that belongs to two posts, the same whichever is named first.
    pub fn between(&self, one: Address, other: Address) -> u32 {
        let (a, b) = if one <= other { (one, other) } else { (other, one) };
        philox([a.0, a.1, b.0, b.1], self.key)[0]
    }
}

/// A word as a uniform in [0, 1).
pub fn uniform(word: u32) -> f64 {
    f64::from(word) * (1.0 / 4_294_967_296.0)
}

/// See [`Dice::stream`].
#[derive(Debug, Clone)]
pub struct Stream {
    key: [u32; 2],
    who: Address,
    what: u32,
    block: u32,
    words: [u32; 4],
    used: usize,
}

impl rand::TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.used == 4 {
            self.words = philox([self.who.0, self.who.1, self.block, self.what], self.key);
            self.block = self.block.wrapping_add(1);
            self.used = 0;
        }
        self.used += 1;
        Ok(self.words[self.used - 1])
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = self.try_next_u32()?;
        Ok(u64::from(self.try_next_u32()?) << 32 | u64::from(low))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn no_two_decisions_share_a_code() {
        use Decision::*;
        let mut codes: Vec<u32> = (0..=16).map(|block| Weekly(block).code()).collect();
        for i in [0, 1, 255] {
            codes.extend(
                [Start(i), Induction(i), Event(i), Size(i), Calls(i), Rewire(i), Backing(i)].map(Decision::code),
            );
        }
        codes.extend(
            [Traits, Rotation, RotatingPost, Character, Standing, Leader, Setting, Telling].map(Decision::code),
        );
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn a_stream_starts_with_the_words_at_its_address() {
        let dice = Dice::of_run(1, 2, 3);
        let who = Address(4, 5);
        let mut stream = dice.stream(who, Decision::Calls(1));
        let words: Vec<u32> = (0..4).map(|_| stream.next_u32()).collect();
        assert_eq!(words, dice.words(who, 0, Decision::Calls(1)));
        assert_ne!(stream.next_u32(), words[0]);
    }

    #[test]
    fn weekly_words_are_the_words_at_the_address() {
        let dice = Dice::of_run(9, 0, 1);
        let mut out = [[0; BLOCK]; 4];
        dice.weekly(&[1, 2], &[3, 4], 7, 1, 4, &mut out);
        assert_eq!(out.map(|words| words[1]), dice.words(Address(2, 4), 7, Decision::Weekly(1)));
    }

    #[test]
    fn seeds_worlds_and_replicates_have_dice_of_their_own() {
        let mut keys = Vec::new();
        for seed in [0, 1, 1 << 32, u64::MAX] {
            for world in 0..4 {
                keys.push(Dice::of_world(seed, world).key);
                keys.extend((0..4).map(|replicate| Dice::of_run(seed, world, replicate).key));
            }
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn a_pair_draws_the_same_from_both_ends() {
        let dice = Dice::of_world(1, 0);
        let (a, b) = (Address(1, 2), Address(1, 3));
        assert_eq!(dice.between(a, b), dice.pairs().between(b, a));
    }
}
