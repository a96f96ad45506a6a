//! Moves and lines as the exports tell them: with ids that stay, their joins, and how they stand on the day.

use crate::days;
use crate::derive::ReadPayload;
use crate::error::{LedgerError, Result};
use crate::log::{self, Deed};
use crate::moves::Move;
use crate::standing::{self, Standing, State};
use crate::view::{MOVE_ROW, MoveRow, SourceView, filled, move_row, source};
use demarche::record::Kind;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use std::collections::HashMap;

/// A join to an earlier move.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Joined {
    pub(super) relation: String,
    /// Id of the earlier move.
    pub(super) parent: String,
    pub(super) confidence: f64,
    pub(super) reason: String,
    /// Who joined them; none for the program.
    pub(super) author: Option<String>,
}

/// How a line stands on the day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Stands {
    pub(super) on: Date,
    pub(super) word: &'static str,
    /// Days overdue, left, or until it begins.
    pub(super) days: Option<i64>,
    pub(super) since: Option<Date>,
    pub(super) due_from: Option<Date>,
    pub(super) due_to: Option<Date>,
}

/// A move as it is told.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    #[serde(skip)]
    pub(super) doc: i64,
    pub(super) id: String,
    /// Id of the first move of the matter.
    pub(super) matter: String,
    /// Id of the first move of those that say the same.
    pub(super) line: String,
    pub(super) day: Option<Date>,
    /// None for a move of which nothing is expected.
    pub(super) standing: Option<Stands>,
    pub(super) entry: Move,
    pub(super) source: Option<SourceView>,
    pub(super) noted_from: Option<String>,
    pub(super) mark: Option<String>,
    pub(super) joins: Vec<Joined>,
}

/// A line with what is known of it on the day.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) since: i64,
    pub(super) state: State,
    pub(super) due: (Option<i64>, Option<i64>),
}

/// Reads rows in order, and keeps the report that it read last: the next move is mostly of the same.
pub(super) struct Teller<'a> {
    db: &'a Connection,
    on: i64,
    read: (i64, Vec<Move>),
    source: (i64, Option<SourceView>),
}

impl<'a> Teller<'a> {
    pub(super) fn new(db: &'a Connection, on: i64) -> Teller<'a> {
        Teller {
            db,
            on,
            read: (0, Vec::new()),
            source: (0, None),
        }
    }

    /// Every move that counts and was known on the day, in order.
    pub(super) fn each(&mut self, each: impl FnMut(Told) -> Result<()>) -> Result<()> {
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.counted = 1 AND {KNOWN} ORDER BY m.rank, m.id"
        );
        let on = self.on;
        self.chosen(&sql, [on], each)
    }

    /// The moves that a query chooses; it must select [`MOVE_ROW`].
    pub(super) fn chosen(
        &mut self,
        sql: &str,
        values: impl rusqlite::Params,
        mut each: impl FnMut(Told) -> Result<()>,
    ) -> Result<()> {
        let db = self.db;
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            each(self.told(move_row(row)?)?)?;
        }
        Ok(())
    }

    /// The first move of a line.
    pub(super) fn first_of(&mut self, line: i64) -> Result<Option<Told>> {
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves m WHERE m.line = ?1 AND m.counted ORDER BY m.rank, m.id \
             LIMIT 1"
        );
        let mut found = None;
        self.chosen(&sql, params![line], |told| {
            found = Some(told);
            Ok(())
        })?;
        Ok(found)
    }

    fn told(&mut self, row: MoveRow) -> Result<Told> {
        if row.doc != self.source.0 {
            self.source = (row.doc, source(self.db, row.doc)?);
        }
        let (number, doc, line, matter) = (row.number, row.doc, row.line, row.matter);
        let (id, day, mark) = (
            row.id.clone(),
            row.day.and_then(days::day),
            row.mark.clone(),
        );
        let (entry, noted_from) = self.entry(row)?;
        Ok(Told {
            doc,
            id,
            matter: id_of(self.db, matter)?,
            line: id_of(self.db, line)?,
            day,
            standing: line_on(self.db, line, self.on)?.map(|l| l.stands(self.on)),
            entry,
            source: self.source.1.clone(),
            noted_from,
            mark,
            joins: joins(self.db, number, self.on)?,
        })
    }

    /// The words of a move. A reading is taken apart once for all its moves.
    fn entry(&mut self, row: MoveRow) -> Result<(Move, Option<String>)> {
        if self.read.0 != row.seq {
            let event = log::event(self.db, row.seq)?;
            let event = event.filter(|e| e.deed == Deed::Read);
            let Some(event) = event else {
                let view = filled(self.db, row)?;
                return Ok((view.entry, view.noted_from));
            };
            let payload: ReadPayload = event.payload()?;
            self.read = (row.seq, payload.findings.entries);
        }
        let entry = usize::try_from(row.ordinal)
            .ok()
            .and_then(|n| self.read.1.get(n));
        let lost = || LedgerError::Damaged(format!("event {}: an entry is missing", row.seq));
        Ok((entry.cloned().ok_or_else(lost)?, None))
    }
}

/// What was known on day `?1` of moves `m`: reported by then, or without a day.
pub(super) const KNOWN: &str = "(m.day IS NULL OR m.day <= ?1)";

fn id_of(db: &Connection, number: i64) -> Result<String> {
    let sql = "SELECT id FROM moves WHERE number = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([number], |r| r.get(0))
        .optional()?;
    found.ok_or_else(|| LedgerError::Damaged(format!("move {number} is missing")))
}

fn joins(db: &Connection, number: i64, on: i64) -> Result<Vec<Joined>> {
    let sql = format!(
        "SELECT l.relation, m.id, l.confidence, l.reason, l.author FROM links l \
         JOIN moves m ON m.number = l.parent WHERE l.child = ?2 AND {KNOWN} ORDER BY m.rank, m.id"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([on, number], |r| {
        Ok(Joined {
            relation: r.get(0)?,
            parent: r.get(1)?,
            confidence: r.get(2)?,
            reason: r.get(3)?,
            author: Some(r.get::<_, String>(4)?).filter(|a| !a.is_empty()),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Columns of a line: `p` its phase, `r` the move that gives it its name.
const LINE: &str = "p.line, r.id, p.kind, p.since, p.state, p.due_from, p.due_to FROM phases p \
                    JOIN moves r ON r.number = p.line";

fn line(r: &Row<'_>) -> rusqlite::Result<Line> {
    let kind = usize::try_from(r.get::<_, i64>(2)?).unwrap_or(0);
    Ok(Line {
        number: r.get(0)?,
        id: r.get(1)?,
        kind: *Kind::ALL.get(kind).unwrap_or(&Kind::Demand),
        since: r.get(3)?,
        state: State::of(r.get(4)?),
        due: (r.get(5)?, r.get(6)?),
    })
}

/// A line as it was on a day; none where nothing is expected of it, or it was not known yet.
fn line_on(db: &Connection, number: i64, on: i64) -> Result<Option<Line>> {
    let sql = format!("SELECT {LINE} WHERE p.line = ?1 AND p.since <= ?2 AND p.until > ?2");
    let found = db
        .prepare_cached(&sql)?
        .query_row([number, on], line)
        .optional()?;
    Ok(found)
}

/// The phases `p` of lines for which a condition of SQL holds, in an order of SQL; `?1` is the day.
pub(super) fn each_line(
    db: &Connection,
    on: i64,
    condition_and_order: &str,
    mut each: impl FnMut(Line) -> Result<()>,
) -> Result<()> {
    let sql = format!("SELECT {LINE} WHERE {condition_and_order}");
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([on])?;
    while let Some(row) = rows.next()? {
        each(line(row)?)?;
    }
    Ok(())
}

impl Line {
    /// What the calendar makes of it on a day.
    pub(super) fn stands(&self, on: i64) -> Stands {
        let standing = standing::standing(self.state, self.due, on);
        Stands {
            on: days::day(on).unwrap_or_default(),
            word: standing.as_str(),
            days: match standing {
                Standing::Overdue(n) | Standing::Outstanding(n) => Some(n),
                Standing::Due(n) => n,
                _ => None,
            },
            since: days::day(self.since),
            due_from: self.due.0.and_then(days::day),
            due_to: self.due.1.and_then(days::day),
        }
    }
}

/// The names of parties by their ids.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn of(db: &Connection) -> Result<Names> {
        let mut statement = db.prepare("SELECT id, name FROM parties")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(Names(rows.collect::<rusqlite::Result<_>>()?))
    }

    fn all(&self, ids: &[String]) -> String {
        let named = ids.iter().map(|id| self.0.get(id).unwrap_or(id).as_str());
        named.collect::<Vec<_>>().join(", ")
    }

    /// "United States → Russia".
    pub(super) fn sides(&self, entry: &Move) -> String {
        let actor = self.all(&entry.actor);
        if entry.addressee.is_empty() {
            return actor;
        }
        format!("{actor} → {}", self.all(&entry.addressee))
    }
}
