//! One person's decision, laid open: the rates the engine decides by this week, and what they are made of. It asks the
//! very functions that the week asks, for one post, so that what is told cannot drift from what is done.

use super::climate::{Sway, Weighing};
use super::numerics::LEAN_CAP;
use super::part::{PursuitPart, Whole};
use super::people::{Block, Common, Desk};
use super::rules::Rules;
use super::spread::Elsewhere;
use super::state::{Pursuit, State, Tally, practice};
use super::weigh::{leans_add_up, rates_follow};
use super::weighed::{Contribution, Doing, Mind, Weighed};
use crate::dice::{Decision, Dice, weekly_word};
use crate::mechanisms::{Argument, Mechanisms};
use crate::world::World;

/// Room to weigh one person at a time, and the rules with each mechanism taken away in turn.
pub struct Scales {
    /// The rules, with mechanisms that change from question to question. What was worked out with all of them, such as
    /// the organic rate, stays.
    lacking: Rules,
    without: Vec<(&'static str, Mechanisms)>,
    desk: Box<Desk>,
    tally: Tally,
    sway: Vec<Sway>,
    arguments: Vec<Argument>,
    elsewhere: Elsewhere,
}

impl Scales {
    /// For the rules of a run.
    pub fn new(rules: &Rules) -> Self {
        let without = Mechanisms::NAMES.iter().filter_map(|&name| {
            let mut rest = rules.mechanisms.clone();
            rest.remove(name);
            (rest != rules.mechanisms).then_some((name, rest))
        });
        Self {
            without: without.collect(),
            lacking: rules.clone(),
            desk: Box::new(Desk::CLEAR),
            tally: Tally::default(),
            sway: Vec::new(),
            arguments: Vec::new(),
            elsewhere: Elsewhere::default(),
        }
    }
}

/// Everybody at the moment of a week at which they decide: what surrounds them has come together, and nobody has moved.
pub struct Deciding<'a> {
    pub(super) rules: &'a Rules,
    pub(super) world: &'a World,
    pub(super) state: &'a State,
    pub(super) dice: &'a Dice,
}

impl Deciding<'_> {
    /// The state they decide from.
    pub fn state(&self) -> &State {
        self.state
    }

    /// The rates by which a post's occupant decides about an initiative, without what each mechanism adds; nothing where
    /// nobody could decide.
    pub fn rates(&self, scales: &mut Scales, post: usize, initiative: usize) -> Option<Weighed> {
        let pursuit = self.state.pursuits.get(initiative)?;
        if *pursuit.practice.get(post)? == practice::NOBODY {
            return None;
        }
        let desk = &mut scales.desk;
        Some(self.weigh(self.rules, (&pursuit.sway, &pursuit.arguments), (desk, &scales.tally), post, initiative))
    }

    /// The same with what each mechanism adds.
    pub fn weighed(&self, scales: &mut Scales, post: usize, initiative: usize) -> Option<Weighed> {
        let mut weighed = self.rates(scales, post, initiative)?;
        let pursuit = &self.state.pursuits[initiative];
        let Scales { lacking, without, desk, tally, sway, arguments, elsewhere } = scales;
        let convened = &self.rules.initiatives[initiative].waves.convened;
        elsewhere.counts(convened, self.world, &pursuit.counts);
        let unit = self.world.posts.unit(&self.world.cells, post);
        for (name, rest) in without {
            std::mem::swap(&mut lacking.mechanisms, rest);
            // Of other units' cells nothing is read.
            sway.resize(self.world.cells.len(), Sway::NONE);
            arguments.resize(self.world.cells.len(), Argument::default());
            let weighing = Weighing::new(lacking, self.world, self.state, pursuit, initiative, self.state.week);
            weighing.of_unit(unit, elsewhere, |cell, here, argument| {
                (sway[cell], arguments[cell]) = (here, argument);
            });
            drop(weighing);
            let lacks = self.weigh(lacking, (sway, arguments), (desk, tally), post, initiative);
            std::mem::swap(&mut lacking.mechanisms, rest);
            let lean = weighed.lean - lacks.lean;
            let both = weighed.other > 0.0 && lacks.other > 0.0;
            let on_other = if both { libm::logf(weighed.other / lacks.other) } else { 0.0 };
            if lean.abs() > NOTHING || on_other.abs() > NOTHING {
                weighed.contributions.push(Contribution { mechanism: name, lean, on_other });
            }
        }
        weighed.contributions.sort_by(|a, b| b.lean.abs().total_cmp(&a.lean.abs()));
        weighed.together = weighed.lean - weighed.contributions.iter().map(|one| one.lean).sum::<f32>();
        if weighed.together.abs() <= NOTHING {
            weighed.together = 0.0;
        }
        Some(weighed)
    }

    /// Weighs one row as the engine weighs blocks of them.
    fn weigh(
        &self,
        rules: &Rules,
        (sway, arguments): (&[Sway], &[Argument]),
        (desk, tally): (&mut Desk, &Tally),
        post: usize,
        index: usize,
    ) -> Weighed {
        let (state, week) = (self.state, self.state.week);
        let (people, pursuit, initiative) = (&state.people, &state.pursuits[index], &rules.initiatives[index]);
        let common = Common { rules, world: self.world, dice: self.dice, week };
        let block = Block {
            posts: post..post + 1,
            vacant: row(&people.vacant, post),
            arrived: row(&people.arrived, post),
            threshold: row(&people.threshold, post),
            motivation: row(&people.motivation, post),
            fatigue: row(&people.fatigue, post),
            cynicism: row(&people.cynicism, post),
            outlook: row(&people.outlook, post),
            stubborn: row(&people.stubborn, post),
            tally,
        };
        let mut own = Own::of(pursuit, post);
        let mine = own.part(pursuit, sway, arguments);
        let leaning = leans_add_up(&common, initiative, &block, &mine, desk);
        let doing = Doing::of(pursuit.practice[post]);
        let lean = match (leaning, doing) {
            (false, _) => 0.0,
            (true, Doing::True) => desk.on_lapse[0],
            (true, _) => desk.on_uptake[0],
        };
        desk.other[0] = 0.0;
        rates_follow(&common, initiative, &block, &mine, desk, leaning);
        let (words, word) = weekly_word(index);
        let m = &rules.mechanisms;
        let looks = m.contagion.is_some() || m.norm.is_some() || m.motivation.is_some();
        let unit = self.world.posts.unit(&self.world.cells, post);
        let column = |column: &[f32]| column.get(post).copied();
        Weighed {
            doing,
            rate: desk.rate[0],
            other: desk.other[0],
            organic: desk.organic[0],
            push: desk.push[0],
            pull: initiative.pull,
            phi: desk.phi[0],
            joined: desk.joined[0],
            lapse: initiative.lapse,
            floor: initiative.floor,
            slowed: desk.slowed[0],
            lean,
            capped: lean.abs() > LEAN_CAP,
            word: self.dice.words(self.world.posts.address(post), week, Decision::Weekly(words))[word],
            contributions: Vec::new(),
            together: 0.0,
            mind: Mind {
                habit: column(&pursuit.habit),
                ownership: column(&pursuit.ownership),
                belief_in_problem: column(&pursuit.problem),
                belief_in_solution: column(&pursuit.solution),
                motivation: column(&people.motivation),
                fatigue: column(&people.fatigue),
                cynicism: column(&people.cynicism),
                locked_in: pursuit.locked_in.get(unit).copied(),
                time: m.time.as_ref().map(|_| state.sufficiency[self.world.posts.cell[post] as usize]),
                regard: pursuit.regard.get(self.world.organisation_of(post)).copied(),
                know_how: state.sites.knows.get(unit).copied(),
                credible: pursuit.credible.get(unit).copied(),
                seen: looks.then(|| desk.seen[0] * rules.per_tie[post]),
            },
        }
    }
}

/// What is smaller is rounding.
const NOTHING: f32 = 2e-6;

/// One post's row of a column; nothing of one that is empty.
fn row<T>(column: &[T], post: usize) -> &[T] {
    column.get(post..post + 1).unwrap_or(&[])
}

/// One post's own columns of an initiative, copied, so that nothing of the state is touched.
struct Own {
    bytes: [[u8; 1]; 3],
    floats: [Vec<f32>; 4],
    says: [[i8; 1]; 2],
}

impl Own {
    fn of(pursuit: &Pursuit, post: usize) -> Self {
        let columns = [&pursuit.habit, &pursuit.ownership, &pursuit.problem, &pursuit.solution];
        Self {
            bytes: [[pursuit.practice[post]], [pursuit.past[post]], [0]],
            floats: columns.map(|column| row(column, post).to_vec()),
            says: [[0], [0]],
        }
    }

    fn part<'a>(&'a mut self, pursuit: &'a Pursuit, sway: &'a [Sway], arguments: &'a [Argument]) -> PursuitPart<'a> {
        let [practice, past, next_shown] = &mut self.bytes;
        let [habit, ownership, problem, solution] = &mut self.floats;
        let [next_problem, next_solution] = &mut self.says;
        let [on_problem, on_solution] = &pursuit.voices;
        PursuitPart {
            practice,
            past,
            next_shown,
            habit,
            ownership,
            problem,
            solution,
            next_problem,
            next_solution,
            whole: Whole {
                shown: &pursuit.shown,
                locked_in: &pursuit.locked_in,
                wave: &pursuit.wave,
                sway,
                arguments,
                heard: [&on_problem.heard, &on_solution.heard],
                hearing: [&on_problem.sight, &on_solution.sight],
                sight: &pursuit.sight,
                counts: &pursuit.counts,
                across: pursuit.across,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::people::last_rates;
    use super::super::{Course, Named, start, week_told};
    use super::*;
    use crate::quantities::{Rate, Share, Weeks, Whole};
    use crate::world::{Initiative, Population, Profession, Template, TieSettings};

    /// One row on its own is weighed to the bit as the engine weighed it among a block, on whatever vector registers
    /// this machine has.
    #[test]
    fn one_alone_is_weighed_as_among_all() {
        let population =
            Population { template: Template::Trust, staff: Some(Whole::of(250.0)), ..Population::default() };
        let named = |name: &&str| Profession { name: name.to_string(), settings: population.profession_defaults(name) };
        let professions = population.professions().iter().map(named).collect();
        let dice = Dice::of_world(3, 0);
        let world = World::build(&population.roster(professions, &dice), &population, &TieSettings::default(), &dice);
        let programme = Initiative {
            starts: Weeks::of(4.0),
            funded: Weeks::of(40.0),
            push: Rate::of(0.03),
            monitoring: Share::of(0.8),
            sanction: Share::of(0.8),
            ..Initiative::default()
        };
        let mut absent = vec![None];
        absent.extend(Mechanisms::NAMES.iter().map(|&name| Some(name)));
        for name in absent {
            let mut mechanisms = Mechanisms::default();
            name.map(|name| mechanisms.remove(name));
            let named = Named { name: "programme".into(), item: programme.clone() };
            let course = Course { mechanisms, initiatives: vec![named], ..Course::default() };
            let rules = Rules::new(&course, &world, &dice).unwrap();
            let (mut scales, mut state) = (Scales::new(&rules), State::default());
            start(&rules, &world, &dice, &mut state);
            for week in 0..60 {
                let mut told = Vec::new();
                week_told(&rules, &world, &mut state, &dice, |deciding| {
                    told.extend((0..world.posts.len()).map(|post| deciding.rates(&mut scales, post, 0)));
                });
                for (told, engine) in told.iter().zip(last_rates(world.posts.len())) {
                    let Some(told) = told else { continue };
                    assert_eq!(told.rate.to_bits(), engine[0].to_bits(), "without {name:?}, week {week}: {told:?}");
                    if rules.mechanisms.enforcement.is_some() {
                        assert_eq!(told.other.to_bits(), engine[1].to_bits(), "without {name:?}, week {week}");
                    }
                }
            }
        }
    }
}
