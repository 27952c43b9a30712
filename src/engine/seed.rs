//! Who practises, set by hand: seeds of a spread, or a practice stopped at a stroke.

use super::rules::Rules;
use super::state::{State, practice};
use crate::world::World;

/// Has chosen people practise, or no longer, from this moment on: what is counted and what colleagues see next week
/// follow, habit stays as it is. Posts that stand empty, are no targets of the initiative or do not exist are passed
/// over.
pub fn set_practising(
    rules: &Rules,
    world: &World,
    state: &mut State,
    initiative: usize,
    posts: impl IntoIterator<Item = usize>,
    practising: bool,
) {
    let Some(pursuit) = state.pursuits.get_mut(initiative) else { return };
    let to = if practising { practice::TRUE } else { practice::NOT };
    for post in posts {
        let Some(now) = pursuit.practice.get_mut(post) else { continue };
        let from = *now;
        if from == practice::NOBODY || from == to {
            continue;
        }
        *now = to;
        if !practising {
            pursuit.past[post] = 1;
        }
        pursuit.counts.moved(world.posts.cell[post] as usize, from, to);
        let weeks_in_post = state.week as i32 - state.people.arrived[post];
        pursuit.shown[post] = rules.shows(initiative, to, post, weeks_in_post, state.week);
    }
    pursuit.sight.anew(world, &pursuit.shown);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::engine::{Course, Named, start};
    use crate::quantities::Share;
    use crate::world::{Initiative, Network, Population, Roster, TieSettings};

    #[test]
    fn counts_and_sight_follow() {
        let dice = Dice::of_world(1, 0);
        let ties = TieSettings { network: Network::Complete, ..Default::default() };
        let world = World::build(&Roster::plain(10), &Population::default(), &ties, &dice);
        let item = Initiative { baseline: Share::of(0.0), ..Default::default() };
        let course = Course { initiatives: vec![Named { name: "x".into(), item }], ..Default::default() };
        let rules = Rules::new(&course, &world, &dice).unwrap();
        let mut state = State::default();
        start(&rules, &world, &dice, &mut state);
        set_practising(&rules, &world, &mut state, 0, [2, 5, 5, 99], true);
        assert_eq!(state.pursuits[0].counts.truly(0), 2);
        assert!(state.pursuits[0].shown[5] > 0 && state.pursuits[0].shown[4] == 0);
        set_practising(&rules, &world, &mut state, 0, [5], false);
        assert_eq!((state.pursuits[0].counts.truly(0), state.pursuits[0].past[5]), (1, 1));
        assert_eq!(state.pursuits[0].shown[5], 0);
        set_practising(&rules, &world, &mut state, 7, [5], true);
    }
}
