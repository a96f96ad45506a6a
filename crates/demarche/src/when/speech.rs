//! Which phrases stand inside quotation marks, and on which day the quoted words were said.

use super::pieces::Pieces;
use super::reading::Reader;
use super::words::{class, words};
use jiff::civil::Date;

/// Tokens on either side of quoted words within which the day of speech is looked for.
const REACH: usize = 400;

/// A day on which something was said, outside quotation marks.
pub(super) struct Told {
    pub(super) token: usize,
    pub(super) verb: Option<usize>,
    pub(super) day: Date,
}

/// For each piece, whether it stands inside quotation marks. An unclosed quotation ends with its
/// paragraph, so that one stray mark spoils no more than that.
pub(super) fn quoted(pieces: &Pieces) -> Vec<bool> {
    let mut inside = false;
    let mut paragraph = u32::MAX;
    let mut flags = Vec::with_capacity(pieces.list.len());
    for (i, &(start, end)) in pieces.sentences.iter().enumerate() {
        let of = pieces.parse.sentences[i].paragraph;
        if of != paragraph {
            paragraph = of;
            inside = false;
        }
        for p in start..end {
            match pieces.word(p) {
                "“" | "``" | "„" => inside = true,
                "”" | "''" => inside = false,
                "\"" => inside = !inside,
                _ => {}
            }
            flags.push(inside);
        }
    }
    flags
}

impl Reader<'_> {
    /// The day on which words quoted at token `t` were said: that of a phrase outside the quotation
    /// that hangs on a verb of saying, in the same sentence or else earlier in the paragraph.
    pub(super) fn speech_day(&self, t: usize) -> Option<Date> {
        let parse = self.clauses.parse;
        let here = parse.sentence_of[t];
        let paragraph = parse.sentence(t).paragraph;
        let says = |told: &Told| {
            told.verb
                .is_some_and(|v| words().governor(parse.lemma(v)) & class::SAY != 0)
        };
        let from = self.told.partition_point(|told| told.token + REACH < t);
        let near = self.told[from..]
            .iter()
            .take_while(|told| told.token < t + REACH);
        let mut best: Option<(u32, Date)> = None;
        for told in near.filter(|told| says(told)) {
            let sentence = parse.sentence_of[told.token];
            let distance = here.abs_diff(sentence);
            let allowed = distance == 0
                || sentence < here && parse.sentence(told.token).paragraph == paragraph;
            if allowed && best.is_none_or(|(d, _)| distance <= d) {
                best = Some((distance, told.day));
            }
        }
        best.map(|(_, day)| day)
    }
}
