//! Watches a run and keeps a record of it.

use super::bill::Bill;
use super::means::Means;
use super::measures::{MEASURES, measure_index};
use super::weekly::{MEANS, Weekly};
use super::{Follow, Groups, Panel, Record};
use crate::engine::{Course, Pursuit, Rules, Solved, State};
use crate::quantities::WEEKS_PER_YEAR;
use crate::world::World;
use std::ops::Range;

/// Watches a run and keeps a [`Record`].
#[derive(Debug)]
pub struct Recorder<'a> {
    pub(super) world: &'a World,
    pub(super) groups: &'a Groups,
    pub(super) course: &'a Course,
    pub(super) rules: &'a Rules,
    pub(super) record: Record,
    /// Counts by stratum, then by group: filled, truly, ritual.
    strata: Vec<[u32; 3]>,
    pub(super) sums: Vec<[u32; 3]>,
    /// Sums over people, likewise: what they carry, and what the places they work in are in.
    pub(super) mind_strata: Vec<Means>,
    pub(super) mind_sums: Vec<Means>,
    /// As many zeros as the largest cell has posts: a column that no mechanism of the run uses.
    pub(super) nothing: Vec<f32>,
    /// Target posts by initiative and group.
    pub(super) established: Vec<Vec<u32>>,
    /// What is followed from week to week.
    pub(super) follow: Follow,
    /// What each initiative has cost.
    bills: Vec<Bill>,
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
                strayed: None,
            },
            strata: vec![[0; 3]; groups.groups.len()],
            sums: vec![[0; 3]; groups.len()],
            mind_strata: vec![[0.0; MEANS]; groups.groups.len()],
            mind_sums: vec![[0.0; MEANS]; groups.len()],
            nothing: vec![0.0; (0..world.cells.len()).map(|cell| world.cells.posts(cell).len()).max().unwrap_or(0)],
            established,
            follow: Follow::new(world, initiatives),
            bills: (course.initiatives.iter().enumerate())
                .map(|(index, initiative)| Bill::new(world, rules, index, initiative.item.starts.whole()))
                .collect(),
            solved: Solved::default(),
            work: vec![[0.0; 2]; initiatives],
        }
    }

    /// Sees a state.
    pub fn watch(&mut self, state: &State) {
        self.follow.everyone(state);
        for (bill, pursuit) in self.bills.iter_mut().zip(&state.pursuits) {
            bill.turns(&pursuit.wave);
        }
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
                let means: [f32; MEANS] = std::array::from_fn(|mind| {
                    if known[mind] && filled > 0 { (minds[mind] / f64::from(filled)) as f32 } else { f32::NAN }
                });
                if filled > 0 && self.record.strayed.is_none() {
                    self.record.strayed = strayed(&means, &known, state.week);
                }
                self.record.series.extend(means);
            }
            if let Some(week) = state.week.checked_sub(1) {
                self.record.panels[index].watch(self.world, pursuit, week);
            }
            let initiative = &self.course.initiatives[index].item;
            let end = initiative.ends();
            self.follow_initiative(state, index);
            self.bill(state, index);
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

    /// Adds what the week before has cost; what organisations spend in general is shared among the initiatives that run,
    /// or among all where none does.
    fn bill(&mut self, state: &State, index: usize) {
        let Some(week) = state.week.checked_sub(1) else { return };
        let runs = |initiative: usize| self.bills[initiative].runs_in(self.rules, initiative, week);
        let initiatives = self.bills.len();
        let shared = match (0..initiatives).filter(|&initiative| runs(initiative)).count() {
            0 => 1.0 / initiatives as f64,
            running if runs(index) => 1.0 / running as f64,
            _ => 0.0,
        };
        let [_, truly, ritual] = self.sums[0];
        let practising = f64::from(truly + ritual) / f64::from(self.established[index][0].max(1));
        self.bills[index].add(self.rules, &self.course.prices, (index, week), practising, shared);
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
            let total_of = |weeks: Range<usize>, what: Weekly| weeks.map(|week| at(week, what)).sum::<f64>();
            let mean_of = |weeks: Range<usize>, what: Weekly| total_of(weeks.clone(), what) / weeks.len() as f64;
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
                ("engaged_end", at(end, Weekly::Engaged)),
                ("scepticism_end", at(end, Weekly::Scepticism)),
                ("burnout_end", at(end, Weekly::Burnout)),
                ("burnout_peak", (start..weeks).map(|week| at(week, Weekly::Burnout)).fold(f64::NAN, f64::max)),
                ("time_to_sharp_end", first(&|share| share > at(start, Weekly::True) + 0.05)),
                ("opportunity_hours", mean_of(start + 1..end + 1, Weekly::HoursLacking) * WEEKS_PER_YEAR),
                ("harm_total", total_of(start..weeks, Weekly::Harm) / WEEKS_PER_YEAR),
                ("established_end", at(end, Weekly::Established)),
                ("mean_adoption", shares().sum::<f64>() / (weeks - start) as f64),
                ("leaving", tally.left as f64 / posts / years),
                ("capped", if weighed > 0.0 { capped / weighed } else { 0.0 }),
            ];
            for (name, value) in values
                .into_iter()
                .chain(self.followed(state, index))
                .chain(self.bills[index].measures(&self.course.prices))
            {
                self.record.measures[index][measure_index(name)] = value;
            }
        }
        self.record
    }
}

/// The first mean that is not a number although it is known.
fn strayed(means: &[f32; MEANS], known: &[bool; MEANS], week: u32) -> Option<String> {
    let mind = (0..MEANS).find(|&mind| known[mind] && !means[mind].is_finite())?;
    Some(format!("{} is not a finite number in week {week}", Weekly::ALL[Weekly::ALL.len() - MEANS + mind].name()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_that_is_no_number_is_told_with_its_week() {
        let (mut means, mut known) = ([0.5f32; MEANS], [true; MEANS]);
        assert_eq!(strayed(&means, &known, 7), None);
        // Weekly::ALL: fatigue is the second of the means.
        means[1] = f32::NAN;
        assert_eq!(strayed(&means, &known, 7).unwrap(), "fatigue is not a finite number in week 7");
        // What no mechanism of the run moves is undefined, and no fault.
        known[1] = false;
        assert_eq!(strayed(&means, &known, 7), None);
    }
}
