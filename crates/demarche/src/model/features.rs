//! What the network sees of a word: rows of one table of vectors, summed.
//!
//! Training and reading call the same function; [`HASH`] is stored with the weights, so that weights made
//! for other features are refused.

use std::collections::HashMap;

/// Rows summed for a word: the word itself, its endings of one to four letters, its beginnings of two and
/// four, its shape, and what the lists of names say of it.
pub const TEMPLATES: usize = 9;

/// Rows of each hashed template, in order: four endings, two beginnings, shape.
const BUCKETS: [usize; 7] = [1 << 8, 1 << 11, 1 << 12, 1 << 12, 1 << 10, 1 << 12, 1 << 9];

/// Rows for the classes that the lists of names give (see [`super::gazetteer`]).
pub const LISTED: usize = 64;

/// Changes whenever a feature changes its meaning.
pub const HASH: u64 = 0x6465_6d61_7263_0002;

/// Row of a word that the vocabulary lacks.
pub const UNKNOWN: u32 = 0;

/// Words with a row of their own.
#[derive(Debug, Default)]
pub struct Vocabulary {
    rows: HashMap<Box<str>, u32, Hasher>,
}

impl Vocabulary {
    /// Words in the order of their rows, which begin at 1.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Vocabulary {
        let rows = words
            .into_iter()
            .zip(1..)
            .map(|(w, i)| (w.into(), i))
            .collect();
        Vocabulary { rows }
    }

    /// Number of word rows, the unknown word's included.
    pub fn len(&self) -> usize {
        self.rows.len() + 1
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Row of a normalised word.
    pub fn row(&self, word: &str) -> u32 {
        self.rows.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// Rows of the whole table.
    pub fn table_rows(&self) -> usize {
        self.len() + BUCKETS.iter().sum::<usize>() + LISTED
    }

    /// Row of the class `listed` given by the lists of names.
    pub fn listed_row(&self, listed: u8) -> u32 {
        (self.len() + BUCKETS.iter().sum::<usize>() + listed as usize % LISTED) as u32
    }

    /// Rows of the word `form`, without its class in the lists (the last cell, which stays as it is).
    pub fn rows(&self, form: &str, scratch: &mut Scratch, rows: &mut [u32; TEMPLATES]) {
        scratch.fill(form);
        rows[0] = self.row(&scratch.word);
        let ends = &scratch.ends;
        let letters = ends.len() - 1;
        let lower = scratch.word.as_bytes();
        let mut base = self.len();
        for (i, &buckets) in BUCKETS.iter().enumerate() {
            let bytes = match i {
                0..4 => &lower[ends[letters.saturating_sub(i + 1)]..],
                4 => &lower[..ends[letters.min(2)]],
                5 => &lower[..ends[letters.min(4)]],
                _ => scratch.shape.as_bytes(),
            };
            rows[i + 1] = (base + hash(i as u32, bytes) as usize % buckets) as u32;
            base += buckets;
        }
    }
}

/// Buffers of [`Vocabulary::rows`].
#[derive(Debug, Default)]
pub struct Scratch {
    /// The normalised word.
    pub word: String,
    shape: String,
    /// Byte at which each letter of `word` begins, and its length.
    ends: Vec<usize>,
}

/// Longest part of a word that is looked at, in letters.
const LONGEST: usize = 40;

impl Scratch {
    /// Normalises `form`: lower case, digits as 0, straight quotes and dashes.
    pub fn fill(&mut self, form: &str) {
        self.word.clear();
        self.shape.clear();
        self.ends.clear();
        let (mut last, mut run) = ('\0', 0);
        for c in form.chars().take(LONGEST) {
            let plain = plain(c);
            let class = match plain {
                '0'..='9' => 'd',
                c if c.is_lowercase() => 'x',
                c if c.is_uppercase() => 'X',
                c if c.is_alphabetic() => 'a',
                c => c,
            };
            run = if class == last { run + 1 } else { 1 };
            last = class;
            if run <= 2 {
                self.shape.push(class);
            }
            self.ends.push(self.word.len());
            match plain {
                '0'..='9' => self.word.push('0'),
                c if c.is_ascii() => self.word.push(c.to_ascii_lowercase()),
                // One letter stays one letter, so that `ends` counts letters.
                c => self.word.push(c.to_lowercase().next().unwrap_or(c)),
            }
        }
        self.ends.push(self.word.len());
    }
}

/// The plain form of typographic marks.
pub fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => '-',
        '\u{2015}' => '\u{2014}',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        c => c,
    }
}

/// FNV-1a over a seed and bytes, mixed at the end.
fn hash(seed: u32, bytes: &[u8]) -> u32 {
    let mut h = 0x811c_9dc5_u32 ^ seed.wrapping_mul(0x9e37_79b9);
    for &b in bytes {
        h = (h ^ b as u32).wrapping_mul(0x0100_0193);
    }
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 12)
}

/// A quick hash for tables whose keys nobody chooses against us: the table is never filled from a text
/// without a limit on its size.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hasher;

impl std::hash::BuildHasher for Hasher {
    type Hasher = Fnv;
    fn build_hasher(&self) -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

/// State of [`Hasher`].
#[derive(Debug)]
pub struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x9fb2_1c65_1e98_df25);
            self.0 ^= self.0 >> 32;
        }
    }
    fn write_u8(&mut self, _: u8) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_words() {
        let mut s = Scratch::default();
        s.fill("Russia’s");
        assert_eq!((s.word.as_str(), s.shape.as_str()), ("russia's", "Xxx'x"));
        s.fill("1,500.25");
        assert_eq!((s.word.as_str(), s.shape.as_str()), ("0,000.00", "d,dd.dd"));
        s.fill("ÉTAT");
        assert_eq!(s.word, "état");
    }

    #[test]
    fn rows_stay_in_their_template() {
        let vocabulary = Vocabulary::new(["talks", "the"]);
        let mut scratch = Scratch::default();
        for form in ["", "a", "Talks", "negotiators", "ß’—", "\u{130}stanbul"] {
            let mut rows = [0; TEMPLATES];
            vocabulary.rows(form, &mut scratch, &mut rows);
            assert!(
                rows.iter().all(|&r| (r as usize) < vocabulary.table_rows()),
                "{form}"
            );
        }
        let mut rows = [0; TEMPLATES];
        vocabulary.rows("Talks", &mut scratch, &mut rows);
        assert_eq!(rows[0], 1);
    }
}
