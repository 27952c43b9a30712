//! How an organisation is led, and what it gives to improvement: what a scenario states, and an arm may change.

use crate::quantities::{Hours, Multiple, Rate, Share, Weeks, section};

section! {
    /// How organisations are led. The mechanisms `leadership`, `succession`, `embedding`, `culture` and `esteem` read it.
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
        /// How impatient sponsors are: 0 lets a programme run to its end, 1 stops it soon where it shows nothing (see patience).
        impatience: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far those concerned agree on what improvement is for, at what pace and with what support, 0 to 1.
        consensus: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far boards and senior managers take part in improvement themselves and are seen to value it, 0 to 1 (see culture
        /// and esteem).
        senior_involvement: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// When that begins; it lasts to the end.
        involved_from: Weeks = Weeks::of(0.0), -, Stated, "";
        /// How busy leaders keep everyone with improvement: 0 not at all, 0.5 what leaves things as they are, 1 feverishly (see
        /// esteem).
        activity: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// Share of middle managers who block whatever is tried in their divisions (see culture).
        blockers: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much leaders of all levels are trained in enabling others, 0 to 1 (see leadership and capability).
        training: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Time in which full training gives 63 % of its skill.
        training_takes: Weeks = Weeks::of(52.0), 13.0..104.0, Assumed, "no measured value found";
        /// How much sooner leaders move on whose projects show results, 0 to 1 (see succession).
        promotion: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of what a unit knows together that its lead carries, and takes along when leaving, as far as leading is not spread over many.
        carries: Share = Share::of(0.0), 0.0..0.6, Stated, "";
        /// Part of leading a unit that is done by many of its staff rather than by its lead (see leadership).
        distribution: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far protected time is released only as far as middle managers support it, 0 to 1.
        middle_release: Share = Share::of(0.0), 0.0..1.0, Stated, "";
    }
}

section! {
    /// What organisations give to improvement in general, whatever the initiative. The mechanisms `time`, `trap`, `capability`, `culture` and
    /// `esteem` read it.
    pub struct Resources {
        /// Slack of all units, as a multiple of what they have.
        slack: Multiple = Multiple::of(1.0), 0.0..4.0, Stated, "";
        /// Hours a week that mandates from outside take away first.
        mandates: Hours = Hours::of(0.0), 0.0..4.0, Stated, "";
        /// Daily work to be done, as a multiple of what staff can do at the start (see trap).
        demand: Multiple = Multiple::of(1.0), 0.8..1.5, Stated, "";
        /// Rate at which staff are trained in improvement (see capability).
        training: Rate = Rate::of(0.0), 0.0..0.004, Stated, "";
        /// Coaching for those who have been trained, 0 to 1 for as much as can be used.
        coaching: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of the coaching that goes to those who have done projects already; beginners have the rest.
        coach_split: Share = Share::of(0.1), 0.0..1.0, Stated, "";
        /// How far careers in improvement lead somewhere, 0 to 1 (see esteem).
        career_credit: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Development of the organisation beside its projects, 0 to 1 (see culture).
        org_development: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far projects that missed their goals are reviewed for what can be learnt, 0 to 1 (see culture).
        failure_review: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of the coaching that an organisation's own experienced improvers give, as far as there are enough of them (see capability).
        own_coaches: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of what people learn that they are required, and so come, to apply at work (see capability).
        apply_required: Share = Share::of(1.0), 0.0..1.0, Stated, "";
        /// Infrastructure for data of all units, as a multiple of what they have (see data).
        data_infrastructure: Multiple = Multiple::of(1.0), 0.0..2.0, Stated, "";
        /// How much is spent on building structures for improvement and its data, 0 to 1 (see data).
        build_infrastructure: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far an organisation learns from its own data what its initiatives do, 0 to 1 (see persuasion).
        learning_system: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of the hours that practices give back which relieves the daily work (see trap).
        reinvest: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Share of staff with some skill in improvement at the start.
        improvers: Share = Share::of(0.05), 0.0..0.2, Assumed, "one trust had trained 650 of 5,000 staff after two years (Health Foundation 2016); where none has tried, fewer";
    }
}

section! {
    /// The policy world around organisations. The mechanism `policy` reads it; mandates that come and go are events.
    pub struct Policy {
        /// How well policy fits what is tried: 0 against it, 0.5 neither, 1 wholly for it.
        alignment: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// Rate at which an organisation is reorganised by policy, by chance.
        turbulence: Rate = Rate::of(0.0), 0.0..0.02, Stated, "";
        /// What lifts everyone, programme or not: uptake a week besides what happens anyway.
        tide: Rate = Rate::of(0.0), 0.0..0.01, Stated, "";
        /// When that begins.
        tide_from: Weeks = Weeks::of(0.0), -, Stated, "";
    }
}
