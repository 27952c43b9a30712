//! A study in few numbers: what tables, screens and reports are made from, so that they cannot disagree.

use super::expected::judge;
use super::{Comparison, Judged, compare, margin_for};
use crate::observe::{Level, MEASURES, Record, WORTH_COUNTING, Weekly, measure_index};
use crate::quantities::Quantity;
use crate::scenario::Scenario;
use crate::study::statistics::{Mean, Observed, mean, percentiles, ratio_of_means};
use crate::study::{Results, Row, Subject};

/// A measure of an initiative in one arm, over its runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Index of the subject.
    pub subject: usize,
    /// The initiative.
    pub initiative: String,
    /// Index into [`MEASURES`].
    pub measure: usize,
    /// Mean, spread, interval, and in how many runs it was defined.
    pub mean: Mean,
    /// 5th, 50th and 95th percentile of the runs.
    pub percentiles: [f64; 3],
}

/// A measure of an initiative, one arm against the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Index of the subject.
    pub subject: usize,
    /// Index of the reference's subject.
    pub reference: usize,
    /// The initiative.
    pub initiative: String,
    /// Index into [`MEASURES`].
    pub measure: usize,
    /// What was found.
    pub found: Comparison,
}

/// A share in a week, over runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Mean over runs.
    pub mean: f64,
    /// 5th, 25th, 50th, 75th and 95th percentile.
    pub percentiles: [f64; 5],
    /// Runs in which it was defined.
    pub runs: usize,
}

/// A study in few numbers.
pub struct Digest<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Arms and twins.
    pub subjects: &'a [Subject],
    /// What was found.
    pub results: &'a Results,
    /// Every measure of every arm and twin.
    pub summaries: Vec<Summary>,
    /// Every measure of every arm against the reference.
    pub comparisons: Vec<Compared>,
}

/// Below this gain over the twin, retention is not defined.
pub(crate) const ENOUGH: f64 = 0.05;

impl<'a> Digest<'a> {
    /// A study whose summaries and comparisons are not asked for.
    pub fn unsummed(scenario: &'a Scenario, subjects: &'a [Subject], results: &'a Results) -> Self {
        Self { scenario, subjects, results, summaries: Vec::new(), comparisons: Vec::new() }
    }

    /// Sums a study up.
    pub fn new(scenario: &'a Scenario, subjects: &'a [Subject], results: &'a Results) -> Self {
        let mut digest = Self::unsummed(scenario, subjects, results);
        let reference = subjects.iter().position(|s| s.arm == scenario.reference() && !is_twin(s)).unwrap_or(0);
        for (subject, one) in subjects.iter().enumerate() {
            for (initiative, name) in digest.initiatives(subject).into_iter().enumerate() {
                for (measure, card) in MEASURES.iter().enumerate() {
                    if card.against_twin && is_twin(one) {
                        continue;
                    }
                    digest.summaries.push(digest.summary(subject, initiative, &name, measure));
                    if subject == reference || is_twin(one) {
                        continue;
                    }
                    let Some(there) = digest.initiatives(reference).iter().position(|other| *other == name) else {
                        continue;
                    };
                    let margin = margin_for(card.scale, scenario.decide.margin.value());
                    let (ours, theirs) =
                        (digest.observed(subject, initiative, measure), digest.observed(reference, there, measure));
                    digest.comparisons.push(Compared {
                        subject,
                        reference,
                        initiative: name.clone(),
                        measure,
                        found: compare(&ours, &theirs, margin),
                    });
                }
            }
        }
        digest
    }

    /// The names of a subject's initiatives, in order.
    pub fn initiatives(&self, subject: usize) -> Vec<String> {
        let course = &self.scenario.arms[self.subjects[subject].arm].settings.course;
        course.initiatives.iter().map(|named| named.name.clone()).collect()
    }

    /// The runs of a subject, in order of world and replicate.
    pub fn runs(&self, subject: usize) -> impl Iterator<Item = &'a Row> + '_ {
        // Rows stand subject by subject.
        let rows = &self.results.rows;
        let first = rows.partition_point(|row| row.subject < subject);
        rows[first..].iter().take_while(move |row| row.subject == subject)
    }

    /// A measure in every run of a subject; NaN where undefined, failed or stopped.
    pub fn observed(&self, subject: usize, initiative: usize, measure: usize) -> Vec<Observed> {
        self.runs(subject)
            .map(|row| Observed {
                world: row.id.world,
                value: record(row).map_or(f64::NAN, |record| record.measures[initiative][measure]),
            })
            .collect()
    }

    /// A weekly measure of a group at one moment, in every run of a subject; NaN where undefined, failed or stopped, or
    /// after the end of the run.
    pub fn weekly(&self, subject: usize, initiative: usize, group: usize, what: Weekly, week: usize) -> Vec<Observed> {
        self.runs(subject)
            .map(|row| Observed {
                world: row.id.world,
                value: record(row)
                    .filter(|record| week < record.weeks())
                    .map_or(f64::NAN, |record| f64::from(record.share(week, initiative, group, what))),
            })
            .collect()
    }

    /// What was expected, held against what was found.
    pub fn judged(&self) -> Vec<Judged<'a>> {
        judge(self)
    }

    /// The summary of a measure.
    pub fn find(&self, subject: usize, initiative: &str, measure: &str) -> Option<&Summary> {
        let measure = measure_index(measure);
        self.summaries.iter().find(|s| s.subject == subject && s.measure == measure && s.initiative == initiative)
    }

    /// A weekly share over the runs of a subject; nothing when no run has it.
    pub fn band(&self, subject: usize, initiative: usize, group: usize, what: Weekly, week: usize) -> Option<Band> {
        let mut values: Vec<f64> = self
            .runs(subject)
            .filter_map(record)
            .map(|record| f64::from(record.share(week, initiative, group, what)))
            .filter(|share| share.is_finite())
            .collect();
        let runs = values.len();
        (runs > 0).then(|| Band {
            mean: values.iter().sum::<f64>() / runs as f64,
            percentiles: percentiles(&mut values, [0.05, 0.25, 0.5, 0.75, 0.95]),
            runs,
        })
    }

    /// The groups of a subject's world that belong in the weekly table: all but single units.
    pub fn groups(&self, subject: usize) -> impl Iterator<Item = (usize, Level, &'a str)> + '_ {
        let groups = &self.results.groups[self.subjects[subject].world];
        groups.names.iter().enumerate().map(|(group, (level, name))| (group, *level, name.as_str()))
    }

    /// The groups in one world of a subject, units included where they were kept.
    pub fn groups_in(&self, subject: usize, world: u32) -> impl Iterator<Item = (usize, Level, &'a str)> + '_ {
        let groups = self.results.groups_of_worlds.get(&world).unwrap_or(&self.results.groups);
        let groups = &groups[self.subjects[subject].world];
        groups.names.iter().enumerate().map(|(group, (level, name))| (group, *level, name.as_str()))
    }

    fn summary(&self, subject: usize, initiative: usize, name: &str, measure: usize) -> Summary {
        // A study has all measures.
        let of = |measure| Some(self.observed(subject, initiative, measure));
        let (mean, percentiles) = sum_up(measure, &of).unwrap_or((Mean::UNDEFINED, [f64::NAN; 3]));
        Summary { subject, initiative: name.into(), measure, mean, percentiles }
    }
}

/// The measures that are summed up as the ratio of two means, so that runs in which the second is small do not dominate:
/// the two, and below what mean of the second the ratio is undefined.
pub const RATIOS: [(&str, [&str; 2], f64); 2] = [
    ("retention_12m", ["gain_12m", "gain_end"], ENOUGH),
    ("cost_per_adopter", ["cost_total", "adopters_12m"], WORTH_COUNTING),
];

/// A measure over runs: mean, and 5th, 50th and 95th percentile. `of` gives the runs of a measure; nothing comes of it
/// where it does not have one that is needed.
pub fn sum_up(measure: usize, of: &dyn Fn(usize) -> Option<Vec<Observed>>) -> Option<(Mean, [f64; 3])> {
    let values = of(measure)?;
    let mut plain: Vec<f64> = values.iter().map(|v| v.value).collect();
    let percentiles = percentiles(&mut plain, [0.05, 0.5, 0.95]);
    let mean = match RATIOS.iter().find(|(name, ..)| *name == MEASURES[measure].name) {
        None => mean(&values),
        Some((_, [above, below], enough)) => {
            let (above, below) = (of(measure_index(above))?, of(measure_index(below))?);
            let ratio = ratio_of_means(&above, &below);
            if mean(&below).mean >= *enough { ratio } else { Mean::UNDEFINED }
        }
    };
    Some((mean, percentiles))
}

/// The record of a run that reached its end.
pub fn record(row: &Row) -> Option<&Record> {
    row.outcome.as_ref().and_then(|outcome| outcome.as_ref().ok())
}

/// Whether a subject is a twin.
pub fn is_twin(subject: &Subject) -> bool {
    subject.name.ends_with(crate::study::TWIN)
}
