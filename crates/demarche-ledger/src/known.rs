//! Who is who, for reports that take it for known.
//!
//! A report that names somebody in full and says nothing of him is read again once an earlier report, or a
//! person of the desk, says for whom he speaks. Only what reports say themselves is handed on, so that the
//! order in which they come makes no difference.

use crate::derive::{self, ReadPayload};
use crate::error::Result;
use crate::log::{self, Stamp};
use crate::moves::Reading;
use crate::{Ledger, intake, store};
use demarche::text::{DateSource, Document};
use demarche::who::{Known, Party, PartyKind};
use rusqlite::{Connection, OptionalExtension};

/// A report that is to be read again, knowing more.
#[derive(Clone, Debug)]
pub struct Again {
    /// Id of the document.
    pub id: String,
    pub document: Document,
    pub known: Vec<Known>,
}

impl Ledger {
    /// The reports that would be read otherwise with what the ledger knows now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn to_read_again(&self) -> Result<Vec<Again>> {
        let db = &self.db;
        let mut statement = db.prepare_cached("SELECT DISTINCT doc FROM stale ORDER BY doc")?;
        let docs: Vec<i64> = statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut again = Vec::new();
        for doc in docs {
            let mut known = Vec::new();
            for person in derive::unknown_in(db, doc)? {
                if let Some((party, office)) = derive::known(db, &person.id, person.day)? {
                    known.push(Known {
                        id: person.id,
                        party: party_of(db, party)?,
                        office,
                    });
                }
            }
            again.push(document(db, doc, known)?);
        }
        Ok(again)
    }

    /// Puts what was found in documents that were read again in place of what had been found before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn read_again(&mut self, readings: &[(String, Reading)], stamp: &Stamp) -> Result<()> {
        store::in_transaction(&mut self.db, |db| {
            for (id, reading) in readings {
                let mut findings = reading.findings.clone();
                for note in notes(db, id)? {
                    if !findings.notes.contains(&note) {
                        findings.notes.push(note);
                    }
                }
                intake::add_reading(db, &reading.reader, findings, stamp, id)?;
            }
            Ok(())
        })
    }
}

/// Notes on a document so far; those on how it came in are not made again by reading it.
fn notes(db: &Connection, id: &str) -> Result<Vec<String>> {
    let sql = "SELECT read FROM docs WHERE id = ?1";
    let read: Option<i64> = db.prepare_cached(sql)?.query_row([id], |r| r.get(0))?;
    let event = read.map(|seq| log::event(db, seq)).transpose()?.flatten();
    let payload: Option<ReadPayload> = event.map(|e| e.payload()).transpose()?;
    Ok(payload.map(|p| p.findings.notes).unwrap_or_default())
}

fn party_of(db: &Connection, id: String) -> Result<Party> {
    let sql = "SELECT name, kind FROM parties WHERE id = ?1";
    let found: Option<(String, String)> = db
        .prepare_cached(sql)?
        .query_row([&id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let (name, kind) = found.unwrap_or_else(|| (id.clone(), String::new()));
    Ok(Party {
        id,
        name,
        kind: PartyKind::parse(&kind),
    })
}

/// The document as it came in.
fn document(db: &Connection, doc: i64, known: Vec<Known>) -> Result<Again> {
    let sql = "SELECT d.id, e.payload, t.text FROM docs d JOIN events e ON e.seq = d.doc \
               JOIN texts t ON t.hash = d.text_hash WHERE d.doc = ?1";
    let (id, payload, text): (String, String, String) = db
        .prepare_cached(sql)?
        .query_row([doc], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let damaged = |e| crate::LedgerError::Damaged(format!("event {doc}: {e}"));
    let payload: derive::DocumentPayload = serde_json::from_str(&payload).map_err(damaged)?;
    let source = payload.source;
    Ok(Again {
        id,
        document: Document {
            title: source.title,
            publisher: source.publisher,
            url: source.url,
            date_source: match source.date_source.as_str() {
                "option" => DateSource::Option,
                "metadata" => DateSource::Metadata,
                "dateline" => DateSource::Dateline,
                "url" => DateSource::Url,
                _ => DateSource::Unknown,
            },
            ..Document::new(text, source.date)
        },
        known,
    })
}
