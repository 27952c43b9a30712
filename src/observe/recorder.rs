//! Watches a run and keeps a record of it.

use super::measures::{MEASURES, measure_index};
use super::weekly::{MINDS, SITES, Weekly};
use super::{Groups, Level, Panel, Record};
use crate::engine::{Course, Pursuit, Rules, Solved, State, practice};
use crate::mechanisms::success;
use crate::quantities::WEEKS_PER_YEAR;
use crate::world::World;

/// Sums that become means over people.
type Means = [f64; MINDS + SITES];

/// Watches a run and keeps a [`Record`].
#[derive(Debug)]
pub struct Recorder<'a> {
    pub(super) world: &'a World,
    groups: &'a Groups,
    pub(super) course: &'a Course,
    pub(super) rules: &'a Rules,
    record: Record,
    /// Counts by stratum, then by group: filled, truly, ritual.
    strata: Vec<[u32; 3]>,
    sums: Vec<[u32; 3]>,
    /// Sums over people, likewise: what they carry, and what the units they work in are in.
    mind_strata: Vec<Means>,
    mind_sums: Vec<Means>,
    /// Target posts by initiative and group.
    established: Vec<Vec<u32>>,
    /// What has been worked out where; and the work there was, and what of it was done again, by initiative.
    pub(super) solved: Solved,
    pub(super) work: Vec<[f64; 2]>,
}

impl<'a> Recorder<'a> {
    /// A recorder for a run of a course in a world. `course` says when programmes begin and end; for a twin, that of its
    /// arm. `rules` are those of the run itself.
    pub fn new(world: &'a World, groups: &'a Groups, course: &'a Course, rules: &'a Rules, weeks: u32) -> Self {
        let initiatives = course.initiatives.len();
        let per_week = initiatives * groups.len() * Weekly::ALL.len();
        let established = course
            .initiatives
            .iter()
            .map(|initiative| {
                let mut posts = vec![0u32; groups.len()];
                for cell in 0..world.cells.len() {
                    let profession = &world.professions[usize::from(world.cells.profession[cell])].name;
                    if initiative.item.is_for(profession) {
                        let here = world.cells.posts(cell).len() as u32;
                        for &group in &groups.groups[groups.stratum[cell] as usize] {
                            posts[group as usize] += here;
                        }
                        if let Some(first) = groups.first_unit {
                            posts[first + world.cells.unit[cell] as usize] += here;
                        }
                    }
                }
                posts
            })
            .collect();
        Self {
            world,
            groups,
            course,
            rules,
            record: Record {
                groups: groups.len(),
                initiatives,
                series: Vec::with_capacity(per_week * (weeks as usize + 1)),
                measures: vec![vec![f64::NAN; MEASURES.len()]; initiatives],
                panels: (0..initiatives).map(|index| panel(world, course, rules, index, weeks)).collect(),
            },
            strata: vec![[0; 3]; groups.groups.len()],
            sums: vec![[0; 3]; groups.len()],
            mind_strata: vec![[0.0; MINDS + SITES]; groups.groups.len()],
            mind_sums: vec![[0.0; MINDS + SITES]; groups.len()],
            established,
            solved: Solved::default(),
            work: vec![[0.0; 2]; initiatives],
        }
    }

    /// Sees a state.
    pub fn watch(&mut self, state: &State) {
        for (index, pursuit) in state.pursuits.iter().enumerate() {
            self.count(pursuit);
            let known = self.means(state, pursuit);
            for ((sums, minds), &established) in self.sums.iter().zip(&self.mind_sums).zip(&self.established[index]) {
                let [filled, truly, ritual] = *sums;
                let share = |part: u32, whole: u32| if whole > 0 { part as f32 / whole as f32 } else { f32::NAN };
                self.record.series.extend([
                    share(truly, filled),
                    share(truly + ritual, filled),
                    share(truly, established),
                ]);
                let means: [f32; MINDS + SITES] = std::array::from_fn(|mind| {
                    if known[mind] && filled > 0 { (minds[mind] / f64::from(filled)) as f32 } else { f32::NAN }
                });
                self.record.series.extend(means);
            }
            if let Some(week) = state.week.checked_sub(1) {
                self.record.panels[index].watch(self.world, pursuit, week);
            }
            let initiative = &self.course.initiatives[index].item;
            let end = initiative.ends();
            if initiative.runs_in(state.week) {
                self.works(pursuit, index, state.week);
            }
            if state.week == end {
                self.at_end(state, index);
            }
            if state.week == end + 52 {
                self.a_year_after(state, index);
            }
        }
    }

    fn count(&mut self, pursuit: &Pursuit) {
        self.strata.fill([0; 3]);
        self.sums.fill([0; 3]);
        for cell in 0..self.world.cells.len() {
            let here = [pursuit.counts.filled(cell), pursuit.counts.truly(cell), pursuit.counts.ritual(cell)];
            let stratum = &mut self.strata[self.groups.stratum[cell] as usize];
            for (sum, count) in stratum.iter_mut().zip(here) {
                *sum += count;
            }
            if let Some(first) = self.groups.first_unit {
                let unit = &mut self.sums[first + self.world.cells.unit[cell] as usize];
                for (sum, count) in unit.iter_mut().zip(here) {
                    *sum += count;
                }
            }
        }
        for (stratum, groups) in self.strata.iter().zip(&self.groups.groups) {
            for &group in groups {
                for (sum, count) in self.sums[group as usize].iter_mut().zip(stratum) {
                    *sum += count;
                }
            }
        }
    }

    /// Sums of what people carry, and of what their units are in, over the target staff of each group; which of them
    /// there is in this run.
    fn means(&mut self, state: &State, pursuit: &Pursuit) -> [bool; MINDS + SITES] {
        let people = &state.people;
        let carried: [&[f32]; MINDS] = [
            &people.motivation,
            &people.fatigue,
            &people.cynicism,
            &pursuit.ownership,
            &pursuit.problem,
            &pursuit.solution,
            &people.skill,
        ];
        let there = [
            !pursuit.quality.is_empty(),
            !pursuit.measured.is_empty(),
            !state.sites.harm.is_empty(),
            !pursuit.credible.is_empty(),
            !pursuit.regard.is_empty(),
        ];
        let known = std::array::from_fn(|mean| match carried.get(mean) {
            Some(column) => !column.is_empty(),
            None => there[mean - MINDS],
        });
        if known == [false; MINDS + SITES] {
            return known;
        }
        self.mind_strata.fill([0.0; MINDS + SITES]);
        self.mind_sums.fill([0.0; MINDS + SITES]);
        for cell in 0..self.world.cells.len() {
            let filled = f64::from(pursuit.counts.filled(cell));
            if filled == 0.0 {
                continue;
            }
            let unit = self.world.cells.unit[cell] as usize;
            let mut here = [0.0; MINDS + SITES];
            for post in self.world.cells.posts(cell).filter(|&post| pursuit.practice[post] != practice::NOBODY) {
                // Side by side, so that no sum waits for another.
                for (sum, column) in here.iter_mut().zip(carried) {
                    *sum += column.get(post).map_or(0.0, |value| f64::from(*value));
                }
            }
            let organisation = usize::from(self.world.units.organisation[unit]);
            let at = |column: &[f32], place: usize| column.get(place).map_or(0.0, |value| f64::from(*value));
            let sites = [
                at(&pursuit.quality, unit),
                at(&pursuit.measured, unit),
                state.sites.harm.get(unit).map_or(0.0, |harm| f64::from(harm.all())),
                at(&pursuit.credible, unit),
                at(&pursuit.regard, organisation),
            ];
            for (sum, value) in here[MINDS..].iter_mut().zip(sites) {
                *sum = filled * value;
            }
            let add = |sums: &mut Means| sums.iter_mut().zip(here).for_each(|(sum, here)| *sum += here);
            add(&mut self.mind_strata[self.groups.stratum[cell] as usize]);
            if let Some(first) = self.groups.first_unit {
                add(&mut self.mind_sums[first + unit]);
            }
        }
        for (stratum, groups) in self.mind_strata.iter().zip(&self.groups.groups) {
            for &group in groups {
                for (sum, here) in self.mind_sums[group as usize].iter_mut().zip(stratum) {
                    *sum += here;
                }
            }
        }
        known
    }

    fn at_end(&mut self, state: &State, index: usize) {
        let units = self.units(state, index);
        let spread = spread(&units);
        let mean = units.iter().sum::<f64>() / units.len() as f64;
        let variance = units.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / units.len() as f64;
        let mut sorted = units;
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| sorted.get(((sorted.len() as f64 - 1.0) * part).round() as usize).copied();
        let gap = at(0.9).zip(at(0.1)).map_or(f64::NAN, |(high, low)| high - low);
        let week = state.week as usize;
        let weakest = self
            .groups
            .level(Level::Profession)
            .map(|group| f64::from(self.record.share(week, index, group, Weekly::True)))
            .filter(|share| share.is_finite())
            .fold(f64::NAN, f64::min);
        let targets = self.established[index][0];
        let vacant = 1.0 - f64::from(self.sums[0][0]) / f64::from(targets);
        let embedded = self.embedded(state, index);
        let locked_in = self.locked_in(state, index);
        let time = self.time(state, index);
        let backing = &state.leaders.backing;
        let back = backing.iter().filter(|bits| **bits >> index & 1 == 1).count() as f64 / backing.len() as f64;
        let improvers = self.improvers(state, index);
        let wasted = |unit: usize, _| self.rules.wasted(index, unit, state.week).unwrap_or(f32::NAN);
        let (wasted, hours) = (self.over_staff(state, index, wasted), self.course.initiatives[index].item.asks());
        let (middle, apart) = (self.middle_support(state, index), self.perceived_apart(state, index));
        let (know_how, can) =
            (self.of_staff(state, index, &state.sites.knows), self.of_staff(state, index, &state.sites.can));
        let doubt: Vec<f32> = state.sites.harm.iter().map(|harm| harm.doubt).collect();
        let faith = self.of_staff(state, index, &doubt);
        let [cancelled, weeks_run, met_goal] = self.fates(state, index);
        let mut set = |name: &str, value: f64| self.record.measures[index][measure_index(name)] = value;
        set("cancelled", cancelled);
        set("weeks_run", weeks_run);
        set("met_goal", met_goal);
        set("spread_units_end", spread);
        set("patchiness_end", libm::sqrt(variance));
        set("equity_gap_end", gap);
        set("weakest_profession_end", weakest);
        set("vacant_end", vacant);
        set("embedded_end", embedded);
        set("locked_in_end", locked_in);
        set("time_end", time);
        set("middle_support_end", middle);
        set("perception_gap", apart);
        set("wasted_end", wasted * hours);
        set("backing_end", back);
        set("improvers_end", improvers);
        set("know_how_end", know_how);
        set("can_end", can);
        set("faith_lost_end", faith);
    }

    fn a_year_after(&mut self, state: &State, index: usize) {
        let spread = spread(&self.units(state, index));
        let embedded = self.embedded(state, index);
        let pursuit = &state.pursuits[index];
        let began = self.course.initiatives[index].item.starts.whole() as i32;
        let (mut filled, mut lapsed) = (0.0, 0.0);
        // Stayers, then joiners: how many, and how many of them practise.
        let mut kinds = [[0.0f64; 2]; 2];
        for (post, &now) in pursuit.practice.iter().enumerate().filter(|(_, now)| **now != practice::NOBODY) {
            filled += 1.0;
            lapsed += f64::from(u8::from(now == practice::NOT && pursuit.has_lapsed(post)));
            let kind = &mut kinds[usize::from(state.people.arrived[post] > began)];
            kind[0] += 1.0;
            kind[1] += f64::from(u8::from(now == practice::TRUE));
        }
        let mut set = |name: &str, value: f64| self.record.measures[index][measure_index(name)] = value;
        set("spread_units_12m", spread);
        set("embedded_12m", embedded);
        set("lapsed_12m", lapsed / filled);
        set("stayers_12m", kinds[0][1] / kinds[0][0]);
        set("joiners_12m", kinds[1][1] / kinds[1][0]);
    }

    /// True adoption of every unit that has filled target posts.
    fn units(&self, state: &State, index: usize) -> Vec<f64> {
        let counts = &state.pursuits[index].counts;
        (0..self.world.units.len())
            .filter_map(|unit| {
                let (filled, truly) = counts.of_cells(self.world.units.cells(unit));
                (filled > 0).then(|| f64::from(truly) / f64::from(filled))
            })
            .collect()
    }

    fn embedded(&self, state: &State, index: usize) -> f64 {
        let pursuit = &state.pursuits[index];
        let filled = f64::from(self.sums[0][0]);
        let embedded =
            pursuit.practice.iter().zip(&pursuit.habit).filter(|(now, h)| **now == practice::TRUE && **h > 0.8);
        if pursuit.habit.is_empty() { f64::NAN } else { embedded.count() as f64 / filled }
    }

    fn locked_in(&self, state: &State, index: usize) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut units) = (0.0, 0.0);
        for (unit, &locked_in) in state.pursuits[index].locked_in.iter().enumerate() {
            if self.world.units.cells(unit).any(|cell| counts.filled(cell) > 0) {
                sum += f64::from(locked_in);
                units += 1.0;
            }
        }
        sum / units
    }

    /// Share of target staff with projects behind them.
    fn improvers(&self, state: &State, index: usize) -> f64 {
        let skill = &state.people.skill;
        let staff = state.pursuits[index].practice.iter().zip(skill).filter(|(now, _)| **now != practice::NOBODY);
        let (filled, improvers) = staff.fold((0.0, 0.0), |(filled, improvers), (_, skill)| {
            (filled + 1.0, improvers + f64::from(u8::from(*skill > crate::mechanisms::INTERMEDIATE)))
        });
        improvers / filled
    }

    /// Mean over target staff of what their units are in; undefined where nothing is kept of it.
    fn of_staff(&self, state: &State, index: usize, column: &[f32]) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut staff) = (0.0, 0.0);
        for (unit, &value) in column.iter().enumerate() {
            let here = f64::from(counts.of_cells(self.world.units.cells(unit)).0);
            sum += here * f64::from(value);
            staff += here;
        }
        sum / staff
    }

    /// Mean over target staff of a number that belongs to their unit.
    fn over_staff(&self, state: &State, index: usize, of_unit: impl Fn(usize, [u32; 3]) -> f32) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut staff) = (0.0, 0.0);
        for unit in 0..self.world.units.len() {
            let cells = self.world.units.cells(unit);
            let here = cells.fold([0; 3], |[filled, truly, ritual], cell| {
                [filled + counts.filled(cell), truly + counts.truly(cell), ritual + counts.ritual(cell)]
            });
            if here[0] > 0 {
                sum += f64::from(here[0]) * f64::from(of_unit(unit, here));
                staff += f64::from(here[0]);
            }
        }
        sum / staff
    }

    /// What middle managers give in support.
    fn middle_support(&self, state: &State, index: usize) -> f64 {
        let courted = self.rules.courted(index);
        self.over_staff(state, index, |unit, _| {
            let [_, (support, _), _] = state.leaders.of_unit(self.world, unit, index);
            (support * courted).min(2.0)
        })
    }

    /// Success as managers report it, less success as the front line sees it.
    fn perceived_apart(&self, state: &State, index: usize) -> f64 {
        let (pursuit, i) = (&state.pursuits[index], &self.course.initiatives[index].item);
        self.over_staff(state, index, |unit, [filled, truly, ritual]| {
            let before = self.world.units.quality[unit];
            let hoped = (1.0 - before) * i.hoped.f32();
            let gained = |quality: Option<&f32>| Some((quality? - before) / hoped).filter(|gained| gained.is_finite());
            let share = |part: u32| part as f32 / filled as f32;
            let managers = success(share(truly + ritual), gained(pursuit.measured.get(unit)));
            let front_line = success(share(truly), gained(pursuit.quality.get(unit)));
            self.rules.reported(index, managers).map_or(f32::NAN, |reported| reported - front_line)
        })
    }

    /// Share of the hours asked that target staff had in the week before.
    fn time(&self, state: &State, index: usize) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut staff) = (0.0, 0.0);
        for (cell, &sufficiency) in state.sufficiency.iter().enumerate() {
            let here = f64::from(counts.filled(cell));
            sum += here * f64::from(sufficiency);
            staff += here;
        }
        sum / staff
    }

    /// Ends the watch.
    pub fn finish(mut self, state: &State) -> Record {
        let weeks = self.record.weeks();
        let posts = self.world.posts.len() as f64;
        let years = (weeks.saturating_sub(1) as f64 / WEEKS_PER_YEAR).max(f64::MIN_POSITIVE);
        let tally = &state.tally;
        let leaders = state.leaders.support.len() as f64;
        let weighed = tally.weighed.load(std::sync::atomic::Ordering::Relaxed) as f64;
        let capped = tally.capped.load(std::sync::atomic::Ordering::Relaxed) as f64;
        for (index, initiative) in self.course.initiatives.iter().enumerate() {
            let (start, end) = (initiative.item.starts.whole() as usize, initiative.item.ends() as usize);
            let record = &self.record;
            let at = |week: usize, what: Weekly| {
                if week < weeks { f64::from(record.share(week, index, 0, what)) } else { f64::NAN }
            };
            let shares = || (start..weeks).map(|week| at(week, Weekly::True));
            let peak = shares().fold(f64::NAN, f64::max);
            let first = |test: &dyn Fn(f64) -> bool| shares().position(test).map_or(f64::NAN, |week| week as f64);
            let values = [
                ("start", at(start, Weekly::True)),
                ("peak", peak),
                ("peak_week", first(&|share| share == peak)),
                ("time_to_half", first(&|share| share >= 0.5)),
                ("at_3m", at(start + 13, Weekly::True)),
                ("end", at(end, Weekly::True)),
                ("after_12m", at(end + 52, Weekly::True)),
                ("after_36m", at(end + 156, Weekly::True)),
                ("nominal_end", at(end, Weekly::Nominal)),
                ("ritual_end", at(end, Weekly::Nominal) - at(end, Weekly::True)),
                ("ritual_12m", at(end + 52, Weekly::Nominal) - at(end + 52, Weekly::True)),
                ("motivation_end", at(end, Weekly::Motivation)),
                ("motivation_12m", at(end + 52, Weekly::Motivation)),
                ("fatigue_end", at(end, Weekly::Fatigue)),
                ("fatigue_peak", (start..weeks).map(|week| at(week, Weekly::Fatigue)).fold(f64::NAN, f64::max)),
                ("cynicism_12m", at(end + 52, Weekly::Cynicism)),
                ("ownership_end", at(end, Weekly::Ownership)),
                ("problem_end", at(end, Weekly::Problem)),
                ("solution_end", at(end, Weekly::Solution)),
                ("solution_12m", at(end + 52, Weekly::Solution)),
                ("skill_end", at(end, Weekly::Skill)),
                ("quality_start", at(start, Weekly::Quality)),
                ("quality_end", at(end, Weekly::Quality)),
                ("quality_12m", at(end + 52, Weekly::Quality)),
                ("measured_end", at(end, Weekly::Measured)),
                ("measurement_gap_end", at(end, Weekly::Measured) - at(end, Weekly::Quality)),
                ("data_credibility_end", at(end, Weekly::Credible)),
                ("harm_peak", (start..weeks).map(|week| at(week, Weekly::Harm)).fold(f64::NAN, f64::max)),
                ("harm_12m", at(end + 52, Weekly::Harm)),
                ("regard_end", at(end, Weekly::Regard)),
                ("regard_12m", at(end + 52, Weekly::Regard)),
                ("repeat_problem", self.work[index][1] / self.work[index][0]),
                ("reorganisations", tally.reorganised as f64 / self.world.organisations.len() as f64 / years),
                ("leader_changes", tally.leaders as f64 / leaders / years),
                ("established_end", at(end, Weekly::Established)),
                ("mean_adoption", shares().sum::<f64>() / (weeks - start) as f64),
                ("leaving", tally.left as f64 / posts / years),
                ("capped", if weighed > 0.0 { capped / weighed } else { 0.0 }),
            ];
            for (name, value) in values {
                self.record.measures[index][measure_index(name)] = value;
            }
        }
        self.record
    }
}

/// Room for what an evaluator of an initiative sees: nothing where quality is not part of the run.
fn panel(world: &World, course: &Course, rules: &Rules, index: usize, weeks: u32) -> Panel {
    let initiative = &course.initiatives[index].item;
    if course.mechanisms.results.is_none() {
        return Panel::default();
    }
    let mut staff = vec![0.0; world.units.len()];
    for cell in 0..world.cells.len() {
        let profession = &world.professions[usize::from(world.cells.profession[cell])].name;
        if initiative.is_for(profession) {
            staff[world.cells.unit[cell] as usize] += world.cells.posts(cell).len() as f64;
        }
    }
    let begins = (0..world.units.len()).map(|unit| rules.runs_from_to(index, unit).map(|(begins, _)| begins));
    let until =
        if initiative.evaluated_for.is_some() { initiative.evaluated_until().min(weeks) } else { initiative.ends() };
    Panel::new(begins, staff, until, initiative.baseline_collected)
}

fn spread(units: &[f64]) -> f64 {
    units.iter().filter(|share| **share > 0.5).count() as f64 / units.len() as f64
}
