//! What a phrase says by itself, before any day is known: the underspecified value.

use super::words::{NamedDay, Ref, Unit};

/// Fields of a date; what is not said stays empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    /// Year; negative before Christ, as written ("493 BC" is -493).
    pub(super) year: Option<i32>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// 1 for Monday.
    pub(super) weekday: Option<i8>,
    /// TIMEX3 code.
    pub(super) season: Option<&'static str>,
    pub(super) quarter: Option<i8>,
    pub(super) half: Option<i8>,
    /// First year of a decade; under 100 when the century is not said.
    pub(super) decade: Option<i32>,
    /// Number of a century, the 19th being 18; negative before Christ.
    pub(super) century: Option<i32>,
    pub(super) named: Option<NamedDay>,
    /// The year is that of "this year", "last year": years from the reference.
    pub(super) year_shift: Option<i32>,
    /// The year or month is that of an earlier phrase ("August of that year").
    pub(super) same_year: bool,
    pub(super) same_month: bool,
    /// The quarter is that of an earlier phrase, in `year_shift` years ("the year-ago quarter"), or
    /// `quarter` of that year ("the year-earlier third quarter").
    pub(super) same_quarter: bool,
    /// "the week of March 6".
    pub(super) week_of: bool,
}

impl Fields {
    /// A year alone.
    pub(super) fn of_year(year: i32) -> Fields {
        Fields {
            year: Some(year),
            ..Fields::default()
        }
    }

    /// A month alone.
    pub(super) fn of_month(month: i8) -> Fields {
        Fields {
            month: Some(month),
            ..Fields::default()
        }
    }

    /// A weekday alone.
    pub(super) fn of_weekday(weekday: i8) -> Fields {
        Fields {
            weekday: Some(weekday),
            ..Fields::default()
        }
    }

    /// A season alone.
    pub(super) fn of_season(code: &'static str) -> Fields {
        Fields {
            season: Some(code),
            ..Fields::default()
        }
    }

    /// A quarter alone.
    pub(super) fn of_quarter(quarter: i8) -> Fields {
        Fields {
            quarter: Some(quarter),
            ..Fields::default()
        }
    }

    /// A decade alone.
    pub(super) fn of_decade(decade: i32) -> Fields {
        Fields {
            decade: Some(decade),
            ..Fields::default()
        }
    }

    /// The same in another year.
    pub(super) fn in_year(self, year: i32) -> Fields {
        Fields {
            year: Some(year),
            ..self
        }
    }

    /// The same on a day of its month.
    pub(super) fn on_day(self, day: i8) -> Fields {
        Fields {
            day: Some(day),
            ..self
        }
    }
}

/// How a word such as "next" moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// "last", "past", "previous".
    Last,
    /// "this", "current", "the" with "end of".
    This,
    /// "next".
    Next,
    /// "coming".
    Coming,
    /// "that", "the same": that of an earlier phrase.
    Same,
    /// "the previous", "the year before": before an earlier phrase.
    Before,
    /// "the following", "the next day": after an earlier phrase.
    After,
}

/// What a step moves over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    Unit(Unit),
    /// Weekday, month, season, quarter, named day.
    Date(Fields),
}

/// A count of units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Exact(f64),
    /// "several", "a few", or no number at all.
    Some,
}

/// From where an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// "ago", "from now", "in three weeks".
    Report,
    /// "later", "earlier": an earlier phrase.
    Phrase,
}

/// On which side of the reference a stretch of time lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Future,
    /// A mere length.
    None,
}

/// The meaning of a phrase before it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sense {
    Date(Fields),
    Stepped(Step, Target),
    /// Days from today.
    Today(i32),
    Offset {
        count: Count,
        unit: Unit,
        back: bool,
        from: From,
    },
    Stretch {
        count: Count,
        unit: Unit,
        side: Side,
    },
    /// "the first week of May": `nth` from 1, -1 for the last.
    WeekOf {
        nth: i8,
        of: Fields,
    },
    Set(String),
    Ref(Ref),
    /// A clock time or part of the day that names no day of its own.
    Bare,
}

/// Which part of the span is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// "early", "the beginning of".
    Start,
    Middle,
    /// "late", "the end of".
    End,
    /// "later this week": what is left of it.
    Later,
    /// "earlier this week".
    Earlier,
}

/// A phrase that the grammar found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Pieces `first..last`.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) sense: Sense,
    /// TIMEX3 code of a part of the day ("MO").
    pub(super) day_part: Option<&'static str>,
    /// Hour and minute.
    pub(super) clock: Option<(u8, Option<u8>)>,
    pub(super) part: Option<Part>,
    /// The part was put by "the end of" and not by "late".
    pub(super) bounded: bool,
    /// TIMEX3 modifier of a length or a point ("APPROX", "MORE_THAN").
    pub(super) about: &'static str,
    /// The other end of a range.
    pub(super) until: Option<Box<Found>>,
}

impl Found {
    pub(super) fn new(first: usize, last: usize, sense: Sense) -> Found {
        Found {
            first,
            last,
            sense,
            day_part: None,
            clock: None,
            part: None,
            bounded: false,
            about: "",
            until: None,
        }
    }
}
