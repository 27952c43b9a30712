//! The measures that are kept week by week.

/// What is kept week by week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekly {
    /// Share of filled target posts in true practice.
    True,
    /// Share in true or ritual practice.
    Nominal,
    /// True practice as a share of established target posts.
    Established,
    /// Mean intrinsic motivation of target staff.
    Motivation,
    /// Mean fatigue.
    Fatigue,
    /// Mean cynicism.
    Cynicism,
    /// Mean ownership.
    Ownership,
    /// Mean belief in the problem.
    Problem,
    /// Mean belief in the solution.
    Solution,
    /// Mean skill in improvement.
    Skill,
    /// Mean true quality of the units of target staff.
    Quality,
    /// Mean measured quality.
    Measured,
    /// Mean harm done elsewhere.
    Harm,
    /// Mean credibility of data.
    Credible,
    /// Mean regard of sponsors.
    Regard,
}

/// The weekly measures that are means over people; they stand after the counts.
pub(super) const MINDS: usize = 7;

/// The weekly measures that are means over the units of people; they stand after those.
pub(super) const SITES: usize = 5;

impl Weekly {
    /// All of them, in the order of tables.
    pub const ALL: [Weekly; 15] = [
        Weekly::True,
        Weekly::Nominal,
        Weekly::Established,
        Weekly::Motivation,
        Weekly::Fatigue,
        Weekly::Cynicism,
        Weekly::Ownership,
        Weekly::Problem,
        Weekly::Solution,
        Weekly::Skill,
        Weekly::Quality,
        Weekly::Measured,
        Weekly::Harm,
        Weekly::Credible,
        Weekly::Regard,
    ];

    /// As written in tables.
    pub fn name(self) -> &'static str {
        self.named().0
    }

    /// What it is.
    pub fn what(self) -> &'static str {
        self.named().1
    }

    fn named(self) -> (&'static str, &'static str) {
        match self {
            Weekly::True => ("true_adoption", "Share of filled target posts whose occupant truly practises."),
            Weekly::Nominal => {
                ("nominal_adoption", "Share of filled target posts whose occupant practises truly or as ritual.")
            }
            Weekly::Established => {
                ("true_of_established", "True practice as a share of established target posts, vacant ones included.")
            }
            Weekly::Motivation => ("motivation", "Mean intrinsic motivation of target staff in post."),
            Weekly::Fatigue => ("fatigue", "Mean fatigue of target staff in post."),
            Weekly::Cynicism => ("cynicism", "Mean cynicism, left by earlier initiatives, of target staff in post."),
            Weekly::Ownership => ("ownership", "Mean ownership of the initiative among target staff in post."),
            Weekly::Problem => ("problem_belief", "Mean belief of target staff in post that there is a problem."),
            Weekly::Solution => {
                ("solution_belief", "Mean belief of target staff in post that the initiative solves it.")
            }
            Weekly::Skill => ("skill", "Mean skill in improvement of target staff in post."),
            Weekly::Quality => (
                "quality",
                "True quality of care in what the initiative is about, mean over the units of target staff.",
            ),
            Weekly::Measured => ("quality_measured", "The same as measured there."),
            Weekly::Harm => ("harm", "Harm done to something else, mean over the units of target staff."),
            Weekly::Credible => {
                ("data_credibility", "How credible the data are that staff see, mean over the units of target staff.")
            }
            Weekly::Regard => ("regard", "Regard of sponsors, 1 at the reference, mean over target staff."),
        }
    }
}
