//! Carrots work while they last; control wears motivation down.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Quantity, Share, section};
use crate::world::{Initiative, Origin};

section! {
    /// Carrots work while they last; what is felt as control wears motivation down.
    pub struct Incentives {
        /// Log hazard ratio of uptake between no reward and a full one.
        carrot: LogHazard = LogHazard::of(0.7), 0.0..1.5, Assumed, "Flodgren et al. 2011, Cochrane CD009255: rewards moved processes of care in most studies; no hazard ratio";
        /// Log hazard ratio of lapse between a full reward and none, while it lasts.
        holds: LogHazard = LogHazard::of(0.5), 0.0..1.5, Assumed, "no measured value found";
        /// κ: how far fully salient, wholly illegitimate control moves motivation. 0, no crowding out, is in the range.
        crowding: Share = Share::of(0.1), 0.0..0.4, Assumed, "contested: Deci, Koestner and Ryan 1999 find undermining, Cameron and Pierce 1994 hardly any";
        /// How much a full reward is felt as control, against 1 for full monitoring with full sanction.
        carrot_salience: Share = Share::of(0.3), 0.0..1.0, Assumed, "Deci, Koestner and Ryan 1999: expected rewards are felt as control, less than threats; no measured ratio";
        /// Legitimacy of what managers demand.
        from_managers: Share = Share::of(0.2), 0.0..0.5, Assumed, "direction only";
        /// Legitimacy of what a professional body asks of its own.
        from_profession: Share = Share::of(0.6), 0.3..1.0, Assumed, "direction only";
        /// Legitimacy of what colleagues ask of each other.
        from_peers: Share = Share::of(0.8), 0.5..1.0, Assumed, "direction only";
    }
}

impl Mechanism for Incentives {
    const CARD: Card = Card {
        claim: "A reward speeds uptake and holds practice while it is paid; whatever is felt as control, rewards less than sanctions and the more so the less legitimate its origin, lowers the motivation that would have carried on without it.",
        equation: "lean on uptake = carrot · reward(t) · moved_by_money, on lapse = −holds · reward(t) · moved_by_money;  crowding: m* falls by κ · salience · (1 − legitimacy);  salience = max(carrot_salience · reward(t), pressure), see enforcement",
        acts_by: "leans on uptake and lapse; drift of motivation",
        reference: "no reward, no monitoring",
        sources: &[
            "Deci, Koestner and Ryan 1999, Psychological Bulletin 125:627",
            "Frey and Jegen 2001, Journal of Economic Surveys 15:589 (motivation crowding)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 8: carrots and sticks",
        ],
        counter_sources: &[
            "Cameron and Pierce 1994, Review of Educational Research 64:363: rewards do not in general undermine intrinsic motivation",
            "Cerasoli, Nicklin and Ford 2014, Psychological Bulletin 140:980: incentives and intrinsic motivation add up",
        ],
        rows: &["C8-02", "C8-05", "C8-06", "C5-17", "TEN-7"],
        worked: "reward 0.5, moved_by_money 1: lean on uptake 0.7 · 0.5 = 0.35; monitoring 0.8, sanction 0.5 by managers: salience max(0.3 · 0.5, 0.4) = 0.4, m* falls by 0.1 · 0.4 · 0.8 = 0.032",
    };
}

impl Incentives {
    /// What a reward does to uptake and lapse.
    pub fn leans(&self, initiative: &Initiative, week: u32, moved_by_money: Multiple) -> (f32, f32) {
        let reward = initiative.reward_in(week) * moved_by_money.value();
        ((self.carrot.value() * reward) as f32, (-self.holds.value() * reward) as f32)
    }

    /// How far control moves what people's motivation settles at; never upwards.
    pub fn crowds_out(&self, initiative: &Initiative, week: u32, pressure: f64) -> f32 {
        let carrot = self.carrot_salience.value() * initiative.reward_in(week);
        let salience = carrot.max(pressure);
        let legitimacy = match initiative.origin {
            Origin::Management => self.from_managers,
            Origin::Profession => self.from_profession,
            Origin::Peers => self.from_peers,
        };
        (-self.crowding.value() * salience * (1.0 - legitimacy.value())) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::Weeks;

    #[test]
    fn worked_by_hand() {
        let incentives = Incentives::default();
        let initiative = Initiative {
            starts: Weeks::of(0.0),
            reward: Share::of(0.5),
            monitoring: Share::of(0.8),
            sanction: Share::of(0.5),
            ..Default::default()
        };
        let (up, lapse) = incentives.leans(&initiative, 3, Multiple::of(1.0));
        assert!((up - 0.35).abs() < 1e-6 && (lapse + 0.25).abs() < 1e-6);
        let crowds_out =
            |initiative: &Initiative, week| incentives.crowds_out(initiative, week, initiative.pressure_in(week));
        assert!((crowds_out(&initiative, 3) + 0.032).abs() < 1e-7);
        assert_eq!(crowds_out(&initiative, 500), 0.0);
        let peers = Initiative { origin: Origin::Peers, ..initiative };
        assert!((crowds_out(&peers, 3) + 0.008).abs() < 1e-7);
    }
}
