//! Days as numbers, for the store: days since 1 January 1970.

use jiff::civil::{Date, date};

const EPOCH: Date = date(1970, 1, 1);

/// The number of a day.
pub(crate) fn number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// The day of a number; none where it lies outside the calendar.
pub(crate) fn day(number: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    EPOCH.checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for n in [-719_000, -1, 0, 1, 19_013, 2_900_000] {
            assert_eq!(day(n).map(number), Some(n));
        }
        assert_eq!(number(date(2022, 1, 21)), 19_013);
        assert_eq!(day(i64::MAX), None);
    }
}
