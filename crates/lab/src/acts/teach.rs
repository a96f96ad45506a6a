//! Learns weights by steps down the gradient, each weight with a rate of its own (AdaGrad).

use super::lessons::{Lesson, Seat};
use crate::train::Rng;
use demarche::acts::learnt::{CLASSES, DENSE, HIDDEN, Rows, Weights, softmax};
use std::collections::HashMap;

/// Passes over the lessons.
const EPOCHS: usize = 6;
/// Rates of the features and of the matrices at the start.
const RATE: f32 = 0.03;
const DENSE_RATE: f32 = 0.01;
/// Share of the features and numbers that is switched off at random.
const DROPPED: f32 = 0.5;
/// The same share for the features of sides.
const LOST: f32 = 0.3;
/// A feature counts if so many lessons have it.
const SEEN: u32 = 3;
/// Features that are kept: those with the largest weights.
const KEPT: usize = 45_000;

/// A weight with the sum of its squared gradients.
#[derive(Clone, Copy)]
struct Cell {
    weight: f32,
    squares: f32,
}

impl Cell {
    fn new(weight: f32) -> Cell {
        Cell {
            weight,
            squares: 1e-6,
        }
    }

    fn step(&mut self, gradient: f32, rate: f32) {
        self.squares += gradient * gradient;
        self.weight -= rate * gradient / self.squares.sqrt();
    }
}

struct Net {
    features: Vec<[Cell; CLASSES]>,
    into: Vec<Cell>,
    out: Vec<Cell>,
}

/// Learns from lessons.
pub(crate) fn teach(lessons: &[&Lesson], engine: u64, rng: &mut Rng) -> Weights {
    let rows = number(lessons.iter().map(|l| &l.features[..]));
    let scale = spread(lessons);
    let mut net = Net {
        features: vec![[Cell::new(0.0); CLASSES]; rows.len()],
        into: (0..DENSE * HIDDEN)
            .map(|_| Cell::new(0.05 * rng.normal()))
            .collect(),
        out: (0..HIDDEN * CLASSES)
            .map(|_| Cell::new(0.1 * rng.normal()))
            .collect(),
    };
    let known: Vec<Vec<u32>> = lessons
        .iter()
        .map(|l| {
            l.features
                .iter()
                .filter_map(|f| rows.get(f).copied())
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let steps = (EPOCHS * lessons.len()) as f32;
    let mut done = 0.0;
    for epoch in 0..EPOCHS {
        rng.shuffle(&mut order);
        let mut loss = 0.0;
        for &i in &order {
            let left = 1.0 - done / steps;
            loss += f64::from(net.learn(lessons[i], &known[i], &scale, left, rng));
            done += 1.0;
        }
        eprintln!(
            "epoch {}: loss {:.4}",
            epoch + 1,
            loss / lessons.len() as f64
        );
    }
    net.weights(engine, &rows, &scale)
}

/// Rows for the features that are seen often enough.
fn number<'a>(lessons: impl Iterator<Item = &'a [u32]>) -> HashMap<u32, u32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for f in lessons.flatten() {
        *counts.entry(*f).or_default() += 1;
    }
    let mut often: Vec<u32> = counts
        .into_iter()
        .filter(|(_, n)| *n >= SEEN)
        .map(|(f, _)| f)
        .collect();
    often.sort_unstable();
    often.into_iter().zip(0..).collect()
}

/// What brings every number of the vectors to the same spread.
fn spread(lessons: &[&Lesson]) -> Vec<f32> {
    let mut squares = vec![0.0_f64; DENSE];
    for l in lessons {
        for (s, x) in squares.iter_mut().zip(&l.dense) {
            *s += f64::from(x * x);
        }
    }
    let n = lessons.len().max(1) as f64;
    squares
        .into_iter()
        .map(|s| 0.5 / ((s / n).sqrt() as f32 + 1e-6))
        .collect()
}

impl Net {
    /// One step; returns the loss.
    fn learn(
        &mut self,
        lesson: &Lesson,
        rows: &[u32],
        scale: &[f32],
        left: f32,
        rng: &mut Rng,
    ) -> f32 {
        let keep = 1.0 / (1.0 - DROPPED);
        let rows: Vec<usize> = rows
            .iter()
            .filter(|_| rng.unit() > DROPPED)
            .map(|&r| r as usize)
            .collect();
        let dense: Vec<(usize, f32)> = lesson
            .dense
            .iter()
            .zip(scale)
            .enumerate()
            .filter(|_| rng.unit() > DROPPED)
            .map(|(i, (x, s))| (i, x * s * keep))
            .collect();
        let mut scores = [0.0; CLASSES];
        for &r in &rows {
            for (s, cell) in scores.iter_mut().zip(&self.features[r]) {
                *s += keep * cell.weight;
            }
        }
        let mut hidden = [0.0_f32; HIDDEN];
        for &(i, x) in &dense {
            let row = &self.into[i * HIDDEN..][..HIDDEN];
            hidden
                .iter_mut()
                .zip(row)
                .for_each(|(h, w)| *h += x * w.weight);
        }
        hidden.iter_mut().for_each(|h| *h = h.tanh());
        for (h, row) in hidden.iter().zip(self.out.chunks_exact(CLASSES)) {
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(s, w)| *s += h * w.weight);
        }
        softmax(&mut scores);
        let loss = -scores[lesson.class].max(1e-9).ln() * lesson.weight;
        let mut gradient = scores;
        gradient[lesson.class] -= 1.0;
        gradient.iter_mut().for_each(|g| *g *= lesson.weight);
        self.back(&gradient, &rows, &dense, &hidden, left);
        loss
    }

    fn back(
        &mut self,
        gradient: &[f32; CLASSES],
        rows: &[usize],
        dense: &[(usize, f32)],
        hidden: &[f32; HIDDEN],
        left: f32,
    ) {
        let keep = 1.0 / (1.0 - DROPPED);
        let (rate, dense_rate) = (RATE * left + 1e-3, DENSE_RATE * left + 3e-4);
        for &r in rows {
            for (cell, g) in self.features[r].iter_mut().zip(gradient) {
                cell.step(keep * g, rate);
            }
        }
        let mut below = [0.0_f32; HIDDEN];
        for ((h, b), row) in hidden
            .iter()
            .zip(&mut below)
            .zip(self.out.chunks_exact_mut(CLASSES))
        {
            for (cell, g) in row.iter_mut().zip(gradient) {
                *b += g * cell.weight;
                cell.step(h * g, dense_rate);
            }
            *b *= 1.0 - h * h;
        }
        for &(i, x) in dense {
            for (cell, b) in self.into[i * HIDDEN..][..HIDDEN].iter_mut().zip(&below) {
                cell.step(x * b, dense_rate);
            }
        }
    }

    /// The weights, those of the least features left out.
    fn weights(&self, engine: u64, rows: &HashMap<u32, u32>, scale: &[f32]) -> Weights {
        let mut features: Vec<(u32, [f32; CLASSES])> = rows
            .iter()
            .map(|(hash, &row)| (*hash, self.features[row as usize].map(|c| c.weight)))
            .collect();
        let size = |row: &[f32; CLASSES]| row.iter().map(|w| w * w).sum::<f32>();
        features.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
        features.truncate(KEPT);
        features.sort_by_key(|(hash, _)| *hash);
        let into: Vec<f32> = self
            .into
            .chunks_exact(HIDDEN)
            .zip(scale)
            .flat_map(|(row, s)| row.iter().map(move |c| c.weight * s))
            .collect();
        let out: Vec<f32> = self.out.iter().map(|c| c.weight).collect();
        Weights {
            engine,
            kinds: Rows::new(&features),
            into,
            out,
            sides: Rows::default(),
        }
    }
}

/// Learns who acts and who is addressed.
pub(crate) fn teach_sides(seats: &[&Seat], rng: &mut Rng) -> Rows<2> {
    let rows = number(seats.iter().map(|s| &s.features[..]));
    let mut cells = vec![[Cell::new(0.0); 2]; rows.len()];
    let mut order: Vec<usize> = (0..seats.len()).collect();
    let mut done = 0.0;
    for _ in 0..EPOCHS {
        rng.shuffle(&mut order);
        for &i in &order {
            let seat = seats[i];
            let rate = RATE * (1.0 - done / (EPOCHS * seats.len()) as f32) + 1e-3;
            done += 1.0;
            let known = seat.features.iter().filter_map(|f| rows.get(f));
            let kept: Vec<usize> = known
                .filter(|_| rng.unit() > LOST)
                .map(|&r| r as usize)
                .collect();
            let truths = [(seat.acts, 1.0), (seat.addressed, seat.weight)];
            for (side, (truth, weight)) in truths.into_iter().enumerate() {
                let sum: f32 = kept.iter().map(|&r| cells[r][side].weight).sum();
                let chance = 1.0 / (1.0 + (-sum / (1.0 - LOST)).exp());
                let gradient = weight * (chance - f32::from(u8::from(truth)));
                kept.iter()
                    .for_each(|&r| cells[r][side].step(gradient / (1.0 - LOST), rate));
            }
        }
    }
    let mut features: Vec<(u32, [f32; 2])> = rows
        .iter()
        .map(|(hash, &row)| (*hash, cells[row as usize].map(|c| c.weight)))
        .collect();
    features.sort_by_key(|(hash, _)| *hash);
    Rows::new(&features)
}
