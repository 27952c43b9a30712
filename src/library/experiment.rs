//! Paired experiments: the same worlds, the same dice, one thing changed; with a stated rate of error.
//!
//! Each is looked at after 16, 48 and 144 worlds of one run an arm. At every look the mean difference is held against
//! the margin by Student's t at a third of one in a thousand, one-sided, so that an experiment says something false with
//! a chance below one in a thousand (Bonferroni over the looks); what no look settles is undecided, and no pass.

use super::catalogue::{Row, Shown, Toward};
use crate::decide::{Digest, observed};
use crate::mechanisms::Mechanisms;
use crate::quantities::{Plain, Section, Whole};
use crate::scenario::{ArmSettings, Expectation, Scenario, Source, read};
use crate::study::statistics::{by_world, less, moments, quantile};
use crate::study::{Hooks, Plan, study};
use std::sync::atomic::AtomicBool;

/// The systems that experiments are done in, by name.
pub const BASES: &[(&str, &str)] = &[
    ("trust", include_str!("bases/trust.toml")),
    ("linked", include_str!("bases/linked.toml")),
    ("several", include_str!("bases/several.toml")),
    ("sequence", include_str!("bases/sequence.toml")),
    ("practices", include_str!("bases/practices.toml")),
];

/// Worlds at each look.
const LOOKS: [u32; 3] = [16, 48, 144];
/// The chance that an experiment says something false.
const ERROR: f64 = 0.001;

/// What an experiment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It went where it was said to go.
    Holds,
    /// It did not.
    Fails,
    /// Not settled.
    Undecided,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Mean difference, after less before; of the two changes for an interaction.
    pub difference: f64,
    /// Half the width of its interval at the last look.
    pub half: f64,
    /// Worlds in which it was defined.
    pub worlds: usize,
    /// What that says.
    pub verdict: Verdict,
}

/// An experiment that cannot be done as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NeverError(pub String);

/// What is asked of the differences: that they go somewhere, or that they come to no more than `by`.
fn judge(differences: &[f64], goes: Toward, by: f64, last: bool) -> Option<Found> {
    let worlds = differences.len();
    let (difference, sd) = moments(differences);
    let tail = ERROR / LOOKS.len() as f64;
    let half = match worlds {
        0 | 1 => f64::INFINITY,
        n => quantile(n as f64 - 1.0, 1.0 - tail) * sd / libm::sqrt(n as f64),
    };
    let (low, high) = (difference - half, difference + half);
    let verdict = match goes {
        Toward::Up if low > by => Verdict::Holds,
        Toward::Up if high <= by => Verdict::Fails,
        Toward::Down if high < -by => Verdict::Holds,
        Toward::Down if low >= -by => Verdict::Fails,
        Toward::Nowhere if low >= -by && high <= by => Verdict::Holds,
        Toward::Nowhere if low > by || high < -by => Verdict::Fails,
        _ if !last => return None,
        _ => Verdict::Undecided,
    };
    Some(Found { difference, half, worlds, verdict })
}

/// An experiment of a row, and what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Question<'a> {
    /// Where it goes.
    Goes,
    /// That without this nothing is left of it.
    GoneWithout(&'a str),
    /// That without this its size is another.
    OtherWithout(&'a str),
}

/// Everything that is asked of an experiment, each with what was found and in words.
///
/// # Errors
/// [`NeverError`] where it cannot be done: a base, a setting or a measure that is not there.
pub fn experiment(row: &Row, shown: &Shown) -> Result<Vec<(String, Found)>, NeverError> {
    let goes = match shown.goes {
        Toward::Up => "goes up",
        Toward::Down => "goes down",
        Toward::Nowhere => "stays",
    };
    let mut asked = vec![(format!("{} {goes}", shown.measure), Question::Goes)];
    if let Some(without) = &shown.without {
        asked.push((format!("not without {without}"), Question::GoneWithout(without)));
    }
    asked.extend(
        shown.through.iter().map(|other| (format!("otherwise without {other}"), Question::OtherWithout(other))),
    );
    let answer =
        |question| ask(shown, question).map_err(|NeverError(cause)| NeverError(format!("{}: {cause}", row.id)));
    asked.into_iter().map(|(words, question)| Ok((words, answer(question)?))).collect()
}

fn ask(shown: &Shown, question: Question<'_>) -> Result<Found, NeverError> {
    let mut found = None;
    for (look, worlds) in LOOKS.into_iter().enumerate() {
        let last = look + 1 == LOOKS.len();
        found = match question {
            Question::Goes => judge(&differences(shown, worlds, None)?, shown.goes, shown.by, last),
            Question::GoneWithout(without) => {
                let left = differences(shown, worlds, Some(without))?;
                let bound = if shown.by > 0.0 { shown.by / 2.0 } else { 1e-4 };
                judge(&left, Toward::Nowhere, bound, last)
            }
            Question::OtherWithout(other) => {
                let (all, less) = (differences(shown, worlds, None)?, differences(shown, worlds, Some(other))?);
                if all.len() != less.len() {
                    return Err(NeverError(format!("{} is not always defined without {other}", shown.measure)));
                }
                let change: Vec<f64> = all.iter().zip(&less).map(|(all, less)| all - less).collect();
                let up = judge(&change, Toward::Up, 0.0, last);
                if up.is_some_and(|up| up.verdict == Verdict::Fails) {
                    judge(&change, Toward::Down, 0.0, last)
                } else {
                    up
                }
            }
        };
        if found.is_some() {
            break;
        }
    }
    found.ok_or_else(|| NeverError("no look settled it".into()))
}

/// After less before in each world in which it is defined.
fn differences(shown: &Shown, worlds: u32, without: Option<&str>) -> Result<Vec<f64>, NeverError> {
    let interaction = !(shown.within.is_empty() && shown.than.is_empty());
    let kinds: &[(&str, &[String], &[String])] = if interaction {
        &[
            ("before", &shown.from, &shown.within),
            ("after", &shown.to, &shown.within),
            ("before-than", &shown.from, &shown.than),
            ("after-than", &shown.to, &shown.than),
        ]
    } else {
        &[("before", &shown.from, &[]), ("after", &shown.to, &[])]
    };
    let mut scenario: Option<Scenario> = None;
    for (name, own, besides) in kinds {
        let settings = arm(shown, own, besides, without)?;
        let whole = scenario.get_or_insert_with(|| Scenario { arms: Vec::new(), ..settings.clone() });
        whole.arms.extend(settings.arms.into_iter().take(1).map(|arm| ArmSettings { name: (*name).into(), ..arm }));
    }
    let Some(mut scenario) = scenario else { return Ok(Vec::new()) };
    scenario.run.worlds = Whole::of(f64::from(worlds));
    scenario.run.replicates = Whole::of(1.0);
    let never = AtomicBool::new(false);
    let results = study(&scenario, false, &Hooks { weeks_done: &|_| {}, stop: &never });
    let results = results.map_err(|error| NeverError(error.to_string()))?;
    let subjects = Plan::new(&scenario).into_subjects();
    let digest = Digest::unsummed(&scenario, &subjects, &results);
    let expected = looked_at(shown)?;
    let of = |arm: &str| observed(&digest, &expected, arm, shown.group.as_deref());
    let mut change = less(&of("after"), &of("before"));
    if interaction {
        change = less(&change, &less(&of("after-than"), &of("before-than")));
    }
    if change.is_empty() {
        return Err(NeverError(format!("there is no {} of {}", shown.measure, shown.initiative)));
    }
    Ok(by_world(&change))
}

/// What is looked at, as an expectation would say it.
fn looked_at(shown: &Shown) -> Result<Expectation, NeverError> {
    let mut expected = Expectation {
        measure: shown.measure.clone(),
        initiative: Some(shown.initiative.clone()),
        group: shown.group.clone(),
        ..Expectation::default()
    };
    for (key, text) in [("since", &shown.since), ("at", &shown.at)] {
        expected.put(key, &Plain::Text(text.clone())).map_err(|cause| NeverError(format!("{key}: {cause}")))?;
    }
    Ok(expected)
}

/// A scenario of one arm: the base with all that is set in it.
fn arm(shown: &Shown, own: &[String], besides: &[String], without: Option<&str>) -> Result<Scenario, NeverError> {
    let removed = without.map(|without| {
        if Mechanisms::NAMES.contains(&without) { format!("mechanisms.{without}=false") } else { without.to_string() }
    });
    let sets: Vec<String> = shown.set.iter().chain(besides).chain(own).chain(&removed).cloned().collect();
    base_with(&shown.base, &sets)
}

/// A base with settings: `table.key=value`, `.key=value` for one of the initiative `change`. What comes later replaces what
/// was said before of the same key.
///
/// # Errors
/// [`NeverError`] where there is no such base, or it refuses a setting.
pub fn base_with(name: &str, sets: &[String]) -> Result<Scenario, NeverError> {
    let Some((_, base)) = BASES.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = BASES.iter().map(|(name, _)| *name).collect();
        return Err(NeverError(format!("there is no base \"{name}\"; there are {}", known.join(", "))));
    };
    let mut last: Vec<(String, String)> = Vec::new();
    for set in sets {
        let set = if set.starts_with('.') { format!("initiatives.change{set}") } else { set.clone() };
        let key = set.split_once('=').map_or(set.clone(), |(key, _)| key.trim().to_string());
        last.retain(|(known, _)| *known != key);
        last.push((key, set));
    }
    let sets: Vec<String> = last.into_iter().map(|(_, set)| set).collect();
    let read = read(Source::new(format!("{name}.toml"), *base), &sets);
    read.map(|(scenario, _)| scenario).map_err(|problems| {
        let first =
            problems.list().first().map_or(String::new(), |problem| format!("{}: {}", problem.key, problem.cause));
        NeverError(format!("{first} (of {})", sets.join("; ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_judged_by_the_margin_and_the_side() {
        let some: Vec<f64> = (0..16).map(|i| 0.1 + 0.001 * f64::from(i % 2)).collect();
        let verdict = |goes, by| judge(&some, goes, by, true).unwrap().verdict;
        assert_eq!(verdict(Toward::Up, 0.05), Verdict::Holds);
        assert_eq!(verdict(Toward::Up, 0.2), Verdict::Fails);
        assert_eq!(verdict(Toward::Down, 0.0), Verdict::Fails);
        assert_eq!(verdict(Toward::Nowhere, 0.2), Verdict::Holds);
        let wide: Vec<f64> = (0..16).map(|i| f64::from(i % 2) - 0.5).collect();
        assert_eq!(judge(&wide, Toward::Up, 0.0, false), None);
        assert_eq!(judge(&wide, Toward::Up, 0.0, true).unwrap().verdict, Verdict::Undecided);
        // No difference at all is none in either direction.
        assert_eq!(judge(&[0.0; 16], Toward::Up, 0.0, false).unwrap().verdict, Verdict::Fails);
        assert_eq!(judge(&[0.0; 16], Toward::Nowhere, 1e-4, false).unwrap().verdict, Verdict::Holds);
    }
}
