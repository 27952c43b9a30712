//! The chart as a picture: plain SVG without script or fonts of its own, for documents and pages.

use super::chart::{step, top};
use super::facts::{Arm, Point, View};
use super::numbers::{number, years_of};
use super::screen::own_words;
use super::text::{cut, wrap};
use crate::decide::{Digest, is_twin};
use std::fmt::Write;

const WIDTH: f64 = 760.0;
/// Height of the part for one initiative.
const PART: f64 = 326.0;
/// Where the plot stands in its part: left, right, top, bottom.
const PLOT: [f64; 4] = [52.0, 608.0, 34.0, 276.0];
/// Room above for the question and below for the last line.
const FOOT: f64 = 30.0;
/// Most arms in one plot.
const MOST: usize = 6;
/// Most arms whose bands are all drawn; with more, only that of the first.
const MOST_BANDS: usize = 3;
/// Most points of a line.
const POINTS: u32 = 200;
/// Told apart with any colour vision (Okabe and Ito 2008).
const COLOURS: [&str; MOST] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
const GREY: &str = "#555";

/// True adoption over the weeks as an SVG picture: arms with their bands, twins dotted, the funding shaded.
pub fn picture(digest: &Digest<'_>) -> String {
    drawn(digest, View::all(digest))
}

/// The same of the initiative that is asked about: that of the expectations, or the first.
pub fn picture_in_short(digest: &Digest<'_>) -> String {
    let mut views = View::all(digest);
    let asked = digest.judged().into_iter().map(|judged| judged.initiative).next();
    let first = asked.and_then(|name| views.iter().position(|view| view.name == name)).unwrap_or(0);
    views = views.into_iter().skip(first).take(1).collect();
    drawn(digest, views)
}

fn drawn(digest: &Digest<'_>, views: Vec<View<'_>>) -> String {
    let title = wrap(&own_words(&digest.scenario.question, 170), 74);
    let head = 22.0 + 21.0 * title.len() as f64;
    let height = head + PART * views.len().max(1) as f64 + FOOT;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"#222\">\n"
    );
    let _ = writeln!(out, "<title>{}</title>", escaped(&own_words(&digest.scenario.question, 500)));
    let _ = writeln!(out, "<desc>{}</desc>", escaped(&super::one_line(digest)));
    let _ = writeln!(out, "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>");
    for (index, line) in title.iter().enumerate() {
        let y = 28.0 + 21.0 * index as f64;
        text(&mut out, (16.0, y), line, "font-size=\"16\" font-weight=\"bold\"");
    }
    for (index, view) in views.iter().enumerate() {
        let _ = writeln!(out, "<g transform=\"translate(0 {})\">", head + PART * index as f64);
        part(&mut out, view, views.len() > 1);
        out.push_str("</g>\n");
    }
    if views.is_empty() {
        text(&mut out, (16.0, head + 40.0), "There is no initiative in this scenario.", "");
    }
    let foot = "Explores options under stated assumptions; not a forecast.";
    text(&mut out, (16.0, height - 12.0), foot, "font-size=\"11\" fill=\"#555\"");
    out.push_str("</svg>\n");
    out
}

/// Where shares and weeks stand in a plot.
struct Scale {
    top: f64,
    weeks: u32,
}

impl Scale {
    fn x(&self, week: u32) -> f64 {
        PLOT[0] + (PLOT[1] - PLOT[0]) * f64::from(week) / f64::from(self.weeks.max(1))
    }

    fn y(&self, share: f64) -> f64 {
        PLOT[3] - (PLOT[3] - PLOT[2]) * (share / self.top).clamp(0.0, 1.0)
    }

    fn line(&self, points: impl Iterator<Item = (u32, f64)>) -> String {
        let mut path = String::new();
        for (week, share) in points.filter(|(_, share)| share.is_finite()) {
            let _ = write!(path, "{:.1},{:.1} ", self.x(week), self.y(share));
        }
        path.trim_end().into()
    }
}

fn part(out: &mut String, view: &View<'_>, is_named: bool) {
    let weeks = view.digest.scenario.weeks();
    let every = weeks.div_ceil(POINTS).max(1);
    let at: Vec<u32> = (0..weeks).step_by(every as usize).chain([weeks]).collect();
    let drawn: Vec<(&Arm<'_>, Vec<Point>)> = view
        .chosen(MOST)
        .into_iter()
        .map(|arm| (arm, view.curve(arm, &at)))
        .filter(|(_, curve)| !curve.is_empty())
        .collect();
    let scale = Scale { top: top(drawn.iter().flat_map(|(_, curve)| curve)), weeks };
    text(out, (16.0, 12.0), &heading(view, &drawn, is_named), "fill=\"#555\"");
    if drawn.is_empty() {
        text(out, (PLOT[0], PLOT[2] + 30.0), "No run was finished.", "");
        return;
    }
    funding(out, view, &drawn, &scale);
    axes(out, &scale);
    let colour = |which: usize| COLOURS[colour_of(view, drawn[which].0).unwrap_or(which)];
    // Bands that lie on each other hide what they are to show.
    let banded = if drawn.len() > MOST_BANDS { 1 } else { drawn.len() };
    for (which, (_, curve)) in drawn.iter().enumerate().take(banded) {
        let above = curve.iter().map(|point| (point.week, point.band.1));
        let below = curve.iter().rev().map(|point| (point.week, point.band.0));
        let band = scale.line(above.chain(below));
        if !band.is_empty() {
            let _ = writeln!(out, "<polygon points=\"{band}\" fill=\"{}\" fill-opacity=\"0.16\"/>", colour(which));
        }
    }
    let mut labels = Vec::new();
    let share_twin = drawn.iter().all(|(_, curve)| same_twin(curve, &drawn[0].1));
    // The first arm, which is the reference where there is one, comes to lie on top.
    for (which, (arm, curve)) in drawn.iter().enumerate().rev() {
        let twin = scale.line(curve.iter().map(|point| (point.week, point.twin)));
        if !twin.is_empty() && (which == 0 || !share_twin) {
            let colour = if share_twin { GREY } else { colour(which) };
            let dots = "stroke-width=\"2\" stroke-linecap=\"round\" stroke-dasharray=\"0.1 5\"";
            let _ = writeln!(out, "<polyline points=\"{twin}\" fill=\"none\" stroke=\"{colour}\" {dots}/>");
            if which == 0 {
                let end = curve.last().map_or(0.0, |point| point.twin);
                labels.push((scale.y(end), "doing nothing".to_string(), GREY, "normal"));
            }
        }
        let mean = scale.line(curve.iter().map(|point| (point.week, point.mean)));
        let line = "stroke-width=\"2.4\" stroke-linejoin=\"round\"";
        let _ = writeln!(out, "<polyline points=\"{mean}\" fill=\"none\" stroke=\"{}\" {line}/>", colour(which));
        let end = curve.last().map_or(0.0, |point| point.mean);
        labels.push((scale.y(end), arm.name.to_string(), colour(which), "bold"));
    }
    set_apart(&mut labels);
    for (y, name, colour, weight) in labels {
        let style = format!("fill=\"{colour}\" font-weight=\"{weight}\"");
        text(out, (PLOT[1] + 8.0, y + 4.0), &cut(&name, 19), &style);
    }
}

/// An arm's colour, the same for all initiatives; nothing where there are more arms than colours.
fn colour_of(view: &View<'_>, arm: &Arm<'_>) -> Option<usize> {
    let subjects = view.digest.subjects;
    let arms: Vec<usize> = (0..subjects.len()).filter(|&subject| !is_twin(&subjects[subject])).collect();
    arms.iter().position(|&subject| subject == arm.subject).filter(|_| arms.len() <= MOST)
}

fn heading(view: &View<'_>, drawn: &[(&Arm<'_>, Vec<Point>)], is_named: bool) -> String {
    let name = if is_named { format!("{}: ", view.name) } else { String::new() };
    let runs = drawn.iter().map(|(arm, _)| view.finished(arm)).max().unwrap_or(0);
    let over = match runs {
        0 | 1 => "one run; dotted: doing nothing".into(),
        many => {
            let whose = match drawn {
                [(arm, _), ..] if drawn.len() > MOST_BANDS => format!(" of {}", arm.name),
                _ => String::new(),
            };
            format!("mean of {many} runs, band 5–95 %{whose}; dotted: doing nothing")
        }
    };
    let some = match view.arms.len() {
        all if all > drawn.len() => format!("; {} of {all} arms", drawn.len()),
        _ => String::new(),
    };
    format!("{name}% of target staff who truly practise ({over}{some})")
}

/// Shades the time of funding, or marks it arm by arm where it differs.
fn funding(out: &mut String, view: &View<'_>, drawn: &[(&Arm<'_>, Vec<Point>)], scale: &Scale) {
    let times = |arm: &Arm<'_>| (arm.initiative.starts.whole(), arm.initiative.ends());
    let Some((first, _)) = drawn.first() else { return };
    let alike = drawn.iter().all(|(arm, _)| times(arm) == times(first));
    let height = PLOT[3] - PLOT[2];
    for (index, (arm, _)) in drawn.iter().enumerate() {
        let colour = COLOURS[colour_of(view, arm).unwrap_or(index)];
        let (from, to) = times(arm);
        let (left, width) = (scale.x(from), scale.x(to) - scale.x(from));
        if alike {
            let _ = writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"{height}\" fill=\"#f0f0f0\"/>",
                PLOT[2]
            );
            text(out, (left + 5.0, PLOT[2] + 14.0), "funded", "fill=\"#555\"");
            return;
        }
        let y = PLOT[2] + 4.0 + 5.0 * index as f64;
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"3\" fill=\"{colour}\"><title>{} is \
             funded</title></rect>",
            escaped(arm.name)
        );
        if index == 0 {
            text(out, (left, PLOT[2] - 4.0), "funded", "fill=\"#555\"");
        }
    }
}

fn axes(out: &mut String, scale: &Scale) {
    let [left, right, _, bottom] = PLOT;
    let parts = [(0.05, 5), (0.1, 5), (0.2, 4), (0.3, 3), (0.4, 4), (0.5, 5), (0.6, 6), (0.8, 4)];
    let parts = parts.iter().find(|(top, _)| *top == scale.top).map_or(5, |(_, parts)| *parts);
    for part in 0..=parts {
        let share = scale.top * f64::from(part) / f64::from(parts);
        let y = scale.y(share);
        let colour = if part == 0 { "#222" } else { "#ddd" };
        let _ = writeln!(out, "<path d=\"M{left} {y:.1}H{right}\" stroke=\"{colour}\"/>");
        let unit = if part == parts { " %" } else { "" };
        let label = number(100.0 * share, 0) + unit;
        text(out, (left - 6.0, y + 4.0), &label, "text-anchor=\"end\"");
    }
    for week in (0..=scale.weeks).step_by(step(scale.weeks, 10) as usize) {
        let x = scale.x(week);
        let _ = writeln!(out, "<path d=\"M{x:.1} {bottom}v5\" stroke=\"#222\"/>");
        text(out, (x, bottom + 18.0), &years_of(week), "text-anchor=\"middle\"");
    }
    let middle = (left + right) / 2.0;
    text(out, (middle, bottom + 36.0), "years from the start of the run", "text-anchor=\"middle\"");
}

fn same_twin(one: &[Point], other: &[Point]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| a.twin.to_bits() == b.twin.to_bits() || (a.twin - b.twin).abs() < 1e-9)
}

/// Moves labels apart that would stand on each other, inside the plot.
fn set_apart(labels: &mut [(f64, String, &str, &str)]) {
    const APART: f64 = 14.0;
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest = PLOT[3];
    for label in labels.iter_mut().rev() {
        label.0 = label.0.min(lowest);
        lowest = label.0 - APART;
    }
}

fn text(out: &mut String, (x, y): (f64, f64), words: &str, style: &str) {
    let space = if style.is_empty() { "" } else { " " };
    let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\"{space}{style}>{}</text>", escaped(words));
}

/// Fit to stand in XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no place for these, not even written as numbers.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
