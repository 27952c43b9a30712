//! The weeks that are told of one person: every change, and those between in which what may happen next changed most.

use super::fates::Hands;
use super::{Chosen, Staged};
use crate::engine::{Deciding, Doing, Scales, State, Weighed};
use serde::Serialize;

/// Lines that are told of a person and an initiative, as far as that can be.
const LINES: usize = 12;

/// A line between two changes is worth telling when the rate of what may happen next has changed by this factor.
const JUMP: f64 = 1.5;

/// What happened at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The run begins, with somebody in post.
    Start,
    /// The project begins here.
    Begins,
    /// The project's funding has ended here.
    Ends,
    /// What may happen next has become much likelier, or much less likely.
    Turned,
    /// Takes it up.
    TookUp,
    /// Takes to complying.
    Complied,
    /// Comes to practise truly what was ritual.
    Converted,
    /// Stops practising.
    Lapsed,
    /// Stops complying.
    Dropped,
    /// Leaves; the post stands empty.
    Left,
    /// A newcomer fills the empty post.
    Came,
    /// Leaves, and a newcomer comes at once.
    Replaced,
    /// Moves on in a rotation, and somebody else comes.
    Rotated,
}

impl What {
    /// Whether somebody else is in post from then on.
    pub fn is_change_of_hands(self) -> bool {
        matches!(self, What::Left | What::Came | What::Replaced | What::Rotated)
    }

    /// Whether the person changed what they do.
    pub fn is_choice(self) -> bool {
        matches!(self, What::TookUp | What::Complied | What::Converted | What::Lapsed | What::Dropped)
    }
}

/// Changes that are left out for length between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// How often the post changed hands.
    pub hands: usize,
    /// How often somebody there chose to do otherwise.
    pub choices: usize,
    /// What is done after all of them.
    pub doing: Doing,
}

/// One moment of a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// Changes before it that are left out; nothing where there were none.
    pub skipped: Option<Skipped>,
    /// The week, as the scenario counts: what starts at 26 weeks is at work in week 26 for the first time. In tables the
    /// outcome stands with the week after.
    pub week: u32,
    /// What happened.
    pub what: What,
    /// What is done from then on.
    pub doing: Doing,
    /// The decision of that week; nothing where somebody came or went.
    pub decision: Option<Weighed>,
    /// After a change: the first decision to come, and so what the change means for what comes next.
    pub next: Option<Weighed>,
}

/// The story of one post in one initiative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strand {
    /// The initiative.
    pub initiative: String,
    /// The first week of the project here, and the first one after its funding; nothing where it never comes.
    pub project: Option<(u32, u32)>,
    /// The moments, in order. What is told at each is told against the one before.
    pub moments: Vec<Moment>,
    /// How many more there were that are left out, at which nothing changed but chances.
    pub left_out: usize,
    /// Changes after the last moment that are left out.
    pub skipped: Option<Skipped>,
    /// What is done when the run ends.
    pub at_the_end: Doing,
}

/// Stories in the making.
pub(super) struct Strands<'a> {
    stage: &'a Staged<'a>,
    hands: Hands,
    making: Vec<Making>,
}

struct Making {
    post: usize,
    initiative: usize,
    name: String,
    project: Option<(u32, u32)>,
    moments: Vec<Moment>,
    /// By how much each moment changed what may happen next, for those that are told for that alone.
    jumps: Vec<f64>,
    /// The rate last told.
    told: Option<f64>,
    /// The decision of this week, if something comes of it.
    decision: Option<Weighed>,
    before: Doing,
    target: bool,
}

impl<'a> Strands<'a> {
    /// About to be told.
    pub fn new(stage: &'a Staged<'a>, chosen: &Chosen, names: &[&str]) -> Self {
        let mut making = Vec::new();
        for (post, initiatives) in chosen {
            let unit = stage.world.posts.unit(&stage.world.cells, *post);
            for &initiative in initiatives {
                making.push(Making {
                    post: *post,
                    initiative,
                    name: names[initiative].to_string(),
                    project: stage.rules.runs_from_to(initiative, unit),
                    moments: Vec::new(),
                    jumps: Vec::new(),
                    told: None,
                    decision: None,
                    before: Doing::Nobody,
                    target: false,
                });
            }
        }
        Self { stage, hands: Hands::default(), making }
    }

    /// Before anybody moves.
    pub fn hear(&mut self, deciding: &Deciding<'_>, scales: &mut Scales) {
        let state = deciding.state();
        self.hands.note(state);
        for making in &mut self.making {
            making.hear(deciding, scales, state.week);
        }
    }

    /// When the week is over.
    pub fn see(&mut self, state: &State) {
        for making in &mut self.making {
            making.see(state, &self.hands);
        }
    }

    /// By post, in the order asked for.
    pub fn finish(self, state: &State) -> Vec<(usize, Vec<Strand>)> {
        let mut told: Vec<(usize, Vec<Strand>)> = Vec::new();
        for making in self.making {
            if told.last().is_none_or(|(post, _)| *post != making.post) {
                told.push((making.post, Vec::new()));
            }
            if let Some((_, strands)) = told.last_mut().filter(|_| making.target) {
                strands.push(making.finish(state));
            }
        }
        debug_assert!(self.stage.weeks == state.week);
        told
    }
}

fn total(weighed: &Weighed) -> f64 {
    f64::from(weighed.rate + weighed.other)
}

impl Making {
    fn hear(&mut self, deciding: &Deciding<'_>, scales: &mut Scales, week: u32) {
        let (post, initiative) = (self.post, self.initiative);
        self.before = Doing::of(deciding.state().pursuits[initiative].practice[post]);
        self.decision = None;
        if week == 0 && self.before != Doing::Nobody {
            self.tell(week, What::Start, self.before, None);
        }
        let Some(plain) = deciding.rates(scales, post, initiative) else { return };
        self.target = true;
        let mut full = None;
        let mut weighed =
            |scales: &mut Scales| full.get_or_insert_with(|| deciding.weighed(scales, post, initiative)).clone();
        // The first decision after a change says what the change means.
        if self.told.is_none() {
            if let Some(last) = self.moments.last_mut() {
                last.next = weighed(scales);
            }
            self.told = Some(total(&plain));
        }
        let turns = match self.project {
            Some((begins, _)) if week == begins => Some(What::Begins),
            Some((_, ends)) if week == ends => Some(What::Ends),
            _ => None,
        };
        let jump = jump(self.told.unwrap_or_default(), total(&plain));
        let turns = turns.or_else(|| (jump >= libm::log(JUMP)).then_some(What::Turned));
        if let Some(what) = turns {
            let decision = weighed(scales);
            self.tell(week, what, self.before, decision);
            if what == What::Turned
                && let Some(last) = self.jumps.last_mut()
            {
                *last = jump;
            }
            self.told = Some(total(&plain));
        }
        if plain.decided() != plain.doing {
            self.decision = weighed(scales);
        }
    }

    fn see(&mut self, state: &State, hands: &Hands) {
        let week = state.week - 1;
        let post = self.post;
        let now = Doing::of(state.pursuits[self.initiative].practice[post]);
        if !hands.same(state, post) {
            let what = match (hands.empty(post), state.people.vacant[post] != 0) {
                (_, true) => What::Left,
                (true, false) => What::Came,
                (false, false) if hands.hires(post) != state.people.hires[post] => What::Replaced,
                (false, false) => What::Rotated,
            };
            self.tell(week, what, now, None);
            return;
        }
        let what = match (self.before, now) {
            (Doing::Not, Doing::True) => What::TookUp,
            (Doing::Not, Doing::Ritual) => What::Complied,
            (Doing::Ritual, Doing::True) => What::Converted,
            (Doing::True, Doing::Not) => What::Lapsed,
            (Doing::Ritual, Doing::Not) => What::Dropped,
            _ => return,
        };
        let decision = self.decision.take();
        self.tell(week, what, now, decision);
    }

    fn tell(&mut self, week: u32, what: What, doing: Doing, decision: Option<Weighed>) {
        // What is said of a change includes what was new that week.
        if what.is_choice() && self.moments.last().is_some_and(|last| last.week == week && last.what == What::Turned) {
            self.moments.pop();
            self.jumps.pop();
        }
        self.moments.push(Moment { skipped: None, week, what, doing, decision, next: None });
        self.jumps.push(0.0);
        self.told = None;
    }

    /// What matters most is kept: what the person chose and who came before that, then when the project begins and ends,
    /// then other changes of hands, then the lines between at which most changed. Of equals the earlier.
    fn finish(self, state: &State) -> Strand {
        let all = self.moments.len();
        let matters = |at: usize| {
            let chosen = |moment: Option<&Moment>| moment.is_some_and(|moment| moment.what.is_choice());
            match self.moments[at].what {
                What::Start => 5,
                what if what.is_choice() => 4,
                what if what.is_change_of_hands() && chosen(self.moments[at + 1..].iter().find(told)) => 3,
                What::Begins | What::Ends => 2,
                what if what.is_change_of_hands() => 1,
                _ => 0,
            }
        };
        let mut kept: Vec<(usize, u32)> = (0..all).map(|at| (at, matters(at))).collect();
        kept.sort_by(|a, b| b.1.cmp(&a.1).then(self.jumps[b.0].total_cmp(&self.jumps[a.0])).then(a.0.cmp(&b.0)));
        kept.truncate(LINES);
        let mut kept: Vec<usize> = kept.into_iter().map(|(at, _)| at).collect();
        kept.sort_unstable();
        // What was a jump against a line that is left out may be none against the one before.
        let mut last: Option<(Doing, f64)> = None;
        kept.retain(|&at| {
            let moment = &self.moments[at];
            let now = moment.decision.as_ref().map(|decision| (decision.doing, total(decision)));
            let small = match (last, now) {
                (Some((was, before)), Some((is, now))) => was == is && jump(before, now) < libm::log(JUMP),
                _ => false,
            };
            let keep = moment.what != What::Turned || !small;
            if keep {
                last = moment.next.as_ref().map(|next| (next.doing, total(next))).or(now);
            }
            keep
        });
        let (mut moments, mut left_out, mut skipped) = (Vec::new(), 0, None);
        for (at, mut moment) in self.moments.into_iter().enumerate() {
            if kept.binary_search(&at).is_ok() {
                moment.skipped = skipped.take();
                moments.push(moment);
            } else if moment.what.is_choice() || moment.what.is_change_of_hands() {
                let Skipped { hands, choices, .. } =
                    skipped.unwrap_or(Skipped { hands: 0, choices: 0, doing: moment.doing });
                let choice = usize::from(moment.what.is_choice());
                skipped = Some(Skipped { hands: hands + 1 - choice, choices: choices + choice, doing: moment.doing });
            } else {
                left_out += 1;
            }
        }
        Strand {
            initiative: self.name,
            project: self.project,
            left_out,
            skipped,
            moments,
            at_the_end: Doing::of(state.pursuits[self.initiative].practice[self.post]),
        }
    }
}

/// Whether it is more than a change of what may happen next.
fn told(moment: &&Moment) -> bool {
    !matches!(moment.what, What::Turned | What::Begins | What::Ends)
}

/// How far two rates lie apart, as the logarithm of their ratio; endless where one is nothing.
fn jump(before: f64, now: f64) -> f64 {
    if before == now {
        return 0.0;
    }
    if before <= 0.0 || now <= 0.0 {
        return f64::INFINITY;
    }
    libm::fabs(libm::log(now / before))
}
