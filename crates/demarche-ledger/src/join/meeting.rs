//! Meetings: arranged, held, called off. Sides and days tell one from another, not words.

use super::{Face, Link, Tie, because, round};
use demarche::record::Kind;

/// Days for which an invitation without a day stands.
const INVITED_WITHIN: i64 = 60;

/// Days within which an invitation without a day is the same one again.
const INVITED_AGAIN_WITHIN: i64 = 14;

/// Days within which what is to be soon takes place.
const SOON: i64 = 7;
/// "In about a month" is this wide at most, in days.
const WIDE: i64 = 45;

/// Who telephones somebody, or welcomes him, meets him.
const SEEN: [&str; 5] = ["host", "speak", "telephone", "travel", "welcome"];

/// Who is met "half way", or whose demands are met, sees nobody.
const MET: [&str; 10] = [
    "condition",
    "criterion",
    "deadline",
    "need",
    "obligation",
    "requirement",
    "standard",
    "target",
    "want",
    "way",
];

/// What `later` is to `earlier` where both speak of a meeting.
pub(super) fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let in_order = earlier.rank < later.rank && earlier.doc != later.doc;
    if !in_order || !is_about_one(earlier) || !is_about_one(later) || !earlier.positive {
        return None;
    }
    let (own, other) = (sides(earlier), sides(later));
    let common: Vec<&str> = own.iter().filter(|p| other.contains(p)).copied().collect();
    if common.len() < 2 {
        return None;
    }
    let off = later.kind == Kind::Reject || later.kind == Kind::Meet && !later.positive;
    let meets = earlier.kind == Kind::Meet || later.kind == Kind::Meet;
    let (first, second) = (days(earlier), days(later));
    let apart = later.day? - earlier.day?;
    let one_window = earlier.due == later.due && earlier.due.0.is_some() && earlier.due.1.is_some();
    let tie = match (first, second) {
        _ if off => called_off(earlier, later)?,
        _ if one_window && earlier.kind == later.kind && all_named(earlier, later) => Tie::Restates,
        (Some(a), Some(b)) if overlap(a, b) && tells_apart(earlier, later, a, b) => {
            match (is_arranged(earlier), is_arranged(later)) {
                (true, false) if later.kind == Kind::Meet => Tie::Holds,
                (true, true) if meets || earlier.kind == later.kind => Tie::Restates,
                (false, false) if meets => Tie::Restates,
                _ => return None,
            }
        }
        (None, second) => undated(earlier, later, second, apart)?,
        _ => return None,
    };
    let all = common.len() == own.len().max(other.len());
    let sure = 0.65 + if all { 0.15 } else { 0.0 } + if meets { 0.1 } else { 0.0 };
    let days = if first.is_some() && second.is_some() {
        ", and the same days"
    } else {
        ""
    };
    Some(Link {
        parent: earlier.number,
        tie,
        confidence: round(sure),
        reason: format!(
            "{}; the same sides, {}{days}",
            because(tie),
            common.join(" and ")
        ),
    })
}

/// What `later` is to a meeting that is to be at no day that was said.
fn undated(earlier: &Face, later: &Face, second: Option<(i64, i64)>, apart: i64) -> Option<Tie> {
    let two = sides(earlier).len() == 2 && sides(later).len() == 2;
    let Some(days) = second else {
        let again = apart <= INVITED_AGAIN_WITHIN;
        let promised = are_promised(earlier, later) && two && all_named(earlier, later);
        let same = earlier.kind == later.kind
            && earlier.actor == later.actor
            && earlier.addressee == later.addressee
            && people(earlier) == people(later);
        return (again && (promised || same)).then_some(Tie::Restates);
    };
    if later.kind != Kind::Meet {
        return None;
    }
    if is_of(earlier, later) {
        let arranged = is_arranged(later);
        let tie = if arranged { Tie::Accepts } else { Tie::Holds };
        return (apart <= INVITED_WITHIN).then_some(tie);
    }
    // "Their teams would meet again soon": the talks that end some days later.
    let to_meet =
        earlier.kind == Kind::Commit && earlier.terms.first().is_some_and(|t| t == "meet");
    let now = apart <= SOON && later.when == (None, None) && all_named(earlier, later);
    // "Within about a month": the first that is held then.
    let then = is_in_wide(earlier, days) && people(later).is_empty();
    let held = two && !is_arranged(later) && (to_meet && now || then);
    held.then_some(Tie::Holds)
}

/// True for a meeting, and for an offer, promise, demand or refusal of one.
pub(super) fn is_about_one(face: &Face) -> bool {
    let talks = |t: &String| t == "meet" || t == "discuss";
    let names = |t: &String| talks(t) || SEEN.contains(&t.as_str());
    let seen = |f: &Face| f.terms.iter().any(|t| t.starts_with('~'));
    let met = |t: &String| MET.contains(&t.as_str());
    match face.kind {
        Kind::Meet => true,
        Kind::Offer | Kind::Commit | Kind::Agree | Kind::Demand | Kind::Reject => {
            let first = || face.terms.iter().take(4);
            (first().any(talks) || seen(face) && first().any(names)) && !face.terms.iter().any(met)
        }
        _ => false,
    }
}

/// Everybody who is to be there.
fn sides(face: &Face) -> Vec<&str> {
    let named = face.terms.iter().filter_map(|t| t.strip_prefix('@'));
    let named = named.filter(|_| face.kind != Kind::Meet);
    let mut all: Vec<&str> = face
        .actor
        .iter()
        .chain(&face.addressee)
        .map(String::as_str)
        .collect();
    for party in named {
        if !all.contains(&party) {
            all.push(party);
        }
    }
    all
}

/// A meeting that is still to come can be called off, by one of its sides.
fn called_off(earlier: &Face, later: &Face) -> Option<Tie> {
    let last = earlier.due.1.or(earlier.due.0)?;
    let to_come = later.day? < last;
    let (a, b) = (days(earlier), window(later.due).or(window(later.when)));
    let same = b.is_none_or(|b| a.is_some_and(|a| overlap(a, b)));
    (to_come && same).then_some(Tie::Cancels)
}

/// True when an invitation without a day is to the same people or the same place.
fn is_of(earlier: &Face, later: &Face) -> bool {
    let tells = |t: &&String| t.starts_with(['~', '%']) || super::is_telling(t);
    let mut told = earlier.terms.iter().filter(tells);
    told.any(|t| later.terms.contains(t))
}

/// Both undertake to meet.
fn are_promised(earlier: &Face, later: &Face) -> bool {
    let promised = |f: &Face| matches!(f.kind, Kind::Commit | Kind::Agree);
    promised(earlier) && promised(later)
}

/// Neither names people whom the other does not.
fn all_named(earlier: &Face, later: &Face) -> bool {
    let (own, other) = (people(earlier), people(later));
    own.is_empty() || other.is_empty() || own == other
}

/// True when a meeting was promised for some time within these weeks, and this is then.
fn is_in_wide(earlier: &Face, (from, to): (i64, i64)) -> bool {
    match earlier.due {
        (Some(a), Some(b)) => b - a <= WIDE && a <= from && to <= b,
        _ => false,
    }
}

/// The people who are named.
fn people(face: &Face) -> Vec<&str> {
    let named = face.terms.iter().filter_map(|t| t.strip_prefix('~'));
    named.collect()
}

/// True when the days are few, or people, place or purpose agree: of two meetings in one week the days do
/// not say which is meant.
fn tells_apart(earlier: &Face, later: &Face, a: (i64, i64), b: (i64, i64)) -> bool {
    let (own, other) = (people(earlier), people(later));
    let others = !own.is_empty() && !other.is_empty() && !own.iter().any(|p| other.contains(p));
    let few = a.1 - a.0 <= 3 && b.1 - b.0 <= 3;
    let both = sides(earlier).len() == 2 && sides(later).len() == 2;
    // "In the next weeks", said twice in one week.
    let again = is_arranged(earlier) && is_arranged(later) && both && a.0 > b.0 - 4;
    let again = again && own == other;
    let again = again && matches!((earlier.day, later.day), (Some(d), Some(e)) if e - d <= 7);
    !others && (few || again || is_of(earlier, later))
}

fn is_arranged(face: &Face) -> bool {
    face.kind != Kind::Meet || face.due.0.is_some() || face.due.1.is_some()
}

/// The days of a meeting: those said, else those to come, else of one that took place the day of the report.
fn days(face: &Face) -> Option<(i64, i64)> {
    let meets = face.kind == Kind::Meet;
    // An offer is dated too; only a day to come is that of the meeting.
    let said = window(face.when).or_else(|| window(face.due));
    let said = said.filter(|(_, to)| meets || Some(*to) > face.day);
    let told = face
        .day
        .filter(|_| face.kind == Kind::Meet)
        .map(|d| (d - 1, d));
    said.or(told).filter(|(from, to)| to - from <= 10)
}

/// A window with an open end closed at a week.
fn window((from, to): (Option<i64>, Option<i64>)) -> Option<(i64, i64)> {
    match (from, to) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) => Some((a, a + 7)),
        (None, Some(b)) => Some((b - 7, b)),
        (None, None) => None,
    }
}

fn overlap(a: (i64, i64), b: (i64, i64)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}
