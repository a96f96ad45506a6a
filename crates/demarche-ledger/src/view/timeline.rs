//! Who did what, when; and what changed in the ledger.

use super::{MOVE_ROW, MoveView, moves};
use crate::error::Result;
use crate::log::Deed;
use crate::{Ledger, days, derive};
use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;

/// A stretch of days, and whose.
#[derive(Clone, Debug, Default)]
pub struct Range {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Only moves in which this party acts or is addressed.
    pub party: Option<String>,
    pub limit: usize,
    pub offset: usize,
}

/// Something that was written to the ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub seq: i64,
    /// RFC 3339.
    pub at: String,
    pub author: String,
    pub deed: &'static str,
    /// Id of the document or move.
    pub subject: String,
    /// Title of the document, or words of the move.
    pub about: String,
    /// The document that it belongs to, if any.
    pub document: Option<String>,
}

impl Ledger {
    /// The moves of a stretch of days in order, those that count.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn timeline(&self, range: &Range) -> Result<Vec<MoveView>> {
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.counted = 1 AND m.rank >= ?1 AND m.rank < ?2 \
             AND (?3 IS NULL OR instr(' ' || m.actor || ' ' || m.addressee || ' ', ' ' || ?3 || ' ')) \
             ORDER BY m.rank, m.number LIMIT ?4 OFFSET ?5"
        );
        let from = range
            .from
            .map_or(0, |d| derive::first_rank(days::number(d)));
        let next_day = |d: Date| derive::first_rank(days::number(d) + 1);
        // Moves without a day come last of all, and in no stretch of days.
        let last = range.from.map_or(i64::MAX, |_| derive::UNDATED_RANK);
        let to = range.to.map_or(last, next_day);
        let (limit, offset) = (range.limit as i64, range.offset as i64);
        moves(
            &self.db,
            &sql,
            params![from, to, range.party, limit, offset],
        )
    }

    /// What was written since a moment (RFC 3339; empty: ever), the latest first. What a reader found
    /// counts as part of the document that came in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn changes(&self, since: &str, limit: usize) -> Result<Vec<Change>> {
        let sql = "SELECT e.seq, e.at, e.author, e.kind, e.subject, coalesce(d.title, \
                   substr(t.text, 1, 80), ''), d.id FROM events e LEFT JOIN docs d ON d.id = \
                   e.subject LEFT JOIN texts t ON t.hash = d.text_hash \
                   WHERE e.at >= ?1 AND e.kind <> 'read' ORDER BY e.seq DESC LIMIT ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![since, limit as i64], |r| {
            let deed: String = r.get(3)?;
            Ok(Change {
                seq: r.get(0)?,
                at: r.get(1)?,
                author: r.get(2)?,
                deed: Deed::parse(&deed).map_or("", Deed::as_str),
                subject: r.get(4)?,
                about: r.get(5)?,
                document: r.get(6)?,
            })
        })?;
        let mut changes: Vec<Change> = rows.collect::<rusqlite::Result<_>>()?;
        for change in changes.iter_mut().filter(|c| c.document.is_none()) {
            let sql = format!("SELECT {MOVE_ROW} FROM moves m WHERE m.id = ?1");
            if let Some(found) = moves(&self.db, &sql, [&change.subject])?.pop() {
                change.about = found.entry.content.text;
                change.document = found.source.map(|s| s.id);
            }
        }
        Ok(changes)
    }

    /// The parties by id, with their names and how many lines each is involved in, the busiest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn parties(&self) -> Result<Vec<(String, String, i64)>> {
        // A party that only a person of the desk named has no name but its id.
        let sql = "SELECT x.id, coalesce(p.name, x.id), x.n FROM (SELECT party AS id, count(*) AS n \
                   FROM involved GROUP BY party UNION ALL SELECT id, 0 FROM parties WHERE id NOT IN \
                   (SELECT party FROM involved)) x LEFT JOIN parties p ON p.id = x.id \
                   ORDER BY x.n DESC, x.id";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The last day of any report; none in an empty ledger.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_day(&self) -> Result<Option<Date>> {
        let sql = "SELECT max(day) FROM docs";
        let last: Option<i64> = self.db.query_row(sql, [], |r| r.get(0))?;
        Ok(last.and_then(days::day))
    }
}
