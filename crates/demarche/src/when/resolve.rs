//! From what a phrase says to the stretch of the calendar it means, given the reference day, the
//! direction of its clause and the phrases before it.

use super::calendar::{Cal, day, monday, named, plus_days, weekday_number};
use super::sense::{Count, Fields, From, Sense, Step, Target};
use super::words::Unit;
use super::{Direction, Operator};
use jiff::civil::Date;

/// What a phrase is resolved from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The report's day, or the day of speech inside quotation marks.
    pub(super) reference: Option<Date>,
    /// The calendar thing named last.
    pub(super) earlier: Option<Cal>,
    /// The single day named last.
    pub(super) earlier_day: Option<Date>,
    /// Year and month named last.
    pub(super) earlier_month: Option<(i32, i8)>,
    /// Year named last, though only in passing.
    pub(super) earlier_year: Option<i32>,
    /// Year and number of the quarter named last.
    pub(super) earlier_quarter: Option<(i32, i8)>,
    /// The text tells of other times: months take their year from what was told before.
    pub(super) narrative: bool,
    pub(super) direction: Direction,
    /// The direction comes from the governing verb and not from a guess.
    pub(super) sure: bool,
    pub(super) operator: Operator,
    /// The operator opens a stretch and says nothing of its side: "effective", "starting", "from".
    pub(super) opens: bool,
    /// A preposition other than "for" puts the phrase into its clause.
    pub(super) placed: bool,
}

/// A resolved phrase: the stretch meant, a second honest reading, and the rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant {
    pub(super) cal: Cal,
    pub(super) rival: Option<Cal>,
    pub(super) rule: &'static str,
}

fn meant(cal: Cal, rule: &'static str) -> Option<Meant> {
    Some(Meant {
        cal,
        rival: None,
        rule,
    })
}

impl Context {
    /// The direction, with that of the operator where the clause gave none.
    pub(super) fn way(&self) -> Direction {
        match self.operator {
            Operator::Since
                if !(self.opens || self.sure && self.direction == Direction::Future) =>
            {
                Direction::Past
            }
            Operator::By | Operator::Until | Operator::Within | Operator::AsEarlyAs
                if !(self.sure && self.direction == Direction::Past) =>
            {
                Direction::Future
            }
            _ => self.direction,
        }
    }

    fn year(&self) -> Option<i32> {
        self.reference.map(|d| i32::from(d.year()))
    }

    /// The quarter that a business report is about: the one named last, or else the last full one.
    fn quarter(&self) -> Option<(i32, i8)> {
        let last_full = || match Cal::around(Unit::Quarter, self.reference?).step(-1) {
            Cal::Quarter(year, quarter) => Some((year, quarter)),
            _ => None,
        };
        self.earlier_quarter.or_else(last_full)
    }

    /// True for the last four full quarters.
    fn quarter_of_last_year(&self, year: i32, quarter: i8) -> bool {
        let ago = |n: i64| {
            self.reference
                .map(|day| Cal::around(Unit::Quarter, day).step(-n))
        };
        (1..=4).any(|n| ago(n) == Some(Cal::Quarter(year, quarter)))
    }

    /// The same, unless that quarter is not over yet: "the latest quarter" is.
    fn full_quarter(&self) -> Option<(i32, i8)> {
        let (year, quarter) = self.quarter()?;
        let running = Cal::around(Unit::Quarter, self.reference?);
        let Cal::Quarter(y, q) = running else {
            return None;
        };
        if (year, quarter) < (y, q) {
            return Some((year, quarter));
        }
        match running.step(-1) {
            Cal::Quarter(y, q) => Some((y, q)),
            _ => None,
        }
    }
}

/// The calendar stretch of a sense; none for lengths, sets, vague words, or when no day is known.
pub(super) fn resolve(sense: &Sense, c: &Context) -> Option<Meant> {
    match sense {
        Sense::Date(fields) => date(fields, c),
        Sense::Stepped(step, Target::Unit(unit)) => unit_step(*step, *unit, c),
        Sense::Stepped(step, Target::Date(fields)) => date_step(*step, fields, c),
        Sense::Today(days) => {
            if c.narrative {
                return None;
            }
            meant(
                Cal::Day(plus_days(c.reference?, i64::from(*days))),
                "when/today",
            )
        }
        Sense::Offset {
            count: Count::Exact(n),
            unit,
            back,
            from,
        } => offset(*n, *unit, *back, *from, c),
        Sense::WeekOf { of, .. } => date(of, c),
        Sense::Bare => {
            let of = if c.narrative {
                c.earlier_day
            } else {
                c.reference
            };
            meant(Cal::Day(of?), "when/clock")
        }
        Sense::Offset { .. } | Sense::Stretch { .. } | Sense::Set(_) | Sense::Ref(_) => None,
    }
}

/// A date with some fields open.
fn date(f: &Fields, c: &Context) -> Option<Meant> {
    if f.same_quarter {
        let (year, quarter) = match f.year_shift {
            Some(_) => c.quarter()?,
            None => c.full_quarter()?,
        };
        let year = year + f.year_shift.unwrap_or(0);
        return meant(
            Cal::Quarter(year, f.quarter.unwrap_or(quarter)),
            "when/quarter-of-story",
        );
    }
    let year = if let Some(shift) = f.year_shift {
        Some(c.year()? + shift)
    } else if f.same_year {
        c.earlier_year.or(c.year())
    } else {
        f.year
    };
    if let Some(year) = year {
        return in_year(f, year).and_then(|cal| meant(cal, "when/date"));
    }
    if let Some(decade) = f.decade {
        let full = match decade {
            d if d <= -10 => d / 10,
            d if d < 20 => (2000 + d) / 10,
            d if d < 100 => (1900 + d) / 10,
            d => d / 10,
        };
        return meant(Cal::Decade(full), "when/decade");
    }
    if let Some(century) = f.century {
        return meant(Cal::Century(century), "when/century");
    }
    if f.same_month {
        return lone_day(f, c);
    }
    if let (Some(weekday), None, None) = (f.weekday, f.day, f.month) {
        return bare_weekday(weekday, c);
    }
    if f.day.is_some() && f.month.is_none() {
        return lone_day(f, c);
    }
    yearless(f, c)
}

/// A date whose year is known.
fn in_year(f: &Fields, year: i32) -> Option<Cal> {
    if year < 0 {
        return Some(Cal::Ancient {
            year,
            month: f.month,
            day: f.day,
        })
        .map(|cal| match f.season {
            Some(code) => Cal::Season(year, code),
            None => cal,
        });
    }
    if let Some(name) = f.named {
        return named(name, year).map(Cal::Day);
    }
    match (f.month, f.day) {
        (Some(m), Some(d)) => {
            let day = day(year, m, d)?;
            Some(if f.week_of {
                Cal::Week(monday(day))
            } else {
                Cal::Day(day)
            })
        }
        (Some(m), None) => Some(Cal::Month(year, m)),
        _ => Some(match (f.season, f.quarter, f.half) {
            (Some(code), _, _) => Cal::Season(year, code),
            (_, Some(q), _) => Cal::Quarter(year, q),
            (_, _, Some(h)) => Cal::Half(year, h),
            _ => Cal::Year(year),
        }),
    }
}

/// "the 20th", "the 28th of that month".
fn lone_day(f: &Fields, c: &Context) -> Option<Meant> {
    let d = f.day?;
    if let Some((year, month)) = c.earlier_month.filter(|_| c.narrative || f.same_month) {
        return meant(Cal::Day(day(year, month, d)?), "when/day-of-month");
    }
    let reference = c.reference.filter(|_| !c.narrative)?;
    let (year, month) = (i32::from(reference.year()), reference.month());
    let this = day(year, month, d);
    let step = match c.way() {
        Direction::Future if this.is_some_and(|t| t < reference) => 1,
        Direction::Past if this.is_some_and(|t| t > reference) => -1,
        _ => 0,
    };
    let (year, month) = super::calendar::plus_months(year, month, step);
    meant(Cal::Day(day(year, month, d)?), "when/day-of-month")
}

/// Operators that look ahead to an end.
fn strict(operator: Operator) -> bool {
    matches!(operator, Operator::By | Operator::Until | Operator::Before)
}

/// A weekday by itself. Naming the report's own day in the past tense, it is that day; ahead, it is
/// the coming one, and on the report's own weekday both are kept.
fn bare_weekday(weekday: i8, c: &Context) -> Option<Meant> {
    let reference = match (c.narrative, c.earlier_day) {
        (true, Some(day)) => day,
        _ => c.reference?,
    };
    let ahead = i64::from((weekday - weekday_number(reference)).rem_euclid(7));
    let on = |n: i64| Cal::Day(plus_days(reference, n));
    let strict = strict(c.operator);
    match c.way() {
        Direction::Future if ahead == 0 => {
            let (first, second) = if strict { (7, 0) } else { (0, 7) };
            Some(Meant {
                cal: on(first),
                rival: Some(on(second)),
                rule: "when/weekday-own-day-ahead",
            })
        }
        Direction::Future => meant(on(ahead), "when/weekday-future"),
        Direction::Past | Direction::Present if ahead == 0 => meant(on(0), "when/weekday-own-day"),
        Direction::Past => meant(on(ahead - 7), "when/weekday-past"),
        Direction::Present => meant(on(ahead - 7), "when/weekday-unsaid"),
    }
}

/// Month, month and day, season, quarter, half or named day without a year.
fn yearless(f: &Fields, c: &Context) -> Option<Meant> {
    if c.narrative
        && let Some(earlier) = c.earlier
    {
        let year = earlier.year();
        // From December a story goes on to January.
        let turned = match (earlier, c.earlier_month, f.month) {
            (Cal::Day(_) | Cal::Month(..), Some((_, before)), Some(month)) => before - month > 8,
            _ => false,
        };
        // "… in December. He started the 2013 season elsewhere and returned in July."
        let passed = match (c.earlier_month, f.month) {
            (Some((_, before)), Some(month)) => c.earlier_year == Some(year + 1) && month < before,
            _ => false,
        };
        let year = year + i32::from(turned || passed);
        return meant(in_year(f, year)?, "when/year-of-story");
    }
    // "the third quarter" that was told of before, and is over, is that one.
    if let (Some(quarter), Some((year, told))) = (f.quarter, c.earlier_quarter)
        && quarter == told
        && c.quarter_of_last_year(year, told)
    {
        return meant(Cal::Quarter(year, quarter), "when/quarter-of-story");
    }
    let reference = c.reference?;
    let year = i32::from(reference.year());
    let candidate = |y: i32| {
        let cal = in_year(f, y)?;
        Some((cal, cal.days()?))
    };
    if let (Some(weekday), Some(_)) = (f.weekday, f.day) {
        // "Saturday, April 25": the year in which that is a Saturday, this one first.
        let agrees = [0, 1, -1].into_iter().find_map(|shift| {
            let (cal, (day, _)) = candidate(year + shift)?;
            (weekday_number(day) == weekday).then_some(cal)
        });
        if let Some(cal) = agrees {
            return meant(cal, "when/year-of-weekday");
        }
    }
    // 29 February may need to look eight years away.
    let back = (year - 8..=year + 1)
        .rev()
        .filter_map(candidate)
        .find(|(_, (from, _))| *from <= reference);
    let on = (year - 1..=year + 8)
        .filter_map(candidate)
        .find(|(_, (_, to))| *to >= reference);
    let ((past, (_, past_to)), (future, (future_from, _))) = match (back, on) {
        (Some(p), Some(n)) => (p, n),
        (Some((cal, _)), None) | (None, Some((cal, _))) => return meant(cal, "when/year-only"),
        (None, None) => return None,
    };
    if past == future {
        return meant(past, "when/year-same");
    }
    let gap_back = reference.since(past_to).map_or(0, |s| s.get_days());
    let gap_on = future_from.since(reference).map_or(0, |s| s.get_days());
    let (ahead, rule) = is_ahead(f, c, gap_back, gap_on);
    meant(if ahead { future } else { past }, rule)
}

/// Whether a date without a year is the coming one, which begins in `gap_on` days, and not the one
/// that ended `gap_back` days ago; and the rule that says so.
fn is_ahead(f: &Fields, c: &Context, gap_back: i32, gap_on: i32) -> (bool, &'static str) {
    let single_day = f.day.is_some() || f.named.is_some();
    let since = c.operator == Operator::Since && !c.opens;
    // Nobody names the day of last week to mean that of next year.
    if single_day && gap_back <= JUST_PAST && gap_on >= YEAR_AWAY {
        return (false, "when/year-near");
    }
    // Papers leave the year out of near dates only: what lies within a season on one side and most
    // of a year away on the other is the near one, whatever the tense seems to be.
    let reach = if single_day || strict(c.operator) {
        NEAR
    } else {
        NEAR / 2
    };
    if gap_on <= reach && gap_back >= FAR && !since {
        return (true, "when/year-near");
    }
    // "will open in the fourth quarter" is ahead, "expects a loss for the third quarter" is not.
    let clear = f.quarter.is_none() || c.placed;
    let ahead = c.sure && c.direction == Direction::Future && clear || strict(c.operator);
    if gap_back <= reach && gap_on >= FAR && !ahead {
        return (false, "when/year-near");
    }
    match c.way() {
        Direction::Future if c.sure || !single_day || strict(c.operator) => {
            (true, "when/year-future")
        }
        Direction::Past if c.sure || !single_day => (false, "when/year-past"),
        _ => (
            single_day && !since && gap_on < gap_back,
            "when/year-nearest",
        ),
    }
}

/// Days since which a date without a year has just passed, and days to the next when it has.
const JUST_PAST: i32 = 21;
const YEAR_AWAY: i32 = 330;
/// Days within which a date without a year is near.
const NEAR: i32 = 100;
/// Days beyond which it is far.
const FAR: i32 = 220;

/// "next week", "this year", "the following month".
fn unit_step(step: Step, unit: Unit, c: &Context) -> Option<Meant> {
    let told = |n: i64| {
        let base = match (unit, c.earlier_day, c.earlier) {
            (Unit::Day, Some(day), _) => Cal::Day(day),
            (Unit::Day, None, _) => Cal::Day(c.reference.filter(|_| !c.narrative)?),
            (_, _, Some(earlier)) => match earlier.days() {
                Some((from, _)) => Cal::around(unit, from),
                None if unit == Unit::Year => Cal::Ancient {
                    year: earlier.year(),
                    month: None,
                    day: None,
                },
                None => return None,
            },
            _ => Cal::around(unit, c.reference?),
        };
        meant(base.step(n), "when/unit-of-story")
    };
    match step {
        Step::Same if unit == Unit::Year && c.earlier_year.is_some_and(|y| y > 0) => {
            return meant(Cal::Year(c.earlier_year?), "when/unit-of-story");
        }
        Step::Same => return told(0),
        Step::Before => return told(-1),
        Step::After => return told(1),
        Step::This if c.narrative && c.earlier.is_some() => return told(0),
        // "the quarter" of a business report is the one it is about.
        Step::This if unit == Unit::Quarter => {
            if let Some((year, quarter)) = c.earlier_quarter {
                return meant(Cal::Quarter(year, quarter), "when/unit-of-story");
            }
        }
        _ => {}
    }
    let reference = c.reference?;
    let base = Cal::around(unit, reference);
    if unit == Unit::Weekend {
        // From Monday to Thursday a "the weekend" that is not ahead is the one before; on Friday, one
        // that is told of the past.
        let past = c.sure && c.way() == Direction::Past;
        let midweek = weekday_number(reference) < 5 + i8::from(past);
        let n = match step {
            Step::Last => -1,
            Step::Next if weekday_number(reference) >= 6 => 1,
            Step::Next => 1,
            Step::This if c.way() != Direction::Future && midweek => -1,
            Step::Coming if weekday_number(reference) >= 6 => 1,
            _ => 0,
        };
        return meant(base.step(n), "when/weekend");
    }
    let n = match step {
        Step::Last => -1,
        Step::Next | Step::Coming => 1,
        _ => 0,
    };
    let rule = match n {
        -1 => "when/unit-last",
        1 => "when/unit-next",
        _ => "when/unit-this",
    };
    meant(base.step(n), rule)
}

/// "next Friday", "last May", "this spring".
fn date_step(step: Step, f: &Fields, c: &Context) -> Option<Meant> {
    if f.year.is_some() || f.weekday.is_some() && f.day.is_some() {
        return date(
            f,
            &Context {
                direction: way_of(step, c),
                sure: true,
                ..*c
            },
        );
    }
    let told = matches!(step, Step::Before | Step::After | Step::Same)
        || c.narrative && step == Step::Next && f.weekday.is_none();
    let story = c
        .earlier_day
        .or(c.earlier.and_then(|cal| Some(cal.days()?.0)));
    let reference = story.filter(|_| told).or(c.reference)?;
    if let Some(weekday) = f.weekday {
        return stepped_weekday(step, weekday, f.week_of, reference, c);
    }
    let year = i32::from(reference.year());
    let cals = (year - 2..=year + 2).filter_map(|y| {
        let cal = in_year(f, y)?;
        Some((cal, cal.days()?))
    });
    let mut cals = cals.collect::<Vec<_>>().into_iter();
    // In March, February is "last month": "last February" is the one before, or else that one.
    let before = Cal::around(Unit::Month, reference).step(-1);
    if step == Step::Last && f.day.is_none() && in_year(f, before.year()) == Some(before) {
        let year = before.year() - 1;
        return Some(Meant {
            cal: in_year(f, year)?,
            rival: Some(before),
            rule: "when/date-stepped",
        });
    }
    let found = match step {
        Step::Last | Step::Before => cals.rev().find(|(_, (_, to))| *to < reference),
        Step::Next | Step::Coming | Step::After => cals.find(|(_, (from, _))| *from > reference),
        _ => {
            let all: Vec<_> = cals.collect();
            all.iter()
                .copied()
                .find(|(_, (from, to))| *from <= reference && reference <= *to)
                .or_else(|| all.iter().copied().find(|(cal, _)| cal.year() == year))
        }
    };
    meant(found?.0, "when/date-stepped")
}

fn way_of(step: Step, c: &Context) -> Direction {
    match step {
        Step::Last | Step::Before => Direction::Past,
        Step::Next | Step::Coming | Step::After => Direction::Future,
        _ => c.direction,
    }
}

fn stepped_weekday(
    step: Step,
    weekday: i8,
    week_of: bool,
    reference: Date,
    c: &Context,
) -> Option<Meant> {
    let in_week = |n: i64| Cal::Day(plus_days(monday(reference), 7 * n + i64::from(weekday) - 1));
    let n = match step {
        Step::Last | Step::Before => -1,
        Step::Next | Step::Coming | Step::After => 1,
        _ => 0,
    };
    if week_of {
        return meant(in_week(n), "when/weekday-of-week");
    }
    let ahead = i64::from((weekday - weekday_number(reference)).rem_euclid(7));
    let on = |n: i64| Cal::Day(plus_days(reference, n));
    let (first, second) = match step {
        Step::Next => (in_week(1), on(if ahead == 0 { 7 } else { ahead })),
        Step::Last => (on(if ahead == 0 { -7 } else { ahead - 7 }), in_week(-1)),
        Step::Coming | Step::After => (
            on(if ahead == 0 { 7 } else { ahead }),
            on(if ahead == 0 { 7 } else { ahead }),
        ),
        Step::Before => (on(ahead - 7), on(ahead - 7)),
        _ => match c.direction {
            Direction::Future => (on(ahead), on(ahead)),
            Direction::Past => (
                on(if ahead == 0 { 0 } else { ahead - 7 }),
                on(if ahead == 0 { 0 } else { ahead - 7 }),
            ),
            Direction::Present => (in_week(0), in_week(0)),
        },
    };
    Some(Meant {
        cal: first,
        rival: (first != second).then_some(second),
        rule: "when/weekday-stepped",
    })
}

/// "three weeks ago", "two days later".
fn offset(n: f64, unit: Unit, back: bool, from: From, c: &Context) -> Option<Meant> {
    let sign = if back { -1.0 } else { 1.0 };
    let told = from == From::Phrase;
    // A year before a quarter is that quarter a year before.
    if let (Some(Cal::Quarter(year, q)), Unit::Year) = (c.earlier, unit)
        && n.fract() == 0.0
    {
        return meant(
            Cal::Quarter(year + (sign * n) as i32, q),
            "when/offset-of-story",
        );
    }
    let base = if told {
        match unit {
            Unit::Day | Unit::Hour | Unit::Minute | Unit::Week => {
                c.earlier_day.or(c.reference.filter(|_| !c.narrative))?
            }
            _ => match c.earlier {
                Some(Cal::Ancient { year, .. }) if unit >= Unit::Year => {
                    let years = if unit == Unit::Decade { 10.0 * n } else { n };
                    let year = year + (sign * years) as i32;
                    return meant(
                        Cal::Ancient {
                            year,
                            month: None,
                            day: None,
                        },
                        "when/offset",
                    );
                }
                Some(cal) => cal.days()?.0,
                None => c.reference?,
            },
        }
    } else {
        c.reference?
    };
    let rule = if told {
        "when/offset-of-story"
    } else {
        "when/offset"
    };
    let whole = (sign * n) as i64;
    let fraction = n.fract() != 0.0;
    let cal = match unit {
        Unit::Second | Unit::Minute => Cal::Day(base),
        Unit::Hour => Cal::Day(plus_days(base, (sign * n / 24.0).round() as i64)),
        Unit::Day => Cal::Day(plus_days(base, whole)),
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            Cal::Week(monday(plus_days(base, (sign * n * 7.0) as i64)))
        }
        Unit::Month if !fraction => Cal::around(Unit::Month, base).step(whole),
        Unit::Quarter => Cal::around(Unit::Quarter, base).step(whole),
        Unit::Month => Cal::around(Unit::Month, base).step((sign * n).round() as i64),
        Unit::Year if fraction => Cal::around(Unit::Month, base).step((sign * n * 12.0) as i64),
        Unit::Year => Cal::around(Unit::Year, base).step(whole),
        Unit::Decade => Cal::around(Unit::Year, base).step((sign * n * 10.0) as i64),
        Unit::Century => Cal::around(Unit::Year, base).step((sign * n * 100.0) as i64),
        Unit::Millennium => return None,
    };
    meant(cal, rule)
}
