//! A table's text, whole: opened, hashed, and refused in words where it is none.

use crate::scenario::source::clean;
use sha2::{Digest, Sha256};
use std::fs::{File, metadata};
use std::io::{self, Read};
use std::path::Path;

/// The largest table, in bytes.
const LIMIT: u64 = 200 << 20;

/// The text of a table.
#[derive(Debug)]
pub(in crate::scenario) struct Text {
    /// Its name as the scenario has it, fit to be shown.
    pub name: String,
    /// The text, without a byte-order mark.
    pub text: String,
    /// SHA-256 of the bytes of the file.
    pub sha256: String,
    /// Which table, in the order they were opened.
    pub table: usize,
}

/// Why a table cannot be had.
#[derive(Debug, thiserror::Error)]
pub(in crate::scenario) enum TextError {
    #[error("{0} does not exist")]
    Absent(String),
    #[error("{0} is not a file")]
    NotAFile(String),
    #[error("{name} cannot be read: {source}")]
    Unreadable {
        name: String,
        #[source]
        source: io::Error,
    },
    #[error("{name} is larger than {} MiB, the most a table can have", LIMIT >> 20)]
    TooLarge { name: String },
    #[error("{0} is UTF-16 text, not UTF-8")]
    Utf16(String),
    #[error("{0} is a workbook, not text")]
    Workbook(String),
    #[error("{name} is not UTF-8 text: line {line} holds bytes that are none")]
    NotText { name: String, line: usize },
    #[error("{0} is empty")]
    Empty(String),
}

impl TextError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            TextError::Absent(_) => "check the name; it counts from the folder of the scenario",
            TextError::NotAFile(_) => "name a file of comma-separated values",
            TextError::Unreadable { .. } => "check that you may read it",
            TextError::TooLarge { .. } => "leave out rows and columns that are not needed",
            TextError::Utf16(_) | TextError::NotText { .. } => "save it again as CSV in UTF-8",
            TextError::Workbook(_) => "save the sheet as CSV in UTF-8",
            TextError::Empty(_) => "give it a line with the names of the columns, and a line for each row",
        }
    }
}

impl Text {
    /// Reads a file. Nothing larger than the limit is read, and nothing that is not a file.
    pub fn open(path: &Path, shown: &str, table: usize) -> Result<Self, TextError> {
        let name = clean(shown, 200);
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => TextError::Absent(name.clone()),
            _ => TextError::Unreadable { name: name.clone(), source },
        };
        // Asked before opening: opening some devices has effects.
        let metadata = metadata(path).map_err(failed)?;
        if !metadata.is_file() {
            return Err(TextError::NotAFile(name));
        }
        if metadata.len() > LIMIT {
            return Err(TextError::TooLarge { name });
        }
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(failed)?;
        if bytes.len() as u64 > LIMIT {
            return Err(TextError::TooLarge { name });
        }
        Self::of(bytes, name, table)
    }

    fn of(bytes: Vec<u8>, name: String, table: usize) -> Result<Self, TextError> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.get(1) == Some(&0) {
            return Err(TextError::Utf16(name));
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(TextError::Workbook(name));
        }
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                if text.trim().is_empty() {
                    return Err(TextError::Empty(name));
                }
                Ok(Self { name, text, sha256, table })
            }
            Err(error) => {
                let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
                Err(TextError::NotText { name, line: good.iter().filter(|&&byte| byte == b'\n').count() + 1 })
            }
        }
    }
}
