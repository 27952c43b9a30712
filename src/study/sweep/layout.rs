//! Where each run of a plan stands, by arithmetic alone: no list of runs is ever made.
//!
//! A case is what one arm comes to at one point; cases that are the same to the last setting are one. Runs stand in
//! stages, such that a plan cut short after any of them can be analysed: either every case has the same replicates, and
//! each stage doubles them, or (of a Sobol sequence) the first 1, 2, 4, … points have all of theirs. Within a stage runs
//! are ordered by world, case and replicate, so that what is built for one is used for the next. Chunks of a fixed size
//! never reach across stages.

use std::ops::Range;

/// A run: which case, in which world, which replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The case.
    pub case: u32,
    /// The world.
    pub world: u32,
    /// The replicate.
    pub replicate: u32,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its cases.
    pub cases: Range<u32>,
    /// Their replicates.
    pub replicates: Range<u32>,
    /// Points that are complete with it.
    pub points: u64,
    /// Its first chunk.
    first_chunk: u64,
}

/// The order of all runs of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Worlds.
    pub worlds: u32,
    /// Replicates in each.
    pub replicates: u32,
    /// Runs to a chunk.
    pub chunk: u64,
    /// The stages, in order.
    pub stages: Vec<Stage>,
}

impl Layout {
    /// The layout of a plan. `cuts` says after how many points it may be cut, and how many cases the points until there
    /// have; with a single cut, replicates are doubled instead.
    pub fn new(worlds: u32, replicates: u32, chunk: u64, cuts: &[(u64, u32)]) -> Self {
        let mut layout = Self { worlds, replicates, chunk: chunk.max(1), stages: Vec::new() };
        if let [(points, cases)] = cuts {
            let mut from = 0;
            while from < replicates {
                let to = (from * 2).clamp(1, replicates);
                layout.push(0..*cases, from..to, *points);
                from = to;
            }
        } else {
            let mut from = 0;
            for (points, cases) in cuts {
                layout.push(from..*cases, 0..replicates, *points);
                from = *cases;
            }
        }
        layout
    }

    fn push(&mut self, cases: Range<u32>, replicates: Range<u32>, points: u64) {
        let first_chunk = self.chunks();
        self.stages.push(Stage { cases, replicates, points, first_chunk });
    }

    fn runs_of(&self, stage: &Stage) -> u64 {
        u64::from(self.worlds) * stage.cases.len() as u64 * stage.replicates.len() as u64
    }

    /// All runs.
    pub fn runs(&self) -> u64 {
        self.stages.iter().map(|stage| self.runs_of(stage)).sum()
    }

    /// All chunks.
    pub fn chunks(&self) -> u64 {
        self.stages.last().map_or(0, |last| last.first_chunk + self.runs_of(last).div_ceil(self.chunk))
    }

    /// The chunks of a stage.
    pub fn chunks_of(&self, stage: usize) -> Range<u64> {
        let end = self.stages.get(stage + 1).map_or_else(|| self.chunks(), |next| next.first_chunk);
        self.stages[stage].first_chunk..end
    }

    /// The stage of a chunk.
    pub fn stage_of(&self, chunk: u64) -> usize {
        self.stages.partition_point(|stage| stage.first_chunk <= chunk).saturating_sub(1)
    }

    /// The runs of a chunk, in order.
    pub fn slots(&self, chunk: u64) -> impl Iterator<Item = Slot> + '_ {
        let stage = &self.stages[self.stage_of(chunk)];
        let from = (chunk - stage.first_chunk) * self.chunk;
        (from..(from + self.chunk).min(self.runs_of(stage))).map(|at| self.slot(stage, at))
    }

    fn slot(&self, stage: &Stage, at: u64) -> Slot {
        let (cases, replicates) = (stage.cases.len() as u64, stage.replicates.len() as u64);
        Slot {
            case: stage.cases.start + (at / replicates % cases) as u32,
            world: (at / replicates / cases) as u32,
            replicate: stage.replicates.start + (at % replicates) as u32,
        }
    }

    /// The chunk of a run, and its place in it; nothing for one that is not in the plan.
    pub fn place(&self, slot: Slot) -> Option<(u64, usize)> {
        let stage = self
            .stages
            .iter()
            .find(|stage| stage.cases.contains(&slot.case) && stage.replicates.contains(&slot.replicate))
            .filter(|_| slot.world < self.worlds)?;
        let (cases, replicates) = (stage.cases.len() as u64, stage.replicates.len() as u64);
        let case = u64::from(slot.case - stage.cases.start);
        let at =
            (u64::from(slot.world) * cases + case) * replicates + u64::from(slot.replicate - stage.replicates.start);
        Some((stage.first_chunk + at / self.chunk, (at % self.chunk) as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every run stands in one place, and that place is found again.
    fn is_sound(layout: &Layout, cases: u32) {
        let mut seen = BTreeSet::new();
        for chunk in 0..layout.chunks() {
            for (at, slot) in layout.slots(chunk).enumerate() {
                assert!(seen.insert(slot), "{slot:?} twice");
                assert_eq!(layout.place(slot), Some((chunk, at)));
            }
        }
        assert_eq!(seen.len() as u64, layout.runs());
        assert_eq!(layout.runs(), u64::from(cases) * u64::from(layout.worlds) * u64::from(layout.replicates));
    }

    #[test]
    fn replicates_double_from_stage_to_stage() {
        for (worlds, replicates, chunk) in [(1, 1, 1), (3, 10, 7), (2, 16, 1000), (1, 5, 1)] {
            let layout = Layout::new(worlds, replicates, chunk, &[(11, 9)]);
            is_sound(&layout, 9);
            let ends: Vec<u32> = layout.stages.iter().map(|stage| stage.replicates.end).collect();
            let expected: &[u32] = match replicates {
                1 => &[1],
                5 => &[1, 2, 4, 5],
                10 => &[1, 2, 4, 8, 10],
                _ => &[1, 2, 4, 8, 16],
            };
            assert_eq!(ends, expected);
        }
    }

    #[test]
    fn a_sequence_doubles_its_points() {
        let layout = Layout::new(2, 3, 4, &[(2, 2), (4, 3), (8, 6)]);
        is_sound(&layout, 6);
        assert_eq!(layout.stages.len(), 3);
        assert!(layout.stages.iter().all(|stage| stage.replicates == (0..3)));
        // 12, 6 and 18 runs, four to a chunk.
        assert_eq!([0, 1, 2].map(|stage| layout.chunks_of(stage)), [0..3, 3..5, 5..10]);
        assert_eq!(layout.slots(4).count(), 2);
    }

    #[test]
    fn what_is_not_planned_has_no_place() {
        let layout = Layout::new(2, 4, 5, &[(3, 3)]);
        let slot = Slot { case: 0, world: 0, replicate: 0 };
        assert!(layout.place(Slot { world: 2, ..slot }).is_none());
        assert!(layout.place(Slot { replicate: 4, ..slot }).is_none());
        assert!(layout.place(Slot { case: 3, ..slot }).is_none());
    }
}
