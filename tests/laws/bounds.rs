//! Whatever the settings, people stay people: shares are shares, counts count, and more push never means less uptake.

use super::lives::*;
use super::worlds::{roster, tries};
use proptest::prelude::*;
use std::cell::Cell;
use std::ops::ControlFlow;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::*;
use takehold::quantities::*;
use takehold::world::*;

/// Numbers between 0 and 1 that settings are made of.
pub struct Tape<'a> {
    numbers: &'a [f64],
    next: usize,
}

impl<'a> Tape<'a> {
    pub fn new(numbers: &'a [f64]) -> Self {
        Self { numbers, next: 0 }
    }

    /// A place of 20 to 150 staff, and a course for it with anything in it.
    pub fn place_and_course(&mut self, seed: u64) -> (Place, Course) {
        let staff = Some(Whole::of(20.0 + (self.next() * 130.0).floor()));
        let population = Population { staff, ..self.settings() };
        let dice = Dice::of_world(seed, 0);
        let place = Place::new(&roster(&population, &dice), &population, &self.settings(), seed);
        let mut course = course(self.mechanisms(), []);
        (course.leaders, course.resources, course.policy) = (self.settings(), self.settings(), self.settings());
        course.strategy = self.settings();
        course.leaders.involved_from = Weeks::of((self.next() * 60.0).round());
        course.culture = self.settings();
        course.prices = self.settings();
        for number in 0..self.below(6) {
            let item = self.initiative(&place.world.professions);
            course.initiatives.push(Named { name: format!("{number}"), item });
        }
        for number in 0..self.below(3) {
            course.events.push(Named { name: format!("{number}"), item: self.event() });
        }
        (place, course)
    }

    fn next(&mut self) -> f64 {
        self.next += 1;
        self.numbers[self.next % self.numbers.len()]
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() * end as f64) as usize
    }

    /// Every field with a plausible range from that range, a fifth of it beyond either end, or now and then from the
    /// ends of what its unit allows (up to 20, or a century); choices and flags at random.
    fn settings<S: Section>(&mut self) -> S {
        let mut section = S::default();
        for field in S::fields() {
            let plain = match (field.kind, field.plausible) {
                (Kind::Quantity(unit), Some((low, high))) => {
                    let (least, most) = unit.limits();
                    let at = self.next() * 1.4 - 0.2;
                    let far = if unit == Unit::Weeks { most } else { most.min(20.0) };
                    let value = match self.below(25) {
                        0 => least,
                        1 => far,
                        _ => (low + at * (high - low)).clamp(least, most),
                    };
                    match unit {
                        Unit::Whole => Plain::Integer(value.round() as i64),
                        unit if unit.bare_number_is_clear() => Plain::Real(value),
                        unit => Plain::Text(unit.write(value)),
                    }
                }
                (Kind::Choice(words), _) => Plain::Text(words[self.below(words.len())].into()),
                (Kind::Flag, _) => Plain::Flag(self.next() < 0.5),
                _ => continue,
            };
            section.put(field.name, &plain).unwrap();
        }
        section
    }

    fn mechanisms(&mut self) -> Mechanisms {
        struct Any<'a, 'b>(&'a mut Tape<'b>);
        impl Visitor for Any<'_, '_> {
            fn visit<M: Mechanism>(&mut self, _: &'static str, slot: &mut Option<M>) {
                let settings = self.0.settings();
                *slot = (self.0.next() < 0.8).then_some(settings);
            }
        }
        let mut mechanisms = Mechanisms::default();
        mechanisms.visit(&mut Any(self));
        if let Some(turnover) = &mut mechanisms.turnover {
            turnover.rate = (self.next() < 0.3).then(|| Rate::of(self.next() * 0.2));
            turnover.vacancy = Weeks::of(if self.next() < 0.2 { 0.0 } else { turnover.vacancy.value() });
        }
        if let Some(rotation) = &mut mechanisms.rotation {
            rotation.every = Weeks::of((self.next() * 12.0).round());
            rotation.professions = vec!["doctors".into(), "nurses".into()];
        }
        mechanisms
    }

    fn initiative(&mut self, professions: &[Profession]) -> Initiative {
        let weeks = |share: f64, most: f64| Weeks::of((share * most).round());
        Initiative {
            starts: weeks(self.next(), 40.0),
            funded: weeks(self.next(), 50.0),
            baseline: Share::of(if self.next() < 0.1 { self.next() } else { self.next() * 0.12 }),
            organic: (self.next() < 0.6).then(|| Rate::of(self.next() * 0.01)),
            embedding_effort: Share::of(self.next()),
            embedding_after: weeks(self.next(), 20.0),
            succession: Share::of(self.next()),
            rewarded: (self.next() < 0.5).then(|| weeks(self.next(), 60.0)),
            enforced: (self.next() < 0.5).then(|| weeks(self.next(), 60.0)),
            continued_for: (self.next() < 0.5).then(|| weeks(self.next(), 60.0)),
            convened_for: (self.next() < 0.5).then(|| weeks(self.next(), 60.0)),
            newcomers: (self.next() < 0.5).then(|| Share::of(self.next())),
            led_by: professions.iter().filter(|_| self.next() < 0.2).map(|one| one.name.clone()).collect(),
            endorsed_by: professions.iter().filter(|_| self.next() < 0.2).map(|one| one.name.clone()).collect(),
            consulted: professions.iter().filter(|_| self.next() < 0.3).map(|one| one.name.clone()).collect(),
            targets: professions
                .iter()
                .filter(|_| self.next() < 0.3)
                .map(|profession| profession.name.clone())
                .collect(),
            ..self.settings()
        }
    }

    fn event(&mut self) -> Event {
        let kinds = [
            EventKind::Leavers,
            EventKind::Reorganisation,
            EventKind::LeadsLeave,
            EventKind::MiddleLeaves,
            EventKind::SponsorLeaves,
            EventKind::Mandate,
            EventKind::Demand,
            EventKind::SupportWithdrawn,
            EventKind::PolicyShift,
            EventKind::Squeeze,
            EventKind::NewPriority,
            EventKind::Blocked,
        ];
        let what = kinds[self.below(kinds.len())];
        Event {
            what,
            at: Weeks::of((self.next() * 60.0).round()),
            share: Share::of(self.next()),
            lasts: Weeks::of((self.next() * 40.0).round()),
            hours: Hours::of(self.next() * 2.0),
            professions: vec![],
            position: if self.next() < 0.5 { Position::Bridge } else { Position::Anywhere },
        }
    }
}

/// What is true of every state, in any week of any run.
fn is_sound(course: &Course, world: &World, state: &State) {
    let share = |value: f32| (0.0..=1.0).contains(&value);
    let posts = world.posts.len();
    assert!(state.people.vacant.iter().all(|&vacant| vacant <= 1));
    assert!(state.people.threshold.iter().all(|&threshold| threshold > 0.0 && share(threshold)));
    assert!(state.people.arrived.iter().all(|&arrived| arrived <= state.week as i32));
    let empty = state.people.vacant.iter().filter(|&&vacant| vacant == 1).count() as u64;
    assert_eq!(state.tally.left - state.tally.hired, empty);
    let once = course.mechanisms.turnover.as_ref().is_none_or(|turnover| turnover.vacancy.value() == 0.0);
    assert!(!once || empty == 0, "posts that are filled at once stand empty");
    let people = &state.people;
    let minds = [
        &people.motivation,
        &people.hired_with,
        &people.fatigue,
        &people.cynicism,
        &people.stubborn,
        &people.skill,
        &state.sufficiency,
        &state.sites.can,
        &state.sites.smarter,
        &state.sites.knows,
        &state.sites.learning,
        &state.sites.valued,
        &state.sites.built,
        &state.leaders.skill,
    ];
    let bad = minds.iter().flat_map(|column| column.iter()).find(|value| !share(**value));
    assert!(bad.is_none(), "{bad:?} in week {} under {:?}", state.week, course.mechanisms);
    assert!(state.leaders.support.iter().all(|support| (0.0..=2.0).contains(support)));
    assert!(state.leaders.style.iter().all(|&style| share(style)));
    assert!(people.outlook.iter().all(|outlook| outlook.is_finite()));
    let harmless = |harm: &Harm| share(harm.hidden) && share(harm.known) && share(harm.doubt) && harm.all() <= 1.000_01;
    let bad = state.sites.harm.iter().find(|harm| !harmless(harm));
    assert!(bad.is_none(), "{bad:?} in week {} under {:?}", state.week, course.mechanisms);
    for (pursuit, named) in state.pursuits.iter().zip(&course.initiatives) {
        assert!(pursuit.resentment.iter().all(|&resentment| share(resentment)));
        assert!(share(pursuit.bridged) && share(pursuit.found_out), "{} {}", pursuit.bridged, pursuit.found_out);
        assert!(pursuit.seen.iter().all(|seen| (-2.0..=2.0).contains(seen)));
        assert!(pursuit.regard.iter().all(|regard| (0.0..=2.0).contains(regard)));
        let targets = &named.item.targets;
        let is_target = |post: usize| {
            let profession = world.posts.profession(&world.cells, post);
            targets.is_empty() || targets.contains(&world.professions[usize::from(profession)].name)
        };
        for (what, column) in [
            ("habit", &pursuit.habit),
            ("ownership", &pursuit.ownership),
            ("lock-in", &pursuit.locked_in),
            ("belief in the problem", &pursuit.problem),
            ("belief in the solution", &pursuit.solution),
            ("data system", &pursuit.stands),
            ("credibility", &pursuit.credible),
            ("quality", &pursuit.quality),
            ("measured quality", &pursuit.measured),
        ] {
            let bad = column.iter().find(|value| !share(**value));
            assert!(bad.is_none(), "{what} {bad:?} in week {} under {:?}", state.week, course.mechanisms);
        }
        assert_eq!((pursuit.practice.len(), pursuit.shown.len()), (posts, posts));
        let mut counts = vec![[0u32; 3]; world.cells.len()];
        for post in 0..posts {
            let now = pursuit.practice[post];
            let nobody = state.people.vacant[post] == 1 || !is_target(post);
            assert!(now <= practice::NOBODY && (now == practice::NOBODY) == nobody, "post {post} does {now}");
            assert!(
                matches!(now, practice::TRUE | practice::RITUAL) || pursuit.shown[post] == 0,
                "post {post} shows what it does not do"
            );
            for column in [&pursuit.habit, &pursuit.ownership] {
                assert!(now != practice::NOBODY || column.get(post).is_none_or(|&value| value == 0.0), "post {post}");
            }
            let says = |voice: &Voice| voice.heard.get(post).is_some_and(|&says| says != 0);
            assert!(now != practice::NOBODY || !pursuit.voices.iter().any(says), "post {post} speaks");
            assert!(pursuit.past[post] <= 1);
            let cell = &mut counts[world.posts.cell[post] as usize];
            cell[0] += u32::from(now != practice::NOBODY);
            cell[1] += u32::from(now == practice::RITUAL);
            cell[2] += u32::from(now == practice::TRUE);
        }
        for (cell, &recount) in counts.iter().enumerate() {
            let kept = [pursuit.counts.filled(cell), pursuit.counts.ritual(cell), pursuit.counts.truly(cell)];
            assert_eq!(kept, recount, "cell {cell} in week {}", state.week);
        }
    }
}

#[test]
fn shares_stay_shares_and_counts_count_whatever_the_settings() {
    let (lived, refused) = (Cell::new(0), Cell::new(0));
    tries(10_000)
        .run(&(prop::collection::vec(0.0..1.0f64, 307), any::<u64>()), |(numbers, seed)| {
            let (place, course) = Tape::new(&numbers).place_and_course(seed);
            let rules = match Rules::new(&course, &place.world, &place.dice) {
                Ok(rules) => rules,
                Err(RulesError::BaselineCannotHold { .. } | RulesError::NothingHoldsBaseline { .. }) => {
                    refused.set(refused.get() + 1);
                    return Ok(());
                }
                Err(other) => panic!("{other}"),
            };
            let mut state = State::default();
            let _ = run(&rules, &place.world, &Dice::of_run(seed, 0, 0), 70, &mut state, |state| {
                is_sound(&course, &place.world, state);
                ControlFlow::Continue(())
            });
            lived.set(lived.get() + 1);
            Ok(())
        })
        .unwrap();
    assert!(lived.get() >= 7_000, "only {} settings were lived, {} refused", lived.get(), refused.get());
}

/// Everyone who practises in one life does so in the other, in every week; returns how many more do.
fn is_part(less: &[Week], more: &[Week]) -> usize {
    for (week, (less, more)) in less.iter().zip(more).enumerate() {
        for (post, (&few, &many)) in less.pursuits[0].practice.iter().zip(&more.pursuits[0].practice).enumerate() {
            assert!(few != practice::TRUE || many == practice::TRUE, "post {post} in week {week}");
        }
    }
    more.last().unwrap().practising() - less.last().unwrap().practising()
}

/// An initiative that nobody drops.
fn kept(push: f64, pull: f64) -> Initiative {
    Initiative {
        push: Rate::of(push),
        pull: Rate::of(pull),
        organic: Some(Rate::of(0.001)),
        lapse: Rate::of(0.0),
        lapse_floor: Rate::of(0.0),
        // Ritual competes with uptake for the same people: see the test of enforcement.
        monitoring: Share::of(0.0),
        ..programme()
    }
}

#[test]
fn more_push_never_lowers_uptake_person_by_person() {
    let place = trust(300, 21);
    let gained = Cell::new(0);
    let rates = (0.0..0.1f64, 0.0..0.1f64, 0.0..0.3f64);
    tries(60)
        .run(&(rates, any::<u64>()), |((push, extra, pull), seed)| {
            let dice = Dice::of_run(seed, 0, 0);
            let life =
                |mechanisms: &Mechanisms, push| place.life(&course(mechanisms.clone(), [kept(push, pull)]), &dice, 52);
            let alone = Mechanisms::none();
            gained.set(gained.get() + is_part(&life(&alone, push), &life(&alone, push + extra)));
            // Peers pass it on, and people come and go; still nobody takes up less.
            let peers = Mechanisms { embedding: None, rotation: None, ..Mechanisms::default() };
            gained.set(gained.get() + is_part(&life(&peers, push), &life(&peers, push + extra)));
            Ok(())
        })
        .unwrap();
    assert!(gained.get() > 1000);
}

#[test]
fn more_lapse_never_raises_practice_and_more_pull_never_lowers_it() {
    let place = trust(300, 22);
    let mut differ = 0;
    for seed in 0..20 {
        let dice = Dice::of_run(seed, 0, 0);
        let dropped = |lapse: f64| {
            let organic = Some(Rate::of(0.0));
            let initiative = Initiative { lapse: Rate::of(lapse), organic, baseline: Share::of(0.5), ..kept(0.0, 0.0) };
            place.life(&course(Mechanisms::none(), [initiative]), &dice, 40)
        };
        differ += is_part(&dropped(0.05), &dropped(0.02));
        let peers = Mechanisms { contagion: Some(Contagion::default()), ..Mechanisms::none() };
        let pulled = |pull: f64| place.life(&course(peers.clone(), [kept(0.01, pull)]), &dice, 40);
        differ += is_part(&pulled(0.02), &pulled(0.2));
    }
    assert!(differ > 1000);
}
