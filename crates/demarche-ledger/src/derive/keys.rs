//! The index of the words and sorts by which moves find one another.
//!
//! Its rows go all over a large table. So those of the last reports stand in a small one, and are put away
//! together, in order: a page of the large table is then written once for many of them.

use crate::error::Result;
use crate::join::{self, Face};
use rusqlite::{CachedStatement, Connection};

/// Events, two a report, after which the small table is put away: at every multiple of this number.
const TOGETHER: i64 = 4_096;

/// Puts a move under its keys.
pub(super) fn insert(db: &Connection, face: &Face) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO fresh (key, rank, number) VALUES (?1, ?2, ?3)";
    let mut insert = db.prepare_cached(sql)?;
    for key in join::keys(face).all() {
        insert.execute([key, face.rank, face.number])?;
    }
    Ok(())
}

/// Takes a move out.
pub(super) fn delete(db: &Connection, face: &Face) -> Result<()> {
    for table in ["fresh", "keys"] {
        let sql = format!("DELETE FROM {table} WHERE key = ?1 AND rank = ?2 AND number = ?3");
        let mut delete = db.prepare_cached(&sql)?;
        for key in join::keys(face).all() {
            delete.execute([key, face.rank, face.number])?;
        }
    }
    Ok(())
}

/// After the event of this number: puts the small table away where it is time.
pub(super) fn put_away(db: &Connection, seq: i64) -> Result<()> {
    if seq % TOGETHER == 0 {
        // In order of the keys, as both tables are.
        let sql =
            "INSERT OR IGNORE INTO keys SELECT key, rank, number FROM fresh; DELETE FROM fresh;";
        db.execute_batch(sql)?;
    }
    Ok(())
}

/// Looks for moves under keys.
pub(super) struct Look<'a> {
    tables: [CachedStatement<'a>; 2],
    back: bool,
    met: Vec<(i64, i64)>,
}

impl<'a> Look<'a> {
    /// For the last moves before a rank.
    pub(super) fn back(db: &'a Connection) -> Result<Look<'a>> {
        Look::new(db, true)
    }

    /// For the first moves after a rank.
    pub(super) fn ahead(db: &'a Connection) -> Result<Look<'a>> {
        Look::new(db, false)
    }

    fn new(db: &'a Connection, back: bool) -> Result<Look<'a>> {
        let order = if back { "DESC" } else { "ASC" };
        let prepare = |table: &str| {
            let sql = format!(
                "SELECT rank, number FROM {table} WHERE key = ?1 AND rank > ?2 AND rank < ?3 \
                 ORDER BY rank {order}, number {order} LIMIT ?4"
            );
            db.prepare_cached(&sql)
        };
        Ok(Look {
            tables: [prepare("fresh")?, prepare("keys")?],
            back,
            met: Vec::new(),
        })
    }

    /// Ranks and numbers of the moves under a key between two ranks, the nearest `most` of them.
    pub(super) fn under(
        &mut self,
        key: i64,
        ranks: (i64, i64),
        most: usize,
    ) -> Result<&[(i64, i64)]> {
        self.met.clear();
        for table in &mut self.tables {
            let mut rows = table.query([key, ranks.0, ranks.1, most as i64])?;
            while let Some(row) = rows.next()? {
                self.met.push((row.get(0)?, row.get(1)?));
            }
        }
        self.met.sort_unstable();
        if self.back {
            self.met.reverse();
        }
        self.met.truncate(most);
        Ok(&self.met)
    }
}
