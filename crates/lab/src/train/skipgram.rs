//! Vectors from unlabelled text: skip-gram with negative samples (Mikolov and others 2013), whose inputs
//! are the network's own summed rows, and with one output table for each position (Ling and others 2015).

use std::collections::HashMap;

use demarche::model::features::{Scratch, TEMPLATES, Vocabulary};

use super::corpus::Corpus;
use super::rng::Rng;

/// Places of the words that are guessed.
const PLACES: [isize; 4] = [-2, -1, 1, 2];
/// Wrong words shown for every right one.
const NEGATIVES: usize = 5;
/// Words more frequent than this are skipped now and then.
const FREQUENT: f64 = 1e-4;
const RATE: f32 = 0.05;
/// Deviation that summed vectors get in the end.
const SPREAD: f32 = 0.35;
const LANES: usize = 16;

/// Learns the table (rows of `width` numbers) over the corpus, `epochs` times.
pub(crate) fn learn(
    corpus: &Corpus,
    vocabulary: &Vocabulary,
    listed: &[u8],
    width: usize,
    epochs: usize,
    rng: &mut Rng,
) -> Vec<f32> {
    assert!(
        width.is_multiple_of(LANES),
        "vectors are a multiple of {LANES}"
    );
    let rows = rows(corpus, vocabulary);
    let mut counts = vec![0u64; corpus.forms.len()];
    corpus.tokens.iter().for_each(|&t| counts[t as usize] += 1);
    let outputs = Outputs::new(corpus, &rows, &counts);
    let total = corpus.tokens.len() as f64;
    let keep: Vec<f32> = counts
        .iter()
        .map(|&c| (FREQUENT * total / c.max(1) as f64).sqrt().min(1.0) as f32)
        .collect();
    let n = vocabulary.table_rows();
    let mut table: Vec<f32> = (0..n * width)
        .map(|_| (rng.unit() - 0.5) / width as f32)
        .collect();
    let mut out = vec![0f32; PLACES.len() * outputs.n * width];
    let (mut sentence, mut x, mut dx) = (Vec::new(), vec![0f32; width], vec![0f32; width]);
    let (mut seen, all) = (0usize, epochs * corpus.tokens.len());
    for epoch in 1..=epochs {
        for (start, end) in corpus.sentences() {
            seen += end - start;
            let rate = RATE * (1.0 - seen as f32 / all as f32).max(0.01);
            sentence.clear();
            sentence.extend((start..end).filter(|&t| rng.unit() < keep[corpus.tokens[t] as usize]));
            for (i, &t) in sentence.iter().enumerate() {
                let id = corpus.tokens[t] as usize;
                let mut own = rows[id];
                own[TEMPLATES - 1] = vocabulary.listed_row(listed[t]);
                x.fill(0.0);
                own.iter()
                    .for_each(|&r| add(&mut x, &table[r as usize * width..][..width], 1.0));
                dx.fill(0.0);
                for (place, &offset) in PLACES.iter().enumerate() {
                    let Some(&u) = i.checked_add_signed(offset).and_then(|j| sentence.get(j))
                    else {
                        continue;
                    };
                    let target = outputs.of[corpus.tokens[u] as usize];
                    for k in 0..=NEGATIVES {
                        let word = if k == 0 { target } else { outputs.draw(rng) };
                        if k > 0 && word == target {
                            continue;
                        }
                        let o = &mut out[(place * outputs.n + word as usize) * width..][..width];
                        let score = 1.0 / (1.0 + (-dot(&x, o)).exp());
                        let g = rate * (f32::from(u8::from(k == 0)) - score);
                        add(&mut dx, o, g);
                        add(o, &x, g);
                    }
                }
                own.iter()
                    .for_each(|&r| add(&mut table[r as usize * width..][..width], &dx, 1.0));
            }
        }
        eprintln!("vectors: epoch {epoch} of {epochs}");
    }
    table
}

/// Rows of every form, without its class in the lists.
fn rows(corpus: &Corpus, vocabulary: &Vocabulary) -> Vec<[u32; TEMPLATES]> {
    let mut scratch = Scratch::default();
    let mut of = |form: &str| {
        let mut rows = [0; TEMPLATES];
        vocabulary.rows(form, &mut scratch, &mut rows);
        rows[TEMPLATES - 1] = vocabulary.listed_row(0);
        rows
    };
    corpus.forms.iter().map(|form| of(form)).collect()
}

/// Lower-cased words as outputs.
struct Outputs {
    n: usize,
    /// Output of every form.
    of: Vec<u32>,
    /// Outputs, each as often as it is to be drawn.
    urn: Vec<u32>,
}

impl Outputs {
    fn new(corpus: &Corpus, rows: &[[u32; TEMPLATES]], counts: &[u64]) -> Outputs {
        // Words of the vocabulary by their row, all others as the unknown word.
        let mut n = 0;
        let mut by_row: HashMap<u32, u32> = HashMap::new();
        let mut weight: Vec<u64> = Vec::new();
        let mut of = Vec::with_capacity(corpus.forms.len());
        for (rows, &count) in rows.iter().zip(counts) {
            let id = *by_row.entry(rows[0]).or_insert_with(|| {
                n += 1;
                weight.push(0);
                n - 1
            });
            weight[id as usize] += count;
            of.push(id);
        }
        let powers: Vec<f64> = weight.iter().map(|&w| (w as f64).powf(0.75)).collect();
        let total: f64 = powers.iter().sum();
        let mut urn = Vec::with_capacity(1 << 21);
        for (id, p) in powers.iter().enumerate() {
            let copies = (p / total * f64::from(1 << 20)).ceil() as usize;
            urn.extend(std::iter::repeat_n(id as u32, copies));
        }
        Outputs {
            n: n as usize,
            of,
            urn,
        }
    }

    fn draw(&self, rng: &mut Rng) -> u32 {
        self.urn[rng.below(self.urn.len())]
    }
}

/// Scales the table so that summed vectors have the wanted deviation over the words of the corpus.
pub(crate) fn scale(
    table: &mut [f32],
    corpus: &Corpus,
    vocabulary: &Vocabulary,
    width: usize,
    rng: &mut Rng,
) {
    let rows = rows(corpus, vocabulary);
    let (mut square, mut n) = (0f64, 0f64);
    let mut x = vec![0f32; width];
    for _ in 0..20_000 {
        let id = corpus.tokens[rng.below(corpus.tokens.len())] as usize;
        x.fill(0.0);
        rows[id]
            .iter()
            .for_each(|&r| add(&mut x, &table[r as usize * width..][..width], 1.0));
        square += x.iter().map(|v| f64::from(v * v)).sum::<f64>();
        n += width as f64;
    }
    let factor = SPREAD / (square / n).sqrt().max(1e-9) as f32;
    table.iter_mut().for_each(|w| *w *= factor);
}

fn add(a: &mut [f32], b: &[f32], by: f32) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += by * b);
}

/// The sum of products in sixteen lanes, so that it needs no order.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for i in 0..LANES {
            lanes[i] += a[i] * b[i];
        }
    }
    lanes.iter().sum()
}
