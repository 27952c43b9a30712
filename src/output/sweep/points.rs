//! The points and the cases of a plan as tables: what result rows are looked up in.

use super::error::{SweepError, at};
use super::row::cell;
use crate::study::sweep::{Case, Cases, Key, Sweep};
use std::io::{self, Write};
use std::path::Path;

/// Writes the points: number, the level of each factor, and the case of each arm.
pub(super) fn write_points(sweep: &Sweep, cases: &Cases, file: &mut dyn Write) -> io::Result<()> {
    write!(file, "point")?;
    for name in sweep.experiment.factors() {
        write!(file, ",{}", cell(name))?;
    }
    for arm in &cases.arms {
        write!(file, ",case.{}", cell(arm))?;
    }
    writeln!(file)?;
    for number in 0..cases.points() {
        write!(file, "{number}")?;
        for level in sweep.experiment.point(number).levels {
            write!(file, ",{}", cell(&level))?;
        }
        for case in cases.of_point(number) {
            write!(file, ",{case}")?;
        }
        writeln!(file)?;
    }
    Ok(())
}

/// Writes the cases.
pub(super) fn write_cases(cases: &Cases, file: &mut dyn Write) -> io::Result<()> {
    writeln!(file, "case,key,point,arm,staff,weeks")?;
    for (number, case) in cases.cases.iter().enumerate() {
        let arm = &cases.arms[case.arm as usize];
        writeln!(file, "{number},{},{},{},{},{}", case.key, case.point, cell(arm), case.staff, case.weeks)?;
    }
    Ok(())
}

/// Reads the cases back. The table has been held against its checksum already.
pub(super) fn read_cases(path: &Path, text: &[u8], arms: &[String]) -> Result<Vec<Case>, SweepError> {
    let mut cases = Vec::new();
    let mut records = csv::Reader::from_reader(text);
    for record in records.records() {
        let record = record.map_err(|error| at(path)(io::Error::other(error)))?;
        let number = |column: usize| record.get(column).and_then(|cell| cell.parse::<u64>().ok());
        let key = record.get(1).and_then(|cell| cell.parse::<Key>().ok());
        let arm = arms.iter().position(|arm| record.get(3) == Some(arm));
        let (Some(key), Some(point), Some(arm), Some(staff), Some(weeks)) = (key, number(2), arm, number(4), number(5))
        else {
            return Err(SweepError::Changed(path.into()));
        };
        cases.push(Case { key, point, arm: arm as u32, staff: staff as u32, weeks: weeks as u32 });
    }
    Ok(cases)
}

/// Reads the case of each point and arm back, point by point.
pub(super) fn read_points(path: &Path, text: &[u8], arms: usize, cases: usize) -> Result<Vec<u32>, SweepError> {
    let mut of_points = Vec::new();
    let mut records = csv::Reader::from_reader(text);
    for record in records.records() {
        let record = record.map_err(|error| at(path)(io::Error::other(error)))?;
        for column in record.len().saturating_sub(arms)..record.len() {
            match record.get(column).and_then(|cell| cell.parse::<u32>().ok()).filter(|case| (*case as usize) < cases) {
                Some(case) => of_points.push(case),
                None => return Err(SweepError::Changed(path.into())),
            }
        }
    }
    Ok(of_points)
}
