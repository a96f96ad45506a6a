//! Paragraphs, and the furniture between them: links, "Related article" lines, captions, bylines.

use super::{Link, Span};

/// The parts of a text: what is to be read and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs {
    /// Paragraphs to read, in text order.
    pub body: Vec<Span>,
    /// Lines that are kept in the text and read by nobody.
    pub furniture: Vec<Span>,
    /// Links that stand in the text.
    pub links: Vec<Link>,
}

/// Splits a text at its blank lines and sets furniture aside.
pub fn split(text: &str) -> Paragraphs {
    let mut body = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        if !part.trim().is_empty() {
            body.push(Span::new(start, start + part.trim_end().len()));
        }
        start += part.len();
    }
    Paragraphs {
        body,
        ..Paragraphs::default()
    }
}
