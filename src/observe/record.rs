//! What is kept of one run: shares by group and week, and what is seen at a few weeks that matter.

use super::Panel;
use super::measures::{ESTIMATES, MEASURES, measure_index};
use super::weekly::Weekly;
use crate::engine::Course;

/// Below this gain over the twin, what an adopter cost is not defined.
pub const WORTH_COUNTING: f64 = 0.01;

/// What is kept of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Groups and initiatives the series has.
    pub(super) groups: usize,
    pub(super) initiatives: usize,
    /// Shares by week, initiative, group and weekly measure; NaN where a group has no filled target post.
    pub(super) series: Vec<f32>,
    /// Measures by initiative, in the order of [`crate::observe::MEASURES`]; NaN where undefined.
    pub measures: Vec<Vec<f64>>,
    /// Quality by unit and period, by initiative; empty where results are not part of the run, or once it has been
    /// evaluated.
    pub panels: Vec<Panel>,
    /// The first weekly mean that was not a number although there was somebody to take it over.
    pub(super) strayed: Option<String>,
}

impl Record {
    /// A share in a week, counted from 0, the state before the first week.
    pub fn share(&self, week: usize, initiative: usize, group: usize, what: Weekly) -> f32 {
        let at = ((week * self.initiatives + initiative) * self.groups + group) * Weekly::ALL.len() + what as usize;
        self.series[at]
    }

    /// Weeks in the series, week 0 included.
    pub fn weeks(&self) -> usize {
        let per_week = self.initiatives * self.groups * Weekly::ALL.len();
        self.series.len().checked_div(per_week).unwrap_or(0)
    }

    /// A measure of an initiative.
    pub fn measure(&self, initiative: usize, name: &str) -> f64 {
        self.measures[initiative][measure_index(name)]
    }

    /// About how much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let panels = self.panels.iter().map(|panel| 12 * panel.staff.len() * (panel.periods + 2)).sum::<usize>();
        4 * self.series.len() + 8 * self.measures.iter().map(Vec::len).sum::<usize>() + panels
    }

    /// What is not a finite number although it is defined: a run in which this happened is no result.
    pub fn flaw(&self) -> Option<String> {
        let infinite = || {
            let of = |values: &Vec<f64>| values.iter().position(|value| value.is_infinite());
            let measure = &MEASURES[self.measures.iter().find_map(of)?];
            Some(format!("{} is not a finite number", measure.name))
        };
        self.strayed.clone().or_else(infinite)
    }

    /// Fills in what is measured against the twin: the same address without the programme.
    pub fn against(&mut self, twin: &Record, course: &Course) {
        for (index, initiative) in course.initiatives.iter().enumerate() {
            let (start, end) = (initiative.item.starts.whole() as usize, initiative.item.ends() as usize);
            let weeks = self.weeks();
            let gain = |record: &Record, week: usize| {
                let share = |of: &Record| f64::from(of.share(week, index, 0, Weekly::True));
                if week < weeks { share(record) - share(twin) } else { f64::NAN }
            };
            let at_end = gain(self, end);
            let peak = (start..weeks).map(|week| gain(self, week)).fold(f64::NAN, f64::max);
            let after = [gain(self, end + 52), gain(self, end + 156)];
            let enough = at_end >= 0.05;
            let half_life = (end..weeks).find(|&week| gain(self, week) <= at_end / 2.0).map(|week| (week - end) as f64);
            let quality = |week: usize| {
                let of = |record: &Record| f64::from(record.share(week, index, 0, Weekly::Quality));
                if week < weeks { of(self) - of(twin) } else { f64::NAN }
            };
            let quality = [quality(end), quality(end + 52)];
            let panels = self.panels.get(index).zip(twin.panels.get(index));
            let effect = panels.map_or(f64::NAN, |(panel, twin)| panel.effect(twin));
            for estimate in ESTIMATES {
                let off = self.measure(index, estimate) - effect;
                self.measures[index][measure_index(&format!("{estimate}_error"))] = off;
            }
            let adopters = {
                let of = |record: &Record| f64::from(record.share(end + 52, index, 0, Weekly::Established));
                if end + 52 < weeks { of(self) - of(twin) } else { f64::NAN }
            };
            let cost = self.measure(index, "cost_total");
            let mut set = |name: &str, value: f64| self.measures[index][measure_index(name)] = value;
            set("adopters_12m", adopters);
            set("cost_per_adopter", if adopters >= WORTH_COUNTING { cost / adopters } else { f64::NAN });
            set("quality_per_cost", if cost > 0.0 { quality[1] / (cost / 1000.0) } else { f64::NAN });
            set("effect_exact", effect);
            set("quality_gain_end", quality[0]);
            set("quality_gain_12m", quality[1]);
            set("gain_peak", peak);
            set("gain_end", at_end);
            set("gain_12m", after[0]);
            set("gain_36m", after[1]);
            set("retention_12m", if enough { after[0] / at_end } else { f64::NAN });
            set("half_life", half_life.filter(|_| enough).unwrap_or(f64::NAN));
        }
    }
}
