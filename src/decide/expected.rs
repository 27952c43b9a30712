//! What was expected, held against what the runs say: as expected, not as expected, or that they cannot tell.

use super::Digest;
use crate::engine::Named;
use crate::observe::{MEASURES, Scale, Weekly};
use crate::quantities::Quantity;
use crate::scenario::{Expectation, moment};
use crate::study::TWIN;
use crate::study::statistics::{Mean, Observed, less, mean};

/// What became of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The whole 95 % interval is where it was expected.
    AsExpected,
    /// The interval reaches to both sides, or nothing could be compared.
    CannotTell,
    /// The whole interval is where it was not expected.
    NotAsExpected,
}

impl Outcome {
    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::AsExpected => "as expected",
            Outcome::CannotTell => "cannot tell",
            Outcome::NotAsExpected => "not as expected",
        }
    }
}

/// One step of an expectation: that this is higher than that.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is expected to be lower: an arm, a group in an arm, a step between arms, or a stated value.
    pub lower: String,
    /// What is expected to be higher.
    pub higher: String,
    /// Higher less lower, paired run by run, with its interval clustered by world.
    pub found: Mean,
    /// What became of it.
    pub outcome: Outcome,
}

/// An expectation with what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged<'a> {
    /// What was expected, under its name.
    pub expectation: &'a Named<Expectation>,
    /// The initiative it is about; the first of the first arm where none is named.
    pub initiative: String,
    /// Its steps, one or more.
    pub steps: Vec<Step>,
    /// As expected where every step is, not as expected where one is not.
    pub outcome: Outcome,
}

/// How a measure is counted, run by run or week by week.
pub fn scale_of(measure: &str) -> Scale {
    if measure == Weekly::Regard.name() {
        return Scale::Ratio;
    }
    MEASURES.iter().find(|known| known.name == measure).map_or(Scale::Share, |known| known.scale)
}

/// All expectations of a study.
pub(super) fn judge<'a>(digest: &Digest<'a>) -> Vec<Judged<'a>> {
    digest.scenario.expectations.iter().map(|expectation| one(digest, expectation)).collect()
}

fn one<'a>(digest: &Digest<'_>, expectation: &'a Named<Expectation>) -> Judged<'a> {
    let expected = &expectation.item;
    let by = expected.by.value();
    let step = |lower: &str, higher: &str, found: Mean| {
        let outcome = if expected.alike { alike(found, by) } else { higher_by(found, by) };
        Step { lower: lower.into(), higher: higher.into(), found, outcome }
    };
    let values = |arm: &str, group: Option<&str>| observed(digest, expected, arm, group);
    let of = |arm: &str| values(arm, expected.group.as_deref());
    let mut steps = Vec::new();
    match (expected.order.as_slice(), expected.beyond.as_slice()) {
        ([arm], _) if !expected.groups.is_empty() => {
            for pair in expected.groups.windows(2) {
                let [lower, higher] = [&pair[0], &pair[1]];
                let found = mean(&less(&values(arm, Some(higher)), &values(arm, Some(lower))));
                steps.push(step(&format!("{lower} in {arm}"), &format!("{higher} in {arm}"), found));
            }
        }
        ([arm], _) => {
            let own = of(arm);
            if let Some(above) = expected.above {
                steps.push(step(&format!("{}", above.value()), arm, mean(&from(&own, above.value(), 1.0))));
            }
            if let Some(below) = expected.below {
                steps.push(step(arm, &format!("{}", below.value()), mean(&from(&own, below.value(), -1.0))));
            }
        }
        ([low, high], [other_low, other_high]) => {
            let larger = less(&of(high), &of(low));
            let smaller = less(&of(other_high), &of(other_low));
            let name = |low: &str, high: &str| format!("{low} to {high}");
            steps.push(step(&name(other_low, other_high), &name(low, high), mean(&less(&larger, &smaller))));
        }
        (order, _) => {
            for pair in order.windows(2) {
                let [lower, higher] = [&pair[0], &pair[1]];
                steps.push(step(lower, higher, mean(&less(&of(higher), &of(lower)))));
            }
        }
    }
    let outcome = steps.iter().map(|step| step.outcome).max().unwrap_or(Outcome::CannotTell);
    Judged { expectation, initiative: initiative(digest, expected), steps, outcome }
}

/// That the difference exceeds a margin.
fn higher_by(found: Mean, by: f64) -> Outcome {
    match found.interval {
        (low, _) if low > by => Outcome::AsExpected,
        (_, high) if high <= by => Outcome::NotAsExpected,
        _ => Outcome::CannotTell,
    }
}

/// That it stays within one.
fn alike(found: Mean, by: f64) -> Outcome {
    match found.interval {
        (low, high) if low >= -by && high <= by => Outcome::AsExpected,
        (low, high) if low > by || high < -by => Outcome::NotAsExpected,
        _ => Outcome::CannotTell,
    }
}

fn initiative(digest: &Digest<'_>, expected: &Expectation) -> String {
    let first = expected.order.first().and_then(|arm| subject(digest, arm));
    let own = first.and_then(|subject| digest.initiatives(subject).into_iter().next());
    expected.initiative.clone().or(own).unwrap_or_default()
}

fn subject(digest: &Digest<'_>, name: &str) -> Option<usize> {
    digest.subjects.iter().position(|subject| subject.name == name)
}

/// What is compared, in every run of an arm; nothing defined where the arm, initiative or group is not there.
pub fn observed(digest: &Digest<'_>, expected: &Expectation, arm: &str, group: Option<&str>) -> Vec<Observed> {
    let Some(subject) = subject(digest, arm) else { return Vec::new() };
    let names = digest.initiatives(subject);
    let index = match &expected.initiative {
        None => Some(0),
        Some(name) => names.iter().position(|own| own == name),
    };
    let Some(index) = index.filter(|index| *index < names.len()) else { return Vec::new() };
    if let Some(measure) = MEASURES.iter().position(|measure| measure.name == expected.measure) {
        return digest.observed(subject, index, measure);
    }
    let Some(what) = Weekly::ALL.into_iter().find(|weekly| weekly.name() == expected.measure) else {
        return Vec::new();
    };
    let plain = arm.strip_suffix(TWIN).unwrap_or(arm);
    let settings = digest.scenario.arms.iter().find(|other| other.name == plain).map(|arm| &arm.settings);
    let Some(item) = settings.and_then(|settings| settings.course.initiatives.get(index)) else { return Vec::new() };
    let place = match group {
        None => Some(0),
        Some(group) => digest.groups(subject).find(|(_, _, name)| *name == group).map(|(place, ..)| place),
    };
    let Some(place) = place else { return Vec::new() };
    digest.weekly(subject, index, place, what, moment(expected, &item.item) as usize)
}

/// How far values are above a value, or below it for a sign of −1.
fn from(values: &[Observed], value: f64, sign: f64) -> Vec<Observed> {
    values.iter().map(|own| Observed { world: own.world, value: sign * (own.value - value) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(low: f64, high: f64) -> Mean {
        Mean { mean: (low + high) / 2.0, sd: f64::NAN, interval: (low, high), runs: 9 }
    }

    #[test]
    fn an_interval_on_one_side_is_an_answer_and_one_across_is_none() {
        assert_eq!(higher_by(found(0.01, 0.02), 0.0), Outcome::AsExpected);
        assert_eq!(higher_by(found(0.01, 0.02), 0.015), Outcome::CannotTell);
        assert_eq!(higher_by(found(-0.01, 0.02), 0.0), Outcome::CannotTell);
        assert_eq!(higher_by(found(-0.02, -0.01), 0.0), Outcome::NotAsExpected);
        // No difference at all is no difference upwards.
        assert_eq!(higher_by(found(0.0, 0.0), 0.0), Outcome::NotAsExpected);
        assert_eq!(higher_by(found(f64::NAN, f64::NAN), 0.0), Outcome::CannotTell);
    }

    #[test]
    fn alike_is_within_the_margin_both_ways() {
        assert_eq!(alike(found(-0.01, 0.01), 0.02), Outcome::AsExpected);
        assert_eq!(alike(found(0.03, 0.04), 0.02), Outcome::NotAsExpected);
        assert_eq!(alike(found(0.01, 0.04), 0.02), Outcome::CannotTell);
    }
}
