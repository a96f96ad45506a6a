//! Lengths of time on the calendar: stretches before and after the report's day, deadlines counted
//! from it, and those that hang on an event.

use super::clause::Outlook;
use super::lengths::period;
use super::reading::Reader;
use super::resolve::{Context, resolve};
use super::scan::Scan;
use super::sense::{Count, Found, Side};
use super::window::{moved, point};
use super::words::Unit;
use super::{Direction, Operator, TimePhrase, TimexKind, Window};
use crate::text::Span;
use jiff::civil::Date;

/// Tokens of an event that a deadline hangs on, at most.
const EVENT_TOKENS: usize = 24;

impl Reader<'_> {
    /// A length of time, beside the report's day or by itself.
    pub(super) fn stretch(
        &mut self,
        phrase: &mut TimePhrase,
        found: &Found,
        next: Option<&Found>,
        c: &Context,
        outlook: &Outlook,
        (count, unit, side): (Count, Unit, Side),
    ) {
        phrase.kind = TimexKind::Duration;
        phrase.value = period(count, unit);
        phrase.rule = "when/length";
        let way = c.way();
        let scan = self.scan(found.first);
        if let Some((event, day)) = self.event(&scan, found, next) {
            phrase.anchor = Some(event);
            phrase.rule = "when/length-of-event";
            let from = day.filter(|_| phrase.operator == Operator::Within);
            let to = from.and_then(|day| moved(day, count, unit, false));
            phrase.window = to.map(|_| Window { from, to });
            return;
        }
        let Some(reference) = c.reference else {
            phrase.vague = count == Count::Some && side != Side::None;
            return;
        };
        let ahead = moved(reference, count, unit, false);
        let until = |to: Option<Date>| {
            Some(Window {
                from: Some(reference),
                to,
            })
        };
        let soft = count == Count::Some;
        let (window, direction, rule) = match side {
            Side::Past => {
                let from = moved(reference, count, unit, true);
                let back = from.map(|from| Window {
                    from: Some(from),
                    to: Some(reference),
                });
                (back, Direction::Past, "when/length-back")
            }
            Side::Future if self.is_told(&scan, phrase, found, c) => return,
            Side::Future => (until(ahead), Direction::Future, "when/length-ahead"),
            Side::None if phrase.operator == Operator::Within && way != Direction::Past => {
                (until(ahead), way, "when/length-within")
            }
            Side::None if soft => return,
            Side::None if scan.after(found.first, &["in"]) && way == Direction::Future => {
                let days = point(reference, count, unit);
                let window = days.map(|(from, to)| Window {
                    from: Some(from),
                    to: Some(to),
                });
                (window, Direction::Future, "when/length-from-now")
            }
            Side::None if self.is_ultimatum(found, outlook) => {
                let window = ahead.and_then(|to| until(Some(to)));
                (window, Direction::Future, "when/ultimatum")
            }
            Side::None => return,
        };
        phrase.window = window;
        phrase.direction = direction;
        phrase.rule = rule;
        phrase.vague = soft;
    }

    /// "over the following three days" of a story: not counted from the report.
    fn is_told(&self, scan: &Scan, phrase: &TimePhrase, found: &Found, c: &Context) -> bool {
        let past = c.way() == Direction::Past && c.sure && phrase.operator != Operator::Within;
        c.narrative && c.earlier.is_some() || past && is_following(scan, found.first)
    }

    /// "gave Iran 72 hours to comply", "has 30 days to respond".
    fn is_ultimatum(&self, found: &Found, outlook: &Outlook) -> bool {
        let parse = self.clauses.parse;
        let scan = self.scan(found.first);
        let to = scan.is(found.last, &["to"]) && scan.xpos(found.last + 1) == "VB";
        let giver = outlook.verb.is_some_and(|v| {
            matches!(
                parse.lemma(v),
                "give" | "have" | "grant" | "allow" | "set" | "get" | "offer" | "leave"
            )
        });
        to && giver
            || scan.is(found.last, &["ultimatum", "deadline"])
            || scan.is_dash(found.last) && scan.is(found.last + 1, &["ultimatum", "deadline"])
    }
    /// The event after "within ten days of", "three weeks after"; with its day if it is a date.
    fn event(
        &self,
        scan: &Scan,
        found: &Found,
        next: Option<&Found>,
    ) -> Option<(Span, Option<Date>)> {
        let at = found.last;
        if !scan.is(at, &["of", "after", "from", "following", "before", "since"]) {
            return None;
        }
        let within = super::operator::operator(scan, found.first, found.last).0 == Operator::Within;
        if scan.word(at) == "of" && !within {
            return None;
        }
        if let Some(next) = next
            && next.first == at + 1
        {
            let context = self.context(Direction::Present);
            let day = resolve(&next.sense, &context)?.cal.days()?.0;
            return Some((self.span(next.first, next.last), Some(day)));
        }
        let parse = self.clauses.parse;
        let first = self
            .pieces
            .list
            .get(at + 1)
            .filter(|_| at + 1 < scan.end)?
            .token as usize;
        let last_of_sentence = self.pieces.list[scan.end - 1].token as usize + 1;
        let limit = last_of_sentence.min(first + EVENT_TOKENS);
        // The event ends where its clause does: at a comma, stop or closing mark.
        let end = (first..limit)
            .find(|&t| {
                t > first
                    && parse.upos[t] == "PUNCT"
                    && !matches!(
                        parse.word(self.pieces.text, t),
                        "-" | "'" | "’" | "\"" | "“" | "”"
                    )
            })
            .unwrap_or(limit);
        (end > first).then(|| (parse.span[first].join(parse.span[end - 1]), None))
    }
}

/// "the following three weeks", "the next two days".
fn is_following(scan: &Scan, first: usize) -> bool {
    let at = scan.skip(first, &["the"]);
    scan.is(
        at,
        &["following", "ensuing", "succeeding", "subsequent", "next"],
    )
}
