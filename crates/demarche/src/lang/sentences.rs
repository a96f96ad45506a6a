//! Where sentences end among the tokens of a paragraph.

use crate::model::features::plain;
use crate::text::Span;

use super::lists;

/// Longest sentence in tokens; a longer one is cut here, so that the cost of a tree stays bounded.
pub const LONGEST: usize = 200;

/// Appends the last token (exclusive) of every sentence of `tokens[from..]`, which is one paragraph.
pub fn split(text: &str, tokens: &[Span], from: usize, ends: &mut Vec<usize>) {
    let mut start = from;
    let mut i = from;
    while i < tokens.len() {
        let end = boundary(text, tokens, i).unwrap_or(i + 1);
        let ends_here = end >= tokens.len() || boundary(text, tokens, i).is_some();
        if ends_here || end - start >= LONGEST {
            let end = end.min(start + LONGEST);
            ends.push(end);
            start = end;
            i = end;
        } else {
            i = end;
        }
    }
}

/// If token `i` ends a sentence: the first token of the next.
fn boundary(text: &str, tokens: &[Span], i: usize) -> Option<usize> {
    let token = tokens[i].of(text);
    if let Some(next) = tokens.get(i + 1)
        && blank_line(&text[tokens[i].end as usize..next.start as usize])
    {
        return Some(i + 1);
    }
    let stop = token
        .chars()
        .all(|c| matches!(c, '.' | '!' | '?' | '\u{2026}'));
    let abbreviated = !stop && token.len() > 1 && token.ends_with('.');
    if !stop && !abbreviated {
        return None;
    }
    let mut next = i + 1;
    // Marks that close a quotation or bracket stay with their sentence.
    while next < tokens.len() && next < i + 8 {
        if closes(text, tokens, next) {
            next += 1;
        } else if is_reference(text, tokens, next) {
            next += 3;
        } else {
            break;
        }
    }
    if next >= tokens.len() {
        return Some(next);
    }
    if abbreviated {
        return ends_abbreviated(text, tokens, i, next).then_some(next);
    }
    begins(text, tokens, i, next).then_some(next)
}

fn blank_line(gap: &str) -> bool {
    gap.len() > 1 && gap.bytes().filter(|&b| b == b'\n').count() > 1
}

/// The number of a note right after a stop: ".[17]".
fn is_reference(text: &str, tokens: &[Span], i: usize) -> bool {
    let word = |t: usize| tokens.get(t).map_or("", |s| s.of(text));
    let number = word(i + 1).bytes().all(|b| b.is_ascii_digit()) && word(i + 1).len() < 4;
    word(i) == "[" && number && word(i + 2) == "]" && tokens[i - 1].end == tokens[i].start
}

/// A closing quote or bracket that touches the token before it.
fn closes(text: &str, tokens: &[Span], i: usize) -> bool {
    let token = tokens[i].of(text);
    let touches = tokens[i - 1].end == tokens[i].start;
    match token {
        ")" | "]" | "\u{201d}" | "\u{bb}" | ":)" | ":-)" | ";)" | ":(" => true,
        "\"" | "''" | "'" | "\u{2019}" | "\u{2019}\u{2019}" => {
            let apart = tokens
                .get(i + 1)
                .is_none_or(|n| n.start > tokens[i].end || closing_mark(n.of(text)));
            touches && apart
        }
        _ => false,
    }
}

fn closing_mark(token: &str) -> bool {
    matches!(token, ")" | "]" | "\"" | "\u{201d}" | "'" | "\u{2019}")
}

/// Whether the tokens from `next` on look like the beginning of a sentence after the stop `i`.
fn begins(text: &str, tokens: &[Span], i: usize, next: usize) -> bool {
    let token = tokens[next].of(text);
    let Some(first) = token.chars().next() else {
        return false;
    };
    let stop = tokens[i].of(text);
    let spaced = tokens[next].start > tokens[next - 1].end;
    if first.is_lowercase() {
        // A hurried writer begins small, but what goes on after a quoted question does too.
        let after_word =
            text[..tokens[i].start as usize].ends_with(|c: char| c.is_ascii_alphabetic());
        return stop.len() == 1 && spaced && next == i + 1 && after_word && !continues(token);
    }
    if matches!(
        token,
        "," | ";"
            | ":"
            | "-"
            | "--"
            | "."
            | "?"
            | "!"
            | ")"
            | "]"
            | "..."
            | "\u{2014}"
            | "\u{2013}"
            | "%"
            | "/"
    ) {
        return false;
    }
    let quoted = next > i + 1 && stop != ".";
    !(quoted && speech_follows(text, tokens, next))
}

/// Words that go on after a stop rather than begin.
fn continues(token: &str) -> bool {
    matches!(
        token,
        "and" | "or" | "but" | "said" | "of" | "com" | "org" | "net"
    )
}

/// A speaker and a verb of speech follow a quoted question: `"Why?" Lavrov asked.`
fn speech_follows(text: &str, tokens: &[Span], next: usize) -> bool {
    tokens[next..]
        .iter()
        .take(6)
        .map(|s| s.of(text))
        .take_while(|w| !w.starts_with(['.', '?', '!']))
        .any(|w| {
            matches!(
                w,
                "said"
                    | "asked"
                    | "told"
                    | "says"
                    | "asks"
                    | "wrote"
                    | "added"
                    | "replied"
                    | "demanded"
                    | "exclaimed"
            )
        })
}

/// Whether an abbreviation at `i` ends its sentence before `next`.
fn ends_abbreviated(text: &str, tokens: &[Span], i: usize, next: usize) -> bool {
    let token = tokens[i].of(text);
    let bare = &token[..token.len() - 1];
    let follower = tokens[next].of(text);
    let dotted = bare.contains('.');
    let may_end = dotted || lists::abbreviation(bare) == Some("may_end");
    if next > i + 1 {
        // "(…, Inc.)" goes on; "… in the U.S.” The" ends.
        return may_end
            && tokens[i + 1].of(text).chars().all(|c| plain(c) == '"')
            && starts_sentence(follower);
    }
    may_end && starts_sentence(follower)
}

/// Words that after an abbreviation begin a sentence rather than a name.
fn starts_sentence(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "He"
            | "She"
            | "It"
            | "We"
            | "They"
            | "I"
            | "You"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "For"
            | "However"
            | "Its"
            | "His"
            | "Her"
            | "Their"
            | "Our"
            | "If"
            | "As"
            | "After"
            | "When"
            | "While"
            | "There"
            | "Both"
            | "Asked"
            | "According"
            | "Since"
            | "Under"
            | "To"
            | "With"
            | "By"
            | "From"
            | "Some"
            | "Most"
            | "Many"
            | "What"
            | "Why"
            | "How"
            | "Who"
            | "Earlier"
            | "Also"
    ) || matches!(word, "\u{201c}" | "``")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::tokens;

    fn sentences(text: &str) -> Vec<String> {
        let mut spans = Vec::new();
        tokens::split(text, Span::new(0, text.len()), &mut spans);
        let mut ends = Vec::new();
        split(text, &spans, 0, &mut ends);
        let mut start = 0;
        ends.iter()
            .map(|&end| {
                let s = text[spans[start].start as usize..spans[end - 1].end as usize].to_string();
                start = end;
                s
            })
            .collect()
    }

    #[test]
    fn ends_where_an_editor_would() {
        for want in [
            &["The U.S. side met Sen. Smith.", "It ended."][..],
            &[
                "“We will go.”",
                "He left at 5 p.m. on Jan. 21.",
                "Nobody spoke.",
            ],
            &["\"Is it so?\" Lavrov asked.", "\"No!\"", "They left."],
            &["He lives in the U.S.", "The talks go on."],
            &["J. R. Smith of Acme Inc. said No. 5 wins."],
            &["Wait... what?", "Nothing (at all).", "1.5 million came."],
            &["First part\n\n", "Second part"].map(str::trim),
        ] {
            let text = if want[0] == "First part" {
                want.join("\n\n")
            } else {
                want.join(" ")
            };
            assert_eq!(sentences(&text), want);
        }
    }

    #[test]
    fn cuts_an_endless_sentence() {
        let text = "talks ".repeat(1000);
        assert_eq!(sentences(&text).len(), 1000_usize.div_ceil(LONGEST));
    }
}
