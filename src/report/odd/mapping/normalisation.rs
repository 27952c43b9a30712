//! The components of normalisation process theory, and what stands for each.

use super::{Group, link};

/// Normalisation process theory: May and Finch 2009, its four constructs and their components.
pub const NORMALISATION: &[Group] = &[
    Group {
        name: "Coherence: making sense of it",
        links: &[
            link("Differentiation", &[], &[], "how the new practice differs from the old; practices have no content"),
            link(
                "Communal specification",
                &["persuasion"],
                &["initiative.debate"],
                "a shared aim apart from each one's belief",
            ),
            link("Individual specification", &[], &[], "whoever takes it up knows what to do"),
            link(
                "Internalisation",
                &["persuasion", "motivation"],
                &["initiative.values", "initiative.evidence"],
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
            link(
                "Enrolment",
                &["contagion", "tribes"],
                &["initiative.through", "initiative.spread", "initiative.convened"],
                "reorganising who works with whom",
            ),
            link(
                "Legitimation",
                &["incentives", "leadership", "persuasion", "involvement"],
                &["initiative.origin", "initiative.endorsed_by", "initiative.contested", "leaders.lead_style"],
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
                &["initiative.hours", "initiative.distance"],
                "the work between people, and with things",
            ),
            link("Relational integration", &["familiarity", "norm"], &[], "trust in the practice and in one another"),
            link(
                "Skill set workability",
                &["capability", "induction"],
                &["initiative.targets", "initiative.complexity"],
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
            link(
                "Systematisation",
                &["data", "results"],
                &["initiative.measurement", "initiative.validity", "initiative.automated"],
                "which information is gathered",
            ),
            link(
                "Communal appraisal",
                &["motivation", "fatigue", "results"],
                &["initiative.goal"],
                "judging together: each sees the unit's progress alone",
            ),
            link(
                "Individual appraisal",
                &["persuasion", "results"],
                &[],
                "judging from experience of the practice itself: results are those of the unit",
            ),
            link(
                "Reconfiguration",
                &["transfer"],
                &["initiative.adaptation"],
                "changing the practice in the light of what was learnt",
            ),
        ],
    },
];
