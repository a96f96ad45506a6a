//! The weights file from a trained network: numbers become bytes.

use demarche::model::file::{MAGIC, VERSION, checksum, signature};
use demarche::model::shape::Tensor;

use super::lists::Lists;
use super::net::Net;

/// Largest absolute input of each matrix, seen on development text: see `Net::reach`.
pub(crate) struct Reach {
    pub(crate) layers: Vec<f32>,
    pub(crate) tag: f32,
    pub(crate) top: f32,
    pub(crate) arc: f32,
    pub(crate) distance: f32,
    pub(crate) rel: f32,
    pub(crate) bio: f32,
}

/// Everything that goes into the file besides the network.
pub(crate) struct Rest<'a> {
    pub(crate) words: &'a [String],
    pub(crate) lists: &'a Lists,
    pub(crate) lemma_words: &'a str,
    pub(crate) lemma_endings: &'a str,
}

pub(crate) fn pack(net: &Net, reach: &Reach, rest: &Rest) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let (s, at) = (&net.shape, &net.layout);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&signature().to_le_bytes());
    let windows = s
        .windows
        .iter()
        .enumerate()
        .fold(0, |w, (l, &on)| w | usize::from(on) << l);
    for size in [
        s.word,
        s.units,
        s.windows.len(),
        windows,
        s.tags_after,
        s.arc,
        s.rel,
        s.name,
    ] {
        out.extend_from_slice(&(size as u32).to_le_bytes());
    }
    text(&mut out, &rest.words.join("\n"));
    table(&mut out, net);
    for (layer, &reach) in at.layers.iter().zip(&reach.layers) {
        matrix(&mut out, net, &layer.matrix, None, reach);
        floats(&mut out, &net.dense[layer.peephole.at.clone()]);
        floats(&mut out, &net.dense[layer.bias.at.clone()]);
    }
    matrix(&mut out, net, &at.tag, Some(&at.tag_bias), reach.tag);
    matrix(&mut out, net, &at.feed, None, 1.0);
    matrix(&mut out, net, &at.top, Some(&at.top_bias), reach.top);
    matrix(&mut out, net, &at.arc, Some(&at.arc_bias), reach.arc);
    floats(&mut out, &net.dense[at.root.at.clone()]);
    matrix(&mut out, net, &at.distance, None, reach.distance);
    matrix(&mut out, net, &at.rel, Some(&at.rel_bias), reach.rel);
    matrix(&mut out, net, &at.bio, Some(&at.bio_bias), reach.bio);
    hashes(&mut out, &rest.lists.phrases);
    hashes(&mut out, &rest.lists.words);
    text(&mut out, rest.lemma_words);
    text(&mut out, rest.lemma_endings);
    let sum = checksum(0, &out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn hashes(out: &mut Vec<u8>, list: &std::collections::BTreeMap<u32, u8>) {
    out.extend_from_slice(&(list.len() as u32).to_le_bytes());
    for (hash, kind) in list {
        out.extend_from_slice(&hash.to_le_bytes());
        out.push(*kind);
    }
}

fn floats(out: &mut Vec<u8>, numbers: &[f32]) {
    out.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
}

/// The step of a byte for numbers up to `most`.
fn step(most: f32) -> f32 {
    most.max(1e-6) / 127.0
}

/// The next larger number that has only the upper half of its bits.
fn short(x: f32) -> f32 {
    f32::from_bits((x.to_bits() | 0xffff) + 1)
}

fn byte(x: f32, step: f32) -> u8 {
    (x / step).round().clamp(-127.0, 127.0) as i8 as u8
}

fn largest(numbers: impl Iterator<Item = f32>) -> f32 {
    numbers.fold(0.0, |m, x| m.max(x.abs()))
}

fn table(out: &mut Vec<u8>, net: &Net) {
    let rows = net.table.chunks_exact(net.shape.word);
    let steps: Vec<f32> = rows
        .clone()
        .map(|row| short(step(largest(row.iter().copied()))))
        .collect();
    out.extend(
        steps
            .iter()
            .flat_map(|s| ((s.to_bits() >> 16) as u16).to_le_bytes()),
    );
    for (row, &step) in rows.zip(&steps) {
        out.extend(row.iter().map(|&x| byte(x, step)));
    }
}

fn matrix(out: &mut Vec<u8>, net: &Net, t: &Tensor, bias: Option<&Tensor>, reach: f32) {
    let weights = &net.dense[t.at.clone()];
    floats(out, &[step(reach)]);
    let steps: Vec<f32> = (0..t.columns)
        .map(|j| step(largest((0..t.rows).map(|i| weights[i * t.columns + j]))))
        .collect();
    floats(out, &steps);
    match bias {
        Some(bias) => floats(out, &net.dense[bias.at.clone()]),
        None => floats(out, &vec![0.0; t.columns]),
    }
    for row in weights.chunks_exact(t.columns) {
        out.extend(row.iter().zip(&steps).map(|(&x, &step)| byte(x, step)));
    }
}
