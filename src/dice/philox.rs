//! Philox4x32-10, a counter-based generator: a keyed bijection of 128-bit counters whose output looks random.
//!
//! Source: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11. The
//! known-answer vectors tested below are the ones published with it (Random123, `kat_vectors`).

use multiversion::multiversion;

const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// One block: four words for one counter under one key.
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    round_keys(key).into_iter().fold(counter.map(u64::from), round).map(|word| word as u32)
}

/// The keys of the rounds, widened once so that the rounds need not.
#[inline(always)]
fn round_keys(key: [u32; 2]) -> [[u64; 2]; ROUNDS] {
    std::array::from_fn(|round| {
        [0, 1].map(|half| u64::from(key[half].wrapping_add(WEYL[half].wrapping_mul(round as u32))))
    })
}

/// One round on words in the low halves of 64-bit lanes; what is left in the high halves is never read.
#[inline(always)]
fn round(c: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    const LOW: u64 = 0xFFFF_FFFF;
    let (a, b) = (MULTIPLIER[0] * (c[0] & LOW), MULTIPLIER[1] * (c[2] & LOW));
    [b >> 32 ^ c[1] ^ key[0], b, a >> 32 ^ c[3] ^ key[1], a]
}

/// Posts that draw together.
pub const BLOCK: usize = 256;

/// Words of [`philox`] for up to [`BLOCK`] counters that share their last two words: `out[w][i]` is word `w` for
/// `(first[i], second[i], third, fourth)`. The words beyond `wanted`, and those past the last counter, are left to
/// chance.
///
/// The form matters more than the rounds: words stay in 64-bit lanes, because the vector multiply reads the low halves
/// only, so that nothing is narrowed between rounds; and two distant counters to a step hide each other's latency.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl", "x86_64+avx2"))]
pub fn philox_block(
    first: &[u32],
    second: &[u32],
    third: u32,
    fourth: u32,
    key: [u32; 2],
    wanted: usize,
    out: &mut [[u32; BLOCK]; 4],
) {
    let last = [third, fourth].map(u64::from);
    let keys = round_keys(key);
    let n = first.len().min(BLOCK);
    let (mut one, mut two) = ([0; BLOCK], [0; BLOCK]);
    let (first, second) = match (first.first_chunk(), second.first_chunk()) {
        (Some(first), Some(second)) => (first, second),
        _ => {
            one[..n].copy_from_slice(&first[..n]);
            two[..n].copy_from_slice(&second[..n]);
            (&one, &two)
        }
    };
    // Not always the whole block, for the sake of small worlds.
    let half = n.div_ceil(2).next_multiple_of(16);
    if wanted <= 2 {
        half_and_half::<2>(first, second, last, &keys, half, out);
    } else {
        half_and_half::<4>(first, second, last, &keys, half, out);
    }
}

#[inline(always)]
fn half_and_half<const WORDS: usize>(
    first: &[u32; BLOCK],
    second: &[u32; BLOCK],
    last: [u64; 2],
    keys: &[[u64; 2]; ROUNDS],
    half: usize,
    out: &mut [[u32; BLOCK]; 4],
) {
    let half = half.min(BLOCK / 2);
    for i in 0..half {
        let j = i + half;
        let counter = |i: usize| [u64::from(first[i]), u64::from(second[i]), last[0], last[1]];
        let (mut a, mut b) = (counter(i), counter(j));
        for &key in keys {
            (a, b) = (round(a, key), round(b, key));
        }
        for word in 0..WORDS {
            (out[word][i], out[word][j]) = (a[word] as u32, b[word] as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three published vectors of philox4x32 with ten rounds.
    #[test]
    fn known_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([!0; 4], [!0; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn many_at_once_are_the_same_words() {
        let first: Vec<u32> = (0..BLOCK as u32).map(|i| i * 7).collect();
        let second: Vec<u32> = (0..BLOCK as u32).map(|i| u32::MAX - i * 11).collect();
        for n in [0, 1, 53, 255, BLOCK] {
            for wanted in [2, 4] {
                let mut out = [[0; BLOCK]; 4];
                philox_block(&first[..n], &second[..n], 5, 6, [7, u32::MAX], wanted, &mut out);
                for i in 0..n {
                    let words = philox([first[i], second[i], 5, 6], [7, u32::MAX]);
                    for word in 0..wanted {
                        assert_eq!(out[word][i], words[word]);
                    }
                }
            }
        }
    }
}
