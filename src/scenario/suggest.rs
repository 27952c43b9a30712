//! "Did you mean …?", only when it is likely.

/// The candidate closest to a word, when it is close enough to be a slip.
pub(crate) fn closest<'k>(word: &str, candidates: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let word = normal(word);
    let length = word.chars().count();
    // Long words are no slips of short keys, and the comparison is quadratic.
    if length == 0 || length > 60 {
        return None;
    }
    let allowed = match length {
        1..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = normal(candidate);
            let starts = length >= 4 && other.starts_with(&word);
            let distance = if starts { 1 } else { strsim::damerau_levenshtein(&word, &other) };
            (distance <= allowed && (distance == 0 || distance < other.chars().count()))
                .then_some((distance, candidate))
        })
        // The first of equals, so that the answer does not depend on anything but the order of the keys.
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_string())
}

fn normal(word: &str) -> String {
    word.to_lowercase().replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn only_slips_are_suggested() {
        let keys = ["growth", "leadership", "weeks", "id"];
        assert_eq!(closest("growht", keys), Some("growth".into()));
        assert_eq!(closest("Growth", keys), Some("growth".into()));
        assert_eq!(closest("lead", keys), Some("leadership".into()));
        assert_eq!(closest("xx", keys), None);
        assert_eq!(closest("colour", keys), None);
        assert_eq!(closest("", keys), None);
    }
}
