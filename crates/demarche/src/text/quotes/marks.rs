//! Reads the quotation marks of one paragraph and settles, from the characters beside each, whether
//! it opens or closes. Apostrophes, elisions ('90s, 'em), feet and inches are left out.

use super::{Family, Span};

/// Which way a mark faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
    /// Its neighbours don't tell: it closes if something is open, else it opens.
    Either,
}

/// One quotation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) family: Family,
    pub(super) side: Side,
    /// How many more closing than opening marks of its family follow in the paragraph.
    pub(super) closers_after: i32,
}

/// A mark and its neighbours.
struct Place {
    span: Span,
    glyph: char,
    before: Option<char>,
    after: Option<char>,
}

/// The marks of a paragraph, in text order.
pub(super) fn read(text: &str, paragraph: Span) -> Vec<Mark> {
    let places = places(text, paragraph);
    let mut marks = Vec::with_capacity(places.len());
    // A straight double mark was seen in an opening position and nothing has closed it since.
    let mut open_double = false;
    for place in &places {
        let Some((family, side)) = classify(text, paragraph, place, open_double) else {
            continue;
        };
        if family == Family::Double {
            open_double = side == Side::Open || (side == Side::Either && !open_double);
        }
        marks.push(Mark {
            span: place.span,
            family,
            side,
            closers_after: 0,
        });
    }
    settle_singles(text, &mut marks);
    let mut balance = [0; 3];
    for mark in marks.iter_mut().rev() {
        let count = &mut balance[mark.family as usize];
        mark.closers_after = *count;
        *count += match mark.side {
            Side::Open => -1,
            Side::Close => 1,
            Side::Either => 0,
        };
    }
    marks
}

/// Every character that can be a mark, two single ones in a row as one double.
fn places(text: &str, paragraph: Span) -> Vec<Place> {
    let words = paragraph.of(text);
    let mut places: Vec<Place> = Vec::new();
    let mut before = None;
    let mut chars = words.char_indices().peekable();
    while let Some((at, glyph)) = chars.next() {
        let mut end = at + glyph.len_utf8();
        let mut mark = glyph;
        if matches!(glyph, '\'' | '‘' | '’' | '`')
            && chars.peek().is_some_and(|&(_, next)| next == glyph)
        {
            chars.next();
            end += glyph.len_utf8();
            mark = match glyph {
                '‘' | '`' => '“',
                '’' => '”',
                _ => '"',
            };
        }
        if is_mark(mark) {
            places.push(Place {
                span: Span::new(
                    paragraph.start as usize + at,
                    paragraph.start as usize + end,
                ),
                glyph: mark,
                before,
                after: chars.peek().map(|&(_, next)| next),
            });
        }
        before = Some(glyph);
    }
    places
}

fn is_mark(glyph: char) -> bool {
    matches!(
        glyph,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '\'' | '‘' | '’' | '‚' | '＂'
    )
}

/// Family and side of a mark; none for an apostrophe, an elision, feet or inches.
fn classify(
    text: &str,
    paragraph: Span,
    place: &Place,
    open_double: bool,
) -> Option<(Family, Side)> {
    let facing = facing(place.before, place.after);
    match place.glyph {
        '„' => Some((Family::Double, Side::Open)),
        // Some newsrooms turn every mark the same way; a wrongly turned one stands free on its
        // inner side.
        '“' | '‟' if facing == Side::Close && open_double => {
            Some((Family::Double, Side::Close))
        }
        '“' | '‟' => Some((Family::Double, Side::Open)),
        '”' if !open_double && opens_line(place) => Some((Family::Double, Side::Open)),
        '”' => Some((Family::Double, Side::Close)),
        '"' | '＂' if is_inches(text, paragraph, place, open_double) => None,
        '"' | '＂' => Some((Family::Double, facing)),
        // »German« and «French» marks face opposite ways: the neighbours decide.
        '«' | '‹' if facing == Side::Close => Some((Family::Guillemet, Side::Close)),
        '«' | '‹' => Some((Family::Guillemet, Side::Open)),
        '»' | '›' if facing == Side::Open && place.before.is_none() => None,
        '»' | '›' if facing == Side::Open => Some((Family::Guillemet, Side::Open)),
        '»' | '›' => Some((Family::Guillemet, Side::Close)),
        _ => single(text, paragraph, place, facing),
    }
}

/// `”` at the very start, with words after it.
fn opens_line(place: &Place) -> bool {
    place.before.is_none_or(char::is_whitespace) && place.after.is_some()
}

/// The side that the neighbours of a mark speak for.
fn facing(before: Option<char>, after: Option<char>) -> Side {
    let free_before = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '—' | '–' | '-' | '/' | '‘' | '“' | '"' | '\'' | '…'
            )
    });
    let free_after = after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ','
                    | ';'
                    | ':'
                    | '?'
                    | '!'
                    | ')'
                    | ']'
                    | '}'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | '’'
                    | '”'
                    | '"'
                    | '\''
                    | '…'
            )
    });
    match (free_before, free_after) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        (true, true) if before.is_none() => Side::Open,
        (true, true) if after.is_none() => Side::Close,
        _ => Side::Either,
    }
}

/// `5"` with nothing to close, and the inches of `6'2"`.
fn is_inches(text: &str, paragraph: Span, place: &Place, open_double: bool) -> bool {
    if !place.before.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    if !open_double {
        return place.after.is_none_or(|c| !c.is_alphanumeric());
    }
    let before = &text[paragraph.start as usize..place.span.start as usize];
    let feet = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    feet.strip_suffix(['\'', '’', '′'])
        .is_some_and(|f| f.ends_with(|c: char| c.is_ascii_digit()))
}

/// A single mark: apostrophe inside a word, elision, feet, or a mark that may open or close.
fn single(text: &str, paragraph: Span, place: &Place, facing: Side) -> Option<(Family, Side)> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if letter(place.before) && letter(place.after) {
        return None;
    }
    match place.glyph {
        '‚' => return Some((Family::Single, Side::Open)),
        '‘' if !is_elision(text, paragraph, place) => return Some((Family::Single, Side::Open)),
        '‘' => return None,
        _ => {}
    }
    match facing {
        Side::Open if is_elision(text, paragraph, place) => None,
        // A right-hand mark before a word is an elision (’til), not an opening.
        Side::Open if place.glyph == '’' => None,
        Side::Open => Some((Family::Single, Side::Open)),
        Side::Close
            if place.before.is_some_and(|c| c.is_ascii_digit())
                && place.after.is_some_and(char::is_whitespace) =>
        {
            None
        }
        Side::Close => Some((Family::Single, Side::Close)),
        Side::Either if place.before.is_some_and(|c| !c.is_whitespace()) => {
            Some((Family::Single, Side::Close))
        }
        Side::Either => None,
    }
}

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 12] = [
    "bout", "cause", "cuz", "em", "er", "fore", "n", "round", "tis", "til", "till", "twas",
];

fn is_elision(text: &str, paragraph: Span, place: &Place) -> bool {
    let rest = &text[place.span.end as usize..paragraph.end as usize];
    let end = rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.len() <= 3 && word.trim_start_matches(|c: char| c.is_ascii_digit()) == "s";
    }
    ELISIONS.iter().any(|e| word.eq_ignore_ascii_case(e))
}

/// Drops the plural possessives ("the workers' rights") among the single closing marks: a mark
/// after "s" that another closing mark follows before the next opening one.
fn settle_singles(text: &str, marks: &mut Vec<Mark>) {
    let mut drop = vec![false; marks.len()];
    let mut closer_follows = false;
    for (index, mark) in marks.iter().enumerate().rev() {
        if mark.family != Family::Single {
            continue;
        }
        if mark.side == Side::Open {
            closer_follows = false;
            continue;
        }
        let possessive = text[..mark.span.start as usize].ends_with('s')
            && text[mark.span.end as usize..].starts_with(char::is_whitespace);
        if possessive && closer_follows {
            drop[index] = true;
        } else {
            closer_follows = true;
        }
    }
    let mut index = 0;
    marks.retain(|_| {
        index += 1;
        !drop[index - 1]
    });
}
