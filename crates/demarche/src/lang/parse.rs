//! The analysis of a text as flat arrays, one cell a token.

use crate::text::Span;

/// `Parse::head` of a sentence's root.
pub const NO_HEAD: u32 = u32::MAX;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    Person,
    Place,
    Organisation,
}

/// A named person, place or organisation: tokens `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub start: u32,
    pub end: u32,
    pub kind: NameKind,
}

/// A sentence: tokens `start..end`, in paragraph number `paragraph` (counted from 0 over the paragraphs
/// that were read).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub start: u32,
    pub end: u32,
    pub paragraph: u32,
}

/// Tags, lemmas, syntax and names of a whole text. Token indices run over the whole text, so that a
/// head is an index into the same arrays; `sentence_of[t]` finds the sentence.
///
/// Labels are those of Universal Dependencies v2 as in EWT and GUM: `upos` ("VERB"), `xpos` (Penn,
/// "VBD"), `deprel` with its subtype ("nsubj:pass"). They are static strings, so comparing costs little.
#[derive(Clone, Debug, Default)]
pub struct Parse {
    pub sentences: Vec<Sentence>,
    /// Bytes of each token in the text.
    pub span: Vec<Span>,
    pub upos: Vec<&'static str>,
    pub xpos: Vec<&'static str>,
    /// Lemmas, lower-cased except for proper nouns, as ranges of `lemma_text`.
    pub lemma: Vec<Span>,
    pub lemma_text: String,
    /// Index of the head token, or `NO_HEAD`.
    pub head: Vec<u32>,
    pub deprel: Vec<&'static str>,
    pub sentence_of: Vec<u32>,
    pub names: Vec<Name>,
}

impl Parse {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.span.len()
    }

    pub fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    /// The words of token `t`.
    pub fn word<'a>(&self, text: &'a str, t: usize) -> &'a str {
        self.span[t].of(text)
    }

    /// The lemma of token `t`.
    pub fn lemma(&self, t: usize) -> &str {
        self.lemma[t].of(&self.lemma_text)
    }

    /// The relation of token `t` to its head, without subtype: "nsubj" for "nsubj:pass".
    pub fn rel(&self, t: usize) -> &'static str {
        let full = self.deprel[t];
        full.split_once(':')
            .map_or(full, |(universal, _)| universal)
    }

    /// The head of token `t`, unless it is a root.
    pub fn parent(&self, t: usize) -> Option<usize> {
        (self.head[t] != NO_HEAD).then(|| self.head[t] as usize)
    }

    /// True when `t` is `above` or stands under it, at most eight steps up.
    pub fn under(&self, t: usize, above: usize) -> bool {
        std::iter::successors(Some(t), |&a| self.parent(a))
            .take(9)
            .any(|a| a == above)
    }

    /// The sentence that token `t` stands in.
    pub fn sentence(&self, t: usize) -> Sentence {
        self.sentences[self.sentence_of[t] as usize]
    }

    /// The dependents of token `t`, in text order.
    pub fn children(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        let s = self.sentence(t);
        (s.start as usize..s.end as usize).filter(move |&c| self.head[c] == t as u32)
    }
}
