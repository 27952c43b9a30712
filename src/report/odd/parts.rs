//! The generated parts of the model document, each by the name that stands for it in the hand-written text.

use super::mapping::{BESIDE_THE_CHALLENGES, CFIR, CHALLENGES, Group, Link, NORMALISATION};
use super::markdown::{anchor, bullet, bullets, equations, escape, short, table, wrap};
use super::states::VARIABLES;
use super::symbols::{SYMBOLS, symbols_of};
use crate::engine::numerics::LEAN_CAP;
use crate::engine::{MATRIX, MAX_INITIATIVES, PROSE};
use crate::mechanisms::{Card, Mechanisms};
use crate::observe::{COSTS, MEASURES, Weekly};
use crate::quantities::{Field, Grade, Kind, Plain};
use crate::report::{Topic, topics};
use crate::study::screen::Target;
use crate::world::{KNOWN, PRACTICE, TRUST_UNITS, WARD};

/// A part by its name; nothing where there is none.
pub(super) fn part(name: &str) -> Option<String> {
    if let Some(name) = name.strip_prefix("settings ") {
        return topics().iter().find(|topic| topic.name == name && topic.card.is_none()).map(settings);
    }
    Some(match name {
        // Put in last, since it lists what the others bring.
        "contents" => return None,
        "version" => env!("CARGO_PKG_VERSION").into(),
        "number of mechanisms" => Mechanisms::NAMES.len().to_string(),
        "most initiatives" => MAX_INITIATIVES.to_string(),
        "lean cap" => short(f64::from(LEAN_CAP)),
        "share of grades" => share_of_grades(),
        "grades" => grades(),
        "targets" => targets(),
        "states" => states(),
        "week" => week(),
        "matrix" => matrix(),
        "acts by" => acts_by(),
        "measures" => measures(),
        "weekly measures" => weekly_measures(),
        "costs" => costs(),
        "professions" => professions(),
        "practices" => practices(),
        "ward" => ward(),
        "kinds of unit" => kinds_of_unit(),
        "mechanisms" => mechanisms(),
        "symbols" => symbols(),
        "challenges" => links("challenge", CHALLENGES) + &beside(),
        "framework" => groups("construct", CFIR),
        "normalisation" => groups("component", NORMALISATION),
        _ => return None,
    })
}

/// The headings of a document as links, those of the mechanisms a line.
pub(super) fn contents(document: &str) -> String {
    let (mut out, mut inside_block) = (String::new(), false);
    let mut mechanisms: Vec<String> = Vec::new();
    for line in document.lines() {
        inside_block ^= line.starts_with("```");
        if inside_block {
            continue;
        }
        let link = |title: &str| format!("[{}](#{})", title.trim_matches('`'), anchor(title));
        if let Some(title) = line.strip_prefix("## ") {
            out += &format!("* {}\n", link(title));
        } else if let Some(title) = line.strip_prefix("### ")
            && Mechanisms::NAMES.contains(&title)
        {
            mechanisms.push(link(title));
            if mechanisms.len() == Mechanisms::NAMES.len() {
                out += &format!("  {}", wrap(&format!("* the mechanisms: {}", mechanisms.join(", ")), "    "));
            }
        }
    }
    out
}

fn mechanisms() -> String {
    let pages: Vec<String> =
        topics().iter().filter_map(|topic| topic.card.as_ref().map(|card| mechanism(topic, card))).collect();
    pages.join("\n")
}

fn mechanism(topic: &Topic, card: &Card) -> String {
    let texts = |texts: &[&str]| texts.iter().map(|text| escape(text)).collect::<Vec<_>>();
    let mut out = format!("### {}\n\n{}\n{}\n", topic.name, wrap(&escape(card.claim), ""), equations(card.equation));
    out += &bullet("Acts by", &escape(card.acts_by));
    out += &bullet("Reference", &escape(card.reference));
    out += &bullet("By hand", &escape(card.worked));
    let signs: Vec<String> = symbols_of(topic.name).iter().map(|symbol| format!("`{}`", symbol.symbol)).collect();
    if !signs.is_empty() {
        out += &bullet("[Symbols](#8-symbols)", &signs.join(" "));
    }
    out += &bullets("Sources", &texts(card.sources));
    out += &bullets("Counter-sources", &texts(card.counter_sources));
    out += &bullet("Catalogue", &card.rows.join(", "));
    if !topic.fields.is_empty() {
        out += "\n";
        out += &settings(topic);
    }
    out
}

/// The fields of a topic: what each is, its unit, default, range, grade and source.
fn settings(topic: &Topic) -> String {
    let rows = topic.fields.iter().map(|(field, default)| {
        vec![
            format!("`{}` {}", field.name, escape(field.what)),
            unit(field),
            default_of(field, default.as_ref()),
            range(field),
            grade(field),
        ]
    });
    table(&["parameter", "unit", "default", "plausible", "grade and source"], &rows.collect::<Vec<_>>())
}

fn unit(field: &Field) -> String {
    match field.kind {
        Kind::Quantity(unit) => unit.name().into(),
        Kind::Flag => "true or false".into(),
        Kind::Text => "text".into(),
        Kind::Texts => "list of texts".into(),
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
    }
}

fn default_of(field: &Field, default: Option<&Plain>) -> String {
    let Some(plain) = default else { return "left out".into() };
    if let Kind::Quantity(unit) = field.kind
        && let Some(number) = plain.number(unit)
    {
        return short(number);
    }
    match plain {
        Plain::Text(text) => escape(text),
        Plain::Flag(flag) => flag.to_string(),
        Plain::List(items) => {
            let texts = items.iter().filter_map(|item| if let Plain::Text(text) = item { Some(text) } else { None });
            texts.map(|text| escape(text)).collect::<Vec<_>>().join(", ")
        }
        Plain::Real(number) => short(*number),
        Plain::Integer(number) => number.to_string(),
    }
}

fn range(field: &Field) -> String {
    let Some((low, high)) = field.plausible else { return String::new() };
    // A dash between numbers of which one is negative could be read as a minus.
    let between = if low < 0.0 { " to " } else { "–" };
    format!("{}{between}{}", short(low), short(high))
}

fn grade(field: &Field) -> String {
    match field.source {
        "" => field.grade.name().into(),
        source => format!("{}: {}", field.grade.name(), escape(source)),
    }
}

/// The parameters of the mechanisms that are no statement of a scenario: how many there are of each grade.
fn count(fields: &[Field], grade: Grade) -> usize {
    fields.iter().filter(|field| field.grade == grade).count()
}

const EVIDENCE: [Grade; 3] = [Grade::Measured, Grade::Calibrated, Grade::Assumed];

fn share_of_grades() -> String {
    let catalogue = Mechanisms::catalogue();
    let [measured, calibrated, assumed] =
        EVIDENCE.map(|grade| catalogue.iter().map(|(_, _, fields)| count(fields, grade)).sum::<usize>());
    let all = measured + calibrated + assumed;
    format!(
        "Of the {all} parameters of the mechanisms {measured} are measured, {calibrated} calibrated and {assumed} assumed"
    )
}

fn grades() -> String {
    let rows = Mechanisms::catalogue().into_iter().map(|(name, _, fields)| {
        let counts = EVIDENCE.map(|grade| match count(fields, grade) {
            0 => String::new(),
            some => some.to_string(),
        });
        [vec![mechanism_link(name)], counts.to_vec()].concat()
    });
    table(&["mechanism", "measured", "calibrated", "assumed"], &rows.collect::<Vec<_>>())
}

fn targets() -> String {
    Target::ALL.iter().map(|target| bullet(target.name(), &escape(&capital(target.what())))).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str() + "."
}

fn states() -> String {
    let rows = VARIABLES.iter().map(|variable| {
        vec![
            variable.entity.to_string(),
            format!("`{}` {}", variable.field, marked(variable.what)),
            escape(variable.values),
            marked(variable.changes),
        ]
    });
    table(&["entity", "variable", "values", "changed by"], &rows.collect::<Vec<_>>())
}

/// A text in which mechanisms stand in backticks: linked.
fn marked(text: &str) -> String {
    let parts: Vec<String> = escape(text)
        .split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 1 { mechanism_link(part) } else { part.to_string() })
        .collect();
    parts.concat()
}

/// A mechanism by name, with a link to its page.
fn mechanism_link(name: &str) -> String {
    match Mechanisms::NAMES.contains(&name) {
        true => format!("[{name}](#{})", anchor(name)),
        false => format!("`{name}`"),
    }
}

fn week() -> String {
    let sentences = PROSE.iter().enumerate();
    sentences.map(|(number, sentence)| wrap(&format!("{}. {}", number + 1, escape(sentence)), "   ")).collect()
}

fn matrix() -> String {
    let rows = MATRIX.iter().map(|[from, to, rate]| vec![from.to_string(), to.to_string(), escape(rate)]);
    table(&["from", "to", "rate a week"], &rows.collect::<Vec<_>>())
}

fn acts_by() -> String {
    let rows =
        Mechanisms::catalogue().into_iter().map(|(name, card, _)| vec![mechanism_link(name), escape(card.acts_by)]);
    table(&["mechanism", "acts by"], &rows.collect::<Vec<_>>())
}

fn measures() -> String {
    let rows = MEASURES.iter().map(|measure| {
        let twin = if measure.against_twin { "yes" } else { "" };
        vec![format!("`{}`", measure.name), measure.scale.name().into(), twin.into(), escape(measure.what)]
    });
    table(&["measure", "scale", "against the twin", "what it is"], &rows.collect::<Vec<_>>())
}

fn weekly_measures() -> String {
    let rows = Weekly::ALL.iter().map(|weekly| vec![format!("`{}`", weekly.name()), escape(weekly.what())]);
    table(&["measure", "what it is"], &rows.collect::<Vec<_>>())
}

fn costs() -> String {
    let rows = COSTS.iter().map(|cost| {
        let names: Vec<String> = cost.settings.iter().map(|name| format!("`{name}`")).collect();
        let price = if cost.price.is_empty() { String::new() } else { format!(" × `{}`", cost.price) };
        let amount = format!("{}{price}", short(cost.amount));
        vec![names.join(", "), cost.spent.name().into(), amount, cost.per.name().into(), escape(cost.note)]
    });
    table(&["settings", "what is spent", "how much at 1", "for each", "why"], &rows.collect::<Vec<_>>())
}

fn per_cent(share: f64) -> String {
    if share == 0.0 { String::new() } else { short(share * 100.0) }
}

fn professions() -> String {
    let rows = KNOWN.iter().map(|known| {
        vec![
            known.name.to_string(),
            short(known.trust_share),
            per_cent(known.leaving),
            per_cent(known.middle),
            per_cent(known.senior),
        ]
    });
    let head = ["profession", "% of a trust's staff", "leave a year, %", "middle tier, %", "senior tier, %"];
    table(&head, &rows.collect::<Vec<_>>())
}

fn practices() -> String {
    let rows = PRACTICE.iter().map(|&(name, share, leaving, middle, senior)| {
        vec![name.to_string(), per_cent(share), per_cent(leaving), per_cent(middle), per_cent(senior)]
    });
    let head = ["profession", "% of a practice's staff", "leave a year, %", "middle tier, %", "senior tier, %"];
    table(&head, &rows.collect::<Vec<_>>())
}

fn ward() -> String {
    let parts: Vec<String> = WARD.iter().map(|(name, share)| format!("{} % {name}", per_cent(*share))).collect();
    parts.join(", ")
}

fn kinds_of_unit() -> String {
    let parts: Vec<String> = TRUST_UNITS.iter().map(|(name, size)| format!("{name} {}", short(*size))).collect();
    parts.join(", ")
}

fn symbols() -> String {
    let rows = SYMBOLS.iter().map(|symbol| {
        let place = match symbol.only {
            [] => String::new(),
            names => format!(" (in {})", names.iter().map(|name| mechanism_link(name)).collect::<Vec<_>>().join(", ")),
        };
        vec![format!("`{}`", symbol.symbol), escape(symbol.what) + &place, escape(symbol.values)]
    });
    table(&["symbol", "stands for", "values"], &rows.collect::<Vec<_>>())
}

fn links(term: &str, links: &[Link]) -> String {
    let renamed = links.iter().any(|link| !link.later.is_empty());
    let rows = links.iter().map(|link| {
        let mechanisms: Vec<String> = link.mechanisms.iter().map(|name| mechanism_link(name)).collect();
        let mut row = vec![link.term.to_string()];
        if renamed {
            row.push(if link.later.is_empty() { "the same".into() } else { link.later.into() });
        }
        let none = mechanisms.is_empty() && link.levers.is_empty();
        row.push(if none { "**not represented**".into() } else { mechanisms.join(", ") });
        row.push(levers(link.levers));
        row.push(escape(link.missing));
        row
    });
    let head: &[&str] = match renamed {
        true => &[term, "in 2022", "mechanisms", "levers and settings", "limits"],
        false => &[term, "mechanisms", "levers and settings", "limits"],
    };
    table(head, &rows.collect::<Vec<_>>())
}

/// The mechanisms that answer no challenge, each with its reason.
fn beside() -> String {
    let each = BESIDE_THE_CHALLENGES.iter();
    let each: String =
        each.map(|(name, reason)| wrap(&format!("* {}: {reason}", mechanism_link(name)), "  ")).collect();
    if each.is_empty() { each } else { format!("\nAnswering none of them:\n\n{each}") }
}

/// Levers, those of one table of the scenario file together.
fn levers(paths: &[&str]) -> String {
    let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
    for path in paths {
        let (name, field) = path.split_once('.').unwrap_or(("", path));
        // It is called otherwise only since a mechanism has its name.
        let name = name.strip_suffix("-world").unwrap_or(name);
        let shown = format!("`{field}`");
        match tables.iter_mut().find(|(table, _)| *table == name) {
            Some((_, fields)) => fields.push(shown),
            None => tables.push((name, vec![shown])),
        }
    }
    let tables: Vec<String> = tables.iter().map(|(name, fields)| format!("{name}: {}", fields.join(", "))).collect();
    tables.join("; ")
}

fn groups(term: &str, groups: &[Group]) -> String {
    let tables: Vec<String> =
        groups.iter().map(|group| format!("#### {}\n\n{}", group.name, links(term, group.links))).collect();
    tables.join("\n")
}
