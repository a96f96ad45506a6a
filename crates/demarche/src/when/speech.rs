//! Which phrases stand inside quotation marks, and on which day the quoted words were said.

use super::pieces::Pieces;

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
