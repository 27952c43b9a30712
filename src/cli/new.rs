//! `takehold new`: a commented scenario that runs as it is.

use super::End;
use super::arguments::{New, TemplateName};
use super::terminal::{Message, print};
use std::fs;

pub(super) fn new(new: &New) -> Result<End, Message> {
    let file = new.dir.join("scenario.toml");
    if file.exists() {
        let text = format!("{} exists already", file.display());
        return Err(Message::with_remedy(&text, "name another folder, or move the file away"));
    }
    if new.dir.exists() && !new.dir.is_dir() {
        return Err(Message::with_remedy(&format!("{} is not a folder", new.dir.display()), "name another"));
    }
    let cannot = |error| Message::new(format_args!("{}: {error}", file.display()));
    fs::create_dir_all(&new.dir).map_err(cannot)?;
    fs::write(&file, text(new.template)).map_err(cannot)?;
    let experiment = new.dir.join("experiment.toml");
    if !experiment.exists() {
        fs::write(&experiment, EXPERIMENT)
            .map_err(|error| Message::new(format_args!("{}: {error}", experiment.display())))?;
    }
    print(&format!(
        "Made {0}\n\nNext: takehold run {0}\nMany points of it: takehold sweep {1}\n",
        file.display(),
        experiment.display()
    ));
    Ok(End::Done)
}

/// An experiment for any of the templates.
const EXPERIMENT: &str = include_str!("new-experiment.toml");

/// The scenario with the population of a template.
pub(super) fn text(template: TemplateName) -> String {
    let (population, targets, replicates) = match template {
        TemplateName::Ward => {
            ("template = \"ward\"     # one ward\nstaff = 36", "[\"nurses\", \"support\", \"doctors\"]", 200)
        }
        TemplateName::Trust => (
            "template = \"trust\"    # an acute hospital trust with the NHS staff mix\nstaff = 5000",
            "[\"nurses\", \"support\", \"doctors\"]",
            20,
        ),
        TemplateName::Practices => (
            "template = \"practices\" # a network of general practices\nstaff = 900",
            "[\"gps\", \"practice-nurses\"]",
            50,
        ),
        TemplateName::System => (
            "template = \"system\"   # several trusts\nstaff = 10000\norganisations = 4",
            "[\"nurses\", \"support\", \"doctors\"]",
            10,
        ),
    };
    include_str!("new.toml")
        .replace("{population}", population)
        .replace("{targets}", targets)
        .replace("{replicates}", &replicates.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, read};
    use crate::study::rehearse;
    use clap::ValueEnum;

    #[test]
    fn every_template_can_be_run_as_it_is() {
        for template in TemplateName::value_variants() {
            let source = Source::new("scenario.toml", text(*template));
            let (scenario, notes) = read(source, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            assert!(notes.list().is_empty(), "{notes}");
            rehearse(&scenario).unwrap();
        }
    }
}
