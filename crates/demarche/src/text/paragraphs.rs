//! Paragraphs of plain text as people have it, and the furniture between them.
//!
//! Everything is spans: the text is never rewritten. Time is linear in its length.

use super::dateline::{self, Dateline};
use super::furniture::Furniture;
use super::lines::{self, ends_sentence};
use super::wrap::{self, Block};
use super::{Link, Span, english, links, stamp};

/// How much of a text is read, in bytes: some 170,000 words, longer than any report. More than that
/// is a book or an accident, and the record says that it was cut.
pub const LONGEST_TEXT: usize = 1 << 20;

/// How many words and marks of a text are read: what takes about two seconds.
pub const MOST_WORDS: usize = 80_000;

/// More lines than this do not stand above a report.
const MOST_TITLES: usize = 12;

/// The parts of a text: what is to be read and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs {
    /// Paragraphs to read, in text order; the headline is not among them.
    pub body: Vec<Span>,
    /// Lines that are kept in the text and read by nobody, in text order.
    pub furniture: Vec<Span>,
    /// Links that stand in the text.
    pub links: Vec<Link>,
    /// A headline that stands before the body.
    pub headline: Option<Span>,
    /// "GENEVA, Jan 21 (Agency) -": the first body paragraph begins after it.
    pub dateline: Option<Dateline>,
    /// A line near the top that names a full date and holds nothing but dates and times.
    pub day_line: Option<Span>,
    /// Where reading stopped, when the text is longer than `LONGEST_TEXT` or `MOST_WORDS`.
    pub cut: Option<u32>,
    /// The body is plainly in another language than English: nothing of it should be read.
    pub foreign: bool,
}

/// Splits a text into paragraphs and sets furniture aside.
pub fn split(text: &str) -> Paragraphs {
    let cut = limit(text).map(|limit| last_break(text, limit));
    let text = &text[..cut.unwrap_or(text.len())];
    let lines = lines::lines(text);
    let mut blocks = wrap::blocks(text, &lines);
    set_aside_related(text, &mut blocks);
    set_aside_captions(text, &mut blocks);
    let headline = take_headline(text, &mut blocks);
    set_aside_labels(text, &mut blocks);
    let mut parts = Paragraphs {
        links: links::links(text),
        headline: headline.map(|h| h.span),
        day_line: day_line(text, &blocks),
        cut: cut.map(|at| at as u32),
        ..Paragraphs::default()
    };
    for block in blocks {
        match block.what {
            None => parts.body.push(block.span),
            Some(_) => parts.furniture.push(block.span),
        }
    }
    take_dateline(text, &mut parts);
    parts.foreign = !english::is_english(text, &parts.body);
    parts
}

/// Every paragraph of a text, however long it is, furniture included: for tagging and parsing alone.
pub fn every(text: &str) -> Vec<Span> {
    let lines = lines::lines(text);
    let blocks = wrap::blocks(text, &lines);
    blocks.into_iter().map(|b| b.span).collect()
}

/// The byte at which a text becomes too long, if it does.
fn limit(text: &str) -> Option<usize> {
    let mut words = 0;
    let mut inside = 0;
    for (at, b) in text.bytes().enumerate().take(LONGEST_TEXT) {
        // Dashes, quotation marks and pictures are tokens of their own; they begin with these bytes.
        let is_mark =
            matches!(b, 0xe2 | 0xf0) || (b.is_ascii_graphic() && !b.is_ascii_alphanumeric());
        let is_letter = b.is_ascii_alphanumeric() || b >= 0x80;
        // A word without end counts again every now and then, as the tokens that it will be cut into.
        let begins = is_mark || (is_letter && inside % 64 == 0);
        inside = if is_letter && !is_mark { inside + 1 } else { 0 };
        words += usize::from(begins);
        if words > MOST_WORDS {
            return Some(at);
        }
    }
    (text.len() > LONGEST_TEXT).then_some(LONGEST_TEXT)
}

/// The last line break, or else space, or else character, before a limit.
fn last_break(text: &str, mut limit: usize) -> usize {
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let near = limit - limit / 16;
    let tail = text.as_bytes()[near..limit].iter();
    let found = tail.clone().rposition(|&b| b == b'\n');
    let found = found.or_else(|| tail.clone().rposition(|&b| b == b' '));
    found.map_or(limit, |at| near + at)
}

/// After a "Related articles" line without a title of its own, the titles below it go with it.
fn set_aside_related(text: &str, blocks: &mut [Block]) {
    let mut inside = false;
    for block in blocks {
        let words = block.span.of(text);
        if block.what == Some(Furniture::Related) {
            inside = words.len() <= 30;
        } else if block.what.is_none() {
            inside &= words.len() <= 150 && !ends_sentence(words);
            if inside {
                block.what = Some(Furniture::Related);
            }
        }
    }
}

/// After "Image caption," the caption is on the next line.
fn set_aside_captions(text: &str, blocks: &mut [Block]) {
    for i in 1..blocks.len() {
        let before = blocks[i - 1];
        let words = before.span.of(text);
        let opens = before.what == Some(Furniture::Caption) && words.ends_with([',', ':']);
        if opens && words.len() <= 20 && blocks[i].what.is_none() {
            blocks[i].what = Some(Furniture::Caption);
        }
    }
}

/// Takes the headline out of the blocks, and sets aside what else stands above the first sentence
/// without a final stop: a line under the headline, a summary in titles, names of sections.
fn take_headline(text: &str, blocks: &mut Vec<Block>) -> Option<Block> {
    let body = (0..blocks.len()).filter(|&i| blocks[i].what.is_none());
    let top: Vec<usize> = body.take(MOST_TITLES + 1).collect();
    let reads = |&&i: &&usize| {
        let span = blocks[i].span;
        ends_sentence(span.of(text)) && !is_title(text, span, 200)
            || dateline::find(text, span, false).is_some()
    };
    let first = top.iter().position(|i| reads(&i))?;
    let (items, titles): (Vec<usize>, Vec<usize>) = top[..first]
        .iter()
        .partition(|&&i| wrap::is_item(blocks[i].span.of(text)));
    let all = titles.iter().all(|&i| is_title(text, blocks[i].span, 250));
    let begins = items.is_empty() || titles.first() < items.first();
    if !all || titles.is_empty() || !begins {
        return None;
    }
    let words = |i: usize| blocks[i].span.of(text).split_whitespace().count();
    let headline = titles
        .iter()
        .copied()
        .find(|&i| words(i) >= 4)
        .unwrap_or(titles[0]);
    for &i in &titles {
        blocks[i].what = Some(Furniture::Label);
    }
    let headline = blocks.remove(headline);
    for block in blocks.iter_mut() {
        if block.what.is_none() && block.span.of(text) == headline.span.of(text) {
            block.what = Some(Furniture::Label);
        }
    }
    Some(headline)
}

/// True for words that can be a title: not long, no final stop, no item of a list, no quotation.
fn is_title(text: &str, span: Span, longest: usize) -> bool {
    let words = span.of(text);
    let opens = words.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '‘' | '“' | '\'' | '"')
    });
    let plain = words.trim_end_matches(lines::is_closing);
    words.len() <= longest
        && opens
        && !plain.ends_with(['.', ':', ',', ';', '…', '-', '—', '–'])
        && !wrap::is_item(words)
}

/// Headings between paragraphs: short, no final stop, after a finished paragraph and before another.
fn set_aside_labels(text: &str, blocks: &mut [Block]) {
    let body: Vec<usize> = (0..blocks.len())
        .filter(|&i| blocks[i].what.is_none())
        .collect();
    for (n, &at) in body.iter().enumerate() {
        let span = blocks[at].span;
        let words = span.of(text);
        let quotes = words.starts_with(['"', '“', '«']);
        if words.len() > 70 || quotes || !is_title(text, span, 70) || ends_sentence(words) {
            continue;
        }
        let reads = |i: usize| {
            let words = blocks[i].span.of(text);
            words.len() > 80 && (ends_sentence(words) || words.ends_with(':'))
        };
        let after = body.get(n + 1).is_some_and(|&i| reads(i));
        let before = n == 0 || ends_sentence(blocks[body[n - 1]].span.of(text));
        if after && before && words.split_whitespace().count() <= 9 {
            blocks[at].what = Some(Furniture::Label);
        }
    }
}

/// A line of dates and times among the first ones that names a full date; one that says when the text
/// was updated only where there is no other.
fn day_line(text: &str, blocks: &[Block]) -> Option<Span> {
    let top = blocks.iter().take(8);
    let stamps = top.filter(|b| b.what == Some(Furniture::Stamp));
    let full = stamps
        .map(|b| b.span)
        .filter(|s| stamp::has_full_date(s.of(text)));
    let (updated, other): (Vec<Span>, Vec<Span>) = full.partition(|s| {
        let line = s.of(text).to_ascii_lowercase();
        line.starts_with("updated") || line.starts_with("last") || line.starts_with("modified")
    });
    other.first().or(updated.first()).copied()
}

/// Finds the dateline in one of the first paragraphs and lets that paragraph begin after it.
fn take_dateline(text: &str, parts: &mut Paragraphs) {
    let speaks = |s: &&Span| {
        let label = s.of(text).split(':').next().unwrap_or_default();
        label.len() < 40 && label.len() < s.len() && !label.contains(char::is_lowercase)
    };
    let colon = parts.body.iter().filter(speaks).count() <= 1;
    for i in 0..parts.body.len().min(3) {
        let span = parts.body[i];
        let Some(dateline) = dateline::find(text, span, colon) else {
            continue;
        };
        parts.dateline = Some(dateline);
        if dateline.span.end < span.end {
            parts.body[i].start = dateline.span.end;
        } else {
            parts.body.remove(i);
        }
        let at = parts
            .furniture
            .partition_point(|f| f.start < dateline.span.start);
        parts.furniture.insert(at, dateline.span);
        return;
    }
}

#[cfg(test)]
mod tests;
