//! A text with its moves and statements marked in place, however they overlap.
//!
//! Marks come in code points, as the ledger keeps them; the text is cut at every end of a mark, and each
//! piece knows all that it belongs to.

use std::collections::BTreeSet;

/// A stretch of the text, in code points, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) of: Owner,
}

/// Whose a mark is: a move or a statement, by its place in the list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Move(usize),
    Statement(usize),
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) owners: Vec<Owner>,
}

/// Owners of one piece at most; a page where more things overlap helps nobody.
const MOST: usize = 8;

/// The paragraphs of a text, in pieces.
pub(crate) fn paragraphs(text: &str, marks: &[Mark]) -> Vec<Vec<Piece>> {
    let ends = in_bytes(text, marks);
    let mut events: Vec<(usize, bool, usize)> = Vec::new();
    for (number, (start, end)) in ends.iter().enumerate() {
        if start < end {
            events.push((*start, true, number));
            events.push((*end, false, number));
        }
    }
    events.sort_unstable();
    let mut events = events.into_iter().peekable();
    let mut open: BTreeSet<(Owner, usize)> = BTreeSet::new();
    let mut done = Vec::new();
    for (start, end) in blocks(text) {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = start;
        while at < end {
            while let Some((_, opens, number)) = events.next_if(|e| e.0 <= at) {
                let key = (marks[number].of, number);
                if opens {
                    open.insert(key);
                } else {
                    open.remove(&key);
                }
            }
            let cut = events.peek().map_or(end, |e| e.0.min(end));
            let mut owners: Vec<Owner> = open.iter().take(MOST).map(|(owner, _)| *owner).collect();
            owners.dedup();
            match pieces.last_mut() {
                Some(last) if last.owners == owners => last.text.push_str(&text[at..cut]),
                _ => pieces.push(Piece {
                    text: text[at..cut].to_owned(),
                    owners,
                }),
            }
            at = cut;
        }
        done.push(pieces);
    }
    done
}

/// Starts and ends as bytes, found in one walk over the text.
fn in_bytes(text: &str, marks: &[Mark]) -> Vec<(usize, usize)> {
    let mut wanted: Vec<u32> = marks.iter().flat_map(|m| [m.start, m.end]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = Vec::with_capacity(wanted.len());
    let mut places = text.char_indices().map(|(at, _)| at);
    let mut n_passed = 0;
    for &point in &wanted {
        let skip = (point - n_passed) as usize;
        let at = places.nth(skip);
        n_passed = point + 1;
        found.push(at.unwrap_or(text.len()));
    }
    let byte = |point: u32| {
        wanted
            .binary_search(&point)
            .map_or(text.len(), |i| found[i])
    };
    marks.iter().map(|m| (byte(m.start), byte(m.end))).collect()
}

/// Where the paragraphs stand: what lies between empty lines.
fn blocks(text: &str) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    let mut last = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            blocks.extend(begun.take().map(|start| (start, last)));
        } else {
            begun.get_or_insert(at);
            last = at + line.trim_end().len();
        }
        at += line.len();
    }
    blocks.extend(begun.map(|start| (start, last)));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, of: Owner) -> Mark {
        Mark { start, end, of }
    }

    fn shown(text: &str, marks: &[Mark]) -> String {
        let piece = |p: &Piece| {
            let owners: Vec<String> = p.owners.iter().map(|o| format!("{o:?}")).collect();
            format!("[{}|{}]", p.text, owners.join(" "))
        };
        let paragraph = |p: &Vec<Piece>| p.iter().map(piece).collect::<String>();
        paragraphs(text, marks)
            .iter()
            .map(paragraph)
            .collect::<Vec<_>>()
            .join("¶")
    }

    #[test]
    fn marks_overlap() {
        use Owner::{Move, Statement};
        let marks = [
            mark(0, 5, Move(0)),
            mark(3, 8, Move(1)),
            mark(0, 8, Statement(0)),
        ];
        assert_eq!(
            shown("abcdefghij", &marks),
            "[abc|Move(0) Statement(0)][de|Move(0) Move(1) Statement(0)]\
             [fgh|Move(1) Statement(0)][ij|]"
        );
    }

    #[test]
    fn offsets_are_code_points() {
        let text = "Žižek “ja” 😀 end";
        let marks = [mark(6, 10, Owner::Move(0)), mark(11, 12, Owner::Move(1))];
        assert_eq!(
            shown(text, &marks),
            "[Žižek |][“ja”|Move(0)][ |][😀|Move(1)][ end|]"
        );
    }

    #[test]
    fn marks_run_over_paragraphs_and_beyond_the_text() {
        let marks = [
            mark(2, 9, Owner::Move(0)),
            mark(8, 900, Owner::Move(1)),
            mark(50, 60, Owner::Move(2)),
        ];
        assert_eq!(
            shown("one\n\n  two\nsix\n", &marks),
            "[on|][e|Move(0)]¶[  tw|Move(0)][o\nsix|Move(1)]".replace(
                "[  tw|Move(0)][o\nsix|Move(1)]",
                "[  t|Move(0)][w|Move(0) Move(1)][o\nsix|Move(1)]"
            )
        );
        assert_eq!(shown("", &marks), "");
    }
}
