//! Speed of the language engine alone: raw text to tags, lemmas, trees and names, on one thread.

use std::time::Instant;

use demarche::lang;
use demarche::model::Models;
use demarche::text::Span;

use super::{Figure, N_RUNS, median};
use crate::paths;

/// Words read at least in one run.
const WORDS: usize = 200_000;

/// Tokens a second by wall clock and by processor time, and the time to load the weights.
pub(super) fn figures() -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    let loads: Result<Vec<f64>, demarche::model::ModelError> = (0..N_RUNS)
        .map(|_| {
            let start = Instant::now();
            Models::from_bytes(demarche_models::ENGINE)?;
            Ok(start.elapsed().as_secs_f64() * 1000.0)
        })
        .collect();
    let mut figures = vec![Figure {
        set: "engine",
        measure: "load, ms".into(),
        value: median(loads?),
        n: N_RUNS,
    }];
    let (text, paragraphs) = text()?;
    let models = Models::from_bytes(demarche_models::ENGINE)?;
    let n = lang::analyse(&text, &paragraphs, &models).len();
    let (mut wall, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..N_RUNS {
        let (start, before) = (Instant::now(), processor_time());
        lang::analyse(&text, &paragraphs, &models);
        wall.push(n as f64 / start.elapsed().as_secs_f64());
        if let (Some(before), Some(after)) = (before, processor_time()) {
            cpu.push(n as f64 / (after - before).max(1e-3));
        }
    }
    for (measure, values) in [("tokens/s", wall), ("tokens/s of processor time", cpu)] {
        if !values.is_empty() {
            figures.push(Figure {
                set: "engine",
                measure: measure.into(),
                value: median(values),
                n,
            });
        }
    }
    Ok(figures)
}

/// The examples' text, repeated until it is long enough, and its paragraphs.
fn text() -> std::io::Result<(String, Vec<Span>)> {
    let (mut text, mut paragraphs, mut words) = (String::new(), Vec::new(), 0);
    let examples: Vec<String> = paths::examples()?
        .iter()
        .map(std::fs::read_to_string)
        .collect::<Result<_, _>>()?;
    while words < WORDS && !examples.is_empty() {
        for example in &examples {
            for paragraph in example.split("\n\n").filter(|p| !p.trim().is_empty()) {
                let start = text.len();
                text.push_str(paragraph);
                paragraphs.push(Span::new(start, text.len()));
                text.push_str("\n\n");
                words += paragraph.split_whitespace().count();
            }
        }
    }
    Ok((text, paragraphs))
}

/// Seconds that this process has spent computing, where the system tells.
fn processor_time() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = stat.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
