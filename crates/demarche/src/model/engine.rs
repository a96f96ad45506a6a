//! The network at work: tags, trees and names of sentences, from weights of bytes.

use crate::lang::labels::{BIO, DEPREL, UPOS};

use super::features::{Scratch, TEMPLATES, UNKNOWN, Vocabulary};
use super::gazetteer::Gazetteer;
use super::kernels::{self, Level, Matrix, for_every_level};
use super::math;
use super::mst;
use super::shape::{DISTANCES, Shape, TAGS, distance};

/// One recurrent layer.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) matrix: Matrix,
    pub(super) peephole: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

/// The weights of the network.
#[derive(Debug)]
pub struct Engine {
    pub(super) level: Level,
    pub(super) shape: Shape,
    pub(super) vocabulary: Vocabulary,
    pub(super) gazetteer: Gazetteer,
    /// Rows of `shape.word` bytes and the size of their steps.
    pub(super) table: Vec<i8>,
    pub(super) steps: Vec<f32>,
    pub(super) layers: Vec<Layer>,
    pub(super) tag: Matrix,
    pub(super) feed: Matrix,
    pub(super) top: Matrix,
    pub(super) arc: Matrix,
    pub(super) root: Vec<f32>,
    pub(super) distance: Matrix,
    pub(super) rel: Matrix,
    pub(super) bio: Matrix,
}

/// Labels of words as places in the tables of `lang::labels`, and heads.
#[derive(Debug, Default)]
pub struct Labels {
    pub upos: Vec<u8>,
    pub xpos: Vec<u8>,
    /// 0 for the root, else 1 + the place in the sentence.
    pub head: Vec<u32>,
    pub rel: Vec<u8>,
    /// Scores of the name labels, a row a word.
    pub naming: Vec<f32>,
}

/// Buffers of [`Engine::label`], kept between calls.
#[derive(Debug, Default)]
pub struct Work {
    words: Scratch,
    listed: Vec<u8>,
    x: Vec<f32>,
    bytes: Vec<u8>,
    wide: Vec<u8>,
    gates: Vec<f32>,
    cell: Vec<f32>,
    tags: Vec<f32>,
    tops: Vec<f32>,
    part: Vec<f32>,
    query: Vec<f32>,
    far: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    rels: Vec<f32>,
    bio: Vec<f32>,
    heads: Vec<usize>,
    places: Vec<usize>,
    tree: mst::Scratch,
}

impl Engine {
    /// Uses other instructions than the widest; only for tests and measurements.
    pub fn set_level(&mut self, level: Level) {
        if Level::all().contains(&level) {
            self.level = level;
        }
    }

    /// The vector of a word by itself, without what the lists of names say; `out` is as long as a vector.
    pub fn vector(&self, form: &str, out: &mut [f32]) {
        let width = self.shape.word;
        let (mut words, mut rows) = (Scratch::default(), [UNKNOWN; TEMPLATES]);
        self.vocabulary.rows(form, &mut words, &mut rows);
        rows[TEMPLATES - 1] = self.vocabulary.listed_row(0);
        out.fill(0.0);
        for row in rows {
            let row = row as usize;
            let weights = &self.table[row * width..][..width];
            kernels::add_bytes(self.level, out, weights, self.steps[row]);
        }
    }

    /// Labels the words of several sentences, appending to `out`. `sentences` are the bounds of each in
    /// `forms`, one after the other from 0.
    pub fn label(
        &self,
        forms: &[&str],
        sentences: &[(usize, usize)],
        work: &mut Work,
        out: &mut Labels,
    ) {
        if forms.is_empty() {
            return;
        }
        work.listed.clear();
        for &(start, end) in sentences {
            self.gazetteer.classes(&forms[start..end], &mut work.listed);
        }
        self.look_up(forms, work);
        for l in 0..self.layers.len() {
            if l == self.shape.tags_after {
                self.tags(forms.len(), work, out);
            }
            self.recur(l, sentences, work);
        }
        self.heads(sentences, work, out);
    }

    /// Word vectors into `work.x`.
    fn look_up(&self, forms: &[&str], work: &mut Work) {
        let width = self.shape.word;
        resize(&mut work.x, forms.len() * width);
        let mut rows = [UNKNOWN; TEMPLATES];
        for (i, x) in work.x.chunks_exact_mut(width).enumerate() {
            self.vocabulary.rows(forms[i], &mut work.words, &mut rows);
            rows[TEMPLATES - 1] = self.vocabulary.listed_row(work.listed[i]);
            x.fill(0.0);
            for row in rows {
                let row = row as usize;
                kernels::add_bytes(
                    self.level,
                    x,
                    &self.table[row * width..][..width],
                    self.steps[row],
                );
            }
        }
    }

    /// One layer over `work.x`.
    fn recur(&self, l: usize, sentences: &[(usize, usize)], work: &mut Work) {
        let layer = &self.layers[l];
        let (units, state) = (self.shape.units, self.shape.state());
        let one = if l == 0 { self.shape.word } else { state };
        let n = work.x.len() / one;
        resize(&mut work.bytes, n * one);
        kernels::quantise(self.level, &work.x, layer.matrix.inverse, &mut work.bytes);
        let input = if self.shape.windows[l] {
            window(&work.bytes, one, sentences, &mut work.wide);
            &work.wide
        } else {
            &work.bytes
        };
        resize(&mut work.gates, n * 6 * units);
        layer.matrix.apply(self.level, input, &mut work.gates);
        if l == 0 {
            resize(&mut work.x, n * state);
            work.x.fill(0.0);
        }
        resize(&mut work.cell, units);
        for &(start, end) in sentences {
            for d in 0..2 {
                work.cell.fill(0.0);
                let peephole = &layer.peephole[2 * d * units..][..2 * units];
                let bias = &layer.bias[2 * d * units..][..2 * units];
                for step in 0..end - start {
                    let t = if d == 0 { start + step } else { end - 1 - step };
                    let gates = &work.gates[(6 * t + 3 * d) * units..][..3 * units];
                    let out = &mut work.x[(2 * t + d) * units..][..units];
                    kernels::recur(self.level, gates, peephole, bias, &mut work.cell, out);
                }
            }
        }
    }

    /// Tags from `work.x`, and their probabilities back into it.
    fn tags(&self, n: usize, work: &mut Work, out: &mut Labels) {
        let state = self.shape.state();
        resize(&mut work.bytes, n * state);
        kernels::quantise(self.level, &work.x, self.tag.inverse, &mut work.bytes);
        resize(&mut work.tags, n * TAGS);
        self.tag.apply(self.level, &work.bytes, &mut work.tags);
        for row in work.tags.chunks_exact_mut(TAGS) {
            let (upos, xpos) = row.split_at_mut(UPOS.len());
            out.upos.push(best(upos) as u8);
            out.xpos.push(best(xpos) as u8);
        }
        probabilities(self.level, &mut work.tags);
        let padded = self.feed.inputs;
        resize(&mut work.wide, n * padded);
        for (row, bytes) in work
            .tags
            .chunks_exact(TAGS)
            .zip(work.wide.chunks_exact_mut(padded))
        {
            kernels::quantise(self.level, row, self.feed.inverse, &mut bytes[..TAGS]);
            bytes[TAGS..].fill(128);
        }
        resize(&mut work.part, n * state);
        self.feed.apply(self.level, &work.wide, &mut work.part);
        kernels::add(self.level, &mut work.x, &work.part);
    }

    /// Heads, relations and names from the top state.
    fn heads(&self, sentences: &[(usize, usize)], work: &mut Work, out: &mut Labels) {
        let (shape, tops, state) = (&self.shape, self.shape.tops(), self.shape.state());
        let n = work.x.len() / state;
        resize(&mut work.bytes, n * state);
        kernels::quantise(self.level, &work.x, self.top.inverse, &mut work.bytes);
        resize(&mut work.tops, n * tops);
        self.top.apply(self.level, &work.bytes, &mut work.tops);
        for row in work.tops.chunks_exact_mut(tops) {
            let (arc, rest) = row.split_at_mut(2 * shape.arc);
            kernels::relu(self.level, arc);
            kernels::relu(self.level, &mut rest[2 * shape.rel..]);
        }
        self.part(
            &work.tops,
            0..shape.arc,
            &self.arc,
            &mut work.bytes,
            &mut work.query,
        );
        resize(&mut work.bytes, n * self.distance.inputs);
        kernels::quantise(
            self.level,
            &work.query,
            self.distance.inverse,
            &mut work.bytes,
        );
        resize(&mut work.far, n * DISTANCES);
        self.distance.apply(self.level, &work.bytes, &mut work.far);
        work.places.clear();
        for &(start, end) in sentences {
            self.attach(start, end, work, out);
        }
        self.relate(work, out);
        self.part(
            &work.tops,
            tops - shape.name..tops,
            &self.bio,
            &mut work.bytes,
            &mut work.bio,
        );
        out.naming.extend_from_slice(&work.bio);
    }

    /// Some columns of the top vectors times a matrix.
    fn part(
        &self,
        tops: &[f32],
        columns: std::ops::Range<usize>,
        m: &Matrix,
        bytes: &mut Vec<u8>,
        out: &mut Vec<f32>,
    ) {
        let width = self.shape.tops();
        let n = tops.len() / width;
        resize(bytes, n * m.inputs);
        for (row, bytes) in tops
            .chunks_exact(width)
            .zip(bytes.chunks_exact_mut(m.inputs))
        {
            let (own, pad) = bytes.split_at_mut(columns.len());
            kernels::quantise(self.level, &row[columns.clone()], m.inverse, own);
            pad.fill(128);
        }
        resize(out, n * m.outputs);
        m.apply(self.level, bytes, out);
    }

    /// The tree of one sentence.
    fn attach(&self, start: usize, end: usize, work: &mut Work, out: &mut Labels) {
        let (len, arc, tops) = (end - start, self.shape.arc, self.shape.tops());
        // Keys with units in rows, the root first, so that a row of scores is a sum of rows.
        let width = len + 1;
        resize(&mut work.keys, arc * width);
        for u in 0..arc {
            let keys = &mut work.keys[u * width..][..width];
            keys[0] = self.root[u];
            for (j, key) in keys[1..].iter_mut().enumerate() {
                *key = work.tops[(start + j) * tops + arc + u];
            }
        }
        resize(&mut work.scores, len * width);
        let query = &work.query[start * arc..end * arc];
        score(self.level, query, &work.keys, &mut work.scores, width);
        for (i, row) in work.scores.chunks_exact_mut(width).enumerate() {
            let far = &work.far[(start + i) * DISTANCES..][..DISTANCES];
            for (j, s) in row[1..].iter_mut().enumerate() {
                *s += far[distance(j as i32 - i as i32)];
            }
            row[i + 1] = -1e9;
            normalise(row);
        }
        mst::tree(len, &work.scores, &mut work.heads, &mut work.tree);
        for &h in &work.heads {
            out.head.push(h as u32);
            work.places
                .push(if h == 0 { usize::MAX } else { start + h - 1 });
        }
    }

    /// Relations to the chosen heads.
    fn relate(&self, work: &mut Work, out: &mut Labels) {
        let (rel, tops, at) = (self.shape.rel, self.shape.tops(), 2 * self.shape.arc);
        let n = work.places.len();
        resize(&mut work.part, n * rel);
        for (i, joined) in work.part.chunks_exact_mut(rel).enumerate() {
            joined.copy_from_slice(&work.tops[i * tops + at..][..rel]);
            match work.places[i] {
                usize::MAX => joined.fill(0.0),
                h => kernels::add(self.level, joined, &work.tops[h * tops + at + rel..][..rel]),
            }
        }
        kernels::relu(self.level, &mut work.part);
        resize(&mut work.bytes, n * self.rel.inputs);
        // `rel` is a multiple of four, so rows need no padding.
        kernels::quantise(self.level, &work.part, self.rel.inverse, &mut work.bytes);
        resize(&mut work.rels, n * DEPREL.len());
        self.rel.apply(self.level, &work.bytes, &mut work.rels);
        for (row, place) in work.rels.chunks_exact(DEPREL.len()).zip(&work.places) {
            let label = match *place {
                usize::MAX => ROOT,
                // Only the root word may be called so.
                _ => best_but(row, ROOT),
            };
            out.rel.push(label as u8);
        }
    }
}

/// Place of "root" among the relations.
const ROOT: usize = 48;

for_every_level! {
    /// Scores of all heads (columns) for all words (rows): sums over units, in order, of query times key.
    fn score(level, query: &[f32], keys: &[f32], scores: &mut [f32], width: usize) {
        let units = keys.len() / width;
        for (row, q) in scores.chunks_exact_mut(width).zip(query.chunks_exact(units)) {
            row.fill(0.0);
            for (&q, keys) in q.iter().zip(keys.chunks_exact(width)) {
                for (s, &k) in row.iter_mut().zip(keys) {
                    *s += q * k;
                }
            }
        }
    }
}

for_every_level! {
    /// Scores of tags to probabilities, UPOS and XPOS apart.
    fn probabilities(level, tags: &mut [f32]) {
        for row in tags.chunks_exact_mut(TAGS) {
            let (upos, xpos) = row.split_at_mut(UPOS.len());
            for part in [upos, xpos] {
                let max = part.iter().fold(f32::NEG_INFINITY, |m, &x| if x > m { x } else { m });
                for x in part.iter_mut() {
                    *x = math::exp(*x - max);
                }
                let mut sum = 0.0;
                for &x in part.iter() {
                    sum += x;
                }
                let inverse = 1.0 / sum;
                for x in part.iter_mut() {
                    *x *= inverse;
                }
            }
        }
    }
}

/// Scores to log probabilities up to the constant that `ln` of the sum is: exact enough for trees.
fn normalise(row: &mut [f32]) {
    let max = row
        .iter()
        .fold(f32::NEG_INFINITY, |m, &x| if x > m { x } else { m });
    let mut sum = 0.0f32;
    for &x in row.iter() {
        sum += math::exp(x - max);
    }
    let shift = max + math::ln(sum);
    row.iter_mut().for_each(|x| *x -= shift);
}

fn best(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |b, i| if row[i] > row[b] { i } else { b })
}

fn best_but(row: &[f32], except: usize) -> usize {
    let first = usize::from(except == 0);
    (0..row.len())
        .filter(|&i| i != except)
        .fold(first, |b, i| if row[i] > row[b] { i } else { b })
}

/// The best labels in which an inside follows its own kind only.
pub fn viterbi(scores: &[f32], back: &mut Vec<u8>, out: &mut Vec<u8>) {
    const N: usize = BIO.len();
    // Odd labels begin a name, even ones go on with that of the odd label before.
    let legal = |from: usize, to: usize| to == 0 || to % 2 == 1 || from == to || from + 1 == to;
    let n = scores.len() / N;
    back.clear();
    let mut total = [0.0f32; N];
    for (t, row) in scores.chunks_exact(N).enumerate() {
        let mut next = [f32::NEG_INFINITY; N];
        for to in 0..N {
            let mut from = 0;
            if t == 0 {
                next[to] = if legal(0, to) { row[to] } else { -1e9 };
            } else {
                let mut top = f32::NEG_INFINITY;
                for (f, &score) in total.iter().enumerate() {
                    if legal(f, to) && score > top {
                        (top, from) = (score, f);
                    }
                }
                next[to] = top + row[to];
            }
            back.push(from as u8);
        }
        total = next;
    }
    let at = out.len();
    let mut label = best(&total);
    out.resize(at + n, 0);
    for t in (0..n).rev() {
        out[at + t] = label as u8;
        label = back[t * N + label] as usize;
    }
}

fn resize<T: Copy + Default>(v: &mut Vec<T>, len: usize) {
    v.resize(len, T::default());
}

/// Previous, own and next row of bytes side by side; zeros (128) beyond the sentence.
fn window(x: &[u8], width: usize, sentences: &[(usize, usize)], out: &mut Vec<u8>) {
    resize(out, 3 * x.len());
    for &(start, end) in sentences {
        for t in start..end {
            let row = &mut out[3 * t * width..][..3 * width];
            let (left, rest) = row.split_at_mut(width);
            let (own, right) = rest.split_at_mut(width);
            own.copy_from_slice(&x[t * width..][..width]);
            if t > start {
                left.copy_from_slice(&x[(t - 1) * width..][..width]);
            } else {
                left.fill(128);
            }
            if t + 1 < end {
                right.copy_from_slice(&x[(t + 1) * width..][..width]);
            } else {
                right.fill(128);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_label_is_where_it_is_thought() {
        assert_eq!(DEPREL[ROOT], "root");
    }

    #[test]
    fn names_begin_before_they_go_on() {
        // I-PER scores best on both words, but cannot begin.
        let mut scores = vec![0.0; 14];
        (scores[2], scores[1], scores[9]) = (3.0, 2.0, 3.0);
        let mut out = Vec::new();
        viterbi(&scores, &mut Vec::new(), &mut out);
        assert_eq!(out, [1, 2]);
    }
}
