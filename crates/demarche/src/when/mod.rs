//! When: time phrases and the windows of days they mean.

use crate::lang::Parse;
use crate::text::{Document, Span};
use jiff::civil::Date;

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimexKind {
    Date,
    Time,
    Duration,
    Set,
}

/// The word that ties a phrase to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// "on Friday", "Friday", "in May", "next week".
    On,
    /// "by Friday", "before the end of January", "no later than": open start, closed end.
    By,
    /// "within a week".
    Within,
    /// "until Friday".
    Until,
    /// "since May", "from Monday".
    Since,
    /// "as early as next week": closed start, open end.
    AsEarlyAs,
    /// "after Friday".
    After,
    /// "before Friday".
    Before,
    /// "for three weeks".
    For,
}

/// Which way from the reference day the phrase looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Past,
    Present,
    Future,
}

/// A window of days; either end may be open, not both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// One time phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct TimePhrase {
    /// Bytes of the phrase without its operator ("Friday" of "by Friday").
    pub span: Span,
    /// Bytes with the operator ("by Friday").
    pub full_span: Span,
    /// Tokens `start..end` of `span`.
    pub start: u32,
    pub end: u32,
    /// Syntactic head among them.
    pub head: u32,
    pub kind: TimexKind,
    /// TIMEX3 value ("2022-W04", "P3W", "FUTURE_REF"); symbolic ("DCT+W1") when the report has no day.
    pub value: String,
    /// TIMEX3 modifier ("END", "START", "APPROX"), or empty.
    pub modifier: &'static str,
    pub operator: Operator,
    pub direction: Direction,
    /// The days meant, operator applied. None: vague, a mere duration, hanging on an event, or no report day.
    pub window: Option<Window>,
    /// A second honest reading ("next Friday", "by Friday" said on a Friday).
    pub rival: Option<Window>,
    /// "soon", "in the coming days": words without a window.
    pub vague: bool,
    /// For "within ten days of receiving …": bytes of the event it hangs on.
    pub anchor: Option<Span>,
    /// The rule that resolved it, as a path: "when/weekday-future".
    pub rule: &'static str,
}

/// Finds the time phrases of a report, in text order, and resolves them from its publication day.
pub fn read(_document: &Document, _parse: &Parse) -> Vec<TimePhrase> {
    Vec::new()
}
