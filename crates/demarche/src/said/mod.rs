//! Said: who says what to whom: source, cue, content of every attribution.
//!
//! Grammar first: every reporting word brings the clause, infinitive or phrase that its frame takes
//! ([`cue`]) and the subject that says it ([`source`]). Then quotation marks: what they hold goes
//! to a cue, to the speaker before, or to the sentence that leads up to it ([`speech`]). Last,
//! sources become people and parties, and statements inside statements get their parent
//! ([`settle`]).

mod cue;
mod frames;
pub mod learnt;
mod settle;
mod source;
mod speech;
mod tree;
mod turns;

use crate::lang::Parse;
use crate::text::{Document, Quotes, Span, quotes};
use crate::who::Cast;
use learnt::{Classes, Learnt, View};
use tree::Tree;

/// How the words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Wholly in quotation marks.
    Direct,
    /// Partly in quotation marks.
    Mixed,
    Indirect,
}

/// One attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Head token of the words naming the source (of the antecedent, when they are "who"); none
    /// when nobody is named.
    pub source: Option<u32>,
    pub source_span: Option<Span>,
    /// Index into `Cast::people`, when the source is a known person.
    pub person: Option<u32>,
    /// Indices into `Cast::parties`: those the source is or speaks for.
    pub parties: Vec<u32>,
    /// Head token of the cue ("said", "told", "according").
    pub cue: Option<u32>,
    pub cue_spans: Vec<Span>,
    /// In text order. Quoted words with their marks.
    pub content: Vec<Span>,
    pub mode: Mode,
    /// Indices into `Cast::parties`: to whom it was said, where the text says so ("told Israel
    /// that").
    pub addressee: Vec<u32>,
    /// True for "did not say that".
    pub negated: bool,
    /// Index of the statement that this one stands inside.
    pub parent: Option<u32>,
    /// The rule that found it, as a path: "said/clause", "said/aside".
    pub rule: &'static str,
}

/// Finds every attribution of a report, in text order of their contents.
pub fn read(document: &Document, parse: &Parse, cast: &Cast) -> Vec<Statement> {
    let quotes = quotes::find(&document.text, &paragraphs(parse));
    read_with(document, parse, cast, &quotes, None)
}

/// As [`read`], with the quotation marks already paired.
pub fn read_with(
    document: &Document,
    parse: &Parse,
    cast: &Cast,
    quotes: &Quotes,
    learnt: Option<&Learnt>,
) -> Vec<Statement> {
    if parse.is_empty() {
        return Vec::new();
    }
    let tree = Tree::new(&document.text, parse);
    let rules = speech::attach(&tree, quotes, cast, cue::find(&tree));
    let said = match learnt {
        Some(learnt) => {
            let view = View::new(&tree, quotes, &rules, &learnt.classes);
            learnt::read(&view, quotes, learnt)
        }
        None => rules
            .into_iter()
            .filter(|s| s.draft.rule != cue::STANCE)
            .collect(),
    };
    settle::statements(&tree, quotes, cast, said)
}

/// Hands the features of a text to a trainer.
pub fn study<R>(
    document: &Document,
    parse: &Parse,
    cast: &Cast,
    quotes: &Quotes,
    classes: &Classes,
    look: impl FnOnce(&View) -> R,
) -> R {
    let tree = Tree::new(&document.text, parse);
    let rules = speech::attach(&tree, quotes, cast, cue::find(&tree));
    look(&View::new(&tree, quotes, &rules, classes))
}

/// The paragraphs that were read, from their sentences.
fn paragraphs(parse: &Parse) -> Vec<Span> {
    let mut spans: Vec<(u32, Span)> = Vec::new();
    for s in parse.sentences.iter().filter(|s| s.start < s.end) {
        let span = parse.span[s.start as usize].join(parse.span[s.end as usize - 1]);
        match spans.last_mut() {
            Some((number, before)) if *number == s.paragraph => *before = before.join(span),
            _ => spans.push((s.paragraph, span)),
        }
    }
    spans.into_iter().map(|(_, span)| span).collect()
}

/// Tells the cast who "I" and "we" are in each statement's words, the innermost statements first.
pub fn bind_speakers(
    document: &Document,
    parse: &Parse,
    statements: &[Statement],
    cast: &mut Cast,
) {
    let size = |s: &Statement| s.content.iter().map(|c| c.len()).sum::<usize>();
    let mut order: Vec<&Statement> = statements.iter().collect();
    order.sort_by_key(|s| size(s));
    for statement in order {
        if statement.person.is_none() && statement.parties.is_empty() {
            continue;
        }
        for content in &statement.content {
            let start = parse.span.partition_point(|t| t.end <= content.start);
            let end = parse.span.partition_point(|t| t.start < content.end);
            cast.bind_speaker(
                &document.text,
                parse,
                start..end,
                statement.person,
                &statement.parties,
            );
        }
    }
}
