//! How a programme goes from unit to unit: which units it comes to, in which wave, and who is convened with whom.

use super::rules::Rules;
use super::state::Counts;
use crate::dice::{Address, Decision, Dice};
use crate::mechanisms::Mechanisms;
use crate::quantities::{Quantity, Weeks};
use crate::world::{Initiative, Spread, World};

/// The most waves a programme can come in.
pub const MAX_WAVES: usize = 52;

/// Room for all of them, those stopped, and those it never comes to.
pub(super) const ALL_WAVES: usize = 3 * MAX_WAVES + 1;

/// A wave that never comes: where it stands among waves.
pub(super) const NEVER: usize = 0;

/// Which units a programme comes to, and when.
#[derive(Debug, Clone)]
pub(crate) struct Waves {
    /// The initiative as each wave lives it: first those it never comes to, then wave after wave; and where sponsors may
    /// stop it, wave after wave as it is once it has been stopped.
    pub each: Vec<Initiative>,
    /// How many waves there are, those stopped and those it never comes to apart.
    pub count: usize,
    /// The wave of each unit before anything is stopped, as an index into `each`.
    pub of_unit: Vec<u8>,
    /// Units in each.
    pub units: Vec<u32>,
    /// Who is convened with whom.
    pub convened: Convened,
    /// Whether the first of them is a pilot.
    pub piloted: bool,
}

/// Whom those that a programme convenes look at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Convened {
    /// Nobody beyond their own ties.
    Nobody,
    /// Each group of units at its partner, if it has one.
    Pairs {
        /// The group of each unit: its organisation, or itself.
        group: Vec<u32>,
        /// The partner of each group.
        partner: Vec<Option<u32>>,
    },
    /// Each profession at itself, in all organisations.
    Network,
    /// Everyone at everyone.
    Movement,
}

/// How a programme may end otherwise than planned.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ends {
    /// Whether sponsors may stop it.
    pub stopped: bool,
    /// Part of its planning that an impatient sponsor cuts, 0 to 1.
    pub hurry: f64,
}

impl Waves {
    /// Orders the units of a world for an initiative, under the world's own dice.
    pub fn new(
        initiative: &Initiative,
        mechanisms: &Mechanisms,
        (index, ends): (usize, Ends),
        world: &World,
        dice: &Dice,
    ) -> Self {
        let mut settings = initiative.clone();
        let adapting = mechanisms.transfer.as_ref().map_or(0.0, |transfer| transfer.delays(initiative));
        let asking = mechanisms.involvement.as_ref().map_or(0.0, |involvement| involvement.delays(initiative));
        if adapting + asking > 0.0 {
            settings.ramp = Weeks::of((settings.ramp.value() + adapting + asking).min(5200.0));
        }
        // Organisations go together where there are several.
        let several = world.organisations.len() > 1;
        let group: Vec<u32> = (0..world.units.len())
            .map(|unit| if several { u32::from(world.units.organisation[unit]) } else { unit as u32 })
            .collect();
        let groups = if several { world.organisations.len() } else { world.units.len() };
        let order = ordered(&settings, index, world, &group, groups, dice);
        let reached = libm::ceil(settings.sites.value() * groups as f64) as usize;
        let design = mechanisms.design.as_ref();
        if design.is_none() {
            // Nobody plans, so nothing waits for a plan.
            settings.planning = Weeks::of(0.0);
        }
        let pilot = settings.pilot.value() * f64::from(u8::from(design.is_some()));
        let trying = if pilot > 0.0 { reached.div_ceil(10) } else { 0 };
        let most = MAX_WAVES - usize::from(trying > 0);
        let waves = if settings.spread.in_waves() { settings.waves.count().clamp(1, most) } else { 1 };
        let first = NEVER + 1 + usize::from(trying > 0);
        let mut of_group = vec![NEVER; groups];
        for (rank, &group) in order[..reached].iter().enumerate() {
            of_group[group as usize] = match rank.checked_sub(trying) {
                Some(rank) => first + rank * waves / (reached - trying),
                None => NEVER + 1,
            };
        }
        // What comes in waves of an initiative that is planned as it says, after a pilot if there is one.
        let in_waves = |settings: &Initiative| -> Vec<Initiative> {
            let planned = design.map_or(settings.clone(), |design| design.planned(settings, 0.0));
            let mut revised = design.map_or(planned.clone(), |design| design.planned(settings, pilot));
            let mut tried = 0.0;
            let mut each = Vec::new();
            if trying > 0 {
                each.push(planned);
                // Those who come after a pilot begin with what was planned for it.
                tried = settings.planning.value() + pilot;
                revised.planning = Weeks::of(0.0);
            }
            each.extend((0..waves).map(|wave| {
                let later = libm::round(tried + settings.between.value() * wave as f64) as u32;
                revised.later_by(later)
            }));
            each
        };
        let mut each = vec![settings.without_programme()];
        each.extend(in_waves(&settings));
        let count = each.len() - 1;
        // What those live who tried a pilot that is given up, and those of a sponsor who stops it.
        if ends.stopped || ends.hurry > 0.0 || trying > 0 {
            let over: Vec<Initiative> = each[1..].iter().map(Initiative::stopped).collect();
            each.extend(over);
        }
        // And those of one who has no patience with planning.
        if ends.hurry > 0.0 && design.is_some() && settings.planning.value() > 0.0 {
            let planning = Weeks::of(settings.planning.value() * (1.0 - ends.hurry));
            each.extend(in_waves(&Initiative { planning, ..settings.clone() }));
        }
        let of_unit: Vec<u8> = group.iter().map(|&group| of_group[group as usize] as u8).collect();
        let mut units = vec![0; each.len()];
        of_unit.iter().for_each(|&wave| units[usize::from(wave)] += 1);
        let convened = match settings.spread {
            Spread::Pairs => {
                let mut partner = vec![None; groups];
                for two in order[..reached].chunks_exact(2) {
                    partner[two[0] as usize] = Some(two[1]);
                    partner[two[1] as usize] = Some(two[0]);
                }
                Convened::Pairs { group, partner }
            }
            Spread::Network => Convened::Network,
            Spread::Movement => Convened::Movement,
            _ => Convened::Nobody,
        };
        Self { each, count, of_unit, units, convened, piloted: trying > 0 }
    }

    /// Whether every unit lives the same: one wave that comes to all, and nobody convened.
    pub fn alike(&self) -> bool {
        self.count == 1 && self.each.len() == 2 && self.units[NEVER] == 0 && self.convened == Convened::Nobody
    }

    /// Whether anyone is convened with others.
    pub fn convenes(&self) -> bool {
        self.convened != Convened::Nobody
    }

    /// What a wave becomes where it is stopped.
    pub fn stopped(&self, wave: usize) -> usize {
        if wave == NEVER { NEVER } else { self.count + self.as_planned(wave) }
    }

    /// What one becomes whose planning is cut short; itself where nothing is planned, or it is not as planned any more.
    pub fn hurried(&self, wave: usize) -> usize {
        let there = wave != NEVER && wave <= self.count && self.each.len() > 2 * self.count + 1;
        if there { wave + 2 * self.count } else { wave }
    }

    /// The wave that one was before it was stopped, or hurried.
    pub fn as_planned(&self, wave: usize) -> usize {
        if wave == NEVER { NEVER } else { (wave - 1) % self.count + 1 }
    }

    /// The initiative as all live it, where they are alike.
    pub fn one(&self) -> &Initiative {
        &self.each[1]
    }

    /// The initiative as a unit is to live it, as long as nobody stops it.
    pub fn in_unit(&self, unit: usize) -> &Initiative {
        &self.each[usize::from(self.of_unit[unit])]
    }

    /// The last week of the pilot, by which it is revised or given up; nothing where there is none, or where nothing would come
    /// after it.
    pub fn judged_in(&self) -> Option<u32> {
        let rest = self.each.get(2).filter(|rest| self.piloted && rest.launched_by(u32::MAX))?;
        rest.starts.whole().checked_sub(1)
    }

    /// The units that try it first.
    pub fn trying(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.of_unit.len()).filter(|&unit| usize::from(self.of_unit[unit]) == NEVER + 1)
    }

    /// What the push is multiplied by where those that wait leave theirs to those that have begun.
    pub fn concentrated(&self, week: u32) -> f64 {
        if !self.one().same_budget {
            return 1.0;
        }
        let units = || self.each.iter().zip(&self.units).skip(1).take(self.count);
        let all: u32 = units().map(|(_, units)| units).sum();
        let begun: u32 = units().filter(|(wave, _)| wave.runs_in(week)).map(|(_, units)| units).sum();
        if begun > 0 { (f64::from(all) / f64::from(begun)).min(3.0) } else { 1.0 }
    }
}

/// Groups of units in the order in which a programme takes them on.
fn ordered(
    initiative: &Initiative,
    index: usize,
    world: &World,
    group: &[u32],
    groups: usize,
    dice: &Dice,
) -> Vec<u32> {
    let mut score = vec![0.0; groups];
    let mut units = vec![0.0; groups];
    for (unit, &group) in group.iter().enumerate() {
        score[group as usize] += match initiative.spread {
            Spread::ReceptiveFirst => -f64::from(world.units.lead[unit] * world.units.slack[unit]),
            Spread::NeediestFirst => f64::from(world.units.quality[unit]),
            _ => 0.0,
        };
        units[group as usize] += 1.0;
    }
    let mut place = vec![0; groups];
    for (unit, &group) in group.iter().enumerate().rev() {
        place[group as usize] = world.units.place[unit];
    }
    let mut order: Vec<u32> = (0..groups as u32).collect();
    order.sort_by_cached_key(|&group| {
        let mean = score[group as usize] / f64::max(units[group as usize], 1.0);
        let who = Address(place[group as usize], u32::MAX - 5);
        // The bits of a finite number order like the number once negative ones are turned round.
        let bits = mean.to_bits() as i64;
        (bits ^ (((bits >> 63) as u64) >> 1) as i64, dice.word(who, 0, Decision::Wave(index as u8)), group)
    });
    order
}

/// The share that practises, as those who are convened see it.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// By group of units, or by profession, or one for all.
    shares: Vec<f32>,
    filled: Vec<u32>,
    truly: Vec<u32>,
}

impl Elsewhere {
    /// Counts anew.
    pub fn counts(&mut self, convened: &Convened, world: &World, counts: &Counts) {
        let groups = match convened {
            Convened::Nobody => return,
            Convened::Pairs { partner, .. } => partner.len(),
            Convened::Network => world.professions.len(),
            Convened::Movement => 1,
        };
        for column in [&mut self.filled, &mut self.truly] {
            column.clear();
            column.resize(groups, 0);
        }
        for cell in 0..world.cells.len() {
            let group = match convened {
                Convened::Pairs { group, .. } => group[world.cells.unit[cell] as usize] as usize,
                Convened::Network => usize::from(world.cells.profession[cell]),
                _ => 0,
            };
            self.filled[group] += counts.filled(cell);
            self.truly[group] += counts.truly(cell);
        }
        self.shares.clear();
        let share = |(filled, truly): (&u32, &u32)| if *filled > 0 { *truly as f32 / *filled as f32 } else { 0.0 };
        self.shares.extend(self.filled.iter().zip(&self.truly).map(share));
    }

    /// What the staff of a cell see there.
    pub fn seen(&self, convened: &Convened, world: &World, cell: usize) -> f32 {
        match convened {
            Convened::Nobody => 0.0,
            Convened::Pairs { group, partner } => {
                let group = group[world.cells.unit[cell] as usize] as usize;
                partner[group].map_or(0.0, |partner| self.shares[partner as usize])
            }
            Convened::Network => self.shares[usize::from(world.cells.profession[cell])],
            Convened::Movement => self.shares[0],
        }
    }
}

impl Rules {
    /// Whether an initiative ever comes to an organisation, or to a unit where there is one organisation.
    pub(crate) fn comes_to_group(&self, world: &World, initiative: usize, group: usize) -> bool {
        let unit = if world.organisations.len() > 1 { world.organisation_units(group).start } else { group };
        self.initiatives[initiative].waves.in_unit(unit).launched_by(u32::MAX)
    }

    /// The first week in which an initiative comes to a unit, and the first one after its funding there; nothing where
    /// it never does.
    pub fn runs_from_to(&self, initiative: usize, unit: usize) -> Option<(u32, u32)> {
        let here = self.initiatives.get(initiative)?.waves.in_unit(unit);
        here.launched_by(u32::MAX).then(|| (here.starts.whole(), here.ends()))
    }
}
