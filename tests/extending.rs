//! What `docs/extending.md` shows of the worked example is what its patch does. That the patch still applies, builds and
//! keeps its law is tried by `.ci/run`.
//!
//! ```sh
//! TAKEHOLD_BLESS="what changed in the example" cargo test --test extending
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Stands above each block that is drawn from the patch, with the path of the file it shows.
const MARK: &str = "<!-- from blame.patch: ";

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file)
}

fn read(file: &str) -> String {
    fs::read_to_string(docs(file)).unwrap().replace("\r\n", "\n")
}

/// What the patch does to each file, as a block of Markdown: a new file whole, of others what is changed.
fn blocks(patch: &str) -> BTreeMap<&str, String> {
    let mut blocks = BTreeMap::new();
    for of_file in patch.split("diff --git ").skip(1) {
        let path = of_file.split_whitespace().next().unwrap().strip_prefix("a/").unwrap();
        let new = of_file.contains("\nnew file mode");
        let mut lines = Vec::new();
        for hunk in of_file.split("\n@@ ").skip(1) {
            // Where a hunk stands moves with the file, and what it stands in says git after that: neither is shown.
            let hunk = hunk.lines().skip(1).map(|line| if new { &line[1..] } else { line });
            lines.extend((!lines.is_empty()).then_some("..."));
            lines.extend(hunk);
        }
        let fence = if new { "```rust" } else { "```diff" };
        // An empty line of context is a blank.
        let lines: Vec<&str> = lines.into_iter().map(str::trim_end).collect();
        blocks.insert(path, format!("{fence}\n{}\n```\n", lines.join("\n")));
    }
    blocks
}

/// The page with each marked block as the patch has it, and the files that are shown.
fn filled<'p>(page: &'p str, blocks: &BTreeMap<&str, String>) -> (String, Vec<&'p str>) {
    let (mut out, mut shown) = (String::new(), Vec::new());
    let mut parts = page.split(MARK);
    out += parts.next().unwrap();
    for part in parts {
        let (path, rest) = part.split_once(" -->\n").expect("a mark ends with its line");
        let block = blocks.get(path).unwrap_or_else(|| panic!("blame.patch does nothing to {path}"));
        let after = match rest.strip_prefix("```") {
            Some(rest) => rest.split_once("\n```\n").expect("a block ends").1,
            None => rest,
        };
        out += &format!("{MARK}{path} -->\n{block}{after}");
        shown.push(path);
    }
    (out, shown)
}

#[test]
fn what_is_shown_is_what_the_patch_does() {
    let (page, patch) = (read("extending.md"), read("extending/blame.patch"));
    let blocks = blocks(&patch);
    let (now, shown) = filled(&page, &blocks);
    let files: Vec<&str> = blocks.keys().copied().collect();
    let mut sorted = shown;
    sorted.sort_unstable();
    assert_eq!(sorted, files, "docs/extending.md shows every file of the patch once");
    if std::env::var("TAKEHOLD_BLESS").is_ok() {
        fs::write(docs("extending.md"), now).unwrap();
        return;
    }
    let differs = page.lines().zip(now.lines()).position(|(then, now)| then != now);
    assert!(
        page == now,
        "docs/extending.md, line {}, does not show what blame.patch does; TAKEHOLD_BLESS=\"why\" cargo test --test \
         extending writes it anew",
        differs.map_or(0, |line| line + 1)
    );
}

#[test]
fn a_patch_is_read_file_by_file() {
    let patch = "diff --git a/x.rs b/x.rs\nnew file mode 100644\n--- /dev/null\n+++ b/x.rs\n@@ -0,0 +1,2 @@\n+one\n+\n\
                 diff --git a/y.rs b/y.rs\n--- a/y.rs\n+++ b/y.rs\n@@ -1,2 +1,3 @@ fn y\n a\n+b\n \n@@ -9 +10 @@\n-c\n";
    let blocks = blocks(patch);
    assert_eq!(blocks["x.rs"], "```rust\none\n\n```\n");
    assert_eq!(blocks["y.rs"], "```diff\n a\n+b\n\n...\n-c\n```\n");
    let page = format!("before\n{MARK}y.rs -->\n```diff\nold\n```\nafter\n");
    let (now, shown) = filled(&page, &blocks);
    assert_eq!((now.contains("old"), now.ends_with("-c\n```\nafter\n"), shown), (false, true, vec!["y.rs"]));
}
