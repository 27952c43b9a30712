//! Professions and tiers: who works in a health service, how many of them, and how often they leave.

use crate::quantities::{Multiple, Rate, section};

/// A level of the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Meets patients, or does the daily work.
    Front,
    /// Leads a team, or a consultant.
    Middle,
    /// Runs a department or the organisation.
    Senior,
}

impl Tier {
    /// All tiers, lowest first.
    pub const ALL: [Tier; 3] = [Tier::Front, Tier::Middle, Tier::Senior];

    /// As shown to users.
    pub fn name(self) -> &'static str {
        ["front line", "middle", "senior"][self as usize]
    }
}

section! {
    /// What a scenario may say of a profession.
    pub struct ProfessionSettings {
        /// Rate at which people of this profession leave their post for good.
        leaving: Rate = Rate::of(0.11 / 52.0), 0.0008..0.0045, Measured, "annual leaver rates, NHS England: all staff 11 % (to Sep 2021, Nuffield Trust 2022); by profession House of Lords written answer, 13 Sep 2023";
        /// How much this profession is listened to by all others, 1 = as everyone.
        listened_to: Multiple = Multiple::of(1.0), 0.5..2.0, Assumed, "the profession that is listened to differs between settings (Health Foundation 2012, Overcoming challenges to improving quality, challenge 6); 1 assumes none";
        /// How much evidence, and doubt about it, weighs in this profession, 1 = as in most.
        weighs_evidence: Multiple = Multiple::of(1.0), 0.5..2.0, Assumed, "the same evidence weighs differently in different professions (Health Foundation 2012, challenge 2), direction only";
        /// How strongly what improvement is thought of moves this profession, 1 = as most staff.
        moved_by_esteem: Multiple = Multiple::of(1.0), 0.5..2.5, Assumed, "doctors more than others: research counts for their careers, improvement hardly (Health Foundation 2012, challenge 5), direction only";
        /// How strongly rewards move this profession, 1 = as hospital staff.
        moved_by_money: Multiple = Multiple::of(1.0), 0.5..2.5, Assumed, "general practitioners more than hospital doctors (Health Foundation 2012, challenge 5), direction only";
    }
}

/// A profession as templates know it.
pub(crate) struct Known {
    pub name: &'static str,
    /// Per cent of full-time equivalents in 123 English acute trusts, June 2018 (NHS Digital workforce statistics).
    pub trust_share: f64,
    /// Leavers per year. Doctors 14.7, nurses 10.6 (House of Lords written answer 2023); all staff 11 (Nuffield Trust
    /// 2022); allied and scientific 10, support 13, managers 10 (NHS workforce statistics, from memory); others as all.
    pub leaving: f64,
    /// Shares in the middle and the senior tier: assumed, no source found.
    pub middle: f64,
    pub senior: f64,
    /// Where in a trust they work: shares over wards, acute areas, maternity, departments, corporate and estates.
    pub where_: [f64; 6],
}

pub(crate) const KNOWN: &[Known] = &[
    Known {
        name: "nurses",
        trust_share: 26.9,
        leaving: 0.106,
        middle: 0.16,
        senior: 0.03,
        where_: [0.66, 0.24, 0.02, 0.06, 0.02, 0.0],
    },
    Known {
        name: "support",
        trust_share: 23.6,
        leaving: 0.13,
        middle: 0.04,
        senior: 0.0,
        where_: [0.66, 0.16, 0.04, 0.12, 0.02, 0.0],
    },
    Known {
        name: "doctors",
        trust_share: 12.6,
        leaving: 0.147,
        middle: 0.4,
        senior: 0.04,
        where_: [0.55, 0.3, 0.04, 0.11, 0.0, 0.0],
    },
    Known {
        name: "scientists",
        trust_share: 12.8,
        leaving: 0.10,
        middle: 0.18,
        senior: 0.03,
        where_: [0.1, 0.07, 0.0, 0.83, 0.0, 0.0],
    },
    Known {
        name: "science-support",
        trust_share: 5.8,
        leaving: 0.12,
        middle: 0.05,
        senior: 0.0,
        where_: [0.04, 0.1, 0.0, 0.86, 0.0, 0.0],
    },
    Known {
        name: "administrative",
        trust_share: 7.0,
        leaving: 0.11,
        middle: 0.15,
        senior: 0.03,
        where_: [0.16, 0.06, 0.02, 0.1, 0.66, 0.0],
    },
    Known {
        name: "estates",
        trust_share: 5.6,
        leaving: 0.11,
        middle: 0.08,
        senior: 0.01,
        where_: [0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
    },
    Known {
        name: "midwives",
        trust_share: 2.8,
        leaving: 0.10,
        middle: 0.16,
        senior: 0.03,
        where_: [0.0, 0.0, 1.0, 0.0, 0.0, 0.0],
    },
    Known {
        name: "managers",
        trust_share: 2.3,
        leaving: 0.10,
        middle: 0.72,
        senior: 0.28,
        where_: [0.3, 0.1, 0.03, 0.2, 0.33, 0.04],
    },
];

/// General practice: professions, share of a practice's staff, leavers per year, tiers. Shares and rates assumed.
pub(crate) const PRACTICE: &[(&str, f64, f64, f64, f64)] = &[
    ("gps", 0.27, 0.08, 0.55, 0.1),
    ("practice-nurses", 0.17, 0.106, 0.1, 0.0),
    ("support", 0.12, 0.13, 0.0, 0.0),
    ("reception", 0.38, 0.15, 0.05, 0.0),
    ("managers", 0.06, 0.10, 0.7, 0.3),
];

/// A ward's mix of professions.
pub(crate) const WARD: &[(&str, f64)] =
    &[("nurses", 0.46), ("support", 0.3), ("doctors", 0.14), ("scientists", 0.06), ("administrative", 0.04)];

pub(crate) fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name == name)
}

/// A profession of a roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Profession {
    /// Its name, as in the scenario file.
    pub name: String,
    /// What the scenario says of it.
    pub settings: ProfessionSettings,
}
