//! The story of some people in one run: the weeks in which something changed for them, and by what rates and leans.
//!
//! The run is lived as it always is; whoever listens changes nothing. To find those to whom something happened it is
//! lived once more beforehand.

mod fates;
mod moments;
mod who;

pub use moments::{Moment, Skipped, Strand, What};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Doing;
    use crate::scenario::{Source, read};

    const TEXT: &str = "title = \"T\"\nquestion = \"Q\"\n[run]\nlength = \"80 weeks\"\n[population]\ntemplate = \"trust\"\n\
        staff = 150\n[initiatives.a]\nstarts = \"4 weeks\"\nfunded = \"30 weeks\"\npush = \"0.03 /week\"\n\
        monitoring = 0.8\nsanction = 0.8\n[arms.more.initiatives.a]\npush = \"0.06 /week\"\n";

    fn traced(who: &str) -> Result<Trace, TraceError> {
        let (scenario, _) = read(Source::new("a.toml", TEXT), &[]).unwrap();
        trace(&scenario, &"base-w0-r0".parse().unwrap(), &who.parse().unwrap())
    }

    /// Every choice is told with the decision it came from, weeks go forward, and nobody is in two minds: what is done
    /// before a choice is what was done after the last change.
    #[test]
    fn stories_hang_together() {
        let (mut choices, mut kinds) = (0, Vec::new());
        for post in 1..=150 {
            let trace = traced(&post.to_string()).unwrap();
            assert_eq!((trace.fit, trace.people.len(), trace.people[0].post), (1, 1, post));
            for strand in &trace.people[0].strands {
                assert!(strand.moments.len() <= 12, "{strand:?}");
                assert!(strand.moments.is_sorted_by_key(|moment| moment.week));
                let mut doing = None;
                for moment in &strand.moments {
                    doing = moment.skipped.map(|skipped| skipped.doing).or(doing);
                    if moment.what.is_choice() {
                        let decision = moment.decision.as_ref().unwrap();
                        assert_eq!(Some(decision.doing), doing, "week {}: {strand:?}", moment.week);
                        assert_eq!(decision.decided(), moment.doing);
                        choices += 1;
                    } else if moment.what != What::Turned {
                        assert!(
                            moment.what == What::Start || moment.decision.is_some() || moment.what.is_change_of_hands()
                        );
                    }
                    if let Some(next) = &moment.next {
                        assert_eq!(next.doing, moment.doing);
                    }
                    doing = Some(moment.doing);
                    if !kinds.contains(&moment.what) {
                        kinds.push(moment.what);
                    }
                }
                let at_the_end = strand.skipped.map(|skipped| skipped.doing).or(doing);
                assert_eq!(at_the_end, Some(strand.at_the_end));
            }
        }
        assert!(choices > 150, "{choices}");
        for what in [What::TookUp, What::Complied, What::Lapsed, What::Dropped, What::Left, What::Came, What::Rotated] {
            assert!(kinds.contains(&what), "{what:?} never came about");
        }
    }

    /// Those told of had the fate that was asked for, are the same every time, are not the first ones, and fewer are the
    /// beginning of more.
    #[test]
    fn those_of_a_fate_are_found() {
        for (fate, words) in FATES {
            let Ok(trace) = traced(&format!("10 who {}", words[0])) else { continue };
            let posts: Vec<usize> = trace.people.iter().map(|told| told.post).collect();
            assert_eq!(posts.len(), trace.fit.min(10), "{fate:?}");
            assert!(trace.fit < 20 || posts.iter().any(|post| *post > 75) && !posts.is_sorted(), "{posts:?}");
            let fewer = traced(&format!("three who {}", words[0])).unwrap();
            assert_eq!(fewer.people[..], trace.people[..posts.len().min(3)]);
            for told in &trace.people {
                let strand = &told.strands[0];
                let some = |what: What| strand.moments.iter().any(|moment| moment.what == what);
                let all_told = strand.skipped.is_none() && strand.moments.iter().all(|moment| moment.skipped.is_none());
                let holds = match fate {
                    Fate::TookUp | Fate::Kept => some(What::TookUp) || some(What::Converted),
                    Fate::Lapsed => some(What::Lapsed),
                    Fate::LapsedAfterEnd => strand.moments.iter().any(|m| m.what == What::Lapsed && m.week >= 34),
                    Fate::Complied => some(What::Complied),
                    Fate::NeverDid => {
                        strand.moments.iter().all(|moment| matches!(moment.doing, Doing::Not | Doing::Nobody))
                    }
                };
                assert!(holds || !all_told, "{fate:?}: {strand:?}");
                assert!(fate != Fate::Kept || strand.at_the_end == Doing::True);
            }
        }
    }

    #[test]
    fn posts_are_found_by_what_they_are_called() {
        let first = traced("1").unwrap();
        let who = first.people[0].who.clone();
        assert_eq!(traced(&who).unwrap(), first);
        assert_eq!(traced(&who.to_uppercase()).unwrap(), first);
        assert!(matches!(traced("151"), Err(TraceError::NoPost { number: 151, posts: 150 })));
        let several = traced(who.split(',').next().unwrap());
        assert!(matches!(several, Err(TraceError::Several { first: (1, _), .. })), "{several:?}");
        let misspelt = who.replace("number", "nubmer");
        assert_eq!(traced(&misspelt), Err(TraceError::NotCalled { text: misspelt, meant: Some(who) }));
    }
}
