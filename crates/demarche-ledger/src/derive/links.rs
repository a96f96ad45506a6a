//! The joins: each move looks among earlier ones for what it speaks of, and those after it look again when
//! an earlier one comes or goes. Each look is bounded, so a report costs the same in a large ledger.

use super::keys::{self, Look};
use super::lines::{self, Changed, WHOLE};
use super::{JoinPayload, Work, moves};
use crate::error::Result;
use crate::join::{self, Face, Link, Tie};
use crate::log::{self, Deed};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Moves that are looked at under one key, the latest first. More than this in a row between one move and
/// what it speaks of means that the words are too common to join by.
const WINDOW: usize = 24;
/// Of the moves that were met under its words, so many are compared with a move: those that have most of
/// them in common, then the latest.
const MOST: usize = 24;

/// Moves whose joins must be looked at again.
#[derive(Debug, Default)]
pub(super) struct Touched {
    moves: BTreeSet<i64>,
    /// Those of them that came, or whose place may have changed though their joins did not.
    own: BTreeSet<i64>,
    lines: Changed,
}

impl Touched {
    /// A move goes out of the count.
    pub(super) fn leaves(&mut self, db: &Connection, face: &Face) -> Result<()> {
        self.neighbours(db, face)?;
        let line = lines::line_of(db, face.number)?;
        self.lines.note(line, WHOLE);
        for number in [face.number, line] {
            for other in lines::answered_by(db, number)? {
                self.lines.note(other, WHOLE);
            }
        }
        for sql in [
            "DELETE FROM links WHERE child = ?1",
            "DELETE FROM links WHERE parent = ?1",
        ] {
            db.prepare_cached(sql)?.execute([face.number])?;
        }
        keys::delete(db, face)
    }

    /// A move comes into the count.
    pub(super) fn arrives(&mut self, db: &Connection, face: &Face) -> Result<()> {
        keys::insert(db, face)?;
        self.moves.insert(face.number);
        self.own.insert(face.number);
        self.neighbours(db, face)
    }

    /// Those that might speak of this move, or do.
    fn neighbours(&mut self, db: &Connection, face: &Face) -> Result<()> {
        let sql = "SELECT child FROM links WHERE parent = ?1";
        let mut children = db.prepare_cached(sql)?;
        for child in children.query_map([face.number], |r| r.get(0))? {
            self.moves.insert(child?);
        }
        let mut later = Look::ahead(db)?;
        for key in join::keys(face).all() {
            let met = later.under(key, (face.rank, i64::MAX), WINDOW)?;
            self.moves.extend(met.iter().map(|(_, number)| *number));
        }
        Ok(())
    }

    /// Looks again, and brings lines, matters and phases up to date.
    pub(super) fn settle(self, db: &Work) -> Result<()> {
        let mut changed = Vec::new();
        let mut lines = self.lines;
        for number in self.moves {
            if !is_counted(db, number)? {
                continue;
            }
            let face = db.face(number)?;
            let links = links_of(db, &face)?;
            // Most of those that look again find what they had found.
            if !self.own.contains(&number) && links == written(db, number)? {
                continue;
            }
            for line in lines::answered_by(db, number)? {
                lines.note(line, WHOLE);
            }
            write(db, &face, &links)?;
            changed.push((face.rank, number));
        }
        changed.sort_unstable();
        let changed = changed.into_iter().map(|(_, number)| number).collect();
        lines::bring_up_to_date(db, changed, lines)
    }
}

/// Looks again at one move, after a person joined or parted it.
pub(super) fn settle_by_id(db: &Work, id: &str) -> Result<()> {
    let sql = "SELECT number FROM moves WHERE id = ?1";
    let number = db
        .prepare_cached(sql)?
        .query_row([id], |r| r.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(());
    };
    let mut touched = Touched {
        moves: BTreeSet::from([number]),
        own: BTreeSet::from([number]),
        ..Touched::default()
    };
    touched.lines.note(lines::line_of(db, number)?, WHOLE);
    touched.settle(db)
}

fn is_counted(db: &Connection, number: i64) -> Result<bool> {
    let sql = "SELECT counted FROM moves WHERE number = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([number], |r| r.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}

/// The joins of a move, with who made each; the program's name is empty.
fn links_of(db: &Work, face: &Face) -> Result<Vec<(Link, String)>> {
    let hands = hands(db, face.number)?;
    let candidates: Vec<Rc<Face>> = candidates(db, face)?
        .into_iter()
        .filter(|c| !hands.parted.contains(&c.number))
        .collect();
    let mut links = hands.joined;
    let by_hand = |l: &[(Link, String)], n: i64| l.iter().any(|(k, _)| k.parent == n);
    if links.is_empty() {
        let own = best(&candidates, |c| join::link(c, face));
        links.extend(own.map(|link| (link, String::new())));
    }
    if links.is_empty() && join::is_reply_to_all(face) {
        let asked: Vec<Face> = candidates.iter().map(|c| Face::clone(c)).collect();
        let all = join::reply_to_all(&asked, face);
        links.extend(all.into_iter().map(|link| (link, String::new())));
    }
    if links.is_empty() {
        let touched = best(&candidates, |c| join::touch::link(c, face));
        links.extend(touched.map(|link| (link, String::new())));
    }
    let text = best(&candidates, |c| join::disclosure::link(c, face));
    if let Some(link) = text.filter(|l| !by_hand(&links, l.parent)) {
        links.push((link, String::new()));
    }
    for link in candidates.iter().filter_map(|c| join::condition(c, face)) {
        if !by_hand(&links, link.parent) {
            links.push((link, String::new()));
        }
    }
    links.sort_by_key(|(link, _)| link.parent);
    Ok(links)
}

/// The surest of the joins with these moves, the latest of those that are as sure.
fn best(with: &[Rc<Face>], join: impl Fn(&Face) -> Option<Link>) -> Option<Link> {
    let found = with.iter().filter_map(|c| Some((join(c)?, c.rank)));
    let surest = found.max_by(|(a, i), (b, j)| {
        let sure = a.confidence.total_cmp(&b.confidence);
        sure.then(i.cmp(j))
    });
    surest.map(|(link, _)| link)
}

/// Moves that this one might speak of.
fn candidates(db: &Work, face: &Face) -> Result<Vec<Rc<Face>>> {
    // Nothing is joined over a longer time, nor without a day.
    let oldest = |day| moves::first_rank(day - join::ANSWERED_WITHIN);
    let oldest = face.day.map_or(moves::UNDATED_RANK, oldest);
    let ranks = (oldest - 1, face.rank);
    let mut earlier = Look::back(db)?;
    let keys = join::looks_under(face);
    let mut common: HashMap<i64, (usize, i64)> = HashMap::new();
    for key in keys.words {
        for (rank, number) in earlier.under(key, ranks, WINDOW)? {
            common.entry(*number).or_insert((0, *rank)).0 += 1;
        }
    }
    let mut common: Vec<((usize, i64), i64)> = common.into_iter().map(|(n, c)| (c, n)).collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    common.truncate(MOST);
    let mut met: BTreeSet<i64> = common.into_iter().map(|(_, number)| number).collect();
    for key in keys.sorts {
        let found = earlier.under(key, ranks, WINDOW)?;
        met.extend(found.iter().map(|(_, number)| *number));
    }
    if face.doc != 0 {
        let sql = "SELECT number FROM moves WHERE doc = ?1 AND counted";
        let mut same = db.prepare_cached(sql)?;
        for number in same.query_map([face.doc], |r| r.get(0))? {
            met.insert(number?);
        }
    }
    met.remove(&face.number);
    met.into_iter().map(|n| db.face(n)).collect()
}

/// What people said of a move's joins.
#[derive(Default)]
struct Hands {
    joined: Vec<(Link, String)>,
    parted: Vec<i64>,
}

fn hands(db: &Connection, number: i64) -> Result<Hands> {
    let sql = "SELECT h.seq, p.number FROM hands h JOIN moves m ON m.id = h.subject \
               JOIN moves p ON p.id = h.other \
               WHERE m.number = ?1 AND h.deed IN ('join', 'split') AND p.counted ORDER BY h.seq";
    let rows: Vec<(i64, i64)> = db
        .prepare_cached(sql)?
        .query_map([number], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut hands = Hands::default();
    for (seq, parent) in rows {
        let Some(event) = log::event(db, seq)? else {
            continue;
        };
        hands.joined.retain(|(l, _)| l.parent != parent);
        hands.parted.retain(|p| *p != parent);
        if event.deed == Deed::Split {
            hands.parted.push(parent);
            continue;
        }
        let payload: JoinPayload = event.payload()?;
        let tie = payload.relation.as_deref().and_then(Tie::parse);
        let link = Link {
            parent,
            tie: tie.unwrap_or(Tie::Answers),
            confidence: 1.0,
            reason: format!("joined by {}", event.author),
        };
        hands.joined.push((link, event.author));
    }
    Ok(hands)
}

/// The joins of a move as they stand in the store.
fn written(db: &Connection, child: i64) -> Result<Vec<(Link, String)>> {
    let sql = "SELECT parent, relation, confidence, reason, author FROM links WHERE child = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([child])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        let tie: String = row.get(1)?;
        let link = Link {
            parent: row.get(0)?,
            tie: Tie::parse(&tie).unwrap_or(Tie::Answers),
            confidence: row.get(2)?,
            reason: row.get(3)?,
        };
        links.push((link, row.get(4)?));
    }
    Ok(links)
}

fn write(db: &Connection, child: &Face, links: &[(Link, String)]) -> Result<()> {
    db.prepare_cached("DELETE FROM links WHERE child = ?1")?
        .execute([child.number])?;
    let sql = "INSERT OR REPLACE INTO links (child, parent, relation, confidence, reason, author, \
               line, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = db.prepare_cached(sql)?;
    for (link, author) in links {
        insert.execute(params![
            child.number,
            link.parent,
            link.tie.as_str(),
            link.confidence,
            link.reason,
            author,
            lines::line_of(db, link.parent)?,
            child.day.unwrap_or(i64::MAX),
        ])?;
    }
    Ok(())
}
