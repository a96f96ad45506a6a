//! Reports in: each new text becomes events, and a text that is here already only what is new of it.

use crate::derive::{self, DocumentPayload, ReadPayload, SourcePayload, Work};
use crate::error::Result;
use crate::hash::{hex, sha256};
use crate::log::{self, Deed, Stamp};
use crate::moves::{Findings, Reading, Source};
use crate::{Ledger, store};
use rusqlite::{Connection, OptionalExtension, params};

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New { id: String },
    /// It is nearly the text of another report, which counts instead of it, or which it supersedes.
    Story { id: String, lead: String },
    /// The same text had come before; now it has one more source.
    Source { id: String },
    /// It had been read by another reader, and was read anew.
    ReadAnew { id: String },
    /// Nothing about it is new.
    Known { id: String },
}

impl Added {
    /// The id of the document.
    pub fn id(&self) -> &str {
        match self {
            Added::New { id }
            | Added::Story { id, .. }
            | Added::Source { id }
            | Added::ReadAnew { id }
            | Added::Known { id } => id,
        }
    }
}

impl Ledger {
    /// Adds reports, all or none: a program that dies meanwhile leaves what was added before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, reports: &[Reading], stamp: &Stamp) -> Result<Vec<Added>> {
        store::in_transaction(&mut self.db, |db| {
            reports.iter().map(|r| add(db, r, stamp)).collect()
        })
    }

    /// The id that a document has, or would have: of the same text, title and day it is the same.
    pub fn id_of(source: &Source, text: &str) -> String {
        let day = source.date.map(|d| d.to_string()).unwrap_or_default();
        let title = source.title.as_deref().unwrap_or("");
        hex(&sha256(&[day.as_bytes(), title.as_bytes(), text.as_bytes()])[..16])
    }

    /// True when the document with this id was read by this reader, so that it need not be read again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn was_read_by(&self, id: &str, reader: &str) -> Result<bool> {
        Ok(reader_of(&self.db, id)?.is_some_and(|r| r == reader))
    }
}

fn add(db: &Work, report: &Reading, stamp: &Stamp) -> Result<Added> {
    let id = Ledger::id_of(&report.source, &report.text);
    let sql = "SELECT doc FROM docs WHERE id = ?1";
    let doc: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([&id], |r| r.get(0))
        .optional()?;
    let Some(doc) = doc else {
        return add_new(db, report, stamp, id);
    };
    let more = add_source(db, doc, &id, &report.source, stamp)?;
    let anew = reader_of(db, &id)?.is_none_or(|r| r != report.reader);
    if anew {
        add_reading(db, &report.reader, report.findings.clone(), stamp, &id)?;
        return Ok(Added::ReadAnew { id });
    }
    Ok(if more {
        Added::Source { id }
    } else {
        Added::Known { id }
    })
}

fn add_new(db: &Work, report: &Reading, stamp: &Stamp, id: String) -> Result<Added> {
    let hash = sha256(&[report.text.as_bytes()]);
    let sql = "INSERT OR IGNORE INTO texts (hash, text) VALUES (?1, ?2)";
    db.prepare_cached(sql)?
        .execute(params![&hash[..], report.text])?;
    let payload = DocumentPayload {
        text: hex(&hash),
        source: report.source.clone(),
    };
    let event = log::append(db, stamp, Deed::Document, &id, &payload)?;
    derive::apply(db, &event)?;
    add_reading(db, &report.reader, report.findings.clone(), stamp, &id)?;
    let sql = "SELECT l.id FROM docs d JOIN docs l ON l.doc = d.lead WHERE d.doc = ?1 \
               AND EXISTS (SELECT 1 FROM docs o WHERE o.grp = d.grp AND o.doc <> d.doc)";
    let lead = db
        .prepare_cached(sql)?
        .query_row([event.seq], |r| r.get(0))
        .optional()?;
    Ok(match lead {
        Some(lead) => Added::Story { id, lead },
        None => Added::New { id },
    })
}

/// Puts what a reader found in a document in place of what was found before.
pub(crate) fn add_reading(
    db: &Work,
    reader: &str,
    findings: Findings,
    stamp: &Stamp,
    id: &str,
) -> Result<()> {
    let payload = ReadPayload {
        reader: reader.to_owned(),
        findings,
    };
    let event = log::append(db, stamp, Deed::Read, id, &payload)?;
    derive::apply(db, &event)
}

/// Notes where a known document came from; false when that was known too.
fn add_source(db: &Work, doc: i64, id: &str, source: &Source, stamp: &Stamp) -> Result<bool> {
    let sql = "SELECT count(*) FROM sources WHERE doc = ?1 AND publisher = ?2 AND url = ?3";
    let publisher = source.publisher.as_deref().unwrap_or("");
    let url = source.url.as_deref().unwrap_or("");
    let known: i64 = db
        .prepare_cached(sql)?
        .query_row(params![doc, publisher, url], |r| r.get(0))?;
    if known > 0 || (publisher.is_empty() && url.is_empty()) {
        return Ok(false);
    }
    let payload = SourcePayload {
        publisher: source.publisher.clone(),
        url: source.url.clone(),
    };
    let event = log::append(db, stamp, Deed::Source, id, &payload)?;
    derive::apply(db, &event)?;
    Ok(true)
}

/// Which reader read a document last.
fn reader_of(db: &Connection, id: &str) -> Result<Option<String>> {
    let sql = "SELECT json_extract(e.payload, '$.reader') FROM docs d JOIN events e ON e.seq = d.read \
               WHERE d.id = ?1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([id], |r| r.get(0))
        .optional()?)
}
