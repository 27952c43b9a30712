//! One initiative's rules in one world: whom it is for, whom it works through, and the rates a baseline needs.

use super::rules::{Named, Rules, RulesError};
use super::spread::{Ends, Waves};
use super::state::Pursuit;
use super::stationary::{ByLead, Solutions, Stationary};
use crate::dice::{Decision, Dice, normal};
use crate::mechanisms::Stake;
use crate::quantities::Quantity;
use crate::world::{Initiative, Through, World};

/// One initiative's rules.
#[derive(Debug, Clone)]
pub(crate) struct InitiativeRules {
    pub settings: Initiative,
    /// By profession.
    pub target: Vec<bool>,
    /// By profession, whether the programme works with it directly; nothing where it works with all.
    pub reached: Option<Vec<bool>>,
    /// The few it works through; nothing where it works with everyone alike.
    pub through: Option<ThroughFew>,
    /// The baseline, as it is read every week.
    pub baseline: f32,
    /// What happens anyway, by unit: a rate a week.
    pub organic: Vec<f32>,
    /// Rates a week.
    pub pull: f32,
    pub lapse: f32,
    pub floor: f32,
    /// How practice and habit are spread at the start.
    pub stationary: Stationary,
    /// Which units it comes to, and when.
    pub waves: Waves,
    /// How well it fits each unit, 0 to 1: of itself, and as the programme has adapted it.
    pub fit: Vec<[f32; 2]>,
    /// Part of its effect that the programme's script leaves.
    pub substance: f32,
    /// What each profession has to do with it.
    pub stakes: Vec<Stake>,
    /// What the support of middle managers is multiplied by.
    pub courted: f32,
}

impl Rules {
    /// What the support of middle managers is multiplied by in an initiative.
    pub fn courted(&self, initiative: usize) -> f32 {
        self.initiatives[initiative].courted
    }

    /// Part of the hours that an initiative asked in a unit in the week that has ended which was wasted; nothing where it
    /// did not run, or without the mechanism of design.
    pub fn wasted(&self, initiative: usize, pursuit: &Pursuit, unit: usize, week: u32) -> Option<f32> {
        let (here, design) = (pursuit.here(&self.initiatives[initiative], unit), self.mechanisms.design.as_ref()?);
        let ended = week.checked_sub(1).filter(|ended| here.runs_in(*ended));
        let disputed = |week| {
            self.mechanisms.persuasion.as_ref().map_or(0.0, |one| one.disputes(here, here.debate.value(), week).left)
        };
        Some(ended.map_or(0.0, |week| design.wasted(here, disputed(week))))
    }

    /// Success in an initiative as managers report it; nothing without the mechanism of involvement.
    pub fn reported(&self, initiative: usize, success: f32) -> Option<f32> {
        let reporting_up = self.initiatives[initiative].settings.reporting_up.f32();
        self.mechanisms.involvement.as_ref().map(|involvement| involvement.reported(reporting_up, success))
    }
}

impl InitiativeRules {
    /// Whether what it is moves some cells other than others.
    pub fn speaks_to_some(&self) -> bool {
        self.settings.values.value() > 0.0 || self.settings.states_whose_it_is() || self.settings.states_its_design()
    }
}

/// The few a programme works through.
#[derive(Debug, Clone)]
pub(crate) struct ThroughFew {
    /// By post, what the push is multiplied by: as much in all as if everyone were worked with.
    pub multiple: Vec<f32>,
    /// Standing of every post, by how many waves of the programme run: in units of those it is the few's own that counts
    /// double, and everywhere else what it was.
    pub standing: Vec<Vec<u8>>,
}

/// Part of a unit's staff that a programme through opinion leaders works with.
const FEW: f64 = 0.1;

impl Rules {
    pub(super) fn initiative(
        &self,
        named: &Named<Initiative>,
        world: &World,
        dice: &Dice,
        solutions: &mut Solutions,
    ) -> Result<InitiativeRules, RulesError> {
        let settings = match &self.mechanisms.culture {
            Some(culture) => culture.really(&self.culture, &named.item),
            None => named.item.clone(),
        };
        let unknown = settings.targets.iter().find(|t| !world.professions.iter().any(|p| p.name == **t));
        if let Some(profession) = unknown {
            return Err(RulesError::UnknownProfession {
                initiative: named.name.clone(),
                profession: profession.clone(),
                known: world.professions.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", "),
            });
        }
        let target: Vec<bool> = world.professions.iter().map(|profession| settings.is_for(&profession.name)).collect();
        let leaving = self.mean_leaving(world, &target);
        let stationary = solutions.find(&settings, &self.mechanisms, leaving, 1.0);
        let transfer = self.mechanisms.transfer.as_ref();
        let patience = self.mechanisms.patience.as_ref();
        let ends = patience.map_or(Ends::default(), |patience| Ends {
            stopped: patience.ever(&self.leaders),
            hurry: patience.hurries(&self.leaders),
        });
        let involvement = self.mechanisms.involvement.as_ref();
        let waves = Waves::new(&settings, &self.mechanisms, (self.initiatives.len(), ends), world, dice);
        let mut rules = InitiativeRules {
            target,
            reached: (!settings.reaches.is_empty()).then(|| {
                world.professions.iter().map(|profession| settings.reaches.contains(&profession.name)).collect()
            }),
            through: None,
            baseline: settings.baseline.f32(),
            organic: Vec::new(),
            pull: settings.pull.f32(),
            lapse: settings.lapse.f32(),
            floor: settings.lapse_floor.f32(),
            stationary,
            fit: (0..world.units.len())
                .map(|unit| {
                    let context = world.units.context[unit];
                    let of = |initiative: &Initiative| transfer.map_or(1.0, |t| t.fit(initiative, context));
                    [of(&settings.without_programme()), of(waves.in_unit(unit))]
                })
                .collect(),
            substance: transfer.map_or(1.0, |transfer| transfer.substance(&settings)),
            stakes: world
                .professions
                .iter()
                .map(|p| involvement.map_or(Stake::default(), |involvement| involvement.stake(&settings, &p.name)))
                .collect(),
            courted: involvement.map_or(1.0, |involvement| involvement.courts(&settings)),
            waves,
            settings,
        };
        rules.organic = match rules.settings.organic {
            Some(organic) => vec![organic.f32(); world.units.len()],
            None if !rules.stationary.holds => {
                return Err(RulesError::NothingHoldsBaseline {
                    initiative: named.name.clone(),
                    baseline: rules.settings.baseline.value(),
                    newcomers: rules.settings.newcomers(),
                });
            }
            None => {
                let needed = rules.stationary.uptake;
                let pulled = rules.settings.pull.value() * self.mean_pull(&rules, world, dice);
                // Sampling of the start leaves a little play: a per cent of what is needed is no contradiction.
                if pulled > needed * 1.01 + 1e-9 {
                    return Err(RulesError::BaselineCannotHold {
                        initiative: named.name.clone(),
                        baseline: rules.settings.baseline.value(),
                        pulled,
                        needed,
                    });
                }
                let by_lead = ByLead::solve(&rules.settings, &self.mechanisms, leaving, solutions);
                let of_unit = |unit: usize| {
                    let needed = match (&by_lead, &self.mechanisms.embedding) {
                        (Some(by_lead), Some(embedding)) => {
                            by_lead.uptake(embedding.settled(rules.baseline, self.first_support(unit)))
                        }
                        _ => needed,
                    };
                    (needed - pulled).max(0.0) as f32
                };
                (0..world.units.len()).map(of_unit).collect()
            }
        };
        rules.through = (rules.settings.through == Through::OpinionLeaders).then(|| self.few(&rules, world));
        Ok(rules)
    }

    /// The few of highest standing in each unit that a programme works through; among equals those of the lower address.
    fn few(&self, rules: &InitiativeRules, world: &World) -> ThroughFew {
        let waves = &rules.waves;
        let standing = vec![self.standing.clone(); waves.count];
        let mut few = ThroughFew { multiple: vec![0.0; world.posts.len()], standing };
        let reached = rules.reached.as_ref().unwrap_or(&rules.target);
        for unit in 0..world.units.len() {
            let mut staff: Vec<usize> = world.units.posts(unit).collect();
            staff.retain(|&post| reached[usize::from(world.posts.profession(&world.cells, post))]);
            staff.sort_by_key(|&post| (std::cmp::Reverse(self.standing[post]), world.posts.address(post)));
            let chosen = libm::ceil(staff.len() as f64 * FEW) as usize;
            for &post in &staff[..chosen] {
                few.multiple[post] = staff.len() as f32 / chosen as f32;
                // Wave 0 never comes.
                let Some(first) = usize::from(waves.of_unit[unit]).checked_sub(1) else { continue };
                for standing in &mut few.standing[first..] {
                    standing[post] = (u16::from(self.standing[post]) * 2).min(250) as u8;
                }
            }
        }
        few
    }

    /// Mean leaving rate of an initiative's targets, as designed: one more post changes nothing for the others.
    fn mean_leaving(&self, world: &World, target: &[bool]) -> f64 {
        let (mut sum, mut posts) = (0.0, 0.0);
        for cell in 0..world.cells.len() {
            if target[usize::from(world.cells.profession[cell])] {
                let here = f64::from(world.cells.designed(cell));
                sum += here * self.leaving[cell];
                posts += here;
            }
        }
        if posts > 0.0 { sum / posts } else { 0.0 }
    }

    /// What peers pull at the baseline, on average over targets: worked out on starts drawn under the world's own dice,
    /// as many as make up some thousands of people.
    fn mean_pull(&self, rules: &InitiativeRules, world: &World, dice: &Dice) -> f64 {
        let baseline = rules.settings.baseline.value();
        let Some(contagion) = &self.mechanisms.contagion else { return 0.0 };
        if baseline == 0.0 || rules.pull == 0.0 || world.posts.is_empty() {
            return 0.0;
        }
        let posts = world.posts.len();
        let mut shown = vec![0u8; posts];
        let mut sight = super::look::Sight::default();
        let threshold: Vec<f32> = (0..posts)
            .map(|post| contagion.personal_threshold(normal(dice.word(world.posts.address(post), 0, Decision::Traits))))
            .collect();
        let draws = 8000usize.div_ceil(posts).clamp(1, 200) as u32;
        let (mut sum, mut people) = (0.0, 0.0);
        let mut seen = vec![0.0f32; posts];
        let mut phi = vec![0.0f32; posts];
        for draw in 0..draws {
            for (post, shown) in shown.iter_mut().enumerate() {
                let target = rules.target[usize::from(world.posts.profession(&world.cells, post))];
                let starts = dice.uniform(world.posts.address(post), draw, Decision::Start(0)) < baseline;
                *shown = if target && starts { self.standing[post] } else { 0 };
            }
            sight.anew(world, &shown);
            sight.of(world, &shown, self.across, 0..posts, &mut seen);
            contagion.pull(
                crate::mechanisms::Seen { count: &seen, per_tie: &self.per_tie, threshold: &threshold },
                &mut phi,
            );
            for (post, phi) in phi.iter().enumerate() {
                if rules.target[usize::from(world.posts.profession(&world.cells, post))] && shown[post] == 0 {
                    sum += f64::from(*phi);
                    people += 1.0;
                }
            }
        }
        if people > 0.0 { sum / people } else { 0.0 }
    }
}
