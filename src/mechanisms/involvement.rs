//! A change is taken up by those whose change it is, and refused by those who were left out of it.

use super::{Card, Mechanism};
use crate::quantities::{Hours, LogHazard, Quantity, Rate, Share, Weeks, section};
use crate::world::Initiative;

section! {
    /// A change is taken up by those whose change it is, and refused by those who were left out of it.
    pub struct Involvement {
        /// Log hazard ratio of uptake in a profession whose own people lead the change.
        led: LogHazard = LogHazard::of(0.5), 0.0..1.2, Assumed, "audit led by peers is joined and trusted (Health Foundation 2012, challenge 6), direction only";
        /// Log hazard ratio of not taking up among targets of other professions where a single profession leads it.
        others: LogHazard = LogHazard::of(0.1), 0.0..0.5, Assumed, "trust in one group does not extend to what another leads (Health Foundation 2012, challenge 6), direction only";
        /// Log hazard ratio of uptake in a profession whose own body endorses it.
        endorsed: LogHazard = LogHazard::of(0.3), 0.0..0.8, Assumed, "professional bodies confer legitimacy (Health Foundation 2012, challenge 6), direction only";
        /// Rate at which those who take full part in it come to own it, under leaders of reference support (see leadership).
        owned: Rate = Rate::of(0.02), 0.005..0.05, Assumed, "as for ownership under a facilitative style; no measured rate";
        /// Log hazard ratio of not taking up among targets who are left out while others are consulted in full.
        left_out: LogHazard = LogHazard::of(0.7), 0.0..1.5, Assumed, "being left out causes refusal (Health Foundation 2012, challenge 2), direction only";
        /// Log hazard ratio of not acting where staff define the problem by themselves and see none of its causes in their own comparative data.
        outside: LogHazard = LogHazard::of(0.3), 0.0..1.0, Assumed, "defects that clinicians define are welcome and laid on others (Health Foundation 2012, challenge 1), direction only";
        /// Log hazard ratio of uptake between no users of the service and users who are fully involved in roles that are wholly clear.
        users: LogHazard = LogHazard::of(0.3), 0.0..0.8, Assumed, "users lend legitimacy unless their part is unclear (Health Foundation 2012, challenge 5), direction only";
        /// Part of the growth of ownership that is lost where all is reported upwards.
        imposed: Share = Share::of(0.6), 0.2..0.9, Assumed, "reporting upwards makes work feel imposed (Health Foundation 2012, challenge 6), direction only";
        /// Part of what is lacking that managers gloss over where all is reported upwards.
        rosy: Share = Share::of(0.3), 0.0..0.6, Assumed, "managers report more success than the front line (Health Foundation 2012, challenge 6), direction only";
        /// What a full managerial case adds to the support of middle managers, as a part of it.
        wins: Share = Share::of(0.4), 0.0..0.8, Assumed, "managers are moved by costs, benefits and targets (Health Foundation 2012, challenge 8), direction only";
        /// Log hazard ratio of not taking up where the case is wholly a managerial one, in all but managers and with no coalition built.
        estranges: LogHazard = LogHazard::of(0.5), 0.0..1.2, Assumed, "winning one group may lose another (Health Foundation 2012, chapter 4), direction only";
        /// Professions that a managerial case speaks to.
        managers: Vec<String> = vec!["managers".into()], -, Stated, "";
        /// Hours a week that taking full part costs.
        meets: Hours = Hours::of(0.2), 0.0..0.6, Assumed, "no measured value found";
        /// Time that full consultation, and a full coalition, each add to the ramp.
        takes: Weeks = Weeks::of(8.0), 0.0..26.0, Assumed, "no measured value found";
    }
}

impl Mechanism for Involvement {
    const CARD: Card = Card {
        claim: "Those who lead a change, are asked about it or define its problem come to own it, sooner the more leaders stand behind it; their profession's name on it helps in that profession and not beyond; who is left out refuses; what is reported upwards feels imposed and sounds better than it is.",
        equation: "part = 1 − (1 − [own profession leads]) · (1 − consultation · [consulted]) · (1 − defined_by_staff), times what participation counts for;  lean on uptake while it runs = led · [own profession leads] − others · (1 − consensus) · [one other profession leads] + endorsed · [own body endorses] − left_out · consultation · [others are consulted] − outside · defined_by_staff · (1 − comparative_data · C) + users · user_involvement · max(0, 2 roles − 1) − estranges · managers_case · (1 − consensus) · [no manager];  ownership grows by (what leaders and debate bring + owned · part · σ) · (1 − imposed · reporting_up), see leadership;  motivation reads f as f + (1 − f) · part;  support of middle managers · (1 + wins · managers_case);  hours asked + meets · part;  ramp + takes · (consultation + consensus);  managers tell = s + rosy · reporting_up · (1 − s), s the mean of nominal adoption and of measured gain over what was hoped, kept in 0–1, and boards are told likewise of what is seen; the front line says the mean of true adoption and of true gain",
        acts_by: "lean on uptake by profession; growth of ownership; through leadership, motivation, time and sponsor",
        reference: "a management-led change that nobody was asked about, of users in ordinary roles: no part, no lean",
        sources: &[
            "Coch and French 1948, Human Relations 1:512 (workers who took part in planning a change did not resist it)",
            "Arnstein 1969, Journal of the American Institute of Planners 35:216 (participation without power is tokenism)",
            "Health Foundation 2012, Overcoming challenges to improving quality, challenges 1, 2, 5, 6 and 8 and chapter 4",
        ],
        counter_sources: &[
            "French, Israel and Ås 1960, Human Relations 13:3: the same experiment in a Norwegian factory moved output little, where workers did not think the part they were given theirs by right",
            "Wagner 1994, Academy of Management Review 19:312: over many studies what participation does to performance is real and small",
        ],
        rows: &[
            "C1-05", "C2-08", "C5-13", "C6-02", "C6-04", "C6-07", "C6-08", "C6-12", "C8-03", "T1-21", "T1-22", "T1-27",
            "TEN-4", "TEN-5", "TEN-8",
        ],
        worked: "nurses lead, half consulted, σ 1, half reported upwards: part of a nurse 1 − 0 = 1, a week's ownership 0.02 · 1 · 0.7 = 0.014, lean 0.5; of a consulted doctor part 0.5, 0.007, lean −0.1; of a therapist left out −0.1 − 0.7 · 0.5 = −0.45; nominal adoption 0.6, measured gain 0.4: s = 0.5, told 0.5 + 0.3 · 0.5 · 0.5 = 0.575",
    };
}

/// What participation counts for, 1 where it is meant: the place for a culture that makes a token of it.
pub const PARTICIPATION_COUNTS: f32 = 1.0;

/// What a profession has to do with a change.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stake {
    /// Lean on uptake while it runs, whatever is shown.
    pub legitimacy: f32,
    /// How far its staff take part, 0 to 1.
    pub part: f32,
    /// Lean that laying causes outside takes from it, where nothing is shown.
    pub outside: f32,
}

impl Involvement {
    /// What a profession has to do with an initiative.
    pub fn stake(&self, i: &Initiative, profession: &str) -> Stake {
        let among = |names: &[String]| names.iter().any(|name| name == profession);
        let one = |is: bool| if is { 1.0f32 } else { 0.0 };
        let leads = one(among(&i.led_by));
        let led_by_others = one(i.led_by.len() == 1 && leads == 0.0);
        let asked = one(i.consulted.is_empty() || among(&i.consulted));
        let consulted = i.consultation.f32() * asked;
        let apart = 1.0 - i.consensus.f32();
        let clear = (2.0 * i.roles.f32() - 1.0).max(0.0);
        let managerial = one(!among(&self.managers)) * i.managers_case.f32() * apart;
        Stake {
            legitimacy: self.led.f32() * leads - self.others.f32() * apart * led_by_others
                + self.endorsed.f32() * one(among(&i.endorsed_by))
                - self.left_out.f32() * i.consultation.f32() * (1.0 - asked)
                + self.users.f32() * i.user_involvement.f32() * clear
                - self.estranges.f32() * managerial,
            part: 1.0 - (1.0 - leads) * (1.0 - consulted) * (1.0 - i.defined_by_staff.f32()),
            outside: self.outside.f32() * i.defined_by_staff.f32(),
        }
    }

    /// What it does to uptake while it runs; `credible` is the unit's data.
    pub fn leans_on_uptake(&self, i: &Initiative, stake: Stake, credible: f32) -> f32 {
        stake.legitimacy - stake.outside * (1.0 - i.comparative_data.f32() * credible)
    }

    /// How fast staff come to own it who would at `growing`, under a support from leaders.
    pub fn grows(&self, i: &Initiative, growing: f32, part: f32, support: f32) -> f32 {
        let all = (growing + self.owned.f32() * part * support).min(1.0);
        all * (1.0 - self.imposed.f32() * i.reporting_up.f32())
    }

    /// What the support of middle managers is multiplied by.
    pub fn courts(&self, i: &Initiative) -> f32 {
        1.0 + self.wins.f32() * i.managers_case.f32()
    }

    /// Hours a week that taking part costs.
    pub fn hours(&self, part: f32) -> f64 {
        self.meets.value() * f64::from(part)
    }

    /// Weeks that asking people and bringing them together add to the ramp.
    pub fn delays(&self, i: &Initiative) -> f64 {
        self.takes.value() * (i.consultation.value() + i.consensus.value())
    }

    /// What is told of a success, 1 for all that could be, where it is reported upwards.
    pub fn reported(&self, reporting_up: f32, success: f32) -> f32 {
        success + self.rosy.f32() * reporting_up * (1.0 - success).max(0.0)
    }
}

/// How far a unit has got to somebody who goes by a share practising and by a gain in quality, of what was hoped for;
/// without a gain by the share alone.
pub fn success(share: f32, gained: Option<f32>) -> f32 {
    gained.map_or(share, |gained| 0.5 * (share + gained.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led_by_nurses() -> Initiative {
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        Initiative {
            led_by: names(&["nurses"]),
            consultation: Share::of(0.5),
            consulted: names(&["nurses", "doctors"]),
            reporting_up: Share::of(0.5),
            ..Default::default()
        }
    }

    #[test]
    fn worked_by_hand() {
        let (involvement, i) = (Involvement::default(), led_by_nurses());
        let [nurse, doctor, therapist] = ["nurses", "doctors", "scientists"].map(|name| involvement.stake(&i, name));
        assert_eq!((nurse.part, doctor.part, therapist.part), (1.0, 0.5, 0.0));
        let grows = |stake: Stake| involvement.grows(&i, 0.0, stake.part, 1.0);
        assert!((grows(nurse) - 0.014).abs() < 1e-6 && (grows(doctor) - 0.007).abs() < 1e-6);
        for (stake, lean) in [(nurse, 0.5), (doctor, -0.1), (therapist, -0.45)] {
            assert!((involvement.leans_on_uptake(&i, stake, 0.0) - lean).abs() < 1e-6, "{stake:?}");
        }
        let s = success(0.6, Some(0.4));
        assert!((s - 0.5).abs() < 1e-6 && (involvement.reported(0.5, s) - 0.575).abs() < 1e-6);
        assert_eq!((involvement.delays(&i), involvement.hours(0.5)), (4.0, 0.1));
    }

    #[test]
    fn nothing_stated_is_nothing_at_all() {
        let (involvement, i) = (Involvement::default(), Initiative::default());
        assert_eq!(involvement.stake(&i, "nurses"), Stake::default());
        assert_eq!(involvement.grows(&i, 0.013, 0.0, 1.3), 0.013);
        assert_eq!((involvement.courts(&i), involvement.reported(0.0, 0.3)), (1.0, 0.3));
    }

    #[test]
    fn users_help_where_their_part_is_clear_and_a_coalition_spares_clinicians() {
        let involvement = Involvement::default();
        let lean = |i: &Initiative| involvement.stake(i, "doctors").legitimacy;
        let users = |roles: f64| {
            lean(&Initiative { user_involvement: Share::of(1.0), roles: Share::of(roles), ..Default::default() })
        };
        assert_eq!((users(0.2), users(0.5)), (0.0, 0.0));
        assert!((users(1.0) - 0.3).abs() < 1e-6);
        let case = |consensus: f64| Initiative {
            managers_case: Share::of(1.0),
            consensus: Share::of(consensus),
            ..Default::default()
        };
        assert!((lean(&case(0.0)) + 0.5).abs() < 1e-6 && lean(&case(1.0)) == 0.0);
        assert_eq!(involvement.stake(&case(0.0), "managers").legitimacy, 0.0);
        assert!((involvement.courts(&case(0.0)) - 1.4).abs() < 1e-6);
    }

    /// Who defines the problem owns it and does less about it, unless comparative data show that it is theirs.
    #[test]
    fn what_staff_define_themselves_is_laid_elsewhere_until_data_show_whose_it_is() {
        let involvement = Involvement::default();
        let i = Initiative { defined_by_staff: Share::of(1.0), comparative_data: Share::of(1.0), ..Default::default() };
        let stake = involvement.stake(&i, "nurses");
        assert_eq!(stake.part, 1.0);
        assert!((involvement.leans_on_uptake(&i, stake, 0.0) + 0.3).abs() < 1e-6);
        assert_eq!(involvement.leans_on_uptake(&i, stake, 1.0), 0.0);
    }
}
