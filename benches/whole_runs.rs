//! How long whole runs take: nanoseconds of processor time per person and week, on one thread, beside two kernels of
//! the same workload; bytes per person; and what a second thread brings.
//!
//! `cargo bench --bench whole_runs` measures everything. Behind `--`, one or more of `1000`, `100000`, `1000000`,
//! `trust`, `further`, `national` and `threads` measure those alone, and `rounds=N` says how often (7 unless told).
//!
//! Machines are noisy. Everything is run in turns within one process, several times over, and the least of the times is
//! kept; ratios are to the kernel by hand of the same process.

#![allow(clippy::disallowed_methods, reason = "a bench reads clocks, and its kernels are written as anyone would")]

mod kernels;
mod worlds;

use cpu_time::ProcessTime;
use kernels::{PARAMS, hand, ordinary};
use std::hint::black_box;
use takehold::engine::State;
use worlds::Setting;

/// Staff, replicates, weeks. A million are followed for 60 weeks only, which takes them past the steep part.
const SIZES: [(u32, u32, u32); 3] = [(1000, 100, 520), (100_000, 1, 520), (1_000_000, 1, 60)];

struct Options {
    only: Vec<String>,
    rounds: u32,
}

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == part)
    }
}

fn main() {
    // A second process answers for the memory of one case alone.
    if let Ok(case) = std::env::var("TAKEHOLD_PEAK_OF") {
        worlds::print_peak_of(&case);
        return;
    }
    let mut options = Options { only: Vec::new(), rounds: 7 };
    for argument in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        match argument.strip_prefix("rounds=").map(str::parse) {
            Some(Ok(rounds)) => options.rounds = rounds,
            Some(Err(_)) => panic!("rounds={argument} is no number"),
            None => options.only.push(argument),
        }
    }
    kernels::check();
    // Processor time is that of the whole process, so one thread must mean one.
    #[cfg(feature = "threads")]
    let _alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    println!("ns of processor time per person and week, one thread, least of {} turns", options.rounds);
    println!(
        "{:>7} x {:>3} x {:>3}  {:<34} {:>7} {:>8} {:>9} {:>8}  shares at weeks 26, 52, 104, 520",
        "staff", "rep", "wks", "", "ns", "to hand", "B/person", "peak MB"
    );
    for (staff, replicates, weeks) in SIZES {
        if options.wants(&staff.to_string()) {
            size(staff, replicates, weeks, options.rounds);
        }
    }
    if options.wants("trust") {
        trust(options.rounds);
    }
    if options.wants("further") {
        further(options.rounds);
    }
    if options.wants("national") {
        println!(
            "1,300,000 staff, 220 organisations, 260 weeks, everything on and observed, with its twin, all threads:"
        );
        println!("  {}", worlds::peak_of("national").unwrap_or_else(|| "could not be run".into()).replace('\n', " "));
    }
    if options.wants("threads") {
        #[cfg(feature = "threads")]
        threads(options.rounds);
    }
}

/// One way of doing the work, and the least time it has taken.
struct Way<'a> {
    name: String,
    run: Box<dyn FnMut() -> Vec<f64> + 'a>,
    least: f64,
    shares: Vec<f64>,
    bytes: Option<f64>,
    peak: Option<String>,
}

impl<'a> Way<'a> {
    fn new(name: &str, run: impl FnMut() -> Vec<f64> + 'a) -> Self {
        Self { name: name.into(), run: Box::new(run), least: f64::MAX, shares: Vec::new(), bytes: None, peak: None }
    }
}

/// Everything at one size.
fn size(staff: u32, replicates: u32, weeks: u32, rounds: u32) {
    let bare = Setting::bare(staff);
    let full = Setting::full(staff);
    let lists: Vec<Vec<u32>> =
        (0..staff as usize).map(|post| bare.world.ties.neighbours(post, staff as usize)).collect();
    let graph = hand::Graph::new(&lists);
    let people = f64::from(staff) * f64::from(replicates);
    let by_hand = |everybody: bool| {
        let (graph, mut arena) = (&graph, hand::Arena::default());
        move || {
            let mut shares = vec![0.0; weeks as usize + 1];
            for replicate in 0..replicates {
                let counts = hand::run(graph, &mut arena, [replicate, 11], weeks, &PARAMS, everybody);
                for (share, count) in shares[1..].iter_mut().zip(counts) {
                    *share += f64::from(count) / people;
                }
            }
            shares
        }
    };
    let mut ways = vec![
        Way::new("by hand, non-adopters look", by_hand(false)),
        Way::new("by hand, everybody looks", by_hand(true)),
        Way::new("ordinary", || {
            let mut shares = vec![0.0; weeks as usize + 1];
            for replicate in 0..replicates {
                let counts = ordinary::run(&lists, u64::from(replicate), weeks, &PARAMS);
                for (share, count) in shares[1..].iter_mut().zip(counts) {
                    *share += f64::from(count) / people;
                }
            }
            shares
        }),
    ];
    let cases = [("engine, contagion and turnover", "bare", &bare), ("engine, all mechanisms", "full", &full)];
    for (name, case, setting) in cases {
        let mut state = State::default();
        let mut way = Way::new(name, move || setting.replicates(0..replicates, weeks, &mut state));
        way.bytes = Some(setting.bytes_per_person());
        way.peak = worlds::peak_of(&format!("{case} {staff}"));
        ways.push(way);
    }
    measure(&mut ways, rounds, people * f64::from(weeks));
    // The right answer, known from elsewhere; the engine seeds by chance, so the first weeks may differ a little.
    for way in &ways[..4] {
        for (week, expected) in [(104, 0.889), (520, 0.888)] {
            if let Some(share) = way.shares.get(week) {
                assert!((share - expected).abs() < 0.01, "{}: {share} in week {week}", way.name);
            }
        }
    }
    print(&ways, staff, replicates, weeks);
}

/// What each further initiative at the same time takes.
fn further(rounds: u32) {
    let settings = [1, 3, 6].map(|initiatives| Setting::several(100_000, initiatives));
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (setting, initiatives) in settings.iter().zip([1, 3, 6]) {
        let mut state = State::default();
        let name = format!("{initiatives} initiatives at once");
        ways.push(Way::new(&name, move || setting.replicates(0..1, 104, &mut state)));
    }
    measure(&mut ways, rounds, 100_000.0 * 104.0);
    print(&ways, 100_000, 1, 104);
    let each = |from: usize, to: usize, more: f64| (ways[to].least - ways[from].least) / more;
    println!("ns for each further initiative: {:.1} from 1 to 3, {:.1} from 3 to 6", each(0, 1, 2.0), each(1, 2, 3.0));
}

/// The default trust with all mechanisms, each replicate with its twin.
fn trust(rounds: u32) {
    let setting = Setting::full(5000);
    let twin = setting.twin();
    let mut state = State::default();
    let mut ways = vec![Way::new("trust, all mechanisms, and twins", move || {
        let shares = setting.replicates(0..100, 260, &mut state);
        black_box(twin.replicates(0..100, 260, &mut state));
        shares
    })];
    ways[0].bytes = Some(Setting::full(5000).bytes_per_person());
    measure(&mut ways, rounds, 5000.0 * 100.0 * 2.0 * 260.0);
    print(&ways, 5000, 200, 260);
}

fn measure(ways: &mut [Way<'_>], rounds: u32, person_weeks: f64) {
    for _ in 0..rounds {
        for way in ways.iter_mut() {
            let start = ProcessTime::now();
            way.shares = black_box((way.run)());
            way.least = way.least.min(start.elapsed().as_nanos() as f64 / person_weeks);
        }
    }
}

fn print(ways: &[Way<'_>], staff: u32, replicates: u32, weeks: u32) {
    for way in ways {
        let known = [26, 52, 104, 520].iter().filter_map(|&week| way.shares.get(week));
        let shares: Vec<String> = known.map(|share| format!("{share:.3}")).collect();
        let blank = || "-".to_string();
        println!(
            "{staff:>7} x {replicates:>3} x {weeks:>3}  {:<34} {:>7.2} {:>8} {:>9} {:>8}  {}",
            way.name,
            way.least,
            if ways.len() > 1 { format!("{:.2}", way.least / ways[0].least) } else { blank() },
            way.bytes.map_or_else(blank, |bytes| format!("{bytes:.0}")),
            way.peak.clone().unwrap_or_else(blank),
            shares.join(" ")
        );
    }
}

/// Wall-clock time on one thread over that on two. Many short turns, because the second processor is seldom idle for
/// long where others work too.
#[cfg(feature = "threads")]
fn threads(rounds: u32) {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    use std::time::Instant;

    fn scaling(what: &str, rounds: u32, mut work: impl FnMut(&rayon::ThreadPool)) {
        let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
        let (mut wall, mut processor) = ([f64::MAX; 2], [f64::MAX; 2]);
        for _ in 0..rounds {
            for (index, pool) in pools.iter().enumerate() {
                let (start, used) = (Instant::now(), ProcessTime::now());
                work(pool);
                wall[index] = wall[index].min(start.elapsed().as_secs_f64());
                processor[index] = processor[index].min(used.elapsed().as_secs_f64());
            }
        }
        let (faster, dearer) = (wall[0] / wall[1], processor[1] / processor[0]);
        println!("{what:<60} {:>4.0} ms, {:>4.0} ms: {faster:.2}; {dearer:.2}", wall[0] * 1e3, wall[1] * 1e3);
    }

    println!("wall-clock time on one thread, on two: times as fast; processor time of two over one");
    for (name, setting) in [("contagion and turnover", Setting::bare(1000)), ("all mechanisms", Setting::full(1000))] {
        scaling(&format!("1,000 x 20 x 520, across replicates, {name}"), rounds * 20, |pool| {
            let next = AtomicU32::new(0);
            pool.broadcast(|_| {
                let mut state = State::default();
                loop {
                    let replicate = next.fetch_add(1, Relaxed);
                    if replicate >= 20 {
                        break;
                    }
                    black_box(setting.replicates(replicate..replicate + 1, 520, &mut state));
                }
            });
        });
    }
    let settings = [("contagion and turnover", Setting::bare(1_000_000)), ("all mechanisms", Setting::full(1_000_000))];
    for (name, setting) in settings {
        let mut state = State::default();
        scaling(&format!("1,000,000 x 26, inside one run, {name}"), rounds * 3, |pool| {
            pool.install(|| black_box(setting.replicates(0..1, 26, &mut state)));
        });
    }
}
