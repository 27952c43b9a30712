//! Reads a scenario file, whatever stands behind its name.

use super::source::Source;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest scenario file, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// Why a file could not be read. [`LoadError::remedy`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Nothing has this name.
    #[error("{name} does not exist")]
    Absent {
        /// The file's name.
        name: String,
    },
    /// It is a directory.
    #[error("{name} is a directory, not a scenario file")]
    Directory {
        /// The directory's name.
        name: String,
    },
    /// It is a device or a socket.
    #[error("{name} is not a regular file")]
    Special {
        /// The file's name.
        name: String,
    },
    /// The system does not let it be read.
    #[error("{name} cannot be read")]
    Unreadable {
        /// The file's name.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is larger than a scenario can be.
    #[error("{name} is larger than {} KiB, the most a scenario can have", LIMIT >> 10)]
    TooLarge {
        /// The file's name.
        name: String,
    },
    /// It is not UTF-8.
    #[error("{name} is not UTF-8 text: line {line} holds bytes that are none")]
    NotText {
        /// The file's name.
        name: String,
        /// The first line, from 1, with such bytes.
        line: usize,
    },
    /// It is UTF-16.
    #[error("{name} is UTF-16 text, not UTF-8")]
    Utf16 {
        /// The file's name.
        name: String,
    },
    /// There is nothing in it.
    #[error("{name} is empty")]
    Empty {
        /// The file's name.
        name: String,
    },
}

impl LoadError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            LoadError::Absent { .. } => "check the name, or make a scenario with `takehold new DIR`",
            LoadError::Directory { .. } => "name the scenario file inside it",
            LoadError::Special { .. } => "name a file, or - to read standard input",
            LoadError::Unreadable { .. } => "check that you may read it",
            LoadError::TooLarge { .. } => "name a scenario; one is a page or two of text",
            LoadError::NotText { .. } | LoadError::Utf16 { .. } => "save it again as UTF-8",
            LoadError::Empty { .. } => "make a scenario to start from with `takehold new DIR`",
        }
    }
}

/// Reads a scenario file, or standard input for `-`.
///
/// # Errors
/// [`LoadError`]; nothing larger than [`LIMIT`] is read, so that an endless file is refused rather than waited for.
pub fn load(path: &Path) -> Result<Source, LoadError> {
    if path == Path::new("-") {
        return read("standard input", io::stdin().lock()).map(|source| source.within(absolute(Path::new(""))));
    }
    let name = super::source::clean(&path.display().to_string(), 200);
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::Absent { name: name.clone() },
        _ => LoadError::Unreadable { name: name.clone(), source },
    };
    // Asked before opening: opening some devices has effects.
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(LoadError::Directory { name });
    }
    if !metadata.is_file() && !is_pipe(&metadata) {
        return Err(LoadError::Special { name });
    }
    if metadata.len() > LIMIT {
        return Err(LoadError::TooLarge { name });
    }
    let file = File::open(path).map_err(failed)?;
    let directory = path.parent().unwrap_or(Path::new(""));
    read(&name, file).map(|source| source.within(absolute(directory)))
}

/// A directory by its whole path, as far as that can be told.
fn absolute(directory: &Path) -> PathBuf {
    let here = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    std::path::absolute(here).unwrap_or_else(|_| directory.into())
}

fn read(name: &str, from: impl Read) -> Result<Source, LoadError> {
    let name = name.to_string();
    let mut bytes = Vec::new();
    // The size told beforehand need not be the size read.
    if let Err(source) = from.take(LIMIT + 1).read_to_end(&mut bytes) {
        return Err(LoadError::Unreadable { name, source });
    }
    if bytes.len() as u64 > LIMIT {
        return Err(LoadError::TooLarge { name });
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(LoadError::Utf16 { name });
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => Err(LoadError::Empty { name }),
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            Err(LoadError::NotText { name, line: good.iter().filter(|&&byte| byte == b'\n').count() + 1 })
        }
    }
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<Source, LoadError>) -> String {
        result.map_or_else(|error| error.to_string(), |source| format!("read {} bytes", source.text().len()))
    }

    #[test]
    fn each_way_not_to_be_a_scenario_file_has_its_own_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            message(load(&path)).replace(&dir.path().display().to_string(), "DIR")
        };
        assert_eq!(file("a", b"x = 1\r\n"), "read 7 bytes");
        assert_eq!(file("bom", b"\xef\xbb\xbfx = 1\n"), "read 6 bytes");
        assert_eq!(file("b", b"\xef\xbb\xbf \n"), "DIR/b is empty");
        assert_eq!(file("c", b"x = 1\ny = \"\xe9\"\n"), "DIR/c is not UTF-8 text: line 2 holds bytes that are none");
        assert_eq!(file("d", b"\xff\xfex\0"), "DIR/d is UTF-16 text, not UTF-8");
        let large = vec![b' '; LIMIT as usize + 1];
        assert_eq!(file("e", &large), "DIR/e is larger than 1024 KiB, the most a scenario can have");
        assert!(message(load(dir.path())).ends_with("is a directory, not a scenario file"));
        assert!(message(load(&dir.path().join("nothing"))).ends_with("nothing does not exist"));
        assert!(message(load(&dir.path().join("a/b"))).ends_with("does not exist"));
        #[cfg(unix)]
        assert_eq!(message(load(Path::new("/dev/zero"))), "/dev/zero is not a regular file");
    }

    #[test]
    fn an_endless_stream_is_refused() {
        assert!(matches!(read("x", io::repeat(b' ')), Err(LoadError::TooLarge { .. })));
    }
}
