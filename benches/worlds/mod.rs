//! What the engine is measured on, and what that holds in memory.

use std::ops::{ControlFlow, Range};
use takehold::dice::Dice;
use takehold::engine::{Course, Named, Rules, State, run};
use takehold::mechanisms::{Contagion, Form, Mechanisms, Turnover};
use takehold::observe::{Groups, Record, Recorder};
use takehold::quantities::{Hours, Multiple, Rate, Share, Weeks, Whole};
use takehold::world::{
    Initiative, Network, Policy, Population, Profession, Resources, Roster, Spread, Template, TieSettings, World,
};

use crate::kernels::PARAMS;

const SEED: u64 = 1;

/// A world and what is to happen in it.
pub struct Setting {
    pub world: World,
    course: Course,
    rules: Rules,
    dice: Dice,
}

impl Setting {
    /// The workload of the kernels, spoken in the engine's terms: contagion by count, turnover at one rate into posts
    /// filled at once, and nothing else; one profession on a random graph of mean degree 12. A chance becomes the rate
    /// that has it.
    pub fn bare(staff: u32) -> Self {
        let rate = |chance: f64| Rate::of(-libm::log1p(-chance));
        let dice = Dice::of_world(SEED, 0);
        let population =
            Population { template: Template::Plain, unlikeness: Multiple::of(0.0), ..Population::default() };
        let ties = TieSettings { network: Network::Random, ..TieSettings::default() };
        let world = World::build(&Roster::plain(staff), &population, &ties, &dice);
        let initiative = Initiative {
            baseline: Share::of(PARAMS.seeded),
            organic: Some(Rate::of(0.0)),
            push: Rate::of(0.0),
            pull: rate(PARAMS.uptake),
            lapse: rate(PARAMS.lapse),
            lapse_floor: Rate::of(0.0),
            newcomers: Some(Share::of(0.0)),
            ..Initiative::default()
        };
        let mechanisms = Mechanisms {
            contagion: Some(Contagion { form: Form::Count, ..Contagion::default() }),
            turnover: Some(Turnover {
                rate: Some(rate(PARAMS.replacement)),
                vacancy: Weeks::of(0.0),
                ..Turnover::default()
            }),
            ..Mechanisms::none()
        };
        Self::new(world, Course { mechanisms, initiatives: vec![named(initiative)], ..Course::default() }, dice)
    }

    /// All mechanisms with their defaults and one initiative under which each of them is at work, funded for five years: an acute trust, or
    /// above 5,000 staff a system of trusts of about that size.
    pub fn full(staff: u32) -> Self {
        Self::with(staff, staff.div_ceil(5000), 1)
    }

    /// The same with several initiatives at once.
    pub fn several(staff: u32, initiatives: usize) -> Self {
        Self::with(staff, staff.div_ceil(5000), initiatives)
    }

    /// A national service: 1,300,000 staff in 220 organisations.
    pub fn national() -> Self {
        Self::with(1_300_000, 220, 1)
    }

    fn with(staff: u32, trusts: u32, initiatives: usize) -> Self {
        let dice = Dice::of_world(SEED, 0);
        let population = Population {
            template: if trusts > 1 { Template::System } else { Template::Trust },
            staff: Some(Whole::of(f64::from(staff))),
            organisations: Some(Whole::of(f64::from(trusts))),
            ..Population::default()
        };
        let professions = population
            .professions()
            .iter()
            .map(|name| Profession { name: name.to_string(), settings: population.profession_defaults(name) })
            .collect();
        let world = World::build(&population.roster(professions, &dice), &population, &TieSettings::default(), &dice);
        let initiative = Initiative {
            funded: Weeks::of(260.0),
            reward: Share::of(0.5),
            monitoring: Share::of(0.6),
            sanction: Share::of(0.5),
            celebrity: Share::of(0.3),
            protected_time: Hours::of(0.5),
            embedding_effort: Share::of(0.5),
            contested: Share::of(0.4),
            comparative_data: Share::of(0.5),
            patient_stories: Share::of(0.3),
            debate: Share::of(0.5),
            arguing: Share::of(0.3),
            harms: Rate::of(0.0005),
            balancing: Share::of(0.3),
            frees: Hours::of(0.2),
            complexity: Share::of(0.5),
            distance: Share::of(0.3),
            adaptation: Share::of(0.3),
            scripting: Share::of(0.3),
            spread: Spread::Network,
            values: Share::of(0.3),
            ..Initiative::default()
        };
        let resources = Resources {
            demand: Multiple::of(1.15),
            training: Rate::of(0.05 / 52.0),
            coaching: Share::of(0.3),
            ..Resources::default()
        };
        let policy = Policy { alignment: Share::of(0.7), turbulence: Rate::of(0.2 / 52.0), ..Policy::default() };
        let initiatives = vec![named(initiative); initiatives];
        Self::new(world, Course { initiatives, resources, policy, ..Course::default() }, dice)
    }

    /// Lives one run as a study does, everything observed.
    pub fn observed(&self, weeks: u32, state: &mut State) -> Record {
        let groups = Groups::new(&self.world, false);
        let mut recorder = Recorder::new(&self.world, &groups, &self.course, &self.rules, weeks);
        let dice = Dice::of_run(SEED, 0, 0);
        let _ = run(&self.rules, &self.world, &dice, weeks, state, |state| {
            recorder.watch(state);
            ControlFlow::Continue(())
        });
        recorder.finish(state)
    }

    /// The same without its programme.
    pub fn twin(&self) -> Self {
        Self::new(self.world.clone(), self.course.twin(), self.dice)
    }

    fn new(world: World, course: Course, dice: Dice) -> Self {
        let rules = Rules::new(&course, &world, &dice).expect("settings that fit");
        Self { world, course, rules, dice }
    }

    /// Lives some replicates; the share that practises, every week, on average over them all.
    pub fn replicates(&self, replicates: Range<u32>, weeks: u32, state: &mut State) -> Vec<f64> {
        let people = self.world.posts.len() as f64 * replicates.len() as f64;
        let mut shares = vec![0.0; weeks as usize + 1];
        for replicate in replicates {
            let dice = Dice::of_run(SEED, 0, replicate);
            let _ = run(&self.rules, &self.world, &dice, weeks, state, |state| {
                let counts = &state.pursuits[0].counts;
                let truly: u32 = (0..self.world.cells.len()).map(|cell| counts.truly(cell)).sum();
                shares[state.week as usize] += f64::from(truly) / people;
                ControlFlow::Continue(())
            });
        }
        shares
    }

    /// Bytes of world, ties, rules and state for each person.
    pub fn bytes_per_person(&self) -> f64 {
        let mut state = State::default();
        let _ = run(&self.rules, &self.world, &self.dice, 0, &mut state, |_| ControlFlow::Continue(()));
        (self.world.bytes() + self.rules.bytes() + state.bytes()) as f64 / self.world.posts.len() as f64
    }
}

fn named(item: Initiative) -> Named<Initiative> {
    Named { name: "bench".into(), item }
}

/// The peak of resident memory, in megabytes, of a process of its own that builds a case (`bare 1000`) and lives a few
/// weeks of it. Known on Linux alone.
pub fn peak_of(case: &str) -> Option<String> {
    let here = std::env::current_exe().ok()?;
    let answer = std::process::Command::new(here).env("TAKEHOLD_PEAK_OF", case).output().ok()?;
    let peak = String::from_utf8(answer.stdout).ok()?.trim().to_string();
    (!peak.is_empty()).then_some(peak)
}

/// What the process of [`peak_of`] does.
pub fn print_peak_of(case: &str) {
    if case == "national" {
        national();
    } else {
        let (name, staff) = case.split_once(' ').expect("a name and a number of staff");
        let staff = staff.parse().expect("a number of staff");
        let setting = if name == "bare" { Setting::bare(staff) } else { Setting::full(staff) };
        setting.replicates(0..1, 5, &mut State::default());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    if let Some(Ok(kilobytes)) = peak.map(str::parse::<f64>) {
        println!("{:.0}", kilobytes / 1024.0);
    }
}

/// A national run and its twin over five years, as a study runs them, on all threads there are: says how long each part
/// took on the clock.
fn national() {
    let start = std::time::Instant::now();
    let arm = Setting::national();
    let built = start.elapsed().as_secs_f64();
    let mut state = State::default();
    let record = arm.observed(260, &mut state);
    let lived = start.elapsed().as_secs_f64() - built;
    let end = record.measure(0, "peak");
    let (course, dice) = (arm.course.twin(), arm.dice);
    // The world is the arm's own; only the rules differ.
    let Setting { world, .. } = arm;
    let twin = Setting::new(world, course, dice);
    twin.observed(260, &mut state);
    let all = start.elapsed().as_secs_f64();
    let twin = all - lived - built;
    println!(
        "built {built:.1} s, arm {lived:.1} s, twin {twin:.1} s, in all {all:.1} s; highest adoption {end:.3}; MB:"
    );
}
