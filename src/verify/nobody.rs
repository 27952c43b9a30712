//! Nobody takes up from nobody: Φ(0) = 0 in every form, however strong the pull.

use super::setup::{Bench, idle, network};
use super::{About, Check};
use crate::engine::{RulesError, State};
use crate::mechanisms::{Contagion, Form, Mechanisms, Turnover};
use crate::quantities::{Rate, Share};
use crate::world::{Initiative, Network};

pub(super) const LIMIT: &str = "Nobody takes up from nobody";
const FORMS: [(Form, &str); 5] = [
    (Form::Simple, "simple"),
    (Form::Threshold, "threshold"),
    (Form::Strict, "strict"),
    (Form::Count, "count"),
    (Form::AtLeast, "at least"),
];

pub(super) fn checks() -> Result<Vec<Check>, RulesError> {
    against(idle())
}

fn against(initiative: Initiative) -> Result<Vec<Check>, RulesError> {
    let about = About {
        limit: LIMIT,
        what: "500 people on a random graph of mean degree 12 with turnover and vacancies, nobody practising, no push, the strongest pull there can be: people who took it up in ten years.".into(),
        source: "Φ(0) = 0 (model, section 3)",
        bound_is: "none allowed".into(),
    };
    let mut checks = Vec::new();
    let mut state = State::default();
    for (form, name) in FORMS {
        let mechanisms = Mechanisms {
            contagion: Some(Contagion { form, threshold_spread: Share::of(0.25), ..Default::default() }),
            turnover: Some(Turnover::default()),
            ..Mechanisms::none()
        };
        let initiative = Initiative { pull: Rate::of(1000.0), ..initiative.clone() };
        let bench = Bench::new(9000, 500, &network(Network::Random, 12.0), mechanisms, initiative)?;
        let most = bench.counts(0, 520, &mut state, |_| {}).into_iter().max().unwrap_or(0);
        checks.push(about.equal(format!("most at once, form {name}"), 0.0, f64::from(most), 0.0));
    }
    Ok(checks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_does() {
        assert!(checks().unwrap().iter().all(|check| check.pass));
    }

    #[test]
    fn one_newcomer_who_practises_is_noticed() {
        let initiative = Initiative { newcomers: Some(Share::of(0.01)), ..idle() };
        assert!(against(initiative).unwrap().iter().all(|check| !check.pass));
    }
}
