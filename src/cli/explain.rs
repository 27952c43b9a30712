//! `takehold explain`, `schema` and `verify`: what the program knows of itself.

use super::End;
use super::arguments::Explain;
use super::terminal::{Message, print, width};
use crate::engine::{MATRIX, PROSE};
use crate::library::{LEVERS, Lever};
use crate::mechanisms::Mechanisms;
use crate::observe::{COSTS, MEASURES, UNPRICED, Weekly};
use crate::quantities::{Field, Grade, Kind, Plain, Unit};
use crate::report::{FILES, Topic, model_document, symbols_of, topics};
use crate::scenario::{closest, write_plain};
use std::fmt::Write;

pub(super) fn schema() -> Result<End, Message> {
    let schema = crate::scenario::schema();
    let text = serde_json::to_string_pretty(&schema).map_err(Message::new)?;
    print(&format!("{text}\n"));
    Ok(End::Done)
}

pub(super) fn verify() -> Result<End, Message> {
    let checks = crate::verify::checks();
    print(&crate::verify::table(&checks));
    Ok(if checks.iter().all(|check| check.pass) { End::Done } else { End::CheckFailed })
}

pub(super) fn explain(explain: &Explain) -> Result<End, Message> {
    if explain.model {
        print(&model_document());
        return Ok(End::Done);
    }
    if explain.loops {
        return super::library::loops(explain.name.as_deref());
    }
    let topics = topics();
    let Some(name) = explain.name.as_deref() else {
        print(&list(&topics));
        return Ok(End::Done);
    };
    // A lever may have the name of the setting it moves.
    let lever = LEVERS.iter().find(|lever| lever.name == name.trim().to_lowercase().replace([' ', '-'], "_"));
    let pages = [lever.map(lever_page), page(&topics, &plain(name, &topics))];
    let pages: Vec<String> = pages.into_iter().flatten().collect();
    if pages.is_empty() {
        return Err(unknown(name, &topics));
    }
    print(&pages.join("\n"));
    Ok(End::Done)
}

/// A name as the program has it: small letters, the path of a key in the scenario file without what is particular to one
/// scenario. `arms.longer.initiatives.Huddle.reward` is `initiatives.reward`.
fn plain(name: &str, topics: &[Topic]) -> String {
    let name = name.trim().to_lowercase();
    let name = match name.strip_prefix("arms.").and_then(|rest| rest.split_once('.')) {
        Some((_, rest)) => rest,
        None => &name,
    };
    let name = name.strip_prefix("mechanisms.").unwrap_or(name);
    let parts: Vec<&str> = name.split('.').collect();
    match topics.iter().find(|topic| topic.is_named() && topic.key() == parts[0]) {
        // Whatever stands between the table and the key is a name, dots and all.
        Some(_) if parts.len() > 2 => format!("{}.{}", parts[0], parts[parts.len() - 1]),
        // An initiative called like one of its keys is explained as the key.
        Some(topic) if parts.len() == 2 && topic.field(parts[1]).is_none() && is_a_name(parts[1], topic) => {
            topic.name.into()
        }
        _ => name.into(),
    }
}

/// Whether a word can only be the name that a scenario gives: not one that is close to a key.
fn is_a_name(word: &str, topic: &Topic) -> bool {
    closest(word, topic.fields.iter().map(|(field, _)| field.name)).is_none()
}

/// What there is to say of a name, if there is any such thing.
fn page(topics: &[Topic], name: &str) -> Option<String> {
    if let Some(topic) = topics.iter().find(|topic| topic.name == name || topic.card.is_none() && topic.key() == name) {
        return Some(topic_page(topic));
    }
    if name == FILES {
        let pages: Vec<String> = topics.iter().filter(|topic| topic.is_file()).map(topic_page).collect();
        let headings = "[files.units], [files.people], [files.ties]";
        let head = format!("{FILES} — tables of the scenario file; {headings}\n\n{}", paragraph("", FILES_WHAT));
        return Some(format!("{head}\n{}", pages.join("\n")));
    }
    if let Some((section, key)) = name.rsplit_once('.')
        && let Some((topic, (field, default))) = topics
            .iter()
            .filter(|topic| topic.name == section || topic.key() == section)
            // A mechanism and a table may have the same name, as policy has.
            .find_map(|topic| Some((topic, topic.field(key)?)))
    {
        return Some(parameter(topic, field, default.as_ref()));
    }
    if let Some(text) = measure(name) {
        return Some(text);
    }
    if name == "measures" {
        let run = MEASURES.iter().filter_map(|one| measure(one.name));
        let weekly = Weekly::ALL.into_iter().filter_map(|one| measure(one.name()));
        return Some(run.chain(weekly).collect::<Vec<_>>().join("\n"));
    }
    let (section, bare) = match name.rsplit_once('.') {
        Some((FILES, key)) => (FILES, key),
        _ => ("", name),
    };
    // A bare key that stands in one place only needs no section.
    let places = topics.iter().filter(|topic| section.is_empty() || topic.is_file());
    let pages: Vec<String> = places
        .filter_map(|topic| topic.field(bare).map(|(field, default)| parameter(topic, field, default.as_ref())))
        .collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

fn unknown(name: &str, topics: &[Topic]) -> Message {
    let mut known: Vec<String> = topics.iter().map(|topic| topic.name.to_string()).collect();
    known.extend(MEASURES.iter().map(|measure| measure.name.to_string()));
    known.push("measures".into());
    known.extend(LEVERS.iter().map(|lever| lever.name.to_string()));
    known.extend(topics.iter().flat_map(|t| t.fields.iter().map(|(field, _)| format!("{}.{}", t.name, field.name))));
    let near = closest(&plain(name, topics), known.iter().map(String::as_str));
    let near = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    Message::with_remedy(
        &format!("there is nothing called \"{name}\" to explain{near}"),
        "takehold explain, without a name, lists everything",
    )
}

const FILES_WHAT: &str = "A population from CSV files: who works where, who is tied to whom.";

fn topic_page(topic: &Topic) -> String {
    let mut out = String::new();
    let name = topic.name;
    let heading = match &topic.card {
        Some(_) => format!("{name} — a mechanism; [mechanisms.{name}], or --without {name}"),
        None => format!("{name} — a table of the scenario file; {}", topic.heading),
    };
    let _ = writeln!(out, "{heading}\n");
    out += &paragraph("", topic.what);
    if let Some(card) = &topic.card {
        out += "\n";
        out += &paragraph("equation", card.equation);
        let symbols = symbols_of(name).into_iter();
        out += &paragraphs("symbols", symbols.map(|symbol| format!("{}: {}", symbol.symbol, symbol.what)));
        for (label, text) in [("acts by", card.acts_by), ("reference", card.reference), ("by hand", card.worked)] {
            out += &paragraph(label, text);
        }
        for (label, texts) in [("sources", card.sources), ("against", card.counter_sources)] {
            out += &paragraphs(label, texts);
        }
        out += &paragraph("catalogue", &card.rows.join(", "));
    }
    if !topic.fields.is_empty() {
        out += "\nsettings\n";
    }
    for (field, default) in &topic.fields {
        let _ = writeln!(out, "\n  {} = {}", field.name, shown(default.as_ref()));
        out += &paragraph("", &facts(field));
    }
    if name == "costs" {
        out += &price_list();
    }
    out
}

fn price_list() -> String {
    let mut out = String::from("\nprice list: what a setting of 1 takes in a week\n");
    for cost in COSTS {
        let price = if cost.price.is_empty() { String::new() } else { format!(" × {}", cost.price) };
        let (settings, spent, per) = (cost.settings.join(", "), cost.spent.name(), cost.per.name());
        let _ = writeln!(out, "\n  {settings}");
        out += &paragraph("", &format!("{spent}: {}{price} for each {per}; {}", cost.amount, cost.note));
    }
    out += "\nsettings without a price\n\n";
    for (setting, reason) in UNPRICED {
        let _ = writeln!(out, "  {setting}: {reason}");
    }
    out
}

fn shown(default: Option<&Plain>) -> String {
    match default {
        None => "(left out)".into(),
        Some(plain) => write_plain(plain),
    }
}

fn unit(kind: Kind) -> String {
    match kind {
        Kind::Quantity(unit) => unit.name().into(),
        Kind::Flag => "true or false".into(),
        Kind::Text => "text".into(),
        Kind::Texts => "list of texts".into(),
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
    }
}

/// What a field is, its unit, range, grade and source.
fn facts(field: &Field) -> String {
    let mut text = format!("{} Unit: {}.", field.what.trim(), unit(field.kind));
    if let (Some((low, high)), Kind::Quantity(unit)) = (field.plausible, field.kind) {
        let _ = write!(text, " Plausible: {} to {}.", bound(unit, low), bound(unit, high));
    }
    if field.grade != Grade::Stated {
        let _ = write!(text, " {}{}.", capital(field.grade.name()), source(field));
    }
    text
}

fn source(field: &Field) -> String {
    if field.source.is_empty() { String::new() } else { format!(": {}", field.source) }
}

fn bound(unit: Unit, value: f64) -> String {
    unit.write(value)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn parameter(topic: &Topic, field: &Field, default: Option<&Plain>) -> String {
    let place = match topic.card {
        Some(_) => format!("[mechanisms.{}]", topic.name),
        None => topic.heading.to_string(),
    };
    format!("{} in {place}; default {}\n\n{}", field.name, shown(default), paragraph("", &facts(field)))
}

/// A lever: what it does, moves, costs, and what else it may do.
fn lever_page(lever: &Lever) -> String {
    let mut out = format!("{} — a lever\n\n", lever.name);
    out += &paragraph("", lever.does);
    out += &paragraphs("moves", lever.moves.iter().map(|set| moved(set)));
    let costs = lever.costs().unwrap_or_default();
    let told = costs.iter().map(|cost| {
        let unit = if cost.price.is_empty() { String::new() } else { format!(" × costs.{}", cost.price) };
        format!("{}: {}{unit} per {}: {}", cost.spent.name(), cost.amount, cost.per.name(), cost.note)
    });
    let late = lever.delays.then(|| "delay: something begins or takes effect later".to_string());
    let mut told: Vec<String> = told.chain(late).collect();
    if told.is_empty() {
        told.push("nothing that the price list knows of".into());
    }
    out += &paragraphs("costs", &told);
    out += &paragraph("besides", lever.besides);
    out += &paragraph("catalogue", &lever.rows.join(", "));
    out
}

/// A setting of a lever as it stands in a scenario.
fn moved(set: &str) -> String {
    let (key, value) = set.split_once('=').unwrap_or((set, ""));
    let key = key.strip_prefix('.').map_or(key.to_string(), |key| format!("initiatives.NAME.{key}"));
    format!("{key} = {value}")
}

fn measure(name: &str) -> Option<String> {
    if let Some(measure) = MEASURES.iter().find(|measure| measure.name == name) {
        let twin = if measure.against_twin {
            "\nThe twin is the same run without the programme, at the same addresses of chance.\n"
        } else {
            ""
        };
        let heading = format!("{name} — a measure of a run; {}", measure.scale.name());
        return Some(format!("{heading}\n\n{}{twin}", paragraph("", measure.what)));
    }
    let weekly = Weekly::ALL.into_iter().find(|weekly| weekly.name() == name)?;
    Some(format!("{name} — a weekly measure; share\n\n{}", paragraph("", weekly.what())))
}

fn list(topics: &[Topic]) -> String {
    let mut out = String::from("Mechanisms: each can be taken away with --without NAME\n\n");
    let (mechanisms, tables): (Vec<&Topic>, Vec<&Topic>) = topics.iter().partition(|topic| topic.card.is_some());
    for (topic, briefly) in mechanisms.iter().zip(Mechanisms::BRIEFLY) {
        out += &listed(topic.name, briefly);
    }
    out += "\nTables of the scenario file\n\n";
    for topic in tables {
        if topic.is_file() {
            continue;
        }
        out += &listed(topic.name, &format!("{} {}", topic.heading, topic.what));
    }
    out += &listed(FILES, &format!("[files.units], [files.people], [files.ties] {FILES_WHAT}"));
    out += "\nLevers: names in the sources for settings, with their costs\n\n";
    out += &listed("", &LEVERS.iter().map(|lever| lever.name).collect::<Vec<_>>().join(", "));
    out += "\nLoops: takehold explain --loops\n";
    out += "\nMeasures of a run\n\n";
    out += &listed("", &MEASURES.iter().map(|measure| measure.name).collect::<Vec<_>>().join(", "));
    out += "\nWeekly measures\n\n";
    out += &listed("", &Weekly::ALL.map(Weekly::name).join(", "));
    out += "\nA week\n\n";
    for (number, sentence) in PROSE.iter().enumerate() {
        out += &listed(&format!("{}.", number + 1), sentence);
    }
    out += "\nA person and an initiative: moves in a week and their rates; one draw decides\n\n";
    for [from, to, rate] in MATRIX {
        out += &listed(from, &format!("→ {to}: {rate}"));
    }
    out += "\nMore on any of them: takehold explain NAME\n";
    out
}

/// Several texts, the label beside the first.
pub(super) fn paragraphs(label: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let texts = texts.into_iter().enumerate();
    texts.map(|(index, text)| paragraph(if index == 0 { label } else { "" }, text.as_ref())).collect()
}

/// A label and a text wrapped beside it, on the page of one thing.
pub(super) fn paragraph(label: &str, text: &str) -> String {
    indented(14, label, text)
}

/// The same in the list of everything, where the longest names of mechanisms and tables are labels.
pub(super) fn listed(label: &str, text: &str) -> String {
    indented(16, label, text)
}

pub(super) fn indented(indent: usize, label: &str, text: &str) -> String {
    let room = width().saturating_sub(indent).max(30);
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        let _ = writeln!(out, "  {label:<width$}{line}", width = indent - 2);
    }
    out
}
