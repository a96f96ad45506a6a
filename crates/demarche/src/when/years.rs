//! Years and dates in figures: "1939", "493 BC", "'99", "2022-01-21".

use super::dates::dated;
use super::scan::Scan;
use super::sense::{Fields, Found};
use super::words::Atom;

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
pub(super) fn lone_year(s: &Scan, p: usize) -> Option<(usize, Fields)> {
    let (next, year) = year(s, p)?;
    let found = (next, Fields::of_year(year));
    if next > p + 1 && s.word(p) != "'" {
        return Some(found);
    }
    if !matches!(s.atom(p), Atom::Number { .. }) {
        // "'99": only after a preposition.
        let placed = [
            "in", "of", "since", "by", "early", "late", "from", "until", "and", "to",
        ];
        return s.after(p, &placed).then_some(found);
    }
    let measure = s.is(next, &["%", "percent", "km", "miles", "/", "pp"]);
    if !(1200..2150).contains(&year) || measure {
        return None;
    }
    if p == s.start {
        return (s.xpos(next) != "NNS").then_some(found);
    }
    (!is_named(s, p) && !is_count(s, p, next)).then_some(found)
}

/// "Resolution 2231", "Vision 2030", "$1999", "F-2000": a number of something.
fn is_named(s: &Scan, p: usize) -> bool {
    const NUMBERED: &[&str] = &[
        "$",
        "£",
        "€",
        "¥",
        "#",
        "/",
        "no.",
        "number",
        "resolution",
        "flight",
        "route",
    ];
    let before = p - 1;
    let word = s.pieces.list[before];
    let name = word.capital
        && (s.pieces.xpos(before).starts_with("NNP") || before > s.start)
        && !s.pieces.is(before, YEAR_OPENERS)
        && word.atom == Atom::Plain;
    let glued_to_letters = s.pieces.is_dash(before)
        && s.glued(p)
        && before > s.start
        && !matches!(s.pieces.atom(before - 1), Atom::Number { .. } | Atom::Plain);
    name || glued_to_letters || s.pieces.is(before, NUMBERED)
}

/// "1500 soldiers" is a count; "the 1994 elections" is a year.
fn is_count(s: &Scan, p: usize, next: usize) -> bool {
    const COUNTED: &[&str] = &[
        "euros", "dollars", "pounds", "people", "tons", "tonnes", "rubles",
    ];
    let of = [
        "the", "'s", "its", "their", "his", "her", "this", "'", "a", "an",
    ];
    let function = s.after(p, YEAR_OPENERS);
    let plural = s.xpos(next) == "NNS";
    let sure = ["the", "'s", "its", "their", "in", "since", "fiscal"];
    (plural || s.is(next, COUNTED)) && !s.after(p, &of) && !function || plural && !s.after(p, &sure)
}

/// Words after which four figures are a year.
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
pub(super) fn figures(s: &Scan, p: usize) -> Option<Found> {
    if s.is(p, &["9"]) && s.is(p + 1, &["/"]) && s.is(p + 2, &["11"]) && !s.is(p + 3, &["/"]) {
        let fields = Fields::of_month(9).on_day(11).in_year(2001);
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
