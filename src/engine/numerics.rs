//! Arithmetic that gives the same bits on every platform: plain operations, and `libm` where those do not suffice.

/// Leans on one decision are capped at this, either way: a hazard ratio of about 400.
pub const LEAN_CAP: f32 = 6.0;

/// e to the x for |x| ≤ 80, to about two units in the last place; exactly 1 at 0. Made of additions, multiplications
/// and bit shifts alone, so that a loop over it fills vector registers and agrees on all platforms.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // x = (n + f) ln 2 with n whole and |f| ≤ 1/2. Adding and taking away 1.5 · 2²³ rounds to the nearest whole.
    const ROUND: f32 = 12_582_912.0;
    let scaled = x * std::f32::consts::LOG2_E;
    let shifted = scaled + ROUND;
    let n = shifted - ROUND;
    // ln 2 in two parts, so that the remainder is exact to the last place.
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    // The series of eʳ to the seventh power: below one unit in the last place for |r| ≤ 0.35.
    let mut p = 1.984_127e-4f32;
    p = p * r + 1.388_888_9e-3;
    p = p * r + 8.333_334e-3;
    p = p * r + 4.166_666_7e-2;
    p = p * r + 0.166_666_67;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    let exponent = (shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23;
    p * f32::from_bits(exponent)
}

/// One of two numbers: a choice between bits rather than places in memory, so that a loop of them fills vector registers.
#[inline(always)]
pub fn pick(first: bool, one: f32, other: f32) -> f32 {
    let mask = u32::from(first).wrapping_neg();
    f32::from_bits(one.to_bits() & mask | other.to_bits() & !mask)
}

/// The whole part of a number from 0 to four million. Like [`exp`] made for vector registers, which the language's own
/// conversion, for the sake of numbers that do not fit, is not.
#[inline(always)]
pub fn whole(x: f32) -> u32 {
    // Beyond 2²³ there are no fractions: the sum is rounded, to one too many about half the time.
    const WHOLES: f32 = 8_388_608.0;
    let nearest = x + WHOLES;
    (nearest.to_bits() & 0x7F_FFFF) - u32::from(nearest - WHOLES > x)
}

/// Whether what happens at a rate a week happens this week, given the week's word: with probability 1 − exp(−rate).
///
/// Nearly always the first terms of the series settle it, since r − r²/2 ≤ 1 − exp(−r) ≤ r − r²/2 + r³/6 for r ≥ 0; the
/// margin is far wider than all rounding, so that the answer is that of the exact comparison below.
#[inline(always)]
pub fn happens(word: u32, rate: f32) -> bool {
    const MARGIN: f64 = 1e-12;
    let (word, rate) = (f64::from(word) * (1.0 / 4_294_967_296.0), f64::from(rate));
    let low = rate - rate * rate * 0.5;
    let high = low + rate * rate * rate * (1.0 / 6.0);
    if word < low * (1.0 - MARGIN) {
        return true;
    }
    if word > high * (1.0 + MARGIN) {
        return false;
    }
    exactly(word, rate)
}

#[cold]
#[inline(never)]
fn exactly(word: f64, rate: f64) -> bool {
    word < -libm::expm1(-rate)
}

/// A probability as a bound for a word: the word is below it with that probability. 1 is never reached, by one part in
/// four thousand million.
pub fn bound(probability: f64) -> u32 {
    (probability * 4_294_967_296.0).clamp(0.0, 4_294_967_295.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_and_exact_at_nought() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        let mut worst = 0.0f64;
        for step in -60_000..=60_000 {
            let x = step as f32 / 1000.0;
            let exact = libm::exp(f64::from(x));
            worst = worst.max((f64::from(exp(x)) / exact - 1.0).abs());
        }
        assert!(worst < 2.5e-7, "{worst:e}");
    }

    #[test]
    fn whole_parts_are_those_of_the_language() {
        for step in 0..1_100_000u32 {
            let x = step as f32 / 4096.0;
            assert_eq!(whole(x), x as u32, "{x}");
        }
        for x in [0.0, 0.499_999_97, 0.999_999_94, 1.0, 250.499_98, 250.5, 254.999_98, 4_000_000.0] {
            assert_eq!(whole(x), x as u32, "{x}");
        }
    }

    #[test]
    fn a_rate_happens_with_its_probability() {
        // 1 − exp(−0.5) = 0.393469…
        let bound = 0.393_469_34 * 4_294_967_296.0;
        assert!(happens(bound as u32 - 300, 0.5));
        assert!(!happens(bound as u32 + 300, 0.5));
        assert!(!happens(0, 0.0));
        assert!(happens(u32::MAX, 60.0));
    }

    #[test]
    fn the_series_only_hurries_the_answer() {
        for step in 0..4000u32 {
            let rate = libm::expf(step as f32 / 200.0 - 17.0);
            let bound = -libm::expm1(-f64::from(rate)) * 4_294_967_296.0;
            for word in [bound - 2.0, bound - 1.0, bound, bound + 1.0, bound * 0.7, bound * 1.3, bound - bound * 1e-5] {
                let word = word.clamp(0.0, 4_294_967_295.0) as u32;
                assert_eq!(happens(word, rate), f64::from(word) < bound, "{word} {rate}");
            }
        }
    }
}
