//! From lines to paragraphs: which line breaks are those of a page width, and which were meant.
//!
//! A wrapped line ends where the next word would not have fitted. So a break is taken for a wrap when
//! the line is about as long as the longest ones and its text goes on; a line that ends early, or a
//! text whose full lines all end in full stops (one paragraph a line), was broken on purpose.

use super::Span;
use super::furniture::{self, Furniture};
use super::lines::{Line, ends_sentence, first_word};

/// Nobody wraps wider than this, in characters.
const WIDEST: u32 = 160;
/// Nobody wraps narrower than this: shorter lines are a list.
const NARROWEST: u32 = 36;

/// Lines that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) what: Option<Furniture>,
}

/// Joins the lines of `text` to paragraphs, furniture told apart.
pub(super) fn blocks(text: &str, lines: &[Line]) -> Vec<Block> {
    let width = width(text, lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let what = furniture::kind(line.span.of(text));
        let before = i.checked_sub(1).map(|b| &lines[b]);
        if let (Some(before), Some(open)) = (before, blocks.last_mut())
            && goes_on(text, before, line, width, open.what, what)
        {
            open.span = open.span.join(line.span);
            continue;
        }
        blocks.push(Block {
            span: line.span,
            what,
        });
    }
    for block in &mut blocks {
        block.what = block.what.or_else(|| furniture::kind(block.span.of(text)));
    }
    blocks
}

/// The page width of a wrapped text in characters; none when its lines are whole paragraphs or a list.
fn width(text: &str, lines: &[Line]) -> Option<u32> {
    let inner = || lines.windows(2).filter(|pair| !pair[1].after_blank);
    let mut lengths: Vec<u32> = inner().map(|pair| pair[0].chars).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len().checked_sub(1)? * 9 / 10)?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let (mut full, mut open) = (0, 0);
    for pair in inner().filter(|pair| is_full(text, &pair[0], &pair[1], width)) {
        full += 1;
        open += usize::from(!ends_sentence(pair[0].span.of(text)));
    }
    (open * 2 >= full && open > 0).then_some(width)
}

/// True when the first word of `next` would not have fitted on `line`. The slack of a sixth covers
/// pages set in a proportional face.
fn is_full(text: &str, line: &Line, next: &Line, width: u32) -> bool {
    let word = first_word(next.span.of(text)).chars().take(40).count() as u32;
    line.chars + 1 + word > width - width / 6
}

/// True when `next` continues the paragraph that `line` ends.
fn goes_on(
    text: &str,
    line: &Line,
    next: &Line,
    width: Option<u32>,
    open: Option<Furniture>,
    what: Option<Furniture>,
) -> bool {
    let (before, after) = (line.span.of(text), next.span.of(text));
    if next.after_blank {
        return open.is_none() && what.is_none() && runs_over_a_blank(before, after, line.chars);
    }
    let full = width.is_some_and(|width| is_full(text, line, next, width));
    let unfinished = !ends_sentence(before);
    if open.is_some() {
        let wrapped = matches!(
            open,
            Some(Furniture::Related | Furniture::Caption | Furniture::Byline | Furniture::Notice)
        );
        let cut = full || after.starts_with(char::is_lowercase);
        return wrapped && what.is_none() && cut && unfinished;
    }
    if matches!(what, Some(Furniture::Link | Furniture::Notice)) {
        return false;
    }
    if what.is_some() && !(unfinished && full) {
        return false;
    }
    if is_item(after) && (!full || !unfinished || is_item(before) || before.ends_with([':', ';'])) {
        return false;
    }
    if width.is_some() && next.indent >= line.indent + 2 && !is_item(before) && !unfinished {
        return false;
    }
    if unfinished && goes_on_in_lower_case(after) {
        return true;
    }
    if unfinished && wants_more(before) {
        return true;
    }
    full || (unfinished && before.ends_with([',', '-', '–', '—']) && line.chars >= NARROWEST)
}

/// A paragraph cut in two by a page or an advertisement: no stop before, lower case after.
fn runs_over_a_blank(before: &str, after: &str, chars: u32) -> bool {
    let last = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    chars >= NARROWEST
        && before.ends_with(char::is_alphanumeric)
        && !matches!(last, "and" | "or")
        && after.starts_with(char::is_lowercase)
        && !is_item(after)
        && !is_item(before)
}

/// True when a line ends in a word that no paragraph ends in.
fn wants_more(before: &str) -> bool {
    const OPEN: [&str; 20] = [
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or",
        "than", "that", "the", "to", "who", "with",
    ];
    let last = before.rsplit(char::is_whitespace).next();
    last.is_some_and(|w| w.len() < before.len() && OPEN.contains(&w))
}

fn goes_on_in_lower_case(after: &str) -> bool {
    after.starts_with(|c: char| {
        c.is_lowercase() || matches!(c, ',' | '.' | ';' | ')' | '”' | '—' | '–' | '&')
    })
}

/// True for a line that begins as an item of a list does: a bullet, a dash and a space, "1.", "(a)".
pub(super) fn is_item(words: &str) -> bool {
    let mut chars = words.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let rest = chars.as_str();
    match first {
        '•' | '◦' | '▪' | '■' | '●' | '‣' | '⁃' => true,
        '-' | '–' | '*' | '·' => rest.starts_with([' ', '\t', '\u{a0}']),
        '(' => rest
            .find(')')
            .is_some_and(|at| at <= 4 && !rest[..at].contains(' ')),
        _ => {
            let mark = first_word(words);
            let body = mark.trim_end_matches(['.', ')']);
            let number = !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit());
            mark.len() > body.len()
                && mark.len() <= 4
                && (number || (body.len() == 1 && mark.ends_with(')')))
        }
    }
}
