//! Teaching one network: batches, the rate, averages, scores on development sets.

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use demarche::lang::labels::{DEPREL, UPOS};
use demarche::model::engine::viterbi;
use demarche::model::features::{Scratch, TEMPLATES, Vocabulary};
use demarche::model::gazetteer::Gazetteer;
use demarche::model::mst;
use demarche::model::shape::TAGS;

use super::data::Sample;
use super::net::{self, Batch, Dropout, Gradients, NO_DROPOUT, NONE, Net, Pass};
use super::pack::Reach;
use super::rng::Rng;
use super::state::State;

/// Longest sentence learnt from, in words.
const LONGEST: usize = 120;

/// How to train.
pub(crate) struct Plan {
    pub(crate) epochs: usize,
    /// Highest rate, and its share for the table of vectors.
    pub(crate) rate: f32,
    pub(crate) table_rate: f32,
    /// Sentences of a batch.
    pub(crate) batch: usize,
    pub(crate) dropout: Dropout,
    /// Last epochs whose weights are averaged.
    pub(crate) average: usize,
    /// Share of the silver sentences that an epoch takes.
    pub(crate) silver_share: f32,
}

pub(crate) struct Trainer<'a> {
    net: Net,
    vocabulary: &'a Vocabulary,
    gazetteer: &'a Gazetteer,
    /// How often each word row occurs in the gold sentences.
    word_counts: &'a [u32],
    rng: Rng,
}

/// Sentences to learn from: gold ones first.
struct Pool<'s> {
    ready: Vec<Ready>,
    n_gold: usize,
    gold: &'s [Sample],
    silver: &'s [Sample],
}

impl<'s> Pool<'s> {
    fn sentence(&self, i: usize) -> (&Vec<[u32; TEMPLATES]>, &'s Sample) {
        let Ready { rows, sample } = &self.ready[i];
        let silver = || &self.silver[sample - self.gold.len()];
        (rows, self.gold.get(*sample).unwrap_or_else(silver))
    }
}

/// The silver sentences in the order in which epochs take them.
fn silver_order(pool: &Pool, plan: &Plan, rng: &mut Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (pool.n_gold..pool.ready.len()).collect();
    if plan.silver_share > 0.0 {
        rng.shuffle(&mut order);
    }
    order
}

/// A sentence ready for the network.
pub(crate) struct Ready {
    pub(crate) rows: Vec<[u32; TEMPLATES]>,
    pub(crate) sample: usize,
}

impl<'a> Trainer<'a> {
    pub(crate) fn new(
        net: Net,
        vocabulary: &'a Vocabulary,
        gazetteer: &'a Gazetteer,
        word_counts: &'a [u32],
        rng: Rng,
    ) -> Self {
        Trainer {
            net,
            vocabulary,
            gazetteer,
            word_counts,
            rng,
        }
    }

    pub(crate) fn net(&self) -> &Net {
        &self.net
    }

    /// Trains and returns the average of the last epochs. After every epoch the state is kept beside
    /// `file`, and a run that finds such a state goes on from there.
    pub(crate) fn run(
        &mut self,
        gold: &[Sample],
        silver: &[Sample],
        dev: &[(&str, Vec<Sample>)],
        plan: &Plan,
        file: &Path,
    ) -> Result<Net, String> {
        let pool = self.pool(gold, silver);
        let mut order = silver_order(&pool, plan, &mut self.rng.clone());
        let state_file = file.with_extension("state");
        let mut state = State::new(&self.net);
        state.load(&state_file, &mut self.net, &mut self.rng);
        let start = Instant::now();
        while state.epochs < plan.epochs {
            let loss = self.epoch(&pool, &mut order, plan, &mut state);
            state.epochs += 1;
            let seconds = start.elapsed().as_secs_f64();
            eprintln!("\repoch {}: {seconds:.0} s, {loss}", state.epochs);
            if state.epochs + plan.average > plan.epochs {
                state.blend(&self.net, state.epochs + plan.average - plan.epochs);
            }
            for (name, samples) in dev.iter().take(2) {
                eprintln!("  {name}: {}", self.score(samples));
            }
            state.save(&state_file, &self.net, &self.rng)?;
        }
        self.net = state.mean();
        for (name, samples) in dev {
            eprintln!("  average, {name}: {}", self.score(samples));
        }
        let _ = std::fs::remove_file(state_file);
        Ok(self.net.copy())
    }

    /// Gold and silver sentences ready for the network.
    fn pool<'s>(&self, gold: &'s [Sample], silver: &'s [Sample]) -> Pool<'s> {
        let mut ready = self.ready(gold);
        let n_gold = ready.len();
        for r in self.ready(silver) {
            ready.push(Ready {
                sample: r.sample + gold.len(),
                ..r
            });
        }
        Pool {
            ready,
            n_gold,
            gold,
            silver,
        }
    }

    /// One pass over the gold sentences and the next share of the silver; the mean losses as text.
    fn epoch(
        &mut self,
        pool: &Pool,
        silver: &mut [usize],
        plan: &Plan,
        state: &mut State,
    ) -> String {
        let n_silver = (silver.len() as f32 * plan.silver_share) as usize;
        let mut order: Vec<usize> = (0..pool.n_gold).collect();
        let next = silver
            .iter()
            .cycle()
            .skip(state.epochs * n_silver)
            .take(n_silver);
        order.extend(next);
        self.rng.shuffle(&mut order);
        let per_epoch = order.len().div_ceil(plan.batch);
        let steps = (per_epoch * plan.epochs) as f32;
        let (mut loss, mut words, begun) = (net::Loss::default(), 0, Instant::now());
        let mut g = Gradients::default();
        for (b, chunk) in order.chunks(plan.batch).enumerate() {
            let batch = self.batch(chunk.iter().map(|&i| pool.sentence(i)), true);
            let pass = self.net.forward(&batch, plan.dropout, &mut self.rng);
            loss.add(self.net.backward(&batch, &pass, &mut g));
            let step = (state.epochs * per_epoch + b) as f32;
            let rate = plan.rate * (step / 200.0).min(1.0) * (1.0 - 0.98 * step / steps);
            state
                .adam
                .update(&mut self.net, &batch, &g, rate, rate * plan.table_rate);
            words += batch.len();
            if b % 100 == 0 {
                let (at, speed) = (
                    state.epochs + 1,
                    words as f64 / begun.elapsed().as_secs_f64(),
                );
                eprint!(
                    "\r{at}/{} {b}/{per_epoch} {speed:.0} words/s  ",
                    plan.epochs
                );
                let _ = std::io::stderr().flush();
            }
        }
        loss.show(per_epoch)
    }

    /// Rows of all sentences that are neither empty nor too long.
    pub(crate) fn ready(&self, samples: &[Sample]) -> Vec<Ready> {
        let mut scratch = Scratch::default();
        let fit = samples
            .iter()
            .enumerate()
            .filter(|(_, s)| s.len() <= LONGEST && s.len() > 0);
        fit.map(|(sample, s)| {
            let forms: Vec<&str> = s.forms.iter().map(|f| &**f).collect();
            Ready {
                sample,
                rows: rows(&forms, self.vocabulary, self.gazetteer, &mut scratch),
            }
        })
        .collect()
    }

    pub(crate) fn batch<'s>(
        &mut self,
        sentences: impl Iterator<Item = (&'s Vec<[u32; TEMPLATES]>, &'s Sample)>,
        learn: bool,
    ) -> Batch {
        let mut batch = Batch::default();
        let unlisted = self.vocabulary.listed_row(0);
        for (rows, s) in sentences {
            let start = batch.len();
            for &(mut rows) in rows {
                let count = self.word_counts[rows[0] as usize] as f32;
                if learn && self.rng.unit() < 0.25 / (0.25 + count) + 0.02 {
                    rows[0] = 0;
                }
                // Lists never know everything: now and then they know nothing.
                if learn && self.rng.unit() < 0.1 {
                    rows[TEMPLATES - 1] = unlisted;
                }
                batch.rows.push(rows);
            }
            batch.sentences.push((start, batch.len()));
            batch.upos.extend_from_slice(&s.upos);
            batch.xpos.extend_from_slice(&s.xpos);
            batch.head.extend_from_slice(&s.head);
            batch.rel.extend_from_slice(&s.rel);
            batch.bio.extend_from_slice(&s.bio);
            let convention = s.convention as u8;
            batch.convention.extend(s.bio.iter().map(|_| convention));
        }
        batch
    }

    /// Scores on sentences with gold words, as one line.
    fn score(&mut self, samples: &[Sample]) -> String {
        let ready = self.ready(samples);
        let (mut n, mut right) = (0, [0; 4]);
        let mut names = [0; 3];
        for chunk in ready.chunks(32) {
            let batch = self.batch(chunk.iter().map(|r| (&r.rows, &samples[r.sample])), false);
            let pass = self.net.forward(&batch, NO_DROPOUT, &mut self.rng);
            let places = heads(&batch, &pass.arcs);
            let rels = self.net.relations(&pass, &places);
            for &(start, end) in &batch.sentences {
                count_names(&batch, &pass, start, end, &mut names);
                for i in (start..end).filter(|&i| batch.upos[i] != NONE) {
                    let tags = &pass.tags[i * TAGS..][..TAGS];
                    n += 1;
                    right[0] += usize::from(best(&tags[..UPOS.len()]) as u8 == batch.upos[i]);
                    right[1] += usize::from(best(&tags[UPOS.len()..]) as u8 == batch.xpos[i]);
                    let head = if places[i] == usize::MAX {
                        0
                    } else {
                        places[i] - start + 1
                    };
                    if head == batch.head[i] as usize {
                        let rel = best(&rels[i * DEPREL.len()..][..DEPREL.len()]);
                        right[2] += 1;
                        right[3] += usize::from(
                            head == 0 || universal(rel) == universal(batch.rel[i] as usize),
                        );
                    }
                }
            }
        }
        let percent = right.map(|x| 100.0 * x as f64 / n.max(1) as f64);
        let f1 = 200.0 * names[0] as f64 / (names[1] + names[2]).max(1) as f64;
        let [upos, xpos, uas, las] = percent;
        format!("UPOS {upos:.2} XPOS {xpos:.2} UAS {uas:.2} LAS {las:.2} names {f1:.1}")
    }

    /// Largest inputs of the matrices on the first development sentences.
    pub(crate) fn reach(&mut self, dev: &[(&str, Vec<Sample>)]) -> Reach {
        let samples: Vec<Sample> = dev
            .iter()
            .take(2)
            .flat_map(|(_, s)| s.iter().take(250).cloned())
            .collect();
        let ready = self.ready(&samples);
        let batch = self.batch(ready.iter().map(|r| (&r.rows, &samples[r.sample])), false);
        let pass = self.net.forward(&batch, NO_DROPOUT, &mut self.rng);
        self.net.reach(&pass, &net::gold_heads(&batch))
    }
}

/// Rows of a sentence's words.
pub(crate) fn rows(
    forms: &[&str],
    vocabulary: &Vocabulary,
    gazetteer: &Gazetteer,
    scratch: &mut Scratch,
) -> Vec<[u32; TEMPLATES]> {
    let mut classes = Vec::new();
    gazetteer.classes(forms, &mut classes);
    let row = |(form, class): (&&str, u8)| {
        let mut rows = [0; TEMPLATES];
        vocabulary.rows(form, scratch, &mut rows);
        rows[TEMPLATES - 1] = vocabulary.listed_row(class);
        rows
    };
    forms.iter().zip(classes).map(row).collect()
}

/// Best trees: the place in the batch of every word's head, usize::MAX for roots.
pub(crate) fn heads(batch: &Batch, arcs: &[f32]) -> Vec<usize> {
    let (mut heads, mut scratch) = (Vec::new(), mst::Scratch::default());
    let mut places = vec![usize::MAX; batch.len()];
    let mut at = 0;
    for &(start, end) in &batch.sentences {
        let len = end - start;
        let scores = normalised(&arcs[at..][..len * (len + 1)], len);
        mst::tree(len, &scores, &mut heads, &mut scratch);
        at += scores.len();
        for (i, &h) in heads.iter().enumerate() {
            if h > 0 {
                places[start + i] = start + h - 1;
            }
        }
    }
    places
}

/// Adds to `counts`: names right, names of the gold side, names found.
fn count_names(batch: &Batch, pass: &Pass, start: usize, end: usize, counts: &mut [usize; 3]) {
    if batch.bio[start] == NONE {
        return;
    }
    let mut found = Vec::new();
    let scores = (start..end).flat_map(|t| pass.naming(t, batch.convention[t]));
    let scores: Vec<f32> = scores.copied().collect();
    viterbi(&scores, &mut Vec::new(), &mut found);
    let (gold, found) = (spans(&batch.bio[start..end]), spans(&found));
    counts[0] += gold.iter().filter(|s| found.contains(s)).count();
    counts[1] += gold.len();
    counts[2] += found.len();
}

/// Names as (begin, end, label of the inside).
fn spans(bio: &[u8]) -> Vec<(usize, usize, u8)> {
    let mut spans: Vec<(usize, usize, u8)> = Vec::new();
    for (t, &label) in bio.iter().enumerate().filter(|(_, l)| **l > 0) {
        match spans.last_mut() {
            Some(last) if label % 2 == 0 && last.1 == t && last.2 == label => last.1 = t + 1,
            _ => spans.push((t, t + 1, label + label % 2)),
        }
    }
    spans
}

fn universal(rel: usize) -> &'static str {
    DEPREL
        .get(rel)
        .map_or("", |l| l.split(':').next().unwrap_or(l))
}

/// Log probabilities of heads, row by row, which is what the best tree is taken over.
fn normalised(arcs: &[f32], n: usize) -> Vec<f32> {
    let mut out = arcs.to_vec();
    for row in out.chunks_exact_mut(n + 1) {
        net::softmax(row);
        row.iter_mut().for_each(|p| *p = p.max(1e-30).ln());
    }
    out
}

pub(crate) fn best(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |b, i| if row[i] > row[b] { i } else { b })
}
