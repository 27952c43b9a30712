//! How an organisation is led, and what it gives to improvement: what a scenario states, and an arm may change.

use crate::quantities::{Hours, Multiple, Share, section};

section! {
    /// How organisations are led. The mechanisms `leadership`, `succession` and `embedding` read it.
    pub struct Leaders {
        /// Style of unit leads: 0 directive, 1 facilitative.
        lead_style: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// Style of middle managers.
        middle_style: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// Style of the sponsor, an executive.
        sponsor_style: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How unlike leaders of a level are in style: standard deviation.
        style_spread: Share = Share::of(0.1), 0.0..0.3, Assumed, "no measured value found";
        /// Support from unit leads, as a multiple of what they give of themselves.
        lead_support: Multiple = Multiple::of(1.0), 0.0..2.0, Stated, "";
        /// Support from middle managers, likewise.
        middle_support: Multiple = Multiple::of(1.0), 0.0..2.0, Stated, "";
        /// Support from the sponsor, likewise.
        sponsor_support: Multiple = Multiple::of(1.0), 0.0..2.0, Stated, "";
        /// How well succession of leaders is planned: part of successors who are bound to what was begun.
        succession_planned: Share = Share::of(0.0), 0.0..1.0, Stated, "";
    }
}

section! {
    /// What organisations give to improvement in general, whatever the initiative. The mechanism `time` reads it.
    pub struct Resources {
        /// Slack of all units, as a multiple of what they have.
        slack: Multiple = Multiple::of(1.0), 0.0..4.0, Stated, "";
        /// Hours a week that mandates from outside take away first.
        mandates: Hours = Hours::of(0.0), 0.0..4.0, Stated, "";
    }
}
