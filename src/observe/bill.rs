//! What an initiative has cost in a run, added up week by week from the price list.

use super::costs::{At, COSTS, Per, Spent};
use crate::engine::Rules;
use crate::quantities::Quantity;
use crate::world::{Prices, World};

/// Posts and leaders that a wave of a programme is paid for.
#[derive(Debug, Clone, Copy, Default)]
struct Payers {
    posts: f64,
    reached: f64,
    leads: f64,
    middle: f64,
    sponsors: f64,
}

/// What an initiative has cost so far.
#[derive(Debug)]
pub(super) struct Bill {
    /// By unit, and by wave of the programme as units live it now.
    units: Vec<Payers>,
    wave: Vec<u8>,
    payers: Vec<Payers>,
    /// The week in which each first pushed, and the posts that were in it.
    pushed: Vec<Option<(u32, f64)>>,
    /// When the programme begins at all.
    starts: u32,
    posts: f64,
    /// Cash, hours of staff and of leaders.
    spent: [f64; 3],
    /// Goodwill and autonomy by post and week, and the weeks of posts in which any was spent or the programme ran.
    indices: [f64; 2],
    weeks: f64,
}

impl Bill {
    pub fn new(world: &World, rules: &Rules, index: usize, starts: u32) -> Self {
        let initiative = &rules.initiatives[index];
        let waves = &initiative.waves.each;
        let units = world.units.len();
        let mut payers = vec![Payers::default(); units];
        for (unit, here) in payers.iter_mut().enumerate() {
            let (mut posts, mut reached) = (0, 0);
            for cell in world.units.cells(unit).filter(|&cell| initiative.is_for(world, cell)) {
                let profession = usize::from(world.cells.profession[cell]);
                posts += world.cells.posts(cell).len();
                if initiative.reached.as_ref().is_none_or(|reached| reached[profession]) {
                    reached += world.cells.posts(cell).len();
                }
            }
            if posts > 0 {
                here.posts += posts as f64;
                here.reached += reached as f64;
                here.leads += 1.0;
                // Those further up answer for several units, and are shared out among them.
                here.middle += world.divisions() as f64 / units as f64;
                here.sponsors += world.organisations.len() as f64 / units as f64;
            }
        }
        let posts = payers.iter().map(|payers| payers.posts).sum();
        let mut bill = Self {
            units: payers,
            wave: Vec::new(),
            payers: vec![Payers::default(); waves.len()],
            pushed: vec![None; waves.len()],
            starts,
            posts,
            spent: [0.0; 3],
            indices: [0.0; 2],
            weeks: 0.0,
        };
        bill.turns(&initiative.waves.of_unit);
        bill
    }

    /// Sees which wave each unit is in; a unit whose programme has been stopped pays no more for it.
    pub fn turns(&mut self, wave: &[u8]) {
        if self.wave == wave {
            return;
        }
        self.wave = wave.to_vec();
        self.payers.fill(Payers::default());
        for (unit, wave) in self.units.iter().zip(wave) {
            let here = &mut self.payers[usize::from(*wave)];
            here.posts += unit.posts;
            here.reached += unit.reached;
            here.leads += unit.leads;
            here.middle += unit.middle;
            here.sponsors += unit.sponsors;
        }
    }

    /// Whether the programme runs anywhere in a week.
    pub fn runs_in(&self, rules: &Rules, index: usize, week: u32) -> bool {
        let mut waves = rules.initiatives[index].waves.each.iter().zip(&self.payers);
        waves.any(|(wave, payers)| payers.posts > 0.0 && wave.runs_in(week))
    }

    /// Adds a week that has been lived. `practising` is the share of established target posts that report practice;
    /// `shared` the part of what organisations spend in general that this initiative bears.
    pub fn add(&mut self, rules: &Rules, prices: &Prices, (index, week): (usize, u32), practising: f64, shared: f64) {
        let initiative = &rules.initiatives[index];
        let concentrated = initiative.waves.concentrated(week);
        let (leaders, resources, strategy) = (&rules.leaders, &rules.resources, &rules.strategy);
        let slack = rules.mechanisms.time.clone().unwrap_or_default().slack.value();
        for (number, wave) in initiative.waves.each.iter().enumerate() {
            let payers = self.payers[number];
            let launched = wave.launched_by(week);
            if payers.posts == 0.0 || (!launched && shared == 0.0) {
                continue;
            }
            if wave.push_in(week) > 0.0 && self.pushed[number].is_none() {
                self.pushed[number] = Some((week, payers.posts));
            }
            let at = At { wave, week, concentrated, leaders, resources, strategy, slack };
            let mut indices = [0.0; 2];
            for cost in COSTS {
                let share = match (cost.is_of_organisation(), cost.spent) {
                    (true, Spent::Cash | Spent::Hours | Spent::Attention) => shared,
                    _ => f64::from(u8::from(launched)),
                };
                let amount = if share > 0.0 { share * cost.in_week(&at, prices) } else { 0.0 };
                let payers = match cost.per {
                    Per::Post => payers.posts,
                    Per::Reached => payers.reached,
                    Per::Practising => payers.posts * practising,
                    Per::Lead => payers.leads,
                    Per::Middle => payers.middle,
                    Per::Sponsor => payers.sponsors,
                    Per::Leader => payers.leads + payers.middle + payers.sponsors,
                };
                match cost.spent {
                    Spent::Cash => self.spent[0] += amount * payers,
                    Spent::Hours => self.spent[1] += amount * payers,
                    Spent::Attention => self.spent[2] += amount * payers,
                    Spent::Goodwill => indices[0] += amount,
                    Spent::Autonomy => indices[1] += amount,
                }
            }
            if wave.runs_in(week) || indices != [0.0; 2] {
                self.weeks += payers.posts;
                for (sum, index) in self.indices.iter_mut().zip(indices) {
                    *sum += payers.posts * index.clamp(0.0, 1.0);
                }
            }
        }
    }

    /// What it came to, in measures.
    pub fn measures(&self, prices: &Prices) -> [(&'static str, f64); 7] {
        let [cash, hours, attention] = self.spent.map(|spent| spent / self.posts);
        let [goodwill, autonomy] = self.indices.map(|index| if self.weeks > 0.0 { index / self.weeks } else { 0.0 });
        let (mut delay, mut pushed) = (0.0, 0.0);
        for (first, posts) in self.pushed.iter().flatten() {
            delay += posts * f64::from(first.saturating_sub(self.starts));
            pushed += posts;
        }
        [
            ("cost_cash", cash),
            ("cost_hours", hours),
            ("cost_attention", attention),
            ("cost_total", cash + hours * prices.hour.value() + attention * prices.leader_hour.value()),
            ("cost_goodwill", goodwill),
            ("cost_autonomy", autonomy),
            ("cost_delay", delay / pushed),
        ]
    }
}

#[cfg(test)]
mod tests {
    use crate::observe::Record;
    use crate::scenario::{Source, read};
    use crate::study::rerun;

    fn lived(initiative: &str, rest: &str) -> Record {
        let text = format!(
            "title = \"T\"\nquestion = \"Q\"\nrun.length = \"100 weeks\"\npopulation.template = \"ward\"\n{rest}\n\
             [initiatives.a]\nstarts = \"4 weeks\"\nfunded = \"10 weeks\"\npush = 0\n{initiative}"
        );
        let (scenario, _) = read(Source::new("a.toml", text), &[]).unwrap();
        rerun(&scenario, &"base-w0-r0".parse().unwrap()).unwrap().unwrap().outcome.unwrap().unwrap()
    }

    #[test]
    fn worked_by_hand() {
        // Ten weeks of one protected hour, all of it backfilled at £40; 0.5 · 1 + 0.1 hours asked; nothing else at work.
        let record = lived("protected_time = \"1 hour/week\"\nbackfill = 1.0\nattention = 0", "");
        let near = |name: &str, value: f64| {
            let found = record.measure(0, name);
            assert!((found - value).abs() < 1e-9, "{name}: {found}");
        };
        near("cost_cash", 400.0);
        near("cost_hours", 6.0);
        near("cost_attention", 0.0);
        near("cost_total", 400.0 + 6.0 * 40.0);
        near("cost_goodwill", 0.0);
        assert!(record.measure(0, "cost_delay").is_nan());
        // Monitoring 0.5 and sanction 0.4 for five of the ten weeks: (0.3 · 0.5 + 0.7 · 0.2) · 5/10.
        let record = lived("monitoring = 0.5\nsanction = 0.4\nenforced = \"5 weeks\"", "");
        assert!((record.measure(0, "cost_autonomy") - 0.145).abs() < 1e-9);
        // What organisations spend is spent in all 100 weeks: a tenth more slack at £40, of one hour each.
        let record = lived("", "resources.slack = 1.1");
        assert!((record.measure(0, "cost_cash") - 400.0).abs() < 1e-6);
    }

    #[test]
    fn waves_pay_for_their_weeks() {
        let two = "\nspread = \"waves\"\nwaves = 2\nbetween = \"5 weeks\"";
        let record = lived(&format!("hours = \"1 hour/week\"\nmeasurement = 0{two}"), "population.units = 2");
        // Ten weeks for one half of the units, five for the other; units need not have the same number of staff.
        let hours = record.measure(0, "cost_hours");
        assert!(hours > 5.0 && hours < 10.0, "{hours}");
    }
}
