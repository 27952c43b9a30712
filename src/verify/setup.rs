//! The plain set-ups the limits are run in: one unit, one profession, one initiative.

use crate::dice::{Address, Decision, Dice};
use crate::engine::{self, Course, Event, Named, Rules, RulesError, State};
use crate::mechanisms::Mechanisms;
use crate::quantities::{Multiple, Rate, Real, Share, Weeks};
use crate::world::{Initiative, Network, Population, Roster, Template, TieSettings, World};
use std::ops::ControlFlow;

/// The seed all limits are drawn under.
pub(super) const SEED: u64 = 20_260;

/// A world and rules to live in it.
pub(super) struct Bench {
    pub world: World,
    pub rules: Rules,
    number: u32,
}

/// An initiative that nobody practises, nobody pushes and nobody drops, for the limits to build on.
pub(super) fn idle() -> Initiative {
    Initiative {
        baseline: Share::of(0.0),
        organic: Some(Rate::of(0.0)),
        starts: Weeks::of(0.0),
        funded: Weeks::of(5200.0),
        ramp: Weeks::of(0.0),
        push: Rate::of(0.0),
        pull: Rate::of(0.0),
        lapse: Rate::of(0.0),
        lapse_floor: Rate::of(0.0),
        newcomers: Some(Share::of(0.0)),
        ..Default::default()
    }
}

/// A kind of network and its mean number of ties.
pub(super) fn network(network: Network, per_person: f64) -> TieSettings {
    TieSettings { network, per_person: Real::of(per_person), ..Default::default() }
}

impl Bench {
    /// A number of like people in one unit. `number` tells worlds drawn from the same settings apart.
    pub fn new(
        number: u32,
        people: u32,
        ties: &TieSettings,
        mechanisms: Mechanisms,
        initiative: Initiative,
    ) -> Result<Self, RulesError> {
        Self::shaken(number, people, ties, mechanisms, initiative, Vec::new())
    }

    /// The same where something happens to them.
    pub fn shaken(
        number: u32,
        people: u32,
        ties: &TieSettings,
        mechanisms: Mechanisms,
        initiative: Initiative,
        events: Vec<Event>,
    ) -> Result<Self, RulesError> {
        let dice = Dice::of_world(SEED, number);
        let population = Population { template: Template::Plain, unlikeness: Multiple::of(0.0), ..Default::default() };
        let world = World::build(&Roster::plain(people), &population, ties, &dice);
        let initiatives = vec![Named { name: "practice".into(), item: initiative }];
        let events = events.into_iter().map(|item| Named { name: "event".into(), item }).collect();
        let course = Course { mechanisms, initiatives, events, ..Course::default() };
        let rules = Rules::new(&course, &world, &dice)?;
        Ok(Self { world, rules, number })
    }

    /// One replicate. `prepare` may set thresholds and seeds; `watch` sees week 0 and every week after.
    pub fn live(
        &self,
        replicate: u32,
        weeks: u32,
        state: &mut State,
        prepare: impl FnOnce(&mut State),
        watch: impl FnMut(&State) -> ControlFlow<()>,
    ) {
        let dice = Dice::of_run(SEED, self.number, replicate);
        engine::start(&self.rules, &self.world, &dice, state);
        prepare(state);
        // Breaking off is the watcher's own wish, and no news.
        let _ = engine::live(&self.rules, &self.world, &dice, weeks, state, watch);
    }

    /// How many practise, at every week from 0 on.
    pub fn counts(&self, replicate: u32, weeks: u32, state: &mut State, prepare: impl FnOnce(&mut State)) -> Vec<u32> {
        let mut counts = Vec::with_capacity(weeks as usize + 1);
        self.live(replicate, weeks, state, prepare, |state| {
            counts.push(practising(state));
            ControlFlow::Continue(())
        });
        counts
    }

    /// Has these people practise from the start.
    pub fn seed(&self, state: &mut State, posts: impl IntoIterator<Item = usize>) {
        engine::set_practising(&self.rules, &self.world, state, 0, posts, true);
    }

    /// People in all.
    pub fn people(&self) -> usize {
        self.world.posts.len()
    }
}

/// How many practise in a world of one cell.
pub(super) fn practising(state: &State) -> u32 {
    state.pursuits[0].counts.truly(0)
}

/// A word no engine decision draws: its address belongs to no post.
pub(super) fn spare_word(world: u32, index: u32) -> u32 {
    Dice::of_world(SEED, world).word(Address(u32::MAX, u32::MAX), index, Decision::Traits)
}
