//! The state variables: what each kind of entity carries, and what changes it. A test holds the list against the fields
//! of the structs themselves.

/// A state variable, or what is fixed in a world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable {
    /// Who carries it.
    pub entity: &'static str,
    /// The struct it is a field of; for the test.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test looks at where it comes from"))]
    pub of: &'static str,
    /// Its field.
    pub field: &'static str,
    /// What it is, with its symbol where it has one.
    pub what: &'static str,
    /// The values it can have.
    pub values: &'static str,
    /// What changes it, mechanisms in backticks.
    pub changes: &'static str,
}

const fn variable(
    entity: &'static str,
    (of, field): (&'static str, &'static str),
    what: &'static str,
    values: &'static str,
    changes: &'static str,
) -> Variable {
    Variable { entity, of, field, what, values, changes }
}

const FIXED: &str = "fixed in a world";

/// All of them, entity by entity.
pub(super) const VARIABLES: &[Variable] = &[
    variable("unit", ("Units", "organisation"), "the organisation it belongs to", "index", FIXED),
    variable("unit", ("Units", "division"), "the ten units that share a middle manager", "index", FIXED),
    variable("unit", ("Units", "lead"), "support from its first lead", "0–2, reference 1", FIXED),
    variable("unit", ("Units", "slack"), "multiple of the hours not taken by the daily work", "above 0", FIXED),
    variable("unit", ("Units", "cohesion"), "multiple of the ties inside the unit", "0.37–2.72", FIXED),
    variable("unit", ("Units", "turnover"), "multiple of everyone's leaving rate", "0.22–4.48", FIXED),
    variable("unit", ("Units", "data"), "infrastructure for data, read by `data`", "0–2, reference 1", FIXED),
    variable(
        "unit",
        ("Units", "quality"),
        "quality of care q0 before anything is tried, read by `results` and `persuasion`",
        "0–1",
        FIXED,
    ),
    variable(
        "unit",
        ("Units", "context"),
        "how unlike other places it is, a multiple of an initiative's distance, read by `transfer`",
        "0.37–2.72",
        FIXED,
    ),
    variable(
        "unit",
        ("Sites", "harm"),
        "harm H done to something else, hidden and known, and faith L lost over it",
        "0–1 each",
        "`side_effects`",
    ),
    variable("unit", ("Sites", "can"), "what staff can do of the daily work, κ", "0–1, reference 1", "`trap`"),
    variable("unit", ("Sites", "smarter"), "time left for working smarter, φ", "0–1, reference 1", "`trap`"),
    variable(
        "unit",
        ("Sites", "knows"),
        "what it knows together about improvement, W",
        "0–1",
        "`capability`; `culture`, when a missed goal is reviewed",
    ),
    variable(
        "unit",
        ("Sites", "valued"),
        "what pressure leaves of supports: clerks, coaching, peers, help from outside, building",
        "0–1, reference 1",
        "`trap`",
    ),
    variable(
        "unit",
        ("Sites", "coached"),
        "what there is of coaching, of what is stated",
        "0–1, reference 1",
        "`trap`; `capability`, where own improvers give it",
    ),
    variable("unit", ("Sites", "built"), "structures built for improvement and its data", "0–1", "`data`"),
    variable(
        "unit and initiative",
        ("Pursuit", "locked_in"),
        "lock-in K of the practice",
        "0–1",
        "`embedding`; a reorganisation, by `policy` or as an event",
    ),
    variable("unit and initiative", ("Pursuit", "stands"), "how far its data system stands, D", "0–1", "`data`"),
    variable(
        "unit and initiative",
        ("Pursuit", "credible"),
        "credibility C of what it shows",
        "0–1",
        "`data`, less what `culture` hides",
    ),
    variable("unit and initiative", ("Pursuit", "quality"), "true quality q", "0–1", "`results`, every week from x̄"),
    variable("unit and initiative", ("Pursuit", "measured"), "quality as measured", "0–1", "`results`, likewise"),
    variable(
        "unit and initiative",
        ("Pursuit", "seen"),
        "results r as they are seen, 1 for all that was hoped for",
        "−2 to 2",
        "`results`",
    ),
    variable(
        "organisation and initiative",
        ("Pursuit", "regard"),
        "regard Z of its sponsor",
        "0–2, reference 1",
        "`sponsor`",
    ),
    variable(
        "organisation and initiative",
        ("Pursuit", "stopped"),
        "week from which on its sponsor has stopped the programme",
        "weeks, or never",
        "`patience`",
    ),
    variable("organisation", ("Sites", "learning"), "how far it learns, λ", "0–1, reference 0.5", "`culture`"),
    variable(
        "unit and profession",
        ("State", "sufficiency"),
        "sufficiency of time T",
        "0–1",
        "`time`, when an initiative or mandate begins or ends, and as hours are squeezed (`trap`) or given back",
    ),
    variable(
        "leader",
        ("LeadersNow", "support"),
        "support for what the leader backs",
        "0–2, reference 1",
        "`succession`; sponsors also `policy`; leaders who leave as an event",
    ),
    variable(
        "leader",
        ("LeadersNow", "style"),
        "0 directive to 1 facilitative",
        "0–1",
        "`succession`; sponsors also `policy`; leaders who leave as an event",
    ),
    variable(
        "leader",
        ("LeadersNow", "skill"),
        "skill in enabling others, e in the mean",
        "0–1",
        "`training` of the leaders; 0 in a successor",
    ),
    variable(
        "leader",
        ("LeadersNow", "came"),
        "weeks lived when they came; only observers look at it",
        "0 or more",
        "`succession`; sponsors also `policy`; leaders who leave as an event",
    ),
    variable(
        "leader",
        ("LeadersNow", "backing"),
        "whether they back each initiative",
        "yes or no",
        "`succession`; sponsors also `policy`; leaders who leave as an event",
    ),
    variable(
        "leader",
        ("LeadersNow", "blocks"),
        "whether they block whatever is tried in their division; middle managers alone ever do",
        "yes or no",
        "`succession`; sponsors also `policy`; a manager who blocks as an event",
    ),
    variable("post", ("Posts", "cell"), "unit, profession and tier it belongs to", "index", FIXED),
    variable("post", ("People", "vacant"), "whether it stands empty", "yes or no", "`turnover`; leavers as an event"),
    variable(
        "post",
        ("People", "hires"),
        "occupants it has had since the start",
        "count",
        "`turnover`; leavers as an event",
    ),
    variable("person", ("People", "arrived"), "the week in which they came to the post", "week", "at hire; `rotation`"),
    variable("person", ("People", "threshold"), "personal threshold φ of contagion", "0.01–1", "drawn at hire"),
    variable("person", ("People", "hired_with"), "motivation m0 at hire", "0–1", "drawn at hire"),
    variable(
        "person",
        ("People", "motivation"),
        "intrinsic motivation m",
        "0–1",
        "`motivation`, and through it `incentives`, `data`, `results` and `time`",
    ),
    variable("person", ("People", "fatigue"), "fatigue F", "0–1", "`fatigue`; 0 at hire"),
    variable(
        "person",
        ("People", "cynicism"),
        "cynicism c from earlier initiatives",
        "0–1",
        "`fatigue`, `culture`; 0 at hire",
    ),
    variable(
        "person",
        ("People", "outlook"),
        "where own judgement lies, z, in standard deviations between people",
        "any",
        "drawn at hire; read by `persuasion`",
    ),
    variable("person", ("People", "stubborn"), "stubbornness s", "0–1", "drawn at hire; read by `persuasion`"),
    variable("person", ("People", "skill"), "skill in improvement k", "0–1", "`capability`; 0 at hire"),
    variable(
        "person",
        ("People", "waits"),
        "trainings a head that go by until it is their turn",
        "any; infinite once trained",
        "drawn at hire; runs down with `training` of the resources",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "practice"),
        "not practising, ritual or true practice",
        "one of three",
        "the moves of a week; leaving and starting",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "habit"),
        "habit h",
        "0–1",
        "`habit`; in ritual as far as `enforcement` lets it; 0 at hire",
    ),
    variable("person and initiative", ("Pursuit", "ownership"), "ownership O", "0–1", "`leadership`; 0 at hire"),
    variable(
        "person and initiative",
        ("Pursuit", "problem"),
        "belief in the problem, P",
        "0–1",
        "`persuasion`; own judgement at hire",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "solution"),
        "belief in the solution, S",
        "0–1",
        "`persuasion`, with `results`; own judgement at hire",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "past"),
        "whether they have practised and lapsed; on an empty post, whether its last occupant practised",
        "yes or no",
        "the moves of a week; leaving",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "shown"),
        "what colleagues see: practice × standing × familiarity",
        "0–3.9",
        "everything above; read a week later",
    ),
    variable(
        "person and initiative",
        ("Pursuit", "voices"),
        "what colleagues hear of each belief: what it differs by from the reference × standing × familiarity",
        "−1 to 1",
        "`persuasion`, where it changed enough to be noticed; read a week later",
    ),
    variable(
        "initiative",
        ("Pursuit", "bridged"),
        "how much of the wall between professions is down in what concerns it, G of tribes",
        "0–1",
        "`tribes`",
    ),
    variable(
        "initiative",
        ("Pursuit", "found_out"),
        "how much has been found out of what it truly does, G of persuasion",
        "0–1",
        "`persuasion`, with `data`",
    ),
    variable(
        "wave of an initiative",
        ("Pursuit", "resentment"),
        "resentment R of a celebrity lead",
        "0–1",
        "`leadership`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    /// Fields that are no state of an entity: names, counts that follow from the others, and what holds them.
    const NO_STATE: &[(&str, &str)] = &[
        ("Units", "name"),
        ("Cells", "unit"),
        ("Cells", "profession"),
        ("Cells", "tier"),
        ("Pursuit", "counts"),
        ("State", "week"),
        ("State", "people"),
        ("State", "pursuits"),
        ("State", "leaders"),
        ("State", "sites"),
        ("State", "tally"),
    ];

    /// The public fields of a struct, read from its source.
    fn fields(file: &str, of: &str) -> Vec<String> {
        let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let body = source.split(&format!("pub struct {of} {{")).nth(1).unwrap_or_else(|| panic!("no {of} in {file}"));
        let body = &body[..body.find("\n}").unwrap()];
        let field = |line: &str| Some(line.trim().strip_prefix("pub ")?.split_once(':')?.0.to_string());
        body.lines().filter_map(field).collect()
    }

    #[test]
    fn every_field_of_the_state_is_listed_or_is_no_state() {
        for (file, of) in [
            ("src/world/mod.rs", "Units"),
            ("src/world/mod.rs", "Cells"),
            ("src/world/mod.rs", "Posts"),
            ("src/engine/state.rs", "People"),
            ("src/engine/state.rs", "Sites"),
            ("src/engine/state.rs", "Pursuit"),
            ("src/engine/state.rs", "State"),
            ("src/engine/leaders.rs", "LeadersNow"),
        ] {
            let fields = fields(file, of);
            for field in &fields {
                let listed = VARIABLES.iter().any(|variable| (variable.of, variable.field) == (of, field));
                let left_out = NO_STATE.contains(&(of, field));
                assert!(listed != left_out, "{of}.{field} belongs into VARIABLES or into NO_STATE of {}", file!());
            }
            for variable in VARIABLES.iter().filter(|variable| variable.of == of) {
                assert!(fields.iter().any(|field| field == variable.field), "{of} has no field {}", variable.field);
            }
        }
    }

    #[test]
    fn what_an_entity_carries_stands_together() {
        let mut seen: Vec<&str> = VARIABLES.iter().map(|variable| variable.entity).collect();
        seen.dedup();
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(seen.len(), sorted.len(), "{seen:?}");
    }
}
