//! Counted units: lengths ("a 60-day truce"), stretches beside the report's day ("the next three
//! weeks"), offsets ("three weeks ago"), sets ("every three weeks"), and phrases that name no day.

use super::scan::Scan;
use super::sense::{Count, Fields, Found, From, Sense, Side};
use super::words::{Atom, Unit};

/// A count with its unit.
pub(super) struct Length {
    pub(super) last: usize,
    pub(super) count: Count,
    pub(super) unit: Unit,
    pub(super) about: &'static str,
    /// "a day", "weeks": needs a word beside it to be a time phrase.
    pub(super) weak: bool,
}

/// A whole or broken number: "21", "two and a half", "twenty-four", "2 1/2".
pub(super) fn number(s: &Scan, p: usize) -> Option<(usize, f64)> {
    let (mut p, mut sum) = match s.atom(p) {
        Atom::Decimal(value) => return Some((p + 1, value)),
        Atom::Number { value, digits } if digits > 0 => (p + 1, f64::from(value)),
        Atom::Number { .. } => words_number(s, p)?,
        _ if s.is(p, &["a", "one"])
            && matches!(
                s.atom(p + 1),
                Atom::Number {
                    value: 100 | 1000 | 12,
                    digits: 0
                }
            ) =>
        {
            words_number(s, p + 1)?
        }
        _ => return None,
    };
    if let Atom::Number {
        value: 100 | 1000,
        digits: 0,
    } = s.atom(p)
        && let Atom::Number { value, .. } = s.atom(p)
    {
        sum *= f64::from(value);
        p += 1;
    }
    // "2 1/2": figures, a slash, figures.
    if let (Atom::Number { value: top, .. }, "/", Atom::Number { value: under, .. }) =
        (s.atom(p), s.word(p + 1), s.atom(p + 2))
        && top < under
        && under < 10
    {
        return Some((p + 3, sum + f64::from(top) / f64::from(under)));
    }
    if s.is(p, &["½"]) {
        return Some((p + 1, sum + 0.5));
    }
    let half = s
        .phrase(p, &["and", "a", "half"])
        .or_else(|| s.phrase(p, &["and", "half"]))
        .or_else(|| s.phrase(p, &["-", "and", "-", "a", "-", "half"]));
    match half {
        Some(next) => Some((next, sum + 0.5)),
        None => Some((p, sum)),
    }
}

/// A number in words: "twenty-four", "three hundred and ten", "nineteen".
fn words_number(s: &Scan, p: usize) -> Option<(usize, f64)> {
    let (mut at, mut total, mut group) = (p, 0u32, 0u32);
    let mut any = false;
    loop {
        let next = if any {
            s.skip_dash(s.skip(at, &["and"]))
        } else {
            at
        };
        let Atom::Number { value, digits: 0 } = s.atom(next) else {
            break;
        };
        if next != at && !(group % 100 == 0 || (group % 10 == 0 && value < 10)) {
            break;
        }
        match value {
            1000 => {
                total = total.saturating_add(group.max(1).saturating_mul(1000));
                group = 0;
            }
            100 => group = group.max(1).saturating_mul(100),
            12 if s.word(next) == "dozen" => group = group.max(1).saturating_mul(12),
            _ if group != 0 && (group % 10 != 0 || value >= 20 && group % 100 != 0) => break,
            _ => group = group.saturating_add(value),
        }
        any = true;
        at = next + 1;
    }
    any.then(|| (at, f64::from(total.saturating_add(group))))
}

/// "nearly", "more than": past it, its TIMEX3 modifier.
pub(super) fn approximately(s: &Scan, p: usize) -> (usize, &'static str) {
    const TABLE: &[(&[&str], &str)] = &[
        (&["no", "more", "than"], "EQUAL_OR_LESS"),
        (&["not", "more", "than"], "EQUAL_OR_LESS"),
        (&["no", "less", "than"], "EQUAL_OR_MORE"),
        (&["more", "than"], "MORE_THAN"),
        (&["less", "than"], "LESS_THAN"),
        (&["fewer", "than"], "LESS_THAN"),
        (&["at", "least"], "EQUAL_OR_MORE"),
        (&["at", "most"], "EQUAL_OR_LESS"),
        (&["up", "to"], "EQUAL_OR_LESS"),
        (&["close", "to"], "APPROX"),
        (&["a", "little", "more", "than"], "MORE_THAN"),
        (&["a", "mere"], ""),
        (&["nearly"], "LESS_THAN"),
        (&["almost"], "LESS_THAN"),
        (&["under"], "LESS_THAN"),
        (&["over"], "MORE_THAN"),
        (&["about"], "APPROX"),
        (&["around"], "APPROX"),
        (&["roughly"], "APPROX"),
        (&["approximately"], "APPROX"),
        (&["some"], "APPROX"),
        (&["circa"], "APPROX"),
        (&["ca."], "APPROX"),
    ];
    for (words, modifier) in TABLE {
        if let Some(next) = s.phrase(p, words) {
            return (next, modifier);
        }
    }
    (p, "")
}

/// How many: a number, "several", "a couple of", "a".
fn count(s: &Scan, p: usize) -> Option<(usize, Count, bool)> {
    if let Some((next, n)) = number(s, p) {
        return Some((next, Count::Exact(n), false));
    }
    for words in [
        &["a", "couple", "of"][..],
        &["a", "couple"],
        &["couple", "of"],
    ] {
        if let Some(next) = s.phrase(p, words) {
            return Some((next, Count::Exact(2.0), false));
        }
    }
    if let Some(next) = s
        .phrase(p, &["half", "a"])
        .or_else(|| s.phrase(p, &["half", "an"]))
        .or_else(|| s.phrase(p, &["a", "half", "-"]))
        .or_else(|| s.phrase(p, &["half", "-"]))
    {
        return Some((next, Count::Exact(0.5), false));
    }
    for words in [
        &["a", "number", "of"][..],
        &["a", "few"],
        &["a", "matter", "of"],
    ] {
        if let Some(next) = s.phrase(p, words) {
            return Some((next, Count::Some, false));
        }
    }
    if s.atom(p) == Atom::Vague {
        return Some((s.skip(p + 1, &["of"]), Count::Some, false));
    }
    if s.is(p, &["a", "an"]) {
        return Some((p + 1, Count::Exact(1.0), true));
    }
    if s.is(p, &["another"]) {
        return match number(s, p + 1) {
            Some((next, n)) => Some((next, Count::Exact(n), false)),
            None => Some((p + 1, Count::Exact(1.0), true)),
        };
    }
    None
}

/// A count and its unit: "nearly three full weeks", "60-day", "a year and a half", "weeks".
pub(super) fn length(s: &Scan, start: usize) -> Option<Length> {
    let (first, about) = approximately(s, start);
    let (mut p, mut count, weak) = match count(s, first) {
        Some(found) => found,
        None if s.unit(first).is_some_and(|(_, plural)| plural) => (first, Count::Some, true),
        // "month-long", "year-long".
        None if s.unit(first).is_some() && s.phrase(first + 1, &["-", "long"]).is_some() => {
            (first, Count::Exact(1.0), true)
        }
        None => return None,
    };
    p = before_unit(s, p, count, weak);
    let (unit, plural) = s.unit(p)?;
    if !agrees(s, p, first, count, weak) {
        return None;
    }
    p += 1;
    for words in [
        &["and", "a", "half"][..],
        &["-", "and", "-", "a", "-", "half"],
    ] {
        if let (Count::Exact(n), Some(next)) = (count, s.phrase(p, words)) {
            count = Count::Exact(n + 0.5);
            p = next;
        }
    }
    let or_so = s.is(p, &["or"]) && s.is(p + 1, &["so", "two"]);
    let or_units = plural && s.is(p, &["and", "or"]) && s.unit(p + 1).is_some_and(|(_, many)| many);
    if or_so || or_units {
        p += 2;
    }
    // Ages are no times.
    if s.is(s.skip_dash(p), &["old", "olds"]) || s.phrase(p, &["of", "age"]).is_some() {
        return None;
    }
    if s.is_dash(p) && s.is(p + 1, &["long"]) {
        p += 2;
    }
    let (count, unit) = match (count, unit) {
        (Count::Exact(n), Unit::Fortnight) => (Count::Exact(2.0 * n), Unit::Week),
        other => other,
    };
    Some(Length {
        last: p,
        count,
        unit,
        about,
        weak,
    })
}

/// Past what may stand between a count and its unit: "to three", a hyphen, "full", an adjective.
fn before_unit(s: &Scan, p: usize, count: Count, weak: bool) -> usize {
    const BETWEEN: &[&str] = &[
        "additional",
        "business",
        "calendar",
        "consecutive",
        "extra",
        "full",
        "further",
        "long",
        "more",
        "short",
        "straight",
        "successive",
        "trading",
        "whole",
        "working",
    ];
    let mut p = p;
    // "two to three weeks", "12 to 18 months": the first number counts.
    if let Count::Exact(_) = count
        && (s.is(p, &["to", "or"]) || s.is_dash(p))
        && let Some((next, _)) = number(s, p + 1)
        && s.unit(s.skip_dash(next)).is_some()
    {
        p = next;
    }
    p = s.skip_dash(p);
    let pointing = ["last", "next", "past", "previous", "recent", "coming"];
    let adjective = s.xpos(p) == "JJ" && !weak && !s.capital(p) && !s.is(p, &pointing);
    p + usize::from(s.unit(p).is_none() && (s.is(p, BETWEEN) || adjective))
}

/// Whether the unit at `p` agrees with a count that begins at `first`.
fn agrees(s: &Scan, p: usize, first: usize, count: Count, weak: bool) -> bool {
    let Some((unit, plural)) = s.unit(p) else {
        return false;
    };
    let hyphened = p > s.start && s.is_dash(p - 1);
    // "a month-long": the article belongs to the noun.
    let article = weak && s.is_dash(p + 1) && s.is(first, &["a", "an"]);
    // "three quarters of" is no time.
    let share = unit == Unit::Quarter && (weak || s.is(p + 1, &["of"]) || !plural);
    // "2018 day five".
    let year = !plural && !hyphened && matches!(count, Count::Exact(n) if n >= 1000.0);
    // "one days" is no length; "three year" is, before a noun.
    let number = plural && count == Count::Exact(1.0) && !hyphened;
    let endless = matches!(count, Count::Exact(n) if n > 100_000.0);
    !(article || share || year || number || endless)
}

/// "the next three weeks", "three weeks ago", "two days later", "six months".
pub(super) fn offset_or_stretch(s: &Scan, p: usize) -> Option<Found> {
    year_ago(s, p)
        .or_else(|| sided(s, p))
        .or_else(|| counted(s, p))
}

/// "the year-ago quarter", "year-earlier": of a business report.
fn year_ago(s: &Scan, p: usize) -> Option<Found> {
    let the = s.skip(p, &["the"]);
    let at = s.skip(the, &["comparable", "corresponding", "same"]);
    if !(s.is(at, &["year"]) && s.is_dash(at + 1) && s.is(at + 2, &["ago", "earlier"])) {
        return None;
    }
    let ordinal = match s.atom(at + 3) {
        Atom::Ordinal { value, .. } if value <= 4 && s.is(at + 4, &["quarter"]) => {
            Some(value as i8)
        }
        _ => None,
    };
    if ordinal.is_some() || s.is(at + 3, &["quarter"]) {
        let fields = Fields {
            quarter: ordinal,
            same_quarter: true,
            year_shift: Some(-1),
            ..Fields::default()
        };
        let last = at + 4 + usize::from(ordinal.is_some());
        return Some(Found::new(p, last, Sense::Date(fields)));
    }
    let noun = s.is(at + 3, &["period", "month", "week"]);
    if at > p && !noun {
        return None;
    }
    let sense = Sense::Offset {
        count: Count::Exact(1.0),
        unit: Unit::Year,
        back: true,
        from: From::Report,
    };
    Some(Found::new(p, at + 3 + usize::from(noun), sense))
}

/// A stretch with its side: "the past two months", "coming days", "the weeks ahead".
fn sided(s: &Scan, p: usize) -> Option<Found> {
    const OPENERS: &[&str] = &[
        "the", "these", "this", "those", "its", "his", "their", "her",
    ];
    let (start, about) = match approximately(s, p) {
        (next, modifier) if s.is(next, &["the"]) && !s.is(p, &["over"]) => (next, modifier),
        _ => (p, ""),
    };
    let at = s.skip(start, OPENERS);
    if let Some(found) = units_ahead(s, p, at) {
        return Some(found);
    }
    let side = match s.word(at) {
        "past" | "last" | "previous" | "recent" | "preceding" => Side::Past,
        "next" | "coming" | "following" | "ensuing" | "succeeding" | "upcoming" | "subsequent" => {
            Side::Future
        }
        "first" | "final" | "latest" | "opening" | "closing" | "remaining" | "early" => Side::None,
        _ if at > start && s.word(start) == "the" => {
            // "the three weeks": a mere length with an article.
            let length = length(s, at).filter(|l| !l.weak)?;
            if (at..length.last).any(|p| s.is_dash(p)) || s.is(at, &["a"]) {
                return None;
            }
            let mut found = stretch(p, length.last, length.count, length.unit, Side::None);
            found.about = length.about;
            return Some(found);
        }
        _ => return None,
    };
    let length = length(s, at + 1).or_else(|| one_unit(s, p, at))?;
    if length.weak && s.is(at + 1, &["a", "an", "another"]) {
        return None;
    }
    let mut found = stretch(p, length.last, length.count, length.unit, side);
    found.about = if about.is_empty() {
        length.about
    } else {
        about
    };
    Some(found)
}

/// "the critical period ahead", "the days and weeks to come", from `at`.
fn units_ahead(s: &Scan, p: usize, at: usize) -> Option<Found> {
    let noun = at + usize::from(s.xpos(at) == "JJ" && s.unit(at).is_none());
    if !(s.unit(noun).is_some_and(|(_, many)| many) || s.is(noun, &["period"])) {
        return None;
    }
    let mut end = noun + 1;
    if s.is(end, &["and", "or"]) && s.unit(s.skip(end + 1, &["the"])).is_some() {
        end = s.skip(end + 1, &["the"]) + 1;
    }
    let last = if s.is(end, &["ahead"]) {
        end + 1
    } else {
        s.phrase(end, &["to", "come"])?
    };
    let unit = s.unit(end - 1).map_or(Unit::Day, |(unit, _)| unit);
    Some(stretch(p, last, Count::Some, unit, Side::Future))
}

/// "the past week", "over the next year": one unit without a count. The step grammar has the others.
fn one_unit(s: &Scan, p: usize, at: usize) -> Option<Length> {
    let (unit, many) = s.unit(at + 1)?;
    let spread = s.after(p, &["over", "in", "within", "during", "for", "throughout"]);
    let sided = s.is(at, &["past"]) || spread && s.is(at, &["next"]);
    (sided && !many && unit != Unit::Weekend).then_some(Length {
        last: at + 2,
        count: Count::Exact(1.0),
        unit,
        about: "",
        weak: false,
    })
}

fn stretch(first: usize, last: usize, count: Count, unit: Unit, side: Side) -> Found {
    Found::new(first, last, Sense::Stretch { count, unit, side })
}

/// A length with what follows it: "ago", "later", "from now", or nothing.
fn counted(s: &Scan, p: usize) -> Option<Found> {
    let l = length(s, p)?;
    let at = l.last;
    let offset = |last: usize, back: bool, from: From| {
        let mut found = Found::new(
            p,
            last,
            Sense::Offset {
                count: l.count,
                unit: l.unit,
                back,
                from,
            },
        );
        found.about = l.about;
        found
    };
    let ends_clause = |at: usize| {
        at >= s.end
            || s.is(
                at,
                &[
                    ",", ".", ";", ":", ")", "and", "but", "in", "at", "\"", "”", "when",
                ],
            )
    };
    match s.word(at) {
        "ago" | "back" if s.word(at) == "ago" || ends_clause(at + 1) => {
            return Some(offset(at + 1, true, From::Report));
        }
        "earlier" | "previously" | "beforehand" => return Some(offset(at + 1, true, From::Phrase)),
        "later" | "afterwards" | "afterward" | "hence" => {
            return Some(offset(at + 1, false, From::Phrase));
        }
        "before" | "prior" if ends_clause(at + 1) => {
            return Some(offset(at + 1, true, From::Phrase));
        }
        "after" | "on" if ends_clause(at + 1) && s.word(at) == "after" => {
            return Some(offset(at + 1, false, From::Phrase));
        }
        "from" if s.is(at + 1, &["now", "today"]) => {
            return Some(offset(at + 2, false, From::Report));
        }
        _ => {}
    }
    let mut last = at;
    if s.is(at, &["'", "'s"]) && s.is(at + 1, &["time"]) {
        last = at + 2;
    }
    if l.weak && last == at && !strengthened(s, p, &l) {
        return None;
    }
    let mut found = stretch(p, last, l.count, l.unit, Side::None);
    found.about = l.about;
    Some(found)
}

/// Whether "a day" or "weeks" stands where only a length can stand.
fn strengthened(s: &Scan, p: usize, l: &Length) -> bool {
    if s.is(l.last - 1, &["long", "old"]) || !l.about.is_empty() {
        return true;
    }
    if l.count == Count::Some {
        let before = [
            "for", "in", "within", "after", "over", "into", "took", "take", "takes", "lasted",
            "spent", "of",
        ];
        return s.after(p, &before) && s.word(p.wrapping_sub(1)) != "of"
            || s.is(l.last, &["of"]) && s.after(p, &["after", "following", "despite", "amid"]);
    }
    let rate = s.pieces.list.get(p.wrapping_sub(1)).is_some_and(|x| {
        matches!(x.atom, Atom::Number { .. } | Atom::Decimal(_))
            || s.after(p, &["once", "twice", "times", "%", "percent"])
    });
    !rate
        && (s.after(
            p,
            &[
                "for",
                "in",
                "within",
                "over",
                "after",
                "than",
                "about",
                "last",
                "lasted",
                "took",
                "take",
                "spent",
                "least",
                "every",
                "under",
                "following",
                "nearly",
            ],
        ) || s.is(l.last, &["of"]) && l.unit >= Unit::Week)
}

/// "every three weeks", "each Thursday", "daily", "twice a week", "per day", "on Sundays".
pub(super) fn set(s: &Scan, p: usize) -> Option<Found> {
    let found = |last: usize, value: String| Some(Found::new(p, last, Sense::Set(value)));
    match s.atom(p) {
        Atom::Often(code) => {
            // "Daily Mail" is a name.
            if s.capital(p) && (s.capital(p + 1) || p > s.start) {
                return None;
            }
            return match code {
                "NI" => found(p + 1, "XXXX-XX-XXTNI".into()),
                "H" => found(p + 1, "PT1H".into()),
                "FN" => found(p + 1, "P2W".into()),
                _ => found(p + 1, format!("P1{code}")),
            };
        }
        Atom::Weekdays(day) if s.capital(p) => return found(p + 1, format!("XXXX-WXX-{day}")),
        _ => {}
    }
    if s.is(p, &["once", "twice", "thrice"]) {
        let at = s.skip(p + 1, &["a", "an", "per", "every", "each"]);
        let (unit, many) = s.unit(at)?;
        if at == p + 1 || many {
            return None;
        }
        return found(at + 1, period(Count::Exact(1.0), unit));
    }
    if s.is(p, &["per"]) {
        let (unit, _) = s.unit(p + 1)?;
        return found(p + 2, period(Count::Exact(1.0), unit));
    }
    if s.is(p, &["a", "an"]) {
        let (unit, many) = s.unit(p + 1)?;
        let rate = p > s.start
            && (matches!(s.pieces.atom(p - 1), Atom::Number { .. } | Atom::Decimal(_))
                || s.after(
                    p,
                    &[
                        "times", "%", "percent", "million", "billion", "barrels", "dollars",
                        "tons", "tonnes", "hours", "people",
                    ],
                ));
        if !rate || many || s.is(p + 2, &["ago", "earlier", "later", "before", "after"]) {
            return None;
        }
        return found(p + 2, period(Count::Exact(1.0), unit));
    }
    if !s.is(p, &["every", "each"]) {
        return None;
    }
    let at = s.skip(p + 1, &["single", "other", "passing"]);
    let twice = if s.word(p + 1) == "other" { 2.0 } else { 1.0 };
    match s.atom(at) {
        Atom::Unit(unit, false) => found(at + 1, period(Count::Exact(twice), unit)),
        Atom::Weekday(day) => found(at + 1, format!("XXXX-WXX-{day}")),
        Atom::Month(month) => found(at + 1, format!("XXXX-{month:02}")),
        Atom::Season(code) => found(at + 1, format!("XXXX-{code}")),
        Atom::Part(code, false) => found(at + 1, format!("XXXX-XX-XXT{code}")),
        _ => {
            let (next, n) = number(s, at)?;
            let (unit, _) = s.unit(s.skip_dash(next))?;
            found(s.skip_dash(next) + 1, period(Count::Exact(n), unit))
        }
    }
}

/// The TIMEX3 value of a length: "P3W", "PT2.5H", "PXD".
pub(super) fn period(count: Count, unit: Unit) -> String {
    let clock = if unit.is_clock() { "T" } else { "" };
    match (count, unit) {
        (Count::Exact(n), Unit::Quarter) => format!("P{n}Q"),
        (Count::Exact(n), Unit::Fortnight) => format!("P{}W", 2.0 * n),
        (Count::Exact(n), Unit::Weekend) => format!("P{n}WE"),
        (Count::Exact(n), Unit::Decade) => format!("P{}Y", 10.0 * n),
        (Count::Exact(n), Unit::Century) => format!("P{}Y", 100.0 * n),
        (Count::Exact(n), _) => format!("P{clock}{n}{}", unit.code()),
        (Count::Some, _) => format!("P{clock}X{}", unit.code()),
    }
}

/// "now", "recently", "as soon as possible", "in the near future".
pub(super) fn reference(s: &Scan, p: usize) -> Option<Found> {
    let (words, lies) = s
        .pieces
        .words
        .refs(s.word(p))
        .iter()
        .find(|(words, _)| s.phrase(p, words).is_some())?;
    let last = p + words.len();
    let first =
        p + usize::from(words.len() > 2 && s.is(p, &["in", "for", "at"]) && s.word(p + 1) == "the");
    let single = words.len() == 1;
    if single {
        let noun_follows = s.xpos(last).starts_with('N') || s.xpos(last).starts_with('J');
        match words[0] {
            // Adjectives: only before their noun, and not inside a name.
            "current" | "recent" | "future" => {
                if s.capital(p) && p > s.start {
                    return None;
                }
                if words[0] == "recent" && s.unit(last).is_some() {
                    return None;
                }
                let adjective = words[0] != "future";
                if !s.xpos(p).is_empty() && adjective != noun_follows {
                    return None;
                }
            }
            "now" if s.is(p + 1, &["that"]) || s.is(p.wrapping_sub(1), &["until", "by"]) => {}
            // "as soon as the talks end": a condition, not a time.
            "soon" if s.after(p, &["as", "too", "how"]) || s.is(p + 1, &["-"]) => return None,
            "presently" | "shortly" if s.is(p + 1, &["after", "before", "thereafter"]) => {
                return None;
            }
            _ => {}
        }
    }
    // "the past two months" is a stretch, not the past.
    let more =
        s.xpos(last).starts_with(['N', 'J', 'C']) && s.xpos(last) != "CC" || s.unit(last).is_some();
    if s.word(last - 1) == "past" && more {
        return None;
    }
    Some(Found::new(first, last, Sense::Ref(*lies)))
}
