//! People come to believe that there is a problem, and that this solves it, or they do not.

use super::{Card, Mechanism};
use crate::quantities::{LogHazard, Multiple, Quantity, Rate, Share, Weeks, section};
use crate::world::{Initiative, Response};

section! {
    /// People come to believe that there is a problem, and that this solves it, or they do not.
    pub struct Persuasion {
        /// Mean belief of staff in the problem and in the solution before anyone argues for it, and the reference person's.
        mean: Share = Share::of(0.5), 0.3..0.7, Assumed, "no scale for this construct";
        /// Standard deviation of it between people.
        spread: Share = Share::of(0.15), 0.0..0.25, Assumed, "no measured value found";
        /// Mean hold of one's own judgement against that of colleagues, 1 for someone whom nobody moves.
        stubbornness: Share = Share::of(0.4), 0.1..0.9, Assumed, "Friedkin and Johnsen 1999 estimated susceptibilities from nearly none to nearly full within the same small groups";
        /// Standard deviation of that between people.
        stubbornness_spread: Share = Share::of(0.2), 0.0..0.3, Assumed, "as for stubbornness";
        /// How much of the way to where colleagues and one's own judgement draw a belief it goes in a week; 0 leaves beliefs where they are.
        talk: Share = Share::of(0.05), 0.0..0.2, Assumed, "opinions in a workplace move over months; no measured rate";
        /// Change of opinion that colleagues notice, in someone of standing 1; a smaller one is heard once it has grown to that.
        noticed: Share = Share::of(0.05), 0.0..0.1, Assumed, "a just noticeable difference; 0 makes every change heard";
        /// What evidence beyond doubt adds to one's own judgement of the solution, and none at all takes away.
        reads: Share = Share::of(0.25), 0.0..0.4, Assumed, "Health Foundation 2012, challenge 2, direction only";
        /// What wholly disputed evidence takes away.
        doubts: Share = Share::of(0.25), 0.0..0.4, Assumed, "Health Foundation 2012, challenge 2, direction only";
        /// Time in which full debate clears up 63 % of what is disputed.
        clears: Weeks = Weeks::of(26.0), 8.0..52.0, Assumed, "no measured value found";
        /// Log hazard ratio of not taking up while a debate is new.
        waits: LogHazard = LogHazard::of(0.7), 0.0..1.5, Assumed, "debate comes before action, direction only";
        /// Rate at which a full debate brings people to the solution.
        debated: Rate = Rate::of(0.01), 0.0..0.03, Assumed, "no measured rate";
        /// Rate at which those who have debated it in full come to own it (see leadership).
        owned: Rate = Rate::of(0.01), 0.0..0.03, Assumed, "no measured rate";
        /// Rate at which arguing for undisputed evidence brings people to the solution.
        argued: Rate = Rate::of(0.01), 0.0..0.03, Assumed, "no measured rate";
        /// Rate at which arguing for wholly disputed evidence puts people off.
        reactance: Rate = Rate::of(0.02), 0.0..0.05, Assumed, "Brehm 1966, direction only; contested, so 0 is in the range";
        /// Part of the growth of ownership that is lost while those in charge argue in full for wholly disputed evidence (see leadership).
        disowns: Share = Share::of(0.5), 0.0..1.0, Assumed, "pushing brings out resistance (blog on improvement in the NHS; Brehm 1966), direction only";
        /// How strongly those in charge answer resistance, where they do: what nobody practising and nobody believing adds to arguing, or to debate.
        answers: Multiple = Multiple::of(1.0), 0.0..2.0, Assumed, "direction only (blog on improvement in the NHS: meeting resistance by arguing harder)";
        /// Rate at which full and credible comparative data bring people to see the problem in a unit where they show a quality of 0.5; twice that at 0, and nothing at 1.
        shown: Rate = Rate::of(0.03), 0.0..0.08, Assumed, "no measured rate";
        /// Rate at which patients' stories do, in someone of full motivation.
        moved: Rate = Rate::of(0.015), 0.0..0.04, Assumed, "no measured rate";
        /// What each unit of quality above 0.7 takes from one's own judgement of the problem, and each below adds to it: quality before anything is tried.
        content: Multiple = Multiple::of(1.0), 0.0..2.0, Assumed, "Health Foundation 2012, challenge 1, direction only";
        /// Time in which a learning system with wholly credible data finds out 63 % of what an initiative does.
        gathers: Weeks = Weeks::of(104.0), 52.0..260.0, Assumed, "evidence grows over years; no measured value";
        /// Log hazard ratio of uptake per unit of belief in the problem.
        problem: LogHazard = LogHazard::of(1.0), 0.0..2.0, Assumed, "no hazard ratio found";
        /// Log hazard ratio of uptake per unit of belief in the solution.
        solution: LogHazard = LogHazard::of(1.5), 0.0..3.0, Assumed, "no hazard ratio found";
        /// Log hazard ratio of lapse per unit of belief in the solution lacking.
        holds: LogHazard = LogHazard::of(0.5), 0.0..2.0, Assumed, "no hazard ratio found";
    }
}

impl Mechanism for Persuasion {
    const CARD: Card = Card {
        claim: "Whether staff believe in the problem and in the solution depends on what colleagues believe, on their own judgement of the evidence and on what they are shown; debate makes the start slow and belief firm, and arguing the harder for disputed evidence puts people off.",
        equation: "once launched, P and S of each person: X ← X + talk · ((1 − s) · X̄ + s · X0 − X), X̄ = mean + Σ w (X_k − mean)/Σ tie over colleagues as heard, X0, X̄ and X kept in 0–1;  P0 = mean + spread · z − content · (q0 − 0.7), S0 = mean + spread · z + weighs_evidence · (reads · (2 evidence_t − 1) − doubts · u), evidence_t = evidence + G · (benefit/hoped, kept in 0–1, − evidence), G ← G + resources.learning_system · C̄ · (1 − G)/gathers once launched, u = contested · (1 − debate · (1 − e^(−t/clears)));  while it runs P ← P + (shown · comparative_data · C · 2(1 − measured) + moved · patient_stories · m) · (1 − P) and S ← S + (debated · debate + argued · arguing · (1 − u)) · (1 − S) − reactance · arguing · u · S;  what results teach S (see results);  ownership grows by owned · debate besides, all of it times 1 − disowns · arguing · u, while it runs (see leadership);  where those in charge respond, arguing, or debate, is higher by answers · (1 − x̄)(1 − S̄) of the unit, at most 1;  lean on uptake = problem · (P − mean) + solution · (S − mean) once launched, − waits · debate · e^(−t/clears) while it runs, on lapse = −holds · (S − mean) once launched",
        acts_by: "drift of beliefs and of ownership; leans on uptake and lapse",
        reference: "a person of mean beliefs; an initiative that is not launched",
        sources: &[
            "Friedkin and Johnsen 1990, Journal of Mathematical Sociology 15:193; 1999, Advances in Group Processes 16:1",
            "Dixon-Woods, McNicol and Martin 2012, BMJ Quality and Safety 21:876 (convincing people that there is a problem, and that this is its solution)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 1 and 2",
        ],
        counter_sources: &[
            "Wood and Porter 2019, Political Behavior 41:135: in 52 tests hardly anyone was put off by being argued with (reactance 0 is in the range)",
        ],
        rows: &["C1-01", "C1-03", "C1-04", "C2-01", "C2-02", "C2-03", "C2-06", "CYCLE-2", "PROG-18"],
        worked: "talk 0.05, s 0.4, colleagues at 0.8, own judgement 0.5, X = 0.5: 0.6 · 0.8 + 0.4 · 0.5 = 0.68, X = 0.5 + 0.05 · 0.18 = 0.509; evidence 0.3, contested 0.5, no debate: S0 = 0.5 − 0.25 · 0.4 − 0.25 · 0.5 = 0.275; S = 0.7: lean on uptake 1.5 · 0.2 = 0.3, on lapse −0.5 · 0.2 = −0.1; G 0.2, evidence 0.5, all that was hoped for: evidence_t = 0.5 + 0.2 · 0.5 = 0.6",
    };
}

/// What is put to the staff of a cell this week.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Argument {
    /// 1 where the initiative has been launched and people talk about it, 0 where nobody does.
    pub talked: f32,
    /// What is added to everyone's own judgement of the problem, and of the solution.
    pub own: [f32; 2],
    /// Rate at which all come to see the problem.
    pub shown: f32,
    /// The same for those whom stories move, per unit of motivation.
    pub told: f32,
    /// What belief in the solution gains in a week, and what share of it is lost.
    pub gains: f32,
    /// See `gains`.
    pub loses: f32,
}

/// Room for what is put to each person of a block, field by field.
#[derive(Debug, Clone, Copy)]
pub struct Arguments<const N: usize> {
    /// See [`Argument`]; so for the others.
    pub talked: [f32; N],
    own: [[f32; N]; 2],
    shown: [f32; N],
    told: [f32; N],
    gains: [f32; N],
    loses: [f32; N],
}

impl<const N: usize> Arguments<N> {
    /// Nothing put to anybody.
    pub const NONE: Self = Self {
        talked: [0.0; N],
        own: [[0.0; N]; 2],
        shown: [0.0; N],
        told: [0.0; N],
        gains: [0.0; N],
        loses: [0.0; N],
    };

    /// Reads what is put to each; whether anybody talks at all.
    #[inline(always)]
    pub fn read(&mut self, cells: &[u32], arguments: &[Argument]) -> bool {
        let mut talks = 0;
        for (i, cell) in cells.iter().enumerate() {
            let argument = &arguments[*cell as usize];
            talks |= argument.talked.to_bits();
            self.talked[i] = argument.talked;
            self.own[0][i] = argument.own[0];
            self.own[1][i] = argument.own[1];
            self.shown[i] = argument.shown;
            self.told[i] = argument.told;
            self.gains[i] = argument.gains;
            self.loses[i] = argument.loses;
        }
        talks != 0
    }
}

/// The people of a block: where own judgement lies and how far each holds to it; motivation, empty where nothing moves
/// it; and by how much colleagues are above or below the reference in each belief.
pub struct Thinkers<'a> {
    /// In standard deviations.
    pub outlook: &'a [f32],
    /// 0 to 1.
    pub stubborn: &'a [f32],
    /// 0 to 1.
    pub motivation: &'a [f32],
    /// In problem and solution.
    pub heard: [&'a [f32]; 2],
}

/// How the dispute about an initiative stands, where it was launched some weeks ago.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispute {
    /// What is still disputed, 0 to 1.
    pub left: f32,
    /// How new the debate is, 1 at the start.
    pub fresh: f32,
}

/// How much is argued and debated in a unit this week, 0 to 1 each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voiced {
    /// How hard those in charge argue.
    pub arguing: f32,
    /// How much room there is for debate.
    pub debate: f32,
}

/// What there is to see in a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Quality before anything was tried.
    pub before: f32,
    /// Quality as it is measured now.
    pub measured: f32,
    /// How credible the data are.
    pub credible: f32,
    /// The evidence that there is by now.
    pub evidence: f32,
}

/// Quality at which staff see as much of a problem as the reference person.
const ORDINARY: f32 = 0.7;

impl Persuasion {
    /// How far a person holds to their own judgement, from a standard normal drawn at hire.
    pub fn stubborn(&self, normal: f64) -> f32 {
        (self.stubbornness.value() + self.stubbornness_spread.value() * normal).clamp(0.0, 1.0) as f32
    }

    /// One's own judgement, before anything has been added.
    #[inline(always)]
    pub fn own(&self, outlook: f32) -> f32 {
        self.mean.f32() + self.spread.f32() * outlook
    }

    /// How the dispute stands.
    pub fn disputes(&self, initiative: &Initiative, debate: f64, week: u32) -> Dispute {
        let since = f64::from(week.saturating_sub(initiative.starts.whole()));
        let fresh = libm::exp(-since / self.clears.value().max(1.0));
        let left = initiative.contested.value() * (1.0 - debate * (1.0 - fresh));
        Dispute { left: left as f32, fresh: fresh as f32 }
    }

    /// How much is argued and debated in a unit: what is stated, and what those in charge answer to a resistance of 0 to 1.
    pub fn voiced(&self, i: &Initiative, resistance: f32) -> Voiced {
        let answer = self.answers.f32() * resistance;
        let (arguing, debate) = match i.responds {
            Response::Neither => (0.0, 0.0),
            Response::Arguing => (answer, 0.0),
            Response::Debate => (0.0, answer),
        };
        Voiced { arguing: (i.arguing.f32() + arguing).min(1.0), debate: (i.debate.f32() + debate).min(1.0) }
    }

    /// What is put to staff while an initiative runs, and what stays of it afterwards; what there is to see is the unit's.
    pub fn argues(&self, i: &Initiative, voiced: Voiced, runs: bool, dispute: Dispute, shown: Shown) -> Argument {
        let now = if runs { 1.0 } else { 0.0 };
        let (arguing, debate) = (now * voiced.arguing, now * voiced.debate);
        let convinced = (self.debated.f32() * debate + self.argued.f32() * arguing * (1.0 - dispute.left)).min(0.5);
        let put_off = (self.reactance.f32() * arguing * dispute.left).min(0.5);
        Argument {
            talked: 1.0,
            own: [
                -self.content.f32() * (shown.before - ORDINARY),
                self.reads.f32() * (2.0 * shown.evidence - 1.0) - self.doubts.f32() * dispute.left,
            ],
            shown: now * self.shown.f32() * i.comparative_data.f32() * shown.credible * 2.0 * (1.0 - shown.measured),
            told: now * self.moved.f32() * i.patient_stories.f32(),
            // S + convinced · (1 − S) − put_off · S
            gains: convinced,
            loses: convinced + put_off,
        }
    }

    /// How much has been found out of what an initiative does, after a week with data of a mean credibility.
    pub fn finds_out(&self, learning: f32, credible: f32, found_out: f32) -> f32 {
        found_out + learning * credible * (1.0 - found_out) / self.gathers.f32().max(1.0)
    }

    /// The evidence that there is once so much of what it truly does has been found out.
    pub fn evidence(initiative: &Initiative, found_out: f32) -> f32 {
        let (stated, does, hoped) = (initiative.evidence.f32(), initiative.benefit.f32(), initiative.hoped.f32());
        let truly = if hoped > 0.0 { (does / hoped).clamp(0.0, 1.0) } else { f32::from(u8::from(does > 0.0)) };
        stated + found_out * (truly - stated)
    }

    /// How fast staff come to own the change while it runs, with what debate adds and arguing for disputed evidence takes.
    pub fn owned(&self, growing: f32, voiced: Voiced, dispute: Dispute) -> f32 {
        let grows = growing + self.owned.f32() * voiced.debate;
        (grows * (1.0 - self.disowns.f32() * voiced.arguing * dispute.left)).min(1.0)
    }

    /// What a debate that is new does to uptake.
    pub fn waits(&self, voiced: Voiced, dispute: Dispute) -> f32 {
        -self.waits.f32() * voiced.debate * dispute.fresh
    }

    /// The same with what results teach: belief in the solution drawn to where they point, at a rate.
    pub fn taught(argument: &mut Argument, points_to: f32, rate: f32) {
        let rate = rate.min(1.0 - argument.loses);
        argument.gains += rate * points_to;
        argument.loses += rate;
    }

    /// A week of beliefs in problem and solution.
    #[inline(always)]
    pub fn drifts<const N: usize>(
        &self,
        a: &Arguments<N>,
        t: &Thinkers<'_>,
        problem: &mut [f32],
        solution: &mut [f32],
    ) {
        let n = problem.len();
        let (mean, spread, talk) = (self.mean.f32(), self.spread.f32(), self.talk.f32());
        let (outlook, stubborn) = (&t.outlook[..n], &t.stubborn[..n]);
        for (belief, column) in [(0, &mut *problem), (1, &mut *solution)] {
            let (heard, shift, column) = (&t.heard[belief][..n], &a.own[belief][..n], &mut column[..n]);
            for i in 0..n {
                let judged = (mean + spread * outlook[i] + shift[i]).clamp(0.0, 1.0);
                let colleagues = (mean + heard[i]).clamp(0.0, 1.0);
                let drawn = (1.0 - stubborn[i]) * colleagues + stubborn[i] * judged - column[i];
                column[i] += talk * a.talked[i] * drawn;
            }
        }
        let problem = &mut problem[..n];
        if t.motivation.is_empty() {
            // Without the mechanism of motivation stories move everyone alike.
            for ((problem, shown), told) in problem.iter_mut().zip(&a.shown).zip(&a.told) {
                *problem += (shown + told).min(1.0) * (1.0 - *problem);
            }
        } else {
            let motivation = &t.motivation[..n];
            for i in 0..n {
                problem[i] += (a.shown[i] + a.told[i] * motivation[i]).min(1.0) * (1.0 - problem[i]);
            }
        }
        for i in 0..n {
            problem[i] = problem[i].clamp(0.0, 1.0);
            solution[i] = (solution[i] + a.gains[i] - a.loses[i] * solution[i]).clamp(0.0, 1.0);
        }
    }

    /// What someone says: twice what they differ by from the reference, times how far they are listened to (64 = in full).
    #[inline(always)]
    pub fn says(&self, belief: f32, listened_to: u8) -> i8 {
        let says = 2.0 * (belief - self.mean.f32()) * f32::from(listened_to);
        // To the nearest whole, and within a byte: at 1.5 · 2²³ and beyond there are no fractions.
        const WHOLES: f32 = 12_582_912.0;
        ((says.clamp(-127.0, 127.0) + WHOLES).to_bits() as i32 - WHOLES.to_bits() as i32) as i8
    }

    /// Change of what someone says that is not noticed, on the same scale.
    #[inline(always)]
    pub fn noticeable(&self) -> i32 {
        (self.noticed.f32() * 128.0) as i32
    }

    /// What beliefs do to uptake and lapse.
    #[inline(always)]
    pub fn leans(&self, problem: f32, solution: f32) -> (f32, f32) {
        let mean = self.mean.f32();
        let (p, s) = (problem - mean, solution - mean);
        (self.problem.f32() * p + self.solution.f32() * s, -self.holds.f32() * s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDINARILY: Shown = Shown { before: 0.7, measured: 0.7, credible: 1.0, evidence: 0.5 };

    /// A person of mean outlook who hears colleagues at 0.8, a week later.
    fn a_week(argument: Argument, beliefs: [f32; 2]) -> [f32; 2] {
        let mut arguments = Arguments::<1>::NONE;
        assert!(arguments.read(&[0], &[argument]));
        let heard = [0.3f32];
        let thinkers = Thinkers { outlook: &[0.0], stubborn: &[0.4], motivation: &[0.5], heard: [&heard, &heard] };
        let (mut problem, mut solution) = ([beliefs[0]], [beliefs[1]]);
        Persuasion::default().drifts(&arguments, &thinkers, &mut problem, &mut solution);
        [problem[0], solution[0]]
    }

    #[test]
    fn worked_by_hand() {
        let persuasion = Persuasion::default();
        let talk = Argument { talked: 1.0, ..Default::default() };
        let [p, s] = a_week(talk, [0.5, 0.5]);
        assert!((p - 0.509).abs() < 1e-6 && (s - 0.509).abs() < 1e-6);
        // Stories move the problem by 0.015 · 0.5 · (1 − 0.509), results draw the solution to 0.8 at 0.03.
        let mut told = Argument { told: 0.015, ..talk };
        Persuasion::taught(&mut told, 0.8, 0.03);
        let [p, s] = a_week(told, [0.5, 0.5]);
        assert!((p - 0.512_682_5).abs() < 1e-6 && (s - (0.509 + 0.03 * (0.8 - 0.509))).abs() < 1e-6);
        let disputed = Initiative { evidence: Share::of(0.3), contested: Share::of(0.5), ..Default::default() };
        let dispute = persuasion.disputes(&disputed, disputed.debate.value(), 26);
        let shown = Shown { evidence: Persuasion::evidence(&disputed, 0.0), ..ORDINARILY };
        let argument = persuasion.argues(&disputed, persuasion.voiced(&disputed, 0.0), true, dispute, shown);
        let hoped = Initiative { evidence: Share::of(0.5), ..disputed.clone() };
        assert!((Persuasion::evidence(&hoped, 0.2) - 0.6).abs() < 1e-6);
        let useless = Initiative { benefit: crate::quantities::Effect::of(0.0), ..hoped };
        assert!((Persuasion::evidence(&useless, 0.2) - 0.4).abs() < 1e-6);
        assert!((persuasion.finds_out(1.0, 0.5, 0.0) - 0.5 / 104.0).abs() < 1e-7);
        assert!((persuasion.mean.f32() + argument.own[1] - 0.275).abs() < 1e-6);
        let (up, lapse) = persuasion.leans(0.5, 0.7);
        assert!((up - 0.3).abs() < 1e-6 && (lapse + 0.1).abs() < 1e-6);
    }

    #[test]
    fn debate_clears_up_what_is_disputed_and_arguing_for_it_puts_off() {
        let persuasion = Persuasion::default();
        let debated = Initiative {
            starts: Weeks::of(0.0),
            contested: Share::of(0.8),
            debate: Share::of(1.0),
            arguing: Share::of(1.0),
            ..Default::default()
        };
        let (fresh, late) = (
            persuasion.disputes(&debated, debated.debate.value(), 0),
            persuasion.disputes(&debated, debated.debate.value(), 26),
        );
        assert_eq!(fresh, Dispute { left: 0.8, fresh: 1.0 });
        // 0.8 · (1 − (1 − e⁻¹)) = 0.8 · 0.3679
        assert!((late.left - 0.294_3).abs() < 1e-4);
        let early = persuasion.argues(&debated, persuasion.voiced(&debated, 0.0), true, fresh, ORDINARILY);
        assert!((early.gains - (0.01 + 0.01 * 0.2)).abs() < 1e-7 && (early.loses - early.gains - 0.016).abs() < 1e-7);
        assert_eq!(persuasion.argues(&debated, persuasion.voiced(&debated, 0.0), false, fresh, ORDINARILY).loses, 0.0);
    }

    #[test]
    fn resistance_is_answered_as_stated_and_arguing_takes_from_ownership() {
        let persuasion = Persuasion::default();
        let stated = Initiative { contested: Share::of(0.6), arguing: Share::of(0.2), ..Default::default() };
        assert_eq!(persuasion.voiced(&stated, 0.5), Voiced { arguing: 0.2, debate: 0.0 });
        let argues = Initiative { responds: Response::Arguing, ..stated.clone() };
        assert_eq!(persuasion.voiced(&argues, 0.5), Voiced { arguing: 0.7, debate: 0.0 });
        let debates = Initiative { responds: Response::Debate, ..stated };
        assert_eq!(persuasion.voiced(&debates, 1.0), Voiced { arguing: 0.2, debate: 1.0 });
        // 0.02 · (1 − 0.5 · 0.7 · 0.6)
        let dispute = Dispute { left: 0.6, fresh: 1.0 };
        let owned = persuasion.owned(0.02, persuasion.voiced(&argues, 0.5), dispute);
        assert!((owned - 0.0158).abs() < 1e-7);
    }
}
