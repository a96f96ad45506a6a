//! The weights that judge places, and how they do it.

use crate::model::ModelError;
use crate::model::math::{sigmoid, tanh};
use crate::record::Kind;

/// No move, then the kinds in the order of [`Kind::ALL`].
pub const CLASSES: usize = 1 + Kind::ALL.len();
/// The class of a kind.
pub fn class_of(kind: Kind) -> usize {
    1 + Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0)
}

/// Numbers of a word vector.
pub const WORD: usize = 128;
/// Word vectors of a place.
pub const SLOTS: usize = 8;
/// Numbers of the word vectors of a place.
pub const DENSE: usize = SLOTS * WORD;
/// Units of the layer over them.
pub const HIDDEN: usize = 48;

/// First bytes of a file of weights; the last digits are the version.
const MAGIC: &[u8; 8] = b"dmacts01";

/// Rows of weights of hashed features, a byte each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows<const N: usize> {
    /// Hashes in a table of open addresses, at least twice as long as needed; the row of a hash is one less
    /// than the number beside it, and 0 is free.
    slots: Vec<(u32, u32)>,
    weights: Vec<i8>,
    /// What one step of a byte is worth.
    step: f32,
}

impl<const N: usize> Rows<N> {
    /// Rows from what training found.
    pub fn new(features: &[(u32, [f32; N])]) -> Self {
        let weights = features.iter().flat_map(|(_, row)| row);
        let largest = weights.fold(0.0_f32, |most, w| most.max(w.abs()));
        let step = (largest / 127.0).max(1e-9);
        let bytes = |row: &[f32; N]| row.map(|w| (w / step).round() as i8);
        let hashes: Vec<u32> = features.iter().map(|(hash, _)| *hash).collect();
        Rows {
            slots: table(&hashes),
            weights: features.iter().flat_map(|(_, row)| bytes(row)).collect(),
            step,
        }
    }

    /// True when nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The sums of the rows of some features.
    pub fn sum(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0_i32; N];
        let mask = self.slots.len().wrapping_sub(1);
        for &hash in features {
            let mut at = spread(hash) & mask;
            while let Some(&(key, row)) = self.slots.get(at).filter(|(_, row)| *row > 0) {
                if key == hash {
                    let row = &self.weights[(row as usize - 1) * N..][..N];
                    sums.iter_mut()
                        .zip(row)
                        .for_each(|(s, w)| *s += i32::from(*w));
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        sums.map(|s| s as f32 * self.step)
    }

    /// Step, number of hashes, hashes, rows.
    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.step.to_le_bytes());
        let mut hashes = vec![0; self.weights.len() / N];
        for &(hash, row) in self.slots.iter().filter(|(_, row)| *row > 0) {
            hashes[row as usize - 1] = hash;
        }
        out.extend((hashes.len() as u32).to_le_bytes());
        hashes
            .iter()
            .for_each(|h: &u32| out.extend(h.to_le_bytes()));
        out.extend(self.weights.iter().map(|&w| w as u8));
    }

    fn read(rest: &mut &[u8]) -> Option<Self> {
        let step = f32::from_le_bytes(take(rest)?);
        let count = u32::from_le_bytes(take(rest)?) as usize;
        let (hashes, tail) = rest.split_at_checked(count.checked_mul(4)?)?;
        let (weights, tail) = tail.split_at_checked(count.checked_mul(N)?)?;
        *rest = tail;
        let hashes: Vec<u32> = words(hashes).map(u32::from_le_bytes).collect();
        Some(Rows {
            slots: table(&hashes),
            weights: weights.iter().map(|&b| b as i8).collect(),
            step,
        })
    }
}

/// What was learnt of acts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// The checksum of the engine whose vectors and trees they were learnt with.
    pub engine: u64,
    /// Which kind of move stands at a place.
    pub kinds: Rows<CLASSES>,
    /// [`DENSE`] rows of [`HIDDEN`] numbers.
    pub into: Vec<f32>,
    /// [`HIDDEN`] rows of [`CLASSES`] numbers.
    pub out: Vec<f32>,
    /// Whether a party acts in a move, and whether it is addressed.
    pub sides: Rows<2>,
}

impl Weights {
    /// As bytes, little-endian: magic, engine, matrices, rows of the kinds, rows of the sides.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.engine.to_le_bytes());
        for x in self.into.iter().chain(&self.out) {
            out.extend(x.to_le_bytes());
        }
        self.kinds.write(&mut out);
        self.sides.write(&mut out);
        out
    }

    /// Reads weights back.
    ///
    /// # Errors
    /// When the bytes are damaged or of another version; the message names the way out.
    pub fn from_bytes(bytes: &[u8]) -> Result<Weights, ModelError> {
        Weights::read(bytes).ok_or_else(|| {
            let why = "the weights for acts are damaged or of another version; \
                       `cargo lab train-acts` writes them anew";
            ModelError(why.to_string())
        })
    }

    fn read(bytes: &[u8]) -> Option<Weights> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let engine = u64::from_le_bytes(take(&mut rest)?);
        let (numbers, tail) = rest.split_at_checked(4 * HIDDEN * (DENSE + CLASSES))?;
        let numbers: Vec<f32> = words(numbers).map(f32::from_le_bytes).collect();
        let (into, out) = numbers.split_at(DENSE * HIDDEN);
        let mut rest = tail;
        let weights = Weights {
            engine,
            into: into.to_vec(),
            out: out.to_vec(),
            kinds: Rows::read(&mut rest)?,
            sides: Rows::read(&mut rest)?,
        };
        rest.is_empty().then_some(weights)
    }

    /// How probable each class is for a place.
    pub fn judge(&self, features: &[u32], dense: &[f32]) -> [f32; CLASSES] {
        let mut scores = self.kinds.sum(features);
        let mut hidden = [0.0; HIDDEN];
        let rows = dense.iter().zip(self.into.chunks_exact(HIDDEN));
        // A place lacks some of its words; their numbers are zero.
        for (x, row) in rows.filter(|(x, _)| **x != 0.0) {
            hidden.iter_mut().zip(row).for_each(|(h, w)| *h += x * w);
        }
        for (h, row) in hidden.iter().zip(self.out.chunks_exact(CLASSES)) {
            let h = tanh(*h);
            scores.iter_mut().zip(row).for_each(|(s, w)| *s += h * w);
        }
        softmax(&mut scores);
        scores
    }

    /// How probable it is that a party acts in a move, and that it is addressed.
    pub fn side(&self, features: &[u32]) -> [f32; 2] {
        self.sides.sum(features).map(sigmoid)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

/// Scores to probabilities.
pub fn softmax(scores: &mut [f32; CLASSES]) {
    let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = crate::model::math::exp(*s - most);
        sum += *s;
    }
    scores.iter_mut().for_each(|s| *s /= sum);
}

fn words(bytes: &[u8]) -> impl Iterator<Item = [u8; 4]> + '_ {
    bytes.chunks_exact(4).map(|b| [b[0], b[1], b[2], b[3]])
}

fn spread(hash: u32) -> usize {
    (u64::from(hash).wrapping_mul(0x9fb2_1c65_1e98_df25) >> 32) as usize
}

/// The table of some hashes, in the order of their rows; of equal ones the first counts.
fn table(hashes: &[u32]) -> Vec<(u32, u32)> {
    let len = (2 * hashes.len()).next_power_of_two().max(2);
    let mut slots = vec![(0, 0); len];
    for (hash, row) in hashes.iter().zip(1..) {
        let mut at = spread(*hash) & (len - 1);
        while slots[at].1 > 0 && slots[at].0 != *hash {
            at = (at + 1) & (len - 1);
        }
        if slots[at].1 == 0 {
            slots[at] = (*hash, row);
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Weights {
        let row = |k: usize| std::array::from_fn(|c| if c == k { 3.0 } else { 0.0 });
        Weights {
            engine: 7,
            kinds: Rows::new(&[(11, row(1)), (900, row(2))]),
            into: vec![0.01; DENSE * HIDDEN],
            out: vec![0.0; HIDDEN * CLASSES],
            sides: Rows::new(&[(5, [2.0, -2.0])]),
        }
    }

    #[test]
    fn a_feature_speaks_for_its_class() {
        let judged = some().judge(&[900, 5], &[0.0; DENSE]);
        assert!(judged[2] > 0.5, "{judged:?}");
        assert!((judged.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let [acts, addressed] = some().side(&[5]);
        assert!(acts > 0.8 && addressed < 0.2);
    }

    #[test]
    fn bytes_give_the_same_weights_and_damage_is_refused() {
        let bytes = some().to_bytes();
        assert_eq!(Weights::from_bytes(&bytes).expect("whole"), some());
        for cut in [0, 7, 40, bytes.len() - 1] {
            let error = Weights::from_bytes(&bytes[..cut]).expect_err("cut off");
            assert!(error.0.contains("train-acts"), "{error}");
        }
    }
}
