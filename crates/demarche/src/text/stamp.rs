//! Lines of dates and times ("Published: Jan 21, 2022 10:31 GMT", "3 min read"), and the words that
//! dates are made of.

use super::lines::is_blank;

/// English month names; the first three letters, with or without a full stop, count too.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// Words, sorted, that stand beside a date on a line of its own.
const BESIDE: &[&str] = &[
    "a.m",
    "ago",
    "am",
    "at",
    "bst",
    "cest",
    "cet",
    "created",
    "date",
    "day",
    "days",
    "edt",
    "eet",
    "est",
    "first",
    "gmt",
    "hour",
    "hours",
    "hrs",
    "ist",
    "last",
    "min",
    "mins",
    "minute",
    "minutes",
    "modified",
    "msk",
    "on",
    "p.m",
    "pdt",
    "pm",
    "posted",
    "pst",
    "publication",
    "published",
    "read",
    "reading",
    "release",
    "released",
    "time",
    "updated",
    "utc",
    "week",
    "weeks",
    "yesterday",
];

/// The number of a month, 1 to 12, from its English name or abbreviation.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let at = MONTHS.iter().position(|m| {
        m.eq_ignore_ascii_case(word)
            || (word.len() == 3 && m[..3].eq_ignore_ascii_case(word))
            || (word.eq_ignore_ascii_case("sept") && *m == "september")
    })?;
    Some(at as i8 + 1)
}

/// True for the name of a weekday or its abbreviation of three letters.
pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    WEEKDAYS.iter().any(|d| {
        d.eq_ignore_ascii_case(word) || (word.len() == 3 && d[..3].eq_ignore_ascii_case(word))
    })
}

/// True for a line on which nothing stands but dates, times and the words beside them.
pub(super) fn is_stamp(line: &str) -> bool {
    if line.len() > 140 {
        return false;
    }
    let mut digits = false;
    let mut names = false;
    let mut beside = false;
    for word in words(line) {
        let low = word.to_ascii_lowercase();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            digits = true;
            if !is_number(&low) {
                return false;
            }
        } else if month(word).is_some() || is_weekday(word) {
            names = true;
        } else if BESIDE.contains(&low.as_str()) {
            beside |= low.len() > 2 && !matches!(low.as_str(), "day" | "week");
        } else {
            return false;
        }
    }
    digits && (names || beside || line.contains(['/', ':', '-', '.']))
}

/// True when the words of such a line name a day, a month and a year.
pub(super) fn has_full_date(line: &str) -> bool {
    let words: Vec<&str> = words(line).collect();
    let year = |w: &str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
    let day = |w: &str| {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        matches!(digits.parse::<u8>(), Ok(1..=31))
    };
    let named = |w: &[&str]| {
        let [a, b, c] = w else { return false };
        year(c) && ((month(a).is_some() && day(b)) || (day(a) && month(b).is_some()))
    };
    let digits = |w: &&str| {
        let parts: Vec<&str> = w.get(..10).unwrap_or(w).split(['-', '.', '/']).collect();
        parts.len() == 3 && (year(parts[0]) || year(parts[2]))
    };
    words.windows(3).any(named) || words.iter().any(digits)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| is_blank(c) || matches!(c, ',' | '|' | '•' | '·' | '(' | ')' | '[' | ']'))
        .map(|w| w.trim_matches(|c: char| matches!(c, '.' | ':' | ';' | '–' | '—' | '-')))
        .filter(|w| !w.is_empty())
}

/// A number, a day ("21st"), a time ("10:31am"), a date of digits, with a zone mark at most.
fn is_number(low: &str) -> bool {
    let tail = low.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ':' | '.' | '/' | '-' | '+')
    });
    matches!(
        tail,
        "" | "am" | "pm" | "a.m" | "p.m" | "st" | "nd" | "rd" | "th" | "z" | "h" | "min" | "gmt"
    ) || (low.len() >= 16
        && tail.starts_with('t')
        && tail[1..]
            .bytes()
            .all(|b| b.is_ascii_digit() || b":.+-z".contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_hold_dates_and_nothing_else() {
        for line in [
            "Published: Jan 21, 2022 10:31 GMT",
            "Last updated on 3 May 2021 at 4:15 p.m.",
            "Friday, July 21, 2017",
            "3 min read",
            "2 hours ago",
            "2022-01-21T10:31:00+01:00",
            "21.01.2022",
        ] {
            assert!(is_stamp(line), "{line}");
        }
        for line in [
            "May",
            "42",
            "On May 3 the envoys met",
            "Day 3",
            "1. Withdrawal",
        ] {
            assert!(!is_stamp(line), "{line}");
        }
    }

    #[test]
    fn a_full_date_has_a_day_a_month_and_a_year() {
        for line in [
            "January 21, 2022",
            "Updated: Friday, 21 January 2022 10:00 GMT",
            "Jan. 21st, 2022",
            "Date: 2022-01-21T10:00:00Z",
            "21.01.2022",
        ] {
            assert!(has_full_date(line), "{line}");
        }
        for line in [
            "January 2022",
            "Friday, January 21",
            "10:31 - 11:45",
            "2 hours ago",
        ] {
            assert!(!has_full_date(line), "{line}");
        }
    }
}
