//! Doctors in training move on together.

use super::{Card, Mechanism};
use crate::quantities::{Share, Weeks, section};

section! {
    /// Doctors in training move on together, and carry what they do along.
    pub struct Rotation {
        /// Time between rotations.
        every: Weeks = Weeks::of(26.0), 17.0..52.0, Measured, "foundation doctors: 4 months; core and specialty trainees: 6–12 months (UK)";
        /// Professions that rotate.
        professions: Vec<String> = vec!["doctors".into()], -, Stated, "";
        /// Share of their front-line posts that rotate.
        share: Share = Share::of(0.75), 0.3..1.0, Assumed, "about half of hospital doctors are in training, most of them in front-line posts; no exact share verified";
    }
}

impl Mechanism for Rotation {
    const CARD: Card = Card {
        claim: "Doctors in training change places all at once every few months: they carry their own practice along and leave behind the colleagues who knew it.",
        equation: "every `every` weeks the people in the rotating posts of an organisation move one place along a random cycle; their time in post starts again",
        acts_by: "events: a swap of posts",
        reference: "none: without it nobody rotates",
        sources: &[
            "Foundation placements of four months, UK; about 50,000 doctors change post each August",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5: rotation erases collective knowledge",
        ],
        counter_sources: &["Rotating doctors may also carry a practice to where it is not yet done"],
        rows: &["C5-11"],
        worked: "three posts A, B, C drawn in the order B, A, C: B's occupant goes to A, A's to C, C's to B",
    };
}

impl Rotation {
    /// Whether there is a rotation at the end of a week.
    pub fn happens_after(&self, week: u32) -> bool {
        let every = self.every.whole().max(1);
        (week + 1).is_multiple_of(every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let rotation = Rotation::default();
        let weeks: Vec<u32> = (0..80).filter(|&week| rotation.happens_after(week)).collect();
        assert_eq!(weeks, [25, 51, 77]);
        assert_eq!(rotation.share, Share::of(0.75));
    }
}
