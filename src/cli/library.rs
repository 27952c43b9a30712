//! `takehold scenarios` and `catalogue`: what is shipped to be looked at, and what each row of the requirements
//! catalogue rests on.

use super::arguments::{Catalogue, Scenarios};
use super::explain::{indented, listed, paragraph, paragraphs};
use super::run::on_threads;
use super::terminal::{Message, complain, print};
use super::{End, refused};
use crate::cli::render::Look;
use crate::library::{
    Class, Found, GROUPS, Loop, Opening, Row, Shipped, Verdict, catalogue, experiment, find, read_part, shelf,
};
use crate::scenario::closest;
use std::fmt::Write;

fn opening(shipped: &Shipped) -> Result<Opening, Message> {
    shipped.opening().map_err(|error| Message::new(format_args!("{}: {error}", shipped.path)))
}

pub(super) fn scenarios(arguments: &Scenarios) -> Result<End, Message> {
    if let Some(name) = &arguments.name {
        let Some(shipped) = find(name) else {
            let near = closest(name, shelf().iter().map(Shipped::name));
            let near = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
            let cause = format!("there is no scenario called \"{name}\"{near}");
            return Err(Message::with_remedy(&cause, "takehold scenarios, without a name, lists them"));
        };
        print(&if arguments.text { shipped.text.into() } else { page(shipped)? });
        return Ok(End::Done);
    }
    let mut out = String::new();
    for (group, what) in GROUPS {
        let _ = writeln!(out, "{}{what}\n", if out.is_empty() { "" } else { "\n" });
        for shipped in shelf().iter().filter(|shipped| shipped.group() == group) {
            let _ = writeln!(out, "  {}", shipped.name());
            out += &indented(6, "", &opening(shipped)?.question);
        }
    }
    out += "\nRun one: takehold run NAME. More on one: takehold scenarios NAME; its text: --text.\n";
    print(&out);
    Ok(End::Done)
}

/// What there is to know of a scenario before it is run.
fn page(shipped: &Shipped) -> Result<String, Message> {
    let opening = opening(shipped)?;
    let about = &opening.about;
    let mut out = format!("{} — {}\n\n", shipped.name(), opening.title);
    out += &paragraph("question", &opening.question);
    out += &paragraph("how", &about.how);
    if !shipped.needs_files() {
        let scenario = shipped.scenario().map_err(|problems| refused(&problems, Look::of_standard_error()))?;
        let arms: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        out += &paragraph("arms", &arms.join(", "));
        let expected = scenario.expectations.iter().map(|expectation| {
            let inferred = if expectation.item.inferred { " (inferred)" } else { "" };
            format!("{}{inferred}", expectation.item.says)
        });
        out += &paragraphs("expected", expected);
    }
    out += &paragraphs("to notice", &about.notice);
    out += &paragraphs("to try", &about.attempt);
    out += &paragraph("catalogue", &about.rows.join(", "));
    let file = if shipped.needs_files() { format!("scenarios/{}.toml", shipped.path) } else { shipped.name().into() };
    let _ = writeln!(out, "\nRun it: takehold run {file}");
    Ok(out)
}

pub(super) fn rows(arguments: &Catalogue) -> Result<End, Message> {
    let own = match &arguments.from {
        None => None,
        Some(file) => {
            let told = |cause: &dyn std::fmt::Display| Message::new(format_args!("{}: {cause}", file.display()));
            let text = std::fs::read_to_string(file).map_err(|cause| told(&cause))?;
            Some(read_part(&file.display().to_string(), &text).map_err(Message::new)?)
        }
    };
    let all = own.as_deref().unwrap_or_else(|| catalogue());
    let mut rows: Vec<&Row> = Vec::new();
    for asked in &arguments.rows {
        let Some(found) = all.iter().find(|row| row.id.eq_ignore_ascii_case(asked)) else {
            let near = closest(asked, all.iter().map(|row| row.id.as_str()));
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            return Err(Message::new(format_args!("there is no row \"{asked}\" in the catalogue{near}")));
        };
        rows.push(found);
    }
    if rows.is_empty() && !arguments.all && own.is_none() {
        print(&counted());
        return Ok(End::Done);
    }
    if rows.is_empty() {
        rows = all.iter().collect();
    }
    let mut held = true;
    for row in rows {
        print(&card(row));
        for shown in &row.shows {
            let answers = on_threads(None, || experiment(row, shown))?;
            match answers {
                Ok(answers) => {
                    for (words, found) in answers {
                        held &= found.verdict == Verdict::Holds;
                        print(&listed("", &told(&words, &found)));
                    }
                }
                Err(error) => {
                    held = false;
                    complain(&Message::new(error));
                }
            }
        }
    }
    Ok(if held { End::Done } else { End::CheckFailed })
}

/// The loops of the sources, or one of them.
pub(super) fn loops(name: Option<&str>) -> Result<End, Message> {
    let all = crate::library::loops();
    let asked: Vec<&Loop> =
        all.iter().filter(|one| name.is_none_or(|name| one.id.eq_ignore_ascii_case(name))).collect();
    if asked.is_empty() {
        let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        return Err(Message::new(format_args!("there is no such loop; there are {}", ids.join(", "))));
    }
    let mut out = String::new();
    for one in asked {
        let kind = if one.reinforces() { "reinforces" } else { "balances" };
        let _ = writeln!(out, "{}{}  {}: {kind}", if out.is_empty() { "" } else { "\n" }, one.id, one.name);
        for link in &one.links {
            let by = link.by.join(", ");
            out +=
                &indented(6, "", &format!("{} → ({}) {}: {} [{by}]", link.from, link.sign.mark(), link.to, link.how));
        }
        out += &indented(6, "", &format!("opened where {}: {}", one.opened, one.open.join(", ")));
        out += &indented(6, "", &one.rows.join(", "));
    }
    print(&out);
    Ok(End::Done)
}

fn counted() -> String {
    let mut out = format!("{} rows of the requirements catalogue\n\n", catalogue().len());
    for class in Class::ALL {
        let ids: Vec<&str> = catalogue().iter().filter(|row| row.class == class).map(|row| row.id.as_str()).collect();
        out += &indented(20, class.name(), &format!("{}: {}", ids.len(), ids.join(", ")));
    }
    out += "\nOne of them, with its experiments: takehold catalogue ROW; all, some minutes: --all.\n";
    out
}

fn card(row: &Row) -> String {
    let mut out = listed(&row.id, &format!("{} ({})", row.claim, row.class.name()));
    out += &listed("", &row.by.join("; "));
    if !row.why.is_empty() {
        out += &listed("", &row.why);
    }
    out
}

fn told(words: &str, found: &Found) -> String {
    let verdict = match found.verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "DOES NOT HOLD",
        Verdict::Undecided => "UNDECIDED",
    };
    format!("{verdict}: {words}: {:+.4} ± {:.4} in {} worlds", found.difference, found.half, found.worlds)
}
