//! One move a row, for a spreadsheet: RFC 4180, in UTF-8. A cell that a spreadsheet would take for a formula
//! is preceded by an apostrophe.

use super::told::{Teller, Told};
use crate::error::Result;
use crate::moves::{Days, Words};
use jiff::civil::Date;
use rusqlite::Connection;
use std::io::Write;

const COLUMNS: [&str; 34] = [
    "id",
    "matter",
    "line",
    "day",
    "kind",
    "actor",
    "addressee",
    "content",
    "quotations",
    "speaker",
    "quoted",
    "polarity",
    "condition_relation",
    "condition",
    "due_from",
    "due_to",
    "due_words",
    "when_from",
    "when_to",
    "when_words",
    "place",
    "plover",
    "confidence",
    "standing",
    "standing_days",
    "standing_since",
    "mark",
    "joins",
    "source",
    "title",
    "publisher",
    "url",
    "source_day",
    "noted_from",
];

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    row(out, COLUMNS.map(str::to_owned))?;
    Teller::new(db, on).each(|told| row(out, cells(told)))
}

fn cells(told: Told) -> [String; COLUMNS.len()] {
    let entry = told.entry;
    let quotations: Vec<&str> = entry.evidence.iter().map(|w| w.text.as_str()).collect();
    let joins: Vec<String> = told
        .joins
        .iter()
        .map(|j| format!("{} {}", j.relation, j.parent))
        .collect();
    let [due_from, due_to, due_words] = days(entry.due.as_ref());
    let [when_from, when_to, when_words] = days(entry.when.as_ref());
    let condition = entry.condition.as_ref();
    let stands = told.standing.as_ref();
    let source = told.source.unwrap_or_else(no_source);
    let word = |w: Option<String>| w.unwrap_or_default();
    [
        told.id,
        told.matter,
        told.line,
        day(told.day),
        entry.kind.as_str().to_owned(),
        entry.actor.join(" "),
        entry.addressee.join(" "),
        entry.content.text,
        quotations.join(" … "),
        word(entry.speaker),
        entry.quoted.to_string(),
        entry.polarity,
        word(condition.map(|c| c.relation.as_str().to_owned())),
        word(condition.map(|c| c.words.text.clone())),
        due_from,
        due_to,
        due_words,
        when_from,
        when_to,
        when_words,
        word(entry.place.map(|p| p.name)),
        word(entry.plover),
        entry.confidence.to_string(),
        word(stands.map(|s| s.word.to_owned())),
        word(stands.and_then(|s| s.days).map(|n| n.to_string())),
        day(stands.and_then(|s| s.since)),
        word(told.mark),
        joins.join("; "),
        source.id,
        word(source.title),
        word(source.publisher),
        word(source.url),
        day(source.date),
        word(told.noted_from),
    ]
}

fn no_source() -> crate::view::SourceView {
    crate::view::SourceView {
        id: String::new(),
        title: None,
        publisher: None,
        url: None,
        date: None,
        n_sources: 0,
    }
}

fn day(day: Option<Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

fn days(days: Option<&Days>) -> [String; 3] {
    let words = days.map_or_else(Words::default, |d| d.words.clone());
    [
        day(days.and_then(|d| d.from)),
        day(days.and_then(|d| d.to)),
        words.text,
    ]
}

fn row(out: &mut impl Write, cells: [String; COLUMNS.len()]) -> Result<()> {
    let cells = cells.map(|c| cell(&c)).join(",");
    write!(out, "{cells}\r\n")?;
    Ok(())
}

fn cell(text: &str) -> String {
    let apostrophe = if text.starts_with(is_formula) {
        "'"
    } else {
        ""
    };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{apostrophe}{text}")
    }
}

/// Characters at which a spreadsheet begins to compute, the wide forms of East Asia among them.
fn is_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("=HYPERLINK(\"//a\")", "\"'=HYPERLINK(\"\"//a\"\")\""),
            ("a=1", "a=1"),
            ("a, \"b\"\nc", "\"a, \"\"b\"\"\nc\""),
            ("", ""),
        ];
        for (text, right) in cases {
            assert_eq!(cell(text), right);
        }
    }
}
