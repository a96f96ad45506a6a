//! Days out of calendar stretches: early, late and later parts, lengths counted from the report.

use super::calendar::{Cal, EARLIEST, plus_days, plus_months};
use super::sense::{Count, Part};
use super::words::Unit;
use jiff::ToSpan;
use jiff::civil::Date;

/// The days of a part of a stretch. Parts of a week are its first three and last four days, of a
/// month its thirds, of a longer stretch its thirds too; the *end of* a stretch is its last week or
/// month.
pub(super) fn portion(
    cal: Cal,
    part: Option<Part>,
    bounded: bool,
    reference: Option<Date>,
) -> Option<(Date, Date)> {
    let (from, to) = cal.days()?;
    let Some(part) = part else {
        return Some((from, to));
    };
    let length = i64::from(to.since(from).ok()?.get_days()) + 1;
    let first = |n: i64| (from, plus_days(from, n - 1));
    let last = |n: i64| (plus_days(to, 1 - n), to);
    Some(match part {
        Part::Later => match reference {
            Some(day) if from <= day && day < to => (plus_days(day, 1), to),
            _ => (from, to),
        },
        Part::Earlier => match reference {
            Some(day) if from < day && day <= to => (from, plus_days(day, -1)),
            _ => (from, to),
        },
        _ if length <= 1 => (from, to),
        Part::Start if length <= 7 => first(3.min(length)),
        Part::End if length <= 7 => last(if bounded { 3 } else { 4 }.min(length)),
        Part::Middle if length <= 7 => (plus_days(from, 2), plus_days(from, 4.min(length - 1))),
        Part::Start if bounded && length <= 31 => first(7),
        Part::End if bounded && length <= 31 => last(7),
        Part::Start if bounded && length > 300 => (from, from.last_of_month()),
        Part::End if bounded && length > 300 => (to.first_of_month(), to),
        Part::Start => first(length / 3),
        Part::Middle => (
            plus_days(from, length / 3),
            plus_days(from, 2 * length / 3 - 1),
        ),
        Part::End => last(length / 3),
    })
}

/// A day moved by a length of time, forward or back.
pub(super) fn moved(day: Date, count: Count, unit: Unit, back: bool) -> Option<Date> {
    let Count::Exact(n) = count else {
        return None;
    };
    let sign = if back { -1.0 } else { 1.0 };
    let days = |d: f64| Some(plus_days(day, (sign * d).round() as i64));
    let months = |m: f64| {
        let m = (sign * m).round();
        if m.abs() > 100_000.0 {
            return None;
        }
        let (year, month) = plus_months(i32::from(day.year()), day.month(), m as i64);
        let first = super::calendar::day(year, month, 1)?;
        let last = first.last_of_month().day();
        super::calendar::day(year, month, day.day().min(last))
    };
    match unit {
        Unit::Second | Unit::Minute => Some(day),
        Unit::Hour => Some(plus_days(day, (sign * (n / 24.0).ceil()) as i64)),
        Unit::Day => days(n),
        Unit::Week | Unit::Weekend => days(7.0 * n),
        Unit::Fortnight => days(14.0 * n),
        Unit::Month => months(n),
        Unit::Quarter => months(3.0 * n),
        Unit::Year => months(12.0 * n),
        Unit::Decade => months(120.0 * n),
        Unit::Century => months(1200.0 * n),
        Unit::Millennium => None,
    }
}

/// The days that "in three weeks" means: the point, as wide as its unit is coarse.
pub(super) fn point(day: Date, count: Count, unit: Unit) -> Option<(Date, Date)> {
    let point = moved(day, count, unit, false)?;
    Some(match unit {
        Unit::Week | Unit::Fortnight => (
            point.checked_sub(3.days()).unwrap_or(EARLIEST),
            plus_days(point, 3),
        ),
        Unit::Month => (point.first_of_month(), point.last_of_month()),
        Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century => {
            Cal::around(unit.min(Unit::Year), point).days()?
        }
        _ => (point, point),
    })
}
