//! Events: things that happen to an organisation in a given week.

use super::hands::leaves;
use super::leaders::{LeaderLevel, address_of, leaders_of, succeeds};
use super::part::Part;
use super::rules::Rules;
use super::state::State;
use crate::dice::{Decision, Dice};
use crate::mechanisms::Policy;
use crate::quantities::{Hours, Quantity, Share, Weeks, choice, section};
use crate::world::World;

choice! {
    /// What happens.
    pub enum EventKind {
        /// A share of staff leave at once.
        Leavers = "leavers",
        /// A reorganisation loosens what units have locked in.
        Reorganisation = "reorganisation",
        /// A share of unit leads leave, and are succeeded.
        LeadsLeave = "leads-leave",
        /// A share of middle managers leave, and are succeeded.
        MiddleLeaves = "middle-leaves",
        /// A share of sponsors leave, and are succeeded.
        SponsorLeaves = "sponsor-leaves",
        /// A mandate takes hours of everybody for a time.
        Mandate = "mandate",
        /// Demand on the daily work rises for a time (see trap).
        Demand = "demand",
        /// Sponsors withdraw their support for a time (see sponsor).
        SupportWithdrawn = "support-withdrawn",
        /// Policy shifts for a time: it fits what is tried as far as stated (see policy).
        PolicyShift = "policy-shift",
        /// Money is squeezed for a time: less slack, less for embedding, regard for what is over soon (see sponsor).
        Squeeze = "squeeze",
        /// Other priorities draw attention for a time from whatever is not locked in.
        NewPriority = "new-priority",
        /// A middle manager blocks whatever is tried in their division, until they are succeeded (see culture).
        Blocked = "blocked",
    }
}

choice! {
    /// Which middle manager blocks.
    pub enum Position {
        /// Any, by chance.
        Anywhere = "anywhere",
        /// The one whose division has most ties to others.
        Bridge = "bridge",
    }
}

section! {
    /// Something that happens in a given week, in every arm and its twin.
    pub struct Event {
        /// What happens: leavers, reorganisation, leads-leave, middle-leaves, sponsor-leaves, mandate, demand, support-withdrawn, policy-shift, squeeze, new-priority or blocked.
        what: EventKind = EventKind::Leavers, -, Stated, "";
        /// When, counted from the first week.
        at: Weeks = Weeks::of(0.0), -, Stated, "";
        /// Share of staff or leaders who leave, of lock-in that is lost, of support that is withdrawn, of slack that is squeezed, of attention that is drawn away, by which demand rises, or alignment after a shift of policy.
        share: Share = Share::of(0.2), 0.0..1.0, Stated, "";
        /// How long whatever does not happen at once lasts.
        lasts: Weeks = Weeks::of(26.0), -, Stated, "";
        /// Hours a week that a mandate takes of everybody.
        hours: Hours = Hours::of(0.5), 0.0..4.0, Stated, "";
        /// Professions it reaches; left empty, all staff. Leavers only.
        professions: Vec<String> = Vec::new(), -, Stated, "";
        /// Which middle manager blocks: anywhere, or bridge for the one whose division has most ties to others.
        position: Position = Position::Anywhere, -, Stated, "";
    }
}

impl EventKind {
    /// Whether it goes on for a time.
    pub fn lasts(self) -> bool {
        use EventKind::{Demand, Mandate, NewPriority, PolicyShift, Squeeze, SupportWithdrawn};
        matches!(self, Mandate | Demand | SupportWithdrawn | PolicyShift | Squeeze | NewPriority)
    }
}

impl Event {
    /// The last week it lasts is the one before this.
    pub fn ends(&self) -> u32 {
        Weeks::of(self.at.value() + self.lasts.value()).whole()
    }

    fn lasts_in(&self, what: EventKind, week: u32) -> bool {
        self.what == what && week >= self.at.whole() && week < self.ends()
    }
}

impl Rules {
    fn lasting(&self, what: EventKind, week: u32) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.lasts_in(what, week))
    }

    /// Hours a week that mandates take in a week.
    pub(super) fn mandates_in(&self, week: u32) -> f64 {
        self.lasting(EventKind::Mandate, week).map(|event| event.hours.value()).sum()
    }

    /// What events multiply demand by in a week.
    pub(super) fn demand_in(&self, week: u32) -> f64 {
        self.lasting(EventKind::Demand, week).map(|event| 1.0 + event.share.value()).product()
    }

    /// How far policy is for an initiative in a week, −1 to 1, as far as it is mapped to core themes.
    pub(super) fn for_it_in(&self, week: u32, mapped: f32) -> f32 {
        let Some(policy) = &self.mechanisms.policy else { return 0.0 };
        let for_it = Policy::for_it(&self.policy);
        let shifts = self.lasting(EventKind::PolicyShift, week);
        shifts.fold(for_it, |for_it, event| policy.after_shift(for_it, event.share.f32(), mapped))
    }

    /// Part of money that is squeezed in a week.
    pub(super) fn squeezed_in(&self, week: u32) -> f32 {
        1.0 - self.lasting(EventKind::Squeeze, week).map(|event| 1.0 - event.share.f32()).product::<f32>()
    }

    /// Attention that other priorities draw in a week.
    pub(super) fn new_priorities_in(&self, week: u32) -> f32 {
        1.0 - self.lasting(EventKind::NewPriority, week).map(|event| 1.0 - event.share.f32()).product::<f32>()
    }

    /// Part of sponsors' support that is withdrawn in a week.
    pub(super) fn withdrawn_in(&self, week: u32) -> f32 {
        let kept = self.lasting(EventKind::SupportWithdrawn, week).map(|event| 1.0 - event.share.f32());
        1.0 - kept.product::<f32>()
    }
}

/// What is due this week happens.
pub(crate) fn events_strike(rules: &Rules, world: &World, state: &mut State, dice: &Dice, week: u32) {
    for (index, event) in rules.events.iter().enumerate().filter(|(_, event)| event.at.whole() == week) {
        match event.what {
            EventKind::Reorganisation => {
                let kept = 1.0 - event.share.f32();
                for pursuit in &mut state.pursuits {
                    for locked_in in &mut pursuit.locked_in {
                        *locked_in *= kept;
                    }
                }
            }
            EventKind::LeadsLeave => some_leave(rules, world, state, dice, week, index, LeaderLevel::Lead),
            EventKind::MiddleLeaves => some_leave(rules, world, state, dice, week, index, LeaderLevel::Middle),
            EventKind::SponsorLeaves => some_leave(rules, world, state, dice, week, index, LeaderLevel::Sponsor),
            // They last: hours, units and boards read them week by week.
            EventKind::Mandate
            | EventKind::Demand
            | EventKind::SupportWithdrawn
            | EventKind::PolicyShift
            | EventKind::Squeeze
            | EventKind::NewPriority => {}
            EventKind::Blocked => {
                if let Some(&Some(division)) = rules.blocking.get(index) {
                    state.leaders.blocks[world.units.len() + division] = true;
                }
            }
            EventKind::Leavers => {
                let mut everyone = Part::of(state);
                for post in 0..world.posts.len() {
                    let profession = &world.professions[usize::from(world.posts.profession(&world.cells, post))].name;
                    let reached = event.professions.is_empty() || event.professions.contains(profession);
                    let what = Decision::Event((index % 256) as u8);
                    if reached
                        && everyone.people.vacant[post] == 0
                        && dice.uniform(world.posts.address(post), week, what) < event.share.value()
                    {
                        leaves(rules, world, &mut everyone, dice, week, post);
                    }
                }
                let moves = everyone.moves;
                drop(everyone);
                moves.count(&mut state.tally);
            }
        }
    }
}

/// A share of the leaders of a level leave, and are succeeded.
fn some_leave(
    rules: &Rules,
    world: &World,
    state: &mut State,
    dice: &Dice,
    week: u32,
    event: usize,
    level: LeaderLevel,
) {
    let share = rules.events[event].share.value();
    for leader in leaders_of(rules, level) {
        let what = Decision::Event((event % 256) as u8);
        if dice.uniform(address_of(rules, leader), week, what) < share {
            succeeds(rules, world, state, dice, week, leader);
        }
    }
}
