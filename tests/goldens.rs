//! Same as before: every shipped scenario, run a few times, gives the numbers it gave when its golden was last blessed.
//!
//! Numbers that are meant to move are blessed with their reason, which goes into `tests/goldens/README.md`:
//!
//! ```sh
//! TAKEHOLD_BLESS="habit fades more slowly, new source" cargo test --test goldens
//! ```

#[path = "support/program.rs"]
mod program;

use program::{Desk, shipped};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use takehold::scenario::{load, read};

const HEAD: &str = "# Goldens\n\n\
    `runs.csv` of every shipped scenario, two runs of each arm, until a year after the last funding has ended. They move \
    only on purpose,\nwith a reason:\n\n\
    ```sh\nTAKEHOLD_BLESS=\"why they move\" cargo test --test goldens\n```\n\n\
    | golden | last changed | reason | SHA-256, first half |\n|---|---|---|---|\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens")
}

/// What a scenario gives now. As few weeks as show what is left after 12 months.
fn now(scenario: &Path) -> String {
    let (settings, _) = read(load(scenario).unwrap(), &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let courses = || settings.arms.iter().map(|arm| &arm.settings.course);
    let initiatives = || courses().flat_map(|course| &course.initiatives).map(|named| &named.item);
    let ends = initiatives().map(|initiative| initiative.ends() + 53).max().unwrap_or(53);
    // Rewards and checks may go on longer, and a scenario that is cut before they end is refused; so are late events.
    let lasts = initiatives().flat_map(|i| [i.rewarded, i.enforced].map(|lasts| (i.starts, lasts)));
    let lasts = lasts.filter_map(|(starts, lasts)| Some(starts.whole() + lasts?.whole()));
    let events = courses().flat_map(|course| &course.events).map(|named| named.item.at.whole() + 1);
    let weeks = lasts.chain(events).fold(ends, u32::max);
    let desk = Desk::new();
    let (file, weeks) = (scenario.to_str().unwrap(), weeks.to_string());
    desk.well(&["run", file, "--quiet", "--reps", "2", "--worlds", "1", "--weeks", &weeks, "--out", "results"]);
    desk.text("results/runs.csv")
}

/// What the golden says, and its row in the table: when it changed, why, and its checksum.
fn stored(name: &str) -> Option<(String, [String; 3])> {
    let text = std::fs::read_to_string(folder().join(format!("{name}.csv"))).ok()?;
    let row = rows().remove(name)?;
    Some((text, row))
}

fn rows() -> BTreeMap<String, [String; 3]> {
    let table = std::fs::read_to_string(folder().join("README.md")).unwrap_or_default();
    let rows = table.lines().filter_map(|line| {
        let cells: Vec<String> = line.strip_prefix("| `")?.split('|').map(|cell| cell.trim().into()).collect();
        let [name, date, reason, checksum, _] = cells.try_into().ok()?;
        Some((name.trim_end_matches("`").trim_end_matches(".csv").to_string(), [date, reason, checksum]))
    });
    rows.collect()
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_shipped_scenario_gives_the_numbers_it_gave() {
    match std::env::var("TAKEHOLD_BLESS") {
        Ok(reason) => bless(&reason),
        Err(_) => compare(),
    }
}

fn compare() {
    let mut moved = Vec::new();
    for (name, scenario) in shipped() {
        let now = now(&scenario);
        match stored(&name) {
            None => moved.push(format!("{name}: has no golden, or it has no row in README.md")),
            Some((then, [_, _, vouched])) if vouched != checksum(&then) => {
                moved.push(format!("{name}: the golden was changed without a reason in README.md"));
            }
            Some((then, _)) if then != now => moved.push(format!("{name}: {}", first_difference(&then, &now))),
            Some(_) => {}
        }
    }
    let known: Vec<String> = shipped().into_iter().map(|(name, _)| name).collect();
    moved.extend(rows().into_keys().filter(|name| !known.contains(name)).map(|name| format!("{name}: is not shipped")));
    let how = "if that is meant: TAKEHOLD_BLESS=\"why they move\" cargo test --test goldens";
    assert!(moved.is_empty(), "numbers moved; {how}\n  {}", moved.join("\n  "));
}

/// The first cell that differs, by its row and column.
fn first_difference(then: &str, now: &str) -> String {
    let (then, now) = (program::table(then), program::table(now));
    if then[0] != now[0] {
        return "has other columns".into();
    }
    for (then_row, now_row) in then.iter().zip(&now) {
        for (column, (then_cell, now_cell)) in then_row.iter().zip(now_row).enumerate() {
            if then_cell != now_cell {
                return format!("{} {}: {then_cell} then, {now_cell} now", then_row[0], then[0][column]);
            }
        }
    }
    format!("{} rows then, {} now", then.len(), now.len())
}

/// Writes the goldens that moved, with the reason and the date; the others keep theirs.
fn bless(reason: &str) {
    let reason = reason.trim().replace('|', "/");
    assert!(reason.split_whitespace().count() >= 2, "say why in TAKEHOLD_BLESS, in a few words");
    let today = today();
    let mut table = String::from(HEAD);
    for (name, scenario) in shipped() {
        let now = now(&scenario);
        let row = match stored(&name) {
            Some((then, row)) if then == now && row[2] == checksum(&now) => row,
            _ => [today.clone(), reason.clone(), checksum(&now)],
        };
        std::fs::write(folder().join(format!("{name}.csv")), &now).unwrap();
        table += &format!("| `{name}.csv` | {} |\n", row.join(" | "));
    }
    let known: Vec<String> = shipped().into_iter().map(|(name, _)| name).collect();
    for name in rows().into_keys().filter(|name| !known.contains(name)) {
        let _ = std::fs::remove_file(folder().join(format!("{name}.csv")));
    }
    std::fs::write(folder().join("README.md"), table).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "a blessing is dated; no test depends on it")]
fn today() -> String {
    humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string()[..10].to_string()
}
