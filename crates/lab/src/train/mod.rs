//! `cargo lab train engine`: learns the weights of the language engine.

mod adam;
mod data;
mod gemm;
mod lemmas;
mod net;
mod pack;
mod rng;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use demarche::lang::labels::{DEPREL, UPOS};
use demarche::model::features::{Scratch, TEMPLATES, Vocabulary};
use demarche::model::mst;
use demarche::model::shape::{Shape, TAGS};

use crate::Outcome;

use adam::Adam;
use data::Sample;
use net::{Batch, Dropout, Gradients, NO_DROPOUT, Net};
use rng::Rng;

/// Longest sentence learnt from, in words.
const LONGEST: usize = 120;

pub(crate) fn command(arguments: &[String]) -> Outcome {
    let mut options: HashMap<&str, &str> = HashMap::new();
    for pair in arguments.get(1..).unwrap_or_default().chunks(2) {
        if let [name, value] = pair {
            options.insert(name.trim_start_matches('-'), value);
        }
    }
    let number = |name: &str, default: usize| {
        options
            .get(name)
            .and_then(|v| v.parse().ok())
            .unwrap_or(default)
    };
    let shared = PathBuf::from(options.get("shared").copied().unwrap_or("../shared"));
    let out = PathBuf::from(options.get("out").copied().unwrap_or("target/engine"));
    let mut train = data::trees(&shared.join("data/ud/ewt/en_ewt-ud-train.conllu"), &[])?;
    let mut gum = data::trees(
        &shared.join("data/ud/gum-open/en_gumopen-train.conllu"),
        &["_conversation_"],
    )?;
    let joined = data::join(
        &mut gum,
        data::names(&shared.join("data/ner/gumopen_named-train.bio"), 1)?,
    );
    eprintln!(
        "{} EWT, {} GUM, {joined} with names",
        train.len(),
        gum.len()
    );
    train.append(&mut gum);
    train.append(&mut data::named(&shared.join("data/ner/re3d_open.bio"), 1)?);
    train.append(&mut data::named(&shared.join("data/ner/wikigold.bio"), 1)?);
    let dev_ewt = data::trees(&shared.join("data/ud/ewt/en_ewt-ud-dev.conllu"), &[])?;
    let mut dev_gum = data::trees(
        &shared.join("data/ud/gum-open/en_gumopen-dev.conllu"),
        &["_conversation_"],
    )?;
    data::join(
        &mut dev_gum,
        data::names(&shared.join("data/ner/gumopen_named-dev.bio"), 1)?,
    );
    let units = number("units", 128);
    let shape = Shape {
        word: number("word", 128),
        units,
        windows: (0..number("layers", 3)).map(|l| l % 2 == 0).collect(),
        tags_after: 2,
        arc: number("arc", 128),
        rel: number("rel", 128),
        name: 64,
    };
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut scratch = Scratch::default();
    for form in train.iter().flat_map(|s| &s.forms) {
        scratch.fill(form);
        *counts.entry(scratch.word.clone()).or_default() += 1;
    }
    let mut words: Vec<&String> = counts
        .iter()
        .filter(|(_, c)| **c >= 2)
        .map(|(w, _)| w)
        .collect();
    words.sort();
    let vocabulary = Vocabulary::new(words.iter().map(|w| w.as_str()));
    let word_counts: Vec<u32> = std::iter::once(0)
        .chain(words.iter().map(|w| counts[*w]))
        .collect();
    let mut rng = Rng::new(number("seed", 1) as u64);
    let net = Net::new(shape, vocabulary.table_rows(), &mut rng);
    eprintln!(
        "{} words, {} rows, {} dense weights",
        words.len(),
        vocabulary.table_rows(),
        net.dense.len()
    );
    let words: Vec<String> = words.into_iter().cloned().collect();
    let mut trainer = Trainer {
        adam: Adam::new(&net),
        net,
        words,
        vocabulary,
        word_counts,
        rng,
    };
    if let Some(net) = options.get("pack") {
        trainer.load(Path::new(net))?;
        return Ok(trainer.pack(&train, &dev_ewt, &out)?);
    }
    trainer.run(
        &train,
        &[("ewt dev", &dev_ewt), ("gum dev", &dev_gum)],
        number("epochs", 12),
        &out,
    )?;
    Ok(())
}

struct Trainer {
    net: Net,
    adam: Adam,
    words: Vec<String>,
    vocabulary: Vocabulary,
    /// How often each word row occurs in the training sentences.
    word_counts: Vec<u32>,
    rng: Rng,
}

/// A sentence ready for the network.
struct Ready {
    rows: Vec<[u32; TEMPLATES]>,
    sample: usize,
}

impl Trainer {
    fn run(
        &mut self,
        train: &[Sample],
        dev: &[(&str, &[Sample])],
        epochs: usize,
        out: &Path,
    ) -> Result<(), String> {
        let ready = self.ready(train);
        let per_epoch = ready.len().div_ceil(16);
        let steps = (per_epoch * epochs) as f32;
        let mut order: Vec<usize> = (0..ready.len()).collect();
        let drop = Dropout {
            input: 0.33,
            layer: 0.2,
            top: 0.33,
        };
        let mut g = Gradients::default();
        let start = Instant::now();
        for epoch in 1..=epochs {
            self.rng.shuffle(&mut order);
            let (mut loss, mut words, epoch_start) = (net::Loss::default(), 0, Instant::now());
            for (b, chunk) in order.chunks(16).enumerate() {
                let batch = self.batch(
                    chunk
                        .iter()
                        .map(|&i| (&ready[i].rows, &train[ready[i].sample])),
                    true,
                );
                let pass = self.net.forward(&batch, drop, &mut self.rng);
                let l = self.net.backward(&batch, &pass, &mut g);
                let step = ((epoch - 1) * per_epoch + b) as f32;
                let rate = 2e-3 * (step / 200.0).min(1.0) * (1.0 - 0.98 * step / steps);
                self.adam.update(&mut self.net, &batch, &g, rate, rate);
                words += batch.len();
                loss.tags += l.tags;
                loss.arcs += l.arcs;
                loss.rels += l.rels;
                loss.names += l.names;
                if b % 100 == 0 {
                    let speed = words as f64 / epoch_start.elapsed().as_secs_f64();
                    eprint!("\r{epoch}/{epochs} {b}/{per_epoch} {speed:.0} words/s  ");
                    let _ = std::io::stderr().flush();
                }
            }
            let k = 1.0 / per_epoch as f64;
            eprintln!(
                "\repoch {epoch}: {:.0} s, loss tags {:.3} arcs {:.3} relations {:.3} names {:.4}",
                start.elapsed().as_secs_f64(),
                loss.tags * k,
                loss.arcs * k,
                loss.rels * k,
                loss.names * k
            );
            for (name, samples) in dev {
                let score = self.score(samples);
                eprintln!("  {name}: {score}");
            }
            self.save(out)?;
        }
        Ok(())
    }

    fn ready(&self, samples: &[Sample]) -> Vec<Ready> {
        let mut scratch = Scratch::default();
        let fit = samples
            .iter()
            .enumerate()
            .filter(|(_, s)| s.len() <= LONGEST && s.len() > 0);
        fit.map(|(sample, s)| Ready {
            sample,
            rows: s
                .forms
                .iter()
                .map(|form| {
                    let mut rows = [0; TEMPLATES];
                    self.vocabulary.rows(form, &mut scratch, &mut rows);
                    rows[TEMPLATES - 1] = self.vocabulary.listed_row(0);
                    rows
                })
                .collect(),
        })
        .collect()
    }

    fn batch<'a>(
        &mut self,
        sentences: impl Iterator<Item = (&'a Vec<[u32; TEMPLATES]>, &'a Sample)>,
        learn: bool,
    ) -> Batch {
        let mut batch = Batch::default();
        for (rows, s) in sentences {
            let start = batch.len();
            for &(mut rows) in rows {
                let count = self.word_counts[rows[0] as usize] as f32;
                if learn && self.rng.unit() < 0.25 / (0.25 + count) + 0.02 {
                    rows[0] = 0;
                }
                batch.rows.push(rows);
            }
            batch.sentences.push((start, batch.len()));
            batch.upos.extend_from_slice(&s.upos);
            batch.xpos.extend_from_slice(&s.xpos);
            batch.head.extend_from_slice(&s.head);
            batch.rel.extend_from_slice(&s.rel);
            batch.bio.extend_from_slice(&s.bio);
        }
        batch
    }

    /// Scores on sentences with gold words, as one line.
    fn score(&mut self, samples: &[Sample]) -> String {
        let ready = self.ready(samples);
        let (mut n, mut upos, mut xpos, mut uas, mut las) = (0, 0, 0, 0, 0);
        let (mut heads, mut scratch) = (Vec::new(), mst::Scratch::default());
        for chunk in ready.chunks(32) {
            let batch = self.batch(chunk.iter().map(|r| (&r.rows, &samples[r.sample])), false);
            let pass = self.net.forward(&batch, NO_DROPOUT, &mut self.rng);
            let mut at = 0;
            let mut places = vec![usize::MAX; batch.len()];
            for &(start, end) in &batch.sentences {
                let len = end - start;
                mst::tree(
                    len,
                    &normalised(&pass.arcs[at..][..len * (len + 1)], len),
                    &mut heads,
                    &mut scratch,
                );
                at += len * (len + 1);
                for (i, &h) in heads.iter().enumerate() {
                    if h > 0 {
                        places[start + i] = start + h - 1;
                    }
                }
            }
            let rels = self.net.relations(&pass, &places);
            for &(start, end) in &batch.sentences {
                for i in start..end {
                    let tags = &pass.tags[i * TAGS..][..TAGS];
                    n += 1;
                    upos += usize::from(best(&tags[..UPOS.len()]) as u8 == batch.upos[i]);
                    xpos += usize::from(best(&tags[UPOS.len()..]) as u8 == batch.xpos[i]);
                    let head = if places[i] == usize::MAX {
                        0
                    } else {
                        places[i] - start + 1
                    };
                    if head == batch.head[i] as usize {
                        uas += 1;
                        let rel = best(&rels[i * DEPREL.len()..][..DEPREL.len()]);
                        las += usize::from(
                            head == 0 || universal(rel) == universal(batch.rel[i] as usize),
                        );
                    }
                }
            }
        }
        let percent = |x: usize| 100.0 * x as f64 / n as f64;
        format!(
            "UPOS {:.2} XPOS {:.2} UAS {:.2} LAS {:.2}",
            percent(upos),
            percent(xpos),
            percent(uas),
            percent(las)
        )
    }

    fn save(&self, out: &Path) -> Result<(), String> {
        let mut bytes = Vec::new();
        for x in self.net.dense.iter().chain(&self.net.table) {
            bytes.extend_from_slice(&x.to_le_bytes());
        }
        std::fs::create_dir_all(out).map_err(|e| e.to_string())?;
        std::fs::write(out.join("net.f32"), bytes).map_err(|e| e.to_string())
    }
}

impl Trainer {
    fn load(&mut self, path: &Path) -> Result<(), String> {
        let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
        let numbers = bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let all = self.net.dense.iter_mut().chain(&mut self.net.table);
        all.zip(numbers).for_each(|(w, x)| *w = x);
        Ok(())
    }

    /// Writes the weights file.
    fn pack(&mut self, train: &[Sample], dev: &[Sample], out: &Path) -> Result<(), String> {
        let ready = self.ready(dev);
        let batch = self.batch(
            ready.iter().take(400).map(|r| (&r.rows, &dev[r.sample])),
            false,
        );
        let pass = self.net.forward(&batch, NO_DROPOUT, &mut self.rng);
        let reach = self.net.reach(&pass, &net::gold_heads(&batch));
        let (lemma_words, lemma_endings) = lemmas::learn(train);
        eprintln!(
            "{} lemmas, {} endings",
            lemma_words.lines().count(),
            lemma_endings.lines().count()
        );
        let rest = pack::Rest {
            words: &self.words,
            lemma_words: &lemma_words,
            lemma_endings: &lemma_endings,
        };
        let file = pack::pack(&self.net, &reach, &rest);
        std::fs::write(out.join("engine.bin"), file).map_err(|e| e.to_string())
    }
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

fn best(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |b, i| if row[i] > row[b] { i } else { b })
}
