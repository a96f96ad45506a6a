//! Stretches of the calendar: their TIMEX3 values, their first and last days, and steps between them.

use super::words::{NamedDay, Unit};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cal {
    Day(Date),
    /// By its Monday.
    Week(Date),
    /// By its Saturday.
    Weekend(Date),
    Month(i32, i8),
    Quarter(i32, i8),
    Half(i32, i8),
    /// TIMEX3 code; winter 2022 begins in December 2022.
    Season(i32, &'static str),
    Year(i32),
    /// By its first year divided by ten.
    Decade(i32),
    /// 18 is the 19th century.
    Century(i32),
    /// A day before Christ, of which no window is made.
    Ancient {
        year: i32,
        month: Option<i8>,
        day: Option<i8>,
    },
}

/// `day` moved by `n` days; the nearest end of time when that leaves the calendar.
pub(super) fn plus_days(day: Date, n: i64) -> Date {
    day.saturating_add(n.clamp(-4_000_000, 4_000_000).days())
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Date {
    plus_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// 1 for Monday.
pub(super) fn weekday_number(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// A day that may not exist: 29 February of a common year gives none.
pub(super) fn day(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

fn month_end(year: i32, month: i8) -> Option<Date> {
    Some(day(year, month, 1)?.last_of_month())
}

/// Year and month moved by `n` months.
pub(super) fn plus_months(year: i32, month: i8, n: i64) -> (i32, i8) {
    let months = i64::from(year) * 12 + i64::from(month) - 1 + n.clamp(-100_000, 100_000);
    (
        months.div_euclid(12) as i32,
        months.rem_euclid(12) as i8 + 1,
    )
}

/// Easter Sunday after the Gregorian computus (Meeus, Jones, Butcher).
pub(super) fn easter(year: i32) -> Option<Date> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// A named day in a year.
pub(super) fn named(name: NamedDay, year: i32) -> Option<Date> {
    match name {
        NamedDay::Fixed { month, day: d } => day(year, month, d),
        NamedDay::Easter(shift) => Some(plus_days(easter(year)?, i64::from(shift))),
        NamedDay::Nth {
            month,
            weekday,
            nth,
        } => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            day(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
        }
    }
}

/// First months of the seasons, as newsrooms of the northern half use them.
fn season_start(code: &str) -> i8 {
    match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

impl Cal {
    /// The stretch of a unit in which a day lies. Units within a day give the day.
    pub(super) fn around(unit: Unit, d: Date) -> Cal {
        let (y, m) = (i32::from(d.year()), d.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Cal::Day(d),
            Unit::Week | Unit::Fortnight => Cal::Week(monday(d)),
            Unit::Weekend => Cal::Weekend(plus_days(monday(d), 5)),
            Unit::Month => Cal::Month(y, m),
            Unit::Quarter => Cal::Quarter(y, (m - 1) / 3 + 1),
            Unit::Year => Cal::Year(y),
            Unit::Decade => Cal::Decade(y.div_euclid(10)),
            Unit::Century | Unit::Millennium => Cal::Century(y.div_euclid(100)),
        }
    }

    /// The stretch `n` steps on.
    pub(super) fn step(self, n: i64) -> Cal {
        let years = n.clamp(-9_000, 9_000) as i32;
        match self {
            Cal::Day(d) => Cal::Day(plus_days(d, n)),
            Cal::Week(d) => Cal::Week(plus_days(d, 7 * n)),
            Cal::Weekend(d) => Cal::Weekend(plus_days(d, 7 * n)),
            Cal::Month(y, m) => {
                let (y, m) = plus_months(y, m, n);
                Cal::Month(y, m)
            }
            Cal::Quarter(y, q) => {
                let (y, m) = plus_months(y, (q - 1) * 3 + 1, 3 * n);
                Cal::Quarter(y, (m - 1) / 3 + 1)
            }
            Cal::Half(y, h) => {
                let (y, m) = plus_months(y, (h - 1) * 6 + 1, 6 * n);
                Cal::Half(y, (m - 1) / 6 + 1)
            }
            Cal::Season(y, s) => Cal::Season(y + years, s),
            Cal::Year(y) => Cal::Year(y + years),
            Cal::Decade(y) => Cal::Decade(y + years),
            Cal::Century(y) => Cal::Century(y + years),
            Cal::Ancient { year, .. } => Cal::Ancient {
                year: year + years,
                month: None,
                day: None,
            },
        }
    }

    /// First and last day.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        Some(match self {
            Cal::Day(d) => (d, d),
            Cal::Week(d) => (d, plus_days(d, 6)),
            Cal::Weekend(d) => (d, plus_days(d, 1)),
            Cal::Month(y, m) => (day(y, m, 1)?, month_end(y, m)?),
            Cal::Quarter(y, q) => (day(y, q * 3 - 2, 1)?, month_end(y, q * 3)?),
            Cal::Half(y, h) => (day(y, h * 6 - 5, 1)?, month_end(y, h * 6)?),
            Cal::Season(y, s) => {
                let first = day(y, season_start(s), 1)?;
                let (y, m) = plus_months(y, season_start(s), 2);
                (first, month_end(y, m)?)
            }
            Cal::Year(y) => (day(y, 1, 1)?, day(y, 12, 31)?),
            Cal::Decade(y) => (day(y * 10, 1, 1)?, day(y * 10 + 9, 12, 31)?),
            Cal::Century(y) => (day(y * 100, 1, 1)?, day(y * 100 + 99, 12, 31)?),
            Cal::Ancient { .. } => return None,
        })
    }

    /// The year in which it begins.
    pub(super) fn year(self) -> i32 {
        match self {
            Cal::Day(d) | Cal::Week(d) | Cal::Weekend(d) => i32::from(d.year()),
            Cal::Month(y, _)
            | Cal::Quarter(y, _)
            | Cal::Half(y, _)
            | Cal::Season(y, _)
            | Cal::Year(y) => y,
            Cal::Decade(y) => y * 10,
            Cal::Century(y) => y * 100,
            Cal::Ancient { year, .. } => year,
        }
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Cal::Day(d) => format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
            Cal::Week(d) => {
                let iso = d.iso_week_date();
                format!("{:04}-W{:02}", iso.year(), iso.week())
            }
            Cal::Weekend(d) => {
                let iso = d.iso_week_date();
                format!("{:04}-W{:02}-WE", iso.year(), iso.week())
            }
            Cal::Month(y, m) => format!("{y:04}-{m:02}"),
            Cal::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Cal::Half(y, h) => format!("{y:04}-H{h}"),
            Cal::Season(y, s) => format!("{}-{s}", year_value(y)),
            Cal::Year(y) => year_value(y),
            Cal::Decade(y) if y < 0 => format!("BC{:03}", -y - 1),
            Cal::Decade(y) => format!("{y:03}"),
            Cal::Century(c) if c < 0 => format!("BC{:02}", -c - 1),
            Cal::Century(c) => format!("{c:02}"),
            Cal::Ancient { year, month, day } => {
                let mut value = year_value(year);
                for part in [month, day].into_iter().flatten() {
                    value.push_str(&format!("-{part:02}"));
                }
                value
            }
        }
    }
}

fn year_value(y: i32) -> String {
    if y < 0 {
        format!("BC{:04}", -y)
    } else {
        format!("{y:04}")
    }
}

/// The earliest day that can be written; a start for tests of order.
pub(super) const EARLIEST: Date = date(-9999, 1, 1);
