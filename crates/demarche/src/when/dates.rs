//! Calendar dates: weekdays, months, days and years in every order, seasons, quarters, halves,
//! decades, centuries, named days.

use super::pieces::Pieces;
use super::scan::Scan;
use super::sense::{Fields, Found, Sense};
use super::words::Atom;
use crate::lang::NameKind;

/// Prepositions and determiners after which a bare "May" or "March" is a month.
const BEFORE_MONTH: &[&str] = &[
    "in",
    "since",
    "by",
    "until",
    "till",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "of",
    "from",
    "to",
    "during",
    "before",
    "after",
    "through",
    "between",
    "for",
    "-",
    "–",
    "end",
    "previous",
    "past",
    "coming",
    "every",
    "each",
    "around",
    "about",
    "and",
    "or",
    "throughout",
];

/// A date at `p`, with a second day where the phrase is a list or range inside one month.
pub(super) fn date(s: &Scan, p: usize) -> Option<Found> {
    if let Some(found) = figures(s, p) {
        return Some(found);
    }
    let mut at = p;
    let mut weekday = None;
    if let Some((next, day)) = weekday_at(s, p) {
        weekday = Some(day);
        at = next;
        let comma = s.skip(s.skip(at, &[","]), &["the"]);
        match month_and_day(s, comma) {
            Some((next, fields, tail)) if fields.day.is_some() => {
                return Some(dated(p, next, Fields { weekday, ..fields }, tail));
            }
            _ => {}
        }
        // "Monday the 24th".
        if s.is(at, &["the"])
            && let Atom::Ordinal { value, .. } = s.atom(at + 1)
            && value <= 31
        {
            let fields = Fields {
                weekday,
                day: Some(value as i8),
                ..Fields::default()
            };
            return Some(dated(p, at + 2, fields, None));
        }
        let fields = Fields {
            weekday,
            ..Fields::default()
        };
        return Some(dated(p, at, fields, None));
    }
    debug_assert!(weekday.is_none());
    if let Some((next, fields)) = named_day(s, at) {
        return Some(dated(p, next, fields, None));
    }
    if s.is(at, &["the"]) {
        if let Some((next, fields, tail)) = day_first(s, at + 1) {
            return Some(dated(p, next, fields, tail));
        }
        at += 1;
        if s.is(at, &["week", "weekend"]) && s.is(at + 1, &["of"]) {
            let (next, fields, tail) = month_and_day(s, s.skip(at + 2, &["the"]))?;
            let fields = Fields {
                week_of: true,
                ..fields
            };
            return (fields.day.is_some() && tail.is_none()).then(|| dated(p, next, fields, None));
        }
        if s.is(at, &["year"])
            && let Some((next, year)) = year(s, at + 1)
        {
            return Some(dated(
                p,
                next,
                Fields {
                    year: Some(year),
                    ..Fields::default()
                },
                None,
            ));
        }
        return period_name(s, at, true)
            .map(|(next, fields)| dated(p, next, fields, None))
            .or_else(|| lone_day(s, p));
    }
    if let Some((next, fields, tail)) = month_and_day(s, at) {
        return Some(dated(p, next, fields, tail));
    }
    if let Some((next, fields)) = period_name(s, at, false) {
        return Some(dated(p, next, fields, None));
    }
    let at = s.skip(at, &["fiscal"]);
    let (_, about) = super::lengths::approximately(s, at);
    let skipped = if about == "APPROX" && !s.is(at, &["some"]) {
        at + 1
    } else {
        at
    };
    let (next, fields) = lone_year(s, skipped)?;
    let mut found = dated(p, next, fields, None);
    found.about = about;
    Some(found)
}

fn dated(first: usize, last: usize, fields: Fields, tail: Option<(usize, usize, Fields)>) -> Found {
    let mut found = Found::new(first, last, Sense::Date(fields));
    if let Some((from, to, fields)) = tail {
        found.until = Some(Box::new(Found::new(from, to, Sense::Date(fields))));
    }
    found
}

/// A weekday at `p`; not "Black Friday", not the Sunday Times.
fn weekday_at(s: &Scan, p: usize) -> Option<(usize, i8)> {
    let number = match s.atom(p) {
        Atom::Weekday(day) => day,
        Atom::WeekdayShort(day) if s.capital(p) => {
            let dotted =
                s.pieces.written(p).ends_with('.') || s.is(p + 1, &["."]) && s.glued(p + 1);
            let dated = matches!(
                s.atom(s.skip(p + 1, &[",", "."])),
                Atom::Month(_) | Atom::MonthShort(_)
            ) || matches!(s.atom(p + 1), Atom::Number { digits: 1 | 2, .. });
            if !(dotted && day != 7 || dated) {
                return None;
            }
            day
        }
        _ => return None,
    };
    const EPITHETS: &[&str] = &[
        "black",
        "bloody",
        "super",
        "ash",
        "maundy",
        "cyber",
        "palm",
        "shrove",
        "fat",
        "holy",
        "good",
        "easter",
        "sheffield",
        "giving",
        "magic",
    ];
    if p > s.start && s.pieces.is(p - 1, EPITHETS) && s.pieces.list[p - 1].capital {
        return None;
    }
    if s.is(p + 1, &["night"]) && s.is(p + 2, &["live"]) {
        return None;
    }
    let masthead = s.is(
        p + 1,
        &[
            "times",
            "telegraph",
            "mirror",
            "mail",
            "express",
            "herald",
            "post",
            "people",
            "independent",
            "mosque",
            "group",
        ],
    );
    if masthead && s.capital(p + 1) {
        return None;
    }
    let next = p + 1;
    let next = next + usize::from(s.is(next, &["."]) && s.glued(next) && next + 1 < s.end);
    Some((next, number))
}

/// A month at `p`.
fn month_at(s: &Scan, p: usize) -> Option<(usize, i8, bool)> {
    match s.atom(p) {
        Atom::Month(m) if s.capital(p) => Some((p + 1, m, false)),
        Atom::MonthShort(m) if s.capital(p) => {
            let dot = s.is(p + 1, &["."]) && s.glued(p + 1);
            Some((p + 1 + usize::from(dot), m, true))
        }
        _ => None,
    }
}

fn day_number(s: &Scan, p: usize) -> Option<(usize, i8)> {
    match s.atom(p) {
        Atom::Number {
            value,
            digits: 1 | 2,
        }
        | Atom::Ordinal { value, .. }
            if (1..=31).contains(&value) && s.word(p) != "second" =>
        {
            Some((p + 1, value as i8))
        }
        _ => None,
    }
}

type Tail = Option<(usize, usize, Fields)>;

/// "March 5", "Jan. 24-26, 2022", "May 2021", "15 June", "5th of May", "October".
fn month_and_day(s: &Scan, p: usize) -> Option<(usize, Fields, Tail)> {
    if let Some(found) = day_first(s, p) {
        return Some(found);
    }
    let (next, month, short) = month_at(s, p)?;
    let mut fields = Fields {
        month: Some(month),
        ..Fields::default()
    };
    if let Some((after_day, day)) = day_number(s, s.skip(next, &["the"])) {
        // "May 24 people": a count, unless the month is beyond doubt.
        fields.day = Some(day);
        let (mut last, tail) = further_day(s, after_day, fields);
        let year = year_after(s, last);
        if let Some((end, year)) = year {
            fields.year = Some(year);
            last = end;
        } else if let Some((end, with)) = year_words(s, last, fields) {
            fields = with;
            last = end;
        }
        let tail = tail.map(|(from, _, tail)| {
            (
                from,
                last,
                Fields {
                    year: fields.year,
                    ..tail
                },
            )
        });
        return Some((last, fields, tail));
    }
    let at = s.skip(s.skip(next, &[","]), &["of"]);
    let ancient = match s.atom(at) {
        Atom::Number { value, digits: 3 } if s.is(at.wrapping_sub(1), &["of"]) => {
            Some((at + 1, value as i32))
        }
        _ => None,
    };
    if let Some((end, year)) = year(s, at).or(ancient) {
        fields.year = Some(year);
        return Some((end, fields, None));
    }
    let dotted = s.pieces.written(p).ends_with('.') || next > p + 1;
    if short && !(dotted && s.after(p, BEFORE_MONTH)) {
        return None;
    }
    if let Some((end, with)) = year_words(s, next, fields) {
        return Some((end, with, None));
    }
    bare_month(s, p).then_some((next, fields, None))
}

/// Whether a month without day or year is a month here.
fn bare_month(s: &Scan, p: usize) -> bool {
    let placed = s.after(p, BEFORE_MONTH);
    match s.word(p) {
        // "the March accession", "a May summit".
        "may" | "march"
            if s.after(p, &["the", "a"])
                && !s.may_is_name
                && s.xpos(p + 1).starts_with("NN")
                && !s.capital(p + 1) =>
        {
            true
        }
        "may" => {
            let sure = s.after(
                p,
                &[
                    "in", "since", "until", "last", "next", "this", "early", "late", "mid",
                ],
            );
            s.xpos(p) != "MD" && if s.may_is_name { sure } else { placed }
        }
        "march" => placed && !s.is(p + 1, &["on", "for", "against"]),
        _ => {
            let token = s.pieces.list[p].token;
            placed
                || !s
                    .pieces
                    .parse
                    .names
                    .iter()
                    .any(|n| n.start <= token && token < n.end && n.end - n.start > 1)
        }
    }
}

/// "24 January", "24-26 January 2022", "the 25th of August", "1st and 2nd May".
fn day_first(s: &Scan, p: usize) -> Option<(usize, Fields, Tail)> {
    let (after_day, day) = day_number(s, p)?;
    let mut fields = Fields {
        day: Some(day),
        ..Fields::default()
    };
    let (after_list, tail) = further_day(s, after_day, fields);
    let at = s.skip(s.skip_dash(after_list), &["of"]);
    if let Some(last) = s
        .phrase(at, &["that", "month"])
        .or_else(|| s.phrase(at, &["the", "same", "month"]))
    {
        fields.same_month = true;
        return Some((last, fields, tail));
    }
    if let Some(last) = s.phrase(at, &["this", "month"]) {
        return Some((last, fields, tail));
    }
    let (next, month, _) = month_at(s, at)?;
    if s.word(at) == "may" && s.xpos(at) == "MD" {
        return None;
    }
    fields.month = Some(month);
    let mut last = next;
    if let Some((end, year)) = year_after(s, next) {
        fields.year = Some(year);
        last = end;
    } else if let Some((end, with)) = year_words(s, next, fields) {
        fields = with;
        last = end;
    }
    // In "24-26 January" the first day takes month and year from the second.
    let tail = tail.map(|(from, _, tail)| {
        (
            from,
            last,
            Fields {
                month: fields.month,
                year: fields.year,
                ..tail
            },
        )
    });
    Some((last, fields, tail))
}

/// A second day: "9 and 10", "24-26", "24 to 26".
fn further_day(s: &Scan, p: usize, first: Fields) -> (usize, Tail) {
    let joined = s.is(p, &["and", "to", "through", "until", "till", "or", "&"])
        || s.is_dash(p)
        || s.is(p, &["/"]);
    if joined
        && let Some((next, day)) = day_number(s, p + 1)
        && first.day.is_some_and(|d| d < day)
        && s.unit(s.skip_dash(next)).is_none()
        && !matches!(s.atom(next), Atom::Month(_) if first.month.is_some())
    {
        let fields = Fields {
            day: Some(day),
            ..first
        };
        return (next, Some((p + 1, next, fields)));
    }
    (p, None)
}

/// A year after a day: ", 2022", "2022", "of 2022"; in "January 13, 1951".
fn year_after(s: &Scan, p: usize) -> Option<(usize, i32)> {
    let at = s.skip(s.skip(p, &[","]), &["of"]);
    if at != p + 1 || s.is(p, &["of"]) {
        // "30 September 420".
        if let Atom::Number { value, digits: 3 } = s.atom(at)
            && !s.xpos(at + 1).starts_with('N')
        {
            return Some((at + 1, value as i32));
        }
    }
    let (next, year) = year(s, at)?;
    // "on Jan. 13, 1500 people": a count.
    let counted = at > p && s.xpos(next) == "NNS" && !s.is(next, &[","]);
    (!counted).then_some((next, year))
}

/// "of that year", "last year", "of next year" after a month or a day.
fn year_words(s: &Scan, p: usize, fields: Fields) -> Option<(usize, Fields)> {
    let at = s.skip(p, &["of"]);
    let shifted = |shift| Fields {
        year_shift: Some(shift),
        ..fields
    };
    if let Some(next) = s
        .phrase(at, &["that", "year"])
        .or_else(|| s.phrase(at, &["the", "same", "year"]))
        .or_else(|| s.phrase(at, &["that", "same", "year"]))
    {
        return (at > p || s.is(at, &["the"])).then_some((
            next,
            Fields {
                same_year: true,
                ..fields
            },
        ));
    }
    for (word, shift) in [("last", -1), ("this", 0), ("next", 1)] {
        if let Some(next) = s.phrase(at, &[word, "year"]) {
            return Some((next, shifted(shift)));
        }
    }
    None
}

/// A year at `p`: "1939", "'99", "493 BC", "AD 70", "nineteen ninety-six".
pub(super) fn year(s: &Scan, p: usize) -> Option<(usize, i32)> {
    if s.is(p, &["ad", "a.d."])
        && let Atom::Number { value, .. } = s.atom(p + 1)
    {
        return Some((p + 2, value as i32));
    }
    match s.atom(p) {
        Atom::Number { value, digits } if digits > 0 && value > 0 && value < 10_000 => {
            let era = match s.word(p + 1) {
                "bc" | "b.c." | "b.c" | "bce" | "b.c.e." => Some(-1),
                "ad" | "a.d." | "ce" | "a.d" => Some(1),
                _ => None,
            };
            if let Some(sign) = era {
                return Some((p + 2, sign * value as i32));
            }
            (digits == 4 && (1000..2200).contains(&value)).then_some((p + 1, value as i32))
        }
        Atom::Number {
            value: 2,
            digits: 0,
        } if s.is(p + 1, &["thousand"]) => {
            let (next, n) = super::lengths::number(s, p)?;
            (n < 2100.0).then_some((next, n as i32))
        }
        Atom::Number { value, digits: 0 } if value == 19 || value == 20 || value == 18 => {
            // "nineteen ninety-six".
            let Atom::Number {
                value: tens,
                digits: 0,
            } = s.atom(p + 1)
            else {
                return None;
            };
            if !(10..100).contains(&tens) || tens == 12 && s.word(p + 1) == "dozen" {
                return None;
            }
            let at = s.skip_dash(p + 2);
            match s.atom(at) {
                Atom::Number {
                    value: ones,
                    digits: 0,
                } if ones < 10 && tens >= 20 => Some((at + 1, (value * 100 + tens + ones) as i32)),
                _ => Some((p + 2, (value * 100 + tens) as i32)),
            }
        }
        _ if s.is(p, &["'", "‘", "`"]) && s.glued(p + 1) => match s.atom(p + 1) {
            Atom::Number { value, digits: 2 } => Some((p + 2, short_year(value))),
            _ => None,
        },
        _ => {
            let short = s.word(p).strip_prefix(['\'', '’', '‘'])?;
            (short.len() == 2).then_some(())?;
            Some((p + 1, short_year(short.parse().ok()?)))
        }
    }
}

fn short_year(two: u32) -> i32 {
    let two = two as i32;
    if two < 40 { 2000 + two } else { 1900 + two }
}

/// A year that stands alone: only where years stand, never in a name or before counted things.
fn lone_year(s: &Scan, p: usize) -> Option<(usize, Fields)> {
    let (next, year) = year(s, p)?;
    let fields = Fields {
        year: Some(year),
        ..Fields::default()
    };
    if next > p + 1 && s.word(p) != "'" {
        return Some((next, fields));
    }
    if !matches!(s.atom(p), Atom::Number { .. }) {
        // "'99": only after a preposition.
        return s
            .after(
                p,
                &[
                    "in", "of", "since", "by", "early", "late", "from", "until", "and", "to",
                ],
            )
            .then_some((next, fields));
    }
    if !(1200..2150).contains(&year) || s.is(next, &["%", "percent", "km", "miles", "/", "pp"]) {
        return None;
    }
    if p > s.start {
        let before = p - 1;
        if s.pieces.is(
            before,
            &[
                "$",
                "£",
                "€",
                "¥",
                "#",
                "no.",
                "number",
                "/",
                "resolution",
                "flight",
                "route",
            ],
        ) {
            return None;
        }
        let function = s.pieces.is(before, YEAR_OPENERS);
        let named = s.pieces.list[before].capital
            && s.pieces.xpos(before).starts_with("NNP")
            && !function
            && matches!(s.pieces.atom(before), Atom::Plain);
        if named
            || s.pieces.is_dash(before)
                && s.glued(p)
                && !matches!(
                    s.pieces.atom(before.wrapping_sub(1)),
                    Atom::Number { .. } | Atom::Plain if !s.pieces.list[before].capital
                )
        {
            return None;
        }
        // "1500 soldiers" is a count; "the 1994 elections" is a year.
        let determined = s.pieces.is(
            before,
            &[
                "the", "'s", "its", "their", "his", "her", "this", "'", "a", "an",
            ],
        );
        if s.xpos(next) == "NNS" && !determined && !function {
            return None;
        }
        if s.xpos(next) == "NNS"
            && !s.pieces.is(
                before,
                &["the", "'s", "its", "their", "in", "since", "fiscal"],
            )
        {
            return None;
        }
    } else if s.xpos(next) == "NNS" {
        return None;
    }
    Some((next, fields))
}

const YEAR_OPENERS: &[&str] = &[
    "in",
    "of",
    "since",
    "by",
    "from",
    "until",
    "till",
    "to",
    "during",
    "before",
    "after",
    "late",
    "early",
    "mid",
    "around",
    "about",
    "and",
    "or",
    "-",
    "–",
    "(",
    ",",
    "the",
    "between",
    "through",
    "for",
    "on",
    "circa",
    "ca.",
    "c.",
    "fiscal",
    "year",
    "back",
    "than",
    "through",
    "into",
    "[",
    "throughout",
    "'s",
    "season",
    "at",
    "as",
    "no",
    "not",
    "with",
];

/// Dates in figures: "2022-01-21", "21/01/2022", "1/21/2022", "21.01.2022".
fn figures(s: &Scan, p: usize) -> Option<Found> {
    if s.is(p, &["9"]) && s.is(p + 1, &["/"]) && s.is(p + 2, &["11"]) && !s.is(p + 3, &["/"]) {
        let fields = Fields {
            year: Some(2001),
            month: Some(9),
            day: Some(11),
            ..Fields::default()
        };
        return s.glued(p + 2).then(|| dated(p, p + 3, fields, None));
    }
    let number = |at: usize| match s.atom(at) {
        Atom::Number { value, digits } if digits > 0 => Some((value, digits)),
        _ => None,
    };
    let (last, a, b, c) = if let Some((first, digits)) = number(p) {
        let mark = s.word(p + 1);
        if !matches!(mark, "-" | "/") || s.word(p + 3) != mark || digits == 3 {
            return None;
        }
        if !(s.glued(p + 1) && s.glued(p + 2) && s.glued(p + 3) && s.glued(p + 4)) {
            return None;
        }
        (p + 5, (first, digits), number(p + 2)?, number(p + 4)?)
    } else {
        let mut parts = s.word(p).split('.');
        let mut part = || {
            let text = parts.next()?;
            Some((text.parse::<u32>().ok()?, text.len() as u8))
        };
        let (a, b, c) = (part()?, part()?, part()?);
        (p + 1, a, b, c)
    };
    let (year, month, day) = match (a, b, c) {
        ((y, 4), (m, 1 | 2), (d, 1 | 2)) => (y, m, d),
        ((d, 1 | 2), (m, 1 | 2), (y, 4)) if d > 12 && m <= 12 => (y, m, d),
        // Both orders are possible: the American one with slashes, the European one with dots.
        ((x, 1 | 2), (z, 1 | 2), (y, 4)) => {
            if s.word(p + 1) == "/" {
                (y, x, z)
            } else {
                (y, z, x)
            }
        }
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let fields = Fields {
        year: Some(year as i32),
        month: Some(month as i8),
        day: Some(day as i8),
        ..Fields::default()
    };
    Some(dated(p, last, fields, None))
}

/// "the 20th": a day of an earlier phrase's month.
fn lone_day(s: &Scan, p: usize) -> Option<Found> {
    let Atom::Ordinal { value, digits } = s.atom(p + 1) else {
        return None;
    };
    let noun = s.xpos(p + 2).starts_with('N') || s.xpos(p + 2).starts_with('J') || s.is_dash(p + 2);
    let ok = digits > 0
        && value <= 31
        && !noun
        && s.after(
            p,
            &[
                "on", "by", "of", "until", "from", "and", "before", "since", "to",
            ],
        );
    let fields = Fields {
        day: Some(value as i8),
        same_month: true,
        ..Fields::default()
    };
    ok.then(|| dated(p, p + 2, fields, None))
}

/// Quarters, halves, seasons, decades, centuries at `p`; `the` when an article stands before.
pub(super) fn period_name(s: &Scan, p: usize, the: bool) -> Option<(usize, Fields)> {
    let none = Fields::default();
    let at = s.skip(p, &["fiscal"]);
    match s.atom(at) {
        Atom::Ordinal { value, .. } => {
            let next = s.skip_dash(at + 1);
            if s.is(next, &["century", "centuries"]) {
                let mut century = value as i32 - 1;
                let mut last = next + 1;
                if s.is(last, &["bc", "b.c.", "bce", "b.c"]) {
                    century = -(value as i32);
                    last += 1;
                }
                return Some((
                    last,
                    Fields {
                        century: Some(century),
                        ..none
                    },
                ));
            }
            let fields = match s.word(next) {
                "quarter" | "quarters" if value <= 4 => Fields {
                    quarter: Some(value as i8),
                    ..none
                },
                "half" if value <= 2 && (the || s.is(next + 1, &["of"])) => Fields {
                    half: Some(value as i8),
                    ..none
                },
                _ => return None,
            };
            let year = year_tail(s, next + 1, fields);
            if fields.half.is_some() && year.is_none() {
                // "the second half" of a match.
                return None;
            }
            Some(year.unwrap_or((next + 1, fields)))
        }
        Atom::Decade(decade) => {
            let mut last = at + 1;
            last += usize::from(s.is(last, &["bc", "b.c."]));
            let sign = if last > at + 1 { -1 } else { 1 };
            let sure =
                the || decade >= 1000 || s.after(p, &["'", "’", "mid", "early", "late", "-"]);
            sure.then_some((
                last,
                Fields {
                    decade: Some(sign * i32::from(decade)),
                    ..none
                },
            ))
        }
        Atom::Number { value, digits: 4 } if the && value % 10 == 0 && s.word(at + 1) == "'s" => {
            let fields = Fields {
                decade: Some(value as i32),
                ..none
            };
            (!s.xpos(at + 2).starts_with('N')).then_some((at + 2, fields))
        }
        Atom::Number { digits: 4, .. } if the => {
            // "the 1988 second quarter".
            let (next, year) = year(s, at)?;
            let (last, fields) = period_name(s, next, false)?;
            Some((
                last,
                Fields {
                    year: Some(year),
                    ..fields
                },
            ))
        }
        Atom::Season(code) => season(s, at, code, the),
        _ if s.is(at, &["'", "’"]) => match s.atom(at + 1) {
            Atom::Decade(decade) if decade < 100 => Some((
                at + 2,
                Fields {
                    decade: Some(i32::from(decade)),
                    ..none
                },
            )),
            _ => None,
        },
        _ => {
            let quarter = s.word(at).strip_prefix('q')?.parse::<i8>().ok()?;
            let fields = Fields {
                quarter: Some(quarter),
                ..none
            };
            ((1..=4).contains(&quarter) && s.capital(at))
                .then(|| year_tail(s, at + 1, fields).unwrap_or((at + 1, fields)))
        }
    }
}

/// A season, unless it is a verb, a name or a fall of something.
fn season(s: &Scan, p: usize, code: &'static str, the: bool) -> Option<(usize, Fields)> {
    let fields = Fields {
        season: Some(code),
        ..Fields::default()
    };
    let at = s.skip(p + 1, &[","]);
    if let Some((next, with)) = year_tail(s, at, fields) {
        return Some((next, with));
    }
    if s.xpos(p).starts_with('V') || s.capital(p) && (s.capital(p + 1) || p > s.start) {
        return None;
    }
    let placed = s.after(
        p,
        &[
            "in",
            "this",
            "last",
            "next",
            "by",
            "early",
            "late",
            "mid",
            "since",
            "until",
            "of",
            "during",
            "that",
            "through",
            "before",
            "after",
            "past",
            "coming",
            "-",
            "previous",
            "following",
            "over",
        ],
    );
    let noun_follows = s.xpos(p + 1).starts_with('N');
    let ok = match s.word(p) {
        "fall" | "spring" => {
            (the && s.after(
                p - 1,
                &[
                    "in", "by", "of", "since", "until", "during", "through", "before",
                ],
            ) || placed && !s.after(p, &["in", "of", "after", "before"])
                || s.word(p) == "spring" && placed)
                && !s.is(p + 1, &["of"])
                && !noun_follows
        }
        _ => (the || placed) && !noun_follows,
    };
    ok.then_some((p + 1, fields))
}

/// A year after a quarter or season: "of 2022", "2022", "of last year", "of that year".
fn year_tail(s: &Scan, p: usize, fields: Fields) -> Option<(usize, Fields)> {
    let at = s.skip(p, &["of", "in"]);
    if let Some((next, year)) = year(s, at) {
        return Some((
            next,
            Fields {
                year: Some(year),
                ..fields
            },
        ));
    }
    if at > p
        && let Some(next) = s.phrase(at, &["the", "year"])
    {
        return Some((
            next,
            Fields {
                year_shift: Some(0),
                ..fields
            },
        ));
    }
    year_words(s, p, fields)
}

/// "Christmas Eve 2021", "Thanksgiving", "New Year's Day".
pub(super) fn named_day(s: &Scan, p: usize) -> Option<(usize, Fields)> {
    if !s.capital(p) {
        return None;
    }
    let (words, day) = s
        .pieces
        .words
        .days(s.word(p))
        .iter()
        .find(|(words, _)| s.phrase(p, words).is_some())?;
    let mut next = p + words.len();
    let foreign = [
        "lunar", "chinese", "orthodox", "iranian", "persian", "tet", "jewish",
    ];
    if s.after(p, &foreign) {
        return None;
    }
    if s.is(
        next,
        &[
            "agreement",
            "accord",
            "accords",
            "revolution",
            "rising",
            "offensive",
            "island",
            "truce",
        ],
    ) {
        return None;
    }
    // "the new year" without capitals is not a day; "New Year" before a noun may be.
    let mut fields = Fields {
        named: Some(*day),
        ..Fields::default()
    };
    if let Some((last, year)) = year(s, s.skip(next, &[",", "of"])) {
        fields.year = Some(year);
        next = last;
    }
    Some((next, fields))
}

/// Whether somebody called May is in the report: then a bare "May" needs a sure preposition.
pub(super) fn may_is_name(pieces: &Pieces) -> bool {
    let people = pieces
        .parse
        .names
        .iter()
        .filter(|n| n.kind == NameKind::Person);
    for name in people {
        let last = pieces.parse.span.get(name.end as usize - 1);
        if name.end > name.start && last.is_some_and(|x| x.of(pieces.text) == "May") {
            return true;
        }
    }
    let before = [
        "theresa",
        "minister",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "mr",
        "mr.",
        "secretary",
    ];
    (1..pieces.list.len()).any(|p| {
        pieces.atom(p) == Atom::Month(5)
            && pieces.list[p].capital
            && (pieces.is(p - 1, &before) && pieces.list[p - 1].capital)
            || pieces.atom(p) == Atom::Month(5)
                && pieces.list[p].capital
                && pieces.is(p + 1, &["said", "told"])
    })
}
