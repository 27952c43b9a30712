//! Friedkin and Johnsen's fixed point: people who weigh what colleagues think against their own judgement come to rest
//! where both balance.

use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Mechanisms, Persuasion};
use crate::quantities::{Multiple, Quantity, Rate, Share};
use crate::world::{Initiative, Network, TieSettings};
use std::ops::ControlFlow;

pub(super) const LIMIT: &str = "Friedkin and Johnsen's fixed point";
const SOURCE: &str = "Friedkin and Johnsen 1990, Journal of Mathematical Sociology 15:193";
/// Long enough for every group here to forget its start to far less than the bound.
const WEEKS: u32 = 1000;
/// What is heard of someone is a whole number of these: see `Persuasion::says`, at a standing of 1.
const STEP: f64 = 1.0 / 128.0;
/// Roundings to single precision in a week of a belief, each 2⁻²⁴ of a number up to 1 at most. Those inside what draws it, a
/// dozen, count for `talk` of themselves; the three outside count in full, which is fifteen inside; the settings' own make
/// it fewer than forty inside.
const ROUNDED: f64 = 40.0 / 16_777_216.0;

/// How people talk: fast, and every change heard.
fn talking() -> Persuasion {
    Persuasion {
        spread: Share::of(0.2),
        talk: Share::of(TALK),
        noticed: Share::of(0.0),
        content: Multiple::of(0.0),
        shown: Rate::of(0.0),
        moved: Rate::of(0.0),
        ..Persuasion::default()
    }
}

const TALK: f64 = 0.2;

/// Something worth evidence of 0.7, which everyone has read: the two beliefs then settle at different places.
fn talked_about() -> Initiative {
    Initiative { evidence: Share::of(0.7), ..idle() }
}

/// A group as the closed map sees it; beliefs as differences from the reference.
struct Group {
    /// Everyone's colleagues.
    ties: Vec<Vec<u32>>,
    /// How far each holds to their own judgement.
    stubborn: Vec<f64>,
    /// That judgement.
    own: Vec<f64>,
    /// What each believes at the start.
    first: Vec<f64>,
}

impl Group {
    /// Reads a group from where it starts; belief 0 is in the problem, 1 in the solution.
    fn of(bench: &Bench, persuasion: &Persuasion, state: &State, belief: usize) -> Self {
        let people = bench.people();
        let mean = persuasion.mean.value();
        let read = persuasion.reads.value() * (2.0 * talked_about().evidence.value() - 1.0);
        let shift = [0.0, read][belief];
        let own =
            |outlook: &f32| (mean + persuasion.spread.value() * f64::from(*outlook) + shift).clamp(0.0, 1.0) - mean;
        let pursuit = &state.pursuits[0];
        let first = [&pursuit.problem, &pursuit.solution][belief];
        Self {
            ties: (0..people).map(|post| bench.world.ties.neighbours(post, people)).collect(),
            stubborn: state.people.stubborn.iter().map(|&stubborn| f64::from(stubborn)).collect(),
            own: state.people.outlook.iter().map(own).collect(),
            first: first.iter().map(|&belief| f64::from(belief) - mean).collect(),
        }
    }

    /// Mean over everyone's colleagues; nothing where there are none.
    fn around(&self, values: &[f64]) -> Vec<f64> {
        let mean = |ties: &Vec<u32>| {
            let sum: f64 = ties.iter().map(|&other| values[other as usize]).sum();
            if ties.is_empty() { 0.0 } else { sum / ties.len() as f64 }
        };
        self.ties.iter().map(mean).collect()
    }

    /// One week: x + talk ((1 − s) (W x + heard) + s own − x) + rounded. With `own` at 0 the same recursion carries the
    /// errors of what is heard and of rounding.
    fn week(&self, x: &[f64], talk: f64, around: &[f64], own: impl Fn(usize) -> f64) -> Vec<f64> {
        let next = |i: usize| {
            let s = self.stubborn[i];
            x[i] + talk * ((1.0 - s) * around[i] + s * own(i) - x[i])
        };
        (0..x.len()).map(next).collect()
    }

    /// Where the closed map stands after each week. In the first nobody has spoken yet.
    fn path(&self, talk: f64, weeks: u32) -> Vec<Vec<f64>> {
        let mut path = vec![self.first.clone()];
        for week in 0..weeks as usize {
            let around = if week == 0 { vec![0.0; self.first.len()] } else { self.around(&path[week]) };
            path.push(self.week(&path[week], talk, &around, |i| self.own[i]));
        }
        path
    }

    /// How far the engine may be off after each week: what is heard of anyone by half a step, and the roundings.
    fn off(&self, talk: f64, weeks: u32) -> Vec<Vec<f64>> {
        let mut off = vec![vec![0.0; self.first.len()]];
        for week in 0..weeks as usize {
            let around: Vec<f64> = self.around(&off[week]).iter().map(|around| around + STEP / 2.0).collect();
            let next = self.week(&off[week], talk, &around, |_| 0.0);
            off.push(next.into_iter().map(|off| off + talk * ROUNDED).collect());
        }
        off
    }

    /// The fixed point: (I − (I − S) W) x = S own, by elimination.
    fn settled(&self) -> Vec<f64> {
        let n = self.own.len();
        let mut rows: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let mut row = vec![0.0; n + 1];
                row[i] = 1.0;
                for &other in &self.ties[i] {
                    row[other as usize] -= (1.0 - self.stubborn[i]) / self.ties[i].len() as f64;
                }
                row[n] = self.stubborn[i] * self.own[i];
                row
            })
            .collect();
        for column in 0..n {
            let size = |row: &usize| rows[*row][column].abs();
            let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b))).unwrap_or(column);
            rows.swap(column, pivot);
            let lead = rows[column].clone();
            for (index, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != column) {
                let factor = row[column] / lead[column];
                if factor != 0.0 && index != column {
                    row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
                }
            }
        }
        (0..n).map(|i| rows[i][n] / rows[i][i]).collect()
    }
}

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    let mut all = drawn(1.0, talking())?;
    all.extend(opposed(0.0)?);
    all.extend(unmoved(1.0)?);
    Ok(all)
}

fn bench(number: u32, people: u32, ties: &TieSettings, persuasion: &Persuasion) -> Result<Bench, RulesError> {
    let mechanisms = Mechanisms { persuasion: Some(persuasion.clone()), ..Mechanisms::none() };
    Bench::new(number, people, ties, mechanisms, talked_about())
}

/// Beliefs in problem and solution in some weeks, and the groups as they stood before `amiss` was done to the engine's.
fn lived(
    bench: &Bench,
    theory: &Persuasion,
    weeks: &[u32],
    prepare: impl FnOnce(&mut State),
    amiss: impl FnOnce(&mut State),
) -> ([Group; 2], Vec<[Vec<f64>; 2]>) {
    let (mut groups, mut seen) = (None, Vec::new());
    let mean = theory.mean.value();
    let last = weeks.iter().copied().max().unwrap_or(0);
    bench.live(
        0,
        last,
        &mut State::default(),
        |state| {
            prepare(state);
            groups = Some([0, 1].map(|belief| Group::of(bench, theory, state, belief)));
            amiss(state);
        },
        |state| {
            if weeks.contains(&state.week) {
                let pursuit = &state.pursuits[0];
                let of = |column: &Vec<f32>| column.iter().map(|&belief| f64::from(belief) - mean).collect();
                seen.push([of(&pursuit.problem), of(&pursuit.solution)]);
            }
            ControlFlow::Continue(())
        },
    );
    let nobody = || Group { ties: Vec::new(), stubborn: Vec::new(), own: Vec::new(), first: Vec::new() };
    (groups.unwrap_or_else(|| [nobody(), nobody()]), seen)
}

const BELIEFS: [&str; 2] = ["problem", "solution"];

/// The person whose belief uses up most of what it may be off by.
fn farthest(about: &About, name: String, closed: &[f64], engine: &[f64], off: &[f64]) -> Check {
    let used = |i: &usize| (engine[*i] - closed[*i]).abs() / off[*i];
    let worst = (0..closed.len()).max_by(|a, b| used(a).total_cmp(&used(b)));
    let at = |values: &[f64]| worst.map_or(f64::NAN, |i| values[i]);
    about.equal(name, 0.5 + at(closed), 0.5 + at(engine), at(off))
}

/// Eighty people as they are drawn. `stubborn` multiplies how far the engine's people hold to their own judgement.
fn drawn(stubborn: f64, engine: Persuasion) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: u32 = 80;
    const ALONG: [u32; 3] = [1, 4, 13];
    let bench = bench(7100, PEOPLE, &network(Network::Random, 8.0), &engine)?;
    let theory = talking();
    let weeks = [&ALONG[..], &[WEEKS]].concat();
    let amiss = |state: &mut State| state.people.stubborn.iter_mut().for_each(|s| *s *= stubborn as f32);
    let (groups, seen) = lived(&bench, &theory, &weeks, |_| {}, amiss);
    let what = format!(
        "{PEOPLE} people on a random graph of mean degree 8, judgement and stubbornness s as they are drawn, talk {TALK} a week, every change heard: the person who uses up most of the bound, in each belief."
    );
    let bound_is = "what is heard of anyone is a whole number of 1/128, so off by 1/256 at most; it counts for 1 − s and is passed on, b ← (1 − talk) b + talk (1 − s)(W b + 1/256), person by person (never more than (1 − s)/256 s of the least stubborn); and forty roundings to single precision, 2⁻²⁴ each, likewise";
    let along = About {
        limit: LIMIT,
        what: format!(
            "{what} Along the way against x ← x + talk ((1 − s) W x + s x₀ − x), of which W x is nothing in the first week, when nobody has spoken yet."
        ),
        source: SOURCE,
        bound_is: bound_is.into(),
    };
    let settles = About {
        what: format!(
            "{what} After {WEEKS} weeks against the fixed point (I − (I − S) W)⁻¹ S x₀, solved by elimination."
        ),
        bound_is: format!("{bound_is}; and what the closed map itself still lacks"),
        ..along.clone()
    };
    let (mut on_the_way, mut at_rest) = (Vec::new(), Vec::new());
    for (belief, group) in groups.iter().enumerate() {
        let (path, off) = (group.path(TALK, WEEKS), group.off(TALK, WEEKS));
        for (&week, seen) in ALONG.iter().zip(&seen) {
            let (closed, off) = (&path[week as usize], &off[week as usize]);
            let name = format!("belief in the {}, week {week}", BELIEFS[belief]);
            on_the_way.push(farthest(&along, name, closed, &seen[belief], off));
        }
        at_rest.push(rests(&settles, belief, group, &seen[ALONG.len()][belief], &path, &off));
    }
    on_the_way.extend(at_rest);
    Ok(on_the_way)
}

/// Where people come to rest.
fn rests(about: &About, belief: usize, group: &Group, seen: &[f64], path: &[Vec<f64>], off: &[Vec<f64>]) -> Check {
    let closed = group.settled();
    let lacks = |i: usize| (path[WEEKS as usize][i] - closed[i]).abs();
    let off: Vec<f64> = off[WEEKS as usize].iter().enumerate().map(|(i, off)| off + lacks(i)).collect();
    farthest(about, format!("belief in the {}, at rest", BELIEFS[belief]), &closed, seen, &off)
}

/// Two people of opposed opinions whom nobody moves, on a ring of people without any of their own; `held` is how far the
/// engine's hold to it after all.
fn opposed(held: f32) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: usize = 8;
    const HALF: usize = PEOPLE / 2;
    let theory = talking();
    let bench = bench(7101, PEOPLE as u32, &network(Network::Ring, 2.0), &theory)?;
    let prepare = |state: &mut State| {
        state.people.stubborn.fill(0.0);
        for (post, outlook) in [(0, -1.7), (HALF, 1.9)] {
            (state.people.stubborn[post], state.people.outlook[post]) = (1.0, outlook);
        }
    };
    let amiss = |state: &mut State| {
        state.people.stubborn.iter_mut().for_each(|s| *s = s.max(held));
    };
    let (groups, seen) = lived(&bench, &theory, &[WEEKS], prepare, amiss);
    let about = About {
        limit: LIMIT,
        what: format!(
            "A ring of {PEOPLE}; two opposite people are moved by nobody (s = 1), the others by both their neighbours alone (s = 0): after {WEEKS} weeks beliefs lie on straight lines from one to the other."
        ),
        source: "harmonic functions: Doyle and Snell 1984, Random Walks and Electric Networks, section 1.1",
        bound_is: "1/256 for every step that a random walk takes on average until it meets one of the two, k (4 − k) from the k-th place, since what is heard is off by 1/256 at most; and roundings to single precision".into(),
    };
    let mut checks = Vec::new();
    for (belief, group) in groups.iter().enumerate() {
        let (here, there) = (group.own[0], group.own[HALF]);
        for k in 1..HALF {
            let line = here + (there - here) * k as f64 / HALF as f64;
            let steps = (k * (HALF - k)) as f64;
            let bound = steps * STEP / 2.0 + (steps + 1.0) * ROUNDED;
            let worse = [seen[0][belief][k], seen[0][belief][PEOPLE - k]]
                .into_iter()
                .max_by(|a, b| (a - line).abs().total_cmp(&(b - line).abs()));
            let name = format!("belief in the {}, {k} from one", BELIEFS[belief]);
            checks.push(about.equal(name, 0.5 + line, 0.5 + worse.unwrap_or(f64::NAN), bound));
        }
    }
    Ok(checks)
}

/// People who hold to their own judgement alone; `stubborn` is how far the engine's do.
fn unmoved(stubborn: f32) -> Result<Vec<Check>, RulesError> {
    const PEOPLE: u32 = 40;
    let theory = Persuasion { reads: Share::of(0.0), ..talking() };
    let bench = bench(7102, PEOPLE, &network(Network::Random, 8.0), &theory)?;
    let amiss = |state: &mut State| state.people.stubborn.fill(stubborn);
    let (groups, seen) = lived(&bench, &theory, &[WEEKS], |_| {}, amiss);
    let about = About {
        limit: LIMIT,
        what: format!(
            "{PEOPLE} people on a random graph who hold to their own judgement alone (s = 1), whatever colleagues say: how far the one who moved most is from where all began, after {WEEKS} weeks."
        ),
        source: SOURCE,
        bound_is: "none: nothing is added that is not 0".into(),
    };
    Ok(groups
        .iter()
        .zip(&seen[0])
        .zip(BELIEFS)
        .map(|((group, seen), belief)| {
            let moved = group.first.iter().zip(seen).map(|(first, now)| (now - first).abs()).fold(0.0, f64::max);
            about.equal(format!("belief in the {belief} has moved by"), 0.0, moved, 0.0)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_comes_to_rest_where_it_must() {
        let failed: Vec<Check> = checks().unwrap().into_iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }

    /// Two people who hear each other: x = (1 − s) y + s a, y = (1 − t) x + t b, by hand.
    #[test]
    fn two_people_by_hand() {
        let pair = Group {
            ties: vec![vec![1], vec![0]],
            stubborn: vec![0.5, 0.25],
            own: vec![0.2, -0.1],
            first: vec![0.2, -0.1],
        };
        // x = 0.5 y + 0.1, y = 0.75 x − 0.025: x = 0.0875/0.625 = 0.14, y = 0.08.
        let settled = pair.settled();
        assert!((settled[0] - 0.14).abs() < 1e-12 && (settled[1] - 0.08).abs() < 1e-12, "{settled:?}");
        let path = pair.path(0.2, 400);
        assert!((path[1][0] - 0.18).abs() < 1e-12, "0.2 + 0.2 (0.1 − 0.2), nobody heard yet: {}", path[1][0]);
        assert!((path[400][0] - settled[0]).abs() < 1e-12);
        // b = 0.5 (c + 1/256), c = 0.75 (b + 1/256): b = 0.875/0.625 of it, c = 1.8; below (1 − ¼)/¼ = 3 of it.
        let off = &pair.off(0.2, 400)[400];
        assert!((off[0] * 256.0 - 1.4).abs() < 0.01 && (off[1] * 256.0 - 1.8).abs() < 0.01, "{off:?}");
    }

    #[test]
    fn stubbornness_a_tenth_off_is_noticed() {
        for off in [0.9, 1.1] {
            let failed = drawn(off, talking()).unwrap().into_iter().filter(|check| !check.pass).count();
            assert!(failed >= 2, "{off}: {failed}");
        }
        assert!(opposed(0.05).unwrap().iter().any(|check| !check.pass));
        assert!(unmoved(0.999).unwrap().iter().all(|check| !check.pass));
    }

    #[test]
    fn talk_a_tenth_off_is_noticed() {
        for talk in [0.18, 0.22] {
            let engine = Persuasion { talk: Share::of(talk), ..talking() };
            assert!(drawn(1.0, engine).unwrap().iter().any(|check| !check.pass));
        }
    }
}
