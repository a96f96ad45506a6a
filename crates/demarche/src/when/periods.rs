//! Names of periods: quarters, halves, seasons, decades, centuries, named days; and the year that
//! may follow them.

use super::scan::Scan;
use super::sense::Fields;
use super::words::Atom;
use super::years::year;

/// Quarters, halves, seasons, decades, centuries at `p`; `the` when an article stands before.
pub(super) fn period_name(s: &Scan, p: usize, the: bool) -> Option<(usize, Fields)> {
    let at = s.skip(p, &["fiscal"]);
    match s.atom(at) {
        Atom::Ordinal { value, .. } => ordinal_period(s, at, value, the),
        Atom::Decade(decade) => {
            let ancient = s.is(at + 1, &["bc", "b.c."]);
            let decade = i32::from(decade);
            let sure =
                the || decade >= 1000 || s.after(p, &["'", "’", "mid", "early", "late", "-"]);
            let signed = if ancient { -decade } else { decade };
            sure.then_some((at + 1 + usize::from(ancient), Fields::of_decade(signed)))
        }
        Atom::Number { value, digits: 4 } if the && value % 10 == 0 && s.word(at + 1) == "'s" => {
            // "the 1990's".
            let found = (at + 2, Fields::of_decade(value as i32));
            (!s.xpos(at + 2).starts_with('N')).then_some(found)
        }
        Atom::Number { digits: 4, .. } if the => {
            // "the 1988 second quarter".
            let (next, year) = year(s, at)?;
            let (last, fields) = period_name(s, next, false)?;
            Some((last, fields.in_year(year)))
        }
        Atom::Season(code) => season(s, at, code, the),
        // "the last half of 1989".
        _ if the && s.is(at, &["last"]) && s.is(at + 1, &["half"]) => ordinal_period(s, at, 2, the),
        _ if s.is(at, &["'", "’"]) => match s.atom(at + 1) {
            // "the '80s".
            Atom::Decade(decade) if decade < 100 => {
                Some((at + 2, Fields::of_decade(i32::from(decade))))
            }
            _ => None,
        },
        _ => {
            // "Q3 2022".
            let quarter = s.word(at).strip_prefix('q')?.parse::<i8>().ok()?;
            let fields = Fields::of_quarter(quarter);
            ((1..=4).contains(&quarter) && s.capital(at))
                .then(|| year_tail(s, at + 1, fields).unwrap_or((at + 1, fields)))
        }
    }
}

/// "the 19th century", "third quarter", "the second half of 2022".
fn ordinal_period(s: &Scan, at: usize, value: u32, the: bool) -> Option<(usize, Fields)> {
    let none = Fields::default();
    let next = s.skip_dash(at + 1);
    if s.is(next, &["century", "centuries"]) {
        let ancient = s.is(next + 1, &["bc", "b.c.", "bce", "b.c"]);
        let century = if ancient {
            -(value as i32)
        } else {
            value as i32 - 1
        };
        let century = Some(century);
        return Some((next + 1 + usize::from(ancient), Fields { century, ..none }));
    }
    let fields = match s.word(next) {
        "quarter" | "quarters" if value <= 4 => Fields::of_quarter(value as i8),
        "half" if value <= 2 && (the || s.is(next + 1, &["of"])) => Fields {
            half: Some(value as i8),
            ..none
        },
        _ => return None,
    };
    let year = year_tail(s, next + 1, fields);
    // "the second half" of a match has no year.
    match fields.half {
        Some(_) => year,
        None => Some(year.unwrap_or((next + 1, fields))),
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

/// "of that year", "last year", "of next year" after a month or a day.
pub(super) fn year_words(s: &Scan, p: usize, fields: Fields) -> Option<(usize, Fields)> {
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
