//! Leaders' support carries a change, and their style decides how fast and for how long.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Quantity, Rate, Share, Weeks, section};
use crate::world::{Initiative, Leaders};

section! {
    /// Leaders' support carries a change, and their style decides how fast it goes and how long it lasts.
    pub struct Leadership {
        /// Part of what staff feel of leadership that comes from the lead of their unit.
        lead_counts: Share = Share::of(0.5), 0.3..0.8, Assumed, "no measured split; the near leader is met daily";
        /// Part that comes from the middle manager; the sponsor has the rest.
        middle_counts: Share = Share::of(0.25), 0.0..0.4, Assumed, "middle managers ignored in the first safer patients programme slowed it (Health Foundation 2012), no measured split; together with lead_counts at most 1";
        /// Log hazard ratio of uptake per unit of support above the reference, while the programme runs.
        support: LogHazard = LogHazard::of(0.6), 0.0..1.9, Calibrated, "prototype of the core: leadership .5–1.9 in accepted sets, on lapse";
        /// Log hazard ratio of lapse between support at the reference and none.
        holds: LogHazard = LogHazard::of(0.9), 0.3..1.9, Calibrated, "prototype of the core: .5–1.9 in accepted sets";
        /// Part of their support that is left once the funding has ended.
        residual: Share = Share::of(0.2), 0.06..0.8, Calibrated, "prototype of the core: residual attention .06–.5 of support in accepted sets";
        /// Log hazard ratio of uptake, and of complying, between a wholly directive style and neither; a facilitative one slows by as much.
        directive: LogHazard = LogHazard::of(0.5), 0.0..1.0, Assumed, "Lewin, Lippitt and White 1939, direction only";
        /// Rate at which staff come to own a change under a wholly facilitative style with reference support.
        ownership_growth: Rate = Rate::of(0.02), 0.005..0.05, Assumed, "builds over months; no measured rate";
        /// Rate at which ownership fades in those who do not practise.
        ownership_fading: Rate = Rate::of(0.01), 0.002..0.03, Assumed, "no measured rate";
        /// Log hazard ratio of lapse between no ownership and full.
        ownership: LogHazard = LogHazard::of(0.7), 0.0..2.0, Assumed, "no measured value found";
        /// Log hazard ratio of uptake that a celebrity lead brings at the start.
        energy: LogHazard = LogHazard::of(0.8), 0.0..1.5, Assumed, "excitement at the start (Health Foundation 2012, challenge 4), direction only";
        /// Time in which that falls to 37 %.
        energy_lasts: Weeks = Weeks::of(13.0), 4.0..39.0, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up, and of lapse, under full resentment of a celebrity lead.
        resentment: LogHazard = LogHazard::of(0.8), 0.0..1.5, Assumed, "others are left with drudgery and resent it (Health Foundation 2012, challenges 4 and 7), direction only";
        /// Time in which resentment comes to 63 % of its full strength.
        resentment_builds: Weeks = Weeks::of(39.0), 13.0..78.0, Assumed, "no measured value found";
        /// Time in which it fades to 37 % afterwards.
        resentment_fades: Weeks = Weeks::of(52.0), 26.0..156.0, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up what wholly facilitative leaders leave without direction; it falls off with the square of the way to a style that is neither.
        adrift: LogHazard = LogHazard::of(0.0), 0.0..1.0, Assumed, "leaders must be sure of the goal and not dominant (Health Foundation 2012, challenge 7), shape inferred; 0 leaves their style to work in one direction";
        /// Part of the way to a wholly facilitative style that full skill takes a leader.
        enables: Share = Share::of(0.5), 0.0..1.0, Assumed, "leaders can be trained in enabling (Health Foundation 2012, table 1), direction only";
        /// What full skill of leaders adds to how fast staff come to own a change, as a part of it.
        facilitates: Multiple = Multiple::of(0.5), 0.0..1.5, Assumed, "facilitation is a skill (Health Foundation 2012, challenge 7), direction only";
        /// Support from many in a unit where half of its staff practise, where they share in leading it.
        many: Multiple = Multiple::of(1.0), 0.5..1.5, Assumed, "leadership spread through a group tells of how it does as much as its lead (Wang, Waldman and Zhang 2014), direction only";
    }
}

impl Mechanism for Leadership {
    const CARD: Card = Card {
        claim: "A change goes as far as leaders near and far support it; telling people is quick, letting them shape it is slow and makes it theirs; a celebrity lead starts it fast and leaves resentment; skill in enabling others comes with training and goes with its leader, and where many lead, one who leaves takes less along.",
        equation: "σ = Σ_level counts · support_level · [backs it] (the sponsor's times Z, see sponsor; the lead's as (1 − distribution) · support + distribution · many · (0.5 + x̄)), e likewise of skill, f likewise of style, then + enables · e · (1 − f);  skill of a leader: 0 in whoever comes, + training · (1 − skill)/training_takes a week;  A the initiative's attention;  lean on uptake = A · (support · (σ − 1) + directive · (1 − 2 f) − adrift · max(0, 2 f − 1)²) + celebrity · energy · e^(−t/energy_lasts) while it runs, − resentment · R from the start on;  lean on complying = directive · (1 − 2 f);  lean on lapse = −holds · A · σ (· (residual + (1 − residual) · continued) after the end), as far as there is time for it and practical support (see time and sponsor), − ownership · O + resentment · R;  O ← O + growth · A · f · σ · (1 + facilitates · e) · (1 − O) while it runs, − fading · O in those not practising;  R ← R + celebrity · (1 − R)/builds while it runs, − R/fades after",
        acts_by: "leans on uptake, complying and lapse; drift of ownership and of resentment; through embedding and motivation",
        reference: "no programme; while one runs, on uptake: leaders of reference support whose style is neither directive nor facilitative",
        sources: &[
            "Lewin, Lippitt and White 1939, Journal of Social Psychology 10:271 (work under autocratic leaders stopped when they left the room)",
            "Wang, Waldman and Zhang 2014, Journal of Applied Psychology 99:181 (shared leadership and team effectiveness, a meta-analysis)",
            "Aarons 2006, Psychiatric Services 57:1162 (leadership and attitudes to evidence-based practice)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 4, 5 and 7",
        ],
        counter_sources: &[
            "Meindl, Ehrlich and Dukerich 1985, Administrative Science Quarterly 30:78 (the romance of leadership): results are laid to leaders more than leaders cause them",
        ],
        rows: &[
            "C7-01", "C7-02", "C7-03", "C7-04", "C7-05", "T1-26", "C4-03", "C5-04", "C6-09", "C6-10", "LEAK-7",
            "CYCLE-6",
        ],
        worked: "lead 1.4, middle 0.8, sponsor 1.0, all backing it, A = 1: σ = 0.5 · 1.4 + 0.25 · 0.8 + 0.25 · 1 = 1.15; f = 0.3: lean on uptake 0.6 · 0.15 + 0.5 · 0.4 = 0.29, on lapse −0.9 · 1.15 = −1.035; O = 0: a week adds 0.02 · 0.3 · 1.15 = 0.0069; skill 0.4: f = 0.3 + 0.5 · 0.4 · 0.7 = 0.44, growth 1.2 times; half shared at x̄ = 0.2: lead 0.5 · 1.4 + 0.5 · 0.7 = 1.05",
    };
}

/// Leadership as it is felt in a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Felt {
    /// Support: 1 is the reference.
    pub support: f32,
    /// Style: 0 directive, 1 facilitative.
    pub style: f32,
}

impl Leadership {
    /// What lead, middle manager and sponsor come to in a unit; each as support (0 for one who does not back it) and style.
    pub fn felt(&self, [lead, middle, sponsor]: [(f32, f32); 3]) -> Felt {
        let near = self.lead_counts.f32();
        let between = self.middle_counts.f32().min(1.0 - near);
        let far = 1.0 - near - between;
        let mix = |of: fn((f32, f32)) -> f32| near * of(lead) + between * of(middle) + far * of(sponsor);
        Felt { support: mix(|leader| leader.0), style: mix(|leader| leader.1) }
    }

    /// A part of it that is the same mixture of three numbers, one for each level.
    pub fn mixed(&self, [lead, middle, sponsor]: [f32; 3]) -> f32 {
        self.felt([lead, middle, sponsor].map(|part| (part, 0.0))).support
    }

    /// The lead of a unit in which many share in leading, as far as they practise.
    pub fn shared(&self, leaders: &Leaders, (support, style): (f32, f32), practising: f32) -> (f32, f32) {
        let part = leaders.distribution.f32();
        ((1.0 - part) * support + part * self.many.f32() * (0.5 + practising), style)
    }

    /// Leadership with the skill that training gave.
    pub fn enabled(&self, felt: Felt, skill: f32) -> Felt {
        Felt { style: felt.style + self.enables.f32() * skill * (1.0 - felt.style), ..felt }
    }

    /// What that skill multiplies the growth of ownership by.
    pub fn facilitated(&self, skill: f32) -> f32 {
        1.0 + self.facilitates.f32() * skill
    }

    /// What style does to uptake and to complying.
    pub fn directs(&self, felt: Felt) -> f32 {
        self.directive.f32() * (1.0 - 2.0 * felt.style)
    }

    /// What leaders do to uptake, celebrity apart, while the programme runs.
    pub fn leans_on_uptake(&self, initiative: &Initiative, felt: Felt) -> f32 {
        let lost = (2.0 * felt.style - 1.0).max(0.0);
        let direction = self.directs(felt) - self.adrift.f32() * lost * lost;
        initiative.attention.f32() * (self.support.f32() * (felt.support - 1.0) + direction)
    }

    /// What leaders do to lapse while the programme runs, and after it.
    pub fn leans_on_lapse(&self, initiative: &Initiative, felt: Felt, week: u32) -> f32 {
        let residual = self.residual.f32();
        let left = if initiative.runs_in(week) {
            1.0
        } else {
            residual + (1.0 - residual) * initiative.continues_in(week) as f32
        };
        -self.holds.f32() * initiative.attention.f32() * left * felt.support
    }

    /// What a celebrity lead does to uptake and lapse in a week, under a resentment.
    pub fn celebrity_leans(&self, initiative: &Initiative, week: u32, resentment: f32) -> (f32, f32) {
        let resented = self.resentment.f32() * resentment;
        if !initiative.runs_in(week) {
            return (-resented, resented);
        }
        let since = f64::from(week - initiative.starts.whole()) / self.energy_lasts.value().max(1.0);
        let energy = initiative.celebrity.value() * self.energy.value() * libm::exp(-since);
        (energy as f32 - resented, resented)
    }

    /// Resentment after a week.
    pub fn resents(&self, initiative: &Initiative, week: u32, resentment: f32) -> f32 {
        if initiative.runs_in(week) {
            let builds = self.resentment_builds.f32().max(1.0);
            resentment + initiative.celebrity.f32() * (1.0 - resentment) / builds
        } else {
            resentment - resentment / self.resentment_fades.f32().max(1.0)
        }
    }

    /// How fast staff come to own the change in a unit.
    pub fn involves(&self, initiative: &Initiative, felt: Felt) -> f32 {
        (self.ownership_growth.f32() * initiative.attention.f32() * felt.style * felt.support).min(1.0)
    }

    /// A week of ownership: `growing` by person, 0 when no programme runs.
    #[inline(always)]
    pub fn owns(&self, growing: &[f32], practising: &[f32], ownership: &mut [f32]) {
        let fading = self.ownership_fading.f32().min(1.0);
        for ((owns, growing), practising) in ownership.iter_mut().zip(growing).zip(practising) {
            *owns = *owns + growing * (1.0 - *owns) - fading * (1.0 - practising) * *owns;
            *owns = owns.clamp(0.0, 1.0);
        }
    }

    /// What ownership does to lapse.
    #[inline(always)]
    pub fn owned(&self, ownership: &[f32], on_lapse: &mut [f32]) {
        let weight = self.ownership.f32();
        for (lean, owns) in on_lapse.iter_mut().zip(ownership) {
            *lean -= weight * *owns;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let leadership = Leadership::default();
        let felt = leadership.felt([(1.4, 0.3), (0.8, 0.3), (1.0, 0.3)]);
        assert!((felt.support - 1.15).abs() < 1e-6 && (felt.style - 0.3).abs() < 1e-6);
        let initiative = Initiative { starts: Weeks::of(0.0), funded: Weeks::of(78.0), ..Default::default() };
        assert!((leadership.leans_on_uptake(&initiative, felt) - 0.29).abs() < 1e-6);
        assert!((leadership.leans_on_lapse(&initiative, felt, 77) + 1.035).abs() < 1e-6);
        assert!((leadership.leans_on_lapse(&initiative, felt, 78) + 0.207).abs() < 1e-6);
        let service = Initiative { continued: Share::of(0.5), ..initiative.clone() };
        assert!((leadership.leans_on_lapse(&service, felt, 78) + 1.035 * 0.6).abs() < 1e-6);
        let strategy = Initiative { attention: Share::of(0.0), ..initiative.clone() };
        assert_eq!(leadership.leans_on_lapse(&strategy, felt, 3), 0.0);
        let mut owns = [0.0];
        leadership.owns(&[leadership.involves(&initiative, felt)], &[1.0], &mut owns);
        assert!((owns[0] - 0.0069).abs() < 1e-6);
        let adrift = Leadership { adrift: LogHazard::of(0.5), ..Default::default() };
        let facilitative = Felt { support: 1.0, style: 0.9 };
        assert!((adrift.leans_on_uptake(&initiative, facilitative) + 0.4 + 0.32).abs() < 1e-6);
        assert_eq!(adrift.leans_on_uptake(&initiative, felt), leadership.leans_on_uptake(&initiative, felt));
        assert!((leadership.enabled(felt, 0.4).style - 0.44).abs() < 1e-6);
        assert!((leadership.facilitated(0.4) - 1.2).abs() < 1e-6 && leadership.mixed([0.4; 3]) == 0.4);
        let shared = Leaders { distribution: Share::of(0.5), ..Default::default() };
        assert!((leadership.shared(&shared, (1.4, 0.3), 0.2).0 - 1.05).abs() < 1e-6);
    }

    #[test]
    fn a_celebrity_starts_fast_and_is_resented_later() {
        let leadership = Leadership::default();
        let initiative = Initiative {
            starts: Weeks::of(0.0),
            funded: Weeks::of(78.0),
            celebrity: Share::of(1.0),
            ..Default::default()
        };
        let mut resentment = 0.0;
        let first = leadership.celebrity_leans(&initiative, 0, resentment).0;
        for week in 0..78 {
            resentment = leadership.resents(&initiative, week, resentment);
        }
        let last = leadership.celebrity_leans(&initiative, 77, resentment).0;
        assert!(first > 0.79 && last < -0.6, "{first} {last}");
        // 1 − (1 − 1/39)⁷⁸ = 0.8681
        assert!((resentment - 0.868_1).abs() < 1e-3);
        assert!(leadership.resents(&initiative, 80, resentment) < resentment);
    }
}
