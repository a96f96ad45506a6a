//! The words that report: verbs, nouns and adjectives with the frames they take. Read once from
//! `rules/en/said`, where the first lines of each file say what its columns mean.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What a reporting word can take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frames {
    /// Bits of [`FRAMES`].
    bits: u32,
}

/// The frames by name; a preposition names its own frame, `@` marks the one spoken to.
const FRAMES: [&str; 23] = [
    "direct", "that", "thing", "inf", "ger", "tell", "ask", "as", "name", "of", "for", "about",
    "on", "against", "to", "with", "in", "@to", "@on", "@with", "@from", "stance", "aside",
];

impl Frames {
    fn parse(list: &str) -> Frames {
        let mut bits = 0;
        for frame in list.split(',') {
            match FRAMES.iter().position(|f| *f == frame) {
                Some(at) => bits |= 1 << at,
                None => debug_assert!(false, "no such frame: {frame}"),
            }
        }
        Frames { bits }
    }

    pub(crate) fn has(self, frame: &str) -> bool {
        FRAMES
            .iter()
            .position(|f| *f == frame)
            .is_some_and(|at| self.bits & 1 << at != 0)
    }

    /// True when the preposition brings the one who is spoken to.
    pub(crate) fn addresses(self, preposition: &str) -> bool {
        FRAMES
            .iter()
            .position(|f| f.strip_prefix('@') == Some(preposition))
            .is_some_and(|at| self.bits & 1 << at != 0)
    }
}

type Table = HashMap<&'static str, Frames>;

/// The word lists of this room.
pub(crate) struct Words {
    pub(crate) verbs: Table,
    pub(crate) nouns: Table,
    pub(crate) adjectives: Table,
    /// Things that speak for their author: statement, letter, report.
    pub(crate) papers: HashSet<&'static str>,
    /// Those who carry words to the public: reporters, a rally.
    pub(crate) listeners: HashSet<&'static str>,
}

/// The word lists, read at first use.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words {
        verbs: table(include_str!("../../rules/en/said/verbs.tsv")),
        nouns: table(include_str!("../../rules/en/said/nouns.tsv")),
        adjectives: table(include_str!("../../rules/en/said/adjectives.tsv")),
        papers: list(include_str!("../../rules/en/said/papers.tsv")),
        listeners: list(include_str!("../../rules/en/said/listeners.tsv")),
    })
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn table(file: &'static str) -> Table {
    lines(file)
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, frames)| (word, Frames::parse(frames)))
        .collect()
}

fn list(file: &'static str) -> HashSet<&'static str> {
    lines(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_sorted_and_every_frame_known() {
        let files = [
            include_str!("../../rules/en/said/verbs.tsv"),
            include_str!("../../rules/en/said/nouns.tsv"),
            include_str!("../../rules/en/said/adjectives.tsv"),
            include_str!("../../rules/en/said/papers.tsv"),
            include_str!("../../rules/en/said/listeners.tsv"),
        ];
        for file in files {
            let words: Vec<_> = lines(file)
                .map(|l| l.split('\t').next().unwrap_or(""))
                .collect();
            assert!(
                words.is_sorted_by(|a, b| a < b),
                "unsorted or double: {words:?}"
            );
            for frame in lines(file)
                .filter_map(|l| l.split_once('\t'))
                .flat_map(|(_, f)| f.split(','))
            {
                assert!(FRAMES.contains(&frame), "no such frame: {frame}");
            }
        }
        assert!(words().verbs["tell"].has("tell"));
    }
}
