//! Where the terms of the literature are found in the model: the ten challenges of the Health Foundation's report, the
//! consolidated framework for implementation research and normalisation process theory, set beside mechanisms and levers.
//!
//! A mechanism or lever is named as `explain` knows it; whatever is new must be put into a challenge, or be excused: tests
//! say so.

mod challenges;
mod framework;
mod normalisation;

pub use challenges::CHALLENGES;
pub use framework::CFIR;
pub use normalisation::NORMALISATION;

/// Mechanisms that stand in no challenge, each with the reason.
pub const BESIDE_THE_CHALLENGES: &[(&str, &str)] = &[];

/// A term and what stands for it in the model.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The term, under the name its source gives it.
    pub term: &'static str,
    /// The name it has in a later version of the source, where that is another.
    pub later: &'static str,
    /// The mechanisms.
    pub mechanisms: &'static [&'static str],
    /// The levers and settings, as `topic.field`.
    pub levers: &'static [&'static str],
    /// What of the term is not represented, or how little of it is.
    pub missing: &'static str,
}

/// Terms under one heading.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The heading.
    pub name: &'static str,
    /// Its terms.
    pub links: &'static [Link],
}

const fn link(
    term: &'static str,
    mechanisms: &'static [&'static str],
    levers: &'static [&'static str],
    missing: &'static str,
) -> Link {
    Link { term, later: "", mechanisms, levers, missing }
}

const fn renamed(later: &'static str, link: Link) -> Link {
    Link { later, ..link }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::Mechanisms;
    use crate::quantities::Grade;
    use crate::report::topics;
    use std::collections::BTreeSet;

    const HERE: &str = "src/report/odd/mapping";

    /// Settings of initiatives, leaders and resources that stand in no challenge, each with the reason.
    const NO_LEVERS: &[(&str, &str)] = &[
        ("initiative.practice", "a name"),
        ("initiative.targets", "whom the scenario is about"),
        ("initiative.reaches", "whom the scenario is about"),
        ("initiative.organic", "what happens anyway"),
        ("initiative.starts", "the timetable of the scenario"),
        ("initiative.newcomers", "what the profession at large does"),
    ];

    fn links() -> impl Iterator<Item = &'static Link> {
        let groups = CFIR.iter().chain(NORMALISATION).flat_map(|group| group.links);
        CHALLENGES.iter().chain(groups)
    }

    fn is_setting(path: &str) -> bool {
        let found = path.split_once('.').and_then(|(table, field)| {
            let topics = topics();
            topics.iter().find(|topic| topic.name == table)?.field(field).map(|_| ())
        });
        found.is_some()
    }

    #[test]
    fn every_mechanism_and_lever_that_is_named_is_there() {
        for link in links() {
            for name in link.mechanisms {
                assert!(Mechanisms::NAMES.contains(name), "{}: there is no {name}", link.term);
            }
            for lever in link.levers {
                assert!(is_setting(lever), "{}: there is no {lever}", link.term);
            }
            let twice = link.mechanisms.len() != link.mechanisms.iter().collect::<BTreeSet<_>>().len();
            assert!(!twice && !link.missing.is_empty() && !link.missing.ends_with('.'), "{}", link.term);
        }
    }

    #[test]
    fn every_mechanism_answers_a_challenge_or_says_why_not() {
        for name in Mechanisms::NAMES {
            let answers = CHALLENGES.iter().any(|challenge| challenge.mechanisms.contains(name));
            let excused = BESIDE_THE_CHALLENGES.iter().any(|(beside, reason)| beside == name && reason.len() > 10);
            assert!(answers != excused, "{name}: add it to a challenge or to BESIDE_THE_CHALLENGES in {}", HERE);
        }
        for (name, _) in BESIDE_THE_CHALLENGES {
            assert!(Mechanisms::NAMES.contains(name), "there is no {name}");
        }
    }

    /// What a scenario may decide about a programme, leaders or resources is an answer to something, or no lever.
    #[test]
    fn every_lever_answers_a_challenge_or_is_none() {
        for topic in topics().iter().filter(|topic| {
            ["initiative", "leaders", "resources", "policy-world", "culture-world", "strategy"].contains(&topic.name)
        }) {
            for (field, _) in topic.fields.iter().filter(|(field, _)| field.grade == Grade::Stated) {
                let path = format!("{}.{}", topic.name, field.name);
                let answers = CHALLENGES.iter().any(|challenge| challenge.levers.contains(&path.as_str()));
                let excused = NO_LEVERS.iter().any(|(other, _)| *other == path);
                assert!(answers != excused, "{path}: add it to a challenge or to NO_LEVERS in {}", HERE);
            }
        }
        for (path, _) in NO_LEVERS {
            assert!(is_setting(path), "there is no {path}");
        }
    }

    #[test]
    fn the_frameworks_are_whole() {
        let numbers: Vec<_> = CHALLENGES.iter().map(|challenge| challenge.term.split(' ').next().unwrap()).collect();
        assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
        // 2009: 8 constructs of the intervention, 4 of the outer setting, 12 of the inner one (of which implementation
        // climate and readiness have 6 and 3 of their own, named instead of them), 5 of individuals, and of the process 4,
        // of which engaging has 4 of its own, named instead of it.
        let terms: Vec<usize> = CFIR.iter().map(|group| group.links.len()).collect();
        assert_eq!(terms[..5], [8, 4, 3 + 6 + 3, 5, 3 + 4]);
        assert!(NORMALISATION.iter().all(|construct| construct.links.len() == 4) && NORMALISATION.len() == 4);
    }
}
