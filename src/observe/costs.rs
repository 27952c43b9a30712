//! The price list: which setting costs what. A lever without a line here is among [`UNPRICED`] with the reason; a test
//! goes through the settings.

use crate::mechanisms::Design;
use crate::quantities::Quantity;
use crate::world::{Aims, Initiative, Leaders, Prices, Resources, Spread, Through};

/// What is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// Pounds.
    Cash,
    /// Hours of staff.
    Hours,
    /// Hours of leaders.
    Attention,
    /// Goodwill towards those in charge: an index, not money.
    Goodwill,
    /// Choice taken from staff: an index, not money.
    Autonomy,
}

impl Spent {
    /// All of them.
    pub const ALL: [Spent; 5] = [Spent::Cash, Spent::Hours, Spent::Attention, Spent::Goodwill, Spent::Autonomy];

    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Spent::Cash => "cash",
            Spent::Hours => "staff hours",
            Spent::Attention => "leaders' hours",
            Spent::Goodwill => "goodwill",
            Spent::Autonomy => "autonomy",
        }
    }
}

/// For whom an amount is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Each established target post.
    Post,
    /// Each of those that the programme pushes directly.
    Reached,
    /// Each who practises, ritual included: what is paid for is what is reported.
    Practising,
    /// Each lead of a unit with targets.
    Lead,
    /// Each middle manager.
    Middle,
    /// Each sponsor.
    Sponsor,
    /// Each leader of any level.
    Leader,
}

impl Per {
    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Per::Post => "target post",
            Per::Reached => "target post reached",
            Per::Practising => "person practising",
            Per::Lead => "unit lead",
            Per::Middle => "middle manager",
            Per::Sponsor => "sponsor",
            Per::Leader => "leader",
        }
    }
}

/// What a line reads: a wave of the programme in a week, and what the organisation gives.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The initiative as the wave lives it.
    pub wave: &'a Initiative,
    /// The week.
    pub week: u32,
    /// What the push is multiplied by because others wait.
    pub concentrated: f64,
    /// How organisations are led.
    pub leaders: &'a Leaders,
    /// What they give.
    pub resources: &'a Resources,
    /// How what they try hangs together.
    pub strategy: &'a Aims,
    /// Hours a week of slack in a unit at the reference.
    pub slack: f64,
}

impl At<'_> {
    fn running(&self, amount: f64) -> f64 {
        if self.wave.runs_in(self.week) { amount } else { 0.0 }
    }

    fn once(&self, amount: f64) -> f64 {
        if self.wave.starts.whole() == self.week { self.running(amount) } else { 0.0 }
    }
}

/// A line of the price list.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// The settings it is for: `initiative.NAME`, `leaders.NAME`, `resources.NAME` or `strategy.NAME`.
    pub settings: &'static [&'static str],
    /// What is spent.
    pub spent: Spent,
    /// How much where the settings come to 1: a week, or once where the note says so.
    pub amount: f64,
    /// For whom.
    pub per: Per,
    /// Which unit price it is multiplied by; for cash alone.
    pub price: &'static str,
    /// What the settings come to in a week.
    pub of: fn(&At<'_>) -> f64,
    /// Why.
    pub note: &'static str,
}

const fn cost(
    settings: &'static [&'static str],
    spent: Spent,
    (amount, per): (f64, Per),
    of: fn(&At<'_>) -> f64,
    note: &'static str,
) -> Cost {
    Cost { settings, spent, amount, per, price: "", of, note }
}

const fn cash(
    settings: &'static [&'static str],
    price: &'static str,
    (amount, per): (f64, Per),
    of: fn(&At<'_>) -> f64,
    note: &'static str,
) -> Cost {
    Cost { settings, spent: Spent::Cash, amount, per, price, of, note }
}

use Per::{Lead, Leader, Middle, Post, Practising, Reached, Sponsor};
use Spent::{Attention, Autonomy, Goodwill, Hours};

/// The price list. Amounts are all assumed: no measured value was found, and what matters is which lever spends what.
#[rustfmt::skip]
pub const COSTS: &[Cost] = &[
    cash(&["initiative.push", "initiative.continued", "initiative.continued_for"], "programme_week", (250.0, Reached), |at| at.wave.push_in(at.week) * at.concentrated, "visits, training and materials; 0.004 a week is one programme_week"),
    cost(&["initiative.hours", "initiative.ambition"], Hours, (1.0, Post), |at| at.running(at.wave.hours.value() * at.wave.ambition.value() * Design::default().asks(at.wave, at.week)), "what is asked of each target; while it is planned, as in design at its defaults"),
    cost(&["initiative.hours_after", "initiative.hours", "initiative.continued"], Hours, (1.0, Post), |at| at.wave.hours_after_in(at.week), "what practising goes on to take, unless a service pays for it"),
    cost(&["initiative.ambition"], Goodwill, (0.2, Post), |at| at.running((at.wave.ambition.value() - 1.0).max(0.0)), "stretch beyond what people think can be done"),
    cost(&["initiative.measurement", "initiative.automated", "initiative.integrated"], Hours, (1.0, Post), |at| at.running(at.wave.burden()), "collecting data by hand"),
    cash(&["initiative.automated"], "data_system", (0.5, Post), |at| at.once(at.wave.automated.value()), "once, at the start"),
    cash(&["initiative.data_investment"], "data_system", (1.0, Post), |at| at.once(at.wave.data_investment.value()), "once, at the start"),
    cash(&["initiative.protected_time", "initiative.backfill"], "hour", (1.0, Post), |at| at.running(at.wave.protected_time.value() * at.wave.backfill.value()), "somebody else does the daily work"),
    cost(&["initiative.protected_time", "initiative.backfill"], Hours, (1.0, Post), |at| at.running(at.wave.protected_time.value() * (1.0 - at.wave.backfill.value())), "nobody does; the hours are lacking there, as in side_effects"),
    cost(&["initiative.attention", "initiative.continued"], Attention, (1.0, Leader), |at| at.wave.level_in(at.week) * at.wave.attention.value(), "meetings and reports of a project"),
    cost(&["initiative.embedding_effort"], Attention, (0.5, Lead), |at| at.wave.embedding_in(at.week), "standards, job descriptions, induction"),
    cost(&["initiative.embedding_effort"], Hours, (0.05, Post), |at| at.wave.embedding_in(at.week), "writing and learning procedures"),
    cost(&["initiative.succession"], Hours, (0.02, Post), |at| at.running(at.wave.succession.value()), "a day to hand over for each who leaves, at about 15 % a year"),
    cash(&["initiative.reward", "initiative.rewarded"], "reward_week", (1.0, Practising), |at| at.wave.reward_in(at.week), "paid for what is reported"),
    cost(&["initiative.monitoring", "initiative.enforced"], Hours, (0.05, Post), |at| at.wave.monitored_in(at.week), "being looked at and showing it"),
    cost(&["initiative.monitoring", "initiative.enforced"], Attention, (0.5, Lead), |at| at.wave.monitored_in(at.week), "looking"),
    cost(&["initiative.monitoring", "initiative.enforced"], Autonomy, (0.3, Post), |at| at.wave.monitored_in(at.week), "being watched"),
    cost(&["initiative.sanction", "initiative.monitoring", "initiative.enforced"], Autonomy, (0.7, Post), |at| at.wave.pressure_in(at.week), "no choice but to report"),
    cost(&["initiative.sanction", "initiative.monitoring", "initiative.enforced"], Goodwill, (0.5, Post), |at| at.wave.pressure_in(at.week), "being called to account"),
    cost(&["initiative.celebrity"], Goodwill, (0.5, Post), |at| at.running(at.wave.celebrity.value()), "a star is resented"),
    cost(&["initiative.through"], Goodwill, (0.1, Post), |at| at.running(if at.wave.through == Through::OpinionLeaders { 1.0 } else { 0.0 }), "those of high standing are asked for a favour"),
    cost(&["initiative.debate"], Hours, (0.5, Post), |at| at.running(at.wave.debate.value()), "half an hour a week in a forum"),
    cost(&["initiative.arguing"], Attention, (0.5, Lead), |at| at.running(at.wave.arguing.value()), "arguing takes those in charge time"),
    cost(&["initiative.arguing"], Goodwill, (0.3, Post), |at| at.running(at.wave.arguing.value()), "being pressed"),
    cost(&["initiative.arguing"], Autonomy, (0.2, Post), |at| at.running(at.wave.arguing.value()), "being told"),
    cash(&["initiative.comparative_data"], "analyst_day", (0.002, Post), |at| at.running(at.wave.comparative_data.value()), "a day a week for 500 posts"),
    cost(&["initiative.comparative_data"], Hours, (0.02, Post), |at| at.running(at.wave.comparative_data.value()), "looking at it: five minutes a month"),
    cost(&["initiative.patient_stories"], Hours, (0.05, Post), |at| at.running(at.wave.patient_stories.value()), "hearing them: a quarter of an hour a month"),
    cash(&["initiative.patient_stories"], "analyst_day", (0.0005, Post), |at| at.running(at.wave.patient_stories.value()), "gathering them"),
    cost(&["initiative.balancing"], Hours, (0.1, Post), |at| at.running(at.wave.balancing.value()), "looking for harm elsewhere, as in side_effects"),
    cost(&["initiative.adaptation"], Hours, (0.1, Post), |at| at.running(at.wave.adaptation.value()), "working out what fits here"),
    cost(&["initiative.scripting"], Autonomy, (0.5, Post), |at| at.running(at.wave.scripting.value()), "step by step leaves no choice"),
    cash(&["initiative.convened", "initiative.spread", "initiative.convened_for"], "coach_day", (0.001, Post), convened, "those who convene: half a day a week for 500 posts"),
    cost(&["initiative.convened", "initiative.spread", "initiative.convened_for"], Hours, (0.1, Post), convened, "coming together"),
    cost(&["initiative.chasing"], Goodwill, (0.3, Post), |at| at.running(at.wave.chasing.value()), "being chased for data"),
    cost(&["initiative.chasing"], Attention, (0.2, Lead), |at| at.running(at.wave.chasing.value()), "chasing"),
    cost(&["initiative.credit"], Attention, (0.1, Leader), |at| at.running(at.wave.credit.value()), "agreeing what counts, and vouching for it"),
    cost(&["initiative.credit"], Goodwill, (0.1, Post), |at| at.running(at.wave.credit.value()), "others who have no part in it"),
    cost(&["initiative.legacy_review"], Hours, (1.0, Post), |at| at.once(at.wave.legacy_review.value()), "once, at the start: an hour of asking and answering"),
    cash(&["initiative.admin_support"], "hour", (0.6, Post), |at| at.running(at.wave.admin_support.value()), "an hour of a clerk is cheaper than that of a target"),
    cost(&["initiative.admin_support"], Hours, (-1.0, Post), |at| at.running(taken_over(at.wave)), "what clerks take over, as in time at its defaults"),
    cash(&["initiative.integrated"], "data_system", (0.5, Post), |at| at.once(at.wave.integrated.value()), "once, at the start: systems joined"),
    cash(&["initiative.common_measures"], "data_system", (0.25, Post), |at| at.once(at.wave.common_measures.value()), "once, at the start: measures agreed and set up"),
    cash(&["initiative.data_training"], "analyst_day", (0.0005, Post), |at| at.running(at.wave.data_training.value()), "those who teach"),
    cost(&["initiative.data_training"], Hours, (0.05, Post), |at| at.running(at.wave.data_training.value()), "those who learn"),
    cash(&["initiative.evaluation_support"], "analyst_day", (0.001, Post), |at| at.running(at.wave.evaluation_support.value()), "half a day a week for 500 posts"),
    cost(&["initiative.peer_support"], Hours, (0.25, Post), |at| at.running(at.wave.peer_support.value()), "as in time"),
    cost(&["initiative.team"], Hours, (0.25, Post), |at| at.running(at.wave.team.value()), "as in time"),
    cost(&["initiative.joint_learning"], Hours, (0.25, Post), |at| at.running(at.wave.joint_learning.value()), "as in time"),
    cost(&["initiative.joint_imposed", "initiative.joint_learning"], Autonomy, (0.3, Post), |at| at.running(if at.wave.joint_imposed { at.wave.joint_learning.value() } else { 0.0 }), "having to learn together"),
    cash(&["initiative.external_support"], "coach_day", (0.004, Post), |at| at.running(at.wave.external_support.value()), "two days a week for 500 posts"),
    cash(&["initiative.intermediaries"], "coach_day", (0.002, Post), |at| at.running(at.wave.intermediaries.value()), "a day a week for 500 posts"),
    cost(&["leaders.senior_involvement", "leaders.involved_from"], Attention, (2.0, Sponsor), involved, "taking part and being seen to"),
    cost(&["leaders.senior_involvement", "leaders.involved_from"], Attention, (0.5, Middle), involved, "likewise"),
    cost(&["leaders.activity"], Attention, (1.0, Leader), |at| at.leaders.activity.value() - 0.5, "keeping everyone busy; below 0.5 leaders save it"),
    cash(&["leaders.training"], "training_place", (5.0, Leader), |at| if at.week == 0 { at.leaders.training.value() } else { 0.0 }, "once, in the first week: a programme for leaders"),
    cost(&["leaders.training"], Attention, (40.0, Leader), |at| if at.week == 0 { at.leaders.training.value() } else { 0.0 }, "once, in the first week: a week away in all"),
    cost(&["leaders.distribution"], Hours, (0.05, Post), |at| at.leaders.distribution.value(), "many do some of what one did"),
    cash(&["resources.career_credit"], "programme_week", (0.5, Post), |at| at.resources.career_credit.value(), "posts and grades for improvers"),
    cash(&["resources.org_development"], "coach_day", (0.001, Post), |at| at.resources.org_development.value(), "half a day a week for 500 posts"),
    cost(&["resources.org_development"], Hours, (0.1, Post), |at| at.resources.org_development.value(), "as in culture"),
    cost(&["resources.failure_review"], Hours, (0.02, Post), |at| at.resources.failure_review.value(), "an hour a year"),
    cash(&["resources.data_infrastructure"], "data_system", (1.0, Post), |at| if at.week == 0 { at.resources.data_infrastructure.value() - 1.0 } else { 0.0 }, "once, in the first week; below the reference it is saved"),
    cash(&["resources.build_infrastructure"], "data_system", (0.02, Post), |at| at.resources.build_infrastructure.value(), "one data_system a year"),
    cash(&["resources.learning_system"], "analyst_day", (0.002, Post), |at| at.resources.learning_system.value(), "a day a week for 500 posts"),
    cost(&["leaders.lead_support"], Attention, (0.5, Lead), |at| at.leaders.lead_support.value() - 1.0, "above the reference; below it leaders save it"),
    cost(&["leaders.middle_support"], Attention, (0.5, Middle), |at| at.leaders.middle_support.value() - 1.0, "likewise"),
    cost(&["leaders.sponsor_support"], Attention, (0.5, Sponsor), |at| at.leaders.sponsor_support.value() - 1.0, "likewise"),
    cost(&["leaders.lead_style"], Attention, (0.5, Lead), |at| at.leaders.lead_style.value() - 0.5, "asking takes longer than telling"),
    cost(&["leaders.middle_style"], Attention, (0.5, Middle), |at| at.leaders.middle_style.value() - 0.5, "likewise"),
    cost(&["leaders.sponsor_style"], Attention, (0.5, Sponsor), |at| at.leaders.sponsor_style.value() - 0.5, "likewise"),
    cost(&["leaders.lead_style"], Autonomy, (0.4, Post), |at| at.running((0.5 - at.leaders.lead_style.value()).max(0.0)), "being directed"),
    cost(&["leaders.middle_style"], Autonomy, (0.2, Post), |at| at.running((0.5 - at.leaders.middle_style.value()).max(0.0)), "likewise, from further off"),
    cost(&["leaders.sponsor_style"], Autonomy, (0.2, Post), |at| at.running((0.5 - at.leaders.sponsor_style.value()).max(0.0)), "likewise"),
    cost(&["leaders.succession_planned"], Attention, (0.1, Leader), |at| at.leaders.succession_planned.value(), "growing successors"),
    cash(&["resources.slack"], "hour", (1.0, Post), |at| (at.resources.slack.value() - 1.0) * at.slack, "staff for the hours; below the reference they are saved"),
    cash(&["resources.training"], "training_place", (1.0, Post), |at| at.resources.training.value(), "for each who is trained"),
    cost(&["resources.training"], Hours, (15.0, Post), |at| at.resources.training.value(), "two days for each who is trained"),
    cash(&["resources.coaching", "resources.own_coaches"], "coach_day", (0.002, Post), |at| at.resources.coaching.value() * (1.0 - at.resources.own_coaches.value()), "a day a week for 500 posts at full coaching"),
    cost(&["resources.coaching", "resources.own_coaches"], Hours, (0.015, Post), |at| at.resources.coaching.value() * at.resources.own_coaches.value(), "the same day of those one has oneself"),
    cost(&["strategy.aligned"], Attention, (0.5, Leader), |at| at.strategy.aligned.value() - 0.5, "agreeing on goals; below 0.5 leaders save it"),
    cost(&["strategy.assurance_aligned"], Attention, (0.5, Leader), |at| at.strategy.assurance_aligned.value(), "running planning, assurance and improvement as one"),
    cost(&["strategy.joined"], Attention, (0.2, Leader), |at| at.strategy.joined.value(), "working with those who develop the organisation"),
    cash(&["strategy.sharing"], "coach_day", (0.0005, Post), |at| at.strategy.sharing.value(), "those who gather and pass on"),
    cost(&["strategy.sharing"], Hours, (0.02, Post), |at| at.strategy.sharing.value(), "writing down and reading: an hour a year"),
    cost(&["leaders.consensus"], Attention, (0.2, Leader), |at| at.leaders.consensus.value(), "talking until those concerned agree"),
    cost(&["initiative.consultation"], Hours, (0.1, Post), |at| at.running(at.wave.consultation.value()), "being asked, and answered: half an hour a month"),
    cost(&["initiative.consultation"], Attention, (0.2, Lead), |at| at.running(at.wave.consultation.value()), "asking and answering"),
    cost(&["initiative.defined_by_staff"], Hours, (0.1, Post), |at| at.running(at.wave.defined_by_staff.value()), "finding out what the problem is"),
    cost(&["initiative.user_involvement"], Hours, (0.05, Post), |at| at.running(at.wave.user_involvement.value()), "working with users"),
    cash(&["initiative.user_involvement"], "analyst_day", (0.001, Post), |at| at.running(at.wave.user_involvement.value()), "users' own time and those who look after them"),
    cost(&["initiative.roles"], Attention, (0.2, Lead), |at| at.once(40.0 * (at.wave.roles.value() - 0.5)), "once, at the start: eight hours of agreeing terms at full clarity; below 0.5 they are saved"),
    cost(&["initiative.clarity"], Attention, (0.2, Lead), |at| at.once(40.0 * (at.wave.clarity.value() - 0.5)), "once, at the start: likewise for how it is to work"),
    cost(&["initiative.planning"], Attention, (1.0, Lead), |at| if at.week < at.wave.pushes_from() { at.running(1.0) } else { 0.0 }, "planning"),
    cost(&["initiative.pace"], Goodwill, (0.3, Post), |at| at.running(at.wave.pace.value()), "being driven"),
    cost(&["initiative.pace"], Autonomy, (0.2, Post), |at| at.running(at.wave.pace.value()), "being driven"),
    cost(&["initiative.reporting_up"], Attention, (0.5, Lead), |at| at.running(at.wave.reporting_up.value()), "reports for those above"),
    cost(&["initiative.reporting_up"], Autonomy, (0.2, Post), |at| at.running(at.wave.reporting_up.value()), "being reported on"),
    cost(&["initiative.managers_case"], Attention, (0.1, Leader), |at| at.running(at.wave.managers_case.value()), "making the case"),
    cost(&["initiative.consensus"], Attention, (0.2, Leader), |at| at.running(at.wave.consensus.value()), "building a coalition"),
    cost(&["initiative.consensus"], Hours, (0.05, Post), |at| at.running(at.wave.consensus.value()), "being part of one"),
    cost(&["initiative.mapped"], Attention, (0.1, Leader), |at| at.running(at.wave.mapped.value()), "keeping the map"),
    cost(&["initiative.led_by"], Hours, (0.05, Post), |at| at.running(if at.wave.led_by.is_empty() { 0.0 } else { 1.0 }), "the few who lead it among their own, spread over all"),
    cost(&["initiative.led_by"], Goodwill, (0.05, Post), |at| at.running(if at.wave.led_by.is_empty() { 0.0 } else { 1.0 }), "those whose profession does not lead"),
    cost(&["initiative.endorsed_by"], Goodwill, (0.05, Post), |at| at.running(if at.wave.endorsed_by.is_empty() { 0.0 } else { 1.0 }), "a favour asked of a professional body"),
    cost(&["initiative.spread"], Attention, (0.1, Leader), |at| at.running(f64::from(u8::from(!matches!(at.wave.spread, Spread::AtOnce | Spread::Waves)))), "finding out where to begin, or who is to meet whom"),
];

/// Settings of these tables that are shares, hours or multiples and have no price, each with the reason.
pub const UNPRICED: &[(&str, &str)] = &[
    ("initiative.baseline", "where things stand, no lever"),
    ("initiative.newcomers", "where things stand, no lever"),
    ("initiative.goal", "a promise; missing it is paid for in cynicism"),
    ("initiative.evidence", "what is known about the practice"),
    ("initiative.contested", "what is known about the practice"),
    ("initiative.hoped", "what sponsors expect"),
    ("initiative.validity", "what its measure is"),
    ("initiative.frees", "what the practice is; hours given back are in the run itself"),
    ("initiative.complexity", "what the practice is"),
    ("initiative.distance", "where the practice comes from"),
    ("initiative.values", "what the practice is"),
    ("initiative.sites", "each site pays its own lines; fewer sites, fewer costs"),
    ("initiative.grain", "what the practice is and how it fits values and habits"),
    ("initiative.limits_stated", "saying it costs nothing; what it does to hopes is in the run"),
    ("initiative.tightens", "how sanctions that have a price are shared out among units"),
    ("initiative.by_hand", "how data come in; hours for them are those of measurement"),
    ("initiative.research_use", "what the data are gathered for"),
    ("initiative.evaluation_feared", "what staff take it for, no lever"),
    ("leaders.impatience", "what sponsors are like, no lever"),
    ("leaders.promotion", "how careers go, no lever"),
    ("leaders.carries", "where things stand; distribution has a price"),
    ("strategy.constancy", "goals that stay cost nothing; those that change are paid for in the run"),
    ("leaders.blockers", "where things stand, no lever"),
    ("leaders.middle_release", "who lets people go for hours that have a price"),
    ("resources.apply_required", "what training that has a price is for"),
    ("resources.reinvest", "where hours go that practices give back"),
    ("leaders.style_spread", "how unlike leaders are, no lever"),
    ("resources.mandates", "put on organisations from outside"),
    ("resources.demand", "put on organisations from outside"),
    ("resources.coach_split", "who has the same coaching"),
    ("resources.improvers", "where things stand, no lever"),
];

/// Hours that clerks take over, at the default of what is work for clerks.
fn taken_over(wave: &Initiative) -> f64 {
    wave.admin_support.value().min(0.5 * (wave.hours.value() * wave.ambition.value() + wave.burden()))
}

fn involved(at: &At<'_>) -> f64 {
    if at.week >= at.leaders.involved_from.whole() { at.leaders.senior_involvement.value() } else { 0.0 }
}

fn convened(at: &At<'_>) -> f64 {
    match at.wave.spread {
        Spread::Pairs | Spread::Network | Spread::Movement if at.wave.convenes_in(at.week) => at.wave.convened.value(),
        _ => 0.0,
    }
}

impl Cost {
    /// Whether it is what the organisation spends, whatever the initiative.
    pub fn is_of_organisation(&self) -> bool {
        !self.settings[0].starts_with("initiative.")
    }

    /// What one of `per` costs in a week, in pounds, hours or parts of an index.
    pub fn in_week(&self, at: &At<'_>, prices: &Prices) -> f64 {
        let price = match self.price {
            "hour" => prices.hour.value(),
            "coach_day" => prices.coach_day.value(),
            "analyst_day" => prices.analyst_day.value(),
            "training_place" => prices.training_place.value(),
            "data_system" => prices.data_system.value(),
            "programme_week" => prices.programme_week.value(),
            "reward_week" => prices.reward_week.value(),
            _ => 1.0,
        };
        self.amount * price * (self.of)(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities::{Field, Kind, Plain, Section, Unit};
    use std::collections::BTreeSet;

    const HERE: &str = "src/observe/costs.rs";

    fn tables() -> [(&'static str, &'static [Field]); 4] {
        [
            ("initiative", Initiative::fields()),
            ("leaders", Leaders::fields()),
            ("resources", Resources::fields()),
            ("strategy", Aims::fields()),
        ]
    }

    /// A lever that costs nothing because nobody thought of it would look like the best one.
    #[test]
    fn every_share_hour_and_multiple_has_a_price_or_a_reason() {
        let mut known = BTreeSet::new();
        for (table, fields) in tables() {
            for field in fields {
                let path = format!("{table}.{}", field.name);
                let counts = matches!(field.kind, Kind::Quantity(Unit::Share | Unit::HoursPerWeek | Unit::Multiple));
                let priced = COSTS.iter().any(|cost| cost.settings.contains(&path.as_str()));
                let excused = UNPRICED.iter().any(|(other, reason)| *other == path && reason.len() > 10);
                assert!(
                    !counts || priced != excused,
                    "{path}: add a line to COSTS, or a reason to UNPRICED, in {HERE}"
                );
                known.insert(path);
            }
        }
        let named = COSTS.iter().flat_map(|cost| cost.settings).chain(UNPRICED.iter().map(|(path, _)| path));
        for path in named {
            assert!(known.contains(*path), "there is no {path}");
        }
        let prices: Vec<&str> = Prices::fields().iter().map(|field| field.name).collect();
        for cost in COSTS {
            assert!(cost.price.is_empty() || prices.contains(&cost.price), "there is no price {}", cost.price);
            let of_one_table = |path: &&str| path.split('.').next() == cost.settings[0].split('.').next();
            assert!(cost.settings.iter().all(of_one_table), "{:?}", cost.settings);
        }
    }

    /// A value that is at work, and another one.
    fn two_of(field: &Field) -> [Plain; 2] {
        let text = |text: &str| Plain::Text(text.into());
        match (field.name, field.kind) {
            ("spread", _) => [text("network"), text("at-once")],
            ("through", _) => [text("everyone"), text("opinion-leaders")],
            ("led_by" | "endorsed_by", _) => [Plain::List(vec![text("nurses")]), Plain::List(Vec::new())],
            ("admin_support", _) => [text("0.1 hours/week"), text("0.2 hours/week")],
            (_, Kind::Flag) => [Plain::Flag(true), Plain::Flag(false)],
            (_, Kind::Quantity(Unit::Share)) => [Plain::Real(0.5), Plain::Real(0.25)],
            (_, Kind::Quantity(Unit::Multiple)) => [Plain::Real(1.5), Plain::Real(2.0)],
            (_, Kind::Quantity(Unit::HoursPerWeek)) => [text("1 hour/week"), text("2 hours/week")],
            (_, Kind::Quantity(Unit::PerWeek)) => [text("0.004 /week"), text("0.002 /week")],
            (_, Kind::Quantity(Unit::Weeks)) => [text("20 weeks"), text("10 weeks")],
            _ => panic!("{}: say in two_of which values to try", field.name),
        }
    }

    /// The settings of a table that lines name, at work, but one of them at its other value.
    fn section<S: Section>(table: &str, changed: &str) -> S {
        let mut section = S::default();
        for field in S::fields() {
            let path = format!("{table}.{}", field.name);
            if COSTS.iter().any(|cost| cost.settings.contains(&path.as_str())) {
                let [at_work, other] = two_of(field);
                section.put(field.name, if path == changed { &other } else { &at_work }).unwrap();
            }
        }
        section
    }

    /// Two arms that differ in one lever differ in what it costs.
    #[test]
    fn whoever_moves_a_lever_moves_its_lines() {
        let spent = |cost: &Cost, changed: &str| -> f64 {
            let wave: Initiative = section("initiative", changed);
            let (leaders, resources) = (section("leaders", changed), section("resources", changed));
            let strategy: Aims = section("strategy", changed);
            let week = |week| At {
                wave: &wave,
                week,
                concentrated: 1.0,
                leaders: &leaders,
                resources: &resources,
                strategy: &strategy,
                slack: 1.0,
            };
            (0..200).map(|number| cost.in_week(&week(number), &Prices::default())).sum()
        };
        for cost in COSTS {
            for path in cost.settings {
                let (before, after) = (spent(cost, ""), spent(cost, path));
                assert!(before.is_finite() && after.is_finite() && before != after, "{path}: {before} both times");
            }
        }
    }
}
