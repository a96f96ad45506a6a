//! Who is who, for reports that take it for known.
//!
//! A report that names somebody in full and says nothing of him is read again once an earlier report, or a
//! person of the desk, says for whom he speaks. Only what reports say themselves is handed on, so that the
//! order in which they come makes no difference.

use crate::derive::{self, PersonPayload, ReadPayload};
use crate::error::Result;
use crate::log::{self, Stamp};
use crate::moves::Reading;
use crate::{Ledger, days, intake, store};
use demarche::text::{DateSource, Document};
use demarche::who::{Known, Party, PartyKind};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// A report that is to be read again, knowing more.
#[derive(Clone, Debug)]
pub struct Again {
    /// Id of the document.
    pub id: String,
    pub document: Document,
    pub known: Vec<Known>,
}

/// A person of a report who speaks for nobody there, or for whom the ledger knew it.
struct Unknown {
    doc: i64,
    id: String,
    day: Option<i64>,
    party: Option<String>,
    office: Option<String>,
}

impl Ledger {
    /// The reports that would be read otherwise with what the ledger knows now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn to_read_again(&self) -> Result<Vec<Again>> {
        let db = &self.db;
        let by_hand = said_by_hand(db)?;
        let sql = "SELECT p.doc, p.id, d.day, p.party, p.office FROM people p \
                   JOIN docs d ON d.doc = p.doc WHERE p.learned OR p.party IS NULL \
                   AND p.office IS NULL AND instr(p.name, ' ') ORDER BY p.doc, p.id";
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| {
            Ok(Unknown {
                doc: r.get(0)?,
                id: r.get(1)?,
                day: r.get(2)?,
                party: r.get(3)?,
                office: r.get(4)?,
            })
        })?;
        let mut changed: BTreeMap<i64, Vec<Known>> = BTreeMap::new();
        let mut all: BTreeMap<i64, Vec<Known>> = BTreeMap::new();
        for row in rows {
            let person = row?;
            let known = known(db, &by_hand, &person)?;
            let told = known.as_ref().map(|k| (&k.party.id, &k.office));
            if told != person.party.as_ref().map(|p| (p, &person.office)) {
                changed.entry(person.doc).or_default();
            }
            all.entry(person.doc).or_default().extend(known);
        }
        let mut again = Vec::new();
        for doc in changed.into_keys() {
            again.push(document(db, doc, all.remove(&doc).unwrap_or_default())?);
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

/// What people of the desk said, by the id of the person, the last word first.
fn said_by_hand(db: &Connection) -> Result<Vec<(String, PersonPayload)>> {
    let sql = "SELECT seq FROM hands WHERE deed = 'person' ORDER BY seq DESC";
    let mut statement = db.prepare_cached(sql)?;
    let seqs: Vec<i64> = statement
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut said = Vec::new();
    for seq in seqs {
        if let Some(event) = log::event(db, seq)? {
            said.push((event.subject.clone(), event.payload()?));
        }
    }
    Ok(said)
}

/// For whom a person speaks on the day of a report: as the desk says, else as the last report before it.
fn known(
    db: &Connection,
    by_hand: &[(String, PersonPayload)],
    person: &Unknown,
) -> Result<Option<Known>> {
    let day: Option<Date> = person.day.and_then(days::day);
    let holds =
        |said: &PersonPayload| said.from.is_none() || day.is_some_and(|d| said.from <= Some(d));
    let said = by_hand
        .iter()
        .find(|(id, s)| *id == person.id && s.party.is_some() && holds(s));
    let found = match said {
        Some((_, said)) => said.party.clone().map(|p| (p, said.office.clone())),
        None => {
            let sql = "SELECT p.party, p.office FROM people p JOIN docs d ON d.doc = p.doc \
                       WHERE p.id = ?1 AND d.day < ?2 AND NOT p.learned AND p.party IS NOT NULL \
                       ORDER BY d.day DESC, d.id LIMIT 1";
            db.prepare_cached(sql)?
                .query_row(params![person.id, person.day], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?
        }
    };
    let Some((party, office)) = found else {
        return Ok(None);
    };
    Ok(Some(Known {
        id: person.id.clone(),
        party: party_of(db, party)?,
        office,
    }))
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
