//! Tokens cut once more where time phrases need it: at hyphens and slashes, between figures and
//! letters ("10am"), before a clitic. The grammar walks over these pieces, never over letters.

use super::words::{Atom, Words, words};
use crate::lang::Parse;
use crate::text::Span;

/// A piece of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Bytes in the text.
    pub(super) span: Span,
    /// The token it is cut from.
    pub(super) token: u32,
    pub(super) atom: Atom,
    /// True when it begins with a capital.
    pub(super) capital: bool,
    /// True when no space stands before it.
    pub(super) glued: bool,
}

/// A report as pieces, with what the grammar asks of it.
pub(super) struct Pieces<'a> {
    pub(super) text: &'a str,
    /// The text with ASCII letters lower-cased: same offsets.
    lower: String,
    pub(super) parse: &'a Parse,
    pub(super) list: Vec<Piece>,
    /// Pieces `start..end` of each sentence.
    pub(super) sentences: Vec<(usize, usize)>,
    pub(super) words: &'static Words,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str, parse: &'a Parse) -> Pieces<'a> {
        let mut pieces = Pieces {
            text,
            lower: text.to_ascii_lowercase(),
            parse,
            list: Vec::with_capacity(parse.len() + parse.len() / 8),
            sentences: Vec::with_capacity(parse.sentences.len()),
            words: words(),
        };
        for sentence in &parse.sentences {
            let from = pieces.list.len();
            for token in sentence.start..sentence.end {
                pieces.cut(token);
            }
            pieces.sentences.push((from, pieces.list.len()));
        }
        pieces
    }

    /// Cuts a token and appends its pieces.
    fn cut(&mut self, token: u32) {
        let span = self.parse.span[token as usize];
        let word = &self.lower[span.start as usize..span.end as usize];
        let plain = word.bytes().all(|b| b.is_ascii_lowercase());
        if plain {
            self.push(span, token);
            return;
        }
        let mut start = 0;
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        let mut before: Option<char> = None;
        for (at, c) in word.char_indices() {
            if at > start && is_cut(before, c, &word[start..at], &word[at..]) {
                cuts.push((start, at));
                start = at;
            }
            before = Some(c);
        }
        cuts.push((start, word.len()));
        for (from, to) in cuts {
            let base = span.start as usize;
            self.push(Span::new(base + from, base + to), token);
        }
    }

    fn push(&mut self, span: Span, token: u32) {
        let word = span.of(&self.lower);
        let first = self.text.as_bytes().get(span.start as usize).copied();
        let glued =
            span.start > 0 && !self.text.as_bytes()[span.start as usize - 1].is_ascii_whitespace();
        let atom = figure(word).unwrap_or_else(|| self.words.atom(word.trim_end_matches('.')));
        self.list.push(Piece {
            span,
            token,
            atom,
            capital: first.is_some_and(|b| b.is_ascii_uppercase()),
            glued,
        });
    }

    /// The lower-cased letters of piece `p`, apostrophes straight; empty beyond the end.
    pub(super) fn word(&self, p: usize) -> &str {
        let Some(piece) = self.list.get(p) else {
            return "";
        };
        match piece.span.of(&self.lower) {
            "’" => "'",
            "’s" => "'s",
            word => word,
        }
    }

    /// Piece `p` as written.
    pub(super) fn written(&self, p: usize) -> &str {
        self.list.get(p).map_or("", |x| x.span.of(self.text))
    }

    /// What piece `p` can be.
    pub(super) fn atom(&self, p: usize) -> Atom {
        self.list.get(p).map_or(Atom::Plain, |x| x.atom)
    }

    /// True when the word at `p` is one of `words`.
    pub(super) fn is(&self, p: usize, words: &[&str]) -> bool {
        let word = self.word(p);
        !word.is_empty() && words.contains(&word)
    }

    /// True for a hyphen or dash.
    pub(super) fn is_dash(&self, p: usize) -> bool {
        self.is(p, &["-", "–", "—", "‑"])
    }

    /// The part of speech of the token of piece `p`, or nothing.
    pub(super) fn xpos(&self, p: usize) -> &'static str {
        self.list
            .get(p)
            .and_then(|x| self.parse.xpos.get(x.token as usize))
            .copied()
            .unwrap_or("")
    }

    /// The sentence of piece `p`.
    pub(super) fn sentence(&self, p: usize) -> u32 {
        self.parse.sentence_of[self.list[p].token as usize]
    }
}

/// Whether a cut falls before `c`.
fn is_cut(before: Option<char>, c: char, left: &str, right: &str) -> bool {
    let Some(b) = before else {
        return false;
    };
    let dash = |x: char| matches!(x, '-' | '–' | '—' | '‑' | '/' | '+');
    if dash(b) || dash(c) {
        return true;
    }
    if matches!(c, '\'' | '’') && matches!(right, "'s" | "’s" | "'" | "’") {
        return true;
    }
    // "10am", "1930GMT"; but "21st", "1990s" and "2.5" stay whole.
    b.is_ascii_digit()
        && c.is_alphabetic()
        && !matches!(right, "st" | "nd" | "rd" | "th" | "s")
        && left
            .bytes()
            .all(|x| x.is_ascii_digit() || x == b':' || x == b'.')
}

/// A word of figures: "21", "2.5", "21st", "1,460".
fn figure(word: &str) -> Option<Atom> {
    let first = word.as_bytes().first()?;
    if !first.is_ascii_digit() || word.len() > 12 {
        return None;
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    let value = word[..digits].parse::<u32>().ok()?;
    Some(match rest {
        "" => Atom::Number {
            value,
            digits: digits as u8,
        },
        "st" | "nd" | "rd" | "th" => Atom::Ordinal {
            value,
            digits: digits as u8,
        },
        _ if rest.starts_with(',') => {
            let plain: String = word.chars().filter(|&c| c != ',').collect();
            Atom::Number {
                value: plain.parse().ok()?,
                // A comma among its figures keeps a number from being a year.
                digits: 0,
            }
        }
        _ if rest.starts_with('.') && rest.len() > 1 => Atom::Decimal(word.parse().ok()?),
        "s" if (digits == 4 || digits == 2) && value % 10 == 0 => Atom::Decade(value as u16),
        "." => Atom::Number {
            value,
            digits: digits as u8,
        },
        _ => return None,
    })
}
