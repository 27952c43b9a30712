//! What a unit of effort costs: what a scenario states, and costs are reckoned with.

use crate::quantities::{Money, section};

section! {
    /// Unit prices, in pounds. They move no run; they are what the measures of cost multiply by.
    pub struct Prices {
        /// An hour of staff.
        hour: Money = Money::of(40.0), 25.0..80.0, Assumed, "order of magnitude of an hour of a nurse with overheads; no one figure holds for all staff of a trust";
        /// An hour of a leader of any level.
        leader_hour: Money = Money::of(80.0), 50.0..150.0, Assumed, "order of magnitude of a senior manager's or consultant's hour with overheads";
        /// A day of a coach in improvement.
        coach_day: Money = Money::of(500.0), 300.0..1000.0, Assumed, "order of magnitude of a day of an experienced improver or adviser";
        /// A day of an analyst.
        analyst_day: Money = Money::of(350.0), 250.0..600.0, Assumed, "order of magnitude of a day of an information analyst with overheads";
        /// Training of one person in improvement, without their hours.
        training_place: Money = Money::of(400.0), 100.0..2000.0, Assumed, "from a short course to a certificate; no measured value";
        /// A data system for a programme, per target post, at full early investment.
        data_system: Money = Money::of(60.0), 10.0..300.0, Assumed, "no measured value found";
        /// A week of visits, training and materials, per target post, where they push at 0.004 a week.
        programme_week: Money = Money::of(1.0), 0.2..5.0, Assumed, "a team of five for 5,000 staff is about £1 a post and week";
        /// A week of full reward for one person who practises.
        reward_week: Money = Money::of(10.0), 2.0..50.0, Assumed, "no measured value found";
    }
}
