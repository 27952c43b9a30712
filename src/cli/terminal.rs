//! Words to the terminal: results to standard output, messages to standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

/// Something to be told on standard error.
#[derive(Debug)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// A sentence.
    pub fn new(text: impl Display) -> Self {
        Self { text: format!("takehold: {text}\n") }
    }

    /// A sentence and what to do.
    pub fn with_remedy(text: &impl Display, remedy: &str) -> Self {
        Self { text: format!("takehold: {text}\n  what to do: {remedy}\n") }
    }

    /// Text that is laid out already.
    pub fn ready(mut text: String) -> Self {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Self { text }
    }
}

/// Tells on standard error. If that is gone, there is nobody to tell.
pub(super) fn complain(message: &Message) {
    let _ = io::stderr().lock().write_all(message.text.as_bytes());
}

/// Says on standard output what goes on. Work that is under way does not end because nobody listens any more.
pub(super) fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes results to standard output. A reader who has seen enough (`| head`) ends the program quietly.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        complain(&Message::new(format_args!("cannot write to standard output: {error}")));
        std::process::exit(2);
    }
}

/// The width to write for: the terminal's, within reason, or 80.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return 80;
    }
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(60, 110))
}

/// Whether colour is wanted on standard output.
pub(super) fn colour() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !refused && std::env::var("TERM").as_deref() != Ok("dumb")
}

/// Whether letters beyond ASCII can be shown: what the locale says, or yes where there is none to ask.
pub(super) fn unicode() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|key| std::env::var(key).ok().filter(|v| !v.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8") || locale == "c" && !io::stdout().is_terminal()
    })
}
