//! The file: one SQLite database, opened, checked and brought up to date.

use crate::error::{LedgerError, Result};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// "Dmrc" in the header of the file, so that no other database is taken for a ledger.
const APPLICATION: i64 = 0x446d_7263;
/// Version of the facts' tables.
pub(crate) const VERSION: i64 = 1;
/// Version of the derived tables; another one is rebuilt when the ledger is opened for writing.
pub(crate) const DERIVED: i64 = 1;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a ledger for writing, and makes it where there is none.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let db = Connection::open(path)?;
    db.busy_timeout(PATIENCE)?;
    let application = pragma(&db, "application_id")?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if application != APPLICATION && tables > 0 {
        return Err(LedgerError::NotALedger);
    }
    check_version(&db)?;
    settings(&db)?;
    if application != APPLICATION {
        create(&db)?;
    }
    Ok(db)
}

/// Opens a ledger for reading only.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(LedgerError::Missing(path.display().to_string()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    if pragma(&db, "application_id")? != APPLICATION {
        return Err(LedgerError::NotALedger);
    }
    check_version(&db)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

fn check_version(db: &Connection) -> Result<()> {
    let found = pragma(db, "user_version")? & 0xffff;
    if found > VERSION {
        return Err(LedgerError::Newer {
            found,
            known: VERSION,
        });
    }
    Ok(())
}

fn pragma(db: &Connection, name: &str) -> Result<i64> {
    Ok(db.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0))?)
}

fn settings(db: &Connection) -> Result<()> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", "ON")?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn create(db: &Connection) -> Result<()> {
    let sql = format!(
        "BEGIN IMMEDIATE;\n{}\n{}\nPRAGMA application_id = {APPLICATION};\n\
         PRAGMA user_version = {};\nCOMMIT;",
        include_str!("schema.sql"),
        include_str!("derived.sql"),
        VERSION | DERIVED << 16,
    );
    if let Err(error) = db.execute_batch(&sql) {
        // Another program may have made it a moment ago.
        let _ = db.execute_batch("ROLLBACK");
        if pragma(db, "application_id")? != APPLICATION {
            return Err(error.into());
        }
    }
    Ok(())
}

/// Version of the derived tables in the file.
pub(crate) fn derived_version(db: &Connection) -> Result<i64> {
    Ok(pragma(db, "user_version")? >> 16)
}

/// Drops the derived tables and makes them anew, empty.
pub(crate) fn clear_derived(db: &Connection) -> Result<()> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' \
               AND name NOT IN ('texts', 'events') AND name NOT LIKE 'sqlite_%'";
    let names: Vec<String> = db
        .prepare(sql)?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // The tables behind a full-text index go with it.
    let inner = |n: &str| n.contains("_fts_");
    for name in names.iter().filter(|n| !inner(n)) {
        db.execute_batch(&format!("DROP TABLE \"{name}\""))?;
    }
    db.execute_batch(include_str!("derived.sql"))?;
    db.pragma_update(None, "user_version", VERSION | DERIVED << 16)?;
    Ok(())
}

/// Runs `work` in one transaction that other writers wait for.
pub(crate) fn in_transaction<T>(
    db: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}
