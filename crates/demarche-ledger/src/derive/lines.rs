//! Lines (moves that say the same), matters (lines that belong together) and the phases of each line.

use super::moves;
use crate::error::Result;
use crate::join::{Face, Tie};
use crate::standing;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, VecDeque};

/// The line of a move: the number of its first.
pub(super) fn line_of(db: &Connection, number: i64) -> Result<i64> {
    let sql = "SELECT line FROM moves WHERE number = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([number], |r| r.get(0))
        .optional()?;
    Ok(found.unwrap_or(number))
}

/// Follows changed joins down to those that hang on them, then makes the phases of every line that was
/// touched.
pub(super) fn bring_up_to_date(
    db: &Connection,
    changed: Vec<i64>,
    mut lines: BTreeSet<i64>,
) -> Result<()> {
    let mut queue: VecDeque<i64> = changed.into();
    // Joins have no circle; the bound is for a store that was tampered with.
    let mut left = 1_000_000;
    while let (Some(number), 1..) = (queue.pop_front(), left) {
        left -= 1;
        let (line, matter) = place(db, number)?;
        let sql = "SELECT line, matter FROM moves WHERE number = ?1";
        let old: (i64, i64) = db
            .prepare_cached(sql)?
            .query_row([number], |r| Ok((r.get(0)?, r.get(1)?)))?;
        lines.extend([old.0, line]);
        lines.extend(parents_lines(db, number)?);
        if old == (line, matter) {
            continue;
        }
        db.prepare_cached("UPDATE moves SET line = ?2, matter = ?3 WHERE number = ?1")?
            .execute([number, line, matter])?;
        let mut children = db.prepare_cached("SELECT child FROM links WHERE parent = ?1")?;
        for child in children.query_map([number], |r| r.get(0))? {
            queue.push_back(child?);
        }
    }
    for line in lines {
        make_phases(db, line)?;
    }
    Ok(())
}

/// Line and matter of a move, from those of the one it is joined to.
fn place(db: &Connection, number: i64) -> Result<(i64, i64)> {
    let sql = "SELECT l.relation, p.line, p.matter FROM links l JOIN moves p ON p.number = l.parent \
               WHERE l.child = ?1 AND l.relation NOT IN ('fulfils', 'forecloses') \
               ORDER BY l.relation = 'discloses', l.confidence DESC, p.rank LIMIT 1";
    let found: Option<(String, i64, i64)> = db
        .prepare_cached(sql)?
        .query_row([number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    Ok(match found {
        Some((tie, line, matter)) if tie == Tie::Restates.as_str() => (line, matter),
        Some((_, _, matter)) => (number, matter),
        None => (number, number),
    })
}

fn parents_lines(db: &Connection, number: i64) -> Result<Vec<i64>> {
    let sql = "SELECT p.line FROM links l JOIN moves p ON p.number = l.parent WHERE l.child = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([number], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What bears on a line: moves of other lines with their ties to its moves.
pub(crate) fn bearing(db: &Connection, line: i64) -> Result<Vec<(Face, Tie)>> {
    let sql = "SELECT l.child, l.relation FROM links l JOIN moves m ON m.number = l.parent \
               WHERE m.line = ?1 AND l.relation <> 'restates'";
    let rows: Vec<(i64, String)> = db
        .prepare_cached(sql)?
        .query_map([line], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut came = Vec::new();
    for (child, tie) in rows {
        if let Some(tie) = Tie::parse(&tie) {
            // A restatement of the reply is a reply too, and may say when it was made.
            for face in moves::faces(
                db,
                "counted AND line = (SELECT line FROM moves WHERE number = ?1)",
                child,
            )? {
                came.push((face, tie));
            }
        }
    }
    Ok(came)
}

fn make_phases(db: &Connection, line: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM phases WHERE line = ?1")?
        .execute([line])?;
    db.prepare_cached("DELETE FROM involved WHERE line = ?1")?
        .execute([line])?;
    let said = moves::faces(db, "counted AND line = ?1", line)?;
    let Some(first) = said.first().filter(|f| standing::has_standing(f)) else {
        return Ok(());
    };
    let came = bearing(db, line)?;
    let sql = "INSERT INTO phases (line, since, until, state, due_from, due_to, kind) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = db.prepare_cached(sql)?;
    for phase in standing::phases(&said, &came, None) {
        let (from, to) = phase.due;
        let (state, kind) = (phase.state as i64, first.kind as i64);
        insert.execute(params![
            line,
            phase.since,
            phase.until,
            state,
            from,
            to,
            kind
        ])?;
    }
    let sql = "INSERT OR IGNORE INTO involved (party, line, role) VALUES (?1, ?2, ?3)";
    let mut insert = db.prepare_cached(sql)?;
    for face in &said {
        for (role, parties) in [&face.actor, &face.addressee].into_iter().enumerate() {
            for party in parties {
                insert.execute(params![party, line, role as i64])?;
            }
        }
    }
    Ok(())
}
