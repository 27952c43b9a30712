//! What is told of one decision: its rates, and what they are made of.

use super::numerics::happens;
use super::people::moves_to;
use super::state::practice;
use serde::Serialize;

/// What somebody does about an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doing {
    /// Not practising.
    Not,
    /// Reported, with little true effect.
    Ritual,
    /// Truly practising.
    True,
    /// Nobody who could: the post is vacant, or is no target.
    Nobody,
}

impl Doing {
    /// As stored: see [`practice`].
    pub fn of(code: u8) -> Self {
        match code {
            practice::NOT => Self::Not,
            practice::RITUAL => Self::Ritual,
            practice::TRUE => Self::True,
            _ => Self::Nobody,
        }
    }
}

/// What one mechanism adds: the log hazard ratio with it minus the one without it, all else as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contribution {
    /// Its name.
    pub mechanism: &'static str,
    /// On the move of most interest (take-up, lapse, ritual that turns true).
    pub lean: f32,
    /// On the other one (complying, dropping ritual).
    pub on_other: f32,
}

/// What a person carries, and what surrounds them, when they decide. Nothing where no mechanism of the run reads it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Mind {
    /// Habit, 0 to 1.
    pub habit: Option<f32>,
    /// Ownership, 0 to 1.
    pub ownership: Option<f32>,
    /// Belief in the problem, 0 to 1.
    pub belief_in_problem: Option<f32>,
    /// Belief in the solution, 0 to 1.
    pub belief_in_solution: Option<f32>,
    /// Intrinsic motivation, 0 to 1.
    pub motivation: Option<f32>,
    /// Fatigue, 0 to 1.
    pub fatigue: Option<f32>,
    /// Cynicism, 0 to 1.
    pub cynicism: Option<f32>,
    /// What the unit has locked in, 0 to 1.
    pub locked_in: Option<f32>,
    /// Share of the time asked that there is, 0 to 1.
    pub time: Option<f32>,
    /// Regard of the organisation's sponsor, 1 at the reference, 0 to 2.
    pub regard: Option<f32>,
    /// What the unit knows together about improvement, 0 to 1.
    pub know_how: Option<f32>,
    /// How credible the data are that the unit is shown, 0 to 1.
    pub credible: Option<f32>,
    /// Share of colleagues seen practising, each by weight, 0 to 1 for most.
    pub seen: Option<f32>,
}

/// One decision of a week, with what it is made of. Rates are per week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighed {
    /// What is done before the decision.
    pub doing: Doing,
    /// Rate of the move of most interest: take-up for who does not practise, lapse for who does, turning true for who
    /// complies.
    pub rate: f32,
    /// Rate of the other one: complying for who does not practise, dropping it for who complies.
    pub other: f32,
    /// Take-up that happens anyway.
    pub organic: f32,
    /// What the programme does directly, before leans.
    pub push: f32,
    /// What peers would do if all were seen practising.
    pub pull: f32,
    /// Φ: the part of that which colleagues come to.
    pub phi: f32,
    /// What those convened with these do, before leans.
    pub joined: f32,
    /// Lapse with nothing leaning on it, and what is left of it whatever leans.
    pub lapse: f32,
    /// See `lapse`.
    pub floor: f32,
    /// Factor on push, peers and those convened: what time is left for it.
    pub slowed: f32,
    /// Sum of the leans on the move of most interest, before the cap.
    pub lean: f32,
    /// Whether the cap on leans bites.
    pub capped: bool,
    /// The word that decides: the move comes about if `word / 2³² < 1 − exp(−(rate + other))`.
    pub word: u32,
    /// What each mechanism adds, largest first; those that add nothing are left out. Empty where only rates were asked.
    pub contributions: Vec<Contribution>,
    /// The rest of `lean`: what mechanisms do together that none does alone, such as attention that lacks time.
    pub together: f32,
    /// What the person carries.
    pub mind: Mind,
}

impl Weighed {
    /// Chances of this week's two moves, 0 to 1.
    pub fn chances(&self) -> [f64; 2] {
        // Added as the engine adds them.
        let total = self.rate + self.other;
        if total <= 0.0 {
            return [0.0, 0.0];
        }
        let either = -libm::expm1(-f64::from(total));
        [self.rate, self.other].map(|rate| either * f64::from(rate) / f64::from(total))
    }

    /// What is done after this week's decision.
    pub fn decided(&self) -> Doing {
        let from = match self.doing {
            Doing::Not => practice::NOT,
            Doing::Ritual => practice::RITUAL,
            Doing::True => practice::TRUE,
            Doing::Nobody => return Doing::Nobody,
        };
        if happens(self.word, self.rate + self.other) {
            Doing::of(moves_to(from, self.word, self.rate, self.other))
        } else {
            self.doing
        }
    }

    /// What a mechanism adds to the move of most interest; 0 for one that adds nothing.
    pub fn lean_of(&self, mechanism: &str) -> f32 {
        self.contributions.iter().find(|one| one.mechanism == mechanism).map_or(0.0, |one| one.lean)
    }
}
