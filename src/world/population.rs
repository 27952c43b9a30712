//! Population templates: a ward, an acute trust, general practices, a system of trusts. Each becomes a [`Roster`].

use super::professions::{KNOWN, PRACTICE, Profession, ProfessionSettings, Tier, WARD, known};
use super::roster::{Heads, Roster, UnitPlan};
use crate::dice::{Address, Decision, Dice, normal};
use crate::quantities::{Multiple, Quantity, Rate, Share, Whole, choice, section};

choice! {
    /// What kind of population.
    pub enum Template {
        /// One ward of 24–60 staff (or several, with `units`).
        Ward = "ward",
        /// One acute hospital trust.
        Trust = "trust",
        /// A network of general practices.
        Practices = "practices",
        /// Several trusts.
        System = "system",
        /// One profession in one unit: for exact limits.
        Plain = "plain",
        /// Read from the files that `[files]` names.
        Files = "files",
    }
}

section! {
    /// Who works where.
    pub struct Population {
        /// The kind of population the rest is filled in from.
        template: Template = Template::Trust, -, Stated, "";
        /// Posts in all; left out, the template's own: ward 36, trust 5000, practices 900, system 10000, plain 1000.
        staff: Option<Whole> = None, -, Stated, "mean English acute trust 5,723 FTE, median 5,000 (NHS Digital, June 2018)";
        /// Units in all; left out, as many as the template gives that number of staff (trust: about 140).
        units: Option<Whole> = None, -, Stated, "";
        /// Organisations; left out, 1, or 4 for a system.
        organisations: Option<Whole> = None, -, Stated, "";
        /// How unlike units are: standard deviation, on the logit scale, of the support units get from their lead. The
        /// logarithms of cohesion, slack and turnover spread by 0.6, 0.5 and 0.33 of it; 0 makes all units alike.
        unlikeness: Multiple = Multiple::of(2.4), 1.35..2.6, Calibrated, "prototype of the core: without unlike sites partial retention was met by 1 parameter set in 720, with them by 25";
        /// Part of that variance which all units of one organisation share.
        shared_in_organisation: Share = Share::of(0.3), 0.0..0.9, Assumed, "intra-organisation correlation of culture; no measured value for this construct";
        /// Quality of care in the middle unit before anything is tried, 1 being the best possible. On the logit scale units spread
        /// by a fifth of `unlikeness`.
        quality: Share = Share::of(0.7), 0.4..0.9, Assumed, "care as recommended was given in about half to three quarters of cases where it was audited (hand hygiene median 40 %, Erasmus 2010); no figure for quality at large";
    }
}

/// The six kinds of unit in a trust: name and mean size.
pub(crate) const TRUST_UNITS: [(&str, f64); 6] = [
    ("ward", 36.0),
    ("acute area", 48.0),
    ("maternity", 36.0),
    ("department", 38.0),
    ("corporate team", 28.0),
    ("estates team", 40.0),
];

impl Population {
    /// Quality of a unit that stands so far from the middle one on the logit scale.
    pub(super) fn quality_at(&self, z: f64) -> f32 {
        let middle = self.quality.value().clamp(0.001, 0.999);
        (1.0 / (1.0 + libm::exp(-(libm::log(middle / (1.0 - middle)) + z)))) as f32
    }

    /// Posts in all, where none are read from files.
    pub fn staff(&self) -> u32 {
        self.staff.map_or(
            match self.template {
                Template::Ward => self.units.map_or(1, |units| units.value().max(1.0) as u32).saturating_mul(36),
                Template::Trust => 5000,
                Template::Practices => 900,
                Template::System => 10_000,
                Template::Plain | Template::Files => 1000,
            },
            |staff| staff.value() as u32,
        )
    }

    /// Organisations.
    pub fn organisations(&self) -> u32 {
        let default = if self.template == Template::System { 4 } else { 1 };
        self.organisations.map_or(default, |organisations| organisations.value() as u32)
    }

    /// Units in the organisation that has most, where their number is not stated.
    pub fn units_in_largest_organisation(&self) -> u32 {
        let staff = self.staff().div_ceil(self.organisations().max(1));
        self.kinds(staff, None).iter().map(|(_, count, _)| count).sum()
    }

    /// The names of the professions a template has, in order.
    pub fn professions(&self) -> Vec<&'static str> {
        match self.template {
            Template::Ward => WARD.iter().map(|(name, _)| *name).collect(),
            Template::Trust | Template::System => KNOWN.iter().map(|known| known.name).collect(),
            Template::Practices => PRACTICE.iter().map(|practice| practice.0).collect(),
            Template::Plain | Template::Files => vec!["staff"],
        }
    }

    /// What the template says of a profession, before the scenario does.
    pub fn profession_defaults(&self, name: &str) -> ProfessionSettings {
        let yearly = match self.template {
            Template::Practices => PRACTICE.iter().find(|practice| practice.0 == name).map(|practice| practice.2),
            _ => known(name).map(|known| known.leaving),
        };
        let mut settings = ProfessionSettings::default();
        if let Some(yearly) = yearly {
            settings.leaving = Rate::of(yearly / 52.0);
        }
        if name == "gps" {
            settings.moved_by_money = Multiple::of(1.8);
        }
        if name == "doctors" || name == "gps" {
            settings.moved_by_esteem = Multiple::of(1.8);
        }
        settings
    }

    /// The roster: sizes drawn under the world's dice, totals exact.
    pub fn roster(&self, professions: Vec<Profession>, dice: &Dice) -> Roster {
        let organisations = self.organisations().max(1);
        let mut roster = Roster { professions, ..Default::default() };
        let staff = shares_of(self.staff(), &vec![1.0; organisations as usize]);
        let units = self.units.map(|units| shares_of(units.value() as u32, &vec![1.0; organisations as usize]));
        for (index, &staff) in staff.iter().enumerate() {
            let kind = match self.template {
                Template::Ward => "hospital",
                Template::Practices => "network",
                Template::Plain | Template::Files => "organisation",
                Template::Trust | Template::System => "trust",
            };
            let alone =
                organisations == 1 && matches!(self.template, Template::Ward | Template::Plain | Template::Files);
            roster.organisations.push(if alone { kind.into() } else { format!("{kind} {}", index + 1) });
            let units = units.as_ref().map(|units| units[index].max(1));
            let kinds = self.kinds(staff, units);
            self.add_units(&mut roster, index as u16, &kinds, dice);
        }
        roster
    }

    /// Kinds of unit in one organisation: name, number of units, and posts by profession.
    fn kinds(&self, staff: u32, units: Option<u32>) -> Vec<(String, u32, Vec<u32>)> {
        let single = |name: &str, size: f64, shares: &[f64]| {
            let count = units.unwrap_or_else(|| (f64::from(staff) / size).round().max(1.0) as u32);
            vec![(name.to_string(), count, shares_of(staff, shares))]
        };
        match self.template {
            Template::Plain | Template::Files => single("unit", f64::MAX, &[1.0]),
            Template::Ward => single("ward", 60.0, &WARD.iter().map(|ward| ward.1).collect::<Vec<_>>()),
            Template::Practices => {
                single("practice", 30.0, &PRACTICE.iter().map(|practice| practice.1).collect::<Vec<_>>())
            }
            Template::Trust | Template::System => {
                let totals = shares_of(staff, &KNOWN.iter().map(|known| known.trust_share).collect::<Vec<_>>());
                let mut posts = vec![vec![0; KNOWN.len()]; TRUST_UNITS.len()];
                for (profession, known) in KNOWN.iter().enumerate() {
                    for (kind, part) in shares_of(totals[profession], &known.where_).into_iter().enumerate() {
                        posts[kind][profession] = part;
                    }
                }
                let natural: Vec<f64> = TRUST_UNITS
                    .iter()
                    .zip(&posts)
                    .map(|((_, size), posts)| f64::from(posts.iter().sum::<u32>()) / size)
                    .collect();
                let counts = match units {
                    Some(units) => shares_of(units, &natural),
                    None => natural.iter().map(|count| count.round().max(1.0) as u32).collect(),
                };
                TRUST_UNITS
                    .iter()
                    .zip(counts)
                    .zip(posts)
                    .map(|(((name, _), count), posts)| (name.to_string(), count.max(1), posts))
                    .filter(|(_, _, posts)| posts.iter().sum::<u32>() > 0)
                    .collect()
            }
        }
    }

    fn add_units(&self, roster: &mut Roster, organisation: u16, kinds: &[(String, u32, Vec<u32>)], dice: &Dice) {
        let first = roster.units.len();
        for (name, count, _) in kinds {
            for number in 1..=*count {
                let name = match self.organisations() {
                    0 | 1 => format!("{name} {number}"),
                    _ => format!("{} {name} {number}", roster.organisations[organisation as usize]),
                };
                roster.units.push(UnitPlan { name, organisation, heads: Vec::new() });
            }
        }
        let mut from = first;
        for (_, count, posts) in kinds {
            let units = from..from + *count as usize;
            from = units.end;
            // Units of a kind differ in size by about a quarter, within bounds.
            let sizes: Vec<f64> = units
                .clone()
                .map(|unit| {
                    let who = Address(u32::from(organisation) << 16 | (unit - first) as u32, u32::MAX);
                    libm::exp((0.25 * normal(dice.word(who, 0, Decision::Size(0)))).clamp(-0.4, 0.5))
                })
                .collect();
            for (profession, &total) in posts.iter().enumerate() {
                for (unit, share) in units.clone().zip(shares_of(total, &sizes)) {
                    let (middle, senior) = self.tiers(profession);
                    roster.units[unit].heads.extend(in_tiers(profession as u8, share, middle, senior));
                }
            }
        }
        // Where there are more units than staff, the empty ones are left out.
        roster.units.retain(|unit| !unit.heads.is_empty());
    }

    fn tiers(&self, profession: usize) -> (f64, f64) {
        let of = |name: &str| known(name).map_or((0.0, 0.0), |known| (known.middle, known.senior));
        match self.template {
            Template::Plain | Template::Files => (0.0, 0.0),
            Template::Practices => (PRACTICE[profession].3, PRACTICE[profession].4),
            Template::Ward => of(WARD[profession].0),
            Template::Trust | Template::System => (KNOWN[profession].middle, KNOWN[profession].senior),
        }
    }
}

fn in_tiers(profession: u8, posts: u32, middle: f64, senior: f64) -> impl Iterator<Item = Heads> {
    let parts = shares_of(posts, &[1.0 - middle - senior, middle, senior]);
    Tier::ALL
        .into_iter()
        .zip(parts)
        .filter(|(_, posts)| *posts > 0)
        .map(move |(tier, posts)| Heads::new(profession, tier, posts))
}

/// Splits a whole by weights: largest remainders, the earlier one first among equals. The parts sum to the whole.
fn shares_of(whole: u32, weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(whole) * weight / total).collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let missing = whole - parts.iter().sum::<u32>();
    for &index in order.iter().take(missing as usize) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster(template: Template) -> Roster {
        let population = Population { template, ..Default::default() };
        let professions = population
            .professions()
            .iter()
            .map(|name| Profession { name: name.to_string(), settings: population.profession_defaults(name) })
            .collect();
        population.roster(professions, &Dice::of_world(1, 0))
    }

    #[test]
    fn parts_sum_to_the_whole() {
        assert_eq!(shares_of(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(shares_of(0, &[0.3, 0.7]), [0, 0]);
    }

    #[test]
    fn a_trust_has_the_published_staff_mix() {
        let roster = roster(Template::Trust);
        assert_eq!(roster.posts(), 5000);
        assert!((130..=150).contains(&roster.units.len()), "{}", roster.units.len());
        for (profession, known) in KNOWN.iter().enumerate() {
            let posts: u32 = roster
                .units
                .iter()
                .flat_map(|unit| &unit.heads)
                .filter(|heads| heads.profession == profession as u8)
                .map(|heads| heads.posts)
                .sum();
            let total: f64 = KNOWN.iter().map(|known| known.trust_share).sum();
            assert!((f64::from(posts) - 5000.0 * known.trust_share / total).abs() <= 1.0, "{}", known.name);
        }
        let sizes: Vec<usize> = roster.units.iter().map(UnitPlan::posts).collect();
        assert!(sizes.iter().min() < sizes.iter().max());
    }

    #[test]
    fn the_other_templates_have_their_size() {
        assert_eq!(roster(Template::Ward).posts(), 36);
        assert_eq!(roster(Template::Practices).posts(), 900);
        let system = roster(Template::System);
        assert_eq!((system.organisations.len(), system.posts()), (4, 10_000));
    }
}
