//! The plan itself: a folder that says what is to be run, and with what program.

use super::error::{SweepError, at};
use super::points::{read_cases, read_points, write_cases, write_points};
use super::row::{Columns, short};
use crate::decide::RATIOS;
use crate::observe::{MEASURES, measure_index};
use crate::output::folder::{self, FolderError, Writer, hex, prepare};
use crate::quantities::Quantity;
use crate::scenario::{BASE, Experiment, Scenario, Source, read_experiment, table_of};
use crate::study::sweep::{Case, Cases, Layout, Sizes, Slot, Sweep, fingerprint, key_of};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
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
    /// A hash of its sources, and of what a small run comes to in it.
    pub fingerprint: String,
    /// What tells the plan from any other.
    pub id: String,
    /// What this is, and is not.
    pub purpose: String,
    /// Title of the experiment.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// The folder that files of the scenario are looked for in; nothing for one that comes with the program.
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
    /// Differences smaller than this do not matter, as a number.
    pub margin: String,
    /// The arm that others are compared with.
    pub reference: String,
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
    /// Differences smaller than this do not matter.
    pub margin: f64,
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
}

/// Makes a folder a plan. One that holds the same plan already stays as it is, or is mended where a file of it was lost;
/// one that holds another is refused, unless it is to be extended.
///
/// # Errors
/// [`SweepError`], with nothing changed in the folder unless the fault is in writing.
pub fn create(directory: &Path, fresh: &Fresh<'_>, extend: bool) -> Result<PlanFolder, SweepError> {
    let layout = fresh.cases.layout(fresh.sweep);
    let base = fresh.sweep.experiment.settle_base(&fresh.sweep.base)?.0;
    let texts = texts(fresh, &base)?;
    let mut file = PlanFile::new(fresh, &base, &layout)?;
    match PlanFolder::open(directory) {
        Ok(old) => {
            let same_texts = texts.iter().all(|(name, text)| old.file.checksums.get(name) == Some(&hash(text)));
            match (old.file.id == file.id, same_texts) {
                (true, true) => return Ok(old),
                // The same runs, told in other words.
                (true, false) => {}
                (false, _) if !extend => return Err(SweepError::OtherPlan(directory.into())),
                (false, _) => keep_as_earlier(&old)?,
            }
        }
        Err(error @ SweepError::OtherProgram { .. }) => return Err(error),
        // Nothing there yet, or a plan that lost a file, or one that was killed while it was made.
        Err(error) => {
            let ours = directory.join(format!("chunks-{}", file.id)).exists();
            let there = directory.join(PLAN).exists();
            if there && !ours && !extend {
                return Err(error);
            }
            if !there && !ours && !is_begun(directory, &texts) {
                vacant(directory)?;
            }
        }
    }
    let mut writer = Writer::new(directory);
    for (name, text) in texts {
        writer.file(&name, |file| file.write_all(text.as_bytes()))?;
    }
    writer.file("points.csv", |file| write_points(fresh.sweep, fresh.cases, file))?;
    writer.file("cases.csv", |file| write_cases(fresh.cases, file))?;
    file.checksums = writer.checksums().into_iter().collect();
    file.earlier = earlier_plans(directory);
    file.earlier.retain(|id| *id != file.id);
    writer.file(PLAN, |out| {
        serde_json::to_writer_pretty(&mut *out, &file)?;
        writeln!(out)
    })?;
    PlanFolder::open(directory)
}

/// Whether a folder holds nothing but what the making of this plan leaves when it is killed.
fn is_begun(directory: &Path, texts: &[(String, String)]) -> bool {
    let Ok(entries) = fs::read_dir(directory) else { return false };
    let known = |name: &str| {
        let name = name
            .strip_prefix('.')
            .and_then(|name| name.split(".part").next()?.rsplit_once('.'))
            .map_or(name, |(name, _)| name);
        ["points.csv", "cases.csv", PLAN].contains(&name) || texts.iter().any(|(text, _)| text == name)
    };
    entries.flatten().all(|entry| entry.file_name().to_str().is_some_and(known))
}

/// The earlier plans of a folder, by name.
fn earlier_plans(directory: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(directory.join(EARLIER)) else { return Vec::new() };
    let mut plans: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join(PLAN).exists())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    plans.sort();
    plans
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
fn texts(fresh: &Fresh<'_>, base: &Scenario) -> Result<Vec<(String, String)>, SweepError> {
    let mut texts = vec![
        ("experiment.toml".to_string(), fresh.experiment.text().to_string()),
        ("base.toml".into(), fresh.sweep.base.text().into()),
        (
            "scenario.toml".into(),
            base.to_toml_saying("The scenario of a sweep as resolved, without what its points change."),
        ),
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
    /// What is to be written of a plan, but for the checksums and earlier plans.
    fn new(fresh: &Fresh<'_>, base: &Scenario, layout: &Layout) -> Result<Self, SweepError> {
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
            beside: Some(fresh.sweep.base.directory())
                .filter(|beside| !beside.as_os_str().is_empty())
                .map(PathBuf::from),
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
            margin: base.decide.margin.value().to_string(),
            reference: base.decide.reference.clone().unwrap_or_else(|| BASE.into()),
            staff: cases.sizes.staff,
            weeks: cases.sizes.weeks,
            earlier: Vec::new(),
            checksums: BTreeMap::new(),
        };
        file.id = file.identity(experiment, &tables);
        Ok(file)
    }

    /// What tells the plan from any other: all that its runs and their order depend on. `tables` are those of cases and
    /// points.
    fn identity(&self, experiment: &Experiment, tables: &[u8]) -> String {
        let keep = format!("{:?}", experiment.keep);
        let identity = format!(
            "{}\n{}\n{}\n{:?}\n{keep}\n{}\n",
            self.version,
            self.fingerprint,
            self.chunk,
            (self.worlds, self.replicates, &self.cuts, &self.initiatives, &self.arms, &self.factors),
            hex(&Sha256::digest(tables)),
        );
        short(identity.as_bytes())
    }
}

impl PlanFolder {
    /// Opens a plan, and believes nothing that does not have its checksum or was planned by another program.
    ///
    /// # Errors
    /// [`SweepError`].
    pub fn open(directory: &Path) -> Result<Self, SweepError> {
        let plan = Self::open_any(directory)?;
        let (file, ours) = (&plan.file, fingerprint());
        if (file.version.as_str(), &file.fingerprint) != (env!("CARGO_PKG_VERSION"), &ours) {
            return Err(SweepError::OtherProgram {
                path: directory.into(),
                theirs: named(&file.version, &file.revision, &file.fingerprint),
                ours: named(env!("CARGO_PKG_VERSION"), env!("TAKEHOLD_REVISION"), &ours),
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
        let bytes = fs::read(directory.join(PLAN)).map_err(|cause| match (cause.kind(), directory.is_dir()) {
            (_, false) if !directory.exists() => none("there is no such folder".into()),
            (_, false) => none("it is no folder".into()),
            (io::ErrorKind::NotFound, true) => none(format!("there is no {PLAN} in it")),
            _ => at(&directory.join(PLAN))(cause),
        })?;
        let file: PlanFile = serde_json::from_slice(&bytes).map_err(|cause| none(format!("{PLAN}: {cause}")))?;
        if file.format != FORMAT {
            return Err(none(format!("its format is {}, this program reads {FORMAT}", file.format)));
        }
        let checked = |name: &str| checked(directory, &file, name);
        let text = |name: &str| checked(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let source = Source::new("experiment.toml", text("experiment.toml")?);
        for name in file.checksums.keys() {
            checked(name)?;
        }
        let (experiment, _) = read_experiment(source, Some(directory))?;
        let mut base = Source::new("base.toml", text("base.toml")?);
        if let Some(beside) = &file.beside {
            base = base.within(beside);
        }
        let mut tables = checked("cases.csv")?;
        let cases = read_cases(&directory.join("cases.csv"), &tables, &file.arms)?;
        let points = checked("points.csv")?;
        let of_points = read_points(&directory.join("points.csv"), &points, file.arms.len(), cases.len())?;
        tables.extend(points);
        if file.identity(&experiment, &tables) != file.id {
            return Err(SweepError::Changed(directory.join(PLAN)));
        }
        let layout = Layout::new(file.worlds, file.replicates, file.chunk, &file.cuts);
        let sound = (cases.len() as u64, layout.runs(), layout.chunks()) == (file.cases, file.runs, file.chunks)
            && of_points.len() as u64 == file.points * file.arms.len() as u64
            && experiment.points() == file.points;
        if !sound {
            return Err(SweepError::Changed(directory.join(PLAN)));
        }
        let columns = columns(&experiment, &file.initiatives);
        let Ok(margin) = file.margin.parse() else { return Err(SweepError::Changed(directory.join(PLAN))) };
        let cases = Cases {
            arms: file.arms.clone(),
            cases,
            of_points,
            initiatives: file.initiatives.clone(),
            own: Vec::new(),
            notes: BTreeMap::new(),
            worlds: file.worlds,
            replicates: file.replicates,
            sizes: Sizes { staff: file.staff, weeks: file.weeks },
        };
        let sweep = Sweep { experiment, base };
        Ok(Self { directory: directory.into(), file, sweep, cases, layout, columns, margin, bytes })
    }

    /// One of its earlier plans.
    pub(super) fn earlier(&self, id: &str) -> Result<PlanFolder, SweepError> {
        PlanFolder::open(&earlier_folder(&self.directory, id))
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
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(at(&self.directory.join(PLAN))(cause)),
            _ => Err(SweepError::Underfoot(self.directory.join(PLAN))),
        }
    }

    /// The arm that others are compared with.
    pub fn reference(&self) -> &str {
        &self.file.reference
    }

    /// Refuses a case that is settled otherwise than when it was planned.
    pub(super) fn believe(&self, case: &Case, scenario: &Scenario) -> Result<(), SweepError> {
        match scenario.arms.first().map(|arm| key_of(scenario, arm)) {
            Some(key) if key == case.key => Ok(()),
            _ => Err(SweepError::OtherPoint { point: case.point }),
        }
    }

    /// Weeks that a run takes: those of an arm and its twin.
    pub fn weeks(&self, slot: Slot) -> u64 {
        2 * u64::from(self.case(slot).weeks)
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
    match folder::checked(directory, &file.checksums, name) {
        Err(FolderError::Changed(path)) => Err(SweepError::Changed(path)),
        other => Ok(other?),
    }
}
