//! The word that ties a phrase to its clause ("by", "until", "as early as"), and what it makes of
//! the days meant.

use super::calendar::plus_days;
use super::scan::Scan;
use super::{Operator, Window};
use jiff::civil::Date;

/// Operators by the words that stand before the phrase, longest first.
const BEFORE: &[(&[&str], Operator)] = &[
    (&["by", "no", "later", "than"], Operator::By),
    (&["no", "later", "than"], Operator::By),
    (&["not", "later", "than"], Operator::By),
    (&["by", "at", "the", "latest"], Operator::By),
    (&["on", "or", "before"], Operator::By),
    (&["on", "or", "after"], Operator::AsEarlyAs),
    (&["at", "the", "latest", "by"], Operator::By),
    (&["no", "earlier", "than"], Operator::AsEarlyAs),
    (&["not", "earlier", "than"], Operator::AsEarlyAs),
    (&["no", "sooner", "than"], Operator::AsEarlyAs),
    (&["as", "early", "as"], Operator::AsEarlyAs),
    (&["as", "soon", "as"], Operator::AsEarlyAs),
    (&["not", "before"], Operator::AsEarlyAs),
    (&["not", "until"], Operator::AsEarlyAs),
    (&["as", "late", "as"], Operator::On),
    (&["as", "recently", "as"], Operator::On),
    (&["starting", "from"], Operator::Since),
    (&["beginning", "on"], Operator::Since),
    (&["beginning", "in"], Operator::Since),
    (&["starting", "on"], Operator::Since),
    (&["starting", "in"], Operator::Since),
    (&["effective", "from"], Operator::Since),
    (&["as", "of"], Operator::Since),
    (&["as", "from"], Operator::Since),
    (&["ever", "since"], Operator::Since),
    (&["up", "until"], Operator::Until),
    (&["up", "to"], Operator::Until),
    (&["prior", "to"], Operator::Before),
    (&["ahead", "of"], Operator::Before),
    (&["well", "before"], Operator::Before),
    (&["starting"], Operator::Since),
    (&["beginning"], Operator::Since),
    (&["effective"], Operator::Since),
    (&["by"], Operator::By),
    (&["before"], Operator::Before),
    (&["within"], Operator::Within),
    (&["inside"], Operator::Within),
    (&["until"], Operator::Until),
    (&["till"], Operator::Until),
    (&["through"], Operator::Until),
    (&["since"], Operator::Since),
    (&["from"], Operator::Since),
    (&["after"], Operator::After),
    (&["following"], Operator::After),
    (&["for"], Operator::For),
    (&["on"], Operator::On),
    (&["in"], Operator::On),
    (&["at"], Operator::On),
    (&["over"], Operator::On),
    (&["during"], Operator::On),
    (&["throughout"], Operator::On),
];

/// The operator before the phrase that begins at piece `first`, and where its words begin.
pub(super) fn operator(s: &Scan, first: usize, last: usize) -> (Operator, usize) {
    if let Some(next) = s.phrase(last, &["at", "the", "latest"]) {
        let _ = next;
        let (_, from) = before(s, first).unwrap_or((Operator::On, first));
        return (Operator::By, from);
    }
    before(s, first).unwrap_or((Operator::On, first))
}

fn before(s: &Scan, first: usize) -> Option<(Operator, usize)> {
    BEFORE.iter().find_map(|(words, operator)| {
        let from = first.checked_sub(words.len()).filter(|&f| f >= s.start)?;
        s.phrase(from, words).map(|_| (*operator, from))
    })
}

/// The window that an operator makes of the days `from..=to`.
///
/// `end` says that "the end of" the span was named, so that "before the end of 2008" still allows its
/// last day. `report` closes or opens what reaches to the day of writing.
pub(super) fn apply(
    operator: Operator,
    (from, to): (Date, Date),
    end: bool,
    past: bool,
    report: Option<Date>,
) -> Option<Window> {
    let window = |from: Option<Date>, to: Option<Date>| Some(Window { from, to });
    match operator {
        Operator::On | Operator::Within | Operator::For => window(Some(from), Some(to)),
        Operator::By | Operator::Until => window(None, Some(to)),
        Operator::Before if end => window(None, Some(to)),
        Operator::Before => window(None, Some(plus_days(from, -1))),
        Operator::Since => {
            let until = report.filter(|&day| past && day >= from);
            window(Some(from), until)
        }
        Operator::AsEarlyAs => window(Some(from), None),
        Operator::After => {
            let start = plus_days(to, 1);
            let until = report.filter(|&day| past && day >= start);
            window(Some(start), until)
        }
    }
}
