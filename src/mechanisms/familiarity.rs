//! Newcomers are seen less.

use super::{Card, Mechanism};
use crate::quantities::{Quantity, Weeks, section};

section! {
    /// Newcomers are seen less: influence grows with time in the post.
    pub struct Familiarity {
        /// Time in the post until a person counts in full.
        full_after: Weeks = Weeks::of(26.0), 8.0..52.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Familiarity {
    const CARD: Card = Card {
        claim: "What a newcomer does sways colleagues less than what they see a familiar face do.",
        equation: "w_ik includes familiarity_k = min(1, weeks in post / full_after)",
        acts_by: "the weights of ties",
        reference: "someone longer in the post than full_after: weight 1",
        sources: &[
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5: rotation and agency staff erase collective knowledge (in words)",
        ],
        counter_sources: &[
            "March 1991, Organization Science 2:71: newcomers are the ones who bring what a settled organisation does not know",
        ],
        rows: &["C5-11"],
        worked: "13 weeks in the post of 26: weight 0.5",
    };
}

impl Familiarity {
    /// Weight of someone by weeks in the post.
    #[inline(always)]
    pub fn weight(per_week: f32, weeks_in_post: i32) -> f32 {
        (weeks_in_post as f32 * per_week).clamp(0.0, 1.0)
    }

    /// What [`Familiarity::weight`] takes: weight gained a week.
    pub fn per_week(&self) -> f32 {
        (1.0 / self.full_after.value().max(1e-3)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let per_week = Familiarity::default().per_week();
        assert_eq!(Familiarity::weight(per_week, 13), 0.5);
        assert_eq!(Familiarity::weight(per_week, 400), 1.0);
        assert_eq!(Familiarity::weight(per_week, 0), 0.0);
    }
}
