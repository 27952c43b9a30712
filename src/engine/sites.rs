//! What happens to units and organisations rather than to people: results come about and are seen, harm comes to light,
//! boards give or take regard, pressure takes time, policy reorganises.

use super::leaders::{LeaderLevel, LeadersNow, leaders_of, succeeds};
use super::programme::InitiativeRules;
use super::rules::Rules;
use super::state::{Pursuit, State};
use crate::dice::{Address, Decision, Dice, normal, uniform};
use crate::mechanisms::{Done, Harm, Trap};
use crate::quantities::Quantity;
use crate::world::{Initiative, World};

/// Harm is done, noticed and mended in each unit; then what practice does to quality comes about, is measured, and is
/// seen.
#[inline(never)]
pub(crate) fn results_come(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    harm_comes_to_light(rules, world, state, week);
    let Some(results) = &rules.mechanisms.results else { return };
    let capability = rules.mechanisms.capability.as_ref();
    let State { pursuits, sites, people, leaders, .. } = state;
    for (index, (pursuit, initiative)) in pursuits.iter_mut().zip(&rules.initiatives).enumerate() {
        for unit in 0..world.units.len() {
            let (filled, _) = pursuit.counts.of_cells(world.units.cells(unit));
            if filled == 0 {
                continue;
            }
            let here = pursuit.here(initiative, unit);
            let know_how = capability.map_or(1.0, |capability| {
                rules.know_how(capability, world, (sites, people, leaders), here, (unit, week))
            });
            let launched = here.launched_by(week);
            let concealed = rules.concealed(here, week);
            let (mends, flatters) = rules
                .mechanisms
                .culture
                .as_ref()
                .map_or((1.0, 0.0), |culture| (culture.mends(concealed), culture.flatters(concealed)));
            let designed = rules.mechanisms.design.as_ref().map_or(1.0, |design| design.substance(here));
            let substance = if launched { initiative.substance * designed } else { 1.0 };
            let done = Done {
                fit: initiative.fit[unit][usize::from(launched)],
                fidelity: substance * results.done_well(here.complexity.f32(), know_how) * mends,
                harm: sites.harm.get(unit).map_or(0.0, |harm| harm.all()),
            };
            let before = world.units.quality[unit];
            let quality = results.quality(here, before, pursuit.share(world, unit), done);
            let luck = if results.noise.value() > 0.0 {
                let who = Address(world.units.place[unit], u32::MAX - 6);
                normal(dice.word(who, week, Decision::Luck(index as u8)))
            } else {
                0.0
            };
            let measured = results.measured(here, week, before, quality, filled as f32, luck);
            let measured = (measured + (1.0 - before) * flatters).min(1.0);
            pursuit.quality[unit] = quality;
            pursuit.measured[unit] = measured;
            if launched {
                let credible = pursuit.credible.get(unit).copied().unwrap_or(1.0);
                pursuit.seen[unit] = results.seen(here, before, measured, credible, pursuit.seen[unit]);
            }
        }
    }
}

/// Each unit's data system is built, or decays.
pub(super) fn data_is_built(
    rules: &Rules,
    world: &World,
    state: &State,
    initiative: &InitiativeRules,
    pursuit: &mut Pursuit,
    week: u32,
) {
    let Some(data) = &rules.mechanisms.data else { return };
    for unit in 0..world.units.len() {
        let here = pursuit.here(initiative, unit);
        let infrastructure =
            rules.infrastructure(data, world, &state.sites, unit) * rules.lets_through(&state.leaders, world, unit);
        pursuit.stands[unit] = data.builds(here, week, infrastructure, pursuit.stands[unit]);
        let told = 1.0 - rules.concealed(here, week);
        let missing = pursuit.answered.get(unit).map_or(0.0, |answered| answered.missing);
        pursuit.credible[unit] = data.credible(here, week, pursuit.stands[unit], missing) * told;
    }
}

fn harm_comes_to_light(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(effects) = &rules.mechanisms.side_effects else { return };
    let State { pursuits, sites, lacking, .. } = state;
    for unit in 0..world.units.len() {
        let (mut hours, mut staff) = (0.0f32, 0.0f32);
        for cell in world.units.cells(unit) {
            let posts = world.cells.posts(cell).len() as f32;
            hours += posts * lacking[cell];
            staff += posts;
        }
        let (mut done, mut balancing) = (0.0f32, 0.0f32);
        for (pursuit, initiative) in pursuits.iter().zip(&rules.initiatives) {
            let here = pursuit.here(initiative, unit);
            if here.runs_in(week) {
                balancing = balancing.max(here.balancing.f32());
            }
            if here.harms.value() > 0.0 {
                done += here.harms.f32() * (pursuit.share(world, unit) - initiative.baseline).max(0.0);
            }
        }
        let lacking = if staff > 0.0 { hours / staff } else { 0.0 };
        let harm = &mut sites.harm[unit];
        // Where nothing was ever drawn from elsewhere there is nothing to follow.
        if *harm != Harm::default() || lacking > 0.0 || done > 0.0 {
            *harm = effects.drifts(*harm, lacking, done, balancing);
        }
    }
}

/// Boards look at what units show, and give more regard or less.
pub(crate) fn boards_look(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(sponsor) = &rules.mechanisms.sponsor else { return };
    let squeezed = rules.squeezed_in(week);
    let withdrawn = rules.withdrawn_in(week);
    for (pursuit, initiative) in state.pursuits.iter_mut().zip(&rules.initiatives) {
        let for_it = rules.for_it_in(week, initiative.settings.mapped.f32());
        for organisation in 0..world.organisations.len() {
            if pursuit.stopped_in(organisation).is_some() {
                continue;
            }
            let (mut shown, mut staff, mut begun): (f32, f32, Option<&Initiative>) = (0.0, 0.0, None);
            for unit in world.organisation_units(organisation) {
                let here = pursuit.here(initiative, unit);
                if !here.launched_by(week) {
                    continue;
                }
                // What is due is counted from the wave that came first.
                begun = begun.filter(|first| first.starts.value() <= here.starts.value()).or(Some(here));
                let (filled, truly) = pursuit.counts.of_cells(world.units.cells(unit));
                let practised = truly as f32 - filled as f32 * initiative.baseline;
                shown += match pursuit.seen.get(unit) {
                    Some(seen) => seen * filled as f32,
                    None => practised,
                };
                staff += filled as f32;
            }
            let Some(begun) = begun.filter(|_| staff > 0.0) else { continue };
            // Boards go by what they are told.
            let told = match rules.mechanisms.involvement.as_ref().filter(|_| begun.runs_in(week)) {
                Some(involvement) => involvement.reported(begun.reporting_up.f32(), shown / staff),
                None => shown / staff,
            };
            let around = sponsor.around(begun, for_it, squeezed);
            let regard = &mut pursuit.regard[organisation];
            *regard = sponsor.drifts(*regard, told, sponsor.due(begun, week), around, withdrawn);
        }
    }
}

/// Units under pressure give up time for working smarter, or win it back; and what they know together follows what
/// their people know.
pub(crate) fn units_cope(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let State { sites, people, leaders, pursuits, .. } = state;
    if let Some(trap) = &rules.mechanisms.trap {
        let demand = (rules.resources.demand.value() * rules.demand_in(week)) as f32;
        for unit in 0..world.units.len() {
            let protected = rules.protected_share(world, (leaders, pursuits), unit, week);
            let relieved = Trap::relieved(demand, rules.resources.reinvest.f32() * rules.freed(world, pursuits, unit));
            sites.smarter[unit] = trap.smarter(relieved, sites.can[unit], protected);
            sites.can[unit] = trap.drifts(sites.can[unit], sites.smarter[unit]);
        }
    }
    if let Some(capability) = &rules.mechanisms.capability {
        for unit in 0..world.units.len() {
            let posts = world.units.posts(unit);
            let filled = people.vacant[posts.clone()].iter().filter(|vacant| **vacant == 0).count();
            // Nobody's skill is none.
            let sum: f32 = people.skill[posts].iter().sum();
            if filled > 0 {
                let (known, mean) = (sites.knows[unit], sum / filled as f32);
                let portfolio = rules.mechanisms.portfolio.as_ref();
                let together = portfolio.map_or(mean, |portfolio| portfolio.together(&rules.strategy, mean));
                let learnt = capability.learnt(&rules.resources, known, together);
                let applied = mean * rules.resources.apply_required.f32();
                let settles = [known, learnt, applied];
                sites.knows[unit] = super::culture::forgets(rules, world, &sites.learning, unit, settles);
            }
        }
    }
}

impl Rules {
    /// Hours protected by the programmes that run in a unit, as a part of its slack; whatever its profession.
    fn protected_share(
        &self,
        world: &World,
        (leaders, pursuits): (&LeadersNow, &[Pursuit]),
        unit: usize,
        week: u32,
    ) -> f32 {
        let Some(time) = &self.mechanisms.time else { return 0.0 };
        let slack = time.slack.value() * f64::from(world.units.slack[unit]) * self.resources.slack.value();
        let running =
            pursuits.iter().zip(&self.initiatives).map(|(pursuit, rules)| pursuit.here(rules, unit)).enumerate();
        let protected: f64 = running
            .filter(|(_, here)| here.runs_in(week))
            .map(|(index, here)| {
                let released = self.released(world, leaders, unit, index);
                here.protected_time.value() * here.backfill.value() * released
            })
            .sum();
        if protected == 0.0 { 0.0 } else { (protected / slack.max(1e-6)).min(1.0) as f32 }
    }
}

/// Policy reorganises organisations by chance.
pub(crate) fn policy_turns(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    let Some(policy) = &rules.mechanisms.policy else { return };
    let chance = -libm::expm1(-rules.policy.turbulence.value());
    if chance == 0.0 {
        return;
    }
    for (organisation, sponsor) in leaders_of(rules, LeaderLevel::Sponsor).enumerate() {
        let who = Address((organisation as u32) << 16, u32::MAX - 7);
        let words = dice.words(who, week, Decision::Policy);
        if uniform(words[0]) >= chance {
            continue;
        }
        state.tally.reorganised += 1;
        for (pursuit, initiative) in state.pursuits.iter_mut().zip(&rules.initiatives) {
            let mapped = initiative.settings.mapped.f32();
            for unit in world.organisation_units(organisation) {
                if let Some(locked_in) = pursuit.locked_in.get_mut(unit) {
                    *locked_in = policy.reorganised(*locked_in, mapped);
                }
            }
        }
        if uniform(words[1]) < policy.removes.value() {
            succeeds(rules, world, state, dice, week, sponsor);
        }
    }
}
