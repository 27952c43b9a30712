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
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Where each post's neighbours begin; one more than there are posts.
    starts: Vec<u32>,
    /// Neighbours.
    entries: Vec<u32>,
}

impl Rows {
    /// Whether there are no ties at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
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
        for (post, &shown) in shown.iter().enumerate().filter(|(_, shown)| **shown != 0) {
            self.tells(post, i32::from(shown), sums);
        }
    }

    /// A post shows so much more, or less, than it did: its neighbours' sums change by as much.
    #[inline]
    pub fn tells(&self, post: usize, change: i32, sums: &mut [i32]) {
        for &neighbour in self.neighbours(post) {
            sums[neighbour as usize] += change;
        }
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
        let mut entries = vec![0u32; starts[posts] as usize];
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
            let mut sums = vec![7; 3];
            rows.sums(&shown, &mut sums);
            for post in [3, 260, 8] {
                let change = 200 - i32::from(shown[post]);
                shown[post] = 200;
                rows.tells(post, change, &mut sums);
            }
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
