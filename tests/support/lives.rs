//! Lives to compare: everything that can be read of a state, week by week.

// Each test file uses its part.
#![allow(dead_code)]

use std::ops::ControlFlow;
use takehold::dice::Dice;
use takehold::engine::*;
use takehold::mechanisms::Mechanisms;
use takehold::quantities::*;
use takehold::world::*;

/// A world with the dice it was built under.
pub struct Place {
    pub world: World,
    pub dice: Dice,
}

impl Place {
    pub fn new(roster: &Roster, population: &Population, ties: &TieSettings, seed: u64) -> Self {
        let dice = Dice::of_world(seed, 0);
        Self { world: World::build(roster, population, ties, &dice), dice }
    }

    pub fn rules(&self, course: &Course) -> Rules {
        Rules::new(course, &self.world, &self.dice).unwrap()
    }

    /// Every week of a run, the start included.
    pub fn life(&self, course: &Course, run: &Dice, weeks: u32) -> Vec<Week> {
        self.relived(course, run, weeks, &mut State::default())
    }

    /// The same with a state that has been used before.
    pub fn relived(&self, course: &Course, dice: &Dice, weeks: u32, state: &mut State) -> Vec<Week> {
        let mut life = Vec::new();
        let _ = run(&self.rules(course), &self.world, dice, weeks, state, |state| {
            life.push(Week::of(&self.world, state));
            ControlFlow::Continue(())
        });
        life
    }
}

/// All columns of a state. Floats are kept as their bits.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    pub vacant: Vec<u8>,
    pub hires: Vec<u16>,
    pub arrived: Vec<i32>,
    pub threshold: Vec<u32>,
    /// Motivation, what it returns to, fatigue, cynicism, outlook, stubbornness, skill, waiting for training.
    pub minds: [Vec<u32>; 8],
    pub sites: Sites,
    pub leaders: LeadersNow,
    pub pursuits: Vec<Deeds>,
    pub left: u64,
    pub hired: u64,
}

/// All columns of an initiative.
#[derive(Debug, Clone, PartialEq)]
pub struct Deeds {
    pub practice: Vec<u8>,
    pub lapsed: Vec<u8>,
    pub shown: Vec<u8>,
    pub habit: Vec<u32>,
    pub ownership: Vec<u32>,
    pub locked_in: Vec<u32>,
    pub resentment: Vec<u32>,
    /// Beliefs in problem and solution, and what is heard of them.
    pub beliefs: [Vec<u32>; 2],
    pub voices: [Vec<i8>; 2],
    /// The wall between professions taken down, and what has been found out.
    pub built: [u32; 2],
    /// Data system, credibility, quality, measured and seen by unit; regard by organisation.
    pub units: [Vec<u32>; 6],
    pub counts: Vec<[u32; 3]>,
}

impl Week {
    pub fn of(world: &World, state: &State) -> Self {
        let bits = |column: &[f32]| column.iter().map(|value| value.to_bits()).collect();
        let deeds = |pursuit: &Pursuit| Deeds {
            practice: pursuit.practice.clone(),
            lapsed: pursuit.past.clone(),
            shown: pursuit.shown.clone(),
            habit: bits(&pursuit.habit),
            ownership: bits(&pursuit.ownership),
            locked_in: bits(&pursuit.locked_in),
            resentment: bits(&pursuit.resentment),
            beliefs: [&pursuit.problem, &pursuit.solution].map(|column| bits(column)),
            voices: pursuit.voices.each_ref().map(|voice| voice.heard.clone()),
            units: [
                &pursuit.stands,
                &pursuit.credible,
                &pursuit.quality,
                &pursuit.measured,
                &pursuit.seen,
                &pursuit.regard,
            ]
            .map(|column| bits(column)),
            built: [pursuit.bridged, pursuit.found_out].map(f32::to_bits),
            counts: (0..world.cells.len())
                .map(|cell| [pursuit.counts.filled(cell), pursuit.counts.ritual(cell), pursuit.counts.truly(cell)])
                .collect(),
        };
        Self {
            vacant: state.people.vacant.clone(),
            hires: state.people.hires.clone(),
            arrived: state.people.arrived.clone(),
            threshold: bits(&state.people.threshold),
            minds: [
                &state.people.motivation,
                &state.people.hired_with,
                &state.people.fatigue,
                &state.people.cynicism,
                &state.people.outlook,
                &state.people.stubborn,
                &state.people.skill,
                &state.people.waits,
            ]
            .map(|column| bits(column)),
            sites: state.sites.clone(),
            leaders: state.leaders.clone(),
            pursuits: state.pursuits.iter().map(deeds).collect(),
            left: state.tally.left,
            hired: state.tally.hired,
        }
    }

    /// What anybody does and shows, and who is there: all that does not belong to one mechanism's own columns.
    pub fn public(&self) -> impl PartialEq + use<> {
        let deeds = |d: &Deeds| (d.practice.clone(), d.lapsed.clone(), d.shown.clone(), d.counts.clone());
        (self.vacant.clone(), self.hires.clone(), self.pursuits.iter().map(deeds).collect::<Vec<_>>())
    }

    /// Everything about one post.
    pub fn post(&self, post: usize) -> impl PartialEq + std::fmt::Debug + use<> {
        let at = |column: &[u32]| column.get(post).copied();
        let deeds = |d: &Deeds| {
            let beliefs = d.beliefs.each_ref().map(|belief| at(belief));
            (d.practice[post], d.lapsed[post], d.shown[post], at(&d.habit), at(&d.ownership), beliefs)
        };
        let pursuits: Vec<_> = self.pursuits.iter().map(deeds).collect();
        (
            self.vacant[post],
            self.hires[post],
            self.arrived[post],
            at(&self.threshold),
            self.minds.each_ref().map(|m| at(m)),
            pursuits,
        )
    }

    pub fn practising(&self) -> usize {
        self.pursuits.iter().flat_map(|deeds| &deeds.practice).filter(|&&now| now == practice::TRUE).count()
    }
}

/// Panics at the first week in which two lives differ.
pub fn same_lives(one: &[Week], other: &[Week], what: &str) {
    assert_eq!(one.len(), other.len(), "{what}");
    let apart = one.iter().zip(other).position(|(a, b)| a != b);
    assert_eq!(apart, None, "{what}: lives part in this week");
}

/// The same for what is public.
pub fn same_deeds(one: &[Week], other: &[Week], what: &str) {
    assert_eq!(one.len(), other.len(), "{what}");
    let apart = one.iter().zip(other).position(|(a, b)| a.public() != b.public());
    assert_eq!(apart, None, "{what}: deeds part in this week");
}

/// An initiative under these mechanisms.
pub fn course(mechanisms: Mechanisms, initiatives: impl IntoIterator<Item = Initiative>) -> Course {
    let named = |(index, item): (usize, Initiative)| Named { name: format!("initiative {index}"), item };
    let initiatives = initiatives.into_iter().enumerate().map(named).collect();
    Course { mechanisms, initiatives, ..Course::default() }
}

/// The same where there is something for every mechanism: demand, training and coaching, policy that moves.
pub fn busy_course(mechanisms: Mechanisms, initiatives: impl IntoIterator<Item = Initiative>) -> Course {
    let resources = Resources {
        demand: Multiple::of(1.25),
        training: Rate::of(0.01),
        coaching: Share::of(0.5),
        improvers: Share::of(0.2),
        career_credit: Share::of(0.5),
        org_development: Share::of(0.5),
        failure_review: Share::of(0.5),
        apply_required: Share::of(0.8),
        data_infrastructure: Multiple::of(0.8),
        build_infrastructure: Share::of(0.5),
        learning_system: Share::of(0.5),
        reinvest: Share::of(0.5),
        ..Default::default()
    };
    let leaders = Leaders {
        training: Share::of(0.5),
        distribution: Share::of(0.3),
        middle_release: Share::of(0.4),
        senior_involvement: Share::of(0.5),
        activity: Share::of(0.7),
        blockers: Share::of(0.3),
        ..Default::default()
    };
    let policy = Policy {
        alignment: Share::of(0.8),
        turbulence: Rate::of(0.02),
        tide: Rate::of(0.0002),
        tide_from: Weeks::of(20.0),
    };
    let strategy = Aims {
        aligned: Share::of(0.8),
        assurance_aligned: Share::of(0.5),
        joined: Share::of(0.4),
        sharing: Share::of(0.5),
        constancy: Share::of(0.5),
    };
    let culture = Culture {
        learning: Share::of(0.7),
        joint_work: Share::of(0.3),
        tolerance: Share::of(0.3),
        control: Share::of(0.4),
        blame: Share::of(0.5),
        authenticity: Share::of(0.8),
        esteem: Share::of(0.3),
        hostility: Share::of(0.5),
        safety: Share::of(0.6),
    };
    Course { resources, policy, culture, strategy, leaders, ..course(mechanisms, initiatives) }
}

/// A programme from week 4 to week 40 with all that it can have.
pub fn programme() -> Initiative {
    Initiative {
        starts: Weeks::of(4.0),
        funded: Weeks::of(36.0),
        push: Rate::of(0.03),
        pull: Rate::of(0.01),
        embedding_effort: Share::of(0.8),
        succession: Share::of(0.5),
        hours: Hours::of(0.8),
        protected_time: Hours::of(0.3),
        backfill: Share::of(0.4),
        goal: Share::of(0.8),
        reward: Share::of(0.5),
        rewarded: Some(Weeks::of(20.0)),
        monitoring: Share::of(0.7),
        sanction: Share::of(0.6),
        enforced: Some(Weeks::of(50.0)),
        celebrity: Share::of(0.5),
        evidence: Share::of(0.6),
        contested: Share::of(0.4),
        comparative_data: Share::of(0.5),
        patient_stories: Share::of(0.5),
        debate: Share::of(0.6),
        arguing: Share::of(0.5),
        data_setup: Weeks::of(6.0),
        data_investment: Share::of(0.5),
        automated: Share::of(0.4),
        harms: Rate::of(0.002),
        balancing: Share::of(0.3),
        complexity: Share::of(0.6),
        distance: Share::of(0.3),
        adaptation: Share::of(0.3),
        scripting: Share::of(0.4),
        values: Share::of(0.5),
        convened_for: Some(Weeks::of(50.0)),
        continued: Share::of(0.3),
        continued_for: Some(Weeks::of(20.0)),
        hours_after: Share::of(0.4),
        mapped: Share::of(0.4),
        credit: Share::of(0.5),
        legacy_review: Share::of(0.5),
        admin_support: Hours::of(0.1),
        integrated: Share::of(0.3),
        common_measures: Share::of(0.4),
        data_training: Share::of(0.5),
        research_use: Share::of(0.2),
        evaluation_feared: Share::of(0.3),
        evaluation_support: Share::of(0.5),
        peer_support: Share::of(0.4),
        external_support: Share::of(0.5),
        team: Share::of(0.5),
        intermediaries: Share::of(0.5),
        joint_learning: Share::of(0.5),
        led_by: vec!["nurses".into()],
        endorsed_by: vec!["doctors".into()],
        consultation: Share::of(0.5),
        consulted: vec!["nurses".into(), "doctors".into(), "managers".into()],
        defined_by_staff: Share::of(0.3),
        user_involvement: Share::of(0.4),
        roles: Share::of(0.7),
        reporting_up: Share::of(0.4),
        managers_case: Share::of(0.5),
        consensus: Share::of(0.3),
        clarity: Share::of(0.6),
        planning: Weeks::of(2.0),
        grain: Share::of(0.6),
        pace: Share::of(0.2),
        limits_stated: Share::of(0.5),
        ..Default::default()
    }
}

/// A trust of a few hundred.
pub fn trust(staff: u32, seed: u64) -> Place {
    let population =
        Population { template: Template::Trust, staff: Some(Whole::of(f64::from(staff))), ..Default::default() };
    let roster = super::worlds::roster(&population, &Dice::of_world(seed, 0));
    Place::new(&roster, &population, &TieSettings::default(), seed)
}
