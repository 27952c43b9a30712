//! Whoever has no time does not take a practice up.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Multiple, Quantity, Share, section};
use crate::world::{Initiative, Resources};

section! {
    /// Whoever has no time for what is asked takes it up later or not at all.
    pub struct Time {
        /// Hours a week that are not taken by the daily work, in a unit of reference slack.
        slack: Hours = Hours::of(1.0), 0.25..2.0, Assumed, "time for improvement in the NHS: 0.5–2 hours a week for consultants, 0–0.25 for junior nurses (expert judgement; no survey found)";
        /// Hours a week that every further initiative at the same time costs for meetings and change of task.
        overhead: Hours = Hours::of(0.25), 0.0..1.0, Assumed, "no measured value found";
        /// Power of the share of time asked that there is, in the rate of uptake; 0 makes time not matter.
        exponent: Multiple = Multiple::of(1.0), 0.5..1.8, Calibrated, "prototype of the core: .5–1.8 in accepted sets";
        /// Log hazard ratio of lapse between time enough and none.
        strain: LogHazard = LogHazard::of(0.5), 0.0..1.5, Assumed, "no measured value found";
        /// How far attention, the project's and the leaders', needs time to hold practice up; 0 lets it hold without any.
        attending: Share = Share::of(1.0), 0.3..1.0, Assumed, "attention is limited and divided (Ocasio 1997), direction only";
        /// Part of protected time that is kept where nobody stands in.
        kept_without_backfill: Share = Share::of(0.5), 0.1..0.9, Assumed, "80 % of 2,377 UK general practitioners named lack of protected time a major challenge; no measured share";
        /// Part of protected time that each further initiative at the same time eats away.
        erosion: Share = Share::of(0.15), 0.0..0.4, Assumed, "protected time is hard to keep when people carry several projects (Health Foundation 2012, challenge 4)";
        /// Part of what a programme asks of its targets that somebody with administrative skills could do for them.
        clerical: Share = Share::of(0.5), 0.2..0.8, Assumed, "administration, data and meetings are what small teams lack hands for (Health Foundation 2012, challenge 4); no measured share";
        /// Hours a week that full peer support takes of each target, full learning together, and a team of those in it: a tenth of targets.
        meetings: Hours = Hours::of(0.25), 0.0..1.0, Assumed, "peer support is valued and dear (Health Foundation 2012, challenge 6); no measured value";
    }
}

impl Mechanism for Time {
    const CARD: Card = Card {
        claim: "What is asked of staff takes hours; where fewer are free than asked, uptake slows in proportion and practice lapses sooner, and every further initiative takes hours for itself.",
        equation: "free = slack · slack_unit · resources.slack · φ (see trap) + Σ frees · max(0, x̄ − baseline) + Σ protected · released · (kept + (1 − kept) · backfill) · (1 − erosion)^(n − 1) − mandates (stated and by events), at least 0;  released = 1 − middle_release · (1 − min(1, support of the middle manager, 0 for one who does not back it));  asked = Σ (own − min(admin_support · valued, clerical · own) + meetings · (peer_support + joint_learning + 0.1 team) + looking · balancing, see side_effects) + overhead · (n − 1), own = hours · ambition + measurement · (1 − automated) · (1 − integrated), over the n initiatives that run, + Σ hours · ambition · hours_after · (1 − continued) over those whose funding has ended (valued: see trap);  T = min(1, free / asked);  uptake (push and peers) · T^exponent;  lean on lapse = strain · (1 − T);  what attention and leaders lean on lapse · (1 − attending · (1 − T))",
        acts_by: "a factor on uptake and on what attention holds; lean on lapse; through motivation and fatigue",
        reference: "nothing asked: T = 1",
        sources: &[
            "Repenning and Sterman 2002, Administrative Science Quarterly 47:265 (pressure squeezes improvement out)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 4: mismatch of ambition and resource",
            "Dixon-Woods, McNicol and Martin 2012, BMJ Quality and Safety 21:876",
        ],
        counter_sources: &[
            "Nohria and Gulati 1996, Academy of Management Journal 39:1245: slack helps innovation up to a point, and beyond it slackens it",
        ],
        rows: &["C4-04", "C4-07", "C4-08", "BAR-1", "C6-05", "C6-10", "T1-11", "T1-29", "TEN-10", "C9-05", "T1-31"],
        worked: "slack 1, unit 0.8, two initiatives of 0.5 hours and 0.25 of measurement, overhead 0.25, one with 1 protected hour half backfilled: free 0.8 + 1 · (0.5 + 0.25) · 0.85 = 1.4375, asked 1.5 + 0.25 = 1.75, T = 0.8214; lean on lapse 0.5 · 0.1786 = 0.0893, attention holds 0.8214 of what it could; 0.2 hours of admin support for 0.75 of its own: 0.55 are asked, and never less than 0.375",
    };
}

/// What the initiatives that run at a time ask of somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// Initiatives.
    pub count: u32,
    /// Hours a week that they take, overhead apart.
    pub hours: f64,
    /// Protected hours that come with them, as far as they are kept.
    pub protected: f64,
    /// Hours a week that practices of initiatives whose funding has ended go on to take.
    pub after: f64,
    /// What the overhead is multiplied by (see portfolio).
    pub eases: f64,
}

impl Default for Asked {
    fn default() -> Self {
        Self { count: 0, hours: 0.0, protected: 0.0, after: 0.0, eases: 1.0 }
    }
}

/// Part of targets who sit in a team.
const TEAM: f64 = 0.1;

impl Time {
    /// Hours a week that an initiative takes of a target for meeting others, less what clerks take over of its own, as far
    /// as their support is kept up.
    pub fn supported(&self, initiative: &Initiative, valued: f64) -> f64 {
        let few = TEAM * initiative.team.value();
        let meeting = initiative.peer_support.value() + initiative.joint_learning.value() + few;
        let own = initiative.hours.value() * initiative.ambition.value() + initiative.burden();
        self.meetings.value() * meeting - (initiative.admin_support.value() * valued).min(self.clerical.value() * own)
    }

    /// One more initiative, of whose own hours it takes a part (less where others save some, or while it is planned);
    /// `besides` are hours a week that it takes beyond those and its measurement, `released` is the part of its protected
    /// time that staff are let go for.
    pub fn asks(&self, asked: &mut Asked, initiative: &Initiative, (part, besides): (f64, f64), released: f64) {
        asked.count += 1;
        asked.hours += part * initiative.hours.value() * initiative.ambition.value() + initiative.burden() + besides;
        let kept = self.kept_without_backfill.value();
        let protected = initiative.protected_time.value() * (kept + (1.0 - kept) * initiative.backfill.value());
        asked.protected += protected * released;
    }

    /// Hours asked, overhead included.
    pub fn hours(&self, asked: &Asked) -> f64 {
        asked.hours + asked.after + self.overhead.value() * f64::from(asked.count.saturating_sub(1)) * asked.eases
    }

    /// The share of the time asked that there is, for staff of a unit's slack; `freed` are hours given back, `mandates`
    /// those taken first.
    pub fn sufficiency(&self, slack: f32, resources: &Resources, asked: &Asked, freed: f64, mandates: f64) -> f32 {
        if asked.count == 0 && asked.after == 0.0 {
            return 1.0;
        }
        let free = self.free(slack, resources, asked, freed, mandates);
        let hours = self.hours(asked);
        if hours > free { (free / hours) as f32 } else { 1.0 }
    }

    /// Hours a week that are free beyond what is asked; below 0 where fewer are.
    pub fn spare(&self, slack: f32, resources: &Resources, asked: &Asked, freed: f64, mandates: f64) -> f64 {
        self.free(slack, resources, asked, freed, mandates) - self.hours(asked)
    }

    /// Hours a week that are free for what is asked.
    fn free(&self, slack: f32, resources: &Resources, asked: &Asked, freed: f64, mandates: f64) -> f64 {
        let eroded = libm::pow(1.0 - self.erosion.value(), f64::from(asked.count.saturating_sub(1)));
        let slack = self.slack.value() * f64::from(slack) * resources.slack.value();
        (slack + freed + asked.protected * eroded - mandates).max(0.0)
    }

    /// What is left of uptake at a sufficiency; nothing where there is no time at all, unless time does not matter.
    pub fn slows(&self, sufficiency: f32) -> f32 {
        if sufficiency >= 1.0 { 1.0 } else { libm::powf(sufficiency, self.exponent.f32()) }
    }

    /// What is left of the hold that attention has.
    pub fn attends(&self, sufficiency: f32) -> f32 {
        1.0 - self.attending.f32() * (1.0 - sufficiency)
    }

    /// What lack of time does to lapse.
    pub fn leans_on_lapse(&self, sufficiency: f32) -> f32 {
        self.strain.f32() * (1.0 - sufficiency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let time = Time::default();
        let one = Initiative { hours: Hours::of(0.5), measurement: Hours::of(0.25), ..Default::default() };
        let other = Initiative { protected_time: Hours::of(1.0), backfill: Share::of(0.5), ..one.clone() };
        let mut asked = Asked::default();
        for initiative in [&one, &other] {
            time.asks(&mut asked, initiative, (1.0, 0.0), 1.0);
        }
        let resources = Resources::default();
        let t = time.sufficiency(0.8, &resources, &asked, 0.0, 0.0);
        assert!((t - 1.4375 / 1.75).abs() < 1e-6);
        assert!((time.leans_on_lapse(t) - 0.0893).abs() < 1e-4);
        assert!((time.attends(t) - t).abs() < 1e-6);
        assert_eq!(time.sufficiency(0.8, &resources, &Asked::default(), 0.0, 0.0), 1.0);
        let clerks = |hours| Initiative { admin_support: Hours::of(hours), ..one.clone() };
        assert!((time.supported(&clerks(0.2), 1.0) + 0.2).abs() < 1e-9);
        assert!((time.supported(&clerks(2.0), 1.0) + 0.375).abs() < 1e-9);
        assert_eq!(time.supported(&clerks(2.0), 0.0), 0.0);
        // 0.2 hours given back and 0.1 mandated: 1.5375 free.
        assert!((time.sufficiency(0.8, &resources, &asked, 0.2, 0.1) - 1.5375 / 1.75).abs() < 1e-6);
    }

    #[test]
    fn nothing_happens_in_no_time_unless_time_does_not_matter() {
        assert_eq!(Time::default().slows(0.0), 0.0);
        assert_eq!(Time { exponent: Multiple::of(0.0), ..Default::default() }.slows(0.0), 1.0);
        assert_eq!(Time::default().slows(0.25), 0.25);
    }
}
