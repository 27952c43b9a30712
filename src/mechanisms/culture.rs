//! What a place is like decides who dares to try, what stays when people go, and whether problems are told.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Multiple, Quantity, Rate, Share, Weeks, section};
use crate::world::{self, Initiative};

section! {
    /// What a place is like decides who dares to try, what stays when people go, and whether problems are told.
    pub struct Culture {
        /// Log hazard ratio of uptake between a culture that learns wholly and one that leaves people as they are.
        trial: LogHazard = LogHazard::of(0.4), 0.0..1.2, Assumed, "cultures that support development let improvement flourish (Health Foundation 2012, challenge 5), direction only";
        /// The same between full tolerance of failure and one that leaves people as they are, where nobody in the unit practises yet.
        risk: LogHazard = LogHazard::of(0.5), 0.0..1.5, Assumed, "cultures that do not tolerate failure make clinicians averse to risk (Health Foundation 2012, challenge 5), direction only";
        /// Log hazard ratio of losing know-how and unused skill between such a culture, or full joint work, and one that leaves things as they are.
        keeps: LogHazard = LogHazard::of(0.7), 0.0..1.5, Assumed, "organisations forget where levels do not work together (Health Foundation 2012, challenge 5), direction only";
        /// Time in which a culture goes 63 % of the way to where involvement and development draw it.
        takes: Weeks = Weeks::of(156.0), 52.0..312.0, Assumed, "culture changes over years; no measured value found";
        /// Hours a week that full development of the organisation takes of everybody.
        developing: Hours = Hours::of(0.1), 0.0..0.4, Assumed, "no measured value found";
        /// Part of ownership's growth that is lost where control is total.
        tokenism: Share = Share::of(0.8), 0.3..1.0, Assumed, "Arnstein 1969 (participation without power), direction only";
        /// The same where much is said and nothing given.
        disempowers: Share = Share::of(0.8), 0.0..1.0, Assumed, "alignment without trust leaves staff disempowered (Health Foundation 2012), direction only";
        /// Rate at which people become cynical where much is said and nothing given.
        breeds: Rate = Rate::of(0.004), 0.0..0.01, Assumed, "Dean, Brandes and Dharwadkar 1998, direction only";
        /// Part of starting cynicism that a thorough review of earlier attempts takes away.
        softens: Share = Share::of(0.5), 0.2..0.9, Assumed, "no measured value found";
        /// Rate at which cynicism goes where boards are fully involved and mean it.
        reassures: Rate = Rate::of(0.01), 0.0..0.03, Assumed, "no measured rate";
        /// Part of problems that staff keep to themselves under full blame and full critical feedback.
        conceals: Share = Share::of(0.6), 0.2..0.9, Assumed, "Edmondson 1996: wards that were led openly reported more errors; no share";
        /// Part of a practice's effect that is lost where every problem is kept hidden.
        unmended: Share = Share::of(0.4), 0.0..0.8, Assumed, "no measured value found";
        /// Part of the room for improvement by which care then looks better than it is.
        flatters: Share = Share::of(0.2), 0.0..0.5, Assumed, "no measured value found";
        /// What a unit learns from a goal missed altogether that is fully reviewed where all learn and nobody is blamed.
        reviews: Share = Share::of(0.2), 0.0..0.5, Assumed, "Madsen and Desai 2010, direction only";
        /// How many times more lack of time tires people where all are hostile: what it adds to 1.
        exhausts: Multiple = Multiple::of(1.0), 0.0..3.0, Assumed, "no measured value found";
        /// Log hazard ratio of leaving between those who do not practise and those who do what they wholly own, where it is wholly safe.
        stays: LogHazard = LogHazard::of(0.4), 0.0..1.0, Assumed, "Health Foundation 2016: improvement raises control over one's work and retention, direction only";
        /// Part of the push, of protected hours and of a data system's growth that does not come about in a division whose manager blocks.
        halts: Share = Share::of(0.8), 0.3..1.0, Assumed, "one well-placed person can halt a change (Health Foundation 2012, challenge 5); no share";
    }
}

impl Mechanism for Culture {
    const CARD: Card = Card {
        claim: "Where a place learns and forgives people try things and what is learnt stays; control makes taking part a token, blame makes people hide problems, words without means make them cynical, hostility makes lack of time exhaust them; and one manager who blocks stops a division.",
        equation: "λ ← λ + (λ* − λ)/takes by organisation, from λ = learning;  λ* = learning + (1 − learning) · (1 − (1 − involved · min(1, σ_sponsor)) · (1 − org_development));  lean on uptake = trial · (2 λ − 1) + risk · (2 tolerance − 1) · (1 − x̄) while it runs;  where k̄ < W the unit forgets (k̄ − W)/learns · e^(−keeps · ((2 λ − 1) + (2 joint_work − 1))), leaks · e^(−keeps · (2 learning − 1)) (see capability);  said = (min(2, σ_sponsor) + arguing)/3, gap = said · (1 − authenticity);  push, attention, protected time, embedding effort and data investment · authenticity;  growth of O · (1 − tokenism · control) · (1 − disempowers · gap);  c ← c + breeds · gap · (1 − c) while it runs, c ← c · (1 − reassures · involved · min(1, σ_sponsor) · authenticity), c ← c · (1 − softens · legacy_review) when it has begun;  κ = conceals · blame · max(comparative_data, monitoring), C · (1 − κ), fidelity · (1 − unmended · κ), measured quality + flatters · κ · (1 − q0);  a missed goal: W ← W + reviews · failure_review · λ · (1 − blame) · shortfall · (1 − W);  overload of fatigue · (1 + exhausts · hostility);  leaving rate · e^(−stays · safety · O) in who practises;  a division that is blocked: support of its manager 0, push, protected time and growth of D · (1 − halts)",
        acts_by: "lean on uptake; factors on growth of ownership, fatigue, credibility, fidelity, leaving and what programmes give; drift of learning, know-how and cynicism",
        reference: "learning, joint work and tolerance of 0.5, all that is said given, no control, blame, hostility or further safety",
        sources: &[
            "Edmondson 1999, Administrative Science Quarterly 44:350 (psychological safety and learning)",
            "Edmondson 1996, Journal of Applied Behavioral Science 32:5 (open leadership, and more errors told)",
            "Arnstein 1969, Journal of the American Institute of Planners 35:216 (participation without power)",
            "Dean, Brandes and Dharwadkar 1998, Academy of Management Review 23:341 (organisational cynicism)",
            "Madsen and Desai 2010, Academy of Management Journal 53:451 (failure teaches more than success)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenge 5 and the tensions of its chapter 4",
        ],
        counter_sources: &[
            "Scott et al. 2003, Journal of Health Services Research and Policy 8:105: evidence that culture moves performance in health care is thin",
            "Meyerson and Martin 1987, Journal of Management Studies 24:623: one culture for an organisation is a simplification",
        ],
        rows: &[
            "C5-01", "C5-02", "C5-03", "C5-06", "C5-08", "C5-09", "TEN-6", "TEN-8", "TEN-11", "BAR-3", "BAR-4",
            "T1-15", "BEN-1", "PROG-6", "CYCLE-6",
        ],
        worked: "learning 0.8, tolerance 0.3, x̄ 0.2: lean 0.4 · 0.6 − 0.5 · 0.4 · 0.8 = 0.08; control 0.9, authenticity 1: ownership grows by 1 − 0.8 · 0.9 = 0.28 of its rate; σ_sponsor 1, no arguing, authenticity 0.4: gap 1/3 · 0.6 = 0.2, c from 0 to 0.0008; blame 0.5, comparative data 0.8: κ = 0.6 · 0.5 · 0.8 = 0.24, C 0.5 becomes 0.38",
    };
}

impl Culture {
    /// Where a culture is drawn, from what is stated of it and what draws it on, 0 to 1; after a week.
    pub fn learns(&self, stated: &world::Culture, involved: f32, development: f32, learning: f32) -> f32 {
        let base = stated.learning.f32();
        let drawn = base + (1.0 - base) * (1.0 - (1.0 - involved) * (1.0 - development));
        (learning + (drawn - learning) / self.takes.f32().max(1.0)).clamp(0.0, 1.0)
    }

    /// What the place does to uptake while a programme runs, where a share of the unit practises.
    pub fn leans_on_uptake(&self, stated: &world::Culture, learning: f32, share: f32) -> f32 {
        let forgiven = 2.0 * stated.tolerance.f32() - 1.0;
        self.trial.f32() * (2.0 * learning - 1.0) + self.risk.f32() * forgiven * (1.0 - share)
    }

    /// What a unit's forgetting is multiplied by; see capability.
    pub fn forgets(&self, stated: &world::Culture, learning: f32) -> f32 {
        let kept = (2.0 * learning - 1.0) + (2.0 * stated.joint_work.f32() - 1.0);
        libm::expf(-self.keeps.f32() * kept).min(50.0)
    }

    /// What the leaking of unused skill is multiplied by.
    pub fn leaks(&self, stated: &world::Culture) -> f32 {
        libm::expf(-self.keeps.f32() * (2.0 * stated.learning.f32() - 1.0)).min(50.0)
    }

    /// How far more is said than given: by the sponsor's support, and how hard those in charge argue.
    pub fn gap(&self, stated: &world::Culture, sponsor: f32, arguing: f32) -> f32 {
        (sponsor.min(2.0) + arguing) / 3.0 * (1.0 - stated.authenticity.f32())
    }

    /// How far taking part counts as such: what ownership's growth is multiplied by.
    pub fn participation_counts(&self, stated: &world::Culture, gap: f32) -> f32 {
        (1.0 - self.tokenism.f32() * stated.control.f32()) * (1.0 - self.disempowers.f32() * gap)
    }

    /// A programme as it is really given, of what is stated.
    pub fn really(&self, stated: &world::Culture, i: &Initiative) -> Initiative {
        let given = stated.authenticity.value();
        let part = |share: Share| Share::of(share.value() * given);
        Initiative {
            push: Rate::of(i.push.value() * given),
            attention: part(i.attention),
            protected_time: Hours::of(i.protected_time.value() * given),
            embedding_effort: part(i.embedding_effort),
            data_investment: part(i.data_investment),
            ..i.clone()
        }
    }

    /// Cynicism after a week in which more is said than given.
    pub fn disillusions(&self, gap: f32, cynicism: f32) -> f32 {
        (cynicism + self.breeds.f32().min(1.0) * gap * (1.0 - cynicism)).clamp(0.0, 1.0)
    }

    /// What is left of cynicism in a week, where boards are involved and mean it.
    pub fn reassures(&self, stated: &world::Culture, involved: f32) -> f32 {
        1.0 - self.reassures.f32().min(1.0) * involved * stated.authenticity.f32()
    }

    /// What is left of cynicism once earlier attempts have been reviewed.
    pub fn softens(&self, initiative: &Initiative) -> f32 {
        1.0 - self.softens.f32() * initiative.legacy_review.f32()
    }

    /// Part of problems that are kept hidden in a week.
    pub fn concealed(&self, stated: &world::Culture, initiative: &Initiative, week: u32) -> f32 {
        let told = if initiative.runs_in(week) { initiative.comparative_data.f32() } else { 0.0 };
        let critical = told.max(initiative.monitored_in(week) as f32);
        self.conceals.f32() * stated.blame.f32() * critical
    }

    /// What is left of a practice's effect where problems are kept hidden.
    pub fn mends(&self, concealed: f32) -> f32 {
        1.0 - self.unmended.f32() * concealed
    }

    /// By how much of the room for improvement care looks better.
    pub fn flatters(&self, concealed: f32) -> f32 {
        self.flatters.f32() * concealed
    }

    /// What a unit knows together after a goal was missed by a share and that has been reviewed.
    pub fn reviewed(&self, stated: &world::Culture, review: f32, learning: f32, missed: f32, knows: f32) -> f32 {
        let learnt = self.reviews.f32() * review * learning * (1.0 - stated.blame.f32()) * missed;
        (knows + learnt * (1.0 - knows)).clamp(0.0, 1.0)
    }

    /// What lack of time tires people by.
    pub fn exhausts(&self, stated: &world::Culture) -> f32 {
        1.0 + self.exhausts.f32() * stated.hostility.f32()
    }

    /// The log hazard ratio of staying of those who wholly own what they practise.
    pub fn stays(&self, stated: &world::Culture) -> f32 {
        self.stays.f32().max(0.0) * stated.safety.f32()
    }

    /// What is let through where a manager blocks.
    pub fn lets_through(&self) -> f32 {
        1.0 - self.halts.f32()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let culture = Culture::default();
        let stated = world::Culture {
            learning: Share::of(0.8),
            tolerance: Share::of(0.3),
            control: Share::of(0.9),
            blame: Share::of(0.5),
            ..Default::default()
        };
        assert!((culture.leans_on_uptake(&stated, 0.8, 0.2) - 0.08).abs() < 1e-6);
        assert!((culture.participation_counts(&stated, 0.0) - 0.28).abs() < 1e-6);
        let hollow = world::Culture { authenticity: Share::of(0.4), ..stated.clone() };
        let gap = culture.gap(&hollow, 1.0, 0.0);
        assert!((gap - 0.2).abs() < 1e-6 && (culture.disillusions(gap, 0.0) - 0.0008).abs() < 1e-7);
        let shown = Initiative { comparative_data: Share::of(0.8), ..Default::default() };
        let concealed = culture.concealed(&stated, &shown, 30);
        assert!((concealed - 0.24).abs() < 1e-6 && (0.5 * (1.0 - concealed) - 0.38).abs() < 1e-6);
        // Nothing is shown once it is over.
        assert_eq!(culture.concealed(&stated, &shown, 400), 0.0);
        let really = culture.really(&hollow, &shown);
        assert!((really.attention.value() - 0.4).abs() < 1e-12 && really.comparative_data == shown.comparative_data);
    }

    #[test]
    fn the_reference_place_is_no_place() {
        let (culture, stated) = (Culture::default(), world::Culture::default());
        assert_eq!(culture.leans_on_uptake(&stated, 0.5, 0.3), 0.0);
        assert_eq!(culture.learns(&stated, 0.0, 0.0, 0.5), 0.5);
        assert_eq!((culture.forgets(&stated, 0.5), culture.leaks(&stated)), (1.0, 1.0));
        assert_eq!((culture.participation_counts(&stated, 0.0), culture.gap(&stated, 2.0, 1.0)), (1.0, 0.0));
        assert_eq!((culture.exhausts(&stated), culture.stays(&stated)), (1.0, 0.0));
        let all = Initiative { comparative_data: Share::of(1.0), protected_time: Hours::of(1.0), ..Default::default() };
        assert_eq!(culture.concealed(&stated, &all, 30), 0.0);
        assert_eq!(culture.really(&stated, &all), all);
    }

    #[test]
    fn a_culture_follows_what_boards_do_over_years() {
        let (culture, stated) = (Culture::default(), world::Culture::default());
        let mut learning = 0.5;
        for _ in 0..156 {
            learning = culture.learns(&stated, 1.0, 0.0, learning);
        }
        // 0.5 + 0.5 · (1 − (1 − 1/156)¹⁵⁶) = 0.5 + 0.5 · 0.6333
        assert!((learning - 0.816_6).abs() < 1e-3, "{learning}");
    }
}
