//! A worker: lives the chunks of its shard that are not there yet, in order, each written whole or not at all.

use super::chunk::{self, Kept, Stage};
use super::error::{SweepError, at};
use super::plan::PlanFolder;
use super::reuse::{Earlier, Opened, either, runs_of};
use crate::output::folder::{sync, tidy};
use crate::study::Hooks;
use crate::study::sweep::{Bench, Key, Slot};
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Which part of a plan a worker does: part `index` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Default for Shard {
    fn default() -> Self {
        Self { index: 1, of: 1 }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// A text that names no shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no shard; write I/N with I from 1 to N, such as 3/8")]
pub struct ShardError(pub String);

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parse = || {
            let (index, of) = text.split_once('/')?;
            Some(Self { index: index.parse().ok()?, of: of.parse().ok()? })
        };
        parse().filter(|shard| (1..=shard.of).contains(&shard.index)).ok_or_else(|| ShardError(text.into()))
    }
}

impl Shard {
    /// Its chunks, in order. Dealt one by one, so that all shards are in the same stage at the same time.
    pub fn chunks(self, all: u64) -> impl Iterator<Item = u64> {
        (self.index - 1..all).step_by(self.of.max(1) as usize)
    }
}

/// What a worker came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Chunks of the shard.
    pub chunks: u64,
    /// Of those, chunks that were there already.
    pub there: u64,
    /// Runs lived.
    pub lived: u64,
    /// Runs found again: in a chunk that was begun or is damaged, or in an earlier plan.
    pub found_again: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Files that could not be believed, and why; what was lost of them was run again.
    pub damaged: Vec<String>,
    /// Earlier plans of the folder that could not be used, and why.
    pub unusable: Vec<String>,
    /// Whether it was told to stop before all was done.
    pub interrupted: bool,
}

struct Worker<'a> {
    plan: &'a PlanFolder,
    earlier: Earlier,
    hooks: &'a Hooks<'a>,
    done: Mutex<Done>,
    /// Chunks that were found whole, or made so.
    whole: Mutex<BTreeSet<u64>>,
    /// Set with the first error: the others need not begin another chunk.
    broken: AtomicBool,
    error: Mutex<Option<SweepError>>,
}

/// Does a shard of a plan on the threads there are.
///
/// # Errors
/// [`SweepError`], such as a full disk or a plan that was changed meanwhile; chunks finished before are kept.
pub fn work(plan: &PlanFolder, shard: Shard, hooks: &Hooks<'_>) -> Result<Done, SweepError> {
    let directory = plan.chunks();
    fs::create_dir_all(&directory).map_err(at(&directory))?;
    sync(&plan.directory);
    let chunks: Vec<u64> = shard.chunks(plan.layout.chunks()).collect();
    let (earlier, unusable) = Earlier::new(plan);
    let worker = Worker {
        plan,
        earlier,
        hooks,
        done: Mutex::new(Done { chunks: chunks.len() as u64, unusable, ..Done::default() }),
        whole: Mutex::default(),
        broken: AtomicBool::new(false),
        error: Mutex::new(None),
    };
    // In ascending order, so that a worker that is stopped leaves a beginning of the plan behind.
    let next = AtomicU64::new(0);
    on_each_thread(&|| {
        let mut bench = Bench::default();
        while let Some(&number) = chunks.get(next.fetch_add(1, Relaxed) as usize) {
            if hooks.stop.load(Relaxed) || worker.broken.load(Relaxed) {
                return;
            }
            if let Err(error) = worker.chunk(number, &mut bench) {
                worker.broken.store(true, Relaxed);
                if let Ok(mut first) = worker.error.lock() {
                    first.get_or_insert(error);
                }
            }
        }
    });
    let whole = worker.whole.into_inner().unwrap_or_default();
    tidy(&directory, &|file| chunk::number_of(file).is_some_and(|number| whole.contains(&number)));
    if let Some(error) = worker.error.into_inner().ok().flatten() {
        return Err(error);
    }
    let mut done = worker.done.into_inner().unwrap_or_default();
    done.interrupted = hooks.stop.load(Relaxed);
    done.damaged.sort();
    Ok(done)
}

#[cfg(feature = "threads")]
fn on_each_thread(work: &(dyn Fn() + Sync)) {
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| work());
        }
    });
}

#[cfg(not(feature = "threads"))]
fn on_each_thread(work: &(dyn Fn() + Sync)) {
    work();
}

impl Worker<'_> {
    fn count(&self, count: impl FnOnce(&mut Done)) {
        if let Ok(mut done) = self.done.lock() {
            count(&mut done);
        }
    }

    fn is_whole(&self, number: u64) {
        if let Ok(mut whole) = self.whole.lock() {
            whole.insert(number);
        }
    }

    /// Makes one chunk whole, unless it is.
    fn chunk(&self, number: u64, bench: &mut Bench) -> Result<(), SweepError> {
        let plan = self.plan;
        let runs = runs_of(plan, number);
        let found = either(plan, number)?;
        let weeks = runs.iter().map(|(_, slot)| plan.weeks(*slot)).sum::<u64>();
        if found.is_whole() {
            (self.hooks.weeks_done)(weeks);
            self.count(|done| done.there += 1);
            chunk::forget_begun(&plan.chunks(), number);
            self.is_whole(number);
            return Ok(());
        }
        if let Some(why) = &found.amiss {
            let path = chunk::path(&plan.chunks(), number, Stage::Whole);
            self.count(|done| done.damaged.push(format!("{}: {why}", path.display())));
        }
        let subjects = plan.columns.subjects();
        let mut rows = found.rows;
        let mut left = Vec::new();
        let mut opened = Opened::default();
        for (at, (key, slot)) in runs.iter().enumerate() {
            let place = at * subjects.len()..(at + 1) * subjects.len();
            if rows[place.clone()].iter().any(Option::is_none) {
                match self.earlier.find(*key, *slot, &mut opened)? {
                    Some(kept) => rows[place].clone_from_slice(&kept.into_iter().map(Some).collect::<Vec<_>>()),
                    None => left.push(at),
                }
            }
        }
        let again = (runs.len() - left.len()) as u64;
        (self.hooks.weeks_done)(weeks - left.iter().map(|at| plan.weeks(runs[*at].1)).sum::<u64>());
        let (lived, failed) = self.live(&runs, &left, &mut rows, bench)?;
        let whole = rows.iter().all(Option::is_some);
        if whole || lived > 0 {
            plan.is_unchanged()?;
            let stage = if whole { Stage::Whole } else { Stage::Begun };
            chunk::write(&plan.chunks(), number, stage, &plan.columns, &rows)?;
        }
        if whole {
            self.is_whole(number);
        }
        self.count(|done| {
            done.lived += lived;
            done.found_again += again;
            done.failed += failed;
        });
        Ok(())
    }

    /// Lives what is left of a chunk; how many runs were lived, and how many of those failed.
    fn live(
        &self,
        runs: &[(Key, Slot)],
        left: &[usize],
        rows: &mut [Option<Kept>],
        bench: &mut Bench,
    ) -> Result<(u64, u64), SweepError> {
        let (plan, subjects) = (self.plan, self.plan.columns.subjects());
        let slots: Vec<Slot> = left.iter().map(|&at| runs[at].1).collect();
        let (mut next, mut failed) = (left.iter(), 0);
        let mut believed = BTreeSet::new();
        bench.live(&plan.sweep, &plan.cases.cases, &plan.cases.arms, &slots, self.hooks, |slot, scenario, lived| {
            let case = plan.case(slot);
            if believed.insert(slot.case) {
                plan.believe(case, scenario)?;
            }
            let Some(&at) = next.next() else { return Ok(()) };
            for (which, subject) in subjects.iter().enumerate() {
                let address = (case.key, slot, *subject);
                let (row, series) = plan.columns.row(address, subject.of(&lived), &lived.initiatives, lived.groups);
                rows[at * subjects.len() + which] = Some(Kept { row, series });
            }
            failed += u64::from(!matches!(lived.arm.outcome, Some(Ok(_))));
            Ok::<(), SweepError>(())
        })?;
        Ok(((left.len() - next.len()) as u64, failed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_chunks_and_none_twice() {
        for of in [1, 3, 7] {
            let mut all: Vec<u64> = (1..=of).flat_map(|index| Shard { index, of }.chunks(20)).collect();
            all.sort_unstable();
            assert_eq!(all, (0..20).collect::<Vec<_>>());
        }
        assert_eq!("3/8".parse(), Ok(Shard { index: 3, of: 8 }));
        for bad in ["0/8", "9/8", "3", "a/b", "1/0", "-1/3", ""] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
