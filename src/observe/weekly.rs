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
}

/// The weekly measures that are means over people rather than counts.
pub(super) const MINDS: usize = 4;

impl Weekly {
    /// All of them, in the order of tables.
    pub const ALL: [Weekly; 7] = [
        Weekly::True,
        Weekly::Nominal,
        Weekly::Established,
        Weekly::Motivation,
        Weekly::Fatigue,
        Weekly::Cynicism,
        Weekly::Ownership,
    ];

    /// As written in tables.
    pub fn name(self) -> &'static str {
        ["true_adoption", "nominal_adoption", "true_of_established", "motivation", "fatigue", "cynicism", "ownership"]
            [self as usize]
    }

    /// What it is.
    pub fn what(self) -> &'static str {
        [
            "Share of filled target posts whose occupant truly practises.",
            "Share of filled target posts whose occupant practises truly or as ritual.",
            "True practice as a share of established target posts, vacant ones included.",
            "Mean intrinsic motivation of target staff in post.",
            "Mean fatigue of target staff in post.",
            "Mean cynicism, left by earlier initiatives, of target staff in post.",
            "Mean ownership of the initiative among target staff in post.",
        ][self as usize]
    }
}
