//! From rows to a roster: units in the order of their organisations, posts by profession and tier, and within these in
//! the order of the file, so that one more person at its end is one more post at an address of its own.

use super::names::slug;
use crate::scenario::reader::Reader;
use crate::scenario::settings::limits;
use crate::world::{Contact, Figures, Heads, Profession, Roster, Tier, UnitPlan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most professions a world has room for.
const PROFESSIONS: usize = 64;

/// A unit as read.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub name: String,
    pub organisation: usize,
    pub figures: Figures,
    /// Its line in the file of units; 0 where there is none.
    pub line: usize,
    /// Headcounts by profession, where there is no file of people.
    pub counts: Vec<u32>,
}

/// Somebody in the file of people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub unit: usize,
    pub profession: u8,
    pub tier: Tier,
}

/// Why a profession cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Builder {
    organisations: Vec<String>,
    organisation_index: BTreeMap<String, usize>,
    pub units: Vec<Unit>,
    units_by_name: BTreeMap<String, Vec<usize>>,
    /// Whether the file of units says which organisation each is in.
    pub units_have_organisations: bool,
    /// Units the filter took away.
    pub left_out_units: BTreeSet<String>,
    /// The file of units, where there is one: nobody may be elsewhere then.
    pub units_file: Option<String>,
    professions: Vec<String>,
    profession_index: BTreeMap<String, u8>,
    pub people: Vec<Person>,
    /// By id: which person, on which line.
    pub ids: BTreeMap<String, (usize, usize)>,
    /// Whether something was wrong so far: whoever is not known then may be in what could not be read.
    pub is_partial: bool,
    /// Ids the filter took away.
    pub left_out: BTreeSet<String>,
    /// The file of people.
    pub people_file: String,
    /// Ties between people, by their number.
    pub contacts: Option<Vec<Contact>>,
}

impl Builder {
    /// The number of an organisation, which need not be known before.
    pub fn organisation(&mut self, name: &str) -> usize {
        if let Some(&known) = self.organisation_index.get(name) {
            return known;
        }
        self.organisations.push(name.into());
        self.organisation_index.insert(name.into(), self.organisations.len() - 1);
        self.organisations.len() - 1
    }

    /// The number of a unit, if it is known.
    pub fn known_unit(&self, organisation: usize, name: &str) -> Option<usize> {
        self.units_named(name).iter().copied().find(|&unit| self.units[unit].organisation == organisation)
    }

    /// The numbers of the units of a name, whatever the organisation.
    pub fn units_named(&self, name: &str) -> &[usize] {
        self.units_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The name of a unit's organisation.
    pub fn organisation_name(&self, unit: usize) -> &str {
        &self.organisations[self.units[unit].organisation]
    }

    /// Adds a unit.
    pub fn add_unit(&mut self, unit: Unit) -> usize {
        self.units_by_name.entry(unit.name.clone()).or_default().push(self.units.len());
        self.units.push(unit);
        self.units.len() - 1
    }

    /// The number of a profession, by its name in the file.
    pub fn profession(&mut self, name: &str) -> Result<u8, TooMany> {
        if let Some(&known) = self.profession_index.get(name) {
            return Ok(known);
        }
        let key = match slug(name).as_str() {
            "" => format!("profession-{}", self.profession_index.len() + 1),
            key => key.to_string(),
        };
        let at = match self.professions.iter().position(|known| *known == key) {
            Some(at) => at,
            None if self.professions.len() == PROFESSIONS => return Err(TooMany),
            None => {
                self.professions.push(key);
                self.professions.len() - 1
            }
        };
        self.profession_index.insert(name.into(), at as u8);
        Ok(at as u8)
    }

    /// Names that became one.
    pub fn joined(&self) -> Option<String> {
        let of = |at: usize| -> Vec<&str> {
            let names = self.profession_index.iter().filter(|(_, known)| usize::from(**known) == at);
            names.map(|(name, _)| name.as_str()).collect()
        };
        let joined = (0..self.professions.len())
            .map(|at| (at, of(at)))
            .find(|(_, names)| names.windows(2).any(|two| two[0].to_lowercase() != two[1].to_lowercase()));
        joined.map(|(at, names)| format!("\"{}\" are all {}", names.join("\", \""), self.professions[at]))
    }

    /// How many there are of each profession.
    pub fn tally(&self) -> String {
        let mut counts = vec![0usize; self.professions.len()];
        for person in &self.people {
            counts[usize::from(person.profession)] += 1;
        }
        for unit in &self.units {
            for (sum, &count) in counts.iter_mut().zip(&unit.counts) {
                *sum += count as usize;
            }
        }
        let each: Vec<String> =
            counts.iter().zip(&self.professions).take(12).map(|(count, name)| format!("{count} {name}")).collect();
        let more = self.professions.len() - each.len();
        if more > 0 { format!("{} and {more} more professions", each.join(", ")) } else { each.join(", ") }
    }

    /// Units and organisations that have staff.
    pub fn places(&self) -> (usize, usize) {
        let manned = self.manned();
        let units: Vec<usize> = (0..self.units.len()).filter(|&unit| manned[unit]).collect();
        let organisations: BTreeSet<usize> = units.iter().map(|&unit| self.units[unit].organisation).collect();
        (units.len(), organisations.len())
    }

    fn manned(&self) -> Vec<bool> {
        let mut manned: Vec<bool> = self.units.iter().map(|unit| unit.counts.iter().any(|&count| count > 0)).collect();
        self.people.iter().for_each(|person| manned[person.unit] = true);
        manned
    }

    /// The roster; nothing, and a problem, where there is too much of something.
    pub fn finish(mut self, reader: &Reader<'_>) -> Option<Roster> {
        let manned = self.manned();
        let staff = self.people.len() as u64
            + self.units.iter().flat_map(|unit| &unit.counts).map(|&count| u64::from(count)).sum::<u64>();
        let (units, organisations) = self.places();
        let mut fits = true;
        for (count, most, what) in [
            (staff, u64::from(limits::STAFF), "staff"),
            (units as u64, u64::from(limits::UNITS), "units"),
            (organisations as u64, u64::from(limits::ORGANISATIONS), "organisations"),
        ] {
            if count > most {
                fits = false;
                reader.problem("path", format!("{count} {what} are too many"), format!("at most {most} fit"));
            }
        }
        if !fits || staff == 0 {
            return None;
        }
        let mut roster = Roster {
            professions: self
                .professions
                .iter()
                .map(|name| Profession { name: name.clone(), settings: Default::default() })
                .collect(),
            ..Roster::default()
        };
        let mut order: Vec<usize> = (0..self.units.len()).filter(|&unit| manned[unit]).collect();
        // Stable: the order of the file within an organisation.
        order.sort_by_key(|&unit| self.units[unit].organisation);
        let mut place = vec![0; self.units.len()];
        let mut last = None;
        for (rank, &unit) in order.iter().enumerate() {
            place[unit] = rank;
            let organisation = self.units[unit].organisation;
            if last.replace(organisation) != Some(organisation) {
                roster.organisations.push(self.organisations[organisation].clone());
            }
            let name = match self.units_named(&self.units[unit].name).len() {
                0 | 1 => self.units[unit].name.clone(),
                _ => format!("{} {}", self.organisations[organisation], self.units[unit].name),
            };
            let organisation = (roster.organisations.len() - 1) as u16;
            roster.units.push(UnitPlan { name, organisation, heads: Vec::new() });
            roster.figures.push(self.units[unit].figures);
        }
        let mut cells: BTreeMap<(usize, u8, Tier), u32> = BTreeMap::new();
        for person in &self.people {
            *cells.entry((place[person.unit], person.profession, person.tier)).or_default() += 1;
        }
        for (&unit, rank) in order.iter().zip(0..) {
            for (&count, profession) in self.units[unit].counts.iter().zip(0..).filter(|(count, _)| **count > 0) {
                cells.insert((rank, profession, Tier::Front), count);
            }
        }
        let mut first: BTreeMap<(usize, u8, Tier), u32> = BTreeMap::new();
        let mut posts = 0;
        for (&(unit, profession, tier), &count) in &cells {
            roster.units[unit].heads.push(Heads::new(profession, tier, count));
            first.insert((unit, profession, tier), posts);
            posts += count;
        }
        if let Some(mut contacts) = self.contacts.take() {
            let post: Vec<u32> = self
                .people
                .iter()
                .map(|person| {
                    let next = first.entry((place[person.unit], person.profession, person.tier)).or_default();
                    *next += 1;
                    *next - 1
                })
                .collect();
            for contact in &mut contacts {
                (contact.a, contact.b) = (post[contact.a as usize], post[contact.b as usize]);
            }
            roster.contacts = Some(Arc::new(contacts));
        }
        Some(roster)
    }
}

/// A count with its word.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
