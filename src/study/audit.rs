//! Where two runs part: both are lived side by side, week by week, and the first post at which they differ is named.

use crate::dice::{Address, Dice};
use crate::engine::{Rules, State, practice, start, week};
use crate::world::World;

/// One side of an audit.
pub struct Side<'a> {
    /// The world it is lived in.
    pub world: &'a World,
    /// Its rules.
    pub rules: &'a Rules,
    /// Its dice.
    pub dice: Dice,
    /// The names of its initiatives, in order.
    pub initiatives: Vec<String>,
    /// Weeks it lasts.
    pub weeks: u32,
}

/// Where two runs part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// The week, counted from 1; 0 is the start.
    pub week: u32,
    /// Who it is, in words; nothing where no single post is concerned.
    pub who: Option<String>,
    /// What is decided there.
    pub decision: String,
    /// What comes of it on the first side.
    pub first: String,
    /// What comes of it on the second side.
    pub second: String,
    /// How many posts differ in that week.
    pub posts: usize,
}

/// Lives two runs side by side until they part.
///
/// # Returns
/// Nothing when they never part within the shorter of the two.
pub fn audit(a: &Side<'_>, b: &Side<'_>) -> Option<Parting> {
    if let Some(parting) = worlds_part(a, b) {
        return Some(parting);
    }
    let pairs = paired(a.world, b.world);
    let shared: Vec<(usize, usize)> = a
        .initiatives
        .iter()
        .enumerate()
        .filter_map(|(i, name)| Some((i, b.initiatives.iter().position(|other| other == name)?)))
        .collect();
    let (mut one, mut two) = (State::default(), State::default());
    start(a.rules, a.world, &a.dice, &mut one);
    start(b.rules, b.world, &b.dice, &mut two);
    let look = Look { a, b, shared: &shared };
    for lived in 0..=a.weeks.min(b.weeks) {
        if let Some(parting) = look.at(lived, &pairs, &one, &two) {
            return Some(parting);
        }
        if lived < a.weeks.min(b.weeks) {
            week(a.rules, a.world, &mut one, &a.dice);
            week(b.rules, b.world, &mut two, &b.dice);
        }
    }
    (a.weeks != b.weeks).then(|| Parting {
        week: a.weeks.min(b.weeks),
        who: None,
        decision: "length of the run".into(),
        first: format!("{} weeks", a.weeks),
        second: format!("{} weeks", b.weeks),
        posts: 0,
    })
}

/// Posts with the same address on both sides.
fn paired(a: &World, b: &World) -> Vec<(usize, usize)> {
    let mut there: Vec<(Address, usize)> = (0..b.posts.len()).map(|post| (b.posts.address(post), post)).collect();
    there.sort_unstable();
    (0..a.posts.len())
        .filter_map(|post| {
            let at = there.binary_search_by_key(&a.posts.address(post), |&(address, _)| address).ok()?;
            Some((post, there[at].1))
        })
        .collect()
}

fn worlds_part(a: &Side<'_>, b: &Side<'_>) -> Option<Parting> {
    let parting = |who: Option<String>, decision: &str, first: String, second: String, posts: usize| {
        Some(Parting { week: 0, who, decision: decision.into(), first, second, posts })
    };
    let pairs = paired(a.world, b.world);
    let (here, there) = (a.world.posts.len(), b.world.posts.len());
    if pairs.len() != here || pairs.len() != there {
        // Pairs stand in the order of the first side, so the first gap is the first post without a counterpart.
        let only = (0..here).find(|&post| pairs.get(post).is_none_or(|pair| pair.0 != post));
        let who = only.map(|post| a.world.describe(post));
        let posts = here + there - 2 * pairs.len();
        return parting(who, "who is there", format!("{here} posts"), format!("{there} posts"), posts);
    }
    let place = |world: &World, post: u32| world.posts.address(post as usize);
    let ties = |world: &World, post: usize| {
        let mut ties: Vec<Address> =
            world.ties.neighbours(post, world.posts.len()).into_iter().map(|other| place(world, other)).collect();
        ties.sort_unstable();
        ties
    };
    if a.world.ties != b.world.ties {
        let differ: Vec<_> = pairs.iter().filter(|(x, y)| ties(a.world, *x) != ties(b.world, *y)).collect();
        if let Some((x, y)) = differ.first() {
            let (first, second) = (a.world.degree(*x), b.world.degree(*y));
            let who = Some(a.world.describe(*x));
            return parting(who, "ties", format!("{first} ties"), format!("{second} ties, or others"), differ.len());
        }
    }
    None
}

struct Look<'a> {
    a: &'a Side<'a>,
    b: &'a Side<'a>,
    shared: &'a [(usize, usize)],
}

impl Look<'_> {
    fn at(&self, lived: u32, pairs: &[(usize, usize)], one: &State, two: &State) -> Option<Parting> {
        let mut found: Option<Parting> = None;
        let mut posts = 0;
        for &(x, y) in pairs {
            if let Some((decision, first, second)) = self.post(lived, one, two, x, y) {
                posts += 1;
                found.get_or_insert_with(|| Parting {
                    week: lived,
                    who: Some(self.a.world.describe(x)),
                    decision,
                    first,
                    second,
                    posts: 0,
                });
            }
        }
        found.map(|parting| Parting { posts, ..parting })
    }

    /// What differs at a post: the decision, and what came of it on either side.
    fn post(&self, lived: u32, one: &State, two: &State, x: usize, y: usize) -> Option<(String, String, String)> {
        let (a, b) = (&one.people, &two.people);
        if a.vacant[x] != b.vacant[y] || a.hires[x] != b.hires[y] {
            let says = |state: &State, post: usize| match (state.people.vacant[post], state.people.hires[post]) {
                (1, _) => "the post is empty".to_string(),
                (_, hires) => format!("occupant number {} is in post", hires + 1),
            };
            return Some(("leaving or filling the post".into(), says(one, x), says(two, y)));
        }
        if a.arrived[x] != b.arrived[y] {
            let says = |week: i32| format!("in post since week {}", week.max(0));
            return Some(("rotation".into(), says(a.arrived[x]), says(b.arrived[y])));
        }
        let new = lived > 0 && a.arrived[x] == lived as i32;
        let decision = |name: &str| match (lived, new) {
            (0, _) => format!("{name}: practice at the start"),
            (_, true) => format!("{name}: how a newcomer starts"),
            _ => format!("{name}: uptake or lapse"),
        };
        for &(i, j) in self.shared {
            let name = &self.a.initiatives[i];
            let (p, q) = (&one.pursuits[i], &two.pursuits[j]);
            if p.practice[x] != q.practice[y] {
                return Some((decision(name), practising(p.practice[x]).into(), practising(q.practice[y]).into()));
            }
            let (h, k) = (p.habit.get(x).copied().unwrap_or(0.0), q.habit.get(y).copied().unwrap_or(0.0));
            if h.to_bits() != k.to_bits() {
                return Some((format!("{name}: habit"), h.to_string(), k.to_string()));
            }
            let (unit_x, unit_y) =
                (self.a.world.posts.unit(&self.a.world.cells, x), self.b.world.posts.unit(&self.b.world.cells, y));
            let locked_in = |state: &crate::engine::Pursuit, unit: usize| state.locked_in.get(unit).copied();
            if locked_in(p, unit_x) != locked_in(q, unit_y) {
                let says = |lock: Option<f32>| lock.map_or("none".into(), |lock| lock.to_string());
                let texts = (says(locked_in(p, unit_x)), says(locked_in(q, unit_y)));
                return Some((format!("{name}: what the unit has locked in"), texts.0, texts.1));
            }
        }
        let (s, t) = (a.threshold.get(x), b.threshold.get(y));
        (s != t).then(|| ("traits of the occupant: threshold".into(), format!("{s:?}"), format!("{t:?}")))
    }
}

fn practising(code: u8) -> &'static str {
    match code {
        practice::NOT => "not practising",
        practice::RITUAL => "ritual practice",
        practice::TRUE => "true practice",
        _ => "nobody who could practise",
    }
}
