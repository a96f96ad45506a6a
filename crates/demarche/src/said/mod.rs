//! Said: who says what to whom: source, cue, content of every attribution.

use crate::lang::Parse;
use crate::text::{Document, Span};
use crate::who::Cast;

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
    /// Head token of the words naming the source; none when nobody is named.
    pub source: Option<u32>,
    pub source_span: Option<Span>,
    /// Index into `Cast::people`, when the source is a known person.
    pub person: Option<u32>,
    /// Indices into `Cast::parties`: those the source is or speaks for.
    pub parties: Vec<u32>,
    /// Head token of the cue ("said", "told", "according").
    pub cue: Option<u32>,
    pub cue_spans: Vec<Span>,
    /// In text order.
    pub content: Vec<Span>,
    pub mode: Mode,
    /// Indices into `Cast::parties`: to whom it was said, where the text says so ("told Israel that").
    pub addressee: Vec<u32>,
    /// True for "did not say that".
    pub negated: bool,
    /// Index of the statement that this one stands inside.
    pub parent: Option<u32>,
    /// The rule that found it, as a path: "said/indirect", "said/inverted".
    pub rule: &'static str,
}

/// Finds every attribution of a report, in text order of their contents.
pub fn read(_document: &Document, _parse: &Parse, _cast: &Cast) -> Vec<Statement> {
    Vec::new()
}
