//! Days and windows of days in words.

use demarche::when::Window;
use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// "Fri 21 Jan 2022".
pub(crate) fn day(date: Date) -> String {
    format!("{} {}", short(date), date.year())
}

/// "Mon 24 – Sun 30 Jan 2022", "until Fri 28 Jan 2022", "from Mon 24 Jan 2022".
pub(crate) fn window(window: Window) -> String {
    match (window.from, window.to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if from.year() != to.year() => {
            format!("{} – {}", day(from), day(to))
        }
        (Some(from), Some(to)) if from.month() != to.month() => {
            format!("{} – {}", short(from), day(to))
        }
        (Some(from), Some(to)) => format!("{} {} – {}", weekday(from), from.day(), day(to)),
        (Some(from), None) => format!("from {}", day(from)),
        (None, Some(to)) => format!("until {}", day(to)),
        (None, None) => "no day".to_owned(),
    }
}

/// "Fri 21 Jan".
fn short(date: Date) -> String {
    let month = MONTHS[date.month().unsigned_abs() as usize - 1];
    format!("{} {} {month}", weekday(date), date.day())
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn windows_say_no_more_than_they_need() {
        let check = |from: Option<Date>, to: Option<Date>, want: &str| {
            assert_eq!(window(Window { from, to }), want);
        };
        let (a, b) = (date(2022, 1, 24), date(2022, 1, 30));
        check(Some(a), Some(b), "Mon 24 – Sun 30 Jan 2022");
        check(Some(a), Some(a), "Mon 24 Jan 2022");
        check(
            Some(a),
            Some(date(2022, 2, 3)),
            "Mon 24 Jan – Thu 3 Feb 2022",
        );
        check(
            Some(a),
            Some(date(2023, 1, 1)),
            "Mon 24 Jan 2022 – Sun 1 Jan 2023",
        );
        check(None, Some(b), "until Sun 30 Jan 2022");
        check(Some(a), None, "from Mon 24 Jan 2022");
    }
}
