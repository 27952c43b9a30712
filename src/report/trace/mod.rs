//! The stories of some people in one run, as a person reads them: what happened, how likely it was, and what for.

mod leans;

use super::Look;
use super::numbers::{count, counted, number, stated};
use super::screen::own_words;
use super::text::{Ink, finish, hanging, paint, wrap};
use crate::engine::{Doing, Weighed};
use crate::study::{Moment, Skipped, Strand, Told, Trace, What};
use leans::{called, changes, lean, one_way, sides};

/// Narrower than this lines cannot be read; wider ones are hard to follow.
const WIDTHS: (usize, usize) = (60, 100);

/// Room for `week 5200`.
const MARGIN: usize = 10;

/// Stories as a screen.
pub fn stories(trace: &Trace, look: &Look) -> String {
    let width = look.width.clamp(WIDTHS.0, WIDTHS.1);
    let mut lines = Vec::new();
    for paragraph in heading(trace) {
        lines.extend(wrap(&paragraph, width));
        lines.push(String::new());
    }
    for told in &trace.people {
        story(&mut lines, told, trace.weeks, width, look);
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    finish(&lines, look)
}

fn heading(trace: &Trace) -> Vec<String> {
    let mut first = format!(
        "One run instead of the study: {}, seed {}, {}, {}.",
        own_words(&trace.run, 100),
        trace.seed,
        counted(u64::from(trace.weeks), "week", "weeks"),
        counted(trace.posts as u64, "post", "posts"),
    );
    if let Some(fate) = trace.fate {
        let told = trace.people.len() as u64;
        let how = if trace.people.len() < trace.fit { "chosen by lot" } else { "all there are" };
        first += &format!(
            " Of {} with somebody who {}, {} {} told of, {how}.",
            counted(trace.fit as u64, "post", "posts"),
            fate.name(),
            count(told),
            if told == 1 { "is" } else { "are" },
        );
    }
    first +=
        " These are single lives under the stated assumptions, luck included; what holds on the whole is in the study.";
    let legend = "A number with a sign is what one thing by itself does to a chance, as the logarithm of a hazard ratio: \
        −0.7 halves the chance, +0.7 doubles it, −1.9 leaves a seventh of it. They add up, but for \
        what time and sponsors take from the hold of attention and leaders: that is counted on both sides, and told. In brackets stand the states behind \
        them, most from 0 to 1. Weeks are counted as in the scenario.";
    vec![first, legend.into()]
}

fn story(lines: &mut Vec<String>, told: &Told, weeks: u32, width: usize, look: &Look) {
    let who = format!("Post {}: {}", told.post, own_words(&told.who, 200));
    lines.extend(wrap(&who, width).iter().map(|line| paint(line, Ink::Bold, look)));
    if told.strands.is_empty() {
        lines.extend(wrap("No initiative has this post among its targets, so there is nothing to decide.", width));
        lines.push(String::new());
    }
    for strand in &told.strands {
        let project = match strand.project {
            Some((begins, ends)) => format!("project from week {begins}, funded until week {ends}"),
            None => "no project ever comes here".into(),
        };
        lines.extend(wrap(&format!("{}: {project}", own_words(&strand.initiative, 60)), width));
        for at in 0..strand.moments.len() {
            skipped(lines, strand.moments[at].skipped, width);
            moment_told(lines, strand, at, width);
        }
        skipped(lines, strand.skipped, width);
        let mut end = format!("The run ends: {}.", doing_words(strand.at_the_end));
        if strand.left_out > 0 {
            end +=
                &format!(" {} left out above.", counted(strand.left_out as u64, "lesser turn is", "lesser turns are"));
        }
        lines.extend(hanging(&margin(weeks), &end, width));
        lines.push(String::new());
    }
}

/// What is left out between two moments, so that nobody takes what follows for the same person or the same spell.
fn skipped(lines: &mut Vec<String>, skipped: Option<Skipped>, width: usize) {
    let Some(skipped) = skipped else { return };
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| counted(count as u64, one, many));
    let left_out =
        [count(skipped.hands, "change of hands", "changes of hands"), count(skipped.choices, "choice", "choices")];
    let left_out: Vec<String> = left_out.into_iter().flatten().collect();
    let text = format!("({} left out; after that: {}.)", left_out.join(" and "), doing_words(skipped.doing));
    lines.extend(hanging(&" ".repeat(MARGIN), &text, width));
}

fn margin(week: u32) -> String {
    format!("{:<MARGIN$}", format!("week {week}"))
}

fn doing_words(doing: Doing) -> &'static str {
    match doing {
        Doing::Not => "not practising",
        Doing::Ritual => "complying, with little behind it",
        Doing::True => "practising",
        Doing::Nobody => "the post is empty",
    }
}

/// A chance as a reader can picture it: `2.4 % (1 in 41)`.
fn chance(chance: f64) -> String {
    if chance <= 0.0 {
        return "nil".into();
    }
    let percent = percent(chance);
    if chance > 0.45 {
        percent
    } else {
        format!("{percent}\u{a0}(1\u{a0}in\u{a0}{})", count((1.0 / chance).round() as u64))
    }
}

fn percent(share: f64) -> String {
    let hundredths = 100.0 * share;
    let decimals = if hundredths >= 10.0 || hundredths == 0.0 {
        0
    } else if hundredths >= 1.0 {
        1
    } else if hundredths >= 0.01 {
        2
    } else {
        3
    };
    format!("{}\u{a0}%", number(hundredths, decimals))
}

/// The chance that a rate a week means in a week.
fn of_rate(rate: f32) -> f64 {
    -libm::expm1(-f64::from(rate))
}

/// What may happen next, and how likely.
fn outlook(weighed: &Weighed) -> String {
    let [first, second] = weighed.chances();
    let both = |what: &str, other: &str| match second > 0.0 {
        true => format!("chance of {what} {}, of {other} {}", chance(first), chance(second)),
        false => format!("chance of {what} {}", chance(first)),
    };
    match weighed.doing {
        Doing::Not => both("taking it up", "just complying"),
        Doing::Ritual => both("it turning true", "dropping it"),
        _ => both("stopping", "complying instead"),
    }
}

/// What is told at a moment is told against the last time that the same decision was told of.
fn reference(strand: &Strand, at: usize) -> Option<&Weighed> {
    let before = strand.moments.get(at.checked_sub(1)?)?;
    if strand.moments[at].skipped.is_some() {
        return None;
    }
    match (&before.next, &before.decision) {
        (Some(next), _) => Some(next),
        (None, Some(decision)) if !before.what.is_choice() => Some(decision),
        _ => None,
    }
}

/// What held somebody who stopped as long as the project ran.
fn gone_with_the_project(strand: &Strand, at: usize, decision: &Weighed) -> Option<String> {
    let since = strand.moments[..at].iter().rposition(|moment| moment.what == What::Ends)?;
    let other = |moment: &Moment| moment.what.is_choice() || moment.what.is_change_of_hands();
    if decision.doing != Doing::True
        || strand.moments[since..at].iter().any(other)
        || moment_skipped(&strand.moments[since..=at])
    {
        return None;
    }
    let gone = leans::gone(reference(strand, since).filter(|before| before.doing == Doing::True)?, decision);
    let week = strand.moments[since].week;
    (!gone.is_empty()).then(|| format!("gone since the funding ended in week {week}: {}", gone.join(", ")))
}

fn moment_skipped(moments: &[Moment]) -> bool {
    moments.iter().any(|moment| moment.skipped.is_some())
}

fn moment_told(lines: &mut Vec<String>, strand: &Strand, at: usize, width: usize) {
    let moment = &strand.moments[at];
    let reference = reference(strand, at);
    // Whoever has just come or changed was told of this very decision a line before.
    if reference.is_some() && reference == moment.decision.as_ref() && !moment.what.is_choice() {
        let what = if moment.what == What::Begins { "The project begins." } else { "The funding has ended." };
        lines.extend(hanging(&margin(moment.week), what, width));
        return;
    }
    lines.extend(hanging(&margin(moment.week), &headline(strand, moment, reference), width));
    let mut detail = |text: String| lines.extend(hanging(&" ".repeat(MARGIN + 2), &text, width));
    if let Some(decision) = &moment.decision {
        let known = reference.filter(|reference| reference.doing == decision.doing);
        let same = known.is_some_and(|known| {
            let near = |was: f32, is: f32| (was - is).abs() <= 0.05 * was.max(is);
            near(known.rate, decision.rate) && near(known.other, decision.other)
        });
        let changed = known.map_or(Vec::new(), |known| what_changed(known, decision));
        match known {
            _ if matches!(moment.what, What::Complied | What::Dropped) => {
                by_checks(decision).into_iter().for_each(&mut detail)
            }
            Some(_) if same && changed.is_empty() && moment.what.is_choice() => detail("all as last told".into()),
            Some(_) if same && changed.is_empty() => detail("next to nothing changes here".into()),
            Some(_) if !moment.what.is_choice() && changed.is_empty() => detail("many small things".into()),
            Some(_) if !moment.what.is_choice() => detail(changed.join("; ")),
            _ => {
                gone_with_the_project(strand, at, decision).into_iter().for_each(&mut detail);
                parts(decision).into_iter().for_each(&mut detail);
            }
        }
    }
    let Some(next) = &moment.next else { return };
    let then = format!("From then on: {} a week.", outlook(next));
    lines.extend(hanging(&" ".repeat(MARGIN), &then, width));
    let mut detail = |text: String| lines.extend(hanging(&" ".repeat(MARGIN + 2), &text, width));
    parts(next).into_iter().for_each(&mut detail);
}

fn headline(strand: &Strand, moment: &Moment, reference: Option<&Weighed>) -> String {
    let starts = |doing: Doing| match doing {
        Doing::Not => "does not practise",
        Doing::Ritual => "complies, with little behind it",
        Doing::True => "practises",
        Doing::Nobody => "could not practise",
    };
    let newcomer = starts(moment.doing);
    let what = match moment.what {
        What::Start => format!("In post when the run begins: {}.", doing_words(moment.doing)),
        What::Begins => "The project begins:".into(),
        What::Ends => "The funding has ended:".into(),
        What::Turned => String::new(),
        What::TookUp => "TOOK IT UP.".into(),
        What::Complied => "TOOK TO COMPLYING.".into(),
        What::Converted => "WHAT WAS RITUAL TURNED TRUE.".into(),
        What::Lapsed => "STOPPED.".into(),
        What::Dropped => "DROPPED WHAT WAS RITUAL.".into(),
        What::Left => "Left; the post stands empty.".into(),
        What::Came => format!("A newcomer starts, who {newcomer}."),
        What::Replaced => format!("Left, and a newcomer starts at once, who {newcomer}."),
        What::Rotated => format!("Moved on in a rotation; somebody else comes, who {newcomer}."),
    };
    let Some(decision) = &moment.decision else { return what };
    if moment.what.is_choice() {
        let [first, second] = decision.chances();
        let which = if matches!(moment.what, What::Complied | What::Dropped) { second } else { first };
        let mut text = format!("{what} The chance of that was {} this week", chance(which));
        if let Some(reference) = reference.filter(|reference| reference.doing == decision.doing) {
            let [first, second] = reference.chances();
            let then = if matches!(moment.what, What::Complied | What::Dropped) { second } else { first };
            if (then / which.max(1e-12)).max(which / then.max(1e-12)) > 1.1 {
                text += &format!(", {} when last told", percent(then));
            }
        }
        let since = match strand.project {
            Some((_, ends)) if moment.week >= ends && moment.what == What::Lapsed => {
                format!(", {} after the funding", counted(u64::from(moment.week - ends), "week", "weeks"))
            }
            _ => String::new(),
        };
        return format!("{text}{since}.");
    }
    let now = outlook(decision);
    let was = reference.filter(|reference| reference.doing == decision.doing).map(|reference| reference.chances());
    let text = match was {
        Some([first, second]) if second > 0.0 => {
            format!("{now} a week, after {} and {}", percent(first), percent(second))
        }
        Some([first, _]) => format!("{now} a week, after {}", percent(first)),
        None => format!("{now} a week"),
    };
    if what.is_empty() { format!("{}:", super::words::capital(&text)) } else { format!("{what} {text}.") }
}

/// What a decision is made of: the baseline, and what leans either way.
fn parts(weighed: &Weighed) -> Vec<String> {
    let mut lines = Vec::new();
    let ratio = libm::exp(f64::from(weighed.lean.clamp(-6.0, 6.0)));
    let times = |ratio: f64| number(ratio, if ratio < 0.095 { 3 } else { 2 });
    match weighed.doing {
        Doing::Not => {
            // What is less than a hundredth of the whole is not worth a reader's time.
            let of = |name: &str, rate: f32| {
                (rate > 0.0 && rate >= 0.01 * weighed.rate).then(|| format!("{name} {}", percent(of_rate(rate))))
            };
            let seen = weighed.mind.seen.map_or(String::new(), |seen| {
                format!(" ({}\u{a0}% of them seen practising)", stated((f64::from(seen) * 100.0).round() / 100.0))
            });
            let colleagues = of("colleagues", weighed.pull * weighed.phi).map(|text| text + &seen);
            let moved: Vec<String> =
                [of("the project", weighed.push), colleagues, of("those convened with", weighed.joined)]
                    .into_iter()
                    .flatten()
                    .collect();
            let mut text = of("anyway", weighed.organic).into_iter().collect::<Vec<_>>();
            if !moved.is_empty() {
                let mut by = format!("{}, times {} by what leans", moved.join(" and "), times(ratio));
                if weighed.slowed < 1.0 {
                    by += &format!(", times {} by the time there is", times(f64::from(weighed.slowed)));
                }
                text.push(by);
            }
            if !text.is_empty() {
                lines.push(text.join("; "));
            }
            if moved.is_empty() {
                return lines;
            }
        }
        Doing::True => lines.push(format!(
            "{} with nothing leaning, times {} by what leans",
            percent(of_rate(weighed.floor + weighed.lapse)),
            times(ratio)
        )),
        Doing::Ritual | Doing::Nobody => {}
    }
    for (up, side) in [(false, sides(weighed.doing)[1]), (true, sides(weighed.doing)[0])] {
        if let Some(list) = one_way(weighed, up) {
            lines.push(format!("{side}: {list}"));
        }
    }
    if weighed.together.abs() >= 0.05 {
        lines.push(format!("({} of this is counted on both sides)", number(f64::from(weighed.together.abs()), 2)));
    }
    if weighed.capped {
        lines.push(format!("leans beyond {} are cut off there", lean(6.0 * weighed.lean.signum())));
    }
    lines
}

/// What complying, or no longer complying, is made of.
fn by_checks(weighed: &Weighed) -> Vec<String> {
    let rate = percent(of_rate(weighed.other));
    let mut lines = vec![match weighed.doing {
        Doing::Ritual => format!("with checks as they are, {rate} of those who only comply drop it in a week"),
        _ => format!("with checks as they are, {rate} of those who do not practise take to complying in a week"),
    }];
    let style = weighed.contributions.iter().filter(|one| one.on_other.abs() >= 0.05);
    lines.extend(style.map(|one| format!("{} {}", called(one.mechanism), lean(one.on_other))));
    lines
}

/// What is otherwise than when last told, in the baseline and in leans.
fn what_changed(before: &Weighed, now: &Weighed) -> Vec<String> {
    let mut said = Vec::new();
    if now.doing == Doing::Not {
        let total = f64::from(before.rate.max(now.rate));
        let mut rate = |name: &str, was: f32, is: f32| {
            if f64::from((is - was).abs()) >= 0.05 * total.max(1e-9) {
                said.push(format!("{name} {} → {}", percent(of_rate(was)), percent(of_rate(is))));
            }
        };
        rate("anyway", before.organic, now.organic);
        rate("the project", before.push, now.push);
        rate("colleagues", before.pull * before.phi, now.pull * now.phi);
        rate("those convened with", before.joined, now.joined);
        if (before.slowed - now.slowed).abs() >= 0.05 {
            let times = |slowed: f32| number(f64::from(slowed), 2);
            said.push(format!("time there is × {} → {}", times(before.slowed), times(now.slowed)));
        }
    }
    said.extend(changes(before, now));
    said
}
