//! Improvement is a skill: it grows with doing and coaching, leaks when unused, and leaves with people.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Quantity, Rate, Share, Weeks, section};
use crate::world::{Initiative, Resources};

section! {
    /// Improvement is a skill that grows with doing and coaching, leaks when unused, and leaves with people.
    pub struct Capability {
        /// Skill of someone newly trained.
        trained: Share = Share::of(0.3), 0.1..0.4, Assumed, "a beginner's certificate, by declaration: below a third is a beginner, above two thirds an expert";
        /// Rate at which skill grows in those who practise what a running programme asks, once trained.
        doing: Rate = Rate::of(0.004), 0.0..0.01, Assumed, "third to fifth project makes an intermediate improver (blog on The Improvement Journey), so some years";
        /// Rate at which it grows under all the coaching one can use.
        coached: Rate = Rate::of(0.02), 0.0..0.04, Assumed, "no measured rate";
        /// Rate at which skill that is not used leaks away.
        leaks: Rate = Rate::of(0.01), 0.0..0.03, Assumed, "no measured rate";
        /// Time in which what a unit knows together follows what its people know.
        learns: Weeks = Weeks::of(52.0), 13.0..156.0, Assumed, "no measured value found";
        /// Mean skill in a unit at which it knows how to do whatever is complex.
        enough: Share = Share::of(0.2), 0.05..0.4, Assumed, "one trust had 13 % of staff trained after two years; no figure for enough";
        /// Share of staff with projects behind them at which an organisation's own coaches are enough.
        coaches: Share = Share::of(0.03), 0.005..0.1, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up what is wholly complex in a unit that does not know how.
        hard: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "direction only";
        /// Know-how that full support from outside lends while it runs.
        lends: Share = Share::of(0.6), 0.0..1.0, Assumed, "it offsets gaps in skills (Health Foundation 2012, challenge 5), direction only";
        /// How much of that is lost per share of a unit's posts that stand vacant.
        short: Multiple = Multiple::of(3.0), 0.0..6.0, Assumed, "not clearly a remedy for structural deficits (Health Foundation 2012, challenge 5); shape inferred";
        /// How much more a team of very many professions makes of the skill that a unit has.
        pools: Multiple = Multiple::of(1.0), 0.0..2.0, Assumed, "a mix of skills is needed (Health Foundation 2012, table 1), direction only";
        /// Know-how that a lead wholly trained and wholly facilitative adds.
        guides: Share = Share::of(0.3), 0.0..0.6, Assumed, "complex work takes skills for tasks and for people together (Health Foundation 2012, appendix), direction only";
        /// Part of what lack of know-how does to uptake that full support from peers takes away.
        dares: Share = Share::of(0.3), 0.0..0.6, Assumed, "peers give confidence (Health Foundation 2012, challenge 6), direction only";
    }
}

impl Mechanism for Capability {
    const CARD: Card = Card {
        claim: "Skill in improvement grows with doing and coaching and leaks when unused; coaching beginners alone fills a bucket that leaks, coaching those with some projects behind them makes the few who can do complex work, and what a unit knows together outlasts each of them. Help from outside, a team and a skilled lead add to it while they are there.",
        equation: "a person is trained when training · weeks since hire exceeds a waiting time drawn at hire (exponential, mean 1), and then has k = max(k, trained);  trained people: k ← k + (doing · u + coached · coaching · valued · (1 − own_coaches + own_coaches · min(1, improvers/coaches)) · split) · (1 − k) − leaks · (1 − u) · k, u = 1 for who practises while a programme runs (in ritual `within` of enforcement), over all programmes the most, split = coach_split above one third, 1 − coach_split below;  unit: W ← W + (apply_required · k̄ − W)/learns, k̄ over all staff in post;  know-how = min(1, W/enough), while it runs min(1, min(1, W/enough) · (1 + pools · team · (1 − 1/professions)) + lends · external_support · valued · max(0, 1 − short · vacant) + guides · skill of the lead · style of the lead), professions and vacant those of the unit (valued: see trap);  lean on uptake = −hard · complexity · (1 − know-how) · (1 − dares · peer_support · valued) while it runs;  through results, fidelity",
        acts_by: "drift of people's skill and of what units know; lean on uptake; fidelity",
        reference: "an initiative that takes no skill: complexity 0",
        sources: &[
            "Nonaka 1994, Organization Science 5:14 (from what a person knows to what an organisation knows)",
            "Argote 2013, Organizational Learning: learning by doing, and forgetting when it stops",
            "Furnival, Boaden and Walshe 2017, International Journal for Quality in Health Care 29:604 (improvement capability)",
            "Blog on The Improvement Journey: leaky bucket, and the coaching split",
        ],
        counter_sources: &[
            "Boonyasai et al. 2007, JAMA 298:1023: teaching improvement raised knowledge, with little evidence of better care",
        ],
        rows: &[
            "LEAK-1", "LEAK-2", "LEAK-7", "C5-08", "C5-12", "C4-08", "C6-05", "T1-24", "T1-25", "T1-33", "PROG-4",
            "PROG-5", "PROG-7", "FACTOR-4",
        ],
        worked: "k 0.4, practising in a running programme, coaching 0.5, split 0.6: 0.4 + (0.004 + 0.02 · 0.5 · 0.6) · 0.6 = 0.406; unused and not coached: 0.4 − 0.01 · 0.4 = 0.396; W 0.05, enough 0.2, complexity 0.8: lean −1 · 0.8 · 0.75 = −0.6; with full support from outside in a unit with a tenth of its posts vacant: know-how 0.25 + 0.6 · 0.7 = 0.67, lean −0.264",
    };
}

/// Skill from which someone has projects behind them.
pub const INTERMEDIATE: f32 = 1.0 / 3.0;

/// What a unit has that bears on the help it is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Help {
    /// Professions in the unit.
    pub professions: f32,
    /// Share of its posts that stand vacant.
    pub vacant: f32,
    /// What pressure leaves of supports, 0 to 1.
    pub valued: f32,
    /// Skill of its lead times style.
    pub guided: f32,
}

/// How much skill grows this week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// By doing.
    pub doing: f32,
    /// By coaching, for beginners and for those above.
    pub coached: [f32; 2],
    /// What leaks away unused.
    pub leaks: f32,
}

impl Capability {
    /// How much skill grows with what an organisation gives.
    pub fn growth(&self, resources: &Resources) -> Growth {
        let coached = self.coached.f32() * resources.coaching.f32();
        let split = resources.coach_split.f32();
        Growth {
            doing: self.doing.f32().min(1.0),
            coached: [coached * (1.0 - split), coached * split],
            leaks: self.leaks.f32().min(1.0),
        }
    }

    /// Skill of someone at the start, from two uniforms.
    pub fn at_start(&self, resources: &Resources, has: f64, how_much: f64) -> f32 {
        if has < resources.improvers.value() { (0.2 + 0.6 * how_much) as f32 } else { 0.0 }
    }

    /// Mean of that.
    pub fn mean_at_start(&self, resources: &Resources) -> f32 {
        0.5 * resources.improvers.f32()
    }

    /// What there is of coaching where part of it is given by staff with projects behind them, of whom there is a share.
    pub fn coaches(&self, resources: &Resources, improvers: f32) -> f32 {
        let (own, enough) = (resources.own_coaches.f32(), self.coaches.f32());
        let there = if enough > 0.0 { (improvers / enough).min(1.0) } else { 1.0 };
        1.0 - own + own * there
    }

    /// When someone will be trained, in trainings a head since they came: an exponential waiting time from a uniform.
    pub fn waits(&self, uniform: f64) -> f32 {
        -libm::log1p(-uniform.min(0.999_999_999)) as f32
    }

    /// A week of skill, with what is left of coaching.
    #[inline(always)]
    pub fn drifts(&self, growth: &Growth, used: f32, kept_up: f32, skill: f32) -> f32 {
        let coached = if skill > INTERMEDIATE { growth.coached[1] } else { growth.coached[0] };
        let trained = if skill > 0.0 { 1.0 } else { 0.0 };
        let grown = (growth.doing * used + coached * kept_up).min(1.0) * (1.0 - skill) * trained;
        (skill + grown - growth.leaks * (1.0 - used) * skill).clamp(0.0, 1.0)
    }

    /// What a unit knows together after a week.
    pub fn learnt(&self, resources: &Resources, known: f32, mean: f32) -> f32 {
        known + (mean * resources.apply_required.f32() - known) / self.learns.f32().max(1.0)
    }

    /// Know-how for complex work, 0 to 1.
    pub fn know_how(&self, known: f32) -> f32 {
        let enough = self.enough.f32();
        if enough > 0.0 { (known / enough).min(1.0) } else { 1.0 }
    }

    /// The same with what helps while a programme runs.
    pub fn helped(&self, initiative: &Initiative, know_how: f32, help: Help) -> f32 {
        let team = self.pools.f32() * initiative.team.f32() * (1.0 - 1.0 / help.professions.max(1.0));
        let staffed = (1.0 - self.short.f32() * help.vacant).max(0.0);
        let lent = self.lends.f32() * initiative.external_support.f32() * help.valued * staffed;
        (know_how * (1.0 + team) + lent + self.guides.f32() * help.guided).min(1.0)
    }

    /// What lack of know-how does to uptake, where so much of the support from peers is kept up.
    pub fn leans_on_uptake(&self, initiative: &Initiative, know_how: f32, valued: f32) -> f32 {
        let daunted = 1.0 - self.dares.f32() * initiative.peer_support.f32() * valued;
        -self.hard.f32() * initiative.complexity.f32() * (1.0 - know_how) * daunted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let capability = Capability::default();
        let resources = Resources { coaching: Share::of(0.5), coach_split: Share::of(0.6), ..Default::default() };
        let growth = capability.growth(&resources);
        assert!((capability.drifts(&growth, 1.0, 1.0, 0.4) - 0.406).abs() < 1e-6);
        let alone = capability.growth(&Resources::default());
        assert!((capability.drifts(&alone, 0.0, 1.0, 0.4) - 0.396).abs() < 1e-6);
        let own = Resources { own_coaches: Share::of(0.5), ..Default::default() };
        assert_eq!((capability.coaches(&own, 0.0), capability.coaches(&own, 0.2)), (0.5, 1.0));
        // Whoever was never trained has nothing that could grow.
        assert_eq!(capability.drifts(&growth, 1.0, 1.0, 0.0), 0.0);
        let complex = Initiative { complexity: Share::of(0.8), ..Default::default() };
        let known = capability.know_how(0.05);
        assert!((capability.leans_on_uptake(&complex, known, 1.0) + 0.6).abs() < 1e-6);
        let lent = Initiative { external_support: Share::of(1.0), ..complex.clone() };
        let help = Help { professions: 4.0, vacant: 0.1, valued: 1.0, guided: 0.0 };
        assert!((capability.leans_on_uptake(&lent, capability.helped(&lent, known, help), 1.0) + 0.264).abs() < 1e-6);
        // Where a third of posts stand vacant nothing is left of it; a team makes 0.25 · 1.75 of what there is.
        assert_eq!(capability.helped(&lent, known, Help { vacant: 0.34, ..help }), known);
        let team = Initiative { team: Share::of(1.0), ..complex.clone() };
        assert!((capability.helped(&team, known, help) - 0.437_5).abs() < 1e-6);
        assert!((capability.helped(&complex, known, Help { guided: 0.5, ..help }) - 0.4).abs() < 1e-6);
        let applied = Resources { apply_required: Share::of(0.5), ..Default::default() };
        assert!((capability.learnt(&applied, 0.0, 0.52) - 0.005).abs() < 1e-7);
        // 1 − e⁻¹ of all have waited less than one training a head.
        assert!((capability.waits(1.0 - libm::exp(-1.0)) - 1.0).abs() < 1e-6);
    }
}
