//! English: sentences, tokens, tags, lemmas, Universal Dependencies syntax, names. Inference only.
//!
//! The module can be used on its own, to tag and parse English:
//!
//! ```
//! use demarche::lang::{self, NameKind, conllu};
//! use demarche::{model::Models, text::paragraphs};
//!
//! // Load the weights once; every text can share them.
//! let models = Models::from_bytes(demarche_models::ENGINE)?;
//! let text = "Moscow said it wouldn't reply.\n\nWashington waits.";
//! let parse = lang::analyse(text, &paragraphs::every(text), &models);
//!
//! // Flat arrays, one cell a token; a head is an index into the same arrays.
//! assert_eq!((parse.word(text, 1), parse.lemma(1)), ("said", "say"));
//! assert_eq!((parse.upos[1], parse.xpos[1]), ("VERB", "VBD"));
//! let subject = parse.children(1).find(|&t| parse.rel(t) == "nsubj");
//! assert_eq!(subject.map(|t| parse.word(text, t)), Some("Moscow"));
//! assert_eq!(parse.parent(1), None);
//!
//! // Sentences and names are ranges of tokens.
//! assert_eq!(parse.sentences.len(), 2);
//! assert_eq!((parse.names[0].start, parse.names[0].kind), (0, NameKind::Place));
//!
//! // And the same as CoNLL-U.
//! assert!(conllu::write(text, &parse).contains("\n4-5\twouldn't\t"));
//! # Ok::<(), demarche::model::ModelError>(())
//! ```
//!
//! Words that are cut already go through [`conllu::annotate`], or [`annotate`] with their spans.

mod adverbials;
pub mod conllu;
mod describing;
pub mod feats;
pub mod labels;
pub mod lemma;
mod lists;
mod names;
pub mod parse;
mod repair;
pub mod sentences;
pub mod tokens;

pub use parse::{NO_HEAD, Name, NameKind, Parse, Sentence};

use crate::model::Models;
use crate::model::engine::{Labels, Work};
use crate::text::Span;

/// Tokens that the network sees together; sentences are not cut for it.
const BATCH: usize = 384;

/// Analyses the parts of `text` given by `paragraphs` (bytes, in order, not overlapping).
///
/// Never fails: any bytes give an analysis or an empty one. Time and memory grow linearly with the text:
/// a sentence is cut after [`sentences::LONGEST`] tokens, a token after [`tokens::LONGEST`] bytes.
pub fn analyse(text: &str, paragraphs: &[Span], models: &Models) -> Parse {
    let mut parse = Parse::default();
    let mut ends = Vec::new();
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let from = parse.span.len();
        tokens::split(text, paragraph, &mut parse.span);
        ends.clear();
        sentences::split(text, &parse.span, from, &mut ends);
        let mut start = from;
        for &end in &ends {
            parse.sentences.push(Sentence {
                start: start as u32,
                end: end as u32,
                paragraph: number as u32,
            });
            start = end;
        }
    }
    annotate(text, &mut parse, models);
    repair::mend(text, &mut parse);
    parse
}

/// Labels the tokens of `parse`, whose spans and sentences are given.
pub fn annotate(text: &str, parse: &mut Parse, models: &Models) {
    let forms: Vec<&str> = parse.span.iter().map(|s| s.of(text)).collect();
    let sentences: Vec<(usize, usize)> = parse
        .sentences
        .iter()
        .map(|s| (s.start as usize, s.end as usize))
        .collect();
    let labels = label(&forms, &sentences, models);
    parse.upos = labels
        .upos
        .iter()
        .map(|&l| labels::UPOS[l as usize])
        .collect();
    parse.xpos = labels
        .xpos
        .iter()
        .map(|&l| labels::XPOS[l as usize])
        .collect();
    parse.deprel = labels
        .rel
        .iter()
        .map(|&l| labels::DEPREL[l as usize])
        .collect();
    parse.head.clear();
    parse.sentence_of.clear();
    for (number, &(start, end)) in sentences.iter().enumerate() {
        for &h in &labels.head[start..end] {
            parse.head.push(if h == 0 {
                NO_HEAD
            } else {
                start as u32 + h - 1
            });
            parse.sentence_of.push(number as u32);
        }
    }
    parse.lemma.clear();
    parse.lemma_text.clear();
    let mut key = String::new();
    for (form, xpos) in forms.iter().zip(&parse.xpos) {
        let start = parse.lemma_text.len();
        models
            .lemmas
            .find(form, xpos, &mut key, &mut parse.lemma_text);
        parse.lemma.push(Span::new(start, parse.lemma_text.len()));
    }
    parse.names = names::read(text, parse, labels.naming);
}

/// Labels of words given as sentences, which may be longer than a text's: for evaluation and CoNLL-U.
pub fn label(forms: &[&str], sentences: &[(usize, usize)], models: &Models) -> Labels {
    let (mut work, mut labels) = (Work::default(), Labels::default());
    let mut bounds = Vec::new();
    let mut first = 0;
    while first < sentences.len() {
        let from = sentences[first].0;
        bounds.clear();
        let mut last = first;
        while last < sentences.len() && (last == first || sentences[last].1 - from <= BATCH) {
            bounds.push((sentences[last].0 - from, sentences[last].1 - from));
            last += 1;
        }
        let to = sentences[last - 1].1;
        models
            .engine
            .label(&forms[from..to], &bounds, &mut work, &mut labels);
        first = last;
    }
    labels
}
