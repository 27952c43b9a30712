//! What screen and picture tell of one initiative, read off a digest once.

use crate::decide::{Band, Compared, Comparison, Digest, Verdict, compare, is_twin, margin_for, record};
use crate::observe::{Level, MEASURES, Weekly, measure_index};
use crate::quantities::Quantity;
use crate::study::statistics::Mean;
use crate::world::Initiative;

/// A mean of which nothing is known.
const NOTHING: Mean = Mean { mean: f64::NAN, sd: f64::NAN, interval: (f64::NAN, f64::NAN), runs: 0 };

/// What is left of the gain: the measure by which options are compared.
pub(super) const LEFT: &str = "gain_12m";

/// One arm that has the initiative.
pub(super) struct Arm<'d> {
    /// Index of the subject.
    pub subject: usize,
    /// Its name.
    pub name: &'d str,
    /// The initiative as this arm has it.
    pub initiative: &'d Initiative,
    /// Index of the initiative in this arm.
    index: usize,
    /// Index of the twin's subject.
    twin: Option<usize>,
}

/// One initiative in all arms that have it, the reference first if it is one of them.
pub(super) struct View<'d> {
    /// The study.
    pub digest: &'d Digest<'d>,
    /// The initiative's name.
    pub name: String,
    /// The arms.
    pub arms: Vec<Arm<'d>>,
}

/// True adoption in a week, over runs.
pub(super) struct Point {
    /// The week.
    pub week: u32,
    /// Mean of the arm.
    pub mean: f64,
    /// 5th and 95th percentile of the arm's runs; NaN with a single run.
    pub band: (f64, f64),
    /// Mean of the twin; NaN where there is none.
    pub twin: f64,
}

/// The profession that is lowest when the funding ends.
pub(super) struct Weakest {
    /// Its name.
    pub name: String,
    /// Its true adoption, the mean over runs.
    pub share: f64,
    /// Runs in which it was the lowest.
    pub lowest_in: usize,
    /// Runs.
    pub runs: usize,
}

impl Weakest {
    /// Whether it was the lowest in at least four runs of five, so that the name means something.
    pub fn is_mostly(&self) -> bool {
        5 * self.lowest_in >= 4 * self.runs
    }
}

/// When half of the gain was lost.
pub(super) struct HalfLife {
    /// Median over runs; infinite where most runs never lost half.
    pub median: f64,
    /// Runs that kept more than half to their end.
    pub never: usize,
    /// Runs with a gain to lose.
    pub runs: usize,
}

/// Runs of arms or of twins: how many there should be, and are.
pub(super) struct Tally {
    /// As planned.
    pub planned: u64,
    /// Reached their end.
    pub finished: u64,
    /// Failed.
    pub failed: u64,
}

impl<'d> View<'d> {
    /// Every initiative of a study, in the order of the arms that name them.
    pub fn all(digest: &'d Digest<'d>) -> Vec<View<'d>> {
        let mut views: Vec<View<'d>> = Vec::new();
        let reference = reference(digest);
        let arms = (0..digest.subjects.len()).filter(|&subject| !is_twin(&digest.subjects[subject]));
        let mut ordered: Vec<usize> = arms.collect();
        ordered.sort_by_key(|&subject| Some(subject) != reference);
        for subject in ordered {
            let one = &digest.subjects[subject];
            let twin = digest.subjects.iter().position(|other| other.arm == one.arm && is_twin(other));
            for (index, named) in digest.scenario.arms[one.arm].settings.course.initiatives.iter().enumerate() {
                let arm = Arm { subject, name: &one.name, initiative: &named.item, index, twin };
                match views.iter_mut().find(|view| view.name == named.name) {
                    Some(view) => view.arms.push(arm),
                    None => views.push(View { digest, name: named.name.clone(), arms: vec![arm] }),
                }
            }
        }
        views
    }

    /// Whether an arm is what the others are compared with.
    pub fn is_reference(&self, arm: &Arm<'_>) -> bool {
        reference(self.digest) == Some(arm.subject)
    }

    /// The arm the others are compared with, if it has the initiative.
    pub fn reference(&self) -> Option<&Arm<'d>> {
        self.arms.iter().find(|arm| self.is_reference(arm))
    }

    /// All other arms.
    pub fn others(&self) -> impl Iterator<Item = &Arm<'d>> + '_ {
        self.arms.iter().filter(|arm| !self.is_reference(arm))
    }

    /// A measure of an arm.
    pub fn mean(&self, arm: &Arm<'_>, measure: &str) -> Mean {
        self.digest.find(arm.subject, &self.name, measure).map_or(NOTHING, |summary| summary.mean)
    }

    /// A measure of an arm's twin.
    pub fn twin(&self, arm: &Arm<'_>, measure: &str) -> Mean {
        let summary = arm.twin.and_then(|twin| self.digest.find(twin, &self.name, measure));
        summary.map_or(NOTHING, |summary| summary.mean)
    }

    /// A measure of an arm in each run in which it is defined.
    pub fn runs(&self, arm: &Arm<'_>, measure: usize) -> Vec<f64> {
        let observed = self.digest.observed(arm.subject, arm.index, measure);
        observed.iter().map(|observed| observed.value).filter(|value| value.is_finite()).collect()
    }

    /// What is left in an arm against the reference.
    pub fn against(&self, arm: &Arm<'_>) -> Option<Comparison> {
        let measure = measure_index(LEFT);
        let here = |c: &&Compared| c.subject == arm.subject && c.measure == measure && c.initiative == self.name;
        self.digest.comparisons.iter().find(here).map(|compared| compared.found)
    }

    /// What is left in one arm against another that need not be the reference.
    pub fn between(&self, arm: &Arm<'_>, other: &Arm<'_>) -> Verdict {
        let measure = measure_index(LEFT);
        let left = |arm: &Arm<'_>| self.digest.observed(arm.subject, arm.index, measure);
        compare(&left(arm), &left(other), self.margin()).verdict
    }

    /// Below this a difference does not matter.
    pub fn margin(&self) -> f64 {
        margin_for(MEASURES[measure_index(LEFT)].scale, self.digest.scenario.decide.margin.value())
    }

    /// The arms from the one that keeps most to the one that keeps least; those of which it is not known come last.
    pub fn ranked(&self) -> Vec<&Arm<'d>> {
        let key = |arm: &Arm<'d>| {
            let left = self.mean(arm, LEFT).mean;
            let known = if left.is_nan() { self.mean(arm, "gain_end").mean } else { left };
            (left.is_nan(), if known.is_nan() { f64::INFINITY } else { -known })
        };
        let mut arms: Vec<&Arm<'d>> = self.arms.iter().collect();
        arms.sort_by(|a, b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
        arms
    }

    /// At most so many arms, in their own order: the reference, those that keep most and the one that keeps least.
    pub fn chosen(&self, most: usize) -> Vec<&Arm<'d>> {
        if self.arms.len() <= most {
            return self.arms.iter().collect();
        }
        let ranked = self.ranked();
        let mut chosen: Vec<usize> = self.reference().map(|arm| arm.subject).into_iter().collect();
        let last = ranked.last().into_iter();
        let rest = ranked.iter().take(ranked.len() - 1);
        // The last one takes its place before the middle ones do.
        for arm in ranked.first().into_iter().chain(last).chain(rest) {
            if chosen.len() < most && !chosen.contains(&arm.subject) {
                chosen.push(arm.subject);
            }
        }
        self.arms.iter().filter(|arm| chosen.contains(&arm.subject)).collect()
    }

    /// Runs of an arm that reached their end.
    pub fn finished(&self, arm: &Arm<'_>) -> usize {
        self.digest.runs(arm.subject).filter(|row| record(row).is_some()).count()
    }

    /// Weeks the run goes on after the funding.
    pub fn weeks_after(&self, arm: &Arm<'_>) -> u32 {
        self.digest.scenario.weeks().saturating_sub(arm.initiative.ends())
    }

    /// True adoption in the given weeks; nothing where no run has it.
    pub fn curve(&self, arm: &Arm<'_>, weeks: &[u32]) -> Vec<Point> {
        let band = |subject: usize, week: u32| -> Option<Band> {
            let within = week <= self.digest.scenario.weeks();
            within.then(|| self.digest.band(subject, arm.index, 0, Weekly::True, week as usize)).flatten()
        };
        let point = |&week: &u32| {
            let own = band(arm.subject, week)?;
            let twin = arm.twin.and_then(|twin| band(twin, week)).map_or(f64::NAN, |band| band.mean);
            let [low, .., high] = own.percentiles;
            let band = if own.runs > 1 { (low, high) } else { (f64::NAN, f64::NAN) };
            Some(Point { week, mean: own.mean, band, twin })
        };
        weeks.iter().filter_map(point).collect()
    }

    /// The profession that is lowest when the funding ends; nothing where there is only one to look at.
    pub fn weakest(&self, arm: &Arm<'_>) -> Option<Weakest> {
        let week = arm.initiative.ends();
        let world = self.digest.subjects[arm.subject].world;
        let groups = self.digest.results.groups.get(world)?;
        if week > self.digest.scenario.weeks() {
            return None;
        }
        let professions: Vec<usize> = groups.level(Level::Profession).collect();
        let runs: Vec<Vec<f64>> = self
            .digest
            .runs(arm.subject)
            .filter_map(record)
            .map(|record| {
                let share = |&group: &usize| f64::from(record.share(week as usize, arm.index, group, Weekly::True));
                professions.iter().map(share).collect()
            })
            .collect();
        let mean_of = |profession: usize| {
            let shares: Vec<f64> = runs.iter().map(|run| run[profession]).filter(|share| share.is_finite()).collect();
            (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
        };
        let known: Vec<(usize, f64)> =
            (0..professions.len()).filter_map(|profession| Some((profession, mean_of(profession)?))).collect();
        let (lowest, share) = known.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| known.len() > 1)?;
        let is_lowest = |run: &&Vec<f64>| run.iter().all(|other| other.is_nan() || run[lowest] <= *other);
        let lowest_in = runs.iter().filter(is_lowest).count();
        let name = groups.names[professions[lowest]].1.clone();
        Some(Weakest { name, share, lowest_in, runs: runs.len() })
    }

    /// When half of the gain was lost, runs that never lost it counted as later than all others.
    pub fn half_life(&self, arm: &Arm<'_>) -> Option<HalfLife> {
        let of = |measure: &str| self.digest.observed(arm.subject, arm.index, measure_index(measure));
        // Defined exactly where a run gained enough for its loss to mean something.
        let enough = of("gain_end").into_iter().map(|gain| gain.value >= crate::decide::ENOUGH);
        let mut lost: Vec<f64> = of("half_life")
            .iter()
            .zip(enough)
            .filter(|(_, enough)| *enough)
            .map(|(weeks, _)| if weeks.value.is_nan() { f64::INFINITY } else { weeks.value })
            .collect();
        lost.sort_by(f64::total_cmp);
        let median = *lost.get(lost.len().checked_sub(1)? / 2)?;
        Some(HalfLife { median, never: lost.iter().filter(|weeks| weeks.is_infinite()).count(), runs: lost.len() })
    }
}

/// The subject the others are compared with.
fn reference(digest: &Digest<'_>) -> Option<usize> {
    digest.subjects.iter().position(|subject| subject.arm == digest.scenario.reference() && !is_twin(subject))
}

/// The runs of all arms, or of all twins.
pub(super) fn tally(digest: &Digest<'_>, twins: bool) -> Tally {
    let run = &digest.scenario.run;
    let subjects = digest.subjects.iter().filter(|subject| is_twin(subject) == twins).count() as u64;
    let planned = subjects * run.worlds.count() as u64 * run.replicates.count() as u64;
    let rows = || digest.results.rows.iter().filter(|row| is_twin(&digest.subjects[row.subject]) == twins);
    let finished = rows().filter(|row| record(row).is_some()).count() as u64;
    let failed = rows().filter(|row| matches!(row.outcome, Some(Err(_)))).count() as u64;
    Tally { planned, finished, failed }
}

/// What intervals are over.
pub(super) enum Over {
    /// So many worlds in which a run was finished.
    Worlds(usize),
    /// So many runs of an arm in the one world there is.
    Runs(usize),
}

/// What the intervals of a study are over: worlds, where runs of more than one were begun.
pub(super) fn over(digest: &Digest<'_>) -> Over {
    let worlds = |finished: bool| {
        let rows = digest.results.rows.iter().filter(|row| !finished || record(row).is_some());
        let mut worlds: Vec<u32> = rows.map(|row| row.id.world).collect();
        worlds.sort_unstable();
        worlds.dedup();
        worlds.len()
    };
    if worlds(false) > 1 {
        return Over::Worlds(worlds(true));
    }
    let runs = |subject: usize| digest.runs(subject).filter(|row| record(row).is_some()).count();
    Over::Runs((0..digest.subjects.len()).map(runs).max().unwrap_or(0))
}
