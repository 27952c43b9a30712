//! A picture of the loops: each a ring of what acts on what, with signs, and the mechanisms that close the links.

use super::super::picture::escaped;
use super::super::text::wrap;
use crate::library::{Link, Loop, Sign, loops};
use std::fmt::Write;

/// Width and height of one ring's field, and how many stand side by side.
const FIELD: [f64; 2] = [380.0, 330.0];
const ACROSS: usize = 2;
/// Radius of a ring, and how much of it on either side of a name is left free.
const RADIUS: f64 = 96.0;
const CLEAR: f64 = 0.5;
const REINFORCING: &str = "#d55e00";
const BALANCING: &str = "#0072b2";

/// All loops as one plain SVG picture.
pub fn loops_picture() -> String {
    let rows = loops().len().div_ceil(ACROSS);
    let (width, height) = (FIELD[0] * ACROSS as f64, 64.0 + FIELD[1] * rows as f64);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11.5\" fill=\"#222\">\n\
         <title>The loops that carry or undo an improvement</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0 L8 4 L0 8 z\" fill=\"context-stroke\"/></marker></defs>\n"
    );
    line(
        &mut out,
        (16.0, 26.0),
        "start",
        "font-size=\"16\" font-weight=\"bold\"",
        "The loops that carry or undo an improvement",
    );
    let key = "Orange loops reinforce what they start with, blue ones balance it; + more makes more, − more makes less. \
               In grey, the mechanisms that close a link.";
    for (index, words) in wrap(key, 118).iter().enumerate() {
        line(&mut out, (16.0, 44.0 + 14.0 * index as f64), "start", "font-size=\"11\" fill=\"#555\"", words);
    }
    for (index, one) in loops().iter().enumerate() {
        let (x, y) = (FIELD[0] * (index % ACROSS) as f64, 64.0 + FIELD[1] * (index / ACROSS) as f64);
        let _ = writeln!(out, "<g transform=\"translate({x} {y})\">");
        ring(&mut out, one);
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn line(out: &mut String, (x, y): (f64, f64), anchor: &str, style: &str, words: &str) {
    let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" {style}>{}</text>", escaped(words));
}

/// A place on the ring; 0 is at the top, and on clockwise.
fn place(turn: f64) -> (f64, f64) {
    let angle = std::f64::consts::TAU * turn;
    (FIELD[0] / 2.0 + 1.18 * RADIUS * libm::sin(angle), 176.0 - RADIUS * libm::cos(angle))
}

fn ring(out: &mut String, one: &Loop) {
    let colour = if one.reinforces() { REINFORCING } else { BALANCING };
    let title = format!("{}  {}", one.id, one.name);
    line(
        out,
        (FIELD[0] / 2.0, 26.0),
        "middle",
        &format!("font-size=\"14\" font-weight=\"bold\" fill=\"{colour}\""),
        &title,
    );
    let parts = one.links.len() as f64;
    for (index, link) in one.links.iter().enumerate() {
        let from = index as f64 / parts;
        arrow(out, link, (from, 1.0 / parts), colour);
    }
    for (index, link) in one.links.iter().enumerate() {
        let (x, y) = place(index as f64 / parts);
        let words = wrap(&link.from, 20);
        let first = y - 6.5 * (words.len() as f64 - 1.0) + 4.0;
        for (number, words) in words.iter().enumerate() {
            let style = "stroke=\"#fff\" stroke-width=\"5\" paint-order=\"stroke\"";
            line(out, (x, first + 13.0 * number as f64), "middle", style, words);
        }
    }
}

/// The arrow of a link along the ring, its sign outside and what closes it inside.
fn arrow(out: &mut String, link: &Link, (from, step): (f64, f64), colour: &str) {
    const POINTS: usize = 16;
    let along = |part: f64| place(from + step * part);
    let mut path = String::new();
    for point in 0..=POINTS {
        let (x, y) = along(CLEAR / 2.0 + (1.0 - CLEAR) * point as f64 / POINTS as f64);
        let _ = write!(path, "{}{x:.1} {y:.1}", if point == 0 { "M" } else { " L" });
    }
    let dashed = if link.sign == Sign::Minus { " stroke-dasharray=\"6 4\"" } else { "" };
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashed} marker-end=\"url(#tip)\"/>"
    );
    let (centre_x, centre_y) = (FIELD[0] / 2.0, 176.0);
    let (x, y) = along(0.5);
    let beyond = |by: f64| (centre_x + (x - centre_x) * by, centre_y + (y - centre_y) * by + 4.0);
    let style = format!("font-size=\"17\" font-weight=\"bold\" fill=\"{colour}\"");
    line(out, beyond(1.16), "middle", &style, link.sign.mark());
    let (x, y) = beyond(0.62);
    let words: Vec<&str> = link.by.iter().map(String::as_str).collect();
    let first = y - 5.5 * (words.len() as f64 - 1.0);
    for (number, words) in words.iter().enumerate() {
        line(out, (x, first + 11.0 * number as f64), "middle", "font-size=\"9.5\" fill=\"#777\"", words);
    }
}
