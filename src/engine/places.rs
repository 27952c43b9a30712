//! The places in a block at which something is so: few, so they are found sixty-four at a time.

/// Calls for the place of every byte that is odd, in order; all others are 0.
#[inline(always)]
pub(crate) fn each_set(set: &[u8], mut call: impl FnMut(usize)) {
    let (whole, rest) = set.as_chunks::<64>();
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    for (chunk, bytes) in whole.iter().chain([&last]).enumerate() {
        let mut left = bits(bytes);
        while left != 0 {
            call(chunk * 64 + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

/// The lowest bits of 64 bytes.
#[inline(always)]
fn bits(bytes: &[u8; 64]) -> u64 {
    bytes.as_chunks::<8>().0.iter().enumerate().fold(0, |bits, (byte, eight)| {
        let flags = u64::from_le_bytes(*eight) & 0x0101_0101_0101_0101;
        // The product gathers the lowest bits of eight bytes in its top byte.
        bits | (flags.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_places_are_found() {
        for len in [1, 8, 64, 77, 200] {
            for places in [vec![], vec![0], vec![0, len - 1], (0..len).step_by(3).collect(), (0..len).collect()] {
                let mut set = vec![0u8; len];
                places.iter().for_each(|&i| set[i] = 1);
                let mut wanted = places.clone();
                wanted.dedup();
                let mut found = Vec::new();
                each_set(&set, |i| found.push(i));
                assert_eq!(found, wanted);
            }
        }
    }
}
