//! What tells two builds of the program apart that call themselves the same.

use crate::scenario::{Source, read};
use crate::study::{RunId, rerun};
use sha2::{Digest, Sha256};

/// A small ward in which much is at work.
const SCENARIO: &str = r#"title = "Fingerprint"
question = "Does this build give these bits?"
[run]
length = "104 weeks"
[population]
template = "ward"
[leaders]
lead_style = 0.2
[initiatives.a]
funded = "26 weeks"
measurement = "1 hour/week"
reward = 0.3
rewarded = "26 weeks"
monitoring = 0.2
sanction = 0.2
enforced = "26 weeks"
contested = 0.5
embedding_effort = 0.5
"#;

/// The SHA-256 of the sources and of what a small run comes to, to the bit, so that a plan is not carried on by a program that
/// may give other numbers: built from other sources, committed or not, or for a platform that does not keep its word.
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    hash.update(env!("TAKEHOLD_SOURCES"));
    if let Ok((scenario, _)) = read(Source::new("fingerprint", SCENARIO), &[]) {
        let id = RunId { arm: "base".into(), world: 0, replicate: 0 };
        if let Ok(Some(row)) = rerun(&scenario, &id)
            && let Some(Ok(record)) = row.outcome
        {
            for value in record.measures.iter().flatten() {
                // One bit pattern for everything undefined.
                hash.update(if value.is_nan() { f64::NAN } else { *value }.to_bits().to_be_bytes());
            }
        }
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_run_reaches_its_end_and_is_the_same_twice() {
        let (scenario, notes) = read(Source::new("fingerprint", SCENARIO), &[]).unwrap();
        assert!(notes.list().is_empty(), "{:?}", notes.list());
        let row = rerun(&scenario, &"base-w0-r0".parse().unwrap()).unwrap().unwrap();
        assert!(row.outcome.unwrap().unwrap().measure(0, "end") > 0.0);
        assert_eq!(fingerprint(), fingerprint());
        assert_ne!(fingerprint(), Sha256::digest([]).iter().take(16).map(|b| format!("{b:02x}")).collect::<String>());
    }
}
