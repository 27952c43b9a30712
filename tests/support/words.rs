//! Ways in which two draws that should have nothing to do with each other could have.

use super::judge::{Judge, LEVEL, chi_square, deviates, even, fits, rare};

/// Pairs looked at for each kind of neighbourhood.
pub const PAIRS: usize = 1 << 17;

/// Comparisons that [`suspicions`] makes.
pub const LOOKS: usize = 8;

/// How likely so much of a connection would be between draws that have none, for each way of looking.
pub fn suspicions(pairs: &[(u32, u32)]) -> [(&'static str, f64); LOOKS] {
    let n = pairs.len() as f64;
    let (mut high, mut low) = (vec![0u64; 256], vec![0u64; 256]);
    let (mut bits, mut popcounts, mut gaps) = ([0u64; 32], [0u64; 17], vec![0u64; 256]);
    let mut product = 0.0;
    for &(a, b) in pairs {
        high[(a >> 28 << 4 | b >> 28) as usize] += 1;
        low[(a & 15) as usize * 16 + (b & 15) as usize] += 1;
        let centred = |word: u32| (f64::from(word) + 0.5) / 4_294_967_296.0 - 0.5;
        product += centred(a) * centred(b);
        for (bit, count) in bits.iter_mut().enumerate() {
            *count += u64::from((a ^ b) >> bit & 1);
        }
        popcounts[((a ^ b).count_ones().clamp(8, 24) - 8) as usize] += 1;
        gaps[(b.wrapping_sub(a) >> 24) as usize] += 1;
    }
    let squares = bits.iter().map(|&count| (count as f64 - n / 2.0).powi(2) / (n / 4.0)).sum();
    [
        ("high bits in a table", even(&high)),
        ("low bits in a table", even(&low)),
        ("correlation", deviates(product * 12.0 / n.sqrt())),
        ("bits of the exclusive or", chi_square(squares, 32)),
        ("number of bits of the exclusive or", fits(&popcounts, |bin| n * popcount(bin))),
        ("difference", even(&gaps)),
        ("the same difference twice", repeats(pairs.iter().map(|(a, b)| b.wrapping_sub(*a)).collect())),
        ("the same exclusive or twice", repeats(pairs.iter().map(|(a, b)| a ^ b).collect())),
    ]
}

/// Asks all of them.
pub fn unconnected(judge: &mut Judge, what: &str, pairs: &[(u32, u32)]) {
    for (look, p) in suspicions(pairs) {
        judge.asks(p, &format!("{what}, {look}"));
    }
}

/// Whether at least one of them is raised.
pub fn connected(pairs: &[(u32, u32)]) -> bool {
    suspicions(pairs).iter().any(|(_, p)| *p < LEVEL)
}

/// Probability of 8 or fewer, 9, 10 … 23, 24 or more of 32 bits.
fn popcount(bin: usize) -> f64 {
    let exactly = |k: usize| (0..k).map(|i| (32 - i) as f64 / (i + 1) as f64).product::<f64>() / 4_294_967_296.0;
    match bin {
        0 => (0..=8).map(exactly).sum(),
        16 => (24..=32).map(exactly).sum(),
        bin => exactly(bin + 8),
    }
}

/// Whether as many pairs of words are equal as chance would have.
pub fn repeats(words: Vec<u32>) -> f64 {
    let n = words.len() as f64;
    rare(equal_pairs(words), n * (n - 1.0) / 2.0 / 4_294_967_296.0)
}

/// The number of pairs that are equal.
pub fn equal_pairs(mut words: Vec<u32>) -> u64 {
    words.sort_unstable();
    words.chunk_by(|a, b| a == b).map(|run| (run.len() * (run.len() - 1) / 2) as u64).sum()
}
