//! Texts that are nearly the same: the wire story in three newspapers, the story with a paragraph more.
//!
//! A text is sketched by MinHash (Broder 1997) over its runs of four words; texts that share a band of the
//! sketch are compared. So a comparison looks at few texts, however many there are.

use crate::hash::{mix, short};

/// Values of a sketch. The estimate of the share of common runs errs by about 1/8 (one over its root).
const SIZE: usize = 64;
/// Values of a band: two texts with half their runs in common meet in some band nearly always.
const BAND: usize = 4;
/// Words of a run.
const RUN: usize = 4;
/// Texts of fewer words are never taken for copies: "No comment." is no wire story.
const FEWEST: usize = 40;

/// Share of common runs from which two texts are the same story.
const SAME: f32 = 0.5;

/// A sketch of a text: for each of its hash functions the least value over all runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of a text; none of a text that is too short to be a story.
    pub(crate) fn of(text: &str) -> Option<Sketch> {
        let words: Vec<u64> = words(text).collect();
        if words.len() < FEWEST {
            return None;
        }
        let mut least = vec![u32::MAX; SIZE];
        for run in words.windows(RUN) {
            let hash = run.iter().fold(0, |h, w| mix(h ^ w).rotate_left(5));
            for (i, value) in least.iter_mut().enumerate() {
                let own = mix(hash ^ (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
                *value = (*value).min((own >> 32) as u32);
            }
        }
        Some(Sketch(least))
    }

    /// One number a band; texts that share one are worth comparing.
    pub(crate) fn bands(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.chunks(BAND).enumerate().map(|(number, band)| {
            let start = number as u64;
            let hash = band.iter().fold(start, |h, v| mix(h ^ u64::from(*v)));
            hash as i64
        })
    }

    /// True when the two are the same story.
    pub(crate) fn is_like(&self, other: &Sketch) -> bool {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f32 >= SAME * SIZE as f32
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|v| v.to_le_bytes()).collect()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Sketch {
        let four = bytes.chunks_exact(4);
        let value = |c: &[u8]| u32::from_le_bytes([c[0], c[1], c[2], c[3]]);
        Sketch(four.map(value).collect())
    }
}

/// Hashes of the words, in lower case and without marks.
fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| short(&[&w.to_lowercase()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` words that no other seed has.
    fn story(seed: usize, n: usize) -> String {
        let word = |i: usize| format!("w{}x{}", seed, (i * 7919) % 997);
        (0..n).map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_copy_with_another_head_and_tail_is_the_same_story() {
        let body = story(1, 300);
        let copy = format!("By a correspondent in Geneva. {body} Reporting by others.");
        let (a, b) = (Sketch::of(&body).unwrap(), Sketch::of(&copy).unwrap());
        assert!(a.is_like(&b));
        let shared = a.bands().filter(|x| b.bands().any(|y| y == *x)).count();
        assert!(shared > 0);
    }

    #[test]
    fn another_story_is_not() {
        let (a, b) = (story(1, 300), story(2, 300));
        assert!(!Sketch::of(&a).unwrap().is_like(&Sketch::of(&b).unwrap()));
        assert_eq!(Sketch::of("No comment."), None);
    }

    #[test]
    fn bytes_keep_it() {
        let sketch = Sketch::of(&story(3, 80)).unwrap();
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), sketch);
    }
}
