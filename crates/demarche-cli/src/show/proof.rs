//! The proving words, underlined in their lines.

use super::style::{DIM, PROOF, RESET};
use demarche::text::Span;
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Columns of the gutter: number and bar.
const GUTTER: usize = 12;
/// Columns of a page that is no terminal.
const PAGE: usize = 112;

/// The lines of a text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// Byte at which each line begins.
    starts: Vec<u32>,
    /// Columns for the words of a line.
    width: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Lines<'a> {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let mut starts = vec![0];
        starts.extend(breaks.map(|(at, _)| at as u32 + 1));
        let columns = terminal_size::terminal_size().map_or(PAGE, |(w, _)| usize::from(w.0));
        Lines {
            text,
            starts,
            width: columns.clamp(40, 140) - GUTTER,
        }
    }

    /// How many lines there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The number, counted from 1, of the line that holds a byte.
    pub(crate) fn number(&self, byte: u32) -> usize {
        self.starts.partition_point(|&s| s <= byte)
    }

    /// The bytes of line `number` without its end; none when there is no such line.
    pub(crate) fn span(&self, number: usize) -> Option<Span> {
        let start = *self.starts.get(number.checked_sub(1)?)? as usize;
        let end = self
            .starts
            .get(number)
            .map_or(self.text.len(), |&next| next as usize - 1);
        Some(Span::new(start, end))
    }

    /// Words on one line, in quotation marks unless they have their own.
    pub(crate) fn quoted(&self, span: Span) -> String {
        let words: Vec<&str> = span.of(self.text).split_whitespace().collect();
        let words = printable(&words.join(" "));
        if words.starts_with(['“', '"']) && words.ends_with(['”', '"']) {
            words
        } else {
            format!("“{words}”")
        }
    }

    /// The lines of `evidence`, its words underlined with `~` and those of `content` in it with `^`.
    pub(crate) fn underlined(
        &self,
        out: &mut impl Write,
        evidence: Span,
        content: Span,
    ) -> io::Result<()> {
        let (first, last) = (
            self.number(evidence.start),
            self.number(evidence.end.saturating_sub(1)),
        );
        for number in first..=last {
            let Some(line) = self.span(number) else {
                continue;
            };
            let mut label = number.to_string();
            for piece in pieces(self.text, line, self.width) {
                if piece.overlaps(evidence) {
                    self.piece(out, &label, piece, evidence, content)?;
                    label.clear();
                }
            }
        }
        Ok(())
    }

    fn piece(
        &self,
        out: &mut impl Write,
        label: &str,
        piece: Span,
        evidence: Span,
        content: Span,
    ) -> io::Result<()> {
        let mut words = String::new();
        let mut marks = String::new();
        for (at, c) in piece.of(self.text).char_indices() {
            let c = if c == '\t' { ' ' } else { shown(c) };
            let at = piece.start + at as u32;
            let mark = match () {
                () if content.start <= at && at < content.end && evidence.overlaps(content) => '^',
                () if evidence.start <= at && at < evidence.end => '~',
                () => ' ',
            };
            words.push(c);
            marks.extend(std::iter::repeat_n(mark, c.width().unwrap_or(0)));
        }
        writeln!(out, "     {DIM}{label:>4} │{RESET} {}", words.trim_end())?;
        writeln!(
            out,
            "     {DIM}     │{RESET} {PROOF}{}{RESET}",
            marks.trim_end()
        )
    }
}

/// Cuts a line into pieces no wider than `width`, at spaces where it has them.
fn pieces(text: &str, line: Span, width: usize) -> Vec<Span> {
    let words = line.of(text);
    let mut pieces = Vec::new();
    let (mut start, mut space, mut columns) = (0, None, 0);
    for (at, c) in words.char_indices() {
        columns += shown(c).width().unwrap_or(0);
        if columns > width && !c.is_whitespace() {
            let cut = space.filter(|&s| s > start).unwrap_or(at);
            pieces.push((start, cut));
            start = cut;
            columns = words[start..at + c.len_utf8()]
                .chars()
                .map(|c| shown(c).width().unwrap_or(0))
                .sum();
            space = None;
        }
        if c.is_whitespace() {
            space = Some(at + c.len_utf8());
        }
    }
    pieces.push((start, words.len()));
    let base = line.start as usize;
    pieces
        .into_iter()
        .map(|(a, b)| Span::new(base + a, base + b))
        .collect()
}

/// A character that cannot command the terminal.
fn shown(c: char) -> char {
    let steers = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if steers && c != '\t' { '\u{fffd}' } else { c }
}

/// Words that cannot command the terminal.
pub(crate) fn printable(words: &str) -> String {
    words
        .chars()
        .map(|c| {
            if c == '\n' || c == '\t' {
                ' '
            } else {
                shown(c)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, evidence: &str, content: &str, width: usize) -> String {
        let span = |words: &str| {
            let at = text.find(words).expect("words of the text");
            Span::new(at, at + words.len())
        };
        let mut lines = Lines::new(text);
        lines.width = width;
        let mut out = anstream::StripStream::new(Vec::new());
        lines
            .underlined(&mut out, span(evidence), span(content))
            .expect("written");
        String::from_utf8(out.into_inner()).expect("text")
    }

    #[test]
    fn words_are_underlined_in_their_line() {
        let text = "He left.\nRuritania will\nreply soon. Then";
        let want = "        2 │ Ruritania will\n          │ ~~~~~~~~~~~~~~\n        3 │ reply soon. Then\n          │ ^^^^^~~~~~~\n";
        assert_eq!(
            drawn(text, "Ruritania will\nreply soon.", "reply", 88),
            want
        );
    }

    #[test]
    fn long_lines_are_cut_and_only_what_proves_is_shown() {
        let text = "one two three four five six";
        let want = "        1 │ three four\n          │       ^^^^\n";
        assert_eq!(drawn(text, "four", "four", 10), want);
        let wide = "北京北京北京 ok";
        assert_eq!(
            drawn(wide, "ok", "ok", 20),
            "        1 │ 北京北京北京 ok\n          │              ^^\n"
        );
    }

    #[test]
    fn nothing_in_a_text_commands_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Jb\u{202e}c\nd"),
            "a\u{fffd}[2Jb\u{fffd}c d"
        );
        assert!(!drawn("x \u{1b}[2J y", "y", "y", 80).contains('\u{1b}'));
    }

    #[test]
    fn lines_are_counted_from_one() {
        let lines = Lines::new("a\nbc\n");
        assert_eq!(
            (
                lines.number(0),
                lines.number(1),
                lines.number(2),
                lines.number(5)
            ),
            (1, 1, 2, 3)
        );
        assert_eq!(lines.span(2), Some(Span::new(2, 4)));
        assert_eq!(lines.span(4), None);
    }
}
