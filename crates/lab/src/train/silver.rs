//! Sentences labelled by a teacher.

use std::path::Path;

use demarche::lang;
use demarche::lang::labels::BIO;
use demarche::model::Models;
use demarche::model::engine::{Labels, viterbi};

use super::corpus::Corpus;
use super::data::Sample;
use super::net::NO_HEAD;
use super::rng::Rng;

/// Words of a sentence that is worth learning from.
const LENGTHS: std::ops::Range<usize> = 5..61;

/// Sentences of the corpus with the labels that a teacher gives.
pub(crate) struct Silver {
    /// First token of each sentence and its length.
    bounds: Vec<(u32, u32)>,
    labels: Labels,
    bio: Vec<u8>,
}

/// Labels sentences, each text once, until there are `wanted` words: the news, then others chosen by chance.
pub(crate) fn label(corpus: &Corpus, model: &Models, wanted: usize, rng: &mut Rng) -> Silver {
    let mut bounds: Vec<(usize, usize)> = corpus
        .sentences()
        .filter(|(s, e)| LENGTHS.contains(&(e - s)))
        .collect();
    rng.shuffle(&mut bounds);
    bounds.sort_by_key(|(s, _)| corpus.news.is_none_or(|news| *s < news));
    let mut seen = std::collections::HashSet::new();
    let mut words = 0;
    bounds.retain(|&(s, e)| {
        let take = words < wanted && seen.insert(&corpus.tokens[s..e]);
        words += if take { e - s } else { 0 };
        take
    });
    bounds.sort_unstable();
    let forms: Vec<&str> = bounds
        .iter()
        .flat_map(|&(s, e)| &corpus.tokens[s..e])
        .map(|&t| &*corpus.forms[t as usize])
        .collect();
    let mut at = 0;
    let sentences: Vec<(usize, usize)> = bounds
        .iter()
        .map(|(s, e)| {
            at += e - s;
            (at - (e - s), at)
        })
        .collect();
    let labels = lang::label(&forms, &sentences, model);
    let mut bio = Vec::new();
    let mut named = Vec::new();
    for &(start, end) in &sentences {
        let scores = &labels.naming[start * BIO.len()..end * BIO.len()];
        viterbi(scores, &mut Vec::new(), &mut named);
        bio.append(&mut named);
    }
    eprintln!("silver: labelled {} words", forms.len());
    Silver {
        bounds: bounds
            .iter()
            .map(|&(s, e)| (s as u32, (e - s) as u32))
            .collect(),
        labels,
        bio,
    }
}

/// Keeps silver sentences.
pub(crate) fn write(silver: &Silver, file: &Path) -> Result<(), String> {
    let mut out = Vec::new();
    out.extend_from_slice(&(silver.bounds.len() as u32).to_le_bytes());
    for (start, len) in &silver.bounds {
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&len.to_le_bytes());
    }
    let l = &silver.labels;
    for t in 0..l.upos.len() {
        let head = u16::try_from(l.head[t]).unwrap_or(NO_HEAD);
        out.extend_from_slice(&[l.upos[t], l.xpos[t], l.rel[t], silver.bio[t]]);
        out.extend_from_slice(&head.to_le_bytes());
    }
    let part = file.with_extension("part");
    std::fs::write(&part, out).map_err(|e| e.to_string())?;
    std::fs::rename(part, file).map_err(|e| e.to_string())
}

/// Reads silver sentences back; the corpus gives their words.
pub(crate) fn read(file: &Path, corpus: &Corpus) -> Result<Vec<Sample>, String> {
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    let damaged = || format!("{} is damaged; delete it", file.display());
    let number = |at: usize| -> Option<usize> {
        let b = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
    };
    let n = number(0).ok_or_else(damaged)?;
    let mut at = 4 + 8 * n;
    let mut samples = Vec::with_capacity(n);
    for i in 0..n {
        let start = number(4 + 8 * i).ok_or_else(damaged)?;
        let len = number(8 + 8 * i).ok_or_else(damaged)?;
        let cells = bytes.get(at..at + 6 * len).ok_or_else(damaged)?;
        at += 6 * len;
        let tokens = corpus.tokens.get(start..start + len).ok_or_else(damaged)?;
        let mut s = Sample {
            forms: tokens
                .iter()
                .map(|&t| corpus.forms[t as usize].clone())
                .collect(),
            ..Sample::default()
        };
        for c in cells.chunks_exact(6) {
            s.upos.push(c[0]);
            s.xpos.push(c[1]);
            s.rel.push(c[2]);
            s.bio.push(c[3]);
            s.head.push(u16::from_le_bytes([c[4], c[5]]));
        }
        samples.push(s);
    }
    Ok(samples)
}
