//! Calendar dates: weekdays, months and days, with their years, in every order.

use super::periods::{named_day, period_name, year_words};
use super::pieces::Pieces;
use super::scan::Scan;
use super::sense::{Fields, Found, Sense};
use super::words::Atom;
use super::years::{self, year};
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
    if let Some(found) = years::figures(s, p) {
        return Some(found);
    }
    if let Some((next, weekday)) = weekday_at(s, p) {
        return Some(after_weekday(s, p, next, weekday));
    }
    if let Some((next, fields)) = named_day(s, p) {
        return Some(dated(p, next, fields, None));
    }
    if s.is(p, &["the"]) {
        return after_article(s, p);
    }
    if let Some((next, fields, tail)) = month_and_day(s, p) {
        return Some(dated(p, next, fields, tail));
    }
    if let Some((next, fields)) = period_name(s, p, false) {
        return Some(dated(p, next, fields, None));
    }
    let at = s.skip(p, &["fiscal"]);
    let (_, about) = super::lengths::approximately(s, at);
    let about_year = about == "APPROX" && !s.is(at, &["some"]);
    let (next, fields) = years::lone_year(s, at + usize::from(about_year))?;
    let mut found = dated(p, next, fields, None);
    found.about = about;
    Some(found)
}

/// "Monday", "Monday, March 5", "Monday the 24th"; the weekday ends at `at`.
fn after_weekday(s: &Scan, p: usize, at: usize, weekday: i8) -> Found {
    let fields = Fields::of_weekday(weekday);
    let comma = s.skip(s.skip(at, &[","]), &["the"]);
    if let Some((next, more, tail)) = month_and_day(s, comma)
        && more.day.is_some()
    {
        let weekday = fields.weekday;
        return dated(p, next, Fields { weekday, ..more }, tail);
    }
    match s.atom(at + 1) {
        Atom::Ordinal { value, .. } if s.is(at, &["the"]) && value <= 31 => {
            dated(p, at + 2, fields.on_day(value as i8), None)
        }
        _ => dated(p, at, fields, None),
    }
}

/// "the 5th of May", "the week of March 6", "the year 1950", "the third quarter", "the 20th".
fn after_article(s: &Scan, p: usize) -> Option<Found> {
    let at = p + 1;
    if let Some((next, fields, tail)) = day_first(s, at) {
        return Some(dated(p, next, fields, tail));
    }
    if s.is(at, &["week", "weekend"]) && s.is(at + 1, &["of"]) {
        let (next, fields, tail) = month_and_day(s, s.skip(at + 2, &["the"]))?;
        let week = Fields {
            week_of: true,
            ..fields
        };
        return (fields.day.is_some() && tail.is_none()).then(|| dated(p, next, week, None));
    }
    if s.is(at, &["year"])
        && let Some((next, year)) = year(s, at + 1)
    {
        return Some(dated(p, next, Fields::of_year(year), None));
    }
    period_name(s, at, true)
        .map(|(next, fields)| dated(p, next, fields, None))
        .or_else(|| lone_day(s, p))
}

pub(super) fn dated(
    first: usize,
    last: usize,
    fields: Fields,
    tail: Option<(usize, usize, Fields)>,
) -> Found {
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
    let named = p > s.start && s.pieces.is(p - 1, EPITHETS) && s.pieces.list[p - 1].capital;
    let masthead = s.is(p + 1, MASTHEADS) && s.capital(p + 1);
    if named || masthead || s.phrase(p + 1, &["night", "live"]).is_some() {
        return None;
    }
    let next = p + 1;
    let dot = s.is(next, &["."]) && s.glued(next) && next + 1 < s.end;
    Some((next + usize::from(dot), number))
}

/// What stands before a weekday in the name of a day of its own.
const EPITHETS: &[&str] = &[
    "ash",
    "black",
    "bloody",
    "cyber",
    "easter",
    "fat",
    "giving",
    "good",
    "holy",
    "magic",
    "maundy",
    "palm",
    "sheffield",
    "shrove",
    "super",
];

/// What stands after a weekday in the name of a paper or house.
const MASTHEADS: &[&str] = &[
    "express",
    "group",
    "herald",
    "independent",
    "mail",
    "mirror",
    "mosque",
    "people",
    "post",
    "telegraph",
    "times",
];

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
        _ if s.after(
            p,
            &[
                "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "judge", "miss",
            ],
        ) =>
        {
            false
        }
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
