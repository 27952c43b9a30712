//! Who sees whom: plain rows of neighbours. What everybody's neighbours show is kept as a running sum, and whoever is
//! seen to change tells their neighbours by how much. Few change in any one week, so that telling costs a fraction of
//! asking everyone again; and sums of whole numbers come out the same in whatever order they are told.
//!
//! Ties that are read may weigh more or less. Weights are whole numbers then, too, and what is seen is counted in ties of
//! mean weight; where all weigh the same there are no weights at all.

use super::roster::Contact;

/// Undirected ties between posts, those inside a profession apart from those across, so that tribal weights need no
/// look-up per tie.
#[derive(Debug, Clone, PartialEq)]
pub enum Ties {
    /// Everyone with everyone: kept as totals, never as a list.
    Complete,
    /// Listed ties.
    Listed {
        /// To posts of the same profession.
        same: Rows,
        /// To posts of other professions.
        other: Rows,
    },
}

/// Neighbour lists, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Where each post's neighbours begin; one more than there are posts.
    starts: Vec<u32>,
    /// Neighbours; behind the last one stand a few that nobody has, so that rows can be read in steps.
    entries: Vec<u32>,
    /// What each of the entries weighs; empty where all ties weigh the same.
    weights: Vec<u8>,
    /// Mean weight of all ties of the world; 1 where all weigh the same.
    mean_weight: f32,
}

/// Neighbours read at a time.
const STEP: usize = 16;

/// The most that the weights of one post's ties may sum to: times 250, the most anyone shows, it still is a whole number
/// of 32 bits.
const MOST_HEARD: u32 = 8_500_000;

/// What posts tell their neighbours, gathered to be told at one go: who hears it, and by how much it differs. Rows are
/// written over each other's unused ends, which does without a branch on every row's length; and the additions, now
/// in one list, wait for nothing but memory.
#[derive(Debug)]
pub struct Messages {
    len: usize,
    to: [u32; Self::ROOM],
    change: [i32; Self::ROOM],
}

impl Default for Messages {
    fn default() -> Self {
        Self { len: 0, to: [0; Self::ROOM], change: [0; Self::ROOM] }
    }
}

impl Messages {
    const ROOM: usize = 512;

    /// A post shows so much more, or less, than it did: its neighbours are to hear of it.
    #[inline]
    pub fn tell(&mut self, rows: &Rows, post: usize, change: i32, sums: &mut [i32]) {
        let (mut at, end) = (rows.starts[post] as usize, rows.starts[post + 1] as usize);
        while at < end {
            if self.len > Self::ROOM - STEP {
                self.arrive(sums);
            }
            self.to[self.len..][..STEP].copy_from_slice(&rows.entries[at..][..STEP]);
            match rows.weights.get(at..at + STEP) {
                None => self.change[self.len..][..STEP].fill(change),
                Some(weights) => {
                    for (told, &weight) in self.change[self.len..][..STEP].iter_mut().zip(weights) {
                        *told = change * i32::from(weight);
                    }
                }
            }
            self.len += STEP.min(end - at);
            at += STEP;
        }
    }

    /// What has been told is heard.
    #[inline]
    pub fn arrive(&mut self, sums: &mut [i32]) {
        for (&to, &change) in self.to.iter().zip(&self.change).take(self.len) {
            sums[to as usize] += change;
        }
        self.len = 0;
    }
}

impl Rows {
    /// Whether there are no ties at all.
    pub fn is_empty(&self) -> bool {
        self.entries.len() == STEP
    }

    /// Ties a post has.
    pub fn degree(&self, post: usize) -> usize {
        self.neighbours(post).len()
    }

    /// A post's neighbours, lowest first.
    #[inline]
    pub fn neighbours(&self, post: usize) -> &[u32] {
        &self.entries[self.starts[post] as usize..self.starts[post + 1] as usize]
    }

    /// A post's neighbours with what each tie weighs.
    #[cfg(feature = "threads")]
    pub(crate) fn weighed(&self, post: usize) -> impl Iterator<Item = (u32, i32)> {
        let range = self.starts[post] as usize..self.starts[post + 1] as usize;
        let weights = self.weights.get(range.clone()).unwrap_or_default();
        let weights = weights.iter().map(|&weight| i32::from(weight)).chain(std::iter::repeat(1));
        self.entries[range].iter().copied().zip(weights)
    }

    /// Mean weight of all ties: what counts as one neighbour.
    #[inline]
    pub fn mean_weight(&self) -> f32 {
        self.mean_weight
    }

    /// What a post's ties weigh together.
    fn strength(&self, post: usize) -> u32 {
        let range = self.starts[post] as usize..self.starts[post + 1] as usize;
        match self.weights.get(range.clone()) {
            Some(weights) => weights.iter().map(|&weight| u32::from(weight)).sum(),
            None => range.len() as u32,
        }
    }

    /// For each post, the sum of what its neighbours show, from nothing. Left empty where nobody has ties.
    pub fn sums<T: Copy + Into<i32>>(&self, shown: &[T], sums: &mut Vec<i32>) {
        sums.clear();
        if self.is_empty() {
            return;
        }
        sums.resize(self.starts.len() - 1, 0);
        let mut messages = Messages::default();
        let shown = shown.iter().map(|&shown| shown.into());
        for (post, shown) in shown.enumerate().filter(|(_, shown)| *shown != 0) {
            messages.tell(self, post, shown, sums);
        }
        messages.arrive(sums);
    }

    /// Reads a little of the rows of some posts, counted from `from`, so that memory fetches them all together rather than one after the other.
    /// Nothing depends on it but the time that [`Messages::tell`] then takes.
    #[inline]
    pub fn fetch(&self, from: usize, posts: &[u32]) {
        let ends = posts.iter().map(|&post| {
            let post = from + post as usize;
            let (first, last) = (self.starts[post] as usize, self.starts[post + 1] as usize);
            self.entries[first] ^ self.entries[last]
        });
        std::hint::black_box(ends.fold(0, |all, ends| all ^ ends));
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.entries.len() + self.starts.len()) * 4 + self.weights.len()
    }
}

/// Turns pairs of posts into ties: each pair once, no one tied to themselves.
pub(crate) fn listed(posts: usize, profession: impl Fn(usize) -> u8, mut pairs: Vec<(u32, u32)>) -> Ties {
    for pair in &mut pairs {
        *pair = (pair.0.min(pair.1), pair.0.max(pair.1));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|(a, b)| a != b);
    tied(posts, profession, &pairs, &[], 1.0)
}

/// The same for ties that are known with their weights. A pair that is there twice weighs what its heavier one does.
pub(crate) fn weighted(posts: usize, profession: impl Fn(usize) -> u8, contacts: &[Contact]) -> Ties {
    let mut ties: Vec<(u32, u32, f32)> = contacts
        .iter()
        .filter(|contact| contact.a != contact.b && (contact.a.max(contact.b) as usize) < posts)
        .map(|contact| (contact.a.min(contact.b), contact.a.max(contact.b), contact.weight))
        .collect();
    ties.sort_unstable_by(|one, two| (one.0, one.1).cmp(&(two.0, two.1)).then(two.2.total_cmp(&one.2)));
    ties.dedup_by_key(|tie| (tie.0, tie.1));
    let pairs: Vec<(u32, u32)> = ties.iter().map(|&(a, b, _)| (a, b)).collect();
    let mut degrees = vec![0u32; posts];
    for &(a, b) in &pairs {
        degrees[a as usize] += 1;
        degrees[b as usize] += 1;
    }
    // As fine as a byte allows, and coarser where someone has so many ties that their sum would not fit.
    let levels = (MOST_HEARD / degrees.iter().max().map_or(1, |&most| most.max(1))).clamp(1, 255);
    let heaviest = ties.iter().map(|tie| tie.2).fold(0.0f32, f32::max);
    let weights: Vec<u8> =
        ties.iter().map(|tie| (tie.2 / heaviest * levels as f32).round().clamp(1.0, levels as f32) as u8).collect();
    if weights.windows(2).all(|two| two[0] == two[1]) {
        return tied(posts, profession, &pairs, &[], 1.0);
    }
    let sum: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
    tied(posts, profession, &pairs, &weights, (sum as f64 / weights.len() as f64) as f32)
}

/// Rows of sorted pairs, each there once.
fn tied(
    posts: usize,
    profession: impl Fn(usize) -> u8,
    pairs: &[(u32, u32)],
    weights: &[u8],
    mean_weight: f32,
) -> Ties {
    let of = |wanted: bool| {
        let matches =
            |(_, (a, b)): &(usize, (u32, u32))| (profession(*a as usize) == profession(*b as usize)) == wanted;
        let pairs = || pairs.iter().copied().enumerate().filter(matches);
        let mut starts = vec![0u32; posts + 1];
        for (_, (a, b)) in pairs() {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        for post in 0..posts {
            starts[post + 1] += starts[post];
        }
        let mut next = starts.clone();
        let mut entries = vec![0u32; starts[posts] as usize + STEP];
        let mut weighing = vec![0u8; if weights.is_empty() { 0 } else { entries.len() }];
        for (pair, (a, b)) in pairs() {
            for (from, to) in [(a, b), (b, a)] {
                let at = next[from as usize] as usize;
                entries[at] = to;
                if let Some(weighing) = weighing.get_mut(at) {
                    *weighing = weights[pair];
                }
                next[from as usize] += 1;
            }
        }
        Rows { starts, entries, weights: weighing, mean_weight }
    };
    Ties::Listed { same: of(true), other: of(false) }
}

impl Ties {
    /// Established ties of a post.
    pub fn degree(&self, post: usize, posts: usize) -> usize {
        match self {
            Ties::Complete => posts - 1,
            Ties::Listed { same, other } => same.degree(post) + other.degree(post),
        }
    }

    /// One over a post's ties, each counted by its weight against the mean; 0 for someone without any.
    pub fn per_tie(&self, post: usize, posts: usize) -> f32 {
        match self {
            Ties::Listed { same, other } if !same.weights.is_empty() => {
                match same.strength(post) + other.strength(post) {
                    0 => 0.0,
                    strength => same.mean_weight / strength as f32,
                }
            }
            _ => match self.degree(post, posts) {
                0 => 0.0,
                ties => 1.0 / ties as f32,
            },
        }
    }

    /// A post's neighbours, lowest first. For tests and reports.
    pub fn neighbours(&self, post: usize, posts: usize) -> Vec<u32> {
        match self {
            Ties::Complete => (0..posts as u32).filter(|&other| other != post as u32).collect(),
            Ties::Listed { same, other } => {
                let mut all = [same.neighbours(post), other.neighbours(post)].concat();
                all.sort_unstable();
                all
            }
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        match self {
            Ties::Complete => 0,
            Ties::Listed { same, other } => same.bytes() + other.bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_the_sums_over_neighbours() {
        let posts = 531;
        let pairs: Vec<(u32, u32)> = (0..posts as u32)
            .flat_map(|i| (1..=(i % 7)).map(move |k| (i, (i * 31 + k * 977) % posts as u32)))
            .collect();
        let ties = listed(posts, |post| (post % 3) as u8, pairs);
        let mut shown: Vec<u8> = (0..posts).map(|post| (post % 251) as u8).collect();
        let Ties::Listed { same, other } = &ties else { panic!("listed") };
        for (rows, wanted) in [(same, true), (other, false)] {
            let (mut sums, mut messages) = (vec![7; 3], Messages::default());
            rows.sums(&shown, &mut sums);
            for post in [3, 260, 8] {
                let change = 200 - i32::from(shown[post]);
                shown[post] = 200;
                messages.tell(rows, post, change, &mut sums);
            }
            messages.arrive(&mut sums);
            for (post, &sum) in sums.iter().enumerate() {
                let neighbours = rows.neighbours(post);
                assert_eq!(neighbours.len(), rows.degree(post));
                assert!(neighbours.iter().all(|&other| (other as usize % 3 == post % 3) == wanted));
                assert_eq!(sum, neighbours.iter().map(|&other| i32::from(shown[other as usize])).sum::<i32>());
            }
        }
    }

    #[test]
    fn weighted_sums_are_told_by_weight() {
        let contact = |a, b, weight| Contact { a, b, weight };
        let ties = weighted(
            4,
            |post| (post == 3) as u8,
            &[contact(0, 1, 2.0), contact(1, 2, 8.0), contact(2, 1, 4.0), contact(3, 0, 0.001), contact(2, 2, 9.0)],
        );
        let Ties::Listed { same, other } = &ties else { panic!("listed") };
        // 2, 8 and 0.001 of 8 in 255 steps, none of them below 1.
        assert_eq!((same.strength(0), same.strength(1), other.strength(3)), (64, 64 + 255, 1));
        let mean = (64.0 + 255.0 + 1.0) / 3.0;
        assert_eq!(same.mean_weight(), mean as f32);
        assert_eq!(ties.per_tie(0, 4), mean as f32 / 65.0);
        let mut sums = Vec::new();
        same.sums(&[1, 10, 0, 7], &mut sums);
        assert_eq!(sums, [640, 64, 2550, 0]);
        other.sums(&[1, 10, 0, 7], &mut sums);
        assert_eq!(sums, [7, 0, 0, 1]);
    }

    #[test]
    fn equal_weights_are_no_weights() {
        let pairs = vec![(0, 1), (1, 2), (0, 3), (4, 1)];
        let contacts: Vec<Contact> = pairs.iter().map(|&(a, b)| Contact { a, b, weight: 0.3 }).collect();
        let profession = |post: usize| (post % 2) as u8;
        assert_eq!(weighted(6, profession, &contacts), listed(6, profession, pairs));
        assert_eq!(weighted(2, profession, &[]), listed(2, profession, Vec::new()));
    }

    #[test]
    fn nobody_is_tied_to_a_post_that_is_not_there() {
        let ties = weighted(2, |_| 0, &[Contact { a: 0, b: 2, weight: 1.0 }]);
        assert_eq!(ties.degree(0, 2), 0);
    }

    #[test]
    fn ties_are_mutual_and_counted_once() {
        let ties = listed(4, |_| 0, vec![(0, 1), (1, 0), (2, 2), (3, 1)]);
        assert_eq!(ties.neighbours(1, 4), [0, 3]);
        assert!(ties.neighbours(2, 4).is_empty());
        assert_eq!(ties.degree(0, 4), 1);
    }
}
