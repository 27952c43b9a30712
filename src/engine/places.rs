//! The places in a block at which something is so: few, so they are found sixty-four at a time.

/// The places of the bytes that are odd, in order; all others are 0.
#[inline(always)]
pub(crate) fn each_set(set: &[u8]) -> impl Iterator<Item = usize> + '_ {
    set.chunks(64).enumerate().flat_map(|(chunk, bytes)| {
        let mut left = bits(bytes);
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize);
            left &= left.wrapping_sub(1);
            bit.map(|bit| chunk * 64 + bit)
        })
    })
}

/// The lowest bits of up to 64 bytes.
#[inline(always)]
fn bits(bytes: &[u8]) -> u64 {
    let eights = bytes.chunks(8).enumerate();
    eights.fold(0, |bits, (byte, eight)| {
        let mut whole = [0; 8];
        whole[..eight.len()].copy_from_slice(eight);
        // The product gathers the lowest bits of eight bytes in its top byte.
        let flags = u64::from_le_bytes(whole) & 0x0101_0101_0101_0101;
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
                assert_eq!(each_set(&set).collect::<Vec<_>>(), wanted);
            }
        }
    }
}
