//! Files of a result folder: made, written whole, and read back with their checksums.

use super::manifest::Manifest;
use crate::scenario::{LoadError, Problems, Scenario, load, read};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What can go wrong with a result folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It holds something already.
    #[error("{} exists already and is not empty; name another folder with --out, or say --force to overwrite", .0.display())]
    Exists(PathBuf),
    /// The name is taken by a file.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder cannot be written or read.
    #[error("{}: {cause}", path.display())]
    Io {
        /// What was to be written or read.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Not a result folder, or one of another program.
    #[error("{} is not a result folder of takehold: {cause}", path.display())]
    NotResults {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        cause: String,
    },
    /// A file that was changed after it was written.
    #[error("{} does not have the checksum its manifest states; it was changed or cut short after it was written", .0.display())]
    Changed(PathBuf),
    /// Its scenario cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Its scenario cannot be read.
    #[error(transparent)]
    Scenario(Box<Problems>),
}

pub(super) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> FolderError + '_ {
    move |cause| FolderError::Io { path: path.to_path_buf(), cause }
}

/// A folder to write results into.
#[derive(Debug)]
pub struct Prepared {
    directory: PathBuf,
    /// Folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
}

impl Prepared {
    /// The folder.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Removes what was made, as far as nothing was put into it.
    pub fn abandon(&self) {
        for made in &self.made {
            if fs::remove_dir(made).is_err() {
                return;
            }
        }
    }
}

/// Makes a folder to write results into. One that holds something is refused unless `force` is set.
///
/// # Errors
/// [`FolderError`] when it exists and is not empty, is a file, or cannot be made.
pub fn prepare(directory: &Path, force: bool) -> Result<Prepared, FolderError> {
    let mut prepared = Prepared { directory: directory.into(), made: Vec::new() };
    match fs::metadata(directory) {
        Ok(there) if !there.is_dir() => return Err(FolderError::NotAFolder(directory.into())),
        Ok(_) => {
            let empty = fs::read_dir(directory).map_err(io_error(directory))?.next().is_none();
            if !empty && !force {
                return Err(FolderError::Exists(directory.into()));
            }
        }
        Err(_) => {
            let missing = directory.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
            prepared.made = missing.map(Path::to_path_buf).collect();
            if let Err(cause) = fs::create_dir_all(directory) {
                prepared.abandon();
                return Err(io_error(directory)(cause));
            }
        }
    }
    Ok(prepared)
}

/// Writes files beside their final name, renames them when whole, and keeps their checksums.
pub(super) struct Writer<'a> {
    directory: &'a Path,
    checksums: Vec<(String, String)>,
}

impl<'a> Writer<'a> {
    pub fn new(directory: &'a Path) -> Self {
        Self { directory, checksums: Vec::new() }
    }

    /// Writes one file.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), FolderError> {
        match aside(self.directory, name, write) {
            Ok(checksum) => self.checksums.push((name.into(), checksum)),
            Err(cause) => return Err(FolderError::Io { path: self.directory.join(name), cause }),
        }
        Ok(())
    }

    /// Removes what an earlier run may have left.
    pub fn absent(&self, name: &str) -> Result<(), FolderError> {
        let path = self.directory.join(name);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(FolderError::Io { path, cause }),
            _ => Ok(()),
        }
    }

    pub fn checksums(&self) -> Vec<(String, String)> {
        self.checksums.clone()
    }
}

/// Writes a file beside its final name, syncs it, and renames it when it is whole; its SHA-256. Several may write the same
/// file at once: the last to end wins, and none sees the other's part.
pub(super) fn aside(
    directory: &Path,
    name: &str,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> io::Result<String> {
    let (file, beside) = part(directory, name)?;
    let written = (|| {
        let mut hashing = Hashing { file: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new() };
        write(&mut hashing)?;
        hashing.flush()?;
        hashing.file.get_ref().sync_all()?;
        fs::rename(&beside, directory.join(name))?;
        sync(directory);
        Ok(hex(&hashing.hash.finalize()))
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file under a name nobody else has.
fn part(directory: &Path, name: &str) -> io::Result<(fs::File, PathBuf)> {
    let mut number = 0u32;
    loop {
        let beside = directory.join(format!(".{name}.{number}.part"));
        match fs::File::create_new(&beside) {
            Ok(file) => return Ok((file, beside)),
            // Left by one that was killed, or in use by another.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists && number < 10_000 => number += 1,
            Err(cause) => return Err(cause),
        }
    }
}

/// Removes parts that writers who were killed left behind, of files of which it is known that they are whole: whoever
/// still writes such a part has nothing to lose.
pub(super) fn tidy(directory: &Path, is_whole: &dyn Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of =
            name.strip_prefix('.').and_then(|name| name.strip_suffix(".part")).and_then(|name| name.rsplit_once('.'));
        if of.is_some_and(|(file, _)| is_whole(file)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes renames last. Not every platform can; the files themselves are synced anyway.
pub(super) fn sync(directory: &Path) {
    if let Ok(directory) = fs::File::open(directory) {
        let _ = directory.sync_all();
    }
}

struct Hashing<W: Write> {
    file: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a file, if they have the checksum that is stated for it.
pub(super) fn checked(
    directory: &Path,
    checksums: &BTreeMap<String, String>,
    name: &str,
) -> Result<Vec<u8>, FolderError> {
    let path = directory.join(name);
    let bytes = fs::read(&path).map_err(io_error(&path))?;
    match checksums.get(name) {
        Some(stated) if *stated == hex(&Sha256::digest(&bytes)) => Ok(bytes),
        _ => Err(FolderError::Changed(path)),
    }
}

/// The heading of a table and one of its rows.
pub type HeadedRow = (Vec<String>, Vec<String>);

/// A result folder that was written before.
#[derive(Debug)]
pub struct ResultFolder {
    directory: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its scenario.
    pub scenario: Scenario,
}

impl ResultFolder {
    /// Opens a result folder and checks its scenario against the manifest.
    ///
    /// # Errors
    /// [`FolderError`] when it is none, or was changed.
    pub fn open(directory: &Path) -> Result<Self, FolderError> {
        let not = |cause: String| FolderError::NotResults { path: directory.into(), cause };
        let text = fs::read(directory.join("manifest.json")).map_err(|cause| not(format!("manifest.json: {cause}")))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|cause| not(format!("manifest.json: {cause}")))?;
        if manifest.format != super::FORMAT {
            return Err(not(format!("its format is {}, this program reads {}", manifest.format, super::FORMAT)));
        }
        let path = directory.join("scenario.toml");
        let source = load(&path)?;
        // Before reading it: of a file that was changed, that it was changed is what to say.
        checked(directory, &manifest.checksums, "scenario.toml")?;
        let (scenario, _) = read(source, &[]).map_err(|problems| FolderError::Scenario(Box::new(problems)))?;
        Ok(Self { directory: directory.into(), manifest, scenario })
    }

    /// The bytes of one of its files, if they are as they were written.
    ///
    /// # Errors
    /// [`FolderError`] when the file is missing or was changed.
    pub fn checked(&self, name: &str) -> Result<Vec<u8>, FolderError> {
        checked(&self.directory, &self.manifest.checksums, name)
    }

    /// The row of a run as it stands in `runs.csv`, with the heading.
    ///
    /// # Errors
    /// [`FolderError`] when the table is missing, was changed, or cannot be read.
    pub fn row(&self, id: &str) -> Result<Option<HeadedRow>, FolderError> {
        let bytes = self.checked("runs.csv")?;
        let path = self.directory.join("runs.csv");
        let not = |cause: csv::Error| FolderError::Io { path: path.clone(), cause: io::Error::other(cause) };
        let mut table = csv::Reader::from_reader(bytes.as_slice());
        let heading: Vec<String> = table.headers().map_err(not)?.iter().map(String::from).collect();
        for row in table.records() {
            let row = row.map_err(not)?;
            if row.get(0) == Some(id) {
                return Ok(Some((heading, row.iter().map(String::from).collect())));
            }
        }
        Ok(None)
    }
}
