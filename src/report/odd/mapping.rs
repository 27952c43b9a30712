//! Where the terms of the literature are found in the model: the ten challenges of the Health Foundation's report, the
//! consolidated framework for implementation research and normalisation process theory, set beside mechanisms and levers.
//!
//! A mechanism or lever is named as `explain` knows it. One that is still to come is named as well, and stands in
//! [`PENDING`] until it is there; it is then printed as missing.

/// Mechanisms and levers that are named below and not in the program yet, each with what is missing without it. Whatever
/// has come must be taken off: a test says so.
pub const PENDING: &[(&str, &str)] = &[
    (
        "persuasion",
        "Nobody holds a belief about problem or solution, so that debate, stories and evidence have no effect.",
    ),
    ("data", "There are no measurement systems to build, and what is measured is not fed back."),
    ("results", "Practice has no effect on the quality of care, true or measured, and nobody learns whether it works."),
    ("side_effects", "Hours and attention drawn to one thing harm no other, and nobody loses faith over it."),
    ("sponsor", "A sponsor's support does not answer to results, money or crises."),
    ("capability", "There are no beginners and experts in improvement, and no coaching."),
    ("trap", "Work done better frees no time later, and a backlog does not squeeze improvement out."),
    ("policy", "What is mandated from outside is a constant number of hours; policy does not turn."),
    (
        "transfer",
        "A practice is the same in every place: distance of context costs nothing and adapting it gains nothing.",
    ),
    ("initiative.spread", "A programme begins everywhere at once."),
];

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

/// The ten challenges: Dixon-Woods, McNicol and Martin for the Health Foundation, 2012.
pub const CHALLENGES: &[Link] = &[
    link(
        "1 Convincing people that there is a problem",
        &["persuasion", "data", "results"],
        &["initiative.baseline"],
        "the different ways of denying a problem; staff who define the problem themselves",
    ),
    link(
        "2 Convincing people that the solution is the right one",
        &["persuasion", "contagion", "tribes", "transfer"],
        &["initiative.through", "initiative.origin"],
        "what the evidence says; the theory behind a change, its clarity, and drift away from it; piloting and consultation",
    ),
    link(
        "3 Data collection and monitoring",
        &["data", "time", "motivation", "enforcement"],
        &["initiative.measurement", "initiative.monitoring"],
        "which measures are chosen; baselines that were never collected; analysts and training in data",
    ),
    link(
        "4 Excess ambitions and projectness",
        &["attention", "time", "fatigue", "motivation", "leadership", "trap", "sponsor"],
        &[
            "initiative.ambition",
            "initiative.goal",
            "initiative.hours",
            "initiative.protected_time",
            "initiative.announced_end",
            "initiative.attention",
            "initiative.celebrity",
            "initiative.funded",
        ],
        "planning and set-up before the start, and impatience with it; administrative support; scarce skills",
    ),
    link(
        "5 Organisational context, culture and capacities",
        &[
            "leadership",
            "succession",
            "turnover",
            "rotation",
            "familiarity",
            "induction",
            "time",
            "sponsor",
            "policy",
            "capability",
        ],
        &[
            "resources.slack",
            "resources.mandates",
            "leaders.succession_planned",
            "initiative.succession",
            "event.what",
            "profession.moved_by_money",
        ],
        "culture as shared values; signing up for reputation; a single well-placed blocker; how failure is met",
    ),
    link(
        "6 Tribalism and lack of staff engagement",
        &["tribes", "contagion", "norm", "motivation", "leadership", "incentives", "persuasion"],
        &[
            "initiative.through",
            "initiative.origin",
            "initiative.protected_time",
            "leaders.middle_support",
            "leaders.middle_style",
            "profession.listened_to",
        ],
        "language and mistaken roles between professions; multidisciplinary teams, volunteered or imposed; intermediaries",
    ),
    link(
        "7 Leadership",
        &["leadership", "succession", "sponsor", "embedding"],
        &[
            "leaders.lead_style",
            "leaders.middle_style",
            "leaders.sponsor_style",
            "leaders.lead_support",
            "leaders.middle_support",
            "leaders.sponsor_support",
            "initiative.celebrity",
        ],
        "training of leaders; leadership that passes from hand to hand beyond the three levels",
    ),
    link(
        "8 Balancing carrots and sticks",
        &["incentives", "enforcement", "motivation"],
        &[
            "initiative.reward",
            "initiative.rewarded",
            "initiative.monitoring",
            "initiative.sanction",
            "initiative.enforced",
            "initiative.origin",
        ],
        "careers, credit and reputation apart from one another; sanctions that fall on some and not on others",
    ),
    link(
        "9 Securing sustainability",
        &["embedding", "habit", "norm", "induction", "succession", "turnover", "attention", "transfer"],
        &[
            "initiative.embedding_effort",
            "initiative.embedding_after",
            "initiative.succession",
            "leaders.succession_planned",
            "initiative.funded",
            "initiative.spread",
        ],
        "the decision to fund on, and the case of costs and benefits it would rest on",
    ),
    link(
        "10 Side effects of change",
        &["side_effects", "time", "fatigue"],
        &["initiative.backfill", "initiative.protected_time", "initiative.ambition"],
        "good practice of another kind that is disrupted; harm to patients",
    ),
];

/// The consolidated framework: Damschroder and others 2009, with the names of the update of 2022.
pub const CFIR: &[Group] = &[
    Group {
        name: "Intervention characteristics (2022: Innovation)",
        links: &[
            renamed(
                "Innovation source",
                link(
                    "Intervention source",
                    &["incentives"],
                    &["initiative.origin"],
                    "only whose demand it is felt to be",
                ),
            ),
            renamed(
                "Innovation evidence base",
                link("Evidence strength and quality", &["persuasion"], &[], "what the evidence says"),
            ),
            renamed(
                "Innovation relative advantage",
                link("Relative advantage", &["results", "persuasion"], &[], "comparison with a rival practice"),
            ),
            renamed(
                "Innovation adaptability",
                link("Adaptability", &["transfer"], &[], "core and periphery of a practice"),
            ),
            renamed(
                "Innovation trialability",
                link("Trialability", &[], &[], "there are no pilots that can be undone"),
            ),
            renamed(
                "Innovation complexity",
                link("Complexity", &["time"], &["initiative.hours", "initiative.ambition"], "only the hours it asks"),
            ),
            renamed(
                "Innovation design",
                link("Design quality and packaging", &[], &[], "how well a practice is made and presented"),
            ),
            renamed("Innovation cost", link("Cost", &["time"], &["initiative.hours"], "hours only, no money")),
        ],
    },
    Group {
        name: "Outer setting",
        links: &[
            renamed(
                "Culture (recipient-centredness); Assessing needs",
                link("Patient needs and resources", &[], &[], "there are no patients"),
            ),
            renamed(
                "Partnerships and connections",
                link(
                    "Cosmopolitanism",
                    &["contagion", "tribes"],
                    &["ties.between_organisations"],
                    "networks that are convened and funded",
                ),
            ),
            renamed(
                "External pressure (market pressure)",
                link("Peer pressure", &[], &[], "organisations do not watch or rival one another; only their staff do"),
            ),
            renamed(
                "Policies and laws; Financing; External pressure (performance measurement)",
                link(
                    "External policy and incentives",
                    &["policy", "time", "incentives", "enforcement"],
                    &["resources.mandates", "initiative.reward", "initiative.sanction"],
                    "regulators and payers as actors",
                ),
            ),
        ],
    },
    Group {
        name: "Inner setting",
        links: &[
            renamed(
                "Structural characteristics (physical, information technology and work infrastructure)",
                link(
                    "Structural characteristics",
                    &["turnover", "rotation"],
                    &["population.staff", "population.units"],
                    "buildings, age and technology",
                ),
            ),
            renamed(
                "Relational connections; Communications",
                link(
                    "Networks and communications",
                    &["contagion", "tribes", "norm", "familiarity"],
                    &["ties.per_person", "ties.inside_unit", "ties.same_profession_odds"],
                    "formal communication; ties that are made or broken during a run",
                ),
            ),
            renamed(
                "Culture (four kinds of centredness)",
                link(
                    "Culture",
                    &["succession"],
                    &["population.unlikeness", "population.shared_in_organisation"],
                    "values as such: only that places differ, and pass some of it on to successors",
                ),
            ),
            link(
                "Implementation climate: tension for change",
                &["persuasion"],
                &[],
                "a present state that cannot be borne",
            ),
            link(
                "Implementation climate: compatibility",
                &["transfer"],
                &[],
                "fit with values and with the flow of work",
            ),
            link(
                "Implementation climate: relative priority",
                &["attention", "time", "succession"],
                &["initiative.attention", "resources.mandates"],
                "what a person holds to be more important",
            ),
            renamed(
                "Incentive systems",
                link(
                    "Implementation climate: organisational incentives and rewards",
                    &["incentives", "enforcement"],
                    &["initiative.reward", "initiative.monitoring", "initiative.sanction"],
                    "promotion and esteem apart from pay",
                ),
            ),
            renamed(
                "Mission alignment; feedback under Reflecting and evaluating",
                link(
                    "Implementation climate: goals and feedback",
                    &["motivation", "fatigue", "data"],
                    &["initiative.goal"],
                    "goals of the organisation, and whether those of the initiative serve them",
                ),
            ),
            renamed(
                "Culture (learning-centredness)",
                link(
                    "Implementation climate: learning climate",
                    &["leadership", "motivation"],
                    &["leaders.lead_style"],
                    "how safe it is to fail; time to reflect",
                ),
            ),
            renamed(
                "High-level and mid-level leaders, under Individuals",
                link(
                    "Readiness: leadership engagement",
                    &["leadership", "succession", "embedding", "sponsor"],
                    &["leaders.lead_support", "leaders.middle_support", "leaders.sponsor_support"],
                    "leaders as people with tasks and load of their own",
                ),
            ),
            renamed(
                "Available resources (funding, space, materials and equipment)",
                link(
                    "Readiness: available resources",
                    &["time", "trap"],
                    &["resources.slack", "initiative.protected_time", "initiative.backfill"],
                    "funding, space and equipment",
                ),
            ),
            link(
                "Readiness: access to knowledge and information",
                &["induction", "capability"],
                &["initiative.push"],
                "what is known; training is a push like any other",
            ),
        ],
    },
    Group {
        name: "Characteristics of individuals (2022: Individuals)",
        links: &[
            renamed(
                "no construct of this name; see Need and Motivation",
                link("Knowledge and beliefs about the intervention", &["persuasion"], &[], "knowledge"),
            ),
            renamed("Capability", link("Self-efficacy", &["capability"], &[], "what people think they are able to do")),
            renamed(
                "no construct of this name",
                link(
                    "Individual stage of change",
                    &["contagion", "enforcement", "habit"],
                    &[],
                    "stages of readiness: someone practises, reports or does neither",
                ),
            ),
            renamed(
                "no construct of this name",
                link("Individual identification with organisation", &["leadership"], &[], "only ownership of a change"),
            ),
            renamed(
                "Need, Capability, Opportunity, Motivation",
                link(
                    "Other personal attributes",
                    &["motivation", "contagion", "fatigue", "tribes"],
                    &[],
                    "age, gender, hours of work, tolerance of ambiguity and the like",
                ),
            ),
        ],
    },
    Group {
        name: "Process (2022: Implementation process)",
        links: &[
            link("Planning", &[], &["initiative.starts", "initiative.ramp"], "how well it is planned"),
            renamed(
                "Opinion leaders, under Individuals",
                link(
                    "Engaging: opinion leaders",
                    &["tribes", "contagion"],
                    &["initiative.through"],
                    "leaders against it",
                ),
            ),
            renamed(
                "Implementation leads, under Individuals",
                link(
                    "Engaging: formally appointed internal implementation leaders",
                    &["leadership"],
                    &["leaders.lead_style", "leaders.lead_support"],
                    "an implementation lead apart from the leads of units",
                ),
            ),
            renamed(
                "no construct of this name; the roles under Individuals",
                link(
                    "Engaging: champions",
                    &["leadership", "contagion"],
                    &["initiative.celebrity", "initiative.through"],
                    "one champion by name, and what is lost when they go",
                ),
            ),
            renamed(
                "Implementation facilitators, under Individuals",
                link(
                    "Engaging: external change agents",
                    &[],
                    &["initiative.push"],
                    "only as part of the programme's push",
                ),
            ),
            renamed(
                "Doing",
                link(
                    "Executing",
                    &["attention", "time"],
                    &["initiative.push", "initiative.ramp"],
                    "whether the programme is delivered as planned: it always is",
                ),
            ),
            link(
                "Reflecting and evaluating",
                &["motivation", "data", "results"],
                &["initiative.measurement"],
                "talking about what was found",
            ),
        ],
    },
    Group {
        name: "In 2022 only",
        links: &[
            link(
                "Critical incidents",
                &[],
                &["event.what"],
                "anything but leavers, leaders who go, and reorganisation",
            ),
            link("Local attitudes; Local conditions", &[], &[], "what people outside hold, and what they live in"),
            link("External pressure: societal pressure", &[], &[], "the public and the press"),
            link("Culture: human equality-centredness", &[], &[], "equity is measured between units alone"),
            link("Roles: implementation team members, other support", &[], &["initiative.push"], "only as the push"),
            link(
                "Roles: innovation deliverers",
                &["contagion", "motivation", "habit"],
                &["initiative.targets"],
                "skill and role of the single deliverer",
            ),
            link("Roles: innovation recipients", &[], &[], "there are no patients"),
            link("Characteristics: opportunity", &["time"], &["resources.slack"], "opportunity other than hours"),
            link("Teaming", &[], &[], "there are no project teams"),
            link("Assessing needs; Assessing context", &[], &[], "nobody looks before they begin"),
            link("Tailoring strategies", &[], &[], "a programme does not answer to what it meets"),
            link("Adapting", &["transfer"], &[], "changing a practice while it is under way"),
        ],
    },
];

/// Normalisation process theory: May and Finch 2009, its four constructs and their components.
pub const NORMALISATION: &[Group] = &[
    Group {
        name: "Coherence: making sense of it",
        links: &[
            link("Differentiation", &[], &[], "how the new practice differs from the old; practices have no content"),
            link("Communal specification", &["persuasion"], &[], "a shared aim apart from each one's belief"),
            link("Individual specification", &[], &[], "whoever takes it up knows what to do"),
            link(
                "Internalisation",
                &["persuasion", "motivation"],
                &[],
                "the worth of a practice apart from belief in it",
            ),
        ],
    },
    Group {
        name: "Cognitive participation: taking part in it",
        links: &[
            link(
                "Initiation",
                &["leadership", "attention"],
                &["initiative.push", "initiative.celebrity", "leaders.lead_support"],
                "staff who start something of their own",
            ),
            link("Enrolment", &["contagion", "tribes"], &["initiative.through"], "reorganising who works with whom"),
            link(
                "Legitimation",
                &["incentives", "leadership"],
                &["initiative.origin", "leaders.lead_style"],
                "legitimacy as something argued over",
            ),
            link(
                "Activation",
                &["norm", "motivation", "leadership", "attention"],
                &["initiative.attention", "initiative.funded"],
                "agreeing on what would keep it going",
            ),
        ],
    },
    Group {
        name: "Collective action: doing it",
        links: &[
            link(
                "Interactional workability",
                &["time", "transfer"],
                &["initiative.hours"],
                "the work between people, and with things",
            ),
            link("Relational integration", &["familiarity", "norm"], &[], "trust in the practice and in one another"),
            link(
                "Skill set workability",
                &["capability", "induction"],
                &["initiative.targets"],
                "who does which part; a practice is one person's",
            ),
            link(
                "Contextual integration",
                &["embedding", "time", "leadership"],
                &["initiative.embedding_effort", "initiative.protected_time", "resources.slack"],
                "budgets and material things",
            ),
        ],
    },
    Group {
        name: "Reflexive monitoring: judging it",
        links: &[
            link("Systematisation", &["data"], &["initiative.measurement"], "how information is gathered"),
            link(
                "Communal appraisal",
                &["motivation", "fatigue", "results"],
                &["initiative.goal"],
                "judging together: each sees the unit's progress alone",
            ),
            link("Individual appraisal", &["habit", "results"], &[], "judging from experience of the practice itself"),
            link("Reconfiguration", &["transfer"], &[], "changing the practice in the light of what was learnt"),
        ],
    },
];

/// Whether something that is named is still to come.
pub fn is_pending(name: &str) -> bool {
    PENDING.iter().any(|(pending, _)| *pending == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::Mechanisms;
    use crate::quantities::Grade;
    use crate::report::topics;
    use std::collections::BTreeSet;

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
    fn every_mechanism_and_lever_that_is_named_is_there_or_to_come() {
        for link in links() {
            for name in link.mechanisms {
                assert!(Mechanisms::NAMES.contains(name) || is_pending(name), "{}: there is no {name}", link.term);
            }
            for lever in link.levers {
                assert!(is_setting(lever) || is_pending(lever), "{}: there is no {lever}", link.term);
            }
            let twice = link.mechanisms.len() != link.mechanisms.iter().collect::<BTreeSet<_>>().len();
            assert!(!twice && !link.missing.is_empty() && !link.missing.ends_with('.'), "{}", link.term);
        }
    }

    #[test]
    fn what_has_come_is_no_longer_to_come() {
        for (name, missing) in PENDING {
            let there = Mechanisms::NAMES.contains(name) || is_setting(name);
            assert!(!there, "{name} is in the program: take it off PENDING in {}", file!());
            assert!(missing.ends_with('.'), "{name}");
            let named = links().any(|link| link.mechanisms.contains(name) || link.levers.contains(name));
            assert!(named, "{name} is to come and stands nowhere");
        }
    }

    #[test]
    fn every_mechanism_answers_a_challenge_or_says_why_not() {
        for name in Mechanisms::NAMES {
            let answers = CHALLENGES.iter().any(|challenge| challenge.mechanisms.contains(name));
            let excused = BESIDE_THE_CHALLENGES.iter().any(|(beside, reason)| beside == name && reason.len() > 10);
            assert!(answers != excused, "{name}: add it to a challenge or to BESIDE_THE_CHALLENGES in {}", file!());
        }
        for (name, _) in BESIDE_THE_CHALLENGES {
            assert!(Mechanisms::NAMES.contains(name), "there is no {name}");
        }
    }

    /// What a scenario may decide about a programme, leaders or resources is an answer to something, or no lever.
    #[test]
    fn every_lever_answers_a_challenge_or_is_none() {
        for topic in topics().iter().filter(|topic| ["initiative", "leaders", "resources"].contains(&topic.name)) {
            for (field, _) in topic.fields.iter().filter(|(field, _)| field.grade == Grade::Stated) {
                let path = format!("{}.{}", topic.name, field.name);
                let answers = CHALLENGES.iter().any(|challenge| challenge.levers.contains(&path.as_str()));
                let excused = NO_LEVERS.iter().any(|(other, _)| *other == path);
                assert!(answers != excused, "{path}: add it to a challenge or to NO_LEVERS in {}", file!());
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
