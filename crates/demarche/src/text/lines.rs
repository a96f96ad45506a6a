//! Physical lines, trimmed, with what the eye sees of them: length, indent, a blank line before.

use super::Span;

/// A line that has something on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without the white space around it.
    pub(super) span: Span,
    /// Length in characters.
    pub(super) chars: u32,
    /// White space before it, in characters; a tab counts as four.
    pub(super) indent: u32,
    /// At least one blank line, or a page break, stands before it.
    pub(super) after_blank: bool,
}

/// True for characters that print nothing: white space, zero-width marks, control characters.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The lines of a text that have something on them. A line ends at LF, CR, CR LF, a form feed, or
/// one of the two separators of Unicode.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut after_blank = true;
    let mut start = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(is_break).unwrap_or(rest.len());
        let line = &rest[..end];
        let trimmed = line.trim_start_matches(is_blank);
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            let indent = &line[..line.len() - trimmed.len()];
            let words = trimmed.trim_end_matches(is_blank);
            let from = start + indent.len();
            found.push(Line {
                span: Span::new(from, from + words.len()),
                chars: words.chars().count() as u32,
                indent: indent.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
                after_blank,
            });
            after_blank = false;
        }
        let step = end + break_length(&rest[end..]);
        after_blank |= rest[end..].starts_with(['\u{c}', '\u{2029}']);
        start += step;
        rest = &rest[step..];
    }
    found
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Bytes of the line break that `rest` begins with.
fn break_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        2
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    }
}

/// True when a line or paragraph ends as a sentence does, closing quotes and brackets aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(is_closing)
        .ends_with(['.', '!', '?', '…', '。'])
}

/// Closing quotation marks and brackets.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']') || is_blank(c)
}

/// The first word of a line.
pub(super) fn first_word(words: &str) -> &str {
    words.split(char::is_whitespace).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[(&str, bool)]) {
        let lines = lines(text);
        let got: Vec<(&str, bool)> = lines
            .iter()
            .map(|l| (l.span.of(text), l.after_blank))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        check(
            "a\r\nb\rc\n\u{2028}d\n\ne",
            &[
                ("a", true),
                ("b", false),
                ("c", false),
                ("d", true),
                ("e", true),
            ],
        );
    }

    #[test]
    fn a_line_of_spaces_and_marks_is_blank() {
        check("a\n \u{a0}\u{200b}\t\nb", &[("a", true), ("b", true)]);
        check("\u{feff}\n", &[]);
    }

    #[test]
    fn closing_marks_do_not_hide_the_full_stop() {
        assert!(ends_sentence("he called it “frank.”"));
        assert!(ends_sentence("(It did.)"));
        assert!(!ends_sentence("he said,”"));
    }
}
