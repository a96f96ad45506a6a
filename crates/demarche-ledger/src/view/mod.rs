//! What the ledger says: each view is plain data, ready for a terminal, a page or JSON.

mod desk;
mod document;
mod matter;
mod search;
mod status;
mod timeline;
mod who;

pub use desk::Hand;
pub use document::{DocumentPage, DocumentRow};
pub use matter::{Disagreement, Disclosure, LineView, LinkView, MatterView};
pub use search::{Found, Search};
pub use status::{Board, Item, Question};
pub use timeline::{Change, Range};
pub use who::{Holding, PersonView};

use crate::days;
use crate::derive::{HandPayload, NotePayload};
use crate::error::{LedgerError, Result};
use crate::log::{self, Deed};
use crate::moves::Move;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

/// Where a move stands.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    pub id: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub date: Option<Date>,
    /// Texts of the same story, this one included.
    pub n_sources: i64,
}

/// A move with where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct MoveView {
    /// The number that a person types; another ledger of the same reports may have another.
    #[serde(skip)]
    pub number: i64,
    /// The name that stays.
    pub id: String,
    /// The day on which it was reported.
    pub day: Option<Date>,
    pub entry: Move,
    /// None for a move that a person entered.
    pub source: Option<SourceView>,
    /// Where a person knows it from, for one entered by hand.
    pub noted_from: Option<String>,
    /// `confirmed`, `corrected`, `struck` or `noted`, where a person said so.
    pub mark: Option<String>,
    #[serde(skip)]
    pub line: i64,
    #[serde(skip)]
    pub matter: i64,
    /// False for moves of copies and older versions, and for struck ones.
    pub counted: bool,
}

/// The row of a move, before its words are fetched.
pub(crate) struct MoveRow {
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) doc: i64,
    pub(crate) seq: i64,
    pub(crate) ordinal: i64,
    pub(crate) day: Option<i64>,
    pub(crate) line: i64,
    pub(crate) matter: i64,
    pub(crate) counted: bool,
    pub(crate) mark: Option<String>,
}

pub(crate) const MOVE_ROW: &str =
    "m.number, m.id, m.doc, m.seq, m.ordinal, m.day, m.line, m.matter, m.counted, m.mark";

pub(crate) fn move_row(r: &Row<'_>) -> rusqlite::Result<MoveRow> {
    Ok(MoveRow {
        number: r.get(0)?,
        id: r.get(1)?,
        doc: r.get(2)?,
        seq: r.get(3)?,
        ordinal: r.get(4)?,
        day: r.get(5)?,
        line: r.get(6)?,
        matter: r.get(7)?,
        counted: r.get(8)?,
        mark: r.get(9)?,
    })
}

/// Fetches the words of a move and where it stands.
pub(crate) fn filled(db: &Connection, row: MoveRow) -> Result<MoveView> {
    let (entry, noted_from) = entry(db, row.seq, row.ordinal)?;
    Ok(MoveView {
        number: row.number,
        id: row.id,
        day: row.day.and_then(days::day),
        entry,
        source: source(db, row.doc)?,
        noted_from,
        mark: row.mark,
        line: row.line,
        matter: row.matter,
        counted: row.counted,
    })
}

/// The move that an event holds, with where a person knows it from.
fn entry(db: &Connection, seq: i64, ordinal: i64) -> Result<(Move, Option<String>)> {
    let sql = "SELECT json_extract(payload, '$.findings.entries[' || ?2 || ']') FROM events \
               WHERE seq = ?1 AND kind = 'read'";
    let read: Option<String> = db
        .prepare_cached(sql)?
        .query_row([seq, ordinal], |r| r.get(0))
        .optional()?;
    if let Some(json) = read {
        let damaged = |e| LedgerError::Damaged(format!("event {seq}: {e}"));
        return Ok((serde_json::from_str(&json).map_err(damaged)?, None));
    }
    let event = log::event(db, seq)?
        .ok_or_else(|| LedgerError::Damaged(format!("event {seq} is missing")))?;
    if event.deed == Deed::Note {
        let note: NotePayload = event.payload()?;
        return Ok((note.entry, note.source));
    }
    let hand: HandPayload = event.payload()?;
    Ok((hand.entry, None))
}

/// Where the moves of a document stand.
pub(crate) fn source(db: &Connection, doc: i64) -> Result<Option<SourceView>> {
    if doc == 0 {
        return Ok(None);
    }
    let sql = "SELECT d.id, d.title, d.publisher, d.url, d.day, \
               (SELECT count(*) FROM sources s JOIN docs o ON o.doc = s.doc WHERE o.grp = d.grp) \
               FROM docs d WHERE d.doc = ?1";
    let row = |r: &Row<'_>| {
        Ok(SourceView {
            id: r.get(0)?,
            title: r.get(1)?,
            publisher: r.get(2)?,
            url: r.get(3)?,
            date: r.get::<_, Option<i64>>(4)?.and_then(days::day),
            n_sources: r.get(5)?,
        })
    };
    Ok(db.prepare_cached(sql)?.query_row([doc], row).optional()?)
}

/// The moves that a query chooses; it must select [`MOVE_ROW`].
pub(crate) fn moves(
    db: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<MoveView>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(values, move_row)?;
    rows.map(|row| filled(db, row?)).collect()
}
