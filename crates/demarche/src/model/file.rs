//! The weights file: little-endian, read once, checked before use.
//!
//! Magic, version, feature hash, sizes; words; the table (bytes, one step a row); matrices (step of the
//! input, steps of the outputs, bias, bytes in rows); vectors; lemmas; a checksum over all that precedes.

use crate::lang::labels;
use crate::lang::lemma::Lemmas;

use super::ModelError;
use super::engine::{Engine, Layer};
use super::features::{self, Vocabulary};
use super::gazetteer::Gazetteer;
use super::kernels::{Level, Matrix};
use super::shape::{Shape, Tensor};

pub const MAGIC: [u8; 8] = *b"DEMARCHE";

/// Changes whenever the order or meaning of the file's parts does.
pub const VERSION: u32 = 2;

/// Features and labels that weights were made for, as one number.
pub fn signature() -> u64 {
    let tables: [&[&str]; 4] = [&labels::UPOS, &labels::XPOS, &labels::DEPREL, &labels::BIO];
    let mut h = features::HASH;
    for label in tables.into_iter().flatten() {
        h = checksum(h, label.as_bytes());
    }
    h
}

/// A 64-bit checksum, eight bytes at a time.
pub fn checksum(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = seed ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        h ^= h >> 32;
    }
    h
}

/// Reads parts of known length one after the other.
struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], ModelError> {
        if len > self.bytes.len() {
            return Err(ModelError(
                "the weights end too early; get the file again".into(),
            ));
        }
        let (part, rest) = self.bytes.split_at(len);
        self.bytes = rest;
        Ok(part)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// A size that may not exceed `most`.
    fn size(&mut self, most: usize) -> Result<usize, ModelError> {
        let n = self.u32()? as usize;
        if n > most {
            return Err(ModelError(format!(
                "the weights are damaged: a size of {n}; get the file again"
            )));
        }
        Ok(n)
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(4 * n)?;
        Ok(bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    /// Numbers of which only the upper half of the bits is kept.
    fn short_floats(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(2 * n)?;
        let upper = bytes
            .chunks_exact(2)
            .map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])));
        Ok(upper.map(|b| f32::from_bits(b << 16)).collect())
    }

    /// Hashes with a byte each.
    fn hashes(&mut self) -> Result<Vec<(u32, u8)>, ModelError> {
        let n = self.size(1 << 24)?;
        let bytes = self.take(5 * n)?;
        Ok(bytes
            .chunks_exact(5)
            .map(|b| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), b[4]))
            .collect())
    }

    fn bytes(&mut self, n: usize) -> Result<Vec<i8>, ModelError> {
        Ok(self.take(n)?.iter().map(|&b| b as i8).collect())
    }

    fn text(&mut self) -> Result<&'a str, ModelError> {
        let len = self.u32()? as usize;
        std::str::from_utf8(self.take(len)?)
            .map_err(|_| ModelError("the weights are damaged: text".into()))
    }

    fn matrix(&mut self, t: &Tensor) -> Result<Matrix, ModelError> {
        let step = self.floats(1)?[0];
        let scales = self.floats(t.columns)?;
        let bias = self.floats(t.columns)?;
        let weights = self.bytes(t.rows * t.columns)?;
        Ok(Matrix::new(
            t.rows, t.columns, &weights, step, &scales, &bias,
        ))
    }
}

/// Checks magic, version, signature and checksum; gives what follows.
fn open(file: &[u8]) -> Result<Cursor<'_>, ModelError> {
    let refuse = |message: String| Err(ModelError(message));
    if file.len() < 32 || file[..8] != MAGIC {
        return refuse("these are no weights of Demarche's language engine".into());
    }
    let mut c = Cursor { bytes: &file[8..] };
    let version = c.u32()?;
    if version != VERSION {
        return refuse(format!(
            "the weights have format {version}, this program reads {VERSION}; \
             take the weights of the same release"
        ));
    }
    if c.u64()? != signature() {
        return refuse(
            "the weights were trained for other features or labels; run `cargo lab train engine`"
                .into(),
        );
    }
    let (body, sum) = file.split_at(file.len() - 8);
    if checksum(0, body).to_le_bytes() != sum {
        return refuse("the weights are damaged: wrong checksum; get the file again".into());
    }
    Ok(c)
}

/// Reads the engine and the lemmas.
pub(super) fn read(file: &[u8]) -> Result<(Engine, Lemmas), ModelError> {
    let mut c = open(file)?;
    let shape = read_shape(&mut c)?;
    let layout = shape.layout();
    let words = c.text()?;
    let vocabulary = Vocabulary::new(words.lines());
    let rows = vocabulary.table_rows();
    let steps = c.short_floats(rows)?;
    let table = c.bytes(rows * shape.word)?;
    let mut layers = Vec::new();
    for layer in &layout.layers {
        let matrix = c.matrix(&layer.matrix)?;
        let peephole = c.floats(layer.peephole.at.len())?;
        let bias = c.floats(layer.bias.at.len())?;
        layers.push(Layer {
            matrix,
            peephole,
            bias,
        });
    }
    let tag = c.matrix(&layout.tag)?;
    let feed = c.matrix(&layout.feed)?;
    let top = c.matrix(&layout.top)?;
    let arc = c.matrix(&layout.arc)?;
    let root = c.floats(layout.root.at.len())?;
    let distance = c.matrix(&layout.distance)?;
    let rel = c.matrix(&layout.rel)?;
    let bio = c.matrix(&layout.bio)?;
    let gazetteer = Gazetteer::new(c.hashes()?.into_iter(), c.hashes()?.into_iter());
    let lemmas = Lemmas::read(c.text()?, c.text()?);
    let level = Level::detect();
    let engine = Engine {
        level,
        shape,
        vocabulary,
        gazetteer,
        table,
        steps,
        layers,
        tag,
        feed,
        top,
        arc,
        root,
        distance,
        rel,
        bio,
    };
    Ok((engine, lemmas))
}

fn read_shape(c: &mut Cursor) -> Result<Shape, ModelError> {
    const MOST: usize = 4096;
    let word = c.size(MOST)?;
    let units = c.size(MOST)?;
    let layers = c.size(16)?;
    let windows = c.u32()?;
    let tags_after = c.size(layers)?;
    let (arc, rel, name) = (c.size(MOST)?, c.size(MOST)?, c.size(MOST)?);
    let sizes = [word, units, arc, rel, name];
    if layers == 0 || sizes.iter().any(|s| *s == 0 || s % 4 != 0) {
        return Err(ModelError("the weights are damaged: sizes".into()));
    }
    let windows = (0..layers).map(|l| windows >> l & 1 == 1).collect();
    Ok(Shape {
        word,
        units,
        windows,
        tags_after,
        arc,
        rel,
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_its_own() {
        let message = |bytes: &[u8]| read(bytes).map(|_| ()).unwrap_err().0;
        assert!(message(b"").contains("no weights"));
        assert!(message(&[b'x'; 100]).contains("no weights"));
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&(VERSION + 1).to_le_bytes());
        file.resize(64, 0);
        assert!(message(&file).contains("format"));
        file[8..12].copy_from_slice(&VERSION.to_le_bytes());
        assert!(message(&file).contains("other features"));
        file[12..20].copy_from_slice(&signature().to_le_bytes());
        assert!(message(&file).contains("checksum"));
        let end = file.len() - 8;
        let sum = checksum(0, &file[..end]).to_le_bytes();
        file[end..].copy_from_slice(&sum);
        assert!(message(&file).contains("sizes"));
    }
}
