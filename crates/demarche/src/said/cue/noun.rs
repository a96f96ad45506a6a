//! Nouns and adjectives as cues: "the claim that", "threats to", "a demand for", "is ready to".

use super::{Draft, NOUN, cue_words, negated, ranges};
use crate::said::frames::Words;
use crate::said::source::{self, Source};
use crate::said::tree::Tree;

/// The draft of a noun that names something said.
pub(super) fn read(tree: &Tree, words: &Words, t: usize) -> Option<Draft> {
    let frames = *words.nouns.get(tree.lemma(t))?;
    let marked = |c: usize, word: &str| {
        tree.child(c, &["mark"])
            .is_some_and(|m| tree.lemma(m) == word)
    };
    let clause = tree.children(t).find(|&c| {
        c > t
            && match tree.full_rel(c) {
                "acl" | "ccomp" | "xcomp" => {
                    (frames.has("that") && marked(c, "that"))
                        || (frames.has("inf") && marked(c, "to"))
                }
                _ => false,
            }
    });
    let source = source::author(tree, t);
    let (content, last) = match clause {
        Some(clause) => (ranges(tree, clause, None), None),
        None => {
            // Without a clause the noun counts only where somebody is named.
            source?;
            let phrase = tree.children(t).find(|&c| {
                c > t
                    && matches!(tree.rel(c), "nmod" | "acl")
                    && tree.child(c, &["case", "mark"]).is_some_and(|p| {
                        matches!(
                            tree.lemma(p),
                            "of" | "for" | "about" | "against" | "on" | "to"
                        ) && frames.has(tree.lemma(p))
                    })
            })?;
            let preposition = tree.child(phrase, &["case", "mark"])?;
            let (_, end) = tree.extent(phrase);
            (
                super::trim(tree, preposition + 1, end.max(preposition + 1))
                    .into_iter()
                    .collect(),
                Some(preposition),
            )
        }
    };
    if content.is_empty() {
        return None;
    }
    Some(Draft {
        cue: Some(t),
        cue_words: cue_words(tree, t, last),
        source: source.map(|s| Source { words: s, who: s }),
        content,
        addressee: None,
        negated: false,
        direct: false,
        rule: NOUN,
    })
}

/// The draft of an adjective after "be": "is confident that", "is ready to", "is critical of".
pub(super) fn adjective(tree: &Tree, words: &Words, t: usize) -> Option<Draft> {
    let frames = *words.adjectives.get(tree.lemma(t))?;
    tree.child(t, &["cop", "nsubj"])?;
    let source = source::subject(tree, t)?;
    let below = tree.children(t).find(|&c| {
        c > t
            && match tree.rel(c) {
                "ccomp" | "advcl" | "xcomp" => match tree.child(c, &["mark"]) {
                    Some(m) if tree.lemma(m) == "to" => frames.has("inf"),
                    Some(m) => {
                        (tree.lemma(m) == "that" && frames.has("that"))
                            || (tree.rel(c) != "ccomp" && frames.has(tree.lemma(m)))
                    }
                    None => frames.has("that") && tree.rel(c) == "ccomp",
                },
                "obl" => tree.preposition(c).is_some_and(|p| frames.has(p)),
                _ => false,
            }
    })?;
    let mut content = ranges(tree, below, None);
    let mut last = None;
    if tree.rel(below) == "obl" {
        let preposition = tree.child(below, &["case"])?;
        content = super::trim(
            tree,
            preposition + 1,
            tree.extent(below).1.max(preposition + 1),
        )
        .into_iter()
        .collect();
        last = Some(preposition);
    }
    Some(Draft {
        cue: Some(t),
        cue_words: cue_words(tree, t, last),
        source: Some(source),
        content,
        addressee: None,
        negated: negated(tree, t),
        direct: false,
        rule: "said/adjective",
    })
}
