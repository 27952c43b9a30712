//! The plan itself: a folder that says what is to be run, and with what program.

use super::error::{SweepError, at};
use super::points::{read_cases, read_points, write_cases, write_points};
use super::row::{Columns, short};
use crate::decide::RATIOS;
use crate::observe::{MEASURES, measure_index};
use crate::output::folder::{FolderError, Writer, hex, prepare, tidy};
use crate::scenario::{BASE, Decide, Experiment, Source, read_experiment, table_of};
use crate::study::sweep::{Case, Cases, Layout, Sizes, Slot, Sweep, fingerprint};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that makes a folder a plan.
pub const PLAN: &str = "plan.json";

/// Version of the format of plans.
const FORMAT: u32 = 1;

/// Where earlier plans of a folder are kept.
const EARLIER: &str = "earlier";

/// What is written of a plan beside its tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFile {
    /// Version of the format.
    pub format: u32,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Source revision it was built from, or "unknown".
    pub revision: String,
    /// What a small run comes to in it, to the bit.
    pub fingerprint: String,
    /// What tells the plan from any other.
    pub id: String,
    /// What this is, and is not.
    pub purpose: String,
    /// Title of the experiment.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// The folder that the scenario's own files are looked for in; nothing where it has none.
    pub beside: Option<PathBuf>,
    /// Points.
    pub points: u64,
    /// Cases: arms at points, the same ones counted once.
    pub cases: u64,
    /// Worlds.
    pub worlds: u32,
    /// Replicates in each.
    pub replicates: u32,
    /// Runs: cases times worlds times replicates.
    pub runs: u64,
    /// Runs to a chunk.
    pub chunk: u64,
    /// Chunks.
    pub chunks: u64,
    /// After how many points the plan may be cut short, with the number of cases until there.
    pub cuts: Vec<(u64, u32)>,
    /// The factors.
    pub factors: Vec<String>,
    /// The arms that are kept.
    pub arms: Vec<String>,
    /// The initiatives.
    pub initiatives: Vec<String>,
    /// The most posts of a case.
    pub staff: u64,
    /// The longest run, in weeks.
    pub weeks: u64,
    /// Earlier plans of the folder, whose runs are used again where they are the same.
    pub earlier: Vec<String>,
    /// SHA-256 of the other files of the plan.
    pub checksums: BTreeMap<String, String>,
}

/// A plan that is read and believed.
#[derive(Debug)]
pub struct PlanFolder {
    /// Where it is.
    pub directory: PathBuf,
    /// What it says.
    pub file: PlanFile,
    /// What is varied.
    pub sweep: Sweep,
    /// Its points and cases.
    pub cases: Cases,
    /// The order of its runs.
    pub layout: Layout,
    /// The columns of its rows.
    pub columns: Columns,
    /// When a difference between arms matters.
    pub decide: Decide,
    /// The bytes of the plan, to see that it stays the same.
    bytes: Vec<u8>,
}

/// What a plan is made from.
pub struct Fresh<'a> {
    /// The text of the experiment.
    pub experiment: &'a Source,
    /// The experiment with its scenario.
    pub sweep: &'a Sweep,
    /// Its cases.
    pub cases: &'a Cases,
    /// Whether the scenario reads files.
    pub has_files: bool,
}

/// Makes a folder a plan. One that holds the same plan already stays as it is; one that holds another is refused, unless
/// it is to be extended.
///
/// # Errors
/// [`SweepError`], with nothing changed in the folder.
pub fn create(directory: &Path, fresh: &Fresh<'_>, extend: bool) -> Result<PlanFolder, SweepError> {
    let layout = fresh.cases.layout(fresh.sweep);
    let there = directory.join(PLAN).exists();
    let mut earlier = Vec::new();
    if there {
        let old = PlanFolder::open(directory)?;
        let same = PlanFile::new(fresh, &layout, old.file.earlier.clone(), old.file.checksums.clone())?;
        let texts = texts(fresh)?;
        let same_texts = texts.iter().all(|(name, text)| old.file.checksums.get(name) == Some(&hash(text)));
        earlier.clone_from(&old.file.earlier);
        match (same.id == old.file.id, same_texts) {
            (true, true) => return Ok(old),
            // The same runs, told in other words.
            (true, false) => {}
            (false, _) if !extend => return Err(SweepError::OtherPlan(directory.into())),
            (false, _) => {
                keep_as_earlier(&old)?;
                earlier.push(old.file.id);
            }
        }
    } else {
        vacant(directory)?;
    }
    let mut writer = Writer::new(directory);
    for (name, text) in texts(fresh)? {
        writer.file(&name, |file| file.write_all(text.as_bytes()))?;
    }
    writer.file("points.csv", |file| write_points(fresh.sweep, fresh.cases, file))?;
    writer.file("cases.csv", |file| write_cases(fresh.cases, file))?;
    let checksums = writer.checksums().into_iter().collect();
    earlier.retain(|id| earlier_folder(directory, id).join(PLAN).exists());
    let file = PlanFile::new(fresh, &layout, earlier, checksums)?;
    writer.file(PLAN, |out| {
        serde_json::to_writer_pretty(&mut *out, &file)?;
        writeln!(out)
    })?;
    tidy(directory);
    PlanFolder::open(directory)
}

/// Makes a folder for a plan, unless it is there and empty.
pub(super) fn vacant(directory: &Path) -> Result<(), SweepError> {
    match prepare(directory, false) {
        Err(FolderError::Exists(path)) => Err(SweepError::NotEmpty(path)),
        other => Ok(other.map(|_| ())?),
    }
}

/// The texts a plan keeps: the experiment, its tables and its scenario as they were written, and the scenario as
/// resolved.
fn texts(fresh: &Fresh<'_>) -> Result<Vec<(String, String)>, SweepError> {
    let base = crate::scenario::read(fresh.sweep.base.clone(), &fresh.sweep.experiment.fixed)?.0;
    let mut texts = vec![
        ("experiment.toml".to_string(), fresh.experiment.text().to_string()),
        ("base.toml".into(), fresh.sweep.base.text().into()),
        ("scenario.toml".into(), base.to_toml()),
    ];
    for design in &fresh.sweep.experiment.designs {
        if let Some(file) = &design.file {
            texts.push((table_of(&design.name), fs::read_to_string(file).map_err(at(file))?));
        }
    }
    Ok(texts)
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn earlier_folder(directory: &Path, id: &str) -> PathBuf {
    directory.join(EARLIER).join(id)
}

/// Puts the tables of a plan aside, so that its runs can still be found when another takes its place.
fn keep_as_earlier(old: &PlanFolder) -> Result<(), SweepError> {
    let folder = earlier_folder(&old.directory, &old.file.id);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let mut writer = Writer::new(&folder);
    for name in old.file.checksums.keys() {
        let bytes = old.checked(name)?;
        writer.file(name, |file| file.write_all(&bytes))?;
    }
    Ok(writer.file(PLAN, |file| file.write_all(&old.bytes))?)
}

/// Version, revision and fingerprint, as told to users.
fn named(version: &str, revision: &str, fingerprint: &str) -> String {
    format!("{version} (revision {revision}, fingerprint {})", fingerprint.get(..8).unwrap_or(fingerprint))
}

impl PlanFile {
    fn new(
        fresh: &Fresh<'_>,
        layout: &Layout,
        earlier: Vec<String>,
        checksums: BTreeMap<String, String>,
    ) -> Result<Self, SweepError> {
        let (experiment, cases) = (&fresh.sweep.experiment, fresh.cases);
        let mut tables = Vec::new();
        write_cases(cases, &mut tables).map_err(at(Path::new("cases.csv")))?;
        write_points(fresh.sweep, cases, &mut tables).map_err(at(Path::new("points.csv")))?;
        let mut file = Self {
            format: FORMAT,
            program: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            revision: env!("TAKEHOLD_REVISION").into(),
            fingerprint: fingerprint(),
            id: String::new(),
            purpose: crate::output::PURPOSE.into(),
            title: experiment.title.clone(),
            question: experiment.question.clone(),
            beside: fresh.has_files.then(|| fresh.sweep.base.directory().to_path_buf()),
            points: cases.points(),
            cases: cases.cases.len() as u64,
            worlds: cases.worlds,
            replicates: cases.replicates,
            runs: layout.runs(),
            chunk: layout.chunk,
            chunks: layout.chunks(),
            cuts: cases.cuts(fresh.sweep),
            factors: experiment.factors().into_iter().map(String::from).collect(),
            arms: cases.arms.clone(),
            initiatives: cases.initiatives.clone(),
            staff: cases.sizes.staff,
            weeks: cases.sizes.weeks,
            earlier,
            checksums,
        };
        let keep = format!("{:?}", experiment.keep);
        let identity = format!(
            "{}\n{}\n{}\n{}\n{:?}\n{keep}\n{}\n",
            file.version,
            file.revision,
            file.fingerprint,
            file.chunk,
            (file.worlds, file.replicates, &file.cuts, &file.initiatives),
            hex(&Sha256::digest(&tables)),
        );
        file.id = short(identity.as_bytes());
        Ok(file)
    }
}

impl PlanFolder {
    /// Opens a plan, and believes nothing that does not have its checksum or was planned by another program.
    ///
    /// # Errors
    /// [`SweepError`].
    pub fn open(directory: &Path) -> Result<Self, SweepError> {
        let plan = Self::open_any(directory)?;
        let ours = [env!("CARGO_PKG_VERSION"), env!("TAKEHOLD_REVISION"), &fingerprint()].map(String::from);
        let file = &plan.file;
        if [&file.version, &file.revision, &file.fingerprint] != [&ours[0], &ours[1], &ours[2]] {
            return Err(SweepError::OtherProgram {
                path: directory.into(),
                theirs: named(&file.version, &file.revision, &file.fingerprint),
                ours: named(&ours[0], &ours[1], &ours[2]),
            });
        }
        Ok(plan)
    }

    /// The same of any program: for what needs no runs.
    ///
    /// # Errors
    /// [`SweepError`].
    pub fn open_any(directory: &Path) -> Result<Self, SweepError> {
        let none = |cause: String| SweepError::NoPlan { path: directory.into(), cause };
        let bytes = fs::read(directory.join(PLAN)).map_err(|cause| none(format!("{PLAN}: {cause}")))?;
        let file: PlanFile = serde_json::from_slice(&bytes).map_err(|cause| none(format!("{PLAN}: {cause}")))?;
        if file.format != FORMAT {
            return Err(none(format!("its format is {}, this program reads {FORMAT}", file.format)));
        }
        let checked = |name: &str| checked(directory, &file, name);
        let text = |name: &str| checked(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let source = Source::new("experiment.toml", text("experiment.toml")?);
        for name in file.checksums.keys().filter(|name| name.starts_with("table-")) {
            checked(name)?;
        }
        let (experiment, _) = read_experiment(source, Some(directory))?;
        let mut base = Source::new("base.toml", text("base.toml")?);
        if let Some(beside) = &file.beside {
            base = base.within(beside);
        }
        let decide = crate::scenario::read(base.clone(), &experiment.fixed)?.0.decide;
        let cases_path = directory.join("cases.csv");
        let cases = read_cases(&cases_path, &checked("cases.csv")?, &file.arms)?;
        let points = directory.join("points.csv");
        let of_points = read_points(&points, &checked("points.csv")?, file.arms.len(), cases.len())?;
        let layout = Layout::new(file.worlds, file.replicates, file.chunk, &file.cuts);
        let sound = (cases.len() as u64, layout.runs(), layout.chunks()) == (file.cases, file.runs, file.chunks)
            && of_points.len() as u64 == file.points * file.arms.len() as u64
            && experiment.points() == file.points;
        if !sound {
            return Err(SweepError::Changed(directory.join(PLAN)));
        }
        let columns = columns(&experiment, &file.initiatives);
        let cases = Cases {
            arms: file.arms.clone(),
            cases,
            of_points,
            initiatives: file.initiatives.clone(),
            worlds: file.worlds,
            replicates: file.replicates,
            sizes: Sizes { staff: file.staff, weeks: file.weeks },
        };
        let sweep = Sweep { experiment, base };
        Ok(Self { directory: directory.into(), file, sweep, cases, layout, columns, decide, bytes })
    }

    /// One of its earlier plans; nothing where it is gone or of another program.
    pub(super) fn earlier(&self, id: &str) -> Option<PlanFolder> {
        PlanFolder::open(&earlier_folder(&self.directory, id)).ok()
    }

    /// The bytes of one of its files, if they are as they were written.
    pub(super) fn checked(&self, name: &str) -> Result<Vec<u8>, SweepError> {
        checked(&self.directory, &self.file, name)
    }

    /// Where its chunks are.
    pub fn chunks(&self) -> PathBuf {
        self.directory.join(format!("chunks-{}", self.file.id))
    }

    /// Whether the plan is still the one that was opened.
    ///
    /// # Errors
    /// [`SweepError::Underfoot`] where it is not.
    pub(super) fn is_unchanged(&self) -> Result<(), SweepError> {
        match fs::read(self.directory.join(PLAN)) {
            Ok(bytes) if bytes == self.bytes => Ok(()),
            _ => Err(SweepError::Underfoot(self.directory.join(PLAN))),
        }
    }

    /// The arm that others are compared with.
    pub fn reference(&self) -> &str {
        self.decide.reference.as_deref().unwrap_or(BASE)
    }

    /// The case of a run.
    pub fn case(&self, slot: Slot) -> &Case {
        &self.cases.cases[slot.case as usize]
    }
}

/// The columns of the rows of an experiment.
pub fn columns(experiment: &Experiment, initiatives: &[String]) -> Columns {
    let kept = &experiment.keep.measures;
    let measures = if kept.is_empty() {
        (0..MEASURES.len()).collect()
    } else {
        // A ratio is summed up from the two it is of.
        let parts = |name: &String| RATIOS.iter().find(|(ratio, ..)| ratio == name).map_or(&[][..], |(_, of, _)| of);
        let wanted = kept.iter().flat_map(|name| [name.as_str()].into_iter().chain(parts(name).iter().copied()));
        let wanted: Vec<usize> = wanted.map(measure_index).collect();
        (0..MEASURES.len()).filter(|measure| wanted.contains(measure)).collect()
    };
    Columns {
        initiatives: initiatives.to_vec(),
        measures,
        series: experiment.keep.series,
        twins: experiment.keep.twins,
    }
}

fn checked(directory: &Path, file: &PlanFile, name: &str) -> Result<Vec<u8>, SweepError> {
    let path = directory.join(name);
    let bytes = fs::read(&path).map_err(at(&path))?;
    match file.checksums.get(name) {
        Some(stated) if *stated == hex(&Sha256::digest(&bytes)) => Ok(bytes),
        _ => Err(SweepError::Changed(path)),
    }
}
