//! Who sees whom. Ties are laid out for the one thing that is done with them every week: adding up what everyone's
//! neighbours show.

use multiversion::multiversion;

/// Posts whose neighbours are added up in one go. Rows are sorted by degree within such a window, so that rows of
/// like length stand together and little is padded.
pub const WINDOW: usize = 4096;

/// Rows of a slice.
const SLICE: usize = 16;

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

/// Neighbour lists in slices of 16 rows, transposed: entry `k` of all 16 rows stands together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Posts.
    posts: usize,
    /// Where each slice's entries begin; one more than there are slices.
    starts: Vec<u32>,
    /// Per row in slice order, which post of its window it is.
    order: Vec<u16>,
    /// Neighbours; a gap holds the number of posts, at which nothing is ever shown.
    entries: Vec<u32>,
    /// Ties a post has in these rows.
    degrees: Vec<u16>,
}

impl Rows {
    /// Lays out neighbour lists. `lists` yields each post's neighbours in turn.
    pub(crate) fn new<'a>(posts: usize, lists: impl Fn(usize) -> &'a [u32]) -> Self {
        let degrees: Vec<u16> = (0..posts).map(|post| lists(post).len().min(usize::from(u16::MAX)) as u16).collect();
        if degrees.iter().all(|&degree| degree == 0) {
            return Self { posts, degrees, ..Self::default() };
        }
        let mut rows = Self { posts, starts: vec![0], degrees, ..Self::default() };
        let mut local: Vec<u16> = Vec::with_capacity(WINDOW);
        for first in (0..posts).step_by(WINDOW) {
            let size = WINDOW.min(posts - first);
            local.clear();
            local.extend(0..size as u16);
            local.sort_by_key(|&row| std::cmp::Reverse(rows.degrees[first + usize::from(row)]));
            for slice in local.chunks(SLICE) {
                let width = usize::from(rows.degrees[first + usize::from(slice[0])]);
                for k in 0..width {
                    for lane in 0..SLICE {
                        let neighbour = slice.get(lane).and_then(|&row| lists(first + usize::from(row)).get(k));
                        rows.entries.push(neighbour.copied().unwrap_or(posts as u32));
                    }
                }
                rows.starts.push(rows.entries.len() as u32);
                rows.order.extend_from_slice(slice);
            }
        }
        rows
    }

    /// Whether there are no ties at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Ties a post has.
    pub fn degree(&self, post: usize) -> usize {
        usize::from(self.degrees[post])
    }

    /// A post's neighbours, in no particular order. For tests and reports: walks a window.
    pub fn neighbours(&self, post: usize) -> Vec<u32> {
        if self.is_empty() {
            return Vec::new();
        }
        let window = post / WINDOW * WINDOW;
        let end = (window + WINDOW).min(self.posts);
        let at = (window..end).find(|&row| usize::from(self.order[row]) == post - window);
        let Some(row) = at else { return Vec::new() };
        // Slices never straddle windows, since a window is a whole number of slices.
        let (slice, lane) = (row / SLICE, row % SLICE);
        let entries = &self.entries[self.starts[slice] as usize..self.starts[slice + 1] as usize];
        entries.iter().skip(lane).step_by(SLICE).copied().filter(|&entry| entry < self.posts as u32).collect()
    }

    /// For each post of a window, the sum of what its neighbours show. `shown` has one more entry than there are
    /// posts, and that one is 0.
    pub fn sums(&self, window: usize, shown: &[u8], sums: &mut [u32]) {
        if self.is_empty() {
            sums.fill(0);
            return;
        }
        let first = window * WINDOW;
        let size = WINDOW.min(self.posts - first);
        let slices = first / SLICE..(first + size).div_ceil(SLICE);
        add_up(
            &self.starts[slices.start..=slices.end],
            &self.order[first..first + size],
            &self.entries,
            shown,
            &mut sums[..size],
        );
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.entries.len() * 4 + self.order.len() * 2 + self.starts.len() * 4 + self.degrees.len() * 2
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn add_up(starts: &[u32], order: &[u16], entries: &[u32], shown: &[u8], sums: &mut [u32]) {
    for (slice, rows) in order.chunks(SLICE).enumerate() {
        let mut total = [0u32; SLICE];
        let entries = &entries[starts[slice] as usize..starts[slice + 1] as usize];
        for column in entries.chunks_exact(SLICE) {
            for lane in 0..SLICE {
                total[lane] += u32::from(shown[column[lane] as usize]);
            }
        }
        for (&row, total) in rows.iter().zip(total) {
            sums[usize::from(row)] = total;
        }
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
        let mut lists = vec![0u32; starts[posts] as usize];
        for &(a, b) in pairs.iter().filter(matches) {
            for (from, to) in [(a, b), (b, a)] {
                lists[next[from as usize] as usize] = to;
                next[from as usize] += 1;
            }
        }
        Rows::new(posts, |post| &lists[starts[post] as usize..starts[post + 1] as usize])
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
                let mut all = same.neighbours(post);
                all.extend(other.neighbours(post));
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
        // A window and a bit, so that both borders are crossed.
        let posts = WINDOW + 37;
        let pairs: Vec<(u32, u32)> = (0..posts as u32)
            .flat_map(|i| (1..=(i % 7)).map(move |k| (i, (i * 31 + k * 977) % posts as u32)))
            .collect();
        let ties = listed(posts, |post| (post % 3) as u8, pairs);
        let mut shown: Vec<u8> = (0..posts).map(|post| (post % 251) as u8).collect();
        shown.push(0);
        let Ties::Listed { same, other } = &ties else { panic!("listed") };
        for (rows, wanted) in [(same, true), (other, false)] {
            for window in 0..2 {
                let mut sums = vec![7; WINDOW];
                rows.sums(window, &shown, &mut sums);
                for (row, &sum) in sums.iter().enumerate().take((posts - window * WINDOW).min(WINDOW)) {
                    let post = window * WINDOW + row;
                    let neighbours = rows.neighbours(post);
                    assert_eq!(neighbours.len(), rows.degree(post));
                    assert!(neighbours.iter().all(|&other| (other as usize % 3 == post % 3) == wanted));
                    assert_eq!(sum, neighbours.iter().map(|&other| u32::from(shown[other as usize])).sum::<u32>());
                }
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
