//! What leaders, hours, rewards, checks and lock-in come to in each cell this week: worked out once for all who work
//! there, from last week's world.

use super::numerics::exp;
use super::rules::Rules;
use super::state::{State, refill};
use crate::mechanisms::{Felt, Treatment};
use crate::world::World;

/// What a cell's staff are subject to in one initiative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sway {
    /// What happens anyway: a rate a week.
    pub organic: f32,
    /// Lean on taking up.
    pub uptake: f32,
    /// Lean on lapsing.
    pub lapse: f32,
    /// Factor on uptake: what time is left for it.
    pub slowed: f32,
    /// Hazard ratio of complying.
    pub complying: f32,
    /// What motivation is moved by.
    pub drive: f32,
    /// How fast ownership grows.
    pub growing: f32,
}

impl Sway {
    /// Nothing at work.
    pub const NONE: Sway =
        Sway { organic: 0.0, uptake: 0.0, lapse: 0.0, slowed: 1.0, complying: 1.0, drive: 0.0, growing: 0.0 };
}

/// How much of the time asked each cell has; anew whenever an initiative has begun or ended.
pub(crate) fn hours_are_counted(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(time) = &rules.mechanisms.time else { return };
    let running = rules.initiatives.iter().enumerate();
    let running = running.filter(|(_, i)| i.settings.runs_in(week)).fold(0u32, |bits, (index, _)| bits | 1 << index);
    if state.asking == Some(running) {
        return;
    }
    state.asking = Some(running);
    for cell in 0..world.cells.len() {
        let profession = usize::from(world.cells.profession[cell]);
        let asks = |index: &usize| running >> index & 1 == 1 && rules.initiatives[*index].target[profession];
        let asking = (0..rules.initiatives.len()).filter(asks).map(|index| &rules.initiatives[index].settings);
        let slack = world.units.slack[world.cells.unit[cell] as usize];
        state.sufficiency[cell] = time.sufficiency(slack, &rules.resources, asking);
        state.slowed[cell] = time.slows(state.sufficiency[cell]);
    }
}

/// Leaders, hours, rewards, checks and lock-in come together in each cell; lock-in drifts with the share that practised.
#[inline(never)]
pub(crate) fn units_weigh(rules: &Rules, world: &World, state: &mut State, week: u32) {
    hours_are_counted(rules, world, state, week);
    let mechanisms = &rules.mechanisms;
    let State { pursuits, leaders, sufficiency, slowed, .. } = state;
    for (index, (pursuit, initiative)) in pursuits.iter_mut().zip(&rules.initiatives).enumerate() {
        let settings = &initiative.settings;
        let (launched, runs) = (settings.launched_by(week), settings.runs_in(week));
        let effort = settings.embedding_in(week) as f32;
        let celebrity = match &mechanisms.leadership {
            Some(leadership) if launched => {
                let leans = leadership.celebrity_leans(settings, week, pursuit.resentment);
                pursuit.resentment = leadership.resents(settings, week, pursuit.resentment);
                leans
            }
            _ => (0.0, 0.0),
        };
        let attended = mechanisms.attention.as_ref().map_or(0.0, |a| a.leans_on_lapse(settings, week));
        let rewards: Option<&_> = mechanisms.incentives.as_ref().filter(|_| settings.reward_in(week) > 0.0);
        let crowding = mechanisms.incentives.as_ref().map_or(0.0, |incentives| incentives.crowds_out(settings, week));
        let checked = mechanisms.enforcement.is_some() && settings.pressure_in(week) > 0.0;
        for unit in 0..world.units.len() {
            let cells = world.units.cells(unit);
            let (filled, truly) = pursuit.counts.of_cells(cells.clone());
            let share = if filled > 0 { truly as f32 / filled as f32 } else { 0.0 };
            let organic = initiative.organic[unit];
            let mut sway = Sway { organic, uptake: celebrity.0, lapse: celebrity.1, ..Sway::NONE };
            // What holds practice up as long as somebody has time for it.
            let mut held = attended;
            if launched {
                let felt = match &mechanisms.leadership {
                    Some(leadership) => leadership.felt(leaders.of_unit(world, unit, index)),
                    None => Felt { support: 1.0, style: 0.5 },
                };
                if let Some(leadership) = &mechanisms.leadership {
                    held += leadership.leans_on_lapse(settings, felt, week);
                    if runs {
                        sway.uptake += leadership.leans_on_uptake(settings, felt);
                        sway.growing = leadership.involves(settings, felt);
                    }
                    if checked {
                        sway.complying = exp(leadership.directs(felt));
                    }
                }
                if let Some(motivation) = &mechanisms.motivation {
                    sway.drive = crowding;
                    if runs {
                        let progress = share - initiative.baseline;
                        let treatment = Treatment { style: felt.style, support: felt.support, progress };
                        sway.drive += motivation.moved_by(&treatment);
                    }
                }
            }
            if let Some(embedding) = &mechanisms.embedding {
                let lead = leaders.embeds[unit];
                sway.lapse += embedding.leans_on_lapse(pursuit.locked_in[unit]);
                pursuit.locked_in[unit] = embedding.drifts(pursuit.locked_in[unit], share, effort, lead);
            }
            for cell in cells {
                let mut here = sway;
                if let Some(incentives) = rewards {
                    let profession = &world.professions[usize::from(world.cells.profession[cell])];
                    let leans = incentives.leans(settings, week, profession.settings.moved_by_money);
                    here.uptake += leans.0;
                    here.lapse += leans.1;
                }
                match &mechanisms.time {
                    Some(time) => {
                        here.slowed = slowed[cell];
                        here.lapse += held * time.attends(sufficiency[cell]) + time.leans_on_lapse(sufficiency[cell]);
                    }
                    None => here.lapse += held,
                }
                pursuit.sway[cell] = here;
            }
        }
    }
}

/// The projects whose funding ends with this week are measured against what they promised, unit by unit: who was a
/// target of one that fell short is disappointed.
pub(crate) fn projects_end(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { people, pursuits, .. } = state;
    for (pursuit, initiative) in pursuits.iter_mut().zip(&rules.initiatives) {
        let settings = &initiative.settings;
        if !settings.runs_in(week) || settings.ends() != week + 1 {
            continue;
        }
        let goal = settings.goal.f32();
        for unit in 0..world.units.len() {
            let (filled, truly) = pursuit.counts.of_cells(world.units.cells(unit));
            if filled == 0 {
                continue;
            }
            let missed = crate::mechanisms::shortfall(goal, truly as f32 / filled as f32);
            let posts = world.units.posts(unit);
            for post in posts.filter(|&post| pursuit.practice[post] != super::state::practice::NOBODY) {
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
    /// Room for what cells are subject to, with nothing at work.
    pub(crate) fn clear_climate(&mut self, world: &World) {
        let cells = world.cells.len();
        refill(&mut self.sufficiency, cells, 1.0);
        refill(&mut self.slowed, cells, 1.0);
        for pursuit in &mut self.pursuits {
            refill(&mut pursuit.sway, cells, Sway::NONE);
        }
    }
}
