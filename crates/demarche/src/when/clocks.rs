//! Clock times: "10:30 a.m.", "5 p.m. EST", "0000 GMT", "noon", "two o'clock in the morning".

use super::scan::Scan;
use super::sense::{Found, Sense};
use super::words::Atom;

/// A clock time at `p`.
pub(super) fn clock(s: &Scan, start: usize) -> Option<Found> {
    let (p, about) = match super::lengths::approximately(s, start) {
        (next, modifier) if modifier == "APPROX" => (next, modifier),
        _ => (start, ""),
    };
    let (last, hour, minute) = hour_and_minute(s, p)?;
    let mut last = zone(s, last);
    let mut hour = hour;
    if let Some(next) = s.phrase(last, &["in", "the"])
        && let Atom::Part(code, false) = s.atom(next)
    {
        if matches!(code, "AF" | "EV") && hour < 12 {
            hour += 12;
        }
        last = next + 1;
    }
    let mut found = Found::new(start, last, Sense::Bare);
    found.clock = Some((hour, minute));
    found.about = about;
    Some(found)
}

fn hour_and_minute(s: &Scan, p: usize) -> Option<(usize, u8, Option<u8>)> {
    if let Atom::Hour(hour) = s.atom(p) {
        return Some((p + 1, hour, Some(0)));
    }
    // "10:30", "10.30 p.m.", "1930 GMT", "10 a.m.", "two o'clock".
    let word = s.word(p);
    if let Some((hour, minute)) = word.split_once(':') {
        let minute = minute.split(':').next()?;
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        if hour > 24 || minute > 59 || word.len() < 4 {
            return None;
        }
        return match half_day(s, p + 1, hour) {
            Some((next, hour)) => Some((next, hour, Some(minute))),
            None if placed(s, p) => {
                Some((s.skip(p + 1, &["hrs", "hr", "hours"]), hour, Some(minute)))
            }
            None => None,
        };
    }
    match s.atom(p) {
        Atom::Decimal(_) => {
            let (hour, minute) = word.split_once('.')?;
            let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
            let (next, hour) = half_day(s, p + 1, hour).filter(|_| minute < 60)?;
            Some((next, hour, Some(minute)))
        }
        Atom::Number { value, digits: 4 } => {
            let (hour, minute) = ((value / 100) as u8, (value % 100) as u8);
            let zoned = is_zone(s, p + 1) || s.is(p + 1, &["hours", "hrs", "local"]);
            (zoned && hour <= 24 && minute < 60)
                .then(|| (s.skip(p + 1, &["hours", "hrs"]), hour, Some(minute)))
        }
        Atom::Number { value, .. } if value <= 24 => {
            let hour = value as u8;
            if let Some((next, hour)) = half_day(s, p + 1, hour) {
                return Some((next, hour, Some(0)));
            }
            let stands = s.after(p, &["at", "by", "around", "until", "before", "after"]);
            if value <= 12 && stands && s.phrase(p + 1, &["in", "the"]).is_some() {
                return matches!(s.atom(p + 3), Atom::Part(..)).then_some((p + 1, hour, Some(0)));
            }
            if s.is(p + 1, &["o'clock", "o’clock"]) {
                return Some((p + 2, hour, Some(0)));
            }
            if s.is(p + 1, &["o'", "o’", "o"]) && s.is(p + 2, &["clock", "'clock"]) {
                return Some((p + 3, hour, Some(0)));
            }
            None
        }
        _ => None,
    }
}

/// "a.m." or "p.m." at `p`, and the hour it makes.
fn half_day(s: &Scan, p: usize, hour: u8) -> Option<(usize, u8)> {
    if hour > 12 {
        return None;
    }
    let (last, afternoon) = match s.word(p) {
        "a.m." | "am" | "a.m" => (p + 1, false),
        "p.m." | "pm" | "p.m" => (p + 1, true),
        "a" if s.word(p + 1) == "." && s.is(p + 2, &["m", "m."]) => (p + 3, false),
        "p" if s.word(p + 1) == "." && s.is(p + 2, &["m", "m."]) => (p + 3, true),
        _ => return None,
    };
    let hour = match (hour, afternoon) {
        (12, false) => 0,
        (12, true) => 12,
        (h, true) => h + 12,
        (h, false) => h,
    };
    Some((last, hour))
}

fn is_zone(s: &Scan, p: usize) -> bool {
    s.is(
        p,
        &[
            "gmt", "utc", "est", "edt", "et", "cet", "cest", "bst", "pst", "pdt", "msk", "z",
        ],
    ) && s.pieces.written(p).bytes().all(|b| b.is_ascii_uppercase())
}

/// Past a time zone.
fn zone(s: &Scan, p: usize) -> usize {
    if is_zone(s, p) {
        return p + 1;
    }
    if s.is(p, &["local"]) && s.is(p + 1, &["time"]) {
        return p + 2;
    }
    if s.capital(p) && s.is(p + 1, &["time"]) && s.xpos(p).starts_with("NNP") {
        return p + 2;
    }
    p
}

/// Whether bare figures such as "10:30" stand where a clock time stands, not a score or a verse.
fn placed(s: &Scan, p: usize) -> bool {
    is_zone(s, p + 1)
        || s.is(p + 1, &["hrs", "hr", "hours", "local"])
        || s.after(
            p,
            &[
                "at", "by", "until", "till", "around", "about", "from", "since", "before", "after",
                "and", "to", "-", "–", "of",
            ],
        )
}
