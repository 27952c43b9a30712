//! Philox4x32-10, a counter-based generator: a keyed bijection of 128-bit counters whose output looks random.
//!
//! Source: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11. The
//! known-answer vectors tested below are the ones published with it (Random123, `kat_vectors`).

use multiversion::multiversion;

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// One block: four words for one counter under one key.
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        (c0, c1, c2, c3) = round(c0, c1, c2, c3, k0, k1);
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3]
}

#[inline(always)]
fn round(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32) -> (u32, u32, u32, u32) {
    let a = u64::from(MULTIPLIER[0]) * u64::from(c0);
    let b = u64::from(MULTIPLIER[1]) * u64::from(c2);
    ((b >> 32) as u32 ^ c1 ^ k0, b as u32, (a >> 32) as u32 ^ c3 ^ k1, a as u32)
}

/// Lanes worked on together, so that the compiler can keep them in vector registers.
const LANES: usize = 16;

/// [`philox`] for many counters that share their last two words: `out[w][i]` is word `w` for `(first[i], second[i],
/// third, fourth)`. All slices of `out` are as long as `first` and `second`.
#[multiversion(targets("x86_64+avx2", "x86_64+avx512f+avx512dq+avx512bw+avx512vl"))]
pub fn philox_many(first: &[u32], second: &[u32], third: u32, fourth: u32, key: [u32; 2], out: [&mut [u32]; 4]) {
    let n = first.len();
    let second = &second[..n];
    let [o0, o1, o2, o3] = out;
    let (o0, o1, o2, o3) = (&mut o0[..n], &mut o1[..n], &mut o2[..n], &mut o3[..n]);
    let whole = n - n % LANES;
    let mut at = 0;
    while at < whole {
        let (mut c0, mut c1) = ([0u32; LANES], [0u32; LANES]);
        c0.copy_from_slice(&first[at..at + LANES]);
        c1.copy_from_slice(&second[at..at + LANES]);
        let (mut c2, mut c3) = ([third; LANES], [fourth; LANES]);
        let [mut k0, mut k1] = key;
        for _ in 0..ROUNDS {
            for lane in 0..LANES {
                (c0[lane], c1[lane], c2[lane], c3[lane]) = round(c0[lane], c1[lane], c2[lane], c3[lane], k0, k1);
            }
            k0 = k0.wrapping_add(WEYL[0]);
            k1 = k1.wrapping_add(WEYL[1]);
        }
        o0[at..at + LANES].copy_from_slice(&c0);
        o1[at..at + LANES].copy_from_slice(&c1);
        o2[at..at + LANES].copy_from_slice(&c2);
        o3[at..at + LANES].copy_from_slice(&c3);
        at += LANES;
    }
    for i in whole..n {
        [o0[i], o1[i], o2[i], o3[i]] = philox([first[i], second[i], third, fourth], key);
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
        let first: Vec<u32> = (0..53).map(|i| i * 7).collect();
        let second: Vec<u32> = (0..53).map(|i| i * 11 + 3).collect();
        let mut out = vec![vec![0; 53]; 4];
        let [a, b, c, d] = &mut out[..] else { unreachable!() };
        philox_many(&first, &second, 5, 6, [7, 8], [a, b, c, d]);
        for i in 0..53 {
            let words = philox([first[i], second[i], 5, 6], [7, 8]);
            assert_eq!([out[0][i], out[1][i], out[2][i], out[3][i]], words);
        }
    }
}
