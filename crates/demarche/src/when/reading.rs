//! From found phrases to time phrases: context, resolution, windows, values.

use super::calendar::Cal;
use super::clause::{Clauses, Outlook};
use super::operator::{apply, operator};
use super::pieces::Pieces;
use super::resolve::{Context, Meant, resolve};
use super::scan::{Scan, find};
use super::sense::{Count, Fields, Found, From, Sense, Side, Step, Target};
use super::speech::{Told, quoted};
use super::symbol::symbolic;
use super::window::portion;
use super::words::{Ref, Unit};
use super::{Direction, Operator, Part, TimePhrase, TimexKind, Window};
use crate::lang::Parse;
use crate::text::Span;
use jiff::civil::Date;

/// Reads a whole text.
pub(super) fn read(text: &str, report: Option<Date>, parse: &Parse) -> Vec<TimePhrase> {
    let pieces = Pieces::new(text, parse);
    let found = find(&pieces);
    if found.is_empty() {
        return Vec::new();
    }
    let mut reader = Reader {
        clauses: Clauses::new(text, parse),
        quoted: quoted(&pieces),
        narrative: is_narrative(&found, report),
        pieces: &pieces,
        report,
        earlier: None,
        earlier_day: None,
        earlier_month: None,
        earlier_year: None,
        earlier_quarter: None,
        paragraph: u32::MAX,
        told: Vec::new(),
    };
    let mut phrases: Vec<Option<TimePhrase>> = vec![None; found.len()];
    // What stands outside quotation marks first: it dates the speech.
    for inside in [false, true] {
        reader.earlier = None;
        reader.earlier_day = None;
        reader.earlier_month = None;
        reader.earlier_year = None;
        reader.earlier_quarter = None;
        for (i, one) in found.iter().enumerate() {
            let deictic = reader.quoted[one.first] && is_deictic(&one.sense);
            if deictic == inside {
                phrases[i] = reader.phrase(one, found.get(i + 1), inside);
            }
        }
    }
    phrases.into_iter().flatten().collect()
}

/// Whether a text tells a story of other times: years before the report's own outnumber the words
/// that point from the report's day.
fn is_narrative(found: &[Found], report: Option<Date>) -> bool {
    let this_year = report.map(|d| i32::from(d.year()));
    let (mut years, mut pointing, mut old) = (0usize, 0usize, 0usize);
    for one in found {
        match &one.sense {
            Sense::Date(Fields { year: Some(y), .. }) => {
                years += 1;
                // A year far from the report's own; later ones mean that the report's day is not its own.
                old += usize::from(this_year.is_none_or(|t| (*y - t).abs() > 1));
            }
            Sense::Date(f) if f.weekday.is_some() && f.day.is_none() => pointing += 1,
            Sense::Today(_) => pointing += 1,
            Sense::Stepped(Step::Last | Step::Next | Step::This, Target::Unit(u))
                if *u >= Unit::Week =>
            {
                pointing += 1;
            }
            _ => {}
        }
    }
    old >= 5 && old > 6 * pointing && 2 * old >= years
}

/// Senses that count from the day of speech when they are quoted.
fn is_deictic(sense: &Sense) -> bool {
    match sense {
        Sense::Today(_) => true,
        Sense::Stepped(step, _) => {
            matches!(step, Step::Last | Step::This | Step::Next | Step::Coming)
        }
        Sense::Offset { from, .. } => *from == From::Report,
        Sense::Stretch { side, .. } => *side != Side::None,
        Sense::Date(f) => f.weekday.is_some() && f.day.is_none() && f.month.is_none(),
        _ => false,
    }
}

/// One reading, phrase by phrase.
pub(super) struct Reader<'a> {
    pub(super) pieces: &'a Pieces<'a>,
    pub(super) clauses: Clauses<'a>,
    pub(super) quoted: Vec<bool>,
    pub(super) report: Option<Date>,
    pub(super) narrative: bool,
    pub(super) earlier: Option<Cal>,
    pub(super) earlier_day: Option<Date>,
    pub(super) earlier_month: Option<(i32, i8)>,
    pub(super) earlier_year: Option<i32>,
    pub(super) earlier_quarter: Option<(i32, i8)>,
    pub(super) paragraph: u32,
    pub(super) told: Vec<Told>,
}

impl Reader<'_> {
    fn phrase(&mut self, found: &Found, next: Option<&Found>, inside: bool) -> Option<TimePhrase> {
        let scan = self.scan(found.first);
        let tokens = self.tokens(found.first, found.last);
        let (operator, op_first) = match &found.until {
            // "from May to July", "between Monday and Friday": the range is on those days.
            Some(_) => (Operator::On, range_opener(&scan, found.first)),
            None => operator(&scan, found.first, found.last),
        };
        let ends = operator == Operator::Until || scan.after(found.first, &["to", "till"]);
        let mut outlook = self.clauses.outlook(tokens.0, tokens.1, ends);
        // "postponed until Tuesday": the word before decides, wherever the parse hangs the phrase.
        if ends
            && op_first > scan.start
            && self.clauses.is_term(self.tokens(op_first - 1, op_first).0)
        {
            outlook.direction = Direction::Future;
            outlook.sure = true;
        }
        if scan.is(op_first, &["since"]) || scan.is(op_first, &["ever"]) {
            outlook.direction = Direction::Past;
            outlook.sure = true;
        }
        // "extended to Nov. 16" sets an end as "until" does.
        let (operator, op_first) = match outlook.verb {
            Some(v) if operator == Operator::On && ends && self.clauses.is_term(v) => {
                (Operator::Until, found.first - 1)
            }
            _ => (operator, op_first),
        };
        let reference = if inside {
            self.speech_day(tokens.0).or(self.report)
        } else {
            self.report
        };
        let context = Context {
            reference,
            sure: outlook.sure,
            operator,
            opens: operator == Operator::Since && !scan.is(op_first, &["since", "ever", "as"]),
            placed: op_first < found.first && operator != Operator::For,
            ..self.context(outlook.direction)
        };
        let mut phrase = TimePhrase {
            span: self.span(found.first, found.last),
            full_span: self.span(op_first, found.last),
            start: tokens.0 as u32,
            end: tokens.1 as u32,
            head: self.clauses.head(tokens.0, tokens.1) as u32,
            kind: TimexKind::Date,
            value: String::new(),
            modifier: modifier(found),
            operator,
            direction: context.way(),
            window: None,
            rival: None,
            vague: false,
            anchor: None,
            rule: "when/vague",
            parts: Vec::new(),
        };
        self.fill(&mut phrase, found, next, &context, &outlook);
        if phrase.window.is_some() && !matches!(found.sense, Sense::Stretch { .. }) {
            phrase.direction = self.placed(&phrase, context.way());
        }
        Some(phrase)
    }

    /// What a phrase is resolved from, as far as the text before it says.
    pub(super) fn context(&self, direction: Direction) -> Context {
        Context {
            reference: self.report,
            earlier: self.earlier,
            earlier_day: self.earlier_day,
            earlier_month: self.earlier_month,
            earlier_year: self.earlier_year,
            earlier_quarter: self.earlier_quarter,
            narrative: self.narrative,
            direction,
            sure: false,
            operator: Operator::On,
            opens: false,
            placed: false,
        }
    }

    /// Value, kind and window by the kind of sense.
    fn fill(
        &mut self,
        phrase: &mut TimePhrase,
        found: &Found,
        next: Option<&Found>,
        c: &Context,
        outlook: &Outlook,
    ) {
        match &found.sense {
            Sense::Stretch { count, unit, side } => {
                self.stretch(phrase, found, next, c, outlook, (*count, *unit, *side));
            }
            Sense::Set(value) => {
                phrase.kind = TimexKind::Set;
                phrase.value.clone_from(value);
                phrase.rule = "when/set";
            }
            Sense::Ref(lies) => refer(phrase, *lies, c),
            Sense::Offset {
                count: Count::Some,
                back,
                ..
            } => {
                refer(phrase, if *back { Ref::Past } else { Ref::Future }, c);
                phrase.vague = true;
            }
            sense => match resolve(sense, c) {
                Some(meant) => self.point(phrase, found, c, outlook, meant),
                None => {
                    phrase.value = unresolved(sense, c);
                    let (kind, value) = timed(found, std::mem::take(&mut phrase.value));
                    (phrase.kind, phrase.value) = (kind, value);
                    phrase.rule = "when/unresolved";
                }
            },
        }
    }

    /// A phrase that means a stretch of the calendar.
    fn point(
        &mut self,
        phrase: &mut TimePhrase,
        found: &Found,
        c: &Context,
        outlook: &Outlook,
        meant: Meant,
    ) {
        let end = match &found.until {
            Some(until) => self.range_end(found, until, c, meant.cal),
            None => None,
        };
        let (start_cal, end_cal) = end.unwrap_or((meant.cal, meant.cal));
        phrase.rule = meant.rule;
        let (kind, value) = timed(found, start_cal.value());
        (phrase.kind, phrase.value) = (kind, value);
        if let Some(until) = &found.until {
            self.parts(phrase, found, until, start_cal, end_cal);
        }
        if let Sense::WeekOf { nth, .. } = found.sense {
            phrase.kind = TimexKind::Duration;
            phrase.value = String::from("P1W");
            phrase.window = week_of_month(meant.cal, nth)
                .and_then(|days| self.operated(phrase, days, false, c));
        } else if let (Some((from, to)), Some((_, last))) = (
            portion(start_cal, found.part, found.bounded, c.reference),
            portion(end_cal, found.part, found.bounded, c.reference),
        ) {
            let days = (from, if end.is_some() { last } else { to });
            let days = clipped(found, days, c);
            let at_end = found.bounded && found.part == Some(super::sense::Part::End);
            phrase.window = self.operated(phrase, days, at_end, c);
            phrase.rival = self.rival(phrase, found, c, &meant);
        }
        self.remember(found, outlook, phrase, end_cal);
    }

    /// Windows are only made when the report has a day or the phrase names its own.
    fn operated(
        &self,
        phrase: &TimePhrase,
        days: (Date, Date),
        end: bool,
        c: &Context,
    ) -> Option<Window> {
        let past = c.way() == Direction::Past;
        apply(phrase.operator, days, end, past, self.report)
    }

    fn rival(
        &self,
        phrase: &TimePhrase,
        found: &Found,
        c: &Context,
        meant: &Meant,
    ) -> Option<Window> {
        if let Some(rival) = meant.rival {
            let days = portion(rival, found.part, found.bounded, c.reference)?;
            return self.operated(phrase, days, false, c);
        }
        // "until April": its first day or its last.
        if phrase.operator == Operator::Until
            && found.part.is_none()
            && let Cal::Month(..) | Cal::Year(_) | Cal::Season(..) = meant.cal
        {
            let (from, _) = meant.cal.days()?;
            return Some(Window {
                from: None,
                to: Some(super::calendar::plus_days(from, -1)),
            });
        }
        None
    }

    /// The other end of a range, and the first end where the second changes it.
    fn range_end(
        &self,
        found: &Found,
        until: &Found,
        c: &Context,
        first: Cal,
    ) -> Option<(Cal, Cal)> {
        let mut start = first;
        let mut second = resolve(&until.sense, c)?.cal;
        let (Sense::Date(a), Sense::Date(b)) = (&found.sense, &until.sense) else {
            return Some((start, second));
        };
        // "May to July 2021": the year holds for both.
        if a.year.is_none()
            && a.weekday.is_none()
            && let Some(year) = b.year
        {
            let dated = Fields {
                year: Some(year),
                ..*a
            };
            start = resolve(&Sense::Date(dated), c)?.cal;
        }
        if b.year.is_none() && b.weekday.is_none() && a.year.is_some() {
            let dated = Fields { year: a.year, ..*b };
            second = resolve(&Sense::Date(dated), c)?.cal;
        }
        let (from, to) = (start.days()?.0, second.days()?.0);
        if to < from {
            let weekdays = a.weekday.is_some() && b.weekday.is_some() && a.day.is_none();
            if weekdays && c.way() == Direction::Past {
                start = start.step(-7);
            } else if weekdays {
                second = second.step(7);
            } else if let (Cal::Month(y, m), None) = (second, b.year) {
                second = Cal::Month(y + 1, m);
            }
        }
        Some((start, second))
    }

    fn parts(&self, phrase: &mut TimePhrase, found: &Found, until: &Found, start: Cal, end: Cal) {
        // In "9 and 10, 2025" the first end stops before the joining word.
        let first = self.span(found.first, until.first - 1);
        phrase.parts = vec![
            Part {
                span: first,
                value: start.value(),
            },
            Part {
                span: self.span(until.first, found.last),
                value: timed(until, end.value()).1,
            },
        ];
        phrase.value = format!("{}/{}", start.value(), end.value());
    }

    fn remember(&mut self, found: &Found, outlook: &Outlook, phrase: &TimePhrase, cal: Cal) {
        let tokens = phrase.start as usize;
        let sentence = self.clauses.parse.sentence(tokens);
        if sentence.paragraph != self.paragraph {
            self.paragraph = sentence.paragraph;
        }
        // "by 1946" looks away from the story, and so does a year in the middle of a sentence;
        // "In 1946, …" moves it.
        self.earlier_year = Some(cal.year());
        let looks_back = matches!(&found.sense, Sense::Date(f) if f.same_quarter);
        if let Cal::Quarter(year, quarter) = cal
            && !looks_back
            && !matches!(found.sense, Sense::Offset { .. })
        {
            self.earlier_quarter = Some((year, quarter));
        }
        let scan = self.scan(found.first);
        let opens = found.first <= scan.start + 2;
        let year_only = matches!(cal, Cal::Year(_) | Cal::Decade(_) | Cal::Century(_));
        let aside = year_only
            && (phrase.operator != Operator::On
                || self.narrative && !opens && self.earlier_month.is_some());
        // "a year ago" looks back from the story without moving it.
        // "the year-ago quarter" speaks of this year's too, which the story stays with.
        let cal = match (&found.sense, cal) {
            (Sense::Date(f), Cal::Quarter(year, quarter)) if looks_back => {
                Cal::Quarter(year - f.year_shift.unwrap_or(0), quarter)
            }
            _ => cal,
        };
        let aside =
            aside || !self.narrative && matches!(found.sense, Sense::Offset { back: true, .. });
        if !matches!(found.sense, Sense::Bare | Sense::WeekOf { .. }) && !aside {
            self.earlier = Some(cal);
            self.earlier_month = match cal {
                Cal::Day(d) => Some((i32::from(d.year()), d.month())),
                Cal::Month(y, m) => Some((y, m)),
                _ => self.earlier_month,
            };
            self.earlier_day = match cal {
                Cal::Day(day) => Some(day),
                _ => self.earlier_day.filter(|d| {
                    // A week or year that holds the day told before leaves it standing.
                    self.narrative && cal.days().is_some_and(|(from, to)| from <= *d && *d <= to)
                }),
            };
        }
        if let Cal::Day(day) = cal
            && !self.quoted[found.first]
        {
            self.told.push(Told {
                token: tokens,
                verb: outlook.verb,
                day,
            });
        }
    }

    /// The direction in which the days of a phrase really lie.
    fn placed(&self, phrase: &TimePhrase, clause: Direction) -> Direction {
        let (Some(report), Some(window)) = (self.report, phrase.window) else {
            return clause;
        };
        match (window.from, window.to) {
            (_, Some(to)) if to < report => Direction::Past,
            (Some(from), _) if from > report => Direction::Future,
            _ => clause,
        }
    }

    pub(super) fn scan(&self, p: usize) -> Scan<'_> {
        let sentence = self.pieces.sentence(p) as usize;
        let (start, end) = self.pieces.sentences[sentence];
        Scan {
            pieces: self.pieces,
            start,
            end,
            may_is_name: false,
        }
    }

    pub(super) fn tokens(&self, first: usize, last: usize) -> (usize, usize) {
        let list = &self.pieces.list;
        (
            list[first].token as usize,
            list[last - 1].token as usize + 1,
        )
    }

    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        let list = &self.pieces.list;
        list[first].span.join(list[last.max(first + 1) - 1].span)
    }
}

/// Where "from" or "between" of a range begins.
fn range_opener(scan: &Scan, first: usize) -> usize {
    let opens = scan.after(first, &["from", "between", "over", "on", "in", "during"]);
    first - usize::from(opens)
}

/// "this week" ahead begins today, and ends today when told of the past.
fn clipped(found: &Found, (from, to): (Date, Date), c: &Context) -> (Date, Date) {
    let this =
        matches!(found.sense, Sense::Stepped(Step::This, Target::Unit(u)) if u >= Unit::Week);
    let Some(reference) = c
        .reference
        .filter(|_| this && found.part.is_none() && c.sure)
    else {
        return (from, to);
    };
    if !(from <= reference && reference <= to) {
        return (from, to);
    }
    match c.direction {
        Direction::Future => (reference, to),
        Direction::Past => (from, reference),
        Direction::Present => (from, to),
    }
}

fn week_of_month(cal: Cal, nth: i8) -> Option<(Date, Date)> {
    let (from, to) = cal.days()?;
    let days = super::calendar::plus_days;
    Some(if !(1..=4).contains(&nth) {
        (days(to, -6), to)
    } else {
        let start = days(from, 7 * (i64::from(nth) - 1));
        (start, days(start, 6))
    })
}

/// The TIMEX3 modifier of a phrase.
fn modifier(found: &Found) -> &'static str {
    use super::sense::Part;
    match found.part {
        Some(Part::Start | Part::Earlier) => "START",
        Some(Part::Middle) => "MID",
        Some(Part::End | Part::Later) => "END",
        None => found.about,
    }
}

/// Kind and value with the part of the day or the clock time.
fn timed(found: &Found, day: String) -> (TimexKind, String) {
    if let Some((hour, minute)) = found.clock {
        let clock = match minute {
            Some(minute) => format!("{day}T{hour:02}:{minute:02}"),
            None => format!("{day}T{hour:02}"),
        };
        return (TimexKind::Time, clock);
    }
    match found.day_part {
        Some(code) => (TimexKind::Time, format!("{day}T{code}")),
        None => (TimexKind::Date, day),
    }
}

/// A phrase that names no day.
fn refer(phrase: &mut TimePhrase, lies: Ref, c: &Context) {
    let (value, direction) = match lies {
        Ref::Past => ("PAST_REF", Direction::Past),
        Ref::Present => ("PRESENT_REF", Direction::Present),
        Ref::Future | Ref::Near => ("FUTURE_REF", Direction::Future),
    };
    phrase.value = String::from(value);
    phrase.direction = direction;
    phrase.vague = direction != Direction::Present;
    if lies == Ref::Near {
        phrase.window = c.reference.map(|day| Window {
            from: Some(day),
            to: None,
        });
    }
}

fn unresolved(sense: &Sense, c: &Context) -> String {
    match sense {
        Sense::Today(0) if c.narrative => String::from("PRESENT_REF"),
        _ => symbolic(sense),
    }
}
