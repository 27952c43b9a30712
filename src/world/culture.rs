//! What an organisation is like as a place to try something in: what a scenario states, and an arm may change.

use crate::quantities::{Share, section};

section! {
    /// What organisations are like as places to try something in. The mechanisms `culture` and `esteem` read it; at its
    /// defaults neither does anything.
    pub struct Culture {
        /// How far it learns: 0 not at all, 0.5 what leaves people as they are, 1 wholly.
        learning: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How far those above and those who do the daily work improve things together: 0 never, 0.5 what leaves things as they are.
        joint_work: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How far what was tried and failed is tolerated: 0 not at all, 0.5 what leaves people as they are.
        tolerance: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How far it is run by control, so that taking part is thought to be for show, 0 to 1.
        control: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far people are blamed for what goes wrong, 0 to 1.
        blame: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it means what it says: part of what is stated of a programme that is really given, 1 for all of it.
        authenticity: Share = Share::of(1.0), 0.0..1.0, Stated, "";
        /// What improvement is thought of beside research and the daily work: 0 nothing, 0.5 what leaves people as they are.
        esteem: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How hostile it is to whoever works for change, 0 to 1.
        hostility: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How safe it is to speak and to try beyond what leaves leaving as it is, 0 to 1.
        safety: Share = Share::of(0.0), 0.0..1.0, Stated, "";
    }
}
