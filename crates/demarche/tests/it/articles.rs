//! Whole reports: `examples/**/*.txt` against the `.snap` beside it, where one stands. A negotiation
//! told in many reports is measured by its joins and standings and has few snapshots or none.
//!
//! A snapshot is in text order, has the words under each claim and no ids that count up, so that
//! one new entry adds lines and moves none. `UPDATE_SNAPSHOTS=1 cargo test` rewrites
//! those that stand, an empty one too; the difference is the review.

use super::desk;
use demarche::record::{Days, Entry, Record};
use demarche::text::Document;
use jiff::civil::Date;
use std::fmt::Write as _;

#[test]
fn examples_read_as_their_snapshots_say() {
    let mut changed = Vec::new();
    let files = desk::files("examples");
    for snap in files.iter().filter(|f| f.ends_with(".snap")) {
        let file = &snap.replace(".snap", ".txt");
        let document = Document::new(desk::text_of(file), Some(day_of(file)));
        let now = snapshot(&desk::whole_reader().read(&document), &document.text);
        let before = desk::text_of(snap);
        if desk::asked("UPDATE_SNAPSHOTS") {
            std::fs::write(desk::root().join(snap), &now).expect("the snapshot can be written");
        } else if before != now {
            changed.push(format!("{file}\n{}", difference(&before, &now)));
        }
    }
    assert!(
        changed.is_empty(),
        "these reports no longer read as their snapshots say; UPDATE_SNAPSHOTS=1 rewrites them\n{}",
        changed.join("\n")
    );
}

#[test]
fn every_snapshot_has_its_report_and_every_report_its_row() {
    let files = desk::files("examples");
    for snap in files.iter().filter(|f| f.ends_with(".snap")) {
        assert!(
            files.contains(&snap.replace(".snap", ".txt")),
            "{snap} is of no report"
        );
    }
    let about = desk::text_of("examples/about.tsv");
    let rows: Vec<Vec<&str>> = about
        .lines()
        .skip(1)
        .map(|l| l.split('\t').collect())
        .collect();
    for row in &rows {
        let file = format!("examples/{}", row[0]);
        assert_eq!(
            row.len(),
            5,
            "{file}: file, date, negotiation, licence, facts"
        );
        assert!(
            files.contains(&file),
            "about.tsv names {file}, which is not there"
        );
        assert_eq!(row[1], day_of(&file).to_string(), "{file} and its date");
    }
    let is_report = |f: &&String| f.ends_with(".txt") || f.ends_with(".json");
    for report in files.iter().filter(is_report) {
        let named = rows
            .iter()
            .any(|row| format!("examples/{}", row[0]) == *report);
        assert!(named, "{report} has no row in examples/about.tsv");
    }
}

/// The publication day of an example: the first ten letters of its name.
fn day_of(file: &str) -> Date {
    let name = file.rsplit('/').next().unwrap_or_default();
    let day = name.get(..10).and_then(|d| d.parse().ok());
    day.unwrap_or_else(|| panic!("{file}: a report's name begins with its day"))
}

/// The record in words.
fn snapshot(record: &Record, text: &str) -> String {
    let mut out = String::new();
    for person in &record.cast.people {
        let party = person
            .party
            .map_or("-", |p| &record.cast.parties[p as usize].id);
        let office = person.office.as_deref().unwrap_or("-");
        let _ = writeln!(out, "person {} | {party} | {office}", person.name);
    }
    for entry in &record.entries {
        add_entry(&mut out, record, entry, text);
    }
    for note in &record.notes {
        let words = note
            .span
            .map(|s| desk::squeeze(s.of(text)))
            .unwrap_or_default();
        let _ = writeln!(out, "\nnote {} | {words}", note.code);
    }
    out
}

fn add_entry(out: &mut String, record: &Record, entry: &Entry, text: &str) {
    let said = |span: demarche::text::Span| desk::squeeze(span.of(text));
    let denied = if entry.positive { "" } else { " | not" };
    let who = desk::who(record, entry);
    let _ = writeln!(out, "\n{} {who}{denied}", entry.kind.as_str());
    let _ = writeln!(out, "  what    {}", said(entry.content));
    if let Some(speaker) = desk::speaker(record, entry) {
        let quoted = if entry.quoted { ", quoted" } else { "" };
        let _ = writeln!(out, "  says    {speaker}{quoted}");
    }
    if let Some(c) = entry.condition {
        let _ = writeln!(out, "  {:<7} {}", c.relation.as_str(), said(c.span));
    }
    for (name, days) in [("due", entry.due), ("when", entry.when)] {
        if let Some(Days { window, span }) = days {
            let days = window.map_or("-".to_string(), desk::window);
            let _ = writeln!(out, "  {name:<7} {days} | {}", said(span));
        }
    }
    if let Some(place) = entry.place {
        let _ = writeln!(out, "  place   {}", said(place));
    }
    for &words in &entry.evidence {
        let _ = writeln!(out, "  words   {}", said(words));
    }
}

/// The lines that went and the lines that came, without an alignment: enough to see what happened.
fn difference(before: &str, now: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let gone = old
        .iter()
        .filter(|l| !new.contains(l))
        .map(|l| format!("  - {l}\n"));
    let come = new
        .iter()
        .filter(|l| !old.contains(l))
        .map(|l| format!("  + {l}\n"));
    gone.chain(come).collect()
}
