//! What is due, as iCalendar to-dos (RFC 5545). A to-do keeps its name for good, and its `SEQUENCE` grows when
//! its days or what is known of it change, so that a calendar that subscribes to the export updates it in
//! place: a promise that was kept stays there as completed.

use super::plain::{one_line, web_address};
use super::told::{Line, Names, Teller, Told, each_line};
use crate::days;
use crate::error::Result;
use crate::standing::State;
use demarche::record::Kind;
use rusqlite::Connection;
use std::io::Write;

/// Octets of a line at most, its end not counted (RFC 5545, 3.1).
const WIDEST: usize = 75;

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    let names = Names::of(db)?;
    let mut teller = Teller::new(db, on);
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Demarche//Demarche ledger//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", "Demarche"),
    ] {
        line_of(out, name, value)?;
    }
    let kinds = [Kind::Commit, Kind::Demand, Kind::Meet].map(|k| (k as i64).to_string());
    let chosen = format!(
        "p.since <= ?1 AND p.until > ?1 AND (p.due_from IS NOT NULL OR p.due_to IS NOT NULL) \
         AND p.kind IN ({}) ORDER BY r.rank, r.id",
        kinds.join(", ")
    );
    each_line(db, on, &chosen, |line| {
        if let Some(first) = teller.first_of(line.number)? {
            let n_changes = changes(db, line.number, on)?;
            to_do(out, &names, &line, &first, n_changes)?;
        }
        Ok(())
    })?;
    line_of(out, "END", "VCALENDAR")
}

/// How often what is known of a line had changed by a day.
fn changes(db: &Connection, line: i64, on: i64) -> Result<i64> {
    let sql = "SELECT count(*) - 1 FROM phases WHERE line = ?1 AND since <= ?2";
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_row([line, on], |r| r.get(0))?)
}

fn to_do(
    out: &mut impl Write,
    names: &Names,
    line: &Line,
    first: &Told,
    n_changes: i64,
) -> Result<()> {
    let entry = &first.entry;
    let since = format!("{}T000000Z", basic(line.since));
    line_of(out, "BEGIN", "VTODO")?;
    line_of(out, "UID", &format!("{}@demarche", line.id))?;
    // The calendar has no clock: a to-do is as old as the report that last changed it.
    line_of(out, "DTSTAMP", &since)?;
    line_of(out, "LAST-MODIFIED", &since)?;
    line_of(out, "SEQUENCE", &n_changes.to_string())?;
    match line.due {
        // What is due on one day has no beginning before its end.
        (Some(from), Some(to)) if from < to => {
            line_of(out, "DTSTART;VALUE=DATE", &basic(from))?;
            line_of(out, "DUE;VALUE=DATE", &basic(to))?;
        }
        (_, Some(to)) => line_of(out, "DUE;VALUE=DATE", &basic(to))?,
        (Some(from), None) => line_of(out, "DTSTART;VALUE=DATE", &basic(from))?,
        (None, None) => {}
    }
    let status = status(line.state);
    line_of(out, "STATUS", status)?;
    if status == "COMPLETED" {
        line_of(out, "COMPLETED", &since)?;
    }
    let summary = format!("{}: {}", names.sides(entry), entry.content.text);
    line_of(out, "SUMMARY", &text(&one_line(&summary)))?;
    line_of(out, "DESCRIPTION", &text(&description(line, first)))?;
    let parties = entry.actor.iter().chain(&entry.addressee);
    let categories = std::iter::once(line.kind.as_str()).chain(parties.map(String::as_str));
    let categories: Vec<String> = categories.map(|c| text(&one_line(c))).collect();
    line_of(out, "CATEGORIES", &categories.join(","))?;
    if let Some(url) = address(first) {
        line_of(out, "URL", url)?;
    }
    line_of(out, "END", "VTODO")
}

/// What was done counts as completed; what will not be done any more, as cancelled.
fn status(state: State) -> &'static str {
    match state {
        State::Open | State::Waiting | State::Undertaken => "NEEDS-ACTION",
        State::Kept | State::KeptLate | State::Answered | State::Agreed => "COMPLETED",
        State::Refused | State::Withdrawn | State::CalledOff | State::Lapsed | State::Denied => {
            "CANCELLED"
        }
    }
}

/// The quoted words, how it stands without the calendar, and where it was reported.
fn description(line: &Line, first: &Told) -> String {
    let mut lines: Vec<String> = Vec::new();
    for words in &first.entry.evidence {
        lines.push(format!("“{}”", one_line(&words.text)));
    }
    // Its own first day: only a change that raises SEQUENCE may change this text.
    let word = line.stands(line.since).word;
    if let Some(day) = days::day(line.since) {
        lines.push(format!("Known since {day}: {word}"));
    }
    if let Some(source) = &first.source {
        let known = [source.title.as_deref(), source.publisher.as_deref()];
        let known: Vec<String> = known.into_iter().flatten().map(one_line).collect();
        lines.push(known.join(", "));
        lines.extend(address(first).map(str::to_owned));
    }
    lines.extend(first.noted_from.as_deref().map(one_line));
    lines.retain(|l| !l.is_empty());
    lines.join("\n")
}

fn address(told: &Told) -> Option<&str> {
    web_address(told.source.as_ref()?.url.as_deref()?)
}

fn basic(day: i64) -> String {
    let day = days::day(day).unwrap_or_default();
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A value of type TEXT (RFC 5545, 3.3.11).
fn text(words: &str) -> String {
    let mut value = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// A line of content, folded.
fn line_of(out: &mut impl Write, name: &str, value: &str) -> Result<()> {
    out.write_all(folded(&format!("{name}:{value}")).as_bytes())?;
    Ok(())
}

fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + line.len() / WIDEST * 3 + 2);
    let mut rest = line;
    let mut room = WIDEST;
    while rest.len() > room {
        let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
        out.push_str(head);
        out.push_str("\r\n ");
        rest = tail;
        // The space at the beginning counts.
        room = WIDEST - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_between_characters() {
        let long = format!("SUMMARY:{}", "né→".repeat(60));
        let folded = folded(&long);
        assert!(folded.split("\r\n").all(|l| l.len() <= WIDEST));
        assert_eq!(folded.replace("\r\n ", ""), format!("{long}\r\n"));
        assert_eq!(super::folded("A:b"), "A:b\r\n");
    }

    #[test]
    fn text_ends_no_property() {
        let words = "a;b,c\\d\nBEGIN:VTODO\r\u{0}e";
        assert_eq!(text(words), "a\\;b\\,c\\\\d\\nBEGIN:VTODOe");
    }
}
