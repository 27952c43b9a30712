//! Whose story is asked for: a post, or so many of those to whom something happened.

use crate::scenario::closest;
use crate::world::World;
use serde::Serialize;
use std::str::FromStr;

/// The most posts that are told of at once.
pub const MOST_TOLD: usize = 50;

/// What happened at a post during a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Somebody came to practise by their own choice.
    TookUp,
    /// Somebody stopped practising truly by their own choice.
    Lapsed,
    /// Somebody who practised when the project's funding ended stopped later.
    LapsedAfterEnd,
    /// Somebody took it up and still practised when the run ended.
    Kept,
    /// Somebody took to reporting it without doing much of it.
    Complied,
    /// Nobody there ever practised, in truth or in ritual.
    NeverDid,
}

/// Every fate with the words by which it is asked for; the first ones are those it is named by.
pub const FATES: [(Fate, &[&str]); 6] = [
    (Fate::TookUp, &["took it up", "took up", "adopted", "started"]),
    (Fate::Lapsed, &["lapsed", "stopped", "gave it up", "dropped it"]),
    (Fate::LapsedAfterEnd, &["lapsed after the end", "lapsed after", "stopped after the end", "stopped after"]),
    (Fate::Kept, &["kept it", "kept it up", "held on", "kept on"]),
    (Fate::Complied, &["complied", "only complied", "reported it"]),
    (Fate::NeverDid, &["never did", "never took it up", "never practised", "never"]),
];

impl Fate {
    /// The words by which it is asked for: `lapsed after the end`.
    pub fn name(self) -> &'static str {
        FATES.iter().find(|(fate, _)| *fate == self).map_or("", |(_, words)| words[0])
    }
}

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The post of a number, from 1.
    Number(u64),
    /// The post of a description, as [`World::describe`] gives it.
    Described(String),
    /// So many of those with a fate.
    Some {
        /// How many, 1 to [`MOST_TOLD`].
        count: usize,
        /// Of what fate.
        fate: Fate,
    },
}

/// A request that nobody could answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhoError {
    /// Something happened to them, but nothing that can be asked for.
    #[error("\"{asked}\" is nothing that is looked for")]
    UnknownFate {
        /// What was asked for.
        asked: String,
        /// What may have been meant.
        meant: Option<&'static str>,
    },
    /// A number of people that is not told of.
    #[error("{0} is not a number of people that can be told of, which is 1 to {MOST_TOLD}")]
    Count(u64),
    /// Nothing at all.
    #[error("nobody is asked for")]
    Empty,
}

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A number in digits or, up to twelve, in words.
fn number(word: &str) -> Option<u64> {
    let in_words = NUMBERS.iter().position(|known| *known == word).map(|place| place as u64 + 1);
    in_words.or_else(|| word.parse().ok()).or_else(|| (word == "a" || word == "someone").then_some(1))
}

impl FromStr for Who {
    type Err = WhoError;

    fn from_str(text: &str) -> Result<Self, WhoError> {
        let plain = text.to_lowercase();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let Some((first, rest)) = words.split_first() else { return Err(WhoError::Empty) };
        let described = || Who::Described(text.split_whitespace().collect::<Vec<_>>().join(" "));
        if text.contains(',') {
            return Ok(described());
        }
        if rest.is_empty()
            && let Ok(number) = first.trim_start_matches('#').parse()
        {
            return Ok(Who::Number(number));
        }
        let (count, rest) = match number(first) {
            Some(count) => (count, rest),
            // "who lapsed" means one of them.
            None if *first == "who" && !rest.is_empty() => (1, &words[..]),
            None => return Ok(described()),
        };
        let asked = rest.strip_prefix(&["who"]).unwrap_or(rest).join(" ");
        let known = FATES.iter().flat_map(|(fate, words)| words.iter().map(move |words| (*fate, *words)));
        let Some((fate, _)) = known.clone().find(|(_, words)| *words == asked) else {
            let meant = closest(&asked, known.map(|(_, words)| words));
            let meant = meant.and_then(|meant| FATES.iter().find_map(|(_, words)| words.iter().find(|w| **w == meant)));
            return Err(WhoError::UnknownFate { asked, meant: meant.copied() });
        };
        match usize::try_from(count) {
            Ok(count @ 1..=MOST_TOLD) => Ok(Who::Some { count, fate }),
            _ => Err(WhoError::Count(count)),
        }
    }
}

/// The posts that a description fits: the one it is the whole description of, or those it is the beginning of.
pub(super) fn described(world: &World, text: &str) -> Vec<usize> {
    let wanted = text.to_lowercase();
    let mut begun = Vec::new();
    let mut exact = Vec::new();
    for post in 0..world.posts.len() {
        let description = world.describe(post).to_lowercase();
        if description == wanted {
            exact.push(post);
        } else if description.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with([',', ' '])) {
            begun.push(post);
        }
    }
    if exact.is_empty() { begun } else { exact }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_people_write_them() {
        let some = |count, fate| Ok(Who::Some { count, fate });
        for (text, who) in [
            ("112", Ok(Who::Number(112))),
            ("#112", Ok(Who::Number(112))),
            ("ten who lapsed", some(10, Fate::Lapsed)),
            ("  Ten  who LAPSED ", some(10, Fate::Lapsed)),
            ("3 who took it up", some(3, Fate::TookUp)),
            ("5 who never did", some(5, Fate::NeverDid)),
            ("one who complied", some(1, Fate::Complied)),
            ("two who lapsed after the end", some(2, Fate::LapsedAfterEnd)),
            ("twelve who kept it", some(12, Fate::Kept)),
            ("who stopped", some(1, Fate::Lapsed)),
            ("two stopped", some(2, Fate::Lapsed)),
            (
                "Ward 3,  nurses, front line, number 4",
                Ok(Who::Described("Ward 3, nurses, front line, number 4".into())),
            ),
            ("3 north, nurses", Ok(Who::Described("3 north, nurses".into()))),
            ("ward 3", Ok(Who::Described("ward 3".into()))),
            ("", Err(WhoError::Empty)),
            ("0 who lapsed", Err(WhoError::Count(0))),
            ("51 who lapsed", Err(WhoError::Count(51))),
            ("ten who lapst", Err(WhoError::UnknownFate { asked: "lapst".into(), meant: Some("lapsed") })),
            ("ten", Err(WhoError::UnknownFate { asked: "".into(), meant: None })),
        ] {
            assert_eq!(text.parse(), who, "{text}");
        }
    }

    #[test]
    fn every_fate_is_found_by_all_its_words() {
        for (fate, words) in FATES {
            for words in words {
                assert_eq!(format!("two who {words}").parse(), Ok(Who::Some { count: 2, fate }));
            }
        }
    }
}
