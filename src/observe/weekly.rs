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
    /// Share of target staff who are engaged.
    Engaged,
    /// Mean scepticism.
    Scepticism,
    /// Share who are exhausted.
    Burnout,
    /// Share with projects behind them.
    Improvers,
    /// Share of the hours asked that there is.
    Sufficiency,
    /// Hours a week drawn from the daily work.
    HoursLacking,
}

/// Fatigue above this is exhaustion: so tired is who had less than half of the hours asked for most of a year.
pub const EXHAUSTED: f32 = 0.5;

/// The weekly measures that are means over people or their places; they stand after the counts.
pub(super) const MEANS: usize = Weekly::ALL.len() - 3;

impl Weekly {
    /// All of them, in the order of tables.
    pub const ALL: [Weekly; 21] = [
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
        Weekly::Engaged,
        Weekly::Scepticism,
        Weekly::Burnout,
        Weekly::Improvers,
        Weekly::Sufficiency,
        Weekly::HoursLacking,
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
            Weekly::Engaged => (
                "engaged",
                "Share of target staff in post who practise truly, or who believe in problem and solution and are motivated (each above 0.5) and not exhausted (fatigue at most 0.5); undefined without persuasion or motivation.",
            ),
            Weekly::Scepticism => (
                "scepticism",
                "Mean of 1 − solution belief · (1 − cynicism) over target staff in post: doubt that it works, or that anything comes of it; undefined without persuasion.",
            ),
            Weekly::Burnout => (
                "burnout",
                "Share of target staff in post with fatigue above 0.5; undefined without the mechanism of fatigue.",
            ),
            Weekly::Improvers => (
                "improvers",
                "Share of target staff in post with a skill in improvement above a third; undefined without capability.",
            ),
            Weekly::Sufficiency => (
                "sufficiency",
                "Share of the hours asked of target staff that they had, 1 where nothing was asked; undefined without the mechanism of time.",
            ),
            Weekly::HoursLacking => (
                "hours_lacking",
                "Hours a week drawn from the daily work, by all initiatives together, mean over target staff in post: hours asked that they had not got, and protected hours in which nobody stood in; undefined without time and side effects.",
            ),
        }
    }
}
