//! The constructs of the consolidated framework for implementation research, and what stands for each.

use super::{Group, link, renamed};

/// The consolidated framework: Damschroder and others 2009, with the names of the update of 2022.
pub const CFIR: &[Group] = &[
    Group {
        name: "Intervention characteristics (2022: Innovation)",
        links: &[
            renamed(
                "Innovation source",
                link(
                    "Intervention source",
                    &["incentives", "involvement"],
                    &["initiative.origin", "initiative.led_by", "initiative.endorsed_by"],
                    "whose demand it is felt to be and who leads it; not where it was first thought of",
                ),
            ),
            renamed(
                "Innovation evidence base",
                link(
                    "Evidence strength and quality",
                    &["persuasion"],
                    &["initiative.evidence", "initiative.contested", "profession.weighs_evidence"],
                    "what the evidence says; evidence that changes during a run",
                ),
            ),
            renamed(
                "Innovation relative advantage",
                link(
                    "Relative advantage",
                    &["results", "persuasion"],
                    &["initiative.benefit", "initiative.hoped"],
                    "comparison with a rival practice",
                ),
            ),
            renamed(
                "Innovation adaptability",
                link(
                    "Adaptability",
                    &["transfer"],
                    &["initiative.adaptation", "initiative.scripting"],
                    "core and periphery of a practice apart; adaptation that goes too far",
                ),
            ),
            renamed(
                "Innovation trialability",
                link(
                    "Trialability",
                    &["design"],
                    &["initiative.pilot"],
                    "trying by single people; what a unit tried it keeps as any other does",
                ),
            ),
            renamed(
                "Innovation complexity",
                link(
                    "Complexity",
                    &["capability", "time", "results"],
                    &["initiative.complexity", "initiative.hours", "initiative.ambition"],
                    "only the skill and the hours it asks; not the number of steps or of people who must act together",
                ),
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
                link(
                    "Patient needs and resources",
                    &["persuasion"],
                    &["initiative.patient_stories"],
                    "there are no patients; that their stories are heard is a lever",
                ),
            ),
            renamed(
                "Partnerships and connections",
                link(
                    "Cosmopolitanism",
                    &["contagion", "tribes"],
                    &["ties.between_organisations", "initiative.spread", "initiative.convened"],
                    "networks that outlast the programme that convened them",
                ),
            ),
            renamed(
                "External pressure (market pressure)",
                link(
                    "Peer pressure",
                    &[],
                    &["initiative.spread", "initiative.convened"],
                    "rivalry: organisations that are convened in pairs look at each other, and no others do",
                ),
            ),
            renamed(
                "Policies and laws; Financing; External pressure (performance measurement)",
                link(
                    "External policy and incentives",
                    &["policy", "time", "incentives", "enforcement"],
                    &[
                        "policy-world.alignment",
                        "policy-world.turbulence",
                        "policy-world.tide",
                        "resources.mandates",
                        "event.what",
                        "initiative.reward",
                        "initiative.sanction",
                    ],
                    "regulators and payers as actors; policy that changes its mind during a run",
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
                    &["culture", "succession"],
                    &[
                        "culture-world.control",
                        "culture-world.hostility",
                        "population.unlikeness",
                        "population.shared_in_organisation",
                    ],
                    "values as such; cultures that differ between the units of a scenario",
                ),
            ),
            link(
                "Implementation climate: tension for change",
                &["persuasion"],
                &["population.quality", "initiative.comparative_data"],
                "a present state that cannot be borne",
            ),
            link(
                "Implementation climate: compatibility",
                &["transfer", "motivation"],
                &["initiative.distance", "initiative.values"],
                "fit with the flow of work; values that differ between people",
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
                    &["incentives", "enforcement", "esteem"],
                    &[
                        "initiative.reward",
                        "initiative.credit",
                        "resources.career_credit",
                        "initiative.monitoring",
                        "initiative.sanction",
                    ],
                    "promotion as such: careers only keep people and raise esteem",
                ),
            ),
            renamed(
                "Mission alignment; feedback under Reflecting and evaluating",
                link(
                    "Implementation climate: goals and feedback",
                    &["motivation", "fatigue", "data", "sponsor"],
                    &["initiative.goal", "initiative.measurement"],
                    "goals of the organisation, and whether those of the initiative serve them",
                ),
            ),
            renamed(
                "Culture (learning-centredness)",
                link(
                    "Implementation climate: learning climate",
                    &["culture", "leadership", "motivation"],
                    &["culture-world.learning", "culture-world.tolerance", "culture-world.blame", "leaders.lead_style"],
                    "time to reflect",
                ),
            ),
            renamed(
                "High-level and mid-level leaders, under Individuals",
                link(
                    "Readiness: leadership engagement",
                    &["leadership", "succession", "embedding", "sponsor"],
                    &["leaders.lead_support", "leaders.middle_support", "leaders.sponsor_support"],
                    "leaders as people with tasks and load of their own; leaders below the sponsor whom results move",
                ),
            ),
            renamed(
                "Available resources (funding, space, materials and equipment)",
                link(
                    "Readiness: available resources",
                    &["time", "trap"],
                    &["resources.slack", "resources.demand", "initiative.protected_time", "initiative.backfill"],
                    "funding, space and equipment",
                ),
            ),
            link(
                "Readiness: access to knowledge and information",
                &["induction", "capability"],
                &["initiative.push", "resources.training", "resources.coaching"],
                "knowledge of the practice itself: training in it is a push like any other, training in improvement a skill",
            ),
        ],
    },
    Group {
        name: "Characteristics of individuals (2022: Individuals)",
        links: &[
            renamed(
                "no construct of this name; see Need and Motivation",
                link(
                    "Knowledge and beliefs about the intervention",
                    &["persuasion", "results"],
                    &["initiative.evidence", "initiative.arguing", "initiative.debate"],
                    "knowledge; beliefs about anything but the problem and the solution",
                ),
            ),
            renamed(
                "Capability",
                link(
                    "Self-efficacy",
                    &["capability"],
                    &["resources.coaching"],
                    "what people think they are able to do",
                ),
            ),
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
            link(
                "Planning",
                &["data", "design"],
                &[
                    "initiative.planning",
                    "initiative.clarity",
                    "initiative.ramp",
                    "initiative.data_setup",
                    "initiative.waves",
                ],
                "what a plan says; that it may be wrong",
            ),
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
                    &["attention", "time", "transfer"],
                    &["initiative.push", "initiative.ramp", "initiative.scripting"],
                    "whether the programme's push is delivered as planned: it always is",
                ),
            ),
            link(
                "Reflecting and evaluating",
                &["motivation", "data", "results"],
                &["initiative.measurement", "initiative.balancing"],
                "talking about what was found; a programme that stops or changes for it",
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
                "incidents in care: events are leavers, leaders who go, reorganisation, mandates, demand and withdrawn support, and \
                 managers who block",
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
            link("Roles: innovation recipients", &[], &[], "there are no patients; quality is a number of the unit"),
            link(
                "Characteristics: opportunity",
                &["time", "trap"],
                &["resources.slack"],
                "opportunity other than hours",
            ),
            link("Teaming", &[], &[], "there are no project teams"),
            link("Assessing needs; Assessing context", &[], &[], "nobody looks before they begin"),
            link("Tailoring strategies", &[], &[], "a programme does not answer to what it meets"),
            link(
                "Adapting",
                &["transfer"],
                &["initiative.adaptation"],
                "changing a practice while it is under way: it is adapted once, at the start",
            ),
        ],
    },
];
