//! The file: one SQLite database, opened, checked and brought up to date.

use crate::derive::Work;
use crate::error::{LedgerError, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "Dmrc" in the header of the file, so that no other database is taken for a ledger.
const APPLICATION: i64 = 0x446d_7263;
/// Version of the facts' tables.
pub(crate) const VERSION: i64 = 1;
/// Version of the derived tables; another one is rebuilt when the ledger is opened for writing.
pub(crate) const DERIVED: i64 = 4;

/// Pages of four kilobytes in the log of writes before they go to the file: many are written again by the
/// next batches, and go to the file once only.
const CHECKPOINT: i64 = 8_000;
/// Bytes of the file that are read where the system keeps them, the most that SQLite allows.
const MAPPED: i64 = 0x7fff_0000;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a ledger for writing, and makes it where there is none. An empty path is a passing file.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    check_file(path)?;
    let db = Connection::open(path)?;
    db.busy_timeout(PATIENCE)?;
    if db.is_readonly("main")? {
        return Err(LedgerError::ReadOnly);
    }
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
    check_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    let mut application = pragma(&db, "application_id");
    if matches!(application, Err(LedgerError::ReadOnly)) && !beside(path, "-wal").exists() {
        // In a folder that may not be written, where no program writes either: a copy on a disc.
        let flags = flags | OpenFlags::SQLITE_OPEN_URI;
        db = Connection::open_with_flags(immutable(path), flags)?;
        application = pragma(&db, "application_id");
    }
    if application? != APPLICATION {
        return Err(LedgerError::NotALedger);
    }
    check_version(&db)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "mmap_size", MAPPED)?;
    plan_once(&db)?;
    Ok(db)
}

/// The first bytes of every database of SQLite.
const HEAD: &[u8] = b"SQLite format 3\0";

/// Tells files that are something else before SQLite touches them: it takes a file of one byte for an empty
/// one, and would write over it.
fn check_file(path: &Path) -> Result<()> {
    if path.is_dir() {
        let why = format!("{} is a folder; name a file in it", path.display());
        return Err(LedgerError::Refused(why));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|f| !f.exists()) {
        let why = format!("there is no folder {}; make it first", folder.display());
        return Err(LedgerError::Refused(why));
    }
    let Ok(mut file) = std::fs::File::open(path) else {
        // Not there, or not to be read: SQLite says so.
        return Ok(());
    };
    let mut head = Vec::new();
    let read = file.by_ref().take(HEAD.len() as u64).read_to_end(&mut head);
    match read {
        Ok(_) if head.is_empty() || head == HEAD => Ok(()),
        Ok(_) => Err(LedgerError::NotALedger),
        Err(_) => Ok(()),
    }
}

/// The path of a file that SQLite keeps beside the ledger.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The address of a file that nobody writes.
fn immutable(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            other => address.push_str(&format!("%{other:02x}")),
        }
    }
    address + "?immutable=1"
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
    db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "mmap_size", MAPPED)?;
    plan_once(db)
}

/// Keeps statements, and keeps their plans whatever values they are given: SQLite would else plan many of
/// them anew for each value.
fn plan_once(db: &Connection) -> Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn create(db: &Connection) -> Result<()> {
    let sql = format!(
        "BEGIN IMMEDIATE;\n{}\n{}\nPRAGMA application_id = {APPLICATION};\n\
         PRAGMA user_version = {};\nCOMMIT;",
        bare(include_str!("schema.sql")),
        bare(include_str!("derived.sql")),
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

/// A schema without its comments: SQLite would keep them in the file, where a damaged one is not noticed.
fn bare(sql: &str) -> String {
    let lines = sql
        .lines()
        .map(|l| l.split("--").next().unwrap_or("").trim_end());
    lines.collect::<Vec<_>>().join("\n")
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
    db.execute_batch(&bare(include_str!("derived.sql")))?;
    db.pragma_update(None, "user_version", VERSION | DERIVED << 16)?;
    Ok(())
}

/// Runs `work` in one transaction that other writers wait for.
pub(crate) fn in_transaction<T>(
    db: &mut Connection,
    work: impl FnOnce(&Work) -> Result<T>,
) -> Result<T> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&Work::new(&transaction))?;
    transaction.commit()?;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use crate::{Ledger, LedgerError, Reading, Stamp};

    fn report(number: usize) -> Reading {
        let sentence = format!("Report {number} says that talks go on. ");
        Reading {
            text: sentence.repeat(50),
            ..Reading::default()
        }
    }

    /// A store that may not grow says what a full disk says.
    #[test]
    fn a_full_disk_loses_nothing() {
        let mut ledger = Ledger::in_memory().expect("memory");
        let stamp = Stamp {
            at: "2022-02-01T12:00:00Z".to_owned(),
            author: "desk".to_owned(),
        };
        ledger.add(&[report(0)], &stamp).expect("added");
        let pages = super::pragma(&ledger.db, "page_count").expect("a number");
        let most = |n: i64| super::pragma(&ledger.db, &format!("max_page_count = {n}"));
        most(pages + 4).expect("set");
        let many: Vec<Reading> = (1..30).map(report).collect();
        let full = ledger.add(&many, &stamp);
        assert!(matches!(full, Err(LedgerError::Full)), "{full:?}");
        assert_eq!(ledger.size().expect("size").0, 1);
        assert!(ledger.verify().expect("verified").is_whole());

        super::pragma(&ledger.db, "max_page_count = 100000").expect("set");
        ledger.add(&many, &stamp).expect("there is room again");
        assert_eq!(ledger.size().expect("size").0, 30);
    }
}
