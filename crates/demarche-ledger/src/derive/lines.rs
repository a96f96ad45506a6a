//! Lines (moves that say the same), matters (lines that belong together) and the phases of each line.

use super::moves;
use crate::error::Result;
use crate::join::{Face, Tie};
use crate::standing::{self, State};
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
    db.prepare_cached("DELETE FROM involved WHERE line = ?1")?
        .execute([line])?;
    let said = moves::faces(db, "counted AND line = ?1", line)?;
    let Some(first) = said.first().filter(|f| standing::has_standing(f)) else {
        return write_phases(db, line, &[]);
    };
    let came = bearing(db, line)?;
    let phases = standing::phases(&said, &came, None).into_iter();
    let phases: Vec<Stored> = phases
        .map(|phase| Stored {
            since: phase.since,
            until: phase.until,
            state: phase.state as i64,
            due: phase.due,
            kind: first.kind as i64,
            rank: first.rank,
        })
        .collect();
    write_phases(db, line, &phases)?;
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

/// A phase as it stands in its table.
#[derive(PartialEq)]
struct Stored {
    since: i64,
    until: i64,
    state: i64,
    due: (Option<i64>, Option<i64>),
    kind: i64,
    rank: i64,
}

/// Puts phases in place of those that a line had, and keeps the tally.
fn write_phases(db: &Connection, line: i64, phases: &[Stored]) -> Result<()> {
    let sql = "SELECT since, until, state, due_from, due_to, kind, rank FROM phases \
               WHERE line = ?1 ORDER BY since";
    let row = |r: &rusqlite::Row<'_>| {
        Ok(Stored {
            since: r.get(0)?,
            until: r.get(1)?,
            state: r.get(2)?,
            due: (r.get(3)?, r.get(4)?),
            kind: r.get(5)?,
            rank: r.get(6)?,
        })
    };
    let old: Vec<Stored> = db
        .prepare_cached(sql)?
        .query_map([line], row)?
        .collect::<rusqlite::Result<_>>()?;
    if old == phases {
        return Ok(());
    }
    db.prepare_cached("DELETE FROM phases WHERE line = ?1")?
        .execute([line])?;
    let sql = "INSERT INTO phases (line, since, until, state, due_from, due_to, kind, rank) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = db.prepare_cached(sql)?;
    for p in phases {
        let (from, to) = p.due;
        insert.execute(params![
            line, p.since, p.until, p.state, from, to, p.kind, p.rank
        ])?;
    }
    for phase in &old {
        tally(db, phase, -1)?;
    }
    for phase in phases {
        tally(db, phase, 1)?;
    }
    Ok(())
}

/// Counts a phase from its first day to its last. Open ones with days are few and counted one by one.
fn tally(db: &Connection, phase: &Stored, n: i64) -> Result<()> {
    if phase.state == State::Open as i64 && phase.due != (None, None) {
        return Ok(());
    }
    let sql = "INSERT INTO tally (state, kind, day, n) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT DO UPDATE SET n = n + excluded.n";
    let mut add = db.prepare_cached(sql)?;
    let sql = "DELETE FROM tally WHERE state = ?1 AND kind = ?2 AND day = ?3 AND n = 0";
    let mut tidy = db.prepare_cached(sql)?;
    for (day, n) in [(phase.since, n), (phase.until, -n)] {
        if day < i64::MAX {
            add.execute([phase.state, phase.kind, day, n])?;
            tidy.execute([phase.state, phase.kind, day])?;
        }
    }
    Ok(())
}
