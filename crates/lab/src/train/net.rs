//! The network with its gradients, written out by hand.
//!
//! Word vectors (summed rows) -> recurrent layers in both directions (simple recurrent units, whose gates
//! see the cell) -> tags from a middle layer, whose probabilities go back into the state -> on the top
//! state: heads by a biaffine form with a term for the distance, relations, names.

use demarche::lang::labels::{BIO, DEPREL, UPOS};
use demarche::model::features::TEMPLATES;
use demarche::model::math::{sigmoid, tanh};
use demarche::model::shape::{DISTANCES, Layout, Shape, TAGS, Tensor, distance};

use super::gemm::{self, View};
use super::pack::Reach;
use super::rng::Rng;

/// A label that is not known.
pub(crate) const NONE: u8 = u8::MAX;
/// A head that is not known.
pub(crate) const NO_HEAD: u16 = u16::MAX;

/// Words of several sentences, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Batch {
    pub(crate) rows: Vec<[u32; TEMPLATES]>,
    /// Bounds of the sentences.
    pub(crate) sentences: Vec<(usize, usize)>,
    pub(crate) upos: Vec<u8>,
    pub(crate) xpos: Vec<u8>,
    /// 0 for the root, else 1 + the place in the sentence.
    pub(crate) head: Vec<u16>,
    pub(crate) rel: Vec<u8>,
    pub(crate) bio: Vec<u8>,
    /// Whose idea of a name each word's label follows: a place in [`Convention`].
    pub(crate) convention: Vec<u8>,
}

/// Name sets differ in what they call a name: whether a museum is a place, whether a title belongs to the
/// person. Each has labels of its own on the common state, so that none of them blurs the others.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Convention {
    #[default]
    Gum,
    UniversalNer,
    Re3d,
    Wikigold,
}

/// Number of conventions.
pub(crate) const CONVENTIONS: usize = 4;

/// Name labels of all conventions, side by side.
const NAMINGS: usize = CONVENTIONS * BIO.len();

impl Batch {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// How much is switched off at random while learning.
#[derive(Clone, Copy)]
pub(crate) struct Dropout {
    pub(crate) input: f32,
    pub(crate) layer: f32,
    pub(crate) top: f32,
    /// Of the vectors that choose heads, relations and names.
    pub(crate) vector: f32,
}

pub(crate) const NO_DROPOUT: Dropout = Dropout {
    input: 0.0,
    layer: 0.0,
    top: 0.0,
    vector: 0.0,
};

pub(crate) struct Net {
    pub(crate) shape: Shape,
    pub(crate) layout: Layout,
    /// Weights as laid out, then those of the names of all conventions: see [`Net::settle`].
    pub(crate) dense: Vec<f32>,
    naming: Tensor,
    naming_bias: Tensor,
    /// Rows of `shape.word` numbers.
    pub(crate) table: Vec<f32>,
}

/// Gradients: dense ones, and one vector a word of the batch for its rows of the table.
#[derive(Default)]
pub(crate) struct Gradients {
    pub(crate) dense: Vec<f32>,
    pub(crate) words: Vec<f32>,
}

/// Sums over a batch.
#[derive(Clone, Copy, Default)]
pub(crate) struct Loss {
    pub(crate) tags: f64,
    pub(crate) arcs: f64,
    pub(crate) rels: f64,
    pub(crate) names: f64,
}

impl Loss {
    pub(crate) fn add(&mut self, other: Loss) {
        self.tags += other.tags;
        self.arcs += other.arcs;
        self.rels += other.rels;
        self.names += other.names;
    }

    /// Means over `n` batches, as one line.
    pub(crate) fn show(&self, n: usize) -> String {
        let [tags, arcs, rels, names] =
            [self.tags, self.arcs, self.rels, self.names].map(|x| x / n as f64);
        format!("loss of tags {tags:.3}, arcs {arcs:.3}, relations {rels:.3}, names {names:.4}")
    }

    #[cfg(test)]
    pub(crate) fn total(&self) -> f64 {
        self.tags + self.arcs + self.rels + self.names
    }
}

struct LayerPass {
    input: Vec<f32>,
    /// Candidate, forget, output for both directions, after the gates' functions.
    gates: Vec<f32>,
    /// Cells and their tanh, both directions.
    cell: Vec<f32>,
    squashed: Vec<f32>,
}

/// Everything computed on the way up.
pub(crate) struct Pass {
    input_mask: Vec<f32>,
    layer_masks: Vec<Vec<f32>>,
    top_mask: Vec<f32>,
    vector_mask: Vec<f32>,
    layers: Vec<LayerPass>,
    tag_input: Vec<f32>,
    /// Probabilities of UPOS and XPOS, side by side.
    pub(crate) tags: Vec<f32>,
    top: Vec<f32>,
    /// Top vectors after ReLU for arcs and names; the relation parts as they are.
    vectors: Vec<f32>,
    query: Vec<f32>,
    /// Scores of heads, sentence after sentence, n by n + 1.
    pub(crate) arcs: Vec<f32>,
    /// Scores of name labels, conventions side by side.
    bio: Vec<f32>,
}

impl Pass {
    /// Scores of a word's name labels under a convention.
    pub(crate) fn naming(&self, word: usize, convention: u8) -> &[f32] {
        &self.bio[word * NAMINGS + usize::from(convention) * BIO.len()..][..BIO.len()]
    }
}

impl Net {
    pub(crate) fn new(shape: Shape, rows: usize, rng: &mut Rng) -> Net {
        let layout = shape.layout();
        let naming = Tensor {
            at: layout.len..layout.len + shape.name * NAMINGS,
            rows: shape.name,
            columns: NAMINGS,
        };
        let naming_bias = Tensor {
            at: naming.at.end..naming.at.end + NAMINGS,
            rows: 1,
            columns: NAMINGS,
        };
        let mut dense = vec![0.0; naming_bias.at.end];
        let mut fill = |t: &Tensor, scale: f32| {
            let s = scale * (1.0 / t.rows as f32).sqrt();
            dense[t.at.clone()]
                .iter_mut()
                .for_each(|w| *w = rng.normal() * s);
        };
        for layer in &layout.layers {
            fill(&layer.matrix, 1.0);
        }
        for t in [&layout.tag, &layout.feed, &layout.top, &layout.rel, &naming] {
            fill(t, 1.0);
        }
        fill(&layout.arc, 0.7);
        fill(&layout.distance, 0.3);
        fill(&layout.root, 0.5);
        for layer in &layout.layers {
            let units = shape.units;
            for d in 0..2 {
                let at = layer.bias.at.start + 2 * d * units;
                dense[at..at + units].fill(0.5);
            }
        }
        let scale = 0.35 / (TEMPLATES as f32).sqrt();
        let table = (0..rows * shape.word)
            .map(|_| rng.normal() * scale)
            .collect();
        Net {
            shape,
            layout,
            dense,
            naming,
            naming_bias,
            table,
        }
    }

    /// Makes the names of the weights file from those of the conventions, each with its share.
    pub(crate) fn settle(&mut self, shares: [f32; CONVENTIONS]) {
        let total: f32 = shares.iter().sum();
        for (from, to) in [
            (&self.naming, &self.layout.bio),
            (&self.naming_bias, &self.layout.bio_bias),
        ] {
            for cell in 0..to.at.len() {
                let (row, label) = (cell / BIO.len(), cell % BIO.len());
                let of =
                    |c: usize| self.dense[from.at.start + row * NAMINGS + c * BIO.len() + label];
                let sum: f32 = shares.iter().enumerate().map(|(c, s)| s * of(c)).sum();
                self.dense[to.at.start + cell] = sum / total;
            }
        }
    }

    pub(crate) fn copy(&self) -> Net {
        Net {
            shape: self.shape.clone(),
            layout: self.layout.clone(),
            dense: self.dense.clone(),
            naming: self.naming.clone(),
            naming_bias: self.naming_bias.clone(),
            table: self.table.clone(),
        }
    }

    /// Moves all weights by a share of the way to those of `other`.
    pub(crate) fn blend(&mut self, other: &Net, share: f32) {
        let mine = self.dense.iter_mut().chain(&mut self.table);
        let theirs = other.dense.iter().chain(&other.table);
        mine.zip(theirs).for_each(|(a, b)| *a += share * (b - *a));
    }

    fn weights(&self, t: &Tensor) -> &[f32] {
        &self.dense[t.at.clone()]
    }

    /// `input` (n rows) times a tensor, added to `out`.
    fn times(&self, n: usize, input: &[f32], t: &Tensor, out: &mut [f32]) {
        let (a, b) = (
            View::rows(input, t.rows),
            View::rows(self.weights(t), t.columns),
        );
        gemm::add(n, t.columns, t.rows, a, b, out, t.columns);
    }

    /// Gradients of `times`: of the tensor, and of its input.
    fn times_back(
        &self,
        n: usize,
        input: &[f32],
        t: &Tensor,
        d_out: &[f32],
        dense: &mut [f32],
        d_input: Option<&mut [f32]>,
    ) {
        let (x, d) = (View::rows(input, t.rows), View::rows(d_out, t.columns));
        gemm::add(
            t.rows,
            t.columns,
            n,
            x.transposed(),
            d,
            &mut dense[t.at.clone()],
            t.columns,
        );
        if let Some(d_input) = d_input {
            let w = View::rows(self.weights(t), t.columns).transposed();
            gemm::add(n, t.rows, t.columns, d, w, d_input, t.rows);
        }
    }

    /// Computes everything for a batch. `rng` chooses what drops out.
    pub(crate) fn forward(&self, batch: &Batch, drop: Dropout, rng: &mut Rng) -> Pass {
        let (n, width, state) = (batch.len(), self.shape.word, self.shape.state());
        let mut x = vec![0.0; n * width];
        for (out, rows) in x.chunks_exact_mut(width).zip(&batch.rows) {
            for &r in rows {
                let row = &self.table[r as usize * width..][..width];
                out.iter_mut().zip(row).for_each(|(o, w)| *o += w);
            }
        }
        let input_mask = mask(n * width, drop.input, rng);
        multiply(&mut x, &input_mask);
        let mut pass = Pass {
            input_mask,
            layer_masks: Vec::new(),
            top_mask: Vec::new(),
            vector_mask: Vec::new(),
            layers: Vec::new(),
            tag_input: Vec::new(),
            tags: Vec::new(),
            top: Vec::new(),
            vectors: Vec::new(),
            query: Vec::new(),
            arcs: Vec::new(),
            bio: Vec::new(),
        };
        for l in 0..self.shape.windows.len() {
            if l == self.shape.tags_after {
                self.forward_tags(n, &mut x, &mut pass);
            }
            let mut seen = x.clone();
            let layer_mask = if l == 0 {
                Vec::new()
            } else {
                sentence_mask(&batch.sentences, state, drop.layer, rng)
            };
            multiply(&mut seen, &layer_mask);
            pass.layer_masks.push(layer_mask);
            if self.shape.windows[l] {
                seen = window(&seen, &batch.sentences);
            }
            let (layer, mut out) = self.forward_layer(l, seen, &batch.sentences);
            if l > 0 {
                out.iter_mut().zip(&x).for_each(|(o, x)| *o += x);
            }
            pass.layers.push(layer);
            x = out;
        }
        pass.top_mask = sentence_mask(&batch.sentences, state, drop.top, rng);
        multiply(&mut x, &pass.top_mask);
        pass.top = x;
        pass.vector_mask = sentence_mask(&batch.sentences, self.shape.tops(), drop.vector, rng);
        self.forward_heads(batch, &mut pass);
        pass
    }

    fn forward_tags(&self, n: usize, x: &mut [f32], pass: &mut Pass) {
        let mut tags = repeat(self.weights(&self.layout.tag_bias), n);
        self.times(n, x, &self.layout.tag, &mut tags);
        for row in tags.chunks_exact_mut(TAGS) {
            let (upos, xpos) = row.split_at_mut(UPOS.len());
            softmax(upos);
            softmax(xpos);
        }
        pass.tag_input = x.to_vec();
        self.times(n, &tags, &self.layout.feed, x);
        pass.tags = tags;
    }

    fn forward_layer(
        &self,
        l: usize,
        input: Vec<f32>,
        sentences: &[(usize, usize)],
    ) -> (LayerPass, Vec<f32>) {
        let units = self.shape.units;
        let layer = &self.layout.layers[l];
        let n = input.len() / layer.matrix.rows;
        let mut gates = vec![0.0; n * 6 * units];
        self.times(n, &input, &layer.matrix, &mut gates);
        let mut cell = vec![0.0; n * 2 * units];
        let mut squashed = vec![0.0; n * 2 * units];
        let mut out = vec![0.0; n * 2 * units];
        let (v, b) = (self.weights(&layer.peephole), self.weights(&layer.bias));
        let mut before = vec![0.0; units];
        for &(start, end) in sentences {
            for d in 0..2 {
                before.fill(0.0);
                let (vf, vr) = v[2 * d * units..][..2 * units].split_at(units);
                let (bf, br) = b[2 * d * units..][..2 * units].split_at(units);
                for step in 0..end - start {
                    let t = if d == 0 { start + step } else { end - 1 - step };
                    let (z, fr) = gates[(6 * t + 3 * d) * units..][..3 * units].split_at_mut(units);
                    let (f, r) = fr.split_at_mut(units);
                    let at = (2 * t + d) * units;
                    let c = &mut cell[at..][..units];
                    let s = &mut squashed[at..][..units];
                    let o = &mut out[at..][..units];
                    for u in 0..units {
                        let p = before[u];
                        f[u] = sigmoid(f[u] + vf[u] * p + bf[u]);
                        r[u] = sigmoid(r[u] + vr[u] * p + br[u]);
                        c[u] = f[u] * p + (1.0 - f[u]) * z[u];
                        s[u] = tanh(c[u]);
                        o[u] = r[u] * s[u];
                    }
                    before.copy_from_slice(c);
                }
            }
        }
        (
            LayerPass {
                input,
                gates,
                cell,
                squashed,
            },
            out,
        )
    }

    fn forward_heads(&self, batch: &Batch, pass: &mut Pass) {
        let (n, shape, at) = (batch.len(), &self.shape, &self.layout);
        let tops = shape.tops();
        let mut v = repeat(self.weights(&at.top_bias), n);
        self.times(n, &pass.top, &at.top, &mut v);
        for row in v.chunks_exact_mut(tops) {
            let (arc, rest) = row.split_at_mut(2 * shape.arc);
            relu(arc);
            relu(&mut rest[2 * shape.rel..]);
        }
        self.mask_vectors(&mut v, &pass.vector_mask);
        let mut query = repeat(self.weights(&at.arc_bias), n);
        let (a, m) = (
            View::rows(&v, tops),
            View::rows(self.weights(&at.arc), shape.arc),
        );
        gemm::add(n, shape.arc, shape.arc, a, m, &mut query, shape.arc);
        let mut far = vec![0.0; n * DISTANCES];
        self.times(n, &query, &at.distance, &mut far);
        let root = self.weights(&at.root);
        for &(start, end) in &batch.sentences {
            let len = end - start;
            let mut score = vec![0.0; len * (len + 1)];
            let q = View::rows(&query[start * shape.arc..end * shape.arc], shape.arc);
            let k = View::columns(&v[start * tops..end * tops], tops, shape.arc).transposed();
            gemm::add(len, len, shape.arc, q, k, &mut score[1..], len + 1);
            for i in 0..len {
                let row = &mut score[i * (len + 1)..][..len + 1];
                row[0] = dot(&query[(start + i) * shape.arc..][..shape.arc], root);
                for j in 0..len {
                    row[j + 1] += far[(start + i) * DISTANCES + distance(j as i32 - i as i32)];
                }
                row[i + 1] = f32::NEG_INFINITY;
            }
            pass.arcs.extend_from_slice(&score);
        }
        let mut bio = repeat(self.weights(&self.naming_bias), n);
        let names = View::columns(&v, tops, tops - shape.name);
        let weights = View::rows(self.weights(&self.naming), NAMINGS);
        gemm::add(n, NAMINGS, shape.name, names, weights, &mut bio, NAMINGS);
        pass.bio = bio;
        pass.query = query;
        pass.vectors = v;
    }

    /// Drops out of the vectors for arcs and names; those for relations are masked when joined.
    fn mask_vectors(&self, v: &mut [f32], mask: &[f32]) {
        let (tops, arcs, name) = (self.shape.tops(), 2 * self.shape.arc, self.shape.name);
        for (v, mask) in v.chunks_exact_mut(tops).zip(mask.chunks_exact(tops)) {
            multiply(&mut v[..arcs], &mask[..arcs]);
            multiply(&mut v[tops - name..], &mask[tops - name..]);
        }
    }

    /// Scores of relations, given the place of every word's head in the batch (usize::MAX: none).
    pub(crate) fn relations(&self, pass: &Pass, heads: &[usize]) -> Vec<f32> {
        let (joined, _) = self.joined(pass, heads);
        let n = heads.len();
        let mut score = repeat(self.weights(&self.layout.rel_bias), n);
        self.times(n, &joined, &self.layout.rel, &mut score);
        score
    }

    /// Largest inputs of every matrix over a pass, but for the rarest in ten thousand.
    pub(crate) fn reach(&self, pass: &Pass, heads: &[usize]) -> Reach {
        let (arc, tops) = (self.shape.arc, self.shape.tops());
        let column = |from: usize, to: usize| -> Vec<f32> {
            pass.vectors
                .chunks_exact(tops)
                .flat_map(|row| row[from..to].iter().copied())
                .collect()
        };
        Reach {
            layers: pass.layers.iter().map(|l| most(&l.input)).collect(),
            tag: most(&pass.tag_input),
            top: most(&pass.top),
            arc: most(&column(0, arc)),
            distance: most(&pass.query),
            rel: most(&self.joined(pass, heads).0),
            bio: most(&column(tops - self.shape.name, tops)),
        }
    }

    /// ReLU of dependent plus head, one row a word; words without a head get zeros.
    fn joined(&self, pass: &Pass, heads: &[usize]) -> (Vec<f32>, usize) {
        let (rel, tops, at) = (self.shape.rel, self.shape.tops(), 2 * self.shape.arc);
        let mut joined = vec![0.0; heads.len() * rel];
        for (i, &h) in heads.iter().enumerate() {
            if h != usize::MAX {
                let dependent = &pass.vectors[i * tops + at..][..rel];
                let head = &pass.vectors[h * tops + at + rel..][..rel];
                let out = &mut joined[i * rel..][..rel];
                for u in 0..rel {
                    out[u] = (dependent[u] + head[u]).max(0.0);
                }
                if !pass.vector_mask.is_empty() {
                    multiply(out, &pass.vector_mask[i * tops + at..][..rel]);
                }
            }
        }
        (joined, at)
    }

    /// Loss of a batch and its gradients (set, not added), each part divided by the words that count for it.
    pub(crate) fn backward(&self, batch: &Batch, pass: &Pass, g: &mut Gradients) -> Loss {
        let (n, shape, at) = (batch.len(), &self.shape, &self.layout);
        g.dense.clear();
        g.dense.resize(self.dense.len(), 0.0);
        let mut loss = Loss::default();
        let tops = shape.tops();
        let mut d_vectors = vec![0.0; n * tops];
        self.back_arcs(batch, pass, g, &mut d_vectors, &mut loss);
        self.back_relations(batch, pass, g, &mut d_vectors, &mut loss);
        self.back_names(batch, pass, g, &mut d_vectors, &mut loss);
        for (d, v) in d_vectors
            .chunks_exact_mut(tops)
            .zip(pass.vectors.chunks_exact(tops))
        {
            for u in (0..2 * shape.arc).chain(tops - shape.name..tops) {
                if v[u] <= 0.0 {
                    d[u] = 0.0;
                }
            }
        }
        self.mask_vectors(&mut d_vectors, &pass.vector_mask);
        add_rows(&mut g.dense[at.top_bias.at.clone()], &d_vectors);
        let mut dx = vec![0.0; n * shape.state()];
        self.times_back(
            n,
            &pass.top,
            &at.top,
            &d_vectors,
            &mut g.dense,
            Some(&mut dx),
        );
        multiply(&mut dx, &pass.top_mask);
        for l in (0..shape.windows.len()).rev() {
            let mut d_seen = self.back_layer(l, &pass.layers[l], &batch.sentences, &dx, g);
            if shape.windows[l] {
                d_seen = window_back(&d_seen, &batch.sentences);
            }
            multiply(&mut d_seen, &pass.layer_masks[l]);
            if l > 0 {
                dx.iter_mut().zip(&d_seen).for_each(|(a, b)| *a += b);
            } else {
                dx = d_seen;
            }
            if l == shape.tags_after {
                self.back_tags(batch, pass, g, &mut dx, &mut loss);
            }
        }
        multiply(&mut dx, &pass.input_mask);
        g.words = dx;
        loss
    }

    fn back_arcs(
        &self,
        batch: &Batch,
        pass: &Pass,
        g: &mut Gradients,
        d_vectors: &mut [f32],
        loss: &mut Loss,
    ) {
        let (n, at) = (batch.len(), &self.layout);
        let (arc, tops) = (self.shape.arc, self.shape.tops());
        let known = batch.head.iter().filter(|&&h| h != NO_HEAD).count().max(1) as f32;
        let mut d_query = vec![0.0; n * arc];
        let mut d_far = vec![0.0; n * DISTANCES];
        let mut offset = 0;
        for &(start, end) in &batch.sentences {
            let len = end - start;
            let mut d = pass.arcs[offset..][..len * (len + 1)].to_vec();
            offset += d.len();
            for (i, row) in d.chunks_exact_mut(len + 1).enumerate() {
                loss.arcs += head_loss(row, batch.head[start + i], known);
                let q = start + i;
                let queries = (
                    &pass.query[q * arc..][..arc],
                    &mut d_query[q * arc..][..arc],
                );
                self.back_root(row[0], queries, &mut g.dense);
                for (j, d) in row[1..].iter().enumerate() {
                    d_far[q * DISTANCES + distance(j as i32 - i as i32)] += d;
                }
            }
            // score = query keys': keys are the second `arc` columns of the vectors.
            let d_score = View {
                data: &d[1..],
                down: len + 1,
                right: 1,
            };
            let keys = View::columns(&pass.vectors[start * tops..end * tops], tops, arc);
            gemm::add(
                len,
                arc,
                len,
                d_score,
                keys,
                &mut d_query[start * arc..],
                arc,
            );
            let q = View::rows(&pass.query[start * arc..end * arc], arc);
            let d_keys = &mut d_vectors[start * tops + arc..];
            gemm::add(len, arc, len, d_score.transposed(), q, d_keys, tops);
        }
        let d_in = Some(&mut d_query[..]);
        self.times_back(n, &pass.query, &at.distance, &d_far, &mut g.dense, d_in);
        add_rows(&mut g.dense[at.arc_bias.at.clone()], &d_query);
        let (v, d) = (View::rows(&pass.vectors, tops), View::rows(&d_query, arc));
        let d_arc = &mut g.dense[at.arc.at.clone()];
        gemm::add(arc, arc, n, v.transposed(), d, d_arc, arc);
        let m = View::rows(self.weights(&at.arc), arc).transposed();
        gemm::add(n, arc, arc, d, m, d_vectors, tops);
    }

    /// Gradients of the root's score `d` for one word's query.
    fn back_root(&self, d: f32, (query, d_query): (&[f32], &mut [f32]), dense: &mut [f32]) {
        let root = self.weights(&self.layout.root);
        let d_root = &mut dense[self.layout.root.at.clone()];
        for u in 0..root.len() {
            d_query[u] += d * root[u];
            d_root[u] += d * query[u];
        }
    }

    fn back_relations(
        &self,
        batch: &Batch,
        pass: &Pass,
        g: &mut Gradients,
        d_vectors: &mut [f32],
        loss: &mut Loss,
    ) {
        let heads = gold_heads(batch);
        let (joined, column) = self.joined(pass, &heads);
        let (n, rel, tops, at) = (batch.len(), self.shape.rel, self.shape.tops(), &self.layout);
        let mut d = repeat(self.weights(&at.rel_bias), n);
        self.times(n, &joined, &at.rel, &mut d);
        let counts = |i: usize| heads[i] != usize::MAX && batch.rel[i] != NONE;
        let known = (0..n).filter(|&i| counts(i)).count().max(1) as f32;
        for (i, row) in d.chunks_exact_mut(DEPREL.len()).enumerate() {
            let label = if counts(i) { batch.rel[i] } else { NONE };
            loss.rels += cross_entropy(row, label, known);
        }
        add_rows(&mut g.dense[at.rel_bias.at.clone()], &d);
        let mut d_joined = vec![0.0; n * rel];
        self.times_back(n, &joined, &at.rel, &d, &mut g.dense, Some(&mut d_joined));
        for i in (0..n).filter(|&i| heads[i] != usize::MAX) {
            for u in 0..rel {
                if joined[i * rel + u] > 0.0 {
                    let keep = pass
                        .vector_mask
                        .get(i * tops + column + u)
                        .copied()
                        .unwrap_or(1.0);
                    let d = d_joined[i * rel + u] * keep;
                    d_vectors[i * tops + column + u] += d;
                    d_vectors[heads[i] * tops + column + rel + u] += d;
                }
            }
        }
    }

    fn back_names(
        &self,
        batch: &Batch,
        pass: &Pass,
        g: &mut Gradients,
        d_vectors: &mut [f32],
        loss: &mut Loss,
    ) {
        let (n, name, tops) = (batch.len(), self.shape.name, self.shape.tops());
        let known = batch.bio.iter().filter(|&&b| b != NONE).count();
        if known == 0 {
            return;
        }
        let mut d = vec![0.0; n * NAMINGS];
        for (i, row) in d.chunks_exact_mut(NAMINGS).enumerate() {
            let row = &mut row[usize::from(batch.convention[i]) * BIO.len()..][..BIO.len()];
            row.copy_from_slice(pass.naming(i, batch.convention[i]));
            loss.names += cross_entropy(row, batch.bio[i], known as f32);
        }
        add_rows(&mut g.dense[self.naming_bias.at.clone()], &d);
        let column = tops - name;
        let names = View::columns(&pass.vectors, tops, column);
        let d_view = View::rows(&d, NAMINGS);
        let d_naming = &mut g.dense[self.naming.at.clone()];
        gemm::add(
            name,
            NAMINGS,
            n,
            names.transposed(),
            d_view,
            d_naming,
            NAMINGS,
        );
        let w = View::rows(self.weights(&self.naming), NAMINGS).transposed();
        gemm::add(n, name, NAMINGS, d_view, w, &mut d_vectors[column..], tops);
    }

    /// Gradients of the tags and their feedback; `dx` is the gradient of the state above, then below.
    fn back_tags(
        &self,
        batch: &Batch,
        pass: &Pass,
        g: &mut Gradients,
        dx: &mut [f32],
        loss: &mut Loss,
    ) {
        let (n, at) = (batch.len(), &self.layout);
        let mut d_tags = vec![0.0; n * TAGS];
        self.times_back(n, &pass.tags, &at.feed, dx, &mut g.dense, Some(&mut d_tags));
        let known = batch.upos.iter().filter(|&&l| l != NONE).count().max(1) as f32;
        let known_x = batch.xpos.iter().filter(|&&l| l != NONE).count().max(1) as f32;
        for (i, d) in d_tags.chunks_exact_mut(TAGS).enumerate() {
            let p = &pass.tags[i * TAGS..][..TAGS];
            let (du, dx) = d.split_at_mut(UPOS.len());
            let (pu, px) = p.split_at(UPOS.len());
            softmax_back(pu, du);
            softmax_back(px, dx);
            loss.tags += tag_loss(pu, du, batch.upos[i], 1.0 / known);
            loss.tags += tag_loss(px, dx, batch.xpos[i], 0.5 / known_x);
        }
        add_rows(&mut g.dense[at.tag_bias.at.clone()], &d_tags);
        self.times_back(n, &pass.tag_input, &at.tag, &d_tags, &mut g.dense, Some(dx));
    }

    /// Gradient of a layer's input from that of its output.
    fn back_layer(
        &self,
        l: usize,
        pass: &LayerPass,
        sentences: &[(usize, usize)],
        d_out: &[f32],
        g: &mut Gradients,
    ) -> Vec<f32> {
        let units = self.shape.units;
        let layer = &self.layout.layers[l];
        let n = d_out.len() / (2 * units);
        let mut d_gates = vec![0.0; n * 6 * units];
        let v = self.weights(&layer.peephole);
        let mut d_v = vec![0.0; 4 * units];
        let mut d_b = vec![0.0; 4 * units];
        let zeros = vec![0.0; units];
        let mut d_cell = vec![0.0; units];
        for &(start, end) in sentences {
            for d in 0..2 {
                d_cell.fill(0.0);
                let (vf, vr) = v[2 * d * units..][..2 * units].split_at(units);
                let (dvf, dvr) = d_v[2 * d * units..][..2 * units].split_at_mut(units);
                let (dbf, dbr) = d_b[2 * d * units..][..2 * units].split_at_mut(units);
                for step in (0..end - start).rev() {
                    let t = if d == 0 { start + step } else { end - 1 - step };
                    let gates = &pass.gates[(6 * t + 3 * d) * units..][..3 * units];
                    let (z, fr) = gates.split_at(units);
                    let (f, r) = fr.split_at(units);
                    let s = &pass.squashed[(2 * t + d) * units..][..units];
                    let p = if step == 0 {
                        &zeros[..]
                    } else {
                        let t = if d == 0 { t - 1 } else { t + 1 };
                        &pass.cell[(2 * t + d) * units..][..units]
                    };
                    let dh = &d_out[(2 * t + d) * units..][..units];
                    let out = &mut d_gates[(6 * t + 3 * d) * units..][..3 * units];
                    let (dz, dfr) = out.split_at_mut(units);
                    let (df, dr) = dfr.split_at_mut(units);
                    for u in 0..units {
                        let dc = d_cell[u] + dh[u] * r[u] * (1.0 - s[u] * s[u]);
                        dr[u] = dh[u] * s[u] * r[u] * (1.0 - r[u]);
                        df[u] = dc * (p[u] - z[u]) * f[u] * (1.0 - f[u]);
                        dz[u] = dc * (1.0 - f[u]);
                        d_cell[u] = dc * f[u] + df[u] * vf[u] + dr[u] * vr[u];
                        dvf[u] += df[u] * p[u];
                        dvr[u] += dr[u] * p[u];
                        dbf[u] += df[u];
                        dbr[u] += dr[u];
                    }
                }
            }
        }
        g.dense[layer.peephole.at.clone()].copy_from_slice(&d_v);
        g.dense[layer.bias.at.clone()].copy_from_slice(&d_b);
        let mut d_input = vec![0.0; pass.input.len()];
        self.times_back(
            n,
            &pass.input,
            &layer.matrix,
            &d_gates,
            &mut g.dense,
            Some(&mut d_input),
        );
        d_input
    }
}

/// The size that all but one in ten thousand numbers keep within.
fn most(numbers: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = numbers.iter().map(|x| x.abs()).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 10_000))
        .copied()
        .unwrap_or(1.0)
}

/// Place in the batch of every word's head by the treebank.
pub(crate) fn gold_heads(batch: &Batch) -> Vec<usize> {
    let mut heads = vec![usize::MAX; batch.len()];
    for &(start, end) in &batch.sentences {
        for i in start..end {
            match batch.head[i] {
                0 | NO_HEAD => {}
                h => heads[i] = start + h as usize - 1,
            }
        }
    }
    heads
}

/// Turns scores into the gradient of the cross-entropy, and returns that; all zero without a label.
fn cross_entropy(row: &mut [f32], label: u8, known: f32) -> f64 {
    if label == NONE {
        row.fill(0.0);
        return 0.0;
    }
    softmax(row);
    let loss = -f64::from(row[label as usize].max(1e-9).ln()) / f64::from(known);
    row[label as usize] -= 1.0;
    row.iter_mut().for_each(|x| *x /= known);
    loss
}

/// Turns the scores of a word's heads into their gradient, and returns the loss.
fn head_loss(row: &mut [f32], head: u16, known: f32) -> f64 {
    if head == NO_HEAD {
        row.fill(0.0);
        return 0.0;
    }
    softmax(row);
    let loss = -f64::from(row[head as usize].max(1e-9).ln()) / f64::from(known);
    row[head as usize] -= 1.0;
    row.iter_mut().for_each(|x| *x /= known);
    loss
}

fn tag_loss(p: &[f32], d: &mut [f32], label: u8, weight: f32) -> f64 {
    if label == NONE {
        return 0.0;
    }
    for (d, p) in d.iter_mut().zip(p) {
        *d += weight * p;
    }
    d[label as usize] -= weight;
    -f64::from(weight * p[label as usize].max(1e-9).ln())
}

/// Gradient of the probabilities to that of the scores.
fn softmax_back(p: &[f32], d: &mut [f32]) {
    let mean = dot(p, d);
    d.iter_mut().zip(p).for_each(|(d, p)| *d = p * (*d - mean));
}

pub(crate) fn softmax(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for x in row.iter_mut() {
        *x = (*x - max).exp();
        sum += *x;
    }
    row.iter_mut().for_each(|x| *x /= sum);
}

fn relu(row: &mut [f32]) {
    row.iter_mut().for_each(|x| *x = x.max(0.0));
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn repeat(row: &[f32], n: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(row.len() * n);
    for _ in 0..n {
        out.extend_from_slice(row);
    }
    out
}

/// Adds the rows of `d` to `sum`.
fn add_rows(sum: &mut [f32], d: &[f32]) {
    for row in d.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(s, d)| *s += d);
    }
}

/// Multiplies where there is a mask.
fn multiply(x: &mut [f32], mask: &[f32]) {
    x.iter_mut().zip(mask).for_each(|(x, m)| *x *= m);
}

fn mask(len: usize, rate: f32, rng: &mut Rng) -> Vec<f32> {
    if rate == 0.0 {
        return Vec::new();
    }
    let keep = 1.0 / (1.0 - rate);
    (0..len)
        .map(|_| if rng.unit() < rate { 0.0 } else { keep })
        .collect()
}

/// One mask a sentence, the same for all its words.
fn sentence_mask(sentences: &[(usize, usize)], width: usize, rate: f32, rng: &mut Rng) -> Vec<f32> {
    let mut out = Vec::new();
    if rate > 0.0 {
        for &(start, end) in sentences {
            let row = mask(width, rate, rng);
            for _ in start..end {
                out.extend_from_slice(&row);
            }
        }
    }
    out
}

/// Previous, own and next row side by side; zeros beyond the sentence.
fn window(x: &[f32], sentences: &[(usize, usize)]) -> Vec<f32> {
    let n = sentences.last().map_or(0, |s| s.1);
    let w = x.len() / n.max(1);
    let mut out = vec![0.0; 3 * x.len()];
    for &(start, end) in sentences {
        for t in start..end {
            let row = &mut out[3 * t * w..][..3 * w];
            let from = t.max(start + 1) - 1;
            let to = (t + 2).min(end);
            let at = (from + 1 - t) * w;
            row[at..at + (to - from) * w].copy_from_slice(&x[from * w..to * w]);
        }
    }
    out
}

fn window_back(d: &[f32], sentences: &[(usize, usize)]) -> Vec<f32> {
    let n = sentences.last().map_or(0, |s| s.1);
    let w = d.len() / (3 * n.max(1));
    let mut out = vec![0.0; d.len() / 3];
    for &(start, end) in sentences {
        for t in start..end {
            for (k, from) in (t.max(start + 1) - 1..(t + 2).min(end)).enumerate() {
                let first = t.max(start + 1) - t;
                let part = &d[(3 * t + first + k) * w..][..w];
                out[from * w..][..w]
                    .iter_mut()
                    .zip(part)
                    .for_each(|(o, p)| *o += p);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiny() -> (Net, Batch) {
        let shape = Shape {
            word: 6,
            units: 4,
            windows: vec![true, false, true],
            tags_after: 2,
            arc: 5,
            rel: 4,
            name: 3,
        };
        let mut rng = Rng::new(7);
        let mut net = Net::new(shape, 40, &mut rng);
        net.dense.iter_mut().for_each(|w| *w += 0.1 * rng.normal());
        net.table.iter_mut().for_each(|w| *w *= 3.0);
        let mut batch = Batch {
            sentences: vec![(0, 4), (4, 5), (5, 10)],
            ..Batch::default()
        };
        for i in 0..10 {
            batch
                .rows
                .push([(); TEMPLATES].map(|()| rng.below(40) as u32));
            batch
                .upos
                .push(if i == 3 { NONE } else { rng.below(17) as u8 });
            batch.xpos.push(rng.below(49) as u8);
            batch.rel.push(rng.below(51) as u8);
            batch
                .bio
                .push(if i % 3 == 0 { NONE } else { rng.below(7) as u8 });
            batch.convention.push(u8::from(i < 5) * 3);
        }
        batch.head = vec![2, 0, 2, NO_HEAD, 0, 3, 1, 0, 5, 3];
        (net, batch)
    }

    /// Differences of the loss agree with the gradients, for every tensor and for the word vectors.
    #[test]
    fn gradients_are_right() {
        let (mut net, batch) = tiny();
        let drop = Dropout {
            input: 0.3,
            layer: 0.3,
            top: 0.3,
            vector: 0.3,
        };
        let seeded = || Rng::new(3);
        let mut g = Gradients::default();
        let pass = net.forward(&batch, drop, &mut seeded());
        net.backward(&batch, &pass, &mut g);
        let loss = |net: &Net| {
            let pass = net.forward(&batch, drop, &mut seeded());
            net.backward(&batch, &pass, &mut Gradients::default())
                .total()
        };
        let step = 2e-3f32;
        let mut rng = Rng::new(1);
        let mut bad = 0;
        for _ in 0..600 {
            let i = rng.below(net.dense.len());
            let kept = net.dense[i];
            net.dense[i] = kept + step;
            let up = loss(&net);
            net.dense[i] = kept - step;
            let down = loss(&net);
            net.dense[i] = kept;
            let want = (up - down) / f64::from(2.0 * step);
            // A kink of the ReLU may lie within a step; a wrong formula is wrong everywhere.
            if (want - f64::from(g.dense[i])).abs() > 2e-3 + 0.02 * want.abs() {
                bad += 1;
            }
        }
        assert!(bad <= 6, "{bad} of 600 dense gradients are wrong");
        let row = batch.rows[6][2];
        for u in 0..6 {
            let i = row as usize * 6 + u;
            let kept = net.table[i];
            net.table[i] = kept + step;
            let up = loss(&net);
            net.table[i] = kept - step;
            let down = loss(&net);
            net.table[i] = kept;
            let want = (up - down) / f64::from(2.0 * step);
            let got: f32 = (0..10)
                .map(|t| {
                    batch.rows[t].iter().filter(|&&r| r == row).count() as f32 * g.words[t * 6 + u]
                })
                .sum();
            assert!(
                (want - f64::from(got)).abs() < 2e-3 + 0.03 * want.abs(),
                "{want} {got}"
            );
        }
    }
}
