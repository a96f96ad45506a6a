//! Sizes of the network and the order of its tensors, shared by training and reading.

use std::ops::Range;

use crate::lang::labels;

/// Sizes of the network. See [`Layout`] for what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Length of a word's vector.
    pub word: usize,
    /// Units of a layer in one direction.
    pub units: usize,
    /// For each layer, whether it sees both neighbours of a word as well.
    pub windows: Vec<bool>,
    /// Number of layers below the tags.
    pub tags_after: usize,
    /// Length of the vectors that choose a head.
    pub arc: usize,
    /// Length of the vectors that choose a relation.
    pub rel: usize,
    /// Length of the vectors that choose a name label.
    pub name: usize,
}

/// Classes of the distance from a word to its head.
pub const DISTANCES: usize = 32;

/// Number of tags of both kinds.
pub const TAGS: usize = labels::UPOS.len() + labels::XPOS.len();

/// Class of the distance between a word and a head that stands `offset` words after it.
#[inline(always)]
pub fn distance(offset: i32) -> usize {
    let d = offset.unsigned_abs();
    let class = match d {
        0..=8 => d,
        9..=10 => 9,
        11..=13 => 10,
        14..=17 => 11,
        18..=23 => 12,
        24..=31 => 13,
        32..=47 => 14,
        _ => 15,
    };
    (if offset < 0 { class } else { class + 16 }) as usize
}

/// A matrix of `rows` inputs by `columns` outputs among the dense weights.
#[derive(Clone, Debug)]
pub struct Tensor {
    pub at: Range<usize>,
    pub rows: usize,
    pub columns: usize,
}

/// One recurrent layer: per direction candidate, forget gate, output gate.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Inputs by (direction, candidate | forget | output, unit).
    pub matrix: Tensor,
    /// (direction, forget | output) by unit: how the gates see the cell.
    pub peephole: Tensor,
    /// (direction, forget | output) by unit.
    pub bias: Tensor,
}

/// Where each tensor lies.
#[derive(Clone, Debug)]
pub struct Layout {
    pub layers: Vec<Layer>,
    /// State to UPOS and XPOS scores.
    pub tag: Tensor,
    pub tag_bias: Tensor,
    /// Tag probabilities back into the state.
    pub feed: Tensor,
    /// State to dependent, head, relation of dependent, relation of head, name vectors.
    pub top: Tensor,
    pub top_bias: Tensor,
    pub arc: Tensor,
    pub arc_bias: Tensor,
    pub root: Tensor,
    pub distance: Tensor,
    pub rel: Tensor,
    pub rel_bias: Tensor,
    pub bio: Tensor,
    pub bio_bias: Tensor,
    /// Number of dense weights.
    pub len: usize,
}

impl Shape {
    /// Length of a state: both directions.
    pub fn state(&self) -> usize {
        2 * self.units
    }

    /// Inputs of layer `l`.
    pub fn inputs(&self, l: usize) -> usize {
        let one = if l == 0 { self.word } else { self.state() };
        if self.windows[l] { 3 * one } else { one }
    }

    /// Length of the vectors of all heads together.
    pub fn tops(&self) -> usize {
        2 * self.arc + 2 * self.rel + self.name
    }

    /// Lays the tensors out in the order of the file.
    pub fn layout(&self) -> Layout {
        let mut len = 0;
        let mut next = |rows: usize, columns: usize| {
            let at = len..len + rows * columns;
            len = at.end;
            Tensor { at, rows, columns }
        };
        let layers = (0..self.windows.len())
            .map(|l| Layer {
                matrix: next(self.inputs(l), 6 * self.units),
                peephole: next(4, self.units),
                bias: next(4, self.units),
            })
            .collect();
        let state = self.state();
        let mut layout = Layout {
            layers,
            tag: next(state, TAGS),
            tag_bias: next(1, TAGS),
            feed: next(TAGS, state),
            top: next(state, self.tops()),
            top_bias: next(1, self.tops()),
            arc: next(self.arc, self.arc),
            arc_bias: next(1, self.arc),
            root: next(1, self.arc),
            distance: next(self.arc, DISTANCES),
            rel: next(self.rel, labels::DEPREL.len()),
            rel_bias: next(1, labels::DEPREL.len()),
            bio: next(self.name, labels::BIO.len()),
            bio_bias: next(1, labels::BIO.len()),
            len: 0,
        };
        layout.len = len;
        layout
    }
}
