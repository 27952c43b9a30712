//! Ctrl-C, SIGTERM and the like: what is finished is kept.

use super::terminal::{Message, complain};
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// What is set when the program is told to stop. Told a second time it ends at once, after `last`.
pub(super) fn when_told(last: impl Fn() + Send + 'static) -> Result<Arc<AtomicBool>, Message> {
    listen(move || {
        last();
        std::process::exit(130);
    })
}

/// The same for those who write down what they have when they are told to stop. Told a second time they end at once on a
/// terminal only: engines of clusters tell every process of a job, and the shell of the job tells its worker once more.
pub(super) fn when_told_once() -> Result<Arc<AtomicBool>, Message> {
    listen(|| {
        if io::stderr().is_terminal() {
            std::process::exit(130);
        }
    })
}

fn listen(again: impl Fn() + Send + 'static) -> Result<Arc<AtomicBool>, Message> {
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    let listening = ctrlc::set_handler(move || {
        // A second signal does not wait.
        if told.swap(true, SeqCst) {
            again();
            return;
        }
        // What is under way, such as a large world being built, may take its time.
        if io::stderr().is_terminal() {
            complain(&Message::new("stopping; once more ends it at once"));
        }
    });
    listening.map_err(|error| Message::new(format_args!("cannot listen for Ctrl-C: {error}")))?;
    Ok(stop)
}
