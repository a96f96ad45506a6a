//! Quotation marks: which open, which close, which are apostrophes or inches, and what lies
//! between.
//!
//! Marks pair up within a paragraph. A quotation that is still open when its paragraph ends goes on
//! in the next one when that paragraph reopens it, or when a closing mark turns up there that
//! nothing else opened. An odd number of marks never spoils the rest of a text. Time is linear in
//! the text.

mod marks;

use super::Span;
use marks::{Mark, Side};

/// The family of a mark; only marks of one family close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// `“ ” „ ‟`, straight `"`, and two single marks in a row.
    Double,
    /// `‘ ’ ‚` and straight `'`.
    Single,
    /// `« »`, `‹ ›`.
    Guillemet,
}

/// One quotation, or one paragraph's part of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the marks, without surrounding white space.
    pub inside: Span,
    /// The opening mark; empty where the paragraph goes on without reopening.
    pub open: Span,
    /// The closing mark; empty where there is none.
    pub close: Span,
    pub family: Family,
    /// Index of the quotation that this one stands inside.
    pub parent: Option<u32>,
    /// Index of the part before, when this is a later paragraph of the same quotation.
    pub continues: Option<u32>,
}

impl Quotation {
    /// True when its closing mark was found.
    pub fn closed(&self) -> bool {
        !self.close.is_empty()
    }

    /// The words with their marks.
    pub fn whole(&self) -> Span {
        self.inside
            .join(if self.open.is_empty() {
                self.inside
            } else {
                self.open
            })
            .join(if self.closed() {
                self.close
            } else {
                self.inside
            })
    }
}

/// All quotations of a text, ordered by where they begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    pub all: Vec<Quotation>,
}

impl Quotes {
    /// Index of the innermost quotation whose words or marks cover the byte `at`.
    pub fn at(&self, at: u32) -> Option<usize> {
        let after = self.all.partition_point(|q| q.whole().start <= at);
        let mut index = after.checked_sub(1)?;
        loop {
            if at < self.all[index].whole().end {
                return Some(index);
            }
            index = self.all[index].parent? as usize;
        }
    }

    /// Index of the outermost quotation whose words or marks cover the byte `at`.
    pub fn outermost(&self, at: u32) -> Option<usize> {
        let mut index = self.at(at)?;
        while let Some(parent) = self.all[index].parent {
            index = parent as usize;
        }
        Some(index)
    }
}

/// A quotation may run over this many paragraphs without any mark before its closing mark is given
/// up.
const SILENT_PARAGRAPHS: usize = 12;

/// Quotations stand inside each other at most this deep; opening marks beyond it are ignored.
const DEEPEST: usize = 6;

/// Pairs up the quotation marks of the `paragraphs` of `text` (bytes, in order, not overlapping).
pub fn find(text: &str, paragraphs: &[Span]) -> Quotes {
    let mut pairing = Pairing {
        text,
        quotes: Vec::new(),
        stack: Vec::new(),
    };
    // The quotation left open by the paragraphs before, and the number of the last one it reaches.
    let mut pending: Option<(u32, usize)> = None;
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let marks = marks::read(text, paragraph);
        if marks.iter().all(|m| m.family == Family::Single) {
            pairing.paragraph(paragraph, &marks, None);
            continue;
        }
        if pending.is_some_and(|(_, last)| number - last > SILENT_PARAGRAPHS) {
            pending = None;
        }
        let first = &marks[0];
        let reopened = first.side != Side::Close && first.span.start == paragraph.start;
        let carried = match pending {
            Some((from, last)) if reopened && number == last + 1 => Some(Carried::Reopened(from)),
            Some((from, last)) if !reopened => {
                Some(Carried::Silent(from, &paragraphs[last + 1..number]))
            }
            _ => None,
        };
        pending = pairing
            .paragraph(paragraph, &marks, carried)
            .map(|open| (open, number));
    }
    let mut quotes = pairing.quotes;
    settle(&mut quotes);
    Quotes { all: quotes }
}

/// What an earlier paragraph left open.
enum Carried<'a> {
    /// This paragraph begins with an opening mark: its first quotation goes on.
    Reopened(u32),
    /// It doesn't: the quotation goes on only if a closing mark comes first. The paragraphs between
    /// had no marks.
    Silent(u32, &'a [Span]),
}

/// The state of pairing: a stack of open quotations, as indices into `quotes`.
struct Pairing<'a> {
    text: &'a str,
    quotes: Vec<Quotation>,
    stack: Vec<u32>,
}

impl Pairing<'_> {
    /// Pairs one paragraph; returns the outermost double quotation that it leaves open.
    fn paragraph(
        &mut self,
        paragraph: Span,
        marks: &[Mark],
        carried: Option<Carried>,
    ) -> Option<u32> {
        self.stack.clear();
        let mut carried = carried;
        for mark in marks {
            let opens = match mark.side {
                Side::Open => true,
                Side::Close => false,
                Side::Either => self.innermost(mark.family).is_none(),
            };
            if opens {
                self.open(mark, &mut carried);
            } else if let Some(depth) = self.innermost(mark.family) {
                self.close(mark, depth);
            } else if mark.family != Family::Single
                && let Some(Carried::Silent(from, between)) = carried.take()
            {
                self.go_on(from, between, paragraph, mark);
            }
        }
        self.end(paragraph)
    }

    /// Depth in the stack of the innermost open quotation of a family.
    fn innermost(&self, family: Family) -> Option<usize> {
        self.stack
            .iter()
            .rposition(|&q| self.quotes[q as usize].family == family)
    }

    fn open(&mut self, mark: &Mark, carried: &mut Option<Carried>) {
        // A second opening mark of the family is a quotation within a quotation only if enough
        // closing marks follow; else the first one was never closed and ends here.
        if let Some(depth) = self.innermost(mark.family)
            && mark.closers_after < 2
        {
            self.cut(depth, mark.span.start);
        }
        if self.stack.len() == DEEPEST {
            return;
        }
        let continues = match carried.take() {
            Some(Carried::Reopened(from)) => Some(from),
            _ => None,
        };
        let parent = self.stack.last().copied();
        self.stack.push(self.quotes.len() as u32);
        self.quotes.push(Quotation {
            inside: Span {
                start: mark.span.end,
                end: mark.span.end,
            },
            open: mark.span,
            close: Span::default(),
            family: mark.family,
            parent,
            continues,
        });
    }

    fn close(&mut self, mark: &Mark, depth: usize) {
        self.cut(depth + 1, mark.span.start);
        if let Some(index) = self.stack.pop() {
            self.finish(index, mark.span.start);
            self.quotes[index as usize].close = mark.span;
        }
    }

    /// Ends without a closing mark everything from `depth` on the stack.
    fn cut(&mut self, depth: usize, end: u32) {
        while self.stack.len() > depth {
            if let Some(index) = self.stack.pop() {
                self.finish(index, end);
            }
        }
    }

    /// Gives a quotation its end.
    fn finish(&mut self, index: u32, end: u32) {
        let quote = &mut self.quotes[index as usize];
        quote.inside = trim(
            self.text,
            Span {
                start: quote.open.end.max(quote.inside.start),
                end,
            },
        );
    }

    /// A closing mark without an opening one: the quotation `from` has gone on until here.
    fn go_on(&mut self, from: u32, between: &[Span], paragraph: Span, mark: &Mark) {
        let mut before = from;
        let last = Span {
            start: paragraph.start,
            end: mark.span.start,
        };
        for &part in between.iter().chain([&last]) {
            let family = mark.family;
            let at = Span {
                start: part.start,
                end: part.start,
            };
            let inside = trim(self.text, part);
            let whole = Quotation {
                inside,
                open: at,
                close: at,
                family,
                parent: None,
                continues: Some(before),
            };
            before = self.quotes.len() as u32;
            self.quotes.push(whole);
        }
        self.quotes[before as usize].close = mark.span;
    }

    /// The end of a paragraph: single marks left open were apostrophes, double ones run to the end.
    fn end(&mut self, paragraph: Span) -> Option<u32> {
        let open = self
            .stack
            .iter()
            .copied()
            .find(|&q| self.quotes[q as usize].family != Family::Single);
        while let Some(index) = self.stack.pop() {
            self.finish(index, paragraph.end);
        }
        open
    }
}

/// Drops what turned out to be no quotation (an unclosed single mark, nothing inside), orders the
/// rest by where it begins and renumbers.
fn settle(quotes: &mut Vec<Quotation>) {
    let keep = |q: &Quotation| !q.inside.is_empty() && (q.closed() || q.family != Family::Single);
    let mut order: Vec<u32> = (0..quotes.len() as u32)
        .filter(|&q| keep(&quotes[q as usize]))
        .collect();
    order.sort_by_key(|&q| {
        (
            quotes[q as usize].whole().start,
            u32::MAX - quotes[q as usize].whole().end,
        )
    });
    let mut number = vec![None; quotes.len()];
    for (new, &old) in order.iter().enumerate() {
        number[old as usize] = Some(new as u32);
    }
    // A kept quotation inside a dropped one takes the nearest kept ancestor; parents come first in
    // `quotes`.
    for index in 0..quotes.len() {
        if number[index].is_none() {
            number[index] = quotes[index].parent.and_then(|p| number[p as usize]);
        }
    }
    *quotes = order
        .iter()
        .map(|&old| {
            let quote = quotes[old as usize];
            Quotation {
                parent: quote.parent.and_then(|p| number[p as usize]),
                continues: quote.continues.and_then(|p| number[p as usize]),
                ..quote
            }
        })
        .collect();
}

/// A span without the white space at its ends.
fn trim(text: &str, span: Span) -> Span {
    if span.end <= span.start {
        return Span {
            start: span.start,
            end: span.start,
        };
    }
    let words = span.of(text);
    let start = span.start as usize + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests;
