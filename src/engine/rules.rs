//! The rules of one arm in one world: settings made ready for the inner loop.

use super::events::Event;
use super::leaders::{FirstLeader, first_leaders};
use super::programme::InitiativeRules;
use super::state::{Needs, SHOWN_ONE, practice};
use super::stationary::Solutions;
use crate::dice::{BLOCK, Decision, Dice, normal};
use crate::mechanisms::{Mechanisms, STANDING_MAX};
use crate::quantities::Quantity;
use crate::world::{Aims, Culture, Initiative, Leaders, Policy, Prices, Resources, World};

/// The most initiatives a run can have at once.
pub const MAX_INITIATIVES: usize = 12;

/// An initiative with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T> {
    /// As in the scenario file.
    pub name: String,
    /// The thing itself.
    pub item: T,
}

/// The settings of one arm, apart from what the world is built from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// The mechanisms.
    pub mechanisms: Mechanisms,
    /// The initiatives, in the order of the scenario.
    pub initiatives: Vec<Named<Initiative>>,
    /// The events, in the order of the scenario.
    pub events: Vec<Named<Event>>,
    /// How organisations are led.
    pub leaders: Leaders,
    /// What they give to improvement.
    pub resources: Resources,
    /// The policy world around them.
    pub policy: Policy,
    /// How what they try hangs together.
    pub strategy: Aims,
    /// What they are like as places to try something in.
    pub culture: Culture,
    /// What a unit of effort costs.
    pub prices: Prices,
}

impl Course {
    /// The same course without any programme: the twin.
    pub fn twin(&self) -> Self {
        let mut twin = self.clone();
        for initiative in &mut twin.initiatives {
            initiative.item = initiative.item.without_programme();
        }
        twin
    }
}

/// Why a course cannot be run in a world.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RulesError {
    /// More initiatives than there is room for.
    #[error("{count} initiatives are more than the {MAX_INITIATIVES} a run can have")]
    TooManyInitiatives {
        /// How many there are.
        count: usize,
    },
    /// A profession that the population does not have.
    #[error("initiative \"{initiative}\" is for \"{profession}\", which no post has; there are: {known}")]
    UnknownProfession {
        /// The initiative.
        initiative: String,
        /// The unknown profession.
        profession: String,
        /// The professions there are.
        known: String,
    },
    /// No uptake at all would keep the baseline: newcomers bring too many, or lapse takes too many.
    #[error(
        "no rate of uptake keeps \"{initiative}\" at its baseline of {baseline} with {newcomers} of newcomers practising; bring `newcomers` and `baseline` closer, lower `lapse`, or set `organic` yourself"
    )]
    NothingHoldsBaseline {
        /// The initiative.
        initiative: String,
        /// The stated baseline.
        baseline: f64,
        /// The share of newcomers who practise.
        newcomers: f64,
    },
    /// Peers alone spread the practice beyond its baseline.
    #[error(
        "with no programme at all, peers alone would carry \"{initiative}\" beyond its baseline of {baseline}: they pull {pulled:.5} a week where {needed:.5} would keep it there; lower `pull`, raise `lapse`, lower `baseline`, or set `organic` yourself"
    )]
    BaselineCannotHold {
        /// The initiative.
        initiative: String,
        /// The stated baseline.
        baseline: f64,
        /// What peers pull at the baseline, per week.
        pulled: f64,
        /// What would keep the baseline stationary, per week.
        needed: f64,
    },
}

/// Settings made ready.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(crate) mechanisms: Mechanisms,
    pub(crate) leaders: Leaders,
    pub(crate) resources: Resources,
    pub(crate) policy: Policy,
    pub(crate) strategy: Aims,
    /// Part of the ties of each organisation, or of each unit of a single one, that leads to others.
    pub(crate) tied: Vec<f32>,
    pub(crate) culture: Culture,
    /// Leaders before anyone leaves.
    pub(crate) first_leaders: Vec<FirstLeader>,
    /// Columns that the mechanisms use.
    pub(crate) needs: Needs,
    /// Whether anything leans on people, attention apart; and whether anything comes together by cell.
    pub(crate) leans: bool,
    pub(crate) sways: bool,
    pub(crate) initiatives: Vec<InitiativeRules>,
    pub(crate) events: Vec<Event>,
    /// The manager whom each event makes block, as a division; nothing for events of other kinds.
    pub(crate) blocking: Vec<Option<usize>>,
    /// Standing of every post, 64 = 1.
    pub(crate) standing: Vec<u8>,
    /// One over each post's ties, in ties of mean weight; 0 for none.
    pub(crate) per_tie: Vec<f32>,
    /// Leaving rate per week by cell.
    pub(crate) leaving: Vec<f64>,
    /// By block of posts: a word at or above this never means leaving.
    pub(crate) leaving_bounds: Vec<u32>,
    /// A word below this fills a vacant post; nothing when posts are filled at once.
    pub(crate) filling: Option<u32>,
    /// The posts that rotate among themselves, by organisation and profession.
    pub(crate) rotating: Vec<Vec<u32>>,
    /// Weight of a tie to another profession.
    pub(crate) across: f32,
}

impl Rules {
    /// Makes a course ready for a world.
    ///
    /// # Errors
    /// [`RulesError`] when the course and the world do not fit.
    pub fn new(course: &Course, world: &World, dice: &Dice) -> Result<Self, RulesError> {
        Self::with(course, world, dice, &mut Solutions::default())
    }

    /// The same, with what was worked out for other courses at hand.
    ///
    /// # Errors
    /// As for [`Rules::new`].
    pub fn with(course: &Course, world: &World, dice: &Dice, solutions: &mut Solutions) -> Result<Self, RulesError> {
        if course.initiatives.len() > MAX_INITIATIVES {
            return Err(RulesError::TooManyInitiatives { count: course.initiatives.len() });
        }
        let mut mechanisms = course.mechanisms.clone();
        // Those who are known at once are known as if there were no such thing.
        mechanisms.familiarity = mechanisms.familiarity.filter(|familiarity| familiarity.full_after.value() > 0.0);
        super::culture::of_no_account(course, &mut mechanisms);
        let posts = world.posts.len();
        let standing = match &mechanisms.tribes {
            None => vec![SHOWN_ONE as u8; posts],
            Some(tribes) => (0..posts)
                .map(|post| {
                    let cell = world.posts.cell[post] as usize;
                    let profession = &world.professions[usize::from(world.cells.profession[cell])];
                    let personal = normal(dice.word(world.posts.address(post), 0, Decision::Standing));
                    let listened_to = profession.settings.listened_to.value();
                    let standing = tribes.standing(world.cells.tier[cell], listened_to, personal);
                    (standing.min(STANDING_MAX) * f64::from(SHOWN_ONE)).round() as u8
                })
                .collect(),
        };
        let per_tie = (0..posts).map(|post| world.per_tie(post)).collect();
        let leaving: Vec<f64> = match &mechanisms.turnover {
            None => vec![0.0; world.cells.len()],
            Some(turnover) => (0..world.cells.len())
                .map(|cell| {
                    let profession = &world.professions[usize::from(world.cells.profession[cell])];
                    turnover.leaving(profession.settings.leaving, world.units.turnover[world.cells.unit[cell] as usize])
                })
                .collect(),
        };
        // As rounded where it is compared, so that a higher rate elsewhere never decides about anyone here.
        let tired = mechanisms.fatigue.as_ref().map_or(1.0, |fatigue| fatigue.drives_out(1.0).max(1.0));
        let never_leaves_from = |cells: &[u32]| {
            let most = cells.iter().map(|&cell| f64::from((leaving[cell as usize] * tired) as f32)).fold(0.0, f64::max);
            super::numerics::bound(-libm::expm1(-most)).saturating_add(u32::from(most > 0.0))
        };
        let across = mechanisms.tribes.as_ref().map_or(1.0, |tribes| tribes.weight_across());
        let mut rules = Self {
            initiatives: Vec::new(),
            events: course.events.iter().map(|event| event.item.clone()).collect(),
            standing,
            per_tie,
            leaving_bounds: world.posts.cell.chunks(BLOCK).map(never_leaves_from).collect(),
            leaving,
            filling: mechanisms.turnover.as_ref().and_then(|turnover| turnover.filling()).map(super::numerics::bound),
            rotating: rotating(&mechanisms, world, dice),
            across,
            needs: Needs {
                thresholds: mechanisms.contagion.as_ref().is_some_and(|contagion| contagion.needs_thresholds()),
                motivation: mechanisms.motivation.is_some(),
                fatigue: mechanisms.fatigue.is_some(),
                ownership: mechanisms.leadership.is_some(),
                beliefs: mechanisms.persuasion.is_some(),
                skill: mechanisms.capability.is_some(),
            },
            leans: false,
            sways: false,
            first_leaders: first_leaders(&course.leaders, world, dice),
            leaders: course.leaders.clone(),
            resources: course.resources.clone(),
            policy: course.policy.clone(),
            strategy: course.strategy.clone(),
            tied: world.tied(),
            culture: course.culture.clone(),
            blocking: Vec::new(),
            mechanisms,
        };
        for named in &course.initiatives {
            let initiative = rules.initiative(named, world, dice, solutions)?;
            rules.initiatives.push(initiative);
        }
        rules.blocking =
            rules.events.iter().enumerate().map(|(at, event)| rules.blocks(at, event, world, dice)).collect();
        let m = &rules.mechanisms;
        rules.sways = rules.initiatives.iter().any(|i| !i.waves.alike() || i.speaks_to_some())
            || m.embedding.is_some()
            || m.leadership.is_some()
            || m.time.is_some()
            || m.incentives.is_some()
            || m.persuasion.is_some()
            || m.data.is_some()
            || m.side_effects.is_some()
            || m.capability.is_some()
            || m.policy.is_some()
            || m.portfolio.is_some()
            || m.transfer.is_some()
            || m.culture.is_some()
            || m.esteem.is_some();
        rules.leans =
            rules.sways || m.habit.is_some() || m.norm.is_some() || m.motivation.is_some() || m.fatigue.is_some();
        Ok(rules)
    }

    /// Bytes held by what is made ready for each post.
    pub fn bytes(&self) -> usize {
        let rotating: usize = self.rotating.iter().map(Vec::len).sum();
        self.standing.len()
            + (self.per_tie.len() + rotating) * 4
            + self.leaving.len() * 8
            + self.leaving_bounds.len() * 4
    }

    /// Everyone's standing in what concerns an initiative, in a week.
    pub(crate) fn standing_in<'a>(&'a self, initiative: &'a InitiativeRules, week: u32) -> &'a [u8] {
        let Some(few) = &initiative.through else { return &self.standing };
        // Waves begin one after the other and end together.
        let running =
            initiative.waves.each[1..=initiative.waves.count].iter().take_while(|wave| wave.runs_in(week)).count();
        if running > 0 { &few.standing[running - 1] } else { &self.standing }
    }

    /// What a post starts out as before anyone practises.
    pub(crate) fn idle(&self, world: &World, initiative: usize, post: usize) -> u8 {
        let profession = usize::from(world.posts.profession(&world.cells, post));
        if self.initiatives[initiative].target[profession] { practice::NOT } else { practice::NOBODY }
    }
}

/// The posts that rotate among themselves: those of one profession in one organisation.
fn rotating(mechanisms: &Mechanisms, world: &World, dice: &Dice) -> Vec<Vec<u32>> {
    let Some(rotation) = &mechanisms.rotation else { return Vec::new() };
    let professions = world.professions.len();
    let mut rings = vec![Vec::new(); world.organisations.len() * professions];
    for (cell, &profession) in world.cells.profession.iter().enumerate() {
        let named = rotation.professions.contains(&world.professions[usize::from(profession)].name);
        if !named || world.cells.tier[cell] != crate::world::Tier::Front {
            continue;
        }
        let organisation = usize::from(world.units.organisation[world.cells.unit[cell] as usize]);
        let rotates =
            |post: &usize| dice.uniform(world.posts.address(*post), 0, Decision::RotatingPost) < rotation.share.value();
        let ring: &mut Vec<u32> = &mut rings[organisation * professions + usize::from(profession)];
        ring.extend(world.cells.posts(cell).filter(rotates).map(|post| post as u32));
    }
    rings
}
