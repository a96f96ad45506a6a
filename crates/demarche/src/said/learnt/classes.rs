//! Word classes: two numbers a word, fine and coarse, learnt from unlabelled text.

use super::features::hash;
use super::take;

/// The classes of the words that are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classes {
    /// Hash of each word in lower case, ascending.
    words: Vec<u32>,
    /// Fine and coarse class of each.
    classes: Vec<(u16, u8)>,
}

impl Classes {
    /// Builds the table from words in lower case with their classes.
    pub fn new(words: &[(String, u16, u8)]) -> Classes {
        let mut all: Vec<(u32, (u16, u8))> = words
            .iter()
            .map(|(w, fine, coarse)| (key(w), (*fine, *coarse)))
            .collect();
        all.sort_unstable();
        all.dedup_by_key(|(word, _)| *word);
        let (words, classes) = all.into_iter().unzip();
        Classes { words, classes }
    }

    /// Fine and coarse class of a word in lower case, counted from 1; (0, 0) when it is not known.
    pub(super) fn of(&self, word: &str) -> (u64, u64) {
        match self.words.binary_search(&key(word)) {
            Ok(at) => (
                u64::from(self.classes[at].0) + 1,
                u64::from(self.classes[at].1) + 1,
            ),
            Err(_) => (0, 0),
        }
    }

    /// Appends the table: the number of words, their hashes, fine classes, coarse classes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.words.len() as u32).to_le_bytes());
        self.words.iter().for_each(|w| out.extend(w.to_le_bytes()));
        self.classes
            .iter()
            .for_each(|(fine, _)| out.extend(fine.to_le_bytes()));
        out.extend(self.classes.iter().map(|(_, coarse)| *coarse));
    }

    /// Reads what [`Classes::write`] wrote; none when it is damaged.
    pub(super) fn read(rest: &mut &[u8]) -> Option<Classes> {
        let count = u32::from_le_bytes(take(rest)?) as usize;
        if rest.len() / 7 < count {
            return None;
        }
        let words: Vec<u32> = (0..count)
            .map(|_| take(rest).map(u32::from_le_bytes))
            .collect::<Option<_>>()?;
        let fine: Vec<u16> = (0..count)
            .map(|_| take(rest).map(u16::from_le_bytes))
            .collect::<Option<_>>()?;
        let coarse: Vec<[u8; 1]> = (0..count).map(|_| take(rest)).collect::<Option<_>>()?;
        let classes = fine
            .into_iter()
            .zip(coarse)
            .map(|(fine, [coarse])| (fine, coarse))
            .collect();
        Some(Classes { words, classes })
    }
}

fn key(word: &str) -> u32 {
    (hash(word) >> 16) as u32
}
