//! True adoption over the weeks, drawn with characters: a panel for each arm, side by side where they fit.

use super::Look;
use super::facts::{Arm, Point, View};
use super::numbers::{stated, years_of};
use super::text::{Ink, cut, paint};
use crate::quantities::WEEKS_PER_YEAR;

/// No more panels than this.
const MOST_PANELS: usize = 4;
/// A panel's columns beside the plot: labels and axis.
const MARGIN: usize = 7;
/// The fewest columns of a plot that still shows a curve.
const NARROWEST: usize = 30;
/// The most columns of a plot.
const WIDEST: usize = 100;

/// The dots of a braille character: row by row, left and right.
const DOTS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// The signs a chart is drawn with.
struct Signs {
    band: char,
    mean: char,
    twin: char,
    moment: char,
    upright: char,
    labelled: char,
    corner: char,
    axis: [char; 2],
    tick: [char; 2],
}

const UNICODE: Signs = Signs {
    band: '░',
    mean: '⠒',
    twin: '⠂',
    moment: '┊',
    upright: '│',
    labelled: '┤',
    corner: '└',
    axis: ['─', '━'],
    tick: ['┴', '┷'],
};

const ASCII: Signs = Signs {
    band: ':',
    mean: '#',
    twin: '.',
    moment: '|',
    upright: '|',
    labelled: '+',
    corner: '+',
    axis: ['-', '='],
    tick: ['+', '+'],
};

/// One character of a plot.
#[derive(Clone, Copy)]
struct Cell {
    sign: char,
    dots: u32,
    ink: Ink,
}

/// The panels with their key; nothing where no run was finished.
pub(super) fn chart(view: &View<'_>, rows: usize, look: &Look) -> Vec<String> {
    let arms: Vec<&Arm<'_>> = view.chosen(MOST_PANELS).into_iter().filter(|arm| view.finished(arm) > 0).collect();
    if arms.is_empty() {
        return Vec::new();
    }
    let beside = (1..=arms.len().min(2)).rev().find(|n| look.width / n > NARROWEST + MARGIN).unwrap_or(1);
    let panel = look.width / beside;
    let columns = (panel - MARGIN - 1).min(WIDEST);
    // Two dots to a braille character.
    let samples = if look.unicode { 2 * columns } else { columns };
    let last = view.digest.scenario.weeks();
    let weeks: Vec<u32> =
        (0..samples).map(|at| libm::round(f64::from(last) * at as f64 / (samples - 1) as f64) as u32).collect();
    let curves: Vec<Vec<Point>> = arms.iter().map(|arm| view.curve(arm, &weeks)).collect();
    let top = top(curves.iter().flatten());
    let mut lines = Vec::new();
    for (arms, curves) in arms.chunks(beside).zip(curves.chunks(beside)) {
        let panels: Vec<Vec<(String, usize)>> = arms
            .iter()
            .zip(curves)
            .map(|(arm, curve)| {
                let mut plot = Plot::new(rows, columns, top, last, look);
                plot.draw(curve);
                plot.funding(arm);
                plot.lines(arm, view.is_reference(arm) && view.arms.len() > 1)
            })
            .collect();
        for row in 0..rows + 3 {
            let mut line = String::new();
            for (text, shown) in panels.iter().filter_map(|panel| panel.get(row)) {
                line.push_str(text);
                line.push_str(&" ".repeat(panel.saturating_sub(*shown)));
            }
            lines.push(line.trim_end().to_string());
        }
    }
    lines
}

/// What the signs mean, in full or only which arms are shown.
pub(super) fn key(view: &View<'_>, in_full: bool, look: &Look) -> String {
    let shown = view.chosen(MOST_PANELS).len();
    let some = match view.arms.len() {
        all if all > shown => {
            format!(
                "Shown are {shown} of {all} arms: the reference, those that keep most and the one that keeps least."
            )
        }
        _ => String::new(),
    };
    if !in_full {
        return some;
    }
    let signs = if look.unicode { &UNICODE } else { &ASCII };
    let twice = |sign: char| format!("{sign}{sign}");
    let band = match view.arms.iter().map(|arm| view.finished(arm)).max() {
        Some(2..) => format!("{} 5–95\u{a0}% of runs, ", twice(signs.band)),
        _ => String::new(),
    };
    let key = format!(
        "{} mean, {band}{} doing nothing, {} funded (from {} to {}). Up: % of target staff who truly practise; across: \
         years. {some}",
        twice(signs.mean),
        twice(signs.twin),
        twice(signs.axis[1]),
        signs.moment,
        signs.moment
    );
    key.trim_end().into()
}

/// The top of the scale: a round share above everything drawn.
pub(super) fn top<'p>(points: impl Iterator<Item = &'p Point>) -> f64 {
    let highest = points.flat_map(|point| [point.mean, point.band.1, point.twin]).fold(0.0, f64::max);
    [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].into_iter().find(|top| highest <= *top).unwrap_or(1.0)
}

/// Weeks between labels, so that there are at most so many.
pub(super) fn step(weeks: u32, most: usize) -> u32 {
    let steps = [26, 52, 104, 260, 520, 1040];
    steps.into_iter().find(|step| (weeks / step) as usize <= most).unwrap_or(2600)
}

struct Plot<'l> {
    signs: &'static Signs,
    look: &'l Look,
    rows: usize,
    columns: usize,
    top: f64,
    weeks: u32,
    cells: Vec<Vec<Cell>>,
}

impl<'l> Plot<'l> {
    fn new(rows: usize, columns: usize, top: f64, weeks: u32, look: &'l Look) -> Self {
        let blank = Cell { sign: ' ', dots: 0, ink: Ink::Plain };
        let signs = if look.unicode { &UNICODE } else { &ASCII };
        Self { signs, look, rows, columns, top, weeks, cells: vec![vec![blank; columns]; rows] }
    }

    /// Dots across and up in one character.
    fn fine(&self) -> (usize, usize) {
        if self.look.unicode { (2, 4) } else { (1, 1) }
    }

    fn column(&self, week: u32) -> usize {
        let part = f64::from(week) / f64::from(self.weeks.max(1));
        (libm::round(part * (self.columns - 1) as f64) as usize).min(self.columns - 1)
    }

    /// How many dots from the top a share stands.
    fn height(&self, share: f64) -> usize {
        let dots = self.rows * self.fine().1 - 1;
        libm::round((1.0 - (share / self.top).clamp(0.0, 1.0)) * dots as f64) as usize
    }

    fn dot(&mut self, x: usize, y: usize, ink: Ink) {
        let (across, up) = self.fine();
        let sign = if ink == Ink::Line { self.signs.mean } else { self.signs.twin };
        let unicode = self.look.unicode;
        let Some(cell) = self.cells.get_mut(y / up).and_then(|row| row.get_mut(x / across)) else { return };
        // The arm's own line covers the rest.
        if cell.ink == Ink::Line && ink != Ink::Line && !unicode {
            return;
        }
        if unicode {
            cell.dots |= DOTS[y % up][x % across];
            cell.sign = char::from_u32(0x2800 + cell.dots).unwrap_or(sign);
        } else {
            cell.sign = sign;
        }
        if cell.ink != Ink::Line {
            cell.ink = ink;
        }
    }

    fn draw(&mut self, curve: &[Point]) {
        let (across, up) = self.fine();
        for (x, point) in curve.iter().enumerate().step_by(across) {
            let (low, high) = point.band;
            if low.is_nan() {
                continue;
            }
            for row in 0..self.rows {
                let middle = row * up + up / 2;
                if middle >= self.height(high) && middle <= self.height(low) && x / across < self.columns {
                    self.cells[row][x / across] = Cell { sign: self.signs.band, dots: 0, ink: Ink::Band };
                }
            }
        }
        for (x, point) in curve.iter().enumerate().step_by(2) {
            if !point.twin.is_nan() {
                self.dot(x, self.height(point.twin), Ink::Twin);
            }
        }
        let mut before: Option<usize> = None;
        for (x, point) in curve.iter().enumerate() {
            let y = self.height(point.mean);
            let from = before.unwrap_or(y);
            // Where it is steep the line is drawn through, so that it does not fall apart.
            let (first, last) = if from < y { (from + 1, y) } else { (y, from.saturating_sub(1).max(y)) };
            for y in first..=last {
                self.dot(x, y, Ink::Line);
            }
            before = Some(y);
        }
    }

    /// Marks where the funding starts and ends, in what is still empty.
    fn funding(&mut self, arm: &Arm<'_>) {
        for week in [arm.initiative.starts.whole(), arm.initiative.ends()] {
            let column = self.column(week.min(self.weeks));
            for row in &mut self.cells {
                if row[column].sign == ' ' {
                    row[column] = Cell { sign: self.signs.moment, dots: 0, ink: Ink::Faint };
                }
            }
        }
    }

    /// The panel's lines, each with the columns it takes on the screen.
    fn lines(&self, arm: &Arm<'_>, is_reference: bool) -> Vec<(String, usize)> {
        let name = if is_reference { format!("{} (reference)", arm.name) } else { arm.name.into() };
        let name = cut(&name, self.columns);
        let shown = MARGIN + name.chars().count();
        let mut lines = vec![(" ".repeat(MARGIN) + &paint(&name, Ink::Bold, self.look), shown)];
        for (row, cells) in self.cells.iter().enumerate() {
            let part = 1.0 - row as f64 / (self.rows - 1) as f64;
            let labelled = row == 0 || row + 1 == self.rows || 2 * row + 1 == self.rows;
            let label = match labelled {
                true if row == 0 => format!("{}\u{a0}%", stated(self.top)),
                true => stated(part * self.top),
                false => String::new(),
            };
            let upright = if labelled { self.signs.labelled } else { self.signs.upright };
            lines.push((format!("{label:>5} {upright}{}", self.inked(cells)), MARGIN + self.columns));
        }
        lines.push((self.axis(arm), MARGIN + self.columns));
        let labels = self.labels();
        let shown = labels.chars().count();
        lines.push((labels, shown));
        lines
    }

    fn inked(&self, cells: &[Cell]) -> String {
        cells
            .chunk_by(|a, b| a.ink == b.ink)
            .map(|run| paint(&run.iter().map(|cell| cell.sign).collect::<String>(), run[0].ink, self.look))
            .collect()
    }

    fn ticks(&self) -> Vec<u32> {
        let step = step(self.weeks, self.columns / 6);
        (0..=self.weeks).step_by(step as usize).collect()
    }

    fn axis(&self, arm: &Arm<'_>) -> String {
        let ticks: Vec<usize> = self.ticks().into_iter().map(|week| self.column(week)).collect();
        let (from, to) = (self.column(arm.initiative.starts.whole()), self.column(arm.initiative.ends()));
        let sign = |column: usize| {
            let heavy = usize::from(arm.initiative.funded.whole() > 0 && (from..=to).contains(&column));
            if ticks.contains(&column) { self.signs.tick[heavy] } else { self.signs.axis[heavy] }
        };
        let line: String = (0..self.columns).map(sign).collect();
        format!("{}{}{line}", " ".repeat(MARGIN - 1), self.signs.corner)
    }

    fn labels(&self) -> String {
        let mut line = " ".repeat(MARGIN);
        for week in self.ticks() {
            let label =
                if week % 52 == 0 { years_of(week) } else { format!("{:.1}", f64::from(week) / WEEKS_PER_YEAR) };
            let at = MARGIN + self.column(week);
            let taken = line.chars().count();
            // A label stands under its tick or not at all, and never beyond the panel.
            if at >= taken.saturating_sub(usize::from(week == 0)) && at + label.len() <= MARGIN + self.columns + 1 {
                line.push_str(&" ".repeat(at.saturating_sub(taken)));
                line.push_str(&label);
            }
        }
        line
    }
}
