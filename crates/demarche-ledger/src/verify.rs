//! Whether the ledger is what was written: the chain of events, the texts, and what is derived from them.

use crate::error::Result;
use crate::hash::{Hash, hex, sha256};
use crate::log::{self, Event};
use crate::{Ledger, derive, store};
use rusqlite::Connection;

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub n_events: i64,
    pub n_texts: i64,
    /// The hash of the last event: printed and kept elsewhere, it proves that nothing before it changed.
    pub tip: String,
    /// What is wrong, the first bad event first. Empty when the ledger is whole.
    pub faults: Vec<String>,
}

impl Verdict {
    /// True when nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Ledger {
    /// Recomputes every hash and derives everything anew beside what is there.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify(&self) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        pages(&self.db, &mut verdict)?;
        chain(&self.db, &mut verdict);
        texts(&self.db, &mut verdict);
        if verdict.is_whole() {
            derived(&self.db, &mut verdict)?;
        }
        Ok(verdict)
    }
}

/// SQLite's own check of the file.
fn pages(db: &Connection, verdict: &mut Verdict) -> Result<()> {
    let mut statement = db.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let said: String = row.get(0)?;
                if said != "ok" {
                    verdict.faults.push(format!("the file: {said}"));
                }
            }
            Ok(None) => return Ok(()),
            Err(error) => {
                verdict.faults.push(format!("the file: {error}"));
                return Ok(());
            }
        }
    }
}

fn chain(db: &Connection, verdict: &mut Verdict) {
    let (mut last, mut prev) = (0, Hash::default());
    let mut faults = Vec::new();
    let check = |event: Event| {
        if event.seq != last + 1 {
            faults.push(format!("event {} is missing", last + 1));
        }
        if event.prev != prev {
            faults.push(format!(
                "event {}: it does not follow the one before it",
                event.seq
            ));
        }
        if event.hash != event.right_hash() {
            faults.push(format!(
                "event {} ({} of {}): its content was changed",
                event.seq,
                event.deed.as_str(),
                event.at
            ));
        }
        (last, prev) = (event.seq, event.hash);
        verdict.n_events += 1;
        Ok(())
    };
    if let Err(error) = log::each(db, 0, check) {
        faults.push(error.to_string());
    }
    verdict.tip = hex(&prev);
    verdict.faults.extend(faults);
}

fn texts(db: &Connection, verdict: &mut Verdict) {
    let mut check = || -> Result<()> {
        let mut statement = db.prepare("SELECT hash, text FROM texts")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (hash, text) = (row.get_ref(0)?.as_bytes(), row.get_ref(1)?.as_bytes());
            let (Ok(hash), Ok(text)) = (hash, text) else {
                verdict.faults.push("a text is no text any more".to_owned());
                continue;
            };
            verdict.n_texts += 1;
            if sha256(&[text]) != hash {
                verdict
                    .faults
                    .push(format!("text {}: it was changed", hex(hash)));
            }
        }
        let sql = "SELECT count(*) FROM docs d LEFT JOIN texts t ON t.hash = d.text_hash \
                   WHERE t.hash IS NULL";
        let lost: i64 = db.query_row(sql, [], |r| r.get(0))?;
        if lost > 0 {
            verdict.faults.push(format!("{lost} texts are missing"));
        }
        Ok(())
    };
    if let Err(error) = check() {
        verdict.faults.push(format!("the texts: {error}"));
    }
}

/// Derived tables and the order in which their rows are compared.
const DERIVED: [(&str, &str); 16] = [
    ("docs", "doc"),
    ("sources", "doc, publisher, url"),
    ("sketches", "doc"),
    ("bands", "band, doc"),
    ("moves", "number"),
    ("keys", "key, rank, number"),
    ("fresh", "key, rank, number"),
    ("links", "child, parent"),
    ("phases", "line, since"),
    ("tally", "state, kind, day"),
    ("involved", "party, line, role"),
    ("pairs", "one, other"),
    ("hands", "seq"),
    ("parties", "id"),
    ("people", "id, doc"),
    ("stale", "doc, id"),
];

/// Derives everything anew in a passing file, and compares.
fn derived(db: &Connection, verdict: &mut Verdict) -> Result<()> {
    let mut fresh = store::open(std::path::Path::new(""))?;
    store::in_transaction(&mut fresh, |to| {
        copy(db, to)?;
        derive::rebuild(to)
    })?;
    for (table, order) in DERIVED {
        if print(db, table, order)? != print(&fresh, table, order)? {
            verdict.faults.push(format!(
                "the derived table {table} is not what the events give; run demarche rebuild"
            ));
        }
    }
    for index in ["docs_fts", "moves_fts"] {
        if words(db, index)? != words(&fresh, index)? {
            verdict.faults.push(format!(
                "the index of words {index} is not what the events give; run demarche rebuild"
            ));
        }
    }
    Ok(())
}

/// One hash over all that a full-text index holds: each word with every place where it stands.
fn words(db: &Connection, index: &str) -> Result<Hash> {
    // In the connection's own passing store: the ledger may be open for reading only.
    let sql = format!(
        "DROP TABLE IF EXISTS temp.words; \
         CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {index}, instance)"
    );
    db.execute_batch(&sql)?;
    let hash = print(db, "temp.words", "term, doc, col, offset");
    db.execute_batch("DROP TABLE temp.words")?;
    hash
}

fn copy(from: &Connection, to: &Connection) -> Result<()> {
    for (table, columns) in [("texts", 2), ("events", 8)] {
        let marks = vec!["?"; columns].join(", ");
        let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))?;
        let mut statement = from.prepare(&format!("SELECT * FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|i| row.get::<_, rusqlite::types::Value>(i));
            let values: Vec<_> = values.collect::<rusqlite::Result<_>>()?;
            insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    Ok(())
}

/// One hash over all rows of a table.
fn print(db: &Connection, table: &str, order: &str) -> Result<Hash> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut hash = Hash::default();
    while let Some(row) = rows.next()? {
        let mut line = String::new();
        for i in 0..columns {
            let value: rusqlite::types::Value = row.get(i)?;
            line.push_str(&format!("{value:?}\u{1f}"));
        }
        hash = sha256(&[&hash, line.as_bytes()]);
    }
    Ok(hash)
}
