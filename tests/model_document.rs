//! The model document that is read is the one that the program prints: `docs/model.md` is made from the cards, settings and
//! measures, and made anew when they change.
//!
//! ```sh
//! TAKEHOLD_BLESS="what changed in the model" cargo test --test model_document
//! ```

use std::path::{Path, PathBuf};
use takehold::report::model_document;
use takehold::verify::LIMITS;

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md")
}

#[test]
fn the_document_is_what_the_program_prints() {
    let now = model_document();
    if let Ok(reason) = std::env::var("TAKEHOLD_BLESS") {
        // It holds no reasons: what changed is to be seen in the document itself.
        assert!(reason.split_whitespace().count() >= 2, "say what changed in TAKEHOLD_BLESS, in a few words");
        std::fs::write(file(), now).unwrap();
        return;
    }
    let how = "look at what the program says now (takehold explain --model); if it is right, write it with \
               TAKEHOLD_BLESS=\"what changed in the model\" cargo test --test model_document";
    let then = std::fs::read_to_string(file()).unwrap_or_default().replace("\r\n", "\n");
    if let Some((line, then, now)) = first_difference(&then, &now) {
        panic!("docs/model.md is not what the program says; {how}\n  line {line}\n  there: {then}\n  now:   {now}");
    }
}

/// The first line that differs, by its number.
fn first_difference<'t>(then: &'t str, now: &'t str) -> Option<(usize, &'t str, &'t str)> {
    let lines = then.lines().count().max(now.lines().count());
    let line = |text: &'t str, number: usize| text.lines().nth(number).unwrap_or("(the end)");
    let differs = (0..lines).find(|&number| line(then, number) != line(now, number));
    differs.map(|number| (number + 1, line(then, number), line(now, number)))
}

#[test]
fn a_difference_is_found_wherever_it_is() {
    assert_eq!(first_difference("a\nb", "a\nb"), None);
    assert_eq!(first_difference("a\nb", "a\nc"), Some((2, "b", "c")));
    assert_eq!(first_difference("a", "a\nb"), Some((2, "(the end)", "b")));
    assert_eq!(first_difference("a\nb", "a"), Some((2, "b", "(the end)")));
}

/// The limits are named in text that is written by hand, since a report does not know what verifies it.
#[test]
fn the_exact_limits_it_names_are_those_that_are_verified() {
    let document = model_document().split_whitespace().collect::<Vec<_>>().join(" ");
    let named = document.split("taken away: ").nth(1).and_then(|rest| rest.split_once(". ")).unwrap().0;
    let mut named: Vec<&str> = named.split("; ").collect();
    let mut limits: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
    named.sort_unstable();
    limits.sort_unstable();
    assert_eq!(named, limits, "put them right in src/report/odd/text/01-purpose.md");
}
