//! The story of some people in one run: the weeks in which something changed for them, and by what rates and leans.
//!
//! The run is lived as it always is; whoever listens changes nothing. To find those to whom something happened it is
//! lived once more beforehand.

mod fates;
mod moments;
mod who;

pub use moments::{Moment, Strand, What};
pub use who::{FATES, Fate, MOST_TOLD, Who, WhoError};

use super::{RunId, StudyError, TWIN, staged};
use crate::dice::{Decision, Dice};
use crate::engine::{Rules, Scales, State, start, week_told};
use crate::scenario::{Scenario, closest};
use crate::world::World;
use fates::Fates;
use moments::Strands;
use serde::Serialize;

/// The stories of some people in one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// The run, as in the first column of `runs.csv`.
    pub run: String,
    /// The seed of its study.
    pub seed: u64,
    /// Weeks it lasts.
    pub weeks: u32,
    /// Posts in its world.
    pub posts: usize,
    /// What those told of have in common; nothing where a post was asked for.
    pub fate: Option<Fate>,
    /// How many posts fit what was asked for; 1 for a post.
    pub fit: usize,
    /// Who is told of.
    pub people: Vec<Told>,
}

/// What is told of one post.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Its number, from 1.
    pub post: usize,
    /// Who it is: `ward 3, nurses, front line, number 4`.
    pub who: String,
    /// By initiative that it is a target of; of some with a fate, those in which it came about. Empty for no target.
    pub strands: Vec<Strand>,
}

/// Why nobody can be told of.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TraceError {
    /// The run cannot be lived.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The scenario has no such arm.
    #[error("there is no arm \"{0}\"")]
    NoArm(String),
    /// No post of that number.
    #[error("there is no post {number}; they are numbered 1 to {posts}")]
    NoPost {
        /// The number.
        number: u64,
        /// How many there are.
        posts: usize,
    },
    /// No post of that description.
    #[error("no post is called \"{text}\"")]
    NotCalled {
        /// What was asked for.
        text: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// More than one of that description.
    #[error("\"{text}\" is {count} posts, not one")]
    Several {
        /// What was asked for.
        text: String,
        /// How many fit.
        count: usize,
        /// The first of them: number and description.
        first: (usize, String),
    },
    /// Nobody of that fate in this run.
    #[error("in {run} there is nobody who {}", fate.name())]
    Nobody {
        /// The run.
        run: String,
        /// What did not happen.
        fate: Fate,
        /// How many posts saw what else can be asked for.
        instead: Vec<(Fate, usize)>,
    },
}

/// Lives one run and tells the story of those asked for.
///
/// # Errors
/// [`TraceError`] when the run cannot be lived or nobody fits.
pub fn trace(scenario: &Scenario, id: &RunId, who: &Who) -> Result<Trace, TraceError> {
    let no_arm = || TraceError::NoArm(id.arm.clone());
    let (world, rules, dice) = staged(scenario, id)?.ok_or_else(no_arm)?;
    let arm = id.arm.strip_suffix(TWIN).unwrap_or(&id.arm);
    let arm = scenario.arms.iter().find(|other| other.name == arm).ok_or_else(no_arm)?;
    let names: Vec<&str> = arm.settings.course.initiatives.iter().map(|named| named.name.as_str()).collect();
    let stage = Staged { world: &world, rules: &rules, dice, weeks: scenario.weeks() };
    let (fate, fit, chosen) = stage.chosen(who, names.len(), &id.to_string())?;
    let mut strands = Strands::new(&stage, &chosen, &names);
    let (mut scales, mut state) = (Scales::new(&rules), State::default());
    stage.live(&mut state, |turn| match turn {
        Turn::Deciding(deciding) => strands.hear(deciding, &mut scales),
        Turn::Done(state) => strands.see(state),
    });
    let told = |(post, strands)| Told { post: post + 1, who: world.describe(post), strands };
    Ok(Trace {
        run: id.to_string(),
        seed: scenario.run.seed.count() as u64,
        weeks: stage.weeks,
        posts: world.posts.len(),
        fate,
        fit,
        people: strands.finish(&state).into_iter().map(told).collect(),
    })
}

/// One run, ready to be lived.
struct Staged<'a> {
    world: &'a World,
    rules: &'a Rules,
    dice: Dice,
    weeks: u32,
}

/// What a listener is given, turn by turn.
enum Turn<'a, 'b> {
    /// Everybody is about to decide.
    Deciding(&'a crate::engine::Deciding<'b>),
    /// The week is over.
    Done(&'a State),
}

/// A post with the initiatives that are told of there, by number.
type Chosen = Vec<(usize, Vec<usize>)>;

impl Staged<'_> {
    fn live(&self, state: &mut State, mut listen: impl FnMut(Turn<'_, '_>)) {
        start(self.rules, self.world, &self.dice, state);
        for _ in 0..self.weeks {
            week_told(self.rules, self.world, state, &self.dice, |deciding| listen(Turn::Deciding(deciding)));
            listen(Turn::Done(state));
        }
    }

    /// Who is told of, the fate they share, and how many would fit.
    fn chosen(&self, who: &Who, initiatives: usize, run: &str) -> Result<(Option<Fate>, usize, Chosen), TraceError> {
        let posts = self.world.posts.len();
        let all = |post: usize| vec![(post, (0..initiatives).collect())];
        match who {
            Who::Number(number) => match usize::try_from(*number) {
                Ok(number) if (1..=posts).contains(&number) => Ok((None, 1, all(number - 1))),
                _ => Err(TraceError::NoPost { number: *number, posts }),
            },
            Who::Described(text) => match who::described(self.world, text)[..] {
                [post] => Ok((None, 1, all(post))),
                [] => {
                    let known: Vec<String> = (0..posts).map(|post| self.world.describe(post)).collect();
                    let meant = closest(text, known.iter().map(String::as_str));
                    Err(TraceError::NotCalled { text: text.clone(), meant })
                }
                [first, ..] => {
                    let count = who::described(self.world, text).len();
                    let first = (first + 1, self.world.describe(first));
                    Err(TraceError::Several { text: text.clone(), count, first })
                }
            },
            Who::Some { count, fate } => {
                let fates = Fates::of(self, initiatives);
                let mut fit = fates.posts(*fate);
                if fit.is_empty() {
                    let instead = FATES.iter().map(|(fate, _)| (*fate, fates.posts(*fate).len()));
                    let instead = instead.filter(|(_, posts)| *posts > 0).collect();
                    return Err(TraceError::Nobody { run: run.into(), fate: *fate, instead });
                }
                // Ranks that have nothing to do with place or person, so that those told of are a fair sample.
                fit.sort_by_cached_key(|&post| {
                    (self.dice.word(self.world.posts.address(post), 0, Decision::Telling), post)
                });
                let found = fit.len();
                fit.truncate(*count);
                let chosen = fit.into_iter().map(|post| (post, fates.initiatives(post, *fate))).collect();
                Ok((Some(*fate), found, chosen))
            }
        }
    }
}
