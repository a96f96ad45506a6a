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

/// All exports of a ledger on a day after everything.
pub(crate) fn everything(ledger: &Ledger) -> Vec<String> {
    let all = Format::ALL.into_iter();
    all.map(|f| export(ledger, f, "2030-01-01")).collect()
}

/// Numbers that look random and are the same in every run (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`.
    pub(crate) fn up_to(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Shorter than `most`.
    pub(crate) fn below(&mut self, most: std::time::Duration) -> std::time::Duration {
        std::time::Duration::from_micros(self.up_to(most.as_micros() as usize) as u64)
    }
}

/// Reports of a long negotiation: few sides and few subjects, so that much of it hangs together.
pub(crate) fn many(n: usize) -> Vec<Reading> {
    const SIDES: [&str; 4] = ["USA > RUS", "RUS > USA", "UKR > RUS", "RUS > UKR"];
    const SUBJECTS: [&str; 6] = [
        "give written answer demand",
        "lift sanctions oil export",
        "withdraw troops border region",
        "exchange prisoners list",
        "open corridor grain port",
        "sign treaty guarantee text",
    ];
    let mut random = Random(3);
    let report_of = |number: usize| {
        let date = day("2022-01-01") + jiff::Span::new().days(number as i64 / 2);
        let one = |random: &mut Random| {
            let kind = Kind::ALL[random.up_to(Kind::ALL.len())];
            let what = SUBJECTS[random.up_to(SUBJECTS.len())];
            let entry = move_of(kind, SIDES[random.up_to(SIDES.len())], what);
            let later = (date + jiff::Span::new().days(9)).to_string();
            if random.up_to(3) == 0 {
                due(entry, "", &later)
            } else {
                entry
            }
        };
        let entries = (0..4).map(|_| one(&mut random)).collect();
        let mut made = report(&date.to_string(), &format!("report {number}"), entries);
        made.source.publisher = Some(format!("paper {}", number % 3));
        made.source.url = Some(format!("https://example.org/{number}"));
        made
    };
    (0..n).map(report_of).collect()
}

/// A folder of its own for a test, gone when the test is done.
pub(crate) struct Folder(pub(crate) std::path::PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let own = format!("demarche-ledger-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(own);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    pub(crate) fn join(&self, file: &str) -> std::path::PathBuf {
        self.0.join(file)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
