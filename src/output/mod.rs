//! The result folder: tables, the scenario as resolved, and a manifest with checksums. A file appears under its name
//! only when it is whole, and the manifest comes last.

#[cfg(feature = "parquet")]
mod columnar;
mod folder;
mod manifest;
pub mod sweep;
mod tables;

pub use folder::{FolderError, HeadedRow, Prepared, ResultFolder, prepare};
pub use manifest::{FORMAT, Manifest};
pub use tables::run_as_in_table;

/// What results are for, and what not.
pub const PURPOSE: &str = "Theory exploration and comparison of options under stated assumptions; not a forecast.";

use crate::decide::Digest;
use folder::Writer;
use std::path::Path;

/// A time as tables and manifests have it, UTC.
fn time_text(time: std::time::SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

/// What is known of a run beside its results.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The command line, program name included.
    pub command: Vec<String>,
    /// When it began and ended.
    pub times: (std::time::SystemTime, std::time::SystemTime),
    /// Whether every unit's series was asked for.
    pub series: bool,
    /// Files to stand beside the tables, such as pictures: name and text.
    pub beside: Vec<(&'static str, String)>,
}

/// Writes a result folder into a directory made by [`prepare`].
///
/// # Errors
/// [`FolderError`] when a file cannot be written; files finished before stay.
pub fn write(directory: &Path, digest: &Digest<'_>, circumstances: &Circumstances) -> Result<(), FolderError> {
    let mut writer = Writer::new(directory);
    let scenario = digest.scenario.to_toml();
    writer.file("scenario.toml", |file| file.write_all(scenario.as_bytes()))?;
    writer.file("runs.csv", |file| tables::runs(digest, file))?;
    writer.file("weekly.csv", |file| tables::weekly(digest, file))?;
    writer.file("summary.csv", |file| tables::summary(digest, file))?;
    writer.file("comparison.csv", |file| tables::comparison(digest, file))?;
    if digest.scenario.expectations.is_empty() {
        writer.absent("expectations.csv")?;
    } else {
        writer.file("expectations.csv", |file| tables::expectations(digest, file))?;
    }
    for (name, text) in &circumstances.beside {
        writer.file(name, |file| file.write_all(text.as_bytes()))?;
    }
    if circumstances.series {
        writer.file("series.csv", |file| tables::series(digest, file))?;
    } else {
        writer.absent("series.csv")?;
    }
    writer.absent("runs.parquet")?;
    writer.absent("series.parquet")?;
    #[cfg(feature = "parquet")]
    for name in ["runs", "series"].into_iter().filter(|name| *name == "runs" || circumstances.series) {
        columnar::beside(&mut writer, directory, name, &[])?;
    }
    let manifest = Manifest::new(digest, circumstances, writer.checksums());
    writer.file("manifest.json", |file| manifest.write(file))
}
