//! What leaders, hours, rewards, checks, data, skill, policy and lock-in come to in each cell this week: worked out once
//! for all who work there, from last week's world.

use super::answers::{Answered, those_in_charge_look};
use super::hours::hours_are_counted;
use super::numerics::exp;
use super::programme::InitiativeRules;
use super::rules::{MAX_INITIATIVES, Rules};
use super::sites::data_is_built;
use super::spread::{ALL_WAVES, Elsewhere};
use super::state::{Pursuit, State, refill};
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
    /// 1 while the programme runs here, or is continued.
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
    /// How much of the programme there is: 1 while it runs, and what is continued of it after.
    level: f32,
    convenes: bool,
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
        let pressure = wave.pressure_in(week);
        let enforced = m.enforcement.as_ref().map_or((0.0, 0.0), |e| (e.complies(pressure), e.drops(pressure)));
        Self {
            launched,
            runs,
            level: wave.level_in(week) as f32,
            convenes: wave.convenes_in(week),
            push: wave.push_in(week) as f32 * m.design.as_ref().map_or(1.0, |design| design.focus(wave)),
            celebrity,
            attends,
            crowding: m.incentives.as_ref().map_or(0.0, |incentives| incentives.crowds_out(wave, week, pressure)),
            rewarded: m.incentives.is_some() && wave.reward_in(week) > 0.0,
            checked: m.enforcement.is_some() && pressure > 0.0,
            pressure,
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
    /// How far policy is for it, −1 to 1, and the attention that new priorities draw from it.
    for_it: f32,
    prior: f32,
    /// What is left of what rewards and sanctions elsewhere draw.
    left: f32,
    waves: ArrayVec<WaveNow, ALL_WAVES>,
    /// Share that practises in all units it has come to, where they are measured alike.
    alike: f32,
    /// What rewards and sanctions on each other initiative draw away, by its waves; of those that draw anything.
    others: ArrayVec<(&'a Pursuit, ArrayVec<f32, ALL_WAVES>), MAX_INITIATIVES>,
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
            // Of a lead who was celebrated people think as where the programme goes on.
            let resentment = pursuit.resentment.get(initiative.waves.as_planned(number)).copied().unwrap_or(0.0);
            let mut now = WaveNow::new(rules, wave, week, resentment);
            now.push *= concentrated;
            now
        });
        let others = rules.initiatives.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.filter(|_| rules.mechanisms.side_effects.is_some());
        let draws = others.map(|(other, rules)| {
            let draw = rules.waves.each.iter().map(|wave| SideEffects::draws(wave, week));
            (&state.pursuits[other], draw.collect::<ArrayVec<f32, ALL_WAVES>>())
        });
        let others = draws.filter(|(_, draws)| draws.iter().any(|draw| *draw > 0.0)).collect();
        let measured_alike = initiative.settings.common_measures.f32() > 0.0;
        let alike = if measured_alike { initiative.share_of_all(world, pursuit, week) } else { 0.0 };
        let mapped = initiative.settings.mapped.f32();
        Self {
            rules,
            world,
            state,
            initiative,
            pursuit,
            index,
            week,
            for_it: rules.for_it_in(week, mapped),
            prior: rules.new_priorities_in(week),
            left: rules.mechanisms.portfolio.as_ref().map_or(1.0, |portfolio| portfolio.draws(&rules.strategy) as f32),
            waves: now.collect(),
            alike,
            others,
        }
    }

    /// What rewards and sanctions on other initiatives draw from this one, in a unit: the strongest of them.
    fn drawn_from(&self, unit: usize) -> f32 {
        let draws = self.others.iter().map(|(pursuit, draws)| draws[usize::from(pursuit.wave[unit])]);
        draws.fold(0.0, f32::max)
    }

    /// How far all other initiatives are practised in a unit above their baselines, added up.
    fn others_practised(&self, unit: usize) -> f32 {
        let all = self.state.pursuits.iter().zip(&self.rules.initiatives).enumerate();
        let others = all.filter(|(other, _)| *other != self.index);
        others.map(|(_, (other, rules))| (other.share(self.world, unit) - rules.baseline).max(0.0)).sum()
    }

    /// What each cell of a unit is subject to.
    pub fn of_unit(&self, unit: usize, elsewhere: &Elsewhere, mut each: impl FnMut(usize, Sway, Argument)) {
        let (rules, world, week) = (self.rules, self.world, self.week);
        let mechanisms = &rules.mechanisms;
        let number = usize::from(self.pursuit.wave[unit]);
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
        let mut led = Felt { support: 1.0, style: 0.5 };
        // How far taking part counts for more than show.
        let mut counts = 1.0;
        if now.launched {
            let organisation = usize::from(world.units.organisation[unit]);
            let regard = self.pursuit.regard.get(organisation).copied().unwrap_or(1.0);
            let valued = self.state.sites.keeps_up(unit);
            let (felt, skill) = match &mechanisms.leadership {
                Some(leadership) => {
                    let [lead, middle, sponsor] = self.state.leaders.of_unit(world, unit, self.index);
                    let lead = leadership.shared(&rules.leaders, lead, self.pursuit.share(world, unit));
                    let middle = ((middle.0 * self.initiative.courted).min(2.0), middle.1);
                    let skill = leadership.mixed(self.state.leaders.skills(world, unit));
                    let felt = leadership.felt([lead, middle, (sponsor.0 * regard, sponsor.1)]);
                    (leadership.enabled(felt, skill), skill)
                }
                None => (led, 0.0),
            };
            led = felt;
            if let Some(leadership) = &mechanisms.leadership {
                held += leadership.leans_on_lapse(wave, felt, week);
                if now.level > 0.0 {
                    sway.uptake += leadership.leans_on_uptake(wave, felt);
                    let involved = leadership.involves(wave, felt) * leadership.facilitated(skill);
                    sway.growing = involved.min(1.0) * now.level;
                }
                if now.checked {
                    complying = exp(leadership.directs(felt));
                }
            }
            if let Some(sponsor) = &mechanisms.sponsor {
                held *= sponsor.holds(regard);
            }
            held *= 1.0 - self.prior * (1.0 - self.pursuit.locked_in.get(unit).copied().unwrap_or(0.0));
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
                sway.uptake += if now.level > 0.0 { feedback } else { 0.0 };
                if now.runs {
                    let behind = self.alike - self.pursuit.share(world, unit);
                    sway.uptake += data.compares(wave, credible, behind);
                }
            }
            if now.level > 0.0 {
                sway.runs = 1.0;
                sway.uptake += now.designed.0;
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
                    sway.uptake += policy.leans_on_uptake(self.for_it);
                }
                if let Some(portfolio) = mechanisms.portfolio.as_ref().filter(|p| p.adds_up(&rules.strategy)) {
                    sway.uptake += portfolio.leans_on_uptake(&rules.strategy, self.others_practised(unit));
                }
                if let Some(effects) = &mechanisms.side_effects {
                    sway.uptake += effects.leans_on_uptake(self.state.sites.harm[unit].doubt);
                }
                if let Some(culture) = &mechanisms.culture {
                    let learning = self.state.sites.learning.get(organisation).copied().unwrap_or(0.5);
                    let share = self.pursuit.share(world, unit);
                    sway.uptake += culture.leans_on_uptake(&rules.culture, learning, share);
                    let gap = rules.gap(culture, world, self.state, wave, unit, self.index);
                    counts = culture.participation_counts(&rules.culture, gap);
                    sway.growing *= counts;
                }
                if let Some(portfolio) = &mechanisms.portfolio {
                    sway.growing *= portfolio.owning(&rules.strategy, rules.culture.authenticity.f32());
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
            sway.lapse += effects.displaces(self.drawn_from(unit) * self.left);
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
            if now.convenes {
                let seen = elsewhere.seen(&self.initiative.waves.convened, world, cell);
                here.joined = self.initiative.pull * wave.convened.f32() * seen;
            }
            if let Some(involvement) = mechanisms.involvement.as_ref().filter(|_| now.runs) {
                let stake = self.initiative.stakes[profession];
                let part = stake.part * counts;
                here.uptake += involvement.leans_on_uptake(wave, stake, credible);
                here.growing = involvement.grows(wave, here.growing, part, led.support);
                here.drive += mechanisms.motivation.as_ref().map_or(0.0, |m| m.freed(led.style, part));
            }
            here.growing *= now.designed.1;
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
    let kept = 1.0 - rules.squeezed_in(week);
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        if let Some(embedding) = &rules.mechanisms.embedding {
            for unit in 0..world.units.len() {
                let effort = pursuit.here(initiative, unit).embedding_in(week) as f32 * kept;
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

impl State {
    /// Room for what cells and units are subject to, with nothing at work.
    pub(crate) fn clear_climate(&mut self, rules: &Rules, world: &World) {
        let (cells, units) = (world.cells.len(), world.units.len());
        let m = &rules.mechanisms;
        refill(&mut self.sufficiency, cells, 1.0);
        refill(&mut self.slowed, cells, 1.0);
        refill(&mut self.lacking, cells, 0.0);
        refill(&mut self.spare, if m.time.is_some() { cells } else { 0 }, 0.0);
        refill(&mut self.counted, units, [1.0, 0.0, 1.0, 0.0]);
        self.solved.resize_with(rules.initiatives.len(), Default::default);
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
            pursuit.not_stopped(initiative, world.organisations.len());
            refill(&mut pursuit.answered, some(initiative.settings.is_answered(), units), Answered::default());
            refill(&mut pursuit.resentment, 1 + initiative.waves.count, 0.0);
            (pursuit.bridged, pursuit.found_out) = (0.0, 0.0);
            let opened = |tribes: &Tribes| tribes.opened(&initiative.settings, initiative.running(0), 0.0);
            pursuit.across = m.tribes.as_ref().map_or(1.0, opened);
        }
    }
}
