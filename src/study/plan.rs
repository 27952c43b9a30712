//! What a study is made of: arms and their twins, and the courses behind them, each run once however many names it has.

use super::StudyError;
use crate::engine::Course;
use crate::observe::Record;
use crate::scenario::{Scenario, Settings};
use crate::world::Initiative;
use std::fmt;
use std::str::FromStr;

/// What a twin's name ends in.
pub const TWIN: &str = ":twin";

/// Everything that is to be run.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The arms and their twins, in the order of tables: each arm, then its twin.
    pub subjects: Vec<Subject>,
    /// Worlds.
    pub worlds: u32,
    /// Replicates in each.
    pub replicates: u32,
    pub(super) seed: u64,
    pub(super) weeks: u32,
    /// One arm's settings for each kind of world that is needed.
    pub(super) worlds_of: Vec<&'a Settings>,
    pub(super) courses: Vec<PlannedCourse>,
    scenario: &'a Scenario,
}

/// An arm, or the twin of one.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The arm's name, with [`TWIN`] for a twin.
    pub name: String,
    /// Index of the arm in the scenario.
    pub arm: usize,
    /// Index of its kind of world, and so of its groups in the results.
    pub world: usize,
    /// Index of its course.
    pub(super) course: usize,
    /// Index of its twin's course, for an arm.
    pub(super) twin: Option<usize>,
}

/// A course to be lived, for all subjects that share it.
#[derive(Debug, Clone)]
pub(super) struct PlannedCourse {
    pub arm: String,
    pub course: Course,
    /// When programmes begin and end, for what is measured when.
    pub timing: Course,
    pub world: usize,
}

impl PlannedCourse {
    /// Whether the same is lived, and looked at at the same moments.
    pub fn is_same(&self, other: &Self) -> bool {
        let moments = |course: &Course| -> Vec<(u32, u32, Option<u32>)> {
            let of = |item: &Initiative| {
                (item.starts.whole(), item.ends(), item.evaluated_for.map(|_| item.evaluated_until()))
            };
            course.initiatives.iter().map(|named| of(&named.item)).collect()
        };
        self.course == other.course && moments(&self.timing) == moments(&other.timing)
    }
}

/// What each course came to at one address: nothing for one that was stopped, the cause for one that failed.
pub(super) type Records = Vec<Option<Result<Record, String>>>;

/// One run of one subject.
#[derive(Debug, Clone)]
pub struct Row {
    /// Which run.
    pub id: RunId,
    /// Index of the subject in the plan.
    pub subject: usize,
    /// What was seen; nothing for one that was stopped, the cause for one that failed.
    pub outcome: Option<Result<Record, String>>,
}

/// The name of a run: `ARM-wWORLD-rREPLICATE`, such as `base:twin-w0-r12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunId {
    /// The arm or twin.
    pub arm: String,
    /// The world.
    pub world: u32,
    /// The replicate.
    pub replicate: u32,
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-w{}-r{}", self.arm, self.world, self.replicate)
    }
}

/// A text that names no run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" does not name a run; they are called like base-w0-r12, as in the first column of runs.csv")]
pub struct RunIdError(pub String);

impl FromStr for RunId {
    type Err = RunIdError;

    fn from_str(text: &str) -> Result<Self, RunIdError> {
        let parse = || {
            let (rest, replicate) = text.rsplit_once("-r")?;
            let (arm, world) = rest.rsplit_once("-w")?;
            Some(Self { arm: arm.into(), world: world.parse().ok()?, replicate: replicate.parse().ok()? })
        };
        parse().filter(|id| !id.arm.is_empty()).ok_or_else(|| RunIdError(text.into()))
    }
}

impl<'a> Plan<'a> {
    /// Plans a scenario: courses that are the same to the last setting are lived once.
    pub fn new(scenario: &'a Scenario) -> Self {
        let mut plan = Self {
            subjects: Vec::new(),
            worlds: scenario.run.worlds.count() as u32,
            replicates: scenario.run.replicates.count() as u32,
            seed: scenario.run.seed.count() as u64,
            weeks: scenario.weeks(),
            worlds_of: Vec::new(),
            courses: Vec::new(),
            scenario,
        };
        for (index, arm) in scenario.arms.iter().enumerate() {
            let world = match plan.worlds_of.iter().position(|other| other.same_world(&arm.settings)) {
                Some(world) => world,
                None => {
                    plan.worlds_of.push(&arm.settings);
                    plan.worlds_of.len() - 1
                }
            };
            let timing = &arm.settings.course;
            let course = plan.course(&arm.name, timing.clone(), timing, world);
            let twin = plan.course(&arm.name, timing.twin(), timing, world);
            plan.subjects.push(Subject { name: arm.name.clone(), arm: index, world, course, twin: Some(twin) });
            plan.subjects.push(Subject {
                name: format!("{}{TWIN}", arm.name),
                arm: index,
                world,
                course: twin,
                twin: None,
            });
        }
        plan
    }

    fn course(&mut self, arm: &str, course: Course, timing: &Course, world: usize) -> usize {
        let planned = PlannedCourse { arm: arm.into(), course, timing: timing.clone(), world };
        if let Some(known) = self.courses.iter().position(|other| other.world == world && other.is_same(&planned)) {
            return known;
        }
        self.courses.push(planned);
        self.courses.len() - 1
    }

    /// Arms and their twins, for those who need them after the run.
    pub fn into_subjects(self) -> Vec<Subject> {
        self.subjects
    }

    /// Weeks to be simulated in all.
    pub fn work(&self) -> u64 {
        u64::from(self.worlds) * u64::from(self.replicates) * self.courses.len() as u64 * u64::from(self.weeks)
    }

    /// The records of a world in which nothing can be lived.
    pub(super) fn failed(&self, cause: &StudyError) -> Vec<Records> {
        vec![self.failed_with(&cause.to_string()); self.replicates as usize]
    }

    /// The records at an address at which nothing can be lived.
    pub(super) fn failed_with(&self, cause: &str) -> Records {
        self.courses.iter().map(|_| Some(Err(cause.to_string()))).collect()
    }

    /// One run of each subject from the records of the courses at one address.
    pub(super) fn row(&self, id: &RunId, records: &Records) -> Option<Row> {
        let subject = self.subjects.iter().position(|subject| subject.name == id.arm)?;
        let Subject { course, twin, arm, .. } = self.subjects[subject];
        let mut outcome = records[course].clone();
        match (&mut outcome, twin.map(|twin| &records[twin])) {
            (Some(Ok(record)), Some(Some(Ok(twin)))) => {
                record.against(twin, &self.scenario.arms[arm].settings.course);
            }
            // Half of what is measured is measured against the twin.
            (Some(Ok(_)), Some(Some(Err(cause)))) => outcome = Some(Err(format!("its twin failed: {cause}"))),
            _ => {}
        }
        // An arm whose twin was stopped is not finished: half of its measures would be missing.
        if twin.is_some_and(|twin| records[twin].is_none()) {
            outcome = None;
        }
        if let Some(Ok(record)) = &mut outcome {
            record.panels = Vec::new();
        }
        // What is not a number is told, and averaged nowhere.
        if let Some(flaw) = outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).and_then(Record::flaw) {
            outcome = Some(Err(flaw));
        }
        Some(Row { id: id.clone(), subject, outcome })
    }

    /// All rows, arm by arm, from what was lived in each world and replicate.
    pub(super) fn rows(&self, by_world: Vec<(u32, Vec<Records>)>) -> Vec<Row> {
        let mut rows = Vec::new();
        for subject in &self.subjects {
            for (world, runs) in &by_world {
                for (replicate, records) in runs.iter().enumerate() {
                    let id = RunId { arm: subject.name.clone(), world: *world, replicate: replicate as u32 };
                    rows.extend(self.row(&id, records));
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, read};

    #[test]
    fn run_names_read_back() {
        let id = RunId { arm: "with-embedding:twin".into(), world: 3, replicate: 12 };
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "base", "base-w1", "base-r1-w1", "-w0-r0", "base-w-r"] {
            assert!(bad.parse::<RunId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn arms_that_share_a_twin_live_it_once() {
        let text = "title = \"T\"\nquestion = \"Q\"\n[initiatives.a]\n[arms.more.initiatives.a]\npush = \"0.02 /week\"\n\
            [arms.other.mechanisms]\nhabit = false\n";
        let (scenario, _) = read(Source::new("a.toml", text), &[]).unwrap();
        let plan = Plan::new(&scenario);
        assert_eq!(plan.subjects.len(), 6);
        // base, its twin, more; other and its twin.
        assert_eq!(plan.courses.len(), 5);
        assert_eq!(plan.subjects[1].course, plan.subjects[3].course);
    }

    #[test]
    fn what_is_not_finite_is_a_failed_run_and_so_is_an_arm_without_its_twin() {
        let text = "title = \"T\"\nquestion = \"Q\"\n[run]\nlength = \"70 weeks\"\n[population]\ntemplate = \"ward\"\n\
            [initiatives.a]\nfunded = \"10 weeks\"\nstarts = \"4 weeks\"\n";
        let (scenario, _) = read(Source::new("a.toml", text), &[]).unwrap();
        let plan = Plan::new(&scenario);
        let id: RunId = "base-w0-r0".parse().unwrap();
        let sound = crate::study::rerun(&scenario, &id).unwrap().unwrap().outcome.unwrap().unwrap();
        let row = |arm: Result<Record, String>, twin: Result<Record, String>| {
            plan.row(&id, &vec![Some(arm), Some(twin)]).unwrap().outcome.unwrap().map(|_| ())
        };
        assert_eq!(row(Ok(sound.clone()), Ok(sound.clone())), Ok(()));
        let mut infinite = sound.clone();
        infinite.measures[0][0] = f64::INFINITY;
        assert_eq!(row(Ok(infinite), Ok(sound.clone())), Err("start is not a finite number".into()));
        assert_eq!(row(Ok(sound), Err("broke".into())), Err("its twin failed: broke".into()));
    }
}
