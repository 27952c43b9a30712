//! How far a study is: a bar on a terminal, a plain line now and then elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Seconds between plain lines.
const EVERY: u64 = 10;

/// Counts weeks, and says how far they are and how long the rest will take at the pace so far.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    plain: bool,
    total: u64,
    done: AtomicU64,
    began: Instant,
    said: AtomicU64,
}

impl Progress {
    pub fn new(total: u64, quiet: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let bar = (!quiet && terminal).then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(8));
            // A bar that never grows is better than none, should the template not be read.
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self {
            bar,
            plain: !quiet && !terminal,
            total: total.max(1),
            done: AtomicU64::new(0),
            began: now(),
            said: AtomicU64::new(0),
        }
    }

    /// Weeks were simulated. Called from any thread, often.
    pub fn advance(&self, weeks: u64) {
        let done = self.done.fetch_add(weeks, Relaxed) + weeks;
        // Looking at the clock every week of a small run would cost more than the week.
        if done & 0x3F != 0 {
            return;
        }
        let elapsed = self.began.elapsed();
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            bar.set_message(remaining(done, self.total, elapsed));
        } else if self.plain {
            let due = elapsed.as_secs() / EVERY;
            if due > self.said.load(Relaxed) && self.said.fetch_max(due, Relaxed) < due {
                let left = remaining(done, self.total, elapsed);
                // Not `eprintln!`, which panics when nobody listens any more.
                let _ = writeln!(io::stderr(), "{} % done, {left}", done * 100 / self.total);
            }
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long the rest will take is told to whoever waits, and nobody else")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// The time left at the mean pace so far; too early to tell in the first second and the first per cent.
fn remaining(done: u64, total: u64, elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) || done * 100 < total {
        return "…".into();
    }
    let left = elapsed.as_secs_f64() * (total.saturating_sub(done)) as f64 / done as f64;
    match left {
        left if left < 1.0 => "nearly done".into(),
        left if left < 90.0 => format!("about {left:.0} s left"),
        left if left < 5400.0 => format!("about {:.0} min left", left / 60.0),
        left => format!("about {:.1} h left", left / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_at_the_pace_so_far() {
        let after = Duration::from_secs;
        assert_eq!(remaining(50, 100, after(10)), "about 10 s left");
        assert_eq!(remaining(1, 100, after(10)), "about 16 min left");
        assert_eq!(remaining(0, 100, after(10)), "…");
        assert_eq!(remaining(100, 100, after(10)), "nearly done");
    }
}
