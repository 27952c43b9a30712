//! From a document to a scenario: every section read by name, and the rules between fields, each checked once.

use super::document::{ARMS, Document};
use super::expectation::{self, Expectation};
use super::files::Shelf;
use super::problems::{Notes, Problems};
use super::reader::{Reader, Switch};
use super::settings::{About, ArmSettings, BASE, Decide, RunSettings, Scenario, Settings, limits};
use super::source::Source;
use super::tree::Value;
use crate::engine::{Event, EventKind, MAX_WAVES, Named};
use crate::mechanisms::{Mechanism, Visitor};
use crate::quantities::Quantity;
use crate::world::{Initiative, Network, Population, Profession, Template, TieSettings};

/// What belongs to the whole scenario, so that arms stay comparable.
const NOT_FOR_ARMS: [&str; 6] = ["title", "question", "about", "run", "decide", EXPECT];

/// The tables of what is expected.
const EXPECT: &str = "expect";

/// Reads a scenario from a text and `--set` arguments.
///
/// # Errors
/// [`Problems`]: everything that is wrong, all at once.
pub fn read(source: Source, sets: &[String]) -> Result<(Scenario, Notes), Problems> {
    let mut shelf = Shelf::new(source.directory());
    let document = Document::read(source, sets);
    let mut root = document.reader();
    let title = root.required_text("title");
    let question = root.required_text("question");
    let about: About = root.section("about");
    let run: RunSettings = root.section("run");
    check_run(&mut root, &run);
    let decide: Decide = root.section("decide");
    let mut arms = vec![ArmSettings { name: BASE.into(), settings: settings(&mut root, &run, &mut shelf) }];
    let names: Vec<&str> = document.arms().iter().map(|arm| arm.name.as_str()).collect();
    if let Some(reference) = decide.reference.as_deref()
        && reference != BASE
        && !names.contains(&reference)
        && let Some(table) = root.table("decide")
    {
        let known = [&[BASE], names.as_slice()].concat().join(", ");
        table.problem("reference", "there is no arm of that name", format!("name one of {known}"));
    }
    // Judged when the arms are known.
    root.expect(EXPECT);
    root.finish();
    for (name, mut root) in document.arm_readers() {
        for key in NOT_FOR_ARMS {
            root.expect(key);
            let patched = document.whole().get(ARMS).and_then(|arms| match &arms.node.value {
                Value::Table(arms) => match &arms.get(name)?.node.value {
                    Value::Table(arm) => arm.get(key).map(|entry| entry.key_place.clone()),
                    _ => None,
                },
                _ => None,
            });
            if let Some(place) = patched {
                document.findings().problem(
                    super::problems::Problem::new(place, format!("{ARMS}.{name}.{key}"), "is the same for all arms")
                        .remedy(format!("set {key} once, outside the arms")),
                );
            }
        }
        if name == BASE {
            root.problem("", "an arm cannot be called base: that is the scenario without any patch", "rename it");
        }
        let settings = settings(&mut root, &run, &mut shelf);
        root.finish();
        arms.push(ArmSettings { name: name.into(), settings });
    }
    let expectations = expectations(&mut document.reader(), &arms, &run);
    let notes = document.finish()?;
    Ok((Scenario { title, question, about, run, decide, expectations, arms }, notes))
}

fn expectations(root: &mut Reader<'_>, arms: &[ArmSettings], run: &RunSettings) -> Vec<Named<Expectation>> {
    let mut expectations = Vec::new();
    for (name, mut table) in root.tables(EXPECT) {
        let mut expected = Expectation::default();
        table.fill(&mut expected);
        expectation::check(&table, &expected, arms, run);
        table.finish();
        expectations.push(Named { name, item: expected });
    }
    expectations
}

fn check_run(root: &mut Reader<'_>, run: &RunSettings) {
    let Some(table) = root.table("run") else { return };
    let check = |key: &str, value: f64, low: f64, high: f64, what: &str| {
        if value < low || value > high {
            table.problem(key, format!("{value} is not between {low} and {high} {what}"), "choose one in between");
        }
    };
    check("length", f64::from(run.length.whole()), 1.0, f64::from(limits::WEEKS), "weeks");
    check("replicates", run.replicates.value(), 1.0, limits::REPLICATES, "replicates");
    check("worlds", run.worlds.value(), 1.0, limits::WORLDS, "worlds");
}

fn settings(root: &mut Reader<'_>, run: &RunSettings, shelf: &mut Shelf) -> Settings {
    let population: Population = root.section("population");
    let (files, imported) = super::files::read(root, &population, shelf);
    if population.template != Template::Files {
        check_population(root, &population);
    }
    let ties: TieSettings = root.section("ties");
    let mut settings = Settings { population, files, imported, ties, ..Settings::default() };
    settings.professions = professions(root, &settings);
    check_ties(root, &settings);
    settings.course.leaders = root.section("leaders");
    settings.course.resources = root.section("resources");
    settings.course.policy = root.section("policy");
    settings.course.strategy = root.section("strategy");
    settings.course.culture = root.section("culture");
    settings.course.prices = root.section("costs");
    read_mechanisms(root, &mut settings);
    initiatives(root, &mut settings, run);
    events(root, &mut settings, run);
    settings
}

fn check_population(root: &mut Reader<'_>, population: &Population) {
    let staff = population.staff();
    let Some(table) = root.table("population") else { return };
    if staff == 0 {
        table.problem("staff", "there is nobody in it", "give it at least one member of staff");
    }
    if staff > limits::STAFF && population.staff.is_some() {
        table.problem("staff", format!("{staff} are too many"), format!("at most {} fit", limits::STAFF));
    }
    let organisations = population.organisations();
    if organisations == 0 || organisations > limits::ORGANISATIONS {
        let remedy = format!("choose one between 1 and {}", limits::ORGANISATIONS);
        table.problem("organisations", format!("{organisations} organisations cannot be"), remedy);
    } else if organisations > staff && staff > 0 {
        let cause = format!("{organisations} organisations are more than the {staff} staff");
        table.problem("organisations", cause, "have at least one member of staff in each");
    }
    let in_one = population.units_in_largest_organisation();
    if population.units.is_none() && staff <= limits::STAFF && in_one > limits::UNITS {
        let cause = format!(
            "{staff} staff make {in_one} units in one organisation, more than the {} that can be",
            limits::UNITS
        );
        table.problem("staff", cause, "have more organisations, or state `units`");
    }
    if let Some(units) = population.units {
        let units = units.value() as u32;
        if units == 0 || units > limits::UNITS {
            let remedy = format!("choose one between 1 and {}", limits::UNITS);
            table.problem("units", format!("{units} units cannot be"), remedy);
        } else if units > staff {
            let cause = format!("{units} units are more than the {staff} staff");
            table.problem("units", cause, "have at least one member of staff in each");
        } else if units < organisations {
            let cause = format!("{units} units are fewer than the {organisations} organisations");
            table.problem("units", cause, "have at least one unit in each");
        } else if matches!(population.template, Template::Trust | Template::System) && units < 6 * organisations {
            table.note("units", "a trust has units of six kinds, and gets at least one of each that has staff");
        }
    }
}

fn professions(root: &mut Reader<'_>, settings: &Settings) -> Vec<Profession> {
    let population = &settings.population;
    let known: Vec<&str> = match &settings.imported {
        Some(roster) => roster.professions.iter().map(|profession| profession.name.as_str()).collect(),
        // What could not be read has no professions, and nobody is unknown there.
        None if population.template == Template::Files => Vec::new(),
        None => population.professions(),
    };
    let mut professions: Vec<Profession> = known
        .iter()
        .map(|name| Profession { name: name.to_string(), settings: population.profession_defaults(name) })
        .collect();
    for (name, mut table) in root.tables("professions") {
        match professions.iter_mut().find(|profession| profession.name == name) {
            Some(profession) => table.fill(&mut profession.settings),
            // An arm of another population need not have the professions of the base.
            None if table.is_all_inherited() => continue,
            None if known.is_empty() => table.fill(&mut crate::world::ProfessionSettings::default()),
            None => {
                let cause = format!("this population has no \"{name}\"");
                table.problem("", cause, format!("it has {}", known.join(", ")));
                table.fill(&mut crate::world::ProfessionSettings::default());
            }
        }
        table.finish();
    }
    professions
}

fn check_ties(root: &mut Reader<'_>, settings: &Settings) {
    let ties = &settings.ties;
    let Some(table) = root.table("ties") else { return };
    let read = settings.imported.as_ref().is_some_and(|roster| roster.contacts.is_some());
    if read && *ties != TieSettings::default() && !table.is_all_inherited() {
        table.note("", "is not used here: the ties are those of the file");
    }
    let wanted = ties.per_person.value();
    if !(0.0..=limits::TIES).contains(&wanted) {
        table.problem("per_person", format!("{wanted} ties cannot be"), format!("choose 0 to {}", limits::TIES));
    }
    let alike = [ties.same_profession_odds, ties.same_profession_odds_across];
    for (key, odds) in ["same_profession_odds", "same_profession_odds_across"].iter().zip(alike) {
        if odds.value() <= 0.0 {
            table.problem(key, "an odds ratio is above 0", "1 means no preference, 4 a strong one");
        }
    }
    if ties.network == Network::Complete && settings.staff() > 1_000_000 {
        table.problem("network", "a complete network is for at most 1,000,000 staff", "choose another network");
    }
}

/// Reads each mechanism's table, or its `false`.
struct Each<'r, 'a> {
    table: &'r mut Reader<'a>,
}

impl Visitor for Each<'_, '_> {
    fn visit<M: Mechanism>(&mut self, name: &'static str, slot: &mut Option<M>) {
        match self.table.switch(name) {
            Switch::Absent => {}
            Switch::Off => *slot = None,
            Switch::On(mut reader) => {
                let mut mechanism = slot.take().unwrap_or_default();
                reader.fill(&mut mechanism);
                reader.finish();
                *slot = Some(mechanism);
            }
        }
    }
}

fn read_mechanisms(root: &mut Reader<'_>, settings: &mut Settings) {
    let mut table = root.table("mechanisms");
    if let Some(table) = &mut table {
        settings.course.mechanisms.visit(&mut Each { table });
    }
    if let Some(contagion) = &settings.course.mechanisms.contagion
        && contagion.steepness.value() < 1.0
        && let Some(inner) = table.as_mut().and_then(|table| table.table_if_any("contagion"))
    {
        inner.problem("steepness", "0 would let people take up from nobody", "choose 1 or more");
    }
    let mut inner = table.as_mut().and_then(|table| table.table_if_any("rotation"));
    if let Some(inner) = &mut inner {
        inner.expect("professions");
    }
    let stated = inner.filter(|inner| inner.has("professions") && !inner.is_inherited("professions"));
    let known: Vec<String> = settings.professions.iter().map(|profession| profession.name.clone()).collect();
    if let Some(rotation) = &mut settings.course.mechanisms.rotation {
        match stated {
            // The default names doctors, and so may the base of an arm with another population, who need not be there;
            // stated ones must be.
            None => rotation.professions.retain(|name| known.contains(name)),
            Some(inner) => {
                if let Some(unknown) =
                    rotation.professions.iter().find(|name| !known.is_empty() && !known.contains(name))
                {
                    let cause = format!("this population has no \"{unknown}\"");
                    inner.problem("professions", cause, format!("it has {}", known.join(", ")));
                }
            }
        }
    }
    if let Some(table) = table {
        table.finish();
    }
}

/// Whether nobody has this profession; of a population that could not be read that cannot be told.
fn is_unknown(settings: &Settings, name: &str) -> bool {
    !settings.professions.is_empty() && !settings.professions.iter().any(|profession| profession.name == name)
}

fn names(settings: &Settings) -> String {
    let names: Vec<&str> = settings.professions.iter().map(|profession| profession.name.as_str()).collect();
    format!("it has {}", names.join(", "))
}

fn initiatives(root: &mut Reader<'_>, settings: &mut Settings, run: &RunSettings) {
    let tables = root.tables("initiatives");
    if tables.len() > limits::INITIATIVES {
        let cause = format!("{} initiatives are too many", tables.len());
        root.problem("initiatives", cause, format!("have at most {}", limits::INITIATIVES));
    }
    for (name, mut table) in tables {
        let mut initiative = Initiative::default();
        table.fill(&mut initiative);
        for (key, stated) in [
            ("targets", &initiative.targets),
            ("reaches", &initiative.reaches),
            ("led_by", &initiative.led_by),
            ("endorsed_by", &initiative.endorsed_by),
            ("consulted", &initiative.consulted),
        ] {
            for unknown in stated.iter().filter(|name| is_unknown(settings, name)) {
                table.problem(key, format!("this population has no \"{unknown}\""), names(settings));
            }
        }
        let stray = |name: &&String| !initiative.is_for(name);
        if let Some(stray) = initiative.reaches.iter().find(stray) {
            table.problem("reaches", format!("\"{stray}\" is no target"), "name some of the targets, or widen targets");
        }
        if initiative.starts.whole() >= run.length.whole() {
            let cause =
                format!("starts in week {}, after the end in week {}", initiative.starts.whole(), run.length.whole());
            table.problem("starts", cause, "start it earlier, or make run.length longer");
        } else if initiative.ends() > run.length.whole() {
            let cause =
                format!("is funded until week {}, after the end in week {}", initiative.ends(), run.length.whole());
            table.problem("funded", cause, "fund it for less time, or make run.length longer");
        } else if initiative.ends() + 52 > run.length.whole() {
            table.note(
                "funded",
                "the run ends less than a year after the funding, so that what is left after 12 months cannot be told",
            );
        }
        if initiative.planning.value() + initiative.pilot.value() >= initiative.funded.value().max(1.0) {
            table.problem(
                "planning",
                "planning and pilot last as long as the funding, and nothing comes of them",
                "plan and pilot for less time, or fund it for longer",
            );
        }
        if initiative.embedding_after.value() > initiative.funded.value() {
            table.problem(
                "embedding_after",
                "comes after the funding has ended",
                "let the effort begin while the project runs",
            );
        }
        for (key, lasts) in [("rewarded", initiative.rewarded), ("enforced", initiative.enforced)] {
            let ends = initiative.starts.value() + lasts.map_or(0.0, |lasts| lasts.value());
            if ends > f64::from(run.length.whole()) {
                let cause = format!("lasts until week {ends:.0}, after the end in week {}", run.length.whole());
                table.problem(key, cause, "let it end earlier, or make run.length longer");
            }
        }
        if (initiative.monitoring.value() > 0.0) != (initiative.sanction.value() > 0.0) {
            let alone = if initiative.monitoring.value() > 0.0 { "monitoring" } else { "sanction" };
            table.note(alone, "does nothing alone: pressure is monitoring times sanction; set both");
        }
        check_spread(&mut table, &initiative);
        if initiative.comparative_data.value() > 0.0 && initiative.measurement.value() == 0.0 {
            table.note("comparative_data", "shows nothing where nothing is measured; set measurement");
        }
        if initiative.baseline.value() >= 1.0 {
            table.problem("baseline", "leaves nobody to be won", "choose a share below 1");
        }
        table.finish();
        settings.course.initiatives.push(Named { name, item: initiative });
    }
}

/// Waves that come, and come before the funding ends.
fn check_spread(table: &mut Reader<'_>, initiative: &Initiative) {
    let waves = initiative.waves.count();
    if waves == 0 || waves > MAX_WAVES {
        let remedy = format!("divide its units into 1 to {MAX_WAVES}");
        table.problem("waves", format!("{waves} waves cannot be"), remedy);
        return;
    }
    let last = initiative.between.value() * (waves - 1) as f64;
    if initiative.spread.in_waves() && last >= initiative.funded.value() && initiative.funded.value() > 0.0 {
        let cause = format!("the last wave would begin {last:.0} weeks after the first, when the funding has ended");
        table.problem("between", cause, "have fewer waves or less time between them, or fund it for longer");
    }
}

fn events(root: &mut Reader<'_>, settings: &mut Settings, run: &RunSettings) {
    let tables = root.tables("events");
    if tables.len() > limits::EVENTS {
        root.problem(
            "events",
            format!("{} events are too many", tables.len()),
            format!("have at most {}", limits::EVENTS),
        );
    }
    for (name, mut table) in tables {
        let mut event = Event::default();
        if !["at", "at_weeks", "at_months", "at_years"].iter().any(|key| table.has(key)) {
            table.problem("at", "is missing", "say when it happens, such as at = \"52 weeks\"");
        }
        table.fill(&mut event);
        if event.at.whole() >= run.length.whole() {
            let cause = format!("happens in week {}, after the end in week {}", event.at.whole(), run.length.whole());
            table.problem("at", cause, "let it happen earlier, or make run.length longer");
        }
        for unknown in event.professions.iter().filter(|name| is_unknown(settings, name)) {
            table.problem("professions", format!("this population has no \"{unknown}\""), names(settings));
        }
        if event.what != EventKind::Leavers && !event.professions.is_empty() {
            table.problem(
                "professions",
                "only leavers are of professions; this reaches units or leaders",
                "leave it out",
            );
        }
        let lasting = event.what.lasts();
        // The resolved scenario states what is left at its default.
        let usual = Event::default();
        if !lasting && event.lasts != usual.lasts {
            table.problem(
                "lasts",
                "this happens at once",
                "only mandate, demand, support-withdrawn, policy-shift, squeeze and new-priority last; leave it out",
            );
        }
        if event.what != EventKind::Blocked && event.position != usual.position {
            table.problem("position", "only a manager who blocks has one", "leave it out, or make it blocked");
        }
        if event.what != EventKind::Mandate && event.hours != usual.hours {
            table.problem("hours", "only a mandate takes hours", "leave it out, or make it a mandate");
        }
        table.finish();
        settings.course.events.push(Named { name, item: event });
    }
}
