//! Any bytes: a reading never panics, its spans lie inside the text on character boundaries, the
//! same input gives the same record, and a longer text takes no more than its share of time.

use super::desk;
use demarche::record::{Days, Record};
use demarche::text::{Document, Span};
use jiff::civil::Date;

/// How many mutated and how many random texts are read.
const N_MUTATED: u64 = 300;
const N_RANDOM: u64 = 200;

/// Numbers that look random and are the same in every run (xorshift64*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// Pieces that have broken readers of text before.
pub(crate) const PIECES: [&str; 56] = [
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "\u{feff}",
    "\0",
    "\r\n",
    "\n\n",
    "\r",
    "\u{2028}",
    "…",
    "—",
    "- ",
    "U.S.",
    "(",
    ")",
    "https://example.org/2024/05/06/",
    "\u{200d}",
    "👩\u{200d}🚀",
    "é",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "\u{202e}",
    "中文",
    "Русский",
    "said",
    "told",
    "will",
    "not",
    "if ",
    "by Friday",
    "2022-13-45",
    "February 30",
    "99999999999999999999",
    "\u{a0}",
    "\t",
    "next week",
    "last month",
    "within 10,000,000 days",
    "within a hundred years of",
    "until the end of",
    "as early as",
    "the 31st",
    "Moscow",
    "the United States",
    "U.N. Secretary-General",
    "his counterpart",
    "the sides",
    "demanded that",
    "refused to",
    "warned of",
    "–",
];

#[test]
fn mutated_reports_are_read() {
    let reports = desk::files("examples");
    let reports: Vec<String> = reports
        .iter()
        .filter(|f| f.ends_with(".txt"))
        .cloned()
        .collect();
    for seed in 1..=N_MUTATED {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = desk::text_of(&reports[dice.below(reports.len())]).into_bytes();
        for _ in 0..=dice.below(12) {
            mutate(&mut bytes, &mut dice);
        }
        check(&String::from_utf8_lossy(&bytes), seed);
    }
}

#[test]
fn random_bytes_are_read() {
    for seed in 1..=N_RANDOM {
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        let mut text = String::new();
        for _ in 0..dice.below(120) {
            if dice.below(3) == 0 {
                let bytes: Vec<u8> = (0..dice.below(9)).map(|_| dice.below(256) as u8).collect();
                text.push_str(&String::from_utf8_lossy(&bytes));
            } else {
                text.push_str(PIECES[dice.below(PIECES.len())]);
                text.push_str(["", " ", "\n"][dice.below(3)]);
            }
        }
        check(&text, seed);
    }
}

#[test]
fn nothing_is_read_from_nothing() {
    for text in [
        "",
        " ",
        "\n",
        "\0",
        "\u{feff}",
        ".",
        "“",
        "...",
        "https://example.org",
    ] {
        let record = check(text, 0);
        assert!(record.entries.is_empty(), "{text:?} has no entries");
    }
}

/// Cuts, doubles, flips or inserts.
pub(crate) fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    let end = (at + dice.below(300)).min(bytes.len());
    match dice.below(5) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
        2 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        3 => bytes.truncate(at.max(40)),
        _ => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].bytes())),
    }
}

/// Publication days: none, an ordinary one, the first and last that there are, and edges of years.
const DAYS: [Option<Date>; 6] = [
    None,
    Some(jiff::civil::date(2022, 1, 21)),
    Some(Date::MIN),
    Some(Date::MAX),
    Some(jiff::civil::date(2024, 2, 29)),
    Some(jiff::civil::date(2020, 12, 31)),
];

/// Reads twice and checks everything that must hold of any record.
fn check(text: &str, seed: u64) -> Record {
    let document = Document::new(text, DAYS[seed as usize % DAYS.len()]);
    let record = desk::reader().read(&document);
    let again = desk::reader().read(&document);
    assert_eq!(
        format!("{record:?}"),
        format!("{again:?}"),
        "seed {seed}: two readings differ"
    );
    for span in spans(&record) {
        let words = text.get(span.start as usize..span.end as usize);
        assert!(
            words.is_some(),
            "seed {seed}: {span:?} is no part of the text"
        );
    }
    for entry in &record.entries {
        assert!(
            !entry.actor.is_empty(),
            "seed {seed}: nobody acts in {entry:?}"
        );
        assert!(
            !entry.evidence.is_empty(),
            "seed {seed}: nothing proves {entry:?}"
        );
        assert!(
            !entry.content.is_empty(),
            "seed {seed}: nothing is said in {entry:?}"
        );
        assert!(
            (0.0..=1.0).contains(&entry.confidence),
            "seed {seed}: {}",
            entry.confidence
        );
        let parties = record.cast.parties.len();
        let named = entry.actor.iter().chain(&entry.addressee);
        assert!(
            named.into_iter().all(|&p| (p as usize) < parties),
            "seed {seed}: unknown party"
        );
        let proof = entry.evidence.iter().any(|e| e.overlaps(entry.trigger));
        assert!(
            proof,
            "seed {seed}: the trigger of {entry:?} is in none of its evidence"
        );
    }
    record
}

/// Every span of a record.
fn spans(record: &Record) -> Vec<Span> {
    let mut spans: Vec<Span> = record.links.iter().map(|l| l.span).collect();
    spans.extend(record.notes.iter().filter_map(|n| n.span));
    for s in &record.statements {
        spans.extend(s.source_span.iter().chain(&s.cue_spans).chain(&s.content));
    }
    for e in &record.entries {
        spans.extend([e.content, e.trigger]);
        spans.extend(&e.evidence);
        spans.extend(e.place);
        spans.extend(e.condition.map(|c| c.span));
        spans.extend(
            [e.due, e.when]
                .into_iter()
                .flatten()
                .map(|Days { span, .. }| span),
        );
    }
    spans
}
