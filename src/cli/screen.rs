//! `takehold screen`: how many settings drawn from the plausible ranges meet the calibration targets.

use super::End;
use super::arguments::Screen;
use super::progress::Progress;
use super::run::on_threads;
use super::terminal::{Message, print};
use crate::study::screen::{Found, Screened, Target, again, defaults, screen};
use std::fmt::Write;
use std::sync::atomic::AtomicBool;

/// What progress counts a setting as: it looks up now and then only.
const STEP: u64 = 64;

pub(super) fn run(arguments: &Screen) -> Result<End, Message> {
    let progress = Progress::new(u64::from(arguments.draws) * STEP, arguments.quiet);
    let never = AtomicBool::new(false);
    let seed = u64::from(arguments.seed);
    let (ours, screened, again) = on_threads(arguments.threads, || {
        let ours = defaults(seed);
        let screened = screen(seed, arguments.draws, &|| progress.advance(STEP), &never);
        let again = again(seed, &screened, &never);
        (ours, screened, again)
    })?;
    progress.finish();
    // First what took minutes to find, then what may fail.
    print(&report(&screened, &again, ours.as_ref(), arguments.seed));
    if let Some(out) = &arguments.out {
        std::fs::write(out, table(&screened))
            .map_err(|error| Message::new(format_args!("{} cannot be written: {error}", out.display())))?;
    }
    // The command checks that the defaults are believable; how many others are is a finding.
    let believable = ours.is_some_and(|found| Target::ALL.iter().all(|&target| found.meets(target)));
    Ok(if believable { End::Done } else { End::CheckFailed })
}

const COMBINATIONS: [&[Target]; 7] = [
    &[Target::C0],
    &[Target::C2],
    &[Target::C3],
    &[Target::C0, Target::C2],
    &[Target::C0, Target::C3],
    &[Target::C2, Target::C3],
    &[Target::C0, Target::C2, Target::C3],
];

fn report(screened: &[Screened], again: &[Option<Found>], ours: Option<&Found>, seed: u32) -> String {
    let mut out = String::new();
    for target in Target::ALL {
        let _ = writeln!(out, "{}  {}", target.name(), target.what());
    }
    let all = screened.len();
    let refused = screened.iter().filter(|one| one.found.is_none()).count();
    let _ = writeln!(
        out,
        "\n{all} settings drawn from the plausible ranges (seed {seed}), each lived on 5 systems of 20 unlike sites of 200 staff.\n\
         {refused} of them could not be lived: peers alone or newcomers carry the practice beyond its baseline; they meet nothing.\n"
    );
    let share = |count: usize| if all > 0 { count as f64 / all as f64 } else { f64::NAN };
    let count = |targets: &[Target]| screened.iter().filter(|one| targets.iter().all(|&t| one.meets(t))).count();
    out += "meets              all     share   if they were independent\n";
    for targets in COMBINATIONS {
        let met = count(targets);
        let name = targets.iter().map(|target| target.name()).collect::<Vec<_>>().join(" and ");
        let product: f64 = targets.iter().map(|&target| share(count(&[target]))).product();
        let _ = write!(out, "{name:<17} {met:>4} {:>6.1} %", share(met) * 100.0);
        if targets.len() > 1 {
            let expected = product * all as f64;
            let conflict = match targets.len() {
                2 if expected >= 5.0 && (met as f64) < expected / 2.0 => "   a conflict",
                2 if expected >= 5.0 && (met as f64) > expected * 2.0 => "   they go together",
                _ => "",
            };
            let _ = write!(out, "   {expected:>6.1}{conflict}");
        }
        out.push('\n');
    }
    if !again.is_empty() {
        let meets = |found: &&Option<Found>| found.is_some_and(|f| Target::ALL.iter().all(|&target| f.meets(target)));
        let still = again.iter().filter(meets).count();
        let _ = writeln!(
            out,
            "\nOf the {} that meet all three, {still} meet them again on other systems with other luck.",
            again.len()
        );
    }
    match ours {
        None => out += "\nThe defaults cannot be lived: peers alone carry the practice beyond its baseline.\n",
        Some(found) => {
            let met: Vec<&str> = Target::ALL.iter().filter(|&&t| found.meets(t)).map(|t| t.name()).collect();
            let _ = writeln!(
                out,
                "\nThe defaults meet {}: without a programme {:.1}–{:.1} % at a baseline of {:.0} %; a strategy gains {:.1} points, through \
                 opinion leaders {:.1}; the project gains {:.1}, 5 or more on {} sites, which keep {:.0} % at 12 months; at 31 months {:.0} % hold, {:.0} % lose.",
                if met.is_empty() { "nothing".into() } else { met.join(", ") },
                found.lowest * 100.0,
                found.highest * 100.0,
                found.baseline * 100.0,
                found.strategy * 100.0,
                found.leaders * 100.0,
                found.gain * 100.0,
                found.sites,
                found.kept_12m * 100.0,
                found.hold * 100.0,
                found.lose * 100.0,
            );
        }
    }
    out += "\nThis rules settings out; it identifies none, and forecasts nothing.\n";
    out
}

/// Every setting as a row of CSV: what was drawn and what it came to.
fn table(screened: &[Screened]) -> String {
    let mut out = String::from("setting");
    for (name, _) in screened.first().map_or(&[][..], |one| &one.drawn) {
        let _ = write!(out, ",{name}");
    }
    out += ",lived,C0,C2,C3,lowest,highest,strategy,leaders,gain,sites,kept_12m,hold,lose\n";
    for one in screened {
        let _ = write!(out, "{}", one.number);
        for (_, value) in &one.drawn {
            let _ = write!(out, ",{value}");
        }
        let met = Target::ALL.map(|target| u8::from(one.meets(target)));
        let _ = write!(out, ",{},{},{},{}", u8::from(one.found.is_some()), met[0], met[1], met[2]);
        match &one.found {
            None => out += ",,,,,,,,,",
            Some(f) => {
                for value in
                    [f.lowest, f.highest, f.strategy, f.leaders, f.gain, f64::from(f.sites), f.kept_12m, f.hold, f.lose]
                {
                    // Undefined is empty, as in all tables.
                    let _ = if value.is_finite() { write!(out, ",{value}") } else { write!(out, ",") };
                }
            }
        }
        out.push('\n');
    }
    out
}
