//! Finding: walks the pieces of each sentence and takes the longest phrase at each place.

use super::pieces::Pieces;
use super::sense::Found;
use super::words::{Atom, Unit};
use super::{clocks, dates, join, lengths, steps};

/// One sentence, as the grammar sees it: nothing beyond its end.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) pieces: &'a Pieces<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The report has somebody called May.
    pub(super) may_is_name: bool,
}

impl Scan<'_> {
    pub(super) fn word(&self, p: usize) -> &str {
        if p >= self.end {
            ""
        } else {
            self.pieces.word(p)
        }
    }

    pub(super) fn atom(&self, p: usize) -> Atom {
        if p >= self.end {
            Atom::Plain
        } else {
            self.pieces.atom(p)
        }
    }

    pub(super) fn is(&self, p: usize, words: &[&str]) -> bool {
        p < self.end && self.pieces.is(p, words)
    }

    /// True when the piece before `p` is one of `words`.
    pub(super) fn after(&self, p: usize, words: &[&str]) -> bool {
        p > self.start && self.pieces.is(p - 1, words)
    }

    pub(super) fn capital(&self, p: usize) -> bool {
        p < self.end && self.pieces.list[p].capital
    }

    pub(super) fn glued(&self, p: usize) -> bool {
        p < self.end && self.pieces.list[p].glued
    }

    pub(super) fn is_dash(&self, p: usize) -> bool {
        p < self.end && self.pieces.is_dash(p)
    }

    pub(super) fn xpos(&self, p: usize) -> &'static str {
        if p >= self.end {
            ""
        } else {
            self.pieces.xpos(p)
        }
    }

    /// Past a hyphen at `p`, if one stands there.
    pub(super) fn skip_dash(&self, p: usize) -> usize {
        p + usize::from(self.is_dash(p))
    }

    /// Past one of `words` at `p`, if one stands there.
    pub(super) fn skip(&self, p: usize, words: &[&str]) -> usize {
        p + usize::from(self.is(p, words))
    }

    /// Past several words in a row.
    pub(super) fn phrase(&self, p: usize, words: &[&str]) -> Option<usize> {
        words
            .iter()
            .enumerate()
            .all(|(i, w)| self.word(p + i) == *w)
            .then_some(p + words.len())
    }

    /// The unit at `p`, and whether it is plural.
    pub(super) fn unit(&self, p: usize) -> Option<(Unit, bool)> {
        match self.atom(p) {
            Atom::Unit(unit, plural) => Some((unit, plural)),
            _ => None,
        }
    }
}

/// All phrases of a text, in order, not overlapping.
pub(super) fn find(pieces: &Pieces) -> Vec<Found> {
    let may_is_name = dates::may_is_name(pieces);
    let mut all = Vec::new();
    for &(start, end) in &pieces.sentences {
        let scan = Scan {
            pieces,
            start,
            end,
            may_is_name,
        };
        let from = all.len();
        let mut p = start;
        while p < end {
            match longest(&scan, p) {
                Some(found) => {
                    p = found.last.max(p + 1);
                    all.push(found);
                }
                None => p += 1,
            }
        }
        join::join(&scan, &mut all, from);
    }
    all
}

/// The longest phrase at `p`; of equals the first tried.
fn longest(scan: &Scan, p: usize) -> Option<Found> {
    if !may_begin(scan, p) {
        return None;
    }
    let tries = [
        steps::part_of,
        clocks::clock,
        dates::date,
        steps::step,
        steps::today,
        lengths::offset_or_stretch,
        lengths::set,
        steps::day_part,
        lengths::reference,
    ];
    let mut best: Option<Found> = None;
    for attempt in tries {
        if let Some(found) = attempt(scan, p)
            && best.as_ref().is_none_or(|b| found.last > b.last)
        {
            best = Some(found);
        }
    }
    best
}

/// A cheap look at the first piece: most words can begin no phrase.
fn may_begin(scan: &Scan, p: usize) -> bool {
    if scan.atom(p) != Atom::Plain {
        return true;
    }
    let word = scan.word(p);
    scan.pieces.words.opens(word) || word.as_bytes().first().is_some_and(u8::is_ascii_digit)
}
