//! Filters of rows: "role != PAT", "weight >= 3".

use std::cmp::Ordering;

/// How a cell and a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Equal,
    Unequal,
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// The longer ones first, so that <= is not read as <.
const TESTS: [(&str, Test); 9] = [
    ("!=", Test::Unequal),
    ("<>", Test::Unequal),
    ("<=", Test::AtMost),
    (">=", Test::AtLeast),
    ("==", Test::Equal),
    ("≠", Test::Unequal),
    ("=", Test::Equal),
    ("<", Test::Below),
    (">", Test::Above),
];

/// A filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter {
    /// The column's name.
    pub column: String,
    test: Test,
    value: String,
}

impl Filter {
    /// Reads one; nothing for a text that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, (sign, test)) = text.char_indices().find_map(|(at, _)| {
            let rest = text.get(at..)?;
            TESTS.iter().find(|(sign, _)| rest.starts_with(sign)).map(|found| (at, *found))
        })?;
        let column = unquoted(text.get(..at)?);
        let value = unquoted(text.get(at + sign.len()..)?);
        (!column.is_empty()).then(|| Self { column: column.into(), test, value: value.into() })
    }

    /// Whether a cell passes: as numbers where both are, otherwise as texts. A blank cell is neither above nor below
    /// anything.
    pub fn keeps(&self, cell: &str) -> bool {
        let order = match (number(cell), number(&self.value)) {
            (Some(cell), Some(value)) => cell.total_cmp(&value),
            _ => cell.cmp(self.value.as_str()),
        };
        match self.test {
            Test::Equal => order == Ordering::Equal,
            Test::Unequal => order != Ordering::Equal,
            _ if cell.is_empty() => false,
            Test::Below => order == Ordering::Less,
            Test::AtMost => order != Ordering::Greater,
            Test::Above => order == Ordering::Greater,
            Test::AtLeast => order != Ordering::Less,
        }
    }
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// A finite number; minus nought is nought.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::Filter;

    fn keeps(filter: &str, cell: &str) -> bool {
        Filter::parse(filter).unwrap().keeps(cell)
    }

    #[test]
    fn numbers_compare_as_numbers_and_all_else_as_text() {
        assert!(keeps("weight >= 3", "10") && !keeps("weight >= 3", "2.9") && keeps("weight>=3", "3.0"));
        assert!(
            keeps("role != PAT", "NUR") && !keeps("role!=PAT", "PAT") && keeps("x=1", "1.0") && keeps("x == -0", "0")
        );
        assert!(keeps("day < 2024-02-01", "2024-01-31") && !keeps("day > 2024-02-01", "2024-01-31"));
        assert!(keeps("role = 'a = b'", "a = b") && keeps("\"my role\" <> x", "y"));
        assert!(keeps("role = ", "") && keeps("role !=", "x") && !keeps("weight < 3", "") && keeps("a ≠ b", "c"));
        assert_eq!(Filter::parse("first name = x").unwrap().column, "first name");
        assert!(Filter::parse("role").is_none() && Filter::parse("= 3").is_none() && Filter::parse("").is_none());
    }
}
