//! The measures of the CoNLL 2018 shared task (Zeman and others 2018), by their definitions.
//!
//! Gold and system words are aligned by the characters they cover, spaces left out. A word counts when
//! both sides cut it the same; tags, heads and relations are compared on aligned words. Relations are
//! compared without subtype. F1 divides by the words of both sides.

/// A word: its characters (numbers of non-space characters of the text, half-open), labels and head.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Which sentence it stands in, as a span of words.
    pub(crate) upos: &'a str,
    pub(crate) xpos: &'a str,
    pub(crate) lemma: &'a str,
    /// Index of the head in the same list, or none for a root.
    pub(crate) head: Option<usize>,
    /// Universal relation.
    pub(crate) rel: &'a str,
}

/// One side: words, and the character spans of sentences and of written tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side<'a> {
    pub(crate) words: Vec<Word<'a>>,
    pub(crate) sentences: Vec<(usize, usize)>,
    pub(crate) tokens: Vec<(usize, usize)>,
}

/// F1 of one measure and the number of gold items.
pub(crate) struct Score {
    pub(crate) name: &'static str,
    pub(crate) f1: f64,
    pub(crate) n: usize,
}

/// All measures.
pub(crate) fn score(gold: &Side, system: &Side) -> Vec<Score> {
    let same = |a: &[(usize, usize)], b: &[(usize, usize)]| {
        let mut b = b.to_vec();
        b.sort_unstable();
        a.iter()
            .filter(|span| b.binary_search(span).is_ok())
            .count()
    };
    let pairs = align(gold, system);
    let mut aligned = vec![None; gold.words.len()];
    for &(g, s) in &pairs {
        aligned[g] = Some(s);
    }
    let count = |test: &dyn Fn(&Word, &Word) -> bool| {
        pairs
            .iter()
            .filter(|&&(g, s)| test(&gold.words[g], &system.words[s]))
            .count()
    };
    let heads = |g: &Word, s: &Word| match (g.head, s.head) {
        (None, None) => true,
        (Some(a), Some(b)) => aligned[a] == Some(b),
        _ => false,
    };
    let f1 = |name, right: usize, g: usize, s: usize| Score {
        name,
        f1: 2.0 * right as f64 / ((g + s).max(1)) as f64,
        n: g,
    };
    let (g, s) = (gold.words.len(), system.words.len());
    vec![
        f1(
            "tokens",
            same(&gold.tokens, &system.tokens),
            gold.tokens.len(),
            system.tokens.len(),
        ),
        f1(
            "sentences",
            same(&gold.sentences, &system.sentences),
            gold.sentences.len(),
            system.sentences.len(),
        ),
        f1("words", pairs.len(), g, s),
        f1("UPOS", count(&|a, b| a.upos == b.upos), g, s),
        f1("XPOS", count(&|a, b| a.xpos == b.xpos), g, s),
        f1(
            "lemmas",
            count(&|a, b| a.lemma == b.lemma || a.lemma == "_"),
            g,
            s,
        ),
        f1("UAS", count(&heads), g, s),
        f1("LAS", count(&|a, b| heads(a, b) && a.rel == b.rel), g, s),
    ]
}

/// Pairs of words that cover the same characters.
fn align(gold: &Side, system: &Side) -> Vec<(usize, usize)> {
    let (mut g, mut s) = (0, 0);
    let mut pairs = Vec::new();
    while g < gold.words.len() && s < system.words.len() {
        let (a, b) = (&gold.words[g], &system.words[s]);
        if (a.start, a.end) == (b.start, b.end) {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if a.start < b.start || (a.start == b.start && a.end <= b.end) {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(start: usize, end: usize, head: Option<usize>, rel: &str) -> Word<'_> {
        Word {
            start,
            end,
            upos: "X",
            xpos: "X",
            lemma: "x",
            head,
            rel,
        }
    }

    #[test]
    fn counts_aligned_words_only() {
        let gold = Side {
            words: vec![
                word(0, 2, Some(1), "nsubj"),
                word(2, 5, None, "root"),
                word(5, 7, Some(1), "obj"),
            ],
            sentences: vec![(0, 7)],
            tokens: vec![(0, 2), (2, 5), (5, 7)],
        };
        let system = Side {
            words: vec![
                word(0, 2, Some(1), "nsubj"),
                word(2, 5, None, "root"),
                word(5, 6, Some(1), "obj"),
                word(6, 7, Some(2), "x"),
            ],
            sentences: vec![(0, 7)],
            tokens: vec![(0, 2), (2, 5), (5, 6), (6, 7)],
        };
        let scores = score(&gold, &system);
        let of = |name: &str| {
            scores
                .iter()
                .find(|s| s.name == name)
                .map(|s| s.f1)
                .unwrap()
        };
        assert!((of("words") - 4.0 / 7.0).abs() < 1e-9);
        assert!((of("LAS") - 4.0 / 7.0).abs() < 1e-9);
        assert!((of("sentences") - 1.0).abs() < 1e-9);
    }
}
