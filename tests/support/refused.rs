//! What is refused: with a message of its own, exit code 2, nothing on standard output and nothing left behind.

#![allow(dead_code, reason = "each test file uses a part of it")]

use super::program::{Desk, Ran};

/// Runs something that must be refused, and holds its message against the one that was read by a human.
pub fn refused(name: &str, desk: &Desk, arguments: &[&str]) {
    let before = desk.contents();
    let ran = desk.run(arguments);
    holds(name, &ran);
    assert_eq!(desk.contents(), before, "{name}: something was left behind");
}

pub fn holds(name: &str, ran: &Ran) {
    assert_eq!(ran.code, Some(2), "{name}: {}{}", ran.out, ran.err);
    assert_eq!(ran.out, "", "{name}");
    assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, ran.err);
    });
}
