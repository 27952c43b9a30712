//! What leaders, hours, rewards, checks, data, skill, policy and lock-in come to in each cell this week: worked out once
//! for all who work there, from last week's world.

use super::answers::{Answered, those_in_charge_look};
use super::hours::hours_are_counted;
use super::numerics::exp;
use super::programme::InitiativeRules;
use super::rules::{MAX_INITIATIVES, Rules};
use super::sites::data_is_built;
use super::spread::{Elsewhere, MAX_WAVES, Waves};
use super::state::{Pursuit, State, practice, refill};
use crate::mechanisms::{Argument, Dispute, Felt, Harm, Persuasion, Policy, Shown, SideEffects, Treatment, Tribes};
use crate::quantities::Quantity;
use crate::world::{Initiative, World};
use arrayvec::ArrayVec;

/// What a cell's staff are subject to in one initiative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sway {
    /// What happens anyway: a rate a week.
    pub organic: f32,
    /// What the programme does directly, and what those convened with these do: rates a week.
    pub push: f32,
    pub joined: f32,
    /// Lean on taking up.
    pub uptake: f32,
    /// Lean on lapsing.
    pub lapse: f32,
    /// Factor on uptake: what time is left for it.
    pub slowed: f32,
    /// Rates of complying, and of dropping ritual.
    pub complies: f32,
    pub drops: f32,
    /// What motivation is moved by.
    pub drive: f32,
    /// How fast ownership grows.
    pub growing: f32,
    /// 1 while the programme runs here.
    pub runs: f32,
}

impl Sway {
    /// Nothing at work.
    pub const NONE: Sway = Sway {
        organic: 0.0,
        push: 0.0,
        joined: 0.0,
        uptake: 0.0,
        lapse: 0.0,
        slowed: 1.0,
        complies: 0.0,
        drops: 0.0,
        drive: 0.0,
        growing: 0.0,
        runs: 0.0,
    };
}

/// What a wave of a programme is in this week, for all its units.
#[derive(Debug, Clone, Copy)]
struct WaveNow {
    launched: bool,
    runs: bool,
    push: f32,
    celebrity: (f32, f32),
    /// What attention leans on uptake and lapse.
    attends: (f32, f32),
    crowding: f32,
    rewarded: bool,
    checked: bool,
    /// What is checked times what it leads to; and from that the rates of complying, before leans, and of dropping ritual.
    pressure: f64,
    complies: f32,
    drops: f32,
    dispute: Dispute,
}

impl WaveNow {
    fn new(rules: &Rules, wave: &Initiative, week: u32, resentment: f32) -> Self {
        let m = &rules.mechanisms;
        let (launched, runs) = (wave.launched_by(week), wave.runs_in(week));
        let celebrity = match &m.leadership {
            Some(leadership) if launched => leadership.celebrity_leans(wave, week, resentment),
            _ => (0.0, 0.0),
        };
        let attends = m.attention.as_ref().map_or((0.0, 0.0), |attention| {
            (attention.leans_on_uptake(wave, week), attention.leans_on_lapse(wave, week))
        });
        let pressure = wave.pressure_in(week);
        let enforced = m.enforcement.as_ref().map_or((0.0, 0.0), |e| (e.complies(pressure), e.drops(pressure)));
        Self {
            launched,
            runs,
            push: wave.push_in(week) as f32,
            celebrity,
            attends,
            crowding: m.incentives.as_ref().map_or(0.0, |incentives| incentives.crowds_out(wave, week, pressure)),
            rewarded: m.incentives.is_some() && wave.reward_in(week) > 0.0,
            checked: m.enforcement.is_some() && pressure > 0.0,
            pressure,
            complies: enforced.0,
            drops: enforced.1,
            dispute: m
                .persuasion
                .as_ref()
                .filter(|_| launched)
                .map_or(Dispute { left: 0.0, fresh: 0.0 }, |persuasion| {
                    persuasion.disputes(wave, wave.debate.value(), week)
                }),
        }
    }
}

/// Everything that is weighed for the units of one initiative; nothing of it changes meanwhile.
pub(crate) struct Weighing<'a> {
    rules: &'a Rules,
    world: &'a World,
    state: &'a State,
    initiative: &'a InitiativeRules,
    pursuit: &'a Pursuit,
    index: usize,
    week: u32,
    waves: ArrayVec<WaveNow, { MAX_WAVES + 1 }>,
    /// Share that practises in all units it has come to, where they are measured alike.
    alike: f32,
    /// What rewards and sanctions on each other initiative draw away, by its waves; of those that draw anything.
    others: ArrayVec<(&'a Waves, ArrayVec<f32, { MAX_WAVES + 1 }>), MAX_INITIATIVES>,
}

impl<'a> Weighing<'a> {
    /// Of an initiative in a week. `pursuit` is its own, which need not stand in the state meanwhile.
    pub fn new(
        rules: &'a Rules,
        world: &'a World,
        state: &'a State,
        pursuit: &'a Pursuit,
        index: usize,
        week: u32,
    ) -> Self {
        let initiative = &rules.initiatives[index];
        let concentrated = initiative.waves.concentrated(week) as f32;
        let each = initiative.waves.each.iter().enumerate();
        let now = each.map(|(number, wave)| {
            let resentment = pursuit.resentment.get(number).copied().unwrap_or(0.0);
            let mut now = WaveNow::new(rules, wave, week, resentment);
            now.push *= concentrated;
            now
        });
        let others = rules.initiatives.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.filter(|_| rules.mechanisms.side_effects.is_some());
        let draws = others.map(|(_, other)| {
            let draw = other.waves.each.iter().map(|wave| SideEffects::draws(wave, week));
            (&other.waves, draw.collect::<ArrayVec<f32, { MAX_WAVES + 1 }>>())
        });
        let others = draws.filter(|(_, draws)| draws.iter().any(|draw| *draw > 0.0)).collect();
        let measured_alike = initiative.settings.common_measures.f32() > 0.0;
        let alike = if measured_alike { initiative.share_of_all(world, pursuit, week) } else { 0.0 };
        Self { rules, world, state, initiative, pursuit, index, week, waves: now.collect(), alike, others }
    }

    /// What rewards and sanctions on other initiatives draw from this one, in a unit: the strongest of them.
    fn drawn_from(&self, unit: usize) -> f32 {
        let draws = self.others.iter().map(|(waves, draws)| draws[usize::from(waves.of_unit[unit])]);
        draws.fold(0.0, f32::max)
    }

    /// What each cell of a unit is subject to.
    pub fn of_unit(&self, unit: usize, elsewhere: &Elsewhere, mut each: impl FnMut(usize, Sway, Argument)) {
        let (rules, world, week) = (self.rules, self.world, self.week);
        let mechanisms = &rules.mechanisms;
        let number = usize::from(self.initiative.waves.of_unit[unit]);
        let (wave, now) = (&self.initiative.waves.each[number], &self.waves[number]);
        let organic = self.initiative.organic[unit];
        let mut sway = Sway { organic, uptake: now.celebrity.0, lapse: now.celebrity.1, ..Sway::NONE };
        let answered = self.pursuit.answered.get(unit).copied().unwrap_or_default();
        (sway.complies, sway.drops) = (now.complies, now.drops);
        let mut crowding = now.crowding;
        if let Some(enforcement) = mechanisms.enforcement.as_ref().filter(|_| now.checked && answered.lacks < 1.0) {
            let pressure = enforcement.tightened(wave, now.pressure, answered.lacks);
            (sway.complies, sway.drops) = (enforcement.complies(pressure), enforcement.drops(pressure));
            crowding = mechanisms.incentives.as_ref().map_or(0.0, |i| i.crowds_out(wave, week, pressure));
        }
        if mechanisms.policy.is_some() {
            sway.organic += Policy::tide(&rules.policy, week);
        }
        // What holds practice up as long as somebody has time for it.
        let mut held = now.attends.1;
        let credible = self.pursuit.credible.get(unit).copied().unwrap_or(1.0);
        let mut complying = 1.0;
        let mut argument = Argument::default();
        let mut held_dear = None;
        if now.launched {
            let organisation = usize::from(world.units.organisation[unit]);
            let regard = self.pursuit.regard.get(organisation).copied().unwrap_or(1.0);
            let valued = self.state.sites.keeps_up(unit);
            let (felt, skill) = match &mechanisms.leadership {
                Some(leadership) => {
                    let [lead, middle, sponsor] = self.state.leaders.of_unit(world, unit, self.index);
                    let lead = leadership.shared(&rules.leaders, lead, self.pursuit.share(world, unit));
                    let skill = leadership.mixed(self.state.leaders.skills(world, unit));
                    let felt = leadership.felt([lead, middle, (sponsor.0 * regard, sponsor.1)]);
                    (leadership.enabled(felt, skill), skill)
                }
                None => (Felt { support: 1.0, style: 0.5 }, 0.0),
            };
            if let Some(leadership) = &mechanisms.leadership {
                held += leadership.leans_on_lapse(wave, felt, week);
                if now.runs {
                    sway.uptake += leadership.leans_on_uptake(wave, felt);
                    sway.growing = (leadership.involves(wave, felt) * leadership.facilitated(skill)).min(1.0);
                }
                if now.checked {
                    complying = exp(leadership.directs(felt));
                }
            }
            if let Some(sponsor) = &mechanisms.sponsor {
                held *= sponsor.holds(regard);
            }
            let seen = self.pursuit.seen.get(unit).copied().unwrap_or(0.0);
            if let Some(motivation) = &mechanisms.motivation {
                sway.drive = crowding;
                if now.runs {
                    let progress = self.pursuit.share(world, unit) - self.initiative.baseline;
                    let treatment = Treatment { style: felt.style, support: felt.support, progress };
                    sway.drive += motivation.moved_by(&treatment);
                    sway.drive += motivation.joined_by(wave, valued);
                    sway.drive +=
                        mechanisms.data.as_ref().map_or(0.0, |data| data.resented(wave, credible, answered.missing));
                    sway.drive += mechanisms.results.as_ref().map_or(0.0, |results| results.encourage(seen));
                }
            }
            if let Some(persuasion) = &mechanisms.persuasion {
                let voiced = persuasion.voiced(wave, answered.resists);
                let dispute = match answered.resists {
                    0.0 => now.dispute,
                    _ => persuasion.disputes(wave, f64::from(voiced.debate), week),
                };
                let before = world.units.quality[unit];
                let measured = self.pursuit.measured.get(unit).copied().unwrap_or(before);
                let evidence = Persuasion::evidence(wave, self.pursuit.found_out);
                let shown = Shown { before, measured, credible, evidence };
                argument = persuasion.argues(wave, voiced, now.runs, dispute, shown);
                if let Some(results) = &mechanisms.results {
                    let (points_to, rate) = results.teach(seen, credible);
                    Persuasion::taught(&mut argument, points_to, rate);
                }
                if now.runs {
                    sway.uptake += persuasion.waits(voiced, dispute);
                    sway.growing = persuasion.owned(sway.growing, voiced, dispute);
                }
            }
            if let Some(data) = &mechanisms.data {
                let feedback = data.feeds_back(credible);
                sway.lapse -= feedback;
                sway.uptake += if now.runs { feedback } else { 0.0 };
                if now.runs {
                    let behind = self.alike - self.pursuit.share(world, unit);
                    sway.uptake += data.compares(wave, credible, behind);
                }
            }
            if now.runs {
                sway.runs = 1.0;
                if let Some(capability) = &mechanisms.capability {
                    let State { sites, people, leaders, .. } = self.state;
                    let who = (sites, people, leaders);
                    let know_how = rules.know_how(capability, world, who, wave, (unit, week));
                    sway.uptake += capability.leans_on_uptake(wave, know_how, valued);
                }
                if let Some(transfer) = &mechanisms.transfer {
                    sway.uptake += transfer.leans_on_uptake(self.initiative.fit[unit][1]);
                    sway.lapse += transfer.leans_on_lapse(wave);
                }
                if let Some(policy) = &mechanisms.policy {
                    sway.uptake += policy.leans_on_uptake(&rules.policy);
                }
                if let Some(effects) = &mechanisms.side_effects {
                    sway.uptake += effects.leans_on_uptake(self.state.sites.harm[unit].doubt);
                }
                if let Some(culture) = &mechanisms.culture {
                    let learning = self.state.sites.learning.get(organisation).copied().unwrap_or(0.5);
                    let share = self.pursuit.share(world, unit);
                    sway.uptake += culture.leans_on_uptake(&rules.culture, learning, share);
                    let gap = rules.gap(culture, world, self.state, wave, unit, self.index);
                    sway.growing *= culture.participation_counts(&rules.culture, gap);
                }
                if let Some(esteem) = &mechanisms.esteem {
                    let involved = rules.involved(world, self.state, unit, week);
                    held_dear = Some(esteem.now(&rules.culture, rules.resources.career_credit.f32(), involved));
                    sway.uptake += esteem.hectic(rules.leaders.activity.f32(), held_dear.unwrap_or(0.5));
                }
            }
        }
        let released = rules.lets_through(&self.state.leaders, world, unit);
        if let Some(effects) = &mechanisms.side_effects {
            sway.lapse += effects.displaces(self.drawn_from(unit));
        }
        if let Some(embedding) = &mechanisms.embedding {
            sway.lapse += embedding.leans_on_lapse(self.pursuit.locked_in[unit]);
        }
        sway.uptake += now.attends.0;
        for cell in world.units.cells(unit) {
            let mut here = sway;
            let profession = usize::from(world.cells.profession[cell]);
            let settings = &world.professions[profession].settings;
            let reached = self.initiative.reached.as_ref().is_none_or(|reached| reached[profession]);
            here.push = if reached { now.push * released } else { 0.0 };
            if let (Some(esteem), Some(mechanism)) = (held_dear, &mechanisms.esteem) {
                here.uptake += mechanism.leans_on_uptake(esteem, settings.moved_by_esteem);
            }
            if now.runs {
                let seen = elsewhere.seen(&self.initiative.waves.convened, world, cell);
                here.joined = self.initiative.pull * wave.convened.f32() * seen;
            }
            here.complies = sway.complies * complying;
            if let Some(incentives) = mechanisms.incentives.as_ref().filter(|_| now.rewarded) {
                let leans = incentives.leans(wave, week, settings.moved_by_money);
                here.uptake += leans.0;
                here.lapse += leans.1;
            }
            match &mechanisms.time {
                Some(time) => {
                    let sufficiency = self.state.sufficiency[cell];
                    here.slowed = self.state.slowed[cell];
                    here.lapse += held * time.attends(sufficiency) + time.leans_on_lapse(sufficiency);
                }
                None => here.lapse += held,
            }
            let mut put = argument;
            put.own[1] *= settings.weighs_evidence.f32();
            each(cell, here, put);
        }
    }
}

/// Leaders, hours, rewards, checks, data and lock-in come together in each cell; data systems are built.
#[inline(never)]
pub(crate) fn units_weigh(rules: &Rules, world: &World, state: &mut State, week: u32) {
    hours_are_counted(rules, world, state, week);
    let mut elsewhere = std::mem::take(&mut state.elsewhere);
    for index in 0..rules.initiatives.len() {
        let initiative = &rules.initiatives[index];
        let mut pursuit = std::mem::take(&mut state.pursuits[index]);
        those_in_charge_look(rules, world, state, initiative, &mut pursuit);
        data_is_built(rules, world, state, initiative, &mut pursuit, week);
        elsewhere.counts(&initiative.waves.convened, world, &pursuit.counts);
        let (mut sways, mut arguments) = (std::mem::take(&mut pursuit.sway), std::mem::take(&mut pursuit.arguments));
        let weighing = Weighing::new(rules, world, state, &pursuit, index, week);
        for unit in 0..world.units.len() {
            weighing.of_unit(unit, &elsewhere, |cell, sway, argument| {
                sways[cell] = sway;
                if let Some(here) = arguments.get_mut(cell) {
                    *here = argument;
                }
            });
        }
        drop(weighing);
        (pursuit.sway, pursuit.arguments) = (sways, arguments);
        state.pursuits[index] = pursuit;
    }
    state.elsewhere = elsewhere;
}

/// What units have locked in, and resentment, drift.
pub(crate) fn units_drift(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { pursuits, leaders, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        if let Some(embedding) = &rules.mechanisms.embedding {
            for unit in 0..world.units.len() {
                let effort = initiative.waves.in_unit(unit).embedding_in(week) as f32;
                let (share, lead) = (pursuit.share(world, unit), leaders.embeds[unit]);
                pursuit.locked_in[unit] = embedding.drifts(pursuit.locked_in[unit], share, effort, lead);
            }
        }
        if let Some(leadership) = &rules.mechanisms.leadership {
            for (resentment, wave) in pursuit.resentment.iter_mut().zip(&initiative.waves.each) {
                if wave.launched_by(week) {
                    *resentment = leadership.resents(wave, week, *resentment);
                }
            }
        }
    }
}

impl Pursuit {
    /// Share of a unit's filled target posts in true practice; 0 where there are none.
    pub(crate) fn share(&self, world: &World, unit: usize) -> f32 {
        let (filled, truly) = self.counts.of_cells(world.units.cells(unit));
        if filled > 0 { truly as f32 / filled as f32 } else { 0.0 }
    }
}

/// The projects whose funding ends with this week are measured against what they promised, unit by unit: who was a
/// target of one that fell short is disappointed.
pub(crate) fn projects_end(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { people, pursuits, sites, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        let goal = initiative.settings.goal.f32();
        for unit in 0..world.units.len() {
            let here = initiative.waves.in_unit(unit);
            if !here.runs_in(week) || here.ends() != week + 1 {
                continue;
            }
            let (filled, truly) = pursuit.counts.of_cells(world.units.cells(unit));
            if filled == 0 {
                continue;
            }
            let missed = crate::mechanisms::shortfall(goal, truly as f32 / filled as f32);
            super::culture::failure_is_reviewed(rules, world, sites, unit, missed);
            let posts = world.units.posts(unit);
            for post in posts.filter(|&post| pursuit.practice[post] != practice::NOBODY) {
                if let (Some(fatigue), Some(cynicism)) = (&rules.mechanisms.fatigue, people.cynicism.get_mut(post)) {
                    *cynicism = fatigue.disappointed(*cynicism, missed);
                }
                if let (Some(motivation), Some(m)) = (&rules.mechanisms.motivation, people.motivation.get_mut(post)) {
                    *m = motivation.after_missing(*m, missed);
                }
            }
        }
    }
}

impl State {
    /// Room for what cells and units are subject to, with nothing at work.
    pub(crate) fn clear_climate(&mut self, rules: &Rules, world: &World) {
        let (cells, units) = (world.cells.len(), world.units.len());
        let m = &rules.mechanisms;
        refill(&mut self.sufficiency, cells, 1.0);
        refill(&mut self.slowed, cells, 1.0);
        refill(&mut self.lacking, cells, 0.0);
        refill(&mut self.counted, units, [1.0, 0.0, 1.0]);
        let some = |there: bool, many: usize| if there { many } else { 0 };
        refill(&mut self.sites.harm, some(m.side_effects.is_some(), units), Harm::default());
        refill(&mut self.sites.can, some(m.trap.is_some(), units), 1.0);
        refill(&mut self.sites.smarter, some(m.trap.is_some(), units), 1.0);
        let known = m.capability.as_ref().map_or(0.0, |capability| capability.mean_at_start(&rules.resources));
        refill(&mut self.sites.knows, some(m.capability.is_some(), units), known);
        let cultures = some(rules.places_learn(), world.organisations.len());
        refill(&mut self.sites.learning, cultures, rules.culture.learning.f32());
        refill(&mut self.sites.valued, some(m.trap.is_some(), units), 1.0);
        let coached = m.capability.is_some() && (m.trap.is_some() || rules.resources.own_coaches.f32() > 0.0);
        refill(&mut self.sites.coached, some(coached, units), 1.0);
        refill(&mut self.sites.built, some(m.data.is_some(), units), 0.0);
        for (pursuit, initiative) in self.pursuits.iter_mut().zip(&rules.initiatives) {
            refill(&mut pursuit.sway, cells, Sway::NONE);
            refill(&mut pursuit.arguments, some(m.persuasion.is_some(), cells), Argument::default());
            refill(&mut pursuit.stands, some(m.data.is_some(), units), 0.0);
            refill(&mut pursuit.credible, some(m.data.is_some(), units), 0.0);
            let seeing = some(m.results.is_some(), units);
            refill(&mut pursuit.seen, seeing, 0.0);
            for quality in [&mut pursuit.quality, &mut pursuit.measured] {
                quality.clear();
                quality.extend_from_slice(&world.units.quality[..seeing]);
            }
            refill(&mut pursuit.regard, some(m.sponsor.is_some(), world.organisations.len()), 1.0);
            refill(&mut pursuit.answered, some(initiative.settings.is_answered(), units), Answered::default());
            refill(&mut pursuit.resentment, initiative.waves.each.len(), 0.0);
            (pursuit.bridged, pursuit.found_out) = (0.0, 0.0);
            let opened = |tribes: &Tribes| tribes.opened(&initiative.settings, initiative.running(0), 0.0);
            pursuit.across = m.tribes.as_ref().map_or(1.0, opened);
        }
    }
}
