//! What happens to units and organisations: hours taken and given back, support withdrawn, results true and measured,
//! skill, harm; and what turns round with the circumstances, which no single sign could buy.

use super::judge::{Judge, binomial, larger};
use super::lives::*;
use super::worlds::alike;
use std::ops::ControlFlow::Continue;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

/// One unit of equals who see nobody.
fn strangers(staff: u32) -> Place {
    let ties = TieSettings { network: Network::None, ..Default::default() };
    Place::new(&Roster::plain(staff), &alike(), &ties, 110)
}

/// Something of a state in every week, the start included.
fn followed<T>(place: &Place, course: &Course, dice: &Dice, weeks: u32, mut read: impl FnMut(&State) -> T) -> Vec<T> {
    let mut all = Vec::new();
    let _ = run(&place.rules(course), &place.world, dice, weeks, &mut State::default(), |state| {
        all.push(read(state));
        Continue(())
    });
    all
}

fn with_event(mut course: Course, item: Event) -> Course {
    course.events.push(Named { name: "event".into(), item });
    course
}

/// Share of filled target posts in true practice.
fn share(state: &State, cells: usize) -> f64 {
    let (filled, truly) = state.pursuits[0].counts.of_cells(0..cells);
    f64::from(truly) / f64::from(filled.max(1))
}

#[test]
fn a_mandate_takes_hours_while_it_lasts_and_not_after() {
    let (place, dice) = (trust(400, 111), Dice::of_run(111, 0, 0));
    let mut calm = course(Mechanisms::default(), [Initiative { frees: Hours::of(0.0), ..programme() }]);
    calm.resources.slack = Multiple::of(0.3);
    let (what, hours) = (EventKind::Mandate, Hours::of(0.3));
    let mandate = Event { what, at: Weeks::of(12.0), lasts: Weeks::of(7.0), hours, ..Default::default() };
    let without = followed(&place, &calm, &dice, 50, |state| state.sufficiency.clone());
    let with = followed(&place, &with_event(calm, mandate), &dice, 50, |state| state.sufficiency.clone());
    let mut short = 0;
    for week in 0..=50 {
        // What is seen after a week is what that week was lived with.
        if !(13..=19).contains(&week) {
            assert_eq!(with[week], without[week], "week {week}");
            continue;
        }
        for (with, without) in with[week].iter().zip(&without[week]) {
            assert!(with < without || (with == without && [0.0, 1.0].contains(with)), "{with} {without}");
            short += usize::from(with < without);
        }
    }
    assert!(short > 7 * place.world.cells.len() / 2);
}

/// See [`recovery`].
type Recovery = (usize, [f64; 2]);

/// Weeks that regard takes to come back to nine tenths of what it would be, after support was withdrawn for so long, if it
/// does at all;
/// and how far practice is behind at the moment it is restored, and 18 months later.
fn recovery(place: &Place, dice: &Dice, cut: u32) -> Recovery {
    const FROM: u32 = 20;
    let funded =
        Initiative { starts: Weeks::of(4.0), funded: Weeks::of(400.0), goal: Share::of(0.3), ..Default::default() };
    let calm = course(Mechanisms { succession: None, ..Default::default() }, [funded]);
    let (what, share_of) = (EventKind::SupportWithdrawn, Share::of(1.0));
    let (at, lasts) = (Weeks::of(f64::from(FROM)), Weeks::of(f64::from(cut)));
    let event = Event { what, at, lasts, share: share_of, ..Default::default() };
    let cells = place.world.cells.len();
    let read = |state: &State| (f64::from(state.pursuits[0].regard[0]), share(state, cells));
    let without = followed(place, &calm, dice, 300, read);
    let with = followed(place, &with_event(calm, event), dice, 300, read);
    let restored = (FROM + cut) as usize;
    for week in 0..=300 {
        let (regard, would_be) = (with[week].0, without[week].0);
        match week {
            0..=20 => assert_eq!(regard, would_be),
            _ if week <= restored => assert!(regard < would_be, "week {week}: {regard} {would_be}"),
            _ => {}
        }
    }
    assert!(with[restored].0 < 0.8 * without[restored].0);
    let back = (restored..=300).find(|&week| with[week].0 >= 0.9 * without[week].0).unwrap_or(usize::MAX);
    let behind = |week: usize| without[week].1 - with[week].1;
    (back - restored, [behind(restored), behind(restored + 78)])
}

#[test]
fn support_that_is_withdrawn_comes_back_and_the_later_the_slower() {
    let runs: Vec<_> = (0..64)
        .map(|seed| {
            let (place, dice) = (trust(400, 200 + seed), Dice::of_run(112, 0, seed as u32));
            [26, 52, 104].map(|cut| recovery(&place, &dice, cut))
        })
        .collect();
    let pairs = |of: fn(&[Recovery; 3]) -> (f64, f64)| runs.iter().map(of).collect::<Vec<_>>();
    // Were it a toss, each would pass with a probability below 1e-9.
    larger(&pairs(|run| (run[0].0 as f64, run[1].0 as f64)), "regard after 6 and 12 months");
    larger(&pairs(|run| (run[1].0 as f64, run[2].0 as f64)), "regard after 12 and 24 months");
    larger(&pairs(|run| (0.0, run[1].1[0])), "practice is behind while support is lacking");
    larger(&pairs(|run| (run[1].1[1], run[1].1[0])), "and less so 18 months later");
    larger(&pairs(|run| (run[0].1[1], run[2].1[1])), "practice 18 months after 6 and after 24 months without");
}

#[test]
fn what_does_nothing_does_nothing_whatever_is_measured() {
    let (place, dice) = (trust(400, 113), Dice::of_run(113, 0, 0));
    let of = |benefit: f64| {
        let results = Some(Results { noise: Share::of(0.0), ..Default::default() });
        let mechanisms = Mechanisms { results, side_effects: None, ..Default::default() };
        course(mechanisms, [Initiative { benefit: Effect::of(benefit), baseline: Share::of(0.07), ..programme() }])
    };
    let read = |state: &State| {
        let pursuit = &state.pursuits[0];
        let units = (0..place.world.units.len()).map(|unit| {
            let (filled, truly) = pursuit.counts.of_cells(place.world.units.cells(unit));
            // Where all posts stand empty nothing is done, and nothing known.
            let share = if filled == 0 { f64::NAN } else { f64::from(truly) / f64::from(filled) };
            (pursuit.quality[unit], pursuit.measured[unit], share - 0.07)
        });
        units.collect::<Vec<_>>()
    };
    let before = &place.world.units.quality;
    for (week, units) in followed(&place, &of(0.0), &dice, 80, read).iter().enumerate() {
        for (unit, &(quality, measured, _)) in units.iter().enumerate() {
            assert_eq!(quality, before[unit]);
            // Watched from week 4 to week 39, rewarded and checked until week 53: seen after the week.
            assert_eq!(measured > quality, (5..=54).contains(&week), "week {week}: {measured} {quality}");
        }
    }
    let (mut lower, mut flattered) = (0, 0);
    for (week, units) in followed(&place, &of(-0.3), &dice, 80, read).iter().enumerate().skip(1) {
        for (unit, &(quality, measured, more)) in units.iter().enumerate() {
            assert!(
                more.is_nan() || (quality < before[unit]) == (more > 0.0),
                "unit {unit}, week {week}: {more} {quality} {}",
                before[unit]
            );
            lower += usize::from(quality < before[unit]);
            flattered += usize::from(quality < before[unit] && measured > before[unit]);
        }
    }
    // Some units look better while they are worse.
    assert!(lower > 500 && flattered > 100, "{lower} {flattered}");
}

#[test]
fn what_frees_hours_is_worse_before_it_is_better() {
    let (place, dice) = (strangers(2000), Dice::of_run(114, 0, 0));
    let (long, nothing) = (Weeks::of(300.0), Hours::of(0.0));
    let going_on = Initiative {
        starts: Weeks::of(0.0),
        funded: long,
        hours: Hours::of(1.5),
        measurement: nothing,
        push: Rate::of(0.0),
        ..Default::default()
    };
    let freeing = Initiative {
        starts: Weeks::of(10.0),
        funded: long,
        hours: Hours::of(0.3),
        measurement: nothing,
        push: Rate::of(0.2),
        lapse: Rate::of(0.005),
        organic: Some(Rate::of(0.0)),
        frees: Hours::of(1.0),
        baseline: Share::of(0.0),
        ..Default::default()
    };
    let mechanisms = Mechanisms { time: Some(Time::default()), ..Mechanisms::none() };
    let course = course(mechanisms, [going_on, freeing]);
    let read = |state: &State| (state.sufficiency[0], state.pursuits[1].counts.truly(0));
    let weeks = followed(&place, &course, &dice, 150, read);
    // One hour free of 1.5 asked; then of 1.5 + 0.3 and a quarter of an hour of overhead, and what is given back.
    let alone = 1.0 / 1.5f32;
    assert!((weeks[10].0 - alone).abs() < 1e-6);
    for week in 11..=150 {
        // Hours are counted at the start of a week, from those who practise then.
        let more = weeks[week - 1].1 as f32 / 2000.0;
        let expected = ((1.0 + more) / 2.05).min(1.0);
        assert!((weeks[week].0 - expected).abs() < 1e-5, "week {week}: {} {expected}", weeks[week].0);
    }
    assert!(weeks[11].0 < alone && weeks[150].0 > alone, "{} {alone} {}", weeks[11].0, weeks[150].0);
    let worse = weeks[11..].iter().take_while(|week| week.0 < alone).count();
    assert!(worse > 2 && weeks[11 + worse..].iter().all(|week| week.0 > alone), "it turns more than once");
}

fn skilled(mechanisms: Mechanisms, resources: Resources) -> Course {
    Course { resources, ..course(mechanisms, [programme()]) }
}

#[test]
fn nobody_untrained_has_skill_but_improvers_from_the_start_and_it_leaves_with_them() {
    let (place, dice) = (trust(600, 115), Dice::of_run(115, 0, 0));
    let turnover = Some(Turnover { multiple: Multiple::of(5.0), ..Default::default() });
    let mechanisms = Mechanisms { turnover, rotation: None, ..Default::default() };
    let resources = |improvers: f64| Resources {
        coaching: Share::of(1.0),
        improvers: Share::of(improvers),
        training: Rate::of(0.0),
        ..Default::default()
    };
    let read = |state: &State| (state.people.skill.clone(), state.people.hires.clone(), state.people.vacant.clone());
    let none = followed(&place, &skilled(mechanisms.clone(), resources(0.0)), &dice, 60, read);
    assert!(none.iter().all(|(skill, _, _)| skill.iter().all(|&skill| skill == 0.0)));
    let some = followed(&place, &skilled(mechanisms, resources(0.2)), &dice, 60, read);
    let first = &some[0].0;
    let share = first.iter().filter(|&&skill| skill > 0.0).count() as u64;
    Judge::with_room_for(1).asks(binomial(share, first.len() as u64, 0.2), "improvers");
    let (mut left, mut stayed) = (0, 0);
    for (skill, hires, vacant) in &some {
        for post in 0..first.len() {
            let same = hires[post] == 0 && vacant[post] == 0;
            // Skill may leak, yet never wholly.
            assert_eq!(skill[post] > 0.0, same && first[post] > 0.0, "post {post}");
            left += usize::from(!same && first[post] > 0.0);
            stayed += usize::from(same && first[post] > 0.0);
        }
    }
    assert!(left > 500 && stayed > 500);
}

#[test]
fn training_reaches_staff_at_its_rate() {
    let (place, dice) = (strangers(20_000), Dice::of_run(116, 0, 0));
    let mechanisms = Mechanisms { capability: Some(Capability::default()), ..Mechanisms::none() };
    let (training, improvers) = (Rate::of(0.01), Share::of(0.0));
    let resources = Resources { training, improvers, ..Default::default() };
    let read = |state: &State| state.people.skill.iter().filter(|&&skill| skill > 0.0).count() as u64;
    let trained = followed(&place, &skilled(mechanisms, resources), &dice, 104, read);
    let mut judge = Judge::with_room_for(4);
    for weeks in [1, 13, 52, 104] {
        let reached = 1.0 - (-0.01 * weeks as f64).exp();
        judge.asks(binomial(trained[weeks], 20_000, reached), &format!("{weeks} weeks"));
    }
}

#[test]
fn harm_that_is_looked_for_is_less_and_costs_no_faith() {
    let (place, dice) = (trust(400, 117), Dice::of_run(117, 0, 0));
    // Looking takes no hours and lost faith moves nobody: the same people do the same harm.
    let blind = |balancing: f64| {
        let effects = SideEffects { looking: Hours::of(0.0), faith: LogHazard::of(0.0), ..Default::default() };
        let mechanisms = Mechanisms { side_effects: Some(effects), results: None, ..Default::default() };
        let item = Initiative { balancing: Share::of(balancing), funded: Weeks::of(120.0), ..programme() };
        let read = |state: &State| (state.sites.harm.clone(), state.pursuits[0].practice.clone());
        followed(&place, &course(mechanisms, [item]), &dice, 120, read)
    };
    let lives = [0.0, 0.5, 1.0].map(blind);
    for two in lives.windows(2) {
        for (week, ((less, done), (more, as_well))) in two[0].iter().zip(&two[1]).enumerate() {
            assert_eq!(done, as_well);
            for (unlooked, looked) in less.iter().zip(more) {
                // Rounding: a few parts in 2²⁴ a week.
                assert!(looked.all() <= unlooked.all() + 1e-5 && looked.doubt <= unlooked.doubt + 1e-5, "week {week}");
            }
        }
        let sum = |harm: &[Harm]| harm.iter().map(|harm| harm.all()).sum::<f32>();
        assert!(sum(&two[1][120].0) < 0.8 * sum(&two[0][120].0));
    }
    // At the defaults, with all else at work and while somebody looks: full balancing costs no faith at all, none some.
    // What a practice does of itself it does before anybody looks, and is left out.
    let doubt = |balancing: f64| {
        let item = Initiative { balancing: Share::of(balancing), harms: Rate::of(0.0), ..programme() };
        let read = |state: &State| state.sites.harm.iter().map(|harm| harm.doubt).fold(0.0, f32::max);
        followed(&place, &course(Mechanisms::default(), [item]), &dice, 40, read).into_iter().fold(0.0, f32::max)
    };
    assert!(doubt(1.0) == 0.0 && doubt(0.0) > 0.0);
}

#[test]
fn a_reward_for_one_practice_wears_another_away_by_side_effects_alone() {
    let (place, dice) = (strangers(20_000), Dice::of_run(118, 0, 0));
    let nothing = Rate::of(0.0);
    let kept_up = |reward: f64| Initiative {
        starts: Weeks::of(0.0),
        funded: Weeks::of(100.0),
        reward: Share::of(reward),
        baseline: Share::of(0.5),
        organic: Some(nothing),
        pull: nothing,
        push: nothing,
        lapse: Rate::of(0.02),
        lapse_floor: Rate::of(0.001),
        ..Default::default()
    };
    let of = |side_effects: Option<SideEffects>, reward: f64| {
        let mechanisms = Mechanisms { side_effects, ..Mechanisms::none() };
        place.life(&course(mechanisms, [kept_up(reward), kept_up(0.0)]), &dice, 30)
    };
    let neglect = SideEffects { neglect: nothing, ..Default::default() };
    let practising = |week: &Week, initiative: usize| {
        week.pursuits[initiative].practice.iter().filter(|&&now| now == practice::TRUE).count() as u64
    };
    let (with, without) = (of(Some(neglect.clone()), 1.0), of(Some(neglect), 0.0));
    let mut judge = Judge::with_room_for(2);
    for (life, lean) in [(&with, 0.3f64), (&without, 0.0)] {
        let kept = (-30.0 * (0.02 * lean.exp() + 0.001)).exp();
        judge.asks(binomial(practising(&life[30], 1), practising(&life[0], 1), kept), "what is left of the other");
    }
    for (rewarded, plain) in with.iter().zip(&without) {
        // Whoever drops the other without the reward drops it with it; nothing is drawn from what is rewarded itself.
        let (less, more) = (&rewarded.pursuits[1].practice, &plain.pursuits[1].practice);
        assert!(less.iter().zip(more).all(|(&less, &more)| less != practice::TRUE || more == practice::TRUE));
        assert_eq!(rewarded.pursuits[0].practice, plain.pursuits[0].practice);
    }
    same_deeds(&of(None, 1.0), &of(None, 0.0), "without the mechanism");
}

/// Belief in the solution and true practice, means over staff, some weeks into a programme, with all mechanisms at their
/// defaults; in independent worlds.
fn persuaded(worlds: u32, weeks: &[u32], change: impl Fn(&mut Initiative)) -> Vec<Vec<[f64; 2]>> {
    let mut item = Initiative { starts: Weeks::of(4.0), funded: Weeks::of(104.0), ..Default::default() };
    change(&mut item);
    let last = 4 + weeks.iter().copied().max().unwrap();
    (0..worlds)
        .map(|seed| {
            let place = trust(1000, 300 + u64::from(seed));
            let cells = place.world.cells.len();
            let read = |state: &State| {
                let filled = state.people.vacant.iter().filter(|&&vacant| vacant == 0).count();
                // Whoever has left believes nothing.
                let beliefs: f64 = state.pursuits[0].solution.iter().map(|&belief| f64::from(belief)).sum();
                [beliefs / filled as f64, share(state, cells)]
            };
            let course = course(Mechanisms::default(), [item.clone()]);
            let all = followed(&place, &course, &Dice::of_run(119, 0, seed), last, read);
            weeks.iter().map(|&week| all[4 + week as usize]).collect()
        })
        .collect()
}

/// Which of the two.
const BELIEF: usize = 0;
const PRACTICE: usize = 1;

/// Pairs of one measure in one of the weeks.
fn pairs(less: &[Vec<[f64; 2]>], more: &[Vec<[f64; 2]>], week: usize, measure: usize) -> Vec<(f64, f64)> {
    less.iter().zip(more).map(|(less, more)| (less[week][measure], more[week][measure])).collect()
}

#[test]
fn arguing_helps_where_evidence_is_undisputed_and_hurts_where_it_is_disputed() {
    let of = |contested: f64, arguing: f64| {
        persuaded(48, &[78], |item| {
            (item.contested, item.arguing) = (Share::of(contested), Share::of(arguing));
        })
    };
    for (contested, what) in [(0.0, "undisputed"), (1.0, "disputed")] {
        let (silent, argued) = (of(contested, 0.0), of(contested, 1.0));
        let (less, more) = if contested == 0.0 { (silent, argued) } else { (argued, silent) };
        for measure in [BELIEF, PRACTICE] {
            larger(&pairs(&less, &more, 0, measure), what);
        }
    }
}

#[test]
fn debate_is_slower_at_first_and_further_on_later_where_evidence_is_contested() {
    let of = |contested: f64, debate: f64| {
        persuaded(80, &[13, 78], |item| {
            (item.contested, item.debate) = (Share::of(contested), Share::of(debate));
        })
    };
    let (none, full) = (of(1.0, 0.0), of(1.0, 1.0));
    larger(&pairs(&full, &none, 0, PRACTICE), "less practice after 3 months of debate");
    larger(&pairs(&none, &full, 1, PRACTICE), "more after 18");
    for week in [0, 1] {
        larger(&pairs(&none, &full, week, BELIEF), "firmer belief all along");
    }
    // How much it comes to after 18 months turns on the dispute. Where there is nothing to debate it takes time all the same,
    // and people come to own what they have debated: the two come out about even at the defaults, and nothing is claimed.
    let (plain, debated) = (of(0.0, 0.0), of(0.0, 1.0));
    larger(&pairs(&debated, &plain, 0, PRACTICE), "less practice after 3 months");
    let gained = |without: &[Vec<[f64; 2]>], with: &[Vec<[f64; 2]>]| -> Vec<f64> {
        pairs(without, with, 1, PRACTICE).iter().map(|(without, with)| with - without).collect()
    };
    let both: Vec<(f64, f64)> = gained(&plain, &debated).into_iter().zip(gained(&none, &full)).collect();
    larger(&both, "debate gains more where evidence is disputed");
}
