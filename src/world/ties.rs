//! Who sees whom: plain rows of neighbours. What everybody's neighbours show is kept as a running sum, and whoever is
//! seen to change tells their neighbours by how much. Few change in any one week, so that telling costs a fraction of
//! asking everyone again; and sums of whole numbers come out the same in whatever order they are told.

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
}

/// Neighbours read at a time.
const STEP: usize = 16;

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
            self.change[self.len..][..STEP].fill(change);
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

    /// For each post, the sum of what its neighbours show, from nothing. Left empty where nobody has ties.
    pub fn sums(&self, shown: &[u8], sums: &mut Vec<i32>) {
        sums.clear();
        if self.is_empty() {
            return;
        }
        sums.resize(self.starts.len() - 1, 0);
        let mut messages = Messages::default();
        for (post, &shown) in shown.iter().enumerate().filter(|(_, shown)| **shown != 0) {
            messages.tell(self, post, i32::from(shown), sums);
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
        (self.entries.len() + self.starts.len()) * 4
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
    let of = |wanted: bool| {
        let matches = |&&(a, b): &&(u32, u32)| (profession(a as usize) == profession(b as usize)) == wanted;
        let mut starts = vec![0u32; posts + 1];
        for &(a, b) in pairs.iter().filter(matches) {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        for post in 0..posts {
            starts[post + 1] += starts[post];
        }
        let mut next = starts.clone();
        let mut entries = vec![0u32; starts[posts] as usize + STEP];
        for &(a, b) in pairs.iter().filter(matches) {
            for (from, to) in [(a, b), (b, a)] {
                entries[next[from as usize] as usize] = to;
                next[from as usize] += 1;
            }
        }
        Rows { starts, entries }
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
    fn ties_are_mutual_and_counted_once() {
        let ties = listed(4, |_| 0, vec![(0, 1), (1, 0), (2, 2), (3, 1)]);
        assert_eq!(ties.neighbours(1, 4), [0, 3]);
        assert!(ties.neighbours(2, 4).is_empty());
        assert_eq!(ties.degree(0, 4), 1);
    }
}
