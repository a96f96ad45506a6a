//! What leaves the ledger: data, feeds and a register for people, each as things stand on a day.
//!
//! An export holds what was known on the day: moves reported by then, and those without a day. It is written
//! row by row, so that a large ledger needs no more memory than a small one. Nothing in it depends on the
//! order or the time in which reports were added: there are no local numbers, only ids that stay, and every
//! moment is made from a day of a report. What reports say is somebody else's text: each format escapes it,
//! and a link leads to the web or is not made.

mod annotation;
mod atom;
mod calendar;
mod csv;
mod jsonl;
mod markdown;
mod plain;
mod told;

use crate::error::Result;
use crate::{Ledger, days};
use jiff::civil::Date;
use std::io::Write;

/// A form in which a ledger can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One move a line, with all its fields, as JSON.
    Jsonl,
    /// One move a row, flat, after RFC 4180, for a spreadsheet.
    Csv,
    /// What is due, as iCalendar to-dos (RFC 5545) that update in place.
    Calendar,
    /// What changed last, as an Atom feed (RFC 4287).
    Atom,
    /// One W3C Web Annotation a quotation, as JSON-LD.
    Annotation,
    /// A register for people, in Markdown.
    Markdown,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] = [
        Format::Jsonl,
        Format::Csv,
        Format::Calendar,
        Format::Atom,
        Format::Annotation,
        Format::Markdown,
    ];

    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Calendar => "ics",
            Format::Atom => "atom",
            Format::Annotation => "webannotation",
            Format::Markdown => "markdown",
        }
    }

    /// The format of a word.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.as_str() == word)
    }

    /// The media type, for a page that serves it.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jsonl => "application/jsonl; charset=utf-8",
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Calendar => "text/calendar; charset=utf-8",
            Format::Atom => "application/atom+xml; charset=utf-8",
            Format::Annotation => {
                "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\""
            }
            Format::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

/// Writes what was known on a day, as it stood.
///
/// # Errors
/// When the file cannot be read, or `out` not be written.
pub fn export(ledger: &Ledger, format: Format, on: Date, out: &mut impl Write) -> Result<()> {
    // One view of the file from the first row to the last, whatever others write meanwhile.
    let view = ledger.db.unchecked_transaction()?;
    let day = days::number(on);
    match format {
        Format::Jsonl => jsonl::write(&view, day, out)?,
        Format::Csv => csv::write(&view, day, out)?,
        Format::Calendar => calendar::write(&view, day, out)?,
        Format::Atom => atom::write(&view, day, out)?,
        Format::Annotation => annotation::write(&view, day, out)?,
        Format::Markdown => markdown::write(&view, day, out)?,
    }
    out.flush()?;
    Ok(())
}
