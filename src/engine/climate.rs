//! What leaders, hours, rewards, checks, data, skill, policy and lock-in come to in each cell this week: worked out once
//! for all who work there, from last week's world.

use super::hours::hours_are_counted;
use super::numerics::exp;
use super::programme::InitiativeRules;
use super::rules::{MAX_INITIATIVES, Rules};
use super::spread::{Elsewhere, MAX_WAVES, Waves};
use super::state::{Pursuit, State, practice, refill};
use crate::mechanisms::{
    Argument, Dispute, Felt, Harm, PARTICIPATION_COUNTS, Persuasion, Policy, SideEffects, Treatment,
};
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
    /// Rates of complying, before leans, and of dropping ritual.
    complies: f32,
    drops: f32,
    dispute: Dispute,
    /// What design leans on uptake, and multiplies the growth of ownership by.
    designed: (f32, f32),
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
        let enforced = m.enforcement.as_ref().map_or((0.0, 0.0), |e| (e.complies(wave, week), e.drops(wave, week)));
        Self {
            launched,
            runs,
            push: wave.push_in(week) as f32 * m.design.as_ref().map_or(1.0, |design| design.focus(wave)),
            celebrity,
            attends,
            crowding: m.incentives.as_ref().map_or(0.0, |incentives| incentives.crowds_out(wave, week)),
            rewarded: m.incentives.is_some() && wave.reward_in(week) > 0.0,
            checked: m.enforcement.is_some() && wave.pressure_in(week) > 0.0,
            complies: enforced.0,
            drops: enforced.1,
            designed: match &m.design {
                Some(design) if runs => (design.leans_on_uptake(wave, week), design.heeds(wave)),
                _ => (0.0, 1.0),
            },
            dispute: m
                .persuasion
                .as_ref()
                .filter(|_| launched)
                .map_or(Dispute { left: 0.0, fresh: 0.0 }, |persuasion| persuasion.disputes(wave, week)),
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
    /// What rewards and sanctions on each other initiative draw away, by its waves; of those that draw anything.
    others: ArrayVec<(&'a Waves, bool, ArrayVec<f32, { MAX_WAVES + 1 }>), MAX_INITIATIVES>,
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
        let draws = others.map(|(index, other)| {
            let draw = other.waves.each.iter().map(|wave| SideEffects::draws(wave, week));
            let given_up = state.pursuits.get(index).is_some_and(|pursuit| pursuit.given_up);
            (&other.waves, given_up, draw.collect::<ArrayVec<f32, { MAX_WAVES + 1 }>>())
        });
        let others = draws.filter(|(_, _, draws)| draws.iter().any(|draw| *draw > 0.0)).collect();
        Self { rules, world, state, initiative, pursuit, index, week, waves: now.collect(), others }
    }

    /// What rewards and sanctions on other initiatives draw from this one, in a unit: the strongest of them.
    fn drawn_from(&self, unit: usize) -> f32 {
        let draws = self.others.iter().map(|(waves, given_up, draws)| draws[waves.number(*given_up, unit)]);
        draws.fold(0.0, f32::max)
    }

    /// What each cell of a unit is subject to.
    pub fn of_unit(&self, unit: usize, elsewhere: &Elsewhere, mut each: impl FnMut(usize, Sway, Argument)) {
        let (rules, world, week) = (self.rules, self.world, self.week);
        let mechanisms = &rules.mechanisms;
        let number = self.initiative.waves.number(self.pursuit.given_up, unit);
        let (wave, now) = (&self.initiative.waves.each[number], &self.waves[number]);
        let organic = self.initiative.organic[unit];
        let mut sway = Sway { organic, uptake: now.celebrity.0, lapse: now.celebrity.1, ..Sway::NONE };
        sway.drops = now.drops;
        if mechanisms.policy.is_some() {
            sway.organic += Policy::tide(&rules.policy, week);
        }
        // What holds practice up as long as somebody has time for it.
        let mut held = now.attends.1;
        let credible = self.pursuit.credible.get(unit).copied().unwrap_or(1.0);
        let mut complying = 1.0;
        let mut argument = Argument::default();
        let mut led = Felt { support: 1.0, style: 0.5 };
        if now.launched {
            let organisation = usize::from(world.units.organisation[unit]);
            let regard = self.pursuit.regard.get(organisation).copied().unwrap_or(1.0);
            let felt = match &mechanisms.leadership {
                Some(leadership) => {
                    let [lead, middle, sponsor] = self.state.leaders.of_unit(world, unit, self.index);
                    let middle = ((middle.0 * self.initiative.courted).min(2.0), middle.1);
                    leadership.felt([lead, middle, (sponsor.0 * regard, sponsor.1)])
                }
                None => led,
            };
            led = felt;
            if let Some(leadership) = &mechanisms.leadership {
                held += leadership.leans_on_lapse(wave, felt, week);
                if now.runs {
                    sway.uptake += leadership.leans_on_uptake(wave, felt);
                    sway.growing = leadership.involves(wave, felt);
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
                sway.drive = now.crowding;
                if now.runs {
                    let progress = self.pursuit.share(world, unit) - self.initiative.baseline;
                    let treatment = Treatment { style: felt.style, support: felt.support, progress };
                    sway.drive += motivation.moved_by(&treatment);
                    sway.drive += mechanisms.data.as_ref().map_or(0.0, |data| data.resented(wave, credible));
                    sway.drive += mechanisms.results.as_ref().map_or(0.0, |results| results.encourage(seen));
                }
            }
            if let Some(persuasion) = &mechanisms.persuasion {
                argument = persuasion.argues(wave, now.runs, now.dispute, world.units.quality[unit], credible);
                if let Some(results) = &mechanisms.results {
                    let (points_to, rate) = results.teach(seen, credible);
                    Persuasion::taught(&mut argument, points_to, rate);
                }
                if now.runs {
                    sway.uptake += persuasion.waits(wave, now.dispute);
                    sway.growing = (sway.growing + persuasion.owned(wave)).min(1.0);
                }
            }
            if let Some(data) = &mechanisms.data {
                let feedback = data.feeds_back(credible);
                sway.lapse -= feedback;
                sway.uptake += if now.runs { feedback } else { 0.0 };
            }
            if now.runs {
                sway.runs = 1.0;
                sway.uptake += now.designed.0;
                if let Some(capability) = &mechanisms.capability {
                    let know_how = capability.know_how(self.state.sites.knows[unit]);
                    sway.uptake += capability.leans_on_uptake(wave, know_how);
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
            }
        }
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
            here.push = if reached { now.push } else { 0.0 };
            if now.runs {
                let seen = elsewhere.seen(&self.initiative.waves.convened, world, cell);
                here.joined = self.initiative.pull * wave.convened.f32() * seen;
            }
            if let Some(involvement) = mechanisms.involvement.as_ref().filter(|_| now.runs) {
                let stake = self.initiative.stakes[profession];
                let part = stake.part * PARTICIPATION_COUNTS;
                here.uptake += involvement.leans_on_uptake(wave, stake, credible);
                here.growing = involvement.grows(wave, here.growing, part, led.support);
                here.drive += mechanisms.motivation.as_ref().map_or(0.0, |m| m.freed(led.style, part));
            }
            here.growing *= now.designed.1;
            here.complies = now.complies * complying;
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
        data_is_built(rules, world, initiative, &mut pursuit, week);
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
                let effort = initiative.waves.now_in(pursuit, unit).embedding_in(week) as f32;
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

/// Each unit's data system is built, or decays.
fn data_is_built(rules: &Rules, world: &World, initiative: &InitiativeRules, pursuit: &mut Pursuit, week: u32) {
    let Some(data) = &rules.mechanisms.data else { return };
    for unit in 0..world.units.len() {
        let here = initiative.waves.now_in(pursuit, unit);
        pursuit.stands[unit] = data.builds(here, week, world.units.data[unit], pursuit.stands[unit]);
        pursuit.credible[unit] = data.credible(here, week, pursuit.stands[unit]);
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
    let State { people, pursuits, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        let goal = initiative.settings.goal.f32();
        for unit in 0..world.units.len() {
            let here = initiative.waves.now_in(pursuit, unit);
            if !here.runs_in(week) || here.ends() != week + 1 {
                continue;
            }
            let (filled, truly) = pursuit.counts.of_cells(world.units.cells(unit));
            if filled == 0 {
                continue;
            }
            let missed = crate::mechanisms::shortfall(goal, truly as f32 / filled as f32);
            let missed = rules.mechanisms.design.as_ref().map_or(missed, |design| design.told(here, missed));
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
        refill(&mut self.counted, units, [1.0, 0.0]);
        let some = |there: bool, many: usize| if there { many } else { 0 };
        refill(&mut self.sites.harm, some(m.side_effects.is_some(), units), Harm::default());
        refill(&mut self.sites.can, some(m.trap.is_some(), units), 1.0);
        refill(&mut self.sites.smarter, some(m.trap.is_some(), units), 1.0);
        let known = m.capability.as_ref().map_or(0.0, |capability| capability.mean_at_start(&rules.resources));
        refill(&mut self.sites.knows, some(m.capability.is_some(), units), known);
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
            refill(&mut pursuit.resentment, initiative.waves.each.len(), 0.0);
        }
    }
}
