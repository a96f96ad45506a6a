//! Joining neighbours: "10 p.m. on Wednesday" is one phrase, "Thursday to Friday" one range.

use super::scan::Scan;
use super::sense::{Fields, Found, Sense, Step, Target};
use super::steps::trailing_part;
use super::words::{Atom, Unit};

/// Joins the phrases of a sentence, `all[from..]`, in place.
pub(super) fn join(s: &Scan, all: &mut Vec<Found>, from: usize) {
    let found: Vec<Found> = all.drain(from..).collect();
    let mut merged: Vec<Found> = Vec::with_capacity(found.len());
    for mut next in found {
        take_part(s, &mut next);
        while let Some(before) = merged.last() {
            match pair(s, before, &next) {
                Some(both) => {
                    next = both;
                    merged.pop();
                }
                None => break,
            }
        }
        merged.push(next);
    }
    for next in merged {
        if let Some(before) = all.get(from..).and_then(<[Found]>::last)
            && let Some(range) = range(s, before, &next)
        {
            all.pop();
            all.push(range);
            continue;
        }
        all.push(next);
    }
}

/// "Thursday morning", "March 5 evening": the part of the day belongs to the day.
fn take_part(s: &Scan, found: &mut Found) {
    if found.day_part.is_none()
        && found.until.is_none()
        && names_day(&found.sense)
        && let Some((next, code)) = trailing_part(s, found.last)
    {
        found.last = next;
        found.day_part = Some(code);
    }
}

fn names_day(sense: &Sense) -> bool {
    match sense {
        Sense::Date(f) => f.day.is_some() || f.weekday.is_some() || f.named.is_some(),
        Sense::Today(_) | Sense::Stepped(_, Target::Unit(Unit::Day)) => true,
        Sense::Stepped(_, Target::Date(f)) => f.weekday.is_some() || f.day.is_some(),
        _ => false,
    }
}

/// Two neighbours as one point in time, if they are.
fn pair(s: &Scan, a: &Found, b: &Found) -> Option<Found> {
    if a.until.is_some() || b.until.is_some() {
        return None;
    }
    let gap = b.first.checked_sub(a.last)?;
    let between = |words: &[&str]| gap == 0 || gap == 1 && s.is(a.last, words);
    let whole = |day: &Found, hour: &Found| Found {
        first: a.first,
        last: b.last,
        clock: hour.clock.or(day.clock),
        day_part: day.day_part.or(hour.day_part),
        about: if day.about.is_empty() {
            hour.about
        } else {
            day.about
        },
        ..day.clone()
    };
    if a.sense == Sense::Bare && names_day(&b.sense) && between(&[",", "on", "of"]) {
        return Some(whole(b, a));
    }
    if names_day(&a.sense) && b.sense == Sense::Bare && b.clock.is_some() && between(&[",", "at"]) {
        return Some(whole(a, b));
    }
    if a.sense == Sense::Bare && b.sense == Sense::Bare && gap == 0 {
        return Some(whole(a, b));
    }
    // "Tuesday of next week", "Monday next week", "Friday this week".
    if let (Sense::Date(f), Sense::Stepped(step, Target::Unit(Unit::Week))) = (&a.sense, &b.sense)
        && matches!(step, Step::This | Step::Next | Step::Last | Step::Coming)
        && f.weekday.is_some()
        && f.day.is_none()
        && between(&["of"])
        && b.part.is_none()
    {
        let fields = Fields {
            week_of: true,
            ..*f
        };
        let sense = Sense::Stepped(*step, Target::Date(fields));
        return Some(Found {
            last: b.last,
            sense,
            ..a.clone()
        });
    }
    None
}

/// Two neighbours as a range: "from May to July", "between Monday and Friday", "1914–1918".
fn range(s: &Scan, a: &Found, b: &Found) -> Option<Found> {
    if a.until.is_some()
        || b.until.is_some()
        || b.first != a.last + 1
        || a.part.is_some_and(|_| a.bounded)
    {
        return None;
    }
    let grain_a = grain(&a.sense)?;
    if grain_a != grain(&b.sense)? {
        return None;
    }
    let word = s.word(a.last);
    let from = s.after(a.first, &["from", "between"]);
    let joined = match word {
        "to" | "through" | "until" | "till" => {
            from || grain_a != Grain::Year || matches!(s.atom(a.first), Atom::Number { .. })
        }
        "and" => {
            s.after(a.first, &["between"])
                || match (&a.sense, &b.sense) {
                    // Two days in a row make one stretch.
                    (Sense::Date(x), Sense::Date(y)) => {
                        x.day.is_none()
                            && y.day.is_none()
                            && matches!((x.weekday, y.weekday), (Some(i), Some(j)) if i % 7 + 1 == j)
                            && a.day_part.is_none()
                            && b.day_part.is_none()
                    }
                    _ => false,
                }
        }
        _ => s.is_dash(a.last),
    };
    joined.then(|| Found {
        last: b.last,
        until: Some(Box::new(b.clone())),
        ..a.clone()
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Grain {
    Day,
    Weekday,
    Month,
    Year,
}

fn grain(sense: &Sense) -> Option<Grain> {
    match sense {
        Sense::Date(f) | Sense::Stepped(_, Target::Date(f)) => {
            if f.day.is_some() || f.named.is_some() {
                Some(Grain::Day)
            } else if f.weekday.is_some() {
                Some(Grain::Weekday)
            } else if f.month.is_some() {
                Some(Grain::Month)
            } else if f.year.is_some() && f.season.is_none() && f.quarter.is_none() {
                Some(Grain::Year)
            } else {
                None
            }
        }
        _ => None,
    }
}
