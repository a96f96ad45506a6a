//! A record for reading: the moves in text order, each with the words that prove it.

pub(crate) mod days;
pub(crate) mod names;
pub(crate) mod proof;
pub(crate) mod style;
pub(crate) mod table;

use demarche::record::{Entry, Kind, Level, Note, Record, Relation};
use demarche::text::{DateSource, Document};
use names::Names;
use proof::Lines;
use std::io::{self, Write};
use style::{BOLD, DIM, KIND, RESET, WARN};

/// Writes one record.
pub(crate) fn record(out: &mut impl Write, document: &Document, record: &Record) -> io::Result<()> {
    let lines = Lines::new(&document.text);
    let names = Names(&record.cast);
    header(out, document, record)?;
    for (number, entry) in record.entries.iter().enumerate() {
        writeln!(out)?;
        show_entry(out, number + 1, entry, &names, &lines)?;
    }
    notes(out, &record.notes, &lines)
}

fn header(out: &mut impl Write, document: &Document, record: &Record) -> io::Result<()> {
    let title = document.title.as_deref().unwrap_or(&document.id);
    writeln!(out, "{BOLD}{}{RESET}", proof::printable(title))?;
    match document.date {
        Some(date) => writeln!(out, "{}, {}", days::day(date), date_source(document))?,
        None => writeln!(out, "no date: relative dates stay unresolved")?,
    }
    let source = [&document.publisher, &document.url];
    let source: Vec<&str> = source.into_iter().flatten().map(String::as_str).collect();
    if !source.is_empty() {
        writeln!(out, "{}", proof::printable(&source.join(" · ")))?;
    }
    let count =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    writeln!(
        out,
        "{}, {}, {}, {}",
        count(record.entries.len(), "move", "moves"),
        count(record.statements.len(), "statement", "statements"),
        count(record.cast.parties.len(), "party", "parties"),
        count(record.cast.people.len(), "person", "people"),
    )
}

fn date_source(document: &Document) -> String {
    let source = match document.date_source {
        DateSource::Option => "as given",
        DateSource::Metadata => "from its metadata",
        DateSource::Dateline => "from its first lines",
        DateSource::Url => "from its address",
        DateSource::Unknown => "source unknown",
    };
    match &document.date_evidence {
        Some(evidence) => format!("{source} ({})", proof::printable(evidence)),
        None => source.to_owned(),
    }
}

fn show_entry(
    out: &mut impl Write,
    number: usize,
    entry: &Entry,
    names: &Names,
    lines: &Lines,
) -> io::Result<()> {
    let parties = names.both(&entry.actor, &entry.addressee);
    let not = if entry.positive { "" } else { " (negative)" };
    writeln!(
        out,
        "{BOLD}{number:>3}  {KIND}{}{not}{RESET}  {BOLD}{parties}{RESET}  {DIM}{:.2}{RESET}",
        kind(entry.kind),
        entry.confidence
    )?;
    let mut field = |name: &str, value: String| writeln!(out, "     {name:<8} {value}");
    field("what", lines.quoted(entry.content))?;
    if let Some(speaker) = entry.speaker.and_then(|s| names.speaker(s)) {
        field("said by", speaker)?;
    }
    if let Some(condition) = entry.condition {
        field(relation(condition.relation), lines.quoted(condition.span))?;
    }
    for (name, said) in [("due", entry.due), ("when", entry.when)] {
        if let Some(said) = said {
            let window = said
                .window
                .map_or_else(|| "no day".to_owned(), days::window);
            field(name, format!("{}: {window}", lines.quoted(said.span)))?;
        }
    }
    if let Some(place) = entry.place {
        field("place", lines.quoted(place))?;
    }
    for evidence in &entry.evidence {
        lines.underlined(out, *evidence, entry.content)?;
    }
    Ok(())
}

/// The kind in a word that needs no codebook.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Demand => "demands",
        Kind::Offer => "offers",
        Kind::Commit => "undertakes",
        Kind::Agree => "agrees",
        Kind::Concede => "gives way",
        Kind::Reject => "rejects",
        Kind::Warn => "warns",
        Kind::Accuse => "accuses",
        Kind::Deny => "denies",
        Kind::Meet => "meets",
        Kind::Deliver => "delivers",
        Kind::Withhold => "withholds",
    }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::If => "if",
        Relation::Unless => "unless",
        Relation::After => "after",
        Relation::Until => "until",
        Relation::Before => "before",
    }
}

fn notes(out: &mut impl Write, notes: &[Note], lines: &Lines) -> io::Result<()> {
    if !notes.is_empty() {
        writeln!(out, "\n{BOLD}Notes{RESET}")?;
    }
    for note in notes {
        let level = match note.level {
            Level::Info => "note",
            Level::Warning => "warning",
        };
        let place = note
            .span
            .map_or_else(String::new, |s| format!("line {}: ", lines.number(s.start)));
        writeln!(
            out,
            "     {WARN}{level}{RESET} {place}{} {DIM}[{}]{RESET}",
            proof::printable(&note.message),
            note.code
        )?;
    }
    Ok(())
}
