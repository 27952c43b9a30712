//! Numbers as they are read: no digit that the interval does not bear out, and never "NaN".

use crate::quantities::WEEKS_PER_YEAR;
use crate::study::statistics::Mean;

/// What stands where a number is not known.
pub(super) const UNKNOWN: &str = "–";

/// An interval of a share at most this wide shows one decimal of a per cent.
const NARROW: f64 = 0.01;

/// Decimals of a per cent that an interval bears out. Runs that happen to agree bear out nothing finer.
fn decimals((low, high): (f64, f64)) -> usize {
    let width = high - low;
    usize::from(width > 0.0 && width <= NARROW)
}

/// A plain number with its decimals, with a proper minus and without minus nought.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return UNKNOWN.into();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.into(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// A share, a ratio or a difference of shares in per cent or points, as its own interval bears out.
pub(super) fn hundredths(mean: &Mean) -> String {
    number(100.0 * mean.mean, decimals(mean.interval))
}

/// A range in hundredths, such as `31–37` or `−3 to 7`; nothing where there is none.
fn range((low, high): (f64, f64), decimals: usize) -> Option<String> {
    if !(low.is_finite() && high.is_finite()) {
        return None;
    }
    let (low, high) = (number(100.0 * low, decimals), number(100.0 * high, decimals));
    let between = if low.starts_with('−') || high.starts_with('−') { " to " } else { "–" };
    Some(format!("{low}{between}{high}").replace(' ', "\u{a0}"))
}

/// A share that somebody stated, in per cent, with a decimal only where there is one.
pub(super) fn stated(share: f64) -> String {
    let text = number(100.0 * share, 1);
    text.strip_suffix(".0").unwrap_or(&text).into()
}

/// The interval of a share or a gain, which cannot lie beyond all or nothing.
pub(super) fn interval(mean: &Mean) -> Option<String> {
    let (low, high) = mean.interval;
    range((low.clamp(-1.0, 1.0), high.clamp(-1.0, 1.0)), decimals(mean.interval))
}

/// The interval of a ratio.
pub(super) fn interval_of_ratio(mean: &Mean) -> Option<String> {
    range(mean.interval, decimals(mean.interval))
}

/// A difference and its interval, in points. Where whole points would put a bound on the other side of a limit that
/// decides the verdict, a decimal is shown, so that numbers and verdict agree.
pub(super) fn difference(value: f64, interval: (f64, f64), margin: f64) -> (String, Option<String>) {
    let (low, high) = interval;
    let misleads = [(low, 0.0), (high, 0.0), (low, -margin), (high, margin), (value, margin), (value, -margin)]
        .iter()
        .any(|(bound, limit)| side(libm::round(100.0 * bound), libm::round(100.0 * limit)) != side(*bound, *limit));
    let decimals = decimals(interval).max(usize::from(misleads));
    (number(100.0 * value, decimals), range(interval, decimals))
}

fn side(value: f64, limit: f64) -> i8 {
    if (value - limit).abs() < 1e-12 { 0 } else { i8::from(value > limit) - i8::from(value < limit) }
}

/// With a plus before what is above nought.
pub(super) fn signed(number: &str) -> String {
    let above = number.chars().any(|c| ('1'..='9').contains(&c)) && !number.starts_with('−');
    if above { format!("+{number}") } else { number.into() }
}

/// A count with thousands set apart where there are many.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount at assumed prices: two figures, whatever its size.
pub(super) fn about(value: f64) -> String {
    if !value.is_finite() || value.abs() < 10.0 {
        return number(value, 1);
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 1.0);
    let rounded = libm::round(value / unit) * unit;
    let digits = count(libm::round(rounded.abs()) as u64);
    if rounded < 0.0 { format!("−{digits}") } else { digits }
}

/// A count that is only roughly known: two figures.
pub(super) fn roughly(value: u64) -> String {
    let mut unit = 1;
    while value / unit >= 100 {
        unit *= 10;
    }
    count(value.div_ceil(unit) * unit)
}

/// A count and what is counted: `1 unit`, `8 units`.
pub(super) fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", count(value), if value == 1 { one } else { many })
}

/// A duration in words: years where it is one or more.
pub(super) fn duration(weeks: u32) -> String {
    let years = f64::from(weeks) / WEEKS_PER_YEAR;
    if weeks < 52 {
        return counted(u64::from(weeks), "week", "weeks");
    }
    let text = years_of(weeks);
    let about = if (years * 10.0).fract().abs() > 1e-9 { "about " } else { "" };
    format!("{about}{text}\u{a0}{}", if text == "1" { "year" } else { "years" })
}

/// Weeks as a number of years, with a decimal only where there is one.
pub(super) fn years_of(weeks: u32) -> String {
    let text = format!("{:.1}", f64::from(weeks) / WEEKS_PER_YEAR);
    text.strip_suffix(".0").unwrap_or(&text).into()
}

/// Points, in the singular for one.
pub(super) fn points(number: &str) -> String {
    format!("{number}\u{a0}{}", if number == "1" { "point" } else { "points" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mean: f64, low: f64, high: f64) -> Mean {
        Mean { mean, sd: 0.1, interval: (low, high), runs: 5 }
    }

    #[test]
    fn an_amount_has_two_figures() {
        assert_eq!(about(21_927.0), "22,000");
        assert_eq!((about(324.0).as_str(), about(-1_049.0).as_str(), about(7.25).as_str()), ("320", "−1000", "7.2"));
        assert_eq!(about(f64::NAN), UNKNOWN);
    }

    #[test]
    fn no_digit_that_the_interval_does_not_bear_out() {
        assert_eq!(hundredths(&of(0.6149, 0.58, 0.65)), "61");
        assert_eq!(hundredths(&of(0.6149, 0.612, 0.618)), "61.5");
        assert_eq!(hundredths(&of(-0.001, -0.05, 0.05)), "0");
        assert_eq!(hundredths(&of(0.5, f64::NAN, f64::NAN)), "50");
        assert_eq!(hundredths(&of(f64::NAN, f64::NAN, f64::NAN)), "–");
        assert_eq!(interval(&of(0.3, 0.28, 0.32)).as_deref(), Some("28–32"));
        assert_eq!(interval(&of(0.3, -3.0, 4.0)).as_deref(), Some("−100\u{a0}to\u{a0}100"));
        assert_eq!((stated(0.29), stated(0.025)), ("29".into(), "2.5".into()));
        assert_eq!(interval(&of(0.3, f64::NAN, f64::NAN)), None);
    }

    #[test]
    fn a_bound_stays_on_its_side_of_the_limit() {
        let shown = |value, low, high| difference(value, (low, high), 0.03);
        assert_eq!(shown(0.08, 0.05, 0.11), ("8".into(), Some("5–11".into())));
        assert_eq!(shown(0.05, 0.002, 0.098), ("5.0".into(), Some("0.2–9.8".into())));
        assert_eq!(shown(0.01, -0.01, 0.032), ("1.0".into(), Some("−1.0\u{a0}to\u{a0}3.2".into())));
        assert_eq!(shown(f64::NAN, f64::NAN, f64::NAN), ("–".into(), None));
        assert_eq!(signed("5.0"), "+5.0");
        assert_eq!(signed("0"), "0");
        assert_eq!(signed("−2"), "−2");
    }

    #[test]
    fn counts_and_durations() {
        assert_eq!(count(5000), "5000");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(roughly(217), "220");
        assert_eq!(roughly(43), "43");
        assert_eq!(roughly(u64::MAX / 2), "9,300,000,000,000,000,000");
        assert_eq!(duration(260), "5\u{a0}years");
        assert_eq!(duration(78), "1.5\u{a0}years");
        assert_eq!(duration(60), "about 1.2\u{a0}years");
        assert_eq!(duration(40), "40\u{a0}weeks");
    }
}
