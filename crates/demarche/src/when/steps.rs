//! Phrases that point: "this week", "next Friday", "the following day", "later this month",
//! "the end of the year", "yesterday evening", "the night of March 5".

use super::dates;
use super::lengths;
use super::periods;
use super::scan::Scan;
use super::sense::{Fields, Found, Part, Sense, Step, Target};
use super::words::{Atom, Unit};

/// "next week", "last Monday", "this spring", "the previous year", "that day".
pub(super) fn step(s: &Scan, p: usize) -> Option<Found> {
    let the = s.is(p, &["the"]);
    let at = p + usize::from(the);
    let Some(step) = step_word(s, at, the) else {
        return if the { the_unit(s, p, at) } else { None };
    };
    let word = s.word(at);
    let (step, at) = match (step, s.word(at + 1)) {
        (Step::This, "past") => (Step::Last, at + 2),
        (Step::This, "coming") => (Step::Coming, at + 2),
        (Step::This | Step::Same, "same") => (Step::Same, at + 2),
        (Step::This, "very") => (step, at + 2),
        _ => (step, at + 1),
    };
    if the && word == "latest" && s.is(at, &["period", "quarter"]) && !s.is(at + 1, &["of"]) {
        return Some(latest_quarter(p, at + 1));
    }
    let (mut last, target) = target(s, at, word != "that")?;
    let unit = matches!(target, Target::Unit(_));
    let weekday = matches!(target, Target::Date(f) if f.weekday.is_some());
    // "the past week" is a length that ends today, "the last day" no day at all; the week of "next
    // Tuesday week" is not understood.
    let day = target == Target::Unit(Unit::Day);
    if word == "past" && unit || the && word == "last" && day || weekday && s.is(last, &["week"]) {
        return None;
    }
    // "the next day" counts from what was told before; "next week" does not.
    let step = match step {
        Step::Next if the && (unit || weekday) => Step::After,
        other => other,
    };
    if target == Target::Unit(Unit::Year)
        && let Some(found) = period_of_year(s, p, last, step)
    {
        return Some(found);
    }
    let mut day_part = match s.atom(at) {
        Atom::Part(code, false) if day => Some(code),
        _ => None,
    };
    let sense = match (step, day_part) {
        (Step::Last, Some("NI")) => Sense::Today(-1),
        (Step::This, Some(_)) => Sense::Today(0),
        _ => Sense::Stepped(step, target),
    };
    if let Some((next, code)) = trailing_part(s, last)
        && !unit
    {
        (last, day_part) = (next, Some(code));
    }
    let mut found = Found::new(p, last, sense);
    found.day_part = day_part;
    Some(found)
}

/// "the latest quarter", "the latest period" of a business report: the last full one, or that told of.
fn latest_quarter(p: usize, last: usize) -> Found {
    let fields = Fields {
        same_quarter: true,
        ..Fields::default()
    };
    Found::new(p, last, Sense::Date(fields))
}

/// The step that the word at `at` takes, `the` when an article stands before.
fn step_word(s: &Scan, at: usize, the: bool) -> Option<Step> {
    Some(match s.word(at) {
        "last" | "past" => Step::Last,
        "this" if !the => Step::This,
        "next" => Step::Next,
        "coming" | "upcoming" => Step::Coming,
        "current" => Step::This,
        "that" if !the => Step::Same,
        "same" if the => Step::Same,
        "previous" | "preceding" | "prior" => Step::Before,
        "following" | "subsequent" | "ensuing" => Step::After,
        "latest" if the => Step::Last,
        _ => return None,
    })
}

/// "next year's first quarter"; the year ends at `last`.
fn period_of_year(s: &Scan, p: usize, last: usize, step: Step) -> Option<Found> {
    let shift = match step {
        Step::Last => -1,
        Step::This => 0,
        Step::Next | Step::Coming => 1,
        _ => return None,
    };
    if !s.is(last, &["'s"]) {
        return None;
    }
    let (next, fields) = periods::period_name(s, last + 1, true)?;
    let fields = Fields {
        year_shift: Some(shift),
        ..fields
    };
    Some(Found::new(p, next, Sense::Date(fields)))
}

/// What a step moves over: a unit, a part of a day, a weekday, a month, a season, a named day.
fn target(s: &Scan, p: usize, allow_unit: bool) -> Option<(usize, Target)> {
    let p = s.skip(p, &["fiscal", "calendar"]);
    let date = |last: usize, fields: Fields| Some((last, Target::Date(fields)));
    match s.atom(p) {
        // "This Week" is a programme.
        Atom::Unit(..) if s.capital(p) && s.capital(p - 1) => None,
        Atom::Unit(unit, false) => {
            let usable = !unit.is_clock() && (allow_unit || unit >= Unit::Day);
            usable.then_some((p + 1, Target::Unit(unit)))
        }
        Atom::Part(_, false) => Some((p + 1, Target::Unit(Unit::Day))),
        Atom::Weekday(day) => {
            // "this coming Sunday, March 8": the date says it all.
            if let Some(found) = dates::date(s, s.skip(p + 1, &[","]))
                && let Sense::Date(fields) = found.sense
                && fields.day.is_some()
            {
                let weekday = Some(day);
                return date(found.last, Fields { weekday, ..fields });
            }
            date(p + 1, Fields::of_weekday(day))
        }
        Atom::Month(month) if s.capital(p) => match s.atom(p + 1) {
            Atom::Number {
                value,
                digits: 1 | 2,
            } if (1..=31).contains(&value) => {
                date(p + 2, Fields::of_month(month).on_day(value as i8))
            }
            _ => date(p + 1, Fields::of_month(month)),
        },
        Atom::Season(code) if !s.xpos(p).starts_with('V') => date(p + 1, Fields::of_season(code)),
        Atom::Ordinal { value, .. } if value <= 4 && s.is(s.skip_dash(p + 1), &["quarter"]) => {
            date(s.skip_dash(p + 1) + 1, Fields::of_quarter(value as i8))
        }
        _ => {
            let (next, fields) = periods::named_day(s, p)?;
            date(next, fields)
        }
    }
}

/// "the weekend", "the day before", "the week before", "the night": with an article only.
fn the_unit(s: &Scan, p: usize, at: usize) -> Option<Found> {
    let (unit, many) = s.unit(at)?;
    if many || unit.is_clock() {
        return None;
    }
    if unit == Unit::Weekend {
        return Some(Found::new(
            p,
            at + 1,
            Sense::Stepped(Step::This, Target::Unit(unit)),
        ));
    }
    let next = at + 1;
    if unit == Unit::Day {
        for (words, days) in [(&["after", "tomorrow"], 2), (&["before", "yesterday"], -2)] {
            if let Some(last) = s.phrase(next, words) {
                return Some(Found::new(p, last, Sense::Today(days)));
            }
        }
    }
    let step = match s.word(next) {
        "before" | "earlier" | "prior" => Step::Before,
        "after" | "later" => Step::After,
        _ => {
            let placed = s.after(
                p,
                &["in", "during", "for", "on", "through", "throughout", "of"],
            );
            let wanted = matches!(unit, Unit::Quarter) || unit == Unit::Year && placed;
            let plain =
                !s.is(next, &["of", "that", "when", "-", "in"]) && !s.xpos(next).starts_with('N');
            return (wanted && plain && s.after(p, &["in", "during", "for", "throughout", "of"]))
                .then(|| Found::new(p, next, Sense::Stepped(Step::This, Target::Unit(unit))));
        }
    };
    let ends = next + 1 >= s.end
        || s.is(
            next + 1,
            &[",", ".", ";", ")", "and", "but", "in", "at", "when"],
        );
    ends.then(|| Found::new(p, next + 1, Sense::Stepped(step, Target::Unit(unit))))
}

/// "today", "tomorrow morning", "yesterday", "tonight", "overnight".
pub(super) fn today(s: &Scan, p: usize) -> Option<Found> {
    if let Atom::Today(days) = s.atom(p) {
        let (last, part) = match trailing_part(s, p + 1) {
            Some((next, code)) => (next, Some(code)),
            None => (p + 1, None),
        };
        let mut found = Found::new(p, last, Sense::Today(i32::from(days)));
        found.day_part = part;
        // "Russia Today" is a channel.
        let name = s.capital(p)
            && p > s.start
            && s.pieces.list[p - 1].capital
            && s.pieces.xpos(p).starts_with("NNP");
        return (!name).then_some(found);
    }
    if s.is(p, &["tonight", "overnight"]) {
        let mut found = Found::new(p, p + 1, Sense::Today(0));
        found.day_part = Some("NI");
        return (!(s.word(p) == "overnight"
            && s.xpos(p + 1).starts_with('N')
            && s.xpos(p) == "JJ"))
            .then_some(found);
    }
    None
}

/// "the morning", "in the evening", "the night of March 5", "the early hours of Monday".
pub(super) fn day_part(s: &Scan, p: usize) -> Option<Found> {
    let mut at = s.skip(p, &["the"]);
    let the = at > p;
    let mut part = None;
    if s.is(at, &["early", "late", "mid"]) {
        part = Some(if s.word(at) == "early" {
            Part::Start
        } else if s.word(at) == "late" {
            Part::End
        } else {
            Part::Middle
        });
        at = s.skip_dash(at + 1);
    }
    let (mut next, code) = match s.atom(at) {
        Atom::Part(code, false) => (at + 1, code),
        _ if s.is(at, &["hours"]) && part == Some(Part::Start) => (at + 1, "MO"),
        _ => return None,
    };
    next = s.skip(next, &["hours"]);
    let of = s.skip(next, &["of", "on"]);
    if (the || part.is_some())
        && of > next
        && let Some(inner) = day_like(s, of)
    {
        let mut found = Found {
            first: p,
            day_part: Some(code),
            ..inner
        };
        found.part = part.or(found.part);
        return Some(found);
    }
    let alone = the
        && s.after(p, &["in", "during", "on", "by", "through", "throughout"])
        && s.word(next) != "of"
        && !s.xpos(next).starts_with('N');
    let early = part.is_some() && code != "NI" && s.after(p, &["by", "in", "until", "the"]);
    if !(alone || early) {
        return None;
    }
    let mut found = Found::new(p, next, Sense::Bare);
    found.day_part = Some(code);
    found.part = part;
    Some(found)
}

/// A phrase that names one day.
pub(super) fn day_like(s: &Scan, p: usize) -> Option<Found> {
    let found = [dates::date, step, today]
        .iter()
        .filter_map(|f| f(s, p))
        .max_by_key(|f| f.last)?;
    match &found.sense {
        Sense::Date(f) if f.day.is_some() || f.weekday.is_some() || f.named.is_some() => {
            Some(found)
        }
        Sense::Today(_) => Some(found),
        Sense::Stepped(_, Target::Unit(Unit::Day)) => Some(found),
        Sense::Stepped(_, Target::Date(f)) if f.weekday.is_some() => Some(found),
        _ => None,
    }
}

/// "morning" after a day.
pub(super) fn trailing_part(s: &Scan, p: usize) -> Option<(usize, &'static str)> {
    let at = s.skip_dash(s.skip(p, &["early", "late", "mid"]));
    match s.atom(at) {
        Atom::Part(code, false) => Some((at + 1, code)),
        _ => None,
    }
}

/// "early next week", "later this month", "mid-May", "the end of the year", "year-end".
pub(super) fn part_of(s: &Scan, p: usize) -> Option<Found> {
    year_end(s, p)
        .or_else(|| early_or_late(s, p))
        .or_else(|| end_of(s, p))
}

fn whole(s: &Scan, p: usize) -> Option<Found> {
    let plain = [dates::date, step, today]
        .iter()
        .filter_map(|f| f(s, p))
        .max_by_key(|f| f.last);
    if plain.is_some() {
        return plain;
    }
    // "the year", "the month" are definite here: "the end of the year".
    let at = s.skip(p, &["the"]);
    let (unit, many) = s.unit(at)?;
    (at > p && !many && !unit.is_clock())
        .then(|| Found::new(p, at + 1, Sense::Stepped(Step::This, Target::Unit(unit))))
}

fn early_or_late(s: &Scan, p: usize) -> Option<Found> {
    if s.after(p, &["as", "too"]) {
        return None;
    }
    let mut at = s.skip(p, &["the"]);
    let the = at > p;
    at = s.skip(at, &["very"]);
    let part = match s.word(at) {
        "early" => Part::Start,
        "late" => Part::End,
        "mid" | "middle" if s.word(at) == "mid" => Part::Middle,
        "later" if !the => Part::Later,
        "earlier" if !the => Part::Earlier,
        "sometime" if !the => {
            let inner = whole(s, s.skip(at + 1, &["in", "on"]))?;
            return Some(Found { first: p, ..inner });
        }
        _ => return None,
    };
    let after = s.skip_dash(at + 1);
    let inner_at = s.skip(after, &["in", "on"]);
    let inner = match (part, inner_at > after) {
        // "late in the year", "later in the day", "early in 1914".
        (_, true) => whole(s, inner_at)?,
        (Part::Middle, _) if !s.is_dash(at + 1) && s.is(after, &["the"]) => return None,
        _ if the => match periods::period_name(s, after, true) {
            Some((next, fields)) => Found::new(after, next, Sense::Date(fields)),
            None => dates::date(s, after)?,
        },
        _ => {
            let inner = [dates::date, step, today]
                .iter()
                .filter_map(|f| f(s, after))
                .max_by_key(|f| f.last)
                .or_else(|| {
                    let (next, fields) = periods::period_name(s, after, true)?;
                    Some(Found::new(after, next, Sense::Date(fields)))
                })
                .or_else(|| match s.atom(after) {
                    // "early evening Friday" is joined later.
                    Atom::Month(_) => dates::date(s, after),
                    _ => None,
                })?;
            if s.is(after, &["the"]) && inner.day_part.is_none() {
                return None;
            }
            inner
        }
    };
    let mut found = Found {
        first: p,
        part: Some(part),
        ..inner
    };
    if let (Sense::Date(f), Some((next, code))) = (&found.sense, trailing_part(s, found.last))
        && f.weekday.is_some()
    {
        found.last = next;
        found.day_part = Some(code);
    }
    Some(found)
}

/// "the end of March", "the beginning of next year", "the rest of 2022", "the last week of May".
fn end_of(s: &Scan, p: usize) -> Option<Found> {
    let at = s.skip(p, &["the"]);
    let (part, mut next) = match s.word(at) {
        "end" | "close" => (Part::End, at + 1),
        "start" | "beginning" | "outset" => (Part::Start, at + 1),
        "middle" => (Part::Middle, at + 1),
        "rest" | "remainder" => (Part::Later, at + 1),
        "latter" if s.is(at + 1, &["part", "half", "stages"]) => (Part::End, at + 2),
        "early" if s.is(at + 1, &["part", "days", "months"]) => (Part::Start, at + 2),
        "first" | "second" | "third" | "fourth" | "last" | "final" if at > p => {
            return week_of_month(s, p, at);
        }
        _ => return None,
    };
    if s.is_dash(next) {
        // "end-January", "end-of-year" has hyphens.
        next += 1;
        let of = s.skip(next, &["of"]);
        next = s.skip_dash(of);
    } else if s.is(next, &["of"]) {
        next += 1;
    } else if !(at == p && s.capital(next)) {
        return None;
    }
    let mut inner = whole(s, next).or_else(|| {
        let (last, fields) = periods::period_name(s, s.skip(next, &["the"]), true)?;
        Some(Found::new(next, last, Sense::Date(fields)))
    })?;
    // "the start of the second week" or of a war: not a calendar thing.
    if inner.until.is_some() {
        return None;
    }
    if let Sense::Stepped(Step::After | Step::Before, _) = inner.sense
        && !s.is(next, &["the"])
    {
        inner.part = None;
    }
    Some(Found {
        first: p,
        part: Some(part),
        bounded: true,
        ..inner
    })
}

/// "the first week of May", "the last two weeks of August", "the last weekend of June".
fn week_of_month(s: &Scan, p: usize, at: usize) -> Option<Found> {
    let nth = match s.atom(at) {
        Atom::Ordinal { value, .. } => value as i8,
        _ => -1,
    };
    if s.is(at + 1, &["week"]) && s.is(at + 2, &["of", "in"]) {
        let inner = dates::date(s, at + 3)?;
        let Sense::Date(of) = inner.sense else {
            return None;
        };
        return (of.month.is_some() && of.day.is_none())
            .then(|| Found::new(p, inner.last, Sense::WeekOf { nth, of }));
    }
    // "the first ten months of 1915" is a length with its year.
    let length = lengths::length(s, at + 1)?;
    if length.weak || !s.is(length.last, &["of"]) {
        return None;
    }
    let inner = whole(s, length.last + 1)?;
    let sense = Sense::Stretch {
        count: length.count,
        unit: length.unit,
        side: super::sense::Side::None,
    };
    Some(Found::new(p, inner.last, sense))
}

/// "year-end", "year's end", "the year's end", "month's end".
fn year_end(s: &Scan, p: usize) -> Option<Found> {
    let at = s.skip(p, &["the", "this"]);
    let (unit, many) = s.unit(at)?;
    if many || unit < Unit::Week || unit > Unit::Year {
        return None;
    }
    let next = s.skip_dash(s.skip(at + 1, &["'s"]));
    if !s.is(next, &["end"]) || next == at {
        return None;
    }
    let mut found = Found::new(p, next + 1, Sense::Stepped(Step::This, Target::Unit(unit)));
    found.part = Some(Part::End);
    found.bounded = true;
    Some(found)
}
