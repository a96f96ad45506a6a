//! Lines (moves that say the same), matters (lines that belong together) and the phases of each line.

use super::moves;
use crate::error::Result;
use crate::join::{Face, Tie};
use crate::standing::{self, Phase, State};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Days for which one who says a reply again still replies.
const REPLIED_WITHIN: i64 = 30;

/// Stands for the first day of a line that is to be looked at as a whole.
pub(crate) const WHOLE: i64 = i64::MIN;

/// Lines to bring up to date, each with the first day of which something changed: what stands before it
/// stays, so that a line costs the same however long it is.
#[derive(Debug, Default)]
pub(super) struct Changed(BTreeMap<i64, i64>);

impl Changed {
    /// Something of this day changed in a line.
    pub(super) fn note(&mut self, line: i64, day: i64) {
        let first = self.0.entry(line).or_insert(day);
        *first = day.min(*first);
    }
}

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
    mut lines: Changed,
) -> Result<()> {
    let mut queue: VecDeque<i64> = changed.into();
    // Joins have no circle; the bound is for a store that was tampered with.
    let mut left = 1_000_000;
    while let (Some(number), 1..) = (queue.pop_front(), left) {
        left -= 1;
        let (line, matter) = place(db, number)?;
        let old = Placed::of(db, number)?;
        let first = if old.has_children {
            WHOLE
        } else {
            old.day.unwrap_or(WHOLE)
        };
        lines.note(line, first);
        for other in answered_by(db, number)? {
            lines.note(other, first);
        }
        // Who says a reply again replies too.
        for other in answered_by(db, line)? {
            lines.note(other, first);
        }
        if old.line != line {
            lines.note(old.line, WHOLE);
            for other in answered_by(db, old.line)? {
                lines.note(other, WHOLE);
            }
        }
        if (old.line, old.matter) == (line, matter) {
            continue;
        }
        db.prepare_cached("UPDATE moves SET line = ?2, matter = ?3 WHERE number = ?1")?
            .execute([number, line, matter])?;
        if old.line != line {
            db.prepare_cached("UPDATE links SET line = ?2 WHERE parent = ?1")?
                .execute([number, line])?;
        }
        let mut children = db.prepare_cached("SELECT child FROM links WHERE parent = ?1")?;
        for child in children.query_map([number], |r| r.get(0))? {
            queue.push_back(child?);
        }
    }
    for (line, day) in lines.0 {
        make_phases(db, line, day)?;
    }
    Ok(())
}

/// Where a move stands so far.
struct Placed {
    line: i64,
    matter: i64,
    day: Option<i64>,
    has_children: bool,
}

impl Placed {
    fn of(db: &Connection, number: i64) -> Result<Placed> {
        let sql = "SELECT line, matter, day, EXISTS (SELECT 1 FROM links WHERE parent = ?1) \
                   FROM moves WHERE number = ?1";
        let row = |r: &rusqlite::Row<'_>| {
            Ok(Placed {
                line: r.get(0)?,
                matter: r.get(1)?,
                day: r.get(2)?,
                has_children: r.get(3)?,
            })
        };
        Ok(db.prepare_cached(sql)?.query_row([number], row)?)
    }
}

/// Line and matter of a move, from those of the one it is joined to.
fn place(db: &Connection, number: i64) -> Result<(i64, i64)> {
    let sql = "SELECT l.relation, p.line, p.matter FROM links l JOIN moves p ON p.number = l.parent \
               WHERE l.child = ?1 AND l.relation NOT IN ('fulfils', 'forecloses') \
               ORDER BY l.relation = 'touches', l.relation = 'discloses', l.confidence DESC, p.rank LIMIT 1";
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

/// The lines on which a move bears: those of the moves to which it is joined as the later one.
pub(super) fn answered_by(db: &Connection, number: i64) -> Result<Vec<i64>> {
    let sql = "SELECT line FROM links WHERE child = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([number], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What bears on a line from a day on: moves of other lines with their ties to its moves.
pub(crate) fn bearing(db: &Connection, line: i64, since: i64) -> Result<Vec<(Face, Tie)>> {
    let sql = "SELECT child, relation, day FROM links \
               WHERE line = ?1 AND day >= ?2 AND relation NOT IN ('restates', 'touches') ORDER BY day, child";
    let rows: Vec<(i64, String, i64)> = db
        .prepare_cached(sql)?
        .query_map([line, since.saturating_sub(REPLIED_WITHIN)], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut came = Vec::new();
    for (child, tie, day) in rows {
        let Some(tie) = Tie::parse(&tie) else {
            continue;
        };
        let mut faces = Vec::new();
        if tie.is_reply() {
            // A restatement of the reply is a reply too, and may say when it was made. It is of a line
            // that the reply begins.
            let ranks = [
                moves::first_rank(since.max(day)),
                moves::first_rank(day.saturating_add(REPLIED_WITHIN + 1)),
            ];
            let those = "counted AND line = ?1 AND rank >= ?2 AND rank < ?3";
            faces = moves::faces(db, those, [child, ranks[0], ranks[1]])?;
        }
        if day >= since && !faces.iter().any(|f| f.number == child) {
            faces.push(moves::face(db, child)?);
        }
        came.extend(faces.into_iter().map(|face| (face, tie)));
    }
    Ok(came)
}

/// Makes the phases of a line, those of the days from `day` on.
fn make_phases(db: &Connection, line: i64, day: i64) -> Result<()> {
    let first = moves::first_of(db, line)?;
    let Some(first) = first.filter(standing::has_standing) else {
        write_phases(db, line, &stored(db, line)?, &[])?;
        return involve(db, line, &[], WHOLE);
    };
    let old = stored(db, line)?;
    let begins = old
        .first()
        .is_some_and(|p| (p.rank, p.kind) == (first.rank, first.kind as i64));
    let before = old.partition_point(|p| p.since < day);
    let day = if begins && before > 0 { day } else { WHOLE };
    let rank = if day == WHOLE {
        i64::MIN
    } else {
        moves::first_rank(day)
    };
    let said = moves::faces(db, "counted AND line = ?1 AND rank >= ?2", [line, rank])?;
    let came = bearing(db, line, day)?;
    let phases = if day == WHOLE {
        standing::phases(&said, &came, None)
    } else {
        let before = old[..before].iter().map(Stored::phase).collect();
        standing::go_on(before, &said, &came)
    };
    let stored = |phase: &Phase| Stored {
        since: phase.since,
        until: phase.until,
        state: phase.state as i64,
        due: phase.due,
        kind: first.kind as i64,
        rank: first.rank,
    };
    let phases: Vec<Stored> = phases.iter().map(stored).collect();
    write_phases(db, line, &old, &phases)?;
    involve(db, line, &said, day)
}

/// Notes the parties of moves of a line as its sides, besides those that it had before `day`.
fn involve(db: &Connection, line: i64, said: &[Face], day: i64) -> Result<()> {
    let sql = "SELECT party, role FROM involved WHERE line = ?1";
    let old: BTreeSet<(String, i64)> = db
        .prepare_cached(sql)?
        .query_map([line], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut now = if day == WHOLE {
        BTreeSet::new()
    } else {
        old.clone()
    };
    for face in said {
        for (role, parties) in [(0, &face.actor), (1, &face.addressee)] {
            now.extend(parties.iter().map(|party| (party.clone(), role)));
        }
    }
    if now == old {
        return Ok(());
    }
    let sql = "DELETE FROM involved WHERE party = ?1 AND line = ?2 AND role = ?3";
    let mut delete = db.prepare_cached(sql)?;
    for (party, role) in old.difference(&now) {
        delete.execute(params![party, line, role])?;
    }
    let sql = "INSERT INTO involved (party, line, role) VALUES (?1, ?2, ?3)";
    let mut insert = db.prepare_cached(sql)?;
    for (party, role) in now.difference(&old) {
        insert.execute(params![party, line, role])?;
    }
    count_pairs(db, &pairs(&old), &pairs(&now))
}

/// Who faces whom among the sides of a line, each pair in order of its letters.
fn pairs(sides: &BTreeSet<(String, i64)>) -> BTreeSet<(&str, &str)> {
    let of = |role: i64| sides.iter().filter(move |(_, r)| *r == role);
    let facing = of(0).flat_map(|(a, _)| of(1).map(move |(b, _)| (a.as_str(), b.as_str())));
    let facing = facing.filter(|(a, b)| a != b);
    facing.map(|(a, b)| (a.min(b), a.max(b))).collect()
}

fn count_pairs(
    db: &Connection,
    old: &BTreeSet<(&str, &str)>,
    now: &BTreeSet<(&str, &str)>,
) -> Result<()> {
    let sql = "INSERT INTO pairs (one, other, n) VALUES (?1, ?2, ?3) \
               ON CONFLICT DO UPDATE SET n = n + excluded.n";
    let mut add = db.prepare_cached(sql)?;
    for (one, other) in now.difference(old) {
        add.execute(params![one, other, 1])?;
    }
    let sql = "DELETE FROM pairs WHERE one = ?1 AND other = ?2 AND n = 0";
    let mut tidy = db.prepare_cached(sql)?;
    for (one, other) in old.difference(now) {
        add.execute(params![one, other, -1])?;
        tidy.execute([one, other])?;
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

impl Stored {
    fn phase(&self) -> Phase {
        Phase {
            since: self.since,
            until: self.until,
            state: State::of(self.state),
            due: self.due,
        }
    }
}

fn stored(db: &Connection, line: i64) -> Result<Vec<Stored>> {
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
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([line], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Puts phases in place of those that a line had, where they differ, and keeps the tally.
fn write_phases(db: &Connection, line: i64, old: &[Stored], phases: &[Stored]) -> Result<()> {
    let both = old.iter().zip(phases);
    let same = both.take_while(|(a, b)| a == b).count();
    let (old, phases) = (&old[same..], &phases[same..]);
    let sql = "DELETE FROM phases WHERE line = ?1 AND since = ?2";
    let mut delete = db.prepare_cached(sql)?;
    for phase in old {
        delete.execute([line, phase.since])?;
        tally(db, phase, -1)?;
    }
    let sql = "INSERT INTO phases (line, since, until, state, due_from, due_to, kind, rank) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = db.prepare_cached(sql)?;
    for p in phases {
        let (from, to) = p.due;
        insert.execute(params![
            line, p.since, p.until, p.state, from, to, p.kind, p.rank
        ])?;
        tally(db, p, 1)?;
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
