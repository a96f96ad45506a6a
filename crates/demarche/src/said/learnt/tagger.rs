//! A linear-chain tagger: sparse features by hash, one small integer a label, Viterbi decoding and
//! the marginals that tell how sure it is (Lafferty, McCallum and Pereira 2001).

/// Labels of the tagger that finds cues.
pub const CUE_LABELS: usize = 3;
/// Labels of the tagger that finds source and content of a cue.
pub const ROLE_LABELS: usize = 5;

/// Weights of one tagger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagger {
    pub labels: usize,
    /// Weight of label `b` after label `a`: `step[a * labels + b]`; the last row is the start.
    pub step: Vec<f32>,
    /// Open addressing: hashes of the known features, 0 where the slot is free. A power of two
    /// long.
    slots: Vec<u32>,
    /// Weights of the feature in each slot.
    weights: Vec<i8>,
    /// A weight is worth the square of its number, with its sign, times this: small ones keep their
    /// shape and large ones their size.
    scale: f32,
}

impl Tagger {
    /// Builds the lookup table from features and their weights (`labels` for each).
    pub fn new(labels: usize, step: Vec<f32>, scale: f32, features: &[(u32, Vec<i8>)]) -> Tagger {
        let size = (features.len() * 2).next_power_of_two().max(2);
        let mut tagger = Tagger {
            labels,
            step,
            slots: vec![0; size],
            weights: vec![0; size * labels],
            scale,
        };
        for (hash, weights) in features {
            let mut at = *hash as usize & (size - 1);
            while tagger.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            tagger.slots[at] = *hash;
            tagger.weights[at * labels..(at + 1) * labels].copy_from_slice(weights);
        }
        tagger
    }

    /// The features with their weights, in order of their hashes.
    pub fn features(&self) -> Vec<(u32, &[i8])> {
        let mut all: Vec<_> = (0..self.slots.len())
            .filter(|&at| self.slots[at] != 0)
            .map(|at| {
                (
                    self.slots[at],
                    &self.weights[at * self.labels..(at + 1) * self.labels],
                )
            })
            .collect();
        all.sort_unstable();
        all
    }

    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Adds to `scores` what the features of one token speak for.
    pub fn score(&self, features: &[u32], scores: &mut [f32]) {
        let mask = self.slots.len() - 1;
        let mut sums = [0i32; ROLE_LABELS];
        for &hash in features {
            let mut at = hash as usize & mask;
            loop {
                let slot = self.slots[at];
                if slot == hash {
                    let weights = &self.weights[at * self.labels..(at + 1) * self.labels];
                    for (sum, &w) in sums.iter_mut().zip(weights) {
                        *sum += i32::from(w) * i32::from(w.unsigned_abs());
                    }
                    break;
                }
                if slot == 0 {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum as f32 * self.scale;
        }
    }

    /// The best sequence of labels; `scores` holds `labels` numbers a token.
    pub fn best(&self, scores: &[f32]) -> Vec<u8> {
        best(self.labels, &self.step, scores)
    }
}

/// Viterbi: the best sequence of labels under emissions and steps.
pub fn best(labels: usize, step: &[f32], scores: &[f32]) -> Vec<u8> {
    let n = scores.len() / labels;
    if n == 0 {
        return Vec::new();
    }
    let mut back = vec![0u8; n * labels];
    let mut now: Vec<f32> = (0..labels)
        .map(|b| step[labels * labels + b] + scores[b])
        .collect();
    let mut next = now.clone();
    for t in 1..n {
        for b in 0..labels {
            let mut top = (f32::NEG_INFINITY, 0);
            for a in 0..labels {
                let value = now[a] + step[a * labels + b];
                if value > top.0 {
                    top = (value, a);
                }
            }
            next[b] = top.0 + scores[t * labels + b];
            back[t * labels + b] = top.1 as u8;
        }
        std::mem::swap(&mut now, &mut next);
    }
    let mut label = (0..labels)
        .max_by(|&a, &b| now[a].total_cmp(&now[b]))
        .unwrap_or(0);
    let mut path = vec![0u8; n];
    for t in (0..n).rev() {
        path[t] = label as u8;
        label = back[t * labels + label] as usize;
    }
    path
}

/// Forward and backward: probability of each label at each token, and the log of the normaliser.
/// `pair`, if given, receives the expected count of each step (`(labels + 1) * labels`).
pub fn marginals(
    labels: usize,
    step: &[f32],
    scores: &[f32],
    pair: Option<&mut [f32]>,
) -> (Vec<f32>, f32) {
    let n = scores.len() / labels;
    let mut forward = vec![0f32; n * labels];
    let mut backward = vec![0f32; n * labels];
    if n == 0 {
        return (forward, 0.0);
    }
    for b in 0..labels {
        forward[b] = step[labels * labels + b] + scores[b];
    }
    let mut terms = [0f32; ROLE_LABELS];
    for t in 1..n {
        for b in 0..labels {
            for a in 0..labels {
                terms[a] = forward[(t - 1) * labels + a] + step[a * labels + b];
            }
            forward[t * labels + b] = log_sum(&terms[..labels]) + scores[t * labels + b];
        }
    }
    for t in (0..n - 1).rev() {
        for a in 0..labels {
            for b in 0..labels {
                let after = (t + 1) * labels + b;
                terms[b] = step[a * labels + b] + scores[after] + backward[after];
            }
            backward[t * labels + a] = log_sum(&terms[..labels]);
        }
    }
    let total = log_sum(&forward[(n - 1) * labels..]);
    if let Some(pair) = pair {
        for b in 0..labels {
            pair[labels * labels + b] += (forward[b] + backward[b] - total).exp();
        }
        for t in 1..n {
            for a in 0..labels {
                for b in 0..labels {
                    let at = t * labels + b;
                    let log = forward[(t - 1) * labels + a]
                        + step[a * labels + b]
                        + scores[at]
                        + backward[at]
                        - total;
                    pair[a * labels + b] += log.exp();
                }
            }
        }
    }
    let chance = forward
        .iter()
        .zip(&backward)
        .map(|(f, b)| (f + b - total).exp())
        .collect();
    (chance, total)
}

fn log_sum(terms: &[f32]) -> f32 {
    let top = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if top == f32::NEG_INFINITY {
        return top;
    }
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
