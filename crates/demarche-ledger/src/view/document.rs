//! Documents: the list, and one with its text and what stands in it.

use super::{MOVE_ROW, MoveView, SourceView, moves, source};
use crate::derive::ReadPayload;
use crate::error::{LedgerError, Result};
use crate::moves::{Findings, Statement};
use crate::{Ledger, days, log};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRow {
    pub id: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<Date>,
    pub n_moves: i64,
    /// True when the moves of this text count; else those of another text of the story do.
    pub leads: bool,
}

/// A document with its text.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentPage {
    pub source: SourceView,
    pub date_source: String,
    pub text: String,
    pub moves: Vec<MoveView>,
    pub statements: Vec<Statement>,
    /// Notes on the reading, each "code: message".
    pub notes: Vec<String>,
    /// The other texts of the same story.
    pub story: Vec<DocumentRow>,
    /// Every place where this very text was found: publisher and address.
    pub found_at: Vec<(String, String)>,
}

impl Ledger {
    /// Documents, the latest day first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn documents(&self, limit: usize, offset: usize) -> Result<Vec<DocumentRow>> {
        let sql = "SELECT id, title, publisher, day, (SELECT count(*) FROM moves m WHERE m.doc = \
                   docs.doc), lead = doc FROM docs ORDER BY day DESC, id \
                   LIMIT ?1 OFFSET ?2";
        self.rows(sql, params![limit as i64, offset as i64])
    }

    fn rows(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<DocumentRow>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(values, |r| {
            Ok(DocumentRow {
                id: r.get(0)?,
                title: r.get(1)?,
                publisher: r.get(2)?,
                date: r.get::<_, Option<i64>>(3)?.and_then(days::day),
                n_moves: r.get(4)?,
                leads: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many documents, and how many moves that count.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn size(&self) -> Result<(i64, i64)> {
        let docs = self
            .db
            .query_row("SELECT count(*) FROM docs", [], |r| r.get(0))?;
        let sql = "SELECT count(*) FROM moves WHERE counted";
        Ok((docs, self.db.query_row(sql, [], |r| r.get(0))?))
    }

    /// A document by its id.
    ///
    /// # Errors
    /// When there is none.
    pub fn document(&self, id: &str) -> Result<DocumentPage> {
        let db = &self.db;
        let sql = "SELECT d.doc, d.date_source, coalesce(t.text, ''), d.read, d.grp FROM docs d \
                   LEFT JOIN texts t ON t.hash = d.text_hash WHERE d.id = ?1";
        let found = db
            .prepare_cached(sql)?
            .query_row([id], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, String>(2)?,
                    r.get::<_, Option<i64>>(3)?,
                    r.get::<_, i64>(4)?,
                ))
            })
            .optional()?;
        let missing = || LedgerError::Refused(format!("there is no document {id}"));
        let (doc, date_source, text, read, group) = found.ok_or_else(missing)?;
        let sql = format!("SELECT {MOVE_ROW} FROM moves m WHERE m.doc = ?1 ORDER BY m.ordinal");
        let read = read.map(|seq| log::event(db, seq)).transpose()?.flatten();
        let findings = match read {
            Some(event) => event.payload::<ReadPayload>()?.findings,
            None => Findings::default(),
        };
        let story = "SELECT id, title, publisher, day, (SELECT count(*) FROM moves m WHERE m.doc = \
                     docs.doc), lead = doc FROM docs WHERE grp = ?1 AND doc <> ?2 ORDER BY day, id";
        let mut places = db.prepare_cached("SELECT publisher, url FROM sources WHERE doc = ?1")?;
        let found_at = places.query_map([doc], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(DocumentPage {
            source: source(db, doc)?.ok_or_else(missing)?,
            date_source,
            text,
            moves: moves(db, &sql, [doc])?,
            statements: findings.statements,
            notes: findings.notes,
            story: self.rows(story, [group, doc])?,
            found_at: found_at.collect::<rusqlite::Result<_>>()?,
        })
    }
}
