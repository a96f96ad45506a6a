//! Dates as people and pages write them: ISO, RFC 2822, "21 January 2022", "Jan. 21, 2022",
//! "21.01.2022", month names of many languages.
//!
//! A date is the day as written: no clock and no time zone changes it.

use jiff::civil::Date;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// Why words are not taken for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// No date was found in the words.
    NotADate,
    /// A day such as 30 February.
    DoesNotExist { year: i16, month: i8, day: i8 },
    /// `03/05/2022`: the third of May, or the fifth of March.
    Ambiguous,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateError::NotADate => f.write_str("it is not a date; write it as 2022-01-21"),
            DateError::DoesNotExist { year, month, day } => {
                write!(
                    f,
                    "there is no day {day} in month {month} of {year}; write the date as 2022-01-21"
                )
            }
            DateError::Ambiguous => {
                f.write_str("its day and month cannot be told apart; write it as 2022-01-21")
            }
        }
    }
}

impl std::error::Error for DateError {}

/// The date that these words are; a weekday before it and a time after it may stand beside it.
///
/// # Errors
/// When there is none, when the day does not exist, when day and month cannot be told apart.
///
/// ```
/// use demarche_source::dates::parse;
///
/// assert_eq!(parse("Fri, 21 Jan 2022 10:31:00 +0100").unwrap().to_string(), "2022-01-21");
/// assert!(parse("2022-02-30").is_err());
/// ```
pub fn parse(words: &str) -> Result<Date, DateError> {
    find(words.get(..200).unwrap_or(words)).0
}

/// The first date in a text and its bytes; the first mistaken one when there is no right one.
pub(crate) fn find(text: &str) -> (Result<Date, DateError>, Range<usize>) {
    let mut mistaken = (Err(DateError::NotADate), 0..0);
    for (result, range) in all(text) {
        if result.is_ok() {
            return (result, range);
        }
        if mistaken.0 == Err(DateError::NotADate) {
            mistaken = (result, range);
        }
    }
    mistaken
}

/// Every date in a text, mistaken ones included, in order.
pub(crate) fn all(text: &str) -> Vec<(Result<Date, DateError>, Range<usize>)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date_at(&tokens[at..]) {
            Some((result, length)) => {
                let range = tokens[at].start..tokens[at + length - 1].end;
                found.push((result, range));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The number of a month, 1 to 12, from its name in one of many languages.
pub(crate) fn month(name: &str) -> Option<i8> {
    static MONTHS: OnceLock<Vec<(&'static str, i8)>> = OnceLock::new();
    let months = MONTHS.get_or_init(|| {
        let rows = include_str!("../data/months.tsv").lines();
        let rows = rows.filter(|row| !row.starts_with('#'));
        rows.filter_map(|row| row.split_once('\t'))
            .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
            .collect()
    });
    let name = name.to_lowercase();
    let at = months
        .binary_search_by(|(known, _)| (*known).cmp(&name))
        .ok()?;
    Some(months[at].1)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// A number of at most eight digits: its value, how many digits.
    Number(u32, usize),
    Month(i8),
    /// A word that may stand inside a date: "of", "de", "th".
    Link,
    /// A separator: one of `-/.` and the signs for year, month and day.
    Mark(char),
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    what: What,
    start: usize,
    end: usize,
    /// White space or a comma stands before it.
    apart: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut apart = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (what, length) = if c.is_whitespace() || c == ',' {
            apart = true;
            at += c.len_utf8();
            continue;
        } else if c.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let value = if digits <= 8 {
                rest[..digits].parse().ok()
            } else {
                None
            };
            (
                value.map_or(What::Other, |v| What::Number(v, digits)),
                digits,
            )
        } else if c.is_alphabetic() && !matches!(c, '年' | '月' | '日') {
            let end = rest.find(|c: char| !c.is_alphabetic() || matches!(c, '年' | '月' | '日'));
            let word = &rest[..end.unwrap_or(rest.len())];
            (word_of(word), word.len())
        } else {
            (What::Mark(c), c.len_utf8())
        };
        tokens.push(Token {
            what,
            start: at,
            end: at + length,
            apart,
        });
        apart = false;
        at += length;
    }
    tokens
}

fn word_of(word: &str) -> What {
    const LINKS: [&str; 14] = [
        "of", "de", "del", "di", "da", "the", "st", "nd", "rd", "th", "er", "º", "ª", "a",
    ];
    if word.len() > 24 {
        What::Other
    } else if let Some(month) = month(word) {
        What::Month(month)
    } else if LINKS.iter().any(|l| l.eq_ignore_ascii_case(word)) {
        What::Link
    } else {
        What::Other
    }
}

type Found = (Result<Date, DateError>, usize);

/// A date at the first of these tokens, and how many tokens it takes.
fn date_at(tokens: &[Token]) -> Option<Found> {
    match tokens.first()?.what {
        What::Number(value, 8) => compact(value),
        What::Number(year, 4) => year_first(tokens, year),
        What::Number(first, 1 | 2) => parted(tokens, first).or_else(|| day_month(tokens, first)),
        What::Month(month) => month_day(tokens, month),
        _ => None,
    }
}

fn compact(value: u32) -> Option<Found> {
    let date = made(value / 10_000, value / 100 % 100, value % 100);
    ((19_000_000..21_000_000).contains(&value) && date.is_ok()).then_some((date, 1))
}

/// `2022-01-21`, `2022/1/21`, `2022年1月21日`.
fn year_first(tokens: &[Token], year: u32) -> Option<Found> {
    let [_, first, month, second, day, ..] = tokens else {
        return None;
    };
    let (What::Mark(a), What::Mark(b)) = (first.what, second.what) else {
        return None;
    };
    let fits = (a == b && matches!(a, '-' | '/' | '.')) || (a == '年' && b == '月');
    let (What::Number(month, 1 | 2), What::Number(day, 1 | 2)) = (month.what, day.what) else {
        return None;
    };
    (fits && is_year(year)).then(|| (made(year, month, day), 5))
}

/// `21.01.2022`, `21/01/2022`, `1/21/2022`.
fn parted(tokens: &[Token], first: u32) -> Option<Found> {
    let [_, mark, second, again, year, ..] = tokens else {
        return None;
    };
    let (What::Mark(a), What::Mark(b)) = (mark.what, again.what) else {
        return None;
    };
    let (What::Number(second, 1 | 2), What::Number(year, 4)) = (second.what, year.what) else {
        return None;
    };
    if a != b || !matches!(a, '.' | '/' | '-') || !is_year(year) {
        return None;
    }
    let result = if second > 12 && first <= 12 {
        made(year, first, second)
    } else if first > 12 || a == '.' || first == second {
        made(year, second, first)
    } else {
        Err(DateError::Ambiguous)
    };
    Some((result, 5))
}

/// `21 January 2022`, `21st of January, 2022`, `21-Jan-2022`, `21. Januar 2022`, `21 de enero de 2022`.
fn day_month(tokens: &[Token], day: u32) -> Option<Found> {
    let at = 1 + between(&tokens[1..]);
    let What::Month(month) = tokens.get(at)?.what else {
        return None;
    };
    let at = at + 1 + between(&tokens[at + 1..]);
    let What::Number(year, 4) = tokens.get(at)?.what else {
        return None;
    };
    is_year(year).then(|| (made(year, month.unsigned_abs().into(), day), at + 1))
}

/// `January 21, 2022`, `Jan. 21st 2022`.
fn month_day(tokens: &[Token], month: i8) -> Option<Found> {
    let at = 1 + between(&tokens[1..]);
    let What::Number(day, 1 | 2) = tokens.get(at)?.what else {
        return None;
    };
    let at = at + 1 + between(&tokens[at + 1..]);
    let What::Number(year, 4) = tokens.get(at)?.what else {
        return None;
    };
    is_year(year).then(|| (made(year, month.unsigned_abs().into(), day), at + 1))
}

/// How many tokens inside a date stand before its next part.
fn between(tokens: &[Token]) -> usize {
    let inside = |t: &&Token| match t.what {
        What::Link => true,
        What::Mark(c) => matches!(c, '.' | '-' | '/' | 'º') && !t.apart,
        _ => false,
    };
    tokens.iter().take(3).take_while(inside).count()
}

fn is_year(year: u32) -> bool {
    (1800..2200).contains(&year)
}

fn made(year: u32, month: u32, day: u32) -> Result<Date, DateError> {
    let (year, month, day) = (year as i16, month as i8, day as i8);
    Date::new(year, month, day).map_err(|_| DateError::DoesNotExist { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_hands() {
        for words in [
            "2022-01-21",
            "2022-01-21T23:31:00-05:00",
            "2022/1/21",
            "20220121",
            "Fri, 21 Jan 2022 10:31:00 GMT",
            "Friday, January 21, 2022",
            "Jan. 21, 2022 at 10:31 a.m.",
            "January 21st, 2022",
            "21st of January 2022",
            "21-Jan-2022",
            "21.01.2022",
            "21/01/2022",
            "1/21/2022",
            "21. Januar 2022",
            "21 janvier 2022",
            "21 de enero de 2022",
            "21 stycznia 2022",
            "21 января 2022",
            "2022年1月21日",
            "Published 21 January 2022",
        ] {
            assert_eq!(
                parse(words).map(|d| d.to_string()),
                Ok("2022-01-21".to_owned()),
                "{words}"
            );
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        let check = |words: &str, want: DateError| assert_eq!(parse(words), Err(want), "{words}");
        let gone = |year, month, day| DateError::DoesNotExist { year, month, day };
        check("2022-02-30", gone(2022, 2, 30));
        check("31 April 2022", gone(2022, 4, 31));
        check("2022-13-01", gone(2022, 13, 1));
        check("03/05/2022", DateError::Ambiguous);
        for words in [
            "",
            "January 2022",
            "next Friday",
            "0000-00-00",
            "99999-01-01",
            "12345678901",
            "Jan 21",
        ] {
            check(words, DateError::NotADate);
        }
    }

    #[test]
    fn every_date_of_a_text_is_found_with_its_place() {
        let text = "Posted on Jan 21, 2022 — updated 23 January 2022.";
        let found: Vec<&str> = all(text)
            .into_iter()
            .map(|(_, range)| &text[range])
            .collect();
        assert_eq!(found, ["Jan 21, 2022", "23 January 2022"]);
    }

    #[test]
    fn the_table_of_months_is_sorted() {
        let rows = || {
            include_str!("../data/months.tsv")
                .lines()
                .filter(|r| !r.starts_with('#'))
        };
        assert!(rows().is_sorted());
        assert_eq!(month("MÄRZ"), Some(3));
        assert_eq!(month("second"), None);
    }
}
