//! How what an organisation tries hangs together: what a scenario states, and an arm may change.

use crate::quantities::{Share, section};

section! {
    /// How the things that organisations try hang together. The mechanism `portfolio` reads it.
    pub struct Aims {
        /// How far the goals of what is tried point one way: 0 at cross purposes, 0.5 neither, 1 all of them.
        aligned: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How far planning, assurance and improvement are one system, 0 to 1.
        assurance_aligned: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far improvement and organisational development are joined, 0 to 1.
        joined: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How well what one place has worked out is shared with others, 0 to 1.
        sharing: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Chance that goals stay what they are from one year to the next.
        constancy: Share = Share::of(1.0), 0.0..1.0, Stated, "";
    }
}
