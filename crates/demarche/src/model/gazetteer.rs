//! Lists of known names as a hint to the network: whether a word stands in the name of a state, a
//! capital, an organisation or an officeholder, or is a nationality, a given name or a surname.
//!
//! The lists are kept as 32-bit hashes of lower-cased words; a false match among 2^32 is harmless, since
//! the network weighs the hint against everything else it sees.

use std::collections::HashMap;

use super::features::{Hasher, LISTED, plain};

/// What a phrase names. The numbers are those of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Place = 1,
    Organisation = 2,
    Person = 3,
    Nationality = 4,
    /// A word that points at a country: cities, regions, peoples.
    CountryWord = 5,
    /// A larger city, whose name may be much else as well.
    City = 6,
}

/// Kinds, and 0 for none.
const KINDS: u8 = 7;
/// Flags of single words, beside the kinds of phrases.
pub const GIVEN_NAME: u8 = 1;
pub const SURNAME: u8 = 2;

/// Longest phrase in words.
pub const LONGEST: usize = 8;

/// The lists.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Hash of a phrase -> kind.
    phrases: HashMap<u64, u8, Hasher>,
    /// Hash of a word -> flags.
    words: HashMap<u64, u8, Hasher>,
}

/// Hash of the words of a phrase: begin with [`START`], add the words in order.
pub fn extend(hash: u32, word: &str) -> u32 {
    let mut h = hash;
    let mut buffer = [0; 4];
    let letters = word
        .chars()
        .take(32)
        .map(plain)
        .flat_map(char::to_lowercase);
    for c in letters.chain(['\0']) {
        for b in c.encode_utf8(&mut buffer).bytes() {
            h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
        }
    }
    h ^ (h >> 13)
}

/// Hash of no words.
pub const START: u32 = 0x811c_9dc5;

impl Gazetteer {
    /// Lists from hashes and their kinds or flags, as the file has them.
    pub fn new(
        phrases: impl Iterator<Item = (u32, u8)>,
        words: impl Iterator<Item = (u32, u8)>,
    ) -> Gazetteer {
        Gazetteer {
            phrases: phrases.map(|(h, k)| (u64::from(h), k % KINDS)).collect(),
            words: words.map(|(h, f)| (u64::from(h), f & 3)).collect(),
        }
    }

    /// The class of every word of a sentence, appended to `out`: below [`LISTED`].
    pub fn classes(&self, forms: &[&str], out: &mut Vec<u8>) {
        let first = out.len();
        out.resize(first + forms.len(), 0);
        let classes = &mut out[first..];
        let mut t = 0;
        while t < forms.len() {
            let (kind, len) = self.longest(&forms[t..]);
            for (i, class) in classes[t..t + len].iter_mut().enumerate() {
                *class = 4 * (2 * kind + u8::from(i > 0));
            }
            t += len;
        }
        for (form, class) in forms.iter().zip(classes) {
            if form.chars().next().is_some_and(char::is_uppercase) {
                let flags = self.words.get(&u64::from(extend(START, form)));
                *class += flags.copied().unwrap_or(0);
            }
            debug_assert!((*class as usize) < LISTED);
        }
    }

    /// Kind and length of the longest phrase at the beginning of `forms`; kind 0 and one word if none.
    fn longest(&self, forms: &[&str]) -> (u8, usize) {
        let mut best = (0, 1);
        if !forms[0].chars().next().is_some_and(char::is_uppercase) {
            return best;
        }
        let mut hash = START;
        for (i, form) in forms.iter().take(LONGEST).enumerate() {
            hash = extend(hash, form);
            match self.phrases.get(&u64::from(hash)) {
                None => {}
                Some(&kind) => best = (kind, i + 1),
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_longest_phrase() {
        let hash = |words: &[&str]| words.iter().fold(START, |h, w| extend(h, w));
        let phrases = [
            (hash(&["new", "zealand"]), Kind::Place as u8),
            (hash(&["saudi"]), Kind::Nationality as u8),
            (hash(&["saudi", "arabia"]), Kind::Place as u8),
        ];
        let words = [(hash(&["sergei"]), GIVEN_NAME)];
        let lists = Gazetteer::new(phrases.into_iter(), words.into_iter());
        let mut out = Vec::new();
        lists.classes(
            &[
                "Saudi", "Arabia", "and", "NEW", "Zealand", "new", "Saudi", "Sergei",
            ],
            &mut out,
        );
        assert_eq!(out, [8, 12, 0, 8, 12, 0, 32, 1]);
    }
}
