//! A weekly measure of a named group at a moment counted from an initiative's start or end.

use super::{Groups, Level, Record, Weekly};
use crate::world::Initiative;
use std::fmt;
use std::str::FromStr;

/// A moment, counted from when a programme starts or its funding ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// So many weeks after its start, or before.
    Start(i32),
    /// So many weeks after the end of its funding, or before.
    End(i32),
}

impl Moment {
    /// The week it is, for an initiative; nothing where that lies before the first.
    pub fn week(self, initiative: &Initiative) -> Option<usize> {
        let (from, after) = match self {
            Moment::Start(after) => (initiative.starts.whole(), after),
            Moment::End(after) => (initiative.ends(), after),
        };
        usize::try_from(i64::from(from) + i64::from(after)).ok()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, after) = match self {
            Moment::Start(after) => ("start", after),
            Moment::End(after) => ("end", after),
        };
        if *after == 0 { f.write_str(from) } else { write!(f, "{from}{after:+}") }
    }
}

/// A text that names no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no moment; they are written like start, end, end+52 or start-4, in weeks")]
pub struct MomentError(pub String);

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let bad = || MomentError(text.into());
        let compact: String = text.split_whitespace().collect();
        let (moment, after): (fn(i32) -> Moment, &str) =
            match (compact.strip_prefix("start"), compact.strip_prefix("end")) {
                (Some(after), _) => (Moment::Start, after),
                (_, Some(after)) => (Moment::End, after),
                _ => return Err(bad()),
            };
        match after {
            "" => Ok(moment(0)),
            after if after.starts_with(['+', '-']) => after.parse().map(moment).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

impl Groups {
    /// The group of a level and name.
    pub fn find(&self, level: Level, name: &str) -> Option<usize> {
        self.names.iter().position(|(at, known)| *at == level && known == name)
    }
}

impl Record {
    /// A weekly measure of a group at a moment; NaN where it is undefined or the run does not get that far.
    pub fn at(&self, group: usize, (index, initiative): (usize, &Initiative), what: Weekly, moment: Moment) -> f64 {
        match moment.week(initiative).filter(|week| *week < self.weeks()) {
            Some(week) => f64::from(self.share(week, index, group, what)),
            None => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_back() {
        for text in ["start", "end", "end+52", "start+26", "end-4"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert_eq!(" end + 52 ".parse(), Ok(Moment::End(52)));
        for bad in ["", "middle", "end52", "end+", "end+x", "start*2", "end+99999999999"] {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
    }

    #[test]
    fn moments_are_counted_from_start_and_end() {
        let initiative = Initiative::default();
        assert_eq!(Moment::Start(26).week(&initiative), Some(52));
        assert_eq!(Moment::End(52).week(&initiative), Some(156));
        assert_eq!(Moment::Start(-27).week(&initiative), None);
        // Two groups, one initiative, three weeks; the programme starts in week 1 and ends with it.
        let initiative = Initiative {
            starts: crate::quantities::Weeks::of(1.0),
            funded: crate::quantities::Weeks::of(1.0),
            ..initiative
        };
        let each = Weekly::ALL.len();
        let series = (0..3 * 2 * each).map(|place| place as f32).collect();
        let record = Record { groups: 2, initiatives: 1, series, measures: Vec::new(), panels: Vec::new() };
        let at = |moment| record.at(1, (0, &initiative), Weekly::Skill, moment);
        assert_eq!(at(Moment::Start(0)), (3 * each + Weekly::Skill as usize) as f64);
        assert_eq!(at(Moment::End(0)), (5 * each + Weekly::Skill as usize) as f64);
        assert!(at(Moment::End(1)).is_nan());
    }
}
