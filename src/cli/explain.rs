//! `takehold explain`, `schema` and `verify`: what the program knows of itself.

use super::End;
use super::arguments::Explain;
use super::terminal::{Message, print, width};
use crate::engine::{Event, MATRIX, PROSE};
use crate::mechanisms::{Card, Mechanism, Mechanisms, Visitor};
use crate::observe::{MEASURES, Weekly};
use crate::quantities::{Field, Grade, Kind, Plain, Section, Unit};
use crate::scenario::{About, Decide, PeopleFile, RunSettings, TiesFile, UnitsFile, closest, write_plain};
use crate::world::{Initiative, Leaders, Policy, Population, ProfessionSettings, Resources, TieSettings};
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
    let topics = topics();
    let Some(name) = explain.name.as_deref().map(|name| name.trim().trim_start_matches("mechanisms.")) else {
        print(&list(&topics));
        return Ok(End::Done);
    };
    if let Some(topic) = topics.iter().find(|topic| topic.name == name) {
        print(&topic.page());
        return Ok(End::Done);
    }
    if name == FILES {
        let pages: Vec<String> = topics.iter().filter(|topic| topic.is_file()).map(Topic::page).collect();
        let headings = "[files.units], [files.people], [files.ties]";
        print(&format!("{FILES} — tables of the scenario file; {headings}\n\n{}", paragraph("", FILES_WHAT)));
        print(&format!("\n{}", pages.join("\n")));
        return Ok(End::Done);
    }
    if let Some((section, key)) = name.rsplit_once('.')
        && let Some(topic) = topics.iter().find(|topic| topic.name == section || topic.key() == section)
        && let Some((field, default)) = topic.fields.iter().find(|(field, _)| field.name == key)
    {
        print(&parameter(topic, field, default.as_ref()));
        return Ok(End::Done);
    }
    if let Some(text) = measure(name) {
        print(&text);
        return Ok(End::Done);
    }
    let (section, bare) = match name.rsplit_once('.') {
        Some((FILES, key)) => (FILES, key),
        _ => ("", name),
    };
    // A bare key that stands in one place only needs no section.
    let places: Vec<(&Topic, &(Field, Option<Plain>))> = topics
        .iter()
        .filter(|topic| section.is_empty() || topic.is_file())
        .flat_map(|topic| topic.fields.iter().filter(|(field, _)| field.name == bare).map(move |field| (topic, field)))
        .collect();
    if !places.is_empty() {
        let pages: Vec<String> =
            places.iter().map(|(topic, (field, default))| parameter(topic, field, default.as_ref())).collect();
        print(&pages.join("\n"));
        return Ok(End::Done);
    }
    let mut known: Vec<String> = topics.iter().map(|topic| topic.name.to_string()).collect();
    known.extend(MEASURES.iter().map(|measure| measure.name.to_string()));
    known.extend(topics.iter().flat_map(|t| t.fields.iter().map(|(field, _)| format!("{}.{}", t.name, field.name))));
    let near = closest(name, known.iter().map(String::as_str));
    let near = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    Err(Message::with_remedy(
        &format!("there is nothing called \"{name}\" to explain{near}"),
        "takehold explain, without a name, lists everything",
    ))
}

/// The tables of a population from files, which are explained together and each by itself.
const FILES: &str = "files";
const FILES_WHAT: &str = "A population from CSV files: who works where, who is tied to whom.";

/// Something that can be explained: a mechanism, or a table of the scenario file.
struct Topic {
    name: &'static str,
    /// How it stands in a scenario file.
    heading: &'static str,
    what: &'static str,
    card: Option<Card>,
    fields: Vec<(Field, Option<Plain>)>,
}

fn topic<S: Section>(name: &'static str, heading: &'static str, what: &'static str, card: Option<Card>) -> Topic {
    let default = S::default();
    let fields = S::fields().iter().map(|field| (*field, default.get(field.name))).collect();
    Topic { name, heading, what, card, fields }
}

fn topics() -> Vec<Topic> {
    struct Each(Vec<Topic>);
    impl Visitor for Each {
        fn visit<M: Mechanism>(&mut self, name: &'static str, _: &mut Option<M>) {
            self.0.push(topic::<M>(name, "", M::CARD.claim, Some(M::CARD)));
        }
    }
    let mut each = Each(Vec::new());
    Mechanisms::default().visit(&mut each);
    let mut topics = each.0;
    topics.extend([
        topic::<Initiative>(
            "initiative",
            "[initiatives.NAME]",
            "What is tried: its timing, its strength, its levers.",
            None,
        ),
        topic::<Population>("population", "[population]", "Who works where.", None),
        topic::<UnitsFile>("files.units", "[files.units]", "Units from a CSV file: a row for each.", None),
        topic::<PeopleFile>("files.people", "[files.people]", "People from a CSV file: a row for each.", None),
        topic::<TiesFile>("files.ties", "[files.ties]", "Ties from a CSV file: a row for each pair.", None),
        topic::<ProfessionSettings>("profession", "[professions.NAME]", "What is particular to a profession.", None),
        topic::<TieSettings>("ties", "[ties]", "Who is tied to whom.", None),
        topic::<Leaders>("leaders", "[leaders]", "How organisations are led: style and support at each level.", None),
        topic::<Resources>("resources", "[resources]", "What organisations give to improvement in general.", None),
        topic::<Policy>("policy-world", "[policy]", "The policy world around organisations.", None),
        topic::<Event>("event", "[events.NAME]", "Something that happens in a given week.", None),
        topic::<RunSettings>("run", "[run]", "How long, how often, under which seed.", None),
        topic::<Decide>("decide", "[decide]", "When a difference is worth calling one.", None),
        topic::<About>("about", "[about]", "What a reader should know before running it.", None),
    ]);
    topics
}

impl Topic {
    fn key(&self) -> &str {
        self.heading.trim_matches(['[', ']']).trim_end_matches(".NAME")
    }

    fn is_file(&self) -> bool {
        self.name.strip_prefix(FILES).is_some_and(|rest| rest.starts_with('.'))
    }

    fn page(&self) -> String {
        let mut out = String::new();
        let heading = match &self.card {
            Some(_) => format!("{} — a mechanism; [mechanisms.{}], or --without {}", self.name, self.name, self.name),
            None => format!("{} — a table of the scenario file; {}", self.name, self.heading),
        };
        let _ = writeln!(out, "{heading}\n");
        out += &paragraph("", self.what);
        if let Some(card) = &self.card {
            out += "\n";
            for (label, text) in [
                ("equation", card.equation),
                ("acts by", card.acts_by),
                ("reference", card.reference),
                ("by hand", card.worked),
            ] {
                out += &paragraph(label, text);
            }
            for (label, texts) in [("sources", card.sources), ("against", card.counter_sources)] {
                for (index, text) in texts.iter().enumerate() {
                    out += &paragraph(if index == 0 { label } else { "" }, text);
                }
            }
            out += &paragraph("catalogue", &card.rows.join(", "));
        }
        if !self.fields.is_empty() {
            out += "\nsettings\n";
        }
        for (field, default) in &self.fields {
            let _ = writeln!(out, "\n  {} = {}", field.name, shown(default.as_ref()));
            out += &paragraph("", &facts(field));
        }
        out
    }
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
    for topic in mechanisms {
        out += &paragraph(topic.name, topic.what);
    }
    out += "\nTables of the scenario file\n\n";
    for topic in tables {
        if topic.is_file() {
            continue;
        }
        out += &paragraph(topic.name, &format!("{} {}", topic.heading, topic.what));
    }
    out += &paragraph(FILES, &format!("[files.units], [files.people], [files.ties] {FILES_WHAT}"));
    out += "\nMeasures of a run\n\n";
    out += &paragraph("", &MEASURES.iter().map(|measure| measure.name).collect::<Vec<_>>().join(", "));
    out += "\nWeekly measures\n\n";
    out += &paragraph("", &Weekly::ALL.map(Weekly::name).join(", "));
    out += "\nA week\n\n";
    for (number, sentence) in PROSE.iter().enumerate() {
        out += &paragraph(&format!("{}.", number + 1), sentence);
    }
    out += "\nA person and an initiative: moves in a week and their rates; one draw decides\n\n";
    for [from, to, rate] in MATRIX {
        out += &paragraph(from, &format!("→ {to}: {rate}"));
    }
    out += "\nMore on any of them: takehold explain NAME\n";
    out
}

/// A label and a text wrapped beside it.
fn paragraph(label: &str, text: &str) -> String {
    const INDENT: usize = 14;
    let room = width().saturating_sub(INDENT).max(30);
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
        let _ = writeln!(out, "  {label:<width$}{line}", width = INDENT - 2);
    }
    out
}
