//! What places are like, as it tells in a week: how far they learn, what they say and give, who blocks, who stays.

use super::events::{Event, EventKind, Position};
use super::leaders::{LeaderLevel, LeadersNow, address_of, leaders_of};
use super::part::PursuitPart;
use super::rules::{Course, Rules};
use super::state::{Sites, State, practice};
use crate::dice::{Decision, Dice};
use crate::mechanisms::{Culture, Mechanisms};
use crate::quantities::Quantity;
use crate::world::{self, Initiative, World};

/// Takes away what has nothing to say about a course, so that it costs nothing: both mechanisms where all that they
/// read stands at its reference.
pub(super) fn of_no_account(course: &Course, mechanisms: &mut Mechanisms) {
    let (leaders, resources) = (&course.leaders, &course.resources);
    let any = |of: fn(&Initiative) -> f64| course.initiatives.iter().any(|named| of(&named.item) > 0.0);
    let involved = leaders.senior_involvement.value() > 0.0;
    let plain = course.culture == world::Culture::default() && !involved;
    let given = any(|i| i.credit.value()) || resources.career_credit.value() > 0.0;
    if plain && !given && leaders.activity.value() == 0.5 {
        mechanisms.esteem = None;
    }
    let done = resources.org_development.value() > 0.0 || resources.failure_review.value() > 0.0;
    let blocked = leaders.blockers.value() > 0.0 || course.events.iter().any(|e| e.item.what == EventKind::Blocked);
    if plain && !done && !blocked && !any(|i| i.legacy_review.value()) {
        mechanisms.culture = None;
    }
}

impl Rules {
    /// How far the board of a unit's organisation is involved in a week, as far as it supports anything, 0 to 1.
    pub(super) fn involved(&self, world: &World, state: &State, unit: usize, week: u32) -> f32 {
        self.involved_in(world, &state.leaders, usize::from(world.units.organisation[unit]), week)
    }

    fn involved_in(&self, world: &World, leaders: &LeadersNow, organisation: usize, week: u32) -> f32 {
        if week < self.leaders.involved_from.whole() {
            return 0.0;
        }
        let sponsor = world.units.len() + world.divisions() + organisation;
        self.leaders.senior_involvement.f32() * leaders.support[sponsor].min(1.0)
    }

    /// How far more is said of an initiative in a unit than given.
    pub(super) fn gap(
        &self,
        c: &Culture,
        world: &World,
        state: &State,
        i: &Initiative,
        unit: usize,
        index: usize,
    ) -> f32 {
        let sponsor = state.leaders.of_unit(world, unit, index)[2].0;
        c.gap(&self.culture, sponsor, i.arguing.f32())
    }

    /// What of a programme is let through in a unit.
    pub(super) fn lets_through(&self, leaders: &LeadersNow, world: &World, unit: usize) -> f32 {
        match &self.mechanisms.culture {
            Some(culture) if leaders.blocked(world, unit) => culture.lets_through(),
            _ => 1.0,
        }
    }

    /// Part of problems that are kept hidden where an initiative runs.
    pub(super) fn concealed(&self, here: &Initiative, week: u32) -> f32 {
        self.mechanisms.culture.as_ref().map_or(0.0, |culture| culture.concealed(&self.culture, here, week))
    }

    /// Hours a week that development of the organisation takes of everybody.
    pub(super) fn developing(&self) -> f64 {
        let culture = self.mechanisms.culture.as_ref();
        culture.map_or(0.0, |culture| culture.developing.value() * self.resources.org_development.value())
    }

    /// Whether how far organisations learn is anything but the reference, or moves.
    pub(super) fn places_learn(&self) -> bool {
        let drawn = [self.leaders.senior_involvement, self.resources.org_development];
        let moved = drawn.iter().any(|share| share.value() > 0.0) || self.resources.failure_review.value() > 0.0;
        self.mechanisms.culture.is_some() && (moved || self.culture != world::Culture::default())
    }

    /// Whether anything keeps people in their posts.
    pub(super) fn keeps_people(&self) -> bool {
        let safe = self.mechanisms.culture.is_some() && self.culture.safety.value() > 0.0;
        safe || (self.mechanisms.esteem.is_some() && self.resources.career_credit.value() > 0.0)
    }

    /// The division whose manager an event makes block.
    pub(super) fn blocks(&self, index: usize, event: &Event, world: &World, dice: &Dice) -> Option<usize> {
        if event.what != EventKind::Blocked || self.mechanisms.culture.is_none() {
            return None;
        }
        match event.position {
            Position::Bridge => bridge(world),
            Position::Anywhere => {
                let what = Decision::Event((index % 256) as u8);
                let managers = leaders_of(self, LeaderLevel::Middle).enumerate();
                let drawn = managers.map(|(division, leader)| (dice.word(address_of(self, leader), 0, what), division));
                drawn.min().map(|(_, division)| division)
            }
        }
    }
}

/// The division with most ties to others; of equals the first.
fn bridge(world: &World) -> Option<usize> {
    let mut across = vec![0u64; world.divisions()];
    for post in 0..world.posts.len() {
        let own = world.units.division[world.posts.unit(&world.cells, post)];
        let others = world.ties.neighbours(post, world.posts.len());
        let away = |other: &&u32| world.units.division[world.posts.unit(&world.cells, **other as usize)] != own;
        across[own as usize] += others.iter().filter(away).count() as u64;
    }
    let most = across.iter().enumerate().max_by_key(|(division, ties)| (**ties, std::cmp::Reverse(*division)));
    most.map(|(division, _)| division)
}

/// What keeps the people of a block: ownership of what they practise where it is safe, skill where it leads somewhere.
pub(super) fn what_keeps_people(
    rules: &Rules,
    pursuits: &[PursuitPart<'_>],
    skill: &[f32],
    first: usize,
    kept: &mut [f32],
) {
    let culture = rules.mechanisms.culture.as_ref();
    let owning = culture.map_or(0.0, |culture| culture.stays(&rules.culture));
    let esteem = rules.mechanisms.esteem.as_ref();
    let able = esteem.map_or(0.0, |esteem| esteem.stays(rules.resources.career_credit.f32()));
    for (row, kept) in kept.iter_mut().enumerate() {
        let owns = |pursuit: &PursuitPart<'_>| match pursuit.practice[first + row] {
            practice::TRUE => pursuit.ownership.get(first + row).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        let owns = if owning > 0.0 { pursuits.iter().map(owns).fold(0.0, f32::max) } else { 0.0 };
        let can = skill.get(row).copied().unwrap_or(0.0);
        *kept = libm::expf(-(owning * owns + able * can)).min(1.0);
    }
}

/// What a unit knows together once it has learnt, or forgotten, for a week: from what it knew, what it would know
/// wherever it stood, and what its people know.
pub(super) fn forgets(
    rules: &Rules,
    world: &World,
    learning: &[f32],
    unit: usize,
    [known, learnt, mean]: [f32; 3],
) -> f32 {
    let Some(culture) = rules.mechanisms.culture.as_ref().filter(|_| learnt < known) else { return learnt };
    let here = learning.get(usize::from(world.units.organisation[unit])).copied().unwrap_or(0.5);
    (known + (learnt - known) * culture.forgets(&rules.culture, here)).max(mean)
}

/// A project that missed its goal is reviewed, and the unit knows more than before.
pub(super) fn failure_is_reviewed(rules: &Rules, world: &World, sites: &mut Sites, unit: usize, missed: f32) {
    let review = rules.resources.failure_review.f32();
    let Some(culture) = rules.mechanisms.culture.as_ref().filter(|_| review > 0.0) else { return };
    let learning = sites.learning.get(usize::from(world.units.organisation[unit])).copied().unwrap_or(0.5);
    if let Some(knows) = sites.knows.get_mut(unit) {
        *knows = culture.reviewed(&rules.culture, review, learning, missed, *knows);
    }
}

/// Places learn, or forget how; cynicism grows where more is said than given, and goes where earlier attempts are
/// reviewed or boards mean it.
pub(super) fn places_change(rules: &Rules, world: &World, state: &mut State, week: u32) {
    let Some(culture) = &rules.mechanisms.culture else { return };
    let stated = &rules.culture;
    let development = rules.resources.org_development.f32();
    for organisation in 0..state.sites.learning.len() {
        let involved = rules.involved_in(world, &state.leaders, organisation, week);
        let learning = &mut state.sites.learning[organisation];
        *learning = culture.learns(stated, involved, development, *learning);
    }
    if state.people.cynicism.is_empty() {
        return;
    }
    for unit in 0..world.units.len() {
        let reassured = culture.reassures(stated, rules.involved(world, state, unit, week));
        let posts = world.units.posts(unit);
        if reassured < 1.0 {
            state.people.cynicism[posts.clone()].iter_mut().for_each(|cynicism| *cynicism *= reassured);
        }
        for (index, initiative) in rules.initiatives.iter().enumerate() {
            let here = state.pursuits[index].here(initiative, unit);
            if !here.runs_in(week) {
                continue;
            }
            let begins = here.starts.whole() == week;
            let softened = if begins { culture.softens(here) } else { 1.0 };
            let gap = rules.gap(culture, world, state, here, unit, index);
            if softened == 1.0 && gap == 0.0 {
                continue;
            }
            for post in posts.clone().filter(|&post| state.pursuits[index].practice[post] != practice::NOBODY) {
                let cynicism = &mut state.people.cynicism[post];
                *cynicism = culture.disillusions(gap, *cynicism * softened);
            }
        }
    }
}
