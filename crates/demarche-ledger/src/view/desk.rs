//! What a desk asks besides: what is new, what to look at next, who did what to a move, who faces whom.

use super::{LinkView, MOVE_ROW, MoveView, Range, moves};
use crate::error::Result;
use crate::{Ledger, days};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

/// A deed of a person on a move.
#[derive(Clone, Debug, Serialize)]
pub struct Hand {
    /// The number of its event, by which it can be taken back.
    pub seq: i64,
    /// RFC 3339.
    pub at: String,
    pub author: String,
    /// The word of the store: `confirm`, `correct`, `join`.
    pub deed: String,
    pub reason: Option<String>,
    /// Id of the other move of a join or split.
    pub other: Option<String>,
    /// False when it was taken back, and for the taking back itself.
    pub holds: bool,
}

impl Ledger {
    /// The number of the last event; 0 in an empty ledger. Whatever is shown changes only with it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tip(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(seq), 0) FROM events";
        Ok(self.db.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
    }

    /// The moves of a stretch of days, the latest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn latest(&self, range: &Range) -> Result<Vec<MoveView>> {
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.counted \
             AND (?1 IS NULL OR m.day >= ?1) AND (?2 IS NULL OR m.day <= ?2) \
             AND (?3 IS NULL OR instr(' ' || m.actor || ' ' || m.addressee || ' ', ' ' || ?3 || ' ')) \
             ORDER BY m.rank DESC, m.number LIMIT ?4 OFFSET ?5"
        );
        let (from, to) = (range.from.map(days::number), range.to.map(days::number));
        let (limit, offset) = (range.limit as i64, range.offset as i64);
        let values = params![from, to, range.party, limit, offset];
        moves(&self.db, &sql, values)
    }

    /// The moves that no person has looked at, the least certain first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn to_review(&self, limit: usize, offset: usize) -> Result<Vec<MoveView>> {
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.counted AND m.mark IS NULL \
             ORDER BY m.confidence, m.number LIMIT ?1 OFFSET ?2"
        );
        moves(&self.db, &sql, params![limit as i64, offset as i64])
    }

    /// How many moves no person has looked at.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn n_to_review(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM moves WHERE counted AND mark IS NULL";
        Ok(self.db.query_row(sql, [], |r| r.get(0))?)
    }

    /// What people did to a move, the first deed first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(&self, id: &str) -> Result<Vec<Hand>> {
        let sql = "SELECT e.seq, e.at, e.author, e.kind, json_extract(e.payload, '$.reason'), \
                   json_extract(e.payload, '$.parent'), EXISTS (SELECT 1 FROM hands h WHERE h.seq = \
                   e.seq) FROM events e WHERE e.subject = ?1 ORDER BY e.seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |r| {
            Ok(Hand {
                seq: r.get(0)?,
                at: r.get(1)?,
                author: r.get(2)?,
                deed: r.get(3)?,
                reason: r.get(4)?,
                other: r.get(5)?,
                holds: r.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The joins between these moves, by their numbers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn links_among(&self, numbers: &[i64]) -> Result<Vec<LinkView>> {
        let sql = "SELECT c.number, p.number, c.id, p.id, l.relation, l.confidence, l.reason, \
                   l.author FROM links l JOIN moves c ON c.number = l.child \
                   JOIN moves p ON p.number = l.parent WHERE l.child = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = Vec::new();
        for number in numbers {
            let rows = statement.query_map([number], super::matter::link_row)?;
            for row in rows {
                let link: LinkView = row?;
                if numbers.contains(&link.parent_number) {
                    found.push(link);
                }
            }
        }
        Ok(found)
    }

    /// Who faces whom: actor, addressee and how many lines, the most first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pairs(&self, limit: usize) -> Result<Vec<(String, String, i64)>> {
        let sql = "SELECT one, other, n FROM pairs ORDER BY n DESC, one, other LIMIT ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows =
            statement.query_map([limit as i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The first day of any report; none in an empty ledger.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn first_day(&self) -> Result<Option<Date>> {
        let sql = "SELECT min(day) FROM docs";
        let first: Option<i64> = self.db.query_row(sql, [], |r| r.get(0))?;
        Ok(first.and_then(days::day))
    }

    /// The nearest days before and after `on` on which something was reported.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days_beside(&self, on: Date) -> Result<(Option<Date>, Option<Date>)> {
        let sql = "SELECT (SELECT max(day) FROM docs WHERE day < ?1), \
                   (SELECT min(day) FROM docs WHERE day > ?1)";
        let day = |n: Option<i64>| n.and_then(days::day);
        let row = |r: &rusqlite::Row<'_>| Ok((day(r.get(0)?), day(r.get(1)?)));
        Ok(self
            .db
            .prepare_cached(sql)?
            .query_row([days::number(on)], row)?)
    }

    /// The name of a person, as the first report writes it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn person_name(&self, id: &str) -> Result<Option<String>> {
        let sql = "SELECT name FROM people WHERE id = ?1 ORDER BY doc LIMIT 1";
        let name = self.db.prepare_cached(sql)?.query_row([id], |r| r.get(0));
        Ok(name.optional()?)
    }
}
