//! What is seen of a run at moments that matter: the end of the funding, and a year after.

use super::Level;
use super::measures::measure_index;
use super::recorder::Recorder;
use super::weekly::Weekly;
use crate::engine::{State, practice};
use crate::mechanisms::success;

impl Recorder<'_> {
    pub(super) fn at_end(&mut self, state: &State, index: usize) {
        let units = self.units(state, index);
        let spread = spread(&units);
        let mean = units.iter().sum::<f64>() / units.len() as f64;
        let variance = units.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / units.len() as f64;
        let mut sorted = units;
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| sorted.get(((sorted.len() as f64 - 1.0) * part).round() as usize).copied();
        let gap = at(0.9).zip(at(0.1)).map_or(f64::NAN, |(high, low)| high - low);
        let week = state.week as usize;
        let weakest = |what: Weekly| self.shares(index, Level::Profession, week, what).fold(f64::NAN, f64::min);
        let (weakest, least_engaged) = (weakest(Weekly::True), weakest(Weekly::Engaged));
        let spread_orgs = self.spread_orgs(index, week);
        let slack = self.slack(state, index);
        let targets = self.established[index][0];
        let vacant = 1.0 - f64::from(self.sums[0][0]) / f64::from(targets);
        let embedded = self.embedded(state, index);
        let locked_in = self.locked_in(state, index);
        let time = self.time(state, index);
        let backing = &state.leaders.backing;
        let back = backing.iter().filter(|bits| **bits >> index & 1 == 1).count() as f64 / backing.len() as f64;
        let improvers = self.improvers(state, index);
        let pursuit = &state.pursuits[index];
        let wasted = |unit: usize, _| self.rules.wasted(index, pursuit, unit, state.week).unwrap_or(f32::NAN);
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
        set("spread_orgs_end", spread_orgs);
        set("engaged_weakest_end", least_engaged);
        set("slack_end", slack);
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

    pub(super) fn a_year_after(&mut self, state: &State, index: usize) {
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
        let spread_orgs = self.spread_orgs(index, state.week as usize);
        let mut set = |name: &str, value: f64| self.record.measures[index][measure_index(name)] = value;
        set("spread_units_12m", spread);
        set("spread_orgs_12m", spread_orgs);
        set("embedded_12m", embedded);
        set("lapsed_12m", lapsed / filled);
        set("stayers_12m", kinds[0][1] / kinds[0][0]);
        set("joiners_12m", kinds[1][1] / kinds[1][0]);
    }

    /// A weekly measure of all groups of a level in which it is defined.
    fn shares(&self, index: usize, level: Level, week: usize, what: Weekly) -> impl Iterator<Item = f64> + '_ {
        let shares = self.groups.level(level).map(move |group| f64::from(self.record.share(week, index, group, what)));
        shares.filter(|share| share.is_finite())
    }

    /// Share of organisations in which more than half practise.
    fn spread_orgs(&self, index: usize, week: usize) -> f64 {
        spread(&self.shares(index, Level::Organisation, week, Weekly::True).collect::<Vec<_>>())
    }

    /// Hours a week that target staff had beyond what was asked in the week before, mean.
    fn slack(&self, state: &State, index: usize) -> f64 {
        let counts = &state.pursuits[index].counts;
        let (mut sum, mut staff) = (0.0, 0.0);
        for cell in (0..self.world.cells.len()).filter(|&cell| counts.filled(cell) > 0) {
            let here = f64::from(counts.filled(cell));
            sum += here * state.spare.get(cell).map_or(f64::NAN, |spare| f64::from(*spare));
            staff += here;
        }
        sum / staff
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
    pub(super) fn of_staff(&self, state: &State, index: usize, column: &[f32]) -> f64 {
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
}

fn spread(units: &[f64]) -> f64 {
    units.iter().filter(|share| **share > 0.5).count() as f64 / units.len() as f64
}
