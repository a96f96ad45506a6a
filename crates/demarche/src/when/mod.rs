//! When: time phrases and the windows of days they mean.
//!
//! A finder over pieces of tokens (`scan` and the grammar files beside it) gives an underspecified
//! value (`sense`); `clause` says which way its clause looks, `operator` which word ties it there;
//! `resolve` sets it on the calendar from the report's day, an earlier phrase or the day of speech,
//! and `window` makes days of it. The pages under `rules/en/when` hold the cases.

mod calendar;
mod clause;
mod clocks;
mod dates;
mod join;
mod lengths;
mod operator;
mod periods;
mod pieces;
mod reading;
mod resolve;
mod scan;
mod sense;
mod speech;
mod steps;
mod stretch;
mod symbol;
mod window;
mod words;
mod years;

#[cfg(test)]
mod tests;

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
    /// The two ends of a range, as TIMEX3 marks them one by one; empty for other phrases.
    pub parts: Vec<Part>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the end ("Friday" of "Thursday to Friday").
    pub span: Span,
    /// Its TIMEX3 value.
    pub value: String,
}

/// Finds the time phrases of a report, in text order, and resolves them from its publication day.
///
/// Without a publication day the values of relative phrases stay symbolic and have no window. Never
/// fails; a poor parse only makes directions less sure.
pub fn read(document: &Document, parse: &Parse) -> Vec<TimePhrase> {
    if parse.is_empty() {
        return Vec::new();
    }
    reading::read(&document.text, document.date, parse)
}
