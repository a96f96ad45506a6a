//! Word classes from unlabelled text: skip-gram vectors (Mikolov and others 2013) of the words of
//! public-domain government texts and of PolNeAR train, grouped by spherical k-means. A word never
//! seen beside a cue shares the class of words that were.

use crate::paths;
use crate::polnear::Article;
use std::collections::HashMap;
use std::process::Command;

/// Numbers of a vector.
const WIDTH: usize = 64;
/// Neighbours on each side.
const REACH: usize = 3;
/// Words drawn against each neighbour.
const DRAWN: usize = 5;
/// A word seen less often has no class.
const LEAST: u32 = 12;

/// A small generator (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Words in lower case; a run of letters, digits and inner apostrophes, or one other sign.
fn words(text: &str, mut each: impl FnMut(&str)) {
    let lower = text.to_lowercase().replace('’', "'");
    let mut start = None;
    for (at, c) in lower.char_indices() {
        if c.is_alphanumeric() || (c == '\'' && start.is_some()) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            each(
                lower[from..at]
                    .trim_end_matches("'s")
                    .trim_end_matches('\''),
            );
        }
        if matches!(
            c,
            '.' | ',' | '"' | '“' | '”' | ':' | ';' | '?' | '!' | '(' | ')'
        ) {
            each(&lower[at..at + c.len_utf8()]);
        }
    }
    if let Some(from) = start {
        each(&lower[from..]);
    }
}

/// The corpus as numbers of words, and the words in order of their numbers.
fn corpus(
    articles: &[Article],
) -> Result<(Vec<u32>, Vec<String>, Vec<u32>), Box<dyn std::error::Error>> {
    let mut texts: Vec<String> = articles.iter().map(|a| a.text.clone()).collect();
    if let Some(path) = paths::shared("data/text/whitehouse.jsonl.zst") {
        let out = Command::new("zstd").arg("-dc").arg(path).output()?;
        for line in String::from_utf8_lossy(&out.stdout).lines() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            texts.push(value["text"].as_str().unwrap_or("").to_string());
        }
    }
    let mut counts: HashMap<String, u32> = HashMap::new();
    for text in &texts {
        words(text, |w| match counts.get_mut(w) {
            Some(count) => *count += 1,
            None => {
                counts.insert(w.to_string(), 1);
            }
        });
    }
    let mut known: Vec<(String, u32)> = counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    known.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let numbers: HashMap<&str, u32> = known
        .iter()
        .enumerate()
        .map(|(i, (w, _))| (w.as_str(), i as u32))
        .collect();
    let mut tokens = Vec::new();
    for text in &texts {
        words(text, |w| tokens.extend(numbers.get(w)));
    }
    let counts = known.iter().map(|(_, n)| *n).collect();
    Ok((tokens, known.into_iter().map(|(w, _)| w).collect(), counts))
}

/// Vectors of the words, each of length one.
fn vectors(tokens: &[u32], counts: &[u32], epochs: usize) -> Vec<f32> {
    let n = counts.len();
    let mut dice = Dice(88_172_645_463_325_252);
    let mut inner: Vec<f32> = (0..n * WIDTH)
        .map(|_| (dice.unit() - 0.5) / WIDTH as f32)
        .collect();
    let mut outer = vec![0.0f32; n * WIDTH];
    let total: f64 = counts.iter().map(|&c| f64::from(c)).sum();
    let keep: Vec<f32> = counts
        .iter()
        .map(|&c| ((1e-4 * total / f64::from(c)).sqrt() as f32).min(1.0))
        .collect();
    let mut urn = Vec::new();
    for (word, &count) in counts.iter().enumerate() {
        let shares = (f64::from(count).powf(0.75) / 8.0).ceil() as usize;
        urn.extend(std::iter::repeat_n(word as u32, shares));
    }
    let steps = (tokens.len() * epochs) as f32;
    for epoch in 0..epochs {
        for at in 0..tokens.len() {
            let word = tokens[at] as usize;
            if dice.unit() > keep[word] {
                continue;
            }
            let rate = 0.05 * (1.0 - (epoch * tokens.len() + at) as f32 / steps).max(0.02);
            let reach = 1 + dice.next() as usize % REACH;
            let near = at.saturating_sub(reach)..(at + reach + 1).min(tokens.len());
            for other in near.filter(|&o| o != at) {
                let mut pull = [0.0f32; WIDTH];
                let input = word * WIDTH;
                for draw in 0..=DRAWN {
                    let target = if draw == 0 {
                        tokens[other]
                    } else {
                        urn[dice.next() as usize % urn.len()]
                    };
                    let out = target as usize * WIDTH;
                    let (a, b) = (&inner[input..input + WIDTH], &mut outer[out..out + WIDTH]);
                    let dot: f32 = a.iter().zip(b.iter()).map(|(x, y)| x * y).sum();
                    let wanted = if draw == 0 { 1.0 } else { 0.0 };
                    let g = rate * (wanted - 1.0 / (1.0 + (-dot).exp()));
                    for d in 0..WIDTH {
                        pull[d] += g * b[d];
                        b[d] += g * a[d];
                    }
                }
                for (x, p) in inner[input..input + WIDTH].iter_mut().zip(pull) {
                    *x += p;
                }
            }
        }
    }
    for row in inner.chunks_mut(WIDTH) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
        row.iter_mut().for_each(|x| *x /= length);
    }
    inner
}

/// The class of each word: spherical k-means, begun from words spread over the list.
fn group(vectors: &[f32], classes: usize, rounds: usize) -> Vec<u16> {
    let n = vectors.len() / WIDTH;
    let row = |i: usize| &vectors[i * WIDTH..(i + 1) * WIDTH];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    // Frequent words come first; most centres begin there.
    let mut centres: Vec<f32> = Vec::with_capacity(classes * WIDTH);
    for k in 0..classes {
        let pick = (k * 3 + dice.next() as usize % 3).min(n - 1);
        centres.extend_from_slice(row(pick));
    }
    let mut class = vec![0u16; n];
    for _ in 0..rounds {
        for (i, own) in class.iter_mut().enumerate() {
            let mut best = (f32::NEG_INFINITY, 0);
            for (k, centre) in centres.chunks(WIDTH).enumerate() {
                let dot: f32 = row(i).iter().zip(centre).map(|(x, y)| x * y).sum();
                if dot > best.0 {
                    best = (dot, k);
                }
            }
            *own = best.1 as u16;
        }
        let mut sums = vec![0.0f32; classes * WIDTH];
        for (i, &k) in class.iter().enumerate() {
            for (sum, x) in sums[k as usize * WIDTH..].iter_mut().zip(row(i)) {
                *sum += x;
            }
        }
        for (centre, sum) in centres.chunks_mut(WIDTH).zip(sums.chunks(WIDTH)) {
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length > 1e-6 {
                centre
                    .iter_mut()
                    .zip(sum)
                    .for_each(|(c, s)| *c = s / length);
            }
        }
    }
    class
}

/// Words with their fine and coarse class.
pub(crate) fn learn(
    articles: &[Article],
    fine: usize,
    coarse: usize,
) -> Result<Vec<(String, u16, u16)>, Box<dyn std::error::Error>> {
    let (tokens, words, counts) = corpus(articles)?;
    eprintln!("classes: {} tokens, {} words", tokens.len(), words.len());
    let vectors = vectors(&tokens, &counts, 2);
    let fine = group(&vectors, fine, 12);
    let coarse = group(&vectors, coarse, 12);
    Ok(words
        .into_iter()
        .zip(fine)
        .zip(coarse)
        .map(|((w, f), c)| (w, f, c))
        .collect())
}
