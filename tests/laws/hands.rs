//! Posts change hands: who starts how, who goes, how long a post stands empty, and where doctors go.

use super::judge::{Judge, binomial};
use super::lives::*;
use super::worlds::{alike, grid, named};
use std::collections::{HashMap, HashSet};
use takehold::dice::{Decision, Dice, normal};
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

/// An initiative about which nobody ever decides anything.
fn still(baseline: f64, newcomers: f64) -> Initiative {
    let none = Rate::of(0.0);
    Initiative {
        baseline: Share::of(baseline),
        newcomers: Some(Share::of(newcomers)),
        organic: Some(none),
        push: none,
        pull: none,
        lapse: none,
        lapse_floor: none,
        ..Default::default()
    }
}

fn turnover(rate: f64, vacancy: f64) -> Option<Turnover> {
    Some(Turnover { rate: Some(Rate::of(rate)), vacancy: Weeks::of(vacancy), ..Default::default() })
}

fn plain(posts: u32) -> Place {
    let ties = TieSettings { network: Network::None, ..Default::default() };
    Place::new(&Roster::plain(posts), &Population { template: Template::Plain, ..alike() }, &ties, 31)
}

#[test]
fn the_baseline_is_in_place_at_the_start_in_every_initiative_and_replicate() {
    let mut judge = Judge::with_room_for(12);
    let place = plain(20_000);
    let course = course(Mechanisms::none(), [still(0.07, 0.0), still(0.07, 0.0), still(0.3, 0.0), still(1.0, 0.0)]);
    let mut both = 0;
    for replicate in 0..3 {
        let start = place.life(&course, &Dice::of_run(31, 0, replicate), 0).remove(0);
        for (deeds, baseline) in start.pursuits.iter().zip([0.07, 0.07, 0.3]) {
            judge.asks(binomial(u64::from(deeds.counts[0][2]), 20_000, baseline), "baseline");
        }
        assert_eq!(start.pursuits[3].counts[0], [20_000, 0, 20_000]);
        let two = start.pursuits[0].practice.iter().zip(&start.pursuits[1].practice);
        both += two.filter(|&(&one, &other)| one == practice::TRUE && other == practice::TRUE).count() as u64;
    }
    judge.asks(binomial(both, 60_000, 0.07 * 0.07), "two initiatives are independent");
}

#[test]
fn people_leave_and_posts_stand_empty_as_long_as_stated() {
    let mut judge = Judge::with_room_for(5);
    let place = plain(5000);
    let mechanisms = Mechanisms { turnover: turnover(0.03, 8.0), habit: Some(Habit::default()), ..Mechanisms::none() };
    let life = place.life(&course(mechanisms, [still(0.5, 0.25)]), &Dice::of_run(32, 0, 0), 104);
    let (mut stayed, mut left, mut waited, mut filled, mut started) = (0, 0, 0, 0, 0);
    // By post, what the first of each two newcomers did; and how often there were two, and both practised.
    let (mut first, mut couples, mut both) = (vec![None; 5000], 0, 0);
    for (week, two) in life.windows(2).enumerate() {
        let (before, after) = (&two[0], &two[1]);
        for (post, first) in first.iter_mut().enumerate() {
            let (deeds, now) = (&after.pursuits[0], after.pursuits[0].practice[post]);
            match (before.vacant[post], after.vacant[post]) {
                (0, 0) => {
                    stayed += 1;
                    assert_eq!(now, before.pursuits[0].practice[post], "nobody decides anything here");
                }
                (0, _) => left += 1,
                (_, 0) => {
                    filled += 1;
                    started += u64::from(now == practice::TRUE);
                    *first = match *first {
                        None => Some(now),
                        Some(before) => {
                            couples += 1;
                            both += u64::from(before == practice::TRUE && now == practice::TRUE);
                            None
                        }
                    };
                    assert_eq!((deeds.lapsed[post], deeds.habit[post]), (0, 0), "a newcomer has no past");
                    assert_eq!(after.arrived[post], week as i32 + 1);
                    assert_eq!(after.hires[post], before.hires[post] + 1);
                }
                _ => waited += 1,
            }
            if after.vacant[post] == 1 {
                assert_eq!((now, deeds.shown[post], deeds.habit[post]), (practice::NOBODY, 0, 0));
            }
        }
    }
    judge.asks(binomial(left, stayed + left, -f64::exp_m1(-0.03)), "leaving");
    judge.asks(binomial(filled, waited + filled, -f64::exp_m1(-1.0 / 8.0)), "filling");
    judge.asks(binomial(started, filled, 0.25), "newcomers");
    judge.asks(binomial(both, couples, 0.0625), "newcomers one after the other");
    assert_eq!((life[104].left, life[104].hired), (left, filled));
    // Posts that are filled at once never stand empty, and as many people leave.
    let at_once = Mechanisms { turnover: turnover(0.03, 0.0), ..Mechanisms::none() };
    let life = place.life(&course(at_once, [still(0.5, 0.25)]), &Dice::of_run(32, 0, 0), 52);
    assert!(life.iter().all(|week| week.vacant.iter().all(|&vacant| vacant == 0) && week.left == week.hired));
    judge.asks(binomial(life[52].left, 52 * 5000, -f64::exp_m1(-0.03)), "leaving where posts are filled at once");
}

#[test]
fn a_full_succession_hands_practice_over_while_the_programme_runs_and_not_after() {
    for vacancy in [0.0, 6.0] {
        let place = plain(3000);
        let induction = Some(Induction { strength: Share::of(0.0) });
        let mechanisms = Mechanisms { turnover: turnover(0.05, vacancy), induction, ..Mechanisms::none() };
        let (starts, funded) = (Weeks::of(0.0), Weeks::of(30.0));
        let handed = Initiative { succession: Share::of(1.0), starts, funded, ..still(0.4, 0.0) };
        let life = place.life(&course(mechanisms, [handed]), &Dice::of_run(33, 0, 0), 60);
        let (mut kept, mut lost) = (0, 0);
        for post in 0..3000 {
            let mut last = practice::NOBODY;
            for (week, two) in life.windows(2).enumerate() {
                if two[0].vacant[post] == 0 {
                    last = two[0].pursuits[0].practice[post];
                }
                if two[1].hires[post] > two[0].hires[post] {
                    let now = two[1].pursuits[0].practice[post];
                    let expected = if week < 30 { last } else { practice::NOT };
                    assert_eq!(now, expected, "post {post} in week {week}");
                    kept += usize::from(now == practice::TRUE);
                    lost += usize::from(now != last);
                }
            }
        }
        assert!(kept > 500 && lost > 300, "{kept} {lost}");
    }
}

#[test]
fn an_event_takes_the_share_it_states_from_whom_it_states() {
    let mut judge = Judge::with_room_for(2);
    let roster = grid(1, 40, &["nurses", "doctors"], 50);
    let ties = TieSettings { network: Network::None, ..Default::default() };
    let place = Place::new(&roster, &alike(), &ties, 34);
    let (at, share, professions) = (Weeks::of(5.0), Share::of(0.3), vec!["doctors".into()]);
    let item = Event { what: EventKind::Leavers, at, share, professions, ..Default::default() };
    let mut course = course(Mechanisms { turnover: turnover(0.2, 10.0), ..Mechanisms::none() }, [still(0.2, 0.0)]);
    course.events.push(Named { name: "exodus".into(), item });
    let life = place.life(&course, &Dice::of_run(34, 0, 0), 6);
    // Others leave in the same week, for reasons of their own.
    for (profession, stays) in [(0, f64::exp(-0.2)), (1, f64::exp(-0.2) * 0.7)] {
        let theirs = |&post: &usize| place.world.posts.profession(&place.world.cells, post) == profession;
        let filled: Vec<usize> = (0..4000).filter(theirs).filter(|&post| life[5].vacant[post] == 0).collect();
        let left = filled.iter().filter(|&&post| life[6].vacant[post] == 1).count();
        judge.asks(binomial(left as u64, filled.len() as u64, 1.0 - stays), "leavers");
    }
}

/// A hospital in which doctors, of whom no two are alike, do nothing but rotate.
fn rotating(rotation: Rotation, vacancies: bool, tiers: bool) -> (Place, Course) {
    let mut roster = grid(3, 4, &["doctors", "nurses", "porters"], 7);
    if tiers {
        roster.units.iter_mut().for_each(|plan| plan.heads.push(Heads::new(0, Tier::Middle, 3)));
    }
    let ties = TieSettings { network: Network::None, ..Default::default() };
    let place = Place::new(&roster, &Population::default(), &ties, 35);
    let mechanisms = Mechanisms {
        contagion: Some(Contagion::default()),
        turnover: turnover(if vacancies { 0.1 } else { 0.0 }, 5.0),
        rotation: Some(rotation),
        ..Mechanisms::none()
    };
    let doctors = Initiative { targets: vec!["doctors".into()], ..still(0.4, 0.4) };
    (place, course(mechanisms, [still(0.3, 0.3), doctors]))
}

/// Who somebody is: a threshold that nobody else has, and what they do.
type Self_ = (u32, Vec<(u8, u8)>);

fn selves(week: &Week) -> Vec<Self_> {
    let deeds = |post: usize| week.pursuits.iter().map(|d| (d.practice[post], d.lapsed[post])).collect();
    (0..week.vacant.len()).map(|post| (week.threshold[post], deeds(post))).collect()
}

/// The cycles of a week, by organisation and profession: everyone goes where the next one was.
fn cycles(place: &Place, dice: &Dice, week: u32, professions: u8, share: f64) -> Vec<Vec<usize>> {
    let world = &place.world;
    let rotates = |post: usize, profession: u8| {
        let (cell, address) = (world.posts.cell[post] as usize, world.posts.address(post));
        world.cells.profession[cell] == profession
            && world.cells.tier[cell] == Tier::Front
            && place.dice.uniform(address, 0, Decision::RotatingPost) < share
    };
    let cycle = |organisation: usize, profession: u8| {
        let mut cycle: Vec<usize> =
            world.organisation_posts(organisation).filter(|&post| rotates(post, profession)).collect();
        cycle.sort_by_key(|&post| dice.word(world.posts.address(post), week, Decision::Rotation));
        cycle
    };
    (0..world.organisations.len())
        .flat_map(|o| (0..professions).map(move |p| (o, p)))
        .map(|(o, p)| cycle(o, p))
        .collect()
}

#[test]
fn people_carry_what_they_do_and_did_and_are_used_to_along() {
    let professions = vec!["doctors".to_string()];
    let (place, quiet) =
        rotating(Rotation { every: Weeks::of(12.0), share: Share::of(1.0), professions }, false, false);
    let mut busy = quiet.clone();
    busy.mechanisms.habit = Some(Habit::default());
    busy.initiatives
        .iter_mut()
        .for_each(|named| named.item = Initiative { targets: named.item.targets.clone(), ..programme() });
    let mut settled = busy.clone();
    settled.mechanisms.rotation = None;
    let dice = Dice::of_run(38, 0, 0);
    // Up to the first rotation the two are one; then they differ by who is where.
    let (moving, still) = (place.life(&busy, &dice, 12), place.life(&settled, &dice, 12));
    same_lives(&moving[..12], &still[..12], "before the rotation");
    let mut moved = 0;
    for cycle in cycles(&place, &dice, 11, 1, 1.0) {
        for (index, &from) in cycle.iter().enumerate() {
            let to = cycle[(index + 1) % cycle.len()];
            assert_eq!(moving[12].threshold[to], still[12].threshold[from]);
            for (after, before) in moving[12].pursuits.iter().zip(&still[12].pursuits) {
                let of = |deeds: &Deeds, post: usize| (deeds.practice[post], deeds.lapsed[post], deeds.habit[post]);
                assert_eq!(of(after, to), of(before, from));
                moved += usize::from(before.lapsed[from] != before.lapsed[to]);
            }
        }
    }
    assert!(moved > 10, "hardly anyone has lapsed");
}

#[test]
fn a_rotation_keeps_every_person_and_moves_them_one_place_along_its_cycle() {
    let professions = vec!["doctors".to_string(), "nurses".to_string()];
    let (every, share) = (Weeks::of(3.0), Share::of(0.7));
    let (place, course) = rotating(Rotation { every, share, professions }, false, true);
    let dice = Dice::of_run(35, 0, 0);
    let life = place.life(&course, &dice, 30);
    for (week, two) in life.windows(2).enumerate() {
        let (before, after) = (selves(&two[0]), selves(&two[1]));
        let mut expected = before.clone();
        let mut arrived = two[0].arrived.clone();
        let happens = (week + 1) % 3 == 0;
        for cycle in if happens { cycles(&place, &dice, week as u32, 2, 0.7) } else { vec![] } {
            for (index, &post) in cycle.iter().enumerate() {
                let next = cycle[(index + 1) % cycle.len()];
                expected[next] = before[post].clone();
                arrived[next] = week as i32 + 1;
            }
        }
        assert!(after == expected && two[1].arrived == arrived, "week {week}");
        assert_eq!(before == after, !happens);
    }
    let counted = |week: &Week| {
        let mut count: HashMap<Self_, usize> = HashMap::new();
        selves(week).into_iter().for_each(|person| *count.entry(person).or_default() += 1);
        count
    };
    assert_eq!(counted(&life[0]), counted(&life[30]));
    assert!(counted(&life[0]).len() > 250, "hardly anybody is told apart");
}

#[test]
fn posts_that_stand_empty_are_passed_over_and_nobody_changes_profession() {
    let (every, professions) = (Weeks::of(1.0), vec!["doctors".to_string(), "porters".to_string()]);
    let (place, course) = rotating(Rotation { every, share: Share::of(1.0), professions }, true, false);
    let dice = Dice::of_run(36, 0, 0);
    let life = place.life(&course, &dice, 52);
    let mut settled = course.clone();
    settled.mechanisms.rotation = None;
    // Who leaves which post, and when it is filled again, is a matter of the post: no rotation moves it.
    let settled = place.life(&settled, &dice, 52);
    for (moving, still) in life.iter().zip(&settled) {
        assert!((&moving.vacant, &moving.hires) == (&still.vacant, &still.hires));
    }
    let world = &place.world;
    let last = life.last().unwrap();
    let of_occupant = |post: usize, occupant: u32| {
        let word = dice.word(world.posts.address(post), occupant, Decision::Traits);
        Contagion::default().personal_threshold(normal(word)).to_bits()
    };
    let stays = |post| settled[52].threshold[post] == of_occupant(post, u32::from(settled[52].hires[post]));
    assert!((0..last.vacant.len()).all(|post| last.vacant[post] == 1 || stays(post)), "each occupant has their own");
    let mut hired: Vec<HashSet<u32>> = vec![HashSet::new(); 3];
    for post in 0..last.vacant.len() {
        for occupant in 0..=u32::from(last.hires[post]) {
            hired[usize::from(world.posts.profession(&world.cells, post))].insert(of_occupant(post, occupant));
        }
    }
    let mut elsewhere = 0;
    for post in (0..last.vacant.len()).filter(|&post| last.vacant[post] == 0) {
        let profession = usize::from(world.posts.profession(&world.cells, post));
        assert!(hired[profession].contains(&last.threshold[post]), "post {post} has someone of another profession");
        elsewhere += usize::from(last.threshold[post] != life[51].threshold[post]);
    }
    assert!(elsewhere > 80, "hardly anybody moved");
}

#[test]
fn whoever_has_nobody_to_change_places_with_stays_and_is_known() {
    let mut roster = Roster { professions: named(&["nurses", "doctors"]), ..grid(1, 3, &["nurses"], 5) };
    roster.units[1].heads.push(Heads::new(1, Tier::Front, 1));
    let ties = TieSettings { network: Network::Complete, ..Default::default() };
    let place = Place::new(&roster, &alike(), &ties, 37);
    let rotation = Some(Rotation { every: Weeks::of(2.0), share: Share::of(1.0), ..Default::default() });
    let familiarity = Some(Familiarity::default());
    let with = |rotation| {
        let mechanisms = Mechanisms { rotation, familiarity: familiarity.clone(), ..Mechanisms::none() };
        place.life(&course(mechanisms, [still(1.0, 1.0)]), &Dice::of_run(37, 0, 0), 9)
    };
    same_lives(&with(rotation), &with(None), "a single doctor");
}
