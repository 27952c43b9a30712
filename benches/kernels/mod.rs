//! The workload of the benchmark written twice with nothing else around it: by hand for this machine, and as one
//! would write it on a first day. What the engine is measured against.
//!
//! Adoption on a graph: a non-adopter with k adopting neighbours adopts with 1 − (1 − p)^k, an adopter drops with q,
//! everyone is replaced by a non-adopter with r.

pub mod hand;
pub mod ordinary;

/// Chances per week, and the share of people who start as adopters.
#[derive(Clone, Copy, Debug)]
pub struct Params {
    /// That one adopting neighbour persuades.
    pub uptake: f64,
    /// That an adopter drops the practice.
    pub lapse: f64,
    /// That a person, of either state, is replaced by a non-adopter.
    pub replacement: f64,
    /// Share of people who start as adopters.
    pub seeded: f64,
}

/// What all are measured on.
pub const PARAMS: Params = Params { uptake: 0.02, lapse: 0.02, replacement: 0.0025, seeded: 0.01 };

/// Checks that the kernel by hand does what it should: the published vectors of its generator, and the same adopters
/// every week as a plain loop over people that makes one call each.
pub fn check() {
    assert_eq!(hand::philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(hand::philox([!0; 4], [!0; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    assert_eq!(
        hand::philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
    for people in [1, 255, 256, 1000, 9000] {
        let lists = circle(people);
        let graph = hand::Graph::new(&lists);
        let mut arena = hand::Arena::default();
        let expected = plain(&lists, [9, 8], 80);
        for everybody in [false, true] {
            let counts = hand::run(&graph, &mut arena, [9, 8], 80, &PARAMS, everybody);
            assert_eq!(counts, expected, "{people} people");
        }
    }
}

/// A graph of uneven degrees: a circle on which some reach further than others.
fn circle(people: usize) -> Vec<Vec<u32>> {
    let mut lists = vec![Vec::new(); people];
    for one in 0..people {
        for step in 1..=(one * 7 % 9).min(people / 3) {
            let other = (one + step * step) % people;
            if other != one && !lists[one].contains(&(other as u32)) {
                lists[one].push(other as u32);
                lists[other].push(one as u32);
            }
        }
    }
    lists
}

/// The kernel's model, person by person.
fn plain(lists: &[Vec<u32>], key: [u32; 2], weeks: u32) -> Vec<u32> {
    let bound = |chance: f64| (chance * 2f64.powi(32)).round() as u32;
    let people = lists.len();
    let mut ranked: Vec<(u32, usize)> = (0..people).map(|i| (hand::philox([0, i as u32, 0, 0], key)[0], i)).collect();
    ranked.sort_unstable();
    let mut now = vec![false; people];
    for &(_, i) in &ranked[..(people as f64 * PARAMS.seeded).round() as usize] {
        now[i] = true;
    }
    let step = |now: &[bool], i: usize, week: u32| {
        let words = hand::philox([0, i as u32, week, 0], key);
        let k = lists[i].iter().filter(|&&j| now[j as usize]).count() as i32;
        let chance = if now[i] { PARAMS.lapse } else { 1.0 - (1.0 - PARAMS.uptake).powi(k) };
        words[0] >= bound(PARAMS.replacement) && (now[i] ^ (words[1] < bound(chance)))
    };
    (1..=weeks)
        .map(|week| {
            now = (0..people).map(|i| step(&now, i, week)).collect();
            now.iter().filter(|&&adopts| adopts).count() as u32
        })
        .collect()
}
