//! An initiative: one improvement that somebody wants others to take up, with its timing and its strength.

use crate::quantities::{Effect, Hours, Multiple, Quantity, Rate, Share, Weeks, Whole, choice, section};

choice! {
    /// Whose demand it is that staff feel; see incentives.
    pub enum Origin {
        /// Management's.
        Management = "management",
        /// A professional body's.
        Profession = "profession",
        /// Colleagues'.
        Peers = "peers",
    }
}

choice! {
    /// How those in charge answer resistance.
    pub enum Response {
        /// As stated, whatever they meet.
        Neither = "neither",
        /// They argue the harder, the more resistance they meet.
        Arguing = "arguing",
        /// They leave the more room for debate.
        Debate = "debate",
    }
}

choice! {
    /// Whom the programme works with directly.
    pub enum Through {
        /// Everyone it reaches, alike.
        Everyone = "everyone",
        /// A few of high standing, with the same hours in all; they speak for it to others while it runs.
        OpinionLeaders = "opinion-leaders",
    }
}

choice! {
    /// How a programme goes from unit to unit.
    pub enum Spread {
        /// Everywhere at the start.
        AtOnce = "at-once",
        /// One wave of units after the other, in an order that chance gives.
        Waves = "waves",
        /// In waves: first where leaders give most support and there is most slack.
        ReceptiveFirst = "receptive-first",
        /// In waves: first where quality is lowest.
        NeediestFirst = "neediest-first",
        /// At once, organisations (or units, where there is one organisation) in pairs that look at each other.
        Pairs = "pairs",
        /// At once, and each profession convened across all organisations.
        Network = "network",
        /// At once, and everyone sees how many are with it.
        Movement = "movement",
    }
}

impl Spread {
    /// Whether units begin one wave after the other.
    pub fn in_waves(self) -> bool {
        matches!(self, Spread::Waves | Spread::ReceptiveFirst | Spread::NeediestFirst)
    }
}

section! {
    /// An initiative and its programme. The baselines `push`, `pull`, `lapse` belong to it, never to a mechanism, so
    /// that switching a mechanism off does not change the level.
    pub struct Initiative {
        /// What is to be done differently, in words.
        practice: String = String::new(), -, Stated, "";
        /// Professions it is for; left empty, all staff.
        targets: Vec<String> = Vec::new(), -, Stated, "";
        /// Professions the programme pushes directly; left empty, all targets. The others are pushed by peers alone; attention
        /// and leaders hold practice up in all targets.
        reaches: Vec<String> = Vec::new(), -, Stated, "";
        /// Share of target staff who do it already, with no programme. The organic rate is set so that it stays there.
        baseline: Share = Share::of(0.07), 0.05..0.10, Assumed, "model target C0: a baseline of 5–10 %";
        /// What happens anyway: uptake with no programme and no peers. Left out, it is worked out from the baseline.
        organic: Option<Rate> = None, -, Stated, "";
        /// When the programme begins.
        starts: Weeks = Weeks::of(26.0), -, Stated, "";
        /// How long it is funded.
        funded: Weeks = Weeks::of(78.0), -, Stated, "";
        /// How long the push takes to come to its full strength, in a straight line.
        ramp: Weeks = Weeks::of(8.0), 0.0..26.0, Assumed, "reach to the sharp end takes longer than planned (Health Foundation 2012, Overcoming challenges to improving quality, challenge 4)";
        /// Uptake from what the programme does directly (visits, training, materials), while it is funded.
        push: Rate = Rate::of(0.004), 0.001..0.02, Calibrated, "prototype of the core: .002–.008 in accepted sets; audit and feedback, outreach: 0–16 points in 12 months";
        /// Uptake from peers where all of them practise.
        pull: Rate = Rate::of(0.013), 0.0..0.05, Calibrated, "prototype of the core: .004–.05; no detectable contagion in Coleman, Katz and Menzel once push is allowed for, so 0 is in the range";
        /// Lapse where nothing holds practice up.
        lapse: Rate = Rate::of(0.14), 0.11..0.27, Calibrated, "prototype of the core: .11–.27 in accepted sets";
        /// Lapse that nothing can prevent.
        lapse_floor: Rate = Rate::of(0.001), 0.0..0.005, Assumed, "keeps stacked protection from making practice immortal";
        /// Whether the end was announced from the start; staff then discount it beforehand (see attention).
        announced_end: bool = false, -, Stated, "";
        /// Effort put into standards, procedures and induction while it lasts, 0 to 1 (see embedding).
        embedding_effort: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// When that effort begins, counted from the programme's start; it ends with the funding.
        embedding_after: Weeks = Weeks::of(0.0), -, Stated, "";
        /// Share of practising leavers whose practice is handed over to their successor (see induction).
        succession: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much of a project it is: the attention of leaders and organisation that it commands while it runs, 1 for a
        /// project with a team and meetings of its own, less for a strategy by itself such as feedback or visits.
        attention: Share = Share::of(1.0), 0.0..1.0, Stated, "";
        /// Whom the programme works with directly: everyone, or opinion-leaders (the tenth of highest standing in each unit,
        /// with the same hours in all, who count double with their colleagues while it runs).
        through: Through = Through::Everyone, -, Stated, "";
        /// Hours a week it asks of each target, at an ambition of 1.
        hours: Hours = Hours::of(0.5), 0.1..2.0, Assumed, "no measured value; staff have 0–2 hours a week for improvement (expert judgement)";
        /// Hours a week that collecting data for it takes.
        measurement: Hours = Hours::of(0.1), 0.0..1.0, Assumed, "no measured value found";
        /// Hours a week set free for it (see time).
        protected_time: Hours = Hours::of(0.0), 0.0..4.0, Stated, "";
        /// Part of the protected time in which somebody else does the daily work.
        backfill: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How ambitious it is: multiplies the hours asked.
        ambition: Multiple = Multiple::of(1.0), 0.5..3.0, Stated, "";
        /// True adoption that it promises by the end of its funding; a unit that falls short is disappointed (see fatigue).
        goal: Share = Share::of(0.4), 0.0..1.0, Stated, "";
        /// Reward for practising, 0 to 1, from management's pocket (see incentives).
        reward: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How long it is paid, from the programme's start; left out, as long as the funding.
        rewarded: Option<Weeks> = None, -, Stated, "";
        /// How closely practice is monitored, 0 to 1 (see enforcement).
        monitoring: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// What happens to those found not to practise, 0 to 1.
        sanction: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far sanctions follow what a unit lacks of the goal: 0 the same everywhere, 1 in proportion to it.
        tightens: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How long monitoring and sanctions last, from the programme's start; left out, as long as the funding.
        enforced: Option<Weeks> = None, -, Stated, "";
        /// Whose demand staff feel in rewards and sanctions: management, profession or peers.
        origin: Origin = Origin::Management, -, Stated, "";
        /// How much one lead is made its star, 0 to 1 (see leadership).
        celebrity: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Share of newcomers who practise already; left out, the baseline.
        newcomers: Option<Share> = None, -, Stated, "";
        /// How strong the evidence is that it works, and that it works here: 0 none, 0.5 what leaves people as they are, 1 beyond doubt (see persuasion).
        evidence: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How far the evidence is disputed, 0 to 1.
        contested: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much data on the range from worst to best are shown to staff, 0 to 1.
        comparative_data: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much patients' stories are heard, 0 to 1.
        patient_stories: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much room there is to debate evidence and method, 0 to 1.
        debate: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How hard those in charge argue for it, 0 to 1.
        arguing: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How those in charge answer resistance, unit by unit, beyond what is stated: neither, arguing or debate (see persuasion).
        responds: Response = Response::Neither, -, Stated, "";
        /// Time in which the plan has its data system ready (see data).
        data_setup: Weeks = Weeks::of(13.0), 4.0..52.0, Stated, "";
        /// Early investment in data, skills and analysts, 0 to 1.
        data_investment: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of its data that is collected without anybody's time, and goes on after the funding.
        automated: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of its data that staff enter by hand, and only as far as they care (see data).
        by_hand: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How hard missing data are chased, 0 to 1; that falls on staff.
        chasing: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// What it truly does: part of the room between a unit's quality and the best possible that it closes where all practise; nothing or
        /// less for what does not work (see results).
        benefit: Effect = Effect::of(0.3), 0.0..0.6, Stated, "";
        /// What its sponsors hope it does, likewise.
        hoped: Share = Share::of(0.3), 0.1..0.6, Stated, "";
        /// How far its measure can only be moved by better care; what is left can be gamed.
        validity: Share = Share::of(0.8), 0.3..1.0, Assumed, "no measured value found";
        /// Harm to something else that it does of itself, a week, in a unit where all practise (see side_effects).
        harms: Rate = Rate::of(0.0), 0.0..0.005, Stated, "";
        /// How much is measured to notice harm elsewhere, 0 to 1.
        balancing: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Hours a week that it gives back to everyone in a unit, times the share that practises there above the baseline.
        frees: Hours = Hours::of(0.0), 0.0..1.0, Stated, "";
        /// How much skill in improvement it takes, 0 to 1 (see capability).
        complexity: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How unlike the place it comes from the units are on the whole, 0 to 1 (see transfer).
        distance: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it is adapted to the place, 0 to 1; that takes time.
        adaptation: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it is laid down step by step, 0 to 1.
        scripting: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How it goes from unit to unit: at-once, waves, receptive-first, neediest-first, pairs, network or movement.
        spread: Spread = Spread::AtOnce, -, Stated, "";
        /// Part of the units that it ever comes to (of the organisations, where there are several); the others are left as they are.
        sites: Share = Share::of(1.0), 0.0..1.0, Stated, "";
        /// Into how many waves its units are divided.
        waves: Whole = Whole::of(4.0), 2..12, Stated, "";
        /// Time from one wave to the next.
        between: Weeks = Weeks::of(13.0), 4.0..52.0, Stated, "";
        /// Whether the push of the units that wait goes to those that have begun, up to three times their own.
        same_budget: bool = false, -, Stated, "";
        /// How closely those convened look at each other, in pairs, network and movement: part of `pull` that the share among them moves.
        convened: Share = Share::of(0.5), 0.0..1.0, Assumed, "no measured value found";
        /// How long those convened are, from the programme's start; left out, as long as the funding.
        convened_for: Option<Weeks> = None, -, Stated, "";
        /// How much it speaks to what people came into the work for, 0 to 1 (see motivation).
        values: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Part of its push and attention that goes on once the funding has ended: it has become a service that is paid for.
        continued: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How long that goes on, from the end of the funding; left out, for good.
        continued_for: Option<Weeks> = None, -, Stated, "";
        /// Part of its hours that practising goes on to take after the funding, unless what is continued pays for them (see time).
        hours_after: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it is mapped to core themes as well as to the policies of the day, 0 to 1 (see policy).
        mapped: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// What taking part counts for with others while it runs: professional development, revalidation, reputation, 0 to 1
        /// (see esteem).
        credit: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How thoroughly staff are asked beforehand what earlier attempts left them with, 0 to 1 (see culture).
        legacy_review: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Hours a week of each target's part in it that clerks could take over, as far as it is work for clerks (see time).
        admin_support: Hours = Hours::of(0.0), 0.0..2.0, Stated, "";
        /// How far its measurement takes the place of what is collected already, 0 beside it, 1 instead of it (see data).
        integrated: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far its measures are the same in all units, so that they can be compared, 0 to 1 (see data).
        common_measures: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much staff are trained in collecting and reading data while it runs, 0 to 1 (see data).
        data_training: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far its data are gathered for research rather than for the units' own use, 0 to 1 (see data).
        research_use: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far staff take its evaluation for performance management, 0 to 1 (see data).
        evaluation_feared: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much help there is with evaluation, from outside and on the spot, 0 to 1: it takes that fear away.
        evaluation_support: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much peers elsewhere stand by each target (buddies, a safe place to talk), 0 to 1 (see motivation, capability and time).
        peer_support: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much skill in improvement is lent from outside while it runs (technical bodies, coaches), 0 to 1 (see capability).
        external_support: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it is the work of teams of several professions, 0 to 1 (see capability and time).
        team: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much is done by people who go between professions, such as training staff, while it runs, 0 to 1 (see tribes).
        intermediaries: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much professions learn together in it, 0 to 1 (see tribes and time).
        joint_learning: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Whether learning together is imposed rather than volunteered.
        joint_imposed: bool = false, -, Stated, "";
        /// Whether quality was measured before it began; otherwise evaluators take its first twelve weeks for what was before.
        baseline_collected: bool = true, -, Stated, "";
        /// How long evaluators look on from the programme's start; left out, until its funding ends.
        evaluated_for: Option<Weeks> = None, -, Stated, "";
        /// Professions whose own people lead it; left empty, management does (see involvement).
        led_by: Vec<String> = Vec::new(), -, Stated, "";
        /// Professions whose own body endorses it.
        endorsed_by: Vec<String> = Vec::new(), -, Stated, "";
        /// How far staff are asked about it before and while it runs, 0 to 1.
        consultation: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// Professions that are asked; left empty, all targets.
        consulted: Vec<String> = Vec::new(), -, Stated, "";
        /// How far staff themselves define the problem, 0 to 1.
        defined_by_staff: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much users of the service are involved, 0 to 1; it helps as far as `roles` are clearer than usual.
        user_involvement: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How clear it is who does what and what terms mean: 0 not at all, 0.5 as usual, 1 wholly.
        roles: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How clear it is how the change is to come about, its theory of change: 0 not at all, 0.5 as usual, 1 wholly (see design).
        clarity: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// Time from the start in which it is planned, data are set up and staff are asked, and nothing is pushed yet.
        planning: Weeks = Weeks::of(0.0), 0.0..52.0, Stated, "";
        /// Time in which a tenth of the units try it before it comes to the others, revised by then, or is given up; 0 for none.
        pilot: Weeks = Weeks::of(0.0), 0.0..52.0, Stated, "";
        /// How far it goes with the grain of values and habits: 0 against it, 0.5 neither, 1 wholly.
        grain: Share = Share::of(0.5), 0.0..1.0, Stated, "";
        /// How hard it is driven for quick results, 0 to 1.
        pace: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far the limits of its funding are told at the start, 0 to 1.
        limits_stated: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How much of it is measured for and reported to those above, 0 to 1.
        reporting_up: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far it is put as a case of costs, benefits and targets, 0 to 1.
        managers_case: Share = Share::of(0.0), 0.0..1.0, Stated, "";
        /// How far a coalition across groups is built for it, 0 to 1.
        consensus: Share = Share::of(0.0), 0.0..1.0, Stated, "";
    }
}

impl Initiative {
    /// The last week of funding is the one before this.
    pub fn ends(&self) -> u32 {
        Weeks::of(self.starts.value() + self.funded.value()).whole()
    }

    /// Whether the programme runs in a week.
    pub fn runs_in(&self, week: u32) -> bool {
        week >= self.starts.whole() && week < self.ends()
    }

    /// Part of the programme that goes on as a service in a week after the funding has ended.
    pub fn continues_in(&self, week: u32) -> f64 {
        let over = self.launched_by(week) && week >= self.ends();
        let until = self.continued_for.map_or(u32::MAX, |lasts| self.ends().saturating_add(lasts.whole()));
        if over && week < until { self.continued.value() } else { 0.0 }
    }

    /// How much of the programme there is in a week: 1 while it is funded, what is continued of it after.
    pub fn level_in(&self, week: u32) -> f64 {
        if self.runs_in(week) { 1.0 } else { self.continues_in(week) }
    }

    /// Hours a week that practising takes of each target once the funding has ended and nothing that is continued pays
    /// for them.
    pub fn hours_after_in(&self, week: u32) -> f64 {
        if self.hours_after.value() == 0.0 || !self.launched_by(week) || self.runs_in(week) {
            return 0.0;
        }
        self.hours.value() * self.ambition.value() * self.hours_after.value() * (1.0 - self.continues_in(week))
    }

    /// The weeks in which what it asks of staff changes.
    pub fn turns_in(&self, week: u32) -> bool {
        let until = self.continued_for.map(|lasts| self.ends().saturating_add(lasts.whole()));
        [self.starts.whole(), self.pushes_from(), self.ends()].contains(&week) || until == Some(week)
    }

    /// Whether those it convenes are convened in a week.
    pub fn convenes_in(&self, week: u32) -> bool {
        self.lasts(self.convened_for, week)
    }

    /// The first week in which anything is pushed: that after its planning.
    pub fn pushes_from(&self) -> u32 {
        Weeks::of((self.starts.value() + self.planning.value()).min(5200.0)).whole()
    }

    /// The push in a week: nothing before the funding and while it is planned, rising over the ramp, and what is continued of
    /// it after.
    pub fn push_in(&self, week: u32) -> f64 {
        if !self.runs_in(week) {
            return self.push.value() * self.continues_in(week);
        }
        if week < self.pushes_from() {
            return 0.0;
        }
        let since = f64::from(week - self.pushes_from() + 1);
        self.push.value() * (since / self.ramp.value().max(1.0)).min(1.0)
    }

    /// Whether a week is among those from the start on that something lasts; left out, as long as the funding.
    fn lasts(&self, what: Option<Weeks>, week: u32) -> bool {
        let ends = what.map_or(self.ends(), |lasts| Weeks::of(self.starts.value() + lasts.value()).whole());
        self.launched_by(week) && week < ends
    }

    /// The reward in a week, 0 to 1.
    pub fn reward_in(&self, week: u32) -> f64 {
        if self.lasts(self.rewarded, week) { self.reward.value() } else { 0.0 }
    }

    /// Monitoring times sanction in a week, 0 to 1.
    pub fn pressure_in(&self, week: u32) -> f64 {
        if self.lasts(self.enforced, week) { self.monitoring.value() * self.sanction.value() } else { 0.0 }
    }

    /// How closely practice is monitored in a week, 0 to 1.
    pub fn monitored_in(&self, week: u32) -> f64 {
        if self.lasts(self.enforced, week) { self.monitoring.value() } else { 0.0 }
    }

    /// Whether it has been launched by a week: whatever comes after, it is known.
    pub fn launched_by(&self, week: u32) -> bool {
        self.ends() > self.starts.whole() && week >= self.starts.whole()
    }

    /// The effort put into embedding in a week.
    pub fn embedding_in(&self, week: u32) -> f64 {
        let from = Weeks::of(self.starts.value() + self.embedding_after.value()).whole();
        if week >= from && self.runs_in(week) { self.embedding_effort.value() } else { 0.0 }
    }

    /// Whether those in charge look at units and answer what they see there: resistance, missing data, a goal not reached.
    pub fn is_answered(&self) -> bool {
        self.responds != Response::Neither || self.by_hand.value() > 0.0 || self.tightens.value() > 0.0
    }

    /// Share of practising leavers whose practice is handed over.
    pub fn succession_share(&self) -> f64 {
        self.succession.value()
    }

    /// Share of newcomers who practise already.
    pub fn newcomers(&self) -> f64 {
        self.newcomers.unwrap_or(self.baseline).value()
    }

    /// Whether a profession is among its targets.
    pub fn is_for(&self, profession: &str) -> bool {
        self.targets.is_empty() || self.targets.iter().any(|target| target == profession)
    }

    /// Whether anything is stated of how it was thought through.
    pub fn states_its_design(&self) -> bool {
        let usual = [self.clarity, self.roles, self.grain].iter().all(|share| share.value() == 0.5);
        let none = [self.planning.value(), self.pilot.value(), self.pace.value(), self.limits_stated.value()];
        !usual || none.iter().any(|value| *value > 0.0)
    }

    /// Whether anything is stated of whose change it is.
    pub fn states_whose_it_is(&self) -> bool {
        let shares =
            [self.consultation, self.defined_by_staff, self.user_involvement, self.managers_case, self.consensus];
        [&self.led_by, &self.endorsed_by].iter().any(|names| !names.is_empty())
            || shares.iter().any(|share| share.value() > 0.0)
    }

    /// Hours a week that it asks of each target, meetings about it and a look at side effects apart.
    pub fn asks(&self) -> f64 {
        self.hours.value() * self.ambition.value() + self.burden()
    }

    /// Hours a week that collecting its data takes of each target, beyond what was collected before.
    pub fn burden(&self) -> f64 {
        self.measurement.value() * (1.0 - self.automated.value()) * (1.0 - self.integrated.value())
    }

    /// The last week that evaluators see is the one before this.
    pub fn evaluated_until(&self) -> u32 {
        self.evaluated_for.map_or(self.ends(), |lasts| Weeks::of(self.starts.value() + lasts.value()).whole())
    }

    /// The same initiative for units that it comes to some weeks later, all its own times counted from then; it ends when
    /// the funding does.
    pub fn later_by(&self, weeks: u32) -> Self {
        if weeks == 0 {
            return self.clone();
        }
        let begins = self.starts.whole().saturating_add(weeks);
        if begins >= self.ends() {
            return self.without_programme();
        }
        Self {
            starts: Weeks::of(f64::from(begins)),
            funded: Weeks::of(f64::from(self.ends() - begins)),
            ..self.clone()
        }
    }

    /// The same initiative where its programme has been stopped: it was launched, and all of it is over.
    pub fn stopped(&self) -> Self {
        Self {
            funded: Weeks::of(self.funded.value().min(1.0)),
            rewarded: None,
            enforced: None,
            convened_for: None,
            continued: Share::of(0.0),
            ..self.clone()
        }
    }

    /// The same initiative without its programme: what the twin lives with. What is done anyway, what it truly does, and
    /// peers stay; all else is as nobody stated it, so that arms which differ in nothing else share one twin.
    pub fn without_programme(&self) -> Self {
        Self {
            practice: self.practice.clone(),
            targets: self.targets.clone(),
            baseline: self.baseline,
            organic: self.organic,
            push: Rate::of(0.0),
            pull: self.pull,
            lapse: self.lapse,
            lapse_floor: self.lapse_floor,
            newcomers: self.newcomers,
            benefit: self.benefit,
            hoped: self.hoped,
            validity: self.validity,
            complexity: self.complexity,
            distance: self.distance,
            harms: self.harms,
            frees: self.frees,
            funded: Weeks::of(0.0),
            ..Self::default()
        }
    }
}
