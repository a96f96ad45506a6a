//! A linear-chain conditional random field over hashed features, learnt with AdaGrad.

use demarche::said::learnt::{Tagger, best, marginals, runs};
use std::collections::HashMap;

/// One sequence: features of its tokens, one after the other, and their labels.
#[derive(Clone, Debug, Default)]
pub(crate) struct Example {
    features: Vec<u32>,
    /// Where each token's features end.
    ends: Vec<u32>,
    labels: Vec<u8>,
}

impl Example {
    pub(crate) fn push(&mut self, features: &[u32], label: u8) {
        self.features.extend_from_slice(features);
        self.ends.push(self.features.len() as u32);
        self.labels.push(label);
    }

    fn token(&self, t: usize) -> &[u32] {
        let start = if t == 0 { 0 } else { self.ends[t - 1] as usize };
        &self.features[start..self.ends[t] as usize]
    }

    fn len(&self) -> usize {
        self.labels.len()
    }

    /// A copy without a share of its features.
    fn thinned(&self, share: f32, seed: &mut u64) -> Example {
        let limit = (share * 65536.0) as u64;
        let mut out = Example::default();
        let mut kept = Vec::new();
        for t in 0..self.len() {
            kept.clear();
            for &feature in self.token(t) {
                if roll(seed) >> 48 >= limit {
                    kept.push(feature);
                }
            }
            out.push(&kept, self.labels[t]);
        }
        out
    }
}

/// The next number of a small generator (xorshift).
fn roll(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// A feature seen less often is left out.
    pub(crate) least: u32,
    /// Pull of each update toward zero.
    pub(crate) decay: f32,
    /// Share of the features left out at random in each update.
    pub(crate) dropout: f32,
}

/// The field while it is learnt.
pub(crate) struct Field {
    labels: usize,
    /// Row of each known feature.
    rows: HashMap<u32, u32>,
    weights: Vec<f32>,
    squares: Vec<f32>,
    step: Vec<f32>,
    step_squares: Vec<f32>,
}

impl Field {
    /// A field of zeros for the features of these examples.
    pub(crate) fn new(labels: usize, examples: &[Example], settings: &Settings) -> Field {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for &feature in examples.iter().flat_map(|e| &e.features) {
            *counts.entry(feature).or_default() += 1;
        }
        let mut known: Vec<u32> = counts
            .iter()
            .filter(|(_, n)| **n >= settings.least)
            .map(|(f, _)| *f)
            .collect();
        known.sort_unstable();
        let rows: HashMap<u32, u32> = known
            .iter()
            .enumerate()
            .map(|(row, &f)| (f, row as u32))
            .collect();
        let size = rows.len() * labels;
        eprintln!("{} features", rows.len());
        let mut step = vec![0.0; (labels + 1) * labels];
        // "Goes on" only follows its own beginning or itself.
        for from in 0..=labels {
            for goes_on in (2..labels).step_by(2) {
                if from != goes_on && from + 1 != goes_on {
                    step[from * labels + goes_on] = -1e4;
                }
            }
        }
        Field {
            labels,
            rows,
            weights: vec![0.0; size],
            squares: vec![1e-6; size],
            step_squares: vec![1e-6; step.len()],
            step,
        }
    }

    /// Examples with their features as rows; unknown features fall out.
    fn compile(&self, examples: &[Example]) -> Vec<Example> {
        let compile = |e: &Example| {
            let mut out = Example::default();
            for t in 0..e.len() {
                let rows: Vec<u32> = e
                    .token(t)
                    .iter()
                    .filter_map(|f| self.rows.get(f).copied())
                    .collect();
                out.push(&rows, e.labels[t]);
            }
            out
        };
        examples.iter().map(compile).collect()
    }

    pub(crate) fn learn(&mut self, train: &[Example], dev: &[Example], settings: &Settings) {
        let train = self.compile(train);
        let dev = self.compile(dev);
        let mut order: Vec<usize> = (0..train.len()).collect();
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        for epoch in 0..settings.epochs {
            for i in (1..order.len()).rev() {
                order.swap(i, (roll(&mut seed) % (i as u64 + 1)) as usize);
            }
            let rate = settings.rate * (1.0 - 0.7 * epoch as f32 / settings.epochs as f32);
            let mut loss = 0.0;
            for &index in &order {
                let thinned = train[index].thinned(settings.dropout, &mut seed);
                loss += self.update(&thinned, rate, settings);
            }
            let tokens: usize = train.iter().map(Example::len).sum();
            eprintln!(
                "  epoch {}: loss {:.4}; {}",
                epoch + 1,
                loss / tokens as f32,
                self.measure(&dev)
            );
        }
    }

    fn scores(&self, example: &Example) -> Vec<f32> {
        let l = self.labels;
        let mut scores = vec![0.0; example.len() * l];
        for t in 0..example.len() {
            let row = &mut scores[t * l..(t + 1) * l];
            for &feature in example.token(t) {
                let at = feature as usize * l;
                for (score, w) in row.iter_mut().zip(&self.weights[at..at + l]) {
                    *score += w;
                }
            }
        }
        scores
    }

    /// One step along the gradient of the log-likelihood; returns the loss.
    fn update(&mut self, example: &Example, rate: f32, settings: &Settings) -> f32 {
        let l = self.labels;
        if example.len() == 0 {
            return 0.0;
        }
        // What is left of the features speaks for those left out.
        let louder = 1.0 / (1.0 - settings.dropout);
        let mut scores = self.scores(example);
        scores.iter_mut().for_each(|s| *s *= louder);
        let mut expected = vec![0.0; (l + 1) * l];
        let (chance, total) = marginals(l, &self.step, &scores, Some(&mut expected));
        let mut gold = 0.0;
        let mut before = l;
        for (t, &label) in example.labels.iter().enumerate() {
            let b = label as usize;
            gold += scores[t * l + b] + self.step[before * l + b];
            expected[before * l + b] -= 1.0;
            before = b;
        }
        for ((step, squares), g) in self
            .step
            .iter_mut()
            .zip(&mut self.step_squares)
            .zip(&expected)
        {
            if *step > -1e3 {
                *squares += g * g;
                *step -= rate * 0.3 * g / squares.sqrt();
            }
        }
        for (t, &label) in example.labels.iter().enumerate() {
            let mut gradient = [0.0; 8];
            let mut largest = 0.0f32;
            for b in 0..l {
                gradient[b] =
                    louder * (chance[t * l + b] - f32::from(u8::from(b == label as usize)));
                largest = largest.max(gradient[b].abs());
            }
            if largest < 1e-3 {
                continue;
            }
            for &feature in example.token(t) {
                let at = feature as usize * l;
                for b in 0..l {
                    let g = gradient[b] + settings.decay * self.weights[at + b];
                    self.squares[at + b] += g * g;
                    self.weights[at + b] -= rate * g / self.squares[at + b].sqrt();
                }
            }
        }
        total - gold
    }

    /// F1 of exact spans, by kind.
    fn measure(&self, examples: &[Example]) -> String {
        let mut parts = Vec::new();
        let kinds: Vec<u8> = (1..self.labels as u8).step_by(2).collect();
        let mut counts = vec![[0usize; 3]; kinds.len()];
        for example in examples {
            let found = best(self.labels, &self.step, &self.scores(example));
            for (count, &kind) in counts.iter_mut().zip(&kinds) {
                let (a, b) = (runs(&found, kind), runs(&example.labels, kind));
                count[0] += a.iter().filter(|s| b.contains(s)).count();
                count[1] += a.len();
                count[2] += b.len();
            }
        }
        for [right, found, gold] in counts {
            let p = right as f32 / found.max(1) as f32;
            let r = right as f32 / gold.max(1) as f32;
            parts.push(format!(
                "P {:.1} R {:.1} F1 {:.1}",
                100.0 * p,
                100.0 * r,
                200.0 * p * r / (p + r).max(1e-9)
            ));
        }
        parts.join(", ")
    }

    /// Keeps the `keep` features whose weights matter most.
    pub(crate) fn prune(&mut self, keep: usize) {
        let l = self.labels;
        let size = |row: u32| {
            let w = &self.weights[row as usize * l..(row as usize + 1) * l];
            let mean = w.iter().sum::<f32>() / l as f32;
            let spread: f32 = w.iter().map(|w| (w - mean).abs()).sum();
            // A weight that many updates made is worth more than one of a rare feature.
            let seen: f32 = self.squares[row as usize * l..(row as usize + 1) * l]
                .iter()
                .sum();
            spread * (seen + 1.0).ln()
        };
        let mut by_size: Vec<(u32, u32)> = self.rows.iter().map(|(&f, &row)| (f, row)).collect();
        by_size.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)).then(a.0.cmp(&b.0)));
        by_size.truncate(keep);
        by_size.sort_unstable();
        let old = std::mem::take(&mut self.weights);
        let squares = std::mem::take(&mut self.squares);
        self.rows.clear();
        for (new, (feature, row)) in by_size.into_iter().enumerate() {
            self.rows.insert(feature, new as u32);
            let at = row as usize * l;
            self.weights.extend_from_slice(&old[at..at + l]);
            self.squares.extend_from_slice(&squares[at..at + l]);
        }
    }

    /// The field as it ships: weights in eight bits.
    /// `bias` is added to every step into a beginning: it weighs finding more against being right.
    pub(crate) fn tagger(&self, bias: f32) -> Tagger {
        let l = self.labels;
        let largest = self.weights.iter().fold(1e-6f32, |m, w| m.max(w.abs()));
        let scale = largest / (127.0 * 127.0);
        let round = |w: f32| ((w.abs() / scale).sqrt().round().copysign(w)) as i8;
        let features: Vec<(u32, Vec<i8>)> = self
            .rows
            .iter()
            .map(|(&f, &row)| {
                let at = row as usize * l;
                (
                    f,
                    self.weights[at..at + l].iter().map(|&w| round(w)).collect(),
                )
            })
            .collect();
        let mut step = self.step.clone();
        for row in step.chunks_mut(l) {
            row.iter_mut().skip(1).step_by(2).for_each(|s| *s += bias);
        }
        Tagger::new(l, step, scale, &features)
    }
}
