//! Things tried at the same time help or hinder each other, as their goals and those who work on them hang together.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Quantity, Share, section};
use crate::world::Aims;

section! {
    /// Things tried side by side help or hinder each other, as far as goals, planning and people hang together.
    pub struct Portfolio {
        /// Part of what further initiatives cost for themselves that wholly aligned goals save; at cross purposes they cost as much more.
        eases: Share = Share::of(0.5), 0.0..0.9, Assumed, "no measured value found";
        /// Log hazard ratio of uptake between places that practise nothing else and places that practise another thing wholly, under wholly aligned goals.
        adds: LogHazard = LogHazard::of(0.4), 0.0..1.0, Assumed, "history of improvement readies people, and strains them where activities are not integrated (Health Foundation 2012, challenge 5), direction only";
        /// Part of what mandates and rewarded targets draw that one system of planning, assurance and improvement spares.
        spares: Share = Share::of(0.5), 0.0..0.8, Assumed, "no measured value found";
        /// Part of the hours for what has been worked out elsewhere that sharing it saves.
        saves: Share = Share::of(0.4), 0.0..0.7, Assumed, "no measured value found";
        /// How much of the room above their members' mean skill units know together where improvement and organisational development are joined, per unit of that mean.
        teams: Share = Share::of(0.3), 0.0..0.8, Assumed, "direction only";
        /// Chance that new goals leave out something that is not locked in.
        drops: Share = Share::of(0.5), 0.2..0.9, Assumed, "no measured value found";
        /// Part of ownership's growth that wholly aligned goals take where nothing that is said is given (see culture).
        disempowers: Share = Share::of(0.6), 0.0..1.0, Assumed, "alignment without trust disempowers (Health Foundation, barriers to uptake), direction only";
    }
}

impl Mechanism for Portfolio {
    const CARD: Card = Card {
        claim: "Aligned projects add up and a thousand flowers do not; what is solved in one place is solved again in the next unless it is shared, and goals that change every year drop what was begun.",
        equation: "g = 2 aligned − 1;  overhead of further initiatives · (1 − eases · g) (see time);  lean on uptake = adds · g · min(1, Σ_other max(0, x̄ − baseline)) while it runs;  mandated hours, and what rewards and sanctions elsewhere draw (see side_effects) · (1 − spares · assurance_aligned);  growth of O · (1 − disempowers · max(0, g) · (1 − authenticity)) (see leadership and culture);  hours of an initiative that runs · (1 − saves · (1 − (1 − sharing) · (1 − joined)) · a), a = max(0, x̄_best − x̄)/(1 − x̄), by organisation, or by unit where there is one organisation;  W follows k̄ + teams · joined · k̄ · (1 − k̄) (see capability);  once a year, with chance 1 − constancy by organisation, its sponsor and middle managers drop each initiative that has begun with chance drops · (1 − K), K the mean over its units",
        acts_by: "lean on uptake; through time, hours; through capability, know-how; events: what leaders back",
        reference: "goals neither aligned nor at cross purposes, nothing joined or shared, goals that stay",
        sources: &[
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5",
            "Lozeau, Langley and Denis 2002, Human Relations 55:537 (the corruption of managerial techniques by organisations)",
            "Levinthal and March 1993, Strategic Management Journal 14:95 (the myopia of learning)",
        ],
        counter_sources: &[
            "March 1991, Organization Science 2:71: variety and slow sharing keep better answers alive that a single direction would end",
        ],
        rows: &[
            "BAR-4", "LEAK-3", "LEAK-6", "LEAK-8", "LEAK-9", "C5-05", "T1-16", "MODE-1", "MODE-5", "PROG-16",
            "PROG-17", "FACTOR-3", "FACTOR-4",
        ],
        worked: "aligned 0.9: g = 0.8, overhead · (1 − 0.5 · 0.8) = 0.6 of it; two others practised by 0.3 and 0.2 above their baselines: lean 0.4 · 0.8 · 0.5 = 0.16; sharing 0.5, x̄ 0.2, best 0.6: a = 0.5, hours · (1 − 0.4 · 0.5 · 0.5) = 0.9; k̄ 0.4, joined 1: W follows 0.4 + 0.3 · 0.24 = 0.472",
    };
}

impl Portfolio {
    /// How far goals point one way, −1 to 1.
    fn one_way(strategy: &Aims) -> f32 {
        2.0 * strategy.aligned.f32() - 1.0
    }

    /// What is left of the overhead of further initiatives, or is added to it.
    pub fn overhead(&self, strategy: &Aims) -> f64 {
        1.0 - self.eases.value() * (2.0 * strategy.aligned.value() - 1.0)
    }

    /// Whether what else is practised matters at all.
    pub fn adds_up(&self, strategy: &Aims) -> bool {
        self.adds.f32() * Self::one_way(strategy) != 0.0
    }

    /// What other practices in a unit do to uptake; `others` is how far they are practised above their baselines, added
    /// up.
    pub fn leans_on_uptake(&self, strategy: &Aims, others: f32) -> f32 {
        self.adds.f32() * Self::one_way(strategy) * others.min(1.0)
    }

    /// What is left of what mandates and targets elsewhere draw.
    pub fn draws(&self, strategy: &Aims) -> f64 {
        1.0 - self.spares.value() * strategy.assurance_aligned.value()
    }

    /// Part of the hours for what others have worked out already that is saved.
    pub fn shares(&self, strategy: &Aims) -> f32 {
        let apart = (1.0 - strategy.sharing.f32()) * (1.0 - strategy.joined.f32());
        self.saves.f32() * (1.0 - apart)
    }

    /// What a unit's know-how follows, at a mean skill of its people.
    pub fn together(&self, strategy: &Aims, mean: f32) -> f32 {
        mean + self.teams.f32() * strategy.joined.f32() * mean * (1.0 - mean)
    }

    /// What is left of ownership's growth under goals that are set where what is said is given as far as stated.
    pub fn owning(&self, strategy: &Aims, authenticity: f32) -> f32 {
        1.0 - self.disempowers.f32() * Self::one_way(strategy).max(0.0) * (1.0 - authenticity)
    }

    /// Chance that new goals leave out an initiative, at a lock-in.
    pub fn leaves_out(&self, locked_in: f64) -> f64 {
        self.drops.value() * (1.0 - locked_in)
    }
}

/// Part of what a group has still to work out that the one furthest on has worked out already.
pub fn ahead(best: f32, here: f32) -> f32 {
    if here < 1.0 { ((best - here) / (1.0 - here)).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let portfolio = Portfolio::default();
        let strategy = Aims {
            aligned: Share::of(0.9),
            sharing: Share::of(0.5),
            assurance_aligned: Share::of(1.0),
            ..Aims::default()
        };
        assert!((portfolio.overhead(&strategy) - 0.6).abs() < 1e-9);
        assert!((portfolio.leans_on_uptake(&strategy, 0.5) - 0.16).abs() < 1e-6);
        assert!((ahead(0.6, 0.2) - 0.5).abs() < 1e-6);
        assert!((portfolio.shares(&strategy) * ahead(0.6, 0.2) - 0.1).abs() < 1e-6);
        assert!((portfolio.draws(&strategy) - 0.5).abs() < 1e-9);
        assert!((portfolio.leaves_out(0.2) - 0.4).abs() < 1e-9);
        // Half of what is said is given: 1 − 0.6 · 0.8 · 0.5.
        assert!((portfolio.owning(&strategy, 0.5) - 0.76).abs() < 1e-6);
        let joined = Aims { joined: Share::of(1.0), ..Aims::default() };
        assert!((portfolio.together(&joined, 0.4) - 0.472).abs() < 1e-6);
    }

    #[test]
    fn at_the_reference_it_is_the_identity() {
        let (portfolio, strategy) = (Portfolio::default(), Aims::default());
        assert_eq!((portfolio.overhead(&strategy), portfolio.draws(&strategy)), (1.0, 1.0));
        assert_eq!((portfolio.leans_on_uptake(&strategy, 0.7), portfolio.shares(&strategy)), (0.0, 0.0));
        assert_eq!(portfolio.together(&strategy, 0.3), 0.3);
        assert!(!portfolio.adds_up(&strategy) && portfolio.owning(&strategy, 0.0) == 1.0);
    }
}
