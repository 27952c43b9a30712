//! `takehold audit`: where two runs part.

use super::arguments::Audit;
use super::terminal::{Message, print};
use super::{End, known};
use crate::dice::Dice;
use crate::engine::Rules;
use crate::output::ResultFolder;
use crate::scenario::{BASE, Scenario};
use crate::study::{Plan, RunId, Side, audit as part, staged};
use crate::world::World;
use std::path::Path;

pub(super) fn audit(audit: &Audit) -> Result<End, Message> {
    let (a, b) = (open(&audit.dir_a)?, open(&audit.dir_b)?);
    let first = || RunId { arm: BASE.into(), world: 0, replicate: 0 };
    let parse = |text: &Option<String>| text.as_deref().map(str::parse).transpose().map_err(Message::new);
    let id_a: RunId = parse(&audit.run_a)?.unwrap_or_else(first);
    let id_b: RunId = match parse(&audit.run_b)? {
        Some(id) => id,
        None if Plan::new(&b.scenario).subjects.iter().any(|subject| subject.name == id_a.arm) => id_a.clone(),
        None => first(),
    };
    let (stage_a, stage_b) = (stage(&a.scenario, &id_a)?, stage(&b.scenario, &id_b)?);
    let (side_a, side_b) = (side(&a.scenario, &id_a, &stage_a), side(&b.scenario, &id_b, &stage_b));
    let names = format!("{id_a} in {} and {id_b} in {}", audit.dir_a.display(), audit.dir_b.display());
    match part(&side_a, &side_b) {
        None => {
            print(&format!("{names} are the same to the bit in all {} weeks.\n", side_a.weeks));
            Ok(End::Done)
        }
        Some(parting) => {
            let week =
                if parting.week == 0 { "before the first week".into() } else { format!("in week {}", parting.week) };
            let who = parting.who.map_or(String::new(), |who| format!("  who       {who}\n"));
            let others = match parting.posts {
                0 | 1 => String::new(),
                posts => format!("  {} other posts differ at the same time.\n", posts - 1),
            };
            print(&format!(
                "{names} part {week}.\n{who}  decision  {}\n  first     {}\n  second    {}\n{others}",
                parting.decision, parting.first, parting.second
            ));
            Ok(End::CheckFailed)
        }
    }
}

fn open(directory: &Path) -> Result<ResultFolder, Message> {
    ResultFolder::open(directory).map_err(Message::new)
}

fn stage(scenario: &Scenario, id: &RunId) -> Result<(World, Rules, Dice), Message> {
    known(&Plan::new(scenario), id)?;
    let staged = staged(scenario, id).map_err(Message::new)?;
    staged.ok_or_else(|| Message::new(format_args!("there is no arm \"{}\"", id.arm)))
}

fn side<'a>(scenario: &Scenario, id: &RunId, (world, rules, dice): &'a (World, Rules, Dice)) -> Side<'a> {
    let arm = id.arm.strip_suffix(crate::study::TWIN).unwrap_or(&id.arm);
    let settings = scenario.arms.iter().find(|other| other.name == arm).map(|arm| &arm.settings);
    let initiatives = settings.map_or(Vec::new(), |settings| {
        settings.course.initiatives.iter().map(|initiative| initiative.name.clone()).collect()
    });
    Side { world, rules, dice: *dice, initiatives, weeks: scenario.weeks() }
}
