//! What a text is cleaned of before anybody points into it: marks that print nothing.

/// The text with line ends as LF and without control characters, soft hyphens, zero-width and
/// direction marks.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{85}' | '\u{2028}' => out.push('\n'),
            '\u{2029}' | '\u{c}' => out.push_str("\n\n"),
            _ if is_unseen(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Characters that print nothing. The joiners inside a word stay: scripts and emoji need them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_prints_stays() {
        assert_eq!(
            clean("a\r\nb\rc\0d\u{ad}e\u{200b}\u{202e}f\tg"),
            "a\nb\ncdef\tg"
        );
        assert_eq!(clean("👩\u{200d}🚀"), "👩\u{200d}🚀");
    }
}
