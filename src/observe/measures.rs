//! The measures of a run, each with its definition.

/// How a measure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A share, 0 to 1, or a difference of shares.
    Share,
    /// Weeks.
    Weeks,
    /// A ratio.
    Ratio,
    /// Per person and year.
    PerYear,
    /// A conclusion: 1, 0 or −1.
    Sign,
    /// Hours.
    Hours,
    /// Years of full quality of care.
    Years,
    /// Pounds.
    Money,
}

impl Scale {
    /// As written in tables.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Share => "share",
            Scale::Weeks => "weeks",
            Scale::Ratio => "ratio",
            Scale::PerYear => "per year",
            Scale::Sign => "sign",
            Scale::Hours => "hours",
            Scale::Years => "years",
            Scale::Money => "pounds",
        }
    }
}

/// One number a run is summed up in, per initiative.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its column.
    pub name: &'static str,
    /// Its scale.
    pub scale: Scale,
    /// What it is, and when it is undefined.
    pub what: &'static str,
    /// Whether it needs the twin.
    pub against_twin: bool,
}

const fn measure(name: &'static str, scale: Scale, what: &'static str) -> Measure {
    Measure { name, scale, what, against_twin: false }
}

const fn against_twin(name: &'static str, scale: Scale, what: &'static str) -> Measure {
    Measure { name, scale, what, against_twin: true }
}

/// All measures, in the order of columns. Shares are of filled target posts unless they say otherwise.
pub const MEASURES: &[Measure] = &[
    measure("start", Scale::Share, "True adoption in the week before the programme begins."),
    measure("peak", Scale::Share, "Highest true adoption from the programme's start on."),
    measure("peak_week", Scale::Weeks, "The week in which that was first reached, counted from the programme's start."),
    measure(
        "time_to_half",
        Scale::Weeks,
        "Weeks from the programme's start until true adoption is 50 % or more; undefined if it never is.",
    ),
    measure("at_3m", Scale::Share, "True adoption 13 weeks after the programme's start."),
    measure("end", Scale::Share, "True adoption when the funding ends."),
    measure(
        "after_12m",
        Scale::Share,
        "True adoption 52 weeks after the funding ended; undefined if the run ends before.",
    ),
    measure(
        "after_36m",
        Scale::Share,
        "True adoption 156 weeks after the funding ended; undefined if the run ends before.",
    ),
    measure("nominal_end", Scale::Share, "True and ritual adoption when the funding ends."),
    measure("ritual_end", Scale::Share, "Ritual adoption alone when the funding ends."),
    measure("ritual_12m", Scale::Share, "The same 52 weeks later."),
    measure(
        "established_end",
        Scale::Share,
        "True adoption when the funding ends, of all established target posts, vacant ones included.",
    ),
    measure(
        "mean_adoption",
        Scale::Share,
        "True adoption averaged over the weeks from the programme's start to the end of the run.",
    ),
    measure(
        "spread_units_end",
        Scale::Share,
        "Share of units with targets in which more than half practise truly when the funding ends.",
    ),
    measure("spread_units_12m", Scale::Share, "The same 52 weeks later."),
    measure(
        "patchiness_end",
        Scale::Share,
        "Standard deviation of true adoption across units with targets when the funding ends.",
    ),
    measure(
        "equity_gap_end",
        Scale::Share,
        "True adoption of the unit nine tenths up the order of units, less that of the unit one tenth up, when the funding ends.",
    ),
    measure(
        "weakest_profession_end",
        Scale::Share,
        "True adoption in the target profession where it is lowest when the funding ends.",
    ),
    measure("embedded_end", Scale::Share, "Staff in true practice with habit above 0.8 when the funding ends."),
    measure("embedded_12m", Scale::Share, "The same 52 weeks later."),
    measure("locked_in_end", Scale::Share, "Mean lock-in of units with targets when the funding ends."),
    measure(
        "lapsed_12m",
        Scale::Share,
        "Staff who do not practise 52 weeks after the funding ended but had practised in their post.",
    ),
    measure(
        "stayers_12m",
        Scale::Share,
        "True adoption, 52 weeks after the funding ended, among those in post since before it began.",
    ),
    measure(
        "joiners_12m",
        Scale::Share,
        "The same among those who came to their post later; undefined where nobody did.",
    ),
    measure(
        "motivation_end",
        Scale::Share,
        "Mean intrinsic motivation of target staff when the funding ends; undefined without the mechanism.",
    ),
    measure("motivation_12m", Scale::Share, "The same 52 weeks later."),
    measure(
        "fatigue_end",
        Scale::Share,
        "Mean fatigue of target staff when the funding ends; undefined without the mechanism.",
    ),
    measure("fatigue_peak", Scale::Share, "Highest mean fatigue of target staff from the programme's start on."),
    measure(
        "cynicism_12m",
        Scale::Share,
        "Mean cynicism of target staff 52 weeks after the funding ended; undefined without the mechanism of fatigue.",
    ),
    measure(
        "ownership_end",
        Scale::Share,
        "Mean ownership of the change among target staff when the funding ends; undefined without the mechanism of leadership.",
    ),
    measure(
        "time_end",
        Scale::Share,
        "Share of the hours asked of target staff that they had, in the last week of funding; 1 where nothing was asked.",
    ),
    measure(
        "middle_support_end",
        Scale::Ratio,
        "Support that middle managers give it when the funding ends, none from who does not back it, mean over target staff; 1 at the reference.",
    ),
    measure(
        "perception_gap",
        Scale::Share,
        "Success as managers report it, from nominal adoption and measured quality, less success as the front line sees it, from true adoption and true quality, when the funding ends, mean over target staff; undefined without the mechanism of involvement.",
    ),
    measure(
        "wasted_end",
        Scale::Hours,
        "Hours a week of what it asks of each that go into drift, confusion and dispute in the last week of funding, mean over target staff; undefined without the mechanism of design.",
    ),
    measure("backing_end", Scale::Share, "Share of leaders of all levels who back it when the funding ends."),
    measure(
        "problem_end",
        Scale::Share,
        "Mean belief of target staff that there is a problem, when the funding ends; undefined without the mechanism of persuasion.",
    ),
    measure(
        "solution_end",
        Scale::Share,
        "Mean belief of target staff that the initiative solves it, when the funding ends; undefined without persuasion.",
    ),
    measure("solution_12m", Scale::Share, "The same 52 weeks later."),
    measure(
        "skill_end",
        Scale::Share,
        "Mean skill in improvement of target staff when the funding ends; undefined without the mechanism of capability.",
    ),
    measure(
        "improvers_end",
        Scale::Share,
        "Target staff with a skill above a third, those with projects behind them, when the funding ends.",
    ),
    measure(
        "know_how_end",
        Scale::Share,
        "What units know together about improvement when the funding ends, mean over target staff.",
    ),
    measure(
        "quality_start",
        Scale::Share,
        "True quality of care in what it is about, before the programme begins, mean over target staff; undefined without the mechanism of results.",
    ),
    measure("quality_end", Scale::Share, "The same when the funding ends."),
    measure("quality_12m", Scale::Share, "The same 52 weeks later."),
    measure("measured_end", Scale::Share, "Measured quality when the funding ends."),
    measure(
        "measurement_gap_end",
        Scale::Share,
        "Measured less true quality when the funding ends: being watched, gaming and luck.",
    ),
    measure(
        "data_credibility_end",
        Scale::Share,
        "How credible the data are that staff see, when the funding ends; undefined without the mechanism of data.",
    ),
    measure(
        "harm_peak",
        Scale::Share,
        "Highest mean harm done to something else, from the programme's start on; undefined without the mechanism of side effects.",
    ),
    measure("harm_12m", Scale::Share, "That harm 52 weeks after the funding ended."),
    measure(
        "faith_lost_end",
        Scale::Share,
        "Faith that staff have lost over harm that came to light, when the funding ends.",
    ),
    measure(
        "regard_end",
        Scale::Ratio,
        "Regard of sponsors when the funding ends, 1 at the reference; undefined without the mechanism of sponsors.",
    ),
    measure("regard_12m", Scale::Ratio, "The same 52 weeks later."),
    measure(
        "can_end",
        Scale::Ratio,
        "What units can do of their work when the funding ends, 1 at the reference; undefined without the mechanism of the trap.",
    ),
    measure(
        "cancelled",
        Scale::Share,
        "Share of the organisations it came to whose sponsor stopped the programme before its time.",
    ),
    measure("weeks_run", Scale::Weeks, "Weeks that the programme ran, mean over the organisations it came to."),
    measure(
        "met_goal",
        Scale::Share,
        "Share of the organisations it came to in which true adoption was at its goal or above when the funding was to end.",
    ),
    measure(
        "repeat_problem",
        Scale::Share,
        "Of the work of taking it up while it is funded (target staff who do not practise yet), the part that works out again what another organisation, or unit where there is one organisation, is ahead with and that no ties, sharing or convening bring; undefined where it never comes.",
    ),
    measure("reorganisations", Scale::PerYear, "Reorganisations by policy, per organisation and year."),
    measure("leader_changes", Scale::PerYear, "Leaders of all levels who were succeeded, per leader and year."),
    measure(
        "before_after",
        Scale::Share,
        "Before–after: effect on quality that an evaluator would estimate from measured data until the funding ends; undefined where the design cannot be, or without the mechanism of results.",
    ),
    measure(
        "before_after_says",
        Scale::Sign,
        "What that evaluator would conclude: 1 better, −1 worse, 0 where the 95 % interval holds nothing.",
    ),
    measure(
        "controlled",
        Scale::Share,
        "Controlled (difference in differences): effect on quality that an evaluator would estimate from measured data until the funding ends; undefined where the design cannot be, or without the mechanism of results.",
    ),
    measure(
        "controlled_says",
        Scale::Sign,
        "What that evaluator would conclude: 1 better, −1 worse, 0 where the 95 % interval holds nothing.",
    ),
    measure(
        "interrupted",
        Scale::Share,
        "Interrupted time series: effect on quality that an evaluator would estimate from measured data until the funding ends; undefined where the design cannot be, or without the mechanism of results.",
    ),
    measure(
        "interrupted_says",
        Scale::Sign,
        "What that evaluator would conclude: 1 better, −1 worse, 0 where the 95 % interval holds nothing.",
    ),
    measure(
        "stepped_wedge",
        Scale::Share,
        "Stepped wedge: effect on quality that an evaluator would estimate from measured data until the funding ends; undefined where the design cannot be, or without the mechanism of results.",
    ),
    measure(
        "stepped_wedge_says",
        Scale::Sign,
        "What that evaluator would conclude: 1 better, −1 worse, 0 where the 95 % interval holds nothing.",
    ),
    measure(
        "engaged_end",
        Scale::Share,
        "Target staff who are engaged when the funding ends: who practise truly, or who believe in problem and solution and are motivated (each above 0.5) and not exhausted (fatigue at most 0.5); undefined without persuasion or motivation.",
    ),
    measure("engaged_weakest_end", Scale::Share, "The same in the target profession where it is lowest."),
    measure(
        "scepticism_end",
        Scale::Share,
        "Mean of 1 − solution belief · (1 − cynicism) over target staff when the funding ends: doubt that it works, or that anything comes of it; undefined without persuasion.",
    ),
    measure(
        "burnout_end",
        Scale::Share,
        "Target staff with fatigue above 0.5 when the funding ends; undefined without the mechanism of fatigue.",
    ),
    measure("burnout_peak", Scale::Share, "The highest such share from the programme's start on."),
    measure(
        "spread_orgs_end",
        Scale::Share,
        "Share of organisations with targets in which more than half practise truly when the funding ends.",
    ),
    measure("spread_orgs_12m", Scale::Share, "The same 52 weeks later."),
    measure(
        "time_to_sharp_end",
        Scale::Weeks,
        "Weeks from the programme's start until true adoption is 5 points above `start`; undefined if it never is.",
    ),
    measure(
        "time_to_first_result",
        Scale::Weeks,
        "Weeks from the programme's start until results as staff see them, which is as far as data are credible, are a tenth of what was hoped for, mean over target staff; undefined if they never are, or without the mechanism of results.",
    ),
    measure(
        "slack_end",
        Scale::Hours,
        "Hours a week that target staff have beyond what all initiatives ask of them in the last week of funding, mean, below 0 where they have fewer; undefined without the mechanism of time.",
    ),
    measure(
        "opportunity_hours",
        Scale::Hours,
        "Hours a year drawn from the daily work, per target member of staff, mean over the weeks of funding: hours that all initiatives asked and staff had not got, and protected hours in which nobody stood in; undefined without time and side effects.",
    ),
    measure(
        "side_effect_count",
        Scale::Ratio,
        "Side effects per unit: how often harm to something else rose above 0.01 in a unit, from the programme's start to the end of the run; undefined without the mechanism of side effects.",
    ),
    measure(
        "harm_total",
        Scale::Years,
        "Harm to something else summed over the weeks from the programme's start to the end of the run, mean over target staff: years of full quality lost; undefined without side effects.",
    ),
    measure(
        "improvers_leaving",
        Scale::PerYear,
        "People with a skill above a third who left their post for good, per such person in post and year, over the run; undefined where there were none.",
    ),
    measure(
        "key_person_loss",
        Scale::Share,
        "By how much more true adoption fell in a unit than over all in the 13 weeks after its lead had left, mean over the target staff of such units, from the programme's start on; undefined where none left.",
    ),
    measure(
        "cost_cash",
        Scale::Money,
        "Money that the programme took per established target post over the run, by the price list; what organisations spend in general is shared equally among the initiatives that run.",
    ),
    measure("cost_hours", Scale::Hours, "Hours of staff that it took, likewise."),
    measure(
        "cost_attention",
        Scale::Hours,
        "Hours of leaders of all levels that it took, likewise, per established target post.",
    ),
    measure("cost_total", Scale::Money, "cost_cash, with cost_hours and cost_attention at their prices."),
    measure(
        "cost_delay",
        Scale::Weeks,
        "Weeks from the programme's start until it first pushes, mean over the established target posts it ever comes to; undefined without a push.",
    ),
    measure(
        "cost_goodwill",
        Scale::Ratio,
        "An index from 0 to 1, not money: goodwill spent by what the price list names, mean over posts and the weeks in which the programme or its checks last.",
    ),
    measure("cost_autonomy", Scale::Ratio, "The same for choice taken from staff."),
    measure("leaving", Scale::PerYear, "People who left their post for good, per established post and year."),
    measure("vacant_end", Scale::Share, "Share of target posts that stand empty when the funding ends."),
    measure(
        "capped",
        Scale::Share,
        "Share of weighed decisions at which the cap on leans bit; over the run, all initiatives together.",
    ),
    against_twin(
        "gain_peak",
        Scale::Share,
        "Largest difference to the twin in true adoption from the programme's start on.",
    ),
    against_twin("gain_end", Scale::Share, "Difference to the twin in true adoption when the funding ends."),
    against_twin("gain_12m", Scale::Share, "The same 52 weeks later: what is left."),
    against_twin(
        "effect_exact",
        Scale::Share,
        "What the programme truly did to quality until its funding ended: difference to the twin, mean over staff of the units it came to, each from its own start on.",
    ),
    against_twin(
        "before_after_error",
        Scale::Share,
        "By how much the estimate of `before_after` is off: it, less effect_exact.",
    ),
    against_twin(
        "controlled_error",
        Scale::Share,
        "By how much the estimate of `controlled` is off: it, less effect_exact.",
    ),
    against_twin(
        "interrupted_error",
        Scale::Share,
        "By how much the estimate of `interrupted` is off: it, less effect_exact.",
    ),
    against_twin(
        "stepped_wedge_error",
        Scale::Share,
        "By how much the estimate of `stepped_wedge` is off: it, less effect_exact.",
    ),
    against_twin("quality_gain_end", Scale::Share, "Difference to the twin in true quality when the funding ends."),
    against_twin("quality_gain_12m", Scale::Share, "The same 52 weeks later."),
    against_twin("gain_36m", Scale::Share, "The same 156 weeks after the funding ended."),
    against_twin(
        "adopters_12m",
        Scale::Share,
        "Difference to the twin in true adoption of all established target posts, 52 weeks after the funding ended.",
    ),
    against_twin(
        "cost_per_adopter",
        Scale::Money,
        "cost_total divided by adopters_12m: pounds for each member of staff who still practises beyond the twin; undefined below a gain of 0.01. In summaries it is the ratio of the two means.",
    ),
    against_twin(
        "quality_per_cost",
        Scale::Ratio,
        "quality_gain_12m for each 1,000 pounds of cost_total; undefined where it cost nothing.",
    ),
    against_twin(
        "retention_12m",
        Scale::Ratio,
        "gain_12m divided by gain_end; undefined for a run that gained less than 0.05. In summaries it is the ratio of the two means.",
    ),
    against_twin(
        "half_life",
        Scale::Weeks,
        "Weeks after the end of funding until the difference to the twin is first at most half of gain_end; undefined below a gain of 0.05, and where half is never lost within the run (censored).",
    ),
];

/// What evaluators estimate, simplest design first: measures that have two more beside them, under the same name with
/// `_says` and `_error` behind it.
pub const ESTIMATES: [&str; 4] = ["before_after", "controlled", "interrupted", "stepped_wedge"];

/// The place of a measure.
///
/// # Panics
/// When there is none of that name. Not reachable from input: names come from this crate.
pub fn measure_index(name: &str) -> usize {
    MEASURES.iter().position(|measure| measure.name == name).expect("a measure of this crate")
}
