//! What evaluators would have concluded, in words.

use super::facts::View;
use super::numbers::{number, signed};
use crate::observe::measure_index;
use crate::quantities::Quantity;
use crate::study::evaluate::Design;
use crate::world::Initiative;

/// Why a design was not possible in any run.
fn lacks(design: Design, initiative: &Initiative) -> &'static str {
    match design {
        Design::BeforeAfter => "it takes some weeks before the start and after it",
        Design::Controlled if initiative.sites.value() < 1.0 => "too few units are left without it",
        Design::Controlled => "no units are left without it",
        Design::InterruptedTimeSeries => "it takes three months before the start and after it",
        Design::SteppedWedge if initiative.spread.in_waves() => "too few units start apart",
        Design::SteppedWedge => "all units start at once",
    }
}

/// What four evaluators of the first arm would have concluded from what was measured, beside the truth; nothing where
/// quality is not part of the run.
pub(super) fn evaluators(view: &View<'_>) -> Option<String> {
    let arm = view.reference().or(view.arms.first())?;
    let truth = view.mean(arm, "effect_exact").mean;
    if !truth.is_finite() {
        return None;
    }
    let points = |value: f64| signed(&number(100.0 * value, 1));
    let (mut said, mut impossible) = (Vec::new(), Vec::new());
    for design in Design::ALL {
        let (measure, name) = (design.measure(), design.name());
        let estimate = view.mean(arm, measure);
        if estimate.runs == 0 {
            impossible.push(format!("{name} ({})", lacks(design, arm.initiative)));
            continue;
        }
        let says = view.runs(arm, measure_index(&format!("{measure}_says")));
        let count = |sign: f64| says.iter().filter(|says| **says == sign).count();
        let (better, worse) = (count(1.0), count(-1.0));
        let worse = if worse > 0 { format!(", worse in {worse}") } else { String::new() };
        said.push(format!("{name} {} (\"better\" in {better} of {} runs{worse})", points(estimate.mean), says.len()));
    }
    if said.is_empty() {
        return None;
    }
    let lacking = match impossible.as_slice() {
        [] => String::new(),
        some => format!("; not possible here: {}", some.join(", ")),
    };
    Some(format!(
        "By the end of the funding {} had truly changed quality of care by {}\u{a0}points; evaluators would have concluded from what was measured: {}{lacking}.",
        arm.name,
        points(truth),
        said.join(", "),
    ))
}
