//! A small scenario to read, and that it is read as it stands.

use super::*;
use crate::quantities::{Rate, Share, Weeks, Whole, choice, section};

mod forms;
mod laws;
mod messages;

choice! {
    /// How staff are drawn.
    pub enum Order {
        /// By chance.
        Random = "random",
        /// In the order of the roster.
        Roster = "roster",
    }
}

section! {
    /// The time span.
    pub struct Run {
        /// How long.
        length: Weeks = Weeks::of(78.0), 26.0..260.0, Stated, "the user";
        /// How many replicates.
        replicates: Whole = Whole::of(20.0), -, Stated, "the user";
        /// Who goes first.
        order: Order = Order::Random, -, Assumed, "none";
        /// Whether to keep the series.
        series: bool = false, -, Stated, "the user";
    }
}

section! {
    /// Turnover.
    pub struct Staff {
        /// How fast people leave.
        leaving: Rate = Rate::of(0.002), 0.001..0.01, Measured, "a survey";
        /// The share that is new.
        newcomers: Option<Share> = None, -, Stated, "the user";
        /// Where they work.
        wards: Vec<String> = vec!["A".into()], -, Stated, "the user";
    }
}

section! {
    /// Habit.
    pub struct Habit {
        /// How fast it forms.
        growth: Rate = Rate::of(0.08), 0.04..0.27, Calibrated, "a study";
    }
}

/// All that a small scenario says.
#[derive(Debug, PartialEq)]
struct Small {
    title: String,
    run: Run,
    staff: Staff,
    initiatives: Vec<(String, String, Staff)>,
    habit: Option<Habit>,
}

fn small(mut root: Reader<'_>) -> Small {
    let title = root.required_text("title");
    let run: Run = root.section("run");
    let staff = root.section("staff");
    let mut initiatives = Vec::new();
    for (name, mut reader) in root.tables("initiatives") {
        let mut share = Staff::default();
        let what = reader.required_text("what");
        reader.fill(&mut share);
        reader.finish();
        initiatives.push((name, what, share));
    }
    let mut habit = Some(Habit::default());
    if let Some(mut mechanisms) = root.table("mechanisms") {
        match mechanisms.switch("habit") {
            Switch::Absent => {}
            Switch::Off => habit = None,
            Switch::On(mut reader) => {
                habit.iter_mut().for_each(|habit| reader.fill(habit));
                reader.finish();
            }
        }
        mechanisms.finish();
    }
    root.finish();
    Small { title, run, staff, initiatives, habit }
}

type Read = (Small, Vec<(String, Small)>);

fn read(text: &str, sets: &[&str]) -> Result<(Read, Notes), Problems> {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    let document = Document::read(Source::new("small.toml", text), &sets);
    let base = small(document.reader());
    let arms = document.arm_readers().into_iter().map(|(name, reader)| (name.to_string(), small(reader))).collect();
    document.finish().map(|notes| ((base, arms), notes))
}

fn told(text: &str, sets: &[&str]) -> String {
    match read(text, sets) {
        Ok((_, notes)) => format!("accepted\n{notes}"),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn a_good_file_is_read() {
    let text = "title = \"T\"\n[run]\nlength_months = 18\norder = \"roster\"\n[staff]\nleaving = \"11 %/year\"\n\
        [initiatives.huddle]\nwhat = \"x\"\nnewcomers = \"7 %\"\n[mechanisms]\nhabit.growth_per_week = 0.1\n\
        [arms.none]\nmechanisms.habit = false\n[arms.fast]\ninitiatives.huddle.what = \"y\"\nmechanisms.habit = true\n";
    let ((base, arms), notes) = read(text, &["run.replicates=7", "title=Other = words", "run.series = true"]).unwrap();
    assert!(notes.list().is_empty(), "{notes}");
    assert_eq!(base.title, "Other = words");
    assert_eq!(
        base.run,
        Run { length: Weeks::of(78.0), replicates: Whole::of(7.0), order: Order::Roster, series: true }
    );
    assert_eq!(base.staff.leaving, Rate::of(11.0 / 5200.0));
    assert_eq!(base.initiatives[0].2.newcomers, Some(Share::of(0.07)));
    assert_eq!(base.habit, Some(Habit { growth: Rate::of(0.1) }));
    assert_eq!((arms[0].0.as_str(), &arms[0].1.habit), ("none", &None));
    assert_eq!((&arms[1].1.habit, arms[1].1.initiatives[0].1.as_str()), (&base.habit, "y"));
    assert_eq!(arms[1].1.run, base.run);
}
