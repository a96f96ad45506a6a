//! Readings made by hand, so that a test says what it is about and needs no weights.

use demarche_ledger::export::Format;
use demarche_ledger::moves::{Days, Kind, Move, Source, Words};
use demarche_ledger::{Ledger, Reading, Stamp};
use jiff::civil::Date;

/// A day from its words.
pub(crate) fn day(words: &str) -> Date {
    words.parse().expect("a day")
}

pub(crate) fn stamp() -> Stamp {
    Stamp {
        at: "2022-02-01T12:00:00Z".to_owned(),
        author: "desk".to_owned(),
    }
}

/// A move: kind, who → whom, and what in words; the words are the terms too, the head first.
pub(crate) fn move_of(kind: Kind, parties: &str, what: &str) -> Move {
    let (actor, addressee) = parties.split_once(" > ").unwrap_or((parties, ""));
    let list = |s: &str| s.split_whitespace().map(str::to_owned).collect();
    let words = Words {
        start: 0,
        end: what.chars().count() as u32,
        text: what.to_owned(),
    };
    Move {
        kind,
        actor: list(actor),
        addressee: list(addressee),
        content: words.clone(),
        evidence: vec![words],
        speaker: None,
        quoted: false,
        polarity: "positive".to_owned(),
        condition: None,
        due: None,
        when: None,
        place: None,
        plover: None,
        confidence: 0.9,
        trigger: None,
        rule: String::new(),
        terms: list(what),
    }
}

/// The same, due in a window of days.
pub(crate) fn due(mut entry: Move, from: &str, to: &str) -> Move {
    let end = |s: &str| (!s.is_empty()).then(|| day(s));
    entry.due = Some(Days {
        from: end(from),
        to: end(to),
        words: Words::default(),
    });
    entry
}

/// A report of a day with these moves; its text is made of theirs and of the slug.
pub(crate) fn report(date: &str, slug: &str, entries: Vec<Move>) -> Reading {
    let mut reading = Reading {
        source: Source {
            title: Some(slug.to_owned()),
            date: Some(day(date)),
            date_source: "option".to_owned(),
            ..Source::default()
        },
        reader: "test".to_owned(),
        ..Reading::default()
    };
    let mut text = format!("{slug} of {date}.");
    for mut entry in entries {
        let start = text.chars().count() as u32 + 1;
        let n = entry.content.text.chars().count() as u32;
        text.push(' ');
        text.push_str(&entry.content.text);
        (entry.content.start, entry.content.end) = (start, start + n);
        entry.evidence = vec![entry.content.clone()];
        reading.findings.entries.push(entry);
    }
    reading.text = text;
    reading
}

pub(crate) fn ledger(reports: &[Reading]) -> Ledger {
    let mut ledger = Ledger::in_memory().expect("memory");
    ledger.add(reports, &stamp()).expect("added");
    ledger
}

/// Two demands, a promise with its days, the promise again, the delivery, a refusal.
pub(crate) fn chain() -> Vec<Reading> {
    let reply = "give written answer demand";
    let promise = move_of(Kind::Commit, "USA > RUS", reply);
    vec![
        report(
            "2021-12-17",
            "drafts",
            vec![
                move_of(Kind::Demand, "RUS > USA", "stop enlarge bloc eastward"),
                move_of(
                    Kind::Demand,
                    "RUS > USA",
                    "answer written answer draft guarantee",
                ),
            ],
        ),
        report(
            "2022-01-21",
            "geneva",
            vec![due(promise.clone(), "2022-01-24", "2022-01-30")],
        ),
        report("2022-01-23", "again", vec![promise]),
        report(
            "2022-01-26",
            "handed over",
            vec![move_of(Kind::Deliver, "USA > RUS", "written answer demand")],
        ),
        report(
            "2022-01-27",
            "refused",
            vec![move_of(Kind::Reject, "USA > RUS", "stop enlarge bloc")],
        ),
    ]
}

/// An export as text.
pub(crate) fn export(ledger: &Ledger, format: Format, on: &str) -> String {
    let mut out = Vec::new();
    demarche_ledger::export::export(ledger, format, day(on), &mut out).expect("an export");
    String::from_utf8(out).expect("UTF-8")
}
